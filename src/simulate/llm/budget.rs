//! What models cost, and how much they may.

use serde::{Deserialize, Serialize};

use super::{ChatError, ChatModel, ChatReply, ChatRequest, TokenCount};
use crate::number::Rational;

/// What tokens cost, in a currency of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Prices {
    /// A million tokens of questions.
    pub prompt_million: Rational,
    /// A million tokens of replies.
    pub completion_million: Rational,
}

impl Prices {
    /// The prices of a million tokens of questions and of replies.
    pub fn new(prompt_million: Rational, completion_million: Rational) -> Self {
        Prices {
            prompt_million,
            completion_million,
        }
    }

    /// The price of so many tokens, exactly.
    pub fn of(&self, tokens: TokenCount) -> Rational {
        let millions = |count: u64, price: &Rational| {
            (price * &Rational::from(count))
                .checked_div(&Rational::from(1_000_000))
                .unwrap_or_default()
        };
        millions(tokens.prompt, &self.prompt_million)
            + &millions(tokens.completion, &self.completion_million)
    }
}

/// What may be used in all. The default allows everything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Budget {
    /// The most questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_requests: Option<u64>,
    /// The most tokens, of questions and replies together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u64>,
    /// The highest price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_price: Option<Rational>,
}

impl Budget {
    /// The same with a limit on questions.
    #[must_use]
    pub fn with_max_requests(mut self, requests: u64) -> Self {
        self.max_requests = Some(requests);
        self
    }

    /// The same with a limit on tokens.
    #[must_use]
    pub fn with_max_tokens(mut self, tokens: u64) -> Self {
        self.max_tokens = Some(tokens);
        self
    }

    /// The same with a limit on the price.
    #[must_use]
    pub fn with_max_price(mut self, price: Rational) -> Self {
        self.max_price = Some(price);
        self
    }
}

/// What was used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Usage {
    /// Questions that were sent on.
    pub requests: u64,
    /// Those that were answered.
    pub replies: u64,
    /// Those that were not. What a server used for them is not known, and not counted.
    pub failures: u64,
    /// How often questions were sent again before they were answered.
    pub retries: u64,
    /// Tokens of the questions and replies.
    pub tokens: TokenCount,
    /// Replies of a server that did not count: their bytes are taken for tokens, which is an upper
    /// bound but for the few words that a server puts around messages.
    pub uncounted: u64,
    /// The price of the tokens.
    pub price: Rational,
}

impl Usage {
    /// Adds what one exchange used.
    pub fn add(
        &mut self,
        request: &ChatRequest,
        outcome: &Result<ChatReply, ChatError>,
        prices: &Prices,
    ) {
        self.requests += 1;
        let reply = match outcome {
            Ok(reply) => reply,
            Err(error) => {
                self.failures += 1;
                if let ChatError::GaveUp { attempts, .. } = error {
                    self.retries += u64::from(attempts.saturating_sub(1));
                }
                return;
            }
        };
        self.replies += 1;
        self.retries += u64::from(reply.attempts.saturating_sub(1));
        let tokens = reply.tokens.unwrap_or_else(|| {
            self.uncounted += 1;
            TokenCount::new(request.bytes(), reply.text.len() as u64)
        });
        self.tokens.prompt = self.tokens.prompt.saturating_add(tokens.prompt);
        self.tokens.completion = self.tokens.completion.saturating_add(tokens.completion);
        self.price += prices.of(tokens);
    }
}

/// A model that is asked no more than a budget allows.
///
/// A question is refused, and not asked, if it *may* go past a limit: its bytes are taken as an
/// upper bound of its tokens, and its longest reply as that of the reply. So the limits hold, but
/// for the few tokens that a server adds to each message.
///
/// ```
/// use lacuna::simulate::llm::{
///     Budget, Budgeted, ChatError, ChatModel, ChatRequest, Message, Prices, Scripted,
/// };
///
/// let budget = Budget::default().with_max_requests(1);
/// let mut model = Budgeted::new(Scripted::always("Yes."), budget, Prices::default());
/// let request = ChatRequest::new([Message::user("May I?")]);
/// assert_eq!(model.complete(&request)?.text, "Yes.");
/// assert!(matches!(model.complete(&request), Err(ChatError::BudgetSpent { .. })));
/// assert_eq!(model.usage().requests, 1);
/// # Ok::<(), ChatError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Budgeted<M> {
    model: M,
    budget: Budget,
    prices: Prices,
    usage: Usage,
}

impl<M> Budgeted<M> {
    /// A model within a budget, at these prices.
    pub fn new(model: M, budget: Budget, prices: Prices) -> Self {
        Budgeted {
            model,
            budget,
            prices,
            usage: Usage::default(),
        }
    }

    /// What was used.
    pub fn usage(&self) -> &Usage {
        &self.usage
    }

    /// The model.
    pub fn into_inner(self) -> M {
        self.model
    }

    fn allow(&self, request: &ChatRequest) -> Result<(), ChatError> {
        let most = TokenCount::new(request.bytes(), u64::from(request.sampling.max_tokens));
        let spent = |what: &str, limit: String, spent: String, needs: String| {
            Err(ChatError::BudgetSpent {
                what: what.to_owned(),
                limit,
                spent,
                needs,
            })
        };
        if let Some(limit) = self.budget.max_requests
            && self.usage.requests >= limit
        {
            let used = self.usage.requests.to_string();
            return spent("requests", limit.to_string(), used, "1".to_owned());
        }
        let used = self.usage.tokens.total();
        if let Some(limit) = self.budget.max_tokens
            && used.saturating_add(most.total()) > limit
        {
            let needs = most.total().to_string();
            return spent("tokens", limit.to_string(), used.to_string(), needs);
        }
        let needs = self.prices.of(most);
        if let Some(limit) = &self.budget.max_price
            && &(&self.usage.price + &needs) > limit
        {
            let used = self.usage.price.to_string();
            return spent("in price", limit.to_string(), used, needs.to_string());
        }
        Ok(())
    }
}

impl<M: ChatModel> ChatModel for Budgeted<M> {
    fn complete(&mut self, request: &ChatRequest) -> Result<ChatReply, ChatError> {
        request.check()?;
        self.allow(request)?;
        let outcome = self.model.complete(request);
        self.usage.add(request, &outcome, &self.prices);
        outcome
    }
}
