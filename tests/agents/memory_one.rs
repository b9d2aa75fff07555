//! Memory one: the iterated dilemma of Press and Dyson, folk theorems, and play by lot.

use lacuna::game::catalogue::DilemmaPayoffs;
use lacuna::game::random::generator;
use lacuna::number::Rational;
use lacuna::simulate::agents::{AgentError, MemoryOne};
use rand::RngExt;

use super::{Player, column, dilemma, play, q};

fn payoffs() -> DilemmaPayoffs {
    DilemmaPayoffs::new(3, 0, 5, 1)
}

/// A strategy with probabilities between 1/20 and 19/20, so that every long run is unique.
fn any(rng: &mut impl rand::Rng) -> MemoryOne {
    let mut p = || Rational::new(rng.random_range(1..20), 20).expect("20");
    let first = p();
    MemoryOne::new(first, [p(), p(), p(), p()]).expect("probabilities")
}

fn extortioner() -> MemoryOne {
    MemoryOne::extortioner(&payoffs(), 3.into(), q("1/26")).expect("within range")
}

#[test]
fn the_extortioner_of_press_and_dyson_has_their_probabilities() {
    assert_eq!(extortioner().after(), &["11/13", "1/2", "7/26", "0"].map(q));
}

#[test]
fn an_extortioner_gains_three_times_as_much_as_anybody_it_meets() {
    let mut rng = generator(1, 0);
    for _ in 0..200 {
        let [own, other] = extortioner()
            .long_run_payoffs(&any(&mut rng), &payoffs())
            .expect("unique");
        assert_eq!(own - Rational::ONE, q("3") * (other - Rational::ONE));
    }
    let against_cooperator =
        extortioner().long_run_payoffs(&MemoryOne::always_cooperate(), &payoffs());
    assert_eq!(against_cooperator, Some([q("41/11"), q("21/11")]));
}

#[test]
fn an_equaliser_pins_the_payoff_of_anybody_it_meets() {
    let equaliser = MemoryOne::equaliser(&payoffs(), q("2/3"), q("1/3")).expect("within range");
    assert_eq!(equaliser.after(), &["2/3", "0", "2/3", "1/3"].map(q));
    let mut rng = generator(2, 0);
    for _ in 0..200 {
        let [_, other] = equaliser
            .long_run_payoffs(&any(&mut rng), &payoffs())
            .expect("unique");
        assert_eq!(other, q("2"));
    }
}

#[test]
fn any_zero_determinant_strategy_enforces_its_line_in_any_dilemma() {
    let game = DilemmaPayoffs::new(4, -1, 6, 1);
    let mut rng = generator(3, 0);
    // Generous: the baseline is R.
    let (baseline, slope) = (q("4"), q("3/2"));
    let generous =
        MemoryOne::zero_determinant(&game, &baseline, &slope, &q("1/20")).expect("within range");
    for _ in 0..100 {
        let [own, other] = generous
            .long_run_payoffs(&any(&mut rng), &game)
            .expect("unique");
        assert_eq!(own - &baseline, &slope * &(other - &baseline));
    }
}

#[test]
fn beyond_the_largest_scale_an_extortioner_is_refused_and_at_it_a_probability_is_at_its_limit() {
    let largest = q("1/13");
    let limit = MemoryOne::extortioner(&payoffs(), 3.into(), largest.clone()).expect("the limit");
    assert_eq!(limit.after()[1], Rational::ZERO);
    let beyond = largest + q("1/1000000");
    let error = MemoryOne::extortioner(&payoffs(), 3.into(), beyond).expect_err("beyond");
    assert!(error.to_string().contains("at most 1/13"), "{error}");
    assert!(MemoryOne::extortioner(&payoffs(), q("1/2"), q("1/26")).is_err());
    assert!(MemoryOne::equaliser(&payoffs(), q("1"), q("0")).is_err());
    assert!(MemoryOne::equaliser(&payoffs(), q("0"), q("0")).is_err());
    let hunt = DilemmaPayoffs::new(4, 0, 3, 3);
    assert!(MemoryOne::extortioner(&hunt, 3.into(), q("1/26")).is_err());
}

#[test]
fn the_shares_of_the_long_run_are_where_the_chain_goes() {
    // Power iteration in floating point, from any start.
    let mut rng = generator(4, 0);
    for _ in 0..20 {
        let (own, other) = (any(&mut rng), any(&mut rng));
        let (p, o) = (
            own.after().clone().map(|x| x.to_f64()),
            other.after().clone().map(|x| x.to_f64()),
        );
        let mut shares = [0.25; 4];
        for _ in 0..2000 {
            let mut next = [0.0; 4];
            for state in 0..4 {
                let (c, d) = (p[state], o[[0, 2, 1, 3][state]]);
                for (to, chance) in [c * d, c * (1.0 - d), (1.0 - c) * d, (1.0 - c) * (1.0 - d)]
                    .into_iter()
                    .enumerate()
                {
                    next[to] += shares[state] * chance;
                }
            }
            shares = next;
        }
        let expected = 3.0 * shares[0] + 5.0 * shares[2] + shares[3];
        let exact = own.long_run_payoffs(&other, &payoffs()).expect("unique");
        assert!((exact[0].to_f64() - expected).abs() < 1e-9);
    }
}

#[test]
fn a_long_run_that_depends_on_the_first_moves_is_none() {
    let twins = MemoryOne::tit_for_tat();
    assert_eq!(twins.long_run_payoffs(&twins, &payoffs()), None);
    let stays = MemoryOne::win_stay_lose_shift();
    assert_eq!(
        stays.long_run_payoffs(&stays, &payoffs()),
        Some([q("3"), q("3")])
    );
}

#[test]
fn the_folk_theorem_holds_at_its_exact_discount_factor() {
    // Axelrod (1984): tit for tat is stable iff δ is at least (T−R)/(T−P) and (T−R)/(R−S).
    let tit_for_tat = MemoryOne::tit_for_tat();
    let value = |other: &MemoryOne, discount: &str| {
        let payoffs = other.discounted_payoffs(&tit_for_tat, &payoffs(), &q(discount));
        payoffs.expect("below 1")[0].clone()
    };
    let alternate = MemoryOne::new(q("0"), [q("0"), q("0"), q("1"), q("1")]).expect("valid");
    let defect = MemoryOne::always_defect();
    assert_eq!(value(&tit_for_tat, "2/3"), q("3"));
    assert_eq!(value(&alternate, "2/3"), q("3"));
    assert!(value(&alternate, "13/20") > q("3") && value(&alternate, "7/10") < q("3"));
    assert_eq!(value(&defect, "1/2"), q("3"));
    assert!(value(&defect, "9/20") > q("3") && value(&defect, "11/20") < q("3"));
    let error = defect.discounted_payoffs(&tit_for_tat, &payoffs(), &Rational::ONE);
    assert!(matches!(error, Err(AgentError::BadParameter { .. })));
}

#[test]
fn discounted_payoffs_are_the_sum_over_the_rounds() {
    // (1 − δ) Σ δᵗ u_t for tit for tat against a suspicious one: 0, 5, 0, 5, ….
    let value = MemoryOne::tit_for_tat()
        .discounted_payoffs(&MemoryOne::suspicious_tit_for_tat(), &payoffs(), &q("3/4"))
        .expect("below 1");
    // (1 − δ)·5δ/(1 − δ²) = 5δ/(1 + δ).
    assert_eq!(value, [q("15/7"), q("20/7")]);
}

#[test]
fn generosity_beyond_the_greatest_lets_a_defector_exploit() {
    let greatest = MemoryOne::greatest_generosity(&payoffs()).expect("a dilemma");
    assert_eq!(greatest, q("1/3"));
    let gain = |forgives: &Rational| {
        let generous = MemoryOne::generous_tit_for_tat(forgives.clone()).expect("valid");
        let defect = MemoryOne::always_defect();
        defect
            .long_run_payoffs(&generous, &payoffs())
            .expect("unique")[0]
            .clone()
    };
    // Against q a defector earns P + q(T − P), which is R at q = (R − P)/(T − P) = 1/2.
    assert_eq!(gain(&q("1/2")), q("3"));
    assert!(gain(&greatest) < q("3") && gain(&q("11/20")) > q("3"));
}

#[test]
fn an_extortioner_at_play_earns_what_the_chain_says() {
    let mut agents: [Player; 2] = [
        Box::new(extortioner()),
        Box::new(MemoryOne::always_cooperate()),
    ];
    let rounds = 20_000;
    let profiles = play(dilemma(), rounds, &mut agents, 5);
    // 3 + 2·P(defect); P(defect) = 4/11 with a standard error below 0.01 (the chain mixes at once).
    let defections = column(&profiles, 0).iter().filter(|a| **a == 1).count();
    let share = defections as f64 / rounds as f64;
    assert!((share - 4.0 / 11.0).abs() < 0.02, "{share}");
}

#[test]
fn strategies_go_through_serde_and_bad_ones_do_not() {
    let text = serde_json::to_string(&extortioner()).expect("writes");
    assert_eq!(
        serde_json::from_str::<MemoryOne>(&text).expect("reads"),
        extortioner()
    );
    let bad = text.replace("11/13", "14/13");
    let error = serde_json::from_str::<MemoryOne>(&bad).expect_err("above 1");
    assert!(
        error.to_string().contains("after both cooperated is 14/13"),
        "{error}"
    );
}

#[test]
fn the_range_of_the_scale_is_right_where_the_sucker_loses_more_than_the_tempter_gains() {
    // P − S = 3 is more than T − P = 2, so that cooperation after DC is the first to reach 1.
    let harsh = DilemmaPayoffs::new(4, 0, 5, 3);
    let limit = MemoryOne::extortioner(&harsh, 3.into(), q("1/11")).expect("the limit");
    assert_eq!(limit.after()[2], Rational::ONE);
    let error = MemoryOne::extortioner(&harsh, 3.into(), q("1/10")).expect_err("beyond");
    assert!(
        error
            .to_string()
            .contains("scale of extortion is 1/10; it must be above 0 and at most 1/11"),
        "{error}"
    );
}

#[test]
fn a_zero_determinant_strategy_that_enforces_nothing_is_refused() {
    // (1, 1, 0, 0) does the same again whatever happens.
    let error = MemoryOne::zero_determinant(&payoffs(), &q("1"), &q("3"), &q("0"));
    let error = error.expect_err("enforces nothing").to_string();
    assert!(error.contains("scale is 0; it must be"), "{error}");
}
