//! Neighbours who share a well: a game, what they care about, how one of them plays, and a law.
use lacuna::contract::law::Law;
use lacuna::contract::{Contractible, ContractingProblem, Language};
use lacuna::game::{Game, NormalForm};
use lacuna::number::Rational;
use lacuna::preference::{Outcome, Preference, WeightMatrix};
use lacuna::simulate::{Agent, RoundObservation};
use lacuna::theorem::contracts::LawInstance;
use rand::Rng;

/// Whoever waters gains `gain`, and costs every neighbour `harm`.
#[derive(Debug, Clone)]
pub struct Well {
    pub gain: i64,
    pub harm: i64,
}
impl Game<Rational> for Well {
    fn players(&self) -> usize {
        3
    }
    fn actions(&self, _player: usize) -> usize {
        2
    }
    fn payoff(&self, player: usize, waters: &[usize]) -> Rational {
        let others = waters.iter().sum::<usize>() - waters[player];
        Rational::from(self.gain * waters[player] as i64 - self.harm * others as i64)
    }
}

/// Cares about the neighbours on both sides half as much as about itself.
pub struct Neighbourly;
impl Preference<Rational> for Neighbourly {
    fn perceived(&self, player: usize, outcome: &Outcome<'_, Rational>) -> Rational {
        let payoffs = outcome.payoffs();
        let others = payoffs.iter().sum::<Rational>() - &payoffs[player];
        &payoffs[player] + &others.checked_div(&Rational::from(2)).unwrap_or_default()
    }
}

/// Waters unless more than `patience` neighbours did in the round before.
pub struct Considerate {
    pub patience: usize,
}
impl Agent<RoundObservation, usize> for Considerate {
    fn act(&mut self, seen: &RoundObservation, _rng: &mut dyn Rng) -> usize {
        let watered = seen.last.as_ref().map_or(0, |last| last.iter().sum());
        usize::from(watered <= self.patience)
    }
}

/// Watering costs what it does to the others.
pub const LAW: &str = "law \"Pay for the water\"
resolve:
  for each p: for each q other than p: if action of p is water: transfer 2 from p to q";

/// Selfish neighbours at a well under a law, whose court sees who waters and may give orders.
pub fn under(law: &str, well: &Well) -> Result<LawInstance, Box<dyn std::error::Error>> {
    let game = NormalForm::from_game(well)?.with_action_names(&["spare", "water"])?;
    let problem = ContractingProblem::single_state(game)?
        .with_contractible(vec![Contractible::everything(2); 3])?;
    let language = Language::actions_only(&problem);
    Ok(LawInstance::new(
        problem,
        language,
        &Law::parse(law)?,
        WeightMatrix::identity(3),
    )?)
}
