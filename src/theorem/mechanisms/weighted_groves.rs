//! Groves mechanisms among altruists, and with weights and biases.

use super::definition::{
    all_of, cooperative, declared, dominance, ex_post, no_subsidies, private_values, selfish,
};
use super::groves::{GrovesCase, decides_as, first_best, groves_hypotheses, table};
use super::sense::{entries, order};
use crate::mechanism::examine::Examination;
use crate::mechanism::groves::AffineMaximiser;
use crate::mechanism::{Concern, Decision, Setting, Strategies};
use crate::number::Rational;
use crate::preference::Cooperative;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A Groves mechanism among agents who maximise `u_i + λ·W`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AltruisticGroves {
    /// The mechanism.
    pub groves: GrovesCase,
    /// The weight λ of welfare, at least 0.
    pub lambda: Rational,
    /// What welfare counts: values, or values and money.
    pub concern: Concern,
}

impl AltruisticGroves {
    /// A mechanism among such agents.
    pub fn new(groves: GrovesCase, lambda: Rational, concern: Concern) -> Self {
        AltruisticGroves {
            groves,
            lambda,
            concern,
        }
    }
}

/// Truth answers truth in a Groves mechanism among altruists to whom welfare is not money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrovesSurvivesAltruism;

impl Theorem for GrovesSurvivesAltruism {
    type Instance = AltruisticGroves;

    fn statement(&self) -> Statement {
        Statement::new("groves_survives_altruism", "Truth among altruists")
            .saying(
                "If agents maximise `u_i + λ·W` and W counts values and no money, truth is an ex \
                 post equilibrium of every Groves mechanism: with honest others the objective is \
                 `(1 + λ)·W + h_i`.",
            )
            .from_source("Groves, 1973, with λ-cooperative agents")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<AltruisticGroves>> {
        let groves = groves_hypotheses().into_iter().map(|hypothesis| {
            Hypothesis::new(
                hypothesis.name,
                hypothesis.words,
                move |case: &AltruisticGroves| hypothesis.check(&case.groves),
            )
        });
        let welfare = Hypothesis::new(
            "welfare_counts_values",
            "Money is no part of the welfare that agents care about.",
            |case: &AltruisticGroves| {
                Ok(Finding::when(case.concern == Concern::Values, || {
                    "payments that leave the group are lost to agents who count them".to_owned()
                }))
            },
        );
        std::iter::once(welfare).chain(groves).collect()
    }

    fn conclusion(&self, case: &AltruisticGroves) -> Result<Finding, TheoremError> {
        let groves = case.groves.checked()?;
        let (setting, table) = (&groves.setting, groves.table()?);
        let truth = Strategies::truthful(setting);
        let preference = Cooperative::new(case.lambda.clone())?;
        let examination = Examination::new(setting, &table)?
            .with_preference(&preference)
            .with_concern(case.concern);
        let utility = cooperative(setting, &case.lambda, case.concern);
        let cases = ex_post(setting, &table, &truth, &utility)?;
        all_of![
            match groves.built()? {
                Some(built) => decides_as(&built, &table),
                None => Finding::Holds,
            },
            cases.finding(),
            cases.agree("truth", &examination.ex_post()?, &examination),
        ]
    }
}

/// A setting with a weight for each agent and a bias for each alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AffineCase {
    /// The setting, with private values.
    pub setting: Setting,
    /// A weight for each agent.
    pub weights: Vec<Rational>,
    /// A bias for each alternative.
    pub biases: Vec<Rational>,
    /// Among the best alternatives the first of this order is chosen.
    pub order: Vec<usize>,
}

impl AffineCase {
    /// A setting with weights, biases and an order.
    pub fn new(
        setting: Setting,
        weights: Vec<Rational>,
        biases: Vec<Rational>,
        order: Vec<usize>,
    ) -> Self {
        AffineCase {
            setting,
            weights,
            biases,
            order,
        }
    }

    /// The same case if it makes sense, with values that are declared private if they are.
    fn checked(&self) -> Result<Self, TheoremError> {
        let (agents, alternatives) = (self.setting.agents(), self.setting.alternatives());
        entries("the list of weights", self.weights.len(), agents)?;
        entries("the list of biases", self.biases.len(), alternatives)?;
        order("the order of alternatives", &self.order, alternatives)?;
        let mut case = self.clone();
        case.setting = declared(&self.setting)?.into_owned();
        Ok(case)
    }
}

/// Weighted and biased efficiency can be had truthfully.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AffineMaximisersAreTruthful;

impl Theorem for AffineMaximisersAreTruthful {
    type Instance = AffineCase;

    fn statement(&self) -> Statement {
        Statement::new("affine_maximisers_are_truthful", "Weights and biases")
            .saying(
                "With private values a choice that maximises `b(a) + Σ w_j v_j(a)`, for weights \
                 that are not negative, is truthful in dominant strategies with payments that \
                 never pay anybody.",
            )
            .from_source("Roberts, 1979")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<AffineCase>> {
        vec![
            Hypothesis::new(
                "weights_are_not_negative",
                "No agent counts for less than nothing.",
                |case: &AffineCase| {
                    let negative = case.weights.iter().find(|weight| weight.is_negative());
                    Ok(match negative {
                        None => Finding::Holds,
                        Some(weight) => Finding::fails(format!("a weight of {weight}")),
                    })
                },
            ),
            Hypothesis::new(
                "private_values",
                "What an agent values depends on its own type only.",
                |case: &AffineCase| private_values(&case.setting),
            ),
        ]
    }

    fn conclusion(&self, case: &AffineCase) -> Result<Finding, TheoremError> {
        let case = &case.checked()?;
        let setting = &case.setting;
        let weighed = |types: &[usize], left_out: Option<usize>, a: usize| -> Rational {
            let agents = (0..setting.agents()).filter(|&agent| Some(agent) != left_out);
            let values = agents.map(|agent| &case.weights[agent] * setting.value(agent, types, a));
            values.fold(case.biases[a].clone(), |sum, value| sum + value)
        };
        let table = table(setting, |types| {
            let chosen = first_best(&case.order, |a| weighed(types, None, a));
            let transfers = (0..setting.agents()).map(|agent| {
                let others = |a: usize| weighed(types, Some(agent), a);
                let most = (0..setting.alternatives()).map(others).max();
                let taken = others(chosen) - most.unwrap_or_default();
                taken.checked_div(&case.weights[agent]).unwrap_or_default()
            });
            Decision::certain(chosen, transfers.collect())
        })?;
        let legal = setting.has_private_values()
            && case.weights.iter().all(|weight| !weight.is_negative())
            && case.weights.iter().any(Rational::is_positive);
        let examination = Examination::new(setting, &table)?;
        let truth = Strategies::truthful(setting);
        let cases = dominance(setting, &table, &truth, &selfish(setting))?;
        all_of![
            match legal {
                true => {
                    let (weights, biases) = (&case.weights, case.biases.clone());
                    let affine = AffineMaximiser::new(setting, weights, biases)?;
                    decides_as(&affine.with_order(case.order.clone())?, &table)
                }
                false => Finding::Holds,
            },
            cases.finding(),
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            no_subsidies(&table)?.finding(),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::mechanisms::draws::{interdependent, orders, settings, whole};
    use crate::theorem::mechanisms::groves::cases_without;
    use crate::theorem::{Drawn, strategy};

    impl Drawn for GrovesSurvivesAltruism {
        fn instances(&self) -> BoxedStrategy<AltruisticGroves> {
            (cases_without(""), strategy::altruism_weights())
                .prop_map(|(groves, lambda)| AltruisticGroves::new(groves, lambda, Concern::Values))
                .boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<AltruisticGroves> {
            let concern = match hypothesis {
                "welfare_counts_values" => Concern::Payoffs,
                _ => Concern::Values,
            };
            (cases_without(hypothesis), strategy::altruism_weights())
                .prop_map(move |(groves, lambda)| AltruisticGroves::new(groves, lambda, concern))
                .boxed()
        }
    }

    fn affine(settings: BoxedStrategy<Setting>, least: i64) -> BoxedStrategy<AffineCase> {
        settings
            .prop_flat_map(move |setting| {
                let alternatives = setting.alternatives();
                (
                    vec(strategy::rationals(least..=3, 2), setting.agents()),
                    vec(whole(-2..=2), alternatives),
                    orders(alternatives),
                )
                    .prop_map(move |(weights, biases, order)| {
                        AffineCase::new(setting.clone(), weights, biases, order)
                    })
            })
            .boxed()
    }

    impl Drawn for AffineMaximisersAreTruthful {
        fn instances(&self) -> BoxedStrategy<AffineCase> {
            affine(settings(-3..=3), 0)
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<AffineCase> {
            match hypothesis {
                "private_values" => affine(interdependent(-3..=3), 0),
                _ => affine(settings(-3..=3), -3),
            }
        }
    }
}
