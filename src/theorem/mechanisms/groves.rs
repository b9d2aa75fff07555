//! Efficient choices with transfers: truth, deficits, participation and altruism.

use super::definition::{
    all_of, declared, dominance, efficiency, ex_post, no_subsidies, participation, private_values,
    revenue, selfish, total,
};
use super::sense::{FewProfiles, entries, order};
use crate::mechanism::examine::{
    BudgetStage, Examination, Lottery, PaymentBounds, RevenueRule, Stage,
};
use crate::mechanism::groves::Groves;
use crate::mechanism::{Decision, Mechanism, MechanismTable, OutsideOptions, Setting, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A setting, an order in which ties between alternatives are broken, and a term for each agent and
/// report profile that is added to what the others report.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GrovesCase {
    /// The setting.
    pub setting: Setting,
    /// Among the best alternatives the first of this order is chosen.
    pub order: Vec<usize>,
    /// For each agent one term for each report profile, the last agent's report fastest. In a
    /// Groves mechanism the own report does not move it.
    pub terms: Vec<Vec<Rational>>,
}

impl GrovesCase {
    /// A setting with an order and terms.
    pub fn new(setting: Setting, order: Vec<usize>, terms: Vec<Vec<Rational>>) -> Self {
        GrovesCase {
            setting,
            order,
            terms,
        }
    }

    /// Order and terms fit the setting.
    fn fits(&self) -> Result<(), TheoremError> {
        let setting = &self.setting;
        order(
            "the order of alternatives",
            &self.order,
            setting.alternatives(),
        )?;
        entries("the list of terms", self.terms.len(), setting.agents())?;
        let profiles = setting.few_profiles()?.len();
        let mut lists = self.terms.iter();
        lists.try_for_each(|terms| entries("the terms of an agent", terms.len(), profiles))
    }

    /// The same case if it makes sense, with values that are declared private if they are.
    pub(super) fn checked(&self) -> Result<Self, TheoremError> {
        self.fits()?;
        let setting = declared(&self.setting)?.into_owned();
        Ok(Self::new(setting, self.order.clone(), self.terms.clone()))
    }

    /// The mechanism from the definition.
    pub(super) fn table(&self) -> Result<MechanismTable, TheoremError> {
        let others = |types: &[usize], agent: usize, alternative: usize| {
            total(&self.setting, types, alternative) - self.setting.value(agent, types, alternative)
        };
        let space = self.setting.few_profiles()?;
        table(&self.setting, |types| {
            let chosen = first_best(&self.order, |alternative| {
                total(&self.setting, types, alternative)
            });
            let place = space.index(types).unwrap_or_default();
            let agents = self.terms.iter().enumerate();
            let transfers =
                agents.map(|(agent, terms)| others(types, agent, chosen) + &terms[place]);
            Decision::certain(chosen, transfers.collect())
        })
    }

    /// The crate's mechanism, if there is one.
    pub(super) fn built(&self) -> Result<Option<Groves>, TheoremError> {
        if !self.setting.has_private_values() || !own_report_is_left_out(self)?.holds() {
            return Ok(None);
        }
        let space = self.setting.few_profiles()?;
        let kept = self.terms.iter().enumerate().map(|(agent, terms)| {
            let profiles = space.iter().zip(terms);
            let kept = profiles.filter(|(types, _)| types[agent] == 0);
            kept.map(|(_, term)| term.clone()).collect()
        });
        let groves = Groves::new(&self.setting)?.with_term_table(kept.collect())?;
        Ok(Some(groves.with_order(self.order.clone())?))
    }
}

/// A decision for each type profile.
pub(super) fn table(
    setting: &Setting,
    mut decide: impl FnMut(&[usize]) -> Decision,
) -> Result<MechanismTable, TheoremError> {
    let space = setting.few_profiles()?;
    let decisions = space.iter().map(|types| decide(&types)).collect();
    Ok(MechanismTable::new(
        space,
        setting.alternatives(),
        decisions,
    )?)
}

/// The first of the order with the largest amount.
pub(super) fn first_best(order: &[usize], amount: impl Fn(usize) -> Rational) -> usize {
    let best = order.iter().map(|&alternative| amount(alternative)).max();
    let found = order
        .iter()
        .find(|&&alternative| Some(amount(alternative)) == best);
    found.copied().unwrap_or_default()
}

/// The mechanism decides as the table says.
pub(super) fn decides_as(mechanism: &dyn Mechanism, table: &MechanismTable) -> Finding {
    let mut profiles = table.space().iter().zip(table.decisions());
    match profiles.find(|(said, expected)| mechanism.decide(said) != **expected) {
        None => Finding::Holds,
        Some((said, expected)) => Finding::fails(format!(
            "after messages {said:?} the decision is {:?}, and by definition {expected:?}",
            mechanism.decide(&said)
        )),
    }
}

fn own_report_is_left_out(case: &GrovesCase) -> Result<Finding, TheoremError> {
    case.fits()?;
    let space = case.setting.few_profiles()?;
    for (agent, terms) in case.terms.iter().enumerate() {
        for types in &space {
            let mut other = types.clone();
            other[agent] = 0;
            let (place, first) = (space.index(&types)?, space.index(&other)?);
            if terms[place] != terms[first] {
                return Ok(Finding::fails(format!(
                    "agent {agent} moves its term from {} to {} at {types:?}",
                    terms[first], terms[place]
                )));
            }
        }
    }
    Ok(Finding::Holds)
}

pub(super) fn groves_hypotheses() -> Vec<Hypothesis<GrovesCase>> {
    vec![
        Hypothesis::new(
            "private_values",
            "What an agent values depends on its own type only.",
            |case: &GrovesCase| private_values(&case.setting),
        ),
        Hypothesis::new(
            "terms_leave_out_own_report",
            "No agent's report moves the term that is added to its transfer.",
            own_report_is_left_out,
        ),
    ]
}

/// In a Groves mechanism truth is dominant and the choice efficient.
///
/// ```
/// use lacuna::mechanism::Setting;
/// use lacuna::number::Rational;
/// use lacuna::theorem::mechanisms::{GrovesCase, GrovesIsTruthful};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let setting = Setting::private(&[2, 1], 2, |agent, own, built| {
///     Rational::from(built as i64 * [[-1, 2][own], 1][agent])
/// })?;
/// let numbers = |list: [i64; 2]| list.map(Rational::from).to_vec();
/// // The report profiles are (0, 0) and (1, 0): only the first agent has something to say.
/// let terms = vec![numbers([3, 3]), numbers([0, 5])];
/// let groves = GrovesCase::new(setting.clone(), vec![0, 1], terms);
/// assert_eq!(GrovesIsTruthful.check(&groves)?, Verdict::Holds);
/// // A term that it moves by its own report is a reason to lie.
/// let terms = vec![numbers([0, 9]), numbers([0, 0])];
/// let moved = GrovesCase::new(setting, vec![0, 1], terms);
/// assert!(matches!(GrovesIsTruthful.check(&moved)?, Verdict::HypothesisFails { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrovesIsTruthful;

impl Theorem for GrovesIsTruthful {
    type Instance = GrovesCase;

    fn statement(&self) -> Statement {
        Statement::new(
            "groves_is_truthful",
            "What the others report, and nothing of one's own",
        )
        .saying(
            "An efficient choice with transfers `Σ_{j≠i} v_j(a) + h_i(t_-i)` makes truth a \
             dominant strategy, whatever the terms `h_i` are.",
        )
        .from_source("Groves, 1973")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<GrovesCase>> {
        groves_hypotheses()
    }

    fn conclusion(&self, case: &GrovesCase) -> Result<Finding, TheoremError> {
        let case = &case.checked()?;
        let (setting, table) = (&case.setting, case.table()?);
        let truth = Strategies::truthful(setting);
        let examination = Examination::new(setting, &table)?;
        let utility = selfish(setting);
        let (cases, verdict) = match private_values(setting)?.holds() {
            true => (
                dominance(setting, &table, &truth, &utility)?,
                examination.dominant_strategy()?,
            ),
            // With interdependent values it fails even if the others are honest.
            false => (
                ex_post(setting, &table, &truth, &utility)?,
                examination.ex_post()?,
            ),
        };
        let efficient = efficiency(setting, &table)?;
        all_of![
            match case.built()? {
                Some(groves) => decides_as(&groves, &table),
                None => Finding::Holds,
            },
            cases.finding(),
            cases.agree("truth", &verdict, &examination),
            efficient.finding(),
            efficient.agree("efficiency", &examination.efficiency()?, &examination),
        ]
    }
}

/// Clarke's mechanism needs no money, and nobody regrets taking part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClarkeNeedsNoMoney;

/// A setting and an order in which ties between alternatives are broken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EfficientCase {
    /// The setting.
    pub setting: Setting,
    /// Among the best alternatives the first of this order is chosen.
    pub order: Vec<usize>,
}

impl EfficientCase {
    /// A setting with an order.
    pub fn new(setting: Setting, order: Vec<usize>) -> Self {
        EfficientCase { setting, order }
    }

    /// The same case if it makes sense, with values that are declared private if they are.
    pub(super) fn checked(&self) -> Result<Self, TheoremError> {
        order(
            "the order of alternatives",
            &self.order,
            self.setting.alternatives(),
        )?;
        let setting = declared(&self.setting)?.into_owned();
        Ok(Self::new(setting, self.order.clone()))
    }

    /// What Clarke's mechanism chooses, and what each agent pays: what the others lose by it.
    pub(super) fn clarke(&self, types: &[usize]) -> (usize, Vec<Rational>) {
        let setting = &self.setting;
        let chosen = first_best(&self.order, |a| total(setting, types, a));
        let paid = (0..setting.agents()).map(|agent| {
            let others = |a: usize| total(setting, types, a) - setting.value(agent, types, a);
            let most = (0..setting.alternatives()).map(others).max();
            most.unwrap_or_default() - others(chosen)
        });
        (chosen, paid.collect())
    }
}

impl Theorem for ClarkeNeedsNoMoney {
    type Instance = EfficientCase;

    fn statement(&self) -> Statement {
        Statement::new(
            "clarke_needs_no_money",
            "Nobody is paid, and nobody regrets it",
        )
        .saying(
            "In Clarke's mechanism nobody is ever paid, so that there is no deficit; if no \
                 value is negative, every honest agent has a payoff of at least zero, whatever \
                 the others' types are.",
        )
        .from_source("Clarke, 1971")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<EfficientCase>> {
        vec![Hypothesis::new(
            "no_negative_values",
            "No type values an alternative at less than zero.",
            |case: &EfficientCase| {
                let setting = &case.setting;
                for types in &setting.few_profiles()? {
                    for agent in 0..setting.agents() {
                        for alternative in 0..setting.alternatives() {
                            let value = setting.value(agent, &types, alternative);
                            if value.is_negative() {
                                return Ok(Finding::fails(format!(
                                    "agent {agent} values alternative {alternative} at {value}"
                                )));
                            }
                        }
                    }
                }
                Ok(Finding::Holds)
            },
        )]
    }

    fn conclusion(&self, case: &EfficientCase) -> Result<Finding, TheoremError> {
        let case = &case.checked()?;
        let setting = &case.setting;
        let table = table(setting, |types| {
            let (chosen, paid) = case.clarke(types);
            Decision::certain(chosen, paid.iter().map(|paid| -paid).collect())
        })?;
        let examination = Examination::new(setting, &table)?;
        let unpaid = no_subsidies(&table)?;
        let covered = revenue(&table, |revenue| -revenue)?;
        let content = participation(setting, &table)?;
        let outside = OutsideOptions::default();
        let drawn = Lottery::EachBranch;
        let bounds = PaymentBounds::no_subsidies();
        let no_deficit = RevenueRule::no_deficit();
        all_of![
            match setting.has_private_values() {
                true => {
                    let clarke = Groves::clarke(setting)?.with_order(case.order.clone())?;
                    decides_as(&clarke, &table)
                }
                false => Finding::Holds,
            },
            unpaid.finding(),
            unpaid.agree(
                "payments",
                &examination.payments(&bounds, drawn)?,
                &examination
            ),
            covered.finding(),
            covered.agree(
                "the budget",
                &examination.budget(&no_deficit, BudgetStage::ExPost(drawn))?,
                &examination
            ),
            content.finding(),
            content.agree(
                "participation",
                &examination.participation(Stage::ExPost(drawn), &outside)?,
                &examination
            ),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::draws::{interdependent, orders, settings, whole};

    /// Terms for each agent and report profile; those that leave out the own report unless `moved`.
    fn cases(settings: BoxedStrategy<Setting>, moved: bool) -> BoxedStrategy<GrovesCase> {
        settings
            .prop_flat_map(move |setting| {
                let profiles = setting.types().iter().product::<usize>();
                let terms = vec(vec(whole(-3..=3), profiles), setting.agents());
                (orders(setting.alternatives()), terms).prop_filter_map(
                    "no profiles",
                    move |(order, mut terms)| {
                        let space = setting.profiles().ok()?;
                        for (agent, list) in terms.iter_mut().enumerate() {
                            if moved {
                                break;
                            }
                            for types in &space {
                                let mut first = types.clone();
                                first[agent] = 0;
                                let (own, first) =
                                    (space.index(&types).ok()?, space.index(&first).ok()?);
                                list[own] = list[first].clone();
                            }
                        }
                        Some(GrovesCase::new(setting.clone(), order, terms))
                    },
                )
            })
            .boxed()
    }

    pub(in crate::theorem::mechanisms) fn cases_without(
        hypothesis: &str,
    ) -> BoxedStrategy<GrovesCase> {
        match hypothesis {
            "private_values" => cases(interdependent(-3..=3), false),
            other => cases(settings(-3..=3), other == "terms_leave_out_own_report"),
        }
    }

    impl Drawn for GrovesIsTruthful {
        fn instances(&self) -> BoxedStrategy<GrovesCase> {
            cases_without("")
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<GrovesCase> {
            cases_without(hypothesis)
        }
    }

    /// Settings with any order of their alternatives.
    pub(in crate::theorem::mechanisms) fn efficient(
        settings: BoxedStrategy<Setting>,
    ) -> BoxedStrategy<EfficientCase> {
        settings
            .prop_flat_map(|setting| {
                let order = orders(setting.alternatives());
                order.prop_map(move |order| EfficientCase::new(setting.clone(), order))
            })
            .boxed()
    }

    impl Drawn for ClarkeNeedsNoMoney {
        fn instances(&self) -> BoxedStrategy<EfficientCase> {
            efficient(prop_oneof![4 => settings(0..=4), 1 => interdependent(0..=4)].boxed())
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<EfficientCase> {
            efficient(settings(-3..=3))
        }
    }
}

#[cfg(feature = "proptest")]
pub(super) use drawn::{cases_without, efficient};
