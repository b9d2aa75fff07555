//! The returned mechanism, run: as a game in strategic form, and with drawn recommendations.

use lacuna::game::random::generator;
use lacuna::game::{Game, GameExt};
use lacuna::mechanism::{Attainment, Communication, MechanismError, MechanismGame, best_mechanism};
use lacuna::number::Rational;
use lacuna::preference::Perceived;
use proptest::prelude::*;

use super::thresholds::instances;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn honesty_and_obedience_are_an_equilibrium_of_the_game_that_the_mechanism_makes(
        instance in instances(true),
        twice in 0i64..5,
        communication in prop_oneof![
            Just(Communication::Mediated),
            Just(Communication::Recommendations),
        ],
    ) {
        let lambda = Rational::new(twice, 2).expect("positive");
        let agents = instance.agents(&lambda);
        let options = instance.options.clone().with_communication(communication);
        let (problem, monitoring) = (&instance.problem, &instance.monitoring);
        let best = best_mechanism(problem, monitoring, &agents, &options)
            .expect("within limits")
            .into_best()
            .expect("there is a mechanism");
        let game = match MechanismGame::new(&best.mechanism, problem, monitoring, 20_000) {
            Ok(game) => game,
            Err(MechanismError::TooLarge { .. }) => return Ok(()),
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let honest = game.honest_obedient();
        let perceived = Perceived::new(&game, &agents).expect("fits");
        prop_assert!(perceived.is_pure_equilibrium(&honest).expect("a profile"));
        // Expected welfare counts transfers, which vanish unless money is burnt or brought in.
        if options.budget != lacuna::contract::Budget::Unrestricted {
            let welfare: Rational = (0..game.players()).map(|i| game.payoff(i, &honest)).sum();
            let shortfall = match &best.attainment {
                Attainment::Approached { shortfall } => shortfall.clone(),
                _ => Rational::ZERO,
            };
            prop_assert_eq!(welfare, &best.value - &shortfall);
        }
    }

    #[test]
    fn recommendations_come_about_as_often_as_the_law_says(instance in instances(true)) {
        let agents = instance.agents(&Rational::ZERO);
        let best = best_mechanism(&instance.problem, &instance.monitoring, &agents, &instance.options)
            .expect("within limits")
            .into_best()
            .expect("there is a mechanism");
        let reports = instance.problem.information().profile(0);
        let listed = best.mechanism.recommendations(&reports);
        let mut rng = generator(2605, 4);
        let mut counts = vec![0u32; listed.len()];
        const DRAWS: u32 = 2000;
        for _ in 0..DRAWS {
            let drawn = best.mechanism.recommend(&reports, &mut rng).expect("something");
            let place = listed.iter().position(|entry| entry == drawn);
            counts[place.expect("one of the list")] += 1;
        }
        for (entry, count) in listed.iter().zip(counts) {
            let share = f64::from(count) / f64::from(DRAWS);
            // Five standard deviations.
            prop_assert!((share - entry.probability.to_f64()).abs() < 0.06);
        }
    }
}
