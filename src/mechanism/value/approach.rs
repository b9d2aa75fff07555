//! The search for columns in floating point.

use super::columns::{Kind, Payments};
use super::master::{Goal, Master};
use super::pricing::{Offer, Prices, Pricing};
use super::transfers::Pattern;
use crate::linear_program::{LinearError, NumericAnswer};
use crate::number::Rational;

/// What floating point found.
pub(super) struct Approximation {
    /// What the mixture of the columns yields.
    pub(super) lower: f64,
    pub(super) upper: f64,
    /// The largest amount by which the mixture misses a condition.
    pub(super) residual: f64,
    /// Was there nothing left to look for?
    pub(super) finished: bool,
}

/// What counts as nothing, relative to the largest welfare of an arm.
const NEGLIGIBLE: f64 = 1e-10;
/// What counts as nothing where transfers may grow for ever, relative to the largest weight.
const NEGLIGIBLE_RAY: f64 = 1e-8;

/// A column that is not there yet.
struct Fresh {
    gain: f64,
    arm: usize,
    payments: Payments,
    /// The reading and the direction, where transfers grow without limit.
    grows: Option<(usize, Pattern)>,
}

impl Master<'_> {
    /// Looks for columns in floating point, until the bounds on the value meet or nothing more is
    /// found; `None` if the conditions seem to contradict each other. A bad approximation costs
    /// time later, never a wrong result.
    pub(super) fn approach(&mut self) -> Result<Option<Approximation>, LinearError> {
        let float = Pricing::new(self.conditions, Rational::to_f64);
        let found = self.climb(&float)?;
        if found.is_some() {
            return Ok(found);
        }
        // The columns so far do not do: those first that bring the conditions closest.
        self.turn(Goal::Feasibility);
        let climbed = self.climb(&float);
        self.turn(Goal::Welfare);
        match climbed? {
            Some(closest) if closest.lower.abs() <= NEGLIGIBLE_RAY => self.climb(&float),
            _ => Ok(None),
        }
    }

    /// The same columns with another goal, under which no basis is known.
    fn turn(&mut self, goal: Goal) {
        self.goal = goal;
        self.basis = None;
    }

    /// Adds columns until the bounds meet or nothing is left to gain; `None` if the columns at hand
    /// do not meet the conditions.
    fn climb(&mut self, float: &Pricing<f64>) -> Result<Option<Approximation>, LinearError> {
        let rows = self.conditions.rows.len() + self.conditions.reports.len();
        let arms = self.conditions.arms.iter();
        let largest = arms.map(|arm| arm.welfare.to_f64().abs());
        let negligible = NEGLIGIBLE * largest.fold(1.0, f64::max);
        let mut centre: Option<(Prices<f64>, f64)> = None;
        let mut found = None;
        loop {
            let mut options = self.conditions.options.linear.clone();
            options.start = self.basis.take();
            let solved = match self.program()?.solve_numeric(&options) {
                Ok(solved) => solved,
                Err(error) => return found.map_or(Err(error), |found| Ok(Some(found))),
            };
            self.basis = Some(solved.basis);
            let NumericAnswer::Optimal {
                value,
                multipliers,
                residuals,
                ..
            } = solved.answer
            else {
                return Ok(found);
            };
            let prices = self.prices(&multipliers, 0.0, 1.0, |m| -m);
            let mut fresh = Vec::new();
            // Prices swing from round to round: look half-way to the best so far, then here. Where
            // liability is unlimited only these prices bound anything.
            let half_way = centre.as_ref().filter(|_| float.is_limited());
            let half_way = half_way.map(|(best, _)| prices.towards(best, 0.5));
            for candidate in half_way.iter().chain([&prices]) {
                let offers: Vec<Offer<f64>> = (0..float.arms())
                    .filter(|&arm| self.allowed[arm])
                    .map(|arm| float.offer(arm, candidate))
                    .collect();
                let upper = float.bound(&offers, candidate);
                let closer = centre.as_ref().is_none_or(|(_, best)| upper < *best);
                if closer || !float.is_limited() {
                    centre = Some((candidate.clone(), upper));
                }
                let found = match float.is_limited() {
                    true => self.offered(float, offers, &prices),
                    false => self.growing(float, candidate),
                };
                fresh.extend(found.into_iter().filter(|found| found.gain > negligible));
                if !fresh.is_empty() {
                    break;
                }
            }
            let upper = centre.as_ref().map_or(f64::INFINITY, |(_, best)| *best);
            let met = upper - value <= negligible || upper < self.aim;
            let finished = fresh.is_empty() || (float.is_limited() && met);
            found = Some(Approximation {
                lower: value,
                upper,
                residual: residuals.primal,
                finished,
            });
            if finished || self.rounds >= self.conditions.options.max_rounds {
                return Ok(found);
            }
            fresh.sort_by(|a, b| b.gain.total_cmp(&a.gain));
            for found in fresh.into_iter().take(2 * rows.max(32)) {
                let conditions = self.conditions;
                self.add(match found.grows {
                    None => conditions.probability_column(found.arm, found.payments),
                    Some((reading, pattern)) => {
                        conditions.growth_column(found.arm, reading, pattern, Kind::Ray)
                    }
                });
            }
            self.rounds += 1;
        }
    }

    /// The columns of offers that are not there yet.
    fn offered(
        &self,
        float: &Pricing<f64>,
        offers: Vec<Offer<f64>>,
        prices: &Prices<f64>,
    ) -> Vec<Fresh> {
        let mut columns = Vec::new();
        for offer in offers {
            let key = (offer.arm, offer.payments, true);
            if !key.1.is_empty() && !self.known.contains(&key) {
                columns.push(Fresh {
                    gain: float.worth_with(key.0, &key.1, prices),
                    arm: key.0,
                    payments: key.1,
                    grows: None,
                });
            }
        }
        columns
    }

    /// The columns of transfers that are worth more and more at these prices.
    fn growing(&self, float: &Pricing<f64>, prices: &Prices<f64>) -> Vec<Fresh> {
        let weights = prices.rows.iter().map(|price| price.abs());
        let negligible = NEGLIGIBLE_RAY * weights.fold(1.0, f64::max);
        let mut columns = Vec::new();
        for arm in (0..float.arms()).filter(|&arm| self.growth[arm]) {
            for ray in float.rays(arm, prices, |worth| worth.abs() <= negligible) {
                let payments = vec![ray.clone()];
                let key = (arm, payments, false);
                if !self.known.contains(&key) {
                    columns.push(Fresh {
                        gain: f64::INFINITY,
                        arm,
                        payments: key.1,
                        grows: Some(ray),
                    });
                }
            }
        }
        columns
    }
}
