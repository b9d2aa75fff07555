//! Two sides that choose each other.

use super::definition::all_of;
use super::sense::{MOST_PROFILES, entries, few};
use crate::mechanism::matching::{
    Instability, Matching, SidePreferences, blocking_pairs, deferred_acceptance,
    deferred_acceptance_from_places,
};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// Two sides with lists of whom they accept, best first, and places of the receivers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TwoSides {
    /// The lists of the proposers, each of acceptable receivers.
    pub proposers: Vec<Vec<usize>>,
    /// The lists of the receivers, each of acceptable proposers.
    pub receivers: Vec<Vec<usize>>,
    /// How many places each receiver has.
    pub places: Vec<usize>,
}

impl TwoSides {
    /// Two sides.
    pub fn new(proposers: Vec<Vec<usize>>, receivers: Vec<Vec<usize>>, places: Vec<usize>) -> Self {
        TwoSides {
            proposers,
            receivers,
            places,
        }
    }

    /// The lists of both sides, if they fit each other and the places.
    fn sides(&self) -> Result<(SidePreferences, SidePreferences), TheoremError> {
        entries(
            "the list of places",
            self.places.len(),
            self.receivers.len(),
        )?;
        let (men, women) = (self.proposers.clone(), self.receivers.clone());
        Ok((
            SidePreferences::new(self.receivers.len(), men)?,
            SidePreferences::new(self.proposers.len(), women)?,
        ))
    }

    /// The place of what a proposer gets in its list; past the end for nothing.
    fn place(&self, proposer: usize, partner: Option<usize>) -> usize {
        let list = &self.proposers[proposer];
        let place = |partner| list.iter().position(|&own| own == partner);
        partner.and_then(place).unwrap_or(list.len())
    }

    /// The place of a proposer in the list of a receiver.
    fn rank(&self, receiver: usize, proposer: usize) -> Option<usize> {
        let list = &self.receivers[receiver];
        list.iter().position(|&own| own == proposer)
    }

    /// The faults of a matching, by definition: pairs that one of the two does not accept, places
    /// that are not there, and pairs that would rather have each other.
    fn faults(&self, partners: &[Option<usize>]) -> Vec<Instability> {
        let mut faults = Vec::new();
        let held = |receiver: usize| -> Vec<usize> {
            let all = 0..partners.len();
            all.filter(|&own| partners[own] == Some(receiver)).collect()
        };
        for (proposer, partner) in partners.iter().enumerate() {
            if let Some(receiver) = *partner {
                let accepted = self.proposers[proposer].contains(&receiver);
                if !accepted || self.rank(receiver, proposer).is_none() {
                    faults.push(Instability::Unacceptable { proposer, receiver });
                }
            }
            for &receiver in &self.proposers[proposer] {
                let better = self.place(proposer, Some(receiver)) < self.place(proposer, *partner);
                let Some(rank) = self.rank(receiver, proposer).filter(|_| better) else {
                    continue;
                };
                let held = held(receiver);
                let free = held.len() < self.places[receiver];
                // Somebody who is not on the list is worse than anybody who is.
                let worse =
                    |&other: &usize| self.rank(receiver, other).is_none_or(|own| own > rank);
                if free || held.iter().any(worse) {
                    faults.push(Instability::Blocking { proposer, receiver });
                }
            }
        }
        for (receiver, &capacity) in self.places.iter().enumerate() {
            let held = held(receiver).len();
            if held > capacity {
                faults.push(Instability::Overfull {
                    receiver,
                    held,
                    capacity,
                });
            }
        }
        faults
    }

    /// All lists of partners, stable or not, if they are few enough to go through.
    fn all(&self) -> Result<Vec<Vec<Option<usize>>>, TheoremError> {
        let proposers = u32::try_from(self.proposers.len()).unwrap_or(u32::MAX);
        let cases = (1 + self.receivers.len()).saturating_pow(proposers);
        few("matchings", cases, MOST_PROFILES)?;
        let mut all = vec![Vec::new()];
        for _ in &self.proposers {
            let longer = all.iter().flat_map(|list: &Vec<Option<usize>>| {
                let partners = (0..self.receivers.len()).map(Some).chain([None]);
                partners.map(move |partner| {
                    let mut longer = list.clone();
                    longer.push(partner);
                    longer
                })
            });
            all = longer.collect();
        }
        Ok(all)
    }

    fn stable(&self) -> Result<Vec<Vec<Option<usize>>>, TheoremError> {
        let all = self.all()?.into_iter();
        Ok(all.filter(|list| self.faults(list).is_empty()).collect())
    }
}

/// Deferred acceptance finds the stable matching that is best for all who propose.
///
/// ```
/// use lacuna::theorem::mechanisms::{DeferredAcceptanceIsBest, TwoSides};
/// use lacuna::theorem::{Theorem, Verdict};
/// // Either side could have its way, and those who propose have.
/// let opposed = TwoSides::new(vec![vec![0, 1], vec![1, 0]], vec![vec![1, 0], vec![0, 1]], vec![1, 1]);
/// assert_eq!(DeferredAcceptanceIsBest.check(&opposed)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeferredAcceptanceIsBest;

impl Theorem for DeferredAcceptanceIsBest {
    type Instance = TwoSides;

    fn statement(&self) -> Statement {
        Statement::new(
            "deferred_acceptance_is_best",
            "Stable, and best for who proposes",
        )
        .saying(
            "Deferred acceptance ends in a stable matching; no proposer has anything better in \
                 any other stable matching, and none anything worse than if the places propose.",
        )
        .from_source("Gale and Shapley, 1962")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<TwoSides>> {
        Vec::new()
    }

    fn conclusion(&self, sides: &TwoSides) -> Result<Finding, TheoremError> {
        let (men, women) = sides.sides()?;
        for partners in sides.all()? {
            let mut own = sides.faults(&partners);
            let matching = Matching::new(partners.clone());
            let mut found = blocking_pairs(&men, &women, &sides.places, &matching)?;
            let key = |fault: &Instability| format!("{fault:?}");
            own.sort_by_key(key);
            found.sort_by_key(key);
            if own != found {
                return Ok(Finding::fails(format!(
                    "the faults of {partners:?} are {own:?}, not {found:?}"
                )));
            }
        }
        let best = deferred_acceptance(&men, &women, &sides.places)?;
        let worst = deferred_acceptance_from_places(&men, &women, &sides.places)?;
        let stable = sides.stable()?;
        let known = |matching: &Matching| stable.iter().any(|list| *list == matching.partners());
        let between = |list: &Vec<Option<usize>>| {
            (0..list.len()).all(|proposer| {
                let place = |partner| sides.place(proposer, partner);
                let own = place(list[proposer]);
                place(best.partner(proposer)) <= own && own <= place(worst.partner(proposer))
            })
        };
        all_of![
            Finding::when(known(&best), || {
                format!("{:?} is not stable", best.partners())
            }),
            Finding::when(known(&worst), || {
                format!(
                    "{:?}, with the places proposing, is not stable",
                    worst.partners()
                )
            }),
            match stable.iter().find(|list| !between(list)) {
                None => Finding::Holds,
                Some(list) => Finding::fails(format!(
                    "{list:?} is stable, and not between {:?} and {:?}",
                    best.partners(),
                    worst.partners()
                )),
            },
        ]
    }
}

/// Whoever is left alone in one stable matching is so in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StableMatchingsFillTheSamePlaces;

impl Theorem for StableMatchingsFillTheSamePlaces {
    type Instance = TwoSides;

    fn statement(&self) -> Statement {
        Statement::new("stable_matchings_fill_the_same_places", "Rural hospitals")
            .saying(
                "The same proposers have a partner in all stable matchings, every receiver fills \
                 as many places in all, and one that does not fill all its places holds the same \
                 proposers in all.",
            )
            .from_source("Roth, 1986")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<TwoSides>> {
        Vec::new()
    }

    fn conclusion(&self, sides: &TwoSides) -> Result<Finding, TheoremError> {
        let (men, women) = sides.sides()?;
        let first = deferred_acceptance(&men, &women, &sides.places)?;
        let second = deferred_acceptance_from_places(&men, &women, &sides.places)?;
        let own = sides.stable()?.into_iter().map(Matching::new);
        for other in own.chain([second]) {
            let alone = (0..men.members())
                .find(|&own| first.partner(own).is_some() != other.partner(own).is_some());
            let moved = (0..women.members()).find(|&receiver| {
                let (one, two) = (first.held_by(receiver), other.held_by(receiver));
                one.len() != two.len() || (one.len() < sides.places[receiver] && one != two)
            });
            if alone.is_some() || moved.is_some() {
                return Ok(Finding::fails(format!(
                    "{:?} and {:?} are stable, and fill different places",
                    first.partners(),
                    other.partners()
                )));
            }
        }
        Ok(Finding::Holds)
    }
}

/// Two sides, one of which may lie about its lists.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LyingSide {
    /// The true lists.
    pub sides: TwoSides,
    /// Do the receivers lie, and not the proposers?
    pub receivers_lie: bool,
}

impl LyingSide {
    /// Two sides and who may lie.
    pub fn new(sides: TwoSides, receivers_lie: bool) -> Self {
        LyingSide {
            sides,
            receivers_lie,
        }
    }
}

/// The most members of a side all of whose lists are gone through, 1,957 of them.
const MOST_LISTED: usize = 6;

/// All lists of different members of a side.
fn lists(members: usize) -> Vec<Vec<usize>> {
    let (mut all, mut start) = (vec![Vec::new()], 0);
    while start < all.len() {
        for next in 0..members {
            if !all[start].contains(&next) {
                let mut longer: Vec<usize> = all[start].clone();
                longer.push(next);
                all.push(longer);
            }
        }
        start += 1;
    }
    all
}

/// Who proposes had better tell the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProposersTellTheTruth;

impl Theorem for ProposersTellTheTruth {
    type Instance = LyingSide;

    fn statement(&self) -> Statement {
        Statement::new("proposers_tell_the_truth", "The right to propose")
            .saying(
                "In deferred acceptance no proposer gets anything better by any other list than \
                 its true one, whatever the others' lists are.",
            )
            .from_source("Dubins and Freedman, 1981; Roth, 1982")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<LyingSide>> {
        vec![Hypothesis::new(
            "only_proposers_lie",
            "Those who lie propose.",
            |case: &LyingSide| {
                Ok(Finding::when(!case.receivers_lie, || {
                    "the receivers lie".to_owned()
                }))
            },
        )]
    }

    fn conclusion(&self, case: &LyingSide) -> Result<Finding, TheoremError> {
        let sides = &case.sides;
        let matched = |sides: &TwoSides| -> Result<Matching, TheoremError> {
            let (men, women) = sides.sides()?;
            Ok(deferred_acceptance(&men, &women, &sides.places)?)
        };
        let honest = matched(sides)?;
        let (liars, others) = match case.receivers_lie {
            true => (sides.receivers.len(), sides.proposers.len()),
            false => (sides.proposers.len(), sides.receivers.len()),
        };
        // What a receiver with one place holds, from the best on.
        let held = |receiver: usize, matching: &Matching| {
            let all = matching.held_by(receiver);
            let ranks = all.iter().map(|&own| sides.rank(receiver, own));
            ranks
                .map(|rank| rank.unwrap_or(usize::MAX))
                .collect::<Vec<_>>()
        };
        few("members of a side to list", others, MOST_LISTED)?;
        for liar in 0..liars {
            for list in lists(others) {
                let mut said = sides.clone();
                match case.receivers_lie {
                    true => said.receivers[liar] = list.clone(),
                    false => said.proposers[liar] = list.clone(),
                }
                let lying = matched(&said)?;
                let gains = match case.receivers_lie {
                    true => {
                        let (before, after) = (held(liar, &honest), held(liar, &lying));
                        before.len() == 1 && after.len() == 1 && after < before
                    }
                    false => {
                        let place = |matching: &Matching| sides.place(liar, matching.partner(liar));
                        let accepted = (lying.partner(liar))
                            .is_none_or(|partner| sides.proposers[liar].contains(&partner));
                        accepted && place(&lying) < place(&honest)
                    }
                };
                if gains {
                    return Ok(Finding::fails(format!(
                        "{liar} gains by {list:?}: {:?} in the place of {:?}",
                        lying.partners(),
                        honest.partners()
                    )));
                }
            }
        }
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::Drawn;

    /// Two or three on each side, with lists that are mostly long, and `most` places each.
    fn two_sides(most: usize) -> BoxedStrategy<TwoSides> {
        (2usize..=3, 2usize..=3)
            .prop_flat_map(move |(proposers, receivers)| {
                let side = |members: usize, others: usize| {
                    let (all, index) = (lists(others), any::<Index>());
                    let list = (index, any::<bool>()).prop_map(move |(index, any)| {
                        // The longest lists stand last.
                        let from = if any { 0 } else { all.len() / 2 };
                        index.get(&all[from..]).clone()
                    });
                    vec(list, members)
                };
                (
                    side(proposers, receivers),
                    side(receivers, proposers),
                    vec(1..=most, receivers),
                )
            })
            .prop_map(|(proposers, receivers, places)| TwoSides::new(proposers, receivers, places))
            .boxed()
    }

    impl Drawn for DeferredAcceptanceIsBest {
        fn instances(&self) -> BoxedStrategy<TwoSides> {
            prop_oneof![two_sides(1), two_sides(2)].boxed()
        }
    }

    impl Drawn for StableMatchingsFillTheSamePlaces {
        fn instances(&self) -> BoxedStrategy<TwoSides> {
            prop_oneof![two_sides(1), two_sides(2)].boxed()
        }
    }

    impl Drawn for ProposersTellTheTruth {
        fn instances(&self) -> BoxedStrategy<LyingSide> {
            two_sides(2)
                .prop_map(|sides| LyingSide::new(sides, false))
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<LyingSide> {
            two_sides(1)
                .prop_map(|sides| LyingSide::new(sides, true))
                .boxed()
        }
    }
}
