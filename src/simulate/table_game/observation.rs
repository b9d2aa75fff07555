//! What a player at the table sees.

use std::sync::Arc;

use super::{Agreement, Scene};

/// What a player sees before it chooses. It does not see what others are about to choose.
///
/// Everything but the agreement is in the [`Scene`]: stories, labels, payoffs of all, and what a
/// court can see of an action.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TableObservation {
    /// The player.
    pub player: usize,
    /// What everybody at the table knows.
    pub scene: Arc<Scene>,
    /// What was agreed and what force it has, if anything was.
    pub agreed: Option<Agreement>,
}

impl TableObservation {
    /// What `player` sees of a scene when nothing was agreed.
    pub fn new(player: usize, scene: Arc<Scene>) -> Self {
        TableObservation {
            player,
            scene,
            agreed: None,
        }
    }

    /// The same with an agreement.
    #[must_use]
    pub fn with_agreement(mut self, agreed: Agreement) -> Self {
        self.agreed = Some(agreed);
        self
    }

    /// The player's story.
    pub fn story(&self) -> &str {
        self.scene.story(self.player)
    }

    /// The labels of the player's own actions.
    pub fn own_labels(&self) -> &[String] {
        self.scene.labels(self.player)
    }

    /// Why a court cannot see how an action is carried out, if that is so.
    pub fn effort_hint(&self) -> Option<&str> {
        self.scene.effort_hint()
    }
}
