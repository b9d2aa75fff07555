//! Which choices can be made truthful by transfers.

use super::definition::{Cases, all_of, declared, dominance, private_values, selfish};
use super::groves::table;
use super::sense::{FewProfiles, below, entries, few};
use crate::game::ProfileSpace;
use crate::mechanism::design::{DesignOutcome, Designer, Incentives};
use crate::mechanism::examine::{Examination, Witness};
use crate::mechanism::{Decision, MechanismTable, Setting, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// What each type (row) makes of what each type (column) is given.
type Matrix = Vec<Vec<Rational>>;

/// A setting, and which alternative is chosen for which types.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChoiceRule {
    /// The setting.
    pub setting: Setting,
    /// The alternative at each type profile, the last agent's type fastest.
    pub choice: Vec<usize>,
}

impl ChoiceRule {
    /// A choice in a setting.
    pub fn new(setting: Setting, choice: Vec<usize>) -> Self {
        ChoiceRule { setting, choice }
    }

    /// The same rule if it makes sense, with values that are declared private if they are.
    fn checked(&self) -> Result<Self, TheoremError> {
        let profiles = self.setting.few_profiles()?.len();
        entries("the list of choices", self.choice.len(), profiles)?;
        for &chosen in &self.choice {
            below("a chosen alternative", chosen, self.setting.alternatives())?;
        }
        let setting = declared(&self.setting)?.into_owned();
        Ok(Self::new(setting, self.choice.clone()))
    }

    /// What type `own` of the agent makes of what is chosen if it says `said`, at the others' types.
    fn worth(
        &self,
        space: &ProfileSpace,
        agent: usize,
        others: &[usize],
        own: usize,
        said: usize,
    ) -> Result<Rational, TheoremError> {
        let mut types = others.to_vec();
        types[agent] = said;
        let chosen = self.choice[space.index(&types)?];
        types[agent] = own;
        Ok(self.setting.value(agent, &types, chosen).clone())
    }

    /// For each agent and the others' types: what each type makes of what each type gets.
    fn matrices(&self) -> Result<Vec<(usize, Matrix)>, TheoremError> {
        let space = self.setting.few_profiles()?;
        let mut matrices = Vec::new();
        for (agent, &count) in self.setting.types().iter().enumerate() {
            for others in space.iter().filter(|types| types[agent] == 0) {
                let row = |own| {
                    let each = (0..count).map(|said| self.worth(&space, agent, &others, own, said));
                    each.collect()
                };
                let rows: Result<Matrix, TheoremError> = (0..count).map(row).collect();
                matrices.push((agent, rows?));
            }
        }
        Ok(matrices)
    }

    /// The examination of the choice without transfers.
    fn examined<T>(
        &self,
        of: impl FnOnce(&Examination<'_>) -> Result<T, TheoremError>,
    ) -> Result<T, TheoremError> {
        let space = self.setting.few_profiles()?;
        let agents = self.setting.agents();
        let table = table(&self.setting, |types| {
            let place = space.index(types).unwrap_or_default();
            Decision::certain(self.choice[place], vec![Rational::ZERO; agents])
        })?;
        of(&Examination::new(&self.setting, &table)?)
    }
}

/// What the types of a cycle gain in sum if each is given what the next is given.
fn gain(matrix: &[Vec<Rational>], cycle: &[usize]) -> Rational {
    let steps = cycle.iter().enumerate();
    steps
        .map(|(place, &own)| {
            let next = cycle[(place + 1) % cycle.len()];
            &matrix[own][next] - &matrix[own][own]
        })
        .sum()
}

/// The most types of an agent whose cycles are gone through, 109,592 of them.
const MOST_TYPES: usize = 8;

/// All lists of at least two different types, by brute force.
fn cycles(count: usize) -> Vec<Vec<usize>> {
    let mut cycles: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<Vec<usize>> = (0..count).map(|first| vec![first]).collect();
    while let Some(list) = open.pop() {
        for next in (0..count).filter(|next| !list.contains(next)) {
            let mut longer = list.clone();
            longer.push(next);
            open.push(longer.clone());
            cycles.push(longer);
        }
    }
    cycles
}

/// A cycle of types that gains, over all agents and others' types.
fn gaining_cycle(rule: &ChoiceRule) -> Result<Finding, TheoremError> {
    let rule = rule.checked()?;
    for &types in rule.setting.types() {
        few("types of an agent", types, MOST_TYPES)?;
    }
    for (agent, matrix) in rule.matrices()? {
        for cycle in cycles(matrix.len()) {
            let gain = gain(&matrix, &cycle);
            if gain.is_positive() {
                return Ok(Finding::fails(format!(
                    "types {cycle:?} of agent {agent} gain {gain} in sum if each gets what the \
                     next gets"
                )));
            }
        }
    }
    Ok(Finding::Holds)
}

/// The mechanism is truthful, and chooses what the rule says.
fn truthful_for(rule: &ChoiceRule, mechanism: &MechanismTable) -> Result<Finding, TheoremError> {
    let truth = Strategies::truthful(&rule.setting);
    let cases = dominance(&rule.setting, mechanism, &truth, &selfish(&rule.setting))?;
    let decisions = mechanism.decisions().iter().zip(&rule.choice);
    let chosen = decisions
        .map(|(decision, &chosen)| decision.probability(chosen))
        .all(|probability| probability == Rational::ONE);
    all_of![
        cases.finding(),
        Finding::when(chosen, || "the transfers are for another choice".to_owned()),
    ]
}

/// A choice can be made truthful if and only if no cycle of types gains.
///
/// ```
/// use lacuna::mechanism::Setting;
/// use lacuna::number::Rational;
/// use lacuna::theorem::mechanisms::{ChoiceRule, TruthNeedsNoGainingCycle};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// // A good for one agent with value 1 or 3: giving it to the higher type can be made truthful,
/// // giving it to the lower one cannot.
/// let setting = Setting::private(&[2], 2, |_, own, given| {
///     Rational::from(given as i64 * [1, 3][own])
/// })?;
/// for choice in [vec![0, 1], vec![1, 0]] {
///     let rule = ChoiceRule::new(setting.clone(), choice);
///     assert_eq!(TruthNeedsNoGainingCycle.check(&rule)?, Verdict::Holds);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TruthNeedsNoGainingCycle;

impl Theorem for TruthNeedsNoGainingCycle {
    type Instance = ChoiceRule;

    fn statement(&self) -> Statement {
        Statement::new("truth_needs_no_gaining_cycle", "Cyclic monotonicity")
            .saying(
                "With private values there are transfers with which truth is dominant for a choice \
                 if and only if, whatever the others' types, no cycle of types gains in sum by \
                 being given what the next is given.",
            )
            .from_source("Rochet, 1987")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<ChoiceRule>> {
        vec![Hypothesis::new(
            "private_values",
            "What an agent values depends on its own type only.",
            |rule: &ChoiceRule| private_values(&rule.setting),
        )]
    }

    fn conclusion(&self, rule: &ChoiceRule) -> Result<Finding, TheoremError> {
        let rule = &rule.checked()?;
        let (setting, space) = (&rule.setting, rule.setting.few_profiles()?);
        let monotone = gaining_cycle(rule)?.holds();
        let (verdict, stands) = rule.examined(|examination| {
            let verdict = examination.cyclic_monotonicity()?;
            let stands = verdict
                .witness()
                .is_none_or(|cycle| cycle.verify(examination));
            Ok((verdict.holds(), stands))
        })?;
        let designer = Designer::new(setting)
            .with_incentives(Incentives::Dominant)
            .with_allowed(|types, alternative| {
                space.index(types).map(|place| rule.choice[place]) == Ok(alternative)
            })?;
        let outcome = designer.solve()?;
        let proved = outcome.verify(&designer)?;
        let truthful = match &outcome {
            DesignOutcome::Optimal(design) => truthful_for(rule, &design.mechanism)?,
            _ => Finding::Holds,
        };
        let found = matches!(outcome, DesignOutcome::Optimal(_));
        all_of![
            truthful,
            Finding::when(proved, || "the outcome of the program is not proved"
                .to_owned()),
            Finding::when(stands, || "the cycle of the examination does not gain"
                .to_owned()),
            Finding::when(monotone == verdict && monotone == found, || {
                format!(
                    "no cycle gains: {monotone}; the examination says {verdict}; there are \
                     transfers: {found}"
                )
            }),
        ]
    }
}

/// Choices that can be made truthful are weakly monotone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TruthIsWeaklyMonotone;

impl Theorem for TruthIsWeaklyMonotone {
    type Instance = ChoiceRule;

    fn statement(&self) -> Statement {
        Statement::new("truth_is_weakly_monotone", "Weak monotonicity")
            .saying(
                "If transfers can make truth dominant for a choice, no two types of an agent gain \
                 in sum by changing places, whatever the others' types.",
            )
            .from_source("Bikhchandani, Chatterji, Lavi, Mu'alem, Nisan and Sen, 2006")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<ChoiceRule>> {
        vec![Hypothesis::new(
            "transfers_exist",
            "Some transfers make truth dominant: no cycle of types gains.",
            gaining_cycle,
        )]
    }

    fn conclusion(&self, rule: &ChoiceRule) -> Result<Finding, TheoremError> {
        let rule = &rule.checked()?;
        let mut cases = Cases::default();
        for (agent, matrix) in rule.matrices()? {
            for own in 0..matrix.len() {
                for other in own + 1..matrix.len() {
                    let gain = gain(&matrix, &[own, other]);
                    cases.record(gain.clone(), || {
                        format!("types {own} and {other} of agent {agent} gain {gain} by a swap")
                    });
                }
            }
        }
        rule.examined(|examination| {
            all_of![
                cases.finding(),
                cases.agree("swaps", &examination.weak_monotonicity()?, examination),
            ]
        })
    }
}

/// A single good can be given truthfully if and only if higher values get no less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HigherValuesGetNoLess;

impl HigherValuesGetNoLess {
    /// What an agent gets of each alternative: 1 for its own.
    fn amounts(setting: &Setting) -> Vec<Vec<Rational>> {
        let agents = 0..setting.agents();
        agents
            .map(|agent| {
                let alternatives = 0..setting.alternatives();
                let own = alternatives.map(|given| Rational::from(i64::from(given == 1 + agent)));
                own.collect()
            })
            .collect()
    }
}

impl Theorem for HigherValuesGetNoLess {
    type Instance = ChoiceRule;

    fn statement(&self) -> Statement {
        Statement::new("higher_values_get_no_less", "Monotone sales")
            .saying(
                "If one object is given to an agent or to nobody, and types are values in strictly \
                 ascending order, transfers can make truth dominant if and only if nobody ever \
                 loses the object by a higher value.",
            )
            .from_source("Myerson, 1981")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<ChoiceRule>> {
        vec![Hypothesis::new(
            "types_are_ascending_values",
            "Alternative `1 + i` is worth more to each higher type of agent `i`, and all others \
             are worth nothing to it.",
            |rule: &ChoiceRule| {
                let setting = &*declared(&rule.setting)?;
                if setting.alternatives() != 1 + setting.agents() {
                    return Ok(Finding::fails(
                        "not one alternative for each agent, and one more",
                    ));
                }
                for (agent, &count) in setting.types().iter().enumerate() {
                    let value = |own, given| setting.private_value(agent, own, given);
                    let own = (0..count).map(|own| value(own, 1 + agent));
                    let ascending = own.clone().zip(own.skip(1)).all(|(low, high)| low < high);
                    let nothing = (0..count).all(|own| {
                        let others =
                            (0..setting.alternatives()).filter(|&given| given != 1 + agent);
                        others
                            .map(|given| value(own, given))
                            .all(|value| value.is_some_and(Rational::is_zero))
                    });
                    if !ascending || !nothing {
                        return Ok(Finding::fails(format!(
                            "agent {agent} wants something else"
                        )));
                    }
                }
                Ok(Finding::Holds)
            },
        )]
    }

    fn conclusion(&self, rule: &ChoiceRule) -> Result<Finding, TheoremError> {
        let rule = &rule.checked()?;
        let (setting, space) = (&rule.setting, rule.setting.few_profiles()?);
        let amounts = Self::amounts(setting);
        let mut cases = Cases::default();
        for (agent, &count) in setting.types().iter().enumerate() {
            for others in space.iter().filter(|types| types[agent] == 0) {
                let mut gets = Vec::new();
                for own in 0..count {
                    let mut types = others.clone();
                    types[agent] = own;
                    gets.push(&amounts[agent][rule.choice[space.index(&types)?]]);
                }
                for pair in gets.windows(2) {
                    cases.record(pair[0] - pair[1], || format!("agent {agent} loses it"));
                }
            }
        }
        let possible = gaining_cycle(rule)?.holds();
        rule.examined(|examination| {
            all_of![
                cases.agree("amounts", &examination.monotone(&amounts)?, examination),
                Finding::when(cases.hold() == possible, || {
                    format!("monotone: {}, transfers exist: {possible}", cases.hold())
                }),
                Finding::when(
                    examination.cyclic_monotonicity()?.holds() == possible,
                    || "the examination of cycles says otherwise".to_owned()
                ),
            ]
        })
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::mechanism::auction::one_object;
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::definition::total;
    use crate::theorem::mechanisms::draws::{interdependent, settings_of, whole};
    use crate::theorem::mechanisms::groves::first_best;

    fn shapes() -> BoxedStrategy<(Vec<usize>, usize)> {
        (
            prop_oneof![vec(3usize..=4, 1), vec(1usize..=3, 2)],
            2usize..=3,
        )
            .boxed()
    }

    /// Efficient choices, with up to two that are changed.
    fn nearly_efficient() -> BoxedStrategy<ChoiceRule> {
        shapes()
            .prop_flat_map(|(types, alternatives)| {
                let profiles = types.iter().product::<usize>();
                let changes = vec((0..profiles, 0..alternatives), 0..=2);
                (settings_of(types, alternatives, -2..=2), changes)
            })
            .prop_filter_map("no profiles", |(setting, changes)| {
                let order: Vec<usize> = (0..setting.alternatives()).collect();
                let space = setting.profiles().ok()?;
                let mut choice: Vec<usize> = space
                    .iter()
                    .map(|types| first_best(&order, |a| total(&setting, &types, a)))
                    .collect();
                for (place, chosen) in changes {
                    choice[place] = chosen;
                }
                Some(ChoiceRule::new(setting, choice))
            })
            .boxed()
    }

    /// Any choice.
    fn any_choice() -> BoxedStrategy<ChoiceRule> {
        shapes()
            .prop_flat_map(|(types, alternatives)| {
                let profiles = types.iter().product::<usize>();
                let choice = vec(0..alternatives, profiles);
                (settings_of(types, alternatives, -2..=2), choice)
            })
            .prop_map(|(setting, choice)| ChoiceRule::new(setting, choice))
            .boxed()
    }

    impl Drawn for TruthNeedsNoGainingCycle {
        fn instances(&self) -> BoxedStrategy<ChoiceRule> {
            prop_oneof![nearly_efficient(), any_choice()].boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<ChoiceRule> {
            // Any choice for two agents with two types each.
            interdependent(-2..=2)
                .prop_flat_map(|setting| {
                    let choice = vec(0..setting.alternatives(), 4);
                    choice.prop_map(move |choice| ChoiceRule::new(setting.clone(), choice))
                })
                .boxed()
        }
    }

    impl Drawn for TruthIsWeaklyMonotone {
        fn instances(&self) -> BoxedStrategy<ChoiceRule> {
            nearly_efficient()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<ChoiceRule> {
            any_choice()
        }
    }

    /// One object for one or two agents with up to three values, which goes to a bidder whose value
    /// reaches a threshold, or to anybody.
    fn sales() -> BoxedStrategy<ChoiceRule> {
        vec(vec(1i64..=3, 1..=3), 1..=2)
            .prop_flat_map(|steps| {
                let values: Vec<Vec<Rational>> = steps
                    .iter()
                    .map(|list| {
                        let mut sum = -2;
                        let each = list.iter().map(|step| {
                            sum += step;
                            Rational::from(sum)
                        });
                        each.collect()
                    })
                    .collect();
                let profiles = values.iter().map(Vec::len).product::<usize>();
                let alternatives = 1 + values.len();
                let thresholds = vec(whole(-1..=4), values.len());
                (
                    Just(values),
                    thresholds,
                    vec(0..alternatives, profiles),
                    any::<bool>(),
                )
            })
            .prop_filter_map("no setting", |(values, thresholds, mut choice, random)| {
                let setting = one_object(&values).ok()?;
                let space = setting.profiles().ok()?;
                for (place, types) in space.iter().enumerate() {
                    if random {
                        break;
                    }
                    let mut agents = 0..values.len();
                    let first = agents.find(|&i| values[i][types[i]] >= thresholds[i]);
                    choice[place] = first.map_or(0, |agent| 1 + agent);
                }
                Some(ChoiceRule::new(setting, choice))
            })
            .boxed()
    }

    impl Drawn for HigherValuesGetNoLess {
        fn instances(&self) -> BoxedStrategy<ChoiceRule> {
            sales()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<ChoiceRule> {
            any_choice()
        }
    }
}
