//! What was agreed, told with a situation.

use std::fmt::Write;

use super::{Choice, Format, FormatError, Situation, Unreadable};
use crate::simulate::Feedback;
use crate::simulate::negotiation::{NegotiatedObservation, Proposal};

/// A situation in an environment whose law is
/// [negotiated](crate::simulate::negotiation::Negotiated): also tells what is in force, and whether
/// it is enforced.
///
/// ```
/// use lacuna::simulate::commons::{Commons, CommonsRules};
/// use lacuna::simulate::llm::{Agreed, Answered, CommonsSituation, ModelAgent, ModelNegotiator};
/// use lacuna::simulate::llm::{Role, Scripted};
/// use lacuna::simulate::negotiation::{Majority, Negotiated, RoundRobin};
/// use lacuna::simulate::{Runner, Verifiable};
///
/// let rules = CommonsRules::default().with_players(2).with_months(1);
/// let lake = Commons::new(rules.clone())?;
/// let court = lake.court()?;
/// let law = "ANSWER: PROPOSE\nlaw \"Ten\"\nresolve:\n  for each p: cap catch of p at 10";
/// let talkers = [law, "ANSWER: AGREE"].map(|says| {
///     ModelNegotiator::new(Scripted::always(says), Role::Prosocial).with_court(court.clone())
/// });
/// let protocol = RoundRobin::new(Majority::AtLeast(2));
/// let lake = Negotiated::new(lake, protocol, talkers.into())?.with_opening();
/// let mut fishers: Vec<_> = (0..2)
///     .map(|_| {
///         let situation = Agreed(CommonsSituation::new(&rules));
///         ModelAgent::new(Scripted::always("ANSWER: 40"), Role::Selfish, situation)
///     })
///     .collect();
/// let mut lake = Answered::new(lake);
/// let outcome = Runner::default().run(&mut lake, &mut fishers, 1, &mut ())?;
/// assert_eq!(outcome.totals, [10, 10].map(Into::into));
/// let told = &fishers[0].asker().model().requests()[0].messages[1].text;
/// assert!(told.contains("cap catch of p at 10"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreed<S>(pub S);

impl<O, A, S: Situation<O, A>> Situation<NegotiatedObservation<O>, A> for Agreed<S> {
    fn describe(&self, seen: &NegotiatedObservation<O>) -> String {
        let mut text = self.0.describe(&seen.world);
        let Some(proposal) = &seen.in_force else {
            return text;
        };
        let force = match proposal.as_ref() {
            Proposal::Law(_) => "It is enforced.",
            _ => "Nobody enforces it.",
        };
        // Writing to a string does not fail.
        let _ = write!(text, "\nThis was agreed:\n{}\n{force}", proposal.words());
        text
    }
    fn question(&self, seen: &NegotiatedObservation<O>) -> String {
        self.0.question(&seen.world)
    }
    fn format(&self, seen: &NegotiatedObservation<O>) -> Result<Format, FormatError> {
        self.0.format(&seen.world)
    }
    fn action(&self, seen: &NegotiatedObservation<O>, choice: Choice) -> Result<A, Unreadable> {
        self.0.action(&seen.world, choice)
    }
    fn recall(&self, feedback: &Feedback<'_, NegotiatedObservation<O>, A>) -> Option<String> {
        self.0.recall(&feedback.translated(
            &feedback.observation.world,
            feedback.actions,
            &feedback.next.world,
        ))
    }
}
