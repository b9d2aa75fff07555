//! Round numbers for the axes.

/// The ticks of an axis: values and how they print.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticks {
    /// Where the ticks are, in increasing order.
    pub values: Vec<f64>,
    /// What is written at each.
    pub labels: Vec<String>,
}

/// Ticks at the multiples inside `lo..=hi` of the smallest step among 1, 2, 5 times a power of ten
/// that gives at most `most` of them (at least 2).
///
/// The range has been checked: finite, and no narrower than a billionth of its larger end, so the
/// multiples are exact enough to be told apart.
pub fn ticks(lo: f64, hi: f64, most: usize) -> Ticks {
    let most = most.max(2);
    let span = hi - lo;
    // Ends that are multiples up to rounding belong to the axis.
    let slack = 1e-9 * span;
    let smallest = (span / most as f64).log10().floor() as i32;
    for exponent in smallest.. {
        for mantissa in [1.0, 2.0, 5.0] {
            let unit = 10f64.powi(exponent.abs());
            let at = |k: f64| match exponent {
                0.. => k * mantissa * unit,
                _ => k * mantissa / unit,
            };
            let step = at(1.0);
            let first = ((lo - slack) / step).ceil();
            let last = ((hi + slack) / step).floor();
            if last - first + 1.0 > most as f64 {
                continue;
            }
            let count = (last - first + 1.0).max(0.0) as usize;
            let values: Vec<f64> = (0..count)
                // Adding zero turns -0 into 0.
                .map(|k| at(first + k as f64) + 0.0)
                .collect();
            let largest = values.iter().fold(0.0f64, |m, v| m.max(v.abs()));
            let labels = values
                .iter()
                .map(|&value| label(value, exponent, largest))
                .collect();
            return Ticks { values, labels };
        }
    }
    Ticks {
        values: Vec::new(),
        labels: Vec::new(),
    }
}

fn label(value: f64, exponent: i32, largest: f64) -> String {
    let text = if value != 0.0 && (largest >= 1e6 || exponent < -5) {
        let magnitude = value.abs().log10().floor() as i32;
        let decimals = usize::try_from(magnitude - exponent).unwrap_or(0);
        format!("{value:.decimals$e}")
    } else {
        let decimals = usize::try_from(-exponent).unwrap_or(0);
        let decimals = if value == 0.0 && exponent < -5 {
            0
        } else {
            decimals
        };
        format!("{value:.decimals$}")
    };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(
            ticks(0.0, 3.0, 7).labels,
            ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.0"]
        );
        assert_eq!(ticks(-0.6, 9.1, 6).labels, ["0", "2", "4", "6", "8"]);
        assert_eq!(ticks(-1.0, 1.0, 3).labels, ["−1", "0", "1"]);
        assert_eq!(ticks(0.1, 0.3, 3).labels, ["0.1", "0.2", "0.3"]);
        assert_eq!(ticks(0.0, 3e6, 4).labels, ["0", "1e6", "2e6", "3e6"]);
        assert_eq!(ticks(0.0, 2e-7, 3).labels, ["0", "1e−7", "2e−7"]);
    }

    #[test]
    fn every_scale_gives_ticks_within_the_limit() {
        for exponent in -300..300 {
            for (lo, hi) in [(0.0, 1.0), (-0.37, 0.94), (2.0, 2.1), (-9.0, -8.99)] {
                let scale = 10f64.powi(exponent);
                for most in 2..9 {
                    let ticks = ticks(lo * scale, hi * scale, most);
                    let found = &ticks.values;
                    assert!(found.len() <= most, "{lo} {hi} e{exponent}: {found:?}");
                    assert!(
                        !found.is_empty() || most < 5,
                        "{lo} {hi} e{exponent} {most}"
                    );
                    assert!(found.windows(2).all(|w| w[0] < w[1]));
                    assert!(ticks.labels.windows(2).all(|w| w[0] != w[1]));
                }
            }
        }
    }
}
