//! Agents that clean the river, and gather apples besides.

use rand::Rng;

use super::gatherer::Search;
use super::{Gatherer, GridAction, GridView, Tile};
use crate::simulate::Agent;

/// Cleans the river as long as it sees more polluted places than it tolerates, and gathers apples
/// otherwise.
///
/// ```
/// use lacuna::simulate::grid::{Cleaner, Cleanup, CleanupRules, GridAction};
/// use lacuna::simulate::{Agent, Environment};
///
/// let map = "W....P.a".parse()?;
/// let river = Cleanup::new(CleanupRules::default().with_map(map).with_players(1))?;
/// let mut rng = lacuna::game::random::generator(1, 0);
/// assert_eq!(Cleaner::tolerating(0).act(&river.observe(0), &mut rng), GridAction::West);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaner {
    tolerates: usize,
    reach: usize,
    gatherer: Gatherer,
    search: Search,
}

impl Cleaner {
    /// Cleans when it sees more than so many polluted places; it reaches 3 places far.
    pub fn tolerating(polluted: usize) -> Self {
        Cleaner {
            tolerates: polluted,
            reach: 3,
            gatherer: Gatherer::greedy(),
            search: Search::default(),
        }
    }

    /// The same for a world in which a player cleans [so far](super::CleanupRules::reach).
    #[must_use]
    pub fn with_reach(mut self, reach: usize) -> Self {
        self.reach = reach;
        self
    }
}

/// Is waste at most so many rows and columns away from that place?
fn reaches_waste(seen: &GridView, reach: isize, below: isize, right: isize) -> bool {
    let around = -reach..=reach;
    around.clone().any(|down| {
        let mut row = around.clone();
        row.any(|along| seen.at(below + down, right + along) == Tile::Waste)
    })
}

impl Agent<GridView, GridAction> for Cleaner {
    fn act(&mut self, seen: &GridView, rng: &mut dyn Rng) -> GridAction {
        let waste = seen.tiles.iter().filter(|tile| **tile == Tile::Waste);
        if waste.count() <= self.tolerates {
            return self.gatherer.act(seen, rng);
        }
        // Nothing is in sight further away than that.
        let reach = self.reach.min(seen.reach) as isize;
        if reaches_waste(seen, reach, 0, 0) {
            return GridAction::Clean;
        }
        let way = self.search.nearest(
            seen,
            rng,
            |below, right| seen.at(below, right).is_free(),
            |below, right| reaches_waste(seen, reach, below, right),
        );
        way.unwrap_or_else(|| self.gatherer.act(seen, rng))
    }
    fn begin(&mut self, player: usize, players: usize) {
        self.gatherer.begin(player, players);
    }
    fn name(&self) -> String {
        format!("cleaner that tolerates {} polluted places", self.tolerates)
    }
}
