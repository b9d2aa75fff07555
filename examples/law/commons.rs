//! Five fishers and a lake: six months under a compact, with a drought, a fisher who takes too
//! much, and an amendment.

use std::error::Error;

use lacuna::contract::law::{
    ActionKind, AmendmentReport, AmendmentTerms, CheckOptions, CheckedLaw, Court, Enforcer,
    Evidence, FailurePolicy, Law, LeftOver, Observable, Reading, Ruling,
};
use lacuna::number::Rational;

pub const FISHERS: [&str; 5] = ["John", "Kate", "Jack", "Emma", "Luke"];

/// What everybody wants to catch, and whether it rains.
const MONTHS: [([i64; 5], Season); 6] = [
    ([10, 10, 10, 10, 10], Season::Calm),
    ([10, 10, 16, 10, 10], Season::Calm),
    ([10, 10, 16, 10, 10], Season::Calm),
    ([10, 10, 10, 10, 10], Season::Drought),
    ([5, 5, 12, 5, 5], Season::Calm),
    ([5, 5, 5, 5, 5], Season::Calm),
];

/// After this month the compact is amended.
pub const AMENDED_AFTER: usize = 4;

const CAPACITY: i64 = 100;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Season {
    Calm,
    Drought,
}

impl Season {
    pub fn name(self) -> &'static str {
        match self {
            Season::Calm => "calm",
            Season::Drought => "drought",
        }
    }
}

/// One month.
pub struct Month {
    pub season: Season,
    pub stock: Rational,
    pub wanted: Vec<Rational>,
    pub caught: Vec<Rational>,
    /// What each fisher receives in all three hooks.
    pub money: Vec<Rational>,
    pub destroyed: Rational,
    pub offences: Vec<u64>,
    pub deposits: Rational,
    /// None once the pool is dissolved.
    pub relief: Option<Rational>,
}

/// Six months.
pub struct History {
    pub compact: CheckedLaw,
    pub amendment: CheckedLaw,
    /// Why the amendment is refused as long as nobody says what becomes of the pool.
    pub refusal: String,
    pub terms: AmendmentReport,
    pub months: Vec<Month>,
    /// What each fisher paid (negative) or received in all, the refund of the pool included.
    pub total: Vec<Rational>,
    pub destroyed: Rational,
    pub held: Rational,
    pub failures: u64,
}

fn court() -> Result<Court, Box<dyn Error>> {
    Ok(Court::new(FISHERS, ActionKind::quantity("catch"))?
        .with_observable(Observable::quantity("stock"))?
        .with_observable(Observable::labels("season", ["calm", "drought"]))?
        .with_observable(Observable::quantity("month"))?
        .with_hidden("cost", "what a trip costs is known to the fisher alone")?)
}

pub fn history() -> Result<History, Box<dyn Error>> {
    let court = court()?;
    let options = CheckOptions::default();
    let compact = Law::parse_and_check(include_str!("compact.law"), &court, &options)?;
    let amendment = Law::parse_and_check(include_str!("amendment.law"), &court, &options)?;
    let mut enforcer = Enforcer::new(compact.clone(), FailurePolicy::Abort)?;
    let mut months = Vec::new();
    let mut total = vec![Rational::ZERO; FISHERS.len()];
    let mut destroyed = Rational::ZERO;
    let mut amended = None;
    let mut stock = Rational::from(CAPACITY);
    for (number, (wanted, season)) in MONTHS.into_iter().enumerate() {
        let wanted: Vec<Rational> = wanted.into_iter().map(Rational::from).collect();
        let month = one_month(&mut enforcer, number + 1, stock, wanted, season)?;
        add(&mut total, &month.money);
        destroyed += &month.destroyed;
        stock = regrown(&month);
        months.push(month);
        if number + 1 == AMENDED_AFTER {
            // Nobody has said what becomes of the pool, so that this changes nothing.
            let terms = AmendmentTerms::default();
            let refusal = match enforcer.amend(amendment.clone(), &terms) {
                Err(error) => error.to_string(),
                Ok(_) => return Err("an amendment that loses money was accepted".into()),
            };
            let refund = terms.with_left_over(LeftOver::Refund);
            let report = enforcer.amend(amendment.clone(), &refund)?;
            add(&mut total, &report.payments);
            destroyed += &report.forfeited;
            amended = Some((refusal, report));
        }
    }
    let (refusal, terms) = amended.ok_or("the compact was never amended")?;
    Ok(History {
        compact,
        amendment,
        refusal,
        terms,
        months,
        total,
        destroyed,
        held: enforcer.ledgers().total_held(),
        failures: enforcer.failures().total(),
    })
}

fn one_month(
    enforcer: &mut Enforcer,
    month: usize,
    stock: Rational,
    wanted: Vec<Rational>,
    season: Season,
) -> Result<Month, Box<dyn Error>> {
    let mut money = vec![Rational::ZERO; FISHERS.len()];
    let mut destroyed = Rational::ZERO;
    let mut book = |ruling: &Ruling| {
        add(&mut money, ruling.transfers());
        destroyed += ruling.destroyed();
    };
    let seen = |stock: &Rational, actions: Vec<Reading>| Evidence {
        actions,
        observations: vec![
            vec![Reading::Quantity(stock.clone())],
            vec![Reading::Label(season as usize)],
            vec![Reading::Quantity(Rational::from(month as i64))],
        ],
    };
    book(enforcer.start(&seen(&stock, Vec::new()))?);
    let chosen = wanted.iter().cloned().map(Reading::Quantity).collect();
    let ruling = enforcer.resolve(&seen(&stock, chosen))?;
    book(ruling);
    let realised = ruling.actions().to_vec();
    let caught: Vec<Rational> = realised
        .iter()
        .map(|reading| match reading {
            Reading::Quantity(catch) => catch.clone(),
            _ => Rational::ZERO,
        })
        .collect();
    let left = &stock - caught.iter().sum::<Rational>();
    book(enforcer.end(&seen(&left, realised))?);
    let ledgers = enforcer.ledgers();
    let players = 0..FISHERS.len();
    Ok(Month {
        season,
        stock,
        wanted,
        caught,
        offences: players
            .clone()
            .filter_map(|player| ledgers.counter("offences", player))
            .collect(),
        deposits: players
            .filter_map(|player| ledgers.escrow("deposit", player))
            .sum(),
        relief: ledgers.pool("relief"),
        money,
        destroyed,
    })
}

fn add(sums: &mut [Rational], amounts: &[Rational]) {
    for (sum, amount) in sums.iter_mut().zip(amounts) {
        *sum += amount;
    }
}

/// What is left doubles in a calm month and grows by half in a drought, up to what the lake holds.
fn regrown(month: &Month) -> Rational {
    let left = &month.stock - month.caught.iter().sum::<Rational>();
    let grown = match month.season {
        Season::Calm => left * Rational::from(2),
        Season::Drought => (left * Rational::from(3))
            .checked_div(&Rational::from(2))
            .unwrap_or_default()
            .floor(),
    };
    grown.min(Rational::from(CAPACITY))
}
