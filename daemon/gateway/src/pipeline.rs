//! The pipeline itself: the steps in their order, and what happens between them.

use crate::audit::{self, Trace};
use crate::authenticate::{Authenticator, Unproven};
use crate::authorise::{Told, authorise};
use crate::decode::decode;
use crate::encode::{self, Protocol};
use crate::flow::Flow;
use crate::identify::{Target, identify};
use crate::provenance::{provenance, takes_gzip};
use crate::said::Said;
use crate::stream::Streaming;
use crate::tags::RequestTags;
use crate::waiting::{Unpacked, Waiting};
use crate::wire::{RawReply, RawRequest};
use millpond_aws::Value;
use millpond_aws::schema::{Operation, ServiceSchema};
use millpond_base::{LineMs, Now, Ticket, TrackId, uuid};
use millpond_log::{Durable, StageError};
use millpond_service::{Answer, Call, Context, Fault, Pieces, Prepared, Service, Wake, gather};
use millpond_store::Store;
use millpond_store::principal::{Caller, Callers};
use std::sync::Arc;

/// How the gateway behaves.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// False for test benches only: every call is then the admin's, unsigned.
    pub authenticate: bool,
    /// Whether a refusal carries why, sealed, for DecodeAuthorizationMessage.
    pub encode_denials: bool,
}

/// Turns requests into replies.
pub struct Gateway {
    store: Arc<Store>,
    services: Vec<Service>,
    authenticator: Authenticator,
    encode_denials: bool,
    /// Of calls that wait.
    callers: Callers,
}

/// Where a call stands.
pub enum Progress {
    /// Finished.
    Reply(RawReply),
    /// Finished but for the body, which is made while it is sent.
    Flow {
        /// The reply without its body.
        head: RawReply,
        /// The body.
        flow: Flow,
    },
    /// Finished once this ticket is on flash; then [`Gateway::resume`].
    Durable {
        /// What the log's durable ticket must reach.
        ticket: Ticket,
        /// The call.
        parked: Parked,
    },
    /// Waiting for something to arrive; [`Gateway::resume`] when the bell rings or at `until`.
    Later {
        /// The track whose bell to wait for.
        bell: TrackId,
        /// When to resume in any case.
        until: LineMs,
        /// Who of those that wait for this bell is to be resumed.
        wake: Wake,
        /// The call.
        parked: Parked,
    },
    /// The head is to be sent at once; the body lasts, and comes piece by piece from [`Gateway::follow`].
    Stream {
        /// Status and headers; the body is empty.
        head: RawReply,
        /// The rest.
        stream: Streaming,
    },
}

/// A call that waits.
pub struct Parked {
    wording: Wording,
    state: State,
}

enum State {
    Committing(Durable<Result<Value, Fault>>),
    Waiting(Box<Waiting>),
}

/// Ours: AWS's file systems are not the caller's business.
const NO_ROOM: &str =
    "The gateway's file system is full. Delete streams, queues or tables, or free space, and try again.";

/// What is needed to word a reply after the request is gone.
#[derive(Clone)]
pub(crate) struct Wording {
    schema: &'static ServiceSchema,
    pub(crate) operation: &'static Operation,
    pub(crate) protocol: Protocol,
    request_id: String,
    query_mode: bool,
    /// Whether a success may come compressed.
    gzip: bool,
}

impl Gateway {
    /// A gateway to `services` over `store`.
    #[must_use]
    pub fn new(store: Arc<Store>, services: Vec<Service>, options: Options) -> Self {
        let authenticator = Authenticator::new(options.authenticate);
        Self {
            store,
            services,
            authenticator,
            encode_denials: options.encode_denials,
            callers: Callers::default(),
        }
    }

    /// Takes a request as far as it can go without waiting.
    pub fn begin(&self, request: &RawRequest, now: Now) -> Progress {
        let call = self.call(request);
        if let Some(document) = self.published(request) {
            return Progress::Reply(encode::document(&call.request_id, document));
        }
        let said = Said::of(request);
        let target = match identify(&self.services, request, &said.form) {
            Ok(target) => target,
            Err(lost) => {
                let fault = &lost.fault;
                let reply = encode::failure(None, lost.protocol, false, &call.request_id, fault);
                return Progress::Reply(reply);
            }
        };
        let call = Call { query: target.protocol == Protocol::Query, ..call };
        let wording = Wording {
            schema: target.service.schema,
            operation: target.operation,
            protocol: target.protocol,
            request_id: call.request_id.clone(),
            query_mode: request.header("x-amzn-query-mode").is_some(),
            gzip: takes_gzip(request),
        };
        let mut trace =
            Trace::begin(&self.store, now, &call, target.service.schema.signing_name, target.operation);
        let admitted = self.admit(request, &target, &said, &call, &mut trace, now);
        let admitted = admitted.and_then(|admitted| Ok((admitted, provenance(request)?)));
        match admitted {
            Ok(((prepared, caller), provenance)) => {
                let call = Call { provenance, ..call };
                self.run(prepared, Arc::new(caller), call, trace, wording, now)
            }
            Err(fault) => Progress::Reply(self.refuse(&wording, &mut trace, &fault, now)),
        }
    }

    /// Goes on with a call after its ticket is durable, its bell rang, or its time came.
    pub fn resume(&self, parked: Parked, now: Now) -> Progress {
        let Parked { wording, state } = parked;
        match state {
            State::Committing(reply) => match reply.redeem(self.store.log()) {
                Ok(Ok(value)) => Progress::Reply(wording.success(&value)),
                Ok(Err(fault)) => Progress::Reply(wording.failure(&fault)),
                Err(reply) => Progress::Durable {
                    ticket: reply.ticket(),
                    parked: Parked { wording, state: State::Committing(reply) },
                },
            },
            State::Waiting(waiting) => {
                let Some(call) = waiting.unpack(&self.store) else {
                    return Progress::Reply(wording.failure(&Fault::internal()));
                };
                let Unpacked { prepared, caller, call, event } = call;
                let trace = Trace { store: &self.store, event };
                self.run(prepared, caller, call, trace, wording, now)
            }
        }
    }

    /// The reply to a call whose writes could not be made durable. Whether they are is unknown, so the client must
    /// ask again, as it does after any internal failure.
    #[must_use]
    pub fn fail(&self, parked: &Parked) -> RawReply {
        parked.wording.failure(&Fault::internal())
    }

    /// What a service publishes at the path of a plain GET.
    fn published(&self, request: &RawRequest) -> Option<String> {
        if request.method != "GET" || !request.query.is_empty() {
            return None;
        }
        self.services.iter().find_map(|service| (service.publishes)(&self.store, &request.path))
    }

    /// Steps 2 to 5: who calls, what they say, and whether they may.
    fn admit(
        &self,
        request: &RawRequest,
        target: &Target<'_>,
        said: &Said<'_>,
        call: &Call,
        trace: &mut Trace<'_>,
        now: Now,
    ) -> Result<(Box<dyn Prepared>, Caller), Fault> {
        if target.service.unsigned.contains(&target.operation.name) {
            return self.admit_unsigned(target, said, call, trace);
        }
        let caller = match self.authenticator.authenticate(&self.store, request, target, now) {
            Ok(caller) => caller,
            Err(Unproven { fault, unsigned }) => {
                trace.event.identity = audit::claimed(request);
                let welcome = unsigned.then(|| self.welcome(target, said, call, now)).flatten();
                let (prepared, stranger) = welcome.ok_or(fault)?;
                trace.caller(&stranger);
                return Ok((prepared, stranger));
            }
        };
        trace.caller(&caller);
        let service = target.service.schema.signing_name;
        self.store.principals().note_use(&caller.access_key_id, service, call.region.as_str(), now);
        let Some(handler) = target.service.handler(target.operation.name) else {
            return Err(unhonoured(target));
        };
        let body = said.body.as_ref().map_err(Clone::clone)?;
        let input = decode(target, body, &said.form)?;
        trace.parameters(target.operation, &input);
        let tags = RequestTags::of(target.operation, &input);
        let prepared = handler.prepare(input);
        if self.authenticator.is_on() {
            let access = prepared.access(call, &self.store);
            let told = if self.encode_denials { Told::Sealed } else { Told::Plain };
            authorise(&self.store, &caller, call, &access, &tags, told, now)?;
        }
        Ok((prepared, caller))
    }

    /// A call of an operation that nobody signs. A signature that comes along is not looked at: what the call is given
    /// has to prove everything.
    fn admit_unsigned(
        &self,
        target: &Target<'_>,
        said: &Said<'_>,
        call: &Call,
        trace: &mut Trace<'_>,
    ) -> Result<(Box<dyn Prepared>, Caller), Fault> {
        let handler = target.service.handler(target.operation.name).ok_or_else(|| unhonoured(target))?;
        let input = decode(target, said.body.as_ref().map_err(Clone::clone)?, &said.form)?;
        trace.parameters(target.operation, &input);
        Ok((handler.prepare(input), self.store.principals().stranger(&call.source_ip.to_string())))
    }

    /// A call that nobody signed, if the policies of everything it wants to use let anybody do that. Whatever else is wrong
    /// with it, its sender learns only that it is not signed. Of its parameters nothing is kept.
    fn welcome(
        &self,
        target: &Target<'_>,
        said: &Said<'_>,
        call: &Call,
        now: Now,
    ) -> Option<(Box<dyn Prepared>, Caller)> {
        let strangers = target.service.strangers;
        if strangers.is_empty() {
            return None;
        }
        let handler = target.service.handler(target.operation.name)?;
        let prepared = handler.prepare(decode(target, said.body.as_ref().ok()?, &said.form).ok()?);
        let access = prepared.access(call, &self.store);
        if access.is_empty() || !access.iter().all(|wanted| strangers.contains(&wanted.action)) {
            return None;
        }
        let caller = self.store.principals().stranger(&call.source_ip.to_string());
        authorise(&self.store, &caller, call, &access, &RequestTags::default(), Told::Plain, now).ok()?;
        Some((prepared, caller))
    }

    /// Step 6: runs the operation and leaves its trace.
    fn run(
        &self,
        mut prepared: Box<dyn Prepared>,
        caller: Arc<Caller>,
        call: Call,
        mut trace: Trace<'_>,
        wording: Wording,
        now: Now,
    ) -> Progress {
        let mut context = Context::new(&self.store, now, &caller, &call, &trace);
        let answer = prepared.run(&mut context);
        let traced = context.has_staged();
        let told = context.told;
        trace.told(told);
        match answer {
            Ok(Answer::Durable(reply)) => {
                if !traced {
                    // A read of what others staged: its trace rides along with the next commit.
                    let _ = self.store.stage(trace.batch().lazy(), now);
                }
                Parked::committing(wording, reply.map(Ok))
            }
            Ok(Answer::Refused(fault)) => {
                self.leave_refusal(&mut trace, fault.peek(), now);
                Parked::committing(wording, fault.map(Err))
            }
            Ok(Answer::Pieces(pieces)) => {
                // Only reads answer in pieces; their trace rides along.
                let _ = self.store.stage(trace.batch().lazy(), now);
                wording.flow(&self.store, pieces, now)
            }
            Ok(Answer::Later { bell, until, wake }) => {
                let caller = self.callers.share(caller);
                let waiting = Waiting::pack(Unpacked { prepared, caller, call, event: trace.event });
                let parked = Parked { wording, state: State::Waiting(Box::new(waiting)) };
                Progress::Later { bell, until, wake, parked }
            }
            Ok(Answer::Now(value)) => {
                if traced {
                    return Progress::Reply(wording.success(&value));
                }
                trace.response(wording.operation, &value);
                self.leave_trace(&trace, wording, value, now)
            }
            Ok(Answer::Stream { first, flow }) => {
                // One trace for the whole reply. It rides along with the next commit, as a read's does.
                if !traced {
                    let _ = self.store.stage(trace.batch().lazy(), now);
                }
                let head = encode::stream_head(wording.protocol, &wording.request_id);
                Progress::Stream { head, stream: Streaming::new(wording, first, flow, caller, call) }
            }
            Err(fault) => Progress::Reply(self.refuse(&wording, &mut trace, &fault, now)),
        }
    }

    /// A read's trace rides along with the next commit; a change's trace is waited for.
    fn leave_trace(&self, trace: &Trace<'_>, wording: Wording, value: Value, now: Now) -> Progress {
        let batch = trace.batch();
        if trace.event.read_only {
            // A full or failing log must not keep a reader from draining it.
            let _ = self.store.stage(batch.lazy(), now);
            return Progress::Reply(wording.success(&value));
        }
        // The change is made already, and may be the delete that a full log waits for: its trace may draw on the
        // reserve, and old events make way when that runs short.
        match self.store.stage(batch.essential(), now) {
            Ok(receipt) => Parked::committing(wording, receipt.map(|_| Ok(value))),
            // The change itself is in the catalog and cannot be taken back.
            Err(StageError::Busy { .. } | StageError::Full { .. }) => {
                Progress::Reply(wording.success(&value))
            }
            Err(_) => Progress::Reply(wording.failure(&Fault::internal())),
        }
    }

    fn refuse(&self, wording: &Wording, trace: &mut Trace<'_>, fault: &Fault, now: Now) -> RawReply {
        if fault.status == 500 && self.store.catalog().is_full() {
            // The one failure of ours that a caller can end.
            let fault = Fault { message: NO_ROOM.to_owned(), ..fault.clone() };
            self.leave_refusal(trace, &fault, now);
            return wording.failure(&fault);
        }
        self.leave_refusal(trace, fault, now);
        wording.failure(fault)
    }

    fn leave_refusal(&self, trace: &mut Trace<'_>, fault: &Fault, now: Now) {
        trace.fault(fault);
        if trace.event.identity.kind != "Unknown" || self.authenticator.may_trace_stranger(now) {
            // Best effort: a refusal changed nothing, and must be answered even when the log is full.
            let _ = self.store.stage(trace.batch().lazy(), now);
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    fn call(&self, request: &RawRequest) -> Call {
        let mut id = [0; 16];
        self.store.entropy().fill(&mut id);
        Call {
            request_id: uuid(&id),
            account: self.store.account().clone(),
            region: self.store.region().clone(),
            origin: request.origin(),
            source_ip: request.peer,
            user_agent: request.header("user-agent").unwrap_or_default().to_owned(),
            query: false,
            secure: request.secure,
            provenance: None,
        }
    }
}

impl Parked {
    fn committing(wording: Wording, reply: Durable<Result<Value, Fault>>) -> Progress {
        let ticket = reply.ticket();
        Progress::Durable { ticket, parked: Self { wording, state: State::Committing(reply) } }
    }
}

impl Wording {
    fn success(&self, value: &Value) -> RawReply {
        let reply = encode::success(self.schema, self.operation, self.protocol, &self.request_id, value);
        if self.gzip { encode::packed(reply) } else { reply }
    }

    fn flow(&self, store: &Arc<Store>, mut pieces: Box<dyn Pieces>, now: Now) -> Progress {
        let Some(codec) = self.protocol.in_pieces() else {
            return Progress::Reply(self.success(&gather(&mut *pieces, store, now)));
        };
        let head = encode::begun(self.protocol, &self.request_id);
        let flow = Flow::new(Arc::clone(store), pieces, codec, self.operation.output);
        Progress::Flow { head, flow }
    }

    fn failure(&self, fault: &Fault) -> RawReply {
        encode::failure(Some(self.schema), self.protocol, self.query_mode, &self.request_id, fault)
    }
}

fn unhonoured(target: &Target<'_>) -> Fault {
    let name = target.operation.name;
    let text = format!("The operation {name} is not supported by this endpoint.");
    Fault::code("UnsupportedOperationException", 400, text).query("UnsupportedOperation", 400)
}
