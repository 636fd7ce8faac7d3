//! Lets a principal do something with a key.

use crate::api::{self, CreateGrantInput, CreateGrantOutput};
use crate::{access, fault, grants, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyringError, NewGrant};

const ACTION: &str = "kms:CreateGrant";

fn access(call: &Call, store: &Store, input: &CreateGrantInput) -> Vec<Access> {
    let mut access = access::on(store, ACTION, &input.key_id)
        .with("kms:GrantOperations", input.operations.iter().cloned())
        // No service of AWS calls here.
        .with("kms:GrantIsForAWSResource", ["false".to_owned()])
        .with("kms:CallerAccount", [call.account.to_string()]);
    access = access::with_word(access, "kms:GranteePrincipal", input.grantee_principal.as_deref());
    access = access::with_word(access, "kms:RetiringPrincipal", input.retiring_principal.as_deref());
    if let Some(constraints) = &input.constraints {
        let kinds = [
            constraints.encryption_context_equals.as_ref().map(|_| "EncryptionContextEquals".to_owned()),
            constraints.encryption_context_subset.as_ref().map(|_| "EncryptionContextSubset".to_owned()),
        ];
        access = access.with("kms:GrantConstraintType", kinds.into_iter().flatten());
    }
    vec![access]
}

fn run(context: &mut Context<'_>, input: &mut CreateGrantInput) -> Result<Answer<CreateGrantOutput>, Fault> {
    grants::check_tokens(context, input.grant_tokens.as_ref())?;
    if input.grantee_service_principal.is_some() || input.retiring_service_principal.is_some() {
        return Err(fault::unsupported(
            "Service principals are not supported: no AWS service calls this gateway.",
        ));
    }
    let key = key::named(context, &input.key_id)?;
    key::check_usable(context, &key, ACTION)?;
    let Some(grantee) = input.grantee_principal.take() else {
        return Err(fault::invalid("You must specify either GranteePrincipal or GranteeServicePrincipal."));
    };
    for principal in [Some(&grantee), input.retiring_principal.as_ref()].into_iter().flatten() {
        grants::check_principal(principal)?;
    }
    let source_arn = input.constraints.as_ref().and_then(|constraints| constraints.source_arn.clone());
    let constraint = grants::constraint(input.constraints.take())?;
    let operations = grants::operations(&key, &input.operations, constraint.is_some())?;
    if input.dry_run == Some(true) {
        return Err(fault::dry_run());
    }
    let retiring = input.retiring_principal.take();
    let new = NewGrant { grantee, retiring, operations, name: input.name.take(), constraint, source_arn };
    let keyring = context.store.keyring();
    let grant = keyring.create_grant(&key, new, context.now).map_err(|cause| match cause {
        KeyringError::NoGrant => fault::internal(),
        cause => fault::keyring(cause),
    })?;
    Ok(Answer::Now(CreateGrantOutput {
        grant_token: Some(keyring.grant_token(&grant)),
        grant_id: Some(grant.id.to_string()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateGrant>(access, run)
}
