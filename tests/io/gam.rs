//! `.gam` by hand.

use lacuna::io::{read_gam, write_gam};

use super::telltale;

#[test]
fn each_player_has_one_table_with_the_first_player_fastest() {
    let text = "# from GAMUT\n2\n2 3 # two by three\n\
        111 121 112 122 113 123\n211 221 212 222 213 223#end";
    assert_eq!(read_gam(text), Ok(telltale(&[2, 3])));
    let text = "3 2 1 3
        1111 1211 1112 1212 1113 1213
        2111 2211 2112 2212 2113 2213
        3111 3211 3112 3212 3113 3213";
    assert_eq!(read_gam(text), Ok(telltale(&[2, 1, 3])));
    assert_eq!(
        write_gam(&telltale(&[2, 3])),
        "2\n2 3\n\n111 121 112 122 113 123\n211 221 212 222 213 223\n"
    );
}

#[test]
fn decimals_are_written_where_they_end_and_fractions_where_they_do_not() {
    let written = |number: &str| {
        let game = read_gam(&format!("1 1 {number}")).expect("valid");
        let text = write_gam(&game);
        assert_eq!(read_gam(&text), Ok(game), "{text}");
        text.lines().last().expect("a line").to_owned()
    };
    for (number, expected) in [
        ("-1/8", "-0.125"),
        ("-7/2", "-3.5"),
        ("1/1000", "0.001"),
        ("1/3", "1/3"),
        ("-5/6", "-5/6"),
        ("1e25", "10000000000000000000000000"),
        ("9223372036854775807/2", "4611686018427387903.5"),
        (
            "1/4611686018427387904",
            "0.00000000000000000021684043449710088680149056017398834228515625",
        ),
        ("-1e-30", "-0.000000000000000000000000000001"),
        ("1/30000000000", "1/30000000000"),
        ("-0.0", "0"),
    ] {
        assert_eq!(written(number), expected, "{number}");
    }
}
