//! Sealed bids for one object.

use super::definition::{Cases, all_of, dominance, messages, participation, selfish};
use super::groves::decides_as;
use super::sense::FewProfiles;
use crate::mechanism::auction::{Pricing, SealedBid, Ties, one_object};
use crate::mechanism::examine::{Examination, Lottery, Stage};
use crate::mechanism::groves::Groves;
use crate::mechanism::{
    Branch, Decision, Mechanism, MechanismTable, OutsideOptions, Setting, Strategies,
};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// An auction of one object in which bids are the values that bidders may have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuctionCase {
    /// What each bidder may value the object at, ascending.
    pub values: Vec<Vec<Rational>>,
    /// What is paid.
    pub pricing: Pricing,
    /// The least bid that counts.
    pub reserve: Rational,
    /// Who wins among equal bids.
    pub ties: Ties,
}

impl AuctionCase {
    /// An auction without a reserve price (bids below 0 do not count), with ties broken by lot.
    pub fn new(values: Vec<Vec<Rational>>, pricing: Pricing) -> Self {
        AuctionCase {
            values,
            pricing,
            reserve: Rational::ZERO,
            ties: Ties::Lottery,
        }
    }

    /// The same with a reserve price.
    #[must_use]
    pub fn with_reserve(mut self, reserve: Rational) -> Self {
        self.reserve = reserve;
        self
    }

    /// The same with other ties.
    #[must_use]
    pub fn with_ties(mut self, ties: Ties) -> Self {
        self.ties = ties;
        self
    }

    fn setting(&self) -> Result<Setting, TheoremError> {
        let counts: Vec<usize> = self.values.iter().map(Vec::len).collect();
        let worth = |bidder: usize, own: usize, given: usize| match given == 1 + bidder {
            true => self.values[bidder][own].clone(),
            false => Rational::ZERO,
        };
        Ok(Setting::private(&counts, 1 + counts.len(), worth)?)
    }

    fn auction(&self) -> Result<SealedBid, TheoremError> {
        let auction = SealedBid::new(self.values.clone(), 1, self.pricing)?;
        Ok(auction
            .with_reserve(self.reserve.clone())
            .with_ties(self.ties.clone())?)
    }

    /// What happens after some bids, from the rules.
    fn decide(&self, said: &[usize]) -> Result<Decision, TheoremError> {
        let bid = |bidder: usize| &self.values[bidder][said[bidder]];
        let bidders = 0..said.len();
        let counted: Vec<usize> = bidders.filter(|&i| *bid(i) >= self.reserve).collect();
        let nothing = vec![Rational::ZERO; said.len()];
        let Some(most) = counted.iter().map(|&i| bid(i)).max() else {
            return Ok(Decision::certain(0, nothing));
        };
        let mut tied: Vec<usize> = (counted.iter().copied())
            .filter(|&i| bid(i) == most)
            .collect();
        if let Ties::Priority(order) = &self.ties {
            let first = order.iter().find(|i| tied.contains(i));
            tied = first.into_iter().copied().collect();
        }
        let share = Rational::from(tied.len()).recip().unwrap_or_default();
        let branches = tied.iter().map(|&winner| {
            let others = counted.iter().filter(|&&i| i != winner).map(|&i| bid(i));
            let second = others.max().unwrap_or(&self.reserve).clone();
            let mut transfers = nothing.clone();
            match self.pricing {
                Pricing::HighestLosingBid => transfers[winner] = -second,
                Pricing::AllPay => counted.iter().for_each(|&i| transfers[i] = -bid(i)),
                // One object: the winning bid is the lowest that wins.
                _ => transfers[winner] = -most,
            }
            Branch::new(share.clone(), 1 + winner, transfers)
        });
        Ok(Decision::lottery(branches.collect())?)
    }

    fn table(&self) -> Result<MechanismTable, TheoremError> {
        let space = self.setting()?.few_profiles()?;
        let decisions: Result<Vec<Decision>, TheoremError> =
            space.iter().map(|said| self.decide(&said)).collect();
        Ok(MechanismTable::new(
            space,
            1 + self.values.len(),
            decisions?,
        )?)
    }
}

/// A second-price auction is truthful.
///
/// ```
/// use lacuna::mechanism::auction::Pricing;
/// use lacuna::number::Rational;
/// use lacuna::theorem::mechanisms::{AuctionCase, SecondPriceIsTruthful};
/// use lacuna::theorem::{Theorem, Verdict, weaken};
///
/// let values = vec![(0..=2).map(Rational::from).collect::<Vec<_>>(); 2];
/// let second = AuctionCase::new(values.clone(), Pricing::HighestLosingBid);
/// assert_eq!(SecondPriceIsTruthful.check(&second)?, Verdict::Holds);
/// let first = AuctionCase::new(values, Pricing::OwnBid);
/// let without = weaken(SecondPriceIsTruthful, "the_winner_pays_the_highest_losing_bid")?;
/// assert!(matches!(without.check(&first)?, Verdict::Refuted(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondPriceIsTruthful;

impl Theorem for SecondPriceIsTruthful {
    type Instance = AuctionCase;

    fn statement(&self) -> Statement {
        Statement::new("second_price_is_truthful", "Vickrey's auction")
            .saying(
                "If the highest bid wins one object and pays the highest bid that does not, or \
                 the reserve price, bidding one's value is a dominant strategy, and nobody \
                 honest loses, however ties are broken.",
            )
            .from_source("Vickrey, 1961")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<AuctionCase>> {
        vec![Hypothesis::new(
            "the_winner_pays_the_highest_losing_bid",
            "The price is the highest bid that does not win, or the reserve price.",
            |case: &AuctionCase| {
                Ok(Finding::when(
                    case.pricing == Pricing::HighestLosingBid,
                    || format!("the pricing is {:?}", case.pricing),
                ))
            },
        )]
    }

    fn conclusion(&self, case: &AuctionCase) -> Result<Finding, TheoremError> {
        let (setting, auction) = (case.setting()?, case.auction()?);
        let truth = Strategies::truthful(&setting);
        let examination = Examination::new(&setting, &auction)?;
        let cases = dominance(&setting, &auction, &truth, &selfish(&setting))?;
        let content = participation(&setting, &auction)?;
        let (outside, stage) = (
            OutsideOptions::default(),
            Stage::ExPost(Lottery::EachBranch),
        );
        all_of![
            decides_as(&auction, &case.table()?),
            cases.finding(),
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            content.finding(),
            content.agree(
                "participation",
                &examination.participation(stage, &outside)?,
                &examination
            ),
        ]
    }
}

/// Who pays its own bid had better bid less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstPriceIsNotTruthful;

impl Theorem for FirstPriceIsNotTruthful {
    type Instance = AuctionCase;

    fn statement(&self) -> Statement {
        Statement::new("first_price_is_not_truthful", "Shading")
            .saying(
                "If the highest bid wins and is paid, and a lower bid of some bidder could win, \
                 too, bidding one's value is not a dominant strategy: honest bids gain nothing, \
                 and the lower bid gains something.",
            )
            .from_source("Vickrey, 1961")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<AuctionCase>> {
        vec![
            Hypothesis::new(
                "the_winner_pays_its_bid",
                "The price is the bid that wins.",
                |case: &AuctionCase| {
                    Ok(Finding::when(case.pricing == Pricing::OwnBid, || {
                        format!("the pricing is {:?}", case.pricing)
                    }))
                },
            ),
            Hypothesis::new(
                "a_lower_bid_may_win",
                "Some bidder wins, against some bids, with a bid that is not its highest.",
                |case: &AuctionCase| {
                    for said in &case.setting()?.few_profiles()? {
                        for bidder in 0..said.len() {
                            let lower = said[bidder] + 1 < case.values[bidder].len();
                            if lower && case.decide(&said)?.probability(1 + bidder).is_positive() {
                                return Ok(Finding::Holds);
                            }
                        }
                    }
                    Ok(Finding::fails("only highest bids win"))
                },
            ),
        ]
    }

    fn conclusion(&self, case: &AuctionCase) -> Result<Finding, TheoremError> {
        let (setting, auction) = (case.setting()?, case.auction()?);
        let truth = Strategies::truthful(&setting);
        let examination = Examination::new(&setting, &auction)?;
        let utility = selfish(&setting);
        let cases = dominance(&setting, &auction, &truth, &utility)?;
        // An honest bid never gains anything.
        let mut honest = Cases::default();
        for said in &messages(&auction)? {
            for bidder in 0..said.len() {
                let payoff = utility(bidder, &said, &auction.decide(&said));
                honest.record(payoff.abs(), || {
                    format!("bidder {bidder} has {payoff} after honest bids {said:?}")
                });
            }
        }
        all_of![
            decides_as(&auction, &case.table()?),
            honest.finding(),
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            Finding::when(!cases.hold(), || "honest bids are dominant".to_owned()),
        ]
    }
}

/// With one object Clarke's mechanism is the second-price auction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClarkeIsASecondPriceAuction;

impl Theorem for ClarkeIsASecondPriceAuction {
    type Instance = AuctionCase;

    fn statement(&self) -> Statement {
        Statement::new(
            "clarke_is_a_second_price_auction",
            "Clarke's auction is Vickrey's",
        )
        .saying(
            "For one object Clarke's mechanism and the second-price auction in which bids of at \
                 least 0 count decide the same after all reports, if both break ties by the same \
                 order, with keeping the object last.",
        )
        .from_source("Vickrey, 1961; Clarke, 1971")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<AuctionCase>> {
        vec![
            Hypothesis::new(
                "the_winner_pays_the_highest_losing_bid",
                "The price is the highest bid that does not win.",
                |case: &AuctionCase| {
                    Ok(Finding::when(
                        case.pricing == Pricing::HighestLosingBid,
                        || format!("the pricing is {:?}", case.pricing),
                    ))
                },
            ),
            Hypothesis::new(
                "no_reserve_price",
                "All bids that are not negative count, and no price is above 0 without a rival.",
                |case: &AuctionCase| {
                    Ok(Finding::when(case.reserve.is_zero(), || {
                        format!("a reserve price of {}", case.reserve)
                    }))
                },
            ),
            Hypothesis::new(
                "ties_have_an_order",
                "Ties are not broken by lot.",
                |case: &AuctionCase| {
                    Ok(Finding::when(
                        matches!(case.ties, Ties::Priority(_)),
                        || "ties are broken by lot".to_owned(),
                    ))
                },
            ),
        ]
    }

    fn conclusion(&self, case: &AuctionCase) -> Result<Finding, TheoremError> {
        let setting = one_object(&case.values)?;
        let bidders: Vec<usize> = match &case.ties {
            Ties::Priority(order) => order.clone(),
            Ties::Lottery => (0..case.values.len()).collect(),
        };
        let order = bidders.iter().map(|bidder| 1 + bidder).chain([0]).collect();
        let clarke = Groves::clarke(&setting)?.with_order(order)?;
        let auction = case.auction()?;
        for said in &messages(&auction)? {
            let (own, other) = (auction.decide(&said), clarke.decide(&said));
            if own != other {
                return Ok(Finding::fails(format!(
                    "after bids {said:?} the auction decides {own:?}, and Clarke {other:?}"
                )));
            }
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::mechanisms::draws::{grids, orders};
    use crate::theorem::{Drawn, strategy};

    /// Two or three bidders with up to three values from `least` on, with ties between bidders.
    fn cases(least: i64, pricing: BoxedStrategy<Pricing>) -> BoxedStrategy<AuctionCase> {
        let grid = grids(least..=2, 2);
        (
            prop_oneof![2 => vec(grid.clone(), 2), 1 => vec(grid, 3)],
            pricing,
        )
            .prop_flat_map(|(values, pricing)| {
                let ties = prop_oneof![
                    Just(Ties::Lottery),
                    orders(values.len()).prop_map(Ties::Priority)
                ];
                let reserve = prop_oneof![Just(Rational::ZERO), strategy::rationals(0..=4, 2)];
                (ties, reserve).prop_map(move |(ties, reserve)| {
                    AuctionCase::new(values.clone(), pricing)
                        .with_reserve(reserve)
                        .with_ties(ties)
                })
            })
            .boxed()
    }

    fn any_pricing() -> BoxedStrategy<Pricing> {
        prop_oneof![
            Just(Pricing::OwnBid),
            Just(Pricing::LowestWinningBid),
            Just(Pricing::AllPay)
        ]
        .boxed()
    }

    impl Drawn for SecondPriceIsTruthful {
        fn instances(&self) -> BoxedStrategy<AuctionCase> {
            cases(-1, Just(Pricing::HighestLosingBid).boxed())
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<AuctionCase> {
            cases(0, any_pricing())
        }
    }

    impl Drawn for FirstPriceIsNotTruthful {
        fn instances(&self) -> BoxedStrategy<AuctionCase> {
            cases(0, Just(Pricing::OwnBid).boxed())
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<AuctionCase> {
            match hypothesis {
                "the_winner_pays_its_bid" => cases(0, Just(Pricing::HighestLosingBid).boxed()),
                _ => self.instances(),
            }
        }
    }

    impl Drawn for ClarkeIsASecondPriceAuction {
        fn instances(&self) -> BoxedStrategy<AuctionCase> {
            cases(-1, Just(Pricing::HighestLosingBid).boxed())
                .prop_flat_map(|case| {
                    let order = orders(case.values.len());
                    order.prop_map(move |order| {
                        case.clone()
                            .with_reserve(Rational::ZERO)
                            .with_ties(Ties::Priority(order))
                    })
                })
                .boxed()
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<AuctionCase> {
            let pricing = match hypothesis {
                "the_winner_pays_the_highest_losing_bid" => any_pricing(),
                _ => Just(Pricing::HighestLosingBid).boxed(),
            };
            let reserved = hypothesis == "no_reserve_price";
            let drawn = hypothesis == "ties_have_an_order";
            cases(-1, pricing)
                .prop_map(move |case| {
                    let order = (0..case.values.len()).collect();
                    let reserve = case.reserve.clone();
                    let (reserve, ties) = (
                        if reserved { reserve } else { Rational::ZERO },
                        if drawn {
                            Ties::Lottery
                        } else {
                            Ties::Priority(order)
                        },
                    );
                    case.with_reserve(reserve).with_ties(ties)
                })
                .boxed()
        }
    }
}
