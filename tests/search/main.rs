//! Searches for extreme instances, against counts, brute force and numbers of the literature.

mod climbs;
mod enumeration;
mod harm;
mod objectives;
mod ordinal;
mod page;
mod resumption;
