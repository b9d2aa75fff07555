//! Repeated play that reverts to an equilibrium of the single game for ever after a deviation
//! (Friedman 1971).

use serde::{Deserialize, Serialize};

use crate::contract::{ContractError, ContractingProblem, unilateral_moves};
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::{Game, GameExt};
use crate::gap::GapError;
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
/// All plans are looked at if there are at most 100,000. Beyond, first-best plans are, and if none is
/// sustained, the best plan that plays a pure equilibrium in every state. `None` if nothing is
/// sustained. A plan must be sustained in states of probability zero too.
///
/// # Errors
/// [`GapError::OutOfRange`] for a discount factor that is not in [0, 1), [`GapError::Preference`] for
/// a negative λ, [`GapError::Contract`] if players do not know the state or if there are more than
/// 100,000 first-best plans, [`GapError::Solve`].
///
/// # Complexity
/// The pure equilibria of every state, and one comparison for each plan, state and deviation.
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
    check_discount(discount)?;
    let rounds = Rounds::new(problem, lambda)?;
    let mut plans = candidates(problem)?;
    plans.extend(rounds.best_equilibria());
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

/// The most plans that are listed.
const MOST_PLANS: usize = 100_000;

/// The plans to look at, best first: all, or if they are too many those that are first best.
fn candidates(problem: &ContractingProblem) -> Result<Vec<Vec<usize>>, ContractError> {
    let all: Vec<usize> = (0..problem.space().len()).collect();
    if let Some(mut plans) = products(&vec![all; problem.states()]) {
        let welfare = |plan: &Vec<usize>| -> Rational {
            let states = plan.iter().enumerate();
            states
                .map(|(state, &index)| {
                    problem.probability(state) * &problem.game(state).welfare_at(index)
                })
                .sum()
        };
        plans.sort_by_cached_key(|plan| std::cmp::Reverse(welfare(plan)));
        return Ok(plans);
    }
    let first_best = problem.first_best();
    products(&first_best.optima).ok_or(ContractError::SearchLimit {
        limit: MOST_PLANS,
        best: None,
        upper_bound: first_best.expected,
    })
}

/// Every choice of one entry from each list, in lexicographic order; `None` if they are too many.
fn products(lists: &[Vec<usize>]) -> Option<Vec<Vec<usize>>> {
    let mut plans: Vec<Vec<usize>> = vec![Vec::new()];
    for list in lists {
        if plans.len().saturating_mul(list.len()) > MOST_PLANS {
            return None;
        }
        plans = plans
            .iter()
            .flat_map(|plan| {
                list.iter().map(move |&index| {
                    let mut longer = plan.clone();
                    longer.push(index);
                    longer
                })
            })
            .collect();
    }
    Some(plans)
}

/// Refuses a discount factor that is not in [0, 1).
pub(super) fn check_discount(discount: &Rational) -> Result<(), GapError> {
    if discount.is_negative() || *discount >= Rational::ONE {
        return Err(GapError::OutOfRange {
            what: "the discount factor",
            value: discount.clone(),
            range: "at least 0 and below 1",
        });
    }
    Ok(())
}

impl Sustained {
    /// Checks from the definitions that λ-cooperative players with this discount factor sustain the
    /// plan: the punishments are equilibria of the single game in every state, no deviation, in any
    /// state, is worth what is forgone for ever after, and welfare is as claimed.
    ///
    /// That no better plan is sustained is not checked.
    ///
    /// # Errors
    /// [`GapError::Preference`] for a negative λ, [`GapError::Contract`] for plans of another shape.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        lambda: &Rational,
        discount: &Rational,
    ) -> Result<bool, GapError> {
        let agents = WeightMatrix::cooperative(problem.players(), lambda)?;
        let games = (0..problem.states())
            .map(|state| Perceived::new(problem.game(state), &agents))
            .collect::<Result<Vec<_>, _>>()?;
        let expected = |plan: &[Vec<usize>], value: &dyn Fn(usize, &[usize]) -> Rational| {
            let states = plan.iter().enumerate();
            states
                .map(|(state, profile)| problem.probability(state) * &value(state, profile))
                .sum::<Rational>()
        };
        problem.check_plan(&self.plan)?;
        let welfare = expected(&self.plan, &|state, profile| {
            (0..problem.players())
                .map(|player| problem.game(state).payoff(player, profile))
                .sum()
        });
        if welfare != self.welfare
            || self.least_discount > *discount
            || self.punishment.len() != problem.players()
        {
            return Ok(false);
        }
        for (player, punishment) in self.punishment.iter().enumerate() {
            let mine = |state: usize, profile: &[usize]| games[state].payoff(player, profile);
            // What staying is worth more than the punishment, each round.
            let mut kept = Rational::ZERO;
            if let Some(punishment) = punishment {
                problem.check_plan(punishment)?;
                for (game, profile) in games.iter().zip(punishment) {
                    if !game.is_pure_equilibrium(profile)? {
                        return Ok(false);
                    }
                }
                kept = expected(&self.plan, &mine) - expected(punishment, &mine);
            }
            for (state, profile) in self.plan.iter().enumerate() {
                for action in 0..problem.space().actions()[player] {
                    let mut other = profile.clone();
                    other[player] = action;
                    let gain = mine(state, &other) - mine(state, profile);
                    let forgone = discount * &kept;
                    let tempted = match punishment {
                        Some(_) => gain * (Rational::ONE - discount) > forgone,
                        None => gain.is_positive(),
                    };
                    if tempted {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }
}
