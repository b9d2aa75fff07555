//! In how many of the games the best and the worst equilibrium are optimal, as λ rises.

use lacuna::equilibrium::{PhaseDiagram, PhaseOptions};
use lacuna::number::Rational;
use lacuna::plot::{Panel, StepCurve, StepFigure};
use lacuna::theorem::search::ordinal::OrdinalAnalysis;

/// Where the figure ends.
const LAST: i64 = 3;

/// The figure as SVG.
pub fn figure(analyses: &[OrdinalAnalysis]) -> Result<String, Box<dyn std::error::Error>> {
    let mut diagrams = Vec::new();
    let mut marks = vec![Rational::ZERO, Rational::from(LAST)];
    for analysis in analyses {
        let diagram = PhaseDiagram::new(&analysis.game.game()?, &PhaseOptions::default())?;
        let ends = diagram.breakpoints().into_iter().cloned();
        marks.extend(ends.filter(|lambda| *lambda < Rational::from(LAST)));
        diagrams.push(diagram);
    }
    marks.sort();
    marks.dedup();
    let counts = |lambda: &Rational| -> Result<[f64; 3], Box<dyn std::error::Error>> {
        let mut counts = [0.0; 3];
        for diagram in &diagrams {
            let there = diagram.at(lambda)?;
            let optimal =
                |welfare: &Option<Rational>| welfare.as_ref() == Some(diagram.first_best());
            for (count, holds) in counts.iter_mut().zip([
                !there.profiles.is_empty(),
                optimal(&there.best_welfare),
                optimal(&there.worst_welfare),
            ]) {
                *count += f64::from(u8::from(holds));
            }
        }
        Ok(counts)
    };
    let mut curves = [(); 3].map(|()| StepCurve::new("number of games"));
    let half = Rational::new(1, 2)?;
    let mut before: Option<[f64; 3]> = None;
    for pair in marks.windows(2) {
        let (from, to) = (pair[0].to_f64(), pair[1].to_f64());
        let at = counts(&pair[0])?;
        let between = counts(&((&pair[0] + &pair[1]) * &half))?;
        for (number, curve) in curves.iter_mut().enumerate() {
            let mut next = curve.clone().with_segment(from, to, between[number]);
            if at[number] != between[number] || before.is_some_and(|b| b[number] != at[number]) {
                next = next.with_point(from, at[number]);
            }
            *curve = next;
        }
        before = Some(between);
    }
    let titles = [
        "Some pure equilibrium",
        "The best one is optimal",
        "Every one is optimal",
    ];
    let mut figure = StepFigure::new("The 144 strict ordinal games as altruism rises")
        .with_x_label("altruism weight λ")
        .with_y_label("games");
    for (title, curve) in titles.into_iter().zip(curves) {
        let panel = Panel::new(title, 0.0, LAST as f64).with_curve(curve);
        figure = figure.with_panel(panel.with_reference("all games", analyses.len() as f64));
    }
    Ok(figure.to_svg()?)
}
