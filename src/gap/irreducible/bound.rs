//! Theorem 2: how much every mechanism loses, from one deviation.

use serde::{Deserialize, Serialize};

use super::check::{Reading, replaced, told_apart};
use super::state::{StateView, check_shapes, known_states};
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::gap::GapError;
use crate::mechanism::MechanismOptions;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// Why the deviation of a [`StateBound`] cannot be deterred at the optimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Undeterred {
    /// It is undetectable whatever the others do: unlimited fines do not help.
    Everywhere,
    /// It is undetectable at the optimum. Recommending something else now and then detects it, so
    /// that the bound falls as fines rise.
    AtOptimum,
    /// It is noticed, and pays all the same: the fines are too small.
    Outweighed,
}

/// A lower bound on what is lost in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StateBound {
    /// The state.
    pub state: usize,
    /// The optimum.
    pub optimum: Vec<usize>,
    /// Who deviates.
    pub player: usize,
    /// To which action.
    pub action: usize,
    /// Why fines at the optimum do not deter it.
    pub undeterred: Undeterred,
    /// What the deviator gains at the optimum as it perceives it, less the most that fines there
    /// can take away: `g > 0`.
    pub gain: Rational,
    /// The welfare of the optimum less that of the second-best profile: `Δ > 0`.
    pub margin: Rational,
    /// The most that a unit of probability of other recommendations with the same action takes
    /// away from the deviation, by payoffs and fines together: `ℓ`, 0 if it is negative or there
    /// is no other recommendation.
    pub deterrence: Rational,
    /// At least so much is lost in this state: `Δ·g/(g + ℓ)`.
    pub at_least: Rational,
}

/// A lower bound on the gap of every mechanism, state by state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GapBound {
    /// At least so much is lost in expectation, above 0.
    pub at_least: Rational,
    /// The states in which something is lost, ascending.
    pub states: Vec<StateBound>,
}

/// What one deviation does at one recommendation.
struct Recommended {
    gain: Rational,
    /// The total variation distance between the laws of the signal with and without it.
    noticed: Rational,
}

/// The best lower bound on what every mechanism loses that follows from a single deviation in each
/// state (Theorem 2); `None` if none follows.
///
/// Uses the budget and the liability of the options; all else in them only restricts mechanisms
/// further. At the optimum a deviation must gain more than fines can take; then the optimum cannot
/// be recommended too often, because only other recommendations deter it. The proof in numbers is
/// in [`StateBound`]. States with several optima contribute nothing.
///
/// Money is counted as the deviator perceives it. A fine can take from player `i` at most the
/// total variation distance of the signal's law times the *span* of `Σ_j B_ij t_j` over transfers
/// within the budget and `|t_j| ≤ L`: `2L·Σ_j |B_ij|` with outside money, `2L·min_c Σ_j |B_ij − c|`
/// if transfers balance, and `L·(min_{c ≥ 0} + min_{c ≤ 0}) Σ_j |B_ij − c|` if money may be burnt.
/// For λ-cooperative players that is `2L(1 + nλ)`, `2L` and `L(2 + nλ)`.
///
/// # Errors
/// [`GapError::Contract`] for other shapes and for private information, [`GapError::Mechanism`]
/// for options that are not valid.
///
/// # Complexity
/// For each state and deviation of each player from the optimum, one comparison of laws for each
/// profile of the others.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::gap::irreducible::certified_gap;
/// use lacuna::mechanism::MechanismOptions;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let payoffs = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&payoffs)?)?;
/// let (nothing, selfish) = (Monitoring::trivial(&problem), WeightMatrix::identity(2));
/// let options = MechanismOptions::default().with_budget(Budget::Balanced);
/// let bound = certified_gap(&problem, &nothing, &selfish, &options)?.ok_or("a bound")?;
/// // Defection gains 2 at the optimum and is a gain everywhere else: all of Δ = 1 is lost.
/// assert_eq!(bound.at_least, Rational::ONE);
/// assert!(bound.verify(&problem, &nothing, &selfish, &options));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn certified_gap(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    preferences: &WeightMatrix<Rational>,
    options: &MechanismOptions,
) -> Result<Option<GapBound>, GapError> {
    check_shapes(problem, monitoring, preferences)?;
    options.check(problem)?;
    let optima = problem.first_best().optima;
    let (mut states, mut at_least) = (Vec::new(), Rational::ZERO);
    for state in known_states(problem)? {
        let view = StateView::new(problem, monitoring, state, &optima[state]);
        if let Some(bound) = best_in_state(&view, preferences, options) {
            at_least += problem.probability(state) * &bound.at_least;
            states.push(bound);
        }
    }
    Ok((!states.is_empty()).then_some(GapBound { at_least, states }))
}

fn best_in_state(
    view: &StateView<'_>,
    preferences: &WeightMatrix<Rational>,
    options: &MechanismOptions,
) -> Option<StateBound> {
    let [optimum] = view.optima[..] else {
        return None;
    };
    let space = view.problem.space();
    let others = (0..space.len()).filter(|&index| index != optimum);
    let second = others.map(|index| view.welfare(index)).max()?;
    let margin = view.welfare(optimum) - second;
    let mut best: Option<StateBound> = None;
    for (column, _) in view.moves(optimum) {
        let (player, action) = (view.columns[column].player, view.columns[column].action);
        let span = options
            .liability
            .as_ref()
            .map(|limit| span(preferences.row(player), options.budget) * limit);
        // The same deviation at every profile in which the player is told the same.
        let told = space.action(optimum, player);
        let at = |index: usize| recommended(view, preferences, index, player, action);
        let at_optimum = at(optimum);
        let Some(taken) = fined(&at_optimum.noticed, span.as_ref()) else {
            continue;
        };
        let gain = &at_optimum.gain - &taken;
        if !gain.is_positive() {
            continue;
        }
        let mut deterrence = Some(Rational::ZERO);
        let mut noticed_elsewhere = false;
        for index in (0..space.len()).filter(|&i| i != optimum && space.action(i, player) == told) {
            let there = at(index);
            noticed_elsewhere |= !there.noticed.is_zero();
            let most = fined(&there.noticed, span.as_ref()).map(|fine| fine - there.gain);
            deterrence = deterrence.zip(most).map(|(so_far, most)| so_far.max(most));
        }
        let Some(deterrence) = deterrence else {
            continue;
        };
        let share = gain.checked_div(&(&gain + &deterrence)).unwrap_or_default();
        let at_least = &margin * &share;
        if best.as_ref().is_some_and(|best| at_least <= best.at_least) {
            continue;
        }
        best = Some(StateBound {
            state: view.state,
            optimum: space.profile_unchecked(optimum),
            player,
            action,
            undeterred: if !at_optimum.noticed.is_zero() {
                Undeterred::Outweighed
            } else if noticed_elsewhere {
                Undeterred::AtOptimum
            } else {
                Undeterred::Everywhere
            },
            gain,
            margin: margin.clone(),
            deterrence,
            at_least,
        });
    }
    best
}

fn recommended(
    view: &StateView<'_>,
    preferences: &WeightMatrix<Rational>,
    index: usize,
    player: usize,
    action: usize,
) -> Recommended {
    let to = view.problem.space().deviation(index, player, action);
    let game = view.problem.game(view.state);
    let weights = preferences.row(player).iter().enumerate();
    let gain = weights
        .map(|(j, weight)| weight * &(game.payoff_at(j, to) - game.payoff_at(j, index)))
        .sum();
    // What leaves the signals that become less likely.
    let law = view.monitoring.law(view.state, index);
    let noticed = law
        .iter()
        .map(|(signal, before)| before - &view.probability(*signal, to))
        .filter(Rational::is_positive)
        .sum();
    Recommended { gain, noticed }
}

/// What a fine can take away; `None` without limit.
fn fined(noticed: &Rational, span: Option<&Rational>) -> Option<Rational> {
    match span {
        _ if noticed.is_zero() => Some(Rational::ZERO),
        span => span.map(|span| noticed * span),
    }
}

/// The largest less the smallest value of `Σ_j weights_j t_j` over transfers within the budget and
/// `|t_j| ≤ 1`.
fn span(weights: &[Rational], budget: Budget) -> Rational {
    let mut sorted: Vec<&Rational> = weights.iter().collect();
    sorted.sort();
    // Money goes from those with the least weights to those with the greatest, pair by pair, ...
    let half = sorted.len() / 2;
    let top = sorted[sorted.len() - half..].iter();
    let traded: Rational =
        top.copied().sum::<Rational>() - sorted[..half].iter().copied().sum::<Rational>();
    let all: Rational = weights.iter().map(Rational::abs).sum();
    match budget {
        Budget::Unrestricted | Budget::Expected => &all + &all,
        Budget::Balanced => &traded + &traded,
        // ... or is burnt, if players with positive weight cannot receive it all: then all of it
        // counts, as with outside money.
        Budget::Burning => {
            let positive = weights.iter().filter(|w| w.is_positive()).count();
            let negative = weights.iter().filter(|w| w.is_negative()).count();
            let one_way = |counted: usize| {
                if 2 * counted > weights.len() {
                    &traded
                } else {
                    &all
                }
            };
            one_way(positive) + one_way(negative)
        }
    }
}

/// The span by duality: a price `c` of money, of the sign that the budget asks for.
fn span_by_prices(weights: &[Rational], budget: Budget) -> Rational {
    let distance = |c: &Rational| -> Rational { weights.iter().map(|w| (w - c).abs()).sum() };
    let least = |allowed: &dyn Fn(&Rational) -> bool| -> Rational {
        let prices = weights.iter().filter(|&c| allowed(c)).map(distance);
        let zero = allowed(&Rational::ZERO).then(|| distance(&Rational::ZERO));
        prices.chain(zero).min().unwrap_or_default()
    };
    match budget {
        Budget::Unrestricted | Budget::Expected => {
            distance(&Rational::ZERO) + distance(&Rational::ZERO)
        }
        Budget::Balanced => least(&|_| true) + least(&|_| true),
        Budget::Burning => least(&|c| !c.is_negative()) + least(&|c| !c.is_positive()),
    }
}

impl GapBound {
    /// Checks the bound of each state from payoffs and signal probabilities alone, and the sum.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> bool {
        let Some(possible) = told_apart(problem) else {
            return false;
        };
        let ascending = self
            .states
            .windows(2)
            .all(|pair| pair[0].state < pair[1].state);
        let total: Rational = (self.states.iter())
            .filter(|bound| possible.contains(&bound.state))
            .map(|bound| problem.probability(bound.state) * &bound.at_least)
            .sum();
        let sound = |bound: &StateBound| {
            bound.verify(problem, monitoring, preferences, options) == Some(true)
        };
        ascending
            && preferences.players() == problem.players()
            && total == self.at_least
            && total.is_positive()
            && self.states.iter().all(sound)
    }
}

impl StateBound {
    /// `None` if it is not about this problem.
    fn verify(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> Option<bool> {
        let reading = Reading::new(problem, monitoring, self.state)?;
        let actions = problem.space().actions().get(self.player)?;
        if !reading.is_profile(&self.optimum) || self.action >= *actions {
            return None;
        }
        let told = self.optimum[self.player];
        let span = options
            .liability
            .as_ref()
            .map(|limit| &span_by_prices(preferences.row(self.player), options.budget) * limit);
        let best = reading.welfare(&self.optimum);
        let (mut margin, mut deterrence): (Option<Rational>, _) = (None, Rational::ZERO);
        let (mut gain, mut noticed) = (Rational::ZERO, [false; 2]);
        for profile in problem.space().iter() {
            let other = profile != self.optimum;
            if other {
                let less = &best - &reading.welfare(&profile);
                margin = Some(margin.map_or(less.clone(), |margin| margin.min(less)));
            }
            if profile[self.player] != told {
                continue;
            }
            let after = replaced(&profile, self.player, self.action);
            let seen = |at: &[usize]| reading.perceived(preferences, self.player, at);
            let gained = seen(&after) - seen(&profile);
            let change = reading.change(&profile, &after);
            let distance: Rational = change.values().map(Rational::abs).sum();
            noticed[usize::from(other)] |= !change.is_empty();
            // The distance counts both directions, the span is for one.
            let fine = match &span {
                _ if change.is_empty() => Rational::ZERO,
                None => return Some(false),
                Some(span) => (&distance * span).checked_div(&Rational::from(2))?,
            };
            if other {
                deterrence = deterrence.max(fine - gained);
            } else {
                gain = gained - fine;
            }
        }
        let undeterred = match noticed {
            [true, _] => Undeterred::Outweighed,
            [false, true] => Undeterred::AtOptimum,
            [false, false] => Undeterred::Everywhere,
        };
        let margin = margin?;
        let lost = &(&margin * &gain);
        Some(
            self.action != told
                && margin.is_positive()
                && gain.is_positive()
                && self.margin == margin
                && self.gain == gain
                && self.deterrence == deterrence
                && self.undeterred == undeterred
                && &(&self.at_least * &(&gain + &deterrence)) == lost,
        )
    }
}
