//! What an ordinal game comes to when ranks are payoffs.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::OrdinalGame;
use crate::contract::{AttainableOptions, ContractingProblem, Language};
use crate::equilibrium::dominance::{Dominance, dominated_actions};
use crate::equilibrium::phase_diagram::Threshold;
use crate::equilibrium::{PhaseDiagram, PhaseOptions, PureOptions, pure_equilibria};
use crate::game::{GameExt, NormalForm, Profile};
use crate::gap::level::selfishness_level;
use crate::gap::welfare_gap;
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;
use crate::theorem::TheoremError;
use crate::theorem::search::{Followed, Harm};

/// Games by the ranks at the pure equilibrium of greatest welfare; of two with the same welfare,
/// the one that is better for whoever has less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Family {
    /// 4 and 4.
    WinWin,
    /// 4 and 3.
    Biased,
    /// 3 and 3.
    SecondBest,
    /// 4 and 2.
    Unfair,
    /// 3 and 2, or 2 and 2.
    Inferior,
    /// There is no pure equilibrium.
    Cyclic,
}

impl Family {
    /// All families in the order in which they are listed.
    pub const ALL: [Family; 6] = [
        Family::WinWin,
        Family::Biased,
        Family::SecondBest,
        Family::Unfair,
        Family::Inferior,
        Family::Cyclic,
    ];

    fn of(game: &NormalForm<Rational>, equilibria: &[Profile]) -> Result<Self, TheoremError> {
        let mut best: Option<(Rational, Rational)> = None;
        for profile in equilibria {
            let payoffs = game.payoffs(profile)?;
            let least = payoffs.iter().min().cloned().unwrap_or_default();
            best = best.max(Some((payoffs.iter().sum(), least)));
        }
        let Some((welfare, least)) = best else {
            return Ok(Family::Cyclic);
        };
        let is = |total: i64, low: i64| welfare == total.into() && least == low.into();
        Ok(if is(8, 4) {
            Family::WinWin
        } else if is(7, 3) {
            Family::Biased
        } else if is(6, 3) {
            Family::SecondBest
        } else if is(6, 2) {
            Family::Unfair
        } else {
            Family::Inferior
        })
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Family::WinWin => "win-win",
            Family::Biased => "biased",
            Family::SecondBest => "second best",
            Family::Unfair => "unfair",
            Family::Inferior => "inferior",
            Family::Cyclic => "cyclic",
        })
    }
}

/// What an ordinal game comes to when the ranks 1 to 4 are payoffs. Profiles are those of
/// [`OrdinalGame::game`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrdinalAnalysis {
    /// The game.
    pub game: OrdinalGame,
    /// What kind of game it is.
    pub family: Family,
    /// The pure equilibria.
    pub equilibria: Vec<Profile>,
    /// For each player the strictly dominant action, if there is one.
    pub dominant: [Option<usize>; 2],
    /// The greatest welfare.
    pub first_best: Rational,
    /// The profiles that have it.
    pub optima: Vec<Profile>,
    /// What is lost at the best pure equilibrium of selfish players without a contract; `None` if
    /// there is no pure equilibrium.
    pub best_gap: Option<Rational>,
    /// What is lost at the worst one.
    pub worst_gap: Option<Rational>,
    /// The selfishness level: from which altruism on some equilibrium is optimal.
    pub level: Extended<Rational>,
    /// From which altruism on every equilibrium is optimal, and there is one.
    pub every_equilibrium_is_optimal: Threshold,
    /// The altruism weights at which the pure equilibria change, 0 apart.
    pub breakpoints: Vec<Rational>,
    /// The largest loss when altruism rises, at the best equilibrium.
    pub harm_at_best: Option<Harm>,
    /// The same at the worst equilibrium.
    pub harm_at_worst: Option<Harm>,
    /// The same at the only equilibrium.
    pub harm_at_unique: Option<Harm>,
}

impl OrdinalAnalysis {
    /// Analyses one game.
    ///
    /// # Errors
    ///
    /// None that is known: every ordinal game is small and valid.
    pub fn new(ordinal: OrdinalGame) -> Result<Self, TheoremError> {
        let game = ordinal.game()?;
        let equilibria = pure_equilibria(&game, &PureOptions::default())?
            .into_set()
            .profiles();
        let mut dominant = [None; 2];
        for dominated in dominated_actions(&game, Dominance::Strict)? {
            dominant[dominated.player] = Some(dominated.by);
        }
        let problem = ContractingProblem::single_state(game.clone())?;
        let gap = welfare_gap(
            &problem,
            &Language::trivial(&problem),
            &WeightMatrix::identity(2),
            &AttainableOptions::default(),
        )?;
        let optima = problem.first_best().optima;
        let diagram = PhaseDiagram::new(&game, &PhaseOptions::default())?;
        let breakpoints = diagram.breakpoints().into_iter();
        Ok(OrdinalAnalysis {
            game: ordinal,
            family: Family::of(&game, &equilibria)?,
            equilibria,
            dominant,
            first_best: gap.first_best,
            optima: (optima.iter().flatten())
                .map(|&index| game.space().profile(index))
                .collect::<Result<_, _>>()?,
            best_gap: gap.best,
            worst_gap: gap.worst,
            level: selfishness_level(&problem)?.value,
            every_equilibrium_is_optimal: diagram.every_equilibrium_is_optimal(),
            breakpoints: breakpoints
                .filter(|lambda| lambda.is_positive())
                .cloned()
                .collect(),
            harm_at_best: Harm::largest(&game, Followed::Best)?,
            harm_at_worst: Harm::largest(&game, Followed::Worst)?,
            harm_at_unique: Harm::largest(&game, Followed::Unique)?,
        })
    }

    /// All 144, in the order of [`OrdinalGame::all`].
    ///
    /// # Errors
    ///
    /// As [`OrdinalAnalysis::new`].
    pub fn all() -> Result<Vec<Self>, TheoremError> {
        OrdinalGame::all()
            .into_iter()
            .map(OrdinalAnalysis::new)
            .collect()
    }
}
