//! From a game to what is asked about it.

use std::borrow::Cow;

use lacuna::equilibrium::correlated::correlated_equilibrium_between;
use lacuna::equilibrium::mixed_dominance::{MixedDominanceOptions, rationalizable};
use lacuna::equilibrium::{
    CorrelatedConcept, CorrelatedOptions, LemkeHowsonOptions, MixedProfile, PureOptions,
    SolveError, TwoPlayerOptions, all_equilibria, lemke_howson, pure_equilibria,
};
use lacuna::game::{Game, NormalForm, Profile};
use lacuna::number::Rational;
use lacuna::preference::Perceived;
use serde::Serialize;

use crate::Failure;
use crate::command_line::{Concept, Request};
use crate::input::shown;

/// The most probabilities in an answer, about a gigabyte of memory.
const MAX_PROBABILITIES: usize = 50_000_000;

/// The fields are those of the JSON object, in this order.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer {
    Equilibria(Equilibria),
    Correlated(Correlated),
    Rationalizable(Rationalizable),
}

#[derive(Serialize)]
pub struct Equilibria {
    pub concept: Concept,
    /// Is every equilibrium of the kind asked for there?
    pub complete: bool,
    pub equilibria: Vec<Equilibrium>,
    pub welfare: Welfare,
}

#[derive(Serialize)]
pub struct Equilibrium {
    /// By player and action.
    pub strategies: Vec<Vec<Rational>>,
    /// Material, one a player.
    pub payoffs: Vec<Rational>,
    /// In the game that the players perceive.
    pub regret: Rational,
}

/// Material welfare over the equilibria; `None` if there are none.
#[derive(Serialize)]
pub struct Welfare {
    pub best: Option<Rational>,
    pub worst: Option<Rational>,
}

#[derive(Serialize)]
pub struct Correlated {
    pub concept: Concept,
    /// Of the objective.
    pub value: Rational,
    /// Profiles of positive probability, in the order of profiles.
    pub distribution: Vec<(Profile, Rational)>,
    /// Did the independent check accept the equilibrium and the proof that none is better?
    pub certified: bool,
}

#[derive(Serialize)]
pub struct Rationalizable {
    pub concept: Concept,
    pub complete: bool,
    /// The actions left to each player.
    pub actions: Vec<Vec<usize>>,
    /// Rounds of elimination that removed something.
    pub rounds: usize,
    /// Did the independent check accept the removals, and the beliefs that justify the rest?
    pub certified: bool,
}

/// What the request asks about the game.
pub fn solve(game: &NormalForm<Rational>, request: &Request) -> Result<Answer, Failure> {
    let file = shown(&request.file);
    if request.concept == Concept::All && game.players() != 2 {
        return Err(Failure::Input(format!(
            "{file}:1:1: --concept all is for two-player games; this one has {} players",
            game.players()
        )));
    }
    let seen = perceived(game, request)
        .map_err(|problem| Failure::NoAnswer(format!("{file}: {problem}")))?;
    let parts = Parts {
        game,
        seen: &seen,
        request,
    };
    parts
        .answer()
        .map_err(|problem| Failure::NoAnswer(format!("{file}: {problem}")))
}

/// The game as the players see it.
fn perceived<'a>(
    game: &'a NormalForm<Rational>,
    request: &Request,
) -> Result<Cow<'a, NormalForm<Rational>>, String> {
    if request.preference.lambda().is_zero() {
        return Ok(Cow::Borrowed(game));
    }
    let seen = Perceived::new(game, request.preference.clone()).map_err(|e| e.to_string())?;
    let dense = NormalForm::from_game(&seen).map_err(|e| e.to_string())?;
    Ok(Cow::Owned(dense))
}

struct Parts<'a> {
    /// With material payoffs.
    game: &'a NormalForm<Rational>,
    /// With the payoffs that the players maximise.
    seen: &'a NormalForm<Rational>,
    request: &'a Request,
}

impl Parts<'_> {
    fn answer(&self) -> Result<Answer, String> {
        match self.request.concept {
            Concept::Pure => self.pure(),
            Concept::All => self.all(),
            Concept::One => self.one(),
            Concept::Ce => self.correlated(CorrelatedConcept::Correlated),
            Concept::Cce => self.correlated(CorrelatedConcept::Coarse),
            Concept::Rationalizable => self.rationalizable(),
        }
        .map_err(|error| match error {
            Problem::Solve(error) => error.to_string(),
            Problem::Other(text) => text,
        })
    }

    fn pure(&self) -> Result<Answer, Problem> {
        let found = pure_equilibria(self.seen, &PureOptions::default())?;
        let complete = found.is_complete();
        self.fits(found.set().len())?;
        let mut equilibria = Vec::with_capacity(found.set().len());
        for profile in found.set().iter() {
            equilibria.push(self.equilibrium(&self.certain(&profile)?)?);
        }
        Ok(self.equilibria(complete, equilibria))
    }

    fn all(&self) -> Result<Answer, Problem> {
        let found = all_equilibria(self.seen, &TwoPlayerOptions::default())?;
        let complete = found.is_complete();
        self.fits(found.set().extreme().len())?;
        let equilibria = found.set().extreme().iter().map(|e| self.equilibrium(e));
        let equilibria = equilibria.collect::<Result<_, _>>()?;
        Ok(self.equilibria(complete, equilibria))
    }

    fn one(&self) -> Result<Answer, Problem> {
        let profile = if self.seen.players() == 2 {
            lemke_howson(self.seen, 0, &LemkeHowsonOptions::default())?.profile
        } else {
            self.first_pure()?
        };
        let single = self.seen.space().len() == 1;
        Ok(self.equilibria(single, vec![self.equilibrium(&profile)?]))
    }

    fn first_pure(&self) -> Result<MixedProfile, Problem> {
        let first = PureOptions::default().with_max_equilibria(1);
        let set = match pure_equilibria(self.seen, &first) {
            Ok(found) => found.into_set(),
            Err(SolveError::TooManyEquilibria { found, .. }) => *found,
            Err(error) => return Err(error.into()),
        };
        match set.iter().next() {
            Some(profile) => self.certain(&profile),
            None => Err(Problem::Other(format!(
                "no pure equilibrium, and --concept one finds mixed ones for two players only; \
                 this game has {}",
                self.seen.players()
            ))),
        }
    }

    fn correlated(&self, concept: CorrelatedConcept) -> Result<Answer, Problem> {
        let options = CorrelatedOptions::default()
            .with_concept(concept)
            .with_objective(self.request.objective.clone());
        let outcome = correlated_equilibrium_between(self.seen, self.game, &options)?;
        let certified = outcome.verify_between(self.seen, self.game, &options);
        // Nash (1951): there is one.
        let found = outcome
            .into_found()
            .ok_or_else(|| Problem::Other("no correlated equilibrium was found".to_owned()))?;
        let entries = found.distribution.iter();
        Ok(Answer::Correlated(Correlated {
            concept: self.request.concept,
            value: found.value,
            distribution: entries.map(|(profile, p)| (profile, p.clone())).collect(),
            certified,
        }))
    }

    fn rationalizable(&self) -> Result<Answer, Problem> {
        let found = rationalizable(self.seen, &MixedDominanceOptions::default())?;
        let certified = found.verify(self.seen);
        Ok(Answer::Rationalizable(Rationalizable {
            concept: self.request.concept,
            complete: true,
            rounds: found.rounds.len(),
            actions: found.surviving,
            certified,
        }))
    }

    /// Refuses an answer that would fill the memory.
    fn fits(&self, equilibria: usize) -> Result<(), Problem> {
        let actions: usize = self.seen.space().actions().iter().sum();
        if equilibria.saturating_mul(actions) > MAX_PROBABILITIES {
            return Err(Problem::Other(format!(
                "{equilibria} equilibria of {actions} probabilities each are more than the limit \
                 of {MAX_PROBABILITIES} probabilities"
            )));
        }
        Ok(())
    }

    fn certain(&self, profile: &[usize]) -> Result<MixedProfile, Problem> {
        Ok(MixedProfile::pure(self.seen.space().actions(), profile)?)
    }

    /// An equilibrium with its payoffs, once its regret is known to be zero.
    fn equilibrium(&self, profile: &MixedProfile) -> Result<Equilibrium, Problem> {
        let regret = profile.regret(self.seen)?;
        if !regret.is_zero() {
            return Err(Problem::Other(format!(
                "the profile {:?} is no equilibrium: its regret is {regret}",
                profile.strategies()
            )));
        }
        Ok(Equilibrium {
            strategies: profile.strategies().to_vec(),
            payoffs: profile.payoffs(self.game)?,
            regret,
        })
    }

    fn equilibria(&self, complete: bool, equilibria: Vec<Equilibrium>) -> Answer {
        let welfare = |e: &Equilibrium| -> Rational { e.payoffs.iter().sum() };
        Answer::Equilibria(Equilibria {
            concept: self.request.concept,
            complete,
            welfare: Welfare {
                best: equilibria.iter().map(welfare).max(),
                worst: equilibria.iter().map(welfare).min(),
            },
            equilibria,
        })
    }
}

enum Problem {
    Solve(SolveError),
    Other(String),
}

impl From<SolveError> for Problem {
    fn from(error: SolveError) -> Self {
        Problem::Solve(error)
    }
}
