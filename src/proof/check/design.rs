//! Design problems, and mechanisms that meet their conditions.

use super::problem::{Shape, Stage, Table};
use super::read::{At, Outcome, ensure, is_law, require};
use super::setting::{FIELDS, Setting};
use crate::number::Rational;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Incentives {
    None,
    Dominant,
    ExPost,
    Bayesian,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    None,
    ExpectedNoDeficit,
    ExpectedBalance,
    NoDeficit,
    Balance,
}

/// A setting and what a designer wants.
#[derive(Debug)]
pub(super) struct Design {
    pub(super) setting: Setting,
    /// What agents make of everybody's transfers.
    pub(super) money_weights: Table,
    /// Of the probability of each alternative (fastest) at each type profile in the objective.
    pub(super) worth: Vec<Rational>,
    /// Of each agent's transfer (fastest) at each type profile in the objective.
    pub(super) worth_of_money: Vec<Rational>,
    pub(super) incentives: Incentives,
    pub(super) stage: Stage,
    outside: Table,
    pub(super) budget: Rule,
    pub(super) least: Option<Rational>,
    pub(super) greatest: Option<Rational>,
    /// For each type profile, ascending.
    allowed: Vec<Vec<usize>>,
    pub(super) money: bool,
    pub(super) branches: bool,
}

impl Design {
    pub(super) fn read(at: At<'_>) -> Outcome<Self> {
        let own = [
            "concern",
            "objective",
            "incentives",
            "participation",
            "outside",
            "budget",
            "least",
            "greatest",
            "allowed",
            "money",
            "branches",
        ];
        let form = at.object(&[&FIELDS[..], &own[..]].concat())?;
        let setting = Setting::read(form)?;
        let (agents, profiles) = (setting.agents(), setting.shape.profiles);
        let selfish = |i, j| Rational::from(usize::from(i == j));
        let concern = form.at("concern")?;
        let money_weights = match concern.one_of(&[("payoffs", true), ("values", false)])? {
            true => setting.weights.clone(),
            false => (0..agents)
                .map(|i| (0..agents).map(|j| selfish(i, j)).collect())
                .collect(),
        };
        let (worth, worth_of_money) = objective(form.at("objective")?, &setting)?;
        let stage = Stage::read(form.at("participation")?)?;
        let outside = match stage {
            Stage::None => form.at("outside")?.table(0, 0)?,
            _ => form.at("outside")?.table(agents, profiles)?,
        };
        let least = form.at("least")?.optional_number()?;
        let greatest = form.at("greatest")?.optional_number()?;
        let ends = least.as_ref().zip(greatest.as_ref());
        require(ends.is_none_or(|(least, most)| least <= most), || {
            "`least` is above `greatest`".to_owned()
        })?;
        let alternatives = setting.alternatives;
        let allowed = form
            .at("allowed")?
            .each(|list| list.each(|a| a.below(alternatives)))?;
        let fits = allowed.len() == profiles
            && allowed
                .iter()
                .all(|list| !list.is_empty() && list.windows(2).all(|pair| pair[0] < pair[1]));
        require(fits, || {
            "`allowed` must have one ascending list a type profile, not empty".to_owned()
        })?;
        Ok(Design {
            setting,
            money_weights,
            worth,
            worth_of_money,
            incentives: form.at("incentives")?.one_of(&[
                ("none", Incentives::None),
                ("dominant", Incentives::Dominant),
                ("ex_post", Incentives::ExPost),
                ("bayesian", Incentives::Bayesian),
            ])?,
            stage,
            outside,
            budget: form.at("budget")?.one_of(&[
                ("none", Rule::None),
                ("expected_no_deficit", Rule::ExpectedNoDeficit),
                ("expected_balance", Rule::ExpectedBalance),
                ("no_deficit", Rule::NoDeficit),
                ("balance", Rule::Balance),
            ])?,
            least,
            greatest,
            allowed,
            money: form.at("money")?.flag()?,
            branches: form.at("branches")?.flag()?,
        })
    }

    pub(super) fn shape(&self) -> &Shape {
        &self.setting.shape
    }

    pub(super) fn agents(&self) -> usize {
        self.setting.agents()
    }

    pub(super) fn is_allowed(&self, types: usize, alternative: usize) -> bool {
        self.allowed[types].binary_search(&alternative).is_ok()
    }

    pub(super) fn allowed(&self, types: usize) -> &[usize] {
        &self.allowed[types]
    }

    /// What an agent has outside; 0 without participation.
    pub(super) fn outside(&self, agent: usize, types: usize) -> Rational {
        let list = self.outside.get(agent);
        list.map_or(Rational::ZERO, |list| list[types].clone())
    }
}

/// The coefficients of the objective.
fn objective(at: At<'_>, setting: &Setting) -> Outcome<(Vec<Rational>, Vec<Rational>)> {
    let (agents, profiles) = (setting.agents(), setting.shape.profiles);
    if at.value.get("alternatives").is_some() {
        let form = at.object(&["alternatives", "transfers"])?;
        let worth = form
            .at("alternatives")?
            .table(profiles, setting.alternatives)?;
        let money = form.at("transfers")?.table(profiles, agents)?;
        return Ok((worth.concat(), money.concat()));
    }
    let all = |number: i64| vec![Rational::from(number); agents];
    let (of_values, of_money) = if at.value.is_object() {
        let weights = at.object(&["payoffs"])?.at("payoffs")?;
        let weights = weights.so_many_numbers(agents)?;
        (weights.clone(), weights)
    } else {
        let [of_values, of_money] = at.one_of(&[
            ("revenue", [0, -1]),
            ("welfare", [1, 0]),
            ("residual_surplus", [1, 1]),
        ])?;
        (all(of_values), all(of_money))
    };
    let (mut worth, mut money) = (Vec::new(), Vec::new());
    for (types, chance) in setting.prior.iter().enumerate() {
        for a in 0..setting.alternatives {
            let values = (0..agents).map(|agent| setting.value(agent, types, a));
            worth.push(Rational::dot(of_values.iter().zip(values)) * chance);
        }
        money.extend(of_money.iter().map(|weight| weight * chance));
    }
    Ok((worth, money))
}

/// One thing that may come of reports.
struct Branch {
    chance: Rational,
    /// `None` for transfers alone.
    alternative: Option<usize>,
    transfers: Vec<Rational>,
}

type Decisions = Vec<Vec<Branch>>;

impl Design {
    fn decisions(&self, at: At<'_>) -> Outcome<Decisions> {
        let alternatives = self.setting.alternatives;
        let decisions = at.each(|list| {
            list.each(|branch| {
                let branch = branch.object(&["probability", "alternative", "transfers"])?;
                Ok(Branch {
                    chance: branch.at("probability")?.number()?,
                    alternative: Some(branch.at("alternative")?.below(alternatives)?),
                    transfers: branch.at("transfers")?.so_many_numbers(self.agents())?,
                })
            })
        })?;
        require(decisions.len() == self.shape().profiles, || {
            "`decisions` must have one list a type profile".to_owned()
        })?;
        for (types, list) in decisions.iter().enumerate() {
            let place = || self.shape().written(types);
            let lottery = list.iter().all(|branch| branch.chance.is_positive())
                && is_law(list.iter().map(|branch| &branch.chance));
            ensure(lottery, || {
                format!("the decision at {:?} is no lottery", place())
            })?;
            for branch in list {
                let allowed = branch.alternative.is_none_or(|a| self.is_allowed(types, a));
                ensure(allowed, || {
                    format!(
                        "an alternative is chosen at {:?} that is not allowed",
                        place()
                    )
                })?;
                let paid = branch.transfers.iter().any(|paid| !paid.is_zero());
                ensure(self.money || !paid, || {
                    format!(
                        "there is no money, and some is paid at {:?}",
                        self.shape().written(types)
                    )
                })?;
            }
        }
        Ok(decisions)
    }

    /// What an agent of these types makes of a branch.
    fn of_branch(&self, agent: usize, types: usize, branch: &Branch) -> Rational {
        let money = Rational::dot(self.money_weights[agent].iter().zip(&branch.transfers));
        match branch.alternative {
            Some(a) => self.setting.seen(agent, types, a) + &money,
            None => money,
        }
    }

    /// What an agent of these types expects after reports.
    fn expects(
        &self,
        decisions: &Decisions,
        agent: usize,
        types: usize,
        reports: usize,
    ) -> Rational {
        let each = decisions[reports].iter();
        each.map(|branch| &branch.chance * &self.of_branch(agent, types, branch))
            .sum()
    }

    /// Do the decisions meet all conditions? With `homogeneous` they are transfers to be added to
    /// others: outside options and bounds count as 0.
    fn ensure_meets(&self, decisions: &Decisions, homogeneous: bool, limit: usize) -> Outcome {
        for agent in 0..self.agents() {
            self.ensure_honest(decisions, agent, limit)?;
            self.ensure_takes_part(decisions, agent, homogeneous)?;
        }
        self.ensure_budget(decisions)?;
        let bound = |bound: &Option<Rational>| match homogeneous {
            true => bound.as_ref().map(|_| Rational::ZERO),
            false => bound.clone(),
        };
        let (least, greatest) = (bound(&self.least), bound(&self.greatest));
        for types in 0..self.shape().profiles {
            for paid in self.paid(&decisions[types]) {
                let within = paid.iter().all(|x| {
                    least.as_ref().is_none_or(|least| least <= x)
                        && greatest.as_ref().is_none_or(|greatest| x <= greatest)
                });
                ensure(within, || {
                    let types = self.shape().written(types);
                    format!("a transfer at {types:?} is outside the bounds")
                })?;
            }
        }
        Ok(())
    }

    fn ensure_honest(&self, decisions: &Decisions, agent: usize, limit: usize) -> Outcome {
        let shape = self.shape();
        let honest_at = |types: usize, reports: usize| {
            let honest = self.expects(decisions, agent, types, reports);
            let mut lies = shape.deviations(reports, agent);
            let better = lies.find(|&lie| self.expects(decisions, agent, types, lie) > honest);
            ensure(better.is_none(), || {
                let types = shape.written(types);
                format!("agent {agent} gains by a lie at the types {types:?}")
            })
        };
        match self.incentives {
            Incentives::None => Ok(()),
            Incentives::Bayesian => {
                // By the own type and the report.
                let own = shape.actions[agent];
                let mut expected = vec![vec![Rational::ZERO; own]; own];
                for (types, chance) in self.setting.prior.iter().enumerate() {
                    for said in shape.deviations(types, agent) {
                        let worth = self.expects(decisions, agent, types, said);
                        expected[shape.action(types, agent)][shape.action(said, agent)] +=
                            chance * &worth;
                    }
                }
                for (own, row) in expected.iter().enumerate() {
                    ensure(row.iter().all(|lied| *lied <= row[own]), || {
                        format!("the type {own} of agent {agent} gains by a lie")
                    })?;
                }
                Ok(())
            }
            Incentives::Dominant if !self.setting.sees_own_type_only(agent) => {
                if shape.profiles.saturating_mul(shape.profiles) > limit {
                    let what = "pairs of types and reports";
                    return Err(super::read::Failure::TooLarge(what, limit));
                }
                for reports in 0..shape.profiles {
                    let own = shape.action(reports, agent);
                    let truths = 0..shape.profiles;
                    for types in truths.filter(|&types| shape.action(types, agent) == own) {
                        honest_at(types, reports)?;
                    }
                }
                Ok(())
            }
            // What others' types are does not matter, so that they may as well be as reported.
            Incentives::Dominant | Incentives::ExPost => {
                (0..shape.profiles).try_for_each(|types| honest_at(types, types))
            }
        }
    }

    fn ensure_takes_part(&self, decisions: &Decisions, agent: usize, homogeneous: bool) -> Outcome {
        let shape = self.shape();
        let outside = |types| match homogeneous {
            true => Rational::ZERO,
            false => self.outside(agent, types),
        };
        let mut surplus = vec![Rational::ZERO; shape.actions[agent]];
        for (types, chance) in self.setting.prior.iter().enumerate() {
            let slack = self.expects(decisions, agent, types, types) - outside(types);
            surplus[shape.action(types, agent)] += chance * &slack;
            if self.stage != Stage::ExPost {
                continue;
            }
            let stays = match self.branches {
                true => decisions[types]
                    .iter()
                    .all(|branch| self.of_branch(agent, types, branch) >= outside(types)),
                false => !slack.is_negative(),
            };
            ensure(stays, || {
                let types = shape.written(types);
                format!("agent {agent} stays out at the types {types:?}")
            })?;
        }
        let stays = match self.stage {
            Stage::ExAnte => !surplus.iter().sum::<Rational>().is_negative(),
            Stage::Interim => !surplus.iter().any(Rational::is_negative),
            Stage::None | Stage::ExPost => true,
        };
        ensure(stays, || format!("agent {agent} stays out"))
    }

    /// What conditions on transfers are asked of.
    fn paid(&self, decision: &[Branch]) -> Vec<Vec<Rational>> {
        if self.branches {
            return decision
                .iter()
                .map(|branch| branch.transfers.clone())
                .collect();
        }
        vec![self.expected_transfers(decision)]
    }

    fn expected_transfers(&self, decision: &[Branch]) -> Vec<Rational> {
        let of = |agent| {
            decision
                .iter()
                .map(move |b| (&b.chance, &b.transfers[agent]))
        };
        (0..self.agents())
            .map(|agent| Rational::dot(of(agent)))
            .collect()
    }

    fn ensure_budget(&self, decisions: &Decisions) -> Outcome {
        let within = |sum: &Rational| match self.budget {
            Rule::None => true,
            Rule::ExpectedBalance | Rule::Balance => sum.is_zero(),
            Rule::ExpectedNoDeficit | Rule::NoDeficit => !sum.is_positive(),
        };
        let mut expected = Rational::ZERO;
        for (types, decision) in decisions.iter().enumerate() {
            let total: Rational = self.expected_transfers(decision).iter().sum();
            expected += &self.setting.prior[types] * &total;
            if let Rule::NoDeficit | Rule::Balance = self.budget {
                for paid in self.paid(decision) {
                    ensure(within(&paid.iter().sum()), || {
                        format!(
                            "the budget does not hold at the types {:?}",
                            self.shape().written(types)
                        )
                    })?;
                }
            }
        }
        match self.budget {
            Rule::ExpectedNoDeficit | Rule::ExpectedBalance => ensure(within(&expected), || {
                format!("expected transfers sum to {expected}")
            }),
            _ => Ok(()),
        }
    }

    /// The objective.
    fn value(&self, decisions: &Decisions) -> Rational {
        let (agents, alternatives) = (self.agents(), self.setting.alternatives);
        let mut value = Rational::ZERO;
        for (types, list) in decisions.iter().enumerate() {
            let money = &self.worth_of_money[types * agents..(types + 1) * agents];
            for branch in list {
                let mut worth = Rational::dot(money.iter().zip(&branch.transfers));
                if let Some(a) = branch.alternative {
                    worth += &self.worth[types * alternatives + a];
                }
                value += &branch.chance * &worth;
            }
        }
        value
    }
}

pub(super) fn design_mechanism(design: &Design, claim: At<'_>, limit: usize) -> Outcome {
    let claim = claim.object(&["kind", "statement", "decisions", "value"])?;
    let decisions = design.decisions(claim.at("decisions")?)?;
    let said = claim.at("value")?.number()?;
    design.ensure_meets(&decisions, false, limit)?;
    let value = design.value(&decisions);
    ensure(value == said, || {
        format!("the mechanism has {value}, and not {said}")
    })
}

pub(super) fn unbounded_design(design: &Design, claim: At<'_>, limit: usize) -> Outcome {
    let claim = claim.object(&["kind", "statement", "decisions", "transfers", "gain"])?;
    ensure(design.money, || "there is no money".to_owned())?;
    let decisions = design.decisions(claim.at("decisions")?)?;
    let said = claim.at("gain")?.number()?;
    design.ensure_meets(&decisions, false, limit)?;
    let transfers = claim
        .at("transfers")?
        .table(design.shape().profiles, design.agents())?;
    let added: Decisions = transfers
        .into_iter()
        .map(|transfers| {
            vec![Branch {
                chance: Rational::ONE,
                alternative: None,
                transfers,
            }]
        })
        .collect();
    design.ensure_meets(&added, true, limit)?;
    let gain = design.value(&added);
    ensure(gain == said && gain.is_positive(), || {
        format!("the transfers gain {gain}")
    })
}
