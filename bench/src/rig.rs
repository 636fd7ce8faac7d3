//! One gateway under test: a fresh data directory and the process on it.

use crate::Request;
use crate::client::{Client, Keys};
use millpond_base::Secret;
use std::fs;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A data directory, the keys to it and the process on it. Both are gone when it is dropped.
pub(crate) struct Rig {
    pub(crate) dir: PathBuf,
    pub(crate) address: SocketAddr,
    binary: PathBuf,
    keys: Keys,
    process: Option<Child>,
}

impl Rig {
    /// Makes a data directory and starts the binary on it.
    pub(crate) fn start(request: &Request) -> Result<Self, String> {
        Self::start_within(request, None)
    }

    /// The same with another budget for the log than the default one.
    pub(crate) fn start_within(request: &Request, budget_mib: Option<u64>) -> Result<Self, String> {
        let budget = budget_mib.map(|mib| ("budget_mib", mib));
        Self::start_with(request, budget.as_slice())
    }

    /// The same with other settings than the default ones.
    pub(crate) fn start_with(request: &Request, settings: &[(&str, u64)]) -> Result<Self, String> {
        Self::start_beside(request, "", settings)
    }

    /// The same beside others, which have other names.
    pub(crate) fn start_beside(
        request: &Request,
        name: &str,
        settings: &[(&str, u64)],
    ) -> Result<Self, String> {
        let dir = request.dir.join(format!("millpond-bench-{}{name}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        let init = Command::new(&request.binary).arg("init").arg("--data").arg(&dir).arg("--json").output();
        let init = init.map_err(|e| format!("{}: {e}; build it first", request.binary.display()))?;
        if !init.status.success() {
            return Err(String::from_utf8_lossy(&init.stderr).into_owned());
        }
        let made: serde_json::Value = serde_json::from_slice(&init.stdout).map_err(|e| e.to_string())?;
        for (name, value) in settings {
            set(Path::new(made["config"].as_str().unwrap_or_default()), name, *value)?;
        }
        let text = |name: &str| made[name].as_str().unwrap_or_default().to_owned();
        let keys = Keys {
            access_key_id: text("access_key_id"),
            secret: Secret::new(text("secret_access_key").into_bytes()),
            region: text("region"),
        };
        let address =
            TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).map_err(|e| e.to_string())?;
        let mut rig = Self { dir, address, binary: request.binary.clone(), keys, process: None };
        rig.serve()?;
        Ok(rig)
    }

    /// Adds a text to the configuration, for the next start.
    pub(crate) fn configure(&self, text: &str) -> Result<(), String> {
        let path = self.dir.join("millpond.toml");
        let old = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        fs::write(&path, format!("{old}\n{text}\n")).map_err(|e| e.to_string())
    }

    /// Seals a secret for an upstream.
    pub(crate) fn seal(&self, name: &str, secret: &Secret) -> Result<(), String> {
        let mut seal = Command::new(&self.binary);
        seal.args(["secret", "set", "--data"]).arg(&self.dir).arg(name);
        let mut seal = seal.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().map_err(|e| e.to_string())?;
        let mut input = seal.stdin.take().ok_or("no standard input")?;
        input.write_all(secret.expose()).map_err(|e| e.to_string())?;
        drop(input);
        let status = seal.wait().map_err(|e| e.to_string())?;
        if status.success() { Ok(()) } else { Err(format!("millpond secret set: {status}")) }
    }

    /// Starts the process and gives the time until it answered a signed request.
    pub(crate) fn serve(&mut self) -> Result<Duration, String> {
        let log = fs::File::create(self.dir.with_extension("log")).map_err(|e| e.to_string())?;
        let begin = Instant::now();
        let child = Command::new(&self.binary)
            .arg("serve")
            .arg("--data")
            .arg(&self.dir)
            .arg("--listen")
            .arg(self.address.to_string())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|e| e.to_string())?;
        self.process = Some(child);
        while begin.elapsed() < Duration::from_secs(60) {
            if let Ok(mut client) = self.client()
                && client.call("kinesis", "Kinesis_20131202.ListStreams", b"{}").is_ok()
            {
                return Ok(begin.elapsed());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Err("the gateway did not answer within 60 s".to_owned())
    }

    /// Opens a connection that signs with the first access key.
    pub(crate) fn client(&self) -> Result<Client, String> {
        Client::connect(self.address, self.keys.clone())
    }

    /// Opens a connection to another server, which signs in the same way.
    pub(crate) fn client_to(&self, address: SocketAddr) -> Result<Client, String> {
        Client::connect(address, self.keys.clone())
    }

    /// The key that clients sign with.
    pub(crate) const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The gateway's process.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(Child::id)
    }

    /// Kills the process as a power cut would end it.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.process.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// A figure of `/proc/PID/status` in KiB: `VmRSS`, `VmHWM`.
    pub(crate) fn memory_kib(&self, name: &str) -> Result<u64, String> {
        self.proc_figure("status", name)
    }

    /// Bytes the process caused to be written to the device.
    pub(crate) fn written_bytes(&self) -> Result<u64, String> {
        self.proc_figure("io", "write_bytes")
    }

    /// Processor time the gateway has used so far.
    pub(crate) fn cpu(&self) -> Result<Duration, String> {
        cpu(self.pid().ok_or("no process")?)
    }

    /// A figure of the log from `millpond status --json`.
    pub(crate) fn log_figure(&self, name: &str) -> Result<u64, String> {
        self.status()?["log"][name].as_u64().ok_or_else(|| format!("the status has no {name}"))
    }

    /// What `millpond status --json` says.
    pub(crate) fn status(&self) -> Result<serde_json::Value, String> {
        let mut status = Command::new(&self.binary);
        let said = status.arg("status").arg("--data").arg(&self.dir).arg("--json").output();
        let said = said.map_err(|e| e.to_string())?;
        serde_json::from_slice(&said.stdout)
            .map_err(|e| format!("{e}: {}", String::from_utf8_lossy(&said.stderr)))
    }

    fn proc_figure(&self, file: &str, name: &str) -> Result<u64, String> {
        proc_figure(self.pid().ok_or("no process")?, file, name)
    }
}

/// Processor time a process has used so far, by the kernel's count in hundredths of a second.
pub(crate) fn cpu(pid: u32) -> Result<Duration, String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).map_err(|e| e.to_string())?;
    // The name, in brackets, may hold spaces. Fields 14 and 15 of the line are user and system time.
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace()).into_iter().flatten();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(ticks * 10))
}

/// A figure of `/proc/PID/status` or `/proc/PID/io`.
pub(crate) fn proc_figure(pid: u32, file: &str, name: &str) -> Result<u64, String> {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).map_err(|e| e.to_string())?;
    let line = text.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'));
    let digits: String = line.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    digits.parse().map_err(|_| format!("no {name} in /proc/{pid}/{file}"))
}

/// Writes another value into a configuration as `init` made it.
fn set(config: &Path, name: &str, value: u64) -> Result<(), String> {
    let text = fs::read_to_string(config).map_err(|e| e.to_string())?;
    let line = text.lines().find(|line| line.starts_with(name)).ok_or(format!("no {name} to set"))?;
    fs::write(config, text.replace(line, &format!("{name} = {value}"))).map_err(|e| e.to_string())
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.dir);
        let _ = fs::remove_file(self.dir.with_extension("log"));
    }
}
