//! Side payments that the players themselves promise: what each could get as the only one to do so.

use serde::{Deserialize, Serialize};

use super::super::GapError;
use crate::game::{Game, GameExt, NormalForm, Profile};
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::Rational;

/// What a player of a two-player game gets if it alone can promise payments; see [`solo_payoff`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SoloPayoff {
    /// The player.
    pub player: usize,
    /// The profile that it steers to.
    pub profile: Profile,
    /// What it gets there after paying: the solo payoff by pure play.
    pub payoff: Rational,
    /// What it pays the other at that profile: the regret of the other.
    pub payment: Rational,
    /// No equilibrium, pure or mixed, of the game after any promises of the player gives it more.
    pub at_most: Rational,
    /// Why: for each action of the other player a mixed strategy of the other that limits what the
    /// player can get while that action is played.
    pub defences: Vec<Vec<Rational>>,
}

/// Whether promises of the players rule out a profile; see [`side_payments`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SidePayments {
    /// The profile.
    pub profile: Profile,
    /// Its welfare, which the payoffs after payments sum to.
    pub welfare: Rational,
    /// The solo payoffs of both players.
    pub solo: Vec<SoloPayoff>,
}

fn check_two(players: usize) -> Result<(), GapError> {
    if players == 2 {
        return Ok(());
    }
    Err(GapError::WrongPlayers {
        what: "a solo payoff",
        expected: "two",
        found: players,
    })
}

/// The profile of `player` and the other with these actions.
fn profile_of(player: usize, own: usize, other: usize) -> Profile {
    if player == 0 {
        vec![own, other]
    } else {
        vec![other, own]
    }
}

/// The solo payoff of `player` in a two-player game of selfish players with money (Jackson and
/// Wilkie, *Endogenous games and mechanisms: side payments among players*, 2005): the supremum of
/// what it can be sure to get if it alone promises the other non-negative payments, contingent on
/// the profile, before they play.
///
/// By promises that make a pure profile `z` the only equilibrium (the own action is bound by
/// promising a lot for any other) the player gets `u_i(z)` less the regret of the other,
/// `W(z) − max_b u_j(z_i, b)`, and as little less as it likes: [`SoloPayoff::payoff`] is the greatest
/// of these. Promises under which players mix might give more, but never more than
/// [`SoloPayoff::at_most`]: in any equilibrium the other gets at least its best reply to the mixed
/// action of `i` without payments, so that `i` gets at most
/// `max_{x_j} max_μ E_μ W(·, x_j) − max_b E_μ u_j(·, b)`. Where the two agree, as in a prisoner's
/// dilemma, the solo payoff is exact.
///
/// # Errors
/// [`GapError::WrongPlayers`] for a game of other than two, [`GapError::Game`],
/// [`GapError::Linear`].
///
/// # Complexity
/// One pass over the payoffs, and for each action of the other player one linear program with as
/// many variables as the player has actions.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::transfers::{side_payments, solo_payoff};
/// use lacuna::linear_program::LinearOptions;
/// use lacuna::number::Rational;
///
/// let game = prisoners_dilemma(2, -1, 4, 0)?;
/// let solo = solo_payoff(&game, 0, &LinearOptions::default())?;
/// // Pay the other 1 to cooperate, and defect.
/// assert_eq!((&solo.profile, &solo.payoff), (&vec![1, 0], &Rational::from(3)));
/// assert_eq!(solo.at_most, solo.payoff);
/// // 3 + 3 > 4: no promises of the two support cooperation.
/// let promises = side_payments(&game, &[0, 0], &LinearOptions::default())?;
/// assert!(promises.rules_out());
/// assert!(promises.verify(&game));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn solo_payoff<G: Game<Rational> + ?Sized>(
    game: &G,
    player: usize,
    options: &LinearOptions,
) -> Result<SoloPayoff, GapError> {
    check_two(game.players())?;
    game.check_player(player)?;
    let game = NormalForm::from_game(game)?;
    let space = game.space();
    let other = 1 - player;
    let (own_actions, replies) = (space.actions()[player], space.actions()[other]);
    let value =
        |who: usize, own: usize, reply: usize| game.payoff(who, &profile_of(player, own, reply));
    let mut best: Option<(Rational, usize, usize, Rational)> = None;
    for own in 0..own_actions {
        let reply_values: Vec<Rational> = (0..replies).map(|b| value(other, own, b)).collect();
        let most = reply_values.iter().max().cloned().unwrap_or_default();
        for (reply, worth) in reply_values.iter().enumerate() {
            let payment = &most - worth;
            let payoff = value(player, own, reply) - &payment;
            if best.as_ref().is_none_or(|(b, ..)| payoff > *b) {
                best = Some((payoff, own, reply, payment));
            }
        }
    }
    let Some((payoff, own, reply, payment)) = best else {
        return Err(GapError::NoEquilibrium);
    };
    let mut at_most = payoff.clone();
    let mut defences = Vec::with_capacity(replies);
    for played in 0..replies {
        let welfare = |own: usize| value(player, own, played) + value(other, own, played);
        let (limit, defence) = best_defence(own_actions, replies, options, welfare, |own, b| {
            value(other, own, b)
        })?;
        at_most = at_most.max(limit);
        defences.push(defence);
    }
    Ok(SoloPayoff {
        player,
        profile: profile_of(player, own, reply),
        payoff,
        payment,
        at_most,
        defences,
    })
}

/// The mixed strategy β of the other that makes `max_a W(a) − E_β u_j(a, ·)` least.
fn best_defence(
    own_actions: usize,
    replies: usize,
    options: &LinearOptions,
    welfare: impl Fn(usize) -> Rational,
    reply_value: impl Fn(usize, usize) -> Rational,
) -> Result<(Rational, Vec<Rational>), GapError> {
    let mut program = LinearProgram::minimise();
    for _ in 0..replies {
        program.variable(Bounds::NONNEGATIVE, 0);
    }
    let limit = program.variable(Bounds::FREE, 1);
    program.row((0..replies).map(|b| (b, 1)), Relation::Equal, 1)?;
    for own in 0..own_actions {
        let mut terms: Vec<(usize, Rational)> =
            (0..replies).map(|b| (b, reply_value(own, b))).collect();
        terms.push((limit, Rational::ONE));
        program.row(terms, Relation::AtLeast, welfare(own))?;
    }
    Ok(match program.solve(options)?.answer {
        Answer::Optimal(optimum) => {
            let defence = optimum.point[..replies].to_vec();
            (optimum.value, defence)
        }
        // The program has a solution and is bounded; a pure defence is a valid answer all the same.
        Answer::Infeasible(_) | Answer::Unbounded(_) => {
            let mut defence = vec![Rational::ZERO; replies];
            defence[0] = Rational::ONE;
            let limits = (0..own_actions).map(|own| welfare(own) - reply_value(own, 0));
            (limits.max().unwrap_or_default(), defence)
        }
    })
}

/// The solo payoffs of both players against the welfare of a profile: if the solo payoffs sum to
/// more, no promises of the two support the profile, however payments split its welfare, because
/// one of them does better by taking back the other's promises and making its own.
///
/// So side payments that both can promise need not lead to an efficient profile (Jackson and Wilkie
/// 2005). That the solo payoffs sum to no more does not say that the profile is supported.
///
/// # Errors
/// As [`solo_payoff`], and [`GapError::Game`] for a profile that the game does not have.
///
/// # Complexity
/// Twice that of [`solo_payoff`].
pub fn side_payments<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    options: &LinearOptions,
) -> Result<SidePayments, GapError> {
    check_two(game.players())?;
    Ok(SidePayments {
        profile: profile.to_vec(),
        welfare: game.welfare(profile)?,
        solo: vec![
            solo_payoff(game, 0, options)?,
            solo_payoff(game, 1, options)?,
        ],
    })
}

impl SoloPayoff {
    /// Is the solo payoff known exactly?
    pub fn is_exact(&self) -> bool {
        self.payoff == self.at_most
    }

    /// Payments to the players at each profile, as the tables of a game (what one gets the other
    /// pays), that make [`SoloPayoff::profile`] strictly dominant for both and leave the player its
    /// solo payoff less `slack`.
    ///
    /// # Errors
    /// [`GapError::WrongPlayers`], [`GapError::Game`] if this is not a game that the solo payoff is
    /// of; [`GapError::OutOfRange`] for a slack that is not above 0.
    pub fn promises<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        slack: &Rational,
    ) -> Result<NormalForm<Rational>, GapError> {
        check_two(game.players())?;
        game.check_player(self.player)?;
        game.check_profile(&self.profile)?;
        if !slack.is_positive() {
            return Err(GapError::OutOfRange {
                what: "the slack",
                value: slack.clone(),
                range: "above 0",
            });
        }
        let (player, other) = (self.player, 1 - self.player);
        let space = game.profile_space()?;
        let range = |who: usize| {
            let all: Vec<Rational> = space.iter().map(|p| game.payoff(who, &p)).collect();
            match (all.iter().min(), all.iter().max()) {
                (Some(low), Some(high)) => high - low,
                _ => Rational::ZERO,
            }
        };
        // The other gets this much for doing its part beside the own target action, where nobody
        // comes; the player pays so much more there that it does not come.
        let lure = range(other) + slack;
        let penalty = range(player) + &lure + &self.payment + slack;
        let promised = |profile: &[usize]| {
            let lured = profile[other] == self.profile[other];
            if profile[player] == self.profile[player] {
                match lured {
                    true => &self.payment + slack,
                    false => Rational::ZERO,
                }
            } else if lured {
                &penalty + &lure
            } else {
                penalty.clone()
            }
        };
        Ok(NormalForm::from_fn(space.actions(), |who, profile| {
            let amount = promised(profile);
            if who == player { -amount } else { amount }
        })?)
    }

    /// Checks, without any code of the solver, that the payment makes the other willing, that no
    /// pure profile is better for the player, and that the defences prove the upper bound.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        if game.players() != 2 || self.player > 1 || game.check_profile(&self.profile).is_err() {
            return false;
        }
        let other = 1 - self.player;
        let Ok(space) = game.profile_space() else {
            return false;
        };
        let replies = game.actions(other);
        let with_reply = |profile: &[usize], reply: usize| {
            let mut changed = profile.to_vec();
            changed[other] = reply;
            game.payoff(other, &changed)
        };
        let net = |profile: &[usize]| {
            let owed = (0..replies).map(|b| with_reply(profile, b)).max();
            let owed = owed.unwrap_or_default() - game.payoff(other, profile);
            (game.payoff(self.player, profile) - &owed, owed)
        };
        let attained = net(&self.profile) == (self.payoff.clone(), self.payment.clone());
        let greatest = space.iter().all(|profile| net(&profile).0 <= self.payoff);
        let defended = self.defences.len() == replies
            && self.defences.iter().all(|mixed| {
                mixed.len() == replies
                    && !mixed.iter().any(Rational::is_negative)
                    && mixed.iter().sum::<Rational>() == Rational::ONE
            })
            && space.iter().all(|profile| {
                let welfare = game.payoff(0, &profile) + game.payoff(1, &profile);
                let defence = self.defences[profile[other]].iter().enumerate();
                let secured: Rational = defence.map(|(b, w)| w * &with_reply(&profile, b)).sum();
                welfare - secured <= self.at_most
            });
        attained && greatest && defended
    }
}

impl SidePayments {
    /// Do the solo payoffs sum to more than the welfare of the profile, so that it is not supported?
    pub fn rules_out(&self) -> bool {
        self.solo.iter().map(|solo| &solo.payoff).sum::<Rational>() > self.welfare
    }

    /// Checks the welfare and both solo payoffs.
    pub fn verify<G: Game<Rational> + ?Sized>(&self, game: &G) -> bool {
        self.solo.len() == 2
            && game.welfare(&self.profile) == Ok(self.welfare.clone())
            && self
                .solo
                .iter()
                .enumerate()
                .all(|(player, solo)| solo.player == player && solo.verify(game))
    }
}
