//! One principle after the other, and principles with preferences.

use lacuna::equilibrium::{PhaseDiagram, PhaseOptions, lambda_interval};
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::game::{Game, GameExt};
use lacuna::mechanism::principle::{
    Chain, CorrelatedRecommendation, Gift, Mediator, Penalty, PigouvianTax, PrePlayMessages,
    Proceeds, Restriction, Target, Transform,
};
use lacuna::number::{Extended, Rational};
use lacuna::preference::{Cooperative, FehrSchmidt, Perceived, Selfish};

use crate::{dilemma, outcomes, q};

/// The least λ at which mutual cooperation is an equilibrium, if the fine burns or stays.
fn threshold(r: i64, s: i64, t: i64, p: i64, fine: &Rational, proceeds: Proceeds) -> Rational {
    let game = prisoners_dilemma(r, s, t, p).expect("ordered");
    let penalty = Penalty::new(Target::Profile(vec![0, 0]), fine.clone()).with_proceeds(proceeds);
    let fined = penalty.apply(&game).expect("fits");
    let interval = lambda_interval(fined.game(), &[0, 0]).expect("fits");
    let interval = interval.expect("some λ suffices");
    assert_eq!(interval.to, Extended::Infinite);
    interval.from
}

#[test]
fn a_fine_lowers_the_altruism_that_cooperation_needs_exactly_as_computed() {
    for (r, s, t, p) in [(3, 0, 5, 1), (5, -5, 9, 0), (3, -4, 4, 1)] {
        for twice in 0..=2 * (t - r) {
            let fine = Rational::new(twice, 2).expect("not zero");
            let gain = Rational::from(t - r) - &fine;
            // u_i + λW with burnt fines as lost welfare: T − f + λ(T + S − f) ≤ R + 2λR.
            let burnt = (Rational::from(2 * r - t - s) + &fine)
                .recip()
                .expect("above 0");
            let expected = &gain * &burnt;
            assert_eq!(threshold(r, s, t, p, &fine, Proceeds::Burnt), expected);
            // A fine that the other receives is no loss of welfare: (T − R − f) / (2R − T − S).
            let kept = Rational::from(2 * r - t - s).recip().expect("above 0");
            let expected = &gain * &kept;
            assert_eq!(
                threshold(r, s, t, p, &fine, Proceeds::SharedByOthers),
                expected
            );
        }
    }
}

#[test]
fn players_who_do_not_count_money_as_welfare_need_as_much_as_with_fines_that_stay() {
    let game = dilemma();
    let fined = Penalty::new(Target::WelfareOptimum, 1.into())
        .apply(&game)
        .expect("fits");
    // (T − R − f) / (2R − T − S) = 1 with values, 1/2 where burnt money is lost welfare.
    for (lambda, with_values, with_payoffs) in [
        ("49/100", false, false),
        ("1/2", false, true),
        ("99/100", false, true),
        ("1", true, true),
    ] {
        let kind = Cooperative::new(q(lambda)).expect("in range");
        let values = fined.perceived_values(&kind).expect("linear");
        let payoffs = fined.perceived(&kind).expect("linear");
        assert_eq!(values.is_pure_equilibrium(&[0, 0]), Ok(with_values));
        assert_eq!(payoffs.is_pure_equilibrium(&[0, 0]), Ok(with_payoffs));
    }
}

#[test]
fn a_fined_game_has_a_phase_diagram_like_any_other() {
    let game = prisoners_dilemma(5, -5, 9, 0).expect("ordered");
    let fined = Penalty::new(Target::WelfareOptimum, 1.into())
        .apply(&game)
        .expect("fits");
    let phases = PhaseDiagram::new(fined.game(), &PhaseOptions::default()).expect("small");
    // (T − R − f) / (2R − T − S + f) = 3 / 7.
    assert_eq!(
        phases.some_equilibrium_is_optimal().value(),
        Some(&q("3/7"))
    );
}

#[test]
fn perception_of_a_changed_game_is_that_of_its_payoffs_for_linear_preferences() {
    let fined = Penalty::new(Target::WelfareOptimum, 1.into())
        .with_detection(q("1/3"))
        .apply(&dilemma())
        .expect("fits");
    let kind = Cooperative::new(q("2/7")).expect("in range");
    let direct = Perceived::new(fined.game(), kind).expect("linear");
    let seen = fined.perceived(&kind_again()).expect("linear");
    // Envy and guilt are felt in each case that may arise, and not on average.
    let envious = FehrSchmidt::new(q("1"), q("1/2")).expect("in range");
    let on_average = Perceived::new(fined.game(), envious.clone()).expect("two players");
    let by_case = fined.perceived(&envious).expect("two players");
    for profile in fined.game().space() {
        for player in 0..2 {
            assert_eq!(
                direct.payoff(player, &profile),
                seen.payoff(player, &profile)
            );
            let average = on_average.payoff(player, &profile);
            assert!(by_case.payoff(player, &profile) <= average);
        }
    }
    // Both defect: 1 and 1, or both are fined: the same. One alone: 5 or 4 against 0.
    let case = |own: i64| Rational::from(own) - q("1/2") * &Rational::from(own);
    let expected = q("2/3") * &case(5) + q("1/3") * &case(4);
    assert_eq!(by_case.payoff(0, &[1, 0]), expected);
}

fn kind_again() -> Cooperative<Rational> {
    Cooperative::new(q("2/7")).expect("in range")
}

#[test]
fn a_chain_is_one_change_after_the_other() {
    let game = dilemma();
    let fine = || Penalty::new(Target::Profile(vec![0, 0]), 2.into()).with_detection(q("1/4"));
    let gift = || Gift::new(vec![1.into(), (-1).into()]);
    let step = fine()
        .apply(&game)
        .expect("fits")
        .then(&gift())
        .expect("fits");
    let chain = fine().then(gift()).apply(&game).expect("fits");
    assert_eq!(step, chain);
    // Gifts and fines commute, and the empty chain does nothing.
    let other = gift().then(fine()).apply(&game).expect("fits");
    assert_eq!(other.game(), chain.game());
    let nothing = Chain::new().apply(&game).expect("fits");
    assert_eq!(nothing.game(), &game);
    let boxed: Box<dyn Transform> = Box::new(chain_of_three());
    assert_eq!(
        boxed.apply(&game).expect("fits").transfers(&[0, 0]),
        Ok(vec![3.into(), (-3).into()])
    );
}

fn chain_of_three() -> Chain {
    let gift = || Gift::new(vec![1.into(), (-1).into()]);
    gift().then(gift()).link(gift())
}

#[test]
fn later_changes_speak_of_the_strategies_that_earlier_ones_made() {
    // The mediator's `delegate` is action 2; a fine on not delegating makes it dominant.
    let game = dilemma();
    let mediator = Mediator::new(vec![0, 0], vec![0, 0]);
    let bad = mediator.clone().apply(&game).expect("fits");
    assert!(!outcomes(&bad).contains(&vec![0, 0]));
    let fined = mediator.then(Penalty::new(Target::Profile(vec![2, 2]), 3.into()));
    let changed = fined.apply(&game).expect("fits");
    let found = changed.equilibria(&Selfish).expect("small");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].profile, vec![2, 2]);
    assert_eq!(found[0].plays[0].profile, vec![0, 0]);
    assert_eq!(changed.original(), &game);
    assert_eq!(changed.burnt(&[1, 2]), Ok(3.into()));
}

#[test]
fn lotteries_compose_and_equal_plays_are_put_together() {
    let game = dilemma();
    let coin = vec![(q("1/2"), vec![0, 0]), (q("1/2"), vec![1, 1])];
    // Told in public; then a fine of 4 on the strategy number 0, to cooperate always.
    let device = CorrelatedRecommendation::public(coin);
    let always_defect = Target::Profile(vec![3, 3]);
    let fine = Penalty::new(always_defect, 4.into()).with_detection(q("1/2"));
    let changed = device.then(fine).apply(&game).expect("small");
    let plays = changed.plays(&[0, 3]).expect("fits");
    // Player 0 cooperates after both: one profile, fined or not.
    assert_eq!(plays.len(), 2);
    assert!(plays.iter().all(|play| play.probability == q("1/2")));
    assert_eq!(changed.transfers(&[0, 3]), Ok(vec![(-2).into(), 0.into()]));
}

#[test]
fn a_tax_on_a_restricted_game_internalises_what_is_left() {
    let game = dilemma();
    let kept = Restriction::new(vec![vec![0, 1], vec![1]]);
    let changed = kept
        .then(PigouvianTax::new(vec![0, 0]))
        .apply(&game)
        .expect("fits");
    // Against a defector: cooperating is worth 0 + 5, defecting 1 + 1.
    assert_eq!(outcomes(&changed), vec![vec![0, 1]]);
}

#[test]
fn talk_after_a_fine_is_the_fine_on_what_is_played() {
    let game = dilemma();
    let fined = Penalty::new(Target::WelfareOptimum, 3.into());
    let both = fined
        .then(PrePlayMessages::cheap(vec![2, 2]))
        .apply(&game)
        .expect("small");
    assert_eq!(outcomes(&both), vec![vec![0, 0]]);
    for profile in both.game().space() {
        let play = &both.plays(&profile).expect("fits")[0];
        let expected: Vec<Rational> = play
            .profile
            .iter()
            .map(|&action| Rational::from(-3 * action as i64))
            .collect();
        assert_eq!(play.transfers, expected);
    }
}
