//! Players who dislike inequity.

use super::dilemmas::{DILEMMA, is_dilemma};
use super::forms::unless_refused;
use crate::equilibrium::{PureOptions, pure_equilibria};
use crate::game::catalogue::{DilemmaPayoffs, public_goods};
use crate::game::{GameExt, Profile};
use crate::number::{Extended, Rational};
use crate::preference::{CharnessRabin, FehrSchmidt, Outcome, Perceived, PreferenceExt};
use crate::theorem::by_definition::{fraction, profiles, quotient};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// How much players mind to have less and to have more than others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnvyAndGuilt {
    /// The cost α of having one unit less.
    pub envy: Rational,
    /// The cost β of having one unit more.
    pub guilt: Rational,
}

impl EnvyAndGuilt {
    /// Players with this envy and this guilt.
    pub fn new(envy: impl Into<Rational>, guilt: impl Into<Rational>) -> Self {
        EnvyAndGuilt {
            envy: envy.into(),
            guilt: guilt.into(),
        }
    }

    /// The preference of the crate.
    fn preference(&self) -> Result<FehrSchmidt<Rational>, TheoremError> {
        Ok(FehrSchmidt::new(self.envy.clone(), self.guilt.clone())?)
    }

    /// `0 ≤ β < 1` and `β ≤ α`.
    fn in_range(&self) -> Result<Finding, TheoremError> {
        let EnvyAndGuilt { envy, guilt } = self;
        let within = !guilt.is_negative() && *guilt < Rational::ONE && guilt <= envy;
        Ok(Finding::when(within, || {
            format!("α = {envy} and β = {guilt}")
        }))
    }
}

/// The steps of a grid on which everything is tried.
pub(super) fn grid_steps(steps: u32) -> Result<i64, TheoremError> {
    match steps {
        1..=10_000 => Ok(i64::from(steps)),
        0 => Err(TheoremError::Instance("the grid has no steps".to_owned())),
        _ => Err(TheoremError::Limit(format!(
            "grids of at most 10000 steps are tried, and there are {steps}"
        ))),
    }
}

/// What the hypothesis on envy and guilt asks for.
const IN_RANGE: &str = "Guilt is at least 0, below 1, and at most envy.";

/// Players who dislike inequity, at an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InequityAtAnOutcome {
    /// What they mind.
    pub minding: EnvyAndGuilt,
    /// The payoff of each player.
    pub payoffs: Vec<Rational>,
}

impl InequityAtAnOutcome {
    /// Players with this envy and guilt at an outcome.
    pub fn new(minding: EnvyAndGuilt, payoffs: Vec<Rational>) -> Self {
        InequityAtAnOutcome { minding, payoffs }
    }
}

/// Aversion to inequity between two is a case of Charness and Rabin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FehrSchmidtIsCharnessRabin;

impl Theorem for FehrSchmidtIsCharnessRabin {
    type Instance = InequityAtAnOutcome;

    fn statement(&self) -> Statement {
        Statement::new(
            "fehr_schmidt_is_charness_rabin",
            "Aversion to inequity is a weight on the other that changes its sign",
        )
        .saying(
            "Between two players, the preference of Fehr and Schmidt with envy α and guilt β is that \
             of Charness and Rabin with weight β on the other when ahead and −α when behind.",
        )
        .from_source("Charness and Rabin, 2002")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "two_players",
                "There are two players.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.payoffs.len() == 2, || {
                        format!("there are {}", instance.payoffs.len())
                    }))
                },
            ),
            Hypothesis::new("in_range", IN_RANGE, |instance: &Self::Instance| {
                instance.minding.in_range()
            }),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let (EnvyAndGuilt { envy, guilt }, payoffs) = (&instance.minding, &instance.payoffs);
        if payoffs.len() != 2 {
            return Ok(Finding::fails("there is not one other to compare with"));
        }
        unless_refused((|| {
            let averse = instance.minding.preference()?;
            let nested = CharnessRabin::new(guilt.clone(), -envy, Rational::ZERO)?;
            let outcome = Outcome::new(payoffs);
            for (player, own) in payoffs.iter().enumerate() {
                let other = &payoffs[1 - player];
                let expected = if own > other {
                    own - guilt * (own - other)
                } else {
                    own - envy * (other - own)
                };
                let (one, two) = (
                    averse.evaluate(player, &outcome)?,
                    nested.evaluate(player, &outcome)?,
                );
                claim!(
                    one == expected && two == expected,
                    "player {player} makes {one} or {two} of {payoffs:?}, and not {expected}"
                );
            }
            Ok(Finding::Holds)
        })())
    }
}

/// Players who dislike inequity, in a dilemma.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InequityInADilemma {
    /// What they mind.
    pub minding: EnvyAndGuilt,
    /// The dilemma.
    pub payoffs: DilemmaPayoffs,
}

impl InequityInADilemma {
    /// Players with this envy and guilt in a dilemma.
    pub fn new(minding: EnvyAndGuilt, payoffs: DilemmaPayoffs) -> Self {
        InequityInADilemma { minding, payoffs }
    }
}

/// Guilt makes cooperation stable in a dilemma, and envy does nothing for it.
///
/// ```
/// use lacuna::game::catalogue::DilemmaPayoffs;
/// use lacuna::number::Rational;
/// use lacuna::theorem::altruism::{EnvyAndGuilt, FehrSchmidtDilemma, InequityInADilemma};
/// use lacuna::theorem::{Theorem, Verdict};
///
/// // (T − R)/(T − S) = 2/5 is exactly enough.
/// let minding = EnvyAndGuilt::new(1, Rational::new(2, 5)?);
/// let instance = InequityInADilemma::new(minding, DilemmaPayoffs::new(3, 0, 5, 1));
/// assert_eq!(FehrSchmidtDilemma.check(&instance)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FehrSchmidtDilemma;

impl Theorem for FehrSchmidtDilemma {
    type Instance = InequityInADilemma;

    fn statement(&self) -> Statement {
        Statement::new(
            "fehr_schmidt_dilemma",
            "Guilt makes cooperation stable, and envy does nothing for it",
        )
        .saying(
            "In a prisoner's dilemma of players who dislike inequity, mutual cooperation is an \
             equilibrium exactly if guilt is at least `(T − R)/(T − S)`. Mutual defection always is \
             one, and there are no other pure equilibria.",
        )
        .from_source("Fehr and Schmidt, 1999")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new("dilemma", DILEMMA, |instance: &Self::Instance| {
                is_dilemma(&instance.payoffs)
            }),
            Hypothesis::new("in_range", IN_RANGE, |instance: &Self::Instance| {
                instance.minding.in_range()
            }),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let DilemmaPayoffs {
            reward,
            sucker,
            temptation,
            ..
        } = &instance.payoffs;
        let enough = quotient(&(temptation - reward), &(temptation - sucker));
        let mut expected: Vec<Profile> = Vec::new();
        if Extended::Finite(instance.minding.guilt.clone()) >= enough {
            expected.push(vec![0, 0]);
        }
        expected.push(vec![1, 1]);
        unless_refused((|| {
            let seen = Perceived::new(instance.payoffs.game()?, instance.minding.preference()?)?;
            let found = pure_equilibria(&seen, &PureOptions::default())?.into_set();
            Ok(Finding::when(found.profiles() == expected, || {
                format!(
                    "the equilibria are {:?}, and not {expected:?}",
                    found.profiles()
                )
            }))
        })())
    }
}

/// Players who dislike inequity, and a linear public good to which each gives one unit or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InequityAndAPublicGood {
    /// What they mind.
    pub minding: EnvyAndGuilt,
    /// How many players there are.
    pub players: usize,
    /// What each gets from a unit contributed.
    pub marginal_return: Rational,
}

impl InequityAndAPublicGood {
    /// So many players with this envy and guilt, and this return for each.
    pub fn new(
        minding: EnvyAndGuilt,
        players: usize,
        marginal_return: impl Into<Rational>,
    ) -> Self {
        InequityAndAPublicGood {
            minding,
            players,
            marginal_return: marginal_return.into(),
        }
    }
}

/// Guilt and the return decide who contributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuiltProvidesPublicGoods;

impl Theorem for GuiltProvidesPublicGoods {
    type Instance = InequityAndAPublicGood;

    fn statement(&self) -> Statement {
        Statement::new(
            "guilt_provides_public_goods",
            "Guilt and the return of a public good decide who contributes",
        )
        .saying(
            "In a linear public good with marginal return a of players who dislike inequity, \
             everybody contributing is an equilibrium exactly if guilt is at least `1 − a`; below it, \
             to contribute nothing is strictly better whatever the others do.",
        )
        .from_source("Fehr and Schmidt, 1999")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "others",
                "There are two players at least.",
                |instance: &Self::Instance| {
                    Ok(Finding::when(instance.players > 1, || {
                        format!("there are {}", instance.players)
                    }))
                },
            ),
            Hypothesis::new("in_range", IN_RANGE, |instance: &Self::Instance| {
                instance.minding.in_range()
            }),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let players = instance.players;
        let multiplier = Rational::from(players) * &instance.marginal_return;
        let game = public_goods(players, 1, &[Rational::ZERO, Rational::ONE], multiplier)?;
        let enough = &instance.minding.guilt + &instance.marginal_return >= Rational::ONE;
        unless_refused((|| {
            let seen = Perceived::new(&game, instance.minding.preference()?)?;
            let everybody = seen.is_pure_equilibrium(&vec![1; players])?;
            claim!(
                everybody == enough,
                "everybody contributing is an equilibrium: {everybody}"
            );
            let mut dominant = true;
            for profile in profiles(&game) {
                for player in 0..players {
                    dominant &= seen.best_responses(player, &profile)? == [0];
                }
            }
            Ok(Finding::when(dominant != enough, || {
                format!("to contribute nothing is dominant: {dominant}")
            }))
        })())
    }
}

/// The ultimatum game with offers on a grid, and where the responder is indifferent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ultimatum {
    /// What both mind.
    pub minding: EnvyAndGuilt,
    /// In how many steps the offers go from 0 to a half, at least 1.
    pub steps: u32,
}

impl Ultimatum {
    /// An ultimatum of players with this envy and guilt, on this grid.
    pub fn new(minding: EnvyAndGuilt, steps: u32) -> Self {
        Ultimatum { minding, steps }
    }
}

/// Envy decides what is accepted, and guilt what is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvyRefusesAndGuiltOffers;

impl Theorem for EnvyRefusesAndGuiltOffers {
    type Instance = Ultimatum;

    fn statement(&self) -> Statement {
        Statement::new(
            "envy_refuses_and_guilt_offers",
            "Envy decides what is accepted, and guilt what is offered",
        )
        .saying(
            "In the ultimatum game of players who dislike inequity, a share is accepted exactly if \
             it is at least `α/(1 + 2α)`. Of the accepted shares the proposer likes a half best if \
             guilt is above 1/2, the smallest if it is below, and all from the smallest to a half \
             equally at 1/2.",
        )
        .from_source("Fehr and Schmidt, 1999")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![Hypothesis::new(
            "in_range",
            IN_RANGE,
            |instance: &Self::Instance| instance.minding.in_range(),
        )]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let EnvyAndGuilt { envy, guilt } = &instance.minding;
        let below = Rational::ONE + envy + envy;
        let Some(least) = envy.checked_div(&below) else {
            return Ok(Finding::fails("the smallest share is not defined"));
        };
        let (half, steps) = (fraction(1, 2), grid_steps(instance.steps)?);
        let mut shares: Vec<Rational> = (0..=2 * steps)
            .map(|step| fraction(step, 2 * steps))
            .collect();
        let little = fraction(1, 1000);
        shares.extend([least.clone(), &least + &little, &least - &little]);
        shares.retain(|share| !share.is_negative() && *share <= Rational::ONE);
        shares.sort();
        shares.dedup();
        unless_refused((|| {
            let averse = instance.minding.preference()?;
            claim!(
                averse.smallest_accepted_share() == least,
                "the smallest accepted share is said to be {}, the closed form is {least}",
                averse.smallest_accepted_share()
            );
            let mut offers: Vec<(Rational, Rational)> = Vec::new();
            for share in &shares {
                let payoffs = [Rational::ONE - share, share.clone()];
                let outcome = Outcome::new(&payoffs);
                let accepted = !averse.evaluate(1, &outcome)?.is_negative();
                claim!(
                    accepted == (*share >= least),
                    "a share of {share} is accepted: {accepted}"
                );
                if accepted {
                    offers.push((averse.evaluate(0, &outcome)?, share.clone()));
                }
            }
            let best = offers.iter().map(|(utility, _)| utility).max();
            let liked: Vec<&Rational> = (offers.iter())
                .filter(|(utility, _)| Some(utility) == best)
                .map(|(_, share)| share)
                .collect();
            let expected: Vec<&Rational> = (offers.iter())
                .map(|(_, share)| share)
                .filter(|share| match guilt.cmp(&half) {
                    std::cmp::Ordering::Less => **share == least,
                    std::cmp::Ordering::Equal => **share <= half,
                    std::cmp::Ordering::Greater => **share == half,
                })
                .collect();
            Ok(Finding::when(liked == expected, || {
                format!("the proposer likes {liked:?} best, and not {expected:?}")
            }))
        })())
    }
}

#[cfg(feature = "proptest")]
mod drawn;
