//! A distribution over finitely many values, its revenue curve, and virtual values.

use serde::{Deserialize, Serialize};

use crate::mechanism::setting::{SettingError, distribution};
use crate::number::Rational;

/// What a bidder may value an object at, in ascending order, each with a positive probability.
///
/// ```
/// use lacuna::mechanism::optimal::DiscreteValues;
/// use lacuna::number::Rational;
/// let values = DiscreteValues::uniform((1..=3).map(Rational::from).collect())?;
/// // v − (next v − v) · P(more) / P(v).
/// let virtual_values = [-1, 1, 3].map(Rational::from);
/// assert_eq!(values.virtual_values(), virtual_values);
/// assert!(values.is_regular());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct DiscreteValues {
    values: Vec<Rational>,
    probabilities: Vec<Rational>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    values: Vec<Rational>,
    probabilities: Vec<Rational>,
}

impl TryFrom<Form> for DiscreteValues {
    type Error = SettingError;
    fn try_from(form: Form) -> Result<Self, SettingError> {
        DiscreteValues::new(form.values, form.probabilities)
    }
}

impl From<DiscreteValues> for Form {
    fn from(values: DiscreteValues) -> Self {
        Form {
            values: values.values,
            probabilities: values.probabilities,
        }
    }
}

impl DiscreteValues {
    /// Values with their probabilities.
    ///
    /// # Errors
    /// [`SettingError::WrongLength`], [`SettingError::NegativeProbability`],
    /// [`SettingError::ProbabilitySum`]; [`SettingError::Invalid`] if the values do not ascend
    /// strictly or one has probability zero.
    pub fn new(values: Vec<Rational>, probabilities: Vec<Rational>) -> Result<Self, SettingError> {
        let what = "the list of probabilities";
        SettingError::check_length(what, probabilities.len(), values.len())?;
        distribution(&probabilities, || "the values".to_owned())?;
        if let Some(place) = probabilities.iter().position(Rational::is_zero) {
            return Err(SettingError::invalid(
                format!("the probability of value {place}"),
                0,
                "it must be above 0; leave the value out",
            ));
        }
        if let Some(pair) = values.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(SettingError::invalid(
                "a value",
                format!("{} after {}", pair[1], pair[0]),
                "values must ascend",
            ));
        }
        Ok(DiscreteValues {
            values,
            probabilities,
        })
    }

    /// Equally likely values.
    ///
    /// # Errors
    /// [`SettingError::ProbabilitySum`] without values, [`SettingError::Invalid`] if they do not
    /// ascend strictly.
    pub fn uniform(values: Vec<Rational>) -> Result<Self, SettingError> {
        let each = Rational::new(1, values.len().max(1) as i64).unwrap_or_default();
        let probabilities = vec![each; values.len()];
        Self::new(values, probabilities)
    }

    /// The values, ascending.
    pub fn values(&self) -> &[Rational] {
        &self.values
    }

    /// Their probabilities.
    pub fn probabilities(&self) -> &[Rational] {
        &self.probabilities
    }

    /// The revenue curve: for each value the probability that it is reached, and the revenue from
    /// one buyer at this price.
    pub fn revenue_curve(&self) -> Vec<(Rational, Rational)> {
        let mut reached = Rational::ZERO;
        let entries = self.values.iter().zip(&self.probabilities).rev();
        let mut curve: Vec<(Rational, Rational)> = entries
            .map(|(value, probability)| {
                reached += probability;
                (reached.clone(), value * &reached)
            })
            .collect();
        curve.reverse();
        curve
    }

    /// The slopes of the revenue curve, value by value: what selling to this value adds, when it
    /// is already sold to all higher ones (Myerson 1981).
    pub fn virtual_values(&self) -> Vec<Rational> {
        let curve = self.revenue_curve();
        let next = curve.iter().skip(1).map(|(_, revenue)| revenue.clone());
        let next = next.chain(std::iter::once(Rational::ZERO));
        let entries = curve.iter().zip(next).zip(&self.probabilities);
        entries
            .map(|(((_, revenue), next), probability)| slope(revenue - &next, probability))
            .collect()
    }

    /// Do virtual values ascend, weakly?
    pub fn is_regular(&self) -> bool {
        self.virtual_values().is_sorted()
    }

    /// The slopes of the concave hull of the revenue curve, value by value: virtual values after
    /// ironing. They ascend weakly, and are the virtual values if these do.
    ///
    /// ```
    /// use lacuna::mechanism::optimal::DiscreteValues;
    /// use lacuna::number::Rational;
    /// let number = |text: &str| text.parse::<Rational>();
    /// let values = DiscreteValues::new(
    ///     vec![number("1")?, number("2")?, number("3")?],
    ///     vec![number("1/2")?, number("1/10")?, number("2/5")?],
    /// )?;
    /// assert_eq!(values.virtual_values(), [number("0")?, number("-2")?, number("3")?]);
    /// // The two lower values are treated alike.
    /// assert_eq!(values.ironed_virtual_values(), [number("-1/3")?, number("-1/3")?, number("3")?]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ironed_virtual_values(&self) -> Vec<Rational> {
        // Neighbouring intervals whose slopes do not ascend are pooled: probability, revenue, and
        // how many values.
        let mut pools: Vec<(Rational, Rational, usize)> = Vec::new();
        let slopes = self.virtual_values();
        for (own, probability) in slopes.iter().zip(&self.probabilities) {
            let mut pool = (probability.clone(), own * probability, 1);
            while let Some((mass, revenue, count)) = pools.last() {
                // Slopes are compared as fractions with positive denominators.
                if revenue * &pool.0 < &pool.1 * mass {
                    break;
                }
                pool = (&pool.0 + mass, &pool.1 + revenue, pool.2 + count);
                pools.pop();
            }
            pools.push(pool);
        }
        let pools = pools.into_iter();
        pools
            .flat_map(|(mass, revenue, count)| vec![slope(revenue, &mass); count])
            .collect()
    }

    /// The best price for one buyer and the revenue that it brings; the highest of the best. With
    /// no price that brings anything the revenue is 0 and the price `None`.
    pub fn posted_price(&self) -> (Option<Rational>, Rational) {
        let mut best = (None, Rational::ZERO);
        for (value, (_, revenue)) in self.values.iter().zip(self.revenue_curve()).rev() {
            if revenue > best.1 {
                best = (Some(value.clone()), revenue);
            }
        }
        best
    }
}

/// `rise / run` for a positive `run`.
fn slope(rise: Rational, run: &Rational) -> Rational {
    rise.checked_div(run).unwrap_or_default()
}
