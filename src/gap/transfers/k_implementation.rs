//! k-implementation: what an outsider must promise so that a profile is played.

use serde::{Deserialize, Serialize};

use super::super::GapError;
use super::target::{Concept, Steered, check_preferences};
use crate::game::{Game, NormalForm, Profile};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// The least promises that make each action of a profile dominant; see [`k_implementation`].
///
/// Payments are in *perceived* units: what is added to the receiver's own utility
/// `V_i = Σ_j B_ij u_j`. For selfish players that is money. What the money is when players also
/// weigh each other's payments says [`KImplementation::material_payments`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KImplementation {
    /// The profile that is implemented.
    pub profile: Profile,
    /// What is paid when it is played, in perceived units: the sum of the regrets.
    pub cost: Rational,
    /// For each player what its best deviation from the profile gains, at least 0: what it must
    /// be paid.
    pub regrets: Vec<Rational>,
    /// For each player that deviation, which proves that it must be paid so much; `None` if the
    /// target action is a best reply.
    pub deviations: Vec<Option<usize>>,
    /// The payments to each player at each profile, as the tables of a game; none is negative.
    pub payments: NormalForm<Rational>,
}

/// The cheapest non-negative payments, contingent on the whole profile, that make `profile` the
/// outcome (Monderer and Tennenholtz, *k-Implementation*, JAIR 21, 2004).
///
/// An interested party outside the game promises each player a payment for each profile; it cannot
/// take money away. Each player gets its regret if all play the target, and a promise that is never
/// called upon, of its regret there plus one, if it does its part and somebody else does not. Then
/// its target action is weakly dominant (and the only undominated one), so that the target is what
/// players do who avoid dominated actions, and a Nash equilibrium. No promises cost less: payments
/// after a deviation are at least 0, so that the deviator must be paid its regret at the target.
/// A pure equilibrium costs nothing.
///
/// If no other player has a choice, dominance is a matter of the target profile alone; the target
/// action is then as good as its best rival and no better.
///
/// # Errors
/// [`GapError::Game`] for a profile that the game does not have,
/// [`GapError::Contract`] for preferences of another number of players.
///
/// # Complexity
/// For each profile one operation for each pair of player and action, and one for each pair of
/// players.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::transfers::k_implementation;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let game = prisoners_dilemma(3, 0, 5, 1)?;
/// let selfish = WeightMatrix::identity(2);
/// let found = k_implementation(&game, &[0, 0], &selfish)?;
/// assert_eq!(found.cost, Rational::from(4));
/// assert!(found.verify(&game, &selfish));
/// // Prosociality is worth money: 2(T − R − λ(2R − T − S)).
/// let cooperative = WeightMatrix::cooperative(2, &Rational::from(1))?;
/// assert_eq!(k_implementation(&game, &[0, 0], &cooperative)?.cost, Rational::from(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn k_implementation<G: Game<Rational> + ?Sized>(
    game: &G,
    profile: &[usize],
    preferences: &WeightMatrix<Rational>,
) -> Result<KImplementation, GapError> {
    let steered = Steered::new(game, profile)?;
    let players = steered.players();
    check_preferences(preferences, players)?;
    let space = steered.game.space();
    let mut regrets = vec![Rational::ZERO; players];
    let mut deviations = vec![None; players];
    let mut tables = vec![vec![Rational::ZERO; space.len()]; players];
    for comparison in steered.comparisons(Concept::Dominant) {
        let player = comparison.player;
        let gain = -preferences.apply(player, &steered.differences(&comparison));
        if comparison.from == steered.target && gain > regrets[player] {
            regrets[player] = gain.clone();
            deviations[player] = Some(comparison.action);
        }
        // Beside the target a promise costs nothing and makes the action strictly better.
        let least = if comparison.from == steered.target {
            gain
        } else {
            gain.max(Rational::ZERO) + Rational::ONE
        };
        let entry = &mut tables[player][comparison.from];
        if least > *entry {
            *entry = least;
        }
    }
    Ok(KImplementation {
        profile: profile.to_vec(),
        cost: regrets.iter().sum(),
        regrets,
        deviations,
        payments: NormalForm::from_tables(space.actions(), tables)?,
    })
}

impl KImplementation {
    /// The money transfers that players with these preferences perceive as [`payments`], profile by
    /// profile: `t = B⁻¹ P`. `None` if the matrix is singular or for another number of players.
    ///
    /// Among altruists a payment to one is enjoyed by all, so that these add up to less than the
    /// perceived payments; some may be negative, that is, taken from a player. The least
    /// *non-negative* money is what [`least_reward`](super::least_reward) finds in the complete
    /// language.
    ///
    /// [`payments`]: KImplementation::payments
    pub fn material_payments(
        &self,
        preferences: &WeightMatrix<Rational>,
    ) -> Option<NormalForm<Rational>> {
        let space = self.payments.space();
        if preferences.players() != space.players() {
            return None;
        }
        let inverse = preferences.inverse()?;
        let mut tables = vec![Vec::with_capacity(space.len()); space.players()];
        for index in 0..space.len() {
            let perceived: Vec<Rational> = (0..space.players())
                .map(|player| self.payments.payoff_at(player, index))
                .collect();
            for (player, table) in tables.iter_mut().enumerate() {
                table.push(inverse.apply(player, &perceived));
            }
        }
        NormalForm::from_tables(space.actions(), tables).ok()
    }

    /// The sum of the [`material_payments`](KImplementation::material_payments) at the target.
    pub fn material_cost(&self, preferences: &WeightMatrix<Rational>) -> Option<Rational> {
        let payments = self.material_payments(preferences)?;
        Some(payments.welfare_at(payments.space().index(&self.profile).ok()?))
    }

    /// Checks the promises in the game with payments, without any code of the solver: no payment is
    /// negative, every target action is dominant (strictly better somewhere, if another player has
    /// a choice), the target costs what is claimed, and the deviations named prove that it cannot
    /// cost less.
    pub fn verify<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        preferences: &WeightMatrix<Rational>,
    ) -> bool {
        let players = game.players();
        let space = self.payments.space();
        let shaped = space.players() == players
            && (0..players).all(|i| game.actions(i) == space.actions()[i])
            && preferences.players() == players
            && space.index(&self.profile).is_ok()
            && self.regrets.len() == players
            && self.deviations.len() == players;
        if !shaped {
            return false;
        }
        let material = |player: usize, profile: &[usize]| {
            let mut payoffs = vec![Rational::ZERO; players];
            game.payoffs_into(profile, &mut payoffs);
            preferences.apply(player, &payoffs)
        };
        let induced = |player: usize, profile: &[usize]| {
            material(player, profile) + self.payments.payoff(player, profile)
        };
        let mut paid = Rational::ZERO;
        for player in 0..players {
            let due = self.payments.payoff(player, &self.profile);
            let gain = match self.deviations[player] {
                None => Rational::ZERO,
                Some(action) if action < game.actions(player) => {
                    let mut deviation = self.profile.clone();
                    deviation[player] = action;
                    material(player, &deviation) - material(player, &self.profile)
                }
                Some(_) => return false,
            };
            if due != self.regrets[player] || gain != due {
                return false;
            }
            paid += due;
            let others_choose = (0..players).any(|j| j != player && game.actions(j) > 1);
            for action in (0..game.actions(player)).filter(|&a| a != self.profile[player]) {
                let mut better = false;
                for profile in space.iter().filter(|p| p[player] == self.profile[player]) {
                    let mut deviation = profile.clone();
                    deviation[player] = action;
                    let advantage = induced(player, &profile) - induced(player, &deviation);
                    if advantage.is_negative() {
                        return false;
                    }
                    better |= advantage.is_positive();
                }
                if others_choose && !better {
                    return false;
                }
            }
        }
        let non_negative = space.iter().all(|profile| {
            (0..players).all(|player| !self.payments.payoff(player, &profile).is_negative())
        });
        non_negative && paid == self.cost
    }
}
