//! Sets tags of a user.

use crate::api::{self, TagUserInput, TagUserOutput};
use crate::{names, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::principal::User;

fn access(_: &Call, store: &Store, input: &TagUserInput) -> Vec<Access> {
    names::on_user(store, "iam:TagUser", &input.user_name)
}

fn run(context: &mut Context<'_>, input: &mut TagUserInput) -> Result<Answer<TagUserOutput>, Fault> {
    let tags = tags::read(Some(std::mem::take(&mut input.tags)))?;
    tags::set::<User>(context, &input.user_name, tags)?;
    Ok(Answer::Now(TagUserOutput {}))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::TagUser>(access, run)
}
