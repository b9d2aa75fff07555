//! What is refused, and with which words.

use lacuna::contract::{AttainableOptions, ContractError, ContractingProblem, Language};
use lacuna::game::catalogue::{donation_game, prisoners_dilemma};
use lacuna::gap::GapError;
use lacuna::gap::verifiability::{
    GreedyOptions, LanguageLevels, Observation, ObservationMenu, PlainContracts,
    VerifiabilityOptions, VerifiabilityTable, greedy_chain, language_levels, verifiability_table,
};
use lacuna::number::Rational;

use crate::support::{q, single};

fn dilemma() -> ContractingProblem {
    single(prisoners_dilemma(3, 0, 5, 1).expect("ordered"))
}

fn table_of(
    problem: &ContractingProblem,
    menu: &ObservationMenu,
    lambdas: &[&str],
    options: &VerifiabilityOptions,
) -> Result<VerifiabilityTable, GapError> {
    let lambdas: Vec<Rational> = lambdas.iter().map(|text| q(text)).collect();
    verifiability_table(problem, menu, &PlainContracts::default(), &lambdas, options)
}

#[test]
fn menus_are_checked() {
    let (two, three) = (dilemma(), single(donation_game(3, 2, 1).expect("valid")));
    let seen = Language::complete(&two);
    let refused = Observation::new("all", seen.clone(), q("-1/2"));
    assert_eq!(
        refused.expect_err("negative").to_string(),
        "the observation `all` costs -1/2; a cost must be at least 0"
    );
    let other = Observation::new("all", seen, Rational::ZERO).expect("free");
    let menu = ObservationMenu::each_action(&three).with_observation(other.clone());
    let Err(GapError::ObservationMismatch {
        observation: 3,
        name,
        ..
    }) = menu
    else {
        panic!("{menu:?}");
    };
    assert_eq!(name, "all");
    assert!(ObservationMenu::new(Language::trivial(&three), vec![other]).is_err());
    assert!(
        ObservationMenu::each_action(&two)
            .with_base(Language::trivial(&three))
            .is_err()
    );
    let menu = ObservationMenu::each_action(&two);
    assert!(matches!(
        menu.clone().with_costs(&[Rational::ONE]),
        Err(GapError::Contract(ContractError::WrongLength {
            found: 1,
            expected: 2,
            ..
        }))
    ));
    assert!(matches!(
        menu.clone().with_costs(&[Rational::ONE, q("-1")]),
        Err(GapError::NegativeCost { .. })
    ));
    assert!(matches!(
        menu.language_of(&[2]),
        Err(GapError::UnknownObservation {
            observation: 2,
            observations: 2,
            ..
        })
    ));
    assert!(menu.cost_of(&[5]).is_err());
    assert_eq!(menu.cost_of(&[1, 1]).expect("known"), Rational::ONE);
}

#[test]
fn tables_are_checked() {
    let (two, three) = (dilemma(), single(donation_game(3, 2, 1).expect("valid")));
    let menu = ObservationMenu::each_action(&two);
    let options = VerifiabilityOptions::default();
    let fails = |problem: &ContractingProblem, lambdas: &[&str], options: &VerifiabilityOptions| {
        table_of(problem, &menu, lambdas, options).expect_err("refused")
    };
    assert!(matches!(
        fails(&three, &["0"], &options),
        GapError::Contract(ContractError::LanguageMismatch { .. })
    ));
    assert_eq!(
        fails(&two, &[], &options),
        table_of(&two, &menu, &[], &options).unwrap_err()
    );
    assert!(matches!(fails(&two, &[], &options), GapError::NoLambdas));
    assert_eq!(
        fails(&two, &["0", "1", "1"], &options).to_string(),
        "altruism weight 2 is 1, after 1; they must strictly ascend"
    );
    assert!(matches!(
        fails(&two, &["-1"], &options),
        GapError::Preference(_)
    ));
    let few = options.clone().with_max_languages(3);
    assert!(
        fails(&two, &["0"], &few)
            .to_string()
            .contains("`greedy_chain`")
    );
    assert!(matches!(
        language_levels(&two, &menu, &Default::default(), &few),
        Err(GapError::TooManyLanguages { limit: 3, .. })
    ));
    let table = table_of(&two, &menu, &["0", "1"], &options).expect("small");
    assert_eq!(
        table.at(&q("1/2")).expect_err("not in it").to_string(),
        "λ = 1/2 is not in the table, which has 0, 1"
    );
    assert!(table.at(&q("1")).expect("in it").value(99).is_none());
    // What goes wrong in a valuation is reported with its place.
    let limited = PlainContracts::new(AttainableOptions::default().with_max_nodes(0));
    let error = verifiability_table(&two, &menu, &limited, &[Rational::ZERO], &options)
        .expect_err("no plan may be looked at");
    assert!(
        error
            .to_string()
            .starts_with("where a court verifies nothing more, at λ = 0: ")
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn chains_are_checked() {
    let menu = ObservationMenu::each_action(&dilemma());
    let plain = PlainContracts::default();
    let run = |lambda: &str, options: &GreedyOptions| {
        greedy_chain(&dilemma(), &menu, &plain, &q(lambda), options)
    };
    let none = GreedyOptions::default().with_lookahead(0);
    assert!(matches!(run("0", &none), Err(GapError::NoLookahead)));
    assert!(matches!(
        run("-1", &GreedyOptions::default()),
        Err(GapError::Preference(_))
    ));
    let short = GreedyOptions::default().with_max_sets(1);
    assert!(matches!(
        run("0", &short),
        Err(GapError::GreedyLimit { limit: 1, .. })
    ));
}

#[test]
fn stored_tables_that_contradict_themselves_are_refused() {
    let problem = dilemma();
    let menu = ObservationMenu::each_action(&problem);
    let table = table_of(&problem, &menu, &["0", "1"], &Default::default()).expect("small");
    let stored = serde_json::to_value(&table).expect("plain data");
    let spoil = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut copy = stored.clone();
        change(&mut copy);
        serde_json::from_value::<VerifiabilityTable>(copy)
            .expect_err("refused")
            .to_string()
    };
    let pop = |value: &mut serde_json::Value| {
        value.as_array_mut().expect("a list").pop();
    };
    assert!(spoil(&|t| pop(&mut t["values"])).contains("one row of values for each language"));
    assert!(spoil(&|t| pop(&mut t["values"][0])).contains("one row of values"));
    assert!(spoil(&|t| pop(&mut t["lattice"]["covers"])).contains("the covers"));
    assert!(spoil(&|t| pop(&mut t["lattice"]["languages"])).contains("more than 3 languages"));
    assert!(spoil(&|t| t["lattice"]["languages"] = serde_json::json!([])).contains("languages"));
    assert!(spoil(&|t| t["lattice"]["languages"][1]["cost"] = "7".into()).contains("languages"));
    assert!(
        spoil(&|t| t["lattice"]["menu"]["observations"][0]["cost"] = "-1".into())
            .contains("at least 0")
    );
    assert!(spoil(&|t| t["lambdas"] = serde_json::json!(["1", "0"])).contains("ascend"));
    let levels =
        language_levels(&problem, &menu, &Default::default(), &Default::default()).expect("small");
    let mut stored = serde_json::to_value(&levels).expect("plain data");
    assert_eq!(
        serde_json::from_value::<LanguageLevels>(stored.clone()).expect("its form"),
        levels
    );
    pop(&mut stored["levels"]);
    assert!(serde_json::from_value::<LanguageLevels>(stored).is_err());
}
