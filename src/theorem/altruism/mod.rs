//! How much altruism it takes, what it costs, and what players care about.

mod levels;

pub use levels::UniqueOptimumHasALevel;

super::registry::chapter!("Altruism and preferences": UniqueOptimumHasALevel);
