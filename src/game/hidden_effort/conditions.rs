//! The paper's conditions on the base game of a lift.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Family;
use crate::game::catalogue::DilemmaPayoffs;
use crate::number::Rational;

/// One of the paper's conditions on (R, S, T, P); in brackets its label there.
///
/// Each is a chain of strict inequalities, and each but the orders and the range of η says which
/// of two outcomes of the lifted game is better (ε = (R − P)/6, W welfare).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Condition {
    /// P1: T > R > P > S.
    PrisonersDilemmaOrder,
    /// P2: 3(T − R) > R − P. DL beats CL against CH: T − 2ε > R.
    DefectionPaysAgainstCooperation,
    /// P3: 3(P − S) > R − P. DL beats CH against DL: P − 3ε > S − ε.
    DefectionPaysAgainstDefection,
    /// P4, S3: 2(S + T) > R + 3P. W(CL, DL) > W(DH, DL): the first cooperator raises welfare.
    FirstCooperatorRaisesWelfare,
    /// P5, S4: 5R + P > 3(S + T). W(CL, CL) > W(DH, CL): so does the second.
    SecondCooperatorRaisesWelfare,
    /// S1: R > T > P > S.
    StagHuntOrder,
    /// S2: 2R > S + T. Mutual cooperation maximises the welfare of the base game.
    MutualCooperationIsOptimal,
    /// S5: 3R + P > 4T. CH is a better reply to CL than DH: R − 2ε − η > T − ε, so that
    /// cooperation is an equilibrium of the lifted game too.
    CooperationAnswersLowEffort,
    /// (R − P)/3 > η > 0 for η = (R − P)/12, which the search for scenarios also asks for. It
    /// holds for every R > P.
    LoneEffortCostInRange,
}

impl Condition {
    /// The conditions on a base game of this family, in the order of their labels.
    pub fn of(family: Family) -> &'static [Condition] {
        match family {
            Family::PrisonersDilemma => &[
                Condition::PrisonersDilemmaOrder,
                Condition::DefectionPaysAgainstCooperation,
                Condition::DefectionPaysAgainstDefection,
                Condition::FirstCooperatorRaisesWelfare,
                Condition::SecondCooperatorRaisesWelfare,
                Condition::LoneEffortCostInRange,
            ],
            Family::StagHunt => &[
                Condition::StagHuntOrder,
                Condition::MutualCooperationIsOptimal,
                Condition::FirstCooperatorRaisesWelfare,
                Condition::SecondCooperatorRaisesWelfare,
                Condition::CooperationAnswersLowEffort,
                Condition::LoneEffortCostInRange,
            ],
        }
    }

    /// The label in the paper's notation, `P1`–`P5` and `S1`–`S5`; the range of η has none there
    /// and is `eta`. `None` if the family does not have the condition.
    pub fn label(self, family: Family) -> Option<&'static str> {
        const PRISONERS_DILEMMA: [&str; 6] = ["P1", "P2", "P3", "P4", "P5", "eta"];
        const STAG_HUNT: [&str; 6] = ["S1", "S2", "S3", "S4", "S5", "eta"];
        let labels = match family {
            Family::PrisonersDilemma => PRISONERS_DILEMMA,
            Family::StagHunt => STAG_HUNT,
        };
        let place = Self::of(family).iter().position(|&other| other == self)?;
        labels.get(place).copied()
    }

    /// The inequality in words.
    pub fn statement(self) -> &'static str {
        match self {
            Condition::PrisonersDilemmaOrder => "T > R > P > S",
            Condition::DefectionPaysAgainstCooperation => "3(T - R) > R - P",
            Condition::DefectionPaysAgainstDefection => "3(P - S) > R - P",
            Condition::FirstCooperatorRaisesWelfare => "2(S + T) > R + 3P",
            Condition::SecondCooperatorRaisesWelfare => "5R + P > 3(S + T)",
            Condition::StagHuntOrder => "R > T > P > S",
            Condition::MutualCooperationIsOptimal => "2R > S + T",
            Condition::CooperationAnswersLowEffort => "3R + P > 4T",
            Condition::LoneEffortCostInRange => "(R - P)/3 > (R - P)/12 > 0",
        }
    }

    /// The condition at these payoffs: all sides of its chain, and whether they fall strictly.
    pub fn check(self, payoffs: &DilemmaPayoffs) -> ConditionCheck {
        let DilemmaPayoffs {
            reward: r,
            sucker: s,
            temptation: t,
            punishment: p,
        } = payoffs;
        let times = |factor: i64, value: &Rational| value * &Rational::from(factor);
        let sides = match self {
            Condition::PrisonersDilemmaOrder => vec![t.clone(), r.clone(), p.clone(), s.clone()],
            Condition::DefectionPaysAgainstCooperation => vec![times(3, &(t - r)), r - p],
            Condition::DefectionPaysAgainstDefection => vec![times(3, &(p - s)), r - p],
            Condition::FirstCooperatorRaisesWelfare => {
                vec![times(2, &(s + t)), r + times(3, p)]
            }
            Condition::SecondCooperatorRaisesWelfare => {
                vec![times(5, r) + p, times(3, &(s + t))]
            }
            Condition::StagHuntOrder => vec![r.clone(), t.clone(), p.clone(), s.clone()],
            Condition::MutualCooperationIsOptimal => vec![times(2, r), s + t],
            Condition::CooperationAnswersLowEffort => vec![times(3, r) + p, times(4, t)],
            Condition::LoneEffortCostInRange => [3, 12]
                .into_iter()
                .map(|divisor| {
                    (r - p)
                        .checked_div(&Rational::from(divisor))
                        .unwrap_or_default()
                })
                .chain([Rational::ZERO])
                .collect(),
        };
        ConditionCheck {
            condition: self,
            holds: sides.windows(2).all(|pair| pair[0] > pair[1]),
            sides,
        }
    }
}

/// A condition at particular payoffs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionCheck {
    /// The condition.
    pub condition: Condition,
    /// The sides of its chain of inequalities, in the order of [`Condition::statement`].
    pub sides: Vec<Rational>,
    /// Does each side exceed the next?
    pub holds: bool,
}

/// All conditions of a family at particular payoffs; see
/// [`HiddenEffort::conditions`](super::HiddenEffort::conditions).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionReport {
    /// The family whose conditions were checked.
    pub family: Family,
    /// One entry a condition, in the order of [`Condition::of`].
    pub checks: Vec<ConditionCheck>,
}

impl ConditionReport {
    pub(super) fn new(family: Family, payoffs: &DilemmaPayoffs) -> Self {
        ConditionReport {
            family,
            checks: Condition::of(family)
                .iter()
                .map(|condition| condition.check(payoffs))
                .collect(),
        }
    }

    /// Do all conditions hold?
    pub fn holds(&self) -> bool {
        self.checks.iter().all(|check| check.holds)
    }

    /// The conditions that fail.
    pub fn failures(&self) -> impl Iterator<Item = &ConditionCheck> {
        self.checks.iter().filter(|check| !check.holds)
    }

    /// Makes an error of a failure.
    ///
    /// # Errors
    /// [`ConditionsFailed`] with every condition that fails.
    pub fn require(&self) -> Result<(), ConditionsFailed> {
        if self.holds() {
            return Ok(());
        }
        Err(ConditionsFailed {
            family: self.family,
            failures: self.failures().cloned().collect(),
        })
    }
}

/// Conditions on a base game that do not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub struct ConditionsFailed {
    /// The family whose conditions were checked.
    pub family: Family,
    /// The conditions that fail, at least one.
    pub failures: Vec<ConditionCheck>,
}

impl fmt::Display for ConditionsFailed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let family = match self.family {
            Family::PrisonersDilemma => "prisoner's dilemma",
            Family::StagHunt => "stag hunt",
        };
        write!(
            formatter,
            "the payoffs are not those of a {family} to lift: "
        )?;
        for (place, failure) in self.failures.iter().enumerate() {
            let sides: Vec<String> = failure.sides.iter().map(Rational::to_string).collect();
            write!(
                formatter,
                "{}{} needs {}, but the sides are {}",
                if place == 0 { "" } else { "; " },
                failure.condition.label(self.family).unwrap_or("condition"),
                failure.condition.statement(),
                sides.join(", ")
            )?;
        }
        Ok(())
    }
}
