//! What a developer reads.

use lacuna::game::{Game, catalogue};
use lacuna::number::Rational;
use lacuna::simulate::conformance::{
    ConformanceOptions, NonConformance, Report, Requirement, check_game,
};

use super::{
    broken_agents, broken_courts, broken_environments, broken_games, broken_mechanisms,
    broken_preferences, broken_samplers, broken_welfares,
};

/// Loses the payoff of everybody but the first.
struct Forgetful;

impl Game<Rational> for Forgetful {
    fn players(&self) -> usize {
        2
    }
    fn actions(&self, _player: usize) -> usize {
        1
    }
    fn payoff(&self, player: usize, _profile: &[usize]) -> Rational {
        Rational::from(player + 4)
    }
    fn payoffs_into(&self, _profile: &[usize], payoffs: &mut [Rational]) {
        payoffs[0] = Rational::from(4);
    }
}

#[test]
fn a_failure_is_a_sentence_with_its_witness_and_its_seed() {
    let options = ConformanceOptions::default().with_seed(9);
    let found = check_game(&Forgetful, &options).expect_err("broken");
    let sentence = "payoffs_into must write what payoff says, for every player, but at [0, 0] it \
                    writes [Rational(4), Rational(-777)] where payoff says [Rational(4), \
                    Rational(5)] (seed 9)";
    let plain = |text: String| text.replace("Rational(", "").replace(')', "");
    assert_eq!(plain(found.to_string()), plain(sentence.to_owned()));
    // A test that returns the error prints it with `Debug`.
    assert_eq!(format!("{found:?}"), found.to_string());
}

#[test]
fn every_requirement_has_words_of_its_own() {
    let mut words: Vec<&str> = Requirement::ALL.iter().map(|one| one.words()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Requirement::ALL.len());
}

#[test]
fn every_requirement_is_broken_by_a_defect_and_found() {
    let tables = [
        broken_agents::defects(),
        broken_agents::defects_of_negotiators(),
        broken_courts::defects(),
        broken_environments::defects(),
        broken_games::defects(),
        broken_mechanisms::defects(),
        broken_preferences::defects(),
        broken_samplers::defects(),
        broken_welfares::defects(),
    ];
    let broken: Vec<Requirement> = tables.iter().flatten().map(|defect| defect.1).collect();
    for requirement in Requirement::ALL {
        assert!(
            broken.contains(requirement),
            "no defect breaks: {requirement}"
        );
    }
}

#[test]
fn reports_and_failures_are_data() {
    let game = catalogue::matching_pennies(1).expect("a game");
    let report = check_game(&game, &ConformanceOptions::default()).expect("conforms");
    let text = serde_json::to_string(&report).expect("writes");
    assert_eq!(
        serde_json::from_str::<Report>(&text).expect("reads"),
        report
    );
    assert!(report.to_string().starts_with("4 cases\n"), "{report}");
    let found = check_game(&Forgetful, &ConformanceOptions::default()).expect_err("broken");
    let text = serde_json::to_string(&found).expect("writes");
    assert_eq!(
        serde_json::from_str::<NonConformance>(&text).expect("reads"),
        found
    );
}
