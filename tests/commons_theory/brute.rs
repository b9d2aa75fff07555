//! A commons by brute force, written from its definition and sharing no code with the library's
//! analysis.

use std::collections::HashMap;

use lacuna::number::Rational;
use lacuna::simulate::commons::{CommonsRules, Growth, MarkovStrategy, Rationing, Wanted};

use super::whole;

/// All lists of `length` numbers below `bound`.
pub fn tuples(length: usize, bound: u64) -> Vec<Vec<u64>> {
    let mut all = vec![Vec::new()];
    for _ in 0..length {
        all = all
            .into_iter()
            .flat_map(|list| {
                (0..bound).map(move |entry| {
                    let mut list = list.clone();
                    list.push(entry);
                    list
                })
            })
            .collect();
    }
    all
}

fn part(numerator: u64, denominator: u64) -> Rational {
    whole(numerator)
        .checked_div(&whole(denominator))
        .expect("above 0")
}

/// The mean of `f(i)` over a list of lists.
fn mean(lists: Vec<Vec<Rational>>) -> Vec<Rational> {
    let count = whole(lists.len() as u64);
    (0..lists[0].len())
        .map(|i| {
            let sum: Rational = lists.iter().map(|list| &list[i]).sum();
            sum.checked_div(&count).expect("not empty")
        })
        .collect()
}

/// What everybody catches in the mean, through the tree of all draws.
pub fn mean_catches(rationing: Rationing, stock: u64, wanted: &[u64]) -> Vec<Rational> {
    if wanted.iter().sum::<u64>() <= stock {
        return wanted.iter().map(|&want| whole(want)).collect();
    }
    match rationing {
        Rationing::UnitLottery => units(stock, wanted, &mut HashMap::new()),
        Rationing::Proportional => {
            let total: u64 = wanted.iter().sum();
            let floors: Vec<u64> = wanted.iter().map(|want| want * stock / total).collect();
            let spare = stock - floors.iter().sum::<u64>();
            // All orders of the players are equally likely, and larger remainders come first.
            let outcomes = orders(wanted.len()).into_iter().map(|mut order| {
                order.sort_by_key(|&player| std::cmp::Reverse(wanted[player] * stock % total));
                let mut caught = floors.clone();
                order
                    .iter()
                    .take(spare as usize)
                    .for_each(|&player| caught[player] += 1);
                caught.into_iter().map(whole).collect()
            });
            mean(outcomes.collect())
        }
        Rationing::EqualAwards => {
            // One unit each, to all who want one more, until they do not go round.
            let mut caught = vec![0; wanted.len()];
            let mut left = stock;
            loop {
                let hungry: Vec<usize> = (0..wanted.len())
                    .filter(|&player| caught[player] < wanted[player])
                    .collect();
                if (hungry.len() as u64) > left {
                    let mut means: Vec<Rational> = caught.into_iter().map(whole).collect();
                    for &player in &hungry {
                        means[player] += part(left, hungry.len() as u64);
                    }
                    return means;
                }
                left -= hungry.len() as u64;
                hungry.iter().for_each(|&player| caught[player] += 1);
            }
        }
        _ => unreachable!("no other way to ration"),
    }
}

fn units(
    stock: u64,
    wanted: &[u64],
    known: &mut HashMap<(u64, Vec<u64>), Vec<Rational>>,
) -> Vec<Rational> {
    if stock == 0 {
        return vec![Rational::ZERO; wanted.len()];
    }
    let key = (stock, wanted.to_vec());
    if let Some(result) = known.get(&key) {
        return result.clone();
    }
    let hungry: Vec<usize> = (0..wanted.len())
        .filter(|&player| wanted[player] > 0)
        .collect();
    let outcomes = hungry.iter().map(|&player| {
        let mut still = wanted.to_vec();
        still[player] -= 1;
        let mut caught = units(stock - 1, &still, known);
        caught[player] += Rational::ONE;
        caught
    });
    let result = mean(outcomes.collect());
    known.insert(key, result.clone());
    result
}

fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    orders(count - 1)
        .into_iter()
        .flat_map(|order| {
            (0..count).map(move |place| {
                let mut order = order.clone();
                order.insert(place, count - 1);
                order
            })
        })
        .collect()
}

/// The stocks that follow, equally likely; none if it is over. `month` is counted from 0.
pub fn next(rules: &CommonsRules, month: usize, left: u64) -> Vec<u64> {
    if month + 1 == rules.months || left < rules.collapse_below {
        return Vec::new();
    }
    let factors = match &rules.growth {
        Growth::Deterministic { factor } => vec![factor.clone()],
        Growth::Independent { factors } => factors.clone(),
        _ => unreachable!("not used"),
    };
    let grow = |factor: Rational| {
        // The largest whole number that is no more.
        let grown = factor * &whole(left);
        let stock = (0..=rules.capacity)
            .rev()
            .find(|&stock| whole(stock) <= grown)
            .unwrap_or(0);
        match rules.shock {
            Some(shock) if shock.after == month + 1 => {
                stock.saturating_sub(shock.loss).max(shock.floor)
            }
            _ => stock,
        }
    };
    factors.into_iter().map(grow).collect()
}

/// All the ways the lot may fall: what each player wants, equally likely.
fn lots(players: usize, wanted: Wanted) -> Vec<Vec<u64>> {
    let ways = tuples(players, 2)
        .into_iter()
        .filter(|more| more.iter().sum::<u64>() == u64::from(wanted.one_more));
    ways.map(|more| more.iter().map(|extra| wanted.each + extra).collect())
        .collect()
}

/// What each player has in expectation from a month and stock on if player 0 wants what `deviates`
/// says — a function of the month, the stock and what the strategy would have it want — and the
/// others follow the strategy.
pub fn catches(
    rules: &CommonsRules,
    strategy: &MarkovStrategy,
    month: usize,
    stock: u64,
    deviates: &dyn Fn(usize, u64, u64) -> u64,
) -> Vec<Rational> {
    let wanted = strategy.wanted(month, stock).expect("in range");
    let outcomes = lots(rules.players, wanted).into_iter().map(|mut wants| {
        wants[0] = deviates(month, stock, wants[0]);
        let mut caught = mean_catches(rules.rationing, stock, &wants);
        let total: u64 = wants.iter().sum();
        let stocks = next(rules, month, stock - total.min(stock));
        let count = whole(stocks.len() as u64);
        for next in stocks {
            let later = catches(rules, strategy, month + 1, next, deviates);
            for (sum, later) in caught.iter_mut().zip(later) {
                *sum += later.checked_div(&count).expect("some follow");
            }
        }
        caught
    });
    mean(outcomes.collect())
}

/// The greatest value of `own·u + total·W` to player 0 over *all* its strategies from a month and
/// stock on, each unit of what it wants tried in every month.
pub fn best_reply(
    rules: &CommonsRules,
    strategy: &MarkovStrategy,
    (own, total): (&Rational, &Rational),
    month: usize,
    stock: u64,
    known: &mut HashMap<(usize, u64), Rational>,
) -> Rational {
    if let Some(value) = known.get(&(month, stock)) {
        return value.clone();
    }
    let wanted = strategy.wanted(month, stock).expect("in range");
    let ways = lots(rules.players, wanted);
    let mut sum = Rational::ZERO;
    for wants in &ways {
        let best = (0..=stock).map(|want| {
            let mut wants = wants.clone();
            wants[0] = want;
            let caught = mean_catches(rules.rationing, stock, &wants);
            let all = wants.iter().sum::<u64>().min(stock);
            let stocks = next(rules, month, stock - all);
            let count = whole(stocks.len() as u64);
            let mut value = own * &caught[0] + &(total * &whole(all));
            for next in stocks {
                let later = best_reply(rules, strategy, (own, total), month + 1, next, known);
                value += later.checked_div(&count).expect("some follow");
            }
            value
        });
        sum += best.max().expect("wanting nothing is possible");
    }
    let value = sum
        .checked_div(&whole(ways.len() as u64))
        .expect("one way at least");
    known.insert((month, stock), value.clone());
    value
}

/// Is the strategy subgame perfect, by best replies in every subgame?
pub fn is_perfect(
    rules: &CommonsRules,
    strategy: &MarkovStrategy,
    weights: (&Rational, &Rational),
    reachable: &[(usize, u64)],
) -> bool {
    let mut known = HashMap::new();
    reachable.iter().all(|&(month, stock)| {
        let caught = catches(rules, strategy, month, stock, &|_, _, want| want);
        let all: Rational = caught.iter().sum();
        let value = weights.0 * &caught[0] + &(weights.1 * &all);
        best_reply(rules, strategy, weights, month, stock, &mut known) == value
    })
}

/// The months and stocks that some harvests lead to.
pub fn reachable(rules: &CommonsRules) -> Vec<(usize, u64)> {
    let mut found = vec![(0, rules.capacity)];
    let mut place = 0;
    while place < found.len() {
        let (month, stock) = found[place];
        place += 1;
        for left in 0..=stock {
            for next in next(rules, month, left) {
                if !found.contains(&(month + 1, next)) {
                    found.push((month + 1, next));
                }
            }
        }
    }
    found
}
