//! Could transfers make this choice of alternatives truthful?

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::better_reply::Against;
use super::evaluate::{Evaluate, with_utilities};
use super::tables::{Tables, slice};
use super::verdict::Search;
use super::{Examination, Verdict, Witness};
use crate::mechanism::setting::{Concern, SettingError};
use crate::number::Rational;

/// Types of an agent that would gain in sum if each were given what is decided for the next, the
/// last what is for the first: whatever the transfers, one of them would lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cycle {
    /// The agent.
    pub agent: usize,
    /// Its types, in the order of the cycle; at least two.
    pub own_types: Vec<usize>,
    /// What the others do. The agent's own entries are without meaning, and 0.
    pub against: Against,
    /// What they gain in sum, without transfers.
    pub gain: Rational,
}

/// Two types of an agent of which the higher gets less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Descent {
    /// The agent.
    pub agent: usize,
    /// The lower type.
    pub lower: usize,
    /// The higher type.
    pub higher: usize,
    /// What the others do. The agent's own entries are without meaning, and 0.
    pub against: Against,
    /// What the agent gets of each alternative.
    pub amounts: Vec<Rational>,
    /// By how much less the higher type expects.
    pub descent: Rational,
}

/// Where the others are, for one agent: their messages, or their types.
#[derive(Clone, Copy)]
struct Context {
    by_messages: bool,
    base: usize,
    stride: usize,
}

impl Context {
    /// The row of values of a type, and the messages that another type would cause.
    fn place(
        self,
        examination: &Examination<'_>,
        tables: &Tables,
        agent: usize,
        (own, said): (usize, usize),
    ) -> Result<(usize, usize), SettingError> {
        if self.by_messages {
            let message = examination.strategies()?.message(agent, said);
            return Ok((own, self.base + message * self.stride));
        }
        let types = |own| self.base + own * self.stride;
        Ok((types(own), tables.followed[types(said)]))
    }

    fn against(self, tables: &Tables) -> Against {
        if self.by_messages {
            return Against::Messages {
                types: None,
                messages: tables.messages().profile_unchecked(self.base),
            };
        }
        Against::Types {
            types: tables.types.profile_unchecked(self.base),
        }
    }
}

/// Types and messages when the agent is of type `own` and says what type `said` says, by definition.
fn situation(
    examination: &Examination<'_>,
    against: &Against,
    agent: usize,
    own: usize,
    said: usize,
) -> Result<(Vec<usize>, Vec<usize>), SettingError> {
    examination.check_own_type(agent, own)?;
    examination.check_own_type(agent, said)?;
    let strategies = examination.strategies()?;
    let setting = examination.setting();
    match against {
        Against::Messages { messages, .. } => {
            examination.check_messages(messages)?;
            if !examination.perspective.own_type_only(setting)[agent] {
                let needs = "others' types matter to this agent";
                return Err(SettingError::invalid("the list of types", "missing", needs));
            }
            let (mut types, mut messages) = (vec![0; setting.agents()], messages.clone());
            types[agent] = own;
            messages[agent] = strategies.message(agent, said);
            Ok((types, messages))
        }
        Against::Types { types } => {
            examination.check_types(types)?;
            let (mut types, mut reported) = (types.clone(), types.clone());
            types[agent] = own;
            reported[agent] = said;
            Ok((types, strategies.messages(&reported)))
        }
        Against::Beliefs => Err(SettingError::invalid(
            "what the others do",
            "unknown",
            "their messages or types must be given",
        )),
    }
}

impl Witness for Cycle {
    fn excess(&self) -> &Rational {
        &self.gain
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let setting = examination.setting();
        if self.own_types.len() < 2 {
            let needs = "it must have at least two types";
            return Err(SettingError::invalid(
                "the length of a cycle",
                self.own_types.len(),
                needs,
            ));
        }
        let without = vec![Rational::ZERO; setting.agents()];
        let mut gain = Rational::ZERO;
        for (place, &own) in self.own_types.iter().enumerate() {
            let next = self.own_types[(place + 1) % self.own_types.len()];
            for (said, sign) in [(next, Rational::ONE), (own, Rational::from(-1))] {
                let (types, messages) =
                    situation(examination, &self.against, self.agent, own, said)?;
                let decision = examination.mechanism().decide(&messages);
                for branch in decision.branches() {
                    let value = examination.perspective.of_outcome(
                        setting,
                        self.agent,
                        &types,
                        branch.alternative,
                        &without,
                    )?;
                    gain += &sign * &(&branch.probability * &value);
                }
            }
        }
        Ok(gain)
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        let setting = examination.setting();
        let names: Vec<String> = self
            .own_types
            .iter()
            .map(|&own| setting.type_name(self.agent, own))
            .collect();
        format!(
            "types {} of {} gain {} in sum if each gets what the next gets",
            names.join(", "),
            setting.agent_name(self.agent),
            self.gain
        )
    }
}

impl Witness for Descent {
    fn excess(&self) -> &Rational {
        &self.descent
    }

    fn recomputed(&self, examination: &Examination<'_>) -> Result<Rational, SettingError> {
        let alternatives = examination.setting().alternatives();
        SettingError::check_length("the amounts", self.amounts.len(), alternatives)?;
        if self.lower >= self.higher {
            let needs = "it must be above the lower one";
            return Err(SettingError::invalid("the higher type", self.higher, needs));
        }
        let amount = |own: usize| -> Result<Rational, SettingError> {
            let (_, messages) = match &self.against {
                Against::Messages { messages, .. } => {
                    examination.check_own_type(self.agent, own)?;
                    examination.check_messages(messages)?;
                    let mut messages = messages.clone();
                    messages[self.agent] = examination.strategies()?.message(self.agent, own);
                    (Vec::new(), messages)
                }
                against => situation(examination, against, self.agent, own, own)?,
            };
            let decision = examination.mechanism().decide(&messages);
            let branches = decision.branches().iter();
            Ok(branches
                .map(|branch| &branch.probability * &self.amounts[branch.alternative])
                .sum())
        };
        Ok(amount(self.lower)? - amount(self.higher)?)
    }

    fn in_words(&self, examination: &Examination<'_>) -> String {
        let setting = examination.setting();
        format!(
            "{} of {} gets {} less than {}",
            setting.type_name(self.agent, self.higher),
            setting.agent_name(self.agent),
            self.descent,
            setting.type_name(self.agent, self.lower)
        )
    }
}

impl Examination<'_> {
    /// For an agent: every profile of others' messages if its own type alone matters to it, else
    /// every profile of others' types, who follow their strategies.
    fn contexts(&self, tables: &Tables, agent: usize) -> Vec<Context> {
        let by_messages = self.perspective.own_type_only(self.setting())[agent];
        let space = if by_messages {
            tables.messages()
        } else {
            &tables.types
        };
        slice(space, agent)
            .map(|(base, stride)| Context {
                by_messages,
                base,
                stride,
            })
            .collect()
    }

    /// Refuses more cases than the limit: for each agent its contexts times `each` of its number of
    /// types.
    fn check_contexts(
        &self,
        tables: &Tables,
        what: &'static str,
        each: impl Fn(u128) -> u128,
    ) -> Result<(), SettingError> {
        let own_type_only = self.perspective.own_type_only(self.setting());
        let mut cases = 0u128;
        for &agent in self.examined() {
            let space = match own_type_only[agent] {
                true => tables.messages(),
                false => &tables.types,
            };
            let contexts = (space.len() / space.actions()[agent]) as u128;
            let types = self.setting().types()[agent] as u128;
            cases = cases.saturating_add(contexts.saturating_mul(each(types)));
        }
        self.check_comparisons(what, cases)
    }

    fn quasi_linear(&self) -> Result<(), SettingError> {
        let linear = self.perspective.weights(self.setting().agents()).is_some();
        if linear || self.perspective.concern == Concern::Values {
            return Ok(());
        }
        Err(SettingError::invalid(
            "a preference over payoffs",
            "not linear",
            "monotonicity needs utilities in which transfers are added to values",
        ))
    }

    /// Weak monotonicity: do no two types of an agent gain in sum, without transfers, by being
    /// given what is decided for the other?
    ///
    /// For agents to whom their own type alone matters there is one case for each pair of types and
    /// profile of the others' messages (necessary for dominant strategies); for others, one for each
    /// profile of the others' types (necessary for an ex post equilibrium).
    ///
    /// # Errors
    /// As [`Examination::cyclic_monotonicity`].
    pub fn weak_monotonicity(&self) -> Result<Verdict<Cycle>, SettingError> {
        self.quasi_linear()?;
        self.strategies()?;
        let tables = self.tables()?;
        self.check_contexts(tables, "weak monotonicity", |types| {
            types.saturating_mul(types)
        })?;
        with_utilities!(self, tables, utilities => {
            let zero = Amount::zero();
            let mut search = Search::new();
            for &agent in self.examined() {
                for context in self.contexts(tables, agent) {
                    let matrix = self.values(tables, utilities, agent, context)?;
                    for (own, row) in matrix.iter().enumerate() {
                        for other in own + 1..matrix.len() {
                            let gain = row[other].minus(&row[own]);
                            let loss = matrix[other][other].minus(&matrix[other][own]);
                            let key = || (agent, vec![own, other], context);
                            search.record_times(gain.minus(&loss), &zero, 1, key);
                        }
                    }
                }
            }
            search.finish(|gain, (agent, own_types, context)| Cycle {
                agent,
                own_types,
                against: context.against(tables),
                gain: utilities.rational(&gain),
            })
        })
    }

    /// Cyclic monotonicity: do the types of no cycle of types gain in sum, without transfers, if
    /// each is given what is decided for the next? If so, and only then, there are transfers with
    /// which the same choice of alternatives is truthful (Rochet 1987).
    ///
    /// One case for each agent and profile of the others' messages or types, as in
    /// [`Examination::weak_monotonicity`]: Bellman–Ford on the types of the agent, exact. The cycle
    /// of the witness is the one with the largest gain among those that were found, not among all.
    ///
    /// # Errors
    /// Those of [`Examination::ex_post`]; [`SettingError::Invalid`] for preferences over payoffs that
    /// are not linear.
    pub fn cyclic_monotonicity(&self) -> Result<Verdict<Cycle>, SettingError> {
        self.quasi_linear()?;
        self.strategies()?;
        let tables = self.tables()?;
        self.check_contexts(tables, "cyclic monotonicity", |types| {
            types.saturating_mul(types)
        })?;
        with_utilities!(self, tables, utilities => {
            let mut search: Search<Rational, (usize, Vec<usize>, Context)> = Search::new();
            for &agent in self.examined() {
                for context in self.contexts(tables, agent) {
                    let matrix = self.values(tables, utilities, agent, context)?;
                    let matrix: Vec<Vec<Rational>> = matrix
                        .iter()
                        .map(|row| row.iter().map(|value| utilities.rational(value)).collect())
                        .collect();
                    match gaining_cycle(&matrix) {
                        Some((gain, cycle)) => search.record(gain, || (agent, cycle, context)),
                        None => search.pass(),
                    }
                }
            }
            search.finish(|gain, (agent, own_types, context)| Cycle {
                agent,
                own_types,
                against: context.against(tables),
                gain,
            })
        })
    }

    /// What each type (row) makes of what is decided for each type (column).
    fn values<E: Evaluate>(
        &self,
        tables: &Tables,
        utilities: &E,
        agent: usize,
        context: Context,
    ) -> Result<Vec<Vec<E::Value>>, SettingError> {
        let count = self.setting().types()[agent];
        let mut matrix = Vec::with_capacity(count);
        for own in 0..count {
            let mut row = Vec::with_capacity(count);
            for said in 0..count {
                let (values, messages) = context.place(self, tables, agent, (own, said))?;
                let value = utilities.value(agent, values, messages);
                row.push(value.unwrap_or_else(Amount::zero));
            }
            matrix.push(row);
        }
        Ok(matrix)
    }

    /// In settings of one parameter: does a higher type never get less? `amounts[i][a]` is what
    /// agent `i` gets of alternative `a`, such as 1 for the object and 0 for none, and types are in
    /// ascending order of the parameter.
    ///
    /// One case for each agent, neighbouring types and profile of the others' messages or types, as
    /// in [`Examination::weak_monotonicity`].
    ///
    /// # Errors
    /// Those of [`Examination::ex_post`], [`SettingError::WrongLength`].
    pub fn monotone(&self, amounts: &[Vec<Rational>]) -> Result<Verdict<Descent>, SettingError> {
        let setting = self.setting();
        SettingError::check_length("the amounts", amounts.len(), setting.agents())?;
        for list in amounts {
            let expected = setting.alternatives();
            SettingError::check_length("the amounts of an agent", list.len(), expected)?;
        }
        self.strategies()?;
        let tables = self.tables()?;
        self.check_contexts(tables, "monotonicity", |types| types)?;
        let mut search = Search::new();
        for &agent in self.examined() {
            for context in self.contexts(tables, agent) {
                let amount = |own: usize| -> Result<Rational, SettingError> {
                    let (_, messages) = context.place(self, tables, agent, (own, own))?;
                    let branches = tables.decision(messages).branches().iter();
                    Ok(branches
                        .map(|branch| &branch.probability * &amounts[agent][branch.alternative])
                        .sum())
                };
                let mut before = amount(0)?;
                for higher in 1..setting.types()[agent] {
                    let next = amount(higher)?;
                    let descent = &before - &next;
                    search.record(descent.clone(), || Descent {
                        agent,
                        lower: higher - 1,
                        higher,
                        against: context.against(tables),
                        amounts: amounts[agent].clone(),
                        descent,
                    });
                    before = next;
                }
            }
        }
        Ok(search.verdict())
    }
}

/// A cycle of types that gain in sum if each gets what the next gets, and the gain; `None` if there
/// is none. `matrix[k][l]` is what type `k` makes of what type `l` gets.
fn gaining_cycle(matrix: &[Vec<Rational>]) -> Option<(Rational, Vec<usize>)> {
    let count = matrix.len();
    let length = |from: usize, to: usize| &matrix[from][from] - &matrix[from][to];
    let mut distance = vec![Rational::ZERO; count];
    let mut before: Vec<usize> = (0..count).collect();
    let mut changed = None;
    for _ in 0..=count {
        changed = None;
        for from in 0..count {
            for to in (0..count).filter(|&to| to != from) {
                let way = &distance[from] + &length(from, to);
                if way < distance[to] {
                    distance[to] = way;
                    before[to] = from;
                    changed = Some(to);
                }
            }
        }
        changed?;
    }
    // Back from a type that still gets closer: after as many steps as there are types, on a cycle.
    let mut on = changed?;
    for _ in 0..count {
        on = before[on];
    }
    let mut cycle = vec![on];
    let mut back = before[on];
    while back != on {
        cycle.push(back);
        back = before[back];
    }
    cycle.reverse();
    let steps = (0..cycle.len()).map(|place| {
        let next = cycle[(place + 1) % cycle.len()];
        length(cycle[place], next)
    });
    let total: Rational = steps.sum();
    Some((-total, cycle))
}
