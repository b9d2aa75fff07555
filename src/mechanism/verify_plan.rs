//! What a deviation plan proves, computed from its definition.

use std::collections::BTreeMap;

use dashu_int::IBig;

use super::plan_flows::Flows;
use super::report_profiles::Occurring;
use super::{DeviationPlan, MechanismOptions, ParticipationStage};
use crate::contract::{ContractingProblem, Monitoring};
use crate::number::{DotProduct, Rational};
use crate::preference::WeightMatrix;

/// What a plan leaves of welfare.
struct Left {
    /// After each profile of reports.
    reports: BTreeMap<Vec<usize>, Rational>,
    /// What the weighted outside options take away.
    outside: Rational,
}

impl DeviationPlan {
    /// Does the plan prove its [`bound`](Self::bound) for the mechanisms that `options` allow?
    ///
    /// Everything is computed again from the definitions, in exact arithmetic and without the
    /// program that the plan came from: every weight is at least 0 and weighs a manipulation or a
    /// constraint that exists, none twice; what a lie weighs does not depend on what is heard after
    /// it; there is a bound for each profile of reports that can come about, and no recommendation
    /// with any transfers is worth more; and the whole is at most the bound. A problem of another
    /// shape, other communication or invalid options are reasons to say no, and so are more pairs
    /// of reports and recommendations than [`MechanismOptions::max_arms`].
    ///
    /// # Complexity
    /// For each profile of reports and each recommendation one pass over the manipulations of it;
    /// integers only, over one denominator of all weights.
    ///
    /// ```
    /// use lacuna::contract::{ContractingProblem, Monitoring};
    /// use lacuna::game::NormalForm;
    /// use lacuna::mechanism::{Communication, DeviationPlan, Manipulation, MechanismOptions, ReportBound};
    /// use lacuna::number::Rational;
    /// use lacuna::preference::WeightMatrix;
    /// // The prisoner's dilemma, and nothing is verifiable.
    /// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
    /// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
    /// let nothing = Monitoring::trivial(&problem);
    /// // Whoever is told to cooperate defects, with weight 3: 6 − 12, 5 − 3 and 2 are left.
    /// let defect = |player| Manipulation::new(player, 0, 0, vec![0], 1, Rational::from(3));
    /// let two = Rational::from(2);
    /// let plan = DeviationPlan::new(
    ///     Communication::Mediated,
    ///     vec![defect(0), defect(1)],
    ///     vec![],
    ///     Rational::ZERO,
    ///     vec![ReportBound::new(vec![0, 0], two.clone())],
    ///     two,
    /// );
    /// let options = MechanismOptions::default();
    /// assert!(plan.verify(&problem, &nothing, &WeightMatrix::identity(2), &options));
    /// // It proves less about players who care about each other a little.
    /// let kind = WeightMatrix::cooperative(2, &"1/5".parse()?)?;
    /// assert_eq!(plan.bound_at(&problem, &nothing, &kind, &options), Some("19/5".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> bool {
        let Some(left) = self.left(problem, monitoring, preferences, options) else {
            return false;
        };
        let mut claimed = BTreeMap::new();
        for entry in &self.reports {
            if claimed.insert(&entry.reports, &entry.bound).is_some() {
                return false;
            }
        }
        let covered = left.reports.iter().all(|(reports, value)| {
            let claim = claimed.get(reports);
            claim.is_some_and(|&claim| claim >= value)
        });
        covered
            && claimed.len() == left.reports.len()
            && self.bound >= Rational::total(claimed.into_values()) - &left.outside
    }

    /// The bound that the weights of the plan prove for players with these preferences; `None` if
    /// they prove nothing, because transfers could be used without limit or the weights do not fit.
    ///
    /// What the plan claims, in [`bound`](Self::bound) and [`reports`](Self::reports), is not looked
    /// at. A plan that is best at some preferences proves a bound at all others too, as long as no
    /// transfer matters in it.
    ///
    /// # Complexity
    /// As [`verify`](Self::verify).
    pub fn bound_at(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> Option<Rational> {
        let left = self.left(problem, monitoring, preferences, options)?;
        Some(Rational::total(left.reports.values()) - &left.outside)
    }

    fn left(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> Option<Left> {
        let mut flows = Flows::new(self, problem, monitoring, preferences, options)?;
        let mut reports = BTreeMap::new();
        let all = Occurring::new(problem, options.communication).reports;
        for (profile, senders) in all {
            let mut best: Option<IBig> = None;
            flows.for_each_arm(|flows, told| {
                let value = flows.worth(&profile, &senders, told)?;
                if best.as_ref().is_none_or(|best| value > *best) {
                    best = Some(value);
                }
                Some(())
            })?;
            reports.insert(profile, Rational::from_integers(best?, &flows.scale));
        }
        Some(Left {
            reports,
            outside: self.outside(problem, options),
        })
    }

    /// What the outside options are worth under the weights of participation before everything is
    /// known; afterwards they are part of what a recommendation is worth.
    fn outside(&self, problem: &ContractingProblem, options: &MechanismOptions) -> Rational {
        let participation = &options.participation;
        if matches!(
            participation.stage(),
            ParticipationStage::None | ParticipationStage::ExPost
        ) {
            return Rational::ZERO;
        }
        let mut sum = DotProduct::new();
        for entry in &self.participation {
            for state in 0..problem.states() {
                let type_here = problem.information().type_of(entry.player, state);
                if entry.own_type.is_none_or(|own_type| own_type == type_here) {
                    let value = participation.outside(entry.player, state);
                    sum.add(&(problem.probability(state) * value), &entry.weight);
                }
            }
        }
        sum.finish()
    }
}
