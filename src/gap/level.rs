//! From which altruism weight on the first best is attained.
//!
//! All three levels are the least λ ≥ 0 such that, when every player i maximises `u_i + λ·W`, some
//! first-best plan is an equilibrium in every state. They differ in what deters a deviation:
//! nothing ([`selfishness_level`], Apt and Schäfer 2014), everything that someone can notice
//! ([`message_level`]: two or three informed agents report the state), or what a plain contract in
//! the language can ([`language_level`]). A level is attained, not only approached: its conditions
//! are weak inequalities.
//!
//! Each is the largest ratio of gain to loss of welfare: over single deviations, over undetectable
//! deviations, and over closed chains of deviations whose cells follow on one another. Always
//! message level ≤ language level ≤ selfishness level; refinement of the language raises none.
//!
//! ```
//! use lacuna::contract::{ContractingProblem, Language};
//! use lacuna::game::NormalForm;
//! use lacuna::gap::level::{LevelOptions, language_level, selfishness_level};
//! use lacuna::number::{Extended, Rational};
//!
//! // Two couriers are careful, hasty, or skip the round; a scanner sees who delivered.
//! let payoffs = [[3, -1, -5], [4, 1, -3], [7, 4, 0]];
//! let payoffs = payoffs.map(|row| row.map(Rational::from).to_vec());
//! let problem = ContractingProblem::single_state(NormalForm::symmetric(&payoffs)?)?;
//! let scanner = Language::observed(&problem, |_, profile| [profile[0] < 2, profile[1] < 2]);
//!
//! assert_eq!(selfishness_level(&problem)?.value, Extended::Finite(Rational::ONE));
//! let level = language_level(&problem, &scanner, &LevelOptions::default())?;
//! assert_eq!(level.value, Extended::Finite(Rational::new(1, 3)?));
//! // Why not less: haste gains 1 and loses 3, and the scanner does not see it.
//! let link = &level.witness.ok_or("the level is not 0")?.chain[0];
//! assert_eq!((link.action, &link.gain, &link.loss), (1, &Rational::from(1), &Rational::from(3)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde::{Deserialize, Serialize};

use crate::contract::cycles::{self, Edge, PlanCells};
use crate::contract::{Cell, ContractError, ContractingProblem, Language, unilateral_moves};
use crate::number::{Extended, Rational};

/// Limits on the search for a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LevelOptions {
    /// The largest number of (partial) first-best plans looked at; there are several only if the
    /// optimum of some state is not unique. Default: one million.
    pub max_nodes: usize,
}

impl Default for LevelOptions {
    fn default() -> Self {
        LevelOptions {
            max_nodes: 1_000_000,
        }
    }
}

impl LevelOptions {
    /// The same with another limit on the number of partial plans.
    #[must_use]
    pub fn with_max_nodes(mut self, limit: usize) -> Self {
        self.max_nodes = limit;
        self
    }
}

/// One deviation of a witness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LevelLink {
    /// The state in which the deviation happens.
    pub state: usize,
    /// The first-best profile of that state.
    pub profile: Vec<usize>,
    /// What the deviator does instead.
    pub action: usize,
    /// The cell of the first-best profile.
    pub from: Cell,
    /// The cell after the deviation.
    pub to: Cell,
    /// The material gain of the deviator.
    pub gain: Rational,
    /// The loss of welfare, at least 0.
    pub loss: Rational,
}

/// Why a level is not lower: deviations of one player whose gains and losses have its ratio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LevelWitness {
    /// The deviator.
    pub player: usize,
    /// The deviations: one, or for a language-relative level possibly a closed chain.
    pub chain: Vec<LevelLink>,
}

impl LevelWitness {
    /// The ratio of all gains to all losses; infinite if nothing is lost.
    pub fn ratio(&self) -> Extended<Rational> {
        let gain: Rational = self.chain.iter().map(|link| &link.gain).sum();
        let loss: Rational = self.chain.iter().map(|link| &link.loss).sum();
        gain.checked_div(&loss).into()
    }
}

/// An altruism level with the plan that has it and the deviations that bind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Level {
    /// The level; infinite if no λ suffices.
    pub value: Extended<Rational>,
    /// A first-best plan with this level.
    pub plan: Vec<Vec<usize>>,
    /// The binding deviations of that plan; `None` if the level is 0.
    pub witness: Option<LevelWitness>,
}

/// Gains and losses of the deviations from first-best profiles.
struct Losses<'a> {
    problem: &'a ContractingProblem,
    language: &'a Language,
}

impl<'a> Losses<'a> {
    fn links(&self, state: usize, index: usize) -> Vec<(usize, LevelLink)> {
        let game = self.problem.game(state);
        let space = self.problem.space();
        let welfare = game.welfare_at(index);
        unilateral_moves(space, index)
            .map(|(player, action, to)| {
                let link = LevelLink {
                    state,
                    profile: space.profile_unchecked(index),
                    action,
                    from: Cell::new(self.language.cell_at(state, index)),
                    to: Cell::new(self.language.cell_at(state, to)),
                    gain: game.payoff_at(player, to) - game.payoff_at(player, index),
                    loss: &welfare - &game.welfare_at(to),
                };
                (player, link)
            })
            .collect()
    }

    /// The largest ratio among the single deviations that `counts` selects.
    fn single(
        &self,
        state: usize,
        index: usize,
        counts: impl Fn(&LevelLink) -> bool,
    ) -> (Extended<Rational>, Option<LevelWitness>) {
        let mut level = Extended::Finite(Rational::ZERO);
        let mut witness = None;
        for (player, link) in self.links(state, index) {
            if !counts(&link) || !link.gain.is_positive() {
                continue;
            }
            let ratio = link.gain.checked_div(&link.loss).into();
            if ratio > level {
                level = ratio;
                witness = Some(LevelWitness {
                    player,
                    chain: vec![link],
                });
            }
        }
        (level, witness)
    }

    /// The state-wise level: the worst state, each at its best optimum.
    fn by_state(&self, counts: impl Fn(&LevelLink) -> bool) -> Level {
        let mut level = Level {
            value: Extended::Finite(Rational::ZERO),
            plan: Vec::with_capacity(self.problem.states()),
            witness: None,
        };
        for (state, optima) in self.problem.first_best().optima.iter().enumerate() {
            let mut best: Option<(Extended<Rational>, Option<LevelWitness>, usize)> = None;
            for &index in optima {
                let (value, witness) = self.single(state, index, &counts);
                if best.as_ref().is_none_or(|(least, _, _)| value < *least) {
                    best = Some((value, witness, index));
                }
            }
            if let Some((value, witness, index)) = best {
                level
                    .plan
                    .push(self.problem.space().profile_unchecked(index));
                if value > level.value {
                    level.value = value;
                    level.witness = witness;
                }
            }
        }
        level
    }

    /// The largest ratio over closed chains of deviations from a (partial) plan, by Newton's method
    /// on the ratio (Dinkelbach 1967): raise λ to the ratio of a chain that still pays.
    fn chains(&self, plan: &[Option<usize>]) -> (Extended<Rational>, Option<LevelWitness>) {
        let nodes = PlanCells::new(self.language, plan);
        let mut links: Vec<Vec<(usize, usize, LevelLink)>> =
            vec![Vec::new(); self.problem.players()];
        for (state, index) in plan.iter().enumerate() {
            let Some(index) = *index else { continue };
            for (player, link) in self.links(state, index) {
                let node = |cell: Cell| nodes.node(cell.number());
                if let (Some(from), Some(to)) = (node(link.from), node(link.to)) {
                    links[player].push((from, to, link));
                }
            }
        }
        let mut level = Rational::ZERO;
        let mut witness = None;
        for (player, links) in links.into_iter().enumerate() {
            loop {
                let edges: Vec<Edge<usize>> = links
                    .iter()
                    .enumerate()
                    .map(|(position, (from, to, link))| Edge {
                        from: *from,
                        to: *to,
                        weight: &link.gain - &(&level * &link.loss),
                        label: position,
                    })
                    .collect();
                let Err(cycle) = cycles::potentials(nodes.cells.len(), &edges) else {
                    break;
                };
                let found = LevelWitness {
                    player,
                    chain: cycle
                        .into_iter()
                        .map(|edge| links[edges[edge].label].2.clone())
                        .collect(),
                };
                match found.ratio() {
                    Extended::Finite(ratio) => level = ratio,
                    Extended::Infinite => return (Extended::Infinite, Some(found)),
                }
                witness = Some(found);
            }
        }
        (Extended::Finite(level), witness)
    }
}

/// The level of one first-best plan, given as the profile index of each of the first states, with
/// the chain that has it.
pub(crate) fn plan_level(
    problem: &ContractingProblem,
    language: &Language,
    plan: &[usize],
) -> (Extended<Rational>, Option<LevelWitness>) {
    let plan: Vec<Option<usize>> = plan.iter().copied().map(Some).collect();
    Losses { problem, language }.chains(&plan)
}

/// The selfishness level of Apt and Schäfer (JAIR 2014): the least λ from which, without any
/// contract, some first-best profile is an equilibrium, in every state.
///
/// # Errors
/// [`ContractError::PrivateInformation`].
///
/// # Complexity
/// One pass over the payoffs, and over the deviations from each optimum.
///
/// ```
/// use lacuna::contract::ContractingProblem;
/// use lacuna::game::catalogue::travelers_dilemma;
/// use lacuna::gap::level::selfishness_level;
/// use lacuna::number::{Extended, Rational};
///
/// let game = travelers_dilemma(2, 100, 10)?;
/// let level = selfishness_level(&ContractingProblem::single_state(game)?)?;
/// assert_eq!(level.value, Extended::Finite(Rational::new(9, 2)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn selfishness_level(problem: &ContractingProblem) -> Result<Level, ContractError> {
    problem.check_informed()?;
    let language = Language::trivial(problem);
    let losses = Losses {
        problem,
        language: &language,
    };
    Ok(losses.by_state(|_| true))
}

/// The level with messages: the least λ from which only deviations matter that nobody can notice,
/// because at least two informed agents (three, if the budget must balance) report the state and
/// lies about it can be punished.
///
/// # Errors
/// [`ContractError::LanguageMismatch`], [`ContractError::PrivateInformation`].
///
/// # Complexity
/// As [`selfishness_level`].
pub fn message_level(
    problem: &ContractingProblem,
    language: &Language,
) -> Result<Level, ContractError> {
    language.check(problem)?;
    problem.check_informed()?;
    Ok(Losses { problem, language }.by_state(|link| link.from == link.to))
}

/// The language-relative selfishness level: the least λ from which some plain contract in
/// `language`, with unlimited fines, makes a first-best plan an equilibrium in every state.
///
/// It is the largest ratio of gains to losses of welfare over closed chains of deviations: a chain
/// of one link is an undetectable deviation, a longer one a set of states that the court confuses.
/// Equal to the [`selfishness_level`] in the trivial language and to 0 in the complete one.
///
/// # Errors
/// [`ContractError::LanguageMismatch`], [`ContractError::PrivateInformation`],
/// [`ContractError::SearchLimit`].
///
/// # Complexity
/// For each first-best plan a few times (states)² × (states × actions) exact operations; there is
/// one plan unless optima are tied.
pub fn language_level(
    problem: &ContractingProblem,
    language: &Language,
    options: &LevelOptions,
) -> Result<Level, ContractError> {
    language.check(problem)?;
    problem.check_informed()?;
    let losses = Losses { problem, language };
    let first_best = problem.first_best();
    let states = problem.states();
    let mut best: Option<Level> = None;
    let mut next = vec![0usize; states];
    let mut depth = 0;
    let mut nodes = 0usize;
    loop {
        let Some(_) = first_best.optima[depth].get(next[depth]) else {
            if depth == 0 {
                break;
            }
            next[depth] = 0;
            depth -= 1;
            continue;
        };
        next[depth] += 1;
        nodes += 1;
        if nodes > options.max_nodes {
            return Err(ContractError::SearchLimit {
                limit: options.max_nodes,
                best: best.map(|level| (first_best.expected.clone(), level.plan)),
                upper_bound: first_best.expected,
            });
        }
        let plan: Vec<Option<usize>> = (0..=depth)
            .map(|state| Some(first_best.optima[state][next[state] - 1]))
            .collect();
        // More states only add chains, so that the level of a partial plan is a lower bound.
        let (value, witness) = losses.chains(&plan);
        if best.as_ref().is_some_and(|best| value >= best.value) {
            continue;
        }
        if depth + 1 < states {
            depth += 1;
            continue;
        }
        let closed = value == Extended::Finite(Rational::ZERO);
        best = Some(Level {
            value,
            plan: plan
                .iter()
                .flatten()
                .map(|&index| problem.space().profile_unchecked(index))
                .collect(),
            witness,
        });
        if closed {
            break;
        }
    }
    Ok(best.unwrap_or(Level {
        value: Extended::Infinite,
        plan: Vec::new(),
        witness: None,
    }))
}
