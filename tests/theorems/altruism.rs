//! Altruism and preferences: numbers of the literature, and that no hypothesis can be spared.

use lacuna::game::catalogue::{
    DilemmaPayoffs, FairCostSharing, LinearCongestion, LinearLatency, battle_of_the_sexes,
    matching_pennies, prisoners_dilemma,
};
use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::number::{Extended, Rational};
use lacuna::theorem::altruism::*;
use lacuna::theorem::{
    Drawn, Sampled, Sampling, Theorem, TheoremError, Verdict, find_refutation, weaken,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn all(texts: &[&str]) -> Vec<Rational> {
    texts.iter().map(|text| q(text)).collect()
}

fn bimatrix(row: [[i64; 2]; 2], column: [[i64; 2]; 2]) -> NormalForm<Rational> {
    let exact = |table: [[i64; 2]; 2]| table.map(|line| line.map(Rational::from).to_vec());
    NormalForm::bimatrix(&exact(row), &exact(column)).expect("2 × 2")
}

fn holds<T: Theorem>(theorem: T, instance: &T::Instance) {
    match theorem.check(instance) {
        Ok(Verdict::Holds) => {}
        Ok(verdict) => panic!("{verdict:?}"),
        Err(error) => panic!("{error}"),
    }
}

/// The theorem does not apply for this reason, and would be false without the hypothesis.
fn needs<T: Theorem>(theorem: T, hypothesis: &str, instance: &T::Instance) {
    match theorem.check(instance) {
        Ok(Verdict::HypothesisFails {
            hypothesis: found, ..
        }) => assert_eq!(found, hypothesis),
        other => panic!("{hypothesis}: {other:?}"),
    }
    let without = weaken(theorem, hypothesis).expect("it has the hypothesis");
    match without.check(instance) {
        Ok(Verdict::Refuted(_)) => {}
        other => panic!("without {hypothesis}: {other:?}"),
    }
}

/// For every hypothesis a drawn counterexample without it, on which it alone fails.
fn no_hypothesis_can_be_spared<T: Drawn + Sampled + Copy>(theorem: T) {
    let sampling = Sampling::default().with_cases(200);
    for hypothesis in Theorem::hypotheses(&theorem) {
        let without = weaken(theorem, hypothesis.name).expect("it has the hypothesis");
        let found = find_refutation(
            &without,
            &theorem.instances_without(hypothesis.name),
            &sampling,
        )
        .expect("instances can be drawn");
        let Some(found) = found else {
            panic!(
                "`{}` is not needed for `{}`",
                hypothesis.name,
                Theorem::statement(&theorem).identifier
            );
        };
        let failing: Vec<&str> = (Theorem::hypotheses(&theorem).iter())
            .filter(|other| !other.check(&found.instance).expect("valid").holds())
            .map(|other| other.name)
            .collect();
        assert_eq!(failing, [hypothesis.name]);
    }
}

macro_rules! each_hypothesis_is_needed {
    ($($name:ident: $($theorem:expr),+;)+) => {$(
        #[test]
        fn $name() {
            $(no_hypothesis_can_be_spared($theorem);)+
        }
    )+};
}

each_hypothesis_is_needed! {
    no_hypothesis_on_levels_can_be_spared:
        UniqueOptimumHasALevel, MoreAltruismKeepsOptimaStable, LevelZeroIsPriceOfStabilityOne,
        LevelIgnoresCommonUnits, OneMoverDoesNoHarm;
    no_hypothesis_on_closed_forms_can_be_spared:
        PrisonersDilemmaLevel, DonationLevel, PublicGoodLevel, TravelersDilemmaLevel,
        CournotLevelGrowsWithTheGrid;
    no_hypothesis_on_congestion_can_be_spared:
        CongestionLevelIsBounded, AltruistsInCongestion, SelflessPlayersInCongestion,
        AltruistsOnParallelLinks;
    no_hypothesis_on_shared_costs_and_prices_can_be_spared:
        AltruistsWhoShareCosts, SingletonCostSharingLevelIsBounded, CostSharingLevelIsBounded,
        PricesAreOrdered;
    no_hypothesis_on_forms_of_altruism_can_be_spared:
        OneParameterForms, FeelingsRevealPayoffs, AltruismIsCharnessRabin,
        ReciprocityAmongEqualsIsAltruism, AgreementMakesTheBestStable,
        BenevolentUtilitiesAreMonotone,
        EqualBenevolenceIsAltruism;
    no_hypothesis_on_other_preferences_can_be_spared:
        FehrSchmidtIsCharnessRabin, FehrSchmidtDilemma, GuiltProvidesPublicGoods,
        EnvyRefusesAndGuiltOffers, EquitableDictatorKeeps, HamiltonsRule, HomoMoralisDilemma,
        FairnessInTheDilemma;
}

#[test]
fn published_numbers_are_instances() -> Result<(), TheoremError> {
    for (r, s, t, p) in [
        (3, 0, 5, 1),
        (2, -1, 3, 0),
        (5, 0, 6, 1),
        (3, 0, 7, 1),
        (3, 0, 6, 1),
    ] {
        holds(PrisonersDilemmaLevel, &DilemmaPayoffs::new(r, s, t, p));
    }
    holds(DonationLevel, &Donation::new(3, 2, 1));
    holds(PublicGoodLevel, &PublicGood::new(5, 1, all(&["0", "1"]), 2));
    holds(
        PublicGoodLevel,
        &PublicGood::new(4, 3, all(&["0", "1", "3"]), 3),
    );
    for bonus in [2, 10] {
        holds(TravelersDilemmaLevel, &TravelersClaims::new(2, 30, bonus));
    }
    holds(
        CournotLevelGrowsWithTheGrid,
        &CournotGrid::new(2, 10, 12, 1),
    );
    holds(LevelIsTheGreatestAppealFactor, &matching_pennies(1)?);
    holds(
        LevelIsTheGreatestAppealFactor,
        &battle_of_the_sexes(2, 1, 0)?,
    );
    // U = (16/7, 18/7); and a system with too much benevolence, which is refused.
    let some = vec![all(&["0", "1/2"]), all(&["1/4", "0"])];
    let much = vec![all(&["0", "2"]), all(&["2", "0"])];
    for system in [some, much] {
        holds(
            BenevolentUtilitiesAreMonotone,
            &Benevolence::new(system, all(&["1", "2"])),
        );
    }
    // λ = 2 among three: a = 2/3, g = 6/7, ρ = 2/3, ξ = 2/5, s = 3/7, b = 2/5.
    let outcomes = [all(&["1", "5", "-2"]), all(&["0", "1/3", "7"])];
    let [first, second] = outcomes;
    holds(OneParameterForms, &TwoOutcomes::new(2, first, second));
    let dilemma = || DilemmaPayoffs::new(3, 0, 5, 1);
    for guilt in ["2/5", "0.3999"] {
        let minding = EnvyAndGuilt::new(1, q(guilt));
        holds(
            FehrSchmidtDilemma,
            &InequityInADilemma::new(minding, dilemma()),
        );
    }
    for degree in ["1/2", "0.4999"] {
        holds(
            HomoMoralisDilemma,
            &MoralityInADilemma::new(dilemma(), q(degree)),
        );
    }
    holds(EquitableDictatorKeeps, &Dictator::new(1, 4, 1, 10));
    for stakes in ["1/4", "0.2501"] {
        let cell = |value: i64| Rational::from(value) * q(stakes);
        let small = DilemmaPayoffs::new(cell(3), cell(0), cell(5), cell(1));
        holds(FairnessInTheDilemma, &small);
    }
    Ok(())
}

#[test]
fn other_scales_for_each_player_move_the_optimum() -> Result<(), TheoremError> {
    // With the payoffs of the row player times ten the level is 1/39 instead of 2.
    let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
    let units = GameInOtherUnits::new(dilemma, all(&["10", "1"]), all(&["0", "0"]));
    needs(LevelIgnoresCommonUnits, "common_scale", &units);
    let common = GameInOtherUnits::new(units.game, all(&["10", "10"]), all(&["-4", "1/3"]));
    holds(LevelIgnoresCommonUnits, &common);
    Ok(())
}

#[test]
fn two_movers_can_do_harm() {
    // At λ = 0 (1, 0) with welfare 8 is a strict equilibrium; at λ = 1 also (0, 1) with welfare 3.
    let game = bimatrix([[0, 3], [4, 1]], [[1, 0], [4, 3]]);
    let at = GameAtTwoWeights::new(game, 0, 1);
    let moved = ProfilesAtTwoWeights::new(at, vec![1, 0], vec![0, 1]);
    needs(OneMoverDoesNoHarm, "one_mover", &moved);
    // The one equilibrium has welfare 5 at λ = 0 and 3 at λ = 1.
    let game = bimatrix([[5, -6], [4, -7]], [[0, -1], [4, 10]]);
    let alone = |lambda: i64| {
        let seen = NormalForm::from_fn(&[2, 2], |player, profile| {
            let welfare = game.welfare(profile).expect("valid");
            game.payoff(player, profile) + Rational::from(lambda) * welfare
        })
        .expect("small");
        let mut stable = (seen.space().iter())
            .filter(|profile| seen.is_pure_equilibrium(profile).expect("valid"))
            .collect::<Vec<_>>();
        assert_eq!(stable.len(), 1);
        stable.remove(0)
    };
    let (before, after) = (alone(0), alone(1));
    assert_eq!(game.welfare(&before), Ok(Rational::from(5)));
    assert_eq!(game.welfare(&after), Ok(Rational::from(3)));
    let at = GameAtTwoWeights::new(game, 0, 1);
    needs(
        OneMoverDoesNoHarm,
        "one_mover",
        &ProfilesAtTwoWeights::new(at, before, after),
    );
}

/// Three players, each with a resource of slope 1 + α and one of slope 1, or with the one of the
/// next and the two of both others (Chen et al., 2014).
fn triangle(alpha: &Rational) -> LinearCongestion {
    let latency = |resource: usize| match resource {
        0..3 => LinearLatency::new(Rational::ONE + alpha, 0),
        _ => LinearLatency::new(1, 0),
    };
    let sets = |i: usize| {
        let (next, last) = ((i + 1) % 3, (i + 2) % 3);
        vec![vec![i, 3 + i], vec![3 + next, last, next]]
    };
    LinearCongestion::new((0..6).map(latency).collect(), (0..3).map(sets).collect()).expect("valid")
}

#[test]
fn a_congestion_game_climbs_one_hill() {
    let links = vec![LinearLatency::new(1, 0), LinearLatency::new(0, 2)];
    let game = LinearCongestion::new(links, vec![vec![vec![0], vec![1]]; 3]).expect("a game");
    holds(CongestionHasAPotential, &game);
}

#[test]
fn relatives_donate_exactly_from_hamiltons_rule_on() {
    for degree in ["1/3", "1/2", "2/3"] {
        for lambda in ["1/2", "1", "2"] {
            let donation = Donation::new(2, 2, 1);
            let relatives = DonationAmongRelatives::new(donation, q(degree), q(lambda));
            holds(HamiltonsRule, &relatives);
        }
    }
}

#[test]
fn the_worst_congestion_games_attain_their_bounds() {
    for (weight, bound) in [("0", "5/2"), ("1/2", "14/5"), ("1", "3")] {
        let game = triangle(&q(weight));
        holds(
            AltruistsInCongestion,
            &AltruisticCongestion::new(game.clone(), q(weight)),
        );
        let (good, bad) = (game.welfare(&[0; 3]), game.welfare(&[1; 3]));
        let ratio = bad.expect("valid").checked_div(&good.expect("valid"));
        assert_eq!(ratio, Some(q(bound)));
    }
    // Two players with weight 2 on each other lose a factor 4 > 13/4.
    let slopes = [1, 1, 3, 3].map(|slope| LinearLatency::new(slope, 0));
    let strategies = vec![vec![vec![0], vec![1, 2]], vec![vec![1], vec![0, 3]]];
    let game = LinearCongestion::new(slopes.to_vec(), strategies).expect("valid");
    let selfless = AltruisticCongestion::new(game, 2);
    holds(SelflessPlayersInCongestion, &selfless);
    needs(AltruistsInCongestion, "weight_from_zero_to_one", &selfless);
    // Latencies x and 2: 4/3.
    let links = vec![LinearLatency::new(1, 0), LinearLatency::new(0, 2)];
    let game = LinearCongestion::new(links, vec![vec![vec![0], vec![1]]; 2]).expect("valid");
    holds(
        AltruistsOnParallelLinks,
        &AltruisticCongestion::new(game, 0),
    );
}

#[test]
fn the_worst_cost_sharing_games_attain_their_bounds() {
    // Costs 10 and 2, and one player has no choice: level 3/2.
    let strategies = vec![vec![vec![0]], vec![vec![0], vec![1]]];
    let game = FairCostSharing::new(all(&["10", "2"]), strategies).expect("valid");
    holds(SingletonCostSharingLevelIsBounded, &game);
    let dense = NormalForm::from_game(&game).expect("small");
    let problem = lacuna::contract::ContractingProblem::single_state(dense).expect("valid");
    let level = lacuna::gap::level::selfishness_level(&problem).expect("informed");
    assert_eq!(level.value, Extended::Finite(q("3/2")));
    // Three altruists with weight 1/2 share a facility of cost 6 where one of cost 1 is enough.
    let shared = vec![vec![vec![0], vec![1]]; 3];
    let game = FairCostSharing::new(all(&["1", "6"]), shared.clone()).expect("valid");
    holds(
        AltruistsWhoShareCosts,
        &AltruisticCostSharing::new(game, q("1/2")),
    );
    // With weight 1 nothing is too dear.
    let game = FairCostSharing::new(all(&["1", "1000"]), shared).expect("valid");
    let selfless = AltruisticCostSharing::new(game, q("3/2"));
    needs(AltruistsWhoShareCosts, "weight_below_one", &selfless);
}

/// What a property is on a hundred drawn instances.
fn how_often<T: Drawn>(theorem: T, property: impl Fn(&T::Instance) -> bool) -> usize {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    let instances = theorem.instances();
    (0..100)
        .filter(|_| {
            let drawn = instances.new_tree(&mut runner).expect("drawn");
            property(&drawn.current())
        })
        .count()
}

#[test]
fn instances_lie_on_both_sides_of_thresholds_and_on_them() {
    use std::cmp::Ordering::{Equal, Greater, Less};
    for side in [Less, Equal, Greater] {
        let often = how_often(PrisonersDilemmaLevel, |game| {
            let (both, one) = (&game.reward + &game.reward, &game.temptation + &game.sucker);
            both.cmp(&one) == side
        });
        assert!(often >= 5, "{side:?}: {often} dilemmas");
        let often = how_often(FehrSchmidtDilemma, |instance| {
            let game = &instance.payoffs;
            let threshold =
                (&game.temptation - &game.reward).checked_div(&(&game.temptation - &game.sucker));
            instance.minding.guilt.cmp(&threshold.expect("T > S")) == side
        });
        assert!(often >= 10, "{side:?}: {often} with guilt");
        let often = how_often(HomoMoralisDilemma, |instance| {
            let game = &instance.payoffs;
            let threshold = (&game.temptation - &game.reward)
                .checked_div(&(&game.temptation - &game.punishment));
            instance.degree.cmp(&threshold.expect("T > P")) == side
        });
        assert!(often >= 10, "{side:?}: {often} with morality");
        let often = how_often(HamiltonsRule, |instance| {
            let donation = &instance.donation;
            let given = &donation.benefit * Rational::from(donation.players - 1);
            (&instance.degree * given).cmp(&donation.cost) == side
        });
        assert!(often >= 10, "{side:?}: {often} with relatives");
    }
    let infinite = how_often(LevelIsTheGreatestAppealFactor, |game| {
        let problem = lacuna::contract::ContractingProblem::single_state(game.clone());
        let level = lacuna::gap::level::selfishness_level(&problem.expect("valid"));
        level.expect("informed").value == Extended::Infinite
    });
    assert!(infinite >= 3, "{infinite} without a level");
}

#[test]
fn counterexamples_are_tables() {
    let dilemma = prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let at = GameAtTwoWeights::new(dilemma, 0, 1);
    let text = MoreAltruismKeepsOptimaStable.describe(&at);
    assert!(text.starts_with("λ = 0 and λ = 1, 2 × 2 game"), "{text}");
    assert!(text.contains("Defect     (5, 0)     (1, 1)"), "{text}");
}
