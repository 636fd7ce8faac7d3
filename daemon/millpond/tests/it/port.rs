use crate::aws;
use crate::pond::{Pond, read_answer};
use millpond_base::WallMs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const LIST_STREAMS: &str = "Kinesis_20131202.ListStreams";

#[test]
fn plain_and_tls_share_the_port() {
    let pond = Pond::start();

    let plain = aws::call_on(&mut pond.connect(), &pond, "kinesis", LIST_STREAMS, &json!({}));
    let sealed = aws::call_on(&mut tls(&pond, b"http/1.1"), &pond, "kinesis", LIST_STREAMS, &json!({}));

    assert_eq!((plain.status, sealed.status), (200, 200));
    assert_eq!(plain.json()["StreamNames"], json!([]));
}

fn tls(pond: &Pond, protocol: &[u8]) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(pond.data().join("tls/cert.pem")).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), pond.connect());
    stream.flush().unwrap();
    stream
}

#[test]
fn http_2_is_spoken_with_prior_knowledge_and_over_tls() {
    let pond = Pond::start();

    assert_eq!(settings_frame(&mut pond.connect()), 4);
    assert_eq!(settings_frame(&mut tls(&pond, b"h2")), 4);
}

/// Opens HTTP/2 and returns the type of the first frame that comes back: 4 is SETTINGS.
fn settings_frame(stream: &mut (impl Read + Write)) -> u8 {
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").unwrap();
    let mut header = [0; 9];
    stream.read_exact(&mut header).unwrap();
    header[3]
}

#[test]
fn a_connection_serves_many_requests() {
    let pond = Pond::start();
    let mut stream = pond.connect();

    for _ in 0..5 {
        assert_eq!(aws::call_on(&mut stream, &pond, "kinesis", LIST_STREAMS, &json!({})).status, 200);
    }
}

#[test]
fn every_reply_carries_a_request_id_and_the_right_date() {
    let pond = Pond::start();
    let oversized = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n";

    for request in [
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\n\r\n",
        oversized,
    ] {
        let mut stream = pond.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let answer = read_answer(&mut stream);

        assert!(answer.status >= 400, "{answer:?}");
        assert_eq!(answer.header("x-amzn-requestid").map(str::len), Some(36), "{answer:?}");
        let date = WallMs::parse_http_date(answer.header("date").unwrap()).unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        assert!(date.secs().abs_diff(now) <= 2, "{answer:?}");
    }
}

#[test]
fn an_oversized_body_is_refused_before_it_is_sent() {
    let pond = Pond::start();
    let mut stream = pond.connect();

    stream
        .write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 104857600\r\nexpect: 100-continue\r\n\r\n")
        .unwrap();

    assert_eq!(read_answer(&mut stream).status, 413);
}

#[test]
fn a_client_that_sends_an_oversized_body_anyway_still_reads_the_refusal() {
    let pond = Pond::start();
    let megabyte = vec![b'x'; 1 << 20];

    let mut declared = pond.connect();
    declared.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 104857600\r\n\r\n").unwrap();
    for _ in 0..100 {
        declared.write_all(&megabyte).unwrap();
    }
    assert_eq!(read_answer(&mut declared).status, 413);

    let mut chunked = pond.connect();
    chunked.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
    for _ in 0..40 {
        chunked.write_all(b"100000\r\n").unwrap();
        chunked.write_all(&megabyte).unwrap();
        chunked.write_all(b"\r\n").unwrap();
    }
    chunked.write_all(b"0\r\n\r\n").unwrap();
    assert_eq!(read_answer(&mut chunked).status, 413);
    assert!(pond.status()["resident_bytes"].as_u64().unwrap() < 64 << 20);
}

#[test]
fn a_client_that_asks_whether_to_go_on_is_told_so() {
    let pond = Pond::start();
    let request = aws::request(&pond, "kinesis", LIST_STREAMS, &json!({}));
    let split = request.len() - 2;
    let head = String::from_utf8(request[..split].to_vec()).unwrap();
    let head = head.replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");
    let mut stream = pond.connect();

    stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(read_answer(&mut stream).status, 100);
    stream.write_all(&request[split..]).unwrap();

    assert_eq!(read_answer(&mut stream).status, 200);
}

#[test]
fn slow_clients_are_cut_and_others_are_served_meanwhile() {
    let pond = Pond::start();
    let start = Instant::now();
    let mut silent = pond.connect();
    let mut half_a_head = pond.connect();
    half_a_head.write_all(b"POST / HTT").unwrap();
    let mut half_a_body = pond.connect();
    half_a_body.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nfew").unwrap();

    assert_eq!(aws::call_on(&mut pond.connect(), &pond, "kinesis", LIST_STREAMS, &json!({})).status, 200);
    assert_eq!(read_answer(&mut half_a_body).status, 408);
    for stream in [&mut silent, &mut half_a_head] {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert_eq!(rest, b"");
    }

    assert!(start.elapsed() < Duration::from_secs(18), "{:?}", start.elapsed());
}

#[test]
fn garbage_on_the_port_harms_nobody() {
    let pond = Pond::start();
    for garbage in [
        &b"\x16\x03\x01\xff\xff\xff\xff"[..],
        b"\0\0\0\0\0\0\0\0",
        b"GET \xff\xfe HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\n",
    ] {
        let mut stream = pond.connect();
        let _ = stream.write_all(garbage);
    }

    assert_eq!(aws::call_on(&mut pond.connect(), &pond, "kinesis", LIST_STREAMS, &json!({})).status, 200);
}
