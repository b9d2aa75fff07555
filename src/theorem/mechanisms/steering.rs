//! What it costs to steer play with money.

use super::definition::{all_of, with};
use super::sense::{entries, profile_of};
use crate::contract::{ContractingProblem, Language};
use crate::game::{Game, NormalForm, ProfileSpace};
use crate::gap::transfers::{
    Concept, TransferOptions, formal_contract, k_implementation, least_reward, side_payments,
};
use crate::linear_program::LinearOptions;
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A game, a profile that is wanted, and how much the players care about welfare.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SteeredGame {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The profile.
    pub profile: Vec<usize>,
    /// The weight λ of welfare, at least 0.
    pub lambda: Rational,
}

impl SteeredGame {
    /// A game with a profile, among players with `u_i + λ·W`.
    pub fn new(game: NormalForm<Rational>, profile: Vec<usize>, lambda: Rational) -> Self {
        SteeredGame {
            game,
            profile,
            lambda,
        }
    }

    /// The profile, the weight and the payoffs as a table.
    pub(super) fn described(&self) -> String {
        let table = game_table(&self.game);
        format!("profile {:?}, λ = {}, {table}", self.profile, self.lambda)
    }

    /// `u_i + λ·W`.
    fn utility(&self, player: usize, profile: &[usize]) -> Rational {
        self.game.payoff(player, profile) + &self.lambda * &welfare(&self.game, profile)
    }

    /// What a player gains by an action in the place of its part of the profile, whatever the
    /// others do.
    fn gains(&self, player: usize) -> Vec<(Vec<usize>, usize, Rational)> {
        let mut gains = Vec::new();
        for others in self.game.space() {
            if others[player] != self.profile[player] {
                continue;
            }
            for action in (0..self.game.actions(player)).filter(|&a| a != self.profile[player]) {
                let gain = self.utility(player, &with(&others, player, action))
                    - &self.utility(player, &others);
                gains.push((others.clone(), action, gain));
            }
        }
        gains
    }

    /// The most that a player gains by leaving the profile alone, at least 0.
    fn regret(&self, player: usize) -> Rational {
        let own = self.gains(player).into_iter();
        let alone = own.filter(|(others, _, _)| *others == self.profile);
        alone
            .map(|(_, _, gain)| gain)
            .max()
            .unwrap_or_default()
            .max(Rational::ZERO)
    }
}

/// Making a profile dominant costs the regrets at it.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::number::Rational;
/// use lacuna::theorem::mechanisms::{PromisesCostTheRegrets, SteeredGame};
/// use lacuna::theorem::{Theorem, Verdict};
/// let dilemma = prisoners_dilemma(3, 0, 5, 1)?;
/// let steered = SteeredGame::new(dilemma, vec![0, 0], Rational::ZERO);
/// assert_eq!(PromisesCostTheRegrets.check(&steered)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromisesCostTheRegrets;

impl Theorem for PromisesCostTheRegrets {
    type Instance = SteeredGame;

    fn statement(&self) -> Statement {
        Statement::new("promises_cost_the_regrets", "k-implementation")
            .saying(
                "The least that promises of payments, never negative, cost at a profile that they \
                 make dominant is the sum of what each player could gain by leaving it alone; \
                 a profile costs nothing if and only if it is an equilibrium.",
            )
            .from_source("Monderer and Tennenholtz, 2004")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<SteeredGame>> {
        Vec::new()
    }

    fn conclusion(&self, steered: &SteeredGame) -> Result<Finding, TheoremError> {
        let SteeredGame {
            game,
            profile,
            lambda,
        } = steered;
        let players = game.players();
        let preferences = WeightMatrix::cooperative(players, lambda)?;
        let found = k_implementation(game, profile, &preferences)?;
        let regrets: Vec<Rational> = (0..players).map(|player| steered.regret(player)).collect();
        let cost: Rational = regrets.iter().sum();
        let paid = |player: usize, profile: &[usize]| found.payments.payoff(player, profile);
        for player in 0..players {
            for (others, action, gain) in steered.gains(player) {
                let bonus = paid(player, &others) - &paid(player, &with(&others, player, action));
                if gain > bonus {
                    return Ok(Finding::fails(format!(
                        "player {player} prefers {action} at {others:?} with the promises"
                    )));
                }
            }
        }
        // For selfish players a linear program over all promises finds the same.
        let program = match lambda.is_zero() {
            true => {
                let problem = ContractingProblem::single_state(game.clone())?;
                let language = Language::complete(&problem);
                let options = TransferOptions::default().with_concept(Concept::Dominant);
                let plan = [profile.clone()];
                let least = least_reward(&problem, &language, &plan, &preferences, &options)?;
                if !least.verify(&problem, &language, &plan, &preferences, &options) {
                    return Ok(Finding::fails(
                        "the proof of the linear program does not stand",
                    ));
                }
                least.value().cloned()
            }
            false => Some(cost.clone()),
        };
        all_of![
            Finding::when(found.cost == cost && found.regrets == regrets, || {
                format!("regrets {regrets:?}, not {:?}", found.regrets)
            }),
            Finding::when(found.verify(game, &preferences), || {
                "the promises do not verify".to_owned()
            }),
            Finding::when(program.as_ref() == Some(&cost), || {
                format!("the least promises cost {program:?}, not {cost}")
            }),
        ]
    }

    fn describe(&self, steered: &SteeredGame) -> String {
        steered.described()
    }
}

/// A contract among two or more players in which some actions are defections.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ContractedGame {
    /// The game and the profile.
    pub steered: SteeredGame,
    /// For each player the actions that count as defections.
    pub defections: Vec<Vec<usize>>,
    /// What is asked of the profile.
    pub concept: Concept,
}

impl ContractedGame {
    /// A contract in a game.
    pub fn new(steered: SteeredGame, defections: Vec<Vec<usize>>, concept: Concept) -> Self {
        ContractedGame {
            steered,
            defections,
            concept,
        }
    }
}

/// A contract that taxes every defection enough works, and costs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnoughTransferIsEnough;

impl Theorem for EnoughTransferIsEnough {
    type Instance = ContractedGame;

    fn statement(&self) -> Statement {
        Statement::new("enough_transfer_is_enough", "Formal contracts")
            .saying(
                "If every other action than that of the profile counts as a defection, and \
                 each defector pays θ to the others in equal parts, the profile is an equilibrium \
                 (or dominant) if and only if θ is at least the most that anybody gains by a \
                 defection from it (or whatever the others do). At the profile nothing is paid.",
            )
            .from_source("Christoffersen, Haupt, Damani and Hadfield-Menell, 2023")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<ContractedGame>> {
        vec![Hypothesis::new(
            "every_other_action_is_a_defection",
            "Every action but that of the profile counts as a defection.",
            |contract: &ContractedGame| {
                let SteeredGame { game, profile, .. } = &contract.steered;
                profile_of(game, profile)?;
                let lists = contract.defections.len();
                entries("the list of defections", lists, game.players())?;
                for (player, list) in contract.defections.iter().enumerate() {
                    let free = (0..game.actions(player))
                        .find(|action| *action != profile[player] && !list.contains(action));
                    if let Some(action) = free {
                        return Ok(Finding::fails(format!(
                            "player {player} may play {action} for free"
                        )));
                    }
                }
                Ok(Finding::Holds)
            },
        )]
    }

    fn conclusion(&self, contract: &ContractedGame) -> Result<Finding, TheoremError> {
        let steered = &contract.steered;
        let SteeredGame {
            game,
            profile,
            lambda,
        } = steered;
        let preferences = WeightMatrix::cooperative(game.players(), lambda)?;
        let (defections, concept) = (&contract.defections, contract.concept);
        let found = formal_contract(game, profile, defections, &preferences, concept)?;
        let mut least = Rational::ZERO;
        for player in 0..game.players() {
            for (others, _, gain) in steered.gains(player) {
                if concept == Concept::Dominant || others == *profile {
                    least = least.max(gain);
                }
            }
        }
        let range = found.transfers.interval();
        let no_limit = range.is_some_and(|range| range.to == Extended::Infinite);
        let free =
            (0..game.players()).all(|player| found.payment(&least, player, profile).is_zero());
        let balanced = game.space().iter().all(|played| {
            let players = 0..game.players();
            let paid = players.map(|player| found.payment(&Rational::ONE, player, &played));
            paid.sum::<Rational>().is_zero()
        });
        all_of![
            Finding::when(found.transfers.least() == Some(&least) && no_limit, || {
                format!(
                    "transfers from {least} on work, and not {:?}",
                    found.transfers
                )
            }),
            Finding::when(free && balanced, || "money is made or lost".to_owned()),
            Finding::when(found.verify(game, &preferences), || {
                "the contract does not verify".to_owned()
            }),
        ]
    }

    fn describe(&self, contract: &ContractedGame) -> String {
        let (defections, concept) = (&contract.defections, contract.concept);
        let game = contract.steered.described();
        format!("defections {defections:?}, {concept:?}, {game}")
    }
}

/// The best bribe of one player of two is worth what the profile brings less the other's regret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BestBribesPayRegrets;

impl Theorem for BestBribesPayRegrets {
    type Instance = SteeredGame;

    fn statement(&self) -> Statement {
        Statement::new(
            "best_bribes_pay_regrets",
            "Side payments need not be efficient",
        )
        .saying(
            "In a game of two selfish players, one who alone can promise payments, and steers \
                 to a pure profile, gets the largest of its payoffs less the other's regret; no \
                 profile is supported by promises of both if these amounts sum to more than its \
                 welfare.",
        )
        .from_source("Jackson and Wilkie, 2005")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<SteeredGame>> {
        vec![Hypothesis::new(
            "two_players",
            "There are two players.",
            |steered: &SteeredGame| {
                let players = steered.game.players();
                Ok(Finding::when(players == 2, || format!("{players} players")))
            },
        )]
    }

    fn conclusion(&self, steered: &SteeredGame) -> Result<Finding, TheoremError> {
        let SteeredGame { game, profile, .. } = steered;
        let best = |player: usize| -> Rational {
            let other = 1 - player;
            let worth = |played: Vec<usize>| {
                let replies = 0..game.actions(other);
                let most = replies.map(|reply| game.payoff(other, &with(&played, other, reply)));
                let regret = most.max().unwrap_or_default() - &game.payoff(other, &played);
                game.payoff(player, &played) - &regret
            };
            game.space().iter().map(worth).max().unwrap_or_default()
        };
        let found = side_payments(game, profile, &LinearOptions::default())?;
        let own: Vec<Rational> = (0..2).map(best).collect();
        let said: Vec<Rational> = found.solo.iter().map(|solo| solo.payoff.clone()).collect();
        let welfare = welfare(game, profile);
        let more = own.iter().sum::<Rational>() > welfare;
        let bounded = found.solo.iter().all(|solo| solo.payoff <= solo.at_most);
        all_of![
            Finding::when(own == said, || format!(
                "solo payoffs {own:?}, not {said:?}"
            )),
            Finding::when(found.rules_out() == more && bounded, || {
                format!("welfare {welfare}, solo payoffs {own:?}")
            }),
            Finding::when(found.verify(game), || "the payments do not verify"
                .to_owned()),
        ]
    }

    fn describe(&self, steered: &SteeredGame) -> String {
        steered.described()
    }
}

/// The sum of all payoffs.
pub(super) fn welfare(game: &NormalForm<Rational>, profile: &[usize]) -> Rational {
    let players = 0..game.players();
    players.map(|player| game.payoff(player, profile)).sum()
}

/// The profiles of a game at which nobody gains alone.
pub(super) fn nash(game: &NormalForm<Rational>) -> Vec<Vec<usize>> {
    let space: &ProfileSpace = game.space();
    let stable = |profile: &Vec<usize>| {
        (0..game.players()).all(|player| {
            let own = game.payoff(player, profile);
            (0..game.actions(player))
                .all(|action| game.payoff(player, &with(profile, player, action)) <= own)
        })
    };
    space.iter().filter(stable).collect()
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::sample::Index;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::{Drawn, strategy};

    /// Games of two or three players with a profile.
    fn steered(players: std::ops::RangeInclusive<usize>) -> BoxedStrategy<SteeredGame> {
        let games = strategy::games(players, 1..=3);
        (games, any::<Index>(), strategy::altruism_weights())
            .prop_filter_map("no profile", |(game, index, lambda)| {
                let profile = game.space().profile(index.index(game.space().len())).ok()?;
                Some(SteeredGame::new(game, profile, lambda))
            })
            .boxed()
    }

    impl Drawn for PromisesCostTheRegrets {
        fn instances(&self) -> BoxedStrategy<SteeredGame> {
            steered(1..=3)
        }
    }

    fn contracts(every: bool) -> BoxedStrategy<ContractedGame> {
        let concepts = prop_oneof![Just(Concept::Equilibrium), Just(Concept::Dominant)];
        (steered(2..=3), concepts, any::<Index>())
            .prop_map(move |(steered, concept, free)| {
                let game = &steered.game;
                let mut defections: Vec<Vec<usize>> = (0..game.players())
                    .map(|player| {
                        let all = 0..game.actions(player);
                        all.filter(|&action| action != steered.profile[player])
                            .collect()
                    })
                    .collect();
                if !every {
                    defections[free.index(game.players())].pop();
                }
                ContractedGame::new(steered, defections, concept)
            })
            .boxed()
    }

    impl Drawn for EnoughTransferIsEnough {
        fn instances(&self) -> BoxedStrategy<ContractedGame> {
            contracts(true)
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<ContractedGame> {
            contracts(false)
        }
    }

    impl Drawn for BestBribesPayRegrets {
        fn instances(&self) -> BoxedStrategy<SteeredGame> {
            steered(2..=2)
                .prop_map(|steered| SteeredGame::new(steered.game, steered.profile, Rational::ZERO))
                .boxed()
        }
    }
}
