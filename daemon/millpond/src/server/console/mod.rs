//! The page for people: sign-in through a SAML provider, and what the gateway holds.
//!
//! Goals: a person needs no key of their own, and may see what the session's policies allow, no more. Nothing here is privileged:
//! every look goes through the gateway as a call that the session signs, and signing in is AssumeRoleWithSAML, so that policies
//! and the audit trail apply as they do to everybody.
//! Non-goals: changing anything but the visitor's own session; scripts, fonts and whatever else would come from elsewhere.
//!
//! Invariants: nothing is kept for a visitor, whose cookie holds a sealed note; no text of a visitor or of the store reaches a page
//! unescaped; the browser is told to run nothing and to load nothing but one style sheet.

mod calls;
mod cookie;
mod federation;
mod html;
mod overview;
mod sign_in;

use crate::config::{self, Enabled};
use crate::server::Server;
use millpond_base::Now;
use millpond_gateway::{RawReply, RawRequest};
use millpond_store::principal::SamlProvider;
use std::net::IpAddr;

/// Largest form, in bytes: the longest SAMLResponse with every character percent-encoded, and some.
const FORM_BYTES_MAX: usize = 4 * millpond_saml::RESPONSE_CHARS_MAX;

/// One request to the console, and what it is answered with.
pub(super) struct Visit<'a> {
    server: &'a Server,
    request: &'a RawRequest,
    /// How the browser calls the gateway: scheme and host.
    origin: String,
    now: Now,
}

/// Whether a request is for the console and the console is there.
pub(super) fn is_addressed(server: &Server, request: &RawRequest) -> bool {
    let path = request.path.as_str();
    let named = matches!(path, "/saml" | "/console" | "/federation") || path.starts_with("/console/");
    named
        && match server.console.enabled {
            Enabled::On => true,
            Enabled::Off => false,
            Enabled::Auto => !server.store.principals().listed::<SamlProvider>().is_empty(),
        }
}

/// Answers a request to the console.
pub(super) async fn answer(server: &Server, request: &RawRequest) -> RawReply {
    if request.body.len() > FORM_BYTES_MAX {
        return html::error(413, "The form is too large.");
    }
    let config::Console { url, .. } = &server.console;
    let origin = url.as_ref().map_or_else(|| request.origin(), |url| url.0.clone());
    let visit = Visit { server, request, origin, now: server.now() };
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/saml") => sign_in::metadata(&visit),
        ("POST", "/saml") => sign_in::answered(&visit).await,
        ("GET", "/console") => overview::page(&visit).await,
        ("GET", "/console/style.css") => html::style(),
        ("GET", "/console/sign-in") => sign_in::ask(&visit),
        ("POST", "/console/sign-out") => sign_in::out(&visit),
        ("GET" | "POST", "/federation") => federation::answer(&visit).await,
        ("GET" | "POST", _) => html::error(404, "There is no such page."),
        _ => html::error(405, "This page cannot be asked like that."),
    }
}

impl Visit<'_> {
    /// The parameters of the address and of the form.
    fn parameters(&self) -> Vec<(String, String)> {
        let mut all = millpond_aws::query::parse_form(self.request.query.as_bytes());
        let form = self.request.header("content-type").unwrap_or_default();
        if form.starts_with("application/x-www-form-urlencoded") {
            all.extend(millpond_aws::query::parse_form(&self.request.body));
        }
        all
    }

    /// Whether the browser is on this machine and says so: then nobody else can read along.
    fn is_local(&self) -> bool {
        let host = self.origin.split_once("://").map_or("", |(_, host)| host);
        let host = match host.strip_prefix('[') {
            Some(six) => six.split(']').next().unwrap_or_default(),
            None => host.split(':').next().unwrap_or_default(),
        };
        let named = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        named && self.request.peer.is_loopback() && self.origin.starts_with("http://")
    }
}

fn parameter<'a>(all: &'a [(String, String)], name: &str) -> Option<&'a str> {
    all.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}
