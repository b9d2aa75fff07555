//! Metrics by hand: what the published ones hide, and what is undefined.

use lacuna::contract::Contractible;
use lacuna::game::NormalForm;
use lacuna::game::hidden_effort::BaseAction::{Cooperate, Defect};
use lacuna::number::Rational;
use lacuna::simulate::negotiation::{AlternatingOffers, Proposal};
use lacuna::simulate::table_game::{
    Choice, Form, PublishedTableMetrics, Scene, SessionRecord, TableMetrics, TableSession,
    Treatment, mechanism_effect,
};

use super::{action, first, law, q, silent, willing};

fn plays(form: Form, row: Choice, column: Choice) -> SessionRecord {
    TableSession::new(first(form), Treatment::NoContract)
        .play(&mut [silent(row), silent(column)], 1)
        .expect("a session")
}

#[test]
fn one_sided_exploitation_counts_as_full_cooperation_as_published_and_is_named_here() {
    // F2.20. R, S, T, P = 5, −5, 9, 0.
    let records = [
        plays(Form::Base, action(0), action(1)),
        plays(Form::Base, action(0), action(1)),
        plays(Form::Base, action(1), action(0)),
        plays(Form::Base, action(0), action(0)),
    ];
    let published = PublishedTableMetrics::of(&records);
    assert_eq!(published.cooperation_rate, Some(q("1")));
    assert_eq!(published.both_cooperate_rate, Some(q("1/4")));
    assert_eq!(published.miscoordination_rate, Some(q("3/4")));
    assert_eq!(published.utilitarian_accuracy, Some(q("1/4")));
    assert_eq!(published.nash_accuracy, Some(q("0")));
    // Welfare 4, 4, 4, 10; least of all cells 0, greatest 10.
    assert_eq!(published.utilitarian_payoff, Some(q("22/4")));
    assert_eq!(published.normalised_welfare, Some(q("22/40")));
    // Smallest payoffs −5, −5, −5, 5, between −5 and 5; Nash product 25 once.
    assert_eq!(published.rawlsian_payoff, Some(q("-10/4")));
    assert_eq!(published.normalised_rawlsian, Some(q("1/4")));
    assert_eq!(published.nash_social_welfare, Some(q("25/4")));
    assert_eq!(published.nash_deviation, Some(q("22/40")));

    let metrics = TableMetrics::of(&records);
    assert_eq!(metrics.players[0].cooperation, Some(q("3/4")));
    assert_eq!(metrics.players[1].cooperation, Some(q("1/2")));
    assert_eq!(metrics.exploitation, Some(q("3/4")));
    assert_eq!(metrics.players[0].exploited, Some(q("1/2")));
    assert_eq!(metrics.players[1].exploited, Some(q("1/4")));
    assert_eq!(metrics.players[0].payoff, Some(q("4/4")));
    assert_eq!(metrics.players[1].payoff, Some(q("18/4")));
    assert_eq!(metrics.efficiency, Some(q("22/40")));
    // Differences of 14 of a range of 14 in three samples.
    assert_eq!(metrics.equality, Some(q("1/4")));
    assert_eq!(metrics.compliance, None);
    assert_eq!(metrics.formation, None);
    assert_eq!(metrics.players[0].high_effort, None);
    assert_eq!(metrics.all_high_effort, None);
}

#[test]
fn effort_is_told_of_both_players() {
    // The row player works and the column player shirks: the published numbers see no shirking.
    let records = [
        plays(Form::Lifted, action(0), action(1)),
        plays(Form::Lifted, action(0), action(3)),
    ];
    let published = PublishedTableMetrics::of(&records);
    assert_eq!(published.high_effort_rate, Some(q("1")));
    assert_eq!(published.row_high_effort, Some(q("1")));
    assert_eq!(published.greenwashing, Some(q("0")));
    let metrics = TableMetrics::of(&records);
    assert_eq!(metrics.players[1].high_effort, Some(q("0")));
    assert_eq!(metrics.players[1].greenwashing, Some(q("1/2")));
    assert_eq!(metrics.all_high_effort, Some(q("0")));
}

#[test]
fn invalid_answers_are_counted_and_nothing_else_is_made_of_them() {
    let silence = || Choice::no_answer("Error");
    let records = [
        plays(Form::Base, silence(), action(1)),
        plays(Form::Base, action(1), action(1)),
    ];
    let metrics = TableMetrics::of(&records);
    assert_eq!((metrics.samples, metrics.invalid), (2, 1));
    assert_eq!(metrics.players[0].unanswered, Some(q("1/2")));
    assert_eq!(metrics.players[1].unanswered, Some(q("0")));
    assert_eq!(metrics.all_cooperate, Some(q("0")));
    assert_eq!(metrics.welfare, Some(q("0")));
    let none = TableMetrics::of(&records[..1]);
    assert_eq!(none.welfare, None);
    assert_eq!(none.players[0].cooperation, None);
    assert_eq!(
        PublishedTableMetrics::of(&records[..1]),
        PublishedTableMetrics::default()
    );
    assert_eq!(TableMetrics::of(&[]), TableMetrics::default());
}

#[test]
fn a_side_payment_is_a_breach_as_published_and_kept_here() {
    // F2.18: the published frequency of compliance is that of activation.
    let gift = Proposal::Law(law(
        "law \"A gift\"\nresolve:\n  transfer 3 from row to column",
    ));
    let play = |treatment| {
        let mut session = TableSession::new(first(Form::Base), treatment)
            .with_protocol(AlternatingOffers::starting_with(0));
        let mut players = [willing(action(0), &gift), willing(action(0), &gift)];
        session.play(&mut players, 1).expect("a session")
    };
    let records = [play(Treatment::EnforcedLaw)];
    let published = PublishedTableMetrics::of(&records);
    assert_eq!(published.activation_rate, Some(q("1")));
    assert_eq!(published.enforcement_success_rate, Some(q("1")));
    assert_eq!(published.formation_rate, Some(q("1")));
    let metrics = TableMetrics::of(&records);
    assert_eq!(metrics.compliance, Some(q("1")));
    assert_eq!(metrics.interventions, Some(q("1")));
    // (5 − 3, 5 + 3): equality of what players end with is that after payments.
    assert_eq!(metrics.equality, Some(q("1") - q("6/14")));
    // Under a law that is only monitored nothing is paid.
    let monitored = TableMetrics::of(&[play(Treatment::MonitoredLaw)]);
    assert_eq!(monitored.equality, Some(q("1")));
    assert_eq!(monitored.interventions, None);
}

#[test]
fn a_law_that_fails_is_a_failure_and_says_nothing_of_compliance() {
    // Twice the largest number, once both were ordered to cooperate.
    let overflow = law("law \"Too much\"
         resolve:
           for each p: direct p to C
           fine row 9223372036854775807 * number(p: action of p is C)");
    let mut session = TableSession::new(first(Form::Base), Treatment::EnforcedLaw)
        .with_agreement(Proposal::Law(overflow));
    let record = session
        .play(&mut [silent(action(1)), silent(action(1))], 1)
        .expect("a session");
    let played = record.played.as_ref().expect("valid");
    // All or nothing: the order before the fine has no effect either.
    assert_eq!(played.carried_out, [1, 1]);
    let hearing = played.hearing.as_ref().expect("a hearing");
    assert_eq!(hearing.failures.len(), 1);
    assert!(!hearing.is_active());
    let metrics = TableMetrics::of([&record]);
    assert_eq!(metrics.enforcement_failures, Some(q("1")));
    assert_eq!(metrics.compliance, None);
    let published = PublishedTableMetrics::of([&record]);
    assert_eq!(published.enforcement_success_rate, Some(q("0")));
    assert_eq!(published.activation_rate, Some(q("1")));
}

#[test]
fn exploitation_is_measured_with_what_the_law_pays() {
    // Who defects pays damages to who cooperates. Had it defected too, that one would have nothing:
    // (−5 + 5, 9 − 5) exploits nobody, and (−5 + 4, 9 − 4) does.
    let exploited = |damages: i64, treatment| {
        let law = law(&format!(
            "law \"Damages\"
             resolve:
               if action of row is C and action of column is D: transfer {damages} from column to row"
        ));
        let mut session =
            TableSession::new(first(Form::Base), treatment).with_agreement(Proposal::Law(law));
        let mut players = [silent(action(0)), silent(action(1))];
        let record = session.play(&mut players, 1).expect("a session");
        TableMetrics::of([&record]).exploitation
    };
    assert_eq!(exploited(10, Treatment::MonitoredLaw), Some(q("1")));
    assert_eq!(exploited(4, Treatment::EnforcedLaw), Some(q("1")));
    assert_eq!(exploited(5, Treatment::EnforcedLaw), Some(q("0")));
}

#[test]
fn exploitation_does_not_depend_on_what_a_court_can_see() {
    // The prisoner's dilemma (5, −5, 9, 0) before a court that cannot tell the actions apart.
    let rows = [[5, -5], [9, 0]].map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::symmetric(&rows)
        .and_then(|game| game.with_action_names(&["C", "D"]))
        .expect("a game");
    let blind = Contractible::new(vec![0, 0], vec![0, 1]).expect("one class");
    let scene = Scene::new("in the dark", game, vec![blind; 2])
        .and_then(|scene| scene.with_cooperation(vec![vec![Cooperate, Defect]; 2]))
        .expect("a scene");
    let record = TableSession::new(scene, Treatment::NoContract)
        .play(&mut [silent(action(0)), silent(action(1))], 1)
        .expect("a session");
    assert_eq!(
        record.played.expect("valid").exploited,
        [Some(true), Some(false)]
    );
    // With hidden effort the comparison is with the same effort: CH against DH has S − ε, and DH
    // there P − ε; CL against DL has S − 3ε, and DL there P − 3ε.
    for (own, others) in [(0, 2), (1, 3)] {
        let record = plays(Form::Lifted, action(own), action(others));
        let played = record.played.expect("valid");
        assert_eq!(played.exploited, [Some(true), Some(false)]);
    }
}

#[test]
fn accuracy_is_over_games_that_have_the_target() {
    // Matching pennies has no pure equilibrium: nothing to hit, and nothing missed.
    let rows = [[1, -1], [-1, 1]].map(|row| row.map(Rational::from).to_vec());
    let columns = rows
        .clone()
        .map(|row| row.into_iter().map(|x| -x).collect());
    let game = NormalForm::bimatrix(&rows, &columns)
        .and_then(|game| game.with_action_names(&["heads", "tails"]))
        .expect("a game");
    let scene = Scene::new("pennies", game, vec![Contractible::everything(2); 2]).expect("a scene");
    let pennies = TableSession::new(scene, Treatment::NoContract)
        .play(&mut [silent(action(0)), silent(action(0))], 1)
        .expect("a session");
    let none = PublishedTableMetrics::of([&pennies]);
    assert_eq!((none.nash_accuracy, none.nash_deviation), (None, None));
    assert_eq!(none.utilitarian_accuracy, Some(q("1")));
    // Both defect in the dilemma: that is its equilibrium.
    let records = [pennies, plays(Form::Base, action(1), action(1))];
    let both = PublishedTableMetrics::of(&records);
    assert_eq!(both.nash_accuracy, Some(q("1")));
}

#[test]
fn the_effect_of_a_mechanism_is_the_distance_to_the_optimum_and_the_change_of_welfare() {
    let with = [
        plays(Form::Base, action(0), action(0)),
        plays(Form::Base, action(0), action(1)),
    ];
    let without = [plays(Form::Base, action(1), action(1))];
    let effect = mechanism_effect(&with, &without).expect("played");
    assert_eq!(effect.distance_to_optimum, q("1/2"));
    assert_eq!(effect.welfare_change, q("7"));
    assert_eq!(mechanism_effect(&with, &[]), None);
}

#[test]
fn sums_of_all_pairs_of_play_are_those_of_the_matrix() {
    // Every pair once: means over the sixteen cells, from the matrix itself.
    let scene = first(Form::LiftedInIntegers);
    let matrix = scene.matrix(0).expect("two players");
    let mut session = TableSession::new(scene, Treatment::NoContract);
    let mut records = Vec::new();
    for row in 0..4 {
        for column in 0..4 {
            let mut players = [silent(action(row)), silent(action(column))];
            records.push(session.play(&mut players, 1).expect("a session"));
        }
    }
    let sum: Rational = matrix.iter().flatten().sum();
    let metrics = TableMetrics::of(&records);
    let mean = sum.checked_div(&q("16")).expect("not zero");
    assert_eq!(metrics.players[0].payoff, Some(mean.clone()));
    assert_eq!(metrics.players[1].payoff, Some(mean.clone()));
    assert_eq!(metrics.welfare, Some(mean * &q("2")));
    let extreme = matrix.iter().flatten();
    let range = extreme.clone().max().expect("cells") - extreme.min().expect("cells");
    assert_eq!(records[0].benchmarks.payoff_range, range);
    // 12 (R + T + …): the optimum is (50, 50).
    assert_eq!(records[0].benchmarks.best_welfare, q("100"));
    assert_eq!(metrics.at_optimum, Some(q("1/16")));
    let published = PublishedTableMetrics::of(&records);
    assert_eq!(published.cooperation_rate, Some(q("3/4")));
    assert_eq!(published.greenwashing, Some(q("1/4")));
}
