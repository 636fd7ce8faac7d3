//! `cargo xtask check`: everything that must hold before a change lands, cheapest first.

use crate::run::{Failure, cargo, step};
use crate::{api, clients, coverage, firmware, mutants, tidy};

/// Runs every check; stops at the first that fails.
pub(crate) fn check() -> Result<(), Failure> {
    step("format", || cargo(&["fmt", "--all", "--check"]))?;
    step("tidy", tidy::tidy)?;
    step("generated tables", || {
        api::run(["--check".into()]).map_err(Failure)?;
        coverage::coverage(true)
    })?;
    step("lints", || {
        cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"])
    })?;
    step("tests", || cargo(&["test", "--workspace"]))?;
    step("planted bugs", || mutants::mutants(std::iter::empty()))?;
    step("firmware", || firmware::firmware(std::iter::empty()))?;
    step("release build", || cargo(&["build", "--release", "--package", "millpond"]))?;
    step("budgets", crate::budget::budget)?;
    step("real clients", || clients::clients(&clients::Wanted::default()))?;
    step("demo", || {
        cargo(&["run", "--release", "--quiet", "--package", "millpond", "--", "demo", "--seconds", "15"])
    })
}
