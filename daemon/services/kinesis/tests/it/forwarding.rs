//! Records that another gateway forwards are taken once.

use crate::rig::{Rig, bodies, entry, refused};
use millpond_base::Provenance;
use millpond_kinesis::api;
use millpond_service::Fault;

fn forward(rig: &mut Rig, session: u64, places: &[u64]) -> Result<api::PutRecordsOutput, Fault> {
    let provenance = Provenance { origin: [1; 16], session, next: 100, floor: 0, places: places.to_vec() };
    rig.call.provenance = Some(Box::new(provenance));
    let records = places.iter().map(|place| entry("k", place.to_string().as_bytes())).collect();
    put(rig, records)
}

fn put(rig: &Rig, records: Vec<api::PutRecordsRequestEntry>) -> Result<api::PutRecordsOutput, Fault> {
    let input = api::PutRecordsInput { records, stream_name: Some("s".to_owned()), ..Default::default() };
    rig.call::<api::PutRecords>(input)
}

#[test]
fn what_was_taken_is_answered_and_not_taken_again() {
    let mut rig = Rig::with_stream("s", 1);
    forward(&mut rig, 1, &[0, 1]).unwrap();

    let output = forward(&mut rig, 1, &[1, 2]).unwrap();

    assert_eq!(output.failed_record_count, Some(0));
    assert_eq!(output.records[0].sequence_number, None, "its place is not remembered");
    assert!(output.records[1].sequence_number.is_some());
    assert_eq!(forward(&mut rig, 1, &[0, 1, 2]).unwrap().failed_record_count, Some(0));
    assert_eq!(bodies(&rig.all("s", "0")), [b"0", b"1", b"2"]);
}

#[test]
fn a_cut_forgets_what_was_not_answered_together_with_its_record() {
    let mut rig = Rig::with_stream("s", 1);
    forward(&mut rig, 1, &[0]).unwrap();

    let mut rig = rig.cut(5);
    forward(&mut rig, 1, &[0, 1]).unwrap();

    assert_eq!(bodies(&rig.all("s", "0")), [b"0", b"1"]);
}

#[test]
fn nothing_follows_a_record_that_found_no_room() {
    let mut rig = Rig::with_stream("s", 1);
    rig.store.streams().throttle().set(true);
    let places: Vec<u64> = (0..500).collect();
    forward(&mut rig, 1, &places).unwrap();
    let places: Vec<u64> = (500..1000).collect();
    forward(&mut rig, 1, &places).unwrap();

    let output = forward(&mut rig, 1, &[999, 1000, 1001]).unwrap();

    assert_eq!(output.failed_record_count, Some(2), "a shard takes a thousand records a second");
    rig.clock.advance_ms(1_000);
    assert_eq!(forward(&mut rig, 1, &[1000, 1001]).unwrap().failed_record_count, Some(0));
}

#[test]
fn a_late_call_and_a_wrong_count_are_refused() {
    let mut rig = Rig::with_stream("s", 1);
    forward(&mut rig, 1, &[0]).unwrap();
    forward(&mut rig, 2, &[1]).unwrap();

    let late = forward(&mut rig, 1, &[2]).err().unwrap();
    assert!(late.code == "ValidationException" && late.message.contains("a later start"), "{late:?}");
    let text = "The provenance names 1 places of 2 entries.";
    refused(put(&rig, vec![entry("k", b""), entry("k", b"")]), "ValidationException", text);
}
