//! The payoffs of one player in a strict ordinal 2×2 game.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How one player ranks the four profiles, named after the symmetric game in which both rank them
/// so.
///
/// A symmetric game is given by four payoffs: `R` if both take the first action, `P` if both take
/// the second, `S` and `T` for who takes the first or the second alone. Up to the names of actions
/// there are twelve orders, and each has a name of its own in the literature; the order is what
/// counts here. Prisoner's dilemma to Deadlock have their best profiles apart from each other and
/// follow on one another by exchanges of neighbouring ranks (1 with 2, 2 with 3, and so on in
/// turns); so do Stag hunt to Concord, with one best profile in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// `T > R > P > S`.
    PrisonersDilemma,
    /// `T > R > S > P`.
    Chicken,
    /// `T > S > R > P`: Battle of the sexes, or Leader: who moves alone leads and gets most.
    Battle,
    /// `S > T > R > P`: who moves alone serves the other most.
    Hero,
    /// `T > P > S > R`.
    Compromise,
    /// `T > P > R > S`.
    Deadlock,
    /// `R > T > P > S`.
    StagHunt,
    /// `R > P > T > S`.
    Assurance,
    /// `R > P > S > T`.
    Coordination,
    /// `R > S > P > T`.
    Peace,
    /// `R > S > T > P`.
    Harmony,
    /// `R > T > S > P`: no conflict.
    Concord,
}

impl Pattern {
    /// All twelve.
    pub const ALL: [Pattern; 12] = [
        Pattern::PrisonersDilemma,
        Pattern::Chicken,
        Pattern::Battle,
        Pattern::Hero,
        Pattern::Compromise,
        Pattern::Deadlock,
        Pattern::StagHunt,
        Pattern::Assurance,
        Pattern::Coordination,
        Pattern::Peace,
        Pattern::Harmony,
        Pattern::Concord,
    ];

    /// The order of the four payoffs, the greatest first.
    pub fn order(self) -> &'static str {
        match self {
            Pattern::PrisonersDilemma => "TRPS",
            Pattern::Chicken => "TRSP",
            Pattern::Battle => "TSRP",
            Pattern::Hero => "STRP",
            Pattern::Compromise => "TPSR",
            Pattern::Deadlock => "TPRS",
            Pattern::StagHunt => "RTPS",
            Pattern::Assurance => "RPTS",
            Pattern::Coordination => "RPST",
            Pattern::Peace => "RSPT",
            Pattern::Harmony => "RSTP",
            Pattern::Concord => "RTSP",
        }
    }

    /// The rank of a payoff, 1 for the least.
    fn rank(self, letter: char) -> i64 {
        (self.order().chars().rev().zip(1..))
            .find(|(other, _)| *other == letter)
            .map_or(0, |(_, rank)| rank)
    }

    /// The ranks of the row player, 4 for the best, with its best in the second column and the
    /// best of a column player of the same pattern in the first row: the orientation of Robinson and
    /// Goforth (2005), which fixes the names of actions.
    ///
    /// ```
    /// use lacuna::theorem::search::ordinal::Pattern;
    /// assert_eq!(Pattern::PrisonersDilemma.row(), [[1, 3], [2, 4]]);
    /// assert_eq!(Pattern::StagHunt.row(), [[1, 4], [2, 3]]);
    /// ```
    pub fn row(self) -> [[i64; 2]; 2] {
        let [r, s, t, p] = ['R', 'S', 'T', 'P'].map(|letter| self.rank(letter));
        let mut row = [[r, s], [t, p]];
        // The second player has the transposed table, so that its best is in the row that has the
        // number of the column of the first player's best.
        if r.max(t) == 4 {
            row = row.map(|[left, right]| [right, left]);
        } else {
            row.swap(0, 1);
        }
        row
    }

    /// The ranks of a column player of this pattern, in the same orientation: those of the row
    /// player mirrored in the diagonal from the lower left to the upper right.
    ///
    /// ```
    /// use lacuna::theorem::search::ordinal::Pattern;
    /// assert_eq!(Pattern::PrisonersDilemma.column(), [[4, 3], [2, 1]]);
    /// ```
    pub fn column(self) -> [[i64; 2]; 2] {
        let row = self.row();
        [[row[1][1], row[0][1]], [row[1][0], row[0][0]]]
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Pattern::PrisonersDilemma => "Prisoner's dilemma",
            Pattern::Chicken => "Chicken",
            Pattern::Battle => "Battle",
            Pattern::Hero => "Hero",
            Pattern::Compromise => "Compromise",
            Pattern::Deadlock => "Deadlock",
            Pattern::StagHunt => "Stag hunt",
            Pattern::Assurance => "Assurance",
            Pattern::Coordination => "Coordination",
            Pattern::Peace => "Peace",
            Pattern::Harmony => "Harmony",
            Pattern::Concord => "Concord",
        })
    }
}
