//! Profiles and their index arithmetic: mixed radix, the last player varies fastest.

use serde::{Deserialize, Serialize};

use super::GameError;

/// One action for each player.
pub type Profile = Vec<usize>;

/// The profiles of a game in their order: the last player's action varies fastest.
///
/// ```
/// use lacuna::game::ProfileSpace;
/// let space = ProfileSpace::new(&[2, 3])?;
/// assert_eq!(space.len(), 6);
/// assert_eq!(space.index(&[1, 2])?, 5);
/// assert_eq!(space.profile(3)?, vec![1, 0]);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<usize>", into = "Vec<usize>")]
pub struct ProfileSpace {
    actions: Vec<usize>,
    strides: Vec<usize>,
    len: usize,
}

impl ProfileSpace {
    /// The profiles of players with `actions[i]` actions each.
    ///
    /// # Errors
    /// [`GameError::NoPlayers`], [`GameError::NoActions`], or [`GameError::TooLarge`] if there are
    /// more profiles than `usize` can count.
    pub fn new(actions: &[usize]) -> Result<Self, GameError> {
        if actions.is_empty() {
            return Err(GameError::NoPlayers);
        }
        if let Some(player) = actions.iter().position(|&count| count == 0) {
            return Err(GameError::NoActions { player });
        }
        let too_large = || GameError::TooLarge {
            payoffs: actions
                .iter()
                .try_fold(actions.len() as u128, |product, &count| {
                    product.checked_mul(count as u128)
                }),
            limit: isize::MAX as usize,
        };
        let mut strides = vec![1usize; actions.len()];
        let mut len = 1usize;
        for (player, &count) in actions.iter().enumerate().rev() {
            strides[player] = len;
            len = len
                .checked_mul(count)
                .filter(|&len| len <= isize::MAX as usize)
                .ok_or_else(too_large)?;
        }
        Ok(ProfileSpace {
            actions: actions.to_vec(),
            strides,
            len,
        })
    }

    /// The number of players.
    pub fn players(&self) -> usize {
        self.actions.len()
    }

    /// The number of actions of each player.
    pub fn actions(&self) -> &[usize] {
        &self.actions
    }

    /// How far apart two profiles lie that differ by one in the action of `player`.
    ///
    /// # Panics
    /// If there is no such player.
    pub fn stride(&self, player: usize) -> usize {
        self.strides[player]
    }

    /// The number of profiles; never 0.
    #[allow(clippy::len_without_is_empty)] // A game has at least one profile.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The index of a profile.
    ///
    /// # Errors
    /// [`GameError::WrongProfileLength`] or [`GameError::ActionOutOfRange`].
    pub fn index(&self, profile: &[usize]) -> Result<usize, GameError> {
        if profile.len() != self.players() {
            return Err(GameError::WrongProfileLength {
                found: profile.len(),
                players: self.players(),
            });
        }
        for (player, (&action, &actions)) in profile.iter().zip(&self.actions).enumerate() {
            if action >= actions {
                return Err(GameError::ActionOutOfRange {
                    player,
                    action,
                    actions,
                });
            }
        }
        Ok(self.index_unchecked(profile))
    }

    /// The index of a profile known to be valid.
    #[inline]
    pub(crate) fn index_unchecked(&self, profile: &[usize]) -> usize {
        profile
            .iter()
            .zip(&self.strides)
            .map(|(action, stride)| action * stride)
            .sum()
    }

    /// The index of a profile, or one that no table has: an invalid profile must not silently
    /// mean another.
    #[inline]
    pub(crate) fn index_or_beyond(&self, profile: &[usize]) -> usize {
        let valid = profile.len() == self.actions.len()
            && profile
                .iter()
                .zip(&self.actions)
                .all(|(action, actions)| action < actions);
        if valid {
            self.index_unchecked(profile)
        } else {
            usize::MAX
        }
    }

    /// The action of `player` in the profile with this index.
    ///
    /// # Panics
    /// If there is no such player.
    #[inline]
    pub fn action(&self, index: usize, player: usize) -> usize {
        index / self.strides[player] % self.actions[player]
    }

    /// The index of the profile in which `player` plays `action` instead; all must be in range.
    #[inline]
    pub(crate) fn deviation(&self, index: usize, player: usize, action: usize) -> usize {
        let stride = self.strides[player];
        index - self.action(index, player) * stride + action * stride
    }

    /// The profile with this index.
    ///
    /// # Errors
    /// [`GameError::ProfileOutOfRange`].
    pub fn profile(&self, index: usize) -> Result<Profile, GameError> {
        if index >= self.len {
            return Err(GameError::ProfileOutOfRange {
                index,
                profiles: self.len,
            });
        }
        Ok(self.profile_unchecked(index))
    }

    pub(crate) fn profile_unchecked(&self, index: usize) -> Profile {
        (0..self.players())
            .map(|player| self.action(index, player))
            .collect()
    }

    /// All profiles in order.
    pub fn iter(&self) -> Profiles<'_> {
        Profiles {
            space: self,
            next: Some(vec![0; self.players()]),
        }
    }

    /// Calls `visit` with the index and the actions of every profile in order, without allocating.
    pub fn for_each(&self, mut visit: impl FnMut(usize, &[usize])) {
        let mut profile = vec![0; self.players()];
        for index in 0..self.len {
            visit(index, &profile);
            self.advance(&mut profile);
        }
    }

    /// Moves to the next profile; false if `profile` was the last, which becomes the first.
    pub(crate) fn advance(&self, profile: &mut [usize]) -> bool {
        for (action, &actions) in profile.iter_mut().zip(&self.actions).rev() {
            *action += 1;
            if *action < actions {
                return true;
            }
            *action = 0;
        }
        false
    }
}

impl TryFrom<Vec<usize>> for ProfileSpace {
    type Error = GameError;
    fn try_from(actions: Vec<usize>) -> Result<Self, GameError> {
        ProfileSpace::new(&actions)
    }
}

impl From<ProfileSpace> for Vec<usize> {
    fn from(space: ProfileSpace) -> Self {
        space.actions
    }
}

impl<'a> IntoIterator for &'a ProfileSpace {
    type Item = Profile;
    type IntoIter = Profiles<'a>;
    fn into_iter(self) -> Profiles<'a> {
        self.iter()
    }
}

/// The profiles of a game in order; see [`ProfileSpace::iter`].
#[derive(Debug, Clone)]
pub struct Profiles<'a> {
    space: &'a ProfileSpace,
    next: Option<Profile>,
}

impl Iterator for Profiles<'_> {
    type Item = Profile;
    fn next(&mut self) -> Option<Profile> {
        let current = self.next.take()?;
        let mut following = current.clone();
        if self.space.advance(&mut following) {
            self.next = Some(following);
        }
        Some(current)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_beyond_the_machine_are_refused() {
        assert!(matches!(
            ProfileSpace::new(&[1000; 10]),
            Err(GameError::TooLarge {
                payoffs: Some(_),
                ..
            })
        ));
        assert!(matches!(
            ProfileSpace::new(&[usize::MAX; 10]),
            Err(GameError::TooLarge { payoffs: None, .. })
        ));
        assert_eq!(ProfileSpace::new(&[]), Err(GameError::NoPlayers));
        assert_eq!(
            ProfileSpace::new(&[2, 0]),
            Err(GameError::NoActions { player: 1 })
        );
    }

    proptest! {
        #[test]
        fn index_and_profile_are_inverse_and_in_order(
            actions in proptest::collection::vec(1usize..5, 1..5)
        ) {
            let space = ProfileSpace::new(&actions).expect("small");
            let profiles: Vec<Profile> = space.iter().collect();
            prop_assert_eq!(profiles.len(), space.len());
            let mut visited = Vec::new();
            space.for_each(|index, profile| visited.push((index, profile.to_vec())));
            for (index, profile) in profiles.iter().enumerate() {
                prop_assert_eq!(space.index(profile).expect("valid"), index);
                prop_assert_eq!(&space.profile(index).expect("valid"), profile);
                prop_assert_eq!(&visited[index], &(index, profile.clone()));
                for player in 0..space.players() {
                    for action in 0..actions[player] {
                        let mut deviation = profile.clone();
                        deviation[player] = action;
                        prop_assert_eq!(
                            space.deviation(index, player, action),
                            space.index(&deviation).expect("valid")
                        );
                    }
                }
            }
        }
    }
}
