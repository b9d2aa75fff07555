//! How a mechanism conducts itself, and how players may in it: the audit, from the definitions.

use std::collections::BTreeMap;

use super::audit::{Audit, BestManipulation, Fault, Response, TypePayoff};
use super::report_profiles::Occurring;
use super::{Communication, DirectMechanism, MechanismError, MechanismOptions, Recommendation};
use crate::contract::{Budget, ContractError, ContractingProblem, Monitoring};
use crate::number::{DotProduct, Rational};
use crate::preference::WeightMatrix;

impl DirectMechanism {
    /// What the mechanism is worth when everybody is honest and obedient, what every player could
    /// gain by lying, disobeying or both, and which rules of `options` are broken.
    ///
    /// Computed from the definitions: the best manipulation of a player of some type is, over all
    /// reports, the one for which the best actions after each thing that is then heard are worth
    /// most. Reports that only come about when two players lie, and states of probability 0, are
    /// not looked at. A recommendation may be listed twice, with different transfers: players
    /// hear the same, and the transfers are drawn.
    ///
    /// # Errors
    /// Those of [`check`](Self::check) and of [`MechanismOptions::check`], and
    /// [`MechanismError::Contract`] for preferences of another number of players.
    ///
    /// # Complexity
    /// For each state, player, report and recommendation: one perceived payoff for each action.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use lacuna::contract::{ContractingProblem, Monitoring};
    /// use lacuna::game::NormalForm;
    /// use lacuna::mechanism::{Communication, DirectMechanism, MechanismOptions, Recommendation};
    /// use lacuna::number::Rational;
    /// use lacuna::preference::WeightMatrix;
    /// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    /// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
    /// let nothing = Monitoring::trivial(&problem);
    /// let appeal = Recommendation::new(vec![vec![0], vec![0]], Rational::ONE, vec![]);
    /// let mechanism = DirectMechanism::new(
    ///     Communication::Mediated,
    ///     BTreeMap::from([(vec![0, 0], vec![appeal])]),
    /// );
    /// let selfish = WeightMatrix::identity(2);
    /// let audit = mechanism.audit(&problem, &nothing, &selfish, &MechanismOptions::default())?;
    /// assert_eq!(audit.value, Rational::from(6));
    /// assert!(audit.is_within_limits() && !audit.is_equilibrium());
    /// let best = audit.largest_gain().ok_or("there are players")?;
    /// assert_eq!((best.gain.clone(), best.responses[0].action), (Rational::from(2), 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn audit(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> Result<Audit, MechanismError> {
        self.check(problem, monitoring)?;
        options.check(problem)?;
        if preferences.players() != problem.players() {
            return Err(ContractError::PreferenceMismatch {
                found: preferences.players(),
                players: problem.players(),
            }
            .into());
        }
        Ok(Auditor::new(self, problem, monitoring, preferences, options).audit())
    }
}

/// Looks at a mechanism that fits the problem.
pub(super) struct Auditor<'a> {
    mechanism: &'a DirectMechanism,
    pub(super) problem: &'a ContractingProblem,
    pub(super) monitoring: &'a Monitoring,
    pub(super) preferences: &'a WeightMatrix<Rational>,
    pub(super) options: &'a MechanismOptions,
    pub(super) occurring: Occurring,
}

/// What is heard, and for each action what it is worth to do it.
type ByHeard = BTreeMap<Vec<usize>, Vec<DotProduct>>;

impl<'a> Auditor<'a> {
    pub(super) fn new(
        mechanism: &'a DirectMechanism,
        problem: &'a ContractingProblem,
        monitoring: &'a Monitoring,
        preferences: &'a WeightMatrix<Rational>,
        options: &'a MechanismOptions,
    ) -> Self {
        Auditor {
            mechanism,
            problem,
            monitoring,
            preferences,
            options,
            occurring: Occurring::new(problem, mechanism.communication),
        }
    }

    fn audit(&self) -> Audit {
        let mut faults = self.faults_of_the_law();
        let (welfare, net_transfers) = self.welfare_and_transfers();
        if self.options.budget == Budget::Expected && net_transfers.is_positive() {
            faults.push(Fault::ExpectedBudget {
                total: net_transfers.clone(),
            });
        }
        let payoffs = self.payoffs();
        let participation = self.participation(&payoffs);
        let broken = participation.iter().filter(|p| p.slack.is_negative());
        faults.extend(broken.map(|broken| Fault::Participation {
            broken: broken.clone(),
        }));
        let best_manipulations = payoffs.iter().map(|entry| self.best(entry)).collect();
        let value = match self.options.budget {
            Budget::Burning => &welfare + &net_transfers,
            _ => welfare.clone(),
        };
        Audit {
            welfare,
            net_transfers,
            value,
            payoffs,
            best_manipulations,
            participation,
            faults,
        }
    }

    pub(super) fn players(&self) -> usize {
        self.problem.players()
    }

    pub(super) fn type_of(&self, player: usize, state: usize) -> usize {
        self.problem.information().type_of(player, state)
    }

    /// What may be recommended in a state after the truth.
    pub(super) fn honest(&self, state: usize) -> &[Recommendation] {
        let truth = self.problem.information().profile(state);
        self.mechanism.recommendations(&truth)
    }

    /// The profile of those who do as they are told.
    pub(super) fn profile(&self, state: usize, recommendation: &Recommendation) -> Vec<usize> {
        let contingent = self.mechanism.communication == Communication::Recommendations;
        let told = recommendation.told.iter().enumerate();
        told.map(|(player, list)| match contingent {
            true => list[self.type_of(player, state)],
            false => list[0],
        })
        .collect()
    }

    /// The profile's material payoffs, and the expected transfers after it.
    fn outcome(
        &self,
        state: usize,
        profile: &[usize],
        recommendation: &Recommendation,
    ) -> (Vec<Rational>, Vec<Rational>) {
        let index = self.problem.space().index_or_beyond(profile);
        let game = self.problem.game(state);
        let payoffs = (0..self.players()).map(|player| game.payoff_at(player, index));
        let mut transfers = vec![DotProduct::new(); self.players()];
        for (signal, probability) in self.monitoring.law(state, index) {
            let paid = recommendation
                .transfers
                .iter()
                .find(|t| t.signal == *signal);
            let paid = paid.into_iter().flat_map(|entry| &entry.transfers);
            for (sum, transfer) in transfers.iter_mut().zip(paid) {
                sum.add(probability, transfer);
            }
        }
        let transfers = transfers.into_iter().map(DotProduct::finish);
        (payoffs.collect(), transfers.collect())
    }

    /// What a player perceives of a profile after a recommendation.
    fn perceived(
        &self,
        player: usize,
        state: usize,
        profile: &[usize],
        recommendation: &Recommendation,
    ) -> Rational {
        let (payoffs, transfers) = self.outcome(state, profile, recommendation);
        let row = self.preferences.row(player);
        Rational::dot(row.iter().zip(&payoffs).chain(row.iter().zip(&transfers)))
    }

    fn welfare_and_transfers(&self) -> (Rational, Rational) {
        let (mut welfare, mut net) = (DotProduct::new(), DotProduct::new());
        for &state in &self.occurring.states {
            for recommendation in self.honest(state) {
                let weight = self.problem.probability(state) * &recommendation.probability;
                let profile = self.profile(state, recommendation);
                let (payoffs, transfers) = self.outcome(state, &profile, recommendation);
                for (payoff, transfer) in payoffs.iter().zip(&transfers) {
                    welfare.add(&weight, payoff);
                    net.add(&weight, transfer);
                }
            }
        }
        (welfare.finish(), net.finish())
    }

    /// What each player expects at each type.
    pub(super) fn payoffs(&self) -> Vec<TypePayoff> {
        let mut list = Vec::new();
        for player in 0..self.players() {
            for &own_type in &self.occurring.types[player] {
                let mut probability = Rational::ZERO;
                let (mut material, mut perceived) = (DotProduct::new(), DotProduct::new());
                for state in self.states_of(player, own_type) {
                    probability += self.problem.probability(state);
                    for recommendation in self.honest(state) {
                        let weight = self.problem.probability(state) * &recommendation.probability;
                        let profile = self.profile(state, recommendation);
                        let (payoffs, transfers) = self.outcome(state, &profile, recommendation);
                        material.add(&weight, &(&payoffs[player] + &transfers[player]));
                        let value = self.perceived(player, state, &profile, recommendation);
                        perceived.add(&weight, &value);
                    }
                }
                let given = |sum: DotProduct| sum.finish().checked_div(&probability);
                list.push(TypePayoff {
                    player,
                    own_type,
                    material: given(material).unwrap_or_default(),
                    perceived: given(perceived).unwrap_or_default(),
                    probability,
                });
            }
        }
        list
    }

    /// The states of positive probability in which a player has a type.
    fn states_of(&self, player: usize, own_type: usize) -> impl Iterator<Item = usize> + '_ {
        let states = self.occurring.states.iter().copied();
        states.filter(move |&state| self.type_of(player, state) == own_type)
    }

    /// The best that a player can do at a type.
    fn best(&self, honest: &TypePayoff) -> BestManipulation {
        let (player, own_type) = (honest.player, honest.own_type);
        let mut best = self.best_after(player, own_type, own_type);
        let mut report = own_type;
        for lie in self.reports_of(player, own_type) {
            let next = match lie == own_type {
                true => continue,
                false => self.best_after(player, own_type, lie),
            };
            if next.0 > best.0 {
                best = next;
                report = lie;
            }
        }
        BestManipulation {
            player,
            own_type,
            report,
            gain: best.0 - &honest.perceived * &honest.probability,
            responses: best.1,
        }
    }

    /// What a player of a type can report, itself included.
    pub(super) fn reports_of(&self, player: usize, own_type: usize) -> Vec<usize> {
        match self.mechanism.communication {
            Communication::Recommendations => vec![own_type],
            _ => self.occurring.types[player].clone(),
        }
    }

    /// What is heard after a report of a player of a type, and what each action is then worth, times
    /// the probability of the type.
    pub(super) fn values_after(
        &self,
        player: usize,
        own_type: usize,
        report: usize,
    ) -> BTreeMap<Vec<usize>, Vec<Rational>> {
        let actions = self.problem.space().actions()[player];
        let mut by_heard = ByHeard::new();
        for state in self.states_of(player, own_type) {
            let mut reports = self.problem.information().profile(state);
            reports[player] = report;
            for recommendation in self.mechanism.recommendations(&reports) {
                let weight = self.problem.probability(state) * &recommendation.probability;
                let sums = by_heard
                    .entry(self.heard(player, &reports, recommendation))
                    .or_insert_with(|| vec![DotProduct::new(); actions]);
                let mut profile = self.profile(state, recommendation);
                for (action, sum) in sums.iter_mut().enumerate() {
                    profile[player] = action;
                    let value = self.perceived(player, state, &profile, recommendation);
                    sum.add(&weight, &value);
                }
            }
        }
        let finish = |sums: Vec<DotProduct>| sums.into_iter().map(DotProduct::finish).collect();
        by_heard
            .into_iter()
            .map(|(told, sums)| (told, finish(sums)))
            .collect()
    }

    /// The best that a player of a type can do after a report, times the probability of the type.
    fn best_after(
        &self,
        player: usize,
        own_type: usize,
        report: usize,
    ) -> (Rational, Vec<Response>) {
        let mut total = Rational::ZERO;
        let mut responses = Vec::new();
        for (told, values) in self.values_after(player, own_type, report) {
            let mut action = self.obedient(player, own_type, &told);
            for other in 0..values.len() {
                if values[other] > values[action] {
                    action = other;
                }
            }
            total += &values[action];
            responses.push(Response { told, action });
        }
        (total, responses)
    }

    /// What a player hears.
    fn heard(&self, player: usize, reports: &[usize], told: &Recommendation) -> Vec<usize> {
        match self.mechanism.communication {
            Communication::Public => {
                let actions = told.told.iter().flatten();
                reports.iter().chain(actions).copied().collect()
            }
            _ => told.told[player].clone(),
        }
    }

    /// The action that obeys what is heard.
    fn obedient(&self, player: usize, own_type: usize, heard: &[usize]) -> usize {
        match self.mechanism.communication {
            Communication::Mediated => heard[0],
            Communication::Recommendations => heard[own_type],
            Communication::Public => heard[self.players() + player],
        }
    }

    /// What is wrong with probabilities and transfers after reports that can come about.
    fn faults_of_the_law(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.mechanism.communication != self.options.communication {
            faults.push(Fault::Communication {
                found: self.mechanism.communication,
                allowed: self.options.communication,
            });
        }
        for reports in self.occurring.reports.keys() {
            let list = self.mechanism.recommendations(reports);
            let total = Rational::total(list.iter().map(|entry| &entry.probability));
            for entry in list {
                if !entry.probability.is_positive() {
                    faults.push(Fault::Probability {
                        reports: reports.clone(),
                        told: entry.told.clone(),
                        probability: entry.probability.clone(),
                    });
                }
                self.add_faults_of_transfers(reports, entry, &mut faults);
            }
            if total != Rational::ONE {
                faults.push(Fault::ProbabilitySum {
                    reports: reports.clone(),
                    total,
                });
            }
        }
        faults
    }

    fn add_faults_of_transfers(
        &self,
        reports: &[usize],
        recommendation: &Recommendation,
        faults: &mut Vec<Fault>,
    ) {
        for entry in &recommendation.transfers {
            if let Some(limit) = &self.options.liability {
                for (player, transfer) in entry.transfers.iter().enumerate() {
                    if transfer.abs() > *limit {
                        faults.push(Fault::Liability {
                            reports: reports.to_vec(),
                            told: recommendation.told.clone(),
                            signal: entry.signal,
                            player,
                            transfer: transfer.clone(),
                        });
                    }
                }
            }
            let total = Rational::total(&entry.transfers);
            let allowed = match self.options.budget {
                Budget::Unrestricted | Budget::Expected => true,
                Budget::Burning => !total.is_positive(),
                Budget::Balanced => total.is_zero(),
            };
            if !allowed {
                faults.push(Fault::Budget {
                    reports: reports.to_vec(),
                    told: recommendation.told.clone(),
                    signal: entry.signal,
                    total,
                });
            }
        }
    }
}
