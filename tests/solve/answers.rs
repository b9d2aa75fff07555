//! Every concept on small games, and the exact shape of its JSON.

use std::io::Write;
use std::process::{Command, Stdio};

use lacuna::game::NormalForm;
use lacuna::io::{to_json, write_gam, write_nfg};
use lacuna::number::Rational;
use serde_json::json;

use crate::{CHICKEN, DILEMMA, Folder, PENNIES, answer, printed, program, run};

/// Nobody's payoffs are those of another profile, player or axis.
fn telltale(actions: &[usize]) -> NormalForm<Rational> {
    NormalForm::from_fn(actions, |player, profile| {
        let place = profile.iter().fold(0, |sum, &a| 7 * sum + a as i64 + 1);
        let number = (place * (player as i64 + 3) * 37) % 23 - 11;
        Rational::new(number, [1, 4, 3][player % 3]).expect("not zero")
    })
    .expect("small")
}

#[test]
fn the_json_has_exactly_this_shape() {
    let folder = Folder::new("shape");
    let chicken = folder.file("chicken.nfg", CHICKEN);
    let json = |concept| printed(&chicken, &["--concept", concept, "--json"]);
    let pure = "{\"concept\":\"pure\",\"complete\":true,\"equilibria\":[\
        {\"strategies\":[[\"1\",\"0\"],[\"0\",\"1\"]],\"payoffs\":[\"2\",\"7\"],\"regret\":\"0\"},\
        {\"strategies\":[[\"0\",\"1\"],[\"1\",\"0\"]],\"payoffs\":[\"7\",\"2\"],\"regret\":\"0\"}],\
        \"welfare\":{\"best\":\"9\",\"worst\":\"9\"}}\n";
    assert_eq!(json("pure"), pure);
    let all = "{\"concept\":\"all\",\"complete\":true,\"equilibria\":[\
        {\"strategies\":[[\"1\",\"0\"],[\"0\",\"1\"]],\"payoffs\":[\"2\",\"7\"],\"regret\":\"0\"},\
        {\"strategies\":[[\"2/3\",\"1/3\"],[\"2/3\",\"1/3\"]],\
        \"payoffs\":[\"14/3\",\"14/3\"],\"regret\":\"0\"},\
        {\"strategies\":[[\"0\",\"1\"],[\"1\",\"0\"]],\"payoffs\":[\"7\",\"2\"],\"regret\":\"0\"}],\
        \"welfare\":{\"best\":\"28/3\",\"worst\":\"9\"}}\n";
    assert_eq!(json("all"), all);
    let ce = "{\"concept\":\"ce\",\"value\":\"21/2\",\"distribution\":\
        [[[0,0],\"1/2\"],[[0,1],\"1/4\"],[[1,0],\"1/4\"]],\"certified\":true}\n";
    assert_eq!(json("ce"), ce);
    assert_eq!(json("cce"), ce.replace("\"ce\"", "\"cce\""));
    let rationalizable = "{\"concept\":\"rationalizable\",\"complete\":true,\
        \"actions\":[[0,1],[0,1]],\"rounds\":0,\"certified\":true}\n";
    assert_eq!(json("rationalizable"), rationalizable);
    let one = answer(&chicken, "one", &[]);
    assert_eq!(one["complete"], false);
    assert_eq!(one["equilibria"].as_array().map(Vec::len), Some(1));
    assert!(all.contains(&one["equilibria"][0]["payoffs"].to_string()));
}

#[test]
fn objectives_choose_among_correlated_equilibria() {
    let folder = Folder::new("objectives");
    let chicken = folder.file("chicken.nfg", CHICKEN);
    for concept in ["ce", "cce"] {
        let value =
            |objective| answer(&chicken, concept, &["--objective", objective])["value"].clone();
        assert_eq!(value("max-welfare"), "21/2");
        assert_eq!(value("min-welfare"), "36/5");
    }
}

#[test]
fn all_formats_give_the_same_answers() {
    let folder = Folder::new("formats");
    let game = telltale(&[2, 3]);
    let document = to_json(&game).expect("writable");
    let whole: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    let bare = whole["value"].to_string();
    let counted = bare.replace("\"actions\"", "\"num_actions\"");
    assert_ne!(bare, counted);
    let nfg = write_nfg(&game, "telltale");
    let files = [
        folder.file("game.nfg", &nfg),
        folder.file("game.gam", write_gam(&game)),
        folder.file("game.json", &document),
        folder.file("bare.json", &bare),
        folder.file("counted.JSON", &counted),
        // Told by the content.
        folder.file("nfg", &nfg),
        folder.file("gam.txt", write_gam(&game)),
        folder.file("json.data", &document),
        folder.file("bare", &bare),
    ];
    for concept in ["pure", "all", "one", "ce", "cce", "rationalizable"] {
        let expected = answer(&files[0], concept, &[]);
        for file in &files {
            assert_eq!(
                answer(file, concept, &[]),
                expected,
                "{concept}: {}",
                file.display()
            );
        }
    }
}

#[test]
fn standard_input_and_the_forms_of_options_are_understood() {
    let folder = Folder::new("stdin");
    let expected = printed(
        &folder.file("game.nfg", CHICKEN),
        &["--concept", "all", "--json"],
    );
    let mut child = Command::new(program())
        .args([
            "--concept=all",
            "--lambda=0",
            "--json",
            "--max-time=600",
            "--",
            "-",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(CHICKEN.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[test]
fn altruism_moves_the_equilibria_and_payoffs_stay_material() {
    let folder = Folder::new("lambda");
    let dilemma = folder.file("dilemma.nfg", DILEMMA);
    let certain = |action: usize| json!([["1", "0"], ["0", "1"]][action]);
    for (lambda, action, payoff, welfare) in [("0", 1, "1", "2"), ("3", 0, "3", "6")] {
        let options = ["--lambda", lambda];
        for concept in ["pure", "all", "one"] {
            let found = answer(&dilemma, concept, &options);
            let expected = json!([{"strategies": [certain(action), certain(action)],
                "payoffs": [payoff, payoff], "regret": "0"}]);
            assert_eq!(found["equilibria"], expected, "{concept}");
            let range = json!({"best": welfare, "worst": welfare});
            assert_eq!(found["welfare"], range, "{concept}");
        }
        for concept in ["ce", "cce"] {
            let found = answer(&dilemma, concept, &options);
            assert_eq!(found["value"], welfare);
            assert_eq!(found["certified"], true);
        }
        let survivors = answer(&dilemma, "rationalizable", &options);
        assert_eq!(survivors["actions"], json!([[action], [action]]));
        assert_eq!(survivors["rounds"], 1);
    }
    // In between, each wants to do what the other does not.
    for lambda in ["3/2", "1.5", "15e-1"] {
        let found = answer(&dilemma, "pure", &["--lambda", lambda]);
        let payoffs: Vec<_> = [0, 1]
            .map(|e| found["equilibria"][e]["payoffs"].clone())
            .into();
        assert_eq!(payoffs, [json!(["0", "5"]), json!(["5", "0"])]);
        assert_eq!(found["welfare"]["best"], "5");
        let all = answer(&dilemma, "all", &["--lambda", lambda]);
        // C is worth 3 + 6λ and 5λ, D is worth 5 + 5λ and 1 + 2λ: C with probability 7/8.
        assert_eq!(all["equilibria"][1]["strategies"][0], json!(["7/8", "1/8"]));
        assert_eq!(all["equilibria"][1]["payoffs"], json!(["183/64", "183/64"]));
    }
}

#[test]
fn games_of_three_players() {
    let folder = Folder::new("three");
    // Everybody wants to agree with the next player, and the last to differ from the first.
    let chase = NormalForm::from_fn(&[2, 2, 2], |player, profile| {
        let agrees = profile[player] == profile[(player + 1) % 3];
        Rational::from(i64::from(agrees == (player < 2)))
    })
    .expect("small");
    let file = folder.file("chase.gam", write_gam(&chase));
    let none = json!({"concept": "pure", "complete": true, "equilibria": [],
        "welfare": {"best": null, "worst": null}});
    assert_eq!(answer(&file, "pure", &[]), none);
    assert_eq!(
        printed(&file, &["--concept", "pure", "--json"]),
        "{\"concept\":\"pure\",\"complete\":true,\"equilibria\":[],\
         \"welfare\":{\"best\":null,\"worst\":null}}\n"
    );
    let refused = run(&[file.to_str().expect("Unicode"), "--concept", "one"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty());
    let line = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        line.contains("no pure equilibrium") && line.lines().count() == 1,
        "{line}"
    );
    for objective in ["max-welfare", "min-welfare"] {
        let found = answer(&file, "ce", &["--objective", objective]);
        assert_eq!(found["certified"], true);
        let profiles: Vec<(Vec<usize>, Rational)> =
            serde_json::from_value(found["distribution"].clone()).expect("pairs");
        assert!(profiles.windows(2).all(|w| w[0].0 < w[1].0));
        assert!(
            profiles
                .iter()
                .all(|(profile, p)| profile.len() == 3 && p.is_positive())
        );
        assert_eq!(
            profiles.iter().map(|(_, p)| p).sum::<Rational>(),
            Rational::ONE
        );
        let worth = |profile: &[usize]| chase.space().index(profile).map(|i| chase.welfare_at(i));
        let value: Rational = profiles
            .iter()
            .map(|(s, p)| worth(s).expect("valid") * p)
            .sum();
        assert_eq!(found["value"], value.to_string());
    }

    // One that has equilibria: whoever is alone loses.
    let majority = NormalForm::from_fn(&[2, 2, 2], |player, profile| {
        let others = profile.iter().filter(|&&a| a == profile[player]).count();
        Rational::from(i64::from(others > 1))
    })
    .expect("small");
    let file = folder.file("majority.json", to_json(&majority).expect("writable"));
    let pure = answer(&file, "pure", &[]);
    assert_eq!(pure["equilibria"].as_array().map(Vec::len), Some(2));
    let one = answer(&file, "one", &[]);
    assert_eq!(one["equilibria"][0], pure["equilibria"][0]);
    assert_eq!(one["complete"], false);
    assert_eq!(one["welfare"], json!({"best": "3", "worst": "3"}));
    assert_eq!(answer(&file, "cce", &[])["value"], "3");
    let kept = answer(&file, "rationalizable", &[]);
    assert_eq!(kept["actions"], json!([[0, 1], [0, 1], [0, 1]]));
}

#[test]
fn one_player_and_one_profile() {
    let folder = Folder::new("one");
    let alone = folder.file("alone.gam", "1\n3\n1/2 7 7\n");
    assert_eq!(
        answer(&alone, "pure", &[])["equilibria"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    assert_eq!(answer(&alone, "one", &[])["welfare"]["best"], "7");
    assert_eq!(
        answer(&alone, "rationalizable", &[])["actions"],
        json!([[1, 2]])
    );
    assert_eq!(answer(&alone, "ce", &[])["value"], "7");
    let single = folder.file("single.gam", "2\n1 1\n-5\n1e-3\n");
    assert_eq!(answer(&single, "one", &[])["complete"], true);
    assert_eq!(
        answer(&single, "all", &[])["equilibria"][0]["payoffs"],
        json!(["-5", "1/1000"])
    );
}

#[test]
fn text_says_the_same_as_json() {
    let folder = Folder::new("text");
    let chicken = folder.file("chicken.nfg", CHICKEN);
    assert_eq!(
        printed(&chicken, &["--concept", "all"]),
        "3 extreme equilibria; these are all\n strategy of 0  strategy of 1    payoffs  welfare\n \
         1 0            0 1                  2 7        9\n \
         2/3 1/3        2/3 1/3        14/3 14/3     28/3\n \
         0 1            1 0                  7 2        9\n\
         welfare: best 28/3, worst 9\n"
    );
    let text = printed(&chicken, &["--concept", "ce"]);
    assert!(
        text.contains("21/2") && text.contains("0 0") && text.contains("1/2"),
        "{text}"
    );
    let pennies = folder.file("pennies.nfg", PENNIES);
    assert_eq!(
        printed(&pennies, &["--concept", "pure"]),
        "0 pure equilibria; these are all\n"
    );
    assert!(printed(&chicken, &["--help"]).starts_with("usage: solve FILE --concept CONCEPT"));
}

#[test]
fn a_limit_of_time_is_one_line_and_no_answer() {
    let folder = Folder::new("time");
    let large = folder.file("large.gam", write_gam(&telltale(&[60, 60])));
    let file = large.to_str().expect("Unicode");
    let output = run(&[file, "--concept", "all", "--json", "--max-time", "1e-6"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let line = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        line,
        format!("{file}: not done within 0.000001 s; raise --max-time\n")
    );
}
