//! Signing in through a SAML provider, begun here or there, and signing out.

use super::html::{self, Text};
use super::{Visit, cookie, parameter};
use millpond_gateway::RawReply;
use millpond_saml::{
    AuthnRequest, Envelope, Metadata, RESPONSE_CHARS_MAX, RolePair, decode_base64, peek, redirect,
};
use millpond_store::principal::SamlProvider;
use millpond_sts::api::{AssumeRoleWithSAML, AssumeRoleWithSAMLInput, SERVICE};
use std::fmt::Write;
use std::sync::Arc;

/// The purpose of the note in the form that signs out.
const SIGN_OUT: &str = "console sign-out";
/// Where visitors begin.
const HOME: &str = "/console";

impl Visit<'_> {
    /// Our name at providers, and where they deliver.
    fn entity_id(&self) -> String {
        format!("{}/saml", self.origin)
    }

    /// What the form that signs out must send: only a page of ours, shown to this visitor, can.
    pub(super) fn sign_out_note(&self, visitor: &cookie::Visitor) -> String {
        self.server.store.principals().seal_note(SIGN_OUT, visitor.caller.access_key_id.as_bytes())
    }
}

/// The metadata that a provider is set up with.
pub(super) fn metadata(visit: &Visit<'_>) -> RawReply {
    let us = visit.entity_id();
    let us = Text(&us);
    html::other(
        "application/samlmetadata+xml",
        format!(
            "<?xml version=\"1.0\"?>\n<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{us}\">\n  \
             <SPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             WantAssertionsSigned=\"true\">\n    <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\
             </NameIDFormat>\n    <AssertionConsumerService index=\"0\" isDefault=\"true\" \
             Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"{us}\"/>\n  </SPSSODescriptor>\n\
             </EntityDescriptor>\n"
        ),
    )
}

/// Sends the browser to a provider with a request.
pub(super) fn ask(visit: &Visit<'_>) -> RawReply {
    let parameters = visit.parameters();
    let Some(provider) = wanted(visit, parameter(&parameters, "provider")) else {
        return html::error(404, "There is no such provider here.");
    };
    let Ok(metadata) = Metadata::read(&provider.metadata) else {
        return html::error(500, "The provider's metadata cannot be read; import it again.");
    };
    let Some(destination) = metadata.redirect_location() else {
        return html::error(400, "The provider takes no requests in addresses. Begin at the provider.");
    };
    if metadata.wants_signed_requests {
        return html::error(
            400,
            "The provider wants signed requests, which this gateway does not make. Begin at the provider.",
        );
    }
    let principals = visit.server.store.principals();
    let (id, us) = (principals.sign_in_request(visit.now), visit.entity_id());
    let request = AuthnRequest { id: &id, issued: visit.now.wall, issuer: &us, destination, recipient: &us };
    html::redirect(&redirect(&request, HOME))
}

/// The provider of this name; the only one when none is named.
fn wanted(visit: &Visit<'_>, name: Option<&str>) -> Option<Arc<SamlProvider>> {
    let principals = visit.server.store.principals();
    match name {
        Some(name) => principals.named::<SamlProvider>(name),
        None => {
            let mut all = principals.listed::<SamlProvider>();
            all.pop().filter(|_| all.is_empty())
        }
    }
}

/// Takes a provider's answer: begins the session, or asks for which of several roles.
pub(super) async fn answered(visit: &Visit<'_>) -> RawReply {
    let parameters = visit.parameters();
    let response = parameter(&parameters, "SAMLResponse").unwrap_or_default();
    // Nothing is verified yet. What is read serves to ask, and AssumeRoleWithSAML verifies every letter of it.
    let envelope = match read(response) {
        Ok(envelope) => envelope,
        Err(text) => return html::error(400, &text),
    };
    let mut pairs = envelope.roles();
    let principals = visit.server.store.principals();
    pairs.retain(|pair| principals.by_arn::<SamlProvider>(&pair.provider).is_some());
    let chosen = parameter(&parameters, "role");
    let chosen = match (&pairs[..], chosen) {
        ([], _) => {
            let text = "Your request included an invalid SAML response: it offers no role of this gateway.";
            return html::error(400, text);
        }
        (_, Some(name)) => pairs.iter().find(|pair| choice(pair) == name),
        ([only], None) => Some(only),
        _ => None,
    };
    let state = parameter(&parameters, "RelayState").unwrap_or_default();
    match chosen {
        Some(pair) => begin(visit, response, pair, &envelope, state).await,
        None => pick(&pairs, response, state),
    }
}

fn read(response: &str) -> Result<Envelope, String> {
    let invalid = |why: &str| format!("Your request included an invalid SAML response: {why}.");
    if response.len() > RESPONSE_CHARS_MAX {
        return Err(invalid("it is too long"));
    }
    let bytes = decode_base64(response).ok_or_else(|| invalid("it is not base64"))?;
    peek(&bytes).map_err(|refusal| invalid(&refusal.to_string()))
}

/// How a role is named in the form.
fn choice(pair: &RolePair) -> String {
    format!("{},{}", pair.role, pair.provider)
}

/// A page to pick one of several roles from. It sends the provider's answer once more, which no other page has.
fn pick(pairs: &[RolePair], response: &str, state: &str) -> RawReply {
    let mut form = format!(
        "<form method=\"post\" action=\"/saml\"><input type=\"hidden\" name=\"SAMLResponse\" value=\"{}\"><input \
         type=\"hidden\" name=\"RelayState\" value=\"{}\">",
        Text(response),
        Text(state),
    );
    for (at, pair) in pairs.iter().enumerate() {
        let (account, name) = parts(&pair.role);
        write!(
            form,
            "<label><input type=\"radio\" name=\"role\" required value=\"{}\"{}> {} <span class=\"dim\">{}</span></label>",
            Text(&choice(pair)),
            if at == 0 { " checked" } else { "" },
            Text(name),
            Text(account),
        )
        .expect("a string takes everything");
    }
    form.push_str("<button>Sign in</button></form>");
    html::page(200, "Select a role", &form)
}

/// Account and name of a role's ARN.
fn parts(arn: &str) -> (&str, &str) {
    let account = arn.split(':').nth(4).unwrap_or_default();
    (account, arn.split_once(":role/").map_or(arn, |(_, name)| name))
}

/// Begins the session, as anybody would who calls the API with this answer.
async fn begin(
    visit: &Visit<'_>,
    response: &str,
    pair: &RolePair,
    envelope: &Envelope,
    state: &str,
) -> RawReply {
    let input = AssumeRoleWithSAMLInput {
        role_arn: pair.role.clone(),
        principal_arn: pair.provider.clone(),
        saml_assertion: response.to_owned(),
        duration_seconds: envelope.session_duration().and_then(|secs| secs.parse().ok()),
        ..AssumeRoleWithSAMLInput::default()
    };
    let credentials = match visit.call::<AssumeRoleWithSAML>(&SERVICE, None, input).await {
        Ok(output) => output.credentials,
        Err(refusal) => return html::error(403, &refusal.message),
    };
    let Some(credentials) = credentials else { return html::error(500, "The session cannot be read.") };
    let Some(note) = cookie::note(visit, &credentials.access_key_id, &credentials.session_token) else {
        return html::error(
            400,
            "The session does not fit into a cookie. Let the provider send fewer or shorter tags.",
        );
    };
    let mut reply = html::redirect(local(state));
    reply.headers.push(cookie::set(visit, &note));
    reply
}

/// A place on the console; anything else is taken for its front page, so that no answer leads a visitor astray.
pub(super) fn local(state: &str) -> &str {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_?=&%.".contains(&byte);
    let ours = state == HOME || state.starts_with("/console/") || state.starts_with("/console?");
    if ours && state.bytes().all(inner) { state } else { HOME }
}

/// Takes the session away from the browser.
pub(super) fn out(visit: &Visit<'_>) -> RawReply {
    let parameters = visit.parameters();
    let note = parameter(&parameters, "note").unwrap_or_default();
    let opened = visit.server.store.principals().open_note(SIGN_OUT, note);
    let visitor = cookie::visitor(visit);
    let genuine = match (&visitor, &opened) {
        (Some(visitor), Some(id)) => visitor.caller.access_key_id.as_bytes() == id.as_slice(),
        // The session has ended by itself.
        (None, _) => true,
        _ => false,
    };
    if !genuine {
        return html::error(403, "This form is not from your page. Open the page again and sign out there.");
    }
    let mut reply = html::redirect(HOME);
    reply.headers.push(cookie::clear(visit));
    reply
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_away() {
        for good in ["/console", "/console/", "/console?a=b"] {
            assert_eq!(local(good), good);
        }
        for bad in [
            "",
            "/",
            "https://evil.example",
            "//evil.example",
            "/console//evil\\",
            "/console\r\nx: y",
            "/consoles",
        ] {
            assert_eq!(local(bad), "/console", "{bad}");
        }
    }

    #[test]
    fn a_role_is_shown_by_account_and_name() {
        assert_eq!(parts("arn:aws:iam::123456789012:role/site/operator"), ("123456789012", "site/operator"));
        assert_eq!(parts("nonsense"), ("", "nonsense"));
    }

    #[test]
    fn the_page_of_roles_escapes_what_the_answer_says() {
        let pair = RolePair { role: "arn:aws:iam::1:role/<b>".into(), provider: "\"><script>".into() };

        let body = String::from_utf8(pick(&[pair], "\">", "'>").body).unwrap();

        assert!(!body.contains("<script>") && !body.contains("<b>") && body.contains("value=\"&quot;&gt;\""));
    }
}
