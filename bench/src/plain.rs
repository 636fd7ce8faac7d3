//! The limit of serving: a hyper handler that answers every request with the same bytes, in a thread of its own.

use crate::get_records::{Seen, get_records_body};
use crate::rig::Rig;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::thread;
use std::time::Instant;

/// A handler that listens until the process ends.
pub(crate) struct Plain {
    address: SocketAddr,
}

impl Plain {
    pub(crate) fn start(reply: Vec<u8>) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        listener.set_nonblocking(true).map_err(|e| e.to_string())?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| e.to_string())?;
        thread::spawn(move || runtime.block_on(serve(listener, reply.into())));
        Ok(Self { address })
    }

    /// Asks so many times, with requests as signed as the gateway's.
    pub(crate) fn read(&self, rig: &Rig, media_type: &str, calls: u64) -> Result<Seen, String> {
        let mut client = rig.client_to(self.address)?;
        let ask = get_records_body(media_type, &"x".repeat(200));
        let (mut reply, mut seen) = (Vec::new(), Seen::default());
        let begin = Instant::now();
        for _ in 0..calls {
            client.call_into("kinesis", "Plain", media_type, &ask, &mut reply)?;
            seen.calls += 1;
            seen.wire_bytes += reply.len() as u64;
        }
        seen.took = begin.elapsed();
        Ok(seen)
    }
}

async fn serve(listener: TcpListener, reply: Bytes) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let service = service_fn(move |request: Request<Incoming>| {
        let reply = reply.clone();
        async move {
            let _ = request.into_body().collect().await;
            Ok::<_, Infallible>(Response::new(Full::new(reply)))
        }
    });
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let connection = hyper::server::conn::http1::Builder::new();
        tokio::spawn(connection.serve_connection(TokioIo::new(stream), service.clone()));
    }
}
