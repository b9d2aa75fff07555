//! What a court can verify: everything that a law may mention, by name.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::spelling::{NAME_RULE, is_name};
use crate::number::Rational;

/// What a court can verify: the players, their contractible actions, what else it observes; and
/// what it knows that it cannot see, so that a law that mentions it is told why.
///
/// ```
/// use lacuna::contract::law::{ActionKind, Court, Observable};
///
/// let court = Court::new(["ann", "bob"], ActionKind::quantity("catch"))?
///     .with_observable(Observable::quantity("stock"))?
///     .with_hidden("effort", "how hard a player worked is its private knowledge")?;
/// assert_eq!(court.players(), 2);
/// assert_eq!(court.hidden("effort"), Some("how hard a player worked is its private knowledge"));
/// # Ok::<(), lacuna::contract::law::CourtError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CourtForm", into = "CourtForm")]
pub struct Court {
    players: Vec<String>,
    action: ActionKind,
    observables: Vec<Observable>,
    hidden: Vec<Hidden>,
}

/// What a player's contractible action looks like to the court.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ActionKind {
    /// One of finitely many labels.
    Labels {
        /// The court's word for the action, such as `action`.
        noun: String,
        /// The labels of each player's actions: one list a player.
        labels: Vec<Vec<String>>,
    },
    /// A number.
    Quantity {
        /// The court's word for the action, such as `catch`.
        noun: String,
        /// The least that can be chosen or set.
        least: Rational,
        /// The most that can be chosen or set, if there is a limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<Rational>,
    },
}

impl ActionKind {
    /// Labels, one list a player.
    pub fn labels<S: Into<String>>(
        noun: impl Into<String>,
        labels: impl IntoIterator<Item = Vec<S>>,
    ) -> Self {
        ActionKind::Labels {
            noun: noun.into(),
            labels: labels
                .into_iter()
                .map(|list| list.into_iter().map(Into::into).collect())
                .collect(),
        }
    }

    /// A quantity of at least 0 without an upper limit.
    pub fn quantity(noun: impl Into<String>) -> Self {
        ActionKind::Quantity {
            noun: noun.into(),
            least: Rational::ZERO,
            most: None,
        }
    }

    /// A quantity between `least` and `most`.
    pub fn quantity_between(noun: impl Into<String>, least: Rational, most: Rational) -> Self {
        ActionKind::Quantity {
            noun: noun.into(),
            least,
            most: Some(most),
        }
    }

    /// The court's word for the action.
    pub fn noun(&self) -> &str {
        match self {
            ActionKind::Labels { noun, .. } | ActionKind::Quantity { noun, .. } => noun,
        }
    }
}

/// Something other than actions that a court observes, once or for each player.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Observable {
    /// Its name.
    pub name: String,
    /// Is there one for each player?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_each_player: bool,
    /// A number or a label.
    pub kind: ObservableKind,
}

/// Whether an observation is a number or a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ObservableKind {
    /// A number.
    Quantity,
    /// One of these labels.
    Labels {
        /// The labels.
        labels: Vec<String>,
    },
}

impl Observable {
    /// A number.
    pub fn quantity(name: impl Into<String>) -> Self {
        Observable {
            name: name.into(),
            of_each_player: false,
            kind: ObservableKind::Quantity,
        }
    }

    /// One of some labels.
    pub fn labels<S: Into<String>>(
        name: impl Into<String>,
        labels: impl IntoIterator<Item = S>,
    ) -> Self {
        Observable {
            name: name.into(),
            of_each_player: false,
            kind: ObservableKind::Labels {
                labels: labels.into_iter().map(Into::into).collect(),
            },
        }
    }

    /// The same, once for each player.
    pub fn of_each_player(mut self) -> Self {
        self.of_each_player = true;
        self
    }
}

/// Something that a court knows that it cannot verify.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Hidden {
    /// Its name.
    pub name: String,
    /// Why it cannot be verified.
    pub reason: String,
}

/// One thing that the court saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reading {
    /// A number.
    Quantity(Rational),
    /// The number of a label in its list.
    Label(usize),
}

impl From<Rational> for Reading {
    fn from(value: Rational) -> Self {
        Reading::Quantity(value)
    }
}

/// Everything that the court saw on one occasion.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The action of each player, in the court's order; in `start` of a round none has been taken,
    /// and the list is empty.
    pub actions: Vec<Reading>,
    /// What was observed, in the court's order: one reading for each observation that is not a
    /// player's, and one a player for each that is.
    pub observations: Vec<Vec<Reading>>,
}

/// Why a court was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CourtError {
    /// A court without players.
    #[error("the court knows no players; it needs at least one")]
    #[non_exhaustive]
    NoPlayers,
    /// A name that stands for nothing readable.
    #[error("{what} has the name {name:?}; {NAME_RULE}")]
    #[non_exhaustive]
    Name {
        /// What has it.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Two things with one name.
    #[error("{name:?} is the name of two things; every name must be used once")]
    #[non_exhaustive]
    Duplicate {
        /// The name.
        name: String,
    },
    /// A list of another length than there are players.
    #[error("{what} has {found} entries; it must have one for each of the {expected} players")]
    #[non_exhaustive]
    WrongLength {
        /// The list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The number of players.
        expected: usize,
    },
    /// No labels to choose from.
    #[error("{name:?} has no labels; it needs at least one")]
    #[non_exhaustive]
    NoLabels {
        /// What has none.
        name: String,
    },
    /// A quantity whose limits cross.
    #[error("{name:?} is between {least} and {most}; the first must not be above the second")]
    #[non_exhaustive]
    Limits {
        /// The quantity.
        name: String,
        /// The least.
        least: Rational,
        /// The most.
        most: Rational,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CourtForm {
    players: Vec<String>,
    action: ActionKind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    observables: Vec<Observable>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<Hidden>,
}

impl TryFrom<CourtForm> for Court {
    type Error = CourtError;
    fn try_from(form: CourtForm) -> Result<Self, CourtError> {
        Court {
            players: form.players,
            action: form.action,
            observables: form.observables,
            hidden: form.hidden,
        }
        .checked()
    }
}

impl From<Court> for CourtForm {
    fn from(court: Court) -> Self {
        CourtForm {
            players: court.players,
            action: court.action,
            observables: court.observables,
            hidden: court.hidden,
        }
    }
}

impl Court {
    /// A court that sees these players' actions and nothing else.
    ///
    /// # Errors
    /// [`CourtError`], for example for two players of one name.
    pub fn new<S: Into<String>>(
        players: impl IntoIterator<Item = S>,
        action: ActionKind,
    ) -> Result<Self, CourtError> {
        Court {
            players: players.into_iter().map(Into::into).collect(),
            action,
            observables: Vec::new(),
            hidden: Vec::new(),
        }
        .checked()
    }

    /// The same court, which also observes this.
    ///
    /// # Errors
    /// [`CourtError::Name`], [`CourtError::Duplicate`], [`CourtError::NoLabels`].
    pub fn with_observable(mut self, observable: Observable) -> Result<Self, CourtError> {
        self.observables.push(observable);
        self.checked()
    }

    /// The same court, which knows that it cannot see this, and why.
    ///
    /// # Errors
    /// [`CourtError::Name`], [`CourtError::Duplicate`].
    pub fn with_hidden(
        mut self,
        name: impl Into<String>,
        reason: impl Into<String>,
    ) -> Result<Self, CourtError> {
        self.hidden.push(Hidden {
            name: name.into(),
            reason: reason.into(),
        });
        self.checked()
    }

    fn checked(self) -> Result<Self, CourtError> {
        if self.players.is_empty() {
            return Err(CourtError::NoPlayers);
        }
        let mut names = BTreeSet::new();
        let mut introduce = |what: &'static str, name: &str| {
            readable(what, name)?;
            if !names.insert(name.to_owned()) {
                return Err(CourtError::Duplicate { name: name.into() });
            }
            Ok(())
        };
        for player in &self.players {
            introduce("a player", player)?;
        }
        introduce("the action", self.action.noun())?;
        for observable in &self.observables {
            introduce("an observation", &observable.name)?;
        }
        for hidden in &self.hidden {
            introduce("something hidden", &hidden.name)?;
        }
        match &self.action {
            ActionKind::Labels { noun, labels } => {
                if labels.len() != self.players.len() {
                    return Err(CourtError::WrongLength {
                        what: "the list of action labels",
                        found: labels.len(),
                        expected: self.players.len(),
                    });
                }
                labels.iter().try_for_each(|list| distinct(noun, list))?;
            }
            ActionKind::Quantity {
                noun, least, most, ..
            } => {
                if let Some(most) = most
                    && least > most
                {
                    return Err(CourtError::Limits {
                        name: noun.clone(),
                        least: least.clone(),
                        most: most.clone(),
                    });
                }
            }
        }
        for observable in &self.observables {
            if let ObservableKind::Labels { labels } = &observable.kind {
                distinct(&observable.name, labels)?;
            }
        }
        Ok(self)
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.players.len()
    }

    /// The names of the players.
    pub fn player_names(&self) -> &[String] {
        &self.players
    }

    /// What the players' contractible actions look like.
    pub fn action(&self) -> &ActionKind {
        &self.action
    }

    /// What else is observed.
    pub fn observables(&self) -> &[Observable] {
        &self.observables
    }

    /// Why this cannot be verified, if the court knows that it cannot.
    pub fn hidden(&self, name: &str) -> Option<&str> {
        self.hidden
            .iter()
            .find(|hidden| hidden.name == name)
            .map(|hidden| hidden.reason.as_str())
    }

    /// All that the court knows that it cannot verify.
    pub fn all_hidden(&self) -> &[Hidden] {
        &self.hidden
    }
}

/// Names can be written between quotes on one line.
fn readable(what: &'static str, name: &str) -> Result<(), CourtError> {
    if !is_name(name) {
        return Err(CourtError::Name {
            what,
            name: name.into(),
        });
    }
    Ok(())
}

fn distinct(name: &str, labels: &[String]) -> Result<(), CourtError> {
    if labels.is_empty() {
        return Err(CourtError::NoLabels { name: name.into() });
    }
    let mut seen = BTreeSet::new();
    for label in labels {
        readable("a label", label)?;
        if !seen.insert(label) {
            return Err(CourtError::Duplicate {
                name: label.clone(),
            });
        }
    }
    Ok(())
}
