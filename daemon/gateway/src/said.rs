//! What a request says, once its compression is undone. Signatures are over what was sent, so this comes beside it.

use crate::wire::RawRequest;
use millpond_aws::{gzip, query};
use millpond_service::Fault;
use std::borrow::Cow;

/// Most that a compressed body may become, in bytes. Ours: CloudWatch's clients alone compress, requests of at most 1 MB.
const INFLATED_BYTES_MAX: usize = 4 << 20;

/// Body and parameters.
pub(crate) struct Said<'a> {
    /// The refusal of a body that cannot be inflated waits until it is known who asks, and in which words.
    pub(crate) body: Result<Cow<'a, [u8]>, Fault>,
    /// The parameters of a query-protocol request, from the query string or the form.
    pub(crate) form: Vec<(String, String)>,
}

impl<'a> Said<'a> {
    /// Undoes the compression and reads the parameters.
    pub(crate) fn of(request: &'a RawRequest) -> Self {
        let body = match request.header("content-encoding") {
            Some(encoding) if encoding.eq_ignore_ascii_case("gzip") => {
                let inflated = gzip::inflate(&request.body, INFLATED_BYTES_MAX);
                inflated.map(Cow::Owned).map_err(|error| {
                    Fault::code("SerializationException", 400, error.to_string()).query("MalformedInput", 400)
                })
            }
            _ => Ok(Cow::Borrowed(request.body.as_slice())),
        };
        let form = form(request, body.as_deref().unwrap_or_default());
        Self { body, form }
    }
}

fn form(request: &RawRequest, body: &[u8]) -> Vec<(String, String)> {
    let content_type = request.header("content-type").unwrap_or_default();
    let mut form = query::parse_form(request.query.as_bytes());
    if content_type.starts_with("application/x-www-form-urlencoded") {
        form.extend(query::parse_form(body));
    }
    // In SQS's query protocol the path itself may name the queue.
    let has_queue = form.iter().any(|(name, _)| name == "QueueUrl");
    if !form.is_empty() && !has_queue && request.path.trim_matches('/').contains('/') {
        form.push(("QueueUrl".to_owned(), format!("{}{}", request.origin(), request.path)));
    }
    form
}
