//! Keys that are made anew, and keys of more than one region.

use super::*;
use crate::api::{
    DisableKeyRotation, DisableKeyRotationInput, EnableKeyRotation, EnableKeyRotationInput,
    GetKeyRotationStatus, GetKeyRotationStatusInput, GetKeyRotationStatusOutput, ListKeyRotations,
    ListKeyRotationsInput, ReplicateKey, ReplicateKeyInput, RotateKeyOnDemand, RotateKeyOnDemandInput,
    RotationsListEntry, UpdatePrimaryRegion, UpdatePrimaryRegionInput,
};

fn status(rig: &Rig, key: &str) -> GetKeyRotationStatusOutput {
    rig.call::<GetKeyRotationStatus>(GetKeyRotationStatusInput { key_id: key.to_owned() }).unwrap()
}

fn rotations(rig: &Rig, key: &str, all: bool) -> Vec<RotationsListEntry> {
    let include_key_material = all.then(|| "ALL_KEY_MATERIAL".to_owned());
    let input = ListKeyRotationsInput { key_id: key.to_owned(), include_key_material, ..Default::default() };
    rig.call::<ListKeyRotations>(input).unwrap().rotations.unwrap()
}

fn enable(key: &str, days: Option<i64>) -> EnableKeyRotationInput {
    EnableKeyRotationInput { key_id: key.to_owned(), rotation_period_in_days: days }
}

#[test]
fn a_key_is_made_anew_in_time_and_old_ciphertexts_stay_readable() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let first = rig.encrypt(&key, b"first");
    assert_eq!(status(&rig, &key).key_rotation_enabled, Some(false));

    rig.call::<EnableKeyRotation>(enable(&key, Some(90))).unwrap();
    let start = rig.clock.now().wall.0.cast_signed();
    assert_eq!(status(&rig, &key).next_rotation_date, Some(start + 90 * 86_400_000));
    rig.days(89);
    assert!(rotations(&rig, &key, false).is_empty());
    rig.days(1);

    let [entry] = &rotations(&rig, &key, false)[..] else { panic!("made anew once") };
    assert_eq!(entry.rotation_type.as_deref(), Some("AUTOMATIC"));
    assert_eq!(entry.key_material_state.as_deref(), Some("CURRENT"));
    assert_eq!(entry.key_material_id, rig.shown(&key).current_key_material_id);
    assert_eq!(status(&rig, &key).next_rotation_date, Some(start + 180 * 86_400_000));
    assert_eq!(rig.call::<Decrypt>(decrypt(&first)).unwrap().plaintext.unwrap(), b"first");
    // Away for long: made anew once, and again when the next period is over.
    rig.days(300);
    assert_eq!(rotations(&rig, &key, true).len(), 3);
    assert_eq!(status(&rig, &key).next_rotation_date, Some(start + 450 * 86_400_000));
    rig.call::<DisableKeyRotation>(DisableKeyRotationInput { key_id: key.clone() }).unwrap();
    rig.days(999);
    assert_eq!((rotations(&rig, &key, true).len(), status(&rig, &key).next_rotation_date), (3, None));
}

#[test]
fn a_disabled_key_is_made_anew_once_it_is_enabled() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    rig.call::<EnableKeyRotation>(enable(&key, None)).unwrap();
    assert_eq!(status(&rig, &key).rotation_period_in_days, Some(365));
    rig.call::<DisableKey>(DisableKeyInput { key_id: key.clone() }).unwrap();
    rig.days(400);
    assert!(rotations(&rig, &key, false).is_empty());

    rig.call::<EnableKey>(EnableKeyInput { key_id: key.clone() }).unwrap();
    rig.store.maintain(rig.clock.now()).unwrap();

    assert_eq!(rotations(&rig, &key, false).len(), 1);
}

#[test]
fn on_demand_a_key_is_made_anew_25_times() {
    let rig = Rig::new();
    let key = rig.key();
    let input = || RotateKeyOnDemandInput { key_id: key.key_id.clone() };
    for _ in 0..25 {
        assert_eq!(rig.call::<RotateKeyOnDemand>(input()).unwrap().key_id, Some(key.key_id.clone()));
    }

    let (code, told) = rig.refused::<RotateKeyOnDemand>(input());

    assert_eq!((code, told.ends_with(&key.arn.unwrap())), ("LimitExceededException", true));
    let page = ListKeyRotationsInput {
        key_id: key.key_id.clone(),
        limit: Some(20),
        ..ListKeyRotationsInput::default()
    };
    let first = rig.call::<ListKeyRotations>(page.clone()).unwrap();
    let second = ListKeyRotationsInput { marker: first.next_marker, ..page.clone() };
    let second = rig.call::<ListKeyRotations>(second).unwrap();
    assert_eq!((first.rotations.unwrap().len(), second.rotations.unwrap().len()), (20, 5));
    let bad = ListKeyRotationsInput { marker: text("x"), ..page };
    assert_eq!(rig.refused::<ListKeyRotations>(bad).0, "InvalidMarkerException");
}

#[test]
fn other_kinds_are_never_made_anew() {
    let rig = Rig::new();
    let signs = rig.key_of("ECC_NIST_P256", "SIGN_VERIFY").key_id;
    let brought = rig.external("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    let unsupported = |text: &str| ("UnsupportedOperationException", text.to_owned());

    assert_eq!(rig.refused::<EnableKeyRotation>(enable(&signs, None)), unsupported(""));
    assert_eq!(status(&rig, &signs).key_rotation_enabled, Some(false));
    let told = format!("{} origin is EXTERNAL which is not valid for this operation.", brought.arn.unwrap());
    assert_eq!(rig.refused::<EnableKeyRotation>(enable(&brought.key_id, None)), unsupported(&told));
    let asked = GetKeyRotationStatusInput { key_id: brought.key_id };
    assert_eq!(rig.refused::<GetKeyRotationStatus>(asked), unsupported(&told));
}

#[test]
fn a_multi_region_key_is_the_only_one_of_its_kind() {
    let rig = Rig::new();
    let input = CreateKeyInput { multi_region: Some(true), ..CreateKeyInput::default() };
    let key = rig.call::<CreateKey>(input).unwrap().key_metadata.unwrap();
    assert!(key.key_id.starts_with("mrk-") && key.key_id.len() == 36);
    let blob = rig.encrypt(&key.key_id, b"x");
    assert_eq!(rig.call::<Decrypt>(decrypt(&blob)).unwrap().key_id, key.arn);
    let primary = rig.shown(&key.key_id).multi_region_configuration.unwrap().primary_key.unwrap();
    assert_eq!((primary.arn, primary.region.as_deref()), (key.arn, Some("us-east-1")));
    let to = |key: &str, region: &str| ReplicateKeyInput {
        key_id: key.to_owned(),
        replica_region: region.to_owned(),
        ..ReplicateKeyInput::default()
    };
    let primary = |region: &str| UpdatePrimaryRegionInput {
        key_id: key.key_id.clone(),
        primary_region: region.to_owned(),
    };

    assert_eq!(rig.refused::<ReplicateKey>(to(&key.key_id, "us-east-1")).0, "AlreadyExistsException");
    assert_eq!(rig.refused::<ReplicateKey>(to(&key.key_id, "eu-west-1")).0, "UnsupportedOperationException");
    let regional = rig.key().key_id;
    assert_eq!(rig.refused::<ReplicateKey>(to(&regional, "eu-west-1")).0, "UnsupportedOperationException");
    assert_eq!(rig.refused::<UpdatePrimaryRegion>(primary("eu-west-1")).0, "NotFoundException");
    assert_eq!(rig.refused::<UpdatePrimaryRegion>(primary("us-east-1")).0, "UnsupportedOperationException");
}
