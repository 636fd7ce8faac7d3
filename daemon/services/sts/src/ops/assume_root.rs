//! Would give credentials of another account's root user. No organisation has this account as its management account, so
//! there is no root user that anybody could be given.

use crate::api::{self, AssumeRootInput, AssumeRootOutput};
use crate::fault;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &AssumeRootInput) -> Vec<Access> {
    Vec::new()
}

/// Refused as AWS refuses who may not: it does not tell an account that is no member from one that is not centrally
/// managed.
fn run(context: &mut Context<'_>, input: &mut AssumeRootInput) -> Result<Answer<AssumeRootOutput>, Fault> {
    let target = &input.target_principal;
    let is_account = target.len() == 12 && target.bytes().all(|b| b.is_ascii_digit());
    let root = if is_account { format!("arn:aws:iam::{target}:root") } else { target.clone() };
    Err(fault::denied(&context.caller.arn, "sts:AssumeRoot", &root))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::AssumeRoot>(access, run)
}
