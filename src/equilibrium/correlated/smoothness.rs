//! One bound on the welfare of all equilibria: smoothness.
//!
//! Fix a target profile s\*. At every pure, mixed, correlated and coarse correlated equilibrium the
//! deviations to the target gain nothing in sum: `E[Σᵢ Vᵢ(sᵢ*, s₋ᵢ) − Vᵢ(s)] ≤ 0`, with V what
//! players perceive. [`smoothness`] finds the least welfare over all distributions with that
//! property (they are the coarse correlated equilibria "on average" against the target) together
//! with its dual: a weight ζ ≥ 0 with
//!
//! `W(s) + ζ · Σᵢ [Vᵢ(sᵢ*, s₋ᵢ) − Vᵢ(s)] ≥ W₀` at every profile s,
//!
//! which proves that no such equilibrium has a welfare below W₀. In units of the target,
//! ρ = W₀ / W(s\*) is the robust price of anarchy of this game and target (Roughgarden, 2015):
//!
//! - costs (W(s\*) < 0, cᵢ = −uᵢ, C = −W): `C ≤ ρ · C(s*)`, and for ζ > 0 the game is (l, m)-smooth,
//!   `Σᵢ cᵢ(sᵢ*, s₋ᵢ) ≤ l · C(s*) + m · C(s)`, with l = ρ/ζ and m = 1 − 1/ζ, that is ρ = l/(1 − m);
//! - payoffs (W(s\*) > 0): `W ≥ ρ · W(s*)`, and for ζ > 0
//!   `Σᵢ uᵢ(sᵢ*, s₋ᵢ) ≥ l · W(s*) − m · W(s)`, with l = ρ/ζ and m = 1/ζ − 1, that is ρ = l/(1 + m).
//!
//! Among altruists the left-hand sides are `Σᵢ [cᵢ(sᵢ*, s₋ᵢ) + α(C₋ᵢ(sᵢ*, s₋ᵢ) − C₋ᵢ(s))]`, with
//! perceived costs cᵢ + α·C₋ᵢ (Chen, de Keijzer, Kempe and Schäfer, 2014): pass the game that they
//! perceive to [`smoothness_between`]. The bound does not depend on the scale of what they
//! perceive; l and m do, and are those of the literature with weight 1 on the own payoff and
//! α = λ/(1 + λ) on the others'.

use serde::{Deserialize, Serialize};

use super::Distribution;
use crate::equilibrium::SolveError;
use crate::game::{Game, GameExt, Profile, SizeLimit, dense};
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::{DotProduct, Rational};

/// A bound on the welfare of all coarse correlated equilibria from the deviations to one profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SmoothnessBound {
    /// The profile to which players consider deviating.
    pub target: Profile,
    /// Its material welfare.
    pub target_welfare: Rational,
    /// The bound W₀: no coarse correlated equilibrium has a lower welfare.
    pub welfare: Rational,
    /// The weight ζ of the deviations in the proof, at least 0: the largest that proves the bound,
    /// or if there is none the least, but at least 1.
    pub deviation_weight: Rational,
    /// A distribution with welfare W₀ at which the deviations to the target gain nothing in sum:
    /// these deviations alone prove no better bound. It need not be an equilibrium.
    pub worst: Distribution,
}

/// The weights with which a game is smooth, in the reading that its welfare allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Smooth {
    /// `Σᵢ cᵢ(sᵢ*, s₋ᵢ) ≤ target · C(s*) + outcome · C(s)` for all s.
    #[non_exhaustive]
    Costs {
        /// The weight l of the cost of the target.
        target: Rational,
        /// The weight m of the cost of the outcome, below 1.
        outcome: Rational,
    },
    /// `Σᵢ uᵢ(sᵢ*, s₋ᵢ) ≥ target · W(s*) − outcome · W(s)` for all s.
    #[non_exhaustive]
    Payoffs {
        /// The weight l of the welfare of the target.
        target: Rational,
        /// The weight m of the welfare of the outcome, above −1.
        outcome: Rational,
    },
}

/// The best bound on the welfare of all coarse correlated equilibria that follows from deviations
/// to `target`, usually a profile of greatest welfare.
///
/// # Errors
/// [`SolveError::Game`] for an invalid game or target, [`SolveError::Linear`].
///
/// # Complexity
/// One linear program with a variable for each profile and two rows; (players + 1) payoffs a
/// profile.
///
/// ```
/// use lacuna::equilibrium::correlated::smoothness;
/// use lacuna::game::catalogue::{LinearCongestion, LinearLatency};
/// use lacuna::linear_program::LinearOptions;
/// use lacuna::number::Rational;
///
/// // Two players, two parallel links with latencies x and 2: at worst both take the first.
/// let links = vec![LinearLatency::new(1, 0), LinearLatency::new(0, 2)];
/// let game = LinearCongestion::new(links, vec![vec![vec![0], vec![1]]; 2])?;
/// let bound = smoothness(&game, &[0, 1], &LinearOptions::default())?;
/// assert_eq!(bound.ratio(), Some(Rational::new(4, 3)?));
/// assert!(bound.verify(&game));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn smoothness<G: Game<Rational> + ?Sized>(
    game: &G,
    target: &[usize],
    options: &LinearOptions,
) -> Result<SmoothnessBound, SolveError> {
    let dense = dense(game, SizeLimit::default())?;
    smoothness_between(dense.as_ref(), dense.as_ref(), target, options)
}

/// [`smoothness`] when deviations count what players perceive and welfare is material.
///
/// # Errors
/// As [`smoothness`], and [`SolveError::ShapesDiffer`].
///
/// # Complexity
/// As [`smoothness`].
pub fn smoothness_between<P, M>(
    perceived: &P,
    material: &M,
    target: &[usize],
    options: &LinearOptions,
) -> Result<SmoothnessBound, SolveError>
where
    P: Game<Rational> + ?Sized,
    M: Game<Rational> + ?Sized,
{
    let perceived = dense(perceived, SizeLimit::default())?;
    let material = dense(material, SizeLimit::default())?;
    let space = material.space();
    if perceived.space() != space {
        return Err(SolveError::ShapesDiffer {
            first: perceived.space().actions().to_vec(),
            second: space.actions().to_vec(),
        });
    }
    let target_index = space.index(target)?;
    let mut program = LinearProgram::minimise();
    let mut gains = Vec::with_capacity(space.len());
    for index in 0..space.len() {
        program.variable(Bounds::NONNEGATIVE, material.welfare_at(index));
        let mut gain = Rational::ZERO;
        for (player, &action) in target.iter().enumerate() {
            let deviation = space.deviation(index, player, action);
            if deviation != index {
                gain += perceived.payoff_at(player, deviation) - perceived.payoff_at(player, index);
            }
        }
        gains.push(gain);
    }
    let certain = (0..space.len()).map(|index| (index, Rational::ONE));
    program.row(certain, Relation::Equal, 1)?;
    let terms = gains.iter().cloned().enumerate();
    program.row(
        terms.filter(|(_, gain)| !gain.is_zero()),
        Relation::AtMost,
        0,
    )?;
    match program.solve(options)?.answer {
        Answer::Optimal(optimum) => Ok(SmoothnessBound {
            target: target.to_vec(),
            target_welfare: material.welfare_at(target_index),
            deviation_weight: deviation_weight(&gains, &optimum.value, |index| {
                material.welfare_at(index)
            }),
            welfare: optimum.value,
            worst: Distribution::from_entries(
                space.clone(),
                optimum.point.into_iter().enumerate().collect(),
            )?,
        }),
        // The target itself is feasible, and the probabilities are bounded.
        Answer::Infeasible(_) | Answer::Unbounded(_) => Err(SolveError::UnexpectedAnswer {
            problem: "no optimum over a set of distributions that holds the target",
        }),
    }
}

/// The largest ζ with `W(s) + ζ · gain(s) ≥ bound` everywhere, or the least from 1 on if there is
/// none. It is unique, which the multiplier of the program need not be.
fn deviation_weight(
    gains: &[Rational],
    bound: &Rational,
    welfare: impl Fn(usize) -> Rational,
) -> Rational {
    let mut least = Rational::ONE;
    let mut largest: Option<Rational> = None;
    for (index, gain) in gains.iter().enumerate() {
        let Some(limit) = (bound - &welfare(index)).checked_div(gain) else {
            continue;
        };
        if gain.is_positive() {
            least = least.max(limit);
        } else if largest.as_ref().is_none_or(|so_far| limit < *so_far) {
            largest = Some(limit);
        }
    }
    largest.unwrap_or(least)
}

impl SmoothnessBound {
    /// The bound ρ in units of the target: an upper bound, at least 1, on the cost of equilibria
    /// if welfare is a negated cost (the target's is negative), a lower bound, at most 1, on their
    /// welfare if the target's is positive. `None` if it is zero: a ratio would mean nothing.
    pub fn ratio(&self) -> Option<Rational> {
        self.welfare.checked_div(&self.target_welfare)
    }

    /// The weights with which the game is smooth; `None` if the weight of the deviations or the
    /// welfare of the target is zero.
    pub fn smooth(&self) -> Option<Smooth> {
        let inverse = self.deviation_weight.recip()?;
        let target = self.ratio()? * &inverse;
        Some(if self.target_welfare.is_negative() {
            Smooth::Costs {
                target,
                outcome: Rational::ONE - inverse,
            }
        } else {
            Smooth::Payoffs {
                target,
                outcome: inverse - Rational::ONE,
            }
        })
    }

    /// Checks the bound and that these deviations prove no better one, in exact arithmetic and
    /// from payoffs alone.
    ///
    /// # Complexity
    /// (players + 1) payoffs a profile.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        self.verify_between(game, game)
    }

    /// [`SmoothnessBound::verify`] for deviations in one game and welfare in another.
    ///
    /// # Complexity
    /// As [`SmoothnessBound::verify`].
    pub fn verify_between<P, M>(&self, perceived: &P, material: &M) -> bool
    where
        P: Game<Rational> + ?Sized,
        M: Game<Rational> + ?Sized,
    {
        let (Ok(space), Ok(other)) = (material.profile_space(), perceived.profile_space()) else {
            return false;
        };
        if space != other
            || *self.worst.space() != space
            || material.welfare(&self.target).as_ref() != Ok(&self.target_welfare)
            || self.worst.welfare(material).as_ref() != Ok(&self.welfare)
            || self.deviation_weight.is_negative()
        {
            return false;
        }
        let mut probe = vec![0; space.players()];
        let mut gain = |profile: &[usize]| {
            probe.copy_from_slice(profile);
            let mut sum = Rational::ZERO;
            for (player, &action) in self.target.iter().enumerate() {
                probe[player] = action;
                sum += perceived.payoff(player, &probe) - perceived.payoff(player, profile);
                probe[player] = profile[player];
            }
            sum
        };
        let mut expected = DotProduct::new();
        for (profile, probability) in self.worst.iter() {
            expected.add(&gain(&profile), probability);
        }
        if expected.finish().is_positive() {
            return false;
        }
        let mut payoffs = vec![Rational::ZERO; space.players()];
        let mut holds = true;
        space.for_each(|_, profile| {
            if holds {
                material.payoffs_into(profile, &mut payoffs);
                let proved =
                    payoffs.iter().sum::<Rational>() + gain(profile) * &self.deviation_weight;
                holds = proved >= self.welfare;
            }
        });
        holds
    }
}
