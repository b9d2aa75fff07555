//! Thresholds of other-regarding preferences over random parameters.

use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::number::Rational;
use lacuna::preference::{
    BenevolentSystem, ConvexAltruism, Cooperative, FehrSchmidt, GroupAverage, HomoMoralis, Levine,
    Outcome, Perceived, Preference, RewardSharing, SocialValueAngle, UniformBenevolence,
    WeightMatrix, WeightOnOthers, WeightSplit, rabin,
};
use proptest::prelude::*;

use crate::support::instances::head_moves_last;
use crate::support::{over, q, ratio, symmetric};

/// Is mutual cooperation an equilibrium for players with this preference?
fn cooperates(game: &NormalForm<Rational>, preference: impl Preference<Rational>) -> bool {
    let seen = Perceived::new(game, preference).expect("defined");
    seen.is_pure_equilibrium(&[0, 0]).expect("valid")
}

/// (R, S, T, P) of a prisoner's dilemma.
fn dilemmas() -> impl Strategy<Value = [i64; 4]> {
    (-9i64..9, 1i64..9, 1i64..9, 1i64..9)
        .prop_map(|(s, a, b, c)| [s + a + b, s, s + a + b + c, s + a])
}

fn game([r, s, t, p]: [i64; 4]) -> NormalForm<Rational> {
    symmetric(&[[r, s], [t, p]])
}

/// Does `holds` from `threshold` on and not just below it?
fn holds_from(threshold: &Rational, holds: impl Fn(&Rational) -> bool) -> bool {
    let little = ratio(1, 1_000_000);
    holds(threshold) && holds(&(threshold + &little)) && !holds(&(threshold - &little))
}

/// The weight on the others relative to the own one, which must be the same for all players.
fn relative_weight(matrix: &WeightMatrix<Rational>) -> Rational {
    let weight = over(matrix.entry(0, 1), matrix.entry(0, 0));
    for i in 0..matrix.players() {
        for j in 0..matrix.players() {
            if i != j {
                assert_eq!(over(matrix.entry(i, j), matrix.entry(i, i)), weight);
            }
        }
    }
    weight
}

#[test]
fn the_rotten_kid_serves_the_family_only_if_the_head_moves_last_and_utility_is_transferable() {
    // The kid earns 12a − a² and the head 100 − 8a; gifts go in steps of a half.
    let income = |gift: usize, a: usize| {
        let (gift, a) = (ratio(gift as i64, 2), a as i64);
        [
            Rational::from(100 - 8 * a) - &gift,
            Rational::from(12 * a - a * a) + &gift,
        ]
    };
    assert_eq!(head_moves_last(101, 9, income), (2, 2));
    let own = (0..9)
        .max_by_key(|&a| income(0, a)[1].clone())
        .expect("choices");
    assert_eq!(own, 6);
    // A kid who also likes leisure l is given half of an income of 3 − 2l, and is lazy.
    let lazy = |eighths: usize, choice: usize| {
        let (share, leisure) = (ratio(eighths as i64, 8), ratio(choice as i64 + 1, 8));
        let income = Rational::from(3) - Rational::from(2) * &leisure;
        [
            (Rational::ONE - &share) * &income,
            share * &income * &leisure,
        ]
    };
    let (kid, head) = head_moves_last(9, 8, lazy);
    assert_eq!(
        (ratio(kid as i64 + 1, 8), ratio(head as i64 + 1, 8)),
        (q("3/4"), q("1/2"))
    );
}

proptest! {
    #[test]
    fn every_parametrisation_weighs_the_others_by_lambda_over_one_plus_lambda(
        above in 0i64..30, below in 1i64..9, players in 2usize..6
    ) {
        let lambda = ratio(above, below);
        let n = Rational::from(players);
        let one = Rational::ONE;
        let cooperative = Cooperative::new(lambda.clone()).expect("at least 0");
        let weight = over(&lambda, &(&one + &lambda));
        let check = |matrix: Option<WeightMatrix<Rational>>| {
            relative_weight(&matrix.expect("linear")) == weight
        };
        prop_assert!(check(cooperative.weights(players)));
        let convex = ConvexAltruism::from_lambda(&cooperative).expect("in range");
        prop_assert_eq!(&convex, &ConvexAltruism::new(weight.clone()).expect("in range"));
        prop_assert!(check(convex.weights(players)));
        let group = GroupAverage::from_lambda(&cooperative, players).expect("in range");
        let g = over(&(&n * &lambda), &(&one + &n * &lambda));
        prop_assert_eq!(&group, &GroupAverage::new(g).expect("in range"));
        prop_assert!(check(group.weights(players)));
        let others = WeightOnOthers::from_lambda(&cooperative).expect("in range");
        prop_assert!(check(others.weights(players)));
        let split = WeightSplit::from_lambda(&cooperative).expect("in range");
        let xi = over(&lambda, &(&one + Rational::from(2) * &lambda));
        prop_assert_eq!(&split, &WeightSplit::new(xi).expect("in range"));
        prop_assert!(check(split.weights(players)));
        let sharing = RewardSharing::from_lambda(&cooperative, players).expect("in range");
        let s = over(&(&one + &lambda), &(&one + &n * &lambda));
        prop_assert_eq!(&sharing, &RewardSharing::new(s).expect("in range"));
        prop_assert!(check(sharing.weights(players)));
        let benevolent = UniformBenevolence::from_lambda(&cooperative, players).expect("in range");
        let b = over(&lambda, &(&one + (&n - &one) * &lambda));
        prop_assert_eq!(benevolent.coefficient(), &b);
        prop_assert!(check(benevolent.weights(players)));
        let system = benevolent.to_system().expect("below 1");
        prop_assert!(check(system.weights(players)));
        let angle = SocialValueAngle::from_lambda(&cooperative).expect("finite");
        prop_assert!(check(angle.weights(players)) && angle.degrees() < 45.0);
        // And back.
        for back in [
            convex.to_lambda(),
            group.to_lambda(players),
            others.to_lambda(),
            split.to_lambda(),
            sharing.to_lambda(players),
            benevolent.to_lambda(),
            angle.to_lambda(),
        ] {
            prop_assert_eq!(back, Ok(cooperative.clone()));
        }
    }

    #[test]
    fn two_benevolent_players_solve_their_system(
        a in 0i64..20, b in 0i64..20, payoffs in (-20i64..20, -20i64..20)
    ) {
        // U = (π_1 + a π_2, b π_1 + π_2)/(1 − ab), if ab < 1; refused otherwise.
        let (a, b) = (ratio(a, 10), ratio(b, 10));
        let zero = Rational::ZERO;
        let built = BenevolentSystem::new(vec![
            vec![zero.clone(), a.clone()],
            vec![b.clone(), zero],
        ]);
        let determinant = Rational::ONE - &a * &b;
        prop_assert_eq!(built.is_ok(), determinant.is_positive());
        if let Ok(system) = built {
            let payoffs = [Rational::from(payoffs.0), Rational::from(payoffs.1)];
            let outcome = Outcome::new(&payoffs);
            let first = over(&(&payoffs[0] + &a * &payoffs[1]), &determinant);
            let second = over(&(&b * &payoffs[0] + &payoffs[1]), &determinant);
            prop_assert_eq!(system.perceived(0, &outcome), first);
            prop_assert_eq!(system.perceived(1, &outcome), second);
        }
    }

    #[test]
    fn guilt_supports_cooperation_from_its_share_of_the_temptation(
        payoffs in dilemmas(), envy in 1i64..5
    ) {
        let [r, s, t, _] = payoffs;
        let threshold = ratio(t - r, t - s);
        let holds = |beta: &Rational| {
            let averse = FehrSchmidt::new(Rational::from(envy), beta.clone()).expect("in range");
            cooperates(&game(payoffs), averse)
        };
        prop_assert!(holds_from(&threshold, holds));
    }

    #[test]
    fn a_responder_accepts_from_the_share_that_balances_envy(tenths in 1i64..60) {
        let alpha = ratio(tenths, 10);
        let threshold = over(&alpha, &(Rational::ONE + Rational::from(2) * &alpha));
        let averse = FehrSchmidt::new(alpha, Rational::ZERO).expect("in range");
        prop_assert_eq!(&averse.smallest_accepted_share(), &threshold);
        let accepts = |share: &Rational| {
            let payoffs = [Rational::ONE - share, share.clone()];
            !averse.perceived(1, &Outcome::new(&payoffs)).is_negative()
        };
        prop_assert!(holds_from(&threshold, accepts));
    }

    #[test]
    fn morality_supports_cooperation_from_the_grim_trigger_number(payoffs in dilemmas()) {
        let [r, _, t, p] = payoffs;
        let threshold = ratio(t - r, t - p);
        let exact = holds_from(&threshold, |kappa| {
            cooperates(&game(payoffs), HomoMoralis::new(kappa.clone()).expect("in range"))
        });
        prop_assert!(exact);
    }

    #[test]
    fn hamiltons_rule_and_altruism_agree_on_donations(cost in 1i64..9, more in 1i64..9) {
        let benefit = cost + more;
        let donation = game([benefit - cost, -cost, benefit, 0]);
        let exact = holds_from(&ratio(cost, benefit), |kappa| {
            cooperates(&donation, HomoMoralis::new(kappa.clone()).expect("in range"))
        });
        prop_assert!(exact);
        let exact = holds_from(&ratio(cost, benefit - cost), |lambda| {
            cooperates(&donation, Cooperative::new(lambda.clone()).expect("at least 0"))
        });
        prop_assert!(exact);
        let exact = holds_from(&ratio(cost, benefit), |weight| {
            cooperates(&donation, WeightOnOthers::new(weight.clone()).expect("finite"))
        });
        prop_assert!(exact);
    }

    #[test]
    fn kindness_supports_cooperation_while_the_stakes_are_small(payoffs in dilemmas()) {
        // Cooperating is worth R X + 3/4 and defecting T X + 1/4.
        let [r, _, t, _] = payoffs;
        let at = |stakes: &Rational| {
            let scale = vec![stakes.clone(); 2];
            game(payoffs).affine(&scale, &[Rational::ZERO, Rational::ZERO]).expect("positive")
        };
        let largest = ratio(1, 2 * (t - r));
        let little = ratio(1, 1_000_000);
        let fair = |stakes: &Rational| {
            rabin::is_fairness_equilibrium(&at(stakes), &[0, 0]).expect("two players")
        };
        prop_assert!(fair(&largest) && fair(&(&largest - &little)) && !fair(&(&largest + &little)));
        let seen = |action: usize| rabin::utility(&at(&largest), 0, action, &[0, 0]);
        prop_assert_eq!(seen(0), Ok(Rational::from(r) * &largest + ratio(3, 4)));
        prop_assert_eq!(seen(1), Ok(Rational::from(t) * &largest + ratio(1, 4)));
    }

    #[test]
    fn levines_weight_is_the_mean_of_own_and_returned_altruism(
        a in -9i64..=9, b in -9i64..=9, regard in 0i64..=10
    ) {
        let (a, b, regard) = (ratio(a, 10), ratio(b, 10), ratio(regard, 10));
        let pair = Levine::new(vec![a.clone(), b.clone()], regard.clone()).expect("in range");
        let weights = pair.weights(2).expect("two");
        let expected = over(&(&a + &regard * &b), &(Rational::ONE + &regard));
        prop_assert_eq!(weights.entry(0, 1), &expected);
        prop_assert_eq!(weights.entry(0, 0), &Rational::ONE);
    }

    #[test]
    fn guilt_sustains_the_public_good_against_one_free_rider(
        players in 2usize..=4, tenths in 1i64..10
    ) {
        // With a return a < 1 on each unit given, full contribution holds iff β >= 1 − a.
        let a = ratio(tenths, 10);
        let game = NormalForm::from_fn(&vec![2; players], |player, profile| {
            let total: usize = profile.iter().sum();
            &a * &Rational::from(total) + Rational::ONE - Rational::from(profile[player])
        }).expect("small");
        let threshold = Rational::ONE - &a;
        let holds = |beta: &Rational| {
            let averse = FehrSchmidt::new(Rational::from(2), beta.clone()).expect("in range");
            let seen = Perceived::new(&game, averse).expect("any game");
            seen.is_pure_equilibrium(&vec![1; game.players()]).expect("valid")
        };
        prop_assert!(holds_from(&threshold, holds));
    }
}
