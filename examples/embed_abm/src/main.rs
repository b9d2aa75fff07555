//! A game, a preference and a law of lacuna in a model of somebody else's engine, krABMaga.
//!
//! Villagers walk about on a torus; whoever meets somebody works with it for a day. Each can do its
//! part or not, which a court sees, and try hard or not, which no court sees: a prisoner's dilemma
//! with hidden effort. A villager answers what its neighbour did last with the best reply, as it
//! perceives payoffs: its own plus λ times the welfare of both. The schedule, the places and the
//! walks are krABMaga's; payoffs, preferences, the law and the theory are lacuna's.
//!
//! `cargo run --release` in this folder; `-- --short` for a few steps.

mod village;

use std::error::Error;

use krabmaga::engine::{schedule::Schedule, state::State};
use lacuna::contract::law::{CheckOptions, CheckedLaw, Court, Law};
use lacuna::contract::{Budget, ContractingProblem, Language};
use lacuna::game::catalogue::DilemmaPayoffs;
use lacuna::game::hidden_effort::HiddenEffort;
use lacuna::gap::{LawAnalysisOptions, analyse_law};
use lacuna::number::Rational;
use lacuna::preference::WeightMatrix;
use village::{Rates, Village};

const LAWS: [(&str, &str); 2] = [
    ("no law", "law \"No law\""),
    (
        "damages",
        "law \"Whoever breaks faith pays damages\"
         resolve:
           for each p: for each q other than p: \
             if action of p is D and action of q is C: transfer 6 from p to q",
    ),
];

fn main() -> Result<(), Box<dyn Error>> {
    let short = std::env::args().any(|argument| argument == "--short");
    let (side, villagers, steps) = if short { (8, 40, 30) } else { (20, 300, 200) };

    let lift = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?;
    let problem = ContractingProblem::hidden_effort(&lift)?;
    let language = Language::base_actions(&problem);
    let court = Court::of_actions(&problem)?;

    println!("{villagers} villagers on {side} by {side} places, {steps} days, seed 7");
    println!("cooperation and hard work: shares of all that was done on the first and last days");
    println!("welfare: of both, in the mean over meetings of the last days");
    println!();
    println!(
        "λ  law      cooperation   hard work     welfare  equilibria: worst, best  lost at best"
    );
    for lambda in [0, 1, 2] {
        for (name, text) in LAWS {
            let law = Law::parse(text)?.check(&court, &CheckOptions::default())?;
            let lambda = Rational::from(lambda);
            let days = simulate(&lift, &law, &lambda, (side, villagers, steps))?;
            let theory = theory(&law, &problem, &language, &lambda)?;
            let tenth = (days.len() / 10).max(1);
            let (first, last) = (mean(&days[..tenth]), mean(&days[days.len() - tenth..]));
            println!(
                "{lambda}  {name:<8} {:.2} -> {:.2}  {:.2} -> {:.2}  {:7.2}  {theory}",
                first.cooperation, last.cooperation, first.effort, last.effort, last.welfare
            );
        }
    }
    Ok(())
}

/// One run; what happened on each day.
fn simulate(
    lift: &HiddenEffort,
    law: &CheckedLaw,
    lambda: &Rational,
    (side, villagers, steps): (i32, u32, usize),
) -> Result<Vec<Rates>, Box<dyn Error>> {
    let mut village = Village::new(lift, law, lambda, side, villagers, 7)?;
    let mut schedule = Schedule::new();
    village.init(&mut schedule);
    for _ in 0..steps {
        schedule.step(&mut village);
    }
    village.days()
}

/// The means over some days.
fn mean(days: &[Rates]) -> Rates {
    let count = days.len().max(1) as f64;
    let mean = |part: fn(&Rates) -> f64| days.iter().map(part).sum::<f64>() / count;
    Rates {
        cooperation: mean(|day| day.cooperation),
        effort: mean(|day| day.effort),
        welfare: mean(|day| day.welfare),
    }
}

/// What the theory says of two who meet: the welfare of the worst and the best pure equilibrium under
/// the law, as players perceive the game, and what the best one lacks of the best there is.
fn theory(
    law: &CheckedLaw,
    problem: &ContractingProblem,
    language: &Language,
    lambda: &Rational,
) -> Result<String, Box<dyn Error>> {
    let weights = WeightMatrix::cooperative(2, lambda)?;
    let options = LawAnalysisOptions::default().with_budget(Budget::Balanced);
    let found = analyse_law(law, problem, language, &weights, &options)?;
    let number = |value: &Option<Rational>| match value {
        Some(value) => format!("{:.2}", value.to_f64()),
        None => "none".to_owned(),
    };
    let (worst, best, gap) = (
        number(&found.worst),
        number(&found.best),
        number(&found.gap),
    );
    Ok(format!("{worst:>17}, {best:>4}  {gap:>12}"))
}
