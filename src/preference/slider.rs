//! The slider measure of social value orientation (Murphy, Ackermann and Handgraaf, 2011).
//!
//! Six primary items, each a line of nine allocations of money to oneself and to another person.
//! The angle at which the mean allocation is seen from (50, 50) measures the orientation.
//!
//! Two cautions: the options are rounded to whole numbers, which breaks ties of ideal types (the
//! only allocation of item 5 that sums to 151 is (88, 63)); and nine options are coarse: a linear
//! agent with a true angle of 20° measures 10°, one with `λ = 1/2` is classed individualistic.
//!
//! ```
//! use lacuna::preference::{OrientationClass, SocialValueAngle, slider};
//! use lacuna::number::Rational;
//! // Always the option that is best for the other person.
//! let choices = slider::ITEMS.map(|item| {
//!     (0..9).max_by_key(|&option| item.options()[option].1).unwrap_or(0)
//! });
//! let angle = slider::measure(&choices)?.degrees();
//! assert!((angle - 61.39).abs() < 0.005);
//! assert_eq!(
//!     SocialValueAngle::<Rational>::from_choices(&choices)?.class(),
//!     OrientationClass::Altruistic
//! );
//! # Ok::<(), lacuna::preference::PreferenceError>(())
//! ```

use serde::{Deserialize, Serialize};

use super::PreferenceError;
use crate::number::Rational;

/// Options of each item.
pub const OPTIONS: usize = 9;

/// One item: nine allocations on the line between its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Item {
    first: (i64, i64),
    last: (i64, i64),
}

/// The six primary items, with their ends as (for oneself, for the other).
pub const ITEMS: [Item; 6] = [
    Item::new((85, 85), (85, 15)),
    Item::new((85, 15), (100, 50)),
    Item::new((50, 100), (85, 85)),
    Item::new((50, 100), (85, 15)),
    Item::new((100, 50), (50, 100)),
    Item::new((100, 50), (85, 85)),
];

impl Item {
    const fn new(first: (i64, i64), last: (i64, i64)) -> Self {
        Item { first, last }
    }

    /// The nine allocations as (for oneself, for the other), rounded to whole numbers, halves up,
    /// as in the published measure.
    pub fn options(&self) -> [(i64, i64); OPTIONS] {
        let steps = OPTIONS as i64 - 1;
        let between = |first: i64, last: i64, step: i64| {
            (2 * (first * steps + (last - first) * step) + steps).div_euclid(2 * steps)
        };
        std::array::from_fn(|option| {
            let step = option as i64;
            (
                between(self.first.0, self.last.0, step),
                between(self.first.1, self.last.1, step),
            )
        })
    }

    /// The options that a player with utility `own + weight · other` likes best, ascending;
    /// several at an exact tie.
    pub fn best_options(&self, weight: &Rational) -> Vec<usize> {
        let utilities = self
            .options()
            .map(|(own, other)| Rational::from(own) + weight * &Rational::from(other));
        let best = utilities.iter().max();
        (0..OPTIONS)
            .filter(|&option| Some(&utilities[option]) == best)
            .collect()
    }
}

/// The sums of the allocations chosen in the six items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Measure {
    own: i64,
    other: i64,
}

impl Measure {
    /// The sum over the items of what was chosen for oneself.
    pub fn own_total(&self) -> i64 {
        self.own
    }

    /// The sum over the items of what was chosen for the other.
    pub fn other_total(&self) -> i64 {
        self.other
    }

    /// The sums as seen from the centre, 50 an item.
    pub(super) fn above_centre(&self) -> (i64, i64) {
        let centre = 50 * ITEMS.len() as i64;
        (self.own - centre, self.other - centre)
    }

    /// The angle in degrees.
    pub fn degrees(&self) -> f64 {
        let (own, other) = self.above_centre();
        (other as f64).atan2(own as f64).to_degrees()
    }
}

/// The measure from the option chosen in each of the six items, 0 to 8 in the order of
/// [`Item::options`].
///
/// # Errors
/// [`PreferenceError::WrongChoiceCount`], [`PreferenceError::OutOfRange`].
pub fn measure(choices: &[usize]) -> Result<Measure, PreferenceError> {
    if choices.len() != ITEMS.len() {
        return Err(PreferenceError::WrongChoiceCount {
            found: choices.len(),
            expected: ITEMS.len(),
        });
    }
    let mut sums = Measure { own: 0, other: 0 };
    for (item, &choice) in ITEMS.iter().zip(choices) {
        let options = item.options();
        let (own, other) = options.get(choice).ok_or_else(|| {
            PreferenceError::out_of_range("the option chosen", &choice, "from 0 to 8")
        })?;
        sums.own += own;
        sums.other += other;
    }
    Ok(sums)
}

/// The angle in degrees, above −180 and at most 180, at which one allocation is seen from
/// (50, 50); `None` for the centre itself and for numbers that are not finite.
///
/// ```
/// use lacuna::preference::slider::angle_of_allocation;
/// assert_eq!(angle_of_allocation(100.0, 50.0), Some(0.0));
/// assert_eq!(angle_of_allocation(50.0, 100.0), Some(90.0));
/// assert_eq!(angle_of_allocation(50.0, 50.0), None);
/// ```
pub fn angle_of_allocation(own: f64, other: f64) -> Option<f64> {
    let (own, other) = (own - 50.0, other - 50.0);
    let seen = own.is_finite() && other.is_finite() && (own != 0.0 || other != 0.0);
    seen.then(|| other.atan2(own).to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preference::{OrientationClass, SocialValueAngle};
    use approx::assert_abs_diff_eq;

    /// The least and the largest angle over all ways to choose best options.
    fn range(best: impl Fn((i64, i64)) -> Rational) -> (f64, f64) {
        let best_sets: Vec<Vec<usize>> = ITEMS
            .iter()
            .map(|item| {
                let values = item.options().map(&best);
                let top = values.iter().max().expect("nine");
                (0..OPTIONS).filter(|&o| values[o] == *top).collect()
            })
            .collect();
        let mut angles = vec![];
        let mut indices = vec![0; ITEMS.len()];
        loop {
            let choices: Vec<usize> = indices
                .iter()
                .zip(&best_sets)
                .map(|(&k, set)| set[k])
                .collect();
            angles.push(measure(&choices).expect("valid").degrees());
            let mut place = 0;
            while place < indices.len() {
                indices[place] += 1;
                if indices[place] < best_sets[place].len() {
                    break;
                }
                indices[place] = 0;
                place += 1;
            }
            if place == indices.len() {
                break;
            }
        }
        (
            angles.iter().copied().fold(f64::INFINITY, f64::min),
            angles.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        )
    }

    #[test]
    fn the_options_are_the_published_ones() {
        assert_eq!(
            ITEMS[3].options(),
            [
                (50, 100),
                (54, 89),
                (59, 79),
                (63, 68),
                (68, 58),
                (72, 47),
                (76, 36),
                (81, 26),
                (85, 15)
            ]
        );
        assert_eq!(ITEMS[4].options()[2], (88, 63));
    }

    #[test]
    fn ideal_types_have_their_published_angles() {
        let near = |found: f64, published: f64| (found - published).abs() < 0.006;
        let (low, high) = range(|(_, other)| Rational::from(other));
        assert!(near(low, 61.39) && near(high, 61.39));
        let (low, high) = range(|(own, _)| Rational::from(own));
        assert!(near(low, -7.82) && near(high, 7.82));
        let (low, high) = range(|(own, other)| Rational::from(own - other));
        assert!(near(low, -16.26) && near(high, -16.26));
        let (low, high) = range(|(own, other)| Rational::from(-(own - other).abs()));
        assert!(near(low, 37.48) && near(high, 37.48));
        // A joint maximiser is indifferent along all of item 5 but for the rounding, and takes
        // (85, 85), (100, 50) and (85, 85) in items 1, 2 and 3.
        let ends =
            [0, OPTIONS - 1].map(|last| measure(&[0, 8, 8, 0, last, 8]).expect("valid").degrees());
        assert!(near(ends[0], 37.09) && near(ends[1], 52.91), "{ends:?}");
    }

    #[test]
    fn the_boundaries_are_midpoints_between_neighbouring_ideal_types() {
        for (boundary, above, below) in [
            (OrientationClass::ALTRUISTIC_ABOVE, 61.39, 52.91),
            (OrientationClass::PROSOCIAL_ABOVE, 37.09, 7.82),
            (OrientationClass::INDIVIDUALISTIC_ABOVE, -7.82, -16.26),
        ] {
            assert_abs_diff_eq!(boundary, (above + below) / 2.0, epsilon = 0.01);
            let class = |angle| OrientationClass::of_degrees(angle).expect("an angle");
            assert_eq!(class(boundary), class(boundary - 0.001));
            assert!(class(boundary + 0.001) > class(boundary));
        }
        assert!(OrientationClass::of_degrees(f64::NAN).is_err());
        assert!(OrientationClass::of_degrees(180.1).is_err());
    }

    #[test]
    fn the_slider_is_too_coarse_for_moderate_regard() {
        let measured = |weight: &Rational| {
            let choices: Vec<usize> = ITEMS
                .iter()
                .map(|item| item.best_options(weight)[0])
                .collect();
            SocialValueAngle::<Rational>::from_choices(&choices).expect("valid")
        };
        let weight =
            |degrees: f64| Rational::from_f64_exact(degrees.to_radians().tan()).expect("finite");
        assert_abs_diff_eq!(measured(&weight(20.0)).degrees(), 10.39, epsilon = 0.01);
        assert_abs_diff_eq!(measured(&weight(30.0)).degrees(), 37.09, epsilon = 0.01);
        // λ = 1/2 is a weight of 1/3 on the other.
        let third = Rational::new(1, 3).expect("non-zero");
        assert_eq!(measured(&third).class(), OrientationClass::Individualistic);
    }

    #[test]
    fn choices_that_the_measure_does_not_have_are_refused() {
        assert_eq!(
            measure(&[0; 5]),
            Err(PreferenceError::WrongChoiceCount {
                found: 5,
                expected: 6
            })
        );
        assert_eq!(
            measure(&[0, 0, 9, 0, 0, 0])
                .expect_err("nine options")
                .to_string(),
            "the option chosen is 9; it must be from 0 to 8"
        );
    }

    #[test]
    fn the_exact_tangent_agrees_with_the_angle_for_all_choices() {
        let mut seed = 7usize;
        for _ in 0..500 {
            let choices: Vec<usize> = (0..6)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (seed >> 33) % OPTIONS
                })
                .collect();
            let exact = SocialValueAngle::<Rational>::from_choices(&choices).expect("valid");
            let numeric = measure(&choices).expect("valid").degrees();
            assert_abs_diff_eq!(exact.degrees(), numeric, epsilon = 1e-10);
        }
    }
}
