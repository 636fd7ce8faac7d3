//! A gateway under test: the real binary on a directory and a port of its own.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_millpond");

/// How long a gateway may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// A data directory and, once started, the gateway that serves it.
pub(crate) struct Pond {
    home: PathBuf,
    child: Option<Child>,
    /// What `init --json` printed.
    pub(crate) made: Value,
    pub(crate) address: String,
}

impl Pond {
    /// A fresh data directory; nothing runs yet.
    pub(crate) fn init() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("millpond-it-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let home = std::env::temp_dir().join(name);
        std::fs::create_dir(&home).expect("a place for the test");
        let mut pond = Self { home, child: None, made: Value::Null, address: String::new() };
        let output = pond.run(&["init", "--json"], b"");
        assert!(output.status.success(), "{output:?}");
        pond.made = serde_json::from_slice(&output.stdout).expect("JSON");
        pond
    }

    /// A directory that is to be made beside this one's; its keys are the same.
    pub(crate) fn beside(&self, name: &str) -> Self {
        let home = self.home.join(name);
        std::fs::create_dir(&home).expect("a place for the test");
        Self { home, child: None, made: self.made.clone(), address: String::new() }
    }

    /// Rescues one directory into another.
    pub(crate) fn salvage(from: &Path, to: &Path) -> Output {
        let mut command = Command::new(BINARY);
        command.args(["salvage", "--json", "--from"]).arg(from).arg("--to").arg(to);
        command.output().expect("the binary was built")
    }

    /// A gateway that runs.
    pub(crate) fn start() -> Self {
        let mut pond = Self::init();
        pond.serve();
        pond
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// Adds to the configuration. Tables may follow tables, so this goes at the end.
    pub(crate) fn configure(&self, more: &str) {
        let path = self.data().join("millpond.toml");
        let text = std::fs::read_to_string(&path).expect("init wrote it");
        std::fs::write(&path, format!("{text}\n{more}")).expect("a writable file");
    }

    /// Changes a line of the configuration.
    pub(crate) fn reconfigure(&self, old: &str, new: &str) {
        let path = self.data().join("millpond.toml");
        let text = std::fs::read_to_string(&path).expect("init wrote it");
        assert!(text.contains(old), "no {old:?} in the configuration");
        std::fs::write(&path, text.replace(old, new)).expect("a writable file");
    }

    /// Runs a command on the data directory.
    pub(crate) fn run(&self, args: &[&str], stdin: &[u8]) -> Output {
        run(&self.data(), args, stdin)
    }

    /// Starts the gateway and waits until it answers.
    pub(crate) fn serve(&mut self) {
        self.child = Some(self.spawn());
        let start = Instant::now();
        loop {
            let output = self.run(&["status", "--json"], b"");
            if output.status.success() {
                let status: Value = serde_json::from_slice(&output.stdout).expect("JSON");
                self.address = status["listen"].as_str().expect("an address").to_owned();
                return;
            }
            assert!(start.elapsed() < PATIENCE, "the gateway does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn spawn(&self) -> Child {
        let mut command = Command::new(BINARY);
        command.arg("serve").arg("--data").arg(self.data()).args(["--listen", "127.0.0.1:0"]);
        command.stderr(Stdio::null()).spawn().expect("the binary was built")
    }

    pub(crate) fn status(&self) -> Value {
        let output = self.run(&["status", "--json"], b"");
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// Asks the gateway to stop and returns its exit code.
    pub(crate) fn terminate(&mut self) -> Option<i32> {
        self.signal("TERM");
        self.wait()
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.as_ref().expect("it runs").id().to_string();
        let sent = Command::new("kill").args([format!("-{name}"), pid]).status().expect("kill exists");
        assert!(sent.success());
    }

    pub(crate) fn wait(&mut self) -> Option<i32> {
        let mut child = self.child.take().expect("it runs");
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait().expect("our own child") {
                return status.code();
            }
            if start.elapsed() > PATIENCE {
                let _ = child.kill();
                panic!("the gateway does not stop");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Power goes away as far as a process can notice.
    pub(crate) fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().expect("our own child");
        child.wait().expect("our own child");
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }
}

impl Drop for Pond {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// Runs the binary with `--data` after the command's name.
pub(crate) fn run(data: &Path, args: &[&str], stdin: &[u8]) -> Output {
    let mut command = Command::new(BINARY);
    command.args(args).arg("--data").arg(data);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built");
    let _ = child.stdin.take().expect("piped").write_all(stdin);
    child.wait_with_output().expect("our own child")
}

/// What a server said.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// Reads one HTTP/1.1 answer.
pub(crate) fn read_answer(stream: &mut impl Read) -> Answer {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("an answer");
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("ASCII");
    let status = head.split(' ').nth(1).expect("a status line").parse().expect("a number");
    let mut answer = Answer { status, head, body: Vec::new() };
    if answer.header("transfer-encoding") == Some("chunked") {
        answer.body = read_chunks(stream);
        return answer;
    }
    let length = answer.header("content-length").map_or(0, |length| length.parse().expect("a number"));
    answer.body = vec![0; length];
    stream.read_exact(&mut answer.body).expect("the whole body");
    answer
}

/// Reads a body whose length was not known when it began, as long pages of records are sent.
fn read_chunks(stream: &mut impl Read) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("the length of a chunk");
            line.push(byte[0]);
        }
        let digits = str::from_utf8(&line[..line.len() - 2]).expect("ASCII");
        let length = usize::from_str_radix(digits, 16).expect("a number");
        let mut chunk = vec![0; length + 2];
        stream.read_exact(&mut chunk).expect("the whole chunk");
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&chunk[..length]);
    }
}
