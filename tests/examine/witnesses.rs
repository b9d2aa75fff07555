//! Witnesses that were tampered with are refused, and nothing panics.

use lacuna::mechanism::OutsideOptions;
use lacuna::mechanism::examine::{
    BetterReply, BudgetStage, Examination, Lottery, PaymentBounds, RevenueRule, Stage, Witness,
};
use serde_json::Value;

use super::{auction, price_of_rank};

/// Every way to change one number of a JSON document.
fn tampered(document: &Value) -> Vec<Value> {
    fn changed(value: &Value) -> Vec<Value> {
        match value {
            Value::Number(number) => {
                let old = number.as_u64().unwrap_or(0);
                [old + 1, old + 1000, old.wrapping_sub(1).min(7)]
                    .into_iter()
                    .filter(|&new| new != old)
                    .map(Value::from)
                    .collect()
            }
            Value::String(text) => match text.parse::<i64>() {
                Ok(number) => vec![
                    (number + 1).to_string().into(),
                    (-number).to_string().into(),
                ],
                Err(_) => Vec::new(),
            },
            Value::Array(list) => {
                let mut all = Vec::new();
                for place in 0..list.len() {
                    for new in changed(&list[place]) {
                        let mut list = list.clone();
                        list[place] = new;
                        all.push(list.into());
                    }
                }
                let mut short = list.clone();
                short.pop();
                all.push(short.into());
                all
            }
            Value::Object(map) => {
                let mut all = Vec::new();
                for (key, value) in map {
                    for new in changed(value) {
                        let mut map = map.clone();
                        map.insert(key.clone(), new);
                        all.push(map.into());
                    }
                }
                all
            }
            _ => Vec::new(),
        }
    }
    let mut all = changed(document);
    all.retain(|new| new != document);
    all
}

/// All documents with one change that can still be read are refused, but for those that `other`
/// accepts as violations of their own.
fn refused<W: Witness + serde::Serialize + serde::de::DeserializeOwned>(
    examination: &Examination<'_>,
    witness: &W,
) {
    assert!(witness.verify(examination));
    let document = serde_json::to_value(witness).expect("json");
    let changes = tampered(&document);
    assert!(changes.len() >= 8, "{document}");
    let (mut read, mut refused) = (0, 0);
    for change in changes {
        let Ok(other) = serde_json::from_value::<W>(change.clone()) else {
            continue;
        };
        read += 1;
        let recomputed = other.recomputed(examination);
        let right = recomputed
            .as_ref()
            .is_ok_and(|found| found == other.excess());
        assert_eq!(
            other.verify(examination),
            right && other.excess().is_positive(),
            "{change}"
        );
        refused += u64::from(!other.verify(examination));
    }
    // A change of others' entries may be as bad a case; most changes are not.
    assert!(
        read >= 8 && 3 * refused >= 2 * read,
        "{refused} of {read}: {document}"
    );
}

#[test]
fn changing_any_number_of_a_witness_makes_it_another_claim() {
    let setting = auction(&[4, 4]);
    let mechanism = price_of_rank(&[4, 4], 0);
    let examination = Examination::new(&setting, &mechanism).expect("valid");
    let verdicts = [
        examination.dominant_strategy(),
        examination.ex_post(),
        examination.bayesian(),
    ];
    for verdict in verdicts {
        let verdict = verdict.expect("small");
        let witness = verdict.witness().expect("first price");
        refused(&examination, witness);
        for gain in ["0", "-1", "3/7", "1000"] {
            let mut document = serde_json::to_value(witness).expect("json");
            document["gain"] = serde_json::from_str(&format!("\"{gain}\"")).expect("json");
            let other: BetterReply = serde_json::from_value(document).expect("readable");
            assert!(!other.verify(&examination));
        }
    }
    let stage = Stage::ExPost(Lottery::EachBranch);
    let outside = OutsideOptions::Constant(super::q(1));
    let verdict = examination.participation(stage, &outside).expect("small");
    refused(&examination, verdict.witness().expect("losers get nothing"));
    let stage = BudgetStage::ExPost(Lottery::EachBranch);
    let verdict = examination
        .budget(&RevenueRule::balanced(), stage)
        .expect("small");
    refused(&examination, verdict.witness().expect("a surplus"));
    let bounds = PaymentBounds::default().with_cap(super::q(1));
    let verdict = examination
        .payments(&bounds, Lottery::EachBranch)
        .expect("small");
    refused(&examination, verdict.witness().expect("pays up to 3"));
    // A document with a field that does not exist is not read.
    let text =
        r#"{"agent":0,"own_type":1,"message":1,"better":0,"against":"beliefs","gain":"1","x":1}"#;
    assert!(serde_json::from_str::<BetterReply>(text).is_err());
}

#[test]
fn a_witness_of_another_mechanism_is_refused() {
    let setting = auction(&[4, 4]);
    let (first, second) = (price_of_rank(&[4, 4], 0), price_of_rank(&[4, 4], 1));
    let here = Examination::new(&setting, &first).expect("valid");
    let there = Examination::new(&setting, &second).expect("valid");
    let verdict = here.dominant_strategy().expect("small");
    let witness = verdict.witness().expect("first price");
    assert!(witness.verify(&here));
    assert!(!witness.verify(&there));
    let smaller = auction(&[2, 2]);
    let mechanism = price_of_rank(&[2, 2], 0);
    let elsewhere = Examination::new(&smaller, &mechanism).expect("valid");
    assert!(witness.recomputed(&elsewhere).is_err());
}
