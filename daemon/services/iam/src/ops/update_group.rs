//! Gives a group another name, another path, or both.

use crate::api::{self, UpdateGroupInput, UpdateGroupOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &UpdateGroupInput) -> Vec<Access> {
    let mut access = names::on_group(store, "iam:UpdateGroup", &input.group_name);
    // Who may change one group must not be able to make it look like another.
    let path = input.new_path.as_deref().unwrap_or("/");
    if let Some(name) = &input.new_group_name {
        access.push(Access::new("iam:UpdateGroup", store.principals().group_arn(path, name)));
    }
    access
}

fn run(context: &mut Context<'_>, input: &mut UpdateGroupInput) -> Result<Answer<UpdateGroupOutput>, Fault> {
    let (name, path) = (input.new_group_name.as_deref(), input.new_path.as_deref());
    context.store.principals().update_group(&input.group_name, name, path).map_err(fault::principal)?;
    Ok(Answer::Now(UpdateGroupOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateGroup>(access, run)
}
