//! Who visits: a session whose key and token lie sealed in the browser's cookie.
//!
//! The session's secret is inside of its token already, which only the gateway opens. The token alone travels in clear with every
//! signed call, so it must not open the page: what the cookie holds is a note of another kind around it.

use super::Visit;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{Secret, WallMs};
use millpond_store::principal::Caller;

/// The purpose of the note in the cookie.
const NOTE: &str = "console session";
/// Longest note that is set, in characters.
///
/// # Source
/// RFC 6265, section 6.1: browsers keep at least 4,096 bytes of a cookie, its name and attributes included.
const NOTE_CHARS_MAX: usize = 3900;
/// Characters of an access key's id.
const KEY_ID_CHARS: usize = 20;

/// Somebody who has signed in.
pub(super) struct Visitor {
    /// Who the gateway takes it for.
    pub(super) caller: Caller,
    /// When the session ends.
    pub(super) until: WallMs,
    pub(super) secret: Secret,
    pub(super) token: String,
}

/// The visitor, if its session goes on.
pub(super) fn visitor(visit: &Visit<'_>) -> Option<Visitor> {
    let name = name(visit);
    let principals = visit.server.store.principals();
    // HTTP/2 may send each cookie in a header of its own.
    let headers = visit.request.headers.iter().filter(|(header, _)| header == "cookie");
    let headers = headers.filter_map(|(_, value)| std::str::from_utf8(value).ok());
    let mut cookies =
        headers.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, sealed) = cookies.find(|(own, _)| *own == name)?;
    let note = principals.open_note(NOTE, sealed)?;
    let (id, token) = note.split_at_checked(KEY_ID_CHARS)?;
    let (id, token) = (std::str::from_utf8(id).ok()?, STANDARD.encode(token));
    let (secret, caller) = principals.find(id, Some(&token), visit.now).ok()?;
    let until = principals.session_end(&token)?;
    Some(Visitor { caller, until, secret, token })
}

/// What seals a session for the browser; `None` when it does not fit.
pub(super) fn note(visit: &Visit<'_>, access_key_id: &str, token: &str) -> Option<String> {
    let token = STANDARD.decode(token).ok()?;
    let note = [access_key_id.as_bytes(), &token].concat();
    let sealed = visit.server.store.principals().seal_note(NOTE, &note);
    (access_key_id.len() == KEY_ID_CHARS && sealed.len() <= NOTE_CHARS_MAX).then_some(sealed)
}

/// The header that hands a note to the browser.
pub(super) fn set(visit: &Visit<'_>, note: &str) -> (&'static str, String) {
    let secure = if visit.is_local() { "" } else { "; Secure" };
    // Lax: it goes along when a person follows a link here, and not when another site submits a form.
    ("set-cookie", format!("{}={note}; Path=/; HttpOnly; SameSite=Lax{secure}", name(visit)))
}

/// The header that takes it away.
pub(super) fn clear(visit: &Visit<'_>) -> (&'static str, String) {
    let (header, value) = set(visit, "");
    (header, format!("{value}; Max-Age=0"))
}

/// Browsers let nobody but this very host set a cookie whose name begins with `__Host-`, and only over TLS.
fn name(visit: &Visit<'_>) -> &'static str {
    if visit.is_local() { "millpond-session" } else { "__Host-millpond-session" }
}
