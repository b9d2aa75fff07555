//! Games at whose ties a rule other than the lexicographic one goes round in circles.

use std::collections::BTreeSet;

use lacuna::equilibrium::{LemkeHowsonOptions, PathArithmetic, lemke_howson};
use lacuna::game::{Game, NormalForm, random};
use lacuna::number::Rational;

fn exact() -> LemkeHowsonOptions {
    LemkeHowsonOptions::default().with_float_first(false)
}

/// A game from integer matrices.
fn bimatrix(row: &[&[i64]], column: &[&[i64]]) -> NormalForm<Rational> {
    let exact = |matrix: &[&[i64]]| -> Vec<Vec<Rational>> {
        let row = |row: &&[i64]| row.iter().map(|&x| Rational::from(x)).collect();
        matrix.iter().map(row).collect()
    };
    NormalForm::bimatrix(&exact(row), &exact(column)).expect("one shape")
}

/// Which of the rows with the least ratio leaves.
#[derive(Debug, Clone, Copy)]
enum Rule {
    FirstRow,
    LeastLabel,
    GreatestLabel,
}

/// `basic + entries·nonbasic = right`; labels of the variables.
struct Tableau {
    entries: Vec<Vec<Rational>>,
    right: Vec<Rational>,
    basic: Vec<usize>,
    nonbasic: Vec<usize>,
}

impl Tableau {
    /// One row for each action of `1 − player`, one column for each of `player`.
    fn new(game: &NormalForm<Rational>, player: usize) -> Self {
        let (own, others) = (game.actions(player), game.actions(1 - player));
        let payoff = |action: usize, reply: usize| match player {
            0 => game.payoff(1, &[action, reply]),
            _ => game.payoff(0, &[reply, action]),
        };
        let all = (0..own).flat_map(|a| (0..others).map(move |r| (a, r)));
        let least = all.map(|(a, r)| payoff(a, r)).min().expect("profiles");
        let raised = |a: usize, r: usize| payoff(a, r) - &least + Rational::ONE;
        let first = |player: usize| player * game.actions(0);
        Tableau {
            entries: (0..others)
                .map(|r| (0..own).map(|a| raised(a, r)).collect())
                .collect(),
            right: vec![Rational::ONE; others],
            basic: (first(1 - player)..).take(others).collect(),
            nonbasic: (first(player)..).take(own).collect(),
        }
    }

    fn pivot(&mut self, label: usize, rule: Rule) -> usize {
        let column = (self.nonbasic.iter().position(|&l| l == label)).expect("not in the basis");
        let ratio = |row: usize| self.right[row].checked_div(&self.entries[row][column]);
        let rows = (0..self.basic.len()).filter(|&row| self.entries[row][column].is_positive());
        let rows: Vec<usize> = rows.collect();
        let least = rows.iter().map(|&row| ratio(row)).min().expect("bounded");
        let tied = rows.into_iter().filter(|&row| ratio(row) == least);
        let row = match rule {
            Rule::FirstRow => tied.min(),
            Rule::LeastLabel => tied.min_by_key(|&row| self.basic[row]),
            Rule::GreatestLabel => tied.max_by_key(|&row| self.basic[row]),
        };
        let row = row.expect("one is least");
        let inverse = self.entries[row][column].recip().expect("positive");
        self.entries[row][column] = Rational::ONE;
        for entry in &mut self.entries[row] {
            *entry = &*entry * &inverse;
        }
        self.right[row] = &self.right[row] * &inverse;
        let (above, right) = (self.entries[row].clone(), self.right[row].clone());
        for other in (0..self.basic.len()).filter(|&other| other != row) {
            let factor = std::mem::take(&mut self.entries[other][column]);
            for (entry, upper) in self.entries[other].iter_mut().zip(&above) {
                *entry = &*entry - &(&factor * upper);
            }
            self.right[other] = &self.right[other] - &(&factor * &right);
        }
        std::mem::swap(&mut self.basic[row], &mut self.nonbasic[column]);
        self.nonbasic[column]
    }
}

/// Does the path that drops this label, with this rule at ties, come back to where it was?
fn cycles(game: &NormalForm<Rational>, dropped: usize, rule: Rule) -> bool {
    let mut tableaux = [Tableau::new(game, 0), Tableau::new(game, 1)];
    let mut side = usize::from(dropped >= game.actions(0));
    let mut entering = dropped;
    let mut seen = BTreeSet::new();
    loop {
        entering = tableaux[side].pivot(entering, rule);
        if entering == dropped {
            return false;
        }
        side = 1 - side;
        let bases = tableaux.each_ref().map(|tableau| {
            let mut basic = tableau.basic.clone();
            basic.sort_unstable();
            basic
        });
        if !seen.insert((side, entering, bases)) {
            return true;
        }
    }
}

/// How many pairs of bases have all labels but one: the one left out is in neither, another one in
/// both.
fn almost_complementary(game: &NormalForm<Rational>) -> usize {
    let (m, n) = (game.actions(0), game.actions(1));
    // The binomial of m + n − 2 over m − 1.
    let choices = (1..m).fold(1, |product, k| product * (n - 1 + k) / k);
    (m + n - 1) * choices
}

fn ends_within_all_bases(game: &NormalForm<Rational>, label: usize) {
    let enough = almost_complementary(game) + 1;
    let end = lemke_howson(game, label, &exact().with_max_pivots(enough)).expect("an end");
    assert!(end.verify(game), "label {label} of {game:?}");
    let float = LemkeHowsonOptions::default().with_max_pivots(enough);
    let end = lemke_howson(game, label, &float).expect("an end");
    assert!(end.verify(game), "label {label} of {game:?}");
}

#[test]
fn the_lexicographic_path_ends_where_others_cycle() {
    let all = [
        (
            Rule::FirstRow,
            5,
            bimatrix(
                &[&[0, -1, 0], &[-1, 0, 0], &[1, -1, 0]],
                &[&[1, -1, -1], &[-1, 1, 0], &[0, 1, 1]],
            ),
        ),
        (
            Rule::FirstRow,
            4,
            bimatrix(
                &[&[0, 0, -1], &[-1, 0, 1], &[1, 0, -1]],
                &[&[1, -1, 0], &[-1, 1, 1], &[-1, 1, 1]],
            ),
        ),
        (
            Rule::FirstRow,
            3,
            bimatrix(
                &[&[0, 1, 1, 1], &[1, 0, 0, 1], &[1, 0, 1, 1], &[1, 0, 1, 0]],
                &[&[1, 1, 0, 1], &[1, 1, 1, 0], &[1, 0, 0, 1], &[0, 0, 1, 1]],
            ),
        ),
        (
            Rule::LeastLabel,
            6,
            bimatrix(
                &[&[1, 0, 1], &[1, 1, 0], &[0, 0, 1], &[0, 1, 0]],
                &[&[1, 1, 0], &[0, 1, 0], &[0, 1, 0], &[0, 1, 1]],
            ),
        ),
        (
            Rule::LeastLabel,
            4,
            bimatrix(
                &[&[0, 1, 1, 1], &[1, 1, 0, 0], &[0, 0, 1, 1]],
                &[&[0, 0, 1, 0], &[1, 0, 0, 0], &[1, 0, 0, 0]],
            ),
        ),
        (
            Rule::GreatestLabel,
            1,
            bimatrix(
                &[&[0, 1, 0], &[-1, 1, 0], &[-1, 1, 0], &[1, -1, 0]],
                &[&[1, 1, 1], &[1, 0, 1], &[0, -1, 1], &[0, 0, -1]],
            ),
        ),
    ];
    for (rule, label, game) in &all {
        assert!(cycles(game, *label, *rule), "{rule:?} from {label}");
        ends_within_all_bases(game, *label);
        // So small a path floating point follows without loss, with the same rule.
        let float = lemke_howson(game, *label, &LemkeHowsonOptions::default()).expect("an end");
        assert_eq!(float.arithmetic, PathArithmetic::Float);
        let whole = lemke_howson(game, *label, &exact()).expect("an end");
        assert_eq!(float.profile, whole.profile);
    }
}

#[test]
fn paths_end_within_the_number_of_almost_complementary_bases() {
    for stream in 0..6_000u64 {
        let shape = [2 + stream as usize % 3, 2 + stream as usize / 3 % 3];
        let range = if stream % 2 == 0 { 0..=1 } else { -1..=1 };
        let mut rng = random::generator(31, stream);
        let game = random::uniform_integers(&shape, range, &mut rng).expect("small");
        for label in 0..shape[0] + shape[1] {
            ends_within_all_bases(&game, label);
        }
    }
}
