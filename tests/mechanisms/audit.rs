//! Whether a mechanism is what it says, straight from the definition of an equilibrium.

use std::collections::BTreeMap;

use lacuna::contract::Budget;
use lacuna::game::Game;
use lacuna::mechanism::{
    Communication, DirectMechanism, MechanismOptions, ParticipationStage, Recommendation,
};
use lacuna::number::Rational;

use crate::environments::Environment;

struct Audit<'a> {
    environment: &'a Environment,
    options: &'a MechanismOptions,
    mechanism: &'a DirectMechanism,
    states: Vec<usize>,
}

/// What honest and obedient play of the mechanism is worth, or what is wrong with it.
pub fn audit(
    environment: &Environment,
    options: &MechanismOptions,
    mechanism: &DirectMechanism,
) -> Result<Rational, String> {
    let problem = &environment.problem;
    let audit = Audit {
        environment,
        options,
        mechanism,
        states: (0..problem.states())
            .filter(|&state| problem.probability(state).is_positive())
            .collect(),
    };
    if mechanism.communication != options.communication {
        return Err("it is about other communication".to_owned());
    }
    audit.law()?;
    audit.money()?;
    for player in 0..problem.players() {
        audit.participation(player)?;
        let mut types: Vec<usize> = audit
            .states
            .iter()
            .map(|&s| audit.type_of(player, s))
            .collect();
        types.sort_unstable();
        types.dedup();
        for &own_type in &types {
            let honest = audit.honest(player, own_type);
            for &report in &types {
                let best = audit.best_after(player, own_type, report);
                if best > honest {
                    return Err(format!(
                        "player {player} of type {own_type} has {best} from reporting {report} \
                         and doing its best, and {honest} from honesty and obedience"
                    ));
                }
            }
        }
    }
    Ok(audit.welfare())
}

impl Audit<'_> {
    fn players(&self) -> usize {
        self.environment.problem.players()
    }

    fn type_of(&self, player: usize, state: usize) -> usize {
        self.environment
            .problem
            .information()
            .type_of(player, state)
    }

    fn reports(&self, state: usize, player: usize, report: usize) -> Vec<usize> {
        let mut reports = self.environment.problem.information().profile(state);
        reports[player] = report;
        reports
    }

    fn law(&self) -> Result<(), String> {
        for &state in &self.states {
            for player in 0..self.players() {
                for &other in &self.states {
                    let reports = self.reports(state, player, self.type_of(player, other));
                    let list = self.mechanism.recommendations(&reports);
                    let total: Rational = list.iter().map(|entry| &entry.probability).sum();
                    if total != Rational::ONE {
                        return Err(format!("after {reports:?} probabilities sum to {total}"));
                    }
                    if let Some(entry) = list.iter().find(|e| !e.probability.is_positive()) {
                        return Err(format!("after {reports:?} there is {entry:?}"));
                    }
                }
            }
        }
        Ok(())
    }

    fn money(&self) -> Result<(), String> {
        for (reports, list) in &self.mechanism.law {
            for entry in list {
                for signal in 0..self.environment.monitoring.signals() {
                    let paid: Vec<Rational> = (0..self.players())
                        .map(|player| entry.transfer(player, signal))
                        .collect();
                    let net: Rational = paid.iter().sum();
                    let allowed = match self.options.budget {
                        Budget::Burning => !net.is_positive(),
                        Budget::Balanced => net.is_zero(),
                        _ => true,
                    };
                    let limit = self.options.liability.as_ref();
                    let within = limit.is_none_or(|limit| paid.iter().all(|t| t.abs() <= *limit));
                    if !allowed || !within {
                        return Err(format!("after {reports:?} and {signal}: {paid:?}"));
                    }
                }
            }
        }
        let spent = self.expected(|state, entry, profile| {
            self.sum_over_signals(state, profile, |signal| {
                (0..self.players()).map(|j| entry.transfer(j, signal)).sum()
            })
        });
        if self.options.budget == Budget::Expected && spent.is_positive() {
            return Err(format!("the third party expects to pay {spent}"));
        }
        Ok(())
    }

    fn sum_over_signals(
        &self,
        state: usize,
        profile: &[usize],
        value: impl Fn(usize) -> Rational,
    ) -> Rational {
        let monitoring = &self.environment.monitoring;
        (0..monitoring.signals())
            .map(|signal| monitoring.probability(signal, state, profile) * value(signal))
            .sum()
    }

    /// The expectation of something over honest and obedient play.
    fn expected(&self, value: impl Fn(usize, &Recommendation, &[usize]) -> Rational) -> Rational {
        let mut sum = Rational::ZERO;
        for &state in &self.states {
            let reports = self.environment.problem.information().profile(state);
            for entry in self.mechanism.recommendations(&reports) {
                let weight = self.environment.problem.probability(state) * &entry.probability;
                sum += weight * value(state, entry, &self.obedient(state, entry));
            }
        }
        sum
    }

    fn obedient(&self, state: usize, entry: &Recommendation) -> Vec<usize> {
        (0..self.players())
            .map(|player| entry.action(player, self.type_of(player, state)))
            .collect()
    }

    /// What a player perceives when a profile is played.
    fn perceived(
        &self,
        player: usize,
        state: usize,
        entry: &Recommendation,
        profile: &[usize],
    ) -> Rational {
        let game = self.environment.problem.game(state);
        let mut sum = Rational::ZERO;
        for j in 0..self.players() {
            let paid = self.sum_over_signals(state, profile, |signal| entry.transfer(j, signal));
            sum += self.environment.agents.entry(player, j) * &(game.payoff(j, profile) + paid);
        }
        sum
    }

    fn honest(&self, player: usize, own_type: usize) -> Rational {
        self.expected(|state, entry, profile| {
            if self.type_of(player, state) == own_type {
                self.perceived(player, state, entry, profile)
            } else {
                Rational::ZERO
            }
        })
    }

    /// The most that a player of some type gets from a report, doing what is best after whatever
    /// it hears.
    fn best_after(&self, player: usize, own_type: usize, report: usize) -> Rational {
        let actions = self.environment.problem.space().actions()[player];
        let mut by_heard: BTreeMap<Vec<usize>, Vec<Rational>> = BTreeMap::new();
        for &state in self
            .states
            .iter()
            .filter(|&&s| self.type_of(player, s) == own_type)
        {
            let reports = self.reports(state, player, report);
            for entry in self.mechanism.recommendations(&reports) {
                let heard = match self.options.communication {
                    Communication::Public => {
                        let told = entry.told.iter().flatten();
                        reports.iter().chain(told).copied().collect()
                    }
                    _ => entry.told[player].clone(),
                };
                let worth = by_heard
                    .entry(heard)
                    .or_insert_with(|| vec![Rational::ZERO; actions]);
                let weight = self.environment.problem.probability(state) * &entry.probability;
                for (action, sum) in worth.iter_mut().enumerate() {
                    let mut profile = self.obedient(state, entry);
                    profile[player] = action;
                    *sum += &weight * &self.perceived(player, state, entry, &profile);
                }
            }
        }
        by_heard
            .into_values()
            .filter_map(|worth| worth.into_iter().max())
            .sum()
    }

    fn participation(&self, player: usize) -> Result<(), String> {
        let outside = &self.options.participation;
        let surplus = |own_type: Option<usize>| {
            self.expected(|state, entry, profile| {
                if own_type.is_some_and(|t| t != self.type_of(player, state)) {
                    return Rational::ZERO;
                }
                self.perceived(player, state, entry, profile) - outside.outside(player, state)
            })
        };
        let stays = match outside.stage() {
            ParticipationStage::None => true,
            ParticipationStage::ExAnte => !surplus(None).is_negative(),
            ParticipationStage::Interim => self
                .states
                .iter()
                .all(|&state| !surplus(Some(self.type_of(player, state))).is_negative()),
            ParticipationStage::ExPost => self.states.iter().all(|&state| {
                let reports = self.environment.problem.information().profile(state);
                let list = self.mechanism.recommendations(&reports);
                list.iter()
                    .all(|entry| self.never_leaves(player, state, entry))
            }),
            other => return Err(format!("unknown stage {other:?}")),
        };
        if stays {
            return Ok(());
        }
        Err(format!("player {player} stays out"))
    }

    fn never_leaves(&self, player: usize, state: usize, entry: &Recommendation) -> bool {
        let profile = self.obedient(state, entry);
        let game = self.environment.problem.game(state);
        let monitoring = &self.environment.monitoring;
        (0..monitoring.signals()).all(|signal| {
            let net: Vec<Rational> = (0..self.players())
                .map(|j| game.payoff(j, &profile) + entry.transfer(j, signal))
                .collect();
            monitoring.probability(signal, state, &profile).is_zero()
                || self.environment.agents.apply(player, &net)
                    >= *self.options.participation.outside(player, state)
        })
    }

    fn welfare(&self) -> Rational {
        self.expected(|state, entry, profile| {
            let game = self.environment.problem.game(state);
            let material: Rational = (0..self.players()).map(|j| game.payoff(j, profile)).sum();
            if self.options.budget != Budget::Burning {
                return material;
            }
            let burnt = self.sum_over_signals(state, profile, |signal| {
                (0..self.players()).map(|j| entry.transfer(j, signal)).sum()
            });
            material + burnt
        })
    }
}
