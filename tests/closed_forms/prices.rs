//! Prices of anarchy and stability of the classical families, attained by instances.

use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use proptest::prelude::*;

use crate::support::instances::{
    congestion_exchange, congestion_links, congestion_triangle, cost_sharing_harmonic,
    cost_sharing_trap, price_of_anarchy, price_of_stability, weight_on_others,
};
use crate::support::{cooperative, over, ratio};

fn number(value: i64) -> Rational {
    Rational::from(value)
}

#[test]
fn the_best_equilibrium_of_cost_sharing_costs_the_harmonic_number() {
    let epsilon = ratio(1, 1000);
    for players in 2..=6usize {
        let game = cost_sharing_harmonic(players, &epsilon);
        let harmonic: Rational = (1..=players as i64).map(|i| ratio(1, i)).sum();
        let price = price_of_stability(&game, &WeightMatrix::identity(players));
        assert_eq!(price, over(&harmonic, &(Rational::ONE + &epsilon)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn altruism_raises_the_price_of_anarchy_of_linear_congestion(tenths in 0i64..=10) {
        let alpha = ratio(tenths, 10);
        let expected = over(
            &(number(5) + number(4) * &alpha),
            &(number(2) + &alpha),
        );
        let game = congestion_triangle(&alpha);
        prop_assert_eq!(price_of_anarchy(&game, &weight_on_others(3, &alpha)), expected.clone());
        if tenths < 10 {
            // The same in terms of λ = α/(1 − α).
            let lambda = over(&alpha, &(Rational::ONE - &alpha));
            prop_assert_eq!(price_of_anarchy(&game, &cooperative(3, &lambda)), expected.clone());
            let reparametrised = over(
                &(number(5) + number(9) * &lambda),
                &(number(2) + number(3) * &lambda),
            );
            prop_assert_eq!(reparametrised, expected);
        }
    }

    #[test]
    fn weight_on_others_above_the_own_raises_it_further(tenths in 10i64..40) {
        let alpha = ratio(tenths, 10);
        let price = price_of_anarchy(&congestion_exchange(&alpha), &weight_on_others(2, &alpha));
        prop_assert_eq!(&price, &(number(2) + &alpha));
    }

    #[test]
    fn altruism_lowers_the_price_of_anarchy_on_parallel_links(tenths in 0i64..=10) {
        let alpha = ratio(tenths, 10);
        let price = price_of_anarchy(&congestion_links(&alpha), &weight_on_others(2, &alpha));
        prop_assert_eq!(price, over(&number(4), &(number(3) + &alpha)));
    }

    #[test]
    fn altruism_raises_the_price_of_anarchy_of_cost_sharing_without_bound(
        players in 2usize..=4, tenths in 0i64..10
    ) {
        let alpha = ratio(tenths, 10);
        let game = cost_sharing_trap(players, &alpha);
        let price = price_of_anarchy(&game, &weight_on_others(players, &alpha));
        prop_assert_eq!(price, over(&Rational::from(players), &(Rational::ONE - &alpha)));
    }
}
