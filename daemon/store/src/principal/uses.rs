//! When access keys were last used: known to the second, on flash to the hour.
//!
//! Document grammar of a user's keys, version 1: CBOR map { 0: \[\[key id, used (wall ms), service, region\]\] }.

use super::cbor::{self, Fields, Unreadable};
use super::{PrincipalError, Principals, ids};
use millpond_base::{LineMs, Now, WallMs};
use std::collections::{BTreeSet, HashMap};
use std::sync::PoisonError;
use zeroize::Zeroizing;

pub(super) const KIND: &str = "key-use";
const VERSION: u8 = 1;
const FIELDS: u64 = 1;

/// How long a use may be known to memory alone.
///
/// # Source
/// Ours: 24 small writes a day at most, however many calls are made. AWS too tells the last use some hours late.
const FLUSH_MS: u64 = 3_600_000;

/// The last use of an access key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// When.
    pub when: WallMs,
    /// The service that was called: `kinesis`.
    pub service: String,
    /// The region that was called.
    pub region: String,
}

/// The last use of every access key, by its id.
#[derive(Debug, Default)]
pub(super) struct Uses {
    known: HashMap<String, KeyUse>,
    unwritten: BTreeSet<String>,
    written: Option<LineMs>,
}

impl Uses {
    pub(super) fn load(&mut self, document: &[u8]) -> Result<(), Unreadable> {
        self.known.extend(decode(document)?);
        Ok(())
    }
}

impl Principals {
    /// Notes that an access key was used. Costs no write; sessions' keys are not followed, as at AWS.
    pub fn note_use(&self, access_key_id: &str, service: &str, region: &str, now: Now) {
        if !access_key_id.starts_with(ids::USER_KEY) {
            return;
        }
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        match uses.known.get_mut(access_key_id) {
            // The usual case, which allocates nothing: the same service as before.
            Some(last) if last.service == service && last.region == region => {
                if last.when.secs() == now.wall.secs() {
                    return;
                }
                last.when = now.wall;
            }
            _ => {
                let last = KeyUse { when: now.wall, service: service.to_owned(), region: region.to_owned() };
                uses.known.insert(access_key_id.to_owned(), last);
            }
        }
        if !uses.unwritten.contains(access_key_id) {
            uses.unwritten.insert(access_key_id.to_owned());
        }
    }

    /// When an access key was last used; `None` when it never was.
    #[must_use]
    pub fn last_use(&self, access_key_id: &str) -> Option<KeyUse> {
        self.uses.lock().unwrap_or_else(PoisonError::into_inner).known.get(access_key_id).cloned()
    }

    /// Writes what became known since, at most once an hour, in one transaction.
    ///
    /// # Errors
    /// [`PrincipalError::Catalog`]; it is tried again an hour later.
    pub fn write_uses(&self, now: Now) -> Result<(), PrincipalError> {
        let keys = {
            let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
            let due = uses.written.is_none_or(|last| now.line.0 >= last.0.saturating_add(FLUSH_MS));
            if !due {
                return Ok(());
            }
            uses.written = Some(now.line);
            std::mem::take(&mut uses.unwritten)
        };
        if keys.is_empty() {
            return Ok(());
        }
        let owners: HashMap<u64, Vec<String>> = keys
            .iter()
            .filter_map(|key| self.owner(key))
            .map(|user| (user.number, user.keys.iter().map(|key| key.id.clone()).collect()))
            .collect();
        let uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |key: &String| uses.known.get_key_value(key);
        let documents: Vec<(u64, Zeroizing<Vec<u8>>)> = owners
            .iter()
            .map(|(number, keys)| (*number, encode(&keys.iter().filter_map(known).collect::<Vec<_>>())))
            .collect();
        drop(uses);
        self.catalog.write(|changes| {
            for (number, document) in &documents {
                changes.put(KIND, *number, document);
            }
        })?;
        Ok(())
    }
}

fn encode(uses: &[(&String, &KeyUse)]) -> Zeroizing<Vec<u8>> {
    cbor::write(VERSION, FIELDS, |e| {
        e.u8(0)?.array(uses.len() as u64)?;
        for (key, KeyUse { when, service, region }) in uses {
            e.array(4)?.str(key)?.u64(when.0)?.str(service)?.str(region)?;
        }
        Ok(())
    })
}

pub(super) fn decode(document: &[u8]) -> Result<Vec<(String, KeyUse)>, Unreadable> {
    let mut fields = Fields::read(VERSION, FIELDS, document)?;
    let uses = fields.list(0, |decoder| {
        if decoder.array()? != Some(4) {
            return Err(Unreadable);
        }
        let key = decoder.str()?.to_owned();
        let when = WallMs(decoder.u64()?);
        let (service, region) = (decoder.str()?.to_owned(), decoder.str()?.to_owned());
        Ok((key, KeyUse { when, service, region }))
    })?;
    fields.end()?;
    Ok(uses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_form_is_frozen_and_read_back() {
        let key = "AKIAAAAAAAAAAAAAAAAA".to_owned();
        let last = KeyUse { when: WallMs(1000), service: "sqs".into(), region: "eu-west-1".into() };
        let document = encode(&[(&key, &last)]);

        let text: String = document.iter().map(|b| format!("{b:02x}")).collect();

        assert_eq!(text, include_str!("use_v1.hex").trim());
        assert_eq!(decode(&document).unwrap(), [(key, last)]);
        for length in 0..document.len() {
            assert!(decode(&document[..length]).is_err(), "{length}");
        }
    }
}
