//! Every primitive against a model written from the table of what the paper's systems do, where
//! that is sound: random sequences over several rounds, in whole units and in machine integers.

use std::collections::BTreeMap;
use std::fmt::Write;

use lacuna::contract::law::{
    ActionKind, Court, Enforcer, Evidence, FailurePolicy, Hook, Observable, Reading,
};
use lacuna::number::Rational;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{checked, chosen, dilemma};

const NAMES: [&str; 4] = ["ann", "bob", "cy", "dee"];
const BUCKETS: [&str; 2] = ["deposit", "bond"];
const POOLS: [&str; 2] = ["relief", "fund"];
const KEYS: [&str; 2] = ["late", "greedy"];
const ROUNDS: usize = 4;

/// A call of a primitive. Amounts are in thirds, so that they are exact on both sides.
#[derive(Debug, Clone)]
enum Call {
    Transfer(usize, usize, i64),
    Escrow(usize, i64, usize),
    Release(usize, Option<i64>, usize, Option<usize>),
    Sanction(usize, i64),
    Graduated(usize, i64, usize, Option<i64>),
    /// Premium first, then payout, as one call.
    Insurance(usize, i64, i64, usize, Option<usize>),
    ParticipationCost(usize, i64),
}

/// What the primitives do: adjustments of a hook, and balances that last.
#[derive(Default)]
struct Model {
    adjustments: [i64; 4],
    escrow: BTreeMap<(usize, usize), i64>,
    pools: [i64; 2],
    counts: BTreeMap<(usize, usize), i64>,
    destroyed: i64,
}

fn v(amount: i64) -> i64 {
    amount.max(0)
}

impl Model {
    fn call(&mut self, call: &Call) {
        match *call {
            Call::Transfer(source, target, amount) => {
                self.adjustments[source] -= v(amount);
                self.adjustments[target] += v(amount);
            }
            Call::Escrow(name, amount, bucket) => {
                self.adjustments[name] -= v(amount);
                *self.escrow.entry((name, bucket)).or_default() += v(amount);
            }
            Call::Release(name, amount, bucket, recipient) => {
                let available = self.escrow.entry((name, bucket)).or_default();
                let paid = amount.map_or(*available, |amount| v(amount).min(*available));
                *available -= paid;
                self.adjustments[recipient.unwrap_or(name)] += paid;
            }
            Call::Sanction(name, amount) => {
                self.adjustments[name] -= v(amount);
                self.destroyed += v(amount);
            }
            Call::Graduated(name, base, key, multiplier) => {
                let count = self.counts.entry((name, key)).or_default();
                *count += 1;
                let amount = v(base) * v(multiplier.unwrap_or(1)) * *count;
                self.adjustments[name] -= amount;
                self.destroyed += amount;
            }
            Call::Insurance(name, premium, payout, pool, recipient) => {
                self.pools[pool] += v(premium);
                self.adjustments[name] -= v(premium);
                let paid = self.pools[pool].min(v(payout));
                self.pools[pool] -= paid;
                self.adjustments[recipient.unwrap_or(name)] += paid;
            }
            Call::ParticipationCost(name, amount) => {
                self.adjustments[name] -= v(amount);
                self.destroyed += v(amount);
            }
        }
    }
}

fn thirds(amount: i64) -> Rational {
    Rational::new(amount, 3).expect("three is not zero")
}

/// The clauses that do the same in this month.
fn clauses(out: &mut String, month: usize, call: &Call) {
    let mut clause = |what: String| {
        writeln!(out, "  if month = {month}: {what}").expect("a string");
    };
    match *call {
        Call::Transfer(source, target, amount) => clause(format!(
            "transfer {} from {} to {}",
            thirds(amount),
            NAMES[source],
            NAMES[target]
        )),
        Call::Escrow(name, amount, bucket) => clause(format!(
            "escrow {} from {} in {}",
            thirds(amount),
            NAMES[name],
            BUCKETS[bucket]
        )),
        Call::Release(name, amount, bucket, recipient) => {
            let amount = amount.map_or("all".to_owned(), |amount| thirds(amount).to_string());
            let to = recipient.map_or(String::new(), |who| format!(" to {}", NAMES[who]));
            clause(format!(
                "release {amount} from {} of {}{to}",
                BUCKETS[bucket], NAMES[name]
            ));
        }
        Call::Sanction(name, amount) => {
            clause(format!("sanction {} {}", NAMES[name], thirds(amount)));
        }
        Call::Graduated(name, base, key, multiplier) => {
            let times = multiplier.map_or(String::new(), |times| format!(" times {times}"));
            clause(format!(
                "sanction {} {} graduated by {}{times}",
                NAMES[name],
                thirds(base),
                KEYS[key]
            ));
        }
        Call::Insurance(name, premium, payout, pool, recipient) => {
            clause(format!(
                "premium {} from {} into {}",
                thirds(premium),
                NAMES[name],
                POOLS[pool]
            ));
            clause(format!(
                "payout {} from {} to {}",
                thirds(payout),
                POOLS[pool],
                NAMES[recipient.unwrap_or(name)]
            ));
        }
        Call::ParticipationCost(name, amount) => clause(format!(
            "participation cost {} from {}",
            thirds(amount),
            NAMES[name]
        )),
    }
}

/// For each round the calls of each hook.
type Script = Vec<[Vec<Call>; 3]>;

fn scripts() -> impl Strategy<Value = Script> {
    let who = || 0usize..4;
    let two = || 0usize..2;
    // Below zero counts as zero.
    let amount = || -4i64..25;
    let call = prop_oneof![
        (who(), who(), amount()).prop_map(|(a, b, x)| Call::Transfer(a, b, x)),
        (who(), amount(), two()).prop_map(|(a, x, b)| Call::Escrow(a, x, b)),
        (who(), option::of(amount()), two(), option::of(who()))
            .prop_map(|(a, x, b, to)| Call::Release(a, x, b, to)),
        (who(), amount()).prop_map(|(a, x)| Call::Sanction(a, x)),
        (who(), amount(), two(), option::of(-1i64..4))
            .prop_map(|(a, x, key, times)| Call::Graduated(a, x, key, times)),
        (who(), amount(), amount(), two(), option::of(who()))
            .prop_map(|(a, x, y, pool, to)| Call::Insurance(a, x, y, pool, to)),
        (who(), amount()).prop_map(|(a, x)| Call::ParticipationCost(a, x)),
    ];
    let calls = move || vec(call.clone(), 0..4);
    vec(
        (calls(), calls(), calls()).prop_map(|(a, b, c)| [a, b, c]),
        ROUNDS,
    )
}

fn text(script: &Script) -> String {
    let mut out = "law \"Script\"\n".to_owned();
    for (word, names) in [("escrow", BUCKETS), ("pool", POOLS), ("counter", KEYS)] {
        for name in names {
            writeln!(out, "  {word} {name}").expect("a string");
        }
    }
    for (number, hook) in Hook::ALL.into_iter().enumerate() {
        writeln!(out, "{hook}:").expect("a string");
        for (month, round) in script.iter().enumerate() {
            for call in &round[number] {
                clauses(&mut out, month, call);
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn money_and_ledgers_move_as_in_the_table_of_primitives(script in scripts()) {
        let court = Court::new(NAMES, ActionKind::quantity("catch"))
            .and_then(|court| court.with_observable(Observable::quantity("month")))
            .expect("a court");
        let law = checked(&text(&script), &court);
        let mut enforcer = Enforcer::new(law, FailurePolicy::Abort).expect("a policy");
        let mut model = Model::default();
        for (month, round) in script.iter().enumerate() {
            let seen = vec![vec![Reading::Quantity(Rational::from(month as i64))]];
            for (number, calls) in round.iter().enumerate() {
                model.adjustments = [0; 4];
                model.destroyed = 0;
                calls.iter().for_each(|call| model.call(call));
                let acted = vec![Reading::Quantity(Rational::ONE); 4];
                let evidence = Evidence {
                    actions: if number == 0 { Vec::new() } else { acted },
                    observations: seen.clone(),
                };
                let ruling = match number {
                    0 => enforcer.start(&evidence),
                    1 => enforcer.resolve(&evidence),
                    _ => enforcer.end(&evidence),
                }
                .expect("fits the court");
                let expected = model.adjustments.map(thirds);
                prop_assert_eq!(ruling.transfers(), &expected[..]);
                prop_assert_eq!(ruling.destroyed(), &thirds(model.destroyed));
                prop_assert!(ruling.granted().is_zero());
                prop_assert!(!ruling.overridden());
                let ledgers = enforcer.ledgers();
                for player in 0..NAMES.len() {
                    for (bucket, escrow) in BUCKETS.iter().enumerate() {
                        let held = model.escrow.get(&(player, bucket)).copied().unwrap_or(0);
                        prop_assert_eq!(ledgers.escrow(escrow, player), Some(thirds(held)));
                    }
                    for (key, counter) in KEYS.iter().enumerate() {
                        let count = model.counts.get(&(player, key)).copied().unwrap_or(0);
                        let found = ledgers.counter(counter, player);
                        prop_assert_eq!(found.map(|n| n as i64), Some(count));
                    }
                }
                for (pool, balance) in POOLS.iter().zip(model.pools) {
                    prop_assert_eq!(ledgers.pool(pool), Some(thirds(balance)));
                }
            }
        }
    }
}

/// A step of a contract on labels: `set_action`, `apply_fine`, `transfer_reward`, `add_violation`,
/// if a player's action stands at a label.
#[derive(Debug, Clone)]
struct Step {
    when: Option<(usize, usize)>,
    what: Move,
}

#[derive(Debug, Clone)]
enum Move {
    Set(usize, usize),
    Fine(usize, i64),
    Reward(usize, usize, i64),
    Violation(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let two = || 0usize..2;
    let what = prop_oneof![
        (two(), two()).prop_map(|(player, label)| Move::Set(player, label)),
        (two(), 0i64..20).prop_map(|(player, amount)| Move::Fine(player, amount)),
        (two(), two(), 0i64..20).prop_map(|(from, to, amount)| Move::Reward(from, to, amount)),
        two().prop_map(Move::Violation),
    ];
    let step = (option::of((two(), two())), what).prop_map(|(when, what)| Step { when, what });
    vec(step, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn actions_and_adjustments_are_those_of_the_table_game_primitives(
        steps in steps(),
        row in 0usize..2,
        column in 0usize..2,
    ) {
        let players = ["row", "column"];
        let labels = ["C", "D"];
        let mut law = "law \"Steps\"\nresolve:\n".to_owned();
        // The model: a dictionary of actions, and lists of amounts that are summed.
        let mut actions = [row, column];
        let mut adjustments = [0i64; 2];
        let mut violations = Vec::new();
        for step in &steps {
            let when = step.when.map_or(String::new(), |(player, label)| {
                format!("if action of {} is {}: ", players[player], labels[label])
            });
            let holds = step.when.is_none_or(|(player, label)| actions[player] == label);
            let words = match step.what {
                Move::Set(player, label) => {
                    if holds {
                        actions[player] = label;
                    }
                    format!("direct {} to {}", players[player], labels[label])
                }
                Move::Fine(player, amount) => {
                    if holds {
                        adjustments[player] -= amount;
                    }
                    format!("fine {} {}", players[player], thirds(amount))
                }
                Move::Reward(from, to, amount) => {
                    if holds {
                        adjustments[from] -= amount;
                        adjustments[to] += amount;
                    }
                    let (from, to) = (players[from], players[to]);
                    format!("transfer {} from {from} to {to}", thirds(amount))
                }
                Move::Violation(player) => {
                    if holds {
                        violations.push((player, "noted"));
                    }
                    format!("violation by {} \"noted\"", players[player])
                }
            };
            writeln!(law, "  {when}{words}").expect("a string");
        }
        let law = checked(&law, &dilemma());
        let mut enforcer = Enforcer::new(law, FailurePolicy::Abort).expect("a policy");
        let ruling = enforcer.resolve(&chosen(&[row, column])).expect("fits the court");
        prop_assert_eq!(ruling.actions(), &actions.map(Reading::Label)[..]);
        prop_assert_eq!(ruling.transfers(), &adjustments.map(thirds)[..]);
        let noted = ruling.violations().map(|v| (v.player, v.text.unwrap_or_default()));
        prop_assert_eq!(noted.collect::<Vec<_>>(), violations);
        prop_assert_eq!(ruling.overridden(), actions != [row, column]);
    }
}
