//! Stability of strategies in symmetric games, with vectors that exclude mutants.

use serde_json::{Value, json};

use super::{claim, refused, selfish_problem};
use crate::equilibrium::symmetric::{StabilityVerdict, check_symmetric};
use crate::game::{Game, GameExt};
use crate::linear_program::{Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::Rational;
use crate::proof::{Proof, ProofError};

/// The most best replies of which all sets are looked at.
const MOST_REPLIES: usize = 16;

impl Proof {
    /// Whether a strategy of a symmetric game is evolutionarily or neutrally stable: vectors that
    /// exclude mutants, or a mutant, or for a strategy that is neutrally stable only, both. To write
    /// a game as players perceive it, pass the perceived game.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for a game that is not symmetric, for shapes that do not fit, for
    /// more than 16 best replies, and if a verdict of stability does not hold.
    ///
    /// # Complexity
    /// At most one linear program for each set of best replies.
    ///
    /// ```
    /// use lacuna::equilibrium::symmetric::{SymmetricOptions, evolutionary_stability};
    /// use lacuna::game::catalogue::rock_paper_scissors;
    /// use lacuna::number::Rational;
    /// use lacuna::proof::{CheckOptions, Proof, check};
    /// let (game, third) = (rock_paper_scissors(1, 1)?, vec![Rational::new(1, 3)?; 3]);
    /// let verdict = evolutionary_stability(&game, &third, &SymmetricOptions::default())?;
    /// let proof = Proof::of_stability(&verdict, &game, &third)?;
    /// let kinds: Vec<String> = check(&proof, &CheckOptions::default())?
    ///     .claims
    ///     .into_iter()
    ///     .map(|claim| claim.kind)
    ///     .collect();
    /// assert_eq!(kinds, ["stable_strategy", "unstable_strategy"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_stability<G: Game<Rational> + ?Sized>(
        verdict: &StabilityVerdict,
        game: &G,
        strategy: &[Rational],
    ) -> Result<Self, ProofError> {
        check_symmetric(game).map_err(|error| refused(error.to_string()))?;
        let size = game.actions(0);
        if strategy.len() != size {
            return Err(refused("the strategy is for another number of actions"));
        }
        let unstable = |mutant: &[Rational], strict: bool| {
            let notion = if strict {
                "evolutionarily"
            } else {
                "even neutrally"
            };
            claim(
                "unstable_strategy",
                format!("The strategy is not {notion} stable: this mutant is not driven out."),
                json!({"strategy": strategy, "strict": strict, "mutant": mutant}),
            )
        };
        let claims = match verdict {
            StabilityVerdict::EvolutionarilyStable { .. } => {
                vec![stable(game, strategy, true)?]
            }
            StabilityVerdict::NeutrallyStable { mutant, .. } => vec![
                stable(game, strategy, false)?,
                unstable(&mutant.strategy, true),
            ],
            StabilityVerdict::Invaded { mutant } => vec![unstable(&mutant.strategy, false)],
            StabilityVerdict::NotAnEquilibrium { reply, .. } => {
                let share = |action: usize| Rational::from(usize::from(action == *reply));
                let mutant: Vec<Rational> = (0..size).map(share).collect();
                vec![unstable(&mutant, false)]
            }
        };
        Ok(Proof::new(selfish_problem(game)?, claims))
    }
}

fn stable<G: Game<Rational> + ?Sized>(
    game: &G,
    strategy: &[Rational],
    strict: bool,
) -> Result<Value, ProofError> {
    let size = strategy.len();
    let worth = |own: usize, other: usize| game.payoff(0, &[own, other]);
    let against: Vec<Rational> = (0..size)
        .map(|own| {
            strategy
                .iter()
                .enumerate()
                .map(|(j, p)| p * &worth(own, j))
                .sum()
        })
        .collect();
    let most = against.iter().max().cloned().unwrap_or_default();
    let replies: Vec<usize> = (0..size).filter(|&i| against[i] == most).collect();
    if replies.len() > MOST_REPLIES {
        return Err(refused(format!(
            "there are {} best replies, and a proof looks at all sets of at most {MOST_REPLIES}",
            replies.len()
        )));
    }
    let incumbent: Vec<Rational> = replies
        .iter()
        .map(|&k| {
            strategy
                .iter()
                .enumerate()
                .map(|(i, p)| p * &worth(i, k))
                .sum()
        })
        .collect();
    let entry = |j: usize, k: usize| {
        &incumbent[j] + &incumbent[k]
            - worth(replies[j], replies[k])
            - worth(replies[k], replies[j])
    };
    let count = replies.len();
    let matrix: Vec<Vec<Rational>> = (0..count)
        .map(|j| (0..count).map(|k| entry(j, k)).collect())
        .collect();
    let mut vectors: Vec<Vec<Rational>> = Vec::new();
    let holds = |vector: &[Rational], members: &[usize]| {
        let within = (0..count).all(|k| vector[k].is_zero() || members.contains(&k));
        within
            && members.iter().all(|&j| {
                let product: Rational = matrix[j].iter().zip(vector).map(|(c, y)| c * y).sum();
                product.is_positive() || (!strict && product.is_zero())
            })
    };
    for set in 1..1usize << count {
        let members: Vec<usize> = (0..count).filter(|k| set >> k & 1 == 1).collect();
        let plays_all = (0..count)
            .filter(|&k| strategy[replies[k]].is_positive())
            .all(|k| members.contains(&k));
        if plays_all || vectors.iter().any(|vector| holds(vector, &members)) {
            continue;
        }
        let unit = |k: usize| -> Vec<Rational> {
            (0..count)
                .map(|j| Rational::from(usize::from(j == k)))
                .collect()
        };
        let simple = members.iter().map(|&k| unit(k));
        let vector = match simple.into_iter().find(|vector| holds(vector, &members)) {
            Some(vector) => vector,
            None => excluding(&matrix, &members, strict)?,
        };
        vectors.push(vector);
    }
    let vectors: Vec<Vec<Rational>> = vectors
        .into_iter()
        .map(|vector| {
            let mut full = vec![Rational::ZERO; size];
            for (&action, entry) in replies.iter().zip(vector) {
                full[action] = entry;
            }
            full
        })
        .collect();
    let notion = if strict {
        "evolutionarily"
    } else {
        "neutrally"
    };
    Ok(claim(
        "stable_strategy",
        format!("The strategy is {notion} stable."),
        json!({"strategy": strategy, "strict": strict, "vectors": vectors}),
    ))
}

/// A vector that excludes mutants that play these best replies; there is one if the form is
/// copositive on them (Farkas), and if strictly, one that is not negative (Gordan, Ville).
fn excluding(
    matrix: &[Vec<Rational>],
    members: &[usize],
    strict: bool,
) -> Result<Vec<Rational>, ProofError> {
    let failed = |error: crate::linear_program::LinearError| refused(error.to_string());
    let (bounds, least) = match strict {
        true => (Bounds::NONNEGATIVE, Rational::ONE),
        false => (Bounds::FREE, Rational::ZERO),
    };
    let mut program = LinearProgram::minimise();
    for _ in members {
        program.variable(bounds.clone(), i64::from(strict));
    }
    for &j in members {
        let terms = members.iter().enumerate();
        let terms: Vec<(usize, Rational)> =
            terms.map(|(y, &k)| (y, matrix[j][k].clone())).collect();
        program
            .row(terms, Relation::AtLeast, least.clone())
            .map_err(failed)?;
    }
    if !strict {
        let terms: Vec<(usize, i64)> = (0..members.len()).map(|y| (y, 1)).collect();
        program.row(terms, Relation::Equal, 1).map_err(failed)?;
    }
    let solved = program.solve(&LinearOptions::default()).map_err(failed)?;
    let Some(found) = solved.answer.into_optimum() else {
        return Err(refused("the strategy is not stable"));
    };
    let mut vector = vec![Rational::ZERO; matrix.len()];
    for (&k, entry) in members.iter().zip(found.point) {
        vector[k] = entry;
    }
    Ok(vector)
}
