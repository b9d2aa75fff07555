//! Does a negotiator keep its promises?

use rand::Rng;

use super::checker::{below, examine};
use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::simulate::Streams;
use crate::simulate::negotiation::{Negotiator, Proposal, Spoken, Statement, Table};

/// Checks what [`Negotiator`] promises, among two to four players who say what `draw` draws: all
/// chance comes from the generator that it is given, so that another one from `make` says and votes
/// the same at the same table; and whom it agrees with is there.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::simulate::conformance::{ConformanceOptions, check_negotiator};
/// use lacuna::simulate::negotiation::{Negotiator, Proposal, Statement, Table};
/// use rand::{Rng, RngExt};
///
/// struct Agreeable;
/// impl Negotiator for Agreeable {
///     fn speak(&mut self, table: &Table<'_>, _rng: &mut dyn Rng) -> Statement {
///         match table.last_proposal() {
///             Some((with, _)) if with != table.player => Statement::Agree { with: Some(with) },
///             _ => Statement::Propose(Proposal::text("ten each")),
///         }
///     }
/// }
/// let draw = |rng: &mut dyn Rng| Proposal::text(format!("{} each", rng.random_range(1..20)));
/// check_negotiator(|| Agreeable, draw, &ConformanceOptions::default())?;
/// # Ok::<(), lacuna::simulate::conformance::NonConformance>(())
/// ```
pub fn check_negotiator<N: Negotiator>(
    make: impl Fn() -> N,
    draw: impl Fn(&mut dyn Rng) -> Proposal,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    examine(options, |checker| {
        for case in 0..options.cases.max(1) {
            let mut rng = checker.begin(case);
            let players = 2 + below(&mut rng, 3);
            let own = below(&mut rng, players);
            let names: Vec<String> = (0..players).map(|i| format!("player {i}")).collect();
            let (mut one, mut two) = (make(), make());
            let stream = || Streams::new(checker.seed).agent(own);
            let (mut first_stream, mut second_stream) = (stream(), stream());
            let mut said: Vec<Spoken> = Vec::new();
            let turns = 2 + below(&mut rng, 8.min(options.max_steps.max(1)));
            for turn in 0..turns {
                checker.step = Some(turn);
                for speaker in 0..players {
                    if speaker != own {
                        let statement = statement(&mut rng, &said, speaker, &draw);
                        said.push(Spoken::new(speaker, statement));
                        continue;
                    }
                    let mut table = Table::new(own, &names, "a briefing");
                    table.said = &said;
                    table.turns_left = turns - turn;
                    checker.ask(format!("speak() after {said:?}"));
                    let first = one.speak(&table, &mut first_stream);
                    let second = two.speak(&table, &mut second_stream);
                    let question = || format!("what was said after {said:?}");
                    let chance = Requirement::ChanceFromTheGenerator;
                    checker.require_equal(chance, question, &first, &second)?;
                    if let Statement::Agree { with: Some(with) } = first {
                        checker.require(Requirement::KnowsThePlayers, with < players, || {
                            format!("it agrees with player {with} of {players}")
                        })?;
                    }
                    let proposal = draw(&mut rng);
                    checker.ask(format!("vote() on {proposal:?}"));
                    let for_or_against = one.vote(&table, &proposal, &mut first_stream);
                    let again = two.vote(&table, &proposal, &mut second_stream);
                    let question = || format!("the vote on {proposal:?}");
                    checker.require_equal(chance, question, &for_or_against, &again)?;
                    said.push(Spoken::new(own, first));
                }
            }
        }
        Ok(())
    })
}

/// What somebody else says.
fn statement(
    rng: &mut dyn Rng,
    said: &[Spoken],
    speaker: usize,
    draw: &impl Fn(&mut dyn Rng) -> Proposal,
) -> Statement {
    let proposed = |spoken: &Spoken| {
        spoken.player != speaker && matches!(spoken.statement, Statement::Propose(_))
    };
    match below(rng, 6) {
        0 if said.iter().any(proposed) => Statement::Agree { with: None },
        1 => Statement::Disagree,
        2 => Statement::KeepStatusQuo,
        3 => Statement::Unclear("what was the question?".to_owned()),
        _ => Statement::Propose(draw(rng)),
    }
}
