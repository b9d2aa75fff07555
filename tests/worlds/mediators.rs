//! Mediators: what they recommend, and whether obeying is best.

use lacuna::equilibrium::{CorrelatedOptions, correlated_equilibrium};
use lacuna::game::NormalForm;
use lacuna::number::Rational;
use lacuna::simulate::institution::{Advised, Mediator, Under};
use lacuna::simulate::{
    Environment, FromFunction, GameRounds, Recording, RoundObservation, Runner,
};
use rand::Rng;

use super::{fraction, q};

fn chicken() -> NormalForm<Rational> {
    let rows = [[6, 2], [7, 0]].map(|row| row.map(Rational::from).to_vec());
    NormalForm::symmetric(&rows).expect("a game")
}

fn mediator() -> Mediator<usize> {
    let profiles = [vec![0, 0], vec![0, 1], vec![1, 0]];
    Mediator::new(profiles.map(|profile| (fraction(1, 3), profile)).to_vec()).expect("thirds")
}

#[test]
fn a_mediator_recommends_what_its_distribution_says_and_obeying_is_best() {
    let play = |reply: [usize; 2]| {
        let mut rounds = Under::put(GameRounds::new(chicken(), 9000), mediator()).expect("two");
        let agent = |reply: [usize; 2]| {
            FromFunction::new(
                "reply",
                move |under: &Advised<RoundObservation, usize>, _: &mut dyn Rng| {
                    reply[under.advice]
                },
            )
        };
        let mut recording = Recording::default();
        let outcome = Runner::default()
            .run(
                &mut rounds,
                &mut [agent(reply), agent([0, 1])],
                5,
                &mut recording,
            )
            .expect("legal");
        assert_eq!(recording.replay(&mut rounds).expect("the same"), outcome);
        (outcome.totals[0].to_f64() / 9000.0, recording)
    };
    let (obedient, recording) = play([0, 1]);
    for profile in [[0, 0], [0, 1], [1, 0]] {
        let drawn = recording
            .steps
            .iter()
            .filter(|step| step.actions == profile)
            .count();
        assert!(drawn.abs_diff(3000) < 224, "{profile:?}: {drawn}");
    }
    // In the mean (6 + 2 + 7) / 3; whoever always dares gets (7 + 0 + 7) / 3, who never does
    // (6 + 2 + 6) / 3, and who does the opposite (7 + 0 + 6) / 3.
    assert!((obedient - 5.0).abs() < 0.15, "{obedient}");
    for (reply, expected) in [
        ([1, 1], 14.0 / 3.0),
        ([0, 0], 14.0 / 3.0),
        ([1, 0], 13.0 / 3.0),
    ] {
        let (mean, _) = play(reply);
        assert!((mean - expected).abs() < 0.2, "{mean} for {expected}");
        assert!(mean < obedient);
    }
}

#[test]
fn mediators_that_cannot_recommend_are_refused() {
    assert!(Mediator::new(vec![(fraction(1, 2), vec![0usize])]).is_err());
    assert!(
        Mediator::new(vec![
            (fraction(1, 2), vec![0usize]),
            (fraction(1, 2), vec![])
        ])
        .is_err()
    );
    let three = Mediator::new(vec![(q(1), vec![0, 0, 0])]).expect("a distribution");
    assert!(Under::put(GameRounds::new(chicken(), 1), three).is_err());
}

#[test]
fn two_mediators_draw_from_streams_of_their_own() {
    let fair = |first: usize| {
        let other = 1 - first;
        let half = fraction(1, 2);
        Mediator::new(vec![(half.clone(), vec![first; 2]), (half, vec![other; 2])])
            .expect("a distribution")
    };
    let same = |outer: Mediator<usize>| {
        let inner = Under::put(GameRounds::new(chicken(), 400), fair(0)).expect("two");
        let mut rounds = Under::put(inner, outer).expect("two");
        rounds.reset(3);
        let mut same = 0;
        while !rounds.is_over() {
            let seen = rounds.observe(0);
            same += usize::from(seen.advice == seen.seen.advice);
            rounds.step(&[0, 0], &mut [q(0), q(0)]).expect("legal");
        }
        same
    };
    assert_eq!(same(fair(0)), 400, "one stream");
    // Binomial(400, 1/2): five standard deviations are 50.
    let apart = same(fair(0).with_stream("a second opinion"));
    assert!(apart.abs_diff(200) <= 50, "{apart}");
}

#[test]
fn a_mediator_of_a_solved_equilibrium_gives_its_welfare_in_the_mean() {
    let game = chicken();
    let best = correlated_equilibrium(&game, &CorrelatedOptions::default()).expect("solved");
    let best = best.into_found().expect("there is always one").distribution;
    let expected = best.welfare(&game).expect("it fits").to_f64();
    // The best one gives more than the thirds of the test above.
    assert!(expected > 10.0);
    let mut rounds = Under::put(GameRounds::new(game, 5000), Mediator::from(&best)).expect("two");
    let obey = |under: &Advised<RoundObservation, usize>, _: &mut dyn Rng| under.advice;
    let mut agents = [
        FromFunction::new("obey", obey),
        FromFunction::new("obey", obey),
    ];
    let outcome = Runner::default()
        .run(&mut rounds, &mut agents, 9, &mut ())
        .expect("legal");
    let found = outcome.totals.iter().sum::<Rational>().to_f64() / 5000.0;
    // Welfare is between 9 and 12, so that its deviation is at most 3/2.
    assert!(
        (found - expected).abs() < 5.0 * 1.5 / 5000f64.sqrt(),
        "{found} for {expected}"
    );
}
