//! Lists a user's credentials for single services, of which there are none.

use crate::api::{self, ListServiceSpecificCredentialsInput, ListServiceSpecificCredentialsOutput};
use crate::{fault, names};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &ListServiceSpecificCredentialsInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:ListServiceSpecificCredentials", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListServiceSpecificCredentialsInput,
) -> Result<Answer<ListServiceSpecificCredentialsOutput>, Fault> {
    if input.all_users.unwrap_or(false) {
        context.permit("iam:ListServiceSpecificCredentials", "*")?;
    } else {
        let name =
            names::own_or_named(context, "iam:ListServiceSpecificCredentials", input.user_name.as_deref())?;
        context.store.principals().user(&name).ok_or_else(|| fault::no_such_user(&name))?;
    }
    Ok(Answer::Now(ListServiceSpecificCredentialsOutput {
        service_specific_credentials: Some(Vec::new()),
        is_truncated: Some(false),
        marker: None,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListServiceSpecificCredentials>(access, run)
}
