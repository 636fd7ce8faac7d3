//! Lists the custom key stores; there is none.

use crate::api::{self, DescribeCustomKeyStoresInput, DescribeCustomKeyStoresOutput};
use crate::{custom_key_store, page};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &DescribeCustomKeyStoresInput) -> Vec<Access> {
    vec![Access::new("kms:DescribeCustomKeyStores", "*")]
}

fn run(
    _: &mut Context<'_>,
    input: &mut DescribeCustomKeyStoresInput,
) -> Result<Answer<DescribeCustomKeyStoresOutput>, Fault> {
    if let Some(name) = input.custom_key_store_id.as_ref().or(input.custom_key_store_name.as_ref()) {
        return Err(custom_key_store::not_found(name));
    }
    if let Some(marker) = &input.marker {
        return Err(page::invalid_marker(marker));
    }
    Ok(Answer::Now(DescribeCustomKeyStoresOutput {
        custom_key_stores: Some(Vec::new()),
        truncated: Some(false),
        next_marker: None,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DescribeCustomKeyStores>(access, run)
}
