//! Laws at work against numbers worked out by hand.

mod amendment;
mod conservation;
mod effects;
mod failures;
mod rounds;

use super::super::testing::*;
use super::super::*;
use super::*;

/// The ledgers of `testing`, as text.
const LEDGERS: &str = "law \"a law\"
  pool relief
  memory price = 1/2
  escrow deposit
  counter offences
  memory tax = 0
  let quota = 12
";

fn law(clauses: &str) -> Law {
    match Law::parse(&format!("{LEDGERS}\n{clauses}")) {
        Ok(law) => law,
        Err(error) => panic!("{error}"),
    }
}

/// An open enforcer of these clauses of `resolve` before the fishery.
fn resolving(clauses: &str) -> Enforcer {
    open(&law(&format!("resolve:\n{clauses}")))
}

/// What the fishery saw, without actions.
fn seen() -> Evidence {
    catches(&[])
}
