//! The rungs of the ladder, and what each assumes.

use serde::{Deserialize, Serialize};

/// The rungs of the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RungKind {
    /// The best pure equilibrium without any agreement.
    NoContract,
    /// The best pure plan under transfers that depend on the verifiable signal.
    PlainContract,
    /// A mediator recommends actions in secret, and transfers can depend on them.
    Mediator,
    /// Players also report their types in secret.
    Reports,
    /// All players know the state and report it, so that it becomes contractible: three of them
    /// where money must balance, two where it may be burnt (or witnesses from outside who do not
    /// collude).
    Witnesses,
    /// Fines and rewards have no limit.
    UnlimitedFines,
    /// Transfers need not sum to anything.
    OutsideMoney,
    /// No court, but play goes on for ever, everybody sees the state and what was done, and
    /// deviations end in an equilibrium of the single game.
    Repetition,
}

impl RungKind {
    /// All rungs, from the bottom.
    pub const ALL: [RungKind; 8] = [
        RungKind::NoContract,
        RungKind::PlainContract,
        RungKind::Mediator,
        RungKind::Reports,
        RungKind::Witnesses,
        RungKind::UnlimitedFines,
        RungKind::OutsideMoney,
        RungKind::Repetition,
    ];

    /// The name of the rung.
    pub fn name(self) -> &'static str {
        match self {
            RungKind::NoContract => "no contract",
            RungKind::PlainContract => "plain contract",
            RungKind::Mediator => "mediator",
            RungKind::Reports => "reports",
            RungKind::Witnesses => "informed witnesses",
            RungKind::UnlimitedFines => "unlimited fines",
            RungKind::OutsideMoney => "outside money",
            RungKind::Repetition => "repetition",
        }
    }

    /// What must be true for this rung that need not be for the one below.
    pub fn assumption(self) -> &'static str {
        match self {
            RungKind::NoContract => "players play a pure equilibrium of the game as it is",
            RungKind::PlainContract => "a court enforces transfers that depend on what it verifies",
            RungKind::Mediator => {
                "a trusted mediator draws lots and tells each player its part alone"
            }
            RungKind::Reports => {
                "players can report what they know to the mediator, unheard by others"
            }
            RungKind::Witnesses => {
                "everybody knows the state, and nobody colludes: a single lie about it is outvoted \
                 or punished"
            }
            RungKind::UnlimitedFines => "players can be made to pay any amount, however rarely",
            RungKind::OutsideMoney => "a third party pays and is paid without limit",
            RungKind::Repetition => {
                "the game is repeated, everybody sees the state and what was done, and nobody \
                 renegotiates a punishment"
            }
        }
    }
}
