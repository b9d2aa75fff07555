//! A mechanism as the game that its rules make.

use std::collections::BTreeSet;

use super::report_profiles::Occurring;
use super::{Communication, DirectMechanism, MechanismError, Recommendation};
use crate::contract::{ContractingProblem, Monitoring};
use crate::game::Game;
use crate::number::{DotProduct, Rational};

/// The game that players play under a mechanism, before they know their types.
///
/// A strategy of a player says for each of its types what to report, and what to do after each
/// thing that it may then hear. Strategies are numbered in mixed radix, the last type fastest; at
/// a type, reports ascend, and after a report the action after the last thing heard varies
/// fastest. Types and states of probability 0 are left out.
///
/// Payoffs are expected material payoffs plus transfers; wrap the game in
/// [`Perceived`](crate::preference::Perceived) to see it through preferences. Honesty and obedience
/// are an equilibrium of the mechanism exactly if [`honest_obedient`](Self::honest_obedient) is a
/// pure equilibrium of this game. Where several players lie at once and the mechanism says nothing
/// about it, everybody plays its first action and nothing is paid.
///
/// ```
/// use std::collections::BTreeMap;
/// use lacuna::contract::{ContractingProblem, Language, Monitoring};
/// use lacuna::game::{GameExt, NormalForm};
/// use lacuna::mechanism::{Communication, DirectMechanism, MechanismGame, Recommendation, SignalTransfers};
/// use lacuna::number::Rational;
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let monitoring = Monitoring::from(&Language::complete(&problem));
/// // Cooperate; who defects alone pays the other 3.
/// let fine = [(1, [3, -3]), (2, [-3, 3])];
/// let transfers = fine.map(|(cell, paid)| SignalTransfers::new(cell, paid.map(Rational::from).to_vec()));
/// let cooperate = Recommendation::new(vec![vec![0], vec![0]], Rational::ONE, transfers.to_vec());
/// let mechanism = DirectMechanism::new(
///     Communication::Mediated,
///     BTreeMap::from([(vec![0, 0], vec![cooperate])]),
/// );
/// let game = MechanismGame::new(&mechanism, &problem, &monitoring, 1000)?;
/// let honest = game.honest_obedient();
/// assert_eq!(game.welfare(&honest)?, Rational::from(6));
/// assert!(game.is_pure_equilibrium(&honest)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct MechanismGame<'a> {
    mechanism: &'a DirectMechanism,
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    states: Vec<usize>,
    strategies: Vec<Strategies>,
}

/// The strategies of a player.
#[derive(Debug, Clone)]
struct Strategies {
    types: Vec<usize>,
    actions: usize,
    /// Ascending.
    reports: Vec<Plans>,
    /// The number of strategies of each type.
    of_a_type: usize,
    count: usize,
}

/// What to do after a report.
#[derive(Debug, Clone)]
struct Plans {
    report: usize,
    /// All that may be heard then, ascending.
    heard: Vec<Vec<usize>>,
    count: usize,
}

/// What a player does at its type: the report, by position, and the number of the plan.
#[derive(Debug, Clone, Copy)]
struct Choice {
    position: usize,
    plan: usize,
}

impl Strategies {
    fn new(
        types: Vec<usize>,
        actions: usize,
        heard: Vec<(usize, Vec<Vec<usize>>)>,
    ) -> Option<Self> {
        let mut reports = Vec::new();
        let mut of_a_type = 0usize;
        for (report, heard) in heard {
            let count = actions.checked_pow(u32::try_from(heard.len()).ok()?)?;
            of_a_type = of_a_type.checked_add(count)?;
            reports.push(Plans {
                report,
                heard,
                count,
            });
        }
        let count = of_a_type.checked_pow(u32::try_from(types.len()).ok()?)?;
        Some(Strategies {
            types,
            actions,
            reports,
            of_a_type,
            count,
        })
    }

    /// What a strategy does at a type. A strategy that does not exist has no valid position.
    fn choice(&self, strategy: usize, own_type: usize) -> Choice {
        let place = self.types.iter().position(|&t| t == own_type).unwrap_or(0);
        let mut rest = strategy;
        for _ in place + 1..self.types.len() {
            rest /= self.of_a_type;
        }
        if place > 0 {
            rest %= self.of_a_type;
        }
        let mut position = 0;
        while let Some(plans) = self
            .reports
            .get(position)
            .filter(|plans| rest >= plans.count)
        {
            rest -= plans.count;
            position += 1;
        }
        Choice {
            position,
            plan: rest,
        }
    }

    fn action(&self, choice: Choice, heard: &[usize]) -> usize {
        let plans = &self.reports[choice.position];
        let place = plans
            .heard
            .partition_point(|other| other.as_slice() < heard);
        let mut rest = choice.plan;
        for _ in place + 1..plans.heard.len() {
            rest /= self.actions;
        }
        rest % self.actions
    }
}

impl<'a> MechanismGame<'a> {
    /// The game of a mechanism in which no player has more than `limit` strategies.
    ///
    /// # Errors
    /// Those of [`DirectMechanism::check`], and [`MechanismError::TooLarge`].
    pub fn new(
        mechanism: &'a DirectMechanism,
        problem: &'a ContractingProblem,
        monitoring: &'a Monitoring,
        limit: usize,
    ) -> Result<Self, MechanismError> {
        mechanism.check(problem, monitoring)?;
        let occurring = Occurring::new(problem, mechanism.communication);
        let mut strategies = Vec::new();
        for (player, types) in occurring.types.into_iter().enumerate() {
            let reports = match mechanism.communication {
                Communication::Recommendations => vec![0],
                _ => types.clone(),
            };
            let heard = reports
                .into_iter()
                .map(|report| (report, all_heard(mechanism, player, report)))
                .collect();
            let all = Strategies::new(types, problem.space().actions()[player], heard);
            let count = all.as_ref().map_or(usize::MAX, |all| all.count);
            match all {
                Some(all) if count <= limit => strategies.push(all),
                _ => {
                    return Err(MechanismError::TooLarge {
                        what: "strategies of one player:",
                        needed: count,
                        limit,
                        option: "limit",
                    });
                }
            }
        }
        Ok(MechanismGame {
            mechanism,
            problem,
            monitoring,
            states: occurring.states,
            strategies,
        })
    }

    /// The profile in which everybody reports its type and does as it is told.
    pub fn honest_obedient(&self) -> Vec<usize> {
        let strategies = self.strategies.iter().enumerate();
        strategies
            .map(|(player, all)| {
                all.types.iter().fold(0, |strategy, &own_type| {
                    strategy * all.of_a_type + self.honest_choice(player, own_type)
                })
            })
            .collect()
    }

    /// The number of the honest and obedient choice of a type.
    fn honest_choice(&self, player: usize, own_type: usize) -> usize {
        let all = &self.strategies[player];
        let contingent = self.mechanism.communication == Communication::Recommendations;
        let mut before = 0;
        for plans in &all.reports {
            if !contingent && plans.report < own_type {
                before += plans.count;
                continue;
            }
            return plans.heard.iter().fold(0, |plan, heard| {
                let told = match self.mechanism.communication {
                    Communication::Mediated => heard[0],
                    Communication::Recommendations => heard[own_type],
                    Communication::Public => heard[self.strategies.len() + player],
                };
                plan * all.actions + told
            }) + before;
        }
        before
    }

    /// Calls `visit` with a probability, a state, the actions and the recommendation of everything
    /// that can happen.
    fn for_each_event(
        &self,
        profile: &[usize],
        mut visit: impl FnMut(Rational, usize, &[usize], Option<&Recommendation>),
    ) {
        let information = self.problem.information();
        for &state in &self.states {
            let chance = self.problem.probability(state);
            let choices: Vec<Choice> = (0..self.strategies.len())
                .map(|player| {
                    let own_type = information.type_of(player, state);
                    self.strategies[player].choice(profile[player], own_type)
                })
                .collect();
            let reports: Vec<usize> = choices
                .iter()
                .zip(&self.strategies)
                .map(|(choice, all)| all.reports[choice.position].report)
                .collect();
            let list = self.mechanism.recommendations(&reports);
            if list.is_empty() {
                visit(chance.clone(), state, &vec![0; choices.len()], None);
            }
            for recommendation in list {
                let actions: Vec<usize> = choices
                    .iter()
                    .zip(&self.strategies)
                    .enumerate()
                    .map(|(player, (choice, all))| {
                        let heard = heard(self.mechanism, player, &reports, recommendation);
                        all.action(*choice, &heard)
                    })
                    .collect();
                let weight = chance * &recommendation.probability;
                visit(weight, state, &actions, Some(recommendation));
            }
        }
    }
}

/// What a player hears.
fn heard(
    mechanism: &DirectMechanism,
    player: usize,
    reports: &[usize],
    recommendation: &Recommendation,
) -> Vec<usize> {
    if mechanism.communication != Communication::Public {
        return recommendation.told[player].clone();
    }
    let mut all = reports.to_vec();
    all.extend(recommendation.told.iter().flatten());
    all
}

/// All that a player may hear after its report, whatever others report.
fn all_heard(mechanism: &DirectMechanism, player: usize, report: usize) -> Vec<Vec<usize>> {
    let mut all = BTreeSet::new();
    for (reports, recommendations) in &mechanism.law {
        if reports.get(player).is_none_or(|&own| own == report) {
            for recommendation in recommendations {
                all.insert(heard(mechanism, player, reports, recommendation));
            }
        }
    }
    all.into_iter().collect()
}

impl Game<Rational> for MechanismGame<'_> {
    fn players(&self) -> usize {
        self.strategies.len()
    }

    fn actions(&self, player: usize) -> usize {
        self.strategies[player].count
    }

    fn payoff(&self, player: usize, profile: &[usize]) -> Rational {
        let mut payoffs = vec![Rational::ZERO; self.strategies.len()];
        self.payoffs_into(profile, &mut payoffs);
        payoffs[player].clone()
    }

    fn payoffs_into(&self, profile: &[usize], payoffs: &mut [Rational]) {
        let mut sums = vec![DotProduct::new(); payoffs.len()];
        self.for_each_event(profile, |weight, state, actions, recommendation| {
            for (player, sum) in sums.iter_mut().enumerate() {
                let material = self.problem.game(state).payoff(player, actions);
                sum.add(&weight, &material);
            }
            for signal in 0..self.monitoring.signals() {
                let weight = &weight * &self.monitoring.probability(signal, state, actions);
                if weight.is_zero() {
                    continue;
                }
                for (player, sum) in sums.iter_mut().enumerate() {
                    let paid = recommendation.map(|r| r.transfer(player, signal));
                    sum.add(&weight, &paid.unwrap_or_default());
                }
            }
        });
        for (payoff, sum) in payoffs.iter_mut().zip(sums) {
            *payoff = sum.finish();
        }
    }

    fn player_name(&self, player: usize) -> Option<&str> {
        self.problem.game(0).player_name(player)
    }
}
