//! Lists a user's signing certificates, of which there are none.

use crate::api::{self, ListSigningCertificatesInput, ListSigningCertificatesOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListSigningCertificatesInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:ListSigningCertificates", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListSigningCertificatesInput,
) -> Result<Answer<ListSigningCertificatesOutput>, Fault> {
    let name = names::own_or_named(context, "iam:ListSigningCertificates", input.user_name.as_deref())?;
    context.store.principals().user(&name).ok_or_else(|| fault::no_such_user(&name))?;
    Ok(Answer::Now(ListSigningCertificatesOutput {
        certificates: Vec::new(),
        is_truncated: Some(false),
        marker: None,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListSigningCertificates>(access, run)
}
