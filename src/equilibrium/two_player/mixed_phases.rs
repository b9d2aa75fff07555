//! All mixed equilibria at chosen altruism weights.

use serde::{Deserialize, Serialize};

use super::{EquilibriumSet, TwoPlayerOptions, WelfareRange, all_equilibria};
use crate::equilibrium::SolveError;
use crate::game::{Game, SizeLimit, dense};
use crate::number::Rational;
use crate::preference::{Cooperative, Perceived};

/// All equilibria at one λ, with the best and the worst *material* welfare over them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MixedPhase {
    /// The altruism weight.
    pub lambda: Rational,
    /// The equilibria of the game in which every player i maximises `u_i + λ·W`; the payoffs that
    /// it states are these utilities.
    pub equilibria: EquilibriumSet,
    /// The range of the sum of the material payoffs over all these equilibria.
    pub welfare: WelfareRange,
}

/// All equilibria of a two-player game in which every player i maximises `u_i + λ·W`, at each of
/// the weights given.
///
/// The pure counterpart for all λ at once is [`PhaseDiagram`](crate::equilibrium::PhaseDiagram);
/// its breakpoints are a good choice of weights. Mixed equilibria move with λ between them.
///
/// # Returns
/// One [`MixedPhase`] a weight, in the order given.
///
/// # Errors
/// [`SolveError::NegativeLambda`]; as [`all_equilibria`], with the limits applied at each weight
/// anew.
///
/// # Complexity
/// That of [`all_equilibria`] for each weight.
///
/// ```
/// use lacuna::equilibrium::two_player::{TwoPlayerOptions, equilibria_at};
/// use lacuna::game::NormalForm;
/// use lacuna::number::Rational;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&dilemma)?;
/// let weights = [Rational::ZERO, Rational::ONE, Rational::from(2)];
/// let phases = equilibria_at(&game, &weights, &TwoPlayerOptions::default())?;
/// // At λ = 1 the best equilibrium is mixed: the pure ones are worth 5.
/// let best: Vec<String> = phases.iter().map(|p| p.welfare.best.value.to_string()).collect();
/// assert_eq!(best, ["2", "46/9", "6"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn equilibria_at<G: Game<Rational> + ?Sized>(
    game: &G,
    lambdas: &[Rational],
    options: &TwoPlayerOptions,
) -> Result<Vec<MixedPhase>, SolveError> {
    crate::equilibrium::error::check_two_players(game)?;
    let material = dense(game, SizeLimit::default())?;
    let material = material.as_ref();
    let at = |lambda: &Rational| {
        let refuse = |_| SolveError::NegativeLambda {
            value: lambda.to_string(),
        };
        // A rational weight can be refused for its sign only.
        let preference = Cooperative::new(lambda.clone()).map_err(refuse)?;
        let perceived = Perceived::new(material, preference).map_err(refuse)?;
        let equilibria = all_equilibria(&perceived, options)?.into_set();
        Ok(MixedPhase {
            lambda: lambda.clone(),
            welfare: equilibria.welfare_range(material)?,
            equilibria,
        })
    };
    lambdas.iter().map(at).collect()
}
