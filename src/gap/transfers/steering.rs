//! What is asked of money in a contract language, and what is answered.

use serde::{Deserialize, Serialize};

use super::target::Concept;
use crate::contract::{Cell, Obstruction, PlainContract};
use crate::game::Profile;
use crate::linear_program::LinearOptions;
use crate::number::Rational;

/// Which transfers are allowed, and what is to be small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferKind {
    /// Only payments to players; the expected sum under the plan is to be small.
    Reward,
    /// Only payments by players; the largest is to be small.
    Fine,
    /// Both; the expected net sum under the plan is to be small.
    Subsidy,
}

/// What is asked of the plan, limits on the money, and limits on the work.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TransferOptions {
    /// What is asked of the plan in every state. Default: an equilibrium.
    pub concept: Concept,
    /// The largest absolute transfer allowed. Default: unlimited.
    pub liability: Option<Rational>,
    /// For each player the least expected utility under the plan, transfers included, as the
    /// player perceives it before the state is known. Default: none.
    pub participation: Option<Vec<Rational>>,
    /// Limits on the linear program.
    pub linear: LinearOptions,
}

impl TransferOptions {
    /// The same with another concept.
    #[must_use]
    pub fn with_concept(mut self, concept: Concept) -> Self {
        self.concept = concept;
        self
    }

    /// The same with a limit on the absolute value of every transfer.
    #[must_use]
    pub fn with_liability(mut self, liability: Rational) -> Self {
        self.liability = Some(liability);
        self
    }

    /// The same with a least expected utility for each player.
    #[must_use]
    pub fn with_participation(mut self, least: Vec<Rational>) -> Self {
        self.participation = Some(least);
        self
    }

    /// The same with other limits on the linear program.
    #[must_use]
    pub fn with_linear(mut self, linear: LinearOptions) -> Self {
        self.linear = linear;
        self
    }
}

/// The contract that steers with the least money, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Steering {
    /// The least, with a proof.
    Least(LeastTransfers),
    /// No transfers of this kind and within the limits make the plan what is asked.
    Impossible(TransferImpossibility),
    /// There is no least: the net subsidy can be as low as one likes.
    Unbounded(EndlessTax),
}

/// Transfers that none undercuts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LeastTransfers {
    /// The kind of transfers.
    pub kind: TransferKind,
    /// The least expected rewards, largest fine, or expected net subsidy, in money.
    pub value: Rational,
    /// Transfers with this value; of fines with the least largest one, those of which least is
    /// expected to fall due under the plan.
    pub contract: PlainContract,
    /// The expected sum of all transfers under the plan.
    pub expected_net: Rational,
    /// Why no less will do.
    pub proof: TransferBound,
    /// Why, with no fine above the value, no less of fines is expected to fall due under the plan;
    /// `None` unless the transfers are fines.
    pub due_proof: Option<TransferBound>,
}

/// Why a plan cannot be steered to by transfers of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TransferImpossibility {
    /// The kind of transfers.
    pub kind: TransferKind,
    /// Conditions that contradict each other.
    pub proof: TransferBound,
    /// A chain of deviations from the plan that no transfers of any kind and size deter, if that is
    /// the reason; looked for only where the plan need be an equilibrium.
    pub obstruction: Option<Obstruction>,
}

/// Transfers and a way to change them that makes the net subsidy ever lower.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EndlessTax {
    /// Transfers that make the plan what is asked.
    pub contract: PlainContract,
    /// What can be added to them in any positive multiple.
    pub direction: PlainContract,
}

/// A weighted sum of the conditions on transfers that bounds the money from below, or is a
/// contradiction. All weights are above 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TransferBound {
    /// Weights of "the target action is no worse than another".
    pub incentives: Vec<IncentivePrice>,
    /// Weights of participation: player and weight.
    pub participation: Vec<(usize, Rational)>,
    /// Weights of "the fine of this player in this cell is at most the largest": player, cell,
    /// weight.
    pub fines: Vec<(usize, Cell, Rational)>,
}

/// The weight of one incentive condition in a [`TransferBound`]: its shadow price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IncentivePrice {
    /// The state.
    pub state: usize,
    /// Who would deviate.
    pub player: usize,
    /// From which profile, in which the player does its part of the plan.
    pub profile: Profile,
    /// To which action.
    pub action: usize,
    /// The weight, above 0.
    pub weight: Rational,
}

impl Steering {
    /// The least transfers, if there are any.
    pub fn least(&self) -> Option<&LeastTransfers> {
        match self {
            Steering::Least(least) => Some(least),
            _ => None,
        }
    }

    /// The least value, if there is one.
    pub fn value(&self) -> Option<&Rational> {
        self.least().map(|least| &least.value)
    }
}
