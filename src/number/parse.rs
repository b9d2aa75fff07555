//! Reading, printing and serialising exact numbers.

use std::fmt;
use std::str::FromStr;

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::NumberError;
use super::rational::{Rational, Repr};

/// Largest absolute decimal exponent that is read.
const EXPONENT_LIMIT: i64 = 4096;

impl fmt::Display for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match &self.0 {
            Repr::Small(numerator, denominator) if denominator.get() == 1 => numerator.to_string(),
            Repr::Small(numerator, denominator) => format!("{numerator}/{denominator}"),
            Repr::Big(value) if value.is_int() => value.numerator().to_string(),
            Repr::Big(value) => format!("{}/{}", value.numerator(), value.denominator()),
        };
        formatter.pad(&text)
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// A reader of one number: an index into the bytes of the text.
struct Reader<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn take(&mut self, expected: impl Fn(u8) -> bool) -> Option<u8> {
        let byte = self.peek().filter(|&byte| expected(byte))?;
        self.position += 1;
        Some(byte)
    }

    fn digits(&mut self) -> &'a str {
        let start = self.position;
        while self.take(|byte| byte.is_ascii_digit()).is_some() {}
        &self.text[start..self.position]
    }

    fn syntax(&self, expected: &'static str) -> NumberError {
        NumberError::Syntax {
            text: self.text.chars().take(40).collect(),
            position: self.position,
            expected,
        }
    }
}

fn natural(digits: &str, reader: &Reader<'_>) -> Result<UBig, NumberError> {
    if digits.is_empty() {
        return Ok(UBig::ZERO);
    }
    UBig::from_str(digits).map_err(|_| reader.syntax("decimal digits"))
}

impl FromStr for Rational {
    type Err = NumberError;

    /// Reads `3`, `+3`, `-3/4`, `0.75`, `.5`, `7.5e-1`. Surrounding white space is refused.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let mut reader = Reader { text, position: 0 };
        let negative = reader.take(|b| b == b'-' || b == b'+') == Some(b'-');
        let whole = reader.digits();
        let signed = |magnitude: UBig| {
            if negative {
                -IBig::from(magnitude)
            } else {
                IBig::from(magnitude)
            }
        };
        if !whole.is_empty() && reader.take(|b| b == b'/').is_some() {
            let below = reader.digits();
            if below.is_empty() {
                return Err(reader.syntax("the digits of a positive denominator"));
            }
            if reader.peek().is_some() {
                return Err(reader.syntax("the end of the fraction"));
            }
            let denominator = natural(below, &reader)?;
            if denominator.is_zero() {
                return Err(NumberError::ZeroDenominator);
            }
            let numerator = signed(natural(whole, &reader)?);
            return Ok(Self::from_big(RBig::from_parts(numerator, denominator)));
        }
        let fraction = match reader.take(|b| b == b'.') {
            Some(_) => reader.digits(),
            None => "",
        };
        if whole.is_empty() && fraction.is_empty() {
            return Err(reader.syntax("a digit"));
        }
        let mut exponent = 0i64;
        if reader.take(|b| b == b'e' || b == b'E').is_some() {
            let start = reader.position;
            let down = reader.take(|b| b == b'-' || b == b'+') == Some(b'-');
            let digits = reader.digits();
            if digits.is_empty() {
                return Err(reader.syntax("the digits of an exponent"));
            }
            let magnitude = digits
                .parse::<i64>()
                .ok()
                .filter(|&magnitude| magnitude <= EXPONENT_LIMIT);
            let Some(magnitude) = magnitude else {
                return Err(NumberError::ExponentTooLarge {
                    exponent: text[start..reader.position].chars().take(40).collect(),
                    limit: EXPONENT_LIMIT,
                });
            };
            exponent = if down { -magnitude } else { magnitude };
        }
        if reader.peek().is_some() {
            return Err(reader.syntax("the end of the number"));
        }
        let mantissa = signed(natural(&format!("{whole}{fraction}"), &reader)?);
        let scale = exponent - fraction.len() as i64;
        let power = UBig::from(10u8).pow(scale.unsigned_abs() as usize);
        Ok(Self::from_big(if scale >= 0 {
            RBig::from_parts(mantissa * power, UBig::ONE)
        } else {
            RBig::from_parts(mantissa, power)
        }))
    }
}

impl Serialize for Rational {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rational {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Exact;
        impl Visitor<'_> for Exact {
            type Value = Rational;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(
                    "an exact number: a string such as \"3/4\" or \"0.75\", or an integer",
                )
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Rational, E> {
                text.parse().map_err(E::custom)
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Rational, E> {
                Ok(value.into())
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Rational, E> {
                Ok(value.into())
            }
        }
        deserializer.deserialize_any(Exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_accepted_forms_are_read_exactly() {
        for (text, printed) in [
            ("3", "3"),
            ("+3", "3"),
            ("-6/4", "-3/2"),
            ("0.75", "3/4"),
            (".5", "1/2"),
            ("5.", "5"),
            ("-1.25e2", "-125"),
            ("7.5E-1", "3/4"),
            ("0/7", "0"),
            (
                "123456789012345678901234567890",
                "123456789012345678901234567890",
            ),
        ] {
            assert_eq!(text.parse::<Rational>().expect(text).to_string(), printed);
        }
    }

    #[test]
    fn malformed_numbers_are_refused_with_the_place() {
        for (text, position) in [
            ("", 0),
            ("-", 1),
            ("1/", 2),
            ("1/-2", 2),
            ("1x", 1),
            ("1.2/3", 3),
            (" 1", 0),
            ("1e", 2),
        ] {
            match text.parse::<Rational>() {
                Err(NumberError::Syntax {
                    position: found, ..
                }) => assert_eq!(found, position, "{text:?}"),
                other => panic!("{text:?} gave {other:?}"),
            }
        }
        assert_eq!("1/0".parse::<Rational>(), Err(NumberError::ZeroDenominator));
        assert!(matches!(
            "1e99999999999".parse::<Rational>(),
            Err(NumberError::ExponentTooLarge { .. })
        ));
    }

    #[test]
    fn serde_uses_strings_and_accepts_integers_but_no_floats() {
        let half = Rational::new(1, 2).expect("non-zero");
        assert_eq!(serde_json::to_string(&half).expect("json"), "\"1/2\"");
        assert_eq!(
            serde_json::from_str::<Rational>("7").expect("integer"),
            Rational::from(7)
        );
        assert!(serde_json::from_str::<Rational>("0.5").is_err());
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(a in any::<i64>(), b in 1i64.., c in any::<i64>()) {
            let number = Rational::new(a, b).expect("positive") * Rational::from(c);
            prop_assert_eq!(number.to_string().parse::<Rational>().expect("own output"), number);
        }

        #[test]
        fn no_text_panics_the_reader(text in "\\PC*") {
            let _ = text.parse::<Rational>();
        }

        #[test]
        fn no_number_like_text_panics_the_reader(text in "[-+0-9./eE]{0,12}") {
            let _ = text.parse::<Rational>();
        }
    }
}
