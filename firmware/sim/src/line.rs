//! Ways to the gateway.

use millpond_link::format::{FRAME_BYTES_MAX, STUFFED_BYTES_MAX};
use millpond_link::serial::{Deframer, stuff};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::time::Duration;

/// Where the gateway is.
#[derive(Debug)]
pub enum Line {
    /// A UDP address.
    Udp(SocketAddr),
    /// A serial device or pty, by path; it is set to raw mode.
    Serial(PathBuf),
    /// A serial device or pty that is open, raw and non-blocking already.
    Open(File),
}

/// A line in use.
pub(crate) enum Port {
    Udp(UdpSocket),
    Serial { file: File, deframer: Box<Deframer> },
}

impl Port {
    pub(crate) fn open(line: Line) -> io::Result<Self> {
        match line {
            Line::Udp(gateway) => {
                let any: SocketAddr = match gateway {
                    SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
                    SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
                };
                let socket = UdpSocket::bind(any)?;
                socket.connect(gateway)?;
                socket.set_nonblocking(true)?;
                Ok(Self::Udp(socket))
            }
            Line::Serial(path) => {
                let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
                let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
                let mut termios = tcgetattr(&file)?;
                termios.make_raw();
                tcsetattr(&file, OptionalActions::Now, &termios)?;
                Ok(Self::Serial { file, deframer: Box::default() })
            }
            Line::Open(file) => Ok(Self::Serial { file, deframer: Box::default() }),
        }
    }

    /// Sends a frame. What does not go out is lost, as on any channel: the link resends it.
    pub(crate) fn send(&mut self, frame: &[u8]) {
        match self {
            Self::Udp(socket) => {
                let _lost = socket.send(frame);
            }
            Self::Serial { file, .. } => {
                let mut out = [0; STUFFED_BYTES_MAX];
                let end = stuff(frame, &mut out);
                write_some(file, &out[..end]);
            }
        }
    }

    /// Waits until something can be read, at most `wait`.
    pub(crate) fn wait(&self, wait: Duration) {
        let fd = match self {
            Self::Udp(socket) => socket.as_fd(),
            Self::Serial { file, .. } => file.as_fd(),
        };
        let timeout = Timespec::try_from(wait).unwrap_or(Timespec { tv_sec: 1, tv_nsec: 0 });
        let mut fds = [PollFd::from_borrowed_fd(fd, PollFlags::IN)];
        let _interrupted = poll(&mut fds, Some(&timeout));
        if fds[0].revents().intersects(PollFlags::ERR | PollFlags::HUP) {
            // Nobody at the other end: it stays ready, so wait here instead.
            std::thread::sleep(wait.min(Duration::from_millis(20)));
        }
    }

    /// Hands every frame that has arrived to `take`.
    pub(crate) fn receive(&mut self, mut take: impl FnMut(&mut [u8])) {
        match self {
            Self::Udp(socket) => {
                let mut bytes = [0; FRAME_BYTES_MAX + 1];
                while let Ok(count) = socket.recv(&mut bytes) {
                    take(&mut bytes[..count]);
                }
            }
            Self::Serial { file, deframer } => {
                let mut bytes = [0; 4096];
                while let Ok(count @ 1..) = rustix::io::read(&*file, &mut bytes) {
                    deframer.push(&bytes[..count], &mut take);
                }
            }
        }
    }
}

/// Writes what the line takes within a few milliseconds; the rest is noise that the receiver drops.
fn write_some(file: &File, mut bytes: &[u8]) {
    for _ in 0..50 {
        match rustix::io::write(file, bytes) {
            Ok(count) if count >= bytes.len() => return,
            Ok(count) => bytes = &bytes[count..],
            Err(rustix::io::Errno::AGAIN) => std::thread::sleep(Duration::from_millis(1)),
            Err(_) => return,
        }
    }
}
