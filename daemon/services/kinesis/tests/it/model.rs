//! Random puts, reads, trims and reopenings against plain vectors.

use crate::rig::{Rig, entry};
use millpond_base::{Clock, Entropy, SeededEntropy};
use millpond_kinesis::api;

const SHARDS: usize = 3;
const HOUR_MS: u64 = 3_600_000;

struct Kept {
    number: String,
    key: String,
    data: Vec<u8>,
    at_ms: u64,
}

/// What the stream should hold.
#[derive(Default)]
struct Model {
    shards: [Vec<Kept>; SHARDS],
}

struct Dice(SeededEntropy);

impl Dice {
    fn below(&self, n: u64) -> u64 {
        u64::from_le_bytes(self.0.bytes()) % n
    }
}

fn shard_index(id: &str) -> usize {
    id.strip_prefix("shardId-").unwrap().parse().unwrap()
}

fn put(rig: &Rig, model: &mut Model, dice: &Dice, serial: &mut u32) {
    let at_ms = rig.clock.now().wall.0;
    let made: Vec<(String, Vec<u8>)> = (0..=dice.below(20))
        .map(|_| {
            *serial += 1;
            let mut data = serial.to_be_bytes().to_vec();
            data.resize(4 + usize::try_from(dice.below(3000)).unwrap(), 0xa5);
            (format!("key{}", dice.below(50)), data)
        })
        .collect();
    let records = made.iter().map(|(key, data)| entry(key, data)).collect();
    let input = api::PutRecordsInput { records, stream_name: Some("s".to_owned()), ..Default::default() };
    let reply = rig.call::<api::PutRecords>(input).unwrap();
    assert_eq!(reply.failed_record_count, Some(0));
    for ((key, data), answer) in made.into_iter().zip(reply.records) {
        let number = answer.sequence_number.unwrap();
        model.shards[shard_index(&answer.shard_id.unwrap())].push(Kept { number, key, data, at_ms });
    }
}

fn compare(rig: &Rig, model: &Model) {
    for (index, kept) in model.shards.iter().enumerate() {
        let found = rig.all("s", &index.to_string());
        assert_eq!(found.len(), kept.len(), "shard {index}");
        for (found, kept) in found.iter().zip(kept) {
            assert_eq!(found.sequence_number, kept.number);
            assert_eq!(found.partition_key.as_ref(), Some(&kept.key));
            assert_eq!(found.approximate_arrival_timestamp, Some(kept.at_ms.cast_signed()));
            assert!(found.data == kept.data);
        }
    }
}

/// Reads from a random record of the model and finds the rest of the shard.
fn seek(rig: &Rig, model: &Model, dice: &Dice) {
    let index = usize::try_from(dice.below(SHARDS as u64)).unwrap();
    let kept = &model.shards[index];
    if kept.is_empty() {
        return;
    }
    let from = usize::try_from(dice.below(kept.len() as u64)).unwrap();
    let iterator = rig.shard_iterator(api::GetShardIteratorInput {
        stream_name: Some("s".to_owned()),
        shard_id: index.to_string(),
        shard_iterator_type: "AFTER_SEQUENCE_NUMBER".to_owned(),
        starting_sequence_number: Some(kept[from].number.clone()),
        ..Default::default()
    });
    let input =
        api::GetRecordsInput { shard_iterator: iterator.unwrap(), limit: Some(5), ..Default::default() };
    let page = rig.call::<api::GetRecords>(input).unwrap();
    let expected: Vec<&String> = kept[from + 1..].iter().take(5).map(|kept| &kept.number).collect();
    assert_eq!(page.records.iter().map(|record| &record.sequence_number).collect::<Vec<_>>(), expected);
}

fn run(seed: u64, steps: u32) {
    let dice = Dice(SeededEntropy::new(seed));
    let mut rig = Rig::with_stream("s", SHARDS as i64);
    let (mut model, mut serial) = (Model::default(), 0);
    for _ in 0..steps {
        match dice.below(10) {
            0..=5 => put(&rig, &mut model, &dice, &mut serial),
            6 | 7 => seek(&rig, &model, &dice),
            8 => {
                rig.clock.advance_ms(dice.below(12) * HOUR_MS);
                let now = rig.clock.now();
                rig.store.streams().trim(now);
                for shard in &mut model.shards {
                    shard.retain(|kept| kept.at_ms + 24 * HOUR_MS >= now.wall.0);
                }
            }
            _ => {
                rig = rig.reopen();
                let now = rig.clock.now();
                rig.store.streams().trim(now);
            }
        }
        compare(&rig, &model);
    }
}

#[test]
fn a_stream_holds_what_a_vector_would() {
    for seed in 0..8 {
        let result = std::panic::catch_unwind(|| run(seed, 60));
        assert!(result.is_ok(), "run({seed}, 60) fails");
    }
}
