//! The best mechanism without lotteries.

use serde::{Deserialize, Serialize};

use super::Designer;
use super::outcome::{DesignOutcome, OptimalDesign};
use crate::mechanism::protocol::MechanismTable;
use crate::mechanism::setting::SettingError;
use crate::number::Rational;

/// The best mechanism without lotteries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeterministicDesign {
    /// The value of the objective.
    pub value: Rational,
    /// The mechanism: direct, message `k` is type `k`, and one alternative for each type profile.
    pub mechanism: MechanismTable,
    /// What the best mechanism with lotteries is worth.
    pub with_lotteries: Rational,
    /// How many linear programs were solved.
    pub programs: usize,
}

/// The first type profile at which the mechanism chooses by lot.
fn by_lot(design: &OptimalDesign) -> Option<usize> {
    let decisions = design.mechanism.decisions();
    decisions
        .iter()
        .position(|decision| decision.branches().len() > 1)
}

/// Depth first; at a profile with a lottery each of its alternatives in turn, the likeliest first,
/// then all the others at once.
pub(super) fn solve(
    designer: &Designer<'_>,
    max_programs: usize,
) -> Result<Option<DeterministicDesign>, SettingError> {
    let alternatives = designer.setting.alternatives();
    let profiles = designer.setting.profiles()?.len();
    let start = designer.allowed.clone();
    let mut open = vec![start.unwrap_or_else(|| vec![true; profiles * alternatives])];
    let mut best: Option<OptimalDesign> = None;
    let mut with_lotteries = None;
    let mut programs = 0;
    while let Some(allowed) = open.pop() {
        if programs == max_programs {
            return Err(SettingError::TooLarge {
                what: "the search for the best mechanism without lotteries",
                cases: programs as u128 + 1,
                limit: max_programs,
            });
        }
        programs += 1;
        let mut node = designer.clone();
        node.allowed = Some(allowed.clone());
        let design = match node.solve()? {
            DesignOutcome::Optimal(design) => *design,
            DesignOutcome::Infeasible(_) => continue,
            DesignOutcome::Unbounded(_) => {
                return Err(SettingError::invalid(
                    "the objective",
                    "without limit",
                    "it must be bounded: ask for participation, a budget, or limits on transfers",
                ));
            }
        };
        with_lotteries.get_or_insert_with(|| design.value.clone());
        if best.as_ref().is_some_and(|best| design.value <= best.value) {
            continue;
        }
        let Some(profile) = by_lot(&design) else {
            best = Some(design);
            continue;
        };
        let range = profile * alternatives..(profile + 1) * alternatives;
        let mut branches = design.mechanism.decisions()[profile].branches().to_vec();
        branches.sort_by(|a, b| {
            let likelier = a.probability.cmp(&b.probability);
            likelier.then(b.alternative.cmp(&a.alternative))
        });
        let mut others = allowed.clone();
        for branch in &branches {
            others[range.start + branch.alternative] = false;
        }
        if others[range.clone()].contains(&true) {
            open.push(others);
        }
        for branch in branches {
            let mut only = allowed.clone();
            only[range.clone()].fill(false);
            only[range.start + branch.alternative] = true;
            open.push(only);
        }
    }
    Ok(best
        .zip(with_lotteries)
        .map(|(best, with_lotteries)| DeterministicDesign {
            value: best.value,
            mechanism: best.mechanism,
            with_lotteries,
            programs,
        }))
}
