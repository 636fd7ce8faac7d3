//! PutObject: the records of one call as one object, whose name and bytes follow from them alone. A call that is repeated writes the
//! same object again, so every record is there once.

use crate::config::Addressing;
use crate::upstream::connection::Connection;
use crate::upstream::dead_letters::Reason;
use crate::upstream::parcel::{Load, Origin};
use crate::upstream::remote::Remote;
use crate::upstream::wire::Call;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::body::Bytes;
use millpond_aws::sigv4::{percent_encode, sha256};
use millpond_base::hex;
use millpond_forward::{Failure, Outcome};
use millpond_pack::kpl;
use millpond_pack::lines::Form;
use millpond_pack::object::{self, Extent};
use std::sync::Arc;

/// Where objects go, and what is in them.
#[derive(Clone, Debug)]
pub(super) struct Style {
    pub(super) bucket: String,
    pub(super) prefix: String,
    pub(super) form: Form,
    pub(super) gzip: bool,
    pub(super) addressing: Option<Addressing>,
    /// Records that hold several become several lines.
    pub(super) deaggregate: bool,
}

/// A bucket upstream.
pub(super) struct Caller {
    remote: Arc<Remote>,
    connection: Connection,
    origin: Arc<Origin>,
    style: Style,
}

impl Caller {
    pub(super) fn new(remote: Arc<Remote>, origin: Arc<Origin>, style: Style) -> Self {
        Self { remote, connection: Connection::default(), origin, style }
    }

    pub(super) async fn call(&mut self, load: Load) -> Result<Vec<Outcome>, Failure> {
        let (Some(first), Some(last)) = (load.parcels.first(), load.parcels.last()) else {
            return Ok(Vec::new());
        };
        let form = self.style.form;
        let gzip = if self.style.gzip { ".gz" } else { "" };
        let name = object::name(&Extent {
            prefix: &self.style.prefix,
            source: &self.origin.source,
            part: &self.origin.part,
            device: &self.origin.device,
            track: self.origin.track,
            first: first.position,
            last: last.position,
            arrived: first.arrived,
            extension: &format!("{}{gzip}", form.extension()),
        });
        let count = load.parcels.len();
        let mut body = Vec::new();
        for parcel in load.parcels {
            match if self.style.deaggregate { kpl::unpack(&parcel.body) } else { None } {
                Some(parts) => parts.iter().for_each(|part| form.push(&mut body, part.data)),
                None => form.push(&mut body, &parcel.body),
            }
        }
        if self.style.gzip {
            body = millpond_aws::gzip::deflate(&body);
        }
        self.put(&name, Bytes::from(body)).await?;
        Ok(vec![Outcome::Accepted; count])
    }

    async fn put(&mut self, name: &str, body: Bytes) -> Result<(), Failure> {
        let (mut endpoint, is_own) = self.remote.endpoint("s3");
        // A name with dots is none that the certificate of AWS's hosts covers.
        let default =
            if is_own || self.style.bucket.contains('.') { Addressing::Path } else { Addressing::Virtual };
        let bucket = &self.style.bucket;
        let path = match self.style.addressing.unwrap_or(default) {
            Addressing::Path => format!("/{bucket}/{}", percent_encode(name.as_bytes())),
            Addressing::Virtual => {
                endpoint.host = format!("{bucket}.{}", endpoint.host);
                endpoint.authority = format!("{bucket}.{}", endpoint.authority);
                format!("/{}", percent_encode(name.as_bytes()))
            }
        };
        let digest = sha256(&body);
        let (content, checksum) = (hex(&digest), STANDARD.encode(digest));
        // No content-encoding: a client that undoes it would leave a file that is called .gz and is none.
        let media_type = if self.style.gzip { "application/gzip" } else { self.style.form.media_type() };
        let headers = [
            ("content-type", media_type),
            ("x-amz-checksum-sha256", checksum.as_str()),
            ("x-amz-content-sha256", content.as_str()),
        ];
        let call = Call {
            service: "s3",
            operation: "PutObject",
            endpoint: &endpoint,
            method: "PUT",
            path: &path,
            headers: &headers,
            body: &body,
        };
        let sent = self.remote.send(&mut self.connection, &call).await;
        sent.map(|_| ()).map_err(|failure| judge(failure, &self.connection.refusal().code))
    }

    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn remote(&self) -> &Remote {
        &self.remote
    }

    pub(super) fn reason(&self) -> Reason {
        self.connection.refusal().clone()
    }
}

/// What a failed call means here. An object has no content that S3 would not take, except that it may be too large: anything else is
/// about the bucket, the region or the credentials, and none of the records' fault.
fn judge(failure: Failure, code: &str) -> Failure {
    match (failure, code) {
        (Failure::Rejected, "EntityTooLarge") => Failure::Rejected,
        (Failure::Rejected, "AuthorizationHeaderMalformed") => Failure::Refused,
        (
            Failure::Rejected,
            "RequestTimeout" | "BadDigest" | "XAmzContentSHA256Mismatch" | "IncompleteBody",
        ) => Failure::Unreachable,
        (Failure::Rejected, _) | (_, "PermanentRedirect" | "TemporaryRedirect" | "NoSuchBucket") => {
            Failure::Missing
        }
        (_, "ServiceUnavailable") => Failure::Throttled,
        (other, _) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_bucket_is_never_blamed_on_records() {
        for (failure, code, meaning) in [
            (Failure::Rejected, "NoSuchBucket", Failure::Missing),
            (Failure::Rejected, "InvalidBucketName", Failure::Missing),
            (Failure::Unreachable, "PermanentRedirect", Failure::Missing),
            (Failure::Rejected, "AuthorizationHeaderMalformed", Failure::Refused),
            (Failure::Rejected, "EntityTooLarge", Failure::Rejected),
            (Failure::Rejected, "BadDigest", Failure::Unreachable),
            (Failure::Throttled, "SlowDown", Failure::Throttled),
            (Failure::Unreachable, "ServiceUnavailable", Failure::Throttled),
            (Failure::Unreachable, "", Failure::Unreachable),
            (Failure::Refused, "AccessDenied", Failure::Refused),
        ] {
            assert_eq!(judge(failure, code), meaning, "{code}");
        }
    }
}
