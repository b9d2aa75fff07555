//! What a designer wants.

use super::deterministic::{self, DeterministicDesign};
use super::full::Full;
use super::interim::Interim;
use super::model::Model;
use super::{BudgetRule, DesignOutcome, Incentives, Objective};
use crate::linear_program::LinearOptions;
use crate::mechanism::ParticipationStage;
use crate::mechanism::setting::{Setting, SettingError};
use crate::mechanism::{Concern, OutsideOptions};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// A design problem: a setting, an objective, and what the mechanism must do.
///
/// By default: expected welfare, Bayesian honesty, no participation constraint, no budget, any
/// transfers, selfish agents. Conditions at a type profile are asked of the expected payoffs and
/// transfers of the decision there, or of every branch of it
/// ([`Designer::with_conditions_in_every_branch`]), and of all type profiles, also those of
/// probability zero.
///
/// ```
/// use lacuna::mechanism::{ParticipationStage, Setting};
/// use lacuna::mechanism::design::{Designer, DesignOutcome, Incentives, Objective};
/// use lacuna::number::Rational;
///
/// // A posted price: one buyer with values 1, 2, 3; the best price is 2, bought with 2/3.
/// let sale = Setting::private(&[3], 2, |_, own_type, alternative| {
///     Rational::from(((1 + own_type) * alternative) as i64)
/// })?;
/// let designer = Designer::new(&sale)
///     .with_objective(Objective::Revenue)
///     .with_participation(ParticipationStage::Interim);
/// let best = designer.solve()?;
/// assert_eq!(best.value(), Some(&Rational::new(4, 3)?));
/// // If nobody has to take part, the buyer can be made to pay anything.
/// let forced = designer.with_participation(ParticipationStage::None);
/// assert!(matches!(forced.solve()?, DesignOutcome::Unbounded(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Designer<'s> {
    pub(crate) setting: &'s Setting,
    pub(crate) objective: Objective,
    pub(crate) incentives: Incentives,
    pub(crate) stage: ParticipationStage,
    pub(crate) outside: OutsideOptions,
    pub(crate) budget: BudgetRule,
    pub(crate) least: Option<Rational>,
    pub(crate) greatest: Option<Rational>,
    /// For each type profile and alternative; all if there is no list.
    pub(crate) allowed: Option<Vec<bool>>,
    pub(crate) money: bool,
    pub(crate) every_branch: bool,
    pub(crate) preferences: Option<WeightMatrix<Rational>>,
    pub(crate) concern: Concern,
    pub(super) linear: LinearOptions,
    pub(super) max_cases: usize,
}

impl<'s> Designer<'s> {
    /// A designer for a setting.
    pub fn new(setting: &'s Setting) -> Self {
        Designer {
            setting,
            objective: Objective::default(),
            incentives: Incentives::default(),
            stage: ParticipationStage::None,
            outside: OutsideOptions::default(),
            budget: BudgetRule::default(),
            least: None,
            greatest: None,
            allowed: None,
            money: true,
            every_branch: false,
            preferences: None,
            concern: Concern::default(),
            linear: LinearOptions::default(),
            max_cases: 1_000_000,
        }
    }

    /// The same with another objective.
    #[must_use]
    pub fn with_objective(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// The same with another notion of incentives.
    #[must_use]
    pub fn with_incentives(mut self, incentives: Incentives) -> Self {
        self.incentives = incentives;
        self
    }

    /// Agents may stay out and then have nothing.
    #[must_use]
    pub fn with_participation(mut self, stage: ParticipationStage) -> Self {
        self.stage = stage;
        self
    }

    /// What agents have outside, as they perceive it.
    #[must_use]
    pub fn with_outside(mut self, outside: OutsideOptions) -> Self {
        self.outside = outside;
        self
    }

    /// The same with a budget.
    #[must_use]
    pub fn with_budget(mut self, budget: BudgetRule) -> Self {
        self.budget = budget;
        self
    }

    /// Nobody receives less than this; a payment of at most 5 is a transfer of at least −5.
    #[must_use]
    pub fn with_least_transfer(mut self, least: Rational) -> Self {
        self.least = Some(least);
        self
    }

    /// Nobody receives more than this.
    #[must_use]
    pub fn with_greatest_transfer(mut self, greatest: Rational) -> Self {
        self.greatest = Some(greatest);
        self
    }

    /// Nobody receives money.
    #[must_use]
    pub fn without_subsidies(self) -> Self {
        self.with_greatest_transfer(Rational::ZERO)
    }

    /// Nobody pays or receives more than this.
    #[must_use]
    pub fn with_liability(self, liability: Rational) -> Self {
        self.with_least_transfer(-&liability)
            .with_greatest_transfer(liability)
    }

    /// There is no money.
    #[must_use]
    pub fn without_money(mut self) -> Self {
        self.money = false;
        self
    }

    /// Only these alternatives may be chosen at a type profile.
    ///
    /// # Errors
    /// [`SettingError::Invalid`] if none is left somewhere, [`SettingError::TooLarge`].
    pub fn with_allowed(
        mut self,
        mut allowed: impl FnMut(&[usize], usize) -> bool,
    ) -> Result<Self, SettingError> {
        self.check_size()?;
        let mut list = Vec::new();
        let alternatives = self.setting.alternatives();
        self.setting.profiles()?.for_each(|_, types| {
            list.extend((0..alternatives).map(|alternative| allowed(types, alternative)));
        });
        self.allowed = Some(list);
        self.check_allowed()?;
        Ok(self)
    }

    /// Only alternatives with the greatest sum of values may be chosen.
    ///
    /// # Errors
    /// [`SettingError::TooLarge`].
    pub fn with_efficient_choice(self) -> Result<Self, SettingError> {
        let setting = self.setting;
        self.with_allowed(|types, alternative| {
            let own = setting.welfare(types, alternative);
            (0..setting.alternatives()).all(|other| setting.welfare(types, other) <= own)
        })
    }

    /// Ex-post conditions (participation, budget, payment bounds) hold in every branch of a
    /// decision and not only in expectation; transfers may then depend on the branch.
    #[must_use]
    pub fn with_conditions_in_every_branch(mut self) -> Self {
        self.every_branch = true;
        self
    }

    /// What agents make of everybody's payoffs, or of everybody's values.
    #[must_use]
    pub fn with_preferences(
        mut self,
        preferences: WeightMatrix<Rational>,
        concern: Concern,
    ) -> Self {
        self.preferences = Some(preferences);
        self.concern = concern;
        self
    }

    /// Limits on the linear programs.
    #[must_use]
    pub fn with_linear_options(mut self, linear: LinearOptions) -> Self {
        self.linear = linear;
        self
    }

    /// The most pairs of type profiles and alternatives, and the most incentive conditions.
    /// Default 1,000,000.
    #[must_use]
    pub fn with_max_cases(mut self, max_cases: usize) -> Self {
        self.max_cases = max_cases;
        self
    }

    /// The setting.
    pub fn setting(&self) -> &'s Setting {
        self.setting
    }

    /// Finds a best mechanism, or proves that there is none or that there is no limit.
    ///
    /// With Bayesian incentives, private values, independent types and no conditions on transfers
    /// at single type profiles other than a budget, only interim probabilities and transfers
    /// matter: the program has two variables an agent and type and alternative, and transfers are
    /// built from the interim ones afterwards. Otherwise transfers are variables at every type
    /// profile; of many incentive conditions only those that bind are ever written down.
    ///
    /// # Errors
    /// [`SettingError::TooLarge`], [`SettingError::WrongLength`], [`SettingError::Invalid`] if the
    /// wishes do not fit the setting or each other; [`SettingError::Linear`] at a limit.
    pub fn solve(&self) -> Result<DesignOutcome, SettingError> {
        self.check()?;
        let model = Model::new(self)?;
        if Interim::suffices(&model) {
            return Interim::new(&model)?.solve();
        }
        Full::new(&model)?.solve()
    }

    /// The best mechanism without lotteries, by branch and bound over [`Designer::solve`]; at most
    /// `max_programs` linear programs.
    ///
    /// Payoffs at a type profile are those of one branch, so that conditions in expectation and in
    /// every branch are the same.
    ///
    /// # Errors
    /// As [`Designer::solve`]; [`SettingError::TooLarge`] at the limit; [`SettingError::Invalid`]
    /// if the objective has no limit.
    pub fn solve_deterministic(
        &self,
        max_programs: usize,
    ) -> Result<Option<DeterministicDesign>, SettingError> {
        deterministic::solve(self, max_programs)
    }

    /// Refuses what does not fit.
    pub(crate) fn check(&self) -> Result<(), SettingError> {
        self.check_size()?;
        let profiles = self.setting.profiles()?.len();
        self.objective.check(self.setting, profiles)?;
        self.outside.check(self.setting)?;
        self.check_allowed()?;
        if let Some(matrix) = &self.preferences {
            let (found, right) = (matrix.players(), self.setting.agents());
            SettingError::check_length("the weight matrix", found, right)?;
        }
        if let (Some(least), Some(greatest)) = (&self.least, &self.greatest)
            && least > greatest
        {
            return Err(SettingError::invalid(
                "the least transfer",
                least,
                "it must not be above the greatest",
            ));
        }
        let excludes_zero = self.least.as_ref().is_some_and(Rational::is_positive)
            || self.greatest.as_ref().is_some_and(Rational::is_negative);
        if !self.money && excludes_zero {
            return Err(SettingError::invalid(
                "a bound on transfers",
                "one that excludes 0",
                "there is no money, so that transfers are 0",
            ));
        }
        Ok(())
    }

    fn check_size(&self) -> Result<(), SettingError> {
        let start = self.setting.alternatives() as u128;
        let cases = self.setting.types().iter().fold(start, |product, &count| {
            product.saturating_mul(count as u128)
        });
        self.within("a design", cases)
    }

    pub(super) fn within(&self, what: &'static str, cases: u128) -> Result<(), SettingError> {
        if cases <= self.max_cases as u128 {
            return Ok(());
        }
        Err(SettingError::TooLarge {
            what,
            cases,
            limit: self.max_cases,
        })
    }

    fn check_allowed(&self) -> Result<(), SettingError> {
        let Some(list) = &self.allowed else {
            return Ok(());
        };
        let mut profiles = list.chunks(self.setting.alternatives());
        match profiles.position(|allowed| !allowed.contains(&true)) {
            None => Ok(()),
            Some(profile) => Err(SettingError::invalid(
                "the list of allowed alternatives",
                format!("empty at type profile {profile}"),
                "one must be allowed at every type profile",
            )),
        }
    }
}
