//! The altruism level of every language: how much prosociality each set of observations saves.

use serde::{Deserialize, Serialize};

use super::{CheapestClosing, LanguageLattice, ObservationMenu, VerifiabilityOptions};
use crate::contract::ContractingProblem;
use crate::gap::GapError;
use crate::gap::level::{Level, LevelOptions, language_level};
use crate::number::{Extended, Rational};

/// The least altruism weight from which plain contracts with unlimited fines attain the first
/// best, for every language of a lattice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "LevelsForm")]
pub struct LanguageLevels {
    lattice: LanguageLattice,
    levels: Vec<Level>,
}

/// The serialised form of the levels.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelsForm {
    lattice: LanguageLattice,
    levels: Vec<Level>,
}

/// A cost and a level of which neither can be lowered without raising the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LevelFrontierPoint {
    /// The cost of observations.
    pub cost: Rational,
    /// The altruism weight from which on the first best is attained.
    pub level: Extended<Rational>,
    /// The numbers of all languages with this cost and this level, ascending.
    pub languages: Vec<usize>,
}

/// The [`language_level`] of every language that `menu` gives.
///
/// # Errors
/// [`GapError::Contract`] if the menu is not about the outcomes of the problem, or as
/// [`language_level`]; [`GapError::TooManyLanguages`].
///
/// # Complexity
/// That of [`LanguageLattice::new`], and of [`language_level`] for each language.
///
/// ```
/// use lacuna::contract::ContractingProblem;
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::verifiability::{ObservationMenu, language_levels};
/// use lacuna::number::Rational;
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let menu = ObservationMenu::each_action(&problem);
/// let levels = language_levels(&problem, &menu, &Default::default(), &Default::default())?;
/// // Either both are verified, or both are prosocial: one verified action saves nothing.
/// let trade: Vec<String> = levels
///     .frontier()
///     .iter()
///     .map(|point| format!("cost {}: from λ = {}", point.cost, point.level))
///     .collect();
/// assert_eq!(trade, ["cost 0: from λ = 2", "cost 2: from λ = 0"]);
/// let cheapest = levels.cheapest_closing(&Rational::from(1)).map(|found| found.cost);
/// assert_eq!(cheapest, Some(Rational::from(2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn language_levels(
    problem: &ContractingProblem,
    menu: &ObservationMenu,
    level_options: &LevelOptions,
    options: &VerifiabilityOptions,
) -> Result<LanguageLevels, GapError> {
    menu.check(problem)?;
    let lattice = LanguageLattice::new(menu, options.max_languages)?;
    let levels = lattice
        .languages()
        .iter()
        .map(|entry| language_level(problem, &entry.language, level_options))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(LanguageLevels { lattice, levels })
}

impl LanguageLevels {
    /// The languages.
    pub fn lattice(&self) -> &LanguageLattice {
        &self.lattice
    }

    /// The level of each language, with its plan and its witness, in the order of the lattice.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The cheapest languages in which plain contracts with unlimited fines attain the first best
    /// at this altruism weight, which need not be in any table; `None` if there is none.
    pub fn cheapest_closing(&self, lambda: &Rational) -> Option<CheapestClosing> {
        let closing = || {
            let languages = self.lattice.languages().iter().zip(&self.levels);
            languages
                .enumerate()
                .filter(|(_, (_, level))| level.value <= Extended::Finite(lambda.clone()))
        };
        let cost = closing().map(|(_, (entry, _))| &entry.cost).min()?;
        Some(CheapestClosing {
            cost: cost.clone(),
            languages: closing()
                .filter(|(_, (entry, _))| entry.cost == *cost)
                .map(|(number, _)| number)
                .collect(),
        })
    }

    /// The exchange of verifiability for prosociality: every pair of cost and level that no
    /// language improves upon in one without loss in the other, cheapest first.
    ///
    /// From one level up to, but not including, that of the point before, the cost of the point is
    /// the least at which the first best is attained.
    pub fn frontier(&self) -> Vec<LevelFrontierPoint> {
        let languages = self.lattice.languages().iter().zip(&self.levels);
        let mut points: Vec<(&Rational, &Extended<Rational>, usize)> = languages
            .enumerate()
            .map(|(number, (entry, level))| (&entry.cost, &level.value, number))
            .collect();
        points.sort();
        let mut frontier: Vec<LevelFrontierPoint> = Vec::new();
        for (cost, level, number) in points {
            match frontier.last_mut() {
                Some(last) if last.cost == *cost && last.level == *level => {
                    last.languages.push(number);
                }
                Some(last) if last.level <= *level => {}
                _ => frontier.push(LevelFrontierPoint {
                    cost: cost.clone(),
                    level: level.clone(),
                    languages: vec![number],
                }),
            }
        }
        frontier
    }
}

impl TryFrom<LevelsForm> for LanguageLevels {
    type Error = GapError;
    fn try_from(form: LevelsForm) -> Result<Self, GapError> {
        if form.levels.len() != form.lattice.languages().len() {
            return Err(GapError::InconsistentTable {
                what: "there must be one level for each language",
            });
        }
        Ok(LanguageLevels {
            lattice: form.lattice,
            levels: form.levels,
        })
    }
}
