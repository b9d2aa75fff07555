//! What definitions say, by enumeration. Nothing here calls a solver of the crate, so that what the
//! solvers find can be compared with it.

use std::fmt;

use crate::game::{Game, NormalForm, Profile};
use crate::number::Rational;
use crate::theorem::TheoremError;

/// An error of a constructor: the instance makes no sense.
pub(super) fn invalid(error: impl fmt::Display) -> TheoremError {
    TheoremError::Instance(error.to_string())
}

/// A whole number.
pub(super) fn whole(value: i64) -> Rational {
    Rational::from(value)
}

/// A fraction; zero if it has the denominator zero.
pub(super) fn fraction(above: i64, below: i64) -> Rational {
    Rational::new(above, below).unwrap_or(Rational::ZERO)
}

/// A quotient; zero if the divisor is zero.
pub(super) fn over(above: &Rational, below: &Rational) -> Rational {
    above.checked_div(below).unwrap_or(Rational::ZERO)
}

/// The sum of products.
pub(super) fn dot(left: &[Rational], right: &[Rational]) -> Rational {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// Every choice of one number below each bound, the last one fastest.
pub(super) fn all_profiles(bounds: &[usize]) -> Vec<Profile> {
    let mut found = vec![Vec::new()];
    for &bound in bounds {
        let longer = |start: &Profile| {
            let start = start.clone();
            (0..bound).map(move |next| [start.as_slice(), &[next]].concat())
        };
        found = found.iter().flat_map(longer).collect();
    }
    found
}

/// The number of actions of each player.
pub(super) fn shape<G: Game<Rational> + ?Sized>(game: &G) -> Vec<usize> {
    (0..game.players()).map(|i| game.actions(i)).collect()
}

/// The sum of all payoffs.
pub(super) fn welfare<G: Game<Rational> + ?Sized>(game: &G, profile: &[usize]) -> Rational {
    (0..game.players()).map(|i| game.payoff(i, profile)).sum()
}

/// The profile with another action of one player.
pub(super) fn with_action(profile: &[usize], player: usize, action: usize) -> Profile {
    let mut other = profile.to_vec();
    other[player] = action;
    other
}

/// Every profile that one player alone can reach, with the player; the profile itself included.
pub(super) fn moves(shape: &[usize], profile: &[usize]) -> Vec<(usize, Profile)> {
    let actions = shape.iter().enumerate();
    actions
        .flat_map(|(player, &count)| {
            (0..count).map(move |action| (player, with_action(profile, player, action)))
        })
        .collect()
}

/// Is the profile an equilibrium of players who maximise `u_i + λ·W`?
pub(super) fn is_equilibrium_at<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    lambda: &Rational,
) -> bool {
    let worth = |player: usize, profile: &[usize]| {
        game.payoff(player, profile) + lambda * &welfare(game, profile)
    };
    (moves(&shape(game), profile).iter())
        .all(|(player, to)| worth(*player, to) <= worth(*player, profile))
}

/// The pure equilibria of players who maximise `u_i + λ·W`.
pub(super) fn pure_equilibria_at<G: Game<Rational> + ?Sized>(
    game: &G,
    lambda: &Rational,
) -> Vec<Profile> {
    let mut found = all_profiles(&shape(game));
    found.retain(|profile| is_equilibrium_at(game, profile, lambda));
    found
}

/// Every λ > 0 at which some unilateral move changes from worth while to not, ascending.
pub(super) fn critical_weights(game: &NormalForm<Rational>) -> Vec<Rational> {
    let mut found = Vec::new();
    let shape = shape(game);
    for profile in all_profiles(&shape) {
        for (player, to) in moves(&shape, &profile) {
            let gain = game.payoff(player, &to) - game.payoff(player, &profile);
            let loss = welfare(game, &profile) - welfare(game, &to);
            found.extend(gain.checked_div(&loss).filter(Rational::is_positive));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Zero, the weights given, and one between all neighbours and beyond the last; ascending.
pub(super) fn at_and_between(critical: &[Rational]) -> Vec<Rational> {
    let half = fraction(1, 2);
    let mut points = vec![Rational::ZERO];
    let mut below = Rational::ZERO;
    for weight in critical {
        points.push((&below + weight) * &half);
        points.push(weight.clone());
        below = weight.clone();
    }
    points.push(below + Rational::ONE);
    points
}

/// What a player expects if all mix independently.
pub(super) fn expected<G: Game<Rational> + ?Sized>(
    game: &G,
    player: usize,
    strategies: &[Vec<Rational>],
) -> Rational {
    (all_profiles(&shape(game)).iter())
        .map(|profile| {
            let chances = profile.iter().zip(strategies).map(|(&a, mix)| &mix[a]);
            let chance = chances.fold(Rational::ONE, |product, p| product * p);
            if chance.is_zero() {
                return Rational::ZERO;
            }
            chance * game.payoff(player, profile)
        })
        .sum()
}

/// All probability on one action.
pub(super) fn pure(actions: usize, action: usize) -> Vec<Rational> {
    let entry = |other| Rational::from(i64::from(other == action));
    (0..actions).map(entry).collect()
}

/// Are these strategies, each a best reply to the others?
pub(super) fn is_mixed_equilibrium<G: Game<Rational> + ?Sized>(
    game: &G,
    strategies: &[Vec<Rational>],
) -> bool {
    let valid = |mix: &Vec<Rational>| {
        mix.iter().all(|p| !p.is_negative()) && mix.iter().sum::<Rational>() == Rational::ONE
    };
    strategies.iter().all(valid)
        && (0..game.players()).all(|player| {
            let own = expected(game, player, strategies);
            (0..game.actions(player)).all(|action| {
                let mut other = strategies.to_vec();
                other[player] = pure(game.actions(player), action);
                expected(game, player, &other) <= own
            })
        })
}

/// The one solution of a linear system, each row its coefficients and then its right-hand side;
/// `None` if there is none or more than one.
pub(super) fn solve(mut rows: Vec<Vec<Rational>>, unknowns: usize) -> Option<Vec<Rational>> {
    for column in 0..unknowns {
        let pivot = (column..rows.len()).find(|&row| !rows[row][column].is_zero())?;
        rows.swap(column, pivot);
        let scale = rows[column][column].recip()?;
        rows[column].iter_mut().for_each(|entry| *entry *= &scale);
        let unit = rows[column].clone();
        for (index, row) in rows.iter_mut().enumerate() {
            let factor = row[column].clone();
            if index != column && !factor.is_zero() {
                let pairs = row.iter_mut().zip(&unit);
                pairs.for_each(|(entry, of_unit)| *entry -= &(&factor * of_unit));
            }
        }
    }
    let consistent = rows[unknowns..].iter().all(|row| row[unknowns].is_zero());
    consistent.then(|| {
        rows[..unknowns]
            .iter()
            .map(|row| row[unknowns].clone())
            .collect()
    })
}

/// The subsets of `0..size` that are not empty.
pub(super) fn subsets(size: usize) -> Vec<Vec<usize>> {
    let members = |set: usize| (0..size).filter(|i| set >> i & 1 == 1).collect();
    (1..1usize << size).map(members).collect()
}

/// A strategy that its support and its best replies determine.
pub(super) struct Vertex {
    pub(super) strategy: Vec<Rational>,
    pub(super) support: Vec<usize>,
    /// The other player's best replies.
    pub(super) replies: Vec<usize>,
}

/// The strategies of one player that make the other indifferent between as many actions as they
/// have in their support, or more if `extra`; `worth(reply, own)` is the payoff of the other.
fn indifferences(
    own: usize,
    replies: usize,
    worth: &impl Fn(usize, usize) -> Rational,
    extra: usize,
) -> Vec<Vertex> {
    let mut found: Vec<Vertex> = Vec::new();
    for support in subsets(own) {
        let size = support.len();
        for indifferent in subsets(replies) {
            if indifferent.len() != size + extra {
                continue;
            }
            // The probabilities, and what every one of these replies is worth.
            let mut rows: Vec<Vec<Rational>> = (indifferent.iter())
                .map(|&reply| {
                    let mut row: Vec<Rational> = support.iter().map(|&a| worth(reply, a)).collect();
                    row.extend([-Rational::ONE, Rational::ZERO]);
                    row
                })
                .collect();
            let mut total = vec![Rational::ONE; size];
            total.extend([Rational::ZERO, Rational::ONE]);
            rows.push(total);
            let Some(solution) = solve(rows, size + 1) else {
                continue;
            };
            let (probabilities, value) = (&solution[..size], &solution[size]);
            if !probabilities.iter().all(Rational::is_positive) {
                continue;
            }
            let mut strategy = vec![Rational::ZERO; own];
            for (&action, probability) in support.iter().zip(probabilities) {
                strategy[action] = probability.clone();
            }
            let worths: Vec<Rational> = (0..replies)
                .map(|reply| (0..own).map(|a| worth(reply, a) * &strategy[a]).sum())
                .collect();
            let known = found.iter().any(|vertex| vertex.strategy == strategy);
            if known || worths.iter().any(|other| other > value) {
                continue;
            }
            let replies = (0..replies).filter(|&r| worths[r] == *value).collect();
            found.push(Vertex {
                strategy,
                support: support.clone(),
                replies,
            });
        }
    }
    found
}

/// The payoff of the player who replies, by its action and that of the other.
fn reply_worth(game: &NormalForm<Rational>, replier: usize) -> impl Fn(usize, usize) -> Rational {
    move |reply, own| match replier {
        0 => game.payoff(0, &[reply, own]),
        _ => game.payoff(1, &[own, reply]),
    }
}

/// The vertices of the strategies of a player of a two-player game, by the other's best replies.
pub(super) fn vertices(game: &NormalForm<Rational>, player: usize) -> Vec<Vertex> {
    let other = 1 - player;
    let worth = reply_worth(game, other);
    indifferences(game.actions(player), game.actions(other), &worth, 0)
}

/// Has some strategy of a two-player game more best replies than actions in its support?
pub(super) fn is_degenerate(game: &NormalForm<Rational>) -> bool {
    (0..2).any(|player| {
        let other = 1 - player;
        let worth = reply_worth(game, other);
        let (own, replies) = (game.actions(player), game.actions(other));
        !indifferences(own, replies, &worth, 1).is_empty()
    })
}

/// The extreme equilibria of a two-player game, sorted: pairs of vertices of which each plays best
/// replies to the other only (Mangasarian, 1964).
pub(super) fn extreme_equilibria(game: &NormalForm<Rational>) -> Vec<Vec<Vec<Rational>>> {
    let (rows, columns) = (vertices(game, 0), vertices(game, 1));
    let within = |part: &[usize], whole: &[usize]| part.iter().all(|a| whole.contains(a));
    let mut found = Vec::new();
    for row in &rows {
        for column in &columns {
            if within(&row.support, &column.replies) && within(&column.support, &row.replies) {
                found.push(vec![row.strategy.clone(), column.strategy.clone()]);
            }
        }
    }
    found.sort();
    found
}

/// Strategies in words.
pub(super) fn in_words(strategies: &[Vec<Rational>]) -> String {
    let line = |mix: &Vec<Rational>| {
        let entries: Vec<String> = mix.iter().map(Rational::to_string).collect();
        format!("({})", entries.join(", "))
    };
    strategies
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join(" against ")
}

/// Leaves a conclusion with these words if a claim does not hold.
macro_rules! claim {
    ($holds:expr, $($words:tt)+) => {
        if !$holds {
            return Ok($crate::theorem::Finding::fails(format!($($words)+)));
        }
    };
}
pub(super) use claim;
