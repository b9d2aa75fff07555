//! What a mediator who recommends can bring about.

use crate::equilibrium::correlated::{Correlated, Objective};
use crate::equilibrium::{
    CorrelatedConcept, CorrelatedOptions, Distribution, MixedProfile, SupportOptions,
    TwoPlayerOptions, all_equilibria, correlated_equilibrium, first_equilibrium, lemke_howson,
};
use crate::equilibrium::{LemkeHowsonOptions, support_enumeration};
use crate::game::{Game, NormalForm, Profile};
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::Rational;
use crate::theorem::by_definition::{
    all_profiles, expected, extreme_equilibria, is_mixed_equilibrium, pure, pure_equilibria_at,
    shape, welfare, with_action,
};
use crate::theorem::describe::{game_table, listed};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// What a player gains in expectation by `instead` where it is told `told`, or whatever it is told.
fn gain(
    game: &NormalForm<Rational>,
    chances: &[(Profile, Rational)],
    player: usize,
    told: Option<usize>,
    instead: usize,
) -> Rational {
    let concerned = chances
        .iter()
        .filter(|(profile, _)| told.is_none_or(|a| profile[player] == a));
    concerned
        .map(|(profile, chance)| {
            let to = with_action(profile, player, instead);
            chance * &(game.payoff(player, &to) - game.payoff(player, profile))
        })
        .sum()
}

/// The recommendations that a player can be given, one by one, or as a whole if `coarse`.
fn told(game: &NormalForm<Rational>, player: usize, coarse: bool) -> Vec<Option<usize>> {
    match coarse {
        true => vec![None],
        false => (0..game.actions(player)).map(Some).collect(),
    }
}

/// Is the distribution a correlated equilibrium, or a coarse one?
fn is_obeyed(game: &NormalForm<Rational>, chances: &[(Profile, Rational)], coarse: bool) -> bool {
    let total: Rational = chances.iter().map(|(_, chance)| chance).sum();
    total == Rational::ONE
        && chances.iter().all(|(_, chance)| !chance.is_negative())
        && (0..game.players()).all(|player| {
            told(game, player, coarse).into_iter().all(|told| {
                (0..game.actions(player))
                    .all(|instead| !gain(game, chances, player, told, instead).is_positive())
            })
        })
}

fn chances(distribution: &Distribution) -> Vec<(Profile, Rational)> {
    distribution
        .iter()
        .map(|(profile, chance)| (profile, chance.clone()))
        .collect()
}

fn solved(
    game: &NormalForm<Rational>,
    concept: CorrelatedConcept,
    objective: Objective,
) -> Result<Option<Correlated>, TheoremError> {
    let options = CorrelatedOptions::default()
        .with_concept(concept)
        .with_objective(objective);
    let outcome = correlated_equilibrium(game, &options)?;
    let proved = outcome.verify(game, &options);
    Ok(outcome.into_found().filter(|_| proved))
}

/// Every equilibrium that any solver finds is a correlated one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EquilibriaAreCorrelated;

/// All equilibria that the solvers of the crate find, and all pure ones.
fn equilibria_found(game: &NormalForm<Rational>) -> Result<Vec<MixedProfile>, TheoremError> {
    let shape = shape(game);
    let mut found = Vec::new();
    for profile in pure_equilibria_at(game, &Rational::ZERO) {
        found.push(MixedProfile::pure(&shape, &profile)?);
    }
    if let [rows, columns] = shape[..] {
        let supports = SupportOptions::default();
        let all = all_equilibria(game, &TwoPlayerOptions::default())?;
        found.extend(all.set().extreme().iter().cloned());
        found.push(first_equilibrium(game, &supports)?.profile);
        let listed = support_enumeration(game, &supports)?.into_set();
        found.extend(listed.into_iter().map(|found| found.profile));
        for label in 0..rows + columns {
            found.push(lemke_howson(game, label, &LemkeHowsonOptions::default())?.profile);
        }
    }
    Ok(found)
}

impl Theorem for EquilibriaAreCorrelated {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "equilibria_are_correlated",
            "Every equilibrium is a correlated equilibrium",
        )
        .saying(
            "Whatever equilibrium a solver finds, with independent randomisation it is a correlated \
             equilibrium and a coarse one, and its welfare lies between the worst and the best of \
             each: a mediator can do as well as the best equilibrium.",
        )
        .from_source("Aumann, 1974")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let mut ranges = Vec::new();
        for concept in [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse] {
            let least = solved(game, concept, Objective::MinWelfare)?;
            let most = solved(game, concept, Objective::MaxWelfare)?;
            let (Some(least), Some(most)) = (least, most) else {
                return Ok(Finding::fails("the solver proves none to be best"));
            };
            ranges.push((least.value, most.value));
        }
        for profile in equilibria_found(game)? {
            let strategies = profile.strategies();
            claim!(
                is_mixed_equilibrium(game, strategies)
                    && profile.is_equilibrium(game)?
                    && profile.regret(game)?.is_zero(),
                "{strategies:?} is not an equilibrium"
            );
            let product = Distribution::product(&profile)?;
            let weighed: Vec<(Profile, Rational)> = (all_profiles(&shape(game)).into_iter())
                .map(|at| {
                    let chances = at.iter().zip(strategies).map(|(&a, mix)| &mix[a]);
                    let chance = chances.fold(Rational::ONE, |all, p| all * p);
                    (at, chance)
                })
                .filter(|(_, chance)| !chance.is_zero())
                .collect();
            claim!(
                chances(&product) == weighed,
                "{product:?} is not the product of {strategies:?}"
            );
            claim!(
                is_obeyed(game, &weighed, false)
                    && is_obeyed(game, &weighed, true)
                    && product.is_correlated_equilibrium(game)?
                    && product.is_coarse_correlated_equilibrium(game)?
                    && product.as_product().as_ref() == Some(&profile),
                "{strategies:?} as a distribution is no correlated equilibrium"
            );
            let worth: Rational = (0..game.players())
                .map(|i| expected(game, i, strategies))
                .sum();
            claim!(
                profile.welfare(game)? == worth && product.welfare(game)? == worth,
                "the welfare of {strategies:?} is {worth}"
            );
            for (least, most) in &ranges {
                claim!(
                    *least <= worth && worth <= *most,
                    "{strategies:?} yields {worth}, and correlated equilibria {least} to {most}"
                );
            }
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

/// A game, and what is wanted of a profile.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Advised {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The worth of each profile, in the order of the game's profiles.
    pub wanted: Vec<Rational>,
}

impl Advised {
    /// A game and the worth of each of its profiles.
    pub fn new(game: NormalForm<Rational>, wanted: Vec<Rational>) -> Self {
        Advised { game, wanted }
    }

    /// The greatest expected worth, by a linear program written from the definition.
    fn by_definition(&self, coarse: bool) -> Result<Option<Rational>, TheoremError> {
        let game = &self.game;
        let profiles = all_profiles(&shape(game));
        let mut program = LinearProgram::minimise();
        // Minimising the negative is another program than the solver's.
        for worth in &self.wanted {
            program.variable(Bounds::NONNEGATIVE, -worth);
        }
        let all = (0..profiles.len()).map(|index| (index, 1));
        program.row(all, Relation::Equal, 1)?;
        for player in 0..game.players() {
            for told in told(game, player, coarse) {
                for instead in 0..game.actions(player) {
                    let terms = (profiles.iter().enumerate()).map(|(index, profile)| {
                        let sure = [(profile.clone(), Rational::ONE)];
                        (index, -gain(game, &sure, player, told, instead))
                    });
                    program.row(terms.collect::<Vec<_>>(), Relation::AtLeast, 0)?;
                }
            }
        }
        let answer = program.solve(&LinearOptions::default())?.answer;
        Ok(match answer {
            Answer::Optimal(optimum) => Some(-optimum.value),
            _ => None,
        })
    }
}

/// Correlated equilibria are coarse ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorrelatedIsCoarse;

impl Theorem for CorrelatedIsCoarse {
    type Instance = Advised;

    fn statement(&self) -> Statement {
        Statement::new(
            "correlated_is_coarse",
            "Correlated equilibria are coarse ones",
        )
        .saying(
            "Every finite game has a correlated equilibrium, and every one is a coarse \
                 correlated equilibrium. Whatever is wanted, the best coarse one is at least as \
                 good as the best correlated one, which is at least as good as any equilibrium.",
        )
        .from_source("Moulin and Vial, 1978; Hart and Schmeidler, 1989")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let Advised { game, wanted } = instance;
        let mut values = Vec::new();
        for concept in [CorrelatedConcept::Correlated, CorrelatedConcept::Coarse] {
            let coarse = concept == CorrelatedConcept::Coarse;
            let objective = Objective::maximise(wanted.clone());
            let Some(best) = solved(game, concept, objective)? else {
                return Ok(Finding::fails(format!("none is proved best ({concept:?})")));
            };
            let chances = chances(&best.distribution);
            claim!(
                is_obeyed(game, &chances, coarse),
                "{chances:?} is not obeyed ({concept:?})"
            );
            let is_coarse = best.distribution.is_coarse_correlated_equilibrium(game)?;
            let is_correlated = best.distribution.is_correlated_equilibrium(game)?;
            claim!(
                is_coarse == is_obeyed(game, &chances, true)
                    && is_correlated == is_obeyed(game, &chances, false),
                "{chances:?} is judged wrongly"
            );
            let worth: Rational = (chances.iter())
                .map(|(profile, chance)| {
                    let index = game.space().index(profile).unwrap_or(usize::MAX);
                    chance * wanted.get(index).unwrap_or(&Rational::ZERO)
                })
                .sum();
            let total: Rational = chances
                .iter()
                .map(|(s, chance)| chance * &welfare(game, s))
                .sum();
            claim!(
                best.value == worth && best.welfare == total,
                "{chances:?} is worth {worth}, not {}, and its welfare {total}, not {}",
                best.value,
                best.welfare
            );
            let definition = instance.by_definition(coarse)?;
            claim!(
                definition.as_ref() == Some(&worth),
                "the best is worth {definition:?}, and not {worth} ({concept:?})"
            );
            values.push(worth);
        }
        // The objectives by name are the linear ones that they stand for.
        let own: Vec<Rational> = (all_profiles(&shape(game)).iter())
            .map(|profile| game.payoff(0, profile))
            .collect();
        let concept = CorrelatedConcept::Correlated;
        for (named, linear) in [
            (Objective::MaxPayoff(0), Objective::maximise(own.clone())),
            (Objective::MinPayoff(0), Objective::minimise(own)),
        ] {
            let named = solved(game, concept, named)?.map(|found| found.value);
            let linear = solved(game, concept, linear)?.map(|found| found.value);
            claim!(
                named.is_some() && named == linear,
                "the first player's payoff is {named:?} or {linear:?}"
            );
        }
        claim!(values[0] <= values[1], "coarse ones reach less: {values:?}");
        if game.players() == 2 {
            for strategies in extreme_equilibria(game)? {
                let worth: Rational = (all_profiles(&shape(game)).iter().zip(wanted))
                    .map(|(s, worth)| &strategies[0][s[0]] * &strategies[1][s[1]] * worth)
                    .sum();
                claim!(worth <= values[0], "an equilibrium is worth more: {worth}");
            }
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        format!(
            "wanted ({}), {}",
            listed(&instance.wanted),
            game_table(&instance.game)
        )
    }
}

/// With two actions each, coarse correlated equilibria are correlated ones.
///
/// ```
/// use lacuna::game::catalogue::rock_paper_scissors;
/// use lacuna::theorem::equilibria::{Advised, TwoActionsLeaveNothingCoarse};
/// use lacuna::theorem::{Theorem, Verdict, weaken};
/// // With three actions they are not: a coarse equilibrium can always end in a tie.
/// let ties = (0..9).map(|index| i64::from(index % 4 == 0).into()).collect();
/// let advised = Advised::new(rock_paper_scissors(1, 1)?, ties);
/// let any = weaken(TwoActionsLeaveNothingCoarse, "two_actions")?;
/// assert!(matches!(any.check(&advised)?, Verdict::Refuted(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TwoActionsLeaveNothingCoarse;

impl Theorem for TwoActionsLeaveNothingCoarse {
    type Instance = Advised;

    fn statement(&self) -> Statement {
        Statement::new(
            "two_actions_leave_nothing_coarse",
            "With two actions, coarse is correlated",
        )
        .saying(
            "If every player has at most two actions, coarse correlated equilibria are correlated \
             equilibria: whatever is wanted, the best of both are worth the same.",
        )
        .from_source("by the definitions of Aumann, 1974, and Moulin and Vial, 1978")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "two_actions",
            "No player has more than two actions.",
            |instance: &Advised| {
                let most = shape(&instance.game).into_iter().max();
                Ok(Finding::when(most <= Some(2), || {
                    format!("a player has {} actions", most.unwrap_or(0))
                }))
            },
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let Advised { game, wanted } = instance;
        let wanted = || Objective::maximise(wanted.clone());
        let strict = solved(game, CorrelatedConcept::Correlated, wanted())?;
        let coarse = solved(game, CorrelatedConcept::Coarse, wanted())?;
        let (Some(strict), Some(coarse)) = (strict, coarse) else {
            return Ok(Finding::fails("the solver proves none to be best"));
        };
        claim!(
            is_obeyed(game, &chances(&coarse.distribution), false),
            "{:?} is coarse only",
            coarse.distribution
        );
        Ok(Finding::when(strict.value == coarse.value, || {
            format!("{} and {} can be reached", strict.value, coarse.value)
        }))
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        format!(
            "wanted ({}), {}",
            listed(&instance.wanted),
            game_table(&instance.game)
        )
    }
}

/// Always the same advice is obeyed exactly if it is an equilibrium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SureAdviceIsAnEquilibrium;

impl Theorem for SureAdviceIsAnEquilibrium {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new("sure_advice_is_an_equilibrium", "Advice without chance")
            .saying(
                "A mediator who always recommends the same profile is obeyed if and only if the \
                 profile is a pure equilibrium, and so it is if players have to commit in advance.",
            )
            .from_source("Aumann, 1987")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let shape = shape(game);
        let stable = pure_equilibria_at(game, &Rational::ZERO);
        for profile in all_profiles(&shape) {
            let sure = Distribution::new(&shape, vec![(profile.clone(), Rational::ONE)])?;
            let mixed = MixedProfile::pure(&shape, &profile)?;
            let expected = stable.contains(&profile);
            claim!(
                sure.is_correlated_equilibrium(game)? == expected
                    && sure.is_coarse_correlated_equilibrium(game)? == expected
                    && mixed.is_equilibrium(game)? == expected,
                "{profile:?} is an equilibrium: {expected}; but judged otherwise"
            );
            let strategies: Vec<Vec<Rational>> = profile
                .iter()
                .zip(&shape)
                .map(|(&action, &actions)| pure(actions, action))
                .collect();
            for player in 0..game.players() {
                let worth = game.payoff(player, &profile);
                claim!(
                    mixed.payoffs(game)?[player] == worth
                        && sure.payoffs(game)?[player] == worth
                        && expected == is_mixed_equilibrium(game, &strategies),
                    "player {player} gets {worth} at {profile:?}"
                );
            }
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawing::{few, games};
    use super::{
        Advised, CorrelatedIsCoarse, EquilibriaAreCorrelated, SureAdviceIsAnEquilibrium,
        TwoActionsLeaveNothingCoarse,
    };
    use crate::game::NormalForm;
    use crate::number::Rational;
    use crate::theorem::{Drawn, Theorem};

    fn advised(games: BoxedStrategy<NormalForm<Rational>>) -> BoxedStrategy<Advised> {
        games
            .prop_flat_map(|game| {
                let profiles = game.space().len();
                (Just(game), vec(few(), profiles))
            })
            .prop_map(|(game, wanted)| Advised::new(game, wanted))
            .boxed()
    }

    fn small() -> BoxedStrategy<NormalForm<Rational>> {
        prop_oneof![4 => games(2..=2, 1..=3), 1 => games(3..=3, 2..=2)].boxed()
    }

    impl Drawn for EquilibriaAreCorrelated {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            prop_oneof![4 => games(2..=2, 1..=2), 1 => small()].boxed()
        }
    }

    impl Drawn for CorrelatedIsCoarse {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            advised(small())
        }
    }

    impl Drawn for TwoActionsLeaveNothingCoarse {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            advised(games(1..=3, 1..=2))
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<<Self as Theorem>::Instance> {
            advised(games(2..=2, 2..=3))
        }
    }

    impl Drawn for SureAdviceIsAnEquilibrium {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            games(1..=3, 1..=3)
        }
    }
}
