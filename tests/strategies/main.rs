//! What the strategies draw, and how it shrinks.

use lacuna::game::catalogue::DilemmaClass;
use lacuna::theorem::strategy;
use proptest::prelude::*;

proptest! {
    #[test]
    fn dilemmas_are_prisoners_dilemmas(payoffs in strategy::dilemma_payoffs()) {
        prop_assert_eq!(payoffs.classify(), DilemmaClass::PrisonersDilemma);
    }
}
