//! The process of another server, beside the gateway.

use crate::rig::{cpu, proc_figure};
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it answers.
const START: Duration = Duration::from_secs(60);

/// One server; its process ends when it is dropped.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) address: SocketAddr,
    process: Child,
    said: PathBuf,
}

impl Peer {
    /// Starts a server that is to listen on `address`; what it says goes to a file beside `store`.
    pub(crate) fn start(
        name: &'static str,
        address: SocketAddr,
        store: &Path,
        command: &mut Command,
    ) -> Result<Self, String> {
        let said = store.with_extension(format!("{}.log", name.replace(' ', "-")));
        let log = File::create(&said).map_err(|e| format!("{}: {e}", said.display()))?;
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
        let process = process.map_err(|e| format!("{name}: {e}"))?;
        Ok(Self { name, address, process, said })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Tries until it works; a server that has ended, or takes longer than a minute, is an error.
    pub(crate) fn until_ready<T>(
        &mut self,
        mut attempt: impl FnMut(SocketAddr) -> Result<T, String>,
    ) -> Result<T, String> {
        let begin = Instant::now();
        loop {
            let cause = match attempt(self.address) {
                Ok(done) => return Ok(done),
                Err(cause) => cause,
            };
            let ended = self.process.try_wait().is_ok_and(|status| status.is_some());
            if ended || begin.elapsed() > START {
                let said = std::fs::read_to_string(&self.said).unwrap_or_default();
                return Err(format!("{}: {cause}\n{said}", self.name));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_file(&self.said);
    }
}

/// A port of this machine alone that nobody uses.
pub(crate) fn free_port() -> Result<SocketAddr, String> {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())
}

/// What a server's work cost, for a line of its own.
pub(crate) fn cost(pid: u32, used: Duration, count: u64, what: &str) -> Result<String, String> {
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let each = used.as_secs_f64() * 1e6 / count.max(1) as f64;
    let peak_kib = proc_figure(pid, "status", "VmHWM")?;
    Ok(format!("{each:.1} us of processor time a {what}, resident {peak_kib} KiB at most"))
}

/// Processor time that `work` costs a process.
pub(crate) fn cpu_of<T>(pid: u32, work: impl FnOnce() -> Result<T, String>) -> Result<(T, Duration), String> {
    let before = cpu(pid)?;
    let done = work()?;
    Ok((done, cpu(pid)?.saturating_sub(before)))
}
