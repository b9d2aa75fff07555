//! Which rules can be gamed, by brute force over all types and all lies.

use lacuna::mechanism::matching::{
    AssignmentMechanism, AssignmentRule, Assignments, Matching, TwoSidedMechanism,
};
use lacuna::mechanism::voting::{self, ApprovalVoting, TieBreaking, VotingMechanism, VotingRule};
use lacuna::mechanism::{Mechanism, RankUtilities, Rankings, Setting};
use lacuna::number::Rational;

use crate::{first_lie, permutations};

const PRIORITIES: [[usize; 3]; 3] = [[0, 1, 2], [1, 0, 2], [2, 0, 1]];

fn priorities() -> Vec<Vec<usize>> {
    PRIORITIES.map(|list| list.to_vec()).to_vec()
}

fn houses(rule: AssignmentRule) -> (Setting, AssignmentMechanism) {
    let rankings = Rankings::all(3).expect("small");
    let all = Assignments::full(3, vec![1; 3], 100).expect("small");
    let setting = all
        .setting(&rankings, &RankUtilities::borda(3))
        .expect("fits");
    let mechanism = AssignmentMechanism::new(rankings, all, rule).expect("fits");
    (setting, mechanism)
}

#[test]
fn truth_is_dominant_in_serial_dictatorship_trading_cycles_and_deferred_acceptance() {
    let mut rules = vec![AssignmentRule::RandomSerialDictatorship];
    for order in permutations(3) {
        rules.push(AssignmentRule::SerialDictatorship(order.clone()));
        rules.push(AssignmentRule::TopTradingCycles(order));
    }
    rules.push(AssignmentRule::DeferredAcceptance(priorities()));
    for rule in rules {
        let (setting, mechanism) = houses(rule.clone());
        assert_eq!(first_lie(&setting, &mechanism, 0..3), None, "{rule:?}");
    }
}

#[test]
fn truth_is_dominant_for_proposers_with_refusals_and_for_any_cardinal_utilities() {
    let rankings = Rankings::all_with_refusals(2).expect("small");
    let all = Assignments::new(3, vec![1, 1], 100).expect("small");
    let q = |text: &str| text.parse::<Rational>().expect("a number");
    for places in [[q("100"), q("1")], [q("1"), q("99/100")]] {
        let utilities =
            RankUtilities::new(places.to_vec(), q("0"), q("-1000")).expect("decreasing");
        let setting = all.setting(&rankings, &utilities).expect("fits");
        // Object 1 does not take agent 0.
        let lists = vec![vec![2, 0, 1], vec![1, 2]];
        let rule = AssignmentRule::DeferredAcceptance(lists);
        let mechanism =
            AssignmentMechanism::new(rankings.clone(), all.clone(), rule).expect("fits");
        assert_eq!(first_lie(&setting, &mechanism, 0..3), None);
    }
}

#[test]
fn the_boston_mechanism_and_places_that_propose_can_be_gamed() {
    for rule in [
        AssignmentRule::ImmediateAcceptance(priorities()),
        AssignmentRule::DeferredAcceptanceFromPlaces(vec![
            vec![1, 0, 2],
            vec![0, 1, 2],
            vec![0, 1, 2],
        ]),
    ] {
        let (setting, mechanism) = houses(rule.clone());
        let lie = first_lie(&setting, &mechanism, 0..3);
        assert!(lie.is_some(), "{rule:?}");
    }
    // The example of the documentation: student 1 says its safe school first, and gets it.
    let lists = vec![vec![0, 1, 2], vec![1, 0, 2], vec![0, 1, 2]];
    let (setting, boston) = houses(AssignmentRule::ImmediateAcceptance(lists));
    let number = |list: &[usize]| Rankings::all(3).expect("small").number(list).expect("one");
    let types = vec![number(&[0, 1, 2]), number(&[0, 1, 2]), number(&[1, 0, 2])];
    let mut said = types.clone();
    said[1] = number(&[1, 0, 2]);
    let payoff = |messages: &[usize]| boston.decide(messages).payoff(&setting, 1, &types);
    assert_eq!(payoff(&types), 1.into());
    assert_eq!(payoff(&said), 2.into());
}

#[test]
fn with_both_sides_as_agents_only_the_receivers_can_gain_by_a_lie() {
    // Three on each side: one profile that shows it.
    let rankings = Rankings::all(3).expect("small");
    let all = Assignments::full(3, vec![1; 3], 100).expect("small");
    let borda = RankUtilities::borda(3);
    let setting = all
        .two_sided_setting(&rankings, &rankings, &borda, &borda)
        .expect("fits");
    let mechanism =
        TwoSidedMechanism::new(rankings.clone(), rankings.clone(), all.clone()).expect("two sides");
    let number = |list: [usize; 3]| rankings.number(&list).expect("one of them");
    let men = [[1, 0, 2], [0, 1, 2], [0, 1, 2]].map(number);
    let women = [[0, 2, 1], [2, 0, 1], [0, 1, 2]].map(number);
    let types = [men, women].concat();
    let honest = mechanism.decide(&types);
    let mut gains = Vec::new();
    for agent in 0..6 {
        for message in 0..6 {
            let mut said = types.clone();
            said[agent] = message;
            let before = honest.payoff(&setting, agent, &types);
            if mechanism.decide(&said).payoff(&setting, agent, &types) > before {
                gains.push((agent, message));
            }
        }
    }
    // By hand: woman 0 puts man 1 before man 2, who goes on to woman 1, who lets man 0 go. Woman 1
    // starts the same chain by putting man 1 before man 0.
    assert_eq!(gains, vec![(3, number([0, 1, 2])), (4, number([2, 1, 0]))]);
    let truth = all.matching(honest.branches()[0].alternative);
    assert_eq!(truth.partner(2), Some(0));
    // For two on each side everything can be tried. With refusals women can cut their lists.
    let two = Rankings::all_with_refusals(2).expect("small");
    let pairs = Assignments::new(2, vec![1, 1], 100).expect("small");
    let borda = RankUtilities::borda(2);
    let setting = pairs
        .two_sided_setting(&two, &two, &borda, &borda)
        .expect("fits");
    let mechanism = TwoSidedMechanism::new(two.clone(), two, pairs).expect("two sides");
    assert_eq!(first_lie(&setting, &mechanism, 0..2), None);
    let lie = first_lie(&setting, &mechanism, 2..4).expect("a woman gains");
    assert!(lie.agent >= 2);
}

fn election(voters: usize, rankings: &Rankings, rule: VotingRule, ties: TieBreaking) -> bool {
    let utilities = RankUtilities::borda(rankings.things());
    let setting = voting::setting(voters, rankings, &utilities).expect("fits");
    let mechanism = VotingMechanism::new(voters, rankings.clone(), rule, ties).expect("fits");
    first_lie(&setting, &mechanism, 0..voters).is_none()
}

#[test]
fn positional_rules_and_condorcet_rules_can_be_gamed_with_three_candidates() {
    let all = Rankings::all(3).expect("small");
    let q = |value: i64| Rational::from(value);
    for rule in [
        VotingRule::Plurality,
        VotingRule::Borda,
        VotingRule::Scoring(vec![q(1), q(1), q(0)]),
        VotingRule::Copeland,
        VotingRule::CondorcetElse(0),
        VotingRule::Median(vec![0, 2]),
    ] {
        let order = TieBreaking::lowest(3);
        assert!(!election(3, &all, rule.clone(), order), "{rule:?}");
    }
    // Three voters and the witness of Borda: 1 > 0 > 2 buries its rival.
    let mechanism = VotingMechanism::new(2, all.clone(), VotingRule::Borda, TieBreaking::lowest(3));
    let mechanism = mechanism.expect("fits");
    let number = |list: &[usize]| all.number(list).expect("one of them");
    let truth = [number(&[0, 1, 2]), number(&[1, 0, 2])];
    let buried = [number(&[0, 1, 2]), number(&[1, 2, 0])];
    assert_eq!(mechanism.decide(&truth).branches()[0].alternative, 0);
    assert_eq!(mechanism.decide(&buried).branches()[0].alternative, 1);
}

#[test]
fn majority_dictators_and_medians_of_single_peaked_rankings_are_safe() {
    let two = Rankings::all(2).expect("small");
    for ties in [TieBreaking::lowest(2), TieBreaking::Lottery] {
        for voters in 1..=4 {
            let rule = VotingRule::Plurality;
            assert!(election(voters, &two, rule, ties.clone()), "{voters}");
        }
    }
    let three = Rankings::all(3).expect("small");
    for rule in [VotingRule::Dictator(1), VotingRule::RandomDictator] {
        assert!(election(3, &three, rule, TieBreaking::Lottery));
    }
    let peaked = Rankings::single_peaked(4).expect("small");
    for low in 0..4 {
        for high in low..4 {
            let rule = VotingRule::Median(vec![low, high]);
            assert!(election(3, &peaked, rule, TieBreaking::Lottery));
        }
    }
    // Plurality on the same rankings is not safe.
    let rule = VotingRule::Plurality;
    assert!(!election(3, &peaked, rule, TieBreaking::lowest(4)));
}

#[test]
fn majority_of_an_odd_number_is_the_median_on_two_points() {
    let two = Rankings::all(2).expect("small");
    let majority = VotingMechanism::majority(3, TieBreaking::Lottery).expect("fits");
    let rule = VotingRule::Median(vec![0, 1]);
    let median = VotingMechanism::new(3, two, rule, TieBreaking::Lottery).expect("fits");
    for code in 0..8usize {
        let messages = [code >> 2 & 1, code >> 1 & 1, code & 1];
        assert_eq!(majority.decide(&messages), median.decide(&messages));
    }
}

#[test]
fn approving_the_best_one_is_plurality() {
    let all = Rankings::all(3).expect("small");
    let ties = TieBreaking::Order(vec![2, 0, 1]);
    let approval = ApprovalVoting::new(3, 3, ties.clone()).expect("fits");
    let sincere = approval.sincere(&all, 1).expect("fits");
    let plurality = VotingMechanism::new(3, all.clone(), VotingRule::Plurality, ties);
    let plurality = plurality.expect("fits");
    let setting = voting::setting(3, &all, &RankUtilities::borda(3)).expect("fits");
    for types in &setting.profiles().expect("small") {
        let approved = approval.decide(&sincere.messages(&types));
        assert_eq!(approved, plurality.decide(&types));
    }
}

#[test]
fn a_random_order_gives_the_same_chances_as_trading_a_random_endowment() {
    // Abdulkadiroğlu and Sönmez 1998; Knuth 1996.
    let rankings = Rankings::all(3).expect("small");
    let (setting, serial) = houses(AssignmentRule::RandomSerialDictatorship);
    let trades: Vec<AssignmentMechanism> = permutations(3)
        .into_iter()
        .map(|endowment| houses(AssignmentRule::TopTradingCycles(endowment)).1)
        .collect();
    let sixth = Rational::new(1, 6).expect("not zero");
    for types in &setting.profiles().expect("small") {
        let drawn = serial.decide(&types);
        for number in 0..serial.assignments().len() {
            let traded: Rational = trades
                .iter()
                .map(|trade| &sixth * &trade.decide(&types).probability(number))
                .sum();
            assert_eq!(drawn.probability(number), traded, "{types:?}");
        }
    }
    assert_eq!(rankings.len(), 6);
}

#[test]
fn the_number_of_a_matching_is_found_for_every_outcome() {
    let rankings = Rankings::all_with_refusals(2).expect("small");
    let all = Assignments::new(2, vec![1, 1], 100).expect("small");
    let rule = AssignmentRule::SerialDictatorship(vec![1, 0]);
    let mechanism = AssignmentMechanism::new(rankings.clone(), all.clone(), rule).expect("fits");
    let refuses = rankings.number(&[]).expect("accepts nothing");
    let wants = rankings.number(&[1]).expect("accepts 1");
    let decision = mechanism.decide(&[wants, refuses]);
    let matching = all.matching(decision.branches()[0].alternative);
    assert_eq!(matching, &Matching::new(vec![Some(1), None]));
}
