//! Houses that are traded, or given away, without money.

use super::definition::all_of;
use super::sense::{few, order};
use crate::mechanism::Rankings;
use crate::mechanism::matching::{
    AssignmentMechanism, AssignmentRule, Assignments, Matching, SidePreferences,
    deferred_acceptance, top_trading_cycles,
};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Who owns which house, and who likes which.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HousingMarket {
    /// The ranking of all houses of each agent, best first.
    pub wishes: Vec<Vec<usize>>,
    /// The house of each agent.
    pub endowment: Vec<usize>,
}

impl HousingMarket {
    /// A market of as many houses as agents.
    pub fn new(wishes: Vec<Vec<usize>>, endowment: Vec<usize>) -> Self {
        HousingMarket { wishes, endowment }
    }

    /// Everybody ranks all houses and owns one, and there are few enough agents.
    fn check(&self) -> Result<(), TheoremError> {
        let agents = self.wishes.len();
        if agents == 0 {
            return Err(TheoremError::Instance("there are no agents".to_owned()));
        }
        few("agents with all their trades", agents, MOST_TRADERS)?;
        order("the list of owners' houses", &self.endowment, agents)?;
        let mut lists = self.wishes.iter();
        lists.try_for_each(|list| order("a list of wishes", list, agents))
    }

    fn place(&self, agent: usize, house: usize) -> usize {
        let list = &self.wishes[agent];
        list.iter()
            .position(|&own| own == house)
            .unwrap_or(list.len())
    }

    /// Can these agents trade among each other so that none is worse off, and one better?
    fn blocks(&self, allocation: &[usize], coalition: &[usize]) -> bool {
        let own: Vec<usize> = coalition.iter().map(|&i| self.endowment[i]).collect();
        permutations(&own).iter().any(|houses| {
            let places = coalition.iter().zip(houses);
            let pairs: Vec<(usize, usize)> = places
                .map(|(&i, &house)| (self.place(i, house), self.place(i, allocation[i])))
                .collect();
            pairs.iter().all(|(now, before)| now <= before)
                && pairs.iter().any(|(now, before)| now < before)
        })
    }
}

/// The most agents whose coalitions and trades are gone through.
const MOST_TRADERS: usize = 6;

/// All orders of some things.
fn permutations(things: &[usize]) -> Vec<Vec<usize>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (place, &first) in things.iter().enumerate() {
        let mut rest = things.to_vec();
        rest.remove(place);
        for mut order in permutations(&rest) {
            order.insert(0, first);
            all.push(order);
        }
    }
    all
}

/// Top trading cycles find the one allocation that no coalition can better.
///
/// ```
/// use lacuna::theorem::mechanisms::{HousingMarket, TopTradingCyclesAreTheCore};
/// use lacuna::theorem::{Theorem, Verdict};
/// let market = HousingMarket::new(vec![vec![1, 0, 2], vec![0, 1, 2], vec![0, 2, 1]], vec![0, 1, 2]);
/// assert_eq!(TopTradingCyclesAreTheCore.check(&market)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopTradingCyclesAreTheCore;

impl Theorem for TopTradingCyclesAreTheCore {
    type Instance = HousingMarket;

    fn statement(&self) -> Statement {
        Statement::new(
            "top_trading_cycles_are_the_core",
            "The core of a housing market",
        )
        .saying(
            "With strict preferences over all houses, top trading cycles end in the only \
                 allocation that no coalition can better for one of its members, and worsen for \
                 none, by trading what it owns: it is individually rational and Pareto efficient.",
        )
        .from_source("Shapley and Scarf, 1974; Roth and Postlewaite, 1977")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<HousingMarket>> {
        Vec::new()
    }

    fn conclusion(&self, market: &HousingMarket) -> Result<Finding, TheoremError> {
        market.check()?;
        let agents: Vec<usize> = (0..market.wishes.len()).collect();
        let coalitions: Vec<Vec<usize>> = (1..1usize << agents.len())
            .map(|set| {
                let members = agents.iter().copied();
                members.filter(|own| set >> own & 1 == 1).collect()
            })
            .collect();
        let core: Vec<Vec<usize>> = permutations(&agents)
            .into_iter()
            .filter(|houses| !coalitions.iter().any(|own| market.blocks(houses, own)))
            .collect();
        let wishes = SidePreferences::new(agents.len(), market.wishes.clone())?;
        let found = top_trading_cycles(&wishes, &market.endowment)?;
        let houses: Option<Vec<usize>> = found.partners().iter().copied().collect();
        all_of![
            Finding::when(core.len() == 1, || format!("the core is {core:?}")),
            Finding::when(houses.as_ref() == core.first(), || {
                format!("the core is {core:?}, and {houses:?} is found")
            }),
        ]
    }
}

/// A rule that gives objects to agents, and what they like.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssignmentCase {
    /// The ranking of all objects of each agent, best first; as many objects as agents, one of each.
    pub wishes: Vec<Vec<usize>>,
    /// The rule.
    pub rule: AssignmentRule,
}

impl AssignmentCase {
    /// A rule among agents with these wishes.
    pub fn new(wishes: Vec<Vec<usize>>, rule: AssignmentRule) -> Self {
        AssignmentCase { wishes, rule }
    }

    /// What the rule does, not by the mechanism; `None` for rules that are drawn and others.
    fn matching(&self) -> Result<Option<Matching>, TheoremError> {
        let count = self.wishes.len();
        let wishes = SidePreferences::new(count, self.wishes.clone())?;
        let one = vec![1; count];
        Ok(match &self.rule {
            AssignmentRule::SerialDictatorship(order) => {
                // From the definition: in turn, the best that is left.
                let mut left: Vec<usize> = (0..count).collect();
                let mut partners = vec![None; count];
                for &agent in order {
                    let best = self.wishes[agent].iter().find(|own| left.contains(own));
                    partners[agent] = best.copied();
                    left.retain(|own| Some(own) != best);
                }
                Some(Matching::new(partners))
            }
            AssignmentRule::TopTradingCycles(endowment) => {
                Some(top_trading_cycles(&wishes, endowment)?)
            }
            AssignmentRule::DeferredAcceptance(priorities) => {
                let objects = SidePreferences::new(count, priorities.clone())?;
                Some(deferred_acceptance(&wishes, &objects, &one)?)
            }
            _ => None,
        })
    }
}

/// Some rules for giving objects away cannot be gamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SafeRulesCannotBeGamed;

impl Theorem for SafeRulesCannotBeGamed {
    type Instance = AssignmentCase;

    fn statement(&self) -> Statement {
        Statement::new("safe_rules_cannot_be_gamed", "Objects without money")
            .saying(
                "Serial dictatorship, fixed or drawn, top trading cycles, and deferred acceptance \
                 with agents proposing are strategy-proof: by no other ranking does an agent get \
                 its best objects with more probability.",
            )
            .from_source("Roth, 1982; Dubins and Freedman, 1981; Abdulkadiroğlu and Sönmez, 1998")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<AssignmentCase>> {
        vec![Hypothesis::new(
            "the_rule_is_safe",
            "The rule is serial dictatorship, fixed or drawn, top trading cycles, or deferred \
             acceptance with agents proposing.",
            |case: &AssignmentCase| {
                let safe = matches!(
                    case.rule,
                    AssignmentRule::SerialDictatorship(_)
                        | AssignmentRule::RandomSerialDictatorship
                        | AssignmentRule::TopTradingCycles(_)
                        | AssignmentRule::DeferredAcceptance(_)
                );
                Ok(Finding::when(safe, || {
                    format!("the rule is {:?}", case.rule)
                }))
            },
        )]
    }

    fn conclusion(&self, case: &AssignmentCase) -> Result<Finding, TheoremError> {
        let count = case.wishes.len();
        let rankings = Rankings::all(count)?;
        let objects = Assignments::new(count, vec![1; count], 1000)?;
        let rule = AssignmentMechanism::new(rankings.clone(), objects, case.rule.clone())?;
        let truth: Option<Vec<usize>> = (case.wishes.iter())
            .map(|list| rankings.number(list))
            .collect();
        let Some(truth) = truth else {
            return Err(TheoremError::Instance("a list is no ranking".to_owned()));
        };
        let honest = rule.outcome(&truth)?;
        if let Some(matching) = case.matching()?
            && honest != [(Rational::ONE, matching.clone())]
        {
            return Ok(Finding::fails(format!(
                "the mechanism decides {honest:?}, and the rule {:?}",
                matching.partners()
            )));
        }
        // The probability of something among the first objects of an agent's list.
        let share = |outcome: &[(Rational, Matching)], agent: usize, first: usize| -> Rational {
            let best = &case.wishes[agent][..first];
            let lucky = outcome.iter().filter(|(_, matching)| {
                matching
                    .partner(agent)
                    .is_some_and(|own| best.contains(&own))
            });
            lucky.map(|(probability, _)| probability).sum()
        };
        for agent in 0..count {
            for lie in 0..rankings.len() {
                let mut said = truth.clone();
                said[agent] = lie;
                let lying = rule.outcome(&said)?;
                for first in 1..=count {
                    let (before, after) =
                        (share(&honest, agent, first), share(&lying, agent, first));
                    if after > before {
                        return Ok(Finding::fails(format!(
                            "agent {agent} gets one of its best {first} with probability {after}, \
                             not {before}, by saying {:?}",
                            rankings.ranking(lie)
                        )));
                    }
                }
            }
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::draws::orders;

    impl Drawn for TopTradingCyclesAreTheCore {
        fn instances(&self) -> BoxedStrategy<HousingMarket> {
            prop_oneof![1 => 1usize..=2, 4 => 3usize..=4]
                .prop_flat_map(|count| (vec(orders(count), count), orders(count)))
                .prop_map(|(wishes, endowment)| HousingMarket::new(wishes, endowment))
                .boxed()
        }
    }

    fn cases(safe: bool) -> BoxedStrategy<AssignmentCase> {
        let rules = move |count: usize| {
            let priorities = || vec(orders(count), count);
            match safe {
                true => prop_oneof![
                    orders(count).prop_map(AssignmentRule::SerialDictatorship),
                    Just(AssignmentRule::RandomSerialDictatorship),
                    orders(count).prop_map(AssignmentRule::TopTradingCycles),
                    priorities().prop_map(AssignmentRule::DeferredAcceptance),
                ]
                .boxed(),
                false => prop_oneof![
                    priorities().prop_map(AssignmentRule::ImmediateAcceptance),
                    priorities().prop_map(AssignmentRule::DeferredAcceptanceFromPlaces),
                ]
                .boxed(),
            }
        };
        (2usize..=3)
            .prop_flat_map(move |count| (vec(orders(count), count), rules(count)))
            .prop_map(|(wishes, rule)| AssignmentCase::new(wishes, rule))
            .boxed()
    }

    impl Drawn for SafeRulesCannotBeGamed {
        fn instances(&self) -> BoxedStrategy<AssignmentCase> {
            cases(true)
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<AssignmentCase> {
            cases(false)
        }
    }
}
