use super::*;
use crate::catalog::Image;
use crate::principal::tests::{at, fresh, open};

const KEYS: &str = r#"{"keys":[{"kty":"EC","kid":"k1","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;
const MINUTE: u64 = 60;
const HOUR: u64 = 3600;

fn keys() -> KeySet {
    KeySet::parse(KEYS.as_bytes()).unwrap()
}

fn fetched() -> Result<Fetched, FetchFailure> {
    Ok(Fetched { keys: keys(), secs: Some(5_000) })
}

fn provider(principals: &Principals) -> Arc<OidcProvider> {
    principals.create_oidc("id.example/a", vec!["c".into()], vec![], vec![], 10, at(1)).unwrap()
}

fn is_fresh(principals: &Principals, provider: &OidcProvider, now: Now) -> bool {
    matches!(principals.issuers().standing(provider, now), Standing::Fresh(_))
}

fn untrusted(secs: u64) -> Now {
    Now { trusted: false, wall: WallMs(0), ..at(secs) }
}

#[test]
fn a_new_provider_is_fetched_once_and_then_every_six_hours() {
    let principals = fresh();
    let provider = provider(&principals);

    let errands = principals.errands(at(2));
    assert_eq!((errands.len(), errands[0].number), (1, provider.number()));
    assert!(principals.errands(at(3)).is_empty(), "it is on its way");
    principals.answered(provider.number(), fetched(), at(4)).unwrap();

    assert!(is_fresh(&principals, &provider, at(5)));
    assert!(principals.errands(at(4 + 6 * HOUR - 1)).is_empty());
    assert_eq!(principals.errands(at(4 + 6 * HOUR)).len(), 1);
}

#[test]
fn keys_outlive_their_issuer_for_the_grace_and_a_restart() {
    let principals = fresh();
    let provider = provider(&principals);
    principals.answered(provider.number(), fetched(), at(10)).unwrap();
    principals.answered(provider.number(), Err(FetchFailure::Unreachable), at(20)).unwrap();
    let standing = |secs| principals.issuers().standing(&provider, at(secs));

    assert!(matches!(standing(110), Standing::Cached { age_secs: 100, .. }));
    assert!(matches!(standing(10 + 168 * HOUR), Standing::Cached { .. }));
    assert!(matches!(standing(11 + 168 * HOUR), Standing::Missing(Some(FetchFailure::Unreachable))));
    principals.issuers().set_grace_ms(50_000);
    assert!(matches!(standing(110), Standing::Missing(_)));
    principals.answered(provider.number(), fetched(), at(120)).unwrap();
    assert!(is_fresh(&principals, &provider, at(121)));
}

#[test]
fn keys_are_read_again_and_go_with_their_provider() {
    let (catalog, principals) = open(&Image::default(), 1);
    let provider = provider(&principals);
    principals.answered(provider.number(), fetched(), at(10)).unwrap();

    let (_, again) = open(&catalog.image().unwrap(), 2);

    assert!(is_fresh(&again, &provider, at(20)));
    assert_eq!(again.errands(at(20)).len(), 1, "nobody knows how long it was off");
    principals.delete_oidc(&provider.arn).unwrap();
    assert!(catalog.all(KIND).unwrap().is_empty());
    principals.answered(provider.number(), fetched(), at(30)).unwrap();
    assert!(catalog.all(KIND).unwrap().is_empty(), "what comes late is not kept");
}

#[test]
fn keys_that_did_not_change_are_written_once_a_day() {
    let (catalog, principals) = open(&Image::default(), 1);
    let provider = provider(&principals);
    let on_flash = |principals: &Principals, secs| {
        principals.answered(provider.number(), fetched(), at(secs)).unwrap();
        Kept::decode(&catalog.all(KIND).unwrap()[0].1).unwrap().line.0 / 1000
    };

    assert_eq!(on_flash(&principals, 10), 10);
    assert_eq!(on_flash(&principals, 20), 10);
    assert_eq!(on_flash(&principals, 9 + 24 * HOUR), 10);
    assert_eq!(on_flash(&principals, 10 + 24 * HOUR), 10 + 24 * HOUR);
}

#[test]
fn an_unknown_key_is_asked_for_once_a_minute() {
    let principals = fresh();
    let provider = provider(&principals);
    let number = provider.number();
    principals.answered(number, fetched(), at(10)).unwrap();
    let issuers = principals.issuers();

    assert_eq!(issuers.want(&provider, at(20)), Some(at(30).line));
    assert_eq!(issuers.want(&provider, at(21)), Some(at(30).line), "it is being fetched for somebody else");
    assert_eq!(principals.errands(at(21)).len(), 1);
    assert_eq!(issuers.want(&provider, at(22)), Some(at(30).line));
    principals.answered(number, fetched(), at(23)).unwrap();
    assert_eq!(issuers.want(&provider, at(24)), None);
    assert_eq!(issuers.want(&provider, at(20 + MINUTE - 1)), None);
    assert!(issuers.want(&provider, at(20 + MINUTE)).is_some());
}

#[test]
fn nobody_waits_longer_than_ten_seconds_for_an_issuer() {
    let principals = fresh();
    let provider = provider(&principals);
    let issuers = principals.issuers();

    assert_eq!(issuers.want(&provider, at(20)), Some(at(30).line));
    assert_eq!(issuers.want(&provider, at(30)), None);
}

#[test]
fn a_fetch_that_failed_is_tried_again_later_and_later() {
    let principals = fresh();
    let number = provider(&principals).number();
    let mut now = 100;

    for minutes in [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360] {
        principals.answered(number, Err(FetchFailure::Unusable), at(now)).unwrap();
        assert!(principals.errands(at(now + minutes * MINUTE - 1)).is_empty(), "{minutes}");
        now += minutes * MINUTE;
        assert_eq!(principals.errands(at(now)).len(), 1, "{minutes}");
    }
}

#[test]
fn a_provider_that_is_changed_is_asked_again_at_once() {
    let principals = fresh();
    let provider = provider(&principals);
    assert!(principals.issuers().want(&provider, at(20)).is_some());
    principals.answered(provider.number(), Err(FetchFailure::Untrusted), at(21)).unwrap();
    assert!(principals.issuers().want(&provider, at(22)).is_none());

    principals
        .change_oidc(&provider.arn, |_, thumbprints| {
            thumbprints.push("0".repeat(40));
            Ok(())
        })
        .unwrap();

    assert!(principals.issuers().want(&provider, at(22)).is_some());
    assert_eq!(principals.errands(at(22)).len(), 1);
}

#[test]
fn without_a_trusted_clock_the_issuers_own_times_stand_for_it() {
    let principals = fresh();
    let provider = provider(&principals);
    let issuers = principals.issuers();
    let time = |secs| issuers.time_secs(&provider, untrusted(secs));

    assert_eq!(issuers.time_secs(&provider, at(77)), 77);
    assert_eq!(time(77), 0);
    principals.answered(provider.number(), fetched(), at(100)).unwrap();
    assert_eq!(time(130), 5_030);
    issuers.believed(&provider, 6_000, untrusted(130));
    assert_eq!(time(140), 6_010);
    issuers.believed(&provider, 5_500, untrusted(140));
    assert_eq!(time(140), 6_010, "an older token turns nothing back");
}

#[test]
fn the_published_form_is_frozen_and_every_truncation_refused() {
    let kept = Kept {
        keys: Arc::new(keys()),
        wall: WallMs(1_000),
        line: LineMs(2_000),
        trusted: true,
        secs: Some(9),
    };
    let whole = kept.encode();

    let text: String = whole.iter().map(|b| format!("{b:02x}")).collect();

    assert_eq!(text, include_str!("oidc_keys_v1.hex").trim());
    assert_eq!(*Kept::decode(&whole).unwrap().encode(), *whole);
    for length in 0..whole.len() {
        assert!(Kept::decode(&whole[..length]).is_err(), "{length}");
    }
}
