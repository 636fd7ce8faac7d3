//! Says when, where and for what an access key was last used.

use crate::api::{self, AccessKeyLastUsed, GetAccessKeyLastUsedInput, GetAccessKeyLastUsedOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &GetAccessKeyLastUsedInput) -> Vec<Access> {
    names::on_owner(store, "iam:GetAccessKeyLastUsed", &input.access_key_id)
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetAccessKeyLastUsedInput,
) -> Result<Answer<GetAccessKeyLastUsedOutput>, Fault> {
    let principals = context.store.principals();
    let id = &input.access_key_id;
    let owner = principals.owner(id).ok_or_else(|| fault::no_such_key(id))?;
    let last = principals.last_use(id);
    let unknown = || "N/A".to_owned();
    Ok(Answer::Now(GetAccessKeyLastUsedOutput {
        user_name: Some(owner.name.clone()),
        access_key_last_used: Some(AccessKeyLastUsed {
            last_used_date: last.as_ref().map(|last| views::date(last.when)),
            service_name: last.as_ref().map_or_else(unknown, |last| last.service.clone()),
            region: last.map_or_else(unknown, |last| last.region),
        }),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetAccessKeyLastUsed>(access, run)
}
