//! Makes a wrapping key for key material that someone brings.

use crate::api::{self, GetParametersForImportInput, GetParametersForImportOutput};
use crate::{access, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyOrigin, KeySpec, KeyState, Wrapping};

const ACTION: &str = "kms:GetParametersForImport";

fn access(_: &Call, store: &Store, input: &GetParametersForImportInput) -> Vec<Access> {
    let access = access::on(store, ACTION, &input.key_id)
        .with("kms:WrappingAlgorithm", [input.wrapping_algorithm.clone()])
        .with("kms:WrappingKeySpec", [input.wrapping_key_spec.clone()]);
    vec![access]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetParametersForImportInput,
) -> Result<Answer<GetParametersForImportOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    key::check_origin(&key, KeyOrigin::External)?;
    if key.state() == KeyState::PendingDeletion {
        return Err(fault::pending_deletion(key.arn()));
    }
    let wrapping = wrapping(&input.wrapping_algorithm)?;
    let spec = KeySpec::parse(&input.wrapping_key_spec).filter(|spec| spec.is_rsa());
    let Some(spec) = spec else {
        return Err(fault::unsupported(format!(
            "WrappingKeySpec {} is not supported",
            input.wrapping_key_spec
        )));
    };
    let parameters = context.store.keyring().parameters_for_import(&key, wrapping, spec, context.now);
    let parameters = parameters.map_err(fault::keyring)?;
    Ok(Answer::Now(GetParametersForImportOutput {
        key_id: Some(key.arn().to_owned()),
        import_token: Some(parameters.token),
        public_key: Some(parameters.public),
        parameters_valid_to: Some(parameters.valid_to.0.cast_signed()),
    }))
}

fn wrapping(word: &str) -> Result<Wrapping, Fault> {
    match word {
        "RSAES_OAEP_SHA_1" => Ok(Wrapping::OaepSha1),
        "RSAES_OAEP_SHA_256" => Ok(Wrapping::OaepSha256),
        "RSA_AES_KEY_WRAP_SHA_1" => Ok(Wrapping::AesSha1),
        "RSA_AES_KEY_WRAP_SHA_256" => Ok(Wrapping::AesSha256),
        other => Err(fault::unsupported(format!("WrappingAlgorithm {other} is not supported"))),
    }
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetParametersForImport>(access, run)
}
