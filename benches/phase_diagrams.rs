//! Exact phase diagrams: the sixty games of the paper, base and lifted, and larger random games.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

use lacuna::equilibrium::{PhaseDiagram, PhaseOptions};
use lacuna::game::hidden_effort::{HiddenEffort, scenarios};
use lacuna::game::{GameError, NormalForm};
use lacuna::number::Rational;

type Games = Vec<NormalForm<Rational>>;

/// The sixty base games (2×2) and their lifts (4×4).
fn games_of_the_paper() -> Result<(Games, Games), GameError> {
    let mut base = Vec::new();
    let mut lifted = Vec::new();
    for scenario in scenarios() {
        base.push(scenario.payoffs.game()?);
        lifted.push(HiddenEffort::new(scenario.payoffs)?.game()?);
    }
    Ok((base, lifted))
}

/// A game with integer payoffs below 1000 from a fixed linear congruence (Knuth's MMIX).
fn random(actions: &[usize]) -> Result<NormalForm<Rational>, GameError> {
    let mut state = 1u64;
    NormalForm::from_fn(actions, |_, _| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        Rational::from((state >> 33) as i64 % 1000)
    })
}

fn diagrams(criterion: &mut Criterion) {
    let options = PhaseOptions::default();
    let (base, lifted) = games_of_the_paper().expect("the games of the paper are valid");
    let mut group = criterion.benchmark_group("phase_diagrams");
    for (label, games) in [
        ("60 base games", base),
        ("60 lifted games", lifted),
        ("50 × 50", vec![random(&[50, 50]).expect("small")]),
        ("12 × 12 × 12", vec![random(&[12; 3]).expect("small")]),
    ] {
        group.bench_function(label, |bencher| {
            bencher.iter(|| {
                for game in &games {
                    let diagram = PhaseDiagram::new(black_box(game), &options);
                    black_box(diagram.expect("small"));
                }
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = diagrams
}
criterion_main!(benches);
