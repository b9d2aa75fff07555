//! The versioned JSON document.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::ReadError;
use crate::contract::law::{Court, Law};
use crate::contract::{ContractingProblem, Language, Monitoring, PlainContract};
use crate::game::NormalForm;
use crate::mechanism::examine::Report;
use crate::mechanism::{DeviationPlan, DirectMechanism, MechanismTable, Setting};
use crate::number::Rational;

const FORMAT: &str = "lacuna";
const VERSION: u32 = 1;

mod sealed {
    pub trait Sealed {}
}

/// A value that has a document kind of its own. Sealed.
pub trait Document: sealed::Sealed + Serialize + DeserializeOwned {
    /// The name of the kind in documents.
    const KIND: &'static str;
}

macro_rules! documents {
    ($($kind:literal => $value:ty),* $(,)?) => {$(
        impl sealed::Sealed for $value {}
        impl Document for $value {
            const KIND: &'static str = $kind;
        }
    )*};
}

documents! {
    "game" => NormalForm<Rational>,
    "numeric game" => NormalForm<f64>,
    "problem" => ContractingProblem,
    "language" => Language,
    "contract" => PlainContract,
    "monitoring" => Monitoring,
    "mechanism" => DirectMechanism,
    "deviation plan" => DeviationPlan,
    "law" => Law,
    "court" => Court,
    "setting" => Setting,
    "mechanism table" => MechanismTable,
    "mechanism report" => Report,
}

/// The frame of a document; the value comes in a second reading, so that a wrong version is
/// reported as such and not as a wrong value.
#[derive(Deserialize)]
struct Frame {
    format: String,
    version: u32,
    kind: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: DeserializeOwned"))]
struct Whole<T> {
    format: String,
    version: u32,
    kind: String,
    value: T,
}

fn invalid(error: &serde_json::Error) -> ReadError {
    let text = error.to_string();
    // serde_json appends the place, which is reported separately here.
    let problem = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(problem, _)| problem);
    ReadError::Invalid {
        line: error.line(),
        column: error.column(),
        problem: problem.to_owned(),
    }
}

/// Writes a document of version 1 on one line.
///
/// # Errors
/// [`ReadError::Invalid`] if the value cannot be written, which does not happen for the values of
/// this crate.
pub fn to_json<T: Document>(value: &T) -> Result<String, ReadError> {
    serde_json::to_string(&Whole {
        format: FORMAT.to_owned(),
        version: VERSION,
        kind: T::KIND.to_owned(),
        value,
    })
    .map_err(|error| invalid(&error))
}

/// Reads a document of version 1 that holds a `T`.
///
/// # Errors
/// [`ReadError`], with line and column for everything that is wrong within the text.
///
/// ```
/// use lacuna::game::NormalForm;
/// use lacuna::io::{from_json, to_json};
/// use lacuna::number::Rational;
///
/// let dilemma = [[3, 0], [5, 1]].map(|row| row.map(Rational::from).to_vec());
/// let game = NormalForm::symmetric(&dilemma)?;
/// let text = to_json(&game)?;
/// assert_eq!(from_json::<NormalForm<Rational>>(&text)?, game);
/// let error = from_json::<NormalForm<Rational>>("{\"format\": \"lacuna\",").unwrap_err();
/// assert!(error.to_string().starts_with("line 1, column 20"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_json<T: Document>(text: &str) -> Result<T, ReadError> {
    let frame: Frame = serde_json::from_str(text).map_err(|error| invalid(&error))?;
    if frame.format != FORMAT {
        return Err(ReadError::WrongFormat {
            found: frame.format,
        });
    }
    if frame.version != VERSION {
        return Err(ReadError::WrongVersion {
            found: frame.version,
        });
    }
    if frame.kind != T::KIND {
        return Err(ReadError::WrongKind {
            found: frame.kind,
            expected: T::KIND,
        });
    }
    let whole: Whole<T> = serde_json::from_str(text).map_err(|error| invalid(&error))?;
    Ok(whole.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanism::{
        Aftermath, Communication, Manipulation, ParticipationWeight, Recommendation, ReportBound,
        SignalTransfers,
    };
    use proptest::prelude::*;

    fn problem() -> ContractingProblem {
        let game = |stakes: i64| {
            let rows = [[3, 0], [5, 1]].map(|row| row.map(|x| Rational::from(x * stakes)).to_vec());
            NormalForm::symmetric(&rows).expect("square")
        };
        let half: Rational = "1/2".parse().expect("a number");
        ContractingProblem::new(vec![(half.clone(), game(1)), (half, game(2))])
            .and_then(|p| p.with_state_names(&["low", "high"]))
            .expect("valid")
    }

    fn mechanism_and_plan() -> (DirectMechanism, DeviationPlan) {
        let third: Rational = "-1/3".parse().expect("a number");
        let paid = SignalTransfers::new(1, vec![third.clone(), -third.clone()]);
        let told = vec![vec![0], vec![1]];
        let entry = Recommendation::new(told.clone(), Rational::ONE, vec![paid]);
        let law = [(vec![0, 1], vec![entry.clone()]), (vec![0, 0], vec![entry])];
        let mechanism = DirectMechanism::new(Communication::Mediated, law.into());
        let after = Some(Aftermath::new(0, told, 1));
        let plan = DeviationPlan::new(
            Communication::Mediated,
            vec![Manipulation::new(0, 0, 1, vec![0], 1, Rational::ONE)],
            vec![ParticipationWeight::new(1, Some(0), after, Rational::ONE)],
            Rational::ZERO,
            vec![ReportBound::new(vec![0, 1], third.clone())],
            third,
        );
        (mechanism, plan)
    }

    #[test]
    fn every_kind_survives_the_round_trip() {
        let problem = problem();
        let language = Language::state_only(&problem);
        let contract = PlainContract::none(2, language.cells());
        let text = to_json(&problem).expect("writable");
        assert_eq!(from_json::<ContractingProblem>(&text), Ok(problem.clone()));
        let text = to_json(&language).expect("writable");
        assert_eq!(from_json::<Language>(&text), Ok(language.clone()));
        let monitoring = Monitoring::from(&language);
        let text = to_json(&monitoring).expect("writable");
        assert_eq!(from_json::<Monitoring>(&text), Ok(monitoring));
        let (mechanism, plan) = mechanism_and_plan();
        let text = to_json(&mechanism).expect("writable");
        assert_eq!(from_json::<DirectMechanism>(&text), Ok(mechanism));
        let text = to_json(&plan).expect("writable");
        assert_eq!(from_json::<DeviationPlan>(&text), Ok(plan));
        let text = to_json(&contract).expect("writable");
        assert_eq!(from_json::<PlainContract>(&text), Ok(contract));
        assert!(matches!(
            from_json::<ContractingProblem>(&text),
            Err(ReadError::WrongKind { .. })
        ));
        let later = text.replace("\"version\":1", "\"version\":2");
        assert_eq!(
            from_json::<PlainContract>(&later),
            Err(ReadError::WrongVersion { found: 2 })
        );
    }

    #[test]
    fn settings_mechanisms_and_reports_survive_the_round_trip() {
        use crate::mechanism::auction::{SealedBid, one_object};
        use crate::mechanism::examine::Examination;
        use crate::mechanism::{OutsideOptions, Prior, TableLimit};
        let values = vec![(0..3).map(Rational::from).collect::<Vec<_>>(); 2];
        let shares = ["1/2", "0", "0", "0", "1/4", "0", "0", "0", "1/4"];
        let shares = shares.map(|text| text.parse().expect("a number")).to_vec();
        let setting = one_object(&values)
            .and_then(|setting| setting.with_prior(Prior::Joint(shares)))
            .expect("valid");
        let common = Setting::interdependent(&[2, 1], 2, |agent, types, alternative| {
            Rational::from((agent + types[0] * alternative) as i64)
        })
        .expect("valid");
        for setting in [&setting, &common] {
            let text = to_json(setting).expect("writable");
            assert_eq!(from_json::<Setting>(&text).as_ref(), Ok(setting));
        }
        let auction = SealedBid::first_price(values).expect("valid");
        let table = MechanismTable::of(&auction, TableLimit::default()).expect("small");
        let text = to_json(&table).expect("writable");
        assert_eq!(from_json::<MechanismTable>(&text).as_ref(), Ok(&table));
        assert!(matches!(
            from_json::<Setting>(&text),
            Err(ReadError::WrongKind { .. })
        ));
        // What no lottery is is not read.
        let broken = text.replacen("\"probability\":\"1/2\"", "\"probability\":\"1/3\"", 1);
        assert!(broken != text && from_json::<MechanismTable>(&broken).is_err());
        let examination = Examination::new(&setting, &table).expect("fits");
        let report = examination
            .report(&OutsideOptions::default())
            .expect("small");
        let text = to_json(&report).expect("writable");
        assert_eq!(from_json::<Report>(&text), Ok(report));
    }

    #[test]
    fn errors_inside_a_value_are_explained() {
        let text = to_json(&problem())
            .expect("writable")
            .replace("\"1/2\"", "\"1/3\"");
        match from_json::<ContractingProblem>(&text) {
            Err(ReadError::Invalid { problem, .. }) => {
                assert!(
                    problem.contains("sum to 2/3; they must sum to 1"),
                    "{problem}"
                );
            }
            other => panic!("{other:?}"),
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let text = String::from_utf8_lossy(&bytes);
            let _ = from_json::<NormalForm<Rational>>(&text);
            let _ = from_json::<ContractingProblem>(&text);
        }

        #[test]
        fn damaged_settings_and_mechanisms_are_refused_or_whole(
            places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        ) {
            use crate::mechanism::auction::{SealedBid, one_object};
            use crate::mechanism::{Mechanism, TableLimit};
            let values = vec![vec![Rational::ONE, Rational::from(2)]; 2];
            let setting = one_object(&values).expect("valid");
            let auction = SealedBid::first_price(values).expect("valid");
            let table = MechanismTable::of(&auction, TableLimit::default()).expect("small");
            let damaged = |text: String| {
                let mut bytes = text.into_bytes();
                for (place, byte) in &places {
                    let place = place.index(bytes.len());
                    bytes[place] = b"0123456789{}[]\",:-/.e\\ntf"[usize::from(*byte) % 25];
                }
                String::from_utf8_lossy(&bytes).into_owned()
            };
            let text = damaged(to_json(&setting).expect("writable"));
            if let Ok(read) = from_json::<Setting>(&text) {
                // What is accepted can be asked everything.
                read.profiles().expect("counted").for_each(|_, types| {
                    for alternative in 0..read.alternatives() {
                        let _ = read.welfare(types, alternative);
                    }
                });
                let again = to_json(&read).expect("writable");
                prop_assert_eq!(from_json::<Setting>(&again), Ok(read));
            }
            let text = damaged(to_json(&table).expect("writable"));
            if let Ok(read) = from_json::<MechanismTable>(&text) {
                read.space().for_each(|_, messages| {
                    let decision = read.decide(messages);
                    assert_eq!(decision.check(read.agents(), read.alternatives()), Ok(()));
                });
                let again = to_json(&read).expect("writable");
                prop_assert_eq!(from_json::<MechanismTable>(&again), Ok(read));
            }
        }

        #[test]
        fn no_damage_to_a_document_panics_the_reader(
            places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            cut in any::<prop::sample::Index>(),
            shorten in any::<bool>(),
        ) {
            let whole = to_json(&problem()).expect("writable");
            let mut bytes = whole.into_bytes();
            for (place, byte) in places {
                let place = place.index(bytes.len());
                // Mostly characters that JSON and numbers are made of.
                bytes[place] = b"0123456789{}[]\",:-/.e\\ntf"[usize::from(byte) % 25];
            }
            if shorten {
                bytes.truncate(cut.index(bytes.len()));
            }
            let text = String::from_utf8_lossy(&bytes);
            if let Ok(problem) = from_json::<ContractingProblem>(&text) {
                // What is accepted is valid, and can be written and read again.
                let again = to_json(&problem).expect("writable");
                prop_assert_eq!(from_json::<ContractingProblem>(&again), Ok(problem));
            }
            let _ = from_json::<Language>(&text.replace("problem", "language"));
            let _ = from_json::<NormalForm<Rational>>(&text.replace("problem", "game"));
        }
    }
}
