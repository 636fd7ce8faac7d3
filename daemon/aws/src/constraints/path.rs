//! Where the walk stands; spelled out only when there is something to complain about.

use std::fmt::{self, Write};

/// A step below another one. Paths live on the stack of the walk.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    /// The input itself.
    Root,
    /// A member of a structure.
    Member(&'a Path<'a>, &'static str),
    /// An element of a list, counted from 0.
    Element(&'a Path<'a>, usize),
    /// A value of a map.
    Entry(&'a Path<'a>, &'a str),
}

impl Path<'_> {
    /// The innermost member's name in the model.
    pub(super) fn member(&self) -> &'static str {
        match self {
            Self::Root => "",
            Self::Member(_, name) => name,
            Self::Element(parent, _) | Self::Entry(parent, _) => parent.member(),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(parent, name) => {
                parent.fmt(f)?;
                if !matches!(parent, Self::Root) {
                    f.write_char('.')?;
                }
                let mut letters = name.chars();
                letters.next().map_or(Ok(()), |first| f.write_char(first.to_ascii_lowercase()))?;
                f.write_str(letters.as_str())
            }
            Self::Element(parent, index) => write!(f, "{parent}.{}.member", index + 1),
            Self::Entry(parent, key) => write!(f, "{parent}.{key}.member"),
        }
    }
}
