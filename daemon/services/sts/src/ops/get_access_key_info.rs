//! Says whose an access key is.

use crate::api::{self, GetAccessKeyInfoInput, GetAccessKeyInfoOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &GetAccessKeyInfoInput) -> Vec<Access> {
    vec![Access::new("sts:GetAccessKeyInfo", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetAccessKeyInfoInput,
) -> Result<Answer<GetAccessKeyInfoOutput>, Fault> {
    let account = context.store.principals().account_of_key(&input.access_key_id);
    let account = account.ok_or_else(fault::no_access_key)?;
    Ok(Answer::Now(GetAccessKeyInfoOutput { account: Some(account) }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetAccessKeyInfo>(access, run)
}
