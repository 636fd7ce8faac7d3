//! A passphrase that a person types at every start: at this terminal, or wherever systemd asks.

use super::{SecretBytes, Source, read_secret, stretch_here};
use crate::trouble::{Step, Trouble};
use millpond_store::keyring::Stretch;
use rustix::termios::{LocalModes, OptionalActions, isatty, tcgetattr, tcsetattr};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use zeroize::Zeroizing;

const QUESTION: &str = "Passphrase for Millpond's root key: ";

pub(super) struct Ask;

impl Source for Ask {
    fn secret(&self) -> Result<SecretBytes, Trouble> {
        let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty");
        match terminal {
            Ok(terminal) if isatty(&terminal) => {
                ask(terminal).step(|| "cannot read the passphrase from the terminal".into())
            }
            // A service has no terminal: systemd asks on the console, or on whichever agent is there.
            _ => ask_systemd(),
        }
    }

    fn stretch(&self) -> Stretch {
        stretch_here()
    }
}

/// Asks without showing what is typed.
fn ask(mut terminal: File) -> io::Result<SecretBytes> {
    let before = tcgetattr(&terminal)?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    terminal.write_all(QUESTION.as_bytes())?;
    tcsetattr(&terminal, OptionalActions::Flush, &silent)?;
    let mut line = Zeroizing::new(Vec::with_capacity(super::SECRET_BYTES_MAX + 2));
    let read = BufReader::with_capacity(1, &terminal).read_until(b'\n', &mut line);
    tcsetattr(&terminal, OptionalActions::Flush, &before)?;
    terminal.write_all(b"\n")?;
    read?;
    read_secret(&line[..])
}

fn ask_systemd() -> Result<SecretBytes, Trouble> {
    let cannot =
        || "cannot ask for the passphrase: no terminal, and systemd-ask-password does not answer".into();
    let asked = Command::new("systemd-ask-password")
        .args(["--id=millpond", "--timeout=0", QUESTION.trim_end_matches([':', ' '])])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn();
    let mut asked = asked.step(cannot)?;
    let secret = asked.stdout.take().map(read_secret).transpose().step(cannot)?;
    match (asked.wait().step(cannot)?.success(), secret) {
        (true, Some(secret)) => Ok(secret),
        _ => Err(Trouble::new("systemd-ask-password gave no passphrase")),
    }
}
