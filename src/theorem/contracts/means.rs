//! What a mechanism may use more of is worth no less; languages as a lattice.

use std::collections::BTreeMap;
use std::fmt;

use super::ContractingInstance;
use super::definition::countable;
use super::instances::{language_table, weights};
use super::mechanism_program::value;
use super::validity::{Valid, hypothesis};
use crate::contract::{Budget, ContractingProblem, Language, Monitoring};
use crate::game::Profile;
use crate::mechanism::{Communication, MechanismOptions, best_mechanism};
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// What mechanisms may use.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Means {
    /// What a court can tell apart.
    pub language: Language,
    /// What transfers sum to.
    pub budget: Budget,
    /// The largest transfer; `None` without limit.
    pub liability: Option<Rational>,
    /// Who can say what to whom.
    pub communication: Communication,
}

impl Means {
    /// A language, a budget, a liability and who can say what to whom.
    pub fn new(
        language: Language,
        budget: Budget,
        liability: Option<Rational>,
        communication: Communication,
    ) -> Self {
        Means {
            language,
            budget,
            liability,
            communication,
        }
    }
}

/// A problem with two sets of means. Its `Debug` form has a table for each.
#[derive(Clone)]
#[non_exhaustive]
pub struct MeansInstance {
    /// States, payoffs and who knows what.
    pub problem: ContractingProblem,
    /// What players care about.
    pub preferences: WeightMatrix<Rational>,
    /// The lesser means.
    pub less: Means,
    /// The greater means.
    pub more: Means,
}

impl MeansInstance {
    /// A problem with preferences and the lesser and the greater means.
    pub fn new(
        problem: ContractingProblem,
        preferences: WeightMatrix<Rational>,
        less: Means,
        more: Means,
    ) -> Self {
        MeansInstance {
            problem,
            preferences,
            less,
            more,
        }
    }
}

impl fmt::Debug for MeansInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        weights(f, &self.preferences)?;
        for (name, means) in [("less", &self.less), ("more", &self.more)] {
            writeln!(
                f,
                "{name}: {:?}, {:?}, limit {}",
                means.budget,
                means.communication,
                means
                    .liability
                    .as_ref()
                    .map_or("none".into(), Rational::to_string)
            )?;
            language_table(f, &self.problem, &means.language)?;
        }
        Ok(())
    }
}

/// All outcomes.
fn outcomes(problem: &ContractingProblem) -> Vec<(usize, Profile)> {
    let states = 0..problem.states();
    states
        .flat_map(|state| problem.space().iter().map(move |profile| (state, profile)))
        .collect()
}

/// Does `fine` tell apart whatever `coarse` does?
fn tells_apart(problem: &ContractingProblem, fine: &Language, coarse: &Language) -> bool {
    let mut coarse_of = BTreeMap::new();
    outcomes(problem).iter().all(|(state, profile)| {
        let cell = coarse.cell(*state, profile);
        *(coarse_of.entry(fine.cell(*state, profile))).or_insert(cell) == cell
    })
}

/// Balanced, then burning, then a third party that breaks even, then outside money.
fn looseness(budget: Budget) -> usize {
    match budget {
        Budget::Balanced => 0,
        Budget::Burning => 1,
        Budget::Expected => 2,
        Budget::Unrestricted => 3,
    }
}

/// More to contract on, looser budgets, larger transfers and more private talk are worth no less.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Language};
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::mechanism::Communication;
/// use lacuna::preference::WeightMatrix;
/// use lacuna::theorem::contracts::{Means, MeansInstance, MoreMeansAreWorthNoLess};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let talk = Communication::Recommendations;
/// let less = Means::new(Language::trivial(&problem), Budget::Balanced, None, talk);
/// let more = Means::new(Language::complete(&problem), Budget::Burning, None, talk);
/// let instance = MeansInstance::new(problem, WeightMatrix::identity(2), less, more);
/// assert!(matches!(MoreMeansAreWorthNoLess.check(&instance)?, Verdict::Holds));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoreMeansAreWorthNoLess;

impl MeansInstance {
    /// The value of the best mechanism; `None` if there is none.
    fn value(&self, means: &Means) -> Result<Result<Option<Rational>, String>, TheoremError> {
        let mut options = MechanismOptions::default()
            .with_budget(means.budget)
            .with_communication(means.communication);
        if let Some(limit) = &means.liability {
            options = options.with_liability(limit.clone());
        }
        let monitoring = Monitoring::from(&means.language);
        let design = best_mechanism(&self.problem, &monitoring, &self.preferences, &options)?;
        let Some(best) = design.into_best() else {
            return Ok(Ok(None));
        };
        if !best.verify(&self.problem, &monitoring, &self.preferences, &options) {
            return Ok(Err("a mechanism does not stand up to its check".to_owned()));
        }
        if means.communication == Communication::Mediated {
            let program = value(&ContractingInstance::new(
                self.problem.clone(),
                monitoring,
                self.preferences.clone(),
                means.budget,
                means.liability.clone(),
            ))?;
            if program != best.closed_value {
                return Ok(Err(format!("{} is not {program}", best.closed_value)));
            }
        }
        Ok(Ok(Some(best.value)))
    }
}

impl Theorem for MoreMeansAreWorthNoLess {
    type Instance = MeansInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "more_means_are_worth_no_less",
            "More means are worth no less",
        )
        .saying(
            "The value of the best mechanism does not fall if the language becomes finer, if the \
             budget becomes looser (balanced, burning, a third party that breaks even, outside \
             money), if transfers may be larger, or if a mediator hears reports and recommends in \
             private.",
        )
        .from_source("guide, 4.8")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            hypothesis(
                "looser_budget",
                "The second budget allows whatever the first does.",
                |instance: &MeansInstance| {
                    let (less, more) = (instance.less.budget, instance.more.budget);
                    let looser = looseness(less) <= looseness(more);
                    Ok(Finding::when(looser, || {
                        format!("{more:?} is not looser than {less:?}")
                    }))
                },
            ),
            hypothesis(
                "larger_transfers",
                "The second limit on transfers is no lower.",
                |instance: &MeansInstance| {
                    let larger = match (&instance.less.liability, &instance.more.liability) {
                        (_, None) => true,
                        (None, Some(_)) => false,
                        (Some(less), Some(more)) => less <= more,
                    };
                    Ok(Finding::when(larger, || "it is lower".to_owned()))
                },
            ),
            hypothesis(
                "more_talk",
                "The second has a mediator, or both have the same communication.",
                |instance: &MeansInstance| {
                    let (less, more) = (instance.less.communication, instance.more.communication);
                    let more_talk = less == more || more == Communication::Mediated;
                    Ok(Finding::when(more_talk, || {
                        format!("{more:?} after {less:?}")
                    }))
                },
            ),
            hypothesis(
                "finer_language",
                "The second language tells apart whatever the first does.",
                |instance: &MeansInstance| {
                    let (less, more) = (&instance.less.language, &instance.more.language);
                    let finer = tells_apart(&instance.problem, more, less);
                    Ok(Finding::when(finer, || "it does not".to_owned()))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let less = match instance.value(&instance.less)? {
            Ok(value) => value,
            Err(words) => return Ok(Finding::fails(words)),
        };
        let more = match instance.value(&instance.more)? {
            Ok(value) => value,
            Err(words) => return Ok(Finding::fails(words)),
        };
        Ok(Finding::when(less <= more, || {
            format!("the lesser means are worth {less:?}, the greater {more:?}")
        }))
    }
}

/// Languages are a lattice: what both tell apart, and what either does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguagesAreALattice;

impl Theorem for LanguagesAreALattice {
    type Instance = MeansInstance;

    fn statement(&self) -> Statement {
        Statement::new("languages_are_a_lattice", "Languages are a lattice")
            .saying(
                "The meet of two languages tells two outcomes apart iff one of them does; their \
                 join does not iff a chain of outcomes leads from one to the other of which no two \
                 neighbours are told apart by both; one refines the other iff their meet is it.",
            )
            .from_source("Birkhoff, 1935")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        instance.valid()?;
        let (problem, one, other) = (
            &instance.problem,
            &instance.less.language,
            &instance.more.language,
        );
        let (meet, join) = (one.meet(other)?, one.join(other)?);
        let outcomes = outcomes(problem);
        countable("pairs of outcomes", [outcomes.len(), outcomes.len()])?;
        let number = |language: &Language, at: usize| {
            let (state, profile) = &outcomes[at];
            language.cell(*state, profile).number()
        };
        // The chain that merges outcomes, by spreading the least number of a component.
        let mut component: Vec<usize> = (0..outcomes.len()).collect();
        let alike = |a: usize, b: usize| {
            number(one, a) == number(one, b) || number(other, a) == number(other, b)
        };
        for _ in 0..outcomes.len() {
            for a in 0..outcomes.len() {
                for b in 0..outcomes.len() {
                    if alike(a, b) {
                        component[a] = component[a].min(component[b]);
                    }
                }
            }
        }
        for a in 0..outcomes.len() {
            for b in 0..outcomes.len() {
                let both = number(one, a) == number(one, b) && number(other, a) == number(other, b);
                let met = number(&meet, a) == number(&meet, b);
                let joined = number(&join, a) == number(&join, b);
                if met != both || joined != (component[a] == component[b]) {
                    return Ok(Finding::fails(format!(
                        "{:?} and {:?}: the meet merges them: {met}, the join: {joined}",
                        outcomes[a], outcomes[b]
                    )));
                }
            }
        }
        let refines = other.refines(one)?;
        let right = refines == tells_apart(problem, other, one) && refines == (meet == *other);
        Ok(Finding::when(right, || {
            format!("the second refines the first: {refines}")
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::drawn::means;
    use super::{LanguagesAreALattice, MoreMeansAreWorthNoLess};
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for MoreMeansAreWorthNoLess {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            means("").boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            means(hypothesis).boxed()
        }
    }

    impl Drawn for LanguagesAreALattice {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            means("finer_language").boxed()
        }
    }
}
