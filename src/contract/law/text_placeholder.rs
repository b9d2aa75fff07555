//! Stands in for the printer of clauses, which another branch has: delete this file with it.

use std::fmt;

use super::Clause;

impl fmt::Display for Clause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        formatter.write_str(&text)
    }
}
