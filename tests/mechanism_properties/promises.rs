//! Exactly the properties that the guides name hold; of the others there is a verified witness.

use lacuna::mechanism::examine::{
    BudgetStage, Examination, Incentive, Lottery, Revealed, RevenueRule, Stage, Verdict, Witness,
};
use lacuna::mechanism::matching::{Assignments, TwoSidedMechanism};
use lacuna::mechanism::{OutsideOptions, RankUtilities, Rankings};

use super::{Case, cases};

/// Does it hold? A failure must come with a witness that is verified from the definition.
fn decided<W: Witness>(case: &Case, letter: char, found: &Verdict<W>, exam: &Examination) -> bool {
    if let Some(witness) = found.witness() {
        let name = case.name;
        assert!(
            witness.verify(exam),
            "{name}, {letter}: {}",
            witness.in_words(exam)
        );
    }
    found.holds()
}

pub fn holds(case: &Case, letter: char, exam: &Examination<'_>) -> bool {
    let outside = OutsideOptions::default();
    let each = Lottery::EachBranch;
    let incentive = |found: &Verdict<_>| decided(case, letter, found, exam);
    let takes_part = |stage| {
        let found = exam.participation(stage, &outside).expect("small");
        if let Some(witness) = found.witness() {
            assert!(witness.verify_for(exam, &outside), "{}", case.name);
        }
        decided(case, letter, &found, exam)
    };
    let budget = |rule: RevenueRule| {
        let found = exam
            .budget(&rule, BudgetStage::ExPost(each))
            .expect("small");
        decided(case, letter, &found, exam)
    };
    match letter {
        'D' => incentive(&exam.dominant_strategy().expect("small")),
        'X' => incentive(&exam.ex_post().expect("small")),
        'B' => incentive(&exam.bayesian().expect("small")),
        'A' => takes_part(Stage::ExAnte),
        'I' => takes_part(Stage::Interim),
        'P' => takes_part(Stage::ExPost(each)),
        'N' => budget(RevenueRule::no_deficit()),
        'Z' => budget(RevenueRule::balanced()),
        'E' => decided(case, letter, &exam.efficiency().expect("small"), exam),
        'O' => decided(case, letter, &exam.pareto().expect("small"), exam),
        'V' => {
            let swap = case.swap.expect("places can be changed");
            let found = exam.envy_freeness(&swap, each).expect("small");
            decided(case, letter, &found, exam)
        }
        _ => panic!("{letter} is no property"),
    }
}

#[test]
fn every_mechanism_keeps_exactly_what_its_guide_promises() {
    let mut wrong = Vec::new();
    for case in cases::all() {
        let exam = Examination::new(&case.setting, &*case.mechanism)
            .and_then(|exam| exam.with_strategies(case.strategies()))
            .expect("fits");
        let claims = case.holds.chars().map(|letter| (letter, true));
        for (letter, claimed) in claims.chain(case.fails.chars().map(|letter| (letter, false))) {
            if holds(&case, letter, &exam) != claimed {
                wrong.push(format!("{}: {letter} is not {claimed}", case.name));
            }
        }
        for letter in "DNZ".chars() {
            assert!(
                case.holds.contains(letter) || case.fails.contains(letter),
                "{}",
                case.name
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn properties_that_imply_each_other_do() {
    for case in cases::all() {
        let exam = Examination::new(&case.setting, &*case.mechanism)
            .and_then(|exam| exam.with_strategies(case.strategies()))
            .expect("fits");
        let holds = |letter| holds(&case, letter, &exam);
        for (strong, weak) in [
            ('D', 'X'),
            ('X', 'B'),
            ('P', 'I'),
            ('I', 'A'),
            ('Z', 'N'),
            ('E', 'O'),
        ] {
            assert!(
                !holds(strong) || holds(weak),
                "{}: {strong} and not {weak}",
                case.name
            );
        }
        // Values are private: what is dominant has transfers behind it (Rochet 1987).
        let monotone = exam.cyclic_monotonicity().expect("small");
        assert!(!holds('D') || monotone.holds(), "{}", case.name);
        assert!(
            monotone
                .witness()
                .is_none_or(|witness| witness.verify(&exam))
        );
        // The revelation principle: truth in the direct mechanism is as good as the strategies.
        let direct = Revealed::new(&case.setting, &*case.mechanism, case.strategies());
        let direct = direct.expect("fits");
        let revealed = Examination::new(&case.setting, &direct).expect("direct");
        for letter in "DXB".chars() {
            let kept = self::holds(&case, letter, &revealed);
            assert!(!holds(letter) || kept, "{}: {letter}", case.name);
        }
    }
}

#[test]
fn without_lotteries_and_money_dominance_is_strategy_proofness_for_rankings() {
    for case in cases::all() {
        let exam = Examination::new(&case.setting, &*case.mechanism)
            .and_then(|exam| exam.with_strategies(case.strategies()))
            .expect("fits");
        // Refused with money.
        if let Ok(found) = exam.strategy_proof() {
            let dominant = exam.dominant_strategy().expect("small");
            assert_eq!(found.holds(), dominant.holds(), "{}", case.name);
            assert!(found.witness().is_none_or(|witness| witness.verify(&exam)));
        }
    }
}

#[test]
fn deferred_acceptance_is_honest_for_those_who_propose_and_not_for_those_who_receive() {
    let all = Rankings::all_with_refusals(2).expect("small");
    let couples = Assignments::new(2, vec![1, 1], 10).expect("small");
    let borda = RankUtilities::borda(2);
    let setting = couples
        .two_sided_setting(&all, &all, &borda, &borda)
        .expect("small");
    let marriages = TwoSidedMechanism::new(all.clone(), all, couples).expect("fits");
    let sides = |agents: &[usize]| {
        Examination::new(&setting, &marriages)
            .and_then(|exam| exam.with_agents(agents))
            .expect("fits")
    };
    let proposers = sides(&[0, 1]);
    assert!(proposers.dominant_strategy().expect("small").holds());
    assert!(proposers.strategy_proof().expect("small").holds());
    let receivers = sides(&[2, 3]);
    let found = receivers.dominant_strategy().expect("small");
    assert!(found.witness().expect("a cut list").verify(&receivers));
    // Nobody is matched with somebody unacceptable, and stable matchings are efficient for both
    // sides together.
    let each = Stage::ExPost(Lottery::EachBranch);
    let exam = sides(&[0, 1, 2, 3]);
    let takes_part = exam.participation(each, &OutsideOptions::default());
    assert!(takes_part.expect("small").holds());
    assert!(exam.pareto().expect("small").holds());
}

#[test]
fn a_requirement_of_design_is_a_question_of_examination() {
    use lacuna::mechanism::ParticipationStage;
    use lacuna::mechanism::design::{BudgetRule, Designer, Incentives, Objective};
    let prior = vec![
        vec![
            "1/4".parse().expect("a number"),
            "3/4".parse().expect("a number")
        ];
        2
    ];
    let setting = lacuna::mechanism::Setting::private(&[2, 2], 2, |_, own, built| {
        super::n(built as i64 * [-1, 2][own])
    })
    .and_then(|setting| setting.with_prior(lacuna::mechanism::Prior::Independent(prior)))
    .expect("small");
    let outside = OutsideOptions::default();
    for incentives in [
        Incentives::None,
        Incentives::Dominant,
        Incentives::ExPost,
        Incentives::Bayesian,
    ] {
        for stage in [
            ParticipationStage::None,
            ParticipationStage::ExAnte,
            ParticipationStage::Interim,
            ParticipationStage::ExPost,
        ] {
            for budget in [
                BudgetRule::None,
                BudgetRule::ExpectedNoDeficit,
                BudgetRule::ExpectedBalance,
                BudgetRule::NoDeficit,
                BudgetRule::Balance,
            ] {
                let designer = Designer::new(&setting)
                    .with_objective(Objective::Welfare)
                    .with_incentives(incentives)
                    .with_participation(stage)
                    .with_budget(budget);
                let outcome = designer.solve().expect("small");
                let best = outcome.optimal().expect("building nothing is feasible");
                let exam = Examination::new(&setting, &best.mechanism).expect("direct");
                if let Some(incentive) = Incentive::required(incentives) {
                    assert!(exam.incentives(incentive).expect("small").holds());
                }
                if let Some(stage) = Stage::required(stage, Lottery::InExpectation) {
                    assert!(exam.participation(stage, &outside).expect("small").holds());
                }
                if let Some((rule, stage)) = RevenueRule::required(budget, Lottery::InExpectation) {
                    assert!(exam.budget(&rule, stage).expect("small").holds());
                }
                assert_eq!(exam.expected_welfare().expect("small"), best.value);
            }
        }
    }
}
