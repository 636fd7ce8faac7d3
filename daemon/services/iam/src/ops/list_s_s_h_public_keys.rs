//! Lists a user's SSH keys, of which there are none.

use crate::api::{self, ListSSHPublicKeysInput, ListSSHPublicKeysOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListSSHPublicKeysInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:ListSSHPublicKeys", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListSSHPublicKeysInput,
) -> Result<Answer<ListSSHPublicKeysOutput>, Fault> {
    let name = names::own_or_named(context, "iam:ListSSHPublicKeys", input.user_name.as_deref())?;
    context.store.principals().user(&name).ok_or_else(|| fault::no_such_user(&name))?;
    Ok(Answer::Now(ListSSHPublicKeysOutput {
        ssh_public_keys: Some(Vec::new()),
        is_truncated: Some(false),
        marker: None,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListSSHPublicKeys>(access, run)
}
