//! A server on loopback that says what it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;

/// What the server does with a request.
#[derive(Clone)]
pub enum Act {
    /// Sends a status, more headers, and a body.
    Send(u16, &'static str, String),
    /// Waits before it sends a good reply.
    Wait(Duration),
    /// Hangs up.
    HangUp,
    /// Hangs up in the middle of a good reply.
    BreakOff,
    /// Sends a good reply in pieces, whose lengths it says one by one.
    Pieces,
}

/// A good reply.
pub fn good(text: &str) -> Act {
    let body = serde_json::json!({
        "object": "chat.completion",
        "choices": [{
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "finish_reason": "stop",
            "logprobs": null
        }],
        "usage": {"prompt_tokens": 20, "completion_tokens": 7, "total_tokens": 27}
    });
    Act::Send(200, "", body.to_string())
}

/// A server that does these things, one a request, and its address; `requests` is what it was sent.
pub struct Server {
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn new(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        let acts: Vec<Act> = acts.into_iter().collect();
        std::thread::spawn(move || {
            for act in acts {
                let Ok((stream, _)) = listener.accept() else {
                    return;
                };
                serve(stream, act, &kept);
            }
        });
        Server { url, requests }
    }

    /// Headers and bodies as they were sent.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, act: Act, kept: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        let ended = line.trim().is_empty();
        request.push_str(&line);
        if ended {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    request.push_str(&String::from_utf8(body).unwrap());
    kept.lock().unwrap().push(request);
    let act = match act {
        Act::HangUp => return,
        Act::Wait(duration) => {
            sleep(duration);
            good("late")
        }
        act => act,
    };
    if let Act::Pieces = act {
        let Act::Send(_, _, body) = good("In pieces.") else {
            return;
        };
        let mut text = "HTTP/1.1 200 Said\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
        for piece in body.as_bytes().chunks(7) {
            let words = std::str::from_utf8(piece).unwrap();
            text.push_str(&format!("{:x}\r\n{words}\r\n", piece.len()));
        }
        text.push_str("0\r\n\r\n");
        let _ = stream.write_all(text.as_bytes());
        return;
    }
    let sent = if let Act::BreakOff = act {
        20
    } else {
        usize::MAX
    };
    let act = match act {
        Act::BreakOff => good("A long story."),
        act => act,
    };
    let Act::Send(status, headers, body) = act else {
        return;
    };
    let head = format!(
        "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\n{headers}content-length: \
         {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // A client that has had enough hangs up.
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body.as_bytes()[..body.len().min(sent)]);
}
