//! Everything at once.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::better_reply::BetterReply;
use super::budget::{BudgetStage, Imbalance, PaymentBounds, PaymentBreach, RevenueRule};
use super::efficiency::{Inefficiency, ParetoImprovement};
use super::monotonicity::Cycle;
use super::participation::{Shortfall, Stage};
use super::{Examination, Lottery, Verdict, Witness};
use crate::mechanism::setting::{OutsideOptions, SettingError};
use crate::number::Rational;

/// What [`Examination::report`] finds. `None` stands for a question that needs more comparisons than
/// the limit or that has no answer for these preferences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Report {
    /// [`Examination::dominant_strategy`].
    pub dominant_strategy: Option<Verdict<BetterReply>>,
    /// [`Examination::ex_post`].
    pub ex_post: Option<Verdict<BetterReply>>,
    /// [`Examination::bayesian`].
    pub bayesian: Option<Verdict<BetterReply>>,
    /// [`Examination::participation`] ex ante.
    pub participation_ex_ante: Verdict<Shortfall>,
    /// [`Examination::participation`] at the interim stage.
    pub participation_interim: Verdict<Shortfall>,
    /// [`Examination::participation`] ex post, at each branch.
    pub participation_ex_post: Verdict<Shortfall>,
    /// No deficit, at each branch.
    pub no_deficit: Verdict<Imbalance>,
    /// Exact balance, at each branch.
    pub balanced: Verdict<Imbalance>,
    /// No deficit in expectation.
    pub no_expected_deficit: Verdict<Imbalance>,
    /// Nobody is paid, at each branch.
    pub no_subsidies: Verdict<PaymentBreach>,
    /// [`Examination::efficiency`].
    pub efficiency: Option<Verdict<Inefficiency>>,
    /// [`Examination::pareto`].
    pub pareto: Option<Verdict<ParetoImprovement>>,
    /// [`Examination::cyclic_monotonicity`].
    pub cyclic_monotonicity: Option<Verdict<Cycle>>,
    /// [`Examination::expected_revenue`].
    pub expected_revenue: Rational,
    /// [`Examination::expected_welfare`].
    pub expected_welfare: Rational,
    /// [`Examination::expected_loss`].
    pub expected_loss: Option<Rational>,
    /// The verdicts in words, in this order.
    pub lines: Vec<ReportLine>,
}

/// A verdict in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReportLine {
    /// The property.
    pub property: String,
    /// Does it hold? `None` if the question was not decided.
    pub holds: Option<bool>,
    /// The least slack, below 0 for the worst violation.
    pub least_slack: Option<Rational>,
    /// The number of cases.
    pub comparisons: u64,
    /// The number of violations.
    pub violations: u64,
    /// The worst violation in a sentence.
    pub witness: Option<String>,
}

impl ReportLine {
    fn of<W: Witness>(
        examination: &Examination<'_>,
        property: &str,
        verdict: Option<&Verdict<W>>,
    ) -> Self {
        ReportLine {
            property: property.to_owned(),
            holds: verdict.map(Verdict::holds),
            least_slack: verdict.and_then(Verdict::least_slack),
            comparisons: verdict.map_or(0, Verdict::comparisons),
            violations: verdict.map_or(0, Verdict::violations),
            witness: verdict
                .and_then(Verdict::witness)
                .map(|witness| witness.in_words(examination)),
        }
    }
}

/// `None` in place of questions that are too large or not defined.
fn decided<W>(
    answer: Result<Verdict<W>, SettingError>,
    may_be_undefined: bool,
) -> Result<Option<Verdict<W>>, SettingError> {
    match answer {
        Ok(verdict) => Ok(Some(verdict)),
        Err(SettingError::TooLarge { .. }) => Ok(None),
        Err(SettingError::Invalid { .. }) if may_be_undefined => Ok(None),
        Err(error) => Err(error),
    }
}

impl Examination<'_> {
    /// Incentives, participation, budget, efficiency and implementability at once.
    ///
    /// # Errors
    /// Those of the single questions. A question that needs more comparisons than the limit, but not
    /// tables larger than the limit, is left open.
    pub fn report(&self, outside: &OutsideOptions) -> Result<Report, SettingError> {
        self.strategies()?;
        self.tables()?;
        let dominant_strategy = decided(self.dominant_strategy(), false)?;
        let ex_post = decided(self.ex_post(), false)?;
        let bayesian = decided(self.bayesian(), false)?;
        let participation = |stage| self.participation(stage, outside);
        let participation_ex_ante = participation(Stage::ExAnte)?;
        let participation_interim = participation(Stage::Interim)?;
        let participation_ex_post = participation(Stage::ExPost(Lottery::EachBranch))?;
        let each = BudgetStage::ExPost(Lottery::EachBranch);
        let no_deficit = self.budget(&RevenueRule::no_deficit(), each)?;
        let balanced = self.budget(&RevenueRule::balanced(), each)?;
        let no_expected_deficit = self.budget(&RevenueRule::no_deficit(), BudgetStage::ExAnte)?;
        let no_subsidies = self.payments(&PaymentBounds::no_subsidies(), Lottery::EachBranch)?;
        let efficiency = decided(self.efficiency(), false)?;
        let pareto = decided(self.pareto(), false)?;
        let cyclic_monotonicity = decided(self.cyclic_monotonicity(), true)?;
        let lines = vec![
            ReportLine::of(self, "dominant strategies", dominant_strategy.as_ref()),
            ReportLine::of(self, "ex post equilibrium", ex_post.as_ref()),
            ReportLine::of(self, "Bayes–Nash equilibrium", bayesian.as_ref()),
            ReportLine::of(self, "participation ex ante", Some(&participation_ex_ante)),
            ReportLine::of(self, "participation interim", Some(&participation_interim)),
            ReportLine::of(self, "participation ex post", Some(&participation_ex_post)),
            ReportLine::of(self, "no deficit", Some(&no_deficit)),
            ReportLine::of(self, "exact balance", Some(&balanced)),
            ReportLine::of(self, "no expected deficit", Some(&no_expected_deficit)),
            ReportLine::of(self, "nobody is paid", Some(&no_subsidies)),
            ReportLine::of(self, "efficient", efficiency.as_ref()),
            ReportLine::of(self, "Pareto efficient", pareto.as_ref()),
            ReportLine::of(self, "cyclically monotone", cyclic_monotonicity.as_ref()),
        ];
        let expected_loss = match &efficiency {
            Some(_) => Some(self.expected_loss()?),
            None => None,
        };
        Ok(Report {
            dominant_strategy,
            ex_post,
            bayesian,
            participation_ex_ante,
            participation_interim,
            participation_ex_post,
            no_deficit,
            balanced,
            no_expected_deficit,
            no_subsidies,
            efficiency,
            pareto,
            cyclic_monotonicity,
            expected_revenue: self.expected_revenue()?,
            expected_welfare: self.expected_welfare()?,
            expected_loss,
            lines,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "{:<24} {:<9} {:>12} {:>12} {:>12}",
            "property", "holds", "least slack", "cases", "violations"
        )?;
        for line in &self.lines {
            let holds = match line.holds {
                Some(true) => "yes",
                Some(false) => "no",
                None => "undecided",
            };
            let slack = line.least_slack.as_ref();
            writeln!(
                formatter,
                "{:<24} {holds:<9} {:>12} {:>12} {:>12}",
                line.property,
                slack.map_or("–".to_owned(), ToString::to_string),
                line.comparisons,
                line.violations
            )?;
            if let Some(witness) = &line.witness {
                writeln!(formatter, "    {witness}")?;
            }
        }
        write!(
            formatter,
            "expected revenue {}, expected welfare {}",
            self.expected_revenue, self.expected_welfare
        )?;
        match &self.expected_loss {
            Some(loss) => writeln!(formatter, ", {loss} below the first best"),
            None => writeln!(formatter),
        }
    }
}
