//! Language models: what is an answer, a server on loopback that misbehaves, and a recorded run.

mod answers;
mod budget;
mod client;
#[path = "../../examples/language_model/experiment.rs"]
mod experiment;
mod negotiation;
mod play;
mod recorded;
mod server;
