//! The checker of least transfers; it shares no code with the solver.

use super::steering::{
    EndlessTax, LeastTransfers, Steering, TransferBound, TransferImpossibility, TransferKind,
    TransferOptions,
};
use super::target::Concept;
use crate::contract::{Cell, Contract, ContractingProblem, Language, PlainContract};
use crate::game::Game;
use crate::number::Rational;
use crate::preference::WeightMatrix;

impl Steering {
    /// Checks the answer against the question: that the transfers are of their kind, keep the
    /// limits, make the plan what is asked and have the value claimed; that the weighted conditions
    /// prove that none have less, or contradict each other; that an endless tax is one.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        plan: &[Vec<usize>],
        preferences: &WeightMatrix<Rational>,
        options: &TransferOptions,
    ) -> bool {
        let players = problem.players();
        let fits = problem.check_plan(plan).is_ok()
            && language.check(problem).is_ok()
            && preferences.players() == players
            && options
                .participation
                .as_ref()
                .is_none_or(|p| p.len() == players)
            && options.liability.as_ref().is_none_or(|l| !l.is_negative());
        let question = Question {
            problem,
            language,
            plan,
            preferences,
            options,
        };
        fits && match self {
            Steering::Least(least) => question.accepts(least),
            Steering::Impossible(why) => question.refuses(why),
            Steering::Unbounded(endless) => question.has_no_least(endless),
        }
    }
}

/// What a bound is a bound on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim<'a> {
    /// On 0: above it, it is a contradiction.
    Nothing,
    /// On what the kind of transfers makes small.
    Value,
    /// On the expected fines under the plan, when none is above this.
    FinesDue(&'a Rational),
}

struct Question<'a> {
    problem: &'a ContractingProblem,
    language: &'a Language,
    plan: &'a [Vec<usize>],
    preferences: &'a WeightMatrix<Rational>,
    options: &'a TransferOptions,
}

impl Question<'_> {
    fn accepts(&self, least: &LeastTransfers) -> bool {
        let contract = &least.contract;
        let net = self.expected_net(contract);
        let value = match least.kind {
            TransferKind::Reward | TransferKind::Subsidy => net.clone(),
            TransferKind::Fine => contract.liability(),
        };
        self.is_contract(contract)
            && self.keeps(least.kind, contract)
            && self.steers(contract, &Rational::ONE)
            && net == least.expected_net
            && value == least.value
            && self.proves(least.kind, &least.proof, Aim::Value).as_ref() == Some(&value)
            && self.proves_due(least)
    }

    /// Is no less of fines expected to fall due?
    fn proves_due(&self, least: &LeastTransfers) -> bool {
        match (&least.due_proof, least.kind) {
            (None, kind) => kind != TransferKind::Fine,
            (Some(proof), TransferKind::Fine) => {
                let due = self.proves(least.kind, proof, Aim::FinesDue(&least.value));
                due == Some(-&least.expected_net)
            }
            (Some(_), _) => false,
        }
    }

    fn refuses(&self, why: &TransferImpossibility) -> bool {
        let contradiction = self
            .proves(why.kind, &why.proof, Aim::Nothing)
            .is_some_and(|bound| bound.is_positive());
        let chain = why.obstruction.as_ref().is_none_or(|chain| {
            chain.verify(self.problem, self.language, self.preferences)
                && chain.applies_to(|state| self.plan.get(state).map(Vec::as_slice))
        });
        contradiction && chain
    }

    fn has_no_least(&self, endless: &EndlessTax) -> bool {
        self.options.liability.is_none()
            && self.is_contract(&endless.contract)
            && self.is_contract(&endless.direction)
            && self.steers(&endless.contract, &Rational::ONE)
            && self.steers(&endless.direction, &Rational::ZERO)
            && self.expected_net(&endless.direction).is_negative()
    }

    /// Does it fit, and command nothing?
    fn is_contract(&self, contract: &PlainContract) -> bool {
        contract.check(self.problem, self.language).is_ok()
            && self.cells().all(|cell| {
                (0..self.problem.players()).all(|i| contract.directive(i, cell).is_none())
            })
    }

    fn cells(&self) -> impl Iterator<Item = crate::contract::Cell> + use<> {
        (0..self.language.cells()).map(Cell::new)
    }

    fn expected_net(&self, contract: &PlainContract) -> Rational {
        self.plan
            .iter()
            .enumerate()
            .map(|(state, profile)| {
                self.problem.probability(state) * &contract.net(self.language.cell(state, profile))
            })
            .sum()
    }

    fn keeps(&self, kind: TransferKind, contract: &PlainContract) -> bool {
        let limit = self.options.liability.as_ref();
        self.cells().all(|cell| {
            (0..self.problem.players()).all(|player| {
                let amount = contract.transfer(player, cell);
                let sign = match kind {
                    TransferKind::Reward => !amount.is_negative(),
                    TransferKind::Fine => !amount.is_positive(),
                    TransferKind::Subsidy => true,
                };
                sign && limit.is_none_or(|limit| amount.abs() <= *limit)
            })
        })
    }

    /// What `player` makes of payoffs times `scale` plus transfers.
    fn utility(
        &self,
        contract: &PlainContract,
        scale: &Rational,
        state: usize,
        player: usize,
        profile: &[usize],
    ) -> Rational {
        let cell = self.language.cell(state, profile);
        let game = self.problem.game(state);
        (0..self.problem.players())
            .map(|j| {
                let money = &game.payoff(j, profile) * scale + contract.transfer(j, cell);
                self.preferences.entry(player, j) * &money
            })
            .sum()
    }

    /// Is the plan what is asked, and does everybody take part? With a scale of 0 for payoffs (and
    /// for the least utilities): can the transfers be added to any that steer?
    fn steers(&self, contract: &PlainContract, scale: &Rational) -> bool {
        let space = self.problem.space();
        let obeyed = self.plan.iter().enumerate().all(|(state, planned)| {
            space.iter().all(|profile| {
                (0..planned.len()).all(|player| {
                    let asked = match self.options.concept {
                        Concept::Equilibrium => profile == *planned,
                        Concept::Dominant => profile[player] == planned[player],
                    };
                    let value = |p: &[usize]| self.utility(contract, scale, state, player, p);
                    !asked || {
                        let own = value(&profile);
                        (0..space.actions()[player]).all(|action| {
                            let mut deviation = profile.clone();
                            deviation[player] = action;
                            value(&deviation) <= own
                        })
                    }
                })
            })
        });
        let least = self.options.participation.iter().flatten().enumerate();
        let taken_part = least.into_iter().all(|(player, least)| {
            let expected: Rational = self
                .plan
                .iter()
                .enumerate()
                .map(|(state, profile)| {
                    self.problem.probability(state)
                        * &self.utility(contract, scale, state, player, profile)
                })
                .sum();
            expected >= least * scale
        });
        obeyed && taken_part
    }

    /// The lower bound that the weighted conditions prove: `Σ weight·bound` plus what is left of each transfer's coefficient times the end of its
    /// range where that is smallest. `None` if the weights prove nothing.
    fn proves(&self, kind: TransferKind, proof: &TransferBound, aim: Aim<'_>) -> Option<Rational> {
        let (players, cells) = (self.problem.players(), self.language.cells());
        let space = self.problem.space();
        let mut left = vec![vec![Rational::ZERO; cells]; players];
        let mut bound = Rational::ZERO;
        let none = PlainContract::none(players, cells);
        let counts = match (aim, kind) {
            (Aim::Value, TransferKind::Reward | TransferKind::Subsidy) => Rational::ONE,
            (Aim::FinesDue(_), _) => -Rational::ONE,
            _ => Rational::ZERO,
        };
        if !counts.is_zero() {
            for (state, profile) in self.plan.iter().enumerate() {
                let cell = self.language.cell(state, profile).number();
                for list in &mut left {
                    list[cell] += &counts * self.problem.probability(state);
                }
            }
        }
        for price in &proof.incentives {
            let (state, player) = (price.state, price.player);
            let planned = self.plan.get(state)?;
            space.index(&price.profile).ok()?;
            let mut deviation = price.profile.clone();
            *deviation.get_mut(player)? = price.action;
            space.index(&deviation).ok()?;
            let asked = match self.options.concept {
                Concept::Equilibrium => price.profile == *planned,
                Concept::Dominant => price.profile[player] == planned[player],
            };
            if !asked || !price.weight.is_positive() {
                return None;
            }
            let value = |p: &[usize]| self.utility(&none, &Rational::ONE, state, player, p);
            bound += &price.weight * &(value(&deviation) - value(&price.profile));
            let from = self.language.cell(state, &price.profile).number();
            let to = self.language.cell(state, &deviation).number();
            for (j, list) in left.iter_mut().enumerate() {
                let weight = &price.weight * self.preferences.entry(player, j);
                list[from] -= &weight;
                list[to] += &weight;
            }
        }
        for (player, weight) in &proof.participation {
            let least = self.options.participation.as_ref()?.get(*player)?;
            if !weight.is_positive() {
                return None;
            }
            bound += weight * least;
            for (state, profile) in self.plan.iter().enumerate() {
                let weight = weight * self.problem.probability(state);
                bound -= &weight * &self.utility(&none, &Rational::ONE, state, *player, profile);
                let cell = self.language.cell(state, profile).number();
                for (j, list) in left.iter_mut().enumerate() {
                    list[cell] -= &weight * self.preferences.entry(*player, j);
                }
            }
        }
        let mut largest = Rational::ZERO;
        for (player, cell, weight) in &proof.fines {
            if kind != TransferKind::Fine || !weight.is_positive() {
                return None;
            }
            *left.get_mut(*player)?.get_mut(cell.number())? -= weight;
            largest += weight;
        }
        // The largest fine costs 1 and is at least 0.
        let cost = Rational::from(i64::from(aim == Aim::Value && kind == TransferKind::Fine));
        if largest > cost {
            return None;
        }
        let limit = match aim {
            Aim::FinesDue(largest) => Some(largest),
            _ => self.options.liability.as_ref(),
        };
        for coefficient in left.iter().flatten() {
            // A positive coefficient counts at the lower end, a negative one at the upper.
            let end = if coefficient.is_positive() {
                match kind {
                    TransferKind::Reward => Some(Rational::ZERO),
                    TransferKind::Fine | TransferKind::Subsidy => limit.map(|limit| -limit),
                }
            } else {
                match kind {
                    TransferKind::Fine => Some(Rational::ZERO),
                    TransferKind::Reward | TransferKind::Subsidy => limit.cloned(),
                }
            };
            if !coefficient.is_zero() {
                bound += coefficient * &end?;
            }
        }
        Some(bound)
    }
}
