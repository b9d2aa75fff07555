//! The welfare gap of a contract language.

use serde::{Deserialize, Serialize};

use super::GapError;
use crate::contract::{
    AttainableOptions, AttainedPlan, Budget, Certificate, ContractingProblem, Language, attainable,
};
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::NormalForm;
use crate::number::Rational;
use crate::preference::{Perceived, WeightMatrix};

/// First best less what plain contracts in a language attain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WelfareGap {
    /// The greatest expected welfare of any profile in each state.
    pub first_best: Rational,
    /// First best less the welfare of the best plan that a contract makes an equilibrium; `None`
    /// if there is no such pure plan.
    pub best: Option<Rational>,
    /// First best less expected welfare at the worst pure equilibrium, state by state, of the game
    /// that the returned contract induces; `None` if there is no such plan.
    ///
    /// The contract fines all who provably did not do their part, where the budget allows it, so
    /// that few other equilibria remain. Where `worst` equals `best` no contract has a better worst
    /// equilibrium; where it does not, another contract might.
    pub worst: Option<Rational>,
    /// The plan and the contract that attain `best`.
    pub attained: Option<AttainedPlan>,
    /// Why no plain contract in the language has a smaller `best`.
    pub certificate: Certificate,
}

/// The welfare gap of `language`: first best less what plain contracts attain, when players
/// perceive payoffs and transfers through `preferences`.
///
/// Welfare is material; with [`Budget::Burning`] burnt money counts as lost. Under the
/// [trivial](Language::trivial) language this is the gap without a contract.
///
/// # Errors
/// [`GapError::Contract`] as [`attainable`]; [`GapError::Solve`] if the induced game has more
/// equilibria than can be listed.
///
/// # Complexity
/// As [`attainable`], and one scan of the induced game for each state.
pub fn welfare_gap(
    problem: &ContractingProblem,
    language: &Language,
    preferences: &WeightMatrix<Rational>,
    options: &AttainableOptions,
) -> Result<WelfareGap, GapError> {
    let first_best = problem.first_best().expected;
    let found = attainable(problem, language, preferences, options)?;
    let best = found.best.as_ref().map(|best| &first_best - &best.welfare);
    let worst = match &found.best {
        None => None,
        Some(attained) => worst_welfare(problem, language, preferences, options, attained)?
            .map(|welfare| &first_best - &welfare),
    };
    Ok(WelfareGap {
        first_best,
        best,
        worst,
        attained: found.best,
        certificate: found.certificate,
    })
}

/// Expected welfare at the worst pure equilibrium of each state under the contract.
fn worst_welfare(
    problem: &ContractingProblem,
    language: &Language,
    preferences: &WeightMatrix<Rational>,
    options: &AttainableOptions,
    attained: &AttainedPlan,
) -> Result<Option<Rational>, GapError> {
    let mut expected = Rational::ZERO;
    for state in 0..problem.states() {
        let induced = attained.contract.induced_game(problem, language, state)?;
        let dense = NormalForm::from_game(&induced)?;
        let perceived = Perceived::new(&dense, preferences)?;
        let equilibria = pure_equilibria(&perceived, &PureOptions::default())?.into_set();
        let welfare = |profile: Vec<usize>| match options.settlement.budget {
            Budget::Unrestricted => induced.material_welfare(&profile),
            // Transfers that do not sum to zero are burnt.
            _ => dense.welfare_at(dense.space().index_unchecked(&profile)),
        };
        let Some(worst) = equilibria.iter().map(welfare).min() else {
            return Ok(None);
        };
        expected += problem.probability(state) * &worst;
    }
    Ok(Some(expected))
}

impl WelfareGap {
    /// Is the first best attained?
    pub fn is_closed(&self) -> bool {
        self.best.as_ref().is_some_and(Rational::is_zero)
    }

    /// Checks the gap without the solver: the contract makes the plan an equilibrium in every state
    /// of the induced game, the plan has the welfare claimed, and the certificate covers every
    /// better plan.
    pub fn verify(
        &self,
        problem: &ContractingProblem,
        language: &Language,
        preferences: &WeightMatrix<Rational>,
        options: &AttainableOptions,
    ) -> bool {
        let value = self.attained.as_ref().map(|attained| &attained.welfare);
        let claimed = match &self.attained {
            None => self.best.is_none(),
            Some(attained) => {
                self.best.as_ref() == Some(&(&self.first_best - &attained.welfare))
                    && attained.verify(problem, language, preferences, &options.settlement)
            }
        };
        claimed
            && self.first_best == problem.first_best().expected
            && self
                .certificate
                .verify(problem, language, preferences, &options.settlement, value)
    }
}
