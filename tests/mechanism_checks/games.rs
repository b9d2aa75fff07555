//! The audit against the game that a mechanism makes, on random mechanisms.

use lacuna::game::{Game, GameExt};
use lacuna::mechanism::{
    Communication, DirectMechanism, MechanismError, MechanismGame, MechanismOptions,
};
use lacuna::number::Rational;
use lacuna::preference::Perceived;

use super::random::Draw;
use super::{dilemma, q};
use lacuna::contract::Monitoring;

/// Compares gains, payoffs and welfare; returns how many mechanisms were compared, and how many are
/// equilibria.
fn compare(communication: Communication, entries: usize, seeds: u64) -> (u64, u64) {
    let (mut compared, mut equilibria) = (0, 0);
    for seed in 0..seeds {
        let mut draw = Draw::new(seed);
        let states = 1 + draw.below(2);
        let actions: &[usize] = match draw.below(3) {
            0 => &[2, 1, 2],
            1 if states == 1 => &[3, 2],
            _ => &[2, 2],
        };
        let problem = draw.problem(actions, states);
        let signals = 1 + draw.below(3);
        let monitoring = draw.monitoring(&problem, signals);
        let preferences = draw.preferences(actions.len());
        let entries = 1 + draw.below(entries);
        let mechanism = draw.mechanism(&problem, &monitoring, communication, entries);
        let options = MechanismOptions::default().with_communication(communication);
        let audit = mechanism
            .audit(&problem, &monitoring, &preferences, &options)
            .expect("of this shape");
        let Ok(game) = MechanismGame::new(&mechanism, &problem, &monitoring, 5000) else {
            continue;
        };
        compared += 1;
        let honest = game.honest_obedient();
        let seen = Perceived::new(&game, &preferences).expect("of these players");
        let payoffs = game.payoffs(&honest).expect("a profile");
        assert_eq!(
            payoffs.iter().sum::<Rational>(),
            &audit.welfare + &audit.net_transfers,
            "seed {seed}"
        );
        for (player, payoff) in payoffs.iter().enumerate() {
            let of = audit
                .best_manipulations
                .iter()
                .filter(|m| m.player == player);
            let gain: Rational = of.map(|m| &m.gain).sum();
            let regret = seen.regret(player, &honest).expect("a profile");
            assert_eq!(gain, regret, "seed {seed}, player {player}");
            let of = || audit.payoffs.iter().filter(|p| p.player == player);
            let expected: Rational = of().map(|p| &p.probability * &p.material).sum();
            assert_eq!(expected, *payoff, "seed {seed}");
            let expected: Rational = of().map(|p| &p.probability * &p.perceived).sum();
            assert_eq!(expected, seen.payoff(player, &honest), "seed {seed}");
        }
        let is = seen.is_pure_equilibrium(&honest).expect("a profile");
        assert_eq!(audit.is_equilibrium(), is, "seed {seed}");
        equilibria += u64::from(is);
    }
    (compared, equilibria)
}

#[test]
fn gains_in_the_audit_are_regrets_in_the_game() {
    let (compared, equilibria) = compare(Communication::Mediated, 3, 400);
    assert!(compared > 300 && equilibria > 0 && equilibria < compared);
    let (compared, equilibria) = compare(Communication::Recommendations, 3, 400);
    assert!(compared > 300 && equilibria > 0 && equilibria < compared);
    let (compared, equilibria) = compare(Communication::Public, 2, 200);
    assert!(compared > 100 && equilibria > 0 && equilibria < compared);
}

#[test]
fn a_game_with_too_many_strategies_is_refused() {
    let problem = dilemma();
    let monitoring = Monitoring::trivial(&problem);
    let mechanism = Draw::new(1).mechanism(&problem, &monitoring, Communication::Mediated, 3);
    match MechanismGame::new(&mechanism, &problem, &monitoring, 1) {
        Err(MechanismError::TooLarge {
            needed, limit: 1, ..
        }) => assert!(needed > 1),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_mechanism_of_another_shape_is_refused() {
    let problem = dilemma();
    let monitoring = Monitoring::trivial(&problem);
    let good = Draw::new(1).mechanism(&problem, &monitoring, Communication::Mediated, 2);
    let refused = |change: &dyn Fn(&mut DirectMechanism)| {
        let mut bad = good.clone();
        change(&mut bad);
        let error = bad.check(&problem, &monitoring).expect_err("a bad shape");
        assert!(matches!(error, MechanismError::BadLaw { .. }), "{error}");
        assert!(!error.to_string().is_empty());
    };
    let first = |bad: &mut DirectMechanism| bad.law.get(&vec![0, 0]).expect("reports").clone();
    refused(&|bad| {
        let list = first(bad);
        bad.law.insert(vec![0], list);
    });
    refused(&|bad| {
        let list = first(bad);
        bad.law.insert(vec![0, 1], list);
    });
    refused(&|bad| bad.communication = Communication::Recommendations);
    let entry: [&dyn Fn(&mut lacuna::mechanism::Recommendation); 7] = [
        &|entry| entry.told[1] = vec![2],
        &|entry| entry.told[1] = vec![],
        &|entry| entry.told[0] = vec![0, 1],
        &|entry| entry.told.truncate(1),
        &|entry| entry.transfers[0].signal = 1,
        &|entry| entry.transfers[0].transfers.push(q("0")),
        &|entry| entry.transfers.push(entry.transfers[0].clone()),
    ];
    for change in entry {
        refused(&|bad| change(&mut bad.law.get_mut(&vec![0, 0]).expect("reports")[0]));
    }
}
