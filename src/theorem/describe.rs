//! Instances as tables, for counterexamples that can be read.

use std::fmt::{Debug, Write};

use crate::game::{Game, GameExt, NormalForm};
use crate::number::Rational;

/// The payoffs of a game: a table for two players, rows first, otherwise a line for each profile.
/// The shape comes first.
pub(crate) fn game_table(game: &NormalForm<Rational>) -> String {
    let shape: Vec<String> = (game.space().actions().iter())
        .map(usize::to_string)
        .collect();
    let mut text = format!("{} game", shape.join(" × "));
    let lines = if game.players() == 2 {
        text.push_str(", (row, column):");
        two_player_lines(game)
    } else {
        text.push(':');
        (game.space().iter())
            .map(|profile| vec![game.describe_profile(&profile), payoffs(game, &profile)])
            .collect()
    };
    let widths: Vec<usize> = (0..lines.first().map_or(0, Vec::len))
        .map(|column| {
            (lines.iter())
                .map(|line| line[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for line in lines {
        let mut written = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            // Writing to a string cannot fail.
            let _ = write!(written, "  {cell:<width$}");
        }
        text.push('\n');
        text.push_str(written.trim_end());
    }
    text
}

/// Numbers with commas.
pub(crate) fn listed(numbers: &[Rational]) -> String {
    let numbers: Vec<String> = numbers.iter().map(Rational::to_string).collect();
    numbers.join(", ")
}

fn payoffs(game: &NormalForm<Rational>, profile: &[usize]) -> String {
    let payoffs: Vec<Rational> = (0..game.players())
        .map(|player| game.payoff(player, profile))
        .collect();
    format!("({})", listed(&payoffs))
}

fn two_player_lines(game: &NormalForm<Rational>) -> Vec<Vec<String>> {
    let name = |player: usize, action: usize| {
        game.action_name(player, action)
            .map_or_else(|| action.to_string(), str::to_owned)
    };
    let columns = game.actions(1);
    let mut head = vec![String::new()];
    head.extend((0..columns).map(|column| name(1, column)));
    let mut lines = vec![head];
    for row in 0..game.actions(0) {
        let mut line = vec![name(0, row)];
        line.extend((0..columns).map(|column| payoffs(game, &[row, column])));
        lines.push(line);
    }
    lines
}

/// The longest line that lists and structs are folded to.
const WIDTH: usize = 100;

/// The `Debug` form of an instance, with lists and structs on one line where they fit: a table of
/// numbers is a line, and not a line for each number.
pub(crate) fn folded(instance: &impl Debug) -> String {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let mut done: Vec<String> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in format!("{instance:#?}").lines() {
        let body = line.trim_start();
        let closing = body.starts_with([']', ')', '}']);
        let start = open.last().copied().filter(|&start| {
            closing && (done.get(start)).is_some_and(|head| indentation(head) == indentation(line))
        });
        if let Some(start) = start {
            open.pop();
            let (head, parts) = (&done[start], &done[start + 1..]);
            // What could not be folded inside is not folded outside.
            let flat = parts.iter().all(|part| {
                indentation(part) == indentation(line) + 4
                    && (part.ends_with(',') || part.trim_start() == "..")
            });
            let listed = (parts.iter())
                .map(|part| part.trim_start().trim_end_matches(','))
                .collect::<Vec<_>>()
                .join(", ");
            let space = if body.starts_with('}') { " " } else { "" };
            let joined = format!("{head}{space}{listed}{space}{body}");
            if flat && joined.chars().count() <= WIDTH {
                done.truncate(start);
                done.push(joined);
                continue;
            }
        } else if line.ends_with(['[', '(', '{']) {
            open.push(done.len());
        }
        done.push(line.to_owned());
    }
    done.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::catalogue::prisoners_dilemma;

    #[test]
    fn lists_are_folded_where_they_fit() {
        let long = "x".repeat(WIDTH);
        let nested = (vec![vec![1, 2], vec![]], Some("a, [b"), [long.as_str()]);
        let expected = format!(
            "(\n    [[1, 2], []],\n    Some(\"a, [b\"),\n    [\n        \"{long}\",\n    ],\n)"
        );
        assert_eq!(folded(&nested), expected);
        let dilemma = prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
        let expected = "NormalForm { actions: [2, 2], payoffs of 0: [3, 0, 5, 1], \
                        payoffs of 1: [3, 5, 0, 1], .. }";
        assert_eq!(folded(&dilemma), expected);
        // Text of one's own keeps its lines.
        struct Lines;
        impl Debug for Lines {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("first (\n  second\n)")
            }
        }
        assert_eq!(folded(&Lines), "first (\n  second\n)");
        assert_eq!(
            folded(&vec![Lines]),
            "[\n    first (\n      second\n    ),\n]"
        );
    }

    #[test]
    fn two_players_make_a_table_and_three_a_list() {
        let dilemma = prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
        let expected = "2 × 2 game, (row, column):\n             Cooperate  Defect\n  \
                        Cooperate  (3, 3)     (0, 5)\n  Defect     (5, 0)     (1, 1)";
        assert_eq!(game_table(&dilemma), expected);
        let three = NormalForm::from_fn(&[1, 2, 1], |player, profile| {
            Rational::from(player + 10 * profile[1])
        })
        .expect("small");
        let expected = "1 × 2 × 1 game:\n  (0, 0, 0)  (0, 1, 2)\n  (0, 1, 0)  (10, 11, 12)";
        assert_eq!(game_table(&three), expected);
    }
}
