//! A law on one decision: its three hooks, once.

use serde::{Deserialize, Serialize};

use super::Scene;
use crate::contract::law::{
    CheckedLaw, EnforceError, Enforcer, EntryKind, Evidence, FailurePolicy, Hook, Reading, Ruling,
};
use crate::number::Rational;

/// What a court found when it applied a law to one decision. Whether it was carried out is another
/// question: under [`Treatment::MonitoredLaw`](super::Treatment) it is only found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Hearing {
    /// What each player is to do, as whole actions: what the court cannot see is as it was chosen.
    pub ordered: Vec<usize>,
    /// Whose action is another than it chose.
    pub overridden: Vec<bool>,
    /// What each player is to receive, less what it is to pay.
    pub transfers: Vec<Rational>,
    /// Money that is destroyed.
    pub destroyed: Rational,
    /// Money that is brought in.
    pub granted: Rational,
    /// Money that is left in pools and escrows at the end, and so is lost to the players.
    pub held: Rational,
    /// Sanctions and violations, in the order in which they were found.
    pub violations: Vec<FoundViolation>,
    /// Who did not do what the law asks: its action was overridden, or it was fined, sanctioned, or
    /// put on record for a violation. Money that changes hands is no breach.
    pub breached: Vec<bool>,
    /// How many effects of any kind the law had.
    pub effects: u64,
    /// The hooks that failed and so had no effect, in words.
    pub failures: Vec<String>,
}

/// A sanction, or a violation on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FoundViolation {
    /// Whose.
    pub player: usize,
    /// In which hook.
    pub hook: Hook,
    /// What it was, if the law says it in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is taken from the player for it.
    pub sanction: Rational,
}

impl Hearing {
    /// Applies a law to what was chosen. `chosen` has one action of the scene a player.
    ///
    /// # Errors
    /// [`EnforceError`] for a law of another court, fallback actions that the court does not have,
    /// or a hook that aborts.
    pub(super) fn of(
        scene: &Scene,
        law: &CheckedLaw,
        policy: FailurePolicy,
        chosen: &[usize],
    ) -> Result<Hearing, EnforceError> {
        let players = chosen.len();
        let mut enforcer = Enforcer::new(law.clone(), policy)?;
        let mut hearing = Hearing {
            ordered: chosen.to_vec(),
            overridden: vec![false; players],
            transfers: vec![Rational::ZERO; players],
            destroyed: Rational::ZERO,
            granted: Rational::ZERO,
            held: Rational::ZERO,
            violations: Vec::new(),
            breached: vec![false; players],
            effects: 0,
            failures: Vec::new(),
        };
        let mut evidence = Evidence::default();
        hearing.add(enforcer.start(&evidence)?);
        evidence.actions = readings(scene, chosen);
        let ruling = enforcer.resolve(&evidence)?;
        for (player, order) in ruling.actions().iter().enumerate() {
            if let Reading::Label(label) = order
                && evidence.actions.get(player) != Some(order)
            {
                hearing.overridden[player] = true;
                hearing.breached[player] = true;
                hearing.ordered[player] = scene.directed(player, chosen[player], *label);
            }
        }
        hearing.add(ruling);
        evidence.actions = readings(scene, &hearing.ordered);
        hearing.add(enforcer.end(&evidence)?);
        hearing.held = enforcer.ledgers().total_held();
        Ok(hearing)
    }

    fn add(&mut self, ruling: &Ruling) {
        for (total, transfer) in self.transfers.iter_mut().zip(ruling.transfers()) {
            *total += transfer;
        }
        self.destroyed += ruling.destroyed();
        self.granted += ruling.granted();
        self.effects += ruling.entries().len() as u64;
        for entry in ruling.entries() {
            if matches!(
                entry.kind,
                EntryKind::Fine
                    | EntryKind::Sanction
                    | EntryKind::GraduatedSanction
                    | EntryKind::Violation
            ) {
                self.breached[entry.player] = true;
            }
        }
        let hook = ruling.hook();
        let found = ruling.violations().map(|violation| FoundViolation {
            player: violation.player,
            hook,
            text: violation.text.map(str::to_owned),
            sanction: violation.sanction.clone(),
        });
        self.violations.extend(found);
        self.failures
            .extend(ruling.failure().map(ToString::to_string));
    }

    /// Did the law do anything, to actions or to money, or put anything on record?
    pub fn is_active(&self) -> bool {
        self.effects > 0 || self.overridden.contains(&true)
    }
}

fn readings(scene: &Scene, actions: &[usize]) -> Vec<Reading> {
    let seen = |(player, &action): (usize, &usize)| {
        // Actions were checked before: each has a label.
        Reading::Label(scene.seen(player, action).unwrap_or(usize::MAX))
    };
    actions.iter().enumerate().map(seen).collect()
}
