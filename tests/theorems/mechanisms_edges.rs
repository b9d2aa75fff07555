//! Theorems about mechanisms at the edge of what they are about: values that only look
//! interdependent, one agent, bids below zero, budgets in expectation; and how instances are shown.

use lacuna::game::NormalForm;
use lacuna::game::catalogue::prisoners_dilemma;
use lacuna::gap::transfers::Concept;
use lacuna::mechanism::auction::{Pricing, Ties};
use lacuna::mechanism::design::{BudgetRule, Incentives};
use lacuna::mechanism::examine::Incentive;
use lacuna::mechanism::matching::AssignmentRule;
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
    let known = Setting::private(&[1], 2, |_, _, chosen| Rational::from(chosen));
    all_hold(&IndependentBeliefsLeaveNothing, [known.expect("a setting")]);
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
fn budgets_that_balance_in_expectation_have_to() {
    // Both agents pay 1 for nothing: no deficit, and no balance.
    let idle = Setting::private(&[1, 1], 1, |_, _, _| Rational::from(2)).expect("a setting");
    let space = idle.profiles().expect("small");
    let decisions = vec![Decision::certain(0, numbers(&[-1, -1]))];
    let paid = MechanismTable::new(space, 1, decisions).expect("a table");
    let proposal = |budget| Proposal::new(idle.clone(), paid.clone(), Incentives::Bayesian, budget);
    for budget in [BudgetRule::Balance, BudgetRule::ExpectedBalance] {
        let verdict = NoProposalBeatsTheDesign
            .check(&proposal(budget))
            .expect("checked");
        assert!(
            matches!(
                verdict,
                Verdict::HypothesisFails {
                    hypothesis: "the_budget_is_kept",
                    ..
                }
            ),
            "{budget:?}: {verdict:?}"
        );
    }
    let kept = [
        BudgetRule::None,
        BudgetRule::NoDeficit,
        BudgetRule::ExpectedNoDeficit,
    ];
    all_hold(&NoProposalBeatsTheDesign, kept.map(proposal));
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
fn settings_and_mechanisms_are_described_as_tables() {
    let groves = GrovesCase::new(project(), vec![1, 0], vec![numbers(&[0, 0, 1, 1]); 2]);
    let setting = "types [2, 2], values of 2 alternatives:\n  agent 0 of type 0: [0, -1]\n  \
                   agent 0 of type 1: [0, 1]\n  agent 1 of type 0: [0, -1]\n  \
                   agent 1 of type 1: [0, 1]\n  probabilities of types [[1/2, 1/2], [1/2, 1/2]]";
    assert_eq!(
        GrovesIsTruthful.describe(&groves),
        format!("order [1, 0], terms [[0, 0, 1, 1], [0, 0, 1, 1]], {setting}")
    );
    let described = BalanceNeedsVanishingDifferences.describe(&project_in_full());
    assert!(
        described.contains("\n  agent 1 at types [0, 1]: [0, 1]\n"),
        "{described}"
    );
    let space = lacuna::game::ProfileSpace::new(&[2, 1]).expect("a space");
    let decisions = vec![
        Decision::certain(0, numbers(&[1, -1])),
        Decision::certain(1, numbers(&[0, 0])),
    ];
    let mechanism = MechanismTable::new(space, 2, decisions).expect("a table");
    let strategies = Strategies::new(vec![vec![1, 0], vec![0, 0]]);
    let played = PlayedMechanism::new(project(), mechanism, strategies, Incentive::ExPost);
    assert_eq!(
        EquilibriaCanBeTruthful.describe(&played),
        format!(
            "Strategies {{ messages: [[1, 0], [0, 0]] }}, ExPost, mechanism:\n  \
             after [0, 0]: alternative 0, transfers [1, -1]\n  \
             after [1, 0]: alternative 1, transfers [0, 0]\n{setting}"
        )
    );
}
