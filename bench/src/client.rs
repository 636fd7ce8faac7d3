//! The thinnest client that signs: what it costs must not hide what the gateway costs.

use millpond_aws::sigv4::{self, Credentials, RawRequest, Target};
use millpond_base::{Secret, WallMs};
use std::io::{BufRead, BufReader, IoSlice, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An access key.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) access_key_id: String,
    pub(crate) secret: Secret,
    pub(crate) region: String,
}

impl Keys {
    /// The headers of a signed call; `hash` is that of its body. A query names its operation in the body, and has no target.
    pub(crate) fn headers(
        &self,
        host: &str,
        service: &str,
        target: &str,
        media_type: &str,
        hash: &[u8; 32],
    ) -> Vec<(&'static str, String)> {
        let named = [("host", host), ("content-type", media_type), ("x-amz-target", target)];
        let named = if media_type == QUERY { &named[..2] } else { &named[..] };
        let raw: Vec<_> = named.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        let raw = RawRequest { method: "POST", path: "/", query: "", headers: &raw };
        let credentials =
            Credentials { access_key_id: &self.access_key_id, secret: &self.secret, session_token: None };
        let scope = Target { service, region: &self.region };
        let mut headers: Vec<_> = named.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        headers.extend(sigv4::sign(&raw, hash, &credentials, &scope, now()));
        headers
    }
}

/// The media type of most clients' requests.
pub(crate) const JSON: &str = "application/x-amz-json-1.1";
/// The media type of the SDK for Java.
pub(crate) const CBOR: &str = "application/x-amz-cbor-1.1";
/// The media type of a query, as IAM's clients and old clients of SQS ask.
pub(crate) const QUERY: &str = "application/x-www-form-urlencoded; charset=utf-8";

/// One keep-alive connection, opened anew for a server that closes it after each reply.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
    closed: bool,
    host: String,
    keys: Keys,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr, keys: Keys) -> Result<Self, String> {
        let stream = open(address).map_err(|e| e.to_string())?;
        Ok(Self { stream, address, closed: false, host: address.to_string(), keys })
    }

    /// Calls an operation with a JSON body and gives the reply's body.
    pub(crate) fn call(&mut self, service: &str, target: &str, body: &[u8]) -> Result<Vec<u8>, String> {
        self.call_hashed(service, target, &[body], &sigv4::sha256(body))
    }

    /// The same for a body in parts whose hash is already known, so that a load generator hashes each body once.
    pub(crate) fn call_hashed(
        &mut self,
        service: &str,
        target: &str,
        body: &[&[u8]],
        hash: &[u8; 32],
    ) -> Result<Vec<u8>, String> {
        self.send(service, target, JSON, body, hash)?;
        let mut reply = Vec::new();
        self.reply(&mut reply)?;
        Ok(reply)
    }

    /// Calls an operation in a protocol and reads the reply into a buffer that is used again and again.
    pub(crate) fn call_into(
        &mut self,
        service: &str,
        target: &str,
        media_type: &str,
        body: &[u8],
        reply: &mut Vec<u8>,
    ) -> Result<(), String> {
        self.send(service, target, media_type, &[body], &sigv4::sha256(body))?;
        self.reply(reply)
    }

    /// Calls an operation in the query protocol and gives the reply's body, which is XML.
    pub(crate) fn query(&mut self, service: &str, form: &[u8], hash: &[u8; 32]) -> Result<Vec<u8>, String> {
        self.send(service, "", QUERY, &[form], hash)?;
        let mut reply = Vec::new();
        self.reply(&mut reply)?;
        Ok(reply)
    }

    /// Sends a call whose reply is to be read later, with [`Client::await_reply`].
    pub(crate) fn ask(&mut self, service: &str, target: &str, body: &[u8]) -> Result<(), String> {
        self.send(service, target, JSON, &[body], &sigv4::sha256(body))
    }

    /// True when a reply has begun to come.
    pub(crate) fn has_reply(&self) -> Result<bool, String> {
        let socket = self.stream.get_ref();
        let peek = || {
            socket.set_nonblocking(true)?;
            let found = socket.peek(&mut [0]);
            socket.set_nonblocking(false)?;
            found
        };
        match peek() {
            Ok(bytes) => Ok(bytes > 0),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Waits for the reply to the oldest call that was asked.
    pub(crate) fn await_reply(&mut self) -> Result<Vec<u8>, String> {
        let mut reply = Vec::new();
        self.reply(&mut reply)?;
        Ok(reply)
    }

    fn send(
        &mut self,
        service: &str,
        target: &str,
        media_type: &str,
        body: &[&[u8]],
        hash: &[u8; 32],
    ) -> Result<(), String> {
        if std::mem::take(&mut self.closed) {
            self.stream = open(self.address).map_err(|e| e.to_string())?;
        }
        let bytes: usize = body.iter().map(|part| part.len()).sum();
        let mut head = format!("POST / HTTP/1.1\r\ncontent-length: {bytes}\r\n");
        for (name, value) in self.keys.headers(&self.host, service, target, media_type, hash) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        // In one go: the other side is woken once, as most clients' libraries do.
        let mut parts: Vec<IoSlice<'_>> = vec![IoSlice::new(head.as_bytes())];
        parts.extend(body.iter().map(|part| IoSlice::new(part)));
        let mut left = &mut parts[..];
        while !left.is_empty() {
            let sent = self.stream.get_mut().write_vectored(left).map_err(|e| e.to_string())?;
            IoSlice::advance_slices(&mut left, sent);
        }
        Ok(())
    }

    fn reply(&mut self, body: &mut Vec<u8>) -> Result<(), String> {
        let head = self.head()?;
        body.clear();
        if head.chunked {
            while self.chunk(body)? {}
        } else {
            self.take(head.bytes, body)?;
        }
        self.closed = head.closes;
        head.done(body)
    }

    /// Calls an operation whose reply lasts; [`Client::chunk`] reads on.
    pub(crate) fn open(&mut self, service: &str, target: &str, body: &[u8]) -> Result<(), String> {
        self.send(service, target, JSON, &[body], &sigv4::sha256(body))?;
        let head = self.head()?;
        if head.chunked {
            return head.done(b"");
        }
        let mut refusal = Vec::new();
        self.take(head.bytes, &mut refusal)?;
        head.done(&refusal)
    }

    fn head(&mut self) -> Result<Head, String> {
        let mut head = Head { status: self.line()?, bytes: 0, chunked: false, closes: false };
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(head);
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            if name.eq_ignore_ascii_case("content-length") {
                head.bytes = value.trim().parse().map_err(|_| "bad content-length".to_owned())?;
            }
            head.chunked |= name.eq_ignore_ascii_case("transfer-encoding");
            head.closes |=
                name.eq_ignore_ascii_case("connection") && value.trim().eq_ignore_ascii_case("close");
        }
    }

    /// Appends the next chunk of a body (RFC 9112, section 7.1); false at the end.
    pub(crate) fn chunk(&mut self, body: &mut Vec<u8>) -> Result<bool, String> {
        let line = self.line()?;
        let bytes = usize::from_str_radix(&line, 16).map_err(|_| format!("bad length of a chunk: {line}"))?;
        self.take(bytes, body)?;
        self.line()?;
        Ok(bytes > 0)
    }

    /// Appends so many bytes of the connection.
    fn take(&mut self, bytes: usize, body: &mut Vec<u8>) -> Result<(), String> {
        body.reserve_exact(bytes);
        let read = self.stream.by_ref().take(bytes as u64).read_to_end(body).map_err(|e| e.to_string())?;
        if read == bytes { Ok(()) } else { Err("the connection ended within a reply".to_owned()) }
    }

    fn line(&mut self) -> Result<String, String> {
        let mut line = String::new();
        let n = self.stream.read_line(&mut line).map_err(|e| e.to_string())?;
        if n == 0 {
            Err("the gateway closed the connection".to_owned())
        } else {
            Ok(line.trim_end().to_owned())
        }
    }
}

/// What precedes a body.
struct Head {
    status: String,
    bytes: usize,
    chunked: bool,
    closes: bool,
}

impl Head {
    fn done(&self, body: &[u8]) -> Result<(), String> {
        if self.status.contains(" 200") {
            Ok(())
        } else {
            Err(format!("{}: {}", self.status, String::from_utf8_lossy(body)))
        }
    }
}

fn open(address: SocketAddr) -> std::io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(BufReader::new(stream))
}

fn now() -> WallMs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    WallMs(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
