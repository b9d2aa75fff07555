//! Problems, what is seen of them, and who cares about what.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::contract::{Budget, ContractingProblem, Information, Language, Monitoring};
use crate::game::NormalForm;
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::theorem::strategy::dilemma_payoffs;

/// What contracts can keep to, from the loosest to the tightest.
pub(in super::super) const BUDGETS: [Budget; 3] =
    [Budget::Unrestricted, Budget::Burning, Budget::Balanced];

/// What mechanisms can, from the loosest to the tightest.
pub(super) const LOOSEST_FIRST: [Budget; 4] = [
    Budget::Unrestricted,
    Budget::Expected,
    Budget::Burning,
    Budget::Balanced,
];

/// Payoffs are whole numbers of at most this size.
const LARGEST: i64 = 3;

/// A game of a shape with whole payoffs.
pub(super) fn games(shape: &[usize], largest: i64) -> BoxedStrategy<NormalForm<Rational>> {
    let profiles: usize = shape.iter().product();
    let payoff = move || (-largest..=largest).prop_map(Rational::from);
    let shape = shape.to_vec();
    let any = vec(vec(payoff(), profiles), shape.len()).prop_filter_map("no game", {
        let shape = shape.clone();
        move |tables| NormalForm::from_tables(&shape, tables).ok()
    });
    if shape != [2, 2] {
        return any.boxed();
    }
    let dilemmas = dilemma_payoffs().prop_filter_map("no game", |payoffs| payoffs.game().ok());
    prop_oneof![2 => any, 1 => dilemmas].boxed()
}

/// The shapes of games of one state.
pub(super) fn shapes() -> BoxedStrategy<Vec<usize>> {
    prop_oneof![
        4 => Just(vec![2, 2]),
        2 => Just(vec![3, 2]),
        1 => Just(vec![2, 2, 2]),
    ]
    .boxed()
}

/// A problem, with a number for each outcome that says what is seen of it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) problem: ContractingProblem,
    /// State-major, then by profile.
    pub(super) labels: Vec<usize>,
    /// Whether the second label is seen as the first half of the time.
    pub(super) noisy: bool,
}

impl Seen {
    pub(super) fn place(&self, state: usize, profile: &[usize]) -> usize {
        let space = self.problem.space();
        state * space.len() + space.index(profile).unwrap_or(0)
    }

    pub(super) fn label(&self, state: usize, profile: &[usize]) -> usize {
        self.labels[self.place(state, profile)]
    }

    /// Makes two outcomes look alike, and all that look like one of them.
    pub(super) fn merge(&mut self, state: usize, one: &[usize], other: &[usize]) {
        let (keep, drop) = (self.label(state, one), self.label(state, other));
        for label in &mut self.labels {
            if *label == drop {
                *label = keep;
            }
        }
    }

    pub(super) fn language(&self) -> Language {
        Language::observed(&self.problem, |state, profile| self.label(state, profile))
    }

    pub(super) fn monitoring(&self) -> Option<Monitoring> {
        if !self.noisy {
            return Some(Monitoring::from(&self.language()));
        }
        let half = Rational::new(1, 2).ok()?;
        let law = |label: usize| match label {
            0 => vec![Rational::ONE, Rational::ZERO],
            1 => vec![half.clone(), half.clone()],
            _ => vec![Rational::ZERO, Rational::ONE],
        };
        let seen = |state: usize, profile: &[usize]| law(self.label(state, profile));
        Monitoring::stochastic(&self.problem, &["a", "b"], seen).ok()
    }
}

/// Labels of outcomes: often few, and often without regard to the state; sometimes all actions.
fn labels(states: usize, profiles: usize) -> BoxedStrategy<Vec<usize>> {
    let kinds = prop_oneof![1 => Just(1usize), 3 => Just(2), 2 => Just(3)];
    let drawn = (kinds, any::<bool>()).prop_flat_map(move |(kinds, by_state)| {
        vec(0..kinds, states * profiles).prop_map(move |mut labels| {
            if by_state {
                for place in profiles..labels.len() {
                    labels[place] = labels[place % profiles];
                }
            }
            labels
        })
    });
    let actions = Just(
        (0..states * profiles)
            .map(|place| place % profiles)
            .collect(),
    );
    prop_oneof![4 => drawn, 1 => actions].boxed()
}

/// A problem of the given games; who knows the state is drawn by the flags.
pub(super) fn problem_of(
    games: Vec<NormalForm<Rational>>,
    priors: &[i64],
    informed: Option<&[bool]>,
) -> Option<ContractingProblem> {
    let (states, players) = (games.len(), games.first()?.space().players());
    let total: i64 = priors.iter().take(states).sum();
    let states_of: Option<Vec<_>> = (games.into_iter().zip(priors))
        .map(|(game, &weight)| Some((Rational::new(weight, total).ok()?, game)))
        .collect();
    let problem = ContractingProblem::new(states_of?).ok()?;
    let Some(informed) = informed else {
        return Some(problem);
    };
    let types = (0..players)
        .map(|player| match informed.get(player) {
            Some(true) => (0..states).collect(),
            _ => vec![0; states],
        })
        .collect();
    problem.with_information(Information::new(types).ok()?).ok()
}

/// Problems with what is seen of them. With several states there are two players with two actions,
/// and with `private` not all players know the state.
pub(super) fn seen(states: RangeInclusive<usize>, private: bool) -> BoxedStrategy<Seen> {
    seen_within(states, private, LARGEST)
}

pub(super) fn seen_within(
    states: RangeInclusive<usize>,
    private: bool,
    largest: i64,
) -> BoxedStrategy<Seen> {
    (states, shapes())
        .prop_flat_map(move |(states, shape)| {
            let shape = if states > 1 { vec![2, 2] } else { shape };
            let profiles = shape.iter().product();
            (
                vec(games(&shape, largest), states),
                vec(1i64..=2, states),
                vec(any::<bool>(), shape.len()),
                labels(states, profiles),
                (0..5u8).prop_map(|noise| noise == 4),
            )
        })
        .prop_filter_map(
            "no problem",
            move |(games, priors, informed, labels, noisy)| {
                let informed = (private && games.len() > 1).then_some(&informed[..]);
                let problem = problem_of(games, &priors, informed)?;
                // The noise is for up to three labels.
                let noisy = noisy && labels.iter().all(|&label| label < 3);
                Some(Seen {
                    problem,
                    labels,
                    noisy,
                })
            },
        )
        .boxed()
}

/// Selfish, kind, or any weights on the payoffs of three players; of which fewer take the first.
#[derive(Debug, Clone)]
pub(super) enum Care {
    Alike(Rational),
    Any(Vec<Vec<i64>>),
}

impl Care {
    pub(super) fn weights(&self, players: usize) -> Option<WeightMatrix<Rational>> {
        match self {
            Care::Alike(lambda) => WeightMatrix::cooperative(players, lambda).ok(),
            Care::Any(rows) => {
                let rows = rows.iter().take(players);
                let cut = rows.map(|row| row.iter().take(players).map(|&w| Rational::from(w)));
                WeightMatrix::new(cut.map(Iterator::collect).collect()).ok()
            }
        }
    }
}

pub(super) fn weights_on_welfare() -> BoxedStrategy<Rational> {
    crate::theorem::strategy::altruism_weights().boxed()
}

pub(super) fn cares() -> BoxedStrategy<Care> {
    let any = vec(vec(-1i64..=1, 3), 3).prop_map(|mut rows| {
        for (player, row) in rows.iter_mut().enumerate() {
            row[player] = 2;
        }
        Care::Any(rows)
    });
    prop_oneof![4 => weights_on_welfare().prop_map(Care::Alike), 1 => any].boxed()
}

pub(super) fn budgets() -> BoxedStrategy<Budget> {
    select(&LOOSEST_FIRST[..]).boxed()
}

/// Limits on transfers, most of them small.
pub(super) fn limits() -> BoxedStrategy<Rational> {
    (0i64..=8)
        .prop_map(|halves| Rational::new(halves, 2).unwrap_or_default())
        .boxed()
}

/// Below, at or above a value, by little; or anything. At least 0.
pub(super) fn steps() -> BoxedStrategy<(Option<Rational>, Rational)> {
    let little = (-1i64..=1, select(&[7i64, 1000][..]))
        .prop_map(|(sign, part)| (None, Rational::new(sign, part).unwrap_or_default()));
    let anything = weights_on_welfare().prop_map(|lambda| (Some(lambda), Rational::ZERO));
    prop_oneof![4 => little, 1 => anything].boxed()
}

/// A value with one of the steps.
pub(super) fn stepped(
    value: Option<&Rational>,
    (anything, step): &(Option<Rational>, Rational),
) -> Rational {
    match (anything, value) {
        (Some(anything), _) => anything.clone(),
        (None, Some(value)) => (value + step).max(Rational::ZERO),
        (None, None) => Rational::ONE,
    }
}
