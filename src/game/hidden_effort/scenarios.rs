//! The sixty base games of the paper.

use serde::{Deserialize, Serialize};

use super::Family;
use crate::game::catalogue::DilemmaPayoffs;

/// A base game of the paper, with its number among the base games and among their lifts.
///
/// In the published data the numbers of the stag hunts denote different payoffs in the two sets:
/// base game 3000 is (25, 3, 20, 6), lifted game 3000 is the lift of (15, 3, 12, 4). The thirty
/// tuples are the same. A scenario is one tuple with both numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The number among the published 2×2 games.
    pub base_id: u32,
    /// The number among the published 4×4 games; that of the base game for a prisoner's dilemma.
    pub lifted_id: u32,
    /// Which kind of game it is.
    pub family: Family,
    /// R, S, T, P of the base game.
    pub payoffs: DilemmaPayoffs,
}

/// The thirty prisoner's dilemmas in the published order (24 different ones), then the thirty
/// stag hunts in the order of their lifts.
///
/// Source: Huang et al. (2026).
///
/// ```
/// use lacuna::game::hidden_effort::{Family, scenarios};
/// let all = scenarios();
/// assert_eq!(all.len(), 60);
/// assert_eq!(all[0].base_id, 1091);
/// assert_eq!((all[30].base_id, all[30].lifted_id), (3027, 3000));
/// assert_eq!(all[30].family, Family::StagHunt);
/// ```
pub fn scenarios() -> Vec<Scenario> {
    let scenario = |family, base_id, lifted_id, [r, s, t, p]: [i64; 4]| Scenario {
        base_id,
        lifted_id,
        family,
        payoffs: DilemmaPayoffs::new(r, s, t, p),
    };
    let dilemmas = PRISONERS_DILEMMAS
        .iter()
        .map(|&(id, r, s, t, p)| scenario(Family::PrisonersDilemma, id, id, [r, s, t, p]));
    let hunts = STAG_HUNTS
        .iter()
        .map(|&(base, lifted, r, s, t, p)| scenario(Family::StagHunt, base, lifted, [r, s, t, p]));
    dilemmas.chain(hunts).collect()
}

/// Number, R, S, T, P.
const PRISONERS_DILEMMAS: [(u32, i64, i64, i64, i64); 30] = [
    (1091, 5, -5, 9, 0),
    (268, 3, -4, 6, -1),
    (951, 6, -3, 9, 1),
    (1196, 4, -7, 8, -3),
    (2246, 5, -5, 8, -2),
    (177, 5, -6, 9, 0),
    (251, 5, -2, 8, 0),
    (273, 4, -3, 7, 0),
    (456, 5, -6, 9, 0),
    (237, 6, -4, 9, 0),
    (871, 5, -7, 8, -2),
    (1174, 5, -5, 8, 0),
    (1795, 4, -4, 6, -1),
    (887, 5, -9, 8, -3),
    (975, 5, -4, 8, 0),
    (1264, 4, -7, 7, -2),
    (1802, 5, -4, 8, 0),
    (948, 5, -6, 8, -3),
    (4, 5, -6, 8, -3),
    (2027, 5, -8, 8, -2),
    (423, 5, -8, 8, -3),
    (666, 7, 1, 9, 3),
    (1421, 5, -2, 8, 1),
    (886, 6, 0, 9, 2),
    (105, 5, -6, 8, -2),
    (2082, 6, -3, 9, 1),
    (1111, 5, -4, 8, 0),
    (664, 4, -6, 7, -2),
    (574, 6, 1, 9, 4),
    (1703, 5, -5, 8, -2),
];

/// Number of the base game, number of the lift, R, S, T, P.
const STAG_HUNTS: [(u32, u32, i64, i64, i64, i64); 30] = [
    (3027, 3000, 15, 3, 12, 4),
    (3015, 3001, 20, 1, 14, 3),
    (3023, 3002, 25, 8, 21, 10),
    (3017, 3003, 24, 16, 22, 17),
    (3008, 3004, 24, 2, 17, 3),
    (3009, 3005, 24, 0, 16, 1),
    (3028, 3006, 16, 4, 13, 5),
    (3024, 3007, 21, 2, 16, 3),
    (3012, 3008, 15, 3, 11, 4),
    (3000, 3009, 25, 3, 20, 6),
    (3004, 3010, 25, 5, 18, 6),
    (3016, 3011, 19, 3, 14, 4),
    (3005, 3012, 25, 1, 18, 3),
    (3013, 3013, 22, 2, 16, 3),
    (3011, 3014, 25, 9, 21, 10),
    (3022, 3015, 19, 0, 12, 1),
    (3001, 3016, 21, 2, 15, 3),
    (3002, 3017, 23, 4, 16, 5),
    (3025, 3018, 23, 5, 18, 6),
    (3003, 3019, 18, 0, 13, 2),
    (3021, 3020, 21, 3, 16, 4),
    (3026, 3021, 18, 1, 12, 2),
    (3018, 3022, 25, 7, 20, 9),
    (3029, 3023, 24, 4, 17, 5),
    (3020, 3024, 23, 7, 17, 8),
    (3007, 3025, 25, 9, 21, 11),
    (3010, 3026, 13, 1, 10, 2),
    (3014, 3027, 19, 1, 13, 2),
    (3019, 3028, 22, 0, 15, 1),
    (3006, 3029, 22, 9, 19, 11),
];
