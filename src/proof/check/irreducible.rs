//! Claims about what no mechanism recovers, state by state.

use std::collections::{BTreeMap, BTreeSet};

use super::levels::least_distance;
use super::problem::{Budget, Contracting, Table, cooperative, weighed};
use super::read::{At, Outcome, ensure, malformed, require};
use crate::number::Rational;

pub(super) fn dilemma(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&[
        "kind",
        "statement",
        "player",
        "own_type",
        "rule",
        "decisive",
    ])?;
    problem.weights()?;
    let player = claim.at("player")?.below(problem.players())?;
    let own_type = claim.at("own_type")?.count()?;
    let actions = problem.shape.actions[player];
    let rule = claim.at("rule")?.each(|at| at.below(actions))?;
    require(rule.len() == actions, || {
        "`rule` must have one entry an action".to_owned()
    })?;
    let decisive = claim.at("decisive")?.below(problem.states())?;
    let mut decided = false;
    for state in problem.possible() {
        if problem.types[player][state] != own_type {
            continue;
        }
        decided |= state == decisive;
        let seen = &problem.games[state].seen()?[player];
        for from in problem.games[state].optima() {
            let action = rule[problem.shape.action(from, player)];
            let to = problem.shape.replaced(from, player, action);
            ensure(problem.laws[state][from] == problem.laws[state][to], || {
                format!("the rule is noticed at {:?}", problem.shape.written(from))
            })?;
            let gain = &seen[to] - &seen[from];
            let pays = gain.is_positive() || (state != decisive && gain.is_zero());
            ensure(pays, || {
                format!("the rule gains {gain} at {:?}", problem.shape.written(from))
            })?;
        }
    }
    ensure(decided, || {
        "the decisive state is not one of the type".to_owned()
    })
}

/// Deviations by player and recommended action: what is done instead, and the weight.
struct Deviations(BTreeMap<(usize, usize), Vec<(usize, Rational)>>);

impl Deviations {
    fn read(problem: &Contracting, at: At<'_>) -> Outcome<Self> {
        let mut list = Deviations(BTreeMap::new());
        for entry in at.each(Ok)? {
            let [player, told, action, weight] = entry.tuple()?;
            let player = player.below(problem.players())?;
            let actions = problem.shape.actions[player];
            let (told, action) = (told.below(actions)?, action.below(actions)?);
            let weight = weight.number()?;
            ensure(weight.is_positive(), || {
                format!("the weight {weight} is not above 0")
            })?;
            let entries = list.0.entry((player, told)).or_default();
            let fits = told != action && entries.iter().all(|(other, _)| *other != action);
            require(fits, || "a deviation is given twice, or is none".to_owned())?;
            entries.push((action, weight));
        }
        Ok(list)
    }

    /// Player, profile after the deviation, and weight of those that apply at a profile.
    fn at<'d>(
        &'d self,
        problem: &'d Contracting,
        index: usize,
    ) -> impl Iterator<Item = (usize, usize, &'d Rational)> {
        (0..problem.players()).flat_map(move |player| {
            let told = problem.shape.action(index, player);
            let list = self.0.get(&(player, told)).into_iter().flatten();
            list.map(move |(action, weight)| {
                (
                    player,
                    problem.shape.replaced(index, player, *action),
                    weight,
                )
            })
        })
    }

    fn gain(
        &self,
        problem: &Contracting,
        index: usize,
        of: impl Fn(usize, usize) -> Rational,
    ) -> Rational {
        self.at(problem, index)
            .map(|(player, to, weight)| weight * &(of(player, to) - of(player, index)))
            .sum()
    }

    /// What a unit of money to each player is worth, for each signal that the deviations change.
    fn prices(
        &self,
        problem: &Contracting,
        weights: &Table,
        state: usize,
        index: usize,
    ) -> BTreeMap<usize, Vec<Rational>> {
        let mut prices: BTreeMap<usize, Vec<Rational>> = BTreeMap::new();
        for (player, to, weight) in self.at(problem, index) {
            for (signal, change) in problem.change(state, index, to) {
                let list = prices
                    .entry(signal)
                    .or_insert_with(|| vec![Rational::ZERO; problem.players()]);
                for (price, entry) in list.iter_mut().zip(&weights[player]) {
                    *price -= &(weight * &change) * entry;
                }
            }
        }
        prices
    }

    /// No transfers within the budget may matter. With `counted`, burnt money is a loss.
    fn ensure_no_money_matters(
        &self,
        problem: &Contracting,
        weights: &Table,
        state: usize,
        counted: bool,
    ) -> Outcome {
        for index in 0..problem.shape.profiles {
            for (signal, prices) in self.prices(problem, weights, state, index) {
                let equal = least_distance(&prices, false).is_zero();
                let chance = problem.chance(signal, state, index);
                let vanishes = match problem.budget {
                    Budget::Unrestricted | Budget::Expected => prices.iter().all(Rational::is_zero),
                    Budget::Balanced => equal,
                    Budget::Burning if counted || chance.is_zero() => {
                        equal && !(&chance + &prices[0]).is_negative()
                    }
                    Budget::Burning => equal,
                };
                ensure(vanishes, || {
                    format!(
                        "money after signal {signal} matters at {:?}",
                        problem.shape.written(index)
                    )
                })?;
            }
        }
        Ok(())
    }
}

pub(super) fn certified_gap(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "plans", "at_least"])?;
    let weights = problem.weights()?;
    let possible = problem.possible();
    problem.told_apart(&possible)?;
    let mut seen_states = BTreeSet::new();
    let mut lost = Rational::ZERO;
    for plan in claim.at("plans")?.each(Ok)? {
        let plan = plan.object(&["state", "deviations", "bound"])?;
        let state = plan.at("state")?.below(problem.states())?;
        require(
            possible.contains(&state) && seen_states.insert(state),
            || format!("state {state} is impossible or given twice"),
        )?;
        let deviations = Deviations::read(problem, plan.at("deviations")?)?;
        let bound = plan.at("bound")?.number()?;
        deviations.ensure_no_money_matters(problem, weights, state, true)?;
        let game = &problem.games[state];
        let seen = game.seen()?;
        for index in 0..problem.shape.profiles {
            let gain = deviations.gain(problem, index, |i, at| seen[i][at].clone());
            ensure(&game.welfare[index] - &gain <= bound, || {
                format!(
                    "the plan does not prove its bound at {:?}",
                    problem.shape.written(index)
                )
            })?;
        }
        let best = game.first_best();
        ensure(bound < best, || {
            format!("the bound {bound} is not below the first best")
        })?;
        lost += &problem.chances[state] * &(best - &bound);
    }
    let at_least = claim.at("at_least")?.number()?;
    ensure(lost.is_positive() && lost == at_least, || {
        format!("the plans prove a loss of {lost}")
    })
}

/// Recommends optima only, within the budget, and obedience is an equilibrium.
fn ensure_law(
    problem: &Contracting,
    weights: &Table,
    state: usize,
    recommendations: At<'_>,
    transfers: At<'_>,
) -> Outcome {
    let (shape, game) = (&problem.shape, &problem.games[state]);
    let seen = weighed(weights, &game.payoffs);
    let best = game.first_best();
    // By player, recommended action and action.
    let mut gains: Vec<Vec<Vec<Rational>>> = (shape.actions.iter())
        .map(|&count| vec![vec![Rational::ZERO; count]; count])
        .collect();
    let mut total = Rational::ZERO;
    for entry in recommendations.each(Ok)? {
        let [profile, weight] = entry.tuple()?;
        let (index, weight) = (shape.profile(profile)?, weight.number()?);
        ensure(weight.is_positive() && game.welfare[index] == best, || {
            format!(
                "{:?} is no optimum, or has no positive weight",
                shape.written(index)
            )
        })?;
        total += &weight;
        for (player, gains) in gains.iter_mut().enumerate() {
            let gains = &mut gains[shape.action(index, player)];
            for (gain, to) in gains.iter_mut().zip(shape.deviations(index, player)) {
                *gain += &weight * &(&seen[player][to] - &seen[player][index]);
            }
        }
    }
    ensure(total == Rational::ONE, || {
        format!("recommendations have the total weight {total}")
    })?;
    for entry in transfers.each(Ok)? {
        let [profile, signal, amounts] = entry.tuple()?;
        let (index, signal) = (shape.profile(profile)?, signal.below(problem.signals)?);
        let amounts = amounts.so_many_numbers(problem.players())?;
        let net: Rational = amounts.iter().sum();
        let within = match problem.budget {
            Budget::Unrestricted | Budget::Expected => true,
            Budget::Burning if problem.chance(signal, state, index).is_zero() => !net.is_positive(),
            Budget::Burning | Budget::Balanced => net.is_zero(),
        };
        ensure(within, || {
            format!("transfers after signal {signal} sum to {net}")
        })?;
        for (player, gains) in gains.iter_mut().enumerate() {
            let money = Rational::dot(weights[player].iter().zip(&amounts));
            let before = problem.chance(signal, state, index);
            let gains = &mut gains[shape.action(index, player)];
            for (gain, to) in gains.iter_mut().zip(shape.deviations(index, player)) {
                *gain += &(problem.chance(signal, state, to) - &before) * &money;
            }
        }
    }
    for (player, gains) in gains.iter().enumerate() {
        for (told, gains) in gains.iter().enumerate() {
            ensure(gains.iter().all(|gain| !gain.is_positive()), || {
                format!("player {player}, told {told}, gains by something else")
            })?;
        }
    }
    Ok(())
}

pub(super) fn closed_gap(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "laws"])?;
    let weights = problem.weights()?;
    let possible = problem.possible();
    problem.told_apart(&possible)?;
    let laws = claim
        .at("laws")?
        .each(|law| law.object(&["state", "recommendations", "transfers"]))?;
    let states: Vec<usize> = laws
        .iter()
        .map(|law| law.at("state")?.count())
        .collect::<Outcome<_>>()?;
    require(states == possible, || {
        "there must be one law for each state of positive probability, ascending".to_owned()
    })?;
    for (law, state) in laws.iter().zip(possible) {
        ensure_law(
            problem,
            weights,
            state,
            law.at("recommendations")?,
            law.at("transfers")?,
        )?;
    }
    Ok(())
}

/// Is the end `a` at most `b`, where `None` is infinite?
fn at_most(a: &Option<Rational>, b: &Option<Rational>) -> bool {
    match (a, b) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(a), Some(b)) => a <= b,
    }
}

pub(super) fn altruism_threshold(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "low", "high", "states"])?;
    problem.unweighed()?;
    let possible = problem.possible();
    problem.told_apart(&possible)?;
    let end = |at: At<'_>| at.optional().map(At::nonnegative).transpose();
    let (low, high) = (end(claim.at("low")?)?, end(claim.at("high")?)?);
    let (mut lowest, mut highest) = (Some(Rational::ZERO), Some(Rational::ZERO));
    let mut states = Vec::new();
    for entry in claim.at("states")?.each(Ok)? {
        let entry = entry.object(&["state", "low", "high", "below", "law"])?;
        let state = entry.at("state")?.below(problem.states())?;
        let (low, high) = (end(entry.at("low")?)?, end(entry.at("high")?)?);
        match (&high, entry.at("law")?.optional()) {
            (None, None) => {}
            (Some(high), Some(law)) => {
                let law = law.object(&["recommendations", "transfers"])?;
                let weights = cooperative(problem.players(), high);
                let (told, paid) = (law.at("recommendations")?, law.at("transfers")?);
                ensure_law(problem, &weights, state, told, paid)?;
            }
            _ => return malformed("`law` must be null exactly if `high` is"),
        }
        let below = entry
            .at("below")?
            .each(|at| Deviations::read(problem, at))?;
        ensure_lost_below(problem, state, low.as_ref(), &below)?;
        ensure(at_most(&low, &high), || {
            "a lower end is above the upper".to_owned()
        })?;
        lowest = if at_most(&lowest, &low) { low } else { lowest };
        highest = if at_most(&highest, &high) {
            high
        } else {
            highest
        };
        states.push(state);
    }
    require(states == possible, || {
        "there must be one entry for each state of positive probability, ascending".to_owned()
    })?;
    ensure(low == lowest && high == highest, || {
        "the ends are not the greatest of the states".to_owned()
    })
}

/// At each λ below `low` something is lost: the plans gain at all optima, one after the other.
fn ensure_lost_below(
    problem: &Contracting,
    state: usize,
    low: Option<&Rational>,
    below: &[Deviations],
) -> Outcome {
    if low.is_some_and(Rational::is_zero) {
        return require(below.is_empty(), || {
            "`below` must be empty where `low` is 0".to_owned()
        });
    }
    let selfish = cooperative(problem.players(), &Rational::ZERO);
    let game = &problem.games[state];
    let mut left = game.optima();
    for plan in below {
        plan.ensure_no_money_matters(problem, &selfish, state, false)?;
        let mut remaining = Vec::new();
        for index in left {
            let gain = plan.gain(problem, index, |i, at| game.payoffs[i][at].clone());
            let loss = -plan.gain(problem, index, |_, at| game.welfare[at].clone());
            let at_end = match low {
                Some(low) => gain >= low * &loss,
                None => loss.is_zero(),
            };
            ensure(at_end && !gain.is_negative() && !loss.is_negative(), || {
                format!(
                    "a plan gains {gain} and loses {loss} at {:?}",
                    problem.shape.written(index)
                )
            })?;
            if !gain.is_positive() {
                remaining.push(index);
            }
        }
        left = remaining;
    }
    ensure(left.is_empty(), || {
        "no plan gains at some optimum".to_owned()
    })
}
