//! Automated design and optimal mechanisms: against brute force, closed forms and each other.

mod auctions;
mod brute_force;
mod certificates;
mod correlated;
mod drawn;
mod orders;
mod trade;
