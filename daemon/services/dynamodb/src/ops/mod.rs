//! One file per operation.

mod batch_get_item;
mod batch_write_item;
mod create_table;
mod delete_item;
mod delete_table;
mod describe_continuous_backups;
mod describe_endpoints;
mod describe_limits;
mod describe_table;
mod describe_time_to_live;
mod get_item;
mod list_tables;
mod list_tags_of_resource;
mod put_item;
mod query;
mod scan;
mod tag_resource;
mod transact_get_items;
mod transact_write_items;
mod untag_resource;
mod update_continuous_backups;
mod update_item;
mod update_table;
mod update_time_to_live;

use crate::fault;
use millpond_service::{Context, Fault, Handler};
use millpond_store::table::{ChangeError, Settings};

/// Every honoured operation.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![
        batch_get_item::handler(),
        batch_write_item::handler(),
        create_table::handler(),
        delete_item::handler(),
        delete_table::handler(),
        describe_continuous_backups::handler(),
        describe_endpoints::handler(),
        describe_limits::handler(),
        describe_table::handler(),
        describe_time_to_live::handler(),
        get_item::handler(),
        list_tables::handler(),
        list_tags_of_resource::handler(),
        put_item::handler(),
        query::handler(),
        scan::handler(),
        tag_resource::handler(),
        transact_get_items::handler(),
        transact_write_items::handler(),
        untag_resource::handler(),
        update_continuous_backups::handler(),
        update_item::handler(),
        update_table::handler(),
        update_time_to_live::handler(),
    ]
}

/// Why a table is not changed.
enum Change {
    /// What is asked for cannot be.
    Asked(Fault),
    /// The table cannot be changed.
    Store(ChangeError),
}

impl From<Fault> for Change {
    fn from(fault: Fault) -> Self {
        Self::Asked(fault)
    }
}

impl From<ChangeError> for Change {
    fn from(cause: ChangeError) -> Self {
        Self::Store(cause)
    }
}

/// Changes the settings of a table.
fn change(
    ctx: &Context<'_>,
    name: &str,
    change: impl FnOnce(&mut Settings) -> Result<(), Change>,
) -> Result<std::sync::Arc<millpond_store::table::Table>, Fault> {
    ctx.store.tables().change(name, change).map_err(|refusal| match refusal {
        Change::Asked(fault) => fault,
        Change::Store(cause) => fault::change(&cause, name),
    })
}
