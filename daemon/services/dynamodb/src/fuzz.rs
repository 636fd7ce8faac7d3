//! Doors to the private parsers, for daemon/fuzz alone.

use crate::expr::{self, Scope};
use millpond_store::table::Item;

/// Reads an expression as each kind there is, and evaluates what it reads.
pub fn expression(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let scope = Scope::default();
    if let Ok(condition) = expr::condition(text, &scope) {
        let _ = condition.holds(&Item::new());
    }
    if let Ok(update) = expr::update(text, &scope) {
        let _ = update.apply(&Item::new(), &mut Item::new());
    }
    if let Ok(paths) = expr::projection(text, &scope) {
        let _ = expr::project(&Item::new(), &paths);
    }
}
