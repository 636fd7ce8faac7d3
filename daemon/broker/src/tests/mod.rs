//! A world of clients around a broker, and what must hold in it.

mod model;
mod rig;
mod stories;
