//! At which altruism weights a mechanism works.
//!
//! For a fixed mechanism everything that a manipulation leads to is affine in λ, so that what the
//! best one gains is convex and piecewise linear, and the λ at which it gains nothing make an
//! interval. Its ends are found from outside (Newton's method): each step goes to where the best
//! manipulation found last stops gaining.

use super::conduct::Auditor;
use super::value::agents;
use super::{DirectMechanism, Fault, MechanismError, MechanismOptions};
use crate::contract::{ContractingProblem, Monitoring};
use crate::number::Rational;

/// `constant + slope·λ`.
#[derive(Debug, Clone)]
struct Line {
    constant: Rational,
    slope: Rational,
}

impl Line {
    fn through(at_zero: &Rational, at_one: &Rational) -> Self {
        Line {
            constant: at_zero.clone(),
            slope: at_one - at_zero,
        }
    }

    fn at(&self, lambda: &Rational) -> Rational {
        &self.constant + &(&self.slope * lambda)
    }
}

/// What is gained by a report, or lost by staying: a sum of maxima, less what honesty yields.
struct Gain {
    honest: Line,
    /// For each thing that may be heard, what each action is worth.
    after: Vec<Vec<Line>>,
}

impl Gain {
    /// The gain at λ, and how fast it changes for the best actions there.
    fn at(&self, lambda: &Rational) -> (Rational, Rational) {
        let mut value = -self.honest.at(lambda);
        let mut slope = -&self.honest.slope;
        for actions in &self.after {
            let best = actions.iter().map(|line| (line.at(lambda), &line.slope));
            if let Some((most, steepness)) = best.max_by(|a, b| a.0.cmp(&b.0)) {
                value += most;
                slope += steepness;
            }
        }
        (value, slope)
    }
}

impl DirectMechanism {
    /// The altruism weights between `low` and `high` at which honesty and obedience are an
    /// equilibrium of the mechanism, and everybody takes part, among players who maximise
    /// `u_i + λ·W`: a closed interval, exactly. `None` if there are none, or if the mechanism breaks
    /// a rule of `options` that does not depend on preferences. What the mechanism is worth does
    /// not depend on them either, so that it is a lower bound on the value of the best mechanism on
    /// all of the interval.
    ///
    /// # Errors
    /// As [`audit`](Self::audit); [`MechanismError::BadOption`] if `low` is negative.
    ///
    /// # Complexity
    /// Two audits, and a few steps that compare all manipulations.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use lacuna::contract::{ContractingProblem, Monitoring};
    /// use lacuna::game::NormalForm;
    /// use lacuna::mechanism::{Communication, DirectMechanism, MechanismOptions, Recommendation};
    /// use lacuna::number::Rational;
    /// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    /// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
    /// let nothing = Monitoring::trivial(&problem);
    /// let appeal = Recommendation::new(vec![vec![0], vec![0]], Rational::ONE, vec![]);
    /// let law = BTreeMap::from([(vec![0, 0], vec![appeal])]);
    /// let appeal = DirectMechanism::new(Communication::Mediated, law);
    /// let (low, high) = (Rational::ZERO, Rational::from(5));
    /// let options = MechanismOptions::default();
    /// let works = appeal.equilibrium_weights(&problem, &nothing, &options, &low, &high)?;
    /// assert_eq!(works, Some((Rational::from(2), high)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn equilibrium_weights(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &MechanismOptions,
        low: &Rational,
        high: &Rational,
    ) -> Result<Option<(Rational, Rational)>, MechanismError> {
        agents(problem, low)?;
        let selfish = agents(problem, &Rational::ZERO)?;
        let audit = self.audit(problem, monitoring, &selfish, options)?;
        let only_perceived = |fault: &Fault| matches!(fault, Fault::Participation { .. });
        if low > high || !audit.faults.iter().all(only_perceived) {
            return Ok(None);
        }
        let altruistic = agents(problem, &Rational::ONE)?;
        let at_zero = Auditor::new(self, problem, monitoring, &selfish, options);
        let at_one = Auditor::new(self, problem, monitoring, &altruistic, options);
        let gains = gains(&at_zero, &at_one);
        let upper = end(&gains, high, low, false);
        let lower = end(&gains, low, high, true);
        Ok(lower.zip(upper))
    }
}

/// All that players could gain, with the two auditors at λ = 0 and 1.
fn gains(at_zero: &Auditor<'_>, at_one: &Auditor<'_>) -> Vec<Gain> {
    let mut gains = Vec::new();
    let payoffs = at_zero.payoffs().into_iter().zip(at_one.payoffs());
    let lists = |auditor: &Auditor<'_>, player, own_type, report| {
        let values = auditor.values_after(player, own_type, report);
        values.into_values().collect::<Vec<Vec<Rational>>>()
    };
    for (zero, one) in payoffs {
        let (player, own_type) = (zero.player, zero.own_type);
        let given = |value: &Rational| value * &zero.probability;
        let honest = Line::through(&given(&zero.perceived), &given(&one.perceived));
        for report in at_zero.reports_of(player, own_type) {
            let before = lists(at_zero, player, own_type, report);
            let beyond = lists(at_one, player, own_type, report);
            let after = before.iter().zip(&beyond).map(|(zero, one)| {
                let actions = zero.iter().zip(one);
                actions
                    .map(|(zero, one)| Line::through(zero, one))
                    .collect()
            });
            gains.push(Gain {
                honest: honest.clone(),
                after: after.collect(),
            });
        }
    }
    let slacks = at_zero.slacks().into_iter().zip(at_one.slacks());
    gains.extend(slacks.map(|(zero, one)| Gain {
        honest: Line::through(&zero.slack, &one.slack),
        after: Vec::new(),
    }));
    gains
}

/// The first λ on the way from one bound to the other at which nobody gains.
fn end(gains: &[Gain], from: &Rational, to: &Rational, upwards: bool) -> Option<Rational> {
    let mut lambda = from.clone();
    loop {
        let found = gains.iter().map(|gain| gain.at(&lambda));
        let Some((value, slope)) = found.max_by(|a, b| a.0.cmp(&b.0)) else {
            return Some(lambda);
        };
        if !value.is_positive() {
            return Some(lambda);
        }
        let falls = if upwards {
            slope.is_negative()
        } else {
            slope.is_positive()
        };
        if !falls {
            return None;
        }
        // The slope is not zero.
        lambda -= value.checked_div(&slope)?;
        let beyond = if upwards { lambda > *to } else { lambda < *to };
        if beyond {
            return None;
        }
    }
}
