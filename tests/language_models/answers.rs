//! What is an answer, and what is not.

use lacuna::game::random::generator;
use lacuna::simulate::llm::{
    Asker, ChatReply, Choice, FinishReason, Format, FormatError, Role, Scripted, Unanswered,
    Unreadable,
};

fn labels() -> Format {
    Format::labels(["Engage", "(Engage, Low)", "Leave"]).unwrap()
}

#[test]
fn a_last_line_with_just_a_label_is_an_answer() {
    for (text, choice) in [
        ("ANSWER: Engage", 0),
        ("answer:engage", 0),
        ("I think it pays.\n\n  Answer:  ENGAGE.  \n\n", 0),
        ("**ANSWER: Engage**", 0),
        ("ANSWER: \"Leave\"!", 2),
        ("ANSWER: <Leave>", 2),
        ("ANSWER: (engage,   low)", 1),
        ("ANSWER: Engage, Low", 1),
        ("Why not engage? No.\r\nANSWER: leave\r\n", 2),
    ] {
        assert_eq!(labels().read(text), Ok(Choice::Label(choice)), "{text:?}");
    }
}

#[test]
fn nothing_else_is_an_answer() {
    for text in [
        // The first label within other words, which other readers take.
        "Engage",
        "",
        "I would not engage here.",
        "ANSWER: not Engage",
        "ANSWER: Do not Engage",
        "ANSWER: Engage not",
        "ANSWER: Engage or Leave",
        "ANSWER: Engage/Leave",
        "ANSWER: Engagement",
        "ANSWER: Engage?",
        "ANSWER: Low",
        "ANSWER: (Engage, High, Low)",
        "ANSWER: I choose Engage",
        "ANSWER:",
        "ANSWER:\nEngage",
        "ANSWER Engage",
        "ANSWER - Engage",
        // Quoted, or talked about.
        "I will not say \"ANSWER: Engage\".",
        "> ANSWER: Engage",
        "`ANSWER: Engage`",
        "The form is ANSWER: <choice>.\nANSWER: Engage",
        "My answer: Engage",
        // Contradicted, or taken back.
        "ANSWER: Engage\nANSWER: Leave",
        "ANSWER: Engage\nANSWER: Engage",
        "ANSWER: Engage\nOn second thoughts, leave.",
        // What a server says when something is wrong.
        "Error",
        "Error: rate limit exceeded, answer: none",
        // Denials of programmers.
        "ANSWER: !Engage",
        "ANSWER: (!Engage)",
        // Look-alikes.
        "ANSWER: Εngage",
        "ANSWER： Engage",
    ] {
        assert!(labels().read(text).is_err(), "{text:?}");
    }
}

#[test]
fn numbers_are_whole_in_range_and_in_digits() {
    let format = Format::whole(0, 100).unwrap();
    for (text, number) in [
        ("ANSWER: 0", 0),
        ("ANSWER: 100", 100),
        ("ANSWER: 10.", 10),
        ("ANSWER: **10**", 10),
        ("ANSWER: <7>", 7),
        ("**ANSWER: \"8\"**", 8),
    ] {
        assert_eq!(format.read(text), Ok(Choice::Whole(number)), "{text:?}");
    }
    for text in [
        "ANSWER: 101",
        "ANSWER: -5",
        "ANSWER: (5)",
        "ANSWER: +5",
        "ANSWER: 5.5",
        "ANSWER: .5",
        "ANSWER: 1e1",
        "ANSWER: 1,0",
        "ANSWER: 5 tons",
        // More than, less than, minutes, inches.
        "ANSWER: >50",
        "ANSWER: <50",
        "ANSWER: 5'",
        "ANSWER: 5\"",
        "ANSWER: 5-10",
        "ANSWER: five",
        "ANSWER: ٥",
        "ANSWER: 99999999999999999999999999",
        "10",
    ] {
        assert!(format.read(text).is_err(), "{text:?}");
    }
}

#[test]
fn labels_that_cannot_be_told_apart_are_refused() {
    let alike = Format::labels(["Go", "stay", " go. "]);
    assert!(matches!(alike, Err(FormatError::Alike { .. })));
    assert!(Format::labels(["?", "…"]).is_ok());
    assert!(matches!(
        Format::labels(["*"]),
        Err(FormatError::Empty { .. })
    ));
    let none: [&str; 0] = [];
    assert_eq!(Format::labels(none), Err(FormatError::NoLabels));
    assert!(matches!(
        Format::whole(2, 1),
        Err(FormatError::Limits { .. })
    ));
}

/// Asks once more if need be, over a script of replies.
fn ask(replies: Vec<ChatReply>) -> (Result<Choice, Unanswered>, Asker<Scripted>) {
    let mut replies = replies.into_iter();
    let model = Scripted::from_function(move |_| {
        replies
            .next()
            .ok_or_else(|| lacuna::simulate::llm::ChatError::other("down"))
    });
    let mut asker = Asker::new(model, Role::Adviser).with_ask_again(1);
    let format = Format::whole(0, 100).unwrap();
    let read = |text: &str| format.read(text);
    let answer = asker.ask("How much?", "As a number.", read, &mut generator(1, 0));
    (answer, asker)
}

#[test]
fn a_reply_that_was_cut_off_is_no_answer() {
    // It may have been going to say 12.
    let cut = ChatReply::new("ANSWER: 1").with_finish(FinishReason::Length);
    let (answer, _) = ask(vec![cut.clone(), cut]);
    let Err(Unanswered::Unreadable { text, why, .. }) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((text.as_str(), why), ("ANSWER: 1", Unreadable::CutOff));
}

#[test]
fn every_question_is_counted_once() {
    let good = ChatReply::new("ANSWER: 5");
    let bad = ChatReply::new("Five.");
    let count = |replies| {
        let (answer, asker) = ask(replies);
        let counts = *asker.statistics();
        assert_eq!(counts.asked, 1);
        let four = [
            counts.at_first,
            counts.after_asking_again,
            counts.given_up,
            counts.failed,
        ];
        (answer.is_ok(), four)
    };
    assert_eq!(count(vec![good.clone()]), (true, [1, 0, 0, 0]));
    assert_eq!(count(vec![bad.clone(), good]), (true, [0, 1, 0, 0]));
    assert_eq!(count(vec![bad.clone(), bad.clone()]), (false, [0, 0, 1, 0]));
    assert_eq!(count(vec![bad]), (false, [0, 0, 0, 1]));
    assert_eq!(count(vec![]), (false, [0, 0, 0, 1]));
}

#[test]
fn the_model_is_told_what_was_wrong() {
    let (_, asker) = ask(vec![ChatReply::new("Five."), ChatReply::new("ANSWER: 5")]);
    let second = &asker.model().requests()[1];
    let texts: Vec<&str> = second
        .messages
        .iter()
        .map(|message| message.text.as_str())
        .collect();
    assert_eq!(texts.len(), 4);
    assert_eq!(texts[2], "Five.");
    assert!(texts[3].contains("no line begins with ANSWER:"));
}
