//! The mechanisms whose audits are timed, and the questions asked.

use lacuna::game::ProfileSpace;
use lacuna::mechanism::OutsideOptions;
use lacuna::mechanism::examine::{
    BudgetStage, Capacity, Comparison, Coordinate, Examination, LinearCondition, Lottery,
    PaymentBounds, Relabelling, RevenueRule, Stage, Verdict, Witness,
};
use lacuna::mechanism::{Decision, MechanismTable, Setting, SettingError};
use lacuna::number::Rational;

/// One object, the highest bid wins, ties by lot, and pays the second highest; alternative 0 sells
/// nothing.
pub fn second_price(bidders: usize, values: usize) -> (Setting, MechanismTable) {
    let setting = Setting::private(&vec![values; bidders], bidders + 1, |bidder, own, sold| {
        Rational::from(if sold == bidder + 1 { own as i64 } else { 0 })
    })
    .expect("valid");
    let space = ProfileSpace::new(&vec![values; bidders]).expect("small");
    let decide = |bids: &[usize]| {
        let mut sorted = bids.to_vec();
        sorted.sort_unstable();
        let (most, price) = (sorted[bidders - 1], sorted[bidders - 2]);
        let winners = (0..bidders).filter(|&bidder| bids[bidder] == most);
        let branches = winners.map(|winner| {
            let mut transfers = vec![Rational::ZERO; bidders];
            transfers[winner] = Rational::from(-(price as i64));
            (winner + 1, transfers)
        });
        Decision::equally_likely(branches.collect()).expect("somebody wins")
    };
    let decisions = space.iter().map(|bids| decide(&bids)).collect();
    let table = MechanismTable::new(space, bidders + 1, decisions).expect("valid");
    (setting, table)
}

/// A buyer and a seller who trade if the buyer values the object at least as much, at the price in
/// the middle.
pub fn bilateral_trade(values: usize) -> (Setting, MechanismTable) {
    let setting = Setting::private(&[values, values], 2, |agent, own, trade| {
        let sign = [1, -1][agent];
        Rational::from(if trade == 1 { sign * own as i64 } else { 0 })
    })
    .expect("valid");
    let space = ProfileSpace::new(&[values, values]).expect("small");
    let decide = |types: &[usize]| {
        if types[0] < types[1] {
            return Decision::certain(0, vec![Rational::ZERO; 2]);
        }
        let price = Rational::new((types[0] + types[1]) as i64, 2).expect("not zero");
        Decision::certain(1, vec![-price.clone(), price])
    };
    let decisions = space.iter().map(|types| decide(&types)).collect();
    let table = MechanismTable::new(space, 2, decisions).expect("valid");
    (setting, table)
}

/// An answer in a form that can be compared.
#[derive(serde::Serialize)]
pub struct Answer {
    pub family: &'static str,
    pub comparisons: u64,
    pub violations: u64,
    pub least_slack: Option<f64>,
}

fn answer<W: Witness>(family: &'static str, verdict: &Verdict<W>) -> Answer {
    Answer {
        family,
        comparisons: verdict.comparisons(),
        violations: verdict.violations(),
        least_slack: verdict.least_slack().map(|slack| slack.to_f64()),
    }
}

/// Everything that mechaudit has a constraint family for.
pub fn audit(setting: &Setting, mechanism: &MechanismTable) -> Result<Vec<Answer>, SettingError> {
    let examination = Examination::new(setting, mechanism)?;
    let outside = OutsideOptions::default();
    let lottery = Lottery::InExpectation;
    let each = BudgetStage::ExPost(lottery);
    let one = || Rational::ONE;
    let usage = (0..setting.alternatives()).map(|a| Rational::from(i64::from(a > 0)));
    let capacity = Capacity::new(usage.collect())
        .with_least(Rational::ZERO)
        .with_most(one());
    let bounds = PaymentBounds::default()
        .with_floor(Rational::from(-10))
        .with_cap(Rational::from(10));
    let messages = vec![3, 1];
    let terms = vec![
        (
            Coordinate::Transfer {
                messages: messages.clone(),
                agent: 0,
            },
            Rational::from(-1),
        ),
        (
            Coordinate::Probability {
                messages,
                alternative: 1,
            },
            Rational::from(2),
        ),
    ];
    let custom = LinearCondition::new("custom", terms, Comparison::AtLeast, Rational::from(3));
    let (weak, strong) = (RevenueRule::no_deficit(), RevenueRule::balanced());
    let mut answers = vec![
        answer("dsic", &examination.dominant_strategy()?),
        answer("ex_post_ic", &examination.ex_post()?),
        answer("bic", &examination.bayesian()?),
        answer(
            "ex_ante_ir",
            &examination.participation(Stage::ExAnte, &outside)?,
        ),
        answer(
            "interim_ir",
            &examination.participation(Stage::Interim, &outside)?,
        ),
        answer(
            "ex_post_ir",
            &examination.participation(Stage::ExPost(lottery), &outside)?,
        ),
        answer(
            "no_subsidies",
            &examination.payments(&PaymentBounds::no_subsidies(), lottery)?,
        ),
        answer("payment_bounds", &examination.payments(&bounds, lottery)?),
        answer("weak_budget_balance", &examination.budget(&weak, each)?),
        answer(
            "weak_budget_balance ex ante",
            &examination.budget(&weak, BudgetStage::ExAnte)?,
        ),
        answer("strong_budget_balance", &examination.budget(&strong, each)?),
        answer(
            "strong_budget_balance ex ante",
            &examination.budget(&strong, BudgetStage::ExAnte)?,
        ),
        answer("capacity", &examination.capacity(&capacity, lottery)?),
        answer("custom", &examination.conditions(&[custom])?),
    ];
    if setting.alternatives() == 3 {
        let counts = setting.types();
        let relabelling = Relabelling::of_agents(vec![1, 0], counts, vec![0, 2, 1]);
        answers.push(answer("symmetry", &examination.symmetry(&relabelling)?));
    }
    Ok(answers)
}
