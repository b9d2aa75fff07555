//! The compact of the example `law`, month by month, against numbers worked out by hand.

#[allow(dead_code)]
#[path = "../../examples/law/commons.rs"]
mod commons;

use lacuna::number::Rational;

use super::q;

fn numbers(texts: [i64; 5]) -> Vec<Rational> {
    texts.map(Rational::from).to_vec()
}

#[test]
fn the_compact_does_what_a_hand_computation_says() {
    let history = commons::history().expect("the laws of the example are laws");
    let months = &history.months;
    // All are left with half of the lake, which doubles; Jack leaves less; the drought caps
    // everybody at a tenth of 64.
    let stocks = [100, 100, 88, 64, 51, 48].map(Rational::from);
    assert!(months.iter().map(|month| &month.stock).eq(&stocks));
    // Deposit and premium; a sanction of 6·1 and then 6·2, and a share of Jack's deposit, which he
    // tops up by 4; a payout of 3 in the drought; 7·3 after the amendment; deposits go back.
    let money = [
        [-6, -6, -6, -6, -6],
        [0, 0, -7, 0, 0],
        [0, 0, -17, 0, 0],
        [2, 2, -2, 2, 2],
        [0, 0, -21, 0, 0],
        [5, 5, 5, 5, 5],
    ];
    for (month, expected) in months.iter().zip(money) {
        assert_eq!(month.money, numbers(expected));
    }
    assert_eq!(months[3].caught, numbers([6; 5]));
    assert_eq!(months[4].caught, numbers([5, 5, 7, 5, 5]));
    assert_eq!(months[5].offences, [0, 0, 3, 0, 0]);
    let relief: Vec<Option<Rational>> = months.iter().map(|month| month.relief.clone()).collect();
    let pool = |balance: i64| Some(Rational::from(balance));
    assert_eq!(relief, [pool(5), pool(10), pool(15), pool(5), None, None]);
    // The pool of 5 is refunded equally, and everything is accounted for.
    assert_eq!(history.terms.payments, numbers([1; 5]));
    assert_eq!(history.total, numbers([2, 2, -47, 2, 2]));
    assert_eq!(history.destroyed, q("39"));
    let paid: Rational = history.total.iter().sum();
    assert!((paid + &history.destroyed + &history.held).is_zero());
    assert_eq!(history.failures, 0);
    assert!(history.refusal.contains("relief"));
}
