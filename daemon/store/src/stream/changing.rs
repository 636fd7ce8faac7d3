//! Changing a stream: another value takes its place, on flash before anybody sees it.

use super::{ChangeError, Parts, Shard, Stream, Streams, document};
use crate::keyring::WrappedKey;
use std::sync::Arc;

impl Streams {
    /// Puts another value of the stream called `name` in its place: the old one's parts as `f` changed them.
    ///
    /// No other change comes between what `f` sees and what is made of it. Nothing is written when `f` changes nothing.
    /// Shards that are new, and all of them when the wrapped key is another, have their key before anybody sees them.
    ///
    /// # Durability
    /// The change is on flash when this returns, and was before anybody saw it.
    /// # Errors
    /// [`ChangeError::Refused`] with what `f` returned; the stream is as it was after every error.
    pub fn change<E>(
        &self,
        name: &str,
        f: impl FnOnce(&mut Parts) -> Result<(), E>,
    ) -> Result<Arc<Stream>, ChangeError<E>> {
        let _control = self.control.lock().expect("no holder of this lock can panic");
        let old = self.find(name).ok_or(ChangeError::Unknown)?;
        let mut parts = old.parts();
        f(&mut parts).map_err(ChangeError::Refused)?;
        let new = old.become_of(parts).ok_or(ChangeError::Shards)?;
        let bytes = document::encode(&new);
        if bytes == document::encode(&old) {
            return Ok(old);
        }
        let rekeyed = new.wrapped_key != old.wrapped_key;
        let needs_key = |shard: &&Shard| rekeyed || old.shard(shard.index).is_none();
        let needy: Vec<&Shard> = new.shards().iter().filter(needs_key).collect();
        let key = match needy.is_empty() {
            true => None,
            false => Some(self.keyring.unwrap(&WrappedKey::from_bytes(new.wrapped_key.clone()))?),
        };
        self.catalog.put(document::KIND, new.id.0, &bytes)?;
        for (shard, key) in needy.iter().zip(key.iter().cycle()) {
            self.log.register(shard.track, key.clone());
        }
        let new = Arc::new(new);
        self.write().insert(name.to_owned(), Arc::clone(&new));
        Ok(new)
    }
}

#[cfg(test)]
#[path = "changing_tests.rs"]
mod tests;
