//! StartStreamEncryption.

use crate::address::Address;
use crate::api::{self, StartStreamEncryptionInput, StartStreamEncryptionOutput};
use crate::encryption::{self, KMS, Use};
use crate::{fault, kms_fault};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

pub(super) fn handler() -> Handler {
    Handler::new::<api::StartStreamEncryption>(access, run)
}

fn address(input: &StartStreamEncryptionInput) -> Address<'_> {
    Address::new(input.stream_name.as_ref(), input.stream_arn.as_ref())
}

fn access(call: &Call, _: &Store, input: &StartStreamEncryptionInput) -> Vec<Access> {
    address(input).access("kinesis:StartStreamEncryption", call)
}

/// Wraps the stream's data key under a KMS key at once; AWS's UPDATING state is skipped. Records that come from now on
/// need that key; those before need what they needed.
///
/// # Durability
/// The choice is on flash before the reply.
fn run(
    ctx: &mut Context<'_>,
    input: &mut StartStreamEncryptionInput,
) -> Result<Answer<StartStreamEncryptionOutput>, Fault> {
    let stream = address(input).stream(ctx)?;
    if input.encryption_type != KMS {
        return Err(kms_fault::not_kms(&input.encryption_type));
    }
    if stream.resharding.pending.is_some() {
        return Err(fault::not_active(&stream.name, &ctx.call.account));
    }
    // A key of the service's own may have to be made first, and may be used then.
    if let Ok(key) = ctx.store.keyring().resolve(&input.key_id) {
        encryption::check(ctx, &stream.name, &key, Use::Encrypt)?;
    }
    let chosen = ctx.store.streams().rekey(&stream.name, Some(&input.key_id), ctx.now.line);
    chosen.map_err(|cause| kms_fault::rekey(&cause, &stream.name, &ctx.call.account))?;
    Ok(Answer::Now(StartStreamEncryptionOutput {}))
}
