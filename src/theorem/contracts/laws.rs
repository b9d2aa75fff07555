//! Laws, and the best that their language allows.

use std::fmt;

use super::definition::{after, deviations, welfare};
use super::instances::{language_table, weights};
use crate::contract::law::{CheckOptions, CheckedLaw, Court, Law};
use crate::contract::{Cell, Contract, ContractingProblem, Language, PlainContract};
use crate::game::Game;
use crate::game::catalogue::DilemmaPayoffs;
use crate::game::hidden_effort::HiddenEffort;
use crate::gap::{LawAnalysisOptions, analyse_law};
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A law in the language of a problem, and the players under it. Its `Debug` form is the text of the
/// law and a table.
#[derive(Clone)]
#[non_exhaustive]
pub struct LawInstance {
    /// What is played.
    pub problem: ContractingProblem,
    /// What a court can verify.
    pub language: Language,
    /// The law, checked against the court of the language.
    pub law: CheckedLaw,
    /// What the players care about.
    pub preferences: WeightMatrix<Rational>,
}

impl LawInstance {
    /// A law for a problem, checked against the court of the language.
    ///
    /// # Errors
    ///
    /// [`TheoremError::Instance`] if the language is not one of the problem, or the law is refused.
    pub fn new(
        problem: ContractingProblem,
        language: Language,
        law: &Law,
        preferences: WeightMatrix<Rational>,
    ) -> Result<Self, TheoremError> {
        let court = Court::of_language(&problem, &language)
            .map_err(|error| TheoremError::Instance(error.to_string()))?;
        let law = law
            .check(&court, &CheckOptions::default())
            .map_err(|rejection| TheoremError::Instance(rejection.to_string()))?;
        Ok(LawInstance {
            problem,
            language,
            law,
            preferences,
        })
    }

    /// A law for a prisoner's dilemma with hidden effort, whose court sees base actions `C` and `D`
    /// of `row` and `column`; the players maximise `u_i + λ·W`.
    ///
    /// # Errors
    ///
    /// [`TheoremError`] if the payoffs are no dilemma, λ is negative, or the law is refused.
    pub fn of_dilemma(
        payoffs: DilemmaPayoffs,
        law: &Law,
        lambda: &Rational,
    ) -> Result<Self, TheoremError> {
        let problem = ContractingProblem::hidden_effort(&HiddenEffort::new(payoffs)?)?;
        let language = Language::base_actions(&problem);
        let preferences = WeightMatrix::cooperative(2, lambda)?;
        LawInstance::new(problem, language, law, preferences)
    }
}

impl fmt::Debug for LawInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.law.law().to_string().trim_end())?;
        language_table(f, &self.problem, &self.language)?;
        weights(f, &self.preferences)
    }
}

fn gives_no_orders(instance: &LawInstance) -> Result<Finding, TheoremError> {
    let (problem, language) = (&instance.problem, &instance.language);
    let contract = instance.law.to_contract(problem, language)?.contract;
    for state in 0..problem.states() {
        let induced = contract.induced_game(problem, language, state)?;
        for profile in problem.space().iter() {
            let enforced = induced.enforced(&profile);
            if enforced != profile {
                return Ok(Finding::fails(format!(
                    "in state {state} it makes {enforced:?} of {profile:?}"
                )));
            }
        }
    }
    Ok(Finding::Holds)
}

/// Expected welfare at the best pure equilibrium of every state under a contract without orders,
/// from the definition. Burnt money is lost unless some cell needs outside money.
fn best_equilibrium(instance: &LawInstance, contract: &PlainContract) -> Option<Rational> {
    let (problem, language) = (&instance.problem, &instance.language);
    let players = problem.players();
    let paid = |cell: usize| -> Vec<Rational> {
        (0..players)
            .map(|player| contract.transfer(player, Cell::new(cell)))
            .collect()
    };
    let sums: Vec<Rational> = (0..language.cells())
        .map(|cell| paid(cell).iter().sum())
        .collect();
    let outside = sums.iter().any(Rational::is_positive);
    let mut total = Rational::ZERO;
    for state in 0..problem.states() {
        let worth = |player: usize, profile: &[usize]| -> Rational {
            let paid = paid(language.cell(state, profile).number());
            (0..players)
                .map(|other| {
                    let payoff = problem.game(state).payoff(other, profile) + &paid[other];
                    instance.preferences.entry(player, other) * &payoff
                })
                .sum()
        };
        let best = (problem.space().iter())
            .filter(|profile| {
                deviations(problem, profile)
                    .into_iter()
                    .all(|(player, action)| {
                        worth(player, &after(profile, player, action)) <= worth(player, profile)
                    })
            })
            .map(|profile| {
                let lost = &sums[language.cell(state, &profile).number()];
                let welfare = welfare(problem, state, &profile);
                if outside { welfare } else { welfare + lost }
            })
            .max()?;
        total += problem.probability(state) * &best;
    }
    Some(total)
}

/// No law without orders attains more than the best contract of its language and its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LawsDoNotBeatTheirLanguage;

impl Theorem for LawsDoNotBeatTheirLanguage {
    type Instance = LawInstance;

    fn statement(&self) -> Statement {
        Statement::new(
            "laws_do_not_beat_their_language",
            "No law beats the best contract of its language",
        )
        .saying(
            "Enforced on a game that is played once, a law that only moves money amounts to a \
             plain contract in the language of its court. Its best pure equilibrium has at most \
             the welfare that the best contract with the same budget attains.",
        )
        .from_source("by definition of the gap; Huang et al., 2026")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "gives_no_orders",
            "The law changes nobody's action on any outcome.",
            gives_no_orders,
        )]
    }

    fn conclusion(&self, instance: &LawInstance) -> Result<Finding, TheoremError> {
        let LawInstance {
            problem,
            language,
            law,
            preferences,
        } = instance;
        let options = LawAnalysisOptions::default();
        let found = analyse_law(law, problem, language, preferences, &options)?;
        if !found.verify(law, problem, language, preferences, &options) {
            return Ok(Finding::fails("the analysis does not stand its check"));
        }
        if gives_no_orders(instance)?.holds() {
            let expected = best_equilibrium(instance, &found.tabulated.contract);
            if found.best != expected {
                return Ok(Finding::fails(format!(
                    "the law attains {:?}, and its equilibria {expected:?}",
                    found.best
                )));
            }
        }
        let best = found.attainable.best.as_ref().map(|plan| &plan.welfare);
        Ok(Finding::when(found.best.as_ref() <= best, || {
            let words = |welfare: Option<&Rational>| {
                welfare.map_or("nothing".to_owned(), ToString::to_string)
            };
            format!(
                "the law attains {}, contracts {}",
                words(found.best.as_ref()),
                words(best)
            )
        }))
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::{LawInstance, LawsDoNotBeatTheirLanguage};
    use crate::contract::law::Law;
    use crate::contract::{ContractingProblem, Language};
    use crate::game::hidden_effort::HiddenEffort;
    use crate::preference::WeightMatrix;
    use crate::theorem::{Drawn, strategy};

    /// Clauses about base actions that move money.
    fn clauses() -> impl Strategy<Value = String> + Clone {
        let label = prop_oneof![Just("C"), Just("D")];
        (0..4, label.clone(), label, 0i64..=10).prop_map(|(kind, one, other, amount)| match kind {
            0 => format!("for each p: if action of p is {one}: fine p {amount}"),
            1 => format!(
                "for each p: for each q other than p: \
                     if action of p is {one}: transfer {amount} from p to q"
            ),
            2 => format!(
                "if action of row is {one} and action of column is {other}: \
                     transfer {amount} from row to column"
            ),
            _ => format!("if action of column is {one}: grant {amount} to row"),
        })
    }

    fn law_of(clauses: Vec<String>) -> Option<Law> {
        let text = format!("law \"Drawn\"\nresolve:\n  {}", clauses.join("\n  "));
        Law::parse(&text).ok()
    }

    fn laws() -> BoxedStrategy<LawInstance> {
        let law = vec(clauses(), 1..=3).prop_filter_map("no law", law_of);
        (
            strategy::dilemma_payoffs(),
            law,
            strategy::altruism_weights(),
        )
            .prop_filter_map("refused", |(payoffs, law, lambda)| {
                LawInstance::of_dilemma(payoffs, &law, &lambda).ok()
            })
            .boxed()
    }

    /// Laws of a court that sees nothing: what they do, they do always. No transfer matters there,
    /// and an order does.
    fn blind_laws() -> BoxedStrategy<LawInstance> {
        let label = prop_oneof![Just("C"), Just("D")];
        let clause = (0..3, label, 0i64..=10).prop_map(|(kind, label, amount)| match kind {
            0 => format!("for each p: direct p to {label}"),
            1 => format!("direct row to {label}"),
            _ => format!("transfer {amount} from row to column"),
        });
        let law = vec(clause, 1..=2).prop_filter_map("no law", law_of);
        (
            strategy::dilemma_payoffs(),
            law,
            strategy::altruism_weights(),
        )
            .prop_filter_map("refused", |(payoffs, law, lambda)| {
                let lift = HiddenEffort::new(payoffs).ok()?;
                let problem = ContractingProblem::hidden_effort(&lift).ok()?;
                let nothing = Language::trivial(&problem);
                let preferences = WeightMatrix::cooperative(2, &lambda).ok()?;
                LawInstance::new(problem, nothing, &law, preferences).ok()
            })
            .boxed()
    }

    impl Drawn for LawsDoNotBeatTheirLanguage {
        fn instances(&self) -> BoxedStrategy<LawInstance> {
            laws()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<LawInstance> {
            blind_laws()
        }
    }
}
