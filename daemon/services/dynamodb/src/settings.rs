//! What CreateTable and UpdateTable ask for, read and checked.

use crate::api;
use crate::{address, fault, kms, limits};
use millpond_base::WallMs;
use millpond_service::Fault;
use millpond_store::table::{IndexDefinition, KeyPart, KeySchema, KeyType, Projection, Settings, Throughput};
use std::collections::{BTreeMap, BTreeSet};

/// Types of attributes by name.
pub(crate) type Kinds = BTreeMap<String, KeyType>;

/// Reads `AttributeDefinitions`.
pub(crate) fn kinds(definitions: &[api::AttributeDefinition]) -> Result<Kinds, Fault> {
    let mut kinds = Kinds::new();
    for api::AttributeDefinition { attribute_name, attribute_type } in definitions {
        let kind = KeyType::parse(attribute_type)
            .ok_or_else(|| fault::parameters(format!("Unsupported attribute type {attribute_type}")))?;
        if kinds.insert(attribute_name.clone(), kind).is_some() {
            return Err(fault::parameters(format!(
                "Duplicate AttributeName in AttributeDefinitions: {attribute_name}"
            )));
        }
    }
    Ok(kinds)
}

/// Reads a key schema.
pub(crate) fn key(elements: &[api::KeySchemaElement], kinds: &Kinds) -> Result<KeySchema, Fault> {
    let undefined = |name: &str| {
        let names = |all: &mut dyn Iterator<Item = &str>| all.collect::<Vec<_>>().join(", ");
        fault::parameters(format!(
            "Some index key attributes are not defined in AttributeDefinitions. Keys: [{name}], AttributeDefinitions: [{}]",
            names(&mut kinds.keys().map(String::as_str))
        ))
    };
    let part = |element: &api::KeySchemaElement| {
        let name = &element.attribute_name;
        let kind = *kinds.get(name).ok_or_else(|| undefined(name))?;
        Ok::<_, Fault>(KeyPart { name: name.clone(), kind })
    };
    let (Some(first), rest) = (elements.first(), elements.get(1..).unwrap_or_default()) else {
        return Err(fault::parameters("Invalid KeySchema: no elements"));
    };
    if first.key_type != "HASH" {
        return Err(fault::validation_text(
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
        ));
    }
    let range = match rest {
        [] => None,
        [second] if second.key_type != "RANGE" => {
            return Err(fault::validation_text(
                "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
            ));
        }
        [second] if second.attribute_name == first.attribute_name => {
            return Err(fault::validation_text(
                "Both the Hash Key and the Range Key element in the KeySchema have the same name",
            ));
        }
        [second] => Some(part(second)?),
        _ => {
            return Err(fault::validation_text(
                "Key Schema too big.  Key Schema must at most consist of the hash and range key of a table",
            ));
        }
    };
    Ok(KeySchema { hash: part(first)?, range })
}

/// Reads a projection.
fn projection(projection: &api::Projection) -> Result<Projection, Fault> {
    let attributes = projection.non_key_attributes.clone();
    match (projection.projection_type.as_deref(), attributes) {
        (Some("INCLUDE"), Some(attributes)) => Ok(Projection::Include(attributes)),
        (Some("INCLUDE"), None) => {
            Err(fault::parameters("ProjectionType is INCLUDE, but NonKeyAttributes is not specified"))
        }
        (Some(kind), Some(_)) => {
            Err(fault::parameters(format!("ProjectionType is {kind}, but NonKeyAttributes is specified")))
        }
        (Some("ALL"), None) => Ok(Projection::All),
        (Some("KEYS_ONLY"), None) => Ok(Projection::KeysOnly),
        (kind, _) => Err(fault::parameters(format!("Unknown ProjectionType: {}", kind.unwrap_or("null")))),
    }
}

/// Reads a global secondary index.
pub(crate) fn global_index(
    name: &str,
    elements: &[api::KeySchemaElement],
    projected: &api::Projection,
    provisioned: Option<&api::ProvisionedThroughput>,
    kinds: &Kinds,
    on_demand: bool,
) -> Result<IndexDefinition, Fault> {
    address::check_name("indexName", "IndexName", name)?;
    let throughput = throughput(provisioned, on_demand, Some(name))?;
    Ok(IndexDefinition {
        name: name.to_owned(),
        local: false,
        key: key(elements, kinds)?,
        projection: projection(projected)?,
        throughput,
    })
}

/// Reads provisioned capacity, which on demand there is none of.
pub(crate) fn throughput(
    given: Option<&api::ProvisionedThroughput>,
    on_demand: bool,
    index: Option<&str>,
) -> Result<Throughput, Fault> {
    let units = |units: i64| u64::try_from(units).unwrap_or(0);
    match (given, on_demand) {
        (None, true) => Ok(Throughput::default()),
        (Some(_), true) => Err(fault::parameters(match index {
            None => "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is \
                     PAY_PER_REQUEST"
                .to_owned(),
            Some(index) => format!(
                "ProvisionedThroughput should not be specified for index: {index} when BillingMode is PAY_PER_REQUEST"
            ),
        })),
        (Some(given), false) => Ok(Throughput {
            read: units(given.read_capacity_units),
            write: units(given.write_capacity_units),
        }),
        (None, false) => Err(fault::parameters(match index {
            None => "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
                .to_owned(),
            Some(index) => format!("ProvisionedThroughput must be specified for index: {index}"),
        })),
    }
}

/// Reads everything that CreateTable says about a table.
pub(crate) fn of_create(input: &mut api::CreateTableInput, now: WallMs) -> Result<Settings, Fault> {
    refuse_others(input)?;
    let kinds = kinds(&input.attribute_definitions.take().unwrap_or_default())?;
    let on_demand = input.billing_mode.as_deref() == Some("PAY_PER_REQUEST");
    let throughput = throughput(input.provisioned_throughput.as_ref(), on_demand, None)?;
    let key = key(input.key_schema.as_deref().unwrap_or_default(), &kinds)?;
    let mut indexes = Vec::new();
    for index in input.local_secondary_indexes.take().unwrap_or_default() {
        indexes.push(local_index(&index, &key, &kinds)?);
    }
    for index in input.global_secondary_indexes.take().unwrap_or_default() {
        let api::GlobalSecondaryIndex { index_name, key_schema, projection, provisioned_throughput, .. } =
            &index;
        let provisioned = provisioned_throughput.as_ref();
        indexes.push(global_index(index_name, key_schema, projection, provisioned, &kinds, on_demand)?);
    }
    check_indexes(&indexes)?;
    check_all_used(&kinds, &key, &indexes)?;
    let kms_key = kms::chosen(input.sse_specification.as_ref())?;
    Ok(Settings {
        key,
        indexes,
        throughput,
        on_demand_since: on_demand.then_some(now),
        on_demand_max: input.on_demand_throughput.as_ref().map(on_demand_max),
        deletion_protection: input.deletion_protection_enabled == Some(true),
        tags: tags(input.tags.take().unwrap_or_default())?,
        expiry: None,
        class: input.table_class.take(),
        kms_key,
    })
}

/// The most units on demand, -1 for no bound.
pub(crate) fn on_demand_max(given: &api::OnDemandThroughput) -> (i64, i64) {
    (given.max_read_request_units.unwrap_or(-1), given.max_write_request_units.unwrap_or(-1))
}

/// What a table here cannot have is refused, so that nobody counts on it.
fn refuse_others(input: &api::CreateTableInput) -> Result<(), Fault> {
    let streams = input.stream_specification.as_ref().is_some_and(|stream| stream.stream_enabled);
    let other = [
        ("StreamSpecification", streams),
        ("ResourcePolicy", input.resource_policy.is_some()),
        ("GlobalTableSourceArn", input.global_table_source_arn.is_some()),
        ("VectorIndexes", input.vector_indexes.is_some()),
    ];
    match other.into_iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(unsupported(name)),
        None => Ok(()),
    }
}

/// The refusal of a parameter that this endpoint does not take.
pub(crate) fn unsupported(name: &str) -> Fault {
    fault::parameters(format!("{name} is not supported by this endpoint"))
}

fn local_index(
    index: &api::LocalSecondaryIndex,
    table: &KeySchema,
    kinds: &Kinds,
) -> Result<IndexDefinition, Fault> {
    address::check_name("indexName", "IndexName", &index.index_name)?;
    let key = key(&index.key_schema, kinds)?;
    let complaint = match (&table.range, &key.range) {
        (None, _) => {
            "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex"
        }
        (_, None) => "Index KeySchema does not have a range key for index",
        _ if key.hash.name != table.hash.name => {
            "Index KeySchema does not have the same leading hash key as table KeySchema for index"
        }
        _ => "",
    };
    if !complaint.is_empty() {
        let name =
            if complaint.ends_with("index") { format!(": {}", index.index_name) } else { String::new() };
        return Err(fault::parameters(format!("{complaint}{name}")));
    }
    Ok(IndexDefinition {
        name: index.index_name.clone(),
        local: true,
        key,
        projection: projection(&index.projection)?,
        throughput: Throughput::default(),
    })
}

/// Numbers and names of indexes.
pub(crate) fn check_indexes(indexes: &[IndexDefinition]) -> Result<(), Fault> {
    let mut names = BTreeSet::new();
    if let Some(twice) = indexes.iter().find(|index| !names.insert(&index.name)) {
        return Err(fault::parameters(format!("Duplicate index name: {}", twice.name)));
    }
    let local = indexes.iter().filter(|index| index.local).count();
    if local > limits::LOCAL_INDEXES_MAX {
        return Err(fault::parameters(format!(
            "Number of LocalSecondaryIndexes exceeds per-table limit of {}",
            limits::LOCAL_INDEXES_MAX
        )));
    }
    if indexes.len() - local > limits::GLOBAL_INDEXES_MAX {
        return Err(fault::parameters(format!(
            "GlobalSecondaryIndex count exceeds the per-table limit of {}",
            limits::GLOBAL_INDEXES_MAX
        )));
    }
    let projected = indexes.iter().map(|index| match &index.projection {
        Projection::Include(attributes) => attributes.len(),
        _ => 0,
    });
    if projected.sum::<usize>() > limits::PROJECTED_MAX {
        return Err(fault::parameters(format!(
            "Number of projected attributes exceeds the per-table limit of {}",
            limits::PROJECTED_MAX
        )));
    }
    Ok(())
}

/// Every defined attribute must be part of some key.
pub(crate) fn check_all_used(
    kinds: &Kinds,
    key: &KeySchema,
    indexes: &[IndexDefinition],
) -> Result<(), Fault> {
    let used = key.parts().chain(indexes.iter().flat_map(|index| index.key.parts()));
    let used: BTreeSet<&str> = used.map(|part| part.name.as_str()).collect();
    if kinds.keys().all(|name| used.contains(name.as_str())) {
        return Ok(());
    }
    if indexes.is_empty() {
        return Err(fault::parameters(
            "Number of attributes in KeySchema does not exactly match number of attributes defined in \
             AttributeDefinitions",
        ));
    }
    let names = kinds.keys().cloned().collect::<Vec<_>>().join(", ");
    let used = used.into_iter().collect::<Vec<_>>().join(", ");
    Err(fault::parameters(format!(
        "Some AttributeDefinitions are not used. AttributeDefinitions: [{names}], keys used: [{used}]"
    )))
}

/// Reads tags.
pub(crate) fn tags(tags: Vec<api::Tag>) -> Result<BTreeMap<String, String>, Fault> {
    let count = tags.len();
    let map: BTreeMap<String, String> = tags.into_iter().map(|tag| (tag.key, tag.value)).collect();
    if map.len() < count {
        return Err(fault::parameters("Duplicate tag keys"));
    }
    check_tags(&map)?;
    Ok(map)
}

/// The number of tags.
pub(crate) fn check_tags(tags: &BTreeMap<String, String>) -> Result<(), Fault> {
    if tags.len() > limits::TAGS_MAX {
        return Err(fault::parameters("Too many tags: the limit is 50 per resource"));
    }
    Ok(())
}
