//! Each operation in each state of a key.
//!
//! # Source
//! AWS KMS developer guide, "Key states of AWS KMS keys".

use super::*;
use crate::api::{
    CreateGrant, CreateGrantInput, DeleteImportedKeyMaterial, DeleteImportedKeyMaterialInput,
    DisableKeyRotation, DisableKeyRotationInput, EnableKeyRotation, EnableKeyRotationInput, GetKeyPolicy,
    GetKeyPolicyInput, GetParametersForImport, GetParametersForImportInput, GetPublicKey, GetPublicKeyInput,
    ListGrants, ListGrantsInput, ListResourceTags, ListResourceTagsInput, PutKeyPolicy, PutKeyPolicyInput,
    RotateKeyOnDemand, RotateKeyOnDemandInput, Sign, SignInput, TagResource, TagResourceInput, UntagResource,
    UntagResourceInput, UpdateKeyDescription, UpdateKeyDescriptionInput, Verify, VerifyInput,
};
use Says::{Disabled, Done, External, Going, Import, Internal, NotGoing};

/// What an operation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Done,
    Disabled,
    Going,
    NotGoing,
    Import,
    /// The origin is EXTERNAL, which is not valid.
    External,
    /// The origin is AWS_KMS, which is not valid.
    Internal,
}

impl Says {
    fn in_words(self, arn: &str) -> Option<(&'static str, String)> {
        let state = |text: &str| Some(("KMSInvalidStateException", format!("{arn} is {text}.")));
        let origin = |origin: &str| {
            let text = format!("{arn} origin is {origin} which is not valid for this operation.");
            Some(("UnsupportedOperationException", text))
        };
        match self {
            Done => None,
            Disabled => Some(("DisabledException", format!("{arn} is disabled."))),
            Going => state("pending deletion"),
            NotGoing => state("not pending deletion"),
            Import => state("pending import"),
            External => origin("EXTERNAL"),
            Internal => origin("AWS_KMS"),
        }
    }
}

type Run = fn(&Rig, String) -> Result<(), Fault>;

/// An operation, and what it says of a key that is disabled, of one that goes, and of one that has no material.
const TABLE: [(&str, Run, [Says; 3]); 24] = [
    (
        "CancelKeyDeletion",
        |rig, key_id| rig.does::<CancelKeyDeletion>(CancelKeyDeletionInput { key_id }),
        [NotGoing, Done, NotGoing],
    ),
    (
        "CreateAlias",
        |rig, key| {
            let input = CreateAliasInput { alias_name: format!("alias/{key}"), target_key_id: key };
            rig.does::<CreateAlias>(input)
        },
        [Done, Going, Done],
    ),
    (
        "CreateGrant",
        |rig, key_id| {
            let grantee_principal = text("arn:aws:iam::000000000000:user/u");
            let operations = vec!["DescribeKey".to_owned()];
            let input = CreateGrantInput { key_id, grantee_principal, operations, ..Default::default() };
            rig.does::<CreateGrant>(input)
        },
        [Disabled, Going, Import],
    ),
    (
        "DeleteImportedKeyMaterial",
        |rig, key_id| {
            let input = DeleteImportedKeyMaterialInput { key_id, key_material_id: None };
            rig.does::<DeleteImportedKeyMaterial>(input)
        },
        [Internal, Internal, Done],
    ),
    ("DescribeKey", |rig, key| rig.does::<DescribeKey>(describe(&key)), [Done; 3]),
    ("DisableKey", |rig, key_id| rig.does::<DisableKey>(DisableKeyInput { key_id }), [Done, Going, Import]),
    (
        "DisableKeyRotation",
        |rig, key_id| rig.does::<DisableKeyRotation>(DisableKeyRotationInput { key_id }),
        [Disabled, Going, External],
    ),
    ("EnableKey", |rig, key_id| rig.does::<EnableKey>(EnableKeyInput { key_id }), [Done, Going, Import]),
    (
        "EnableKeyRotation",
        |rig, key_id| {
            rig.does::<EnableKeyRotation>(EnableKeyRotationInput { key_id, rotation_period_in_days: None })
        },
        [Disabled, Going, External],
    ),
    ("Encrypt", |rig, key| rig.does::<Encrypt>(encrypt(&key, b"x")), [Disabled, Going, Import]),
    (
        "GenerateDataKey",
        |rig, key| rig.does::<GenerateDataKey>(data_key(&key, Some("AES_256"), None)),
        [Disabled, Going, Import],
    ),
    (
        "GetKeyPolicy",
        |rig, key_id| rig.does::<GetKeyPolicy>(GetKeyPolicyInput { key_id, policy_name: None }),
        [Done; 3],
    ),
    (
        "GetParametersForImport",
        |rig, key_id| {
            let wrapping_algorithm = "RSAES_OAEP_SHA_256".to_owned();
            let wrapping_key_spec = "RSA_2048".to_owned();
            let input = GetParametersForImportInput { key_id, wrapping_algorithm, wrapping_key_spec };
            rig.does::<GetParametersForImport>(input)
        },
        [Internal, Internal, Done],
    ),
    (
        "GetPublicKey",
        |rig, key_id| rig.does::<GetPublicKey>(GetPublicKeyInput { key_id, ..Default::default() }),
        [Disabled, Going, Import],
    ),
    (
        "ListGrants",
        |rig, key_id| rig.does::<ListGrants>(ListGrantsInput { key_id, ..Default::default() }),
        [Done; 3],
    ),
    (
        "ListResourceTags",
        |rig, key_id| rig.does::<ListResourceTags>(ListResourceTagsInput { key_id, ..Default::default() }),
        [Done; 3],
    ),
    (
        "PutKeyPolicy",
        |rig, key_id| {
            let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{ROOT_MAY_ALL}]}}"#);
            rig.does::<PutKeyPolicy>(PutKeyPolicyInput { key_id, policy, ..Default::default() })
        },
        [Done; 3],
    ),
    (
        "RotateKeyOnDemand",
        |rig, key_id| rig.does::<RotateKeyOnDemand>(RotateKeyOnDemandInput { key_id }),
        [Disabled, Going, Import],
    ),
    (
        "Sign",
        |rig, key_id| {
            let (message, signing_algorithm) = (b"m".to_vec(), "ECDSA_SHA_256".to_owned());
            rig.does::<Sign>(SignInput { key_id, message, signing_algorithm, ..Default::default() })
        },
        [Disabled, Going, Import],
    ),
    (
        "TagResource",
        |rig, key_id| {
            let tags = vec![Tag { tag_key: "k".to_owned(), tag_value: "v".to_owned() }];
            rig.does::<TagResource>(TagResourceInput { key_id, tags })
        },
        [Done, Going, Done],
    ),
    (
        "UntagResource",
        |rig, key_id| {
            rig.does::<UntagResource>(UntagResourceInput { key_id, tag_keys: vec!["k".to_owned()] })
        },
        [Done, Going, Done],
    ),
    (
        "UpdateKeyDescription",
        |rig, key_id| {
            rig.does::<UpdateKeyDescription>(UpdateKeyDescriptionInput {
                key_id,
                description: "d".to_owned(),
            })
        },
        [Done, Going, Done],
    ),
    (
        "Verify",
        |rig, key_id| {
            let (message, signature) = (b"m".to_vec(), b"s".to_vec());
            let signing_algorithm = "ECDSA_SHA_256".to_owned();
            let input = VerifyInput { key_id, message, signature, signing_algorithm, ..Default::default() };
            rig.does::<Verify>(input)
        },
        [Disabled, Going, Import],
    ),
    (
        "ScheduleKeyDeletion",
        |rig, key_id| {
            rig.does::<ScheduleKeyDeletion>(ScheduleKeyDeletionInput { key_id, pending_window_in_days: None })
        },
        [Done, Going, Done],
    ),
];

impl Rig {
    fn does<O: Op>(&self, input: O::Input) -> Result<(), Fault> {
        self.call::<O>(input).map(drop)
    }
}

#[test]
fn every_operation_says_in_every_state_what_aws_says() {
    for (operation, run, [of_disabled, of_going, of_empty]) in TABLE {
        let signs = ["Sign", "Verify", "GetPublicKey"].contains(&operation);
        let kind =
            if signs { ("ECC_NIST_P256", "SIGN_VERIFY") } else { ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT") };
        let rig = Rig::new();
        let disabled = rig.key_of(kind.0, kind.1);
        rig.call::<DisableKey>(DisableKeyInput { key_id: disabled.key_id.clone() }).unwrap();
        let going = rig.key_of(kind.0, kind.1);
        let schedule =
            ScheduleKeyDeletionInput { key_id: going.key_id.clone(), pending_window_in_days: None };
        rig.call::<ScheduleKeyDeletion>(schedule).unwrap();
        let empty = rig.external(kind.0, kind.1);

        for (key, says) in [(disabled, of_disabled), (going, of_going), (empty, of_empty)] {
            let said = run(&rig, key.key_id).err().map(|fault| (fault.code, fault.message));
            assert_eq!(said, says.in_words(&key.arn.unwrap()), "{operation}: {says:?}");
        }
    }
}

#[test]
fn an_enabled_key_does_not_go() {
    let rig = Rig::new();
    let key = rig.key();

    let told = rig.refused::<CancelKeyDeletion>(CancelKeyDeletionInput { key_id: key.key_id });

    assert_eq!(Some(told), NotGoing.in_words(&key.arn.unwrap()));
}
