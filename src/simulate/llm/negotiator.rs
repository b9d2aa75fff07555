//! Models that negotiate.

use std::fmt::Write;

use rand::Rng;

use super::law_guide::law_guide;
use super::statement::{Sayable, in_words};
use super::{
    AnswerStatistics, Asker, ChatError, ChatModel, Choice, Format, Role, Unanswered, Unreadable,
};
use crate::contract::law::Court;
use crate::simulate::negotiation::{Negotiator, Proposal, Statement, Table, Vote};

/// A model that negotiates: texts, or laws for a [`Court`].
///
/// It is told what was said, what is in force and what was wrong with its last attempt; and how a
/// law is written, if there is a court. Its reply is read strictly: one line `ANSWER: PROPOSE`,
/// `AGREE`, `AGREE WITH name`, `DISAGREE`, `KEEP` or `END`, of which agreement is only there if
/// there is something of another player to agree with. A law that cannot be read is sent back with
/// the reason; whether the court accepts it is for the protocol to say. A reply that is never read is
/// [`Statement::Unclear`], and so is an error of the model, which is never a proposal.
///
/// ```
/// use lacuna::simulate::llm::{ModelNegotiator, Role, Scripted};
/// use lacuna::simulate::negotiation::{Negotiator, Proposal, Statement, Table};
///
/// let names = ["ann".to_owned(), "bob".to_owned()];
/// let model = Scripted::new(["ANSWER: PROPOSE\nEverybody takes ten.", "Fine, \"ANSWER: AGREE\"."]);
/// let mut ann = ModelNegotiator::new(model, Role::Prosocial).with_ask_again(0);
/// let mut rng = lacuna::game::random::generator(1, 0);
/// let table = Table::new(0, &names, "You share a lake.");
/// let said = ann.speak(&table, &mut rng);
/// assert_eq!(said, Statement::Propose(Proposal::text("Everybody takes ten.")));
/// // A quotation is no agreement.
/// assert!(matches!(ann.speak(&table, &mut rng), Statement::Unclear(_)));
/// ```
#[derive(Debug, Clone)]
pub struct ModelNegotiator<M> {
    asker: Asker<M>,
    court: Option<Court>,
    background: String,
    hears: usize,
    error: Option<ChatError>,
}

impl<M: ChatModel> ModelNegotiator<M> {
    /// A model in a role, which proposes texts.
    pub fn new(model: M, role: Role) -> Self {
        ModelNegotiator::of_asker(Asker::new(model, role))
    }

    /// One who asks like this.
    pub fn of_asker(asker: Asker<M>) -> Self {
        ModelNegotiator {
            asker,
            court: None,
            background: String::new(),
            hears: 10,
            error: None,
        }
    }

    /// The same, which proposes laws for this court.
    #[must_use]
    pub fn with_court(mut self, court: Court) -> Self {
        self.court = Some(court);
        self
    }

    /// The same, which knows this besides what the protocol tells it: what everybody gets, perhaps.
    #[must_use]
    pub fn with_background(mut self, words: impl Into<String>) -> Self {
        self.background = words.into();
        self
    }

    /// The same, which is asked again so many times in a turn.
    #[must_use]
    pub fn with_ask_again(mut self, times: u32) -> Self {
        self.asker = self.asker.with_ask_again(times);
        self
    }

    /// The same, which is told so many of the last statements, instead of ten.
    #[must_use]
    pub fn with_hears(mut self, statements: usize) -> Self {
        self.hears = statements;
        self
    }

    /// How many replies could be read.
    pub fn statistics(&self) -> &AnswerStatistics {
        self.asker.statistics()
    }

    /// Who asks.
    pub fn asker(&self) -> &Asker<M> {
        &self.asker
    }

    /// The first error since this was last called.
    pub fn take_error(&mut self) -> Option<ChatError> {
        self.error.take()
    }

    fn describe(&self, table: &Table<'_>) -> String {
        let told = format!("{}\n{}", self.background, table.briefing);
        let mut text = told.trim().to_owned();
        let names = table.names.join(", ");
        let me = table.names.get(table.player).map_or("", String::as_str);
        let _ = write!(
            text,
            "\nThe players {names} talk about an agreement. You are {me}."
        );
        if let Some(court) = &self.court {
            let _ = write!(
                text,
                "\nAn agreement is a law that a court enforces.\n{}",
                law_guide(court)
            );
        }
        match table.in_force {
            Some(proposal) => {
                let _ = write!(text, "\nIn force is:\n{}", proposal.words());
            }
            None => text.push_str("\nNothing is in force."),
        }
        let from = table.said.len().saturating_sub(self.hears);
        for spoken in table.said.iter().skip(from) {
            let _ = write!(text, "\n- {}", in_words(spoken, table.names));
        }
        text
    }

    /// Something unclear, with what was said, or what went wrong.
    fn unclear(&mut self, why: &Unanswered) -> String {
        if let Unanswered::Failed(error) = why {
            self.error.get_or_insert_with(|| error.clone());
        }
        why.words()
            .map_or_else(|| format!("(no reply: {why})"), str::to_owned)
    }
}

impl<M: ChatModel> Negotiator for ModelNegotiator<M> {
    fn speak(&mut self, table: &Table<'_>, rng: &mut dyn Rng) -> Statement {
        let sayable = match Sayable::at(table) {
            Ok(sayable) => sayable,
            Err(why) => {
                let why = self.asker.cannot_ask(why);
                return Statement::Unclear(self.unclear(&why));
            }
        };
        let mut question = self.describe(table);
        if !table.problems.is_empty() {
            question.push_str("\nWhat you said just before had no effect:");
            for problem in table.problems {
                let _ = write!(question, "\n- {problem}");
            }
        }
        let _ = write!(
            question,
            "\nIt is your turn; {} statements can follow, yours included.",
            table.turns_left
        );
        let instruction = sayable.instruction(self.court.is_some());
        let court = self.court.as_ref();
        let read = |text: &str| sayable.read(text, court);
        match self.asker.ask(&question, &instruction, read, rng) {
            Ok(statement) => statement,
            Err(why) => Statement::Unclear(self.unclear(&why)),
        }
    }

    fn vote(&mut self, table: &Table<'_>, proposal: &Proposal, rng: &mut dyn Rng) -> Vote {
        const VOTES: [&str; 3] = ["FOR", "AGAINST", "ABSTAIN"];
        let format = match Format::labels(VOTES) {
            Ok(format) => format,
            Err(why) => {
                let why = self.asker.cannot_ask(why);
                return Vote::Unclear(self.unclear(&why));
            }
        };
        let question = format!(
            "{}\nThere is a vote on this:\n{}\nHow do you vote?",
            self.describe(table),
            proposal.words()
        );
        let read = |text: &str| match format.read(text)? {
            Choice::Label(0) => Ok(Vote::For),
            Choice::Label(1) => Ok(Vote::Against),
            Choice::Label(2) => Ok(Vote::Abstain),
            _ => Err(Unreadable::other(
                "there is no such vote; a vote is for, against, or to abstain",
            )),
        };
        match self.asker.ask(&question, &format.instruction(), read, rng) {
            Ok(vote) => vote,
            Err(why) => Vote::Unclear(self.unclear(&why)),
        }
    }
}
