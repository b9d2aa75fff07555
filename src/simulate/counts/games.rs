//! Public goods, donations, hunts and thresholds, for any number of players.
//!
//! The games are those of [`catalogue`](crate::game::catalogue), without the table.

use serde::{Deserialize, Serialize};

use super::CountGame;
use crate::game::GameError;
use crate::number::Rational;

fn bad_parameter(
    parameter: &'static str,
    value: impl std::fmt::Display,
    range: impl Into<String>,
) -> GameError {
    GameError::BadParameter {
        parameter,
        value: value.to_string(),
        range: range.into(),
    }
}

fn check_players(players: usize) -> Result<(), GameError> {
    if players == 0 {
        return Err(bad_parameter("players", players, "at least 1"));
    }
    Ok(())
}

fn check_threshold(players: usize, threshold: usize) -> Result<(), GameError> {
    check_players(players)?;
    if !(1..=players).contains(&threshold) {
        let range = format!("between 1 and the number of players {players}");
        return Err(bad_parameter("threshold", threshold, range));
    }
    Ok(())
}

fn check_non_negative(parameter: &'static str, value: &Rational) -> Result<(), GameError> {
    if value.is_negative() {
        return Err(bad_parameter(parameter, value, "at least 0"));
    }
    Ok(())
}

/// A game whose document is its parameters, checked on the way in.
macro_rules! document {
    ($name:ident, $raw:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $raw {
            $($field: $kind,)*
        }

        impl TryFrom<$raw> for $name {
            type Error = GameError;
            fn try_from(raw: $raw) -> Result<Self, GameError> {
                $name::new($(raw.$field),*)
            }
        }
    };
}

/// The linear public good (Ledyard, 1995): a player contributes s from an endowment b and gets
/// b − s + (c/n) Σ s, where c is the multiplier and n the number of players. Action `a` is the
/// contribution `contributions[a]`. The same game as
/// [`catalogue::public_goods`](crate::game::catalogue::public_goods).
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::counts::{CountGame, LinearPublicGood};
/// let game = LinearPublicGood::new(1000, 1, vec![0.into(), 1.into()], 2)?;
/// // One of 500 contributors gets 2 · 500/1000 and has nothing left.
/// assert_eq!(game.payoff(1, &[500, 499]), Rational::ONE);
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawPublicGood")]
pub struct LinearPublicGood {
    players: usize,
    endowment: Rational,
    contributions: Vec<Rational>,
    multiplier: Rational,
    #[serde(skip)]
    names: Vec<String>,
    /// What a unit of contribution returns to each player: c/n.
    #[serde(skip)]
    share: Rational,
}

document!(LinearPublicGood, RawPublicGood {
    players: usize,
    endowment: Rational,
    contributions: Vec<Rational>,
    multiplier: Rational,
});

impl LinearPublicGood {
    /// The game with these contributions, which must be strictly increasing within
    /// 0..=`endowment`; `players` ≥ 1, `multiplier` ≥ 0.
    ///
    /// # Errors
    /// [`GameError::BadParameter`] outside these ranges.
    pub fn new(
        players: usize,
        endowment: impl Into<Rational>,
        contributions: Vec<Rational>,
        multiplier: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let (endowment, multiplier) = (endowment.into(), multiplier.into());
        check_players(players)?;
        check_non_negative("multiplier", &multiplier)?;
        let (Some(least), Some(largest)) = (contributions.first(), contributions.last()) else {
            return Err(bad_parameter("contributions", "an empty grid", "not empty"));
        };
        if least.is_negative() || *largest > endowment {
            let found = format!("a grid from {least} to {largest}");
            let range = format!("within 0 and the endowment {endowment}");
            return Err(bad_parameter("contributions", found, range));
        }
        if let Some(pair) = contributions.windows(2).find(|pair| pair[0] >= pair[1]) {
            let found = format!("a grid in which {} comes before {}", pair[0], pair[1]);
            return Err(bad_parameter("contributions", found, "strictly increasing"));
        }
        let share = multiplier.checked_div(&Rational::from(players));
        Ok(LinearPublicGood {
            players,
            names: contributions.iter().map(Rational::to_string).collect(),
            share: share.unwrap_or_default(),
            endowment,
            contributions,
            multiplier,
        })
    }

    /// What each action contributes.
    pub fn contributions(&self) -> &[Rational] {
        &self.contributions
    }

    fn total(&self, counts: &[usize]) -> Rational {
        let pairs = counts.iter().zip(&self.contributions);
        pairs
            .filter(|(count, _)| **count > 0)
            .map(|(&count, contribution)| Rational::from(count) * contribution)
            .sum()
    }
}

impl CountGame for LinearPublicGood {
    fn players(&self) -> usize {
        self.players
    }
    fn actions(&self) -> usize {
        self.contributions.len()
    }
    fn payoff(&self, own: usize, others: &[usize]) -> Rational {
        let contribution = &self.contributions[own];
        let total = self.total(others) + contribution;
        &self.endowment - contribution + &self.share * &total
    }
    fn payoffs_at(&self, counts: &[usize], payoffs: &mut [Rational]) {
        let everybody = &self.endowment + &self.share * &self.total(counts);
        for (payoff, contribution) in payoffs.iter_mut().zip(&self.contributions) {
            *payoff = &everybody - contribution;
        }
    }
    fn action_name(&self, action: usize) -> Option<&str> {
        self.names.get(action).map(String::as_str)
    }
}

/// The donation game of any number of players (Hamburger, 1973; Nowak and Sigmund, 1998): who
/// cooperates (action 0) pays `cost` and gives `benefit` to each *other* player; action 1 defects. The
/// same game as [`catalogue::donation_game`](crate::game::catalogue::donation_game).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawDonation")]
pub struct Donation {
    players: usize,
    benefit: Rational,
    cost: Rational,
}

document!(
    Donation,
    RawDonation {
        players: usize,
        benefit: Rational,
        cost: Rational,
    }
);

impl Donation {
    /// The game with `players` ≥ 1, `benefit` ≥ 0 and `cost` ≥ 0.
    ///
    /// # Errors
    /// [`GameError::BadParameter`] outside these ranges.
    pub fn new(
        players: usize,
        benefit: impl Into<Rational>,
        cost: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let (benefit, cost) = (benefit.into(), cost.into());
        check_players(players)?;
        check_non_negative("benefit", &benefit)?;
        check_non_negative("cost", &cost)?;
        Ok(Donation {
            players,
            benefit,
            cost,
        })
    }
}

impl CountGame for Donation {
    fn players(&self) -> usize {
        self.players
    }
    fn actions(&self) -> usize {
        2
    }
    fn payoff(&self, own: usize, others: &[usize]) -> Rational {
        let received = &self.benefit * &Rational::from(others[0]);
        if own == 0 {
            received - &self.cost
        } else {
            received
        }
    }
    fn action_name(&self, action: usize) -> Option<&str> {
        ["Cooperate", "Defect"].get(action).copied()
    }
}

/// The stag hunt of any number of players (Skyrms, 2004): who hunts stag (action 0) gets `stag` if at
/// least `threshold` players do, and 0 otherwise; who hunts hare (action 1) gets `hare`. The same game
/// as [`catalogue::n_player_stag_hunt`](crate::game::catalogue::n_player_stag_hunt).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawHunt")]
pub struct ThresholdHunt {
    players: usize,
    threshold: usize,
    stag: Rational,
    hare: Rational,
}

document!(
    ThresholdHunt,
    RawHunt {
        players: usize,
        threshold: usize,
        stag: Rational,
        hare: Rational,
    }
);

impl ThresholdHunt {
    /// The game with `players` ≥ 1, 1 ≤ `threshold` ≤ `players` and `stag` > `hare` > 0.
    ///
    /// # Errors
    /// [`GameError::BadParameter`] outside these ranges.
    pub fn new(
        players: usize,
        threshold: usize,
        stag: impl Into<Rational>,
        hare: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let (stag, hare) = (stag.into(), hare.into());
        check_threshold(players, threshold)?;
        if !hare.is_positive() {
            return Err(bad_parameter("hare", hare, "above 0"));
        }
        if stag <= hare {
            return Err(bad_parameter("stag", stag, format!("above hare {hare}")));
        }
        Ok(ThresholdHunt {
            players,
            threshold,
            stag,
            hare,
        })
    }
}

impl CountGame for ThresholdHunt {
    fn players(&self) -> usize {
        self.players
    }
    fn actions(&self) -> usize {
        2
    }
    fn payoff(&self, own: usize, others: &[usize]) -> Rational {
        if own != 0 {
            self.hare.clone()
        } else if others[0] + 1 >= self.threshold {
            self.stag.clone()
        } else {
            Rational::ZERO
        }
    }
    fn action_name(&self, action: usize) -> Option<&str> {
        ["Stag", "Hare"].get(action).copied()
    }
}

/// The threshold public good (Palfrey and Rosenthal, 1984, without refunds): everybody gets `benefit`
/// if at least `threshold` players contribute (action 0), and whoever contributes pays `cost`; action 1
/// withholds. With a threshold of one it is the volunteer's dilemma (Diekmann, 1985). The same game as
/// [`catalogue::threshold_public_good`](crate::game::catalogue::threshold_public_good).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawThreshold")]
pub struct ThresholdGood {
    players: usize,
    threshold: usize,
    benefit: Rational,
    cost: Rational,
}

document!(
    ThresholdGood,
    RawThreshold {
        players: usize,
        threshold: usize,
        benefit: Rational,
        cost: Rational,
    }
);

impl ThresholdGood {
    /// The game with `players` ≥ 1, 1 ≤ `threshold` ≤ `players`, `benefit` ≥ 0 and `cost` ≥ 0.
    ///
    /// # Errors
    /// [`GameError::BadParameter`] outside these ranges.
    pub fn new(
        players: usize,
        threshold: usize,
        benefit: impl Into<Rational>,
        cost: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let (benefit, cost) = (benefit.into(), cost.into());
        check_threshold(players, threshold)?;
        check_non_negative("benefit", &benefit)?;
        check_non_negative("cost", &cost)?;
        Ok(ThresholdGood {
            players,
            threshold,
            benefit,
            cost,
        })
    }

    /// The volunteer's dilemma: one contributor suffices; `benefit` > `cost` > 0.
    ///
    /// # Errors
    /// [`GameError::BadParameter`] outside these ranges.
    pub fn volunteers_dilemma(
        players: usize,
        benefit: impl Into<Rational>,
        cost: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let (benefit, cost) = (benefit.into(), cost.into());
        if !cost.is_positive() {
            return Err(bad_parameter("cost", cost, "above 0"));
        }
        if benefit <= cost {
            return Err(bad_parameter(
                "benefit",
                benefit,
                format!("above cost {cost}"),
            ));
        }
        ThresholdGood::new(players, 1, benefit, cost)
    }
}

impl CountGame for ThresholdGood {
    fn players(&self) -> usize {
        self.players
    }
    fn actions(&self) -> usize {
        2
    }
    fn payoff(&self, own: usize, others: &[usize]) -> Rational {
        let contributes = usize::from(own == 0);
        let reached = others[0] + contributes >= self.threshold;
        let benefit = if reached {
            self.benefit.clone()
        } else {
            Rational::ZERO
        };
        if contributes == 1 {
            benefit - &self.cost
        } else {
            benefit
        }
    }
    fn action_name(&self, action: usize) -> Option<&str> {
        ["Contribute", "Withhold"].get(action).copied()
    }
}
