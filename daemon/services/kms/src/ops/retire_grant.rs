//! Lets go of a grant, by who was meant to.

use crate::api::{self, RetireGrantInput, RetireGrantOutput, error};
use crate::{fault, grants, key};
use millpond_policy::Decision;
use millpond_service::denied;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{Grant, GrantId, KeyId};

const ACTION: &str = "kms:RetireGrant";

/// The grant says who may retire it; policies are asked when it does not name the caller.
fn access(_: &Call, _: &Store, _: &RetireGrantInput) -> Vec<Access> {
    Vec::new()
}

fn run(context: &mut Context<'_>, input: &mut RetireGrantInput) -> Result<Answer<RetireGrantOutput>, Fault> {
    let (key_id, grant_id) = named(context, input)?;
    let keyring = context.store.keyring();
    let found = keyring.grant(key_id, grant_id);
    check_permitted(context, &keyring.key_arn(key_id), found.as_deref())?;
    if found.is_none() && input.grant_token.is_none() {
        return Err(Fault::of(&error::INVALID_GRANT_ID_EXCEPTION, ""));
    }
    if found.is_none() {
        return Err(fault::not_found("The grant does not exist".to_owned()));
    }
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    keyring.remove_grant(key_id, grant_id).map_err(fault::keyring)?;
    Ok(Answer::Now(RetireGrantOutput {}))
}

/// The grant that a token names, or an id and a key.
fn named(context: &Context<'_>, input: &RetireGrantInput) -> Result<(KeyId, GrantId), Fault> {
    if let Some(token) = &input.grant_token {
        let read = context.store.keyring().read_grant_token(token);
        return read.ok_or_else(|| Fault::of(&error::INVALID_GRANT_TOKEN_EXCEPTION, "Invalid grant token."));
    }
    let (Some(key), Some(grant)) = (&input.key_id, &input.grant_id) else {
        return Err(fault::invalid("Grant token OR (grant ID, key ID) must be specified"));
    };
    Ok((key::named(context, key)?.id(), grants::id(grant)?))
}

fn check_permitted(context: &Context<'_>, key_arn: &str, grant: Option<&Grant>) -> Result<(), Fault> {
    let caller = context.caller.view();
    let is_caller = |principal: &str| caller.is_named(principal);
    let retires = |grant: &Grant| {
        grant.retiring.as_deref().is_some_and(is_caller)
            || is_caller(&grant.grantee) && grant.operations().contains(&"RetireGrant")
    };
    if grant.is_some_and(retires) {
        return Ok(());
    }
    match context.judge(ACTION, key_arn, &|_| None, None).decision {
        Decision::Allow => Ok(()),
        decision => Err(denied(context.caller, ACTION, key_arn, decision)),
    }
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::RetireGrant>(access, run)
}
