//! Audits of mechanisms that need not be honest.

use super::LanguageInstance;
use super::definition::{after, law, states_of_type, types};
use super::mechanism_program::options;
use super::messages::contracting;
use super::validity::Valid;
use crate::game::Game;
use crate::mechanism::{DirectMechanism, Recommendation, best_mechanism};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// An audit finds what every player can gain by lying and disobeying.
///
/// The mechanisms are the best of their instance, with what they do after one profile of reports
/// done after another: some lies then pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditsFindTheBestLie;

impl Theorem for AuditsFindTheBestLie {
    type Instance = LanguageInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "audits_find_the_best_lie",
            "An audit finds the best lie",
        )
        .saying(
            "What a player of some type can gain against the honesty and obedience of all others \
             is the greatest expectation over all reports, each with the best action after each \
             recommendation, less that of honesty and obedience.",
        )
        .from_source("Myerson, 1982")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let contracting = contracting(instance)?;
        let (problem, monitoring) = (&contracting.problem, &contracting.monitoring);
        let (preferences, options) = (&contracting.preferences, options(&contracting));
        let design = best_mechanism(problem, monitoring, preferences, &options)?;
        let Some(best) = design.into_best() else {
            return Err(TheoremError::Instance("no mechanism at all".into()));
        };
        let mut mechanism: DirectMechanism = best.mechanism;
        // What is done after the first reports is done after the second, and so on.
        let mut done: Vec<Vec<Recommendation>> = mechanism.law.values().cloned().collect();
        done.rotate_right(1);
        for (after, moved) in mechanism.law.values_mut().zip(done) {
            *after = moved;
        }
        let audit = mechanism.audit(problem, monitoring, preferences, &options)?;
        let expected = |player: usize, own_type: usize, report: usize, obeys: bool| {
            let mut total = Rational::ZERO;
            for told in 0..problem.space().actions()[player] {
                let worth = |action: usize| {
                    let mut worth = Rational::ZERO;
                    for state in states_of_type(problem, player, own_type) {
                        let mut reports: Vec<usize> = (0..problem.players())
                            .map(|other| problem.information().type_of(other, state))
                            .collect();
                        reports[player] = report;
                        let said = mechanism.recommendations(&reports).iter();
                        for one in said.filter(|one| one.told[player][0] == told) {
                            let profile: Vec<usize> = one.told.iter().map(|own| own[0]).collect();
                            let played = after(&profile, player, action);
                            let seen = law(monitoring, state, &played);
                            let mut payoff = Rational::ZERO;
                            for (other, weight) in preferences.row(player).iter().enumerate() {
                                let mut own = problem.game(state).payoff(other, &played);
                                for (signal, probability) in seen.iter().enumerate() {
                                    own += probability * &one.transfer(other, signal);
                                }
                                payoff += weight * &own;
                            }
                            let weight = problem.probability(state) * &one.probability;
                            worth += weight * payoff;
                        }
                    }
                    worth
                };
                let best = (0..problem.space().actions()[player]).map(worth).max();
                total += if obeys {
                    worth(told)
                } else {
                    best.unwrap_or_default()
                };
            }
            total
        };
        for player in 0..problem.players() {
            for own_type in types(problem, player) {
                let honest = expected(player, own_type, own_type, true);
                let best = (types(problem, player).into_iter())
                    .map(|report| expected(player, own_type, report, false))
                    .max()
                    .unwrap_or_default();
                let gain = best - honest;
                let found = (audit.best_manipulations.iter())
                    .find(|found| (found.player, found.own_type) == (player, own_type));
                if found.map(|found| &found.gain) != Some(&gain) {
                    return Ok(Finding::fails(format!(
                        "player {player} of type {own_type} can gain {gain}, and the audit finds {}",
                        found.map_or("nothing".to_owned(), |found| found.gain.to_string())
                    )));
                }
            }
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::reports;
    use super::AuditsFindTheBestLie;
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for AuditsFindTheBestLie {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            prop_oneof![reports(true), reports(false)].boxed()
        }
    }
}
