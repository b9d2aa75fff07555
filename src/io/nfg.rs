//! The strategic games of Gambit: `.nfg`, version 1.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::ReadError;
use super::text::{Shape, Token, Tokens, decimal, first_fastest, profile_at};
use crate::game::{Game, NormalForm};
use crate::number::Rational;

/// A `.nfg` file: a game with a title and a comment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NfgFile {
    /// The title.
    pub title: String,
    /// The comment; empty if there is none.
    pub comment: String,
    /// The game. A game that was read has names: the labels of the file, and `1`, `2`, … for the
    /// actions if the file only counts them.
    pub game: NormalForm<Rational>,
}

impl NfgFile {
    /// Writes everything: the title, the labels of players and actions, the comment and the payoffs.
    ///
    /// Gambit reads such a file. OpenSpiel reads neither comments nor labels of actions; it reads
    /// what [`write_nfg`] writes.
    ///
    /// ```
    /// use lacuna::game::NormalForm;
    /// use lacuna::io::{NfgFile, read_nfg};
    /// use lacuna::number::Rational;
    ///
    /// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    /// let file = NfgFile {
    ///     title: "A dilemma".to_owned(),
    ///     comment: "Both \"defect\" in equilibrium.".to_owned(),
    ///     game: NormalForm::symmetric(&dilemma)?.with_action_names(&["C", "D"])?,
    /// };
    /// assert_eq!(read_nfg(&file.to_text())?, file);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_text(&self) -> String {
        let mut text = header(&self.game, &self.title);
        let game = &self.game;
        text.push('{');
        for (player, &actions) in game.space().actions().iter().enumerate() {
            text.push_str(" {");
            for action in 0..actions {
                text.push(' ');
                match game.action_name(player, action) {
                    Some(name) => quote(&mut text, name),
                    None => quote(&mut text, &(action + 1).to_string()),
                }
            }
            text.push_str(" }");
        }
        text.push_str(" }\n");
        quote(&mut text, &self.comment);
        text.push('\n');
        payoffs(&mut text, game);
        text
    }
}

/// Writes a game in the payoff version, in the part of the format that Gambit and OpenSpiel both
/// read: the title, the labels of the players, the numbers of actions and the payoffs, profile by
/// profile with the first player's action fastest.
///
/// Payoffs are exact: integers, fractions such as `1/3`, and decimals for fractions that end and
/// have a part of more than 32 bits, because OpenSpiel takes such a fraction for another number
/// and says nothing. Those that do not end, such as `1/4000000001`, remain; Gambit reads them, and
/// for OpenSpiel they must be rounded first. Players without a name are `1`, `2`, …. Names of
/// actions are not written, because OpenSpiel does not read them; [`NfgFile::to_text`] writes them.
/// Nor does it read quotes within labels.
///
/// Takes O(players × profiles) time.
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::io::write_nfg;
/// use lacuna::number::Rational;
///
/// let game = NormalForm::from_fn(&[2, 3], |player, profile| {
///     Rational::from((100 * player + 10 * profile[0] + profile[1]) as i64)
/// })?;
/// assert_eq!(
///     write_nfg(&game, "Two by three"),
///     "NFG 1 R \"Two by three\" { \"1\" \"2\" } { 2 3 }\n\n\
///      0 100\n10 110\n1 101\n11 111\n2 102\n12 112\n"
/// );
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn write_nfg(game: &NormalForm<Rational>, title: &str) -> String {
    let mut text = header(game, title);
    text.push('{');
    for count in game.space().actions() {
        // Writing to a string cannot fail.
        let _ = write!(text, " {count}");
    }
    text.push_str(" }\n");
    payoffs(&mut text, game);
    text
}

/// Everything up to the actions.
fn header(game: &NormalForm<Rational>, title: &str) -> String {
    let mut text = String::from("NFG 1 R ");
    quote(&mut text, title);
    text.push_str(" {");
    for player in 0..game.players() {
        text.push(' ');
        match game.player_name(player) {
            Some(name) => quote(&mut text, name),
            None => quote(&mut text, &(player + 1).to_string()),
        }
    }
    text.push_str(" } ");
    text
}

fn payoffs(text: &mut String, game: &NormalForm<Rational>) {
    text.push('\n');
    for index in first_fastest(game.space()) {
        for player in 0..game.players() {
            let end = if player + 1 < game.players() {
                ' '
            } else {
                '\n'
            };
            let value = game.payoff_at(player, index);
            // OpenSpiel reads a fraction with a wider part as some other number.
            let decimal = if narrow(&value) {
                None
            } else {
                decimal(&value)
            };
            let _ = match decimal {
                Some(decimal) => write!(text, "{decimal}{end}"),
                None => write!(text, "{value}{end}"),
            };
        }
    }
}

/// Have both parts of the fraction 32 bits?
fn narrow(value: &Rational) -> bool {
    value
        .to_i64_parts()
        .is_some_and(|(numerator, denominator)| {
            i32::try_from(numerator).is_ok() && i32::try_from(denominator).is_ok()
        })
}

/// A backslash is only doubled where it would otherwise be an escape: Gambit takes every backslash
/// that does not stand before a quote for itself.
fn quote(text: &mut String, label: &str) {
    text.push('"');
    let mut characters = label.chars().peekable();
    while let Some(character) = characters.next() {
        let escape = match character {
            '"' => true,
            '\\' => matches!(characters.peek(), None | Some('"' | '\\')),
            _ => false,
        };
        if escape {
            text.push('\\');
        }
        text.push(character);
    }
    text.push('"');
}

/// Reads a `.nfg` file, payoff version or outcome version, types `R` and `D`.
///
/// Numbers are read exactly: integers, decimals, fractions, powers of ten such as `1.5e-3`. The
/// reader is strict: a payoff too few or too many, an unknown version or anything else that the
/// format does not have at its place is an error. It takes memory in proportion to the text, not to
/// the size that the text announces.
///
/// Format: McKelvey, McLennan, Turocy, *Gambit: Software tools for game theory*.
///
/// # Errors
/// [`ReadError::Unexpected`] and [`ReadError::Invalid`], with line and column.
///
/// ```
/// use lacuna::game::Game;
/// use lacuna::io::read_nfg;
///
/// let file = read_nfg(
///     r#"NFG 1 R "Entry" { "Entrant" "Incumbent" } { { "out" "in" } { "fight" "yield" } }
///
///     0 2.5   -1 0   0 2.5   1 1/3"#,
/// )?;
/// assert_eq!(file.title, "Entry");
/// assert_eq!(file.game.payoff(1, &[1, 1]), "1/3".parse()?);
/// assert_eq!(file.game.action_name(0, 1), Some("in"));
///
/// let error = read_nfg("NFG 1 R \"\" { \"A\" } { 3 }\n1 2").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "line 2, column 4: expected the payoff of player 0 at profile [2], number 3 of 3; \
///      found the end of the text"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_nfg(text: &str) -> Result<NfgFile, ReadError> {
    let mut tokens = Tokens::new(text, None)?;
    tokens.pass(
        &Token::Word("NFG"),
        "\"NFG\", the start of a strategic game file",
    )?;
    tokens.pass(
        &Token::Word("1"),
        "1, the version of the format that is read",
    )?;
    // Both types have the same numbers.
    if !matches!(tokens.current(), Token::Word("R" | "D")) {
        return Err(tokens.unexpected("the type of the numbers, R or D"));
    }
    tokens.advance()?;
    let title = tokens.pass_quoted("the title in quotes")?;
    let players = players(&mut tokens)?;
    let start = tokens.start();
    let (counts, labels) = actions(&mut tokens, players.len())?;
    let shape = Shape::new(&tokens, start, &counts)?;
    let comment = match tokens.current() {
        Token::Quoted(_) => tokens.pass_quoted("the comment")?,
        _ => String::new(),
    };
    let game = if *tokens.current() == Token::Open {
        outcome_version(&mut tokens, &shape)?
    } else {
        payoff_version(&mut tokens, &shape)?
    };
    // A file that only counts the actions means these labels; made last, when it is known that the
    // text has as much as it announced.
    let labels = labels.unwrap_or_else(|| {
        let labels = |&count: &usize| (1..=count).map(|label| label.to_string()).collect();
        counts.iter().map(labels).collect()
    });
    let game = game
        .with_names(players, labels)
        .map_err(|error| tokens.invalid(start, error))?;
    Ok(NfgFile {
        title,
        comment,
        game,
    })
}

fn players(tokens: &mut Tokens<'_>) -> Result<Vec<String>, ReadError> {
    tokens.pass(&Token::Open, "\"{\" before the players")?;
    let mut players = vec![tokens.pass_quoted("the label of the first player in quotes")?];
    while *tokens.current() != Token::Close {
        players.push(tokens.pass_quoted("the label of a player in quotes, or \"}\"")?);
    }
    tokens.advance()?;
    Ok(players)
}

type Actions = (Vec<usize>, Option<Vec<Vec<String>>>);

/// How many actions each player has, and their labels if the file has them.
fn actions(tokens: &mut Tokens<'_>, players: usize) -> Result<Actions, ReadError> {
    tokens.pass(&Token::Open, "\"{\" before the actions")?;
    let mut counts = Vec::with_capacity(players);
    let mut labels = Vec::new();
    let labelled = *tokens.current() == Token::Open;
    for player in 0..players {
        if !labelled {
            counts.push(tokens.pass_count(1..=usize::MAX, || {
                let or = if player == 0 {
                    ", or \"{\" before their labels"
                } else {
                    ""
                };
                format!("the number of actions of player {player}, at least 1{or}")
            })?);
            continue;
        }
        tokens.pass(
            &Token::Open,
            format_args!("\"{{\" before the labels of the actions of player {player}"),
        )?;
        let mut own = vec![tokens.pass_quoted(format_args!(
            "the label of an action of player {player} in quotes"
        ))?];
        while *tokens.current() != Token::Close {
            own.push(tokens.pass_quoted(format_args!(
                "the label of an action of player {player} in quotes, or \"}}\""
            ))?);
        }
        tokens.advance()?;
        counts.push(own.len());
        labels.push(own);
    }
    tokens.pass(
        &Token::Close,
        format_args!("\"}}\" after the actions of {players} players"),
    )?;
    Ok((counts, labelled.then_some(labels)))
}

/// All payoffs of one profile after the other.
fn payoff_version(
    tokens: &mut Tokens<'_>,
    shape: &Shape,
) -> Result<NormalForm<Rational>, ReadError> {
    let players = shape.space.players();
    let count = shape.space.len() * players;
    let mut payoffs = Vec::new();
    for number in 0..count {
        payoffs.push(tokens.pass_number(|| {
            let (player, profile) = (
                number % players,
                profile_at(&shape.space, number / players),
            );
            let number = number + 1;
            let or = match number {
                1 => ", or \"{\" before outcomes",
                _ => "",
            };
            format!(
                "the payoff of player {player} at profile {profile:?}, number {number} of {count}{or}"
            )
        })?);
    }
    tokens.finish(|| format!("{count} payoffs"))?;
    shape.game(tokens, |player, place| {
        std::mem::take(&mut payoffs[place * players + player])
    })
}

/// A list of outcomes, then the number of an outcome for each profile.
fn outcome_version(
    tokens: &mut Tokens<'_>,
    shape: &Shape,
) -> Result<NormalForm<Rational>, ReadError> {
    let players = shape.space.players();
    tokens.pass(&Token::Open, "\"{\" before the outcomes")?;
    // Outcome 0 is the null outcome.
    let mut outcomes = vec![vec![Rational::ZERO; players]];
    while *tokens.current() != Token::Close {
        let outcome = outcomes.len();
        tokens.pass(
            &Token::Open,
            format_args!("\"{{\" before outcome {outcome}, or \"}}\" after all outcomes"),
        )?;
        tokens.pass_quoted(format_args!("the name of outcome {outcome} in quotes"))?;
        let mut payoffs = Vec::with_capacity(players);
        for player in 0..players {
            if player > 0 && *tokens.current() == Token::Comma {
                tokens.advance()?;
            }
            payoffs.push(tokens.pass_number(|| {
                format!("the payoff of player {player} of {players} in outcome {outcome}")
            })?);
        }
        tokens.pass(
            &Token::Close,
            format_args!("\"}}\" after the {players} payoffs of outcome {outcome}"),
        )?;
        outcomes.push(payoffs);
    }
    tokens.advance()?;
    let (count, last) = (shape.space.len(), outcomes.len() - 1);
    let mut chosen = Vec::new();
    for number in 0..count {
        chosen.push(tokens.pass_count(0..=last, || {
            let profile = profile_at(&shape.space, number);
            let number = number + 1;
            format!(
                "the outcome of profile {profile:?}, a number from 0 to {last}, number {number} of {count}"
            )
        })?);
    }
    tokens.finish(|| format!("the outcomes of {count} profiles"))?;
    shape.game(tokens, |player, place| {
        outcomes[chosen[place]][player].clone()
    })
}
