//! A program that prints the secret: the way to a smart card, an HSM or OP-TEE by PKCS#11, and to anything else that
//! has a program of its own. A static binary cannot load such modules' libraries itself.

use super::{SecretBytes, Source, read_secret};
use crate::trouble::{Step, Trouble};
use millpond_store::keyring::Stretch;
use std::process::{self, Stdio};

/// The program and its arguments.
pub(super) struct Command(pub(super) Vec<String>);

impl Source for Command {
    fn secret(&self) -> Result<SecretBytes, Trouble> {
        let (program, arguments) = self.0.split_first().expect("a command has a word");
        let cannot = || format!("cannot have the secret from {program}");
        let mut running = process::Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .step(cannot)?;
        let secret = running.stdout.take().map(read_secret).transpose().step(cannot);
        if secret.is_err() {
            // It would wait for a reader for ever.
            let _ = running.kill();
        }
        let ended = running.wait().step(cannot)?;
        match secret? {
            Some(secret) if ended.success() => Ok(secret),
            _ => Err(Trouble::new(format!("{program} gave no secret: {ended}"))),
        }
    }

    fn stretch(&self) -> Stretch {
        Stretch::None
    }
}
