//! `millpond help`.

use crate::commands::{COMMANDS, print};
use crate::trouble::Trouble;
use lexopt::Parser;

pub(super) fn run(_: Parser) -> Result<(), Trouble> {
    let mut lines = vec![
        "Millpond keeps a site's streams and queues, sealed on flash, until the cloud can take them."
            .to_owned(),
        String::new(),
    ];
    for command in COMMANDS {
        lines.push(format!("  millpond {} {}", command.name, command.synopsis));
        lines.push(format!("      {}", command.purpose));
    }
    print(&lines)
}
