//! Takes tags off a user.

use crate::api::{self, UntagUserInput, UntagUserOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::User;

fn access(_: &Call, store: &Store, input: &UntagUserInput) -> Vec<Access> {
    names::on_user(store, "iam:UntagUser", &input.user_name)
}

fn run(context: &mut Context<'_>, input: &mut UntagUserInput) -> Result<Answer<UntagUserOutput>, Fault> {
    context.store.principals().untag::<User>(&input.user_name, &input.tag_keys).map_err(fault::principal)?;
    Ok(Answer::Now(UntagUserOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UntagUser>(access, run)
}
