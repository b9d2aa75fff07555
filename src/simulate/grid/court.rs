//! What a court can verify of a grid world.

use super::{Cleanup, Deed, GridAction, GridWorld, Harvest};
use crate::contract::law::{ActionKind, Court, CourtError, Hook, Observable, Reading};
use crate::number::Rational;
use crate::simulate::{Environment, Verifiable};

fn number(value: usize) -> Reading {
    Reading::Quantity(Rational::from(value))
}

/// A court that sees what everybody does, where everybody is, and the apples.
fn court<E: Environment>(environment: &E, actions: &[GridAction]) -> Result<Court, CourtError> {
    let players = environment.players();
    let labels: Vec<_> = actions.iter().map(|action| action.label()).collect();
    let names = (0..players).map(|player| environment.player_name(player));
    let court = Court::new(names, ActionKind::labels("move", vec![labels; players]))?;
    court
        .with_hidden("plan", "where a player is going is its private knowledge")?
        .with_observable(Observable::quantity("step"))?
        .with_observable(Observable::quantity("apples"))?
        .with_observable(Observable::quantity("row").of_each_player())?
        .with_observable(Observable::quantity("column").of_each_player())?
        .with_observable(Observable::quantity("eaten").of_each_player())?
        .with_observable(Observable::quantity("left").of_each_player())
}

/// Writes what all grid worlds have: as many lists as `court` declares observations, and then room
/// for `more`.
fn observe(
    step: usize,
    hook: Hook,
    apples: usize,
    positions: impl Iterator<Item = (usize, usize)> + Clone,
    deeds: &[Deed],
    more: usize,
    seen: &mut Vec<Vec<Reading>>,
) {
    seen.resize_with(6 + more, Vec::new);
    for list in seen.iter_mut() {
        list.clear();
    }
    // When `end` runs, the step has been counted already.
    seen[0].push(number(step + usize::from(hook != Hook::End)));
    seen[1].push(number(apples));
    seen[2].extend(positions.clone().map(|(row, _)| number(row)));
    seen[3].extend(positions.map(|(_, column)| number(column)));
    seen[4].extend(deeds.iter().map(|deed| number(usize::from(deed.eaten))));
    seen[5].extend(deeds.iter().map(|deed| number(usize::from(deed.left))));
}

fn reading(actions: &[GridAction], action: GridAction) -> Reading {
    // What is not known here is refused by the environment.
    let label = actions.iter().position(|known| *known == action);
    Reading::Label(label.unwrap_or(actions.len()))
}

fn directed(actions: &[GridAction], action: GridAction, order: &Reading) -> GridAction {
    match order {
        Reading::Label(label) => actions.get(*label).copied().unwrap_or(action),
        Reading::Quantity(_) => action,
    }
}

macro_rules! verifiable_world {
    ($world:ty, $(#[$text:meta])* |$court:ident| $declare:expr, |$self:ident, $seen:ident| $more:expr, $count:expr) => {
        $(#[$text])*
        impl Verifiable for $world {
            fn court(&self) -> Result<Court, CourtError> {
                let $court = court(self, self.actions())?;
                $declare
            }
            fn observations(&self, hook: Hook, $seen: &mut Vec<Vec<Reading>>) {
                let $self = self;
                let positions = (0..self.players()).map(|player| self.position(player));
                let step = self.step_number();
                observe(step, hook, self.apples(), positions, self.deeds(), $count, $seen);
                $more
            }
            fn reading(&self, _player: usize, &action: &GridAction) -> Reading {
                reading(self.actions(), action)
            }
            fn directed(&self, _player: usize, &action: &GridAction, order: &Reading) -> GridAction {
                directed(self.actions(), action, order)
            }
            fn carried_out(&self, player: usize) -> Reading {
                reading(self.actions(), self.taken(player))
            }
        }
    };
}

verifiable_world!(
    Harvest,
    /// The court sees what each player does (`move`: `stay`, `north`, `south`, `east`, `west`, and
    /// `beam` if there is one), the number of the `step` from 1, the number of `apples`, the `row`
    /// and `column` of each player from 0; and of the step before, or of this one in the hook `end`,
    /// whether each player has `eaten` an apple (1 or 0), and how many were `left` within a distance
    /// of 2 of it. It does not see what players are after.
    |court| Ok(court),
    |_world, _seen| (),
    0
);

verifiable_world!(
    Cleanup,
    /// The court sees what each player does (`move`: `stay`, `north`, `south`, `east`, `west`,
    /// `clean`), the number of the `step` from 1, the number of `apples`, the `pollution`, the `row`
    /// and `column` of each player from 0; and of the step before, or of this one in the hook `end`,
    /// whether each player has `eaten` an apple (1 or 0), how many were `left` within a distance of
    /// 2 of it, and whether it has `cleaned` a place. It does not see what players are after.
    |court| court
        .with_observable(Observable::quantity("pollution"))?
        .with_observable(Observable::quantity("cleaned").of_each_player()),
    |world, seen| {
        seen[6].push(number(world.pollution()));
        let deeds = world.deeds().iter();
        seen[7].extend(deeds.map(|deed| number(usize::from(deed.cleaned))));
    },
    2
);
