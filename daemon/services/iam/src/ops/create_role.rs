//! Creates a role without any rights.

use crate::api::{self, CreateRoleInput, CreateRoleOutput};
use crate::fault::{self, Quota};
use crate::limits::{ROLE_SESSION_SECS, ROLES_MAX, TRUST_POLICY_CHARS_MAX};
use crate::{tags, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::NewRole;

fn access(_: &Call, store: &Store, input: &CreateRoleInput) -> Vec<Access> {
    let path = input.path.as_deref().unwrap_or("/");
    vec![Access::new("iam:CreateRole", store.principals().role_arn(path, &input.role_name))]
}

fn run(context: &mut Context<'_>, input: &mut CreateRoleInput) -> Result<Answer<CreateRoleOutput>, Fault> {
    if let Some(arn) = &input.permissions_boundary {
        return Err(fault::no_such_boundary(arn));
    }
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
    };
    let role = context.store.principals().create_role(new, ROLES_MAX, context.now);
    let role = role.map_err(|error| fault::change(error, Quota::Roles))?;
    Ok(Answer::Now(CreateRoleOutput { role: views::role(&role, true) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateRole>(access, run)
}
