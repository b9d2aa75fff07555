//! From which altruism weight on a mechanism yields the first best.
//!
//! At a weight λ the first best is reached iff the conditions have a solution on the arms that are
//! optimal. If they have none, the weights of the rows prove it; and the same weights prove it at
//! every other λ at which what they leave of welfare stays below the first best. What they leave is
//! a convex, piecewise linear function of λ, so that this is an interval, whose upper end is the
//! next λ to look at (Newton's method, as for ratios: Dinkelbach 1967). Nothing is assumed about
//! how the value moves with λ.

use serde::{Deserialize, Serialize};

use super::assemble::{Scheme, plan};
use super::attainment::proper_support;
use super::closing_options::{ClosingOptions, Reach};
use super::columns::Payments;
use super::conditions::Conditions;
use super::master::{Goal, Master};
use super::pricing::{Prices, Pricing};
use super::program::agents;
use crate::contract::{ContractingProblem, Monitoring};
use crate::mechanism::{
    Communication, DeviationPlan, DirectMechanism, MechanismError, MechanismOptions,
};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// The least altruism weight with which a mechanism reaches the first best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClosingWeight {
    /// At this weight, and at none below it, a mechanism has the first best.
    Attained(Rational),
    /// At this weight, and at none below it, mechanisms come as close as desired to the first best,
    /// and none has it.
    Approached(Rational),
    /// At no weight below `low`, and at `high`: the least weight need not be rational.
    Between {
        /// No weight below it suffices.
        low: Rational,
        /// This weight suffices.
        high: Rational,
    },
    /// No weight suffices.
    Infinite,
    /// At no weight below this one; whether a greater one suffices was not found out.
    AtLeast(Rational),
}

impl ClosingWeight {
    /// The weight, if it is known exactly.
    pub fn exact(&self) -> Option<&Rational> {
        match self {
            ClosingWeight::Attained(weight) | ClosingWeight::Approached(weight) => Some(weight),
            _ => None,
        }
    }

    /// No weight below this one suffices; `None` if none at all does.
    pub fn lower_end(&self) -> Option<&Rational> {
        match self {
            ClosingWeight::Attained(weight)
            | ClosingWeight::Approached(weight)
            | ClosingWeight::AtLeast(weight) => Some(weight),
            ClosingWeight::Between { low, .. } => Some(low),
            ClosingWeight::Infinite => None,
        }
    }
}

/// A [`ClosingWeight`] with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Closing {
    /// The least weight.
    pub weight: ClosingWeight,
    /// Weights that were ruled out, ascending, each with a plan: it proves that the first best is
    /// out of reach from that weight up to the next one (or the least weight, or for ever).
    ///
    /// The plans speak of mechanisms that only recommend what is optimal.
    pub ruled_out: Vec<(Rational, DeviationPlan)>,
    /// With [`Reach::Plain`] the first-best plan that needs the least weight, one list a player with
    /// an action for each type; the plans above are about it alone.
    pub first_best_plan: Option<Vec<Vec<usize>>>,
    /// A mechanism at the least weight (or the upper end of its bracket), unless the first best is
    /// only approached there.
    pub mechanism: Option<DirectMechanism>,
}

/// The least λ ≥ 0 from which λ-cooperative players (who maximise `u_i + λ·W`) reach the first best
/// in some equilibrium of some mechanism, as [`ClosingOptions::reach`] means it.
///
/// Every λ below it is ruled out by a deviation plan. That the first best is also reached at
/// greater λ holds where transfers balance or liability is unlimited; it is not assumed.
///
/// # Errors
/// As [`best_mechanism`](super::best_mechanism).
///
/// # Complexity
/// A linear program for each candidate, of which there are usually few; with [`Reach::Plain`] this
/// for each first-best plan.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Language, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::mechanism::{ClosingOptions, ClosingWeight, MechanismOptions, Reach, closing_weight};
/// use lacuna::number::Rational;
///
/// // Player 0 gains 1 and hurts player 1 by 3 when it is bad; player 1 can monitor at a cost of
/// // 1/2, and only then bad behaviour is seen.
/// let game = NormalForm::from_fn(&[2, 2], |player, profile| {
///     let (bad, monitors) = (profile[0] as i64, profile[1] as i64);
///     if player == 0 { bad.into() } else { Rational::from(-6 * bad - monitors).checked_div(&2.into()).unwrap_or_default() }
/// })?;
/// let problem = ContractingProblem::single_state(game)?;
/// let seen = Language::observed(&problem, |_, profile| profile[1] * (1 + profile[0]));
/// let monitoring = Monitoring::from(&seen);
/// let closing = |reach| {
///     let options = ClosingOptions::default().with_reach(reach);
///     closing_weight(&problem, &monitoring, &MechanismOptions::default(), &options)
/// };
/// // Secret random monitoring with unlimited fines comes as close as desired without altruism;
/// // nothing attains the first best below 1/2.
/// assert_eq!(closing(Reach::Approach)?.weight, ClosingWeight::Approached(0.into()));
/// assert_eq!(closing(Reach::Attain)?.weight, ClosingWeight::Attained(Rational::new(1, 2)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn closing_weight(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &MechanismOptions,
    closing: &ClosingOptions,
) -> Result<Closing, MechanismError> {
    let options = match closing.reach {
        Reach::Plain => &options
            .clone()
            .with_communication(Communication::Recommendations),
        _ => options,
    };
    let search = Search {
        problem,
        monitoring,
        options,
        closing,
        first_best: problem.first_best().expected,
    };
    let selfish = WeightMatrix::identity(problem.players());
    let conditions = Conditions::new(problem, monitoring, &selfish, options)?;
    let optimal = search.optimal(&conditions);
    if closing.reach != Reach::Plain {
        return search.run(&optimal);
    }
    let mut best: Option<Closing> = None;
    for arm in (0..optimal.len()).filter(|&arm| optimal[arm]) {
        let mut single = vec![false; optimal.len()];
        single[arm] = true;
        let mut found = search.run(&single)?;
        found.first_best_plan = Some(conditions.told(conditions.arms[arm].recommendation));
        if best
            .as_ref()
            .is_none_or(|best| is_less(&found.weight, &best.weight))
        {
            best = Some(found);
        }
    }
    Ok(best.unwrap_or_else(Closing::never))
}

/// Is the first weight certainly no greater, by its lower end?
fn is_less(a: &ClosingWeight, b: &ClosingWeight) -> bool {
    match (a.lower_end(), b.lower_end()) {
        (Some(a), Some(b)) => a < b,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

impl Closing {
    fn never() -> Self {
        Closing {
            weight: ClosingWeight::Infinite,
            ruled_out: Vec::new(),
            first_best_plan: None,
            mechanism: None,
        }
    }
}

/// What came of one candidate.
enum Verdict {
    /// The first best is reached, by this scheme.
    Reached(Box<DirectMechanism>),
    /// It is approached only.
    Approached,
    /// These weights of the rows prove that it is not.
    Missed(Box<Prices<Rational>>, Box<DeviationPlan>),
}

struct Search<'a> {
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    options: &'a MechanismOptions,
    closing: &'a ClosingOptions,
    first_best: Rational,
}

/// Steps of less than the width of a bracket, or to a long fraction, after which the search for an exact weight ends.
const SMALL_STEPS: usize = 2;

/// For each profile of reports the best arm with its transfers.
type Selection = Vec<(usize, Payments)>;

impl Search<'_> {
    /// The arms that are optimal after their reports.
    fn optimal(&self, conditions: &Conditions<'_>) -> Vec<bool> {
        let mut best: Vec<Option<&Rational>> = vec![None; conditions.reports.len()];
        for arm in &conditions.arms {
            let entry = &mut best[arm.report];
            *entry = (*entry).max(Some(&arm.welfare));
        }
        let reached: Rational = best.iter().copied().flatten().sum();
        // Where even pooled information does not tell the states apart, nothing reaches it.
        let measurable = reached == self.first_best;
        conditions
            .arms
            .iter()
            .map(|arm| measurable && Some(&arm.welfare) == best[arm.report])
            .collect()
    }

    fn run(&self, allowed: &[bool]) -> Result<Closing, MechanismError> {
        if !allowed.contains(&true) {
            return Ok(Closing::never());
        }
        let mut lambda = Rational::ZERO;
        let mut ruled_out = Vec::new();
        let mut small_steps = 0;
        for _ in 0..self.closing.max_candidates {
            let (prices, plan) = match self.verdict(&lambda, allowed)? {
                Verdict::Reached(mechanism) => {
                    return Ok(Closing {
                        weight: ClosingWeight::Attained(lambda),
                        ruled_out,
                        first_best_plan: None,
                        mechanism: Some(*mechanism),
                    });
                }
                Verdict::Approached => {
                    return Ok(Closing {
                        weight: ClosingWeight::Approached(lambda),
                        ruled_out,
                        first_best_plan: None,
                        mechanism: None,
                    });
                }
                Verdict::Missed(prices, plan) => (prices, plan),
            };
            ruled_out.push((lambda.clone(), *plan));
            match self.end_of_proof(&lambda, &prices, allowed)? {
                None => {
                    return Ok(Closing {
                        weight: ClosingWeight::Infinite,
                        ruled_out,
                        first_best_plan: None,
                        mechanism: None,
                    });
                }
                Some(next) if next > lambda => {
                    // Steps that shrink without end approach a weight that is not rational, and
                    // each multiplies the digits.
                    if &next - &lambda <= self.closing.width || next.to_i64_parts().is_none() {
                        small_steps += 1;
                    }
                    lambda = next;
                    if small_steps > SMALL_STEPS {
                        break;
                    }
                }
                Some(_) => break,
            }
        }
        self.bracket(lambda, allowed, ruled_out)
    }

    /// Doubles until a weight suffices, and bisects from there.
    fn bracket(
        &self,
        low: Rational,
        allowed: &[bool],
        ruled_out: Vec<(Rational, DeviationPlan)>,
    ) -> Result<Closing, MechanismError> {
        let mut step = self.closing.width.clone();
        let mut found = None;
        // Short fractions are quicker to look at.
        let short = Rational::from_f64_exact(low.to_f64()).unwrap_or_else(|_| low.clone());
        for _ in 0..self.closing.max_candidates {
            let high = &short + &step;
            if high < low {
                step = &step + &step;
                continue;
            }
            if let Verdict::Reached(mechanism) = self.verdict(&high, allowed)? {
                found = Some((high, mechanism));
                break;
            }
            step = &step + &step;
        }
        let weight = match &found {
            Some((high, _)) => ClosingWeight::Between {
                low,
                high: high.clone(),
            },
            None => ClosingWeight::AtLeast(low),
        };
        Ok(Closing {
            weight,
            ruled_out,
            first_best_plan: None,
            mechanism: found.map(|(_, mechanism)| *mechanism),
        })
    }

    fn verdict(&self, lambda: &Rational, allowed: &[bool]) -> Result<Verdict, MechanismError> {
        let agents = agents(self.problem, lambda)?;
        let conditions = Conditions::new(self.problem, self.monitoring, &agents, self.options)?;
        let growth = match self.closing.reach {
            Reach::Approach => None,
            Reach::Attain | Reach::Plain => Some(allowed),
        };
        let mut master = Master::restricted(&conditions, Goal::Welfare, growth, Some(allowed));
        let decided = master.decide()?;
        let missed = |prices: Prices<Rational>| {
            let plan = plan(&conditions, &prices);
            Ok(Verdict::Missed(Box::new(prices), Box::new(plan)))
        };
        let Some(amounts) = decided.amounts else {
            return missed(decided.prices);
        };
        if decided.value < self.first_best {
            return missed(decided.prices);
        }
        let scheme = Scheme::new(&conditions, &master.columns, &amounts);
        if scheme.is_proper() {
            return Ok(Verdict::Reached(Box::new(scheme.mechanism(&conditions))));
        }
        let proper = proper_support(&conditions, Some(&self.first_best), Some(allowed))?;
        Ok(match proper {
            Ok(support) => Verdict::Reached(Box::new(support.scheme.mechanism(&conditions))),
            Err(_) => Verdict::Approached,
        })
    }

    /// The upper end of the interval from `lambda` on which the weights of the rows prove that the
    /// first best is missed; `None` if they prove it for ever.
    fn end_of_proof(
        &self,
        lambda: &Rational,
        prices: &Prices<Rational>,
        allowed: &[bool],
    ) -> Result<Option<Rational>, MechanismError> {
        if !self.is_proof_lost_at_infinity(prices, allowed)? {
            return Ok(None);
        }
        let mut right = lambda + &lambda.clone().max(Rational::ONE);
        let (excess, selection) = loop {
            match self.excess(&right, prices, allowed)? {
                // Transfers could be used without limit: the weights prove nothing elsewhere.
                None => return Ok(Some(lambda.clone())),
                Some((excess, selection)) if !excess.is_negative() => break (excess, selection),
                Some(_) => right = &right + &right,
            }
        };
        let (mut excess, mut selection) = (excess, selection);
        while excess.is_positive() {
            // The affine piece at `right`, through its values there and a unit further.
            let beyond = self.piece(&(&right + &Rational::ONE), prices, &selection)?;
            let slope = &beyond - &excess;
            let Some(step) = excess.checked_div(&slope) else {
                return Ok(Some(lambda.clone()));
            };
            right = &right - &step;
            match self.excess(&right, prices, allowed)? {
                None => return Ok(Some(lambda.clone())),
                Some(next) => (excess, selection) = next,
            }
        }
        Ok(Some(right))
    }

    /// What the weights leave of welfare at `lambda`, less the first best, and where; `None` if
    /// transfers could be used without limit.
    fn excess(
        &self,
        lambda: &Rational,
        prices: &Prices<Rational>,
        allowed: &[bool],
    ) -> Result<Option<(Rational, Selection)>, MechanismError> {
        let agents = agents(self.problem, lambda)?;
        let conditions = Conditions::new(self.problem, self.monitoring, &agents, self.options)?;
        let pricing = Pricing::new(&conditions, Rational::clone);
        if !pricing.is_limited() {
            let growing = |arm: usize| self.closing.reach == Reach::Approach || allowed[arm];
            for arm in (0..pricing.arms()).filter(|&arm| growing(arm)) {
                if !pricing.rays(arm, prices, Rational::is_zero).is_empty() {
                    return Ok(None);
                }
            }
        }
        let offers: Vec<_> = (0..pricing.arms())
            .filter(|&arm| allowed[arm])
            .map(|arm| pricing.offer(arm, prices))
            .collect();
        let target = &prices.objective * &self.first_best;
        let excess = pricing.bound(&offers, prices) - target;
        let mut best: Vec<Option<usize>> = vec![None; conditions.reports.len()];
        for (number, offer) in offers.iter().enumerate() {
            let entry = &mut best[conditions.arms[offer.arm].report];
            if entry.is_none_or(|other| offer.gain > offers[other].gain) {
                *entry = Some(number);
            }
        }
        let selection = best
            .into_iter()
            .flatten()
            .map(|number| (offers[number].arm, offers[number].payments.clone()))
            .collect();
        Ok(Some((excess, selection)))
    }

    /// The same for chosen arms and transfers: affine in λ.
    fn piece(
        &self,
        lambda: &Rational,
        prices: &Prices<Rational>,
        selection: &Selection,
    ) -> Result<Rational, MechanismError> {
        let agents = agents(self.problem, lambda)?;
        let conditions = Conditions::new(self.problem, self.monitoring, &agents, self.options)?;
        let mut sum = -(&prices.objective * &self.first_best);
        for (price, bound) in prices.rows.iter().zip(&conditions.bounds) {
            sum += price * bound;
        }
        for (arm, payments) in selection {
            let column = conditions.probability_column(*arm, payments.clone());
            sum += &prices.objective * &column.objective;
            for (row, coefficient) in &column.terms {
                sum -= &prices.rows[*row] * coefficient;
            }
        }
        Ok(sum)
    }

    /// Does what the weights leave of welfare rise for ever with λ? It is convex in λ, so that
    /// otherwise it never rises.
    fn is_proof_lost_at_infinity(
        &self,
        prices: &Prices<Rational>,
        allowed: &[bool],
    ) -> Result<bool, MechanismError> {
        let players = self.problem.players();
        let everybody = WeightMatrix::new(vec![vec![Rational::ONE; players]; players]);
        let everybody = everybody.map_err(|error| MechanismError::BadOption {
            what: error.to_string(),
            right: "a problem needs players",
        })?;
        let conditions = Conditions::new(self.problem, self.monitoring, &everybody, self.options)?;
        let pricing = Pricing::new(&conditions, Rational::clone);
        let slopes = Prices {
            rows: prices.rows.clone(),
            reports: vec![Rational::ZERO; prices.reports.len()],
            objective: Rational::ZERO,
        };
        let offers: Vec<_> = (0..pricing.arms())
            .filter(|&arm| allowed[arm])
            .map(|arm| pricing.offer(arm, &slopes))
            .collect();
        let bounds = prices.rows.iter().zip(&conditions.bounds);
        let constant: Rational = bounds.map(|(price, bound)| price * bound).sum();
        Ok((pricing.bound(&offers, &slopes) - constant).is_positive())
    }
}
