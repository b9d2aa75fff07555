//! What all grid worlds have in common: players on a map, and apples.

use std::fmt;

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use super::chance::Chance;
use super::movement::{Crossing, NOBODY};
use super::{GridAction, GridError, GridMap, GridView, Place, Tile};
use crate::simulate::{SimulationError, Streams};

/// The places within a distance of 2 of a place, itself left out: rows below, columns right.
pub(super) const NEAR: [(isize, isize); 12] = [
    (-2, 0),
    (-1, -1),
    (-1, 0),
    (-1, 1),
    (0, -2),
    (0, -1),
    (0, 1),
    (0, 2),
    (1, -1),
    (1, 0),
    (1, 1),
    (2, 0),
];

/// What a player did in the last step of a grid world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Deed {
    /// Did it eat an apple?
    pub eaten: bool,
    /// How many apples were left within a distance of 2 of the one that it ate.
    pub left: u8,
    /// Could it have reached an apple with one move, from where it stood?
    pub tempted: bool,
    /// Did it move towards one, whether or not it got there?
    pub tried: bool,
    /// Did it clean a place of the river?
    pub cleaned: bool,
    /// Did it fine the players around it?
    pub fined: bool,
}

/// Players on a map with apples.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    columns: usize,
    /// What each place is at first, and what it is, the players left out.
    first: Vec<Tile>,
    tiles: Vec<Tile>,
    /// The same with the players.
    shown: Vec<Tile>,
    spawns: Vec<u32>,
    orchard: Vec<u32>,
    /// For each place, the places of the orchard near it: a range of `near_places`.
    near_ranges: Vec<(u32, u32)>,
    near_places: Vec<u32>,
    /// For each place of the orchard, the apples near it.
    near_apples: Vec<u8>,
    apples: usize,
    at: Vec<u32>,
    occupant: Vec<u32>,
    crossing: Crossing,
    pub(super) deeds: Vec<Deed>,
    /// What everybody did last.
    pub(super) taken: Vec<GridAction>,
    lots: Xoshiro256PlusPlus,
    grown: Vec<u32>,
}

/// The most players that are held.
const MOST_PLAYERS: usize = 1 << 16;

/// The most places that all players see together, which a step holds twice.
const MOST_SEEN: usize = 1 << 27;

impl Ground {
    pub(super) fn new(map: &GridMap, players: usize, reach: usize) -> Result<Self, GridError> {
        if players == 0 || players > MOST_PLAYERS {
            let needs = format!("between 1 and {MOST_PLAYERS}");
            return Err(GridError::rule("the number of players", players, needs));
        }
        if reach == 0 || reach > 100 {
            let needs = "between 1 and 100";
            return Err(GridError::rule("how far players see", reach, needs));
        }
        // At most 2¹⁶ · 201².
        let seen = players * (2 * reach + 1).pow(2);
        if seen > MOST_SEEN {
            let needs = format!("at most {MOST_SEEN}; let fewer players look, or less far");
            let what = "the number of places that all players see together";
            return Err(GridError::rule(what, seen, needs));
        }
        let places = map.places();
        let numbers = |wanted: fn(&Place) -> bool| {
            let places = places.iter().enumerate();
            let numbers = places.filter(move |(_, place)| wanted(place));
            numbers.map(|(number, _)| number as u32).collect::<Vec<_>>()
        };
        let spawns = numbers(|place| *place == Place::Spawn);
        if spawns.len() < players {
            let needs = format!("at least {players}, one for each player");
            let what = "the number of places where players begin (P)";
            return Err(GridError::rule(what, spawns.len(), needs));
        }
        let orchard = numbers(|place| matches!(place, Place::Apple | Place::Orchard));
        if orchard.is_empty() {
            let what = "the number of places where apples grow (A or a)";
            return Err(GridError::rule(what, 0, "at least 1"));
        }
        let tile = |place: &Place| match place {
            Place::Wall => Tile::Wall,
            Place::Floor | Place::Spawn => Tile::Floor,
            Place::Apple => Tile::Apple,
            Place::Orchard => Tile::Orchard,
            Place::River => Tile::River,
            Place::Waste => Tile::Waste,
        };
        let first: Vec<Tile> = places.iter().map(tile).collect();
        let (mut near_ranges, mut near_places) = (vec![(0, 0); places.len()], Vec::new());
        for &place in &orchard {
            let (row, column) = (
                place as usize / map.columns(),
                place as usize % map.columns(),
            );
            let start = near_places.len() as u32;
            near_places.extend(NEAR.iter().filter_map(|&(below, right)| {
                let row = row.checked_add_signed(below)?;
                let column = column.checked_add_signed(right)?;
                let grows = matches!(map.place(row, column)?, Place::Apple | Place::Orchard);
                grows.then_some((row * map.columns() + column) as u32)
            }));
            near_ranges[place as usize] = (start, near_places.len() as u32);
        }
        Ok(Ground {
            columns: map.columns(),
            tiles: first.clone(),
            shown: first.clone(),
            spawns,
            grown: Vec::with_capacity(orchard.len()),
            orchard,
            near_ranges,
            near_places,
            near_apples: vec![0; places.len()],
            apples: 0,
            at: vec![0; players],
            occupant: vec![NOBODY; places.len()],
            crossing: Crossing::new(players, places.len()),
            deeds: vec![Deed::default(); players],
            taken: vec![GridAction::Stay; players],
            lots: Streams::new(0).world("movement"),
            first,
        })
    }

    pub(super) fn reset(&mut self, streams: Streams) {
        self.lots = streams.world("movement");
        self.tiles.copy_from_slice(&self.first);
        self.deeds.fill(Deed::default());
        self.taken.fill(GridAction::Stay);
        self.near_apples.fill(0);
        self.apples = 0;
        for number in 0..self.orchard.len() {
            let place = self.orchard[number];
            if self.tiles[place as usize] == Tile::Apple {
                self.count(place, true);
            }
        }
        // Fisher and Yates, as far as there are players.
        let mut lots = streams.world("spawns");
        for player in 0..self.at.len() {
            let other = lots.random_range(player..self.spawns.len());
            self.spawns.swap(player, other);
            self.at[player] = self.spawns[player];
        }
        // The order of the places must not depend on the episode before.
        self.spawns.sort_unstable();
        self.occupant.fill(NOBODY);
        self.shown.copy_from_slice(&self.tiles);
        for (player, &place) in self.at.iter().enumerate() {
            self.occupant[place as usize] = player as u32;
            self.shown[place as usize] = Tile::Player;
        }
    }

    pub(super) fn players(&self) -> usize {
        self.at.len()
    }

    /// The number of apples.
    pub(super) fn apples(&self) -> usize {
        self.apples
    }

    /// The row and column of a player.
    pub(super) fn position(&self, player: usize) -> (usize, usize) {
        let place = self.at[player] as usize;
        (place / self.columns, place % self.columns)
    }

    pub(super) fn tiles(&self) -> &[Tile] {
        &self.tiles
    }

    /// Changes a place of the river.
    pub(super) fn set_water(&mut self, place: u32, water: Tile) {
        self.tiles[place as usize] = water;
        self.shown[place as usize] = water;
    }

    /// An apple more or less at a place.
    fn count(&mut self, place: u32, more: bool) {
        let (start, end) = self.near_ranges[place as usize];
        for &near in &self.near_places[start as usize..end as usize] {
            let apples = &mut self.near_apples[near as usize];
            *apples = if more { *apples + 1 } else { *apples - 1 };
        }
        self.apples = if more {
            self.apples + 1
        } else {
            self.apples - 1
        };
    }

    /// The place next to a player in a direction; its own for a wall, water, and everything that is
    /// no move.
    fn target(&self, player: usize, action: GridAction) -> u32 {
        let place = self.at[player] as usize;
        let column = place % self.columns;
        let target = match action {
            GridAction::North => place.checked_sub(self.columns),
            GridAction::South => Some(place + self.columns),
            GridAction::West => (column > 0).then(|| place - 1),
            GridAction::East => (column + 1 < self.columns).then(|| place + 1),
            _ => None,
        };
        let free = |target: &usize| self.tiles.get(*target).is_some_and(|tile| tile.is_free());
        target.filter(free).unwrap_or(place) as u32
    }

    /// Everybody moves, and eats what it finds. Deeds are begun anew.
    pub(super) fn move_all(&mut self, actions: &[GridAction]) {
        const MOVES: [GridAction; 4] = [
            GridAction::North,
            GridAction::South,
            GridAction::East,
            GridAction::West,
        ];
        self.taken.copy_from_slice(actions);
        for (player, &action) in actions.iter().enumerate() {
            let is_apple = |target: u32| self.tiles[target as usize] == Tile::Apple;
            let target = self.target(player, action);
            self.deeds[player] = Deed {
                tempted: MOVES
                    .iter()
                    .any(|&step| is_apple(self.target(player, step))),
                tried: is_apple(target),
                ..Deed::default()
            };
            self.crossing.targets[player] = target;
        }
        for &place in &self.at {
            self.shown[place as usize] = self.tiles[place as usize];
        }
        self.crossing
            .resolve(&mut self.at, &mut self.occupant, &mut self.lots);
        for player in 0..self.at.len() {
            let place = self.at[player];
            if self.tiles[place as usize] == Tile::Apple {
                self.tiles[place as usize] = Tile::Orchard;
                self.count(place, false);
                self.deeds[player].eaten = true;
            }
            self.shown[place as usize] = Tile::Player;
        }
        for (deed, &place) in self.deeds.iter_mut().zip(&self.at) {
            if deed.eaten {
                deed.left = self.near_apples[place as usize];
            }
        }
    }

    /// Apples grow at the same time, each with the chance for as many apples as are near it; the
    /// last chance is for all larger numbers. None grows where somebody stands.
    pub(super) fn grow(&mut self, chances: &[Chance], rng: &mut Xoshiro256PlusPlus) {
        let Some(last) = chances.len().checked_sub(1) else {
            return;
        };
        self.grown.clear();
        for &place in &self.orchard {
            let index = place as usize;
            if self.shown[index] == Tile::Orchard {
                let chance = chances[last.min(self.near_apples[index] as usize)];
                if !chance.is_impossible() && chance.happens(rng) {
                    self.grown.push(place);
                }
            }
        }
        for number in 0..self.grown.len() {
            let place = self.grown[number];
            self.tiles[place as usize] = Tile::Apple;
            self.shown[place as usize] = Tile::Apple;
            self.count(place, true);
        }
    }

    /// The players other than `player` that are at most so many rows and columns away.
    pub(super) fn around(&self, player: usize, reach: usize) -> impl Iterator<Item = usize> {
        let (row, column) = self.position(player);
        (0..self.at.len()).filter(move |&other| {
            let (other_row, other_column) = self.position(other);
            other != player
                && row.abs_diff(other_row) <= reach
                && column.abs_diff(other_column) <= reach
        })
    }

    pub(super) fn view(&self, player: usize, step: usize, reach: usize) -> GridView {
        let (row, column) = self.position(player);
        let rows = self.tiles.len() / self.columns;
        let side = 2 * reach + 1;
        let mut tiles = Vec::with_capacity(side * side);
        let (left, right) = (
            column.saturating_sub(reach),
            (column + reach + 1).min(self.columns),
        );
        for seen in 0..side {
            match (row + seen).checked_sub(reach).filter(|&row| row < rows) {
                Some(row) => {
                    let start = row * self.columns;
                    tiles.resize(tiles.len() + reach - (column - left), Tile::Wall);
                    tiles.extend_from_slice(&self.shown[start + left..start + right]);
                    tiles.resize((seen + 1) * side, Tile::Wall);
                }
                None => tiles.resize((seen + 1) * side, Tile::Wall),
            }
        }
        GridView {
            player,
            step,
            row,
            column,
            reach,
            tiles,
        }
    }

    /// Draws the map: players as digits, or as `@` from the eleventh on.
    pub(super) fn render(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        for (row, tiles) in self.shown.chunks(self.columns).enumerate() {
            for (column, &tile) in tiles.iter().enumerate() {
                let occupant = self.occupant[row * self.columns + column];
                let letter = match char::from_digit(occupant, 10) {
                    Some(digit) => digit,
                    None => tile.letter(),
                };
                to.write_char(letter)?;
            }
            to.write_char('\n')?;
        }
        Ok(())
    }
}

/// Refuses an action that this world does not have.
pub(super) fn check_actions(
    actions: &[GridAction],
    known: &[GridAction],
) -> Result<(), SimulationError> {
    for (player, action) in actions.iter().enumerate() {
        if !known.contains(action) {
            let names: Vec<_> = known.iter().map(|action| action.label()).collect();
            let reason = format!("its actions here are {}", names.join(", "));
            return Err(SimulationError::illegal_action(player, action, reason));
        }
    }
    Ok(())
}
