//! What stands between agents and an environment: laws, mechanisms, and institutions of one's own.
