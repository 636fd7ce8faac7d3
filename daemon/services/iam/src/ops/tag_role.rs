//! Sets tags of a role.

use crate::api::{self, TagRoleInput, TagRoleOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::Role;

fn access(_: &Call, store: &Store, input: &TagRoleInput) -> Vec<Access> {
    names::on_role(store, "iam:TagRole", &input.role_name)
}

fn run(context: &mut Context<'_>, input: &mut TagRoleInput) -> Result<Answer<TagRoleOutput>, Fault> {
    let tags = tags::read(Some(std::mem::take(&mut input.tags)))?;
    tags::set::<Role>(context, &input.role_name, tags)?;
    Ok(Answer::Now(TagRoleOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::TagRole>(access, run)
}
