//! Random problems in which the court sees something of what was done and not everything.

use lacuna::contract::{Budget, ContractingProblem, Information, Language};
use lacuna::game::{Game, NormalForm, random};
use lacuna::mechanism::MechanismOptions;
use lacuna::number::Rational;

/// How payoffs are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Integers from −20 to 20.
    Uniform,
    /// Integers from −5 to 5; besides, each step of an action costs 6 and is worth 8 to each of the
    /// others, so that selfish players shirk.
    Effort,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Uniform => "uniform",
            Kind::Effort => "effort",
        }
    }
}

/// Random payoffs in equally likely states, known to all players. What is verifiable is in which
/// half of its actions each player's action is (the lower half is the smaller one), and no state.
pub fn drawn(
    kind: Kind,
    players: usize,
    actions: usize,
    states: usize,
) -> (ContractingProblem, Language) {
    let shape = vec![actions; players];
    let mut generator = random::generator(2026, (players * 100 + actions) as u64);
    let probability = Rational::new(1, states as i64).expect("some states");
    let states = (0..states)
        .map(|_| {
            let range = match kind {
                Kind::Uniform => -20..=20,
                Kind::Effort => -5..=5,
            };
            let noise = random::uniform_integers(&shape, range, &mut generator).expect("small");
            let game = NormalForm::from_fn(&shape, |player, profile| {
                let payoff = noise.payoff(player, profile);
                if kind == Kind::Uniform {
                    return payoff;
                }
                let own = profile[player] as i64;
                let others = profile.iter().sum::<usize>() as i64 - own;
                payoff + Rational::from(8 * others - 6 * own)
            });
            (probability.clone(), game.expect("small"))
        })
        .collect::<Vec<_>>();
    let information = Information::complete(players, states.len());
    let problem = ContractingProblem::new(states)
        .and_then(|problem| problem.with_information(information))
        .expect("valid");
    let language = Language::observed(&problem, |_, profile| {
        let halves = profile.iter().map(|&action| action >= actions / 2);
        halves.collect::<Vec<bool>>()
    });
    (problem, language)
}

/// The three budgets, and a name for each.
pub const BUDGETS: [(&str, Budget); 3] = [
    ("unrestricted", Budget::Unrestricted),
    ("burning", Budget::Burning),
    ("balanced", Budget::Balanced),
];

/// Options with a budget and a liability, if it is limited.
pub fn options(budget: Budget, liability: Option<i64>) -> MechanismOptions {
    let options = MechanismOptions::default().with_budget(budget);
    match liability {
        Some(liability) => options.with_liability(Rational::from(liability)),
        None => options,
    }
}
