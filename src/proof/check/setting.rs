//! Settings with private types: rules that transfers make truthful, and budgets of Groves mechanisms.

use super::problem::{Shape, Table, weighed};
use super::read::{At, Object, Outcome, ensure, is_law, malformed, require};
use crate::number::Rational;

/// Agents with types, and alternatives.
#[derive(Debug)]
pub(super) struct Setting {
    /// Type profiles.
    pub(super) shape: Shape,
    pub(super) alternatives: usize,
    pub(super) prior: Vec<Rational>,
    pub(super) weights: Table,
    /// Values by agent, and for each all type profiles with the alternative fastest.
    values: Table,
    /// The same as agents perceive them.
    seen: Table,
}

/// The fields of a setting; a design has more.
pub(super) const FIELDS: [&str; 6] = [
    "kind",
    "types",
    "alternatives",
    "prior",
    "values",
    "weights",
];

impl Setting {
    pub(super) fn read(form: Object<'_>) -> Outcome<Self> {
        let shape = Shape::read(form.at("types")?)?;
        let alternatives = form.at("alternatives")?.count()?;
        require(alternatives > 0, || "there are no alternatives".to_owned())?;
        let prior = form.at("prior")?.so_many_numbers(shape.profiles)?;
        require(is_law(prior.iter()), || {
            "the prior must be at least 0 and sum to 1".to_owned()
        })?;
        let lists = form
            .at("values")?
            .each(|agent| agent.table(shape.profiles, alternatives))?;
        require(lists.len() == shape.players(), || {
            "`values` must have one list an agent".to_owned()
        })?;
        let values: Table = lists.into_iter().map(|list| list.concat()).collect();
        let weights = form
            .at("weights")?
            .table(shape.players(), shape.players())?;
        Ok(Setting {
            seen: weighed(&weights, &values),
            shape,
            alternatives,
            prior,
            weights,
            values,
        })
    }

    pub(super) fn agents(&self) -> usize {
        self.shape.players()
    }

    pub(super) fn value(&self, agent: usize, types: usize, alternative: usize) -> &Rational {
        &self.values[agent][types * self.alternatives + alternative]
    }

    /// What an agent makes of everybody's values.
    pub(super) fn seen(&self, agent: usize, types: usize, alternative: usize) -> &Rational {
        &self.seen[agent][types * self.alternatives + alternative]
    }

    pub(super) fn welfare(&self, types: usize, alternative: usize) -> Rational {
        (0..self.agents())
            .map(|agent| self.value(agent, types, alternative))
            .sum()
    }

    fn most_welfare(&self, types: usize) -> Rational {
        let all = (0..self.alternatives).map(|a| self.welfare(types, a));
        all.max().unwrap_or_default()
    }

    /// Does this table depend on an agent's own type only?
    fn on_own_type_only(&self, agent: usize, table: &[Rational]) -> bool {
        let row = |types: usize| {
            let start = types * self.alternatives;
            &table[start..start + self.alternatives]
        };
        let mut first: Vec<Option<usize>> = vec![None; self.shape.actions[agent]];
        (0..self.shape.profiles).all(|types| {
            let known = first[self.shape.action(types, agent)].get_or_insert(types);
            row(*known) == row(types)
        })
    }

    /// Does what an agent perceives depend on its own type only?
    pub(super) fn sees_own_type_only(&self, agent: usize) -> bool {
        self.on_own_type_only(agent, &self.seen[agent])
    }

    fn ensure_private(&self) -> Outcome {
        let mut agents = 0..self.agents();
        let private = agents.all(|agent| self.on_own_type_only(agent, &self.values[agent]));
        ensure(private, || "values are not private".to_owned())
    }

    /// The probability of each alternative at each type profile.
    fn rule(&self, at: At<'_>) -> Outcome<Table> {
        let rule = at.table(self.shape.profiles, self.alternatives)?;
        for (types, law) in rule.iter().enumerate() {
            ensure(is_law(law.iter()), || {
                format!(
                    "the rule at {:?} is not a probability distribution",
                    self.shape.written(types)
                )
            })?;
        }
        Ok(rule)
    }

    /// What an agent of these types makes of what a rule decides at those.
    fn worth(&self, rule: &Table, agent: usize, types: usize, decided: usize) -> Rational {
        let each = rule[decided].iter().enumerate();
        Rational::dot(each.map(|(a, chance)| (chance, self.seen(agent, types, a))))
    }
}

pub(super) fn cyclically_monotone(setting: &Setting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "rule", "transfers"])?;
    let rule = setting.rule(claim.at("rule")?)?;
    let shape = &setting.shape;
    let transfers = claim
        .at("transfers")?
        .table(shape.players(), shape.profiles)?;
    for (agent, paid) in transfers.iter().enumerate() {
        for types in 0..shape.profiles {
            let honest = setting.worth(&rule, agent, types, types) + &paid[types];
            for lie in shape.deviations(types, agent) {
                let lied = setting.worth(&rule, agent, types, lie) + &paid[lie];
                ensure(lied <= honest, || {
                    let (types, lie) = (shape.written(types), shape.action(lie, agent));
                    format!("agent {agent} gains at {types:?} by the type {lie}")
                })?;
            }
        }
    }
    Ok(())
}

pub(super) fn positive_cycle(setting: &Setting, claim: At<'_>) -> Outcome {
    let fields = [
        "kind",
        "statement",
        "rule",
        "agent",
        "others",
        "own_types",
        "gain",
    ];
    let claim = claim.object(&fields)?;
    let rule = setting.rule(claim.at("rule")?)?;
    let shape = &setting.shape;
    let agent = claim.at("agent")?.below(shape.players())?;
    let others = shape.profile(claim.at("others")?)?;
    let cycle = claim.at("own_types")?.each(|own| {
        let own = own.below(shape.actions[agent])?;
        Ok(shape.replaced(others, agent, own))
    })?;
    require(cycle.len() > 1, || {
        "a cycle has at least two types".to_owned()
    })?;
    let said = claim.at("gain")?.number()?;
    let next = cycle.iter().skip(1).chain(cycle.first());
    let gain: Rational = cycle
        .iter()
        .zip(next)
        .map(|(&own, &next)| {
            setting.worth(&rule, agent, own, next) - setting.worth(&rule, agent, own, own)
        })
        .sum();
    ensure(gain == said && gain.is_positive(), || {
        format!("the cycle gains {gain}")
    })
}

pub(super) fn balanced_groves(setting: &Setting, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "terms"])?;
    setting.ensure_private()?;
    let shape = &setting.shape;
    let terms = claim.at("terms")?.each(At::numbers)?;
    let fits = terms.len() == shape.players()
        && (terms.iter().zip(&shape.actions))
            .all(|(list, own)| list.len().checked_mul(*own) == Some(shape.profiles));
    require(fits, || {
        "`terms` must have one list an agent with one number a profile of the others' types"
            .to_owned()
    })?;
    let factor = Rational::from(shape.players()) - Rational::ONE;
    for types in 0..shape.profiles {
        let mut sum = &factor * &setting.most_welfare(types);
        for (agent, list) in terms.iter().enumerate() {
            // The number of the others' types among all of theirs.
            let mut place = 0;
            for other in (0..shape.players()).filter(|other| *other != agent) {
                place = place * shape.actions[other] + shape.action(types, other);
            }
            sum += &list[place];
        }
        ensure(sum.is_zero(), || {
            format!("transfers at {:?} sum to {sum}", shape.written(types))
        })?;
    }
    Ok(())
}

pub(super) fn balanced_groves_impossible(
    setting: &Setting,
    claim: At<'_>,
    max_sets: usize,
) -> Outcome {
    let claim = claim.object(&["kind", "statement", "from", "to", "difference"])?;
    let shape = &setting.shape;
    ensure(shape.players() > 1, || {
        "a single agent needs no transfers".to_owned()
    })?;
    setting.ensure_private()?;
    let from = shape.profile(claim.at("from")?)?;
    let to = shape.profile(claim.at("to")?)?;
    let said = claim.at("difference")?.number()?;
    let sets = match shape.players() {
        agents @ ..63 => 1u64 << agents,
        _ => u64::MAX,
    };
    if usize::try_from(sets).map_or(true, |sets| sets > max_sets) {
        return Err(super::read::Failure::TooLarge("sets of agents", max_sets));
    }
    let mut difference = Rational::ZERO;
    for set in 0..sets {
        let types = (0..shape.players())
            .filter(|agent| set >> agent & 1 == 1)
            .fold(to, |types, agent| {
                shape.replaced(types, agent, shape.action(from, agent))
            });
        let welfare = setting.most_welfare(types);
        match set.count_ones() % 2 {
            0 => difference += welfare,
            _ => difference -= welfare,
        }
    }
    ensure(difference == said && !difference.is_zero(), || {
        format!("the mixed difference is {difference}")
    })
}

/// The kinds of claims about a setting.
pub(super) fn decide(setting: &Setting, kind: &str, at: At<'_>, max_sets: usize) -> Outcome {
    match kind {
        "cyclically_monotone" => cyclically_monotone(setting, at),
        "positive_cycle" => positive_cycle(setting, at),
        "balanced_groves" => balanced_groves(setting, at),
        "balanced_groves_impossible" => balanced_groves_impossible(setting, at, max_sets),
        other => malformed(format!("{other:?} is no kind of claim about a setting")),
    }
}
