//! Bounds on all mechanisms for a design problem, from weights of its conditions.

use std::collections::BTreeSet;

use super::design::{Design, Incentives, Rule};
use super::problem::Stage;
use super::read::{At, Object, Outcome, ensure, malformed, require};
use crate::number::Rational;

/// A weighted sum of the objective and of slacks, as coefficients of what a mechanism does.
struct Sum<'d> {
    design: &'d Design,
    /// Of the probability of each alternative (fastest) at each type profile.
    chosen: Vec<Rational>,
    /// Of what each agent (fastest) receives at each type profile; if conditions are asked of
    /// branches, at each type profile and alternative.
    received: Vec<Rational>,
    constant: Rational,
}

impl<'d> Sum<'d> {
    fn new(design: &'d Design, with_objective: bool) -> Self {
        let (profiles, alternatives) = (design.shape().profiles, design.setting.alternatives);
        let copies = if design.branches { alternatives } else { 1 };
        let mut sum = Sum {
            design,
            chosen: vec![Rational::ZERO; profiles * alternatives],
            received: vec![Rational::ZERO; profiles * copies * design.agents()],
            constant: Rational::ZERO,
        };
        if with_objective {
            sum.chosen.clone_from(&design.worth);
            for (place, weight) in design.worth_of_money.iter().enumerate() {
                let (types, agent) = (place / design.agents(), place % design.agents());
                sum.receive(types, agent, None, weight);
            }
        }
        sum
    }

    /// Adds to the coefficient of what an agent receives, in one branch or in all.
    fn receive(&mut self, types: usize, agent: usize, branch: Option<usize>, weight: &Rational) {
        let (agents, alternatives) = (self.design.agents(), self.design.setting.alternatives);
        if !self.design.branches {
            self.received[types * agents + agent] += weight;
            return;
        }
        let all = 0..alternatives;
        for a in all.filter(|a| branch.is_none_or(|only| only == *a)) {
            self.received[(types * alternatives + a) * agents + agent] += weight;
        }
    }

    /// Adds a multiple of what an agent of these types has after reports, in one branch or in all.
    fn perceive(
        &mut self,
        agent: usize,
        types: usize,
        reports: usize,
        branch: Option<usize>,
        weight: &Rational,
    ) {
        let design = self.design;
        let alternatives = design.setting.alternatives;
        for a in (0..alternatives).filter(|a| branch.is_none_or(|only| only == *a)) {
            self.chosen[reports * alternatives + a] +=
                weight * design.setting.seen(agent, types, a);
        }
        for (other, of_money) in design.money_weights[agent].iter().enumerate() {
            self.receive(reports, other, branch, &(weight * of_money));
        }
    }

    /// Adds a number that counts always, or in one branch.
    fn add_constant(&mut self, types: usize, branch: Option<usize>, number: &Rational) {
        match branch {
            None => self.constant += number,
            Some(a) => self.chosen[types * self.design.setting.alternatives + a] += number,
        }
    }

    fn perceive_less_outside(&mut self, agent: usize, types: usize, weight: &Rational) {
        self.perceive(agent, types, types, None, weight);
        let outside = self.design.outside(agent, types);
        self.constant -= weight * &outside;
    }
}

/// What names a condition, so that none is named twice.
type Name = (&'static str, Vec<usize>);

struct Multiplier<'v> {
    form: Object<'v>,
    weight: Rational,
}

impl Multiplier<'_> {
    fn agent(&self, design: &Design) -> Outcome<usize> {
        self.form.at("agent")?.below(design.agents())
    }

    /// A type of the agent.
    fn own(&self, field: &'static str, agent: usize, design: &Design) -> Outcome<usize> {
        self.form.at(field)?.below(design.shape().actions[agent])
    }

    fn profile(&self, field: &'static str, design: &Design) -> Outcome<usize> {
        design.shape().profile(self.form.at(field)?)
    }

    /// The type profile of a condition, and the branch if it is asked of branches.
    fn place(&self, design: &Design) -> Outcome<(usize, Option<usize>)> {
        let types = self.profile("types", design)?;
        let branch = self.form.at("alternative")?.optional();
        let branch = branch.map(At::count).transpose()?;
        let fits = match branch {
            Some(a) => design.branches && design.is_allowed(types, a),
            None => !design.branches,
        };
        require(fits, || {
            "`alternative` must be one that is allowed at `types`, and null unless conditions are \
             asked of branches"
                .to_owned()
        })?;
        Ok((types, branch))
    }
}

/// Adds the slack of a condition times its weight.
fn add(sum: &mut Sum<'_>, at: At<'_>) -> Outcome<Name> {
    let design = sum.design;
    let shape = design.shape();
    let word = at.peek("condition")?.word()?;
    let fits = |holds: bool| {
        require(holds, || {
            format!("the problem has no such condition `{word}`")
        })
    };
    let read = |fields: &[&str]| {
        let form = at.object(&[&["condition", "weight"], fields].concat())?;
        let weight = form.at("weight")?.number()?;
        let of_budget = word.starts_with("budget");
        let balance = matches!(design.budget, Rule::Balance | Rule::ExpectedBalance);
        ensure((of_budget && balance) || !weight.is_negative(), || {
            format!("the weight {weight} of `{word}` is below 0")
        })?;
        Ok(Multiplier { form, weight })
    };
    let numbered = |branch: Option<usize>| branch.map_or(0, |a| a + 1);
    match word {
        "honesty" => {
            let entry = read(&["agent", "own_type", "lie"])?;
            let agent = entry.agent(design)?;
            let own = entry.own("own_type", agent, design)?;
            let lie = entry.own("lie", agent, design)?;
            fits(design.incentives == Incentives::Bayesian && own != lie)?;
            let mine = (0..shape.profiles).filter(|&types| shape.action(types, agent) == own);
            for types in mine {
                let share = &entry.weight * &design.setting.prior[types];
                sum.perceive(agent, types, types, None, &share);
                sum.perceive(
                    agent,
                    types,
                    shape.replaced(types, agent, lie),
                    None,
                    &-share,
                );
            }
            Ok(("honesty", vec![agent, own, lie]))
        }
        "honesty_at" => {
            let entry = read(&["agent", "types", "reports", "lie"])?;
            let agent = entry.agent(design)?;
            let types = entry.profile("types", design)?;
            let reports = entry.profile("reports", design)?;
            let lie = entry.own("lie", agent, design)?;
            let own = shape.action(types, agent);
            fits(own == shape.action(reports, agent) && own != lie)?;
            fits(match design.incentives {
                Incentives::Dominant => true,
                Incentives::ExPost => types == reports,
                Incentives::None | Incentives::Bayesian => false,
            })?;
            sum.perceive(agent, types, reports, None, &entry.weight);
            let lied = shape.replaced(reports, agent, lie);
            sum.perceive(agent, types, lied, None, &-entry.weight);
            Ok(("honesty_at", vec![agent, types, reports, lie]))
        }
        "participation_ex_ante" => {
            let entry = read(&["agent"])?;
            let agent = entry.agent(design)?;
            fits(design.stage == Stage::ExAnte)?;
            for (types, chance) in design.setting.prior.iter().enumerate() {
                sum.perceive_less_outside(agent, types, &(&entry.weight * chance));
            }
            Ok(("participation_ex_ante", vec![agent]))
        }
        "participation_interim" => {
            let entry = read(&["agent", "own_type"])?;
            let agent = entry.agent(design)?;
            let own = entry.own("own_type", agent, design)?;
            fits(design.stage == Stage::Interim)?;
            for (types, chance) in design.setting.prior.iter().enumerate() {
                if shape.action(types, agent) == own {
                    sum.perceive_less_outside(agent, types, &(&entry.weight * chance));
                }
            }
            Ok(("participation_interim", vec![agent, own]))
        }
        "participation_ex_post" => {
            let entry = read(&["agent", "types", "alternative"])?;
            let agent = entry.agent(design)?;
            let (types, branch) = entry.place(design)?;
            fits(design.stage == Stage::ExPost)?;
            sum.perceive(agent, types, types, branch, &entry.weight);
            let outside = design.outside(agent, types) * &entry.weight;
            sum.add_constant(types, branch, &-outside);
            Ok((
                "participation_ex_post",
                vec![agent, types, numbered(branch)],
            ))
        }
        "budget" => {
            let entry = read(&[])?;
            fits(matches!(
                design.budget,
                Rule::ExpectedNoDeficit | Rule::ExpectedBalance
            ))?;
            for (types, chance) in design.setting.prior.iter().enumerate() {
                let share = -(&entry.weight * chance);
                (0..design.agents()).for_each(|agent| sum.receive(types, agent, None, &share));
            }
            Ok(("budget", Vec::new()))
        }
        "budget_at" => {
            let entry = read(&["types", "alternative"])?;
            let (types, branch) = entry.place(design)?;
            fits(matches!(design.budget, Rule::NoDeficit | Rule::Balance))?;
            let share = -entry.weight;
            (0..design.agents()).for_each(|agent| sum.receive(types, agent, branch, &share));
            Ok(("budget_at", vec![types, numbered(branch)]))
        }
        "least_transfer" | "greatest_transfer" => {
            let entry = read(&["agent", "types", "alternative"])?;
            let agent = entry.agent(design)?;
            let (types, branch) = entry.place(design)?;
            let (name, bound, weight) = match word {
                "least_transfer" => ("least_transfer", &design.least, entry.weight),
                _ => ("greatest_transfer", &design.greatest, -entry.weight),
            };
            let Some(bound) = bound else {
                return malformed(format!("the problem has no such condition `{word}`"));
            };
            sum.receive(types, agent, branch, &weight);
            sum.add_constant(types, branch, &-(bound * &weight));
            Ok((name, vec![agent, types, numbered(branch)]))
        }
        other => malformed(format!("the condition {other:?} is unknown")),
    }
}

/// What the objective (or nothing) and the slacks come to at most.
fn at_most(design: &Design, claim: Object<'_>, with_objective: bool) -> Outcome<Rational> {
    let mut sum = Sum::new(design, with_objective);
    let mut named = BTreeSet::new();
    for entry in claim.at("multipliers")?.each(Ok)? {
        let name = add(&mut sum, entry)?;
        require(named.insert(name), || {
            "a condition has two weights".to_owned()
        })?;
    }
    let shape = design.shape();
    let (agents, alternatives) = (design.agents(), design.setting.alternatives);
    for (place, left) in sum.received.iter().enumerate() {
        let (types, matters) = match design.branches {
            true => {
                let branch = place / agents;
                let types = branch / alternatives;
                (types, design.is_allowed(types, branch % alternatives))
            }
            false => (place / agents, true),
        };
        ensure(!design.money || !matters || left.is_zero(), || {
            let types = shape.written(types);
            format!("transfers at {types:?} do not cancel: {left} is left")
        })?;
    }
    let profiles = claim.at("profiles")?.so_many_numbers(shape.profiles)?;
    for (types, most) in profiles.iter().enumerate() {
        for &a in design.allowed(types) {
            let worth = &sum.chosen[types * alternatives + a];
            ensure(worth <= most, || {
                let types = shape.written(types);
                format!("the alternative {a} at {types:?} counts {worth}, above {most}")
            })?;
        }
    }
    Ok(sum.constant + profiles.iter().sum::<Rational>())
}

pub(super) fn design_bound(design: &Design, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "multipliers", "profiles", "bound"])?;
    let bound = claim.at("bound")?.number()?;
    let most = at_most(design, claim, true)?;
    ensure(most <= bound, || {
        format!("the weights show a bound of {most}, and not {bound}")
    })
}

pub(super) fn no_design(design: &Design, claim: At<'_>) -> Outcome {
    let claim = claim.object(&["kind", "statement", "multipliers", "profiles"])?;
    let most = at_most(design, claim, false)?;
    ensure(most.is_negative(), || {
        format!("slacks may sum to {most}, which is no contradiction")
    })
}
