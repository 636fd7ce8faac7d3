//! Describes a user, or the one who calls.

use crate::api::{self, GetUserInput, GetUserOutput};
use crate::{fault, names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &GetUserInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:GetUser", input.user_name.as_deref())
}

fn run(context: &mut Context<'_>, input: &mut GetUserInput) -> Result<Answer<GetUserOutput>, Fault> {
    let name = names::own_or_named(context, "iam:GetUser", input.user_name.as_deref())?;
    let user = context.store.principals().user(&name).ok_or_else(|| fault::no_such_user(&name))?;
    Ok(Answer::Now(GetUserOutput { user: views::user(&user, true) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetUser>(access, run)
}
