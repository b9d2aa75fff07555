//! Symmetric subgame-perfect equilibria of a commons, by backward induction.

use serde::{Deserialize, Serialize};

use super::stage::{Role, Stage};
use super::{CommonsAnalysis, CommonsPreference};
use crate::number::Rational;
use crate::simulate::commons::strategy::ExpectedCatches;
use crate::simulate::commons::{CommonsError, MarkovStrategy, Rationing, Wanted};

/// Which equilibrium is taken at a stock at which there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EquilibriumSelection {
    /// The one with the greatest total from there on, given what is played later.
    Best,
    /// The one with the least, given what is played later.
    Worst,
}

/// What backward induction found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SymmetricEquilibrium {
    /// A subgame-perfect equilibrium.
    Found {
        /// What the players want.
        strategy: MarkovStrategy,
        /// The expected total of all catches from a full stock on.
        value: Rational,
    },
    /// In this month at this stock nothing that all do alike is an equilibrium, given what they do
    /// later.
    Nowhere {
        /// The month, from 0.
        month: usize,
        /// The stock.
        stock: u64,
    },
}

impl SymmetricEquilibrium {
    /// The expected total of all catches, if an equilibrium was found.
    pub fn value(&self) -> Option<&Rational> {
        match self {
            SymmetricEquilibrium::Found { value, .. } => Some(value),
            SymmetricEquilibrium::Nowhere { .. } => None,
        }
    }

    /// The strategy, if an equilibrium was found.
    pub fn strategy(&self) -> Option<&MarkovStrategy> {
        match self {
            SymmetricEquilibrium::Found { strategy, .. } => Some(strategy),
            SymmetricEquilibrium::Nowhere { .. } => None,
        }
    }
}

impl CommonsAnalysis {
    /// A symmetric subgame-perfect equilibrium of players of this preference, by backward induction:
    /// in each month and at each stock an equilibrium of the stage, given what is played later.
    ///
    /// Equilibria of a stage are looked for among all totals in equal shares ([`Wanted::share`]) and
    /// among wanting as much as is allowed; any other demand that all make alike has the outcome of
    /// one of these or is no equilibrium. Where there are several, `selection` decides, stock by stock
    /// from the last month on. If [`EquilibriumSelection::Best`] and [`EquilibriumSelection::Worst`]
    /// find the same strategy, every such equilibrium has its total. Otherwise equilibria that choose
    /// otherwise from stock to stock may have totals beyond both: what is best later can forbid
    /// restraint earlier, so that `Worst` may even have more than `Best` in the end.
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// use lacuna::simulate::commons::{
    ///     CommonsAnalysis, CommonsPreference, CommonsRules, EquilibriumSelection,
    /// };
    /// let analysis = CommonsAnalysis::new(&CommonsRules::default())?;
    /// let selfish = CommonsPreference::selfish();
    /// // However it is selected, all is caught in the first month.
    /// for selection in [EquilibriumSelection::Best, EquilibriumSelection::Worst] {
    ///     let found = analysis.equilibrium(&selfish, selection)?;
    ///     assert_eq!(found.value(), Some(&Rational::from(100)));
    /// }
    /// # Ok::<(), lacuna::simulate::commons::CommonsError>(())
    /// ```
    ///
    /// `O(months · capacity² · log(capacity))` and, for the unit lottery, expected catches.
    ///
    /// # Errors
    /// [`CommonsError`] beyond the limit, and for a lottery that is too large; see
    /// [`Rationing::expected`].
    pub fn equilibrium(
        &self,
        preference: &CommonsPreference,
        selection: EquilibriumSelection,
    ) -> Result<SymmetricEquilibrium, CommonsError> {
        self.limit.weighs(self.steps())?;
        let mut expected = ExpectedCatches::new(self.rules().rationing);
        let mut values = vec![Rational::ZERO; self.seasons.stocks()];
        let mut wants = vec![Vec::new(); self.rules().months];
        for month in (0..self.rules().months).rev() {
            let later = self.seasons.after(month, &values);
            let prospects = Prospects::new(preference, selection, later, self.rules().players);
            for (stock, value) in values.iter_mut().enumerate() {
                let stage = self.stage(month, stock as u64);
                match prospects.equilibrium(&stage, &mut expected)? {
                    Some((wanted, total)) => {
                        wants[month].push(wanted);
                        *value = total;
                    }
                    None => {
                        let stock = stock as u64;
                        return Ok(SymmetricEquilibrium::Nowhere { month, stock });
                    }
                }
            }
        }
        Ok(SymmetricEquilibrium::Found {
            strategy: MarkovStrategy::from_fn(self.rules(), |month, stock| {
                wants[month][stock as usize]
            })?,
            value: values.pop().unwrap_or_default(),
        })
    }
}

/// What players of one preference have to expect after a month, by what is left.
pub(in crate::simulate::commons) struct Prospects<'a> {
    preference: &'a CommonsPreference,
    /// What all catch later.
    later: Vec<Rational>,
    /// What that is worth to each.
    worth: Vec<Rational>,
    /// That, less what the units left would be worth in one's own hands: its maximum over what is
    /// left is the best deviation of a player who can have all it wants.
    net: RangeMaximum,
    /// What may be left, in the order in which equilibria are looked for.
    order: Vec<u64>,
}

impl<'a> Prospects<'a> {
    pub(in crate::simulate::commons) fn new(
        preference: &'a CommonsPreference,
        selection: EquilibriumSelection,
        later: Vec<Rational>,
        players: usize,
    ) -> Self {
        let share = Rational::from(players).recip().unwrap_or_default();
        let each = &preference.own * &share + &preference.total;
        let in_hand = &preference.own + &preference.total;
        let worth: Vec<Rational> = later.iter().map(|total| total * &each).collect();
        let net = worth
            .iter()
            .enumerate()
            .map(|(left, worth)| worth - &(&in_hand * &Rational::from(left)));
        // What all have in all: what they catch later, less what is left.
        let totals: Vec<Rational> = later
            .iter()
            .enumerate()
            .map(|(left, later)| later - &Rational::from(left))
            .collect();
        let mut order: Vec<u64> = (0..totals.len() as u64).collect();
        // The sort is stable: of equal totals the larger harvest comes first.
        order.sort_by(|&one, &other| {
            let ascending = totals[one as usize].cmp(&totals[other as usize]);
            match selection {
                EquilibriumSelection::Best => ascending.reverse(),
                EquilibriumSelection::Worst => ascending,
            }
        });
        Prospects {
            preference,
            net: RangeMaximum::new(net.collect()),
            later,
            worth,
            order,
        }
    }

    /// The selected equilibrium of a stage, and the expected total from it on; `None` if there is none.
    pub(in crate::simulate::commons) fn equilibrium(
        &self,
        stage: &Stage,
        expected: &mut ExpectedCatches,
    ) -> Result<Option<(Wanted, Rational)>, CommonsError> {
        let most = stage.most();
        for &left in &self.order {
            if left > stage.stock || left < stage.stock - most {
                continue;
            }
            let harvest = stage.stock - left;
            let wanted = if harvest == most {
                Wanted::alike(stage.cap)
            } else {
                Wanted::share(harvest, stage.players())
            };
            if self.is_equilibrium(stage, wanted, expected)? {
                let total = Rational::from(harvest) + &self.later[left as usize];
                return Ok(Some((wanted, total)));
            }
        }
        Ok(None)
    }

    fn is_equilibrium(
        &self,
        stage: &Stage,
        wanted: Wanted,
        expected: &mut ExpectedCatches,
    ) -> Result<bool, CommonsError> {
        // What is cheap comes first: most candidates fail already, and expected catches by lot cost.
        if !self.withstands_all_there_is(stage, wanted) {
            return Ok(false);
        }
        let roles = stage.roles(wanted);
        for role in &roles {
            if !self.withstands_unrationed(stage, role, expected)? {
                return Ok(false);
            }
        }
        for role in &roles {
            if !self.withstands_rationed(stage, role, expected)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// If nobody is rationed: is what a player leaves, who wants least, at least as good as all else
    /// that it can leave without being rationed?
    fn withstands_all_there_is(&self, stage: &Stage, wanted: Wanted) -> bool {
        let total = wanted.total(stage.players());
        if total > u128::from(stage.available) {
            return true;
        }
        let left = stage.stock - total as u64;
        let most_left = left + wanted.each;
        let enough = (stage.available - total as u64 + wanted.each).min(stage.cap);
        let best = self
            .net
            .between((most_left - enough) as usize, most_left as usize);
        self.net.at(left as usize) >= self.net.at(best)
    }

    /// What a player has who wants `want`.
    fn value(
        &self,
        stage: &Stage,
        role: &Role,
        want: u64,
        expected: &mut ExpectedCatches,
    ) -> Result<Rational, CommonsError> {
        let left = role.left(stage, want);
        let caught = role.catch(stage, want, expected)?;
        let own = &self.preference.own * &caught;
        let all = &self.preference.total * &Rational::from(stage.stock - left);
        Ok(own + &all + &self.worth[left as usize])
    }

    fn withstands_unrationed(
        &self,
        stage: &Stage,
        role: &Role,
        expected: &mut ExpectedCatches,
    ) -> Result<bool, CommonsError> {
        let Some(enough) = role.enough_up_to(stage) else {
            return Ok(true);
        };
        let most_left = role.left(stage, 0);
        let least_left = most_left - enough.min(stage.cap);
        let best = self.net.between(least_left as usize, most_left as usize);
        if role.want <= enough {
            return Ok(self.net.at(role.left(stage, role.want) as usize) >= self.net.at(best));
        }
        let instead = most_left - best as u64;
        let found = self.value(stage, role, instead, expected)?;
        Ok(self.value(stage, role, role.want, expected)? >= found)
    }

    fn withstands_rationed(
        &self,
        stage: &Stage,
        role: &Role,
        expected: &mut ExpectedCatches,
    ) -> Result<bool, CommonsError> {
        let amounts = rationed_amounts(
            stage,
            role,
            !self.preference.own.is_negative(),
            expected.rationing(),
        );
        let mut amounts = amounts
            .into_iter()
            .filter(|&amount| amount != role.want)
            .peekable();
        if amounts.peek().is_none() {
            return Ok(true);
        }
        let value = self.value(stage, role, role.want, expected)?;
        for amount in amounts {
            if self.value(stage, role, amount, expected)? > value {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Of the amounts that a player may want beyond what there is for it, those that may be best for one
/// who prefers more of its own, or less. All of them leave the same.
pub(in crate::simulate::commons) fn rationed_amounts(
    stage: &Stage,
    role: &Role,
    prefers_more: bool,
    rationing: Rationing,
) -> Vec<u64> {
    let first = role
        .enough_up_to(stage)
        .map_or(0, |enough| enough.saturating_add(1));
    if first > stage.cap {
        return Vec::new();
    }
    match rationing {
        // Rounding: whoever wants more need not get more.
        Rationing::Proportional => (first..=stage.cap).collect(),
        _ if prefers_more => vec![stage.cap],
        _ => vec![first],
    }
}

/// Where the largest number of any range of a list is: a sparse table.
struct RangeMaximum {
    numbers: Vec<Rational>,
    /// For each power of two and each place, the place of the largest of so many from there on.
    places: Vec<Vec<u32>>,
}

impl RangeMaximum {
    fn new(numbers: Vec<Rational>) -> Self {
        let mut places = vec![(0..numbers.len() as u32).collect::<Vec<u32>>()];
        let mut width = 1;
        while 2 * width <= numbers.len() {
            let row = &places[places.len() - 1];
            let next = (0..=numbers.len() - 2 * width).map(|start| {
                let (one, other) = (row[start], row[start + width]);
                if numbers[other as usize] > numbers[one as usize] {
                    other
                } else {
                    one
                }
            });
            let next = next.collect();
            places.push(next);
            width *= 2;
        }
        RangeMaximum { numbers, places }
    }

    fn at(&self, place: usize) -> &Rational {
        &self.numbers[place]
    }

    /// The place of the largest number from `first` to `last`.
    fn between(&self, first: usize, last: usize) -> usize {
        let row = (last - first + 1).ilog2() as usize;
        let one = self.places[row][first] as usize;
        let other = self.places[row][last + 1 - (1 << row)] as usize;
        if self.numbers[other] > self.numbers[one] {
            other
        } else {
            one
        }
    }
}
