//! Lists the one policy a key has.

use crate::api::{self, ListKeyPoliciesInput, ListKeyPoliciesOutput};
use crate::{access, key, key_policy, page};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

const ACTION: &str = "kms:ListKeyPolicies";

fn access(_: &Call, store: &Store, input: &ListKeyPoliciesInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListKeyPoliciesInput,
) -> Result<Answer<ListKeyPoliciesOutput>, Fault> {
    key::named(context, &input.key_id)?;
    if let Some(marker) = &input.marker {
        return Err(page::invalid_marker(marker));
    }
    Ok(Answer::Now(ListKeyPoliciesOutput {
        policy_names: Some(vec![key_policy::NAME.to_owned()]),
        truncated: Some(false),
        next_marker: None,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListKeyPolicies>(access, run)
}
