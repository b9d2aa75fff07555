//! Social value orientation: the angle between regard for oneself and regard for others.

use serde::{Deserialize, Serialize};

use super::cooperative::Parameter;
use super::one_parameter::{lambda_of_weight, try_from_lambda, weight_of_lambda};
use super::support::{quotient, total};
use super::{Cooperative, Outcome, Preference, PreferenceError, WeightMatrix, slider};
use crate::number::Scalar;

/// The four classes of social value orientation (Murphy, Ackermann and Handgraaf, 2011).
///
/// The boundaries, 57.15, 22.45 and −12.04 degrees, are the midpoints between the slider angles
/// of neighbouring ideal types; an angle on a boundary belongs to the class below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrientationClass {
    /// At most −12.04°.
    Competitive,
    /// Above −12.04° and at most 22.45°.
    Individualistic,
    /// Above 22.45° and at most 57.15°.
    Prosocial,
    /// Above 57.15°.
    Altruistic,
}

impl OrientationClass {
    /// Above this angle, in degrees, one is altruistic.
    pub const ALTRUISTIC_ABOVE: f64 = 57.15;
    /// Above this angle, in degrees, one is at least prosocial.
    pub const PROSOCIAL_ABOVE: f64 = 22.45;
    /// Above this angle, in degrees, one is at least individualistic.
    pub const INDIVIDUALISTIC_ABOVE: f64 = -12.04;

    /// The class of an angle in degrees.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`] unless the angle is from −180 to 180.
    ///
    /// ```
    /// use lacuna::preference::OrientationClass;
    /// assert_eq!(OrientationClass::of_degrees(37.09)?, OrientationClass::Prosocial);
    /// # Ok::<(), lacuna::preference::PreferenceError>(())
    /// ```
    pub fn of_degrees(angle: f64) -> Result<Self, PreferenceError> {
        if !(-180.0..=180.0).contains(&angle) {
            return Err(PreferenceError::out_of_range(
                "the angle",
                &angle,
                "from -180 to 180 degrees",
            ));
        }
        Ok(if angle > Self::ALTRUISTIC_ABOVE {
            OrientationClass::Altruistic
        } else if angle > Self::PROSOCIAL_ABOVE {
            OrientationClass::Prosocial
        } else if angle > Self::INDIVIDUALISTIC_ABOVE {
            OrientationClass::Individualistic
        } else {
            OrientationClass::Competitive
        })
    }
}

/// A social value orientation as a preference: `u_i + tan θ Σ_{j≠i} u_j`, `−90° < θ < 90°`.
///
/// The measure is about two people; among more, each other one gets the weight `tan θ`. The
/// tangent is kept, so that exact numbers stay exact; the angle is a floating-point number.
///
/// `tan θ = λ/(1+λ)`: every finite `λ >= 0` has an angle from 0° up to but not including 45°.
/// Wider angles, those classed altruistic among them, weigh others more than oneself, and no `λ`
/// represents them. serde writes the tangent.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::preference::{Cooperative, SocialValueAngle};
/// let angle = SocialValueAngle::from_lambda(&Cooperative::new(Rational::from(2))?)?;
/// assert_eq!(angle.tangent(), &Rational::new(2, 3)?);
/// assert!((angle.degrees() - 33.690067525979785).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "Parameter<S>",
    bound(serialize = "S: Scalar", deserialize = "S: Scalar")
)]
pub struct SocialValueAngle<S>(S);

const TANGENT: &str = "the tangent of the social value angle";

impl<S: Scalar> TryFrom<Parameter<S>> for SocialValueAngle<S> {
    type Error = PreferenceError;
    fn try_from(parameter: Parameter<S>) -> Result<Self, PreferenceError> {
        SocialValueAngle::from_tangent(parameter.0)
    }
}

impl<S: Scalar> SocialValueAngle<S> {
    /// The orientation whose angle has this tangent, any finite number.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`].
    pub fn from_tangent(tangent: S) -> Result<Self, PreferenceError> {
        if tangent.is_finite() {
            Ok(SocialValueAngle(tangent))
        } else {
            Err(PreferenceError::out_of_range(TANGENT, &tangent, "finite"))
        }
    }

    /// The orientation measured by the choices in the slider measure, see [`slider`].
    ///
    /// # Errors
    /// As [`slider::measure`].
    pub fn from_choices(choices: &[usize]) -> Result<Self, PreferenceError> {
        let (own, other) = slider::measure(choices)?.above_centre();
        // Whatever the choices, the mean for oneself is above 50.
        SocialValueAngle::from_tangent(quotient(&S::from_integer(other), &S::from_integer(own)))
    }

    /// The tangent, which is the weight on each other's payoff.
    pub fn tangent(&self) -> &S {
        &self.0
    }

    /// The angle in degrees.
    pub fn degrees(&self) -> f64 {
        self.0.to_f64().atan().to_degrees()
    }

    /// The class of the angle. The comparison with the boundaries is numeric.
    pub fn class(&self) -> OrientationClass {
        // An arc tangent lies in the range that is accepted.
        OrientationClass::of_degrees(self.degrees()).unwrap_or(OrientationClass::Individualistic)
    }

    /// The same ranking as `V_i = u_i + λW` with `λ = tan θ/(1−tan θ)`.
    ///
    /// # Errors
    /// [`PreferenceError::NoLambda`] unless `0 <= tan θ < 1`, [`PreferenceError::OutOfRange`] if
    /// floating point overflows.
    pub fn to_lambda(&self) -> Result<Cooperative<S>, PreferenceError> {
        lambda_of_weight(TANGENT, &self.0)
    }

    /// The same ranking as that of cooperative players, with `tan θ = λ/(1+λ)`.
    ///
    /// # Errors
    /// None for a valid `λ`; the signature is that of its siblings.
    pub fn from_lambda(cooperative: &Cooperative<S>) -> Result<Self, PreferenceError> {
        SocialValueAngle::from_tangent(weight_of_lambda(cooperative))
    }
}

impl SocialValueAngle<f64> {
    /// The orientation with this angle in degrees, above −90 and below 90.
    ///
    /// # Errors
    /// [`PreferenceError::OutOfRange`].
    pub fn from_degrees(angle: f64) -> Result<Self, PreferenceError> {
        if angle > -90.0 && angle < 90.0 {
            SocialValueAngle::from_tangent(angle.to_radians().tan())
        } else {
            Err(PreferenceError::out_of_range(
                "the social value angle",
                &angle,
                "above -90 and below 90 degrees",
            ))
        }
    }
}

try_from_lambda!(SocialValueAngle);

impl<S: Scalar> Preference<S> for SocialValueAngle<S> {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, S>) -> S {
        let payoffs = outcome.payoffs();
        let others = total(&payoffs[..player]) + &total(&payoffs[player + 1..]);
        others * &self.0 + &payoffs[player]
    }

    fn weights(&self, players: usize) -> Option<WeightMatrix<S>> {
        Some(WeightMatrix::own_and_others(players, &S::one(), &self.0))
    }
}
