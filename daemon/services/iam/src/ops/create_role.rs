//! Creates a role without any rights.

use crate::api::{self, CreateRoleInput, CreateRoleOutput};
use crate::fault::{self, Quota};
use crate::limits::{ROLE_SESSION_SECS, ROLES_MAX, TRUST_POLICY_CHARS_MAX};
use crate::{names, tags, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::NewRole;

fn access(_: &Call, store: &Store, input: &CreateRoleInput) -> Vec<Access> {
    let path = input.path.as_deref().unwrap_or("/");
    let arn = store.principals().role_arn(path, &input.role_name);
    names::creating("iam:CreateRole", arn, input.permissions_boundary.as_deref())
}

fn run(context: &mut Context<'_>, input: &mut CreateRoleInput) -> Result<Answer<CreateRoleOutput>, Fault> {
    if input.assume_role_policy_document.chars().count() > TRUST_POLICY_CHARS_MAX {
        return Err(fault::trust_too_long());
    }
    let secs = input.max_session_duration.and_then(|secs| u64::try_from(secs).ok());
    let new = NewRole {
        name: std::mem::take(&mut input.role_name),
        path: input.path.take().unwrap_or_else(|| "/".to_owned()),
        tags: tags::read(input.tags.take())?,
        trust_document: std::mem::take(&mut input.assume_role_policy_document),
        description: input.description.take(),
        session_secs_max: secs.unwrap_or(ROLE_SESSION_SECS),
        boundary: input.permissions_boundary.take(),
    };
    let role = context.store.principals().create_role(new, ROLES_MAX, context.now);
    let role = role.map_err(|error| fault::creation(error, Quota::Roles))?;
    Ok(Answer::Now(CreateRoleOutput { role: views::role(&role, true) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateRole>(access, run)
}
