//! Elections: medians, majorities, and dictators.

use super::definition::{all_of, dominance, selfish};
use super::groves::decides_as;
use super::sense::{MOST_PROFILES, below, entries, few, few_profiles, order};
use crate::game::ProfileSpace;
use crate::mechanism::examine::{Examination, Witness};
use crate::mechanism::voting::{TieBreaking, VotingMechanism, VotingRule, setting};
use crate::mechanism::{Decision, MechanismTable, RankUtilities, Rankings, Setting, Strategies};
use crate::number::Rational;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// The winner after all ballots that voters may cast.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ElectionTable {
    /// How many candidates there are.
    pub candidates: usize,
    /// How many voters there are.
    pub voters: usize,
    /// The rankings that a voter may have, best first, each of all candidates.
    pub rankings: Vec<Vec<usize>>,
    /// The winner for each profile of rankings, the last voter's fastest.
    pub winners: Vec<usize>,
}

impl ElectionTable {
    /// A rule as a table.
    pub fn new(
        candidates: usize,
        voters: usize,
        rankings: Vec<Vec<usize>>,
        winners: Vec<usize>,
    ) -> Self {
        ElectionTable {
            candidates,
            voters,
            rankings,
            winners,
        }
    }

    /// The profiles of ballots, if the table makes sense.
    fn space(&self) -> Result<ProfileSpace, TheoremError> {
        let space = ballots(self.candidates, &self.rankings, self.voters)?;
        entries("the list of winners", self.winners.len(), space.len())?;
        let mut winners = self.winners.iter();
        winners.try_for_each(|&winner| below("a winner", winner, self.candidates))?;
        Ok(space)
    }

    fn setting(&self) -> Result<Setting, TheoremError> {
        let rankings = Rankings::listed(self.candidates, self.rankings.clone())?;
        Ok(setting(
            self.voters,
            &rankings,
            &RankUtilities::borda(self.candidates),
        )?)
    }

    fn mechanism(&self) -> Result<MechanismTable, TheoremError> {
        let free = || vec![Rational::ZERO; self.voters];
        let decisions = self.winners.iter();
        let decisions = decisions.map(|&winner| Decision::certain(winner, free()));
        Ok(MechanismTable::new(
            self.space()?,
            self.candidates,
            decisions.collect(),
        )?)
    }

    /// A voter who gets something better by another ranking than its own.
    fn manipulation(&self) -> Result<Finding, TheoremError> {
        let space = self.space()?;
        for (index, said) in space.iter().enumerate() {
            for voter in 0..self.voters {
                let own = &self.rankings[said[voter]];
                let place = |winner: usize| own.iter().position(|&other| other == winner);
                let honest = place(self.winners[index]);
                for lie in 0..self.rankings.len() {
                    let mut lying = said.clone();
                    lying[voter] = lie;
                    if place(self.winners[space.index(&lying)?]) < honest {
                        return Ok(Finding::fails(format!(
                            "voter {voter} gains by saying {lie} at {said:?}"
                        )));
                    }
                }
            }
        }
        Ok(Finding::Holds)
    }

    /// The voter whose best candidate always wins.
    fn dictator(&self) -> Result<Option<usize>, TheoremError> {
        let space = self.space()?;
        let rules = |voter: usize| {
            let mut all = space.iter().zip(&self.winners);
            all.all(|(said, &winner)| self.rankings[said[voter]].first() == Some(&winner))
        };
        Ok((0..self.voters).find(|&voter| rules(voter)))
    }
}

/// The profiles of ballots of voters who may have these rankings, each of all candidates.
fn ballots(
    candidates: usize,
    rankings: &[Vec<usize>],
    voters: usize,
) -> Result<ProfileSpace, TheoremError> {
    for ranking in rankings {
        order("a ranking", ranking, candidates)?;
    }
    Rankings::listed(candidates, rankings.to_vec())?;
    few("voters", voters, MOST_PROFILES)?;
    few_profiles(&vec![rankings.len(); voters])
}

/// With three candidates only dictators cannot be manipulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnlyDictatorsAreStrategyProof;

impl Theorem for OnlyDictatorsAreStrategyProof {
    type Instance = ElectionTable;

    fn statement(&self) -> Statement {
        Statement::new(
            "only_dictators_are_strategy_proof",
            "The theorem of Gibbard and Satterthwaite",
        )
        .saying(
            "If there are at least three candidates, each of whom may win, and voters may have \
             every ranking, a rule without lotteries is strategy-proof if and only if it has a \
             dictator.",
        )
        .from_source("Gibbard, 1973; Satterthwaite, 1975")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<ElectionTable>> {
        vec![
            Hypothesis::new(
                "three_candidates",
                "There are at least three candidates.",
                |table: &ElectionTable| {
                    Ok(Finding::when(table.candidates > 2, || {
                        format!("{} candidates", table.candidates)
                    }))
                },
            ),
            Hypothesis::new(
                "every_ranking_may_be_had",
                "Voters may have every ranking.",
                |table: &ElectionTable| {
                    table.space()?;
                    let mut factors = 1..=table.candidates;
                    let all = factors.try_fold(1usize, usize::checked_mul);
                    Ok(Finding::when(Some(table.rankings.len()) == all, || {
                        format!("{} rankings are not all", table.rankings.len())
                    }))
                },
            ),
            Hypothesis::new(
                "every_candidate_may_win",
                "Each candidate wins after some ballots.",
                |table: &ElectionTable| {
                    table.space()?;
                    let never = (0..table.candidates).find(|own| !table.winners.contains(own));
                    Ok(match never {
                        None => Finding::Holds,
                        Some(never) => Finding::fails(format!("candidate {never} never wins")),
                    })
                },
            ),
        ]
    }

    fn conclusion(&self, table: &ElectionTable) -> Result<Finding, TheoremError> {
        let proof = table.manipulation()?.holds();
        let dictator = table.dictator()?;
        let (setting, mechanism) = (table.setting()?, table.mechanism()?);
        let examination = Examination::new(&setting, &mechanism)?;
        let verdict = examination.strategy_proof()?;
        let stands = verdict
            .witness()
            .is_none_or(|found| found.verify(&examination));
        let truth = Strategies::truthful(&setting);
        let cases = dominance(&setting, &mechanism, &truth, &selfish(&setting))?;
        all_of![
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            Finding::when(verdict.holds() == proof && stands, || {
                format!(
                    "strategy-proof: {proof}; the examination says {}",
                    verdict.holds()
                )
            }),
            Finding::when(proof == dictator.is_some(), || {
                format!("strategy-proof: {proof}, dictator: {dictator:?}")
            }),
            match dictator {
                None => Finding::Holds,
                Some(voter) => {
                    let rankings = Rankings::listed(table.candidates, table.rankings.clone())?;
                    let ties = TieBreaking::lowest(table.candidates);
                    let rule = VotingRule::Dictator(voter);
                    let rule = VotingMechanism::new(table.voters, rankings, rule, ties)?;
                    decides_as(&rule, &mechanism)
                }
            },
        ]
    }
}

/// Voters on a line, and phantom voters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineElection {
    /// How many candidates stand on the line, in the order of their numbers.
    pub candidates: usize,
    /// The rankings that a voter may have, best first.
    pub rankings: Vec<Vec<usize>>,
    /// The phantom ballots, one fewer than there are voters.
    pub phantoms: Vec<usize>,
}

impl LineElection {
    /// An election with one voter more than phantoms.
    pub fn new(candidates: usize, rankings: Vec<Vec<usize>>, phantoms: Vec<usize>) -> Self {
        LineElection {
            candidates,
            rankings,
            phantoms,
        }
    }
}

/// A ranking that does not get worse all the way from its peak.
fn not_single_peaked(rankings: &[Vec<usize>]) -> Option<&Vec<usize>> {
    rankings.iter().find(|ranking| {
        let Some(&peak) = ranking.first() else {
            return true;
        };
        let place = |own: usize| ranking.iter().position(|&other| other == own);
        let worse = |near: usize, far: usize| place(near) < place(far);
        let left = (1..=peak).all(|own| worse(own, own - 1));
        let right = (peak + 1..ranking.len()).all(|own| worse(own - 1, own));
        !left || !right
    })
}

pub(super) fn single_peaked(rankings: &[Vec<usize>]) -> Finding {
    match not_single_peaked(rankings) {
        None => Finding::Holds,
        Some(ranking) => Finding::fails(format!("{ranking:?} has two peaks")),
    }
}

/// On a line the median cannot be manipulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediansAreStrategyProof;

impl Theorem for MediansAreStrategyProof {
    type Instance = LineElection;

    fn statement(&self) -> Statement {
        Statement::new(
            "medians_are_strategy_proof",
            "The median voter does not lie",
        )
        .saying(
            "If preferences are single-peaked on a line, electing the median of the peaks and \
                 of fixed phantom ballots is strategy-proof, and nobody else is better for all.",
        )
        .from_source("Moulin, 1980")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<LineElection>> {
        vec![Hypothesis::new(
            "single_peaked",
            "Going away from a voter's best candidate on either side, candidates get worse.",
            |election: &LineElection| Ok(single_peaked(&election.rankings)),
        )]
    }

    fn conclusion(&self, election: &LineElection) -> Result<Finding, TheoremError> {
        let LineElection {
            candidates,
            rankings,
            phantoms,
        } = election;
        let voters = phantoms.len() + 1;
        let space = ballots(*candidates, rankings, voters)?;
        for &phantom in phantoms {
            below("a phantom ballot", phantom, *candidates)?;
        }
        let elected = |said: &[usize]| {
            let peaks = said.iter().map(|&own| rankings[own][0]);
            let mut all: Vec<usize> = peaks.chain(phantoms.iter().copied()).collect();
            all.sort_unstable();
            all[phantoms.len()]
        };
        let chosen = space.iter().map(|said| elected(&said)).collect();
        let table = ElectionTable::new(*candidates, voters, rankings.clone(), chosen);
        let listed = Rankings::listed(*candidates, rankings.clone())?;
        let rule = VotingRule::Median(phantoms.clone());
        let ties = TieBreaking::lowest(*candidates);
        let rule = VotingMechanism::new(voters, listed, rule, ties)?;
        let (setting, mechanism) = (table.setting()?, table.mechanism()?);
        let examination = Examination::new(&setting, &rule)?;
        let truth = Strategies::truthful(&setting);
        let cases = dominance(&setting, &rule, &truth, &selfish(&setting))?;
        let proof = table.manipulation()?;
        let (holds, verdict) = (proof.holds(), examination.strategy_proof()?.holds());
        all_of![
            decides_as(&rule, &mechanism),
            cases.agree("truth", &examination.dominant_strategy()?, &examination),
            Finding::when(holds == verdict && holds == cases.hold(), || {
                format!("strategy-proof: {holds}; the examination says {verdict}")
            }),
            proof,
            Finding::when(examination.pareto()?.holds(), || {
                "somebody is better for all".to_owned()
            }),
        ]
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::subsequence;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::mechanism::Mechanism;
    use crate::theorem::Drawn;

    pub(in crate::theorem::mechanisms) fn listed(
        rankings: Result<Rankings, crate::mechanism::SettingError>,
    ) -> Vec<Vec<usize>> {
        rankings.map_or_else(|_| Vec::new(), |all| all.iter().collect())
    }

    /// Rules of the crate as tables, with up to `changes` winners changed.
    fn tables(
        candidates: usize,
        voters: usize,
        rankings: Vec<Vec<usize>>,
        changes: usize,
    ) -> BoxedStrategy<ElectionTable> {
        let profiles = rankings.len().pow(voters as u32);
        let rules = prop_oneof![
            4 => (0..voters).prop_map(VotingRule::Dictator),
            1 => Just(VotingRule::Plurality),
            1 => Just(VotingRule::Borda),
            1 => (0..candidates).prop_map(VotingRule::CondorcetElse),
            1 => vec(0..candidates, voters - 1).prop_map(VotingRule::Median),
        ];
        (rules, vec((0..profiles, 0..candidates), 0..=changes))
            .prop_filter_map("no rule", move |(rule, changed)| {
                let ties = TieBreaking::lowest(candidates);
                let all = Rankings::listed(candidates, rankings.clone()).ok()?;
                let rule = VotingMechanism::new(voters, all, rule, ties).ok()?;
                let space = ProfileSpace::new(&vec![rankings.len(); voters]).ok()?;
                let elected = space.iter().map(|said| {
                    let decision = rule.decide(&said);
                    decision.branches()[0].alternative
                });
                let mut elected: Vec<usize> = elected.collect();
                for (place, winner) in changed {
                    elected[place] = winner;
                }
                let (candidates, rankings) = (candidates, rankings.clone());
                Some(ElectionTable::new(candidates, voters, rankings, elected))
            })
            .boxed()
    }

    impl Drawn for OnlyDictatorsAreStrategyProof {
        fn instances(&self) -> BoxedStrategy<ElectionTable> {
            tables(3, 2, listed(Rankings::all(3)), 1)
        }

        fn instances_without(&self, hypothesis: &str) -> BoxedStrategy<ElectionTable> {
            match hypothesis {
                "three_candidates" => tables(2, 3, listed(Rankings::all(2)), 0),
                "every_ranking_may_be_had" => tables(3, 2, listed(Rankings::single_peaked(3)), 0),
                _ => (0usize..3)
                    .prop_map(|winner| {
                        ElectionTable::new(3, 2, listed(Rankings::all(3)), vec![winner; 36])
                    })
                    .boxed(),
            }
        }
    }

    fn elections(peaked: bool) -> BoxedStrategy<LineElection> {
        (2usize..=4, 1usize..=3)
            .prop_flat_map(move |(candidates, voters)| {
                let all = match peaked {
                    true => listed(Rankings::single_peaked(candidates)),
                    false => listed(Rankings::all(candidates)),
                };
                let most = all.len().min(4);
                let phantoms = vec(0..candidates, voters - 1);
                (Just(candidates), subsequence(all, 1..=most), phantoms)
            })
            .prop_map(|(candidates, rankings, phantoms)| {
                LineElection::new(candidates, rankings, phantoms)
            })
            .boxed()
    }

    impl Drawn for MediansAreStrategyProof {
        fn instances(&self) -> BoxedStrategy<LineElection> {
            elections(true)
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<LineElection> {
            elections(false)
        }
    }
}

#[cfg(feature = "proptest")]
pub(super) use drawn::listed;
