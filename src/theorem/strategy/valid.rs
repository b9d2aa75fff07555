//! Values that have to be made from what is drawn, where sizes that cannot be are refused at once.

use std::fmt::{Debug, Display};

use proptest::prelude::*;
use proptest::strategy::{NewTree, ValueTree};
use proptest::test_runner::TestRunner;

/// What could be made. Everything that is drawn can be, unless the caller asked for what does not
/// exist: then drawing fails with the words of the error, and is not tried again.
pub(super) fn valid<T: Clone + Debug, E: Debug + Display>(
    drawn: impl Strategy<Value = Result<T, E>> + Clone,
) -> impl Strategy<Value = T> + Clone {
    Valid(drawn)
}

#[derive(Debug, Clone)]
struct Valid<S>(S);

impl<S, T, E> Strategy for Valid<S>
where
    S: Strategy<Value = Result<T, E>>,
    T: Clone + Debug,
    E: Debug + Display,
{
    type Tree = ValidTree<S::Tree, T>;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let tree = self.0.new_tree(runner)?;
        match tree.current() {
            Ok(value) => Ok(ValidTree { tree, value }),
            Err(error) => Err(error.to_string().into()),
        }
    }
}

/// A value that could be made, and what it was made from.
struct ValidTree<V, T> {
    tree: V,
    value: T,
}

impl<V, T, E> ValidTree<V, T>
where
    V: ValueTree<Value = Result<T, E>>,
    T: Debug,
    E: Debug,
{
    /// After a move: on to what can be made.
    fn settle(&mut self, mut moved: bool) -> bool {
        while moved {
            if let Ok(value) = self.tree.current() {
                self.value = value;
                return true;
            }
            moved = self.tree.complicate();
        }
        false
    }
}

impl<V, T, E> ValueTree for ValidTree<V, T>
where
    V: ValueTree<Value = Result<T, E>>,
    T: Clone + Debug,
    E: Debug,
{
    type Value = T;

    fn current(&self) -> T {
        self.value.clone()
    }

    fn simplify(&mut self) -> bool {
        let moved = self.tree.simplify();
        self.settle(moved)
    }

    fn complicate(&mut self) -> bool {
        let moved = self.tree.complicate();
        self.settle(moved)
    }
}
