//! What it costs to steer play with money.
//!
//! Without a contract two players of a prisoner's dilemma (3, 0, 5, 1) defect. Money can make them
//! cooperate; how much it takes depends on who pays, and on what can be seen:
//!
//! - [`k_implementation`]: an outsider *promises* payments for each profile (Monderer and
//!   Tennenholtz). Most promises are never called upon; each player gets its regret, 2 + 2.
//! - [`least_reward`], [`least_fine`], [`least_subsidy`]: the same where a court sees less than the
//!   profile, with rewards, with fines, or with both; for several states that the players know.
//! - [`formal_contract`]: each defector pays the others (Christoffersen and co-authors). A transfer
//!   of 2 does it, and is never paid.
//! - [`self_interest_level`], [`reward_exchange`]: players give shares of their rewards to each
//!   other and keep as much as possible (Willis and co-authors); 3/5 here.
//! - [`prosociality_needed`], [`fine_needed`], [`detection_needed`]: how fines, chances of detection
//!   and concern for welfare stand in for each other.
//! - [`solo_payoff`], [`side_payments`]: what the players' own promises do, which need not be good
//!   (Jackson and Wilkie).
//!
//! Every answer is exact and carries what proves it: the deviations that bind, or multipliers of a
//! linear program. `verify` checks it in the game with money, with none of the solver's code.
//!
//! A target is asked to be an equilibrium or dominant ([`Concept`]), always by weak inequalities: a
//! player that is indifferent does its part. Where the text says *perceived* units, an amount is in
//! the receiver's own utility; all else is money.
//!
//! ```
//! use lacuna::contract::{ContractingProblem, Language};
//! use lacuna::game::catalogue::prisoners_dilemma;
//! use lacuna::gap::transfers::{TransferOptions, k_implementation, least_fine, least_reward};
//! use lacuna::number::Rational;
//! use lacuna::preference::WeightMatrix;
//!
//! let game = prisoners_dilemma(3, 0, 5, 1)?;
//! let selfish = WeightMatrix::identity(2);
//! let promised = k_implementation(&game, &[0, 0], &selfish)?;
//! assert_eq!(promised.cost, Rational::from(4));
//! assert!(promised.verify(&game, &selfish));
//!
//! // A court that only sees whether somebody defected: rewards cost the same, and a fine of 2 for
//! // everybody costs nothing at all, since it is never due.
//! let problem = ContractingProblem::single_state(game)?;
//! let somebody = Language::observed(&problem, |_, profile| profile.contains(&1));
//! let (plan, options) = ([vec![0, 0]], TransferOptions::default());
//! let reward = least_reward(&problem, &somebody, &plan, &selfish, &options)?;
//! assert_eq!(reward.value(), Some(&Rational::from(4)));
//! let fine = least_fine(&problem, &somebody, &plan, &selfish, &options)?;
//! assert_eq!(fine.value(), Some(&Rational::from(2)));
//! assert!(fine.verify(&problem, &somebody, &plan, &selfish, &options));
//!
//! // A court that sees nothing cannot steer, and the answer says why.
//! let nothing = Language::trivial(&problem);
//! let answer = least_fine(&problem, &nothing, &plan, &selfish, &options)?;
//! assert!(answer.value().is_none());
//! assert!(answer.verify(&problem, &nothing, &plan, &selfish, &options));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod enforcement;
mod formal_contract;
mod k_implementation;
mod least_transfers;
mod range;
mod reward_exchange;
mod self_interest;
mod solo_payoff;
mod steering;
mod target;
mod transfer_check;
mod transfer_program;

pub use enforcement::{
    Enforcement, EnforcementParameter, EnforcementRange, FineDestination, detection_needed,
    fine_needed, prosociality_needed,
};
pub use formal_contract::{FormalContract, all_other_actions, formal_contract};
pub use k_implementation::{KImplementation, k_implementation};
pub use least_transfers::{least_fine, least_reward, least_subsidy};
pub use range::{BindingDeviation, ParameterInterval, ParameterRange};
pub use reward_exchange::{
    BestExchange, ExchangeBound, ExchangeObjective, ExchangeOptions, RewardExchange,
    reward_exchange,
};
pub use self_interest::{SelfInterestLevel, self_interest_level, self_interest_of_optimum};
pub use solo_payoff::{SidePayments, SoloPayoff, side_payments, solo_payoff};
pub use steering::{
    EndlessTax, IncentivePrice, LeastTransfers, Steering, TransferBound, TransferImpossibility,
    TransferKind, TransferOptions,
};
pub use target::Concept;
