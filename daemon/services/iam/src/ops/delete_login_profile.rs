//! DeleteLoginProfile.

use crate::api::{self, DeleteLoginProfileInput, DeleteLoginProfileOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &DeleteLoginProfileInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:DeleteLoginProfile", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteLoginProfileInput,
) -> Result<Answer<DeleteLoginProfileOutput>, Fault> {
    let name = names::own_or_named(context, "iam:DeleteLoginProfile", input.user_name.as_deref())?;
    let user = context.store.principals().user(&name).ok_or_else(|| fault::no_such_user(&name))?;
    // Nobody signs in with a password here, so nobody has a profile.
    Err(fault::no_login_profile(&user.name))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteLoginProfile>(access, run)
}
