//! Which profiles are equilibria as altruism grows.

use super::by_definition::{Weights, deviations, fraction, optima, profiles, welfare};
use super::levels::GameAtTwoWeights;
use crate::equilibrium::phase_diagram::Threshold;
use crate::equilibrium::{PhaseDiagram, PhaseOptions};
use crate::game::{Game, NormalForm, Profile};
use crate::number::Rational;
use crate::theorem::describe::game_table;
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// From which λ on every equilibrium is optimal, and there is one: by trying the weights at which
/// somebody is indifferent, and a weight between each two and beyond the last.
fn optimal_from(game: &NormalForm<Rational>) -> Threshold {
    let mut ends = vec![Rational::ZERO];
    for profile in profiles(game) {
        for (player, other) in deviations(game, &profile) {
            let gain = game.payoff(player, &other) - game.payoff(player, &profile);
            let loss = welfare(game, &profile) - welfare(game, &other);
            ends.extend(gain.checked_div(&loss).filter(Rational::is_positive));
        }
    }
    ends.sort();
    ends.dedup();
    let (best, _) = optima(game);
    let holds = |lambda: &Rational| {
        let stable = Weights::cooperative(lambda).equilibria(game);
        !stable.is_empty() && stable.iter().all(|s| welfare(game, s) == best)
    };
    let mut threshold = Threshold::Infinite;
    for (place, end) in ends.iter().enumerate().rev() {
        let within = match ends.get(place + 1) {
            Some(next) => (end + next) * fraction(1, 2),
            None => end + Rational::ONE,
        };
        if !holds(&within) {
            return threshold;
        }
        if !holds(end) {
            return Threshold::Infimum(end.clone());
        }
        threshold = Threshold::Attained(end.clone());
    }
    threshold
}

/// Enough altruism leaves the local optima of welfare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnoughAltruismClimbsWelfare;

impl Theorem for EnoughAltruismClimbsWelfare {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "enough_altruism_climbs_welfare",
            "Enough altruism leaves the local optima of welfare",
        )
        .saying(
            "From some λ on, the equilibria of players who maximise `u_i + λ·W` are the profiles \
             from which nobody alone can raise welfare, nor raise the own payoff at the same \
             welfare. All of them are optima only if welfare has no other local optima.",
        )
        .from_source("by definition; the limit of Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let local: Vec<Profile> = (profiles(game).into_iter())
            .filter(|profile| {
                deviations(game, profile).iter().all(|(player, other)| {
                    let before = (welfare(game, profile), game.payoff(*player, profile));
                    let after = (welfare(game, other), game.payoff(*player, other));
                    after <= before
                })
            })
            .collect();
        let diagram = PhaseDiagram::new(game, &PhaseOptions::default())?;
        let last = diagram.phases().last().map(|phase| &phase.equilibria);
        ensure!(
            last.is_some_and(|last| last.profiles == local),
            "the last phase is {last:?}, the local optima are {local:?}"
        );
        let (best, _) = optima(game);
        ensure!(
            *diagram.first_best() == best,
            "the first best is said to be {}, and is {best}",
            diagram.first_best()
        );
        let (found, expected) = (diagram.every_equilibrium_is_optimal(), optimal_from(game));
        ensure!(
            found == expected,
            "every equilibrium is said to be optimal from {found:?}, by the definition {expected:?}"
        );
        Ok(Finding::Holds)
    }

    fn describe(&self, game: &Self::Instance) -> String {
        game_table(game)
    }
}

/// A game with a profile at each of two weights on welfare.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ProfilesAtTwoWeights {
    /// The game and the weights.
    pub at: GameAtTwoWeights,
    /// The profile at the lower weight.
    pub before: Profile,
    /// The profile at the higher weight.
    pub after: Profile,
}

impl ProfilesAtTwoWeights {
    /// A game at two weights, with the profiles that are played at the lower and at the higher.
    pub fn new(at: GameAtTwoWeights, before: Profile, after: Profile) -> Self {
        ProfilesAtTwoWeights { at, before, after }
    }
}

/// Altruism does harm only if two players move.
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
/// use lacuna::theorem::altruism::{GameAtTwoWeights, OneMoverDoesNoHarm, ProfilesAtTwoWeights};
/// use lacuna::theorem::{Theorem, Verdict, weaken};
///
/// // Selfish players have welfare 8 at (1, 0); at λ = 1 they can be caught at (0, 1), with 3.
/// let exact = |rows: [[i64; 2]; 2]| rows.map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::bimatrix(&exact([[0, 3], [4, 1]]), &exact([[1, 0], [4, 3]]))?;
/// let at = GameAtTwoWeights::new(game, 0, 1);
/// let harm = ProfilesAtTwoWeights::new(at, vec![1, 0], vec![0, 1]);
/// let without = weaken(OneMoverDoesNoHarm, "one_mover")?;
/// assert!(matches!(without.check(&harm)?, Verdict::Refuted(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneMoverDoesNoHarm;

impl Theorem for OneMoverDoesNoHarm {
    type Instance = ProfilesAtTwoWeights;

    fn statement(&self) -> Statement {
        Statement::new(
            "one_mover_does_no_harm",
            "Altruism does harm only if two players move",
        )
        .saying(
            "If a pure equilibrium at λ and one at a greater λ differ in the action of one player \
             at most, welfare is not lower in the second.",
        )
        .from_source("add the two conditions of equilibrium of the player who moves")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        vec![
            Hypothesis::new(
                "greater",
                "The second λ is greater.",
                |instance: &Self::Instance| {
                    let GameAtTwoWeights { lower, higher, .. } = &instance.at;
                    Ok(Finding::when(higher > lower, || {
                        format!("{higher} is not greater than {lower}")
                    }))
                },
            ),
            Hypothesis::new(
                "one_mover",
                "The two profiles differ in the action of one player at most.",
                |instance: &Self::Instance| {
                    let movers = (instance.before.iter().zip(&instance.after))
                        .filter(|(before, after)| before != after)
                        .count();
                    Ok(Finding::when(movers <= 1, || format!("{movers} move")))
                },
            ),
            Hypothesis::new(
                "equilibrium_before",
                "The first profile is an equilibrium at the first λ.",
                |instance: &Self::Instance| {
                    let weights = Weights::cooperative(&instance.at.lower);
                    let stable = weights.is_equilibrium(&instance.at.game, &instance.before);
                    Ok(Finding::when(stable, || {
                        format!("{:?} is not an equilibrium", instance.before)
                    }))
                },
            ),
            Hypothesis::new(
                "equilibrium_after",
                "The second profile is an equilibrium at the second λ.",
                |instance: &Self::Instance| {
                    let weights = Weights::cooperative(&instance.at.higher);
                    let stable = weights.is_equilibrium(&instance.at.game, &instance.after);
                    Ok(Finding::when(stable, || {
                        format!("{:?} is not an equilibrium", instance.after)
                    }))
                },
            ),
        ]
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let game = &instance.at.game;
        let (before, after) = (
            game.welfare_at(game.space().index(&instance.before)?),
            game.welfare_at(game.space().index(&instance.after)?),
        );
        Ok(Finding::when(after >= before, || {
            format!("welfare falls from {before} to {after}")
        }))
    }

    fn describe(&self, instance: &Self::Instance) -> String {
        let GameAtTwoWeights {
            game,
            lower,
            higher,
        } = &instance.at;
        format!(
            "{:?} at λ = {lower}, {:?} at λ = {higher}, {}",
            instance.before,
            instance.after,
            game_table(game)
        )
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::*;
    use crate::theorem::altruism::drawn::tied_games;
    use crate::theorem::{Drawn, strategy};

    impl Drawn for EnoughAltruismClimbsWelfare {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            tied_games(1..=3, 1..=3).boxed()
        }
    }

    impl Drawn for OneMoverDoesNoHarm {
        fn instances(&self) -> BoxedStrategy<Self::Instance> {
            let weights = strategy::altruism_weights;
            (tied_games(2..=3, 2..=2), weights(), weights())
                .prop_filter_map("no two equilibria with one mover", |(game, lower, more)| {
                    let higher = &lower + more.max(fraction(1, 8));
                    let before = Weights::cooperative(&lower).equilibria(&game);
                    let after = Weights::cooperative(&higher).equilibria(&game);
                    let (one, two) = before.iter().find_map(|one| {
                        let moved = after.iter().find(|two| {
                            one.iter().zip(two.iter()).filter(|(a, b)| a != b).count() == 1
                        })?;
                        Some((one.clone(), moved.clone()))
                    })?;
                    let at = GameAtTwoWeights::new(game, lower, higher);
                    Some(ProfilesAtTwoWeights::new(at, one, two))
                })
                .boxed()
        }

        fn instances_without(&self, _hypothesis: &str) -> BoxedStrategy<Self::Instance> {
            let weights = strategy::altruism_weights;
            let place = 0usize..4;
            (
                strategy::games(2..=2, 2..=2),
                weights(),
                weights(),
                place.clone(),
                place,
            )
                .prop_map(|(game, lower, higher, one, two)| {
                    let list = profiles(&game);
                    let (one, two) = (list[one].clone(), list[two].clone());
                    let at = GameAtTwoWeights::new(game, lower, higher);
                    ProfilesAtTwoWeights::new(at, one, two)
                })
                .boxed()
        }
    }
}
