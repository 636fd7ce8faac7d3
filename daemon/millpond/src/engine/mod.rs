//! The threads behind the requests: one that commits, one that tidies, and the places where requests wait.

mod committer;
mod maintenance;
mod waiting;

pub(crate) use committer::Committer;
pub(crate) use maintenance::Maintenance;
pub(crate) use waiting::Waiting;
