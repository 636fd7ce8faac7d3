//! Lists server certificates, of which there are none: TLS is configured with the gateway.

use crate::api::{self, ListServerCertificatesInput, ListServerCertificatesOutput};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &ListServerCertificatesInput) -> Vec<Access> {
    vec![Access::new("iam:ListServerCertificates", "*")]
}

fn run(
    _: &mut Context<'_>,
    _: &mut ListServerCertificatesInput,
) -> Result<Answer<ListServerCertificatesOutput>, Fault> {
    Ok(Answer::Now(ListServerCertificatesOutput {
        server_certificate_metadata_list: Vec::new(),
        is_truncated: Some(false),
        marker: None,
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListServerCertificates>(access, run)
}
