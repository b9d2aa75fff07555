//! Congestion games near their bounds.

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

use super::*;
use crate::theorem::altruism::drawn::congestion_games;
use crate::theorem::{Drawn, strategy};

/// Weights from 0 to 1 in quarters, both ends often.
fn weights() -> impl Strategy<Value = Rational> + Clone {
    prop_oneof![1 => Just(0i64), 1 => Just(4i64), 3 => 0i64..=4].prop_map(|n| fraction(n, 4))
}

/// The worst games of the class: three players, each with a resource of slope 1 + α and one of
/// slope 1, or with the one of the next and the two of both others.
fn triangle(alpha: &Rational) -> Option<LinearCongestion> {
    let latencies = (0..6)
        .map(|resource| match resource {
            0..3 => LinearLatency::new(Rational::ONE + alpha, 0),
            _ => LinearLatency::new(1, 0),
        })
        .collect();
    let strategies = (0..3)
        .map(|i| {
            let (next, last) = ((i + 1) % 3, (i + 2) % 3);
            vec![vec![i, 3 + i], vec![3 + next, last, next]]
        })
        .collect();
    LinearCongestion::new(latencies, strategies).ok()
}

/// Two players with a resource of slope 1 and a private one of slope 1 + α, who use their own or
/// that of the other.
fn exchange(alpha: &Rational) -> Option<LinearCongestion> {
    let slope = |slope: Rational| LinearLatency::new(slope, 0);
    let more = Rational::ONE + alpha;
    let latencies = vec![
        slope(Rational::ONE),
        slope(Rational::ONE),
        slope(more.clone()),
        slope(more),
    ];
    let strategies = vec![vec![vec![0], vec![1, 2]], vec![vec![1], vec![0, 3]]];
    LinearCongestion::new(latencies, strategies).ok()
}

/// Parallel links for two or three players; with latencies x and 2 + α the bound is attained.
fn parallel_links() -> impl Strategy<Value = AltruisticCongestion> {
    let latency = (0i64..=3, 0i64..=4).prop_map(|(slope, fixed)| LinearLatency::new(slope, fixed));
    let any = (vec(latency, 2..=3), 2usize..=3, weights());
    let worst = weights().prop_map(|alpha| {
        let fixed = LinearLatency::new(0, Rational::from(2) + &alpha);
        (vec![LinearLatency::new(1, 0), fixed], 2, alpha)
    });
    prop_oneof![4 => any, 1 => worst].prop_filter_map(
        "not a game",
        |(latencies, players, alpha)| {
            let links: Vec<Vec<usize>> = (0..latencies.len()).map(|link| vec![link]).collect();
            let game = LinearCongestion::new(latencies, vec![links; players]).ok()?;
            Some(AltruisticCongestion::new(game, alpha))
        },
    )
}

/// Half the game of a worst case, half any game.
fn with_worst(
    weights: impl Strategy<Value = Rational> + Clone + 'static,
    worst: fn(&Rational) -> Option<LinearCongestion>,
) -> BoxedStrategy<AltruisticCongestion> {
    let any = (congestion_games(), weights.clone())
        .prop_map(|(game, alpha)| AltruisticCongestion::new(game, alpha));
    let worst = weights.prop_filter_map("not a game", move |alpha| {
        Some(AltruisticCongestion::new(worst(&alpha)?, alpha))
    });
    prop_oneof![5 => any, 1 => worst].boxed()
}

/// One to three players and resources, latencies in halves, and sets that may be empty or equal.
fn any_congestion_games() -> impl Strategy<Value = LinearCongestion> {
    (1usize..=3)
        .prop_flat_map(|resources| {
            let number = || strategy::rationals(0..=3, 2);
            let latency = (number(), number())
                .prop_map(|(slope, intercept)| LinearLatency::new(slope, intercept));
            let set = btree_set(0..resources, 0..=resources)
                .prop_map(|set| set.into_iter().collect::<Vec<usize>>());
            (vec(latency, resources), vec(vec(set, 1..=3), 1..=3))
        })
        .prop_filter_map("not a game", |(latencies, strategies)| {
            LinearCongestion::new(latencies, strategies).ok()
        })
}

impl Drawn for CongestionHasAPotential {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        prop_oneof![congestion_games().boxed(), any_congestion_games().boxed()].boxed()
    }
}

impl Drawn for CongestionLevelIsBounded {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        congestion_games().boxed()
    }

    fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        (congestion_games(), 2i64..=20)
            .prop_filter_map("not a game", |(game, parts)| {
                let smaller = |value: &Rational| value * fraction(1, parts);
                let latencies = (game.latencies().iter())
                    .map(|latency| {
                        LinearLatency::new(smaller(&latency.slope), smaller(&latency.intercept))
                    })
                    .collect();
                LinearCongestion::new(latencies, game.strategies().to_vec()).ok()
            })
            .boxed()
    }
}

impl Drawn for AltruistsInCongestion {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        with_worst(weights(), triangle)
    }

    fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        with_worst((5i64..=12).prop_map(|n| fraction(n, 4)), exchange)
    }
}

impl Drawn for SelflessPlayersInCongestion {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        with_worst((4i64..=12).prop_map(|n| fraction(n, 4)), exchange)
    }

    fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        with_worst(weights(), triangle)
    }
}

impl Drawn for AltruistsOnParallelLinks {
    fn instances(&self) -> BoxedStrategy<Self::Instance> {
        parallel_links().boxed()
    }

    fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        match hypothesis {
            "one_link_each" => {
                let latency = (0i64..=3).prop_map(|slope| LinearLatency::new(slope, 0));
                let sets = proptest::sample::subsequence(vec![0usize, 1, 2, 3], 1..=3);
                (vec(latency, 4), vec(sets, 2..=4), 2usize..=3, weights())
                    .prop_filter_map("not a game", |(latencies, sets, players, alpha)| {
                        let game = LinearCongestion::new(latencies, vec![sets; players]).ok()?;
                        Some(AltruisticCongestion::new(game, alpha))
                    })
                    .boxed()
            }
            "same_links" => {
                let latency = (0i64..=3, 0i64..=3).prop_map(|(a, b)| LinearLatency::new(a, b));
                let links = proptest::sample::subsequence(vec![0usize, 1, 2], 1..=2)
                    .prop_map(|links| links.into_iter().map(|link| vec![link]).collect());
                (vec(latency, 3), vec(links, 2..=3), weights())
                    .prop_filter_map("not a game", |(latencies, links, alpha)| {
                        let game = LinearCongestion::new(latencies, links).ok()?;
                        Some(AltruisticCongestion::new(game, alpha))
                    })
                    .boxed()
            }
            _ => (parallel_links(), -8i64..=12)
                .prop_map(|(links, quarters)| {
                    AltruisticCongestion::new(links.game, fraction(quarters, 4))
                })
                .boxed(),
        }
    }
}
