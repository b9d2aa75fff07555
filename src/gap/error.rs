//! Why a gap could not be measured.

use super::verifiability::GreedyChain;
use crate::contract::ContractError;
use crate::contract::law::FiniteLawError;
use crate::equilibrium::SolveError;
use crate::game::GameError;
use crate::linear_program::LinearError;
use crate::mechanism::MechanismError;
use crate::number::Rational;
use crate::preference::PreferenceError;

impl From<FiniteLawError> for GapError {
    fn from(error: FiniteLawError) -> Self {
        GapError::Law(Box::new(error))
    }
}

/// Why a gap, a price, a benefit or the money that steers play could not be measured.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GapError {
    /// The contracts could not be found.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// The law is no plain contract.
    #[error(transparent)]
    Law(Box<FiniteLawError>),
    /// The mechanisms could not be found.
    #[error(transparent)]
    Mechanism(#[from] MechanismError),
    /// The equilibria could not be listed.
    #[error(transparent)]
    Solve(#[from] SolveError),
    /// The game is not valid.
    #[error(transparent)]
    Game(#[from] GameError),
    /// The preferences do not fit the game.
    #[error(transparent)]
    Preference(#[from] PreferenceError),
    /// No equilibrium that could be measured.
    #[error("no equilibrium meets the side constraints; without them there always is one")]
    #[non_exhaustive]
    NoEquilibrium,
    /// More sets of players than the limit.
    #[error("there are more than {limit} sets of prosocial players; raise `max_sets`")]
    #[non_exhaustive]
    TooManySets {
        /// The limit.
        limit: usize,
    },
    /// An observation of negative cost.
    #[error("the observation `{name}` costs {cost}; a cost must be at least 0")]
    #[non_exhaustive]
    NegativeCost {
        /// The observation.
        name: String,
        /// Its cost.
        cost: Rational,
    },
    /// An observation of other outcomes than the base language of its menu.
    #[error("observation {observation} (`{name}`) does not fit the base language: {source}")]
    #[non_exhaustive]
    ObservationMismatch {
        /// The number of the observation.
        observation: usize,
        /// Its name.
        name: String,
        /// What does not fit.
        source: Box<ContractError>,
    },
    /// A number of no observation of a menu.
    #[error("there is no observation {observation}; the menu has observations 0..{observations}")]
    #[non_exhaustive]
    UnknownObservation {
        /// The number asked for.
        observation: usize,
        /// The number of observations.
        observations: usize,
    },
    /// More ways to split cells than the limit.
    #[error("there are more than {limit} ways to split the cells in two; raise `limit`")]
    #[non_exhaustive]
    TooManyObservations {
        /// The limit.
        limit: usize,
    },
    /// A menu that gives more languages than the limit.
    #[error(
        "the observations give more than {limit} languages; raise `max_languages`, or follow a \
         single chain with `greedy_chain`"
    )]
    #[non_exhaustive]
    TooManyLanguages {
        /// The limit.
        limit: usize,
    },
    /// A table without altruism weights.
    #[error("there is no altruism weight λ; at least one is needed")]
    NoLambdas,
    /// Altruism weights that are not strictly ascending.
    #[error("altruism weight {place} is {value}, after {previous}; they must strictly ascend")]
    #[non_exhaustive]
    LambdasNotAscending {
        /// Where the weight at fault stands.
        place: usize,
        /// The weight.
        value: Rational,
        /// The weight before it.
        previous: Rational,
    },
    /// An altruism weight that the table does not have.
    #[error("λ = {lambda} is not in the table, which has {}", list(.lambdas))]
    #[non_exhaustive]
    LambdaNotInTable {
        /// The weight asked for.
        lambda: Rational,
        /// The weights of the table.
        lambdas: Vec<Rational>,
    },
    /// An institution could not tell what it attains in one language.
    #[error("where a court verifies {observations}, at λ = {lambda}: {source}")]
    #[non_exhaustive]
    AtLanguage {
        /// The observations that give the language, by name.
        observations: String,
        /// The altruism weight.
        lambda: Rational,
        /// What went wrong.
        source: Box<GapError>,
    },
    /// A greedy chain that may add nothing.
    #[error("the look-ahead is 0; each step must be allowed at least 1 observation")]
    NoLookahead,
    /// A greedy chain was cut off; what was found so far comes along.
    #[error(
        "the greedy chain looked at {limit} sets of observations and has {} steps so far; raise \
         `max_sets`, or lower the look-ahead",
        .chain.steps.len()
    )]
    #[non_exhaustive]
    GreedyLimit {
        /// The limit.
        limit: usize,
        /// The chain so far.
        chain: Box<GreedyChain>,
    },
    /// A stored table whose parts contradict each other.
    #[error("the table is not consistent: {what}")]
    #[non_exhaustive]
    InconsistentTable {
        /// What does not fit.
        what: &'static str,
    },
    /// A linear program reached a limit.
    #[error(transparent)]
    Linear(#[from] LinearError),
    /// A question about another number of players.
    #[error("{what} needs {expected} players; the game has {found}")]
    #[non_exhaustive]
    WrongPlayers {
        /// What was asked for.
        what: &'static str,
        /// How many players it needs, in words.
        expected: &'static str,
        /// Players of the game.
        found: usize,
    },
    /// Not one entry for each player or action.
    #[error("{what} has {found} entries; {expected} are needed")]
    #[non_exhaustive]
    WrongLength {
        /// Of what there are too few or too many.
        what: &'static str,
        /// Entries given.
        found: usize,
        /// Entries needed.
        expected: usize,
    },
    /// A number outside the range in which it means something.
    #[error("{what} is {value}; it must be {range}")]
    #[non_exhaustive]
    OutOfRange {
        /// What it is.
        what: &'static str,
        /// The value given.
        value: Rational,
        /// What would be right.
        range: &'static str,
    },
    /// A target action that is itself listed among the defections.
    #[error(
        "action {action} of player {player} is the target and is listed as a defection; a contract \
         that fines it cannot steer towards it"
    )]
    #[non_exhaustive]
    TargetDefects {
        /// The player.
        player: usize,
        /// Its target action.
        action: usize,
    },
    /// The least net subsidy without anything that limits taxes.
    #[error(
        "without a liability or participation constraints a lump-sum tax makes the net subsidy as \
         low as one likes; set one of them in the options"
    )]
    #[non_exhaustive]
    UnlimitedTax,
    /// A state with several optima, where one is needed.
    #[error(
        "state {state} has {optima} optima, and this is defined for a unique one; perturb the \
         payoffs, or use `altruism_threshold`"
    )]
    #[non_exhaustive]
    TiedOptima {
        /// The state.
        state: usize,
        /// How many profiles have the greatest welfare.
        optima: usize,
    },
    /// A limit on transfers that makes conditions on λ and transfers not linear.
    #[error(
        "with a limit on transfers the least λ is found for a balanced budget only, in which \
         transfers are perceived as they are paid; use `Budget::Balanced` or no liability"
    )]
    #[non_exhaustive]
    LiabilityNeedsBalance,
    /// Levels that assume that detected deviations can be fined, with a budget that must balance.
    #[error(
        "the levels are ordered if fines need not go to anybody; use `Budget::Burning`, \
         `Budget::Unrestricted` or `Budget::Expected`"
    )]
    #[non_exhaustive]
    OrderingNeedsFines,
}

/// Numbers, separated by commas.
fn list(numbers: &[Rational]) -> String {
    let texts: Vec<String> = numbers.iter().map(Rational::to_string).collect();
    texts.join(", ")
}
