//! Outcomes of automated mechanism design.

use serde_json::{Map, Value, json};

use super::settings::{profiles, setting_problem};
use super::{claim, refused};
use crate::mechanism::design::{
    BudgetRule, DesignOutcome, DesignProof, Designer, Incentives, Objective,
};
use crate::mechanism::{Concern, MechanismTable, ParticipationStage};
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::proof::{Proof, ProofError};

impl Proof {
    /// The best mechanism for a design problem with the weights of the conditions that bound all
    /// others; or weights that show that no mechanism meets them; or transfers that can be added
    /// without limit.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for wishes that do not fit the setting.
    ///
    /// ```
    /// use lacuna::mechanism::design::{Designer, Objective};
    /// use lacuna::mechanism::{ParticipationStage, Setting};
    /// use lacuna::number::Rational;
    /// use lacuna::proof::{CheckOptions, Proof, check};
    /// let sale = Setting::private(&[3], 2, |_, own_type, sold| {
    ///     Rational::from((1 + own_type) * sold)
    /// })?;
    /// let designer = Designer::new(&sale)
    ///     .with_objective(Objective::Revenue)
    ///     .with_participation(ParticipationStage::Interim);
    /// let proof = Proof::of_design_outcome(&designer.solve()?, &designer)?;
    /// let checked = check(&proof, &CheckOptions::default())?;
    /// let last = checked.claims.last().ok_or("claims")?;
    /// assert_eq!(last.statement, "The best mechanism has 4/3.");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_design_outcome(
        outcome: &DesignOutcome,
        designer: &Designer<'_>,
    ) -> Result<Self, ProofError> {
        let claims = match outcome {
            DesignOutcome::Optimal(best) => {
                let mut bound = bound_fields(&best.proof);
                bound["bound"] = json!(best.proof.bound);
                vec![
                    claim(
                        "design_mechanism",
                        format!("A mechanism that meets all conditions has {}.", best.value),
                        json!({
                            "decisions": decisions(&best.mechanism),
                            "value": best.value,
                        }),
                    ),
                    claim(
                        "design_bound",
                        format!("No mechanism has more than {}.", best.proof.bound),
                        bound,
                    ),
                    claim(
                        "optimal_design",
                        format!("The best mechanism has {}.", best.value),
                        json!({"value": best.value}),
                    ),
                ]
            }
            DesignOutcome::Infeasible(proof) => vec![claim(
                "no_design",
                "No mechanism meets all conditions.".to_owned(),
                bound_fields(proof),
            )],
            DesignOutcome::Unbounded(endless) => vec![claim(
                "unbounded_design",
                "The objective can be raised without limit.".to_owned(),
                json!({
                    "decisions": decisions(&endless.mechanism),
                    "transfers": endless.transfers,
                    "gain": endless.gain,
                }),
            )],
        };
        Ok(Proof::new(design_problem(designer)?, claims))
    }
}

fn decisions(mechanism: &MechanismTable) -> Value {
    let decisions = mechanism.decisions().iter().map(|decision| {
        let branches = decision.branches().iter().map(|branch| {
            json!({
                "probability": branch.probability,
                "alternative": branch.alternative,
                "transfers": branch.transfers,
            })
        });
        branches.collect::<Vec<Value>>()
    });
    json!(decisions.collect::<Vec<_>>())
}

fn bound_fields(proof: &DesignProof) -> Value {
    let multipliers = proof.multipliers.iter().map(|entry| {
        // A condition without fields is written as its name, others as a map from it.
        let condition = json!(entry.condition);
        let (name, mut fields) = match condition {
            Value::Object(map) => match map.into_iter().next() {
                Some((name, Value::Object(fields))) => (json!(name), fields),
                _ => (Value::Null, Map::new()),
            },
            name => (name, Map::new()),
        };
        fields.insert("condition".to_owned(), name);
        fields.insert("weight".to_owned(), json!(entry.weight));
        Value::Object(fields)
    });
    json!({
        "multipliers": multipliers.collect::<Vec<Value>>(),
        "profiles": proof.profiles,
    })
}

fn design_problem(designer: &Designer<'_>) -> Result<Value, ProofError> {
    designer
        .check()
        .map_err(|error| refused(error.to_string()))?;
    let setting = designer.setting;
    let selfish = WeightMatrix::identity(setting.agents());
    let weights = designer.preferences.as_ref().unwrap_or(&selfish);
    let mut problem = setting_problem("design", setting, weights)?;
    let space = profiles(setting)?;
    let (agents, alternatives) = (setting.agents(), setting.alternatives());
    let objective = match &designer.objective {
        Objective::Revenue => json!("revenue"),
        Objective::Welfare => json!("welfare"),
        Objective::ResidualSurplus => json!("residual_surplus"),
        Objective::WeightedPayoffs(weights) => json!({"payoffs": weights}),
        Objective::Linear {
            alternatives: worth,
            transfers,
        } => {
            let nothing = vec![Rational::ZERO; space.len() * agents];
            let transfers = match transfers.is_empty() {
                true => &nothing,
                false => transfers,
            };
            json!({
                "alternatives": worth.chunks(alternatives).collect::<Vec<_>>(),
                "transfers": transfers.chunks(agents).collect::<Vec<_>>(),
            })
        }
    };
    let stage = match designer.stage {
        ParticipationStage::None => "none",
        ParticipationStage::ExAnte => "ex_ante",
        ParticipationStage::Interim => "interim",
        ParticipationStage::ExPost => "ex_post",
    };
    let outside = |agent: usize| -> Vec<&Rational> {
        (0..space.len())
            .map(|types| {
                designer
                    .outside
                    .at(agent, space.action(types, agent), types)
            })
            .collect()
    };
    let outside: Vec<Vec<&Rational>> = match stage {
        "none" => Vec::new(),
        _ => (0..agents).map(outside).collect(),
    };
    let allowed = |types: usize| -> Vec<usize> {
        let list = designer.allowed.as_ref();
        (0..alternatives)
            .filter(|a| list.is_none_or(|list| list[types * alternatives + a]))
            .collect()
    };
    let wishes = json!({
        "concern": match designer.concern {
            Concern::Payoffs => "payoffs",
            Concern::Values => "values",
        },
        "objective": objective,
        "incentives": match designer.incentives {
            Incentives::None => "none",
            Incentives::Dominant => "dominant",
            Incentives::ExPost => "ex_post",
            Incentives::Bayesian => "bayesian",
        },
        "participation": stage,
        "outside": outside,
        "budget": match designer.budget {
            BudgetRule::None => "none",
            BudgetRule::ExpectedNoDeficit => "expected_no_deficit",
            BudgetRule::ExpectedBalance => "expected_balance",
            BudgetRule::NoDeficit => "no_deficit",
            BudgetRule::Balance => "balance",
        },
        "least": designer.least,
        "greatest": designer.greatest,
        "allowed": (0..space.len()).map(allowed).collect::<Vec<_>>(),
        "money": designer.money,
        "branches": designer.every_branch,
    });
    if let (Value::Object(all), Value::Object(wishes)) = (&mut problem, wishes) {
        all.extend(wishes);
    }
    Ok(problem)
}
