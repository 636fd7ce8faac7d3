//! Creates a user without any rights.

use crate::api::{self, CreateUserInput, CreateUserOutput};
use crate::fault::{self, Quota};
use crate::limits::USERS_MAX;
use crate::{names, tags, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::NewUser;

fn access(_: &Call, store: &Store, input: &CreateUserInput) -> Vec<Access> {
    let path = input.path.as_deref().unwrap_or("/");
    let arn = store.principals().user_arn(path, &input.user_name);
    names::creating("iam:CreateUser", arn, input.permissions_boundary.as_deref())
}

fn run(context: &mut Context<'_>, input: &mut CreateUserInput) -> Result<Answer<CreateUserOutput>, Fault> {
    let new = NewUser {
        name: std::mem::take(&mut input.user_name),
        path: input.path.take().unwrap_or_else(|| "/".to_owned()),
        tags: tags::read(input.tags.take())?,
        boundary: input.permissions_boundary.take(),
    };
    let user = context.store.principals().create_user(new, USERS_MAX, context.now);
    let user = user.map_err(|error| fault::creation(error, Quota::Users))?;
    Ok(Answer::Now(CreateUserOutput { user: Some(views::user(&user, true)) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateUser>(access, run)
}
