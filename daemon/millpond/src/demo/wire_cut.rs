//! The link between gateway and upstream: a TCP relay that can be cut.

use crate::trouble::{Step, Trouble};
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

/// A relay on a loopback port.
pub(super) struct WireCut {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    cut: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Shared {
    fn open(&self) -> MutexGuard<'_, Vec<TcpStream>> {
        self.open.lock().expect("no holder of this lock can panic")
    }
}

impl WireCut {
    /// Relays everything that connects here to `upstream`. The relay ends with the process.
    pub(super) fn start(upstream: SocketAddr) -> Result<Self, Trouble> {
        let listener = TcpListener::bind("127.0.0.1:0").step(|| "cannot open the relay".into())?;
        let address = listener.local_addr().step(|| "cannot name the relay".into())?;
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                // A cut line refuses; what was open when it was cut is gone too.
                if !theirs.cut.load(Ordering::SeqCst) {
                    let _ = relay(near, upstream, &theirs);
                }
            }
        });
        Ok(Self { address, shared })
    }

    /// Where to connect.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts the line: open connections break in the middle of whatever they carry.
    pub(super) fn cut(&self) {
        self.shared.cut.store(true, Ordering::SeqCst);
        for stream in self.shared.open().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Mends the line.
    pub(super) fn restore(&self) {
        self.shared.cut.store(false, Ordering::SeqCst);
    }
}

fn relay(near: TcpStream, upstream: SocketAddr, shared: &Shared) -> io::Result<()> {
    let far = TcpStream::connect(upstream)?;
    let mut open = shared.open();
    open.push(near.try_clone()?);
    open.push(far.try_clone()?);
    drop(open);
    let (near_back, far_back) = (near.try_clone()?, far.try_clone()?);
    thread::spawn(move || carry(near, far));
    thread::spawn(move || carry(far_back, near_back));
    Ok(())
}

/// Carries bytes one way until either end closes.
fn carry(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 16 << 10];
    while let Ok(n) = from.read(&mut buffer) {
        if n == 0 || to.write_all(&buffer[..n]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
