//! Who gets where if all move at the same time.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

/// Nobody stands there.
pub(super) const NOBODY: u32 = u32::MAX;

/// Room that is used again in every step.
#[derive(Debug, Clone)]
pub(super) struct Crossing {
    /// Where each player wants to be.
    pub(super) targets: Vec<u32>,
    /// Who stays where it is.
    stays: Vec<bool>,
    /// For each place, how many want to go there, and who of them may.
    contenders: Vec<u32>,
    winner: Vec<u32>,
}

impl Crossing {
    pub(super) fn new(players: usize, places: usize) -> Self {
        Crossing {
            targets: vec![0; players],
            stays: vec![false; players],
            contenders: vec![0; places],
            winner: vec![0; places],
        }
    }

    /// Moves everybody from `at` to its target, if it can be. One of those who want the same place
    /// gets it, each equally likely; two who would change places stay, and so does everybody whose
    /// target is held by one who stays. Places are vacated and entered at the same time, so that
    /// players can follow each other, also in a circle of three or more. Nothing depends on the
    /// numbers of the players but through the lots. `O(players)`.
    pub(super) fn resolve(
        &mut self,
        at: &mut [u32],
        occupant: &mut [u32],
        lots: &mut Xoshiro256PlusPlus,
    ) {
        let Crossing {
            targets,
            stays,
            contenders,
            winner,
        } = self;
        for (player, stays) in stays.iter_mut().enumerate() {
            let target = targets[player];
            let there = occupant[target as usize];
            let swap = there != NOBODY && targets[there as usize] == at[player];
            // One who stays stands on its own target.
            *stays = target == at[player] || swap;
        }
        for (player, &target) in targets.iter().enumerate() {
            if !stays[player] {
                let place = target as usize;
                contenders[place] += 1;
                // The k-th who comes replaces the one before with probability 1/k.
                if contenders[place] == 1 || lots.random_range(0..contenders[place]) == 0 {
                    winner[place] = player as u32;
                }
            }
        }
        for (player, &target) in targets.iter().enumerate() {
            stays[player] |= winner[target as usize] != player as u32;
        }
        // Whoever stays keeps the one out that would take its place, and so on.
        for player in 0..at.len() {
            let mut place = at[player] as usize;
            while stays[player] && contenders[place] > 0 {
                let kept_out = winner[place] as usize;
                if stays[kept_out] {
                    break;
                }
                stays[kept_out] = true;
                place = at[kept_out] as usize;
            }
        }
        for &target in targets.iter() {
            contenders[target as usize] = 0;
        }
        for (place, &stays) in at.iter().zip(stays.iter()) {
            if !stays {
                occupant[*place as usize] = NOBODY;
            }
        }
        for (player, place) in at.iter_mut().enumerate() {
            if !stays[player] {
                *place = targets[player];
                occupant[*place as usize] = player as u32;
            }
        }
    }
}
