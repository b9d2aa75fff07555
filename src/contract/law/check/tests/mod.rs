//! Every problem is found, at its place, in words; and the bounds of what passes.

mod limits;
mod names;
mod report;

use super::super::testing::*;
use super::super::*;
use super::*;

/// What the court says to one clause of `resolve`.
fn refused(clause: Clause) -> Vec<String> {
    refused_by(&fishery(), &resolving([clause]))
}

fn refused_by(court: &Court, law: &Law) -> Vec<String> {
    match law.check(court, &CheckOptions::default()) {
        Ok(_) => Vec::new(),
        Err(rejection) => rejection
            .problems()
            .iter()
            .map(ToString::to_string)
            .collect(),
    }
}
