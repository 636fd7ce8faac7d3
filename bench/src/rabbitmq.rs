//! RabbitMQ in a directory of its own, and the client that loads it.
//!
//! Its queues are durable, its messages persistent, and what is published is awaited until the broker has confirmed it. An
//! acknowledgement has no answer in AMQP, so a consumer never waits for it.

use crate::Request;
use crate::install;
use crate::peer::{Peer, free_port};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The types of queue that keep messages, each by its name in AMQP and for a person.
pub(crate) const KINDS: [(&str, &str); 2] =
    [("classic", "RabbitMQ, classic queue"), ("quorum", "RabbitMQ, quorum queue")];

/// A broker. Its processes and its directory are gone when it is dropped.
pub(crate) struct RabbitMq {
    node: Peer,
    /// Where nodes of Erlang find each other; without it none starts.
    _names: Peer,
    client: PathBuf,
    version: String,
    store: Store,
}

/// A directory, removed last.
struct Store(PathBuf);

impl Drop for Store {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl RabbitMq {
    /// Installs and starts it; `beside` names what its directory is to lie beside.
    pub(crate) fn start(request: &Request, beside: &Path) -> Result<Self, String> {
        let client = install::rabbitmq_client(request)?;
        let root = install::rabbitmq(request)?.join("usr/lib");
        let store = Store(std::path::absolute(beside.with_extension("rabbitmq")).map_err(|e| e.to_string())?);
        let _ = fs::remove_dir_all(&store.0);
        fs::create_dir_all(store.0.join("bin")).map_err(|e| e.to_string())?;
        let program = versioned(&root.join("rabbitmq/lib"), "rabbitmq_server-")?;
        let version = program.to_string_lossy().rsplit('-').next().unwrap_or_default().to_owned();
        let names = names(&root, &store.0)?;
        let mut node = node(&root, &program, &store.0, names.address)?;
        node.until_ready(|address| TcpStream::connect(address).map(drop).map_err(|e| e.to_string()))?;
        Ok(Self { node, _names: names, client, version, store })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.node.pid()
    }

    /// As Debian has it today.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Opens so many connections to a queue of a kind, which is made for them.
    pub(crate) fn load(&mut self, kind: &str, connections: u64, bytes: usize) -> Result<AmqpLoad, String> {
        let said = self.store.0.join(format!("{kind}.log"));
        let (client, file) = (&self.client, &said);
        self.node.until_ready(|address| AmqpLoad::start(client, file, address, kind, connections, bytes))
    }
}

/// A program under Erlang's folder, `erts-VERSION` or a library with its version.
fn versioned(folder: &Path, name: &str) -> Result<PathBuf, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let found = paths.find(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(name)));
    found.ok_or_else(|| format!("no {name} in {}", folder.display()))
}

fn names(root: &Path, store: &Path) -> Result<Peer, String> {
    let address = free_port()?;
    let mut command = Command::new(versioned(&root.join("erlang"), "erts-")?.join("bin/epmd"));
    command.args(["-address", "127.0.0.1", "-port", &address.port().to_string()]);
    Peer::start("names of RabbitMQ", address, store, &mut command)
}

fn node(root: &Path, program: &Path, store: &Path, names: SocketAddr) -> Result<Peer, String> {
    let (address, nodes) = (free_port()?, free_port()?);
    write_settings(root, store, address)?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(store.join("bin")).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(path).map_err(|e| e.to_string())?;
    let mut command = Command::new(program.join("sbin/rabbitmq-server"));
    command
        .env("PATH", path)
        .env("HOME", store)
        // As under systemd, the program becomes the node itself, so that its process is the one that is measured and ended.
        .env("RUNNING_UNDER_SYSTEMD", "true")
        .env("ERL_EPMD_PORT", names.port().to_string())
        .env("ERL_EPMD_ADDRESS", "127.0.0.1")
        .env("RABBITMQ_NODENAME", format!("millpond-bench-{}@localhost", std::process::id()))
        .env("RABBITMQ_DIST_PORT", nodes.port().to_string())
        .env("RABBITMQ_MNESIA_BASE", store.join("data"))
        .env("RABBITMQ_LOG_BASE", store.join("log"))
        .env("RABBITMQ_CONFIG_FILE", store.join("rabbitmq.conf"))
        .env("RABBITMQ_ENABLED_PLUGINS_FILE", store.join("enabled_plugins"))
        .env("RABBITMQ_CONF_ENV_FILE", store.join("none"))
        .env(
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false",
        );
    Peer::start("RabbitMQ", address, store, &mut command)
}

/// Settings as they come but for the address, no plugins, and an `erl` that finds its files where they were unpacked.
fn write_settings(root: &Path, store: &Path, address: SocketAddr) -> Result<(), String> {
    let erlang = root.join("erlang");
    let programs = versioned(&erlang, "erts-")?.join("bin");
    let erl = format!(
        "#!/bin/sh\nexport ROOTDIR='{}' BINDIR='{}' EMU=beam PROGNAME=erl\nexec \"$BINDIR/erlexec\" \"$@\"\n",
        erlang.display(),
        programs.display()
    );
    let listens = format!("listeners.tcp.1 = {address}\nlog.console = true\nlog.console.level = error\n");
    for (name, text) in
        [("bin/erl", erl), ("rabbitmq.conf", listens), ("enabled_plugins", "[].\n".to_owned())]
    {
        fs::write(store.join(name), text).map_err(|e| format!("{name}: {e}"))?;
    }
    let runs = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(store.join("bin/erl"), runs).map_err(|e| e.to_string())
}

/// The client with its connections; its process ends when it is dropped.
pub(crate) struct AmqpLoad {
    process: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    said: PathBuf,
}

impl AmqpLoad {
    fn start(
        client: &Path,
        said: &Path,
        address: SocketAddr,
        kind: &str,
        connections: u64,
        bytes: usize,
    ) -> Result<Self, String> {
        let log = fs::File::create(said).map_err(|e| e.to_string())?;
        let mut command = Command::new(client);
        command.arg("-address").arg(address.to_string()).args(["-kind", kind, "-queue", kind]);
        command.arg("-connections").arg(connections.to_string()).arg("-bytes").arg(bytes.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let mut process = command.spawn().map_err(|e| format!("{}: {e}", client.display()))?;
        let (commands, answers) = (process.stdin.take(), process.stdout.take());
        let commands = commands.ok_or("no way to the client of RabbitMQ")?;
        let answers = BufReader::new(answers.ok_or("no way from the client of RabbitMQ")?);
        let mut load = Self { process, commands, answers, said: said.to_owned() };
        load.answer().map(|_| load)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Loads the broker for so long; gives how many messages came and went, and the time it took until the last had gone.
    pub(crate) fn turn(&mut self, length: Duration) -> Result<(u64, Duration), String> {
        self.command(&format!("turn {}", length.as_millis()))
    }

    /// Lets so many messages come and go, a whole number of batches.
    pub(crate) fn live(&mut self, messages: u64) -> Result<(), String> {
        let (done, _) = self.command(&format!("life {messages}"))?;
        if done == messages { Ok(()) } else { Err(format!("RabbitMQ: {done} of {messages} messages")) }
    }

    fn command(&mut self, command: &str) -> Result<(u64, Duration), String> {
        writeln!(self.commands, "{command}").map_err(|e| format!("the client of RabbitMQ: {e}"))?;
        let answer = self.answer()?;
        let figures: Vec<u64> = answer.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        match figures[..] {
            [messages, nanos] => Ok((messages, Duration::from_nanos(nanos))),
            _ => Err(format!("the client of RabbitMQ said {answer:?}")),
        }
    }

    fn answer(&mut self) -> Result<String, String> {
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|e| e.to_string())?;
        if line.is_empty() {
            let said = fs::read_to_string(&self.said).unwrap_or_default();
            return Err(format!("the client of RabbitMQ ended: {said}"));
        }
        Ok(line)
    }
}

impl Drop for AmqpLoad {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
