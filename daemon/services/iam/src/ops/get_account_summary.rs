//! Counts what the account has, and says what it may have.

use crate::api::{self, GetAccountSummaryInput, GetAccountSummaryOutput};
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &GetAccountSummaryInput) -> Vec<Access> {
    vec![Access::new("iam:GetAccountSummary", "*")]
}

fn run(
    context: &mut Context<'_>,
    _: &mut GetAccountSummaryInput,
) -> Result<Answer<GetAccountSummaryOutput>, Fault> {
    let summary = views::summary(context.store.principals());
    Ok(Answer::Now(GetAccountSummaryOutput { summary_map: Some(summary) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetAccountSummary>(access, run)
}
