//! Examples worked out by hand: substitutes, complements, and observations that need each other.

use lacuna::contract::{ContractingProblem, Language};
use lacuna::game::NormalForm;
use lacuna::game::catalogue::{DilemmaPayoffs, prisoners_dilemma};
use lacuna::game::hidden_effort::{HiddenEffort, effort};
use lacuna::gap::verifiability::{
    GreedyEnd, GreedyOptions, InteractionKind, Observation, ObservationMenu, PlainContracts,
    VerifiabilityTable, greedy_chain, language_levels, verifiability_table,
};
use lacuna::number::{Extended, Rational};

use crate::support::{bimatrix, q, single};

fn table(
    problem: &ContractingProblem,
    menu: &ObservationMenu,
    lambdas: &[&str],
) -> VerifiabilityTable {
    let lambdas: Vec<Rational> = lambdas.iter().map(|text| q(text)).collect();
    verifiability_table(
        problem,
        menu,
        &PlainContracts::default(),
        &lambdas,
        &Default::default(),
    )
    .expect("small")
}

/// Either all actions are verifiable or none is.
fn all_or_nothing(problem: &ContractingProblem) -> ObservationMenu {
    let all = Language::complete(problem);
    let actions = Observation::new("actions", all, Rational::ONE).expect("at least 0");
    ObservationMenu::new(Language::trivial(problem), vec![actions]).expect("of one problem")
}

fn values(table: &VerifiabilityTable, language: usize) -> Vec<String> {
    table.values()[language]
        .iter()
        .map(|v| v.as_ref().expect("defined").to_string())
        .collect()
}

fn mixed(table: &VerifiabilityTable) -> Vec<String> {
    let pairs = table.interactions().pairs;
    pairs
        .iter()
        .map(|p| p.mixed_difference.clone().expect("defined").to_string())
        .collect()
}

#[test]
fn verified_actions_and_altruism_are_substitutes_in_a_dilemma() {
    // Without verification (D, D) with welfare 2 is played at λ = 0. (C, D) with 5 is an
    // equilibrium from λ = 1/3 (the cooperator gains 1 by defecting and 3 are lost), (C, C) with 6
    // from λ = 2 (gain 2, loss 1). With verification it is 6 throughout. So verification is worth
    // 4, 1, 0, 0, and the differences are −3, −1, 0.
    let problem = single(prisoners_dilemma(3, 0, 5, 1).expect("ordered"));
    let found = table(&problem, &all_or_nothing(&problem), &["0", "1", "2", "3"]);
    assert_eq!(values(&found, 0), ["2", "5", "6", "6"]);
    assert_eq!(values(&found, 1), ["6", "6", "6", "6"]);
    assert_eq!(mixed(&found), ["-3", "-1", "0"]);
    assert_eq!(
        found.interactions().everywhere(),
        Some(InteractionKind::Substitutes)
    );
}

#[test]
fn where_altruism_destroys_the_good_equilibrium_they_are_complements() {
    // Welfare is 8 at (0, 0), 10 at (0, 1), −20 at (1, 0) and 3 at (1, 1).
    // λ = 0: (0, 0) is an equilibrium (the row player would lose 10, the column player 1), and
    //   (0, 1) is none (the row player gains 10). Best: 8.
    // λ = 1: the column player leaves (0, 0), losing 1 for 2 more welfare; the row player still
    //   leaves (0, 1), gaining 10 for 7 less. (1, 0) is left for 23 more. Only (1, 1) remains: 3.
    // Complete contracts attain 10 at both. So verification is worth 2 and then 7: complements.
    let game = bimatrix(&[[4, 7], [-6, 17]], &[[4, 3], [-14, -14]]);
    let problem = single(game);
    let menu = all_or_nothing(&problem);
    let found = table(&problem, &menu, &["0", "1"]);
    assert_eq!(values(&found, 0), ["8", "3"]);
    assert_eq!(values(&found, 1), ["10", "10"]);
    assert_eq!(mixed(&found), ["5"]);
    assert_eq!(
        found.interactions().everywhere(),
        Some(InteractionKind::Complements)
    );
    // From λ = 10/7 on (0, 1) is an equilibrium of itself, and the sign turns.
    let longer = table(&problem, &menu, &["0", "1", "10/7"]);
    assert_eq!(mixed(&longer), ["5", "-7"]);
    assert_eq!(longer.interactions().everywhere(), None);
}

/// Two suppliers whose parts are worth 10 to a customer together and nothing alone, and cost 4
/// and 3.
fn suppliers() -> ContractingProblem {
    single(
        NormalForm::from_fn(&[2, 2, 1], |player, profile| {
            let both = profile[0] * profile[1];
            Rational::from(match player {
                0 => -4 * profile[0] as i64,
                1 => -3 * profile[1] as i64,
                _ => 10 * both as i64,
            })
        })
        .expect("small"),
    )
}

#[test]
fn verification_helps_only_players_who_are_neither_selfish_nor_selfless() {
    // From (1, 1) with welfare 3 the suppliers gain 4 and 3 by shirking, and 6 and 7 are lost: of
    // themselves they deliver from λ = 2/3 and from λ = 3/7 on. Elsewhere welfare is at most 0,
    // attained at (0, 0), which is always an equilibrium. Who is verified can be fined. So with
    // the first supplier verified 3 is attained from 3/7 on, without from 2/3 on: worth 0 below
    // 3/7, 3 from there to 2/3, and 0 after. With the second verified it is from 2/3 on as well.
    let problem = suppliers();
    let menu = ObservationMenu::each_action(&problem);
    let lambdas = ["0", "3/7", "1/2", "2/3"];
    let found = table(&problem, &menu, &lambdas);
    let number = |set: &[usize]| found.lattice().language_of(set).expect("known");
    assert_eq!(values(&found, number(&[])), ["0", "0", "0", "3"]);
    assert_eq!(values(&found, number(&[0])), ["0", "3", "3", "3"]);
    assert_eq!(values(&found, number(&[1])), ["0", "0", "0", "3"]);
    assert_eq!(values(&found, number(&[0, 1])), ["3", "3", "3", "3"]);
    let interactions = found.interactions();
    let first: Vec<_> = interactions
        .pairs
        .iter()
        .filter(|pair| (pair.coarse, pair.fine) == (number(&[]), number(&[0])))
        .map(|pair| pair.kind().expect("defined"))
        .collect();
    use InteractionKind::{Complements, Independent, Substitutes};
    assert_eq!(first, [Complements, Independent, Substitutes]);
    assert_eq!(interactions.everywhere(), None);

    // The second player's own verification is worth 3 only on top of the first's, below 3/7.
    let shares = |lambda: &str| -> Vec<String> {
        let column = found.at(&q(lambda)).expect("in the table");
        let shapley = column.marginal_values().observations;
        shapley
            .iter()
            .map(|o| o.shapley.clone().expect("defined").to_string())
            .collect()
    };
    assert_eq!(shares("0"), ["3/2", "3/2", "0"]);
    assert_eq!(shares("1/2"), ["3", "0", "0"]);
    assert_eq!(shares("2/3"), ["0", "0", "0"]);

    let costs = ["5", "1", "1/7"].map(q);
    let priced = menu.clone().with_costs(&costs).expect("three costs");
    let levels = language_levels(&problem, &priced, &Default::default(), &Default::default())
        .expect("small");
    let frontier: Vec<(String, String)> = levels
        .frontier()
        .iter()
        .map(|point| (point.cost.to_string(), point.level.to_string()))
        .collect();
    let expected = [("0", "2/3"), ("5", "3/7"), ("6", "0")];
    assert_eq!(
        frontier,
        expected.map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
}

#[test]
fn what_helps_only_together_takes_a_look_ahead() {
    let problem = suppliers();
    let menu = ObservationMenu::each_action(&problem);
    let chain = |lookahead| {
        let options = GreedyOptions::default().with_lookahead(lookahead);
        let plain = PlainContracts::default();
        greedy_chain(&problem, &menu, &plain, &Rational::ZERO, &options).expect("small")
    };
    let short = chain(1);
    assert_eq!((short.end, short.steps.len()), (GreedyEnd::NothingHelps, 0));
    assert_eq!(short.gap(), Some(q("3")));
    let far = chain(2);
    assert_eq!(far.end, GreedyEnd::Closed);
    assert_eq!(far.observations(), [0, 1]);
    assert_eq!(far.steps[0].gain, Some(q("3")));
}

#[test]
fn hidden_effort_is_worth_observing_of_both_or_not_at_all() {
    let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0)).expect("R above P");
    let problem = ContractingProblem::hidden_effort(&lift).expect("valid");
    let observations = (0..2)
        .map(|player| {
            let seen = Language::observed(&problem, |_, profile| effort(profile[player]));
            Observation::new(format!("effort of {player}"), seen, Rational::ONE).expect("valid")
        })
        .collect();
    let menu = ObservationMenu::new(Language::base_actions(&problem), observations).expect("fits");
    let found = table(&problem, &menu, &["0", "1", "2"]);
    let gaps = |lambda: &str| -> Vec<String> {
        let column = found.at(&q(lambda)).expect("in the table");
        (0..4)
            .map(|l| column.gap(l).expect("defined").to_string())
            .collect()
    };
    // One player at low effort loses η = 5/12; whoever is not observed is that player.
    assert_eq!(gaps("0"), ["5/12", "5/12", "5/12", "0"]);
    assert_eq!(gaps("2"), ["0", "0", "0", "0"]);
    assert_eq!(
        found.interactions().everywhere(),
        Some(InteractionKind::Substitutes)
    );
    let levels =
        language_levels(&problem, &menu, &Default::default(), &Default::default()).expect("small");
    let values: Vec<_> = levels
        .levels()
        .iter()
        .map(|level| level.value.clone())
        .collect();
    assert_eq!(
        values,
        [2, 2, 2, 0].map(|level| Extended::Finite(Rational::from(level)))
    );
}

#[test]
fn where_nothing_is_attained_nothing_is_claimed() {
    // Matching pennies has no pure equilibrium: in the trivial language there is no plan.
    let problem = single(bimatrix(&[[1, -1], [-1, 1]], &[[-1, 1], [1, -1]]));
    let menu = ObservationMenu::each_action(&problem);
    let found = table(&problem, &menu, &["0", "1"]);
    let column = found.at(&Rational::ZERO).expect("in the table");
    assert_eq!((column.value(0), column.gap(0)), (None, None));
    let marginal = column.marginal_values();
    assert_eq!(
        (marginal.total.clone(), marginal.is_efficient()),
        (None, None)
    );
    assert!(marginal.observations.iter().all(|o| o.shapley.is_none()));
    // One verified action is enough, and the other then adds nothing.
    assert_eq!(marginal.observations[0].mean, Some(Rational::ZERO));
    assert_eq!(
        column.cheapest_closing().expect("some language").languages,
        [1, 2]
    );
    assert_eq!(found.interactions().everywhere(), None);
    assert_eq!(found.interactions().undefined, 2);
    let chain = greedy_chain(
        &problem,
        &menu,
        &PlainContracts::default(),
        &Rational::ZERO,
        &GreedyOptions::default(),
    )
    .expect("small");
    assert_eq!(
        (chain.start.clone(), chain.steps[0].gain.clone()),
        (None, None)
    );
    assert_eq!(chain.gap(), Some(Rational::ZERO));
}

#[test]
fn sixty_four_languages_of_the_lifted_dilemma() {
    let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0)).expect("R above P");
    let problem = ContractingProblem::hidden_effort(&lift).expect("valid");
    // Whether it was the profile with this number, for six of sixteen.
    let observations = (0..6usize)
        .map(|number| {
            let seen =
                Language::observed(&problem, |_, profile| profile[0] * 4 + profile[1] == number);
            Observation::new(number.to_string(), seen, Rational::ONE).expect("valid")
        })
        .collect();
    let menu = ObservationMenu::new(Language::trivial(&problem), observations).expect("fits");
    let start = std::time::Instant::now();
    let found = table(&problem, &menu, &["0", "1/2", "1", "3/2", "2"]);
    println!("64 languages, 5 altruism weights: {:?}", start.elapsed());
    assert_eq!(found.lattice().languages().len(), 64);
    assert_eq!(found.lattice().covers().len(), 6 * 32);
    assert_eq!(found.monotonicity_violation(), None);
    // Whether it was (CH, CH) is all that matters: whoever else is to blame, both are fined.
    for column in found.columns().take(4) {
        let closing = column.cheapest_closing().expect("all fines are allowed");
        assert_eq!(
            found.lattice().languages()[closing.languages[0]].cheapest,
            [0]
        );
        assert_eq!((closing.cost, closing.languages.len()), (Rational::ONE, 1));
    }
    assert_eq!(
        found
            .columns()
            .last()
            .expect("five")
            .cheapest_closing()
            .expect("2")
            .languages,
        [0]
    );
    println!("with all queries: {:?}", {
        for column in found.columns() {
            assert_ne!(column.marginal_values().is_efficient(), Some(false));
            assert!(!column.frontier().is_empty());
        }
        assert_eq!(found.interactions().pairs.len(), 192 * 4);
        start.elapsed()
    });
}
