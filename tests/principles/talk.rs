//! Pre-play communication.

use lacuna::game::catalogue::{battle_of_the_sexes, prisoners_dilemma, public_goods, stag_hunt};
use lacuna::game::{Game, GameExt};
use lacuna::mechanism::principle::{PrePlayMessages, Transform};
use lacuna::number::Rational;

use crate::{dilemma, equilibria, outcomes, q};

#[test]
fn cheap_talk_keeps_every_equilibrium_outcome_and_adds_none_to_these() {
    let games = [
        dilemma(),
        stag_hunt(4, 0, 3, 2).expect("ordered"),
        battle_of_the_sexes(2, 1, 0).expect("ordered"),
    ];
    for game in games {
        for messages in [vec![2, 2], vec![1, 3], vec![2, 1]] {
            let changed = PrePlayMessages::cheap(messages)
                .apply(&game)
                .expect("small");
            assert_eq!(outcomes(&changed), equilibria(&game));
            assert!(changed.is_balanced());
        }
        let announced = PrePlayMessages::announcements()
            .apply(&game)
            .expect("small");
        assert_eq!(outcomes(&announced), equilibria(&game));
    }
}

#[test]
fn promises_hold_from_a_lying_cost_of_t_minus_r_on() {
    for (r, s, t, p) in [(3, 0, 5, 1), (3, -4, 4, 1)] {
        let game = prisoners_dilemma(r, s, t, p).expect("ordered");
        for twice in 0..=2 * (t - s) {
            let cost = Rational::new(twice, 2).expect("not zero");
            let talk = PrePlayMessages::announcements().with_lying_cost(cost.clone());
            let changed = talk.apply(&game).expect("small");
            let cooperates = outcomes(&changed).contains(&vec![0, 0]);
            assert_eq!(cooperates, cost >= Rational::from(t - r), "{cost}");
        }
    }
}

#[test]
fn strategies_are_a_message_and_a_plan_for_what_the_others_say() {
    let talk = PrePlayMessages::announcements().with_lying_cost(q("7"));
    let changed = talk.apply(&dilemma()).expect("small");
    assert_eq!(changed.game().space().actions(), [8, 8]);
    // Message 0 (cooperate), plan (C after C, D after D) = 0b01.
    let name = changed.game().action_name(0, 1);
    assert_eq!(
        name,
        Some("say Cooperate; Cooperate after (Cooperate), Defect after (Defect)")
    );
    // Both say and do so; then player 1 says cooperate and defects: message 0, plan (D, D) = 3.
    assert_eq!(changed.plays(&[1, 1]).expect("fits")[0].profile, vec![0, 0]);
    assert_eq!(changed.transfers(&[1, 3]), Ok(vec![0.into(), (-7).into()]));
    assert_eq!(
        changed.material_payoffs(&[1, 3]),
        Ok(vec![0.into(), 5.into()])
    );
    // One who announces defection is believed.
    assert_eq!(
        changed.plays(&[1, 4 + 3]).expect("fits")[0].profile,
        vec![1, 1]
    );
    assert_eq!(changed.burnt(&[1, 4 + 3]), Ok(7.into()));
}

#[test]
fn one_who_speaks_alone_gets_its_favourite_equilibrium_where_lies_cost() {
    // A promise that must be kept is commitment: the speaker's favourite is an equilibrium, and
    // with a high cost no announcement is broken in any.
    let game = battle_of_the_sexes(2, 1, 0).expect("ordered");
    let talk = PrePlayMessages::announcements_of(vec![0]).with_lying_cost(q("10"));
    let changed = talk.apply(&game).expect("small");
    assert_eq!(changed.game().space().actions(), [4, 4]);
    for profile in equilibria(changed.game()) {
        let (message, action) = (profile[0] / 2, profile[0] % 2);
        assert_eq!(message, action);
    }
}

#[test]
fn three_players_hear_both_others() {
    let game = public_goods(3, 1, &[0.into(), 1.into()], 2).expect("in range");
    let changed = PrePlayMessages::cheap(vec![2, 1, 2])
        .apply(&game)
        .expect("small");
    // Others' messages: 2, 4 and 2 profiles.
    assert_eq!(changed.game().space().actions(), [2 * 4, 16, 2 * 4]);
    // Player 1 contributes only after messages (1, 0), the third of four occasions: 0b0010.
    let says = |message: usize, plan: usize| message * 4 + plan;
    let played = |first: usize, last: usize| {
        let profile = [says(first, 0), 0b0010, says(last, 0)];
        changed.plays(&profile).expect("fits")[0].profile.clone()
    };
    assert_eq!(played(1, 0), vec![0, 1, 0]);
    assert_eq!(played(0, 1), vec![0, 0, 0]);
    assert!(
        changed
            .game()
            .is_pure_equilibrium(&[0, 0, 0])
            .expect("fits")
    );
}
