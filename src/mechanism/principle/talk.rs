//! Talk before play.

use serde::{Deserialize, Serialize};

use super::transformed::{LIMIT, action_name, counts};
use super::{Play, Transform, Transformed, plans};
use crate::game::{Game, GameExt, SizeLimit};
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// Pre-play communication (Farrell 1987; Crawford and Sobel 1982): all players send a message at
/// the same time, everybody hears them, and then all act.
///
/// A strategy is a message and a plan: an action for each profile of the *others'* messages.
/// Messages do not touch payoffs, unless they are announcements and lies have a cost: with
/// [`PrePlayMessages::announcements`] each message names an action, and whoever does something else
/// loses the [`lying cost`](PrePlayMessages::with_lying_cost), a feeling or a fine that goes to
/// nobody.
///
/// Strategy `m · plans + p` of a player sends message `m`; the plan `p` has the last profile of the
/// others' messages fastest, and the others in their order with the last one's message fastest.
///
/// Cheap talk never removes an equilibrium outcome (everybody may ignore it), and it adds none to
/// the prisoner's dilemma. Lies that cost at least T − R let promises to cooperate be kept there.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::mechanism::principle::{PrePlayMessages, Transform};
/// use lacuna::preference::Selfish;
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// let best = |talk: PrePlayMessages| -> Result<_, Box<dyn std::error::Error>> {
///     let equilibria = talk.apply(&dilemma)?.equilibria(&Selfish)?;
///     Ok(equilibria.into_iter().map(|e| e.material_welfare).max())
/// };
/// assert_eq!(best(PrePlayMessages::cheap(vec![2, 2]))?, Some(2.into()));
/// assert_eq!(best(PrePlayMessages::announcements().with_lying_cost(2.into()))?, Some(6.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrePlayMessages {
    messages: Messages,
    lying_cost: Rational,
    size_limit: SizeLimit,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Messages {
    /// So many of each player, without a meaning.
    Cheap(Vec<usize>),
    /// One for each action.
    Actions,
    /// One for each action of these players; the others are silent.
    ActionsOf(Vec<usize>),
}

impl PrePlayMessages {
    /// `messages[i]` messages of player `i` without a meaning; 1 for a player who is silent.
    pub fn cheap(messages: Vec<usize>) -> Self {
        Self::built(Messages::Cheap(messages))
    }

    /// Everybody announces an action.
    pub fn announcements() -> Self {
        Self::built(Messages::Actions)
    }

    /// These players announce an action, the others are silent.
    pub fn announcements_of(speakers: Vec<usize>) -> Self {
        Self::built(Messages::ActionsOf(speakers))
    }

    fn built(messages: Messages) -> Self {
        PrePlayMessages {
            messages,
            lying_cost: Rational::ZERO,
            size_limit: LIMIT,
        }
    }

    /// What it costs to announce one action and take another, at least 0; without effect on
    /// messages that have no meaning.
    pub fn with_lying_cost(mut self, cost: Rational) -> Self {
        self.lying_cost = cost;
        self
    }

    /// A limit on the size of the changed game; by default a million payoffs.
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }

    /// The number of messages of each player.
    fn messages(&self, game: &dyn Game<Rational>) -> Result<Vec<usize>, SettingError> {
        let actions = counts(game);
        match &self.messages {
            Messages::Cheap(messages) => {
                SettingError::check_length(
                    "the list of numbers of messages",
                    messages.len(),
                    actions.len(),
                )?;
                match messages.contains(&0) {
                    true => Err(SettingError::invalid(
                        "a number of messages",
                        0,
                        "it must be at least 1; a player with one message is silent",
                    )),
                    false => Ok(messages.clone()),
                }
            }
            Messages::Actions => Ok(actions),
            Messages::ActionsOf(speakers) => {
                let mut messages = vec![1; actions.len()];
                for &speaker in speakers {
                    game.check_player(speaker)?;
                    messages[speaker] = actions[speaker];
                }
                Ok(messages)
            }
        }
    }

    /// Did this player announce another action than it took?
    fn lied(&self, player: usize, message: usize, action: usize) -> bool {
        let speaks = match &self.messages {
            Messages::Cheap(_) => false,
            Messages::Actions => true,
            Messages::ActionsOf(speakers) => speakers.contains(&player),
        };
        speaks && message != action
    }
}

/// The number of what `player` hears: the others' messages, the last one's fastest.
fn heard(messages: &[usize], sent: impl Fn(usize) -> usize, player: usize) -> usize {
    let others = (0..messages.len()).filter(|&other| other != player);
    others.fold(0, |index, other| index * messages[other] + sent(other))
}

impl Transform for PrePlayMessages {
    /// # Complexity
    /// A player with a actions and m messages whose k others can say M things together has m·a^M
    /// strategies.
    fn apply(&self, game: &dyn Game<Rational>) -> Result<Transformed, SettingError> {
        if self.lying_cost.is_negative() {
            let needs = "it must be at least 0";
            return Err(SettingError::invalid(
                "the cost of lying",
                &self.lying_cost,
                needs,
            ));
        }
        let messages = self.messages(game)?;
        let actions = counts(game);
        let players = actions.len();
        let what = "talk before play";
        let mut occasions = vec![1usize; players];
        let mut numbers = vec![1usize; players];
        let mut strategies = vec![1usize; players];
        for player in 0..players {
            for other in (0..players).filter(|&other| other != player) {
                occasions[player] = plans::product(what, occasions[player], messages[other])?;
            }
            numbers[player] = plans::count(what, actions[player], occasions[player])?;
            strategies[player] = plans::product(what, messages[player], numbers[player])?;
        }
        let plays = |profile: &[usize]| {
            let sent = |player: usize| profile[player] / numbers[player];
            let played: Vec<usize> = (0..players)
                .map(|player| {
                    let occasion = heard(&messages, sent, player);
                    let plan = profile[player] % numbers[player];
                    plans::action(plan, actions[player], occasions[player], occasion)
                })
                .collect();
            let transfers = (0..players)
                .map(
                    |player| match self.lied(player, sent(player), played[player]) {
                        true => -&self.lying_cost,
                        false => Rational::ZERO,
                    },
                )
                .collect();
            vec![Play::paid(played, transfers)]
        };
        let named = !matches!(self.messages, Messages::Cheap(_));
        let message_name = |player: usize, message: usize| match named {
            true => action_name(game, player, message),
            false => message.to_string(),
        };
        let name = |player: usize, strategy: usize| {
            let plan = plans::name(
                actions[player],
                occasions[player],
                strategy % numbers[player],
                |occasion| {
                    let mut rest = occasion;
                    let mut said: Vec<String> = Vec::new();
                    for other in (0..players).rev().filter(|&other| other != player) {
                        if messages[other] > 1 {
                            said.push(message_name(other, rest % messages[other]));
                        }
                        rest /= messages[other];
                    }
                    said.reverse();
                    format!("({})", said.join(", "))
                },
                |action| action_name(game, player, action),
            );
            match messages[player] {
                1 => plan,
                _ => {
                    let says = message_name(player, strategy / numbers[player]);
                    format!("say {says}; {plan}")
                }
            }
        };
        Transformed::new(game, &strategies, self.size_limit, plays, name)
    }
}
