//! Claims about strategies and mutants in symmetric games of two players.

use super::problem::{Game, Shape};
use super::read::{At, Failure, Outcome, ensure, is_law, require};
use crate::number::Rational;

/// What each action is worth against each, of a game in which both players are alike.
struct Symmetric<'g> {
    size: usize,
    worth: &'g [Rational],
}

impl<'g> Symmetric<'g> {
    fn read(shape: &Shape, game: &'g Game) -> Outcome<Self> {
        require(
            shape.players() == 2 && shape.actions[0] == shape.actions[1],
            || "the game must have two players with the same number of actions".to_owned(),
        )?;
        let (size, seen) = (shape.actions[0], game.seen()?);
        for row in 0..size {
            for column in 0..size {
                let alike = seen[0][row * size + column] == seen[1][column * size + row];
                ensure(alike, || {
                    format!("the game is not symmetric at [{row}, {column}]")
                })?;
            }
        }
        Ok(Symmetric {
            size,
            worth: &seen[0],
        })
    }

    fn strategy(&self, at: At<'_>) -> Outcome<Vec<Rational>> {
        let strategy = at.so_many_numbers(self.size)?;
        ensure(is_law(strategy.iter()), || {
            format!("`{}` is not a probability distribution", at.field)
        })?;
        Ok(strategy)
    }

    fn entry(&self, own: usize, other: usize) -> &Rational {
        &self.worth[own * self.size + other]
    }

    /// What an action is worth against a strategy.
    fn against(&self, own: usize, strategy: &[Rational]) -> Rational {
        Rational::dot(
            self.worth[own * self.size..]
                .iter()
                .take(self.size)
                .zip(strategy),
        )
    }

    fn payoff(&self, own: &[Rational], other: &[Rational]) -> Rational {
        let worths: Vec<Rational> = (0..self.size).map(|i| self.against(i, other)).collect();
        Rational::dot(own.iter().zip(&worths))
    }
}

/// A vector of the proof, and the sets of best replies, as bits, for which it is of use.
struct Usable {
    within: u64,
    holds: u64,
}

pub(super) fn stable_strategy(
    shape: &Shape,
    game: &Game,
    claim: At<'_>,
    max_subsets: usize,
) -> Outcome {
    let claim = claim.object(&["kind", "statement", "strategy", "strict", "vectors"])?;
    let game = Symmetric::read(shape, game)?;
    let strategy = game.strategy(claim.at("strategy")?)?;
    let strict = claim.at("strict")?.flag()?;
    let vectors = claim
        .at("vectors")?
        .each(|vector| vector.so_many_numbers(game.size))?;
    let worths: Vec<Rational> = (0..game.size)
        .map(|action| game.against(action, &strategy))
        .collect();
    let own = Rational::dot(strategy.iter().zip(&worths));
    for (action, worth) in worths.iter().enumerate() {
        ensure(*worth <= own, || {
            format!("action {action} does better against the strategy")
        })?;
    }
    let replies: Vec<usize> = (0..game.size).filter(|&i| worths[i] == own).collect();
    let too_large = || Failure::TooLarge("subsets of best replies times vectors", max_subsets);
    let subsets = match replies.len() {
        count @ ..63 => 1u64 << count,
        _ => return Err(too_large()),
    };
    let work = usize::try_from(subsets)
        .unwrap_or(usize::MAX)
        .saturating_mul(vectors.len());
    if work > max_subsets {
        return Err(too_large());
    }
    // Column j of the matrix whose form is what mutants lose among themselves.
    let incumbent: Vec<Rational> = replies
        .iter()
        .map(|&k| Rational::dot((0..game.size).map(|i| (&strategy[i], game.entry(i, k)))))
        .collect();
    let entry = |j: usize, k: usize| {
        let (own, other) = (replies[j], replies[k]);
        &incumbent[k] + &incumbent[j] - game.entry(own, other) - game.entry(other, own)
    };
    let count = replies.len();
    let matrix: Vec<Vec<Rational>> = (0..count)
        .map(|j| (0..count).map(|k| entry(j, k)).collect())
        .collect();
    let bits = |has: &dyn Fn(usize) -> bool| {
        (0..count)
            .filter(|&place| has(place))
            .fold(0u64, |set, place| set | 1 << place)
    };
    let mut usable = Vec::new();
    for vector in &vectors {
        let total: Rational = vector.iter().sum();
        let outside = (0..game.size).any(|i| !vector[i].is_zero() && !replies.contains(&i));
        if outside || total.is_negative() || (!strict && total.is_zero()) {
            continue;
        }
        let product = |place: usize| -> Rational {
            Rational::dot(
                matrix[place]
                    .iter()
                    .zip(replies.iter().map(|&k| &vector[k])),
            )
        };
        usable.push(Usable {
            within: bits(&|place| !vector[replies[place]].is_zero()),
            holds: bits(&|place| match strict {
                true => product(place).is_positive(),
                false => !product(place).is_negative(),
            }),
        });
    }
    let played = bits(&|place| strategy[replies[place]].is_positive());
    for set in 1..subsets {
        let covered = set & played == played
            || usable
                .iter()
                .any(|vector| vector.within & !set == 0 && set & !vector.holds == 0);
        ensure(covered, || {
            let members: Vec<usize> = (0..count)
                .filter(|place| set >> place & 1 == 1)
                .map(|place| replies[place])
                .collect();
            format!("no vector excludes mutants that play {members:?}")
        })?;
    }
    Ok(())
}

pub(super) fn unstable_strategy(shape: &Shape, game: &Game, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "strategy", "strict", "mutant"])?;
    let game = Symmetric::read(shape, game)?;
    let strategy = game.strategy(claim.at("strategy")?)?;
    let mutant = game.strategy(claim.at("mutant")?)?;
    let strict = claim.at("strict")?.flag()?;
    ensure(strategy != mutant, || {
        "the mutant is the strategy itself".to_owned()
    })?;
    let first = game.payoff(&mutant, &strategy) - game.payoff(&strategy, &strategy);
    let second = game.payoff(&mutant, &mutant) - game.payoff(&strategy, &mutant);
    let grows = match strict {
        true => !second.is_negative(),
        false => second.is_positive(),
    };
    ensure(first.is_positive() || (first.is_zero() && grows), || {
        format!("the mutant gains {first} against the strategy and {second} among its own kind")
    })
}
