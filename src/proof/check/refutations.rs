//! The claim that no plain contract does better: chains and bounds on money that cover all plans.

use super::problem::{Budget, Contracting, Table};
use super::read::{At, Failure, Outcome, ensure, malformed, require};
use crate::number::Rational;

/// One link of a chain: a state, a profile there, and the profile after the deviation.
pub(super) struct Link {
    pub(super) state: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Reads the links of a chain of deviations of one player, and checks that it is closed.
pub(super) fn chain(
    problem: &Contracting,
    cells: &[Vec<usize>],
    player: At<'_>,
    links: At<'_>,
) -> Outcome<(usize, Vec<Link>)> {
    let shape = &problem.shape;
    let player = player.below(shape.players())?;
    let links = links.each(|link| {
        let link = link.object(&["state", "profile", "action"])?;
        let state = link.at("state")?.below(problem.states())?;
        let from = shape.profile(link.at("profile")?)?;
        let action = link.at("action")?.below(shape.actions[player])?;
        let to = shape.replaced(from, player, action);
        Ok(Link { state, from, to })
    })?;
    require(!links.is_empty(), || "a chain has no links".to_owned())?;
    let mut prescribed = vec![None; problem.states()];
    for link in &links {
        let profile = *prescribed[link.state].get_or_insert(link.from);
        ensure(profile == link.from, || {
            format!("a chain has two profiles for state {}", link.state)
        })?;
    }
    let next = links.iter().cycle().skip(1);
    for (link, next) in links.iter().zip(next) {
        let (reached, begun) = (cells[link.state][link.to], cells[next.state][next.from]);
        ensure(reached == begun, || {
            format!("a chain is not closed: signal {reached} is followed by {begun}")
        })?;
    }
    Ok((player, links))
}

/// A sound refutation: which profiles it is about, and at most how much money it leaves.
struct Refutation {
    profiles: Vec<(usize, usize)>,
    /// `None` if the plans are impossible, else a bound on their expected net transfer.
    net: Option<Rational>,
}

impl Refutation {
    fn read(problem: &Contracting, cells: &[Vec<usize>], at: At<'_>) -> Outcome<Self> {
        match at.peek("kind")?.word()? {
            "chain" => {
                let form = at.object(&["kind", "player", "links"])?;
                let (player, links) = chain(problem, cells, form.at("player")?, form.at("links")?)?;
                let mut gain = Rational::ZERO;
                for link in &links {
                    let seen = &problem.games[link.state].seen()?[player];
                    gain += &seen[link.to] - &seen[link.from];
                }
                ensure(gain.is_positive(), || {
                    format!("a chain gains {gain}, which is not above 0")
                })?;
                let profiles = links.iter().map(|link| (link.state, link.from));
                Ok(Refutation {
                    profiles: profiles.collect(),
                    net: None,
                })
            }
            "money" => Money::read(problem, cells, at)?.into_refutation(problem, cells),
            other => malformed(format!("the kind {other:?} of refutation is unknown")),
        }
    }

    fn covers(&self, problem: &Contracting, plan: &[usize], value: Option<&Rational>) -> bool {
        let applies = self
            .profiles
            .iter()
            .all(|&(state, index)| plan[state] == index);
        applies
            && match (&self.net, value) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(net), Some(value)) => worth(problem, plan) + net <= *value,
            }
    }
}

fn worth(problem: &Contracting, plan: &[usize]) -> Rational {
    let each = plan.iter().enumerate();
    Rational::dot(each.map(|(s, &index)| (&problem.chances[s], &problem.games[s].welfare[index])))
}

/// Weighted conditions on transfers, added up.
struct Money {
    plan: Vec<Option<usize>>,
    /// Coefficients by player and signal.
    sum: Table,
    bound: Rational,
    net: Option<Rational>,
}

impl Money {
    fn read(problem: &Contracting, cells: &[Vec<usize>], at: At<'_>) -> Outcome<Self> {
        let form = at.object(&[
            "kind",
            "plan",
            "incentives",
            "budget",
            "liability",
            "net_at_most",
        ])?;
        let shape = &problem.shape;
        let players = shape.players();
        let weights = problem.weights()?;
        let plan = form
            .at("plan")?
            .each(|profile| profile.optional().map(|p| shape.profile(p)).transpose())?;
        require(plan.len() == problem.states(), || {
            "`plan` must have one profile, or null, a state".to_owned()
        })?;
        let mut sum = vec![vec![Rational::ZERO; problem.signals]; players];
        let mut bound = Rational::ZERO;
        for entry in form.at("incentives")?.each(Ok)? {
            let [state, player, action, weight] = entry.tuple()?;
            let (state, player) = (state.below(problem.states())?, player.below(players)?);
            let action = action.below(shape.actions[player])?;
            let weight = weight.number()?;
            ensure(weight.is_positive(), || {
                "an incentive has no positive weight".to_owned()
            })?;
            let Some(from) = plan[state] else {
                return malformed("an incentive is about a state without a profile");
            };
            let to = shape.replaced(from, player, action);
            let seen = &problem.games[state].seen()?[player];
            bound -= &weight * &(&seen[to] - &seen[from]);
            for (list, entry) in sum.iter_mut().zip(&weights[player]) {
                list[cells[state][to]] += &weight * entry;
                list[cells[state][from]] -= &weight * entry;
            }
        }
        for entry in form.at("budget")?.each(Ok)? {
            let [signal, weight] = entry.tuple()?;
            let (signal, weight) = (signal.below(problem.signals)?, weight.number()?);
            let allowed = match problem.budget {
                Budget::Unrestricted | Budget::Expected => false,
                Budget::Burning => !weight.is_negative(),
                Budget::Balanced => true,
            };
            ensure(allowed, || {
                format!("the weight {weight} of the budget after signal {signal} is not allowed")
            })?;
            sum.iter_mut().for_each(|list| list[signal] += &weight);
        }
        for entry in form.at("liability")?.each(Ok)? {
            let [player, signal, positive, weight] = entry.tuple()?;
            let (player, signal) = (player.below(players)?, signal.below(problem.signals)?);
            let (positive, weight) = (positive.flag()?, weight.nonnegative()?);
            let Some(limit) = &problem.liability else {
                return malformed("there is no limit on liability");
            };
            bound += &weight * limit;
            match positive {
                true => sum[player][signal] += weight,
                false => sum[player][signal] -= weight,
            }
        }
        let net = form.at("net_at_most")?.optional_number()?;
        Ok(Money {
            plan,
            sum,
            bound,
            net,
        })
    }

    fn into_refutation(
        mut self,
        problem: &Contracting,
        cells: &[Vec<usize>],
    ) -> Outcome<Refutation> {
        let profiles: Vec<(usize, usize)> = self
            .plan
            .iter()
            .enumerate()
            .filter_map(|(state, index)| index.map(|index| (state, index)))
            .collect();
        if self.net.is_some() {
            require(profiles.len() == problem.states(), || {
                "a bound on money needs a profile in every state".to_owned()
            })?;
            for &(state, index) in &profiles {
                for list in &mut self.sum {
                    list[cells[state][index]] -= &problem.chances[state];
                }
            }
        }
        ensure(self.sum.iter().flatten().all(Rational::is_zero), || {
            "the weighted conditions do not add up: a transfer is left over".to_owned()
        })?;
        let bound = &self.bound;
        match &self.net {
            None => ensure(bound.is_negative(), || {
                format!("the conditions add up to 0 ≤ {bound}, no contradiction")
            })?,
            Some(net) => ensure(bound <= net, || {
                format!("the conditions bound the net transfer by {bound}, and not by {net}")
            })?,
        }
        Ok(Refutation {
            profiles,
            net: self.net,
        })
    }
}

pub(super) fn no_better_plain_contract(
    problem: &Contracting,
    claim: At<'_>,
    max_plans: usize,
) -> Outcome {
    let claim = claim.object(&["kind", "statement", "welfare", "refutations"])?;
    problem.informed()?;
    require(problem.budget != Budget::Expected, || {
        "the budget must not be expected".to_owned()
    })?;
    let cells = problem.cells()?;
    let value = claim.at("welfare")?.optional_number()?;
    let refutations = claim
        .at("refutations")?
        .each(|at| Refutation::read(problem, &cells, at))?;
    Cover {
        problem,
        value: value.as_ref(),
        refutations,
    }
    .check(max_plans)
}

struct Cover<'a> {
    problem: &'a Contracting,
    value: Option<&'a Rational>,
    refutations: Vec<Refutation>,
}

impl Cover<'_> {
    /// Enumerates plans state by state, best profiles first, and leaves out what a refutation of
    /// one state rules out and what cannot be worth more than the value.
    fn check(&self, max_plans: usize) -> Outcome {
        let problem = self.problem;
        let share = |s: usize, index: usize| &problem.chances[s] * &problem.games[s].welfare[index];
        let mut open: Vec<Vec<(Rational, usize)>> = Vec::new();
        for state in 0..problem.states() {
            let mut ruled_out = vec![false; problem.shape.profiles];
            for refutation in self.refutations.iter().filter(|r| r.net.is_none()) {
                let mut profiles = refutation.profiles.iter();
                if let Some(&(first, index)) = profiles.next()
                    && first == state
                    && profiles.all(|&(other, _)| other == state)
                {
                    ruled_out[index] = true;
                }
            }
            let left = (0..problem.shape.profiles).filter(|&index| !ruled_out[index]);
            let mut list: Vec<(Rational, usize)> = left.map(|i| (share(state, i), i)).collect();
            list.sort_by(|a, b| b.0.cmp(&a.0));
            open.push(list);
        }
        let mut rest = vec![Rational::ZERO; open.len() + 1];
        for state in (0..open.len()).rev() {
            let best = open[state]
                .first()
                .map_or(Rational::ZERO, |(share, _)| share.clone());
            rest[state] = &rest[state + 1] + &best;
        }
        if open.iter().any(Vec::is_empty) {
            return Ok(());
        }
        let mut places = vec![0usize; open.len()];
        let mut reached = vec![Rational::ZERO; open.len() + 1];
        let (mut depth, mut plans) = (0, 0usize);
        loop {
            let next = open[depth].get(places[depth]).filter(|(share, _)| {
                let most = &(&reached[depth] + share) + &rest[depth + 1];
                self.value.is_none_or(|value| most > *value)
            });
            let Some((share, _)) = next else {
                if depth == 0 {
                    return Ok(());
                }
                places[depth] = 0;
                depth -= 1;
                continue;
            };
            plans += 1;
            if plans > max_plans {
                return Err(Failure::TooLarge("plans", max_plans));
            }
            reached[depth + 1] = &reached[depth] + share;
            places[depth] += 1;
            let prescribed: Vec<usize> = (0..=depth)
                .map(|state| open[state][places[state] - 1].1)
                .collect();
            if self.rules_out(&prescribed) {
                continue;
            }
            if depth + 1 < open.len() {
                depth += 1;
                continue;
            }
            let covered = self
                .refutations
                .iter()
                .any(|refutation| refutation.covers(problem, &prescribed, self.value));
            ensure(covered, || {
                let plan: Vec<_> = prescribed
                    .iter()
                    .map(|&i| problem.shape.written(i))
                    .collect();
                format!("no refutation covers the plan {plan:?}")
            })?;
        }
    }

    /// Is the beginning of a plan ruled out whatever follows?
    fn rules_out(&self, prescribed: &[usize]) -> bool {
        self.refutations.iter().any(|refutation| {
            refutation.net.is_none()
                && refutation
                    .profiles
                    .iter()
                    .all(|&(state, index)| prescribed.get(state) == Some(&index))
        })
    }
}
