//! Settings of two agents for the benches of automated design.

#![allow(dead_code)]

use lacuna::game::random::generator;
use lacuna::mechanism::design::{Designer, Incentives, Objective};
use lacuna::mechanism::{ParticipationStage, Prior, Setting};
use lacuna::number::Rational;
use rand::RngExt;
use serde::{Deserialize, Serialize};

/// Revenue in a setting, in the form of the files that are compared with other tools.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Case {
    pub setting: Setting,
    pub incentives: Incentives,
    pub participation: ParticipationStage,
}

impl Case {
    pub fn designer(&self) -> Designer<'_> {
        Designer::new(&self.setting)
            .with_objective(Objective::Revenue)
            .with_incentives(self.incentives)
            .with_participation(self.participation)
    }
}

/// One object between two bidders with values 1 to `types`, in unlike proportions.
fn auction(types: usize) -> Setting {
    let setting = Setting::private(&[types; 2], 3, |bidder, own, alternative| {
        Rational::from(if alternative == 1 + bidder {
            1 + own as i64
        } else {
            0
        })
    })
    .expect("valid");
    let total = (types * (types + 1) / 2) as i64;
    let falling = |own: usize| Rational::new((types - own) as i64, total).expect("positive");
    let even = Rational::new(1, types as i64).expect("positive");
    let prior = vec![(0..types).map(falling).collect(), vec![even; types]];
    setting.with_prior(Prior::Independent(prior)).expect("fits")
}

/// Any values of three alternatives, 0 to 99.
fn drawn(types: usize) -> Setting {
    let mut rng = generator(2605, types as u64);
    Setting::private(&[types; 2], 3, |_, _, _| {
        Rational::from(rng.random_range(0i64..100))
    })
    .expect("valid")
}

/// The same with types that are likelier to be alike.
fn correlated(types: usize) -> Setting {
    let weight = |place: usize| {
        let apart = (place / types).abs_diff(place % types);
        2 * (types - apart) as i64 + (place % 3) as i64
    };
    let total: i64 = (0..types * types).map(weight).sum();
    let share = |place| Rational::new(weight(place), total).expect("positive");
    let prior = Prior::Joint((0..types * types).map(share).collect());
    drawn(types).with_prior(prior).expect("fits")
}

/// All cases with so many types, with their names.
pub fn cases(types: usize) -> Vec<(String, Case)> {
    use Incentives::{Bayesian, Dominant};
    use ParticipationStage::{ExPost, Interim};
    let all = [
        ("auction_dominant", auction(types), Dominant, ExPost),
        ("auction_bayesian", auction(types), Bayesian, Interim),
        ("drawn_dominant", drawn(types), Dominant, ExPost),
        ("drawn_bayesian", drawn(types), Bayesian, Interim),
        ("correlated_bayesian", correlated(types), Bayesian, ExPost),
    ];
    let named = all.map(|(name, setting, incentives, participation)| {
        let case = Case {
            setting,
            incentives,
            participation,
        };
        (format!("design_{name}_{types:02}"), case)
    });
    named.to_vec()
}
