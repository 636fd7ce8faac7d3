//! The thinnest client that signs: what it costs must not hide what the gateway costs.

use millpond_aws::sigv4::{self, Credentials, RawRequest, Target};
use millpond_base::{Secret, WallMs};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An access key.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) access_key_id: String,
    pub(crate) secret: Secret,
    pub(crate) region: String,
}

/// One keep-alive connection.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    keys: Keys,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr, keys: Keys) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(|e| e.to_string())?;
        stream.set_nodelay(true).map_err(|e| e.to_string())?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(|e| e.to_string())?;
        Ok(Self { stream: BufReader::new(stream), host: address.to_string(), keys })
    }

    /// Calls an operation with a JSON body and gives the reply's body.
    pub(crate) fn call(&mut self, service: &str, target: &str, body: &[u8]) -> Result<Vec<u8>, String> {
        self.call_hashed(service, target, body, &sigv4::sha256(body))
    }

    /// The same for a body whose hash is already known, so that a load generator hashes each body once.
    pub(crate) fn call_hashed(
        &mut self,
        service: &str,
        target: &str,
        body: &[u8],
        hash: &[u8; 32],
    ) -> Result<Vec<u8>, String> {
        let headers: [(&str, &[u8]); 3] = [
            ("host", self.host.as_bytes()),
            ("content-type", b"application/x-amz-json-1.1"),
            ("x-amz-target", target.as_bytes()),
        ];
        let raw = RawRequest { method: "POST", path: "/", query: "", headers: &headers };
        let credentials = Credentials {
            access_key_id: &self.keys.access_key_id,
            secret: &self.keys.secret,
            session_token: None,
        };
        let scope = Target { service, region: &self.keys.region };
        let signed = sigv4::sign(&raw, hash, &credentials, &scope, now());
        let mut head = format!("POST / HTTP/1.1\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {}\r\n", String::from_utf8_lossy(value)));
        }
        for (name, value) in &signed {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let socket = self.stream.get_mut();
        socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(body)).map_err(|e| e.to_string())?;
        self.reply()
    }

    fn reply(&mut self) -> Result<Vec<u8>, String> {
        let status = self.line()?;
        let mut length = 0;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().map_err(|_| "bad content-length".to_owned())?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).map_err(|e| e.to_string())?;
        if status.contains(" 200") {
            Ok(body)
        } else {
            Err(format!("{status}: {}", String::from_utf8_lossy(&body)))
        }
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

fn now() -> WallMs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    WallMs(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
