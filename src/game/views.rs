//! Restriction, relabelling and affine scaling of dense games.

use super::{Game, GameError, Names, NormalForm, Profile};
use crate::number::Scalar;

/// Checks that `order` lists each of `0..count` exactly once.
fn check_permutation(what: &'static str, order: &[usize], count: usize) -> Result<(), GameError> {
    let mut seen = vec![false; count];
    let valid = order.len() == count
        && order.iter().all(|&value| {
            seen.get_mut(value)
                .is_some_and(|seen| !std::mem::replace(seen, true))
        });
    if valid {
        Ok(())
    } else {
        Err(GameError::NotAPermutation {
            what,
            found: order.len(),
            expected: count,
        })
    }
}

impl<S: Scalar> NormalForm<S> {
    /// The game in which player `i` has only the actions `kept[i]`, in the order given there.
    ///
    /// # Errors
    /// [`GameError::WrongProfileLength`] if there is not one list a player,
    /// [`GameError::NoActions`], [`GameError::ActionOutOfRange`], [`GameError::Duplicate`].
    pub fn restricted(&self, kept: &[Vec<usize>]) -> Result<Self, GameError> {
        if kept.len() != self.players() {
            return Err(GameError::WrongProfileLength {
                found: kept.len(),
                players: self.players(),
            });
        }
        for (player, list) in kept.iter().enumerate() {
            let actions = self.actions(player);
            let mut seen = vec![false; actions];
            for &action in list {
                if action >= actions {
                    return Err(GameError::ActionOutOfRange {
                        player,
                        action,
                        actions,
                    });
                }
                if std::mem::replace(&mut seen[action], true) {
                    return Err(GameError::Duplicate {
                        what: "action",
                        player,
                        value: action,
                    });
                }
            }
        }
        let counts: Vec<usize> = kept.iter().map(Vec::len).collect();
        let mut original: Profile = vec![0; self.players()];
        let game = Self::from_fn(&counts, |player, profile| {
            for (j, &action) in profile.iter().enumerate() {
                original[j] = kept[j][action];
            }
            self.payoff(player, &original)
        })?;
        let names = self.names().map(|names| -> Result<Names, GameError> {
            let actions = kept
                .iter()
                .enumerate()
                .map(|(i, list)| {
                    list.iter()
                        .map(|&a| names.actions()[i][a].clone())
                        .collect()
                })
                .collect();
            Names::new(game.space(), names.players().to_vec(), actions)
        });
        Ok(game.map_names(names.transpose()?))
    }

    /// The game in which action `a` of `player` is the former action `order[a]`.
    ///
    /// # Errors
    /// [`GameError::PlayerOutOfRange`], [`GameError::NotAPermutation`].
    pub fn with_actions_permuted(&self, player: usize, order: &[usize]) -> Result<Self, GameError> {
        let players = self.players();
        if player >= players {
            return Err(GameError::PlayerOutOfRange { player, players });
        }
        check_permutation("the order of the actions", order, self.actions(player))?;
        let kept: Vec<Vec<usize>> = (0..players)
            .map(|i| {
                if i == player {
                    order.to_vec()
                } else {
                    (0..self.actions(i)).collect()
                }
            })
            .collect();
        self.restricted(&kept)
    }

    /// The game in which player `i` is the former player `order[i]`.
    ///
    /// # Errors
    /// [`GameError::NotAPermutation`].
    pub fn with_players_permuted(&self, order: &[usize]) -> Result<Self, GameError> {
        check_permutation("the order of the players", order, self.players())?;
        let counts: Vec<usize> = order.iter().map(|&j| self.actions(j)).collect();
        let mut original: Profile = vec![0; self.players()];
        let game = Self::from_fn(&counts, |player, profile| {
            for (&j, &action) in order.iter().zip(profile) {
                original[j] = action;
            }
            self.payoff(order[player], &original)
        })?;
        let names = self.names().map(|names| {
            Names::new(
                game.space(),
                order.iter().map(|&j| names.players()[j].clone()).collect(),
                order.iter().map(|&j| names.actions()[j].clone()).collect(),
            )
        });
        Ok(game.map_names(names.transpose()?))
    }

    /// The game with payoffs `scale[i] · u_i + shift[i]`.
    ///
    /// With one scale for all players, equilibria, optima and selfishness levels do not change;
    /// with different ones the welfare optimum may move (Apt and Schäfer, 2014).
    ///
    /// # Errors
    /// [`GameError::WrongProfileLength`] if a list does not have one entry a player,
    /// [`GameError::BadScale`] if a scale is not positive, [`GameError::NotFinite`] on overflow
    /// of floating-point payoffs.
    pub fn affine(&self, scale: &[S], shift: &[S]) -> Result<Self, GameError> {
        for list in [scale, shift] {
            if list.len() != self.players() {
                return Err(GameError::WrongProfileLength {
                    found: list.len(),
                    players: self.players(),
                });
            }
        }
        for (player, value) in scale.iter().enumerate() {
            if !(value.is_finite() && *value > S::zero()) {
                return Err(GameError::BadScale {
                    player,
                    value: value.to_string(),
                });
            }
        }
        let game = Self::from_fn(self.space().actions(), |player, profile| {
            self.payoff(player, profile) * &scale[player] + &shift[player]
        })?;
        Ok(game.map_names(self.names().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Rational;

    /// Payoffs that tell every player and profile apart, on three players of different sizes.
    fn marked() -> NormalForm<Rational> {
        NormalForm::from_fn(&[2, 3, 4], |player, p| {
            Rational::from((1000 * player + 100 * p[0] + 10 * p[1] + p[2]) as i64)
        })
        .expect("small")
    }

    #[test]
    fn permuting_players_carries_their_actions_and_payoffs_along() {
        let game = marked()
            .with_players_permuted(&[2, 0, 1])
            .expect("permutation");
        assert_eq!(game.space().actions(), &[4, 2, 3]);
        assert_eq!(game.payoff(0, &[3, 1, 2]), Rational::from(2123));
        assert!(marked().with_players_permuted(&[0, 0, 1]).is_err());
    }

    #[test]
    fn restriction_keeps_the_listed_actions_in_their_order() {
        let game = marked()
            .restricted(&[vec![1], vec![2, 0], vec![3]])
            .expect("valid");
        assert_eq!(game.payoff(1, &[0, 1, 0]), Rational::from(1103));
        assert_eq!(
            marked().restricted(&[vec![1], vec![5], vec![3]]),
            Err(GameError::ActionOutOfRange {
                player: 1,
                action: 5,
                actions: 3
            })
        );
        assert!(marked().restricted(&[vec![1], vec![], vec![3]]).is_err());
    }

    #[test]
    fn scales_must_be_positive() {
        let two = vec![Rational::from(2); 3];
        let game = marked().affine(&two, &two).expect("positive");
        assert_eq!(game.payoff(0, &[0, 0, 1]), Rational::from(4));
        assert!(matches!(
            marked().affine(&[Rational::ONE, Rational::ZERO, Rational::ONE], &two),
            Err(GameError::BadScale { player: 1, .. })
        ));
    }
}
