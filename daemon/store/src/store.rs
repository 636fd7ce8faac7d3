//! All nouns of one gateway, opened in the order in which they need each other.

use crate::full::Full;
use crate::inbox::Inbox;
use crate::keyring::{Keyring, KeyringError, RootKey};
use crate::losses::Losses;
use crate::metric::Metrics;
use crate::node::{NodeError, Nodes};
use crate::outbox::Outbox;
use crate::post::{self, Post};
use crate::principal::{Attached, Caller, FetchFailure, Fetched, ISSUER_BELL, PrincipalError, Principals};
use crate::queue::{self, Queues};
use crate::renewing::{RenewAfter, Renewing};
use crate::rot::Sightings;
use crate::stream::queue::{self as stream_queue, StreamQueues};
use crate::stream::{self, Streams};
use crate::table::{self, Tables};
use crate::trail::{TrackError, Trail};
use crate::{Bell, Catalog, inbox, losses, metric, outbox, trail};
use millpond_base::{AccountId, Clock, Entropy, Now, Region, Seq, Ticket};
use millpond_log::{Batch, CommitError, Durable, Liveness, Log, ReclaimError, StageError};
use millpond_policy::{Explanation, Keys, Policy, Verdict};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What a store is made of.
pub struct Parts<'a> {
    /// The log, open.
    pub log: Arc<Log>,
    /// The catalog, open.
    pub catalog: Arc<Catalog>,
    /// The root of all keys; only needed while opening.
    pub root: &'a RootKey,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The account this gateway serves.
    pub account: AccountId,
    /// The region this gateway serves.
    pub region: Region,
}

/// Everything a gateway keeps.
pub struct Store {
    log: Arc<Log>,
    catalog: Arc<Catalog>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    account: AccountId,
    region: Region,
    keyring: Arc<Keyring>,
    principals: Principals,
    streams: Streams,
    stream_queues: StreamQueues,
    queues: Queues,
    tables: Tables,
    metrics: Metrics,
    trail: Trail,
    outbox: Outbox,
    inbox: Inbox,
    nodes: Nodes,
    post: Post,
    losses: Arc<Losses>,
    full: Full,
    sightings: Arc<Sightings>,
    renewing: Renewing,
    bell: Bell,
}

/// Which noun could not be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// Keys.
    Keyring(KeyringError),
    /// Users, roles and access keys.
    Principals(PrincipalError),
    /// Streams.
    Streams(stream::OpenError),
    /// Queues on streams.
    StreamQueues(stream_queue::OpenError),
    /// Queues.
    Queues(queue::OpenError),
    /// Tables.
    Tables(table::OpenError),
    /// Nodes.
    Nodes(NodeError),
    /// Trail, outbox, inbox or loss ledger.
    Track(TrackError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = match self {
            Self::Keyring(_) => "keys",
            Self::Principals(_) => "users, roles and access keys",
            Self::Streams(_) => "streams",
            Self::StreamQueues(_) => "queues on streams",
            Self::Queues(_) => "queues",
            Self::Tables(_) => "tables",
            Self::Nodes(_) => "nodes",
            Self::Track(_) => "internal tracks",
        };
        write!(f, "cannot open the {noun} of this data directory")
    }
}

impl From<TrackError> for OpenError {
    fn from(cause: TrackError) -> Self {
        Self::Track(cause)
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(match self {
            Self::Keyring(cause) => cause,
            Self::Principals(cause) => cause,
            Self::Streams(cause) => cause,
            Self::StreamQueues(cause) => cause,
            Self::Queues(cause) => cause,
            Self::Tables(cause) => cause,
            Self::Nodes(cause) => cause,
            Self::Track(cause) => cause,
        })
    }
}

/// What queues or tables call dead.
fn liveness(queues: &Queues, tables: &Tables) -> Liveness {
    let (of_queues, of_tables) = (queues.liveness(), tables.liveness());
    Box::new(move |track, first, end| of_queues(track, first, end) || of_tables(track, first, end))
}

fn keyring(parts: &Parts<'_>) -> Result<Keyring, KeyringError> {
    Keyring::open(
        Arc::clone(&parts.catalog),
        parts.root,
        parts.account.clone(),
        parts.region.clone(),
        Arc::clone(&parts.entropy),
        Arc::clone(&parts.clock),
    )
}

fn losses(
    catalog: &Catalog,
    log: &Arc<Log>,
    keyring: &Keyring,
    root: &RootKey,
) -> Result<Arc<Losses>, OpenError> {
    Losses::open(catalog, Arc::clone(log), keyring, root).map(Arc::new).map_err(OpenError::Track)
}

fn nodes(catalog: &Arc<Catalog>, keyring: &Arc<Keyring>) -> Result<Nodes, OpenError> {
    Nodes::open(Arc::clone(catalog), Arc::clone(keyring)).map_err(OpenError::Nodes)
}

impl Store {
    /// Loads every noun and registers its tracks in the log. The caller registers tracks of its own, then calls
    /// [`Log::forget_unregistered`].
    ///
    /// # Errors
    /// [`OpenError`], which names the noun and carries the cause.
    pub fn open(parts: Parts<'_>) -> Result<Self, OpenError> {
        let keyring = Arc::new(keyring(&parts).map_err(OpenError::Keyring)?);
        let Parts { log, catalog, root, clock, entropy, account, region } = parts;
        let principals = Principals::open(Arc::clone(&catalog), root, account.clone(), Arc::clone(&entropy))
            .map_err(OpenError::Principals)?;
        // What the ledger says is gone must be gone before anyone reads.
        let losses = losses(&catalog, &log, &keyring, root)?;
        let sightings = Arc::new(Sightings::default());
        let streams = Streams::open(
            Arc::clone(&catalog),
            Arc::clone(&log),
            Arc::clone(&keyring),
            &*entropy,
            stream::arn_prefix(&account, &region),
            Arc::clone(&sightings),
        )
        .map_err(OpenError::Streams)?;
        let stream_queues = StreamQueues::open(
            Arc::clone(&catalog),
            Arc::clone(&log),
            Arc::clone(&keyring),
            Arc::clone(&entropy),
            stream_queue::arn_prefix(&account, &region),
        )
        .map_err(OpenError::StreamQueues)?;
        let queues = Queues::open(
            Arc::clone(&catalog),
            Arc::clone(&log),
            Arc::clone(&keyring),
            Arc::clone(&entropy),
            queue::arn_prefix(&account, &region),
            Arc::clone(&sightings),
            clock.now(),
        )
        .map_err(OpenError::Queues)?;
        let tables = Tables::open(
            Arc::clone(&catalog),
            Arc::clone(&log),
            Arc::clone(&keyring),
            Arc::clone(&entropy),
            table::arn_prefix(&account, &region),
            Arc::clone(&sightings),
            clock.now().line,
        )
        .map_err(OpenError::Tables)?;
        log.set_liveness(liveness(&queues, &tables));
        let metrics = Metrics::open(&catalog, &log, &keyring).map_err(OpenError::Track)?;
        Ok(Self {
            trail: Trail::open(&catalog, Arc::clone(&log), &keyring).map_err(OpenError::Track)?,
            outbox: Outbox::open(&catalog, Arc::clone(&log), &keyring).map_err(OpenError::Track)?,
            inbox: Inbox::open(Arc::clone(&catalog), Arc::clone(&log), Arc::clone(&keyring))?,
            post: Post::open(Arc::clone(&catalog), Arc::clone(&log), Arc::clone(&keyring))?,
            nodes: nodes(&catalog, &keyring)?,
            full: Full::new(Arc::clone(&log), Arc::clone(&losses)),
            log,
            catalog,
            clock,
            entropy,
            account,
            region,
            keyring,
            principals,
            streams,
            stream_queues,
            queues,
            tables,
            metrics,
            losses,
            sightings,
            renewing: Renewing::default(),
            bell: Bell::default(),
        })
    }

    /// Stages a batch as [`Log::stage`] does. When there is no room, those whose policy lets go of old records do so
    /// at the next [`Store::maintain`].
    ///
    /// # Errors
    /// See [`StageError`]; nothing was staged then.
    pub fn stage(&self, batch: Batch, now: Now) -> Result<Durable<Vec<Seq>>, StageError> {
        self.full.stage(batch, now)
    }

    /// Makes everything staged durable and wakes those who wait for it. One thread calls this.
    ///
    /// # Errors
    /// [`CommitError`]; what was staged is then of unknown fate, and the log refuses further writes.
    pub fn commit(&self, now: Now) -> Result<Option<Ticket>, CommitError> {
        let Some(committed) = self.log.commit(now)? else { return Ok(None) };
        for (track, _) in &committed.tracks {
            self.bell.ring(*track);
        }
        for bell in self.stream_queues.rung(&self.streams, &committed.tracks) {
            self.bell.ring(bell);
        }
        Ok(Some(committed.ticket))
    }

    /// Lets go of what has outlived its retention, and of what the policies give up while the log is full, and gives
    /// the space back. Notes damage that was met. Called every second.
    ///
    /// # Errors
    /// [`ReclaimError`] when the log cannot free segments.
    pub fn maintain(&self, now: Now) -> Result<u32, ReclaimError> {
        self.keyring.care(now);
        self.renew_keys(now);
        // Known to memory meanwhile; tried again in an hour.
        let _ = self.principals.write_uses(now);
        // The key before signs meanwhile.
        let _ = self.principals.rotate_outbound(now);
        self.streams.trim(now);
        self.stream_queues.trim(now);
        self.queues.trim(now);
        self.queues.step_moves(now);
        self.tables.care(now);
        self.outbox.forget(|track| self.log.has_track(track));
        self.inbox.care(false, now);
        self.metrics.trim(now);
        self.trail.trim(now);
        self.full.relieve(&self.streams, &self.queues, now);
        self.note_rot(now);
        let in_the_way = self.clear_the_way(now);
        self.losses.maintain(in_the_way, now);
        let freed = self.log.reclaim()?;
        // What cannot be staged now is tried again in a second.
        let _ = self.log.relocate(now);
        Ok(freed)
    }

    /// Makes the data keys anew that have sealed as much, or for as long, as they may.
    fn renew_keys(&self, now: Now) {
        let Some(mut renewal) = self.renewing.look(&self.log, &self.keyring, now) else { return };
        self.streams.renew_keys(&mut renewal);
        self.stream_queues.renew_keys(&mut renewal);
        self.queues.renew_keys(&mut renewal, now);
        self.tables.renew_keys(&mut renewal);
        let own = [
            trail::KIND,
            outbox::KIND,
            inbox::KIND,
            losses::KIND,
            metric::KIND,
            post::MESSAGES,
            post::SESSIONS,
        ];
        for kind in own {
            // What cannot be written is looked at again, and the key before seals meanwhile.
            let _ = trail::renew_own_key(kind, &self.catalog, &self.log, &self.keyring, &mut renewal);
        }
    }

    /// When space is short, moves on what the gateway keeps for itself out of segments that hold nothing else; audit
    /// events give way altogether. True when the loss ledger must be written anew.
    fn clear_the_way(&self, now: Now) -> bool {
        let short = self.log.stats().segments_short();
        if short == 0 {
            return false;
        }
        let queues = self.queues.list("", None, usize::MAX);
        let mut own = vec![self.trail.track(), self.outbox.track(), self.losses.track()];
        own.extend(self.metrics.track());
        own.extend(self.inbox.track());
        let post = self.post.known();
        own.extend(post.iter().flat_map(|tracks| [tracks.messages, tracks.sessions]));
        own.extend(queues.iter().map(|queue| queue.ack_track()));
        let stream_queues = self.stream_queues.list(None);
        own.extend(stream_queues.iter().map(|queue| queue.journal_track()));
        let mut in_the_way = false;
        for (track, before) in self.log.keepers(&own, short) {
            if track == self.trail.track() {
                self.trail.give_way(before);
            } else if Some(track) == self.metrics.track() {
                self.metrics.give_way(before);
            } else if track == self.outbox.track() {
                self.outbox.move_on(now);
            } else if Some(track) == self.inbox.track() {
                self.inbox.care(true, now);
            } else if post.is_some_and(|tracks| track == tracks.messages || track == tracks.sessions) {
                self.post.want(track, before);
            } else if track == self.losses.track() {
                in_the_way = true;
            } else if let Some(queue) = queues.iter().find(|queue| queue.ack_track() == track) {
                queue.move_acks(now);
            } else if let Some(queue) = stream_queues.iter().find(|queue| queue.journal_track() == track) {
                queue.move_journal(now);
            }
        }
        in_the_way
    }

    /// Takes what an OpenID Connect provider answered, and wakes those who wait for its keys.
    ///
    /// # Durability
    /// See [`Principals::answered`].
    /// # Errors
    /// [`PrincipalError::Catalog`]; the keys are known to memory all the same.
    pub fn issuer_answered(
        &self,
        number: u64,
        answer: Result<Fetched, FetchFailure>,
    ) -> Result<(), PrincipalError> {
        let kept = self.principals.answered(number, answer, self.clock.now());
        self.bell.ring(ISSUER_BELL);
        kept
    }

    /// Decides whether a caller may do `action` to `resource`, with the policy of the resource if it has one. `trust` is
    /// the trust policy when a role is to be taken on.
    #[must_use]
    pub fn judge(
        &self,
        caller: &Caller,
        action: &str,
        resource: &str,
        keys: &Keys<'_>,
        trust: Option<&Policy>,
    ) -> Verdict {
        if let Some(key) = self.keyring.key_of_arn(resource) {
            return self.keyring.judge(caller, action, &key, keys);
        }
        let of_queue = || self.stream_queues.find_arn(resource)?.policy();
        let own = self.streams.policy(resource).or_else(of_queue);
        let queue = self.queues.find_arn(resource).and_then(|queue| queue.settings().policy.clone());
        let of_queue = queue.as_ref().and_then(|policy| policy.policy());
        let resource_policy = own.as_ref().map(|own| own.policy()).or(of_queue);
        let keys = |name: &str| keys(name).or_else(|| self.resource_key(resource, name));
        let attached = Attached {
            resource: resource_policy,
            trust,
            owner: Some(self.account.as_str()),
            ..Attached::default()
        };
        caller.judge(action, resource, &keys, attached)
    }

    /// Decides as [`Store::judge`] does, and says of every statement why it applied or not.
    #[must_use]
    pub fn explain(&self, caller: &Caller, action: &str, resource: &str, keys: &Keys<'_>) -> Explanation {
        if let Some(key) = self.keyring.key_of_arn(resource) {
            return self.keyring.explain(caller, action, &key, keys);
        }
        let of_queue = || self.stream_queues.find_arn(resource)?.policy();
        let own = self.streams.policy(resource).or_else(of_queue);
        let queue = self.queues.find_arn(resource).and_then(|queue| queue.settings().policy.clone());
        let of_queue = queue.as_ref().and_then(|policy| policy.policy());
        let resource_policy = own.as_ref().map(|own| own.policy()).or(of_queue);
        let keys = |name: &str| keys(name).or_else(|| self.resource_key(resource, name));
        let owner = Some(self.account.as_str());
        let attached = Attached { resource: resource_policy, owner, ..Attached::default() };
        caller.explain_all(action, resource, &keys, attached)
    }

    /// Condition keys about a resource, by lower-case name.
    ///
    /// # Source
    /// IAM user guide, "AWS global condition context keys", properties of the resource.
    fn resource_key(&self, resource: &str, name: &str) -> Option<Vec<String>> {
        if name == "aws:resourceaccount" {
            return Some(vec![self.account.as_str().to_owned()]);
        }
        let tag = name.strip_prefix("aws:resourcetag/").or_else(|| name.strip_prefix("iam:resourcetag/"))?;
        self.tag_of(resource, tag).map(|value| vec![value])
    }

    /// The value of a tag, by its key in lower case.
    fn tag_of(&self, resource: &str, tag: &str) -> Option<String> {
        let in_map = |tags: &BTreeMap<String, String>| {
            tags.iter().find(|(key, _)| key.to_lowercase() == tag).map(|(_, value)| value.clone())
        };
        let in_list = |tags: &[(String, String)]| {
            tags.iter().find(|(key, _)| key.to_lowercase() == tag).map(|(_, value)| value.clone())
        };
        let service = resource.split(':').nth(2)?;
        match service {
            "iam" => in_list(&self.principals.tags_by_arn(resource)?),
            "sqs" => in_map(&self.queues.find_arn(resource)?.tags()),
            "kinesis" => {
                let (_, name) = resource.rsplit_once(":stream/")?;
                self.streams.find(name).and_then(|stream| in_map(&stream.tags))
            }
            _ => None,
        }
    }

    /// The log of all records.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Names and settings.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Time.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Randomness.
    #[must_use]
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// The account this gateway serves.
    #[must_use]
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    /// The region this gateway serves.
    #[must_use]
    pub const fn region(&self) -> &Region {
        &self.region
    }

    /// Keys.
    #[must_use]
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Users, roles and access keys.
    #[must_use]
    pub const fn principals(&self) -> &Principals {
        &self.principals
    }

    /// Streams.
    #[must_use]
    pub const fn streams(&self) -> &Streams {
        &self.streams
    }

    /// Queues on streams.
    #[must_use]
    pub const fn stream_queues(&self) -> &StreamQueues {
        &self.stream_queues
    }

    /// Queues.
    #[must_use]
    pub const fn queues(&self) -> &Queues {
        &self.queues
    }

    /// Tables.
    #[must_use]
    pub const fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Metrics.
    #[must_use]
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Audit events.
    #[must_use]
    pub const fn trail(&self) -> &Trail {
        &self.trail
    }

    /// The forwarder's progress.
    #[must_use]
    pub const fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// Which records of other gateways were taken.
    #[must_use]
    pub const fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    /// Nodes that were enrolled.
    #[must_use]
    pub const fn nodes(&self) -> &Nodes {
        &self.nodes
    }

    /// What the broker of MQTT keeps.
    #[must_use]
    pub const fn post(&self) -> &Post {
        &self.post
    }

    /// What was let go of or lost.
    #[must_use]
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    /// What happens when the log is full.
    #[must_use]
    pub const fn full(&self) -> &Full {
        &self.full
    }

    /// Says when data keys are made anew.
    pub fn renew_keys_after(&self, after: RenewAfter) {
        self.renewing.set(after);
    }

    /// Damage that was met.
    pub(crate) fn sightings(&self) -> &Sightings {
        &self.sightings
    }

    /// Wakes those who wait for a track.
    #[must_use]
    pub const fn bell(&self) -> &Bell {
        &self.bell
    }
}
