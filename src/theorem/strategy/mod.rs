//! Strategies for property tests: exact instances of everything in the crate, small, with ties,
//! which shrink towards simple ones. With the feature `proptest`.
//!
//! ```
//! use lacuna::game::GameExt;
//! use lacuna::theorem::strategy;
//! use proptest::prelude::*;
//!
//! // An equilibrium of a team is not always its optimum, but an optimum is an equilibrium.
//! proptest!(|(team in strategy::team_games(2..=3, 1..=3))| {
//!     let best = (0..team.space().len()).max_by_key(|&index| team.welfare_at(index));
//!     let best = team.space().profile(best.unwrap_or(0))?;
//!     prop_assert!(team.is_pure_equilibrium(&best)?);
//! });
//! ```
//!
//! - **Numbers**: [`payoffs`], [`rationals`], [`whole_payoffs`], [`altruism_weights`],
//!   [`probabilities`], [`positive_probabilities`], [`large_numbers`], [`near`], [`weights_near`],
//!   [`tolerances`].
//! - **Games**: [`shapes`], [`games`](fn@games), [`games_of_shape`], [`games_with_payoffs`],
//!   [`games_with_large_payoffs`], [`float_games`], [`games_in_both_numbers`], [`count_games`].
//! - **Games by class**: [`dilemmas`], [`stag_hunts`], [`chickens`], [`coordination_games`],
//!   [`zero_sum_games`], [`team_games`], [`symmetric_games`], [`public_goods_games`],
//!   [`binary_public_goods`], [`potential_games`], [`weighted_potential_games`],
//!   [`congestion_games`], [`cost_sharing_games`].
//! - **Games on purpose**: [`games_with_one_optimum`], [`games_with_tied_optima`],
//!   [`games_with_equilibrium`], [`games_without_equilibrium`], [`games_with_duplicate_action`],
//!   [`games_with_dominated_action`], [`games_with_weakly_dominated_action`],
//!   [`games_with_tied_replies`], [`boundary_dilemmas`].
//! - **Hidden effort**: [`hidden_effort_lifts`], [`any_lifts`].
//! - **What is played**: [`profiles`](fn@profiles), [`mixed_profiles`], [`distributions`].
//! - **What players care about**: [`preferences`](fn@preferences), [`linear_preferences`],
//!   [`weight_matrices`], [`populations`], [`welfare_functions`] and others.
//! - **Contracts**: [`problems`](fn@problems), [`problems_with_information`],
//!   [`commanded_problems`], [`languages`](fn@languages), [`refinements`], [`coarsenings`], [`monitorings`],
//!   [`contracts`](fn@contracts), [`balanced_contracts`] and others.
//! - **Laws**: [`courts`], [`laws`](fn@laws), [`law_texts`], [`courts_with_law`].
//! - **Mechanisms**: [`settings`](fn@settings), [`priors`], [`values`], [`direct_mechanisms`],
//!   [`groves_mechanisms`], [`auctions`], [`rankings`](fn@rankings), [`ballots`],
//!   [`matching_markets`] and others.
//! - **Worlds and agents**: [`game_rounds`], [`count_rounds`], [`mechanism_rounds`],
//!   [`commons_rules`], [`harvest_rules`], [`cleanup_rules`], [`scenes`], [`agents`](fn@agents),
//!   [`memory_one_strategies`].
//! - **Next to thresholds**: [`games_near_level`], [`dilemmas_near_level`],
//!   [`games_near_breakpoint`], [`problems_near_level`].
//! - **Linear programs**: [`linear_programs`].
//!
//! Arguments are ranges of sizes, both ends included; an empty range panics when it is drawn from,
//! and sizes that nothing has, for example games without players, fail at the first draw with the
//! reason. Nothing is drawn to be thrown away. All are cheap, about a millisecond a draw without
//! optimisation, except those next to thresholds, which solve each instance that they draw. The
//! same seed draws the same instances.
//!
//! Parts that belong together are drawn together (`problems_with_language` rather than `languages`
//! inside a `prop_flat_map`): then a problem can shrink while its language stays.

mod agents;
mod classes;
mod contracts;
mod counts;
mod designed;
mod dilemmas;
mod drafter;
mod environments;
mod games;
mod languages;
mod laws;
mod mechanisms;
mod numbers;
mod potential;
mod preferences;
mod problems;
mod profiles;
mod programs;
mod rankings;
mod settings;
mod thresholds;
mod valid;
mod welfare;

pub use agents::{AnyAgent, agents, memory_one_strategies};
pub use classes::{
    binary_public_goods, coordination_games, public_goods_games, symmetric_games, team_games,
    zero_sum_games,
};
pub use contracts::{
    balanced_contracts, burning_contracts, contracts, contracts_with_directives, limited_contracts,
};
pub use counts::{AnyCountGame, count_games, count_rounds};
pub use designed::{
    GameWithAction, GameWithProfile, games_with_dominated_action, games_with_duplicate_action,
    games_with_equilibrium, games_with_one_optimum, games_with_tied_optima,
    games_with_tied_replies, games_with_weakly_dominated_action, games_without_equilibrium,
};
pub use dilemmas::{
    any_lifts, boundary_dilemmas, boundary_payoffs, chicken_payoffs, chickens, dilemma_payoffs,
    dilemmas, hidden_effort_lifts, stag_hunt_payoffs, stag_hunts, symmetric_payoffs,
};
pub use environments::{
    cleanup_rules, commons_rules, game_rounds, growths, harvest_rules, mechanism_rounds, scenes,
};
pub use games::{
    float_games, games, games_in_both_numbers, games_of_shape, games_with_large_payoffs,
    games_with_payoffs, shapes, tolerances, whole_payoffs,
};
pub use languages::{
    coarsenings, languages, monitorings, problems_with_language, problems_with_refinement,
    refinements,
};
pub use laws::{courts, courts_with_law, law_texts, laws};
pub use mechanisms::{
    DrawnAuction, auctions, direct_mechanisms, groves_mechanisms, mechanism_tables, strategies,
};
pub use numbers::{
    altruism_weights, large_numbers, near, payoffs, positive_probabilities, probabilities,
    rationals, weights_near,
};
pub use potential::{
    WeightedPotentialGame, congestion_games, cost_sharing_games, potential_games,
    weighted_potential_games,
};
pub use preferences::{
    benevolent_matrices, cooperative_matrices, cooperative_populations, cooperative_preferences,
    equity_preferences, linear_preferences, moral_preferences, network_matrices, populations,
    preferences, spiteful_matrices, weight_matrices,
};
pub use problems::{commanded_problems, information, problems, problems_with_information};
pub use profiles::{distributions, mixed_profiles, profiles};
pub use programs::linear_programs;
pub use rankings::{
    MatchingMarket, ballots, matching_markets, rank_utilities, rankings, side_preferences,
    single_peaked_rankings, tie_breakings, voting_rules,
};
pub use settings::{
    independent_priors, interdependent_settings, object_settings, outside_options, priors,
    public_projects, settings, trade_settings, values,
};
pub use thresholds::{
    NearThreshold, ProblemWithLanguage, dilemmas_near_level, games_near_breakpoint,
    games_near_level, problems_near_level,
};
pub use welfare::{AnyWelfare, non_negative_payoffs, positive_payoffs, welfare_functions};
