//! Strict reading of JSON values: exact fields, exact numbers, and a reason for every refusal.

use serde_json::{Map, Value};

use crate::number::Rational;

/// Why a claim is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// It is not of the form that its kind has.
    Malformed(String),
    /// It does not hold.
    Refuted(String),
    /// It asks for more than the limit.
    TooLarge(&'static str, usize),
}

pub(super) type Outcome<T = ()> = Result<T, Failure>;

pub(super) fn malformed<T>(problem: impl Into<String>) -> Outcome<T> {
    Err(Failure::Malformed(problem.into()))
}

/// Refutes the claim for this reason unless `holds`.
pub(super) fn ensure(holds: bool, reason: impl FnOnce() -> String) -> Outcome {
    match holds {
        true => Ok(()),
        false => Err(Failure::Refuted(reason())),
    }
}

/// Calls the claim malformed for this reason unless `fits`.
pub(super) fn require(fits: bool, reason: impl FnOnce() -> String) -> Outcome {
    match fits {
        true => Ok(()),
        false => malformed(reason()),
    }
}

/// A value and the name of the field that it comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'v> {
    pub(super) value: &'v Value,
    pub(super) field: &'v str,
}

/// An object with exactly the fields that were asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'v>(&'v Map<String, Value>);

impl<'v> Object<'v> {
    pub(super) fn at(self, field: &'static str) -> Outcome<At<'v>> {
        match self.0.get(field) {
            Some(value) => Ok(At { value, field }),
            None => malformed(format!("there is no field `{field}`")),
        }
    }
}

impl<'v> At<'v> {
    fn expected<T>(self, what: &str) -> Outcome<T> {
        let mut found: String = self.value.to_string();
        if found.chars().count() > 60 {
            found = found.chars().take(57).chain("...".chars()).collect();
        }
        malformed(format!("`{}` must be {what}, and is {found}", self.field))
    }

    /// An object with exactly these fields.
    pub(super) fn object(self, fields: &[&str]) -> Outcome<Object<'v>> {
        let Value::Object(map) = self.value else {
            return self.expected("an object");
        };
        if let Some(missing) = fields.iter().find(|field| !map.contains_key(**field)) {
            return malformed(format!("`{}` has no field `{missing}`", self.field));
        }
        if let Some(other) = map.keys().find(|key| !fields.contains(&key.as_str())) {
            return malformed(format!("`{}` has the unknown field `{other}`", self.field));
        }
        Ok(Object(map))
    }

    /// What the field `name` of an object holds, whatever others there are.
    pub(super) fn peek(self, name: &'static str) -> Outcome<At<'v>> {
        match self.value.get(name) {
            Some(value) => Ok(At { value, field: name }),
            None => malformed(format!("`{}` has no field `{name}`", self.field)),
        }
    }

    /// Nothing for `null`.
    pub(super) fn optional(self) -> Option<At<'v>> {
        (!self.value.is_null()).then_some(self)
    }

    /// A list, entry by entry.
    pub(super) fn each<T>(self, read: impl Fn(At<'v>) -> Outcome<T>) -> Outcome<Vec<T>> {
        let Value::Array(list) = self.value else {
            return self.expected("a list");
        };
        let field = self.field;
        list.iter().map(|value| read(At { value, field })).collect()
    }

    /// A list of so many entries.
    pub(super) fn tuple<const N: usize>(self) -> Outcome<[At<'v>; N]> {
        let entries = self.each(Ok)?;
        match <[At<'v>; N]>::try_from(entries) {
            Ok(tuple) => Ok(tuple),
            Err(_) => self.expected(&format!("a list of {N} entries")),
        }
    }

    /// A number: `p` or `p/q` in lowest terms.
    pub(super) fn number(self) -> Outcome<Rational> {
        let number = match self.value {
            Value::String(text) => text
                .parse::<Rational>()
                .ok()
                .filter(|x| x.to_string() == *text),
            _ => None,
        };
        match number {
            Some(number) => Ok(number),
            None => self.expected("a number such as \"3\" or \"-1/2\""),
        }
    }

    pub(super) fn numbers(self) -> Outcome<Vec<Rational>> {
        self.each(At::number)
    }

    /// A list of so many numbers.
    pub(super) fn so_many_numbers(self, count: usize) -> Outcome<Vec<Rational>> {
        let numbers = self.numbers()?;
        match numbers.len() == count {
            true => Ok(numbers),
            false => malformed(format!(
                "`{}` has {} numbers where there must be {count}",
                self.field,
                numbers.len()
            )),
        }
    }

    /// So many lists of so many numbers.
    pub(super) fn table(self, rows: usize, columns: usize) -> Outcome<Vec<Vec<Rational>>> {
        let table = self.each(|row| row.so_many_numbers(columns))?;
        match table.len() == rows {
            true => Ok(table),
            false => malformed(format!(
                "`{}` has {} lists where there must be {rows}",
                self.field,
                table.len()
            )),
        }
    }

    /// A number of at least 0.
    pub(super) fn nonnegative(self) -> Outcome<Rational> {
        match self.number()? {
            number if number.is_negative() => self.expected("at least 0"),
            number => Ok(number),
        }
    }

    pub(super) fn optional_number(self) -> Outcome<Option<Rational>> {
        self.optional().map(At::number).transpose()
    }

    /// A whole number of at least 0.
    pub(super) fn count(self) -> Outcome<usize> {
        match self
            .value
            .as_u64()
            .and_then(|count| usize::try_from(count).ok())
        {
            Some(count) => Ok(count),
            None => self.expected("a whole number of at least 0"),
        }
    }

    /// A whole number below `limit`.
    pub(super) fn below(self, limit: usize) -> Outcome<usize> {
        match self.count()? {
            count if count < limit => Ok(count),
            _ => self.expected(&format!("below {limit}")),
        }
    }

    pub(super) fn counts(self) -> Outcome<Vec<usize>> {
        self.each(At::count)
    }

    pub(super) fn flag(self) -> Outcome<bool> {
        match self.value.as_bool() {
            Some(flag) => Ok(flag),
            None => self.expected("true or false"),
        }
    }

    pub(super) fn word(self) -> Outcome<&'v str> {
        match self.value.as_str() {
            Some(word) => Ok(word),
            None => self.expected("a string"),
        }
    }

    /// One of these words.
    pub(super) fn one_of<T: Copy>(self, words: &[(&str, T)]) -> Outcome<T> {
        let word = self.word()?;
        match words.iter().find(|(name, _)| *name == word) {
            Some((_, meaning)) => Ok(*meaning),
            None => {
                let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
                self.expected(&format!("one of {}", names.join(", ")))
            }
        }
    }
}

/// Are these numbers at least 0, with sum 1?
pub(super) fn is_law<'r>(numbers: impl Iterator<Item = &'r Rational>) -> bool {
    let mut total = Rational::ZERO;
    for number in numbers {
        if number.is_negative() {
            return false;
        }
        total += number;
    }
    total == Rational::ONE
}
