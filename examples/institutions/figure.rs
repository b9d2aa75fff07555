//! The gap of every institution against the altruism weight, one panel a problem.

use std::error::Error;
use std::thread;

use lacuna::gap::GapError;
use lacuna::gap::ladder::{RungKind, rung};
use lacuna::number::Rational;
use lacuna::plot::{LineCurve, LineFigure, Panel};

use crate::analysis::{Analysis, rules};
use crate::problems::Case;

/// Even steps of λ before refinement.
const STEPS: i64 = 12;
/// A step is halved at most this often where the gap bends or jumps.
const HALVINGS: u32 = 6;
/// What the eye does not see: a bend by less than this share of the greatest gap.
const BEND: f64 = 0.004;

/// The institutions drawn.
const DRAWN: [RungKind; 7] = [
    RungKind::NoContract,
    RungKind::PlainContract,
    RungKind::Mediator,
    RungKind::Reports,
    RungKind::Witnesses,
    RungKind::UnlimitedFines,
    RungKind::OutsideMoney,
];

/// Points `(λ, gap)`, ascending; no gap where there is no equilibrium.
type Points = Vec<(Rational, Option<f64>)>;

/// Draws all problems and writes them to `file`.
pub fn write(analyses: &[Analysis], file: &str) -> Result<(), Box<dyn Error>> {
    let mut figure = LineFigure::new("What each institution leaves of the gap")
        .with_own_scales()
        .with_curve_order(DRAWN.map(RungKind::name))
        .with_x_label("altruism weight λ")
        .with_y_label("gap: first best less value")
        .with_size(1240, 470);
    for analysis in analyses {
        figure = figure.with_panel(panel(analysis)?);
    }
    figure
        .write_svg(file)
        .map_err(|error| format!("{file}: {error}").into())
}

fn panel(analysis: &Analysis) -> Result<Panel<LineCurve>, Box<dyn Error>> {
    // The λ that close rungs, each with the rungs that it closes.
    let mut closing: Vec<Rational> = analysis
        .ladder
        .rungs
        .iter()
        .filter(|rung| DRAWN.contains(&rung.kind))
        .filter_map(|rung| rung.closing.as_ref()?.lower_end().cloned())
        .filter(Rational::is_positive)
        .collect();
    closing.sort();
    closing.dedup();
    let largest = closing.last().cloned().unwrap_or(Rational::ONE);
    let end = &largest * &Rational::new(11, 10)?;
    let curves = thread::scope(|scope| -> Result<Vec<Points>, Box<dyn Error>> {
        let running: Vec<_> = DRAWN
            .into_iter()
            .map(|kind| {
                let (case, closing, end) = (&analysis.case, &closing, &end);
                scope.spawn(move || sample(case, kind, closing, end))
            })
            .collect();
        running
            .into_iter()
            .map(|thread| Ok(thread.join().map_err(|_| "a thread failed")??))
            .collect()
    })?;
    let unit = match analysis.case.unit {
        "" => String::new(),
        unit => format!(" ({unit})"),
    };
    let title = format!("{}{unit}", analysis.case.title);
    let mut panel = Panel::new(title, 0.0, end.to_f64());
    let mut last: Option<&Points> = None;
    for (kind, points) in DRAWN.into_iter().zip(&curves) {
        // A rung that adds nothing at any λ is the curve below it.
        if last.is_some_and(|last| same(last, points)) {
            continue;
        }
        last = Some(points);
        panel = panel.with_curve(curve(kind, points));
    }
    for lambda in &closing {
        panel = panel.with_mark(lambda.to_f64(), lambda.to_string());
    }
    Ok(panel)
}

fn same(a: &Points, b: &Points) -> bool {
    let at = |points: &Points, lambda: &Rational| {
        let found = points.iter().find(|(other, _)| other == lambda);
        found.map(|(_, gap)| *gap)
    };
    a.iter()
        .all(|(lambda, gap)| at(b, lambda).is_none_or(|other| other == *gap))
        && b.iter()
            .all(|(lambda, gap)| at(a, lambda).is_none_or(|other| other == *gap))
}

fn curve(kind: RungKind, points: &Points) -> LineCurve {
    let mut pieces = points
        .split(|(_, gap)| gap.is_none())
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let points = piece
                .iter()
                .filter_map(|(lambda, gap)| Some((lambda.to_f64(), (*gap)?)));
            points.collect::<Vec<_>>()
        });
    let first = LineCurve::new(kind.name(), pieces.next().unwrap_or_default());
    pieces.fold(first, LineCurve::with_piece)
}

/// The gap of one rung at even steps, at the λ that close rungs, and more densely where it bends.
fn sample(
    case: &Case,
    kind: RungKind,
    closing: &[Rational],
    end: &Rational,
) -> Result<Points, GapError> {
    let at = |lambda: Rational| -> Result<(Rational, Option<f64>), GapError> {
        let options = rules(case).with_closing(false).with_lambda(lambda.clone());
        let found = rung(kind, &case.problem, &case.language, &options)?;
        Ok((lambda, found.gap.map(|gap| gap.to_f64())))
    };
    let mut lambdas: Vec<Rational> = (0..=STEPS)
        .map(|step| end * &Rational::new(step, STEPS).unwrap_or_default())
        .chain(closing.iter().cloned())
        .collect();
    lambdas.sort();
    lambdas.dedup();
    let coarse = lambdas
        .into_iter()
        .map(&at)
        .collect::<Result<Points, _>>()?;
    let greatest = coarse
        .iter()
        .filter_map(|(_, gap)| *gap)
        .fold(0.0, f64::max);
    let mut points = vec![coarse[0].clone()];
    for pair in coarse.windows(2) {
        refine(
            &at,
            &pair[0],
            &pair[1],
            BEND * greatest,
            HALVINGS,
            &mut points,
        )?;
    }
    Ok(points)
}

/// Adds the points after `from` up to `to`.
fn refine(
    at: &impl Fn(Rational) -> Result<(Rational, Option<f64>), GapError>,
    from: &(Rational, Option<f64>),
    to: &(Rational, Option<f64>),
    bend: f64,
    halvings: u32,
    points: &mut Points,
) -> Result<(), GapError> {
    let straight = |middle: Option<f64>| match (from.1, middle, to.1) {
        (Some(a), Some(middle), Some(b)) => (middle - (a + b) / 2.0).abs() <= bend,
        (None, None, None) => true,
        _ => false,
    };
    let half = Rational::new(1, 2).unwrap_or_default();
    let middle = at((&from.0 + &to.0) * &half)?;
    if straight(middle.1) || halvings == 0 {
        points.push(to.clone());
        return Ok(());
    }
    refine(at, from, &middle, bend, halvings - 1, points)?;
    refine(at, &middle, to, bend, halvings - 1, points)
}
