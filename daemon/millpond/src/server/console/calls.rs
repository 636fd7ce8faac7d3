//! Calls that a visitor makes: signed with its session, and taken by the gateway as anybody's.

use super::Visit;
use super::cookie::Visitor;
use crate::server::Server;
use crate::server::body::Refusal;
use crate::server::reply;
use millpond_aws::errors::{self, Reply};
use millpond_aws::schema::ServiceSchema;
use millpond_aws::sigv4::{self, sha256};
use millpond_aws::{FromValue, IntoValue, Op, Value, json, query, xml};
use millpond_base::Secret;
use millpond_gateway::{Progress, RawReply, RawRequest};

/// A key to sign with.
#[derive(Clone, Copy)]
pub(super) struct Key<'a> {
    pub(super) id: &'a str,
    pub(super) secret: &'a Secret,
    pub(super) token: &'a str,
}

impl Visitor {
    pub(super) fn key(&self) -> Key<'_> {
        Key { id: &self.caller.access_key_id, secret: &self.secret, token: &self.token }
    }
}

impl Visit<'_> {
    /// Makes a call; without a key it is not signed.
    pub(super) async fn call<O: Op>(
        &self,
        service: &'static ServiceSchema,
        key: Option<Key<'_>>,
        input: O::Input,
    ) -> Result<O::Output, Reply> {
        let operation = O::operation();
        let speaks_json = !service.json_version.is_empty();
        let value = input.into_value();
        let mut headers = vec![("host", self.host().to_owned())];
        let body = if speaks_json {
            headers.push(("content-type", format!("application/x-amz-json-{}", service.json_version)));
            headers.push(("x-amz-target", format!("{}.{}", service.target_prefix, operation.name)));
            let mut body = Vec::new();
            json::encode(operation.input, &value, &mut body);
            body
        } else {
            headers.push(("content-type", "application/x-www-form-urlencoded".to_owned()));
            query::encode(service, operation, &value)
        };
        let answer = self.send(service, key, headers, body).await;
        if answer.status != 200 {
            return Err(errors::parse(&answer.body).unwrap_or_default());
        }
        let read = if speaks_json {
            json::decode(operation.output, &answer.body)
        } else {
            xml::decode_result(operation, &answer.body)
        };
        Ok(O::Output::from_value(read.unwrap_or(Value::Null)))
    }

    async fn send(
        &self,
        service: &'static ServiceSchema,
        key: Option<Key<'_>>,
        mut headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> RawReply {
        if let Some(key) = key {
            let raw: Vec<(&str, &[u8])> =
                headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
            let region = self.server.store.region().as_str();
            let added = sigv4::sign(
                &sigv4::RawRequest { method: "POST", path: "/", query: "", headers: &raw },
                &sha256(&body),
                &sigv4::Credentials {
                    access_key_id: key.id,
                    secret: key.secret,
                    session_token: Some(key.token),
                },
                &sigv4::Target { service: service.signing_name, region },
                self.now.wall,
            );
            headers.extend(added);
        }
        let agent = self.request.header("user-agent").unwrap_or_default();
        headers.push(("user-agent", agent.to_owned()));
        let headers =
            headers.into_iter().map(|(name, value)| (name.to_owned(), value.into_bytes())).collect();
        let request = RawRequest {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            query: String::new(),
            headers,
            body,
            peer: self.request.peer,
            secure: self.request.secure,
        };
        answered(self.server, &request).await
    }

    fn host(&self) -> &str {
        self.origin.split_once("://").map_or("localhost", |(_, host)| host)
    }
}

/// The gateway's answer, once what it rests on is on flash. None of the console's calls waits for others.
async fn answered(server: &Server, request: &RawRequest) -> RawReply {
    let mut progress = server.gateway.begin(request, server.now());
    loop {
        progress = match progress {
            Progress::Reply(reply) => return reply,
            Progress::Durable { ticket, parked } => match server.waiting.durable(ticket).await {
                Ok(()) => server.gateway.resume(parked, server.now()),
                Err(_) => return server.gateway.fail(&parked),
            },
            Progress::Flow { .. } | Progress::Later { .. } | Progress::Stream { .. } => {
                return reply::refusal(Refusal::Busy);
            }
        };
    }
}
