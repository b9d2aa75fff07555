//! Budgets, prices, and logs.

use lacuna::number::Rational;
use lacuna::simulate::llm::{
    Budget, Budgeted, ChatError, ChatModel, ChatReply, ChatRequest, Logged, Message, Prices,
    Replay, Sampling, Scripted, TokenCount, Transcript, TranscriptError,
};

fn request(text: &str) -> ChatRequest {
    ChatRequest::new([Message::user(text)]).with_sampling(Sampling::default().with_max_tokens(10))
}

fn counting() -> Scripted {
    Scripted::from_function(|_| Ok(ChatReply::new("Yes.").with_tokens(TokenCount::new(5, 2))))
}

#[test]
fn prices_are_exact() {
    // Three cents and ten for a thousand: 5/1000 · 3 + 2/1000 · 10.
    let prices = Prices::new(Rational::from(3000), Rational::from(10_000));
    let price = prices.of(TokenCount::new(5, 2));
    assert_eq!(price, "7/200".parse().unwrap());
}

#[test]
fn a_limit_is_never_passed() {
    // A question may take 8 + 10 tokens, and takes 7: the fourth could reach 21 + 18 > 38.
    let budget = Budget::default().with_max_tokens(38);
    let mut model = Budgeted::new(counting(), budget, Prices::default());
    for _ in 0..3 {
        model.complete(&request("12345678")).unwrap();
    }
    let refused = model.complete(&request("12345678")).unwrap_err();
    assert!(
        matches!(refused, ChatError::BudgetSpent { .. }),
        "{refused}"
    );
    // A shorter one still fits.
    model.complete(&request("1234567")).unwrap();
    assert_eq!(model.usage().tokens.total(), 28);
    assert_eq!(model.into_inner().requests().len(), 4);
}

#[test]
fn a_price_is_never_passed() {
    let prices = Prices::new(Rational::from(1_000_000), Rational::from(1_000_000));
    let budget = Budget::default().with_max_price(Rational::from(20));
    let mut model = Budgeted::new(counting(), budget, prices);
    model.complete(&request("12345678")).unwrap();
    assert!(model.complete(&request("12345678")).is_err());
    assert_eq!(model.usage().price, Rational::from(7));
}

#[test]
fn replies_that_were_not_counted_cost_their_bytes() {
    let mut model = Budgeted::new(
        Scripted::always("Yes."),
        Budget::default(),
        Prices::default(),
    );
    model.complete(&request("12345678")).unwrap();
    assert_eq!(model.usage().tokens, TokenCount::new(8, 4));
    assert_eq!(model.usage().uncounted, 1);
}

#[test]
fn a_log_replays_replies_and_errors_and_makes_the_same_bytes() {
    let mut turn = 0;
    let model = Scripted::from_function(move |_| {
        turn += 1;
        match turn {
            2 => Err(ChatError::other("down")),
            turn => Ok(ChatReply::new(format!("{turn}: \"so\"\n…"))),
        }
    });
    let questions = ["a", "b", "a"].map(request);
    let mut logged = Logged::new(model, Vec::new());
    let said: Vec<_> = questions
        .iter()
        .map(|question| logged.complete(question))
        .collect();
    let (_, log) = logged.into_parts();

    let transcript = Transcript::read(&log[..], 10).unwrap();
    let mut written = Vec::new();
    transcript.write(&mut written).unwrap();
    assert_eq!(written, log);
    assert_eq!(transcript.usage(&Prices::default()).failures, 1);

    let mut again = Logged::new(Replay::new(transcript), Vec::new());
    // In another order; the same question twice is answered in its order.
    let replayed = [1, 0, 2].map(|place: usize| again.complete(&questions[place]));
    assert_eq!(replayed, [1, 0, 2].map(|place: usize| said[place].clone()));
    let (replay, _) = again.into_parts();
    assert_eq!(replay.left(), 0);
}

#[test]
fn a_question_that_is_not_on_record_is_an_error() {
    let mut logged = Logged::new(Scripted::always("Yes."), Vec::new());
    logged.complete(&request("a").asked_by("ann")).unwrap();
    let (_, log) = logged.into_parts();
    let transcript = Transcript::read(&log[..], 10).unwrap();
    for other in [
        request("b").asked_by("ann"),
        request("a").asked_by("bob"),
        request("a")
            .asked_by("ann")
            .with_sampling(Sampling::default().with_seed(1)),
    ] {
        let error = Replay::new(transcript.clone())
            .complete(&other)
            .unwrap_err();
        assert!(matches!(error, ChatError::NotRecorded { .. }), "{error}");
    }
}

#[test]
fn a_transcript_that_is_none_says_in_which_line() {
    let mut logged = Logged::new(Scripted::always("Yes."), Vec::new());
    logged.complete(&request("a")).unwrap();
    let (_, mut log) = logged.into_parts();
    log.extend_from_slice(b"\n{\"request\": 1}\n");
    match Transcript::read(&log[..], 10) {
        Err(TranscriptError::Line { line, .. }) => assert_eq!(line, 3),
        other => panic!("{other:?}"),
    }
    assert!(Transcript::read(&log[..], 0).is_err());
}

/// A disk that is full.
struct Full;
impl std::io::Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk is full"))
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_cannot_be_logged_did_not_happen() {
    let mut logged = Logged::new(Scripted::always("Yes."), Full);
    let error = logged.complete(&request("a")).unwrap_err();
    assert!(matches!(error, ChatError::Log { .. }));
}
