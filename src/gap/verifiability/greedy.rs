//! One chain of observations, the most useful first, where the lattice is too large.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lattice::{meet, partition, refines};
use super::table::at_language;
use super::{LanguageValuation, ObservationMenu};
use crate::contract::ContractingProblem;
use crate::gap::GapError;
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;

/// How a greedy chain looks ahead, and how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct GreedyOptions {
    /// The most observations added in one step; at least 1. With 1 a chain stops where no
    /// observation helps on its own, even if two together would. Default: 1.
    pub lookahead: usize,
    /// The largest number of sets of observations looked at in all. Default: 100 000.
    pub max_sets: usize,
}

impl Default for GreedyOptions {
    fn default() -> Self {
        GreedyOptions {
            lookahead: 1,
            max_sets: 100_000,
        }
    }
}

impl GreedyOptions {
    /// The same with another number of observations that a step may add.
    #[must_use]
    pub fn with_lookahead(mut self, most: usize) -> Self {
        self.lookahead = most;
        self
    }

    /// The same with another limit on the number of sets.
    #[must_use]
    pub fn with_max_sets(mut self, limit: usize) -> Self {
        self.max_sets = limit;
        self
    }
}

/// Why a greedy chain ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GreedyEnd {
    /// The first best is attained.
    Closed,
    /// No set of observations within the look-ahead raises the value; a larger one may.
    NothingHelps,
    /// The limit on sets was reached.
    Limit,
}

/// One step of a greedy chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GreedyStep {
    /// The observations added in this step, ascending.
    pub added: Vec<usize>,
    /// The cost of all observations so far.
    pub cost: Rational,
    /// What is attained with them.
    pub value: Rational,
    /// What the step adds; `None` if nothing was attained before.
    pub gain: Option<Rational>,
    /// First best less value.
    pub gap: Rational,
}

/// A chain of observations, each step the best by its own gain per cost.
///
/// It is a chain found greedily: not proved to be the cheapest way to any of its values. Compare
/// [`cheapest_closing`](super::VerifiabilityAt::cheapest_closing), which is exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GreedyChain {
    /// The altruism weight.
    pub lambda: Rational,
    /// The first best.
    pub first_best: Rational,
    /// What is attained in the base language; `None` if nothing is.
    pub start: Option<Rational>,
    /// The steps; the value rises with each.
    pub steps: Vec<GreedyStep>,
    /// Why there are no more.
    pub end: GreedyEnd,
    /// The number of different languages of which the value was computed.
    pub evaluations: usize,
}

impl GreedyChain {
    /// What is attained at the end; `None` if nothing is.
    pub fn value(&self) -> Option<&Rational> {
        self.steps
            .last()
            .map_or(self.start.as_ref(), |step| Some(&step.value))
    }

    /// First best less what is attained at the end.
    pub fn gap(&self) -> Option<Rational> {
        self.value().map(|value| &self.first_best - value)
    }

    /// All observations of the chain, ascending.
    pub fn observations(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self
            .steps
            .iter()
            .flat_map(|step| step.added.iter().copied())
            .collect();
        all.sort_unstable();
        all
    }
}

/// A set that could be added next.
struct Candidate {
    set: Vec<usize>,
    cells: Vec<usize>,
    cost: Rational,
    value: Rational,
    gain: Option<Rational>,
}

impl Candidate {
    /// The gain per cost, infinite for what is free; `None` where nothing was attained before.
    fn rate(&self) -> Option<Extended<Rational>> {
        Some(self.gain.as_ref()?.checked_div(&self.cost).into())
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.rate()
            .cmp(&other.rate())
            .then_with(|| self.value.cmp(&other.value))
            .then_with(|| other.cost.cmp(&self.cost))
            .then_with(|| {
                let key = |c: &Self| Reverse((c.set.len(), c.set.clone()));
                key(self).cmp(&key(other))
            })
    }
}

/// The sets of 1 to `most` of `items`, the small ones first, then in lexicographic order.
fn next_set(positions: &mut Vec<usize>, items: usize, most: usize) -> bool {
    let size = positions.len();
    for place in (0..size).rev() {
        if positions[place] + size - place < items {
            positions[place] += 1;
            for later in place + 1..size {
                positions[later] = positions[later - 1] + 1;
            }
            return true;
        }
    }
    if size < most.min(items) {
        *positions = (0..=size).collect();
        return true;
    }
    false
}

struct Climb<'a, I: ?Sized> {
    problem: &'a ContractingProblem,
    menu: &'a ObservationMenu,
    valuation: &'a I,
    preferences: WeightMatrix<Rational>,
    seen: Vec<Vec<usize>>,
    /// Values by partition.
    known: BTreeMap<Vec<usize>, Option<Rational>>,
    chain: GreedyChain,
}

impl<I: LanguageValuation + ?Sized> Climb<'_, I> {
    fn value(&mut self, set: &[usize], cells: &[usize]) -> Result<Option<Rational>, GapError> {
        if let Some(value) = self.known.get(cells) {
            return Ok(value.clone());
        }
        let language = self.menu.language_of(set)?;
        let value = self
            .valuation
            .value(self.problem, &language, &self.preferences)
            .map_err(|source| at_language(self.menu, set, &self.chain.lambda, source))?;
        self.known.insert(cells.to_vec(), value.clone());
        self.chain.evaluations += 1;
        Ok(value)
    }

    /// The best set to add to `chosen`, if one helps.
    fn step(
        &mut self,
        chosen: &[usize],
        cells: &[usize],
        options: &GreedyOptions,
        sets: &mut usize,
    ) -> Result<Option<Candidate>, GapError> {
        let lacking: Vec<usize> = (0..self.seen.len())
            .filter(|&place| !refines(cells, &self.seen[place]))
            .collect();
        let current = self.chain.value().cloned();
        let mut best: Option<Candidate> = None;
        let mut positions = Vec::new();
        while next_set(&mut positions, lacking.len(), options.lookahead) {
            *sets += 1;
            if *sets > options.max_sets {
                self.chain.end = GreedyEnd::Limit;
                return Err(GapError::GreedyLimit {
                    limit: options.max_sets,
                    chain: Box::new(self.chain.clone()),
                });
            }
            let set: Vec<usize> = positions.iter().map(|&p| lacking[p]).collect();
            let finer = set
                .iter()
                .fold(cells.to_vec(), |cells, &i| meet(&cells, &self.seen[i]));
            let mut all = chosen.to_vec();
            all.extend(&set);
            let Some(value) = self.value(&all, &finer)? else {
                continue;
            };
            if current.as_ref().is_some_and(|current| value <= *current) {
                continue;
            }
            let candidate = Candidate {
                cost: self.menu.cost_of(&set)?,
                gain: current.as_ref().map(|current| &value - current),
                cells: finer,
                set,
                value,
            };
            if best
                .as_ref()
                .is_none_or(|best| candidate.compare(best).is_gt())
            {
                best = Some(candidate);
            }
        }
        Ok(best)
    }
}

/// Adds observations to the base language step by step until the gap among λ-cooperative players is
/// closed or nothing helps.
///
/// Each step adds the set of at most [`lookahead`](GreedyOptions::lookahead) observations with the
/// greatest gain per cost; a gain that costs nothing comes before all others. Ties are broken by
/// greater value, then lower cost, then fewer observations, then lexicographic order. Where
/// nothing is attained so far, the set with the greatest value is added, ties broken likewise.
///
/// # Errors
/// [`GapError::Contract`] if the menu is not about the outcomes of the problem;
/// [`GapError::Preference`] if λ is negative; [`GapError::NoLookahead`]; [`GapError::AtLanguage`]
/// with what went wrong in the valuation; [`GapError::GreedyLimit`] with the chain so far.
///
/// # Complexity
/// For k observations and look-ahead h at most k steps of C(k, 1) + … + C(k, h) sets, with one
/// call of the valuation for every language met for the first time.
///
/// ```
/// use lacuna::contract::ContractingProblem;
/// use lacuna::game::catalogue::donation_game;
/// use lacuna::gap::verifiability::{GreedyOptions, ObservationMenu, PlainContracts, greedy_chain};
/// use lacuna::number::Rational;
///
/// let problem = ContractingProblem::single_state(donation_game(3, 4, 1)?)?;
/// let costs = [3, 1, 2].map(Rational::from);
/// let menu = ObservationMenu::each_action(&problem).with_costs(&costs)?;
/// let chain = greedy_chain(
///     &problem, &menu, &PlainContracts::default(), &Rational::ZERO, &GreedyOptions::default(),
/// )?;
/// let order: Vec<usize> = chain.steps.iter().flat_map(|step| step.added.clone()).collect();
/// assert_eq!(order, [1, 2, 0]);
/// assert_eq!(chain.gap(), Some(Rational::ZERO));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn greedy_chain(
    problem: &ContractingProblem,
    menu: &ObservationMenu,
    valuation: &(impl LanguageValuation + ?Sized),
    lambda: &Rational,
    options: &GreedyOptions,
) -> Result<GreedyChain, GapError> {
    menu.check(problem)?;
    if options.lookahead == 0 {
        return Err(GapError::NoLookahead);
    }
    let mut climb = Climb {
        problem,
        menu,
        valuation,
        preferences: WeightMatrix::cooperative(problem.players(), lambda)?,
        seen: menu
            .observations()
            .iter()
            .map(|observation| partition(observation.language()))
            .collect(),
        known: BTreeMap::new(),
        chain: GreedyChain {
            lambda: lambda.clone(),
            first_best: problem.first_best().expected,
            start: None,
            steps: Vec::new(),
            end: GreedyEnd::NothingHelps,
            evaluations: 0,
        },
    };
    let mut cells = partition(menu.base());
    let (mut chosen, mut cost, mut sets) = (Vec::new(), Rational::ZERO, 0);
    climb.chain.start = climb.value(&chosen, &cells)?;
    while climb.chain.value() != Some(&climb.chain.first_best) {
        let Some(best) = climb.step(&chosen, &cells, options, &mut sets)? else {
            return Ok(climb.chain);
        };
        cost += &best.cost;
        chosen.extend(&best.set);
        chosen.sort_unstable();
        cells = best.cells;
        climb.chain.steps.push(GreedyStep {
            added: best.set,
            cost: cost.clone(),
            gap: &climb.chain.first_best - &best.value,
            value: best.value,
            gain: best.gain,
        });
    }
    climb.chain.end = GreedyEnd::Closed;
    Ok(climb.chain)
}
