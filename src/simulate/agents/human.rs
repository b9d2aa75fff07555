//! A human at the terminal.

use std::fmt::{self, Debug, Display};
use std::io::{self, BufRead, Read, Write};
use std::str::FromStr;

use rand::Rng;

use super::AgentError;
use crate::game::{Game, GameExt};
use crate::number::Rational;
use crate::simulate::{
    Agent, Environment, EpisodeOutcome, Feedback, RoundObservation, Step, Watcher,
};

/// Why a human plays no longer.
#[derive(Debug)]
#[non_exhaustive]
pub enum HumanEnd {
    /// There is no more input.
    EndOfInput,
    /// Nothing that could be understood in so many attempts at one action.
    TooManyAttempts(usize),
    /// Reading or writing failed.
    Failed(io::Error),
}

impl Display for HumanEnd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HumanEnd::EndOfInput => write!(formatter, "the input is at its end"),
            HumanEnd::TooManyAttempts(attempts) => {
                write!(
                    formatter,
                    "nothing could be understood in {attempts} attempts"
                )
            }
            HumanEnd::Failed(error) => write!(formatter, "input or output failed: {error}"),
        }
    }
}

type Show<O> = Box<dyn FnMut(&O, &mut dyn Write) -> io::Result<()>>;
type Parse<A> = Box<dyn FnMut(&str) -> Result<A, String>>;

/// A human who sees the observation, types an action, and is told what came of it. What cannot be
/// understood is answered with what was wrong, and asked again.
///
/// Reads from any [`BufRead`] and writes to any [`Write`], so that a game with it can be tested. At the
/// end of the input, after too many attempts at one action or if the terminal fails, it takes the
/// action `at_end` from then on, and [`Human::end`] says why.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::Rational;
/// use lacuna::simulate::agents::{Human, MemoryOne};
/// use lacuna::simulate::{Agent, GameRounds, RoundObservation, Runner};
///
/// // In a program this is `Human::choosing(std::io::stdin().lock(), std::io::stdout(), …)`.
/// let typed = "cooperate\nbetray\ndefect\n";
/// let mut screen = Vec::new();
/// let human = Human::choosing(typed.as_bytes(), &mut screen, &["Cooperate", "Defect"], 0)?;
/// let mut agents: [Box<dyn Agent<RoundObservation, usize> + '_>; 2] =
///     [Box::new(human), Box::new(MemoryOne::tit_for_tat())];
/// let mut rounds = GameRounds::new(prisoners_dilemma(3, 0, 5, 1)?, 2);
/// let outcome = Runner::default().run(&mut rounds, &mut agents, 1, &mut ())?;
/// assert_eq!(outcome.totals, [8, 3].map(Rational::from));
/// drop(agents);
/// assert!(String::from_utf8(screen)?.contains("\"betray\" is not one of the actions"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Human<O, A, R, W> {
    input: R,
    output: W,
    show: Show<O>,
    parse: Parse<A>,
    at_end: A,
    end: Option<HumanEnd>,
    max_attempts: usize,
}

/// The longest line that is read, in bytes.
const LONGEST_LINE: u64 = 4096;

impl<O: Debug + 'static, A, R: BufRead, W: Write> Human<O, A, R, W> {
    /// A human who types actions that this function understands, or says what is wrong with them; the
    /// line comes without its end and the space around it.
    pub fn new(
        input: R,
        output: W,
        parse: impl FnMut(&str) -> Result<A, String> + 'static,
        at_end: A,
    ) -> Self {
        Human {
            input,
            output,
            show: Box::new(|seen: &O, to| writeln!(to, "You see {seen:?}.")),
            parse: Box::new(parse),
            at_end,
            end: None,
            max_attempts: 100,
        }
    }

    /// A human who types actions as they parse: numbers, say.
    pub fn typing(input: R, output: W, at_end: A) -> Self
    where
        A: FromStr<Err: Display>,
    {
        let parse = |line: &str| {
            let parsed = line.parse();
            parsed.map_err(|error: A::Err| format!("\"{line}\" is no action: {error}"))
        };
        Human::new(input, output, parse, at_end)
    }

    /// Shows observations by this function.
    #[must_use]
    pub fn with_show(
        mut self,
        show: impl FnMut(&O, &mut dyn Write) -> io::Result<()> + 'static,
    ) -> Self {
        self.show = Box::new(show);
        self
    }

    /// Gives up after so many attempts at one action, at least one; 100 by default.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: usize) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Why the human plays no longer, if so.
    pub fn end(&self) -> Option<&HumanEnd> {
        self.end.as_ref()
    }

    fn ask(&mut self, observation: &O) -> Result<A, HumanEnd> {
        (self.show)(observation, &mut self.output).map_err(HumanEnd::Failed)?;
        for _ in 0..self.max_attempts {
            let line = self.line().map_err(HumanEnd::Failed)?;
            let line = line.ok_or(HumanEnd::EndOfInput)?;
            match (self.parse)(line.trim()) {
                Ok(action) => return Ok(action),
                Err(problem) => writeln!(self.output, "{problem}").map_err(HumanEnd::Failed)?,
            }
        }
        Err(HumanEnd::TooManyAttempts(self.max_attempts))
    }

    /// A line of the input, of which what is too long is left for the next; `None` at its end.
    fn line(&mut self) -> io::Result<Option<String>> {
        write!(self.output, "> ")?;
        self.output.flush()?;
        let mut line = Vec::new();
        let mut input = (&mut self.input).take(LONGEST_LINE);
        let read = input.read_until(b'\n', &mut line)?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&line).into_owned()))
    }
}

impl<O: Debug + 'static, R: BufRead, W: Write> Human<O, usize, R, W> {
    /// A human who chooses one of some actions, by its name (in letters of any case) or its number, and
    /// is told what there is to choose from. What is a name is never taken for a number.
    ///
    /// # Errors
    /// [`AgentError::BadParameter`] unless `at_end` is one of them, or if two names are the same but for
    /// case.
    pub fn choosing(
        input: R,
        output: W,
        names: &[&str],
        at_end: usize,
    ) -> Result<Self, AgentError> {
        if at_end >= names.len() {
            let range = format!("below {}, the number of actions", names.len());
            return Err(AgentError::bad_parameter(
                "the action at the end",
                at_end,
                range,
            ));
        }
        let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        let twice = lower
            .iter()
            .enumerate()
            .find(|(place, name)| lower[..*place].contains(name));
        if let Some((_, name)) = twice {
            let range = "different for every action, whatever the case of its letters";
            return Err(AgentError::bad_parameter("an action name", name, range));
        }
        let choice = menu(names);
        let menu = choice.clone();
        let parse = move |line: &str| {
            let wanted = line.to_lowercase();
            let named = lower.iter().position(|name| *name == wanted);
            let numbered = || line.parse().ok().filter(|&number| number < lower.len());
            named
                .or_else(numbered)
                .ok_or_else(|| format!("\"{line}\" is not one of the actions: {choice}"))
        };
        let human = Human::new(input, output, parse, at_end);
        Ok(human
            .with_show(move |seen: &O, to| writeln!(to, "You see {seen:?}. Your actions: {menu}")))
    }
}

impl<R: BufRead, W: Write> Human<RoundObservation, usize, R, W> {
    /// A human who plays `player` of a game, and reads names of actions and players as the game has
    /// them.
    ///
    /// # Errors
    /// [`AgentError::Game`] if there is no such player, and as [`Human::choosing`].
    pub fn in_game<G: Game<Rational> + ?Sized>(
        input: R,
        output: W,
        game: &G,
        player: usize,
        at_end: usize,
    ) -> Result<Self, AgentError> {
        game.check_player(player)?;
        let named = |player: usize, action: usize| {
            let name = game.action_name(player, action);
            name.map_or_else(|| format!("action {action}"), str::to_owned)
        };
        let actions = |player| (0..game.actions(player)).map(move |action| named(player, action));
        let names: Vec<Vec<String>> = (0..game.players()).map(|i| actions(i).collect()).collect();
        let players = (0..game.players()).map(|i| {
            let name = game.player_name(i);
            name.map_or_else(|| i.to_string(), str::to_owned)
        });
        let players: Vec<String> = players.collect();
        let own: Vec<&str> = names[player].iter().map(String::as_str).collect();
        let menu = menu(&own);
        let human = Human::choosing(input, output, &own, at_end)?;
        Ok(human.with_show(move |seen: &RoundObservation, to| {
            write!(
                to,
                "Round {}. You are player {}.",
                seen.round + 1,
                players[player]
            )?;
            for (number, &action) in seen.last.iter().flat_map(|last| last.iter().enumerate()) {
                let action = names.get(number).and_then(|names| names.get(action));
                if let (Some(name), Some(action)) = (players.get(number), action) {
                    write!(to, " Player {name}: {action}.")?;
                }
            }
            writeln!(to, " Your actions: {menu}")
        }))
    }
}

/// The numbers and names of actions.
fn menu(names: &[&str]) -> String {
    let numbered = names.iter().enumerate();
    let listed: Vec<String> = numbered
        .map(|(number, name)| format!("{number} {name}"))
        .collect();
    listed.join(", ")
}

impl<O: Debug + 'static, A: Clone + Debug, R: BufRead, W: Write> Agent<O, A> for Human<O, A, R, W> {
    fn act(&mut self, observation: &O, _rng: &mut dyn Rng) -> A {
        if self.end.is_none() {
            match self.ask(observation) {
                Ok(action) => return action,
                Err(end) => {
                    // If the terminal is gone there is nobody to tell.
                    let _ = writeln!(self.output, "{end}; from now on: {:?}", self.at_end);
                    self.end = Some(end);
                }
            }
        }
        self.at_end.clone()
    }

    fn learn(&mut self, feedback: &Feedback<'_, O, A>) {
        if self.end.is_none() {
            let gained = feedback.rewards.get(feedback.player);
            let gained = gained.unwrap_or(&Rational::ZERO);
            let told = writeln!(
                self.output,
                "Everybody's actions: {:?}. You gained {gained}.",
                feedback.actions
            );
            self.end = told.err().map(HumanEnd::Failed);
        }
    }

    fn name(&self) -> String {
        "human".to_owned()
    }
}

/// A [`Watcher`] that writes how the environment renders itself, after each step.
///
/// ```
/// use lacuna::game::catalogue::stag_hunt;
/// use lacuna::simulate::agents::{Fixed, Narrator};
/// use lacuna::simulate::{GameRounds, Runner};
///
/// let mut narrator = Narrator::new(Vec::new());
/// let mut rounds = GameRounds::new(stag_hunt(4, 0, 3, 3)?, 1);
/// Runner::default().run(&mut rounds, &mut [Fixed::new(0), Fixed::new(1)], 1, &mut narrator)?;
/// let text = String::from_utf8(narrator.into_inner()?)?;
/// assert_eq!(text, "round 1 of 1; 0: Cooperate; 1: Defect\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Narrator<W> {
    output: W,
    failure: Option<io::Error>,
}

impl<W: Write> Narrator<W> {
    /// One that writes here.
    pub fn new(output: W) -> Self {
        Narrator {
            output,
            failure: None,
        }
    }

    /// What it writes to.
    ///
    /// # Errors
    /// The first failure to write, after which it wrote no more.
    pub fn into_inner(self) -> io::Result<W> {
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(self.output),
        }
    }

    fn tell<E: Environment + ?Sized>(&mut self, environment: &E) {
        if self.failure.is_some() {
            return;
        }
        let mut text = String::new();
        // A string takes everything; what an environment cannot write is left out.
        let _ = environment.render(&mut text);
        self.failure = writeln!(self.output, "{text}").err();
    }
}

impl<E: Environment + ?Sized, W: Write> Watcher<E> for Narrator<W> {
    fn step(&mut self, environment: &E, _step: &Step<'_, E::Action>) {
        self.tell(environment);
    }
    fn end(&mut self, _environment: &E, _outcome: &EpisodeOutcome) {
        if self.failure.is_none() {
            self.failure = self.output.flush().err();
        }
    }
}
