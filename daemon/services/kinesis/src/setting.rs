//! Changing what is set on a stream.

use crate::fault;
use millpond_service::{Context, Fault};
use millpond_store::stream::{Settings, Stream};
use std::sync::Arc;

/// Changes the settings of the stream called `name`; nothing comes between what `f` sees and what it leaves.
///
/// # Durability
/// The change is on flash when this returns.
pub(crate) fn change(
    ctx: &Context<'_>,
    name: &str,
    f: impl FnOnce(&mut Settings) -> Result<(), Fault>,
) -> Result<Arc<Stream>, Fault> {
    let changed = ctx.store.streams().change(name, |parts| f(&mut parts.settings));
    changed.map_err(|cause| fault::change(cause, name, &ctx.call.account))
}

/// The same for what AWS does with ACTIVE streams only.
///
/// # Durability
/// The change is on flash when this returns.
pub(crate) fn change_active(
    ctx: &Context<'_>,
    name: &str,
    f: impl FnOnce(&mut Settings) -> Result<(), Fault>,
) -> Result<Arc<Stream>, Fault> {
    let account = &ctx.call.account;
    let changed = ctx.store.streams().change(name, |parts| {
        if parts.resharding.pending.is_some() {
            return Err(fault::not_active(name, account));
        }
        f(&mut parts.settings)
    });
    changed.map_err(|cause| fault::change(cause, name, account))
}
