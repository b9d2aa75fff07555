//! Closed forms of dilemmas: hidden effort, mediated cooperation, and fines.

use crate::contract::{AttainableOptions, ContractingProblem, Language, Monitoring};
use crate::game::catalogue::DilemmaPayoffs;
use crate::game::hidden_effort::HiddenEffort;
use crate::game::{Game, NormalForm};
use crate::gap::level::{LevelOptions, language_level};
use crate::gap::transfers::{Concept, Enforcement, FineDestination, prosociality_needed};
use crate::gap::{irreducible, welfare_gap};
use crate::mechanism::{Attainment, MechanismOptions, best_mechanism, mechanism_curve};
use crate::number::{Extended, Rational};
use crate::parametric::{CurveOptions, Level};
use crate::preference::WeightMatrix;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

fn ratio(above: i64, below: i64) -> Rational {
    Rational::new(above, below).unwrap_or_default()
}

/// A symmetric game of two actions with the weight that both give to welfare.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DilemmaInstance {
    /// The payoffs.
    pub payoffs: DilemmaPayoffs,
    /// The weight.
    pub lambda: Rational,
}

impl DilemmaInstance {
    /// Payoffs and a weight.
    pub fn new(payoffs: DilemmaPayoffs, lambda: Rational) -> Self {
        DilemmaInstance { payoffs, lambda }
    }

    /// What the other's part is: `2R − T − S` and `S + T − 2P`.
    fn losses(&self) -> (Rational, Rational) {
        let p = &self.payoffs;
        let turns = &p.sucker + &p.temptation;
        let (both, neither) = (&p.reward + &p.reward, &p.punishment + &p.punishment);
        (both - &turns, turns - neither)
    }
}

fn turns_are_no_better(payoffs: &DilemmaPayoffs) -> Finding {
    let both = &payoffs.reward + &payoffs.reward;
    let turns = &payoffs.sucker + &payoffs.temptation;
    Finding::when(both >= turns, || {
        format!("S + T = {turns} is above 2R = {both}")
    })
}

/// What a mediator recovers in a dilemma of which nothing is verifiable, in closed form.
///
/// ```
/// use lacuna::game::catalogue::DilemmaPayoffs;
/// use lacuna::number::Rational;
/// use lacuna::theorem::contracts::{DilemmaInstance, MediatedDilemmaHasAClosedForm};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// // (14 + 8λ)/(3 + λ) at λ = 1/2.
/// let dilemma = DilemmaInstance::new(DilemmaPayoffs::new(3, 0, 5, 1), Rational::new(1, 2)?);
/// assert!(matches!(MediatedDilemmaHasAClosedForm.check(&dilemma)?, Verdict::Holds));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediatedDilemmaHasAClosedForm;

impl Theorem for MediatedDilemmaHasAClosedForm {
    type Instance = DilemmaInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "mediated_dilemma_has_a_closed_form",
            "What a mediator recovers in a dilemma",
        )
        .saying(
            "Two players choose between cooperation and defection, nothing is verifiable, and both \
             maximise `u_i + λ·W`. With G = T − R − λ(2R − T − S) and H = S − P + λ(S + T − 2P) the \
             best mechanism is worth 2R if G ≤ 0, 2P if G > 0 > H, and otherwise \
             (2RH + 2(S + T)G)/(H + 2G).",
        )
        .from_source("guide, 4.8")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "turns_are_no_better",
                "Mutual cooperation is worth as much as taking turns: 2R ≥ S + T.",
                |instance: &DilemmaInstance| Ok(turns_are_no_better(&instance.payoffs)),
            ),
            Hypothesis::new(
                "defection_is_no_better",
                "Mutual cooperation is worth as much as mutual defection: R ≥ P.",
                |instance: &DilemmaInstance| {
                    let better = instance.payoffs.punishment > instance.payoffs.reward;
                    Ok(Finding::when(!better, || "P is above R".to_owned()))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let p = &instance.payoffs;
        let (first, second) = instance.losses();
        let gain = &p.temptation - &p.reward - &(&instance.lambda * &first);
        let helped = &p.sucker - &p.punishment + &(&instance.lambda * &second);
        let two = Rational::from(2);
        let expected = if !gain.is_positive() {
            &p.reward + &p.reward
        } else if helped.is_negative() {
            &p.punishment + &p.punishment
        } else {
            let turns = &p.sucker + &p.temptation;
            let above = &two * &(&(&p.reward * &helped) + &(&turns * &gain));
            above
                .checked_div(&(&helped + &(&two * &gain)))
                .unwrap_or_default()
        };
        let problem = ContractingProblem::single_state(p.game()?)?;
        let nothing = Monitoring::trivial(&problem);
        let agents = WeightMatrix::cooperative(2, &instance.lambda)?;
        let options = MechanismOptions::default();
        let design = best_mechanism(&problem, &nothing, &agents, &options)?;
        let Some(found) = design.into_best() else {
            return Ok(Finding::fails("no mechanism at all"));
        };
        let (low, high) = (Rational::ZERO, &instance.lambda + &Rational::ONE);
        let limits = CurveOptions::default();
        let curve = mechanism_curve(&problem, &nothing, &options, &low, &high, &limits)?;
        if curve.value_at(&instance.lambda) != Some(Level::Finite(expected.clone())) {
            let value = curve.value_at(&instance.lambda);
            return Ok(Finding::fails(format!(
                "the curve has {value:?}, not {expected}"
            )));
        }
        let right = found.value == expected
            && found.attainment == Attainment::Attained
            && found.verify(&problem, &nothing, &agents, &options);
        Ok(Finding::when(right, || {
            format!(
                "the best mechanism is worth {}, not {expected}",
                found.value
            )
        }))
    }
}

/// The gap of the lift with hidden effort is (R − P)/12, and it takes λ = 2 to close it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HiddenEffortLosesATwelfth;

impl Theorem for HiddenEffortLosesATwelfth {
    type Instance = DilemmaPayoffs;

    fn statement(&self) -> Statement {
        Statement::new(
            "hidden_effort_loses_a_twelfth",
            "What contracts lose where effort is hidden",
        )
        .saying(
            "In the lift of a dilemma with R > P to hidden effort, contracts on the base \
                 actions between selfish players lose (R − P)/12, and nothing iff λ is at least 2; \
                 no mechanism attains the first best.",
        )
        .from_source("after Huang et al., 2026")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "turns_are_much_worse",
            "Taking turns is worse than mutual cooperation by a twelfth of R − P: \
             12(S + T) ≤ 23R + P.",
            |payoffs: &DilemmaPayoffs| {
                let turns = &payoffs.sucker + &payoffs.temptation;
                let most = &(&payoffs.reward * &Rational::from(23)) + &payoffs.punishment;
                let worse = turns * Rational::from(12) <= most;
                Ok(Finding::when(worse, || "it is not".to_owned()))
            },
        )]
    }

    fn conclusion(&self, payoffs: &Self::Instance) -> Result<Finding, TheoremError> {
        let problem = ContractingProblem::hidden_effort(&HiddenEffort::new(payoffs.clone())?)?;
        let language = Language::base_actions(&problem);
        // A court sees who cooperated: CH and CL (0, 1) or DH and DL (2, 3).
        for profile in problem.space().iter() {
            for other in problem.space().iter() {
                let same = (0..2).all(|i| profile[i] / 2 == other[i] / 2);
                if same != (language.cell(0, &profile) == language.cell(0, &other)) {
                    return Ok(Finding::fails(format!(
                        "cells of {profile:?} and {other:?}"
                    )));
                }
            }
        }
        let (selfish, options) = (WeightMatrix::identity(2), AttainableOptions::default());
        let gap = welfare_gap(&problem, &language, &selfish, &options)?;
        let twelfth = (&payoffs.reward - &payoffs.punishment) * ratio(1, 12);
        if gap.best.as_ref() != Some(&twelfth)
            || !gap.verify(&problem, &language, &selfish, &options)
        {
            return Ok(Finding::fails(format!(
                "the gap is {:?}, not {twelfth}",
                gap.best
            )));
        }
        let monitoring = Monitoring::from(&language);
        let hidden = irreducible::dilemma(&problem, &monitoring, &selfish)?;
        if !hidden.is_some_and(|found| found.verify(&problem, &monitoring, &selfish)) {
            return Ok(Finding::fails("no dilemma that is hidden from the court"));
        }
        let level = language_level(&problem, &language, &LevelOptions::default())?;
        Ok(Finding::when(
            level.value == Extended::Finite(2.into()),
            || format!("the level is {:?}", level.value),
        ))
    }
}

/// A dilemma in which defectors are caught with some probability and fined.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FineInstance {
    /// Payoffs, and the weight that both give to welfare.
    pub dilemma: DilemmaInstance,
    /// The probability with which defection is caught.
    pub chance: Rational,
    /// The fine.
    pub fine: Rational,
    /// Where it goes.
    pub destination: FineDestination,
}

impl FineInstance {
    /// A dilemma with a probability of being caught, a fine and its destination.
    pub fn new(
        dilemma: DilemmaInstance,
        chance: Rational,
        fine: Rational,
        destination: FineDestination,
    ) -> Self {
        FineInstance {
            dilemma,
            chance,
            fine,
            destination,
        }
    }

    fn expected(&self) -> Rational {
        &self.chance * &self.fine
    }

    /// What a deviation from cooperation costs both together, burnt fines included.
    fn loss(&self) -> Rational {
        let burnt = match self.destination {
            FineDestination::Others => Rational::ZERO,
            _ => self.expected(),
        };
        self.dilemma.losses().0 + burnt
    }
}

/// Enforcement and prosociality are substitutes: a fine lowers the altruism that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FinesReplaceAltruism;

impl Theorem for FinesReplaceAltruism {
    type Instance = FineInstance;

    fn statement(&self) -> Statement {
        Statement::new("fines_replace_altruism", "Fines replace altruism")
            .saying(
                "If defection is caught with probability q and fined F, both cooperate in \
                 equilibrium iff λ is at least (T − R − qF)⁺/(2R − T − S) if the fine goes to the \
                 other, and (T − R − qF)⁺/(2R − T − S + qF) if it is burnt.",
            )
            .from_source("guide, 4.8")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "defection_is_a_loss",
            "A defection costs both together something: 2R − T − S, with qF if it is burnt, is \
             above 0.",
            |instance: &FineInstance| {
                let loss = instance.loss();
                Ok(Finding::when(loss.is_positive(), || {
                    format!("it costs {loss}")
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let p = &instance.dilemma.payoffs;
        let lambda = &instance.dilemma.lambda;
        let left = &p.temptation - &p.reward - &instance.expected();
        let needed = (left.checked_div(&instance.loss()).unwrap_or_default()).max(Rational::ZERO);
        let game = p.game()?;
        let caught = Enforcement::uniform(
            &game,
            &[0, 0],
            &instance.chance,
            instance.fine.clone(),
            instance.destination,
        )?;
        let found = prosociality_needed(&game, &[0, 0], &caught, Concept::Equilibrium)?;
        if !found.verify(&game) {
            return Ok(Finding::fails("the range does not stand up to its check"));
        }
        // The game with expected fines, from the definition.
        let fined = NormalForm::from_fn(&[2, 2], |player, profile| {
            let expected = instance.expected();
            let mut payoff = game.payoff(player, profile);
            if profile[player] == 1 {
                payoff -= &expected;
            }
            if profile[1 - player] == 1 && instance.destination == FineDestination::Others {
                payoff += &expected;
            }
            payoff
        })?;
        let worth = |profile: &[usize]| {
            let own = fined.payoff(0, profile);
            let welfare = &own + &fined.payoff(1, profile);
            own + lambda * &welfare
        };
        let cooperate = worth(&[0, 0]) >= worth(&[1, 0]);
        let (least, contained) = (found.range.least(), found.range.contains(lambda));
        let right = least == Some(&needed) && contained == cooperate;
        Ok(Finding::when(
            right && cooperate == (*lambda >= needed),
            || {
                format!(
                    "the closed form is {needed}, the crate finds {least:?}; at λ = {lambda} both \
                 cooperate: {cooperate}"
                )
            },
        ))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::{any_payoffs, near, payoffs};
    use super::{
        DilemmaInstance, FineInstance, FinesReplaceAltruism, HiddenEffortLosesATwelfth,
        MediatedDilemmaHasAClosedForm,
    };
    use crate::game::catalogue::DilemmaPayoffs;
    use crate::gap::transfers::FineDestination;
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

    /// Near where cooperation is stable, or where a mediator begins to help.
    fn dilemmas(
        payoffs: impl Strategy<Value = DilemmaPayoffs>,
    ) -> impl Strategy<Value = DilemmaInstance> {
        (payoffs, any::<bool>()).prop_flat_map(|(payoffs, closing)| {
            let (first, second) = DilemmaInstance::new(payoffs.clone(), Rational::ZERO).losses();
            let threshold = match closing {
                true => (&payoffs.temptation - &payoffs.reward).checked_div(&first),
                false => (&payoffs.punishment - &payoffs.sucker).checked_div(&second),
            };
            near(threshold).prop_map(move |lambda| DilemmaInstance::new(payoffs.clone(), lambda))
        })
    }

    impl Drawn for MediatedDilemmaHasAClosedForm {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            dilemmas(payoffs()).boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<Self::Instance> {
            dilemmas(any_payoffs()).boxed()
        }
    }

    impl Drawn for HiddenEffortLosesATwelfth {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            let lifted = |payoffs: &DilemmaPayoffs| payoffs.reward > payoffs.punishment;
            payoffs().prop_filter("no lift", lifted).boxed()
        }
    }

    impl Drawn for FinesReplaceAltruism {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            let destinations = prop_oneof![
                Just(FineDestination::Others),
                Just(FineDestination::Burnt),
                Just(FineDestination::ThirdParty)
            ];
            (payoffs(), 0i64..=4, 0i64..=6, destinations)
                .prop_flat_map(|(payoffs, chance, fine, destination)| {
                    let chance = Rational::new(chance, 4).unwrap_or_default();
                    let at = move |lambda| {
                        FineInstance::new(
                            DilemmaInstance::new(payoffs.clone(), lambda),
                            chance.clone(),
                            Rational::from(fine),
                            destination,
                        )
                    };
                    let zero = at(Rational::ZERO);
                    let p = &zero.dilemma.payoffs;
                    let left = &p.temptation - &p.reward - &zero.expected();
                    near(left.checked_div(&zero.loss())).prop_map(at)
                })
                .boxed()
        }
    }
}
