//! How much welfare is lost when players become more altruistic.

use serde::{Deserialize, Serialize};

use super::objective::Objective;
use crate::equilibrium::phase_diagram::PhaseEquilibria;
use crate::equilibrium::{PhaseDiagram, PhaseOptions};
use crate::game::{Game, GameExt, NormalForm, Profile};
use crate::number::{Extended, Rational};
use crate::theorem::TheoremError;

/// Which pure equilibrium is followed while λ rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Followed {
    /// The one of greatest welfare.
    Best,
    /// The one of least welfare.
    Worst,
    /// The only one, where there is only one.
    Unique,
}

impl Followed {
    /// The welfare of the equilibrium followed.
    fn welfare(self, equilibria: &PhaseEquilibria) -> Option<&Rational> {
        match self {
            Followed::Best => equilibria.best_welfare.as_ref(),
            Followed::Worst => equilibria.worst_welfare.as_ref(),
            Followed::Unique => {
                (equilibria.best_welfare.as_ref()).filter(|_| equilibria.profiles.len() == 1)
            }
        }
    }
}

/// An equilibrium at one altruism weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HarmPoint {
    /// The weight: a breakpoint, or a number within a phase.
    pub lambda: Rational,
    /// The equilibrium.
    pub profile: Profile,
    /// Its material welfare.
    pub welfare: Rational,
}

/// The largest loss of welfare between two altruism weights, the less altruistic first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Harm {
    /// Which equilibrium is followed.
    pub followed: Followed,
    /// The equilibrium before.
    pub from: HarmPoint,
    /// The equilibrium when players are more altruistic; that before, if no welfare is ever lost.
    pub to: HarmPoint,
    /// Welfare before less welfare after; 0 if none is ever lost.
    pub loss: Rational,
}

/// Every λ at which the equilibria change and one between each two, with the equilibria.
fn stations(diagram: &PhaseDiagram) -> Vec<(Station<'_>, &PhaseEquilibria)> {
    let at = diagram.at_breakpoints().iter();
    at.zip(diagram.phases())
        .flat_map(|(breakpoint, phase)| {
            [
                (Station::At(&breakpoint.lambda), &breakpoint.equilibria),
                (Station::Between(&phase.from, &phase.to), &phase.equilibria),
            ]
        })
        .collect()
}

#[derive(Clone, Copy)]
enum Station<'a> {
    At(&'a Rational),
    Between(&'a Rational, &'a Extended<Rational>),
}

impl Station<'_> {
    fn lambda(self) -> Rational {
        match self {
            Station::At(lambda) => lambda.clone(),
            Station::Between(from, Extended::Infinite) => from + &Rational::ONE,
            Station::Between(from, Extended::Finite(to)) => (from + to)
                .checked_div(&Rational::from(2))
                .unwrap_or_default(),
        }
    }
}

/// The places of the largest loss among the stations, the first of several, and the loss.
fn largest(
    stations: &[(Station<'_>, &PhaseEquilibria)],
    followed: Followed,
) -> Option<(usize, usize, Rational)> {
    let mut highest: Option<(usize, &Rational)> = None;
    let mut worst: Option<(usize, usize, Rational)> = None;
    for (place, (_, equilibria)) in stations.iter().enumerate() {
        let Some(welfare) = followed.welfare(equilibria) else {
            continue;
        };
        if highest.is_none_or(|(_, before)| welfare > before) {
            highest = Some((place, welfare));
        }
        if let Some((from, before)) = highest {
            let loss = before - welfare;
            if worst.as_ref().is_none_or(|(_, _, most)| loss > *most) {
                worst = Some((from, place, loss));
            }
        }
    }
    worst
}

impl Harm {
    /// The largest loss in a game; `None` if there is no equilibrium to follow at any λ.
    ///
    /// # Errors
    ///
    /// [`TheoremError::Solve`] for a game that is too large.
    ///
    /// # Complexity
    ///
    /// One [`PhaseDiagram`].
    pub fn largest(
        game: &NormalForm<Rational>,
        followed: Followed,
    ) -> Result<Option<Self>, TheoremError> {
        let diagram = PhaseDiagram::new(game, &PhaseOptions::default())?;
        let stations = stations(&diagram);
        let Some((from, to, loss)) = largest(&stations, followed) else {
            return Ok(None);
        };
        let point = |place: usize| {
            let (station, equilibria) = stations[place];
            let welfare = followed.welfare(equilibria)?;
            let has = |profile: &&Profile| game.welfare(profile).as_ref() == Ok(welfare);
            Some(HarmPoint {
                lambda: station.lambda(),
                profile: equilibria.profiles.iter().find(has)?.clone(),
                welfare: welfare.clone(),
            })
        };
        Ok(point(from).zip(point(to)).map(|(from, to)| Harm {
            followed,
            from,
            to,
            loss,
        }))
    }

    /// Checks both equilibria by the definition: at each of the two weights every profile is tried,
    /// without the phase diagram. That no other two weights lose more is not checked.
    ///
    /// # Errors
    ///
    /// [`TheoremError::Game`] for profiles of another game.
    pub fn verify(&self, game: &NormalForm<Rational>) -> Result<bool, TheoremError> {
        let ordered = self.from.lambda < self.to.lambda
            || (self.from.lambda == self.to.lambda && self.loss.is_zero());
        Ok(ordered
            && !self.from.lambda.is_negative()
            && !self.loss.is_negative()
            && self.loss == &self.from.welfare - &self.to.welfare
            && self.stands(game, &self.from)?
            && self.stands(game, &self.to)?)
    }

    /// Is this the equilibrium followed at its weight?
    fn stands(&self, game: &NormalForm<Rational>, point: &HarmPoint) -> Result<bool, TheoremError> {
        let perceived = NormalForm::from_fn(game.space().actions(), |player, profile| {
            let everybody: Rational = (0..game.players())
                .map(|other| game.payoff(other, profile))
                .sum();
            game.payoff(player, profile) + &point.lambda * &everybody
        })?;
        if !perceived.is_pure_equilibrium(&point.profile)?
            || game.welfare(&point.profile)? != point.welfare
        {
            return Ok(false);
        }
        for other in game.space().iter() {
            if other == point.profile || !perceived.is_pure_equilibrium(&other)? {
                continue;
            }
            let welfare = game.welfare(&other)?;
            let allowed = match self.followed {
                Followed::Best => welfare <= point.welfare,
                Followed::Worst => welfare >= point.welfare,
                Followed::Unique => false,
            };
            if !allowed {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// How much welfare the pure equilibrium loses when λ rises, between the two weights between which
/// it loses most. Altruism can hurt: a bad equilibrium can appear, and even the only one can move
/// to less welfare.
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{HarmOfAltruism, Objective};
///
/// let rationals = |table: [[i64; 2]; 2]| table.map(|line| line.map(Rational::from).to_vec());
/// let row = rationals([[5, -6], [4, -7]]);
/// let game = NormalForm::bimatrix(&row, &rationals([[0, -1], [4, 10]]))?;
/// // The only equilibrium has welfare 5 at λ = 0, and 3 at λ = 1.
/// let harm = HarmOfAltruism::unique();
/// assert_eq!(harm.value(&game)?, Some(Extended::Finite(Rational::from(2))));
/// let evidence = harm.evidence(&game)?;
/// assert!(evidence.verify(&game)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HarmOfAltruism {
    followed: Followed,
}

impl HarmOfAltruism {
    /// What the equilibrium loses that is followed.
    pub fn of(followed: Followed) -> Self {
        HarmOfAltruism { followed }
    }

    /// What the best equilibrium loses.
    pub fn best() -> Self {
        Self::of(Followed::Best)
    }

    /// What the worst equilibrium loses.
    pub fn worst() -> Self {
        Self::of(Followed::Worst)
    }

    /// What the only equilibrium loses, between weights at which there is only one.
    pub fn unique() -> Self {
        Self::of(Followed::Unique)
    }
}

impl Objective for HarmOfAltruism {
    type Evidence = Harm;

    fn name(&self) -> String {
        let which = match self.followed {
            Followed::Best => "best",
            Followed::Worst => "worst",
            Followed::Unique => "unique",
        };
        format!("harm of altruism at the {which} pure equilibrium")
    }

    fn value(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<Option<Extended<Rational>>, TheoremError> {
        let diagram = PhaseDiagram::new(game, &PhaseOptions::default())?;
        let found = largest(&stations(&diagram), self.followed);
        Ok(found.map(|(_, _, loss)| Extended::Finite(loss)))
    }

    fn evidence(&self, game: &NormalForm<Rational>) -> Result<Harm, TheoremError> {
        Harm::largest(game, self.followed)?.ok_or_else(|| {
            TheoremError::Instance("there is no pure equilibrium to follow at any λ".to_owned())
        })
    }
}
