//! Plain contracts as a linear program, written down from their definition.

use std::collections::BTreeSet;

use super::LanguageInstance;
use super::definition::{after, deviations, first_best_plans, gain};
use crate::contract::Budget;
use crate::game::Profile;
use crate::linear_program::{Bounds, LinearOptions, LinearProgram, Relation};
use crate::preference::WeightMatrix;
use crate::theorem::TheoremError;

/// What may be paid where all follow the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paid {
    /// Anything within the limits.
    Anything,
    /// Nothing in sum.
    NothingInSum,
    /// Nothing to anybody.
    Nothing,
}

impl Paid {
    /// What must be so that nothing of the first best is lost.
    pub(super) fn without_loss(instance: &LanguageInstance) -> Self {
        match instance.budget {
            Budget::Burning => Paid::NothingInSum,
            _ => Paid::Anything,
        }
    }
}

/// Does some plain contract within budget and liability make this plan an equilibrium in every
/// state?
pub(super) fn attains(
    instance: &LanguageInstance,
    plan: &[Profile],
    paid: Paid,
) -> Result<bool, TheoremError> {
    let problem = &instance.problem;
    let players = problem.players();
    let weights = WeightMatrix::cooperative(players, &instance.lambda)?;
    let cells = instance.language.cells();
    let mut program = LinearProgram::maximise();
    let bounds = match &instance.liability {
        Some(limit) => Bounds::between(-limit, limit.clone())?,
        None => Bounds::FREE,
    };
    for _ in 0..players * cells {
        program.variable(bounds.clone(), 0);
    }
    let cell = |state: usize, profile: &[usize]| instance.language.cell(state, profile).number();
    let mut planned = BTreeSet::new();
    for (state, profile) in plan.iter().enumerate() {
        let from = cell(state, profile);
        planned.insert(from);
        for (player, action) in deviations(problem, profile) {
            let reached = after(profile, player, action);
            let to = cell(state, &reached);
            let mut terms = Vec::new();
            for other in 0..players {
                let weight = weights.entry(player, other);
                terms.push((other * cells + to, weight.clone()));
                terms.push((other * cells + from, -weight));
            }
            let gained = gain(problem, &weights, state, player, profile, &reached);
            program.row(terms, Relation::AtMost, -gained)?;
        }
    }
    for number in 0..cells {
        let on_plan = planned.contains(&number);
        let relation = match instance.budget {
            Budget::Balanced => Some(Relation::Equal),
            _ if on_plan && paid != Paid::Anything => Some(Relation::Equal),
            Budget::Burning => Some(Relation::AtMost),
            _ => None,
        };
        if let Some(relation) = relation {
            let all = (0..players).map(|player| (player * cells + number, 1));
            program.row(all, relation, 0)?;
        }
        if on_plan && paid == Paid::Nothing {
            for player in 0..players {
                program.row([(player * cells + number, 1)], Relation::Equal, 0)?;
            }
        }
    }
    Ok(program
        .solve(&LinearOptions::default())?
        .answer
        .is_feasible())
}

/// Can some first-best plan be attained, without loss?
pub(super) fn attains_first_best(
    instance: &LanguageInstance,
) -> Result<Option<Vec<Profile>>, TheoremError> {
    for plan in first_best_plans(&instance.problem)? {
        if attains(instance, &plan, Paid::without_loss(instance))? {
            return Ok(Some(plan));
        }
    }
    Ok(None)
}
