//! Mechanisms for agents with private types: messages, and what comes of them.

mod decision;
mod strategies;
mod table;

pub use decision::{Branch, Decision};
pub use strategies::Strategies;
pub use table::{MechanismTable, TableLimit};

/// A mechanism: what each agent can say, and what is decided after everything has been said.
///
/// In a *direct* mechanism the messages are the types, in the setting's order; in an *indirect* one
/// they are anything, such as bids, and [`Strategies`] say which type says what.
///
/// The trait is object-safe; `&M` and `Box<M>` are mechanisms when `M` is. An implementation
/// promises: at least one agent, at least one message each; the counts never change; `decide` is a
/// function of its argument and passes [`Decision::check`]. It may panic on messages that are out
/// of range, as slices do; everything in this crate checks first.
///
/// ```
/// use lacuna::mechanism::{Decision, Mechanism};
/// use lacuna::number::Rational;
///
/// /// One object at a price of 3 for the first who takes it; message 1 takes it.
/// struct PostedPrice;
/// impl Mechanism for PostedPrice {
///     fn agents(&self) -> usize {
///         2
///     }
///     fn messages(&self, _agent: usize) -> usize {
///         2
///     }
///     fn alternatives(&self) -> usize {
///         3
///     }
///     fn decide(&self, messages: &[usize]) -> Decision {
///         let mut transfers = vec![Rational::ZERO; 2];
///         match messages.iter().position(|&message| message == 1) {
///             Some(buyer) => {
///                 transfers[buyer] = Rational::from(-3);
///                 Decision::certain(1 + buyer, transfers)
///             }
///             None => Decision::certain(0, transfers),
///         }
///     }
/// }
/// assert_eq!(PostedPrice.decide(&[0, 1]).expected_transfer(1), Rational::from(-3));
/// ```
pub trait Mechanism: Send + Sync {
    /// The number of agents, at least 1.
    fn agents(&self) -> usize;

    /// The number of messages of `agent`, at least 1.
    fn messages(&self, agent: usize) -> usize;

    /// The number of alternatives that it chooses from: those of the setting it is for.
    fn alternatives(&self) -> usize;

    /// What is decided when `messages[i]` is what agent `i` says.
    fn decide(&self, messages: &[usize]) -> Decision;

    /// The name of a message, if it has one.
    fn message_name(&self, _agent: usize, _message: usize) -> Option<String> {
        None
    }
}

macro_rules! forward_mechanism {
    ($($pointer:ty),*) => {$(
        impl<M: Mechanism + ?Sized> Mechanism for $pointer {
            fn agents(&self) -> usize {
                (**self).agents()
            }
            fn messages(&self, agent: usize) -> usize {
                (**self).messages(agent)
            }
            fn alternatives(&self) -> usize {
                (**self).alternatives()
            }
            fn decide(&self, messages: &[usize]) -> Decision {
                (**self).decide(messages)
            }
            fn message_name(&self, agent: usize, message: usize) -> Option<String> {
                (**self).message_name(agent, message)
            }
        }
    )*};
}
forward_mechanism!(&M, Box<M>, std::sync::Arc<M>);
