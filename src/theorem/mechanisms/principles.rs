//! Games that are changed by taxes, gifts and fines.

use super::definition::{all_of, with};
use super::steering::{nash, welfare};
use crate::game::{Game, NormalForm};
use crate::mechanism::principle::{
    Gift, OutcomePayments, Penalty, PigouvianTax, Proceeds, Target, Transform, Transformed,
};
use crate::number::Rational;
use crate::preference::Selfish;
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// The equilibria of the changed game are these, by its own account too, and worth what the
/// original game says.
pub(super) fn has_equilibria(
    changed: &Transformed,
    expected: &[Vec<usize>],
) -> Result<Finding, TheoremError> {
    let own = nash(changed.game());
    let said = changed.equilibria(&Selfish)?;
    let listed: Vec<Vec<usize>> = said.iter().map(|found| found.profile.clone()).collect();
    let worth = said.iter().all(|found| {
        let plays = found.plays.iter();
        let own: Rational = plays
            .map(|play| &play.probability * &welfare(changed.original(), &play.profile))
            .sum();
        found.material_welfare == own
    });
    all_of![
        Finding::when(own == expected, || {
            format!("the equilibria are {own:?}, not {expected:?}")
        }),
        Finding::when(listed == own && worth, || {
            format!("the equilibria are {own:?}, and {listed:?} are found")
        }),
    ]
}

/// A game and the actions that externalities are compared with; those that are best for the others
/// if there are none.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TaxedGame {
    /// The game.
    pub game: NormalForm<Rational>,
    /// An action of each player.
    pub baseline: Option<Vec<usize>>,
}

impl TaxedGame {
    /// A game with a baseline, or none.
    pub fn new(game: NormalForm<Rational>, baseline: Option<Vec<usize>>) -> Self {
        TaxedGame { game, baseline }
    }
}

/// If everybody is charged its externality, all maximise welfare.
///
/// ```
/// use lacuna::game::catalogue::prisoners_dilemma;
/// use lacuna::theorem::mechanisms::{TaxedGame, TaxesMakeWelfareAPotential};
/// use lacuna::theorem::{Theorem, Verdict};
/// let taxed = TaxedGame::new(prisoners_dilemma(3, 0, 5, 1)?, Some(vec![1, 1]));
/// assert_eq!(TaxesMakeWelfareAPotential.check(&taxed)?, Verdict::Holds);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxesMakeWelfareAPotential;

impl Theorem for TaxesMakeWelfareAPotential {
    type Instance = TaxedGame;

    fn statement(&self) -> Statement {
        Statement::new("taxes_make_welfare_a_potential", "Pigou's tax")
            .saying(
                "If each player receives what the others have less what they would have if it \
                 took a baseline action, welfare is an exact potential of the game: its pure \
                 equilibria are the profiles at which nobody alone can raise welfare, and every \
                 optimum is one. With the best action for the others as a baseline nobody is ever \
                 paid.",
            )
            .from_source("Pigou, 1920; Monderer and Shapley, 1996")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<TaxedGame>> {
        Vec::new()
    }

    fn conclusion(&self, taxed: &TaxedGame) -> Result<Finding, TheoremError> {
        let game = &taxed.game;
        let tax = match &taxed.baseline {
            Some(baseline) => PigouvianTax::new(baseline.clone()),
            None => PigouvianTax::pivot(),
        };
        let changed = tax.apply(game)?;
        let after = changed.game();
        let mut stable = Vec::new();
        for profile in game.space() {
            let before = welfare(game, &profile);
            let mut highest = true;
            for player in 0..game.players() {
                let own = after.payoff(player, &profile);
                let transfer = changed.transfers(&profile)?[player].clone();
                if own != game.payoff(player, &profile) + &transfer {
                    return Ok(Finding::fails(format!("{profile:?} pays something else")));
                }
                if taxed.baseline.is_none() && transfer.is_positive() {
                    return Ok(Finding::fails(format!(
                        "player {player} is paid {transfer}"
                    )));
                }
                if let Some(baseline) = &taxed.baseline
                    && baseline[player] == profile[player]
                    && !transfer.is_zero()
                {
                    return Ok(Finding::fails(format!("the baseline costs {transfer}")));
                }
                for action in 0..game.actions(player) {
                    let other = with(&profile, player, action);
                    let (rise, gain) = (
                        welfare(game, &other) - &before,
                        after.payoff(player, &other) - &own,
                    );
                    highest &= !rise.is_positive();
                    if rise != gain {
                        return Ok(Finding::fails(format!(
                            "player {player} gains {gain} from {profile:?} to {other:?}, and \
                             welfare {rise}"
                        )));
                    }
                }
            }
            if highest {
                stable.push(profile);
            }
        }
        has_equilibria(&changed, &stable)
    }

    fn describe(&self, taxed: &TaxedGame) -> String {
        let table = game_table(&taxed.game);
        match &taxed.baseline {
            Some(baseline) => format!("baseline {baseline:?}, {table}"),
            None => format!("no baseline, {table}"),
        }
    }
}

/// A game, what each player is given, and payments for single profiles.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GiftedGame {
    /// The game.
    pub game: NormalForm<Rational>,
    /// What each player is given whatever is played.
    pub gifts: Vec<Rational>,
    /// What each player is given besides if a profile is played.
    pub conditions: Vec<(Vec<usize>, Vec<Rational>)>,
}

impl GiftedGame {
    /// A game with gifts.
    pub fn new(
        game: NormalForm<Rational>,
        gifts: Vec<Rational>,
        conditions: Vec<(Vec<usize>, Vec<Rational>)>,
    ) -> Self {
        GiftedGame {
            game,
            gifts,
            conditions,
        }
    }
}

/// Gifts without conditions change nothing that is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GiftsChangeNoEquilibria;

impl Theorem for GiftsChangeNoEquilibria {
    type Instance = GiftedGame;

    fn statement(&self) -> Statement {
        Statement::new("gifts_change_no_equilibria", "Gifts")
            .saying(
                "Gifts that do not depend on what is played leave all differences between the \
                 payoffs of a player as they are, and with them the equilibria.",
            )
            .from_source("Lupu and Precup, 2020; by definition")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<GiftedGame>> {
        vec![Hypothesis::new(
            "no_conditions",
            "Nothing is given for what is played.",
            |gifted: &GiftedGame| {
                let mut all = gifted.conditions.iter().flat_map(|(_, paid)| paid);
                Ok(match all.find(|paid| !paid.is_zero()) {
                    None => Finding::Holds,
                    Some(paid) => Finding::fails(format!("{paid} is given for a profile")),
                })
            },
        )]
    }

    fn conclusion(&self, gifted: &GiftedGame) -> Result<Finding, TheoremError> {
        let game = &gifted.game;
        let payments = OutcomePayments::new(gifted.conditions.clone());
        let changed = Gift::new(gifted.gifts.clone()).then(payments).apply(game)?;
        for profile in game.space() {
            for player in 0..game.players() {
                let besides = gifted.conditions.iter().filter(|(own, _)| *own == profile);
                let besides: Rational = besides.map(|(_, paid)| &paid[player]).sum();
                let own = game.payoff(player, &profile) + &gifted.gifts[player] + besides;
                if changed.game().payoff(player, &profile) != own {
                    return Ok(Finding::fails(format!(
                        "player {player} does not have {own} at {profile:?}"
                    )));
                }
            }
        }
        has_equilibria(&changed, &nash(game))
    }

    fn describe(&self, gifted: &GiftedGame) -> String {
        let (gifts, conditions) = (&gifted.gifts, &gifted.conditions);
        let table = game_table(&gifted.game);
        format!("gifts {gifts:?}, payments for profiles {conditions:?}, {table}")
    }
}

/// A game with fines for not doing one's part of a profile.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FinedGame {
    /// The game.
    pub game: NormalForm<Rational>,
    /// The profile.
    pub profile: Vec<usize>,
    /// The fine, at least 0.
    pub fine: Rational,
    /// The probability of being found out.
    pub detection: Rational,
    /// Where fines go.
    pub proceeds: Proceeds,
}

impl FinedGame {
    /// A game with fines that are burnt.
    pub fn new(
        game: NormalForm<Rational>,
        profile: Vec<usize>,
        fine: Rational,
        detection: Rational,
    ) -> Self {
        FinedGame {
            game,
            profile,
            fine,
            detection,
            proceeds: Proceeds::Burnt,
        }
    }

    /// The same with fines that go elsewhere.
    #[must_use]
    pub fn with_proceeds(mut self, proceeds: Proceeds) -> Self {
        self.proceeds = proceeds;
        self
    }
}

/// A fine deters if what is expected of it is no less than what is gained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedFinesDeter;

impl Theorem for ExpectedFinesDeter {
    type Instance = FinedGame;

    fn statement(&self) -> Statement {
        Statement::new("expected_fines_deter", "Fines and detection")
            .saying(
                "With a fine f, found out with probability q, a profile is an equilibrium if and \
                 only if nobody gains more than `q·f` by leaving it alone, wherever fines go.",
            )
            .from_source("Becker, 1968")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<FinedGame>> {
        Vec::new()
    }

    fn conclusion(&self, fined: &FinedGame) -> Result<Finding, TheoremError> {
        let FinedGame { game, profile, .. } = fined;
        let changed = Penalty::new(Target::Profile(profile.clone()), fined.fine.clone())
            .with_detection(fined.detection.clone())
            .with_proceeds(fined.proceeds)
            .apply(game)?;
        let due = &fined.fine * &fined.detection;
        let mut deterred = true;
        for player in 0..game.players() {
            for action in (0..game.actions(player)).filter(|&own| own != profile[player]) {
                let other = with(profile, player, action);
                let after = game.payoff(player, &other) - &due;
                deterred &= after <= game.payoff(player, profile);
                let said = changed.game().payoff(player, &other);
                if said != after {
                    return Ok(Finding::fails(format!(
                        "player {player} has {after} at {other:?}, not {said}"
                    )));
                }
            }
        }
        // Where fines go, at every profile.
        for played in game.space() {
            let breaks = |player: usize| played[player] != profile[player];
            let count = game.players();
            let guilty = (0..count).filter(|&player| breaks(player)).count();
            let shared = |parts: usize, fines: usize| {
                let sum = &due * &Rational::from(fines);
                sum.checked_div(&Rational::from(parts)).unwrap_or_default()
            };
            for (player, said) in changed.transfers(&played)?.into_iter().enumerate() {
                let lost = if breaks(player) {
                    -&due
                } else {
                    Rational::ZERO
                };
                let received = match fined.proceeds {
                    Proceeds::Burnt => Rational::ZERO,
                    Proceeds::SharedByOthers => {
                        shared(count - 1, guilty - usize::from(breaks(player)))
                    }
                    Proceeds::SharedByTheRest if breaks(player) => Rational::ZERO,
                    Proceeds::SharedByTheRest => shared(count - guilty, guilty),
                };
                if said != &lost + &received {
                    return Ok(Finding::fails(format!(
                        "player {player} receives {said} at {played:?}, not {lost} and {received}"
                    )));
                }
            }
        }
        let own = nash(changed.game());
        all_of![
            Finding::when(own.contains(profile) == deterred, || {
                format!("{due} deters: {deterred}, and the equilibria are {own:?}")
            }),
            has_equilibria(&changed, &own)?,
        ]
    }

    fn describe(&self, fined: &FinedGame) -> String {
        format!(
            "profile {:?}, fine {} with probability {}, {:?}, {}",
            fined.profile,
            fined.fine,
            fined.detection,
            fined.proceeds,
            game_table(&fined.game)
        )
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::mechanisms::draws::whole;
    use crate::theorem::{Drawn, strategy};

    /// Games with two profiles.
    pub(in crate::theorem::mechanisms) fn games()
    -> BoxedStrategy<(NormalForm<Rational>, Vec<usize>, Vec<usize>)> {
        let indices = (any::<Index>(), any::<Index>());
        (strategy::games(2..=3, 1..=3), indices)
            .prop_filter_map("no profile", |(game, (first, second))| {
                let profile = |index: Index| {
                    let space = game.space();
                    space.profile(index.index(space.len())).ok()
                };
                let (first, second) = (profile(first)?, profile(second)?);
                Some((game, first, second))
            })
            .boxed()
    }

    impl Drawn for TaxesMakeWelfareAPotential {
        fn instances(&self) -> BoxedStrategy<TaxedGame> {
            (games(), any::<bool>())
                .prop_map(|((game, baseline, _), pivot)| {
                    TaxedGame::new(game, (!pivot).then_some(baseline))
                })
                .boxed()
        }
    }

    impl Drawn for GiftsChangeNoEquilibria {
        fn instances(&self) -> BoxedStrategy<GiftedGame> {
            (games(), vec(strategy::payoffs(), 3))
                .prop_map(|((game, _, _), mut gifts)| {
                    gifts.truncate(game.players());
                    GiftedGame::new(game, gifts, Vec::new())
                })
                .boxed()
        }

        fn instances_without(&self, _: &str) -> BoxedStrategy<GiftedGame> {
            (games(), vec(whole(-2..=2), 3))
                .prop_map(|((game, profile, _), mut paid)| {
                    paid.truncate(game.players());
                    let gifts = vec![Rational::ZERO; game.players()];
                    GiftedGame::new(game, gifts, vec![(profile, paid)])
                })
                .boxed()
        }
    }

    impl Drawn for ExpectedFinesDeter {
        fn instances(&self) -> BoxedStrategy<FinedGame> {
            let detection =
                (0i64..=4).prop_map(|above| Rational::new(above, 4).unwrap_or_default());
            let proceeds = prop_oneof![
                Just(Proceeds::Burnt),
                Just(Proceeds::SharedByOthers),
                Just(Proceeds::SharedByTheRest)
            ];
            (
                games(),
                strategy::rationals(0..=6, 2),
                detection,
                proceeds,
                -1i64..=1,
            )
                .prop_map(|((game, profile, _), fine, detection, proceeds, near)| {
                    // Two thirds are at the threshold, just below or just above.
                    let gains = (0..game.players()).flat_map(|player| {
                        let own = game.payoff(player, &profile);
                        let (game, profile) = (&game, &profile);
                        (0..game.actions(player)).map(move |action| {
                            game.payoff(player, &with(profile, player, action)) - &own
                        })
                    });
                    let most = gains.max().unwrap_or_default();
                    let step = Rational::new(near, 100).unwrap_or_default();
                    let fine = match most.checked_div(&detection) {
                        Some(exact) if fine.is_integer() => (exact + step).max(Rational::ZERO),
                        _ => fine,
                    };
                    FinedGame::new(game, profile, fine, detection).with_proceeds(proceeds)
                })
                .boxed()
        }
    }
}

#[cfg(feature = "proptest")]
pub(super) use drawn::games;
