//! One socket: bytes in, bytes out, with or without TLS.

use super::who::Who;
use millpond_base::LineMs;
use millpond_broker::codec::{Reason, Version};
use mio::net::TcpStream;
use rustls::ServerConnection;
use std::io::{self, Read, Write};
use std::net::IpAddr;

/// What an unsent byte more would be too much behind. Ours: as much as a socket's buffer, so that a fast reader is never held up.
pub(super) const ROOM_BYTES: usize = 64 << 10;
/// Room that stays with a connection once nothing waits.
const KEPT_BYTES: usize = 0;

/// A connection.
pub(super) struct Connection {
    stream: TcpStream,
    tls: Option<Box<ServerConnection>>,
    pub(super) peer: IpAddr,
    pub(super) since: LineMs,
    /// What came of a packet that is not complete.
    pub(super) input: Vec<u8>,
    pub(super) out: Vec<u8>,
    sent: usize,
    pub(super) state: State,
    pub(super) is_readable: bool,
    is_writable: bool,
    /// It stands among those that are to be read.
    pub(super) is_queued: bool,
    /// It stands among those that are to be written.
    pub(super) is_touched: bool,
    pub(super) was_full: bool,
    pub(super) closing: Option<Reason>,
}

/// How far a connection has come.
pub(super) enum State {
    /// No CONNECT yet.
    New,
    /// A session's.
    Open(Box<Open>),
}

/// A connection of a session.
pub(super) struct Open {
    pub(super) session: u64,
    pub(super) version: Version,
    pub(super) client: Box<str>,
    pub(super) who: Who,
}

/// What reading came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Got {
    /// So many bytes.
    Bytes(usize),
    /// None for now.
    Nothing,
    /// The peer has ended, or broken, the connection.
    End,
}

impl Connection {
    pub(super) fn new(
        stream: TcpStream,
        tls: Option<Box<ServerConnection>>,
        peer: IpAddr,
        since: LineMs,
    ) -> Self {
        Self {
            stream,
            tls,
            peer,
            since,
            input: Vec::new(),
            out: Vec::new(),
            sent: 0,
            state: State::New,
            is_readable: true,
            is_writable: true,
            is_queued: false,
            is_touched: false,
            was_full: false,
            closing: None,
        }
    }

    pub(super) const fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    pub(super) const fn tls(&self) -> Option<&ServerConnection> {
        match &self.tls {
            Some(tls) => Some(tls),
            None => None,
        }
    }

    pub(super) const fn is_secure(&self) -> bool {
        self.tls.is_some()
    }

    pub(super) const fn session(&self) -> Option<u64> {
        match &self.state {
            State::Open(open) => Some(open.session),
            State::New => None,
        }
    }

    pub(super) const fn version(&self) -> Option<Version> {
        match &self.state {
            State::Open(open) => Some(open.version),
            State::New => None,
        }
    }

    pub(super) const fn note_writable(&mut self) {
        self.is_writable = true;
    }

    /// Bytes that wait to be sent.
    pub(super) const fn unsent(&self) -> usize {
        self.out.len() - self.sent
    }

    /// Reads what there is, as much as fits.
    pub(super) fn read(&mut self, into: &mut [u8]) -> Got {
        let Some(tls) = &mut self.tls else {
            let got = self.stream.read(into);
            if matches!(&got, Err(error) if error.kind() == io::ErrorKind::WouldBlock) {
                self.is_readable = false;
            }
            return told(got);
        };
        loop {
            match tls.reader().read(into) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                got => return told(got),
            }
            match tls.read_tls(&mut self.stream) {
                Ok(0) => return Got::End,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.is_readable = false;
                    return Got::Nothing;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Got::End,
            }
            if tls.process_new_packets().is_err() {
                // The alert says why; whether it arrives does not matter.
                let _ = tls.write_tls(&mut self.stream);
                return Got::End;
            }
        }
    }

    /// True while a handshake or alert has something to say.
    pub(super) fn has_unsaid(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| tls.wants_write())
    }

    /// Sends what waits, as far as the socket takes it; false when the connection is broken.
    pub(super) fn flush(&mut self) -> bool {
        while self.is_writable && (self.unsent() > 0 || self.has_unsaid()) {
            let sent = match &mut self.tls {
                None => self.stream.write(&self.out[self.sent..]),
                Some(tls) => {
                    let taken = tls.writer().write(&self.out[self.sent..]);
                    match (taken, tls.wants_write()) {
                        (Ok(taken), false) => Ok(taken),
                        (Ok(taken), true) => {
                            self.sent += taken;
                            tls.write_tls(&mut self.stream).map(|_| 0)
                        }
                        (Err(error), _) => Err(error),
                    }
                }
            };
            match sent {
                Ok(sent) => self.sent += sent,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.is_writable = false,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        if self.unsent() == 0 {
            self.sent = 0;
            self.out.clear();
            self.out.shrink_to(KEPT_BYTES);
        }
        true
    }

    /// The last words of TLS.
    pub(super) fn say_goodbye(&mut self) {
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
            let _ = tls.write_tls(&mut self.stream);
        }
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
    }
}

fn told(got: io::Result<usize>) -> Got {
    match got {
        Ok(0) => Got::End,
        Ok(count) => Got::Bytes(count),
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
            Got::Nothing
        }
        Err(_) => Got::End,
    }
}
