//! What survives in a population.

use crate::equilibrium::symmetric::{
    StabilityVerdict, SymmetricOptions, check_symmetric, evolutionarily_stable_strategies,
    evolutionary_stability, neutrally_stable_strategies, symmetric_equilibria,
};
use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::theorem::by_definition::{all_profiles, check_size, fraction, pure, vertices};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

type Strategy = Vec<Rational>;

/// A population whose members meet in pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Population {
    /// The payoff of each action against each.
    pub matrix: Vec<Vec<Rational>>,
}

impl Population {
    /// A symmetric game by the matrix of the payoffs of each action against each.
    pub fn new(matrix: Vec<Vec<Rational>>) -> Self {
        Population { matrix }
    }
}

/// What `own` is worth against `other`.
fn worth(game: &NormalForm<Rational>, own: &[Rational], other: &[Rational]) -> Rational {
    let against = |i: usize| -> Rational {
        (other.iter().enumerate())
            .map(|(j, p)| p * &game.payoff(0, &[i, j]))
            .sum()
    };
    own.iter().enumerate().map(|(i, p)| p * &against(i)).sum()
}

/// All strategies whose probabilities are multiples of a quarter.
fn grid(actions: usize) -> Vec<Strategy> {
    let mut found = all_profiles(&vec![5; actions]);
    found.retain(|parts| parts.iter().sum::<usize>() == 4);
    let quarters = |parts: Vec<usize>| {
        parts
            .into_iter()
            .map(|part| fraction(part as i64, 4))
            .collect()
    };
    found.into_iter().map(quarters).collect()
}

/// What becomes of a mutant: the sign of what the incumbent gains on it when it is rare.
fn resists(
    game: &NormalForm<Rational>,
    incumbent: &[Rational],
    mutant: &[Rational],
) -> std::cmp::Ordering {
    let first = worth(game, incumbent, incumbent) - worth(game, mutant, incumbent);
    let second = worth(game, incumbent, mutant) - worth(game, mutant, mutant);
    first.signum().then(second.signum())
}

/// The search for symmetric equilibria finds the vertices that answer themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SymmetricEquilibriaAnswerThemselves;

impl Theorem for SymmetricEquilibriaAnswerThemselves {
    type Instance = Population;

    fn statement(&self) -> Statement {
        Statement::new(
            "symmetric_equilibria_answer_themselves",
            "Symmetric equilibria answer themselves",
        )
        .saying(
            "The extreme symmetric equilibria of a symmetric game are the vertices of its best-reply \
             polyhedron whose actions are all best replies to it. There is at least one, and the \
             mixtures of those that answer each other are equilibria as well.",
        )
        .from_source("Nash, 1951; Bomze, 1986")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &NormalForm::symmetric(&instance.matrix)?;
        check_size(game)?;
        let found = symmetric_equilibria(game, &SymmetricOptions::default())?;
        let set = found.set();
        let mut expected: Vec<Strategy> = Vec::new();
        for vertex in vertices(game, 0)? {
            if vertex
                .support
                .iter()
                .all(|action| vertex.replies.contains(action))
            {
                expected.push(vertex.strategy);
            }
        }
        expected.sort();
        let mut listed: Vec<Strategy> = set.extreme.iter().map(|e| e.strategy.clone()).collect();
        listed.sort();
        claim!(
            listed == expected && !listed.is_empty() && found.is_complete(),
            "found {listed:?}, and there are {expected:?}"
        );
        for equilibrium in &set.extreme {
            let x = &equilibrium.strategy;
            let best = worth(game, x, x);
            let replies: Vec<usize> = (0..x.len())
                .filter(|&action| worth(game, &pure(x.len(), action), x) == best)
                .collect();
            let support: Vec<usize> = (0..x.len()).filter(|&a| x[a].is_positive()).collect();
            claim!(
                equilibrium.payoff == best
                    && equilibrium.best_replies == replies
                    && equilibrium.support == support
                    && equilibrium.profile()?.is_equilibrium(game)?,
                "{equilibrium:?} is described wrongly"
            );
        }
        // Two are in one convex set exactly if they are best replies to each other.
        for (i, first) in set.extreme.iter().enumerate() {
            for (j, second) in set.extreme.iter().enumerate().skip(i + 1) {
                let together = set
                    .convex_sets
                    .iter()
                    .any(|c| c.contains(&i) && c.contains(&j));
                let (x, y) = (&first.strategy, &second.strategy);
                let exchange = worth(game, x, y) == worth(game, y, y)
                    && worth(game, y, x) == worth(game, x, x);
                claim!(
                    together == exchange,
                    "{x:?} and {y:?} answer each other: {exchange}; in one set: {together}"
                );
            }
        }
        Ok(Finding::Holds)
    }
}

/// Evolutionary stability refines neutral stability, which refines equilibrium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StabilityRefinesEquilibrium;

impl Theorem for StabilityRefinesEquilibrium {
    type Instance = Population;

    fn statement(&self) -> Statement {
        Statement::new(
            "stability_refines_equilibrium",
            "Stability refines equilibrium",
        )
        .saying(
            "Evolutionarily stable strategies are neutrally stable, and these are symmetric \
             equilibria. No mutant grows against a neutrally stable strategy, none holds its share \
             against an evolutionarily stable one, and every other strategy has a mutant that does.",
        )
        .from_source("Maynard Smith and Price, 1973; Maynard Smith, 1982")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &NormalForm::symmetric(&instance.matrix)?;
        check_symmetric(game)?;
        check_size(game)?;
        let options = SymmetricOptions::default();
        let size = game.actions(0);
        let extreme = symmetric_equilibria(game, &options)?.into_set().extreme;
        let mutants = grid(size);
        let mut strategies: Vec<Strategy> = extreme.iter().map(|e| e.strategy.clone()).collect();
        strategies.extend((0..size).map(|action| pure(size, action)));
        strategies.extend(mutants.iter().step_by(4).cloned());
        let (mut stable, mut neutral) = (Vec::new(), Vec::new());
        for (place, x) in strategies.iter().enumerate() {
            let verdict = evolutionary_stability(game, x, &options)?;
            claim!(
                verdict.verify(game, x, &options)?,
                "{verdict:?} on {x:?} does not verify"
            );
            let signs = mutants
                .iter()
                .filter(|y| *y != x)
                .map(|y| resists(game, x, y));
            let least = signs.min();
            let own = worth(game, x, x);
            let is_equilibrium = (0..size).all(|a| worth(game, &pure(size, a), x) <= own);
            claim!(
                verdict.is_equilibrium() == is_equilibrium,
                "{x:?} is an equilibrium: {is_equilibrium}"
            );
            claim!(
                !verdict.is_neutrally_stable() || is_equilibrium && least.is_none_or(|s| s.is_ge()),
                "{x:?} is neutrally stable, and a mutant grows"
            );
            claim!(
                !verdict.is_evolutionarily_stable()
                    || verdict.is_neutrally_stable() && least.is_none_or(|s| s.is_gt()),
                "{x:?} is evolutionarily stable, and a mutant holds its share"
            );
            if let Some(mutant) = verdict.mutant() {
                let sign = resists(game, x, &mutant.strategy);
                let invades = matches!(verdict, StabilityVerdict::Invaded { .. });
                claim!(
                    if invades { sign.is_lt() } else { sign.is_eq() },
                    "the mutant {:?} of {x:?} does not do what it should",
                    mutant.strategy
                );
            }
            if let StabilityVerdict::NotAnEquilibrium { reply, gain, .. } = &verdict {
                let better = worth(game, &pure(size, *reply), x) - own;
                claim!(
                    better == *gain && gain.is_positive(),
                    "{reply} does not gain {gain}"
                );
            }
            if place < extreme.len() {
                if verdict.is_evolutionarily_stable() {
                    stable.push(x.clone());
                }
                if verdict.is_neutrally_stable() {
                    neutral.push(x.clone());
                }
            }
        }
        // Stable strategies are isolated, so that they are among the extreme equilibria.
        let mut listed: Vec<Strategy> = (evolutionarily_stable_strategies(game, &options)?.set())
            .iter()
            .map(|found| found.strategy.clone())
            .collect();
        let mut weaker: Vec<Strategy> = (neutrally_stable_strategies(game, &options)?.set())
            .iter()
            .map(|found| found.strategy.clone())
            .collect();
        for list in [&mut stable, &mut neutral, &mut listed, &mut weaker] {
            list.sort();
        }
        claim!(
            listed == stable,
            "{stable:?} are stable, and {listed:?} are listed"
        );
        claim!(
            weaker == neutral,
            "{neutral:?} are neutrally stable, and {weaker:?} are listed"
        );
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::matrices;
    use super::{Population, StabilityRefinesEquilibrium, SymmetricEquilibriaAnswerThemselves};
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for SymmetricEquilibriaAnswerThemselves {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            matrices(1..=3).prop_map(Population::new).boxed()
        }
    }

    impl Drawn for StabilityRefinesEquilibrium {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            matrices(1..=3).prop_map(Population::new).boxed()
        }
    }
}
