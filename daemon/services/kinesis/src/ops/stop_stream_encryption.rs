//! StopStreamEncryption.

use crate::address::Address;
use crate::api::{self, StopStreamEncryptionInput, StopStreamEncryptionOutput};
use crate::encryption::KMS;
use crate::{fault, kms_fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::StopStreamEncryption>(access, run)
}

fn address(input: &StopStreamEncryptionInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &StopStreamEncryptionInput) -> Vec<Access> {
    address(input).access("kinesis:StopStreamEncryption", call)
}

/// Wraps the stream's data key under the gateway's own key at once; AWS's UPDATING state is skipped. Records that came
/// under a KMS key still need it. Which key is named does not matter.
///
/// # Durability
/// The choice is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut StopStreamEncryptionInput,
) -> Result<Answer<StopStreamEncryptionOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    if input.encryption_type != KMS {
        return Err(kms_fault::not_kms(&input.encryption_type));
    }
    if stream.resharding.pending.is_some() {
        return Err(fault::not_active(&stream.name, &ctx.call.account));
    }
    let chosen = ctx.store.streams().rekey(&stream.name, None, ctx.now.line);
    chosen.map_err(|cause| kms_fault::rekey(&cause, &stream.name, &ctx.call.account))?;
    Ok(Answer::Now(StopStreamEncryptionOutput {}))
}
