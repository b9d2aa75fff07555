//! Theorems about equilibria and repetition: every hypothesis is needed, and the numbers of the
//! literature are instances.

use lacuna::equilibrium::correlated::{CorrelatedConcept, CorrelatedOptions, Objective};
use lacuna::equilibrium::correlated_equilibrium;
use lacuna::equilibrium::dominance::Dominance;
use lacuna::game::NormalForm;
use lacuna::game::catalogue::{
    DilemmaPayoffs, GordonSchaefer, chicken, matching_pennies, rock_paper_scissors,
};
use lacuna::number::Rational;
use lacuna::simulate::agents::MemoryOne;
use lacuna::theorem::equilibria::*;
use lacuna::theorem::{Drawn, Sampled, Sampling, Theorem, Verdict, weaken};

fn q(text: &str) -> Rational {
    text.parse().expect("a fraction")
}

fn game(rows: &[&[i64]], columns: &[&[i64]]) -> NormalForm<Rational> {
    let table = |rows: &[&[i64]]| -> Vec<Vec<Rational>> {
        let line = |row: &&[i64]| row.iter().map(|&entry| Rational::from(entry)).collect();
        rows.iter().map(line).collect()
    };
    NormalForm::bimatrix(&table(rows), &table(columns)).expect("a game")
}

fn matrix(rows: &[&[i64]]) -> Vec<Vec<Rational>> {
    let line = |row: &&[i64]| row.iter().map(|&entry| Rational::from(entry)).collect();
    rows.iter().map(line).collect()
}

/// The theorem applies to the instance, and holds.
fn holds<T: Theorem>(theorem: T, instance: &T::Instance) {
    let verdict = theorem.check(instance).expect("a valid instance");
    assert!(matches!(verdict, Verdict::Holds), "{verdict:?}");
}

/// The theorem does not apply, and would be false if it did.
fn fails_without<T: Theorem>(theorem: T, hypothesis: &str, instance: &T::Instance) {
    let verdict = theorem.check(instance).expect("a valid instance");
    let Verdict::HypothesisFails {
        hypothesis: which, ..
    } = verdict
    else {
        panic!("{verdict:?}");
    };
    assert_eq!(which, hypothesis);
    let weaker = weaken(&theorem, hypothesis).expect("a hypothesis");
    let verdict = weaker.check(instance).expect("a valid instance");
    assert!(matches!(verdict, Verdict::Refuted(_)), "{verdict:?}");
}

/// Without any of its hypotheses the theorem has a counterexample among the instances for it.
fn every_hypothesis_is_needed<T: Drawn>(theorem: T) {
    let sampling = Sampling::default().with_cases(200).with_max_shrinks(64);
    for hypothesis in theorem.hypotheses() {
        let found = theorem
            .refute_without(hypothesis.name, &sampling)
            .expect("it is drawn");
        let statement = Theorem::statement(&theorem);
        assert!(
            found.is_some(),
            "`{}` has no counterexample without `{}`",
            statement.identifier,
            hypothesis.name
        );
    }
}

#[test]
fn hypotheses_about_games_are_needed() {
    every_hypothesis_is_needed(EquilibriaIgnoreUnits);
    every_hypothesis_is_needed(EquilibriaAreLocalMaxima);
    every_hypothesis_is_needed(StrictEliminationHasOneResult);
    every_hypothesis_is_needed(DominatedActionsAreNotPlayed);
    every_hypothesis_is_needed(RiskDominanceIsHalfDominance);
}

#[test]
fn hypotheses_about_two_players_are_needed() {
    every_hypothesis_is_needed(SupportsFindAllEquilibria);
    every_hypothesis_is_needed(OddNumberOfEquilibria);
    every_hypothesis_is_needed(MinimaxIsMaximin);
    every_hypothesis_is_needed(TwoActionsLeaveNothingCoarse);
}

#[test]
fn hypotheses_about_populations_are_needed() {
    every_hypothesis_is_needed(StrictEquilibriaAreStable);
    every_hypothesis_is_needed(InteriorStabilityStandsAlone);
}

#[test]
fn hypotheses_about_repetition_are_needed() {
    every_hypothesis_is_needed(GrimTriggerHasAThreshold);
    every_hypothesis_is_needed(TitForTatHasAThreshold);
    every_hypothesis_is_needed(PublicGoodHasAThreshold);
    every_hypothesis_is_needed(ZeroDeterminantEnforcesALine);
    every_hypothesis_is_needed(EqualisersPinTheOther);
}

#[test]
fn hypotheses_about_commons_and_shares_are_needed() {
    every_hypothesis_is_needed(CommonsHaveAThreshold);
    every_hypothesis_is_needed(CoalitionsNeedASize);
    every_hypothesis_is_needed(WelfareOptimaAreEfficient);
    every_hypothesis_is_needed(TransfersToThePoorerEvenOut);
}

#[test]
fn hypotheses_about_programs_are_needed() {
    every_hypothesis_is_needed(ValuesAreConvexInTheObjective);
    every_hypothesis_is_needed(ValuesAreConcaveInTheBounds);
}

#[test]
fn a_mediator_of_chicken_does_better_and_worse_than_every_equilibrium() {
    let game = chicken(6, 2, 7, 0).expect("a chicken");
    holds(EquilibriaAreCorrelated, &game);
    for (objective, value) in [
        (Objective::MaxWelfare, "21/2"),
        (Objective::MinWelfare, "36/5"),
    ] {
        for concept in [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse] {
            let options = CorrelatedOptions::default()
                .with_objective(objective.clone())
                .with_concept(concept);
            let found = correlated_equilibrium(&game, &options).expect("small");
            assert_eq!(found.value(), Some(&q(value)));
        }
    }
}

#[test]
fn ties_of_rock_paper_scissors_are_coarse_only() {
    let game = rock_paper_scissors(1, 1).expect("a game");
    let ties = (0..9)
        .map(|index| Rational::from(i64::from(index % 4 == 0)))
        .collect();
    let advised = Advised::new(game, ties);
    holds(CorrelatedIsCoarse, &advised);
    fails_without(TwoActionsLeaveNothingCoarse, "two_actions", &advised);
}

#[test]
fn a_degenerate_game_has_two_equilibria() {
    // The second row is as good as the first against one column.
    let degenerate = game(&[&[1, 0], &[1, 1]], &[&[1, 0], &[0, 1]]);
    holds(ExtremeEquilibriaArePairsOfVertices, &degenerate);
    let even = game(&[&[1, 0], &[0, 0]], &[&[1, 0], &[0, 0]]);
    holds(ExtremeEquilibriaArePairsOfVertices, &even);
    fails_without(OddNumberOfEquilibria, "nondegenerate", &even);
    let pennies = matching_pennies(1).expect("a game");
    holds(OddNumberOfEquilibria, &pennies);
    holds(SupportsFindAllEquilibria, &pennies);
    holds(EveryLabelLeadsToAnEquilibrium, &even);
}

#[test]
fn pennies_have_a_value_and_a_battle_has_none() {
    holds(MinimaxIsMaximin, &matching_pennies(1).expect("a game"));
    let battle = game(&[&[2, 0], &[0, 1]], &[&[1, 0], &[0, 2]]);
    fails_without(MinimaxIsMaximin, "constant_sum", &battle);
}

#[test]
fn weak_elimination_depends_on_the_order() {
    // Top is weakly dominated by bottom, and right by left until bottom has gone.
    let order = |dominance, choices: &[usize]| {
        let game = game(&[&[1, 0], &[1, 1], &[0, 1]], &[&[1, 1], &[2, 1], &[1, 1]]);
        EliminationOrder::new(game, dominance, choices.to_vec())
    };
    holds(
        StrictEliminationHasOneResult,
        &order(Dominance::Strict, &[]),
    );
    let different = (0..3).filter(|&first| {
        let order = order(Dominance::Weak, &[first]);
        let weaker = weaken(StrictEliminationHasOneResult, "strict").expect("a hypothesis");
        !matches!(weaker.check(&order).expect("valid"), Verdict::Holds)
    });
    assert!(different.count() > 0);
}

#[test]
fn weak_elimination_loses_equilibria_and_wins_none() {
    // Both ways to coordinate on nothing are equilibria; one of them is weakly dominated.
    let game = game(&[&[1, 0], &[0, 0]], &[&[1, 0], &[0, 0]]);
    for dominance in [Dominance::Strict, Dominance::Weak, Dominance::VeryWeak] {
        let order = EliminationOrder::new(game.clone(), dominance, vec![]);
        holds(EliminationCreatesNoEquilibria, &order);
    }
}

#[test]
fn hawks_and_doves_mix_and_stags_do_not() {
    // A prize of 2, and a lost fight costs 4.
    let hawk_dove = matrix(&[&[-1, 2], &[0, 1]]);
    holds(
        InteriorStabilityStandsAlone,
        &Population::new(hawk_dove.clone()),
    );
    holds(StabilityRefinesEquilibrium, &Population::new(hawk_dove));
    let stag_hunt = matrix(&[&[4, 0], &[3, 3]]);
    let population = Population::new(stag_hunt.clone());
    fails_without(InteriorStabilityStandsAlone, "strictly_stable", &population);
    for action in 0..2 {
        holds(
            StrictEquilibriaAreStable,
            &PopulationAction::new(stag_hunt.clone(), action),
        );
    }
    // Against a twin nobody is better off: neutrally stable only.
    let twins = PopulationAction::new(matrix(&[&[1, 1], &[1, 1]]), 0);
    fails_without(StrictEquilibriaAreStable, "strict", &twins);
}

#[test]
fn grim_trigger_needs_half_and_less_among_altruists() {
    let dilemma = DilemmaPayoffs::new(3, 0, 5, 1);
    for (lambda, threshold) in [("0", "1/2"), ("1/4", "7/19"), ("1/3", "1/3")] {
        // (2 − λ)/(4 + 3λ).
        for nudge in ["-1/1000", "0", "1/1000"] {
            let discount = q(threshold) + q(nudge);
            let repeated = RepeatedDilemma::new(dilemma.clone(), q(lambda), discount);
            holds(GrimTriggerHasAThreshold, &repeated);
        }
    }
    // From λ = 1/3 on mutual defection is no equilibrium of a single round.
    let repeated = RepeatedDilemma::new(dilemma, q("1/2"), q("7/25"));
    fails_without(GrimTriggerHasAThreshold, "defection_is_stable", &repeated);
}

#[test]
fn tit_for_tat_needs_two_thirds() {
    let dilemma = DilemmaPayoffs::new(3, 0, 5, 1);
    for discount in ["1/2", "13/20", "2/3", "17/25"] {
        let repeated = RepeatedDilemma::new(dilemma.clone(), Rational::ZERO, q(discount));
        holds(TitForTatHasAThreshold, &repeated);
    }
}

#[test]
fn a_public_good_of_five_needs_three_eighths() {
    for discount in ["374/1000", "3/8", "376/1000"] {
        let good = RepeatedPublicGood::new(5, q("2"), Rational::ZERO, q(discount));
        holds(PublicGoodHasAThreshold, &good);
    }
    let waste = RepeatedPublicGood::new(3, q("1/2"), Rational::ZERO, q("1/2"));
    let verdict = PublicGoodHasAThreshold.check(&waste).expect("valid");
    assert!(matches!(
        verdict,
        Verdict::HypothesisFails {
            hypothesis: "worth_while",
            ..
        }
    ));
}

#[test]
fn an_extortioner_gets_three_times_the_surplus() {
    let dilemma = DilemmaPayoffs::new(3, 0, 5, 1);
    let extortion = |other| Extortion::new(dilemma.clone(), q("1"), q("3"), q("1/26"), other);
    for other in [
        MemoryOne::always_cooperate(),
        MemoryOne::always_defect(),
        MemoryOne::win_stay_lose_shift(),
    ] {
        holds(ZeroDeterminantEnforcesALine, &extortion(other));
    }
    let enforced = MemoryOne::zero_determinant(&dilemma, &q("1"), &q("3"), &q("1/26"));
    let after = ["11/13", "1/2", "7/26", "0"].map(q);
    assert_eq!(enforced.expect("a strategy").after(), &after);
}

#[test]
fn an_equaliser_pins_the_other_at_two() {
    let dilemma = DilemmaPayoffs::new(3, 0, 5, 1);
    let enforced = MemoryOne::equaliser(&dilemma, q("2/3"), q("1/3")).expect("a strategy");
    assert_eq!(enforced.after(), &["2/3", "0", "2/3", "1/3"].map(q));
    for other in [MemoryOne::always_cooperate(), MemoryOne::always_defect()] {
        let met = Equalisation::new(dilemma.clone(), q("2/3"), q("1/3"), other);
        holds(EqualisersPinTheOther, &met);
    }
}

#[test]
fn the_fishery_of_govsim_needs_three_fifths() {
    let govsim = SmallCommons::new(5, 100, 12, q("2")).with_collapse_below(5);
    holds(CommonsHaveAThreshold, &govsim);
    // 5/2 and 100: 40 are left; 3 and 100: 33 and a third would have to be.
    holds(
        CommonsHaveAThreshold,
        &SmallCommons::new(5, 100, 3, q("5/2")),
    );
    let broken = SmallCommons::new(5, 100, 3, q("3"));
    fails_without(CommonsHaveAThreshold, "whole_units", &broken);
}

#[test]
fn five_of_ten_donors_are_worth_their_while() {
    holds(CoalitionsNeedASize, &Donors::new(10, q("3"), q("10")));
}

#[test]
fn crowds_fish_away_the_rent() {
    let fishery = GordonSchaefer::new(q("4/5"), 1000, q("1/100"), 5, 10).expect("a fishery");
    for players in 1..=6 {
        holds(
            CrowdsDissipateRent,
            &CrowdedFishery::new(fishery.clone(), players),
        );
    }
}

#[test]
fn the_phases_of_a_dilemma_change_at_a_third_and_at_two() {
    let dilemma = game(&[&[3, 0], &[5, 1]], &[&[3, 5], &[0, 1]]);
    holds(PhasesAreScans, &dilemma);
    holds(StableForAnInterval, &dilemma);
    // More altruism, another and worse equilibrium.
    let harmed = game(&[&[5, -6], &[4, -7]], &[&[0, -1], &[4, 10]]);
    holds(PhasesAreScans, &harmed);
}
