//! Lists the tags of a user.

use crate::api::{self, ListUserTagsInput, ListUserTagsOutput};
use crate::{fault, names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::User;

fn access(_: &Call, store: &Store, input: &ListUserTagsInput) -> Vec<Access> {
    names::on_user(store, "iam:ListUserTags", &input.user_name)
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListUserTagsInput,
) -> Result<Answer<ListUserTagsOutput>, Fault> {
    let name = &input.user_name;
    let record = context.store.principals().named::<User>(name).ok_or_else(|| fault::no_such_user(name))?;
    let page = tags::page(&record.tags, input.marker.as_deref(), input.max_items);
    Ok(Answer::Now(ListUserTagsOutput {
        is_truncated: page.is_truncated(),
        tags: page.items,
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListUserTags>(access, run)
}
