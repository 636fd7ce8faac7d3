use super::*;
use crate::config::ProxyAddress;
use millpond_base::Secret;
use rustls::pki_types::PrivateKeyDer;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

#[derive(Default)]
struct Account {
    sent: AtomicU64,
    received: AtomicU64,
}

impl Meter for Account {
    fn count(&self, sent: u64, received: u64) {
        self.sent.fetch_add(sent, Ordering::Relaxed);
        self.received.fetch_add(received, Ordering::Relaxed);
    }

    fn failed(&self, _: &str) {}
}

/// A server that answers one request with `answer`; gives its port, and later what it was asked.
async fn once(answer: &'static str) -> (u16, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = Vec::new();
        while !asked.windows(4).any(|part| part == b"\r\n\r\n") {
            asked.push(stream.read_u8().await.unwrap());
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(asked).unwrap()
    });
    (port, serving)
}

fn endpoint(text: impl Into<String>) -> Endpoint {
    Endpoint::try_from(text.into()).unwrap()
}

fn request() -> Request<Full<Bytes>> {
    Request::post("/").header("host", "hub.example").body(Full::new(Bytes::new())).unwrap()
}

fn untrusting() -> TlsConnector {
    tls(None, &[], None).unwrap()
}

const WELL: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}";

#[tokio::test]
async fn a_plain_request_is_passed_on_by_a_proxy_and_every_byte_is_counted() {
    let (port, serving) = once(WELL).await;
    let address = ProxyAddress::try_from(format!("http://site@127.0.0.1:{port}")).unwrap();
    let password = Some(Arc::new(Secret::new(b"geheim".to_vec())));
    let way = Way::through(untrusting(), Some(Proxy { address, password }), Vec::new());
    let account = Arc::new(Account::default());

    let mut connection = Connection::default();
    let hub = endpoint("http://hub.example:8080");
    let answer = metered(Arc::clone(&account) as Arc<dyn Meter>, connection.call(&hub, &way, request()));
    assert_eq!(answer.await.unwrap().body(), "{}");

    let asked = serving.await.unwrap();
    assert!(asked.starts_with("POST http://hub.example:8080/ HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains("proxy-authorization: Basic c2l0ZTpnZWhlaW0="), "{asked}");
    assert_eq!(account.sent.load(Ordering::Relaxed), asked.len() as u64);
    assert_eq!(account.received.load(Ordering::Relaxed), WELL.len() as u64);
}

#[tokio::test]
async fn what_needs_no_proxy_is_reached_without_it() {
    let (port, serving) = once(WELL).await;
    let address = ProxyAddress::try_from("http://127.0.0.1:1".to_owned()).unwrap();
    let beside = vec![NoProxy::try_from("127.0.0.0/8".to_owned()).unwrap()];
    let way = Way::through(untrusting(), Some(Proxy { address, password: None }), beside);

    let here = endpoint(format!("http://127.0.0.1:{port}"));
    Connection::default().call(&here, &way, request()).await.unwrap();

    assert!(serving.await.unwrap().starts_with("POST / "));
}

#[tokio::test]
async fn a_proxy_that_is_away_is_said_to_be() {
    let address = ProxyAddress::try_from("socks5://127.0.0.1:1".to_owned()).unwrap();
    let way = Way::through(untrusting(), Some(Proxy { address, password: None }), Vec::new());

    let lost = Connection::default().call(&endpoint("https://hub.example"), &way, request()).await;

    assert!(lost.unwrap_err().to_string().starts_with("the proxy is not reached: nothing listens"));
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_is_none() {
    let page = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\ncontent-type: text/html\r\n\r\n<html>";
    let (port, _serving) = once(page).await;

    let way = Way::straight(untrusting());
    let here = endpoint(format!("http://127.0.0.1:{port}"));
    let lost = Connection::default().call(&here, &way, request()).await;

    assert!(lost.unwrap_err().to_string().contains("a sign-in page?"));
}

#[tokio::test]
async fn a_certificate_of_another_is_recognised() {
    let made = rcgen::generate_simple_self_signed(vec!["login.example".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let _ = TlsAcceptor::from(Arc::new(config)).accept(stream).await;
    });

    let here = endpoint(format!("https://127.0.0.1:{port}"));
    let lost = open(&here, &Way::straight(untrusting())).await;

    let text = lost.unwrap_err().to_string();
    assert!(text.contains("not the upstream's") && text.contains("sign-in page?"), "{text}");
}
