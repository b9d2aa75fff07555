//! Deviation plans and mechanisms in words.

use super::plan_flows::Flows;
use super::report_profiles::Occurring;
use super::{Communication, DeviationPlan, DirectMechanism, Manipulation, MechanismOptions};
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// How players, types, actions and signals are called.
struct Names<'a> {
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    communication: Communication,
}

impl Names<'_> {
    fn player(&self, player: usize) -> String {
        use crate::game::Game;
        match self.problem.game(0).player_name(player) {
            None => format!("player {player}"),
            Some(name) if name.parse::<usize>().is_ok() => format!("player {name}"),
            Some(name) => name.to_owned(),
        }
    }

    /// The states of a type; nothing for a player that has only one type.
    fn own_type(&self, player: usize, own_type: usize) -> Option<String> {
        let information = self.problem.information();
        if player >= information.players() || information.types(player) < 2 {
            return None;
        }
        let states: Vec<String> = (0..self.problem.states())
            .filter(|&state| information.type_of(player, state) == own_type)
            .map(|state| self.problem.state_name(state))
            .collect();
        Some(states.join(" or "))
    }

    fn reports(&self, reports: &[usize]) -> String {
        let said: Vec<String> = reports
            .iter()
            .enumerate()
            .filter_map(|(player, &report)| {
                let name = self.own_type(player, report)?;
                Some(format!("{} reports {name}", self.player(player)))
            })
            .collect();
        said.join(" and ")
    }

    /// What a player is told to do: an action, or one for each type.
    fn told(&self, player: usize, told: &[usize]) -> String {
        let action = |action: usize| self.problem.action_name(player, action);
        if self.communication != Communication::Recommendations || told.len() < 2 {
            let actions: Vec<String> = told.iter().map(|&a| action(a)).collect();
            return actions.join(", ");
        }
        let plans: Vec<String> = told
            .iter()
            .enumerate()
            .map(|(own_type, &a)| match self.own_type(player, own_type) {
                Some(states) => format!("{} in {states}", action(a)),
                None => action(a),
            })
            .collect();
        plans.join(" and ")
    }

    fn signal(&self, signal: usize) -> String {
        let name = self.monitoring.name(signal);
        name.map_or_else(|| format!("signal {signal}"), |name| format!("{name:?}"))
    }

    /// What is heard, as a part of a sentence.
    fn heard(&self, player: usize, heard: &[usize]) -> String {
        if self.communication != Communication::Public {
            return format!("told {}", self.told(player, heard));
        }
        let players = self.problem.players();
        let (reports, profile) = heard.split_at(players.min(heard.len()));
        let actions: Vec<String> = profile
            .iter()
            .enumerate()
            .map(|(player, &action)| self.problem.action_name(player, action))
            .collect();
        match self.reports(reports).as_str() {
            "" => format!("told ({}) aloud", actions.join(", ")),
            said => format!("told ({}) aloud after {said}", actions.join(", ")),
        }
    }
}

/// How well a manipulation can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trace {
    Never,
    NotAtTheFirstBest,
    Seen,
}

impl DeviationPlan {
    /// The plan in words: a sentence for each manipulation of positive weight and for each
    /// constraint, and what follows.
    ///
    /// Each manipulation ends with what the verifiable signal shows of it. *Nobody can tell* it if
    /// the law of the signal stays what it would be without it, whatever all others do; for a lie,
    /// if every state of the pretended type that fits the reports of the others has the same law.
    /// Otherwise *nobody can tell at the first best*, if that is so where all others do their part
    /// of a first best to which what was told belongs, or *the signal moves*; and it *points at
    /// nobody*, if the plan as a whole moves it equally much against every player.
    ///
    /// Players, actions, states and signals are called by their names where they have some, and by
    /// their numbers otherwise. Parts of a plan that do not fit the problem are left out.
    pub fn in_words(&self, problem: &ContractingProblem, monitoring: &Monitoring) -> Vec<String> {
        if monitoring.check(problem).is_err() {
            return vec!["the plan is about another problem".to_owned()];
        }
        let names = Names {
            problem,
            monitoring,
            communication: self.communication,
        };
        let unattributable = self.points_at_nobody(problem, monitoring);
        let occurring = Occurring::new(problem, self.communication);
        let mut sentences = Vec::new();
        let fits = |entry: &&Manipulation| {
            occurring.has_type(entry.player, entry.own_type)
                && occurring.has_type(entry.player, entry.report)
                && entry.action < problem.space().actions()[entry.player]
                && self.own_told(entry, problem).is_some()
                && entry.weight.is_positive()
        };
        for entry in self.manipulations.iter().filter(fits) {
            let ending = match self.trace(entry, problem, monitoring, &occurring) {
                Trace::Never => "nobody can tell",
                Trace::NotAtTheFirstBest => "nobody can tell at the first best",
                Trace::Seen if unattributable => "the signal moves, but points at nobody",
                Trace::Seen => "the signal moves",
            };
            sentences.push(format!("{}: {ending}", self.clause(entry, &names)));
        }
        for entry in &self.participation {
            let player = names.player(entry.player);
            let mut sentence = format!("{player} may stay out");
            if let Some(states) = entry.own_type.and_then(|t| names.own_type(entry.player, t)) {
                sentence += &format!(" in {states}");
            }
            if let Some(after) = &entry.after {
                let told = after.told.iter().enumerate();
                let told: Vec<String> = told.map(|(i, list)| names.told(i, list)).collect();
                sentence += &format!(
                    " after ({}) and {}",
                    told.join("; "),
                    names.signal(after.signal)
                );
            }
            sentences.push(format!("{sentence} (weight {})", entry.weight));
        }
        if self.budget.is_positive() {
            sentences.push(format!(
                "transfers may not cost anything in expectation (weight {})",
                self.budget
            ));
        }
        sentences.push(format!("so no mechanism is worth more than {}", self.bound));
        sentences
    }

    /// "player 0 in low, reporting high, told C, plays D (weight 3)".
    fn clause(&self, entry: &Manipulation, names: &Names<'_>) -> String {
        let mut clause = names.player(entry.player);
        if let Some(states) = names.own_type(entry.player, entry.own_type) {
            clause += &format!(" in {states}");
        }
        if let Some(states) = names.own_type(entry.player, entry.report)
            && entry.report != entry.own_type
        {
            clause += &format!(", reporting {states}");
        }
        let heard = names.heard(entry.player, &entry.told);
        let action = names.problem.action_name(entry.player, entry.action);
        format!(
            "{clause}, {heard}, plays {action} (weight {})",
            entry.weight
        )
    }

    /// The action that the player was told for its report, if what it hears fits the problem.
    fn own_told(&self, entry: &Manipulation, problem: &ContractingProblem) -> Option<usize> {
        let told = match self.communication {
            Communication::Mediated => entry.told.first(),
            Communication::Recommendations => entry.told.get(entry.own_type),
            Communication::Public => entry.told.get(problem.players() + entry.player),
        };
        let actions = problem.space().actions()[entry.player];
        told.copied().filter(|&action| action < actions)
    }

    fn trace(
        &self,
        entry: &Manipulation,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        occurring: &Occurring,
    ) -> Trace {
        let Some(told) = self.own_told(entry, problem) else {
            return Trace::Seen;
        };
        let (information, space) = (problem.information(), problem.space());
        let player = entry.player;
        let is_own = |state: &&usize| information.type_of(player, **state) == entry.own_type;
        // Whom a player of its type in this state pretends to be: with the truth, itself.
        let pretended = |state: usize| -> Vec<usize> {
            if entry.report == entry.own_type {
                return vec![state];
            }
            let mut profile = information.profile(state);
            profile[player] = entry.report;
            let states = occurring.states.iter().copied();
            states
                .filter(|&other| information.profile(other) == profile)
                .collect()
        };
        let same = |state: usize, index: usize| {
            let there = space.deviation(index, player, entry.action);
            let others = pretended(state);
            let law = monitoring.law(state, there);
            !others.is_empty() && others.iter().all(|&o| monitoring.law(o, index) == law)
        };
        let own: Vec<usize> = occurring.states.iter().filter(is_own).copied().collect();
        let everywhere = own.iter().all(|&state| {
            let told_so = (0..space.len()).filter(|&index| space.action(index, player) == told);
            told_so.into_iter().all(|index| same(state, index))
        });
        if everywhere {
            return Trace::Never;
        }
        let optima = problem.first_best().optima;
        let mut at_optima = own
            .iter()
            .flat_map(|&state| optima[state].iter().map(move |&index| (state, index)))
            .filter(|&(_, index)| space.action(index, player) == told)
            .peekable();
        if at_optima.peek().is_some() && at_optima.all(|(state, index)| same(state, index)) {
            return Trace::NotAtTheFirstBest;
        }
        Trace::Seen
    }

    /// Does the plan as a whole move every signal equally much against every player?
    fn points_at_nobody(&self, problem: &ContractingProblem, monitoring: &Monitoring) -> bool {
        // Constraints do not move signals.
        let mut plan = self.clone();
        plan.participation.clear();
        plan.budget = Rational::ZERO;
        let options = MechanismOptions::default()
            .with_communication(self.communication)
            .with_budget(Budget::Balanced);
        let selfish = WeightMatrix::identity(problem.players());
        let flows = Flows::new(&plan, problem, monitoring, &selfish, &options, true);
        flows.is_some_and(|mut flows| {
            let all = Occurring::new(problem, self.communication).reports;
            all.iter().all(|(reports, senders)| {
                let equal = flows.for_each_arm(|flows, told| {
                    flows
                        .is_evidence_against_all(reports, senders, told)
                        .then_some(())
                });
                equal.is_some()
            })
        })
    }
}

impl DirectMechanism {
    /// The mechanism in words: for each profile of reports what is recommended with which
    /// probability, and what is paid after which signal. Players, actions, states and signals are
    /// called by their names where they have some, and by their numbers otherwise.
    pub fn in_words(&self, problem: &ContractingProblem, monitoring: &Monitoring) -> Vec<String> {
        let names = Names {
            problem,
            monitoring,
            communication: self.communication,
        };
        let mut lines = Vec::new();
        for (reports, recommendations) in &self.law {
            let said = names.reports(reports);
            let (heading, margin) = match said.is_empty() {
                true => (None, ""),
                false => (Some(format!("if {said}:")), "  "),
            };
            lines.extend(heading);
            for entry in recommendations {
                let told = entry.told.iter().enumerate();
                let told: Vec<String> = told.map(|(i, list)| names.told(i, list)).collect();
                lines.push(format!(
                    "{margin}with probability {}: ({})",
                    entry.probability,
                    told.join("; ")
                ));
                for paid in &entry.transfers {
                    let moved = paid.transfers.iter().enumerate();
                    let moved: Vec<String> = moved
                        .filter(|(_, transfer)| !transfer.is_zero())
                        .map(|(player, transfer)| {
                            let does = match transfer.is_negative() {
                                true => "pays",
                                false => "receives",
                            };
                            format!("{} {does} {}", names.player(player), transfer.abs())
                        })
                        .collect();
                    if !moved.is_empty() {
                        let signal = names.signal(paid.signal);
                        lines.push(format!("{margin}  after {signal} {}", moved.join(", ")));
                    }
                }
            }
        }
        lines
    }
}
