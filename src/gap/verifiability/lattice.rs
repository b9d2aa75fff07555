//! The languages that a menu of observations gives, and how they refine one another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ObservationMenu;
use crate::contract::Language;
use crate::gap::GapError;
use crate::number::Rational;

/// One language of a [`LanguageLattice`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LatticeLanguage {
    /// The language.
    pub language: Language,
    /// The cheapest set of observations that gives it, ascending; of several the one with the
    /// fewest observations, then the first in lexicographic order.
    pub cheapest: Vec<usize>,
    /// The largest set that gives it, ascending: every observation whose distinctions it makes.
    pub known: Vec<usize>,
    /// The cost of the cheapest set.
    pub cost: Rational,
}

/// A language and one that refines it with none between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cover {
    /// The number of the coarser language.
    pub coarse: usize,
    /// The number of the finer language.
    pub fine: usize,
}

/// All languages that the sets of observations of a menu give, each once.
///
/// Languages are numbered by their cells, fewest first, then by their `known` observations in
/// lexicographic order: language 0 is the base, the last one knows all, and every language comes
/// after those that it refines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "LatticeForm", into = "LatticeForm")]
pub struct LanguageLattice {
    menu: ObservationMenu,
    languages: Vec<LatticeLanguage>,
    covers: Vec<Cover>,
    /// For each language and observation the language that has both.
    with: Vec<Vec<usize>>,
}

/// The serialised form of a lattice. All but the menu follows from it, and is checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LatticeForm {
    menu: ObservationMenu,
    languages: Vec<LatticeLanguage>,
    covers: Vec<Cover>,
}

/// The cells of all outcomes, numbered in order of first occurrence.
pub(super) fn partition(language: &Language) -> Vec<usize> {
    (0..language.states())
        .flat_map(|state| {
            (0..language.space().len()).map(move |index| language.cell_at(state, index))
        })
        .collect()
}

/// The partition that makes the distinctions of both.
pub(super) fn meet(left: &[usize], right: &[usize]) -> Vec<usize> {
    let mut numbers: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    left.iter()
        .zip(right)
        .map(|(&l, &r)| {
            let next = numbers.len();
            *numbers.entry((l, r)).or_insert(next)
        })
        .collect()
}

/// A set of observations with its cost, ordered as the cheapest is chosen.
type Bundle = (Rational, usize, Vec<usize>);

/// A language as it is found: its cells, the observations that it knows, and the cheapest set that
/// gives it.
struct Found {
    count: usize,
    cells: Vec<usize>,
    known: Vec<usize>,
    bundle: Bundle,
}

/// Does the first partition make every distinction of the second?
pub(super) fn refines(fine: &[usize], coarse: &[usize]) -> bool {
    let mut image: Vec<Option<usize>> = vec![None; fine.len()];
    fine.iter()
        .zip(coarse)
        .all(|(&f, &c)| *image[f].get_or_insert(c) == c)
}

/// Is every entry of the ascending list `small` in the ascending list `large`?
fn is_subset(small: &[usize], large: &[usize]) -> bool {
    small.iter().all(|entry| large.binary_search(entry).is_ok())
}

impl LanguageLattice {
    /// The languages of a menu.
    ///
    /// # Errors
    /// [`GapError::TooManyLanguages`] if there are more than `max_languages`.
    ///
    /// # Complexity
    /// For L languages, k observations and N outcomes L·k partitions of N outcomes and at most
    /// L·k² comparisons of neighbours, in memory for L·(k + N) numbers. The 2ᵏ sets are not listed:
    /// observations are added one at a time, and equal languages merged.
    pub fn new(menu: &ObservationMenu, max_languages: usize) -> Result<Self, GapError> {
        let too_many = GapError::TooManyLanguages {
            limit: max_languages,
        };
        if max_languages == 0 {
            return Err(too_many);
        }
        let seen: Vec<Vec<usize>> = menu
            .observations()
            .iter()
            .map(|observation| partition(observation.language()))
            .collect();
        let base = partition(menu.base());
        let mut cheapest: BTreeMap<Vec<usize>, Bundle> = BTreeMap::new();
        cheapest.insert(base, (Rational::ZERO, 0, Vec::new()));
        for (place, observation) in menu.observations().iter().enumerate() {
            let mut added: Vec<(Vec<usize>, Bundle)> = Vec::new();
            for (cells, (cost, size, set)) in &cheapest {
                let mut set = set.clone();
                set.push(place);
                let bundle = (cost + observation.cost(), size + 1, set);
                added.push((meet(cells, &seen[place]), bundle));
            }
            for (cells, bundle) in added {
                if let Some(best) = cheapest.get_mut(&cells) {
                    if bundle < *best {
                        *best = bundle;
                    }
                } else if cheapest.len() < max_languages {
                    cheapest.insert(cells, bundle);
                } else {
                    return Err(too_many);
                }
            }
        }
        Self::arranged(menu, &seen, cheapest)
    }

    /// The lattice from all its partitions.
    fn arranged(
        menu: &ObservationMenu,
        seen: &[Vec<usize>],
        cheapest: BTreeMap<Vec<usize>, Bundle>,
    ) -> Result<Self, GapError> {
        let mut all: Vec<Found> = cheapest
            .into_iter()
            .map(|(cells, bundle)| Found {
                count: cells.iter().max().map_or(0, |&most| most + 1),
                known: (0..seen.len())
                    .filter(|&i| refines(&cells, &seen[i]))
                    .collect(),
                cells,
                bundle,
            })
            .collect();
        all.sort_by(|a, b| (a.count, &a.known).cmp(&(b.count, &b.known)));
        let number: BTreeMap<&[usize], usize> = all
            .iter()
            .enumerate()
            .map(|(place, found)| (found.cells.as_slice(), place))
            .collect();
        // A meet with an observation is in the lattice by construction; the language itself stands
        // in for what cannot occur.
        let with: Vec<Vec<usize>> = all
            .iter()
            .enumerate()
            .map(|(place, found)| {
                let find = |other: &Vec<usize>| {
                    let cells = meet(&found.cells, other);
                    number.get(cells.as_slice()).copied().unwrap_or(place)
                };
                seen.iter().map(find).collect()
            })
            .collect();
        let mut languages = Vec::with_capacity(all.len());
        for found in all {
            let (cost, _, set) = found.bundle;
            languages.push(LatticeLanguage {
                language: menu.language_of(&set)?,
                cheapest: set,
                known: found.known,
                cost,
            });
        }
        let covers = covers(&languages, &with);
        Ok(LanguageLattice {
            menu: menu.clone(),
            languages,
            covers,
            with,
        })
    }

    /// The menu behind it.
    pub fn menu(&self) -> &ObservationMenu {
        &self.menu
    }

    /// The languages in their order.
    pub fn languages(&self) -> &[LatticeLanguage] {
        &self.languages
    }

    /// The pairs of neighbours (the Hasse diagram), ordered by the coarser, then by the finer
    /// language.
    pub fn covers(&self) -> &[Cover] {
        &self.covers
    }

    /// The number of the language that a set of observations gives.
    ///
    /// # Errors
    /// [`GapError::UnknownObservation`].
    pub fn language_of(&self, set: &[usize]) -> Result<usize, GapError> {
        let mut language = 0;
        for &observation in set {
            self.menu.observation(observation)?;
            language = self.with(language, observation);
        }
        Ok(language)
    }

    /// The language with the distinctions of `language` and of `observation`.
    pub(super) fn with(&self, language: usize, observation: usize) -> usize {
        self.with[language][observation]
    }

    /// Does language `fine` make every distinction of language `coarse`? False if there is no such
    /// language.
    pub fn refines(&self, fine: usize, coarse: usize) -> bool {
        match (self.languages.get(fine), self.languages.get(coarse)) {
            (Some(fine), Some(coarse)) => is_subset(&coarse.known, &fine.known),
            _ => false,
        }
    }
}

/// The neighbours: every strictly finer language refines the meet with some observation that is
/// lacking, so that the coarsest of these meets are the neighbours.
fn covers(languages: &[LatticeLanguage], with: &[Vec<usize>]) -> Vec<Cover> {
    let mut covers = Vec::new();
    for (coarse, next) in with.iter().enumerate() {
        let mut finer: Vec<usize> = next.iter().copied().filter(|&n| n != coarse).collect();
        finer.sort_unstable();
        finer.dedup();
        for &fine in &finer {
            let between = finer.iter().any(|&other| {
                other != fine && is_subset(&languages[other].known, &languages[fine].known)
            });
            if !between {
                covers.push(Cover { coarse, fine });
            }
        }
    }
    covers
}

impl TryFrom<LatticeForm> for LanguageLattice {
    type Error = GapError;
    fn try_from(form: LatticeForm) -> Result<Self, GapError> {
        let lattice = LanguageLattice::new(&form.menu, form.languages.len())?;
        if lattice.languages != form.languages {
            return Err(GapError::InconsistentTable {
                what: "the languages are not those that the observations of the menu give",
            });
        }
        if lattice.covers != form.covers {
            return Err(GapError::InconsistentTable {
                what: "the covers are not those of the languages",
            });
        }
        Ok(lattice)
    }
}

impl From<LanguageLattice> for LatticeForm {
    fn from(lattice: LanguageLattice) -> Self {
        LatticeForm {
            menu: lattice.menu,
            languages: lattice.languages,
            covers: lattice.covers,
        }
    }
}
