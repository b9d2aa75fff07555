//! The built-in preferences as one type, so that mixed populations are data.

use serde::{Deserialize, Serialize};

use super::{
    BenevolentSystem, CharnessRabin, ConvexAltruism, Cooperative, EquityReciprocityCompetition,
    FehrSchmidt, GroupAverage, HomoMoralis, Levine, Outcome, Preference, PreferenceError,
    QuasiMaximin, RewardSharing, Selfish, SocialValueAngle, UniformBenevolence, WeightMatrix,
    WeightOnOthers, WeightSplit,
};
use crate::game::Game;
use crate::number::Scalar;

macro_rules! any_preference {
    ($($(#[$docs:meta])* $variant:ident($kind:ty),)*) => {
        /// One of the built-in preferences that exist for both numbers.
        ///
        /// serde writes the kind in snake case and its parameters, `{"cooperative": "2"}`,
        /// `{"fehr_schmidt": {"alpha": "1", "beta": "1/2"}}`, and validates on the way in.
        /// [`ConstantElasticity`](super::ConstantElasticity), which exists in `f64` only, and
        /// closures are not among them.
        ///
        /// ```
        /// use lacuna::number::Rational;
        /// use lacuna::preference::{AnyPreference, Population};
        /// let text = r#"["selfish", {"cooperative": "1/2"}]"#;
        /// let mixed: Population<AnyPreference<Rational>> = serde_json::from_str(text)?;
        /// assert_eq!(mixed.members()[0], AnyPreference::Selfish);
        /// let bad = r#"[{"cooperative": "-1"}]"#;
        /// assert!(serde_json::from_str::<Population<AnyPreference<Rational>>>(bad).is_err());
        /// # Ok::<(), serde_json::Error>(())
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(
            rename_all = "snake_case",
            bound(serialize = "S: Scalar", deserialize = "S: Scalar")
        )]
        #[non_exhaustive]
        pub enum AnyPreference<S> {
            /// See [`Selfish`].
            Selfish,
            $(
                #[doc = concat!("See [`", stringify!($variant), "`](super::", stringify!($variant), ").")]
                $(#[$docs])*
                $variant($kind),
            )*
        }

        impl<S> From<Selfish> for AnyPreference<S> {
            fn from(_: Selfish) -> Self {
                AnyPreference::Selfish
            }
        }

        $(
            impl<S> From<$kind> for AnyPreference<S> {
                fn from(preference: $kind) -> Self {
                    AnyPreference::$variant(preference)
                }
            }
        )*

        impl<S: Scalar> AnyPreference<S> {
            fn inner(&self) -> &dyn Preference<S> {
                match self {
                    AnyPreference::Selfish => &Selfish,
                    $(AnyPreference::$variant(preference) => preference,)*
                }
            }
        }
    };
}

any_preference! {
    Cooperative(Cooperative<S>),
    ConvexAltruism(ConvexAltruism<S>),
    GroupAverage(GroupAverage<S>),
    WeightOnOthers(WeightOnOthers<S>),
    WeightSplit(WeightSplit<S>),
    RewardSharing(RewardSharing<S>),
    UniformBenevolence(UniformBenevolence<S>),
    SocialValueAngle(SocialValueAngle<S>),
    WeightMatrix(WeightMatrix<S>),
    BenevolentSystem(BenevolentSystem<S>),
    Levine(Levine<S>),
    FehrSchmidt(FehrSchmidt<S>),
    CharnessRabin(CharnessRabin<S>),
    QuasiMaximin(QuasiMaximin<S>),
    EquityReciprocityCompetition(EquityReciprocityCompetition<S>),
    HomoMoralis(HomoMoralis<S>),
}

impl<S: Scalar> Preference<S> for AnyPreference<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        self.inner().perceived(player, outcome)
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        self.inner().weights(players)
    }

    fn check_outcome(&self, outcome: &Outcome<'_, S>) -> Result<(), PreferenceError> {
        self.inner().check_outcome(outcome)
    }

    fn check(&self, game: &dyn Game<S>) -> Result<(), PreferenceError> {
        self.inner().check(game)
    }
}
