//! Changing a stream: another value takes its place, on flash before anybody sees it.

use super::{ChangeError, Parts, Shard, Stream, Streams, document};
use crate::keyring::WrappedKeys;
use crate::renewing::Renewal;
use millpond_base::TrackId;
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
        let needy: Vec<TrackId> = new.shards().iter().filter(needs_key).map(|shard| shard.track).collect();
        let keys = match needy.is_empty() {
            true => Vec::new(),
            false => self.keyring.unwrap(&WrappedKeys::from_bytes(new.wrapped_key.clone()))?,
        };
        self.catalog.put(document::KIND, new.id.0, &bytes)?;
        for track in needy {
            keys.iter().for_each(|key| self.log.register(track, Arc::clone(key)));
        }
        let new = self.replace(&old, new);
        let written = document::encode(&new);
        if written != bytes {
            // Where shards ended. When this is not written, the next start finds it out.
            let _ = self.catalog.put(document::KIND, new.id.0, &written);
        }
        for shard in old.shards().iter().filter(|shard| new.shard(shard.index).is_none()) {
            self.log.drop_track(shard.track);
        }
        Ok(new)
    }

    /// Makes data keys anew that are due. Called every second.
    ///
    /// A stream whose document cannot be written keeps its key, and is looked at again.
    pub(crate) fn renew_keys(&self, renewal: &mut Renewal<'_>) {
        for stream in self.list(None, usize::MAX) {
            let tracks: Vec<TrackId> = stream.tracks().collect();
            if renewal.wants(&stream.wrapped_key, &tracks) {
                let _ = self.change(&stream.name, |parts| {
                    parts.wrapped_key = renewal.of(&parts.wrapped_key, &tracks).ok_or(())?;
                    Ok::<_, ()>(())
                });
            }
        }
    }

    /// Lets everybody see the new value.
    ///
    /// Shards that end do so here: whoever routed a record by the old value has staged it by then, and whoever routes
    /// one later sees the new value. So no record of a shard is staged after one of those that came from it.
    fn replace(&self, old: &Stream, mut new: Stream) -> Arc<Stream> {
        let open_before = |shard: &Shard| old.shard(shard.index).is_none_or(Shard::is_open);
        let ending = |shard: &Shard| !shard.is_open() && open_before(shard);
        let _alone = new.shards().iter().any(ending).then(|| self.no_routing());
        new.end_shards(|shard| match (shard.closed, ending(shard)) {
            (None, _) => None,
            (Some(_), true) => Some(self.log.close_track(shard.track)),
            (Some(_), false) => old.shard(shard.index).and_then(|old| old.closed).map(|closed| closed.end),
        });
        let new = Arc::new(new);
        self.write().insert(new.name.clone(), Arc::clone(&new));
        new
    }
}

#[cfg(test)]
#[path = "changing_tests.rs"]
mod tests;
