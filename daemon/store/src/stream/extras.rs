//! What can be set on a stream beside its shards, and how its document holds it; the keys are in [`super::document`].

use super::metrics::ShardMetrics;
use super::policy::ResourcePolicy;
use crate::encryption::Encryption;
use minicbor::decode::Error;
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;
use std::sync::Arc;

/// Settings that most streams leave as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    /// Metrics reported for each shard.
    pub metrics: ShardMetrics,
    /// The KMS keys that were chosen.
    pub encryption: Encryption,
    /// What an on-demand stream shall be able to take at once, in MiB/s.
    pub warm_mibps: Option<u32>,
    /// What the stream's owner lets others do with it.
    pub policy: Option<Arc<ResourcePolicy>>,
}

type Written = Result<(), minicbor::encode::Error<Infallible>>;

impl Extras {
    /// How many of its keys the document has.
    pub(super) fn count(&self) -> u64 {
        let written = [
            !self.metrics.is_empty(),
            !self.encryption.eras().is_empty(),
            self.warm_mibps.is_some(),
            self.policy.is_some(),
        ];
        written.into_iter().map(u64::from).sum()
    }

    pub(super) fn write(&self, e: &mut Encoder<&mut Vec<u8>>) -> Written {
        if !self.metrics.is_empty() {
            e.u8(15)?.u8(self.metrics.bits())?;
        }
        if !self.encryption.eras().is_empty() {
            self.encryption.write(e.u8(16)?)?;
        }
        if let Some(mibps) = self.warm_mibps {
            e.u8(17)?.u32(mibps)?;
        }
        if let Some(policy) = &self.policy {
            e.u8(18)?.str(policy.text())?;
        }
        Ok(())
    }

    /// Reads the value of one key; false for a key that is not among these.
    pub(super) fn read(&mut self, key: u64, d: &mut Decoder<'_>) -> Result<bool, Error> {
        match key {
            15 => self.metrics = ShardMetrics::from_bits(d.u8()?),
            16 => self.encryption = Encryption::read(d)?,
            17 => self.warm_mibps = Some(d.u32()?),
            18 => {
                let policy = ResourcePolicy::kept(d.str()?);
                self.policy = Some(Arc::new(policy.ok_or_else(|| Error::message("a policy does not read"))?));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}
