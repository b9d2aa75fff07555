//! Does a sampler of payoffs keep its promises?

use super::checker::{below, examine};
use super::{ConformanceOptions, NonConformance, Report, Requirement};
use crate::number::Rational;
use crate::simulate::empirical::PayoffSampler;

/// Checks what [`PayoffSampler`] promises: at least one player, and one strategy each; numbers and
/// names that never change, and are the same for all players who are said to be interchangeable;
/// episodes that are played; payoffs that are a function of the profile and the seed, written over
/// what was there.
///
/// # Errors
/// [`NonConformance`], the first requirement that does not hold.
///
/// ```
/// use lacuna::simulate::commons::{Commons, CommonsRules};
/// use lacuna::simulate::conformance::{ConformanceOptions, check_payoff_sampler};
/// use lacuna::simulate::empirical::{Episodes, Strategy};
///
/// let make = || Commons::new(CommonsRules::default()).expect("valid rules");
/// let strategies = vec![Strategy::always("ten", 10), Strategy::always("all", 100)];
/// let lake = Episodes::interchangeable(make, strategies)?;
/// check_payoff_sampler(&lake, &ConformanceOptions::default().with_cases(5))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_payoff_sampler<T: PayoffSampler + ?Sized>(
    sampler: &T,
    options: &ConformanceOptions,
) -> Result<Report, NonConformance> {
    examine(options, |checker| {
        checker.ask("strategies()");
        let counts = sampler.strategies();
        let none = || "strategies() is empty".to_owned();
        checker.require(Requirement::AtLeastOnePlayer, !counts.is_empty(), none)?;
        for (player, &count) in counts.iter().enumerate() {
            let none = || format!("player {player} has no strategies");
            checker.require(Requirement::AtLeastOneAction, count > 0, none)?;
        }
        let alike = !sampler.is_symmetric() || counts.iter().all(|count| *count == counts[0]);
        checker.require(Requirement::InterchangeablePlayersAreAlike, alike, || {
            format!("their numbers of strategies are {counts:?}")
        })?;
        let names = |profile: &[usize]| -> Vec<Option<String>> {
            let own = profile.iter().enumerate();
            own.map(|(player, &strategy)| sampler.strategy_name(player, strategy))
                .collect()
        };
        let mut seen = Vec::new();
        for case in 0..options.cases.max(1) {
            let mut rng = checker.begin(case);
            let profile: Vec<usize> = counts.iter().map(|&count| below(&mut rng, count)).collect();
            let mut play = |before: i64| {
                checker.ask(format!("sample({profile:?}, {})", checker.seed));
                let mut payoffs = vec![Rational::from(before); counts.len()];
                match sampler.sample(&profile, checker.seed, &mut payoffs) {
                    Ok(()) => Ok(payoffs),
                    Err(error) => {
                        let witness = format!("that of profile {profile:?} is refused: {error}");
                        Err(checker.violation(Requirement::LegalActionsAccepted, witness))
                    }
                }
            };
            let (first, again, dirty) = (play(0)?, play(0)?, play(-777)?);
            let question = || format!("sample({profile:?}) of one seed");
            checker.require_equal(Requirement::Pure, question, &first, &again)?;
            checker.require_equal(Requirement::EveryRewardWritten, question, &first, &dirty)?;
            let named = names(&profile);
            seen.push((checker.seed, profile, first, named));
        }
        for (seed, profile, before, named) in seen.iter().rev() {
            checker.seed = *seed;
            let mut again = vec![Rational::ZERO; counts.len()];
            checker.ask(format!("sample({profile:?}, {seed})"));
            let played = sampler.sample(profile, *seed, &mut again).is_ok();
            let question = || format!("sample({profile:?}) of one seed");
            checker.require(Requirement::Pure, played, || {
                format!("{} is refused the second time", question())
            })?;
            checker.require_equal(Requirement::Pure, question, before, &again)?;
            let question = || format!("the list of names of {profile:?}");
            checker.require_equal(Requirement::StableNames, question, named, &names(profile))?;
        }
        let question = || "strategies()".to_owned();
        let after = sampler.strategies();
        checker.require_equal(Requirement::ConstantShape, question, &counts, &after)
    })
}
