//! Rules for agents with private types, and what they promise.

super::registry::chapter!("Mechanisms":);
