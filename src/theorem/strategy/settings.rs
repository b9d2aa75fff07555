//! Agents with private types: values, priors, outside options, and the classical settings.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::*;

use super::games::shapes;
use super::numbers::{positive_probabilities, ratio, rationals, shares};
use super::valid::valid;
use crate::game::ProfileSpace;
use crate::mechanism::auction::one_object;
use crate::mechanism::public_project::PublicProject;
use crate::mechanism::trade::bilateral;
use crate::mechanism::{OutsideOptions, Prior, Setting, SettingError};
use crate::number::Rational;

/// Values are read from a list of this length; those after the last are the first again.
const VALUES: usize = 64;

/// How a prior is made: its kind, and weights.
type PriorParts = (u8, Vec<i64>);

fn prior_parts() -> impl Strategy<Value = PriorParts> + Clone {
    (0u8..4, vec(0i64..=3, VALUES))
}

/// The prior of so many types of each agent: uniform, independent, or correlated.
fn prior_of(types: &[usize], (kind, weights): &PriorParts) -> Result<Prior, SettingError> {
    let mut rest = weights.iter().copied().cycle();
    let mut distribution = |cases: usize| shares(rest.by_ref().take(cases).collect());
    Ok(match kind {
        0 => Prior::uniform(types),
        1 => Prior::Independent(types.iter().map(|&cases| distribution(cases)).collect()),
        _ => Prior::Joint(distribution(ProfileSpace::new(types)?.len())),
    })
}

/// Priors over so many types of each agent: uniform, independent, and correlated ones; types and
/// profiles may have probability zero. They shrink towards the uniform prior.
pub fn priors(types: &[usize]) -> impl Strategy<Value = Prior> + Clone + use<> {
    let types = types.to_vec();
    valid(prior_parts().prop_map(move |parts| prior_of(&types, &parts)))
}

/// Priors under which types are independent and each has a positive probability.
pub fn independent_priors(types: &[usize]) -> impl Strategy<Value = Prior> + Clone + use<> {
    let lists: Vec<_> = (types.iter())
        .map(|&cases| positive_probabilities(cases).boxed())
        .collect();
    lists.prop_map(Prior::Independent)
}

/// Settings with private values and any [prior](priors): so many agents, types of each, and
/// alternatives. They shrink towards few agents, types and alternatives of value zero.
///
/// ```
/// use lacuna::theorem::strategy::settings;
/// use proptest::prelude::*;
/// proptest!(|(setting in settings(1..=2, 1..=2, 1..=3))| {
///     prop_assert!(setting.has_private_values());
/// });
/// ```
pub fn settings(
    agents: RangeInclusive<usize>,
    types: RangeInclusive<usize>,
    alternatives: RangeInclusive<usize>,
) -> impl Strategy<Value = Setting> + Clone {
    let (each, most) = (*types.end(), *alternatives.end());
    let values = vec(rationals(-3..=3, 3), VALUES);
    let drawn = (shapes(agents, types), alternatives, values, prior_parts());
    valid(drawn.prop_map(move |(types, alternatives, values, prior)| {
        Setting::private(&types, alternatives, |agent, own, alternative| {
            values[((agent * each + own) * most + alternative) % VALUES].clone()
        })?
        .with_prior(prior_of(&types, &prior)?)
    }))
}

/// Settings in which values may depend on everybody's type, with any prior.
pub fn interdependent_settings(
    agents: RangeInclusive<usize>,
    types: RangeInclusive<usize>,
    alternatives: RangeInclusive<usize>,
) -> impl Strategy<Value = Setting> + Clone {
    let (each, most) = (*types.end(), *alternatives.end());
    let values = vec(rationals(-3..=3, 3), VALUES);
    let drawn = (shapes(agents, types), alternatives, values, prior_parts());
    valid(drawn.prop_map(move |(types, alternatives, values, prior)| {
        Setting::interdependent(&types, alternatives, |agent, types, alternative| {
            let index = types.iter().fold(agent, |index, own| index * each + own);
            values[(index * most + alternative) % VALUES].clone()
        })?
        .with_prior(prior_of(&types, &prior)?)
    }))
}

/// Ascending lists of values that are not negative, one list for each of so many agents, with so
/// many levels each. They shrink towards few agents with the level 0.
pub fn values(
    agents: RangeInclusive<usize>,
    levels: RangeInclusive<usize>,
) -> impl Strategy<Value = Vec<Vec<Rational>>> + Clone {
    let one = (0i64..=2, vec((1i64..=4, 1i64..=2), levels)).prop_map(|(first, steps)| {
        let mut level = Rational::from(first);
        (steps.into_iter())
            .map(|(above, below)| {
                let found = level.clone();
                level = &level + &ratio(above, below);
                found
            })
            .collect::<Vec<_>>()
    });
    vec(one, agents)
}

/// Settings with one object for sale, with the bidders' [values] and a prior: independent in one
/// half of the cases.
pub fn object_settings(
    bidders: RangeInclusive<usize>,
    levels: RangeInclusive<usize>,
) -> impl Strategy<Value = (Vec<Vec<Rational>>, Setting)> + Clone {
    let drawn = (values(bidders, levels), prior_parts());
    valid(
        drawn.prop_map(|(values, prior)| -> Result<_, SettingError> {
            let types: Vec<usize> = values.iter().map(Vec::len).collect();
            let setting = one_object(&values)?.with_prior(prior_of(&types, &prior)?)?;
            Ok((values, setting))
        }),
    )
}

/// Public projects whose cost is shared equally: too dear, worth it, and exactly as dear as the
/// first agents' lowest values together.
pub fn public_projects(
    agents: RangeInclusive<usize>,
    levels: RangeInclusive<usize>,
) -> impl Strategy<Value = PublicProject> + Clone {
    let drawn = (values(agents, levels), any::<bool>(), rationals(0..=6, 2));
    valid(drawn.prop_map(|(values, boundary, cost)| {
        let lowest: Rational = values.iter().filter_map(|list| list.first()).sum();
        PublicProject::equal_shares(values, if boundary { lowest } else { cost })
    }))
}

/// A buyer and a seller with values and costs for one object, which often overlap; any prior.
pub fn trade_settings(
    levels: RangeInclusive<usize>,
) -> impl Strategy<Value = (Vec<Rational>, Vec<Rational>, Setting)> + Clone {
    let drawn = (values(2..=2, levels), prior_parts());
    valid(
        drawn.prop_map(|(mut lists, prior)| -> Result<_, SettingError> {
            let costs = lists.pop().unwrap_or_default();
            let values = lists.pop().unwrap_or_default();
            let types = [values.len(), costs.len()];
            let setting = bilateral(&values, &costs)?.with_prior(prior_of(&types, &prior)?)?;
            Ok((values, costs, setting))
        }),
    )
}

/// What agents have if they stay away: the same for all, by agent, by type, or by profile.
pub fn outside_options(setting: &Setting) -> impl Strategy<Value = OutsideOptions> + Clone + use<> {
    let types = setting.types().to_vec();
    let drawn = (0u8..4, vec(rationals(-3..=2, 2), VALUES));
    drawn.prop_map(move |(kind, numbers)| {
        let profiles: usize = types.iter().product();
        let mut rest = numbers.iter().cloned().cycle();
        let mut take = |count: usize| rest.by_ref().take(count).collect::<Vec<_>>();
        match kind {
            0 => OutsideOptions::Constant(numbers[0].clone()),
            1 => OutsideOptions::PerAgent(take(types.len())),
            2 => OutsideOptions::PerType(types.iter().map(|&count| take(count)).collect()),
            _ => OutsideOptions::PerProfile(types.iter().map(|_| take(profiles)).collect()),
        }
    })
}
