//! Instances at a threshold of λ, just below it, and just above it.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use super::designed::games_with_one_optimum;
use super::dilemmas::{boundary_dilemmas, dilemmas, hidden_effort_lifts};
use super::games::games;
use super::languages::{language, parts};
use super::numbers::{Place, places, ratio, weight_at};
use super::valid::valid;
use crate::contract::{ContractingProblem, Language};
use crate::equilibrium::{PhaseDiagram, PhaseOptions};
use crate::game::hidden_effort::Family;
use crate::game::{Game, NormalForm};
use crate::gap::level::{LevelOptions, language_level, selfishness_level};
use crate::number::{Extended, Rational};
use crate::theorem::TheoremError;

/// An instance with a λ next to a threshold of it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NearThreshold<I> {
    /// The instance.
    pub instance: I,
    /// The threshold.
    pub threshold: Rational,
    /// The altruism weight: the threshold, or a little less or more; never negative.
    pub lambda: Rational,
}

impl<I> NearThreshold<I> {
    fn at(instance: I, threshold: Rational, place: &Place) -> Self {
        NearThreshold {
            lambda: weight_at(&threshold, place),
            instance,
            threshold,
        }
    }

    /// Where λ is, seen from the threshold.
    pub fn side(&self) -> Ordering {
        self.lambda.cmp(&self.threshold)
    }
}

/// Games that have a finite selfishness level, with a λ at that level, just below it (unless it is
/// zero), or just above it: dilemmas, and games with a single optimum.
///
/// Not cheap: the level is computed for each instance.
///
/// ```
/// use lacuna::game::GameExt;
/// use lacuna::preference::{Cooperative, Perceived};
/// use lacuna::theorem::strategy::dilemmas_near_level;
/// use proptest::prelude::*;
/// // Below its level a dilemma has not the equilibrium that it has from there on.
/// proptest!(|(near in dilemmas_near_level())| {
///     let seen = Perceived::new(&near.instance, Cooperative::new(near.lambda.clone())?)?;
///     prop_assert_eq!(seen.is_pure_equilibrium(&[0, 0])?, near.side().is_ge());
/// });
/// ```
pub fn games_near_level(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NearThreshold<NormalForm<Rational>>> + Clone {
    let unique = games_with_one_optimum(players, actions).prop_map(|made| made.game);
    let games = prop_oneof![1 => dilemmas(), 2 => unique];
    near_level(games)
}

/// Prisoner's dilemmas with a λ at, just below or just above their selfishness level.
pub fn dilemmas_near_level() -> impl Strategy<Value = NearThreshold<NormalForm<Rational>>> + Clone {
    near_level(dilemmas())
}

fn near_level(
    games: impl Strategy<Value = NormalForm<Rational>> + Clone,
) -> impl Strategy<Value = NearThreshold<NormalForm<Rational>>> + Clone {
    valid((games, places()).prop_map(|(game, place)| {
        let problem = ContractingProblem::single_state(game.clone())?;
        let level = finite(selfishness_level(&problem)?.value)?;
        Ok::<_, TheoremError>(NearThreshold::at(game, level, &place))
    }))
}

/// Games with a λ at, just below or just above one of the breakpoints of their phase diagram; zero
/// stands for a breakpoint where there is none.
///
/// Not cheap: the phase diagram is computed for each instance.
pub fn games_near_breakpoint(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NearThreshold<NormalForm<Rational>>> + Clone {
    let games = prop_oneof![
        1 => boundary_dilemmas(),
        2 => games(players.clone(), actions.clone()),
        1 => games_with_one_optimum(players, actions).prop_map(|made| made.game),
    ];
    valid(
        (games, 0usize..12, places()).prop_map(|(game, number, place)| {
            let phases = PhaseDiagram::new(&game, &PhaseOptions::default())?;
            let breakpoints = phases.breakpoints();
            let breakpoint = match breakpoints.len() {
                0 => Rational::ZERO,
                count => breakpoints[number % count].clone(),
            };
            Ok::<_, TheoremError>(NearThreshold::at(game, breakpoint, &place))
        }),
    )
}

/// A problem, and a language for its contracts.
pub type ProblemWithLanguage = (ContractingProblem, Language);

/// Problems with a language, with a λ at the least from which on some plain contract in the language
/// makes an optimum stable in every state, just below it (unless it is zero), or just above it:
/// lifts with hidden effort and what a court sees of them, and games with a single optimum in one or
/// two states and any language.
///
/// Not cheap: the level of the language is computed for each instance.
pub fn problems_near_level(
    players: RangeInclusive<usize>,
    actions: RangeInclusive<usize>,
) -> impl Strategy<Value = NearThreshold<ProblemWithLanguage>> + Clone {
    let lifts = prop_oneof![
        hidden_effort_lifts(Family::PrisonersDilemma),
        hidden_effort_lifts(Family::StagHunt),
    ];
    let lifts = valid(lifts.prop_map(|lift| -> Result<_, TheoremError> {
        let problem = ContractingProblem::hidden_effort(&lift)?;
        let language = Language::base_actions(&problem);
        Ok((problem, language))
    }));
    let shifts = vec(0usize..6, (*players.end()).max(1));
    let any = (
        games_with_one_optimum(players, actions),
        parts(),
        shifts,
        0i64..=2,
    );
    let any = valid(
        any.prop_map(|(made, parts, shifts, second)| -> Result<_, TheoremError> {
            let first = made.game;
            let states = match second {
                0 => vec![(Rational::ONE, first)],
                _ => {
                    // The same game with its actions in another order has one optimum, too.
                    let shape = first.space().actions().to_vec();
                    let other = NormalForm::from_fn(&shape, |player, profile| {
                        let moved: Vec<usize> = (profile.iter().zip(&shape).zip(&shifts))
                            .map(|((action, count), shift)| (action + shift) % count)
                            .collect();
                        first.payoff(player, &moved)
                    })?;
                    let likely = ratio(second, 3);
                    vec![(Rational::ONE - &likely, first), (likely, other)]
                }
            };
            let problem = ContractingProblem::new(states)?;
            let language = language(&problem, &parts);
            Ok((problem, language))
        }),
    );
    let drawn = (prop_oneof![1 => lifts, 1 => any], places());
    valid(drawn.prop_map(|((problem, language), place)| {
        let level = language_level(&problem, &language, &LevelOptions::default())?;
        let level = finite(level.value)?;
        Ok::<_, TheoremError>(NearThreshold::at((problem, language), level, &place))
    }))
}

fn finite(level: Extended<Rational>) -> Result<Rational, TheoremError> {
    match level {
        Extended::Finite(level) => Ok(level),
        _ => Err(TheoremError::Instance("its level is infinite".to_owned())),
    }
}
