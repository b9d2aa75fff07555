//! Claims about the altruism from which a contract attains the first best.

use super::contracts::{ensure_affordable, ensure_implemented, plan, transfers};
use super::problem::{Budget, Contracting, cooperative};
use super::read::{At, Failure, Object, Outcome, ensure, malformed, require};
use super::refutations::chain;
use crate::number::Rational;

/// Gain and loss of welfare of a deviation.
fn gain_and_loss(
    problem: &Contracting,
    state: usize,
    player: usize,
    from: usize,
    to: usize,
) -> (Rational, Rational) {
    let game = &problem.games[state];
    let gain = &game.payoffs[player][to] - &game.payoffs[player][from];
    (gain, &game.welfare[from] - &game.welfare[to])
}

/// A level; `None` is infinite, and above all numbers.
fn greater(a: &Option<Rational>, b: &Option<Rational>) -> bool {
    match (a, b) {
        (None, b) => b.is_some(),
        (Some(_), None) => false,
        (Some(a), Some(b)) => a > b,
    }
}

pub(super) fn altruism_level(problem: &Contracting, claim: At<'_>, max_plans: usize) -> Outcome {
    #[derive(Clone, Copy)]
    enum Rule {
        Alone,
        Messages,
        Language,
    }
    let fields = [
        "kind",
        "statement",
        "rule",
        "value",
        "plan",
        "transfers",
        "chains",
    ];
    let claim = claim.object(&fields)?;
    problem.unweighed()?;
    problem.informed()?;
    let cells = problem.cells()?;
    let value = claim
        .at("value")?
        .optional()
        .map(At::nonnegative)
        .transpose()?;
    let rule = claim.at("rule")?.one_of(&[
        ("alone", Rule::Alone),
        ("messages", Rule::Messages),
        ("language", Rule::Language),
    ])?;
    let messages = match rule {
        Rule::Language => return language_level(problem, &cells, claim, value, max_plans),
        Rule::Alone => false,
        Rule::Messages => true,
    };
    let empty = claim.at("chains")?.each(Ok)?.is_empty()
        && claim.at("plan")?.optional().is_none()
        && claim.at("transfers")?.optional().is_none();
    require(empty, || {
        "this rule takes no plan, no transfers and no chains".to_owned()
    })?;
    let mut level = Some(Rational::ZERO);
    for (state, cells) in cells.iter().enumerate() {
        let mut least = None;
        for optimum in problem.games[state].optima() {
            let mut worst = Some(Rational::ZERO);
            for player in 0..problem.players() {
                for to in problem.shape.deviations(optimum, player) {
                    let (gain, loss) = gain_and_loss(problem, state, player, optimum, to);
                    let counts = gain.is_positive() && (!messages || cells[to] == cells[optimum]);
                    let ratio = gain.checked_div(&loss);
                    if counts && greater(&ratio, &worst) {
                        worst = ratio;
                    }
                }
            }
            if greater(&least, &worst) {
                least = worst;
            }
        }
        if greater(&least, &level) {
            level = least;
        }
    }
    ensure(level == value, || match &level {
        Some(level) => format!("the level is {level}"),
        None => "the level is infinite".to_owned(),
    })
}

fn language_level(
    problem: &Contracting,
    cells: &[Vec<usize>],
    claim: Object<'_>,
    value: Option<Rational>,
    max_plans: usize,
) -> Outcome {
    let optima: Vec<Vec<usize>> = problem.games.iter().map(|game| game.optima()).collect();
    let mut chains = Vec::new();
    for entry in claim.at("chains")?.each(Ok)? {
        let entry = entry.object(&["player", "links"])?;
        let (player, links) = chain(problem, cells, entry.at("player")?, entry.at("links")?)?;
        let (mut gain, mut loss) = (Rational::ZERO, Rational::ZERO);
        for link in &links {
            ensure(optima[link.state].binary_search(&link.from).is_ok(), || {
                format!("{:?} is no optimum", problem.shape.written(link.from))
            })?;
            let (more, less) = gain_and_loss(problem, link.state, player, link.from, link.to);
            gain += more;
            loss += less;
        }
        let asks = match &value {
            Some(value) => gain >= value * &loss,
            None => loss.is_zero(),
        };
        ensure(asks && gain.is_positive(), || {
            format!("a chain with gain {gain} and loss {loss} does not ask for the level")
        })?;
        chains.push(links.iter().map(|l| (l.state, l.from)).collect::<Vec<_>>());
    }
    if value.as_ref().is_none_or(Rational::is_positive) {
        every_plan_has_a_chain(problem, &optima, &chains, max_plans)?;
    }
    match (
        value,
        claim.at("plan")?.optional(),
        claim.at("transfers")?.optional(),
    ) {
        (None, None, None) => Ok(()),
        (Some(lambda), Some(plan_at), Some(transfers_at)) => {
            let plan = plan(problem, plan_at)?;
            for (state, index) in plan.iter().enumerate() {
                ensure(optima[state].binary_search(index).is_ok(), || {
                    format!("the plan has no optimum in state {state}")
                })?;
            }
            let transfers = transfers(problem, transfers_at)?;
            let weights = cooperative(problem.players(), &lambda);
            ensure_implemented(problem, &weights, &plan, &transfers)
        }
        _ => malformed("`plan` and `transfers` must be null exactly if `value` is"),
    }
}

fn every_plan_has_a_chain(
    problem: &Contracting,
    optima: &[Vec<usize>],
    chains: &[Vec<(usize, usize)>],
    max_plans: usize,
) -> Outcome {
    let mut places = vec![0usize; optima.len()];
    let (mut depth, mut plans) = (0, 0usize);
    loop {
        if places[depth] == optima[depth].len() {
            if depth == 0 {
                return Ok(());
            }
            places[depth] = 0;
            depth -= 1;
            continue;
        }
        places[depth] += 1;
        plans += 1;
        if plans > max_plans {
            return Err(Failure::TooLarge("plans", max_plans));
        }
        let prescribed = |state: usize| optima[state][places[state] - 1];
        let has_chain = chains.iter().any(|chain| {
            chain
                .iter()
                .all(|&(state, index)| state <= depth && prescribed(state) == index)
        });
        if has_chain {
            continue;
        }
        ensure(depth + 1 < problem.states(), || {
            let plan: Vec<_> = (0..=depth)
                .map(|s| problem.shape.written(prescribed(s)))
                .collect();
            format!("no chain stands in the way of the plan {plan:?}")
        })?;
        depth += 1;
    }
}

pub(super) fn attained_threshold(problem: &Contracting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&[
        "kind",
        "statement",
        "value",
        "plan",
        "transfers",
        "incentives",
    ])?;
    problem.unweighed()?;
    problem.informed()?;
    require(
        problem.budget != Budget::Expected
            && (problem.liability.is_none() || problem.budget == Budget::Balanced),
        || "the claim is not about this budget and liability".to_owned(),
    )?;
    let plan = plan(problem, claim.at("plan")?)?;
    for (state, index) in plan.iter().enumerate() {
        ensure(problem.games[state].optima() == [*index], || {
            format!("the plan is not the only optimum in state {state}")
        })?;
    }
    let mut planned = vec![false; problem.signals];
    for state in problem.possible() {
        for (signal, _) in &problem.laws[state][plan[state]] {
            planned[*signal] = true;
        }
    }
    let value = claim
        .at("value")?
        .optional()
        .map(At::nonnegative)
        .transpose()?;
    match (&value, claim.at("transfers")?.optional()) {
        (None, None) => {}
        (Some(lambda), Some(at)) => {
            let transfers = transfers(problem, at)?;
            let weights = cooperative(problem.players(), lambda);
            ensure_implemented(problem, &weights, &plan, &transfers)?;
            ensure_affordable(problem, &transfers)?;
            let burnt = |y: usize| !transfers.iter().map(|t| &t[y]).sum::<Rational>().is_zero();
            let burns = (0..problem.signals).any(|signal| planned[signal] && burnt(signal));
            ensure(problem.budget != Budget::Burning || !burns, || {
                "money is burnt under the plan".to_owned()
            })?;
        }
        _ => return malformed("`transfers` must be null exactly if `value` is"),
    }
    let weighted = WeightedIncentives::read(problem, &plan, claim.at("incentives")?)?;
    match &value {
        Some(value) if value.is_zero() => Ok(()),
        value => weighted.ask_for(problem, &planned, value.as_ref()),
    }
}

/// Weighted incentive conditions of a plan, added up.
struct WeightedIncentives {
    gain: Rational,
    loss: Rational,
    /// By signal and player what a unit of money adds to the gains.
    prices: Vec<Vec<Rational>>,
}

impl WeightedIncentives {
    fn read(problem: &Contracting, plan: &[usize], at: At<'_>) -> Outcome<Self> {
        let mut sum = WeightedIncentives {
            gain: Rational::ZERO,
            loss: Rational::ZERO,
            prices: vec![vec![Rational::ZERO; problem.players()]; problem.signals],
        };
        for entry in at.each(Ok)? {
            let [state, player, action, weight] = entry.tuple()?;
            let state = state.below(problem.states())?;
            let player = player.below(problem.players())?;
            let action = action.below(problem.shape.actions[player])?;
            let weight = weight.number()?;
            ensure(weight.is_positive(), || {
                "a weight is not above 0".to_owned()
            })?;
            let from = plan[state];
            let to = problem.shape.replaced(from, player, action);
            let (gain, loss) = gain_and_loss(problem, state, player, from, to);
            sum.gain += &weight * &gain;
            sum.loss += &weight * &loss;
            for (signal, change) in problem.change(state, from, to) {
                sum.prices[signal][player] += &weight * &change;
            }
        }
        Ok(sum)
    }

    fn ask_for(
        mut self,
        problem: &Contracting,
        planned: &[bool],
        value: Option<&Rational>,
    ) -> Outcome {
        for (signal, prices) in self.prices.iter().enumerate() {
            let equal = prices.iter().all(|price| *price == prices[0]);
            let vanishes = match (problem.budget, &problem.liability) {
                (Budget::Balanced, Some(limit)) => {
                    self.gain -= limit * &least_distance(prices, false);
                    true
                }
                (Budget::Balanced, None) => equal,
                (Budget::Burning, _) => equal && (planned[signal] || !prices[0].is_positive()),
                _ => prices.iter().all(Rational::is_zero),
            };
            ensure(vanishes, || {
                format!("money after signal {signal} matters to the weighted conditions")
            })?;
        }
        let (gain, loss) = (&self.gain, &self.loss);
        let asks = match value {
            Some(value) => loss.is_positive() && *gain >= value * loss,
            None => loss.is_zero() && gain.is_positive(),
        };
        ensure(asks, || {
            format!("gains of {gain} and losses of {loss} do not ask for the threshold")
        })
    }
}

/// `min_x Σ |c − x|`, over all `x` or over those of at least 0.
pub(super) fn least_distance(coefficients: &[Rational], nonnegative: bool) -> Rational {
    let zero = Rational::ZERO;
    let candidates = coefficients.iter().chain([&zero]);
    candidates
        .filter(|x| !nonnegative || !x.is_negative())
        .map(|x| coefficients.iter().map(|c| (c - x).abs()).sum::<Rational>())
        .min()
        .unwrap_or_default()
}
