//! One-shot games at a table, with talk and contracts before them.
