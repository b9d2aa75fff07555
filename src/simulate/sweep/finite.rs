//! Finds numbers that JSON cannot say.

use std::fmt;

use serde::Serialize;
use serde::ser::{self, Serializer};

/// Refuses a result with a number that is not finite: JSON writes it as `null`, which would pass for
/// a value that is missing.
pub(super) fn check(record: &impl Serialize) -> Result<(), String> {
    record
        .serialize(Probe { field: "a value" })
        .map_err(|NotFinite(problem)| problem)
}

#[derive(Debug)]
struct NotFinite(String);

impl fmt::Display for NotFinite {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}
impl std::error::Error for NotFinite {}
impl ser::Error for NotFinite {
    fn custom<T: fmt::Display>(message: T) -> Self {
        NotFinite(message.to_string())
    }
}

/// Walks through a value, and knows the field that it is in.
#[derive(Clone, Copy)]
struct Probe {
    field: &'static str,
}

/// What holds no number that may fail.
macro_rules! passes {
    ($($method:ident($($type:ty),*);)*) => {
        $(fn $method(self, $(_: $type),*) -> Result<(), NotFinite> { Ok(()) })*
    };
}

/// What is looked through.
macro_rules! opens {
    ($($method:ident($($type:ty),*) -> $compound:ident;)*) => {
        $(fn $method(self, $(_: $type),*) -> Result<Self::$compound, NotFinite> { Ok(self) })*
    };
}

impl Serializer for Probe {
    type Ok = ();
    type Error = NotFinite;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn serialize_f64(self, value: f64) -> Result<(), NotFinite> {
        if value.is_finite() {
            return Ok(());
        }
        let field = self.field;
        Err(NotFinite(format!(
            "{field:?} is {value}; it must be a finite number"
        )))
    }
    fn serialize_f32(self, value: f32) -> Result<(), NotFinite> {
        self.serialize_f64(f64::from(value))
    }

    passes! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }
    opens! {
        serialize_seq(Option<usize>) -> SerializeSeq;
        serialize_tuple(usize) -> SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant;
        serialize_map(Option<usize>) -> SerializeMap;
        serialize_struct(&'static str, usize) -> SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotFinite> {
        value.serialize(self)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), NotFinite> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), NotFinite> {
        value.serialize(self)
    }
}

/// Lists and maps, whose entries belong to the field around them.
macro_rules! entries {
    ($($compound:ident: $($method:ident),*;)*) => {
        $(impl ser::$compound for Probe {
            type Ok = ();
            type Error = NotFinite;
            $(fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotFinite> {
                value.serialize(*self)
            })*
            fn end(self) -> Result<(), NotFinite> {
                Ok(())
            }
        })*
    };
}
entries! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
    SerializeMap: serialize_key, serialize_value;
}

/// Structs, whose fields have names.
macro_rules! fields {
    ($($compound:ident),*) => {
        $(impl ser::$compound for Probe {
            type Ok = ();
            type Error = NotFinite;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                field: &'static str,
                value: &T,
            ) -> Result<(), NotFinite> {
                value.serialize(Probe { field })
            }
            fn end(self) -> Result<(), NotFinite> {
                Ok(())
            }
        })*
    };
}
fields!(SerializeStruct, SerializeStructVariant);
