//! Round trips, and texts damaged at random.

use lacuna::game::NormalForm;
use lacuna::io::{NfgFile, read_gam, read_nfg, write_gam, write_nfg};
use lacuna::number::Rational;
use proptest::prelude::*;

use super::{q, same_payoffs};

fn number() -> impl Strategy<Value = Rational> {
    prop_oneof![
        (-9i64..10).prop_map(Rational::from),
        (any::<i64>(), 1i64..)
            .prop_map(|(above, below)| Rational::new(above, below).expect("positive")),
        ("-?[1-9][0-9]{0,40}", "[1-9][0-9]{0,40}")
            .prop_map(|(above, below)| q(&format!("{above}/{below}"))),
        "-?[0-9]{1,20}\\.[0-9]{1,20}".prop_map(|text| q(&text)),
    ]
}

fn game() -> impl Strategy<Value = NormalForm<Rational>> {
    proptest::collection::vec(1usize..4, 1..=4).prop_flat_map(|actions| {
        let profiles: usize = actions.iter().product();
        let table = proptest::collection::vec(number(), profiles);
        proptest::collection::vec(table, actions.len()).prop_map(move |tables| {
            NormalForm::from_tables(&actions, tables).expect("a table a player")
        })
    })
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof!["[\\\\\"a{},# \n]{0,6}", "\\PC{0,6}"]
}

fn file() -> impl Strategy<Value = NfgFile> {
    let labels = proptest::collection::vec(label(), 16);
    (game(), label(), label(), labels).prop_map(|(game, title, comment, labels)| {
        let mut labels = labels.into_iter().cycle();
        let mut some = |count: usize| labels.by_ref().take(count).collect::<Vec<_>>();
        let players = some(game.space().players());
        let actions = game.space().actions().iter().map(|&count| some(count));
        let actions = actions.collect();
        let game = game.with_names(players, actions).expect("a name each");
        NfgFile {
            title,
            comment,
            game,
        }
    })
}

/// Replaces some bytes by characters that such files are made of, and perhaps cuts the text.
fn damaged(
    text: &str,
    places: &[(prop::sample::Index, u8)],
    cut: Option<prop::sample::Index>,
) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (place, byte) in places {
        let place = place.index(bytes.len());
        bytes[place] = b"0123456789{}\",/.-+e\\ \n#R"[usize::from(*byte) % 24];
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(bytes.len()));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    #[test]
    fn a_complete_nfg_file_survives_the_round_trip(file in file()) {
        prop_assert_eq!(read_nfg(&file.to_text()), Ok(file));
    }

    #[test]
    fn the_common_nfg_subset_keeps_payoffs_title_and_players(file in file()) {
        let read = read_nfg(&write_nfg(&file.game, &file.title)).expect("own output");
        prop_assert!(same_payoffs(&read.game, &file.game));
        prop_assert_eq!(&read.title, &file.title);
        let players = |file: &NfgFile| file.game.names().map(|names| names.players().to_vec());
        prop_assert_eq!(players(&read), players(&file));
    }

    #[test]
    fn a_gam_file_survives_the_round_trip(game in game()) {
        prop_assert_eq!(read_gam(&write_gam(&game)), Ok(game));
    }

    #[test]
    fn no_bytes_panic_the_readers(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = read_nfg(&text);
        let _ = read_gam(&text);
        let _ = read_nfg(&format!("NFG 1 R \"\" {{ \"A\" }} {{ 2 }} {text}"));
    }

    #[test]
    fn no_damage_panics_the_readers(
        file in file(),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        // What is still accepted is valid, and can be written and read again.
        if let Ok(read) = read_nfg(&damaged(&file.to_text(), &places, cut)) {
            prop_assert_eq!(read_nfg(&read.to_text()), Ok(read));
        }
        if let Ok(read) = read_gam(&damaged(&write_gam(&file.game), &places, cut)) {
            prop_assert_eq!(read_gam(&write_gam(&read)), Ok(read));
        }
        let outcomes = "NFG 1 R \"x\" { \"A\" \"B\" } { 2 2 } { { \"a\" 1, 2 } { \"b\" 3/4 0.5 } } 1 2 0 1";
        if let Ok(read) = read_nfg(&damaged(outcomes, &places, cut)) {
            prop_assert_eq!(read_nfg(&read.to_text()), Ok(read));
        }
    }

    #[test]
    fn a_text_that_ends_early_or_late_is_refused(game in game(), extra in number()) {
        let nfg = write_nfg(&game, "x");
        let gam = write_gam(&game);
        for text in [&nfg, &gam] {
            let last = text.trim_end().rfind([' ', '\n']).expect("several words");
            let (short, long) = (&text[..last], format!("{text}{extra}"));
            if text == &nfg {
                prop_assert!(read_nfg(short).is_err() && read_nfg(&long).is_err());
            } else {
                prop_assert!(read_gam(short).is_err() && read_gam(&long).is_err());
            }
        }
    }
}
