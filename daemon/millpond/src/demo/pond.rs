//! One gateway as a process of this same binary.

use super::client::Client;
use crate::commands::init;
use crate::config::Config;
use crate::datadir::DataDir;
use crate::secrets::FirstAccessKey;
use crate::status::{self, Status};
use crate::trouble::{Step, Trouble};
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A data directory and the process on it.
pub(super) struct Pond {
    pub(super) data: DataDir,
    pub(super) key: FirstAccessKey,
    pub(super) address: SocketAddr,
    process: Option<Child>,
    /// Bytes that processes already gone had written.
    written_before: u64,
    peak_kib: u64,
}

impl Pond {
    /// Makes a data directory for `account` and finds a free port.
    pub(super) fn make(folder: &Path, name: &str, account: &str) -> Result<Self, Trouble> {
        let data = DataDir::new(folder.join(name));
        let account = account.to_owned().try_into().map_err(Trouble::new)?;
        let config = Config { account, ..Config::default() };
        let key = init::create(&data, &config)?;
        let address = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .step(|| "cannot find a free port".into())?;
        Ok(Self { data, key, address, process: None, written_before: 0, peak_kib: 0 })
    }

    /// Edits the configuration as an owner would: one key of a table that is there, and tables that are not.
    pub(super) fn configure(&self, table: &str, key: &str, more: &str) -> Result<(), Trouble> {
        let path = self.data.config();
        let text = fs::read_to_string(&path).step(|| format!("cannot read {}", path.display()))?;
        let text = text.replacen(&format!("\n{table}\n"), &format!("\n{table}\n{key}\n"), 1);
        fs::write(&path, text + more).step(|| format!("cannot write {}", path.display()))
    }

    /// Starts the process and waits until it listens.
    pub(super) fn serve(&mut self) -> Result<(), Trouble> {
        let log_path = self.data.path().with_extension("log");
        let log =
            File::options().create(true).append(true).open(&log_path).step(|| "cannot open a log".into())?;
        let own = std::env::current_exe().step(|| "cannot find this program".into())?;
        let child = Command::new(own)
            .arg("serve")
            .arg("--data")
            .arg(self.data.path())
            .arg("--listen")
            .arg(self.address.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .step(|| "cannot start a gateway".into())?;
        let child = self.process.insert(child);
        let end = Instant::now() + Duration::from_secs(20);
        while Instant::now() < end {
            if TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            if child.try_wait().is_ok_and(|status| status.is_some()) {
                let text = fs::read_to_string(&log_path).unwrap_or_default();
                return Err(Trouble::new(format!("a gateway ended at once:\n{text}")));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Err(Trouble::new("a gateway does not listen"))
    }

    /// Ends the process without warning.
    pub(super) fn kill(&mut self) {
        self.peak_kib = self.peak_kib.max(self.figure("status", "VmHWM"));
        self.written_before += self.figure("io", "write_bytes");
        if let Some(mut child) = self.process.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// A client with the first access key.
    pub(super) fn client(&self) -> Client {
        Client::new(self.address, &self.key)
    }

    /// What the process tells about itself; `None` while it is down.
    pub(super) fn status(&self) -> Option<Status> {
        status::ask(&self.data).ok().flatten()
    }

    /// Bytes that this pond's processes caused to be written to flash.
    pub(super) fn written_bytes(&self) -> u64 {
        self.written_before + self.figure("io", "write_bytes")
    }

    /// Largest resident memory of any of its processes, in KiB.
    pub(super) fn peak_kib(&self) -> u64 {
        self.peak_kib.max(self.figure("status", "VmHWM"))
    }

    fn figure(&self, file: &str, name: &str) -> u64 {
        let Some(pid) = self.process.as_ref().map(Child::id) else { return 0 };
        let text = fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let digits: String = line.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(0)
    }
}

impl Drop for Pond {
    fn drop(&mut self) {
        self.kill();
    }
}
