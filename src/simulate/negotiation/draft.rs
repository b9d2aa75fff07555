//! Words that are made a law after they were agreed.

use rand::Rng;

use super::{
    Ending, NegotiationError, NegotiationOutcome, NegotiationSetting, Negotiator, Proposal,
    Protocol,
};
use crate::contract::law::{Court, Law};
use crate::simulate::Streams;

/// Who makes words a law: a clerk, a template, a language model.
pub trait Drafter {
    /// A law that says what the words say. `problems` is what was wrong with the last draft; it is
    /// empty at the first.
    ///
    /// # Errors
    /// Why there is none, in words; it counts as a draft with that problem.
    fn draft(
        &mut self,
        words: &str,
        court: &Court,
        problems: &[String],
        rng: &mut dyn Rng,
    ) -> Result<Law, String>;
}

impl<F> Drafter for F
where
    F: FnMut(&str, &Court, &[String], &mut dyn Rng) -> Result<Law, String>,
{
    fn draft(
        &mut self,
        words: &str,
        court: &Court,
        problems: &[String],
        rng: &mut dyn Rng,
    ) -> Result<Law, String> {
        self(words, court, problems, rng)
    }
}

/// A protocol after which words that were adopted are made a law. If no draft passes the check of
/// the court, what is in force stays ([`Ending::NotDrafted`]).
///
/// ```
/// use lacuna::contract::law::{ActionKind, Court, Law};
/// use lacuna::simulate::negotiation::{
///     AlternatingOffers, Drafted, Negotiator, NegotiationSetting, Proposal, Proposer, Protocol,
/// };
///
/// let court = Court::new(["ann", "bob"], ActionKind::quantity("catch"))?;
/// let words = Proposal::text("Nobody takes more than ten.");
/// let mut ann = Proposer::new(words.clone());
/// let mut bob = Proposer::new(words.clone()).accepting([words]);
/// let clerk = |_: &str, _: &Court, _: &[String], _: &mut dyn rand::Rng| {
///     Law::parse("law \"Ten\"\nresolve:\n  for each p: cap catch of p at 10")
///         .map_err(|error| error.to_string())
/// };
/// let names = court.player_names();
/// let setting = NegotiationSetting::new(names).with_court(&court);
/// let mut seats: [&mut dyn Negotiator; 2] = [&mut ann, &mut bob];
/// let outcome = Drafted::new(AlternatingOffers::starting_with(0), clerk)
///     .negotiate(&setting, &mut seats)?;
/// assert!(matches!(outcome.adopted, Some(Proposal::Law(_))));
/// assert_eq!(outcome.drafted_from.as_deref(), Some("Nobody takes more than ten."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Drafted<P, D> {
    protocol: P,
    drafter: D,
    attempts: usize,
}

impl<P, D> Drafted<P, D> {
    /// Three attempts to draft.
    pub fn new(protocol: P, drafter: D) -> Self {
        Drafted {
            protocol,
            drafter,
            attempts: 3,
        }
    }

    /// The same with another number of attempts.
    #[must_use]
    pub fn with_attempts(mut self, attempts: usize) -> Self {
        self.attempts = attempts;
        self
    }
}

impl<P: Protocol, D: Drafter> Protocol for Drafted<P, D> {
    fn check(&self, players: usize) -> Result<(), NegotiationError> {
        if self.attempts == 0 {
            let what = "the number of attempts to draft";
            return Err(NegotiationError::parameter(what, 0, "at least 1"));
        }
        self.protocol.check(players)
    }

    fn negotiate(
        &mut self,
        setting: &NegotiationSetting<'_>,
        negotiators: &mut [&mut dyn Negotiator],
    ) -> Result<NegotiationOutcome, NegotiationError> {
        let court = setting.court.ok_or(NegotiationError::NoCourt)?;
        self.check(setting.names.len())?;
        let in_words = setting.clone().with_requires_law(false);
        let mut outcome = self.protocol.negotiate(&in_words, negotiators)?;
        let Some(Proposal::Text(words)) = &outcome.adopted else {
            return Ok(outcome);
        };
        let words = words.clone();
        let name = format!("drafter, occasion {}", setting.occasion);
        let mut rng = Streams::new(setting.seed).world(&name);
        let mut problems: Vec<String> = Vec::new();
        outcome.adopted = None;
        for _ in 0..self.attempts {
            problems = match self.drafter.draft(&words, court, &problems, &mut rng) {
                Err(problem) => vec![problem],
                Ok(law) => match law.check(court, &setting.check) {
                    Err(rejection) => rejection
                        .problems()
                        .iter()
                        .map(ToString::to_string)
                        .collect(),
                    Ok(_) => {
                        outcome.adopted = Some(Proposal::Law(law));
                        break;
                    }
                },
            };
        }
        if outcome.adopted.is_none() {
            outcome.ending = Ending::NotDrafted { problems };
        }
        outcome.drafted_from = Some(words);
        Ok(outcome)
    }
}
