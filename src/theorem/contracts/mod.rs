//! What no contract and no mechanism recovers, and what closes it.

super::registry::chapter!("Contracts and gaps":);
