//! The account's settings as replies show them.

use crate::{api, views};
use millpond_base::LineMs;
use millpond_store::stream::{Commitment, CommitmentStatus};

/// A commitment, or that there never was one.
pub(crate) fn show(held: Option<Commitment>, now: LineMs) -> api::MinimumThroughputBillingCommitmentOutput {
    let Some(held) = held else {
        return api::MinimumThroughputBillingCommitmentOutput {
            status: "DISABLED".to_owned(),
            ..Default::default()
        };
    };
    let status = held.status(now);
    let word = match status {
        CommitmentStatus::Enabled => "ENABLED",
        CommitmentStatus::Ending => "ENABLED_UNTIL_EARLIEST_ALLOWED_END",
        CommitmentStatus::Disabled => "DISABLED",
    };
    let holds = status != CommitmentStatus::Disabled;
    api::MinimumThroughputBillingCommitmentOutput {
        status: word.to_owned(),
        started_at: Some(views::millis(held.begun())),
        ended_at: held.ended(now).map(views::millis),
        earliest_allowed_end_at: holds.then(|| views::millis(held.earliest_end())),
    }
}
