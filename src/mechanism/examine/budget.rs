//! Does the money add up, and does anybody pay too much?

use serde::{Deserialize, Serialize};

use super::verdict::Search;
use super::{Examination, Lottery, MessageScope, Verdict, Witness};
use crate::mechanism::design::BudgetRule as DesignBudget;
use crate::mechanism::protocol::Decision;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// What the revenue must be: what all agents pay together. The question about a mechanism that
/// there is; what a mechanism that is looked for must do is [`design::BudgetRule`](DesignBudget),
/// and [`RevenueRule::required`] is the question behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RevenueRule {
    /// At least this much; 0 for no deficit.
    AtLeast(Rational),
    /// Exactly this much; 0 for exact balance.
    Exactly(Rational),
}

impl RevenueRule {
    /// Revenue of at least 0.
    pub fn no_deficit() -> Self {
        RevenueRule::AtLeast(Rational::ZERO)
    }

    /// Revenue of exactly 0.
    pub fn balanced() -> Self {
        RevenueRule::Exactly(Rational::ZERO)
    }

    /// The question whether a mechanism meets a requirement of design; `None` if nothing is
    /// required. Design sums over lotteries unless it is asked for conditions in every branch.
    pub fn required(requirement: DesignBudget, lottery: Lottery) -> Option<(Self, BudgetStage)> {
        let ex_post = BudgetStage::ExPost(lottery);
        match requirement {
            DesignBudget::None => None,
            DesignBudget::ExpectedNoDeficit => Some((Self::no_deficit(), BudgetStage::ExAnte)),
            DesignBudget::ExpectedBalance => Some((Self::balanced(), BudgetStage::ExAnte)),
            DesignBudget::NoDeficit => Some((Self::no_deficit(), ex_post)),
            DesignBudget::Balance => Some((Self::balanced(), ex_post)),
        }
    }

    fn excess(&self, revenue: &Rational) -> Rational {
        match self {
            RevenueRule::AtLeast(floor) => floor - revenue,
            RevenueRule::Exactly(target) => (target - revenue).abs(),
        }
    }
}

/// When a budget must be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BudgetStage {
    /// In expectation over the prior, when everybody follows the strategies.
    ExAnte,
    /// At all messages ([`MessageScope`]): after or before a lottery is drawn.
    ExPost(Lottery),
}

/// A revenue that breaks the rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Imbalance {
    /// The rule.
    pub rule: RevenueRule,
    /// The message of each agent; `None` in expectation over the prior.
    pub messages: Option<Vec<usize>>,
    /// The branch of the decision, if it is drawn.
    pub branch: Option<usize>,
    /// The revenue.
    pub revenue: Rational,
    /// How much is missing, or how far the revenue is from its target.
    pub excess: Rational,
}

/// A decision or one of its branches, by definition.
pub(super) fn decided(
    examination: &Examination<'_>,
    messages: &[usize],
    branch: Option<usize>,
) -> Result<Decision, SettingError> {
    examination.check_messages(messages)?;
    let decision = examination.mechanism().decide(messages);
    let Some(branch) = branch else {
        return Ok(decision);
    };
    SettingError::check_index("a branch", branch, decision.branches().len())?;
    let branch = &decision.branches()[branch];
    Ok(Decision::certain(
        branch.alternative,
        branch.transfers.clone(),
    ))
}

/// What all agents pay in expectation.
fn revenue(decision: &Decision) -> Rational {
    -decision
        .branches()
        .iter()
        .map(|branch| match &branch.probability {
            share if *share == Rational::ONE => branch.transfers.iter().sum::<Rational>(),
            share => share * &branch.transfers.iter().sum::<Rational>(),
        })
        .sum::<Rational>()
}

impl Witness for Imbalance {
    fn excess(&self) -> &Rational {
        &self.excess
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let found = match &self.messages {
            Some(messages) => revenue(&decided(examination, messages, self.branch)?),
            None => {
                let strategies = examination.strategies()?;
                let setting = examination.setting();
                let mut sum = Rational::ZERO;
                examination.every_type()?.for_each(|_, types| {
                    let decision = examination.mechanism().decide(&strategies.messages(types));
                    sum += &setting.probability(types) * &revenue(&decision);
                });
                sum
            }
        };
        if found != self.revenue {
            let needs = "it must be what the mechanism collects";
            return Err(SettingError::invalid("the revenue", &self.revenue, needs));
        }
        Ok(self.rule.excess(&found))
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        let at = match &self.messages {
            Some(messages) => format!(
                "when messages are [{}]",
                examination.messages_text(messages, None)
            ),
            None => "in expectation".to_owned(),
        };
        let rule = match &self.rule {
            RevenueRule::AtLeast(floor) => format!("at least {floor}"),
            RevenueRule::Exactly(target) => format!("exactly {target}"),
        };
        format!("the revenue is {} {at}; it must be {rule}", self.revenue)
    }
}

/// Bounds on what an agent pays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PaymentBounds {
    /// The least payment.
    pub floor: Option<Rational>,
    /// The largest payment.
    pub cap: Option<Rational>,
}

impl PaymentBounds {
    /// Nobody is paid: every payment is at least 0.
    pub fn no_subsidies() -> Self {
        PaymentBounds::default().with_floor(Rational::ZERO)
    }

    /// With a least payment.
    #[must_use]
    pub fn with_floor(mut self, floor: Rational) -> Self {
        self.floor = Some(floor);
        self
    }

    /// With a largest payment.
    #[must_use]
    pub fn with_cap(mut self, cap: Rational) -> Self {
        self.cap = Some(cap);
        self
    }
}

/// The side on which a bound is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Side {
    /// Below the least.
    Below,
    /// Above the most.
    Above,
}

impl Side {
    /// By how much `found` is beyond `bound`.
    pub(super) fn excess(self, found: &Rational, bound: &Rational) -> Rational {
        match self {
            Side::Below => bound - found,
            Side::Above => found - bound,
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Side::Below => "below",
            Side::Above => "above",
        }
    }
}

/// A payment out of bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PaymentBreach {
    /// The agent.
    pub agent: usize,
    /// The message of each agent.
    pub messages: Vec<usize>,
    /// The branch of the decision, if it is drawn.
    pub branch: Option<usize>,
    /// The bound that is broken.
    pub bound: Rational,
    /// On which side.
    pub side: Side,
    /// How far the payment is beyond it.
    pub excess: Rational,
}

impl Witness for PaymentBreach {
    fn excess(&self) -> &Rational {
        &self.excess
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        SettingError::check_index("an agent", self.agent, examination.setting().agents())?;
        let decision = decided(examination, &self.messages, self.branch)?;
        let payment = -decision.expected_transfer(self.agent);
        Ok(self.side.excess(&payment, &self.bound))
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        format!(
            "the payment of {} is {} {} {} when messages are [{}]",
            examination.setting().agent_name(self.agent),
            self.excess,
            self.side.text(),
            self.bound,
            examination.messages_text(&self.messages, None)
        )
    }
}

impl Examination<'_> {
    /// The indices of the messages at which conditions on decisions must hold.
    pub(super) fn reached(&self) -> Result<Vec<usize>, SettingError> {
        let tables = self.tables()?;
        match self.message_scope() {
            MessageScope::Everything => Ok((0..tables.messages().len()).collect()),
            MessageScope::Followed => {
                self.strategies()?;
                let mut followed = tables.followed.clone();
                followed.sort_unstable();
                followed.dedup();
                Ok(followed)
            }
        }
    }

    /// Asks something of every decision that is reached: of its expectation, or of each branch.
    pub(super) fn each_decision(
        &self,
        lottery: Lottery,
        mut visit: impl FnMut(usize, Option<usize>, &Decision),
    ) -> Result<(), SettingError> {
        let tables = self.tables()?;
        for messages in self.reached()? {
            let decision = tables.decision(messages);
            match (lottery, decision.branches()) {
                (Lottery::InExpectation, _) => visit(messages, None, decision),
                (Lottery::EachBranch, [_]) => visit(messages, Some(0), decision),
                (Lottery::EachBranch, branches) => {
                    for (number, branch) in branches.iter().enumerate() {
                        let transfers = branch.transfers.clone();
                        let alone = Decision::certain(branch.alternative, transfers);
                        visit(messages, Some(number), &alone);
                    }
                }
            }
        }
        Ok(())
    }

    /// Is the revenue, what all agents pay together, as the rule wants it?
    ///
    /// One case in expectation; otherwise one for each message profile, or each of its branches.
    ///
    /// # Errors
    /// Those of [`Examination::bayesian`].
    pub fn budget(
        &self,
        rule: &RevenueRule,
        stage: BudgetStage,
    ) -> Result<Verdict<Imbalance>, SettingError> {
        let mut search = Search::new();
        match stage {
            BudgetStage::ExAnte => {
                let revenue = self.expected_revenue()?;
                let excess = rule.excess(&revenue);
                search.record(excess.clone(), || Imbalance {
                    rule: rule.clone(),
                    messages: None,
                    branch: None,
                    revenue,
                    excess,
                });
            }
            BudgetStage::ExPost(lottery) => {
                let tables = self.tables()?;
                self.each_decision(lottery, |messages, branch, decision| {
                    let revenue = revenue(decision);
                    let excess = rule.excess(&revenue);
                    search.record(excess.clone(), || Imbalance {
                        rule: rule.clone(),
                        messages: Some(tables.messages().profile_unchecked(messages)),
                        branch,
                        revenue,
                        excess,
                    });
                })?;
            }
        }
        Ok(search.verdict())
    }

    /// Does every agent pay at least the floor and at most the cap?
    ///
    /// One case for each bound, agent and message profile, or each of its branches.
    ///
    /// # Errors
    /// Those of [`Examination::budget`]; [`SettingError::Invalid`] if the floor is above the cap.
    pub fn payments(
        &self,
        bounds: &PaymentBounds,
        lottery: Lottery,
    ) -> Result<Verdict<PaymentBreach>, SettingError> {
        if let (Some(floor), Some(cap)) = (&bounds.floor, &bounds.cap)
            && floor > cap
        {
            let needs = "it must be at most the cap";
            return Err(SettingError::invalid("the floor of payments", floor, needs));
        }
        let mut search = Search::new();
        let tables = self.tables()?;
        let sides = [(Side::Below, &bounds.floor), (Side::Above, &bounds.cap)];
        self.each_decision(lottery, |messages, branch, decision| {
            for &agent in self.examined() {
                let payment = -decision.expected_transfer(agent);
                for (side, bound) in sides {
                    let Some(bound) = bound else { continue };
                    let excess = side.excess(&payment, bound);
                    search.record(excess.clone(), || PaymentBreach {
                        agent,
                        messages: tables.messages().profile_unchecked(messages),
                        branch,
                        bound: bound.clone(),
                        side,
                        excess,
                    });
                }
            }
        })?;
        Ok(search.verdict())
    }

    /// What all agents pay together in expectation, when everybody follows the strategies.
    ///
    /// # Errors
    /// Those of [`Examination::budget`].
    pub fn expected_revenue(&self) -> Result<Rational, SettingError> {
        self.expected(|_, decision| revenue(decision))
    }

    /// The expectation of something over the prior, when everybody follows the strategies.
    pub(super) fn expected(
        &self,
        what: impl Fn(&[usize], &Decision) -> Rational,
    ) -> Result<Rational, SettingError> {
        self.strategies()?;
        let tables = self.tables()?;
        let mut sum = Rational::ZERO;
        tables.types.for_each(|types, profile| {
            let probability = &tables.prior[types];
            if !probability.is_zero() {
                let decision = tables.decision(tables.followed[types]);
                sum += probability * &what(profile, decision);
            }
        });
        Ok(sum)
    }
}
