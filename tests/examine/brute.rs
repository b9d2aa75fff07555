//! The definitions, case by case, on rationals.

use lacuna::game::ProfileSpace;
use lacuna::mechanism::Concern;
use lacuna::mechanism::Mechanism;
use lacuna::number::Rational;
use lacuna::preference::{Outcome, Preference};

use super::drawn::Drawn;

/// What a search by definition finds.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Found {
    pub comparisons: u64,
    pub violations: u64,
    pub worst: Option<Rational>,
}

impl Found {
    pub fn add(&mut self, excess: Rational) {
        self.comparisons += 1;
        self.violations += u64::from(excess.is_positive());
        if self.worst.as_ref().is_none_or(|worst| &excess > worst) {
            self.worst = Some(excess);
        }
    }
}

/// The utility of a branch of what is decided at these messages.
pub fn branch_utility(
    drawn: &Drawn,
    agent: usize,
    types: &[usize],
    (alternative, transfers): (usize, &[Rational]),
) -> Rational {
    let values: Vec<Rational> = (0..types.len())
        .map(|j| drawn.setting.value(j, types, alternative).clone())
        .collect();
    match (&drawn.preference, drawn.concern) {
        (None, _) => &values[agent] + &transfers[agent],
        (Some(preference), Concern::Payoffs) => {
            let payoffs: Vec<Rational> = values.iter().zip(transfers).map(|(v, t)| v + t).collect();
            preference.perceived(agent, &Outcome::new(&payoffs))
        }
        (Some(preference), _) => {
            preference.perceived(agent, &Outcome::new(&values)) + &transfers[agent]
        }
    }
}

pub fn utility(drawn: &Drawn, agent: usize, types: &[usize], messages: &[usize]) -> Rational {
    let decision = drawn.mechanism.decide(messages);
    let branches = decision.branches().iter();
    branches
        .map(|branch| {
            let outcome = (branch.alternative, branch.transfers.as_slice());
            &branch.probability * &branch_utility(drawn, agent, types, outcome)
        })
        .sum()
}

pub fn type_profiles(drawn: &Drawn) -> Vec<Vec<usize>> {
    drawn.setting.profiles().expect("small").iter().collect()
}

pub fn message_profiles(drawn: &Drawn) -> Vec<Vec<usize>> {
    drawn.mechanism.space().iter().collect()
}

pub fn with(list: &[usize], place: usize, value: usize) -> Vec<usize> {
    let mut list = list.to_vec();
    list[place] = value;
    list
}

/// Does the utility of the agent depend on its own type only, by the definition of the instance?
pub fn own_type_only(drawn: &Drawn, agent: usize) -> bool {
    let agents = drawn.setting.agents();
    drawn.setting.has_private_values()
        && match &drawn.preference {
            None => true,
            Some(preference) => preference.weights(agents).is_some_and(|weights| {
                (0..agents).all(|j| j == agent || weights.entry(agent, j).is_zero())
            }),
        }
}

pub fn dominant(drawn: &Drawn) -> Found {
    let mut found = Found::default();
    for agent in 0..drawn.setting.agents() {
        for types in type_profiles(drawn) {
            if own_type_only(drawn, agent)
                && types.iter().enumerate().any(|(j, &t)| j != agent && t != 0)
            {
                continue;
            }
            let right = drawn.strategies.message(agent, types[agent]);
            for messages in message_profiles(drawn) {
                if messages[agent] != right {
                    let honest = with(&messages, agent, right);
                    found.add(
                        utility(drawn, agent, &types, &messages)
                            - utility(drawn, agent, &types, &honest),
                    );
                }
            }
        }
    }
    found
}

/// The gain of each lie at a type profile where the others follow their strategies.
pub fn lies(drawn: &Drawn, agent: usize, types: &[usize]) -> Vec<(usize, Rational)> {
    let honest = drawn.strategies.messages(types);
    (0..drawn.mechanism.messages(agent))
        .filter(|&lie| lie != honest[agent])
        .map(|lie| {
            let gain = utility(drawn, agent, types, &with(&honest, agent, lie))
                - utility(drawn, agent, types, &honest);
            (lie, gain)
        })
        .collect()
}

pub fn ex_post(drawn: &Drawn) -> Found {
    let mut found = Found::default();
    for agent in 0..drawn.setting.agents() {
        for types in type_profiles(drawn) {
            for (_, gain) in lies(drawn, agent, &types) {
                found.add(gain);
            }
        }
    }
    found
}

/// The probability of a type.
pub fn mass(drawn: &Drawn, agent: usize, own: usize) -> Rational {
    type_profiles(drawn)
        .iter()
        .filter(|types| types[agent] == own)
        .map(|types| drawn.setting.probability(types))
        .sum()
}

pub fn bayesian(drawn: &Drawn, every_belief: bool) -> Found {
    let mut found = Found::default();
    for agent in 0..drawn.setting.agents() {
        for own in 0..drawn.setting.types()[agent] {
            let mass = mass(drawn, agent, own);
            let mut sums = vec![Rational::ZERO; drawn.mechanism.messages(agent)];
            for types in type_profiles(drawn) {
                if types[agent] != own {
                    continue;
                }
                for (lie, gain) in lies(drawn, agent, &types) {
                    if mass.is_zero() && every_belief {
                        found.add(gain);
                    } else {
                        sums[lie] += &drawn.setting.probability(&types) * &gain;
                    }
                }
            }
            for (lie, sum) in sums.iter().enumerate() {
                if lie != drawn.strategies.message(agent, own)
                    && let Some(gain) = sum.checked_div(&mass)
                {
                    found.add(gain);
                }
            }
        }
    }
    found
}

/// Weak and cyclic monotonicity: the largest gain of a pair of types, and whether some cycle gains,
/// by looking at every order of every set of types.
pub fn monotonicity(drawn: &Drawn) -> (Found, u64) {
    let (mut pairs, mut contexts_with_cycle) = (Found::default(), 0);
    let setting = &drawn.setting;
    for agent in 0..setting.agents() {
        let by_messages = own_type_only(drawn, agent);
        let counts: Vec<usize> = match by_messages {
            true => drawn.mechanism.space().actions().to_vec(),
            false => setting.types().to_vec(),
        };
        for context in &ProfileSpace::new(&counts).expect("small") {
            if context[agent] != 0 {
                continue;
            }
            let value = |own: usize, said: usize| -> Rational {
                let (types, messages) = if by_messages {
                    let types = with(&vec![0; counts.len()], agent, own);
                    let message = drawn.strategies.message(agent, said);
                    (types, with(&context, agent, message))
                } else {
                    let reported = with(&context, agent, said);
                    let messages = drawn.strategies.messages(&reported);
                    (with(&context, agent, own), messages)
                };
                let decision = drawn.mechanism.decide(&messages);
                let none = vec![Rational::ZERO; counts.len()];
                let branches = decision.branches().iter();
                branches
                    .map(|b| {
                        let outcome = (b.alternative, none.as_slice());
                        &b.probability * &branch_utility(drawn, agent, &types, outcome)
                    })
                    .sum()
            };
            let types = setting.types()[agent];
            let step = |a: usize, b: usize| value(a, b) - value(a, a);
            let mut cycle_gains = false;
            for a in 0..types {
                for b in 0..types {
                    if a < b {
                        pairs.add(step(a, b) + step(b, a));
                    }
                    cycle_gains |= a != b && (step(a, b) + step(b, a)).is_positive();
                    for c in 0..types {
                        cycle_gains |= a != b
                            && b != c
                            && a != c
                            && (step(a, b) + step(b, c) + step(c, a)).is_positive();
                    }
                }
            }
            contexts_with_cycle += u64::from(cycle_gains);
        }
    }
    (pairs, contexts_with_cycle)
}

/// Joint lies of two agents at type profiles where the others follow their strategies.
pub fn pairs(drawn: &Drawn) -> Found {
    let mut found = Found::default();
    for types in type_profiles(drawn) {
        let honest = drawn.strategies.messages(&types);
        for j in 0..types.len() {
            for i in 0..j {
                for messages in message_profiles(drawn) {
                    let others = (0..types.len()).filter(|&k| k != i && k != j);
                    if messages == honest || others.into_iter().any(|k| messages[k] != honest[k]) {
                        continue;
                    }
                    let gain = |agent: usize| {
                        utility(drawn, agent, &types, &messages)
                            - utility(drawn, agent, &types, &honest)
                    };
                    found.add(gain(i).min(gain(j)));
                }
            }
        }
    }
    found
}
