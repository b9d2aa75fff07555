//! Gaps and prices as objectives.

use super::objective::Objective;
use crate::contract::{AttainableOptions, ContractingProblem, Language, Monitoring};
use crate::game::NormalForm;
use crate::gap::irreducible::{GapBound, certified_gap};
use crate::gap::prices::{PurePrices, pure_prices};
use crate::gap::{WelfareGap, welfare_gap};
use crate::mechanism::MechanismOptions;
use crate::number::{Extended, Rational};
use crate::preference::WeightMatrix;
use crate::theorem::TheoremError;

/// The welfare that is at stake: the first best less the least welfare of any profile.
fn at_stake(game: &NormalForm<Rational>) -> Rational {
    let welfares = || (0..game.space().len()).map(|index| game.welfare_at(index));
    match welfares().max().zip(welfares().min()) {
        Some((most, least)) => most - &least,
        None => Rational::ZERO,
    }
}

/// Players who maximise `u_i + λ·W`.
fn cooperative(
    game: &NormalForm<Rational>,
    lambda: &Rational,
) -> Result<WeightMatrix<Rational>, TheoremError> {
    Ok(WeightMatrix::cooperative(game.space().players(), lambda)?)
}

/// The welfare that plain contracts in a language lose ([`welfare_gap`]). Games in which no plan
/// can be made an equilibrium have no value.
///
/// ```
/// use lacuna::contract::Language;
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{GameClass, LanguageGap, SearchOptions, search};
///
/// let class = GameClass::integers(&[2, 2], 0..=2)?;
/// let without_contract = LanguageGap::new("nothing", Language::trivial);
/// let found = search(&class, &without_contract, &SearchOptions::default())?;
/// let best = found.best().ok_or("some game has an equilibrium")?;
/// assert_eq!(best.value, Extended::Finite(Rational::from(2)));
/// let winner = &best.winners[0];
/// assert!(without_contract.verify(&winner.instance, &winner.evidence)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct LanguageGap<L> {
    name: String,
    language: L,
    lambda: Rational,
    options: AttainableOptions,
    worst: bool,
    share: bool,
}

impl<L: Fn(&ContractingProblem) -> Language + Sync> LanguageGap<L> {
    /// The gap of selfish players at the best equilibrium, in a language that goes by this name.
    pub fn new(name: impl Into<String>, language: L) -> Self {
        LanguageGap {
            name: name.into(),
            language,
            lambda: Rational::ZERO,
            options: AttainableOptions::default(),
            worst: false,
            share: false,
        }
    }

    /// The same for players of this altruism.
    #[must_use]
    pub fn with_lambda(mut self, lambda: Rational) -> Self {
        self.lambda = lambda;
        self
    }

    /// The same with other contracts allowed.
    #[must_use]
    pub fn with_options(mut self, options: AttainableOptions) -> Self {
        self.options = options;
        self
    }

    /// The same at the worst equilibrium under the contract returned; see [`WelfareGap::worst`].
    #[must_use]
    pub fn at_worst(mut self) -> Self {
        self.worst = true;
        self
    }

    /// The same as a share of what is at stake: first best less least welfare.
    #[must_use]
    pub fn as_share(mut self) -> Self {
        self.share = true;
        self
    }

    fn parts(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<(ContractingProblem, Language, WeightMatrix<Rational>), TheoremError> {
        let problem = ContractingProblem::single_state(game.clone())?;
        let language = (self.language)(&problem);
        Ok((problem, language, cooperative(game, &self.lambda)?))
    }

    /// Checks the evidence without the solver: [`WelfareGap::verify`].
    ///
    /// # Errors
    ///
    /// [`TheoremError::Contract`] or [`TheoremError::Preference`] for parameters that are not
    /// valid.
    pub fn verify(
        &self,
        game: &NormalForm<Rational>,
        gap: &WelfareGap,
    ) -> Result<bool, TheoremError> {
        let (problem, language, preferences) = self.parts(game)?;
        Ok(gap.verify(&problem, &language, &preferences, &self.options))
    }
}

impl<L: Fn(&ContractingProblem) -> Language + Sync> Objective for LanguageGap<L> {
    type Evidence = WelfareGap;

    fn name(&self) -> String {
        format!(
            "{} of the welfare gap at the {} equilibrium, λ = {}, where a court verifies {}, {:?}",
            if self.share { "share" } else { "size" },
            if self.worst { "worst" } else { "best" },
            self.lambda,
            self.name,
            self.options
        )
    }

    fn value(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<Option<Extended<Rational>>, TheoremError> {
        let found = self.evidence(game)?;
        let gap = if self.worst { found.worst } else { found.best };
        let whole = self.share.then(|| at_stake(game));
        Ok(gap.map(|gap| {
            Extended::Finite(match whole {
                // Where nothing is at stake nothing is lost.
                Some(whole) => gap.checked_div(&whole).unwrap_or_default(),
                None => gap,
            })
        }))
    }

    fn evidence(&self, game: &NormalForm<Rational>) -> Result<WelfareGap, TheoremError> {
        let (problem, language, preferences) = self.parts(game)?;
        Ok(welfare_gap(
            &problem,
            &language,
            &preferences,
            &self.options,
        )?)
    }
}

/// The share of what is at stake (first best less least welfare) that every mechanism provably
/// loses ([`certified_gap`], Theorem 2). Games without such a proof have no value.
///
/// ```
/// use lacuna::contract::{Budget, Language};
/// use lacuna::mechanism::MechanismOptions;
/// use lacuna::theorem::search::{CertifiedShare, GameClass, SearchOptions, search};
///
/// let options = MechanismOptions::default().with_budget(Budget::Balanced);
/// let share = CertifiedShare::new("nothing", Language::trivial).with_options(options);
/// let found = search(&GameClass::integers(&[2, 2], 0..=2)?, &share, &SearchOptions::default())?;
/// let best = found.best().ok_or("some game has a gap")?;
/// let winner = &best.winners[0];
/// assert!(share.verify(&winner.instance, &winner.evidence)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CertifiedShare<L> {
    name: String,
    language: L,
    lambda: Rational,
    options: MechanismOptions,
}

impl<L: Fn(&ContractingProblem) -> Language + Sync> CertifiedShare<L> {
    /// The share for selfish players and unlimited transfers, in a language that goes by this
    /// name.
    pub fn new(name: impl Into<String>, language: L) -> Self {
        CertifiedShare {
            name: name.into(),
            language,
            lambda: Rational::ZERO,
            options: MechanismOptions::default(),
        }
    }

    /// The same for players of this altruism.
    #[must_use]
    pub fn with_lambda(mut self, lambda: Rational) -> Self {
        self.lambda = lambda;
        self
    }

    /// The same with other mechanisms allowed.
    #[must_use]
    pub fn with_options(mut self, options: MechanismOptions) -> Self {
        self.options = options;
        self
    }

    fn parts(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<(ContractingProblem, Monitoring, WeightMatrix<Rational>), TheoremError> {
        let problem = ContractingProblem::single_state(game.clone())?;
        let monitoring = Monitoring::from(&(self.language)(&problem));
        Ok((problem, monitoring, cooperative(game, &self.lambda)?))
    }

    fn bound(&self, game: &NormalForm<Rational>) -> Result<Option<GapBound>, TheoremError> {
        let (problem, monitoring, preferences) = self.parts(game)?;
        Ok(certified_gap(
            &problem,
            &monitoring,
            &preferences,
            &self.options,
        )?)
    }

    /// Checks the evidence by itself: [`GapBound::verify`].
    ///
    /// # Errors
    ///
    /// [`TheoremError::Contract`] or [`TheoremError::Preference`] for parameters that are not
    /// valid.
    pub fn verify(
        &self,
        game: &NormalForm<Rational>,
        bound: &GapBound,
    ) -> Result<bool, TheoremError> {
        let (problem, monitoring, preferences) = self.parts(game)?;
        Ok(bound.verify(&problem, &monitoring, &preferences, &self.options))
    }
}

impl<L: Fn(&ContractingProblem) -> Language + Sync> Objective for CertifiedShare<L> {
    type Evidence = GapBound;

    fn name(&self) -> String {
        format!(
            "share that every mechanism loses, λ = {}, where a court verifies {}, {:?}",
            self.lambda, self.name, self.options
        )
    }

    fn value(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<Option<Extended<Rational>>, TheoremError> {
        Ok(self.bound(game)?.map(|bound| {
            let share = bound.at_least.checked_div(&at_stake(game));
            Extended::Finite(share.unwrap_or_default())
        }))
    }

    fn evidence(&self, game: &NormalForm<Rational>) -> Result<GapBound, TheoremError> {
        self.bound(game)?
            .ok_or_else(|| TheoremError::Instance("no gap is proved".to_owned()))
    }
}

/// First best divided by the welfare of the worst pure equilibrium ([`pure_prices`]). Games
/// without a pure equilibrium, and those in which that welfare is not positive, have no value.
///
/// ```
/// use lacuna::game::catalogue::stag_hunt;
/// use lacuna::number::{Extended, Rational};
/// use lacuna::theorem::search::{Objective, PriceOfAnarchy};
/// let price = PriceOfAnarchy::default().value(&stag_hunt(4, 0, 3, 2)?)?;
/// assert_eq!(price, Some(Extended::Finite(Rational::from(2))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceOfAnarchy {
    lambda: Rational,
}

impl PriceOfAnarchy {
    /// The price for players of this altruism; that of [`PriceOfAnarchy::default`] is for selfish
    /// ones.
    pub fn at(lambda: Rational) -> Self {
        PriceOfAnarchy { lambda }
    }
}

impl Objective for PriceOfAnarchy {
    type Evidence = PurePrices;

    fn name(&self) -> String {
        format!("price of anarchy over pure equilibria, λ = {}", self.lambda)
    }

    fn value(
        &self,
        game: &NormalForm<Rational>,
    ) -> Result<Option<Extended<Rational>>, TheoremError> {
        let worst = self.evidence(game)?.anarchy;
        Ok(worst.and_then(|worst| Some(Extended::Finite(worst.ratio.value()?.clone()))))
    }

    fn evidence(&self, game: &NormalForm<Rational>) -> Result<PurePrices, TheoremError> {
        Ok(pure_prices(game, &cooperative(game, &self.lambda)?)?)
    }
}
