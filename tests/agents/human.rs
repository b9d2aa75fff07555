//! A human at a terminal that is a piece of text.

use std::io::{self, Cursor, Write};

use lacuna::game::random::generator;
use lacuna::simulate::Agent;
use lacuna::simulate::agents::{Human, HumanEnd};

fn typing(typed: &str) -> Human<u32, u32, Cursor<Vec<u8>>, Vec<u8>> {
    Human::typing(Cursor::new(typed.as_bytes().to_vec()), Vec::new(), 99)
}

fn acts<R: io::BufRead, W: Write>(human: &mut Human<u32, u32, R, W>, times: usize) -> Vec<u32> {
    let mut rng = generator(1, 0);
    (0..times).map(|_| human.act(&5, &mut rng)).collect()
}

#[test]
fn what_cannot_be_understood_is_asked_again_and_the_end_of_input_is_told() {
    let mut human = typing("3\nthree\n\n -1 \n  4\r\n7");
    assert_eq!(acts(&mut human, 3), [3, 4, 7]);
    assert!(human.end().is_none());
    assert_eq!(acts(&mut human, 2), [99, 99]);
    assert!(matches!(human.end(), Some(HumanEnd::EndOfInput)));
}

#[test]
fn the_screen_shows_what_is_seen_and_what_was_wrong() {
    let mut screen = Vec::new();
    let mut human: Human<u32, u32, _, _> = Human::typing("x\n1\n".as_bytes(), &mut screen, 0)
        .with_show(|seen: &u32, to| writeln!(to, "The stock is {seen}."));
    acts(&mut human, 2);
    drop(human);
    assert_eq!(
        String::from_utf8(screen).expect("text"),
        "The stock is 5.\n> \"x\" is no action: invalid digit found in string\n> \
         The stock is 5.\n> the input is at its end; from now on: 99\n"
            .replace("99", "0")
    );
}

#[test]
fn somebody_who_never_makes_sense_is_not_asked_for_ever() {
    let mut human = typing(&"nonsense\n".repeat(1000)).with_max_attempts(10);
    assert_eq!(acts(&mut human, 1), [99]);
    assert!(matches!(human.end(), Some(HumanEnd::TooManyAttempts(10))));
}

#[test]
fn a_line_without_end_is_cut_and_not_read_into_memory() {
    let endless = io::BufReader::new(io::repeat(b'1'));
    let mut human: Human<u32, u32, _, _> = Human::typing(endless, Vec::new(), 99);
    assert_eq!(acts(&mut human, 1), [99]);
    assert!(matches!(human.end(), Some(HumanEnd::TooManyAttempts(100))));
}

#[test]
fn a_broken_screen_ends_the_game_for_the_human_with_its_reason() {
    struct Broken;
    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("the screen is broken"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut human: Human<u32, u32, _, _> = Human::typing("1\n".as_bytes(), Broken, 99);
    assert_eq!(acts(&mut human, 1), [99]);
    let end = human.end().map(ToString::to_string);
    assert_eq!(
        end.as_deref(),
        Some("input or output failed: the screen is broken")
    );
}

#[test]
fn names_are_understood_in_any_case_and_numbers_too() {
    let names = ["Stag", "Hare"];
    let choose = |typed: &'static str| {
        let mut human: Human<u32, usize, _, _> =
            Human::choosing(typed.as_bytes(), io::sink(), &names, 0).expect("two names");
        let mut rng = generator(1, 0);
        human.act(&5, &mut rng)
    };
    assert_eq!(
        ["HARE\n", "1\n", "rabbit\n2\n1\n", "stag\n"].map(choose),
        [1, 1, 1, 0]
    );
    let twice = Human::<u32, usize, _, _>::choosing(&b""[..], io::sink(), &["Stag", "stag"], 0);
    assert!(twice.is_err());
    let beyond = Human::<u32, usize, _, _>::choosing(&b""[..], io::sink(), &names, 2);
    assert!(beyond.is_err());
}

#[test]
fn in_a_game_the_screen_has_the_names_of_the_game() {
    use lacuna::game::catalogue::prisoners_dilemma;
    use lacuna::simulate::agents::Fixed;
    use lacuna::simulate::{GameRounds, RoundObservation, Runner};
    let game = prisoners_dilemma(3, 0, 5, 1).expect("valid");
    let mut screen = Vec::new();
    let human = Human::in_game(&b"cooperate\ndefect\n"[..], &mut screen, &game, 1, 0);
    let mut agents: [Box<dyn Agent<RoundObservation, usize> + '_>; 2] =
        [Box::new(Fixed::new(1)), Box::new(human.expect("a player"))];
    Runner::default()
        .run(&mut GameRounds::new(&game, 2), &mut agents, 1, &mut ())
        .expect("legal");
    drop(agents);
    let menu = "Your actions: 0 Cooperate, 1 Defect\n> ";
    let expected = format!(
        "Round 1. You are player 1. {menu}Everybody's actions: [1, 0]. You gained 0.\n\
         Round 2. You are player 1. Player 0: Defect. Player 1: Cooperate. {menu}\
         Everybody's actions: [1, 1]. You gained 1.\n"
    );
    assert_eq!(String::from_utf8(screen).expect("text"), expected);
    assert!(Human::in_game(&b""[..], io::sink(), &game, 2, 0).is_err());
}
