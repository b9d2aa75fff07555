//! What could go wrong in systems whose contracts are Python code, and cannot here: one test for
//! each defect, by the property that rules it out.

use std::collections::BTreeSet;

use lacuna::contract::law::{
    ActionKind, CheckOptions, Court, Evidence, Hook, Law, LawPlace, Reading,
};
use lacuna::contract::{ContractingProblem, Language};
use lacuna::game::hidden_effort::{HiddenEffort, scenarios};
use lacuna::number::Rational;

use super::{caught, checked, chosen, dilemma, enforcer, fishery, parsed, q, refused};

/// What an attacker writes to leave the sandbox, reach a module, or touch the runtime.
const ESCAPES: [&str; 16] = [
    "().__class__.__base__.__subclasses__()",
    "get_action.__func__.__globals__['__builtins__']['__import__']('os')",
    "__import__('os').system('id')",
    "import os",
    "from os import path",
    "exec('x = 1')",
    "eval(\"1\")",
    "open(\"/etc/passwd\")",
    "lambda x: x",
    "ctx._reward_adjustments['row'] = 1500",
    "row.action = C",
    "fine row ().__len__()",
    "fine row action of row . __class__",
    "fine row 1; fine column 2",
    "modified_actions = C",
    "{{7*7}} ${HOME} `id`",
];

#[test]
fn everything_outside_the_grammar_is_a_parse_error_where_it_stands() {
    for escape in ESCAPES {
        let text = format!("law \"Escape\"\nresolve:\n  {escape}\n");
        let error = Law::parse(&text).expect_err(escape);
        let message = error.to_string();
        assert!(message.contains('3'), "{escape}: {message}");
        // And as an amount.
        let text = format!("law \"Escape\"\nresolve:\n  fine row 1 + ({escape}) * 2\n");
        Law::parse(&text).expect_err(escape);
    }
}

#[test]
fn what_stands_between_quotes_is_a_name_that_nobody_knows() {
    for escape in ESCAPES.iter().filter(|text| !text.contains(['"', '\\'])) {
        let text = format!("law \"Escape\"\nresolve:\n  fine row \"{escape}\"\n");
        let rejection = refused(&text, &dilemma());
        let problems = rejection.problems();
        assert_eq!(problems.len(), 1, "{rejection}");
        assert!(problems[0].to_string().contains("unknown"), "{rejection}");
    }
}

#[test]
fn there_is_no_word_for_a_loop_a_recursion_or_a_definition() {
    for line in [
        "while 1 = 1: fine row 1",
        "for p in players: fine p 1",
        "for each p in range(9): fine p 1",
        "def f(): fine row 1",
        "repeat 3: fine row 1",
        "let f = f + 1",
        "resolve",
        "goto 1",
    ] {
        let text = format!("law \"Loop\"\nresolve:\n  {line}\n");
        Law::parse(&text).expect_err(line);
    }
}

#[test]
fn a_law_that_could_take_too_long_is_refused_before_it_runs() {
    let many: Vec<String> = (0..50).map(|player| format!("p{player}")).collect();
    let court = Court::new(many, ActionKind::quantity("catch")).expect("a court");
    // Sums within sums: 50^6 evaluations.
    let mut amount = "1".to_owned();
    for depth in 0..6 {
        amount = format!("sum(v{depth}: {amount})");
    }
    let text = format!("law \"Slow\"\nresolve:\n  fine p0 {amount}\n");
    let rejection = refused(&text, &court);
    let words = rejection.to_string();
    assert!(
        words.contains("steps") && words.contains("1000000"),
        "{words}"
    );
    // Quantifiers count as well, and the product does not wrap around.
    let mut clause = "fine p0 1".to_owned();
    for depth in 0..16 {
        clause = format!("for each v{depth}: {clause}");
    }
    let text = format!("law \"Slow\"\nresolve:\n  {clause}\n");
    assert!(refused(&text, &court).to_string().contains("steps"));
    // A law that passes says how long it can take, and a smaller limit refuses it.
    let law = parsed("law \"Quick\"\nresolve:\n  for each p: fine p 1\n");
    let passed = law.check(&court, &CheckOptions::default()).expect("quick");
    let steps = passed.max_steps(Hook::Resolve);
    assert!((50..=1_000).contains(&steps), "{steps}");
    let tight = CheckOptions::default().with_max_steps(steps - 1);
    assert!(law.check(&court, &tight).is_err());
    let enough = CheckOptions::default().with_max_steps(steps);
    assert!(law.check(&court, &enough).is_ok());
}

#[test]
fn effort_cannot_be_named() {
    let lift = HiddenEffort::new(scenarios()[0].payoffs.clone()).expect("R above P");
    let problem = ContractingProblem::hidden_effort(&lift).expect("valid");
    let court = Court::of_actions(&problem).expect("good names");
    for name in ["effort", "CH", "CL", "DH", "DL", "payoff"] {
        let reason = court
            .hidden(name)
            .unwrap_or_else(|| panic!("{name} is not hidden"));
        for mention in [
            format!("fine row {name}"),
            format!("fine row {name} of row"),
            format!("if {name} of row > 1: fine row 1"),
            format!("if {name} of row is low: fine row 1"),
        ] {
            let text = format!("law \"Peek\"\nresolve:\n  {mention}\n");
            let words = refused(&text, &court).to_string();
            assert!(words.contains(reason), "{mention}: {words}");
        }
    }
    // Nor as a label of what the court does see, or as something to be ordered.
    for mention in ["if action of row is CL: fine row 1", "direct row to CH"] {
        let text = format!("law \"Peek\"\nresolve:\n  {mention}\n");
        refused(&text, &court);
    }
}

#[test]
fn what_a_law_does_is_the_same_whatever_the_effort() {
    let lift = HiddenEffort::new(scenarios()[0].payoffs.clone()).expect("R above P");
    let problem = ContractingProblem::hidden_effort(&lift).expect("valid");
    let court = Court::of_actions(&problem).expect("good names");
    let law = checked(
        "law \"Busy\"\n  counter turns\nresolve:\n  for each p: if action of p is D: direct p to C\n  \
         for each p: if chosen action of p is D: sanction p 2 graduated by turns\n",
        &court,
    );
    let language = Language::base_actions(&problem);
    let contract = law
        .to_contract(&problem, &language)
        .expect("measurable")
        .contract;
    let game = problem.game(0);
    let induced = contract.induced_game(&problem, &language, 0).expect("fits");
    for profile in problem.space().iter() {
        let enforced = induced.enforced(&profile);
        for player in 0..2 {
            // The effort is as chosen, whatever was ordered.
            assert_eq!(enforced[player] % 2, profile[player] % 2);
            let fine = if profile[player] > 1 { 2 } else { 0 };
            use lacuna::game::Game;
            assert_eq!(
                induced.payoff(player, &profile),
                game.payoff(player, &enforced) - Rational::from(fine)
            );
        }
    }
}

#[test]
fn an_unknown_player_is_an_error_with_a_suggestion_and_nobody_else_pays() {
    for (line, meant) in [
        ("fine colum 3", "column"),
        ("transfer 10 from row to Column", "column"),
        ("grant 1 to rwo", "row"),
        ("direct Row to C", "row"),
    ] {
        let text = format!("law \"Typo\"\nresolve:\n  {line}\n");
        let words = refused(&text, &dilemma()).to_string();
        assert!(words.contains("did you mean"), "{words}");
        assert!(words.contains(meant), "{words}");
    }
    let words = refused(
        "law \"Stranger\"\nresolve:\n  transfer 10 from John to Alicia\n",
        &fishery(),
    )
    .to_string();
    assert!(words.contains("Alicia"), "{words}");
}

#[test]
fn fines_add_up_and_do_not_replace_each_other() {
    let mut enforcer = enforcer(
        "law \"Twice\"\nresolve:\n  fine row 3\n  fine row 4\n  sanction row 5\n",
        &dilemma(),
    );
    let ruling = enforcer.resolve(&chosen(&[0, 0])).expect("fits");
    assert_eq!(ruling.transfers(), [q("-12"), q("0")]);
    assert_eq!(ruling.destroyed(), &q("12"));
}

#[test]
fn amounts_are_finite_and_a_negative_one_is_nothing() {
    let court = fishery();
    for word in ["NaN", "nan", "inf", "infinity", "Infinity"] {
        let text = format!("law \"Odd\"\nresolve:\n  fine John {word}\n");
        refused(&text, &court);
        let json = format!(
            r#"{{"title":"Odd","resolve":[{{"effect":{{"kind":"fine","player":"John","amount":{{"kind":"number","value":"{word}"}}}}}}]}}"#
        );
        assert!(serde_json::from_str::<Law>(&json).is_err(), "{word}");
    }
    for number in ["1/0", "0/0", "1e", "1//2", "0x10", "1_000_000"] {
        let text = format!("law \"Odd\"\nresolve:\n  fine John {number}\n");
        let read = Law::parse(&text);
        let fine = |law: Law| law.check(&court, &CheckOptions::default()).is_err();
        assert!(read.map_or(true, fine), "{number}");
    }
    // Dividing by what may be zero is refused; `ratio` says what happens then.
    refused("law \"Odd\"\nresolve:\n  fine John 1 / stock\n", &court);
    refused(
        "law \"Odd\"\nresolve:\n  fine John 1 / (players - 5)\n",
        &court,
    );
    let mut enforcer = enforcer(
        "law \"Signs\"\nresolve:\n  fine John -3\n  sanction John 2 - 5\n  grant -1 to John\n  \
         transfer -4 from John to Kate\n  fine Kate ratio(1, stock, 7)\n",
        &court,
    );
    let ruling = enforcer.resolve(&caught(&[1; 5], 0)).expect("fits");
    assert_eq!(ruling.transfers()[..2], [q("0"), q("-7")]);
    assert_eq!(ruling.entries().len(), 1);
}

#[test]
fn a_number_too_large_to_hold_is_refused_or_a_counted_failure() {
    let court = fishery();
    let huge = "123456789012345678901234567890";
    let text = format!("law \"Huge\"\nresolve:\n  fine John {huge}\n");
    assert!(refused(&text, &court).to_string().contains("64"));
    let text = format!("law \"Huge\"\n  let x = 1/{huge}\nresolve:\n  fine John x\n");
    refused(&text, &court);
    let mut enforcer = enforcer(
        "law \"Squares\"\n  memory x = 10\nresolve:\n  remember x = x * x\n  fine John 1\n",
        &court,
    );
    let mut failed = 0;
    for _ in 0..100 {
        let ruling = enforcer.resolve(&caught(&[1; 5], 100)).expect("fits");
        let expected = if ruling.failure().is_some() {
            "0"
        } else {
            "-1"
        };
        failed += usize::from(ruling.failure().is_some());
        assert_eq!(ruling.transfers()[0], q(expected));
    }
    // 10, 100, 10^4, 10^8, 10^16; the next square does not fit.
    assert_eq!(failed, 96);
    assert_eq!(enforcer.ledgers().memory("x"), Some(q("10000000000000000")));
    assert_eq!(enforcer.failures().total(), 96);
}

#[test]
fn evidence_that_does_not_fit_the_court_is_refused_by_name() {
    let law = "law \"Nothing\"\nresolve:\n  fine John 0\n";
    let mut enforcer = enforcer(law, &fishery());
    let error = enforcer
        .resolve(&caught(&[1, 1, -2, 1, 1], 9))
        .expect_err("below zero");
    assert!(error.to_string().contains("Jack"), "{error}");
    enforcer
        .resolve(&caught(&[1; 4], 9))
        .expect_err("a player is missing");
    enforcer
        .resolve(&caught(&[1; 6], 9))
        .expect_err("a player too many");
    enforcer
        .resolve(&chosen(&[0; 5]))
        .expect_err("labels, and no stock");
    let mut huge = caught(&[1; 5], 9);
    huge.actions[4] = Reading::Quantity(q("1e40"));
    let error = enforcer.resolve(&huge).expect_err("does not fit 64 bits");
    assert!(error.to_string().contains("Luke"), "{error}");
    let mut labels = super::enforcer("law \"Nothing\"\nresolve:\n  fine row 0\n", &dilemma());
    let error = labels.resolve(&chosen(&[0, 2])).expect_err("two labels");
    assert!(error.to_string().contains("column"), "{error}");
}

#[test]
fn an_action_out_of_range_fails_and_changes_nothing() {
    let court = Court::new(
        ["ann", "bob"],
        ActionKind::quantity_between("catch", q("0"), q("10")),
    )
    .expect("a court");
    let evidence = Evidence {
        actions: vec![Reading::Quantity(q("4")); 2],
        observations: Vec::new(),
    };
    for line in [
        "set catch of bob to 11",
        "set catch of bob to -1",
        "set catch of bob to 10 * 10",
    ] {
        let text =
            format!("law \"Set\"\nresolve:\n  fine ann 2\n  set catch of ann to 3\n  {line}\n");
        let mut enforcer = enforcer(&text, &court);
        let ruling = enforcer.resolve(&evidence).expect("fits");
        assert!(ruling.failure().is_some(), "{line}");
        assert_eq!(ruling.actions(), evidence.actions);
        assert_eq!(ruling.transfers(), [q("0"), q("0")]);
        assert!(!ruling.overridden());
    }
    // Labels are checked before anything runs.
    refused("law \"Set\"\nresolve:\n  direct row to E\n", &dilemma());
    refused("law \"Set\"\nresolve:\n  direct row to row\n", &dilemma());
}

#[test]
fn nothing_but_direct_set_and_cap_changes_an_action_and_nothing_outside_resolve() {
    for name in ["modified_actions", "actions", "result", "_actions"] {
        let text =
            format!("law \"Shadow\"\n  memory {name} = 1\nresolve:\n  remember {name} = 0\n");
        let mut enforcer = enforcer(&text, &dilemma());
        let ruling = enforcer.resolve(&chosen(&[1, 0])).expect("fits");
        assert_eq!(ruling.actions(), chosen(&[1, 0]).actions);
        assert!(!ruling.overridden());
    }
    for hook in ["start", "end"] {
        refused(
            &format!("law \"Late\"\n{hook}:\n  direct row to C\n"),
            &dilemma(),
        );
    }
    refused(
        "law \"Early\"\nstart:\n  if action of row is C: fine row 1\n",
        &dilemma(),
    );
}

#[test]
fn constants_are_visible_in_every_hook_and_inside_folds() {
    let mut enforcer = enforcer(
        "law \"Constants\"\n  let rate = 1/2\n  let bonus = 3\nstart:\n  fine John rate\nresolve:\n  \
         for each p: fine p sum(q other than p: rate * catch of q)\nend:\n  grant bonus to John\n",
        &fishery(),
    );
    let started = enforcer.start(&caught(&[], 100)).expect("fits");
    assert_eq!(started.transfers()[0], q("-1/2"));
    let resolved = enforcer
        .resolve(&caught(&[1, 2, 3, 4, 5], 100))
        .expect("fits");
    assert_eq!(
        resolved.transfers(),
        ["-7", "-13/2", "-6", "-11/2", "-5"].map(q)
    );
    let ended = enforcer.end(&caught(&[1, 2, 3, 4, 5], 85)).expect("fits");
    assert_eq!(ended.transfers()[0], q("3"));
    assert_eq!(enforcer.failures().total(), 0);
}

#[test]
fn a_record_is_no_intervention() {
    let mut enforcer = enforcer(
        "law \"Notes\"\nresolve:\n  violation by row \"noted\"\n  fine row 0\n",
        &dilemma(),
    );
    let ruling = enforcer.resolve(&chosen(&[0, 1])).expect("fits");
    assert!(!ruling.overridden());
    assert_eq!(ruling.transfers(), [q("0"), q("0")]);
    let noted = ruling
        .violations()
        .map(|violation| (violation.player, violation.text));
    assert_eq!(noted.collect::<Vec<_>>(), [(0, Some("noted"))]);
}

#[test]
fn ledgers_and_adjustments_cannot_be_written_but_by_effects() {
    let ledger = |line: &str| {
        let head = "law \"Mint\"\n  pool fund\n  escrow bond\n  counter late\n  memory x = 0\n  let k = 1\n";
        format!("{head}resolve:\n  {line}\n")
    };
    for line in [
        "remember fund = 1500",
        "remember bond of John = 1500",
        "remember k = 2",
        "remember late = 0",
        "set fund of John to 1500",
        "set bond of John to 1500",
        "count fund of John",
        "clear bond of John",
        "payout 5 from bond to John",
        "payout 5 from x to John",
        "release 5 from fund of John",
        "premium 5 from John into bond",
        "escrow 5 from John in fund",
        "remember stock = 1000",
        "set stock of John to 3",
    ] {
        if let Ok(law) = Law::parse(&ledger(line)) {
            law.check(&fishery(), &CheckOptions::default())
                .expect_err(line);
        }
    }
}

#[test]
fn a_law_has_no_chance_and_no_clock() {
    for name in ["random", "month", "time", "now", "seed", "scenario"] {
        let text = format!("law \"Chance\"\nresolve:\n  fine John {name}\n");
        refused(&text, &fishery());
    }
    let text = "law \"Same\"\n  counter late\nresolve:\n  \
                for each p: if catch of p > 3: sanction p 2 graduated by late\n";
    let run = || {
        let mut enforcer = enforcer(text, &fishery());
        (0..12)
            .map(|round| {
                let ruling = enforcer
                    .resolve(&caught(&[round, 4, 3, 9, 1], 50))
                    .expect("fits");
                ruling.transfers().to_vec()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}

#[test]
fn every_problem_of_a_law_is_named_with_its_place() {
    let rejection = refused(
        "law \"Wrong\"\nstart:\n  if catch of John > 1: fine John 1\nresolve:\n  fine Jon 1\n  fine John 1\n  \
         fine John effort\nend:\n  fine John 1 / stock\n",
        &fishery(),
    );
    let places: BTreeSet<LawPlace> = rejection.problems().iter().map(|p| p.place).collect();
    let words: Vec<String> = places.iter().map(LawPlace::to_string).collect();
    assert_eq!(
        words,
        [
            "start, clause 1",
            "resolve, clause 1",
            "resolve, clause 3",
            "end, clause 1"
        ]
    );
}

#[test]
fn a_law_from_json_is_held_to_the_same_rules() {
    let good = parsed("law \"Good\"\nresolve:\n  fine row 1\n");
    let json = serde_json::to_string(&good).expect("plain data");
    assert_eq!(serde_json::from_str::<Law>(&json).expect("the same"), good);
    // Nothing is ignored: an unknown field or kind is an error.
    assert!(
        serde_json::from_str::<Law>(&json.replace("\"title\"", "\"code\":1,\"title\"")).is_err()
    );
    assert!(serde_json::from_str::<Law>(&json.replace("\"fine\"", "\"exec\"")).is_err());
    let odd = json.replace("\"row\"", "\"__class__\"");
    let law: Law = serde_json::from_str(&odd).expect("a name");
    assert!(law.check(&dilemma(), &CheckOptions::default()).is_err());
}
