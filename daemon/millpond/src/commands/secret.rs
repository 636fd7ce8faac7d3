//! `millpond secret set`: seals what it reads.

use crate::commands::{data_dir, read_data_dir, usage};
use crate::config::Name;
use crate::secrets::{self, SECRET_BYTES_MAX};
use crate::trouble::{Step, Trouble};
use lexopt::{Arg, Parser, ValueExt};
use std::io::Read;
use zeroize::Zeroizing;

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut words) = (None, Vec::new());
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Value(word) => words.push(word.string().map_err(usage)?),
            other => return Err(usage(other.unexpected())),
        }
    }
    if words.first().map(String::as_str) != Some("set") {
        return Err(Trouble::new(
            "the only thing to do with a secret is to set it: millpond secret set --data DIR NAME",
        ));
    }
    let data = data_dir(data)?;
    let [_, name] = <[String; 2]>::try_from(words)
        .map_err(|_| Trouble::new("one NAME is expected: millpond secret set --data DIR NAME"))?;
    let name = Name::try_from(name).map_err(Trouble::new)?;
    let root = data.read_root_key()?;
    secrets::store(&data, &root, name.as_str(), trim(&read()?))
}

pub(super) fn read() -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let mut secret = Zeroizing::new(Vec::with_capacity(SECRET_BYTES_MAX + 2));
    let limit = u64::try_from(SECRET_BYTES_MAX + 2).expect("a few KiB");
    std::io::stdin().take(limit).read_to_end(&mut secret).step(|| "cannot read the secret".into())?;
    match trim(&secret).len() {
        0 => Err(Trouble::new("standard input held no secret")),
        1..=SECRET_BYTES_MAX => Ok(secret),
        _ => Err(Trouble::new(format!("a secret has at most {SECRET_BYTES_MAX} bytes"))),
    }
}

/// Without the line end that editors and `echo` add.
pub(super) fn trim(secret: &[u8]) -> &[u8] {
    let secret = secret.strip_suffix(b"\n").unwrap_or(secret);
    secret.strip_suffix(b"\r").unwrap_or(secret)
}
