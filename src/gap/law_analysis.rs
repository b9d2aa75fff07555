//! What a law does to a game: its equilibria, its welfare, and what the best contract in its
//! language would do.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::GapError;
use crate::contract::law::{BudgetClass, CheckedLaw, Hidden, TabulatedLaw};
use crate::contract::{
    Attainable, AttainableOptions, Budget, ContractingProblem, InducedGame, Language,
    PlainContract, attainable,
};
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::{Game, GameExt, NormalForm};
use crate::number::Rational;
use crate::preference::{Perceived, WeightMatrix};

/// What to compare a law with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LawAnalysisOptions {
    /// The budget of the contracts that the law is compared with; `None` for the strictest that
    /// the law itself keeps.
    pub budget: Option<Budget>,
    /// Liability and limits of the search for the best contract; its budget is ignored.
    pub attainable: AttainableOptions,
}

impl LawAnalysisOptions {
    /// The same with a stated budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.budget = Some(budget);
        self
    }

    /// The same with other limits of the search.
    #[must_use]
    pub fn with_attainable(mut self, options: AttainableOptions) -> Self {
        self.attainable = options;
        self
    }
}

/// A pure equilibrium under a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LawEquilibrium {
    /// What is chosen.
    pub chosen: Vec<usize>,
    /// What happens: the law may have changed actions.
    pub enforced: Vec<usize>,
    /// The cell that the court sees.
    pub cell: crate::contract::Cell,
    /// Material welfare, less what the law takes from the players together unless outside money is
    /// allowed. What it brings in is never welfare.
    pub welfare: Rational,
}

/// What a law does to a game in which it is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LawAnalysis {
    /// The plain contract that the law amounts to, and its money in each cell.
    pub tabulated: TabulatedLaw,
    /// What the clauses could do with money, whatever they do on these outcomes.
    pub budget_class: BudgetClass,
    /// The strictest budget that the law keeps on these outcomes.
    pub kept_budget: Budget,
    /// The budget of the contracts it is compared with. With [`Budget::Unrestricted`] welfare is
    /// material; otherwise burnt money is lost.
    pub budget: Budget,
    /// The pure equilibria of each state.
    pub equilibria: Vec<Vec<LawEquilibrium>>,
    /// Expected welfare at the best pure equilibrium of each state; `None` if some state has none.
    pub best: Option<Rational>,
    /// Expected welfare at the worst pure equilibrium of each state.
    pub worst: Option<Rational>,
    /// The greatest expected welfare of any profile in each state.
    pub first_best: Rational,
    /// First best less `best`.
    pub gap: Option<Rational>,
    /// First best less `worst`.
    pub worst_gap: Option<Rational>,
    /// The best plain contract in the language within the budget and liability, with the
    /// certificate that none attains more.
    pub attainable: Attainable,
    /// Is the best equilibrium under the law at least as good as what the best contract attains?
    pub attains_language_optimum: bool,
    /// What the court knows that it cannot see.
    pub unseen: Vec<Hidden>,
}

/// What a law does to the game of `problem`, played once by players who perceive payoffs and
/// transfers through `preferences`; and what the best plain contract in `language` would do.
///
/// The law is taken for the plain contract that it amounts to, as by [`CheckedLaw::to_contract`].
/// It can attain more than [`attainable`] finds if it breaks the budget or liability of the
/// comparison, or if it directs players: transfers that must balance cannot always do what an
/// order does.
///
/// # Errors
/// [`GapError::Law`] as [`CheckedLaw::to_contract`], for example for a law that tells outcomes
/// apart that the language does not; [`GapError::Contract`] as [`attainable`]; [`GapError::Solve`]
/// if there are more equilibria than can be listed.
///
/// # Complexity
/// As [`attainable`], and one scan of the induced game for each state.
///
/// ```
/// use lacuna::contract::law::{CheckOptions, Court, Law};
/// use lacuna::contract::{ContractingProblem, Language};
/// use lacuna::game::catalogue::DilemmaPayoffs;
/// use lacuna::game::hidden_effort::HiddenEffort;
/// use lacuna::gap::analyse_law;
/// use lacuna::preference::WeightMatrix;
///
/// let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
/// let problem = ContractingProblem::hidden_effort(&lift)?;
/// let language = Language::base_actions(&problem);
/// let law = Law::parse(
///     "law \"Defectors pay\"
///      resolve:
///        for each p: for each q other than p: if action of p is D: transfer 10 from p to q",
/// )?
/// .check(&Court::of_language(&problem, &language)?, &CheckOptions::default())?;
///
/// // Selfish players cooperate, one of them without effort: η = 5/12 is lost, and no contract on
/// // base actions loses less.
/// let selfish = WeightMatrix::identity(2);
/// let found = analyse_law(&law, &problem, &language, &selfish, &Default::default())?;
/// assert_eq!(found.gap, Some("5/12".parse()?));
/// assert!(found.attains_language_optimum);
/// assert!(found.verify(&law, &problem, &language, &selfish, &Default::default()));
/// // From λ = 2 on nothing is lost.
/// let prosocial = WeightMatrix::cooperative(2, &2.into())?;
/// let found = analyse_law(&law, &problem, &language, &prosocial, &Default::default())?;
/// assert_eq!(found.gap, Some(0.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn analyse_law(
    law: &CheckedLaw,
    problem: &ContractingProblem,
    language: &Language,
    preferences: &WeightMatrix<Rational>,
    options: &LawAnalysisOptions,
) -> Result<LawAnalysis, GapError> {
    problem.check_informed()?;
    let tabulated = law.to_contract(problem, language)?;
    let kept_budget = kept(&tabulated.contract);
    let budget = options.budget.unwrap_or(kept_budget);
    let mut equilibria = Vec::with_capacity(problem.states());
    for state in 0..problem.states() {
        let induced = tabulated.contract.induced_game(problem, language, state)?;
        let dense = NormalForm::from_game(&induced)?;
        let perceived = Perceived::new(&dense, preferences)?;
        let found = pure_equilibria(&perceived, &PureOptions::default())?.into_set();
        let profiles = found.iter();
        equilibria.push(
            profiles
                .map(|chosen| equilibrium(&induced, language, &tabulated, budget, state, chosen))
                .collect(),
        );
    }
    let best = expected(problem, &equilibria, Ordering::Greater);
    let worst = expected(problem, &equilibria, Ordering::Less);
    let first_best = problem.first_best().expected;
    let limits = options.attainable.clone().with_budget(budget);
    let attainable = attainable(problem, language, preferences, &limits)?;
    Ok(LawAnalysis {
        budget_class: law.budget_class(),
        kept_budget,
        budget,
        gap: best.as_ref().map(|best| &first_best - best),
        worst_gap: worst.as_ref().map(|worst| &first_best - worst),
        attains_language_optimum: attains(best.as_ref(), &attainable),
        equilibria,
        best,
        worst,
        first_best,
        attainable,
        unseen: law.unseen().to_vec(),
        tabulated,
    })
}

/// The strictest budget that a contract keeps in every cell.
fn kept(contract: &PlainContract) -> Budget {
    if contract.is_balanced() {
        Budget::Balanced
    } else if contract.needs_no_outside_money() {
        Budget::Burning
    } else {
        Budget::Unrestricted
    }
}

fn equilibrium(
    induced: &InducedGame<'_, PlainContract>,
    language: &Language,
    tabulated: &TabulatedLaw,
    budget: Budget,
    state: usize,
    chosen: Vec<usize>,
) -> LawEquilibrium {
    let cell = language.cell(state, &chosen);
    let net = match budget {
        Budget::Unrestricted => Rational::ZERO,
        _ => tabulated.contract.net(cell).min(Rational::ZERO),
    };
    LawEquilibrium {
        enforced: induced.enforced(&chosen),
        cell,
        welfare: induced.material_welfare(&chosen) + net,
        chosen,
    }
}

/// Expected welfare at the equilibria of each state that come out on this side.
fn expected(
    problem: &ContractingProblem,
    equilibria: &[Vec<LawEquilibrium>],
    side: Ordering,
) -> Option<Rational> {
    let mut sum = Rational::ZERO;
    for (state, list) in equilibria.iter().enumerate() {
        let mut welfare = list.iter().map(|entry| &entry.welfare);
        let first = welfare.next()?;
        let chosen = welfare.fold(first, |kept, other| match other.cmp(kept) == side {
            true => other,
            false => kept,
        });
        sum += problem.probability(state) * chosen;
    }
    Some(sum)
}

fn attains(best: Option<&Rational>, attainable: &Attainable) -> bool {
    match (best, &attainable.best) {
        (Some(best), Some(plan)) => *best >= plan.welfare,
        (None, Some(_)) => false,
        (_, None) => true,
    }
}

impl LawAnalysis {
    /// Does the best equilibrium under the law attain the first best?
    pub fn is_closed(&self) -> bool {
        self.gap.as_ref().is_some_and(Rational::is_zero)
    }

    /// What the best contract of the language attains beyond the best equilibrium under the law;
    /// negative if the law attains more, `None` if one of them attains nothing.
    pub fn shortfall(&self) -> Option<Rational> {
        let plan = self.attainable.best.as_ref()?;
        Some(&plan.welfare - self.best.as_ref()?)
    }

    /// Checks the analysis without the solvers: the law is enforced again on every outcome, the
    /// equilibria are those of the definition (no player gains by any other action), their welfare
    /// is what the induced game yields, and the certificate covers every better plan.
    ///
    /// # Complexity
    /// One payoff for each state, profile and unilateral deviation, and the check of the
    /// certificate.
    pub fn verify(
        &self,
        law: &CheckedLaw,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
        options: &LawAnalysisOptions,
    ) -> bool {
        let contract = &self.tabulated.contract;
        if law.to_contract(problem, language).as_ref() != Ok(&self.tabulated)
            || self.equilibria.len() != problem.states()
            || self.kept_budget != kept(contract)
            || self.budget != options.budget.unwrap_or(self.kept_budget)
        {
            return false;
        }
        let mut extremes = [Some(Rational::ZERO), Some(Rational::ZERO)];
        for (state, listed) in self.equilibria.iter().enumerate() {
            let Ok(induced) = contract.induced_game(problem, language, state) else {
                return false;
            };
            let Ok(perceived) = Perceived::new(&induced, preferences) else {
                return false;
            };
            let mut welfares = Vec::new();
            for profile in problem.space().iter() {
                if !perceived.is_pure_equilibrium(&profile).is_ok_and(|yes| yes) {
                    continue;
                }
                let mut welfare = induced.material_welfare(&profile);
                if self.budget != Budget::Unrestricted {
                    let paid: Rational = (0..problem.players())
                        .map(|player| induced.payoff(player, &profile))
                        .sum();
                    welfare = welfare.min(paid);
                }
                let Some(entry) = listed.get(welfares.len()) else {
                    return false;
                };
                if entry.chosen != profile
                    || entry.welfare != welfare
                    || entry.enforced != induced.enforced(&profile)
                    || entry.cell != language.cell(state, &profile)
                {
                    return false;
                }
                welfares.push(welfare);
            }
            if welfares.len() != listed.len() {
                return false;
            }
            welfares.sort();
            let ends = [welfares.last(), welfares.first()];
            for (sum, end) in extremes.iter_mut().zip(ends) {
                *sum = match (sum.take(), end) {
                    (Some(sum), Some(end)) => Some(sum + problem.probability(state) * end),
                    _ => None,
                };
            }
        }
        let gap = |welfare: &Option<Rational>| {
            let first_best = problem.first_best().expected;
            welfare.as_ref().map(|welfare| first_best - welfare)
        };
        let limits = options.attainable.clone().with_budget(self.budget);
        let plan = self.attainable.best.as_ref();
        let value = plan.map(|plan| &plan.welfare);
        extremes == [self.best.clone(), self.worst.clone()]
            && self.first_best == problem.first_best().expected
            && [gap(&self.best), gap(&self.worst)] == [self.gap.clone(), self.worst_gap.clone()]
            && self.attains_language_optimum == attains(self.best.as_ref(), &self.attainable)
            && self.budget_class == law.budget_class()
            && self.unseen == law.unseen()
            && plan
                .is_none_or(|plan| plan.verify(problem, language, preferences, &limits.settlement))
            && self.attainable.certificate.verify(
                problem,
                language,
                preferences,
                &limits.settlement,
                value,
            )
    }
}
