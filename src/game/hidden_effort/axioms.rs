//! What the paper asks of a lifted game, checked on the matrix itself.

use serde::{Deserialize, Serialize};

use super::{BaseAction, Family, base_action};
use crate::game::{Game, GameError, GameExt, Profile, ProfileSpace};
use crate::number::Rational;

/// Which actions of which player cooperate and which defect.
///
/// ```
/// use lacuna::game::hidden_effort::{ActionClasses, BaseAction::{Cooperate, Defect}};
/// let classes = ActionClasses::new(vec![vec![Cooperate, Cooperate, Defect, Defect]; 2]);
/// assert_eq!(classes, ActionClasses::lifted());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActionClasses {
    classes: Vec<Vec<BaseAction>>,
}

impl ActionClasses {
    /// One list a player with one entry an action; that the lists match a game is checked where
    /// they meet it.
    pub fn new(classes: Vec<Vec<BaseAction>>) -> Self {
        ActionClasses { classes }
    }

    /// The classes of the lifted game of two players: CH, CL cooperate, DH, DL defect.
    pub fn lifted() -> Self {
        let list: Vec<BaseAction> = (0..4).filter_map(base_action).collect();
        ActionClasses::new(vec![list.clone(), list])
    }

    /// The class of each player's actions.
    pub fn classes(&self) -> &[Vec<BaseAction>] {
        &self.classes
    }

    fn check(&self, space: &ProfileSpace) -> Result<(), GameError> {
        let wrong = |what: String, found: usize, expected: usize| {
            if found == expected {
                return Ok(());
            }
            Err(GameError::BadParameter {
                parameter: "classes",
                value: format!("{what} of {found}"),
                range: format!("{what} of {expected}, as many as the game has"),
            })
        };
        wrong(
            "a list of players".into(),
            self.classes.len(),
            space.players(),
        )?;
        for (player, list) in self.classes.iter().enumerate() {
            wrong(
                format!("a list of the actions of player {player}"),
                list.len(),
                space.actions()[player],
            )?;
        }
        Ok(())
    }

    fn actions(&self, player: usize, class: BaseAction) -> impl Iterator<Item = usize> {
        let list = self.classes.get(player).map_or(&[][..], Vec::as_slice);
        list.iter()
            .enumerate()
            .filter(move |(_, found)| **found == class)
            .map(|(action, _)| action)
    }

    fn all(&self, profile: &[usize], class: BaseAction) -> bool {
        self.classes
            .iter()
            .zip(profile)
            .all(|(list, &action)| list[action] == class)
    }

    fn any(&self, profile: &[usize], class: BaseAction) -> bool {
        self.classes
            .iter()
            .zip(profile)
            .any(|(list, &action)| list[action] == class)
    }
}

/// An axiom of the paper on a game whose actions cooperate or defect; in brackets its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Axiom {
    /// (i) Whatever the others do, replacing any defection by any cooperation raises welfare.
    CooperationRaisesWelfare,
    /// (ii) The designated profile, (CH, CH) in the lift, is the only one of highest welfare.
    UniqueOptimum,
    /// (iii) In every profile of cooperations every player is better off than in every profile of
    /// defections.
    CooperationParetoDominates,
    /// (iv, prisoner's dilemma) Every defection strictly dominates every cooperation.
    DefectionDominates,
    /// (iv, stag hunt) Somewhere a defection is better than a cooperation, and some pure
    /// equilibrium contains a defection.
    DefectionTempts,
}

impl Axiom {
    /// The four axioms that a lift of this family must satisfy.
    pub fn of(family: Family) -> [Axiom; 4] {
        [
            Axiom::CooperationRaisesWelfare,
            Axiom::UniqueOptimum,
            Axiom::CooperationParetoDominates,
            match family {
                Family::PrisonersDilemma => Axiom::DefectionDominates,
                Family::StagHunt => Axiom::DefectionTempts,
            },
        ]
    }
}

/// Where an axiom fails: the first place found, with the numbers there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Violation {
    /// Against the axiom (i): cooperation does not raise welfare here.
    WelfareNotRaised {
        /// The profile in which the player defects.
        profile: Profile,
        /// The player who replaces the action.
        player: usize,
        /// The cooperation put in its place.
        cooperation: usize,
        /// Welfare with the defection.
        welfare_of_defection: Rational,
        /// Welfare with the cooperation; not above.
        welfare_of_cooperation: Rational,
    },
    /// Against the axiom (ii): another profile has at least the welfare of the designated one.
    NotTheOnlyOptimum {
        /// The other profile.
        profile: Profile,
        /// Its welfare.
        welfare: Rational,
        /// The welfare of the designated profile; not above.
        designated: Rational,
    },
    /// Against the axiom (iii): a player is not better off under cooperation.
    NotParetoDominated {
        /// A profile in which all cooperate.
        cooperative: Profile,
        /// A profile in which all defect.
        defective: Profile,
        /// The player who is not better off.
        player: usize,
        /// The player's payoff under cooperation.
        cooperative_payoff: Rational,
        /// The player's payoff under defection; not below.
        defective_payoff: Rational,
    },
    /// Against the axiom (iv) of the prisoner's dilemma: a defection is no better than a
    /// cooperation here.
    DefectionNotBetter {
        /// The profile in which the player defects.
        profile: Profile,
        /// The player.
        player: usize,
        /// The cooperation compared with.
        cooperation: usize,
        /// The payoff of the defection.
        payoff_of_defection: Rational,
        /// The payoff of the cooperation; not below.
        payoff_of_cooperation: Rational,
    },
    /// Against the axiom (iv) of the stag hunt: nowhere is a defection better than a cooperation.
    NoTemptation {
        /// The largest payoff of a defection less that of a cooperation of the same player against
        /// the same actions; `None` if no player has actions of both classes.
        largest_gain: Option<Rational>,
    },
    /// Against the axiom (iv) of the stag hunt: no pure equilibrium contains a defection.
    NoDefectiveEquilibrium {
        /// All pure equilibria.
        equilibria: Vec<Profile>,
    },
}

/// Whether an axiom holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AxiomOutcome {
    /// It holds in every place.
    Holds,
    /// It fails, and here is a place.
    Violated(Violation),
}

impl AxiomOutcome {
    /// Does the axiom hold?
    pub fn holds(&self) -> bool {
        matches!(self, AxiomOutcome::Holds)
    }
}

/// The outcome of each axiom of a family.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AxiomReport {
    /// The family whose axioms were checked.
    pub family: Family,
    /// One entry an axiom, in the order of [`Axiom::of`].
    pub outcomes: Vec<(Axiom, AxiomOutcome)>,
}

impl AxiomReport {
    /// Do all axioms hold?
    pub fn holds(&self) -> bool {
        self.outcomes.iter().all(|(_, outcome)| outcome.holds())
    }
}

/// Checks the axioms of a family on a game; `designated` is the profile of the axiom (ii).
///
/// # Errors
/// [`GameError::BadParameter`] if the classes do not match the game; as
/// [`GameExt::check_profile`] for `designated`.
///
/// ```
/// use lacuna::game::catalogue::DilemmaPayoffs;
/// use lacuna::game::hidden_effort::{ActionClasses, Family, HiddenEffort, check_axioms};
/// let game = HiddenEffort::new(DilemmaPayoffs::new(5, -5, 9, 0))?.game()?;
/// let report = check_axioms(&game, &ActionClasses::lifted(), &[0, 0], Family::PrisonersDilemma)?;
/// assert!(report.holds());
/// # Ok::<(), lacuna::game::GameError>(())
/// ```
pub fn check_axioms(
    game: &(impl Game<Rational> + ?Sized),
    classes: &ActionClasses,
    designated: &[usize],
    family: Family,
) -> Result<AxiomReport, GameError> {
    let outcomes = Axiom::of(family)
        .into_iter()
        .map(|axiom| Ok((axiom, check_axiom(game, classes, designated, axiom)?)))
        .collect::<Result<_, GameError>>()?;
    Ok(AxiomReport { family, outcomes })
}

/// Checks one axiom on a game of any number of players; `designated` is the profile of the axiom
/// (ii), and the other axioms do not look at it.
///
/// Costs for each profile at most the payoffs of all unilateral deviations; the axiom (iii) works
/// on the extremes of each player and costs a scan.
///
/// # Errors
/// As [`check_axioms`].
pub fn check_axiom(
    game: &(impl Game<Rational> + ?Sized),
    classes: &ActionClasses,
    designated: &[usize],
    axiom: Axiom,
) -> Result<AxiomOutcome, GameError> {
    let space = game.profile_space()?;
    classes.check(&space)?;
    game.check_profile(designated)?;
    let violation = match axiom {
        Axiom::CooperationRaisesWelfare => welfare_not_raised(game, classes, &space)?,
        Axiom::UniqueOptimum => not_the_only_optimum(game, designated, &space)?,
        Axiom::CooperationParetoDominates => not_pareto_dominated(game, classes, &space),
        Axiom::DefectionDominates => defection_not_better(game, classes, &space),
        Axiom::DefectionTempts => no_temptation(game, classes, &space)?,
    };
    Ok(violation.map_or(AxiomOutcome::Holds, AxiomOutcome::Violated))
}

fn welfare_not_raised(
    game: &(impl Game<Rational> + ?Sized),
    classes: &ActionClasses,
    space: &ProfileSpace,
) -> Result<Option<Violation>, GameError> {
    for profile in space {
        let welfare_of_defection = game.welfare(&profile)?;
        for player in 0..space.players() {
            if classes.classes[player][profile[player]] != BaseAction::Defect {
                continue;
            }
            for cooperation in classes.actions(player, BaseAction::Cooperate) {
                let mut replaced = profile.clone();
                replaced[player] = cooperation;
                let welfare_of_cooperation = game.welfare(&replaced)?;
                if welfare_of_cooperation <= welfare_of_defection {
                    return Ok(Some(Violation::WelfareNotRaised {
                        profile,
                        player,
                        cooperation,
                        welfare_of_defection,
                        welfare_of_cooperation,
                    }));
                }
            }
        }
    }
    Ok(None)
}

fn not_the_only_optimum(
    game: &(impl Game<Rational> + ?Sized),
    designated: &[usize],
    space: &ProfileSpace,
) -> Result<Option<Violation>, GameError> {
    let best = game.welfare(designated)?;
    for profile in space {
        let welfare = game.welfare(&profile)?;
        if profile != designated && welfare >= best {
            return Ok(Some(Violation::NotTheOnlyOptimum {
                profile,
                welfare,
                designated: best,
            }));
        }
    }
    Ok(None)
}

fn not_pareto_dominated(
    game: &(impl Game<Rational> + ?Sized),
    classes: &ActionClasses,
    space: &ProfileSpace,
) -> Option<Violation> {
    (0..space.players()).find_map(|player| {
        let payoffs = |class| {
            space
                .iter()
                .filter(move |profile| classes.all(profile, class))
                .map(|profile| (game.payoff(player, &profile), profile))
        };
        let (cooperative_payoff, cooperative) = payoffs(BaseAction::Cooperate).min()?;
        let (defective_payoff, defective) = payoffs(BaseAction::Defect).max()?;
        (cooperative_payoff <= defective_payoff).then_some(Violation::NotParetoDominated {
            cooperative,
            defective,
            player,
            cooperative_payoff,
            defective_payoff,
        })
    })
}

/// Calls `visit` with every profile, player who defects there, and cooperation in its place, until
/// it returns something.
fn find_comparison<T>(
    game: &(impl Game<Rational> + ?Sized),
    classes: &ActionClasses,
    space: &ProfileSpace,
    mut visit: impl FnMut(&[usize], usize, usize, Rational, Rational) -> Option<T>,
) -> Option<T> {
    space.iter().find_map(|profile| {
        (0..space.players()).find_map(|player| {
            if classes.classes[player][profile[player]] != BaseAction::Defect {
                return None;
            }
            classes
                .actions(player, BaseAction::Cooperate)
                .find_map(|cooperation| {
                    let mut replaced = profile.clone();
                    replaced[player] = cooperation;
                    let defecting = game.payoff(player, &profile);
                    let cooperating = game.payoff(player, &replaced);
                    visit(&profile, player, cooperation, defecting, cooperating)
                })
        })
    })
}

fn defection_not_better(
    game: &(impl Game<Rational> + ?Sized),
    classes: &ActionClasses,
    space: &ProfileSpace,
) -> Option<Violation> {
    find_comparison(
        game,
        classes,
        space,
        |profile, player, cooperation, payoff_of_defection, payoff_of_cooperation| {
            (payoff_of_defection <= payoff_of_cooperation).then(|| Violation::DefectionNotBetter {
                profile: profile.to_vec(),
                player,
                cooperation,
                payoff_of_defection,
                payoff_of_cooperation,
            })
        },
    )
}

fn no_temptation(
    game: &(impl Game<Rational> + ?Sized),
    classes: &ActionClasses,
    space: &ProfileSpace,
) -> Result<Option<Violation>, GameError> {
    let mut largest_gain: Option<Rational> = None;
    let tempted = find_comparison(game, classes, space, |_, _, _, defecting, cooperating| {
        let gain = defecting - cooperating;
        let found = gain.is_positive();
        if largest_gain.as_ref().is_none_or(|largest| gain > *largest) {
            largest_gain = Some(gain);
        }
        found.then_some(())
    });
    if tempted.is_none() {
        return Ok(Some(Violation::NoTemptation { largest_gain }));
    }
    let mut equilibria = Vec::new();
    for profile in space {
        if game.is_pure_equilibrium(&profile)? {
            if classes.any(&profile, BaseAction::Defect) {
                return Ok(None);
            }
            equilibria.push(profile);
        }
    }
    Ok(Some(Violation::NoDefectiveEquilibrium { equilibria }))
}
