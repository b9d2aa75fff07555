//! Players vote on how much each may take.

use super::from_rule::check_order;
use super::{Account, Institution};
use crate::contract::law::{ActionKind, Court, Reading};
use crate::number::Rational;
use crate::simulate::{SimulationError, Verifiable};

/// What a player does under a [`VotedCap`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActionAndVote<A> {
    /// What it wants to do.
    pub action: A,
    /// The cap that it votes for, from the next step on; `None` to abstain.
    pub vote: Option<Rational>,
}

impl<A> ActionAndVote<A> {
    /// An action and a vote.
    pub fn new(action: A, vote: impl Into<Option<Rational>>) -> Self {
        ActionAndVote {
            action,
            vote: vote.into(),
        }
    }
}

/// What a player sees under a [`VotedCap`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnderCap<O> {
    /// What the environment shows.
    pub seen: O,
    /// The most that each may take in this step.
    pub cap: Option<Rational>,
}

/// Players vote on a cap for everybody's action, which is a quantity: the median of the votes of a
/// step, the lower one of two, holds in the next. Without votes the cap stays; at first there is
/// none.
///
/// If a player's preferences over caps have one peak, voting for the peak is a best vote whatever
/// the others do (Black, 1948; Moulin, 1980).
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules};
/// use lacuna::simulate::institution::{ActionAndVote, Under, UnderCap, VotedCap};
/// use lacuna::simulate::{FromFunction, Runner};
///
/// // Everybody is greedy, and votes: three of five for what can be sustained.
/// let greedy = |far_sighted: bool| {
///     let act = move |under: &UnderCap<CommonsObservation>, _: &mut dyn rand::Rng| {
///         let vote = if far_sighted { under.seen.sustainable } else { 100 };
///         ActionAndVote::new(if under.seen.month == 0 { 10 } else { 100 }, Rational::from(vote))
///     };
///     FromFunction::new("greedy", act)
/// };
/// let mut lake = Under::put(Commons::new(CommonsRules::default())?, VotedCap::new())?;
/// let mut fishers = [true, true, true, false, false].map(greedy);
/// let outcome = Runner::default().run(&mut lake, &mut fishers, 1, &mut ())?;
/// assert_eq!(outcome.totals, [(); 5].map(|()| Rational::from(120)));
/// assert_eq!(lake.institution().cap(), Some(&Rational::from(10)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct VotedCap {
    court: Option<Court>,
    cap: Option<Rational>,
    cap_before: Option<Rational>,
    votes: Vec<Rational>,
    account: Account,
    account_before: Account,
}

impl VotedCap {
    /// No cap yet.
    pub fn new() -> Self {
        VotedCap::default()
    }

    /// The cap that holds in the next step.
    pub fn cap(&self) -> Option<&Rational> {
        self.cap.as_ref()
    }

    /// How often each player was held to the cap in this episode.
    pub fn account(&self) -> &Account {
        &self.account
    }
}

impl<E: Verifiable> Institution<E> for VotedCap
where
    E::Action: Clone,
{
    type Observation = UnderCap<E::Observation>;
    type Action = ActionAndVote<E::Action>;

    fn admit(&mut self, environment: &E) -> Result<(), SimulationError> {
        let court = environment.court().map_err(SimulationError::other)?;
        if !matches!(court.action(), ActionKind::Quantity { .. }) {
            return Err(SimulationError::other(
                "a cap needs actions that are quantities; the court sees labels",
            ));
        }
        self.court = Some(court);
        Ok(())
    }
    fn begin(&mut self, environment: &E, _seed: u64) {
        self.cap = None;
        self.cap_before = None;
        self.account = Account::new(environment.players());
        self.account_before = self.account.clone();
    }
    fn observe(&self, environment: &E, player: usize) -> Self::Observation {
        UnderCap {
            seen: environment.observe(player),
            cap: self.cap.clone(),
        }
    }
    fn before(
        &mut self,
        environment: &E,
        chosen: &[Self::Action],
        directed: &mut Vec<E::Action>,
        _money: &mut [Rational],
    ) -> Result<(), SimulationError> {
        self.cap_before.clone_from(&self.cap);
        self.account_before.clone_from(&self.account);
        for (player, ActionAndVote { action, .. }) in chosen.iter().enumerate() {
            let capped = match (environment.reading(player, action), &self.cap) {
                (Reading::Quantity(amount), Some(cap)) if amount > *cap => {
                    let order = Reading::Quantity(cap.clone());
                    self.account.overridden[player] += 1;
                    environment.directed(player, action, &order)
                }
                _ => action.clone(),
            };
            directed.push(capped);
        }
        self.votes.clear();
        for (player, ballot) in chosen.iter().enumerate() {
            if let Some(vote) = &ballot.vote {
                let order = Reading::Quantity(vote.clone());
                check_order(self.court.as_ref(), player, &order)?;
                self.votes.push(vote.clone());
            }
        }
        self.votes.sort_unstable();
        if let Some(last) = self.votes.len().checked_sub(1) {
            self.cap = Some(self.votes[last / 2].clone());
        }
        Ok(())
    }
    fn undo(&mut self) {
        self.cap.clone_from(&self.cap_before);
        self.account.clone_from(&self.account_before);
    }
}
