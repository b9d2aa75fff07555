//! Games in which only counts matter.

use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::simulate::counts::{
    CountGame, Donation, OnCounts, lambda_interval_at, minimal_viable_coalition,
    pure_count_equilibria,
};
use crate::theorem::by_definition::{
    all_profiles, at_and_between, critical_weights, is_equilibrium_at, over, shape, welfare,
};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A symmetric game of two actions, by how many others take the second.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Crowd {
    /// For each action its payoff by the number of others, from 0, who take the second action: one
    /// more than there are others.
    pub payoffs: [Vec<Rational>; 2],
}

impl Crowd {
    /// The payoffs of each action by the number of others who take the second.
    pub fn new(payoffs: [Vec<Rational>; 2]) -> Self {
        Crowd { payoffs }
    }
}

impl CountGame for Crowd {
    fn players(&self) -> usize {
        self.payoffs[0].len()
    }
    fn actions(&self) -> usize {
        2
    }
    fn payoff(&self, own: usize, others: &[usize]) -> Rational {
        self.payoffs[own]
            .get(others[1])
            .cloned()
            .unwrap_or_default()
    }
}

/// Equilibria by counts are the equilibria of the game written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountsDecideEquilibria;

impl Theorem for CountsDecideEquilibria {
    type Instance = Crowd;

    fn statement(&self) -> Statement {
        Statement::new("counts_decide_equilibria", "Counts decide equilibria")
            .saying(
                "In a symmetric game in which only counts matter, a profile is an equilibrium of \
                 players with the weight λ if and only if its counts are, and the search by counts \
                 finds all of them with their intervals of λ and their welfare.",
            )
            .from_source("Schelling, 1973")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, crowd: &Self::Instance) -> Result<Finding, TheoremError> {
        let [first, second] = crowd.payoffs.each_ref().map(Vec::len);
        if first != second || first == 0 {
            return Err(TheoremError::Instance(format!(
                "there are {first} payoffs of one action and {second} of the other, and not as many \
                 of each as there are players"
            )));
        }
        let game = NormalForm::from_game(&OnCounts(crowd))?;
        let found = pure_count_equilibria(crowd, 1000)?;
        let points = at_and_between(&critical_weights(&game)?);
        for profile in all_profiles(&shape(&game)) {
            let second = profile.iter().filter(|&&action| action == 1).count();
            for (player, &own) in profile.iter().enumerate() {
                let worth = &crowd.payoffs[own][second - own];
                claim!(
                    game.payoff(player, &profile) == *worth,
                    "player {player} gets {worth} at {profile:?}"
                );
            }
            let counts = [profile.len() - second, second];
            let listed = found.iter().find(|found| found.counts == counts);
            claim!(
                listed == lambda_interval_at(crowd, &counts)?.as_ref(),
                "{counts:?} is listed with another interval"
            );
            for lambda in &points {
                let stable = is_equilibrium_at(&game, &profile, lambda);
                let holds = listed.is_some_and(|listed| listed.holds_at(lambda));
                claim!(
                    stable == holds,
                    "at λ = {lambda} {profile:?} is an equilibrium: {stable}; its counts: {holds}"
                );
            }
            let total = welfare(&game, &profile);
            claim!(
                listed.is_none_or(|listed| listed.welfare == total),
                "the welfare of {counts:?} is {total}"
            );
        }
        Ok(Finding::Holds)
    }
}

/// Players who can donate to all others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Donors {
    /// The number of players.
    pub players: usize,
    /// What a donation is worth to each other, at least 0.
    pub benefit: Rational,
    /// What it costs, at least 0.
    pub cost: Rational,
}

impl Donors {
    /// So many players who can donate at a cost.
    pub fn new(players: usize, benefit: Rational, cost: Rational) -> Self {
        Donors {
            players,
            benefit,
            cost,
        }
    }
}

/// The smallest coalition that is worth while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoalitionsNeedASize;

impl Theorem for CoalitionsNeedASize {
    type Instance = Donors;

    fn statement(&self) -> Statement {
        Statement::new("coalitions_need_a_size", "The smallest coalition that is worth while")
            .saying(
                "Donors who give b to each other player at a cost of c are as well off as if nobody \
                 donates if and only if they are at least `1 + c/b`; the smallest such number is the \
                 minimal viable coalition, if there are so many players.",
            )
            .from_source("Schelling, 1973")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "worth_something",
            "A donation is worth something to the others.",
            |donors: &Donors| {
                Ok(Finding::when(donors.benefit.is_positive(), || {
                    format!("it is worth {}", donors.benefit)
                }))
            },
        )]
    }

    fn conclusion(&self, donors: &Self::Instance) -> Result<Finding, TheoremError> {
        let Donors {
            players,
            benefit,
            cost,
        } = donors;
        let game = Donation::new(*players, benefit.clone(), cost.clone())?;
        let needed = Rational::ONE + over(cost, benefit);
        let expected = (1..=*players).find(|&size| Rational::from(size) >= needed);
        let found = minimal_viable_coalition(&game, 0, 1, *players)?;
        claim!(
            found == expected,
            "{needed} are needed: {expected:?}, and not {found:?}"
        );
        // By the payoffs of the game written out.
        let dense = NormalForm::from_game(&OnCounts(game))?;
        let alone = dense.payoff(0, &vec![1; *players]);
        for size in 1..=*players {
            let profile: Vec<usize> = (0..*players).map(|i| usize::from(i >= size)).collect();
            let viable = dense.payoff(0, &profile) >= alone;
            claim!(
                viable == expected.is_some_and(|least| size >= least),
                "a coalition of {size} is viable: {viable}"
            );
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::few;
    use super::{CoalitionsNeedASize, CountsDecideEquilibria, Crowd, Donors};
    use crate::number::Rational;
    use crate::theorem::strategy::rationals;
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for CountsDecideEquilibria {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (1usize..=4)
                .prop_flat_map(|players| (vec(few(), players), vec(few(), players)))
                .prop_map(|(first, second)| Crowd::new([first, second]))
                .boxed()
        }
    }

    fn donors(benefits: BoxedStrategy<Rational>) -> BoxedStrategy<Donors> {
        (1usize..=6, benefits, rationals(0..=6, 2))
            .prop_map(|(players, benefit, cost)| Donors::new(players, benefit, cost))
            .boxed()
    }

    impl Drawn for CoalitionsNeedASize {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            donors(rationals(1..=3, 2).boxed())
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            donors(Just(Rational::ZERO).boxed())
        }
    }
}
