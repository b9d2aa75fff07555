//! Theory beside play: the sixty scenarios of the paper.

use std::sync::Arc;

use lacuna::contract::law::CheckOptions;
use lacuna::contract::{ContractingProblem, Information};
use lacuna::game::hidden_effort::{Family, HiddenEffort, Scenario, scenarios};
use lacuna::gap::GapError;
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use lacuna::simulate::negotiation::{
    AlternatingOffers, Appraisal, Appraiser, Ending, Expectation, Majority, NegotiationSetting,
    Negotiator, Proposal, Protocol, RoundRobin,
};
use lacuna::simulate::table_game::{
    Form, PublishedTableMetrics, Seated, SessionRecord, TableMetrics, TableSession, Treatment,
    by_key,
};

use super::{action, chooses, cooperate, law, q, scene, silent};

/// ε = (R − P)/6.
fn epsilon(scenario: &Scenario) -> Rational {
    (&scenario.payoffs.reward - &scenario.payoffs.punishment) * &q("1/6")
}

fn times(count: i64, value: &Rational) -> Rational {
    Rational::from(count) * value
}

#[test]
fn under_the_law_of_cooperation_equilibrium_play_is_one_who_works_and_one_who_shirks() {
    // The realised payoffs of all sixteen pairs of choices, by playing them.
    for scenario in scenarios() {
        let scene = Arc::new(scene(&scenario, Form::Lifted));
        let mut session = TableSession::new(Arc::clone(&scene), Treatment::EnforcedLaw)
            .with_agreement(cooperate());
        let mut play = |row: usize, column: usize| {
            let mut players = [silent(action(row)), silent(action(column))];
            let record = session.play(&mut players, 0).expect("a session");
            record.played.expect("valid")
        };
        let table: Vec<Vec<_>> = (0..4)
            .map(|row| (0..4).map(|column| play(row, column)).collect())
            .collect();
        let e = epsilon(&scenario);
        let eta = &e * &q("1/2");
        let best = times(2, &scenario.payoffs.reward) - times(2, &e);
        let mut equilibria = 0;
        for row in 0..4 {
            for column in 0..4 {
                let played = &table[row][column];
                let own = &played.payoffs;
                let row_content = (0..4).all(|other| table[other][column].payoffs[0] <= own[0]);
                let column_content = (0..4).all(|other| table[row][other].payoffs[1] <= own[1]);
                if row_content && column_content {
                    equilibria += 1;
                    // One of them works: what is carried out is (CH, CL) or (CL, CH).
                    assert_eq!(played.carried_out.iter().sum::<usize>(), 1);
                    assert_eq!(
                        own.iter().sum::<Rational>(),
                        &best - &eta,
                        "{}",
                        scene.name()
                    );
                }
            }
        }
        // Each of two outcomes by two choices of each player.
        assert_eq!(equilibria, 8);
    }
}

/// What agents choose in equilibrium: without a law selfish ones defect, with effort where there is
/// effort; under the law of cooperation one of them works and one shirks. Prosocial ones cooperate.
fn choices(form: Form, treatment: Treatment, prosocial: bool) -> [usize; 2] {
    match (form, treatment, prosocial) {
        (_, _, true) => [0, 0],
        (Form::Base, _, false) => [1, 1],
        (_, Treatment::EnforcedLaw, false) => [2, 3],
        (_, _, false) => [2, 2],
    }
}

fn grid() -> Vec<SessionRecord> {
    let mut records = Vec::new();
    for scenario in scenarios() {
        for form in [Form::Base, Form::Lifted] {
            let scene = Arc::new(scene(&scenario, form));
            for treatment in Treatment::ALL {
                for prosocial in [false, true] {
                    let chosen = choices(form, treatment, prosocial);
                    let mut session = TableSession::new(Arc::clone(&scene), treatment)
                        .with_protocol(AlternatingOffers::starting_with(0))
                        .with_condition("form", if form == Form::Base { "2x2" } else { "4x4" })
                        .with_condition("prosocial", prosocial.to_string());
                    let mut players = chosen.map(|a| super::willing(action(a), &cooperate()));
                    records.push(session.play(&mut players, 0).expect("a session"));
                }
            }
        }
    }
    records
}

#[test]
fn the_grid_of_scenarios_treatments_and_agents_has_the_metrics_computed_by_hand() {
    let records = grid();
    assert_eq!(records.len(), 60 * 2 * 4 * 2);
    let groups = by_key(&records, |record| {
        (
            record.condition("form").expect("a form"),
            record.condition("prosocial").expect("agents") == "true",
            record.treatment,
        )
    });
    let (zero, one) = (Some(q("0")), Some(q("1")));
    for ((form, prosocial, treatment), group) in &groups {
        assert_eq!(group.len(), 60);
        let name = format!("{form} {prosocial} {treatment:?}");
        let published = PublishedTableMetrics::of(group.iter().copied());
        let metrics = TableMetrics::of(group.iter().copied());
        let enforced = *treatment == Treatment::EnforcedLaw;
        // Only hidden effort keeps an enforced law from the optimum.
        let optimal = *prosocial || (enforced && *form == "2x2");
        assert_eq!(
            published.utilitarian_accuracy,
            if optimal { one.clone() } else { zero.clone() },
            "{name}"
        );
        assert_eq!(metrics.at_optimum, published.utilitarian_accuracy);
        let cooperate = *prosocial || enforced;
        for player in &metrics.players {
            assert_eq!(
                player.cooperation,
                if cooperate { one.clone() } else { zero.clone() },
                "{name}"
            );
        }
        assert_eq!(metrics.exploitation, zero, "{name}");
        // Who defects breaks the law that was agreed, whether or not somebody enforces it.
        let expected = match treatment {
            Treatment::NoContract => None,
            _ => Some(if *prosocial { q("1") } else { q("0") }),
        };
        assert_eq!(metrics.compliance, expected, "{name}");
        assert_eq!(
            metrics.formation,
            (*treatment != Treatment::NoContract).then(|| q("1"))
        );
        assert_eq!(
            metrics.interventions,
            enforced.then(|| if *prosocial { q("0") } else { q("1") })
        );
        if *form == "4x4" {
            let worked = [
                &metrics.players[0].high_effort,
                &metrics.players[1].high_effort,
            ];
            let column = if enforced && !prosocial { &zero } else { &one };
            assert_eq!(worked, [&one, column], "{name}");
            // Published: somebody works, and the row player is looked at alone.
            assert_eq!(published.high_effort_rate, one);
            assert_eq!(published.greenwashing, zero);
        }
    }
    // What is lost, in closed form: 2(R − P) without a law, η with one; of 2R − 2ε.
    let (mut gap, mut eta, mut best) = (q("0"), q("0"), q("0"));
    for scenario in scenarios() {
        let e = epsilon(&scenario);
        gap += times(12, &e);
        eta += &e * &q("1/2");
        best += times(2, &scenario.payoffs.reward) - times(2, &e);
    }
    let lost = |treatment| {
        let metrics = TableMetrics::of(groups[&("4x4", false, treatment)].iter().copied());
        (
            metrics.loss.expect("played"),
            metrics.efficiency.expect("positive"),
        )
    };
    let share = |value: &Rational| value.checked_div(&best).expect("positive");
    assert_eq!(
        lost(Treatment::Talk),
        (&gap * &q("1/60"), q("1") - share(&gap))
    );
    assert_eq!(
        lost(Treatment::EnforcedLaw),
        (&eta * &q("1/60"), q("1") - share(&eta))
    );
}

#[test]
fn defection_with_effort_is_the_published_equilibrium_in_all_scenarios() {
    let mut stag_hunts = 0;
    for scenario in scenarios() {
        let mut session = TableSession::new(scene(&scenario, Form::Lifted), Treatment::NoContract);
        let mut play = |row, column| {
            let mut players = [silent(action(row)), silent(action(column))];
            let record = session.play(&mut players, 0).expect("a session");
            let deviation = PublishedTableMetrics::of([&record]).nash_deviation;
            (
                record.played.expect("valid").targets,
                deviation.expect("an equilibrium"),
            )
        };
        let (defection, _) = play(2, 2);
        assert!(defection.nash && !defection.utilitarian && !defection.rawlsian);
        let (cooperation, deviation) = play(0, 0);
        assert!(cooperation.utilitarian && cooperation.rawlsian && !cooperation.nash);
        assert_eq!(deviation, q("1"));
        // S5: in the stag hunts (CH, CL) is an equilibrium too, the better one.
        let (lone, deviation) = play(0, 1);
        assert_eq!(lone.nash, scenario.family == Family::StagHunt);
        if lone.nash {
            assert_eq!(deviation, q("0"));
            stag_hunts += 1;
        }
    }
    assert_eq!(stag_hunts, 30);
}

#[test]
fn selfish_appraisers_agree_on_the_law_of_cooperation_in_every_dilemma() {
    for scenario in scenarios() {
        let lift = HiddenEffort::new(scenario.payoffs.clone()).expect("a lift");
        let problem = ContractingProblem::hidden_effort(&lift).expect("a problem");
        let appraisal = Appraisal::new(problem, WeightMatrix::identity(2)).expect("an appraisal");
        let Proposal::Law(both) = cooperate() else {
            panic!("a law")
        };
        let checked = both
            .check(appraisal.court(), &CheckOptions::default())
            .expect("checked");
        // Worst cases: P − ε without a law, R − 2ε − η under it.
        let e = epsilon(&scenario);
        let without = &scenario.payoffs.punishment - &e;
        let with = &scenario.payoffs.reward - &e * &q("5/2");
        assert_eq!(appraisal.value(0, None).expect("a value"), Some(without));
        assert_eq!(
            appraisal.value(1, Some(&checked)).expect("a value"),
            Some(with)
        );
        let best = appraisal.clone().with_expectation(Expectation::Best);
        let reward = Some(scenario.payoffs.reward.clone());
        assert_eq!(best.value(1, Some(&checked)).expect("a value"), reward);
        let appraisal = Arc::new(appraisal);
        let player = |choice| {
            let negotiator = Appraiser::new(Arc::clone(&appraisal), vec![both.clone()]);
            Seated::new(chooses(action(choice)), negotiator)
        };
        let mut session = TableSession::new(scene(&scenario, Form::Lifted), Treatment::EnforcedLaw)
            .with_protocol(AlternatingOffers::starting_with(1));
        let record = session
            .play(&mut [player(2), player(3)], 0)
            .expect("a session");
        let negotiation = record.negotiation.expect("a negotiation");
        assert_eq!(negotiation.ending, Ending::Adopted);
        assert_eq!(negotiation.transcript.len(), 2);
    }
}

#[test]
fn what_a_law_is_worth_is_told_of_players_who_know_the_state() {
    // Who cannot tell two states apart plays no equilibrium of either.
    let lift = HiddenEffort::new(scenarios()[0].payoffs.clone()).expect("a lift");
    let game = lift.game().expect("a game");
    let problem = |information| {
        ContractingProblem::new(vec![(q("1/2"), game.clone()), (q("1/2"), game.clone())])
            .and_then(|problem| problem.with_information(information))
            .expect("a problem")
    };
    let appraise = |information| Appraisal::new(problem(information), WeightMatrix::identity(2));
    let known = appraise(Information::complete(2, 2)).expect("an appraisal");
    assert_eq!(known.value(0, None).expect("a value"), Some(q("-5/6")));
    assert!(matches!(
        appraise(Information::none(2, 2)),
        Err(GapError::Contract(_))
    ));
}

#[test]
fn appraisers_haggle_until_the_last_turn_and_refuse_what_is_worse_than_nothing() {
    let scenario = &scenarios()[0];
    let lift = HiddenEffort::new(scenario.payoffs.clone()).expect("a lift");
    let problem = ContractingProblem::hidden_effort(&lift).expect("a problem");
    let appraisal =
        Arc::new(Appraisal::new(problem, WeightMatrix::identity(2)).expect("an appraisal"));
    let tribute = |from: &str, to: &str, amount: i64| {
        law(&format!(
            "law \"Tribute\"\nresolve:\n  for each p: direct p to C\n  transfer {amount} from {from} to {to}"
        ))
    };
    let names = ["row", "column"].map(str::to_owned);
    let negotiate = |protocol: &mut dyn Protocol, laws: [Vec<lacuna::contract::law::Law>; 2]| {
        let mut players = laws.map(|list| Appraiser::new(Arc::clone(&appraisal), list));
        let [row, column] = &mut players;
        let mut seats: [&mut dyn Negotiator; 2] = [row, column];
        let setting = NegotiationSetting::new(&names).with_court(appraisal.court());
        let outcome = protocol
            .negotiate(&setting, &mut seats)
            .expect("a negotiation");
        assert!(players.iter().all(|player| player.problems().is_empty()));
        outcome
    };
    // Each wants two from the other, and each offer is better than nothing: 35/12 − 2 > −5/6. The
    // last offer is made in the turn before the last.
    let ours = [
        vec![tribute("column", "row", 2)],
        vec![tribute("row", "column", 2)],
    ];
    let outcome = negotiate(&mut AlternatingOffers::starting_with(0), ours.clone());
    assert_eq!(outcome.transcript.len(), 5);
    assert_eq!(outcome.adopted, Some(Proposal::Law(ours[1][0].clone())));
    let outcome = negotiate(&mut AlternatingOffers::starting_with(1), ours.clone());
    assert_eq!(outcome.adopted, Some(Proposal::Law(ours[0][0].clone())));
    // Four are too many: 35/12 − 4 < −5/6.
    let greedy = [vec![tribute("column", "row", 4)], vec![]];
    let outcome = negotiate(&mut AlternatingOffers::starting_with(0), greedy.clone());
    assert_eq!(outcome.adopted, None);
    // One vote of two suffices to agree; the other can still refuse to ratify.
    let mut vote = RoundRobin::new(Majority::AtLeast(1)).with_ratification(Majority::Everybody);
    assert_eq!(negotiate(&mut vote, greedy).ending, Ending::NotRatified);
    let mild = [vec![tribute("column", "row", 2)], vec![]];
    assert_eq!(negotiate(&mut vote, mild).ending, Ending::Adopted);
}
