//! The wire of `kms` 2014-11-01, as its model states it.
//!
//! Written by `cargo xtask api` from botocore 1.44.5; do not edit.

use std::collections::BTreeMap;

use millpond_aws::schema::{EMPTY, Kind, Member, Operation, Pattern, Range, ServiceSchema, Shape};
use millpond_aws::{operation, structure};

/// How the service is addressed and what it can do.
pub static SERVICE: ServiceSchema = ServiceSchema {
    id: "kms",
    signing_name: "kms",
    target_prefix: "TrentService",
    api_version: "2014-11-01",
    xml_namespace: "",
    json_version: "1.1",
    query_compatible: false,
    error_namespace: "",
    operations: &OPERATIONS,
};

static OPERATIONS: [Operation; 56] = [
    Operation {
        name: "CancelKeyDeletion",
        honoured: true,
        input: &CANCEL_KEY_DELETION_REQUEST,
        output: &CANCEL_KEY_DELETION_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("ConnectCustomKeyStore"),
    Operation {
        name: "CreateAlias",
        honoured: true,
        input: &CREATE_ALIAS_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::ALREADY_EXISTS_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ALIAS_NAME_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("CreateCustomKeyStore"),
    Operation::refused("CreateGrant"),
    Operation {
        name: "CreateKey",
        honoured: true,
        input: &CREATE_KEY_REQUEST,
        output: &CREATE_KEY_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::TAG_EXCEPTION,
            &error::CUSTOM_KEY_STORE_NOT_FOUND_EXCEPTION,
            &error::CUSTOM_KEY_STORE_INVALID_STATE_EXCEPTION,
            &error::CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION_EXCEPTION,
            &error::XKS_KEY_INVALID_CONFIGURATION_EXCEPTION,
            &error::XKS_KEY_ALREADY_IN_USE_EXCEPTION,
            &error::XKS_KEY_NOT_FOUND_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("Decapsulate"),
    Operation {
        name: "Decrypt",
        honoured: true,
        input: &DECRYPT_REQUEST,
        output: &DECRYPT_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::INVALID_CIPHERTEXT_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::INCORRECT_KEY_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("DeleteAlias"),
    Operation::refused("DeleteCustomKeyStore"),
    Operation::refused("DeleteImportedKeyMaterial"),
    Operation::refused("DeriveSharedSecret"),
    Operation::refused("DescribeCustomKeyStores"),
    Operation {
        name: "DescribeKey",
        honoured: true,
        input: &DESCRIBE_KEY_REQUEST,
        output: &DESCRIBE_KEY_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DisableKey",
        honoured: true,
        input: &DISABLE_KEY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("DisableKeyRotation"),
    Operation::refused("DisconnectCustomKeyStore"),
    Operation {
        name: "EnableKey",
        honoured: true,
        input: &ENABLE_KEY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("EnableKeyRotation"),
    Operation::refused("Encapsulate"),
    Operation {
        name: "Encrypt",
        honoured: true,
        input: &ENCRYPT_REQUEST,
        output: &ENCRYPT_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GenerateDataKey",
        honoured: true,
        input: &GENERATE_DATA_KEY_REQUEST,
        output: &GENERATE_DATA_KEY_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("GenerateDataKeyPair"),
    Operation::refused("GenerateDataKeyPairWithoutPlaintext"),
    Operation {
        name: "GenerateDataKeyWithoutPlaintext",
        honoured: true,
        input: &GENERATE_DATA_KEY_WITHOUT_PLAINTEXT_REQUEST,
        output: &GENERATE_DATA_KEY_WITHOUT_PLAINTEXT_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("GenerateMac"),
    Operation {
        name: "GenerateRandom",
        honoured: true,
        input: &GENERATE_RANDOM_REQUEST,
        output: &GENERATE_RANDOM_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::CUSTOM_KEY_STORE_NOT_FOUND_EXCEPTION,
            &error::CUSTOM_KEY_STORE_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("GetKeyLastUsage"),
    Operation::refused("GetKeyPolicy"),
    Operation::refused("GetKeyRotationStatus"),
    Operation::refused("GetParametersForImport"),
    Operation::refused("GetPublicKey"),
    Operation::refused("ImportKeyMaterial"),
    Operation {
        name: "ListAliases",
        honoured: true,
        input: &LIST_ALIASES_REQUEST,
        output: &LIST_ALIASES_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_MARKER_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("ListGrants"),
    Operation::refused("ListKeyPolicies"),
    Operation::refused("ListKeyRotations"),
    Operation {
        name: "ListKeys",
        honoured: true,
        input: &LIST_KEYS_REQUEST,
        output: &LIST_KEYS_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::INVALID_MARKER_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("ListResourceTags"),
    Operation::refused("ListRetirableGrants"),
    Operation::refused("PutKeyPolicy"),
    Operation::refused("ReEncrypt"),
    Operation::refused("ReplicateKey"),
    Operation::refused("RetireGrant"),
    Operation::refused("RevokeGrant"),
    Operation::refused("RotateKeyOnDemand"),
    Operation {
        name: "ScheduleKeyDeletion",
        honoured: true,
        input: &SCHEDULE_KEY_DELETION_REQUEST,
        output: &SCHEDULE_KEY_DELETION_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("Sign"),
    Operation::refused("TagResource"),
    Operation::refused("UntagResource"),
    Operation::refused("UpdateAlias"),
    Operation::refused("UpdateCustomKeyStore"),
    Operation::refused("UpdateKeyDescription"),
    Operation::refused("UpdatePrimaryRegion"),
    Operation::refused("Verify"),
    Operation::refused("VerifyMac"),
];

operation! {
    /// `CancelKeyDeletion`.
    CancelKeyDeletion(CancelKeyDeletionInput) -> CancelKeyDeletionOutput, OPERATIONS[0]
}

operation! {
    /// `CreateAlias`.
    CreateAlias(CreateAliasInput) -> CreateAliasOutput, OPERATIONS[2]
}

operation! {
    /// `CreateKey`.
    CreateKey(CreateKeyInput) -> CreateKeyOutput, OPERATIONS[5]
}

operation! {
    /// `Decrypt`.
    Decrypt(DecryptInput) -> DecryptOutput, OPERATIONS[7]
}

operation! {
    /// `DescribeKey`.
    DescribeKey(DescribeKeyInput) -> DescribeKeyOutput, OPERATIONS[13]
}

operation! {
    /// `DisableKey`.
    DisableKey(DisableKeyInput) -> DisableKeyOutput, OPERATIONS[14]
}

operation! {
    /// `EnableKey`.
    EnableKey(EnableKeyInput) -> EnableKeyOutput, OPERATIONS[17]
}

operation! {
    /// `Encrypt`.
    Encrypt(EncryptInput) -> EncryptOutput, OPERATIONS[20]
}

operation! {
    /// `GenerateDataKey`.
    GenerateDataKey(GenerateDataKeyInput) -> GenerateDataKeyOutput, OPERATIONS[21]
}

operation! {
    /// `GenerateDataKeyWithoutPlaintext`.
    GenerateDataKeyWithoutPlaintext(GenerateDataKeyWithoutPlaintextInput) -> GenerateDataKeyWithoutPlaintextOutput, OPERATIONS[24]
}

operation! {
    /// `GenerateRandom`.
    GenerateRandom(GenerateRandomInput) -> GenerateRandomOutput, OPERATIONS[26]
}

operation! {
    /// `ListAliases`.
    ListAliases(ListAliasesInput) -> ListAliasesOutput, OPERATIONS[33]
}

operation! {
    /// `ListKeys`.
    ListKeys(ListKeysInput) -> ListKeysOutput, OPERATIONS[37]
}

operation! {
    /// `ScheduleKeyDeletion`.
    ScheduleKeyDeletion(ScheduleKeyDeletionInput) -> ScheduleKeyDeletionOutput, OPERATIONS[46]
}

structure! {
    /// `AliasListEntry`.
    pub struct AliasListEntry {
        /// `AliasName`.
        pub alias_name: Option<String>,
        /// `AliasArn`.
        pub alias_arn: Option<String>,
        /// `TargetKeyId`.
        pub target_key_id: Option<String>,
        /// `CreationDate`.
        pub creation_date: Option<i64>,
        /// `LastUpdatedDate`.
        pub last_updated_date: Option<i64>,
    }
}

structure! {
    /// `CancelKeyDeletionRequest`.
    pub struct CancelKeyDeletionInput {
        /// `KeyId`.
        pub key_id: String,
    }
}

structure! {
    /// `CancelKeyDeletionResponse`.
    pub struct CancelKeyDeletionOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
    }
}

structure! {
    /// `CreateAliasRequest`.
    pub struct CreateAliasInput {
        /// `AliasName`.
        pub alias_name: String,
        /// `TargetKeyId`.
        pub target_key_id: String,
    }
}

structure! {
    /// `CreateAliasOutput`.
    pub struct CreateAliasOutput {}
}

structure! {
    /// `CreateKeyRequest`.
    pub struct CreateKeyInput {
        /// `Policy`.
        pub policy: Option<String>,
        /// `Description`.
        pub description: Option<String>,
        /// `KeyUsage`.
        pub key_usage: Option<String>,
        /// `CustomerMasterKeySpec`.
        pub customer_master_key_spec: Option<String>,
        /// `KeySpec`.
        pub key_spec: Option<String>,
        /// `Origin`.
        pub origin: Option<String>,
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: Option<String>,
        /// `BypassPolicyLockoutSafetyCheck`.
        pub bypass_policy_lockout_safety_check: Option<bool>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `MultiRegion`.
        pub multi_region: Option<bool>,
        /// `XksKeyId`.
        pub xks_key_id: Option<String>,
    }
}

structure! {
    /// `CreateKeyResponse`.
    pub struct CreateKeyOutput {
        /// `KeyMetadata`.
        pub key_metadata: Option<KeyMetadata>,
    }
}

structure! {
    /// `DecryptRequest`.
    pub struct DecryptInput {
        /// `CiphertextBlob`.
        pub ciphertext_blob: Option<Vec<u8>>,
        /// `EncryptionContext`.
        pub encryption_context: Option<BTreeMap<String, String>>,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `EncryptionAlgorithm`.
        pub encryption_algorithm: Option<String>,
        /// `Recipient`.
        pub recipient: Option<RecipientInfo>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
        /// `DryRunModifiers`.
        pub dry_run_modifiers: Option<Vec<String>>,
    }
}

structure! {
    /// `DecryptResponse`.
    pub struct DecryptOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `Plaintext`.
        pub plaintext: Option<Vec<u8>>,
        /// `EncryptionAlgorithm`.
        pub encryption_algorithm: Option<String>,
        /// `CiphertextForRecipient`.
        pub ciphertext_for_recipient: Option<Vec<u8>>,
        /// `KeyMaterialId`.
        pub key_material_id: Option<String>,
    }
}

structure! {
    /// `DescribeKeyRequest`.
    pub struct DescribeKeyInput {
        /// `KeyId`.
        pub key_id: String,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
    }
}

structure! {
    /// `DescribeKeyResponse`.
    pub struct DescribeKeyOutput {
        /// `KeyMetadata`.
        pub key_metadata: Option<KeyMetadata>,
    }
}

structure! {
    /// `DisableKeyRequest`.
    pub struct DisableKeyInput {
        /// `KeyId`.
        pub key_id: String,
    }
}

structure! {
    /// `DisableKeyOutput`.
    pub struct DisableKeyOutput {}
}

structure! {
    /// `EnableKeyRequest`.
    pub struct EnableKeyInput {
        /// `KeyId`.
        pub key_id: String,
    }
}

structure! {
    /// `EnableKeyOutput`.
    pub struct EnableKeyOutput {}
}

structure! {
    /// `EncryptRequest`.
    pub struct EncryptInput {
        /// `KeyId`.
        pub key_id: String,
        /// `Plaintext`.
        pub plaintext: Vec<u8>,
        /// `EncryptionContext`.
        pub encryption_context: Option<BTreeMap<String, String>>,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `EncryptionAlgorithm`.
        pub encryption_algorithm: Option<String>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `EncryptResponse`.
    pub struct EncryptOutput {
        /// `CiphertextBlob`.
        pub ciphertext_blob: Option<Vec<u8>>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `EncryptionAlgorithm`.
        pub encryption_algorithm: Option<String>,
    }
}

structure! {
    /// `GenerateDataKeyRequest`.
    pub struct GenerateDataKeyInput {
        /// `KeyId`.
        pub key_id: String,
        /// `EncryptionContext`.
        pub encryption_context: Option<BTreeMap<String, String>>,
        /// `NumberOfBytes`.
        pub number_of_bytes: Option<i64>,
        /// `KeySpec`.
        pub key_spec: Option<String>,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `Recipient`.
        pub recipient: Option<RecipientInfo>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `GenerateDataKeyResponse`.
    pub struct GenerateDataKeyOutput {
        /// `CiphertextBlob`.
        pub ciphertext_blob: Option<Vec<u8>>,
        /// `Plaintext`.
        pub plaintext: Option<Vec<u8>>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `CiphertextForRecipient`.
        pub ciphertext_for_recipient: Option<Vec<u8>>,
        /// `KeyMaterialId`.
        pub key_material_id: Option<String>,
    }
}

structure! {
    /// `GenerateDataKeyWithoutPlaintextRequest`.
    pub struct GenerateDataKeyWithoutPlaintextInput {
        /// `KeyId`.
        pub key_id: String,
        /// `EncryptionContext`.
        pub encryption_context: Option<BTreeMap<String, String>>,
        /// `KeySpec`.
        pub key_spec: Option<String>,
        /// `NumberOfBytes`.
        pub number_of_bytes: Option<i64>,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `GenerateDataKeyWithoutPlaintextResponse`.
    pub struct GenerateDataKeyWithoutPlaintextOutput {
        /// `CiphertextBlob`.
        pub ciphertext_blob: Option<Vec<u8>>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `KeyMaterialId`.
        pub key_material_id: Option<String>,
    }
}

structure! {
    /// `GenerateRandomRequest`.
    pub struct GenerateRandomInput {
        /// `NumberOfBytes`.
        pub number_of_bytes: Option<i64>,
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: Option<String>,
        /// `Recipient`.
        pub recipient: Option<RecipientInfo>,
    }
}

structure! {
    /// `GenerateRandomResponse`.
    pub struct GenerateRandomOutput {
        /// `Plaintext`.
        pub plaintext: Option<Vec<u8>>,
        /// `CiphertextForRecipient`.
        pub ciphertext_for_recipient: Option<Vec<u8>>,
    }
}

structure! {
    /// `KeyListEntry`.
    pub struct KeyListEntry {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `KeyArn`.
        pub key_arn: Option<String>,
    }
}

structure! {
    /// `KeyMetadata`.
    pub struct KeyMetadata {
        /// `AWSAccountId`.
        pub aws_account_id: Option<String>,
        /// `KeyId`.
        pub key_id: String,
        /// `Arn`.
        pub arn: Option<String>,
        /// `CreationDate`.
        pub creation_date: Option<i64>,
        /// `Enabled`.
        pub enabled: Option<bool>,
        /// `Description`.
        pub description: Option<String>,
        /// `KeyUsage`.
        pub key_usage: Option<String>,
        /// `KeyState`.
        pub key_state: Option<String>,
        /// `DeletionDate`.
        pub deletion_date: Option<i64>,
        /// `ValidTo`.
        pub valid_to: Option<i64>,
        /// `Origin`.
        pub origin: Option<String>,
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: Option<String>,
        /// `CloudHsmClusterId`.
        pub cloud_hsm_cluster_id: Option<String>,
        /// `ExpirationModel`.
        pub expiration_model: Option<String>,
        /// `KeyManager`.
        pub key_manager: Option<String>,
        /// `CustomerMasterKeySpec`.
        pub customer_master_key_spec: Option<String>,
        /// `KeySpec`.
        pub key_spec: Option<String>,
        /// `EncryptionAlgorithms`.
        pub encryption_algorithms: Option<Vec<String>>,
        /// `SigningAlgorithms`.
        pub signing_algorithms: Option<Vec<String>>,
        /// `KeyAgreementAlgorithms`.
        pub key_agreement_algorithms: Option<Vec<String>>,
        /// `EncapsulationAlgorithms`.
        pub encapsulation_algorithms: Option<Vec<String>>,
        /// `MultiRegion`.
        pub multi_region: Option<bool>,
        /// `MultiRegionConfiguration`.
        pub multi_region_configuration: Option<MultiRegionConfiguration>,
        /// `PendingDeletionWindowInDays`.
        pub pending_deletion_window_in_days: Option<i64>,
        /// `MacAlgorithms`.
        pub mac_algorithms: Option<Vec<String>>,
        /// `XksKeyConfiguration`.
        pub xks_key_configuration: Option<XksKeyConfigurationType>,
        /// `CurrentKeyMaterialId`.
        pub current_key_material_id: Option<String>,
    }
}

structure! {
    /// `ListAliasesRequest`.
    pub struct ListAliasesInput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListAliasesResponse`.
    pub struct ListAliasesOutput {
        /// `Aliases`.
        pub aliases: Option<Vec<AliasListEntry>>,
        /// `NextMarker`.
        pub next_marker: Option<String>,
        /// `Truncated`.
        pub truncated: Option<bool>,
    }
}

structure! {
    /// `ListKeysRequest`.
    pub struct ListKeysInput {
        /// `Limit`.
        pub limit: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `ResourceOwners`.
        pub resource_owners: Option<Vec<String>>,
    }
}

structure! {
    /// `ListKeysResponse`.
    pub struct ListKeysOutput {
        /// `Keys`.
        pub keys: Option<Vec<KeyListEntry>>,
        /// `NextMarker`.
        pub next_marker: Option<String>,
        /// `Truncated`.
        pub truncated: Option<bool>,
    }
}

structure! {
    /// `MultiRegionConfiguration`.
    pub struct MultiRegionConfiguration {
        /// `MultiRegionKeyType`.
        pub multi_region_key_type: Option<String>,
        /// `PrimaryKey`.
        pub primary_key: Option<MultiRegionKey>,
        /// `ReplicaKeys`.
        pub replica_keys: Option<Vec<MultiRegionKey>>,
    }
}

structure! {
    /// `MultiRegionKey`.
    pub struct MultiRegionKey {
        /// `Arn`.
        pub arn: Option<String>,
        /// `Region`.
        pub region: Option<String>,
    }
}

structure! {
    /// `RecipientInfo`.
    pub struct RecipientInfo {
        /// `KeyEncryptionAlgorithm`.
        pub key_encryption_algorithm: Option<String>,
        /// `AttestationDocument`.
        pub attestation_document: Option<Vec<u8>>,
    }
}

structure! {
    /// `ScheduleKeyDeletionRequest`.
    pub struct ScheduleKeyDeletionInput {
        /// `KeyId`.
        pub key_id: String,
        /// `PendingWindowInDays`.
        pub pending_window_in_days: Option<i64>,
    }
}

structure! {
    /// `ScheduleKeyDeletionResponse`.
    pub struct ScheduleKeyDeletionOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `DeletionDate`.
        pub deletion_date: Option<i64>,
        /// `KeyState`.
        pub key_state: Option<String>,
        /// `PendingWindowInDays`.
        pub pending_window_in_days: Option<i64>,
    }
}

structure! {
    /// `Tag`.
    pub struct Tag {
        /// `TagKey`.
        pub tag_key: String,
        /// `TagValue`.
        pub tag_value: String,
    }
}

structure! {
    /// `XksKeyConfigurationType`.
    pub struct XksKeyConfigurationType {
        /// `Id`.
        pub id: Option<String>,
    }
}

/// The errors its honoured operations may answer with.
pub mod error {
    use millpond_aws::schema::ErrorShape;

    /// `AlreadyExistsException`.
    pub static ALREADY_EXISTS_EXCEPTION: ErrorShape = ErrorShape {
        name: "AlreadyExistsException",
        query_code: "AlreadyExistsException",
        status: 400,
        sender: true,
    };

    /// `CloudHsmClusterInvalidConfigurationException`.
    pub static CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "CloudHsmClusterInvalidConfigurationException",
        query_code: "CloudHsmClusterInvalidConfigurationException",
        status: 400,
        sender: true,
    };

    /// `CustomKeyStoreInvalidStateException`.
    pub static CUSTOM_KEY_STORE_INVALID_STATE_EXCEPTION: ErrorShape = ErrorShape {
        name: "CustomKeyStoreInvalidStateException",
        query_code: "CustomKeyStoreInvalidStateException",
        status: 400,
        sender: true,
    };

    /// `CustomKeyStoreNotFoundException`.
    pub static CUSTOM_KEY_STORE_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "CustomKeyStoreNotFoundException",
        query_code: "CustomKeyStoreNotFoundException",
        status: 400,
        sender: true,
    };

    /// `DependencyTimeoutException`.
    pub static DEPENDENCY_TIMEOUT_EXCEPTION: ErrorShape = ErrorShape {
        name: "DependencyTimeoutException",
        query_code: "DependencyTimeoutException",
        status: 500,
        sender: false,
    };

    /// `DisabledException`.
    pub static DISABLED_EXCEPTION: ErrorShape =
        ErrorShape { name: "DisabledException", query_code: "DisabledException", status: 400, sender: true };

    /// `DryRunOperationException`.
    pub static DRY_RUN_OPERATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "DryRunOperationException",
        query_code: "DryRunOperationException",
        status: 400,
        sender: true,
    };

    /// `IncorrectKeyException`.
    pub static INCORRECT_KEY_EXCEPTION: ErrorShape = ErrorShape {
        name: "IncorrectKeyException",
        query_code: "IncorrectKeyException",
        status: 400,
        sender: true,
    };

    /// `InvalidAliasNameException`.
    pub static INVALID_ALIAS_NAME_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidAliasNameException",
        query_code: "InvalidAliasNameException",
        status: 400,
        sender: true,
    };

    /// `InvalidArnException`.
    pub static INVALID_ARN_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidArnException",
        query_code: "InvalidArnException",
        status: 400,
        sender: true,
    };

    /// `InvalidCiphertextException`.
    pub static INVALID_CIPHERTEXT_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidCiphertextException",
        query_code: "InvalidCiphertextException",
        status: 400,
        sender: true,
    };

    /// `InvalidGrantTokenException`.
    pub static INVALID_GRANT_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidGrantTokenException",
        query_code: "InvalidGrantTokenException",
        status: 400,
        sender: true,
    };

    /// `InvalidKeyUsageException`.
    pub static INVALID_KEY_USAGE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidKeyUsageException",
        query_code: "InvalidKeyUsageException",
        status: 400,
        sender: true,
    };

    /// `InvalidMarkerException`.
    pub static INVALID_MARKER_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidMarkerException",
        query_code: "InvalidMarkerException",
        status: 400,
        sender: true,
    };

    /// `KMSInternalException`.
    pub static KMS_INTERNAL_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSInternalException",
        query_code: "KMSInternalException",
        status: 500,
        sender: false,
    };

    /// `KMSInvalidStateException`.
    pub static KMS_INVALID_STATE_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSInvalidStateException",
        query_code: "KMSInvalidStateException",
        status: 400,
        sender: true,
    };

    /// `KeyUnavailableException`.
    pub static KEY_UNAVAILABLE_EXCEPTION: ErrorShape = ErrorShape {
        name: "KeyUnavailableException",
        query_code: "KeyUnavailableException",
        status: 500,
        sender: false,
    };

    /// `LimitExceededException`.
    pub static LIMIT_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "LimitExceededException",
        query_code: "LimitExceededException",
        status: 400,
        sender: true,
    };

    /// `MalformedPolicyDocumentException`.
    pub static MALFORMED_POLICY_DOCUMENT_EXCEPTION: ErrorShape = ErrorShape {
        name: "MalformedPolicyDocumentException",
        query_code: "MalformedPolicyDocumentException",
        status: 400,
        sender: true,
    };

    /// `NotFoundException`.
    pub static NOT_FOUND_EXCEPTION: ErrorShape =
        ErrorShape { name: "NotFoundException", query_code: "NotFoundException", status: 400, sender: true };

    /// `TagException`.
    pub static TAG_EXCEPTION: ErrorShape =
        ErrorShape { name: "TagException", query_code: "TagException", status: 400, sender: true };

    /// `UnsupportedOperationException`.
    pub static UNSUPPORTED_OPERATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "UnsupportedOperationException",
        query_code: "UnsupportedOperationException",
        status: 400,
        sender: true,
    };

    /// `XksKeyAlreadyInUseException`.
    pub static XKS_KEY_ALREADY_IN_USE_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksKeyAlreadyInUseException",
        query_code: "XksKeyAlreadyInUseException",
        status: 400,
        sender: true,
    };

    /// `XksKeyInvalidConfigurationException`.
    pub static XKS_KEY_INVALID_CONFIGURATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksKeyInvalidConfigurationException",
        query_code: "XksKeyInvalidConfigurationException",
        status: 400,
        sender: true,
    };

    /// `XksKeyNotFoundException`.
    pub static XKS_KEY_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksKeyNotFoundException",
        query_code: "XksKeyNotFoundException",
        status: 400,
        sender: true,
    };
}

static AWS_ACCOUNT_ID_TYPE: Shape =
    Shape { name: "AWSAccountIdType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static ALIAS_LIST: Shape = Shape {
    name: "AliasList",
    kind: Kind::List {
        member: &ALIAS_LIST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ALIAS_LIST_ENTRY: Shape = Shape {
    name: "AliasListEntry",
    kind: Kind::Structure(&[
        Member::new("AliasName", &ALIAS_NAME_TYPE),
        Member::new("AliasArn", &ARN_TYPE),
        Member::new("TargetKeyId", &KEY_ID_TYPE),
        Member::new("CreationDate", &DATE_TYPE),
        Member::new("LastUpdatedDate", &DATE_TYPE),
    ]),
};

static ALIAS_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"^[a-zA-Z0-9:/_-]+$");

static ALIAS_NAME_TYPE: Shape = Shape {
    name: "AliasNameType",
    kind: Kind::String { length: Range::of(1, 256), pattern: Some(&ALIAS_NAME_TYPE_PATTERN), values: &[] },
};

static ARN_TYPE: Shape =
    Shape { name: "ArnType", kind: Kind::String { length: Range::of(20, 2048), pattern: None, values: &[] } };

static ATTESTATION_DOCUMENT_TYPE: Shape =
    Shape { name: "AttestationDocumentType", kind: Kind::Blob(Range::of(1, 262144)) };

static BACKING_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"^[a-f0-9]+$");

static BACKING_KEY_ID_TYPE: Shape = Shape {
    name: "BackingKeyIdType",
    kind: Kind::String {
        length: Range::of(64, 64),
        pattern: Some(&BACKING_KEY_ID_TYPE_PATTERN),
        values: &[],
    },
};

static BOOLEAN_TYPE: Shape = Shape { name: "BooleanType", kind: Kind::Boolean };

static CANCEL_KEY_DELETION_REQUEST: Shape = Shape {
    name: "CancelKeyDeletionRequest",
    kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE).required()]),
};

static CANCEL_KEY_DELETION_RESPONSE: Shape =
    Shape { name: "CancelKeyDeletionResponse", kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE)]) };

static CIPHERTEXT_TYPE: Shape = Shape { name: "CiphertextType", kind: Kind::Blob(Range::of(1, 6144)) };

static CLOUD_HSM_CLUSTER_ID_TYPE_PATTERN: Pattern = Pattern::new(r"cluster-[2-7a-zA-Z]{11,16}");

static CLOUD_HSM_CLUSTER_ID_TYPE: Shape = Shape {
    name: "CloudHsmClusterIdType",
    kind: Kind::String {
        length: Range::of(19, 24),
        pattern: Some(&CLOUD_HSM_CLUSTER_ID_TYPE_PATTERN),
        values: &[],
    },
};

static CREATE_ALIAS_REQUEST: Shape = Shape {
    name: "CreateAliasRequest",
    kind: Kind::Structure(&[
        Member::new("AliasName", &ALIAS_NAME_TYPE).required(),
        Member::new("TargetKeyId", &KEY_ID_TYPE).required(),
    ]),
};

static CREATE_KEY_REQUEST: Shape = Shape {
    name: "CreateKeyRequest",
    kind: Kind::Structure(&[
        Member::new("Policy", &POLICY_TYPE),
        Member::new("Description", &DESCRIPTION_TYPE),
        Member::new("KeyUsage", &KEY_USAGE_TYPE),
        Member::new("CustomerMasterKeySpec", &CUSTOMER_MASTER_KEY_SPEC),
        Member::new("KeySpec", &KEY_SPEC),
        Member::new("Origin", &ORIGIN_TYPE),
        Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE),
        Member::new("BypassPolicyLockoutSafetyCheck", &BOOLEAN_TYPE),
        Member::new("Tags", &TAG_LIST),
        Member::new("MultiRegion", &NULLABLE_BOOLEAN_TYPE),
        Member::new("XksKeyId", &XKS_KEY_ID_TYPE),
    ]),
};

static CREATE_KEY_RESPONSE: Shape =
    Shape { name: "CreateKeyResponse", kind: Kind::Structure(&[Member::new("KeyMetadata", &KEY_METADATA)]) };

static CUSTOM_KEY_STORE_ID_TYPE: Shape = Shape {
    name: "CustomKeyStoreIdType",
    kind: Kind::String { length: Range::of(1, 64), pattern: None, values: &[] },
};

static CUSTOMER_MASTER_KEY_SPEC: Shape = Shape {
    name: "CustomerMasterKeySpec",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "RSA_2048",
            "RSA_3072",
            "RSA_4096",
            "ECC_NIST_P256",
            "ECC_NIST_P384",
            "ECC_NIST_P521",
            "ECC_SECG_P256K1",
            "SYMMETRIC_DEFAULT",
            "HMAC_224",
            "HMAC_256",
            "HMAC_384",
            "HMAC_512",
            "SM2",
        ],
    },
};

static DATA_KEY_SPEC: Shape = Shape {
    name: "DataKeySpec",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["AES_256", "AES_128"] },
};

static DATE_TYPE: Shape = Shape { name: "DateType", kind: Kind::Timestamp };

static DECRYPT_REQUEST: Shape = Shape {
    name: "DecryptRequest",
    kind: Kind::Structure(&[
        Member::new("CiphertextBlob", &CIPHERTEXT_TYPE),
        Member::new("EncryptionContext", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("EncryptionAlgorithm", &ENCRYPTION_ALGORITHM_SPEC),
        Member::new("Recipient", &RECIPIENT_INFO),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
        Member::new("DryRunModifiers", &DRY_RUN_MODIFIER_LIST),
    ]),
};

static DECRYPT_RESPONSE: Shape = Shape {
    name: "DecryptResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("Plaintext", &PLAINTEXT_TYPE).sensitive(),
        Member::new("EncryptionAlgorithm", &ENCRYPTION_ALGORITHM_SPEC),
        Member::new("CiphertextForRecipient", &CIPHERTEXT_TYPE),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
};

static DESCRIBE_KEY_REQUEST: Shape = Shape {
    name: "DescribeKeyRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
    ]),
};

static DESCRIBE_KEY_RESPONSE: Shape = Shape {
    name: "DescribeKeyResponse",
    kind: Kind::Structure(&[Member::new("KeyMetadata", &KEY_METADATA)]),
};

static DESCRIPTION_TYPE: Shape = Shape {
    name: "DescriptionType",
    kind: Kind::String { length: Range::of(0, 8192), pattern: None, values: &[] },
};

static DISABLE_KEY_REQUEST: Shape = Shape {
    name: "DisableKeyRequest",
    kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE).required()]),
};

static DRY_RUN_MODIFIER_LIST: Shape = Shape {
    name: "DryRunModifierList",
    kind: Kind::List {
        member: &DRY_RUN_MODIFIER_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static DRY_RUN_MODIFIER_TYPE: Shape = Shape {
    name: "DryRunModifierType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["IGNORE_CIPHERTEXT"] },
};

static ENABLE_KEY_REQUEST: Shape = Shape {
    name: "EnableKeyRequest",
    kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE).required()]),
};

static ENCAPSULATION_ALGORITHM_SPEC: Shape = Shape {
    name: "EncapsulationAlgorithmSpec",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["ML_KEM"] },
};

static ENCAPSULATION_ALGORITHM_SPEC_LIST: Shape = Shape {
    name: "EncapsulationAlgorithmSpecList",
    kind: Kind::List {
        member: &ENCAPSULATION_ALGORITHM_SPEC,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ENCRYPT_REQUEST: Shape = Shape {
    name: "EncryptRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("Plaintext", &PLAINTEXT_TYPE).required().sensitive(),
        Member::new("EncryptionContext", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("EncryptionAlgorithm", &ENCRYPTION_ALGORITHM_SPEC),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static ENCRYPT_RESPONSE: Shape = Shape {
    name: "EncryptResponse",
    kind: Kind::Structure(&[
        Member::new("CiphertextBlob", &CIPHERTEXT_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("EncryptionAlgorithm", &ENCRYPTION_ALGORITHM_SPEC),
    ]),
};

static ENCRYPTION_ALGORITHM_SPEC: Shape = Shape {
    name: "EncryptionAlgorithmSpec",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"],
    },
};

static ENCRYPTION_ALGORITHM_SPEC_LIST: Shape = Shape {
    name: "EncryptionAlgorithmSpecList",
    kind: Kind::List {
        member: &ENCRYPTION_ALGORITHM_SPEC,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ENCRYPTION_CONTEXT_KEY: Shape = Shape {
    name: "EncryptionContextKey",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static ENCRYPTION_CONTEXT_TYPE: Shape = Shape {
    name: "EncryptionContextType",
    kind: Kind::Map {
        key: &ENCRYPTION_CONTEXT_KEY,
        value: &ENCRYPTION_CONTEXT_VALUE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static ENCRYPTION_CONTEXT_VALUE: Shape = Shape {
    name: "EncryptionContextValue",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static EXPIRATION_MODEL_TYPE: Shape = Shape {
    name: "ExpirationModelType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"],
    },
};

static GENERATE_DATA_KEY_REQUEST: Shape = Shape {
    name: "GenerateDataKeyRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("EncryptionContext", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("NumberOfBytes", &NUMBER_OF_BYTES_TYPE),
        Member::new("KeySpec", &DATA_KEY_SPEC),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("Recipient", &RECIPIENT_INFO),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static GENERATE_DATA_KEY_RESPONSE: Shape = Shape {
    name: "GenerateDataKeyResponse",
    kind: Kind::Structure(&[
        Member::new("CiphertextBlob", &CIPHERTEXT_TYPE),
        Member::new("Plaintext", &PLAINTEXT_TYPE).sensitive(),
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("CiphertextForRecipient", &CIPHERTEXT_TYPE),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
};

static GENERATE_DATA_KEY_WITHOUT_PLAINTEXT_REQUEST: Shape = Shape {
    name: "GenerateDataKeyWithoutPlaintextRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("EncryptionContext", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("KeySpec", &DATA_KEY_SPEC),
        Member::new("NumberOfBytes", &NUMBER_OF_BYTES_TYPE),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static GENERATE_DATA_KEY_WITHOUT_PLAINTEXT_RESPONSE: Shape = Shape {
    name: "GenerateDataKeyWithoutPlaintextResponse",
    kind: Kind::Structure(&[
        Member::new("CiphertextBlob", &CIPHERTEXT_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
};

static GENERATE_RANDOM_REQUEST: Shape = Shape {
    name: "GenerateRandomRequest",
    kind: Kind::Structure(&[
        Member::new("NumberOfBytes", &NUMBER_OF_BYTES_TYPE),
        Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE),
        Member::new("Recipient", &RECIPIENT_INFO),
    ]),
};

static GENERATE_RANDOM_RESPONSE: Shape = Shape {
    name: "GenerateRandomResponse",
    kind: Kind::Structure(&[
        Member::new("Plaintext", &PLAINTEXT_TYPE).sensitive(),
        Member::new("CiphertextForRecipient", &CIPHERTEXT_TYPE),
    ]),
};

static GRANT_TOKEN_LIST: Shape = Shape {
    name: "GrantTokenList",
    kind: Kind::List {
        member: &GRANT_TOKEN_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::of(0, 10),
    },
};

static GRANT_TOKEN_TYPE: Shape = Shape {
    name: "GrantTokenType",
    kind: Kind::String { length: Range::of(1, 8192), pattern: None, values: &[] },
};

static KEY_AGREEMENT_ALGORITHM_SPEC: Shape = Shape {
    name: "KeyAgreementAlgorithmSpec",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["ECDH"] },
};

static KEY_AGREEMENT_ALGORITHM_SPEC_LIST: Shape = Shape {
    name: "KeyAgreementAlgorithmSpecList",
    kind: Kind::List {
        member: &KEY_AGREEMENT_ALGORITHM_SPEC,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static KEY_ENCRYPTION_MECHANISM: Shape = Shape {
    name: "KeyEncryptionMechanism",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["RSAES_OAEP_SHA_256"] },
};

static KEY_ID_TYPE: Shape = Shape {
    name: "KeyIdType",
    kind: Kind::String { length: Range::of(1, 2048), pattern: None, values: &[] },
};

static KEY_LIST: Shape = Shape {
    name: "KeyList",
    kind: Kind::List { member: &KEY_LIST_ENTRY, member_name: "member", flattened: false, length: Range::ANY },
};

static KEY_LIST_ENTRY: Shape = Shape {
    name: "KeyListEntry",
    kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE), Member::new("KeyArn", &ARN_TYPE)]),
};

static KEY_MANAGER_TYPE: Shape = Shape {
    name: "KeyManagerType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["AWS", "CUSTOMER"] },
};

static KEY_METADATA: Shape = Shape {
    name: "KeyMetadata",
    kind: Kind::Structure(&[
        Member::new("AWSAccountId", &AWS_ACCOUNT_ID_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE),
        Member::new("CreationDate", &DATE_TYPE),
        Member::new("Enabled", &BOOLEAN_TYPE),
        Member::new("Description", &DESCRIPTION_TYPE),
        Member::new("KeyUsage", &KEY_USAGE_TYPE),
        Member::new("KeyState", &KEY_STATE),
        Member::new("DeletionDate", &DATE_TYPE),
        Member::new("ValidTo", &DATE_TYPE),
        Member::new("Origin", &ORIGIN_TYPE),
        Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE),
        Member::new("CloudHsmClusterId", &CLOUD_HSM_CLUSTER_ID_TYPE),
        Member::new("ExpirationModel", &EXPIRATION_MODEL_TYPE),
        Member::new("KeyManager", &KEY_MANAGER_TYPE),
        Member::new("CustomerMasterKeySpec", &CUSTOMER_MASTER_KEY_SPEC),
        Member::new("KeySpec", &KEY_SPEC),
        Member::new("EncryptionAlgorithms", &ENCRYPTION_ALGORITHM_SPEC_LIST),
        Member::new("SigningAlgorithms", &SIGNING_ALGORITHM_SPEC_LIST),
        Member::new("KeyAgreementAlgorithms", &KEY_AGREEMENT_ALGORITHM_SPEC_LIST),
        Member::new("EncapsulationAlgorithms", &ENCAPSULATION_ALGORITHM_SPEC_LIST),
        Member::new("MultiRegion", &NULLABLE_BOOLEAN_TYPE),
        Member::new("MultiRegionConfiguration", &MULTI_REGION_CONFIGURATION),
        Member::new("PendingDeletionWindowInDays", &PENDING_WINDOW_IN_DAYS_TYPE),
        Member::new("MacAlgorithms", &MAC_ALGORITHM_SPEC_LIST),
        Member::new("XksKeyConfiguration", &XKS_KEY_CONFIGURATION_TYPE),
        Member::new("CurrentKeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
};

static KEY_SPEC: Shape = Shape {
    name: "KeySpec",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "RSA_2048",
            "RSA_3072",
            "RSA_4096",
            "ECC_NIST_P256",
            "ECC_NIST_P384",
            "ECC_NIST_P521",
            "ECC_SECG_P256K1",
            "SYMMETRIC_DEFAULT",
            "HMAC_224",
            "HMAC_256",
            "HMAC_384",
            "HMAC_512",
            "SM2",
            "ML_DSA_44",
            "ML_DSA_65",
            "ML_DSA_87",
            "ECC_NIST_EDWARDS25519",
            "ML_KEM_512",
            "ML_KEM_768",
            "ML_KEM_1024",
        ],
    },
};

static KEY_STATE: Shape = Shape {
    name: "KeyState",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "Creating",
            "Enabled",
            "Disabled",
            "PendingDeletion",
            "PendingImport",
            "PendingReplicaDeletion",
            "Unavailable",
            "Updating",
        ],
    },
};

static KEY_USAGE_TYPE: Shape = Shape {
    name: "KeyUsageType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "SIGN_VERIFY",
            "ENCRYPT_DECRYPT",
            "GENERATE_VERIFY_MAC",
            "KEY_AGREEMENT",
            "ENCAPSULATE_DECAPSULATE",
        ],
    },
};

static LIMIT_TYPE: Shape = Shape { name: "LimitType", kind: Kind::Integer(Range::of(1, 1000)) };

static LIST_ALIASES_REQUEST: Shape = Shape {
    name: "ListAliasesRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("Limit", &LIMIT_TYPE),
        Member::new("Marker", &MARKER_TYPE),
    ]),
};

static LIST_ALIASES_RESPONSE: Shape = Shape {
    name: "ListAliasesResponse",
    kind: Kind::Structure(&[
        Member::new("Aliases", &ALIAS_LIST),
        Member::new("NextMarker", &MARKER_TYPE),
        Member::new("Truncated", &BOOLEAN_TYPE),
    ]),
};

static LIST_KEYS_REQUEST: Shape = Shape {
    name: "ListKeysRequest",
    kind: Kind::Structure(&[
        Member::new("Limit", &LIMIT_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("ResourceOwners", &RESOURCE_OWNERS_LIST),
    ]),
};

static LIST_KEYS_RESPONSE: Shape = Shape {
    name: "ListKeysResponse",
    kind: Kind::Structure(&[
        Member::new("Keys", &KEY_LIST),
        Member::new("NextMarker", &MARKER_TYPE),
        Member::new("Truncated", &BOOLEAN_TYPE),
    ]),
};

static MAC_ALGORITHM_SPEC: Shape = Shape {
    name: "MacAlgorithmSpec",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512"],
    },
};

static MAC_ALGORITHM_SPEC_LIST: Shape = Shape {
    name: "MacAlgorithmSpecList",
    kind: Kind::List {
        member: &MAC_ALGORITHM_SPEC,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static MARKER_TYPE_PATTERN: Pattern = Pattern::translated(r"[\u0020-\u00FF]*", r"[\x{0020}-\x{00FF}]*");

static MARKER_TYPE: Shape = Shape {
    name: "MarkerType",
    kind: Kind::String { length: Range::of(1, 1024), pattern: Some(&MARKER_TYPE_PATTERN), values: &[] },
};

static MULTI_REGION_CONFIGURATION: Shape = Shape {
    name: "MultiRegionConfiguration",
    kind: Kind::Structure(&[
        Member::new("MultiRegionKeyType", &MULTI_REGION_KEY_TYPE),
        Member::new("PrimaryKey", &MULTI_REGION_KEY),
        Member::new("ReplicaKeys", &MULTI_REGION_KEY_LIST),
    ]),
};

static MULTI_REGION_KEY: Shape = Shape {
    name: "MultiRegionKey",
    kind: Kind::Structure(&[Member::new("Arn", &ARN_TYPE), Member::new("Region", &REGION_TYPE)]),
};

static MULTI_REGION_KEY_LIST: Shape = Shape {
    name: "MultiRegionKeyList",
    kind: Kind::List {
        member: &MULTI_REGION_KEY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static MULTI_REGION_KEY_TYPE: Shape = Shape {
    name: "MultiRegionKeyType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["PRIMARY", "REPLICA"] },
};

static NULLABLE_BOOLEAN_TYPE: Shape = Shape { name: "NullableBooleanType", kind: Kind::Boolean };

static NUMBER_OF_BYTES_TYPE: Shape =
    Shape { name: "NumberOfBytesType", kind: Kind::Integer(Range::of(1, 1024)) };

static ORIGIN_TYPE: Shape = Shape {
    name: "OriginType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"],
    },
};

static PENDING_WINDOW_IN_DAYS_TYPE: Shape =
    Shape { name: "PendingWindowInDaysType", kind: Kind::Integer(Range::of(1, 365)) };

static PLAINTEXT_TYPE: Shape = Shape { name: "PlaintextType", kind: Kind::Blob(Range::of(1, 4096)) };

static POLICY_TYPE_PATTERN: Pattern = Pattern::translated(
    r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+",
);

static POLICY_TYPE: Shape = Shape {
    name: "PolicyType",
    kind: Kind::String { length: Range::of(1, 131072), pattern: Some(&POLICY_TYPE_PATTERN), values: &[] },
};

static RECIPIENT_INFO: Shape = Shape {
    name: "RecipientInfo",
    kind: Kind::Structure(&[
        Member::new("KeyEncryptionAlgorithm", &KEY_ENCRYPTION_MECHANISM),
        Member::new("AttestationDocument", &ATTESTATION_DOCUMENT_TYPE),
    ]),
};

static REGION_TYPE_PATTERN: Pattern = Pattern::new(r"^([a-z]+-){2,3}\d+$");

static REGION_TYPE: Shape = Shape {
    name: "RegionType",
    kind: Kind::String { length: Range::of(1, 32), pattern: Some(&REGION_TYPE_PATTERN), values: &[] },
};

static RESOURCE_OWNER_TYPE: Shape = Shape {
    name: "ResourceOwnerType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["SELF", "OTHER_ACCOUNTS_VIA_RAM"] },
};

static RESOURCE_OWNERS_LIST: Shape = Shape {
    name: "ResourceOwnersList",
    kind: Kind::List {
        member: &RESOURCE_OWNER_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 2),
    },
};

static SCHEDULE_KEY_DELETION_REQUEST: Shape = Shape {
    name: "ScheduleKeyDeletionRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("PendingWindowInDays", &PENDING_WINDOW_IN_DAYS_TYPE),
    ]),
};

static SCHEDULE_KEY_DELETION_RESPONSE: Shape = Shape {
    name: "ScheduleKeyDeletionResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("DeletionDate", &DATE_TYPE),
        Member::new("KeyState", &KEY_STATE),
        Member::new("PendingWindowInDays", &PENDING_WINDOW_IN_DAYS_TYPE),
    ]),
};

static SIGNING_ALGORITHM_SPEC: Shape = Shape {
    name: "SigningAlgorithmSpec",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "RSASSA_PSS_SHA_256",
            "RSASSA_PSS_SHA_384",
            "RSASSA_PSS_SHA_512",
            "RSASSA_PKCS1_V1_5_SHA_256",
            "RSASSA_PKCS1_V1_5_SHA_384",
            "RSASSA_PKCS1_V1_5_SHA_512",
            "ECDSA_SHA_256",
            "ECDSA_SHA_384",
            "ECDSA_SHA_512",
            "SM2DSA",
            "ML_DSA_SHAKE_256",
            "ED25519_SHA_512",
            "ED25519_PH_SHA_512",
        ],
    },
};

static SIGNING_ALGORITHM_SPEC_LIST: Shape = Shape {
    name: "SigningAlgorithmSpecList",
    kind: Kind::List {
        member: &SIGNING_ALGORITHM_SPEC,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static TAG: Shape = Shape {
    name: "Tag",
    kind: Kind::Structure(&[
        Member::new("TagKey", &TAG_KEY_TYPE).required(),
        Member::new("TagValue", &TAG_VALUE_TYPE).required(),
    ]),
};

static TAG_KEY_TYPE: Shape = Shape {
    name: "TagKeyType",
    kind: Kind::String { length: Range::of(1, 128), pattern: None, values: &[] },
};

static TAG_LIST: Shape = Shape {
    name: "TagList",
    kind: Kind::List { member: &TAG, member_name: "member", flattened: false, length: Range::ANY },
};

static TAG_VALUE_TYPE: Shape = Shape {
    name: "TagValueType",
    kind: Kind::String { length: Range::of(0, 256), pattern: None, values: &[] },
};

static XKS_KEY_CONFIGURATION_TYPE: Shape =
    Shape { name: "XksKeyConfigurationType", kind: Kind::Structure(&[Member::new("Id", &XKS_KEY_ID_TYPE)]) };

static XKS_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"^[a-zA-Z0-9-_.]+$");

static XKS_KEY_ID_TYPE: Shape = Shape {
    name: "XksKeyIdType",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&XKS_KEY_ID_TYPE_PATTERN), values: &[] },
};
