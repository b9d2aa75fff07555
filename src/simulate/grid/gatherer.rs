//! Agents that gather apples, greedily or with restraint.

use rand::{Rng, RngExt};

use super::{GridAction, GridView, Tile};
use crate::simulate::Agent;

/// The four moves: rows below, columns to the right.
const MOVES: [(GridAction, isize, isize); 4] = [
    (GridAction::North, -1, 0),
    (GridAction::East, 0, 1),
    (GridAction::South, 1, 0),
    (GridAction::West, 0, -1),
];

/// Goes to the nearest apple that it sees, around walls and players, and wanders about where there
/// is none. It leaves alone every apple with fewer than so many others within a distance of 2, and
/// does not step on it on its way either.
///
/// ```
/// use lacuna::simulate::grid::{Gatherer, GridAction, Harvest, HarvestRules};
/// use lacuna::simulate::{Agent, Environment};
///
/// let map = "#A#\n.P.\n###".parse()?;
/// let orchard = Harvest::new(HarvestRules::default().with_map(map).with_players(1))?;
/// let mut rng = lacuna::game::random::generator(1, 0);
/// let seen = orchard.observe(0);
/// assert_eq!(Gatherer::greedy().act(&seen, &mut rng), GridAction::North);
/// // It is the last apple.
/// assert_ne!(Gatherer::sparing(1).act(&seen, &mut rng), GridAction::North);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gatherer {
    spares_below: usize,
    /// Which of the moves it wanders by; drawn when it wanders for the first time in an episode.
    heading: Option<usize>,
    search: Search,
}

impl Gatherer {
    /// Eats whatever it finds.
    pub fn greedy() -> Self {
        Self::sparing(0)
    }

    /// Leaves every apple with fewer than so many others near it.
    pub fn sparing(fewer_than: usize) -> Self {
        Gatherer {
            spares_below: fewer_than,
            heading: None,
            search: Search::default(),
        }
    }

    /// Leaves it apples with fewer than this number of others near them?
    pub fn spares_below(&self) -> usize {
        self.spares_below
    }

    /// Would it step there? It takes no apple that it spares.
    fn steps_on(&self, seen: &GridView, below: isize, right: isize) -> bool {
        match seen.at(below, right) {
            Tile::Apple => seen.apples_near(below, right) >= self.spares_below,
            tile => tile.is_free(),
        }
    }

    /// The first move on a shortest way to an apple, if it sees one that it takes.
    fn towards_apple(&mut self, seen: &GridView, rng: &mut dyn Rng) -> Option<GridAction> {
        if !seen.tiles.contains(&Tile::Apple) {
            return None;
        }
        let mut search = std::mem::take(&mut self.search);
        let found = search.nearest(
            seen,
            rng,
            |below, right| self.steps_on(seen, below, right),
            |below, right| seen.at(below, right) == Tile::Apple,
        );
        self.search = search;
        found
    }

    /// Straight on where that is possible, in another direction from time to time.
    pub(super) fn wander(&mut self, seen: &GridView, rng: &mut dyn Rng) -> GridAction {
        let straight_on = self.heading.filter(|_| rng.random_range(0..8) != 0);
        let mut heading = straight_on.unwrap_or_else(|| rng.random_range(0..4));
        for _ in 0..4 {
            self.heading = Some(heading);
            let (action, below, right) = MOVES[heading];
            if self.steps_on(seen, below, right) {
                return action;
            }
            heading = rng.random_range(0..4);
        }
        GridAction::Stay
    }
}

impl Agent<GridView, GridAction> for Gatherer {
    fn act(&mut self, seen: &GridView, rng: &mut dyn Rng) -> GridAction {
        match self.towards_apple(seen, rng) {
            Some(action) => action,
            None => self.wander(seen, rng),
        }
    }
    fn begin(&mut self, _player: usize, _players: usize) {
        self.heading = None;
    }
    fn name(&self) -> String {
        match self.spares_below {
            0 => "greedy gatherer".to_owned(),
            fewer => format!("gatherer that spares apples with fewer than {fewer} near them"),
        }
    }
}

/// Breadth-first search in a window, with room that is used again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Search {
    visited: Vec<bool>,
    queue: Vec<(isize, isize, GridAction)>,
}

impl Search {
    /// The first move on a shortest way to a place that is a goal, over places that are free; which
    /// of the four directions is tried first is drawn. A goal must be free as well.
    pub(super) fn nearest(
        &mut self,
        seen: &GridView,
        rng: &mut dyn Rng,
        is_free: impl Fn(isize, isize) -> bool,
        is_goal: impl Fn(isize, isize) -> bool,
    ) -> Option<GridAction> {
        self.visited.clear();
        self.visited.resize(seen.tiles.len(), false);
        self.queue.clear();
        if let Some(here) = seen.index(0, 0) {
            self.visited[here] = true;
        }
        let turn = rng.random_range(0..4);
        let mut next = 0;
        let (mut below, mut right, mut first) = (0, 0, None);
        loop {
            for number in 0..4 {
                let (action, down, along) = MOVES[(number + turn) % 4];
                let (below, right) = (below + down, right + along);
                let Some(index) = seen.index(below, right) else {
                    continue;
                };
                if self.visited[index] {
                    continue;
                }
                self.visited[index] = true;
                if is_free(below, right) {
                    let first = first.unwrap_or(action);
                    if is_goal(below, right) {
                        return Some(first);
                    }
                    self.queue.push((below, right, first));
                }
            }
            let &(row, column, action) = self.queue.get(next)?;
            next += 1;
            (below, right, first) = (row, column, Some(action));
        }
    }
}
