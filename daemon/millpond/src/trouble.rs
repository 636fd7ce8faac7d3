//! What went wrong, as the person at the terminal reads it: one line per cause.

use std::error::Error;
use std::fmt;

/// A failed step, and why it failed.
#[derive(Debug)]
pub(crate) struct Trouble {
    what: String,
    exit: u8,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Trouble {
    /// A failure that has no further cause.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), exit: 1, cause: None }
    }

    /// A step that failed because of `cause`.
    pub(crate) fn because(what: impl Into<String>, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { what: what.into(), exit: 1, cause: Some(cause.into()) }
    }

    /// What another process said in lines, each the cause of the one before it.
    pub(crate) fn of_lines(lines: &[String]) -> Self {
        let chain = lines.iter().rev().fold(None, |cause, line| {
            Some(match cause {
                Some(cause) => Self::because(line.as_str(), Box::new(cause) as Box<dyn Error + Send + Sync>),
                None => Self::new(line.as_str()),
            })
        });
        chain.unwrap_or_else(|| Self::new("it was refused, and nothing was said why"))
    }

    /// The same with another exit status than 1.
    pub(crate) fn exiting(self, exit: u8) -> Self {
        Self { exit, ..self }
    }

    /// The exit status of the program.
    pub(crate) fn exit(&self) -> u8 {
        self.exit
    }

    /// Every line of the chain, the outermost first.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.to_string()];
        let mut next = self.source();
        while let Some(cause) = next {
            lines.push(cause.to_string());
            next = cause.source();
        }
        lines
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Trouble {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}

/// Says which step failed.
pub(crate) trait Step<T> {
    /// Names the step that an error interrupted.
    fn step(self, what: impl FnOnce() -> String) -> Result<T, Trouble>;
}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> Step<T> for Result<T, E> {
    fn step(self, what: impl FnOnce() -> String) -> Result<T, Trouble> {
        self.map_err(|cause| Trouble::because(what(), cause))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn every_cause_has_its_own_line() {
        let inner: Result<(), _> = Err(io::Error::other("the disk is gone"));

        let trouble =
            inner.step(|| "cannot read root.key".into()).step(|| "cannot start".into()).unwrap_err();

        assert_eq!(trouble.lines(), ["cannot start", "cannot read root.key", "the disk is gone"]);
        assert_eq!(Trouble::of_lines(&trouble.lines()).lines(), trouble.lines());
    }
}
