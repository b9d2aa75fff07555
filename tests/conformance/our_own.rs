//! The implementations of this crate keep the promises of its traits.

use lacuna::contract::Budget;
use lacuna::contract::law::{CheckOptions, FailurePolicy, Law};
use lacuna::game::catalogue::DilemmaPayoffs;
use lacuna::game::catalogue::{
    self, FairCostSharing, GordonSchaefer, LinearCongestion, LinearLatency,
};
use lacuna::game::hidden_effort::HiddenEffort;
use lacuna::game::{Game, NormalForm};
use lacuna::mechanism::auction::{SealedBid, one_object};
use lacuna::mechanism::groves::{ExpectedExternality, Groves};
use lacuna::mechanism::matching::{AssignmentMechanism, AssignmentRule, Assignments};
use lacuna::mechanism::public_project::PublicProject;
use lacuna::mechanism::trade::DoubleAuction;
use lacuna::mechanism::voting::{ApprovalVoting, TieBreaking, VotingMechanism, VotingRule};
use lacuna::mechanism::{Mechanism, MechanismTable, Rankings, TableLimit};
use lacuna::number::{Rational, Scalar};
use lacuna::preference::{
    BenevolentSystem, CharnessRabin, ConstantElasticity, ConvexAltruism, Cooperative,
    EquityReciprocityCompetition, FehrSchmidt, GroupAverage, HomoMoralis, Levine, Perceived,
    Population, Preference, QuasiMaximin, RewardSharing, Selfish, SocialValueAngle,
    UniformBenevolence, WeightMatrix, WeightOnOthers, WeightSplit,
};
use lacuna::simulate::commons::{
    Commons, CommonsObservation, CommonsRules, Growth, Hysteresis, Rationing, Shock,
};
use lacuna::simulate::conformance::{
    ConformanceOptions, Requirement, check_agent, check_anonymous_preference, check_conservation,
    check_environment, check_game, check_mechanism, check_mechanism_budget, check_preference,
    check_refusals, check_verifiable, check_welfare,
};
use lacuna::simulate::{
    Environment, FromFunction, GameRounds, Governed, RoundObservation, Verifiable,
};
use lacuna::welfare::{
    GeneralisedMean, InequalityAverse, Leximin, NashProduct, Rawlsian, Utilitarian,
    WeightedUtilitarian, Welfare,
};
use rand::{Rng, RngExt};

use super::q;

fn half() -> Rational {
    Rational::new(1, 2).expect("non-zero")
}

fn games() -> Vec<(&'static str, Box<dyn Game<Rational>>)> {
    let grid: Vec<Rational> = (0..3).map(q).collect();
    let links = || vec![vec![vec![0], vec![1, 2], vec![2]]; 3];
    let dilemma = catalogue::prisoners_dilemma(3, 0, 5, 1).expect("valid");
    let averse = FehrSchmidt::new(Rational::ONE, half()).expect("valid");
    let lift = DilemmaPayoffs::new(5, -5, 9, 0);
    let fishery = GordonSchaefer::new(1, 100, half(), 2, 3).expect("valid");
    vec![
        ("dilemma", Box::new(dilemma.clone())),
        (
            "seen by the averse",
            Box::new(Perceived::new(dilemma, averse).expect("defined")),
        ),
        (
            "hidden effort",
            Box::new(
                HiddenEffort::new(lift)
                    .and_then(|lift| lift.game())
                    .expect("valid"),
            ),
        ),
        (
            "public goods",
            Box::new(catalogue::public_goods(3, 2, &grid, half()).expect("valid")),
        ),
        (
            "volunteers",
            Box::new(catalogue::volunteers_dilemma(4, 3, 1).expect("valid")),
        ),
        (
            "stag hunt",
            Box::new(catalogue::n_player_stag_hunt(4, 2, 3, 1).expect("valid")),
        ),
        (
            "cournot",
            Box::new(catalogue::cournot(3, 4, 12, 1, 2).expect("valid")),
        ),
        (
            "team",
            Box::new(catalogue::team_production(3, &grid).expect("valid")),
        ),
        ("fishery", Box::new(fishery.game(3, &grid).expect("valid"))),
        (
            "travellers",
            Box::new(catalogue::travelers_dilemma(2, 40, 2).expect("valid")),
        ),
        (
            "congestion",
            Box::new(
                LinearCongestion::new(
                    (0..3).map(|slope| LinearLatency::new(slope, 1)).collect(),
                    links(),
                )
                .expect("valid"),
            ),
        ),
        (
            "cost sharing",
            Box::new(FairCostSharing::new((1..4).map(q).collect(), links()).expect("valid")),
        ),
    ]
}

#[test]
fn games_of_the_catalogue_conform() {
    for (name, game) in games() {
        let report = check_game(&game, &ConformanceOptions::default());
        let report = report.unwrap_or_else(|found| panic!("{name}: {found}"));
        assert!(report.times(Requirement::Pure) > 0, "{name}");
    }
}

fn anonymous<S: Scalar>() -> Vec<Box<dyn Preference<S>>> {
    let half = || {
        S::one()
            .checked_divide(&S::from_integer(2))
            .expect("non-zero")
    };
    let third = || {
        S::one()
            .checked_divide(&S::from_integer(3))
            .expect("non-zero")
    };
    vec![
        Box::new(Selfish),
        Box::new(Cooperative::new(S::from_integer(2)).expect("valid")),
        Box::new(ConvexAltruism::new(third()).expect("valid")),
        Box::new(GroupAverage::new(third()).expect("valid")),
        Box::new(WeightOnOthers::new(half()).expect("valid")),
        Box::new(WeightSplit::new(third()).expect("valid")),
        Box::new(RewardSharing::new(half()).expect("valid")),
        Box::new(UniformBenevolence::new(third(), 3).expect("valid")),
        Box::new(FehrSchmidt::new(S::one(), half()).expect("valid")),
        Box::new(CharnessRabin::new(half(), -third(), S::zero()).expect("valid")),
        Box::new(QuasiMaximin::new(half(), half()).expect("valid")),
        Box::new(EquityReciprocityCompetition::new(S::one(), half()).expect("valid")),
        Box::new(HomoMoralis::new(half()).expect("valid")),
    ]
}

#[test]
fn preferences_conform_and_the_anonymous_ones_treat_players_alike() {
    let options = ConformanceOptions::default();
    let ours = anonymous::<Rational>();
    assert_eq!(ours.len(), anonymous::<f64>().len());
    for (place, preference) in ours.iter().enumerate() {
        // Some are for two players only.
        let three = check_anonymous_preference(preference, 3, &options);
        let two = check_anonymous_preference(preference, 2, &options);
        let fine = three.as_ref().is_ok() || two.is_ok();
        assert!(fine, "preference {place}: {three:?}");
        if let Err(found) = &three {
            assert_eq!(found.requirement, Requirement::DefinedSomewhere, "{found}");
        }
    }
    for (place, preference) in anonymous::<f64>().iter().enumerate() {
        let fine = check_anonymous_preference(preference, 3, &options)
            .or_else(|_| check_anonymous_preference(preference, 2, &options));
        fine.unwrap_or_else(|found| panic!("preference {place} in f64: {found}"));
    }
    let angle = SocialValueAngle::from_degrees(17.0).expect("valid");
    check_anonymous_preference::<f64, _>(&angle, 3, &options).expect("conforms");
    let elastic = ConstantElasticity::new(0.4, 0.5).expect("valid");
    let report = check_preference::<f64, _>(&elastic, 2, &options).expect("conforms");
    assert!(report.refused > 0);
}

#[test]
fn preferences_with_favourites_conform_and_are_not_anonymous() {
    let options = ConformanceOptions::default();
    let matrix = WeightMatrix::new(vec![
        vec![q(1), q(2), q(0)],
        vec![half(), q(1), q(-1)],
        vec![q(0), q(0), q(1)],
    ]);
    let benevolent = vec![
        vec![q(0), half(), q(0)],
        vec![q(0), q(0), half()],
        vec![q(0), q(0), q(0)],
    ];
    let mixed: Vec<Box<dyn Preference<Rational>>> = vec![
        Box::new(Selfish),
        Box::new(Cooperative::new(q(1)).expect("valid")),
        Box::new(Selfish),
    ];
    let partial: Vec<Box<dyn Preference<Rational>>> = vec![
        Box::new(matrix.expect("square")),
        Box::new(BenevolentSystem::new(benevolent).expect("valid")),
        Box::new(Population::new(mixed).expect("three")),
        Box::new(Levine::new(vec![half(), q(0), q(0)], half()).expect("valid")),
    ];
    for preference in &partial {
        check_preference(preference, 3, &options).expect("conforms");
        let found = check_anonymous_preference(preference, 3, &options).expect_err("partial");
        assert_eq!(found.requirement, Requirement::Anonymous, "{found}");
    }
}

#[test]
fn welfares_conform() {
    let options = ConformanceOptions::default();
    let exact: Vec<Box<dyn Welfare<Rational>>> = vec![
        Box::new(Utilitarian),
        Box::new(WeightedUtilitarian::new((1..5).map(q).collect()).expect("valid")),
        Box::new(NashProduct::from_zero()),
        Box::new(Rawlsian),
        Box::new(Leximin),
        Box::new(GeneralisedMean::new(q(2)).expect("valid")),
        Box::new(GeneralisedMean::new(q(-1)).expect("valid")),
        Box::new(InequalityAverse::new(half()).expect("valid")),
    ];
    for (place, welfare) in exact.iter().enumerate() {
        // A square root is rarely exact: the means are defined for single payoffs at least.
        let players = if (5..=6).contains(&place) { 1 } else { 4 };
        check_welfare(welfare, players, &options)
            .unwrap_or_else(|found| panic!("welfare {place}: {found}"));
    }
    let numeric: Vec<Box<dyn Welfare<f64>>> = vec![
        Box::new(Utilitarian),
        Box::new(NashProduct::from_zero()),
        Box::new(Leximin),
        Box::new(GeneralisedMean::new(q(2)).expect("valid")),
        Box::new(GeneralisedMean::new(q(0)).expect("valid")),
        Box::new(GeneralisedMean::new(q(-1)).expect("valid")),
        Box::new(InequalityAverse::new(0.5).expect("valid")),
    ];
    for (place, welfare) in numeric.iter().enumerate() {
        check_welfare(welfare, 4, &options)
            .unwrap_or_else(|found| panic!("welfare {place} in f64: {found}"));
    }
}

#[test]
fn mechanisms_conform_and_keep_to_their_budgets() {
    let options = ConformanceOptions::default();
    let grid = |n: i64| -> Vec<Rational> { (0..n).map(q).collect() };
    let bids = || vec![grid(3); 3];
    let setting = one_object(&bids()).expect("valid");
    let rankings = || Rankings::all(3).expect("few");
    let assignments = || Assignments::full(3, vec![1; 3], 1_000).expect("few");
    let project = PublicProject::equal_shares(vec![grid(3); 3], q(3)).expect("valid");
    let vote =
        |rule| VotingMechanism::new(3, rankings(), rule, TieBreaking::Lottery).expect("fits");
    let assign = |rule| AssignmentMechanism::new(rankings(), assignments(), rule).expect("fits");
    let externality = ExpectedExternality::new(&setting, TableLimit::default()).expect("valid");
    let second = SealedBid::second_price(bids()).expect("valid");
    let table = MechanismTable::of(&second, TableLimit::default()).expect("small");
    let trade = DoubleAuction::new(grid(4), grid(4), half()).expect("valid");
    let all: Vec<(Box<dyn Mechanism>, Budget)> = vec![
        (
            Box::new(SealedBid::first_price(bids()).expect("valid")),
            Budget::Burning,
        ),
        (Box::new(second), Budget::Burning),
        (Box::new(table), Budget::Burning),
        (
            Box::new(SealedBid::all_pay(bids()).expect("valid")),
            Budget::Burning,
        ),
        (
            Box::new(Groves::clarke(&setting).expect("valid")),
            Budget::Burning,
        ),
        (
            Box::new(Groves::new(&setting).expect("valid")),
            Budget::Unrestricted,
        ),
        (Box::new(externality), Budget::Balanced),
        (Box::new(project.pivotal().expect("valid")), Budget::Burning),
        (Box::new(trade), Budget::Balanced),
        (Box::new(vote(VotingRule::Borda)), Budget::Balanced),
        (Box::new(vote(VotingRule::RandomDictator)), Budget::Balanced),
        (
            Box::new(assign(AssignmentRule::RandomSerialDictatorship)),
            Budget::Balanced,
        ),
        (
            Box::new(assign(AssignmentRule::TopTradingCycles(vec![2, 0, 1]))),
            Budget::Balanced,
        ),
        (
            Box::new(ApprovalVoting::new(3, 3, TieBreaking::lowest(3)).expect("valid")),
            Budget::Balanced,
        ),
    ];
    for (place, (mechanism, budget)) in all.iter().enumerate() {
        check_mechanism_budget(mechanism, *budget, &options)
            .unwrap_or_else(|found| panic!("mechanism {place}: {found}"));
        check_mechanism(mechanism, &options.clone().with_seed(5)).expect("conforms");
    }
    // Without terms an efficient trade runs a deficit.
    let found = check_mechanism_budget(&all[5].0, Budget::Burning, &options).expect_err("deficit");
    assert_eq!(found.requirement, Requirement::Budget, "{found}");
}

fn lakes() -> Vec<CommonsRules> {
    let rules = CommonsRules::default();
    let mut all = Vec::new();
    for rationing in [
        Rationing::default(),
        Rationing::Proportional,
        Rationing::EqualAwards,
    ] {
        let stochastic = Growth::Hysteresis(Hysteresis::default());
        all.push(
            rules
                .clone()
                .with_rationing(rationing)
                .with_growth(stochastic),
        );
    }
    all.push(rules.with_shock(Shock::default()).with_players(3));
    all
}

fn wants(seen: &CommonsObservation, rng: &mut dyn Rng) -> u64 {
    rng.random_range(0..=seen.stock / 8)
}

#[test]
fn commons_conform_to_players_and_to_courts() {
    let options = ConformanceOptions::default().with_cases(8);
    for rules in lakes() {
        let make = || Commons::new(rules.clone()).expect("valid rules");
        let report = check_environment(make, wants, &options).expect("conforms");
        // Wanting so little, they have several months to go wrong in.
        assert!(
            report.times(Requirement::LegalActionsAccepted) > 24,
            "{report}"
        );
        check_verifiable(make, wants, &options).expect("conforms");
    }
}

#[test]
fn rounds_of_a_game_conform_and_refuse_actions_that_there_are_not() {
    let options = ConformanceOptions::default().with_cases(8);
    for (_, game) in games() {
        let actions: Vec<usize> = (0..game.players()).map(|i| game.actions(i)).collect();
        let make = || GameRounds::new(&game, 5);
        let draw =
            |seen: &RoundObservation, rng: &mut dyn Rng| rng.random_range(0..actions[seen.player]);
        let illegal = |seen: &RoundObservation, rng: &mut dyn Rng| {
            actions[seen.player] + rng.random_range(0..3)
        };
        check_environment(make, draw, &options).expect("conforms");
        check_refusals(make, draw, illegal, &options).expect("conforms");
    }
}

#[test]
fn a_commons_under_a_law_conforms_and_its_money_is_accounted_for() {
    let options = ConformanceOptions::default().with_cases(8);
    let lake = || Commons::new(CommonsRules::default()).expect("valid rules");
    let law = Law::parse(
        "law \"A quota, and a fine that grows\"
           let quota = 10
           counter offences
         resolve:
           for each p: if catch of p > quota: sanction p 1 graduated by offences
           for each p: cap catch of p at quota",
    );
    let court = lake().court().expect("a court");
    let law = law
        .expect("parses")
        .check(&court, &CheckOptions::default())
        .expect("checks");
    let make = || Governed::new(lake(), law.clone(), FailurePolicy::Open).expect("one court");
    check_environment(make, wants, &options).expect("conforms");
    // Under the quota of ten each half of the stock of 100 is left, and it doubles: what was caught
    // is what the lake gave, and fines are destroyed.
    let greedy = |_: &CommonsObservation, rng: &mut dyn Rng| rng.random_range(10..=20);
    let given = |lake: &Governed<Commons>| {
        let caught = q(50 * lake.environment().month() as i64);
        lake.enforcement().destroyed.clone() - caught
    };
    check_conservation(make, greedy, given, &options).expect("conforms");
    let careless = |lake: &Governed<Commons>| q(-50 * lake.environment().month() as i64);
    let found = check_conservation(make, greedy, careless, &options).expect_err("fines");
    assert_eq!(found.requirement, Requirement::Conserved, "{found}");
    assert_eq!(make().players(), 5);
}

#[test]
fn functions_as_agents_conform() {
    let options = ConformanceOptions::default().with_cases(8);
    let matrix = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    let game = NormalForm::symmetric(&matrix).expect("square");
    let make = || GameRounds::new(&game, 30);
    let draw = |_: &RoundObservation, rng: &mut dyn Rng| rng.random_range(0..2);
    check_agent(|| FromFunction::new("erratic", draw), make, draw, &options).expect("conforms");
}
