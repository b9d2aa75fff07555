//! The phase diagram in λ: every altruism weight at which the set of pure equilibria changes.
//!
//! When every player i maximises `u_i + λ·W`, each profile is an equilibrium on a closed interval
//! of λ ([`lambda_interval`](super::lambda_interval)). Their ends are the breakpoints; between two
//! of them lies an open phase in which the set of equilibria is constant. A diagram lists the
//! equilibria, and the welfare of the best and of the worst of them, at each breakpoint and in each
//! phase. Nothing is assumed about monotonicity: more altruism can lower welfare, and there can be
//! phases without any pure equilibrium.
//!
//! ```
//! use lacuna::equilibrium::{PhaseDiagram, PhaseOptions};
//! use lacuna::game::NormalForm;
//! use lacuna::number::Rational;
//!
//! let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
//! let game = NormalForm::symmetric(&dilemma)?;
//! let diagram = PhaseDiagram::new(&game, &PhaseOptions::default())?;
//! // (D, D) up to 1/3, then (C, D) and (D, C), from 2 on (C, C).
//! let breakpoints: Vec<String> = diagram.breakpoints().iter().map(|l| l.to_string()).collect();
//! assert_eq!(breakpoints, ["0", "1/3", "2"]);
//! let two = diagram.at(&Rational::from(2))?;
//! assert_eq!(two.profiles, vec![vec![0, 0], vec![0, 1], vec![1, 0]]);
//! assert_eq!(two.worst_welfare, Some(Rational::from(5)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::SolveError;
use super::lambda::LambdaTables;
use crate::game::{Game, NormalForm, Profile, SizeLimit, dense};
use crate::number::{Extended, Rational};

/// Limits on a phase diagram.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PhaseOptions {
    /// The largest number of profiles listed in all phases and at all breakpoints together.
    pub max_entries: usize,
    /// The largest dense copy made of a game that is not dense itself.
    pub size_limit: SizeLimit,
}

impl Default for PhaseOptions {
    fn default() -> Self {
        PhaseOptions {
            max_entries: 10_000_000,
            size_limit: SizeLimit::default(),
        }
    }
}

impl PhaseOptions {
    /// The same with another limit on the number of entries.
    #[must_use]
    pub fn with_max_entries(mut self, limit: usize) -> Self {
        self.max_entries = limit;
        self
    }
}

/// The pure equilibria at one λ, with the welfare of the best and of the worst.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PhaseEquilibria {
    /// The equilibria in the order of the profiles.
    pub profiles: Vec<Profile>,
    /// The greatest material welfare among them; `None` if there is none.
    pub best_welfare: Option<Rational>,
    /// The least material welfare among them; `None` if there is none.
    pub worst_welfare: Option<Rational>,
}

/// An open interval of λ on which the set of equilibria is constant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Phase {
    /// The breakpoint below.
    pub from: Rational,
    /// The breakpoint above.
    pub to: Extended<Rational>,
    /// The equilibria at every λ strictly between.
    pub equilibria: PhaseEquilibria,
}

/// A breakpoint and the equilibria exactly there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Breakpoint {
    /// The altruism weight.
    pub lambda: Rational,
    /// The equilibria at it.
    pub equilibria: PhaseEquilibria,
}

/// An altruism weight from which on something holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "ThresholdForm", into = "ThresholdForm")]
pub enum Threshold {
    /// It holds at this weight and at every greater one.
    Attained(Rational),
    /// It holds at every greater weight, and not at this one.
    Infimum(Rational),
    /// It holds from no weight on.
    Infinite,
}

#[derive(Serialize, Deserialize)]
struct ThresholdForm {
    value: Option<Rational>,
    attained: bool,
}

impl From<ThresholdForm> for Threshold {
    fn from(form: ThresholdForm) -> Self {
        match (form.value, form.attained) {
            (Some(value), true) => Threshold::Attained(value),
            (Some(value), false) => Threshold::Infimum(value),
            (None, _) => Threshold::Infinite,
        }
    }
}

impl From<Threshold> for ThresholdForm {
    fn from(threshold: Threshold) -> Self {
        ThresholdForm {
            value: threshold.value().cloned(),
            attained: threshold.is_attained(),
        }
    }
}

impl Threshold {
    /// The weight, if it is finite.
    pub fn value(&self) -> Option<&Rational> {
        match self {
            Threshold::Attained(value) | Threshold::Infimum(value) => Some(value),
            Threshold::Infinite => None,
        }
    }

    /// Does the property hold at the threshold itself?
    pub fn is_attained(&self) -> bool {
        matches!(self, Threshold::Attained(_))
    }
}

/// Every λ at which the set of pure equilibria changes, and the sets; see the [module](self).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseDiagram {
    first_best: Rational,
    breakpoints: Vec<Breakpoint>,
    phases: Vec<Phase>,
}

/// One profile with the ends of its interval.
struct Span {
    index: usize,
    from: Rational,
    to: Extended<Rational>,
    welfare: Rational,
}

/// The equilibria while λ sweeps upwards.
#[derive(Default)]
struct Active<'a> {
    indices: BTreeSet<usize>,
    welfare: BTreeMap<&'a Rational, usize>,
}

impl<'a> Active<'a> {
    fn add(&mut self, span: &'a Span) {
        self.indices.insert(span.index);
        *self.welfare.entry(&span.welfare).or_insert(0) += 1;
    }

    fn remove(&mut self, span: &'a Span) {
        self.indices.remove(&span.index);
        if let Some(count) = self.welfare.get_mut(&span.welfare) {
            *count -= 1;
            if *count == 0 {
                self.welfare.remove(&span.welfare);
            }
        }
    }

    fn equilibria(&self, game: &NormalForm<Rational>) -> PhaseEquilibria {
        PhaseEquilibria {
            profiles: self
                .indices
                .iter()
                .map(|&index| game.space().profile_unchecked(index))
                .collect(),
            best_welfare: self.welfare.last_key_value().map(|(&w, _)| w.clone()),
            worst_welfare: self.welfare.first_key_value().map(|(&w, _)| w.clone()),
        }
    }
}

impl PhaseDiagram {
    /// The phase diagram of a game.
    ///
    /// # Errors
    /// [`SolveError::Game`] for an invalid or too large game,
    /// [`SolveError::TooManyPhaseEntries`].
    ///
    /// # Complexity
    /// One read of each unilateral deviation from each profile, then a sort of the profiles that
    /// are an equilibrium for some λ; the output can be quadratic in their number.
    pub fn new<G: Game<Rational> + ?Sized>(
        game: &G,
        options: &PhaseOptions,
    ) -> Result<Self, SolveError> {
        let dense = dense(game, options.size_limit)?;
        let dense = dense.as_ref();
        let tables = LambdaTables::new(dense);
        let mut first_best: Option<Rational> = None;
        let mut spans = Vec::new();
        for index in 0..dense.space().len() {
            let welfare = dense.welfare_at(index);
            if let Some((from, to)) = tables.ends(index) {
                spans.push(Span {
                    index,
                    from,
                    to,
                    welfare: welfare.clone(),
                });
            }
            if first_best.as_ref().is_none_or(|best| welfare > *best) {
                first_best = Some(welfare);
            }
        }
        let mut ends: Vec<Rational> = vec![Rational::ZERO];
        for span in &spans {
            ends.push(span.from.clone());
            ends.extend(span.to.finite().cloned());
        }
        ends.sort_unstable();
        ends.dedup();

        // Positions among the ends, so that the sweep below compares machine integers.
        let position = |value: &Rational| ends.binary_search(value).unwrap_or_else(|place| place);
        let reach: Vec<(usize, usize)> = spans
            .iter()
            .map(|span| {
                let last = span.to.finite().map_or(ends.len(), position);
                (position(&span.from), last)
            })
            .collect();
        let needed = reach
            .iter()
            .map(|(first, last)| 2 * (last - first) + 1)
            .fold(0usize, usize::saturating_add);
        if needed > options.max_entries {
            return Err(SolveError::TooManyPhaseEntries {
                needed,
                limit: options.max_entries,
            });
        }
        let mut starting: Vec<Vec<usize>> = vec![Vec::new(); ends.len()];
        let mut ending: Vec<Vec<usize>> = vec![Vec::new(); ends.len() + 1];
        for (member, (first, last)) in reach.into_iter().enumerate() {
            starting[first].push(member);
            ending[last].push(member);
        }
        let mut active = Active::default();
        let mut breakpoints = Vec::with_capacity(ends.len());
        let mut phases = Vec::with_capacity(ends.len());
        for (place, lambda) in ends.iter().enumerate() {
            for &member in &starting[place] {
                active.add(&spans[member]);
            }
            breakpoints.push(Breakpoint {
                lambda: lambda.clone(),
                equilibria: active.equilibria(dense),
            });
            for &member in &ending[place] {
                active.remove(&spans[member]);
            }
            phases.push(Phase {
                from: lambda.clone(),
                to: ends.get(place + 1).cloned().into(),
                equilibria: active.equilibria(dense),
            });
        }
        Ok(PhaseDiagram {
            first_best: first_best.unwrap_or_default(),
            breakpoints,
            phases,
        })
    }

    /// The weights at which the set of equilibria changes, ascending; the first is 0, where the
    /// range of λ begins.
    pub fn breakpoints(&self) -> Vec<&Rational> {
        self.breakpoints.iter().map(|b| &b.lambda).collect()
    }

    /// The breakpoints with the equilibria exactly there.
    pub fn at_breakpoints(&self) -> &[Breakpoint] {
        &self.breakpoints
    }

    /// The open phases; the i-th lies just above the i-th breakpoint, the last has no end.
    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// The greatest welfare of any profile.
    pub fn first_best(&self) -> &Rational {
        &self.first_best
    }

    /// The equilibria at this weight.
    ///
    /// # Errors
    /// [`SolveError::NegativeLambda`].
    pub fn at(&self, lambda: &Rational) -> Result<&PhaseEquilibria, SolveError> {
        if lambda.is_negative() {
            return Err(SolveError::NegativeLambda {
                value: lambda.to_string(),
            });
        }
        Ok(
            match self
                .breakpoints
                .binary_search_by(|breakpoint| breakpoint.lambda.cmp(lambda))
            {
                Ok(place) => &self.breakpoints[place].equilibria,
                // The first breakpoint is 0, so that a weight between breakpoints has one below.
                Err(place) => &self.phases[place.saturating_sub(1)].equilibria,
            },
        )
    }

    /// The phases in which there is no pure equilibrium.
    pub fn phases_without_equilibrium(&self) -> impl Iterator<Item = &Phase> {
        self.phases
            .iter()
            .filter(|phase| phase.equilibria.profiles.is_empty())
    }

    /// From which λ on some pure equilibrium attains the first best: the selfishness level of Apt
    /// and Schäfer (2014), read off the diagram.
    pub fn some_equilibrium_is_optimal(&self) -> Threshold {
        self.threshold(|set| set.best_welfare.as_ref() == Some(&self.first_best))
    }

    /// From which λ on there are pure equilibria and every one attains the first best.
    pub fn every_equilibrium_is_optimal(&self) -> Threshold {
        self.threshold(|set| set.worst_welfare.as_ref() == Some(&self.first_best))
    }

    /// The least λ such that `holds` at every greater one.
    fn threshold(&self, holds: impl Fn(&PhaseEquilibria) -> bool) -> Threshold {
        let mut threshold = Threshold::Infinite;
        for (breakpoint, phase) in self.breakpoints.iter().zip(&self.phases).rev() {
            if !holds(&phase.equilibria) {
                return threshold;
            }
            if !holds(&breakpoint.equilibria) {
                return Threshold::Infimum(breakpoint.lambda.clone());
            }
            threshold = Threshold::Attained(breakpoint.lambda.clone());
        }
        threshold
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equilibrium::lambda_interval;
    use crate::game::GameExt;
    use proptest::prelude::*;

    fn game_of(actions: &[usize], payoffs: &[i64]) -> NormalForm<Rational> {
        let profiles: usize = actions.iter().product();
        let tables = payoffs
            .chunks(profiles)
            .map(|table| table.iter().map(|&x| Rational::from(x)).collect())
            .collect();
        NormalForm::from_tables(actions, tables).expect("valid")
    }

    fn games() -> impl Strategy<Value = NormalForm<Rational>> {
        proptest::collection::vec(1usize..4, 1..4).prop_flat_map(|actions| {
            let payoffs = actions.len() * actions.iter().product::<usize>();
            proptest::collection::vec(-4i64..5, payoffs)
                .prop_map(move |payoffs| game_of(&actions, &payoffs))
        })
    }

    /// The equilibria at one λ by the definition, on the game with payoffs `u_i + λ·W`.
    fn by_definition(game: &NormalForm<Rational>, lambda: &Rational) -> Vec<Profile> {
        let perceived = NormalForm::from_fn(game.space().actions(), |player, profile| {
            game.payoff(player, profile) + lambda * &game.welfare(profile).expect("valid")
        })
        .expect("valid");
        game.space()
            .iter()
            .filter(|profile| perceived.is_pure_equilibrium(profile).expect("valid"))
            .collect()
    }

    proptest! {
        #[test]
        fn the_diagram_equals_the_definition_at_and_between_breakpoints(game in games()) {
            let diagram = PhaseDiagram::new(&game, &PhaseOptions::default()).expect("small");
            let half = Rational::new(1, 2).expect("non-zero");
            for (breakpoint, phase) in diagram.at_breakpoints().iter().zip(diagram.phases()) {
                let lambda = &breakpoint.lambda;
                prop_assert_eq!(&by_definition(&game, lambda), &breakpoint.equilibria.profiles);
                let inside = match &phase.to {
                    Extended::Finite(to) => (lambda + to) * &half,
                    Extended::Infinite => lambda + &Rational::ONE,
                };
                prop_assert_eq!(&by_definition(&game, &inside), &phase.equilibria.profiles);
                prop_assert_eq!(diagram.at(&inside).expect("positive"), &phase.equilibria);
                prop_assert_eq!(diagram.at(lambda).expect("positive"), &breakpoint.equilibria);
                let welfare: Vec<Rational> = phase.equilibria.profiles.iter()
                    .map(|p| game.welfare(p).expect("valid")).collect();
                prop_assert_eq!(welfare.iter().max(), phase.equilibria.best_welfare.as_ref());
                prop_assert_eq!(welfare.iter().min(), phase.equilibria.worst_welfare.as_ref());
            }
        }

        #[test]
        fn machine_integers_and_rationals_give_the_same_intervals(game in games()) {
            // A large scale leaves the machine integers and changes no interval.
            let huge = Rational::from(i64::MAX) * Rational::from(i64::MAX);
            let scaled = game
                .affine(&vec![huge.clone(); game.players()], &vec![Rational::ZERO; game.players()])
                .expect("positive");
            let (small, large) = (LambdaTables::new(&game), LambdaTables::new(&scaled));
            for (index, profile) in game.space().iter().enumerate() {
                let ends = small.ends(index);
                prop_assert_eq!(&ends, &large.ends(index));
                let interval = lambda_interval(&game, &profile).expect("valid");
                prop_assert_eq!(ends, interval.map(|i| (i.from, i.to)));
            }
        }
    }

    #[test]
    fn a_game_without_pure_equilibrium_has_one_empty_phase() {
        let pennies = NormalForm::bimatrix(
            &[[1, -1], [-1, 1]].map(|row| row.map(Rational::from).to_vec()),
            &[[-1, 1], [1, -1]].map(|row| row.map(Rational::from).to_vec()),
        )
        .expect("valid");
        let diagram = PhaseDiagram::new(&pennies, &PhaseOptions::default()).expect("small");
        assert_eq!(diagram.breakpoints(), vec![&Rational::ZERO]);
        assert_eq!(diagram.phases_without_equilibrium().count(), 1);
        assert_eq!(diagram.every_equilibrium_is_optimal(), Threshold::Infinite);
        assert!(diagram.at(&Rational::from(-1)).is_err());
    }

    #[test]
    fn a_limit_on_the_entries_is_a_typed_error() {
        let game = game_of(&[4, 4], &[0; 32]);
        let options = PhaseOptions::default().with_max_entries(10);
        assert!(matches!(
            PhaseDiagram::new(&game, &options),
            Err(SolveError::TooManyPhaseEntries {
                needed: 48,
                limit: 10,
                ..
            })
        ));
    }
}
