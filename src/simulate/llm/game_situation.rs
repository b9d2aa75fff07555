//! Rounds of a game, in words.

use std::fmt::Write;

use super::situation::of_another_kind;
use super::{Choice, Format, FormatError, Situation, Unreadable};
use crate::game::Game;
use crate::number::Rational;
use crate::simulate::{Feedback, RoundObservation};

/// The most profiles whose payoffs are told.
const MAX_PROFILES: usize = 64;

/// The situation of a player of [`GameRounds`](crate::simulate::GameRounds): a story, its actions by
/// their names, and what everybody gets for each combination of actions if there are at most 64.
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
/// use lacuna::simulate::llm::{Answered, GameSituation, ModelAgent, Role, Scripted};
/// use lacuna::simulate::{GameRounds, Runner};
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&dilemma)?.with_action_names(&["help", "refuse"])?;
/// let situation = GameSituation::new(&game, "Two neighbours may help each other.");
/// let mut agents = ["ANSWER: help", "ANSWER: refuse"].map(|answer| {
///     ModelAgent::new(Scripted::always(answer), Role::Adviser, situation.clone())
/// });
/// let mut rounds = Answered::new(GameRounds::new(game, 2));
/// let outcome = Runner::default().run(&mut rounds, &mut agents, 1, &mut ())?;
/// assert_eq!(outcome.totals, [0, 10].map(Rational::from));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GameSituation {
    story: String,
    players: Vec<String>,
    actions: Vec<Vec<String>>,
    payoffs: Vec<String>,
}

impl GameSituation {
    /// The situation of a game with a story.
    pub fn new(game: &(impl Game<Rational> + ?Sized), story: impl Into<String>) -> Self {
        let players: Vec<String> = (0..game.players())
            .map(|player| {
                // A number alone would be read as one of the payoffs.
                let is_word = |name: &&str| !name.bytes().all(|byte| byte.is_ascii_digit());
                let name = game.player_name(player).filter(is_word);
                name.map_or_else(|| format!("player {player}"), str::to_owned)
            })
            .collect();
        let actions: Vec<Vec<String>> = (0..game.players())
            .map(|player| {
                let labels = (0..game.actions(player)).map(|action| {
                    let name = game.action_name(player, action);
                    name.map_or_else(|| format!("action {action}"), str::to_owned)
                });
                labels.collect()
            })
            .collect();
        let profiles = actions
            .iter()
            .try_fold(1usize, |product, list| product.checked_mul(list.len()));
        let payoffs = match profiles {
            Some(profiles) if (1..=MAX_PROFILES).contains(&profiles) => (0..players.len())
                .map(|player| payoff_lines(game, player, &players, &actions))
                .collect(),
            _ => vec![String::new(); players.len()],
        };
        GameSituation {
            story: story.into(),
            players,
            actions,
            payoffs,
        }
    }
}

/// What everybody gets, a line a combination, the player's own actions outermost.
fn payoff_lines(
    game: &(impl Game<Rational> + ?Sized),
    player: usize,
    names: &[String],
    actions: &[Vec<String>],
) -> String {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&other| other != player);
    let mut profile = vec![0; names.len()];
    let mut payoffs = vec![Rational::ZERO; names.len()];
    let mut lines = String::new();
    loop {
        game.payoffs_into(&profile, &mut payoffs);
        lines.push_str("\n- ");
        for (place, &other) in order.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            let who = if other == player {
                "you"
            } else {
                names[other].as_str()
            };
            // Writing to a string does not fail.
            let _ = write!(lines, "{comma}{who}: {}", actions[other][profile[other]]);
        }
        let _ = write!(lines, " -> you get {}", payoffs[player]);
        for &other in &order[1..] {
            let _ = write!(lines, ", {} gets {}", names[other], payoffs[other]);
        }
        let Some(&turn) = order
            .iter()
            .rev()
            .find(|&&turn| profile[turn] + 1 < actions[turn].len())
        else {
            return lines;
        };
        profile[turn] += 1;
        let place = order.iter().position(|&other| other == turn).unwrap_or(0);
        for &later in &order[place + 1..] {
            profile[later] = 0;
        }
    }
}

impl Situation<RoundObservation, usize> for GameSituation {
    fn describe(&self, seen: &RoundObservation) -> String {
        let name = self.players.get(seen.player).map_or("", String::as_str);
        let payoffs = self.payoffs.get(seen.player).map_or("", String::as_str);
        let mut text = format!("You are {name}. {}", self.story);
        if !payoffs.is_empty() {
            let _ = write!(text, "\nWhat everybody gets:{payoffs}");
        }
        text
    }

    fn question(&self, seen: &RoundObservation) -> String {
        let round = seen.round + 1;
        format!("This is round {round}. All choose at the same time. What do you choose?")
    }

    fn format(&self, seen: &RoundObservation) -> Result<Format, FormatError> {
        let labels = self.actions.get(seen.player).ok_or(FormatError::NoLabels)?;
        Format::labels(labels.iter().map(String::as_str))
    }

    fn action(&self, _seen: &RoundObservation, choice: Choice) -> Result<usize, Unreadable> {
        match choice {
            Choice::Label(action) => Ok(action),
            Choice::Whole(_) => Err(of_another_kind()),
        }
    }

    fn recall(&self, feedback: &Feedback<'_, RoundObservation, usize>) -> Option<String> {
        let mut line = format!("round {}:", feedback.observation.round + 1);
        for (player, &action) in feedback.actions.iter().enumerate() {
            let who = match self.players.get(player) {
                _ if player == feedback.player => "you",
                Some(name) => name,
                None => return None,
            };
            let action = self.actions.get(player)?.get(action)?;
            let _ = write!(line, " {who} chose {action};");
        }
        let _ = write!(line, " you got {}", feedback.rewards.get(feedback.player)?);
        Some(line)
    }
}
