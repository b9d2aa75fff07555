//! The phase diagram of one lifted scenario, without and with a contract on base actions.

use std::error::Error;

use lacuna::equilibrium::PhaseDiagram;
use lacuna::equilibrium::phase_diagram::PhaseEquilibria;
use lacuna::number::{Extended, Rational};
use lacuna::plot::{Panel, StepCurve, StepFigure};

use crate::analysis::{Analysis, Form};

/// Draws the scenario with this number among the lifted ones, and writes it to `file`.
pub fn write(analyses: &[Analysis], scenario: u32, file: &str) -> Result<(), Box<dyn Error>> {
    let analysis = analyses
        .iter()
        .find(|analysis| analysis.form == Form::Lifted && analysis.id() == scenario)
        .ok_or_else(|| format!("there is no lifted scenario {scenario}"))?;
    let p = &analysis.scenario.payoffs;
    let title = format!(
        "Scenario {scenario}: lifted {} with R = {}, S = {}, T = {}, P = {}",
        match analysis.family() {
            "pd" => "prisoner’s dilemma",
            _ => "stag hunt",
        },
        p.reward,
        p.sucker,
        p.temptation,
        p.punishment
    );
    let end = [&analysis.phases, &analysis.contract_phases]
        .into_iter()
        .filter_map(|phases| phases.breakpoints().last().map(|last| last.to_f64()))
        .fold(1.0, f64::max)
        * 1.4;
    let first_best = analysis.no_contract.first_best.to_f64();
    StepFigure::new(title)
        .with_panel(panel("No contract", &analysis.phases, first_best, end))
        .with_panel(panel(
            "Best contract on base actions",
            &analysis.contract_phases,
            first_best,
            end,
        ))
        .with_x_label("altruism weight λ")
        .with_y_label("welfare (sum of material payoffs)")
        .with_value_labels(2)
        .write_svg(file)
        .map_err(|error| format!("{file}: {error}").into())
}

/// One curve: the welfare that `welfare` picks, at every breakpoint and in every phase.
fn curve(
    name: &str,
    diagram: &PhaseDiagram,
    end: f64,
    welfare: impl Fn(&PhaseEquilibria) -> Option<&Rational>,
) -> StepCurve {
    let mut curve = StepCurve::new(name);
    for (breakpoint, phase) in diagram.at_breakpoints().iter().zip(diagram.phases()) {
        let from = breakpoint.lambda.to_f64();
        if let Some(value) = welfare(&breakpoint.equilibria) {
            curve = curve.with_point(from, value.to_f64());
        }
        if let Some(value) = welfare(&phase.equilibria) {
            curve = curve.with_segment(from, upper(&phase.to, end), value.to_f64());
        }
    }
    curve
}

fn upper(to: &Extended<Rational>, end: f64) -> f64 {
    to.finite().map_or(end, Rational::to_f64)
}

fn panel(title: &str, diagram: &PhaseDiagram, first_best: f64, end: f64) -> Panel<StepCurve> {
    let best = curve("best equilibrium", diagram, end, |set| {
        set.best_welfare.as_ref()
    });
    let worst = curve("worst equilibrium", diagram, end, |set| {
        set.worst_welfare.as_ref()
    });
    let mut panel = Panel::new(title, 0.0, end)
        .with_reference("first best", first_best)
        .with_curve(best)
        .with_curve(worst);
    for phase in diagram.phases_without_equilibrium() {
        panel = panel.with_shade(
            phase.from.to_f64(),
            upper(&phase.to, end),
            "no pure equilibrium",
        );
    }
    for lambda in diagram
        .breakpoints()
        .into_iter()
        .filter(|lambda| lambda.is_positive())
    {
        panel = panel.with_mark(lambda.to_f64(), format!("λ = {lambda}"));
    }
    panel
}
