//! Small worlds with places: commons on a grid.
//!
//! Players walk about on a [`GridMap`], all at the same time, and eat apples. In [`Harvest`] apples
//! grow back only near other apples, so that whoever eats the last one of a patch destroys it for
//! all; in [`Cleanup`] they grow only while the river is clean, and somebody must clean it. Both
//! are [`Verifiable`](crate::simulate::Verifiable), so that they can be put under a law or another
//! [institution](crate::simulate::institution). [`Gatherer`] and [`Cleaner`] are simple agents for
//! them; a [`GridLog`] measures.
//!
//! ```
//! use lacuna::simulate::grid::{Gatherer, GridLog, Harvest, HarvestRules};
//! use lacuna::simulate::Runner;
//!
//! let mut eaten = |gatherer: Gatherer| {
//!     let mut orchard = Harvest::new(HarvestRules::default())?;
//!     let mut agents = vec![gatherer; 6];
//!     let mut log = GridLog::default();
//!     Runner::default().run(&mut orchard, &mut agents, 1, &mut log)?;
//!     Ok::<_, Box<dyn std::error::Error>>(log.metrics().apples)
//! };
//! // The greedy ones eat everything, and nothing grows back.
//! let greedy = eaten(Gatherer::greedy())?;
//! let restrained = eaten(Gatherer::sparing(3))?;
//! assert!(restrained > 2 * greedy);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod chance;
mod cleaner;
mod cleanup;
mod court;
mod error;
mod gatherer;
mod ground;
mod harvest;
mod log;
mod map;
mod movement;
mod shared_rules;
mod view;

use serde::{Deserialize, Serialize};

pub use cleaner::Cleaner;
pub use cleanup::{Cleanup, CleanupRules};
pub use error::GridError;
pub use gatherer::Gatherer;
pub use ground::Deed;
pub use harvest::{Beam, Harvest, HarvestRules};
pub use log::{GridLog, GridMetrics};
pub use map::{GridMap, Place};
pub use view::{GridView, Tile};

use super::Environment;
use super::institution::{Institution, Under};

/// What a player of a grid world does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GridAction {
    /// Nothing.
    Stay,
    /// A step up.
    North,
    /// A step down.
    South,
    /// A step to the right.
    East,
    /// A step to the left.
    West,
    /// Cleans a polluted place of the river within reach; in [`Cleanup`].
    Clean,
    /// Fines the players around; in [`Harvest`] with a [`Beam`].
    Fine,
}

impl GridAction {
    /// What a court calls it.
    pub fn label(self) -> &'static str {
        match self {
            GridAction::Stay => "stay",
            GridAction::North => "north",
            GridAction::South => "south",
            GridAction::East => "east",
            GridAction::West => "west",
            GridAction::Clean => "clean",
            GridAction::Fine => "beam",
        }
    }
}

/// A grid world, also under an institution: what those who measure look at.
pub trait GridWorld: Environment {
    /// What each player did in the last step.
    fn deeds(&self) -> &[Deed];
    /// The number of apples on the map.
    fn apples(&self) -> usize;
    /// The number of polluted places.
    fn pollution(&self) -> usize;
}

impl<E: GridWorld, I: Institution<E>> GridWorld for Under<E, I> {
    fn deeds(&self) -> &[Deed] {
        self.environment().deeds()
    }
    fn apples(&self) -> usize {
        self.environment().apples()
    }
    fn pollution(&self) -> usize {
        self.environment().pollution()
    }
}
