//! What the rules of every world on a grid have.

/// Methods of rules with a `map`, `players`, `steps` and a `view`.
macro_rules! shared_rules {
    ($rules:ty) => {
        impl $rules {
            /// The same rules on another map.
            #[must_use]
            pub fn with_map(mut self, map: GridMap) -> Self {
                self.map = map;
                self
            }

            /// The same rules for another number of players.
            #[must_use]
            pub fn with_players(mut self, players: usize) -> Self {
                self.players = players;
                self
            }

            /// The same rules with another number of steps.
            #[must_use]
            pub fn with_steps(mut self, steps: usize) -> Self {
                self.steps = steps;
                self
            }

            /// The same rules for players who see so far.
            #[must_use]
            pub fn with_view(mut self, view: usize) -> Self {
                self.view = view;
                self
            }
        }
    };
}
pub(super) use shared_rules;
