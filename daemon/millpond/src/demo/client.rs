//! A client of the kind a setup script would use: one signed call per connection.

use crate::secrets::FirstAccessKey;
use crate::trouble::{Step, Trouble};
use millpond_aws::sigv4::{self, Credentials, RawRequest, Target};
use millpond_base::{Secret, WallMs};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Calls one gateway with one access key.
#[derive(Clone)]
pub(super) struct Client {
    address: SocketAddr,
    access_key_id: String,
    secret: Secret,
}

impl Client {
    pub(super) fn new(address: SocketAddr, key: &FirstAccessKey) -> Self {
        let secret = Secret::new(key.secret_access_key.as_bytes().to_vec());
        Self { address, access_key_id: key.access_key_id.clone(), secret }
    }

    /// A call in JSON: `Kinesis_20131202.PutRecord`.
    pub(super) fn json(&self, service: &str, target: &str, input: &Value) -> Result<Value, Trouble> {
        let version = if service == "sqs" { "1.0" } else { "1.1" };
        let media = format!("application/x-amz-json-{version}");
        let headers = [("content-type", media.as_str()), ("x-amz-target", target)];
        let body = self.call(service, &headers, input.to_string().as_bytes())?;
        if body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&body).step(|| format!("the reply to {target} is not JSON"))
    }

    /// A call in the query protocol; the reply is XML.
    pub(super) fn query(&self, service: &str, form: &[(&str, &str)]) -> Result<String, Trouble> {
        let encoded: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let body = self.call(service, &headers, encoded.join("&").as_bytes())?;
        String::from_utf8(body).step(|| "the reply is not text".into())
    }

    fn call(&self, service: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Vec<u8>, Trouble> {
        let host = self.address.to_string();
        let mut all: Vec<(&str, &[u8])> = vec![("host", host.as_bytes())];
        all.extend(headers.iter().map(|(name, value)| (*name, value.as_bytes())));
        let raw = RawRequest { method: "POST", path: "/", query: "", headers: &all };
        let credentials =
            Credentials { access_key_id: &self.access_key_id, secret: &self.secret, session_token: None };
        let scope = Target { service, region: "us-east-1" };
        let signed = sigv4::sign(&raw, &sigv4::sha256(body), &credentials, &scope, now());
        // Version 1.0, so that a long reply ends with the connection and is not cut into chunks.
        let mut head = format!("POST / HTTP/1.0\r\ncontent-length: {}\r\n", body.len());
        let signed = signed.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in headers.iter().copied().chain(signed).chain([("host", host.as_str())]) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let reply =
            self.exchange(head.as_bytes(), body).step(|| format!("{} does not answer", self.address))?;
        split(&reply)
    }

    fn exchange(&self, head: &[u8], body: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut socket = TcpStream::connect_timeout(&self.address, Duration::from_secs(5))?;
        socket.set_read_timeout(Some(Duration::from_secs(30)))?;
        socket.write_all(head)?;
        socket.write_all(body)?;
        let mut reply = Vec::new();
        socket.read_to_end(&mut reply)?;
        Ok(reply)
    }
}

/// Separates the body from the head; any status but 200 is a failure that carries the body.
fn split(reply: &[u8]) -> Result<Vec<u8>, Trouble> {
    let end = reply
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .ok_or_else(|| Trouble::new("the reply has no end"))?;
    let (head, body) = (&reply[..end], &reply[end + 4..]);
    if head.starts_with(b"HTTP/1.0 200") {
        return Ok(body.to_vec());
    }
    Err(Trouble::new(format!("the gateway refuses: {}", String::from_utf8_lossy(body))))
}

fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn now() -> WallMs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    WallMs(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
