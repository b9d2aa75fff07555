//! A client for servers that speak the chat completions protocol of OpenAI.

use std::fmt;
use std::time::{Duration, Instant};

use rand::rngs::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};
use ureq::http::Response;
use ureq::{Agent, Body, Timeout};

use super::backoff::Backoff;
use super::error::beginning;
use super::wire::{Completion, Question};
use super::{ChatError, ChatModel, ChatReply, ChatRequest};
use crate::game::random::generator;

/// How long an excerpt of a body is in an error.
const EXCERPT: usize = 400;

/// Nobody waits longer, and a century from now is still a point in time.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// How a client behaves.
///
/// ```
/// use lacuna::simulate::llm::ClientOptions;
/// use std::time::Duration;
///
/// let options = ClientOptions::default()
///     .with_whole_timeout(Duration::from_secs(300))
///     .with_max_attempts(2);
/// assert_eq!(options.max_attempts, 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ClientOptions {
    /// How long to wait for a connection; 10 s by default.
    pub connect_timeout: Duration,
    /// How long to wait for a whole reply, if the question does not say; 120 s by default. It holds
    /// over all attempts and the pauses between them, and a reply that does not come in time is not
    /// asked for again.
    pub whole_timeout: Duration,
    /// How often a question is sent at most, while the server cannot be reached, is too busy (408,
    /// 429) or fails (5xx); 5 by default.
    pub max_attempts: u32,
    /// The pauses between attempts.
    pub backoff: Backoff,
    /// The most bytes of a reply; 4 MiB by default.
    pub max_reply_bytes: u64,
}

impl Default for ClientOptions {
    fn default() -> Self {
        ClientOptions {
            connect_timeout: Duration::from_secs(10),
            whole_timeout: Duration::from_secs(120),
            max_attempts: 5,
            backoff: Backoff::default(),
            max_reply_bytes: 4 << 20,
        }
    }
}

impl ClientOptions {
    /// The same with another time to wait for a connection.
    #[must_use]
    pub fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The same with another time to wait for a whole reply.
    #[must_use]
    pub fn with_whole_timeout(mut self, timeout: Duration) -> Self {
        self.whole_timeout = timeout;
        self
    }

    /// The same with another number of attempts; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The same with other pauses between attempts.
    #[must_use]
    pub fn with_backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }

    /// The same with another limit on the bytes of a reply.
    #[must_use]
    pub fn with_max_reply_bytes(mut self, bytes: u64) -> Self {
        self.max_reply_bytes = bytes;
        self
    }
}

/// Why there is no client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// An address that cannot be used.
    #[error("the address {url:?} {reason}; it must look like https://host/v1")]
    #[non_exhaustive]
    Address {
        /// The address; without its first part if it has a name or password in it, and without what
        /// follows the path.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A key that is not where it should be.
    #[error("the environment variable {variable:?} {reason}; it must hold the key of the server")]
    #[non_exhaustive]
    Key {
        /// The variable.
        variable: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A key that everybody on the way could read.
    #[error("a key is not sent to {host:?} without encryption; use https, or a server on loopback")]
    #[non_exhaustive]
    KeyInClear {
        /// The host.
        host: String,
    },
}

/// A key; it is shown to nobody but the server.
#[derive(Clone)]
struct Key(String);

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(hidden)")
    }
}

/// A model behind a server that speaks the chat completions protocol of OpenAI, as most servers of
/// language models do.
///
/// There is no global state. A key is read from an environment variable that the caller names; it
/// is neither logged nor shown nor sent anywhere else: redirections are refused, and so is a
/// connection without encryption, but to loopback. Proxies of the environment are used, but not for
/// loopback.
///
/// ```no_run
/// use lacuna::simulate::llm::{ChatModel, ChatRequest, ClientOptions, Message, OpenAiClient};
///
/// let mut model = OpenAiClient::new("http://127.0.0.1:8080/v1", "smollm2", ClientOptions::default())?;
/// // For a server that wants a key: `model.with_key_from("MY_KEY")?`.
/// let reply = model.complete(&ChatRequest::new([Message::user("Good morning!")]))?;
/// println!("{}", reply.text);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct OpenAiClient {
    agent: Agent,
    url: String,
    host: String,
    encrypted: bool,
    model: String,
    key: Option<Key>,
    options: ClientOptions,
    /// Pauses are drawn from a generator of their own: replies do not depend on it.
    chance: Xoshiro256PlusPlus,
}

/// Neither the key nor the settings of the connection, which may name a proxy with a password.
impl fmt::Debug for OpenAiClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OpenAiClient")
            .field("url", &self.url)
            .field("model", &self.model)
            .field("key", &self.key)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl OpenAiClient {
    /// A client for the model of this name at an address such as `http://127.0.0.1:8080/v1`, to
    /// which `/chat/completions` is added.
    ///
    /// # Errors
    /// [`ClientError::Address`].
    pub fn new(
        base_url: &str,
        model: impl Into<String>,
        options: ClientOptions,
    ) -> Result<Self, ClientError> {
        let base = base_url.trim_end_matches('/');
        let (encrypted, host) = host_of(base)?;
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(options.connect_timeout.min(CENTURY)));
        if is_loopback(&host) {
            config = config.proxy(None);
        }
        Ok(OpenAiClient {
            agent: config.build().into(),
            url: format!("{base}/chat/completions"),
            host,
            encrypted,
            model: model.into(),
            key: None,
            chance: generator(options.backoff.seed, 0),
            options,
        })
    }

    /// The same client, which sends the key that this environment variable holds.
    ///
    /// # Errors
    /// [`ClientError::Key`] if there is no such variable or if it holds no key;
    /// [`ClientError::KeyInClear`].
    pub fn with_key_from(mut self, variable: &str) -> Result<Self, ClientError> {
        let refuse = |reason| {
            Err(ClientError::Key {
                variable: variable.to_owned(),
                reason,
            })
        };
        if !self.encrypted && !is_loopback(&self.host) {
            return Err(ClientError::KeyInClear { host: self.host });
        }
        let key = match std::env::var(variable) {
            Ok(key) => key,
            Err(std::env::VarError::NotPresent) => return refuse("is not set"),
            Err(std::env::VarError::NotUnicode(_)) => return refuse("is not text"),
        };
        let key = key.trim();
        if key.is_empty() {
            return refuse("is empty");
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return refuse("holds characters that no header can have");
        }
        self.key = Some(Key(key.to_owned()));
        Ok(self)
    }

    /// The name of the model.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// One attempt with so much time left of all; and how long the server wants to be left alone.
    fn attempt(
        &self,
        request: &ChatRequest,
        left: Duration,
        all: Duration,
    ) -> Result<ChatReply, (ChatError, Option<Duration>)> {
        let fault = |error| (self.fault(error, all), None);
        let mut post = self.agent.post(&self.url);
        if let Some(Key(key)) = &self.key {
            post = post.header("authorization", format!("Bearer {key}"));
        }
        let post = post.config().timeout_global(Some(left)).build();
        let mut response = post
            .send_json(Question::new(&self.model, request))
            .map_err(fault)?;
        let body = response
            .body_mut()
            .with_config()
            .limit(self.options.max_reply_bytes)
            .read_to_vec();
        let status = response.status();
        let body = match body {
            Ok(body) => String::from_utf8_lossy(&body).into_owned(),
            // What a refusal says matters less than that it is one.
            Err(_) if !status.is_success() => String::new(),
            // It was on its way, and may have been paid for: it is not asked for again.
            Err(error) => {
                let error = match self.fault(error, all) {
                    ChatError::Unreachable { reason } => ChatError::Malformed {
                        reason: format!("it broke off: {reason}"),
                        body: String::new(),
                    },
                    error => error,
                };
                return Err((error, None));
            }
        };
        if !status.is_success() {
            let error = ChatError::Refused {
                status: status.as_u16(),
                body: beginning(self.without_key(&body).trim(), EXCERPT),
            };
            return Err((error, retry_after(&response)));
        }
        Completion::read(&body).map_err(|reason| {
            let reason = self.without_key(&reason);
            let body = beginning(self.without_key(&body).trim(), EXCERPT);
            (ChatError::Malformed { reason, body }, None)
        })
    }

    /// Servers may repeat the key when they refuse it, also as JSON writes it.
    fn without_key(&self, text: &str) -> String {
        let Some(Key(key)) = &self.key else {
            return text.to_owned();
        };
        let escaped = key.replace('\\', "\\\\").replace('"', "\\\"");
        let slashes = escaped.replace('/', "\\/");
        [key, &escaped, &slashes]
            .into_iter()
            .fold(text.to_owned(), |text, key| {
                text.replace(key.as_str(), "[key]")
            })
    }

    fn fault(&self, error: ureq::Error, timeout: Duration) -> ChatError {
        match error {
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => ChatError::Unreachable {
                reason: "no connection in time".to_owned(),
            },
            ureq::Error::Timeout(_) => ChatError::Timeout {
                milliseconds: u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX),
            },
            ureq::Error::BodyExceedsLimit(limit) => ChatError::TooLarge { limit },
            error @ (ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..)) => {
                ChatError::Malformed {
                    reason: self.without_key(&error.to_string()),
                    body: String::new(),
                }
            }
            error => ChatError::Unreachable {
                reason: self.without_key(&error.to_string()),
            },
        }
    }
}

impl ChatModel for OpenAiClient {
    fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError> {
        request.check()?;
        let most = self.options.max_attempts.max(1);
        let all = request.timeout.unwrap_or(self.options.whole_timeout);
        let begun = Instant::now();
        let mut attempts = 1;
        loop {
            let left = all.min(CENTURY).saturating_sub(begun.elapsed());
            let (error, asked) = match self.attempt(request, left, all) {
                Ok(reply) => return Ok(ChatReply { attempts, ..reply }),
                Err(failed) => failed,
            };
            if !error.is_passing() {
                return Err(error);
            }
            let pause = self.options.backoff.pause(attempts, &mut self.chance);
            // A server that wants to be left alone for longer than the longest pause is left alone.
            let patient = asked.is_none_or(|asked| asked <= self.options.backoff.longest);
            let pause = asked.map_or(pause, |asked| asked.max(pause));
            if attempts >= most || !patient || begun.elapsed().saturating_add(pause) >= all {
                return Err(ChatError::GaveUp {
                    attempts,
                    last: Box::new(error),
                });
            }
            std::thread::sleep(pause);
            attempts += 1;
        }
    }
}

/// What `Retry-After` says in seconds; a date is not looked at.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let value = response.headers().get("retry-after")?.to_str().ok()?;
    value.trim().parse().ok().map(Duration::from_secs)
}

/// Is the address encrypted, and whose is it?
fn host_of(base: &str) -> Result<(bool, String), ClientError> {
    let refuse = |reason| {
        // Never repeats a password, nor a key behind the path.
        let shown = base.split(['?', '#']).next().unwrap_or(base);
        let shown = shown.rsplit_once('@').map_or(shown, |(_, rest)| rest);
        Err(ClientError::Address {
            url: shown.to_owned(),
            reason,
        })
    };
    if base
        .chars()
        .any(|sign| sign.is_whitespace() || sign.is_control())
    {
        return refuse("has white space in it");
    }
    let Ok(address) = base.parse::<ureq::http::Uri>() else {
        return refuse("is no URL");
    };
    let encrypted = match address.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return refuse("is neither http nor https"),
    };
    let (Some(authority), Some(host)) = (address.authority(), address.host()) else {
        return refuse("names no host");
    };
    if host.is_empty() {
        return refuse("names no host");
    }
    if authority.as_str().contains('@') {
        return refuse("has a name or password in it, and a key belongs in a variable");
    }
    if address.query().is_some() || base.contains('#') {
        return refuse("has more behind its path");
    }
    Ok((encrypted, host.to_owned()))
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let address = host.parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}
