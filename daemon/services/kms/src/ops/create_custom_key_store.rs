//! Makes a custom key store, which needs a cluster or a proxy that this device cannot reach.

use crate::api::{self, CreateCustomKeyStoreInput, CreateCustomKeyStoreOutput, error};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &CreateCustomKeyStoreInput) -> Vec<Access> {
    vec![Access::new("kms:CreateCustomKeyStore", "*")]
}

fn run(
    _: &mut Context<'_>,
    input: &mut CreateCustomKeyStoreInput,
) -> Result<Answer<CreateCustomKeyStoreOutput>, Fault> {
    if input.custom_key_store_type.as_deref() == Some("EXTERNAL_KEY_STORE") {
        let text = "This gateway cannot reach external key store proxies.";
        return Err(Fault::of(&error::XKS_PROXY_URI_UNREACHABLE_EXCEPTION, text));
    }
    let cluster = input.cloud_hsm_cluster_id.as_deref().unwrap_or_default();
    let text = format!("Cannot find the CloudHSM cluster with the ID {cluster}.");
    Err(Fault::of(&error::CLOUD_HSM_CLUSTER_NOT_FOUND_EXCEPTION, text))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateCustomKeyStore>(access, run)
}
