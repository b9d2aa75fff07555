//! Theorems on drawn instances, and counterexamples that are shrunk.

use std::collections::BTreeMap;
use std::fmt;

use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{
    Counterexample, Listed, Theorem, TheoremError, Verdict, altruism, contracts, equilibria,
    mechanisms, weaken,
};
use crate::game::random::generator;

/// A theorem with the instances that it is tested on.
pub trait Drawn: Theorem {
    /// Instances to which the theorem mostly applies: small, with ties, and near thresholds.
    fn instances(&self) -> BoxedStrategy<Self::Instance>;

    /// Instances for the search that shows that a hypothesis is needed. Default: the same.
    fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
        let _ = hypothesis;
        self.instances()
    }
}

/// How many instances are drawn, and from which seed.
///
/// ```
/// use lacuna::theorem::Sampling;
/// let sampling = Sampling::default().with_cases(1000).with_seed(7);
/// assert_eq!((sampling.cases, sampling.seed), (1000, 7));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sampling {
    /// The number of instances on which the hypotheses have to hold. Default: `PROPTEST_CASES` in
    /// the environment, otherwise 256.
    pub cases: u32,
    /// The seed. Default: 0.
    pub seed: u64,
    /// How many instances may be drawn for each that is asked for. Default: 20.
    pub max_draws_a_case: u32,
    /// How many simpler instances are tried while a counterexample is shrunk. Default: 4096.
    pub max_shrinks: u32,
}

impl Default for Sampling {
    fn default() -> Self {
        Sampling {
            cases: Config::default().cases,
            seed: 0,
            max_draws_a_case: 20,
            max_shrinks: 4096,
        }
    }
}

impl Sampling {
    /// The same with another number of instances.
    #[must_use]
    pub fn with_cases(mut self, cases: u32) -> Self {
        self.cases = cases;
        self
    }

    /// The same with another seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The same with another number of draws for each instance that is asked for.
    #[must_use]
    pub fn with_max_draws_a_case(mut self, draws: u32) -> Self {
        self.max_draws_a_case = draws;
        self
    }

    /// The same with another number of simpler instances to try.
    #[must_use]
    pub fn with_max_shrinks(mut self, shrinks: u32) -> Self {
        self.max_shrinks = shrinks;
        self
    }

    fn runner(&self) -> TestRunner {
        use rand::Rng;
        let mut seed = [0u8; 32];
        generator(self.seed, 0).fill_bytes(&mut seed);
        let config = Config {
            failure_persistence: None,
            ..Config::default()
        };
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
    }

    fn draws(&self) -> u64 {
        u64::from(self.cases) * u64::from(self.max_draws_a_case)
    }
}

/// What came of a theorem on drawn instances.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Examination {
    /// On how many instances it held.
    pub held: u32,
    /// On how many it did not apply, by the hypothesis that failed.
    pub not_applicable: BTreeMap<&'static str, u64>,
}

/// Why a theorem did not pass. `Debug` is the same sentence as `Display`, so that a test that
/// returns or unwraps it can be read.
#[non_exhaustive]
pub enum Failure {
    /// A strategy could not draw an instance.
    #[non_exhaustive]
    Draw {
        /// The theorem.
        theorem: &'static str,
        /// What the strategy said.
        reason: String,
    },
    /// A counterexample, as simple as could be found.
    #[non_exhaustive]
    Refuted {
        /// The theorem.
        theorem: &'static str,
        /// The instance, described by the theorem.
        instance: String,
        /// Why the conclusion fails on it.
        witness: String,
    },
    /// An instance to which the theorem does not apply where it has to, as simple as could be found.
    #[non_exhaustive]
    HypothesisFails {
        /// The theorem.
        theorem: &'static str,
        /// The hypothesis.
        hypothesis: &'static str,
        /// The instance, described by the theorem.
        instance: String,
        /// Why the hypothesis fails on it.
        witness: String,
    },
    /// The theorem applied to too few of the instances.
    #[non_exhaustive]
    TooFew {
        /// The theorem.
        theorem: &'static str,
        /// What came of the instances.
        examination: Examination,
        /// How many had to hold.
        asked: u32,
    },
    /// The theorem could not be checked on an instance, as simple as could be found.
    #[non_exhaustive]
    Error {
        /// The theorem.
        theorem: &'static str,
        /// The instance, described by the theorem.
        instance: String,
        /// Why.
        error: Box<TheoremError>,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Draw { theorem, reason } => {
                write!(f, "no instance of `{theorem}` could be drawn: {reason}")
            }
            Failure::Refuted {
                theorem,
                instance,
                witness,
            } => write!(f, "`{theorem}` is refuted: {witness}, in\n{instance}"),
            Failure::HypothesisFails {
                theorem,
                hypothesis,
                instance,
                witness,
            } => write!(
                f,
                "`{theorem}` does not apply, because `{hypothesis}` fails: {witness}, in\n{instance}"
            ),
            Failure::TooFew {
                theorem,
                examination,
                asked,
            } => {
                write!(
                    f,
                    "`{theorem}` applied to {} instances, and should to {asked}",
                    examination.held
                )?;
                for (number, (hypothesis, count)) in examination.not_applicable.iter().enumerate() {
                    let before = if number == 0 { "; of the others" } else { "," };
                    write!(f, "{before} `{hypothesis}` fails for {count}")?;
                }
                Ok(())
            }
            Failure::Error {
                theorem,
                instance,
                error,
            } => write!(
                f,
                "`{theorem}` could not be checked: {error}, in\n{instance}"
            ),
        }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

/// The simplest instance that can be reached with the same outcome.
fn shrunk<V: ValueTree>(
    tree: &mut V,
    sampling: &Sampling,
    mut same: impl FnMut(&V::Value) -> bool,
) -> V::Value {
    let mut simplest = tree.current();
    if tree.simplify() {
        for _ in 0..sampling.max_shrinks {
            let candidate = tree.current();
            let moved = if same(&candidate) {
                simplest = candidate;
                tree.simplify()
            } else {
                tree.complicate()
            };
            if !moved {
                break;
            }
        }
    }
    simplest
}

/// Checks a theorem on instances, until it has held on as many as `sampling` asks for. With `always`
/// an instance to which it does not apply is a failure, too.
///
/// # Errors
///
/// [`Failure`], with an instance that was made as simple as could be.
pub fn holds_on<T: Theorem>(
    theorem: &T,
    instances: &impl Strategy<Value = T::Instance>,
    always: bool,
    sampling: &Sampling,
) -> Result<Examination, Failure> {
    let name = theorem.statement().identifier;
    let mut runner = sampling.runner();
    let mut examination = Examination::default();
    for _ in 0..sampling.draws() {
        if examination.held == sampling.cases {
            break;
        }
        let mut tree = instances
            .new_tree(&mut runner)
            .map_err(|reason| Failure::Draw {
                theorem: name,
                reason: reason.to_string(),
            })?;
        match theorem.check(&tree.current()) {
            Ok(Verdict::Holds) => examination.held += 1,
            Ok(Verdict::HypothesisFails {
                hypothesis,
                witness,
            }) if always => {
                let mut witness = witness;
                let simplest = shrunk(&mut tree, sampling, |candidate| {
                    match theorem.check(candidate) {
                        Ok(Verdict::HypothesisFails {
                            hypothesis: which,
                            witness: why,
                        }) if which == hypothesis => {
                            witness = why;
                            true
                        }
                        _ => false,
                    }
                });
                return Err(Failure::HypothesisFails {
                    theorem: name,
                    hypothesis,
                    instance: theorem.describe(&simplest),
                    witness: witness.words,
                });
            }
            Ok(Verdict::HypothesisFails { hypothesis, .. }) => {
                *examination.not_applicable.entry(hypothesis).or_default() += 1;
            }
            Ok(Verdict::Refuted(found)) => {
                let found = refined(theorem, found, &mut tree, sampling);
                return Err(Failure::Refuted {
                    theorem: name,
                    instance: theorem.describe(&found.instance),
                    witness: found.witness.words,
                });
            }
            Err(first) => {
                let mut error = first;
                let simplest = shrunk(&mut tree, sampling, |candidate| {
                    match theorem.check(candidate) {
                        Err(why) => {
                            error = why;
                            true
                        }
                        Ok(_) => false,
                    }
                });
                return Err(Failure::Error {
                    theorem: name,
                    instance: theorem.describe(&simplest),
                    error: Box::new(error),
                });
            }
        }
    }
    if examination.held < sampling.cases {
        return Err(Failure::TooFew {
            theorem: name,
            examination,
            asked: sampling.cases,
        });
    }
    Ok(examination)
}

/// A counterexample made as simple as can be.
fn refined<T: Theorem, V: ValueTree<Value = T::Instance>>(
    theorem: &T,
    first: Counterexample<T::Instance>,
    tree: &mut V,
    sampling: &Sampling,
) -> Counterexample<T::Instance> {
    let mut simplest = first;
    shrunk(tree, sampling, |candidate| match theorem.check(candidate) {
        Ok(Verdict::Refuted(found)) => {
            simplest = found;
            true
        }
        _ => false,
    });
    simplest
}

/// Searches instances for a counterexample of a statement that need not be true, for example of a
/// [weakened](crate::theorem::weaken) theorem. `None` if `cases · max_draws_a_case` instances have
/// none. Instances that cannot be checked are passed over.
///
/// # Errors
///
/// [`Failure::Draw`] if no instance can be drawn.
pub fn find_refutation<T: Theorem>(
    theorem: &T,
    instances: &impl Strategy<Value = T::Instance>,
    sampling: &Sampling,
) -> Result<Option<Counterexample<T::Instance>>, Failure> {
    let mut runner = sampling.runner();
    for _ in 0..sampling.draws() {
        let mut tree = instances
            .new_tree(&mut runner)
            .map_err(|reason| Failure::Draw {
                theorem: theorem.statement().identifier,
                reason: reason.to_string(),
            })?;
        if let Ok(Verdict::Refuted(found)) = theorem.check(&tree.current()) {
            return Ok(Some(refined(theorem, found, &mut tree, sampling)));
        }
    }
    Ok(None)
}

/// A theorem of the registry that can draw its own instances, whatever they are. Implemented for
/// every [`Drawn`] theorem.
pub trait Sampled: Listed {
    /// Checks it on as many instances as `sampling` asks for.
    ///
    /// # Errors
    ///
    /// [`Failure`].
    fn examine(&self, sampling: &Sampling) -> Result<Examination, Failure>;

    /// Searches for a counterexample without one hypothesis: the instance as the theorem describes
    /// it, and why the conclusion fails.
    ///
    /// # Errors
    ///
    /// [`Failure`], also if there is no such hypothesis.
    fn refute_without(
        &self,
        hypothesis: &str,
        sampling: &Sampling,
    ) -> Result<Option<(String, String)>, Failure>;
}

impl<T: Drawn> Sampled for T {
    fn examine(&self, sampling: &Sampling) -> Result<Examination, Failure> {
        holds_on(self, &self.instances(), false, sampling)
    }

    fn refute_without(
        &self,
        hypothesis: &str,
        sampling: &Sampling,
    ) -> Result<Option<(String, String)>, Failure> {
        let without = weaken(self, hypothesis).map_err(|error| Failure::Error {
            theorem: Theorem::statement(self).identifier,
            instance: String::new(),
            error: Box::new(error),
        })?;
        let found = find_refutation(&without, &self.instances_without(hypothesis), sampling)?;
        Ok(found.map(|found| (self.describe(&found.instance), found.witness.words)))
    }
}

/// The theorems of the crate with their instances, in the order of
/// [`registry`](crate::theorem::registry).
pub fn sampled() -> Vec<&'static dyn Sampled> {
    [
        altruism::sampled(),
        contracts::sampled(),
        mechanisms::sampled(),
        equilibria::sampled(),
    ]
    .concat()
}

/// Asserts that a theorem holds on every instance of a strategy: `assert_holds!(Theorem, strategy)`
/// or `assert_holds!(Theorem, strategy, sampling)`. To be called in tests of your own; the panic
/// shows the simplest counterexample, or the simplest instance to which the theorem does not apply.
///
/// ```
/// use lacuna::theorem::altruism::UniqueOptimumHasALevel;
/// use lacuna::theorem::{assert_holds, strategy};
/// assert_holds!(UniqueOptimumHasALevel, strategy::dilemmas());
/// ```
///
/// ```should_panic
/// use lacuna::theorem::altruism::UniqueOptimumHasALevel;
/// use lacuna::theorem::{assert_holds, strategy};
/// // Not every game has a unique optimum: the panic shows the smallest that has not.
/// assert_holds!(UniqueOptimumHasALevel, strategy::games(2..=3, 1..=3));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __assert_holds {
    ($theorem:expr, $instances:expr $(,)?) => {
        $crate::theorem::assert_holds!($theorem, $instances, $crate::theorem::Sampling::default())
    };
    ($theorem:expr, $instances:expr, $sampling:expr $(,)?) => {
        if let ::core::result::Result::Err(failure) =
            $crate::theorem::holds_on(&$theorem, &$instances, true, &$sampling)
        {
            ::core::panic!("{}", failure);
        }
    };
}
