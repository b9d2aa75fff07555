//! What a player sees of a grid world.

/// What a place looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tile {
    /// A wall, or what lies beyond the map.
    Wall,
    /// Free.
    Floor,
    /// Free, and an apple may grow here.
    Orchard,
    /// An apple.
    Apple,
    /// Clean water.
    River,
    /// Polluted water.
    Waste,
    /// A player stands here.
    Player,
}

impl Tile {
    /// Can a player step there, as far as it can see?
    pub fn is_free(self) -> bool {
        matches!(self, Tile::Floor | Tile::Orchard | Tile::Apple)
    }

    pub(super) fn letter(self) -> char {
        match self {
            Tile::Wall => '#',
            Tile::Floor => '.',
            Tile::Orchard => 'a',
            Tile::Apple => 'A',
            Tile::River => 'R',
            Tile::Waste => 'W',
            Tile::Player => '@',
        }
    }
}

/// What a player of a grid world sees: a square window around itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GridView {
    /// The player.
    pub player: usize,
    /// The number of the step that is to be taken, from 0.
    pub step: usize,
    /// The row in which the player stands, from 0.
    pub row: usize,
    /// The column in which it stands, from 0.
    pub column: usize,
    /// How far it sees in every direction.
    pub reach: usize,
    /// What it sees, row by row, `2 · reach + 1` places each; itself in the middle.
    pub tiles: Vec<Tile>,
}

impl GridView {
    /// What is so many rows below and columns to the right of the player; a wall if that is out of
    /// sight.
    pub fn at(&self, below: isize, right: isize) -> Tile {
        self.index(below, right)
            .map_or(Tile::Wall, |index| self.tiles[index])
    }

    /// Where that is in [`GridView::tiles`], if it is in sight.
    pub(super) fn index(&self, below: isize, right: isize) -> Option<usize> {
        if below.unsigned_abs() > self.reach || right.unsigned_abs() > self.reach {
            return None;
        }
        let row = self.reach.checked_add_signed(below)?;
        let column = self.reach.checked_add_signed(right)?;
        let side = self.reach.checked_mul(2)?.checked_add(1)?;
        let index = row.checked_mul(side)?.checked_add(column)?;
        (index < self.tiles.len()).then_some(index)
    }

    /// The number of apples in sight within a distance of 2 from that place, without the place
    /// itself: what decides how fast it grows back.
    pub fn apples_near(&self, below: isize, right: isize) -> usize {
        let near = super::ground::NEAR.iter();
        near.filter(|(down, along)| {
            let place = (below.checked_add(*down), right.checked_add(*along));
            matches!(place, (Some(below), Some(right)) if self.at(below, right) == Tile::Apple)
        })
        .count()
    }
}
