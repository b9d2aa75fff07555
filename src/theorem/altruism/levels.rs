//! The selfishness level of games: how much altruism makes an optimum stable.

use crate::contract::{ContractingProblem, Language};
use crate::equilibrium::phase_diagram::Threshold;
use crate::equilibrium::{
    PhaseDiagram, PhaseOptions, PureOptions, lambda_interval, pure_equilibria,
};
use crate::game::{Game, GameExt, NormalForm};
use crate::gap::level::{LevelOptions, language_level, message_level};
use crate::gap::prices::pure_prices;
use crate::number::{Extended, Rational};
use crate::preference::{Perceived, WeightMatrix};
use crate::theorem::by_definition::{Weights, found_level, level, optima, profiles, welfare};
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A game with one optimum has a finite selfishness level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UniqueOptimumHasALevel;

impl Theorem for UniqueOptimumHasALevel {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "unique_optimum_has_a_level",
            "One optimum, and some altruism is enough",
        )
        .saying(
            "In a finite game with a single profile of greatest welfare there is a λ from \
                 which that profile is an equilibrium of players who maximise `u_i + λ·W`.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "unique_optimum",
            "One profile alone has the greatest welfare.",
            |game: &Self::Instance| {
                let (_, optima) = optima(game);
                Ok(Finding::when(optima.len() == 1, || {
                    format!("{} profiles are optimal", optima.len())
                }))
            },
        )]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let found = found_level(game)?;
        let Extended::Finite(lambda) = &found.value else {
            return Ok(Finding::fails(
                "no altruism makes an optimum an equilibrium",
            ));
        };
        let (_, optima) = optima(game);
        claim!(
            found.plan.len() == 1 && optima.contains(&found.plan[0]),
            "the plan {:?} is not an optimum",
            found.plan
        );
        for more in [Rational::ZERO, Rational::ONE] {
            let weights = Weights::cooperative(&(lambda + &more));
            claim!(
                weights.is_equilibrium(game, &found.plan[0]),
                "{:?} is not an equilibrium at λ = {lambda} + {more}",
                found.plan[0]
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

/// A game and two weights on welfare.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GameAtTwoWeights {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The lower λ.
    pub lower: Rational,
    /// The higher λ.
    pub higher: Rational,
}

impl GameAtTwoWeights {
    /// A game and the two weights, the lower first.
    pub fn new(
        game: NormalForm<Rational>,
        lower: impl Into<Rational>,
        higher: impl Into<Rational>,
    ) -> Self {
        GameAtTwoWeights {
            game,
            lower: lower.into(),
            higher: higher.into(),
        }
    }
}

/// An optimum that is stable at some altruism is stable at more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoreAltruismKeepsOptimaStable;

impl Theorem for MoreAltruismKeepsOptimaStable {
    type Instance = GameAtTwoWeights;

    fn statement(&self) -> Statement {
        Statement::new(
            "more_altruism_keeps_optima_stable",
            "More altruism keeps optima stable",
        )
        .saying(
            "Every profile of greatest welfare that is an equilibrium of players who maximise \
             `u_i + λ·W` is one at every greater λ.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "not_less",
                "The second λ is at least the first.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.higher >= instance.lower, || {
                        format!("{} is less than {}", instance.higher, instance.lower)
                    }))
                },
            ),
            Hypothesis::new(
                "stable_at_the_lower",
                "Some optimum is an equilibrium at the first λ.",
                |instance: &Self::Instance| {
                    let weights = Weights::cooperative(&instance.lower);
                    let (_, optima) = optima(&instance.game);
                    let stable = (optima.iter()).any(|s| weights.is_equilibrium(&instance.game, s));
                    Ok(Finding::when(stable, || {
                        format!("no optimum is an equilibrium at λ = {}", instance.lower)
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &instance.game;
        let (_, optima) = optima(game);
        let weights = Weights::cooperative(&instance.higher);
        let seen = Perceived::new(game, weights.matrix(game.players())?)?;
        let found = pure_equilibria(&seen, &PureOptions::default())?.into_set();
        for profile in profiles(game) {
            let felt = seen.payoffs(&profile)?;
            for (player, felt) in felt.into_iter().enumerate() {
                let expected = weights.utility(game, player, &profile);
                claim!(
                    felt == expected && seen.payoff(player, &profile) == expected,
                    "player {player} makes {felt} of {profile:?}, and not {expected}"
                );
            }
        }
        claim!(
            optima.iter().any(|optimum| found.contains(optimum)),
            "no optimum is an equilibrium at λ = {}",
            instance.higher
        );
        let before = Weights::cooperative(&instance.lower);
        for optimum in optima {
            if before.is_equilibrium(game, &optimum) {
                claim!(
                    found.contains(&optimum),
                    "{optimum:?} is an equilibrium at λ = {} and not at {}",
                    instance.lower,
                    instance.higher
                );
                let interval = lambda_interval(game, &optimum)?;
                claim!(
                    interval.is_some_and(|interval| interval.to == Extended::Infinite
                        && (instance.lower.is_negative() || interval.from <= instance.lower)),
                    "{optimum:?} is said not to be an equilibrium from λ = {} on",
                    instance.lower
                );
            }
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        let GameAtTwoWeights {
            game,
            lower,
            higher,
        } = instance;
        format!("λ = {lower} and λ = {higher}, {}", game_table(game))
    }
}

/// The level by appeal factors, by the definition, and by the phases of the game.
///
/// ```
/// use lacuna::game::catalogue::matching_pennies;
/// use lacuna::theorem::altruism::LevelIsTheGreatestAppealFactor;
/// use lacuna::theorem::{Theorem, Verdict};
/// // There is no stable optimum, and no level, by all of them.
/// assert_eq!(LevelIsTheGreatestAppealFactor.check(&matching_pennies(1)?)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelIsTheGreatestAppealFactor;

impl Theorem for LevelIsTheGreatestAppealFactor {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "level_is_the_greatest_appeal_factor",
            "The level is the greatest appeal factor of the best stable optimum",
        )
        .saying(
            "The least λ at which an optimum is an equilibrium of players who maximise `u_i + λ·W` \
             is the least, over the optima from which every profitable deviation lowers welfare, \
             of the greatest ratio of gain to loss of welfare; there is none if there is no such \
             optimum. It is the selfishness level, the last change of the phase diagram before \
             some equilibrium is optimal for good, and the language-relative level where nothing \
             can be verified.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let searched = level(game);
        let found = found_level(game)?;
        claim!(
            found.value == searched,
            "the level is found to be {:?}, and is {searched:?} by the definition",
            found.value
        );
        let (_, optima) = optima(game);
        claim!(
            found.plan.len() == 1 && optima.contains(&found.plan[0]),
            "the plan {:?} is not an optimum",
            found.plan
        );
        claim!(
            found.witness.is_none() == (searched == Extended::Finite(Rational::ZERO)),
            "the witness {:?} does not fit the level {searched:?}",
            found.witness
        );
        if let Some(witness) = &found.witness {
            claim!(
                witness.ratio() == searched && witness.chain.len() == 1,
                "the ratio of the witness is {:?}, the level {searched:?}",
                witness.ratio()
            );
            for link in &witness.chain {
                let mut other = link.profile.clone();
                other[witness.player] = link.action;
                let gain = game.payoff(witness.player, &other)
                    - game.payoff(witness.player, &link.profile);
                let loss = welfare(game, &link.profile) - welfare(game, &other);
                claim!(
                    link.gain == gain && link.loss == loss && optima.contains(&link.profile),
                    "the link {link:?} is not a deviation from an optimum"
                );
            }
        }
        let phases = PhaseDiagram::new(game, &PhaseOptions::default())?;
        let threshold = match &searched {
            Extended::Finite(value) => Threshold::Attained(value.clone()),
            Extended::Infinite => Threshold::Infinite,
        };
        claim!(
            phases.some_equilibrium_is_optimal() == threshold,
            "the phases say {:?}, the definition {searched:?}",
            phases.some_equilibrium_is_optimal()
        );
        let problem = ContractingProblem::single_state(game.clone())?;
        let options = LevelOptions::default();
        let trivial = Language::trivial(&problem);
        let nothing_verified = language_level(&problem, &trivial, &options)?.value;
        let nothing_noticed = message_level(&problem, &trivial)?.value;
        claim!(
            nothing_verified == searched && nothing_noticed == searched,
            "with nothing verified the levels are {nothing_verified:?} and {nothing_noticed:?}"
        );
        let complete = Language::complete(&problem);
        let all_verified = language_level(&problem, &complete, &options)?.value;
        claim!(
            all_verified == Extended::Finite(Rational::ZERO),
            "with everything verified the level is {all_verified:?}"
        );
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

/// No altruism is needed exactly if the price of stability is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelZeroIsPriceOfStabilityOne;

impl Theorem for LevelZeroIsPriceOfStabilityOne {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "level_zero_is_price_of_stability_one",
            "No altruism is needed exactly if the price of stability is 1",
        )
        .saying(
            "The selfishness level is 0 exactly if some optimum is a pure equilibrium, and exactly \
             if the price of stability over pure equilibria is 1.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "positive_welfare",
            "The greatest welfare is positive, so that a ratio means something.",
            |game: &Self::Instance| {
                let (best, _) = optima(game);
                Ok(Finding::when(best.is_positive(), || {
                    format!("the greatest welfare is {best}")
                }))
            },
        )]
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let selfish = Weights::on_others(&Rational::ZERO);
        let (best, optima) = optima(game);
        let stable = (optima.iter()).any(|optimum| selfish.is_equilibrium(game, optimum));
        let zero = found_level(game)?.value == Extended::Finite(Rational::ZERO);
        let prices = pure_prices(game, &WeightMatrix::identity(game.players()))?;
        let one = (prices.stability.as_ref())
            .is_some_and(|price| price.ratio.value() == Some(&Rational::ONE));
        claim!(
            zero == stable,
            "level zero: {zero}, some optimum is an equilibrium: {stable}"
        );
        claim!(
            one == stable,
            "price of stability 1: {one}, some optimum is an equilibrium: {stable}"
        );
        // The prices are those of the equilibria of the definition.
        let values: Vec<Rational> = (selfish.equilibria(game).iter())
            .map(|profile| welfare(game, profile))
            .collect();
        let least = (profiles(game).iter())
            .map(|profile| welfare(game, profile))
            .min();
        let found = |price: &Option<crate::gap::prices::Price>| {
            price.as_ref().map(|price| price.welfare.clone())
        };
        claim!(
            found(&prices.anarchy).as_ref() == values.iter().min()
                && found(&prices.stability).as_ref() == values.iter().max()
                && prices.first_best == best
                && Some(&prices.least_welfare) == least.as_ref(),
            "the prices are {prices:?}, and equilibria have welfare {values:?} of {best}"
        );
        for price in prices.anarchy.iter().chain(&prices.stability) {
            let range = &best - &prices.least_welfare;
            claim!(
                price.gap == &best - &price.welfare
                    && &price.normalised_gap * &range == price.gap
                    && welfare(game, &price.profile) == price.welfare
                    && selfish.is_equilibrium(game, &price.profile),
                "the price {price:?} does not fit its equilibrium"
            );
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::altruism::drawn::{constant_sum_games, tied_games};
    use crate::theorem::{Drawn, strategy};

    impl Drawn for UniqueOptimumHasALevel {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            strategy::games(1..=3, 1..=3).boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            constant_sum_games().boxed()
        }
    }

    impl Drawn for MoreAltruismKeepsOptimaStable {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            let levels = |game: NormalForm<Rational>, lower: Rational, more: Rational| {
                // Half of the instances are exactly at the level.
                let lower = match level(&game) {
                    Extended::Finite(level) if !lower.is_zero() => level,
                    _ => lower,
                };
                let higher = &lower + more;
                GameAtTwoWeights::new(game, lower, higher)
            };
            let weights = strategy::altruism_weights;
            (tied_games(2..=3, 1..=3), weights(), weights())
                .prop_map(move |(game, lower, more)| levels(game, lower, more))
                .boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            let weights = strategy::altruism_weights;
            (strategy::games(2..=2, 2..=2), weights(), weights())
                .prop_map(|(game, lower, higher)| GameAtTwoWeights::new(game, lower, higher))
                .boxed()
        }
    }

    impl Drawn for LevelIsTheGreatestAppealFactor {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            prop_oneof![4 => tied_games(1..=3, 1..=3), 1 => constant_sum_games()].boxed()
        }
    }

    impl Drawn for LevelZeroIsPriceOfStabilityOne {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            tied_games(1..=3, 1..=3).boxed()
        }
    }
}
