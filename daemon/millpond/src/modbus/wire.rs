//! A connection or line over which devices are asked, one request at a time.

use crate::config::Parity;
use millpond_pack::modbus::{self, FRAME_BYTES_MAX, Framing, Read};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{ControlModes, OptionalActions, QueueSelector, tcflush, tcgetattr, tcsetattr};
use std::fmt;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long a connection may take to stand. Ours: what a handshake and two repeats of it take.
const CONNECT: Duration = Duration::from_secs(5);

/// Where devices are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Endpoint {
    /// Host and port.
    Tcp(String),
    /// A serial line.
    Serial { path: PathBuf, baud: u32, parity: Parity },
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => f.write_str(address),
            Self::Serial { path, .. } => write!(f, "{}", path.display()),
        }
    }
}

/// Why there is no data.
#[derive(Debug)]
pub(super) enum Fault {
    /// There is no connection or port.
    Absent(io::Error),
    /// No answer came in time.
    Timeout,
    /// What came is no data.
    Answer(modbus::Fault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(cause) => write!(f, "cannot reach it: {cause}"),
            Self::Timeout => f.write_str("no answer in time; check unit, cabling and baud rate"),
            Self::Answer(modbus::Fault::Crc) => {
                f.write_str("the checksum differs; check cabling, parity and baud rate")
            }
            Self::Answer(modbus::Fault::Malformed) => {
                f.write_str("the answer is not to what was asked; check that nobody else asks on this line")
            }
            Self::Answer(modbus::Fault::Exception(code)) => {
                write!(f, "the device refuses with exception {code}: {}", meaning(*code))
            }
        }
    }
}

/// # Source
/// MODBUS Application Protocol Specification V1.1b3, 7.
const fn meaning(code: u8) -> &'static str {
    match code {
        1 => "it does not know the function; check the table",
        2 => "there is no such register; check the register map",
        3 => "it does not take the count; check the register map",
        4 => "it failed",
        5 | 6 => "it is busy",
        10 | 11 => "the converter does not reach it; check the unit",
        _ => "see its manual",
    }
}

enum Link {
    Tcp(TcpStream),
    Serial(File),
}

/// A connection or line; opened when it is needed.
pub(super) struct Wire {
    endpoint: Endpoint,
    link: Option<Link>,
    transaction: u16,
}

impl Wire {
    pub(super) const fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, link: None, transaction: 0 }
    }

    /// Asks a device and gives the data of its answer.
    pub(super) fn ask(&mut self, read: &Read, timeout: Duration) -> Result<Vec<u8>, Fault> {
        let asked = self.exchange(read, timeout);
        match (&asked, &self.link) {
            (Ok(_) | Err(Fault::Answer(modbus::Fault::Exception(_))), _) => {}
            // A line stays; what comes late is thrown away before the next request.
            (Err(Fault::Timeout | Fault::Answer(_)), Some(Link::Serial(_))) => {}
            // What comes late on a connection must not be taken for an answer to the next request.
            _ => self.link = None,
        }
        asked
    }

    fn exchange(&mut self, read: &Read, timeout: Duration) -> Result<Vec<u8>, Fault> {
        let framing = if matches!(self.endpoint, Endpoint::Tcp(_)) { Framing::Tcp } else { Framing::Rtu };
        let link = match &mut self.link {
            Some(link) => link,
            None => self.link.insert(open(&self.endpoint, timeout).map_err(Fault::Absent)?),
        };
        self.transaction = self.transaction.wrapping_add(1);
        let request = read.request(framing, self.transaction);
        if let Endpoint::Serial { baud, .. } = self.endpoint {
            std::thread::sleep(silence(baud));
        }
        let end = Instant::now() + timeout;
        link.send(&request, end)?;
        let mut bytes = [0; FRAME_BYTES_MAX];
        let mut got = 0;
        loop {
            let whole = read.answer_bytes(framing, &bytes[..got]).map_err(Fault::Answer)?;
            // Until the length is known, no more than a head is asked for.
            let wanted = whole.unwrap_or(6).min(FRAME_BYTES_MAX);
            if whole.is_some_and(|whole| got >= whole) {
                break;
            }
            if got < wanted {
                got += link.receive(&mut bytes[got..wanted], end)?;
            }
        }
        read.answer(framing, self.transaction, &bytes[..got]).map(<[u8]>::to_vec).map_err(Fault::Answer)
    }
}

/// How long a line must be silent before a request: three and a half characters of eleven bits.
///
/// # Source
/// MODBUS over Serial Line V1.02, 2.5.1.1; above 19,200 bits per second it is 1.75 ms.
fn silence(baud: u32) -> Duration {
    Duration::from_micros((38_500_000 / u64::from(baud.max(1))).max(1_750))
}

fn open(endpoint: &Endpoint, timeout: Duration) -> io::Result<Link> {
    match endpoint {
        Endpoint::Tcp(address) => {
            let mut refused = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
            for address in address.to_socket_addrs()? {
                match TcpStream::connect_timeout(&address, timeout.min(CONNECT)) {
                    Ok(stream) => {
                        stream.set_nodelay(true)?;
                        return Ok(Link::Tcp(stream));
                    }
                    Err(error) => refused = error,
                }
            }
            Err(refused)
        }
        Endpoint::Serial { path, baud, parity } => {
            let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
            let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
            let mut termios = tcgetattr(&file)?;
            termios.make_raw();
            termios.control_modes |= ControlModes::CREAD | ControlModes::CLOCAL;
            termios.control_modes -= ControlModes::PARENB | ControlModes::PARODD | ControlModes::CSTOPB;
            // Without a parity bit a second stop bit keeps a character at eleven bits.
            termios.control_modes |= match parity {
                Parity::Even => ControlModes::PARENB,
                Parity::Odd => ControlModes::PARENB | ControlModes::PARODD,
                Parity::None => ControlModes::CSTOPB,
            };
            termios.set_speed(*baud)?;
            tcsetattr(&file, OptionalActions::Flush, &termios)?;
            Ok(Link::Serial(file))
        }
    }
}

impl Link {
    fn send(&mut self, request: &[u8], end: Instant) -> Result<(), Fault> {
        match self {
            Self::Tcp(stream) => {
                stream.set_write_timeout(Some(left(end)?)).map_err(Fault::Absent)?;
                stream.write_all(request).map_err(of_io)
            }
            Self::Serial(file) => {
                tcflush(&*file, QueueSelector::IFlush).map_err(|errno| Fault::Absent(errno.into()))?;
                // A request fits the kernel's buffer; a line that takes none is stuck.
                match rustix::io::write(&*file, request) {
                    Ok(count) if count == request.len() => Ok(()),
                    Ok(_) | Err(Errno::AGAIN) => Err(Fault::Timeout),
                    Err(errno) => Err(Fault::Absent(errno.into())),
                }
            }
        }
    }

    /// At least one byte.
    fn receive(&mut self, bytes: &mut [u8], end: Instant) -> Result<usize, Fault> {
        let gone = || Fault::Absent(io::ErrorKind::UnexpectedEof.into());
        match self {
            Self::Tcp(stream) => {
                stream.set_read_timeout(Some(left(end)?)).map_err(Fault::Absent)?;
                match stream.read(bytes).map_err(of_io)? {
                    0 => Err(gone()),
                    count => Ok(count),
                }
            }
            Self::Serial(file) => loop {
                let wait = Timespec::try_from(left(end)?).map_err(|_| Fault::Timeout)?;
                let mut fds = [PollFd::new(&*file, PollFlags::IN)];
                match poll(&mut fds, Some(&wait)) {
                    Ok(0) => return Err(Fault::Timeout),
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(errno) => return Err(Fault::Absent(errno.into())),
                }
                match rustix::io::read(&*file, &mut *bytes) {
                    Ok(0) => return Err(gone()),
                    Ok(count) => return Ok(count),
                    Err(Errno::AGAIN | Errno::INTR) => {}
                    Err(errno) => return Err(Fault::Absent(errno.into())),
                }
            },
        }
    }
}

fn left(end: Instant) -> Result<Duration, Fault> {
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(Fault::Timeout) } else { Ok(left) }
}

fn of_io(error: io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Fault::Timeout,
        _ => Fault::Absent(error),
    }
}
