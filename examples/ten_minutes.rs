//! Two couriers who share a city: the running example of docs/ten-minutes.md, and its figures.
//!
//! `cargo run --release --example ten_minutes` prints the numbers, and with
//! `-- --figures docs/figures` it also writes the three figures of the page into that folder.

use std::error::Error;
use std::path::Path;

use lacuna::equilibrium::phase_diagram::PhaseEquilibria;
use lacuna::mechanism::{ClosingOptions, closing_weight};
use lacuna::plot::{LineCurve, LineFigure, Panel, StepCurve, StepFigure};
use lacuna::prelude::*;
use lacuna::simulate::agents::{LearningOptions, QLearner, Training};
use lacuna::simulate::{GameRounds, RoundObservation};

type Outcome<T> = Result<T, Box<dyn Error>>;

const SKIP: usize = 2;
/// How far to the right the figures over λ go.
const END: f64 = 3.0;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = match arguments.as_slice() {
        [] => None,
        [flag, folder] if flag == "--figures" => Some(Path::new(folder)),
        _ => return Err("the only option is `--figures FOLDER`".into()),
    };
    let story = Story::new()?;
    story.print()?;
    if let Some(folder) = folder {
        for (name, svg) in [
            ("phases", story.phases_figure()?.to_svg()?),
            ("fines", story.fines_figure()?.to_svg()?),
            ("learners", story.learners_figure()?.to_svg()?),
        ] {
            std::fs::write(folder.join(format!("ten-minutes-{name}.svg")), svg)?;
        }
    }
    Ok(())
}

/// The problem, what can be seen, and the best contract for selfish couriers.
struct Story {
    problem: ContractingProblem,
    scanner: Language,
    governed: NormalForm<Rational>,
    without: PhaseDiagram,
    with: PhaseDiagram,
}

/// What each gets who is careful, hasty, or skips the round, against the same three.
fn game() -> Outcome<NormalForm<Rational>> {
    let payoffs = [[3, -1, -5], [4, 1, -3], [7, 4, 0]];
    let payoffs = payoffs.map(|row| row.map(Rational::from).to_vec());
    Ok(NormalForm::symmetric(&payoffs)?.with_action_names(&["careful", "hasty", "skip"])?)
}

/// Customers complain about a careful delivery once in ten times, about a hasty one every other
/// time; the scanner sees whether there was one.
fn complaints(problem: &ContractingProblem) -> Outcome<Monitoring> {
    let one = |action: usize| -> [Rational; 3] {
        let complaint = match action {
            0 => Rational::new(1, 10),
            1 => Rational::new(1, 2),
            _ => return [Rational::ZERO, Rational::ZERO, Rational::ONE],
        }
        .unwrap_or_default();
        [Rational::ONE - &complaint, complaint, Rational::ZERO]
    };
    let words = ["quiet", "complaint", "nothing"];
    let signals: Vec<String> = words
        .iter()
        .flat_map(|first| words.iter().map(move |second| format!("{first}, {second}")))
        .collect();
    let signals: Vec<&str> = signals.iter().map(String::as_str).collect();
    Ok(Monitoring::stochastic(problem, &signals, |_, profile| {
        let second = one(profile[1]);
        one(profile[0])
            .iter()
            .flat_map(|first| second.iter().map(move |second| first * second))
            .collect()
    })?)
}

impl Story {
    fn new() -> Outcome<Self> {
        let problem = ContractingProblem::single_state(game()?)?;
        let scanner = Language::observed(&problem, |_, profile| {
            [profile[0], profile[1]].map(|action| action != SKIP)
        });
        let options = AttainableOptions::default().with_budget(Budget::Balanced);
        let gap = welfare_gap(&problem, &scanner, &WeightMatrix::identity(2), &options)?;
        let attained = gap.attained.ok_or("some contract works")?;
        let governed = attained.contract.induced_game(&problem, &scanner, 0)?;
        let governed = NormalForm::from_game(&governed)?;
        let limits = PhaseOptions::default();
        Ok(Story {
            without: PhaseDiagram::new(problem.game(0), &limits)?,
            with: PhaseDiagram::new(&governed, &limits)?,
            problem,
            scanner,
            governed,
        })
    }

    fn print(&self) -> Outcome<()> {
        let options = AttainableOptions::default().with_budget(Budget::Balanced);
        let (selfish, nothing) = (WeightMatrix::identity(2), Language::trivial(&self.problem));
        for (name, language) in [("no contract", &nothing), ("the scanner", &self.scanner)] {
            let gap = welfare_gap(&self.problem, language, &selfish, &options)?;
            let level = language_level(&self.problem, language, &LevelOptions::default())?;
            let lost = gap
                .best
                .map_or("no pure plan".to_owned(), |gap| gap.to_string());
            println!("{name}: the selfish lose {lost} of {}", gap.first_best);
            println!(
                "  the first best can be an equilibrium from λ = {} on",
                level.value
            );
        }
        for (name, diagram) in [("no contract", &self.without), ("the scanner", &self.with)] {
            let every = diagram.every_equilibrium_is_optimal();
            println!("{name}: nothing else is one {}", from(&every));
        }
        Ok(())
    }

    /// The welfare of the best and of the worst equilibrium along λ.
    fn phases_figure(&self) -> Outcome<StepFigure> {
        let mut figure =
            StepFigure::new("Two couriers: what altruism changes, and what a scanner does")
                .with_x_label("altruism weight λ")
                .with_y_label("welfare (sum of both payoffs)")
                .with_value_labels(0);
        for (title, diagram) in [
            ("No contract", &self.without),
            ("Best contract on what the scanner sees", &self.with),
        ] {
            let mut panel = Panel::new(title, 0.0, END)
                .with_reference("first best", diagram.first_best().to_f64())
                .with_curve(steps("best equilibrium", diagram, |at| {
                    at.best_welfare.as_ref()
                }))
                .with_curve(steps("worst equilibrium", diagram, |at| {
                    at.worst_welfare.as_ref()
                }));
            for lambda in diagram
                .breakpoints()
                .into_iter()
                .filter(|at| at.is_positive())
            {
                panel = panel.with_mark(lambda.to_f64(), format!("λ = {lambda}"));
            }
            figure = figure.with_panel(panel);
        }
        Ok(figure)
    }

    /// The least λ that closes the gap, by what is seen and by the largest fine.
    fn fines_figure(&self) -> Outcome<LineFigure> {
        let mut panel = Panel::new("", 0.0, 5.0);
        for (name, monitoring) in [
            ("nothing is seen", Monitoring::trivial(&self.problem)),
            ("the scanner", Monitoring::from(&self.scanner)),
            ("scanner and complaints", complaints(&self.problem)?),
        ] {
            let mut points = Vec::new();
            for twelfths in 0..=60 {
                let fine = Rational::new(twelfths, 12)?;
                let options = MechanismOptions::default()
                    .with_budget(Budget::Balanced)
                    .with_liability(fine.clone());
                let closing = ClosingOptions::default();
                let found = closing_weight(&self.problem, &monitoring, &options, &closing)?;
                let weight = found.weight.exact().ok_or("a weight closes the gap")?;
                points.push((fine.to_f64(), weight.to_f64()));
            }
            panel = panel.with_curve(LineCurve::new(name, points));
        }
        Ok(
            LineFigure::new("Two couriers: the altruism that closes the gap")
                .with_panel(panel)
                .with_x_label("largest fine (paid to the other)")
                .with_y_label("least altruism weight λ"),
        )
    }

    /// What learners end up with, beside the best and the worst equilibrium.
    fn learners_figure(&self) -> Outcome<LineFigure> {
        let mut figure = LineFigure::new("Two couriers who learn")
            .with_x_label("altruism weight λ")
            .with_y_label("welfare (sum of both payoffs)");
        for (title, game, diagram) in [
            ("No contract", self.problem.game(0), &self.without),
            (
                "Best contract on what the scanner sees",
                &self.governed,
                &self.with,
            ),
        ] {
            let (mut means, mut ranges) = (Vec::new(), Vec::new());
            for sixths in 0..=18 {
                let lambda = Rational::new(sixths, 6)?;
                let welfare: Vec<f64> = (0..20)
                    .map(|seed| learnt(game, &lambda, seed))
                    .collect::<Result<_, _>>()?;
                let at = lambda.to_f64();
                let mean = welfare.iter().sum::<f64>() / welfare.len() as f64;
                let least = welfare.iter().copied().fold(f64::INFINITY, f64::min);
                let most = welfare.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                means.push((at, mean));
                ranges.push((at, mean, least, most));
            }
            let mut learners = LineCurve::new("learners (mean, and range of 20 seeds)", means);
            for (at, mean, least, most) in ranges {
                learners = learners.with_interval(at, mean, least, most);
            }
            let panel = Panel::new(title, 0.0, END)
                .with_curve(learners)
                .with_curve(pieces("best equilibrium", diagram, |at| {
                    at.best_welfare.as_ref()
                }))
                .with_curve(pieces("worst equilibrium", diagram, |at| {
                    at.worst_welfare.as_ref()
                }));
            figure = figure.with_panel(panel);
        }
        Ok(figure)
    }
}

/// The mean welfare of the last tenth of a thousand rounds between two learners with this λ.
fn learnt(game: &NormalForm<Rational>, lambda: &Rational, seed: u64) -> Outcome<f64> {
    let options = LearningOptions::default().with_episodes(1000);
    let caring = Cooperative::new(lambda.clone())?;
    let learner = || {
        QLearner::new(0..3, |_: &RoundObservation| (), options)?.with_preference(caring.clone(), 2)
    };
    let mut couriers = [learner()?, learner()?];
    let mut rounds = GameRounds::new(game, 1);
    let windows = Training::new(1000, seed).run(&mut rounds, &mut couriers, |_, _| false)?;
    Ok(windows.last().ok_or("ten windows")?.mean_welfare().to_f64())
}

fn from(threshold: &Threshold) -> String {
    match threshold {
        Threshold::Attained(lambda) => format!("from λ = {lambda} on"),
        Threshold::Infimum(lambda) => format!("above λ = {lambda}"),
        _ => "at no λ".to_owned(),
    }
}

/// A value at every breakpoint and in every phase.
fn steps(
    name: &str,
    diagram: &PhaseDiagram,
    welfare: impl Fn(&PhaseEquilibria) -> Option<&Rational>,
) -> StepCurve {
    let mut curve = StepCurve::new(name);
    for (breakpoint, phase) in diagram.at_breakpoints().iter().zip(diagram.phases()) {
        let at = breakpoint.lambda.to_f64();
        if let Some(value) = welfare(&breakpoint.equilibria) {
            curve = curve.with_point(at, value.to_f64());
        }
        if let Some(value) = welfare(&phase.equilibria) {
            curve = curve.with_segment(at, end(&phase.to), value.to_f64());
        }
    }
    curve
}

/// The same as a line, one piece a phase.
fn pieces(
    name: &str,
    diagram: &PhaseDiagram,
    welfare: impl Fn(&PhaseEquilibria) -> Option<&Rational>,
) -> LineCurve {
    let mut lines = diagram.phases().iter().filter_map(|phase| {
        let value = welfare(&phase.equilibria)?.to_f64();
        Some([(phase.from.to_f64(), value), (end(&phase.to), value)])
    });
    let first = lines.next().into_iter().flatten();
    lines.fold(LineCurve::new(name, first), LineCurve::with_piece)
}

fn end(to: &Extended<Rational>) -> f64 {
    to.finite().map_or(END, Rational::to_f64)
}
