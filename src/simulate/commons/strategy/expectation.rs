//! What each player can expect to catch if more is wanted than there is.

use std::collections::HashMap;

use dashu_int::IBig;

use crate::number::Rational;
use crate::simulate::commons::{CommonsError, Rationing};

/// The largest number of terms of which an expected catch by lot is summed up.
const MOST_TERMS: u64 = 10_000_000;

/// The largest number of terms of all expected catches of an analysis.
const MOST_TERMS_OF_ALL: u64 = 1_000_000_000;

/// The largest sum of what is wanted in a lottery: that many rows of Pascal's triangle are kept.
const MOST_WANTED: u64 = 1_000;

impl Rationing {
    /// What each player catches in expectation if they want `wanted` of a stock, exactly.
    ///
    /// By the unit lottery this is not what equal awards give: whoever wants little may come away
    /// with less, because others draw as often while it waits.
    ///
    /// ```
    /// use lacuna::number::Rational;
    /// use lacuna::simulate::commons::Rationing;
    /// // Two units, of which one player wants 1 and the other both.
    /// let lottery = Rationing::UnitLottery.expected(2, &[1, 2])?;
    /// assert_eq!(lottery, [Rational::new(3, 4)?, Rational::new(5, 4)?]);
    /// let awards = Rationing::EqualAwards.expected(2, &[1, 2])?;
    /// assert_eq!(awards, [1, 1].map(Rational::from));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// `O(n²)`, and for the lottery polynomial in the stock but exponential in the number of
    /// different amounts that are wanted.
    ///
    /// # Errors
    /// [`CommonsError`] for a lottery whose sum has more than ten million terms, or in which more than
    /// a thousand units are wanted, where nobody's want counts beyond the stock.
    pub fn expected(self, stock: u64, wanted: &[u64]) -> Result<Vec<Rational>, CommonsError> {
        let mut cache = ExpectedCatches::new(self);
        let one = |player: usize| {
            let mut others: Vec<(u64, u32)> = Vec::new();
            for (other, &want) in wanted.iter().enumerate() {
                match others.iter_mut().find(|(same, _)| *same == want) {
                    _ if other == player => {}
                    Some((_, count)) => *count += 1,
                    None => others.push((want, 1)),
                }
            }
            cache.of_one(stock, wanted[player], &others)
        };
        (0..wanted.len()).map(one).collect()
    }
}

/// The stock, what the player wants, and how many others want how much.
type LotteryKey = (u64, u64, Vec<(u64, u32)>);

/// Expected catches under one way of rationing; those that were computed are kept.
#[derive(Debug, Clone)]
pub(in crate::simulate::commons) struct ExpectedCatches {
    rationing: Rationing,
    lots: HashMap<LotteryKey, Rational>,
    /// The number of terms that were summed up.
    terms: u64,
}

impl ExpectedCatches {
    pub(in crate::simulate::commons) fn new(rationing: Rationing) -> Self {
        ExpectedCatches {
            rationing,
            lots: HashMap::new(),
            terms: 0,
        }
    }

    pub(in crate::simulate::commons) fn rationing(&self) -> Rationing {
        self.rationing
    }

    /// What one player expects who wants `want`, if of the others so many want so much.
    pub(in crate::simulate::commons) fn of_one(
        &mut self,
        stock: u64,
        want: u64,
        others: &[(u64, u32)],
    ) -> Result<Rational, CommonsError> {
        let others_want = others
            .iter()
            .map(|&(want, count)| u128::from(want) * u128::from(count));
        let total = u128::from(want) + others_want.sum::<u128>();
        if total <= u128::from(stock) {
            return Ok(Rational::from(want));
        }
        match self.rationing {
            Rationing::EqualAwards => Ok(equal_award(stock, want, others)),
            Rationing::Proportional => Ok(proportional(stock, want, others, total)),
            Rationing::UnitLottery => {
                // More than the stock is as good as the stock.
                let want = want.min(stock);
                let mut hungry: Vec<(u64, u32)> = Vec::with_capacity(others.len());
                for &(other, count) in others
                    .iter()
                    .filter(|&&(other, count)| other > 0 && count > 0)
                {
                    let other = other.min(stock);
                    match hungry.iter_mut().find(|(same, _)| *same == other) {
                        Some((_, same)) => *same += count,
                        None => hungry.push((other, count)),
                    }
                }
                hungry.sort_unstable();
                // Players who all want the same are alike.
                if let [(same, count)] = hungry[..]
                    && same == want
                {
                    return Ok(ratio(stock, u64::from(count) + 1));
                }
                let key = (stock, want, hungry);
                if let Some(known) = self.lots.get(&key) {
                    return Ok(known.clone());
                }
                let terms = Lottery::terms(stock, want, &key.2)?;
                self.terms = self.terms.saturating_add(terms);
                if self.terms > MOST_TERMS_OF_ALL {
                    let what = "the number of terms of all catches that are expected by lot";
                    let needs = "at most 1000000000";
                    return Err(CommonsError::new(what, self.terms, needs));
                }
                let expected = Lottery::new(stock, want, &key.2).expected();
                self.lots.insert(key, expected.clone());
                Ok(expected)
            }
        }
    }
}

fn ratio(numerator: u64, denominator: u64) -> Rational {
    let whole = Rational::from(numerator);
    whole
        .checked_div(&Rational::from(denominator))
        .unwrap_or_default()
}

/// Everybody gets what it wants up to an award; the units that do not go round once more go by lot
/// to those who want more than that.
fn equal_award(stock: u64, want: u64, others: &[(u64, u32)]) -> Rational {
    let all = || others.iter().copied().chain([(want, 1)]);
    let given = |award: u64| -> u128 {
        all()
            .map(|(want, count)| u128::from(want.min(award)) * u128::from(count))
            .sum()
    };
    let (mut award, mut too_much) = (0, stock.saturating_add(1));
    while too_much - award > 1 {
        let middle = award + (too_much - award) / 2;
        if given(middle) <= u128::from(stock) {
            award = middle;
        } else {
            too_much = middle;
        }
    }
    if want <= award {
        return Rational::from(want);
    }
    let spare = stock - given(award) as u64;
    let hungry = all()
        .filter(|&(want, _)| want > award)
        .map(|(_, count)| u64::from(count))
        .sum();
    Rational::from(award) + ratio(spare, hungry)
}

/// The whole part of the share, and a unit more by the largest remainders, ties by lot.
fn proportional(stock: u64, want: u64, others: &[(u64, u32)], total: u128) -> Rational {
    let share = |want: u64| u128::from(want) * u128::from(stock);
    let remainder = |want: u64| share(want) % total;
    let own = remainder(want);
    let all = || others.iter().copied().chain([(want, 1)]);
    let given: u128 = all()
        .map(|(want, count)| share(want) / total * u128::from(count))
        .sum();
    let spare = (u128::from(stock) - given) as u64;
    let count = |counts: &dyn Fn(u128) -> bool| -> u64 {
        let counted = all().filter(|&(want, _)| counts(remainder(want)));
        counted.map(|(_, count)| u64::from(count)).sum()
    };
    let before = count(&|other| other > own);
    let alike = count(&|other| other == own);
    let more = spare.saturating_sub(before).min(alike);
    Rational::from((share(want) / total) as u64) + ratio(more, alike)
}

/// One player in a lottery unit by unit, each unit equally likely to go to each who still wants some.
///
/// Let every player draw at the times of a Poisson process of rate 1, and draws of those who have
/// enough be void: the units then fall as in the lottery, and at a given time the others are
/// independent. The player gets a `j`th unit if at the time of its `j`th draw the others have at most
/// `stock − j`. With `y = e^(−t)`, an other who wants `a` has `c < a` units with probability
/// `y·t^c/c!`, and `a` units with what these lack of 1. The sum over `j` and over what the others have
/// is a polynomial in `t` and `y`, and the integral of `t^p/p!·y^q` is `1/q^(p + 1)`. Coefficients are
/// of `t^p/p!`, so that they are whole.
struct Lottery {
    stock: usize,
    want: usize,
    /// What others want, and how many want it.
    groups: Vec<(usize, u32)>,
    /// For each group and number of its members, the coefficients of `(Σ t^c/c!)^members`, `c < a`.
    powers: Vec<Vec<Vec<IBig>>>,
    binomials: Vec<Vec<IBig>>,
}

impl Lottery {
    /// The number of terms, if there are not too many.
    fn terms(stock: u64, want: u64, others: &[(u64, u32)]) -> Result<u64, CommonsError> {
        let ways = |count: u64| (count + 1).saturating_mul(count + 2) / 2;
        let combinations = others.iter().map(|&(_, count)| ways(u64::from(count)));
        let combinations = combinations.fold(1, u64::saturating_mul);
        let wanted = Self::wanted(want, others);
        if wanted > MOST_WANTED {
            let what = "what is wanted in a lottery";
            return Err(CommonsError::new(what, wanted, "at most 1000 units"));
        }
        let terms = combinations.saturating_mul(stock).saturating_mul(wanted);
        if terms > MOST_TERMS {
            let what = "the number of terms of a catch that is expected by lot";
            return Err(CommonsError::new(what, terms, "at most 10000000"));
        }
        Ok(terms)
    }

    /// What all want together.
    fn wanted(want: u64, others: &[(u64, u32)]) -> u64 {
        let others = others
            .iter()
            .map(|&(want, count)| want.saturating_mul(u64::from(count)));
        others.fold(want, u64::saturating_add)
    }

    fn new(stock: u64, want: u64, others: &[(u64, u32)]) -> Self {
        let binomials = pascal(Self::wanted(want, others) as usize + 1);
        let powers = others.iter().map(|&(want, count)| {
            let one = vec![IBig::ONE; want as usize];
            let mut powers = vec![vec![IBig::ONE]];
            for _ in 0..count {
                let next = product(&powers[powers.len() - 1], &one, &binomials);
                powers.push(next);
            }
            powers
        });
        Lottery {
            stock: stock as usize,
            want: want as usize,
            powers: powers.collect(),
            groups: others
                .iter()
                .map(|&(want, count)| (want as usize, count))
                .collect(),
            binomials,
        }
    }

    fn expected(&self) -> Rational {
        let others: u32 = self.groups.iter().map(|group| group.1).sum();
        // Coefficients by the power of y less 1, and of t.
        let mut sum: Vec<Vec<IBig>> = vec![Vec::new(); others as usize + 1];
        for subtracted in tuples(&self.groups.iter().map(|group| group.1).collect::<Vec<_>>()) {
            self.add(&subtracted, &mut sum);
        }
        let mut expected = Rational::ZERO;
        for (power, coefficients) in sum.iter().enumerate() {
            let rate = IBig::from(power + 1);
            let (mut numerator, mut denominator) = (IBig::ZERO, IBig::ONE);
            for coefficient in coefficients {
                numerator = numerator * &rate + coefficient;
                denominator *= &rate;
            }
            expected += Rational::from_integers(numerator, &denominator);
        }
        expected
    }

    /// The terms in which, of each group, so many satisfied players stand with what `a` draws lack
    /// of certainty, and not with the certainty.
    fn add(&self, subtracted: &[u32], sum: &mut [Vec<IBig>]) {
        let lacking = self.product_of(subtracted);
        let most: Vec<u32> = self.groups.iter().map(|group| group.1).collect();
        let minuses: u32 = subtracted.iter().sum();
        let mut satisfied = Vec::new();
        for other in tuples(&most) {
            if other
                .iter()
                .zip(subtracted)
                .any(|(count, minus)| count < minus)
            {
                continue;
            }
            let mut weight = if minuses.is_multiple_of(2) {
                IBig::ONE
            } else {
                -IBig::ONE
            };
            let mut have = 0;
            let mut power = minuses as usize;
            let mut waiting = Vec::with_capacity(most.len());
            for (group, &(want, count)) in self.groups.iter().enumerate() {
                let here = other[group] as usize;
                weight *= &self.binomials[count as usize][here];
                weight *= &self.binomials[here][subtracted[group] as usize];
                have += want * here;
                power += count as usize - here;
                waiting.push(count - other[group]);
            }
            if have < self.stock {
                let waiting = self.product_of(&waiting);
                satisfied.push((
                    have,
                    power,
                    waiting.into_iter().map(|c| c * &weight).collect::<Vec<_>>(),
                ));
            }
        }
        // Σ_{i < draws} t^i/i! times `lacking`, one draw after the other.
        let mut row: Vec<IBig> = vec![IBig::ZERO; self.want + lacking.len()];
        for draws in 1..=self.want.min(self.stock) {
            let draw = draws - 1;
            for (degree, coefficient) in lacking.iter().enumerate() {
                row[degree + draw] += coefficient * &self.binomials[degree + draw][draw];
            }
            for (have, power, waiting) in &satisfied {
                for (degree, coefficient) in waiting.iter().enumerate() {
                    let others = have + degree;
                    // The player may draw so often before all is gone, and no more often than it wants.
                    if others < self.stock && self.want.min(self.stock - others) == draws {
                        let to = &mut sum[*power];
                        let length = degree + lacking.len() + draw;
                        if to.len() < length {
                            to.resize(length, IBig::ZERO);
                        }
                        for (before, value) in row[..lacking.len() + draw].iter().enumerate() {
                            let ways = &self.binomials[before + degree][degree];
                            to[before + degree] += coefficient * ways * value;
                        }
                    }
                }
            }
        }
    }

    /// The product over the groups of the powers of so many members.
    fn product_of(&self, members: &[u32]) -> Vec<IBig> {
        let each = self.powers.iter().zip(members);
        each.fold(vec![IBig::ONE], |whole, (powers, &count)| {
            product(&whole, &powers[count as usize], &self.binomials)
        })
    }
}

/// The product of two polynomials whose coefficients are those of `t^p/p!`.
fn product(left: &[IBig], right: &[IBig], binomials: &[Vec<IBig>]) -> Vec<IBig> {
    let mut product = vec![IBig::ZERO; left.len() + right.len() - 1];
    for (i, one) in left.iter().enumerate() {
        for (j, other) in right.iter().enumerate() {
            product[i + j] += one * other * &binomials[i + j][i];
        }
    }
    product
}

/// The triangle of Pascal with so many rows.
fn pascal(rows: usize) -> Vec<Vec<IBig>> {
    let mut triangle: Vec<Vec<IBig>> = Vec::with_capacity(rows);
    for row in 0..rows {
        let mut next = vec![IBig::ONE; row + 1];
        for column in 1..row {
            let above = &triangle[row - 1];
            next[column] = &above[column - 1] + &above[column];
        }
        triangle.push(next);
    }
    triangle
}

/// All lists with entries from 0 to `most`.
fn tuples(most: &[u32]) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new()];
    for &limit in most {
        let longer = |list: Vec<u32>| {
            (0..=limit).map(move |entry| {
                let mut list = list.clone();
                list.push(entry);
                list
            })
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    all
}
