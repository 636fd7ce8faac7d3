//! The project's own commands: `cargo xtask COMMAND`.

mod api;
mod budget;
mod check;
mod clients;
mod coverage;
mod run;
mod tidy;

use run::Failure;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  check                all that must hold before a change lands
  tidy                 rules about the repository itself
  api [--check] [SERVICE..]
                       generate the services' wire tables from AWS's models
  coverage [--check]   list honoured operations in the services' READMEs
  clients [--all]      drive the release binary with the AWS SDKs and the AWS CLI; with --all also the SDK for
                       Rust, which takes minutes to build; MILLPOND=FILE names another binary
  budget               compare the release binary with its size limit";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments.next().unwrap_or_default();
    let outcome = match command.to_str() {
        Some("check") => check::check(),
        Some("tidy") => tidy::tidy(),
        Some("api") => api::run(arguments).map_err(Failure),
        Some("coverage") => coverage::coverage(arguments.any(|a| a == "--check")),
        Some("clients") => clients::clients(arguments.any(|a| a == "--all")),
        Some("budget") => budget::budget(),
        _ => Err(Failure(USAGE.to_owned())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
