//! Checked properties of mechanisms: each holds in every case, or here is the worst case.
//!
//! [`Examination`] takes a [`Setting`](super::Setting), a [`Mechanism`](super::Mechanism), the
//! strategies that agents follow and what they care about, and answers exactly:
//!
//! | question | method | worst case |
//! |---|---|---|
//! | best whatever the others say | [`Examination::dominant_strategy`] | [`BetterReply`] |
//! | best whatever the others' types | [`Examination::ex_post`] | [`BetterReply`] |
//! | best in expectation, given the own type | [`Examination::bayesian`] | [`BetterReply`] |
//! | no two agents both gain together | [`Examination::pair_proof`] | [`Collusion`] |
//! | strategy-proof for rankings, with lotteries | [`Examination::strategy_proof`] | [`OrdinalManipulation`] |
//! | nobody would rather stay away | [`Examination::participation`] | [`Shortfall`] |
//! | no deficit, exact balance, a floor or target | [`Examination::budget`] | [`Imbalance`] |
//! | bounds on payments, nobody is paid | [`Examination::payments`] | [`PaymentBreach`] |
//! | the largest sum of values | [`Examination::efficiency`] | [`Inefficiency`] |
//! | no alternative is better for all | [`Examination::pareto`] | [`ParetoImprovement`] |
//! | transfers exist that make it truthful | [`Examination::cyclic_monotonicity`], [`Examination::weak_monotonicity`] | [`Cycle`] |
//! | higher types get no less | [`Examination::monotone`] | [`Descent`] |
//! | nobody would rather be another | [`Examination::envy_freeness`] | [`Envy`] |
//! | names do not matter | [`Examination::symmetry`] | [`Asymmetry`] |
//! | a resource suffices | [`Examination::capacity`] | [`CapacityBreach`] |
//! | conditions of one's own | [`Examination::conditions`] | [`ConditionBreach`] |
//!
//! What [`design`](super::design) requires of mechanisms that it looks for, [`Incentive::required`],
//! [`Stage::required`] and [`RevenueRule::required`] turn into questions.
//!
//! A [`Verdict`] says of how many cases it is the exhaustion, how many are ties and where the slack
//! is least, or gives the worst case, a [`Witness`] whose [`Witness::verify`] goes back to the
//! definition. [`Examination::report`] asks everything at once. [`Examination::sampled`] is for
//! spaces that are too large, and says so in its type.
//!
//! [`MessageGame`], [`Examination::complete_information`] and [`Examination::strategic_form`] are
//! the games that a mechanism makes, for [`equilibrium`](crate::equilibrium); [`Revealed`] is the
//! direct mechanism behind an indirect one.
//!
//! # Example
//!
//! ```
//! use lacuna::game::ProfileSpace;
//! use lacuna::mechanism::examine::{Examination, Witness};
//! use lacuna::mechanism::{Decision, MechanismTable, Setting};
//! use lacuna::number::Rational;
//!
//! // Two bidders with values 0 to 3; the higher bid wins and pays itself.
//! let setting = Setting::private(&[4, 4], 2, |bidder, value, winner| {
//!     Rational::from(if winner == bidder { value as i64 } else { 0 })
//! })?;
//! let bids = ProfileSpace::new(&[4, 4])?;
//! let decide = |bids: Vec<usize>| {
//!     let winner = usize::from(bids[1] > bids[0]);
//!     let mut transfers = vec![Rational::ZERO; 2];
//!     transfers[winner] = Rational::from(-(bids[winner] as i64));
//!     Decision::certain(winner, transfers)
//! };
//! let decisions = bids.iter().map(decide).collect();
//! let first_price = MechanismTable::new(bids, 2, decisions)?;
//!
//! let examination = Examination::new(&setting, &first_price)?;
//! let verdict = examination.dominant_strategy()?;
//! let witness = verdict.witness().ok_or("truth is not dominant")?;
//! assert_eq!(witness.gain, Rational::from(3));
//! assert_eq!(
//!     witness.in_words(&examination),
//!     "agent 0 of type 3 gains 3 by saying \"type 0\" and not \"type 3\", when the others say \
//!      [agent 1: type 0]"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Preferences
//!
//! Agents are selfish unless [`Examination::with_preference`] says otherwise; [`Concern`](super::Concern) says
//! whether preferences are about material payoffs or about values alone. Incentives, participation,
//! envy and monotonicity are about utilities as perceived; budget, efficiency and revenue about
//! money and material values.
//!
//! # Interdependent values
//!
//! Dominance quantifies over the others' messages *and* their types: what they say need not be what
//! they are. This is the definition for any number of agents whose utility depends on others' types,
//! and agents who care about each other are such agents even if values are private. Ex post
//! incentives ask for less: others follow their strategies.
//!
//! # Correspondence to mechaudit
//!
//! Every constraint family of the Python package mechaudit 0.1.0, and what it is here. Its payments
//! are what agents pay, transfers here what they receive; it looks at expectations of lotteries
//! ([`Lottery::InExpectation`]) and at direct mechanisms, and compares floating-point numbers with a
//! tolerance.
//!
//! | mechaudit | here |
//! |---|---|
//! | `allocation_nonnegative`, `allocation_normalization` | [`Decision::check`](super::Decision::check), at tabulation |
//! | `DSIC` (private values only) | [`Examination::dominant_strategy`] |
//! | `ExPostIC` | [`Examination::ex_post`] |
//! | `BIC` | [`Examination::bayesian`] |
//! | `zero_probability_types`: `vacuous`, `error`, `enforce_ex_post` | [`ZeroProbability`]: `Skip`, `Refuse`, `EveryBelief` |
//! | `ExAnteIR`, `InterimIR`, `ExPostIR` | [`Examination::participation`] with [`Stage`] |
//! | constant, own-type, profile and callable outside options | [`OutsideOptions`](super::OutsideOptions) |
//! | `WeakBudgetBalance(floor)`, `StrongBudgetBalance(target)`, ex post and ex ante | [`Examination::budget`] with [`RevenueRule`], [`BudgetStage`] |
//! | `PaymentBounds`, `PaymentFloor`, `PaymentCap` | [`Examination::payments`] |
//! | `NoSubsidies`, `NoPositiveTransfers` | [`PaymentBounds::no_subsidies`] |
//! | `Capacity` | [`Examination::capacity`] |
//! | `Symmetry`, `Anonymity` | [`Examination::symmetry`] with [`Relabelling`] |
//! | `CustomLinearConstraint`, `CustomLinearRequirement` | [`Examination::conditions`] |
//! | selectors of agents | [`Examination::with_agents`] |
//!
//! Its selectors of single types, lies and reports have no counterpart.

mod amount;
mod better_reply;
mod budget;
mod conditions;
mod efficiency;
mod envy;
mod evaluate;
mod examination;
mod incentives;
mod induced;
mod linear;
mod monotonicity;
mod ordinal;
mod pairs;
mod participation;
mod perspective;
mod report;
mod sampled;
mod symmetry;
mod tables;
mod verdict;

pub use better_reply::{Against, BetterReply};
pub use budget::{BudgetStage, Imbalance, PaymentBounds, PaymentBreach, RevenueRule, Side};
pub use conditions::{
    Capacity, CapacityBreach, Comparison, ConditionBreach, Coordinate, LinearCondition,
};
pub use efficiency::{Inefficiency, ParetoImprovement};
pub use envy::Envy;
pub use examination::{Examination, ExaminationLimit, Lottery, MessageScope, ZeroProbability};
pub use incentives::Incentive;
pub use induced::{MessageGame, Revealed};
pub use monotonicity::{Cycle, Descent};
pub use ordinal::{OrdinalManipulation, strategy_proof};
pub use pairs::Collusion;
pub use participation::{Shortfall, Stage};
pub use report::{Report, ReportLine};
pub use sampled::{Draw, Estimate, Sampled};
pub use symmetry::{Asymmetry, Component, Relabelling};
pub use verdict::{AgentType, Verdict, Witness};
