//! What rules out lower altruism weights, computed from its definition.

use super::verify_plan::Scope;
use super::{
    Closing, ClosingOptions, ClosingWeight, Communication, DeviationPlan, MechanismOptions, Reach,
};
use crate::contract::{ContractingProblem, Monitoring};
use crate::number::Rational;
use crate::preference::WeightMatrix;

impl Closing {
    /// Checks the weight without the solver, in exact arithmetic: each plan misses the first best
    /// at its own weight and no longer exceeds it at the next one. What a plan leaves is convex in
    /// λ, so that it rules out everything from the one to the other. At a weight that is attained
    /// the mechanism is audited and must have the first best; for an infinite weight the last plan
    /// must not leave more as λ grows for ever.
    ///
    /// Not checked: that a weight which is only approached is approached, and, with
    /// [`Reach::Plain`] and several first-best plans, that the others need no less.
    ///
    /// # Complexity
    /// That of [`DeviationPlan::verify`] for each weight ruled out, a few times.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        options: &MechanismOptions,
        closing: &ClosingOptions,
    ) -> bool {
        let mut options = options.clone();
        let scope = match (closing.reach, &self.first_best_plan) {
            (Reach::Approach, None) => Scope::OptimalInTheLimit,
            (Reach::Attain, None) => Scope::Optimal,
            (Reach::Plain, Some(plan)) => {
                options.communication = Communication::Recommendations;
                Scope::Only(plan)
            }
            (Reach::Plain, None) => return self.weight == ClosingWeight::Infinite,
            _ => return false,
        };
        let check = Check {
            problem,
            monitoring,
            options: &options,
            scope,
        };
        let upper_end = match &self.weight {
            ClosingWeight::Attained(weight) => check.has_first_best(self, weight),
            ClosingWeight::Between { high, .. } => check.has_first_best(self, high),
            _ => true,
        };
        upper_end && check.rules_out_below(self)
    }
}

struct Check<'a> {
    problem: &'a ContractingProblem,
    monitoring: &'a Monitoring,
    options: &'a MechanismOptions,
    scope: Scope<'a>,
}

impl Check<'_> {
    fn has_first_best(&self, closing: &Closing, weight: &Rational) -> bool {
        let agents = WeightMatrix::cooperative(self.problem.players(), weight);
        let (Ok(agents), Some(mechanism)) = (agents, &closing.mechanism) else {
            return false;
        };
        mechanism
            .audit(self.problem, self.monitoring, &agents, self.options)
            .is_ok_and(|audit| {
                audit.is_equilibrium()
                    && audit.is_within_limits()
                    && audit.value == self.problem.first_best().expected
            })
    }

    fn rules_out_below(&self, closing: &Closing) -> bool {
        let ends = closing.ruled_out.iter().skip(1).map(|(weight, _)| weight);
        let ends = ends.map(Some).chain([closing.weight.lower_end()]);
        let mut reached = Rational::ZERO;
        for ((weight, plan), end) in closing.ruled_out.iter().zip(ends) {
            if *weight != reached || !self.rules_out(weight, plan, end) {
                return false;
            }
            match end {
                Some(end) => reached = end.clone(),
                None => return true,
            }
        }
        match closing.weight.lower_end() {
            Some(weight) => *weight == reached,
            // Nothing to rule out: no recommendation leads to the first best.
            None => self.is_out_of_reach(),
        }
    }

    /// Is the first best below what a plan leaves, from `weight` on, up to `end` or for ever?
    fn rules_out(&self, weight: &Rational, plan: &DeviationPlan, end: Option<&Rational>) -> bool {
        let players = self.problem.players();
        let first_best = self.problem.first_best().expected;
        [false, true].into_iter().any(|counts_welfare| {
            let target = match counts_welfare {
                true => first_best.clone(),
                false => Rational::ZERO,
            };
            let left = |agents: &WeightMatrix<Rational>, counts_welfare: bool| {
                plan.bound_within(
                    self.problem,
                    self.monitoring,
                    agents,
                    self.options,
                    counts_welfare,
                    self.scope,
                )
            };
            let at = |weight: &Rational| {
                let agents = WeightMatrix::cooperative(players, weight).ok()?;
                left(&agents, counts_welfare)
            };
            let later = match end {
                Some(end) => at(end).is_some_and(|left| left <= target) || end == weight,
                None => {
                    let everybody = vec![vec![Rational::ONE; players]; players];
                    let slope = WeightMatrix::new(everybody)
                        .ok()
                        .and_then(|everybody| left(&everybody, false));
                    // Outside options do not grow with λ.
                    let constant = plan.outside_options(self.problem, self.options);
                    slope.is_some_and(|slope| !(slope + constant).is_positive())
                }
            };
            later && at(weight).is_some_and(|left| left < target)
        })
    }

    /// Do players together know too little for the first best?
    fn is_out_of_reach(&self) -> bool {
        let nothing = DeviationPlan::new(
            self.options.communication,
            Vec::new(),
            Vec::new(),
            Rational::ZERO,
            Vec::new(),
            Rational::ZERO,
        );
        let selfish = WeightMatrix::identity(self.problem.players());
        let left = nothing.bound_within(
            self.problem,
            self.monitoring,
            &selfish,
            self.options,
            true,
            Scope::Optimal,
        );
        left.is_none()
    }
}
