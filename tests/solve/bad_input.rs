//! What the program refuses, and where it says the fault is.

use std::ffi::OsString;

use crate::{CHICKEN, Folder, run};

/// Exit code 2, nothing on standard output, and one line that starts and goes on like this.
fn refused(arguments: &[OsString], start: &str, and: &str) {
    let output = run(arguments);
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {errors}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    assert!(
        errors.ends_with('\n') && errors.lines().count() == 1,
        "{errors:?}"
    );
    assert!(errors.starts_with(start), "{errors:?} instead of {start:?}");
    assert!(errors.contains(and), "{errors:?} without {and:?}");
}

#[test]
fn files_are_refused_with_line_and_column() {
    let folder = Folder::new("files");
    let whole = CHICKEN.len();
    let three = "3\n2 2 2\n0 0 0 0 0 0 0 0\n0 0 0 0 0 0 0 0\n0 0 0 0 0 0 0 0\n";
    let mut binary = b"NFG 1 R \"\xc3\xa9".to_vec();
    binary.extend(b"\n\n  \xff\xfe\" { \"A\" }");
    let cases: [(&str, &[u8], &str, &str, &str); 20] = [
        (
            "truncated.nfg",
            &CHICKEN.as_bytes()[..whole - 2],
            "pure",
            "6:3",
            "number 8 of 8; found the end",
        ),
        (
            "word.nfg",
            b"NFG 1 R \"\" { \"A\" } { 2 }\n\n1 two\n",
            "pure",
            "3:3",
            "found \"two\"",
        ),
        (
            "version.nfg",
            b"NFG 2 R \"\" { \"A\" } { 1 }\n1\n",
            "pure",
            "1:5",
            "1, the version",
        ),
        (
            "long.gam",
            b"1\n2\n1 2 3\n",
            "pure",
            "3:5",
            "the end of the text",
        ),
        ("zero.gam", b"1\n0\n", "pure", "2:1", "at least 1"),
        (
            "huge.gam",
            b"3\n4000000000 4000000000 4000000000\n",
            "pure",
            "2:1",
            "",
        ),
        (
            "announced.gam",
            b"2\n1000 1000\n1 2 3\n",
            "ce",
            "4:1",
            "number 4 of 2000000",
        ),
        (
            "exponent.gam",
            b"1\n1\n1e999999999\n",
            "pure",
            "3:1",
            "exponent",
        ),
        (
            "junk.json",
            b"{\"format\": \"lacuna\",\n oops}",
            "pure",
            "2:2",
            "key must be a string",
        ),
        ("list.json", b"[1, 2]", "pure", "1:1", "expected a map"),
        ("nothing.json", b"{}", "pure", "1:2", "format"),
        (
            "typo.json",
            b"{\"actions\": [1],\n \"payoff\": [[\"1\"]]}",
            "pure",
            "2:9",
            "payoff",
        ),
        (
            "float.json",
            b"{\"actions\": [1],\n \"payoffs\": [[0.5]]}",
            "pure",
            "2:17",
            "an exact number",
        ),
        (
            "short.json",
            b"{\"actions\": [2], \"payoffs\": [[\"1\"]]}",
            "pure",
            "1:1",
            "1 entries",
        ),
        (
            "other.json",
            b"{\"format\": \"gambit\", \"version\": 1, \"kind\": \"game\"}",
            "pure",
            "1:1",
            "gambit",
        ),
        (
            "kind.json",
            b"{\"format\": \"lacuna\", \"version\": 1, \"kind\": \"numeric game\", \"value\": 1}",
            "pure",
            "1:1",
            "numeric game",
        ),
        ("empty.nfg", b"", "pure", "1:1", "NFG"),
        ("empty", b" \n", "pure", "1:1", "no game"),
        ("binary.nfg", &binary, "pure", "3:3", "UTF-8"),
        (
            "three.gam",
            three.as_bytes(),
            "all",
            "1:1",
            "this one has 3 players",
        ),
    ];
    for (name, content, concept, place, and) in cases {
        let file = folder.file(name, content);
        for json in [false, true] {
            let mut arguments = vec![file.clone().into(), "--concept".into(), concept.into()];
            arguments.extend(json.then(|| OsString::from("--json")));
            refused(&arguments, &format!("{}:{place}: ", file.display()), and);
        }
    }
    for file in [folder.0.join("missing.nfg"), folder.0.clone()] {
        let arguments = [file.clone().into(), "--concept".into(), "pure".into()];
        refused(
            &arguments,
            &format!("{}:1:1: cannot be read: ", file.display()),
            "",
        );
    }
    let empty: [&[u8]; 2] = [b"", b"\n\n"];
    for (number, content) in empty.iter().enumerate() {
        for extension in ["nfg", "gam", "json", "txt"] {
            let file = folder.file(&format!("empty{number}.{extension}"), content);
            let arguments = [file.clone().into(), "--concept".into(), "ce".into()];
            refused(&arguments, &format!("{}:", file.display()), "");
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let folder = Folder::new("cuts");
    for cut in 0..CHICKEN.len() - 2 {
        let file = folder.file("cut.nfg", &CHICKEN[..cut]);
        let arguments = [file.clone().into(), "--concept".into(), "all".into()];
        refused(&arguments, &format!("{}:", file.display()), "");
    }
}

#[test]
fn command_lines_are_refused() {
    let folder = Folder::new("line");
    let file = folder.file("chicken.nfg", CHICKEN);
    let file = file.to_str().expect("Unicode");
    let cases: &[(&[&str], &str)] = &[
        (&[], "--concept is missing"),
        (&[file], "--concept is missing"),
        (&["--concept", "pure"], "there is no file"),
        (&[file, "--concept"], "--concept has no value"),
        (
            &[file, "--concept", "nash"],
            "\"nash\"; it must be pure, all, one, ce, cce or",
        ),
        (&[file, "--concept", "pure", "--concept", "all"], "twice"),
        (&[file, file, "--concept", "pure"], "two files"),
        (
            &[file, "--concept", "pure", "--jsn"],
            "unknown option \"--jsn\"",
        ),
        (&[file, "--concept", "pure", "-j"], "unknown option"),
        (&[file, "--concept", "pure", "--json=yes"], "unknown option"),
        (
            &[file, "--concept", "pure", "--lambda", "1/0"],
            "denominator",
        ),
        (
            &[file, "--concept", "pure", "--lambda", "-1"],
            "λ is -1; it must be at least 0",
        ),
        (
            &[file, "--concept", "pure", "--lambda", "much\nmore"],
            "exact number",
        ),
        (&[file, "--concept", "pure", "--lambda="], "exact number"),
        (
            &[file, "--concept", "pure", "--lambda", "inf"],
            "exact number",
        ),
        (
            &[file, "--concept", "pure", "--lambda", "1e9999"],
            "exponent",
        ),
        (
            &[file, "--concept", "ce", "--objective", "max"],
            "max-welfare or min-welfare",
        ),
        (&[file, "--concept", "ce", "--max-time", "0"], "above 0"),
        (&[file, "--concept", "ce", "--max-time", "-3"], "above 0"),
        (&[file, "--concept", "ce", "--max-time", "nan"], "above 0"),
        (&[file, "--concept", "ce", "--max-time", "inf"], "above 0"),
    ];
    for (arguments, and) in cases {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        refused(&arguments, "solve: ", and);
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_not_text_do_no_harm() {
    use std::os::unix::ffi::OsStringExt;
    let strange = OsString::from_vec(b"/no\xff\nsuch.nfg".to_vec());
    let output = [strange.clone(), "--concept".into(), "pure".into()];
    refused(&output, "/no\u{fffd}\\nsuch.nfg:1:1: ", "");
    refused(
        &["x".into(), "--concept".into(), strange],
        "solve: ",
        "Unicode",
    );
}
