//! Gives a user another name, another path, or both.

use crate::api::{self, UpdateUserInput, UpdateUserOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &UpdateUserInput) -> Vec<Access> {
    let mut access = names::on_user(store, "iam:UpdateUser", &input.user_name);
    // Who may change one user must not be able to make it look like another.
    let path = input.new_path.as_deref().unwrap_or("/");
    if let Some(name) = &input.new_user_name {
        access.push(Access::new("iam:UpdateUser", store.principals().user_arn(path, name)));
    }
    access
}

fn run(context: &mut Context<'_>, input: &mut UpdateUserInput) -> Result<Answer<UpdateUserOutput>, Fault> {
    let (name, path) = (input.new_user_name.as_deref(), input.new_path.as_deref());
    context.store.principals().update_user(&input.user_name, name, path).map_err(fault::principal)?;
    Ok(Answer::Now(UpdateUserOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateUser>(access, run)
}
