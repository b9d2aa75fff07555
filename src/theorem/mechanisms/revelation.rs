//! Equilibria of indirect mechanisms: the direct mechanism behind them, and Harsanyi's game.

use super::definition::{Cases, all_of, bayesian, declared, dominance, ex_post, selfish};
use super::sense::FewProfiles;
use crate::game::{Game, GameExt, SizeLimit};
use crate::mechanism::examine::{Examination, Incentive, Revealed};
use crate::mechanism::{Mechanism, MechanismTable, Setting, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A mechanism with messages that need not be types, and what each type says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlayedMechanism {
    /// The setting.
    pub setting: Setting,
    /// The mechanism.
    pub mechanism: MechanismTable,
    /// Which type says what.
    pub strategies: Strategies,
    /// What the strategies are to be best against.
    pub incentive: Incentive,
}

impl PlayedMechanism {
    /// A mechanism in a setting, with strategies.
    pub fn new(
        setting: Setting,
        mechanism: MechanismTable,
        strategies: Strategies,
        incentive: Incentive,
    ) -> Self {
        PlayedMechanism {
            setting,
            mechanism,
            strategies,
            incentive,
        }
    }

    /// The same if it makes sense, with values that are declared private if they are.
    fn checked(&self) -> Result<Self, TheoremError> {
        Examination::new(&self.setting, &self.mechanism)?
            .with_strategies(self.strategies.clone())?;
        let mut case = self.clone();
        case.setting = declared(&self.setting)?.into_owned();
        Ok(case)
    }
}

/// How much strategies could gain, by definition.
fn cases(
    setting: &Setting,
    mechanism: &dyn Mechanism,
    strategies: &Strategies,
    incentive: Incentive,
) -> Result<Cases, TheoremError> {
    let utility = selfish(setting);
    match incentive {
        Incentive::Dominant => dominance(setting, mechanism, strategies, &utility),
        Incentive::ExPost => ex_post(setting, mechanism, strategies, &utility),
        Incentive::Bayesian => bayesian(setting, mechanism, strategies, &utility),
    }
}

/// Behind every equilibrium of every mechanism there is a truthful direct mechanism with the same
/// outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EquilibriaCanBeTruthful;

impl Theorem for EquilibriaCanBeTruthful {
    type Instance = PlayedMechanism;

    fn statement(&self) -> Statement {
        Statement::new("equilibria_can_be_truthful", "The revelation principle")
            .saying(
                "If strategies are an equilibrium of a mechanism (dominant, ex post or \
                 Bayes–Nash), truth is an equilibrium of the same kind of the direct mechanism \
                 that asks for types and plays for the agents, and decides the same for all types.",
            )
            .from_source("Gibbard, 1973; Myerson, 1979")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<PlayedMechanism>> {
        vec![Hypothesis::new(
            "strategies_are_an_equilibrium",
            "Nobody gains by another message than the one of its strategy.",
            |case: &PlayedMechanism| {
                let PlayedMechanism {
                    setting,
                    mechanism,
                    strategies,
                    incentive,
                } = case.checked()?;
                Ok(cases(&setting, &mechanism, &strategies, incentive)?.finding())
            },
        )]
    }

    fn conclusion(&self, case: &PlayedMechanism) -> Result<Finding, TheoremError> {
        let case = &case.checked()?;
        let setting = &case.setting;
        let indirect =
            Examination::new(setting, &case.mechanism)?.with_strategies(case.strategies.clone())?;
        let revealed = Revealed::new(setting, &case.mechanism, case.strategies.clone())?;
        let direct = Examination::new(setting, &revealed)?;
        let truth = Strategies::truthful(setting);
        let honest = cases(setting, &revealed, &truth, case.incentive)?;
        for types in &setting.few_profiles()? {
            let said: Vec<usize> = (0..setting.agents())
                .map(|agent| case.strategies.message(agent, types[agent]))
                .collect();
            if revealed.decide(&types) != case.mechanism.decide(&said) {
                return Ok(Finding::fails(format!(
                    "another decision at types {types:?}"
                )));
            }
        }
        all_of![
            honest.finding(),
            honest.agree("truth", &direct.incentives(case.incentive)?, &direct),
            cases(setting, &case.mechanism, &case.strategies, case.incentive)?.agree(
                "the strategies",
                &indirect.incentives(case.incentive)?,
                &indirect
            ),
        ]
    }
}

/// Bayes–Nash equilibria are the Nash equilibria of the game in which an action says what each type
/// does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BayesianEquilibriaAreNash;

impl Theorem for BayesianEquilibriaAreNash {
    type Instance = PlayedMechanism;

    fn statement(&self) -> Statement {
        Statement::new("bayesian_equilibria_are_nash", "Harsanyi's game")
            .saying(
                "Strategies are a Bayes–Nash equilibrium of a mechanism, for all types that \
                 occur, if and only if they are a Nash equilibrium of its strategic form, in \
                 which an action says for each type which message to send.",
            )
            .from_source("Harsanyi, 1967–68")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<PlayedMechanism>> {
        Vec::new()
    }

    fn conclusion(&self, case: &PlayedMechanism) -> Result<Finding, TheoremError> {
        let case = case.checked()?;
        let (setting, mechanism) = (&case.setting, &case.mechanism);
        let strategies = &case.strategies;
        let examination =
            Examination::new(setting, mechanism)?.with_strategies(strategies.clone())?;
        let form = examination.strategic_form(SizeLimit::default())?;
        let followed = examination.followed_profile()?;
        // Payoffs of the form from the definition, at the profile and at one deviation a player.
        let utility = selfish(setting);
        let payoff = |agent: usize, played: &Strategies| -> Result<Rational, TheoremError> {
            let mut sum = Rational::ZERO;
            for types in &setting.few_profiles()? {
                let decision = mechanism.decide(&played.messages(&types));
                sum += setting.probability(&types) * &utility(agent, &types, &decision);
            }
            Ok(sum)
        };
        for agent in 0..setting.agents() {
            for action in 0..form.actions(agent) {
                let mut profile = followed.clone();
                profile[agent] = action;
                let plans: Result<Vec<Vec<usize>>, _> = (0..setting.agents())
                    .map(|other| examination.plan_of_action(other, profile[other]))
                    .collect();
                let own = payoff(agent, &Strategies::new(plans?))?;
                let found = form.payoff(agent, &profile);
                if own != found {
                    return Ok(Finding::fails(format!(
                        "agent {agent} expects {own} at {profile:?}, not {found}"
                    )));
                }
            }
        }
        let bayes = bayesian(setting, mechanism, strategies, &utility)?;
        let nash = form.is_pure_equilibrium(&followed)?;
        all_of![
            bayes.agree("the strategies", &examination.bayesian()?, &examination),
            Finding::when(bayes.hold() == nash, || {
                format!("Nash: {nash}, Bayes–Nash: {}", bayes.hold())
            }),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::game::ProfileSpace;
    use crate::mechanism::Decision;
    use crate::theorem::Drawn;
    use crate::theorem::mechanisms::draws::{joint, settings_of, whole};

    /// All pure strategies of a mechanism in a setting.
    fn all_strategies(
        setting: &Setting,
        mechanism: &dyn Mechanism,
    ) -> Result<Vec<Strategies>, TheoremError> {
        let plans = setting.types().iter().enumerate();
        let counts: Vec<usize> = plans
            .flat_map(|(agent, &types)| vec![mechanism.messages(agent); types])
            .collect();
        let space = ProfileSpace::new(&counts)?;
        Ok(space
            .iter()
            .map(|flat| {
                let mut rest = flat.as_slice();
                let plans = setting.types().iter().map(|&types| {
                    let (own, others) = rest.split_at(types);
                    rest = others;
                    own.to_vec()
                });
                Strategies::new(plans.collect())
            })
            .collect())
    }

    /// Mechanisms with two or three messages, for two agents with one or two types each, and
    /// correlated types; strategies that are an equilibrium where `settled` and there are any.
    fn played(settled: bool) -> BoxedStrategy<PlayedMechanism> {
        (vec(1usize..=2, 2), vec(2usize..=3, 2), 2usize..=3)
            .prop_flat_map(move |(types, mut said, alternatives)| {
                // Few enough strategies to go through.
                if types == [2, 2] {
                    said = vec![2, 2];
                }
                let profiles = types.iter().product::<usize>();
                let decisions = said.iter().product::<usize>();
                let decision = (0..alternatives, vec(whole(-1..=1), 2))
                    .prop_map(|(chosen, paid)| Decision::certain(chosen, paid));
                let kinds = prop_oneof![
                    1 => Just(Incentive::Dominant),
                    1 => Just(Incentive::ExPost),
                    2 => Just(Incentive::Bayesian)
                ];
                (
                    settings_of(types, alternatives, -2..=2),
                    joint(profiles),
                    vec(decision, decisions),
                    any::<Index>(),
                    kinds,
                )
                    .prop_filter_map("no mechanism", move |drawn| {
                        let (setting, prior, decisions, which, incentive) = drawn;
                        let setting = setting.with_prior(prior).ok()?;
                        let space = ProfileSpace::new(&said).ok()?;
                        let table = MechanismTable::new(space, alternatives, decisions).ok()?;
                        let all = all_strategies(&setting, &table).ok()?;
                        let start = which.index(all.len());
                        let mut found = all[start].clone();
                        // The first equilibrium from a random place on.
                        for strategies in all[start..].iter().chain(&all[..start]) {
                            if !settled {
                                break;
                            }
                            if cases(&setting, &table, strategies, incentive).ok()?.hold() {
                                found = strategies.clone();
                                break;
                            }
                        }
                        Some(PlayedMechanism::new(setting, table, found, incentive))
                    })
            })
            .boxed()
    }

    impl Drawn for EquilibriaCanBeTruthful {
        fn instances(&self) -> BoxedStrategy<PlayedMechanism> {
            played(true)
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<PlayedMechanism> {
            played(false)
        }
    }

    impl Drawn for BayesianEquilibriaAreNash {
        fn instances(&self) -> BoxedStrategy<PlayedMechanism> {
            prop_oneof![played(true), played(false)].boxed()
        }
    }
}
