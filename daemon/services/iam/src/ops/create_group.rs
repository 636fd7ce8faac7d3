//! Creates a group without users and policies.

use crate::api::{self, CreateGroupInput, CreateGroupOutput};
use crate::fault::{self, Quota};
use crate::limits::GROUPS_MAX;
use crate::views;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &CreateGroupInput) -> Vec<Access> {
    let path = input.path.as_deref().unwrap_or("/");
    vec![Access::new("iam:CreateGroup", store.principals().group_arn(path, &input.group_name))]
}

fn run(context: &mut Context<'_>, input: &mut CreateGroupInput) -> Result<Answer<CreateGroupOutput>, Fault> {
    let path = input.path.as_deref().unwrap_or("/");
    let group = context.store.principals().create_group(&input.group_name, path, GROUPS_MAX, context.now);
    let group = group.map_err(|error| fault::change(error, Quota::Groups))?;
    Ok(Answer::Now(CreateGroupOutput { group: views::group(&group) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateGroup>(access, run)
}
