//! Selfishness levels, prices, and games in which altruism hurts.

use lacuna::equilibrium::{PhaseDiagram, PhaseOptions};
use lacuna::game::catalogue::{
    DilemmaPayoffs, cournot, donation_game, matching_pennies, prisoners_dilemma, public_goods,
    travelers_dilemma,
};
use lacuna::game::{GameExt, NormalForm};
use lacuna::gap::exploitation::{CountOptions, prosocial_counts};
use lacuna::gap::level::selfishness_level;
use lacuna::gap::transfers::{Concept, k_implementation, self_interest_level};
use lacuna::number::{Extended, Rational};
use lacuna::preference::WeightMatrix;

use super::found::{Computation, Found, row};
use super::support::instances::{
    self, commons, congestion_exchange, congestion_links, congestion_triangle,
    cost_sharing_harmonic, cost_sharing_trap, grid_with, implementation_cost, lambda_of_share,
    price_of_anarchy, price_of_stability, weight_on_others,
};
use super::support::{bimatrix, cooperative, q, ratio, single, symmetric};

fn level(game: NormalForm<Rational>) -> Found {
    selfishness_level(&single(game))
        .expect("informed")
        .value
        .into()
}

fn dilemma(r: i64, s: i64, t: i64, p: i64) -> NormalForm<Rational> {
    prisoners_dilemma(r, s, t, p).expect("ordered")
}

/// The linear public good with contributions in so many steps.
fn public_good(players: usize, multiplier: &str, steps: usize) -> Found {
    let grid = grid_with(&ratio(1, steps as i64), steps, &[]);
    level(public_goods(players, 1, &grid, q(multiplier)).expect("valid"))
}

fn travelers(bonus: i64) -> Found {
    level(travelers_dilemma(2, 100, bonus).expect("valid"))
}

fn cournot_grid(firms: usize, steps: usize) -> Found {
    level(cournot(firms, steps, 12, 1, 0).expect("valid"))
}

fn one_scaled() -> Found {
    let scales = [Rational::from(10), Rational::ONE];
    let game = dilemma(3, 0, 5, 1).affine(&scales, &[Rational::ZERO, Rational::ZERO]);
    level(game.expect("positive scales"))
}

/// The worst equilibrium of the triangle among players with weight α on the others.
fn triangle(alpha: &str) -> Rational {
    let alpha = q(alpha);
    price_of_anarchy(&congestion_triangle(&alpha), &weight_on_others(3, &alpha))
}

/// The same among λ-cooperative players, with α = λ/(1+λ).
fn triangle_at(lambda: &str, alpha: &str) -> Rational {
    price_of_anarchy(&congestion_triangle(&q(alpha)), &cooperative(3, &q(lambda)))
}

fn exchange(alpha: &str) -> Rational {
    let alpha = q(alpha);
    price_of_anarchy(&congestion_exchange(&alpha), &weight_on_others(2, &alpha))
}

fn links(alpha: &str) -> Rational {
    let alpha = q(alpha);
    price_of_anarchy(&congestion_links(&alpha), &weight_on_others(2, &alpha))
}

fn trap(players: usize, alpha: &str) -> Rational {
    let alpha = q(alpha);
    let seen = weight_on_others(players, &alpha);
    price_of_anarchy(&cost_sharing_trap(players, &alpha), &seen)
}

fn harmonic(players: usize) -> Rational {
    let game = cost_sharing_harmonic(players, &ratio(1, 1000));
    price_of_stability(&game, &WeightMatrix::identity(players))
}

fn new_bad_equilibrium() -> Found {
    let game = bimatrix(&[[0, 3], [4, 1]], &[[1, 0], [4, 3]]);
    let diagram = PhaseDiagram::new(&game, &PhaseOptions::default()).expect("small");
    let selfish = diagram.at(&Rational::ZERO).expect("at least 0");
    let altruistic = diagram.at(&Rational::ONE).expect("at least 0");
    assert_eq!(selfish.profiles, vec![vec![1, 0]]);
    assert_eq!(altruistic.profiles, vec![vec![0, 1], vec![1, 0]]);
    let worst = [selfish, altruistic].map(|found| found.worst_welfare.clone());
    worst
        .map(|welfare| welfare.expect("an equilibrium"))
        .to_vec()
        .into()
}

fn falling() -> NormalForm<Rational> {
    bimatrix(&[[5, -6], [4, -7]], &[[0, -1], [4, 10]])
}

fn unique_equilibrium() -> Found {
    let diagram = PhaseDiagram::new(&falling(), &PhaseOptions::default()).expect("small");
    let only = |lambda: Rational| {
        let found = diagram.at(&lambda).expect("at least 0");
        assert_eq!(found.profiles.len(), 1);
        found.best_welfare.clone().expect("an equilibrium")
    };
    vec![
        only(Rational::ZERO),
        only(Rational::ONE),
        diagram.first_best().clone(),
    ]
    .into()
}

/// Both may delegate to a mediator, who cooperates for two and defects for one.
fn delegation() -> bool {
    let payoffs = DilemmaPayoffs::new(3, 0, 5, 1);
    let game = NormalForm::from_fn(&[3, 3], |player, profile| {
        let both = profile.iter().all(|&action| action == 2);
        let act = |action: usize| {
            if action == 2 {
                usize::from(!both)
            } else {
                action
            }
        };
        let (own, other) = (act(profile[player]), act(profile[1 - player]));
        payoffs.payoff(own, other).expect("an action").clone()
    })
    .expect("small");
    game.payoffs(&[2, 2]) == Ok(vec![Rational::from(3); 2])
        && game.is_pure_equilibrium(&[2, 2]).expect("valid")
}

/// What an outsider must promise, checked in the game with promises and against the sum of regrets.
fn promised(profile: &[usize], lambda: i64) -> Rational {
    let game = dilemma(3, 0, 5, 1);
    let lambda = Rational::from(lambda);
    let seen = cooperative(2, &lambda);
    let found = k_implementation(&game, profile, &seen).expect("valid");
    assert!(found.verify(&game, &seen));
    assert_eq!(found.cost, implementation_cost(&game, profile, &lambda));
    found.cost
}

/// The largest share to keep and its λ, checked in the game of shares and against the definition.
fn kept(game: NormalForm<Rational>, action: usize) -> (Rational, Rational) {
    let target = vec![action; game.space().players()];
    let found = self_interest_level(&game, &target, Concept::Dominant).expect("valid");
    assert!(found.verify(&game));
    let share = found.level().expect("a share").clone();
    let lambda = lambda_of_share(&share, target.len());
    assert_eq!(found.lambda(), Some(Extended::Finite(lambda.clone())));
    let defined = instances::self_interest_level(&game, action);
    assert_eq!(defined.as_ref(), Some(&share));
    (share, lambda)
}

fn kept_in_dilemma(r: i64, s: i64, t: i64, p: i64) -> Vec<Rational> {
    let (share, lambda) = kept(dilemma(r, s, t, p), 0);
    vec![share, lambda]
}

fn coalition() -> usize {
    let game = donation_game(10, 3, 10).expect("valid");
    let counts = prosocial_counts(&game, &Rational::ONE, &CountOptions::default());
    counts
        .expect("small")
        .as_well_off_from
        .expect("a coalition")
}

pub fn table() -> Vec<(&'static str, Computation)> {
    let cost = |lambda: i64| move || promised(&[0, 0], lambda);
    vec![
        row("selfishness.pd.3_0_5_1", || level(dilemma(3, 0, 5, 1))),
        row("selfishness.pd.5_0_6_1", || level(dilemma(5, 0, 6, 1))),
        row("selfishness.pd.3_1_4_2", || level(dilemma(3, 1, 4, 2))),
        row("selfishness.pd.2R_lt_TS", || level(dilemma(3, 0, 7, 1))),
        row("selfishness.npd.n4_b2_c1", || {
            level(donation_game(4, 2, 1).expect("valid"))
        }),
        row("selfishness.pgg.n3_c2", || public_good(3, "2", 1)),
        row("selfishness.pgg_grid.n3_c2", || public_good(3, "2", 4)),
        row("selfishness.pgg.n5_c2", || public_good(5, "2", 1)),
        row("selfishness.pgg.n4_c3/2", || public_good(4, "3/2", 1)),
        row("selfishness.pgg.n4_c3", || public_good(4, "3", 1)),
        row("selfishness.pgg_grid.n4_c3", || public_good(4, "3", 4)),
        row("selfishness.travelers.b2", || travelers(2)),
        row("selfishness.travelers.b5", || travelers(5)),
        row("selfishness.travelers.b10", || travelers(10)),
        row("selfishness.cournot_grid.n2_K4", || cournot_grid(2, 4)),
        row("selfishness.cournot_grid.n2_K10", || cournot_grid(2, 10)),
        row("selfishness.cournot_grid.n2_K20", || cournot_grid(2, 20)),
        row("selfishness.cournot_grid.n3_K6", || cournot_grid(3, 6)),
        row("selfishness.matching_pennies", || {
            level(matching_pennies(1).expect("valid"))
        }),
        row("selfishness.not_invariant_to_individual_scale", one_scaled),
        row("poa.linear_congestion.alpha_0", || triangle("0")),
        row("poa.linear_congestion.alpha_1/4", || triangle("1/4")),
        row("poa.linear_congestion.alpha_1/2", || triangle("1/2")),
        row("poa.linear_congestion.alpha_3/4", || triangle("3/4")),
        row("poa.linear_congestion.alpha_1", || triangle("1")),
        row("poa.linear_congestion.selfish", || {
            let game = congestion_triangle(&Rational::ZERO);
            price_of_anarchy(&game, &WeightMatrix::identity(3))
        }),
        row("poa.linear_congestion.alpha_1_ge1", || exchange("1")),
        row("poa.linear_congestion.alpha_3/2_ge1", || exchange("3/2")),
        row("poa.linear_congestion.lambda_0", || triangle_at("0", "0")),
        row("poa.linear_congestion.lambda_4", || triangle_at("4", "4/5")),
        row("poa.symmetric_singleton.alpha_0", || links("0")),
        row("poa.symmetric_singleton.alpha_1", || links("1")),
        row("poa.fair_cost_sharing.n3_alpha_0", || trap(3, "0")),
        row("poa.fair_cost_sharing.n3_alpha_1/2", || trap(3, "1/2")),
        row("poa.fair_cost_sharing.n4_alpha_1/4", || trap(4, "1/4")),
        row("pos.fair_cost_sharing.n2", || harmonic(2)),
        row("pos.fair_cost_sharing.n4", || harmonic(4)),
        row("pos.fair_cost_sharing.n6", || harmonic(6)),
        row("altruism_hurts.new_bad_equilibrium", new_bad_equilibrium),
        row("altruism_hurts.unique_ne_welfare_falls", unique_equilibrium),
        row("altruism_hurts.unique_ne_level", || level(falling())),
        row("kimpl.pd_CC", cost(0)),
        row("kimpl.pd_DD", || promised(&[1, 1], 0)),
        row("kimpl.pd_CC_lambda_0", cost(0)),
        row("kimpl.pd_CC_lambda_1", cost(1)),
        row("kimpl.pd_CC_lambda_2", cost(2)),
        row("mediator.pd", delegation),
        row("self_interest.pd.3_0_5_1", || kept_in_dilemma(3, 0, 5, 1)),
        row("self_interest.pd.2_-1_3_0", || kept_in_dilemma(2, -1, 3, 0)),
        row("self_interest.pd.5_0_6_1", || kept_in_dilemma(5, 0, 6, 1)),
        row("self_interest.pgg.n5_c2", || {
            let units = [Rational::ZERO, Rational::ONE];
            kept(public_goods(5, 1, &units, 2).expect("valid"), 1).0
        }),
        row("self_interest.npd.n3_b3_c2", || {
            kept(donation_game(3, 3, 2).expect("valid"), 0).0
        }),
        row("schelling.min_viable_coalition", coalition),
        row("gordon_schaefer.nash_rent_share_n2", || {
            commons(2, &Rational::ZERO).1
        }),
        row("gordon_schaefer.nash_rent_share_n5", || {
            commons(5, &Rational::ZERO).1
        }),
        row("commons.cournot_lambda.n2_l2.0", || commons(2, &q("2")).0),
        row("commons.cournot_lambda.n5_l2.0", || commons(5, &q("2")).0),
    ]
}

#[test]
fn the_dilemma_in_words_is_the_matrix() {
    assert_eq!(
        dilemma(3, 0, 5, 1).payoffs(&[1, 0]),
        symmetric(&[[3, 0], [5, 1]]).payoffs(&[1, 0])
    );
}
