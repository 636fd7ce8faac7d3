//! GetLoginProfile.

use crate::api::{self, GetLoginProfileInput, GetLoginProfileOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &GetLoginProfileInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:GetLoginProfile", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetLoginProfileInput,
) -> Result<Answer<GetLoginProfileOutput>, Fault> {
    let name = names::own_or_named(context, "iam:GetLoginProfile", input.user_name.as_deref())?;
    let user = context.store.principals().user(&name).ok_or_else(|| fault::no_such_user(&name))?;
    // Nobody signs in with a password here, so nobody has a profile.
    Err(fault::no_login_profile(&user.name))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetLoginProfile>(access, run)
}
