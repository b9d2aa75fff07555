//! Theorem 1: an undetectable deviation that always pays rules the first best out.

use serde::{Deserialize, Serialize};

use super::check::{Reading, replaced};
use super::state::check_shapes;
use crate::contract::{ContractingProblem, Monitoring};
use crate::gap::GapError;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// One deviation of a [`Dilemma`] from an optimum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DilemmaGain {
    /// The state.
    pub state: usize,
    /// The optimum of that state.
    pub profile: Vec<usize>,
    /// What the player perceives to gain by its rule there; above 0 in the decisive state and at
    /// least 0 in every other.
    pub gain: Rational,
}

/// A dilemma that no contract reaches: a rule by which one player of one type replaces the actions
/// it is recommended, without ever changing the law of the signal at an optimum, never at a loss
/// and in one state always at a gain.
///
/// No mechanism attains the first best: not with a mediator who knows the state, unlimited fines,
/// and money from outside. (The supremum over mechanisms can still be the first best; see
/// [`gap_test`](super::gap_test).)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Dilemma {
    /// Who deviates.
    pub player: usize,
    /// Its type.
    pub own_type: usize,
    /// The rule: what is done instead of each action.
    pub rule: Vec<usize>,
    /// The state in which every optimum is left at a gain.
    pub decisive: usize,
    /// The gain at every optimum of every state of the type that has positive probability, in
    /// ascending order.
    pub gains: Vec<DilemmaGain>,
}

/// Is there a dilemma that rules out that any mechanism attains the first best? (Theorem 1.)
///
/// Looks at each player and type for a rule that keeps the law of the signal and does not lose at
/// any optimum of any state of that type, and gains at all optima of one state of positive
/// probability. Gains are perceived ones: as transfers are the same with and without the deviation,
/// this covers outside money and every budget and liability. Players may be privately informed.
///
/// If there is none, the first best may still be out of reach.
///
/// # Errors
/// [`GapError::Contract`] for a monitoring or preferences of another shape.
///
/// # Complexity
/// For each player and optimum the deviations from it, with one comparison of laws each, for each
/// state of the type.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::gap::irreducible::dilemma;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let payoffs = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&payoffs)?)?;
/// let selfish = WeightMatrix::identity(2);
/// let nothing = Monitoring::trivial(&problem);
/// let found = dilemma(&problem, &nothing, &selfish)?.ok_or("a dilemma")?;
/// assert_eq!((found.player, found.rule.as_slice()), (0, &[1, 1][..]));
/// assert!(found.verify(&problem, &nothing, &selfish));
/// let seen = Monitoring::from(&Language::actions_only(&problem));
/// assert_eq!(dilemma(&problem, &seen, &selfish)?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn dilemma(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    preferences: &WeightMatrix<Rational>,
) -> Result<Option<Dilemma>, GapError> {
    check_shapes(problem, monitoring, preferences)?;
    let optima = problem.first_best().optima;
    let information = problem.information();
    for player in 0..problem.players() {
        for own_type in 0..information.types(player) {
            let states: Vec<usize> = (0..problem.states())
                .filter(|&state| problem.probability(state).is_positive())
                .filter(|&state| information.type_of(player, state) == own_type)
                .collect();
            let search = Search {
                problem,
                monitoring,
                preferences,
                player,
                optima: &optima,
                states: &states,
            };
            let found =
                (states.iter()).find_map(|&decisive| Some((decisive, search.rule(decisive)?)));
            if let Some((decisive, rule)) = found {
                let gains = search.gains(&rule);
                return Ok(Some(Dilemma {
                    player,
                    own_type,
                    rule,
                    decisive,
                    gains,
                }));
            }
        }
    }
    Ok(None)
}

/// The search for the rule of one player and type.
struct Search<'a> {
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    preferences: &'a WeightMatrix<Rational>,
    player: usize,
    /// The optima of each state.
    optima: &'a [Vec<usize>],
    /// The states of the type that can come about.
    states: &'a [usize],
}

impl Search<'_> {
    fn gain(&self, state: usize, from: usize, to: usize) -> Rational {
        let game = self.problem.game(state);
        let weights = self.preferences.row(self.player).iter().enumerate();
        weights
            .map(|(j, weight)| weight * &(game.payoff_at(j, to) - game.payoff_at(j, from)))
            .sum()
    }

    /// What may be done instead of one action does not depend on what is done instead of another.
    fn rule(&self, decisive: usize) -> Option<Vec<usize>> {
        let space = self.problem.space();
        let mut rule: Vec<usize> = (0..space.actions()[self.player]).collect();
        for told in 0..rule.len() {
            let at = |state: usize| {
                let optima = self.optima[state].iter().copied();
                optima.filter(move |&index| space.action(index, self.player) == told)
            };
            if at(decisive).next().is_none() {
                continue;
            }
            let pays = |action: usize| {
                self.states.iter().all(|&state| {
                    at(state).all(|index| {
                        let to = space.deviation(index, self.player, action);
                        let gain = self.gain(state, index, to);
                        let law = |index| self.monitoring.law(state, index);
                        (gain.is_positive() || (state != decisive && gain.is_zero()))
                            && law(index) == law(to)
                    })
                })
            };
            rule[told] = (0..rule.len()).find(|&action| action != told && pays(action))?;
        }
        Some(rule)
    }

    fn gains(&self, rule: &[usize]) -> Vec<DilemmaGain> {
        let space = self.problem.space();
        let at = |&state: &usize| self.optima[state].iter().map(move |&index| (state, index));
        (self.states.iter().flat_map(at))
            .map(|(state, index)| {
                let action = rule[space.action(index, self.player)];
                DilemmaGain {
                    state,
                    profile: space.profile_unchecked(index),
                    gain: self.gain(state, index, space.deviation(index, self.player, action)),
                }
            })
            .collect()
    }
}

impl Dilemma {
    /// Checks, from payoffs and signal probabilities alone, that the list has every optimum of
    /// every possible state of the type, that the rule is undetectable and gains what is said at
    /// each, never less than 0, and more in the decisive state.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
    ) -> bool {
        let actions = problem.space().actions();
        let valid = preferences.players() == problem.players()
            && self.player < problem.players()
            && self.rule.len() == actions[self.player]
            && self.rule.iter().all(|&action| action < self.rule.len());
        if !valid {
            return false;
        }
        let mut listed = self.gains.iter();
        let mut decided = false;
        for state in 0..problem.states() {
            let of_type = problem.information().type_of(self.player, state) == self.own_type;
            if !of_type || !problem.probability(state).is_positive() {
                continue;
            }
            let Some(reading) = Reading::new(problem, monitoring, state) else {
                return false;
            };
            for profile in reading.optima() {
                let after = replaced(&profile, self.player, self.rule[profile[self.player]]);
                let seen = |at: &[usize]| reading.perceived(preferences, self.player, at);
                let gain = seen(&after) - seen(&profile);
                let right = listed.next().is_some_and(|entry| {
                    entry.state == state && entry.profile == profile && entry.gain == gain
                });
                let pays = gain.is_positive() || (state != self.decisive && gain.is_zero());
                if !right || !pays || !reading.change(&profile, &after).is_empty() {
                    return false;
                }
            }
            decided |= state == self.decisive;
        }
        decided && listed.next().is_none()
    }
}
