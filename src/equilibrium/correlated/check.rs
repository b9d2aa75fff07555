//! The checker of correlated equilibria and their proofs; it knows payoffs and nothing of the
//! solver.

use super::options::{CorrelatedConcept, CorrelatedOptions, Objective, Quantity};
use super::outcome::{
    Correlated, CorrelatedOutcome, DeviationWeight, DeviationWeights, NoCorrelated,
};
use super::{Distribution, SideConstraint};
use crate::game::{Game, GameExt, ProfileSpace};
use crate::linear_program::{Relation, Sense};
use crate::number::{DotProduct, Rational};

impl CorrelatedOutcome {
    /// Checks the equilibrium and the proof that none is better, or the proof that there is none,
    /// in exact arithmetic and from payoffs alone. False also for another game or other options.
    ///
    /// # Complexity
    /// One payoff for each profile and deviation of positive weight, and for each profile of
    /// positive probability and deviation.
    pub fn verify<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        options: &CorrelatedOptions,
    ) -> bool {
        self.verify_between(game, game, options)
    }

    /// [`CorrelatedOutcome::verify`] for incentives in one game and payoffs in another.
    ///
    /// # Complexity
    /// As [`CorrelatedOutcome::verify`].
    pub fn verify_between<P, M>(
        &self,
        perceived: &P,
        material: &M,
        options: &CorrelatedOptions,
    ) -> bool
    where
        P: Game<Rational> + ?Sized,
        M: Game<Rational> + ?Sized,
    {
        match self {
            CorrelatedOutcome::Found(found) => found.verify_between(perceived, material, options),
            CorrelatedOutcome::None(none) => none.verify_between(perceived, material, options),
        }
    }
}

impl Correlated {
    /// As [`CorrelatedOutcome::verify`].
    pub fn verify<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        options: &CorrelatedOptions,
    ) -> bool {
        self.verify_between(game, game, options)
    }

    /// As [`CorrelatedOutcome::verify_between`].
    pub fn verify_between<P, M>(
        &self,
        perceived: &P,
        material: &M,
        options: &CorrelatedOptions,
    ) -> bool
    where
        P: Game<Rational> + ?Sized,
        M: Game<Rational> + ?Sized,
    {
        let Some(space) = shape(perceived, material) else {
            return false;
        };
        self.concept == options.concept
            && *self.distribution.space() == space
            && is_obedient(&self.distribution, perceived, options.concept)
            && self.distribution.payoffs(material).as_ref() == Ok(&self.payoffs)
            && self.payoffs.iter().sum::<Rational>() == self.welfare
            && options
                .side_constraints
                .iter()
                .all(|side| keeps(&self.distribution, material, side))
            && attains(self, material, &options.objective)
            && self.certificate.is_of_the_form(&space, options)
            && self
                .certificate
                .prove(perceived, material, &space, options, Some(&self.value))
    }
}

impl NoCorrelated {
    /// As [`CorrelatedOutcome::verify`].
    pub fn verify<G: Game<Rational> + ?Sized>(
        &self,
        game: &G,
        options: &CorrelatedOptions,
    ) -> bool {
        self.verify_between(game, game, options)
    }

    /// As [`CorrelatedOutcome::verify_between`].
    pub fn verify_between<P, M>(
        &self,
        perceived: &P,
        material: &M,
        options: &CorrelatedOptions,
    ) -> bool
    where
        P: Game<Rational> + ?Sized,
        M: Game<Rational> + ?Sized,
    {
        // The proof must not lean on the objective.
        let any = CorrelatedOptions {
            objective: Objective::Any,
            ..options.clone()
        };
        shape(perceived, material).is_some_and(|space| {
            self.concept == options.concept
                && self.certificate.is_of_the_form(&space, &any)
                && self
                    .certificate
                    .prove(perceived, material, &space, &any, None)
        })
    }
}

/// The profiles of both games, if they are the same.
fn shape<P, M>(perceived: &P, material: &M) -> Option<ProfileSpace>
where
    P: Game<Rational> + ?Sized,
    M: Game<Rational> + ?Sized,
{
    let space = perceived.profile_space().ok()?;
    (material.profile_space().ok()? == space).then_some(space)
}

fn is_obedient<P: Game<Rational> + ?Sized>(
    distribution: &Distribution,
    perceived: &P,
    concept: CorrelatedConcept,
) -> bool {
    let regret = match concept {
        CorrelatedConcept::Correlated => distribution.correlated_regret(perceived),
        CorrelatedConcept::Coarse => distribution.coarse_regret(perceived),
    };
    regret.is_ok_and(|regret| regret.is_zero())
}

/// The quantity at a profile with these payoffs; `None` if it is not one of this game.
fn at(
    quantity: &Quantity,
    space: &ProfileSpace,
    index: usize,
    profile: &[usize],
    payoffs: &[Rational],
) -> Option<Rational> {
    let indicator = |is: bool| Rational::from(i64::from(is));
    match quantity {
        Quantity::Welfare => Some(payoffs.iter().sum()),
        Quantity::Payoff(player) => payoffs.get(*player).cloned(),
        Quantity::Probability(wanted) => {
            space.index(wanted).ok()?;
            Some(indicator(wanted == profile))
        }
        Quantity::ActionProbability { player, action } => {
            let actions = *space.actions().get(*player)?;
            (*action < actions).then(|| indicator(profile[*player] == *action))
        }
        Quantity::Linear(coefficients) => {
            if coefficients.len() == space.len() {
                coefficients.get(index).cloned()
            } else {
                None
            }
        }
    }
}

fn expectation<M: Game<Rational> + ?Sized>(
    distribution: &Distribution,
    material: &M,
    quantity: &Quantity,
) -> Option<Rational> {
    let space = distribution.space();
    let mut sum = DotProduct::new();
    let mut payoffs = vec![Rational::ZERO; space.players()];
    for (index, probability) in distribution.entries() {
        let profile = space.profile(*index).ok()?;
        material.payoffs_into(&profile, &mut payoffs);
        sum.add(
            &at(quantity, space, *index, &profile, &payoffs)?,
            probability,
        );
    }
    Some(sum.finish())
}

fn keeps<M: Game<Rational> + ?Sized>(
    distribution: &Distribution,
    material: &M,
    side: &SideConstraint,
) -> bool {
    expectation(distribution, material, &side.quantity).is_some_and(|value| match side.relation {
        Relation::AtMost => value <= side.bound,
        Relation::AtLeast => value >= side.bound,
        Relation::Equal => value == side.bound,
    })
}

fn attains<M: Game<Rational> + ?Sized>(
    found: &Correlated,
    material: &M,
    objective: &Objective,
) -> bool {
    match (objective, objective.measured().1) {
        (Objective::MaxMinPayoff, _) => found.payoffs.iter().min() == Some(&found.value),
        (_, Some(quantity)) => {
            expectation(&found.distribution, material, &quantity).as_ref() == Some(&found.value)
        }
        (_, None) => found.value.is_zero(),
    }
}

impl DeviationWeights {
    /// Are all weights about this game and of the sign that they must have?
    fn is_of_the_form(&self, space: &ProfileSpace, options: &CorrelatedOptions) -> bool {
        let coarse = options.concept == CorrelatedConcept::Coarse;
        let players = match options.objective {
            Objective::MaxMinPayoff => {
                self.players.len() == space.players()
                    && self.players.iter().sum::<Rational>() == Rational::ONE
                    && self.players.iter().all(|weight| !weight.is_negative())
            }
            _ => self.players.is_empty(),
        };
        let deviations = self.deviations.iter().all(|deviation| {
            let actions = space.actions().get(deviation.player).copied().unwrap_or(0);
            deviation.recommended.is_none() == coarse
                && deviation.recommended.is_none_or(|action| action < actions)
                && deviation.action < actions
                && !deviation.weight.is_negative()
        });
        let constraints = self.constraints.len() == options.side_constraints.len()
            && self
                .constraints
                .iter()
                .zip(&options.side_constraints)
                .all(|(weight, side)| match side.relation {
                    Relation::AtMost => !weight.is_negative(),
                    Relation::AtLeast => !weight.is_positive(),
                    Relation::Equal => true,
                });
        players && deviations && constraints
    }

    /// Does the inequality of the proof hold at every profile? With a value the bound on the
    /// objective, without one the contradiction.
    fn prove<P, M>(
        &self,
        perceived: &P,
        material: &M,
        space: &ProfileSpace,
        options: &CorrelatedOptions,
        value: Option<&Rational>,
    ) -> bool
    where
        P: Game<Rational> + ?Sized,
        M: Game<Rational> + ?Sized,
    {
        let (sense, quantity) = options.objective.measured();
        let toward = match sense {
            Sense::Maximise => Rational::ONE,
            Sense::Minimise => -Rational::ONE,
        };
        let by_player = self.by_player(space);
        let mut payoffs = vec![Rational::ZERO; space.players()];
        let mut probe = vec![0; space.players()];
        let mut holds = true;
        space.for_each(|index, profile| {
            if !holds {
                return;
            }
            material.payoffs_into(profile, &mut payoffs);
            probe.copy_from_slice(profile);
            // How far the inequality is from being broken: at least 0 with a value, above 0 without.
            let mut slack = DotProduct::new();
            Self::add_weighted_gains(&by_player, perceived, &mut probe, &mut slack);
            for (weight, side) in self.constraints.iter().zip(&options.side_constraints) {
                match at(&side.quantity, space, index, profile, &payoffs) {
                    Some(quantity) => slack.add(&(quantity - &side.bound), weight),
                    None => holds = false,
                }
            }
            let Some(value) = value else {
                holds &= slack.finish().is_positive();
                return;
            };
            slack.add(value, &toward);
            let away = -&toward;
            match &quantity {
                Some(quantity) => match at(quantity, space, index, profile, &payoffs) {
                    Some(objective) => slack.add(&objective, &away),
                    None => holds = false,
                },
                // Empty unless the objective is egalitarian.
                None => {
                    for (payoff, weight) in payoffs.iter().zip(&self.players) {
                        slack.add(&(payoff * &away), weight);
                    }
                }
            }
            holds &= !slack.finish().is_negative();
        });
        holds
    }

    /// The deviations that count at each recommendation: `by_player[player][recommended]`.
    fn by_player(&self, space: &ProfileSpace) -> Vec<Vec<Vec<&DeviationWeight>>> {
        let mut all: Vec<Vec<Vec<&DeviationWeight>>> = (space.actions().iter())
            .map(|&actions| vec![Vec::new(); actions])
            .collect();
        for deviation in &self.deviations {
            let Some(own) = all.get_mut(deviation.player) else {
                continue;
            };
            for (action, list) in own.iter_mut().enumerate() {
                if deviation.recommended.is_none_or(|told| told == action) {
                    list.push(deviation);
                }
            }
        }
        all
    }

    /// The gains from all deviations at a profile, times their weights.
    fn add_weighted_gains<P: Game<Rational> + ?Sized>(
        by_player: &[Vec<Vec<&DeviationWeight>>],
        perceived: &P,
        profile: &mut [usize],
        sum: &mut DotProduct,
    ) {
        for (player, deviations) in by_player.iter().enumerate() {
            let own = profile[player];
            if deviations[own].is_empty() {
                continue;
            }
            let obedient = perceived.payoff(player, profile);
            for deviation in &deviations[own] {
                profile[player] = deviation.action;
                let gain = perceived.payoff(player, profile) - &obedient;
                sum.add(&gain, &deviation.weight);
            }
            profile[player] = own;
        }
    }
}
