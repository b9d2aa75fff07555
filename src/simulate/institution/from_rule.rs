//! An institution from a function of what a court can verify.

use std::fmt;

use super::{Account, Institution};
use crate::contract::law::{ActionKind, Court, Evidence, Hook, Reading};
use crate::number::Rational;
use crate::simulate::{SimulationError, Verifiable, WrongLength};

/// What a rule says: at first everybody does what it chose, and nobody pays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RuleOrders {
    /// What everybody is to do, as the court sees it; what a rule on outcomes writes here is not
    /// looked at.
    pub actions: Vec<Reading>,
    /// What everybody receives; negative for a payment.
    pub transfers: Vec<Rational>,
}

/// An institution from a function: a tax, a subsidy, a quota.
///
/// The function sees what the [court](Verifiable::court) sees, [`Evidence`], and nothing else, and
/// writes [`RuleOrders`]. It is a pure function, so that a step can be taken back. Orders that the
/// court's actions do not have refuse the step.
///
/// ```
/// use lacuna::contract::law::Reading;
/// use lacuna::number::Rational;
/// use lacuna::simulate::Environment;
/// use lacuna::simulate::commons::{Commons, CommonsRules};
/// use lacuna::simulate::institution::{FromRule, Under};
///
/// // A closed season: nobody takes anything while the stock is below 50.
/// let season = FromRule::on_choice("a closed season", |evidence, orders| {
///     let Reading::Quantity(stock) = &evidence.observations[0][0] else { return };
///     if *stock < Rational::from(50) {
///         orders.actions.fill(Reading::Quantity(Rational::ZERO));
///     }
/// });
/// let mut lake = Under::put(Commons::new(CommonsRules::default())?, season)?;
/// let mut rewards = vec![Rational::ZERO; 5];
/// lake.step(&[16; 5], &mut rewards)?; // 20 are left, and become 40
/// lake.step(&[16; 5], &mut rewards)?;
/// assert_eq!(rewards, vec![Rational::ZERO; 5]);
/// assert_eq!(lake.institution().account().overridden, [1; 5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct FromRule<F> {
    name: String,
    hook: Hook,
    balanced: bool,
    rule: F,
    court: Option<Court>,
    evidence: Evidence,
    orders: RuleOrders,
    account: Account,
    before: Account,
}

impl<F> fmt::Debug for FromRule<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FromRule")
            .field("name", &self.name)
            .field("hook", &self.hook)
            .field("balanced", &self.balanced)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

impl<F: Fn(&Evidence, &mut RuleOrders)> FromRule<F> {
    fn new(name: impl Into<String>, hook: Hook, rule: F) -> Self {
        FromRule {
            name: name.into(),
            hook,
            balanced: false,
            rule,
            court: None,
            evidence: Evidence::default(),
            orders: RuleOrders::default(),
            account: Account::default(),
            before: Account::default(),
        }
    }

    /// A rule on what players choose: it may order something else, and move money, before the step.
    pub fn on_choice(name: impl Into<String>, rule: F) -> Self {
        Self::new(name, Hook::Resolve, rule)
    }

    /// A rule on what came of it: it sees the actions that were carried out, and moves money.
    pub fn on_outcome(name: impl Into<String>, rule: F) -> Self {
        Self::new(name, Hook::End, rule)
    }

    /// Refuses all orders whose transfers do not add up to zero.
    #[must_use]
    pub fn with_balanced_budget(mut self) -> Self {
        self.balanced = true;
        self
    }
}

impl<F> FromRule<F> {
    /// What the rule is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it did in this episode.
    pub fn account(&self) -> &Account {
        &self.account
    }
}

impl<F: Fn(&Evidence, &mut RuleOrders)> FromRule<F> {
    /// Asks the rule about the evidence that has been gathered.
    fn judge(&mut self, players: usize) -> Result<(), SimulationError> {
        self.orders.actions.clone_from(&self.evidence.actions);
        self.orders.transfers.clear();
        self.orders.transfers.resize(players, Rational::ZERO);
        (self.rule)(&self.evidence, &mut self.orders);
        let (actions, transfers) = (&self.orders.actions, &self.orders.transfers);
        let lists = [
            ("the list of transfers", transfers.len()),
            ("the list of ordered actions", actions.len()),
        ];
        // Orders that come after the step are not looked at.
        let looked_at = if self.hook == Hook::End { 1 } else { 2 };
        for &(what, found) in &lists[..looked_at] {
            WrongLength::check_players(what, found, players)?;
        }
        let surplus: Rational = transfers.iter().sum();
        if self.balanced && !surplus.is_zero() {
            return Err(SimulationError::other(format!(
                "{}: the transfers add up to {surplus}; they must add up to 0",
                self.name
            )));
        }
        Ok(())
    }

    fn pay(&mut self, money: &mut [Rational]) {
        let totals = self.account.transfers.iter_mut().zip(money);
        for ((total, money), transfer) in totals.zip(&self.orders.transfers) {
            *total += transfer;
            *money += transfer;
        }
    }
}

impl<E: Verifiable, F: Fn(&Evidence, &mut RuleOrders)> Institution<E> for FromRule<F>
where
    E::Action: Clone,
{
    type Observation = E::Observation;
    type Action = E::Action;

    fn admit(&mut self, environment: &E) -> Result<(), SimulationError> {
        self.court = Some(environment.court().map_err(SimulationError::other)?);
        Ok(())
    }
    fn begin(&mut self, environment: &E, _seed: u64) {
        self.account = Account::new(environment.players());
        self.before = self.account.clone();
    }
    fn observe(&self, environment: &E, player: usize) -> E::Observation {
        environment.observe(player)
    }
    fn before(
        &mut self,
        environment: &E,
        chosen: &[E::Action],
        directed: &mut Vec<E::Action>,
        money: &mut [Rational],
    ) -> Result<(), SimulationError> {
        self.before.clone_from(&self.account);
        if self.hook != Hook::Resolve {
            directed.extend_from_slice(chosen);
            return Ok(());
        }
        let players = chosen.len();
        environment.observations(Hook::Resolve, &mut self.evidence.observations);
        self.evidence.actions.clear();
        let readings = chosen.iter().enumerate();
        self.evidence
            .actions
            .extend(readings.map(|(player, action)| environment.reading(player, action)));
        self.judge(players)?;
        for (player, action) in chosen.iter().enumerate() {
            let (chosen, order) = (&self.evidence.actions[player], &self.orders.actions[player]);
            directed.push(if chosen == order {
                action.clone()
            } else {
                check_order(self.court.as_ref(), player, order)?;
                let directed = environment.directed(player, action, order);
                // The environment may round an order to what was chosen.
                let changed = environment.reading(player, &directed) != *chosen;
                self.account.overridden[player] += u64::from(changed);
                directed
            });
        }
        self.pay(money);
        Ok(())
    }
    fn after(
        &mut self,
        environment: &E,
        rewards: &[Rational],
        money: &mut [Rational],
    ) -> Result<(), SimulationError> {
        if self.hook != Hook::End {
            return Ok(());
        }
        environment.observations(Hook::End, &mut self.evidence.observations);
        self.evidence.actions.clear();
        let players = 0..rewards.len();
        self.evidence
            .actions
            .extend(players.map(|player| environment.carried_out(player)));
        self.judge(rewards.len())?;
        self.pay(money);
        Ok(())
    }
    fn undo(&mut self) {
        self.account.clone_from(&self.before);
    }
}

/// Refuses an order that is no action of the player.
pub(super) fn check_order(
    court: Option<&Court>,
    player: usize,
    order: &Reading,
) -> Result<(), SimulationError> {
    let Some(court) = court else {
        return Err(SimulationError::other(
            "the institution was not asked whether it can stand before this environment",
        ));
    };
    let reason = match (court.action(), order) {
        (ActionKind::Labels { labels, .. }, Reading::Label(label)) => {
            let count = labels.get(player).map_or(0, Vec::len);
            if *label < count {
                return Ok(());
            }
            format!("its actions are the labels below {count}")
        }
        (ActionKind::Quantity { least, most, .. }, Reading::Quantity(amount)) => {
            if amount >= least && most.as_ref().is_none_or(|most| amount <= most) {
                return Ok(());
            }
            match most {
                Some(most) => format!("its actions are between {least} and {most}"),
                None => format!("its actions are at least {least}"),
            }
        }
        (ActionKind::Labels { .. }, _) => "its actions are labels".to_owned(),
        (ActionKind::Quantity { .. }, _) => "its actions are quantities".to_owned(),
    };
    Err(SimulationError::illegal_action(player, order, reason))
}
