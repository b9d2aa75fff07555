//! All pure equilibria of any finite game.

use serde::{Deserialize, Serialize};

use super::scan::{LargestRegret, MutualBestResponses};
use super::{Completeness, Found, SolveError};
use crate::game::{Game, GameError, Profile, ProfileSpace, SizeLimit, dense};
use crate::number::{Exactness, Scalar, Ties, Tolerance};

/// How pure equilibria are sought.
///
/// Exact games need no choice: `PureOptions::default()`. For `f64` the tolerance at ties is
/// explicit: [`PureOptions::within`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct PureOptions<S: Scalar> {
    /// How ties are decided.
    pub ties: S::Ties,
    /// The largest number of equilibria to list; more are an error. Default: one million.
    #[serde(default = "default_max_equilibria")]
    pub max_equilibria: usize,
    /// The largest dense copy made of a game that is not dense itself.
    #[serde(default)]
    pub size_limit: SizeLimit,
}

const fn default_max_equilibria() -> usize {
    1_000_000
}

impl<S: Scalar> PureOptions<S> {
    fn with_ties(ties: S::Ties) -> Self {
        PureOptions {
            ties,
            max_equilibria: default_max_equilibria(),
            size_limit: SizeLimit::default(),
        }
    }

    /// The same with another limit on the number of equilibria.
    #[must_use]
    pub fn with_max_equilibria(mut self, limit: usize) -> Self {
        self.max_equilibria = limit;
        self
    }

    /// The same with another limit on the size of a dense copy.
    #[must_use]
    pub fn with_size_limit(mut self, limit: SizeLimit) -> Self {
        self.size_limit = limit;
        self
    }
}

impl<S: Scalar> Default for PureOptions<S>
where
    S::Ties: Default,
{
    fn default() -> Self {
        PureOptions::with_ties(S::Ties::default())
    }
}

impl PureOptions<f64> {
    /// Options for a floating-point game: an action counts as a best response if it is within
    /// `tolerance` of the best.
    pub fn within(tolerance: Tolerance) -> Self {
        PureOptions::with_ties(tolerance)
    }
}

/// A set of pure equilibria in the order of the profiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawEquilibria")]
pub struct PureEquilibria {
    space: ProfileSpace,
    indices: Vec<usize>,
    exactness: Exactness,
}

#[derive(Deserialize)]
struct RawEquilibria {
    space: ProfileSpace,
    indices: Vec<usize>,
    exactness: Exactness,
}

impl TryFrom<RawEquilibria> for PureEquilibria {
    type Error = GameError;
    fn try_from(raw: RawEquilibria) -> Result<Self, GameError> {
        for &index in &raw.indices {
            raw.space.profile(index)?;
        }
        Ok(PureEquilibria {
            space: raw.space,
            indices: raw.indices,
            exactness: raw.exactness,
        })
    }
}

impl PureEquilibria {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.indices.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// The indices of the equilibria among the profiles of the game, ascending.
    pub fn indices(&self) -> &[usize] {
        &self.indices
    }

    /// The equilibria one by one.
    pub fn iter(&self) -> impl Iterator<Item = Profile> + '_ {
        self.indices
            .iter()
            .map(|&index| self.space.profile_unchecked(index))
    }

    /// The equilibria as a list.
    pub fn profiles(&self) -> Vec<Profile> {
        self.iter().collect()
    }

    /// Is this profile among them? A profile of another shape is not.
    pub fn contains(&self, profile: &[usize]) -> bool {
        self.space
            .index(profile)
            .is_ok_and(|index| self.indices.binary_search(&index).is_ok())
    }

    /// Exact, or numeric with the largest regret measured.
    pub fn exactness(&self) -> Exactness {
        self.exactness
    }
}

/// All pure equilibria: the profiles at which no player gains by a unilateral deviation.
///
/// # Arguments
/// Any game; a dense one ([`NormalForm`](crate::game::NormalForm)) is scanned in place, any other is made dense first.
///
/// # Returns
/// [`Found::All`], in the order of the profiles; empty if there is none. For `f64` the label says
/// the tolerance and the largest regret among the profiles returned.
///
/// # Errors
/// [`SolveError::Game`] for an invalid or too large game, [`SolveError::TooManyEquilibria`] with
/// those found.
///
/// # Complexity
/// A constant number of reads for each payoff; one bit of memory for each profile, and to measure the
/// regret of `f64` results at most one number for each line of deviations. On two or more
/// threads (feature `parallel`) the result is the same.
///
/// ```
/// use lacuna::equilibrium::{PureOptions, pure_equilibria};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Tolerance;
///
/// let coordination = NormalForm::symmetric(&[vec![1.0, 0.0], vec![0.0, 1.0]])?;
/// let options = PureOptions::within(Tolerance::new(0.0, 1e-9)?);
/// assert_eq!(pure_equilibria(&coordination, &options)?.set().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pure_equilibria<S: Scalar, G: Game<S> + ?Sized>(
    game: &G,
    options: &PureOptions<S>,
) -> Result<Found<PureEquilibria>, SolveError> {
    let dense = dense(game, options.size_limit)?;
    let dense = dense.as_ref();
    let space = dense.space();
    let tolerance = options.ties.tolerance();
    let mut set = dense.accept(MutualBestResponses { space, tolerance });
    let total = set.len();
    let indices: Vec<usize> = set.iter().take(options.max_equilibria).collect();
    let exactness = match tolerance {
        None => Exactness::Exact,
        Some(tolerance) => Exactness::Numeric {
            tolerance,
            largest_regret: dense.accept(LargestRegret {
                space,
                indices: &indices,
            }),
        },
    };
    let found = PureEquilibria {
        space: space.clone(),
        indices,
        exactness,
    };
    if total > options.max_equilibria {
        return Err(SolveError::TooManyEquilibria {
            limit: options.max_equilibria,
            found: Box::new(found),
        });
    }
    Ok(Found::All {
        set: found,
        because: Completeness::ExhaustiveScan {
            profiles: space.len(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::{GameExt, NormalForm};
    use crate::number::Rational;
    use proptest::prelude::*;

    fn games() -> impl Strategy<Value = (Vec<usize>, Vec<i64>)> {
        proptest::collection::vec(1usize..5, 1..5).prop_flat_map(|actions| {
            let payoffs = actions.len() * actions.iter().product::<usize>();
            (Just(actions), proptest::collection::vec(0i64..3, payoffs))
        })
    }

    proptest! {
        #[test]
        fn the_scan_equals_the_definition((actions, payoffs) in games()) {
            let profiles: usize = actions.iter().product();
            let tables: Vec<Vec<i64>> = payoffs.chunks(profiles).map(<[i64]>::to_vec).collect();
            let exact = NormalForm::from_tables(
                &actions,
                tables.iter().map(|t| t.iter().map(|&x| Rational::from(x)).collect()).collect(),
            ).expect("valid");
            let huge = Rational::from(i64::MAX);
            let general = exact
                .affine(&vec![huge.clone(); actions.len()], &vec![huge; actions.len()])
                .expect("valid");
            let numeric = exact.to_f64().expect("small");
            let expected: Vec<Profile> = exact
                .space()
                .iter()
                .filter(|profile| exact.is_pure_equilibrium(profile).expect("valid"))
                .collect();
            let options = PureOptions::default();
            prop_assert_eq!(&pure_equilibria(&exact, &options).expect("small").into_set().profiles(), &expected);
            prop_assert_eq!(&pure_equilibria(&general, &options).expect("small").into_set().profiles(), &expected);
            let within = PureOptions::within(Tolerance::NONE);
            prop_assert_eq!(&pure_equilibria(&numeric, &within).expect("small").into_set().profiles(), &expected);
        }
    }

    #[test]
    fn a_tolerance_is_relative_to_the_range_and_the_regret_is_measured() {
        let game = NormalForm::from_fn(&[3], |_, profile| [0.0, 999.0, 1000.0][profile[0]])
            .expect("valid");
        let options = PureOptions::within(Tolerance::new(0.0, 0.01).expect("valid"));
        let found = pure_equilibria(&game, &options).expect("small").into_set();
        assert_eq!(found.indices(), &[1, 2]);
        match found.exactness() {
            Exactness::Numeric { largest_regret, .. } => assert_eq!(largest_regret, 1.0),
            Exactness::Exact => panic!("floating point is never exact"),
        }
    }

    #[test]
    fn a_limit_carries_what_was_found() {
        let game = NormalForm::from_fn(&[3, 3], |_, _| Rational::ZERO).expect("valid");
        let options = PureOptions::default().with_max_equilibria(4);
        match pure_equilibria(&game, &options) {
            Err(SolveError::TooManyEquilibria { limit: 4, found }) => {
                assert_eq!(found.indices(), &[0, 1, 2, 3])
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn large_games_with_many_ties_are_scanned_in_linear_time() {
        // 2·10⁶ payoffs, all equal: a scan that compares along every line for every profile
        // would take 2·10⁹ steps.
        let game = NormalForm::from_fn(&[1000, 1000], |_, _| 0.0).expect("valid");
        let options = PureOptions::within(Tolerance::NONE).with_max_equilibria(1_000_000);
        assert_eq!(
            pure_equilibria(&game, &options)
                .expect("at the limit")
                .set()
                .len(),
            1_000_000
        );
    }
}
