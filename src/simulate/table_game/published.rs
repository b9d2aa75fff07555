//! The metrics of Huang et al. (2026), as published, with the flaw of each named.

use serde::{Deserialize, Serialize};

use super::metrics::{Mean, Share, all, any, high};
use super::{SessionRecord, TableMetrics, Treatment, record};
use crate::number::Rational;

/// The metrics of Huang et al. (2026) as published, over played samples. [`TableMetrics`] has others
/// where these mislead. There a missing answer counted as cooperation with high effort; here it is
/// what the policy of the session makes of it.
///
/// All rates are over the samples of which they can be told, and `None` if there are none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PublishedTableMetrics {
    /// The number of played samples.
    pub samples: usize,
    /// Samples whose profile is a pure equilibrium of the game without a law, of those of games that
    /// have one. Flaw: also where an enforced law has changed the game that is played.
    pub nash_accuracy: Option<Rational>,
    /// Samples whose profile has the greatest sum of payoffs; the headline measure of efficiency.
    /// Flaw: a profile just short of the optimum counts as nothing, and so do the payments of a law.
    pub utilitarian_accuracy: Option<Rational>,
    /// Samples whose profile has the greatest smallest payoff. Flaw: as utilitarian accuracy.
    pub rawlsian_accuracy: Option<Rational>,
    /// Mean sum of payoffs, with payments.
    pub utilitarian_payoff: Option<Rational>,
    /// Mean smallest payoff, with payments.
    pub rawlsian_payoff: Option<Rational>,
    /// Mean product of payoffs, with payments, zero unless all are positive. Flaw: depends on where
    /// the zero of payoffs is.
    pub nash_social_welfare: Option<Rational>,
    /// Samples in which **at least one** player cooperates. Flaw: it hides exploitation, for one
    /// who cooperates and is cheated counts as much as two who cooperate.
    pub cooperation_rate: Option<Rational>,
    /// Samples in which at least one player works hard. Flaw: as the cooperation rate.
    pub high_effort_rate: Option<Rational>,
    /// Samples in which all cooperate.
    pub both_cooperate_rate: Option<Rational>,
    /// Samples in which nobody cooperates.
    pub both_defect_rate: Option<Rational>,
    /// Samples in which all cooperate or nobody does.
    pub coordination_rate: Option<Rational>,
    /// Samples in which some cooperate and some do not.
    pub miscoordination_rate: Option<Rational>,
    /// Samples in which the **row** player works hard. Flaw: says nothing of the other.
    pub row_high_effort: Option<Rational>,
    /// Samples in which the **row** player cooperates with low effort. Flaw: says nothing of the
    /// other.
    pub greenwashing: Option<Rational>,
    /// Samples with an agreement, of all. Flaw: also of samples in which nothing could be agreed.
    pub formation_rate: Option<Rational>,
    /// Samples under an enforced law that changed an action, moved money or put anything on record,
    /// or failed, of those under one. There it is reported as the *frequency of compliance*. Flaw:
    /// **inverted**; and a side payment that was agreed counts as a breach.
    pub activation_rate: Option<Rational>,
    /// Samples under an enforced law of which no hook failed, of those under one.
    pub enforcement_success_rate: Option<Rational>,
    /// Mean of (W − least)/(greatest − least), over the profiles of the game; 1/2 for a game in which
    /// they are the same. Flaw: W has payments and the benchmarks have not, so that it can leave
    /// \[0, 1\].
    pub normalised_welfare: Option<Rational>,
    /// The same of the smallest payoff. Flaw: as the normalised welfare.
    pub normalised_rawlsian: Option<Rational>,
    /// Mean of (W − Nash)/(greatest − Nash), where Nash is the greatest welfare of a pure
    /// equilibrium; 0 where these are the same. Flaw: as the normalised welfare; and one bad game
    /// with a small gap outweighs all others.
    pub nash_deviation: Option<Rational>,
}

#[derive(Default)]
struct Counts {
    nash: Share,
    utilitarian: Share,
    rawlsian: Share,
    utilitarian_payoff: Mean,
    rawlsian_payoff: Mean,
    product: Mean,
    some_cooperate: Share,
    some_work: Share,
    both_cooperate: Share,
    both_defect: Share,
    coordination: Share,
    miscoordination: Share,
    row_works: Share,
    greenwashing: Share,
    formation: Share,
    activation: Share,
    success: Share,
    normalised_welfare: Mean,
    normalised_rawlsian: Mean,
    nash_deviation: Mean,
}

/// (x − least)/(most − least); 1/2 if there is no difference.
fn normalised(value: &Rational, least: &Rational, most: &Rational) -> Rational {
    let half = || Rational::ONE.checked_div(&Rational::from(2));
    (value - least)
        .checked_div(&(most - least))
        .or_else(half)
        .unwrap_or_default()
}

impl PublishedTableMetrics {
    /// The metrics of these records.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a SessionRecord>) -> Self {
        let mut counts = Counts::default();
        let mut samples = 0;
        for record in records {
            samples += usize::from(!record.is_invalid());
            counts.add(record);
        }
        PublishedTableMetrics {
            samples,
            nash_accuracy: counts.nash.value(),
            utilitarian_accuracy: counts.utilitarian.value(),
            rawlsian_accuracy: counts.rawlsian.value(),
            utilitarian_payoff: counts.utilitarian_payoff.value(),
            rawlsian_payoff: counts.rawlsian_payoff.value(),
            nash_social_welfare: counts.product.value(),
            cooperation_rate: counts.some_cooperate.value(),
            high_effort_rate: counts.some_work.value(),
            both_cooperate_rate: counts.both_cooperate.value(),
            both_defect_rate: counts.both_defect.value(),
            coordination_rate: counts.coordination.value(),
            miscoordination_rate: counts.miscoordination.value(),
            row_high_effort: counts.row_works.value(),
            greenwashing: counts.greenwashing.value(),
            formation_rate: counts.formation.value(),
            activation_rate: counts.activation.value(),
            enforcement_success_rate: counts.success.value(),
            normalised_welfare: counts.normalised_welfare.value(),
            normalised_rawlsian: counts.normalised_rawlsian.value(),
            nash_deviation: counts.nash_deviation.value(),
        }
    }
}

impl Counts {
    fn add(&mut self, record: &SessionRecord) {
        let Some(played) = &record.played else {
            return;
        };
        self.formation.add(record.agreed.is_some());
        self.utilitarian.add(played.targets.utilitarian);
        self.rawlsian.add(played.targets.rawlsian);
        let welfare: Rational = played.payoffs.iter().sum();
        let least = record::minimum(&played.payoffs);
        self.utilitarian_payoff.add(&welfare);
        self.rawlsian_payoff.add(&least);
        self.product.add(&record::nash_product(&played.payoffs));

        let worked: Vec<Option<bool>> = played.efforts.iter().copied().map(high).collect();
        let (some, every) = (any(&played.cooperated), all(&played.cooperated));
        let coordinated = some.zip(every).map(|(some, every)| some == every);
        self.some_cooperate.add_if_told(some);
        self.some_work.add_if_told(any(&worked));
        self.both_cooperate.add_if_told(every);
        self.both_defect.add_if_told(some.map(|some| !some));
        self.coordination.add_if_told(coordinated);
        self.miscoordination
            .add_if_told(coordinated.map(|coordinated| !coordinated));
        let row_works = worked.first().copied().flatten();
        let row_cooperates = played.cooperated.first().copied().flatten();
        self.row_works.add_if_told(row_works);
        let greenwashed = row_cooperates.zip(row_works);
        self.greenwashing
            .add_if_told(greenwashed.map(|(cooperates, works)| cooperates && !works));

        if let (Treatment::EnforcedLaw, Some(hearing)) = (record.treatment, &played.hearing) {
            let success = hearing.failures.is_empty();
            self.activation.add(hearing.is_active() || !success);
            self.success.add(success);
        }

        let game = &record.benchmarks;
        let (low, high) = (&game.least_welfare, &game.best_welfare);
        self.normalised_welfare
            .add(&normalised(&welfare, low, high));
        let (low, high) = (&game.least_minimum, &game.best_minimum);
        self.normalised_rawlsian.add(&normalised(&least, low, high));
        if let Some(nash) = &game.best_equilibrium_welfare {
            self.nash.add(played.targets.nash);
            let deviation = (&welfare - nash).checked_div(&(&game.best_welfare - nash));
            self.nash_deviation.add(&deviation.unwrap_or_default());
        }
    }
}

/// What a contract and a preference do together beyond what each does alone, as published:
/// `both − preference − contract + neither`, of any metric.
///
/// ```
/// use lacuna::number::Rational;
/// use lacuna::simulate::table_game::super_additive_interaction;
/// let [both, preference, contract, neither] = [9, 5, 3, 1].map(Rational::from);
/// let interaction = super_additive_interaction(&both, &preference, &contract, &neither);
/// assert_eq!(interaction, 2.into());
/// ```
pub fn super_additive_interaction(
    both: &Rational,
    preference: &Rational,
    contract: &Rational,
    neither: &Rational,
) -> Rational {
    both - preference - contract + neither
}

/// What a mechanism does, as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MechanismEffect {
    /// The distance in total variation, under the mechanism, between the profiles played and play of
    /// an optimum for certain: one less the share of samples at an optimum.
    pub distance_to_optimum: Rational,
    /// Mean welfare with the mechanism less that without it, with what the law paid or took.
    pub welfare_change: Rational,
}

/// What a mechanism does, from records with it and without it; `None` if there are none of either
/// kind that were played.
pub fn mechanism_effect<'a>(
    with: impl IntoIterator<Item = &'a SessionRecord>,
    without: impl IntoIterator<Item = &'a SessionRecord>,
) -> Option<MechanismEffect> {
    let (with, without) = (TableMetrics::of(with), TableMetrics::of(without));
    Some(MechanismEffect {
        distance_to_optimum: Rational::ONE - &with.at_optimum?,
        welfare_change: with.welfare? - &without.welfare?,
    })
}
