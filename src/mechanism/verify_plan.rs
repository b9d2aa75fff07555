//! What a deviation plan proves, computed from its definition.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use dashu_int::IBig;

use super::plan_flows::Flows;
use super::report_profiles::Occurring;
use super::{DeviationPlan, LimitOnly, MechanismOptions, ParticipationStage};
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

impl Left {
    fn total(&self) -> Rational {
        Rational::total(self.reports.values()) - &self.outside
    }
}

/// Which recommendations a bound is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'s> {
    /// All.
    All,
    /// Those that lead to the first best; transfers may follow the others too, as they become rare.
    OptimalInTheLimit,
    /// Those that lead to the first best.
    Optimal,
    /// This one only.
    Only(&'s [Vec<usize>]),
}

/// What a recommendation contributes to a bound.
enum Part {
    Counts,
    TransfersOnly,
    Nothing,
}

impl Scope<'_> {
    fn part(self, is_optimal: impl FnOnce() -> bool, told: &[Vec<usize>]) -> Part {
        let counts = match self {
            Scope::All => true,
            Scope::Optimal | Scope::OptimalInTheLimit => is_optimal(),
            Scope::Only(only) => told == only,
        };
        match (counts, self) {
            (true, _) => Part::Counts,
            (false, Scope::OptimalInTheLimit) => Part::TransfersOnly,
            (false, _) => Part::Nothing,
        }
    }
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
        let Some(left) = self.left(problem, monitoring, preferences, options, true, Scope::All)
        else {
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
        self.bound_within(problem, monitoring, preferences, options, true, Scope::All)
    }

    /// Does the plan prove that no mechanism meets all constraints? Then its bound is below 0 when
    /// welfare is not counted at all, and multiples of it bound the value by anything.
    ///
    /// # Complexity
    /// As [`verify`](Self::verify).
    pub fn verify_impossibility(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> bool {
        self.bound_within(problem, monitoring, preferences, options, false, Scope::All)
            .is_some_and(|bound| bound.is_negative())
    }

    /// What the plan leaves, with or without counting welfare, if only some recommendations are
    /// made; `None` if transfers could be used without limit, if the weights do not fit, or if
    /// nothing can be recommended after some reports.
    pub(super) fn bound_within(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
        counts_welfare: bool,
        scope: Scope<'_>,
    ) -> Option<Rational> {
        let left = self.left(
            problem,
            monitoring,
            preferences,
            options,
            counts_welfare,
            scope,
        )?;
        Some(left.total())
    }

    fn left(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
        counts_welfare: bool,
        scope: Scope<'_>,
    ) -> Option<Left> {
        let mut flows = Flows::new(
            self,
            problem,
            monitoring,
            preferences,
            options,
            counts_welfare,
        )?;
        let mut reports = BTreeMap::new();
        let all = Occurring::new(problem, options.communication).reports;
        for (profile, senders) in all {
            let mut best: Option<IBig> = None;
            flows.for_each_arm(|flows, told| {
                let part = scope.part(|| flows.is_optimal(&senders.honest, told), told);
                if matches!(part, Part::Nothing) {
                    return Some(());
                }
                let value = flows.worth(&profile, &senders, told)?;
                if matches!(part, Part::TransfersOnly) {
                    return Some(());
                }
                if best.as_ref().is_none_or(|best| value > *best) {
                    best = Some(value);
                }
                Some(())
            })?;
            reports.insert(profile, Rational::from_integers(best?, &flows.scale));
        }
        Some(Left {
            reports,
            outside: self.outside_options(problem, options),
        })
    }

    /// What the outside options are worth under the weights of participation before everything is
    /// known; afterwards they are part of what a recommendation is worth.
    pub(super) fn outside_options(
        &self,
        problem: &ContractingProblem,
        options: &MechanismOptions,
    ) -> Rational {
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

/// A recommendation after a profile of reports.
type Arm = (Vec<usize>, Vec<Vec<usize>>);

impl LimitOnly {
    /// Checks that no mechanism meets all constraints: each plan leaves at most nothing in sum,
    /// welfare not counted, so that every recommendation worth less than its bound has probability
    /// zero; and in the end there is a profile of reports with nothing left to recommend.
    ///
    /// # Complexity
    /// That of [`DeviationPlan::verify`] for each plan.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> bool {
        let mut gone: BTreeSet<Arm> = BTreeSet::new();
        for plan in &self.plans {
            let removed = plan.removes(&gone, problem, monitoring, preferences, options);
            let Some(removed) = removed else {
                return false;
            };
            gone.extend(removed.arms);
            if removed.nothing_left {
                return true;
            }
        }
        false
    }
}

/// What a plan removes.
struct Removed {
    arms: Vec<Arm>,
    /// Is nothing left after some reports?
    nothing_left: bool,
}

impl DeviationPlan {
    /// The recommendations that have probability zero because of this plan, where no transfers
    /// follow those that are gone already; `None` if it proves nothing.
    fn removes(
        &self,
        gone: &BTreeSet<Arm>,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> Option<Removed> {
        let mut flows = Flows::new(self, problem, monitoring, preferences, options, false)?;
        let scale = Rational::from_integers(flows.scale.clone(), &IBig::ONE);
        let claimed: BTreeMap<&[usize], &Rational> = self
            .reports
            .iter()
            .map(|entry| (entry.reports.as_slice(), &entry.bound))
            .collect();
        let total = Rational::total(claimed.values().copied());
        if (total - self.outside_options(problem, options)).is_positive() {
            return None;
        }
        let mut removed = Removed {
            arms: Vec::new(),
            nothing_left: false,
        };
        for (profile, senders) in Occurring::new(problem, options.communication).reports {
            let bound = *claimed.get(profile.as_slice())? * &scale;
            let mut is_something_left = false;
            flows.for_each_arm(|flows, told| {
                let arm = (profile.clone(), told.to_vec());
                let value = match gone.contains(&arm) {
                    true => flows.worth_unpaid(&profile, &senders, told),
                    false => flows.worth(&profile, &senders, told)?,
                };
                match Rational::from_integers(value, &IBig::ONE).cmp(&bound) {
                    Ordering::Greater => return None,
                    Ordering::Less => removed.arms.push(arm),
                    Ordering::Equal => is_something_left |= !gone.contains(&arm),
                }
                Some(())
            })?;
            removed.nothing_left |= !is_something_left;
        }
        Some(removed)
    }
}
