//! Damage that scrubbing found, written down where it stays: in the audit trail, and in the loss ledger.

use crate::care::Found;
use millpond_base::WallMs;
use millpond_log::{Batch, FindingKind, Span};
use millpond_store::Store;
use millpond_store::trail::{Event, Identity};

/// Leaves an audit event for a damaged place. What is lost with it goes into the loss ledger.
pub(crate) fn tell(store: &Store, found: &Found, span: Option<Span>) {
    if let Some(span) = span.filter(|_| found.kind == FindingKind::Rot.word()) {
        store.saw_rot(span);
    }
    let now = store.clock().now();
    let mut id = [0; 16];
    store.entropy().fill(&mut id);
    // The version and variant bits of a random UUID.
    id[6] = id[6] & 0x0f | 0x40;
    id[8] = id[8] & 0x3f | 0x80;
    let event = Event {
        id,
        wall: WallMs(now.wall.0),
        source: "millpond".into(),
        name: "StoredDataDamaged".into(),
        region: store.region().to_string(),
        read_only: true,
        management: true,
        identity: Identity { kind: "Millpond".into(), ..Identity::default() },
        request_parameters: serde_json::to_string(found).expect("a finding is valid JSON"),
        ..Event::default()
    };
    let mut batch = Batch::new();
    store.trail().append(&mut batch, &event);
    if let Err(error) = store.log().stage(batch.lazy(), now) {
        crate::journal::warn("the audit trail does not take the damage", &[("cause", &error)]);
    }
}
