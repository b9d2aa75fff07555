//! JSON lines and CSV.

use lacuna::simulate::sweep::{
    Axis, Cell, Column, ColumnKind, Grid, Record, Sweep, SweepError, SweepHeader, SweepResults,
};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::{draw, refused, sweep};

#[test]
fn results_survive_both_forms() {
    let results = sweep(100).run(draw).expect("runs");
    let jsonl = results.to_jsonl().expect("writes");
    assert_eq!(SweepResults::from_jsonl(&jsonl).expect("reads"), results);
    let header = serde_json::to_string(results.header()).expect("writes");
    let header: SweepHeader = serde_json::from_str(&header).expect("reads");
    let csv = results.to_csv();
    assert_eq!(
        SweepResults::from_csv(header, &csv).expect("reads"),
        results
    );
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Two {
    text: Option<String>,
    number: f64,
}

impl Record for Two {
    fn columns() -> Vec<Column> {
        vec![
            Column::new("text", ColumnKind::Text, "any text").optional(),
            Column::new("number", ColumnKind::Number, "any number").with_unit("m, or \"metres\""),
        ]
    }
}

#[test]
fn the_forms_are_written_as_their_standards_say() {
    let grid = Grid::new([Axis::new("a,b", ["say \"x\"", "y"])]).expect("a grid");
    let sweep = Sweep::new(grid, 1).expect("a sweep").with_seed(3);
    let two = |cell: &Cell<'_>, _: u64| {
        if cell.number() == 1 {
            return Err("no\nluck");
        }
        Ok(Two {
            text: Some("1,\r\n\"2\"".to_owned()),
            number: 0.1,
        })
    };
    let results = sweep.run(two).expect("runs");
    let seeds: Vec<u64> = results.rows().iter().map(|row| row.seed).collect();
    let csv = format!(
        "\"a,b\",repetition,seed,error,text,number\r\n\
         \"say \"\"x\"\"\",0,{},,\"1,\r\n\"\"2\"\"\",0.1\r\n\
         y,0,{},\"no\nluck\",,\r\n",
        seeds[0], seeds[1]
    );
    assert_eq!(results.to_csv(), csv);
    let jsonl = format!(
        "{{\"format\":\"lacuna sweep\",\"version\":1,\"seed\":3,\"repetitions\":1,\
         \"axes\":[{{\"name\":\"a,b\",\"levels\":[\"say \\\"x\\\"\",\"y\"]}}],\
         \"columns\":[{{\"name\":\"text\",\"kind\":\"text\",\"meaning\":\"any text\",\"optional\":true}},\
         {{\"name\":\"number\",\"kind\":\"number\",\"unit\":\"m, or \\\"metres\\\"\",\"meaning\":\"any number\"}}]}}\n\
         {{\"a,b\":\"say \\\"x\\\"\",\"repetition\":0,\"seed\":{},\"text\":\"1,\\r\\n\\\"2\\\"\",\"number\":0.1}}\n\
         {{\"a,b\":\"y\",\"repetition\":0,\"seed\":{},\"error\":\"no\\nluck\"}}\n",
        seeds[0], seeds[1]
    );
    assert_eq!(results.to_jsonl().expect("writes"), jsonl);
    // Line feeds alone will do, and the last may be missing.
    let plain = csv.replace("\r\n", "\n").replace("1,\n", "1,\r\n");
    let header = results.header().clone();
    let read = SweepResults::from_csv(header.clone(), plain.trim_end());
    assert_eq!(read.expect("reads"), results);
    for (broken, line) in [
        (csv.replace("seed", "seeds"), 1),
        (csv.replace("y,0", "z,0"), 4),
        (csv.replace("0.1", "0.1x"), 2),
        (csv.replace("0.1", "inf"), 2),
        (csv.replace("0.1", ""), 2),
        (csv.replace("\"no", "no"), 5),
        (csv.replace("luck\",,", "luck\",,,"), 4),
        (csv.replace("luck\",,", "luck\",,1"), 4),
        (csv.replace("luck\"", "luck"), 4),
        (csv.replace(",0.1\r", ",0.1\r\r"), 3),
    ] {
        let error = refused(SweepResults::from_csv(header.clone(), &broken));
        let SweepError::BadLine { line: found, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(found, line, "{broken}");
    }
}

#[test]
fn another_version_is_refused() {
    let text = sweep(1)
        .run(draw)
        .expect("runs")
        .to_jsonl()
        .expect("writes");
    let text = text.replacen("\"version\":1", "\"version\":2", 1);
    assert_eq!(
        refused(SweepResults::from_jsonl(&text)).to_string(),
        "this is a file of another sweep: its version is 2, and not 1"
    );
}

proptest! {
    #[test]
    fn any_text_and_number_survive_both_forms(
        texts in prop::collection::vec(prop::option::of("[a,\"\r\n λ;#\\\\]{0,8}"), 1..6),
        numbers in prop::collection::vec(prop::num::f64::NORMAL | prop::num::f64::ZERO, 6),
        level in "[a,\"\r\n λ]{0,5}",
        fails in any::<bool>(),
    ) {
        let grid = Grid::new([Axis::new("axis", [level])]).expect("a grid");
        let sweep = Sweep::new(grid, texts.len()).expect("a sweep");
        let seeds: Vec<u64> = {
            let none = sweep.run(|_, _| Err::<Two, _>("none")).expect("runs");
            none.rows().iter().map(|row| row.seed).collect()
        };
        let make = |_: &Cell<'_>, seed: u64| {
            let run = seeds.iter().position(|&other| other == seed).expect("a run");
            if fails && run == 0 {
                return Err(texts[0].clone().unwrap_or_default());
            }
            Ok(Two { text: texts[run].clone(), number: numbers[run] })
        };
        let results = sweep.run(make).expect("runs");
        let jsonl = results.to_jsonl().expect("writes");
        prop_assert_eq!(&SweepResults::from_jsonl(&jsonl).expect("reads"), &results);
        let read = SweepResults::from_csv(results.header().clone(), &results.to_csv());
        prop_assert_eq!(&read.expect("reads"), &results);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "[a1,\"\r\n]{0,40}") {
        let header = sweep(1).run(draw).expect("runs").header().clone();
        let _ = SweepResults::from_csv(header, &text);
        let _ = SweepResults::from_jsonl(&text);
    }
}
