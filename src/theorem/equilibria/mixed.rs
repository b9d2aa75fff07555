//! All mixed equilibria of two players, found in three ways.

use crate::equilibrium::{
    LemkeHowsonOptions, MixedProfile, SupportOptions, TwoPlayerOptions, all_equilibria,
    lemke_howson, lemke_howson_all, support_enumeration,
};
use crate::game::{Game, NormalForm};
use crate::number::Rational;
use crate::theorem::by_definition::{
    all_profiles, expected, extreme_equilibria, in_words, is_degenerate, is_mixed_equilibrium,
    pure, pure_equilibria_at, shape,
};
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

type Bimatrix = NormalForm<Rational>;

fn sorted(profiles: &[MixedProfile]) -> Vec<Vec<Vec<Rational>>> {
    let mut found: Vec<_> = profiles.iter().map(|p| p.strategies().to_vec()).collect();
    found.sort();
    found
}

fn nondegenerate() -> Hypothesis<Bimatrix> {
    Hypothesis::new(
        "nondegenerate",
        "No strategy has more best replies than actions in its support.",
        |game: &Bimatrix| {
            Ok(Finding::when(!is_degenerate(game)?, || {
                "some strategy has more best replies than actions in its support".to_owned()
            }))
        },
    )
}

/// Vertex enumeration finds all extreme equilibria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtremeEquilibriaArePairsOfVertices;

impl Theorem for ExtremeEquilibriaArePairsOfVertices {
    type Instance = Bimatrix;

    fn statement(&self) -> Statement {
        Statement::new(
            "extreme_equilibria_are_pairs_of_vertices",
            "Extreme equilibria are pairs of vertices",
        )
        .saying(
            "The extreme equilibria of a two-player game are the pairs of vertices of the players' \
             best-reply polyhedra of which each plays best replies to the other only. Each has no \
             regret, the pure equilibria are among them, and every mixture of those that share a \
             strategy is an equilibrium.",
        )
        .from_source("Mangasarian, 1964; Winkels, 1979")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let found = all_equilibria(game, &TwoPlayerOptions::default())?;
        let set = found.set();
        let listed = sorted(set.extreme());
        let expected_list = extreme_equilibria(game)?;
        claim!(
            found.is_complete() && set.verify(game)?,
            "the set does not verify"
        );
        claim!(
            listed == expected_list,
            "found {} extreme equilibria, and there are {}",
            listed.len(),
            expected_list.len()
        );
        let degenerate = is_degenerate(game)?;
        claim!(
            set.is_degenerate() == degenerate,
            "it is {degenerate} that the game is degenerate"
        );
        for (profile, payoffs) in set.extreme().iter().zip(set.payoffs()) {
            let strategies = profile.strategies();
            let worth = [0, 1].map(|player| expected(game, player, strategies));
            claim!(
                is_mixed_equilibrium(game, strategies)
                    && profile.regret(game)?.is_zero()
                    && worth == *payoffs
                    && profile.payoffs(game)? == worth,
                "{} is no equilibrium worth {worth:?}",
                in_words(strategies)
            );
        }
        let shape = shape(game);
        let stable = pure_equilibria_at(game, &Rational::ZERO);
        for profile in all_profiles(&shape) {
            let mixed = MixedProfile::pure(&shape, &profile)?;
            let strategies: Vec<_> = (0..2).map(|i| pure(shape[i], profile[i])).collect();
            let expected = stable.contains(&profile);
            claim!(
                set.contains(&mixed)? == expected && listed.contains(&strategies) == expected,
                "{profile:?} is an equilibrium: {expected}; the set has it otherwise"
            );
        }
        // The middle between two extreme equilibria is one exactly if they are exchangeable.
        let half = Rational::new(1, 2)?;
        for (first, second) in set.extreme().iter().zip(set.extreme().iter().skip(1)) {
            let middle = |player: usize| -> Vec<Rational> {
                let pairs = first.strategies()[player]
                    .iter()
                    .zip(&second.strategies()[player]);
                pairs.map(|(a, b)| (a + b) * &half).collect()
            };
            let middle = vec![middle(0), middle(1)];
            let inside = set.contains(&MixedProfile::new(middle.clone())?)?;
            claim!(
                inside == is_mixed_equilibrium(game, &middle),
                "{} is in the set: {inside}",
                in_words(&middle)
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

/// Supports and vertices give the same equilibria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SupportsFindAllEquilibria;

impl Theorem for SupportsFindAllEquilibria {
    type Instance = Bimatrix;

    fn statement(&self) -> Statement {
        Statement::new(
            "supports_find_all_equilibria",
            "Supports and vertices find the same equilibria",
        )
        .saying(
            "In a nondegenerate two-player game the enumeration of supports finds all equilibria, \
             one for each pair of supports that has any, and both supports are of one size.",
        )
        .from_source("von Stengel, 2007")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![nondegenerate()]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let found = support_enumeration(game, &SupportOptions::default())?;
        let profiles: Vec<_> = found.set().iter().map(|f| f.profile.clone()).collect();
        let expected = extreme_equilibria(game)?;
        claim!(
            sorted(&profiles) == expected,
            "supports find {} equilibria, and there are {} extreme ones",
            profiles.len(),
            expected.len()
        );
        claim!(found.is_complete(), "the list is not known to be complete");
        let vertices = all_equilibria(game, &TwoPlayerOptions::default())?;
        claim!(
            sorted(vertices.set().extreme()) == expected && vertices.set().is_finite(),
            "vertices find other equilibria"
        );
        for equilibrium in found.set() {
            let supports = [0, 1].map(|player| equilibrium.profile.support(player));
            claim!(
                supports == equilibrium.supports
                    && supports[0].len() == supports[1].len()
                    && equilibrium.unique,
                "{equilibrium:?} has other supports, or of two sizes"
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

/// Most games have an odd number of equilibria.
///
/// ```
/// use lacuna::game::catalogue::chicken;
/// use lacuna::theorem::equilibria::OddNumberOfEquilibria;
/// use lacuna::theorem::{Theorem, Verdict};
/// // Two pure ones and a mixed one.
/// assert_eq!(OddNumberOfEquilibria.check(&chicken(6, 2, 7, 0)?)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OddNumberOfEquilibria;

impl Theorem for OddNumberOfEquilibria {
    type Instance = Bimatrix;

    fn statement(&self) -> Statement {
        Statement::new("odd_number_of_equilibria", "An odd number of equilibria")
            .saying("A nondegenerate two-player game has an odd number of equilibria.")
            .from_source("Lemke and Howson, 1964; Wilson, 1971")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![nondegenerate()]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let found = all_equilibria(game, &TwoPlayerOptions::default())?;
        let set = found.set();
        Ok(Finding::when(
            set.is_finite() && set.extreme().len() % 2 == 1,
            || {
                format!(
                    "{} extreme equilibria, and the set is finite: {}",
                    set.extreme().len(),
                    set.is_finite()
                )
            },
        ))
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

/// The paths of Lemke and Howson end in equilibria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EveryLabelLeadsToAnEquilibrium;

impl Theorem for EveryLabelLeadsToAnEquilibrium {
    type Instance = Bimatrix;

    fn statement(&self) -> Statement {
        Statement::new(
            "every_label_leads_to_an_equilibrium",
            "Every label leads to an equilibrium",
        )
        .saying(
            "The path of Lemke and Howson ends in an extreme equilibrium whatever label is dropped \
             first, also in degenerate games, and whether it is walked in floating point or exactly.",
        )
        .from_source("Lemke and Howson, 1964; Shapley, 1974")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let labels = game.actions(0) + game.actions(1);
        let options = LemkeHowsonOptions::default();
        let exactly = options.clone().with_float_first(false);
        let extreme = extreme_equilibria(game)?;
        let mut reached = Vec::new();
        for label in 0..labels {
            let found = lemke_howson(game, label, &options)?;
            let strategies = found.profile.strategies();
            claim!(
                is_mixed_equilibrium(game, strategies) && found.verify(game),
                "label {label} leads to {}, which is no equilibrium",
                in_words(strategies)
            );
            let exact = lemke_howson(game, label, &exactly)?;
            claim!(
                exact.profile == found.profile && exact.verify(game) && found.label == label,
                "label {label} leads elsewhere if walked exactly"
            );
            claim!(
                extreme.contains(&strategies.to_vec()),
                "label {label} leads to {}, which is not extreme",
                in_words(strategies)
            );
            reached.push(found.profile);
        }
        let all = lemke_howson_all(game, &options)?;
        for (label, profile) in reached.iter().enumerate() {
            let places = all
                .set()
                .iter()
                .filter(|found| found.labels.contains(&label));
            let named: Vec<_> = places.map(|found| &found.profile).collect();
            claim!(named == [profile], "label {label} is listed with {named:?}");
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::bimatrices;
    use super::{
        EveryLabelLeadsToAnEquilibrium, ExtremeEquilibriaArePairsOfVertices, OddNumberOfEquilibria,
        SupportsFindAllEquilibria,
    };
    use crate::theorem::strategy::games;
    use crate::theorem::{Drawn, Theorem};

    /// With more payoffs, fewer ties.
    fn mostly_nondegenerate() -> BoxedStrategy<super::Bimatrix> {
        prop_oneof![3 => games(2..=2, 2..=3), 1 => bimatrices()].boxed()
    }

    impl Drawn for ExtremeEquilibriaArePairsOfVertices {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            bimatrices()
        }
    }

    impl Drawn for SupportsFindAllEquilibria {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            mostly_nondegenerate()
        }
    }

    impl Drawn for OddNumberOfEquilibria {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            mostly_nondegenerate()
        }
    }

    impl Drawn for EveryLabelLeadsToAnEquilibrium {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            bimatrices()
        }
    }
}
