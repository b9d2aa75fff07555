//! Chat completions as they go over the wire.

use serde::{Deserialize, Serialize};

use super::{Author, ChatReply, ChatRequest, FinishReason, TokenCount};

/// A request body.
#[derive(Serialize)]
pub(super) struct Question<'a> {
    model: &'a str,
    messages: Vec<Turn<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
    max_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u32>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    stop: &'a [String],
    stream: bool,
}

#[derive(Serialize)]
struct Turn<'a> {
    role: &'static str,
    content: &'a str,
}

impl<'a> Question<'a> {
    pub(super) fn new(model: &'a str, request: &'a ChatRequest) -> Self {
        let messages = request.messages.iter().map(|message| Turn {
            role: match message.author {
                Author::System => "system",
                Author::User => "user",
                Author::Assistant => "assistant",
            },
            content: &message.text,
        });
        Question {
            model,
            messages: messages.collect(),
            temperature: request.sampling.temperature,
            max_tokens: request.sampling.max_tokens,
            seed: request.sampling.seed,
            stop: &request.sampling.stop,
            stream: false,
        }
    }
}

/// A response body; what is not needed is not looked at.
#[derive(Deserialize)]
pub(super) struct Completion {
    choices: Vec<Choice>,
    usage: Option<Used>,
}

#[derive(Deserialize)]
struct Choice {
    message: Said,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Said {
    content: Option<String>,
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Used {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}

impl Completion {
    /// Reads a body, or says what is wrong with it.
    pub(super) fn read(body: &str) -> Result<ChatReply, String> {
        let completion: Completion =
            serde_json::from_str(body).map_err(|error| error.to_string())?;
        let mut choices = completion.choices.into_iter();
        let (Some(choice), None) = (choices.next(), choices.next()) else {
            return Err("it must have one choice".to_owned());
        };
        let finish = match choice.finish_reason.as_deref() {
            None => FinishReason::Unknown,
            Some("stop") => FinishReason::Stop,
            // The second is what some servers call the first.
            Some("length" | "max_tokens" | "MAX_TOKENS") => FinishReason::Length,
            Some("content_filter") => FinishReason::ContentFilter,
            Some(other) => FinishReason::Other(other.to_owned()),
        };
        // A model that refuses, or says nothing, has been asked: no error, but no answer either.
        let said = choice.message.content.or(choice.message.refusal);
        let reply = ChatReply::new(said.unwrap_or_default()).with_finish(finish);
        // Half a count is none.
        let used = completion.usage;
        let used = used.and_then(|used| used.prompt_tokens.zip(used.completion_tokens));
        Ok(match used {
            Some((prompt, completion)) => reply.with_tokens(TokenCount::new(prompt, completion)),
            None => reply,
        })
    }
}
