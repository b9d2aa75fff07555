//! What does not fit is refused, and says why.

use lacuna::game::{Game, NormalForm, SizeLimit};
use lacuna::mechanism::SettingError;
use lacuna::mechanism::principle::{
    ConditionalCommitment, CorrelatedRecommendation, Delegation, DepositRefund, Device, Gift,
    Implementation, InsurancePool, Leadership, Mandate, Mediator, OutcomePayments, Penalty,
    PigouvianTax, Play, PrePlayMessages, Restriction, SidePayment, Target, Transform, Transformed,
    VoluntaryDeposit,
};
use lacuna::number::Rational;

use crate::{dilemma, q};

fn refused(change: impl Transform) -> bool {
    change.apply(&dilemma()).is_err()
}

#[test]
fn parts_that_do_not_fit_the_game_are_refused() {
    let target = || Target::Profile(vec![0, 0]);
    let outside = || Target::Profile(vec![0, 2]);
    assert!(refused(Penalty::new(outside(), 1.into())));
    assert!(refused(Penalty::new(target(), (-1).into())));
    assert!(refused(
        Penalty::new(target(), 1.into()).with_fines(vec![1.into(); 3])
    ));
    assert!(refused(
        Penalty::new(target(), 1.into()).with_detection(q("3/2"))
    ));
    assert!(refused(
        Penalty::new(target(), 1.into()).with_detection(q("-1/2"))
    ));
    assert!(refused(
        Penalty::new(target(), 1.into()).with_provable(vec![vec![0]])
    ));
    assert!(refused(DepositRefund::new(target(), (-1).into())));
    assert!(refused(
        DepositRefund::new(target(), 1.into()).with_provable(vec![vec![3, 0]])
    ));
    assert!(refused(VoluntaryDeposit::new(outside(), 1.into())));
    assert!(refused(SidePayment::new(0, 0, 0, 1.into())));
    assert!(refused(SidePayment::new(0, 2, 0, 1.into())));
    assert!(refused(SidePayment::new(0, 1, 2, 1.into())));
    assert!(refused(SidePayment::new(0, 1, 0, (-1).into())));
    assert!(refused(OutcomePayments::new(vec![(
        vec![0, 0],
        vec![1.into()]
    )])));
    assert!(refused(Implementation::new(target(), (-1).into())));
    assert!(refused(Gift::new(vec![1.into()])));
    assert!(refused(InsurancePool::new(vec![1.into()], vec![])));
    assert!(refused(InsurancePool::new(
        vec![(-1).into(), 0.into()],
        vec![]
    )));
    assert!(refused(PigouvianTax::new(vec![0])));
    assert!(refused(Delegation::new(1, 1)));
    assert!(refused(Delegation::new(0, 2)));
    assert!(refused(Leadership::new(2)));
    assert!(refused(Restriction::new(vec![vec![0], vec![]])));
    assert!(refused(Restriction::new(vec![vec![0], vec![1, 1]])));
    assert!(refused(Restriction::new(vec![vec![0]])));
    assert!(refused(ConditionalCommitment::mutual(vec![0, 0], vec![1])));
    assert!(refused(ConditionalCommitment::mutual(
        vec![0, 0, 0],
        vec![1, 1, 1]
    )));
    let dangling = Device::new(0, vec![(1, 0)], 1);
    assert!(refused(ConditionalCommitment::new(vec![
        vec![dangling],
        vec![]
    ])));
    let mediator = || Mediator::new(vec![0, 0], vec![1, 1]);
    assert!(refused(
        mediator().with_mandate(Mandate::new(vec![], vec![]))
    ));
    assert!(refused(
        mediator().with_mandate(Mandate::new(vec![1, 0], vec![0, 0]))
    ));
    assert!(refused(
        mediator().with_mandate(Mandate::new(vec![2], vec![0]))
    ));
    let half = Mandate::lottery(vec![0], vec![(q("1/2"), vec![0])]);
    assert!(refused(mediator().with_mandate(half)));
    assert!(refused(CorrelatedRecommendation::private(vec![(
        q("1/2"),
        vec![0, 0]
    )])));
    assert!(refused(CorrelatedRecommendation::private(vec![(
        q("1"),
        vec![0, 2]
    )])));
    assert!(refused(PrePlayMessages::cheap(vec![2])));
    assert!(refused(PrePlayMessages::cheap(vec![2, 0])));
    assert!(refused(PrePlayMessages::announcements_of(vec![2])));
    assert!(refused(
        PrePlayMessages::announcements().with_lying_cost((-1).into())
    ));
}

#[test]
fn plans_that_are_too_many_are_counted_and_not_written_out() {
    let wide = NormalForm::from_fn(&[10, 10], |_, _| Rational::ZERO).expect("small");
    // 10 · 10¹⁰ strategies each.
    let talk = PrePlayMessages::announcements().apply(&wide);
    assert!(matches!(talk, Err(SettingError::Game(_))), "{talk:?}");
    let many = NormalForm::from_fn(&[40, 40], |_, _| Rational::ZERO).expect("small");
    let talk = PrePlayMessages::announcements().apply(&many);
    assert!(
        matches!(talk, Err(SettingError::TooLarge { .. })),
        "{talk:?}"
    );
    assert!(Leadership::new(0).apply(&many).is_err());
    let limit = SizeLimit::payoffs(100);
    let talk = PrePlayMessages::cheap(vec![2, 2]).with_size_limit(limit);
    // Two players with 8 strategies each: 128 payoffs.
    assert!(talk.apply(&dilemma()).is_err());
    assert!(
        talk.with_size_limit(SizeLimit::payoffs(128))
            .apply(&dilemma())
            .is_ok()
    );
}

#[test]
fn a_change_of_ones_own_is_checked() {
    let game = dilemma();
    let made = |plays: fn(&[usize]) -> Vec<Play>| {
        let name = |_, action: usize| action.to_string();
        Transformed::new(&game, &[2, 2], SizeLimit::default(), plays, name)
    };
    assert!(made(|profile| vec![Play::certain(profile.to_vec())]).is_ok());
    assert!(made(|_| vec![]).is_err());
    assert!(made(|_| vec![Play::certain(vec![0, 2])]).is_err());
    assert!(made(|_| vec![Play::paid(vec![0, 0], vec![1.into()])]).is_err());
    let half = |profile: &[usize]| {
        let free = vec![Rational::ZERO; 2];
        vec![Play::new(
            Rational::new(1, 2).unwrap_or_default(),
            profile.to_vec(),
            free,
        )]
    };
    assert!(matches!(
        made(half),
        Err(SettingError::ProbabilitySum { .. })
    ));
    let same = made(|profile| vec![Play::certain(profile.to_vec())]).expect("the same game");
    assert!(same.plays(&[2, 0]).is_err() && same.burnt(&[0]).is_err());
    assert_eq!(same.game().player_name(0), Some("0"));
}

#[test]
fn definitions_survive_serde() {
    let mediator = Mediator::new(vec![0, 0], vec![1, 1])
        .with_mandate(Mandate::lottery(vec![0], vec![(q("1"), vec![0])]));
    let text = serde_json::to_string(&mediator).expect("json");
    assert_eq!(
        serde_json::from_str::<Mediator>(&text).expect("own output"),
        mediator
    );
    let penalty = Penalty::new(Target::WelfareOptimum, q("1/3")).with_detection(q("1/2"));
    let text = serde_json::to_string(&penalty).expect("json");
    assert_eq!(
        serde_json::from_str::<Penalty>(&text).expect("own output"),
        penalty
    );
    let talk = PrePlayMessages::announcements_of(vec![1]).with_lying_cost(q("2"));
    let text = serde_json::to_string(&talk).expect("json");
    assert_eq!(
        serde_json::from_str::<PrePlayMessages>(&text).expect("own output"),
        talk
    );
}
