//! The client, and servers that misbehave.

use std::time::{Duration, Instant};

use lacuna::simulate::llm::{
    Backoff, ChatError, ChatModel, ChatReply, ChatRequest, ClientError, ClientOptions,
    FinishReason, Message, OpenAiClient, Sampling, TokenCount,
};

use crate::server::{Act, Server, good};

fn options() -> ClientOptions {
    ClientOptions::default()
        .with_max_attempts(3)
        .with_whole_timeout(Duration::from_secs(10))
        .with_backoff(Backoff::default().with_first(Duration::from_millis(2)))
}

fn ask_with(server: &Server, options: ClientOptions) -> Result<ChatReply, ChatError> {
    let request = ChatRequest::new([Message::system("Be brief."), Message::user("Well?")])
        .asked_by("ann")
        .with_sampling(
            Sampling::default()
                .with_temperature(0.5)
                .with_max_tokens(9)
                .with_seed(3)
                .with_stop("END"),
        );
    OpenAiClient::new(&server.url, "tiny", options)
        .unwrap()
        .complete(&request)
}

fn ask(server: &Server) -> Result<ChatReply, ChatError> {
    ask_with(server, options())
}

fn send(status: u16, body: &str) -> Act {
    Act::Send(status, "", body.to_owned())
}

#[test]
fn a_question_goes_out_and_a_reply_comes_back() {
    let server = Server::new([good("Well enough.")]);
    let reply = ask(&server).unwrap();
    assert_eq!(reply.text, "Well enough.");
    assert_eq!(reply.finish, FinishReason::Stop);
    assert_eq!(reply.tokens, Some(TokenCount::new(20, 7)));
    let sent = &server.requests()[0];
    assert!(sent.starts_with("POST /v1/chat/completions "), "{sent}");
    let body = sent.split_once("\r\n\r\n").unwrap().1;
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    let expected = serde_json::json!({
        "model": "tiny",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Well?"}
        ],
        "temperature": 0.5, "max_tokens": 9, "seed": 3, "stop": ["END"], "stream": false
    });
    assert_eq!(body, expected);
}

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    let busy = Act::Send(429, "retry-after: 1\r\n", "slow down".to_owned());
    let server = Server::new([busy, good("Now.")]);
    let begun = Instant::now();
    let reply = ask(&server).unwrap();
    assert_eq!((reply.text.as_str(), reply.attempts), ("Now.", 2));
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_server_that_wants_a_long_rest_is_left_alone() {
    let busy = Act::Send(429, "retry-after: 3600\r\n", "tomorrow".to_owned());
    let server = Server::new([busy, good("Now.")]);
    let error = ask(&server).unwrap_err();
    let last = ChatError::clone(match &error {
        ChatError::GaveUp {
            attempts: 1, last, ..
        } => last,
        other => panic!("{other}"),
    });
    assert!(matches!(last, ChatError::Refused { status: 429, .. }));
}

#[test]
fn a_server_that_fails_is_given_up_after_the_last_attempt() {
    let server = Server::new([
        send(500, "a"),
        Act::HangUp,
        send(503, "c"),
        good("Too late."),
    ]);
    match ask(&server).unwrap_err() {
        ChatError::GaveUp {
            attempts: 3, last, ..
        } => match *last {
            ChatError::Refused { status, body, .. } => assert_eq!((status, &body[..]), (503, "c")),
            other => panic!("{other}"),
        },
        other => panic!("{other}"),
    }
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_question_that_is_refused_is_not_asked_again() {
    for status in [400, 401, 404, 307] {
        let server = Server::new([send(status, "no such model"), good("Yes.")]);
        match ask(&server).unwrap_err() {
            ChatError::Refused {
                status: found,
                body,
                ..
            } => {
                assert_eq!((found, &body[..]), (status, "no such model"));
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_redirection_is_a_refusal_and_the_key_goes_nowhere_else() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Server::new([good("Mine now.")]);
        let location = format!("location: {}/chat/completions\r\n", elsewhere.url);
        let there = Act::Send(status, location.leak(), "over there".to_owned());
        let server = Server::new([there, good("Yes.")]);
        let client = OpenAiClient::new(&server.url, "tiny", options()).unwrap();
        let error = client
            .with_key_from("CARGO_PKG_NAME")
            .unwrap()
            .complete(&ChatRequest::new([Message::user("?")]))
            .unwrap_err();
        assert!(
            matches!(&error, ChatError::Refused { status: found, .. } if *found == status),
            "{status}: {error}"
        );
        assert_eq!(server.requests().len(), 1);
        assert!(elsewhere.requests().is_empty());
    }
}

#[test]
fn a_slow_server_is_not_waited_for() {
    let server = Server::new([Act::Wait(Duration::from_secs(3))]);
    let begun = Instant::now();
    let error = ask_with(
        &server,
        options().with_whole_timeout(Duration::from_millis(200)),
    );
    assert!(
        matches!(
            error,
            Err(ChatError::Timeout {
                milliseconds: 200,
                ..
            })
        ),
        "{error:?}"
    );
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_reply_in_pieces_is_a_reply() {
    let server = Server::new([Act::Pieces]);
    assert_eq!(ask(&server).unwrap().text, "In pieces.");
}

#[test]
fn a_reply_that_breaks_off_is_not_asked_for_again() {
    let server = Server::new([Act::BreakOff, good("Yes.")]);
    let error = ask(&server).unwrap_err();
    assert!(
        matches!(&error, ChatError::Malformed { reason, .. } if reason.contains("broke off")),
        "{error}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn the_time_limit_holds_over_all_attempts_and_pauses() {
    let server = Server::new([send(503, "a"), good("Too late.")]);
    let slow = Backoff::default().with_first(Duration::from_secs(2));
    let options = options()
        .with_backoff(slow)
        .with_whole_timeout(Duration::from_millis(500));
    let begun = Instant::now();
    let error = ask_with(&server, options).unwrap_err();
    assert!(
        matches!(error, ChatError::GaveUp { attempts: 1, .. }),
        "{error}"
    );
    assert!(begun.elapsed() < Duration::from_millis(500));
}

#[test]
fn times_without_end_are_times() {
    let options = options()
        .with_whole_timeout(Duration::MAX)
        .with_connect_timeout(Duration::MAX);
    let reply = ask_with(&Server::new([good("Yes.")]), options);
    assert_eq!(reply.unwrap().text, "Yes.");
}

#[test]
fn nobody_there_is_an_error_after_all_attempts() {
    // Bound and dropped: nobody listens there.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let mut client = OpenAiClient::new(&url, "tiny", options()).unwrap();
    let error = client
        .complete(&ChatRequest::new([Message::user("?")]))
        .unwrap_err();
    match error {
        ChatError::GaveUp {
            attempts: 3, last, ..
        } => {
            assert!(matches!(*last, ChatError::Unreachable { .. }));
        }
        other => panic!("{other}"),
    }
}

#[test]
fn what_is_no_completion_is_malformed() {
    for body in [
        "",
        "<html>gateway</html>",
        "{\"choices\": []}",
        "{\"choices\": [{\"message\": {}, \"finish_reason\": \"stop\"}",
        "{\"error\": {\"message\": \"overloaded\"}}",
        "[1, 2]",
    ] {
        let error = ask(&Server::new([send(200, body)])).unwrap_err();
        assert!(
            matches!(error, ChatError::Malformed { .. }),
            "{body}: {error}"
        );
    }
}

#[test]
fn a_reply_without_words_is_a_reply_without_words() {
    let silent = "{\"choices\": [{\"message\": {\"content\": null}}]}";
    let reply = ask(&Server::new([send(200, silent)])).unwrap();
    assert_eq!(
        (&reply.text[..], reply.finish, reply.tokens),
        ("", FinishReason::Unknown, None)
    );
    let cut = "{\"choices\": [{\"message\": {\"content\": \"ANSWER: 1\"},
        \"finish_reason\": \"max_tokens\"}]}";
    let reply = ask(&Server::new([send(200, cut)])).unwrap();
    assert_eq!(reply.finish, FinishReason::Length);
    // A server that counts only half of the tokens has still replied.
    let half = "{\"choices\": [{\"message\": {\"content\": \"Yes.\"}}], \"usage\": {\"prompt_tokens\": 3}}";
    let reply = ask(&Server::new([send(200, half)])).unwrap();
    assert_eq!((&reply.text[..], reply.tokens), ("Yes.", None));
    let filtered = "{\"choices\": [{\"message\": {\"content\": null, \"refusal\": \"I cannot.\"},
        \"finish_reason\": \"content_filter\"}]}";
    let reply = ask(&Server::new([send(200, filtered)])).unwrap();
    assert_eq!(
        (&reply.text[..], reply.finish),
        ("I cannot.", FinishReason::ContentFilter)
    );
}

#[test]
fn a_huge_reply_is_not_read() {
    let Act::Send(status, headers, body) = good(&"x".repeat(100_000)) else {
        unreachable!()
    };
    let server = Server::new([Act::Send(status, headers, body)]);
    let error = ask_with(&server, options().with_max_reply_bytes(50_000)).unwrap_err();
    assert!(
        matches!(error, ChatError::TooLarge { limit: 50_000, .. }),
        "{error}"
    );
}

#[test]
fn addresses_that_cannot_be_used_are_refused() {
    for url in [
        "",
        "127.0.0.1:8080/v1",
        "ftp://host/v1",
        "http:///v1",
        "http://host/v1?key=1",
        "http://host/ v1",
    ] {
        let refused = OpenAiClient::new(url, "tiny", options());
        assert!(matches!(refused, Err(ClientError::Address { .. })), "{url}");
    }
    let refused = OpenAiClient::new("https://me:secret@host/v1", "tiny", options()).unwrap_err();
    assert!(!refused.to_string().contains("secret"));
    let refused = OpenAiClient::new("https://host/v1?key=secret", "tiny", options()).unwrap_err();
    assert!(!refused.to_string().contains("secret"), "{refused}");
}

#[test]
fn a_key_comes_from_a_variable_and_is_shown_to_nobody_else() {
    let client = |url: &str| OpenAiClient::new(url, "tiny", options()).unwrap();
    let missing = client("https://host/v1").with_key_from("LACUNA_TEST_NO_SUCH_KEY");
    assert!(matches!(missing, Err(ClientError::Key { .. })));
    // `PATH` is always set; it is looked at only after the way there is known to be safe.
    let in_clear = client("http://example.org/v1").with_key_from("PATH");
    assert!(matches!(in_clear, Err(ClientError::KeyInClear { .. })));

    // Cargo sets this one for tests: a stand-in for a key.
    let key = std::env::var("CARGO_PKG_NAME").unwrap();
    let unauthorised = format!("wrong key {key}, says the server");
    let server = Server::new([send(401, &unauthorised)]);
    let mut client = client(&server.url).with_key_from("CARGO_PKG_NAME").unwrap();
    assert!(!format!("{client:?}").contains(&format!("Key({key:?})")));
    assert!(format!("{client:?}").contains("Key(hidden)"));
    let error = client
        .complete(&ChatRequest::new([Message::user("?")]))
        .unwrap_err();
    assert!(server.requests()[0].contains(&format!("authorization: Bearer {key}")));
    assert!(!error.to_string().contains(&key), "{error}");
}

#[test]
fn a_key_is_cut_out_of_everything_that_a_server_repeats() {
    // Stand-ins for keys: a word, and something with slashes, which some servers escape.
    let path = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let word = std::env::var("CARGO_PKG_NAME").unwrap();
    let slashes = path.replace('/', "\\/");
    for (variable, body, leak) in [
        (
            "CARGO_PKG_NAME",
            format!("{{\"choices\": \"{word}\"}}"),
            &word,
        ),
        (
            "CARGO_MANIFEST_DIR",
            format!("{{\"key\": \"{slashes}\"}}"),
            &slashes,
        ),
    ] {
        let server = Server::new([send(200, &body)]);
        let client = OpenAiClient::new(&server.url, "tiny", options()).unwrap();
        let error = client
            .with_key_from(variable)
            .unwrap()
            .complete(&ChatRequest::new([Message::user("?")]))
            .unwrap_err();
        assert!(!error.to_string().contains(leak.as_str()), "{error}");
        assert!(error.to_string().contains("[key]"), "{error}");
    }
}

#[test]
fn senseless_questions_are_not_asked() {
    let server = Server::new([]);
    let mut client = OpenAiClient::new(&server.url, "tiny", options()).unwrap();
    let request = ChatRequest::new([Message::user("?")]);
    let with = |sampling| request.clone().with_sampling(sampling);
    for request in [
        ChatRequest::new([]),
        with(Sampling::default().with_temperature(f64::NAN)),
        with(Sampling::default().with_temperature(-1.0)),
        with(Sampling::default().with_max_tokens(0)),
        with(Sampling::default().with_stop("")),
    ] {
        let error = client.complete(&request).unwrap_err();
        assert!(matches!(error, ChatError::Request { .. }));
    }
}
