//! Who has the floor: one statement after another, each looked at before it counts.

use rand::rngs::Xoshiro256PlusPlus;

use super::{
    Ballot, DiscardedAttempt, Ending, Majority, NegotiationError, NegotiationOutcome,
    NegotiationSetting, Negotiator, Proposal, Spoken, Stance, Standing, Statement, Table, Vote,
};
use crate::simulate::Streams;

/// A negotiation under way.
pub(super) struct Floor<'a, 'n> {
    pub(super) setting: &'a NegotiationSetting<'a>,
    negotiators: &'a mut [&'n mut dyn Negotiator],
    streams: Vec<Xoshiro256PlusPlus>,
    said: Vec<Spoken>,
    discarded: Vec<DiscardedAttempt>,
    ballots: Vec<Ballot>,
}

impl<'a, 'n> Floor<'a, 'n> {
    pub(super) fn new(
        setting: &'a NegotiationSetting<'a>,
        negotiators: &'a mut [&'n mut dyn Negotiator],
    ) -> Result<Self, NegotiationError> {
        setting.check_lists(negotiators.len())?;
        let streams = Streams::new(setting.seed);
        let occasion = setting.occasion;
        let stream = |player| streams.world(&format!("negotiator {player}, occasion {occasion}"));
        Ok(Floor {
            streams: (0..negotiators.len()).map(stream).collect(),
            setting,
            negotiators,
            said: Vec::new(),
            discarded: Vec::new(),
            ballots: Vec::new(),
        })
    }

    pub(super) fn players(&self) -> usize {
        self.setting.names.len()
    }

    /// The stream of the protocol itself.
    pub(super) fn chance(&self) -> Xoshiro256PlusPlus {
        let name = format!("negotiation, occasion {}", self.setting.occasion);
        Streams::new(self.setting.seed).world(&name)
    }

    /// Lets a player speak, again if something is wrong and attempts are left.
    pub(super) fn hear(&mut self, player: usize, turns_left: usize) -> &Spoken {
        self.hear_unless(player, turns_left, |_, _| None)
    }

    /// The same, where the protocol can find something wrong with what a player who agrees would
    /// stand for.
    pub(super) fn hear_unless(
        &mut self,
        player: usize,
        turns_left: usize,
        wrong: impl Fn(&Standing<'_>, Stance) -> Option<String>,
    ) -> &Spoken {
        let mut problems: Vec<String> = Vec::new();
        let mut attempt = 1;
        let spoken = loop {
            let mut table = seen_by(player, self.setting, &self.said);
            table.turns_left = turns_left;
            table.problems = &problems;
            let statement = self.negotiators[player].speak(&table, &mut self.streams[player]);
            problems = self.problems(player, &statement, &wrong);
            let spoken = Spoken::new(player, statement).with_problems(problems.clone());
            if problems.is_empty() || attempt >= self.setting.attempts {
                break spoken;
            }
            attempt += 1;
            self.discarded.push(DiscardedAttempt {
                turn: self.said.len(),
                spoken,
            });
        };
        let last = self.said.len();
        self.said.push(spoken);
        &self.said[last]
    }

    /// What is wrong with a statement, in words for its speaker.
    fn problems(
        &self,
        player: usize,
        statement: &Statement,
        wrong: &dyn Fn(&Standing<'_>, Stance) -> Option<String>,
    ) -> Vec<String> {
        match statement {
            Statement::Propose(Proposal::Text(words)) => {
                let mut problems = Vec::new();
                if words.trim().is_empty() {
                    problems.push("the proposal has no words".to_owned());
                }
                if self.setting.requires_law {
                    problems
                        .push("only a law can be agreed here; words cannot be enforced".to_owned());
                }
                problems
            }
            Statement::Propose(Proposal::Law(law)) => match self.setting.court {
                Some(court) => match law.check(court, &self.setting.check) {
                    Ok(_) => Vec::new(),
                    Err(rejection) => {
                        let problems = rejection.problems().iter();
                        problems.map(ToString::to_string).collect()
                    }
                },
                None => Vec::new(),
            },
            Statement::Agree { with } => {
                let standing = self.standing();
                match standing.agreement(player, *with) {
                    Ok(stance) => wrong(&standing, stance).into_iter().collect(),
                    Err(problem) => vec![problem],
                }
            }
            Statement::Unclear(_) => {
                vec!["what you said could not be understood, and has no effect".to_owned()]
            }
            Statement::Disagree | Statement::KeepStatusQuo | Statement::End => Vec::new(),
        }
    }

    pub(super) fn standing(&self) -> Standing<'_> {
        Standing::of(self.players(), &self.said)
    }

    /// The vote of a player, which is put on record.
    fn vote(&mut self, player: usize, proposal: &Proposal) -> Vote {
        let mut table = seen_by(player, self.setting, &self.said);
        table.turns_left = 0;
        let vote = self.negotiators[player].vote(&table, proposal, &mut self.streams[player]);
        self.ballots.push(Ballot {
            player,
            vote: vote.clone(),
        });
        vote
    }

    /// The end by a vote on a proposal. Who proposed it, if that is said, is for it and is not asked;
    /// unclear votes and abstentions are not for it.
    pub(super) fn end_by_vote(
        mut self,
        proposal: Proposal,
        proposer: Option<usize>,
        majority: Majority,
        otherwise: Ending,
    ) -> NegotiationOutcome {
        let players = self.players();
        let favour: Vec<usize> = (0..players)
            .filter(|&player| proposer == Some(player) || self.vote(player, &proposal) == Vote::For)
            .collect();
        if favour.len() >= majority.votes(players) {
            self.end(Ending::Adopted, Some(proposal), favour)
        } else {
            self.end(otherwise, None, favour)
        }
    }

    /// The end, with this adopted and these in favour.
    pub(super) fn end(
        self,
        ending: Ending,
        adopted: Option<Proposal>,
        supporters: Vec<usize>,
    ) -> NegotiationOutcome {
        let stances: Vec<Option<Stance>> = self.standing().stances().to_vec();
        NegotiationOutcome {
            adopted,
            ending,
            supporters,
            stances,
            transcript: self.said,
            discarded: self.discarded,
            ballots: self.ballots,
            drafted_from: None,
        }
    }
}

/// What a player sees after this was said.
fn seen_by<'a>(player: usize, setting: &NegotiationSetting<'a>, said: &'a [Spoken]) -> Table<'a> {
    let briefing = setting.briefings.get(player).map_or("", String::as_str);
    let mut table = Table::new(player, setting.names, briefing);
    table.said = said;
    table.in_force = setting.in_force;
    table
}
