//! Serial ports: raw, non-blocking, reopened when they come back.

use super::SerialPort;
use millpond_link::format::STUFFED_BYTES_MAX;
use millpond_link::serial::stuff;
use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{ControlModes, OptionalActions, tcgetattr, tcsetattr};
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;

/// Bytes that may wait for a slow line: four frames.
const OUT_BYTES: usize = 4 * STUFFED_BYTES_MAX;

/// A port that is open or will be.
pub(super) struct Port {
    config: SerialPort,
    file: Option<File>,
    out: Box<heapless::Vec<u8, OUT_BYTES>>,
    /// Its absence was reported.
    pub(super) said: bool,
}

impl Port {
    pub(super) fn new(config: SerialPort) -> Self {
        Self { config, file: None, out: Box::default(), said: false }
    }

    pub(super) const fn is_open(&self) -> bool {
        self.file.is_some()
    }

    pub(super) fn name(&self) -> String {
        self.config.path.display().to_string()
    }

    /// Opens the port, sets it to raw mode and registers it.
    pub(super) fn open(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::open(&self.config.path, flags, Mode::empty())?);
        let mut termios = tcgetattr(&file)?;
        termios.make_raw();
        termios.control_modes |= ControlModes::CREAD | ControlModes::CLOCAL;
        termios.set_speed(self.config.baud)?;
        tcsetattr(&file, OptionalActions::Flush, &termios)?;
        registry.register(
            &mut SourceFd(&file.as_raw_fd()),
            token,
            Interest::READABLE | Interest::WRITABLE,
        )?;
        self.out.clear();
        self.file = Some(file);
        Ok(())
    }

    pub(super) fn close(&mut self, registry: &Registry) {
        if let Some(file) = self.file.take() {
            // The kernel forgets the registration with the file anyway.
            let _ = registry.deregister(&mut SourceFd(&file.as_raw_fd()));
        }
    }

    /// Reads what is there; `None` when nothing is.
    ///
    /// # Errors
    /// When the port is gone.
    pub(super) fn read(&self, bytes: &mut [u8]) -> io::Result<Option<usize>> {
        let Some(file) = &self.file else { return Ok(None) };
        match rustix::io::read(file, bytes) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(Some(count)),
            Err(Errno::AGAIN | Errno::INTR) => Ok(None),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Sends a frame, now or when the line is ready; false when it had to be dropped.
    pub(super) fn send(&mut self, frame: &[u8]) -> bool {
        let mut stuffed = [0; STUFFED_BYTES_MAX];
        let end = stuff(frame, &mut stuffed);
        let kept = self.file.is_some() && self.out.extend_from_slice(&stuffed[..end]).is_ok();
        self.flush();
        kept
    }

    /// Writes what waits, as far as the line takes it.
    pub(super) fn flush(&mut self) {
        let Some(file) = &self.file else { return };
        while !self.out.is_empty() {
            match rustix::io::write(file, &self.out) {
                Ok(count) => {
                    self.out.copy_within(count.., 0);
                    self.out.truncate(self.out.len() - count);
                }
                Err(Errno::INTR) => {}
                Err(_) => return,
            }
        }
    }
}
