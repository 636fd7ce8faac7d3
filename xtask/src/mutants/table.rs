//! The bugs, and the tests that catch them.

/// A bug that somebody could make.
pub(super) struct Mutant {
    pub(super) name: &'static str,
    pub(super) file: &'static str,
    /// Each text, which is there once, and what takes its place.
    pub(super) edits: &'static [(&'static str, &'static str)],
    /// Arguments of `cargo test`; this test must fail.
    pub(super) test: &'static [&'static str],
}

const FORWARD: &[&str] = &["-p", "millpond-forward", "--test", "it", "histories"];
const LOG_CUTS: &[&str] = &["-p", "millpond-log", "--test", "it", "cuts::"];
const LOG_FAULTS: &[&str] = &["-p", "millpond-log", "--test", "it", "faults::"];
const LOG_LOOM: &[&str] = &["-p", "millpond-log", "--test", "loom"];
const LOG_MODEL: &[&str] = &["-p", "millpond-log", "--test", "it", "model::"];
const LOG_NONCES: &[&str] = &["-p", "millpond-log", "--test", "it", "nonces::"];
const LOG_RELAY: &[&str] = &["-p", "millpond-log", "--test", "it", "relay::"];
const LOG_RELOCATE: &[&str] = &["-p", "millpond-log", "--test", "it", "relocate::"];
const LOG_ROT: &[&str] = &["-p", "millpond-log", "--test", "it", "rot::"];
const LOG_VERIFY: &[&str] = &["-p", "millpond-log", "--test", "it", "verify::"];
const LOG_UNITS: &[&str] = &["-p", "millpond-log", "--lib"];
const SAML: &[&str] = &["-p", "millpond-saml", "--test", "it"];
const SQS_POWER: &[&str] = &["-p", "millpond-sqs", "--test", "it", "power::"];
const SQS_KEYS: &[&str] = &["-p", "millpond-sqs", "--test", "it", "kms::"];
const QUEUE_DEAD: &[&str] = &["-p", "millpond-store", "--lib", "queue::tests::dead_letters"];
const QUEUE_DEDUP: &[&str] = &["-p", "millpond-store", "--lib", "queue::tests::deduplication_survives"];
const QUEUE_FAIR: &[&str] = &["-p", "millpond-store", "--lib", "queue::tests::fair"];
const QUEUE_FIFO: &[&str] = &["-p", "millpond-store", "--lib", "queue::tests::fifo_model"];
const QUEUE_MOVES: &[&str] = &["-p", "millpond-store", "--lib", "queue::task"];
const STORE_ASSERTIONS: &[&str] = &["-p", "millpond-store", "--lib", "principal::assertions"];
const STORE_ERASE: &[&str] = &["-p", "millpond-store", "--lib", "erase"];
const STORE_KEYS: &[&str] = &["-p", "millpond-store", "--lib", "renewing"];
const STORE_BALLAST: &[&str] = &["-p", "millpond-store", "--lib", "catalog::ballast"];
const STORE_SHARDS: &[&str] = &["-p", "millpond-store", "--lib", "stream::settling"];
const STORE_SUBSCRIPTIONS: &[&str] = &["-p", "millpond-store", "--lib", "stream::subscriptions"];
const STORE_TABLE: &[&str] = &["-p", "millpond-store", "--lib", "table::tests"];
const STORE_VIEW: &[&str] = &["-p", "millpond-store", "--lib", "stream::queue::tests"];
const STORE_TRAIL: &[&str] = &["-p", "millpond-store", "--lib", "queue::trail"];
const SWEEP: &[&str] = &["-p", "millpond-sim", "--test", "it", "whatever_power_and_device_do"];

const WRITER: &str = "daemon/log/src/writer.rs";
const LOG: &str = "daemon/log/src/log.rs";
const ERASE: &str = "daemon/store/src/catalog/erase.rs";
const CHANGING: &str = "daemon/store/src/stream/changing.rs";
const RELAY: &str = "daemon/log/src/relay.rs";
const LIVE: &str = "daemon/store/src/queue/live.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "skipped-data-sync",
        file: WRITER,
        edits: &[(
            "        shared.disk.sync(Area::Segment(segment))?;\n        self.average_bytes",
            "        self.average_bytes",
        )],
        test: LOG_CUTS,
    },
    Mutant {
        name: "sync-before-the-write",
        file: WRITER,
        edits: &[(
            "        shared.disk.write(Area::Segment(segment), u64::from(start) * BLOCK_BYTES as u64, frame)?;\n        \
                 shared.disk.sync(Area::Segment(segment))?;",
            "        shared.disk.sync(Area::Segment(segment))?;\n        \
                 shared.disk.write(Area::Segment(segment), u64::from(start) * BLOCK_BYTES as u64, frame)?;",
        )],
        test: LOG_CUTS,
    },
    Mutant {
        name: "skipped-directory-sync",
        file: LOG,
        edits: &[("created.and_then(|()| disk.sync_names()).is_err()", "created.is_err()")],
        test: LOG_CUTS,
    },
    Mutant {
        name: "skipped-super-block-sync",
        file: WRITER,
        edits: &[("    disk.sync(Area::Super(slot))\n", "    Ok(())\n")],
        test: SWEEP,
    },
    Mutant {
        name: "acknowledged-before-the-write",
        file: LOG,
        edits: &[(
            "        let tracks = self.write(&mut writer, &mut wave, now)?;\n        \
                 self.relay.reached(&writer, wave.ticket.0);",
            "        self.relay.reached(&writer, wave.ticket.0);\n        \
                 let tracks = self.write(&mut writer, &mut wave, now)?;",
        )],
        test: LOG_FAULTS,
    },
    Mutant {
        name: "reordered-index-publication",
        file: WRITER,
        edits: &[("in placed.iter().zip(&wave.chunks) {\n", "in placed.iter().zip(&wave.chunks).rev() {\n")],
        test: LOG_MODEL,
    },
    Mutant {
        name: "nonce-counter-stands-still",
        file: "daemon/log/src/sealer.rs",
        edits: &[("            self.counter += 1;\n", "            self.counter = 1;\n")],
        test: LOG_NONCES,
    },
    Mutant {
        name: "epoch-neither-advanced-nor-salted",
        file: LOG,
        edits: &[
            ("recovery.epoch_seen.checked_add(1)", "recovery.epoch_seen.checked_add(0)"),
            ("        entropy.fill(&mut salt);\n", "        let _ = entropy;\n"),
        ],
        test: LOG_NONCES,
    },
    Mutant {
        name: "salt-constant",
        file: LOG,
        edits: &[("        entropy.fill(&mut salt);\n", "        let _ = entropy;\n")],
        test: LOG_NONCES,
    },
    Mutant {
        name: "torn-tail-served",
        file: "daemon/log/src/scan.rs",
        edits: &[("if blocks.is_whole(&walk.header) {", "if walk.header.blocks > 0 {")],
        test: LOG_CUTS,
    },
    Mutant {
        name: "tail-off-by-one",
        file: "daemon/log/src/scan.rs",
        edits: &[(
            "        (0..header.blocks).all(|index| {",
            "        (0..header.blocks - 1).all(|index| {",
        )],
        test: LOG_CUTS,
    },
    Mutant {
        name: "durable-lsn-ahead-of-the-truth",
        file: WRITER,
        edits: &[("            durable_lsn: self.lsn,\n", "            durable_lsn: self.lsn + 2,\n")],
        test: LOG_CUTS,
    },
    Mutant {
        name: "segment-freed-with-a-live-chunk",
        file: "daemon/log/src/index/mod.rs",
        edits: &[(
            "segment.usage == Use::Closed && segment.live_chunks == 0",
            "segment.usage == Use::Closed && segment.live_chunks <= 1",
        )],
        test: LOG_RELOCATE,
    },
    Mutant {
        name: "frame-over-acknowledged-bytes",
        file: WRITER,
        edits: &[(
            "        current.block += wave.frame.blocks();\n",
            "        current.block += wave.frame.blocks() - 1;\n",
        )],
        test: LOG_MODEL,
    },
    Mutant {
        name: "claim-skipped",
        file: WRITER,
        edits: &[("        if !blank && let Err(cause)", "        if false && let Err(cause)")],
        test: LOG_CUTS,
    },
    Mutant {
        name: "stale-block-accepted",
        file: "daemon/log/src/scan.rs",
        edits: &[(
            "(header.generation == self.generation && trailer == ours && fits)",
            "(trailer == ours && fits)",
        )],
        test: LOG_CUTS,
    },
    Mutant {
        name: "chunk-header-not-authenticated",
        file: "daemon/log/src/seal/chunk.rs",
        edits: &[
            ("cipher.seal(&nonce, &header, records)", "cipher.seal(&nonce, &[], records)"),
            ("&header.encode(), records, tag)", "&[], records, tag)"),
        ],
        test: LOG_UNITS,
    },
    Mutant {
        name: "block-checksum-ignored",
        file: "daemon/log/src/format/block.rs",
        edits: &[("(trailer.crc == checksum(block, place)).then_some(trailer)", "Some(trailer)")],
        test: LOG_UNITS,
    },
    Mutant {
        name: "seal-ignored",
        file: "daemon/log/src/seal/suite.rs",
        edits: &[(
            "        opened.map(|_| ()).map_err(|_| TagMismatch)\n",
            "        let _ = opened;\n        Ok(())\n",
        )],
        test: LOG_UNITS,
    },
    Mutant {
        name: "swallowed-write-error",
        file: WRITER,
        edits: &[(
            "        shared.disk.write(Area::Segment(segment), u64::from(start) * BLOCK_BYTES as u64, frame)?;\n",
            "        let _ = shared.disk.write(Area::Segment(segment), u64::from(start) * BLOCK_BYTES as u64, frame);\n",
        )],
        test: SWEEP,
    },
    Mutant {
        name: "deduplication-forgotten-at-open",
        file: LIVE,
        edits: &[(
            "        if inner.dedup_loaded {\n",
            "        if inner.dedup_loaded || !inner.dedup_loaded {\n",
        )],
        test: SQS_POWER,
    },
    Mutant {
        name: "delete-forgotten-at-open",
        file: LIVE,
        edits: &[(
            "        replayed.gone.remove_range(..replayed.head);\n",
            "        replayed.gone.clear();\n",
        )],
        test: SQS_POWER,
    },
    Mutant {
        name: "message-dead-before-its-delete-is-durable",
        file: "daemon/store/src/queue/trail.rs",
        edits: &[(
            "        let highest = named.last().copied()",
            "        self.acked.extend(named.iter().copied());\n        let highest = named.last().copied()",
        )],
        test: STORE_TRAIL,
    },
    Mutant {
        name: "acknowledgement-trimmed-too-early",
        file: "daemon/store/src/queue/trail.rs",
        edits: &[(
            "is_some_and(|first| first.ticket <= durable)",
            "is_some_and(|first| first.ticket <= durable || true)",
        )],
        test: STORE_TRAIL,
    },
    Mutant {
        name: "removed-document-left-in-gaps",
        file: ERASE,
        edits: &[("execute_batch(\"VACUUM; DELETE", "execute_batch(\"DELETE")],
        test: STORE_ERASE,
    },
    Mutant {
        name: "removed-document-left-in-the-journal",
        file: ERASE,
        edits: &[("PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA wal_checkpoint(PASSIVE)")],
        test: STORE_ERASE,
    },
    Mutant {
        name: "data-key-outlives-its-queue",
        file: "daemon/store/src/queue/mod.rs",
        edits: &[("        self.catalog.remove(KIND, queue.id)?;\n", "")],
        test: STORE_ERASE,
    },
    Mutant {
        name: "unreadable-segment-passed-over",
        file: "daemon/log/src/scrub.rs",
        edits: &[("Err(_) => return self.unreadable(target),", "Err(_) => return Vec::new(),")],
        test: LOG_VERIFY,
    },
    Mutant {
        name: "sealer-let-go-before-the-writer",
        file: RELAY,
        edits: &[
            (
                "        let writer = self.writer();\n",
                "        drop(sealer);\n        let writer = self.writer();\n",
            ),
            ("stays behind this one.\n        drop(sealer);\n", "stays behind this one.\n"),
        ],
        test: LOG_LOOM,
    },
    Mutant {
        name: "durable-told-without-what-was-published",
        file: RELAY,
        edits: &[("store(ticket, Ordering::Release)", "store(ticket, Ordering::Relaxed)")],
        test: LOG_LOOM,
    },
    Mutant {
        name: "written-behind-a-failed-commit",
        file: RELAY,
        edits: &[("        self.check()?;\n        Ok(writer)", "        Ok(writer)")],
        test: LOG_LOOM,
    },
    Mutant {
        name: "sealed-only-after-the-sync",
        file: LOG,
        edits: &[(
            "        let mut sealer = self.relay.sealer()?;\n        let wave = self.seal_next(&mut sealer, now)?;\n        \
                 let mut writer = self.relay.hand_over(sealer)?;",
            "        let writer = self.writer();\n        let mut sealer = self.relay.sealer()?;\n        \
                 let wave = self.seal_next(&mut sealer, now)?;\n        drop(writer);\n        \
                 let mut writer = self.relay.hand_over(sealer)?;",
        )],
        test: LOG_RELAY,
    },
    Mutant {
        name: "cut-off-segment-created-again",
        file: "daemon/log/src/recover.rs",
        edits: &[(
            "if holds_something(disk, number, bytes) {",
            "if false && holds_something(disk, number, bytes) {",
        )],
        test: LOG_ROT,
    },
    Mutant {
        name: "earlier-copy-counts",
        file: "daemon/log/src/supersede.rs",
        edits: &[("(Reverse(claimants[*at].rank), ", "(claimants[*at].rank, Reverse(0), ")],
        test: LOG_RELOCATE,
    },
    Mutant {
        name: "source-let-go-before-its-copy-is-written",
        file: "daemon/log/src/relocate.rs",
        edits: &[(
            "                    moving.bytes += bytes;\n",
            "                    moving.bytes += bytes;\n                    \
                 self.shared.index_mut().replace(&origin, &[]);\n",
        )],
        test: LOG_RELOCATE,
    },
    Mutant {
        name: "retirement-skipped",
        file: "daemon/log/src/relocate.rs",
        edits: &[(
            "let retired = self.shared.retire(number, &last_word);",
            "let retired = if generation == 0 { self.shared.retire(number, &last_word) } else { Ok(()) };",
        )],
        test: LOG_RELOCATE,
    },
    Mutant {
        name: "retired-without-a-word-of-how-far-tracks-had-come",
        file: WRITER,
        edits: &[(
            "            chunks: Vec::new(),\n            heads: index.heads(),\n",
            "            chunks: Vec::new(),\n            heads: index.heads().split_off(index.heads().len()),\n",
        )],
        test: LOG_RELOCATE,
    },
    Mutant {
        name: "moved-chunk-tells-the-end-of-its-track",
        file: "daemon/log/src/scan.rs",
        edits: &[("chunk.flags & MOVED == 0", "chunk.flags & MOVED <= 1")],
        test: LOG_RELOCATE,
    },
    Mutant {
        name: "no-room-kept-for-moving",
        file: "daemon/log/src/staging.rs",
        edits: &[("            Claim::Essential => MOVE_RESERVE,\n", "            Claim::Essential => 0,\n")],
        test: LOG_RELOCATE,
    },
    Mutant {
        name: "no-room-for-removals-on-a-full-disk",
        file: "daemon/store/src/catalog/ballast.rs",
        edits: &[("        fs::remove_file(&self.file).is_ok()\n", "        false\n")],
        test: STORE_BALLAST,
    },
    Mutant {
        name: "shards-end-under-those-who-route",
        file: CHANGING,
        edits: &[(
            "new.shards().iter().any(ending).then(|| self.no_routing());",
            "new.shards().iter().any(ending);",
        )],
        test: STORE_SHARDS,
    },
    Mutant {
        name: "closed-shard-takes-records",
        file: "daemon/log/src/staging.rs",
        edits: &[("            track.closed = true;\n", "")],
        test: STORE_SHARDS,
    },
    Mutant {
        name: "new-shards-seen-though-not-written",
        file: CHANGING,
        edits: &[(
            "        self.catalog.put(document::KIND, new.id.0, &bytes)?;\n",
            "        let _ = self.catalog.put(document::KIND, new.id.0, &bytes);\n",
        )],
        test: STORE_SHARDS,
    },
    Mutant {
        name: "fifo-group-not-blocked",
        file: "daemon/store/src/queue/groups.rs",
        edits: &[("        if !self.in_flight.contains_key(&group)\n", "        if group == group\n")],
        test: QUEUE_FIFO,
    },
    Mutant {
        name: "returned-message-behind-its-group",
        file: "daemon/store/src/queue/groups.rs",
        edits: &[(
            "        self.waiting.insert((group, seq));\n        self.finish(group);",
            "        self.waiting.insert((group, seq + (1 << 40)));\n        self.finish(group);",
        )],
        test: QUEUE_FIFO,
    },
    Mutant {
        name: "deduplication-forgotten-at-a-start",
        file: LIVE,
        edits: &[(
            "                        inner.dedup.insert(key, record.seq.0, self.opened);\n",
            "                        let _ = key;\n",
        )],
        test: QUEUE_DEDUP,
    },
    Mutant {
        name: "acknowledgements-trimmed-too-far",
        file: "daemon/store/src/queue/trail.rs",
        edits: &[("            && oldest.highest < head\n", "            && oldest.highest < u64::MAX\n")],
        test: STORE_TRAIL,
    },
    Mutant {
        name: "dead-letter-stays-in-its-queue",
        file: "daemon/store/src/queue/moving.rs",
        edits: &[(
            "        batch.append(self.acks, &[], &list);\n",
            "        batch.append(parcels[0].target, &[], &list);\n",
        )],
        test: QUEUE_DEAD,
    },
    Mutant {
        name: "dead-letter-retention-begins-anew",
        file: "daemon/store/src/queue/moving.rs",
        edits: &[(
            "            Envelope { sent: Some(sent), enqueued: Some(enqueued), ..moved }",
            "            Envelope { sent: Some(sent), enqueued: Some(enqueued).filter(|_| false), ..moved }",
        )],
        test: QUEUE_DEAD,
    },
    Mutant {
        name: "move-task-ends-before-its-moves-are-on-flash",
        file: "daemon/store/src/queue/task/mod.rs",
        edits: &[(
            "live.ticket.is_none_or(|ticket| ticket <= self.log.durable())",
            "live.ticket.is_none_or(|ticket| ticket.0 > 0)",
        )],
        test: QUEUE_MOVES,
    },
    Mutant {
        name: "move-task-passes-a-group-in-flight",
        file: "daemon/store/src/queue/moving.rs",
        edits: &[("let blocked = fifo && (", "let blocked = !fifo && (")],
        test: QUEUE_MOVES,
    },
    Mutant {
        name: "noisy-tenant-goes-first",
        file: "daemon/store/src/queue/tenants.rs",
        edits: &[(
            "    in_flight >= NOISY_MIN && in_flight as usize * NOISY_SHARE > total",
            "    in_flight >= NOISY_MIN && in_flight as usize * NOISY_SHARE > total && total == 0",
        )],
        test: QUEUE_FAIR,
    },
    Mutant {
        name: "receive-counts-not-read-back",
        file: LIVE,
        edits: &[(
            "        state.recall(receives);\n",
            "        state.recall(receives.into_iter().filter(|_| false).collect());\n",
        )],
        test: QUEUE_FAIR,
    },
    Mutant {
        name: "deleted-item-written-as-one-that-is-put",
        file: "daemon/store/src/table/writing.rs",
        edits: &[("batch.append(track, &[GONE], key)", "batch.append(track, &[PUT], key)")],
        test: STORE_TABLE,
    },
    Mutant {
        name: "acknowledged-record-of-a-stream-comes-back",
        file: "daemon/store/src/stream/queue/settling.rs",
        edits: &[("        self.changes.insert(place, None);\n", "        let _ = place;\n")],
        test: STORE_VIEW,
    },
    Mutant {
        name: "subscription-that-was-taken-over-ends-its-successor",
        file: "daemon/store/src/stream/subscriptions.rs",
        edits: &[(
            "        if table.latest.get(&self.place).is_some_and(|(serial, _)| *serial == self.serial) {\n",
            "        if table.latest.contains_key(&self.place) {\n",
        )],
        test: STORE_SUBSCRIPTIONS,
    },
    Mutant {
        name: "data-key-gone-before-what-it-sealed",
        file: "daemon/store/src/keyring/data_key.rs",
        edits: &[("|(until, _)| *until >= uses.oldest", "|(until, _)| *until > uses.oldest + 100")],
        test: STORE_KEYS,
    },
    Mutant {
        name: "message-nobody-could-read-counts-as-received",
        file: "daemon/store/src/queue/receiving.rs",
        edits: &[(
            "                inner.state.unclaim(claim.seq, claim.nonce, now.line);\n                sorted.barred",
            "                inner.state.hide(claim.seq, claim.nonce, now.line, now.line);\n                sorted.barred",
        )],
        test: SQS_KEYS,
    },
    Mutant {
        name: "signature-of-another-element-believed",
        file: "daemon/saml/src/signature.rs",
        edits: &[("    if uri.strip_prefix('#') == Some(id) {\n", "    if uri.starts_with('#') {\n")],
        test: SAML,
    },
    Mutant {
        name: "second-assertion-passed-over",
        file: "daemon/saml/src/response.rs",
        edits: &[(
            "    let (Some((at, assertion)), None) = (assertions.next(), assertions.next()) else {\n",
            "    let Some((at, assertion)) = assertions.next() else {\n",
        )],
        test: SAML,
    },
    Mutant {
        name: "used-assertion-forgotten-at-a-restart",
        file: "daemon/store/src/principal/assertions.rs",
        edits: &[(
            "        self.catalog.put(KIND, number, &used.encode()).map_err(AssertionError::Catalog)?;\n",
            "",
        )],
        test: STORE_ASSERTIONS,
    },
    Mutant {
        name: "key-in-two-calls-at-once",
        file: "daemon/forward/src/window.rs",
        edits: &[(
            "                    self.slot_mut(last).next = Some(number);\n",
            "                    self.slot_mut(last).next = Some(number);\n                    self.ready.insert(number);\n",
        )],
        test: FORWARD,
    },
    Mutant {
        name: "range-left-behind-forgotten",
        file: "daemon/forward/src/progress.rs",
        edits: &[("        self.pending.push((arrived, tip));\n", "")],
        test: FORWARD,
    },
    Mutant {
        name: "plan-forgotten-at-a-restart",
        file: "daemon/forward/src/lane.rs",
        edits: &[("start.open_plan().filter(|_| settings.plans)", "start.open_plan().filter(|_| false)")],
        test: FORWARD,
    },
    Mutant {
        name: "cursor-past-what-is-under-way",
        file: "daemon/forward/src/lane.rs",
        edits: &[("self.window.first().map_or(self.read_from, |entry| entry.position)", "self.read_from")],
        test: FORWARD,
    },
];
