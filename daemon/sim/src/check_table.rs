//! Compares what a table holds with what it acknowledged.

use crate::appliance::Appliance;
use crate::check::Breach;
use crate::model::TableModel;
use crate::workload::kind;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a table that keeps its promises holds; `None` when it does not exist and need not.
pub(crate) fn check_table(
    appliance: &Appliance,
    name: &str,
    model: &TableModel,
    missing: &mut Vec<String>,
) -> Result<Option<TableModel>, Breach> {
    let breach = |text: String| Err(Breach(format!("table {name}: {text}")));
    let Some(found) = read_table(appliance, name)? else {
        // Its creation was never acknowledged when nothing was ever put into it.
        let may_be = model.maybe_gone || model.keys().all(|key| model.may_be(key, None));
        return if may_be { Ok(None) } else { breach("it is gone".into()) };
    };
    if let Some(phantom) = found.values().find(|value| !model.was_written(value)) {
        return breach(format!("nobody wrote {phantom}, or it was refused or of a deleted table"));
    }
    for key in model.keys() {
        if !model.may_be(key, found.get(key)) {
            missing.push(format!("table {name}: {key} is {:?}, which it cannot be", found.get(key)));
        }
    }
    for (keys, value) in model.unanswered() {
        let there = keys.iter().filter(|key| found.get(*key) == Some(value)).count();
        if there != 0 && there != keys.len() {
            missing.push(format!("table {name}: {there} of {} of one transaction", keys.len()));
        }
    }
    Ok(Some(TableModel::holding(model, found)))
}

/// Every item of a table; `None` when the table does not exist.
fn read_table(appliance: &Appliance, table: &str) -> Result<Option<BTreeMap<String, String>>, Breach> {
    let mut found = BTreeMap::new();
    let mut start = Value::Null;
    loop {
        let mut input = json!({"TableName": table, "Limit": 3});
        if !start.is_null() {
            input["ExclusiveStartKey"] = start;
        }
        let reply = appliance.call("DynamoDB_20120810.Scan", &input)?;
        if kind(&reply.body) == "ResourceNotFoundException" {
            return Ok(None);
        }
        if !reply.is_ok() {
            return Err(Breach(format!("table {table} does not read: {}", reply.body)));
        }
        for item in reply.body["Items"].as_array().cloned().unwrap_or_default() {
            let text = |name: &str| item[name]["S"].as_str().unwrap_or_default().to_owned();
            if found.insert(text("id"), text("v")).is_some() {
                return Err(Breach(format!("table {table}: an item is there twice")));
            }
        }
        start = reply.body["LastEvaluatedKey"].clone();
        if start.is_null() {
            return Ok(Some(found));
        }
    }
}
