//! Preferences that look different and are the same.

use crate::number::{Extended, Rational};
use crate::preference::{
    ConvexAltruism, Cooperative, GroupAverage, OrientationClass, Outcome, Preference,
    PreferenceExt, RewardSharing, SocialValueAngle, UniformBenevolence, WeightOnOthers,
    WeightSplit,
};
use crate::theorem::by_definition::{Weights, quotient};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A preference that is refused makes a conclusion fail, not the check.
pub(super) fn unless_refused(
    result: Result<Finding, TheoremError>,
) -> Result<Finding, TheoremError> {
    match result {
        Err(TheoremError::Preference(error)) => Ok(Finding::fails(error.to_string())),
        other => other,
    }
}

/// Altruists, and two outcomes that they compare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TwoOutcomes {
    /// The weight λ on welfare.
    pub lambda: Rational,
    /// One outcome: the payoff of each player.
    pub first: Vec<Rational>,
    /// The other.
    pub second: Vec<Rational>,
}

impl TwoOutcomes {
    /// Altruists with weight λ on welfare who compare two outcomes.
    pub fn new(lambda: impl Into<Rational>, first: Vec<Rational>, second: Vec<Rational>) -> Self {
        TwoOutcomes {
            lambda: lambda.into(),
            first,
            second,
        }
    }
}

/// One form of altruism at a λ: what it is called, its parameter, the closed form of that, the
/// preference, by how much it is to be multiplied to be `u_i + λ·W`, and the λ that it gives back.
struct Form {
    name: &'static str,
    parameter: Rational,
    expected: Extended<Rational>,
    preference: Box<dyn Preference<Rational>>,
    scale: Rational,
    back: Cooperative<Rational>,
}

/// All forms at the same λ.
fn forms(lambda: &Rational, players: usize) -> Result<Vec<Form>, TheoremError> {
    let cooperative = Cooperative::new(lambda.clone())?;
    let one = Rational::ONE;
    let n = Rational::from(players);
    let (once, twice, often) = (&one + lambda, &one + lambda + lambda, &one + &n * lambda);
    let but_one = &often - lambda;
    let convex = ConvexAltruism::from_lambda(&cooperative)?;
    let average = GroupAverage::from_lambda(&cooperative, players)?;
    let on_others = WeightOnOthers::from_lambda(&cooperative)?;
    let split = WeightSplit::from_lambda(&cooperative)?;
    let sharing = RewardSharing::from_lambda(&cooperative, players)?;
    let benevolence = UniformBenevolence::from_lambda(&cooperative, players)?;
    let angle = SocialValueAngle::from_lambda(&cooperative)?;
    let unit = |above: &Rational, below: &Rational| above.checked_div(below).unwrap_or_default();
    Ok(vec![
        Form {
            name: "the paper's weight λ",
            parameter: cooperative.lambda().clone(),
            expected: Extended::Finite(lambda.clone()),
            back: cooperative.clone(),
            preference: Box::new(cooperative),
            scale: one.clone(),
        },
        Form {
            name: "convex altruism a",
            parameter: convex.altruism().clone(),
            expected: quotient(lambda, &once),
            back: convex.to_lambda()?,
            preference: Box::new(convex),
            scale: once.clone(),
        },
        Form {
            name: "the weight g on the average",
            parameter: average.group_weight().clone(),
            expected: quotient(&(&n * lambda), &often),
            back: average.to_lambda(players)?,
            preference: Box::new(average),
            scale: often.clone(),
        },
        Form {
            name: "the weight ρ on others",
            parameter: on_others.weight().clone(),
            expected: quotient(lambda, &once),
            back: on_others.to_lambda()?,
            preference: Box::new(on_others),
            scale: once.clone(),
        },
        Form {
            name: "the split ξ",
            parameter: split.weight().clone(),
            expected: quotient(lambda, &twice),
            back: split.to_lambda()?,
            preference: Box::new(split),
            scale: twice,
        },
        Form {
            name: "the share s kept",
            parameter: sharing.kept().clone(),
            expected: quotient(&once, &often),
            back: sharing.to_lambda(players)?,
            preference: Box::new(sharing),
            scale: often.clone(),
        },
        Form {
            name: "the benevolence b",
            parameter: benevolence.coefficient().clone(),
            expected: quotient(lambda, &but_one),
            back: benevolence.to_lambda()?,
            preference: Box::new(benevolence),
            // 1 + b.
            scale: unit(&often, &but_one),
        },
        Form {
            name: "the tangent of the social value angle",
            parameter: angle.tangent().clone(),
            expected: quotient(lambda, &once),
            back: angle.to_lambda()?,
            preference: Box::new(angle),
            scale: once,
        },
    ])
}

/// Eight forms of altruism are one.
///
/// ```
/// use lacuna::theorem::altruism::{OneParameterForms, TwoOutcomes};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// // λ = 2 among three: a = 2/3, g = 6/7, ρ = 2/3, ξ = 2/5, s = 3/7, b = 2/5.
/// let outcome = |payoffs: [i64; 3]| payoffs.map(Into::into).to_vec();
/// let instance = TwoOutcomes::new(2, outcome([1, 5, -2]), outcome([0, 3, 4]));
/// assert_eq!(OneParameterForms.check(&instance)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneParameterForms;

impl Theorem for OneParameterForms {
    type Instance = TwoOutcomes;

    fn statement(&self) -> Statement {
        Statement::new("one_parameter_forms", "Eight forms of altruism are one").saying(
            "For n players and `λ ≥ 0` these are multiples of `u_i + λ·W`, and so rank all outcomes \
             in the same way: `(1−a)u_i + aW` with `a = λ/(1+λ)`; `(1−g)u_i + gW/n` with \
             `g = nλ/(1+nλ)`; `u_i + ρΣ_{j≠i} u_j` with `ρ = λ/(1+λ)`, the tangent of the social \
             value angle; `(1−ξ)u_i + ξΣ_{j≠i} u_j` with `ξ = λ/(1+2λ)`; keeping `s = \
             (1+λ)/(1+nλ)` and giving `(1−s)/(n−1)` to each other; and `U_i = u_i + bΣ_{j≠i} U_j` \
             with `b = λ/(1+(n−1)λ)`.",
        )
        .from_source("after Chen et al., 2014, Bergstrom, 1999, and Willis et al., 2023")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "two_players",
                "There are two players at least.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.first.len() >= 2, || {
                        format!("there are {}", instance.first.len())
                    }))
                },
            ),
            Hypothesis::new(
                "no_spite",
                "The weight λ is not negative.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(!instance.lambda.is_negative(), || {
                        format!("it is {}", instance.lambda)
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let TwoOutcomes {
            lambda,
            first,
            second,
        } = instance;
        if first.len() != second.len() {
            return Err(TheoremError::Instance(
                "the outcomes are not of the same players".to_owned(),
            ));
        }
        unless_refused((|| {
            for form in forms(lambda, first.len())? {
                let name = form.name;
                claim!(
                    Extended::Finite(form.parameter.clone()) == form.expected,
                    "{name} is {}, the closed form {:?}",
                    form.parameter,
                    form.expected
                );
                claim!(
                    form.back.lambda() == lambda,
                    "{name} gives back λ = {}",
                    form.back.lambda()
                );
                let weights = form.preference.weights(first.len());
                for payoffs in [first, second] {
                    let total: Rational = payoffs.iter().sum();
                    for (player, own) in payoffs.iter().enumerate() {
                        let expected = own + lambda * &total;
                        let seen = form.preference.evaluate(player, &Outcome::new(payoffs))?;
                        let weighed =
                            (weights.as_ref()).map(|weights| weights.apply(player, payoffs));
                        claim!(
                            &form.scale * &seen == expected && weighed.as_ref() == Some(&seen),
                            "with {name}, player {player} makes {seen} of {payoffs:?}, by the \
                             weights {weighed:?}, and not {expected} divided by {}",
                            form.scale
                        );
                    }
                }
            }
            Ok(Finding::Holds)
        })())
    }
}

/// An angle is altruism of the paper's form exactly below 45°.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocialValueAnglesBelowHalfARightAngle;

impl Theorem for SocialValueAnglesBelowHalfARightAngle {
    type Instance = Rational;

    fn statement(&self) -> Statement {
        Statement::new(
            "social_value_angles_below_half_a_right_angle",
            "Social value angles from 0° to 45° are weights on welfare",
        )
        .saying(
            "A social value orientation `u_i + tan θ·Σ_{j≠i} u_j` ranks outcomes as `u_i + λ·W` for \
             some finite `λ ≥ 0` exactly if `0° ≤ θ < 45°`, with `λ = tan θ/(1 − tan θ)`. No angle \
             that is classed altruistic, and none that is classed competitive, is one of these.",
        )
        .from_source("after Murphy, Ackermann and Handgraaf, 2011")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, tangent: &Self::Instance) -> Result<Finding, TheoremError> {
        let angle = SocialValueAngle::from_tangent(tangent.clone())?;
        let weight = WeightOnOthers::new(tangent.clone())?;
        let within = !tangent.is_negative() && *tangent < Rational::ONE;
        let found = angle.to_lambda();
        claim!(
            found.is_ok() == within && weight.to_lambda().ok() == found.as_ref().ok().cloned(),
            "tan θ = {tangent} is given {found:?}"
        );
        // Between two, keeping 1/(1 + tan θ) is the same, and so are two more forms.
        let expected = found.as_ref().ok().cloned();
        let share = (Rational::ONE + tangent).recip();
        if let Some(kept) = share.filter(|_| !tangent.is_negative()) {
            let split = Rational::ONE - &kept;
            let forms = [
                RewardSharing::new(kept).and_then(|form| form.to_lambda(2)),
                WeightSplit::new(split).and_then(|form| form.to_lambda()),
                ConvexAltruism::new(tangent.clone()).and_then(|form| form.to_lambda()),
            ];
            for form in forms.map(Result::ok) {
                claim!(
                    form == expected,
                    "tan θ = {tangent} is given {form:?} in another form, and {expected:?}"
                );
            }
        }
        let degrees = angle.degrees();
        // 45° itself may be off by rounding.
        claim!(
            *tangent == Rational::ONE || (0.0..45.0).contains(&degrees) == within,
            "tan θ = {tangent} is an angle of {degrees}°"
        );
        if let Ok(cooperative) = found {
            let expected = quotient(tangent, &(Rational::ONE - tangent));
            claim!(
                Extended::Finite(cooperative.lambda().clone()) == expected,
                "λ is {}, the closed form {expected:?}",
                cooperative.lambda()
            );
            let back = SocialValueAngle::from_lambda(&cooperative)?;
            claim!(
                back == angle,
                "the angle of λ = {} has tangent {}",
                cooperative.lambda(),
                back.tangent()
            );
            claim!(
                !matches!(
                    angle.class(),
                    OrientationClass::Altruistic | OrientationClass::Competitive
                ),
                "{degrees}° is classed {:?}",
                angle.class()
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, tangent: &Self::Instance) -> String {
        format!("tan θ = {tangent}")
    }
}

/// What altruists feel reveals what they got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeelingsRevealPayoffs;

impl Theorem for FeelingsRevealPayoffs {
    type Instance = TwoOutcomes;

    fn statement(&self) -> Statement {
        Statement::new(
            "feelings_reveal_payoffs",
            "What altruists feel reveals what they got",
        )
        .saying(
            "Unless `1 + nλ = 0`, no two outcomes give all n players the same `u_i + λ·W`: the \
             payoff is `V_i − λ/(1 + nλ)·Σ_j V_j`.",
        )
        .from_source("Sherman and Morrison, 1950")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "regular",
            "1 + nλ is not 0.",
            |instance: &Self::Instance| {
                let n = Rational::from(instance.first.len());
                Ok(Finding::when(
                    !(Rational::ONE + n * &instance.lambda).is_zero(),
                    || format!("λ is {}", instance.lambda),
                ))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let TwoOutcomes { lambda, first, .. } = instance;
        let players = first.len();
        let matrix = Weights::cooperative(lambda).matrix(players)?;
        let below = Rational::ONE + Rational::from(players) * lambda;
        let (Some(inverse), Some(share)) = (matrix.inverse(), lambda.checked_div(&below)) else {
            return Ok(Finding::fails("several outcomes feel the same"));
        };
        let felt: Vec<Rational> = (0..players)
            .map(|player| matrix.apply(player, first))
            .collect();
        let total: Rational = felt.iter().sum();
        for (player, payoff) in first.iter().enumerate() {
            let (by_matrix, by_hand) = (
                inverse.apply(player, &felt),
                &felt[player] - &share * &total,
            );
            claim!(
                by_matrix == *payoff && by_hand == *payoff,
                "player {player} got {payoff}, and {by_matrix} or {by_hand} is revealed"
            );
            for other in 0..players {
                let unit = Rational::from(i64::from(player == other));
                claim!(
                    *inverse.entry(player, other) == &unit - &share,
                    "the inverse has {} at ({player}, {other})",
                    inverse.entry(player, other)
                );
            }
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
pub(super) mod drawn;
