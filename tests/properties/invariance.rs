//! What scaling and shifting payoffs changes, and what it does not.

use lacuna::contract::{AttainableOptions, ContractingProblem, Language, implement};
use lacuna::equilibrium::{PhaseDiagram, PhaseOptions};
use lacuna::gap::level::{LevelOptions, language_level, message_level, selfishness_level};
use lacuna::gap::welfare_gap;
use lacuna::number::Rational;
use proptest::prelude::*;

use crate::support::random::{environments, games, weights};
use crate::support::{cooperative, finite, ratio, single, symmetric};

/// The same problem with payoffs `scale · u_i + shift[state][i]`; languages keep fitting.
fn transformed(
    problem: &ContractingProblem,
    scale: &Rational,
    shift: &[Vec<Rational>],
) -> ContractingProblem {
    let states = (0..problem.states())
        .map(|state| {
            let scales = vec![scale.clone(); problem.players()];
            let game = problem
                .game(state)
                .affine(&scales, &shift[state][..problem.players()]);
            (
                problem.probability(state).clone(),
                game.expect("a positive scale"),
            )
        })
        .collect();
    ContractingProblem::new(states).expect("the same prior and shape")
}

fn scales() -> impl Strategy<Value = Rational> {
    (1i64..30, 1i64..8).prop_map(|(above, below)| ratio(above, below))
}

fn shifts() -> impl Strategy<Value = Vec<Vec<Rational>>> {
    let shift = (-20i64..20, 1i64..5).prop_map(|(above, below)| ratio(above, below));
    proptest::collection::vec(proptest::collection::vec(shift, 3), 2)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn levels_and_verdicts_keep_and_the_gap_scales(
        (problem, language) in environments(1..=2), scale in scales(), shift in shifts(),
        lambda in weights(), picks in (0usize..9, 0usize..9)
    ) {
        let other = transformed(&problem, &scale, &shift);
        prop_assert_eq!(selfishness_level(&problem).expect("informed").value, selfishness_level(&other).expect("informed").value);
        let message = |p: &ContractingProblem, l: &Language| message_level(p, l).expect("fits");
        prop_assert_eq!(message(&problem, &language).value, message(&other, &language).value);
        let limits = LevelOptions::default();
        let plain = |p: &ContractingProblem| language_level(p, &language, &limits).expect("small");
        prop_assert_eq!(plain(&problem).value, plain(&other).value);

        let preferences = cooperative(problem.players(), &lambda);
        let space = problem.space();
        let plan: Vec<Vec<usize>> = [picks.0, picks.1][..problem.states()]
            .iter()
            .map(|pick| space.profile(pick % space.len()).expect("in range"))
            .collect();
        let verdict = |p: &ContractingProblem| {
            implement(p, &language, &plan, &preferences).expect("valid").is_implementable()
        };
        prop_assert_eq!(verdict(&problem), verdict(&other));

        let options = AttainableOptions::default();
        let gap = |p: &ContractingProblem| {
            welfare_gap(p, &language, &preferences, &options).expect("small")
        };
        let (before, after) = (gap(&problem), gap(&other));
        prop_assert_eq!(before.best.map(|gap| gap * &scale), after.best);
    }

    #[test]
    fn phases_keep_their_equilibria(
        game in games(), scale in scales(), shift in proptest::collection::vec(-20i64..20, 3)
    ) {
        let players = game.space().players();
        let shift: Vec<Rational> = shift[..players].iter().map(|&x| Rational::from(x)).collect();
        let other = game.affine(&vec![scale; players], &shift).expect("a positive scale");
        let diagram = |game| PhaseDiagram::new(game, &PhaseOptions::default()).expect("small");
        let (before, after) = (diagram(&game), diagram(&other));
        prop_assert_eq!(before.breakpoints(), after.breakpoints());
        for (a, b) in before.at_breakpoints().iter().zip(after.at_breakpoints()) {
            prop_assert_eq!(&a.equilibria.profiles, &b.equilibria.profiles);
        }
        for (a, b) in before.phases().iter().zip(after.phases()) {
            prop_assert_eq!(&a.equilibria.profiles, &b.equilibria.profiles);
        }
    }
}

#[test]
fn a_scale_for_one_player_alone_changes_the_level() {
    let dilemma = symmetric(&[[3, 0], [5, 1]]);
    let scaled = dilemma
        .affine(
            &[Rational::from(10), Rational::ONE],
            &[Rational::ZERO, Rational::ZERO],
        )
        .expect("positive scales");
    let before = selfishness_level(&single(dilemma)).expect("informed");
    assert_eq!(
        (before.value, before.plan),
        (finite(Rational::from(2)), vec![vec![0, 0]])
    );
    // The optimum moves to the profile in which the inflated player defects.
    let after = selfishness_level(&single(scaled)).expect("informed");
    assert_eq!(
        (after.value, after.plan),
        (finite(ratio(1, 39)), vec![vec![1, 0]])
    );
}
