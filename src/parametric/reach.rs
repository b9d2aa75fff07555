//! How far conditions that hold at one λ keep holding.

use std::cmp::Ordering;

use super::clock::Clock;
use super::polynomial::{Polynomial, variations};
use super::roots::{End, Roots};
use super::vertex::Conditions;
use crate::number::Rational;

impl Conditions {
    /// The largest interval around λ, within two ends, on which all conditions hold; an end that is
    /// λ itself says that they hold on the other side only. `None` if they do not hold at λ, or if
    /// the time is over.
    ///
    /// Complexity: one bisection by Descartes' rule for each condition that changes its sign.
    pub(super) fn reach(
        &self,
        lambda: &Rational,
        low: &End,
        high: &End,
        width: &Rational,
        clock: &Clock,
    ) -> Option<(End, End)> {
        let holds = |p: &Polynomial| p.sign_at(lambda) != Ordering::Less;
        let clear = |p: &Polynomial| p.sign_at(lambda) != Ordering::Equal;
        if !self.nonnegative.iter().all(holds) || !self.barriers.iter().all(clear) {
            return None;
        }
        let turned = Conditions {
            nonnegative: self.nonnegative.iter().map(|p| p.reflected()).collect(),
            barriers: self.barriers.iter().map(|p| p.reflected()).collect(),
        };
        let below = turned.reach_above(&-lambda, &low.reflected(), width, clock);
        let above = self.reach_above(lambda, high, width, clock);
        // What was skipped for lack of time counts for nothing.
        (!clock.is_over()).then(|| (below.reflected(), above))
    }

    /// The end of the interval above λ on which the conditions hold.
    fn reach_above(&self, lambda: &Rational, bound: &End, width: &Rational, clock: &Clock) -> End {
        let broken = |p: &Polynomial| p.sign_above(lambda) == Ordering::Less;
        if self.nonnegative.iter().any(broken) {
            return End::Exact(lambda.clone());
        }
        let mut end = bound.clone();
        let mut consider = |polynomial: &Polynomial, simplify: fn(&Polynomial) -> Polynomial| {
            if polynomial.is_constant()
                || clock.is_over()
                || variations(&polynomial.signs_on(lambda, end.high())) == 0
            {
                return;
            }
            let simple = simplify(polynomial);
            if let Some(root) = Roots::new(&simple, lambda, end.high(), width).next()
                && root.compare_end(&end) == Ordering::Less
            {
                end = root;
            }
        };
        for polynomial in &self.barriers {
            consider(polynomial, Polynomial::square_free);
        }
        for polynomial in &self.nonnegative {
            consider(polynomial, Polynomial::sign_changing);
        }
        end
    }

    /// Do the conditions hold at the end of an interval on which they hold?
    pub(super) fn include(&self, end: &End) -> bool {
        !self.barriers.iter().any(|barrier| end.is_root_of(barrier))
    }
}
