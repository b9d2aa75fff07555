//! The best that plain contracts in a language attain, by branch and bound over pure plans.

use serde::{Deserialize, Serialize};

use super::certificate::{Certificate, Refutation};
use super::implement::{contract_from, plan_potentials};
use super::incentives::Incentives;
use super::obstruction::{ChainLink, Obstruction};
use super::robust;
use super::settlement::{Settlement, SettlementOptions, contradiction, settle_indices};
use super::{Budget, Cell, ContractError, ContractingProblem, Language, PlainContract};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// Limits on the money of contracts and on the search for the best plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AttainableOptions {
    /// Budget, liability and the limit on pivots.
    pub settlement: SettlementOptions,
    /// The largest number of partial plans looked at. Default: one million.
    pub max_nodes: usize,
}

impl Default for AttainableOptions {
    fn default() -> Self {
        AttainableOptions {
            settlement: SettlementOptions::default(),
            max_nodes: 1_000_000,
        }
    }
}

impl AttainableOptions {
    /// The same with another budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.settlement.budget = budget;
        self
    }

    /// The same with a limit on the absolute value of every transfer.
    #[must_use]
    pub fn with_liability(mut self, liability: Rational) -> Self {
        self.settlement.liability = Some(liability);
        self
    }

    /// The same with another limit on the number of partial plans.
    #[must_use]
    pub fn with_max_nodes(mut self, limit: usize) -> Self {
        self.max_nodes = limit;
        self
    }
}

/// The best plan that a plain contract implements, and why no other does better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attainable {
    /// The plan with its contract; `None` if no pure plan can be implemented.
    pub best: Option<AttainedPlan>,
    /// Why no plain contract in the language attains more with a pure plan.
    pub certificate: Certificate,
}

/// A plan, its contract, and what it yields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttainedPlan {
    /// The prescribed profile of each state.
    pub plan: Vec<Vec<usize>>,
    /// The contract under which it is an equilibrium in every state.
    pub contract: PlainContract,
    /// Expected welfare: material, less what is burnt under the plan.
    pub welfare: Rational,
}

/// Finds the pure plan of greatest expected welfare that some plain contract in `language` makes an
/// equilibrium in every state, when players perceive payoffs and transfers through `preferences`.
///
/// Of several best plans the first is returned, in the order of descending welfare and then of the
/// profiles, state by state.
///
/// # Errors
/// As [`implement`](super::implement) and [`settle`](super::settle), and
/// [`ContractError::SearchLimit`] with the best plan found and a bound.
///
/// # Complexity
/// Exponential in the number of states at worst, as the problem is; a partial plan is abandoned as
/// soon as its bound is not above the best plan found, or a chain of deviations rules it out.
///
/// ```
/// use lacuna::contract::{AttainableOptions, ContractingProblem, Language, attainable};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let (selfish, options) = (WeightMatrix::identity(2), AttainableOptions::default());
/// let nothing = attainable(&problem, &Language::trivial(&problem), &selfish, &options)?;
/// assert_eq!(nothing.best.map(|best| best.welfare), Some(Rational::from(2)));
/// let actions = attainable(&problem, &Language::actions_only(&problem), &selfish, &options)?;
/// assert_eq!(actions.best.map(|best| best.welfare), Some(Rational::from(6)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn attainable(
    problem: &ContractingProblem,
    language: &Language,
    preferences: &WeightMatrix<Rational>,
    options: &AttainableOptions,
) -> Result<Attainable, ContractError> {
    let incentives = Incentives::new(problem, language, preferences)?;
    let mut search = Search::new(&incentives, preferences, options);
    search.run()?;
    let certificate = search.certificate();
    Ok(Attainable {
        best: search.incumbent,
        certificate,
    })
}

/// A profile of one state and its share of expected welfare.
struct Candidate {
    index: usize,
    share: Rational,
}

struct Search<'a> {
    incentives: &'a Incentives<'a>,
    preferences: &'a WeightMatrix<Rational>,
    options: &'a AttainableOptions,
    /// For each state the profiles without a profitable undetectable deviation, best first.
    candidates: Vec<Vec<Candidate>>,
    /// For each state the other profiles.
    rejected: Vec<Vec<Candidate>>,
    /// The greatest share of welfare of the candidates of the states from here on.
    rest: Vec<Rational>,
    incumbent: Option<AttainedPlan>,
    refutations: Vec<Refutation>,
    nodes: usize,
}

fn best_first(list: &mut [Candidate]) {
    list.sort_by(|a, b| b.share.cmp(&a.share).then(a.index.cmp(&b.index)));
}

impl<'a> Search<'a> {
    fn new(
        incentives: &'a Incentives<'a>,
        preferences: &'a WeightMatrix<Rational>,
        options: &'a AttainableOptions,
    ) -> Self {
        let problem = incentives.problem;
        let mut candidates = Vec::with_capacity(problem.states());
        let mut rejected = Vec::with_capacity(problem.states());
        for state in 0..problem.states() {
            let (mut good, mut bad) = (Vec::new(), Vec::new());
            for index in 0..problem.space().len() {
                let share = problem.probability(state) * &problem.game(state).welfare_at(index);
                let list = match incentives.undetectable_gain(state, index) {
                    None => &mut good,
                    Some(_) => &mut bad,
                };
                list.push(Candidate { index, share });
            }
            best_first(&mut good);
            candidates.push(good);
            rejected.push(bad);
        }
        let mut rest = vec![Rational::ZERO; problem.states() + 1];
        for state in (0..problem.states()).rev() {
            let best = candidates[state].first().map(|c| c.share.clone());
            rest[state] = &rest[state + 1] + &best.unwrap_or_default();
        }
        Search {
            incentives,
            preferences,
            options,
            candidates,
            rejected,
            rest,
            incumbent: None,
            refutations: Vec::new(),
            nodes: 0,
        }
    }

    fn beats_incumbent(&self, bound: &Rational) -> bool {
        self.incumbent
            .as_ref()
            .is_none_or(|incumbent| *bound > incumbent.welfare)
    }

    fn run(&mut self) -> Result<(), ContractError> {
        let states = self.candidates.len();
        if self.candidates.iter().any(Vec::is_empty) {
            return Ok(());
        }
        let mut plan: Vec<Option<usize>> = vec![None; states];
        let mut next = vec![0usize; states];
        let mut reached = vec![Rational::ZERO; states + 1];
        let mut depth = 0;
        loop {
            let candidate = self.candidates[depth].get(next[depth]);
            let bound = candidate.map(|c| &(&reached[depth] + &c.share) + &self.rest[depth + 1]);
            let (Some(candidate), true) = (
                candidate,
                bound.as_ref().is_some_and(|b| self.beats_incumbent(b)),
            ) else {
                // The candidates are in order: the others of this state are no better.
                if depth == 0 {
                    return Ok(());
                }
                next[depth] = 0;
                depth -= 1;
                plan[depth] = None;
                continue;
            };
            next[depth] += 1;
            plan[depth] = Some(candidate.index);
            let welfare = &reached[depth] + &candidate.share;
            self.nodes += 1;
            if self.nodes > self.options.max_nodes {
                return Err(self.out_of_nodes(&reached, &next, depth));
            }
            match self.potentials(&plan)? {
                Some(_) if depth + 1 < states => {
                    depth += 1;
                    reached[depth] = welfare;
                    continue;
                }
                Some(potentials) => self.consider(&plan, &potentials, welfare)?,
                None => {}
            }
            plan[depth] = None;
        }
    }

    /// Is money limited?
    fn is_limited(&self) -> bool {
        let settlement = &self.options.settlement;
        settlement.budget != Budget::Unrestricted || settlement.liability.is_some()
    }

    /// The perceived transfers under the (partial) plan, unless a known refutation, a chain of
    /// deviations or a lack of money rules it out.
    fn potentials(
        &mut self,
        plan: &[Option<usize>],
    ) -> Result<Option<Vec<Vec<Rational>>>, ContractError> {
        let profiles = self.profiles(plan);
        let known =
            |refutation: &Refutation| refutation.rules_out(|state| profiles[state].as_deref());
        if self.refutations.iter().any(known) {
            return Ok(None);
        }
        let potentials = match plan_potentials(self.incentives, plan) {
            Ok(potentials) => potentials,
            Err(obstruction) => {
                self.refutations.push(Refutation::Chain(obstruction));
                return Ok(None);
            }
        };
        // A complete plan is settled by the caller.
        if self.is_limited() && plan.iter().any(Option::is_none) {
            let settlement = &self.options.settlement;
            let lacking = contradiction(self.incentives, plan, self.preferences, settlement)?;
            if let Some(bound) = lacking {
                self.refutations.push(Refutation::Money {
                    plan: profiles,
                    bound,
                });
                return Ok(None);
            }
        }
        Ok(Some(potentials))
    }

    fn profiles(&self, plan: &[Option<usize>]) -> Vec<Option<Vec<usize>>> {
        let space = self.incentives.problem.space();
        plan.iter()
            .map(|index| index.map(|index| space.profile_unchecked(index)))
            .collect()
    }

    /// A complete plan that no chain rules out: is there money for it?
    fn consider(
        &mut self,
        plan: &[Option<usize>],
        potentials: &[Vec<Rational>],
        welfare: Rational,
    ) -> Result<(), ContractError> {
        let indices: Vec<usize> = plan.iter().copied().flatten().collect();
        let settlement = &self.options.settlement;
        if !self.is_limited() {
            let contract = contract_from(self.incentives, &indices, potentials, self.preferences)?;
            self.accept(&indices, welfare, contract);
            return Ok(());
        }
        match settle_indices(self.incentives, plan, self.preferences, settlement)? {
            Settlement::Met(settled) => {
                let net = &welfare - &settled.expected_burnt;
                if let Some(proof) = &settled.proof {
                    // Money burnt under a plan can leave room for a plan of less material welfare.
                    self.refutations.push(Refutation::Money {
                        plan: self.profiles(plan),
                        bound: proof.clone(),
                    });
                }
                if self.beats_incumbent(&net) {
                    let contract = robust::strengthened(
                        self.incentives,
                        &indices,
                        potentials,
                        self.preferences,
                        settlement,
                        settled.contract,
                    )?;
                    self.accept(&indices, net, contract);
                }
            }
            Settlement::NotMet(bound) => self.refutations.push(Refutation::Money {
                plan: self.profiles(plan),
                bound,
            }),
        }
        Ok(())
    }

    fn accept(&mut self, plan: &[usize], welfare: Rational, contract: PlainContract) {
        self.incumbent = Some(AttainedPlan {
            plan: self.incentives.problem.plan_of(plan),
            contract,
            welfare,
        });
    }

    fn out_of_nodes(&self, reached: &[Rational], next: &[usize], depth: usize) -> ContractError {
        // Every plan not looked at leaves the current one at some depth, for a candidate not yet
        // tried there.
        let open = (0..=depth).filter_map(|d| {
            let place = if d == depth { next[d] - 1 } else { next[d] };
            let candidate = self.candidates[d].get(place)?;
            Some(&(&reached[d] + &candidate.share) + &self.rest[d + 1])
        });
        let best = self.incumbent.as_ref();
        let upper_bound = open
            .chain(best.map(|best| best.welfare.clone()))
            .max()
            .unwrap_or_default();
        ContractError::SearchLimit {
            limit: self.options.max_nodes,
            best: best.map(|best| (best.welfare.clone(), best.plan.clone())),
            upper_bound,
        }
    }

    /// The refutations that matter: of every plan with more welfare than the best attained.
    fn certificate(&self) -> Certificate {
        let problem = self.incentives.problem;
        let value = self.incumbent.as_ref().map(|best| &best.welfare);
        let first_best = problem.first_best();
        let mut refutations = Vec::new();
        for (state, rejected) in self.rejected.iter().enumerate() {
            let most = problem.probability(state) * &first_best.by_state[state];
            for candidate in rejected {
                let bound = &(&first_best.expected - &most) + &candidate.share;
                if value.is_none_or(|value| bound > *value) {
                    refutations.extend(self.undetectable(state, candidate.index));
                }
            }
        }
        refutations.extend(self.refutations.iter().cloned());
        Certificate { refutations }
    }

    fn undetectable(&self, state: usize, index: usize) -> Option<Refutation> {
        let problem = self.incentives.problem;
        let deviation = self.incentives.undetectable_gain(state, index)?;
        let cell = Cell::new(self.incentives.language.cell_at(state, index));
        Some(Refutation::Chain(Obstruction {
            player: deviation.player,
            chain: vec![ChainLink {
                state,
                profile: problem.space().profile_unchecked(index),
                action: deviation.action,
                from: cell,
                to: cell,
                gain: self.incentives.gain(state, index, &deviation),
            }],
        }))
    }
}
