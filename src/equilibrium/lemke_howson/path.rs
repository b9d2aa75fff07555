//! What the floating-point and the exact path have in common.

use std::time::Instant;

use super::LemkeHowsonOptions;

/// Where a variable is in a tableau.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Row(usize),
    Column(usize),
}

/// The end of a path.
pub(super) struct Ended {
    pub(super) pivots: usize,
    /// The actions of each player whose weights are basic; equally many of both.
    pub(super) basis: [Vec<usize>; 2],
}

/// Why a path did not end.
pub(super) enum Stop {
    Pivots,
    Time,
    /// No variable could leave, which rounding or overflow can bring about.
    Lost,
}

/// When to stop.
pub(super) struct Limits {
    pivots: usize,
    deadline: Option<Instant>,
}

impl Limits {
    pub(super) fn new(options: &LemkeHowsonOptions) -> Self {
        Limits {
            pivots: options.max_pivots,
            deadline: options
                .max_time
                .and_then(|time| Instant::now().checked_add(time)),
        }
    }

    pub(super) fn check(&self, pivots: usize) -> Result<(), Stop> {
        if pivots >= self.pivots {
            return Err(Stop::Pivots);
        }
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(Stop::Time),
            _ => Ok(()),
        }
    }
}

/// Follows the path that drops `label`: the variable that leaves one tableau enters the other.
/// `pivot` brings a label into the tableau of a side and says which leaves, if one can. Returns the
/// number of pivots.
pub(super) fn alternate(
    rows: usize,
    label: usize,
    limits: &Limits,
    mut pivot: impl FnMut(usize, usize) -> Option<usize>,
) -> Result<usize, Stop> {
    let mut entering = label;
    let mut side = usize::from(label >= rows);
    let mut pivots = 0;
    loop {
        limits.check(pivots)?;
        let leaving = pivot(side, entering).ok_or(Stop::Lost)?;
        pivots += 1;
        if leaving == label {
            return Ok(pivots);
        }
        entering = leaving;
        side = 1 - side;
    }
}
