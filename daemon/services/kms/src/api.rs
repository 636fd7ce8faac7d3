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
    Operation {
        name: "ConnectCustomKeyStore",
        honoured: true,
        input: &CONNECT_CUSTOM_KEY_STORE_REQUEST,
        output: &CONNECT_CUSTOM_KEY_STORE_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::CLOUD_HSM_CLUSTER_NOT_ACTIVE_EXCEPTION,
            &error::CUSTOM_KEY_STORE_INVALID_STATE_EXCEPTION,
            &error::CUSTOM_KEY_STORE_NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "CreateCustomKeyStore",
        honoured: true,
        input: &CREATE_CUSTOM_KEY_STORE_REQUEST,
        output: &CREATE_CUSTOM_KEY_STORE_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::CLOUD_HSM_CLUSTER_IN_USE_EXCEPTION,
            &error::CUSTOM_KEY_STORE_NAME_IN_USE_EXCEPTION,
            &error::CLOUD_HSM_CLUSTER_NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::CLOUD_HSM_CLUSTER_NOT_ACTIVE_EXCEPTION,
            &error::INCORRECT_TRUST_ANCHOR_EXCEPTION,
            &error::CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::XKS_PROXY_URI_IN_USE_EXCEPTION,
            &error::XKS_PROXY_URI_ENDPOINT_IN_USE_EXCEPTION,
            &error::XKS_PROXY_URI_UNREACHABLE_EXCEPTION,
            &error::XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL_EXCEPTION,
            &error::XKS_PROXY_VPC_ENDPOINT_SERVICE_IN_USE_EXCEPTION,
            &error::XKS_PROXY_VPC_ENDPOINT_SERVICE_NOT_FOUND_EXCEPTION,
            &error::XKS_PROXY_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION_EXCEPTION,
            &error::XKS_PROXY_INVALID_RESPONSE_EXCEPTION,
            &error::XKS_PROXY_INVALID_CONFIGURATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreateGrant",
        honoured: true,
        input: &CREATE_GRANT_REQUEST,
        output: &CREATE_GRANT_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "Decapsulate",
        honoured: true,
        input: &DECAPSULATE_REQUEST,
        output: &DECAPSULATE_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::INVALID_CIPHERTEXT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "DeleteAlias",
        honoured: true,
        input: &DELETE_ALIAS_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteCustomKeyStore",
        honoured: true,
        input: &DELETE_CUSTOM_KEY_STORE_REQUEST,
        output: &DELETE_CUSTOM_KEY_STORE_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::CUSTOM_KEY_STORE_HAS_CM_KS_EXCEPTION,
            &error::CUSTOM_KEY_STORE_INVALID_STATE_EXCEPTION,
            &error::CUSTOM_KEY_STORE_NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteImportedKeyMaterial",
        honoured: true,
        input: &DELETE_IMPORTED_KEY_MATERIAL_REQUEST,
        output: &DELETE_IMPORTED_KEY_MATERIAL_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARN_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeriveSharedSecret",
        honoured: true,
        input: &DERIVE_SHARED_SECRET_REQUEST,
        output: &DERIVE_SHARED_SECRET_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DescribeCustomKeyStores",
        honoured: true,
        input: &DESCRIBE_CUSTOM_KEY_STORES_REQUEST,
        output: &DESCRIBE_CUSTOM_KEY_STORES_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::CUSTOM_KEY_STORE_NOT_FOUND_EXCEPTION,
            &error::INVALID_MARKER_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "DisableKeyRotation",
        honoured: true,
        input: &DISABLE_KEY_ROTATION_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DisconnectCustomKeyStore",
        honoured: true,
        input: &DISCONNECT_CUSTOM_KEY_STORE_REQUEST,
        output: &DISCONNECT_CUSTOM_KEY_STORE_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::CUSTOM_KEY_STORE_INVALID_STATE_EXCEPTION,
            &error::CUSTOM_KEY_STORE_NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "EnableKeyRotation",
        honoured: true,
        input: &ENABLE_KEY_ROTATION_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "Encapsulate",
        honoured: true,
        input: &ENCAPSULATE_REQUEST,
        output: &ENCAPSULATE_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "GenerateDataKeyPair",
        honoured: true,
        input: &GENERATE_DATA_KEY_PAIR_REQUEST,
        output: &GENERATE_DATA_KEY_PAIR_RESPONSE,
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
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GenerateDataKeyPairWithoutPlaintext",
        honoured: true,
        input: &GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT_REQUEST,
        output: &GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT_RESPONSE,
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
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "GenerateMac",
        honoured: true,
        input: &GENERATE_MAC_REQUEST,
        output: &GENERATE_MAC_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "GetKeyLastUsage",
        honoured: true,
        input: &GET_KEY_LAST_USAGE_REQUEST,
        output: &GET_KEY_LAST_USAGE_RESPONSE,
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
        name: "GetKeyPolicy",
        honoured: true,
        input: &GET_KEY_POLICY_REQUEST,
        output: &GET_KEY_POLICY_RESPONSE,
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
    Operation {
        name: "GetKeyRotationStatus",
        honoured: true,
        input: &GET_KEY_ROTATION_STATUS_REQUEST,
        output: &GET_KEY_ROTATION_STATUS_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GetParametersForImport",
        honoured: true,
        input: &GET_PARAMETERS_FOR_IMPORT_REQUEST,
        output: &GET_PARAMETERS_FOR_IMPORT_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARN_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GetPublicKey",
        honoured: true,
        input: &GET_PUBLIC_KEY_REQUEST,
        output: &GET_PUBLIC_KEY_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ImportKeyMaterial",
        honoured: true,
        input: &IMPORT_KEY_MATERIAL_REQUEST,
        output: &IMPORT_KEY_MATERIAL_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARN_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::INVALID_CIPHERTEXT_EXCEPTION,
            &error::INCORRECT_KEY_MATERIAL_EXCEPTION,
            &error::EXPIRED_IMPORT_TOKEN_EXCEPTION,
            &error::INVALID_IMPORT_TOKEN_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "ListGrants",
        honoured: true,
        input: &LIST_GRANTS_REQUEST,
        output: &LIST_GRANTS_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_MARKER_EXCEPTION,
            &error::INVALID_GRANT_ID_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListKeyPolicies",
        honoured: true,
        input: &LIST_KEY_POLICIES_REQUEST,
        output: &LIST_KEY_POLICIES_RESPONSE,
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
    Operation {
        name: "ListKeyRotations",
        honoured: true,
        input: &LIST_KEY_ROTATIONS_REQUEST,
        output: &LIST_KEY_ROTATIONS_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::INVALID_MARKER_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "ListResourceTags",
        honoured: true,
        input: &LIST_RESOURCE_TAGS_REQUEST,
        output: &LIST_RESOURCE_TAGS_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::KMS_INTERNAL_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::INVALID_MARKER_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListRetirableGrants",
        honoured: true,
        input: &LIST_RETIRABLE_GRANTS_REQUEST,
        output: &LIST_GRANTS_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_MARKER_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "PutKeyPolicy",
        honoured: true,
        input: &PUT_KEY_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ReEncrypt",
        honoured: true,
        input: &RE_ENCRYPT_REQUEST,
        output: &RE_ENCRYPT_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::INVALID_CIPHERTEXT_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::INCORRECT_KEY_EXCEPTION,
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
        name: "ReplicateKey",
        honoured: true,
        input: &REPLICATE_KEY_REQUEST,
        output: &REPLICATE_KEY_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::ALREADY_EXISTS_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::TAG_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "RetireGrant",
        honoured: true,
        input: &RETIRE_GRANT_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_ARN_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::INVALID_GRANT_ID_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "RevokeGrant",
        honoured: true,
        input: &REVOKE_GRANT_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::INVALID_GRANT_ID_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "RotateKeyOnDemand",
        honoured: true,
        input: &ROTATE_KEY_ON_DEMAND_REQUEST,
        output: &ROTATE_KEY_ON_DEMAND_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::CONFLICT_EXCEPTION,
        ],
        events: None,
    },
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
    Operation {
        name: "Sign",
        honoured: true,
        input: &SIGN_REQUEST,
        output: &SIGN_RESPONSE,
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
        name: "TagResource",
        honoured: true,
        input: &TAG_RESOURCE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::KMS_INTERNAL_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::TAG_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UntagResource",
        honoured: true,
        input: &UNTAG_RESOURCE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::KMS_INTERNAL_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::TAG_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateAlias",
        honoured: true,
        input: &UPDATE_ALIAS_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::DEPENDENCY_TIMEOUT_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateCustomKeyStore",
        honoured: true,
        input: &UPDATE_CUSTOM_KEY_STORE_REQUEST,
        output: &UPDATE_CUSTOM_KEY_STORE_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::CUSTOM_KEY_STORE_NOT_FOUND_EXCEPTION,
            &error::CUSTOM_KEY_STORE_NAME_IN_USE_EXCEPTION,
            &error::CLOUD_HSM_CLUSTER_NOT_FOUND_EXCEPTION,
            &error::CLOUD_HSM_CLUSTER_NOT_RELATED_EXCEPTION,
            &error::CUSTOM_KEY_STORE_INVALID_STATE_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::CLOUD_HSM_CLUSTER_NOT_ACTIVE_EXCEPTION,
            &error::CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION_EXCEPTION,
            &error::XKS_PROXY_URI_IN_USE_EXCEPTION,
            &error::XKS_PROXY_URI_ENDPOINT_IN_USE_EXCEPTION,
            &error::XKS_PROXY_URI_UNREACHABLE_EXCEPTION,
            &error::XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL_EXCEPTION,
            &error::XKS_PROXY_VPC_ENDPOINT_SERVICE_IN_USE_EXCEPTION,
            &error::XKS_PROXY_VPC_ENDPOINT_SERVICE_NOT_FOUND_EXCEPTION,
            &error::XKS_PROXY_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION_EXCEPTION,
            &error::XKS_PROXY_INVALID_RESPONSE_EXCEPTION,
            &error::XKS_PROXY_INVALID_CONFIGURATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateKeyDescription",
        honoured: true,
        input: &UPDATE_KEY_DESCRIPTION_REQUEST,
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
    Operation {
        name: "UpdatePrimaryRegion",
        honoured: true,
        input: &UPDATE_PRIMARY_REGION_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::DISABLED_EXCEPTION,
            &error::INVALID_ARN_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::NOT_FOUND_EXCEPTION,
            &error::UNSUPPORTED_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "Verify",
        honoured: true,
        input: &VERIFY_REQUEST,
        output: &VERIFY_RESPONSE,
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
            &error::KMS_INVALID_SIGNATURE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "VerifyMac",
        honoured: true,
        input: &VERIFY_MAC_REQUEST,
        output: &VERIFY_MAC_RESPONSE,
        result_wrapper: "",
        errors: &[
            &error::NOT_FOUND_EXCEPTION,
            &error::DISABLED_EXCEPTION,
            &error::KEY_UNAVAILABLE_EXCEPTION,
            &error::INVALID_KEY_USAGE_EXCEPTION,
            &error::INVALID_GRANT_TOKEN_EXCEPTION,
            &error::KMS_INTERNAL_EXCEPTION,
            &error::KMS_INVALID_MAC_EXCEPTION,
            &error::KMS_INVALID_STATE_EXCEPTION,
            &error::DRY_RUN_OPERATION_EXCEPTION,
        ],
        events: None,
    },
];

operation! {
    /// `CancelKeyDeletion`.
    CancelKeyDeletion(CancelKeyDeletionInput) -> CancelKeyDeletionOutput, OPERATIONS[0]
}

operation! {
    /// `ConnectCustomKeyStore`.
    ConnectCustomKeyStore(ConnectCustomKeyStoreInput) -> ConnectCustomKeyStoreOutput, OPERATIONS[1]
}

operation! {
    /// `CreateAlias`.
    CreateAlias(CreateAliasInput) -> CreateAliasOutput, OPERATIONS[2]
}

operation! {
    /// `CreateCustomKeyStore`.
    CreateCustomKeyStore(CreateCustomKeyStoreInput) -> CreateCustomKeyStoreOutput, OPERATIONS[3]
}

operation! {
    /// `CreateGrant`.
    CreateGrant(CreateGrantInput) -> CreateGrantOutput, OPERATIONS[4]
}

operation! {
    /// `CreateKey`.
    CreateKey(CreateKeyInput) -> CreateKeyOutput, OPERATIONS[5]
}

operation! {
    /// `Decapsulate`.
    Decapsulate(DecapsulateInput) -> DecapsulateOutput, OPERATIONS[6]
}

operation! {
    /// `Decrypt`.
    Decrypt(DecryptInput) -> DecryptOutput, OPERATIONS[7]
}

operation! {
    /// `DeleteAlias`.
    DeleteAlias(DeleteAliasInput) -> DeleteAliasOutput, OPERATIONS[8]
}

operation! {
    /// `DeleteCustomKeyStore`.
    DeleteCustomKeyStore(DeleteCustomKeyStoreInput) -> DeleteCustomKeyStoreOutput, OPERATIONS[9]
}

operation! {
    /// `DeleteImportedKeyMaterial`.
    DeleteImportedKeyMaterial(DeleteImportedKeyMaterialInput) -> DeleteImportedKeyMaterialOutput, OPERATIONS[10]
}

operation! {
    /// `DeriveSharedSecret`.
    DeriveSharedSecret(DeriveSharedSecretInput) -> DeriveSharedSecretOutput, OPERATIONS[11]
}

operation! {
    /// `DescribeCustomKeyStores`.
    DescribeCustomKeyStores(DescribeCustomKeyStoresInput) -> DescribeCustomKeyStoresOutput, OPERATIONS[12]
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
    /// `DisableKeyRotation`.
    DisableKeyRotation(DisableKeyRotationInput) -> DisableKeyRotationOutput, OPERATIONS[15]
}

operation! {
    /// `DisconnectCustomKeyStore`.
    DisconnectCustomKeyStore(DisconnectCustomKeyStoreInput) -> DisconnectCustomKeyStoreOutput, OPERATIONS[16]
}

operation! {
    /// `EnableKey`.
    EnableKey(EnableKeyInput) -> EnableKeyOutput, OPERATIONS[17]
}

operation! {
    /// `EnableKeyRotation`.
    EnableKeyRotation(EnableKeyRotationInput) -> EnableKeyRotationOutput, OPERATIONS[18]
}

operation! {
    /// `Encapsulate`.
    Encapsulate(EncapsulateInput) -> EncapsulateOutput, OPERATIONS[19]
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
    /// `GenerateDataKeyPair`.
    GenerateDataKeyPair(GenerateDataKeyPairInput) -> GenerateDataKeyPairOutput, OPERATIONS[22]
}

operation! {
    /// `GenerateDataKeyPairWithoutPlaintext`.
    GenerateDataKeyPairWithoutPlaintext(GenerateDataKeyPairWithoutPlaintextInput) -> GenerateDataKeyPairWithoutPlaintextOutput, OPERATIONS[23]
}

operation! {
    /// `GenerateDataKeyWithoutPlaintext`.
    GenerateDataKeyWithoutPlaintext(GenerateDataKeyWithoutPlaintextInput) -> GenerateDataKeyWithoutPlaintextOutput, OPERATIONS[24]
}

operation! {
    /// `GenerateMac`.
    GenerateMac(GenerateMacInput) -> GenerateMacOutput, OPERATIONS[25]
}

operation! {
    /// `GenerateRandom`.
    GenerateRandom(GenerateRandomInput) -> GenerateRandomOutput, OPERATIONS[26]
}

operation! {
    /// `GetKeyLastUsage`.
    GetKeyLastUsage(GetKeyLastUsageInput) -> GetKeyLastUsageOutput, OPERATIONS[27]
}

operation! {
    /// `GetKeyPolicy`.
    GetKeyPolicy(GetKeyPolicyInput) -> GetKeyPolicyOutput, OPERATIONS[28]
}

operation! {
    /// `GetKeyRotationStatus`.
    GetKeyRotationStatus(GetKeyRotationStatusInput) -> GetKeyRotationStatusOutput, OPERATIONS[29]
}

operation! {
    /// `GetParametersForImport`.
    GetParametersForImport(GetParametersForImportInput) -> GetParametersForImportOutput, OPERATIONS[30]
}

operation! {
    /// `GetPublicKey`.
    GetPublicKey(GetPublicKeyInput) -> GetPublicKeyOutput, OPERATIONS[31]
}

operation! {
    /// `ImportKeyMaterial`.
    ImportKeyMaterial(ImportKeyMaterialInput) -> ImportKeyMaterialOutput, OPERATIONS[32]
}

operation! {
    /// `ListAliases`.
    ListAliases(ListAliasesInput) -> ListAliasesOutput, OPERATIONS[33]
}

operation! {
    /// `ListGrants`.
    ListGrants(ListGrantsInput) -> ListGrantsOutput, OPERATIONS[34]
}

operation! {
    /// `ListKeyPolicies`.
    ListKeyPolicies(ListKeyPoliciesInput) -> ListKeyPoliciesOutput, OPERATIONS[35]
}

operation! {
    /// `ListKeyRotations`.
    ListKeyRotations(ListKeyRotationsInput) -> ListKeyRotationsOutput, OPERATIONS[36]
}

operation! {
    /// `ListKeys`.
    ListKeys(ListKeysInput) -> ListKeysOutput, OPERATIONS[37]
}

operation! {
    /// `ListResourceTags`.
    ListResourceTags(ListResourceTagsInput) -> ListResourceTagsOutput, OPERATIONS[38]
}

operation! {
    /// `ListRetirableGrants`.
    ListRetirableGrants(ListRetirableGrantsInput) -> ListRetirableGrantsOutput, OPERATIONS[39]
}

operation! {
    /// `PutKeyPolicy`.
    PutKeyPolicy(PutKeyPolicyInput) -> PutKeyPolicyOutput, OPERATIONS[40]
}

operation! {
    /// `ReEncrypt`.
    ReEncrypt(ReEncryptInput) -> ReEncryptOutput, OPERATIONS[41]
}

operation! {
    /// `ReplicateKey`.
    ReplicateKey(ReplicateKeyInput) -> ReplicateKeyOutput, OPERATIONS[42]
}

operation! {
    /// `RetireGrant`.
    RetireGrant(RetireGrantInput) -> RetireGrantOutput, OPERATIONS[43]
}

operation! {
    /// `RevokeGrant`.
    RevokeGrant(RevokeGrantInput) -> RevokeGrantOutput, OPERATIONS[44]
}

operation! {
    /// `RotateKeyOnDemand`.
    RotateKeyOnDemand(RotateKeyOnDemandInput) -> RotateKeyOnDemandOutput, OPERATIONS[45]
}

operation! {
    /// `ScheduleKeyDeletion`.
    ScheduleKeyDeletion(ScheduleKeyDeletionInput) -> ScheduleKeyDeletionOutput, OPERATIONS[46]
}

operation! {
    /// `Sign`.
    Sign(SignInput) -> SignOutput, OPERATIONS[47]
}

operation! {
    /// `TagResource`.
    TagResource(TagResourceInput) -> TagResourceOutput, OPERATIONS[48]
}

operation! {
    /// `UntagResource`.
    UntagResource(UntagResourceInput) -> UntagResourceOutput, OPERATIONS[49]
}

operation! {
    /// `UpdateAlias`.
    UpdateAlias(UpdateAliasInput) -> UpdateAliasOutput, OPERATIONS[50]
}

operation! {
    /// `UpdateCustomKeyStore`.
    UpdateCustomKeyStore(UpdateCustomKeyStoreInput) -> UpdateCustomKeyStoreOutput, OPERATIONS[51]
}

operation! {
    /// `UpdateKeyDescription`.
    UpdateKeyDescription(UpdateKeyDescriptionInput) -> UpdateKeyDescriptionOutput, OPERATIONS[52]
}

operation! {
    /// `UpdatePrimaryRegion`.
    UpdatePrimaryRegion(UpdatePrimaryRegionInput) -> UpdatePrimaryRegionOutput, OPERATIONS[53]
}

operation! {
    /// `Verify`.
    Verify(VerifyInput) -> VerifyOutput, OPERATIONS[54]
}

operation! {
    /// `VerifyMac`.
    VerifyMac(VerifyMacInput) -> VerifyMacOutput, OPERATIONS[55]
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
    /// `ConnectCustomKeyStoreRequest`.
    pub struct ConnectCustomKeyStoreInput {
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: String,
    }
}

structure! {
    /// `ConnectCustomKeyStoreResponse`.
    pub struct ConnectCustomKeyStoreOutput {}
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
    /// `CreateCustomKeyStoreRequest`.
    pub struct CreateCustomKeyStoreInput {
        /// `CustomKeyStoreName`.
        pub custom_key_store_name: String,
        /// `CloudHsmClusterId`.
        pub cloud_hsm_cluster_id: Option<String>,
        /// `TrustAnchorCertificate`.
        pub trust_anchor_certificate: Option<String>,
        /// `KeyStorePassword`.
        pub key_store_password: Option<String>,
        /// `CustomKeyStoreType`.
        pub custom_key_store_type: Option<String>,
        /// `XksProxyUriEndpoint`.
        pub xks_proxy_uri_endpoint: Option<String>,
        /// `XksProxyUriPath`.
        pub xks_proxy_uri_path: Option<String>,
        /// `XksProxyVpcEndpointServiceName`.
        pub xks_proxy_vpc_endpoint_service_name: Option<String>,
        /// `XksProxyVpcEndpointServiceOwner`.
        pub xks_proxy_vpc_endpoint_service_owner: Option<String>,
        /// `XksProxyAuthenticationCredential`.
        pub xks_proxy_authentication_credential: Option<XksProxyAuthenticationCredentialType>,
        /// `XksProxyConnectivity`.
        pub xks_proxy_connectivity: Option<String>,
    }
}

structure! {
    /// `CreateCustomKeyStoreResponse`.
    pub struct CreateCustomKeyStoreOutput {
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: Option<String>,
    }
}

structure! {
    /// `CreateGrantRequest`.
    pub struct CreateGrantInput {
        /// `KeyId`.
        pub key_id: String,
        /// `GranteePrincipal`.
        pub grantee_principal: Option<String>,
        /// `RetiringPrincipal`.
        pub retiring_principal: Option<String>,
        /// `Operations`.
        pub operations: Vec<String>,
        /// `Constraints`.
        pub constraints: Option<GrantConstraints>,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `Name`.
        pub name: Option<String>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
        /// `GranteeServicePrincipal`.
        pub grantee_service_principal: Option<String>,
        /// `RetiringServicePrincipal`.
        pub retiring_service_principal: Option<String>,
    }
}

structure! {
    /// `CreateGrantResponse`.
    pub struct CreateGrantOutput {
        /// `GrantToken`.
        pub grant_token: Option<String>,
        /// `GrantId`.
        pub grant_id: Option<String>,
    }
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
    /// `CustomKeyStoresListEntry`.
    pub struct CustomKeyStoresListEntry {
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: Option<String>,
        /// `CustomKeyStoreName`.
        pub custom_key_store_name: Option<String>,
        /// `CloudHsmClusterId`.
        pub cloud_hsm_cluster_id: Option<String>,
        /// `TrustAnchorCertificate`.
        pub trust_anchor_certificate: Option<String>,
        /// `ConnectionState`.
        pub connection_state: Option<String>,
        /// `ConnectionErrorCode`.
        pub connection_error_code: Option<String>,
        /// `CreationDate`.
        pub creation_date: Option<i64>,
        /// `CustomKeyStoreType`.
        pub custom_key_store_type: Option<String>,
        /// `XksProxyConfiguration`.
        pub xks_proxy_configuration: Option<XksProxyConfigurationType>,
    }
}

structure! {
    /// `DecapsulateRequest`.
    pub struct DecapsulateInput {
        /// `KeyId`.
        pub key_id: String,
        /// `SharedSecretCiphertextBlob`.
        pub shared_secret_ciphertext_blob: Vec<u8>,
        /// `EncapsulationAlgorithm`.
        pub encapsulation_algorithm: String,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `DecapsulateResponse`.
    pub struct DecapsulateOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `SharedSecret`.
        pub shared_secret: Option<Vec<u8>>,
        /// `EncapsulationAlgorithm`.
        pub encapsulation_algorithm: Option<String>,
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
    /// `DeleteAliasRequest`.
    pub struct DeleteAliasInput {
        /// `AliasName`.
        pub alias_name: String,
    }
}

structure! {
    /// `DeleteAliasOutput`.
    pub struct DeleteAliasOutput {}
}

structure! {
    /// `DeleteCustomKeyStoreRequest`.
    pub struct DeleteCustomKeyStoreInput {
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: String,
    }
}

structure! {
    /// `DeleteCustomKeyStoreResponse`.
    pub struct DeleteCustomKeyStoreOutput {}
}

structure! {
    /// `DeleteImportedKeyMaterialRequest`.
    pub struct DeleteImportedKeyMaterialInput {
        /// `KeyId`.
        pub key_id: String,
        /// `KeyMaterialId`.
        pub key_material_id: Option<String>,
    }
}

structure! {
    /// `DeleteImportedKeyMaterialResponse`.
    pub struct DeleteImportedKeyMaterialOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `KeyMaterialId`.
        pub key_material_id: Option<String>,
    }
}

structure! {
    /// `DeriveSharedSecretRequest`.
    pub struct DeriveSharedSecretInput {
        /// `KeyId`.
        pub key_id: String,
        /// `KeyAgreementAlgorithm`.
        pub key_agreement_algorithm: String,
        /// `PublicKey`.
        pub public_key: Vec<u8>,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
        /// `Recipient`.
        pub recipient: Option<RecipientInfo>,
    }
}

structure! {
    /// `DeriveSharedSecretResponse`.
    pub struct DeriveSharedSecretOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `SharedSecret`.
        pub shared_secret: Option<Vec<u8>>,
        /// `CiphertextForRecipient`.
        pub ciphertext_for_recipient: Option<Vec<u8>>,
        /// `KeyAgreementAlgorithm`.
        pub key_agreement_algorithm: Option<String>,
        /// `KeyOrigin`.
        pub key_origin: Option<String>,
    }
}

structure! {
    /// `DescribeCustomKeyStoresRequest`.
    pub struct DescribeCustomKeyStoresInput {
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: Option<String>,
        /// `CustomKeyStoreName`.
        pub custom_key_store_name: Option<String>,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `DescribeCustomKeyStoresResponse`.
    pub struct DescribeCustomKeyStoresOutput {
        /// `CustomKeyStores`.
        pub custom_key_stores: Option<Vec<CustomKeyStoresListEntry>>,
        /// `NextMarker`.
        pub next_marker: Option<String>,
        /// `Truncated`.
        pub truncated: Option<bool>,
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
    /// `DisableKeyRotationRequest`.
    pub struct DisableKeyRotationInput {
        /// `KeyId`.
        pub key_id: String,
    }
}

structure! {
    /// `DisableKeyRotationOutput`.
    pub struct DisableKeyRotationOutput {}
}

structure! {
    /// `DisconnectCustomKeyStoreRequest`.
    pub struct DisconnectCustomKeyStoreInput {
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: String,
    }
}

structure! {
    /// `DisconnectCustomKeyStoreResponse`.
    pub struct DisconnectCustomKeyStoreOutput {}
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
    /// `EnableKeyRotationRequest`.
    pub struct EnableKeyRotationInput {
        /// `KeyId`.
        pub key_id: String,
        /// `RotationPeriodInDays`.
        pub rotation_period_in_days: Option<i64>,
    }
}

structure! {
    /// `EnableKeyRotationOutput`.
    pub struct EnableKeyRotationOutput {}
}

structure! {
    /// `EncapsulateRequest`.
    pub struct EncapsulateInput {
        /// `KeyId`.
        pub key_id: String,
        /// `EncapsulationAlgorithm`.
        pub encapsulation_algorithm: String,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `EncapsulateResponse`.
    pub struct EncapsulateOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `SharedSecret`.
        pub shared_secret: Option<Vec<u8>>,
        /// `SharedSecretCiphertextBlob`.
        pub shared_secret_ciphertext_blob: Option<Vec<u8>>,
        /// `EncapsulationAlgorithm`.
        pub encapsulation_algorithm: Option<String>,
    }
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
    /// `GenerateDataKeyPairRequest`.
    pub struct GenerateDataKeyPairInput {
        /// `EncryptionContext`.
        pub encryption_context: Option<BTreeMap<String, String>>,
        /// `KeyId`.
        pub key_id: String,
        /// `KeyPairSpec`.
        pub key_pair_spec: String,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `Recipient`.
        pub recipient: Option<RecipientInfo>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `GenerateDataKeyPairResponse`.
    pub struct GenerateDataKeyPairOutput {
        /// `PrivateKeyCiphertextBlob`.
        pub private_key_ciphertext_blob: Option<Vec<u8>>,
        /// `PrivateKeyPlaintext`.
        pub private_key_plaintext: Option<Vec<u8>>,
        /// `PublicKey`.
        pub public_key: Option<Vec<u8>>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `KeyPairSpec`.
        pub key_pair_spec: Option<String>,
        /// `CiphertextForRecipient`.
        pub ciphertext_for_recipient: Option<Vec<u8>>,
        /// `KeyMaterialId`.
        pub key_material_id: Option<String>,
    }
}

structure! {
    /// `GenerateDataKeyPairWithoutPlaintextRequest`.
    pub struct GenerateDataKeyPairWithoutPlaintextInput {
        /// `EncryptionContext`.
        pub encryption_context: Option<BTreeMap<String, String>>,
        /// `KeyId`.
        pub key_id: String,
        /// `KeyPairSpec`.
        pub key_pair_spec: String,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `GenerateDataKeyPairWithoutPlaintextResponse`.
    pub struct GenerateDataKeyPairWithoutPlaintextOutput {
        /// `PrivateKeyCiphertextBlob`.
        pub private_key_ciphertext_blob: Option<Vec<u8>>,
        /// `PublicKey`.
        pub public_key: Option<Vec<u8>>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `KeyPairSpec`.
        pub key_pair_spec: Option<String>,
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
    /// `GenerateMacRequest`.
    pub struct GenerateMacInput {
        /// `Message`.
        pub message: Vec<u8>,
        /// `KeyId`.
        pub key_id: String,
        /// `MacAlgorithm`.
        pub mac_algorithm: String,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `GenerateMacResponse`.
    pub struct GenerateMacOutput {
        /// `Mac`.
        pub mac: Option<Vec<u8>>,
        /// `MacAlgorithm`.
        pub mac_algorithm: Option<String>,
        /// `KeyId`.
        pub key_id: Option<String>,
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
    /// `GetKeyLastUsageRequest`.
    pub struct GetKeyLastUsageInput {
        /// `KeyId`.
        pub key_id: String,
    }
}

structure! {
    /// `GetKeyLastUsageResponse`.
    pub struct GetKeyLastUsageOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `KeyLastUsage`.
        pub key_last_usage: Option<KeyLastUsageData>,
        /// `TrackingStartDate`.
        pub tracking_start_date: Option<i64>,
        /// `KeyCreationDate`.
        pub key_creation_date: Option<i64>,
    }
}

structure! {
    /// `GetKeyPolicyRequest`.
    pub struct GetKeyPolicyInput {
        /// `KeyId`.
        pub key_id: String,
        /// `PolicyName`.
        pub policy_name: Option<String>,
    }
}

structure! {
    /// `GetKeyPolicyResponse`.
    pub struct GetKeyPolicyOutput {
        /// `Policy`.
        pub policy: Option<String>,
        /// `PolicyName`.
        pub policy_name: Option<String>,
    }
}

structure! {
    /// `GetKeyRotationStatusRequest`.
    pub struct GetKeyRotationStatusInput {
        /// `KeyId`.
        pub key_id: String,
    }
}

structure! {
    /// `GetKeyRotationStatusResponse`.
    pub struct GetKeyRotationStatusOutput {
        /// `KeyRotationEnabled`.
        pub key_rotation_enabled: Option<bool>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `RotationPeriodInDays`.
        pub rotation_period_in_days: Option<i64>,
        /// `NextRotationDate`.
        pub next_rotation_date: Option<i64>,
        /// `OnDemandRotationStartDate`.
        pub on_demand_rotation_start_date: Option<i64>,
    }
}

structure! {
    /// `GetParametersForImportRequest`.
    pub struct GetParametersForImportInput {
        /// `KeyId`.
        pub key_id: String,
        /// `WrappingAlgorithm`.
        pub wrapping_algorithm: String,
        /// `WrappingKeySpec`.
        pub wrapping_key_spec: String,
    }
}

structure! {
    /// `GetParametersForImportResponse`.
    pub struct GetParametersForImportOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `ImportToken`.
        pub import_token: Option<Vec<u8>>,
        /// `PublicKey`.
        pub public_key: Option<Vec<u8>>,
        /// `ParametersValidTo`.
        pub parameters_valid_to: Option<i64>,
    }
}

structure! {
    /// `GetPublicKeyRequest`.
    pub struct GetPublicKeyInput {
        /// `KeyId`.
        pub key_id: String,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
    }
}

structure! {
    /// `GetPublicKeyResponse`.
    pub struct GetPublicKeyOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `PublicKey`.
        pub public_key: Option<Vec<u8>>,
        /// `CustomerMasterKeySpec`.
        pub customer_master_key_spec: Option<String>,
        /// `KeySpec`.
        pub key_spec: Option<String>,
        /// `KeyUsage`.
        pub key_usage: Option<String>,
        /// `EncryptionAlgorithms`.
        pub encryption_algorithms: Option<Vec<String>>,
        /// `SigningAlgorithms`.
        pub signing_algorithms: Option<Vec<String>>,
        /// `KeyAgreementAlgorithms`.
        pub key_agreement_algorithms: Option<Vec<String>>,
        /// `EncapsulationAlgorithms`.
        pub encapsulation_algorithms: Option<Vec<String>>,
    }
}

structure! {
    /// `GrantConstraints`.
    pub struct GrantConstraints {
        /// `EncryptionContextSubset`.
        pub encryption_context_subset: Option<BTreeMap<String, String>>,
        /// `EncryptionContextEquals`.
        pub encryption_context_equals: Option<BTreeMap<String, String>>,
        /// `SourceArn`.
        pub source_arn: Option<String>,
    }
}

structure! {
    /// `GrantListEntry`.
    pub struct GrantListEntry {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `GrantId`.
        pub grant_id: Option<String>,
        /// `Name`.
        pub name: Option<String>,
        /// `CreationDate`.
        pub creation_date: Option<i64>,
        /// `GranteePrincipal`.
        pub grantee_principal: Option<String>,
        /// `RetiringPrincipal`.
        pub retiring_principal: Option<String>,
        /// `IssuingAccount`.
        pub issuing_account: Option<String>,
        /// `Operations`.
        pub operations: Option<Vec<String>>,
        /// `Constraints`.
        pub constraints: Option<GrantConstraints>,
        /// `GranteeServicePrincipal`.
        pub grantee_service_principal: Option<String>,
        /// `RetiringServicePrincipal`.
        pub retiring_service_principal: Option<String>,
    }
}

structure! {
    /// `ImportKeyMaterialRequest`.
    pub struct ImportKeyMaterialInput {
        /// `KeyId`.
        pub key_id: String,
        /// `ImportToken`.
        pub import_token: Vec<u8>,
        /// `EncryptedKeyMaterial`.
        pub encrypted_key_material: Vec<u8>,
        /// `ValidTo`.
        pub valid_to: Option<i64>,
        /// `ExpirationModel`.
        pub expiration_model: Option<String>,
        /// `ImportType`.
        pub import_type: Option<String>,
        /// `KeyMaterialDescription`.
        pub key_material_description: Option<String>,
        /// `KeyMaterialId`.
        pub key_material_id: Option<String>,
    }
}

structure! {
    /// `ImportKeyMaterialResponse`.
    pub struct ImportKeyMaterialOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `KeyMaterialId`.
        pub key_material_id: Option<String>,
    }
}

structure! {
    /// `KeyLastUsageData`.
    pub struct KeyLastUsageData {
        /// `Operation`.
        pub operation: Option<String>,
        /// `Timestamp`.
        pub timestamp: Option<i64>,
        /// `CloudTrailEventId`.
        pub cloud_trail_event_id: Option<String>,
        /// `KmsRequestId`.
        pub kms_request_id: Option<String>,
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
    /// `ListGrantsRequest`.
    pub struct ListGrantsInput {
        /// `Limit`.
        pub limit: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `KeyId`.
        pub key_id: String,
        /// `GrantId`.
        pub grant_id: Option<String>,
        /// `GranteePrincipal`.
        pub grantee_principal: Option<String>,
        /// `GranteeServicePrincipal`.
        pub grantee_service_principal: Option<String>,
    }
}

structure! {
    /// `ListGrantsResponse`.
    pub struct ListGrantsOutput {
        /// `Grants`.
        pub grants: Option<Vec<GrantListEntry>>,
        /// `NextMarker`.
        pub next_marker: Option<String>,
        /// `Truncated`.
        pub truncated: Option<bool>,
    }
}

structure! {
    /// `ListKeyPoliciesRequest`.
    pub struct ListKeyPoliciesInput {
        /// `KeyId`.
        pub key_id: String,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListKeyPoliciesResponse`.
    pub struct ListKeyPoliciesOutput {
        /// `PolicyNames`.
        pub policy_names: Option<Vec<String>>,
        /// `NextMarker`.
        pub next_marker: Option<String>,
        /// `Truncated`.
        pub truncated: Option<bool>,
    }
}

structure! {
    /// `ListKeyRotationsRequest`.
    pub struct ListKeyRotationsInput {
        /// `KeyId`.
        pub key_id: String,
        /// `IncludeKeyMaterial`.
        pub include_key_material: Option<String>,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListKeyRotationsResponse`.
    pub struct ListKeyRotationsOutput {
        /// `Rotations`.
        pub rotations: Option<Vec<RotationsListEntry>>,
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
    /// `ListResourceTagsRequest`.
    pub struct ListResourceTagsInput {
        /// `KeyId`.
        pub key_id: String,
        /// `Limit`.
        pub limit: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListResourceTagsResponse`.
    pub struct ListResourceTagsOutput {
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `NextMarker`.
        pub next_marker: Option<String>,
        /// `Truncated`.
        pub truncated: Option<bool>,
    }
}

structure! {
    /// `ListRetirableGrantsRequest`.
    pub struct ListRetirableGrantsInput {
        /// `Limit`.
        pub limit: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `RetiringPrincipal`.
        pub retiring_principal: Option<String>,
        /// `RetiringServicePrincipal`.
        pub retiring_service_principal: Option<String>,
    }
}

structure! {
    /// `ListGrantsResponse`.
    pub struct ListRetirableGrantsOutput {
        /// `Grants`.
        pub grants: Option<Vec<GrantListEntry>>,
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
    /// `PutKeyPolicyRequest`.
    pub struct PutKeyPolicyInput {
        /// `KeyId`.
        pub key_id: String,
        /// `PolicyName`.
        pub policy_name: Option<String>,
        /// `Policy`.
        pub policy: String,
        /// `BypassPolicyLockoutSafetyCheck`.
        pub bypass_policy_lockout_safety_check: Option<bool>,
    }
}

structure! {
    /// `PutKeyPolicyOutput`.
    pub struct PutKeyPolicyOutput {}
}

structure! {
    /// `ReEncryptRequest`.
    pub struct ReEncryptInput {
        /// `CiphertextBlob`.
        pub ciphertext_blob: Option<Vec<u8>>,
        /// `SourceEncryptionContext`.
        pub source_encryption_context: Option<BTreeMap<String, String>>,
        /// `SourceKeyId`.
        pub source_key_id: Option<String>,
        /// `DestinationKeyId`.
        pub destination_key_id: String,
        /// `DestinationEncryptionContext`.
        pub destination_encryption_context: Option<BTreeMap<String, String>>,
        /// `SourceEncryptionAlgorithm`.
        pub source_encryption_algorithm: Option<String>,
        /// `DestinationEncryptionAlgorithm`.
        pub destination_encryption_algorithm: Option<String>,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
        /// `DryRunModifiers`.
        pub dry_run_modifiers: Option<Vec<String>>,
    }
}

structure! {
    /// `ReEncryptResponse`.
    pub struct ReEncryptOutput {
        /// `CiphertextBlob`.
        pub ciphertext_blob: Option<Vec<u8>>,
        /// `SourceKeyId`.
        pub source_key_id: Option<String>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `SourceEncryptionAlgorithm`.
        pub source_encryption_algorithm: Option<String>,
        /// `DestinationEncryptionAlgorithm`.
        pub destination_encryption_algorithm: Option<String>,
        /// `SourceKeyMaterialId`.
        pub source_key_material_id: Option<String>,
        /// `DestinationKeyMaterialId`.
        pub destination_key_material_id: Option<String>,
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
    /// `ReplicateKeyRequest`.
    pub struct ReplicateKeyInput {
        /// `KeyId`.
        pub key_id: String,
        /// `ReplicaRegion`.
        pub replica_region: String,
        /// `Policy`.
        pub policy: Option<String>,
        /// `BypassPolicyLockoutSafetyCheck`.
        pub bypass_policy_lockout_safety_check: Option<bool>,
        /// `Description`.
        pub description: Option<String>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `ReplicateKeyResponse`.
    pub struct ReplicateKeyOutput {
        /// `ReplicaKeyMetadata`.
        pub replica_key_metadata: Option<KeyMetadata>,
        /// `ReplicaPolicy`.
        pub replica_policy: Option<String>,
        /// `ReplicaTags`.
        pub replica_tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `RetireGrantRequest`.
    pub struct RetireGrantInput {
        /// `GrantToken`.
        pub grant_token: Option<String>,
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `GrantId`.
        pub grant_id: Option<String>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `RetireGrantOutput`.
    pub struct RetireGrantOutput {}
}

structure! {
    /// `RevokeGrantRequest`.
    pub struct RevokeGrantInput {
        /// `KeyId`.
        pub key_id: String,
        /// `GrantId`.
        pub grant_id: String,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `RevokeGrantOutput`.
    pub struct RevokeGrantOutput {}
}

structure! {
    /// `RotateKeyOnDemandRequest`.
    pub struct RotateKeyOnDemandInput {
        /// `KeyId`.
        pub key_id: String,
    }
}

structure! {
    /// `RotateKeyOnDemandResponse`.
    pub struct RotateKeyOnDemandOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
    }
}

structure! {
    /// `RotationsListEntry`.
    pub struct RotationsListEntry {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `KeyMaterialId`.
        pub key_material_id: Option<String>,
        /// `KeyMaterialDescription`.
        pub key_material_description: Option<String>,
        /// `ImportState`.
        pub import_state: Option<String>,
        /// `KeyMaterialState`.
        pub key_material_state: Option<String>,
        /// `ExpirationModel`.
        pub expiration_model: Option<String>,
        /// `ValidTo`.
        pub valid_to: Option<i64>,
        /// `RotationDate`.
        pub rotation_date: Option<i64>,
        /// `RotationType`.
        pub rotation_type: Option<String>,
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
    /// `SignRequest`.
    pub struct SignInput {
        /// `KeyId`.
        pub key_id: String,
        /// `Message`.
        pub message: Vec<u8>,
        /// `MessageType`.
        pub message_type: Option<String>,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `SigningAlgorithm`.
        pub signing_algorithm: String,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `SignResponse`.
    pub struct SignOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `Signature`.
        pub signature: Option<Vec<u8>>,
        /// `SigningAlgorithm`.
        pub signing_algorithm: Option<String>,
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
    /// `TagResourceRequest`.
    pub struct TagResourceInput {
        /// `KeyId`.
        pub key_id: String,
        /// `Tags`.
        pub tags: Vec<Tag>,
    }
}

structure! {
    /// `TagResourceOutput`.
    pub struct TagResourceOutput {}
}

structure! {
    /// `UntagResourceRequest`.
    pub struct UntagResourceInput {
        /// `KeyId`.
        pub key_id: String,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
    }
}

structure! {
    /// `UntagResourceOutput`.
    pub struct UntagResourceOutput {}
}

structure! {
    /// `UpdateAliasRequest`.
    pub struct UpdateAliasInput {
        /// `AliasName`.
        pub alias_name: String,
        /// `TargetKeyId`.
        pub target_key_id: String,
    }
}

structure! {
    /// `UpdateAliasOutput`.
    pub struct UpdateAliasOutput {}
}

structure! {
    /// `UpdateCustomKeyStoreRequest`.
    pub struct UpdateCustomKeyStoreInput {
        /// `CustomKeyStoreId`.
        pub custom_key_store_id: String,
        /// `NewCustomKeyStoreName`.
        pub new_custom_key_store_name: Option<String>,
        /// `KeyStorePassword`.
        pub key_store_password: Option<String>,
        /// `CloudHsmClusterId`.
        pub cloud_hsm_cluster_id: Option<String>,
        /// `XksProxyUriEndpoint`.
        pub xks_proxy_uri_endpoint: Option<String>,
        /// `XksProxyUriPath`.
        pub xks_proxy_uri_path: Option<String>,
        /// `XksProxyVpcEndpointServiceName`.
        pub xks_proxy_vpc_endpoint_service_name: Option<String>,
        /// `XksProxyVpcEndpointServiceOwner`.
        pub xks_proxy_vpc_endpoint_service_owner: Option<String>,
        /// `XksProxyAuthenticationCredential`.
        pub xks_proxy_authentication_credential: Option<XksProxyAuthenticationCredentialType>,
        /// `XksProxyConnectivity`.
        pub xks_proxy_connectivity: Option<String>,
    }
}

structure! {
    /// `UpdateCustomKeyStoreResponse`.
    pub struct UpdateCustomKeyStoreOutput {}
}

structure! {
    /// `UpdateKeyDescriptionRequest`.
    pub struct UpdateKeyDescriptionInput {
        /// `KeyId`.
        pub key_id: String,
        /// `Description`.
        pub description: String,
    }
}

structure! {
    /// `UpdateKeyDescriptionOutput`.
    pub struct UpdateKeyDescriptionOutput {}
}

structure! {
    /// `UpdatePrimaryRegionRequest`.
    pub struct UpdatePrimaryRegionInput {
        /// `KeyId`.
        pub key_id: String,
        /// `PrimaryRegion`.
        pub primary_region: String,
    }
}

structure! {
    /// `UpdatePrimaryRegionOutput`.
    pub struct UpdatePrimaryRegionOutput {}
}

structure! {
    /// `VerifyRequest`.
    pub struct VerifyInput {
        /// `KeyId`.
        pub key_id: String,
        /// `Message`.
        pub message: Vec<u8>,
        /// `MessageType`.
        pub message_type: Option<String>,
        /// `Signature`.
        pub signature: Vec<u8>,
        /// `SigningAlgorithm`.
        pub signing_algorithm: String,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `VerifyMacRequest`.
    pub struct VerifyMacInput {
        /// `Message`.
        pub message: Vec<u8>,
        /// `KeyId`.
        pub key_id: String,
        /// `MacAlgorithm`.
        pub mac_algorithm: String,
        /// `Mac`.
        pub mac: Vec<u8>,
        /// `GrantTokens`.
        pub grant_tokens: Option<Vec<String>>,
        /// `DryRun`.
        pub dry_run: Option<bool>,
    }
}

structure! {
    /// `VerifyMacResponse`.
    pub struct VerifyMacOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `MacValid`.
        pub mac_valid: Option<bool>,
        /// `MacAlgorithm`.
        pub mac_algorithm: Option<String>,
    }
}

structure! {
    /// `VerifyResponse`.
    pub struct VerifyOutput {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `SignatureValid`.
        pub signature_valid: Option<bool>,
        /// `SigningAlgorithm`.
        pub signing_algorithm: Option<String>,
    }
}

structure! {
    /// `XksKeyConfigurationType`.
    pub struct XksKeyConfigurationType {
        /// `Id`.
        pub id: Option<String>,
    }
}

structure! {
    /// `XksProxyAuthenticationCredentialType`.
    pub struct XksProxyAuthenticationCredentialType {
        /// `AccessKeyId`.
        pub access_key_id: String,
        /// `RawSecretAccessKey`.
        pub raw_secret_access_key: String,
    }
}

structure! {
    /// `XksProxyConfigurationType`.
    pub struct XksProxyConfigurationType {
        /// `Connectivity`.
        pub connectivity: Option<String>,
        /// `AccessKeyId`.
        pub access_key_id: Option<String>,
        /// `UriEndpoint`.
        pub uri_endpoint: Option<String>,
        /// `UriPath`.
        pub uri_path: Option<String>,
        /// `VpcEndpointServiceName`.
        pub vpc_endpoint_service_name: Option<String>,
        /// `VpcEndpointServiceOwner`.
        pub vpc_endpoint_service_owner: Option<String>,
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

    /// `CloudHsmClusterInUseException`.
    pub static CLOUD_HSM_CLUSTER_IN_USE_EXCEPTION: ErrorShape = ErrorShape {
        name: "CloudHsmClusterInUseException",
        query_code: "CloudHsmClusterInUseException",
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

    /// `CloudHsmClusterNotActiveException`.
    pub static CLOUD_HSM_CLUSTER_NOT_ACTIVE_EXCEPTION: ErrorShape = ErrorShape {
        name: "CloudHsmClusterNotActiveException",
        query_code: "CloudHsmClusterNotActiveException",
        status: 400,
        sender: true,
    };

    /// `CloudHsmClusterNotFoundException`.
    pub static CLOUD_HSM_CLUSTER_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "CloudHsmClusterNotFoundException",
        query_code: "CloudHsmClusterNotFoundException",
        status: 400,
        sender: true,
    };

    /// `CloudHsmClusterNotRelatedException`.
    pub static CLOUD_HSM_CLUSTER_NOT_RELATED_EXCEPTION: ErrorShape = ErrorShape {
        name: "CloudHsmClusterNotRelatedException",
        query_code: "CloudHsmClusterNotRelatedException",
        status: 400,
        sender: true,
    };

    /// `ConflictException`.
    pub static CONFLICT_EXCEPTION: ErrorShape =
        ErrorShape { name: "ConflictException", query_code: "ConflictException", status: 400, sender: true };

    /// `CustomKeyStoreHasCMKsException`.
    pub static CUSTOM_KEY_STORE_HAS_CM_KS_EXCEPTION: ErrorShape = ErrorShape {
        name: "CustomKeyStoreHasCMKsException",
        query_code: "CustomKeyStoreHasCMKsException",
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

    /// `CustomKeyStoreNameInUseException`.
    pub static CUSTOM_KEY_STORE_NAME_IN_USE_EXCEPTION: ErrorShape = ErrorShape {
        name: "CustomKeyStoreNameInUseException",
        query_code: "CustomKeyStoreNameInUseException",
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

    /// `ExpiredImportTokenException`.
    pub static EXPIRED_IMPORT_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "ExpiredImportTokenException",
        query_code: "ExpiredImportTokenException",
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

    /// `IncorrectKeyMaterialException`.
    pub static INCORRECT_KEY_MATERIAL_EXCEPTION: ErrorShape = ErrorShape {
        name: "IncorrectKeyMaterialException",
        query_code: "IncorrectKeyMaterialException",
        status: 400,
        sender: true,
    };

    /// `IncorrectTrustAnchorException`.
    pub static INCORRECT_TRUST_ANCHOR_EXCEPTION: ErrorShape = ErrorShape {
        name: "IncorrectTrustAnchorException",
        query_code: "IncorrectTrustAnchorException",
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

    /// `InvalidGrantIdException`.
    pub static INVALID_GRANT_ID_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidGrantIdException",
        query_code: "InvalidGrantIdException",
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

    /// `InvalidImportTokenException`.
    pub static INVALID_IMPORT_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidImportTokenException",
        query_code: "InvalidImportTokenException",
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

    /// `KMSInvalidMacException`.
    pub static KMS_INVALID_MAC_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSInvalidMacException",
        query_code: "KMSInvalidMacException",
        status: 400,
        sender: true,
    };

    /// `KMSInvalidSignatureException`.
    pub static KMS_INVALID_SIGNATURE_EXCEPTION: ErrorShape = ErrorShape {
        name: "KMSInvalidSignatureException",
        query_code: "KMSInvalidSignatureException",
        status: 400,
        sender: true,
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

    /// `XksProxyIncorrectAuthenticationCredentialException`.
    pub static XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksProxyIncorrectAuthenticationCredentialException",
        query_code: "XksProxyIncorrectAuthenticationCredentialException",
        status: 400,
        sender: true,
    };

    /// `XksProxyInvalidConfigurationException`.
    pub static XKS_PROXY_INVALID_CONFIGURATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksProxyInvalidConfigurationException",
        query_code: "XksProxyInvalidConfigurationException",
        status: 400,
        sender: true,
    };

    /// `XksProxyInvalidResponseException`.
    pub static XKS_PROXY_INVALID_RESPONSE_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksProxyInvalidResponseException",
        query_code: "XksProxyInvalidResponseException",
        status: 400,
        sender: true,
    };

    /// `XksProxyUriEndpointInUseException`.
    pub static XKS_PROXY_URI_ENDPOINT_IN_USE_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksProxyUriEndpointInUseException",
        query_code: "XksProxyUriEndpointInUseException",
        status: 400,
        sender: true,
    };

    /// `XksProxyUriInUseException`.
    pub static XKS_PROXY_URI_IN_USE_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksProxyUriInUseException",
        query_code: "XksProxyUriInUseException",
        status: 400,
        sender: true,
    };

    /// `XksProxyUriUnreachableException`.
    pub static XKS_PROXY_URI_UNREACHABLE_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksProxyUriUnreachableException",
        query_code: "XksProxyUriUnreachableException",
        status: 400,
        sender: true,
    };

    /// `XksProxyVpcEndpointServiceInUseException`.
    pub static XKS_PROXY_VPC_ENDPOINT_SERVICE_IN_USE_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksProxyVpcEndpointServiceInUseException",
        query_code: "XksProxyVpcEndpointServiceInUseException",
        status: 400,
        sender: true,
    };

    /// `XksProxyVpcEndpointServiceInvalidConfigurationException`.
    pub static XKS_PROXY_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksProxyVpcEndpointServiceInvalidConfigurationException",
        query_code: "XksProxyVpcEndpointServiceInvalidConfigurationException",
        status: 400,
        sender: true,
    };

    /// `XksProxyVpcEndpointServiceNotFoundException`.
    pub static XKS_PROXY_VPC_ENDPOINT_SERVICE_NOT_FOUND_EXCEPTION: ErrorShape = ErrorShape {
        name: "XksProxyVpcEndpointServiceNotFoundException",
        query_code: "XksProxyVpcEndpointServiceNotFoundException",
        status: 400,
        sender: true,
    };
}

static AWS_ACCOUNT_ID_TYPE: Shape =
    Shape { name: "AWSAccountIdType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static ACCOUNT_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[0-9]{12}");

static ACCOUNT_ID_TYPE: Shape = Shape {
    name: "AccountIdType",
    kind: Kind::String { length: Range::of(12, 12), pattern: Some(&ACCOUNT_ID_TYPE_PATTERN), values: &[] },
};

static ALGORITHM_SPEC: Shape = Shape {
    name: "AlgorithmSpec",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "RSAES_PKCS1_V1_5",
            "RSAES_OAEP_SHA_1",
            "RSAES_OAEP_SHA_256",
            "RSA_AES_KEY_WRAP_SHA_1",
            "RSA_AES_KEY_WRAP_SHA_256",
            "SM2PKE",
        ],
    },
};

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

static BACKING_KEY_ID_RESPONSE_TYPE_PATTERN: Pattern = Pattern::new(r"^[a-f0-9]+$");

static BACKING_KEY_ID_RESPONSE_TYPE: Shape = Shape {
    name: "BackingKeyIdResponseType",
    kind: Kind::String {
        length: Range::of(0, 64),
        pattern: Some(&BACKING_KEY_ID_RESPONSE_TYPE_PATTERN),
        values: &[],
    },
};

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

static CLOUD_TRAIL_EVENT_ID_TYPE: Shape = Shape {
    name: "CloudTrailEventIdType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static CONNECT_CUSTOM_KEY_STORE_REQUEST: Shape = Shape {
    name: "ConnectCustomKeyStoreRequest",
    kind: Kind::Structure(&[Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE).required()]),
};

static CONNECT_CUSTOM_KEY_STORE_RESPONSE: Shape =
    Shape { name: "ConnectCustomKeyStoreResponse", kind: Kind::Structure(&[]) };

static CONNECTION_ERROR_CODE_TYPE: Shape = Shape {
    name: "ConnectionErrorCodeType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "INVALID_CREDENTIALS",
            "CLUSTER_NOT_FOUND",
            "NETWORK_ERRORS",
            "INTERNAL_ERROR",
            "INSUFFICIENT_CLOUDHSM_HSMS",
            "USER_LOCKED_OUT",
            "USER_NOT_FOUND",
            "USER_LOGGED_IN",
            "SUBNET_NOT_FOUND",
            "INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET",
            "XKS_PROXY_ACCESS_DENIED",
            "XKS_PROXY_NOT_REACHABLE",
            "XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND",
            "XKS_PROXY_INVALID_RESPONSE",
            "XKS_PROXY_INVALID_CONFIGURATION",
            "XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION",
            "XKS_PROXY_TIMED_OUT",
            "XKS_PROXY_INVALID_TLS_CONFIGURATION",
        ],
    },
};

static CONNECTION_STATE_TYPE: Shape = Shape {
    name: "ConnectionStateType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["CONNECTED", "CONNECTING", "FAILED", "DISCONNECTED", "DISCONNECTING"],
    },
};

static CREATE_ALIAS_REQUEST: Shape = Shape {
    name: "CreateAliasRequest",
    kind: Kind::Structure(&[
        Member::new("AliasName", &ALIAS_NAME_TYPE).required(),
        Member::new("TargetKeyId", &KEY_ID_TYPE).required(),
    ]),
};

static CREATE_CUSTOM_KEY_STORE_REQUEST: Shape = Shape {
    name: "CreateCustomKeyStoreRequest",
    kind: Kind::Structure(&[
        Member::new("CustomKeyStoreName", &CUSTOM_KEY_STORE_NAME_TYPE).required(),
        Member::new("CloudHsmClusterId", &CLOUD_HSM_CLUSTER_ID_TYPE),
        Member::new("TrustAnchorCertificate", &TRUST_ANCHOR_CERTIFICATE_TYPE),
        Member::new("KeyStorePassword", &KEY_STORE_PASSWORD_TYPE).sensitive(),
        Member::new("CustomKeyStoreType", &CUSTOM_KEY_STORE_TYPE),
        Member::new("XksProxyUriEndpoint", &XKS_PROXY_URI_ENDPOINT_TYPE),
        Member::new("XksProxyUriPath", &XKS_PROXY_URI_PATH_TYPE),
        Member::new("XksProxyVpcEndpointServiceName", &XKS_PROXY_VPC_ENDPOINT_SERVICE_NAME_TYPE),
        Member::new("XksProxyVpcEndpointServiceOwner", &ACCOUNT_ID_TYPE),
        Member::new("XksProxyAuthenticationCredential", &XKS_PROXY_AUTHENTICATION_CREDENTIAL_TYPE),
        Member::new("XksProxyConnectivity", &XKS_PROXY_CONNECTIVITY_TYPE),
    ]),
};

static CREATE_CUSTOM_KEY_STORE_RESPONSE: Shape = Shape {
    name: "CreateCustomKeyStoreResponse",
    kind: Kind::Structure(&[Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE)]),
};

static CREATE_GRANT_REQUEST: Shape = Shape {
    name: "CreateGrantRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("GranteePrincipal", &PRINCIPAL_ID_TYPE),
        Member::new("RetiringPrincipal", &PRINCIPAL_ID_TYPE),
        Member::new("Operations", &GRANT_OPERATION_LIST).required(),
        Member::new("Constraints", &GRANT_CONSTRAINTS),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("Name", &GRANT_NAME_TYPE),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
        Member::new("GranteeServicePrincipal", &SERVICE_PRINCIPAL_TYPE),
        Member::new("RetiringServicePrincipal", &SERVICE_PRINCIPAL_TYPE),
    ]),
};

static CREATE_GRANT_RESPONSE: Shape = Shape {
    name: "CreateGrantResponse",
    kind: Kind::Structure(&[
        Member::new("GrantToken", &GRANT_TOKEN_TYPE),
        Member::new("GrantId", &GRANT_ID_TYPE),
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

static CUSTOM_KEY_STORE_NAME_TYPE: Shape = Shape {
    name: "CustomKeyStoreNameType",
    kind: Kind::String { length: Range::of(1, 256), pattern: None, values: &[] },
};

static CUSTOM_KEY_STORE_TYPE: Shape = Shape {
    name: "CustomKeyStoreType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"] },
};

static CUSTOM_KEY_STORES_LIST: Shape = Shape {
    name: "CustomKeyStoresList",
    kind: Kind::List {
        member: &CUSTOM_KEY_STORES_LIST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static CUSTOM_KEY_STORES_LIST_ENTRY: Shape = Shape {
    name: "CustomKeyStoresListEntry",
    kind: Kind::Structure(&[
        Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE),
        Member::new("CustomKeyStoreName", &CUSTOM_KEY_STORE_NAME_TYPE),
        Member::new("CloudHsmClusterId", &CLOUD_HSM_CLUSTER_ID_TYPE),
        Member::new("TrustAnchorCertificate", &TRUST_ANCHOR_CERTIFICATE_TYPE),
        Member::new("ConnectionState", &CONNECTION_STATE_TYPE),
        Member::new("ConnectionErrorCode", &CONNECTION_ERROR_CODE_TYPE),
        Member::new("CreationDate", &DATE_TYPE),
        Member::new("CustomKeyStoreType", &CUSTOM_KEY_STORE_TYPE),
        Member::new("XksProxyConfiguration", &XKS_PROXY_CONFIGURATION_TYPE),
    ]),
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

static DATA_KEY_PAIR_SPEC: Shape = Shape {
    name: "DataKeyPairSpec",
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
            "SM2",
            "ECC_NIST_EDWARDS25519",
            "ML_KEM_512",
            "ML_KEM_768",
            "ML_KEM_1024",
        ],
    },
};

static DATA_KEY_SPEC: Shape = Shape {
    name: "DataKeySpec",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["AES_256", "AES_128"] },
};

static DATE_TYPE: Shape = Shape { name: "DateType", kind: Kind::Timestamp };

static DECAPSULATE_REQUEST: Shape = Shape {
    name: "DecapsulateRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("SharedSecretCiphertextBlob", &CIPHERTEXT_TYPE).required(),
        Member::new("EncapsulationAlgorithm", &ENCAPSULATION_ALGORITHM_SPEC).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static DECAPSULATE_RESPONSE: Shape = Shape {
    name: "DecapsulateResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("SharedSecret", &PLAINTEXT_TYPE).sensitive(),
        Member::new("EncapsulationAlgorithm", &ENCAPSULATION_ALGORITHM_SPEC),
    ]),
};

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

static DELETE_ALIAS_REQUEST: Shape = Shape {
    name: "DeleteAliasRequest",
    kind: Kind::Structure(&[Member::new("AliasName", &ALIAS_NAME_TYPE).required()]),
};

static DELETE_CUSTOM_KEY_STORE_REQUEST: Shape = Shape {
    name: "DeleteCustomKeyStoreRequest",
    kind: Kind::Structure(&[Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE).required()]),
};

static DELETE_CUSTOM_KEY_STORE_RESPONSE: Shape =
    Shape { name: "DeleteCustomKeyStoreResponse", kind: Kind::Structure(&[]) };

static DELETE_IMPORTED_KEY_MATERIAL_REQUEST: Shape = Shape {
    name: "DeleteImportedKeyMaterialRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
};

static DELETE_IMPORTED_KEY_MATERIAL_RESPONSE: Shape = Shape {
    name: "DeleteImportedKeyMaterialResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_RESPONSE_TYPE),
    ]),
};

static DERIVE_SHARED_SECRET_REQUEST: Shape = Shape {
    name: "DeriveSharedSecretRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("KeyAgreementAlgorithm", &KEY_AGREEMENT_ALGORITHM_SPEC).required(),
        Member::new("PublicKey", &PUBLIC_KEY_TYPE).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
        Member::new("Recipient", &RECIPIENT_INFO),
    ]),
};

static DERIVE_SHARED_SECRET_RESPONSE: Shape = Shape {
    name: "DeriveSharedSecretResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("SharedSecret", &PLAINTEXT_TYPE).sensitive(),
        Member::new("CiphertextForRecipient", &CIPHERTEXT_TYPE),
        Member::new("KeyAgreementAlgorithm", &KEY_AGREEMENT_ALGORITHM_SPEC),
        Member::new("KeyOrigin", &ORIGIN_TYPE),
    ]),
};

static DESCRIBE_CUSTOM_KEY_STORES_REQUEST: Shape = Shape {
    name: "DescribeCustomKeyStoresRequest",
    kind: Kind::Structure(&[
        Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE),
        Member::new("CustomKeyStoreName", &CUSTOM_KEY_STORE_NAME_TYPE),
        Member::new("Limit", &LIMIT_TYPE),
        Member::new("Marker", &MARKER_TYPE),
    ]),
};

static DESCRIBE_CUSTOM_KEY_STORES_RESPONSE: Shape = Shape {
    name: "DescribeCustomKeyStoresResponse",
    kind: Kind::Structure(&[
        Member::new("CustomKeyStores", &CUSTOM_KEY_STORES_LIST),
        Member::new("NextMarker", &MARKER_TYPE),
        Member::new("Truncated", &BOOLEAN_TYPE),
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

static DISABLE_KEY_ROTATION_REQUEST: Shape = Shape {
    name: "DisableKeyRotationRequest",
    kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE).required()]),
};

static DISCONNECT_CUSTOM_KEY_STORE_REQUEST: Shape = Shape {
    name: "DisconnectCustomKeyStoreRequest",
    kind: Kind::Structure(&[Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE).required()]),
};

static DISCONNECT_CUSTOM_KEY_STORE_RESPONSE: Shape =
    Shape { name: "DisconnectCustomKeyStoreResponse", kind: Kind::Structure(&[]) };

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

static ENABLE_KEY_ROTATION_REQUEST: Shape = Shape {
    name: "EnableKeyRotationRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("RotationPeriodInDays", &ROTATION_PERIOD_IN_DAYS_TYPE),
    ]),
};

static ENCAPSULATE_REQUEST: Shape = Shape {
    name: "EncapsulateRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("EncapsulationAlgorithm", &ENCAPSULATION_ALGORITHM_SPEC).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static ENCAPSULATE_RESPONSE: Shape = Shape {
    name: "EncapsulateResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("SharedSecret", &PLAINTEXT_TYPE).sensitive(),
        Member::new("SharedSecretCiphertextBlob", &CIPHERTEXT_TYPE),
        Member::new("EncapsulationAlgorithm", &ENCAPSULATION_ALGORITHM_SPEC),
    ]),
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

static GENERATE_DATA_KEY_PAIR_REQUEST: Shape = Shape {
    name: "GenerateDataKeyPairRequest",
    kind: Kind::Structure(&[
        Member::new("EncryptionContext", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("KeyPairSpec", &DATA_KEY_PAIR_SPEC).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("Recipient", &RECIPIENT_INFO),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static GENERATE_DATA_KEY_PAIR_RESPONSE: Shape = Shape {
    name: "GenerateDataKeyPairResponse",
    kind: Kind::Structure(&[
        Member::new("PrivateKeyCiphertextBlob", &CIPHERTEXT_TYPE),
        Member::new("PrivateKeyPlaintext", &PLAINTEXT_TYPE).sensitive(),
        Member::new("PublicKey", &PUBLIC_KEY_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("KeyPairSpec", &DATA_KEY_PAIR_SPEC),
        Member::new("CiphertextForRecipient", &CIPHERTEXT_TYPE),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
};

static GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT_REQUEST: Shape = Shape {
    name: "GenerateDataKeyPairWithoutPlaintextRequest",
    kind: Kind::Structure(&[
        Member::new("EncryptionContext", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("KeyPairSpec", &DATA_KEY_PAIR_SPEC).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT_RESPONSE: Shape = Shape {
    name: "GenerateDataKeyPairWithoutPlaintextResponse",
    kind: Kind::Structure(&[
        Member::new("PrivateKeyCiphertextBlob", &CIPHERTEXT_TYPE),
        Member::new("PublicKey", &PUBLIC_KEY_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("KeyPairSpec", &DATA_KEY_PAIR_SPEC),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
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

static GENERATE_MAC_REQUEST: Shape = Shape {
    name: "GenerateMacRequest",
    kind: Kind::Structure(&[
        Member::new("Message", &PLAINTEXT_TYPE).required().sensitive(),
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("MacAlgorithm", &MAC_ALGORITHM_SPEC).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static GENERATE_MAC_RESPONSE: Shape = Shape {
    name: "GenerateMacResponse",
    kind: Kind::Structure(&[
        Member::new("Mac", &CIPHERTEXT_TYPE),
        Member::new("MacAlgorithm", &MAC_ALGORITHM_SPEC),
        Member::new("KeyId", &KEY_ID_TYPE),
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

static GET_KEY_LAST_USAGE_REQUEST: Shape = Shape {
    name: "GetKeyLastUsageRequest",
    kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE).required()]),
};

static GET_KEY_LAST_USAGE_RESPONSE: Shape = Shape {
    name: "GetKeyLastUsageResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("KeyLastUsage", &KEY_LAST_USAGE_DATA),
        Member::new("TrackingStartDate", &DATE_TYPE),
        Member::new("KeyCreationDate", &DATE_TYPE),
    ]),
};

static GET_KEY_POLICY_REQUEST: Shape = Shape {
    name: "GetKeyPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE),
    ]),
};

static GET_KEY_POLICY_RESPONSE: Shape = Shape {
    name: "GetKeyPolicyResponse",
    kind: Kind::Structure(&[
        Member::new("Policy", &POLICY_TYPE),
        Member::new("PolicyName", &POLICY_NAME_TYPE),
    ]),
};

static GET_KEY_ROTATION_STATUS_REQUEST: Shape = Shape {
    name: "GetKeyRotationStatusRequest",
    kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE).required()]),
};

static GET_KEY_ROTATION_STATUS_RESPONSE: Shape = Shape {
    name: "GetKeyRotationStatusResponse",
    kind: Kind::Structure(&[
        Member::new("KeyRotationEnabled", &BOOLEAN_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("RotationPeriodInDays", &ROTATION_PERIOD_IN_DAYS_TYPE),
        Member::new("NextRotationDate", &DATE_TYPE),
        Member::new("OnDemandRotationStartDate", &DATE_TYPE),
    ]),
};

static GET_PARAMETERS_FOR_IMPORT_REQUEST: Shape = Shape {
    name: "GetParametersForImportRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("WrappingAlgorithm", &ALGORITHM_SPEC).required(),
        Member::new("WrappingKeySpec", &WRAPPING_KEY_SPEC).required(),
    ]),
};

static GET_PARAMETERS_FOR_IMPORT_RESPONSE: Shape = Shape {
    name: "GetParametersForImportResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("ImportToken", &CIPHERTEXT_TYPE),
        Member::new("PublicKey", &PLAINTEXT_TYPE).sensitive(),
        Member::new("ParametersValidTo", &DATE_TYPE),
    ]),
};

static GET_PUBLIC_KEY_REQUEST: Shape = Shape {
    name: "GetPublicKeyRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
    ]),
};

static GET_PUBLIC_KEY_RESPONSE: Shape = Shape {
    name: "GetPublicKeyResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("PublicKey", &PUBLIC_KEY_TYPE),
        Member::new("CustomerMasterKeySpec", &CUSTOMER_MASTER_KEY_SPEC),
        Member::new("KeySpec", &KEY_SPEC),
        Member::new("KeyUsage", &KEY_USAGE_TYPE),
        Member::new("EncryptionAlgorithms", &ENCRYPTION_ALGORITHM_SPEC_LIST),
        Member::new("SigningAlgorithms", &SIGNING_ALGORITHM_SPEC_LIST),
        Member::new("KeyAgreementAlgorithms", &KEY_AGREEMENT_ALGORITHM_SPEC_LIST),
        Member::new("EncapsulationAlgorithms", &ENCAPSULATION_ALGORITHM_SPEC_LIST),
    ]),
};

static GRANT_CONSTRAINT_SOURCE_ARN_TYPE_PATTERN: Pattern =
    Pattern::new(r"^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$");

static GRANT_CONSTRAINT_SOURCE_ARN_TYPE: Shape = Shape {
    name: "GrantConstraintSourceArnType",
    kind: Kind::String {
        length: Range::of(20, 512),
        pattern: Some(&GRANT_CONSTRAINT_SOURCE_ARN_TYPE_PATTERN),
        values: &[],
    },
};

static GRANT_CONSTRAINTS: Shape = Shape {
    name: "GrantConstraints",
    kind: Kind::Structure(&[
        Member::new("EncryptionContextSubset", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("EncryptionContextEquals", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("SourceArn", &GRANT_CONSTRAINT_SOURCE_ARN_TYPE),
    ]),
};

static GRANT_ID_TYPE: Shape = Shape {
    name: "GrantIdType",
    kind: Kind::String { length: Range::of(1, 128), pattern: None, values: &[] },
};

static GRANT_LIST: Shape = Shape {
    name: "GrantList",
    kind: Kind::List {
        member: &GRANT_LIST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static GRANT_LIST_ENTRY: Shape = Shape {
    name: "GrantListEntry",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("GrantId", &GRANT_ID_TYPE),
        Member::new("Name", &GRANT_NAME_TYPE),
        Member::new("CreationDate", &DATE_TYPE),
        Member::new("GranteePrincipal", &PRINCIPAL_ID_TYPE),
        Member::new("RetiringPrincipal", &PRINCIPAL_ID_TYPE),
        Member::new("IssuingAccount", &PRINCIPAL_ID_TYPE),
        Member::new("Operations", &GRANT_OPERATION_LIST),
        Member::new("Constraints", &GRANT_CONSTRAINTS),
        Member::new("GranteeServicePrincipal", &SERVICE_PRINCIPAL_TYPE),
        Member::new("RetiringServicePrincipal", &SERVICE_PRINCIPAL_TYPE),
    ]),
};

static GRANT_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"^[a-zA-Z0-9:/_-]+$");

static GRANT_NAME_TYPE: Shape = Shape {
    name: "GrantNameType",
    kind: Kind::String { length: Range::of(1, 256), pattern: Some(&GRANT_NAME_TYPE_PATTERN), values: &[] },
};

static GRANT_OPERATION: Shape = Shape {
    name: "GrantOperation",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "Decrypt",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo",
            "Sign",
            "Verify",
            "GetPublicKey",
            "CreateGrant",
            "RetireGrant",
            "DescribeKey",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "GenerateMac",
            "VerifyMac",
            "DeriveSharedSecret",
            "Encapsulate",
            "Decapsulate",
        ],
    },
};

static GRANT_OPERATION_LIST: Shape = Shape {
    name: "GrantOperationList",
    kind: Kind::List {
        member: &GRANT_OPERATION,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
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

static IMPORT_KEY_MATERIAL_REQUEST: Shape = Shape {
    name: "ImportKeyMaterialRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("ImportToken", &CIPHERTEXT_TYPE).required(),
        Member::new("EncryptedKeyMaterial", &CIPHERTEXT_TYPE).required(),
        Member::new("ValidTo", &DATE_TYPE),
        Member::new("ExpirationModel", &EXPIRATION_MODEL_TYPE),
        Member::new("ImportType", &IMPORT_TYPE),
        Member::new("KeyMaterialDescription", &KEY_MATERIAL_DESCRIPTION_TYPE),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
};

static IMPORT_KEY_MATERIAL_RESPONSE: Shape = Shape {
    name: "ImportKeyMaterialResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
};

static IMPORT_STATE: Shape = Shape {
    name: "ImportState",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["IMPORTED", "PENDING_IMPORT"] },
};

static IMPORT_TYPE: Shape = Shape {
    name: "ImportType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL"],
    },
};

static INCLUDE_KEY_MATERIAL: Shape = Shape {
    name: "IncludeKeyMaterial",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["ALL_KEY_MATERIAL", "ROTATIONS_ONLY"] },
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

static KEY_LAST_USAGE_DATA: Shape = Shape {
    name: "KeyLastUsageData",
    kind: Kind::Structure(&[
        Member::new("Operation", &KEY_LAST_USAGE_TRACKING_OPERATION),
        Member::new("Timestamp", &DATE_TYPE),
        Member::new("CloudTrailEventId", &CLOUD_TRAIL_EVENT_ID_TYPE),
        Member::new("KmsRequestId", &KMS_REQUEST_ID_TYPE),
    ]),
};

static KEY_LAST_USAGE_TRACKING_OPERATION: Shape = Shape {
    name: "KeyLastUsageTrackingOperation",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "Decrypt",
            "DeriveSharedSecret",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateMac",
            "ReEncrypt",
            "Sign",
            "Verify",
            "VerifyMac",
            "Encapsulate",
            "Decapsulate",
        ],
    },
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

static KEY_MATERIAL_DESCRIPTION_TYPE_PATTERN: Pattern = Pattern::new(r"^[a-zA-Z0-9:/_\s.-]+$");

static KEY_MATERIAL_DESCRIPTION_TYPE: Shape = Shape {
    name: "KeyMaterialDescriptionType",
    kind: Kind::String {
        length: Range::of(0, 256),
        pattern: Some(&KEY_MATERIAL_DESCRIPTION_TYPE_PATTERN),
        values: &[],
    },
};

static KEY_MATERIAL_STATE: Shape = Shape {
    name: "KeyMaterialState",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["NON_CURRENT", "CURRENT", "PENDING_ROTATION", "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"],
    },
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

static KEY_STORE_PASSWORD_TYPE: Shape = Shape {
    name: "KeyStorePasswordType",
    kind: Kind::String { length: Range::of(7, 32), pattern: None, values: &[] },
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

static KMS_REQUEST_ID_TYPE: Shape =
    Shape { name: "KmsRequestIdType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

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

static LIST_GRANTS_REQUEST: Shape = Shape {
    name: "ListGrantsRequest",
    kind: Kind::Structure(&[
        Member::new("Limit", &LIMIT_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("GrantId", &GRANT_ID_TYPE),
        Member::new("GranteePrincipal", &PRINCIPAL_ID_TYPE),
        Member::new("GranteeServicePrincipal", &SERVICE_PRINCIPAL_TYPE),
    ]),
};

static LIST_GRANTS_RESPONSE: Shape = Shape {
    name: "ListGrantsResponse",
    kind: Kind::Structure(&[
        Member::new("Grants", &GRANT_LIST),
        Member::new("NextMarker", &MARKER_TYPE),
        Member::new("Truncated", &BOOLEAN_TYPE),
    ]),
};

static LIST_KEY_POLICIES_REQUEST: Shape = Shape {
    name: "ListKeyPoliciesRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("Limit", &LIMIT_TYPE),
        Member::new("Marker", &MARKER_TYPE),
    ]),
};

static LIST_KEY_POLICIES_RESPONSE: Shape = Shape {
    name: "ListKeyPoliciesResponse",
    kind: Kind::Structure(&[
        Member::new("PolicyNames", &POLICY_NAME_LIST),
        Member::new("NextMarker", &MARKER_TYPE),
        Member::new("Truncated", &BOOLEAN_TYPE),
    ]),
};

static LIST_KEY_ROTATIONS_REQUEST: Shape = Shape {
    name: "ListKeyRotationsRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("IncludeKeyMaterial", &INCLUDE_KEY_MATERIAL),
        Member::new("Limit", &LIMIT_TYPE),
        Member::new("Marker", &MARKER_TYPE),
    ]),
};

static LIST_KEY_ROTATIONS_RESPONSE: Shape = Shape {
    name: "ListKeyRotationsResponse",
    kind: Kind::Structure(&[
        Member::new("Rotations", &ROTATIONS_LIST),
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

static LIST_RESOURCE_TAGS_REQUEST: Shape = Shape {
    name: "ListResourceTagsRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("Limit", &LIMIT_TYPE),
        Member::new("Marker", &MARKER_TYPE),
    ]),
};

static LIST_RESOURCE_TAGS_RESPONSE: Shape = Shape {
    name: "ListResourceTagsResponse",
    kind: Kind::Structure(&[
        Member::new("Tags", &TAG_LIST),
        Member::new("NextMarker", &MARKER_TYPE),
        Member::new("Truncated", &BOOLEAN_TYPE),
    ]),
};

static LIST_RETIRABLE_GRANTS_REQUEST: Shape = Shape {
    name: "ListRetirableGrantsRequest",
    kind: Kind::Structure(&[
        Member::new("Limit", &LIMIT_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("RetiringPrincipal", &PRINCIPAL_ID_TYPE),
        Member::new("RetiringServicePrincipal", &SERVICE_PRINCIPAL_TYPE),
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

static MESSAGE_TYPE: Shape = Shape {
    name: "MessageType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["RAW", "DIGEST", "EXTERNAL_MU"] },
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

static POLICY_NAME_LIST: Shape = Shape {
    name: "PolicyNameList",
    kind: Kind::List {
        member: &POLICY_NAME_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static POLICY_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w]+");

static POLICY_NAME_TYPE: Shape = Shape {
    name: "PolicyNameType",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&POLICY_NAME_TYPE_PATTERN), values: &[] },
};

static POLICY_TYPE_PATTERN: Pattern = Pattern::translated(
    r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+",
);

static POLICY_TYPE: Shape = Shape {
    name: "PolicyType",
    kind: Kind::String { length: Range::of(1, 131072), pattern: Some(&POLICY_TYPE_PATTERN), values: &[] },
};

static PRINCIPAL_ID_TYPE_PATTERN: Pattern = Pattern::new(r"^[\w+=,.@:/-]+$");

static PRINCIPAL_ID_TYPE: Shape = Shape {
    name: "PrincipalIdType",
    kind: Kind::String { length: Range::of(1, 256), pattern: Some(&PRINCIPAL_ID_TYPE_PATTERN), values: &[] },
};

static PUBLIC_KEY_TYPE: Shape = Shape { name: "PublicKeyType", kind: Kind::Blob(Range::of(1, 8192)) };

static PUT_KEY_POLICY_REQUEST: Shape = Shape {
    name: "PutKeyPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE),
        Member::new("Policy", &POLICY_TYPE).required(),
        Member::new("BypassPolicyLockoutSafetyCheck", &BOOLEAN_TYPE),
    ]),
};

static RE_ENCRYPT_REQUEST: Shape = Shape {
    name: "ReEncryptRequest",
    kind: Kind::Structure(&[
        Member::new("CiphertextBlob", &CIPHERTEXT_TYPE),
        Member::new("SourceEncryptionContext", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("SourceKeyId", &KEY_ID_TYPE),
        Member::new("DestinationKeyId", &KEY_ID_TYPE).required(),
        Member::new("DestinationEncryptionContext", &ENCRYPTION_CONTEXT_TYPE),
        Member::new("SourceEncryptionAlgorithm", &ENCRYPTION_ALGORITHM_SPEC),
        Member::new("DestinationEncryptionAlgorithm", &ENCRYPTION_ALGORITHM_SPEC),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
        Member::new("DryRunModifiers", &DRY_RUN_MODIFIER_LIST),
    ]),
};

static RE_ENCRYPT_RESPONSE: Shape = Shape {
    name: "ReEncryptResponse",
    kind: Kind::Structure(&[
        Member::new("CiphertextBlob", &CIPHERTEXT_TYPE),
        Member::new("SourceKeyId", &KEY_ID_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("SourceEncryptionAlgorithm", &ENCRYPTION_ALGORITHM_SPEC),
        Member::new("DestinationEncryptionAlgorithm", &ENCRYPTION_ALGORITHM_SPEC),
        Member::new("SourceKeyMaterialId", &BACKING_KEY_ID_TYPE),
        Member::new("DestinationKeyMaterialId", &BACKING_KEY_ID_TYPE),
    ]),
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

static REPLICATE_KEY_REQUEST: Shape = Shape {
    name: "ReplicateKeyRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("ReplicaRegion", &REGION_TYPE).required(),
        Member::new("Policy", &POLICY_TYPE),
        Member::new("BypassPolicyLockoutSafetyCheck", &BOOLEAN_TYPE),
        Member::new("Description", &DESCRIPTION_TYPE),
        Member::new("Tags", &TAG_LIST),
    ]),
};

static REPLICATE_KEY_RESPONSE: Shape = Shape {
    name: "ReplicateKeyResponse",
    kind: Kind::Structure(&[
        Member::new("ReplicaKeyMetadata", &KEY_METADATA),
        Member::new("ReplicaPolicy", &POLICY_TYPE),
        Member::new("ReplicaTags", &TAG_LIST),
    ]),
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

static RETIRE_GRANT_REQUEST: Shape = Shape {
    name: "RetireGrantRequest",
    kind: Kind::Structure(&[
        Member::new("GrantToken", &GRANT_TOKEN_TYPE),
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("GrantId", &GRANT_ID_TYPE),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static REVOKE_GRANT_REQUEST: Shape = Shape {
    name: "RevokeGrantRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("GrantId", &GRANT_ID_TYPE).required(),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static ROTATE_KEY_ON_DEMAND_REQUEST: Shape = Shape {
    name: "RotateKeyOnDemandRequest",
    kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE).required()]),
};

static ROTATE_KEY_ON_DEMAND_RESPONSE: Shape =
    Shape { name: "RotateKeyOnDemandResponse", kind: Kind::Structure(&[Member::new("KeyId", &KEY_ID_TYPE)]) };

static ROTATION_PERIOD_IN_DAYS_TYPE: Shape =
    Shape { name: "RotationPeriodInDaysType", kind: Kind::Integer(Range::of(90, 2560)) };

static ROTATION_TYPE: Shape = Shape {
    name: "RotationType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["AUTOMATIC", "ON_DEMAND"] },
};

static ROTATIONS_LIST: Shape = Shape {
    name: "RotationsList",
    kind: Kind::List {
        member: &ROTATIONS_LIST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ROTATIONS_LIST_ENTRY: Shape = Shape {
    name: "RotationsListEntry",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("KeyMaterialId", &BACKING_KEY_ID_TYPE),
        Member::new("KeyMaterialDescription", &KEY_MATERIAL_DESCRIPTION_TYPE),
        Member::new("ImportState", &IMPORT_STATE),
        Member::new("KeyMaterialState", &KEY_MATERIAL_STATE),
        Member::new("ExpirationModel", &EXPIRATION_MODEL_TYPE),
        Member::new("ValidTo", &DATE_TYPE),
        Member::new("RotationDate", &DATE_TYPE),
        Member::new("RotationType", &ROTATION_TYPE),
    ]),
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

static SERVICE_PRINCIPAL_TYPE_PATTERN: Pattern =
    Pattern::new(r"^([A-Za-z0-9\-]+)\.([A-Za-z0-9\-]+)(\.[A-Za-z0-9\-]+)+$");

static SERVICE_PRINCIPAL_TYPE: Shape = Shape {
    name: "ServicePrincipalType",
    kind: Kind::String {
        length: Range::of(1, 128),
        pattern: Some(&SERVICE_PRINCIPAL_TYPE_PATTERN),
        values: &[],
    },
};

static SIGN_REQUEST: Shape = Shape {
    name: "SignRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("Message", &PLAINTEXT_TYPE).required().sensitive(),
        Member::new("MessageType", &MESSAGE_TYPE),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("SigningAlgorithm", &SIGNING_ALGORITHM_SPEC).required(),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static SIGN_RESPONSE: Shape = Shape {
    name: "SignResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("Signature", &CIPHERTEXT_TYPE),
        Member::new("SigningAlgorithm", &SIGNING_ALGORITHM_SPEC),
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

static TAG_KEY_LIST: Shape = Shape {
    name: "TagKeyList",
    kind: Kind::List { member: &TAG_KEY_TYPE, member_name: "member", flattened: false, length: Range::ANY },
};

static TAG_KEY_TYPE: Shape = Shape {
    name: "TagKeyType",
    kind: Kind::String { length: Range::of(1, 128), pattern: None, values: &[] },
};

static TAG_LIST: Shape = Shape {
    name: "TagList",
    kind: Kind::List { member: &TAG, member_name: "member", flattened: false, length: Range::ANY },
};

static TAG_RESOURCE_REQUEST: Shape = Shape {
    name: "TagResourceRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("Tags", &TAG_LIST).required(),
    ]),
};

static TAG_VALUE_TYPE: Shape = Shape {
    name: "TagValueType",
    kind: Kind::String { length: Range::of(0, 256), pattern: None, values: &[] },
};

static TRUST_ANCHOR_CERTIFICATE_TYPE: Shape = Shape {
    name: "TrustAnchorCertificateType",
    kind: Kind::String { length: Range::of(1, 5000), pattern: None, values: &[] },
};

static UNTAG_RESOURCE_REQUEST: Shape = Shape {
    name: "UntagResourceRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("TagKeys", &TAG_KEY_LIST).required(),
    ]),
};

static UPDATE_ALIAS_REQUEST: Shape = Shape {
    name: "UpdateAliasRequest",
    kind: Kind::Structure(&[
        Member::new("AliasName", &ALIAS_NAME_TYPE).required(),
        Member::new("TargetKeyId", &KEY_ID_TYPE).required(),
    ]),
};

static UPDATE_CUSTOM_KEY_STORE_REQUEST: Shape = Shape {
    name: "UpdateCustomKeyStoreRequest",
    kind: Kind::Structure(&[
        Member::new("CustomKeyStoreId", &CUSTOM_KEY_STORE_ID_TYPE).required(),
        Member::new("NewCustomKeyStoreName", &CUSTOM_KEY_STORE_NAME_TYPE),
        Member::new("KeyStorePassword", &KEY_STORE_PASSWORD_TYPE).sensitive(),
        Member::new("CloudHsmClusterId", &CLOUD_HSM_CLUSTER_ID_TYPE),
        Member::new("XksProxyUriEndpoint", &XKS_PROXY_URI_ENDPOINT_TYPE),
        Member::new("XksProxyUriPath", &XKS_PROXY_URI_PATH_TYPE),
        Member::new("XksProxyVpcEndpointServiceName", &XKS_PROXY_VPC_ENDPOINT_SERVICE_NAME_TYPE),
        Member::new("XksProxyVpcEndpointServiceOwner", &ACCOUNT_ID_TYPE),
        Member::new("XksProxyAuthenticationCredential", &XKS_PROXY_AUTHENTICATION_CREDENTIAL_TYPE),
        Member::new("XksProxyConnectivity", &XKS_PROXY_CONNECTIVITY_TYPE),
    ]),
};

static UPDATE_CUSTOM_KEY_STORE_RESPONSE: Shape =
    Shape { name: "UpdateCustomKeyStoreResponse", kind: Kind::Structure(&[]) };

static UPDATE_KEY_DESCRIPTION_REQUEST: Shape = Shape {
    name: "UpdateKeyDescriptionRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("Description", &DESCRIPTION_TYPE).required(),
    ]),
};

static UPDATE_PRIMARY_REGION_REQUEST: Shape = Shape {
    name: "UpdatePrimaryRegionRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("PrimaryRegion", &REGION_TYPE).required(),
    ]),
};

static VERIFY_MAC_REQUEST: Shape = Shape {
    name: "VerifyMacRequest",
    kind: Kind::Structure(&[
        Member::new("Message", &PLAINTEXT_TYPE).required().sensitive(),
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("MacAlgorithm", &MAC_ALGORITHM_SPEC).required(),
        Member::new("Mac", &CIPHERTEXT_TYPE).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static VERIFY_MAC_RESPONSE: Shape = Shape {
    name: "VerifyMacResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("MacValid", &BOOLEAN_TYPE),
        Member::new("MacAlgorithm", &MAC_ALGORITHM_SPEC),
    ]),
};

static VERIFY_REQUEST: Shape = Shape {
    name: "VerifyRequest",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE).required(),
        Member::new("Message", &PLAINTEXT_TYPE).required().sensitive(),
        Member::new("MessageType", &MESSAGE_TYPE),
        Member::new("Signature", &CIPHERTEXT_TYPE).required(),
        Member::new("SigningAlgorithm", &SIGNING_ALGORITHM_SPEC).required(),
        Member::new("GrantTokens", &GRANT_TOKEN_LIST),
        Member::new("DryRun", &NULLABLE_BOOLEAN_TYPE),
    ]),
};

static VERIFY_RESPONSE: Shape = Shape {
    name: "VerifyResponse",
    kind: Kind::Structure(&[
        Member::new("KeyId", &KEY_ID_TYPE),
        Member::new("SignatureValid", &BOOLEAN_TYPE),
        Member::new("SigningAlgorithm", &SIGNING_ALGORITHM_SPEC),
    ]),
};

static WRAPPING_KEY_SPEC: Shape = Shape {
    name: "WrappingKeySpec",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["RSA_2048", "RSA_3072", "RSA_4096", "SM2"],
    },
};

static XKS_KEY_CONFIGURATION_TYPE: Shape =
    Shape { name: "XksKeyConfigurationType", kind: Kind::Structure(&[Member::new("Id", &XKS_KEY_ID_TYPE)]) };

static XKS_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"^[a-zA-Z0-9-_.]+$");

static XKS_KEY_ID_TYPE: Shape = Shape {
    name: "XksKeyIdType",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&XKS_KEY_ID_TYPE_PATTERN), values: &[] },
};

static XKS_PROXY_AUTHENTICATION_ACCESS_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"^[A-Z2-7]+$");

static XKS_PROXY_AUTHENTICATION_ACCESS_KEY_ID_TYPE: Shape = Shape {
    name: "XksProxyAuthenticationAccessKeyIdType",
    kind: Kind::String {
        length: Range::of(20, 30),
        pattern: Some(&XKS_PROXY_AUTHENTICATION_ACCESS_KEY_ID_TYPE_PATTERN),
        values: &[],
    },
};

static XKS_PROXY_AUTHENTICATION_CREDENTIAL_TYPE: Shape = Shape {
    name: "XksProxyAuthenticationCredentialType",
    kind: Kind::Structure(&[
        Member::new("AccessKeyId", &XKS_PROXY_AUTHENTICATION_ACCESS_KEY_ID_TYPE).required().sensitive(),
        Member::new("RawSecretAccessKey", &XKS_PROXY_AUTHENTICATION_RAW_SECRET_ACCESS_KEY_TYPE)
            .required()
            .sensitive(),
    ]),
};

static XKS_PROXY_AUTHENTICATION_RAW_SECRET_ACCESS_KEY_TYPE_PATTERN: Pattern =
    Pattern::translated(r"^[a-zA-Z0-9\/+=]+$", r"^[a-zA-Z0-9/+=]+$");

static XKS_PROXY_AUTHENTICATION_RAW_SECRET_ACCESS_KEY_TYPE: Shape = Shape {
    name: "XksProxyAuthenticationRawSecretAccessKeyType",
    kind: Kind::String {
        length: Range::of(43, 64),
        pattern: Some(&XKS_PROXY_AUTHENTICATION_RAW_SECRET_ACCESS_KEY_TYPE_PATTERN),
        values: &[],
    },
};

static XKS_PROXY_CONFIGURATION_TYPE: Shape = Shape {
    name: "XksProxyConfigurationType",
    kind: Kind::Structure(&[
        Member::new("Connectivity", &XKS_PROXY_CONNECTIVITY_TYPE),
        Member::new("AccessKeyId", &XKS_PROXY_AUTHENTICATION_ACCESS_KEY_ID_TYPE).sensitive(),
        Member::new("UriEndpoint", &XKS_PROXY_URI_ENDPOINT_TYPE),
        Member::new("UriPath", &XKS_PROXY_URI_PATH_TYPE),
        Member::new("VpcEndpointServiceName", &XKS_PROXY_VPC_ENDPOINT_SERVICE_NAME_TYPE),
        Member::new("VpcEndpointServiceOwner", &ACCOUNT_ID_TYPE),
    ]),
};

static XKS_PROXY_CONNECTIVITY_TYPE: Shape = Shape {
    name: "XksProxyConnectivityType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"],
    },
};

static XKS_PROXY_URI_ENDPOINT_TYPE_PATTERN: Pattern = Pattern::new(r"^https://[a-zA-Z0-9.-]+$");

static XKS_PROXY_URI_ENDPOINT_TYPE: Shape = Shape {
    name: "XksProxyUriEndpointType",
    kind: Kind::String {
        length: Range::of(10, 128),
        pattern: Some(&XKS_PROXY_URI_ENDPOINT_TYPE_PATTERN),
        values: &[],
    },
};

static XKS_PROXY_URI_PATH_TYPE_PATTERN: Pattern = Pattern::translated(
    r"^(/[a-zA-Z0-9\/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$",
    r"^(/[a-zA-Z0-9/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$",
);

static XKS_PROXY_URI_PATH_TYPE: Shape = Shape {
    name: "XksProxyUriPathType",
    kind: Kind::String {
        length: Range::of(10, 128),
        pattern: Some(&XKS_PROXY_URI_PATH_TYPE_PATTERN),
        values: &[],
    },
};

static XKS_PROXY_VPC_ENDPOINT_SERVICE_NAME_TYPE_PATTERN: Pattern =
    Pattern::new(r"^(com|eu)\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+$");

static XKS_PROXY_VPC_ENDPOINT_SERVICE_NAME_TYPE: Shape = Shape {
    name: "XksProxyVpcEndpointServiceNameType",
    kind: Kind::String {
        length: Range::of(20, 64),
        pattern: Some(&XKS_PROXY_VPC_ENDPOINT_SERVICE_NAME_TYPE_PATTERN),
        values: &[],
    },
};
