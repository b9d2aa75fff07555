//! The two numbers that games are written in, and how their payoffs lie in memory.

use std::fmt::{Debug, Display};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::rational::gcd_u64;
use super::{DotProduct, ExactTies, Rational, Ties, Tolerance};

mod sealed {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for super::Rational {}
}

/// A number that payoffs are written in: [`Rational`] (exact) or `f64`. Sealed: these two are all.
pub trait Scalar:
    sealed::Sealed
    + Clone
    + Debug
    + Display
    + Default
    + PartialEq
    + PartialOrd
    + FromStr
    + Serialize
    + DeserializeOwned
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + Sum
    + for<'a> Add<&'a Self, Output = Self>
    + for<'a> Sub<&'a Self, Output = Self>
    + for<'a> Mul<&'a Self, Output = Self>
    + for<'a> AddAssign<&'a Self>
{
    /// Are ties of this number exact?
    const EXACT: bool;

    /// How ties are decided: [`ExactTies`] for rationals, an explicit [`Tolerance`] for `f64`.
    type Ties: Ties;

    /// How the payoffs of a game are kept.
    #[doc(hidden)]
    type Store: PayoffStore<Self>;

    /// How products are added up.
    #[doc(hidden)]
    type Products: SumOfProducts<Self>;

    /// Zero.
    fn zero() -> Self;
    /// One.
    fn one() -> Self;
    /// The integer `value`; for `f64` the nearest number.
    fn from_integer(value: i64) -> Self;
    /// Neither NaN nor infinite. Always true of a [`Rational`].
    fn is_finite(&self) -> bool;
    /// The quotient, or `None` if the divisor is zero.
    fn checked_divide(&self, divisor: &Self) -> Option<Self>;
    /// The nearest `f64`.
    fn to_f64(&self) -> f64;
}

impl Scalar for Rational {
    const EXACT: bool = true;
    type Ties = ExactTies;
    type Store = ExactStore;
    type Products = DotProduct;

    fn zero() -> Self {
        Rational::ZERO
    }
    fn one() -> Self {
        Rational::ONE
    }
    fn from_integer(value: i64) -> Self {
        Rational::from_integer(value)
    }
    fn is_finite(&self) -> bool {
        true
    }
    fn checked_divide(&self, divisor: &Self) -> Option<Self> {
        self.checked_div(divisor)
    }
    fn to_f64(&self) -> f64 {
        Rational::to_f64(self)
    }
}

impl Scalar for f64 {
    const EXACT: bool = false;
    type Ties = Tolerance;
    type Store = FloatStore;
    type Products = FloatSum;

    fn zero() -> Self {
        0.0
    }
    fn one() -> Self {
        1.0
    }
    fn from_integer(value: i64) -> Self {
        value as f64
    }
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }
    fn checked_divide(&self, divisor: &Self) -> Option<Self> {
        (*divisor != 0.0).then(|| self / divisor)
    }
    fn to_f64(&self) -> f64 {
        *self
    }
}

/// A sum of products in the making.
pub trait SumOfProducts<S>: Clone + Default {
    /// Adds `a·b`.
    fn add(&mut self, a: &S, b: &S);
    /// The sum.
    fn finish(self) -> S;
}

impl SumOfProducts<Rational> for DotProduct {
    fn add(&mut self, a: &Rational, b: &Rational) {
        DotProduct::add(self, a, b);
    }
    fn finish(self) -> Rational {
        DotProduct::finish(self)
    }
}

/// A sum of products in floating point, in the order in which they come.
#[derive(Debug, Clone, Default)]
pub struct FloatSum(f64);

impl SumOfProducts<f64> for FloatSum {
    fn add(&mut self, a: &f64, b: &f64) {
        self.0 += a * b;
    }
    fn finish(self) -> f64 {
        self.0
    }
}

/// One entry of a payoff table as it lies in memory.
pub trait Entry: Clone + PartialOrd + Send + Sync {
    /// The entry less the slack at ties, which is zero for exact numbers.
    #[must_use]
    fn lowered(&self, slack: f64) -> Self;
    /// The entry as a floating-point number; used for numeric tables alone.
    fn measure(&self) -> f64;
}

impl Entry for f64 {
    #[inline]
    fn lowered(&self, slack: f64) -> f64 {
        self - slack
    }
    fn measure(&self) -> f64 {
        *self
    }
}

impl Entry for i64 {
    #[inline]
    fn lowered(&self, _slack: f64) -> i64 {
        *self
    }
    fn measure(&self) -> f64 {
        *self as f64
    }
}

impl Entry for Rational {
    fn lowered(&self, _slack: f64) -> Rational {
        self.clone()
    }
    fn measure(&self) -> f64 {
        self.to_f64()
    }
}

/// Something that runs over the payoff tables in the form in which they lie in memory.
pub trait StoreVisitor {
    /// What the run returns.
    type Output;
    /// One table a player, all of one length; within a player the order of entries is that of
    /// the payoffs.
    fn visit<T: Entry>(self, tables: &[Vec<T>]) -> Self::Output;
}

/// The payoffs of a game: one contiguous table a player.
pub trait PayoffStore<S>: Clone + Debug + PartialEq + Send + Sync {
    /// Empty tables with room for `profiles` entries each, or `None` if memory is refused.
    fn with_capacity(players: usize, profiles: usize) -> Option<Self>;
    /// Appends to the table of `player`.
    fn push(&mut self, player: usize, value: S);
    /// The entry at `index` of the table of `player`.
    fn get(&self, player: usize, index: usize) -> S;
    /// Runs over the tables in the form in which they lie in memory.
    fn accept<V: StoreVisitor>(&self, visitor: V) -> V::Output;
}

fn reserved<T>(players: usize, profiles: usize) -> Option<Vec<Vec<T>>> {
    (0..players)
        .map(|_| {
            let mut table = Vec::new();
            table.try_reserve_exact(profiles).ok()?;
            Some(table)
        })
        .collect()
}

/// Payoffs in `f64`.
#[derive(Debug, Clone, PartialEq)]
pub struct FloatStore(Vec<Vec<f64>>);

impl PayoffStore<f64> for FloatStore {
    fn with_capacity(players: usize, profiles: usize) -> Option<Self> {
        reserved(players, profiles).map(FloatStore)
    }
    fn push(&mut self, player: usize, value: f64) {
        self.0[player].push(value);
    }
    fn get(&self, player: usize, index: usize) -> f64 {
        self.0[player][index]
    }
    fn accept<V: StoreVisitor>(&self, visitor: V) -> V::Output {
        visitor.visit(&self.0)
    }
}

/// Exact payoffs: machine integers over one common denominator as long as they fit, rationals
/// otherwise. The form is a function of the values alone, so that equality is structural.
#[derive(Debug, Clone, PartialEq)]
pub enum ExactStore {
    /// `numerators[player][index] / denominator`.
    Scaled {
        /// The least common denominator of all payoffs.
        denominator: i64,
        /// One table a player.
        numerators: Vec<Vec<i64>>,
    },
    /// Payoffs that do not fit the form above.
    General(Vec<Vec<Rational>>),
}

impl ExactStore {
    /// The factor by which the tables must be multiplied so that `value` has an integer entry.
    fn rescaling(denominator: i64, below: i64) -> Option<(i64, i64)> {
        let common = gcd_u64(denominator.unsigned_abs(), below.unsigned_abs()) as i64;
        let factor = below / common;
        Some((factor, denominator.checked_mul(factor)?))
    }

    fn push_scaled(&mut self, player: usize, value: &Rational) -> Option<()> {
        let ExactStore::Scaled {
            denominator,
            numerators,
        } = self
        else {
            return None;
        };
        let (above, below) = value.to_i64_parts()?;
        if below != *denominator && *denominator % below != 0 {
            let (factor, refined) = Self::rescaling(*denominator, below)?;
            let fits = numerators
                .iter()
                .flatten()
                .all(|entry| entry.checked_mul(factor).is_some());
            if !fits {
                return None;
            }
            for entry in numerators.iter_mut().flatten() {
                *entry *= factor;
            }
            *denominator = refined;
        }
        numerators[player].push(above.checked_mul(*denominator / below)?);
        Some(())
    }

    fn generalise(&mut self) {
        if let ExactStore::Scaled {
            denominator,
            numerators,
        } = self
        {
            let denominator = i128::from(*denominator);
            *self = ExactStore::General(
                numerators
                    .iter_mut()
                    .map(|table| {
                        // Table by table, so that at no time two whole copies exist.
                        let room = table.capacity();
                        let entries = std::mem::take(table);
                        let mut general = Vec::with_capacity(room);
                        general.extend(
                            entries
                                .into_iter()
                                .map(|entry| Rational::reduced(entry.into(), denominator)),
                        );
                        general
                    })
                    .collect(),
            );
        }
    }
}

impl PayoffStore<Rational> for ExactStore {
    fn with_capacity(players: usize, profiles: usize) -> Option<Self> {
        Some(ExactStore::Scaled {
            denominator: 1,
            numerators: reserved(players, profiles)?,
        })
    }

    fn push(&mut self, player: usize, value: Rational) {
        if self.push_scaled(player, &value).is_none() {
            self.generalise();
            if let ExactStore::General(tables) = self {
                tables[player].push(value);
            }
        }
    }

    fn get(&self, player: usize, index: usize) -> Rational {
        match self {
            ExactStore::Scaled {
                denominator: 1,
                numerators,
            } => Rational::from_integer(numerators[player][index]),
            ExactStore::Scaled {
                denominator,
                numerators,
            } => Rational::reduced(numerators[player][index].into(), (*denominator).into()),
            ExactStore::General(tables) => tables[player][index].clone(),
        }
    }

    fn accept<V: StoreVisitor>(&self, visitor: V) -> V::Output {
        match self {
            ExactStore::Scaled { numerators, .. } => visitor.visit(numerators),
            ExactStore::General(tables) => visitor.visit(tables),
        }
    }
}
