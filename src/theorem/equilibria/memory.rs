//! Repeated games of strategies that remember one round.

use crate::game::catalogue::DilemmaPayoffs;
use crate::number::Rational;
use crate::simulate::agents::MemoryOne;
use crate::theorem::by_definition::{dot, invalid, solve, whole};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// What the row player and the other get after CC, CD, DC and DD.
pub(super) fn stage(payoffs: &DilemmaPayoffs) -> [Vec<Rational>; 2] {
    let DilemmaPayoffs {
        reward,
        sucker,
        temptation,
        punishment,
        ..
    } = payoffs.clone();
    let own = vec![
        reward.clone(),
        sucker.clone(),
        temptation.clone(),
        punishment.clone(),
    ];
    let other = vec![reward, temptation, sucker, punishment];
    [own, other]
}

/// Is it a dilemma, `T > R > P > S`?
pub(super) fn check_dilemma(payoffs: &DilemmaPayoffs) -> Result<(), TheoremError> {
    let DilemmaPayoffs {
        reward: r,
        sucker: s,
        temptation: t,
        punishment: p,
        ..
    } = payoffs;
    match t > r && r > p && p > s {
        true => Ok(()),
        false => Err(TheoremError::Instance(format!(
            "{payoffs} is no dilemma, T > R > P > S"
        ))),
    }
}

/// The chances of CC, CD, DC and DD.
fn outcomes(own: &Rational, other: &Rational) -> Vec<Rational> {
    let (not, neither) = (Rational::ONE - own, Rational::ONE - other);
    vec![own * other, own * &neither, &not * other, not * neither]
}

/// The chances of the first outcomes, and after each outcome of the next: the other sees it from
/// the other side.
fn play(own: &MemoryOne, other: &MemoryOne) -> (Vec<Rational>, Vec<Vec<Rational>>) {
    let (mine, theirs) = (own.after(), other.after());
    let next = [(0, 0), (1, 2), (2, 1), (3, 3)].map(|(i, j)| outcomes(&mine[i], &theirs[j]));
    (outcomes(own.first(), other.first()), next.to_vec())
}

/// What each state is worth, `(1 − δ)·payoff` now and `δ` times what follows.
pub(super) fn values(
    next: &[Vec<Rational>],
    payoffs: &[Rational],
    discount: &Rational,
) -> Option<Vec<Rational>> {
    let rows = (0..4).map(|state| {
        let mut row: Vec<Rational> = (0..4)
            .map(|to| whole(i64::from(state == to)) - discount * &next[state][to])
            .collect();
        row.push((Rational::ONE - discount) * &payoffs[state]);
        row
    });
    solve(rows.collect(), 4)
}

/// The share of rounds spent in each state in the long run, if it does not depend on the start.
fn stationary(next: &[Vec<Rational>]) -> Option<Vec<Rational>> {
    let mut rows: Vec<Vec<Rational>> = (0..4)
        .map(|to| {
            let mut row: Vec<Rational> = (0..4)
                .map(|from| &next[from][to] - &whole(i64::from(from == to)))
                .collect();
            row.push(Rational::ZERO);
            row
        })
        .collect();
    rows.push(vec![Rational::ONE; 5]);
    solve(rows, 4)
}

/// Two strategies that remember one round, and a discount factor.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Encounter {
    /// The payoffs of a round.
    pub payoffs: DilemmaPayoffs,
    /// The one strategy.
    pub own: MemoryOne,
    /// The other.
    pub other: MemoryOne,
    /// The weight of the next round against this one, at least 0 and below 1.
    pub discount: Rational,
}

impl Encounter {
    /// Two strategies that meet for ever.
    pub fn new(
        payoffs: DilemmaPayoffs,
        own: MemoryOne,
        other: MemoryOne,
        discount: Rational,
    ) -> Self {
        Encounter {
            payoffs,
            own,
            other,
            discount,
        }
    }
}

/// Discounted payoffs solve their recursion, and long-run payoffs belong to what lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedPayoffsSolveTheirRecursion;

impl Theorem for RepeatedPayoffsSolveTheirRecursion {
    type Instance = Encounter;

    fn statement(&self) -> Statement {
        Statement::new(
            "repeated_payoffs_solve_their_recursion",
            "Payoffs of repeated games solve their recursion",
        )
        .saying(
            "What two strategies with one round of memory get in a repeated game is `1 − δ` times the \
             payoff of this round and δ times what they get from the next one on. In the long run, \
             where the start is forgotten, it is the mean over the shares of rounds that one step \
             leaves as they are.",
        )
        .from_source("Bellman, 1957; Nowak and Sigmund, 1993")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, meeting: &Self::Instance) -> Result<Finding, TheoremError> {
        let Encounter {
            payoffs,
            own,
            other,
            discount,
        } = meeting;
        let found = own
            .discounted_payoffs(other, payoffs, discount)
            .map_err(invalid)?;
        let long_run = own.long_run_payoffs(other, payoffs);
        let (first, next) = play(own, other);
        let shares = stationary(&next);
        claim!(
            long_run.is_some() == shares.is_some(),
            "the start is forgotten: {}",
            shares.is_some()
        );
        for (player, stage) in stage(payoffs).iter().enumerate() {
            let worth = values(&next, stage, discount).map(|values| dot(&first, &values));
            claim!(
                worth.as_ref() == Some(&found[player]),
                "player {player} gets {worth:?}, and not {}",
                found[player]
            );
            if let (Some(long_run), Some(shares)) = (&long_run, &shares) {
                let mean = dot(shares, stage);
                claim!(
                    long_run[player] == mean,
                    "player {player} gets {mean} in the long run, and not {}",
                    long_run[player]
                );
            }
        }
        // From the other side it is the same encounter.
        let mirrored = other
            .discounted_payoffs(own, payoffs, discount)
            .map_err(invalid)?;
        Ok(Finding::when(
            mirrored[0] == found[1] && mirrored[1] == found[0],
            || format!("from the other side the payoffs are {mirrored:?}"),
        ))
    }
}

/// If no single deviation pays, none does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneShotDeviationsSuffice;

/// The deterministic strategy with these answers to CC, CD, DC, DD.
fn deterministic(bits: usize) -> [Rational; 4] {
    [0, 1, 2, 3].map(|state| whole(i64::from(bits >> state & 1 == 1)))
}

impl Theorem for OneShotDeviationsSuffice {
    type Instance = Encounter;

    fn statement(&self) -> Statement {
        Statement::new("one_shot_deviations_suffice", "One-shot deviations suffice")
            .saying(
                "Against a strategy that remembers one round, a strategy is best after every history \
                 if and only if it never pays to deviate in a single round and to return to it.",
            )
            .from_source("Blackwell, 1965")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, meeting: &Self::Instance) -> Result<Finding, TheoremError> {
        let Encounter {
            payoffs,
            own,
            other,
            discount,
        } = meeting;
        let [stage, _] = stage(payoffs);
        // What follows each outcome, by the crate: the first moves are those after the outcome.
        let after = |own: &MemoryOne, state: usize| -> Result<Rational, TheoremError> {
            let mirrored = [0, 2, 1, 3][state];
            let start = own
                .clone()
                .with_first(own.after()[state].clone())
                .map_err(invalid)?;
            let answer = other.clone().with_first(other.after()[mirrored].clone());
            let answer = answer.map_err(invalid)?;
            let found = start.discounted_payoffs(&answer, payoffs, discount);
            Ok(found.map_err(invalid)?[0].clone())
        };
        let here = (0..4)
            .map(|state| after(own, state))
            .collect::<Result<Vec<_>, _>>()?;
        let mut once = None;
        for state in 0..4 {
            let answer = &other.after()[[0, 2, 1, 3][state]];
            for action in [Rational::ONE, Rational::ZERO] {
                let next = outcomes(&action, answer);
                let now = (Rational::ONE - discount) * dot(&next, &stage);
                if now + discount * &dot(&next, &here) > here[state] {
                    once = Some((state, action));
                }
            }
        }
        let mut lasting = None;
        for bits in 0..16 {
            let rival = MemoryOne::new(Rational::ONE, deterministic(bits)).map_err(invalid)?;
            let (_, next) = play(&rival, other);
            // What each state is worth from the next round on.
            let worth = values(&next, &stage, discount).unwrap_or_default();
            for state in 0..4 {
                if dot(&next[state], &worth) > here[state] {
                    lasting = Some((bits, state));
                }
            }
        }
        Ok(Finding::when(once.is_some() == lasting.is_some(), || {
            format!("deviations once: {once:?}; for good: {lasting:?}")
        }))
    }
}

/// A zero-determinant strategy and whoever it meets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extortion {
    /// The payoffs of a round.
    pub payoffs: DilemmaPayoffs,
    /// The payoff κ from which surpluses are counted.
    pub baseline: Rational,
    /// The slope χ.
    pub slope: Rational,
    /// The scale φ.
    pub scale: Rational,
    /// The other strategy.
    pub other: MemoryOne,
}

impl Extortion {
    /// A strategy that enforces a line, and whoever it meets.
    pub fn new(
        payoffs: DilemmaPayoffs,
        baseline: Rational,
        slope: Rational,
        scale: Rational,
        other: MemoryOne,
    ) -> Self {
        Extortion {
            payoffs,
            baseline,
            slope,
            scale,
            other,
        }
    }

    /// (1, 1, 0, 0) + φ((S_X − κ) − χ(S_Y − κ)).
    fn probabilities(&self) -> [Rational; 4] {
        let [own, other] = stage(&self.payoffs);
        [0, 1, 2, 3].map(|state| {
            let surplus = &own[state] - &self.baseline;
            let theirs = &self.slope * &(&other[state] - &self.baseline);
            whole(i64::from(state < 2)) + &self.scale * &(surplus - theirs)
        })
    }

    fn are_probabilities(&self) -> bool {
        let all = self.probabilities();
        all.iter().all(|p| !p.is_negative() && *p <= Rational::ONE)
    }
}

/// A zero-determinant strategy enforces a line whatever the other does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZeroDeterminantEnforcesALine;

impl Theorem for ZeroDeterminantEnforcesALine {
    type Instance = Extortion;

    fn statement(&self) -> Statement {
        Statement::new(
            "zero_determinant_enforces_a_line",
            "Zero-determinant strategies enforce a line",
        )
        .saying(
            "The strategy `(1, 1, 0, 0) + φ((S_X − κ) − χ(S_Y − κ))` makes the long-run payoffs satisfy \
             `s_X − κ = χ(s_Y − κ)` against whatever strategy that remembers one round.",
        )
        .from_source("Press and Dyson, 2012; Stewart and Plotkin, 2013")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "probabilities",
                "The four numbers are between zero and one.",
                |instance: &Extortion| {
                    Ok(Finding::when(instance.are_probabilities(), || {
                        format!("{:?}", instance.probabilities())
                    }))
                },
            ),
            Hypothesis::new(
                "scale_is_not_zero",
                "The scale φ is not zero.",
                |instance: &Extortion| {
                    Ok(Finding::when(!instance.scale.is_zero(), || {
                        "it is".to_owned()
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let Extortion {
            payoffs,
            baseline,
            slope,
            scale,
            other,
        } = instance;
        check_dilemma(payoffs)?;
        let line = |found: &[Rational; 2]| &found[0] - baseline == slope * &(&found[1] - baseline);
        let built = MemoryOne::zero_determinant(payoffs, baseline, slope, scale);
        let valid = instance.are_probabilities() && !scale.is_zero();
        claim!(
            built.is_ok() == valid,
            "the strategy exists: {valid}; {built:?}"
        );
        // Without a scale it is "repeat what I did", which enforces nothing.
        let strategy = match built {
            Ok(strategy) => strategy,
            Err(_) if instance.are_probabilities() => {
                MemoryOne::new(Rational::ONE, instance.probabilities()).map_err(invalid)?
            }
            Err(_) => return Ok(Finding::fails("there is no such strategy")),
        };
        claim!(
            *strategy.after() == instance.probabilities(),
            "its probabilities are {:?}",
            strategy.after()
        );
        let (_, next) = play(&strategy, other);
        match strategy.long_run_payoffs(other, payoffs) {
            Some(found) => Ok(Finding::when(line(&found), || {
                format!("the long-run payoffs are {found:?}")
            })),
            // Where play can settle in several ways, each lasting distribution is on the line; that
            // of a patient player from the start on is close to it.
            None => {
                claim!(
                    stationary(&next).is_none(),
                    "the start is forgotten, and nothing found"
                );
                let rest = Rational::new(1, 1_000_000)?;
                let found = strategy
                    .discounted_payoffs(other, payoffs, &(Rational::ONE - &rest))
                    .map_err(invalid)?;
                let miss = &found[0] - baseline - slope * &(&found[1] - baseline);
                // φ·miss is what the chance to cooperate gains from round to round, which sums up.
                let most = match scale.recip() {
                    Some(parts) => (rest * parts).abs(),
                    None => Rational::new(1, 1_000)?,
                };
                Ok(Finding::when(miss.abs() <= most, || {
                    format!("patient players get {found:?}")
                }))
            }
        }
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::array::uniform4;
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::{
        Encounter, Extortion, OneShotDeviationsSuffice, RepeatedPayoffsSolveTheirRecursion,
        ZeroDeterminantEnforcesALine,
    };
    use crate::number::Rational;
    use crate::simulate::agents::MemoryOne;
    use crate::theorem::strategy::{dilemma_payoffs, rationals};
    use crate::theorem::{Drawn, Theorem};

    fn shares(of: i64) -> impl Strategy<Value = Rational> + Clone {
        (0..=of).prop_map(move |part| Rational::new(part, of).unwrap_or_default())
    }

    fn remembering(of: i64) -> impl Strategy<Value = MemoryOne> {
        (shares(of), uniform4(shares(of))).prop_filter_map("not a strategy", |(first, after)| {
            MemoryOne::new(first, after).ok()
        })
    }

    fn discounts() -> impl Strategy<Value = Rational> {
        (0i64..=11).prop_map(|part| Rational::new(part, 12).unwrap_or_default())
    }

    impl Drawn for RepeatedPayoffsSolveTheirRecursion {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            let mixed = (remembering(3), remembering(3));
            let pure = (remembering(1), remembering(1));
            (dilemma_payoffs(), prop_oneof![mixed, pure], discounts())
                .prop_map(|(payoffs, (own, other), discount)| {
                    Encounter::new(payoffs, own, other, discount)
                })
                .boxed()
        }
    }

    impl Drawn for OneShotDeviationsSuffice {
        /// Grim trigger, tit for tat, Pavlov and the like near the thresholds, and others.
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            let grim = [1, 0, 0, 0].map(Rational::from);
            let grim =
                MemoryOne::new(Rational::ONE, grim).unwrap_or_else(|_| MemoryOne::tit_for_tat());
            let known = prop::sample::select(vec![
                grim,
                MemoryOne::tit_for_tat(),
                MemoryOne::win_stay_lose_shift(),
                MemoryOne::always_defect(),
            ]);
            let alike = known.prop_map(|strategy| (strategy.clone(), strategy));
            let any = (remembering(1), remembering(2));
            (dilemma_payoffs(), prop_oneof![alike, any], discounts())
                .prop_map(|(payoffs, (own, other), discount)| {
                    Encounter::new(payoffs, own, other, discount)
                })
                .boxed()
        }
    }

    fn extortions(scales: impl Strategy<Value = Rational> + 'static) -> BoxedStrategy<Extortion> {
        let other = prop_oneof![remembering(3), remembering(1)];
        (
            dilemma_payoffs(),
            0i64..=4,
            rationals(1..=4, 2),
            scales,
            other,
        )
            .prop_map(|(payoffs, place, slope, scale, other)| {
                // From punishment to reward.
                let part = Rational::new(place, 4).unwrap_or_default();
                let baseline =
                    &payoffs.punishment + &(&part * &(&payoffs.reward - &payoffs.punishment));
                Extortion::new(payoffs, baseline, slope.max(Rational::ONE), scale, other)
            })
            .boxed()
    }

    impl Drawn for ZeroDeterminantEnforcesALine {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            extortions((10i64..=60).prop_map(|part| Rational::new(1, part).unwrap_or_default()))
        }

        fn instances_without(
            &self,
            hypothesis: &str,
        ) -> BoxedStrategy<<Self as Theorem>::Instance> {
            match hypothesis {
                "scale_is_not_zero" => extortions(Just(Rational::ZERO)),
                _ => extortions(rationals(1..=4, 2)),
            }
        }
    }
}
