//! A call that waits for something to arrive. A gateway may hold ten thousand of them, so what is not needed until it goes on is
//! packed: the trace as the bytes it will be written in, and of the call what the trace does not say.

use millpond_service::{Call, Prepared};
use millpond_store::Store;
use millpond_store::principal::Caller;
use millpond_store::trail::Event;
use std::net::IpAddr;

/// See the module.
pub(crate) struct Waiting {
    prepared: Box<dyn Prepared>,
    caller: Caller,
    event: Box<[u8]>,
    origin: Box<str>,
    /// What the client calls itself, where the trace does not have all of it.
    user_agent: Option<Box<str>>,
    source_ip: IpAddr,
    query: bool,
}

impl Waiting {
    pub(crate) fn pack(prepared: Box<dyn Prepared>, caller: Caller, call: Call, event: &Event) -> Self {
        let user_agent = (call.user_agent != event.user_agent).then(|| call.user_agent.into_boxed_str());
        Self {
            prepared,
            caller,
            event: event.to_bytes().into_boxed_slice(),
            origin: call.origin.into_boxed_str(),
            user_agent,
            source_ip: call.source_ip,
            query: call.query,
        }
    }

    /// `None` never happens, as nobody else writes these bytes.
    pub(crate) fn unpack(self, store: &Store) -> Option<(Box<dyn Prepared>, Caller, Call, Event)> {
        let event = Event::from_bytes(&self.event)?;
        let call = Call {
            request_id: event.request_id.clone(),
            account: store.account().clone(),
            region: store.region().clone(),
            origin: self.origin.into_string(),
            source_ip: self.source_ip,
            user_agent: self.user_agent.map_or_else(|| event.user_agent.clone(), str::into_string),
            query: self.query,
            secure: event.secure,
        };
        Some((self.prepared, self.caller, call, event))
    }
}
