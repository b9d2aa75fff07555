//! Settings and mechanisms as tables, for counterexamples that can be read.

use std::fmt::Write;

use super::definition::with;
use super::sense::FewProfiles;
use crate::mechanism::{MechanismTable, Prior, Setting};
use crate::number::Rational;

/// A line for each agent and type, or type profile if values are interdependent, with what the
/// alternatives are worth to it; then how likely types are.
pub(super) fn setting_table(setting: &Setting) -> String {
    let (types, alternatives) = (setting.types(), setting.alternatives());
    let mut text = format!("types {types:?}, values of {alternatives} alternatives:");
    let values = |agent: usize, types: &[usize]| -> Vec<&Rational> {
        let all = 0..alternatives;
        all.map(|alternative| setting.value(agent, types, alternative))
            .collect()
    };
    let anybody = vec![0; setting.agents()];
    for (agent, &count) in types.iter().enumerate() {
        // Writing to a string cannot fail.
        if setting.has_private_values() {
            for own in 0..count {
                let values = values(agent, &with(&anybody, agent, own));
                let _ = write!(text, "\n  agent {agent} of type {own}: {values:?}");
            }
        } else if let Ok(space) = setting.few_profiles() {
            for types in &space {
                let values = values(agent, &types);
                let _ = write!(text, "\n  agent {agent} at types {types:?}: {values:?}");
            }
        }
    }
    let _ = match setting.prior() {
        Prior::Independent(lists) => write!(text, "\n  probabilities of types {lists:?}"),
        Prior::Joint(list) => write!(text, "\n  probabilities of type profiles {list:?}"),
    };
    text
}

/// A line for each message profile and branch of the decision.
pub(super) fn mechanism_table(mechanism: &MechanismTable) -> String {
    let mut text = String::from("mechanism:");
    for (said, decision) in mechanism.space().iter().zip(mechanism.decisions()) {
        for branch in decision.branches() {
            let _ = write!(
                text,
                "\n  after {said:?}: alternative {}, transfers {:?}",
                branch.alternative, branch.transfers
            );
            if branch.probability != Rational::ONE {
                let _ = write!(text, ", with probability {}", branch.probability);
            }
        }
    }
    text
}
