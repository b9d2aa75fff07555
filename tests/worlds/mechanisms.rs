//! Mechanisms as environments, against enumeration over all type profiles.

use lacuna::mechanism::auction::{SealedBid, one_object};
use lacuna::mechanism::groves::ExpectedExternality;
use lacuna::mechanism::{Branch, Decision, Mechanism, Prior, Setting, Strategies, TableLimit};
use lacuna::number::Rational;
use lacuna::simulate::institution::{MechanismObservation, MechanismRounds};
use lacuna::simulate::{Agent, Environment, Runner, SimulationError, Step, Watcher};

use super::{fraction, q};

/// The revenue of each round, and the types.
#[derive(Default)]
struct Revenue {
    rounds: Vec<Rational>,
    types: Vec<Vec<usize>>,
}

impl<M: Mechanism> Watcher<MechanismRounds<M>> for Revenue {
    fn begin(&mut self, _environment: &MechanismRounds<M>, _seed: u64) {
        *self = Revenue::default();
    }
    fn step(&mut self, environment: &MechanismRounds<M>, _step: &Step<'_, usize>) {
        self.rounds
            .push(environment.last().expect("a round").revenue());
        self.types.push(environment.last_types().to_vec());
    }
}

fn values() -> Vec<Vec<Rational>> {
    vec![
        [0, 2, 5].map(q).to_vec(),
        [1, 2, 4].map(q).to_vec(),
        [2, 3].map(q).to_vec(),
    ]
}

fn play<M: Mechanism>(
    rounds: &mut MechanismRounds<M>,
    strategies: &Strategies,
    seed: u64,
) -> (Vec<Rational>, Revenue) {
    let mut agents = rounds.strategists(strategies).expect("fitting");
    let mut revenue = Revenue::default();
    let outcome = Runner::default()
        .run(rounds, &mut agents, seed, &mut revenue)
        .expect("legal");
    (outcome.totals, revenue)
}

#[test]
fn truthful_bidders_pay_the_second_highest_value_and_its_expectation_in_the_mean() {
    let values = values();
    let setting = one_object(&values).expect("a setting");
    let auction = SealedBid::second_price(values.clone()).expect("an auction");
    let count = 20_000;
    let mut rounds = MechanismRounds::new(setting.clone(), auction, count).expect("fitting");
    let (totals, revenue) = play(&mut rounds, &Strategies::truthful(&setting), 3);
    let second = |types: &[usize]| {
        let mut bids: Vec<_> = (0..3).map(|i| values[i][types[i]].clone()).collect();
        bids.sort_unstable();
        bids[1].clone()
    };
    for (paid, types) in revenue.rounds.iter().zip(&revenue.types) {
        assert_eq!(*paid, second(types), "{types:?}");
    }
    // Enumeration: types are uniform and independent, 18 profiles.
    let (mut mean, mut square) = (0.0, 0.0);
    for first in 0..3 {
        for other in 0..3 {
            for third in 0..2 {
                let price = second(&[first, other, third]).to_f64();
                mean += price / 18.0;
                square += price * price / 18.0;
            }
        }
    }
    let deviation = ((square - mean * mean) / count as f64).sqrt();
    let found = revenue.rounds.iter().sum::<Rational>().to_f64() / count as f64;
    assert!((found - mean).abs() < 5.0 * deviation, "{found} for {mean}");
    // Values are shared out between bidders and seller.
    let surplus: Rational = totals.iter().sum();
    let highest: Rational = revenue
        .types
        .iter()
        .map(|types| {
            (0..3)
                .map(|i| values[i][types[i]].clone())
                .max()
                .expect("three")
        })
        .sum();
    assert_eq!(surplus + revenue.rounds.iter().sum::<Rational>(), highest);
}

#[test]
fn no_bidder_gains_by_any_other_strategy_at_the_second_price() {
    let values = values();
    let setting = one_object(&values).expect("a setting");
    let auction = SealedBid::second_price(values).expect("an auction");
    let mut rounds = MechanismRounds::new(setting.clone(), auction, 300).expect("fitting");
    let (honest, _) = play(&mut rounds, &Strategies::truthful(&setting), 8);
    for bidder in 0..3 {
        let types = setting.types()[bidder];
        for number in 0..types.pow(types as u32) {
            let mut messages: Vec<Vec<usize>> = setting
                .types()
                .iter()
                .map(|&count| (0..count).collect())
                .collect();
            messages[bidder] = (0..types)
                .map(|own| number / types.pow(own as u32) % types)
                .collect();
            // The same types are drawn, whatever is said: honesty is best on each of them.
            let (totals, _) = play(&mut rounds, &Strategies::new(messages.clone()), 8);
            assert!(totals[bidder] <= honest[bidder], "{messages:?}");
        }
    }
}

#[test]
fn at_the_first_price_honesty_earns_nothing_and_shading_something() {
    let values = vec![(0..5).map(q).collect::<Vec<_>>(); 2];
    let setting = one_object(&values).expect("a setting");
    let auction = SealedBid::first_price(values).expect("an auction");
    let mut rounds = MechanismRounds::new(setting.clone(), auction, 500).expect("fitting");
    let (honest, before) = play(&mut rounds, &Strategies::truthful(&setting), 1);
    assert_eq!(honest, [q(0), q(0)]);
    let shaded = Strategies::new(vec![vec![0, 0, 1, 1, 2], vec![0, 1, 2, 3, 4]]);
    let (totals, after) = play(&mut rounds, &shaded, 1);
    assert!(totals[0].is_positive() && totals[1].is_zero());
    assert_eq!(
        before.types, after.types,
        "what is said changes nothing about types"
    );
}

#[test]
fn the_expected_externality_mechanism_balances_in_every_round_and_decides_efficiently() {
    let setting = Setting::private(&[2, 3, 2], 2, |agent, own_type, built| {
        let number = [[-3, 2, 0], [-1, 0, 4], [-2, 3, 0]][agent][own_type];
        q(built as i64 * number)
    })
    .expect("a setting");
    let mechanism = ExpectedExternality::new(&setting, TableLimit::default()).expect("a mechanism");
    let mut rounds = MechanismRounds::new(setting.clone(), mechanism, 400).expect("fitting");
    let (totals, revenue) = play(&mut rounds, &Strategies::truthful(&setting), 6);
    assert!(revenue.rounds.iter().all(Rational::is_zero));
    let best: Rational = revenue
        .types
        .iter()
        .map(|types| setting.welfare(types, 1).max(q(0)))
        .sum();
    assert_eq!(totals.iter().sum::<Rational>(), best);
}

#[test]
fn types_come_as_often_as_a_joint_prior_says() {
    let prior = Prior::Joint(vec![
        fraction(1, 2),
        fraction(0, 1),
        fraction(1, 6),
        fraction(1, 3),
    ]);
    let grid = vec![vec![q(1), q(2)]; 2];
    let setting = one_object(&grid)
        .expect("a setting")
        .with_prior(prior)
        .expect("a prior");
    let auction = SealedBid::second_price(grid).expect("an auction");
    let mut rounds = MechanismRounds::new(setting.clone(), auction, 9000).expect("fitting");
    let (_, revenue) = play(&mut rounds, &Strategies::truthful(&setting), 2);
    for (profile, expected) in [
        ([0, 0], 4500.0_f64),
        ([0, 1], 0.0),
        ([1, 0], 1500.0),
        ([1, 1], 3000.0),
    ] {
        let found = revenue
            .types
            .iter()
            .filter(|types| **types == profile)
            .count() as f64;
        let deviation = (expected * (1.0 - expected / 9000.0)).sqrt();
        assert!(
            (found - expected).abs() <= 5.0 * deviation,
            "{profile:?}: {found}"
        );
    }
}

#[test]
fn ties_are_broken_by_an_exact_lottery() {
    let grid = vec![vec![q(3)]; 3];
    let setting = one_object(&grid).expect("a setting");
    let auction = SealedBid::first_price(vec![vec![q(1)]; 3]).expect("an auction");
    let mut rounds = MechanismRounds::new(setting.clone(), auction, 6000).expect("fitting");
    let (totals, _) = play(&mut rounds, &Strategies::truthful(&setting), 4);
    // The winner has 3 − 1, and everybody wins a third of the time.
    assert_eq!(totals.iter().sum::<Rational>(), q(12_000));
    for total in totals {
        assert!(
            (total.to_f64() / 2.0 - 2000.0).abs() < 5.0 * 36.6,
            "{total}"
        );
    }
}

/// Two of three alternatives by a lottery that depends on who says what, with payments that do too.
struct Lottery;

impl Mechanism for Lottery {
    fn agents(&self) -> usize {
        2
    }
    fn messages(&self, agent: usize) -> usize {
        [2, 3][agent]
    }
    fn alternatives(&self) -> usize {
        3
    }
    fn decide(&self, messages: &[usize]) -> Decision {
        let said = (3 * messages[0] + messages[1]) as i64;
        let first = fraction(said, 7);
        let rest = q(1) - &first;
        Decision::lottery(vec![
            Branch::new(first, messages[1], vec![q(-said), q(2)]),
            Branch::new(rest, (messages[1] + 1) % 3, vec![q(1), q(-3)]),
        ])
        .expect("a lottery")
    }
}

#[test]
fn means_are_those_of_exact_enumeration_over_types_and_lotteries() {
    // Types hang together, values depend on all types, and messages are not types.
    let value = |agent: usize, types: &[usize], chosen: usize| {
        q((1 + agent as i64) * (types[0] as i64 - 2 * types[1] as i64) * (chosen as i64 - 1))
    };
    let joint: Vec<Rational> = [1, 0, 3, 2, 5, 1].map(|weight| fraction(weight, 12)).into();
    let setting = Setting::interdependent(&[2, 3], 3, value)
        .and_then(|setting| setting.with_prior(Prior::Joint(joint.clone())))
        .expect("a setting");
    let says = vec![vec![1, 0], vec![2, 2, 0]];
    // By hand: the last type runs fastest in the prior.
    let mut exact = [(); 2].map(|()| (q(0), q(0)));
    for first in 0..2 {
        for second in 0..3 {
            let said = 3 * says[0][first] + says[1][second];
            let lot = fraction(said as i64, 7);
            let chosen = says[1][second];
            let drawn = [
                (lot.clone(), chosen, [q(-(said as i64)), q(2)]),
                (q(1) - &lot, (chosen + 1) % 3, [q(1), q(-3)]),
            ];
            for (chance, chosen, paid) in drawn {
                let weight = &joint[3 * first + second] * &chance;
                for (agent, (mean, square)) in exact.iter_mut().enumerate() {
                    let gain = value(agent, &[first, second], chosen) + &paid[agent];
                    *mean += &weight * &gain;
                    *square += &weight * &(&gain * &gain);
                }
            }
        }
    }
    let count = 20_000;
    let mut rounds = MechanismRounds::new(setting, Lottery, count).expect("fitting");
    let (totals, _) = play(&mut rounds, &Strategies::new(says), 12);
    for (total, (mean, square)) in totals.iter().zip(&exact) {
        let variance = square.to_f64() - mean.to_f64().powi(2);
        let found = total.to_f64() / count as f64;
        let deviation = (variance / count as f64).sqrt();
        assert!(deviation > 0.0);
        assert!(
            (found - mean.to_f64()).abs() < 5.0 * deviation,
            "{found} for {mean}"
        );
    }
}

#[test]
fn a_message_that_nobody_hears_is_refused_and_changes_nothing() {
    let grid = vec![vec![q(1), q(2)]; 2];
    let setting = one_object(&grid).expect("a setting");
    let auction = SealedBid::second_price(grid).expect("an auction");
    let fresh = MechanismRounds::new(setting.clone(), &auction, 50).expect("fitting");
    let mut tried = fresh.clone();
    let mut rewards = vec![q(0); 2];
    let error = tried.step(&[0, 2], &mut rewards).expect_err("two messages");
    assert!(
        matches!(error, SimulationError::IllegalAction { player: 1, .. }),
        "{error}"
    );
    let run = |mut rounds: MechanismRounds<&SealedBid>| {
        let mut log = String::new();
        while !rounds.is_over() {
            let said: Vec<usize> = (0..2)
                .map(|player| rounds.observe(player).own_type)
                .collect();
            rounds.step(&said, &mut [q(0), q(0)]).expect("legal");
            rounds.render(&mut log).expect("a string takes everything");
        }
        log
    };
    assert_eq!(run(tried), run(fresh));
    // A mechanism for others is refused at once.
    let third = SealedBid::second_price(vec![vec![q(1)]; 3]).expect("an auction");
    assert!(MechanismRounds::new(setting.clone(), third, 1).is_err());
    let rounds = MechanismRounds::new(setting, &auction, 1).expect("fitting");
    assert!(
        rounds
            .strategists(&Strategies::new(vec![vec![0, 2], vec![0, 1]]))
            .is_err()
    );
}

#[test]
fn players_see_their_own_type_and_what_was_settled() {
    struct Curious(Vec<MechanismObservation>);
    impl Agent<MechanismObservation, usize> for Curious {
        fn act(&mut self, seen: &MechanismObservation, _rng: &mut dyn rand::Rng) -> usize {
            self.0.push(seen.clone());
            0
        }
    }
    let grid = vec![vec![q(1), q(2)]; 2];
    let setting = one_object(&grid).expect("a setting");
    let auction = SealedBid::first_price(grid).expect("an auction");
    let mut rounds = MechanismRounds::new(setting, auction, 20).expect("fitting");
    let mut agents = [Curious(Vec::new()), Curious(Vec::new())];
    let mut revenue = Revenue::default();
    Runner::default()
        .run(&mut rounds, &mut agents, 1, &mut revenue)
        .expect("legal");
    for (player, agent) in agents.iter().enumerate() {
        for (round, seen) in agent.0.iter().enumerate() {
            assert_eq!((seen.player, seen.round), (player, round));
            assert_eq!(seen.own_type, revenue.types[round][player]);
            let last = seen.last.as_ref().map(|last| last.revenue());
            assert_eq!(
                last,
                round
                    .checked_sub(1)
                    .map(|before| revenue.rounds[before].clone())
            );
        }
    }
}
