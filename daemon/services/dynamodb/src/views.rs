//! Tables as replies show them.

use crate::api;
use millpond_base::uuid;
use millpond_service::Context;
use millpond_store::table::{Definition, IndexDefinition, KeyPart, KeySchema, Projection, Table, Throughput};
use std::collections::BTreeMap;

/// A table as DescribeTable shows it; `status` is `ACTIVE`, or `DELETING` in the reply that says so.
pub(crate) fn table(ctx: &Context<'_>, table: &Table, status: &str) -> api::TableDescription {
    let definition = table.definition();
    let (settings, counts) = (&definition.settings, table.counts());
    let arn = ctx.store.tables().arn(&definition.name);
    let of_kind = |local: bool| settings.indexes.iter().filter(move |index| index.local == local);
    let global: Vec<_> = of_kind(false).map(|index| global_index(table, &arn, index, status)).collect();
    let local: Vec<_> = of_kind(true).map(|index| local_index(table, &arn, index)).collect();
    api::TableDescription {
        attribute_definitions: Some(attributes(&definition)),
        table_name: Some(definition.name.clone()),
        key_schema: Some(key_schema(&settings.key)),
        table_status: Some(status.to_owned()),
        creation_date_time: i64::try_from(definition.created.0).ok(),
        provisioned_throughput: Some(throughput(settings.throughput)),
        table_size_bytes: i64::try_from(counts.bytes).ok(),
        item_count: i64::try_from(counts.items).ok(),
        table_id: Some(uuid(&definition.id)),
        billing_mode_summary: settings.on_demand_since.map(|since| api::BillingModeSummary {
            billing_mode: Some("PAY_PER_REQUEST".to_owned()),
            last_update_to_pay_per_request_date_time: i64::try_from(since.0).ok(),
        }),
        local_secondary_indexes: (!local.is_empty()).then_some(local),
        global_secondary_indexes: (!global.is_empty()).then_some(global),
        sse_description: table.kms_key().map(|key| api::SSEDescription {
            status: Some("ENABLED".to_owned()),
            sse_type: Some("KMS".to_owned()),
            kms_master_key_arn: Some(ctx.store.keyring().key_arn(key)),
            inaccessible_encryption_date_time: None,
        }),
        table_class_summary: settings
            .class
            .clone()
            .map(|class| api::TableClassSummary { table_class: Some(class), last_update_date_time: None }),
        deletion_protection_enabled: Some(settings.deletion_protection),
        on_demand_throughput: settings.on_demand_max.map(|(read, write)| api::OnDemandThroughput {
            max_read_request_units: Some(read),
            max_write_request_units: Some(write),
        }),
        table_arn: Some(arn),
        ..api::TableDescription::default()
    }
}

/// The attributes that some key names, each once.
fn attributes(definition: &Definition) -> Vec<api::AttributeDefinition> {
    let indexes = definition.settings.indexes.iter().map(|index| &index.key);
    let parts = std::iter::once(&definition.settings.key).chain(indexes).flat_map(KeySchema::parts);
    let kinds: BTreeMap<&str, &KeyPart> = parts.map(|part| (part.name.as_str(), part)).collect();
    let definition = |part: &&KeyPart| api::AttributeDefinition {
        attribute_name: part.name.clone(),
        attribute_type: part.kind.name().to_owned(),
    };
    kinds.values().map(definition).collect()
}

fn key_schema(key: &KeySchema) -> Vec<api::KeySchemaElement> {
    let kinds = ["HASH", "RANGE"];
    let element = |(part, kind): (&KeyPart, &str)| api::KeySchemaElement {
        attribute_name: part.name.clone(),
        key_type: kind.to_owned(),
    };
    key.parts().zip(kinds).map(element).collect()
}

fn throughput(throughput: Throughput) -> api::ProvisionedThroughputDescription {
    api::ProvisionedThroughputDescription {
        last_increase_date_time: None,
        last_decrease_date_time: None,
        number_of_decreases_today: Some(0),
        read_capacity_units: i64::try_from(throughput.read).ok(),
        write_capacity_units: i64::try_from(throughput.write).ok(),
    }
}

fn projection(projection: &Projection) -> api::Projection {
    let (name, attributes) = match projection {
        Projection::All => ("ALL", None),
        Projection::KeysOnly => ("KEYS_ONLY", None),
        Projection::Include(attributes) => ("INCLUDE", Some(attributes.clone())),
    };
    api::Projection { projection_type: Some(name.to_owned()), non_key_attributes: attributes }
}

fn global_index(
    table: &Table,
    arn: &str,
    index: &IndexDefinition,
    status: &str,
) -> api::GlobalSecondaryIndexDescription {
    let counts = table.index_counts(&index.name);
    api::GlobalSecondaryIndexDescription {
        index_name: Some(index.name.clone()),
        key_schema: Some(key_schema(&index.key)),
        projection: Some(projection(&index.projection)),
        index_status: Some(status.to_owned()),
        provisioned_throughput: Some(throughput(index.throughput)),
        index_size_bytes: i64::try_from(counts.bytes).ok(),
        item_count: i64::try_from(counts.items).ok(),
        index_arn: Some(format!("{arn}/index/{}", index.name)),
        ..api::GlobalSecondaryIndexDescription::default()
    }
}

fn local_index(table: &Table, arn: &str, index: &IndexDefinition) -> api::LocalSecondaryIndexDescription {
    let counts = table.index_counts(&index.name);
    api::LocalSecondaryIndexDescription {
        index_name: Some(index.name.clone()),
        key_schema: Some(key_schema(&index.key)),
        projection: Some(projection(&index.projection)),
        index_size_bytes: i64::try_from(counts.bytes).ok(),
        item_count: i64::try_from(counts.items).ok(),
        index_arn: Some(format!("{arn}/index/{}", index.name)),
    }
}
