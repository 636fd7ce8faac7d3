//! `millpond version`.

use crate::commands::print;
use crate::trouble::Trouble;
use lexopt::Parser;

pub(super) fn run(_: Parser) -> Result<(), Trouble> {
    print(&[concat!("millpond ", env!("CARGO_PKG_VERSION"))])
}
