//! Expressions: read once per request, then evaluated against items.

mod condition;
mod lexer;
mod parse;
mod path;
mod reserved;
mod scope;
#[cfg(test)]
mod tests;
mod update;

pub(crate) use condition::{Comparison, Condition, Operand};
pub(crate) use parse::condition;
pub(crate) use path::{Path, project};
pub(crate) use scope::Scope;
pub(crate) use update::{Action, Source, Update, UpdateError, update};

use lexer::{Cursor, Token};
use path::Clash;
use scope::{Complaints, NameKinds};

/// Kinds of complaint about a projection, the gravest first.
const RESERVED: usize = 0;
const UNDEFINED: usize = 1;
const OVERLAP: usize = 2;
const CONFLICT: usize = 3;

/// Reads a projection.
///
/// # Errors
/// The complaint, without the parameter's name.
pub(crate) fn projection(text: &str, scope: &Scope) -> Result<Vec<Path>, String> {
    parse::check_size(text)?;
    let mut cursor = Cursor::new(text);
    let mut complaints = Complaints::<4>::new();
    if *cursor.peek() == Token::End {
        return Err("The expression can not be empty;".to_owned());
    }
    let mut paths: Vec<Path> = Vec::new();
    loop {
        let kinds = NameKinds { reserved: RESERVED, undefined: UNDEFINED };
        let path = scope::path(&mut cursor, scope, &mut complaints, kinds)?;
        for other in &paths {
            match other.clash(&path) {
                Some(Clash::Overlap) => {
                    complaints.note(OVERLAP, update::clash_text("overlap", other, &path));
                }
                Some(Clash::Conflict) => {
                    complaints.note(CONFLICT, update::clash_text("conflict", other, &path));
                }
                None => {}
            }
        }
        paths.push(path);
        if !cursor.accept(",") {
            break;
        }
    }
    if *cursor.peek() != Token::End {
        return Err(cursor.unexpected());
    }
    complaints.first().map_or(Ok(paths), Err)
}
