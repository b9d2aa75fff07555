//! Plans and mechanisms in words.

use std::collections::BTreeMap;

use lacuna::contract::{ContractingProblem, Information, Monitoring};
use lacuna::game::NormalForm;
use lacuna::mechanism::{
    Communication, DeviationPlan, DirectMechanism, Manipulation, ParticipationWeight,
    Recommendation, SignalTransfers,
};
use lacuna::number::Rational;

use super::{defection, dilemma, monitor_game, q};

#[test]
fn nobody_can_tell_who_defects_where_nothing_is_verifiable() {
    let problem = dilemma();
    let plan = defection(&q("3"), &q("2"));
    assert_eq!(
        plan.in_words(&problem, &Monitoring::trivial(&problem)),
        [
            "player 0, told C, plays D (weight 3): nobody can tell",
            "player 1, told C, plays D (weight 3): nobody can tell",
            "so no mechanism is worth more than 2",
        ]
    );
    let alarm = |asymmetric: bool| {
        Monitoring::stochastic(&problem, &["quiet", "alarm"], |_, profile| {
            let loud = profile[0] == 1 || (profile[1] == 1 && !asymmetric);
            let loud = Rational::from(i64::from(loud));
            vec![Rational::ONE - &loud, loud]
        })
        .expect("laws")
    };
    // Only player 0 sets it off.
    let words = plan.in_words(&problem, &alarm(true));
    assert!(
        words[0].ends_with("(weight 3): the signal moves"),
        "{words:?}"
    );
    assert!(
        words[1].ends_with("(weight 3): nobody can tell"),
        "{words:?}"
    );
    // Where one has defected already, the other does not set it off again, and at (C, C) it does not
    // tell them apart.
    let words = plan.in_words(&problem, &alarm(false));
    assert!(
        words[1].ends_with("the signal moves, but points at nobody"),
        "{words:?}"
    );
}

#[test]
fn bad_work_is_hidden_only_from_those_who_rest() {
    let (problem, monitoring) = monitor_game();
    let bad = Manipulation::new(0, 0, 0, vec![0], 1, q("1/4"));
    let plan = DeviationPlan::new(
        Communication::Mediated,
        vec![bad],
        vec![ParticipationWeight::new(1, None, None, q("2"))],
        q("1/3"),
        vec![],
        q("-1/4"),
    );
    assert_eq!(
        plan.in_words(&problem, &monitoring),
        [
            "player 0, told 0, plays 1 (weight 1/4): nobody can tell at the first best",
            "player 1 may stay out (weight 2)",
            "transfers may not cost anything in expectation (weight 1/3)",
            "so no mechanism is worth more than -1/4",
        ]
    );
}

#[test]
fn a_team_that_shirks_points_at_nobody() {
    // Each of two who shirk sets the alarm off with probability 1/2, independently of each other.
    let problem = dilemma();
    let plan = defection(&q("3"), &q("2"));
    let mut both = plan.clone();
    // Told to defect they cooperate as often: every signal is then moved equally by both.
    for player in 0..2 {
        let back = Manipulation::new(player, 0, 0, vec![1], 0, q("3"));
        both.manipulations.push(back);
    }
    let total = Monitoring::stochastic(&problem, &["0", "1", "2"], |_, profile| {
        let mut law = vec![Rational::ZERO; 3];
        law[profile.iter().sum::<usize>()] = Rational::ONE;
        law
    })
    .expect("laws");
    let words = plan.in_words(&problem, &total);
    assert!(words[0].ends_with("the signal moves"), "{words:?}");
    let quarter = Monitoring::stochastic(&problem, &["same", "different"], |_, profile| {
        let different = Rational::from(i64::from(profile[0] != profile[1]));
        vec![Rational::ONE - &different, different]
    })
    .expect("laws");
    let words = both.in_words(&problem, &quarter);
    assert!(
        words[..4]
            .iter()
            .all(|w| w.ends_with("the signal moves, but points at nobody")),
        "{words:?}"
    );
}

/// Two states, of which player 0 learns which it is.
fn informed() -> ContractingProblem {
    let half = q("1/2");
    let game = |sign: i64| {
        NormalForm::from_fn(&[2, 2], |player, profile| {
            Rational::from(sign * (profile[player] as i64))
        })
        .and_then(|game| {
            let names = |list: [&str; 2]| list.map(str::to_owned).to_vec();
            game.with_names(names(["Ann", "Bob"]), vec![names(["stay", "go"]); 2])
        })
        .expect("names")
    };
    ContractingProblem::new(vec![(half.clone(), game(1)), (half, game(-1))])
        .and_then(|problem| problem.with_information(Information::none(2, 2).with_informed(0)?))
        .and_then(|problem| problem.with_state_names(&["sun", "rain"]))
        .expect("valid")
}

#[test]
fn types_and_reports_have_the_names_of_their_states() {
    let problem = informed();
    let nothing = Monitoring::trivial(&problem);
    let lie = |action| Manipulation::new(0, 1, 0, vec![action], 1, q("1"));
    let plan = |communication, manipulations| {
        DeviationPlan::new(communication, manipulations, vec![], q("0"), vec![], q("0"))
    };
    let words = plan(Communication::Mediated, vec![lie(0), lie(1)]).in_words(&problem, &nothing);
    assert_eq!(
        words[0],
        "Ann in rain, reporting sun, told stay, plays go (weight 1): nobody can tell"
    );
    let aloud = Manipulation::new(1, 0, 0, vec![1, 0, 0, 0], 1, q("1"));
    let words = plan(Communication::Public, vec![aloud]).in_words(&problem, &nothing);
    assert_eq!(
        words[0],
        "Bob, told (stay, stay) aloud after Ann reports rain, plays go (weight 1): nobody can tell"
    );
    let silent = Manipulation::new(0, 1, 1, vec![1, 0], 1, q("1"));
    let words = plan(Communication::Recommendations, vec![silent]).in_words(&problem, &nothing);
    assert_eq!(
        words[0],
        "Ann in rain, told go in sun and stay in rain, plays go (weight 1): nobody can tell"
    );
    // What does not fit is left out.
    let wrong = Manipulation::new(7, 1, 1, vec![], 1, q("1"));
    let words = plan(Communication::Recommendations, vec![wrong]).in_words(&problem, &nothing);
    assert_eq!(words, ["so no mechanism is worth more than 0"]);
}

#[test]
fn a_mechanism_reads_like_a_contract() {
    let problem = informed();
    let nothing =
        Monitoring::stochastic(&problem, &["always"], |_, _| vec![Rational::ONE]).expect("laws");
    let tell = |actions: [usize; 2], probability: &str, paid: Vec<Rational>| {
        let told = actions.map(|action| vec![action]).to_vec();
        Recommendation::new(told, q(probability), vec![SignalTransfers::new(0, paid)])
    };
    let law = BTreeMap::from([
        (vec![0, 0], vec![tell([1, 1], "1", vec![q("0"), q("0")])]),
        (
            vec![1, 0],
            vec![
                tell([0, 0], "2/3", vec![q("-1/2"), q("1/2")]),
                tell([0, 1], "1/3", vec![q("0"), q("1")]),
            ],
        ),
    ]);
    let mechanism = DirectMechanism::new(Communication::Mediated, law);
    assert_eq!(
        mechanism.in_words(&problem, &nothing),
        [
            "if Ann reports sun:",
            "  with probability 1: (go; go)",
            "if Ann reports rain:",
            "  with probability 2/3: (stay; stay)",
            "    after \"always\" Ann pays 1/2, Bob receives 1/2",
            "  with probability 1/3: (stay; go)",
            "    after \"always\" Bob receives 1",
        ]
    );
}
