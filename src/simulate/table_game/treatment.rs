//! What players may agree on before they choose, and what force it has.

use serde::{Deserialize, Serialize};

/// What players may agree on before they choose, and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Treatment {
    /// Nothing: they choose without a word.
    NoContract,
    /// What they agree on is shown to all, and nobody enforces it.
    Talk,
    /// A law that is executed on what they choose.
    EnforcedLaw,
    /// A law that is evaluated on what they choose: violations go on record, no action is changed
    /// and no money moves.
    MonitoredLaw,
}

impl Treatment {
    /// All treatments, the weakest first.
    pub const ALL: [Treatment; 4] = [
        Treatment::NoContract,
        Treatment::Talk,
        Treatment::MonitoredLaw,
        Treatment::EnforcedLaw,
    ];

    /// The force of what is agreed; `None` if nothing can be.
    pub const fn force(self) -> Option<Force> {
        match self {
            Treatment::NoContract => None,
            Treatment::Talk => Some(Force::Words),
            Treatment::EnforcedLaw => Some(Force::Enforced),
            Treatment::MonitoredLaw => Some(Force::Monitored),
        }
    }

    /// Must what is agreed be a law?
    pub const fn requires_law(self) -> bool {
        matches!(self, Treatment::EnforcedLaw | Treatment::MonitoredLaw)
    }
}

/// What force an agreement has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Force {
    /// Nobody enforces it.
    Words,
    /// Violations go on record, and nothing else happens.
    Monitored,
    /// It is carried out: actions are changed, money moves.
    Enforced,
}

/// What was agreed, as players see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Agreement {
    /// In words; a law in its text form.
    pub words: String,
    /// What force it has.
    pub force: Force,
}

impl Agreement {
    /// An agreement of this force.
    pub fn new(words: impl Into<String>, force: Force) -> Self {
        Agreement {
            words: words.into(),
            force,
        }
    }
}
