//! What those do who keep leases and locks.

use super::{Day, Outcome, Stop, created, refused};
use crate::check::Breach;
use crate::model::TableModel;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Tables of the day.
pub(super) const TABLES: [&str; 2] = ["leases", "locks"];
/// Keys of a table; few, so that they are written again and again.
const KEYS: u64 = 6;

impl Day<'_> {
    /// Makes tables that are not there yet.
    pub(super) fn create_tables(&mut self) -> Result<(), Stop> {
        for name in TABLES {
            if !self.model.tables.contains_key(name) {
                self.model.tables.insert(name.to_owned(), TableModel::default());
                let input = json!({
                    "TableName": name,
                    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                    "BillingMode": "PAY_PER_REQUEST",
                });
                created(&self.appliance.call_patiently("DynamoDB_20120810.CreateTable", &input)?)?;
            }
        }
        Ok(())
    }

    pub(super) fn tabulate(&mut self) -> Result<(), Stop> {
        match self.chance.below(30) {
            0 => self.recreate_table(),
            1..=9 => self.put_item(),
            10..=18 => self.update_item(),
            19..=21 => self.delete_item(),
            22..=25 => self.transact(),
            _ => self.look_up(),
        }
    }

    fn key(&self) -> String {
        format!("key {}", self.chance.below(KEYS))
    }

    fn put_item(&mut self) -> Result<(), Stop> {
        let (table, key, value) = (self.pick(TABLES), self.key(), self.name());
        let padding = "x".repeat(usize::try_from(self.chance.below(3_000)).unwrap_or(0));
        let item = json!({"id": {"S": key}, "v": {"S": value}, "padding": {"S": padding}});
        let input = json!({"TableName": table, "Item": item});
        self.write("PutItem", table, &input, &[(key, Some(value))])
    }

    fn delete_item(&mut self) -> Result<(), Stop> {
        let (table, key) = (self.pick(TABLES), self.key());
        let input = json!({"TableName": table, "Key": {"id": {"S": key}}});
        self.write("DeleteItem", table, &input, &[(key, None)])
    }

    fn transact(&mut self) -> Result<(), Stop> {
        let (table, value) = (self.pick(TABLES), self.name());
        let keys: BTreeSet<String> = (0..3).map(|_| self.key()).collect();
        let put = |key: &String| json!({"Put": {"TableName": table, "Item": {"id": {"S": key}, "v": {"S": value}}}});
        let input = json!({"TransactItems": keys.iter().map(put).collect::<Vec<Value>>()});
        let changes: Vec<_> = keys.iter().map(|key| (key.clone(), Some(value.clone()))).collect();
        self.write("TransactWriteItems", table, &input, &changes)
    }

    /// Changes an item on the condition that it is what the model says, or that it is not.
    fn update_item(&mut self) -> Result<(), Stop> {
        let (table, key, value) = (self.pick(TABLES), self.key(), self.name());
        let model = self.model.tables.entry(table.to_owned()).or_default();
        let known = model.certain(&key).flatten();
        let lies = known.is_none() || self.chance.one_in(4);
        let expected = if lies { "nobody ever wrote this".to_owned() } else { known.unwrap_or_default() };
        let input = json!({
            "TableName": table,
            "Key": {"id": {"S": key}},
            "UpdateExpression": "SET v = :new",
            "ConditionExpression": "v = :old",
            "ExpressionAttributeValues": {":new": {"S": value}, ":old": {"S": expected}},
        });
        let reply = self.appliance.call("DynamoDB_20120810.UpdateItem", &input);
        let outcome = Outcome::of(reply.as_ref().ok());
        let failed = reply.as_ref().is_ok_and(|reply| kind(&reply.body) == "ConditionalCheckFailedException");
        if !self.model.harmed && ((lies && outcome == Outcome::Yes) || (!lies && failed)) {
            let text = format!("table {table}: {key} was judged by something else than its last version");
            return Err(Stop::Breach(Breach(text)));
        }
        let model = self.model.tables.entry(table.to_owned()).or_default();
        if !(lies && outcome == Outcome::Unknown) {
            model.note(outcome, &[(key, Some(value))]);
        }
        reply?;
        Ok(())
    }

    /// Reads an item: what is shown must be what may be there, and is then there for certain.
    fn look_up(&mut self) -> Result<(), Stop> {
        let (table, key) = (self.pick(TABLES), self.key());
        let input = json!({"TableName": table, "Key": {"id": {"S": key}}});
        let reply = self.appliance.call("DynamoDB_20120810.GetItem", &input)?;
        if !reply.is_ok() {
            return Ok(());
        }
        let found = reply.body["Item"]["v"]["S"].as_str().map(str::to_owned);
        let harmed = self.model.harmed;
        let model = self.model.tables.entry(table.to_owned()).or_default();
        if !harmed && !model.may_be(&key, found.as_ref()) {
            let text = format!("table {table}: {key} reads as {found:?}, which it cannot be");
            return Err(Stop::Breach(Breach(text)));
        }
        Ok(())
    }

    fn write(
        &mut self,
        operation: &str,
        table: &str,
        input: &Value,
        changes: &[(String, Option<String>)],
    ) -> Result<(), Stop> {
        let reply = self.appliance.call(&format!("DynamoDB_20120810.{operation}"), input);
        let outcome = Outcome::of(reply.as_ref().ok());
        self.model.tables.entry(table.to_owned()).or_default().note(outcome, changes);
        reply?;
        Ok(())
    }

    /// Deletes a table and makes it again: nothing of the old one may be seen in the new one.
    pub(super) fn recreate_table(&mut self) -> Result<(), Stop> {
        let name = self.pick(TABLES);
        let table = self.model.tables.entry(name.to_owned()).or_default();
        let was_asked = std::mem::replace(&mut table.maybe_gone, true);
        let reply =
            self.appliance.call_patiently("DynamoDB_20120810.DeleteTable", &json!({"TableName": name}))?;
        match Outcome::of(Some(&reply)) {
            Outcome::Yes => _ = self.model.tables.remove(name),
            // An earlier attempt was not answered but worked.
            Outcome::No if was_asked => _ = self.model.tables.remove(name),
            Outcome::No => return Err(refused("DeleteTable", &reply)),
            Outcome::Unknown => return Ok(()),
        }
        self.create_tables()
    }
}

/// The code of a refusal, without its namespace.
pub(crate) fn kind(body: &Value) -> &str {
    let code = body["__type"].as_str().unwrap_or_default();
    code.rsplit('#').next().unwrap_or_default()
}
