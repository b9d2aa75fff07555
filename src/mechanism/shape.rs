//! Does a mechanism fit a problem?

use super::{Communication, DirectMechanism, MechanismError, Recommendation};
use crate::contract::{ContractingProblem, Monitoring};

impl DirectMechanism {
    /// Checks that the monitoring and every report, recommendation and transfer belong to the
    /// problem: numbers of players, types, actions and signals, and nothing said twice.
    ///
    /// Whether probabilities and transfers are allowed is not a question of shape; see
    /// [`audit`](Self::audit).
    ///
    /// # Errors
    /// [`MechanismError::Contract`] for a monitoring of another problem, and
    /// [`MechanismError::BadLaw`].
    pub fn check(
        &self,
        problem: &ContractingProblem,
        monitoring: &Monitoring,
    ) -> Result<(), MechanismError> {
        monitoring.check(problem)?;
        for (reports, recommendations) in &self.law {
            self.check_reports(problem, reports)?;
            for recommendation in recommendations {
                let checked = self
                    .check_told(problem, &recommendation.told)
                    .and_then(|()| check_transfers(problem, monitoring, recommendation));
                if let Err((what, right)) = checked {
                    return Err(MechanismError::BadLaw {
                        reports: reports.clone(),
                        what,
                        right,
                    });
                }
            }
        }
        Ok(())
    }

    fn check_reports(
        &self,
        problem: &ContractingProblem,
        reports: &[usize],
    ) -> Result<(), MechanismError> {
        let bad = |what: String, right: &'static str| {
            Err(MechanismError::BadLaw {
                reports: reports.to_vec(),
                what,
                right,
            })
        };
        if self.communication == Communication::Recommendations {
            return match reports {
                [] => Ok(()),
                _ => bad(
                    format!("there are {} reports", reports.len()),
                    "where nobody reports the list must be empty",
                ),
            };
        }
        if reports.len() != problem.players() {
            return bad(
                format!("there are {} reports", reports.len()),
                "there must be one a player",
            );
        }
        for (player, &report) in reports.iter().enumerate() {
            let types = problem.information().types(player);
            if report >= types {
                return bad(
                    format!("player {player} reports type {report} and has {types}"),
                    "reports must be types, counted from 0",
                );
            }
        }
        Ok(())
    }

    fn check_told(
        &self,
        problem: &ContractingProblem,
        told: &[Vec<usize>],
    ) -> Result<(), (String, &'static str)> {
        if told.len() != problem.players() {
            return Err((
                format!("{} players are told something", told.len()),
                "each player must be told something",
            ));
        }
        for (player, list) in told.iter().enumerate() {
            let needed = match self.communication {
                Communication::Recommendations => problem.information().types(player),
                _ => 1,
            };
            if list.len() != needed {
                return Err((
                    format!("player {player} is told {} actions", list.len()),
                    "a player must be told one action, or one for each of its types if nobody \
                     reports",
                ));
            }
            let actions = problem.space().actions()[player];
            if let Some(action) = list.iter().find(|&&action| action >= actions) {
                return Err((
                    format!("player {player} is told action {action} and has {actions}"),
                    "actions are counted from 0",
                ));
            }
        }
        Ok(())
    }
}

fn check_transfers(
    problem: &ContractingProblem,
    monitoring: &Monitoring,
    recommendation: &Recommendation,
) -> Result<(), (String, &'static str)> {
    for (position, entry) in recommendation.transfers.iter().enumerate() {
        let (signal, signals) = (entry.signal, monitoring.signals());
        if signal >= signals {
            return Err((
                format!("there are transfers after signal {signal} of {signals}"),
                "signals are counted from 0",
            ));
        }
        if entry.transfers.len() != problem.players() {
            let found = entry.transfers.len();
            return Err((
                format!("there are {found} transfers after signal {signal}"),
                "there must be one a player",
            ));
        }
        let earlier = &recommendation.transfers[..position];
        if earlier.iter().any(|other| other.signal == signal) {
            return Err((
                format!("transfers after signal {signal} are given twice"),
                "each signal must be listed at most once",
            ));
        }
    }
    Ok(())
}
