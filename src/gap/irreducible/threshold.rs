//! The altruism from which nothing is lost in the supremum.

use serde::{Deserialize, Serialize};

use super::conditions::{Conditions, Transfers};
use super::gap_test::{Decision, decide};
use super::plan::{ClosedLaw, PlannedDeviation, planned};
use super::simple_numbers::{short, simplest_between};
use super::state::{StateView, check_shapes, known_states};
use crate::contract::{Budget, ContractingProblem, Monitoring};
use crate::gap::GapError;
use crate::linear_program::{Answer, Bounds, LinearOptions, LinearProgram, Relation};
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;

/// The budget, and limits on the search for a threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ThresholdOptions {
    /// What transfers must sum to. Default: unrestricted.
    pub budget: Budget,
    /// The most rounds in a state with several optima, after which the threshold is bracketed.
    /// Default 60.
    pub max_rounds: usize,
    /// A bracket at most so wide ends the search; default 1/10⁹.
    pub width: Rational,
    /// Limits on each linear program.
    pub linear: LinearOptions,
}

impl Default for ThresholdOptions {
    fn default() -> Self {
        ThresholdOptions {
            budget: Budget::default(),
            max_rounds: 60,
            width: Rational::new(1, 1_000_000_000).unwrap_or_default(),
            linear: LinearOptions::default(),
        }
    }
}

impl ThresholdOptions {
    /// The same with another budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// The same with another limit on rounds.
    #[must_use]
    pub fn with_max_rounds(mut self, limit: usize) -> Self {
        self.max_rounds = limit;
        self
    }

    /// The same with another width of a bracket that is good enough.
    #[must_use]
    pub fn with_width(mut self, width: Rational) -> Self {
        self.width = width;
        self
    }

    /// The same with other limits on each linear program.
    #[must_use]
    pub fn with_linear(mut self, linear: LinearOptions) -> Self {
        self.linear = linear;
        self
    }
}

/// A threshold, or what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Threshold {
    /// Below it something is lost, from it on nothing.
    Closed(Rational),
    /// Something is lost below `low`, nothing from `high` on. With several optima a threshold can
    /// be irrational.
    #[non_exhaustive]
    Bracketed {
        /// The threshold is at least this.
        low: Rational,
        /// The threshold is at most this.
        high: Rational,
    },
    /// Something is lost at every λ.
    Infinite,
}

impl Threshold {
    /// The threshold is at least this.
    pub fn low(&self) -> Extended<Rational> {
        match self {
            Threshold::Closed(value) => Extended::Finite(value.clone()),
            Threshold::Bracketed { low, .. } => Extended::Finite(low.clone()),
            Threshold::Infinite => Extended::Infinite,
        }
    }

    /// The threshold is at most this.
    pub fn high(&self) -> Extended<Rational> {
        match self {
            Threshold::Closed(value) => Extended::Finite(value.clone()),
            Threshold::Bracketed { high, .. } => Extended::Finite(high.clone()),
            Threshold::Infinite => Extended::Infinite,
        }
    }

    fn between(low: Rational, high: Rational) -> Self {
        if low == high {
            Threshold::Closed(low)
        } else {
            Threshold::Bracketed { low, high }
        }
    }
}

/// The threshold of one state with its proofs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StateThreshold {
    /// The state.
    pub state: usize,
    /// The threshold.
    pub value: Threshold,
    /// Why it is not lower: a deviation plan that no transfers matter to, and that gains at every
    /// optimum at each λ below. Empty if the threshold is 0. With several optima there may be
    /// several plans: each gains at some optima at each λ below, and does not lose at those at
    /// which none before it gains; a sum in which each plan counts far more than the next gains at
    /// all of them.
    pub below: Vec<Vec<PlannedDeviation>>,
    /// What closes the gap at [`Threshold::high`]; `None` if that is infinite.
    pub closed: Option<ClosedLaw>,
}

/// From which λ on the best mechanism loses nothing, in the supremum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AltruismThreshold {
    /// The threshold: the greatest over states.
    pub value: Threshold,
    /// That of each state of positive probability, states ascending.
    pub states: Vec<StateThreshold>,
}

/// The least λ at which mechanisms with unlimited transfers come arbitrarily close to the first
/// best, if player i maximises `u_i + t_i + λ·Σ_j (u_j + t_j)`.
///
/// It is the threshold of the *supremum*: whether finite transfers attain the first best at it is
/// another question. Where one player can secretly monitor another now and then, it is 0, and only
/// [`attained_threshold`](super::attained_threshold) asks for altruism. As with
/// [`gap_test`](super::gap_test), the mediator knows the state; the threshold of a problem is the
/// greatest of its states.
///
/// With one optimum it is the optimum of a linear program: the greatest ratio of gain to loss of
/// welfare at the optimum over plans that no transfers matter to. With several, a plan that gains
/// at one λ gains on an interval, whose end is looked at next (Dinkelbach 1967; Crouzeix, Ferland
/// and Schaible 1985), a law that closes the gap closes it from a smaller λ on, and simple numbers
/// in between are tried.
///
/// # Errors
/// As [`gap_test`](super::gap_test).
///
/// # Complexity
/// For each state one linear program as in [`gap_test`](super::gap_test), or with several optima
/// at most three in each round, one of which as often as there are optima.
///
/// ```
/// use lacuna::contract::{ContractingProblem, Monitoring};
/// use lacuna::game::NormalForm;
/// use lacuna::gap::irreducible::{Threshold, altruism_threshold};
/// use lacuna::number::Rational;
///
/// let payoffs = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let problem = ContractingProblem::single_state(NormalForm::symmetric(&payoffs)?)?;
/// let nothing = Monitoring::trivial(&problem);
/// let threshold = altruism_threshold(&problem, &nothing, &Default::default())?;
/// assert_eq!(threshold.value, Threshold::Closed(Rational::from(2)));
/// assert!(threshold.verify(&problem, &nothing, Default::default()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn altruism_threshold(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    options: &ThresholdOptions,
) -> Result<AltruismThreshold, GapError> {
    let selfish = WeightMatrix::identity(problem.players());
    check_shapes(problem, monitoring, &selfish)?;
    let optima = problem.first_best().optima;
    let mut states = Vec::new();
    for state in known_states(problem)? {
        let view = StateView::new(problem, monitoring, state, &optima[state]);
        // λ changes what transfers are worth, and not which of them can be made.
        let conditions = Conditions::new(&view, &selfish, options.budget);
        let search = Search {
            entries: (view.optima.iter())
                .map(|&optimum| (optimum, view.gains_and_losses(optimum)))
                .collect(),
            view,
            conditions,
            options,
        };
        states.push(search.run()?);
    }
    let zero = || Extended::Finite(Rational::ZERO);
    let low = states
        .iter()
        .map(|s| s.value.low())
        .max()
        .unwrap_or_else(zero);
    let high = states
        .iter()
        .map(|s| s.value.high())
        .max()
        .unwrap_or_else(zero);
    let value = match (low, high) {
        (Extended::Finite(low), Extended::Finite(high)) => Threshold::between(low, high),
        _ => Threshold::Infinite,
    };
    Ok(AltruismThreshold { value, states })
}

/// Column, gain and loss of a deviation from an optimum.
type Entry = (usize, Rational, Rational);

/// The search in one state.
struct Search<'a> {
    view: StateView<'a>,
    conditions: Conditions,
    /// The deviations from each optimum.
    entries: Vec<(usize, Vec<Entry>)>,
    options: &'a ThresholdOptions,
}

/// What is lost up to some λ.
enum Reach {
    /// Something at every smaller λ: plans that cover all optima one after the other.
    AllBelow(Vec<Vec<PlannedDeviation>>),
    /// Nothing from this λ on, which is smaller.
    ClosedFrom(Rational, ClosedLaw),
}

/// A plan at some λ proves a gap up to the end of an interval.
struct Open {
    end: Extended<Rational>,
    plan: Vec<PlannedDeviation>,
}

impl Search<'_> {
    fn run(&self) -> Result<StateThreshold, GapError> {
        if self.entries.len() == 1 {
            return self.unique();
        }
        let open = match self.at(&Rational::ZERO)? {
            Ok(law) => return Ok(self.found(Rational::ZERO, Vec::new(), Rational::ZERO, law)),
            Err(open) => open,
        };
        let below = match self.reach(None)? {
            Reach::ClosedFrom(high, law) => match open.end {
                Extended::Finite(low) => return self.bracket(low, open.plan, high, law),
                Extended::Infinite => vec![open.plan],
            },
            Reach::AllBelow(below) => below,
        };
        Ok(StateThreshold {
            state: self.view.state,
            value: Threshold::Infinite,
            below,
            closed: None,
        })
    }

    fn found(
        &self,
        low: Rational,
        below: Vec<Vec<PlannedDeviation>>,
        high: Rational,
        law: ClosedLaw,
    ) -> StateThreshold {
        StateThreshold {
            state: self.view.state,
            value: Threshold::between(low, high),
            below,
            closed: Some(law),
        }
    }

    /// The program of a plan, without its objective: as many variables as columns, the conditions.
    fn program(&self) -> Result<LinearProgram, GapError> {
        let mut program = LinearProgram::maximise();
        for _ in &self.view.columns {
            program.variable(Bounds::NONNEGATIVE, 0);
        }
        self.conditions.add_to(&mut program)?;
        Ok(program)
    }

    /// One optimum: the greatest gain of plans with a loss of at most 1.
    fn unique(&self) -> Result<StateThreshold, GapError> {
        let mut program = self.program()?;
        let (optimum, entries) = &self.entries[0];
        let gains = entries
            .iter()
            .map(|(column, gain, _)| (*column, gain.clone()));
        let losses = entries
            .iter()
            .map(|(column, _, loss)| (*column, loss.clone()));
        program.set_objective(crate::linear_program::Sense::Maximise, gains)?;
        program.row(losses, Relation::AtMost, 1)?;
        // The empty plan is feasible, and gains are bounded by losses, which are all above 0.
        let (value, point, multipliers) = match program.solve(&self.options.linear)?.answer {
            Answer::Optimal(best) => (best.value, best.point, best.multipliers),
            _ => Default::default(),
        };
        let rows = self.conditions.len().min(multipliers.len());
        let law = self.law(&[(*optimum, Rational::ONE)], &multipliers[..rows], &value);
        let plan = value.is_positive().then(|| planned(&self.view, &point));
        Ok(self.found(value.clone(), plan.into_iter().collect(), value, law))
    }

    /// The law that multipliers stand for, in money as players with altruism λ make it.
    fn law(
        &self,
        law: &[(usize, Rational)],
        multipliers: &[Rational],
        lambda: &Rational,
    ) -> ClosedLaw {
        let players = Rational::from(self.view.problem.players());
        let share = lambda.checked_div(&(Rational::ONE + lambda * &players));
        let share = share.unwrap_or_default();
        let mut transfers: Transfers = self.conditions.transfers(multipliers);
        for amounts in transfers.values_mut() {
            let all = &share * &Rational::total(amounts.iter());
            amounts.iter_mut().for_each(|amount| *amount -= &all);
        }
        ClosedLaw::new(&self.view, law, transfers)
    }

    /// At λ a law that closes the gap, or a plan that proves it.
    fn at(&self, lambda: &Rational) -> Result<Result<ClosedLaw, Open>, GapError> {
        let gains: Vec<(usize, Vec<(usize, Rational)>)> = (self.entries.iter())
            .map(|(optimum, entries)| {
                let gain = |(column, gain, loss): &Entry| (*column, gain - &(lambda * loss));
                (*optimum, entries.iter().map(gain).collect())
            })
            .collect();
        let weights = match decide(&self.view, &self.conditions, &gains, &self.options.linear)? {
            Decision::Law(law, multipliers) => {
                return Ok(Ok(self.law(&law, &multipliers, lambda)));
            }
            Decision::Plan(weights) => weights,
        };
        let ends = self.entries.iter().map(|(_, entries)| {
            let gain = Rational::dot(entries.iter().map(|(column, g, _)| (g, &weights[*column])));
            let loss = Rational::dot(entries.iter().map(|(column, _, l)| (l, &weights[*column])));
            gain.checked_div(&loss).into()
        });
        let end = ends.min().unwrap_or(Extended::Infinite);
        let plan = planned(&self.view, &weights);
        Ok(Err(Open { end, plan }))
    }

    /// Decides whether something is lost at each λ below this one (`None`: at each λ at all).
    ///
    /// A plan that loses at no optimum up to that λ takes away the optima at which it gains, until
    /// none remains. If none is taken away, the multipliers are a law on those that remain, which
    /// closes the gap from a smaller λ on.
    fn reach(&self, below: Option<&Rational>) -> Result<Reach, GapError> {
        let mut remaining: Vec<usize> = (0..self.entries.len()).collect();
        let mut plans = Vec::new();
        while !remaining.is_empty() {
            let mut program = self.program()?;
            let first = self.view.columns.len();
            for _ in &remaining {
                program.variable(Bounds::between(0, 1)?, 1);
            }
            for (k, &position) in remaining.iter().enumerate() {
                let entries = &self.entries[position].1;
                let gains = entries.iter().map(|(c, gain, _)| (*c, gain.clone()));
                let gained = gains.chain([(first + k, -Rational::ONE)]);
                program.row(gained, Relation::AtLeast, 0)?;
                match below {
                    Some(below) => {
                        let kept = entries.iter().map(|(c, g, l)| (*c, g - &(below * l)));
                        program.row(kept, Relation::AtLeast, 0)?;
                    }
                    None => {
                        let lost = entries.iter().map(|(c, _, loss)| (*c, loss.clone()));
                        program.row(lost, Relation::Equal, 0)?;
                    }
                }
            }
            let Answer::Optimal(best) = program.solve(&self.options.linear)?.answer else {
                // The empty plan is feasible, and the objective at most the number of optima.
                break;
            };
            if best.value.is_positive() {
                plans.push(planned(&self.view, &best.point[..first]));
                let mut gained = best.point[first..].iter();
                remaining.retain(|_| gained.next().is_none_or(|g| !g.is_positive()));
                continue;
            }
            let rows = self.conditions.len();
            let (mut law, mut from) = (Vec::new(), Rational::ZERO);
            for (pair, &position) in best.multipliers[rows..].chunks(2).zip(&remaining) {
                let (weight, loss) = match below {
                    Some(below) => (-(&pair[0] + &pair[1]), -(below * &pair[1])),
                    None => (-&pair[0], pair[1].clone()),
                };
                from = from.max(loss.checked_div(&weight).unwrap_or_default());
                law.push((self.entries[position].0, weight));
            }
            // A law that closes the gap closes it from there on.
            let short = -short(&-&from);
            let from = if below.is_none_or(|below| short < *below) {
                short
            } else {
                from
            };
            let law = self.law(&law, &best.multipliers[..rows], &from);
            return Ok(Reach::ClosedFrom(from, law));
        }
        Ok(Reach::AllBelow(plans))
    }

    fn bracket(
        &self,
        mut low: Rational,
        plan: Vec<PlannedDeviation>,
        mut high: Rational,
        mut law: ClosedLaw,
    ) -> Result<StateThreshold, GapError> {
        let mut below = vec![plan];
        for _ in 0..self.options.max_rounds {
            match self.reach(Some(&high))? {
                Reach::AllBelow(plans) => {
                    (low, below) = (high.clone(), plans);
                    break;
                }
                Reach::ClosedFrom(from, closer) => (high, law) = (from, closer),
            }
            if &high - &low <= self.options.width {
                break;
            }
            match self.at(&low)? {
                Ok(exact) => {
                    (high, law) = (low.clone(), exact);
                    break;
                }
                Err(open) => {
                    let Extended::Finite(end) = open.end else {
                        break;
                    };
                    let end = short(&end);
                    if end > low {
                        (low, below) = (end, vec![open.plan]);
                    }
                }
            }
            let middle = simplest_between(&low, &high);
            match self.at(&middle)? {
                Ok(closer) => (high, law) = (middle, closer),
                Err(open) => {
                    let Extended::Finite(end) = open.end else {
                        break;
                    };
                    let end = short(&end);
                    if end > low {
                        (low, below) = (end, vec![open.plan]);
                    }
                }
            }
        }
        Ok(self.found(low, below, high, law))
    }
}
