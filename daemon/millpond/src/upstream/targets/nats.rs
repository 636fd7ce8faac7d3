//! Publishing to streams of NATS JetStream: several messages on their way, each acknowledged once the server has stored it.
//!
//! The stable id of a record is the message's id, so that a stream leaves out what is sent again within its duplicate window.

use super::publisher::{Broken, Publisher};
use crate::upstream::dead_letters::Reason;
use crate::upstream::parcel::{Load, Parcel};
use async_nats::jetstream::context::{
    Context, ContextBuilder, PublishAckFuture, PublishError, PublishErrorKind,
};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::{self, ErrorCode};
use async_nats::{ConnectErrorKind, ConnectOptions, Event, ServerAddr};
use millpond_forward::{Failure, Outcome};
use std::collections::VecDeque;
use std::error::Error;
use std::time::Duration;
use tokio::sync::watch;

/// How long a connection may take.
const CONNECT_MAX: Duration = Duration::from_secs(20);
/// How long a message may take to be acknowledged.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// A subject, or several.
pub(super) struct Caller {
    publisher: Publisher,
    session: Option<Session>,
}

/// A connection that was accepted. The library would open it again by itself; but what was on its way is then unknown, and when to try
/// again is the lane's business, so it is given up with the first loss.
struct Session {
    context: Context,
    /// What the server said unasked.
    said: watch::Receiver<Said>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Nothing,
    Lost,
    /// Not permitted: no acknowledgement will come.
    Denied(String),
}

impl Caller {
    pub(super) fn new(publisher: Publisher) -> Self {
        Self { publisher, session: None }
    }

    pub(super) fn publisher(&self) -> &Publisher {
        &self.publisher
    }

    pub(super) async fn call(&mut self, load: Load) -> Result<Vec<Outcome>, Failure> {
        self.publisher.begin();
        let mut outcomes = vec![Outcome::Failed; load.parcels.len()];
        let mut session = match self.session().await {
            Ok(session) => session,
            Err(broken) => return Err(self.publisher.broken(broken)),
        };
        let ended = self.deliver(&mut session, &load.parcels, &mut outcomes).await;
        if ended.is_ok() {
            self.session = Some(session);
        }
        // A server says what is not permitted for the connection, never for a message.
        self.publisher.end(outcomes, ended, "")
    }

    /// The connection there is, or a new one.
    async fn session(&mut self) -> Result<Session, Broken> {
        if let Some(session) = self.session.take()
            && *session.said.borrow() == Said::Nothing
        {
            return Ok(session);
        }
        let broker = &self.publisher.broker;
        let address: ServerAddr = broker.address().parse().map_err(Broken::away)?;
        let (tell, said) = watch::channel(Said::Nothing);
        let mut options = ConnectOptions::new()
            .name(&self.publisher.client_id)
            .connection_timeout(CONNECT_MAX)
            .max_reconnects(1)
            .ignore_discovered_servers()
            .event_callback(move |event| {
                note(&tell, &event);
                std::future::ready(())
            });
        if broker.config().endpoint.tls {
            options = options.require_tls(true).tls_client_config(broker.tls());
        }
        if let (Some(user), Some(password)) = (&broker.config().user, broker.password()) {
            let password = std::str::from_utf8(password).map_err(|_| Broken {
                failure: Failure::Refused,
                why: "the broker's secret is no text; seal the password again".to_owned(),
            })?;
            options = options.user_and_password(user.clone(), password.to_owned());
        }
        let client = options.connect(address).await.map_err(|error| match error.kind() {
            ConnectErrorKind::AuthorizationViolation | ConnectErrorKind::Authentication => {
                Broken { failure: Failure::Refused, why: format!("the broker says: {error}") }
            }
            _ => Broken::away(error),
        })?;
        let context = ContextBuilder::new().timeout(SILENCE_MAX).build(client);
        Ok(Session { context, said })
    }

    /// Publishes all parcels and waits for what becomes of them.
    async fn deliver(
        &mut self,
        session: &mut Session,
        parcels: &[Parcel],
        outcomes: &mut [Outcome],
    ) -> Result<(), Broken> {
        let in_flight_max = self.publisher.in_flight_max();
        let mut waiting: VecDeque<(usize, PublishAckFuture)> = VecDeque::new();
        let mut next = 0;
        while next < parcels.len() || !waiting.is_empty() {
            while next < parcels.len() && waiting.len() < in_flight_max {
                if let Some(answer) = self.publish(session, &parcels[next], next, outcomes).await? {
                    waiting.push_back((next, answer));
                }
                next += 1;
            }
            let Some((number, answer)) = waiting.pop_front() else { continue };
            let answer = tokio::select! {
                biased;
                answer = answer.into_future() => answer,
                broken = session.broken() => return Err(broken),
            };
            outcomes[number] = match answer {
                Ok(_) => Outcome::Accepted,
                Err(error) => self.judge(number, &error)?,
            };
        }
        Ok(())
    }

    /// Sends a message; `None` when it cannot be one.
    async fn publish(
        &mut self,
        session: &Session,
        parcel: &Parcel,
        number: usize,
        outcomes: &mut [Outcome],
    ) -> Result<Option<PublishAckFuture>, Broken> {
        let subject = match self.publisher.topic(parcel, is_subject) {
            Ok(subject) => subject,
            Err(message) => {
                outcomes[number] = self.reject(number, message);
                return Ok(None);
            }
        };
        let packed = self.publisher.packed(parcel);
        let mut message = PublishMessage::build().message_id(&parcel.id);
        if packed.is_some() {
            message = message.header("Content-Encoding", "gzip");
        }
        let payload = packed.unwrap_or_else(|| parcel.body.to_vec());
        match session.context.send_publish(subject, message.payload(payload.into())).await {
            Ok(answer) => Ok(Some(answer)),
            Err(error) => {
                outcomes[number] = self.judge(number, &error)?;
                Ok(None)
            }
        }
    }

    /// What a refusal means for a message, or for all of them.
    fn judge(&mut self, number: usize, error: &PublishError) -> Result<Outcome, Broken> {
        let told = error.source().and_then(|source| source.downcast_ref::<jetstream::Error>());
        let Some(told) = told else {
            return match error.kind() {
                PublishErrorKind::MaxPayloadExceeded => Ok(self.reject(number, error.to_string())),
                PublishErrorKind::StreamNotFound => Err(Broken {
                    failure: Failure::Missing,
                    why: "no stream of JetStream takes the subject, or JetStream is not ready; add a stream that does"
                        .to_owned(),
                }),
                _ => Err(Broken::away(error)),
            };
        };
        let message = told.to_string();
        self.publisher.broker.report("PUBLISH", &message, false);
        Ok(match told.error_code() {
            ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM | ErrorCode::STREAM_HEADER_EXCEEDS_MAXIMUM => {
                self.reject(number, message)
            }
            ErrorCode::STREAM_STORE_FAILED
            | ErrorCode::STORAGE_RESOURCES_EXCEEDED
            | ErrorCode::MEMORY_RESOURCES_EXCEEDED
            | ErrorCode::ACCOUNT_RESOURCES_EXCEEDED
            | ErrorCode::INSUFFICIENT_RESOURCES => Outcome::Throttled,
            // An administrator can mend it; a record that was given up cannot be.
            _ => Outcome::Failed,
        })
    }

    fn reject(&mut self, number: usize, message: String) -> Outcome {
        self.publisher.rejected.insert(number, Reason { code: "NATS".to_owned(), message });
        Outcome::Rejected
    }

    /// The next connection shows the password anew.
    pub(super) fn renew(&mut self) {
        self.session = None;
    }
}

impl Session {
    /// Waits until no answer can be expected any more.
    async fn broken(&mut self) -> Broken {
        let said = self.said.wait_for(|said| *said != Said::Nothing).await;
        match said.as_deref() {
            Ok(Said::Denied(text)) => {
                Broken { failure: Failure::Refused, why: format!("the broker says: {text}") }
            }
            _ => Broken::away("the broker ended the connection"),
        }
    }
}

fn note(tell: &watch::Sender<Said>, event: &Event) {
    match event {
        Event::Disconnected | Event::Closed => {
            tell.send_if_modified(|said| std::mem::replace(said, Said::Lost) != Said::Lost);
        }
        Event::ServerError(error) => {
            let text = error.to_string();
            if text.to_ascii_lowercase().contains("permissions violation") {
                tell.send_replace(Said::Denied(text));
            }
        }
        _ => {}
    }
}

/// # Source
/// NATS documentation, "Subject-Based Messaging": tokens between dots, without spaces; wildcards are for subscribers.
fn is_subject(text: &str) -> bool {
    let is_token = |token: &str| {
        !token.is_empty() && token.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"*>".contains(c))
    };
    !text.starts_with('$') && text.split('.').all(is_token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_what_can_be_published_under() {
        assert!(is_subject("plant.mill-7.rpm"));
        assert!(is_subject("plant"));
        for wrong in ["", ".", "plant.", ".plant", "a..b", "a b", "a.*", "a.>", "$JS.API", "a.\u{0}"] {
            assert!(!is_subject(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn a_denial_outlives_the_loss_that_follows_nothing_else() {
        let (tell, said) = watch::channel(Said::Nothing);

        note(&tell, &Event::Connected);
        assert_eq!(*said.borrow(), Said::Nothing);
        note(&tell, &Event::Disconnected);
        assert_eq!(*said.borrow(), Said::Lost);
    }
}
