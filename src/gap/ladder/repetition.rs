//! Repeated play that reverts to an equilibrium of the single game for ever after a deviation
//! (Friedman 1971).

use serde::{Deserialize, Serialize};

use crate::contract::{ContractError, ContractingProblem, unilateral_moves};
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::gap::GapError;
use crate::mechanism::ClosingWeight;
use crate::number::Rational;
use crate::preference::{Perceived, WeightMatrix};

/// A plan that patient players sustain in repeated play.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sustained {
    /// The prescribed profile of each state.
    pub plan: Vec<Vec<usize>>,
    /// Expected material welfare a round.
    pub welfare: Rational,
    /// The least discount factor with which the plan is sustained; 0 for equilibria of the single
    /// game.
    pub least_discount: Rational,
    /// For each player the equilibrium of the single game, state by state, in which its deviation
    /// ends; `None` if no deviation needs to be deterred.
    pub punishment: Vec<Option<Vec<Vec<usize>>>>,
}

/// Perceived payoffs and the punishments of a problem at one λ.
struct Rounds<'a> {
    problem: &'a ContractingProblem,
    /// `[state][player][profile index]`.
    perceived: Vec<Vec<Vec<Rational>>>,
    /// For each player the worst pure equilibrium in expectation and what it is worth, if every
    /// state has one.
    worst: Vec<Option<(Rational, Vec<usize>)>>,
}

impl<'a> Rounds<'a> {
    fn new(problem: &'a ContractingProblem, lambda: &Rational) -> Result<Self, GapError> {
        problem.check_informed()?;
        let agents = WeightMatrix::cooperative(problem.players(), lambda)?;
        let perceived = crate::contract::perceived_payoffs(problem, &agents);
        let mut equilibria = Vec::with_capacity(problem.states());
        for state in 0..problem.states() {
            let game = Perceived::new(problem.game(state), &agents)?;
            let found = pure_equilibria(&game, &PureOptions::default())?.into_set();
            let indices = found.iter().map(|profile| problem.space().index(&profile));
            equilibria.push(indices.collect::<Result<Vec<usize>, _>>()?);
        }
        let worst = (0..problem.players()).map(|player| {
            let mut expected = Rational::ZERO;
            let mut plan = Vec::with_capacity(problem.states());
            for (state, list) in equilibria.iter().enumerate() {
                let table = &perceived[state][player];
                let least = list.iter().min_by(|&&a, &&b| table[a].cmp(&table[b]))?;
                expected += problem.probability(state) * &table[*least];
                plan.push(*least);
            }
            Some((expected, plan))
        });
        let worst = worst.collect();
        Ok(Rounds {
            problem,
            perceived,
            worst,
        })
    }

    /// The least discount factor that sustains a plan; `None` if none below 1 does.
    fn least_discount(&self, plan: &[usize]) -> Option<Rational> {
        let mut least = Rational::ZERO;
        for player in 0..self.problem.players() {
            let value: Rational = plan
                .iter()
                .enumerate()
                .map(|(state, &index)| {
                    self.problem.probability(state) * &self.perceived[state][player][index]
                })
                .sum();
            for (state, &index) in plan.iter().enumerate() {
                let table = &self.perceived[state][player];
                let moves = unilateral_moves(self.problem.space(), index);
                for (_, _, to) in moves.filter(|(deviator, _, _)| *deviator == player) {
                    let gain = &table[to] - &table[index];
                    if !gain.is_positive() {
                        continue;
                    }
                    // gain ≤ δ/(1 − δ) · lost  ⇔  δ ≥ gain/(gain + lost).
                    let lost = &value - &self.worst[player].as_ref()?.0;
                    if !lost.is_positive() {
                        return None;
                    }
                    let needed = gain.checked_div(&(&gain + &lost))?;
                    least = least.max(needed);
                }
            }
        }
        Some(least)
    }

    fn sustained(&self, plan: &[usize], least_discount: Rational) -> Sustained {
        let needs_punishment = |player: usize| {
            plan.iter().enumerate().any(|(state, &index)| {
                let table = &self.perceived[state][player];
                unilateral_moves(self.problem.space(), index)
                    .any(|(deviator, _, to)| deviator == player && table[to] > table[index])
            })
        };
        let welfare = plan.iter().enumerate().map(|(state, &index)| {
            self.problem.probability(state) * &self.problem.game(state).welfare_at(index)
        });
        Sustained {
            plan: self.problem.plan_of(plan),
            welfare: welfare.sum(),
            least_discount,
            punishment: (0..self.problem.players())
                .map(|player| {
                    let (_, worst) = self.worst[player]
                        .as_ref()
                        .filter(|_| needs_punishment(player))?;
                    Some(self.problem.plan_of(worst))
                })
                .collect(),
        }
    }
}

/// The best plan (one profile a state) that λ-cooperative players with this discount factor sustain
/// when every deviation ends in the pure equilibrium of the single game that is worst for the
/// deviator, for ever; the state is drawn anew each round and known to all.
///
/// With one state all profiles are looked at. With several, first-best plans are, and if none is
/// sustained, the best plan that plays a pure equilibrium in every state. `None` if nothing is found.
///
/// # Errors
/// [`GapError::Contract`] if players do not know the state, [`GapError::Solve`].
///
/// ```
/// use lacuna::contract::ContractingProblem;
/// use lacuna::game::NormalForm;
/// use lacuna::gap::ladder::sustain;
/// use lacuna::number::Rational;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let half = Rational::new(1, 2)?;
/// let patient = sustain(&problem, &Rational::ZERO, &half)?.ok_or("none")?;
/// // Cooperation needs a discount factor of (T − R)/(T − P) = 1/2.
/// assert_eq!((patient.welfare, patient.least_discount), (Rational::from(6), half));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sustain(
    problem: &ContractingProblem,
    lambda: &Rational,
    discount: &Rational,
) -> Result<Option<Sustained>, GapError> {
    if discount.is_negative() || *discount >= Rational::ONE {
        return Err(GapError::OutOfRange {
            what: "the discount factor",
            value: discount.clone(),
            range: "at least 0 and below 1",
        });
    }
    let rounds = Rounds::new(problem, lambda)?;
    let mut plans = candidates(problem)?;
    if problem.states() > 1
        && let Some(best) = rounds.best_equilibria()
    {
        plans.push(best);
    }
    for plan in plans {
        if let Some(least) = rounds.least_discount(&plan)
            && least <= *discount
        {
            return Ok(Some(rounds.sustained(&plan, least)));
        }
    }
    Ok(None)
}

impl Rounds<'_> {
    /// The best pure equilibrium of each state.
    fn best_equilibria(&self) -> Option<Vec<usize>> {
        let space = self.problem.space();
        (0..self.problem.states())
            .map(|state| {
                let is_equilibrium = |index: &usize| {
                    unilateral_moves(space, *index).all(|(player, _, to)| {
                        let table = &self.perceived[state][player];
                        table[to] <= table[*index]
                    })
                };
                (0..space.len()).filter(is_equilibrium).max_by(|&a, &b| {
                    let game = self.problem.game(state);
                    game.welfare_at(a).cmp(&game.welfare_at(b)).then(b.cmp(&a))
                })
            })
            .collect()
    }
}

/// The plans to look at, best first.
fn candidates(problem: &ContractingProblem) -> Result<Vec<Vec<usize>>, ContractError> {
    const MOST_PLANS: usize = 100_000;
    if problem.states() == 1 {
        let game = problem.game(0);
        let mut order: Vec<usize> = (0..problem.space().len()).collect();
        order.sort_by(|&a, &b| game.welfare_at(b).cmp(&game.welfare_at(a)).then(a.cmp(&b)));
        return Ok(order.into_iter().map(|index| vec![index]).collect());
    }
    let first_best = problem.first_best();
    let mut plans: Vec<Vec<usize>> = vec![Vec::new()];
    for optima in &first_best.optima {
        if plans.len().saturating_mul(optima.len()) > MOST_PLANS {
            return Err(ContractError::SearchLimit {
                limit: MOST_PLANS,
                best: None,
                upper_bound: first_best.expected,
            });
        }
        plans = plans
            .iter()
            .flat_map(|plan| {
                optima.iter().map(move |&index| {
                    let mut longer = plan.clone();
                    longer.push(index);
                    longer
                })
            })
            .collect();
    }
    Ok(plans)
}

/// The least λ at which players with this discount factor sustain a first-best profile, for a
/// problem with one state: of the finitely many λ at which a condition starts or stops to hold.
pub(super) fn closing(
    problem: &ContractingProblem,
    discount: &Rational,
) -> Result<ClosingWeight, GapError> {
    let game = problem.game(0);
    let space = problem.space();
    let rest = Rational::ONE - discount;
    let mut candidates = vec![Rational::ZERO];
    let optima = problem.first_best().optima;
    let welfare = |index: usize| game.welfare_at(index);
    // u_i(to) − u_i(at) + λ(W(to) − W(at)) ≤ 0, or with what is lost for ever on the right.
    let mut root = |constant: Rational, slope: Rational| {
        if let Some(root) = (-constant)
            .checked_div(&slope)
            .filter(Rational::is_positive)
        {
            candidates.push(root);
        }
    };
    for index in 0..space.len() {
        for (player, _, to) in unilateral_moves(space, index) {
            let gain = game.payoff_at(player, to) - game.payoff_at(player, index);
            let more = welfare(to) - welfare(index);
            root(gain.clone(), more.clone());
            if !optima.iter().flatten().any(|&optimum| optimum == index) {
                continue;
            }
            for punishment in 0..space.len() {
                let lost = game.payoff_at(player, index) - game.payoff_at(player, punishment);
                let lost_welfare = welfare(index) - welfare(punishment);
                root(
                    &gain * &rest - &lost * discount,
                    &more * &rest - &lost_welfare * discount,
                );
            }
        }
    }
    candidates.sort();
    candidates.dedup();
    for lambda in candidates {
        let rounds = Rounds::new(problem, &lambda)?;
        for &optimum in optima.iter().flatten() {
            if rounds
                .least_discount(&[optimum])
                .is_some_and(|least| least <= *discount)
            {
                return Ok(ClosingWeight::Attained(lambda));
            }
        }
    }
    Ok(ClosingWeight::Infinite)
}
