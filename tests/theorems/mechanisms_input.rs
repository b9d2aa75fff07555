//! Instances of the theorems about mechanisms that make no sense, or are too large to go through,
//! are refused by an error; and those at the edge of sense are decided rightly.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lacuna::game::NormalForm;
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::gap::transfers::Concept;
use lacuna::mechanism::auction::{Pricing, SchedulePricing, Ties};
use lacuna::mechanism::design::{BudgetRule, Incentives};
use lacuna::mechanism::examine::Incentive;
use lacuna::mechanism::matching::AssignmentRule;
use lacuna::mechanism::optimal::DiscreteValues;
use lacuna::mechanism::{Concern, Decision, MechanismTable, Setting, Strategies};
use lacuna::number::Rational;
use lacuna::theorem::mechanisms::*;
use lacuna::theorem::{Theorem, Verdict};

fn numbers(list: &[i64]) -> Vec<Rational> {
    list.iter().copied().map(Rational::from).collect()
}

fn zero() -> Rational {
    Rational::ZERO
}

/// What is wrong with how a theorem takes an instance that it has to refuse, if anything.
fn taken<T: Theorem>(theorem: T, instance: T::Instance) -> Option<String> {
    let name = theorem.statement().identifier;
    let result = catch_unwind(AssertUnwindSafe(|| {
        for hypothesis in theorem.hypotheses() {
            // It may hold, fail or be refused.
            let _ = hypothesis.check(&instance);
        }
        let _ = theorem.describe(&instance);
        let checked = theorem.check(&instance);
        let refused = matches!(checked, Err(_) | Ok(Verdict::HypothesisFails { .. }));
        match refused && theorem.conclusion(&instance).is_err() {
            true => None,
            false => Some(format!("{name} takes {instance:?}")),
        }
    }));
    result.unwrap_or_else(|_| Some(format!("{name} panics on {instance:?}")))
}

fn none_is_taken(found: impl IntoIterator<Item = Option<String>>) {
    let found: Vec<String> = found.into_iter().flatten().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn all_hold<T: Theorem>(theorem: &T, instances: impl IntoIterator<Item = T::Instance>)
where
    T::Instance: PartialEq,
{
    for instance in instances {
        let verdict = theorem.check(&instance).expect("checked");
        assert_eq!(verdict, Verdict::Holds, "{instance:?}");
    }
}

/// A project that each of two agents values at −1 or 1.
fn project() -> Setting {
    Setting::private(&[2, 2], 2, |_, own, built| {
        Rational::from(built as i64 * [-1, 1][own])
    })
    .expect("a setting")
}

/// The same, written as if values might depend on everybody's type.
fn project_in_full() -> Setting {
    Setting::interdependent(&[2, 2], 2, |agent, types, built| {
        Rational::from(built as i64 * [-1, 1][types[agent]])
    })
    .expect("a setting")
}

/// One agent who chooses among two alternatives.
fn alone() -> Setting {
    Setting::private(&[2], 2, |_, own, chosen| {
        Rational::from(i64::from(own == chosen))
    })
    .expect("a setting")
}

#[test]
fn terms_and_orders_that_do_not_fit_a_setting_are_refused() {
    let free = || vec![numbers(&[0, 0, 0, 0]); 2];
    let groves = |order: &[usize], terms| GrovesCase::new(project(), order.to_vec(), terms);
    let cases = [
        groves(&[0, 2], free()),
        groves(&[0, 0], free()),
        groves(&[0], free()),
        groves(&[], free()),
        groves(&[0, 1], vec![numbers(&[0, 0, 0]); 2]),
        groves(&[0, 1], vec![numbers(&[0, 0, 0, 0, 0]); 2]),
        groves(&[0, 1], vec![numbers(&[0, 0, 0, 0]); 1]),
        groves(&[0, 1], vec![numbers(&[0, 0, 0, 0]); 3]),
        groves(&[0, 1], vec![]),
    ];
    none_is_taken(
        cases
            .iter()
            .map(|case| taken(GrovesIsTruthful, case.clone())),
    );
    none_is_taken(cases.map(|case| {
        let case = AltruisticGroves::new(case, zero(), Concern::Values);
        taken(GrovesSurvivesAltruism, case)
    }));
    for order in [vec![], vec![0], vec![0, 2], vec![1, 1]] {
        let case = EfficientCase::new(project(), order.clone());
        none_is_taken([
            taken(ClarkeNeedsNoMoney, case.clone()),
            taken(ExpectedExternalitiesBalance, case.clone()),
            taken(SomeRevenueCanBeReturned, case),
            taken(
                AffineMaximisersAreTruthful,
                AffineCase::new(project(), numbers(&[1, 1]), numbers(&[0, 0]), order),
            ),
        ]);
    }
    none_is_taken([(1, 2), (3, 2), (2, 1), (2, 3)].map(|(weights, biases)| {
        let (weights, biases) = (vec![zero(); weights], vec![zero(); biases]);
        let case = AffineCase::new(project(), weights, biases, vec![0, 1]);
        taken(AffineMaximisersAreTruthful, case)
    }));
    let altruistic =
        AltruisticGroves::new(groves(&[0, 1], free()), Rational::from(-1), Concern::Values);
    none_is_taken([taken(GrovesSurvivesAltruism, altruistic)]);
}

#[test]
fn choices_strategies_and_mechanisms_that_do_not_fit_a_setting_are_refused() {
    let rules = [vec![], vec![0; 3], vec![0; 5], vec![0, 1, 2, 0]];
    none_is_taken(rules.into_iter().flat_map(|choice| {
        let rule = ChoiceRule::new(project(), choice);
        [
            taken(TruthNeedsNoGainingCycle, rule.clone()),
            taken(TruthIsWeaklyMonotone, rule.clone()),
            taken(HigherValuesGetNoLess, rule),
        ]
    }));
    let table = |agents: usize, messages: usize, alternatives: usize| {
        let space = lacuna::game::ProfileSpace::new(&vec![messages; agents]).expect("a space");
        let decision = Decision::certain(alternatives - 1, vec![zero(); agents]);
        let decisions = vec![decision; space.len()];
        MechanismTable::new(space, alternatives, decisions).expect("a table")
    };
    let played = |table: MechanismTable, strategies: Vec<Vec<usize>>| {
        let strategies = Strategies::new(strategies);
        PlayedMechanism::new(project(), table, strategies, Incentive::Bayesian)
    };
    let honest = || vec![vec![0, 1]; 2];
    let cases = [
        played(table(2, 2, 2), vec![]),
        played(table(2, 2, 2), vec![vec![0, 1]]),
        played(table(2, 2, 2), vec![vec![0]; 2]),
        played(table(2, 2, 2), vec![vec![0, 2]; 2]),
        played(table(1, 2, 2), honest()),
        played(table(3, 2, 2), honest()),
        played(table(2, 1, 2), honest()),
        played(table(2, 2, 3), honest()),
    ];
    none_is_taken(cases.into_iter().flat_map(|case| {
        [
            taken(EquilibriaCanBeTruthful, case.clone()),
            taken(BayesianEquilibriaAreNash, case),
        ]
    }));
    let tables = [
        table(1, 2, 2),
        table(3, 2, 2),
        table(2, 1, 2),
        table(2, 3, 2),
        table(2, 2, 3),
    ];
    none_is_taken(tables.into_iter().flat_map(|table| {
        [
            Incentives::Bayesian,
            Incentives::ExPost,
            Incentives::Dominant,
            Incentives::None,
        ]
        .map(|incentives| {
            let budget = BudgetRule::NoDeficit;
            taken(
                NoProposalBeatsTheDesign,
                Proposal::new(project(), table.clone(), incentives, budget),
            )
        })
    }));
}

#[test]
fn auctions_and_markets_that_make_no_sense_are_refused() {
    let lists = [
        vec![],
        vec![vec![]],
        vec![numbers(&[1]), vec![]],
        vec![numbers(&[1, 0]); 2],
        vec![numbers(&[1, 1]); 2],
    ];
    for values in lists {
        let auction = |pricing| AuctionCase::new(values.clone(), pricing);
        let ordered = auction(Pricing::HighestLosingBid).with_ties(Ties::Priority(vec![0, 1]));
        let menus = values.iter().map(|list| vec![list.clone()]).collect();
        none_is_taken([
            taken(SecondPriceIsTruthful, auction(Pricing::HighestLosingBid)),
            taken(FirstPriceIsNotTruthful, auction(Pricing::OwnBid)),
            taken(ClarkeIsASecondPriceAuction, ordered),
            taken(
                UniformPricesAreTruthful,
                UnitsCase::new(values.clone(), 1, Pricing::HighestLosingBid),
            ),
            taken(
                OneTradeTooFewIsEnough,
                ExchangeCase::new(values.clone(), vec![numbers(&[0])]),
            ),
            taken(
                OneTradeTooFewIsEnough,
                ExchangeCase::new(vec![numbers(&[0])], values.clone()),
            ),
        ]);
        if values.iter().any(Vec::is_empty) || values.is_empty() {
            none_is_taken([taken(
                UsersCoverTheCost,
                SharedCost::new(values.clone(), zero()),
            )]);
        }
        if values.is_empty() {
            let case = SchedulesCase::new(menus, 1, SchedulePricing::Vickrey);
            none_is_taken([taken(VickreyChargesExternalities, case)]);
        }
    }
    let values = vec![numbers(&[0, 1]); 2];
    for order in [vec![], vec![0], vec![0, 0], vec![0, 2], vec![0, 1, 2]] {
        let case = |pricing| {
            AuctionCase::new(values.clone(), pricing).with_ties(Ties::Priority(order.clone()))
        };
        none_is_taken([
            taken(SecondPriceIsTruthful, case(Pricing::HighestLosingBid)),
            taken(FirstPriceIsNotTruthful, case(Pricing::OwnBid)),
            taken(ClarkeIsASecondPriceAuction, case(Pricing::HighestLosingBid)),
        ]);
    }
    for units in [0, usize::MAX] {
        let case = UnitsCase::new(values.clone(), units, Pricing::HighestLosingBid);
        let menus = vec![vec![numbers(&[1])]; 2];
        let schedules = SchedulesCase::new(menus, units, SchedulePricing::Vickrey);
        none_is_taken([
            (units == 0)
                .then(|| taken(UniformPricesAreTruthful, case))
                .flatten(),
            taken(VickreyChargesExternalities, schedules),
        ]);
    }
    let rising = SchedulesCase::new(vec![vec![numbers(&[1, 2])]; 2], 2, SchedulePricing::Vickrey);
    let shared = SharedCost::new(values.clone(), Rational::from(-1));
    let bidders = |bidders| UniformBidders::new(bidders, zero());
    let reserve = |reserve| UniformBidders::new(1, Rational::from(reserve));
    let traders = |value: [i64; 2], cost: [i64; 2], lambda: i64| {
        let interval = |own: [i64; 2]| own.map(Rational::from);
        UniformTraders::new(interval(value), interval(cost), Rational::from(lambda))
    };
    none_is_taken([
        taken(VickreyChargesExternalities, rising),
        taken(UsersCoverTheCost, shared),
        taken(NoReserveIsWorthABidder, bidders(0)),
        taken(NoReserveIsWorthABidder, bidders(u32::MAX)),
        taken(NoReserveIsWorthABidder, reserve(-1)),
        taken(NoReserveIsWorthABidder, reserve(2)),
        taken(RevenueIsVirtualSurplus, vec![]),
        taken(OneMoreBidderIsWorthMore, vec![]),
        taken(EfficientTradeNeedsASubsidy, traders([1, 0], [0, 1], 0)),
        taken(EfficientTradeNeedsASubsidy, traders([0, 1], [1, 1], 0)),
        taken(EfficientTradeNeedsASubsidy, traders([0, 1], [0, 1], -1)),
    ]);
    let grid = DiscreteValues::uniform(numbers(&[0, 1])).expect("values");
    let trade = |lambda: i64| {
        let lambda = Rational::from(lambda);
        AltruisticTrade::new(grid.clone(), grid.clone(), lambda, Concern::Values)
    };
    none_is_taken([
        taken(SubsidyIsLinearInAltruism, trade(-1)),
        taken(SubsidyIsLinearInAltruism, trade(0).with_joint(vec![])),
        taken(
            SubsidyIsLinearInAltruism,
            trade(0).with_joint(numbers(&[1, 1, -1, 0])),
        ),
    ]);
}

#[test]
fn lists_and_ballots_that_make_no_sense_are_refused() {
    let two = || vec![vec![0, 1], vec![1, 0]];
    let sides = [
        TwoSides::new(two(), two(), vec![1]),
        TwoSides::new(two(), two(), vec![1, 1, 1]),
        TwoSides::new(two(), two(), vec![]),
        TwoSides::new(vec![vec![0, 2], vec![]], two(), vec![1, 1]),
        TwoSides::new(two(), vec![vec![0, 0], vec![]], vec![1, 1]),
    ];
    none_is_taken(sides.into_iter().flat_map(|sides| {
        [
            taken(DeferredAcceptanceIsBest, sides.clone()),
            taken(StableMatchingsFillTheSamePlaces, sides.clone()),
            taken(ProposersTellTheTruth, LyingSide::new(sides.clone(), false)),
            taken(ProposersTellTheTruth, LyingSide::new(sides, true)),
        ]
    }));
    let market = HousingMarket::new;
    none_is_taken(
        [
            market(two(), vec![]),
            market(two(), vec![0]),
            market(two(), vec![0, 0]),
            market(two(), vec![0, 2]),
            market(vec![vec![0], vec![1]], vec![0, 1]),
            market(vec![vec![0, 2], vec![1, 0]], vec![0, 1]),
            market(vec![], vec![]),
        ]
        .map(|market| taken(TopTradingCyclesAreTheCore, market)),
    );
    let rule = |rule| AssignmentCase::new(two(), rule);
    none_is_taken(
        [
            rule(AssignmentRule::SerialDictatorship(vec![0, 5])),
            rule(AssignmentRule::SerialDictatorship(vec![])),
            rule(AssignmentRule::TopTradingCycles(vec![0, 0])),
            rule(AssignmentRule::DeferredAcceptance(vec![])),
            rule(AssignmentRule::DeferredAcceptance(vec![vec![7], vec![0]])),
            AssignmentCase::new(vec![], AssignmentRule::RandomSerialDictatorship),
            AssignmentCase::new(
                vec![vec![0], vec![1]],
                AssignmentRule::RandomSerialDictatorship,
            ),
        ]
        .map(|case| taken(SafeRulesCannotBeGamed, case)),
    );
    let all = vec![vec![0, 1], vec![1, 0]];
    none_is_taken(
        [
            ElectionTable::new(2, 1, all.clone(), vec![0]),
            ElectionTable::new(2, 1, all.clone(), vec![0, 2]),
            ElectionTable::new(2, 1, all.clone(), vec![0, 1, 0]),
            ElectionTable::new(2, 0, all.clone(), vec![0]),
            ElectionTable::new(2, 1, vec![], vec![]),
            ElectionTable::new(3, 1, all.clone(), vec![0, 1]),
            ElectionTable::new(usize::MAX, 1, all.clone(), vec![0, 1]),
            ElectionTable::new(30, 1, all.clone(), vec![0, 1]),
            ElectionTable::new(2, 1, vec![vec![0, 1], vec![0, 1]], vec![0, 0]),
        ]
        .map(|table| taken(OnlyDictatorsAreStrategyProof, table)),
    );
    none_is_taken(
        [
            LineElection::new(2, vec![], vec![]),
            LineElection::new(2, vec![vec![]], vec![]),
            LineElection::new(2, vec![vec![0]], vec![]),
            LineElection::new(2, vec![vec![1, 2]], vec![]),
            LineElection::new(2, all.clone(), vec![2]),
            LineElection::new(0, vec![vec![]], vec![0]),
        ]
        .map(|election| taken(MediansAreStrategyProof, election)),
    );
    none_is_taken(
        [
            TwoCandidateRule::new(2, vec![]),
            TwoCandidateRule::new(1, vec![Some(0), Some(2)]),
            TwoCandidateRule::new(0, vec![None]),
        ]
        .map(|rule| taken(OnlyMajorityIsFair, rule)),
    );
    none_is_taken(
        [
            CastBallots::new(2, vec![]),
            CastBallots::new(0, vec![vec![]]),
            CastBallots::new(2, vec![vec![]]),
            CastBallots::new(2, vec![vec![0]]),
            CastBallots::new(2, vec![vec![0, 0]]),
            CastBallots::new(2, vec![vec![usize::MAX, 0]]),
        ]
        .into_iter()
        .flat_map(|cast| {
            // Without voters nobody beats anybody, and there is no median.
            let empty = cast.rankings.is_empty();
            let scored = (!empty).then(|| taken(CondorcetWinnersScore, cast.clone()));
            [taken(MedianPeaksWin, cast), scored.flatten()]
        }),
    );
}

#[test]
fn more_cases_than_can_be_gone_through_are_refused_at_once() {
    let started = std::time::Instant::now();
    let ranked = |count: usize| (0..count).collect::<Vec<_>>();
    let large = Setting::private(&[300, 300], 2, |_, own, built| Rational::from(built * own))
        .expect("a setting");
    let case = EfficientCase::new(large.clone(), vec![0, 1]);
    let sides = TwoSides::new(vec![ranked(9); 9], vec![ranked(9); 9], vec![1; 9]);
    let ladder = Setting::private(&[12], 2, |_, own, given| Rational::from(given * own));
    let ladder = ChoiceRule::new(ladder.expect("a setting"), vec![1; 12]);
    let many = ElectionTable::new(2, usize::MAX, vec![vec![0, 1], vec![1, 0]], vec![]);
    let all = |count: usize| vec![ranked(count); count];
    none_is_taken([
        taken(ClarkeNeedsNoMoney, case.clone()),
        taken(ExpectedExternalitiesBalance, case.clone()),
        taken(SomeRevenueCanBeReturned, case),
        taken(BalanceNeedsVanishingDifferences, large.clone()),
        taken(IndependentBeliefsLeaveNothing, large.clone()),
        taken(
            GrovesIsTruthful,
            GrovesCase::new(large, vec![0, 1], vec![vec![zero(); 90_000]; 2]),
        ),
        taken(DeferredAcceptanceIsBest, sides.clone()),
        taken(StableMatchingsFillTheSamePlaces, sides.clone()),
        taken(ProposersTellTheTruth, LyingSide::new(sides, false)),
        taken(TruthNeedsNoGainingCycle, ladder.clone()),
        taken(HigherValuesGetNoLess, ladder),
        taken(
            TopTradingCyclesAreTheCore,
            HousingMarket::new(all(12), ranked(12)),
        ),
        taken(
            TopTradingCyclesAreTheCore,
            HousingMarket::new(all(64), ranked(64)),
        ),
        taken(
            SafeRulesCannotBeGamed,
            AssignmentCase::new(all(9), AssignmentRule::RandomSerialDictatorship),
        ),
        taken(OnlyDictatorsAreStrategyProof, many),
        taken(
            OnlyMajorityIsFair,
            TwoCandidateRule::new(usize::MAX, vec![]),
        ),
        taken(OnlyMajorityIsFair, TwoCandidateRule::new(40, vec![])),
        taken(
            MediansAreStrategyProof,
            LineElection::new(2, vec![vec![0, 1], vec![1, 0]], vec![0; 40]),
        ),
        taken(MedianPeaksWin, CastBallots::new(usize::MAX, vec![])),
        taken(CondorcetWinnersScore, CastBallots::new(usize::MAX, vec![])),
    ]);
    let spent = started.elapsed();
    assert!(spent < std::time::Duration::from_secs(20), "{spent:?}");
}

#[test]
fn games_are_described_as_tables() {
    let dilemma = prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let table = "2 × 2 game, (row, column):\n             Cooperate  Defect\n  \
                 Cooperate  (3, 3)     (0, 5)\n  Defect     (5, 0)     (1, 1)";
    let steered = SteeredGame::new(dilemma.clone(), vec![0, 0], zero());
    let contract = ContractedGame::new(steered.clone(), vec![vec![1]; 2], Concept::Dominant);
    let told = [
        (
            PromisesCostTheRegrets.describe(&steered),
            "profile [0, 0], λ = 0, ",
        ),
        (
            BestBribesPayRegrets.describe(&steered),
            "profile [0, 0], λ = 0, ",
        ),
        (
            SharesAreAnInterval.describe(&steered),
            "profile [0, 0], λ = 0, ",
        ),
        (
            EnoughTransferIsEnough.describe(&contract),
            "defections [[1], [1]], Dominant, profile [0, 0], λ = 0, ",
        ),
        (
            TaxesMakeWelfareAPotential.describe(&TaxedGame::new(dilemma.clone(), None)),
            "no baseline, ",
        ),
        (
            GiftsChangeNoEquilibria.describe(&GiftedGame::new(
                dilemma.clone(),
                numbers(&[1, 2]),
                vec![],
            )),
            "gifts [1, 2], payments for profiles [], ",
        ),
        (
            ExpectedFinesDeter.describe(&FinedGame::new(
                dilemma.clone(),
                vec![0, 0],
                Rational::ONE,
                Rational::ONE,
            )),
            "profile [0, 0], fine 1 with probability 1, Burnt, ",
        ),
        (
            MediatorsThreaten.describe(&MediatedGame::new(dilemma, vec![0, 0], vec![1, 1])),
            "target [0, 0], fallback [1, 1], ",
        ),
    ];
    for (found, before) in told {
        assert_eq!(found, format!("{before}{table}"));
    }
}

#[test]
fn profiles_and_payments_that_do_not_fit_a_game_are_refused() {
    let dilemma = || prisoners_dilemma(3, 0, 5, 1).expect("a dilemma");
    let one = NormalForm::from_fn(&[2], |_, own| Rational::from(own[0])).expect("a game");
    for profile in [vec![], vec![0], vec![0, 2], vec![0, 0, 0]] {
        let steered = SteeredGame::new(dilemma(), profile.clone(), zero());
        let contracts = [Concept::Dominant, Concept::Equilibrium].map(|concept| {
            let defections = vec![vec![1], vec![1]];
            let contract = ContractedGame::new(steered.clone(), defections, concept);
            taken(EnoughTransferIsEnough, contract)
        });
        none_is_taken(contracts);
        none_is_taken([
            taken(PromisesCostTheRegrets, steered.clone()),
            taken(BestBribesPayRegrets, steered.clone()),
            taken(SharesAreAnInterval, steered),
            taken(
                TaxesMakeWelfareAPotential,
                TaxedGame::new(dilemma(), Some(profile.clone())),
            ),
            taken(
                ExpectedFinesDeter,
                FinedGame::new(dilemma(), profile.clone(), zero(), zero()),
            ),
            taken(
                MediatorsThreaten,
                MediatedGame::new(dilemma(), profile.clone(), vec![0, 0]),
            ),
            taken(
                MediatorsThreaten,
                MediatedGame::new(dilemma(), vec![0, 0], profile.clone()),
            ),
            taken(
                GiftsChangeNoEquilibria,
                GiftedGame::new(dilemma(), vec![zero(); 2], vec![(profile, vec![zero(); 2])]),
            ),
        ]);
    }
    let steered = || SteeredGame::new(dilemma(), vec![0, 0], zero());
    let contract = |defections: Vec<Vec<usize>>| {
        ContractedGame::new(steered(), defections, Concept::Equilibrium)
    };
    let gifted = |gifts: &[i64], paid: &[i64]| {
        GiftedGame::new(dilemma(), numbers(gifts), vec![(vec![0, 0], numbers(paid))])
    };
    let fined = |fine: i64, detection: i64| {
        let (fine, detection) = (Rational::from(fine), Rational::from(detection));
        FinedGame::new(dilemma(), vec![0, 0], fine, detection)
    };
    none_is_taken([
        taken(EnoughTransferIsEnough, contract(vec![])),
        taken(EnoughTransferIsEnough, contract(vec![vec![1]])),
        taken(EnoughTransferIsEnough, contract(vec![vec![1]; 3])),
        taken(EnoughTransferIsEnough, contract(vec![vec![1, 2], vec![1]])),
        taken(EnoughTransferIsEnough, contract(vec![vec![0, 1], vec![1]])),
        taken(GiftsChangeNoEquilibria, gifted(&[0], &[0, 0])),
        taken(GiftsChangeNoEquilibria, gifted(&[0, 0, 0], &[0, 0])),
        taken(GiftsChangeNoEquilibria, gifted(&[0, 0], &[0])),
        taken(GiftsChangeNoEquilibria, gifted(&[0, 0], &[])),
        taken(ExpectedFinesDeter, fined(-1, 1)),
        taken(ExpectedFinesDeter, fined(1, -1)),
        taken(ExpectedFinesDeter, fined(1, 2)),
        taken(
            SharesAreAnInterval,
            SteeredGame::new(one.clone(), vec![0], zero()),
        ),
        taken(BestBribesPayRegrets, SteeredGame::new(one, vec![0], zero())),
        taken(
            PromisesCostTheRegrets,
            SteeredGame::new(dilemma(), vec![0, 0], Rational::from(-1)),
        ),
    ]);
}

#[test]
fn values_that_are_written_as_interdependent_and_are_not_change_nothing() {
    let free = || vec![numbers(&[0, 0, 0, 0]); 2];
    let groves = GrovesCase::new(project_in_full(), vec![0, 1], free());
    all_hold(&GrovesIsTruthful, [groves.clone()]);
    let altruistic = AltruisticGroves::new(groves, Rational::from(2), Concern::Values);
    all_hold(&GrovesSurvivesAltruism, [altruistic]);
    let case = EfficientCase::new(project_in_full(), vec![0, 1]);
    all_hold(&ExpectedExternalitiesBalance, [case.clone()]);
    all_hold(&SomeRevenueCanBeReturned, [case]);
    let affine = AffineCase::new(
        project_in_full(),
        numbers(&[1, 2]),
        numbers(&[0, 1]),
        vec![0, 1],
    );
    all_hold(&AffineMaximisersAreTruthful, [affine]);
    all_hold(&BalanceNeedsVanishingDifferences, [project_in_full()]);
    let rules = [vec![0, 0, 0, 1], vec![1, 0, 0, 1]];
    let rules = rules.map(|choice| ChoiceRule::new(project_in_full(), choice));
    all_hold(&TruthNeedsNoGainingCycle, rules.clone());
    all_hold(&TruthIsWeaklyMonotone, rules[..1].to_vec());
    let mechanism = {
        let space = project().profiles().expect("small");
        let decisions = vec![Decision::certain(0, vec![zero(); 2]); space.len()];
        MechanismTable::new(space, 2, decisions).expect("a table")
    };
    let honest = Strategies::new(vec![vec![0, 1]; 2]);
    for incentive in [Incentive::Dominant, Incentive::ExPost, Incentive::Bayesian] {
        let (mechanism, honest) = (mechanism.clone(), honest.clone());
        let played = PlayedMechanism::new(project_in_full(), mechanism, honest, incentive);
        all_hold(&EquilibriaCanBeTruthful, [played.clone()]);
        all_hold(&BayesianEquilibriaAreNash, [played]);
    }
    for incentives in [
        Incentives::Dominant,
        Incentives::ExPost,
        Incentives::Bayesian,
    ] {
        let (setting, budget) = (project_in_full(), BudgetRule::Balance);
        let proposal = Proposal::new(setting, mechanism.clone(), incentives, budget);
        all_hold(&NoProposalBeatsTheDesign, [proposal]);
    }
}

#[test]
fn one_agent_alone_has_its_way() {
    let terms = vec![numbers(&[3, 3])];
    all_hold(
        &GrovesIsTruthful,
        [GrovesCase::new(alone(), vec![1, 0], terms)],
    );
    let case = EfficientCase::new(alone(), vec![1, 0]);
    all_hold(&ClarkeNeedsNoMoney, [case.clone()]);
    all_hold(&ExpectedExternalitiesBalance, [case.clone()]);
    all_hold(&SomeRevenueCanBeReturned, [case]);
    let rules = [vec![0, 0], vec![0, 1], vec![1, 0]];
    all_hold(
        &TruthNeedsNoGainingCycle,
        rules.map(|choice| ChoiceRule::new(alone(), choice)),
    );
    let bidder = AuctionCase::new(vec![numbers(&[1, 2])], Pricing::HighestLosingBid);
    let priced = bidder.clone().with_reserve(Rational::from(2));
    all_hold(&SecondPriceIsTruthful, [bidder.clone(), priced]);
    let ordered = bidder.with_ties(Ties::Priority(vec![0]));
    all_hold(&ClarkeIsASecondPriceAuction, [ordered]);
    let first = AuctionCase::new(vec![numbers(&[1, 2])], Pricing::OwnBid);
    all_hold(&FirstPriceIsNotTruthful, [first]);
    let units = UnitsCase::new(vec![numbers(&[1, 2])], 2, Pricing::HighestLosingBid);
    all_hold(&UniformPricesAreTruthful, [units]);
    let one = NormalForm::from_fn(&[2], |_, own| Rational::from(own[0])).expect("a game");
    let steered = SteeredGame::new(one.clone(), vec![0], zero());
    all_hold(&PromisesCostTheRegrets, [steered]);
    all_hold(
        &TaxesMakeWelfareAPotential,
        [None, Some(vec![1])].map(|baseline| TaxedGame::new(one.clone(), baseline)),
    );
    let fined = FinedGame::new(one.clone(), vec![0], Rational::ONE, Rational::ONE);
    all_hold(&ExpectedFinesDeter, [fined]);
    all_hold(
        &MediatorsThreaten,
        [MediatedGame::new(one, vec![0], vec![1])],
    );
    let sides = TwoSides::new(vec![vec![0]], vec![vec![0]], vec![0]);
    all_hold(&DeferredAcceptanceIsBest, [sides.clone()]);
    all_hold(&StableMatchingsFillTheSamePlaces, [sides]);
    all_hold(
        &TopTradingCyclesAreTheCore,
        [HousingMarket::new(vec![vec![0]], vec![0])],
    );
    let serial = AssignmentRule::SerialDictatorship(vec![0]);
    all_hold(
        &SafeRulesCannotBeGamed,
        [AssignmentCase::new(vec![vec![0]], serial)],
    );
    all_hold(
        &OnlyMajorityIsFair,
        [TwoCandidateRule::new(1, vec![Some(0), Some(1)])],
    );
    all_hold(&MedianPeaksWin, [CastBallots::new(1, vec![vec![0]])]);
    all_hold(
        &MediansAreStrategyProof,
        [LineElection::new(1, vec![vec![0]], vec![])],
    );
}

#[test]
fn bids_below_zero_buy_nothing() {
    let values = [
        vec![numbers(&[-1])],
        vec![numbers(&[-2, -1, 1]), numbers(&[-1, 2])],
    ];
    for values in values {
        for units in 1..=3 {
            let pricing = Pricing::HighestLosingBid;
            let case = UnitsCase::new(values.clone(), units, pricing);
            all_hold(&UniformPricesAreTruthful, [case]);
        }
        let second = AuctionCase::new(values.clone(), Pricing::HighestLosingBid);
        let below = second.clone().with_reserve(Rational::from(-2));
        all_hold(&SecondPriceIsTruthful, [second, below]);
        for cost in [0, 1] {
            let shared = SharedCost::new(values.clone(), Rational::from(cost));
            all_hold(&UsersCoverTheCost, [shared]);
        }
        let market = ExchangeCase::new(values.clone(), values.clone());
        all_hold(&OneTradeTooFewIsEnough, [market]);
    }
}
