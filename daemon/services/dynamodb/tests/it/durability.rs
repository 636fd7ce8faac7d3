use crate::rig::{Came, Rig, get, item, put, s, take};
use millpond_aws::FromValue;
use millpond_dynamodb::api::{
    self, ConditionalCheckFailedExceptionDetail, GetItemOutput, Put, TransactWriteItem,
    TransactWriteItemsInput,
};

#[test]
fn a_read_waits_until_what_it_shows_is_on_flash() {
    let rig = Rig::with_table("locks");
    let Came::Waits(write) = rig.run::<api::PutItem>(put("locks", item("a", "one"))) else {
        panic!("a write waits")
    };
    let Came::Waits(read) = rig.run::<api::GetItem>(get("locks", "a")) else { panic!("so does the read") };
    let read = read.redeem(rig.store.log()).expect_err("nothing is on flash yet");

    rig.commit();

    drop(write.redeem(rig.store.log()).expect("committed"));
    let reply = GetItemOutput::from_value(read.redeem(rig.store.log()).expect("committed").unwrap());
    assert!(reply.item == Some(item("a", "one")));
    assert!(matches!(rig.run::<api::GetItem>(get("locks", "a")), Came::Now(Ok(_))), "nothing is under way");
}

#[test]
fn a_refusal_waits_until_what_it_rests_on_is_on_flash() {
    let rig = Rig::with_table("locks");
    let first = rig.run::<api::PutItem>(take("locks", "a", "one"));
    let Came::Waits(second) = rig.run::<api::PutItem>(take("locks", "a", "two")) else {
        panic!("the loser must not hear of a winner that a power cut could undo")
    };
    let second = second.redeem(rig.store.log()).expect_err("nothing is on flash yet");

    rig.commit();

    let Came::Waits(first) = first else { panic!("a write waits") };
    assert!(first.redeem(rig.store.log()).expect("committed").is_ok());
    let fault = second.redeem(rig.store.log()).expect("committed").unwrap_err();
    assert_eq!(fault.code, "ConditionalCheckFailedException");
    let there = ConditionalCheckFailedExceptionDetail::from_value(fault.detail.unwrap().value).item;
    assert!(there == Some(item("a", "one")));
}

#[test]
fn a_lock_taken_before_a_cut_and_never_confirmed_has_one_holder_at_most() {
    for seed in 0..20 {
        let rig = Rig::with_table("locks");
        drop(rig.run::<api::PutItem>(take("locks", "a", "one")));
        drop(rig.run::<api::PutItem>(take("locks", "b", "one")));

        let rig = rig.cut(seed);

        for id in ["a", "b"] {
            let taken = rig.call::<api::PutItem>(take("locks", id, "two")).is_ok();
            let holder = rig.item("locks", id).unwrap();
            assert!(holder["holder"] == s(if taken { "two" } else { "one" }));
        }
    }
}

#[test]
fn what_was_confirmed_survives_a_cut() {
    let rig = Rig::with_table("locks");
    for n in 0..50 {
        rig.put("locks", item(&format!("key {n}"), "one")).unwrap();
    }

    let rig = rig.cut(9);

    for n in 0..50 {
        assert!(rig.item("locks", &format!("key {n}")).is_some());
    }
}

#[test]
fn a_transaction_is_whole_or_absent_after_a_cut() {
    let mut seen = [false; 2];
    for seed in 0..40 {
        let rig = Rig::with_table("locks");
        let of = |id: &str| TransactWriteItem {
            put: Some(Put { table_name: "locks".into(), item: item(id, "one"), ..Put::default() }),
            ..TransactWriteItem::default()
        };
        let transact_items = ["a", "b", "c"].map(of).into();
        let input = TransactWriteItemsInput { transact_items, ..TransactWriteItemsInput::default() };
        drop(rig.run::<api::TransactWriteItems>(input));
        if seed % 2 == 0 {
            rig.commit();
        }

        let rig = rig.cut(seed);

        let there = ["a", "b", "c"].map(|id| rig.item("locks", id).is_some());
        assert!(there == [true; 3] || there == [false; 3], "seed {seed}: {there:?}");
        seen[usize::from(there[0])] = true;
    }
    assert_eq!(seen, [true; 2]);
}

#[test]
fn a_full_log_throttles_writers_and_still_lets_them_delete() {
    let rig = Rig::with_table("locks");
    let big = |n: u32| {
        let mut item = item(&format!("key {n}"), "one");
        item.insert("data".into(), s(&"x".repeat(300_000)));
        item
    };
    let refused = (0..200).find_map(|n| rig.put("locks", big(n)).err().map(|fault| (n, fault)));
    let (count, fault) = refused.expect("32 MiB do not hold 60 MB");
    assert_eq!(fault.code, "ProvisionedThroughputExceededException");

    for n in 0..count {
        let key = [("id".to_owned(), s(&format!("key {n}")))].into();
        let input = api::DeleteItemInput { table_name: "locks".into(), key, ..Default::default() };
        rig.call::<api::DeleteItem>(input).unwrap();
    }
    for _ in 0..5 {
        rig.clock.advance_ms(1_000);
        rig.store.maintain(millpond_base::Clock::now(&*rig.clock)).unwrap();
        rig.commit();
    }

    rig.put("locks", big(0)).unwrap();
}

#[test]
fn a_deleted_table_is_gone_and_its_name_free() {
    let rig = Rig::with_table("locks");
    rig.put("locks", item("a", "one")).unwrap();
    rig.call::<api::DeleteTable>(api::DeleteTableInput { table_name: "locks".into() }).unwrap();

    let rig = rig.cut(3);

    let fault = rig.call::<api::GetItem>(get("locks", "a")).err().unwrap();
    assert_eq!(fault.message, "Requested resource not found");
}
