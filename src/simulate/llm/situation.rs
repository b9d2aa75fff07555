//! What a model is told of its situation, and how its answer becomes an action.

use super::{Choice, Format, FormatError, Unreadable};
use crate::simulate::Feedback;

/// Puts what a player sees into words, and makes actions of answers: what a [`ModelAgent`] needs to
/// play in an environment with observations `O` and actions `A`.
///
/// There is one for each environment of this library: [`GameSituation`], [`CommonsSituation`],
/// [`TableSituation`]. For one's own:
///
/// ```
/// use lacuna::simulate::Agent;
/// use lacuna::simulate::llm::{
///     Choice, Format, FormatError, ModelAgent, Role, Scripted, Situation, Unreadable,
/// };
///
/// /// A jar with so many coins, of which one may be taken.
/// struct Jar;
/// impl Situation<u32, bool> for Jar {
///     fn describe(&self, coins: &u32) -> String {
///         format!("There is a jar with {coins} coins. You may take one.")
///     }
///     fn format(&self, _coins: &u32) -> Result<Format, FormatError> {
///         Format::labels(["take", "leave"])
///     }
///     fn action(&self, _coins: &u32, choice: Choice) -> Result<bool, Unreadable> {
///         Ok(choice == Choice::Label(0))
///     }
/// }
/// let mut agent = ModelAgent::new(Scripted::always("ANSWER: leave"), Role::Selfish, Jar);
/// let mut rng = lacuna::game::random::generator(1, 0);
/// assert_eq!(agent.act(&5, &mut rng), Ok(false));
/// ```
///
/// [`ModelAgent`]: super::ModelAgent
/// [`GameSituation`]: super::GameSituation
/// [`CommonsSituation`]: super::CommonsSituation
/// [`TableSituation`]: super::TableSituation
pub trait Situation<O, A> {
    /// What the player is told of its situation.
    fn describe(&self, seen: &O) -> String;

    /// What it is asked, after everything else that it is told; nothing more by default.
    fn question(&self, _seen: &O) -> String {
        String::new()
    }

    /// In which form it answers.
    ///
    /// # Errors
    /// [`FormatError`], for example for two actions of one name.
    fn format(&self, seen: &O) -> Result<Format, FormatError>;

    /// The action that an answer stands for.
    ///
    /// # Errors
    /// [`Unreadable`] for an answer that stands for none: never a default.
    fn action(&self, seen: &O, choice: Choice) -> Result<A, Unreadable>;

    /// A line on a step that was taken, for the player to remember; none by default.
    fn recall(&self, _feedback: &Feedback<'_, O, A>) -> Option<String> {
        None
    }
}

impl<O, A, S: Situation<O, A> + ?Sized> Situation<O, A> for &S {
    fn describe(&self, seen: &O) -> String {
        (**self).describe(seen)
    }
    fn question(&self, seen: &O) -> String {
        (**self).question(seen)
    }
    fn format(&self, seen: &O) -> Result<Format, FormatError> {
        (**self).format(seen)
    }
    fn action(&self, seen: &O, choice: Choice) -> Result<A, Unreadable> {
        (**self).action(seen, choice)
    }
    fn recall(&self, feedback: &Feedback<'_, O, A>) -> Option<String> {
        (**self).recall(feedback)
    }
}

/// A choice of another kind than the format asked for, which no format returns.
pub(super) fn of_another_kind() -> Unreadable {
    Unreadable::other("the answer is of another kind than was asked for")
}
