//! `millpond completions` and `millpond man`: what shells and manuals know of the commands, made of their list.

use crate::commands::{COMMANDS, Command, print, usage};
use crate::trouble::Trouble;
use lexopt::{Parser, ValueExt};

const SHELLS: &str = "say for which shell: millpond completions bash|zsh|fish";

pub(super) fn completions(mut args: Parser) -> Result<(), Trouble> {
    let shell = match args.next().map_err(usage)? {
        Some(lexopt::Arg::Value(shell)) => shell.string().map_err(usage)?,
        _ => return Err(Trouble::new(SHELLS)),
    };
    refuse_more(&mut args)?;
    let text = match shell.as_str() {
        "bash" => bash(),
        "zsh" => zsh(),
        "fish" => fish(),
        _ => return Err(Trouble::new(SHELLS)),
    };
    print(&[text.trim_end()])
}

pub(super) fn man(mut args: Parser) -> Result<(), Trouble> {
    refuse_more(&mut args)?;
    print(&[manual().trim_end()])
}

fn refuse_more(args: &mut Parser) -> Result<(), Trouble> {
    match args.next().map_err(usage)? {
        None => Ok(()),
        Some(other) => Err(usage(other.unexpected())),
    }
}

/// What may follow a command, as its synopsis spells it: options, and words that are meant literally.
fn words(command: &Command) -> Vec<&'static str> {
    let mut words = Vec::new();
    for word in command.synopsis.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_') {
        let literal = word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && word.len() > 2;
        if literal && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn bash() -> String {
    let names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
    let mut text = format!(
        "# Completion of millpond for bash.\n_millpond() {{\n    local current=${{COMP_WORDS[COMP_CWORD]}} words=\n    \
         if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words='{}'\n    else\n        case ${{COMP_WORDS[1]}} in\n",
        names.join(" ")
    );
    for command in COMMANDS {
        text += &format!("        {}) words='{}' ;;\n", command.name, words(command).join(" "));
    }
    text += "        esac\n    fi\n    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n}\n";
    // Where no word fits, a file's name is meant.
    text + "complete -o default -F _millpond millpond\n"
}

fn zsh() -> String {
    let mut text = "#compdef millpond\nlocal -a commands\ncommands=(\n".to_owned();
    for command in COMMANDS {
        let purpose = command.purpose.replace('\'', "'\\''").replace(':', "\\:");
        text += &format!("    '{}:{purpose}'\n", command.name);
    }
    text +=
        ")\nif (( CURRENT == 2 )); then\n    _describe command commands\n    return\nfi\ncase $words[2] in\n";
    for command in COMMANDS {
        text += &format!("    {}) compadd -- {} ;;\n", command.name, words(command).join(" "));
    }
    text + "esac\n_files\n"
}

fn fish() -> String {
    let mut text = "# Completion of millpond for fish.\n".to_owned();
    for command in COMMANDS {
        let purpose = command.purpose.replace('\\', "\\\\").replace('\'', "\\'");
        text +=
            &format!("complete -c millpond -n __fish_use_subcommand -f -a {} -d '{purpose}'\n", command.name);
        for word in words(command) {
            let what = match word.strip_prefix("--") {
                Some(option) => format!("-l {option}"),
                None => format!("-a {word}"),
            };
            text +=
                &format!("complete -c millpond -n '__fish_seen_subcommand_from {}' {what}\n", command.name);
        }
    }
    text
}

/// The manual page, in man(7).
fn manual() -> String {
    let mut text = format!(
        ".TH MILLPOND 1 \"\" \"millpond {}\"\n.SH NAME\nmillpond \\- streams and queues, sealed on flash, until the cloud \
         can take them\n.SH SYNOPSIS\n.B millpond\n.I COMMAND\n.RI [ arguments ]\n.SH DESCRIPTION\nA gateway that keeps a \
         site's data on local flash and forwards it upstream, through days offline and power cuts at any instant.\nClients \
         are AWS's SDKs.\n.SH COMMANDS\n",
        env!("CARGO_PKG_VERSION")
    );
    for command in COMMANDS {
        let heading = format!("{} {}", command.name, command.synopsis);
        text += &format!(".TP\n.B {}\n{}.\n", roff(heading.trim_end()), roff(command.purpose));
    }
    text + concat!(
        ".SH FILES\n",
        ".TP\n.I /var/lib/millpond\nThe data of the system's service; its\n.I millpond.toml\nexplains every setting.\n",
        ".TP\n.I /etc/default/millpond\nWords added to\n.B millpond serve\nfor that service.\n",
        ".TP\n.I /usr/lib/millpond/rollback\nPuts the program back that the last upgrade replaced.\n",
        ".SH EXIT STATUS\n0 when all is well, 1 for a failure, 2 where a command could not tell.\n",
    )
}

/// Text as man(7) wants it: a hyphen that can be copied, and no line that reads as a request.
fn roff(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('"', "\\(dq")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_every_shells_words_and_in_the_manual() {
        let (bash, zsh, fish, manual) = (bash(), zsh(), fish(), manual());
        for command in COMMANDS {
            assert!(bash.contains(&format!("\n        {}) words=", command.name)), "{}", command.name);
            assert!(zsh.contains(&format!("\n    '{}:", command.name)), "{}", command.name);
            assert!(fish.contains(&format!("-a {} -d ", command.name)), "{}", command.name);
            assert!(manual.contains(&format!("\n.B {}", roff(command.name))), "{}", command.name);
        }
    }

    #[test]
    fn words_are_the_options_and_literals_of_a_synopsis() {
        let of = |name| words(COMMANDS.iter().find(|command| command.name == name).unwrap());

        assert_eq!(of("secret"), ["set", "--data"]);
        assert_eq!(of("serve"), ["--data", "--config", "--listen"]);
        assert_eq!(of("routes"), ["--data", "--json"]);
        assert!(of("keys").contains(&"rotate-root") && of("keys").contains(&"--to"));
        assert_eq!(of("version"), [""; 0]);
    }

    #[test]
    fn the_manual_quotes_what_roff_would_read_otherwise() {
        assert_eq!(roff("a site's --data \\n"), "a site\\(aqs \\-\\-data \\en");
        assert!(!manual().lines().any(|line| line.starts_with('\'')));
    }

    #[test]
    fn an_unknown_shell_is_refused() {
        let refusal = |words: &[&str]| completions(Parser::from_args(words)).unwrap_err().lines().join(" ");

        assert!(refusal(&["tcsh"]).contains("bash|zsh|fish"));
        assert!(refusal(&[]).contains("bash|zsh|fish"));
    }
}
