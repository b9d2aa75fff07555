//! Every outcome proves itself, and nothing that is changed does.

use lacuna::mechanism::design::{
    Condition, DesignOutcome, DesignProof, Designer, Incentives, Multiplier, Objective,
};
use lacuna::mechanism::{Branch, Decision, MechanismTable, ParticipationStage, Setting};
use lacuna::number::Rational;
use rand::RngExt;

use super::drawn::{ratio, seeded, setting, wishes};

#[test]
fn every_outcome_of_random_wishes_is_verified() {
    let mut rng = seeded(1);
    let mut kinds = [0; 3];
    for case in 0..600 {
        let private = rng.random_range(0..2) == 0;
        let drawn = setting(&mut rng, private);
        let designer = wishes(&mut rng, &drawn);
        let outcome = designer.solve().expect("small");
        assert!(
            outcome.verify(&designer).expect("valid"),
            "case {case}: {designer:?}\n{outcome:?}"
        );
        kinds[match outcome {
            DesignOutcome::Optimal(_) => 0,
            DesignOutcome::Infeasible(_) => 1,
            DesignOutcome::Unbounded(_) => 2,
            _ => unreachable!(),
        }] += 1;
    }
    assert!(kinds.iter().all(|&count| count >= 30), "{kinds:?}");
}

fn auction() -> Setting {
    Setting::private(&[2, 2], 3, |bidder, own_type, alternative| {
        Rational::from(if alternative == 1 + bidder {
            1 + own_type as i64
        } else {
            0
        })
    })
    .expect("valid")
}

fn sale(setting: &Setting, incentives: Incentives) -> Designer<'_> {
    Designer::new(setting)
        .with_objective(Objective::Revenue)
        .with_incentives(incentives)
        .with_participation(ParticipationStage::ExPost)
}

/// The proof with a change in each of its numbers, and with entries removed and doubled.
fn changed(proof: &DesignProof) -> Vec<DesignProof> {
    let mut all = Vec::new();
    for step in [ratio(1, 7), ratio(-1, 7)] {
        for place in 0..proof.multipliers.len() {
            let mut other = proof.clone();
            other.multipliers[place].weight += &step;
            all.push(other);
        }
        for place in 0..proof.profiles.len() {
            let mut other = proof.clone();
            other.profiles[place] += &step;
            all.push(other);
        }
        let mut other = proof.clone();
        other.bound += &step;
        all.push(other);
    }
    for place in 0..proof.multipliers.len() {
        let mut other = proof.clone();
        other.multipliers.remove(place);
        all.push(other);
        let mut other = proof.clone();
        other.multipliers.push(proof.multipliers[place].clone());
        all.push(other);
    }
    let mut other = proof.clone();
    other.profiles.pop();
    all.push(other);
    all
}

#[test]
fn a_changed_proof_is_refused() {
    let setting = auction();
    for incentives in [
        Incentives::Dominant,
        Incentives::ExPost,
        Incentives::Bayesian,
    ] {
        let designer = sale(&setting, incentives);
        let design = designer
            .solve()
            .expect("small")
            .into_optimal()
            .expect("one");
        assert_eq!(design.value, ratio(3, 2));
        for proof in changed(&design.proof) {
            let mut other = design.clone();
            other.proof = proof;
            let outcome = DesignOutcome::Optimal(Box::new(other));
            assert!(!outcome.verify(&designer).expect("valid"), "{outcome:?}");
        }
    }
}

#[test]
fn a_condition_that_is_not_asked_for_proves_nothing() {
    let setting = auction();
    let designer = sale(&setting, Incentives::Dominant);
    let design = designer
        .solve()
        .expect("small")
        .into_optimal()
        .expect("one");
    let types = vec![0, 0];
    let foreign = [
        Condition::Honesty {
            agent: 0,
            own_type: 0,
            lie: 1,
        },
        Condition::HonestyAt {
            agent: 2,
            types: types.clone(),
            reports: types.clone(),
            lie: 1,
        },
        Condition::HonestyAt {
            agent: 0,
            types: types.clone(),
            reports: vec![1, 0],
            lie: 1,
        },
        Condition::HonestyAt {
            agent: 0,
            types: types.clone(),
            reports: types.clone(),
            lie: 0,
        },
        Condition::HonestyAt {
            agent: 0,
            types: types.clone(),
            reports: types.clone(),
            lie: 2,
        },
        Condition::ParticipationExAnte { agent: 0 },
        Condition::ParticipationInterim {
            agent: 0,
            own_type: 0,
        },
        Condition::ParticipationExPost {
            agent: 0,
            types: types.clone(),
            alternative: Some(0),
        },
        Condition::ParticipationExPost {
            agent: 0,
            types: vec![0, 5],
            alternative: None,
        },
        Condition::Budget,
        Condition::BudgetAt {
            types: types.clone(),
            alternative: None,
        },
        Condition::LeastTransfer {
            agent: 0,
            types: types.clone(),
            alternative: None,
        },
        Condition::GreatestTransfer {
            agent: 0,
            types,
            alternative: None,
        },
    ];
    for condition in foreign {
        let mut other = design.clone();
        other
            .proof
            .multipliers
            .push(Multiplier::new(condition, Rational::ZERO));
        let outcome = DesignOutcome::Optimal(Box::new(other));
        assert!(!outcome.verify(&designer).expect("valid"), "{outcome:?}");
    }
}

#[test]
fn a_changed_mechanism_or_value_is_refused() {
    let setting = auction();
    let designer = sale(&setting, Incentives::Bayesian);
    let design = designer
        .solve()
        .expect("small")
        .into_optimal()
        .expect("one");
    let refused = |other| {
        let outcome = DesignOutcome::Optimal(Box::new(other));
        assert!(!outcome.verify(&designer).expect("valid"), "{outcome:?}");
    };
    let mut other = design.clone();
    other.value += ratio(1, 9);
    refused(other);
    for profile in 0..4 {
        for agent in 0..2 {
            let mut decisions = design.mechanism.decisions().to_vec();
            let branches = decisions[profile].branches().iter().map(|branch| {
                let mut transfers = branch.transfers.clone();
                transfers[agent] += ratio(1, 5);
                Branch::new(branch.probability.clone(), branch.alternative, transfers)
            });
            decisions[profile] = Decision::lottery(branches.collect()).expect("valid");
            let space = design.mechanism.space().clone();
            let mut other = design.clone();
            other.mechanism = MechanismTable::new(space, 3, decisions).expect("valid");
            refused(other);
        }
    }
}

#[test]
fn a_contradiction_and_a_ray_are_refused_when_changed() {
    let setting = auction();
    // Nobody pays, and everybody wants at least 1.
    let designer = sale(&setting, Incentives::Bayesian)
        .with_outside(lacuna::mechanism::OutsideOptions::PerAgent(
            vec![Rational::ONE; 2],
        ))
        .without_subsidies();
    let outcome = designer.solve().expect("small");
    assert!(outcome.verify(&designer).expect("valid"));
    let DesignOutcome::Infeasible(proof) = outcome else {
        panic!("{outcome:?}")
    };
    let words = proof.in_words(&designer);
    assert!(
        words
            .last()
            .expect("some")
            .contains("no mechanism meets all of them")
    );
    for other in changed(&proof) {
        let outcome = DesignOutcome::Infeasible(Box::new(other));
        assert!(!outcome.verify(&designer).expect("valid"), "{outcome:?}");
    }

    let designer =
        sale(&setting, Incentives::Bayesian).with_participation(ParticipationStage::None);
    let outcome = designer.solve().expect("small");
    assert!(outcome.verify(&designer).expect("valid"));
    let DesignOutcome::Unbounded(endless) = outcome else {
        panic!("{outcome:?}")
    };
    let refused = |other| {
        let outcome = DesignOutcome::Unbounded(Box::new(other));
        assert!(!outcome.verify(&designer).expect("valid"), "{outcome:?}");
    };
    let mut other = endless.clone();
    other.gain += Rational::ONE;
    refused(*other);
    let mut other = endless.clone();
    other.transfers[2][1] -= Rational::ONE;
    refused(*other);
    let mut other = endless.clone();
    other.transfers.pop();
    refused(*other);
}
