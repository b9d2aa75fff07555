//! What may be played: profiles, mixed ones, correlated distributions.

use proptest::collection::vec;
use proptest::prelude::*;

use super::numbers::{probabilities, shares};
use super::valid::valid;
use crate::equilibrium::{Distribution, MixedProfile};
use crate::game::{GameError, Profile, ProfileSpace};
use crate::number::Rational;

/// Profiles of a shape. They shrink towards everybody's first action.
pub fn profiles(shape: &[usize]) -> impl Strategy<Value = Profile> + Clone + use<> {
    let shape = shape.to_vec();
    vec(0usize..60, shape.len()).prop_map(move |numbers| {
        (numbers.iter().zip(&shape))
            .map(|(number, &actions)| number % actions.max(1))
            .collect()
    })
}

/// Profiles of mixed strategies of a shape; some players mix over everything, some play one action
/// for sure. They shrink towards everybody's first action.
///
/// ```
/// use lacuna::theorem::strategy::mixed_profiles;
/// use proptest::prelude::*;
/// proptest!(|(profile in mixed_profiles(&[2, 3]))| prop_assert!(!profile.support(1).is_empty()));
/// ```
pub fn mixed_profiles(shape: &[usize]) -> impl Strategy<Value = MixedProfile> + Clone + use<> {
    let lists: Vec<_> = shape
        .iter()
        .map(|&actions| probabilities(actions).boxed())
        .collect();
    valid(lists.prop_map(MixedProfile::new))
}

/// Distributions over the profiles of a shape, most of them not those of independent players: any
/// on up to four profiles, or on all. They shrink towards the first profile for sure.
pub fn distributions(shape: &[usize]) -> impl Strategy<Value = Distribution> + Clone + use<> {
    let shape = shape.to_vec();
    let few = vec((0usize..4096, 1i64..=3), 1..=4);
    let all = vec(0i64..=3, 32);
    valid(
        (any::<bool>(), few, all).prop_map(move |(everywhere, few, all)| {
            let space = ProfileSpace::new(&shape)?;
            let (indices, weights): (Vec<usize>, Vec<i64>) = if everywhere {
                (0..space.len())
                    .map(|index| (index, all[index % all.len()]))
                    .unzip()
            } else {
                few.into_iter()
                    .map(|(index, weight)| (index % space.len(), weight))
                    .unzip()
            };
            let chosen = indices.into_iter().map(|index| space.profile(index));
            let chosen = chosen.collect::<Result<Vec<Profile>, GameError>>()?;
            let entries: Vec<(Profile, Rational)> =
                chosen.into_iter().zip(shares(weights)).collect();
            Distribution::new(&shape, entries)
        }),
    )
}
