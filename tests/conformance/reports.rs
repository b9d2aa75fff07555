//! What a developer reads.

use lacuna::game::{Game, catalogue};
use lacuna::number::Rational;
use lacuna::simulate::conformance::{
    ConformanceOptions, NonConformance, Report, Requirement, check_game,
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
