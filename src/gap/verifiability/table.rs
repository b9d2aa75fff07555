//! What each language of a menu is worth at each altruism weight.

use serde::{Deserialize, Serialize};

use super::{Interactions, LanguageLattice, LanguageValuation, ObservationMenu, VerifiabilityAt};
use crate::contract::ContractingProblem;
use crate::gap::GapError;
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// Limits on a table of languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct VerifiabilityOptions {
    /// The largest number of different languages looked at. Default: 4096.
    pub max_languages: usize,
}

impl Default for VerifiabilityOptions {
    fn default() -> Self {
        VerifiabilityOptions {
            max_languages: 4096,
        }
    }
}

impl VerifiabilityOptions {
    /// The same with another limit on the number of languages.
    #[must_use]
    pub fn with_max_languages(mut self, limit: usize) -> Self {
        self.max_languages = limit;
        self
    }
}

/// The value of every language of a lattice at every altruism weight asked for.
///
/// Rows are languages in the order of the [`LanguageLattice`], columns are altruism weights in
/// ascending order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TableForm", into = "TableForm")]
pub struct VerifiabilityTable {
    lattice: LanguageLattice,
    lambdas: Vec<Rational>,
    first_best: Rational,
    values: Vec<Vec<Option<Rational>>>,
}

/// The serialised form of a table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TableForm {
    lattice: LanguageLattice,
    lambdas: Vec<Rational>,
    first_best: Rational,
    values: Vec<Vec<Option<Rational>>>,
}

/// A finer language to which a valuation gives less than to a coarser one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MonotonicityViolation {
    /// The altruism weight.
    pub lambda: Rational,
    /// The number of the coarser language.
    pub coarse: usize,
    /// The number of the finer language, a neighbour of it.
    pub fine: usize,
    /// What is attained in the coarser language.
    pub coarse_value: Rational,
    /// What is attained in the finer language: less, or nothing.
    pub fine_value: Option<Rational>,
}

/// Checks that altruism weights are given and strictly ascending.
fn check_ascending(lambdas: &[Rational]) -> Result<(), GapError> {
    if lambdas.is_empty() {
        return Err(GapError::NoLambdas);
    }
    for (place, pair) in lambdas.windows(2).enumerate() {
        if pair[0] >= pair[1] {
            return Err(GapError::LambdasNotAscending {
                place: place + 1,
                value: pair[1].clone(),
                previous: pair[0].clone(),
            });
        }
    }
    Ok(())
}

/// What `valuation` attains in every language that `menu` gives, among λ-cooperative players
/// (`V_i = u_i + λW`) for every λ of `lambdas`.
///
/// # Errors
/// [`GapError::Contract`] if the menu is not about the outcomes of the problem;
/// [`GapError::NoLambdas`], [`GapError::LambdasNotAscending`]; [`GapError::Preference`] if some λ
/// is negative; [`GapError::TooManyLanguages`]; [`GapError::AtLanguage`] with what went wrong in
/// the valuation.
///
/// # Complexity
/// That of [`LanguageLattice::new`], and one call of the valuation for each language and λ.
///
/// ```
/// use lacuna::contract::ContractingProblem;
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::gap::verifiability::{ObservationMenu, PlainContracts, verifiability_table};
/// use lacuna::number::Rational;
///
/// let problem = ContractingProblem::single_state(prisoners_dilemma(3, 0, 5, 1)?)?;
/// let menu = ObservationMenu::each_action(&problem);
/// let lambdas = [Rational::ZERO, Rational::from(2)];
/// let table = verifiability_table(
///     &problem, &menu, &PlainContracts::default(), &lambdas, &Default::default(),
/// )?;
/// // Nothing, one action (twice), both actions.
/// let selfish = table.at(&lambdas[0])?;
/// let gaps: Vec<_> = (0..4).map(|language| selfish.gap(language)).collect();
/// assert_eq!(gaps, [4, 1, 1, 0].map(|gap| Some(Rational::from(gap))));
/// // From λ = 2 on nothing needs to be verified.
/// assert_eq!(table.at(&lambdas[1])?.gap(0), Some(Rational::ZERO));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verifiability_table(
    problem: &ContractingProblem,
    menu: &ObservationMenu,
    valuation: &(impl LanguageValuation + ?Sized),
    lambdas: &[Rational],
    options: &VerifiabilityOptions,
) -> Result<VerifiabilityTable, GapError> {
    menu.check(problem)?;
    check_ascending(lambdas)?;
    let preferences = lambdas
        .iter()
        .map(|lambda| Ok(WeightMatrix::cooperative(problem.players(), lambda)?))
        .collect::<Result<Vec<_>, GapError>>()?;
    let lattice = LanguageLattice::new(menu, options.max_languages)?;
    let mut values = Vec::with_capacity(lattice.languages().len());
    for entry in lattice.languages() {
        let mut row = Vec::with_capacity(lambdas.len());
        for (lambda, preferences) in lambdas.iter().zip(&preferences) {
            let value = valuation.value(problem, &entry.language, preferences);
            row.push(value.map_err(|source| at_language(menu, &entry.cheapest, lambda, source))?);
        }
        values.push(row);
    }
    Ok(VerifiabilityTable {
        lattice,
        lambdas: lambdas.to_vec(),
        first_best: problem.first_best().expected,
        values,
    })
}

/// An error of a valuation with the place where it occurred.
pub(super) fn at_language(
    menu: &ObservationMenu,
    set: &[usize],
    lambda: &Rational,
    source: GapError,
) -> GapError {
    GapError::AtLanguage {
        observations: menu.describe(set),
        lambda: lambda.clone(),
        source: Box::new(source),
    }
}

impl VerifiabilityTable {
    /// The languages: the rows.
    pub fn lattice(&self) -> &LanguageLattice {
        &self.lattice
    }

    /// The altruism weights: the columns.
    pub fn lambdas(&self) -> &[Rational] {
        &self.lambdas
    }

    /// The first best, whatever is verifiable.
    pub fn first_best(&self) -> &Rational {
        &self.first_best
    }

    /// The values: first by language, then by altruism weight; `None` where the valuation
    /// attains nothing.
    pub fn values(&self) -> &[Vec<Option<Rational>>] {
        &self.values
    }

    /// The column of one altruism weight.
    ///
    /// # Errors
    /// [`GapError::LambdaNotInTable`].
    pub fn at(&self, lambda: &Rational) -> Result<VerifiabilityAt<'_>, GapError> {
        match self.lambdas.binary_search(lambda) {
            Ok(column) => Ok(VerifiabilityAt::new(self, column)),
            Err(_) => Err(GapError::LambdaNotInTable {
                lambda: lambda.clone(),
                lambdas: self.lambdas.clone(),
            }),
        }
    }

    /// All columns, in ascending order of λ.
    pub fn columns(&self) -> impl Iterator<Item = VerifiabilityAt<'_>> {
        (0..self.lambdas.len()).map(|column| VerifiabilityAt::new(self, column))
    }

    /// Are verifiability and prosociality substitutes or complements? See [`Interactions`].
    ///
    /// # Complexity
    /// A few operations for each pair of neighbours and of consecutive altruism weights.
    pub fn interactions(&self) -> Interactions {
        Interactions::of(self)
    }

    /// Does refinement never lower the value? The first pair of neighbours, in the order of
    /// altruism weights and then of covers, in which it does; `None` if there is none. Attaining
    /// nothing counts as less than any value.
    ///
    /// Neighbours suffice: every refinement is a chain of them. [`PlainContracts`] has no violation;
    /// one found for another valuation shows that it cannot ignore what it could verify.
    ///
    /// [`PlainContracts`]: super::PlainContracts
    pub fn monotonicity_violation(&self) -> Option<MonotonicityViolation> {
        self.columns().find_map(|column| {
            self.lattice.covers().iter().find_map(|cover| {
                let coarse_value = column.value(cover.coarse)?;
                let fine_value = column.value(cover.fine);
                (fine_value < Some(coarse_value)).then(|| MonotonicityViolation {
                    lambda: column.lambda().clone(),
                    coarse: cover.coarse,
                    fine: cover.fine,
                    coarse_value: coarse_value.clone(),
                    fine_value: fine_value.cloned(),
                })
            })
        })
    }
}

impl TryFrom<TableForm> for VerifiabilityTable {
    type Error = GapError;
    fn try_from(form: TableForm) -> Result<Self, GapError> {
        check_ascending(&form.lambdas)?;
        let rows = form.values.len() == form.lattice.languages().len();
        if !rows || form.values.iter().any(|r| r.len() != form.lambdas.len()) {
            return Err(GapError::InconsistentTable {
                what: "there must be one row of values for each language, with one for each λ",
            });
        }
        Ok(VerifiabilityTable {
            lattice: form.lattice,
            lambdas: form.lambdas,
            first_best: form.first_best,
            values: form.values,
        })
    }
}

impl From<VerifiabilityTable> for TableForm {
    fn from(table: VerifiabilityTable) -> Self {
        TableForm {
            lattice: table.lattice,
            lambdas: table.lambdas,
            first_best: table.first_best,
            values: table.values,
        }
    }
}
