//! The threads behind the requests: one that commits, one that tidies, and the places where requests wait.

mod committer;
mod line;
mod maintenance;
mod waiting;

pub(crate) use committer::Committer;
pub(crate) use line::{Heard, Place};
pub(crate) use maintenance::Maintenance;
pub(crate) use waiting::{Mark, Waiting};
