use crate::rig::{Item, Rig, item, s};
use millpond_dynamodb::api::{self, AttributeValue};

fn put_with(rig: &Rig, name: &str, value: AttributeValue) -> Result<Option<Item>, String> {
    let mut given = item("a", "one");
    given.insert(name.to_owned(), value);
    rig.put("items", given).map_err(|fault| fault.message)?;
    Ok(rig.item("items", "a"))
}

fn of(value: impl FnOnce(&mut AttributeValue)) -> AttributeValue {
    let mut given = AttributeValue::default();
    value(&mut given);
    given
}

#[test]
fn every_type_comes_back_as_it_was_put() {
    let rig = Rig::with_table("items");
    let mut given = item("a", "one");
    let deep =
        of(|v| v.m = Some([("x".to_owned(), of(|v| v.l = Some(vec![of(|v| v.null = Some(true))])))].into()));
    for (name, value) in [
        ("s", s("")),
        ("n", of(|v| v.n = Some("-0.5".into()))),
        ("b", of(|v| v.b = Some(vec![0, 255]))),
        ("bool", of(|v| v.bool = Some(false))),
        ("ss", of(|v| v.ss = Some(vec!["a".into(), "b".into()]))),
        ("ns", of(|v| v.ns = Some(vec!["1".into(), "20".into()]))),
        ("bs", of(|v| v.bs = Some(vec![vec![1], vec![2]]))),
        ("m", deep),
    ] {
        given.insert(name.to_owned(), value);
    }

    rig.put("items", given.clone()).unwrap();

    assert!(rig.item("items", "a") == Some(given));
}

#[test]
fn an_item_of_exactly_400_kb_fits_and_one_byte_more_does_not() {
    let rig = Rig::with_table("items");
    let rest = "id".len() + "a".len() + "holder".len() + "one".len() + "x".len();
    let text = |bytes: usize| s(&"v".repeat(bytes));

    assert!(put_with(&rig, "x", text(400 * 1024 - rest)).is_ok());
    let refused = put_with(&rig, "x", text(400 * 1024 - rest + 1)).err().unwrap();
    assert_eq!(refused, "Item size has exceeded the maximum allowed size");
}

#[test]
fn documents_nest_32_levels_and_no_more() {
    let rig = Rig::with_table("items");
    let nested = |levels: u32| (0..levels).fold(s("leaf"), |inner, _| of(|v| v.l = Some(vec![inner])));

    assert!(put_with(&rig, "x", nested(32)).is_ok());
    let refused = put_with(&rig, "x", nested(33)).err().unwrap();
    assert_eq!(refused, "Nesting Levels have exceeded supported limits");
}

#[test]
fn values_that_make_no_sense_are_refused_in_aws_words() {
    let rig = Rig::with_table("items");
    let number = |text: &str| of(|v| v.n = Some(text.to_owned()));
    for (value, why) in [
        (number(""), "The parameter cannot be converted to a numeric value"),
        (number("x"), "The parameter cannot be converted to a numeric value: x"),
        (
            number("1e126"),
            "Number overflow. Attempting to store a number with magnitude larger than supported range",
        ),
        (
            number("1e-131"),
            "Number underflow. Attempting to store a number with magnitude smaller than supported range",
        ),
        (number(&"1".repeat(39)), "Attempting to store more than 38 significant digits in a Number"),
        (
            of(|v| v.ss = Some(vec!["a".into(), "a".into()])),
            "One or more parameter values were invalid: Input collection [a, a] contains duplicates.",
        ),
        (of(|v| v.ns = Some(vec!["1".into(), "1.0".into()])), "Input collection contains duplicates"),
        (
            of(|v| v.null = Some(false)),
            "One or more parameter values were invalid: Null attribute value types must have the value of true",
        ),
    ] {
        assert_eq!(put_with(&rig, "x", value).err().unwrap(), why);
    }
}

#[test]
fn keys_have_their_own_bounds() {
    let rig = Rig::with_table("items");
    let long = "k".repeat(2048);
    rig.put("items", item(&long, "one")).unwrap();
    assert!(rig.item("items", &long).is_some());

    let fault = rig.put("items", item(&"k".repeat(2049), "one")).unwrap_err();

    assert!(fault.message.contains("Size of hashkey has exceeded the maximum size limit of2048 bytes"));
}

#[test]
fn a_batch_that_does_not_fit_one_commit_gives_the_rest_back() {
    let rig = Rig::with_table("items");
    let request = |n: u32| {
        let mut item = item(&format!("key {n}"), "one");
        item.insert("data".into(), s(&"x".repeat(390_000)));
        api::WriteRequest { put_request: Some(api::PutRequest { item }), delete_request: None }
    };
    let request_items = [("items".to_owned(), (0..14).map(request).collect())].into();
    let input = api::BatchWriteItemInput { request_items, ..Default::default() };

    let reply = rig.call::<api::BatchWriteItem>(input).unwrap();

    let left = reply.unprocessed_items.unwrap()["items"].len();
    assert_eq!(left, 4);
    assert!(rig.item("items", "key 9").is_some() && rig.item("items", "key 10").is_none());
}
