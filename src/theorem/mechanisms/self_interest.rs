//! How much of their own rewards players of a dilemma may keep.

use super::definition::{all_of, with};
use super::sense::profile_of;
use super::steering::{SteeredGame, welfare};
use crate::game::{Game, NormalForm};
use crate::gap::transfers::{Concept, self_interest_level};
use crate::number::{Extended, Rational};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Payoffs of a symmetric game of two players with two actions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SymmetricPayoffs {
    /// R: both cooperate.
    pub reward: Rational,
    /// S: the only one to cooperate.
    pub sucker: Rational,
    /// T: the only one to defect.
    pub temptation: Rational,
    /// P: both defect.
    pub punishment: Rational,
}

impl SymmetricPayoffs {
    /// R, S, T and P.
    pub fn new(
        reward: Rational,
        sucker: Rational,
        temptation: Rational,
        punishment: Rational,
    ) -> Self {
        SymmetricPayoffs {
            reward,
            sucker,
            temptation,
            punishment,
        }
    }

    fn game(&self) -> Result<NormalForm<Rational>, TheoremError> {
        let row = |first: &Rational, second: &Rational| vec![first.clone(), second.clone()];
        Ok(NormalForm::symmetric(&[
            row(&self.reward, &self.sucker),
            row(&self.temptation, &self.punishment),
        ])?)
    }
}

/// How much of its reward each player of a dilemma may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DilemmasHaveASelfInterestLevel;

impl Theorem for DilemmasHaveASelfInterestLevel {
    type Instance = SymmetricPayoffs;

    fn statement(&self) -> Statement {
        Statement::new(
            "dilemmas_have_a_self_interest_level",
            "The self-interest level of a dilemma",
        )
        .saying(
            "In a prisoner's dilemma cooperation is dominant, if each keeps a share s of its own \
             reward and gives the rest to the other, up to `s = min{R − S, T − P}/(T − S)`; that \
             stands for λ, the larger of `(T − R)/(2R − T − S)` and `(P − S)/(T + S − 2P)`, or for \
             no λ if a denominator is not above 0.",
        )
        .from_source("Willis, Du, Leibo and Luck, 2023")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<SymmetricPayoffs>> {
        vec![Hypothesis::new(
            "dilemma",
            "T > R > P > S.",
            |own: &SymmetricPayoffs| {
                let holds = own.temptation > own.reward
                    && own.reward > own.punishment
                    && own.punishment > own.sucker;
                Ok(Finding::when(holds, || "another order".to_owned()))
            },
        )]
    }

    fn conclusion(&self, own: &SymmetricPayoffs) -> Result<Finding, TheoremError> {
        let SymmetricPayoffs {
            reward,
            sucker,
            temptation,
            punishment,
        } = own;
        let game = own.game()?;
        let found = self_interest_level(&game, &[0, 0], Concept::Dominant)?;
        let kept = (reward - sucker).min(temptation - punishment);
        let level = kept.checked_div(&(temptation - sucker));
        let two = Rational::from(2);
        // Infinite if the players' losses are nobody's gains.
        let ratio = |gain: Rational, worth: Rational| match worth.is_positive() {
            true => Extended::from(gain.checked_div(&worth)),
            false => Extended::Infinite,
        };
        let first = ratio(temptation - reward, &two * reward - temptation - sucker);
        let second = ratio(punishment - sucker, temptation + sucker - &two * punishment);
        let lambda = match (&first, &second) {
            (Extended::Finite(one), Extended::Finite(other)) => {
                Extended::Finite(one.clone().max(other.clone()))
            }
            _ => Extended::Infinite,
        };
        let said = found.lambda();
        let same = match &said {
            // Below a share of one half no λ stands for it.
            None => lambda == Extended::Infinite,
            Some(said) => *said == lambda,
        };
        all_of![
            Finding::when(found.level() == level.as_ref(), || {
                format!("the level is {level:?}, not {:?}", found.level())
            }),
            Finding::when(same, || format!("λ is {lambda:?}, not {said:?}")),
            Finding::when(found.verify(&game), || "the level does not verify"
                .to_owned()),
        ]
    }
}

/// The shares that players may keep are an interval, for every profile of every game.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharesAreAnInterval;

impl Theorem for SharesAreAnInterval {
    type Instance = SteeredGame;

    fn statement(&self) -> Statement {
        Statement::new("shares_are_an_interval", "Which shares support a profile")
            .saying(
                "If each of two or more players keeps a share s of its own reward and gives the \
                 rest to the others in equal parts, the shares at which a profile is an \
                 equilibrium, or dominant, are a closed interval in [0, 1], or none.",
            )
            .from_source("Willis, Du, Leibo and Luck, 2023")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<SteeredGame>> {
        Vec::new()
    }

    fn conclusion(&self, steered: &SteeredGame) -> Result<Finding, TheoremError> {
        let SteeredGame { game, profile, .. } = steered;
        profile_of(game, profile)?;
        let others = Rational::from(game.players().saturating_sub(1)).recip();
        let others = others.ok_or_else(|| TheoremError::Instance("one player".to_owned()))?;
        let utility = |share: &Rational, player: usize, played: &[usize]| {
            let own = game.payoff(player, played);
            let all = welfare(game, played);
            share * &own + (Rational::ONE - share) * &others * &(all - &own)
        };
        for concept in [Concept::Equilibrium, Concept::Dominant] {
            // For each deviation what the profile is better by, at a share.
            let mut deviations = Vec::new();
            for player in 0..game.players() {
                for played in game.space() {
                    let counts = concept == Concept::Dominant
                        || (0..game.players()).all(|j| played[j] == profile[j]);
                    if !counts || played[player] != profile[player] {
                        continue;
                    }
                    for action in 0..game.actions(player) {
                        deviations.push((player, played.clone(), with(&played, player, action)));
                    }
                }
            }
            let better =
                |share: &Rational, (player, from, to): &(usize, Vec<usize>, Vec<usize>)| {
                    utility(share, *player, from) - &utility(share, *player, to)
                };
            // Where a deviation begins or ceases to pay, and points between.
            let mut shares = vec![Rational::ZERO, Rational::ONE];
            for deviation in &deviations {
                let (none, all) = (
                    better(&Rational::ZERO, deviation),
                    better(&Rational::ONE, deviation),
                );
                shares.extend(none.checked_div(&(&none - &all)));
            }
            shares.retain(|share| !share.is_negative() && *share <= Rational::ONE);
            shares.sort();
            shares.dedup();
            let half = Rational::new(1, 2)?;
            let between: Vec<Rational> = shares
                .windows(2)
                .map(|pair| (&pair[0] + &pair[1]) * &half)
                .collect();
            shares.extend(between);
            let found = self_interest_level(game, profile, concept)?;
            for share in &shares {
                let supported = deviations
                    .iter()
                    .all(|deviation| !better(share, deviation).is_negative());
                if found.shares.contains(share) != supported {
                    return Ok(Finding::fails(format!(
                        "a share of {share} supports {profile:?} as {concept:?}: {supported}; \
                         found: {:?}",
                        found.shares
                    )));
                }
            }
            if !found.verify(game) {
                return Ok(Finding::fails("the shares do not verify"));
            }
        }
        Ok(Finding::Holds)
    }

    fn describe(&self, steered: &SteeredGame) -> String {
        steered.described()
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::mechanisms::draws::whole;
    use crate::theorem::{Drawn, strategy};

    impl Drawn for DilemmasHaveASelfInterestLevel {
        fn instances(&self) -> BoxedStrategy<SymmetricPayoffs> {
            let steps = || strategy::rationals(1..=4, 2);
            (whole(-3..=3), steps(), steps(), steps())
                .prop_map(|(sucker, first, second, third)| {
                    let punishment = &sucker + &first;
                    let reward = &punishment + &second;
                    let temptation = &reward + &third;
                    SymmetricPayoffs::new(reward, sucker, temptation, punishment)
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<SymmetricPayoffs> {
            (whole(-2..=2), whole(-2..=2), whole(-2..=2), whole(-2..=2))
                .prop_map(|(reward, sucker, temptation, punishment)| {
                    SymmetricPayoffs::new(reward, sucker, temptation, punishment)
                })
                .boxed()
        }
    }

    impl Drawn for SharesAreAnInterval {
        fn instances(&self) -> BoxedStrategy<SteeredGame> {
            let profile = proptest::collection::vec(0usize..=1, 3);
            (strategy::games(2..=3, 2..=2), profile)
                .prop_map(|(game, mut profile)| {
                    profile.truncate(game.players());
                    SteeredGame::new(game, profile, Rational::ZERO)
                })
                .boxed()
        }
    }
}
