//! What a contract can command of an action, and what stays hidden.

use serde::{Deserialize, Serialize};

use super::ContractError;

/// How the actions of one player split into a part that a contract can command and a hidden rest.
///
/// Action `a` has class `class[a]` and hidden part `hidden[a]`, both counted from 0; every
/// combination is exactly one action. A directive changes the class and keeps the hidden part: in
/// the paper's systems the base action can be overridden, the effort cannot.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contractible {
    class: Vec<usize>,
    hidden: Vec<usize>,
}

impl Contractible {
    /// A split given by the class and the hidden part of each action.
    ///
    /// # Errors
    /// [`ContractError::NotAGrid`] (for player 0; [`with_contractible`](super::ContractingProblem::with_contractible) names
    /// the player).
    pub fn new(class: Vec<usize>, hidden: Vec<usize>) -> Result<Self, ContractError> {
        let split = Contractible { class, hidden };
        split.check(0)?;
        Ok(split)
    }

    /// Nothing about these actions can be commanded.
    pub fn nothing(actions: usize) -> Self {
        Contractible {
            class: vec![0; actions],
            hidden: (0..actions).collect(),
        }
    }

    /// Every action can be commanded.
    pub fn everything(actions: usize) -> Self {
        Contractible {
            class: (0..actions).collect(),
            hidden: vec![0; actions],
        }
    }

    /// Is every combination of a class and a hidden part exactly one action? An error names `player`.
    pub(super) fn check(&self, player: usize) -> Result<(), ContractError> {
        let fault = |problem: String| ContractError::NotAGrid { player, problem };
        if self.class.len() != self.hidden.len() {
            return Err(fault(format!(
                "there are {} classes and {} hidden parts",
                self.class.len(),
                self.hidden.len()
            )));
        }
        let classes = self.classes();
        let parts = self
            .hidden
            .iter()
            .map(|h| h.saturating_add(1))
            .max()
            .unwrap_or(0);
        if classes.checked_mul(parts) != Some(self.class.len()) {
            return Err(fault(format!(
                "{classes} classes and {parts} hidden parts do not make {} actions",
                self.class.len()
            )));
        }
        let mut seen = vec![false; self.class.len()];
        for (action, (&class, &part)) in self.class.iter().zip(&self.hidden).enumerate() {
            if std::mem::replace(&mut seen[class * parts + part], true) {
                return Err(fault(format!(
                    "action {action} repeats class {class} with hidden part {part}"
                )));
            }
        }
        Ok(())
    }

    /// The number of actions.
    pub(super) fn actions(&self) -> usize {
        self.class.len()
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.class
            .iter()
            .map(|c| c.saturating_add(1))
            .max()
            .unwrap_or(0)
    }

    /// The class of an action.
    ///
    /// # Panics
    /// If there is no such action.
    pub fn class(&self, action: usize) -> usize {
        self.class[action]
    }

    /// The action with this class and the hidden part of `action`; `action` itself if there is no
    /// such class.
    pub(crate) fn directed(&self, action: usize, class: usize) -> usize {
        (0..self.class.len())
            .find(|&other| self.class[other] == class && self.hidden[other] == self.hidden[action])
            .unwrap_or(action)
    }
}
