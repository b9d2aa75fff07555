//! Tallies against elections from the literature and against counting voter by voter.

use lacuna::mechanism::voting::{Ballots, approvals, median, winners};
use lacuna::mechanism::{RankUtilities, Rankings};
use lacuna::number::Rational;
use proptest::prelude::*;

#[test]
fn tennessee_elects_another_capital_with_every_rule() {
    // 0 Memphis, 1 Nashville, 2 Chattanooga, 3 Knoxville.
    let ballots = Ballots::new(
        4,
        [
            (vec![0, 1, 2, 3], 42),
            (vec![1, 2, 3, 0], 26),
            (vec![2, 3, 1, 0], 15),
            (vec![3, 2, 1, 0], 17),
        ],
    )
    .expect("ballots");
    assert_eq!(ballots.plurality(), vec![42, 26, 15, 17]);
    assert_eq!(winners(&ballots.plurality()), vec![0]);
    assert_eq!(ballots.condorcet_winner(), Some(1));
    assert_eq!(ballots.borda(), [126, 194, 173, 107].map(Rational::from));
    assert_eq!(ballots.copeland(), vec![-3, 3, 1, -1]);
    assert_eq!(ballots.margin(1, 0), 58 - 42);
}

#[test]
fn borda_counts_agree_with_the_sum_of_majorities() {
    // Σ over others of the number who put a candidate before them.
    let ballots = Ballots::new(3, [(vec![0, 1, 2], 5), (vec![2, 1], 3), (vec![1], 2)]);
    let ballots = ballots.expect("ballots");
    // Unlisted candidates are tied: half a point each.
    assert_eq!(
        ballots.borda(),
        vec![
            Rational::from(10) + "1".parse::<Rational>().expect("2 · 1/2"),
            Rational::from(5 + 3 + 4),
            Rational::from(6) + "1".parse::<Rational>().expect("2 · 1/2"),
        ]
    );
    assert_eq!(ballots.voters(), 10);
}

fn elections() -> impl Strategy<Value = Vec<(Vec<usize>, u64)>> {
    let ballot = Just((0..4).collect::<Vec<usize>>()).prop_shuffle();
    proptest::collection::vec((ballot, 0u64..9), 1..8)
}

proptest! {
    #[test]
    fn margins_and_scores_are_those_of_voter_by_voter(cast in elections()) {
        let ballots = Ballots::new(4, cast.clone()).expect("ballots");
        let voters: Vec<&Vec<usize>> = cast
            .iter()
            .flat_map(|(ballot, count)| std::iter::repeat_n(ballot, *count as usize))
            .collect();
        let place = |ballot: &[usize], c: usize| ballot.iter().position(|&own| own == c);
        for a in 0..4 {
            for b in 0..4 {
                let before = voters.iter().filter(|v| place(v, a) < place(v, b)).count() as i64;
                let after = voters.iter().filter(|v| place(v, a) > place(v, b)).count() as i64;
                prop_assert_eq!(ballots.margin(a, b), before - after);
            }
            let points: usize = voters.iter().map(|v| 3 - place(v, a).unwrap_or(3)).sum();
            prop_assert_eq!(&ballots.borda()[a], &Rational::from(points as i64));
        }
        // A Condorcet winner has the largest Copeland score, alone.
        if let Some(winner) = ballots.condorcet_winner() {
            prop_assert_eq!(winners(&ballots.copeland()), vec![winner]);
        }
        // The first place alone scores as plurality.
        let first = [1, 0, 0, 0].map(Rational::from);
        let plurality = ballots.plurality().into_iter().map(Rational::from);
        prop_assert_eq!(ballots.scores(&first).expect("four"), plurality.collect::<Vec<_>>());
    }

    #[test]
    fn on_single_peaked_ballots_the_median_peak_is_the_condorcet_winner(
        types in proptest::collection::vec(0usize..16, 1..8).prop_filter("odd", |t| t.len() % 2 == 1)
    ) {
        let peaked = Rankings::single_peaked(5).expect("small");
        let ballots = types.iter().map(|&own| (peaked.ranking(own), 1));
        let ballots = Ballots::new(5, ballots).expect("ballots");
        let peaks: Vec<usize> = types.iter().map(|&own| peaked.ranking(own)[0]).collect();
        let half = types.len() / 2;
        let phantoms = [vec![0; half], vec![4; half]].concat();
        let middle = median(&peaks, &phantoms).expect("one fewer");
        prop_assert_eq!(ballots.condorcet_winner(), Some(middle));
    }

    #[test]
    fn the_number_of_a_ranking_is_its_place_in_lexicographic_order(things in 1usize..6) {
        let all = Rankings::all(things).expect("small");
        let lists: Vec<Vec<usize>> = all.iter().collect();
        prop_assert!(lists.is_sorted_by(|left, right| left < right));
        let mut sorted = crate::permutations(things);
        sorted.sort();
        prop_assert_eq!(&lists, &sorted);
        for (number, list) in lists.iter().enumerate() {
            prop_assert_eq!(all.number(list), Some(number));
        }
    }
}

#[test]
fn single_peaked_rankings_are_those_without_a_valley() {
    let peaked = Rankings::single_peaked(4).expect("small");
    let mut brute: Vec<Vec<usize>> = crate::permutations(4)
        .into_iter()
        .filter(|list| {
            let place = |c: usize| list.iter().position(|&own| own == c);
            // Of three neighbours on the line the middle one is never the worst.
            (0..4)
                .all(|a| (a + 1..4).all(|b| (b + 1..4).all(|c| place(b) < place(a).max(place(c)))))
        })
        .collect();
    brute.sort();
    assert_eq!(peaked.iter().collect::<Vec<_>>(), brute);
}

#[test]
fn medians_with_extreme_phantoms_are_the_order_statistics() {
    let peaks = [5, 9, 1, 7];
    let mut sorted = peaks;
    sorted.sort_unstable();
    for (high, &expected) in sorted.iter().enumerate() {
        let phantoms = [vec![0; 3 - high], vec![100; high]].concat();
        assert_eq!(median(&peaks, &phantoms), Ok(expected));
    }
}

#[test]
fn approvals_and_utilities_follow_their_definitions() {
    assert_eq!(
        approvals(2, &[(vec![], 3), (vec![1, 0], 2)]),
        Ok(vec![2, 2])
    );
    let borda = RankUtilities::borda(2);
    let value = |list: &[usize], thing| borda.of(list, thing);
    assert_eq!(value(&[1, 0], Some(1)), 2.into());
    assert_eq!(value(&[1], None), 0.into());
    assert_eq!(value(&[1], Some(0)), (-1).into());
}
