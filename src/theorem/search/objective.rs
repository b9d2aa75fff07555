//! What a search maximises.

use crate::game::NormalForm;
use crate::number::{Extended, Rational};
use crate::theorem::TheoremError;

/// A number that belongs to an instance, and the evidence for it.
///
/// [`Objective::value`] is asked for every instance, [`Objective::evidence`] only for those that
/// win. [`Measure`] makes an objective of a closure.
///
/// A search over a [`GameClass`](super::GameClass) measures one game for all that the class takes
/// for the same ([`Symmetry`](super::Symmetry)), so the number must not depend on the names that
/// do not count. Where it does (a court that sees what *player 0* does), tell the players or the
/// actions apart by [`GameClass::with_symmetry`](super::GameClass::with_symmetry). The search tries
/// other names on many games and refuses an objective that depends on them
/// ([`SearchError::DependsOnNames`](super::SearchError::DependsOnNames)).
pub trait Objective<I: ?Sized = NormalForm<Rational>>: Sync {
    /// What comes with a winner, so that the value can be checked without the search.
    type Evidence;

    /// A name that tells it apart from others, parameters included: a stored search goes on only
    /// with the objective of the same name.
    fn name(&self) -> String;

    /// The number, exactly; `None` if the instance has none.
    ///
    /// # Errors
    ///
    /// [`TheoremError`] if the instance is not valid, or a limit was reached.
    fn value(&self, instance: &I) -> Result<Option<Extended<Rational>>, TheoremError>;

    /// The evidence for the number.
    ///
    /// # Errors
    ///
    /// [`TheoremError`] if the instance is not valid, or a limit was reached.
    fn evidence(&self, instance: &I) -> Result<Self::Evidence, TheoremError>;
}

impl<I: ?Sized, O: Objective<I> + ?Sized> Objective<I> for &O {
    type Evidence = O::Evidence;

    fn name(&self) -> String {
        (**self).name()
    }

    fn value(&self, instance: &I) -> Result<Option<Extended<Rational>>, TheoremError> {
        (**self).value(instance)
    }

    fn evidence(&self, instance: &I) -> Result<Self::Evidence, TheoremError> {
        (**self).evidence(instance)
    }
}

/// An objective of your own, from a closure; its evidence is nothing but the instance.
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{GameClass, Measure, SearchOptions, search};
///
/// // In which games of 0 and 1 is the welfare of all profiles together greatest?
/// let total = Measure::new("total welfare", |game: &NormalForm<Rational>| {
///     Ok(Some(Extended::Finite((0..game.space().len()).map(|at| game.welfare_at(at)).sum())))
/// });
/// let class = GameClass::integers(&[1, 2], 0..=1)?;
/// let found = search(&class, &total, &SearchOptions::default())?;
/// assert_eq!(found.best().map(|best| &best.value), Some(&Extended::Finite(Rational::from(4))));
/// # Ok::<(), lacuna::theorem::search::SearchError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Measure<F> {
    name: String,
    value: F,
}

impl<F> Measure<F> {
    /// The objective of this name that a function computes.
    pub fn new(name: impl Into<String>, value: F) -> Self {
        Measure {
            name: name.into(),
            value,
        }
    }
}

impl<I, F> Objective<I> for Measure<F>
where
    F: Fn(&I) -> Result<Option<Extended<Rational>>, TheoremError> + Sync,
{
    type Evidence = ();

    fn name(&self) -> String {
        self.name.clone()
    }

    fn value(&self, instance: &I) -> Result<Option<Extended<Rational>>, TheoremError> {
        (self.value)(instance)
    }

    fn evidence(&self, _: &I) -> Result<(), TheoremError> {
        Ok(())
    }
}

/// The same objective, on instances on which it is finite: the largest finite threshold.
///
/// ```
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{FiniteOnly, GameClass, SearchOptions, SelfishnessLevel, search};
/// let class = GameClass::integers(&[2, 2], 1..=4)?.with_strict();
/// let found = search(&class, &FiniteOnly(SelfishnessLevel), &SearchOptions::default())?;
/// assert_eq!(found.best().map(|best| &best.value), Some(&Extended::Finite(Rational::from(2))));
/// # Ok::<(), lacuna::theorem::search::SearchError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiniteOnly<O>(pub O);

impl<I: ?Sized, O: Objective<I>> Objective<I> for FiniteOnly<O> {
    type Evidence = O::Evidence;

    fn name(&self) -> String {
        format!("{}, if finite", self.0.name())
    }

    fn value(&self, instance: &I) -> Result<Option<Extended<Rational>>, TheoremError> {
        Ok(self.0.value(instance)?.filter(Extended::is_finite))
    }

    fn evidence(&self, instance: &I) -> Result<Self::Evidence, TheoremError> {
        self.0.evidence(instance)
    }
}
