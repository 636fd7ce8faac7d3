//! The way through a proxy: CONNECT of HTTP/1.1, and version 5 of SOCKS. Names are resolved by the proxy.

use super::NoAnswer;
use crate::config::{Endpoint, ProxyAddress, ProxyKind};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use millpond_base::Secret;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use zeroize::Zeroizing;

/// Longest answer to CONNECT that is read, in bytes: some proxies explain themselves on a page.
const ANSWER_BYTES_MAX: usize = 8 << 10;

/// A proxy, with the password that belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Proxy {
    pub(crate) address: ProxyAddress,
    pub(crate) password: Option<Arc<Secret>>,
}

impl Proxy {
    /// What `Proxy-Authorization` says; `None` for a proxy that asks for no password.
    pub(super) fn authorization(&self) -> Option<Zeroizing<String>> {
        let (user, password) = self.login()?;
        let mut both = Zeroizing::new(user.as_bytes().to_vec());
        both.push(b':');
        both.extend_from_slice(password);
        Some(Zeroizing::new(format!("Basic {}", *Zeroizing::new(BASE64_STANDARD.encode(&*both)))))
    }

    fn login(&self) -> Option<(&str, &[u8])> {
        Some((self.address.user.as_deref()?, self.password.as_ref()?.expose()))
    }

    /// Asks the proxy, over a connection to it, for a way to an endpoint.
    pub(super) async fn pass<S>(&self, stream: &mut S, endpoint: &Endpoint) -> Result<(), NoAnswer>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        match self.address.kind {
            ProxyKind::Http => self.connect(stream, endpoint).await,
            ProxyKind::Socks5 => self.socks5(stream, endpoint).await,
        }
    }

    async fn connect<S>(&self, stream: &mut S, endpoint: &Endpoint) -> Result<(), NoAnswer>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let host =
            if endpoint.host.contains(':') { format!("[{}]", endpoint.host) } else { endpoint.host.clone() };
        let target = format!("{host}:{}", endpoint.port);
        let mut request = Zeroizing::new(format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n"));
        if let Some(authorization) = self.authorization() {
            request.push_str("Proxy-Authorization: ");
            request.push_str(&authorization);
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).await.map_err(lost)?;
        let status = status(stream).await?;
        match status {
            200..=299 => Ok(()),
            // Some say it with the status of an ordinary server.
            401 | 407 => Err(unknown_user(status)),
            403 => Err(NoAnswer::plain("the proxy forbids the way to the upstream (403)")),
            502..=504 => Err(NoAnswer::plain(format!("the proxy cannot reach the upstream ({status})"))),
            _ => Err(NoAnswer::plain(format!("the proxy refuses the way to the upstream ({status})"))),
        }
    }

    /// # Source
    /// RFC 1928 and, for the password, RFC 1929.
    async fn socks5<S>(&self, stream: &mut S, endpoint: &Endpoint) -> Result<(), NoAnswer>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let login = self.login();
        let greeting: &[u8] = if login.is_some() { &[5, 2, 0, 2] } else { &[5, 1, 0] };
        stream.write_all(greeting).await.map_err(lost)?;
        let mut chosen = [0; 2];
        stream.read_exact(&mut chosen).await.map_err(lost)?;
        match (chosen, login) {
            ([5, 0], _) => {}
            ([5, 2], Some((user, password))) => {
                let mut message = Zeroizing::new(vec![1]);
                for part in [user.as_bytes(), password] {
                    let length = u8::try_from(part.len());
                    message.push(length.map_err(|_| {
                        NoAnswer::plain("SOCKS takes a user and password of 255 bytes at most")
                    })?);
                    message.extend_from_slice(part);
                }
                stream.write_all(&message).await.map_err(lost)?;
                let mut verdict = [0; 2];
                stream.read_exact(&mut verdict).await.map_err(lost)?;
                if verdict[1] != 0 {
                    return Err(NoAnswer::plain("the proxy does not accept the user and password"));
                }
            }
            ([5, _], _) => return Err(NoAnswer::plain("the proxy asks for a user and password")),
            _ => return Err(NoAnswer::plain("what answers at the proxy's address does not speak SOCKS 5")),
        }
        stream.write_all(&request(endpoint)?).await.map_err(lost)?;
        answer(stream).await
    }
}

/// What an HTTP proxy means by 407.
pub(super) fn unknown_user(status: u16) -> NoAnswer {
    NoAnswer::plain(format!("the proxy does not accept the user and password ({status})"))
}

fn lost(error: io::Error) -> NoAnswer {
    NoAnswer::of("the proxy hung up", error)
}

/// Reads the head of an answer to CONNECT byte by byte, as what follows it belongs to the upstream.
async fn status<S: AsyncRead + Unpin>(stream: &mut S) -> Result<u16, NoAnswer> {
    let mut head = Vec::with_capacity(128);
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() == ANSWER_BYTES_MAX {
            return Err(NoAnswer::plain("the proxy's answer does not end"));
        }
        head.push(stream.read_u8().await.map_err(lost)?);
    }
    let line = String::from_utf8_lossy(&head);
    let mut words = line.split_ascii_whitespace();
    let is_http = words.next().is_some_and(|word| word.starts_with("HTTP/1."));
    let status = words.next().and_then(|word| word.parse().ok()).filter(|_| is_http);
    status.ok_or_else(|| NoAnswer::plain("what answers at the proxy's address is no HTTP proxy"))
}

/// The request for a connection to an endpoint.
fn request(endpoint: &Endpoint) -> Result<Vec<u8>, NoAnswer> {
    let mut message = vec![5, 1, 0];
    match endpoint.host.parse() {
        Ok(IpAddr::V4(address)) => {
            message.push(1);
            message.extend_from_slice(&address.octets());
        }
        Ok(IpAddr::V6(address)) => {
            message.push(4);
            message.extend_from_slice(&address.octets());
        }
        Err(_) => {
            let length = u8::try_from(endpoint.host.len());
            let length = length.map_err(|_| NoAnswer::plain("SOCKS takes names of 255 bytes at most"))?;
            message.extend_from_slice(&[3, length]);
            message.extend_from_slice(endpoint.host.as_bytes());
        }
    }
    message.extend_from_slice(&endpoint.port.to_be_bytes());
    Ok(message)
}

async fn answer<S: AsyncRead + Unpin>(stream: &mut S) -> Result<(), NoAnswer> {
    let mut head = [0; 4];
    stream.read_exact(&mut head).await.map_err(lost)?;
    let [_, reply, _, kind] = head;
    if reply != 0 {
        return Err(NoAnswer::plain(match reply {
            2 => "the proxy forbids the way to the upstream",
            3 => "the proxy has no network to the upstream",
            4 => "the proxy cannot reach the upstream, or not resolve its name",
            5 => "the proxy says that nothing listens at the upstream",
            6 => "the proxy got no answer from the upstream",
            8 => "the proxy knows no such kind of address",
            _ => "the proxy refuses the way to the upstream",
        }));
    }
    let address = match kind {
        1 => 4,
        4 => 16,
        3 => usize::from(stream.read_u8().await.map_err(lost)?),
        _ => return Err(NoAnswer::plain("what answers at the proxy's address does not speak SOCKS 5")),
    };
    let mut rest = vec![0; address + 2];
    stream.read_exact(&mut rest).await.map_err(lost)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::duplex;

    fn proxy(text: &str, password: Option<&str>) -> Proxy {
        let address = ProxyAddress::try_from(text.to_owned()).unwrap();
        Proxy { address, password: password.map(|text| Arc::new(Secret::new(text.as_bytes().to_vec()))) }
    }

    fn endpoint(text: &str) -> Endpoint {
        Endpoint::try_from(text.to_owned()).unwrap()
    }

    /// Plays a proxy that says `answers` in turn, one after each thing it hears; returns what it heard.
    async fn play(proxy: &Proxy, endpoint: &Endpoint, answers: &[&[u8]]) -> (Vec<u8>, Result<(), String>) {
        let (mut ours, mut theirs) = duplex(4_096);
        let answers: Vec<Vec<u8>> = answers.iter().map(|answer| answer.to_vec()).collect();
        let other = tokio::spawn(async move {
            let mut heard = Vec::new();
            for answer in answers {
                let mut part = [0; 512];
                let n = theirs.read(&mut part).await.unwrap();
                heard.extend_from_slice(&part[..n]);
                theirs.write_all(&answer).await.unwrap();
            }
            heard
        });
        let passed = proxy.pass(&mut ours, endpoint).await.map_err(|error| error.to_string());
        drop(ours);
        (other.await.unwrap(), passed)
    }

    #[tokio::test]
    async fn connect_names_the_host_and_carries_the_password() {
        let proxy = proxy("http://site@proxy:3128", Some("geheim"));

        let answer = b"HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n".as_slice();
        let (heard, passed) = play(&proxy, &endpoint("https://kinesis.example"), &[answer]).await;

        assert_eq!(passed, Ok(()));
        let heard = String::from_utf8(heard).unwrap();
        assert!(
            heard.starts_with("CONNECT kinesis.example:443 HTTP/1.1\r\nHost: kinesis.example:443\r\n"),
            "{heard}"
        );
        assert!(heard.contains("Proxy-Authorization: Basic c2l0ZTpnZWhlaW0=\r\n"), "{heard}");
    }

    #[tokio::test]
    async fn refusals_of_an_http_proxy_are_told_apart() {
        let proxy = proxy("http://proxy:3128", None);
        for (answer, says) in [
            ("HTTP/1.0 407 Proxy Authentication Required\r\n\r\n", "user and password"),
            ("HTTP/1.1 401 Unauthorized\r\n\r\n", "user and password"),
            ("HTTP/1.1 403 Filtered\r\n\r\n", "forbids"),
            ("HTTP/1.1 503 No\r\n\r\n", "cannot reach"),
            ("SSH-2.0-OpenSSH_9\r\n\r\n", "no HTTP proxy"),
            ("HTTP/1.1 200 ", "hung up"),
        ] {
            let (_, passed) = play(&proxy, &endpoint("https://[::1]:8443"), &[answer.as_bytes()]).await;
            let refused = passed.unwrap_err();
            assert!(refused.contains(says), "{refused}");
        }
    }

    #[tokio::test]
    async fn socks_resolves_names_at_the_proxy_and_takes_passwords() {
        let proxy = proxy("socks5://site@proxy:1080", Some("geheim"));

        let answers: [&[u8]; 3] = [&[5, 2], &[1, 0], &[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]];
        let (heard, passed) = play(&proxy, &endpoint("https://sqs.example"), &answers).await;

        assert_eq!(passed, Ok(()));
        assert_eq!(heard, b"\x05\x02\x00\x02\x01\x04site\x06geheim\x05\x01\x00\x03\x0bsqs.example\x01\xbb");
    }

    #[tokio::test]
    async fn refusals_of_a_socks_proxy_are_told_apart() {
        let without = proxy("socks5://proxy:1080", None);
        let with = proxy("socks5://site@proxy:1080", Some("falsch"));
        let at = endpoint("https://10.0.0.1");
        for (proxy, answers, says) in [
            (&without, [&[5_u8, 0xff][..], &[]], "asks for a user"),
            (&with, [&[5, 2], &[1, 1]], "does not accept"),
            (&without, [&[5, 0], &[5, 5, 0, 1]], "nothing listens"),
            (&without, [b"HT", &[]], "does not speak SOCKS"),
        ] {
            let (_, passed) = play(proxy, &at, &answers).await;
            let refused = passed.unwrap_err();
            assert!(refused.contains(says), "{refused}");
        }
    }
}
