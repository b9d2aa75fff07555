//! Proofs that are tampered with are refused, and proofs survive a round trip through JSON.

use lacuna::contract::{Budget, Language, Monitoring, SettlementOptions};
use lacuna::gap::irreducible::{
    AltruismThreshold, Dilemma, GapBound, GapTest, Threshold, altruism_threshold,
    attained_threshold, certified_gap, dilemma, gap_test,
};
use lacuna::linear_program::LinearOptions;
use lacuna::mechanism::MechanismOptions;
use lacuna::number::{Extended, Rational};
use lacuna::preference::WeightMatrix;

use crate::examples::monitor;
use crate::mechanisms::BUDGETS;
use crate::random::Draw;
use crate::support::{q, single, symmetric};

#[test]
fn plans_and_laws_that_are_changed_are_refused() {
    let (mut plans, mut laws) = (0, 0);
    for seed in 7000..7060 {
        let (problem, monitoring) = Draw(seed).problem();
        let selfish = WeightMatrix::identity(problem.players());
        for budget in BUDGETS {
            let limits = LinearOptions::default();
            let test = gap_test(&problem, &monitoring, &selfish, budget, &limits).expect("small");
            let text = serde_json::to_string(&test).expect("json");
            let read: GapTest = serde_json::from_str(&text).expect("own output");
            assert_eq!(read, test);
            let check = |test: &GapTest| test.verify(&problem, &monitoring, &selfish, budget);
            match &test {
                GapTest::Gap(gap) => {
                    plans += 1;
                    let mut more = gap.clone();
                    more.plans[0].bound = &more.plans[0].bound - &q("1/100");
                    more.at_least = &more.at_least + &q("1/100");
                    // The bound is the greatest over profiles, so that it cannot be less.
                    assert!(!check(&GapTest::Gap(more)), "seed {seed}");
                    let mut twice = gap.clone();
                    twice.plans.push(twice.plans[0].clone());
                    twice.at_least = &twice.at_least + &twice.at_least;
                    assert!(!check(&GapTest::Gap(twice)));
                    let mut other = gap.clone();
                    other.plans[0].state = 1;
                    assert!(!check(&GapTest::Gap(other)));
                    let mut negative = gap.clone();
                    negative.plans[0].deviations[0].weight = -Rational::ONE;
                    assert!(!check(&GapTest::Gap(negative)));
                    assert!(!check(&GapTest::NoGap(Vec::new())));
                }
                GapTest::NoGap(list) => {
                    laws += 1;
                    let mut less = list.clone();
                    less[0].recommendations[0].1 = q("1/2");
                    assert!(
                        less[0].recommendations.len() > 1 && less == *list
                            || !check(&GapTest::NoGap(less))
                    );
                    let optima = &problem.first_best().optima[0];
                    if let Some(worse) = (0..problem.space().len()).find(|i| !optima.contains(i)) {
                        let mut other = list.clone();
                        other[0].recommendations[0].0 =
                            problem.space().profile(worse).expect("a profile");
                        assert!(!check(&GapTest::NoGap(other)));
                    }
                    if budget != Budget::Unrestricted && !list[0].transfers.is_empty() {
                        let mut rich = list.clone();
                        rich[0].transfers[0].amounts[0] += Rational::from(1000);
                        assert!(!check(&GapTest::NoGap(rich)));
                    }
                    assert!(!check(&GapTest::NoGap(Vec::new())));
                }
            }
        }
    }
    assert!(plans > 20 && laws > 20, "{plans} plans, {laws} laws");
}

#[test]
fn thresholds_that_are_changed_are_refused() {
    let mut positive = 0;
    for seed in 8000..8060 {
        let (problem, monitoring) = Draw(seed).problem();
        let found = altruism_threshold(&problem, &monitoring, &Default::default()).expect("small");
        let text = serde_json::to_string(&found).expect("json");
        let read: AltruismThreshold = serde_json::from_str(&text).expect("own output");
        assert_eq!(read, found);
        let Threshold::Closed(value) = &found.value else {
            continue;
        };
        let check =
            |test: &AltruismThreshold| test.verify(&problem, &monitoring, Budget::Unrestricted);
        let with = |value: Rational| {
            let mut other = found.clone();
            other.value = Threshold::Closed(value.clone());
            other.states[0].value = Threshold::Closed(value);
            other
        };
        assert!(!check(&with(value + &q("1/1000"))), "seed {seed}");
        if value.is_positive() {
            positive += 1;
            assert!(!check(&with(value - &q("1/1000"))), "seed {seed}");
            assert!(!check(&with(value * &q("1/2"))), "seed {seed}");
            let mut none = found.clone();
            none.states[0].below.clear();
            assert!(!check(&none));
        }
        let mut endless = found.clone();
        endless.value = Threshold::Infinite;
        endless.states[0].value = Threshold::Infinite;
        endless.states[0].closed = None;
        assert!(!check(&endless), "seed {seed}");
        let mut open = found.clone();
        open.states[0].closed = None;
        assert!(!check(&open));
    }
    assert!(positive > 5, "{positive}");
}

#[test]
fn dilemmas_bounds_and_attained_thresholds_that_are_changed_are_refused() {
    let (problem, language) = monitor();
    let monitoring = Monitoring::from(&language);
    let selfish = WeightMatrix::identity(2);
    let found = dilemma(&problem, &monitoring, &selfish)
        .expect("fits")
        .expect("a dilemma");
    let changed = |change: &dyn Fn(&mut Dilemma)| {
        let mut other = found.clone();
        change(&mut other);
        !other.verify(&problem, &monitoring, &selfish)
    };
    assert!(changed(&|d| d.player = 1));
    assert!(changed(&|d| d.player = 7));
    assert!(changed(&|d| d.own_type = 1));
    assert!(changed(&|d| d.rule = vec![0, 1]));
    assert!(changed(&|d| d.rule = vec![9, 9]));
    assert!(changed(&|d| d.decisive = 3));
    assert!(changed(&|d| d.gains.clear()));
    assert!(changed(&|d| d.gains[0].gain = q("2")));
    let seen = Monitoring::from(&Language::complete(&problem));
    assert!(!found.verify(&problem, &seen, &selfish));

    let options = MechanismOptions::default().with_liability(Rational::ONE);
    let bound = certified_gap(&problem, &monitoring, &selfish, &options);
    let bound = bound.expect("small").expect("a gap");
    let changed = |change: &dyn Fn(&mut GapBound)| {
        let mut other = bound.clone();
        change(&mut other);
        !other.verify(&problem, &monitoring, &selfish, &options)
    };
    assert!(changed(&|b| b.at_least = q("1/3")));
    assert!(changed(&|b| {
        b.at_least = q("1/3");
        b.states[0].at_least = q("1/3");
    }));
    assert!(changed(&|b| b.states[0].gain = q("2")));
    assert!(changed(&|b| b.states[0].action = 0));
    assert!(changed(&|b| b.states[0].player = 5));
    assert!(changed(&|b| b.states[0].optimum = vec![1, 0]));
    assert!(changed(&|b| b.states.clear()));
    assert!(!bound.verify(
        &problem,
        &monitoring,
        &selfish,
        &options.with_liability(q("2"))
    ));

    let dilemma = single(symmetric(&[[3, 0], [5, 1]]));
    let seen = Monitoring::from(&Language::actions_only(&dilemma));
    let options = SettlementOptions::default()
        .with_budget(Budget::Balanced)
        .with_liability(q("1/2"));
    let attained = attained_threshold(&dilemma, &seen, &options).expect("unique");
    for lambda in ["0", "1", "2"] {
        let mut other = attained.clone();
        other.value = Extended::Finite(q(lambda));
        assert!(!other.verify(&dilemma, &seen, &options));
    }
    let mut other = attained.clone();
    other.proof.clear();
    assert!(!other.verify(&dilemma, &seen, &options));
    let mut other = attained;
    other.contract = None;
    assert!(!other.verify(&dilemma, &seen, &options));
}
