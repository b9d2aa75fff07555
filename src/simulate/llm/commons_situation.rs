//! A month of a commons, in words.

use std::fmt::Write;

use super::situation::of_another_kind;
use super::{Choice, Format, FormatError, Situation, Unreadable};
use crate::simulate::Feedback;
use crate::simulate::commons::{CommonsObservation, CommonsRules, Growth, Regime};

/// The situation of a fisher at a [commons](crate::simulate::commons): the rules, the stock, and
/// what it and all together caught last month. It answers with a whole number from 0 to the stock.
///
/// It is not told what would be sustainable, unless [`CommonsSituation::with_hint`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommonsSituation {
    players: usize,
    months: usize,
    capacity: u64,
    collapse_below: u64,
    growth: String,
    has_regimes: bool,
    hint: bool,
}

impl CommonsSituation {
    /// The situation of a fisher under these rules.
    pub fn new(rules: &CommonsRules) -> Self {
        let growth = match &rules.growth {
            Growth::Deterministic { factor } => {
                format!("what is left is multiplied by {factor}")
            }
            Growth::Independent { factors } => {
                let factors: Vec<String> = factors.iter().map(ToString::to_string).collect();
                let factors = factors.join(", ");
                format!("what is left is multiplied by one of {factors}, by chance")
            }
            Growth::Hysteresis(growth) => format!(
                "what is left is multiplied by {} while the lake is healthy and by {} while it is \
                 degraded; much fishing can degrade it, and little lets it recover",
                growth.healthy, growth.degraded
            ),
        };
        CommonsSituation {
            players: rules.players,
            months: rules.months,
            capacity: rules.capacity,
            collapse_below: rules.collapse_below,
            growth,
            has_regimes: matches!(rules.growth, Growth::Hysteresis(_)),
            hint: false,
        }
    }

    /// Also tells what each may catch, all alike, so that the stock does not shrink if it grows back as
    /// it did last; nothing where so much would leave the lake dead.
    #[must_use]
    pub fn with_hint(mut self) -> Self {
        self.hint = true;
        self
    }
}

impl Situation<CommonsObservation, u64> for CommonsSituation {
    fn describe(&self, seen: &CommonsObservation) -> String {
        let mut text = format!(
            "You are fisher {} of {} at one lake. It is month {} of {}. There are {} tons of fish in \
             the lake; it never holds more than {}. Each month everybody says, at the same time, how \
             many tons it wants to catch; a ton caught is worth 1 to whoever caught it. If all want \
             more than there is, the fish are shared out. Afterwards {}. But if fewer than {} tons \
             are left, the lake is dead and nobody catches anything any more.",
            seen.player,
            self.players,
            seen.month + 1,
            self.months,
            seen.stock,
            self.capacity,
            self.growth,
            self.collapse_below,
        );
        if seen.month > 0 {
            let _ = write!(
                text,
                "\nLast month you wanted {} tons and caught {}; all together caught {}.",
                seen.wanted, seen.caught, seen.total
            );
        }
        if self.has_regimes {
            let state = match seen.regime {
                Regime::Healthy => "healthy",
                Regime::Degraded => "degraded",
            };
            let _ = write!(text, "\nThe lake is {state}.");
        }
        if seen.shocked {
            text.push_str("\nThere was a sudden loss of fish.");
        }
        let together = seen.sustainable.saturating_mul(self.players as u64);
        if self.hint && seen.stock.saturating_sub(together) >= self.collapse_below {
            let _ = write!(
                text,
                "\nIf everybody catches {} tons and the stock grows back as it did last, it does not \
                 shrink.",
                seen.sustainable
            );
        }
        text
    }

    fn question(&self, _seen: &CommonsObservation) -> String {
        "How many tons do you want to catch this month?".to_owned()
    }

    fn format(&self, seen: &CommonsObservation) -> Result<Format, FormatError> {
        Format::whole(0, seen.stock)
    }

    fn action(&self, _seen: &CommonsObservation, choice: Choice) -> Result<u64, Unreadable> {
        match choice {
            Choice::Whole(catch) => Ok(catch),
            Choice::Label(_) => Err(of_another_kind()),
        }
    }

    fn recall(&self, feedback: &Feedback<'_, CommonsObservation, u64>) -> Option<String> {
        let (seen, next) = (feedback.observation, feedback.next);
        Some(format!(
            "month {}: the stock was {}, you wanted {}, you caught {}, all together {}",
            seen.month + 1,
            seen.stock,
            next.wanted,
            next.caught,
            next.total
        ))
    }
}
