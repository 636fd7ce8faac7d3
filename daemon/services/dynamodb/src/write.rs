//! How every write goes: found, judged, planned and staged under the locks of its tables.

use crate::api::{AttributeValue, ExpectedAttributeValue};
use crate::expr::{self, Condition, Path, Scope, Update, UpdateError};
use crate::{fault, keys, legacy, limits, values};
use millpond_service::{Answer, Context, Fault};
use millpond_store::table::{Definition, Item, Target, Writing, item_bytes};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is to be done to one item.
pub(crate) enum Intent {
    /// It becomes this item.
    Put(Item),
    /// It changes. A legacy update that only removes makes no item where none is.
    Update {
        /// What is done.
        update: Update,
        /// It came as `AttributeUpdates`.
        legacy: bool,
    },
    /// It goes.
    Delete,
    /// Nothing; only its condition counts.
    Check,
}

/// One item's part of a write.
pub(crate) struct Part {
    pub(crate) definition: Arc<Definition>,
    pub(crate) key: Item,
    pub(crate) intent: Intent,
    pub(crate) condition: Option<Condition>,
    /// The refusal tells what is there.
    pub(crate) shows_item: bool,
}

/// What became of one item.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// What was there; only known when it was looked at.
    pub(crate) before: Option<Item>,
    /// What is there.
    pub(crate) after: Option<Item>,
}

/// Why nothing became of it.
pub(crate) enum Refusal {
    /// Its condition does not hold; with what is there, if it is to be told.
    Condition(Option<Item>),
    /// It asks for something that cannot be.
    Invalid(Fault),
    /// There is no memory for it.
    Room(Fault),
}

impl Refusal {
    /// The refusal of a write of this item alone.
    pub(crate) fn alone(self) -> Fault {
        match self {
            Self::Condition(item) => fault::condition_failed(item),
            Self::Invalid(fault) | Self::Room(fault) => fault,
        }
    }
}

impl Part {
    /// True when the item that is there must be looked at.
    pub(crate) fn reads(&self, returns_old: bool) -> bool {
        self.condition.is_some() || returns_old || matches!(self.intent, Intent::Update { .. })
    }

    /// Judges and plans; nothing is planned after a refusal.
    pub(crate) fn decide(&self, writing: &mut Writing<'_>, at: usize) -> Result<Done, Refusal> {
        let before = writing.item(at).cloned();
        if let Some(condition) = &self.condition
            && !condition.holds(before.as_ref().unwrap_or(&Item::new()))
        {
            return Err(Refusal::Condition(before.filter(|_| self.shows_item)));
        }
        match &self.intent {
            Intent::Put(item) => {
                writing.put(at, item.clone()).map_err(|cause| Refusal::Room(fault::too_many(cause)))?;
                Ok(Done { before, after: Some(item.clone()) })
            }
            Intent::Update { update, legacy } => {
                let only_removes = || {
                    update
                        .actions
                        .iter()
                        .all(|(_, a)| matches!(a, expr::Action::Remove | expr::Action::Delete(_)))
                };
                if *legacy && before.is_none() && !update.actions.is_empty() && only_removes() {
                    return Ok(Done::default());
                }
                let item = self.updated(update, before.as_ref()).map_err(Refusal::Invalid)?;
                if before.as_ref() != Some(&item) {
                    writing.put(at, item.clone()).map_err(|cause| Refusal::Room(fault::too_many(cause)))?;
                }
                Ok(Done { before, after: Some(item) })
            }
            Intent::Delete => {
                writing.delete(at);
                Ok(Done { before, after: None })
            }
            Intent::Check => Ok(Done { after: before.clone(), before }),
        }
    }

    fn updated(&self, update: &Update, before: Option<&Item>) -> Result<Item, Fault> {
        let mut item = before.cloned().unwrap_or_else(|| self.key.clone());
        let was = item.clone();
        update.apply(&was, &mut item).map_err(|error| {
            fault::validation_text(match error {
                UpdateError::Missing => {
                    "The provided expression refers to an attribute that does not exist in the item"
                }
                UpdateError::Mistyped => "An operand in the update expression has an incorrect data type",
                UpdateError::NoPlace => {
                    "The document path provided in the update expression is invalid for update"
                }
                UpdateError::Number(error) => values::number_text(error),
            })
        })?;
        keys::check_index_keys(&self.definition.settings, &item)?;
        if item_bytes(&item) > limits::ITEM_BYTES_MAX {
            return Err(fault::validation_text("Item size to update has exceeded the maximum allowed size"));
        }
        if item.values().any(|value| value.depth() > millpond_store::table::DEPTH_MAX) {
            return Err(fault::validation_text("Nesting Levels have exceeded supported limits"));
        }
        Ok(item)
    }
}

/// Writes one item and answers with what `reply` makes of it.
pub(crate) fn alone<O>(
    ctx: &mut Context<'_>,
    table: Arc<millpond_store::table::Table>,
    part: &Part,
    returns_old: bool,
    reply: impl FnOnce(Done) -> O,
) -> Result<Answer<O>, Fault> {
    let targets = [Target { table, key: part.key.clone(), reads: part.reads(returns_old) }];
    let mut writing = Writing::begin(&targets).map_err(|cause| fault::read(&cause))?;
    match part.decide(&mut writing, 0) {
        Ok(done) => commit(ctx, writing, reply(done)),
        Err(refusal) => refuse(ctx, &writing, refusal.alone()),
    }
}

/// Stages what is planned; the reply waits for it, or for what it rests on.
pub(crate) fn commit<O>(ctx: &mut Context<'_>, writing: Writing<'_>, reply: O) -> Result<Answer<O>, Fault> {
    if writing.is_empty() {
        return Ok(after(ctx, writing.last(), reply));
    }
    let receipt = ctx.stage(writing.batch()).map_err(|cause| fault::stage(&cause))?;
    writing.staged(&receipt);
    Ok(Answer::Durable(receipt.map(|_| reply)))
}

/// Refuses once what the refusal rests on is on flash.
pub(crate) fn refuse<O>(ctx: &Context<'_>, writing: &Writing<'_>, fault: Fault) -> Result<Answer<O>, Fault> {
    let log = ctx.store.log();
    if writing.last() <= log.durable() {
        return Err(fault);
    }
    Ok(Answer::Refused(log.after(writing.last(), fault)))
}

/// A reply that rests on what was staged under a ticket.
pub(crate) fn after<O>(ctx: &Context<'_>, ticket: millpond_base::Ticket, reply: O) -> Answer<O> {
    let log = ctx.store.log();
    if ticket <= log.durable() { Answer::Now(reply) } else { Answer::Durable(log.after(ticket, reply)) }
}

/// The condition of a write that has nothing but a condition expression.
pub(crate) fn condition(text: Option<&str>, scope: &Scope) -> Result<Option<Condition>, Fault> {
    text.map(|text| {
        expr::condition(text, scope).map_err(|why| fault::expression("ConditionExpression", &why))
    })
    .transpose()
}

/// The condition of a write, as an expression or in the words that expressions replaced.
pub(crate) fn either_condition(
    text: Option<&str>,
    scope: &Scope,
    expected: Option<BTreeMap<String, ExpectedAttributeValue>>,
    operator: Option<&str>,
) -> Result<Option<Condition>, Fault> {
    match text {
        Some(text) => condition(Some(text), scope),
        None => legacy::expected(expected, operator),
    }
}

/// Whether a write that puts or deletes an item answers with the item from before.
pub(crate) fn returns_old(return_values: Option<&str>) -> Result<bool, Fault> {
    match return_values {
        None | Some("NONE") => Ok(false),
        Some("ALL_OLD") => Ok(true),
        Some(_) => Err(fault::validation_text("ReturnValues can only be ALL_OLD or NONE")),
    }
}

/// Names and values of a request whose only expression is a condition.
pub(crate) fn condition_scope(
    names: Option<BTreeMap<String, String>>,
    values: Option<BTreeMap<String, AttributeValue>>,
    condition: Option<&String>,
) -> Result<Scope, Fault> {
    Scope::new(names, values, &[("ConditionExpression", condition.is_some())], false)
}

/// Refuses an update that touches the key.
pub(crate) fn check_untouched_key(definition: &Definition, update: &Update) -> Result<(), Fault> {
    let touched = |(path, _): &&(Path, expr::Action)| {
        definition.settings.key.parts().any(|part| part.name == path.head())
    };
    match update.actions.iter().find(touched) {
        Some((path, _)) => Err(fault::parameters(format!(
            "Cannot update attribute {}. This attribute is part of the key",
            path.head()
        ))),
        None => Ok(()),
    }
}
