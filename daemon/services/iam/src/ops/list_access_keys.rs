//! Lists a user's access keys, without their secrets.

use crate::api::{self, AccessKeyMetadata, ListAccessKeysInput, ListAccessKeysOutput};
use crate::page::Page;
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListAccessKeysInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:ListAccessKeys", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListAccessKeysInput,
) -> Result<Answer<ListAccessKeysOutput>, Fault> {
    let name = names::own_or_named(context, "iam:ListAccessKeys", input.user_name.as_deref())?;
    let user = context.store.principals().user(&name).ok_or_else(|| fault::no_such_user(&name))?;
    let mut keys = user.keys.clone();
    keys.sort_by(|left, right| left.id.cmp(&right.id));
    let page = Page::cut(keys, input.marker.as_deref(), input.max_items, |key| key.id.clone());
    let metadata = page.items.iter().map(|key| AccessKeyMetadata {
        user_name: Some(user.name.clone()),
        access_key_id: Some(key.id.clone()),
        status: Some(if key.active { "Active" } else { "Inactive" }.to_owned()),
        create_date: Some(views::date(key.created)),
    });
    Ok(Answer::Now(ListAccessKeysOutput {
        access_key_metadata: metadata.collect(),
        is_truncated: page.is_truncated(),
        marker: page.marker,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListAccessKeys>(access, run)
}
