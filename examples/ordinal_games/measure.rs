//! How long an exhaustive search takes.

use std::time::Instant;

use lacuna::theorem::search::{
    FiniteOnly, GameClass, HarmOfAltruism, Objective, SearchOptions, SearchState, SelfishnessLevel,
};

type Failure = Box<dyn std::error::Error>;

pub fn all() -> Result<(), Failure> {
    let small = GameClass::integers(&[2, 2], 0..=4)?;
    let large = GameClass::integers(&[2, 3], 0..=4)?;
    let middle = GameClass::integers(&[2, 3], 0..=2)?;
    println!("| class | objective | games | classes | seconds | classes a second | greatest |");
    println!("|---|---|---|---|---|---|---|");
    for (name, class) in [
        ("2×2, 0..=4", &small),
        ("2×3, 0..=2", &middle),
        ("2×3, 0..=4", &large),
    ] {
        listing(name, class)?;
    }
    for (name, class) in [("2×2, 0..=4", &small), ("2×3, 0..=2", &middle)] {
        whole(name, class, &FiniteOnly(SelfishnessLevel))?;
        whole(name, class, &HarmOfAltruism::worst())?;
        whole(name, class, &HarmOfAltruism::best())?;
        whole(name, class, &HarmOfAltruism::unique())?;
    }
    if std::env::args().any(|argument| argument == "--long") {
        whole("2×3, 0..=4", &large, &HarmOfAltruism::best())?;
        whole("2×3, 0..=4", &large, &HarmOfAltruism::unique())?;
    }
    Ok(())
}

/// Only lists the classes.
fn listing(name: &str, class: &GameClass) -> Result<(), Failure> {
    let began = Instant::now();
    let (mut classes, mut games) = (0u64, 0u64);
    for one in class.representatives()? {
        classes += 1;
        games += one.orbit;
    }
    if class.classes()? != Some(u128::from(classes)) || class.games() != Some(u128::from(games)) {
        return Err("the list is not complete".into());
    }
    line(name, "(only listed)", games, classes, began, "");
    Ok(())
}

fn whole<O: Objective>(name: &str, class: &GameClass, objective: &O) -> Result<(), Failure> {
    let began = Instant::now();
    let options = SearchOptions::default().with_listed(1);
    let found = SearchState::new(class, objective, &options).resume(objective, &options, |at| {
        if at.examined % (1 << 20) == 0 {
            eprintln!("{} of {:?} games, best {:?}", at.games, at.of, at.best);
        }
        Ok(())
    })?;
    let best = found.best().ok_or("no game has a value")?;
    let value = best
        .value
        .finite()
        .map_or("∞".to_owned(), ToString::to_string);
    line(
        name,
        &objective.name(),
        found.games,
        found.examined,
        began,
        &value,
    );
    eprintln!("{:?}", best.winners.first().map(|winner| &winner.instance));
    Ok(())
}

fn line(name: &str, what: &str, games: u64, classes: u64, began: Instant, greatest: &str) {
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "| {name} | {what} | {games} | {classes} | {seconds:.2} | {:.0} | {greatest} |",
        classes as f64 / seconds
    );
}
