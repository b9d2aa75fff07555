//! Stability, optimality and the core from their definitions, over all matchings.

use lacuna::mechanism::matching::{
    Assignments, Instability, Matching, SidePreferences, blocking_pairs, deferred_acceptance,
    deferred_acceptance_from_places, immediate_acceptance, serial_dictatorship, top_trading_cycles,
};
use proptest::prelude::*;

/// The place of a partner in a list; nothing is after everybody who is listed, and somebody who is
/// not listed after that.
fn place(list: &[usize], partner: Option<usize>) -> usize {
    match partner {
        None => list.len(),
        Some(partner) => list
            .iter()
            .position(|&own| own == partner)
            .unwrap_or(list.len() + 1),
    }
}

/// Is a matching stable, from the definition: nobody has somebody unacceptable, no receiver too
/// many, and no two would rather have each other?
fn is_stable(
    proposers: &SidePreferences,
    receivers: &SidePreferences,
    capacities: &[usize],
    matching: &Matching,
) -> bool {
    let held = |receiver: usize| matching.held_by(receiver);
    let fits =
        |p: usize, r: usize| proposers.list(p).contains(&r) && receivers.list(r).contains(&p);
    let individually = (0..proposers.members())
        .all(|p| matching.partner(p).is_none_or(|r| fits(p, r)))
        && (0..receivers.members()).all(|r| held(r).len() <= capacities[r]);
    let no_pair = (0..proposers.members()).all(|p| {
        (0..receivers.members()).all(|r| {
            let list = proposers.list(p);
            let wants = fits(p, r) && place(list, Some(r)) < place(list, matching.partner(p));
            let own = receivers.list(r);
            let replaces = held(r)
                .iter()
                .any(|&other| place(own, Some(p)) < place(own, Some(other)));
            let welcome = capacities[r] > held(r).len() || (capacities[r] > 0 && replaces);
            !(wants && welcome)
        })
    });
    individually && no_pair
}

/// Strict lists of some of `others`.
fn lists(members: usize, others: usize) -> impl Strategy<Value = SidePreferences> {
    let list = (
        Just((0..others).collect::<Vec<usize>>()).prop_shuffle(),
        0..=others,
    )
        .prop_map(|(order, keep)| order[..keep].to_vec());
    proptest::collection::vec(list, members)
        .prop_map(move |lists| SidePreferences::new(others, lists).expect("lists"))
}

fn markets() -> impl Strategy<Value = (SidePreferences, SidePreferences, Vec<usize>)> {
    (1usize..5, 1usize..4).prop_flat_map(|(proposers, receivers)| {
        (
            lists(proposers, receivers),
            lists(receivers, proposers),
            proptest::collection::vec(0usize..3, receivers),
        )
    })
}

proptest! {
    #[test]
    fn deferred_acceptance_is_stable_and_each_sides_best(
        (proposers, receivers, capacities) in markets()
    ) {
        let all = Assignments::new(proposers.members(), capacities.clone(), 100_000).expect("few");
        let stable: Vec<&Matching> = all
            .iter()
            .filter(|matching| is_stable(&proposers, &receivers, &capacities, matching))
            .collect();
        let best = deferred_acceptance(&proposers, &receivers, &capacities).expect("fits");
        let worst = deferred_acceptance_from_places(&proposers, &receivers, &capacities);
        let worst = worst.expect("fits");
        prop_assert!(stable.contains(&&best));
        prop_assert!(stable.contains(&&worst));
        for matching in &stable {
            for p in 0..proposers.members() {
                let list = proposers.list(p);
                let now = place(list, matching.partner(p));
                prop_assert!(place(list, best.partner(p)) <= now);
                prop_assert!(now <= place(list, worst.partner(p)));
            }
            // Rural hospitals: the same are matched in every stable matching.
            for p in 0..proposers.members() {
                prop_assert_eq!(matching.partner(p).is_some(), best.partner(p).is_some());
            }
        }
    }

    #[test]
    fn the_checker_finds_a_fault_exactly_where_a_matching_is_not_stable(
        (proposers, receivers, capacities) in markets()
    ) {
        let all = Assignments::new(proposers.members(), capacities.clone(), 100_000).expect("few");
        for matching in all.iter() {
            let faults = blocking_pairs(&proposers, &receivers, &capacities, matching);
            let stable = is_stable(&proposers, &receivers, &capacities, matching);
            prop_assert_eq!(faults.expect("fits").is_empty(), stable);
        }
        // More than there are places.
        if capacities[0] == 0 && proposers.members() > 1 {
            let mut partners = vec![None; proposers.members()];
            partners[1] = Some(0);
            let over = Matching::new(partners);
            let faults = blocking_pairs(&proposers, &receivers, &capacities, &over);
            let is_overfull = |fault: &Instability| {
                matches!(fault, Instability::Overfull { receiver: 0, .. })
            };
            prop_assert!(faults.expect("fits").iter().any(is_overfull));
        }
    }

    #[test]
    fn trading_cycles_end_in_the_core_and_nothing_else_is_in_it(
        wishes in (1usize..6).prop_flat_map(|n| lists(n, n))
    ) {
        let count = wishes.members();
        // Owners may refuse everything but their own.
        let full: Vec<Vec<usize>> = (0..count)
            .map(|agent| {
                let mut list: Vec<usize> = wishes.list(agent).to_vec();
                if !list.contains(&agent) {
                    list.push(agent);
                }
                list
            })
            .collect();
        let endowment: Vec<usize> = (0..count).collect();
        let traded = top_trading_cycles(&wishes, &endowment).expect("fits");
        // No group can give its own objects to itself so that all its members are at least as well
        // off and one is better off: the strict core, which has exactly one allocation.
        let in_core = |allocation: &[usize]| {
            (1usize..1 << count).all(|group| {
                let members: Vec<usize> = (0..count).filter(|i| group >> i & 1 == 1).collect();
                crate::permutations(members.len()).into_iter().all(|order| {
                    let rank = |agent: usize, object: usize| place(&full[agent], Some(object));
                    let changes = members.iter().zip(&order).map(|(&agent, &k)| {
                        (rank(agent, members[k]), rank(agent, allocation[agent]))
                    });
                    let changes: Vec<(usize, usize)> = changes.collect();
                    let blocks = changes.iter().all(|(then, now)| then <= now)
                        && changes.iter().any(|(then, now)| then < now);
                    !blocks
                })
            })
        };
        let core: Vec<Vec<usize>> = crate::permutations(count)
            .into_iter()
            .filter(|allocation| in_core(allocation))
            .collect();
        let found: Vec<usize> = traded.partners().iter().flatten().copied().collect();
        prop_assert_eq!(core, vec![found]);
    }

    #[test]
    fn a_dictators_order_is_efficient_and_boston_is_for_what_is_said(
        (agents, order, priorities) in (1usize..5).prop_flat_map(|n| (
            lists(n, 3),
            Just((0..n).collect::<Vec<usize>>()).prop_shuffle(),
            Just((0..n).collect::<Vec<usize>>()).prop_shuffle(),
        ))
    ) {
        let capacities = vec![1, 1, 2];
        let all = Assignments::new(agents.members(), capacities.clone(), 100_000).expect("few");
        let places = |matching: &Matching| -> Vec<usize> {
            (0..agents.members())
                .map(|agent| place(agents.list(agent), matching.partner(agent)))
                .collect()
        };
        let everybody = SidePreferences::new(agents.members(), vec![priorities; 3]).expect("fits");
        for matching in [
            serial_dictatorship(&agents, &capacities, &order).expect("fits"),
            immediate_acceptance(&agents, &everybody, &capacities).expect("fits"),
        ] {
            let now = places(&matching);
            let dominates = all.iter().map(places).any(|other| {
                other != now && other.iter().zip(&now).all(|(then, now)| then <= now)
            });
            prop_assert!(!dominates);
        }
    }
}

#[test]
fn with_one_common_priority_deferred_acceptance_is_serial_dictatorship() {
    let wishes = vec![vec![2, 0, 1], vec![2, 1, 0], vec![2, 1, 0], vec![0, 1, 2]];
    let agents = SidePreferences::new(3, wishes).expect("lists");
    for order in crate::permutations(4) {
        let side = SidePreferences::new(4, vec![order.clone(); 3]).expect("lists");
        assert_eq!(
            deferred_acceptance(&agents, &side, &[1, 1, 1]),
            serial_dictatorship(&agents, &[1, 1, 1], &order)
        );
    }
}

#[test]
fn the_latin_square_of_gale_and_shapley_has_three_stable_matchings() {
    // Example 1 of Gale and Shapley 1962.
    let men = vec![vec![0, 1, 2], vec![1, 2, 0], vec![2, 0, 1]];
    let women = vec![vec![1, 2, 0], vec![2, 0, 1], vec![0, 1, 2]];
    let men = SidePreferences::new(3, men).expect("lists");
    let women = SidePreferences::new(3, women).expect("lists");
    let all = Assignments::full(3, vec![1; 3], 10).expect("six");
    let stable = all.iter().filter(|m| {
        blocking_pairs(&men, &women, &[1; 3], m)
            .expect("fits")
            .is_empty()
    });
    assert_eq!(stable.count(), 3);
    let best = deferred_acceptance(&men, &women, &[1; 3]).expect("fits");
    assert_eq!(best.partners(), [Some(0), Some(1), Some(2)]);
    let worst = deferred_acceptance_from_places(&men, &women, &[1; 3]).expect("fits");
    assert_eq!(worst.partners(), [Some(2), Some(0), Some(1)]);
}
