//! Theorems about mechanisms: each hypothesis is needed, and the numbers of the literature.

use std::collections::BTreeSet;

use lacuna::game::NormalForm;
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::gap::transfers::{Concept, k_implementation, self_interest_level, side_payments};
use lacuna::linear_program::LinearOptions;
use lacuna::mechanism::auction::{Pricing, SealedBid, one_object};
use lacuna::mechanism::examine::Examination;
use lacuna::mechanism::groves::{ExpectedExternality, Groves, balanced_terms};
use lacuna::mechanism::optimal::{DiscreteValues, Extraction, UniformTrade, full_extraction};
use lacuna::mechanism::public_project::PublicProject;
use lacuna::mechanism::voting::median;
use lacuna::mechanism::{Concern, Mechanism, Prior, Setting, TableLimit};
use lacuna::number::{Extended, Rational};
use lacuna::preference::{Cooperative, WeightMatrix};
use lacuna::theorem::mechanisms::*;
use lacuna::theorem::{Sampling, Theorem, TheoremError, Verdict, registry, sampled, weaken};

fn q(text: &str) -> Rational {
    text.parse().expect("a number")
}

fn numbers(list: &[i64]) -> Vec<Rational> {
    list.iter().copied().map(Rational::from).collect()
}

fn holds<T: Theorem>(theorem: T, instance: &T::Instance)
where
    T::Instance: PartialEq,
{
    let verdict = theorem.check(instance).expect("checked");
    assert_eq!(verdict, Verdict::Holds);
}

fn refuted_without<T: Theorem>(theorem: T, hypothesis: &str, instance: &T::Instance) {
    assert!(
        matches!(
            theorem.check(instance).expect("checked"),
            Verdict::HypothesisFails { hypothesis: found, .. } if found == hypothesis
        ),
        "{hypothesis} holds"
    );
    let without = weaken(theorem, hypothesis).expect("a hypothesis");
    let verdict = without.check(instance).expect("checked");
    assert!(
        matches!(verdict, Verdict::Refuted(_)),
        "{hypothesis} is not needed"
    );
}

/// Hypotheses without which the conclusion cannot even be put, or is not known to fail.
const NOT_NEEDED: &[(&str, &str)] = &[
    // The crate's Groves mechanisms are for private values.
    ("balance_needs_vanishing_differences", "private_values"),
    // And its side payments for two players.
    ("best_bribes_pay_regrets", "two_players"),
];

#[test]
fn every_hypothesis_is_needed() {
    let chapter: BTreeSet<&str> = registry()
        .into_iter()
        .find(|(title, _)| *title == "Mechanisms")
        .map(|(_, theorems)| {
            theorems
                .iter()
                .map(|own| own.statement().identifier)
                .collect()
        })
        .expect("the chapter");
    let sampling = Sampling::default()
        .with_cases(20)
        .with_max_draws_a_case(100);
    let mut missing = Vec::new();
    for theorem in sampled() {
        let name = theorem.statement().identifier;
        if !chapter.contains(name) {
            continue;
        }
        for (hypothesis, _) in theorem.hypotheses() {
            let found = theorem
                .refute_without(hypothesis, &sampling)
                .unwrap_or_else(|failure| panic!("{name}: {failure}"));
            let excused = NOT_NEEDED.contains(&(name, hypothesis));
            if found.is_none() != excused {
                missing.push((name, hypothesis));
            }
        }
    }
    assert_eq!(
        missing,
        [],
        "no counterexample, or one that was not expected"
    );
}

/// One object for bidders with these values.
fn auction(values: &[&[i64]]) -> Setting {
    let values: Vec<Vec<Rational>> = values.iter().map(|list| numbers(list)).collect();
    one_object(&values).expect("a setting")
}

#[test]
fn clarkes_mechanism_charges_twenty_for_the_project_of_the_literature() {
    let values = vec![numbers(&[60]), numbers(&[30]), numbers(&[0])];
    let project = PublicProject::equal_shares(values, q("75")).expect("a project");
    let setting = project.setting().expect("a setting");
    let clarke = Groves::clarke(&setting).expect("private values");
    assert_eq!(
        clarke.decide(&[0, 0, 0]).branches()[0].transfers,
        numbers(&[-20, 0, 0])
    );
    // Shares make values negative, and the third agent regrets it.
    let case = EfficientCase::new(setting, vec![0, 1]);
    refuted_without(ClarkeNeedsNoMoney, "no_negative_values", &case);
}

#[test]
fn a_losing_altruist_who_counts_money_lowers_the_price() {
    // Values 4 and 5; with λ the loser has λ by the truth, and 5λ by a bid of 0.
    let setting = auction(&[&[0, 4], &[0, 5]]);
    let terms = |agent: usize| -> Vec<Rational> {
        // Clarke's: minus the other's value, with the last agent's report fastest.
        [[0, 0], [0, 1], [1, 0], [1, 1]]
            .iter()
            .map(|types| setting.value(1 - agent, types, 2 - agent).clone())
            .map(|value| -value)
            .collect()
    };
    let groves = GrovesCase::new(setting.clone(), vec![1, 2, 0], vec![terms(0), terms(1)]);
    let case = |concern| AltruisticGroves::new(groves.clone(), q("1/3"), concern);
    holds(GrovesSurvivesAltruism, &case(Concern::Values));
    let payoffs = case(Concern::Payoffs);
    refuted_without(GrovesSurvivesAltruism, "welfare_counts_values", &payoffs);
    let altruists = Cooperative::new(q("1/3")).expect("λ");
    let clarke = Groves::clarke(&setting).expect("private values");
    let examination = Examination::new(&setting, &clarke)
        .expect("fits")
        .with_preference(&altruists);
    let verdict = examination.ex_post().expect("small");
    assert_eq!(verdict.witness().expect("a lie").gain, q("4/3"));
    // With values alone it is an equilibrium, and not dominant: if the other understates its value
    // of 5, one who has 4 and counts welfare five times lets it win.
    let altruists = Cooperative::new(q("5")).expect("λ");
    let clarke = clarke.with_order(vec![2, 1, 0]).expect("an order");
    let of_values = Examination::new(&setting, &clarke)
        .expect("fits")
        .with_preference(&altruists)
        .with_concern(Concern::Values);
    assert!(of_values.ex_post().expect("small").holds());
    let verdict = of_values.dominant_strategy().expect("small");
    assert_eq!(verdict.witness().expect("a lie").gain, q("1"));
}

#[test]
fn the_mixed_difference_of_the_project_of_green_and_laffont_is_two() {
    let project = |values: [i64; 2]| {
        Setting::private(&[2, 2], 2, |_, own, built| {
            Rational::from(built as i64 * values[own])
        })
        .expect("a setting")
    };
    let opposed = project([-1, 1]);
    holds(BalanceNeedsVanishingDifferences, &opposed);
    let balance = balanced_terms(&opposed, TableLimit::default()).expect("small");
    assert_eq!(balance.obstruction().expect("a proof").difference, q("2"));
    // Whoever always agrees with everybody needs no money.
    let agreed = project([1, 2]);
    holds(BalanceNeedsVanishingDifferences, &agreed);
    assert!(
        balanced_terms(&agreed, TableLimit::default())
            .expect("small")
            .terms()
            .is_some()
    );
}

#[test]
fn expected_externalities_are_those_of_the_literature() {
    let setting = Setting::private(&[2, 2], 2, |_, own, built| {
        Rational::from(built as i64 * [-1, 2][own])
    })
    .expect("a setting");
    holds(
        ExpectedExternalitiesBalance,
        &EfficientCase::new(setting.clone(), vec![0, 1]),
    );
    let mechanism = ExpectedExternality::new(&setting, TableLimit::default()).expect("independent");
    assert_eq!(mechanism.externality(0, 0), &q("1"));
    assert_eq!(mechanism.externality(0, 1), &q("1/2"));
    assert_eq!(mechanism.decide(&[1, 0]).expected_transfer(0), q("-1/2"));
}

#[test]
fn correlated_bidders_lose_eight_fifths() {
    let tenths = [4, 1, 1, 4].map(|tenths| Rational::new(tenths, 10).expect("a number"));
    let setting = auction(&[&[1, 2], &[1, 2]]);
    refuted_without(
        IndependentBeliefsLeaveNothing,
        "beliefs_are_linearly_independent",
        &setting,
    );
    let setting = setting
        .with_prior(Prior::Joint(tenths.to_vec()))
        .expect("a prior");
    holds(IndependentBeliefsLeaveNothing, &setting);
    let Extraction::Full(mechanism) = full_extraction(&setting).expect("small") else {
        panic!("not all is taken")
    };
    assert_eq!(mechanism.revenue(), &q("8/5"));
}

#[test]
fn two_bidders_with_one_or_two_bring_three_halves() {
    let bidder = DiscreteValues::uniform(numbers(&[1, 2])).expect("values");
    holds(RevenueIsVirtualSurplus, &vec![bidder.clone(); 2]);
    holds(OneMoreBidderIsWorthMore, &vec![bidder; 2]);
    // Virtual values 1, −1, 4 do not ascend: the two lower values cannot be told apart.
    let shares = vec![q("1/2"), q("1/10"), q("2/5")];
    let ironed = DiscreteValues::new(numbers(&[2, 3, 4]), shares).expect("values");
    refuted_without(
        RevenueIsVirtualSurplus,
        "virtual_values_ascend",
        &vec![ironed],
    );
    holds(NoReserveIsWorthABidder, &UniformBidders::new(2, q("1/2")));
}

#[test]
fn altruism_does_not_pay_for_uniform_trade_and_may_for_shifted_trade() {
    let unit = || [q("0"), q("1")];
    for lambda in ["0", "1/2", "7"] {
        holds(
            EfficientTradeNeedsASubsidy,
            &UniformTraders::new(unit(), unit(), q(lambda)),
        );
    }
    let trade = UniformTrade::new(unit(), unit())
        .expect("intervals")
        .efficient_trade();
    assert_eq!((trade.gains, trade.subsidy), (q("1/6"), q("1/6")));
    let (values, costs) = ([q("1/4"), q("1")], [q("0"), q("1/2")]);
    let shifted = UniformTraders::new(values.clone(), costs.clone(), q("2/3"));
    holds(EfficientTradeNeedsASubsidy, &shifted);
    let trade = UniformTrade::new(values, costs)
        .expect("intervals")
        .efficient_trade();
    assert_eq!(
        (trade.gains.clone(), trade.subsidy.clone()),
        (q("55/144"), q("11/72"))
    );
    assert_eq!(trade.least_altruism(), Extended::Finite(q("2/3")));
    // Where it is known for sure that trade is worth it, it needs no subsidy.
    let sure = UniformTraders::new([q("2"), q("3")], unit(), q("0"));
    refuted_without(
        EfficientTradeNeedsASubsidy,
        "values_and_costs_overlap",
        &sure,
    );
}

#[test]
fn first_prices_invite_shading_and_second_prices_do_not() {
    let values = vec![numbers(&[0, 1, 2]); 2];
    let second = AuctionCase::new(values.clone(), Pricing::HighestLosingBid);
    holds(SecondPriceIsTruthful, &second);
    let first = AuctionCase::new(values.clone(), Pricing::OwnBid);
    holds(FirstPriceIsNotTruthful, &first);
    refuted_without(
        SecondPriceIsTruthful,
        "the_winner_pays_the_highest_losing_bid",
        &first,
    );
    // Who cannot bid less cannot shade.
    let sure = AuctionCase::new(vec![numbers(&[2]), numbers(&[1])], Pricing::OwnBid);
    refuted_without(FirstPriceIsNotTruthful, "a_lower_bid_may_win", &sure);
    let decision = SealedBid::second_price(values)
        .expect("a grid")
        .decide(&[2, 1]);
    assert_eq!(decision.expected_transfer(0), q("-1"));
}

#[test]
fn receivers_gain_by_cutting_their_lists() {
    // Everybody's first choice is opposed; a receiver who refuses its second gets its first.
    let sides = TwoSides::new(
        vec![vec![0, 1], vec![1, 0]],
        vec![vec![1, 0], vec![0, 1]],
        vec![1, 1],
    );
    holds(DeferredAcceptanceIsBest, &sides);
    holds(StableMatchingsFillTheSamePlaces, &sides);
    holds(ProposersTellTheTruth, &LyingSide::new(sides.clone(), false));
    let lying = LyingSide::new(sides, true);
    refuted_without(ProposersTellTheTruth, "only_proposers_lie", &lying);
}

#[test]
fn majorities_in_a_circle_have_no_median() {
    let circle = CastBallots::new(3, vec![vec![0, 1, 2], vec![1, 2, 0], vec![2, 0, 1]]);
    refuted_without(MedianPeaksWin, "single_peaked", &circle);
    refuted_without(CondorcetWinnersScore, "somebody_beats_everybody", &circle);
    let even = CastBallots::new(2, vec![vec![0, 1], vec![1, 0]]);
    refuted_without(MedianPeaksWin, "odd_number_of_voters", &even);
    assert_eq!(median(&[2, 0, 1], &[0, 2]).expect("phantoms"), 1);
}

#[test]
fn a_majority_of_two_is_no_dictator_and_cannot_be_manipulated() {
    let rankings = vec![vec![0, 1], vec![1, 0]];
    let winners = vec![0, 0, 0, 1, 0, 1, 1, 1];
    let majority = ElectionTable::new(2, 3, rankings, winners);
    refuted_without(OnlyDictatorsAreStrategyProof, "three_candidates", &majority);
}

#[test]
fn rules_that_break_one_condition_of_may_are_not_majority() {
    let rule = |outcomes: [Option<usize>; 4]| TwoCandidateRule::new(2, outcomes.to_vec());
    holds(OnlyMajorityIsFair, &rule([Some(0), None, None, Some(1)]));
    let dictator = rule([Some(0), Some(0), Some(1), Some(1)]);
    refuted_without(OnlyMajorityIsFair, "anonymous", &dictator);
    let biased = rule([Some(0), Some(0), Some(0), Some(1)]);
    refuted_without(OnlyMajorityIsFair, "neutral", &biased);
    let deaf = rule([None; 4]);
    refuted_without(OnlyMajorityIsFair, "positively_responsive", &deaf);
}

#[test]
fn the_dilemma_costs_four_and_leaves_three_fifths() {
    let dilemma = prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let steered = |lambda: &str| SteeredGame::new(dilemma.clone(), vec![0, 0], q(lambda));
    holds(PromisesCostTheRegrets, &steered("0"));
    holds(PromisesCostTheRegrets, &steered("1"));
    let cost = |lambda: &str| {
        let preferences = WeightMatrix::cooperative(2, &q(lambda)).expect("λ");
        k_implementation(&dilemma, &[0, 0], &preferences)
            .expect("a profile")
            .cost
    };
    // 2(T − R − λ(2R − T − S)).
    assert_eq!((cost("0"), cost("1"), cost("2")), (q("4"), q("2"), q("0")));
    holds(
        DilemmasHaveASelfInterestLevel,
        &SymmetricPayoffs::new(q("3"), q("0"), q("5"), q("1")),
    );
    let level = self_interest_level(&dilemma, &[0, 0], Concept::Dominant).expect("a profile");
    assert_eq!(
        (level.level(), level.lambda()),
        (Some(&q("3/5")), Some(Extended::Finite(q("2"))))
    );
    // Where cooperation is dominant anyway all can be kept, and not more, as the formula says.
    let harmony = SymmetricPayoffs::new(q("4"), q("2"), q("3"), q("0"));
    refuted_without(DilemmasHaveASelfInterestLevel, "dilemma", &harmony);
}

#[test]
fn promises_of_both_do_not_support_cooperation() {
    let dilemma = prisoners_dilemma(2, -1, 4, 0).expect("a dilemma");
    holds(
        BestBribesPayRegrets,
        &SteeredGame::new(dilemma.clone(), vec![0, 0], q("0")),
    );
    let found = side_payments(&dilemma, &[0, 0], &LinearOptions::default()).expect("two players");
    assert!(found.rules_out());
    let solo: Vec<Rational> = found.solo.iter().map(|solo| solo.payoff.clone()).collect();
    assert_eq!(solo, numbers(&[3, 3]));
}

#[test]
fn a_defection_that_is_no_defection_is_not_deterred() {
    let dilemma = prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let steered = SteeredGame::new(dilemma, vec![0, 0], q("0"));
    let contract = |defections| ContractedGame::new(steered.clone(), defections, Concept::Dominant);
    holds(EnoughTransferIsEnough, &contract(vec![vec![1], vec![1]]));
    let free = contract(vec![vec![1], vec![]]);
    refuted_without(
        EnoughTransferIsEnough,
        "every_other_action_is_a_defection",
        &free,
    );
}

#[test]
fn gifts_for_cooperation_are_no_gifts() {
    let dilemma = prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let gifts = numbers(&[10, -7]);
    let gifted = |conditions| GiftedGame::new(dilemma.clone(), gifts.clone(), conditions);
    holds(GiftsChangeNoEquilibria, &gifted(vec![]));
    let paid = gifted(vec![(vec![0, 0], numbers(&[2, 2]))]);
    refuted_without(GiftsChangeNoEquilibria, "no_conditions", &paid);
}

#[test]
fn a_threat_that_is_too_weak_does_not_hold_a_dilemma() -> Result<(), TheoremError> {
    let dilemma: NormalForm<Rational> = prisoners_dilemma(3, 0, 5, 1)?;
    for (target, fallback) in [([0, 0], [1, 1]), ([0, 0], [0, 0]), ([0, 1], [1, 1])] {
        let (target, fallback) = (target.to_vec(), fallback.to_vec());
        holds(
            MediatorsThreaten,
            &MediatedGame::new(dilemma.clone(), target, fallback),
        );
    }
    holds(
        TaxesMakeWelfareAPotential,
        &TaxedGame::new(dilemma.clone(), None),
    );
    for fine in ["2", "199/100", "0"] {
        let fined = FinedGame::new(dilemma.clone(), vec![0, 0], q(fine), q("1"));
        holds(ExpectedFinesDeter, &fined);
    }
    Ok(())
}
