//! Prosocial fishers and laws in a commons: simulated on a grid, with exact theory beside it.
//!
//! Of five fishers some are prosocial and take their share of what a planner would harvest, knowing
//! nothing of the others; the rest want everything. There is no law, a cap of ten each, or a law
//! made for the way in which the stock grows.
//!
//! ```text
//! cargo run --release --example commons                            1,000 seeds a cell, and tables
//! cargo run --release --example commons -- --seeds 50              fewer
//! cargo run --release --example commons -- --svg commons.svg       also a picture
//! cargo run --release --example commons -- --json runs.jsonl       also every run, or --csv runs.csv
//! cargo run --release --example commons -- --resume runs.jsonl     a file to continue if interrupted
//! ```

#[path = "shared/command.rs"]
mod command;

use std::error::Error;
use std::process::ExitCode;

use comfy_table::{CellAlignment, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use lacuna::contract::law::{CheckOptions, FailurePolicy, Law};
use lacuna::number::Rational;
use lacuna::plot::{LineFigure, PlotError};
use lacuna::simulate::commons::{
    Commons, CommonsAnalysis, CommonsError, CommonsLog, CommonsObservation, CommonsPreference,
    CommonsRule, CommonsRules, EquilibriumSelection, Growth, Hysteresis, HysteresisPlan,
    MarkovStrategy, Plan, RuleKind, Shock, Wanted,
};
use lacuna::simulate::sweep::{
    Axis, Cell, CellSummary, Column, ColumnKind, FigureAxes, Grid, MeanInterval, Progress, Record,
    Sweep, SweepResults,
};
use lacuna::simulate::{Agent, Feedback, Governed, Runner, Verifiable};
use rand::Rng;
use serde::Serialize;

const LAWS: [&str; 3] = ["no law", "cap of ten", "best law"];

const CAP: &str = "law \"Ten each\"\nresolve:\n  for each p: cap catch of p at 10\n";

/// Three harvests must stay below 150 in all, or the lake may tip: in every third month somebody
/// takes one less.
const BELOW_THE_TIPPING_POINT: &str = r#"law "Below the tipping point"
resolve:
  for each p: if month < 12: cap catch of p at 10
  if month = 1: cap catch of "player 0" at 9
  if month = 4: cap catch of "player 1" at 9
  if month = 7: cap catch of "player 2" at 9
  if month = 10: cap catch of "player 3" at 9
"#;

/// What a planner harvests.
enum Planner {
    Stock(Plan),
    Memory(HysteresisPlan),
}

impl Planner {
    fn harvest(&self, seen: &CommonsObservation, harvests: &[u64]) -> u64 {
        match self {
            Planner::Stock(plan) => plan.harvest(seen.month, seen.stock).unwrap_or(0),
            Planner::Memory(plan) => plan
                .harvest(seen.month, seen.stock, seen.regime, harvests)
                .unwrap_or(0),
        }
    }
}

/// A way for the stock to grow, and all that is the same in every run.
struct Setting {
    name: &'static str,
    rules: CommonsRules,
    planner: Planner,
    optimum: Rational,
    /// What the best law has all leave month by month, where the stock alone matters.
    leave: Option<Vec<u64>>,
    governed: [Option<Governed<Commons>>; 3],
}

impl Setting {
    fn new(name: &'static str, rules: CommonsRules) -> Result<Self, Box<dyn Error>> {
        let lake = Commons::new(rules.clone())?;
        let (planner, optimum, leave) = match &rules.growth {
            Growth::Hysteresis(_) => {
                let plan = HysteresisPlan::new(&rules)?;
                let optimum = plan.value().clone();
                (Planner::Memory(plan), optimum, None)
            }
            _ => {
                let plan = Plan::new(&rules)?;
                let full = rules.capacity;
                let harvest = |month| plan.harvest(month, full).unwrap_or(0);
                let leave = (0..rules.months).map(|month| full - harvest(month));
                let (optimum, leave): (_, Vec<u64>) = (plan.value().clone(), leave.collect());
                (Planner::Stock(plan), optimum, Some(leave))
            }
        };
        let best = match &leave {
            Some(leave) => leaving(leave),
            None => BELOW_THE_TIPPING_POINT.to_owned(),
        };
        let govern = |text: &str| -> Result<_, Box<dyn Error>> {
            let law = Law::parse(text)?.check(&lake.court()?, &CheckOptions::default())?;
            Ok(Some(Governed::new(
                lake.clone(),
                law,
                FailurePolicy::Abort,
            )?))
        };
        Ok(Setting {
            name,
            governed: [None, govern(CAP)?, govern(&best)?],
            rules,
            planner,
            optimum,
            leave,
        })
    }

    /// The cap that a law sets in a month, from 0, at a stock.
    fn cap(&self, law: usize, month: usize, stock: u64) -> Option<u64> {
        match (law, &self.leave) {
            (0, _) => Some(stock),
            (1, _) => Some(10),
            (_, Some(leave)) => {
                Some(stock.saturating_sub(leave[month]) / self.rules.players as u64)
            }
            (_, None) => None,
        }
    }
}

/// A law that leaves so much each month, in equal shares rounded down.
fn leaving(months: &[u64]) -> String {
    let mut usual = months.to_vec();
    usual.sort_unstable();
    let usual = usual[usual.len() / 2];
    let others = months
        .iter()
        .enumerate()
        .filter(|(_, leave)| **leave != usual);
    let amount = others
        .rev()
        .fold("usual".to_owned(), |rest, (month, leave)| {
            format!("choose(month = {}, {leave}, {rest})", month + 1)
        });
    format!(
        "law \"What the planner leaves\"\n  let usual = {usual}\nresolve:\n  \
         for each p: cap catch of p at floor(max(0, stock - {amount}) / players)\n"
    )
}

fn settings() -> Result<Vec<Setting>, Box<dyn Error>> {
    let rules = CommonsRules::default;
    let factors = vec![Rational::new(3, 2)?, Rational::new(5, 2)?];
    Ok(vec![
        Setting::new("always double", rules())?,
        Setting::new(
            "3/2 or 5/2",
            rules().with_growth(Growth::Independent { factors }),
        )?,
        Setting::new(
            "hysteresis",
            rules().with_growth(Growth::Hysteresis(Hysteresis::default())),
        )?,
        Setting::new("drought", rules().with_shock(Shock::default()))?,
    ])
}

enum Fisher<'a> {
    /// Takes its share of the planner's harvest; units that cannot be shared go round.
    Prosocial {
        planner: &'a Planner,
        harvests: Vec<u64>,
        players: usize,
    },
    /// Wants everything.
    Selfish,
}

impl Agent<CommonsObservation, u64> for Fisher<'_> {
    fn act(&mut self, seen: &CommonsObservation, _rng: &mut dyn Rng) -> u64 {
        match self {
            Fisher::Prosocial {
                planner,
                harvests,
                players,
            } => {
                let share = Wanted::share(planner.harvest(seen, harvests), *players);
                let place = (seen.player + seen.month) % *players;
                share.each + u64::from(place < share.one_more as usize)
            }
            Fisher::Selfish => seen.stock,
        }
    }
    fn learn(&mut self, feedback: &Feedback<'_, CommonsObservation, u64>) {
        if let Fisher::Prosocial { harvests, .. } = self {
            harvests.push(feedback.next.total);
        }
    }
}

/// What became of one commons.
#[derive(Serialize)]
struct Outcome {
    gain: u64,
    months: u64,
    kept: bool,
    efficiency: Rational,
    equality: Option<f64>,
}

impl Record for Outcome {
    fn columns() -> Vec<Column> {
        use ColumnKind::{Boolean, Exact, Integer, Number};
        let equality = "one less the Gini index of payoffs, with what a law moves";
        vec![
            Column::new("gain", Integer, "what all caught together").with_unit("units"),
            Column::new("months", Integer, "months that were played").with_unit("months"),
            Column::new("kept", Boolean, "were all months played?"),
            Column::new("efficiency", Exact, "the gain over what a planner expects"),
            Column::new("equality", Number, equality).optional(),
        ]
    }
}

fn play(settings: &[Setting], cell: &Cell<'_>, seed: u64) -> Result<Outcome, Box<dyn Error>> {
    let setting = &settings[cell.index("growth")?];
    let (prosocial, players) = (cell.index("prosocial")?, setting.rules.players);
    let mut fishers: Vec<Fisher<'_>> = (0..players)
        .map(|player| match player < prosocial {
            true => Fisher::Prosocial {
                planner: &setting.planner,
                harvests: Vec::new(),
                players,
            },
            false => Fisher::Selfish,
        })
        .collect();
    let mut log = CommonsLog::default();
    match &setting.governed[cell.index("law")?] {
        None => {
            let mut lake = Commons::new(setting.rules.clone())?;
            Runner::default().run(&mut lake, &mut fishers, seed, &mut log)?;
        }
        Some(governed) => {
            Runner::default().run(&mut governed.clone(), &mut fishers, seed, &mut log)?;
        }
    }
    let metrics = log.metrics(&setting.optimum);
    let months = log.played.len();
    Ok(Outcome {
        gain: log.played.iter().map(|month| month.total()).sum(),
        months: months as u64,
        // The last harvest may take everything.
        kept: months == setting.rules.months,
        efficiency: metrics.efficiency,
        equality: metrics.equality.map(|share| share.to_f64()),
    })
}

/// What theory says of a setting, exactly.
struct Theory {
    /// The expected gain of five selfish fishers under each law who take all that they may.
    selfish: [Option<Rational>; 3],
    lines: Vec<String>,
}

fn theory(setting: &Setting) -> Result<Theory, CommonsError> {
    let mut lines = vec![format!("A planner expects {}.", setting.optimum)];
    let mut selfish = [None, None, None];
    if matches!(setting.planner, Planner::Memory(_)) {
        lines.push("Equilibria are not computed where past harvests matter.".to_owned());
        return Ok(Theory { selfish, lines });
    }
    let rules = &setting.rules;
    let analysis = CommonsAnalysis::new(rules)?;
    let range = analysis.perfect_for(&MarkovStrategy::planner(rules)?)?;
    lines.push(match range.lowest {
        Some(bound) => format!(
            "Following the planner is a subgame-perfect equilibrium from λ {} on.",
            readable(&bound.lambda)
        ),
        None => "Following the planner is a subgame-perfect equilibrium for every λ.".to_owned(),
    });
    let greedy = MarkovStrategy::myopic(rules)?;
    for (law, name) in LAWS.iter().enumerate() {
        let cap = |month, stock| setting.cap(law, month, stock).unwrap_or(stock);
        let rule = CommonsRule::from_fn(rules, RuleKind::Cap, cap)?;
        let analysis = CommonsAnalysis::new(rules)?.with_rule(rule)?;
        let value = analysis.value(&greedy)?;
        let selfish_players = CommonsPreference::selfish();
        let worst = analysis.equilibrium(&selfish_players, EquilibriumSelection::Worst)?;
        lines.push(match worst.value() {
            Some(worst) => format!(
                "Selfish fishers under {name:?} get {worst} in the worst equilibrium, {} less than a planner.",
                &setting.optimum - worst
            ),
            None => format!("Selfish fishers under {name:?} have no symmetric equilibrium."),
        });
        selfish[law] = Some(value);
    }
    Ok(Theory { selfish, lines })
}

/// An exact number, or six of its decimals if it is long: of the unit lottery every order counts.
fn readable(number: &Rational) -> String {
    let text = number.to_string();
    match text.len() {
        0..=12 => format!("= {text}"),
        _ => format!("≈ {:.6}", number.to_f64()),
    }
}

/// A number with two decimals, or none if it is whole.
fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}

fn table(setting: &Setting, cells: &[CellSummary], theory: &Theory) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header([
        "law",
        "prosocial",
        "gain",
        "± s.e.",
        "exact",
        "months",
        "kept",
        "efficiency",
        "equality",
    ]);
    for (law, name) in LAWS.iter().enumerate() {
        for cell in cells
            .iter()
            .filter(|cell| cell.levels[0] == setting.name && cell.levels[1] == *name)
        {
            let prosocial = &cell.levels[2];
            let mean = |column| cell.column(column).map_or(0.0, |column| column.mean);
            let error = cell.column("gain").and_then(|gain| gain.standard_error);
            let exact = match (prosocial.as_str(), law) {
                ("0", _) => theory.selfish[law].clone(),
                // Nobody takes more than the planner, so that the plan is carried out.
                ("5", 0) => Some(setting.optimum.clone()),
                _ => None,
            };
            table.add_row([
                if prosocial == "0" {
                    (*name).to_owned()
                } else {
                    String::new()
                },
                prosocial.clone(),
                short(mean("gain")),
                error.map(short).unwrap_or_default(),
                exact.map(|exact| short(exact.to_f64())).unwrap_or_default(),
                short(mean("months")),
                format!("{:.0} %", 100.0 * mean("kept")),
                format!("{:.3}", mean("efficiency")),
                format!("{:.3}", mean("equality")),
            ]);
        }
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn draw(settings: &[Setting], results: &SweepResults, file: &str) -> Result<(), Box<dyn Error>> {
    let axes = FigureAxes::new("prosocial", "law").with_panels("growth");
    let panels = results.panels(&axes, "gain", MeanInterval::Normal)?;
    let mut figure =
        LineFigure::new("What five fishers catch in a year, of whom some are prosocial")
            .with_x_label("prosocial fishers")
            .with_y_label("total catch, with 95 % intervals")
            .with_size(1_440, 420);
    for (panel, setting) in panels.into_iter().zip(settings) {
        figure = figure.with_panel(panel.with_reference("planner", setting.optimum.to_f64()));
    }
    figure
        .write_svg(file)
        .map_err(|error: PlotError| error.into())
}

#[derive(Default)]
struct Request {
    seeds: Option<usize>,
    json: Option<String>,
    csv: Option<String>,
    svg: Option<String>,
    resume: Option<String>,
}

const USAGE: &str =
    "usage: commons [--seeds N] [--svg FILE] [--json FILE] [--csv FILE] [--resume FILE]

  --seeds N       runs of each cell (default 1000)
  --svg FILE      write the picture to FILE
  --json FILE     write every run to FILE, as JSON lines
  --csv FILE      write every run to FILE, and what the columns mean to FILE.schema.json
  --resume FILE   keep finished runs in FILE, and continue there";

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Request, String> {
    let mut request = Request::default();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--seeds" => {
                let text = value()?;
                let number = text
                    .parse()
                    .map_err(|_| format!("--seeds needs a number, not {text:?}"))?;
                request.seeds = Some(number);
            }
            "--svg" => request.svg = Some(value()?),
            "--json" => request.json = Some(value()?),
            "--csv" => request.csv = Some(value()?),
            "--resume" => request.resume = Some(value()?),
            "--help" | "-h" => return Err(String::new()),
            other => return Err(format!("unknown argument {other:?}")),
        }
    }
    Ok(request)
}

fn run(request: &Request) -> Result<(), Box<dyn Error>> {
    let settings = settings()?;
    let grid = Grid::new([
        Axis::new("growth", settings.iter().map(|setting| setting.name)),
        Axis::new("law", LAWS),
        Axis::new("prosocial", 0..=5),
    ])?;
    // The same seeds under every law: laws are compared on the same years.
    let sweep = Sweep::new(grid, request.seeds.unwrap_or(1_000))?
        .with_name("five fishers, twelve months")
        .with_common_seeds("law")?;
    let bar = ProgressBar::new(sweep.runs() as u64);
    let style = "{wide_bar} {pos}/{len} runs, {eta} left";
    bar.set_style(ProgressStyle::with_template(style)?);
    let experiment = |cell: &Cell<'_>, seed: u64| play(&settings, cell, seed);
    let progress = |progress: Progress| bar.set_position(progress.done as u64);
    let results = match &request.resume {
        Some(file) => sweep.resume(file, experiment, progress)?,
        None => sweep.run_with(experiment, progress)?,
    };
    bar.finish_and_clear();
    let cells = results.summary();
    let mut output = String::new();
    for setting in &settings {
        let theory = theory(setting)?;
        let table = table(setting, &cells, &theory);
        output += &format!("\nGrowth: {}\n{table}\n", setting.name);
        output += &(theory.lines.join("\n") + "\n");
    }
    let failures: usize = cells.iter().map(|cell| cell.failures).sum();
    if failures > 0 {
        output += &format!("\n{failures} runs failed.\n");
    }
    if let Some(file) = &request.json {
        std::fs::write(file, results.to_jsonl()?).map_err(|error| format!("{file}: {error}"))?;
    }
    if let Some(file) = &request.csv {
        std::fs::write(file, results.to_csv()).map_err(|error| format!("{file}: {error}"))?;
        let schema = serde_json::to_string_pretty(results.header())? + "\n";
        let file = format!("{file}.schema.json");
        std::fs::write(&file, schema).map_err(|error| format!("{file}: {error}"))?;
    }
    if let Some(file) = &request.svg {
        draw(&settings, &results, file)?;
    }
    command::print(&output)
}

fn main() -> ExitCode {
    command::run("commons", USAGE, parse(std::env::args().skip(1)), run)
}
