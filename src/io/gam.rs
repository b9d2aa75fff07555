//! The tables of GameTracer and GAMUT: `.gam`.

use std::fmt::Write as _;

use super::ReadError;
use super::text::{Shape, Tokens, decimal, first_fastest, profile_at};
use crate::game::{Game, NormalForm};
use crate::number::Rational;

/// Reads a `.gam` file: the number of players, the number of actions of each, then all payoffs of
/// the first player, all of the second, …, each with the first player's action fastest. `#` starts
/// a comment up to the end of the line.
///
/// Numbers are read exactly: integers, decimals, fractions, powers of ten such as `1.5e-3`. A payoff
/// too few or too many is an error. Memory is in proportion to the text, not to the size that the
/// text announces.
///
/// Format: Blum, Shelton, Koller, *GameTracer* (2002), which GAMUT (Nudelman et al., 2004) writes.
///
/// # Errors
/// [`ReadError::Unexpected`] and [`ReadError::Invalid`], with line and column.
///
/// ```
/// use lacuna::game::Game;
/// use lacuna::io::read_gam;
///
/// let game = read_gam("# two by three\n2\n2 3\n1 2 3 4 5 6\n0 0 0 0 0.25 1/3\n")?;
/// assert_eq!(game.payoff(0, &[1, 0]), 2.into());
/// assert_eq!(game.payoff(1, &[0, 2]), "1/4".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_gam(text: &str) -> Result<NormalForm<Rational>, ReadError> {
    let mut tokens = Tokens::new(text, Some(b'#'))?;
    let players = tokens.pass_count(1..=usize::MAX, || {
        "the number of players, at least 1".to_owned()
    })?;
    let start = tokens.start();
    let mut actions = Vec::new();
    for player in 0..players {
        actions.push(tokens.pass_count(1..=usize::MAX, || {
            format!("the number of actions of player {player} of {players}, at least 1")
        })?);
    }
    let shape = Shape::new(&tokens, start, &actions)?;
    let profiles = shape.space.len();
    let count = profiles * players;
    let mut payoffs = Vec::new();
    for number in 0..count {
        payoffs.push(tokens.pass_number(|| {
            let (player, profile) = (
                number / profiles,
                profile_at(&shape.space, number % profiles),
            );
            let number = number + 1;
            format!(
                "the payoff of player {player} at profile {profile:?}, number {number} of {count}"
            )
        })?);
    }
    tokens.finish(|| format!("{count} payoffs"))?;
    shape.game(&tokens, |player, place| {
        std::mem::take(&mut payoffs[player * profiles + place])
    })
}

/// Writes a `.gam` file, one player's payoffs a line, the first player's action fastest.
///
/// Payoffs are exact: integers; decimals if they end; else fractions such as `1/3`, which
/// [`read_gam`] reads and GameTracer does not. Names are not
/// written, because the format has none.
///
/// Takes O(players × profiles) time.
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::io::write_gam;
/// use lacuna::number::Rational;
///
/// let game = NormalForm::from_fn(&[2, 2], |player, profile| {
///     Rational::new((10 * profile[0] + profile[1]) as i64, 4 - player as i64).unwrap_or_default()
/// })?;
/// assert_eq!(write_gam(&game), "2\n2 2\n\n0 2.5 0.25 2.75\n0 10/3 1/3 11/3\n");
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn write_gam(game: &NormalForm<Rational>) -> String {
    let counts: Vec<String> = game
        .space()
        .actions()
        .iter()
        .map(usize::to_string)
        .collect();
    let mut text = format!("{}\n{}\n\n", game.players(), counts.join(" "));
    for player in 0..game.players() {
        for (place, index) in first_fastest(game.space()).enumerate() {
            if place > 0 {
                text.push(' ');
            }
            let value = game.payoff_at(player, index);
            match decimal(&value) {
                Some(decimal) => text.push_str(&decimal),
                // Writing to a string cannot fail.
                None => {
                    let _ = write!(text, "{value}");
                }
            }
        }
        text.push('\n');
    }
    text
}
