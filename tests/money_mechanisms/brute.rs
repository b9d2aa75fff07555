//! The properties of mechanisms, straight from their definitions. Private values only.

use lacuna::game::ProfileSpace;
use lacuna::mechanism::{Decision, Mechanism, Setting, Strategies};
use lacuna::number::Rational;

/// Every profile of messages.
pub fn message_profiles(mechanism: &dyn Mechanism) -> Vec<Vec<usize>> {
    let counts: Vec<usize> = (0..mechanism.agents())
        .map(|agent| mechanism.messages(agent))
        .collect();
    let space = ProfileSpace::new(&counts).expect("small");
    space.iter().collect()
}

/// Every profile of types.
pub fn type_profiles(setting: &Setting) -> Vec<Vec<usize>> {
    setting.profiles().expect("small").iter().collect()
}

/// The expected payoff of an agent of some type from a decision.
pub fn payoff(setting: &Setting, decision: &Decision, agent: usize, own: usize) -> Rational {
    let branches = decision.branches().iter();
    branches
        .map(|branch| {
            let value = setting.private_value(agent, own, branch.alternative);
            &branch.probability * (value.expect("private") + &branch.transfers[agent])
        })
        .sum()
}

/// A message that pays more than the one that an agent should send, whatever the others say.
#[derive(Debug)]
pub struct Better {
    pub agent: usize,
    pub own_type: usize,
    pub message: usize,
    pub against: Vec<usize>,
    pub gain: Rational,
}

/// The largest gain from any message against any messages of the others.
pub fn against_dominance(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    strategies: &Strategies,
) -> Option<Better> {
    let mut largest: Option<Better> = None;
    for messages in message_profiles(mechanism) {
        let decided = mechanism.decide(&messages);
        for agent in 0..setting.agents() {
            for own_type in 0..setting.types()[agent] {
                let mut honest = messages.clone();
                honest[agent] = strategies.message(agent, own_type);
                let gain = payoff(setting, &decided, agent, own_type)
                    - payoff(setting, &mechanism.decide(&honest), agent, own_type);
                if gain.is_positive() && largest.as_ref().is_none_or(|best| gain > best.gain) {
                    largest = Some(Better {
                        agent,
                        own_type,
                        message: messages[agent],
                        against: messages.clone(),
                        gain,
                    });
                }
            }
        }
    }
    largest
}

/// Is it dominant to follow these strategies?
pub fn dominant(setting: &Setting, mechanism: &dyn Mechanism, strategies: &Strategies) -> bool {
    against_dominance(setting, mechanism, strategies).is_none()
}

/// Is honesty dominant in a direct mechanism?
pub fn honest(setting: &Setting, mechanism: &dyn Mechanism) -> bool {
    dominant(setting, mechanism, &Strategies::truthful(setting))
}

/// The probability of the others' types; types are independent.
fn chance_of_others(setting: &Setting, agent: usize, types: &[usize]) -> Rational {
    let mut all = Rational::ZERO;
    for own in 0..setting.types()[agent] {
        let mut profile = types.to_vec();
        profile[agent] = own;
        all += setting.probability(&profile);
    }
    all
}

/// What an agent of some type expects if it sends a message and the others follow the strategies.
pub fn interim(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    strategies: &Strategies,
    agent: usize,
    own_type: usize,
    message: usize,
) -> Rational {
    let mut sum = Rational::ZERO;
    for types in type_profiles(setting) {
        if types[agent] != own_type {
            continue;
        }
        let mut messages = strategies.messages(&types);
        messages[agent] = message;
        let own = payoff(setting, &mechanism.decide(&messages), agent, own_type);
        sum += chance_of_others(setting, agent, &types) * own;
    }
    sum
}

/// The largest gain from any message if the others follow the strategies.
pub fn largest_interim_gain(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    strategies: &Strategies,
) -> Rational {
    let mut largest = Rational::ZERO;
    for agent in 0..setting.agents() {
        for own in 0..setting.types()[agent] {
            let value = |message| interim(setting, mechanism, strategies, agent, own, message);
            let followed = value(strategies.message(agent, own));
            for message in 0..mechanism.messages(agent) {
                largest = largest.max(value(message) - &followed);
            }
        }
    }
    largest
}

/// The least and the largest sum of transfers in any branch of any decision.
pub fn transfer_sums(mechanism: &dyn Mechanism) -> (Rational, Rational) {
    let mut sums: Vec<Rational> = Vec::new();
    for messages in message_profiles(mechanism) {
        let decision = mechanism.decide(&messages);
        decision
            .check(mechanism.agents(), mechanism.alternatives())
            .expect("a decision");
        sums.extend(
            decision
                .branches()
                .iter()
                .map(|branch| branch.transfers.iter().sum()),
        );
    }
    let least = sums.iter().min().cloned().expect("a branch");
    (least, sums.into_iter().max().expect("a branch"))
}

/// The least payoff of any type of any agent in any branch, if everybody follows the strategies.
pub fn least_payoff(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    strategies: &Strategies,
) -> Rational {
    let mut payoffs: Vec<Rational> = Vec::new();
    for types in type_profiles(setting) {
        let decision = mechanism.decide(&strategies.messages(&types));
        for branch in decision.branches() {
            payoffs
                .extend((0..setting.agents()).map(|agent| branch.payoff(setting, agent, &types)));
        }
    }
    payoffs.into_iter().min().expect("a branch")
}

/// The most welfare lost at any type profile, in any branch.
pub fn largest_loss(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    strategies: &Strategies,
) -> Rational {
    let mut largest = Rational::ZERO;
    for types in type_profiles(setting) {
        let alternatives = 0..setting.alternatives();
        let best = alternatives.map(|each| setting.welfare(&types, each)).max();
        let best = best.expect("an alternative");
        for branch in mechanism.decide(&strategies.messages(&types)).branches() {
            largest = largest.max(&best - setting.welfare(&types, branch.alternative));
        }
    }
    largest
}

/// What the agents pay in expectation, if everybody follows the strategies.
pub fn revenue(setting: &Setting, mechanism: &dyn Mechanism, strategies: &Strategies) -> Rational {
    let mut sum = Rational::ZERO;
    for types in type_profiles(setting) {
        let decision = mechanism.decide(&strategies.messages(&types));
        let paid: Rational = (0..setting.agents())
            .map(|agent| -decision.expected_transfer(agent))
            .sum();
        sum += setting.probability(&types) * paid;
    }
    sum
}

/// Is `decision` the same lottery over payoffs of honest agents as `other`?
pub fn same_payoffs(setting: &Setting, one: &dyn Mechanism, other: &dyn Mechanism) -> bool {
    type_profiles(setting).iter().all(|types| {
        (0..setting.agents()).all(|agent| {
            payoff(setting, &one.decide(types), agent, types[agent])
                == payoff(setting, &other.decide(types), agent, types[agent])
        })
    })
}
