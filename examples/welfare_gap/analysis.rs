//! One scenario, base or lifted, without and with a contract on base actions.

use std::error::Error;

use lacuna::contract::{AttainableOptions, Budget, Contractible, ContractingProblem, Language};
use lacuna::equilibrium::phase_diagram::{PhaseDiagram, PhaseOptions, Threshold};
use lacuna::game::hidden_effort::{Family, HiddenEffort, Scenario, scenarios};
use lacuna::gap::level::{self, Level};
use lacuna::gap::{WelfareGap, welfare_gap};
use lacuna::number::Extended;
use lacuna::preference::WeightMatrix;

/// Which of a scenario's two games.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The 2×2 dilemma.
    Base,
    /// The 4×4 dilemma with hidden effort.
    Lifted,
}

/// Everything that is reported of one game.
pub struct Analysis {
    pub scenario: Scenario,
    pub form: Form,
    /// Selfish agents without a contract.
    pub no_contract: WelfareGap,
    /// Selfish agents under the best balanced contract on base actions.
    pub base_action: WelfareGap,
    /// From which λ on the first best is an equilibrium without a contract.
    pub level: Threshold,
    /// From which λ on a contract on base actions attains the first best.
    pub base_action_level: Threshold,
    /// The phases in λ without a contract.
    pub phases: PhaseDiagram,
    /// The phases in λ under the contract of `base_action`.
    pub contract_phases: PhaseDiagram,
}

impl Analysis {
    pub fn id(&self) -> u32 {
        match self.form {
            Form::Base => self.scenario.base_id,
            Form::Lifted => self.scenario.lifted_id,
        }
    }

    pub fn family(&self) -> &'static str {
        match self.scenario.family {
            Family::PrisonersDilemma => "pd",
            _ => "sh",
        }
    }

    pub fn form(&self) -> &'static str {
        match self.form {
            Form::Base => "base",
            Form::Lifted => "lifted",
        }
    }
}

/// All sixty scenarios, the base games first.
pub fn all() -> Result<Vec<Analysis>, Box<dyn Error>> {
    let mut analyses = Vec::new();
    for form in [Form::Base, Form::Lifted] {
        for scenario in scenarios() {
            analyses.push(analyse(scenario, form)?);
        }
    }
    Ok(analyses)
}

fn analyse(scenario: Scenario, form: Form) -> Result<Analysis, Box<dyn Error>> {
    let problem = match form {
        Form::Base => ContractingProblem::single_state(scenario.payoffs.game()?)?
            .with_contractible(vec![Contractible::everything(2); 2])?,
        Form::Lifted => {
            ContractingProblem::hidden_effort(&HiddenEffort::new(scenario.payoffs.clone())?)?
        }
    };
    let (nothing, base_actions) = (
        Language::trivial(&problem),
        Language::base_actions(&problem),
    );
    let selfish = WeightMatrix::identity(2);
    let options = AttainableOptions::default().with_budget(Budget::Balanced);
    let no_contract = welfare_gap(&problem, &nothing, &selfish, &options)?;
    let base_action = welfare_gap(&problem, &base_actions, &selfish, &options)?;
    for (gap, language) in [(&no_contract, &nothing), (&base_action, &base_actions)] {
        if !gap.verify(&problem, language, &selfish, &options) {
            return Err(
                format!("the certificate of scenario {} is wrong", scenario.base_id).into(),
            );
        }
    }
    let limits = PhaseOptions::default();
    let phases = PhaseDiagram::new(problem.game(0), &limits)?;
    let contract_phases = match &base_action.attained {
        Some(attained) => {
            let induced = attained.contract.induced_game(&problem, &base_actions, 0)?;
            PhaseDiagram::new(&induced, &limits)?
        }
        None => phases.clone(),
    };
    let threshold = |level: Level| match level.value {
        Extended::Finite(lambda) => Threshold::Attained(lambda),
        Extended::Infinite => Threshold::Infinite,
    };
    Ok(Analysis {
        form,
        no_contract,
        base_action,
        level: threshold(level::selfishness_level(&problem)?),
        base_action_level: threshold(level::language_level(
            &problem,
            &base_actions,
            &Default::default(),
        )?),
        phases,
        contract_phases,
        scenario,
    })
}
