//! Pure equilibria of players who maximise `u_i + λ·W`, as λ moves.

use super::by_definition::{
    all_profiles, at_and_between, claim, critical_weights, expected, extreme_equilibria,
    is_equilibrium_at, pure_equilibria_at, shape, welfare,
};
use crate::equilibrium::phase_diagram::Threshold;
use crate::equilibrium::two_player::{TwoPlayerOptions, equilibria_at};
use crate::equilibrium::{
    PhaseDiagram, PhaseOptions, PureOptions, lambda_interval, pure_equilibria,
};
use crate::game::{Game, GameExt, NormalForm};
use crate::number::{Extended, Rational};
use crate::preference::{Cooperative, Perceived, WeightMatrix};
use crate::theorem::{Finding, Hypothesis, Statement, Theorem, TheoremError};

/// A game and an altruism weight.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CaredFor {
    /// The material game.
    pub game: NormalForm<Rational>,
    /// The weight λ ≥ 0 of all players.
    pub lambda: Rational,
}

impl CaredFor {
    /// A game whose players have this weight.
    pub fn new(game: NormalForm<Rational>, lambda: Rational) -> Self {
        CaredFor { game, lambda }
    }
}

/// Perceived payoffs are material ones and λ times welfare, and their equilibria those of the scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerceivedIsMaterialPlusWelfare;

/// The expected sum of material payoffs.
fn expected_welfare(game: &NormalForm<Rational>, strategies: &[Vec<Rational>]) -> Rational {
    (0..game.players())
        .map(|player| expected(game, player, strategies))
        .sum()
}

impl Theorem for PerceivedIsMaterialPlusWelfare {
    type Instance = CaredFor;

    fn statement(&self) -> Statement {
        Statement::new(
            "perceived_is_material_plus_welfare",
            "What altruists see",
        )
        .saying(
            "A player with the weight λ sees `u_i + λ·W`, W being the sum of all payoffs: as a \
             preference, and as weights `1 + λ` on its own payoff and λ on each other. The pure \
             equilibria of the game so perceived are the profiles from which no move gains more than \
             λ times the welfare that it costs.",
        )
        .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, instance: &Self::Instance) -> Result<Finding, TheoremError> {
        let CaredFor { game, lambda } = instance;
        let seen = Perceived::new(game, Cooperative::new(lambda.clone())?)?;
        let weights = WeightMatrix::cooperative(game.players(), lambda)?;
        let weighed = Perceived::new(game, &weights)?;
        for profile in all_profiles(&shape(game)) {
            let total = welfare(game, &profile);
            let all = seen.payoffs(&profile)?;
            for (player, seen_with_all) in all.iter().enumerate() {
                let worth = game.payoff(player, &profile) + lambda * &total;
                claim!(
                    seen.payoff(player, &profile) == worth
                        && *seen_with_all == worth
                        && weighed.payoff(player, &profile) == worth,
                    "player {player} does not see {worth} at {profile:?}"
                );
            }
            claim!(
                game.welfare(&profile)? == total && seen.welfare::<Rational>(&profile)? == total,
                "welfare at {profile:?} is not {total}"
            );
        }
        if game.players() == 2 {
            let dense = NormalForm::from_game(&seen)?;
            let weights = std::slice::from_ref(lambda);
            let phases = equilibria_at(game, weights, &TwoPlayerOptions::default())?;
            let expected = extreme_equilibria(&dense);
            for phase in &phases {
                let mut found: Vec<Vec<Vec<Rational>>> = (phase.equilibria.extreme().iter())
                    .map(|profile| profile.strategies().to_vec())
                    .collect();
                found.sort();
                let worths = found.iter().map(|mix| expected_welfare(game, mix));
                claim!(
                    found == expected
                        && worths.clone().max().as_ref() == Some(&phase.welfare.best.value)
                        && worths.min().as_ref() == Some(&phase.welfare.worst.value),
                    "at λ = {lambda} there are {} mixed equilibria, and not {}",
                    expected.len(),
                    found.len()
                );
            }
        }
        let expected = pure_equilibria_at(game, lambda);
        let found = pure_equilibria(&seen, &PureOptions::default())?;
        claim!(
            found.set().profiles() == expected,
            "found {:?}, and {expected:?} are equilibria",
            found.set().profiles()
        );
        Ok(Finding::Holds)
    }
}

/// A profile is an equilibrium for a closed interval of λ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StableForAnInterval;

impl Theorem for StableForAnInterval {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new(
            "stable_for_an_interval",
            "Each profile is an equilibrium for an interval of λ",
        )
        .saying(
            "The weights λ at which a profile is a pure equilibrium form a closed interval, which may \
             be empty. Its ends are quotients of what a player gains by a move and what everybody \
             loses: at an end the profile still is an equilibrium, beyond it no longer.",
        )
        .from_source("linear in λ; Apt and Schäfer, 2014, for optima")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let critical = critical_weights(game);
        let points = at_and_between(&critical);
        for profile in all_profiles(&shape(game)) {
            let interval = lambda_interval(game, &profile)?;
            for lambda in &points {
                let stable = is_equilibrium_at(game, &profile, lambda);
                let within = interval
                    .as_ref()
                    .is_some_and(|found| found.contains(lambda));
                claim!(
                    stable == within,
                    "at λ = {lambda} it is {stable} that {profile:?} is an equilibrium; interval \
                     {interval:?}"
                );
            }
            let Some(interval) = interval else { continue };
            // The witnesses of the ends: just beyond, they are worth while.
            let ends = [
                (
                    interval.bound_below.as_ref(),
                    Extended::Finite(interval.from.clone()),
                ),
                (interval.bound_above.as_ref(), interval.to.clone()),
            ];
            for (deviation, end) in ends {
                let (Some(deviation), Extended::Finite(end)) = (deviation, end) else {
                    continue;
                };
                let mut to = profile.clone();
                to[deviation.player] = deviation.action;
                let (player, before) = (deviation.player, &profile);
                claim!(
                    deviation.gain == game.payoff(player, &to) - game.payoff(player, before)
                        && deviation.loss == welfare(game, before) - welfare(game, &to)
                        && deviation.gain == end * &deviation.loss,
                    "the deviation {deviation:?} does not bound the interval of {profile:?}"
                );
            }
            claim!(
                interval.bound_below.is_some() == interval.from.is_positive()
                    && interval.bound_above.is_some() == interval.to.is_finite(),
                "an end of the interval of {profile:?} has no witness: {interval:?}"
            );
        }
        Ok(Finding::Holds)
    }
}

/// The phase diagram is the scan at every λ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhasesAreScans;

/// From which of these weights on something holds, if it holds at the last and beyond.
fn from_which(points: &[Rational], holds: &[bool]) -> Threshold {
    match holds.iter().rposition(|&yes| !yes) {
        None => Threshold::Attained(Rational::ZERO),
        Some(last) if last + 1 == points.len() => Threshold::Infinite,
        // Points at odd places lie between weights at which anything changes.
        Some(last) if last % 2 == 1 => Threshold::Attained(points[last + 1].clone()),
        Some(last) => Threshold::Infimum(points[last].clone()),
    }
}

impl Theorem for PhasesAreScans {
    type Instance = NormalForm<Rational>;

    fn statement(&self) -> Statement {
        Statement::new("phases_are_scans", "The phase diagram is a scan at every λ")
            .saying(
                "The set of pure equilibria changes at finitely many weights only. The diagram lists \
                 exactly those, with the set at each and between them, the best and worst welfare of \
                 each set, and the weights from which some, and every, equilibrium is optimal.",
            )
            .from_source("Apt and Schäfer, 2014")
    }

    fn hypotheses(&self) -> Vec<Hypothesis<Self::Instance>> {
        Vec::new()
    }

    fn conclusion(&self, game: &Self::Instance) -> Result<Finding, TheoremError> {
        let critical = critical_weights(game);
        let points = at_and_between(&critical);
        let diagram = PhaseDiagram::new(game, &PhaseOptions::default())?;
        let best = (all_profiles(&shape(game)).iter().map(|s| welfare(game, s))).max();
        claim!(
            Some(diagram.first_best()) == best.as_ref(),
            "the first best is {best:?}"
        );
        let (mut some, mut every, mut sets) = (Vec::new(), Vec::new(), Vec::new());
        for lambda in &points {
            let expected = pure_equilibria_at(game, lambda);
            let found = diagram.at(lambda)?;
            let worths: Vec<Rational> = expected.iter().map(|s| welfare(game, s)).collect();
            let (highest, lowest) = (worths.iter().max(), worths.iter().min());
            claim!(
                found.profiles == expected,
                "at λ = {lambda} the diagram has {:?}, and {expected:?} are equilibria",
                found.profiles
            );
            claim!(
                found.best_welfare.as_ref() == highest && found.worst_welfare.as_ref() == lowest,
                "at λ = {lambda} welfare is from {lowest:?} to {highest:?}"
            );
            some.push(highest.is_some() && highest == best.as_ref());
            every.push(lowest.is_some() && lowest == best.as_ref());
            sets.push(expected);
        }
        // The weights are at even places, the first of them 0.
        let changes = (0..points.len()).step_by(2).filter(|&place| {
            let before = place > 0 && sets[place - 1] != sets[place];
            place == 0 || before || sets[place + 1] != sets[place]
        });
        let changes: Vec<&Rational> = changes.map(|place| &points[place]).collect();
        claim!(
            diagram.breakpoints() == changes,
            "the set changes at {changes:?}, and breakpoints are {:?}",
            diagram.breakpoints()
        );
        let (some, every) = (from_which(&points, &some), from_which(&points, &every));
        claim!(
            diagram.some_equilibrium_is_optimal() == some,
            "some equilibrium is optimal from {some:?} on"
        );
        claim!(
            diagram.every_equilibrium_is_optimal() == every,
            "every equilibrium is optimal from {every:?} on"
        );
        Ok(Finding::Holds)
    }
}

#[cfg(feature = "proptest")]
mod drawn {
    use proptest::prelude::*;
    use proptest::strategy::BoxedStrategy;

    use super::super::by_definition::critical_weights;
    use super::super::drawing::{games, nudges};
    use super::{CaredFor, PerceivedIsMaterialPlusWelfare, PhasesAreScans, StableForAnInterval};
    use crate::number::Rational;
    use crate::theorem::strategy::altruism_weights;
    use crate::theorem::{Drawn, Theorem};

    impl Drawn for PerceivedIsMaterialPlusWelfare {
        /// Weights at which a move is worth nothing, and near to them.
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            (
                games(1..=3, 1..=3),
                any::<prop::sample::Index>(),
                nudges(),
                altruism_weights(),
            )
                .prop_map(|(game, which, nudge, any)| {
                    let critical = critical_weights(&game);
                    let lambda = match critical.is_empty() {
                        true => any,
                        false => (which.get(&critical) + &nudge).max(Rational::ZERO),
                    };
                    CaredFor::new(game, lambda)
                })
                .boxed()
        }
    }

    impl Drawn for StableForAnInterval {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            prop_oneof![games(2..=2, 1..=3), games(1..=3, 1..=2)].boxed()
        }
    }

    impl Drawn for PhasesAreScans {
        fn instances(&self) -> BoxedStrategy<<Self as Theorem>::Instance> {
            prop_oneof![games(2..=2, 1..=3), games(1..=3, 1..=2)].boxed()
        }
    }
}
