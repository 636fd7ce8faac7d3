//! Tells why a call was denied, from the sealed message that its refusal carried.

use crate::api::{self, DecodeAuthorizationMessageInput, DecodeAuthorizationMessageOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &DecodeAuthorizationMessageInput) -> Vec<Access> {
    vec![Access::new("sts:DecodeAuthorizationMessage", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut DecodeAuthorizationMessageInput,
) -> Result<Answer<DecodeAuthorizationMessageOutput>, Fault> {
    let text = context.store.principals().open_denial(&input.encoded_message, context.now);
    let decoded_message = Some(text.ok_or_else(fault::no_authorization_message)?);
    Ok(Answer::Now(DecodeAuthorizationMessageOutput { decoded_message }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DecodeAuthorizationMessage>(access, run)
}
