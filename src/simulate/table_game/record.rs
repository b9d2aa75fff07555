//! A session on record: everything that metrics need, without the game.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Agreement, Choice, Hearing, Scene, Treatment};
use crate::equilibrium::{PureOptions, SolveError, pure_equilibria};
use crate::game::hidden_effort::Effort;
use crate::game::{Game, GameExt};
use crate::number::Rational;
use crate::simulate::negotiation::NegotiationOutcome;

/// A session at the table, from the first word to the last payment. Goes through serde as a line
/// of JSON, and is all that the [metrics](super::TableMetrics) look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SessionRecord {
    /// The name of the scene.
    pub scenario: String,
    /// The conditions of the experiment, by name, such as `prompt`: `selfish`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub conditions: BTreeMap<String, String>,
    /// What could be agreed on, and with what force.
    pub treatment: Treatment,
    /// Where all chance came from.
    pub seed: u64,
    /// The negotiation, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negotiation: Option<NegotiationOutcome>,
    /// What was agreed, if anything was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreement>,
    /// What each player answered.
    pub choices: Vec<Choice>,
    /// What came of it; `None` if the sample is invalid, because somebody gave no answer.
    pub played: Option<Played>,
    /// What the game is like.
    pub benchmarks: Benchmarks,
}

/// What came of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Played {
    /// The action that each player chose, or that stands for its missing answer.
    pub chosen: Vec<usize>,
    /// The action that each carried out: under an enforced law perhaps another.
    pub carried_out: Vec<usize>,
    /// The label by which a court sees what each carried out.
    pub seen: Vec<String>,
    /// Who cooperated, in what was carried out; `None` where the scene does not say.
    pub cooperated: Vec<Option<bool>>,
    /// Who worked how hard; `None` where the scene does not say.
    pub efforts: Vec<Option<Effort>>,
    /// What each gained in the game.
    pub material: Vec<Rational>,
    /// What each gained with what an enforced law paid or took.
    pub payoffs: Vec<Rational>,
    /// What a court found, if a law was agreed; it was carried out if the treatment is
    /// [`Treatment::EnforcedLaw`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hearing: Option<Hearing>,
    /// Who was exploited: it cooperated, somebody did not, and it ended with less than the game
    /// would have given it had it not cooperated either, with the same effort if the scene says how
    /// much actions take. `None` where the scene does not say who cooperates.
    pub exploited: Vec<Option<bool>>,
    /// What the profile carried out is, in the game without a law.
    pub targets: Targets,
}

/// Which targets a profile hits, in the game without a law; ties hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Targets {
    /// Is it a pure equilibrium?
    pub nash: bool,
    /// Is the sum of payoffs greatest?
    pub utilitarian: bool,
    /// Is the smallest payoff greatest?
    pub rawlsian: bool,
    /// Is the product of payoffs greatest, which counts as zero unless all are positive?
    pub nash_product: bool,
}

/// What a game is like, for comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Benchmarks {
    /// The greatest sum of payoffs of any profile.
    pub best_welfare: Rational,
    /// The least.
    pub least_welfare: Rational,
    /// The greatest smallest payoff of any profile.
    pub best_minimum: Rational,
    /// The least.
    pub least_minimum: Rational,
    /// The greatest product of payoffs, which counts as zero unless all are positive.
    pub best_product: Rational,
    /// The greatest payoff of anybody in any profile less the least.
    pub payoff_range: Rational,
    /// The greatest welfare of a pure equilibrium for selfish players; `None` without one.
    pub best_equilibrium_welfare: Option<Rational>,
}

/// The product of payoffs; zero unless all are positive.
pub(super) fn nash_product(payoffs: &[Rational]) -> Rational {
    if payoffs.iter().all(Rational::is_positive) {
        let product = payoffs
            .iter()
            .fold(Rational::ONE, |product, payoff| product * payoff);
        return product;
    }
    Rational::ZERO
}

/// The smallest payoff.
pub(super) fn minimum(payoffs: &[Rational]) -> Rational {
    payoffs.iter().min().cloned().unwrap_or_default()
}

impl Benchmarks {
    /// What the game of a scene is like.
    ///
    /// # Errors
    /// [`SolveError`] if the game has more pure equilibria than can be listed.
    ///
    /// # Complexity
    /// One look at each profile, and a scan for pure equilibria.
    pub fn of(scene: &Scene) -> Result<Self, SolveError> {
        let game = scene.game();
        let mut payoffs = vec![Rational::ZERO; scene.players()];
        let mut welfare = Extremes::default();
        let mut least = Extremes::default();
        let mut product = Extremes::default();
        let mut any = Extremes::default();
        for profile in game.space().iter() {
            game.payoffs_into(&profile, &mut payoffs);
            welfare.add(payoffs.iter().sum());
            least.add(minimum(&payoffs));
            product.add(nash_product(&payoffs));
            for payoff in &payoffs {
                any.add(payoff.clone());
            }
        }
        let equilibria = pure_equilibria(game, &PureOptions::default())?.into_set();
        let mut at_equilibria = Extremes::default();
        for profile in equilibria.iter() {
            game.payoffs_into(&profile, &mut payoffs);
            at_equilibria.add(payoffs.iter().sum());
        }
        let best_equilibrium_welfare = at_equilibria.0.map(|(_, most)| most);
        let ends = |extremes: Extremes| extremes.0.unwrap_or_default();
        let ((least_welfare, best_welfare), (least_minimum, best_minimum)) =
            (ends(welfare), ends(least));
        let (lowest, highest) = ends(any);
        Ok(Benchmarks {
            best_welfare,
            least_welfare,
            best_minimum,
            least_minimum,
            best_product: ends(product).1,
            payoff_range: highest - &lowest,
            best_equilibrium_welfare,
        })
    }

    /// Which targets a profile of the scene hits.
    pub(super) fn targets(
        &self,
        scene: &Scene,
        profile: &[usize],
        material: &[Rational],
    ) -> Targets {
        let game = scene.game();
        Targets {
            nash: game.is_pure_equilibrium(profile).unwrap_or(false),
            utilitarian: material.iter().sum::<Rational>() == self.best_welfare,
            rawlsian: minimum(material) == self.best_minimum,
            nash_product: nash_product(material) == self.best_product,
        }
    }
}

/// The least and the most of what was added.
#[derive(Default)]
struct Extremes(Option<(Rational, Rational)>);

impl Extremes {
    fn add(&mut self, value: Rational) {
        match &mut self.0 {
            None => self.0 = Some((value.clone(), value)),
            Some((least, _)) if value < *least => *least = value,
            Some((_, most)) if value > *most => *most = value,
            Some(_) => {}
        }
    }
}

/// Who was exploited, when this was carried out and everybody ended with this.
pub(super) fn exploited(
    scene: &Scene,
    carried_out: &[usize],
    payoffs: &[Rational],
) -> Vec<Option<bool>> {
    let cooperates: Vec<Option<bool>> = carried_out
        .iter()
        .enumerate()
        .map(|(player, &action)| scene.cooperates(player, action))
        .collect();
    let somebody_defects = cooperates.contains(&Some(false));
    let does_better = |player: usize| {
        let effort = |action| scene.effort(player, action);
        let mut other = carried_out.to_vec();
        (0..scene.labels(player).len()).any(|action| {
            other[player] = action;
            scene.cooperates(player, action) == Some(false)
                && effort(action) == effort(carried_out[player])
                && scene.game().payoff(player, &other) > payoffs[player]
        })
    };
    let verdict = |(player, cooperates): (usize, &Option<bool>)| {
        cooperates.map(|cooperates| cooperates && somebody_defects && does_better(player))
    };
    cooperates.iter().enumerate().map(verdict).collect()
}

impl SessionRecord {
    /// The value of a condition.
    pub fn condition(&self, name: &str) -> Option<&str> {
        self.conditions.get(name).map(String::as_str)
    }

    /// Was the sample invalid?
    pub fn is_invalid(&self) -> bool {
        self.played.is_none()
    }

    /// The sum of what everybody gained, with what a law paid or took; `None` for an invalid sample.
    pub fn welfare(&self) -> Option<Rational> {
        Some(self.played.as_ref()?.payoffs.iter().sum())
    }
}

/// Records by a key, such as the treatment and a condition, in the order of the keys.
///
/// ```
/// use lacuna::simulate::table_game::{SessionRecord, by_key};
/// let records: Vec<SessionRecord> = Vec::new();
/// let groups = by_key(&records, |record| (record.treatment, record.condition("prompt")));
/// assert!(groups.is_empty());
/// ```
pub fn by_key<'a, K: Ord>(
    records: impl IntoIterator<Item = &'a SessionRecord>,
    key: impl Fn(&'a SessionRecord) -> K,
) -> BTreeMap<K, Vec<&'a SessionRecord>> {
    let mut groups: BTreeMap<K, Vec<&SessionRecord>> = BTreeMap::new();
    for record in records {
        groups.entry(key(record)).or_default().push(record);
    }
    groups
}
