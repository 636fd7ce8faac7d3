//! Receiving: claims are taken under the lock, records are read without it.

use super::ack;
use super::live::{Inner, Queue};
use super::message::{Envelope, Message};
use super::settings::Settings;
use super::state::{Asking, Claim, IN_FLIGHT_MAX, WINDOW_MAX};
use millpond_base::{LineMs, Now, Seq};
use millpond_log::{Batch, ReadError, ReadLimit, Record, Span, after_rot};
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// One read of the log.
const READ_BYTES: usize = 1024 * 1024;
/// Records a receive looks at before it gives up for now: it answers with what it has and says that there is more.
const LOOKED_MAX: usize = 10_000;
/// How long a message stays hidden that should have been moved and could not be.
const RETRY_MS: u64 = 1_000;
/// Records looked at in one step.
const SCAN_RECORDS: usize = 256;
/// Standard: records looked at ahead of the cursor in one receive while a tenant is noisy and something waits; a hundred
/// times what a receive takes, so that the view moves on much faster than the backlog. We chose it.
const AHEAD_RECORDS: usize = 1_024;

/// What a receiver asks for.
#[derive(Clone, Copy, Debug)]
pub struct Receive<'a> {
    /// Messages, at most.
    pub count_max: usize,
    /// How long they stay hidden; `None` is the queue's setting.
    pub visibility_s: Option<u32>,
    /// FIFO: names the attempt, so that it can be repeated.
    pub attempt_id: Option<&'a str>,
    /// Times on the device timeline, from and until, of which the receiver may read no message.
    pub barred: &'a [(LineMs, LineMs)],
}

/// What a receiver gets.
#[derive(Debug, Default)]
pub struct Received {
    /// Messages, in order within their groups.
    pub messages: Vec<Message>,
    /// When the next hidden message becomes visible.
    pub next_due: Option<LineMs>,
    /// There may be more that was not looked at; ask again at once.
    pub more: bool,
    /// Another receiver may find something now.
    pub left: bool,
    /// Nothing was given because too many messages are in flight.
    pub over_limit: bool,
    /// Nothing was given because of messages that the receiver may not read; when the first of them came.
    pub barred: Option<LineMs>,
}

/// Claimed messages, and records that were read on the way.
type Claimed = (Vec<Claim>, BTreeMap<u64, Record>);

/// What was found about claimed messages.
#[derive(Default)]
struct Sorted {
    messages: Vec<Message>,
    moves: Vec<(Claim, Envelope, Record)>,
    /// When the first message came that the receiver may not read. Such messages stay as they are.
    barred: Option<LineMs>,
}

impl Queue {
    /// Receives messages; `dead_letters` is where those go that were received too often.
    pub(super) fn receive(
        &self,
        asking: &Receive<'_>,
        dead_letters: Option<&Self>,
        now: Now,
    ) -> Result<Received, ReadError> {
        let settings = self.settings();
        let hide_s = asking.visibility_s.unwrap_or(settings.visibility_s);
        let terms = Asking { now_line: now.line, now_wall: now.wall, hide_ms: u64::from(hide_s) * 1000 };
        let mut received = Received::default();
        if settings.is_fifo()
            && let Some(attempt) = asking.attempt_id
        {
            received.messages = self.repeat_attempt(attempt, asking, &settings, terms, now)?;
        }
        let mut looked = 0;
        while received.messages.is_empty() && looked < LOOKED_MAX {
            let found = if settings.is_fifo() {
                self.fifo_step(asking.count_max, &settings, terms, now, &mut looked)?
            } else {
                self.standard_step(asking.count_max, &settings, terms, now, &mut looked)?
            };
            let Some((claims, known)) = found else { break };
            let sorted = self.sort(claims, known, asking, &settings, dead_letters.is_some(), now)?;
            received.messages = sorted.messages;
            received.barred = sorted.barred.filter(|_| received.messages.is_empty());
            if let Some(target) = dead_letters
                && !sorted.moves.is_empty()
            {
                self.move_away(sorted.moves, target, now);
            }
            if received.barred.is_some() {
                break;
            }
        }
        let mut inner = self.lock();
        if settings.is_fifo()
            && let Some(attempt) = asking.attempt_id
            && !received.messages.is_empty()
        {
            self.remember_attempt(&mut inner, attempt, &received.messages, now);
        }
        if settings.redrive.is_some() && !received.messages.is_empty() {
            self.note_receives(&mut inner, &received.messages, now);
        }
        received.more = received.messages.is_empty() && looked >= LOOKED_MAX;
        received.over_limit = received.messages.is_empty() && inner.state.in_flight() >= IN_FLIGHT_MAX;
        received.next_due = inner.next_due();
        received.left = inner.state.has_more(self.log.bounds(self.messages).next.0);
        Ok(received)
    }

    /// `None` when there is nothing to claim.
    fn standard_step(
        &self,
        count: usize,
        settings: &Settings,
        terms: Asking,
        now: Now,
        looked: &mut usize,
    ) -> Result<Option<Claimed>, ReadError> {
        let enough = looked.saturating_add(AHEAD_RECORDS);
        loop {
            let cursor = {
                let mut inner = self.lock();
                self.pass_time(&mut inner, settings, now);
                let bounds = self.log.bounds(self.messages);
                inner.state.forget_before(bounds.first.0);
                let state = &mut inner.state;
                let tired = *looked >= LOOKED_MAX || *looked >= enough && state.has_waiting();
                if tired || !state.wants_ahead(count, bounds.next.0) {
                    let claims = state.claim_next(count, bounds.next.0, &terms);
                    *looked += claims.len();
                    return Ok((!claims.is_empty()).then(|| (claims, BTreeMap::new())));
                }
                state.cursor()
            };
            *looked += self.look_ahead(cursor, settings, now)?.max(1);
        }
    }

    /// Standard: reads the next records, so that they wait by tenant. Says how many there were.
    fn look_ahead(&self, cursor: u64, settings: &Settings, now: Now) -> Result<usize, ReadError> {
        let limit = ReadLimit { records: SCAN_RECORDS, bytes: READ_BYTES };
        let records = match self.log.read(self.messages, Seq(cursor), limit) {
            Ok(records) => records,
            Err(ReadError::Rot { first, count, .. }) => {
                self.saw_rot(first, count);
                self.lock().state.lost(cursor, after_rot(Seq(cursor), first, count).0);
                return Ok(0);
            }
            Err(error) => return Err(error),
        };
        let mut inner = self.lock();
        for record in &records {
            let found = readable(record, settings, now).map(|envelope| {
                let due = envelope.visible_from.filter(|&due| due > now.line);
                (tenant(envelope.group.as_deref()), due)
            });
            inner.state.look(record.seq.0, found);
        }
        Ok(records.len())
    }

    /// `None` when there is nothing to claim and nothing more to look at.
    fn fifo_step(
        &self,
        count: usize,
        settings: &Settings,
        terms: Asking,
        now: Now,
        looked: &mut usize,
    ) -> Result<Option<Claimed>, ReadError> {
        let scanning = self.scanning.lock().expect("no holder of this lock can panic");
        let mut known = BTreeMap::new();
        let claims = loop {
            let cursor = {
                let mut inner = self.lock();
                self.pass_time(&mut inner, settings, now);
                let bounds = self.log.bounds(self.messages);
                inner.state.forget_before(bounds.first.0);
                let cursor = inner.state.cursor();
                let full = inner.state.window() >= WINDOW_MAX;
                if cursor >= bounds.next.0 || full || inner.state.has_ready(count) || *looked >= LOOKED_MAX {
                    break inner.state.claim_groups(count, &terms);
                }
                cursor
            };
            let limit = ReadLimit { records: SCAN_RECORDS, bytes: READ_BYTES };
            known = match self.log.read(self.messages, Seq(cursor), limit) {
                Ok(records) => records.into_iter().map(|r| (r.seq.0, r)).collect(),
                Err(ReadError::Rot { first, count, .. }) => {
                    self.saw_rot(first, count);
                    let after = after_rot(Seq(cursor), first, count).0;
                    self.lock().state.absorb(after - 1, None);
                    continue;
                }
                Err(error) => return Err(error),
            };
            *looked += known.len().max(1);
            if !self.absorb(&known, settings, now) {
                break self.lock().state.claim_groups(count, &terms);
            }
        };
        drop(scanning);
        Ok((!claims.is_empty()).then_some((claims, known)))
    }

    /// FIFO: puts records that were read into the window; false when a delay holds back the rest.
    fn absorb(&self, records: &BTreeMap<u64, Record>, settings: &Settings, now: Now) -> bool {
        let delay_ms = u64::from(settings.delay_s) * 1000;
        let mut inner = self.lock();
        inner.held_until = None;
        for (&seq, record) in records {
            // A FIFO queue's delay is one for all its messages, and counts for those that were sent before it was
            // set; so messages become visible in order, and the first that is hidden hides the rest.
            let visible = record.line.after_ms(delay_ms);
            if delay_ms > 0 && visible > now.line {
                inner.held_until = Some(visible);
                return false;
            }
            let group = readable(record, settings, now).map(|envelope| group_key(envelope.group.as_deref()));
            inner.state.absorb(seq, group);
        }
        !records.is_empty()
    }

    /// Reads claimed messages and decides about each.
    fn sort(
        &self,
        claims: Vec<Claim>,
        mut known: BTreeMap<u64, Record>,
        asking: &Receive<'_>,
        settings: &Settings,
        may_move: bool,
        now: Now,
    ) -> Result<Sorted, ReadError> {
        let fetched = self.fetch(claims.iter().map(|claim| claim.seq).collect(), &mut known);
        let mut sorted = Sorted::default();
        let mut inner = self.lock();
        match fetched {
            Ok(gap_end) => {
                let last = claims.iter().map(|claim| claim.seq).max().unwrap_or(0);
                inner.state.lost(last + 1, gap_end);
            }
            Err(error) => {
                for claim in &claims {
                    inner.state.unclaim(claim.seq, claim.nonce, now.line);
                }
                return Err(error);
            }
        }
        for claim in claims {
            let record = known.remove(&claim.seq);
            let read = record.and_then(|record| Some((readable(&record, settings, now)?, record)));
            let Some((envelope, record)) = read else {
                inner.state.remove(claim.seq);
                continue;
            };
            if let Some(due) = envelope.visible_from.filter(|&due| due > now.line) {
                inner.state.delay(claim.seq, due, tenant(envelope.group.as_deref()));
                continue;
            }
            inner.state.assign(claim.seq, claim.nonce, tenant(envelope.group.as_deref()));
            let is_barred =
                asking.barred.iter().any(|(from, until)| *from <= record.line && record.line < *until);
            // What comes behind one in its group waits with it.
            if is_barred || settings.is_fifo() && sorted.barred.is_some() {
                inner.state.unclaim(claim.seq, claim.nonce, now.line);
                sorted.barred.get_or_insert(record.line);
                continue;
            }
            let too_often = settings.redrive.as_ref().is_some_and(|r| claim.receives > r.receive_count_max);
            if too_often && may_move {
                sorted.moves.push((claim, envelope, record));
            } else {
                sorted.messages.push(self.message(&claim, envelope, record));
            }
        }
        Ok(sorted)
    }

    /// Reads the records at places that are not in `known` yet; those that are lost stay absent.
    ///
    /// Gives the place before which there is nothing more after the last of them: a log that lost its end leaves a gap
    /// of millions of places.
    pub(super) fn fetch(
        &self,
        mut wanted: Vec<u64>,
        known: &mut BTreeMap<u64, Record>,
    ) -> Result<u64, ReadError> {
        let mut gap_end = 0;
        wanted.retain(|seq| !known.contains_key(seq));
        wanted.sort_unstable();
        let mut rest = &wanted[..];
        while let Some(&first) = rest.first() {
            let run = rest.iter().zip(first..).take_while(|&(&seq, n)| seq == n).count();
            let limit = ReadLimit { records: run, bytes: READ_BYTES };
            let next = self.log.bounds(self.messages).next.0;
            let reached = match self.log.read(self.messages, Seq(first), limit) {
                Ok(records) => {
                    let reached = records.last().map_or(u64::MAX, |last| last.seq.0 + 1);
                    gap_end = records.first().map_or(next, |found| found.seq.0);
                    let mine = records.into_iter().filter(|r| r.seq.0 < first + run as u64);
                    known.extend(mine.map(|r| (r.seq.0, r)));
                    reached
                }
                Err(ReadError::Rot { first: rotten, count, .. }) => {
                    self.saw_rot(rotten, count);
                    gap_end = after_rot(Seq(first), rotten, count).0;
                    gap_end
                }
                Err(error) => return Err(error),
            };
            let passed = rest.iter().take_while(|&&seq| seq < reached && seq < first + run as u64).count();
            rest = &rest[passed.max(1)..];
        }
        Ok(gap_end)
    }

    fn saw_rot(&self, first: Seq, count: u32) {
        let span = Span { track: self.messages, first, count: count.into() };
        self.sightings.saw(span, || self.unacknowledged(span.first, span.end()));
    }

    /// Moves messages to the dead-letter queue. Those that cannot go now stay, hidden for a moment.
    fn move_away(&self, moves: Vec<(Claim, Envelope, Record)>, target: &Self, now: Now) {
        let claims: Vec<Claim> = moves.iter().map(|(claim, ..)| *claim).collect();
        let dead =
            |(claim, envelope, record): (Claim, _, _)| self.dead_letter(claim.seq, envelope, record, target);
        let parcels = moves.into_iter().map(dead).collect();
        let mut inner = self.lock();
        let carried = self.carry(&mut inner, parcels, true, now);
        for claim in claims.iter().filter(|claim| carried.left.contains(&claim.seq)) {
            inner.state.hide(claim.seq, claim.nonce, now.line.after_ms(RETRY_MS), now.line);
        }
    }

    fn message(&self, claim: &Claim, envelope: Envelope, record: Record) -> Message {
        Message {
            message_id: envelope.message_id.unwrap_or_else(|| self.message_id(claim.seq)),
            seq: claim.seq,
            receipt_handle: self.handle_of(claim),
            body: record.body,
            attributes: envelope.attributes,
            sender_id: envelope.sender_id,
            sent: envelope.sent.unwrap_or(record.wall),
            first_received: claim.first_received,
            receives: claim.receives,
            group: envelope.group,
            dedup_id: envelope.dedup_id,
            trace_header: envelope.trace_header,
            moved_from: envelope.moved_from,
        }
    }

    /// The messages an earlier attempt of the same name was given, hidden anew, if all are still in flight.
    fn repeat_attempt(
        &self,
        attempt: &str,
        asking: &Receive<'_>,
        settings: &Settings,
        terms: Asking,
        now: Now,
    ) -> Result<Vec<Message>, ReadError> {
        let claims: Vec<Claim> = {
            let mut inner = self.lock();
            self.pass_time(&mut inner, settings, now);
            let key = inner.dedup.key(Some("attempt"), attempt);
            let Some(given) = inner.attempts.take(key, now.line) else { return Ok(Vec::new()) };
            let claims: Option<Vec<Claim>> =
                given.iter().map(|&(seq, nonce)| inner.state.claim_of(seq, nonce)).collect();
            let Some(claims) = claims else { return Ok(Vec::new()) };
            let due = now.line.after_ms(terms.hide_ms);
            for claim in &claims {
                inner.state.hide(claim.seq, claim.nonce, due, now.line);
            }
            claims.into_iter().map(|claim| Claim { due, ..claim }).collect()
        };
        self.sort(claims, BTreeMap::new(), asking, settings, false, now).map(|sorted| sorted.messages)
    }

    /// Writes how often messages were received, so that one which brings the power down with it becomes a dead letter all
    /// the same. Nobody waits for it: it goes to flash with the next commit.
    fn note_receives(&self, inner: &mut Inner, messages: &[Message], now: Now) {
        let mut counts: Vec<(u64, u32)> = messages.iter().map(|m| (m.seq, m.receives)).collect();
        counts.retain(|&(seq, _)| !inner.state.is_gone(seq));
        counts.sort_unstable();
        let Some(&(highest, _)) = counts.last() else { return };
        let head = inner.state.head();
        let record = ack::encode_counts(head, &counts);
        let mut batch = Batch::new();
        batch.append(self.acks, &[], &record);
        // When there is no room, the count is forgotten at the next start.
        let Ok(receipt) = self.log.stage(batch.lazy(), now) else { return };
        inner.trail.noted(receipt.ticket(), receipt.peek()[0].0, head, highest, record.len() as u64);
        self.snapshot(inner, now);
    }

    fn remember_attempt(&self, inner: &mut Inner, attempt: &str, messages: &[Message], now: Now) {
        let key = inner.dedup.key(Some("attempt"), attempt);
        let claims = messages
            .iter()
            .filter_map(|m| self.open_handle(&m.receipt_handle).map(|h| (h.seq, h.nonce)))
            .collect();
        inner.attempts.remember(key, claims, now.line);
    }
}

/// What a record's attributes say; `None` when it is past its retention or not to be read.
///
/// Retention of a dead letter in a standard queue counts from when the first queue took it.
pub(super) fn readable(record: &Record, settings: &Settings, now: Now) -> Option<Envelope> {
    let envelope = Envelope::decode(&record.attributes)?;
    let since = envelope.enqueued.unwrap_or(record.line);
    (now.line.since_ms(since) <= u64::from(settings.retention_s) * 1000).then_some(envelope)
}

/// A standard queue's tenant by 64 bits of its name; 0 for a message that names none.
pub(super) fn tenant(group: Option<&str>) -> u64 {
    group.map_or(0, |group| group_key(Some(group)) | 1)
}

/// A group by 64 bits of its name: two groups that collide only wait for each other.
pub(super) fn group_key(group: Option<&str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    group.unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}
