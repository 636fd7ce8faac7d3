//! UpdateTable.

use super::Change;
use crate::api::{self, UpdateTableInput, UpdateTableOutput};
use crate::settings::{self, Kinds};
use crate::{address, fault, kms, views};
use millpond_base::WallMs;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::table::{IndexDefinition, Settings, Throughput};

pub(super) fn handler() -> Handler {
    Handler::new::<api::UpdateTable>(access, run)
}

fn access(_: &Call, store: &Store, input: &UpdateTableInput) -> Vec<Access> {
    vec![address::access(store, "dynamodb:UpdateTable", &input.table_name)]
}

/// Changes a table; an index that is new can be asked when this returns, and items that come are sealed under the key that
/// was chosen.
///
/// # Durability
/// On flash before the reply.
fn run(ctx: &mut Context<'_>, input: &mut UpdateTableInput) -> Result<Answer<UpdateTableOutput>, Fault> {
    let name = address::checked(ctx.store, &input.table_name)?;
    refuse_others(input)?;
    let table = super::change(ctx, name, |settings| change(settings, input, ctx.now.wall))?;
    Ok(Answer::Now(UpdateTableOutput { table_description: Some(views::table(ctx, &table, "ACTIVE")) }))
}

fn refuse_others(input: &UpdateTableInput) -> Result<(), Fault> {
    let streams = input.stream_specification.as_ref().is_some_and(|stream| stream.stream_enabled);
    let other = [
        ("StreamSpecification", streams),
        ("ReplicaUpdates", input.replica_updates.is_some()),
        ("MultiRegionConsistency", input.multi_region_consistency.is_some()),
        ("GlobalTableWitnessUpdates", input.global_table_witness_updates.is_some()),
        ("VectorIndexUpdates", input.vector_index_updates.is_some()),
    ];
    if let Some((name, _)) = other.into_iter().find(|(_, given)| *given) {
        return Err(settings::unsupported(name));
    }
    let some = input.billing_mode.is_some()
        || input.provisioned_throughput.is_some()
        || input.global_secondary_index_updates.is_some()
        || input.stream_specification.is_some()
        || input.table_class.is_some()
        || input.deletion_protection_enabled.is_some()
        || input.on_demand_throughput.is_some()
        || input.sse_specification.is_some()
        || input.warm_throughput.is_some();
    if some {
        return Ok(());
    }
    Err(fault::validation_text(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or \
         SSESpecification or ReplicaUpdates is required",
    ))
}

fn change(settings: &mut Settings, input: &UpdateTableInput, now: WallMs) -> Result<(), Change> {
    let was_on_demand = settings.on_demand_since.is_some();
    let on_demand = match input.billing_mode.as_deref() {
        Some(mode) => mode == "PAY_PER_REQUEST",
        None => was_on_demand,
    };
    if let Some(given) = &input.provisioned_throughput {
        settings.throughput = settings::throughput(Some(given), on_demand, None)?;
    } else if was_on_demand && !on_demand {
        settings::throughput(None, false, None)?;
    }
    match (was_on_demand, on_demand) {
        (false, true) => {
            settings.on_demand_since = Some(now);
            settings.throughput = Throughput::default();
            settings.indexes.iter_mut().for_each(|index| index.throughput = Throughput::default());
        }
        (true, false) => settings.on_demand_since = None,
        _ => {}
    }
    if let Some(protected) = input.deletion_protection_enabled {
        settings.deletion_protection = protected;
    }
    if let Some(class) = &input.table_class {
        settings.class = Some(class.clone());
    }
    if let Some(max) = &input.on_demand_throughput {
        settings.on_demand_max = Some(settings::on_demand_max(max));
    }
    if let Some(sse) = &input.sse_specification {
        let chosen = kms::chosen(Some(sse))?;
        if chosen.is_some() && chosen == settings.kms_key {
            return Err(fault::parameters("Table is already encrypted by given KMSMasterKeyId").into());
        }
        settings.kms_key = chosen;
    }
    let kinds = settings::kinds(input.attribute_definitions.as_deref().unwrap_or_default())?;
    for update in input.global_secondary_index_updates.as_deref().unwrap_or_default() {
        change_index(settings, update, &kinds, on_demand)?;
    }
    settings::check_indexes(&settings.indexes)?;
    Ok(())
}

fn change_index(
    settings: &mut Settings,
    update: &api::GlobalSecondaryIndexUpdate,
    kinds: &Kinds,
    on_demand: bool,
) -> Result<(), Fault> {
    let api::GlobalSecondaryIndexUpdate { update, create, delete } = update;
    match (update, create, delete) {
        (Some(update), None, None) => {
            let throughput = settings::throughput(
                update.provisioned_throughput.as_ref(),
                on_demand,
                Some(&update.index_name),
            )?;
            find(settings, &update.index_name)?.throughput = throughput;
            Ok(())
        }
        (None, Some(create), None) => {
            if settings.indexes.iter().any(|index| index.name == create.index_name) {
                return Err(fault::validation_text("Attempting to create an index which already exists"));
            }
            // A key of the table itself need not be defined once more.
            let mut known = kinds.clone();
            for part in settings.key.parts() {
                known.entry(part.name.clone()).or_insert(part.kind);
            }
            let index = settings::global_index(
                &create.index_name,
                &create.key_schema,
                &create.projection,
                create.provisioned_throughput.as_ref(),
                &known,
                on_demand,
            )?;
            settings.indexes.push(index);
            Ok(())
        }
        (None, None, Some(delete)) => {
            find(settings, &delete.index_name)?;
            settings.indexes.retain(|index| index.name != delete.index_name);
            Ok(())
        }
        _ => Err(fault::parameters(
            "Exactly one of Create, Update or Delete must be specified per GlobalSecondaryIndexUpdate",
        )),
    }
}

fn find<'a>(settings: &'a mut Settings, name: &str) -> Result<&'a mut IndexDefinition, Fault> {
    let found = settings.indexes.iter_mut().find(|index| !index.local && index.name == name);
    found.ok_or_else(|| {
        let text = format!("Requested resource not found: Table does not have the specified index: {name}");
        Fault::of(&api::error::RESOURCE_NOT_FOUND_EXCEPTION, text)
    })
}
