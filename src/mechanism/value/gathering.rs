//! Gathers what every state adds to the conditions.

use std::collections::BTreeMap;

use super::conditions::{Arm, Condition, Reading, Terms, action, merged};
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::game::ProfileSpace;
use crate::mechanism::{Communication, MechanismOptions, ParticipationStage};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// What has been gathered of an arm.
pub(super) struct Gathering {
    report: usize,
    recommendation: usize,
    welfare: Rational,
    payoff: Terms,
    /// By signal: the weight and the terms.
    readings: BTreeMap<usize, (Rational, Terms)>,
}

impl Gathering {
    pub(super) fn finish(self) -> Arm {
        Arm {
            report: self.report,
            recommendation: self.recommendation,
            welfare: self.welfare,
            payoff: merged(self.payoff),
            readings: self
                .readings
                .into_iter()
                .map(|(signal, (weight, terms))| Reading {
                    signal,
                    weight,
                    terms: merged(terms),
                })
                .filter(|reading| !reading.weight.is_zero() || !reading.terms.is_empty())
                .collect(),
        }
    }
}

/// Gathers the conditions state by state.
pub(super) struct Builder<'a> {
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    options: &'a MechanismOptions,
    reports: &'a [Vec<usize>],
    recommendations: &'a ProfileSpace,
    /// `[state][player][profile index]`.
    perceived: Vec<Vec<Vec<Rational>>>,
    pub(super) arms: Vec<Gathering>,
    pub(super) rows: BTreeMap<Condition, usize>,
    /// By player, type, report and what is heard.
    pub(super) expectations: BTreeMap<(usize, usize, usize, usize), Terms>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        problem: &'a ContractingProblem,
        monitoring: &'a Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &'a MechanismOptions,
        reports: &'a [Vec<usize>],
        recommendations: &'a ProfileSpace,
    ) -> Self {
        let arms = (0..reports.len())
            .flat_map(|report| {
                (0..recommendations.len()).map(move |recommendation| Gathering {
                    report,
                    recommendation,
                    welfare: Rational::ZERO,
                    payoff: Vec::new(),
                    readings: BTreeMap::new(),
                })
            })
            .collect();
        Builder {
            problem,
            monitoring,
            options,
            reports,
            recommendations,
            perceived: crate::contract::perceived_payoffs(problem, preferences),
            arms,
            rows: BTreeMap::new(),
            expectations: BTreeMap::new(),
        }
    }

    fn row(&mut self, condition: Condition) -> usize {
        let next = self.rows.len();
        *self.rows.entry(condition).or_insert(next)
    }

    /// What a player hears at an arm.
    fn heard(&self, player: usize, arm: usize) -> usize {
        match self.options.communication {
            Communication::Public => arm,
            _ => self
                .recommendations
                .action(self.arms[arm].recommendation, player),
        }
    }

    fn arm(&self, reports: &[usize], recommendation: usize) -> usize {
        let report = match self.options.communication {
            Communication::Recommendations => 0,
            _ => self
                .reports
                .binary_search_by(|other| other.as_slice().cmp(reports))
                .unwrap_or_default(),
        };
        report * self.recommendations.len() + recommendation
    }

    /// Adds `sign · p(state)` times payoff and signals of an outcome to a row.
    fn add(
        &mut self,
        arm: usize,
        row: usize,
        player: usize,
        state: usize,
        outcome: usize,
        sign: i64,
    ) {
        let share = self.problem.probability(state) * &Rational::from(sign);
        let payoff = &share * &self.perceived[state][player][outcome];
        let arm = &mut self.arms[arm];
        arm.payoff.push((row, payoff));
        for (signal, probability) in self.monitoring.law(state, outcome) {
            let (_, terms) = arm.readings.entry(*signal).or_default();
            terms.push((row, &share * probability));
        }
    }

    pub(super) fn fill(&mut self, states: &[usize]) {
        let information = self.problem.information();
        let players = self.problem.players();
        for &state in states {
            let honest = information.profile(state);
            for recommendation in 0..self.recommendations.len() {
                let arm = self.arm(&honest, recommendation);
                let outcome = self.outcome(state, recommendation);
                self.honest(arm, state, outcome, states);
                if self.options.communication == Communication::Recommendations {
                    continue;
                }
                for player in 0..players {
                    for report in self.other_types(player, honest[player], states) {
                        let mut reports = honest.clone();
                        reports[player] = report;
                        let arm = self.arm(&reports, recommendation);
                        self.lie(arm, state, recommendation, player, report);
                    }
                }
            }
        }
    }

    fn outcome(&self, state: usize, recommendation: usize) -> usize {
        let space = self.problem.space();
        (0..space.players())
            .map(|player| {
                let heard = self.recommendations.action(recommendation, player);
                let own_type = self.problem.information().type_of(player, state);
                action(self.problem, self.options, player, own_type, heard) * space.stride(player)
            })
            .sum()
    }

    /// The types that occur, other than this one.
    fn other_types(&self, player: usize, own_type: usize, states: &[usize]) -> Vec<usize> {
        let information = self.problem.information();
        let mut types: Vec<usize> = states
            .iter()
            .map(|&state| information.type_of(player, state))
            .filter(|&other| other != own_type)
            .collect();
        types.sort_unstable();
        types.dedup();
        types
    }

    /// What honest reports and a recommendation lead to.
    fn honest(&mut self, arm: usize, state: usize, outcome: usize, states: &[usize]) {
        let space = self.problem.space();
        let share = self.problem.probability(state).clone();
        let welfare = self.problem.game(state).welfare_at(outcome);
        self.arms[arm].welfare += &share * &welfare;
        let expected_budget =
            (self.options.budget == Budget::Expected).then(|| self.row(Condition::ExpectedBudget));
        for (signal, probability) in self.monitoring.law(state, outcome) {
            let (weight, terms) = self.arms[arm].readings.entry(*signal).or_default();
            *weight += &share * probability;
            if let Some(row) = expected_budget {
                terms.push((row, &share * probability));
            }
        }
        for player in 0..space.players() {
            let own_type = self.problem.information().type_of(player, state);
            let heard = self.heard(player, arm);
            let prescribed = space.action(outcome, player);
            for action in (0..space.actions()[player]).filter(|&action| action != prescribed) {
                let row = self.row(Condition::Obedience {
                    player,
                    own_type,
                    heard,
                    action,
                });
                let after = space.deviation(outcome, player, action);
                self.add(arm, row, player, state, after, 1);
                self.add(arm, row, player, state, outcome, -1);
            }
            if self.options.communication != Communication::Recommendations {
                for report in self.other_types(player, own_type, states) {
                    let row = self.row(Condition::Honesty {
                        player,
                        own_type,
                        report,
                    });
                    self.add(arm, row, player, state, outcome, -1);
                }
            }
            let own_type = match self.options.participation.stage() {
                ParticipationStage::ExAnte => None,
                ParticipationStage::Interim => Some(own_type),
                ParticipationStage::ExPost => {
                    self.ex_post(arm, player, state, outcome);
                    continue;
                }
                ParticipationStage::None => continue,
            };
            let row = self.row(Condition::Participation { player, own_type });
            self.add(arm, row, player, state, outcome, -1);
        }
    }

    /// After every signal that can come about, what a player has is worth what is outside.
    fn ex_post(&mut self, arm: usize, player: usize, state: usize, outcome: usize) {
        let outside = self.options.participation.outside(player, state);
        let lacking = outside - &self.perceived[state][player][outcome];
        let recommendation = self.arms[arm].recommendation;
        for (signal, _) in self.monitoring.law(state, outcome) {
            let row = self.row(Condition::ExPost {
                player,
                state,
                recommendation,
                signal: *signal,
            });
            self.arms[arm].payoff.push((row, lacking.clone()));
            let (_, terms) = self.arms[arm].readings.entry(*signal).or_default();
            terms.push((row, -Rational::ONE));
        }
    }

    /// What a lie of one player leads to, whatever it does then.
    fn lie(&mut self, arm: usize, state: usize, outcome: usize, player: usize, report: usize) {
        let space = self.problem.space();
        let own_type = self.problem.information().type_of(player, state);
        let heard = self.heard(player, arm);
        let honesty = self.row(Condition::Honesty {
            player,
            own_type,
            report,
        });
        let key = (player, own_type, report, heard);
        let fresh = !self.expectations.contains_key(&key);
        let mut terms = vec![(honesty, Rational::ONE)];
        for action in 0..space.actions()[player] {
            let row = self.row(Condition::Lie {
                player,
                own_type,
                report,
                heard,
                action,
            });
            if fresh {
                terms.push((row, -Rational::ONE));
            }
            let after = space.deviation(outcome, player, action);
            self.add(arm, row, player, state, after, 1);
        }
        if fresh {
            self.expectations.insert(key, terms);
        }
    }
}
