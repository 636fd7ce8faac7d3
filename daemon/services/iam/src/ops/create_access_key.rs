//! Gives a user an access key. This reply is the only one that ever shows its secret.

use crate::api::{self, AccessKey, CreateAccessKeyInput, CreateAccessKeyOutput};
use crate::fault::{self, Quota};
use crate::limits::KEYS_PER_USER_MAX;
use crate::{names, views};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, store: &Store, input: &CreateAccessKeyInput) -> Vec<Access> {
    names::on_user_if_named(store, "iam:CreateAccessKey", input.user_name.as_deref())
}

fn run(
    context: &mut Context<'_>,
    input: &mut CreateAccessKeyInput,
) -> Result<Answer<CreateAccessKeyOutput>, Fault> {
    let name = names::own_or_named(context, "iam:CreateAccessKey", input.user_name.as_deref())?;
    let key = context.store.principals().create_access_key(&name, KEYS_PER_USER_MAX, context.now);
    let (key, secret) = key.map_err(|error| fault::change(error, Quota::AccessKeys))?;
    Ok(Answer::Now(CreateAccessKeyOutput {
        access_key: AccessKey {
            user_name: name,
            access_key_id: key.id,
            status: "Active".to_owned(),
            secret_access_key: String::from_utf8_lossy(secret.expose()).into_owned(),
            create_date: Some(views::date(key.created)),
        },
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateAccessKey>(access, run)
}
