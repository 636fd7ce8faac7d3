use super::*;
use crate::stream::{HashKey, HashRange};
use millpond_base::TrackId;
use proptest::prelude::*;

fn shard(index: u32, created_secs: u64) -> Shard {
    let range = HashRange::new(HashKey(0), HashKey(u128::MAX)).unwrap();
    let opened = WallMs(created_secs * 1000);
    Shard { index, range, opened, track: TrackId(1), created_secs, parents: Vec::new(), closed: None }
}

proptest! {
    #[test]
    fn a_number_survives_its_text(
        index in 0u32..=0x7fff_ffff,
        created in 0u64..=SECONDS_MASK,
        seq in 0u64..INDEX_END,
        arrival in 0u64..=SECONDS_MASK,
    ) {
        let number = SequenceNumber::of(&shard(index, created), Seq(seq), WallMs(arrival * 1000));

        let text = String::from(number);

        prop_assert_eq!(text.len(), SEQUENCE_DIGITS);
        prop_assert_eq!(SequenceNumber::parse(&text), Ok(number));
        prop_assert_eq!(number.at(), Seq(seq));
        prop_assert_eq!(number.after(), Seq(seq + 1));
        prop_assert!(number.is_from(&shard(index, created)));
    }

    #[test]
    fn numbers_of_a_shard_order_by_place_even_when_the_clock_goes_back(
        seq in 0u64..1 << 62, first in 0u64..1 << 33, second in 0u64..1 << 33,
    ) {
        let shard = shard(3, 1_700_000_000);

        let earlier = String::from(SequenceNumber::of(&shard, Seq(seq), WallMs(first * 1000)));
        let later = String::from(SequenceNumber::of(&shard, Seq(seq + 1), WallMs(second * 1000)));

        prop_assert!(earlier < later, "56 digits compare as text as they do as numbers");
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[0-9a-z+-]{0,140}") {
        let _ = SequenceNumber::parse(&text);
    }
}

/// Numbers AWS gave out, as published in its documentation and in trackers: text, shard index, second at which the
/// shard was made, record index, second of arrival.
const PUBLISHED: [(&str, u32, u64, u64, u64); 4] = [
    (
        "49590338271490256608559692538361571095921575989136588898",
        6,
        1_542_776_258,
        1_734_642_199,
        1_545_084_650,
    ),
    ("49543463076570308322303623326179887152428262250726293522", 1, 1_411_403_981, 5500, 1_411_431_220),
    ("49594189147623985939251953501666965394405037144469929986", 0, 1_553_568_712, 195, 1_553_568_735),
    ("49546986683135544286507457936321625675700192471156785154", 0, 1_421_279_230, 469, 1_421_279_386),
];

#[test]
fn published_numbers_decode_and_encode_again() {
    for (text, shard, created_secs, index, arrival_secs) in PUBLISHED {
        let number = SequenceNumber::parse(text).unwrap();

        assert_eq!(number, SequenceNumber { created_secs, shard, index, arrival_secs });
        assert_eq!(number.to_string(), text);
    }
}

#[test]
fn a_number_with_another_version_is_refused() {
    // From the same documentation page, but edited by hand: its last digit is not the version.
    let edited = "49543463076548007577105092703039560359975228518395012686";

    assert_eq!(SequenceNumber::parse(edited), Err(SequenceError::Invalid));
}

#[test]
fn neighbouring_shards_start_as_far_apart_as_at_aws() {
    let number = |index| SequenceNumber::start(&shard(index, 1_400_000_000)).to_string();
    let [a, b] = [limbs(&number(0)).unwrap(), limbs(&number(1)).unwrap()];

    // Observed at AWS: 22300745198530623141535718272648361505980432, which is 2^144 + 16.
    assert_eq!(b[0] - a[0], 16);
    assert_eq!(b[1], a[1]);
    assert_eq!(b[2] - a[2], 1 << 16);
}

#[test]
fn the_smallest_and_largest_numbers_have_56_digits() {
    let smallest = SequenceNumber { created_secs: 0, shard: 0, index: 0, arrival_secs: 0 };
    let largest = SequenceNumber {
        created_secs: SECONDS_MASK,
        shard: i32::MAX.unsigned_abs(),
        index: INDEX_END,
        arrival_secs: SECONDS_MASK,
    };

    assert!(!smallest.to_string().starts_with('0'));
    assert_eq!(SequenceNumber::parse(&largest.to_string()), Ok(largest));
}

#[test]
fn the_start_of_a_shard_is_before_its_first_record() {
    let shard = shard(0, 1_700_000_000);

    let start = SequenceNumber::start(&shard);

    assert_eq!(start.at(), Seq(0));
    assert_eq!(start.after(), Seq(0));
    assert!(start.to_string() < SequenceNumber::of(&shard, Seq(0), WallMs(0)).to_string());
}

#[test]
fn a_number_of_another_life_of_the_stream_is_told_apart() {
    let number = SequenceNumber::of(&shard(0, 1_700_000_000), Seq(5), WallMs(1_700_000_001_000));

    assert!(!number.is_from(&shard(0, 1_700_000_009)));
    assert!(!number.is_from(&shard(1, 1_700_000_000)));
}

#[test]
fn an_old_number_tells_its_shard_and_its_canonical_form() {
    let parse = SequenceNumber::parse;
    let canonical = |n: u128| Some(n);

    assert_eq!(parse("5"), Err(SequenceError::Legacy { shard: 5, canonical: canonical((1 << 124) + 5) }));
    assert_eq!(
        parse("0"),
        Err(SequenceError::Legacy {
            shard: 0,
            canonical: canonical(21_267_647_932_558_653_966_460_912_964_485_513_216)
        })
    );
    assert_eq!(
        parse("425352958651173072921826052383309826"),
        Err(SequenceError::Legacy {
            shard: 2,
            canonical: canonical(21_693_000_891_209_827_039_382_739_016_868_823_042)
        })
    );
    let large_date = 0x13bb_2cc3_d800_0000_0000_0000_0000_0000u128.to_string();
    assert_eq!(parse(&large_date), Err(SequenceError::Invalid));
}

#[test]
fn bits_that_no_number_of_aws_has_are_refused() {
    // 2|0..|8 in the record index, and 8 in the shard index, as in hexadecimal 2000000000080...02.
    let text = |lo: u64, mid: u64, hi: u64| {
        let (hi, mid, lo, tail) = divide(hi, mid, lo);
        let (_, _, head, middle) = divide(hi, mid, lo);
        format!("{head}{middle:019}{tail:019}")
    };

    assert_eq!(SequenceNumber::parse(&text(2, 0, (2 << 56) | 0x8000)), Err(SequenceError::Invalid));
    assert_eq!(SequenceNumber::parse(&text(2 | (0x8000_0000 << 4), 0, 2 << 56)), Err(SequenceError::Invalid));
    assert_eq!(SequenceNumber::parse(&"9".repeat(129)), Err(SequenceError::Invalid));
    assert_eq!(SequenceNumber::parse(""), Err(SequenceError::Invalid));
    assert_eq!(SequenceNumber::parse("-5"), Err(SequenceError::Invalid));
}
