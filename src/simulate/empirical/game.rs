//! A game known from samples.

use serde::{Deserialize, Serialize};

use super::interval::Widths;
use super::sampling::Sampling;
use super::{EmpiricalError, EmpiricalOptions, Evidence, Interval, IntervalMethod, PayoffSampler};
use crate::game::{Game, GameError, GameExt, NormalForm, ProfileSpace};
use crate::number::Rational;

/// A game whose payoffs are known from episodes: exact sample means, and how far from them the
/// expectations can be.
///
/// The true game is that of expected payoffs. All its payoffs lie within their half-widths of the
/// means at once, with the confidence of [`EmpiricalGame::evidence`]; everything else that this type
/// says follows from that without further chance. Any solver takes [`EmpiricalGame::means`].
///
/// serde checks on the way in that the tables are of one shape and no half-width is negative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Form")]
pub struct EmpiricalGame {
    means: NormalForm<Rational>,
    half_widths: NormalForm<Rational>,
    variances: NormalForm<Rational>,
    /// For each player, at `index · strategies + other`, how far the difference that `other` makes
    /// can be from that of the means; empty if that is not known better than from the payoffs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    difference_half_widths: Vec<Vec<Rational>>,
    episodes_each: u64,
    episodes: u64,
    evidence: Evidence,
}

/// The serialised form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    means: NormalForm<Rational>,
    half_widths: NormalForm<Rational>,
    variances: NormalForm<Rational>,
    #[serde(default)]
    difference_half_widths: Vec<Vec<Rational>>,
    episodes_each: u64,
    episodes: u64,
    evidence: Evidence,
}

impl TryFrom<Form> for EmpiricalGame {
    type Error = EmpiricalError;
    fn try_from(form: Form) -> Result<Self, EmpiricalError> {
        let shape = form.means.space();
        for (what, table) in [
            ("the shape of the half-widths", &form.half_widths),
            ("the shape of the variances", &form.variances),
        ] {
            if table.space() != shape {
                let (found, needs) = (table.space().actions(), shape.actions());
                let needs = format!("that of the means, {needs:?}");
                return Err(EmpiricalError::bad_option(
                    what,
                    format!("{found:?}"),
                    needs,
                ));
            }
            for player in 0..shape.players() {
                let mut entries = (0..shape.len()).map(|index| table.payoff_at(player, index));
                if let Some(negative) = entries.find(Rational::is_negative) {
                    let what = "a half-width or a variance";
                    return Err(EmpiricalError::bad_option(what, negative, "at least 0"));
                }
            }
        }
        let differences = &form.difference_half_widths;
        if !differences.is_empty() {
            let lengths: Vec<usize> = differences.iter().map(Vec::len).collect();
            let needed = shape.actions().iter().map(|count| count * shape.len());
            let needed: Vec<usize> = needed.collect();
            if lengths != needed {
                let what = "the list of lengths of the half-widths of differences";
                let needs = format!("{needed:?}");
                return Err(EmpiricalError::bad_option(
                    what,
                    format!("{lengths:?}"),
                    needs,
                ));
            }
            if let Some(negative) = differences
                .iter()
                .flatten()
                .find(|width| width.is_negative())
            {
                let what = "a half-width of a difference";
                return Err(EmpiricalError::bad_option(what, negative, "at least 0"));
            }
        }
        Ok(EmpiricalGame {
            means: form.means,
            half_widths: form.half_widths,
            variances: form.variances,
            difference_half_widths: form.difference_half_widths,
            episodes_each: form.episodes_each,
            episodes: form.episodes,
            evidence: form.evidence,
        })
    }
}

impl EmpiricalGame {
    /// Plays so many episodes at every profile, or, of interchangeable players, for every list of
    /// numbers of players that follow each strategy.
    ///
    /// The result depends on the seed and not on the number of threads.
    ///
    /// # Errors
    /// [`EmpiricalError`]: options that make no sense, a game that is too large, an episode that
    /// cannot be played, a payoff out of range.
    ///
    /// # Complexity
    /// One episode for each profile and sample, and payoffs in `O(players × profiles)`.
    ///
    /// ```
    /// use lacuna::simulate::commons::{Commons, CommonsObservation, CommonsRules, Growth};
    /// use lacuna::simulate::empirical::{EmpiricalGame, EmpiricalOptions, Episodes, Strategy};
    ///
    /// // Five fishers who take ten each, or a fifth of everything: 1 or 5 - 4 against 4 - 1 or 0.
    /// let rules = CommonsRules::default().with_months(2);
    /// let make = || Commons::new(rules.clone()).expect("valid rules");
    /// let strategies = vec![Strategy::always("ten", 10), Strategy::always("a lot", 20)];
    /// let lake = Episodes::interchangeable(make, strategies)?;
    /// let options = EmpiricalOptions::default().with_payoff_range(0, 200).with_seed(1);
    /// let game = EmpiricalGame::sample(&lake, 3, &options)?;
    /// // Six lists of numbers, of which each was played three times.
    /// assert_eq!(game.episodes(), 18);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sample<T: PayoffSampler + ?Sized>(
        sampler: &T,
        episodes: u64,
        options: &EmpiricalOptions,
    ) -> Result<Self, EmpiricalError> {
        let mut sampling = Sampling::new(sampler, options)?;
        check_count("the number of episodes", episodes, options)?;
        sampling.extend_to(episodes)?;
        Self::of(&sampling, options, 1)
    }

    /// Plays episodes, twice as many each time, until every regret of a pure profile is known up to
    /// `width`, or `budget` episodes are played in all.
    ///
    /// The intervals hold at every look at once, so that stopping at the right moment is no cheat:
    /// the probability of error is divided by the number of looks that the budget allows.
    ///
    /// # Errors
    /// As [`EmpiricalGame::sample`]; [`EmpiricalError::BudgetSpent`] with what was found.
    ///
    /// ```
    /// use lacuna::game::catalogue;
    /// use lacuna::simulate::GameRounds;
    /// use lacuna::simulate::empirical::{EmpiricalError, EmpiricalGame, EmpiricalOptions, Episodes};
    /// use lacuna::number::Rational;
    ///
    /// let hunt = catalogue::stag_hunt(4, 0, 3, 2)?;
    /// let actions = vec![vec![0, 1]; 2];
    /// let once = Episodes::of_actions(|| GameRounds::new(hunt.clone(), 1), actions)?;
    /// let options = EmpiricalOptions::default().with_payoff_range(0, 4);
    /// // Within four hundred episodes regrets are not known up to 1/10, but to some degree.
    /// let width = Rational::new(1, 10)?;
    /// match EmpiricalGame::sample_until(&once, &width, 400, &options) {
    ///     Err(EmpiricalError::BudgetSpent { found, .. }) => assert_eq!(found.episodes(), 400),
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sample_until<T: PayoffSampler + ?Sized>(
        sampler: &T,
        width: &Rational,
        budget: u64,
        options: &EmpiricalOptions,
    ) -> Result<Self, EmpiricalError> {
        if width.is_negative() {
            let what = "the width of intervals of regrets";
            return Err(EmpiricalError::bad_option(what, width, "at least 0"));
        }
        let mut sampling = Sampling::new(sampler, options)?;
        let cells = sampling.cells.len() as u64;
        let most = budget / cells.max(1);
        let what = "the number of episodes that the budget leaves for each profile";
        check_count(what, most, options)?;
        let mut counts = vec![FIRST_LOOK.min(most)];
        while let Some(&last) = counts.last().filter(|&&last| last < most) {
            counts.push(last.saturating_mul(2).min(most));
        }
        let mut result = None;
        for &count in &counts {
            sampling.extend_to(count)?;
            let game = Self::of(&sampling, options, counts.len())?;
            let widest = game.widest_regret();
            if widest <= *width {
                return Ok(game);
            }
            result = Some((game, widest));
        }
        let (game, widest) = result.ok_or(GameError::NoPlayers)?;
        Err(EmpiricalError::BudgetSpent {
            episodes: game.episodes,
            widest,
            asked: width.clone(),
            found: Box::new(game),
        })
    }

    /// The game as it is known at one of so many looks.
    fn of<T: PayoffSampler + ?Sized>(
        sampling: &Sampling<'_, T>,
        options: &EmpiricalOptions,
        looks: usize,
    ) -> Result<Self, EmpiricalError> {
        let intervals = sampling.intervals().saturating_mul(looks);
        let widths = Widths::new(options.method, intervals, &options.confidence);
        let mut problem = None;
        let shape = sampling.space.actions();
        let limit = options.size_limit;
        let half_widths = NormalForm::from_fn_within(limit, shape, |player, profile| {
            let (cell, role) = sampling.place(player, profile);
            let length = sampling
                .ranges
                .as_ref()
                .map(|ranges| ranges[player].length());
            let variance = cell.sums.variance(role);
            let width = widths.half_width(cell.sums.episodes, &variance, length.as_ref());
            width.unwrap_or_else(|error| {
                problem = Some(error);
                Rational::ZERO
            })
        })?;
        if let Some(problem) = problem {
            return Err(problem);
        }
        let mut means = NormalForm::from_fn_within(limit, shape, |player, profile| {
            let (cell, role) = sampling.place(player, profile);
            cell.sums.mean(role)
        })?;
        if let Some(names) = sampling.names() {
            let players = (0..shape.len()).map(|player| player.to_string()).collect();
            means = means.with_names(players, names)?;
        }
        let variances = NormalForm::from_fn_within(limit, shape, |player, profile| {
            let (cell, role) = sampling.place(player, profile);
            cell.sums.variance(role)
        })?;
        let difference_half_widths = differences(sampling, &widths)?;
        let confidence = options.confidence.clone();
        let evidence = match options.method {
            IntervalMethod::Hoeffding | IntervalMethod::EmpiricalBernstein => {
                Evidence::Proved { confidence }
            }
            IntervalMethod::Normal => Evidence::Approximate { confidence },
            IntervalMethod::WithoutChance => Evidence::Declared,
        };
        Ok(EmpiricalGame {
            means,
            half_widths,
            variances,
            difference_half_widths,
            episodes_each: sampling.cells.first().map_or(0, |cell| cell.sums.episodes),
            episodes: sampling.cells.iter().map(|cell| cell.sums.episodes).sum(),
            evidence,
        })
    }

    /// The exact means of the payoffs in the episodes that were played.
    pub fn means(&self) -> &NormalForm<Rational> {
        &self.means
    }

    /// How far each expectation can be from its mean.
    pub fn half_widths(&self) -> &NormalForm<Rational> {
        &self.half_widths
    }

    /// The sample variances of the payoffs; of interchangeable players those of the averages over
    /// the players of one strategy. 0 after a single episode.
    pub fn variances(&self) -> &NormalForm<Rational> {
        &self.variances
    }

    /// The profiles and their index arithmetic.
    pub fn space(&self) -> &ProfileSpace {
        self.means.space()
    }

    /// The episodes played at each profile that was sampled.
    pub fn episodes_each(&self) -> u64 {
        self.episodes_each
    }

    /// The episodes played in all.
    pub fn episodes(&self) -> u64 {
        self.episodes
    }

    /// How much the intervals can be relied on.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The interval of the expected payoff of `player` at `profile`.
    ///
    /// # Errors
    /// [`GameError`] for a player or a profile that is not of this game.
    pub fn payoff(&self, player: usize, profile: &[usize]) -> Result<Interval, GameError> {
        self.means.check_player(player)?;
        self.means.check_profile(profile)?;
        let mean = self.means.payoff(player, profile);
        let width = self.half_widths.payoff(player, profile);
        Ok(Interval::new(&mean - &width, mean + width))
    }

    /// How far the difference that another strategy makes to a player's payoff can be from that of
    /// the means.
    pub(super) fn slack(&self, player: usize, index: usize, other: usize) -> Rational {
        let space = self.space();
        if space.action(index, player) == other {
            return Rational::ZERO;
        }
        let there = space.deviation(index, player, other);
        let apart =
            self.half_widths.payoff_at(player, index) + self.half_widths.payoff_at(player, there);
        match self.difference_half_widths.get(player) {
            Some(list) => apart.min(list[index * space.actions()[player] + other].clone()),
            None => apart,
        }
    }

    /// The largest half-width.
    pub fn largest_half_width(&self) -> Rational {
        let players = 0..self.space().players();
        let all = players.flat_map(|player| {
            (0..self.space().len()).map(move |index| self.half_widths.payoff_at(player, index))
        });
        all.max().unwrap_or_default()
    }
}

/// The half-widths of differences, if they are looked at.
fn differences<T: PayoffSampler + ?Sized>(
    sampling: &Sampling<'_, T>,
    widths: &Widths,
) -> Result<Vec<Vec<Rational>>, EmpiricalError> {
    let mut lists = Vec::new();
    for (player, &count) in sampling.space.actions().iter().enumerate() {
        let range = sampling
            .ranges
            .as_ref()
            .map(|ranges| ranges[player].length());
        // A difference of two numbers in a range lies in one that is twice as long.
        let length = range.map(|length| &length + &length);
        let mut list = Vec::with_capacity(count * sampling.space.len());
        for profile in &sampling.space {
            let mut other = profile.clone();
            let (cell, _) = sampling.place(player, &profile);
            for strategy in 0..count {
                if strategy == profile[player] {
                    list.push(Rational::ZERO);
                    continue;
                }
                other[player] = strategy;
                match sampling.variance_of_difference(player, &profile, &other) {
                    None => return Ok(Vec::new()),
                    Some(variance) => {
                        let episodes = cell.sums.episodes;
                        list.push(widths.half_width(episodes, &variance, length.as_ref())?);
                    }
                }
            }
        }
        lists.push(list);
    }
    // With one strategy each there is nothing to compare.
    let any = sampling.space.actions().iter().any(|&count| count > 1);
    Ok(if any { lists } else { Vec::new() })
}

impl<T: PayoffSampler + ?Sized> Sampling<'_, T> {
    /// The names of all strategies, if any has one.
    fn names(&self) -> Option<Vec<Vec<String>>> {
        let counts = self.space.actions().iter().enumerate();
        let names: Vec<Vec<Option<String>>> = counts
            .map(|(player, &count)| (0..count).map(|own| self.name(player, own)).collect())
            .collect();
        names.iter().flatten().any(Option::is_some).then(|| {
            let named = |list: Vec<Option<String>>| {
                let entries = list.into_iter().enumerate();
                entries
                    .map(|(number, name)| name.unwrap_or_else(|| number.to_string()))
                    .collect()
            };
            names.into_iter().map(named).collect()
        })
    }
}

/// The episodes at each profile before the first look.
const FIRST_LOOK: u64 = 16;

fn check_count(
    what: &'static str,
    episodes: u64,
    options: &EmpiricalOptions,
) -> Result<(), EmpiricalError> {
    let least = match options.method {
        IntervalMethod::EmpiricalBernstein | IntervalMethod::Normal => 2,
        _ => 1,
    };
    if episodes < least {
        let needs = format!("at least {least}");
        return Err(EmpiricalError::bad_option(what, episodes, needs));
    }
    Ok(())
}
