//! The games that mechanisms make, and revelation.

use lacuna::game::{Game, GameExt, SizeLimit};
use lacuna::mechanism::Concern;
use lacuna::mechanism::Mechanism;
use lacuna::mechanism::examine::{Examination, MessageGame, Revealed};
use lacuna::number::Rational;
use lacuna::preference::{Cooperative, Perceived};

use super::brute::{type_profiles, utility};
use super::drawn::drawn;
use super::{auction, price_of_rank, q};

#[test]
fn truth_is_an_equilibrium_of_the_message_game_of_a_second_price_auction() {
    let setting = auction(&[4, 4]);
    let mechanism = price_of_rank(&[4, 4], 1);
    for types in &setting.profiles().expect("small") {
        let game = MessageGame::new(&setting, &mechanism, types.clone()).expect("valid");
        assert!(game.is_pure_equilibrium(&types).expect("valid"));
    }
    // Bidding 0 against 3 is one too, of which the highest value need not be the winner.
    let game = MessageGame::new(&setting, &mechanism, vec![3, 2]).expect("valid");
    assert!(game.is_pure_equilibrium(&[0, 3]).expect("valid"));
    assert_eq!(game.payoff(1, &[0, 3]), q(2));
    assert!(MessageGame::new(&setting, &mechanism, vec![4, 0]).is_err());
    assert!(MessageGame::new(&setting, &mechanism, vec![0]).is_err());
}

#[test]
fn preferences_pass_through_the_message_game() {
    let setting = auction(&[3, 3]);
    let mechanism = price_of_rank(&[3, 3], 0);
    let preference = Cooperative::new(q(2)).expect("not negative");
    let examination = Examination::new(&setting, &mechanism)
        .expect("valid")
        .with_preference(&preference)
        .with_concern(Concern::Payoffs);
    let types = vec![2, 1];
    let game = MessageGame::new(&setting, &mechanism, types.clone()).expect("valid");
    let seen = Perceived::new(&game, preference.clone()).expect("defined");
    let direct = examination.complete_information(&types).expect("small");
    for profile in direct.space() {
        for agent in 0..2 {
            assert_eq!(seen.payoff(agent, &profile), direct.payoff(agent, &profile));
        }
    }
}

#[test]
fn equilibria_of_the_induced_games_are_what_the_examination_says_on_random_instances() {
    let (mut equilibria, mut others, mut compared) = (0, 0, 0);
    for seed in 0..700 {
        let drawn = drawn(seed);
        let examination = drawn.examination();
        let ex_post = examination.ex_post().expect("small");
        let all = type_profiles(&drawn).iter().all(|types| {
            let game = examination.complete_information(types).expect("small");
            let said = drawn.strategies.messages(types);
            game.is_pure_equilibrium(&said).expect("valid")
        });
        assert_eq!(all, ex_post.holds(), "seed {seed}");
        let Ok(form) = examination.strategic_form(SizeLimit::payoffs(3_000)) else {
            continue;
        };
        let followed = examination.followed_profile().expect("strategies");
        for (agent, &action) in followed.iter().enumerate() {
            let plan = examination.plan_of_action(agent, action).expect("valid");
            let said: Vec<usize> = (0..drawn.setting.types()[agent])
                .map(|own| drawn.strategies.message(agent, own))
                .collect();
            assert_eq!(plan, said);
        }
        let is_equilibrium = form.is_pure_equilibrium(&followed).expect("valid");
        let bayesian = examination.bayesian().expect("small");
        assert_eq!(is_equilibrium, bayesian.holds(), "seed {seed}");
        equilibria += u64::from(is_equilibrium);
        others += u64::from(!is_equilibrium);
        if seed % 10 == 0 {
            for profile in form.space() {
                let plans: Vec<Vec<usize>> = profile
                    .iter()
                    .enumerate()
                    .map(|(i, &a)| examination.plan_of_action(i, a).expect("valid"))
                    .collect();
                for agent in 0..drawn.setting.agents() {
                    let expected: Rational = type_profiles(&drawn)
                        .iter()
                        .map(|types| {
                            let said: Vec<usize> =
                                types.iter().zip(&plans).map(|(&own, p)| p[own]).collect();
                            let share = drawn.setting.probability(types);
                            share * &utility(&drawn, agent, types, &said)
                        })
                        .sum();
                    assert_eq!(form.payoff(agent, &profile), expected, "seed {seed}");
                    compared += 1;
                }
            }
        }
    }
    assert!(equilibria > 50 && others > 50 && compared > 500);
}

#[test]
fn truth_is_an_equilibrium_of_the_revealed_mechanism_if_the_strategies_were_one() {
    let mut revealed_better = 0;
    for seed in 0..1_200 {
        let drawn = drawn(seed);
        let examination = drawn.examination();
        let revealed = Revealed::new(&drawn.setting, &drawn.mechanism, drawn.strategies.clone())
            .expect("valid");
        let truth = Examination::new(&drawn.setting, &revealed)
            .expect("direct")
            .with_concern(drawn.concern);
        let truth = match &drawn.preference {
            None => truth,
            Some(preference) => truth.with_preference(preference.as_ref()),
        };
        for (indirect, direct) in [
            (examination.dominant_strategy(), truth.dominant_strategy()),
            (examination.ex_post(), truth.ex_post()),
            (examination.bayesian(), truth.bayesian()),
        ] {
            let (indirect, direct) = (indirect.expect("small"), direct.expect("small"));
            assert!(!indirect.holds() || direct.holds(), "seed {seed}");
            // Fewer lies are left: never more to gain.
            assert!(direct.epsilon() <= indirect.epsilon(), "seed {seed}");
            revealed_better += u64::from(direct.holds() && !indirect.holds());
        }
        for types in type_profiles(&drawn) {
            let said = drawn.strategies.messages(&types);
            assert_eq!(revealed.decide(&types), drawn.mechanism.decide(&said));
        }
        assert_eq!(
            examination.expected_revenue().expect("small"),
            truth.expected_revenue().expect("small")
        );
    }
    assert!(revealed_better > 0);
}
