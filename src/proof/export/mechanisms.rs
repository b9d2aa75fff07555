//! Mechanisms, and the plans that bound them.

use serde_json::{Value, json};

use super::{Rules, claim, contracting_problem, refused};
use crate::contract::{ContractingProblem, Monitoring};
use crate::mechanism::{
    Attainment, BestMechanism, Design, DeviationPlan, DirectMechanism, MechanismOptions,
};
use crate::number::Rational;
use crate::preference::WeightMatrix;
use crate::proof::{Proof, ProofError};

impl Proof {
    /// The best mechanism with the deviation plan that bounds all others; or weights that show that
    /// no mechanism meets all constraints.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit and for [`Design::OnlyInTheLimit`],
    /// which documents do not have.
    ///
    /// ```
    /// use lacuna::contract::{ContractingProblem, Monitoring};
    /// use lacuna::game::catalogue;
    /// use lacuna::mechanism::{MechanismOptions, best_mechanism};
    /// use lacuna::preference::WeightMatrix;
    /// use lacuna::proof::{CheckOptions, Proof, check};
    /// let problem = ContractingProblem::single_state(catalogue::prisoners_dilemma(3, 0, 5, 1)?)?;
    /// let (blind, selfish) = (Monitoring::trivial(&problem), WeightMatrix::identity(2));
    /// let options = MechanismOptions::default();
    /// let design = best_mechanism(&problem, &blind, &selfish, &options)?;
    /// let proof = Proof::of_design(&design, &problem, &blind, &selfish, &options)?;
    /// let checked = check(&proof, &CheckOptions::default())?;
    /// assert!(checked.claims.iter().any(|claim| claim.kind == "mechanism_value"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_design(
        design: &Design,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> Result<Self, ProofError> {
        match design {
            Design::Best(best) => {
                Self::of_best_mechanism(best, problem, monitoring, preferences, options)
            }
            Design::Impossible(plan) => {
                let rules = Rules::of_mechanisms(preferences, options);
                let statement = "No mechanism meets all constraints.".to_owned();
                let claim = claim("no_mechanism", statement, plan_fields(plan));
                let problem = contracting_problem(problem, monitoring, &rules)?;
                Ok(Proof::new(problem, vec![claim]))
            }
            Design::OnlyInTheLimit(_) => Err(refused(
                "documents do not have constraints that can be met in the limit only",
            )),
        }
    }

    /// The best mechanism with the deviation plan that bounds all others. If the value is only
    /// approached, the mechanism claims what it has itself, and there is no claim of a common value.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_best_mechanism(
        best: &BestMechanism,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> Result<Self, ProofError> {
        let value = match &best.attainment {
            Attainment::Attained => best.value.clone(),
            Attainment::Approached { shortfall } => &best.value - shortfall,
        };
        let mut proof = Self::of_mechanism(
            &best.mechanism,
            &value,
            problem,
            monitoring,
            preferences,
            options,
        )?
        .and(Self::of_deviation_plan(
            &best.plan,
            problem,
            monitoring,
            preferences,
            options,
        )?)?;
        if value == best.plan.bound {
            let statement = format!("The value of the best mechanism is {value}.");
            let claim = claim("mechanism_value", statement, json!({"value": value}));
            proof = Proof::new(
                proof.problem().clone(),
                proof.claims().iter().cloned().chain([claim]).collect(),
            );
        }
        Ok(proof)
    }

    /// A mechanism in which honesty and obedience are an equilibrium, and what it is worth.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit and for a mechanism that communicates
    /// in another way than the options say.
    pub fn of_mechanism(
        mechanism: &DirectMechanism,
        value: &Rational,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> Result<Self, ProofError> {
        if mechanism.communication != options.communication {
            return Err(refused(
                "the mechanism communicates in another way than allowed",
            ));
        }
        let law = mechanism.law.iter().map(|(reports, list)| {
            let list = list.iter().map(|one| {
                let paid = one.transfers.iter();
                json!({
                    "told": one.told,
                    "probability": one.probability,
                    "transfers": paid.map(|p| (p.signal, &p.transfers)).collect::<Vec<_>>(),
                })
            });
            json!({"reports": reports, "recommendations": list.collect::<Vec<_>>()})
        });
        let claim = claim(
            "mechanism",
            format!("A mechanism in which honesty and obedience are an equilibrium has {value}."),
            json!({"law": law.collect::<Vec<_>>(), "value": value}),
        );
        let rules = Rules::of_mechanisms(preferences, options);
        let problem = contracting_problem(problem, monitoring, &rules)?;
        Ok(Proof::new(problem, vec![claim]))
    }

    /// A deviation plan: no mechanism has more than its bound.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] for shapes that do not fit.
    pub fn of_deviation_plan(
        plan: &DeviationPlan,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
        preferences: &WeightMatrix<Rational>,
        options: &MechanismOptions,
    ) -> Result<Self, ProofError> {
        let mut fields = plan_fields(plan);
        fields["bound"] = json!(plan.bound);
        let statement = format!("No mechanism has more than {}.", plan.bound);
        let claim = claim("mechanism_bound", statement, fields);
        let rules = Rules::of_mechanisms(preferences, options);
        let problem = contracting_problem(problem, monitoring, &rules)?;
        Ok(Proof::new(problem, vec![claim]))
    }
}

fn plan_fields(plan: &DeviationPlan) -> Value {
    let manipulations = plan.manipulations.iter().map(|m| {
        json!({
            "player": m.player,
            "own_type": m.own_type,
            "report": m.report,
            "told": m.told,
            "action": m.action,
            "weight": m.weight,
        })
    });
    let participation = plan.participation.iter().map(|p| {
        let after = p.after.as_ref();
        json!({
            "player": p.player,
            // At the end the state says what the type is.
            "own_type": p.own_type.filter(|_| after.is_none()),
            "after": after
                .map(|a| json!({"state": a.state, "told": a.told, "signal": a.signal})),
            "weight": p.weight,
        })
    });
    let reports = plan.reports.iter();
    json!({
        "manipulations": manipulations.collect::<Vec<_>>(),
        "participation": participation.collect::<Vec<_>>(),
        "budget": plan.budget,
        "reports": reports.map(|r| (&r.reports, &r.bound)).collect::<Vec<_>>(),
    })
}
