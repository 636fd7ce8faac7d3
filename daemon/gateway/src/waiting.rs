//! A call that waits for something to arrive. A gateway may hold ten thousand of them, so what is not needed until it goes on is
//! packed: the trace as the bytes it will be written in, of the call what the trace does not say, and who calls is
//! shared with all calls of the same.

use millpond_service::{Call, Prepared};
use millpond_store::Store;
use millpond_store::principal::Caller;
use millpond_store::trail::{Event, Identity};
use std::net::IpAddr;
use std::sync::Arc;

/// See the module.
pub(crate) struct Waiting {
    prepared: Box<dyn Prepared>,
    caller: Arc<Caller>,
    /// Without the identity, which is the caller's.
    event: Box<[u8]>,
    origin: Box<str>,
    /// What the client calls itself, where the trace does not have all of it.
    user_agent: Option<Box<str>>,
    source_ip: IpAddr,
    query: bool,
}

/// A call that goes on.
pub(crate) struct Unpacked {
    pub(crate) prepared: Box<dyn Prepared>,
    pub(crate) caller: Arc<Caller>,
    pub(crate) call: Call,
    pub(crate) event: Event,
}

impl Waiting {
    pub(crate) fn pack(call: Unpacked) -> Self {
        let Unpacked { prepared, caller, call, mut event } = call;
        event.identity = Identity::default();
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
    pub(crate) fn unpack(self, store: &Store) -> Option<Unpacked> {
        let Self { prepared, caller, .. } = self;
        let event = Event { identity: caller.identity(), ..Event::from_bytes(&self.event)? };
        let call = Call {
            request_id: event.request_id.clone(),
            account: store.account().clone(),
            region: store.region().clone(),
            origin: self.origin.into_string(),
            source_ip: self.source_ip,
            user_agent: self.user_agent.map_or_else(|| event.user_agent.clone(), str::into_string),
            query: self.query,
            secure: event.secure,
            // Nothing that is forwarded waits.
            provenance: None,
        };
        Some(Unpacked { prepared, caller, call, event })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten thousand of them are to take little; see bench/README.md, `long-polls`.
    #[test]
    fn what_waits_is_packed() {
        assert!(size_of::<Waiting>() <= 128, "{} B", size_of::<Waiting>());
    }
}
