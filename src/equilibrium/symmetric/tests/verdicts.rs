//! Verdicts and lists of stable strategies against mutants on a grid, and forged verdicts.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn verdicts_agree_with_mutants_on_a_grid(game in games(4)) {
        for x in grid(game.actions(0), 2).into_iter().chain(equilibria(&game).extreme.into_iter().map(|e| e.strategy)) {
            let verdict = verdict_at(&game, &x);
            prop_assert!(verdict.verify(&game, &x, &options()).expect("small"), "{:?} at {:?}", verdict, x);
            for y in grid(game.actions(0), 4) {
                if verdict.is_evolutionarily_stable() {
                    prop_assert!(!invades(&game, &x, &y, true), "{:?} into {:?}", y, x);
                }
                if verdict.is_neutrally_stable() {
                    prop_assert!(!invades(&game, &x, &y, false), "{:?} into {:?}", y, x);
                }
            }
            match &verdict {
                StabilityVerdict::Invaded { mutant } => prop_assert!(invades(&game, &x, &mutant.strategy, false)),
                StabilityVerdict::NeutrallyStable { mutant, .. } => {
                    prop_assert!(invades(&game, &x, &mutant.strategy, true));
                    prop_assert!(!invades(&game, &x, &mutant.strategy, false));
                }
                StabilityVerdict::NotAnEquilibrium { reply, .. } => {
                    let mut y = vec![Rational::ZERO; game.actions(0)];
                    y[*reply] = Rational::ONE;
                    prop_assert!(invades(&game, &x, &y, false));
                }
                StabilityVerdict::EvolutionarilyStable { .. } => {}
            }
        }
    }

    #[test]
    fn the_list_of_stable_strategies_is_complete(game in games(5)) {
        let listed = stable(&game);
        // A stable strategy is an isolated equilibrium, so that it is among the extreme ones.
        let mut expected: Vec<SymmetricEquilibrium> = equilibria(&game)
            .extreme
            .into_iter()
            .filter(|found| verdict_at(&game, &found.strategy).is_evolutionarily_stable())
            .collect();
        expected.sort_by(|left, right| left.support.cmp(&right.support));
        prop_assert_eq!(&listed, &expected);
        for (i, one) in listed.iter().enumerate() {
            prop_assert!(one.profile().expect("a strategy").is_equilibrium(&game).expect("fits"));
            for other in listed.iter().skip(i + 1) {
                prop_assert!(!is_subset(&one.support, &other.best_replies));
                prop_assert!(!is_subset(&other.support, &one.best_replies));
            }
        }
        let neutral = neutrally_stable_strategies(&game, &options()).expect("small").into_set();
        for one in &listed {
            prop_assert!(neutral.contains(one));
        }
        for one in &neutral {
            prop_assert!(one.profile().expect("a strategy").is_equilibrium(&game).expect("fits"));
        }
    }

    #[test]
    fn a_wrong_verdict_is_found_out(game in games(4)) {
        let options = options();
        for found in equilibria(&game).extreme {
            let x = &found.strategy;
            let right = verdict_at(&game, x);
            let best_replies = found.best_replies.clone();
            let too_good = StabilityVerdict::EvolutionarilyStable { best_replies: best_replies.clone(), faces: 0 };
            prop_assert_eq!(too_good.verify(&game, x, &options).expect("small"), right.is_evolutionarily_stable());
            if let Some(mutant) = right.mutant() {
                let claims = [
                    StabilityVerdict::NeutrallyStable { mutant: mutant.clone(), best_replies: best_replies.clone(), faces: 0 },
                    StabilityVerdict::Invaded { mutant: mutant.clone() },
                ];
                for claim in claims {
                    let same = std::mem::discriminant(&claim) == std::mem::discriminant(&right);
                    prop_assert_eq!(claim.verify(&game, x, &options).expect("small"), same);
                }
                let mut forged = mutant.clone();
                forged.mutant_against_mutant += Rational::ONE;
                let forged = StabilityVerdict::Invaded { mutant: forged };
                prop_assert!(!forged.verify(&game, x, &options).expect("small"));
                let mut same = mutant.clone();
                same.strategy.clone_from(x);
                let u = found.payoff.clone();
                same.incumbent_against_incumbent = u.clone();
                same.mutant_against_incumbent = u.clone();
                same.incumbent_against_mutant = u.clone();
                same.mutant_against_mutant = u;
                let same = StabilityVerdict::NeutrallyStable { mutant: same, best_replies: best_replies.clone(), faces: 0 };
                prop_assert!(!same.verify(&game, x, &options).expect("small"));
            }
            let no_gain = StabilityVerdict::NotAnEquilibrium { reply: found.support[0], gain: Rational::ZERO };
            prop_assert!(!no_gain.verify(&game, x, &options).expect("small"));
        }
    }

    #[test]
    fn every_set_of_three_and_more_unplayed_replies_is_decided(entries in proptest::collection::vec(-3i64..4, 25)) {
        // Action 0 is worth 0 against everything and everything is worth 0 against it: the others
        // are unplayed best replies, and stability is copositivity of minus their matrix.
        let rows: Vec<Vec<Rational>> = (0..6)
            .map(|i| (0..6).map(|j| if i == 0 || j == 0 { Rational::ZERO } else { Rational::from(entries[5 * (i - 1) + j - 1]) }).collect())
            .collect();
        let game = NormalForm::symmetric(&rows).expect("square");
        let mut x = vec![Rational::ZERO; 6];
        x[0] = Rational::ONE;
        let verdict = verdict_at(&game, &x);
        prop_assert!(verdict.verify(&game, &x, &options()).expect("small"), "{:?}", verdict);
        let value = |y: &[Rational]| payoff(&game, y, y);
        for y in grid(6, 3).into_iter().filter(|y| y[0].is_zero()) {
            if verdict.is_evolutionarily_stable() { prop_assert!(value(&y).is_negative()); }
            if verdict.is_neutrally_stable() { prop_assert!(!value(&y).is_positive()); }
        }
    }
}
