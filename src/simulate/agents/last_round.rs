//! What reciprocal agents need to know of the round before.

use crate::simulate::RoundObservation;
use crate::simulate::counts::CountObservation;

/// What an agent of a repeated game sees of the round before; implement it for observations of your
/// own, and the reciprocal agents of this module play in your world.
pub trait LastRound {
    /// What the player itself did; `None` before the first round.
    fn own(&self) -> Option<usize>;

    /// How many of the *others* took this action; `None` before the first round.
    fn others(&self, action: usize) -> Option<usize>;

    /// How many others there are; `None` before the first round.
    fn number_of_others(&self) -> Option<usize>;

    /// How many of the others took any other action than this; `None` before the first round.
    fn others_except(&self, action: usize) -> Option<usize> {
        Some(
            self.number_of_others()?
                .saturating_sub(self.others(action)?),
        )
    }
}

impl LastRound for RoundObservation {
    fn own(&self) -> Option<usize> {
        self.last.as_ref()?.get(self.player).copied()
    }
    fn others(&self, action: usize) -> Option<usize> {
        let last = self.last.as_ref()?;
        let all = last.iter().filter(|&&taken| taken == action).count();
        Some(all - usize::from(self.own() == Some(action)))
    }
    fn number_of_others(&self) -> Option<usize> {
        self.last.as_ref()?.len().checked_sub(1)
    }
}

impl LastRound for CountObservation {
    fn own(&self) -> Option<usize> {
        self.own
    }
    fn others(&self, action: usize) -> Option<usize> {
        let all = self.counts.as_ref()?.get(action).copied().unwrap_or(0);
        Some(all.saturating_sub(usize::from(self.own == Some(action))))
    }
    fn number_of_others(&self) -> Option<usize> {
        self.counts.as_ref()?;
        self.players.checked_sub(1)
    }
}
