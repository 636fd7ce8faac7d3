//! The project's own commands: `cargo xtask COMMAND`.

mod api;
mod budget;
mod check;
mod clients;
mod coverage;
mod dist;
mod firmware;
mod fuzz;
mod mutants;
mod package;
mod run;
mod sim;
mod tidy;

use run::Failure;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

const USAGE: &str = "usage: cargo xtask COMMAND

  check                all that must hold before a change lands
  fuzz [TARGET] [--seconds N]
                       feed every decoder, or one, with libFuzzer for N seconds each (60); needs a C++ compiler
  tidy                 rules about the repository itself
  api [--check] [SERVICE..]
                       generate the services' wire tables from AWS's models
  coverage [--check]   list honoured operations in the services' READMEs
  clients [--all] [--only WORDS] [--kills N]
                       drive the release binary with the AWS SDKs and the AWS CLI; with --all also with clients that
                       take minutes to build or to run; with --only the tests of these names (pytest -k); with
                       --kills only the crash suite, which kills the gateway N times under load; MILLPOND=FILE
                       names another binary
  powercut [--points N] [--seed S]
                       cut the power of a real ext4 under the log at N points (100); as root, with /dev/fuse and
                       loop devices
  sim [--cuts N] [--seed N] [--jobs N] [--at OPERATION] [--steps N] [--stride N]
                       cut the power of the simulated appliance and let its disk fail, until N cuts; see daemon/sim;
                       --forwards N runs histories of forwarding routes instead
  mutants [--all] [NAME..]
                       plant bugs one at a time; for each a named test must fail
  firmware [--provision BOARD --out FILE [--sample-ms N] [--keep-after-ms N]]
                       build the images of sensor nodes and compare them with their budgets; or one for the node
                       that `millpond nodes add` has printed to standard input
  dist [TARGET..]      static release binaries for ARM gateways, each within its budget; see cross
  package [--arch amd64|arm64] [--binary FILE]
                       make .deb, .rpm and archive of the release binary; install, upgrade, roll back and purge them
                       in a Debian of their own, arm64 under QEMU; as root
  budget               compare the release binary with its size limit";

fn powercut(arguments: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", "millpond-powercut", "--"]).args(arguments);
    run::run(command.current_dir(run::root()))
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments.next().unwrap_or_default();
    let outcome = match command.to_str() {
        Some("check") => check::check(),
        Some("fuzz") => fuzz::fuzz(arguments),
        Some("tidy") => tidy::tidy(),
        Some("api") => api::run(arguments).map_err(Failure),
        Some("coverage") => coverage::coverage(arguments.any(|a| a == "--check")),
        Some("clients") => clients::Wanted::parse(arguments).and_then(|wanted| clients::clients(&wanted)),
        Some("powercut") => powercut(arguments),
        Some("sim") => sim::sim(arguments),
        Some("mutants") => mutants::mutants(arguments),
        Some("firmware") => firmware::firmware(arguments),
        Some("package") => package::package(arguments),
        Some("dist") => dist::dist(arguments),
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
