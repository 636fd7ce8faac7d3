//! Every honoured operation answers as its transcript says. `UPDATE_GOLDEN=1` writes the answers of today into the
//! transcripts, to be reviewed as any other change.

use crate::client::{self, Key};
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_aws::eventstream;
use millpond_base::Clock;
use millpond_gateway::{RawReply, RawRequest};
use millpond_jose::KeySet;
use millpond_sim::{Appliance, Setup};
use millpond_store::principal::Fetched;
use millpond_testkit::saml::{Claims, Provider};
use millpond_testkit::transcript::{Answer, Exchange, Transcript, Values, file_name};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn services() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../services");
    let mut all: Vec<PathBuf> =
        fs::read_dir(folder).expect("services").map(|entry| entry.expect("an entry").path()).collect();
    all.sort();
    all.retain(|path| path.join("coverage.toml").is_file());
    all
}

/// The operations of a list of a service's coverage.toml.
fn listed(service: &Path, name: &str) -> Vec<String> {
    let text = fs::read_to_string(service.join("coverage.toml")).expect("a coverage list");
    let list = text.split_once(&format!("\n{name} = [")).map_or("", |(_, list)| list);
    let list = list.split(']').next().unwrap_or_default();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The operations that a service honours.
fn honoured(service: &Path) -> Vec<String> {
    let honoured = listed(service, "honoured");
    assert!(!honoured.is_empty(), "coverage.toml names what is honoured");
    honoured
}

/// The operations that a service answers and can never do.
fn declined(service: &Path) -> Vec<String> {
    listed(service, "declined")
}

fn transcripts(service: &Path) -> BTreeSet<PathBuf> {
    let Ok(folder) = fs::read_dir(service.join("transcripts")) else { return BTreeSet::new() };
    folder.map(|entry| entry.expect("an entry").path()).collect()
}

#[test]
fn every_answered_operation_has_its_transcript_and_no_other_is_there() {
    for service in services() {
        let wanted: BTreeSet<PathBuf> = honoured(&service)
            .iter()
            .chain(&declined(&service))
            .map(|operation| service.join("transcripts").join(file_name(operation)).with_extension("txt"))
            .collect();

        assert_eq!(transcripts(&service), wanted);
    }
}

#[test]
fn every_transcript_shows_its_operation_succeed() {
    for service in services() {
        for operation in honoured(&service) {
            let path = service.join("transcripts").join(file_name(&operation)).with_extension("txt");
            let transcript = read(&path);

            let shown = transcript.exchanges.iter().any(|e| e.reply.status == 200 && names(e, &operation));

            assert!(shown, "{}", path.display());
        }
    }
}

/// True when an exchange is a call of the operation.
fn names(exchange: &Exchange, operation: &str) -> bool {
    let target = exchange.headers.iter().find(|(name, _)| name == "x-amz-target");
    target.is_some_and(|(_, value)| value.ends_with(&format!(".{operation}")))
        || [&exchange.body, &exchange.target]
            .iter()
            .any(|text| text.split(['&', '?']).any(|part| part.strip_prefix("Action=") == Some(operation)))
}

#[test]
fn every_declined_operation_is_shown_to_fail_and_never_to_succeed() {
    for service in services() {
        for operation in declined(&service) {
            let path = service.join("transcripts").join(file_name(&operation)).with_extension("txt");
            let transcript = read(&path);
            let calls: Vec<&Exchange> =
                transcript.exchanges.iter().filter(|exchange| names(exchange, &operation)).collect();

            let refused = calls.iter().all(|call| (400..500).contains(&call.reply.status));

            assert!(!calls.is_empty() && refused, "{}", path.display());
        }
    }
}

#[test]
fn every_transcript_replays_byte_by_byte() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for path in services().iter().flat_map(|service| transcripts(service)) {
        let golden = read(&path);
        let replayed = replay(&golden, &path);
        if update {
            fs::write(&path, replayed.render()).expect("the transcript can be written");
        } else if let Some(text) = difference(&golden, &replayed) {
            wrong.push(format!("{}: {text}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE_GOLDEN=1 rewrites the transcripts", wrong.join("\n"));
}

fn read(path: &Path) -> Transcript {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Transcript::parse(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The first exchange whose reply is another.
fn difference(golden: &Transcript, replayed: &Transcript) -> Option<String> {
    let mut pairs = golden.exchanges.iter().zip(&replayed.exchanges);
    let (wanted, found) = pairs.find(|(wanted, found)| wanted.reply != found.reply)?;
    Some(format!("{}\n  wanted {:?}\n  found  {:?}", wanted.title, wanted.reply, found.reply))
}

/// The transcript with the answers of a new gateway. Its notes say `authenticated` when calls must be signed, and `encoded
/// denials` when refusals carry why.
fn replay(golden: &Transcript, path: &Path) -> Transcript {
    let authenticate = golden.notes.contains("authenticated");
    let encode_denials = golden.notes.contains("encoded denials");
    let appliance = Appliance::with(Setup { authenticate, encode_denials, ..Setup::of_seed(1) });
    let mut values = Values::default();
    if authenticate {
        let admin = client::first_admin(&appliance);
        values.set("AdminKey", admin.id);
        values.set("AdminSecret", admin.secret);
    }
    let mut replayed = golden.clone();
    for exchange in &mut replayed.exchanges {
        wrap(exchange, &mut values);
        vouch(&appliance, exchange, &mut values);
        let request = build(&appliance, exchange, &values)
            .unwrap_or_else(|why| panic!("{}, {}: {why}", path.display(), exchange.title));
        exchange.reply = answer(&client::send(&appliance, request));
        values.learn(&exchange.reply.body);
        if let Some((_, rest)) = exchange.reply.body.split_once("Encoded authorization failure message: ") {
            values.set("message", rest.split('<').next().unwrap_or_default());
        }
        for directive in &exchange.directives {
            let words: Vec<&str> = directive.split(' ').collect();
            if let ["varies", names @ ..] = &words[..] {
                names.iter().for_each(|name| mask(&mut exchange.reply.body, name));
            }
        }
    }
    replayed
}

/// Puts a word in place of a member's text that is another each time: the library that draws it knows no seed.
fn mask(body: &mut String, name: &str) {
    let forms = [(format!("\"{name}\":\""), '"'), (format!("<{name}>"), '<')];
    let found = forms.iter().find_map(|(begin, end)| Some((body.find(begin)? + begin.len(), end)));
    let Some((at, end)) = found else { return };
    let Some(length) = body[at..].find(*end) else { return };
    body.replace_range(at..at + length, "(varies)");
}

/// `!wrap Name text` makes `${Name}` stand for a text that is wrapped under the latest `PublicKey`, as key material is.
fn wrap(exchange: &Exchange, values: &mut Values) {
    for directive in &exchange.directives {
        let words: Vec<&str> = directive.split(' ').collect();
        let ["wrap", name, text] = words[..] else { continue };
        let public = values.fill("${PublicKey}").expect("a public key was told");
        let public = STANDARD.decode(public).expect("blobs are base64");
        let key = PublicEncryptingKey::from_der(&public).expect("a key of RSA");
        let key = OaepPublicEncryptingKey::new(key).expect("a key of RSA");
        let mut wrapped = vec![0; key.ciphertext_size()];
        key.encrypt(&OAEP_SHA256_MGF1SHA256, text.as_bytes(), &mut wrapped, None).expect("it fits");
        values.set(name, STANDARD.encode(wrapped));
    }
}

/// `!metadata Name` makes `${Name}` stand for the metadata of a SAML provider, and `!vouch Name id role provider` for its
/// response about alice at this moment, as a call has it.
fn vouch(appliance: &Appliance, exchange: &Exchange, values: &mut Values) {
    let provider = Provider::default();
    for directive in &exchange.directives {
        let words: Vec<&str> = directive.split(' ').collect();
        match words[..] {
            ["metadata", name] => values.set(name, provider.metadata()),
            ["vouch", name, id, role, arn] => {
                let now = appliance.clock().now().wall.secs();
                let claims = Claims { id: id.to_owned(), ..Claims::of_alice(&provider, now, role, arn) };
                values.set(name, provider.response_base64(&claims));
            }
            _ => {}
        }
    }
}

fn build(appliance: &Appliance, exchange: &Exchange, values: &Values) -> Result<RawRequest, String> {
    let target = values.fill(&exchange.target)?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let headers: Vec<(&str, &str)> = exchange.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let body = values.fill(&exchange.body)?;
    let cbor = headers.iter().any(|(name, value)| *name == "content-type" && value.contains("cbor"));
    let body = if cbor { unhex(&body)? } else { body.into_bytes() };
    let mut request = client::plain(&exchange.method, path, query, &headers, &body);
    for directive in &exchange.directives {
        let directive = values.fill(directive)?;
        let words: Vec<&str> = directive.split(' ').collect();
        match words[..] {
            ["wait", time] => {
                let secs: u64 = time.trim_end_matches('s').parse().map_err(|_| "`!wait` takes seconds")?;
                appliance.clock().advance_ms(secs * 1000);
            }
            ["issuer"] => publish(appliance),
            ["sign", service, id, secret] => {
                let key = Key { id: id.into(), secret: secret.into(), token: None };
                request = client::sign(appliance, request, service, &key);
            }
            ["sign", service, id, secret, token] => {
                let key = Key { id: id.into(), secret: secret.into(), token: Some(token.into()) };
                request = client::sign(appliance, request, service, &key);
            }
            // See `replay`.
            ["varies", ..] => {}
            ["wrap" | "metadata" | "vouch", ..] => {}
            _ => return Err(format!("nobody knows how to {directive}")),
        }
    }
    Ok(request)
}

/// Every OpenID Connect provider publishes the keys that signed the tokens of the transcripts.
pub(crate) fn publish(appliance: &Appliance) {
    let store = appliance.store();
    for errand in store.principals().errands(store.clock().now()) {
        let keys = KeySet::parse(include_bytes!("issuer_keys.json")).expect("a set of keys");
        store.issuer_answered(errand.number, Ok(Fetched { keys, secs: None })).expect("a disk with room");
    }
}

fn answer(reply: &RawReply) -> Answer {
    let headers = reply.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let is = |media: &str| reply.headers.iter().any(|(n, v)| *n == "content-type" && v.contains(media));
    let body = if is("eventstream") {
        messages(&reply.body)
    } else if is("cbor") {
        hex(&reply.body)
    } else {
        String::from_utf8(reply.body.clone()).expect("JSON and XML are text")
    };
    Answer { status: reply.status, headers, body }
}

/// The messages of an event stream, one a line: type, name and payload.
fn messages(mut stream: &[u8]) -> String {
    let mut lines = Vec::new();
    while let Some((message, taken)) = eventstream::decode(stream).expect("genuine frames") {
        let header = |name| message.header(name).unwrap_or_default();
        let kind = header(eventstream::MESSAGE_TYPE);
        let name = [header(eventstream::EVENT_TYPE), header(eventstream::EXCEPTION_TYPE)].concat();
        let media = header(eventstream::CONTENT_TYPE);
        let payload = match str::from_utf8(message.payload) {
            Ok(text) if media == "application/json" => text.to_owned(),
            _ => hex(message.payload),
        };
        lines.push(format!("{kind} {name} {media} {payload}"));
        stream = &stream[taken..];
    }
    lines.join("\n")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

fn unhex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    if digits.len() != text.len() || !text.len().is_multiple_of(2) {
        return Err("a CBOR body is not hexadecimal".to_owned());
    }
    digits.chunks(2).map(|d| u8::try_from(d[0] * 16 + d[1]).map_err(|e| e.to_string())).collect()
}
