//! How many games and classes there are, without listing them (Cauchy and Frobenius).

use super::{GameClass, SearchError};

/// The number of lists of `length` different ones of `values`.
fn without_repetition(values: usize, length: usize) -> Option<u128> {
    (0..length).try_fold(1u128, |product, taken| {
        product.checked_mul(values.saturating_sub(taken) as u128)
    })
}

/// The cycles of a permutation, each by its members.
fn cycles(images: impl Fn(usize) -> usize, length: usize) -> Vec<Vec<usize>> {
    let mut seen = vec![false; length];
    let mut found = Vec::new();
    for start in 0..length {
        let mut cycle = Vec::new();
        let mut at = start;
        while !std::mem::replace(&mut seen[at], true) {
            cycle.push(at);
            at = images(at);
        }
        if !cycle.is_empty() {
            found.push(cycle);
        }
    }
    found
}

impl GameClass {
    /// The number of games, with all their names; `None` if it is beyond 128 bits.
    pub fn games(&self) -> Option<u128> {
        let players = self.space().players() as u32;
        let values = self.values().len();
        if self.is_strict() {
            without_repetition(values, self.space().len())?.checked_pow(players)
        } else {
            (values as u128).checked_pow(u32::try_from(self.payoffs()).ok()?)
        }
    }

    /// The number of classes; `None` if a number on the way is beyond 128 bits.
    ///
    /// It is the number of games that a renaming leaves as they are, on average over all renamings
    /// (the lemma of Cauchy and Frobenius, often Burnside's).
    ///
    /// # Errors
    ///
    /// [`SearchError::TooManyRenamings`], [`SearchError::RenamingsTooLarge`].
    ///
    /// ```
    /// use lacuna::theorem::search::GameClass;
    /// // Two players with two actions each, payoffs 0 or 1: 43 classes of 256 games.
    /// let class = GameClass::integers(&[2, 2], 0..=1)?;
    /// assert_eq!(class.classes()?, Some(43));
    /// assert_eq!(class.representatives()?.map(|one| one.orbit).sum::<u64>(), 256);
    /// # Ok::<(), lacuna::theorem::search::SearchError>(())
    /// ```
    pub fn classes(&self) -> Result<Option<u128>, SearchError> {
        let renamings = self.renamings()?;
        let mut total = Some(0u128);
        for renaming in 0..renamings.len() {
            let source = renamings.source(renaming);
            let orbits = cycles(|place| usize::from(source[place]), source.len());
            let fixed = if self.is_strict() {
                self.strict_fixed(&orbits, renamings.players(renaming))
            } else {
                // A word that stays is constant on every cycle of places.
                (self.values().len() as u128).checked_pow(orbits.len() as u32)
            };
            total = total.and_then(|total| total.checked_add(fixed?));
        }
        Ok(total.map(|total| total / renamings.len() as u128))
    }

    /// How many strict games stay as they are: none if a cycle of places has two of one player, and
    /// otherwise one table for each cycle of players.
    fn strict_fixed(&self, orbits: &[Vec<usize>], becomes: &[usize]) -> Option<u128> {
        let players = self.space().players();
        for orbit in orbits {
            let mut owners: Vec<usize> = orbit.iter().map(|place| place % players).collect();
            owners.sort_unstable();
            if owners.windows(2).any(|pair| pair[0] == pair[1]) {
                return Some(0);
            }
        }
        let tables = cycles(|player| becomes[player], players).len() as u32;
        without_repetition(self.values().len(), self.space().len())?.checked_pow(tables)
    }
}
