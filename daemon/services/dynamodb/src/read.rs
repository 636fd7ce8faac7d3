//! How Query and Scan go: a walk over an index, a filter, a projection and a page.

use crate::api::{AttributeValue, ConsumedCapacity};
use crate::expr::{Condition, Path, project};
use crate::keys;
use crate::{capacity, fault, limits, values};
use millpond_base::Ticket;
use millpond_service::Fault;
use millpond_store::table::{Definition, Extent, IndexDefinition, Item, Projection, Table, Walk, item_bytes};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is asked, whatever it is called.
pub(crate) struct Asked<'a> {
    pub(crate) table: &'a Arc<Table>,
    pub(crate) definition: &'a Definition,
    pub(crate) index: Option<&'a IndexDefinition>,
    pub(crate) backwards: bool,
    pub(crate) after: Option<Item>,
    pub(crate) limit: usize,
    pub(crate) filter: Option<Condition>,
    pub(crate) selection: Selection,
    pub(crate) consistent: bool,
    pub(crate) capacity: Option<String>,
}

/// Which attributes are given.
pub(crate) enum Selection {
    /// All that the index has.
    All,
    /// What these lead to.
    Paths(Vec<Path>),
    /// None; only the number of items.
    Count,
}

/// A page of items.
pub(crate) struct Page {
    pub(crate) items: Option<Vec<BTreeMap<String, AttributeValue>>>,
    pub(crate) count: i64,
    pub(crate) scanned: i64,
    pub(crate) last: Option<BTreeMap<String, AttributeValue>>,
    pub(crate) consumed: Option<ConsumedCapacity>,
    /// What must be durable before the page may be told.
    pub(crate) ticket: Ticket,
}

/// Reads a page.
pub(crate) fn page(asked: &Asked<'_>, extent: Extent<'_>) -> Result<Page, Fault> {
    let walk = Walk {
        index: asked.index.map(|index| index.name.as_str()),
        extent,
        backwards: asked.backwards,
        after: asked.after.as_ref(),
    };
    let shown = asked.index.and_then(|index| shown(asked.definition, index));
    let (mut items, mut count, mut scanned, mut bytes) = (Vec::new(), 0usize, 0usize, 0);
    let mut last: Option<Item> = None;
    let mut full = false;
    let ended = asked.table.walk(&walk, |mut item| {
        let key = page_key(asked, &item);
        if let Some(shown) = &shown {
            item.retain(|name, _| shown.contains(name));
        }
        bytes += item_bytes(&item);
        scanned += 1;
        last = Some(key);
        if asked.filter.as_ref().is_none_or(|filter| filter.holds(&item)) {
            count += 1;
            match &asked.selection {
                Selection::All => items.push(values::to_api(item)),
                Selection::Paths(paths) => items.push(values::to_api(project(&item, paths))),
                Selection::Count => {}
            }
        }
        full = scanned >= asked.limit || bytes >= limits::PAGE_BYTES_MAX;
        !full
    });
    let ended = ended.map_err(|cause| fault::read(&cause))?;
    let more = ended.is_some() && full;
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let units = capacity::read_units(bytes, asked.consistent);
    Ok(Page {
        items: (!matches!(asked.selection, Selection::Count)).then_some(items),
        count: number(count),
        scanned: number(scanned),
        last: last.filter(|_| more).map(values::to_api),
        consumed: capacity::consumed(asked.capacity.as_deref(), &asked.definition.name, walk.index, units),
        ticket: asked.table.last(),
    })
}

/// The key from which a later page goes on.
fn page_key(asked: &Asked<'_>, item: &Item) -> Item {
    let mut key = keys::key_of(&asked.definition.settings.key, item);
    if let Some(index) = asked.index {
        key.extend(keys::key_of(&index.key, item));
    }
    key
}

/// The attributes that an index shows; `None` for all.
fn shown(definition: &Definition, index: &IndexDefinition) -> Option<BTreeSet<String>> {
    let further: &[String] = match &index.projection {
        Projection::All => return None,
        // A local index reads on in the table.
        _ if index.local => return None,
        Projection::KeysOnly => &[],
        Projection::Include(attributes) => attributes,
    };
    let keys = definition.settings.key.parts().chain(index.key.parts()).map(|part| part.name.clone());
    Some(keys.chain(further.iter().cloned()).collect())
}

/// The index that a request names.
pub(crate) fn index<'a>(
    definition: &'a Definition,
    name: Option<&str>,
    consistent: bool,
) -> Result<Option<&'a IndexDefinition>, Fault> {
    let Some(name) = name else { return Ok(None) };
    let index = definition.settings.indexes.iter().find(|index| index.name == name).ok_or_else(|| {
        fault::validation_text(format!("The table does not have the specified index: {name}"))
    })?;
    if consistent && !index.local {
        return Err(fault::validation_text("Consistent reads are not supported on global secondary indexes"));
    }
    Ok(Some(index))
}

/// What `Select` and a projection ask for together.
pub(crate) fn selection(
    select: Option<&str>,
    paths: Option<Vec<Path>>,
    definition: &Definition,
    index: Option<&IndexDefinition>,
) -> Result<Selection, Fault> {
    let global = index.filter(|index| !index.local);
    match (select, paths) {
        (Some("SPECIFIC_ATTRIBUTES"), None) => Err(fault::validation_text(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
        )),
        (None | Some("SPECIFIC_ATTRIBUTES"), Some(paths)) => {
            let shown = global.and_then(|index| Some((index, shown(definition, index)?)));
            if let Some((index, shown)) = shown
                && let Some(path) = paths.iter().find(|path| !shown.contains(path.head()))
            {
                return Err(fault::parameters(format!(
                    "Global secondary index {} does not project [{}]",
                    index.name,
                    path.head()
                )));
            }
            Ok(Selection::Paths(paths))
        }
        (Some(other), Some(_)) => Err(fault::validation_text(format!(
            "Cannot specify the AttributesToGet or ProjectionExpression when choosing to get {other}"
        ))),
        (Some("COUNT"), None) => Ok(Selection::Count),
        (Some("ALL_PROJECTED_ATTRIBUTES"), None) if index.is_none() => Err(fault::validation_text(
            "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
        )),
        (Some("ALL_ATTRIBUTES"), None) => match global {
            Some(index) if index.projection != Projection::All => Err(fault::parameters(format!(
                "Select type ALL_ATTRIBUTES is not supported for global secondary index {} because its projection type \
                 is not ALL",
                index.name
            ))),
            _ => Ok(Selection::All),
        },
        _ => Ok(Selection::All),
    }
}

/// The key that a page goes on after: the table's and the index's key attributes, no others.
pub(crate) fn start_key(
    given: Option<BTreeMap<String, AttributeValue>>,
    definition: &Definition,
    index: Option<&IndexDefinition>,
) -> Result<Option<Item>, Fault> {
    let Some(given) = given else { return Ok(None) };
    let read = |(name, one)| {
        let value = values::value(one)
            .map_err(|why| fault::validation_text(format!("The provided starting key is invalid: {why}")))?;
        Ok((name, value))
    };
    let key: Item = given.into_iter().map(read).collect::<Result<_, Fault>>()?;
    let parts: Vec<_> = definition
        .settings
        .key
        .parts()
        .chain(index.into_iter().flat_map(|index| index.key.parts()))
        .collect();
    let names: BTreeSet<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    let fits = key.len() == names.len()
        && parts.iter().all(|part| key.get(&part.name).is_some_and(|value| value.is_key(part.kind)));
    if !fits {
        return Err(fault::validation_text(
            "The provided starting key is invalid: The provided key element does not match the schema",
        ));
    }
    Ok(Some(key))
}

/// `AttributesToGet` as ways.
pub(crate) fn attributes(names: &[String]) -> Result<Vec<Path>, Fault> {
    let distinct: BTreeSet<&String> = names.iter().collect();
    if distinct.len() < names.len() {
        let twice = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
        return Err(fault::parameters(format!(
            "Duplicate value in attribute name: {}",
            twice.map_or("", |(_, name)| name)
        )));
    }
    Ok(names.iter().map(|name| Path::attribute(name)).collect())
}
