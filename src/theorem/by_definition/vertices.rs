//! Mixed equilibria of two players, by the systems of equations of all supports.

use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::theorem::TheoremError;

/// The one solution of a linear system, each row its coefficients and then its right-hand side;
/// `None` if there is none or more than one.
pub(in crate::theorem) fn solve(
    mut rows: Vec<Vec<Rational>>,
    unknowns: usize,
) -> Option<Vec<Rational>> {
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

/// The greatest number of actions of a player whose supports are all tried.
const MOST_ACTIONS: usize = 7;

/// Is it a game of two players whose supports can all be tried?
pub(in crate::theorem) fn check_size(game: &NormalForm<Rational>) -> Result<(), TheoremError> {
    if game.players() != 2 {
        return Err(TheoremError::Instance(format!(
            "there are {} players, and not two",
            game.players()
        )));
    }
    match game.actions(0).max(game.actions(1)) {
        0..=MOST_ACTIONS => Ok(()),
        actions => Err(TheoremError::Limit(format!(
            "all supports are tried for at most {MOST_ACTIONS} actions, and a player has {actions}"
        ))),
    }
}

/// The subsets of `0..size` that are not empty.
pub(in crate::theorem) fn subsets(size: usize) -> Vec<Vec<usize>> {
    let members = |set: usize| (0..size).filter(|i| set >> i & 1 == 1).collect();
    (1..1usize << size).map(members).collect()
}

/// A strategy that its support and its best replies determine.
pub(in crate::theorem) struct Vertex {
    pub(in crate::theorem) strategy: Vec<Rational>,
    pub(in crate::theorem) support: Vec<usize>,
    /// The other player's best replies.
    pub(in crate::theorem) replies: Vec<usize>,
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
pub(in crate::theorem) fn vertices(
    game: &NormalForm<Rational>,
    player: usize,
) -> Result<Vec<Vertex>, TheoremError> {
    check_size(game)?;
    let other = 1 - player;
    let worth = reply_worth(game, other);
    let (own, replies) = (game.actions(player), game.actions(other));
    Ok(indifferences(own, replies, &worth, 0))
}

/// Has some strategy of a two-player game more best replies than actions in its support?
pub(in crate::theorem) fn is_degenerate(game: &NormalForm<Rational>) -> Result<bool, TheoremError> {
    check_size(game)?;
    Ok((0..2).any(|player| {
        let other = 1 - player;
        let worth = reply_worth(game, other);
        let (own, replies) = (game.actions(player), game.actions(other));
        !indifferences(own, replies, &worth, 1).is_empty()
    }))
}

/// The extreme equilibria of a two-player game, sorted: pairs of vertices of which each plays best
/// replies to the other only (Mangasarian, 1964).
pub(in crate::theorem) fn extreme_equilibria(
    game: &NormalForm<Rational>,
) -> Result<Vec<Vec<Vec<Rational>>>, TheoremError> {
    let (rows, columns) = (vertices(game, 0)?, vertices(game, 1)?);
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
    Ok(found)
}

/// Strategies in words.
pub(in crate::theorem) fn in_words(strategies: &[Vec<Rational>]) -> String {
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
