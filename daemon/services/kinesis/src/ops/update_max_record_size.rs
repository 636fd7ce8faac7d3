//! UpdateMaxRecordSize.

use super::create_stream::record_kib;
use crate::address::Address;
use crate::api::{self, UpdateMaxRecordSizeInput, UpdateMaxRecordSizeOutput};
use crate::setting;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateMaxRecordSize>(access, run)
}

fn address(input: &UpdateMaxRecordSizeInput) -> Address<'_> {
    Address::new(None, input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &UpdateMaxRecordSizeInput) -> Vec<Access> {
    address(input).access("kinesis:UpdateMaxRecordSize", call)
}

/// Changes how large a record may be. Those that are there stay as they are.
///
/// # Durability
/// The bound is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut UpdateMaxRecordSizeInput,
) -> Result<Answer<UpdateMaxRecordSizeOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    let kib = record_kib(Some(input.max_record_size_in_kib))?;
    setting::change_active(ctx, &stream.name, |settings| {
        settings.record_kib_max = kib;
        Ok(())
    })?;
    Ok(Answer::Now(UpdateMaxRecordSizeOutput {}))
}
