//! Other-regarding preferences.

use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::preference::slider::{self, ITEMS, OPTIONS};
use lacuna::preference::{
    BenevolentSystem, ConstantElasticity, ConvexAltruism, Cooperative,
    EquityReciprocityCompetition, FehrSchmidt, GroupAverage, HomoMoralis, Levine, OrientationClass,
    Outcome, Perceived, Preference, PreferenceError, RewardSharing, SocialValueAngle,
    UniformBenevolence, WeightMatrix, WeightOnOthers, WeightSplit, rabin,
};

use super::found::{Computation, Found, row};
use super::support::instances::{head_moves_last, zero_of_linear};
use super::support::{q, ratio, symmetric};

fn exact(rows: &[[&str; 2]; 2]) -> Vec<Vec<Rational>> {
    rows.iter().map(|row| row.map(q).to_vec()).collect()
}

fn parameters() -> Found {
    let two = Cooperative::new(q("2")).expect("at least 0");
    let of = |parameter: &Rational| Found::from(parameter.clone());
    let benevolence = UniformBenevolence::from_lambda(&two, 3).expect("in range");
    let convex = ConvexAltruism::from_lambda(&two).expect("in range");
    let group = GroupAverage::from_lambda(&two, 3).expect("in range");
    let others = WeightOnOthers::from_lambda(&two).expect("in range");
    let split = WeightSplit::from_lambda(&two).expect("in range");
    let sharing = RewardSharing::from_lambda(&two, 3).expect("in range");
    let angle = SocialValueAngle::from_lambda(&two).expect("in range");
    Found::Fields(vec![
        ("a", of(convex.altruism())),
        ("gamma", of(group.group_weight())),
        ("rho", of(others.weight())),
        ("xi", of(split.weight())),
        ("share", of(sharing.kept())),
        ("bergstrom", of(benevolence.coefficient())),
        ("svo_deg", angle.degrees().into()),
    ])
}

fn benevolent_pair() -> Vec<Rational> {
    let system = BenevolentSystem::new(exact(&[["0", "1/2"], ["1/4", "0"]])).expect("below 1");
    let payoffs = [q("1"), q("2")];
    let outcome = Outcome::new(&payoffs);
    (0..2).map(|i| system.perceived(i, &outcome)).collect()
}

/// The system is refused; its inverse shows why.
fn too_benevolent() -> Vec<Vec<Rational>> {
    match BenevolentSystem::new(exact(&[["0", "2"], ["2", "0"]])) {
        Err(PreferenceError::SpectralRadius { radius, .. }) => {
            assert!((radius - 2.0).abs() < 1e-9);
        }
        other => panic!("{other:?}"),
    }
    let complement = WeightMatrix::new(exact(&[["1", "-2"], ["-2", "1"]])).expect("square");
    let inverse = complement.inverse().expect("regular");
    inverse.rows().map(<[Rational]>::to_vec).collect()
}

/// The angle of one who always takes the option with the greatest value.
fn angle_of(value: impl Fn(i64, i64) -> i64) -> f64 {
    let choices = ITEMS.map(|item| {
        let options = item.options();
        (0..OPTIONS)
            .max_by_key(|&option| value(options[option].0, options[option].1))
            .expect("nine options")
    });
    slider::measure(&choices).expect("six choices").degrees()
}

/// The least and the greatest angle of one with this weight on the other who may take any option of
/// one item.
fn angles_with_free_item(weight: i64, free: usize) -> Vec<f64> {
    let mut angles: Vec<f64> = (0..OPTIONS)
        .map(|option| {
            let mut choices = ITEMS.map(|item| item.best_options(&Rational::from(weight))[0]);
            choices[free] = option;
            slider::measure(&choices).expect("six choices").degrees()
        })
        .collect();
    angles.sort_by(f64::total_cmp);
    vec![angles[0], angles[OPTIONS - 1]]
}

fn boundaries() -> Vec<f64> {
    let altruist = angle_of(|_, other| other);
    let joint = angles_with_free_item(1, 4);
    let own = angles_with_free_item(0, 0);
    let competitor = angle_of(|own, other| own - other);
    let midpoints = vec![
        (altruist + joint[1]) / 2.0,
        (joint[0] + own[1]) / 2.0,
        (own[0] + competitor) / 2.0,
    ];
    let constants = [
        OrientationClass::ALTRUISTIC_ABOVE,
        OrientationClass::PROSOCIAL_ABOVE,
        OrientationClass::INDIVIDUALISTIC_ABOVE,
    ];
    for (midpoint, constant) in midpoints.iter().zip(constants) {
        assert!((midpoint - constant).abs() < 0.01);
    }
    midpoints
}

fn item_four() -> Vec<Vec<Rational>> {
    let options = ITEMS[3].options();
    options
        .map(|(own, other)| vec![Rational::from(own), Rational::from(other)])
        .to_vec()
}

fn accepted(alpha: &str) -> Rational {
    let averse = FehrSchmidt::new(q(alpha), Rational::ZERO).expect("in range");
    averse.smallest_accepted_share()
}

fn dictator() -> Rational {
    let player = EquityReciprocityCompetition::new(q("1"), q("4")).expect("in range");
    player.dictator_share(&Rational::ONE)
}

fn demand() -> f64 {
    let giver = ConstantElasticity::new(0.7, -1.0).expect("in range");
    let kept = giver.self_demand(0.5, 10.0).expect("in range");
    kept.expect("one best division")
}

fn regard() -> Rational {
    let pair = Levine::new(vec![q("0.29"), q("-0.9")], q("0.45")).expect("in range");
    pair.weights(2).expect("two").entry(0, 1).clone()
}

/// From which degree of morality on the first action is a best response to itself.
fn morality_needed(payoffs: &[[i64; 2]; 2]) -> Rational {
    let game = symmetric(payoffs);
    let gain = |kappa: &Rational| {
        let moral = HomoMoralis::new(kappa.clone()).expect("in range");
        let seen = Perceived::new(&game, moral).expect("symmetric");
        seen.payoff(0, &[1, 0]) - seen.payoff(0, &[0, 0])
    };
    zero_of_linear(&Rational::ZERO, &Rational::ONE, gain)
}

fn kind_utilities() -> Vec<Rational> {
    let small = [["0.3", "0"], ["0.5", "0.1"]];
    let game = NormalForm::symmetric(&exact(&small)).expect("square");
    assert_eq!(rabin::is_fairness_equilibrium(&game, &[0, 0]), Ok(true));
    (0..2)
        .map(|action| rabin::utility(&game, 0, action, &[0, 0]).expect("two players"))
        .collect()
}

/// The kid earns 12a − a², which is most at a = 6, the head 100 − 8a; gifts go in halves.
fn kid_of_transferable_family() -> usize {
    let income = |gift: usize, a: usize| {
        let (gift, a) = (ratio(gift as i64, 2), a as i64);
        [
            Rational::from(100 - 8 * a) - &gift,
            Rational::from(12 * a - a * a) + &gift,
        ]
    };
    head_moves_last(101, 9, income).0
}

/// The kid enjoys leisure l on a grid of eighths; the family has 3 − 2l to consume.
fn lazy_kid() -> Vec<Rational> {
    let family = |eighths: usize, choice: usize| {
        let (share, leisure) = (ratio(eighths as i64, 8), ratio(choice as i64 + 1, 8));
        let income = Rational::from(3) - Rational::from(2) * &leisure;
        [
            (Rational::ONE - &share) * &income,
            share * &income * &leisure,
        ]
    };
    let (kid, head) = head_moves_last(9, 8, family);
    vec![ratio(kid as i64 + 1, 8), ratio(head as i64 + 1, 8)]
}

pub fn table() -> Vec<(&'static str, Computation)> {
    vec![
        row("param.lambda2_n3", parameters),
        row("bergstrom.2p", benevolent_pair),
        row("bergstrom.bad", too_benevolent),
        row("svo.altruist", || angle_of(|_, other| other)),
        row("svo.competitor", || angle_of(|own, other| own - other)),
        row("svo.individualist_range", || angles_with_free_item(0, 0)),
        row("svo.joint_max_range", || angles_with_free_item(1, 4)),
        row("svo.inequality_averse", || {
            angle_of(|own, other| -(own - other).abs())
        }),
        row("svo.boundaries", boundaries),
        row("svo.item4_options", item_four),
        row("fs.ultimatum_threshold.alpha_0.5", || accepted("1/2")),
        row("fs.ultimatum_threshold.alpha_1.0", || accepted("1")),
        row("erc.dictator", dictator),
        row("ces.self_demand.a0.7_rho-1.0", demand),
        row("levine.weight", regard),
        row("homo_moralis.donation_threshold", || {
            morality_needed(&[[2, -1], [3, 0]])
        }),
        row("homo_moralis.pd_CC_NE", || {
            morality_needed(&[[3, 0], [5, 1]])
        }),
        row("rabin.pd_scaled", kind_utilities),
        row("rotten_kid.transferable", kid_of_transferable_family),
        row("rotten_kid.lazy_failure", lazy_kid),
    ]
}
