//! Does a preference keep its promises?

use std::fmt::Debug;

use rand::Rng;

use super::checker::{Checker, agree, below, examine, fraction};
use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::game::{Game, NormalForm};
use crate::number::Scalar;
use crate::preference::{Outcome, Preference};

/// Checks what [`Preference`] promises among `players` players: utilities that are finite and
/// functions of their arguments; a game that passes `check` has only outcomes that pass
/// `check_outcome`; weights, if there are any, that fit and give the utilities, so that transfers
/// can be passed through them.
///
/// Payoffs are drawn: fractions of any sign and positive integers, in symmetric games, in others,
/// and outside of games. What the preference refuses is left out, and counted.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::FehrSchmidt;
/// use lacuna::simulate::conformance::{ConformanceOptions, check_preference};
/// let averse = FehrSchmidt::new(Rational::ONE, Rational::new(1, 2)?)?;
/// check_preference(&averse, 3, &ConformanceOptions::default())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_preference<S: Scalar, P: Preference<S> + ?Sized>(
    preference: &P,
    players: usize,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    check(preference, players, false, options)
}

/// Checks all of [`check_preference`], and that players are treated alike: when they change places,
/// utilities change places with them.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
pub fn check_anonymous_preference<S: Scalar, P: Preference<S> + ?Sized>(
    preference: &P,
    players: usize,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    check(preference, players, true, options)
}

fn check<S: Scalar, P: Preference<S> + ?Sized>(
    preference: &P,
    players: usize,
    anonymous: bool,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    examine(options, |checker| {
        let none = || "it is asked about 0 players".to_owned();
        checker.require(Requirement::AtLeastOnePlayer, players > 0, none)?;
        for among in 1..=players + 1 {
            checker.ask(format!("weights({among})"));
            let weights = preference.weights(among);
            let found = weights.as_ref().map_or(among, |weights| weights.players());
            checker.require(Requirement::WeightsFit, found == among, || {
                format!("weights({among}) has {found} rows")
            })?;
            let question = || format!("weights({among})");
            let again = preference.weights(among);
            checker.require_equal(Requirement::Pure, question, &weights, &again)?;
        }
        let mut defined = false;
        let mut refusal = String::new();
        for case in 0..options.cases.max(1) {
            let mut rng = checker.begin(case);
            let positive = below(&mut rng, 2) == 0;
            let symmetric = below(&mut rng, 2) == 0;
            let game = game::<S>(players, symmetric, positive, &mut rng).map_err(|error| {
                checker.violation(Requirement::DefinedSomewhere, error.to_string())
            })?;
            checker.ask("check of a game");
            let verdict = preference.check(&game);
            let question = || "check of a game".to_owned();
            let again = preference.check(&game);
            checker.require_equal(Requirement::Pure, question, &verdict, &again)?;
            let mut permutation: Vec<usize> = (0..players).collect();
            for place in (1..players).rev() {
                permutation.swap(place, below(&mut rng, place + 1));
            }
            let places = anonymous.then_some(&permutation[..]);
            let mut subject = Subject {
                preference,
                places,
                checker,
            };
            match verdict {
                Ok(()) => {
                    defined = true;
                    subject.in_game(&game, symmetric)?;
                }
                Err(error) => {
                    subject.checker.report.refused += 1;
                    refusal = error.to_string();
                }
            }
            let payoffs: Vec<S> = (0..players).map(|_| fraction(&mut rng, positive)).collect();
            let moved = moved(&payoffs, &permutation);
            let outcome = Outcome::new(&payoffs);
            match preference.check_outcome(&outcome) {
                Ok(()) => {
                    defined = true;
                    subject.at(&outcome, Some(&Outcome::new(&moved)))?;
                }
                Err(error) => refusal = error.to_string(),
            }
        }
        checker.require(Requirement::DefinedSomewhere, defined, || {
            format!("every case was refused: {refusal}")
        })
    })
}

/// `list[i]` at the place `places[i]`.
fn moved<T: Clone>(list: &[T], places: &[usize]) -> Vec<T> {
    let mut moved = list.to_vec();
    for (item, &place) in list.iter().zip(places) {
        moved[place] = item.clone();
    }
    moved
}

/// A random game with two actions each, or one if there are many players.
fn game<S: Scalar>(
    players: usize,
    symmetric: bool,
    positive: bool,
    rng: &mut dyn Rng,
) -> Result<NormalForm<S>, crate::game::GameError> {
    let actions = if players <= 6 { 2 } else { 1 };
    // In a symmetric game payoffs depend on the own action and on how many others take the second.
    let table: Vec<S> = (0..2 * players).map(|_| fraction(rng, positive)).collect();
    NormalForm::from_fn(&vec![actions; players], |player, profile| {
        if symmetric {
            let others = profile.iter().sum::<usize>() - profile[player];
            table[profile[player] * players + others].clone()
        } else {
            fraction(rng, positive)
        }
    })
}

struct Subject<'a, 'b, P: ?Sized> {
    preference: &'a P,
    /// Where each player goes, if players are treated alike.
    places: Option<&'a [usize]>,
    checker: &'a mut Checker<'b>,
}

impl<P: ?Sized> Subject<'_, '_, P> {
    /// All outcomes of a game that passed its check.
    fn in_game<S: Scalar>(
        &mut self,
        game: &NormalForm<S>,
        symmetric: bool,
    ) -> Result<(), NonConformance>
    where
        P: Preference<S>,
    {
        let players = game.players();
        let all = |profile: &[usize]| -> Vec<S> {
            (0..players).map(|i| game.payoff(i, profile)).collect()
        };
        for profile in game.space() {
            let payoffs = all(&profile);
            let outcome = Outcome::in_game(&payoffs, game, &profile);
            self.checker.ask(format!("check_outcome at {profile:?}"));
            let checked = self.preference.check_outcome(&outcome);
            let requirement = Requirement::CheckedGamesAreDefined;
            self.checker.require(requirement, checked.is_ok(), || {
                let error = checked.err().map(|error| error.to_string());
                let error = error.unwrap_or_default();
                format!("the outcome of {profile:?} with payoffs {payoffs:?} is refused: {error}")
            })?;
            let twin = moved(&profile, self.places.unwrap_or_default());
            let twin_payoffs = all(&twin);
            let twin = Outcome::in_game(&twin_payoffs, game, &twin);
            self.at(&outcome, symmetric.then_some(&twin))?;
        }
        Ok(())
    }

    /// One outcome for which the preference is defined; `twin` is the same one after players
    /// changed places.
    fn at<S: Scalar>(
        &mut self,
        outcome: &Outcome<'_, S>,
        twin: Option<&Outcome<'_, S>>,
    ) -> Result<(), NonConformance>
    where
        P: Preference<S>,
    {
        let players = outcome.players();
        let weights = self.preference.weights(players);
        let shown = |outcome: &dyn Debug| format!("{outcome:?}");
        let mut seen = Vec::with_capacity(players);
        for player in 0..players {
            self.checker
                .ask(format!("perceived({player}, {outcome:?})"));
            let utility = self.preference.perceived(player, outcome);
            let question = format!("perceived({player}, {})", shown(outcome));
            let finite = utility.is_finite();
            self.checker.require(Requirement::Finite, finite, || {
                format!("{question} is {utility}")
            })?;
            if let Some(weights) = &weights {
                let linear = weights.apply(player, outcome.payoffs());
                let holds = agree(&utility, &linear);
                self.checker.require(Requirement::WeightsAgree, holds, || {
                    format!("{question} is {utility} and the weights give {linear}")
                })?;
            }
            if let (Some(places), Some(twin)) = (self.places, twin) {
                let place = places[player];
                let other = self.preference.perceived(place, twin);
                let holds = agree(&utility, &other);
                self.checker.require(Requirement::Anonymous, holds, || {
                    let there = format!("perceived({place}, {})", shown(twin));
                    format!("{question} is {utility} and {there} is {other}")
                })?;
            }
            seen.push(utility);
        }
        for player in (0..players).rev() {
            let again = self.preference.perceived(player, outcome);
            let question = || format!("perceived({player}, {})", shown(outcome));
            self.checker
                .require_equal(Requirement::Pure, question, &seen[player], &again)?;
        }
        Ok(())
    }
}
