//! Games and problems of the literature that the catalogue does not have, with the exact grids on
//! which their continuous optima lie.

use lacuna::contract::{AttainableOptions, Language, PlainContract};
use lacuna::equilibrium::dominance::{Dominance, compare};
use lacuna::equilibrium::lambda_interval;
use lacuna::game::catalogue::{
    DilemmaPayoffs, FairCostSharing, GordonSchaefer, LinearCongestion, LinearLatency,
};
use lacuna::game::{Game, GameExt, NormalForm};
use lacuna::gap::prices::pure_prices;
use lacuna::gap::welfare_gap;
use lacuna::number::Rational;
use lacuna::preference::{
    Cooperative, Custom, Outcome, Perceived, Preference, RewardSharing, WeightMatrix,
};

use super::{cooperative, equilibria_at, over, q, ratio, single};

fn half(value: Rational) -> Rational {
    value * ratio(1, 2)
}

/// `costs of the worst pure equilibrium / least costs`, in a game of negated costs.
pub fn price_of_anarchy<G: Game<Rational>>(game: &G, seen: &WeightMatrix<Rational>) -> Rational {
    let prices = pure_prices(game, seen).expect("small");
    let worst = prices.anarchy.expect("a pure equilibrium");
    over(&worst.welfare, &prices.first_best)
}

/// The same for the best pure equilibrium.
pub fn price_of_stability<G: Game<Rational>>(game: &G, seen: &WeightMatrix<Rational>) -> Rational {
    let prices = pure_prices(game, seen).expect("small");
    let best = prices.stability.expect("a pure equilibrium");
    over(&best.welfare, &prices.first_best)
}

/// Weight `alpha` on every other player's cost: `c_i + α Σ_{j≠i} c_j`.
pub fn weight_on_others(players: usize, alpha: &Rational) -> WeightMatrix<Rational> {
    lacuna::preference::WeightOnOthers::new(alpha.clone())
        .expect("finite")
        .weights(players)
        .expect("linear")
}

/// Three players; `h_i` has slope 1 + α and `g_i` slope 1. Player i uses either `h_i` and `g_i`,
/// or `g_{i+1}`, `h_{i−1}` and `h_{i+1}` (Chen, de Keijzer, Kempe and Schäfer, 2014).
pub fn congestion_triangle(alpha: &Rational) -> LinearCongestion {
    let slope = |slope: Rational| LinearLatency::new(slope, 0);
    let latencies = (0..6)
        .map(|resource| {
            if resource < 3 {
                slope(Rational::ONE + alpha)
            } else {
                slope(Rational::ONE)
            }
        })
        .collect();
    let strategies = (0..3)
        .map(|i| {
            let (next, last) = ((i + 1) % 3, (i + 2) % 3);
            vec![vec![i, 3 + i], vec![3 + next, last, next]]
        })
        .collect();
    LinearCongestion::new(latencies, strategies).expect("valid")
}

/// Two players with a resource of slope 1 each, and a private one of slope 1 + α each: the own one,
/// or that of the other and the private one.
pub fn congestion_exchange(alpha: &Rational) -> LinearCongestion {
    let slope = |slope: Rational| LinearLatency::new(slope, 0);
    let (one, more) = (Rational::ONE, Rational::ONE + alpha);
    LinearCongestion::new(
        vec![
            slope(one.clone()),
            slope(one),
            slope(more.clone()),
            slope(more),
        ],
        vec![vec![vec![0], vec![1, 2]], vec![vec![1], vec![0, 3]]],
    )
    .expect("valid")
}

/// Two players and two links, with latencies x and 2 + α.
pub fn congestion_links(alpha: &Rational) -> LinearCongestion {
    LinearCongestion::new(
        vec![
            LinearLatency::new(1, 0),
            LinearLatency::new(0, Rational::from(2) + alpha),
        ],
        vec![vec![vec![0], vec![1]]; 2],
    )
    .expect("valid")
}

/// Everybody shares a facility of cost 1, or one of cost n/(1 − α).
pub fn cost_sharing_trap(players: usize, alpha: &Rational) -> FairCostSharing {
    let dear = over(&Rational::from(players), &(Rational::ONE - alpha));
    FairCostSharing::new(
        vec![Rational::ONE, dear],
        vec![vec![vec![0], vec![1]]; players],
    )
    .expect("valid")
}

/// Player i (from 1) has a facility of cost 1/i; all can share one of cost 1 + ε (Anshelevich et
/// al., 2004).
pub fn cost_sharing_harmonic(players: usize, epsilon: &Rational) -> FairCostSharing {
    let mut costs = vec![Rational::ONE + epsilon];
    costs.extend((1..=players).map(|i| ratio(1, i as i64)));
    let strategies = (1..=players).map(|i| vec![vec![0], vec![i]]).collect();
    FairCostSharing::new(costs, strategies).expect("valid")
}

/// The grid with these points, each once and in order, those below zero left out.
fn grid(points: impl IntoIterator<Item = Rational>) -> Vec<Rational> {
    let mut points: Vec<Rational> = points.into_iter().filter(|x| !x.is_negative()).collect();
    points.sort();
    points.dedup();
    points
}

/// Multiples of `step` up to `last` steps, and some more points.
pub fn grid_with(step: &Rational, last: usize, more: &[Rational]) -> Vec<Rational> {
    grid(
        (0..=last)
            .map(|k| Rational::from(k) * step)
            .chain(more.iter().cloned()),
    )
}

/// What came of a game on a grid: what each player chooses at the best equilibrium, and how far
/// welfare falls short.
pub struct OnGrid {
    pub chosen: Vec<Rational>,
    pub gap: Rational,
}

/// The gap without any contract; the equilibrium must be the only one.
fn without_contract(
    game: NormalForm<Rational>,
    grids: &[Vec<Rational>],
    lambda: &Rational,
) -> OnGrid {
    assert_eq!(equilibria_at(&game, lambda).len(), 1, "one equilibrium");
    let problem = single(game);
    let language = Language::trivial(&problem);
    let seen = cooperative(problem.players(), lambda);
    let gap = welfare_gap(&problem, &language, &seen, &AttainableOptions::default());
    let gap = gap.expect("small");
    let plan = gap.attained.expect("an equilibrium").plan;
    assert_eq!(gap.best, gap.worst);
    OnGrid {
        chosen: plan[0]
            .iter()
            .zip(grids)
            .map(|(&action, grid)| grid[action].clone())
            .collect(),
        gap: gap.best.expect("an equilibrium"),
    }
}

/// Hold-up: player 0 invests e at a cost of e²/2 and gets the share β of the surplus v·e, the other
/// player gets the rest.
pub fn hold_up_game(v: &Rational, share: &Rational, efforts: &[Rational]) -> NormalForm<Rational> {
    NormalForm::from_fn(&[efforts.len(), 1], |player, profile| {
        let effort = &efforts[profile[0]];
        let surplus = v * effort;
        if player == 0 {
            share * &surplus - half(effort * effort)
        } else {
            (Rational::ONE - share) * surplus
        }
    })
    .expect("small")
}

/// Hold-up on a grid of ten steps up to the efficient investment v and some beyond it, and with
/// the investment v(β+λ)/(1+λ) that the continuous problem has.
pub fn hold_up(v: &Rational, share: &Rational, lambda: &Rational) -> OnGrid {
    let expected = over(&(v * &(share + lambda)), &(Rational::ONE + lambda));
    let efforts = grid_with(&(v * &ratio(1, 10)), 13, &[expected]);
    let game = hold_up_game(v, share, &efforts);
    without_contract(game, &[efforts, vec![Rational::ZERO]], lambda)
}

/// Property rights: player i invests e_i at e_i²/2 and adds v_i e_i to the joint surplus, which is
/// split equally over what each would have alone, κ_i v_i e_i (Hart, 1995).
pub fn property_rights(v: &[Rational; 2], kappa: &[Rational; 2], lambda: &Rational) -> OnGrid {
    let grids: Vec<Vec<Rational>> = (0..2)
        .map(|i| {
            let own = half((Rational::ONE + &kappa[i]) * &v[i]);
            let expected = over(&(own + lambda * &v[i]), &(Rational::ONE + lambda));
            grid_with(&(&v[i] * &ratio(1, 8)), 10, &[expected])
        })
        .collect();
    let game = NormalForm::from_fn(&[grids[0].len(), grids[1].len()], |player, profile| {
        let effort = |i: usize| &grids[i][profile[i]];
        let alone = |i: usize| &kappa[i] * &v[i] * effort(i);
        let joint = &v[0] * effort(0) + &v[1] * effort(1);
        let other = 1 - player;
        half(joint - alone(other) + alone(player)) - half(effort(player) * effort(player))
    });
    without_contract(game.expect("small"), &grids, lambda)
}

/// The team of Holmström with the effort (1/n + λ)/(1 + λ) of the continuous problem on the grid.
pub fn team(players: usize, lambda: &Rational) -> OnGrid {
    let share = ratio(1, players as i64);
    let expected = over(&(&share + lambda), &(Rational::ONE + lambda));
    let efforts = grid_with(&ratio(1, 2), 3, &[expected]);
    let game = lacuna::game::catalogue::team_production(players, &efforts).expect("valid");
    without_contract(game, &vec![efforts; players], lambda)
}

/// The fishery with growth 0.8, capacity 1000, catchability 0.01, price 5 and cost 10.
pub fn fishery() -> GordonSchaefer {
    GordonSchaefer::new(q("0.8"), 1000, q("0.01"), 5, 10).expect("valid")
}

/// The total effort and the rent, both relative to the optimum, at the only symmetric equilibrium
/// of `players` λ-cooperative ones, on a grid with the effort of the continuous problem.
pub fn commons(players: usize, lambda: &Rational) -> (Rational, Rational) {
    let fishery = fishery();
    let (n, best) = (Rational::from(players), fishery.optimal_effort());
    let two_n = Rational::from(2 * players);
    let relative = over(
        &(&two_n * &(Rational::ONE + lambda)),
        &(&n + &Rational::ONE + &two_n * lambda),
    );
    let expected = over(&(relative * &best), &n);
    let efforts =
        grid(["0", "1/2", "9/10", "1", "11/10", "3/2"].map(|share| &expected * &q(share)));
    let game = fishery.game(players, &efforts).expect("valid");
    let found: Vec<Vec<usize>> = equilibria_at(&game, lambda)
        .into_iter()
        .filter(|profile| profile.iter().all(|action| *action == profile[0]))
        .collect();
    assert_eq!(found.len(), 1, "one symmetric equilibrium");
    let effort = &n * &efforts[found[0][0]];
    let rent = game.welfare(&found[0]).expect("valid");
    (over(&effort, &best), over(&rent, &fishery.rent(&best)))
}

/// The least λ at which mutual cooperation is an equilibrium of a dilemma when a defector expects
/// to pay `fine`: to the other player, or to nobody.
pub fn enforcement(payoffs: &DilemmaPayoffs, fine: &Rational, burnt: bool) -> Rational {
    let problem = single(payoffs.game().expect("a game"));
    let language = Language::actions_only(&problem);
    let mut contract = PlainContract::none(2, language.cells());
    for profile in problem.space() {
        let cell = language.cell(0, &profile);
        for player in 0..2 {
            let mut transfer = Rational::ZERO;
            if profile[player] == 1 {
                transfer -= fine;
            }
            if profile[1 - player] == 1 && !burnt {
                transfer += fine;
            }
            contract = contract
                .with_transfer(player, cell, transfer)
                .expect("fits");
        }
        assert!(burnt || contract.net(cell).is_zero());
    }
    let induced = contract.induced_game(&problem, &language, 0).expect("fits");
    let interval = lambda_interval(&induced, &[0, 0]).expect("valid");
    let interval = interval.expect("some λ suffices");
    assert!(!interval.to.is_finite(), "more λ never hurts cooperation");
    interval.from
}

/// Where a linear function is zero, from its values at two points.
pub fn zero_of_linear(
    low: &Rational,
    high: &Rational,
    f: impl Fn(&Rational) -> Rational,
) -> Rational {
    let (at_low, at_high) = (f(low), f(high));
    let slope = over(&(&at_high - &at_low), &(high - low));
    low - over(&at_low, &slope)
}

/// The self-interest level of Willis, Du, Leibo and Luck: the largest share of the own payoff to
/// keep, the rest going in equal parts to the others, such that `action` is dominant for everybody.
/// `None` if no share at which a player counts itself more than another will do.
pub fn self_interest_level(game: &NormalForm<Rational>, action: usize) -> Option<Rational> {
    let players = game.players();
    let least = ratio(1, players as i64);
    let advantage = |share: &Rational, player: usize, profile: &[usize], other: usize| {
        let sharing = RewardSharing::new(share.clone()).expect("in range");
        let seen = Perceived::new(game, sharing).expect("two or more players");
        let mut deviation = profile.to_vec();
        deviation[player] = other;
        seen.payoff(player, profile) - seen.payoff(player, &deviation)
    };
    let mut level = Rational::ONE;
    for player in 0..players {
        for profile in game.space().iter().filter(|p| p[player] == action) {
            for other in (0..game.actions(player)).filter(|&other| other != action) {
                let at = |share: &Rational| advantage(share, player, &profile, other);
                if at(&Rational::ONE).is_negative() {
                    if at(&least).is_negative() {
                        return None;
                    }
                    level = level.min(zero_of_linear(&least, &Rational::ONE, at));
                }
            }
        }
    }
    // The level is checked with the dominance of the crate, at it and just above it.
    let dominant = |share: &Rational| {
        let sharing = RewardSharing::new(share.clone()).expect("in range");
        let seen = Perceived::new(game, sharing).expect("two or more players");
        (0..players).all(|player| {
            (0..game.actions(player))
                .filter(|&other| other != action)
                .all(|other| {
                    compare(&seen, player, action, other, Dominance::VeryWeak)
                        .expect("valid")
                        .dominates()
                })
        })
    };
    assert!(dominant(&level));
    assert!(level == Rational::ONE || !dominant(&half(&level + &Rational::ONE)));
    Some(level)
}

/// The λ that a share kept stands for.
pub fn lambda_of_share(share: &Rational, players: usize) -> Rational {
    let sharing = RewardSharing::new(share.clone()).expect("in range");
    sharing
        .to_lambda(players)
        .expect("above 1/n")
        .lambda()
        .clone()
}

/// The money that k-implementation of a profile takes among λ-cooperative players: the sum of
/// their regrets.
pub fn implementation_cost(
    game: &NormalForm<Rational>,
    profile: &[usize],
    lambda: &Rational,
) -> Rational {
    let preference = Cooperative::new(lambda.clone()).expect("at least 0");
    let seen = Perceived::new(game, preference).expect("any game");
    (0..game.players())
        .map(|player| seen.regret(player, profile).expect("valid"))
        .sum()
}

/// A head who likes own consumption and the kid's utility by their product, and a selfish kid.
fn family() -> Custom<impl Fn(usize, &Outcome<'_, Rational>) -> Rational + Send + Sync> {
    Custom::new(|player, outcome: &Outcome<'_, Rational>| {
        let payoffs = outcome.payoffs();
        if player == 0 {
            &payoffs[0] * &payoffs[1]
        } else {
            payoffs[1].clone()
        }
    })
}

/// The kid's choice when the head gives last, and the choice that the head likes best. `material`
/// gives the payoffs of head and kid for what the head gives and what the kid does.
pub fn head_moves_last(
    gifts: usize,
    choices: usize,
    material: impl Fn(usize, usize) -> [Rational; 2],
) -> (usize, usize) {
    let game = NormalForm::from_fn(&[gifts, choices], |player, profile| {
        material(profile[0], profile[1])[player].clone()
    })
    .expect("small");
    let seen = Perceived::new(&game, family()).expect("any game");
    let answered: Vec<Vec<usize>> = (0..choices)
        .map(|choice| {
            let answers = seen.best_responses(0, &[0, choice]).expect("valid");
            assert_eq!(answers.len(), 1, "one best gift");
            vec![answers[0], choice]
        })
        .collect();
    let best = |player: usize| {
        let payoffs = answered.iter().map(|profile| seen.payoff(player, profile));
        let most = payoffs.max().expect("a choice");
        let found: Vec<usize> = (0..choices)
            .filter(|&choice| seen.payoff(player, &answered[choice]) == most)
            .collect();
        assert_eq!(found.len(), 1, "one best choice");
        found[0]
    };
    (best(1), best(0))
}
