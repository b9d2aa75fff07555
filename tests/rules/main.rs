//! Matching and voting rules against brute force: every ranking, every lie, every matching.

mod core_and_stability;
mod incentives;
mod large;
mod refusals;
mod tallies;

use lacuna::mechanism::{Mechanism, Setting};
use lacuna::number::Rational;

/// A lie that pays in a direct mechanism at some type profile: agent, true types, message.
#[derive(Debug, PartialEq, Eq)]
pub struct Lie {
    pub agent: usize,
    pub types: Vec<usize>,
    pub message: usize,
}

/// The first lie that pays one of `agents`, over all type profiles and all messages.
pub fn first_lie(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    agents: impl Iterator<Item = usize> + Clone,
) -> Option<Lie> {
    let profiles = setting.profiles().expect("small");
    for types in &profiles {
        let honest = mechanism.decide(&types);
        for agent in agents.clone() {
            let now: Rational = honest.payoff(setting, agent, &types);
            for message in 0..mechanism.messages(agent) {
                let mut said = types.clone();
                said[agent] = message;
                if mechanism.decide(&said).payoff(setting, agent, &types) > now {
                    return Some(Lie {
                        agent,
                        types,
                        message,
                    });
                }
            }
        }
    }
    None
}

/// All permutations of `0..n`, by exchanging, in no particular order.
pub fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for shorter in permutations(n - 1) {
        for place in 0..n {
            let mut longer = shorter.clone();
            longer.insert(place, n - 1);
            all.push(longer);
        }
    }
    all
}
