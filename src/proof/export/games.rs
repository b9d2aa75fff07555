//! Equilibria of games, bounds on them, dominance, and what altruism does to them.

use serde_json::{Value, json};

use super::{claim, finite, game_problem, refused, selfish_problem};
use crate::equilibrium::correlated::{
    Correlated, CorrelatedConcept, CorrelatedOptions, CorrelatedOutcome, Objective, Quantity,
    SmoothnessBound,
};

use crate::equilibrium::mixed_dominance::{Belief, MixedDominance, MixedElimination, MixedVerdict};
use crate::equilibrium::phase_diagram::PhaseDiagram;
use crate::equilibrium::two_player::{EquilibriumSet, ZeroSum};
use crate::equilibrium::{LambdaInterval, MixedProfile, PureEquilibria};
use crate::game::{Game, GameExt};
use crate::gap::transfers::KImplementation;
use crate::linear_program::Sense;
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::proof::{Proof, ProofError};

impl Proof {
    /// A profile as a pure equilibrium. To write a game as players perceive it, pass the perceived
    /// game.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game or a profile that it does not have.
    pub fn of_pure_equilibrium<G: Game<Rational> + ?Sized>(
        profile: &[usize],
        game: &G,
    ) -> Result<Self, ProofError> {
        game.check_profile(profile)
            .map_err(|error| refused(error.to_string()))?;
        let mut payoffs = vec![Rational::ZERO; game.players()];
        game.payoffs_into(profile, &mut payoffs);
        let claim = claim(
            "pure_equilibrium",
            format!("The profile {profile:?} is a pure equilibrium."),
            json!({"profile": profile, "payoffs": payoffs}),
        );
        Ok(Proof::new(selfish_problem(game)?, vec![claim]))
    }

    /// The pure equilibria of a game, all of them.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game.
    pub fn of_pure_equilibria<G: Game<Rational> + ?Sized>(
        found: &PureEquilibria,
        game: &G,
    ) -> Result<Self, ProofError> {
        let claim = claim(
            "all_pure_equilibria",
            format!(
                "The game has {} pure equilibria, and these are they.",
                found.len()
            ),
            json!({"profiles": found.profiles()}),
        );
        Ok(Proof::new(selfish_problem(game)?, vec![claim]))
    }

    /// A profile of mixed strategies as an equilibrium.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game or another number of actions.
    pub fn of_mixed_equilibrium<G: Game<Rational> + ?Sized>(
        profile: &MixedProfile,
        game: &G,
    ) -> Result<Self, ProofError> {
        let claim = mixed(profile, game)?;
        Ok(Proof::new(selfish_problem(game)?, vec![claim]))
    }

    /// Each extreme equilibrium of a two-player game, one claim each. (That there are no others is
    /// not part of the document.)
    ///
    /// # Errors
    /// As [`of_mixed_equilibrium`](Self::of_mixed_equilibrium); also if there are none.
    pub fn of_equilibrium_set<G: Game<Rational> + ?Sized>(
        found: &EquilibriumSet,
        game: &G,
    ) -> Result<Self, ProofError> {
        let claims: Vec<Value> = found
            .extreme()
            .iter()
            .map(|profile| mixed(profile, game))
            .collect::<Result<_, _>>()?;
        Ok(Proof::new(selfish_problem(game)?, claims))
    }

    /// The value of a zero-sum game with optimal strategies, one claim for each pair of vertices in
    /// order.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game.
    pub fn of_zero_sum<G: Game<Rational> + ?Sized>(
        found: &ZeroSum,
        game: &G,
    ) -> Result<Self, ProofError> {
        let (rows, columns) = (&found.row.vertices, &found.column.vertices);
        let pairs = (0..rows.len().max(columns.len())).filter_map(|k| {
            let row = rows.get(k).or(rows.last())?;
            Some((row, columns.get(k).or(columns.last())?))
        });
        let claims = pairs.map(|(row, column)| {
            claim(
                "zero_sum_value",
                format!("The value of the game is {}.", found.value),
                json!({
                    "strategies": [row, column],
                    "total": found.total,
                    "value": found.value,
                }),
            )
        });
        Ok(Proof::new(selfish_problem(game)?, claims.collect()))
    }

    /// A correlated (or coarse) equilibrium, and the proof that none is better.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game, and if there are side constraints, which
    /// documents do not have.
    pub fn of_correlated<G: Game<Rational> + ?Sized>(
        outcome: &CorrelatedOutcome,
        game: &G,
        options: &CorrelatedOptions,
    ) -> Result<Self, ProofError> {
        let weights = WeightMatrix::identity(game.players());
        Self::of_correlated_between(outcome, game, &weights, options)
    }

    /// The same where players perceive the payoffs of `material` through `weights`, and values are
    /// material.
    ///
    /// # Errors
    /// As [`of_correlated`](Self::of_correlated).
    pub fn of_correlated_between<G: Game<Rational> + ?Sized>(
        outcome: &CorrelatedOutcome,
        material: &G,
        weights: &WeightMatrix<Rational>,
        options: &CorrelatedOptions,
    ) -> Result<Self, ProofError> {
        let CorrelatedOutcome::Found(found) = outcome else {
            return Err(refused(
                "without an equilibrium there are side constraints, which documents do not have",
            ));
        };
        if !options.side_constraints.is_empty() {
            return Err(refused("documents do not have side constraints"));
        }
        let coarse = found.concept == CorrelatedConcept::Coarse;
        let name = if coarse {
            "coarse correlated"
        } else {
            "correlated"
        };
        let distribution: Vec<_> = found.distribution.iter().collect();
        let mut claims = vec![claim(
            "correlated_equilibrium",
            format!("This is a {name} equilibrium."),
            json!({"coarse": coarse, "distribution": distribution, "payoffs": found.payoffs}),
        )];
        if options.objective != Objective::Any {
            claims.push(bound(found, material, coarse, &options.objective)?);
        }
        Ok(Proof::new(game_problem(material, Some(weights))?, claims))
    }

    /// A smoothness bound: no coarse correlated equilibrium has less welfare. The weights are those of
    /// deviations to the target, the same for each player.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game.
    pub fn of_smoothness<G: Game<Rational> + ?Sized>(
        bound: &SmoothnessBound,
        game: &G,
    ) -> Result<Self, ProofError> {
        let weight = &bound.deviation_weight;
        let target = bound.target.iter().enumerate();
        let deviations: Vec<_> = target
            .map(|(player, action)| (player, None::<usize>, action, weight))
            .collect();
        let claim = claim(
            "correlated_bound",
            format!(
                "No coarse correlated equilibrium has less than {}.",
                bound.welfare
            ),
            json!({
                "coarse": true,
                "sense": "minimise",
                "objective": {"payoffs": vec![Rational::ONE; game.players()]},
                "bound": bound.welfare,
                "deviations": deviations,
            }),
        );
        Ok(Proof::new(selfish_problem(game)?, vec![claim]))
    }

    /// What a mixture dominates, or the belief to which an action is a best response.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game.
    pub fn of_mixed_dominance<G: Game<Rational> + ?Sized>(
        verdict: &MixedVerdict,
        game: &G,
    ) -> Result<Self, ProofError> {
        let claim = match verdict {
            MixedVerdict::Dominated(found) => claim(
                "dominated",
                format!(
                    "A mixture dominates action {} of player {}.",
                    found.action, found.player
                ),
                json!({
                    "player": found.player,
                    "action": found.action,
                    "mixture": found.mixture,
                    "strict": found.dominance == MixedDominance::Strict,
                }),
            ),
            MixedVerdict::BestResponse(belief) => claim(
                "best_response",
                format!(
                    "Action {} of player {} is a best response to a belief.",
                    belief.action, belief.player
                ),
                json!({
                    "player": belief.player,
                    "action": belief.action,
                    "belief": belief.probabilities,
                    "full_support": belief.dominance == MixedDominance::Weak,
                }),
            ),
        };
        Ok(Proof::new(selfish_problem(game)?, vec![claim]))
    }

    /// An iterated elimination of dominated actions: what falls, and why the rest stands.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game.
    pub fn of_elimination<G: Game<Rational> + ?Sized>(
        trace: &MixedElimination,
        game: &G,
    ) -> Result<Self, ProofError> {
        let round = |round: &Vec<_>| -> Vec<Value> { round.iter().map(removed).collect() };
        let belief = |belief: &Belief| {
            json!({
                "player": belief.player,
                "action": belief.action,
                "belief": belief.probabilities,
            })
        };
        let claim = claim(
            "elimination",
            format!(
                "Elimination of dominated actions leaves {:?}.",
                trace.surviving
            ),
            json!({
                "strict": trace.dominance == MixedDominance::Strict,
                "rounds": trace.rounds.iter().map(round).collect::<Vec<_>>(),
                "surviving": trace.surviving,
                "beliefs": trace.beliefs.iter().map(belief).collect::<Vec<_>>(),
            }),
        );
        Ok(Proof::new(selfish_problem(game)?, vec![claim]))
    }

    /// The altruism weights at which a profile is an equilibrium.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game.
    pub fn of_altruism_interval<G: Game<Rational> + ?Sized>(
        profile: &[usize],
        interval: &LambdaInterval,
        game: &G,
    ) -> Result<Self, ProofError> {
        let claim = claim(
            "altruism_interval",
            format!(
                "{profile:?} is an equilibrium from λ = {} to {}.",
                interval.from, interval.to
            ),
            json!({"profile": profile, "from": interval.from, "to": finite(&interval.to)}),
        );
        Ok(Proof::new(game_problem(game, None)?, vec![claim]))
    }

    /// The pure equilibria at every altruism weight.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game.
    pub fn of_phase_diagram<G: Game<Rational> + ?Sized>(
        diagram: &PhaseDiagram,
        game: &G,
    ) -> Result<Self, ProofError> {
        let points = diagram.at_breakpoints().iter();
        let pieces = diagram.phases().iter();
        let claim = claim(
            "phase_diagram",
            "These are the pure equilibria at every altruism weight.".to_owned(),
            json!({
                "points": points
                    .map(|point| (&point.lambda, &point.equilibria.profiles))
                    .collect::<Vec<_>>(),
                "pieces": pieces.map(|piece| &piece.equilibria.profiles).collect::<Vec<_>>(),
            }),
        );
        Ok(Proof::new(game_problem(game, None)?, vec![claim]))
    }

    /// The cheapest promises that make the actions of a profile dominant.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for an invalid game.
    pub fn of_k_implementation<G: Game<Rational> + ?Sized>(
        found: &KImplementation,
        game: &G,
        preferences: &WeightMatrix<Rational>,
    ) -> Result<Self, ProofError> {
        let claim = claim(
            "implementation",
            format!(
                "It costs {} to make {:?} dominant.",
                found.cost, found.profile
            ),
            json!({
                "profile": found.profile,
                "cost": found.cost,
                "payments": super::payoffs(&found.payments),
            }),
        );
        Ok(Proof::new(
            game_problem(game, Some(preferences))?,
            vec![claim],
        ))
    }
}

fn removed(found: &crate::equilibrium::mixed_dominance::DominatingMixture) -> Value {
    json!({"player": found.player, "action": found.action, "mixture": found.mixture})
}

fn mixed<G: Game<Rational> + ?Sized>(
    profile: &MixedProfile,
    game: &G,
) -> Result<Value, ProofError> {
    let payoffs = profile
        .payoffs(game)
        .map_err(|error| refused(error.to_string()))?;
    Ok(claim(
        "mixed_equilibrium",
        "This profile of mixed strategies is an equilibrium.".to_owned(),
        json!({"strategies": profile.strategies(), "payoffs": payoffs}),
    ))
}

/// The proof that no equilibrium has a better expectation.
fn bound<G: Game<Rational> + ?Sized>(
    found: &Correlated,
    material: &G,
    coarse: bool,
    objective: &Objective,
) -> Result<Value, ProofError> {
    let players = material.players();
    let all = |weight: Rational| json!({"payoffs": vec![weight; players]});
    let only = |player: usize| {
        let one = |i: usize| Rational::from(u8::from(i == player));
        json!({"payoffs": (0..players).map(one).collect::<Vec<_>>()})
    };
    let space = material
        .profile_space()
        .map_err(|error| refused(error.to_string()))?;
    let indicator = |holds: &dyn Fn(&[usize]) -> bool| {
        let one = |profile: Vec<usize>| Rational::from(u8::from(holds(&profile)));
        json!({"profiles": space.iter().map(one).collect::<Vec<_>>()})
    };
    let of = |quantity: &Quantity| match quantity {
        Quantity::Welfare => all(Rational::ONE),
        Quantity::Payoff(player) => only(*player),
        Quantity::Probability(wanted) => indicator(&|profile| profile == wanted.as_slice()),
        Quantity::ActionProbability { player, action } => {
            indicator(&|profile| profile.get(*player) == Some(action))
        }
        Quantity::Linear(coefficients) => json!({"profiles": coefficients}),
    };
    let (sense, objective) = match objective {
        Objective::MaxWelfare => (Sense::Maximise, of(&Quantity::Welfare)),
        Objective::MinWelfare => (Sense::Minimise, of(&Quantity::Welfare)),
        Objective::MaxPayoff(player) => (Sense::Maximise, only(*player)),
        Objective::MinPayoff(player) => (Sense::Minimise, only(*player)),
        Objective::MaxProbability(profile) => {
            (Sense::Maximise, of(&Quantity::Probability(profile.clone())))
        }
        Objective::MinProbability(profile) => {
            (Sense::Minimise, of(&Quantity::Probability(profile.clone())))
        }
        Objective::Linear { sense, quantity } => (*sense, of(quantity)),
        // The least payoff is at most any average of payoffs.
        Objective::MaxMinPayoff | Objective::Any => (
            Sense::Maximise,
            json!({"payoffs": found.certificate.players}),
        ),
    };
    let deviations: Vec<_> = found
        .certificate
        .deviations
        .iter()
        .map(|d| (d.player, d.recommended, d.action, &d.weight))
        .collect();
    let (word, more) = match sense {
        Sense::Maximise => ("maximise", "more"),
        Sense::Minimise => ("minimise", "less"),
    };
    Ok(claim(
        "correlated_bound",
        format!("No such equilibrium has {more} than {}.", found.value),
        json!({
            "coarse": coarse,
            "sense": word,
            "objective": objective,
            "bound": found.value,
            "deviations": deviations,
        }),
    ))
}
