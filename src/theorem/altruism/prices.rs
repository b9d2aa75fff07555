//! Bounds on all equilibria, and the order of the prices.

use crate::equilibrium::correlated::{
    CorrelatedConcept, CorrelatedOptions, Smooth, smoothness_between,
};
use crate::game::{Game, NormalForm, Profile};
use crate::gap::correlated_prices::{CorrelatedPrices, correlated_prices};
use crate::gap::prices::pure_prices;
use crate::linear_program::LinearOptions;
use crate::number::Rational;
use crate::preference::Perceived;
use crate::theorem::by_definition::{Weights, optima, profiles, welfare};
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A game, the weight of its players on each other, and a profile to which they consider deviating.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GameWithTarget {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The weight α on the payoff of each other player, with 1 on the own.
    pub weight: Rational,
    /// The target.
    pub target: Profile,
}

impl GameWithTarget {
    /// A game with the weight on others and the target.
    pub fn new(game: NormalForm<Rational>, weight: impl Into<Rational>, target: Profile) -> Self {
        GameWithTarget {
            game,
            weight: weight.into(),
            target,
        }
    }
}

/// The bound of smoothness is attained by the worst average equilibrium.
///
/// ```
/// use lacuna::game::catalogue::chicken;
/// use lacuna::theorem::altruism::{GameWithTarget, SmoothnessIsTheWorstAverage};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let instance = GameWithTarget::new(chicken(6, 2, 7, 0)?, 0, vec![0, 0]);
/// assert_eq!(SmoothnessIsTheWorstAverage.check(&instance)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmoothnessIsTheWorstAverage;

/// What players gain in sum if each of them alone goes to the target.
fn gain_in_sum(
    weights: &Weights,
    game: &NormalForm<Rational>,
    target: &[usize],
    profile: &[usize],
) -> Rational {
    (0..game.players())
        .map(|player| {
            let mut other = profile.to_vec();
            other[player] = target[player];
            weights.utility(game, player, &other) - weights.utility(game, player, profile)
        })
        .sum()
}

/// `max over ζ ≥ 0 of min over s of W(s) + ζ·gain(s)`: the maximum of a concave function of one
/// number, which it has at 0 or where two of the lines cross.
fn best_proof(lines: &[(Rational, Rational)]) -> Rational {
    let least = |zeta: &Rational| {
        (lines.iter())
            .map(|(value, gain)| value + zeta * gain)
            .min()
    };
    let mut best = least(&Rational::ZERO);
    for (place, (one, steep)) in lines.iter().enumerate() {
        for (two, flat) in &lines[..place] {
            let crossing = (one - two).checked_div(&(flat - steep));
            if let Some(zeta) = crossing.filter(Rational::is_positive) {
                best = best.max(least(&zeta));
            }
        }
    }
    best.unwrap_or_default()
}

impl Theorem for SmoothnessIsTheWorstAverage {
    type Instance = GameWithTarget;

    fn statement(&self) -> Statement {
        Statement::new(
            "smoothness_is_the_worst_average",
            "The best bound of smoothness is attained on average",
        )
        .saying(
            "The greatest `W₀` for which some `ζ ≥ 0` has `W(s) + ζ·Σ_i [V_i(s*_i, s₋ᵢ) − V_i(s)] ≥ \
             W₀` at every profile is the least welfare of a distribution from which deviations to \
             `s*` gain nothing in sum. No pure, correlated or coarse correlated equilibrium of \
             players who maximise V has less.",
        )
        .from_source("Roughgarden, 2015; Chen, de Keijzer, Kempe and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let GameWithTarget {
            game,
            weight,
            target,
        } = instance;
        let weights = Weights::on_others(weight);
        let matrix = weights.matrix(game.players())?;
        let seen = NormalForm::from_game(&Perceived::new(game, &matrix)?)?;
        let bound = smoothness_between(&seen, game, target, &LinearOptions::default())?;
        claim!(
            bound.verify_between(&seen, game),
            "the bound does not verify: {bound:?}"
        );
        let lines: Vec<(Rational, Rational)> = (profiles(game).iter())
            .map(|profile| {
                let gain = gain_in_sum(&weights, game, target, profile);
                (welfare(game, profile), gain)
            })
            .collect();
        let expected = best_proof(&lines);
        claim!(
            bound.welfare == expected && bound.target_welfare == welfare(game, target),
            "the bound is {}, the best proof {expected}",
            bound.welfare
        );
        for profile in weights.equilibria(game) {
            claim!(
                welfare(game, &profile) >= bound.welfare,
                "the equilibrium {profile:?} has welfare {}, below {}",
                welfare(game, &profile),
                bound.welfare
            );
        }
        let options = CorrelatedOptions::default().with_concept(CorrelatedConcept::Coarse);
        let prices = correlated_prices(game, &matrix, &options)?;
        let worst = &prices.anarchy.equilibrium.welfare;
        claim!(
            prices.verify(game, &matrix, &options) && *worst >= bound.welfare,
            "the worst coarse correlated equilibrium has welfare {worst}, below {}",
            bound.welfare
        );
        self.reading(instance, &bound)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        format!(
            "target {:?}, weight {} on others, {}",
            instance.target,
            instance.weight,
            game_table(&instance.game)
        )
    }
}

impl SmoothnessIsTheWorstAverage {
    /// The weights l and m of the literature prove the bound in its own terms.
    fn reading(
        &self,
        instance: &GameWithTarget,
        bound: &crate::equilibrium::correlated::SmoothnessBound,
    ) -> Result<Finding, TheoremError> {
        let (game, target) = (&instance.game, &instance.target);
        let weights = Weights::on_others(&instance.weight);
        let Some(smooth) = bound.smooth() else {
            return Ok(Finding::Holds);
        };
        for profile in profiles(game) {
            let (here, there) = (welfare(game, &profile), welfare(game, target));
            // Σ_i V_i(s*_i, s₋ᵢ) − V_i(s) + u_i(s), which without altruism is Σ_i u_i(s*_i, s₋ᵢ).
            let deviating = gain_in_sum(&weights, game, target, &profile) + &here;
            let proved = match &smooth {
                Smooth::Costs {
                    target: l,
                    outcome: m,
                } => -&deviating <= l * -&there + m * -&here,
                Smooth::Payoffs {
                    target: l,
                    outcome: m,
                } => deviating >= l * &there - m * &here,
            };
            claim!(proved, "{smooth:?} does not hold at {profile:?}");
        }
        Ok(Finding::Holds)
    }
}

/// A game of players with a weight on each other.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GameOfAltruists {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The weight α on the payoff of each other player, with 1 on the own.
    pub weight: Rational,
}

impl GameOfAltruists {
    /// A game with the weight on others.
    pub fn new(game: NormalForm<Rational>, weight: impl Into<Rational>) -> Self {
        GameOfAltruists {
            game,
            weight: weight.into(),
        }
    }
}

/// More ways to coordinate widen the range of welfare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricesAreOrdered;

impl Theorem for PricesAreOrdered {
    type Instance = GameOfAltruists;

    fn statement(&self) -> Statement {
        Statement::new(
            "prices_are_ordered",
            "More ways to coordinate widen the range of welfare",
        )
        .saying(
            "The welfares of pure equilibria lie between the least and the greatest of correlated \
             equilibria, these between those of coarse correlated equilibria, and all of them \
             between the least and the greatest of any profile, whatever the players' weight on \
             each other.",
        )
        .from_source("Aumann, 1974; Moulin and Vial, 1978; Roughgarden, 2015")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "pure_equilibrium",
            "There is a pure equilibrium.",
            |instance: &Self::Instance| {
                let weights = Weights::on_others(&instance.weight);
                let some = !weights.equilibria(&instance.game).is_empty();
                Ok(Finding::when(some, || "there is none".to_owned()))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &instance.game;
        let weights = Weights::on_others(&instance.weight);
        let matrix = weights.matrix(game.players())?;
        let pure = pure_prices(game, &matrix)?;
        let (Some(anarchy), Some(stability)) = (&pure.anarchy, &pure.stability) else {
            return Ok(Finding::fails("there is no pure equilibrium to compare"));
        };
        let correlated = CorrelatedOptions::default();
        let coarse = correlated.clone().with_concept(CorrelatedConcept::Coarse);
        let by_mediator = correlated_prices(game, &matrix, &correlated)?;
        let by_learning = correlated_prices(game, &matrix, &coarse)?;
        claim!(
            by_mediator.verify(game, &matrix, &correlated)
                && by_learning.verify(game, &matrix, &coarse),
            "the prices do not verify"
        );
        let least = (profiles(game).iter()).map(|s| welfare(game, s)).min();
        let (best, _) = optima(game);
        let worst = |prices: &CorrelatedPrices| prices.anarchy.equilibrium.welfare.clone();
        let top = |prices: &CorrelatedPrices| prices.stability.equilibrium.welfare.clone();
        let chain = [
            least.unwrap_or_default(),
            worst(&by_learning),
            worst(&by_mediator),
            anarchy.welfare.clone(),
            stability.welfare.clone(),
            top(&by_mediator),
            top(&by_learning),
            best.clone(),
        ];
        claim!(chain.is_sorted(), "the welfares are {chain:?}");
        // With two actions for each of two players the two concepts are the same (Moulin and
        // Vial, 1978).
        let small = game.space().actions() == [2, 2];
        claim!(
            !small
                || (worst(&by_learning) == worst(&by_mediator)
                    && top(&by_learning) == top(&by_mediator)),
            "correlated and coarse correlated equilibria of a 2 × 2 game differ: {chain:?}"
        );
        let range = &chain[7] - &chain[0];
        for price in [
            &by_mediator.anarchy,
            &by_mediator.stability,
            &by_learning.anarchy,
            &by_learning.stability,
        ] {
            let gap = &best - &price.equilibrium.welfare;
            claim!(
                price.gap == gap && &price.normalised_gap * &range == gap,
                "the gap is {}, and is given as {}",
                gap,
                price.gap
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        format!(
            "weight {} on others, {}",
            instance.weight,
            game_table(&instance.game)
        )
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;
    use crate::theorem::altruism::drawn::tied_games;
    use crate::theorem::by_definition::fraction;

    /// Weights on others in halves, also some spite and some above the own.
    fn weights() -> impl Strategy<Value = Rational> + Clone {
        prop_oneof![2 => Just(0i64), 3 => -1i64..=3].prop_map(|n| fraction(n, 2))
    }

    fn small_games() -> impl Strategy<Value = NormalForm<Rational>> {
        prop_oneof![
            6 => tied_games(2..=2, 1..=3),
            1 => tied_games(3..=3, 2..=2),
        ]
    }

    impl Drawn for SmoothnessIsTheWorstAverage {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            (small_games(), weights(), 0usize..27)
                .prop_map(|(game, weight, choice)| {
                    // An optimum in two of three cases, any profile otherwise.
                    let (_, best) = optima(&game);
                    let all = profiles(&game);
                    let target = match choice % 3 {
                        0 => all[choice % all.len()].clone(),
                        _ => best[choice % best.len()].clone(),
                    };
                    GameWithTarget::new(game, weight, target)
                })
                .boxed()
        }
    }

    impl Drawn for PricesAreOrdered {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            (small_games(), weights())
                .prop_map(|(game, weight)| GameOfAltruists::new(game, weight))
                .boxed()
        }
    }
}
