//! Games of many players in which only counts matter.
