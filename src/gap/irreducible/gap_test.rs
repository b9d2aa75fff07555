//! Theorem 3: is anything lost under the best mechanism with unlimited transfers?

use serde::{Deserialize, Serialize};

use super::conditions::Conditions;
use super::plan::{AdmissiblePlan, ClosedLaw, planned};
use super::state::{StateView, check_shapes, known_states};
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::gap::GapError;
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::Rational;
use crate::preference::WeightMatrix;

/// Whether every mechanism falls short of the first best, with the proof.
///
/// It is about the supremum over mechanisms with private reports, private recommendations and
/// unlimited transfers within the budget. That nothing is lost in the supremum does not say that
/// one mechanism attains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapTest {
    /// Every mechanism falls short by at least this.
    Gap(CertifiedGap),
    /// Some mechanisms come arbitrarily close, if the mediator knows the state: one law for each
    /// state of positive probability.
    NoGap(Vec<ClosedLaw>),
}

/// States in which every mechanism falls short of the first best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CertifiedGap {
    /// A plan for each state in which something is lost, states ascending.
    pub plans: Vec<AdmissiblePlan>,
    /// At least so much is lost in expectation, above 0: the first best of these states less the
    /// bounds of the plans, weighted with the prior.
    pub at_least: Rational,
}

impl GapTest {
    /// Does every mechanism fall short?
    pub fn is_gap(&self) -> bool {
        matches!(self, GapTest::Gap(_))
    }

    /// The proof of a gap.
    pub fn gap(&self) -> Option<&CertifiedGap> {
        match self {
            GapTest::Gap(gap) => Some(gap),
            GapTest::NoGap(_) => None,
        }
    }
}

/// Does every mechanism fall short of the first best, whatever it pays? (Theorem 3.)
///
/// For players who know the state. A gap is a gap of all mechanisms; if there is none, that is so
/// for a mediator who knows the state, too. That costs nothing where reports make the state
/// contractible ([`messages_close`](super::messages_close)).
///
/// [`Budget::Expected`] is as [`Budget::Unrestricted`]: without participation constraints a lump
/// sum balances any budget in expectation.
///
/// # Errors
/// [`GapError::Contract`] for a monitoring or preferences of another shape, and for private
/// information; [`GapError::Linear`].
///
/// # Complexity
/// For each state a linear program with a variable for each player and pair of its actions, and at
/// most a row for each profile, signal and player; rows that say the same are left out.
///
/// ```
/// use lacuna::contract::{Budget, ContractingProblem, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::gap::irreducible::gap_test;
/// use lacuna::linear_program::LinearOptions;
/// use lacuna::number::Rational;
/// use lacuna::preference::WeightMatrix;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&dilemma)?)?;
/// let nothing = Monitoring::trivial(&problem);
/// let (budget, limits) = (Budget::Unrestricted, LinearOptions::default());
/// let selfish = WeightMatrix::identity(2);
/// let test = gap_test(&problem, &nothing, &selfish, budget, &limits)?;
/// assert!(test.gap().is_some_and(|gap| gap.at_least >= Rational::ONE));
/// assert!(test.verify(&problem, &nothing, &selfish, budget));
/// // At λ = 2 the gap is closed.
/// let kind = WeightMatrix::cooperative(2, &Rational::from(2))?;
/// assert!(!gap_test(&problem, &nothing, &kind, budget, &limits)?.is_gap());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn gap_test(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    preferences: &WeightMatrix<Rational>,
    budget: Budget,
    limits: &LinearOptions,
) -> Result<GapTest, GapError> {
    check_shapes(problem, monitoring, preferences)?;
    let first_best = problem.first_best();
    let (mut plans, mut laws) = (Vec::new(), Vec::new());
    let mut at_least = Rational::ZERO;
    for state in known_states(problem)? {
        let view = StateView::new(problem, monitoring, state, &first_best.optima[state]);
        let conditions = Conditions::new(&view, preferences, budget);
        let gains: Vec<_> = (view.optima.iter())
            .map(|&optimum| (optimum, view.gains(optimum, preferences)))
            .collect();
        match decide(&view, &conditions, &gains, limits)? {
            Decision::Plan(weights) => {
                let plan = scaled(&view, preferences, budget, &weights);
                let lost = &first_best.by_state[state] - &plan.bound;
                at_least += problem.probability(state) * &lost;
                plans.push(plan);
            }
            Decision::Law(law, multipliers) => {
                laws.push(ClosedLaw::new(
                    &view,
                    &law,
                    conditions.transfers(&multipliers),
                ));
            }
        }
    }
    Ok(if plans.is_empty() {
        GapTest::NoGap(laws)
    } else {
        GapTest::Gap(CertifiedGap { plans, at_least })
    })
}

/// What comes of the program of one state.
pub(super) enum Decision {
    /// Weights of the columns: an admissible plan that gains at every optimum.
    Plan(Vec<Rational>),
    /// A law on the optima, and the multipliers of the conditions.
    Law(Vec<(usize, Rational)>, Vec<Rational>),
}

/// Maximises the least gain over the optima of admissible plans of total weight at most 1.
pub(super) fn decide(
    view: &StateView<'_>,
    conditions: &Conditions,
    gains: &[(usize, Vec<(usize, Rational)>)],
    limits: &LinearOptions,
) -> Result<Decision, GapError> {
    let count = view.columns.len();
    let mut program = LinearProgram::maximise();
    for _ in 0..count {
        program.variable(Bounds::NONNEGATIVE, 0);
    }
    let least = program.variable(Bounds::FREE, 1);
    conditions.add_to(&mut program)?;
    for (_, terms) in gains {
        let mut terms = terms.clone();
        terms.push((least, -Rational::ONE));
        program.row(terms, Relation::AtLeast, Rational::ZERO)?;
    }
    program.row((0..count).map(|column| (column, 1)), Relation::AtMost, 1)?;
    let Answer::Optimal(best) = program.solve(limits)?.answer else {
        // The empty plan is feasible, and with total weight at most 1 gains are bounded.
        return Ok(Decision::Law(Vec::new(), Vec::new()));
    };
    if best.value.is_positive() {
        return Ok(Decision::Plan(best.point[..count].to_vec()));
    }
    let rows = conditions.len();
    let law = gains.iter().zip(&best.multipliers[rows..]);
    let law = law.map(|((optimum, _), weight)| (*optimum, -weight));
    Ok(Decision::Law(
        law.collect(),
        best.multipliers[..rows].to_vec(),
    ))
}

/// The multiple of a plan with the least bound on welfare.
fn scaled(
    view: &StateView<'_>,
    preferences: &WeightMatrix<Rational>,
    budget: Budget,
    weights: &[Rational],
) -> AdmissiblePlan {
    // At scale x what is left at profile r is W(r) − x·G(r).
    let lines: Vec<(Rational, Rational)> = (0..view.problem.space().len())
        .map(|index| {
            let gains = view.gains(index, preferences);
            let gain = Rational::dot(gains.iter().map(|(column, g)| (g, &weights[*column])));
            (view.welfare(index), gain)
        })
        .collect();
    let at = |scale: &Rational| -> (Rational, &(Rational, Rational)) {
        let mut best: Option<(Rational, &(Rational, Rational))> = None;
        for line in &lines {
            let value = &line.0 - &(scale * &line.1);
            let above = |(top, _): &(Rational, &(Rational, Rational))| value > *top;
            if best.as_ref().is_none_or(above) {
                best = Some((value, line));
            }
        }
        best.unwrap_or((Rational::ZERO, &lines[0]))
    };
    let limit = match budget {
        Budget::Burning => burning_limit(view, preferences, weights),
        _ => None,
    };
    let mut falling = at(&Rational::ZERO).1;
    // There is one: without transfers a correlated equilibrium meets the bound of every multiple.
    let mut rising = lines.iter().find(|line| !line.1.is_positive());
    let mut scale = limit.clone().unwrap_or(Rational::ONE);
    // The two lines bound the envelope from below, and they meet at the lowest point of that bound.
    while falling.1.is_positive() {
        let meeting = rising
            .and_then(|rising| (&falling.0 - &rising.0).checked_div(&(&falling.1 - &rising.1)));
        let capped = match (&meeting, &limit) {
            (Some(meeting), Some(limit)) => meeting > limit,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (None, None) => break,
        };
        scale = meeting
            .filter(|_| !capped)
            .or(limit.clone())
            .unwrap_or(scale);
        let (value, top) = at(&scale);
        let touched = value == &falling.0 - &(&scale * &falling.1);
        if (touched && !capped) || (capped && top.1.is_positive()) {
            break;
        }
        if top.1.is_positive() {
            falling = top;
        } else {
            rising = Some(top);
        }
    }
    let multiple: Vec<Rational> = weights.iter().map(|weight| weight * &scale).collect();
    AdmissiblePlan {
        state: view.state,
        deviations: planned(view, &multiple),
        bound: at(&scale).0,
    }
}

/// The largest multiple of a plan whose outflow leaves no signal with a negative price of money.
fn burning_limit(
    view: &StateView<'_>,
    preferences: &WeightMatrix<Rational>,
    weights: &[Rational],
) -> Option<Rational> {
    let mut limit: Option<Rational> = None;
    for index in 0..view.problem.space().len() {
        for (signal, outflow) in view.outflow(index) {
            let perceived: Rational = outflow
                .iter()
                .map(|(column, c)| {
                    let seen = preferences.entry(view.columns[*column].player, 0);
                    &(c * &weights[*column]) * seen
                })
                .sum();
            if perceived.is_negative() {
                let room = view
                    .probability(signal, index)
                    .checked_div(&-perceived)
                    .unwrap_or_default();
                limit = Some(limit.map_or(room.clone(), |limit| limit.min(room)));
            }
        }
    }
    limit
}
