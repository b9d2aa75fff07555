//! Agents that clean the river, and gather apples besides.

use rand::Rng;

use super::gatherer::Search;
use super::{Gatherer, GridAction, GridView, Tile};
use crate::simulate::Agent;

/// Cleans the river as long as it sees more polluted places than it tolerates. Otherwise it gathers
/// apples, and may lose the river from sight; or, full-time, goes up and down by the water.
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
    full_time: bool,
    reach: usize,
    gatherer: Gatherer,
    search: Search,
}

impl Cleaner {
    /// Cleans when it sees more than so many polluted places; it reaches 3 places far.
    pub fn tolerating(polluted: usize) -> Self {
        Cleaner {
            tolerates: polluted,
            full_time: false,
            reach: 3,
            gatherer: Gatherer::greedy(),
            search: Search::default(),
        }
    }

    /// Cleans whatever it sees, and stays by the water.
    pub fn full_time() -> Self {
        Cleaner {
            full_time: true,
            ..Self::tolerating(0)
        }
    }

    /// The same for a world in which a player cleans [so far](super::CleanupRules::reach).
    #[must_use]
    pub fn with_reach(mut self, reach: usize) -> Self {
        self.reach = reach;
        self
    }
}

/// Is such a tile at most so many rows and columns away from that place?
fn reaches(
    seen: &GridView,
    wanted: fn(Tile) -> bool,
    reach: isize,
    below: isize,
    right: isize,
) -> bool {
    let around = -reach..=reach;
    around.clone().any(|down| {
        let mut row = around.clone();
        row.any(|along| wanted(seen.at(below + down, right + along)))
    })
}

fn is_waste(tile: Tile) -> bool {
    tile == Tile::Waste
}

fn is_water(tile: Tile) -> bool {
    matches!(tile, Tile::Waste | Tile::River)
}

impl Cleaner {
    /// What it does when there is nothing to clean.
    fn idle(&mut self, seen: &GridView, rng: &mut dyn Rng, reach: isize) -> GridAction {
        if !self.full_time {
            return self.gatherer.act(seen, rng);
        }
        let back = if reaches(seen, is_water, reach, 0, 0) {
            None
        } else {
            self.way(seen, rng, is_water, reach)
        };
        back.unwrap_or_else(|| self.gatherer.wander(seen, rng))
    }

    /// The first move on a shortest way to where such a tile is within reach.
    fn way(
        &mut self,
        seen: &GridView,
        rng: &mut dyn Rng,
        wanted: fn(Tile) -> bool,
        reach: isize,
    ) -> Option<GridAction> {
        self.search.nearest(
            seen,
            rng,
            |below, right| seen.at(below, right).is_free(),
            |below, right| reaches(seen, wanted, reach, below, right),
        )
    }
}

impl Agent<GridView, GridAction> for Cleaner {
    fn act(&mut self, seen: &GridView, rng: &mut dyn Rng) -> GridAction {
        // Nothing is in sight further away than that.
        let reach = self.reach.min(seen.reach) as isize;
        let waste = seen.tiles.iter().filter(|tile| is_waste(**tile));
        if waste.count() <= self.tolerates {
            return self.idle(seen, rng, reach);
        }
        if reaches(seen, is_waste, reach, 0, 0) {
            return GridAction::Clean;
        }
        match self.way(seen, rng, is_waste, reach) {
            Some(action) => action,
            None => self.idle(seen, rng, reach),
        }
    }
    fn begin(&mut self, player: usize, players: usize) {
        self.gatherer.begin(player, players);
    }
    fn name(&self) -> String {
        if self.full_time {
            return "full-time cleaner".to_owned();
        }
        format!("cleaner that tolerates {} polluted places", self.tolerates)
    }
}
