//! The configuration file. It belongs to the binary, which nothing can import, so its source is
//! compiled in: all but its tests, which this crate has no unit tests to stand beside.

// It is formatted where it lies; from here rustfmt does not find its tests.
#[cfg(not(test))]
#[rustfmt::skip]
#[path = "../../millpond/src/config.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the binary uses all of it")]
mod file;

pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Err(refused) = file::Config::parse(text) {
        assert!(!refused.to_string().is_empty(), "a refusal says why");
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let example = include_str!("../../millpond/src/commands/init_config.toml");
    let settings = example.lines().filter(|line| !line.starts_with("# "));
    let uncommented: Vec<&str> = settings.map(|line| line.trim_start_matches("#: ")).collect();
    vec![uncommented.join("\n").into_bytes()]
}

#[cfg(test)]
mod file {
    pub(crate) struct Config;

    impl Config {
        pub(crate) fn parse(text: &str) -> Result<Self, &str> {
            Err(text)
        }
    }
}
