//! Why no plain contract in a language does better; the checker shares no code with the search.

use serde::{Deserialize, Serialize};

use super::{
    AttainedPlan, Budget, ContractingProblem, Language, MoneyBound, Obstruction, SettlementOptions,
};
use crate::game::GameExt;
use crate::number::Rational;
use crate::preference::{Perceived, WeightMatrix};

/// One reason why plans cannot be implemented, or yield no more than a bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refutation {
    /// A closed chain of deviations: rules out every plan that prescribes its profiles.
    Chain(Obstruction),
    /// A bound on the money of every plan that prescribes these profiles.
    #[non_exhaustive]
    Money {
        /// The profile of each state; `None` where the bound holds whatever is prescribed.
        plan: Vec<Option<Vec<usize>>>,
        /// The bound.
        bound: MoneyBound,
    },
}

/// Refutations that together cover every plan with more than some welfare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Certificate {
    /// The refutations.
    pub refutations: Vec<Refutation>,
}

impl Refutation {
    /// Does it rule out every plan that prescribes `profile(state)`?
    pub(super) fn rules_out<'p>(&self, profile: impl Fn(usize) -> Option<&'p [usize]>) -> bool {
        match self {
            Refutation::Chain(chain) => chain.applies_to(profile),
            Refutation::Money { plan, bound } => {
                bound.net_at_most.is_none() && is_part_of(plan, profile)
            }
        }
    }
}

/// Are the profiles of the (partial) plan those that `profile` prescribes?
fn is_part_of<'p>(
    plan: &[Option<Vec<usize>>],
    profile: impl Fn(usize) -> Option<&'p [usize]>,
) -> bool {
    plan.iter()
        .enumerate()
        .all(|(state, part)| part.is_none() || part.as_deref() == profile(state))
}

impl Certificate {
    /// Checks that no pure plan with a plain contract in `language` has more expected welfare than
    /// `value` (`None`: that no plan can be implemented at all).
    ///
    /// Every refutation is checked by itself; then all plans with more welfare are enumerated, and
    /// each must be covered by one.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
        options: &SettlementOptions,
        value: Option<&Rational>,
    ) -> bool {
        let sound = self.refutations.iter().all(|refutation| match refutation {
            Refutation::Chain(chain) => chain.verify(problem, language, preferences),
            Refutation::Money { plan, bound } => {
                bound.verify_partial(problem, language, plan, preferences, options)
            }
        });
        sound && Cover::new(self, problem, value).is_complete()
    }
}

impl AttainedPlan {
    /// Checks, in the induced game of every state, that the contract makes the plan an equilibrium,
    /// keeps within the limits, and that the plan has the welfare claimed.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
        options: &SettlementOptions,
    ) -> bool {
        if !options.allow(&self.contract) || problem.check_plan(&self.plan).is_err() {
            return false;
        }
        let mut welfare = Rational::ZERO;
        for (state, profile) in self.plan.iter().enumerate() {
            let Ok(induced) = self.contract.induced_game(problem, language, state) else {
                return false;
            };
            let net = match options.budget {
                Budget::Unrestricted => Rational::ZERO,
                _ => self.contract.net(language.cell(state, profile)),
            };
            welfare += problem.probability(state) * &(induced.material_welfare(profile) + net);
            let is_equilibrium = Perceived::new(induced, preferences)
                .is_ok_and(|game| game.is_pure_equilibrium(profile).is_ok_and(|yes| yes));
            if !is_equilibrium {
                return false;
            }
        }
        welfare == self.welfare
    }
}

/// The enumeration of the plans that a certificate must cover.
struct Cover<'a> {
    problem: &'a ContractingProblem,
    value: Option<&'a Rational>,
    /// For each state the profiles that no undetectable deviation rules out, with their share of
    /// welfare, best first.
    open: Vec<Vec<(Rational, Vec<usize>)>>,
    /// The greatest share of the states from here on.
    rest: Vec<Rational>,
    /// The other refutations.
    refutations: Vec<&'a Refutation>,
}

impl<'a> Cover<'a> {
    fn new(
        certificate: &'a Certificate,
        problem: &'a ContractingProblem,
        value: Option<&'a Rational>,
    ) -> Self {
        let mut single = std::collections::BTreeSet::new();
        let mut refutations = Vec::new();
        for refutation in &certificate.refutations {
            match refutation {
                Refutation::Chain(chain) if chain.chain.len() == 1 => {
                    single.insert((chain.chain[0].state, chain.chain[0].profile.as_slice()));
                }
                _ => refutations.push(refutation),
            }
        }
        let open: Vec<Vec<(Rational, Vec<usize>)>> = (0..problem.states())
            .map(|state| {
                let mut list: Vec<(Rational, Vec<usize>)> = problem
                    .space()
                    .iter()
                    .filter(|profile| !single.contains(&(state, profile.as_slice())))
                    .map(|profile| {
                        let index = problem.space().index_unchecked(&profile);
                        let welfare = problem.game(state).welfare_at(index);
                        (problem.probability(state) * &welfare, profile)
                    })
                    .collect();
                list.sort_by(|a, b| b.0.cmp(&a.0));
                list
            })
            .collect();
        let mut rest = vec![Rational::ZERO; open.len() + 1];
        for state in (0..open.len()).rev() {
            let best = open[state].first().map(|(share, _)| share.clone());
            rest[state] = &rest[state + 1] + &best.unwrap_or_default();
        }
        Cover {
            problem,
            value,
            open,
            rest,
            refutations,
        }
    }

    fn exceeds(&self, welfare: &Rational) -> bool {
        self.value.is_none_or(|value| welfare > value)
    }

    fn is_complete(&self) -> bool {
        let states = self.problem.states();
        if self.open.iter().any(Vec::is_empty) {
            return true;
        }
        let mut next = vec![0usize; states];
        let mut reached = vec![Rational::ZERO; states + 1];
        let mut depth = 0;
        loop {
            let entry = self.open[depth].get(next[depth]);
            let above = entry.is_some_and(|(share, _)| {
                self.exceeds(&(&(&reached[depth] + share) + &self.rest[depth + 1]))
            });
            let (Some((share, _)), true) = (entry, above) else {
                if depth == 0 {
                    return true;
                }
                next[depth] = 0;
                depth -= 1;
                continue;
            };
            next[depth] += 1;
            let prescribed = |state: usize| {
                (state <= depth).then(|| self.open[state][next[state] - 1].1.as_slice())
            };
            if self
                .refutations
                .iter()
                .any(|refutation| refutation.rules_out(prescribed))
            {
                continue;
            }
            let welfare = &reached[depth] + share;
            if depth + 1 < states {
                depth += 1;
                reached[depth] = welfare;
                continue;
            }
            let covered = self.refutations.iter().any(|refutation| match refutation {
                Refutation::Money { plan, bound } => {
                    let net = bound.net_at_most.as_ref();
                    is_part_of(plan, prescribed)
                        && net.is_some_and(|net| !self.exceeds(&(&welfare + net)))
                }
                Refutation::Chain(_) => false,
            });
            if !covered {
                return false;
            }
        }
    }
}
