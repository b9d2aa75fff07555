//! The exchange of rewards in which shares may differ from player to player.

use serde::{Deserialize, Serialize};

use super::super::GapError;
use super::target::{Concept, Steered};
use crate::game::{Game, GameExt, Profile};
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// What an exchange of rewards is to have as much of as possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExchangeObjective {
    /// The smallest share that a player keeps of its own reward.
    #[default]
    SmallestShare,
    /// The sum of these shares.
    TotalShare,
}

/// What is asked of an exchange of rewards, and limits on the work.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ExchangeOptions {
    /// What is asked of the profile. Default: an equilibrium.
    pub concept: Concept,
    /// What is to be as large as possible. Default: the smallest share kept.
    pub objective: ExchangeObjective,
    /// Must the shares that a player holds, of its own reward and of the others', sum to 1 too?
    /// Default: no.
    pub doubly_stochastic: bool,
    /// Limits on the linear program.
    pub linear: LinearOptions,
}

impl ExchangeOptions {
    /// The same with another concept.
    #[must_use]
    pub fn with_concept(mut self, concept: Concept) -> Self {
        self.concept = concept;
        self
    }

    /// The same with another objective.
    #[must_use]
    pub fn with_objective(mut self, objective: ExchangeObjective) -> Self {
        self.objective = objective;
        self
    }

    /// The same with or without the condition that the shares that a player holds sum to 1.
    #[must_use]
    pub fn with_doubly_stochastic(mut self, doubly_stochastic: bool) -> Self {
        self.doubly_stochastic = doubly_stochastic;
        self
    }

    /// The same with other limits on the linear program.
    #[must_use]
    pub fn with_linear(mut self, linear: LinearOptions) -> Self {
        self.linear = linear;
        self
    }
}

/// The exchange that leaves players as much of their own as possible, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RewardExchange {
    /// The exchange, with a proof.
    Best(BestExchange),
    /// The profile is played under no exchange.
    Impossible(ExchangeBound),
}

/// An exchange of rewards that leaves players as much of their own as any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BestExchange {
    /// The smallest share kept, or the sum of the shares kept.
    pub value: Rational,
    /// Row `i` says what share of the reward of player `i` goes to each player.
    pub shares: WeightMatrix<Rational>,
    /// Why no exchange has a greater value.
    pub proof: ExchangeBound,
}

/// A weighted sum of the conditions on an exchange that bounds the value from above, or is a
/// contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExchangeBound {
    /// Weights, above 0, of "the target action is no worse than another": player, profile with the
    /// target action, other action, weight.
    pub incentives: Vec<(usize, Profile, usize, Rational)>,
    /// For each player the weight, of any sign, of "the shares of its reward sum to 1".
    pub given: Vec<Rational>,
    /// For each player the weight, of any sign, of "the shares that it holds sum to 1"; all 0 if
    /// that is not asked.
    pub held: Vec<Rational>,
    /// For each player the weight, at least 0, of "it keeps at least the smallest share"; all 0 if
    /// the sum of shares is maximised.
    pub kept: Vec<Rational>,
}

impl RewardExchange {
    /// The best exchange, if there is one.
    pub fn best(&self) -> Option<&BestExchange> {
        match self {
            RewardExchange::Best(best) => Some(best),
            RewardExchange::Impossible(_) => None,
        }
    }
}

/// The exchange of rewards (after Willis, Du, Leibo and Luck 2023) in which player `i` gives the
/// share `T_ij` of its reward to player `j` and each player cares for what it holds,
/// `Σ_i T_ij u_i`, such that `profile` is played and as much as possible is kept.
///
/// The symmetric exchange of [`self_interest_level`](super::self_interest_level) is one of these,
/// so that for [`ExchangeObjective::SmallestShare`] the value is at least its level. In a symmetric
/// game and profile it is the same: the average of an exchange over all relabellings of players is
/// an exchange.
///
/// # Errors
/// [`GapError::Game`] for a profile that the game does not have, [`GapError::Linear`].
///
/// # Complexity
/// One linear program with n² variables and one row for each [comparison](Concept) of a target
/// action with another.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::transfers::{Concept, ExchangeOptions, reward_exchange};
/// use lacuna::number::Rational;
///
/// let game = prisoners_dilemma(3, 0, 5, 1)?;
/// let options = ExchangeOptions::default().with_concept(Concept::Dominant);
/// let found = reward_exchange(&game, &[0, 0], &options)?;
/// assert!(found.verify(&game, &[0, 0], &options));
/// assert_eq!(found.best().map(|best| &best.value), Some(&Rational::new(3, 5)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn reward_exchange<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    options: &ExchangeOptions,
) -> Result<RewardExchange, GapError> {
    let steered = Steered::new(game, profile)?;
    let players = steered.players();
    let smallest = options.objective == ExchangeObjective::SmallestShare;
    let mut program = LinearProgram::maximise();
    for i in 0..players {
        for j in 0..players {
            program.variable(Bounds::NONNEGATIVE, i64::from(i == j && !smallest));
        }
    }
    let share = |i: usize, j: usize| i * players + j;
    for i in 0..players {
        let terms = (0..players).map(|j| (share(i, j), 1));
        program.row(terms, Relation::Equal, 1)?;
    }
    for j in (0..players).filter(|_| options.doubly_stochastic) {
        let terms = (0..players).map(|i| (share(i, j), 1));
        program.row(terms, Relation::Equal, 1)?;
    }
    if smallest {
        let least = program.variable(Bounds::NONNEGATIVE, 1);
        for i in 0..players {
            program.row([(share(i, i), 1), (least, -1)], Relation::AtLeast, 0)?;
        }
    }
    let first = program.rows().len();
    let comparisons: Vec<_> = steered.comparisons(options.concept).collect();
    for comparison in &comparisons {
        let differences = steered.differences(comparison).into_iter().enumerate();
        let terms = differences.map(|(i, difference)| (share(i, comparison.player), difference));
        program.row(terms, Relation::AtLeast, 0)?;
    }
    // On `AtLeast` rows multipliers are at most 0, both of an optimum and of a contradiction.
    let bound = |multipliers: &[Rational]| {
        let mut rows = multipliers.iter();
        let mut next = |asked: bool, sign: i64| -> Vec<Rational> {
            let list = 0..players;
            list.map(|_| match asked {
                true => rows
                    .next()
                    .map_or(Rational::ZERO, |m| m * &Rational::from(sign)),
                false => Rational::ZERO,
            })
            .collect()
        };
        let given = next(true, 1);
        let held = next(options.doubly_stochastic, 1);
        let kept = next(smallest, -1);
        let weighted = comparisons.iter().zip(&multipliers[first..]);
        ExchangeBound {
            incentives: weighted
                .filter(|(_, multiplier)| !multiplier.is_zero())
                .map(|(comparison, multiplier)| {
                    let from = steered.game.space().profile_unchecked(comparison.from);
                    (comparison.player, from, comparison.action, -multiplier)
                })
                .collect(),
            given,
            held,
            kept,
        }
    };
    Ok(match program.solve(&options.linear)?.answer {
        Answer::Optimal(optimum) => {
            let rows = optimum.point[..players * players].chunks(players);
            RewardExchange::Best(BestExchange {
                value: optimum.value,
                shares: WeightMatrix::new(rows.map(<[Rational]>::to_vec).collect())?,
                proof: bound(&optimum.multipliers),
            })
        }
        Answer::Infeasible(farkas) => RewardExchange::Impossible(bound(&farkas.multipliers)),
        // Shares are at most 1, so that this does not occur; no proof is claimed.
        Answer::Unbounded(_) => {
            RewardExchange::Impossible(bound(&vec![Rational::ZERO; program.rows().len()]))
        }
    })
}

impl RewardExchange {
    /// Checks the exchange in the game of held rewards and the bound by adding up the conditions,
    /// without any code of the solver.
    pub fn verify<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        profile: &[usize],
        options: &ExchangeOptions,
    ) -> bool {
        if game.check_profile(profile).is_err() {
            return false;
        }
        match self {
            RewardExchange::Best(best) => {
                best.is_exchange(game, profile, options)
                    && best.proof.proves(game, profile, options, true).as_ref() == Some(&best.value)
            }
            RewardExchange::Impossible(proof) => proof
                .proves(game, profile, options, false)
                .is_some_and(|bound| bound.is_negative()),
        }
    }
}

impl BestExchange {
    fn is_exchange<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        target: &[usize],
        options: &ExchangeOptions,
    ) -> bool {
        let players = game.players();
        let share = |i: usize, j: usize| self.shares.entry(i, j);
        if self.shares.players() != players {
            return false;
        }
        let all = || 0..players;
        let sums_to_one = |list: &mut dyn Iterator<Item = &Rational>| {
            list.cloned().sum::<Rational>() == Rational::ONE
        };
        let stochastic = all().all(|i| {
            all().all(|j| !share(i, j).is_negative())
                && sums_to_one(&mut all().map(|j| share(i, j)))
                && (!options.doubly_stochastic || sums_to_one(&mut all().map(|j| share(j, i))))
        });
        let kept = all().map(|i| share(i, i).clone());
        let value: Rational = match options.objective {
            ExchangeObjective::SmallestShare => kept.min().unwrap_or_default(),
            ExchangeObjective::TotalShare => kept.sum(),
        };
        let Ok(space) = game.profile_space() else {
            return false;
        };
        let held = |player: usize, profile: &[usize]| -> Rational {
            all()
                .map(|i| share(i, player) * &game.payoff(i, profile))
                .sum()
        };
        let played = space.iter().all(|profile| {
            all().all(|player| {
                let asked = match options.concept {
                    Concept::Equilibrium => profile == target,
                    Concept::Dominant => profile[player] == target[player],
                };
                !asked
                    || (0..game.actions(player)).all(|action| {
                        let mut after = profile.clone();
                        after[player] = action;
                        held(player, &after) <= held(player, &profile)
                    })
            })
        });
        stochastic && played && value == self.value
    }
}

impl ExchangeBound {
    /// The upper bound on the value (on 0, without an objective) that the weights prove: for every
    /// share, what it counts in the objective and in the weighted incentives must be covered by the
    /// weights of its row and column.
    fn proves<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        target: &[usize],
        options: &ExchangeOptions,
        objective: bool,
    ) -> Option<Rational> {
        let players = game.players();
        let lists = [&self.given, &self.held, &self.kept];
        let smallest = options.objective == ExchangeObjective::SmallestShare;
        let zero = |list: &[Rational]| list.iter().all(Rational::is_zero);
        let signs = lists.iter().all(|list| list.len() == players)
            && (options.doubly_stochastic || zero(&self.held))
            && (smallest || zero(&self.kept))
            && !self.kept.iter().any(Rational::is_negative);
        if !signs {
            return None;
        }
        let mut counted = vec![vec![Rational::ZERO; players]; players];
        for (player, profile, action, weight) in &self.incentives {
            game.check_profile(profile).ok()?;
            let mut after = profile.clone();
            *after.get_mut(*player)? = *action;
            game.check_profile(&after).ok()?;
            let asked = match options.concept {
                Concept::Equilibrium => profile == target,
                Concept::Dominant => profile[*player] == target[*player],
            };
            if !asked || !weight.is_positive() {
                return None;
            }
            for (i, row) in counted.iter_mut().enumerate() {
                row[*player] += weight * &(game.payoff(i, profile) - game.payoff(i, &after));
            }
        }
        // The smallest share is worth 1 and at most the weighted sum of those kept.
        let kept: Rational = self.kept.iter().sum();
        if smallest && kept < Rational::from(i64::from(objective)) {
            return None;
        }
        for (i, row) in counted.iter_mut().enumerate() {
            row[i] += &self.kept[i];
            if objective && !smallest {
                row[i] += Rational::ONE;
            }
            for (j, sum) in row.iter().enumerate() {
                if *sum > &self.given[i] + &self.held[j] {
                    return None;
                }
            }
        }
        let all = self.given.iter().chain(&self.held);
        Some(all.sum())
    }
}
