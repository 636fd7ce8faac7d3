//! The wire of `iam` 2010-05-08, as its model states it.
//!
//! Written by `cargo xtask api` from botocore 1.44.5; do not edit.

use std::collections::BTreeMap;

use millpond_aws::schema::{EMPTY, Kind, Member, Operation, Pattern, Range, ServiceSchema, Shape};
use millpond_aws::{operation, structure};

/// How the service is addressed and what it can do.
pub static SERVICE: ServiceSchema = ServiceSchema {
    id: "iam",
    signing_name: "iam",
    target_prefix: "",
    api_version: "2010-05-08",
    xml_namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    json_version: "",
    query_compatible: false,
    error_namespace: "",
    operations: &OPERATIONS,
};

static OPERATIONS: [Operation; 180] = [
    Operation::refused("AcceptDelegationRequest"),
    Operation::refused("AcquireRole"),
    Operation {
        name: "AddClientIDToOpenIDConnectProvider",
        honoured: true,
        input: &ADD_CLIENT_ID_TO_OPEN_ID_CONNECT_PROVIDER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("AddRoleToInstanceProfile"),
    Operation {
        name: "AddUserToGroup",
        honoured: true,
        input: &ADD_USER_TO_GROUP_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("AssociateDelegationRequest"),
    Operation {
        name: "AttachGroupPolicy",
        honoured: true,
        input: &ATTACH_GROUP_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::POLICY_NOT_ATTACHABLE_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "AttachRolePolicy",
        honoured: true,
        input: &ATTACH_ROLE_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::POLICY_NOT_ATTACHABLE_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "AttachUserPolicy",
        honoured: true,
        input: &ATTACH_USER_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::POLICY_NOT_ATTACHABLE_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("ChangePassword"),
    Operation {
        name: "CreateAccessKey",
        honoured: true,
        input: &CREATE_ACCESS_KEY_REQUEST,
        output: &CREATE_ACCESS_KEY_RESPONSE,
        result_wrapper: "CreateAccessKeyResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreateAccountAlias",
        honoured: true,
        input: &CREATE_ACCOUNT_ALIAS_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("CreateDelegationRequest"),
    Operation {
        name: "CreateGroup",
        honoured: true,
        input: &CREATE_GROUP_REQUEST,
        output: &CREATE_GROUP_RESPONSE,
        result_wrapper: "CreateGroupResult",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("CreateInstanceProfile"),
    Operation::refused("CreateLoginProfile"),
    Operation {
        name: "CreateOpenIDConnectProvider",
        honoured: true,
        input: &CREATE_OPEN_ID_CONNECT_PROVIDER_REQUEST,
        output: &CREATE_OPEN_ID_CONNECT_PROVIDER_RESPONSE,
        result_wrapper: "CreateOpenIDConnectProviderResult",
        errors: &[
            &error::INVALID_INPUT_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::OPEN_ID_IDP_COMMUNICATION_ERROR_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreatePolicy",
        honoured: true,
        input: &CREATE_POLICY_REQUEST,
        output: &CREATE_POLICY_RESPONSE,
        result_wrapper: "CreatePolicyResult",
        errors: &[
            &error::INVALID_INPUT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreatePolicyVersion",
        honoured: true,
        input: &CREATE_POLICY_VERSION_REQUEST,
        output: &CREATE_POLICY_VERSION_RESPONSE,
        result_wrapper: "CreatePolicyVersionResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreateRole",
        honoured: true,
        input: &CREATE_ROLE_REQUEST,
        output: &CREATE_ROLE_RESPONSE,
        result_wrapper: "CreateRoleResult",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreateSAMLProvider",
        honoured: true,
        input: &CREATE_SAML_PROVIDER_REQUEST,
        output: &CREATE_SAML_PROVIDER_RESPONSE,
        result_wrapper: "CreateSAMLProviderResult",
        errors: &[
            &error::INVALID_INPUT_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("CreateServiceLinkedRole"),
    Operation::refused("CreateServiceSpecificCredential"),
    Operation {
        name: "CreateUser",
        honoured: true,
        input: &CREATE_USER_REQUEST,
        output: &CREATE_USER_RESPONSE,
        result_wrapper: "CreateUserResult",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "CreateVirtualMFADevice",
        honoured: true,
        input: &CREATE_VIRTUAL_MFA_DEVICE_REQUEST,
        output: &CREATE_VIRTUAL_MFA_DEVICE_RESPONSE,
        result_wrapper: "CreateVirtualMFADeviceResult",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeactivateMFADevice",
        honoured: true,
        input: &DEACTIVATE_MFA_DEVICE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::ENTITY_TEMPORARILY_UNMODIFIABLE_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteAccessKey",
        honoured: true,
        input: &DELETE_ACCESS_KEY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteAccountAlias",
        honoured: true,
        input: &DELETE_ACCOUNT_ALIAS_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteAccountPasswordPolicy",
        honoured: true,
        input: &EMPTY,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteGroup",
        honoured: true,
        input: &DELETE_GROUP_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::DELETE_CONFLICT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteGroupPolicy",
        honoured: true,
        input: &DELETE_GROUP_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteInstanceProfile",
        honoured: true,
        input: &DELETE_INSTANCE_PROFILE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::DELETE_CONFLICT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteLoginProfile",
        honoured: true,
        input: &DELETE_LOGIN_PROFILE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::ENTITY_TEMPORARILY_UNMODIFIABLE_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteOpenIDConnectProvider",
        honoured: true,
        input: &DELETE_OPEN_ID_CONNECT_PROVIDER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_INPUT_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeletePolicy",
        honoured: true,
        input: &DELETE_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::DELETE_CONFLICT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeletePolicyVersion",
        honoured: true,
        input: &DELETE_POLICY_VERSION_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::DELETE_CONFLICT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteRole",
        honoured: true,
        input: &DELETE_ROLE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::DELETE_CONFLICT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteRolePermissionsBoundary",
        honoured: true,
        input: &DELETE_ROLE_PERMISSIONS_BOUNDARY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteRolePolicy",
        honoured: true,
        input: &DELETE_ROLE_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteSAMLProvider",
        honoured: true,
        input: &DELETE_SAML_PROVIDER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_INPUT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("DeleteSSHPublicKey"),
    Operation::refused("DeleteServerCertificate"),
    Operation::refused("DeleteServiceLinkedRole"),
    Operation::refused("DeleteServiceSpecificCredential"),
    Operation::refused("DeleteSigningCertificate"),
    Operation {
        name: "DeleteUser",
        honoured: true,
        input: &DELETE_USER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::DELETE_CONFLICT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteUserPermissionsBoundary",
        honoured: true,
        input: &DELETE_USER_PERMISSIONS_BOUNDARY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "DeleteUserPolicy",
        honoured: true,
        input: &DELETE_USER_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DeleteVirtualMFADevice",
        honoured: true,
        input: &DELETE_VIRTUAL_MFA_DEVICE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::DELETE_CONFLICT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DetachGroupPolicy",
        honoured: true,
        input: &DETACH_GROUP_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DetachRolePolicy",
        honoured: true,
        input: &DETACH_ROLE_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "DetachUserPolicy",
        honoured: true,
        input: &DETACH_USER_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("DisableOrganizationsRootCredentialsManagement"),
    Operation::refused("DisableOrganizationsRootSessions"),
    Operation {
        name: "DisableOutboundWebIdentityFederation",
        honoured: true,
        input: &EMPTY,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[&error::FEATURE_DISABLED_EXCEPTION],
        events: None,
    },
    Operation {
        name: "EnableMFADevice",
        honoured: true,
        input: &ENABLE_MFA_DEVICE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::ENTITY_TEMPORARILY_UNMODIFIABLE_EXCEPTION,
            &error::INVALID_AUTHENTICATION_CODE_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("EnableOrganizationsRootCredentialsManagement"),
    Operation::refused("EnableOrganizationsRootSessions"),
    Operation {
        name: "EnableOutboundWebIdentityFederation",
        honoured: true,
        input: &EMPTY,
        output: &ENABLE_OUTBOUND_WEB_IDENTITY_FEDERATION_RESPONSE,
        result_wrapper: "EnableOutboundWebIdentityFederationResult",
        errors: &[&error::FEATURE_ENABLED_EXCEPTION],
        events: None,
    },
    Operation::refused("GenerateCredentialReport"),
    Operation::refused("GenerateOrganizationsAccessReport"),
    Operation::refused("GenerateServiceLastAccessedDetails"),
    Operation {
        name: "GetAccessKeyLastUsed",
        honoured: true,
        input: &GET_ACCESS_KEY_LAST_USED_REQUEST,
        output: &GET_ACCESS_KEY_LAST_USED_RESPONSE,
        result_wrapper: "GetAccessKeyLastUsedResult",
        errors: &[],
        events: None,
    },
    Operation {
        name: "GetAccountAuthorizationDetails",
        honoured: true,
        input: &GET_ACCOUNT_AUTHORIZATION_DETAILS_REQUEST,
        output: &GET_ACCOUNT_AUTHORIZATION_DETAILS_RESPONSE,
        result_wrapper: "GetAccountAuthorizationDetailsResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetAccountPasswordPolicy",
        honoured: true,
        input: &EMPTY,
        output: &GET_ACCOUNT_PASSWORD_POLICY_RESPONSE,
        result_wrapper: "GetAccountPasswordPolicyResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("GetAccountProperties"),
    Operation {
        name: "GetAccountSummary",
        honoured: true,
        input: &EMPTY,
        output: &GET_ACCOUNT_SUMMARY_RESPONSE,
        result_wrapper: "GetAccountSummaryResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetContextKeysForCustomPolicy",
        honoured: true,
        input: &GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY_REQUEST,
        output: &GET_CONTEXT_KEYS_FOR_POLICY_RESPONSE,
        result_wrapper: "GetContextKeysForCustomPolicyResult",
        errors: &[&error::INVALID_INPUT_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetContextKeysForPrincipalPolicy",
        honoured: true,
        input: &GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY_REQUEST,
        output: &GET_CONTEXT_KEYS_FOR_POLICY_RESPONSE,
        result_wrapper: "GetContextKeysForPrincipalPolicyResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::INVALID_INPUT_EXCEPTION],
        events: None,
    },
    Operation::refused("GetCredentialReport"),
    Operation::refused("GetDelegationRequest"),
    Operation {
        name: "GetGroup",
        honoured: true,
        input: &GET_GROUP_REQUEST,
        output: &GET_GROUP_RESPONSE,
        result_wrapper: "GetGroupResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetGroupPolicy",
        honoured: true,
        input: &GET_GROUP_POLICY_REQUEST,
        output: &GET_GROUP_POLICY_RESPONSE,
        result_wrapper: "GetGroupPolicyResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("GetHumanReadableSummary"),
    Operation {
        name: "GetInstanceProfile",
        honoured: true,
        input: &GET_INSTANCE_PROFILE_REQUEST,
        output: &GET_INSTANCE_PROFILE_RESPONSE,
        result_wrapper: "GetInstanceProfileResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetLoginProfile",
        honoured: true,
        input: &GET_LOGIN_PROFILE_REQUEST,
        output: &GET_LOGIN_PROFILE_RESPONSE,
        result_wrapper: "GetLoginProfileResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetMFADevice",
        honoured: true,
        input: &GET_MFA_DEVICE_REQUEST,
        output: &GET_MFA_DEVICE_RESPONSE,
        result_wrapper: "GetMFADeviceResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetOpenIDConnectProvider",
        honoured: true,
        input: &GET_OPEN_ID_CONNECT_PROVIDER_REQUEST,
        output: &GET_OPEN_ID_CONNECT_PROVIDER_RESPONSE,
        result_wrapper: "GetOpenIDConnectProviderResult",
        errors: &[
            &error::INVALID_INPUT_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("GetOrganizationsAccessReport"),
    Operation {
        name: "GetOutboundWebIdentityFederationInfo",
        honoured: true,
        input: &EMPTY,
        output: &GET_OUTBOUND_WEB_IDENTITY_FEDERATION_INFO_RESPONSE,
        result_wrapper: "GetOutboundWebIdentityFederationInfoResult",
        errors: &[&error::FEATURE_DISABLED_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetPolicy",
        honoured: true,
        input: &GET_POLICY_REQUEST,
        output: &GET_POLICY_RESPONSE,
        result_wrapper: "GetPolicyResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GetPolicyVersion",
        honoured: true,
        input: &GET_POLICY_VERSION_REQUEST,
        output: &GET_POLICY_VERSION_RESPONSE,
        result_wrapper: "GetPolicyVersionResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GetRole",
        honoured: true,
        input: &GET_ROLE_REQUEST,
        output: &GET_ROLE_RESPONSE,
        result_wrapper: "GetRoleResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetRolePolicy",
        honoured: true,
        input: &GET_ROLE_POLICY_REQUEST,
        output: &GET_ROLE_POLICY_RESPONSE,
        result_wrapper: "GetRolePolicyResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("GetRoleTemplateVersion"),
    Operation {
        name: "GetSAMLProvider",
        honoured: true,
        input: &GET_SAML_PROVIDER_REQUEST,
        output: &GET_SAML_PROVIDER_RESPONSE,
        result_wrapper: "GetSAMLProviderResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("GetSSHPublicKey"),
    Operation::refused("GetServerCertificate"),
    Operation::refused("GetServiceLastAccessedDetails"),
    Operation::refused("GetServiceLastAccessedDetailsWithEntities"),
    Operation::refused("GetServiceLinkedRoleDeletionStatus"),
    Operation {
        name: "GetUser",
        honoured: true,
        input: &GET_USER_REQUEST,
        output: &GET_USER_RESPONSE,
        result_wrapper: "GetUserResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetUserPolicy",
        honoured: true,
        input: &GET_USER_POLICY_REQUEST,
        output: &GET_USER_POLICY_RESPONSE,
        result_wrapper: "GetUserPolicyResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListAccessKeys",
        honoured: true,
        input: &LIST_ACCESS_KEYS_REQUEST,
        output: &LIST_ACCESS_KEYS_RESPONSE,
        result_wrapper: "ListAccessKeysResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListAccountAliases",
        honoured: true,
        input: &LIST_ACCOUNT_ALIASES_REQUEST,
        output: &LIST_ACCOUNT_ALIASES_RESPONSE,
        result_wrapper: "ListAccountAliasesResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListAttachedGroupPolicies",
        honoured: true,
        input: &LIST_ATTACHED_GROUP_POLICIES_REQUEST,
        output: &LIST_ATTACHED_GROUP_POLICIES_RESPONSE,
        result_wrapper: "ListAttachedGroupPoliciesResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListAttachedRolePolicies",
        honoured: true,
        input: &LIST_ATTACHED_ROLE_POLICIES_REQUEST,
        output: &LIST_ATTACHED_ROLE_POLICIES_RESPONSE,
        result_wrapper: "ListAttachedRolePoliciesResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListAttachedUserPolicies",
        honoured: true,
        input: &LIST_ATTACHED_USER_POLICIES_REQUEST,
        output: &LIST_ATTACHED_USER_POLICIES_RESPONSE,
        result_wrapper: "ListAttachedUserPoliciesResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("ListDelegationRequests"),
    Operation {
        name: "ListEntitiesForPolicy",
        honoured: true,
        input: &LIST_ENTITIES_FOR_POLICY_REQUEST,
        output: &LIST_ENTITIES_FOR_POLICY_RESPONSE,
        result_wrapper: "ListEntitiesForPolicyResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListGroupPolicies",
        honoured: true,
        input: &LIST_GROUP_POLICIES_REQUEST,
        output: &LIST_GROUP_POLICIES_RESPONSE,
        result_wrapper: "ListGroupPoliciesResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListGroups",
        honoured: true,
        input: &LIST_GROUPS_REQUEST,
        output: &LIST_GROUPS_RESPONSE,
        result_wrapper: "ListGroupsResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListGroupsForUser",
        honoured: true,
        input: &LIST_GROUPS_FOR_USER_REQUEST,
        output: &LIST_GROUPS_FOR_USER_RESPONSE,
        result_wrapper: "ListGroupsForUserResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("ListInstanceProfileTags"),
    Operation {
        name: "ListInstanceProfiles",
        honoured: true,
        input: &LIST_INSTANCE_PROFILES_REQUEST,
        output: &LIST_INSTANCE_PROFILES_RESPONSE,
        result_wrapper: "ListInstanceProfilesResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListInstanceProfilesForRole",
        honoured: true,
        input: &LIST_INSTANCE_PROFILES_FOR_ROLE_REQUEST,
        output: &LIST_INSTANCE_PROFILES_FOR_ROLE_RESPONSE,
        result_wrapper: "ListInstanceProfilesForRoleResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListMFADeviceTags",
        honoured: true,
        input: &LIST_MFA_DEVICE_TAGS_REQUEST,
        output: &LIST_MFA_DEVICE_TAGS_RESPONSE,
        result_wrapper: "ListMFADeviceTagsResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListMFADevices",
        honoured: true,
        input: &LIST_MFA_DEVICES_REQUEST,
        output: &LIST_MFA_DEVICES_RESPONSE,
        result_wrapper: "ListMFADevicesResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListOpenIDConnectProviderTags",
        honoured: true,
        input: &LIST_OPEN_ID_CONNECT_PROVIDER_TAGS_REQUEST,
        output: &LIST_OPEN_ID_CONNECT_PROVIDER_TAGS_RESPONSE,
        result_wrapper: "ListOpenIDConnectProviderTagsResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListOpenIDConnectProviders",
        honoured: true,
        input: &LIST_OPEN_ID_CONNECT_PROVIDERS_REQUEST,
        output: &LIST_OPEN_ID_CONNECT_PROVIDERS_RESPONSE,
        result_wrapper: "ListOpenIDConnectProvidersResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("ListOrganizationsFeatures"),
    Operation {
        name: "ListPolicies",
        honoured: true,
        input: &LIST_POLICIES_REQUEST,
        output: &LIST_POLICIES_RESPONSE,
        result_wrapper: "ListPoliciesResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("ListPoliciesGrantingServiceAccess"),
    Operation {
        name: "ListPolicyTags",
        honoured: true,
        input: &LIST_POLICY_TAGS_REQUEST,
        output: &LIST_POLICY_TAGS_RESPONSE,
        result_wrapper: "ListPolicyTagsResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListPolicyVersions",
        honoured: true,
        input: &LIST_POLICY_VERSIONS_REQUEST,
        output: &LIST_POLICY_VERSIONS_RESPONSE,
        result_wrapper: "ListPolicyVersionsResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListRolePolicies",
        honoured: true,
        input: &LIST_ROLE_POLICIES_REQUEST,
        output: &LIST_ROLE_POLICIES_RESPONSE,
        result_wrapper: "ListRolePoliciesResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListRoleTags",
        honoured: true,
        input: &LIST_ROLE_TAGS_REQUEST,
        output: &LIST_ROLE_TAGS_RESPONSE,
        result_wrapper: "ListRoleTagsResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListRoles",
        honoured: true,
        input: &LIST_ROLES_REQUEST,
        output: &LIST_ROLES_RESPONSE,
        result_wrapper: "ListRolesResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListSAMLProviderTags",
        honoured: true,
        input: &LIST_SAML_PROVIDER_TAGS_REQUEST,
        output: &LIST_SAML_PROVIDER_TAGS_RESPONSE,
        result_wrapper: "ListSAMLProviderTagsResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "ListSAMLProviders",
        honoured: true,
        input: &LIST_SAML_PROVIDERS_REQUEST,
        output: &LIST_SAML_PROVIDERS_RESPONSE,
        result_wrapper: "ListSAMLProvidersResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListSSHPublicKeys",
        honoured: true,
        input: &LIST_SSH_PUBLIC_KEYS_REQUEST,
        output: &LIST_SSH_PUBLIC_KEYS_RESPONSE,
        result_wrapper: "ListSSHPublicKeysResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION],
        events: None,
    },
    Operation::refused("ListServerCertificateTags"),
    Operation {
        name: "ListServerCertificates",
        honoured: true,
        input: &LIST_SERVER_CERTIFICATES_REQUEST,
        output: &LIST_SERVER_CERTIFICATES_RESPONSE,
        result_wrapper: "ListServerCertificatesResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListServiceSpecificCredentials",
        honoured: true,
        input: &LIST_SERVICE_SPECIFIC_CREDENTIALS_REQUEST,
        output: &LIST_SERVICE_SPECIFIC_CREDENTIALS_RESPONSE,
        result_wrapper: "ListServiceSpecificCredentialsResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_NOT_SUPPORTED_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListSigningCertificates",
        honoured: true,
        input: &LIST_SIGNING_CERTIFICATES_REQUEST,
        output: &LIST_SIGNING_CERTIFICATES_RESPONSE,
        result_wrapper: "ListSigningCertificatesResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListUserPolicies",
        honoured: true,
        input: &LIST_USER_POLICIES_REQUEST,
        output: &LIST_USER_POLICIES_RESPONSE,
        result_wrapper: "ListUserPoliciesResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListUserTags",
        honoured: true,
        input: &LIST_USER_TAGS_REQUEST,
        output: &LIST_USER_TAGS_RESPONSE,
        result_wrapper: "ListUserTagsResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListUsers",
        honoured: true,
        input: &LIST_USERS_REQUEST,
        output: &LIST_USERS_RESPONSE,
        result_wrapper: "ListUsersResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "ListVirtualMFADevices",
        honoured: true,
        input: &LIST_VIRTUAL_MFA_DEVICES_REQUEST,
        output: &LIST_VIRTUAL_MFA_DEVICES_RESPONSE,
        result_wrapper: "ListVirtualMFADevicesResult",
        errors: &[],
        events: None,
    },
    Operation::refused("PutAccountProperties"),
    Operation {
        name: "PutGroupPolicy",
        honoured: true,
        input: &PUT_GROUP_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "PutRolePermissionsBoundary",
        honoured: true,
        input: &PUT_ROLE_PERMISSIONS_BOUNDARY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::POLICY_NOT_ATTACHABLE_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "PutRolePolicy",
        honoured: true,
        input: &PUT_ROLE_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "PutUserPermissionsBoundary",
        honoured: true,
        input: &PUT_USER_PERMISSIONS_BOUNDARY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::POLICY_NOT_ATTACHABLE_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "PutUserPolicy",
        honoured: true,
        input: &PUT_USER_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("RejectDelegationRequest"),
    Operation {
        name: "RemoveClientIDFromOpenIDConnectProvider",
        honoured: true,
        input: &REMOVE_CLIENT_ID_FROM_OPEN_ID_CONNECT_PROVIDER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("RemoveRoleFromInstanceProfile"),
    Operation {
        name: "RemoveUserFromGroup",
        honoured: true,
        input: &REMOVE_USER_FROM_GROUP_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("ResetServiceSpecificCredential"),
    Operation {
        name: "ResyncMFADevice",
        honoured: true,
        input: &RESYNC_MFA_DEVICE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_AUTHENTICATION_CODE_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("SendDelegationToken"),
    Operation {
        name: "SetDefaultPolicyVersion",
        honoured: true,
        input: &SET_DEFAULT_POLICY_VERSION_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("SetSecurityTokenServicePreferences"),
    Operation {
        name: "SimulateCustomPolicy",
        honoured: true,
        input: &SIMULATE_CUSTOM_POLICY_REQUEST,
        output: &SIMULATE_POLICY_RESPONSE,
        result_wrapper: "SimulateCustomPolicyResult",
        errors: &[&error::INVALID_INPUT_EXCEPTION, &error::POLICY_EVALUATION_EXCEPTION],
        events: None,
    },
    Operation {
        name: "SimulatePrincipalPolicy",
        honoured: true,
        input: &SIMULATE_PRINCIPAL_POLICY_REQUEST,
        output: &SIMULATE_POLICY_RESPONSE,
        result_wrapper: "SimulatePrincipalPolicyResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::POLICY_EVALUATION_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("TagInstanceProfile"),
    Operation {
        name: "TagMFADevice",
        honoured: true,
        input: &TAG_MFA_DEVICE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::INVALID_INPUT_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "TagOpenIDConnectProvider",
        honoured: true,
        input: &TAG_OPEN_ID_CONNECT_PROVIDER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "TagPolicy",
        honoured: true,
        input: &TAG_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "TagRole",
        honoured: true,
        input: &TAG_ROLE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "TagSAMLProvider",
        honoured: true,
        input: &TAG_SAML_PROVIDER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("TagServerCertificate"),
    Operation {
        name: "TagUser",
        honoured: true,
        input: &TAG_USER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("UntagInstanceProfile"),
    Operation {
        name: "UntagMFADevice",
        honoured: true,
        input: &UNTAG_MFA_DEVICE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UntagOpenIDConnectProvider",
        honoured: true,
        input: &UNTAG_OPEN_ID_CONNECT_PROVIDER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UntagPolicy",
        honoured: true,
        input: &UNTAG_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UntagRole",
        honoured: true,
        input: &UNTAG_ROLE_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UntagSAMLProvider",
        honoured: true,
        input: &UNTAG_SAML_PROVIDER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("UntagServerCertificate"),
    Operation {
        name: "UntagUser",
        honoured: true,
        input: &UNTAG_USER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateAccessKey",
        honoured: true,
        input: &UPDATE_ACCESS_KEY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("UpdateAccountPasswordPolicy"),
    Operation {
        name: "UpdateAssumeRolePolicy",
        honoured: true,
        input: &UPDATE_ASSUME_ROLE_POLICY_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("UpdateDelegationRequest"),
    Operation {
        name: "UpdateGroup",
        honoured: true,
        input: &UPDATE_GROUP_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("UpdateLoginProfile"),
    Operation {
        name: "UpdateOpenIDConnectProviderThumbprint",
        honoured: true,
        input: &UPDATE_OPEN_ID_CONNECT_PROVIDER_THUMBPRINT_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateRole",
        honoured: true,
        input: &UPDATE_ROLE_REQUEST,
        output: &UPDATE_ROLE_RESPONSE,
        result_wrapper: "UpdateRoleResult",
        errors: &[
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateRoleDescription",
        honoured: true,
        input: &UPDATE_ROLE_DESCRIPTION_REQUEST,
        output: &UPDATE_ROLE_DESCRIPTION_RESPONSE,
        result_wrapper: "UpdateRoleDescriptionResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::UNMODIFIABLE_ENTITY_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "UpdateSAMLProvider",
        honoured: true,
        input: &UPDATE_SAML_PROVIDER_REQUEST,
        output: &UPDATE_SAML_PROVIDER_RESPONSE,
        result_wrapper: "UpdateSAMLProviderResult",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::INVALID_INPUT_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("UpdateSSHPublicKey"),
    Operation::refused("UpdateServerCertificate"),
    Operation::refused("UpdateServiceSpecificCredential"),
    Operation::refused("UpdateSigningCertificate"),
    Operation {
        name: "UpdateUser",
        honoured: true,
        input: &UPDATE_USER_REQUEST,
        output: &EMPTY,
        result_wrapper: "",
        errors: &[
            &error::NO_SUCH_ENTITY_EXCEPTION,
            &error::LIMIT_EXCEEDED_EXCEPTION,
            &error::ENTITY_ALREADY_EXISTS_EXCEPTION,
            &error::ENTITY_TEMPORARILY_UNMODIFIABLE_EXCEPTION,
            &error::CONCURRENT_MODIFICATION_EXCEPTION,
            &error::SERVICE_FAILURE_EXCEPTION,
        ],
        events: None,
    },
    Operation::refused("UploadSSHPublicKey"),
    Operation::refused("UploadServerCertificate"),
    Operation::refused("UploadSigningCertificate"),
];

operation! {
    /// `AddClientIDToOpenIDConnectProvider`.
    AddClientIDToOpenIDConnectProvider(AddClientIDToOpenIDConnectProviderInput) -> AddClientIDToOpenIDConnectProviderOutput, OPERATIONS[2]
}

operation! {
    /// `AddUserToGroup`.
    AddUserToGroup(AddUserToGroupInput) -> AddUserToGroupOutput, OPERATIONS[4]
}

operation! {
    /// `AttachGroupPolicy`.
    AttachGroupPolicy(AttachGroupPolicyInput) -> AttachGroupPolicyOutput, OPERATIONS[6]
}

operation! {
    /// `AttachRolePolicy`.
    AttachRolePolicy(AttachRolePolicyInput) -> AttachRolePolicyOutput, OPERATIONS[7]
}

operation! {
    /// `AttachUserPolicy`.
    AttachUserPolicy(AttachUserPolicyInput) -> AttachUserPolicyOutput, OPERATIONS[8]
}

operation! {
    /// `CreateAccessKey`.
    CreateAccessKey(CreateAccessKeyInput) -> CreateAccessKeyOutput, OPERATIONS[10]
}

operation! {
    /// `CreateAccountAlias`.
    CreateAccountAlias(CreateAccountAliasInput) -> CreateAccountAliasOutput, OPERATIONS[11]
}

operation! {
    /// `CreateGroup`.
    CreateGroup(CreateGroupInput) -> CreateGroupOutput, OPERATIONS[13]
}

operation! {
    /// `CreateOpenIDConnectProvider`.
    CreateOpenIDConnectProvider(CreateOpenIDConnectProviderInput) -> CreateOpenIDConnectProviderOutput, OPERATIONS[16]
}

operation! {
    /// `CreatePolicy`.
    CreatePolicy(CreatePolicyInput) -> CreatePolicyOutput, OPERATIONS[17]
}

operation! {
    /// `CreatePolicyVersion`.
    CreatePolicyVersion(CreatePolicyVersionInput) -> CreatePolicyVersionOutput, OPERATIONS[18]
}

operation! {
    /// `CreateRole`.
    CreateRole(CreateRoleInput) -> CreateRoleOutput, OPERATIONS[19]
}

operation! {
    /// `CreateSAMLProvider`.
    CreateSAMLProvider(CreateSAMLProviderInput) -> CreateSAMLProviderOutput, OPERATIONS[20]
}

operation! {
    /// `CreateUser`.
    CreateUser(CreateUserInput) -> CreateUserOutput, OPERATIONS[23]
}

operation! {
    /// `CreateVirtualMFADevice`.
    CreateVirtualMFADevice(CreateVirtualMFADeviceInput) -> CreateVirtualMFADeviceOutput, OPERATIONS[24]
}

operation! {
    /// `DeactivateMFADevice`.
    DeactivateMFADevice(DeactivateMFADeviceInput) -> DeactivateMFADeviceOutput, OPERATIONS[25]
}

operation! {
    /// `DeleteAccessKey`.
    DeleteAccessKey(DeleteAccessKeyInput) -> DeleteAccessKeyOutput, OPERATIONS[26]
}

operation! {
    /// `DeleteAccountAlias`.
    DeleteAccountAlias(DeleteAccountAliasInput) -> DeleteAccountAliasOutput, OPERATIONS[27]
}

operation! {
    /// `DeleteAccountPasswordPolicy`.
    DeleteAccountPasswordPolicy(DeleteAccountPasswordPolicyInput) -> DeleteAccountPasswordPolicyOutput, OPERATIONS[28]
}

operation! {
    /// `DeleteGroup`.
    DeleteGroup(DeleteGroupInput) -> DeleteGroupOutput, OPERATIONS[29]
}

operation! {
    /// `DeleteGroupPolicy`.
    DeleteGroupPolicy(DeleteGroupPolicyInput) -> DeleteGroupPolicyOutput, OPERATIONS[30]
}

operation! {
    /// `DeleteInstanceProfile`.
    DeleteInstanceProfile(DeleteInstanceProfileInput) -> DeleteInstanceProfileOutput, OPERATIONS[31]
}

operation! {
    /// `DeleteLoginProfile`.
    DeleteLoginProfile(DeleteLoginProfileInput) -> DeleteLoginProfileOutput, OPERATIONS[32]
}

operation! {
    /// `DeleteOpenIDConnectProvider`.
    DeleteOpenIDConnectProvider(DeleteOpenIDConnectProviderInput) -> DeleteOpenIDConnectProviderOutput, OPERATIONS[33]
}

operation! {
    /// `DeletePolicy`.
    DeletePolicy(DeletePolicyInput) -> DeletePolicyOutput, OPERATIONS[34]
}

operation! {
    /// `DeletePolicyVersion`.
    DeletePolicyVersion(DeletePolicyVersionInput) -> DeletePolicyVersionOutput, OPERATIONS[35]
}

operation! {
    /// `DeleteRole`.
    DeleteRole(DeleteRoleInput) -> DeleteRoleOutput, OPERATIONS[36]
}

operation! {
    /// `DeleteRolePermissionsBoundary`.
    DeleteRolePermissionsBoundary(DeleteRolePermissionsBoundaryInput) -> DeleteRolePermissionsBoundaryOutput, OPERATIONS[37]
}

operation! {
    /// `DeleteRolePolicy`.
    DeleteRolePolicy(DeleteRolePolicyInput) -> DeleteRolePolicyOutput, OPERATIONS[38]
}

operation! {
    /// `DeleteSAMLProvider`.
    DeleteSAMLProvider(DeleteSAMLProviderInput) -> DeleteSAMLProviderOutput, OPERATIONS[39]
}

operation! {
    /// `DeleteUser`.
    DeleteUser(DeleteUserInput) -> DeleteUserOutput, OPERATIONS[45]
}

operation! {
    /// `DeleteUserPermissionsBoundary`.
    DeleteUserPermissionsBoundary(DeleteUserPermissionsBoundaryInput) -> DeleteUserPermissionsBoundaryOutput, OPERATIONS[46]
}

operation! {
    /// `DeleteUserPolicy`.
    DeleteUserPolicy(DeleteUserPolicyInput) -> DeleteUserPolicyOutput, OPERATIONS[47]
}

operation! {
    /// `DeleteVirtualMFADevice`.
    DeleteVirtualMFADevice(DeleteVirtualMFADeviceInput) -> DeleteVirtualMFADeviceOutput, OPERATIONS[48]
}

operation! {
    /// `DetachGroupPolicy`.
    DetachGroupPolicy(DetachGroupPolicyInput) -> DetachGroupPolicyOutput, OPERATIONS[49]
}

operation! {
    /// `DetachRolePolicy`.
    DetachRolePolicy(DetachRolePolicyInput) -> DetachRolePolicyOutput, OPERATIONS[50]
}

operation! {
    /// `DetachUserPolicy`.
    DetachUserPolicy(DetachUserPolicyInput) -> DetachUserPolicyOutput, OPERATIONS[51]
}

operation! {
    /// `DisableOutboundWebIdentityFederation`.
    DisableOutboundWebIdentityFederation(DisableOutboundWebIdentityFederationInput) -> DisableOutboundWebIdentityFederationOutput, OPERATIONS[54]
}

operation! {
    /// `EnableMFADevice`.
    EnableMFADevice(EnableMFADeviceInput) -> EnableMFADeviceOutput, OPERATIONS[55]
}

operation! {
    /// `EnableOutboundWebIdentityFederation`.
    EnableOutboundWebIdentityFederation(EnableOutboundWebIdentityFederationInput) -> EnableOutboundWebIdentityFederationOutput, OPERATIONS[58]
}

operation! {
    /// `GetAccessKeyLastUsed`.
    GetAccessKeyLastUsed(GetAccessKeyLastUsedInput) -> GetAccessKeyLastUsedOutput, OPERATIONS[62]
}

operation! {
    /// `GetAccountAuthorizationDetails`.
    GetAccountAuthorizationDetails(GetAccountAuthorizationDetailsInput) -> GetAccountAuthorizationDetailsOutput, OPERATIONS[63]
}

operation! {
    /// `GetAccountPasswordPolicy`.
    GetAccountPasswordPolicy(GetAccountPasswordPolicyInput) -> GetAccountPasswordPolicyOutput, OPERATIONS[64]
}

operation! {
    /// `GetAccountSummary`.
    GetAccountSummary(GetAccountSummaryInput) -> GetAccountSummaryOutput, OPERATIONS[66]
}

operation! {
    /// `GetContextKeysForCustomPolicy`.
    GetContextKeysForCustomPolicy(GetContextKeysForCustomPolicyInput) -> GetContextKeysForCustomPolicyOutput, OPERATIONS[67]
}

operation! {
    /// `GetContextKeysForPrincipalPolicy`.
    GetContextKeysForPrincipalPolicy(GetContextKeysForPrincipalPolicyInput) -> GetContextKeysForPrincipalPolicyOutput, OPERATIONS[68]
}

operation! {
    /// `GetGroup`.
    GetGroup(GetGroupInput) -> GetGroupOutput, OPERATIONS[71]
}

operation! {
    /// `GetGroupPolicy`.
    GetGroupPolicy(GetGroupPolicyInput) -> GetGroupPolicyOutput, OPERATIONS[72]
}

operation! {
    /// `GetInstanceProfile`.
    GetInstanceProfile(GetInstanceProfileInput) -> GetInstanceProfileOutput, OPERATIONS[74]
}

operation! {
    /// `GetLoginProfile`.
    GetLoginProfile(GetLoginProfileInput) -> GetLoginProfileOutput, OPERATIONS[75]
}

operation! {
    /// `GetMFADevice`.
    GetMFADevice(GetMFADeviceInput) -> GetMFADeviceOutput, OPERATIONS[76]
}

operation! {
    /// `GetOpenIDConnectProvider`.
    GetOpenIDConnectProvider(GetOpenIDConnectProviderInput) -> GetOpenIDConnectProviderOutput, OPERATIONS[77]
}

operation! {
    /// `GetOutboundWebIdentityFederationInfo`.
    GetOutboundWebIdentityFederationInfo(GetOutboundWebIdentityFederationInfoInput) -> GetOutboundWebIdentityFederationInfoOutput, OPERATIONS[79]
}

operation! {
    /// `GetPolicy`.
    GetPolicy(GetPolicyInput) -> GetPolicyOutput, OPERATIONS[80]
}

operation! {
    /// `GetPolicyVersion`.
    GetPolicyVersion(GetPolicyVersionInput) -> GetPolicyVersionOutput, OPERATIONS[81]
}

operation! {
    /// `GetRole`.
    GetRole(GetRoleInput) -> GetRoleOutput, OPERATIONS[82]
}

operation! {
    /// `GetRolePolicy`.
    GetRolePolicy(GetRolePolicyInput) -> GetRolePolicyOutput, OPERATIONS[83]
}

operation! {
    /// `GetSAMLProvider`.
    GetSAMLProvider(GetSAMLProviderInput) -> GetSAMLProviderOutput, OPERATIONS[85]
}

operation! {
    /// `GetUser`.
    GetUser(GetUserInput) -> GetUserOutput, OPERATIONS[91]
}

operation! {
    /// `GetUserPolicy`.
    GetUserPolicy(GetUserPolicyInput) -> GetUserPolicyOutput, OPERATIONS[92]
}

operation! {
    /// `ListAccessKeys`.
    ListAccessKeys(ListAccessKeysInput) -> ListAccessKeysOutput, OPERATIONS[93]
}

operation! {
    /// `ListAccountAliases`.
    ListAccountAliases(ListAccountAliasesInput) -> ListAccountAliasesOutput, OPERATIONS[94]
}

operation! {
    /// `ListAttachedGroupPolicies`.
    ListAttachedGroupPolicies(ListAttachedGroupPoliciesInput) -> ListAttachedGroupPoliciesOutput, OPERATIONS[95]
}

operation! {
    /// `ListAttachedRolePolicies`.
    ListAttachedRolePolicies(ListAttachedRolePoliciesInput) -> ListAttachedRolePoliciesOutput, OPERATIONS[96]
}

operation! {
    /// `ListAttachedUserPolicies`.
    ListAttachedUserPolicies(ListAttachedUserPoliciesInput) -> ListAttachedUserPoliciesOutput, OPERATIONS[97]
}

operation! {
    /// `ListEntitiesForPolicy`.
    ListEntitiesForPolicy(ListEntitiesForPolicyInput) -> ListEntitiesForPolicyOutput, OPERATIONS[99]
}

operation! {
    /// `ListGroupPolicies`.
    ListGroupPolicies(ListGroupPoliciesInput) -> ListGroupPoliciesOutput, OPERATIONS[100]
}

operation! {
    /// `ListGroups`.
    ListGroups(ListGroupsInput) -> ListGroupsOutput, OPERATIONS[101]
}

operation! {
    /// `ListGroupsForUser`.
    ListGroupsForUser(ListGroupsForUserInput) -> ListGroupsForUserOutput, OPERATIONS[102]
}

operation! {
    /// `ListInstanceProfiles`.
    ListInstanceProfiles(ListInstanceProfilesInput) -> ListInstanceProfilesOutput, OPERATIONS[104]
}

operation! {
    /// `ListInstanceProfilesForRole`.
    ListInstanceProfilesForRole(ListInstanceProfilesForRoleInput) -> ListInstanceProfilesForRoleOutput, OPERATIONS[105]
}

operation! {
    /// `ListMFADeviceTags`.
    ListMFADeviceTags(ListMFADeviceTagsInput) -> ListMFADeviceTagsOutput, OPERATIONS[106]
}

operation! {
    /// `ListMFADevices`.
    ListMFADevices(ListMFADevicesInput) -> ListMFADevicesOutput, OPERATIONS[107]
}

operation! {
    /// `ListOpenIDConnectProviderTags`.
    ListOpenIDConnectProviderTags(ListOpenIDConnectProviderTagsInput) -> ListOpenIDConnectProviderTagsOutput, OPERATIONS[108]
}

operation! {
    /// `ListOpenIDConnectProviders`.
    ListOpenIDConnectProviders(ListOpenIDConnectProvidersInput) -> ListOpenIDConnectProvidersOutput, OPERATIONS[109]
}

operation! {
    /// `ListPolicies`.
    ListPolicies(ListPoliciesInput) -> ListPoliciesOutput, OPERATIONS[111]
}

operation! {
    /// `ListPolicyTags`.
    ListPolicyTags(ListPolicyTagsInput) -> ListPolicyTagsOutput, OPERATIONS[113]
}

operation! {
    /// `ListPolicyVersions`.
    ListPolicyVersions(ListPolicyVersionsInput) -> ListPolicyVersionsOutput, OPERATIONS[114]
}

operation! {
    /// `ListRolePolicies`.
    ListRolePolicies(ListRolePoliciesInput) -> ListRolePoliciesOutput, OPERATIONS[115]
}

operation! {
    /// `ListRoleTags`.
    ListRoleTags(ListRoleTagsInput) -> ListRoleTagsOutput, OPERATIONS[116]
}

operation! {
    /// `ListRoles`.
    ListRoles(ListRolesInput) -> ListRolesOutput, OPERATIONS[117]
}

operation! {
    /// `ListSAMLProviderTags`.
    ListSAMLProviderTags(ListSAMLProviderTagsInput) -> ListSAMLProviderTagsOutput, OPERATIONS[118]
}

operation! {
    /// `ListSAMLProviders`.
    ListSAMLProviders(ListSAMLProvidersInput) -> ListSAMLProvidersOutput, OPERATIONS[119]
}

operation! {
    /// `ListSSHPublicKeys`.
    ListSSHPublicKeys(ListSSHPublicKeysInput) -> ListSSHPublicKeysOutput, OPERATIONS[120]
}

operation! {
    /// `ListServerCertificates`.
    ListServerCertificates(ListServerCertificatesInput) -> ListServerCertificatesOutput, OPERATIONS[122]
}

operation! {
    /// `ListServiceSpecificCredentials`.
    ListServiceSpecificCredentials(ListServiceSpecificCredentialsInput) -> ListServiceSpecificCredentialsOutput, OPERATIONS[123]
}

operation! {
    /// `ListSigningCertificates`.
    ListSigningCertificates(ListSigningCertificatesInput) -> ListSigningCertificatesOutput, OPERATIONS[124]
}

operation! {
    /// `ListUserPolicies`.
    ListUserPolicies(ListUserPoliciesInput) -> ListUserPoliciesOutput, OPERATIONS[125]
}

operation! {
    /// `ListUserTags`.
    ListUserTags(ListUserTagsInput) -> ListUserTagsOutput, OPERATIONS[126]
}

operation! {
    /// `ListUsers`.
    ListUsers(ListUsersInput) -> ListUsersOutput, OPERATIONS[127]
}

operation! {
    /// `ListVirtualMFADevices`.
    ListVirtualMFADevices(ListVirtualMFADevicesInput) -> ListVirtualMFADevicesOutput, OPERATIONS[128]
}

operation! {
    /// `PutGroupPolicy`.
    PutGroupPolicy(PutGroupPolicyInput) -> PutGroupPolicyOutput, OPERATIONS[130]
}

operation! {
    /// `PutRolePermissionsBoundary`.
    PutRolePermissionsBoundary(PutRolePermissionsBoundaryInput) -> PutRolePermissionsBoundaryOutput, OPERATIONS[131]
}

operation! {
    /// `PutRolePolicy`.
    PutRolePolicy(PutRolePolicyInput) -> PutRolePolicyOutput, OPERATIONS[132]
}

operation! {
    /// `PutUserPermissionsBoundary`.
    PutUserPermissionsBoundary(PutUserPermissionsBoundaryInput) -> PutUserPermissionsBoundaryOutput, OPERATIONS[133]
}

operation! {
    /// `PutUserPolicy`.
    PutUserPolicy(PutUserPolicyInput) -> PutUserPolicyOutput, OPERATIONS[134]
}

operation! {
    /// `RemoveClientIDFromOpenIDConnectProvider`.
    RemoveClientIDFromOpenIDConnectProvider(RemoveClientIDFromOpenIDConnectProviderInput) -> RemoveClientIDFromOpenIDConnectProviderOutput, OPERATIONS[136]
}

operation! {
    /// `RemoveUserFromGroup`.
    RemoveUserFromGroup(RemoveUserFromGroupInput) -> RemoveUserFromGroupOutput, OPERATIONS[138]
}

operation! {
    /// `ResyncMFADevice`.
    ResyncMFADevice(ResyncMFADeviceInput) -> ResyncMFADeviceOutput, OPERATIONS[140]
}

operation! {
    /// `SetDefaultPolicyVersion`.
    SetDefaultPolicyVersion(SetDefaultPolicyVersionInput) -> SetDefaultPolicyVersionOutput, OPERATIONS[142]
}

operation! {
    /// `SimulateCustomPolicy`.
    SimulateCustomPolicy(SimulateCustomPolicyInput) -> SimulateCustomPolicyOutput, OPERATIONS[144]
}

operation! {
    /// `SimulatePrincipalPolicy`.
    SimulatePrincipalPolicy(SimulatePrincipalPolicyInput) -> SimulatePrincipalPolicyOutput, OPERATIONS[145]
}

operation! {
    /// `TagMFADevice`.
    TagMFADevice(TagMFADeviceInput) -> TagMFADeviceOutput, OPERATIONS[147]
}

operation! {
    /// `TagOpenIDConnectProvider`.
    TagOpenIDConnectProvider(TagOpenIDConnectProviderInput) -> TagOpenIDConnectProviderOutput, OPERATIONS[148]
}

operation! {
    /// `TagPolicy`.
    TagPolicy(TagPolicyInput) -> TagPolicyOutput, OPERATIONS[149]
}

operation! {
    /// `TagRole`.
    TagRole(TagRoleInput) -> TagRoleOutput, OPERATIONS[150]
}

operation! {
    /// `TagSAMLProvider`.
    TagSAMLProvider(TagSAMLProviderInput) -> TagSAMLProviderOutput, OPERATIONS[151]
}

operation! {
    /// `TagUser`.
    TagUser(TagUserInput) -> TagUserOutput, OPERATIONS[153]
}

operation! {
    /// `UntagMFADevice`.
    UntagMFADevice(UntagMFADeviceInput) -> UntagMFADeviceOutput, OPERATIONS[155]
}

operation! {
    /// `UntagOpenIDConnectProvider`.
    UntagOpenIDConnectProvider(UntagOpenIDConnectProviderInput) -> UntagOpenIDConnectProviderOutput, OPERATIONS[156]
}

operation! {
    /// `UntagPolicy`.
    UntagPolicy(UntagPolicyInput) -> UntagPolicyOutput, OPERATIONS[157]
}

operation! {
    /// `UntagRole`.
    UntagRole(UntagRoleInput) -> UntagRoleOutput, OPERATIONS[158]
}

operation! {
    /// `UntagSAMLProvider`.
    UntagSAMLProvider(UntagSAMLProviderInput) -> UntagSAMLProviderOutput, OPERATIONS[159]
}

operation! {
    /// `UntagUser`.
    UntagUser(UntagUserInput) -> UntagUserOutput, OPERATIONS[161]
}

operation! {
    /// `UpdateAccessKey`.
    UpdateAccessKey(UpdateAccessKeyInput) -> UpdateAccessKeyOutput, OPERATIONS[162]
}

operation! {
    /// `UpdateAssumeRolePolicy`.
    UpdateAssumeRolePolicy(UpdateAssumeRolePolicyInput) -> UpdateAssumeRolePolicyOutput, OPERATIONS[164]
}

operation! {
    /// `UpdateGroup`.
    UpdateGroup(UpdateGroupInput) -> UpdateGroupOutput, OPERATIONS[166]
}

operation! {
    /// `UpdateOpenIDConnectProviderThumbprint`.
    UpdateOpenIDConnectProviderThumbprint(UpdateOpenIDConnectProviderThumbprintInput) -> UpdateOpenIDConnectProviderThumbprintOutput, OPERATIONS[168]
}

operation! {
    /// `UpdateRole`.
    UpdateRole(UpdateRoleInput) -> UpdateRoleOutput, OPERATIONS[169]
}

operation! {
    /// `UpdateRoleDescription`.
    UpdateRoleDescription(UpdateRoleDescriptionInput) -> UpdateRoleDescriptionOutput, OPERATIONS[170]
}

operation! {
    /// `UpdateSAMLProvider`.
    UpdateSAMLProvider(UpdateSAMLProviderInput) -> UpdateSAMLProviderOutput, OPERATIONS[171]
}

operation! {
    /// `UpdateUser`.
    UpdateUser(UpdateUserInput) -> UpdateUserOutput, OPERATIONS[176]
}

structure! {
    /// `AccessKey`.
    pub struct AccessKey {
        /// `UserName`.
        pub user_name: String,
        /// `AccessKeyId`.
        pub access_key_id: String,
        /// `Status`.
        pub status: String,
        /// `SecretAccessKey`.
        pub secret_access_key: String,
        /// `CreateDate`.
        pub create_date: Option<i64>,
    }
}

structure! {
    /// `AccessKeyLastUsed`.
    pub struct AccessKeyLastUsed {
        /// `LastUsedDate`.
        pub last_used_date: Option<i64>,
        /// `ServiceName`.
        pub service_name: String,
        /// `Region`.
        pub region: String,
    }
}

structure! {
    /// `AccessKeyMetadata`.
    pub struct AccessKeyMetadata {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `AccessKeyId`.
        pub access_key_id: Option<String>,
        /// `Status`.
        pub status: Option<String>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
    }
}

structure! {
    /// `AddClientIDToOpenIDConnectProviderRequest`.
    pub struct AddClientIDToOpenIDConnectProviderInput {
        /// `OpenIDConnectProviderArn`.
        pub open_id_connect_provider_arn: String,
        /// `ClientID`.
        pub client_id: String,
    }
}

structure! {
    /// `AddClientIDToOpenIDConnectProviderOutput`.
    pub struct AddClientIDToOpenIDConnectProviderOutput {}
}

structure! {
    /// `AddUserToGroupRequest`.
    pub struct AddUserToGroupInput {
        /// `GroupName`.
        pub group_name: String,
        /// `UserName`.
        pub user_name: String,
    }
}

structure! {
    /// `AddUserToGroupOutput`.
    pub struct AddUserToGroupOutput {}
}

structure! {
    /// `AttachGroupPolicyRequest`.
    pub struct AttachGroupPolicyInput {
        /// `GroupName`.
        pub group_name: String,
        /// `PolicyArn`.
        pub policy_arn: String,
    }
}

structure! {
    /// `AttachGroupPolicyOutput`.
    pub struct AttachGroupPolicyOutput {}
}

structure! {
    /// `AttachRolePolicyRequest`.
    pub struct AttachRolePolicyInput {
        /// `RoleName`.
        pub role_name: String,
        /// `PolicyArn`.
        pub policy_arn: String,
    }
}

structure! {
    /// `AttachRolePolicyOutput`.
    pub struct AttachRolePolicyOutput {}
}

structure! {
    /// `AttachUserPolicyRequest`.
    pub struct AttachUserPolicyInput {
        /// `UserName`.
        pub user_name: String,
        /// `PolicyArn`.
        pub policy_arn: String,
    }
}

structure! {
    /// `AttachUserPolicyOutput`.
    pub struct AttachUserPolicyOutput {}
}

structure! {
    /// `AttachedPermissionsBoundary`.
    pub struct AttachedPermissionsBoundary {
        /// `PermissionsBoundaryType`.
        pub permissions_boundary_type: Option<String>,
        /// `PermissionsBoundaryArn`.
        pub permissions_boundary_arn: Option<String>,
    }
}

structure! {
    /// `AttachedPolicy`.
    pub struct AttachedPolicy {
        /// `PolicyName`.
        pub policy_name: Option<String>,
        /// `PolicyArn`.
        pub policy_arn: Option<String>,
    }
}

structure! {
    /// `ContextEntry`.
    pub struct ContextEntry {
        /// `ContextKeyName`.
        pub context_key_name: Option<String>,
        /// `ContextKeyValues`.
        pub context_key_values: Option<Vec<String>>,
        /// `ContextKeyType`.
        pub context_key_type: Option<String>,
    }
}

structure! {
    /// `CreateAccessKeyRequest`.
    pub struct CreateAccessKeyInput {
        /// `UserName`.
        pub user_name: Option<String>,
    }
}

structure! {
    /// `CreateAccessKeyResponse`.
    pub struct CreateAccessKeyOutput {
        /// `AccessKey`.
        pub access_key: AccessKey,
    }
}

structure! {
    /// `CreateAccountAliasRequest`.
    pub struct CreateAccountAliasInput {
        /// `AccountAlias`.
        pub account_alias: String,
    }
}

structure! {
    /// `CreateAccountAliasOutput`.
    pub struct CreateAccountAliasOutput {}
}

structure! {
    /// `CreateGroupRequest`.
    pub struct CreateGroupInput {
        /// `Path`.
        pub path: Option<String>,
        /// `GroupName`.
        pub group_name: String,
    }
}

structure! {
    /// `CreateGroupResponse`.
    pub struct CreateGroupOutput {
        /// `Group`.
        pub group: Group,
    }
}

structure! {
    /// `CreateOpenIDConnectProviderRequest`.
    pub struct CreateOpenIDConnectProviderInput {
        /// `Url`.
        pub url: String,
        /// `ClientIDList`.
        pub client_id_list: Option<Vec<String>>,
        /// `ThumbprintList`.
        pub thumbprint_list: Option<Vec<String>>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `CreateOpenIDConnectProviderResponse`.
    pub struct CreateOpenIDConnectProviderOutput {
        /// `OpenIDConnectProviderArn`.
        pub open_id_connect_provider_arn: Option<String>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `CreatePolicyRequest`.
    pub struct CreatePolicyInput {
        /// `PolicyName`.
        pub policy_name: String,
        /// `Path`.
        pub path: Option<String>,
        /// `PolicyDocument`.
        pub policy_document: String,
        /// `Description`.
        pub description: Option<String>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `CreatePolicyResponse`.
    pub struct CreatePolicyOutput {
        /// `Policy`.
        pub policy: Option<Policy>,
    }
}

structure! {
    /// `CreatePolicyVersionRequest`.
    pub struct CreatePolicyVersionInput {
        /// `PolicyArn`.
        pub policy_arn: String,
        /// `PolicyDocument`.
        pub policy_document: String,
        /// `SetAsDefault`.
        pub set_as_default: Option<bool>,
    }
}

structure! {
    /// `CreatePolicyVersionResponse`.
    pub struct CreatePolicyVersionOutput {
        /// `PolicyVersion`.
        pub policy_version: Option<PolicyVersion>,
    }
}

structure! {
    /// `CreateRoleRequest`.
    pub struct CreateRoleInput {
        /// `Path`.
        pub path: Option<String>,
        /// `RoleName`.
        pub role_name: String,
        /// `AssumeRolePolicyDocument`.
        pub assume_role_policy_document: String,
        /// `Description`.
        pub description: Option<String>,
        /// `MaxSessionDuration`.
        pub max_session_duration: Option<i64>,
        /// `PermissionsBoundary`.
        pub permissions_boundary: Option<String>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `CreateRoleResponse`.
    pub struct CreateRoleOutput {
        /// `Role`.
        pub role: Role,
    }
}

structure! {
    /// `CreateSAMLProviderRequest`.
    pub struct CreateSAMLProviderInput {
        /// `SAMLMetadataDocument`.
        pub saml_metadata_document: String,
        /// `Name`.
        pub name: String,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `AssertionEncryptionMode`.
        pub assertion_encryption_mode: Option<String>,
        /// `AddPrivateKey`.
        pub add_private_key: Option<String>,
    }
}

structure! {
    /// `CreateSAMLProviderResponse`.
    pub struct CreateSAMLProviderOutput {
        /// `SAMLProviderArn`.
        pub saml_provider_arn: Option<String>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `CreateUserRequest`.
    pub struct CreateUserInput {
        /// `Path`.
        pub path: Option<String>,
        /// `UserName`.
        pub user_name: String,
        /// `PermissionsBoundary`.
        pub permissions_boundary: Option<String>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `CreateUserResponse`.
    pub struct CreateUserOutput {
        /// `User`.
        pub user: Option<User>,
    }
}

structure! {
    /// `CreateVirtualMFADeviceRequest`.
    pub struct CreateVirtualMFADeviceInput {
        /// `Path`.
        pub path: Option<String>,
        /// `VirtualMFADeviceName`.
        pub virtual_mfa_device_name: String,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `CreateVirtualMFADeviceResponse`.
    pub struct CreateVirtualMFADeviceOutput {
        /// `VirtualMFADevice`.
        pub virtual_mfa_device: VirtualMFADevice,
    }
}

structure! {
    /// `DeactivateMFADeviceRequest`.
    pub struct DeactivateMFADeviceInput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `SerialNumber`.
        pub serial_number: String,
    }
}

structure! {
    /// `DeactivateMFADeviceOutput`.
    pub struct DeactivateMFADeviceOutput {}
}

structure! {
    /// `DeleteAccessKeyRequest`.
    pub struct DeleteAccessKeyInput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `AccessKeyId`.
        pub access_key_id: String,
    }
}

structure! {
    /// `DeleteAccessKeyOutput`.
    pub struct DeleteAccessKeyOutput {}
}

structure! {
    /// `DeleteAccountAliasRequest`.
    pub struct DeleteAccountAliasInput {
        /// `AccountAlias`.
        pub account_alias: String,
    }
}

structure! {
    /// `DeleteAccountAliasOutput`.
    pub struct DeleteAccountAliasOutput {}
}

structure! {
    /// `DeleteAccountPasswordPolicyInput`.
    pub struct DeleteAccountPasswordPolicyInput {}
}

structure! {
    /// `DeleteAccountPasswordPolicyOutput`.
    pub struct DeleteAccountPasswordPolicyOutput {}
}

structure! {
    /// `DeleteGroupRequest`.
    pub struct DeleteGroupInput {
        /// `GroupName`.
        pub group_name: String,
    }
}

structure! {
    /// `DeleteGroupOutput`.
    pub struct DeleteGroupOutput {}
}

structure! {
    /// `DeleteGroupPolicyRequest`.
    pub struct DeleteGroupPolicyInput {
        /// `GroupName`.
        pub group_name: String,
        /// `PolicyName`.
        pub policy_name: String,
    }
}

structure! {
    /// `DeleteGroupPolicyOutput`.
    pub struct DeleteGroupPolicyOutput {}
}

structure! {
    /// `DeleteInstanceProfileRequest`.
    pub struct DeleteInstanceProfileInput {
        /// `InstanceProfileName`.
        pub instance_profile_name: String,
    }
}

structure! {
    /// `DeleteInstanceProfileOutput`.
    pub struct DeleteInstanceProfileOutput {}
}

structure! {
    /// `DeleteLoginProfileRequest`.
    pub struct DeleteLoginProfileInput {
        /// `UserName`.
        pub user_name: Option<String>,
    }
}

structure! {
    /// `DeleteLoginProfileOutput`.
    pub struct DeleteLoginProfileOutput {}
}

structure! {
    /// `DeleteOpenIDConnectProviderRequest`.
    pub struct DeleteOpenIDConnectProviderInput {
        /// `OpenIDConnectProviderArn`.
        pub open_id_connect_provider_arn: String,
    }
}

structure! {
    /// `DeleteOpenIDConnectProviderOutput`.
    pub struct DeleteOpenIDConnectProviderOutput {}
}

structure! {
    /// `DeletePolicyRequest`.
    pub struct DeletePolicyInput {
        /// `PolicyArn`.
        pub policy_arn: String,
    }
}

structure! {
    /// `DeletePolicyOutput`.
    pub struct DeletePolicyOutput {}
}

structure! {
    /// `DeletePolicyVersionRequest`.
    pub struct DeletePolicyVersionInput {
        /// `PolicyArn`.
        pub policy_arn: String,
        /// `VersionId`.
        pub version_id: String,
    }
}

structure! {
    /// `DeletePolicyVersionOutput`.
    pub struct DeletePolicyVersionOutput {}
}

structure! {
    /// `DeleteRoleRequest`.
    pub struct DeleteRoleInput {
        /// `RoleName`.
        pub role_name: String,
    }
}

structure! {
    /// `DeleteRoleOutput`.
    pub struct DeleteRoleOutput {}
}

structure! {
    /// `DeleteRolePermissionsBoundaryRequest`.
    pub struct DeleteRolePermissionsBoundaryInput {
        /// `RoleName`.
        pub role_name: String,
    }
}

structure! {
    /// `DeleteRolePermissionsBoundaryOutput`.
    pub struct DeleteRolePermissionsBoundaryOutput {}
}

structure! {
    /// `DeleteRolePolicyRequest`.
    pub struct DeleteRolePolicyInput {
        /// `RoleName`.
        pub role_name: String,
        /// `PolicyName`.
        pub policy_name: String,
    }
}

structure! {
    /// `DeleteRolePolicyOutput`.
    pub struct DeleteRolePolicyOutput {}
}

structure! {
    /// `DeleteSAMLProviderRequest`.
    pub struct DeleteSAMLProviderInput {
        /// `SAMLProviderArn`.
        pub saml_provider_arn: String,
    }
}

structure! {
    /// `DeleteSAMLProviderOutput`.
    pub struct DeleteSAMLProviderOutput {}
}

structure! {
    /// `DeleteUserRequest`.
    pub struct DeleteUserInput {
        /// `UserName`.
        pub user_name: String,
    }
}

structure! {
    /// `DeleteUserOutput`.
    pub struct DeleteUserOutput {}
}

structure! {
    /// `DeleteUserPermissionsBoundaryRequest`.
    pub struct DeleteUserPermissionsBoundaryInput {
        /// `UserName`.
        pub user_name: String,
    }
}

structure! {
    /// `DeleteUserPermissionsBoundaryOutput`.
    pub struct DeleteUserPermissionsBoundaryOutput {}
}

structure! {
    /// `DeleteUserPolicyRequest`.
    pub struct DeleteUserPolicyInput {
        /// `UserName`.
        pub user_name: String,
        /// `PolicyName`.
        pub policy_name: String,
    }
}

structure! {
    /// `DeleteUserPolicyOutput`.
    pub struct DeleteUserPolicyOutput {}
}

structure! {
    /// `DeleteVirtualMFADeviceRequest`.
    pub struct DeleteVirtualMFADeviceInput {
        /// `SerialNumber`.
        pub serial_number: String,
    }
}

structure! {
    /// `DeleteVirtualMFADeviceOutput`.
    pub struct DeleteVirtualMFADeviceOutput {}
}

structure! {
    /// `DetachGroupPolicyRequest`.
    pub struct DetachGroupPolicyInput {
        /// `GroupName`.
        pub group_name: String,
        /// `PolicyArn`.
        pub policy_arn: String,
    }
}

structure! {
    /// `DetachGroupPolicyOutput`.
    pub struct DetachGroupPolicyOutput {}
}

structure! {
    /// `DetachRolePolicyRequest`.
    pub struct DetachRolePolicyInput {
        /// `RoleName`.
        pub role_name: String,
        /// `PolicyArn`.
        pub policy_arn: String,
    }
}

structure! {
    /// `DetachRolePolicyOutput`.
    pub struct DetachRolePolicyOutput {}
}

structure! {
    /// `DetachUserPolicyRequest`.
    pub struct DetachUserPolicyInput {
        /// `UserName`.
        pub user_name: String,
        /// `PolicyArn`.
        pub policy_arn: String,
    }
}

structure! {
    /// `DetachUserPolicyOutput`.
    pub struct DetachUserPolicyOutput {}
}

structure! {
    /// `DisableOutboundWebIdentityFederationInput`.
    pub struct DisableOutboundWebIdentityFederationInput {}
}

structure! {
    /// `DisableOutboundWebIdentityFederationOutput`.
    pub struct DisableOutboundWebIdentityFederationOutput {}
}

structure! {
    /// `EnableMFADeviceRequest`.
    pub struct EnableMFADeviceInput {
        /// `UserName`.
        pub user_name: String,
        /// `SerialNumber`.
        pub serial_number: String,
        /// `AuthenticationCode1`.
        pub authentication_code1: String,
        /// `AuthenticationCode2`.
        pub authentication_code2: String,
    }
}

structure! {
    /// `EnableMFADeviceOutput`.
    pub struct EnableMFADeviceOutput {}
}

structure! {
    /// `EnableOutboundWebIdentityFederationInput`.
    pub struct EnableOutboundWebIdentityFederationInput {}
}

structure! {
    /// `EnableOutboundWebIdentityFederationResponse`.
    pub struct EnableOutboundWebIdentityFederationOutput {
        /// `IssuerIdentifier`.
        pub issuer_identifier: Option<String>,
    }
}

structure! {
    /// `EvaluationResult`.
    pub struct EvaluationResult {
        /// `EvalActionName`.
        pub eval_action_name: String,
        /// `EvalResourceName`.
        pub eval_resource_name: Option<String>,
        /// `EvalDecision`.
        pub eval_decision: String,
        /// `MatchedStatements`.
        pub matched_statements: Option<Vec<Statement>>,
        /// `MissingContextValues`.
        pub missing_context_values: Option<Vec<String>>,
        /// `OrganizationsDecisionDetail`.
        pub organizations_decision_detail: Option<OrganizationsDecisionDetail>,
        /// `PermissionsBoundaryDecisionDetail`.
        pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
        /// `EvalDecisionDetails`.
        pub eval_decision_details: Option<BTreeMap<String, String>>,
        /// `ResourceSpecificResults`.
        pub resource_specific_results: Option<Vec<ResourceSpecificResult>>,
    }
}

structure! {
    /// `GetAccessKeyLastUsedRequest`.
    pub struct GetAccessKeyLastUsedInput {
        /// `AccessKeyId`.
        pub access_key_id: String,
    }
}

structure! {
    /// `GetAccessKeyLastUsedResponse`.
    pub struct GetAccessKeyLastUsedOutput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `AccessKeyLastUsed`.
        pub access_key_last_used: Option<AccessKeyLastUsed>,
    }
}

structure! {
    /// `GetAccountAuthorizationDetailsRequest`.
    pub struct GetAccountAuthorizationDetailsInput {
        /// `Filter`.
        pub filter: Option<Vec<String>>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `GetAccountAuthorizationDetailsResponse`.
    pub struct GetAccountAuthorizationDetailsOutput {
        /// `UserDetailList`.
        pub user_detail_list: Option<Vec<UserDetail>>,
        /// `GroupDetailList`.
        pub group_detail_list: Option<Vec<GroupDetail>>,
        /// `RoleDetailList`.
        pub role_detail_list: Option<Vec<RoleDetail>>,
        /// `Policies`.
        pub policies: Option<Vec<ManagedPolicyDetail>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `GetAccountPasswordPolicyInput`.
    pub struct GetAccountPasswordPolicyInput {}
}

structure! {
    /// `GetAccountPasswordPolicyResponse`.
    pub struct GetAccountPasswordPolicyOutput {
        /// `PasswordPolicy`.
        pub password_policy: PasswordPolicy,
    }
}

structure! {
    /// `GetAccountSummaryInput`.
    pub struct GetAccountSummaryInput {}
}

structure! {
    /// `GetAccountSummaryResponse`.
    pub struct GetAccountSummaryOutput {
        /// `SummaryMap`.
        pub summary_map: Option<BTreeMap<String, i64>>,
    }
}

structure! {
    /// `GetContextKeysForCustomPolicyRequest`.
    pub struct GetContextKeysForCustomPolicyInput {
        /// `PolicyInputList`.
        pub policy_input_list: Vec<String>,
    }
}

structure! {
    /// `GetContextKeysForPolicyResponse`.
    pub struct GetContextKeysForCustomPolicyOutput {
        /// `ContextKeyNames`.
        pub context_key_names: Option<Vec<String>>,
    }
}

structure! {
    /// `GetContextKeysForPrincipalPolicyRequest`.
    pub struct GetContextKeysForPrincipalPolicyInput {
        /// `PolicySourceArn`.
        pub policy_source_arn: String,
        /// `PolicyInputList`.
        pub policy_input_list: Option<Vec<String>>,
    }
}

structure! {
    /// `GetContextKeysForPolicyResponse`.
    pub struct GetContextKeysForPrincipalPolicyOutput {
        /// `ContextKeyNames`.
        pub context_key_names: Option<Vec<String>>,
    }
}

structure! {
    /// `GetGroupRequest`.
    pub struct GetGroupInput {
        /// `GroupName`.
        pub group_name: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `GetGroupResponse`.
    pub struct GetGroupOutput {
        /// `Group`.
        pub group: Group,
        /// `Users`.
        pub users: Vec<User>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `GetGroupPolicyRequest`.
    pub struct GetGroupPolicyInput {
        /// `GroupName`.
        pub group_name: String,
        /// `PolicyName`.
        pub policy_name: String,
    }
}

structure! {
    /// `GetGroupPolicyResponse`.
    pub struct GetGroupPolicyOutput {
        /// `GroupName`.
        pub group_name: String,
        /// `PolicyName`.
        pub policy_name: String,
        /// `PolicyDocument`.
        pub policy_document: String,
    }
}

structure! {
    /// `GetInstanceProfileRequest`.
    pub struct GetInstanceProfileInput {
        /// `InstanceProfileName`.
        pub instance_profile_name: String,
    }
}

structure! {
    /// `GetInstanceProfileResponse`.
    pub struct GetInstanceProfileOutput {
        /// `InstanceProfile`.
        pub instance_profile: InstanceProfile,
    }
}

structure! {
    /// `GetLoginProfileRequest`.
    pub struct GetLoginProfileInput {
        /// `UserName`.
        pub user_name: Option<String>,
    }
}

structure! {
    /// `GetLoginProfileResponse`.
    pub struct GetLoginProfileOutput {
        /// `LoginProfile`.
        pub login_profile: LoginProfile,
    }
}

structure! {
    /// `GetMFADeviceRequest`.
    pub struct GetMFADeviceInput {
        /// `SerialNumber`.
        pub serial_number: String,
        /// `UserName`.
        pub user_name: Option<String>,
    }
}

structure! {
    /// `GetMFADeviceResponse`.
    pub struct GetMFADeviceOutput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `SerialNumber`.
        pub serial_number: String,
        /// `EnableDate`.
        pub enable_date: Option<i64>,
        /// `Certifications`.
        pub certifications: Option<BTreeMap<String, String>>,
    }
}

structure! {
    /// `GetOpenIDConnectProviderRequest`.
    pub struct GetOpenIDConnectProviderInput {
        /// `OpenIDConnectProviderArn`.
        pub open_id_connect_provider_arn: String,
    }
}

structure! {
    /// `GetOpenIDConnectProviderResponse`.
    pub struct GetOpenIDConnectProviderOutput {
        /// `Url`.
        pub url: Option<String>,
        /// `ClientIDList`.
        pub client_id_list: Option<Vec<String>>,
        /// `ThumbprintList`.
        pub thumbprint_list: Option<Vec<String>>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `GetOutboundWebIdentityFederationInfoInput`.
    pub struct GetOutboundWebIdentityFederationInfoInput {}
}

structure! {
    /// `GetOutboundWebIdentityFederationInfoResponse`.
    pub struct GetOutboundWebIdentityFederationInfoOutput {
        /// `IssuerIdentifier`.
        pub issuer_identifier: Option<String>,
        /// `JwtVendingEnabled`.
        pub jwt_vending_enabled: Option<bool>,
    }
}

structure! {
    /// `GetPolicyRequest`.
    pub struct GetPolicyInput {
        /// `PolicyArn`.
        pub policy_arn: String,
    }
}

structure! {
    /// `GetPolicyResponse`.
    pub struct GetPolicyOutput {
        /// `Policy`.
        pub policy: Option<Policy>,
    }
}

structure! {
    /// `GetPolicyVersionRequest`.
    pub struct GetPolicyVersionInput {
        /// `PolicyArn`.
        pub policy_arn: String,
        /// `VersionId`.
        pub version_id: String,
    }
}

structure! {
    /// `GetPolicyVersionResponse`.
    pub struct GetPolicyVersionOutput {
        /// `PolicyVersion`.
        pub policy_version: Option<PolicyVersion>,
    }
}

structure! {
    /// `GetRoleRequest`.
    pub struct GetRoleInput {
        /// `RoleName`.
        pub role_name: String,
    }
}

structure! {
    /// `GetRoleResponse`.
    pub struct GetRoleOutput {
        /// `Role`.
        pub role: Role,
    }
}

structure! {
    /// `GetRolePolicyRequest`.
    pub struct GetRolePolicyInput {
        /// `RoleName`.
        pub role_name: String,
        /// `PolicyName`.
        pub policy_name: String,
    }
}

structure! {
    /// `GetRolePolicyResponse`.
    pub struct GetRolePolicyOutput {
        /// `RoleName`.
        pub role_name: String,
        /// `PolicyName`.
        pub policy_name: String,
        /// `PolicyDocument`.
        pub policy_document: String,
    }
}

structure! {
    /// `GetSAMLProviderRequest`.
    pub struct GetSAMLProviderInput {
        /// `SAMLProviderArn`.
        pub saml_provider_arn: String,
    }
}

structure! {
    /// `GetSAMLProviderResponse`.
    pub struct GetSAMLProviderOutput {
        /// `SAMLProviderUUID`.
        pub saml_provider_uuid: Option<String>,
        /// `SAMLMetadataDocument`.
        pub saml_metadata_document: Option<String>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
        /// `ValidUntil`.
        pub valid_until: Option<i64>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `AssertionEncryptionMode`.
        pub assertion_encryption_mode: Option<String>,
        /// `PrivateKeyList`.
        pub private_key_list: Option<Vec<SAMLPrivateKey>>,
    }
}

structure! {
    /// `GetUserRequest`.
    pub struct GetUserInput {
        /// `UserName`.
        pub user_name: Option<String>,
    }
}

structure! {
    /// `GetUserResponse`.
    pub struct GetUserOutput {
        /// `User`.
        pub user: User,
    }
}

structure! {
    /// `GetUserPolicyRequest`.
    pub struct GetUserPolicyInput {
        /// `UserName`.
        pub user_name: String,
        /// `PolicyName`.
        pub policy_name: String,
    }
}

structure! {
    /// `GetUserPolicyResponse`.
    pub struct GetUserPolicyOutput {
        /// `UserName`.
        pub user_name: String,
        /// `PolicyName`.
        pub policy_name: String,
        /// `PolicyDocument`.
        pub policy_document: String,
    }
}

structure! {
    /// `Group`.
    pub struct Group {
        /// `Path`.
        pub path: String,
        /// `GroupName`.
        pub group_name: String,
        /// `GroupId`.
        pub group_id: String,
        /// `Arn`.
        pub arn: String,
        /// `CreateDate`.
        pub create_date: i64,
    }
}

structure! {
    /// `GroupDetail`.
    pub struct GroupDetail {
        /// `Path`.
        pub path: Option<String>,
        /// `GroupName`.
        pub group_name: Option<String>,
        /// `GroupId`.
        pub group_id: Option<String>,
        /// `Arn`.
        pub arn: Option<String>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
        /// `GroupPolicyList`.
        pub group_policy_list: Option<Vec<PolicyDetail>>,
        /// `AttachedManagedPolicies`.
        pub attached_managed_policies: Option<Vec<AttachedPolicy>>,
    }
}

structure! {
    /// `InlinePolicyIdentifierType`.
    pub struct InlinePolicyIdentifierType {
        /// `PolicyName`.
        pub policy_name: String,
        /// `AttachmentType`.
        pub attachment_type: String,
        /// `AttachmentName`.
        pub attachment_name: String,
    }
}

structure! {
    /// `InstanceProfile`.
    pub struct InstanceProfile {
        /// `Path`.
        pub path: String,
        /// `InstanceProfileName`.
        pub instance_profile_name: String,
        /// `InstanceProfileId`.
        pub instance_profile_id: String,
        /// `Arn`.
        pub arn: String,
        /// `CreateDate`.
        pub create_date: i64,
        /// `Roles`.
        pub roles: Vec<Role>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `ListAccessKeysRequest`.
    pub struct ListAccessKeysInput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListAccessKeysResponse`.
    pub struct ListAccessKeysOutput {
        /// `AccessKeyMetadata`.
        pub access_key_metadata: Vec<AccessKeyMetadata>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListAccountAliasesRequest`.
    pub struct ListAccountAliasesInput {
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListAccountAliasesResponse`.
    pub struct ListAccountAliasesOutput {
        /// `AccountAliases`.
        pub account_aliases: Vec<String>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListAttachedGroupPoliciesRequest`.
    pub struct ListAttachedGroupPoliciesInput {
        /// `GroupName`.
        pub group_name: String,
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListAttachedGroupPoliciesResponse`.
    pub struct ListAttachedGroupPoliciesOutput {
        /// `AttachedPolicies`.
        pub attached_policies: Option<Vec<AttachedPolicy>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListAttachedRolePoliciesRequest`.
    pub struct ListAttachedRolePoliciesInput {
        /// `RoleName`.
        pub role_name: String,
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListAttachedRolePoliciesResponse`.
    pub struct ListAttachedRolePoliciesOutput {
        /// `AttachedPolicies`.
        pub attached_policies: Option<Vec<AttachedPolicy>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListAttachedUserPoliciesRequest`.
    pub struct ListAttachedUserPoliciesInput {
        /// `UserName`.
        pub user_name: String,
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListAttachedUserPoliciesResponse`.
    pub struct ListAttachedUserPoliciesOutput {
        /// `AttachedPolicies`.
        pub attached_policies: Option<Vec<AttachedPolicy>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListEntitiesForPolicyRequest`.
    pub struct ListEntitiesForPolicyInput {
        /// `PolicyArn`.
        pub policy_arn: String,
        /// `EntityFilter`.
        pub entity_filter: Option<String>,
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `PolicyUsageFilter`.
        pub policy_usage_filter: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListEntitiesForPolicyResponse`.
    pub struct ListEntitiesForPolicyOutput {
        /// `PolicyGroups`.
        pub policy_groups: Option<Vec<PolicyGroup>>,
        /// `PolicyUsers`.
        pub policy_users: Option<Vec<PolicyUser>>,
        /// `PolicyRoles`.
        pub policy_roles: Option<Vec<PolicyRole>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListGroupPoliciesRequest`.
    pub struct ListGroupPoliciesInput {
        /// `GroupName`.
        pub group_name: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListGroupPoliciesResponse`.
    pub struct ListGroupPoliciesOutput {
        /// `PolicyNames`.
        pub policy_names: Vec<String>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListGroupsForUserRequest`.
    pub struct ListGroupsForUserInput {
        /// `UserName`.
        pub user_name: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListGroupsForUserResponse`.
    pub struct ListGroupsForUserOutput {
        /// `Groups`.
        pub groups: Vec<Group>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListGroupsRequest`.
    pub struct ListGroupsInput {
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListGroupsResponse`.
    pub struct ListGroupsOutput {
        /// `Groups`.
        pub groups: Vec<Group>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListInstanceProfilesForRoleRequest`.
    pub struct ListInstanceProfilesForRoleInput {
        /// `RoleName`.
        pub role_name: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListInstanceProfilesForRoleResponse`.
    pub struct ListInstanceProfilesForRoleOutput {
        /// `InstanceProfiles`.
        pub instance_profiles: Vec<InstanceProfile>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListInstanceProfilesRequest`.
    pub struct ListInstanceProfilesInput {
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListInstanceProfilesResponse`.
    pub struct ListInstanceProfilesOutput {
        /// `InstanceProfiles`.
        pub instance_profiles: Vec<InstanceProfile>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListMFADeviceTagsRequest`.
    pub struct ListMFADeviceTagsInput {
        /// `SerialNumber`.
        pub serial_number: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListMFADeviceTagsResponse`.
    pub struct ListMFADeviceTagsOutput {
        /// `Tags`.
        pub tags: Vec<Tag>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListMFADevicesRequest`.
    pub struct ListMFADevicesInput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListMFADevicesResponse`.
    pub struct ListMFADevicesOutput {
        /// `MFADevices`.
        pub mfa_devices: Vec<MFADevice>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListOpenIDConnectProviderTagsRequest`.
    pub struct ListOpenIDConnectProviderTagsInput {
        /// `OpenIDConnectProviderArn`.
        pub open_id_connect_provider_arn: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListOpenIDConnectProviderTagsResponse`.
    pub struct ListOpenIDConnectProviderTagsOutput {
        /// `Tags`.
        pub tags: Vec<Tag>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListOpenIDConnectProvidersRequest`.
    pub struct ListOpenIDConnectProvidersInput {}
}

structure! {
    /// `ListOpenIDConnectProvidersResponse`.
    pub struct ListOpenIDConnectProvidersOutput {
        /// `OpenIDConnectProviderList`.
        pub open_id_connect_provider_list: Option<Vec<OpenIDConnectProviderListEntry>>,
    }
}

structure! {
    /// `ListPoliciesRequest`.
    pub struct ListPoliciesInput {
        /// `Scope`.
        pub scope: Option<String>,
        /// `OnlyAttached`.
        pub only_attached: Option<bool>,
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `PolicyUsageFilter`.
        pub policy_usage_filter: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListPoliciesResponse`.
    pub struct ListPoliciesOutput {
        /// `Policies`.
        pub policies: Option<Vec<Policy>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListPolicyTagsRequest`.
    pub struct ListPolicyTagsInput {
        /// `PolicyArn`.
        pub policy_arn: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListPolicyTagsResponse`.
    pub struct ListPolicyTagsOutput {
        /// `Tags`.
        pub tags: Vec<Tag>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListPolicyVersionsRequest`.
    pub struct ListPolicyVersionsInput {
        /// `PolicyArn`.
        pub policy_arn: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListPolicyVersionsResponse`.
    pub struct ListPolicyVersionsOutput {
        /// `Versions`.
        pub versions: Option<Vec<PolicyVersion>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListRolePoliciesRequest`.
    pub struct ListRolePoliciesInput {
        /// `RoleName`.
        pub role_name: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListRolePoliciesResponse`.
    pub struct ListRolePoliciesOutput {
        /// `PolicyNames`.
        pub policy_names: Vec<String>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListRoleTagsRequest`.
    pub struct ListRoleTagsInput {
        /// `RoleName`.
        pub role_name: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListRoleTagsResponse`.
    pub struct ListRoleTagsOutput {
        /// `Tags`.
        pub tags: Vec<Tag>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListRolesRequest`.
    pub struct ListRolesInput {
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListRolesResponse`.
    pub struct ListRolesOutput {
        /// `Roles`.
        pub roles: Vec<Role>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListSAMLProviderTagsRequest`.
    pub struct ListSAMLProviderTagsInput {
        /// `SAMLProviderArn`.
        pub saml_provider_arn: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListSAMLProviderTagsResponse`.
    pub struct ListSAMLProviderTagsOutput {
        /// `Tags`.
        pub tags: Vec<Tag>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListSAMLProvidersRequest`.
    pub struct ListSAMLProvidersInput {}
}

structure! {
    /// `ListSAMLProvidersResponse`.
    pub struct ListSAMLProvidersOutput {
        /// `SAMLProviderList`.
        pub saml_provider_list: Option<Vec<SAMLProviderListEntry>>,
    }
}

structure! {
    /// `ListSSHPublicKeysRequest`.
    pub struct ListSSHPublicKeysInput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListSSHPublicKeysResponse`.
    pub struct ListSSHPublicKeysOutput {
        /// `SSHPublicKeys`.
        pub ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListServerCertificatesRequest`.
    pub struct ListServerCertificatesInput {
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListServerCertificatesResponse`.
    pub struct ListServerCertificatesOutput {
        /// `ServerCertificateMetadataList`.
        pub server_certificate_metadata_list: Vec<ServerCertificateMetadata>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListServiceSpecificCredentialsRequest`.
    pub struct ListServiceSpecificCredentialsInput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `ServiceName`.
        pub service_name: Option<String>,
        /// `AllUsers`.
        pub all_users: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListServiceSpecificCredentialsResponse`.
    pub struct ListServiceSpecificCredentialsOutput {
        /// `ServiceSpecificCredentials`.
        pub service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
    }
}

structure! {
    /// `ListSigningCertificatesRequest`.
    pub struct ListSigningCertificatesInput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListSigningCertificatesResponse`.
    pub struct ListSigningCertificatesOutput {
        /// `Certificates`.
        pub certificates: Vec<SigningCertificate>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListUserPoliciesRequest`.
    pub struct ListUserPoliciesInput {
        /// `UserName`.
        pub user_name: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListUserPoliciesResponse`.
    pub struct ListUserPoliciesOutput {
        /// `PolicyNames`.
        pub policy_names: Vec<String>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListUserTagsRequest`.
    pub struct ListUserTagsInput {
        /// `UserName`.
        pub user_name: String,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListUserTagsResponse`.
    pub struct ListUserTagsOutput {
        /// `Tags`.
        pub tags: Vec<Tag>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListUsersRequest`.
    pub struct ListUsersInput {
        /// `PathPrefix`.
        pub path_prefix: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListUsersResponse`.
    pub struct ListUsersOutput {
        /// `Users`.
        pub users: Vec<User>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `ListVirtualMFADevicesRequest`.
    pub struct ListVirtualMFADevicesInput {
        /// `AssignmentStatus`.
        pub assignment_status: Option<String>,
        /// `Marker`.
        pub marker: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
    }
}

structure! {
    /// `ListVirtualMFADevicesResponse`.
    pub struct ListVirtualMFADevicesOutput {
        /// `VirtualMFADevices`.
        pub virtual_mfa_devices: Vec<VirtualMFADevice>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `LoginProfile`.
    pub struct LoginProfile {
        /// `UserName`.
        pub user_name: String,
        /// `CreateDate`.
        pub create_date: i64,
        /// `PasswordResetRequired`.
        pub password_reset_required: Option<bool>,
    }
}

structure! {
    /// `MFADevice`.
    pub struct MFADevice {
        /// `UserName`.
        pub user_name: String,
        /// `SerialNumber`.
        pub serial_number: String,
        /// `EnableDate`.
        pub enable_date: i64,
    }
}

structure! {
    /// `ManagedPolicyDetail`.
    pub struct ManagedPolicyDetail {
        /// `PolicyName`.
        pub policy_name: Option<String>,
        /// `PolicyId`.
        pub policy_id: Option<String>,
        /// `Arn`.
        pub arn: Option<String>,
        /// `Path`.
        pub path: Option<String>,
        /// `DefaultVersionId`.
        pub default_version_id: Option<String>,
        /// `AttachmentCount`.
        pub attachment_count: Option<i64>,
        /// `PermissionsBoundaryUsageCount`.
        pub permissions_boundary_usage_count: Option<i64>,
        /// `IsAttachable`.
        pub is_attachable: Option<bool>,
        /// `Description`.
        pub description: Option<String>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
        /// `UpdateDate`.
        pub update_date: Option<i64>,
        /// `PolicyVersionList`.
        pub policy_version_list: Option<Vec<PolicyVersion>>,
    }
}

structure! {
    /// `OpenIDConnectProviderListEntry`.
    pub struct OpenIDConnectProviderListEntry {
        /// `Arn`.
        pub arn: Option<String>,
    }
}

structure! {
    /// `OrderedOrganizationPolicyType`.
    pub struct OrderedOrganizationPolicyType {
        /// `ServiceControlPolicyInputList`.
        pub service_control_policy_input_list: Option<Vec<String>>,
    }
}

structure! {
    /// `OrganizationsDecisionDetail`.
    pub struct OrganizationsDecisionDetail {
        /// `AllowedByOrganizations`.
        pub allowed_by_organizations: Option<bool>,
    }
}

structure! {
    /// `PasswordPolicy`.
    pub struct PasswordPolicy {
        /// `MinimumPasswordLength`.
        pub minimum_password_length: Option<i64>,
        /// `RequireSymbols`.
        pub require_symbols: Option<bool>,
        /// `RequireNumbers`.
        pub require_numbers: Option<bool>,
        /// `RequireUppercaseCharacters`.
        pub require_uppercase_characters: Option<bool>,
        /// `RequireLowercaseCharacters`.
        pub require_lowercase_characters: Option<bool>,
        /// `AllowUsersToChangePassword`.
        pub allow_users_to_change_password: Option<bool>,
        /// `ExpirePasswords`.
        pub expire_passwords: Option<bool>,
        /// `MaxPasswordAge`.
        pub max_password_age: Option<i64>,
        /// `PasswordReusePrevention`.
        pub password_reuse_prevention: Option<i64>,
        /// `HardExpiry`.
        pub hard_expiry: Option<bool>,
    }
}

structure! {
    /// `PermissionsBoundaryDecisionDetail`.
    pub struct PermissionsBoundaryDecisionDetail {
        /// `AllowedByPermissionsBoundary`.
        pub allowed_by_permissions_boundary: Option<bool>,
    }
}

structure! {
    /// `Policy`.
    pub struct Policy {
        /// `PolicyName`.
        pub policy_name: Option<String>,
        /// `PolicyId`.
        pub policy_id: Option<String>,
        /// `Arn`.
        pub arn: Option<String>,
        /// `Path`.
        pub path: Option<String>,
        /// `DefaultVersionId`.
        pub default_version_id: Option<String>,
        /// `AttachmentCount`.
        pub attachment_count: Option<i64>,
        /// `PermissionsBoundaryUsageCount`.
        pub permissions_boundary_usage_count: Option<i64>,
        /// `IsAttachable`.
        pub is_attachable: Option<bool>,
        /// `Description`.
        pub description: Option<String>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
        /// `UpdateDate`.
        pub update_date: Option<i64>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `PolicyDetail`.
    pub struct PolicyDetail {
        /// `PolicyName`.
        pub policy_name: Option<String>,
        /// `PolicyDocument`.
        pub policy_document: Option<String>,
    }
}

structure! {
    /// `PolicyGroup`.
    pub struct PolicyGroup {
        /// `GroupName`.
        pub group_name: Option<String>,
        /// `GroupId`.
        pub group_id: Option<String>,
    }
}

structure! {
    /// `PolicyIdentifier`.
    pub struct PolicyIdentifier {
        /// `PolicyType`.
        pub policy_type: Option<String>,
        /// `PolicyArn`.
        pub policy_arn: Option<String>,
        /// `InlinePolicyIdentifier`.
        pub inline_policy_identifier: Option<InlinePolicyIdentifierType>,
    }
}

structure! {
    /// `PolicyRole`.
    pub struct PolicyRole {
        /// `RoleName`.
        pub role_name: Option<String>,
        /// `RoleId`.
        pub role_id: Option<String>,
    }
}

structure! {
    /// `PolicyUser`.
    pub struct PolicyUser {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `UserId`.
        pub user_id: Option<String>,
    }
}

structure! {
    /// `PolicyVersion`.
    pub struct PolicyVersion {
        /// `Document`.
        pub document: Option<String>,
        /// `VersionId`.
        pub version_id: Option<String>,
        /// `IsDefaultVersion`.
        pub is_default_version: Option<bool>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
    }
}

structure! {
    /// `Position`.
    pub struct Position {
        /// `Line`.
        pub line: Option<i64>,
        /// `Column`.
        pub column: Option<i64>,
    }
}

structure! {
    /// `PutGroupPolicyRequest`.
    pub struct PutGroupPolicyInput {
        /// `GroupName`.
        pub group_name: String,
        /// `PolicyName`.
        pub policy_name: String,
        /// `PolicyDocument`.
        pub policy_document: String,
    }
}

structure! {
    /// `PutGroupPolicyOutput`.
    pub struct PutGroupPolicyOutput {}
}

structure! {
    /// `PutRolePermissionsBoundaryRequest`.
    pub struct PutRolePermissionsBoundaryInput {
        /// `RoleName`.
        pub role_name: String,
        /// `PermissionsBoundary`.
        pub permissions_boundary: String,
    }
}

structure! {
    /// `PutRolePermissionsBoundaryOutput`.
    pub struct PutRolePermissionsBoundaryOutput {}
}

structure! {
    /// `PutRolePolicyRequest`.
    pub struct PutRolePolicyInput {
        /// `RoleName`.
        pub role_name: String,
        /// `PolicyName`.
        pub policy_name: String,
        /// `PolicyDocument`.
        pub policy_document: String,
    }
}

structure! {
    /// `PutRolePolicyOutput`.
    pub struct PutRolePolicyOutput {}
}

structure! {
    /// `PutUserPermissionsBoundaryRequest`.
    pub struct PutUserPermissionsBoundaryInput {
        /// `UserName`.
        pub user_name: String,
        /// `PermissionsBoundary`.
        pub permissions_boundary: String,
    }
}

structure! {
    /// `PutUserPermissionsBoundaryOutput`.
    pub struct PutUserPermissionsBoundaryOutput {}
}

structure! {
    /// `PutUserPolicyRequest`.
    pub struct PutUserPolicyInput {
        /// `UserName`.
        pub user_name: String,
        /// `PolicyName`.
        pub policy_name: String,
        /// `PolicyDocument`.
        pub policy_document: String,
    }
}

structure! {
    /// `PutUserPolicyOutput`.
    pub struct PutUserPolicyOutput {}
}

structure! {
    /// `RemoveClientIDFromOpenIDConnectProviderRequest`.
    pub struct RemoveClientIDFromOpenIDConnectProviderInput {
        /// `OpenIDConnectProviderArn`.
        pub open_id_connect_provider_arn: String,
        /// `ClientID`.
        pub client_id: String,
    }
}

structure! {
    /// `RemoveClientIDFromOpenIDConnectProviderOutput`.
    pub struct RemoveClientIDFromOpenIDConnectProviderOutput {}
}

structure! {
    /// `RemoveUserFromGroupRequest`.
    pub struct RemoveUserFromGroupInput {
        /// `GroupName`.
        pub group_name: String,
        /// `UserName`.
        pub user_name: String,
    }
}

structure! {
    /// `RemoveUserFromGroupOutput`.
    pub struct RemoveUserFromGroupOutput {}
}

structure! {
    /// `ResourceSpecificResult`.
    pub struct ResourceSpecificResult {
        /// `EvalResourceName`.
        pub eval_resource_name: String,
        /// `EvalResourceDecision`.
        pub eval_resource_decision: String,
        /// `MatchedStatements`.
        pub matched_statements: Option<Vec<Statement>>,
        /// `MissingContextValues`.
        pub missing_context_values: Option<Vec<String>>,
        /// `EvalDecisionDetails`.
        pub eval_decision_details: Option<BTreeMap<String, String>>,
        /// `PermissionsBoundaryDecisionDetail`.
        pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
    }
}

structure! {
    /// `ResyncMFADeviceRequest`.
    pub struct ResyncMFADeviceInput {
        /// `UserName`.
        pub user_name: String,
        /// `SerialNumber`.
        pub serial_number: String,
        /// `AuthenticationCode1`.
        pub authentication_code1: String,
        /// `AuthenticationCode2`.
        pub authentication_code2: String,
    }
}

structure! {
    /// `ResyncMFADeviceOutput`.
    pub struct ResyncMFADeviceOutput {}
}

structure! {
    /// `Role`.
    pub struct Role {
        /// `Path`.
        pub path: String,
        /// `RoleName`.
        pub role_name: String,
        /// `RoleId`.
        pub role_id: String,
        /// `Arn`.
        pub arn: String,
        /// `CreateDate`.
        pub create_date: i64,
        /// `AssumeRolePolicyDocument`.
        pub assume_role_policy_document: Option<String>,
        /// `Description`.
        pub description: Option<String>,
        /// `MaxSessionDuration`.
        pub max_session_duration: Option<i64>,
        /// `PermissionsBoundary`.
        pub permissions_boundary: Option<AttachedPermissionsBoundary>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `RoleLastUsed`.
        pub role_last_used: Option<RoleLastUsed>,
        /// `SourceRoleTemplate`.
        pub source_role_template: Option<SourceRoleTemplate>,
    }
}

structure! {
    /// `RoleDetail`.
    pub struct RoleDetail {
        /// `Path`.
        pub path: Option<String>,
        /// `RoleName`.
        pub role_name: Option<String>,
        /// `RoleId`.
        pub role_id: Option<String>,
        /// `Arn`.
        pub arn: Option<String>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
        /// `AssumeRolePolicyDocument`.
        pub assume_role_policy_document: Option<String>,
        /// `InstanceProfileList`.
        pub instance_profile_list: Option<Vec<InstanceProfile>>,
        /// `RolePolicyList`.
        pub role_policy_list: Option<Vec<PolicyDetail>>,
        /// `AttachedManagedPolicies`.
        pub attached_managed_policies: Option<Vec<AttachedPolicy>>,
        /// `PermissionsBoundary`.
        pub permissions_boundary: Option<AttachedPermissionsBoundary>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `RoleLastUsed`.
        pub role_last_used: Option<RoleLastUsed>,
    }
}

structure! {
    /// `RoleLastUsed`.
    pub struct RoleLastUsed {
        /// `LastUsedDate`.
        pub last_used_date: Option<i64>,
        /// `Region`.
        pub region: Option<String>,
    }
}

structure! {
    /// `SAMLPrivateKey`.
    pub struct SAMLPrivateKey {
        /// `KeyId`.
        pub key_id: Option<String>,
        /// `Timestamp`.
        pub timestamp: Option<i64>,
    }
}

structure! {
    /// `SAMLProviderListEntry`.
    pub struct SAMLProviderListEntry {
        /// `Arn`.
        pub arn: Option<String>,
        /// `ValidUntil`.
        pub valid_until: Option<i64>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
    }
}

structure! {
    /// `SSHPublicKeyMetadata`.
    pub struct SSHPublicKeyMetadata {
        /// `UserName`.
        pub user_name: String,
        /// `SSHPublicKeyId`.
        pub ssh_public_key_id: String,
        /// `Status`.
        pub status: String,
        /// `UploadDate`.
        pub upload_date: i64,
    }
}

structure! {
    /// `ServerCertificateMetadata`.
    pub struct ServerCertificateMetadata {
        /// `Path`.
        pub path: String,
        /// `ServerCertificateName`.
        pub server_certificate_name: String,
        /// `ServerCertificateId`.
        pub server_certificate_id: String,
        /// `Arn`.
        pub arn: String,
        /// `UploadDate`.
        pub upload_date: Option<i64>,
        /// `Expiration`.
        pub expiration: Option<i64>,
    }
}

structure! {
    /// `ServiceSpecificCredentialMetadata`.
    pub struct ServiceSpecificCredentialMetadata {
        /// `UserName`.
        pub user_name: String,
        /// `Status`.
        pub status: String,
        /// `ServiceUserName`.
        pub service_user_name: Option<String>,
        /// `ServiceCredentialAlias`.
        pub service_credential_alias: Option<String>,
        /// `CreateDate`.
        pub create_date: i64,
        /// `ExpirationDate`.
        pub expiration_date: Option<i64>,
        /// `ServiceSpecificCredentialId`.
        pub service_specific_credential_id: String,
        /// `ServiceName`.
        pub service_name: String,
    }
}

structure! {
    /// `SetDefaultPolicyVersionRequest`.
    pub struct SetDefaultPolicyVersionInput {
        /// `PolicyArn`.
        pub policy_arn: String,
        /// `VersionId`.
        pub version_id: String,
    }
}

structure! {
    /// `SetDefaultPolicyVersionOutput`.
    pub struct SetDefaultPolicyVersionOutput {}
}

structure! {
    /// `SigningCertificate`.
    pub struct SigningCertificate {
        /// `UserName`.
        pub user_name: String,
        /// `CertificateId`.
        pub certificate_id: String,
        /// `CertificateBody`.
        pub certificate_body: String,
        /// `Status`.
        pub status: String,
        /// `UploadDate`.
        pub upload_date: Option<i64>,
    }
}

structure! {
    /// `SimulateCustomPolicyRequest`.
    pub struct SimulateCustomPolicyInput {
        /// `PolicyInputList`.
        pub policy_input_list: Vec<String>,
        /// `PermissionsBoundaryPolicyInputList`.
        pub permissions_boundary_policy_input_list: Option<Vec<String>>,
        /// `OrderedOrganizationPolicyInputList`.
        pub ordered_organization_policy_input_list: Option<Vec<OrderedOrganizationPolicyType>>,
        /// `ActionNames`.
        pub action_names: Vec<String>,
        /// `ResourceArns`.
        pub resource_arns: Option<Vec<String>>,
        /// `ResourcePolicy`.
        pub resource_policy: Option<String>,
        /// `ResourceOwner`.
        pub resource_owner: Option<String>,
        /// `CallerArn`.
        pub caller_arn: Option<String>,
        /// `ContextEntries`.
        pub context_entries: Option<Vec<ContextEntry>>,
        /// `ResourceHandlingOption`.
        pub resource_handling_option: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `SimulatePolicyResponse`.
    pub struct SimulateCustomPolicyOutput {
        /// `EvaluationResults`.
        pub evaluation_results: Option<Vec<EvaluationResult>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `SimulatePrincipalPolicyRequest`.
    pub struct SimulatePrincipalPolicyInput {
        /// `PolicySourceArn`.
        pub policy_source_arn: String,
        /// `PolicyInputList`.
        pub policy_input_list: Option<Vec<String>>,
        /// `PermissionsBoundaryPolicyInputList`.
        pub permissions_boundary_policy_input_list: Option<Vec<String>>,
        /// `PolicyExclusionList`.
        pub policy_exclusion_list: Option<Vec<PolicyIdentifier>>,
        /// `ActionNames`.
        pub action_names: Vec<String>,
        /// `ResourceArns`.
        pub resource_arns: Option<Vec<String>>,
        /// `ResourcePolicy`.
        pub resource_policy: Option<String>,
        /// `ResourceOwner`.
        pub resource_owner: Option<String>,
        /// `CallerArn`.
        pub caller_arn: Option<String>,
        /// `ContextEntries`.
        pub context_entries: Option<Vec<ContextEntry>>,
        /// `ResourceHandlingOption`.
        pub resource_handling_option: Option<String>,
        /// `MaxItems`.
        pub max_items: Option<i64>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `SimulatePolicyResponse`.
    pub struct SimulatePrincipalPolicyOutput {
        /// `EvaluationResults`.
        pub evaluation_results: Option<Vec<EvaluationResult>>,
        /// `IsTruncated`.
        pub is_truncated: Option<bool>,
        /// `Marker`.
        pub marker: Option<String>,
    }
}

structure! {
    /// `SourceRoleTemplate`.
    pub struct SourceRoleTemplate {
        /// `TemplateArn`.
        pub template_arn: String,
        /// `TemplateMinorVersion`.
        pub template_minor_version: i64,
    }
}

structure! {
    /// `Statement`.
    pub struct Statement {
        /// `SourcePolicyId`.
        pub source_policy_id: Option<String>,
        /// `SourcePolicyType`.
        pub source_policy_type: Option<String>,
        /// `StartPosition`.
        pub start_position: Option<Position>,
        /// `EndPosition`.
        pub end_position: Option<Position>,
    }
}

structure! {
    /// `Tag`.
    pub struct Tag {
        /// `Key`.
        pub key: String,
        /// `Value`.
        pub value: String,
    }
}

structure! {
    /// `TagMFADeviceRequest`.
    pub struct TagMFADeviceInput {
        /// `SerialNumber`.
        pub serial_number: String,
        /// `Tags`.
        pub tags: Vec<Tag>,
    }
}

structure! {
    /// `TagMFADeviceOutput`.
    pub struct TagMFADeviceOutput {}
}

structure! {
    /// `TagOpenIDConnectProviderRequest`.
    pub struct TagOpenIDConnectProviderInput {
        /// `OpenIDConnectProviderArn`.
        pub open_id_connect_provider_arn: String,
        /// `Tags`.
        pub tags: Vec<Tag>,
    }
}

structure! {
    /// `TagOpenIDConnectProviderOutput`.
    pub struct TagOpenIDConnectProviderOutput {}
}

structure! {
    /// `TagPolicyRequest`.
    pub struct TagPolicyInput {
        /// `PolicyArn`.
        pub policy_arn: String,
        /// `Tags`.
        pub tags: Vec<Tag>,
    }
}

structure! {
    /// `TagPolicyOutput`.
    pub struct TagPolicyOutput {}
}

structure! {
    /// `TagRoleRequest`.
    pub struct TagRoleInput {
        /// `RoleName`.
        pub role_name: String,
        /// `Tags`.
        pub tags: Vec<Tag>,
    }
}

structure! {
    /// `TagRoleOutput`.
    pub struct TagRoleOutput {}
}

structure! {
    /// `TagSAMLProviderRequest`.
    pub struct TagSAMLProviderInput {
        /// `SAMLProviderArn`.
        pub saml_provider_arn: String,
        /// `Tags`.
        pub tags: Vec<Tag>,
    }
}

structure! {
    /// `TagSAMLProviderOutput`.
    pub struct TagSAMLProviderOutput {}
}

structure! {
    /// `TagUserRequest`.
    pub struct TagUserInput {
        /// `UserName`.
        pub user_name: String,
        /// `Tags`.
        pub tags: Vec<Tag>,
    }
}

structure! {
    /// `TagUserOutput`.
    pub struct TagUserOutput {}
}

structure! {
    /// `UntagMFADeviceRequest`.
    pub struct UntagMFADeviceInput {
        /// `SerialNumber`.
        pub serial_number: String,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
    }
}

structure! {
    /// `UntagMFADeviceOutput`.
    pub struct UntagMFADeviceOutput {}
}

structure! {
    /// `UntagOpenIDConnectProviderRequest`.
    pub struct UntagOpenIDConnectProviderInput {
        /// `OpenIDConnectProviderArn`.
        pub open_id_connect_provider_arn: String,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
    }
}

structure! {
    /// `UntagOpenIDConnectProviderOutput`.
    pub struct UntagOpenIDConnectProviderOutput {}
}

structure! {
    /// `UntagPolicyRequest`.
    pub struct UntagPolicyInput {
        /// `PolicyArn`.
        pub policy_arn: String,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
    }
}

structure! {
    /// `UntagPolicyOutput`.
    pub struct UntagPolicyOutput {}
}

structure! {
    /// `UntagRoleRequest`.
    pub struct UntagRoleInput {
        /// `RoleName`.
        pub role_name: String,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
    }
}

structure! {
    /// `UntagRoleOutput`.
    pub struct UntagRoleOutput {}
}

structure! {
    /// `UntagSAMLProviderRequest`.
    pub struct UntagSAMLProviderInput {
        /// `SAMLProviderArn`.
        pub saml_provider_arn: String,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
    }
}

structure! {
    /// `UntagSAMLProviderOutput`.
    pub struct UntagSAMLProviderOutput {}
}

structure! {
    /// `UntagUserRequest`.
    pub struct UntagUserInput {
        /// `UserName`.
        pub user_name: String,
        /// `TagKeys`.
        pub tag_keys: Vec<String>,
    }
}

structure! {
    /// `UntagUserOutput`.
    pub struct UntagUserOutput {}
}

structure! {
    /// `UpdateAccessKeyRequest`.
    pub struct UpdateAccessKeyInput {
        /// `UserName`.
        pub user_name: Option<String>,
        /// `AccessKeyId`.
        pub access_key_id: String,
        /// `Status`.
        pub status: String,
    }
}

structure! {
    /// `UpdateAccessKeyOutput`.
    pub struct UpdateAccessKeyOutput {}
}

structure! {
    /// `UpdateAssumeRolePolicyRequest`.
    pub struct UpdateAssumeRolePolicyInput {
        /// `RoleName`.
        pub role_name: String,
        /// `PolicyDocument`.
        pub policy_document: String,
    }
}

structure! {
    /// `UpdateAssumeRolePolicyOutput`.
    pub struct UpdateAssumeRolePolicyOutput {}
}

structure! {
    /// `UpdateGroupRequest`.
    pub struct UpdateGroupInput {
        /// `GroupName`.
        pub group_name: String,
        /// `NewPath`.
        pub new_path: Option<String>,
        /// `NewGroupName`.
        pub new_group_name: Option<String>,
    }
}

structure! {
    /// `UpdateGroupOutput`.
    pub struct UpdateGroupOutput {}
}

structure! {
    /// `UpdateOpenIDConnectProviderThumbprintRequest`.
    pub struct UpdateOpenIDConnectProviderThumbprintInput {
        /// `OpenIDConnectProviderArn`.
        pub open_id_connect_provider_arn: String,
        /// `ThumbprintList`.
        pub thumbprint_list: Vec<String>,
    }
}

structure! {
    /// `UpdateOpenIDConnectProviderThumbprintOutput`.
    pub struct UpdateOpenIDConnectProviderThumbprintOutput {}
}

structure! {
    /// `UpdateRoleDescriptionRequest`.
    pub struct UpdateRoleDescriptionInput {
        /// `RoleName`.
        pub role_name: String,
        /// `Description`.
        pub description: String,
    }
}

structure! {
    /// `UpdateRoleDescriptionResponse`.
    pub struct UpdateRoleDescriptionOutput {
        /// `Role`.
        pub role: Option<Role>,
    }
}

structure! {
    /// `UpdateRoleRequest`.
    pub struct UpdateRoleInput {
        /// `RoleName`.
        pub role_name: String,
        /// `Description`.
        pub description: Option<String>,
        /// `MaxSessionDuration`.
        pub max_session_duration: Option<i64>,
    }
}

structure! {
    /// `UpdateRoleResponse`.
    pub struct UpdateRoleOutput {}
}

structure! {
    /// `UpdateSAMLProviderRequest`.
    pub struct UpdateSAMLProviderInput {
        /// `SAMLMetadataDocument`.
        pub saml_metadata_document: Option<String>,
        /// `SAMLProviderArn`.
        pub saml_provider_arn: String,
        /// `AssertionEncryptionMode`.
        pub assertion_encryption_mode: Option<String>,
        /// `AddPrivateKey`.
        pub add_private_key: Option<String>,
        /// `RemovePrivateKey`.
        pub remove_private_key: Option<String>,
    }
}

structure! {
    /// `UpdateSAMLProviderResponse`.
    pub struct UpdateSAMLProviderOutput {
        /// `SAMLProviderArn`.
        pub saml_provider_arn: Option<String>,
    }
}

structure! {
    /// `UpdateUserRequest`.
    pub struct UpdateUserInput {
        /// `UserName`.
        pub user_name: String,
        /// `NewPath`.
        pub new_path: Option<String>,
        /// `NewUserName`.
        pub new_user_name: Option<String>,
    }
}

structure! {
    /// `UpdateUserOutput`.
    pub struct UpdateUserOutput {}
}

structure! {
    /// `User`.
    pub struct User {
        /// `Path`.
        pub path: String,
        /// `UserName`.
        pub user_name: String,
        /// `UserId`.
        pub user_id: String,
        /// `Arn`.
        pub arn: String,
        /// `CreateDate`.
        pub create_date: i64,
        /// `PasswordLastUsed`.
        pub password_last_used: Option<i64>,
        /// `PermissionsBoundary`.
        pub permissions_boundary: Option<AttachedPermissionsBoundary>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `UserDetail`.
    pub struct UserDetail {
        /// `Path`.
        pub path: Option<String>,
        /// `UserName`.
        pub user_name: Option<String>,
        /// `UserId`.
        pub user_id: Option<String>,
        /// `Arn`.
        pub arn: Option<String>,
        /// `CreateDate`.
        pub create_date: Option<i64>,
        /// `UserPolicyList`.
        pub user_policy_list: Option<Vec<PolicyDetail>>,
        /// `GroupList`.
        pub group_list: Option<Vec<String>>,
        /// `AttachedManagedPolicies`.
        pub attached_managed_policies: Option<Vec<AttachedPolicy>>,
        /// `PermissionsBoundary`.
        pub permissions_boundary: Option<AttachedPermissionsBoundary>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `VirtualMFADevice`.
    pub struct VirtualMFADevice {
        /// `SerialNumber`.
        pub serial_number: String,
        /// `Base32StringSeed`.
        pub base32_string_seed: Option<Vec<u8>>,
        /// `QRCodePNG`.
        pub qr_code_png: Option<Vec<u8>>,
        /// `User`.
        pub user: Option<User>,
        /// `EnableDate`.
        pub enable_date: Option<i64>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

/// The errors its honoured operations may answer with.
pub mod error {
    use millpond_aws::schema::ErrorShape;

    /// `ConcurrentModificationException`.
    pub static CONCURRENT_MODIFICATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "ConcurrentModificationException",
        query_code: "ConcurrentModification",
        status: 409,
        sender: true,
    };

    /// `DeleteConflictException`.
    pub static DELETE_CONFLICT_EXCEPTION: ErrorShape = ErrorShape {
        name: "DeleteConflictException",
        query_code: "DeleteConflict",
        status: 409,
        sender: true,
    };

    /// `EntityAlreadyExistsException`.
    pub static ENTITY_ALREADY_EXISTS_EXCEPTION: ErrorShape = ErrorShape {
        name: "EntityAlreadyExistsException",
        query_code: "EntityAlreadyExists",
        status: 409,
        sender: true,
    };

    /// `EntityTemporarilyUnmodifiableException`.
    pub static ENTITY_TEMPORARILY_UNMODIFIABLE_EXCEPTION: ErrorShape = ErrorShape {
        name: "EntityTemporarilyUnmodifiableException",
        query_code: "EntityTemporarilyUnmodifiable",
        status: 409,
        sender: true,
    };

    /// `FeatureDisabledException`.
    pub static FEATURE_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "FeatureDisabledException",
        query_code: "FeatureDisabled",
        status: 404,
        sender: true,
    };

    /// `FeatureEnabledException`.
    pub static FEATURE_ENABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "FeatureEnabledException",
        query_code: "FeatureEnabled",
        status: 409,
        sender: true,
    };

    /// `InvalidAuthenticationCodeException`.
    pub static INVALID_AUTHENTICATION_CODE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidAuthenticationCodeException",
        query_code: "InvalidAuthenticationCode",
        status: 403,
        sender: true,
    };

    /// `InvalidInputException`.
    pub static INVALID_INPUT_EXCEPTION: ErrorShape =
        ErrorShape { name: "InvalidInputException", query_code: "InvalidInput", status: 400, sender: true };

    /// `LimitExceededException`.
    pub static LIMIT_EXCEEDED_EXCEPTION: ErrorShape =
        ErrorShape { name: "LimitExceededException", query_code: "LimitExceeded", status: 409, sender: true };

    /// `MalformedPolicyDocumentException`.
    pub static MALFORMED_POLICY_DOCUMENT_EXCEPTION: ErrorShape = ErrorShape {
        name: "MalformedPolicyDocumentException",
        query_code: "MalformedPolicyDocument",
        status: 400,
        sender: true,
    };

    /// `NoSuchEntityException`.
    pub static NO_SUCH_ENTITY_EXCEPTION: ErrorShape =
        ErrorShape { name: "NoSuchEntityException", query_code: "NoSuchEntity", status: 404, sender: true };

    /// `OpenIdIdpCommunicationErrorException`.
    pub static OPEN_ID_IDP_COMMUNICATION_ERROR_EXCEPTION: ErrorShape = ErrorShape {
        name: "OpenIdIdpCommunicationErrorException",
        query_code: "OpenIdIdpCommunicationError",
        status: 400,
        sender: true,
    };

    /// `PolicyEvaluationException`.
    pub static POLICY_EVALUATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "PolicyEvaluationException",
        query_code: "PolicyEvaluation",
        status: 500,
        sender: false,
    };

    /// `PolicyNotAttachableException`.
    pub static POLICY_NOT_ATTACHABLE_EXCEPTION: ErrorShape = ErrorShape {
        name: "PolicyNotAttachableException",
        query_code: "PolicyNotAttachable",
        status: 400,
        sender: true,
    };

    /// `ServiceFailureException`.
    pub static SERVICE_FAILURE_EXCEPTION: ErrorShape = ErrorShape {
        name: "ServiceFailureException",
        query_code: "ServiceFailure",
        status: 500,
        sender: false,
    };

    /// `ServiceNotSupportedException`.
    pub static SERVICE_NOT_SUPPORTED_EXCEPTION: ErrorShape = ErrorShape {
        name: "ServiceNotSupportedException",
        query_code: "NotSupportedService",
        status: 404,
        sender: true,
    };

    /// `UnmodifiableEntityException`.
    pub static UNMODIFIABLE_ENTITY_EXCEPTION: ErrorShape = ErrorShape {
        name: "UnmodifiableEntityException",
        query_code: "UnmodifiableEntity",
        status: 400,
        sender: true,
    };
}

static ACCESS_KEY: Shape = Shape {
    name: "AccessKey",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE).required(),
        Member::new("Status", &STATUS_TYPE).required(),
        Member::new("SecretAccessKey", &ACCESS_KEY_SECRET_TYPE).required().sensitive(),
        Member::new("CreateDate", &DATE_TYPE),
    ]),
};

static ACCESS_KEY_LAST_USED: Shape = Shape {
    name: "AccessKeyLastUsed",
    kind: Kind::Structure(&[
        Member::new("LastUsedDate", &DATE_TYPE),
        Member::new("ServiceName", &STRING_TYPE).required(),
        Member::new("Region", &STRING_TYPE).required(),
    ]),
};

static ACCESS_KEY_METADATA: Shape = Shape {
    name: "AccessKeyMetadata",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE),
        Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE),
        Member::new("Status", &STATUS_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
    ]),
};

static ACTION_NAME_LIST_TYPE: Shape = Shape {
    name: "ActionNameListType",
    kind: Kind::List {
        member: &ACTION_NAME_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ACTION_NAME_TYPE: Shape = Shape {
    name: "ActionNameType",
    kind: Kind::String { length: Range::of(3, 128), pattern: None, values: &[] },
};

static ADD_CLIENT_ID_TO_OPEN_ID_CONNECT_PROVIDER_REQUEST: Shape = Shape {
    name: "AddClientIDToOpenIDConnectProviderRequest",
    kind: Kind::Structure(&[
        Member::new("OpenIDConnectProviderArn", &ARN_TYPE).required(),
        Member::new("ClientID", &CLIENT_ID_TYPE).required(),
    ]),
};

static ADD_USER_TO_GROUP_REQUEST: Shape = Shape {
    name: "AddUserToGroupRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
    ]),
};

static ATTACH_GROUP_POLICY_REQUEST: Shape = Shape {
    name: "AttachGroupPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("PolicyArn", &ARN_TYPE).required(),
    ]),
};

static ATTACH_ROLE_POLICY_REQUEST: Shape = Shape {
    name: "AttachRolePolicyRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PolicyArn", &ARN_TYPE).required(),
    ]),
};

static ATTACH_USER_POLICY_REQUEST: Shape = Shape {
    name: "AttachUserPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("PolicyArn", &ARN_TYPE).required(),
    ]),
};

static ATTACHED_PERMISSIONS_BOUNDARY: Shape = Shape {
    name: "AttachedPermissionsBoundary",
    kind: Kind::Structure(&[
        Member::new("PermissionsBoundaryType", &PERMISSIONS_BOUNDARY_ATTACHMENT_TYPE),
        Member::new("PermissionsBoundaryArn", &ARN_TYPE),
    ]),
};

static ATTACHED_POLICY: Shape = Shape {
    name: "AttachedPolicy",
    kind: Kind::Structure(&[
        Member::new("PolicyName", &POLICY_NAME_TYPE),
        Member::new("PolicyArn", &ARN_TYPE),
    ]),
};

static ATTACHMENT_NAME_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static ATTACHMENT_NAME: Shape = Shape {
    name: "AttachmentName",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&ATTACHMENT_NAME_PATTERN), values: &[] },
};

static ATTACHMENT_TYPE: Shape = Shape {
    name: "AttachmentType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["user", "group", "role"] },
};

static BOOTSTRAP_DATUM: Shape = Shape { name: "BootstrapDatum", kind: Kind::Blob(Range::ANY) };

static CERTIFICATION_KEY_TYPE_PATTERN: Pattern =
    Pattern::translated(r"[\u0020-\u00FF]+", r"[\x{0020}-\x{00FF}]+");

static CERTIFICATION_KEY_TYPE: Shape = Shape {
    name: "CertificationKeyType",
    kind: Kind::String {
        length: Range::of(1, 128),
        pattern: Some(&CERTIFICATION_KEY_TYPE_PATTERN),
        values: &[],
    },
};

static CERTIFICATION_MAP_TYPE: Shape = Shape {
    name: "CertificationMapType",
    kind: Kind::Map {
        key: &CERTIFICATION_KEY_TYPE,
        value: &CERTIFICATION_VALUE_TYPE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static CERTIFICATION_VALUE_TYPE_PATTERN: Pattern =
    Pattern::translated(r"[\u0020-\u00FF]+", r"[\x{0020}-\x{00FF}]+");

static CERTIFICATION_VALUE_TYPE: Shape = Shape {
    name: "CertificationValueType",
    kind: Kind::String {
        length: Range::of(1, 32),
        pattern: Some(&CERTIFICATION_VALUE_TYPE_PATTERN),
        values: &[],
    },
};

static COLUMN_NUMBER: Shape = Shape { name: "ColumnNumber", kind: Kind::Integer(Range::ANY) };

static CONTEXT_ENTRY: Shape = Shape {
    name: "ContextEntry",
    kind: Kind::Structure(&[
        Member::new("ContextKeyName", &CONTEXT_KEY_NAME_TYPE),
        Member::new("ContextKeyValues", &CONTEXT_KEY_VALUE_LIST_TYPE),
        Member::new("ContextKeyType", &CONTEXT_KEY_TYPE_ENUM),
    ]),
};

static CONTEXT_ENTRY_LIST_TYPE: Shape = Shape {
    name: "ContextEntryListType",
    kind: Kind::List { member: &CONTEXT_ENTRY, member_name: "member", flattened: false, length: Range::ANY },
};

static CONTEXT_KEY_NAME_TYPE: Shape = Shape {
    name: "ContextKeyNameType",
    kind: Kind::String { length: Range::of(5, 256), pattern: None, values: &[] },
};

static CONTEXT_KEY_NAMES_RESULT_LIST_TYPE: Shape = Shape {
    name: "ContextKeyNamesResultListType",
    kind: Kind::List {
        member: &CONTEXT_KEY_NAME_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static CONTEXT_KEY_TYPE_ENUM: Shape = Shape {
    name: "ContextKeyTypeEnum",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "string",
            "stringList",
            "numeric",
            "numericList",
            "boolean",
            "booleanList",
            "ip",
            "ipList",
            "binary",
            "binaryList",
            "date",
            "dateList",
        ],
    },
};

static CONTEXT_KEY_VALUE_LIST_TYPE: Shape = Shape {
    name: "ContextKeyValueListType",
    kind: Kind::List {
        member: &CONTEXT_KEY_VALUE_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static CONTEXT_KEY_VALUE_TYPE: Shape = Shape {
    name: "ContextKeyValueType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static CREATE_ACCESS_KEY_REQUEST: Shape = Shape {
    name: "CreateAccessKeyRequest",
    kind: Kind::Structure(&[Member::new("UserName", &EXISTING_USER_NAME_TYPE)]),
};

static CREATE_ACCESS_KEY_RESPONSE: Shape = Shape {
    name: "CreateAccessKeyResponse",
    kind: Kind::Structure(&[Member::new("AccessKey", &ACCESS_KEY).required()]),
};

static CREATE_ACCOUNT_ALIAS_REQUEST: Shape = Shape {
    name: "CreateAccountAliasRequest",
    kind: Kind::Structure(&[Member::new("AccountAlias", &ACCOUNT_ALIAS_TYPE).required()]),
};

static CREATE_GROUP_REQUEST: Shape = Shape {
    name: "CreateGroupRequest",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE),
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
    ]),
};

static CREATE_GROUP_RESPONSE: Shape =
    Shape { name: "CreateGroupResponse", kind: Kind::Structure(&[Member::new("Group", &GROUP).required()]) };

static CREATE_OPEN_ID_CONNECT_PROVIDER_REQUEST: Shape = Shape {
    name: "CreateOpenIDConnectProviderRequest",
    kind: Kind::Structure(&[
        Member::new("Url", &OPEN_ID_CONNECT_PROVIDER_URL_TYPE).required(),
        Member::new("ClientIDList", &CLIENT_ID_LIST_TYPE),
        Member::new("ThumbprintList", &THUMBPRINT_LIST_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static CREATE_OPEN_ID_CONNECT_PROVIDER_RESPONSE: Shape = Shape {
    name: "CreateOpenIDConnectProviderResponse",
    kind: Kind::Structure(&[
        Member::new("OpenIDConnectProviderArn", &ARN_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static CREATE_POLICY_REQUEST: Shape = Shape {
    name: "CreatePolicyRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
        Member::new("Path", &POLICY_PATH_TYPE),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
        Member::new("Description", &POLICY_DESCRIPTION_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static CREATE_POLICY_RESPONSE: Shape =
    Shape { name: "CreatePolicyResponse", kind: Kind::Structure(&[Member::new("Policy", &POLICY)]) };

static CREATE_POLICY_VERSION_REQUEST: Shape = Shape {
    name: "CreatePolicyVersionRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyArn", &ARN_TYPE).required(),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
        Member::new("SetAsDefault", &BOOLEAN_TYPE),
    ]),
};

static CREATE_POLICY_VERSION_RESPONSE: Shape = Shape {
    name: "CreatePolicyVersionResponse",
    kind: Kind::Structure(&[Member::new("PolicyVersion", &POLICY_VERSION)]),
};

static CREATE_ROLE_REQUEST: Shape = Shape {
    name: "CreateRoleRequest",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE),
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("AssumeRolePolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
        Member::new("Description", &ROLE_DESCRIPTION_TYPE),
        Member::new("MaxSessionDuration", &ROLE_MAX_SESSION_DURATION_TYPE),
        Member::new("PermissionsBoundary", &ARN_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static CREATE_ROLE_RESPONSE: Shape =
    Shape { name: "CreateRoleResponse", kind: Kind::Structure(&[Member::new("Role", &ROLE).required()]) };

static CREATE_SAML_PROVIDER_REQUEST: Shape = Shape {
    name: "CreateSAMLProviderRequest",
    kind: Kind::Structure(&[
        Member::new("SAMLMetadataDocument", &SAML_METADATA_DOCUMENT_TYPE).required(),
        Member::new("Name", &SAML_PROVIDER_NAME_TYPE).required(),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new("AssertionEncryptionMode", &ASSERTION_ENCRYPTION_MODE_TYPE),
        Member::new("AddPrivateKey", &PRIVATE_KEY_TYPE).sensitive(),
    ]),
};

static CREATE_SAML_PROVIDER_RESPONSE: Shape = Shape {
    name: "CreateSAMLProviderResponse",
    kind: Kind::Structure(&[Member::new("SAMLProviderArn", &ARN_TYPE), Member::new("Tags", &TAG_LIST_TYPE)]),
};

static CREATE_USER_REQUEST: Shape = Shape {
    name: "CreateUserRequest",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE),
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("PermissionsBoundary", &ARN_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static CREATE_USER_RESPONSE: Shape =
    Shape { name: "CreateUserResponse", kind: Kind::Structure(&[Member::new("User", &USER)]) };

static CREATE_VIRTUAL_MFA_DEVICE_REQUEST: Shape = Shape {
    name: "CreateVirtualMFADeviceRequest",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE),
        Member::new("VirtualMFADeviceName", &VIRTUAL_MFA_DEVICE_NAME).required(),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static CREATE_VIRTUAL_MFA_DEVICE_RESPONSE: Shape = Shape {
    name: "CreateVirtualMFADeviceResponse",
    kind: Kind::Structure(&[Member::new("VirtualMFADevice", &VIRTUAL_MFA_DEVICE).required()]),
};

static DEACTIVATE_MFA_DEVICE_REQUEST: Shape = Shape {
    name: "DeactivateMFADeviceRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
    ]),
};

static DELETE_ACCESS_KEY_REQUEST: Shape = Shape {
    name: "DeleteAccessKeyRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE),
        Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE).required(),
    ]),
};

static DELETE_ACCOUNT_ALIAS_REQUEST: Shape = Shape {
    name: "DeleteAccountAliasRequest",
    kind: Kind::Structure(&[Member::new("AccountAlias", &ACCOUNT_ALIAS_TYPE).required()]),
};

static DELETE_GROUP_POLICY_REQUEST: Shape = Shape {
    name: "DeleteGroupPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
    ]),
};

static DELETE_GROUP_REQUEST: Shape = Shape {
    name: "DeleteGroupRequest",
    kind: Kind::Structure(&[Member::new("GroupName", &GROUP_NAME_TYPE).required()]),
};

static DELETE_INSTANCE_PROFILE_REQUEST: Shape = Shape {
    name: "DeleteInstanceProfileRequest",
    kind: Kind::Structure(&[Member::new("InstanceProfileName", &INSTANCE_PROFILE_NAME_TYPE).required()]),
};

static DELETE_LOGIN_PROFILE_REQUEST: Shape = Shape {
    name: "DeleteLoginProfileRequest",
    kind: Kind::Structure(&[Member::new("UserName", &USER_NAME_TYPE)]),
};

static DELETE_OPEN_ID_CONNECT_PROVIDER_REQUEST: Shape = Shape {
    name: "DeleteOpenIDConnectProviderRequest",
    kind: Kind::Structure(&[Member::new("OpenIDConnectProviderArn", &ARN_TYPE).required()]),
};

static DELETE_POLICY_REQUEST: Shape = Shape {
    name: "DeletePolicyRequest",
    kind: Kind::Structure(&[Member::new("PolicyArn", &ARN_TYPE).required()]),
};

static DELETE_POLICY_VERSION_REQUEST: Shape = Shape {
    name: "DeletePolicyVersionRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyArn", &ARN_TYPE).required(),
        Member::new("VersionId", &POLICY_VERSION_ID_TYPE).required(),
    ]),
};

static DELETE_ROLE_PERMISSIONS_BOUNDARY_REQUEST: Shape = Shape {
    name: "DeleteRolePermissionsBoundaryRequest",
    kind: Kind::Structure(&[Member::new("RoleName", &ROLE_NAME_TYPE).required()]),
};

static DELETE_ROLE_POLICY_REQUEST: Shape = Shape {
    name: "DeleteRolePolicyRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
    ]),
};

static DELETE_ROLE_REQUEST: Shape = Shape {
    name: "DeleteRoleRequest",
    kind: Kind::Structure(&[Member::new("RoleName", &ROLE_NAME_TYPE).required()]),
};

static DELETE_SAML_PROVIDER_REQUEST: Shape = Shape {
    name: "DeleteSAMLProviderRequest",
    kind: Kind::Structure(&[Member::new("SAMLProviderArn", &ARN_TYPE).required()]),
};

static DELETE_USER_PERMISSIONS_BOUNDARY_REQUEST: Shape = Shape {
    name: "DeleteUserPermissionsBoundaryRequest",
    kind: Kind::Structure(&[Member::new("UserName", &USER_NAME_TYPE).required()]),
};

static DELETE_USER_POLICY_REQUEST: Shape = Shape {
    name: "DeleteUserPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
    ]),
};

static DELETE_USER_REQUEST: Shape = Shape {
    name: "DeleteUserRequest",
    kind: Kind::Structure(&[Member::new("UserName", &EXISTING_USER_NAME_TYPE).required()]),
};

static DELETE_VIRTUAL_MFA_DEVICE_REQUEST: Shape = Shape {
    name: "DeleteVirtualMFADeviceRequest",
    kind: Kind::Structure(&[Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required()]),
};

static DETACH_GROUP_POLICY_REQUEST: Shape = Shape {
    name: "DetachGroupPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("PolicyArn", &ARN_TYPE).required(),
    ]),
};

static DETACH_ROLE_POLICY_REQUEST: Shape = Shape {
    name: "DetachRolePolicyRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PolicyArn", &ARN_TYPE).required(),
    ]),
};

static DETACH_USER_POLICY_REQUEST: Shape = Shape {
    name: "DetachUserPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("PolicyArn", &ARN_TYPE).required(),
    ]),
};

static ENABLE_MFA_DEVICE_REQUEST: Shape = Shape {
    name: "EnableMFADeviceRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
        Member::new("AuthenticationCode1", &AUTHENTICATION_CODE_TYPE).required(),
        Member::new("AuthenticationCode2", &AUTHENTICATION_CODE_TYPE).required(),
    ]),
};

static ENABLE_OUTBOUND_WEB_IDENTITY_FEDERATION_RESPONSE: Shape = Shape {
    name: "EnableOutboundWebIdentityFederationResponse",
    kind: Kind::Structure(&[Member::new("IssuerIdentifier", &STRING_TYPE)]),
};

static ENTITY_TYPE: Shape = Shape {
    name: "EntityType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"],
    },
};

static EVAL_DECISION_DETAILS_TYPE: Shape = Shape {
    name: "EvalDecisionDetailsType",
    kind: Kind::Map {
        key: &EVAL_DECISION_SOURCE_TYPE,
        value: &POLICY_EVALUATION_DECISION_TYPE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static EVAL_DECISION_SOURCE_TYPE: Shape = Shape {
    name: "EvalDecisionSourceType",
    kind: Kind::String { length: Range::of(3, 256), pattern: None, values: &[] },
};

static EVALUATION_RESULT: Shape = Shape {
    name: "EvaluationResult",
    kind: Kind::Structure(&[
        Member::new("EvalActionName", &ACTION_NAME_TYPE).required(),
        Member::new("EvalResourceName", &RESOURCE_NAME_TYPE),
        Member::new("EvalDecision", &POLICY_EVALUATION_DECISION_TYPE).required(),
        Member::new("MatchedStatements", &STATEMENT_LIST_TYPE),
        Member::new("MissingContextValues", &CONTEXT_KEY_NAMES_RESULT_LIST_TYPE),
        Member::new("OrganizationsDecisionDetail", &ORGANIZATIONS_DECISION_DETAIL),
        Member::new("PermissionsBoundaryDecisionDetail", &PERMISSIONS_BOUNDARY_DECISION_DETAIL),
        Member::new("EvalDecisionDetails", &EVAL_DECISION_DETAILS_TYPE),
        Member::new("ResourceSpecificResults", &RESOURCE_SPECIFIC_RESULT_LIST_TYPE),
    ]),
};

static EVALUATION_RESULTS_LIST_TYPE: Shape = Shape {
    name: "EvaluationResultsListType",
    kind: Kind::List {
        member: &EVALUATION_RESULT,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static GET_ACCESS_KEY_LAST_USED_REQUEST: Shape = Shape {
    name: "GetAccessKeyLastUsedRequest",
    kind: Kind::Structure(&[Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE).required()]),
};

static GET_ACCESS_KEY_LAST_USED_RESPONSE: Shape = Shape {
    name: "GetAccessKeyLastUsedResponse",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE),
        Member::new("AccessKeyLastUsed", &ACCESS_KEY_LAST_USED),
    ]),
};

static GET_ACCOUNT_AUTHORIZATION_DETAILS_REQUEST: Shape = Shape {
    name: "GetAccountAuthorizationDetailsRequest",
    kind: Kind::Structure(&[
        Member::new("Filter", &ENTITY_LIST_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
        Member::new("Marker", &MARKER_TYPE),
    ]),
};

static GET_ACCOUNT_AUTHORIZATION_DETAILS_RESPONSE: Shape = Shape {
    name: "GetAccountAuthorizationDetailsResponse",
    kind: Kind::Structure(&[
        Member::new("UserDetailList", &USER_DETAIL_LIST_TYPE),
        Member::new("GroupDetailList", &GROUP_DETAIL_LIST_TYPE),
        Member::new("RoleDetailList", &ROLE_DETAIL_LIST_TYPE),
        Member::new("Policies", &MANAGED_POLICY_DETAIL_LIST_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static GET_ACCOUNT_PASSWORD_POLICY_RESPONSE: Shape = Shape {
    name: "GetAccountPasswordPolicyResponse",
    kind: Kind::Structure(&[Member::new("PasswordPolicy", &PASSWORD_POLICY).required()]),
};

static GET_ACCOUNT_SUMMARY_RESPONSE: Shape = Shape {
    name: "GetAccountSummaryResponse",
    kind: Kind::Structure(&[Member::new("SummaryMap", &SUMMARY_MAP_TYPE)]),
};

static GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY_REQUEST: Shape = Shape {
    name: "GetContextKeysForCustomPolicyRequest",
    kind: Kind::Structure(&[Member::new("PolicyInputList", &SIMULATION_POLICY_LIST_TYPE).required()]),
};

static GET_CONTEXT_KEYS_FOR_POLICY_RESPONSE: Shape = Shape {
    name: "GetContextKeysForPolicyResponse",
    kind: Kind::Structure(&[Member::new("ContextKeyNames", &CONTEXT_KEY_NAMES_RESULT_LIST_TYPE)]),
};

static GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY_REQUEST: Shape = Shape {
    name: "GetContextKeysForPrincipalPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("PolicySourceArn", &ARN_TYPE).required(),
        Member::new("PolicyInputList", &SIMULATION_POLICY_LIST_TYPE),
    ]),
};

static GET_GROUP_POLICY_REQUEST: Shape = Shape {
    name: "GetGroupPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
    ]),
};

static GET_GROUP_POLICY_RESPONSE: Shape = Shape {
    name: "GetGroupPolicyResponse",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
    ]),
};

static GET_GROUP_REQUEST: Shape = Shape {
    name: "GetGroupRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static GET_GROUP_RESPONSE: Shape = Shape {
    name: "GetGroupResponse",
    kind: Kind::Structure(&[
        Member::new("Group", &GROUP).required(),
        Member::new("Users", &USER_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static GET_INSTANCE_PROFILE_REQUEST: Shape = Shape {
    name: "GetInstanceProfileRequest",
    kind: Kind::Structure(&[Member::new("InstanceProfileName", &INSTANCE_PROFILE_NAME_TYPE).required()]),
};

static GET_INSTANCE_PROFILE_RESPONSE: Shape = Shape {
    name: "GetInstanceProfileResponse",
    kind: Kind::Structure(&[Member::new("InstanceProfile", &INSTANCE_PROFILE).required()]),
};

static GET_LOGIN_PROFILE_REQUEST: Shape = Shape {
    name: "GetLoginProfileRequest",
    kind: Kind::Structure(&[Member::new("UserName", &USER_NAME_TYPE)]),
};

static GET_LOGIN_PROFILE_RESPONSE: Shape = Shape {
    name: "GetLoginProfileResponse",
    kind: Kind::Structure(&[Member::new("LoginProfile", &LOGIN_PROFILE).required()]),
};

static GET_MFA_DEVICE_REQUEST: Shape = Shape {
    name: "GetMFADeviceRequest",
    kind: Kind::Structure(&[
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
        Member::new("UserName", &USER_NAME_TYPE),
    ]),
};

static GET_MFA_DEVICE_RESPONSE: Shape = Shape {
    name: "GetMFADeviceResponse",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
        Member::new("EnableDate", &DATE_TYPE),
        Member::new("Certifications", &CERTIFICATION_MAP_TYPE),
    ]),
};

static GET_OPEN_ID_CONNECT_PROVIDER_REQUEST: Shape = Shape {
    name: "GetOpenIDConnectProviderRequest",
    kind: Kind::Structure(&[Member::new("OpenIDConnectProviderArn", &ARN_TYPE).required()]),
};

static GET_OPEN_ID_CONNECT_PROVIDER_RESPONSE: Shape = Shape {
    name: "GetOpenIDConnectProviderResponse",
    kind: Kind::Structure(&[
        Member::new("Url", &OPEN_ID_CONNECT_PROVIDER_URL_TYPE),
        Member::new("ClientIDList", &CLIENT_ID_LIST_TYPE),
        Member::new("ThumbprintList", &THUMBPRINT_LIST_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static GET_OUTBOUND_WEB_IDENTITY_FEDERATION_INFO_RESPONSE: Shape = Shape {
    name: "GetOutboundWebIdentityFederationInfoResponse",
    kind: Kind::Structure(&[
        Member::new("IssuerIdentifier", &STRING_TYPE),
        Member::new("JwtVendingEnabled", &BOOLEAN_TYPE),
    ]),
};

static GET_POLICY_REQUEST: Shape = Shape {
    name: "GetPolicyRequest",
    kind: Kind::Structure(&[Member::new("PolicyArn", &ARN_TYPE).required()]),
};

static GET_POLICY_RESPONSE: Shape =
    Shape { name: "GetPolicyResponse", kind: Kind::Structure(&[Member::new("Policy", &POLICY)]) };

static GET_POLICY_VERSION_REQUEST: Shape = Shape {
    name: "GetPolicyVersionRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyArn", &ARN_TYPE).required(),
        Member::new("VersionId", &POLICY_VERSION_ID_TYPE).required(),
    ]),
};

static GET_POLICY_VERSION_RESPONSE: Shape = Shape {
    name: "GetPolicyVersionResponse",
    kind: Kind::Structure(&[Member::new("PolicyVersion", &POLICY_VERSION)]),
};

static GET_ROLE_POLICY_REQUEST: Shape = Shape {
    name: "GetRolePolicyRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
    ]),
};

static GET_ROLE_POLICY_RESPONSE: Shape = Shape {
    name: "GetRolePolicyResponse",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
    ]),
};

static GET_ROLE_REQUEST: Shape = Shape {
    name: "GetRoleRequest",
    kind: Kind::Structure(&[Member::new("RoleName", &ROLE_NAME_TYPE).required()]),
};

static GET_ROLE_RESPONSE: Shape =
    Shape { name: "GetRoleResponse", kind: Kind::Structure(&[Member::new("Role", &ROLE).required()]) };

static GET_SAML_PROVIDER_REQUEST: Shape = Shape {
    name: "GetSAMLProviderRequest",
    kind: Kind::Structure(&[Member::new("SAMLProviderArn", &ARN_TYPE).required()]),
};

static GET_SAML_PROVIDER_RESPONSE: Shape = Shape {
    name: "GetSAMLProviderResponse",
    kind: Kind::Structure(&[
        Member::new("SAMLProviderUUID", &PRIVATE_KEY_ID_TYPE),
        Member::new("SAMLMetadataDocument", &SAML_METADATA_DOCUMENT_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
        Member::new("ValidUntil", &DATE_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new("AssertionEncryptionMode", &ASSERTION_ENCRYPTION_MODE_TYPE),
        Member::new("PrivateKeyList", &PRIVATE_KEY_LIST),
    ]),
};

static GET_USER_POLICY_REQUEST: Shape = Shape {
    name: "GetUserPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
    ]),
};

static GET_USER_POLICY_RESPONSE: Shape = Shape {
    name: "GetUserPolicyResponse",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
    ]),
};

static GET_USER_REQUEST: Shape = Shape {
    name: "GetUserRequest",
    kind: Kind::Structure(&[Member::new("UserName", &EXISTING_USER_NAME_TYPE)]),
};

static GET_USER_RESPONSE: Shape =
    Shape { name: "GetUserResponse", kind: Kind::Structure(&[Member::new("User", &USER).required()]) };

static GROUP: Shape = Shape {
    name: "Group",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE).required(),
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("GroupId", &ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE).required(),
        Member::new("CreateDate", &DATE_TYPE).required(),
    ]),
};

static GROUP_DETAIL: Shape = Shape {
    name: "GroupDetail",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE),
        Member::new("GroupName", &GROUP_NAME_TYPE),
        Member::new("GroupId", &ID_TYPE),
        Member::new("Arn", &ARN_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
        Member::new("GroupPolicyList", &POLICY_DETAIL_LIST_TYPE),
        Member::new("AttachedManagedPolicies", &ATTACHED_POLICIES_LIST_TYPE),
    ]),
};

static INLINE_POLICY_IDENTIFIER_TYPE: Shape = Shape {
    name: "InlinePolicyIdentifierType",
    kind: Kind::Structure(&[
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
        Member::new("AttachmentType", &ATTACHMENT_TYPE).required(),
        Member::new("AttachmentName", &ATTACHMENT_NAME).required(),
    ]),
};

static INSTANCE_PROFILE: Shape = Shape {
    name: "InstanceProfile",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE).required(),
        Member::new("InstanceProfileName", &INSTANCE_PROFILE_NAME_TYPE).required(),
        Member::new("InstanceProfileId", &ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE).required(),
        Member::new("CreateDate", &DATE_TYPE).required(),
        Member::new("Roles", &ROLE_LIST_TYPE).required(),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static LINE_NUMBER: Shape = Shape { name: "LineNumber", kind: Kind::Integer(Range::ANY) };

static LIST_ACCESS_KEYS_REQUEST: Shape = Shape {
    name: "ListAccessKeysRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_ACCESS_KEYS_RESPONSE: Shape = Shape {
    name: "ListAccessKeysResponse",
    kind: Kind::Structure(&[
        Member::new("AccessKeyMetadata", &ACCESS_KEY_METADATA_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_ACCOUNT_ALIASES_REQUEST: Shape = Shape {
    name: "ListAccountAliasesRequest",
    kind: Kind::Structure(&[Member::new("Marker", &MARKER_TYPE), Member::new("MaxItems", &MAX_ITEMS_TYPE)]),
};

static LIST_ACCOUNT_ALIASES_RESPONSE: Shape = Shape {
    name: "ListAccountAliasesResponse",
    kind: Kind::Structure(&[
        Member::new("AccountAliases", &ACCOUNT_ALIAS_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_ATTACHED_GROUP_POLICIES_REQUEST: Shape = Shape {
    name: "ListAttachedGroupPoliciesRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("PathPrefix", &POLICY_PATH_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_ATTACHED_GROUP_POLICIES_RESPONSE: Shape = Shape {
    name: "ListAttachedGroupPoliciesResponse",
    kind: Kind::Structure(&[
        Member::new("AttachedPolicies", &ATTACHED_POLICIES_LIST_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_ATTACHED_ROLE_POLICIES_REQUEST: Shape = Shape {
    name: "ListAttachedRolePoliciesRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PathPrefix", &POLICY_PATH_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_ATTACHED_ROLE_POLICIES_RESPONSE: Shape = Shape {
    name: "ListAttachedRolePoliciesResponse",
    kind: Kind::Structure(&[
        Member::new("AttachedPolicies", &ATTACHED_POLICIES_LIST_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_ATTACHED_USER_POLICIES_REQUEST: Shape = Shape {
    name: "ListAttachedUserPoliciesRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("PathPrefix", &POLICY_PATH_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_ATTACHED_USER_POLICIES_RESPONSE: Shape = Shape {
    name: "ListAttachedUserPoliciesResponse",
    kind: Kind::Structure(&[
        Member::new("AttachedPolicies", &ATTACHED_POLICIES_LIST_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_ENTITIES_FOR_POLICY_REQUEST: Shape = Shape {
    name: "ListEntitiesForPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyArn", &ARN_TYPE).required(),
        Member::new("EntityFilter", &ENTITY_TYPE),
        Member::new("PathPrefix", &PATH_TYPE),
        Member::new("PolicyUsageFilter", &POLICY_USAGE_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_ENTITIES_FOR_POLICY_RESPONSE: Shape = Shape {
    name: "ListEntitiesForPolicyResponse",
    kind: Kind::Structure(&[
        Member::new("PolicyGroups", &POLICY_GROUP_LIST_TYPE),
        Member::new("PolicyUsers", &POLICY_USER_LIST_TYPE),
        Member::new("PolicyRoles", &POLICY_ROLE_LIST_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_GROUP_POLICIES_REQUEST: Shape = Shape {
    name: "ListGroupPoliciesRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_GROUP_POLICIES_RESPONSE: Shape = Shape {
    name: "ListGroupPoliciesResponse",
    kind: Kind::Structure(&[
        Member::new("PolicyNames", &POLICY_NAME_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_GROUPS_FOR_USER_REQUEST: Shape = Shape {
    name: "ListGroupsForUserRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_GROUPS_FOR_USER_RESPONSE: Shape = Shape {
    name: "ListGroupsForUserResponse",
    kind: Kind::Structure(&[
        Member::new("Groups", &GROUP_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_GROUPS_REQUEST: Shape = Shape {
    name: "ListGroupsRequest",
    kind: Kind::Structure(&[
        Member::new("PathPrefix", &PATH_PREFIX_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_GROUPS_RESPONSE: Shape = Shape {
    name: "ListGroupsResponse",
    kind: Kind::Structure(&[
        Member::new("Groups", &GROUP_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_INSTANCE_PROFILES_FOR_ROLE_REQUEST: Shape = Shape {
    name: "ListInstanceProfilesForRoleRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_INSTANCE_PROFILES_FOR_ROLE_RESPONSE: Shape = Shape {
    name: "ListInstanceProfilesForRoleResponse",
    kind: Kind::Structure(&[
        Member::new("InstanceProfiles", &INSTANCE_PROFILE_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_INSTANCE_PROFILES_REQUEST: Shape = Shape {
    name: "ListInstanceProfilesRequest",
    kind: Kind::Structure(&[
        Member::new("PathPrefix", &PATH_PREFIX_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_INSTANCE_PROFILES_RESPONSE: Shape = Shape {
    name: "ListInstanceProfilesResponse",
    kind: Kind::Structure(&[
        Member::new("InstanceProfiles", &INSTANCE_PROFILE_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_MFA_DEVICE_TAGS_REQUEST: Shape = Shape {
    name: "ListMFADeviceTagsRequest",
    kind: Kind::Structure(&[
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_MFA_DEVICE_TAGS_RESPONSE: Shape = Shape {
    name: "ListMFADeviceTagsResponse",
    kind: Kind::Structure(&[
        Member::new("Tags", &TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_MFA_DEVICES_REQUEST: Shape = Shape {
    name: "ListMFADevicesRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_MFA_DEVICES_RESPONSE: Shape = Shape {
    name: "ListMFADevicesResponse",
    kind: Kind::Structure(&[
        Member::new("MFADevices", &MFA_DEVICE_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_OPEN_ID_CONNECT_PROVIDER_TAGS_REQUEST: Shape = Shape {
    name: "ListOpenIDConnectProviderTagsRequest",
    kind: Kind::Structure(&[
        Member::new("OpenIDConnectProviderArn", &ARN_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_OPEN_ID_CONNECT_PROVIDER_TAGS_RESPONSE: Shape = Shape {
    name: "ListOpenIDConnectProviderTagsResponse",
    kind: Kind::Structure(&[
        Member::new("Tags", &TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_OPEN_ID_CONNECT_PROVIDERS_REQUEST: Shape =
    Shape { name: "ListOpenIDConnectProvidersRequest", kind: Kind::Structure(&[]) };

static LIST_OPEN_ID_CONNECT_PROVIDERS_RESPONSE: Shape = Shape {
    name: "ListOpenIDConnectProvidersResponse",
    kind: Kind::Structure(&[Member::new("OpenIDConnectProviderList", &OPEN_ID_CONNECT_PROVIDER_LIST_TYPE)]),
};

static LIST_POLICIES_REQUEST: Shape = Shape {
    name: "ListPoliciesRequest",
    kind: Kind::Structure(&[
        Member::new("Scope", &POLICY_SCOPE_TYPE),
        Member::new("OnlyAttached", &BOOLEAN_TYPE),
        Member::new("PathPrefix", &POLICY_PATH_TYPE),
        Member::new("PolicyUsageFilter", &POLICY_USAGE_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_POLICIES_RESPONSE: Shape = Shape {
    name: "ListPoliciesResponse",
    kind: Kind::Structure(&[
        Member::new("Policies", &POLICY_LIST_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_POLICY_TAGS_REQUEST: Shape = Shape {
    name: "ListPolicyTagsRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyArn", &ARN_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_POLICY_TAGS_RESPONSE: Shape = Shape {
    name: "ListPolicyTagsResponse",
    kind: Kind::Structure(&[
        Member::new("Tags", &TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_POLICY_VERSIONS_REQUEST: Shape = Shape {
    name: "ListPolicyVersionsRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyArn", &ARN_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_POLICY_VERSIONS_RESPONSE: Shape = Shape {
    name: "ListPolicyVersionsResponse",
    kind: Kind::Structure(&[
        Member::new("Versions", &POLICY_DOCUMENT_VERSION_LIST_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_ROLE_POLICIES_REQUEST: Shape = Shape {
    name: "ListRolePoliciesRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_ROLE_POLICIES_RESPONSE: Shape = Shape {
    name: "ListRolePoliciesResponse",
    kind: Kind::Structure(&[
        Member::new("PolicyNames", &POLICY_NAME_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_ROLE_TAGS_REQUEST: Shape = Shape {
    name: "ListRoleTagsRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_ROLE_TAGS_RESPONSE: Shape = Shape {
    name: "ListRoleTagsResponse",
    kind: Kind::Structure(&[
        Member::new("Tags", &TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_ROLES_REQUEST: Shape = Shape {
    name: "ListRolesRequest",
    kind: Kind::Structure(&[
        Member::new("PathPrefix", &PATH_PREFIX_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_ROLES_RESPONSE: Shape = Shape {
    name: "ListRolesResponse",
    kind: Kind::Structure(&[
        Member::new("Roles", &ROLE_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_SAML_PROVIDER_TAGS_REQUEST: Shape = Shape {
    name: "ListSAMLProviderTagsRequest",
    kind: Kind::Structure(&[
        Member::new("SAMLProviderArn", &ARN_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_SAML_PROVIDER_TAGS_RESPONSE: Shape = Shape {
    name: "ListSAMLProviderTagsResponse",
    kind: Kind::Structure(&[
        Member::new("Tags", &TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_SAML_PROVIDERS_REQUEST: Shape =
    Shape { name: "ListSAMLProvidersRequest", kind: Kind::Structure(&[]) };

static LIST_SAML_PROVIDERS_RESPONSE: Shape = Shape {
    name: "ListSAMLProvidersResponse",
    kind: Kind::Structure(&[Member::new("SAMLProviderList", &SAML_PROVIDER_LIST_TYPE)]),
};

static LIST_SSH_PUBLIC_KEYS_REQUEST: Shape = Shape {
    name: "ListSSHPublicKeysRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_SSH_PUBLIC_KEYS_RESPONSE: Shape = Shape {
    name: "ListSSHPublicKeysResponse",
    kind: Kind::Structure(&[
        Member::new("SSHPublicKeys", &SSH_PUBLIC_KEY_LIST_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_SERVER_CERTIFICATES_REQUEST: Shape = Shape {
    name: "ListServerCertificatesRequest",
    kind: Kind::Structure(&[
        Member::new("PathPrefix", &PATH_PREFIX_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_SERVER_CERTIFICATES_RESPONSE: Shape = Shape {
    name: "ListServerCertificatesResponse",
    kind: Kind::Structure(&[
        Member::new("ServerCertificateMetadataList", &SERVER_CERTIFICATE_METADATA_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_SERVICE_SPECIFIC_CREDENTIALS_REQUEST: Shape = Shape {
    name: "ListServiceSpecificCredentialsRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE),
        Member::new("ServiceName", &SERVICE_NAME),
        Member::new("AllUsers", &ALL_USERS),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_SERVICE_SPECIFIC_CREDENTIALS_RESPONSE: Shape = Shape {
    name: "ListServiceSpecificCredentialsResponse",
    kind: Kind::Structure(&[
        Member::new("ServiceSpecificCredentials", &SERVICE_SPECIFIC_CREDENTIALS_LIST_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
    ]),
};

static LIST_SIGNING_CERTIFICATES_REQUEST: Shape = Shape {
    name: "ListSigningCertificatesRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_SIGNING_CERTIFICATES_RESPONSE: Shape = Shape {
    name: "ListSigningCertificatesResponse",
    kind: Kind::Structure(&[
        Member::new("Certificates", &CERTIFICATE_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_USER_POLICIES_REQUEST: Shape = Shape {
    name: "ListUserPoliciesRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_USER_POLICIES_RESPONSE: Shape = Shape {
    name: "ListUserPoliciesResponse",
    kind: Kind::Structure(&[
        Member::new("PolicyNames", &POLICY_NAME_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_USER_TAGS_REQUEST: Shape = Shape {
    name: "ListUserTagsRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_USER_TAGS_RESPONSE: Shape = Shape {
    name: "ListUserTagsResponse",
    kind: Kind::Structure(&[
        Member::new("Tags", &TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_USERS_REQUEST: Shape = Shape {
    name: "ListUsersRequest",
    kind: Kind::Structure(&[
        Member::new("PathPrefix", &PATH_PREFIX_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_USERS_RESPONSE: Shape = Shape {
    name: "ListUsersResponse",
    kind: Kind::Structure(&[
        Member::new("Users", &USER_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LIST_VIRTUAL_MFA_DEVICES_REQUEST: Shape = Shape {
    name: "ListVirtualMFADevicesRequest",
    kind: Kind::Structure(&[
        Member::new("AssignmentStatus", &ASSIGNMENT_STATUS_TYPE),
        Member::new("Marker", &MARKER_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
    ]),
};

static LIST_VIRTUAL_MFA_DEVICES_RESPONSE: Shape = Shape {
    name: "ListVirtualMFADevicesResponse",
    kind: Kind::Structure(&[
        Member::new("VirtualMFADevices", &VIRTUAL_MFA_DEVICE_LIST_TYPE).required(),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static LOGIN_PROFILE: Shape = Shape {
    name: "LoginProfile",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("CreateDate", &DATE_TYPE).required(),
        Member::new("PasswordResetRequired", &BOOLEAN_TYPE),
    ]),
};

static MFA_DEVICE: Shape = Shape {
    name: "MFADevice",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
        Member::new("EnableDate", &DATE_TYPE).required(),
    ]),
};

static MANAGED_POLICY_DETAIL: Shape = Shape {
    name: "ManagedPolicyDetail",
    kind: Kind::Structure(&[
        Member::new("PolicyName", &POLICY_NAME_TYPE),
        Member::new("PolicyId", &ID_TYPE),
        Member::new("Arn", &ARN_TYPE),
        Member::new("Path", &POLICY_PATH_TYPE),
        Member::new("DefaultVersionId", &POLICY_VERSION_ID_TYPE),
        Member::new("AttachmentCount", &ATTACHMENT_COUNT_TYPE),
        Member::new("PermissionsBoundaryUsageCount", &ATTACHMENT_COUNT_TYPE),
        Member::new("IsAttachable", &BOOLEAN_TYPE),
        Member::new("Description", &POLICY_DESCRIPTION_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
        Member::new("UpdateDate", &DATE_TYPE),
        Member::new("PolicyVersionList", &POLICY_DOCUMENT_VERSION_LIST_TYPE),
    ]),
};

static MANAGED_POLICY_DETAIL_LIST_TYPE: Shape = Shape {
    name: "ManagedPolicyDetailListType",
    kind: Kind::List {
        member: &MANAGED_POLICY_DETAIL,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static OPEN_ID_CONNECT_PROVIDER_LIST_ENTRY: Shape =
    Shape { name: "OpenIDConnectProviderListEntry", kind: Kind::Structure(&[Member::new("Arn", &ARN_TYPE)]) };

static OPEN_ID_CONNECT_PROVIDER_LIST_TYPE: Shape = Shape {
    name: "OpenIDConnectProviderListType",
    kind: Kind::List {
        member: &OPEN_ID_CONNECT_PROVIDER_LIST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static OPEN_ID_CONNECT_PROVIDER_URL_TYPE: Shape = Shape {
    name: "OpenIDConnectProviderUrlType",
    kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] },
};

static ORDERED_ORGANIZATION_POLICY_TYPE: Shape = Shape {
    name: "OrderedOrganizationPolicyType",
    kind: Kind::Structure(&[Member::new("ServiceControlPolicyInputList", &SIMULATION_POLICY_LIST_TYPE)]),
};

static ORGANIZATION_POLICY_LIST_TYPE: Shape = Shape {
    name: "OrganizationPolicyListType",
    kind: Kind::List {
        member: &ORDERED_ORGANIZATION_POLICY_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::at_most(7),
    },
};

static ORGANIZATIONS_DECISION_DETAIL: Shape = Shape {
    name: "OrganizationsDecisionDetail",
    kind: Kind::Structure(&[Member::new("AllowedByOrganizations", &BOOLEAN_TYPE)]),
};

static PASSWORD_POLICY: Shape = Shape {
    name: "PasswordPolicy",
    kind: Kind::Structure(&[
        Member::new("MinimumPasswordLength", &MINIMUM_PASSWORD_LENGTH_TYPE),
        Member::new("RequireSymbols", &BOOLEAN_TYPE),
        Member::new("RequireNumbers", &BOOLEAN_TYPE),
        Member::new("RequireUppercaseCharacters", &BOOLEAN_TYPE),
        Member::new("RequireLowercaseCharacters", &BOOLEAN_TYPE),
        Member::new("AllowUsersToChangePassword", &BOOLEAN_TYPE),
        Member::new("ExpirePasswords", &BOOLEAN_TYPE),
        Member::new("MaxPasswordAge", &MAX_PASSWORD_AGE_TYPE),
        Member::new("PasswordReusePrevention", &PASSWORD_REUSE_PREVENTION_TYPE),
        Member::new("HardExpiry", &BOOLEAN_OBJECT_TYPE),
    ]),
};

static PERMISSIONS_BOUNDARY_ATTACHMENT_TYPE: Shape = Shape {
    name: "PermissionsBoundaryAttachmentType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["PermissionsBoundaryPolicy"] },
};

static PERMISSIONS_BOUNDARY_DECISION_DETAIL: Shape = Shape {
    name: "PermissionsBoundaryDecisionDetail",
    kind: Kind::Structure(&[Member::new("AllowedByPermissionsBoundary", &BOOLEAN_TYPE)]),
};

static POLICY: Shape = Shape {
    name: "Policy",
    kind: Kind::Structure(&[
        Member::new("PolicyName", &POLICY_NAME_TYPE),
        Member::new("PolicyId", &ID_TYPE),
        Member::new("Arn", &ARN_TYPE),
        Member::new("Path", &POLICY_PATH_TYPE),
        Member::new("DefaultVersionId", &POLICY_VERSION_ID_TYPE),
        Member::new("AttachmentCount", &ATTACHMENT_COUNT_TYPE),
        Member::new("PermissionsBoundaryUsageCount", &ATTACHMENT_COUNT_TYPE),
        Member::new("IsAttachable", &BOOLEAN_TYPE),
        Member::new("Description", &POLICY_DESCRIPTION_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
        Member::new("UpdateDate", &DATE_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static POLICY_DETAIL: Shape = Shape {
    name: "PolicyDetail",
    kind: Kind::Structure(&[
        Member::new("PolicyName", &POLICY_NAME_TYPE),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE),
    ]),
};

static POLICY_EVALUATION_DECISION_TYPE: Shape = Shape {
    name: "PolicyEvaluationDecisionType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["allowed", "explicitDeny", "implicitDeny"],
    },
};

static POLICY_EXCLUSIONS_LIST_TYPE: Shape = Shape {
    name: "PolicyExclusionsListType",
    kind: Kind::List {
        member: &POLICY_IDENTIFIER,
        member_name: "member",
        flattened: false,
        length: Range::at_most(256),
    },
};

static POLICY_GROUP: Shape = Shape {
    name: "PolicyGroup",
    kind: Kind::Structure(&[Member::new("GroupName", &GROUP_NAME_TYPE), Member::new("GroupId", &ID_TYPE)]),
};

static POLICY_GROUP_LIST_TYPE: Shape = Shape {
    name: "PolicyGroupListType",
    kind: Kind::List { member: &POLICY_GROUP, member_name: "member", flattened: false, length: Range::ANY },
};

static POLICY_IDENTIFIER: Shape = Shape {
    name: "PolicyIdentifier",
    kind: Kind::Structure(&[
        Member::new("PolicyType", &POLICY_IDENTIFIER_POLICY_TYPE),
        Member::new("PolicyArn", &ARN_TYPE),
        Member::new("InlinePolicyIdentifier", &INLINE_POLICY_IDENTIFIER_TYPE),
    ]),
};

static POLICY_IDENTIFIER_POLICY_TYPE: Shape = Shape {
    name: "PolicyIdentifierPolicyType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["inline", "aws-managed", "user-managed", "permission-boundary", "scp", "rcp"],
    },
};

static POLICY_IDENTIFIER_TYPE: Shape = Shape {
    name: "PolicyIdentifierType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static POLICY_ROLE: Shape = Shape {
    name: "PolicyRole",
    kind: Kind::Structure(&[Member::new("RoleName", &ROLE_NAME_TYPE), Member::new("RoleId", &ID_TYPE)]),
};

static POLICY_ROLE_LIST_TYPE: Shape = Shape {
    name: "PolicyRoleListType",
    kind: Kind::List { member: &POLICY_ROLE, member_name: "member", flattened: false, length: Range::ANY },
};

static POLICY_SOURCE_TYPE: Shape = Shape {
    name: "PolicySourceType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["user", "group", "role", "aws-managed", "user-managed", "resource", "none"],
    },
};

static POLICY_USAGE_TYPE: Shape = Shape {
    name: "PolicyUsageType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &["PermissionsPolicy", "PermissionsBoundary"],
    },
};

static POLICY_USER: Shape = Shape {
    name: "PolicyUser",
    kind: Kind::Structure(&[Member::new("UserName", &USER_NAME_TYPE), Member::new("UserId", &ID_TYPE)]),
};

static POLICY_USER_LIST_TYPE: Shape = Shape {
    name: "PolicyUserListType",
    kind: Kind::List { member: &POLICY_USER, member_name: "member", flattened: false, length: Range::ANY },
};

static POLICY_VERSION: Shape = Shape {
    name: "PolicyVersion",
    kind: Kind::Structure(&[
        Member::new("Document", &POLICY_DOCUMENT_TYPE),
        Member::new("VersionId", &POLICY_VERSION_ID_TYPE),
        Member::new("IsDefaultVersion", &BOOLEAN_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
    ]),
};

static POSITION: Shape = Shape {
    name: "Position",
    kind: Kind::Structure(&[Member::new("Line", &LINE_NUMBER), Member::new("Column", &COLUMN_NUMBER)]),
};

static PUT_GROUP_POLICY_REQUEST: Shape = Shape {
    name: "PutGroupPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
    ]),
};

static PUT_ROLE_PERMISSIONS_BOUNDARY_REQUEST: Shape = Shape {
    name: "PutRolePermissionsBoundaryRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PermissionsBoundary", &ARN_TYPE).required(),
    ]),
};

static PUT_ROLE_POLICY_REQUEST: Shape = Shape {
    name: "PutRolePolicyRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
    ]),
};

static PUT_USER_PERMISSIONS_BOUNDARY_REQUEST: Shape = Shape {
    name: "PutUserPermissionsBoundaryRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("PermissionsBoundary", &ARN_TYPE).required(),
    ]),
};

static PUT_USER_POLICY_REQUEST: Shape = Shape {
    name: "PutUserPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
    ]),
};

static REMOVE_CLIENT_ID_FROM_OPEN_ID_CONNECT_PROVIDER_REQUEST: Shape = Shape {
    name: "RemoveClientIDFromOpenIDConnectProviderRequest",
    kind: Kind::Structure(&[
        Member::new("OpenIDConnectProviderArn", &ARN_TYPE).required(),
        Member::new("ClientID", &CLIENT_ID_TYPE).required(),
    ]),
};

static REMOVE_USER_FROM_GROUP_REQUEST: Shape = Shape {
    name: "RemoveUserFromGroupRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
    ]),
};

static RESOURCE_HANDLING_OPTION_TYPE: Shape = Shape {
    name: "ResourceHandlingOptionType",
    kind: Kind::String { length: Range::of(1, 64), pattern: None, values: &[] },
};

static RESOURCE_NAME_LIST_TYPE: Shape = Shape {
    name: "ResourceNameListType",
    kind: Kind::List {
        member: &RESOURCE_NAME_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static RESOURCE_NAME_TYPE: Shape = Shape {
    name: "ResourceNameType",
    kind: Kind::String { length: Range::of(1, 2048), pattern: None, values: &[] },
};

static RESOURCE_SPECIFIC_RESULT: Shape = Shape {
    name: "ResourceSpecificResult",
    kind: Kind::Structure(&[
        Member::new("EvalResourceName", &RESOURCE_NAME_TYPE).required(),
        Member::new("EvalResourceDecision", &POLICY_EVALUATION_DECISION_TYPE).required(),
        Member::new("MatchedStatements", &STATEMENT_LIST_TYPE),
        Member::new("MissingContextValues", &CONTEXT_KEY_NAMES_RESULT_LIST_TYPE),
        Member::new("EvalDecisionDetails", &EVAL_DECISION_DETAILS_TYPE),
        Member::new("PermissionsBoundaryDecisionDetail", &PERMISSIONS_BOUNDARY_DECISION_DETAIL),
    ]),
};

static RESOURCE_SPECIFIC_RESULT_LIST_TYPE: Shape = Shape {
    name: "ResourceSpecificResultListType",
    kind: Kind::List {
        member: &RESOURCE_SPECIFIC_RESULT,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static RESYNC_MFA_DEVICE_REQUEST: Shape = Shape {
    name: "ResyncMFADeviceRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
        Member::new("AuthenticationCode1", &AUTHENTICATION_CODE_TYPE).required(),
        Member::new("AuthenticationCode2", &AUTHENTICATION_CODE_TYPE).required(),
    ]),
};

static ROLE: Shape = Shape {
    name: "Role",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE).required(),
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("RoleId", &ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE).required(),
        Member::new("CreateDate", &DATE_TYPE).required(),
        Member::new("AssumeRolePolicyDocument", &POLICY_DOCUMENT_TYPE),
        Member::new("Description", &ROLE_DESCRIPTION_TYPE),
        Member::new("MaxSessionDuration", &ROLE_MAX_SESSION_DURATION_TYPE),
        Member::new("PermissionsBoundary", &ATTACHED_PERMISSIONS_BOUNDARY),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new("RoleLastUsed", &ROLE_LAST_USED),
        Member::new("SourceRoleTemplate", &SOURCE_ROLE_TEMPLATE),
    ]),
};

static ROLE_DETAIL: Shape = Shape {
    name: "RoleDetail",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE),
        Member::new("RoleName", &ROLE_NAME_TYPE),
        Member::new("RoleId", &ID_TYPE),
        Member::new("Arn", &ARN_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
        Member::new("AssumeRolePolicyDocument", &POLICY_DOCUMENT_TYPE),
        Member::new("InstanceProfileList", &INSTANCE_PROFILE_LIST_TYPE),
        Member::new("RolePolicyList", &POLICY_DETAIL_LIST_TYPE),
        Member::new("AttachedManagedPolicies", &ATTACHED_POLICIES_LIST_TYPE),
        Member::new("PermissionsBoundary", &ATTACHED_PERMISSIONS_BOUNDARY),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new("RoleLastUsed", &ROLE_LAST_USED),
    ]),
};

static ROLE_LAST_USED: Shape = Shape {
    name: "RoleLastUsed",
    kind: Kind::Structure(&[Member::new("LastUsedDate", &DATE_TYPE), Member::new("Region", &STRING_TYPE)]),
};

static SAML_METADATA_DOCUMENT_TYPE: Shape = Shape {
    name: "SAMLMetadataDocumentType",
    kind: Kind::String { length: Range::of(1000, 10000000), pattern: None, values: &[] },
};

static SAML_PRIVATE_KEY: Shape = Shape {
    name: "SAMLPrivateKey",
    kind: Kind::Structure(&[
        Member::new("KeyId", &PRIVATE_KEY_ID_TYPE),
        Member::new("Timestamp", &DATE_TYPE),
    ]),
};

static SAML_PROVIDER_LIST_ENTRY: Shape = Shape {
    name: "SAMLProviderListEntry",
    kind: Kind::Structure(&[
        Member::new("Arn", &ARN_TYPE),
        Member::new("ValidUntil", &DATE_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
    ]),
};

static SAML_PROVIDER_LIST_TYPE: Shape = Shape {
    name: "SAMLProviderListType",
    kind: Kind::List {
        member: &SAML_PROVIDER_LIST_ENTRY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static SAML_PROVIDER_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w._-]+");

static SAML_PROVIDER_NAME_TYPE: Shape = Shape {
    name: "SAMLProviderNameType",
    kind: Kind::String {
        length: Range::of(1, 128),
        pattern: Some(&SAML_PROVIDER_NAME_TYPE_PATTERN),
        values: &[],
    },
};

static SSH_PUBLIC_KEY_LIST_TYPE: Shape = Shape {
    name: "SSHPublicKeyListType",
    kind: Kind::List {
        member: &SSH_PUBLIC_KEY_METADATA,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static SSH_PUBLIC_KEY_METADATA: Shape = Shape {
    name: "SSHPublicKeyMetadata",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("SSHPublicKeyId", &PUBLIC_KEY_ID_TYPE).required(),
        Member::new("Status", &STATUS_TYPE).required(),
        Member::new("UploadDate", &DATE_TYPE).required(),
    ]),
};

static SERVER_CERTIFICATE_METADATA: Shape = Shape {
    name: "ServerCertificateMetadata",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE).required(),
        Member::new("ServerCertificateName", &SERVER_CERTIFICATE_NAME_TYPE).required(),
        Member::new("ServerCertificateId", &ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE).required(),
        Member::new("UploadDate", &DATE_TYPE),
        Member::new("Expiration", &DATE_TYPE),
    ]),
};

static SERVICE_SPECIFIC_CREDENTIAL_METADATA: Shape = Shape {
    name: "ServiceSpecificCredentialMetadata",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("Status", &STATUS_TYPE).required(),
        Member::new("ServiceUserName", &SERVICE_USER_NAME),
        Member::new("ServiceCredentialAlias", &SERVICE_CREDENTIAL_ALIAS),
        Member::new("CreateDate", &DATE_TYPE).required(),
        Member::new("ExpirationDate", &DATE_TYPE),
        Member::new("ServiceSpecificCredentialId", &SERVICE_SPECIFIC_CREDENTIAL_ID).required(),
        Member::new("ServiceName", &SERVICE_NAME).required(),
    ]),
};

static SERVICE_SPECIFIC_CREDENTIALS_LIST_TYPE: Shape = Shape {
    name: "ServiceSpecificCredentialsListType",
    kind: Kind::List {
        member: &SERVICE_SPECIFIC_CREDENTIAL_METADATA,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static SET_DEFAULT_POLICY_VERSION_REQUEST: Shape = Shape {
    name: "SetDefaultPolicyVersionRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyArn", &ARN_TYPE).required(),
        Member::new("VersionId", &POLICY_VERSION_ID_TYPE).required(),
    ]),
};

static SIGNING_CERTIFICATE: Shape = Shape {
    name: "SigningCertificate",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("CertificateId", &CERTIFICATE_ID_TYPE).required(),
        Member::new("CertificateBody", &CERTIFICATE_BODY_TYPE).required(),
        Member::new("Status", &STATUS_TYPE).required(),
        Member::new("UploadDate", &DATE_TYPE),
    ]),
};

static SIMULATE_CUSTOM_POLICY_REQUEST: Shape = Shape {
    name: "SimulateCustomPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyInputList", &SIMULATION_POLICY_LIST_TYPE).required(),
        Member::new("PermissionsBoundaryPolicyInputList", &SIMULATION_POLICY_LIST_TYPE),
        Member::new("OrderedOrganizationPolicyInputList", &ORGANIZATION_POLICY_LIST_TYPE),
        Member::new("ActionNames", &ACTION_NAME_LIST_TYPE).required(),
        Member::new("ResourceArns", &RESOURCE_NAME_LIST_TYPE),
        Member::new("ResourcePolicy", &POLICY_DOCUMENT_TYPE),
        Member::new("ResourceOwner", &RESOURCE_NAME_TYPE),
        Member::new("CallerArn", &RESOURCE_NAME_TYPE),
        Member::new("ContextEntries", &CONTEXT_ENTRY_LIST_TYPE),
        Member::new("ResourceHandlingOption", &RESOURCE_HANDLING_OPTION_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
        Member::new("Marker", &MARKER_TYPE),
    ]),
};

static SIMULATE_POLICY_RESPONSE: Shape = Shape {
    name: "SimulatePolicyResponse",
    kind: Kind::Structure(&[
        Member::new("EvaluationResults", &EVALUATION_RESULTS_LIST_TYPE),
        Member::new("IsTruncated", &BOOLEAN_TYPE),
        Member::new("Marker", &RESPONSE_MARKER_TYPE),
    ]),
};

static SIMULATE_PRINCIPAL_POLICY_REQUEST: Shape = Shape {
    name: "SimulatePrincipalPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("PolicySourceArn", &ARN_TYPE).required(),
        Member::new("PolicyInputList", &SIMULATION_POLICY_LIST_TYPE),
        Member::new("PermissionsBoundaryPolicyInputList", &SIMULATION_POLICY_LIST_TYPE),
        Member::new("PolicyExclusionList", &POLICY_EXCLUSIONS_LIST_TYPE),
        Member::new("ActionNames", &ACTION_NAME_LIST_TYPE).required(),
        Member::new("ResourceArns", &RESOURCE_NAME_LIST_TYPE),
        Member::new("ResourcePolicy", &POLICY_DOCUMENT_TYPE),
        Member::new("ResourceOwner", &RESOURCE_NAME_TYPE),
        Member::new("CallerArn", &RESOURCE_NAME_TYPE),
        Member::new("ContextEntries", &CONTEXT_ENTRY_LIST_TYPE),
        Member::new("ResourceHandlingOption", &RESOURCE_HANDLING_OPTION_TYPE),
        Member::new("MaxItems", &MAX_ITEMS_TYPE),
        Member::new("Marker", &MARKER_TYPE),
    ]),
};

static SIMULATION_POLICY_LIST_TYPE: Shape = Shape {
    name: "SimulationPolicyListType",
    kind: Kind::List {
        member: &POLICY_DOCUMENT_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static SOURCE_ROLE_TEMPLATE: Shape = Shape {
    name: "SourceRoleTemplate",
    kind: Kind::Structure(&[
        Member::new("TemplateArn", &ARN_TYPE).required(),
        Member::new("TemplateMinorVersion", &INTEGER_TYPE).required(),
    ]),
};

static STATEMENT: Shape = Shape {
    name: "Statement",
    kind: Kind::Structure(&[
        Member::new("SourcePolicyId", &POLICY_IDENTIFIER_TYPE),
        Member::new("SourcePolicyType", &POLICY_SOURCE_TYPE),
        Member::new("StartPosition", &POSITION),
        Member::new("EndPosition", &POSITION),
    ]),
};

static STATEMENT_LIST_TYPE: Shape = Shape {
    name: "StatementListType",
    kind: Kind::List { member: &STATEMENT, member_name: "member", flattened: false, length: Range::ANY },
};

static TAG: Shape = Shape {
    name: "Tag",
    kind: Kind::Structure(&[
        Member::new("Key", &TAG_KEY_TYPE).required(),
        Member::new("Value", &TAG_VALUE_TYPE).required(),
    ]),
};

static TAG_MFA_DEVICE_REQUEST: Shape = Shape {
    name: "TagMFADeviceRequest",
    kind: Kind::Structure(&[
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
        Member::new("Tags", &TAG_LIST_TYPE).required(),
    ]),
};

static TAG_OPEN_ID_CONNECT_PROVIDER_REQUEST: Shape = Shape {
    name: "TagOpenIDConnectProviderRequest",
    kind: Kind::Structure(&[
        Member::new("OpenIDConnectProviderArn", &ARN_TYPE).required(),
        Member::new("Tags", &TAG_LIST_TYPE).required(),
    ]),
};

static TAG_POLICY_REQUEST: Shape = Shape {
    name: "TagPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyArn", &ARN_TYPE).required(),
        Member::new("Tags", &TAG_LIST_TYPE).required(),
    ]),
};

static TAG_ROLE_REQUEST: Shape = Shape {
    name: "TagRoleRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("Tags", &TAG_LIST_TYPE).required(),
    ]),
};

static TAG_SAML_PROVIDER_REQUEST: Shape = Shape {
    name: "TagSAMLProviderRequest",
    kind: Kind::Structure(&[
        Member::new("SAMLProviderArn", &ARN_TYPE).required(),
        Member::new("Tags", &TAG_LIST_TYPE).required(),
    ]),
};

static TAG_USER_REQUEST: Shape = Shape {
    name: "TagUserRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("Tags", &TAG_LIST_TYPE).required(),
    ]),
};

static UNTAG_MFA_DEVICE_REQUEST: Shape = Shape {
    name: "UntagMFADeviceRequest",
    kind: Kind::Structure(&[
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
        Member::new("TagKeys", &TAG_KEY_LIST_TYPE).required(),
    ]),
};

static UNTAG_OPEN_ID_CONNECT_PROVIDER_REQUEST: Shape = Shape {
    name: "UntagOpenIDConnectProviderRequest",
    kind: Kind::Structure(&[
        Member::new("OpenIDConnectProviderArn", &ARN_TYPE).required(),
        Member::new("TagKeys", &TAG_KEY_LIST_TYPE).required(),
    ]),
};

static UNTAG_POLICY_REQUEST: Shape = Shape {
    name: "UntagPolicyRequest",
    kind: Kind::Structure(&[
        Member::new("PolicyArn", &ARN_TYPE).required(),
        Member::new("TagKeys", &TAG_KEY_LIST_TYPE).required(),
    ]),
};

static UNTAG_ROLE_REQUEST: Shape = Shape {
    name: "UntagRoleRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("TagKeys", &TAG_KEY_LIST_TYPE).required(),
    ]),
};

static UNTAG_SAML_PROVIDER_REQUEST: Shape = Shape {
    name: "UntagSAMLProviderRequest",
    kind: Kind::Structure(&[
        Member::new("SAMLProviderArn", &ARN_TYPE).required(),
        Member::new("TagKeys", &TAG_KEY_LIST_TYPE).required(),
    ]),
};

static UNTAG_USER_REQUEST: Shape = Shape {
    name: "UntagUserRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("TagKeys", &TAG_KEY_LIST_TYPE).required(),
    ]),
};

static UPDATE_ACCESS_KEY_REQUEST: Shape = Shape {
    name: "UpdateAccessKeyRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE),
        Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE).required(),
        Member::new("Status", &STATUS_TYPE).required(),
    ]),
};

static UPDATE_ASSUME_ROLE_POLICY_REQUEST: Shape = Shape {
    name: "UpdateAssumeRolePolicyRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
    ]),
};

static UPDATE_GROUP_REQUEST: Shape = Shape {
    name: "UpdateGroupRequest",
    kind: Kind::Structure(&[
        Member::new("GroupName", &GROUP_NAME_TYPE).required(),
        Member::new("NewPath", &PATH_TYPE),
        Member::new("NewGroupName", &GROUP_NAME_TYPE),
    ]),
};

static UPDATE_OPEN_ID_CONNECT_PROVIDER_THUMBPRINT_REQUEST: Shape = Shape {
    name: "UpdateOpenIDConnectProviderThumbprintRequest",
    kind: Kind::Structure(&[
        Member::new("OpenIDConnectProviderArn", &ARN_TYPE).required(),
        Member::new("ThumbprintList", &THUMBPRINT_LIST_TYPE).required(),
    ]),
};

static UPDATE_ROLE_DESCRIPTION_REQUEST: Shape = Shape {
    name: "UpdateRoleDescriptionRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("Description", &ROLE_DESCRIPTION_TYPE).required(),
    ]),
};

static UPDATE_ROLE_DESCRIPTION_RESPONSE: Shape =
    Shape { name: "UpdateRoleDescriptionResponse", kind: Kind::Structure(&[Member::new("Role", &ROLE)]) };

static UPDATE_ROLE_REQUEST: Shape = Shape {
    name: "UpdateRoleRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("Description", &ROLE_DESCRIPTION_TYPE),
        Member::new("MaxSessionDuration", &ROLE_MAX_SESSION_DURATION_TYPE),
    ]),
};

static UPDATE_ROLE_RESPONSE: Shape = Shape { name: "UpdateRoleResponse", kind: Kind::Structure(&[]) };

static UPDATE_SAML_PROVIDER_REQUEST: Shape = Shape {
    name: "UpdateSAMLProviderRequest",
    kind: Kind::Structure(&[
        Member::new("SAMLMetadataDocument", &SAML_METADATA_DOCUMENT_TYPE),
        Member::new("SAMLProviderArn", &ARN_TYPE).required(),
        Member::new("AssertionEncryptionMode", &ASSERTION_ENCRYPTION_MODE_TYPE),
        Member::new("AddPrivateKey", &PRIVATE_KEY_TYPE).sensitive(),
        Member::new("RemovePrivateKey", &PRIVATE_KEY_ID_TYPE),
    ]),
};

static UPDATE_SAML_PROVIDER_RESPONSE: Shape = Shape {
    name: "UpdateSAMLProviderResponse",
    kind: Kind::Structure(&[Member::new("SAMLProviderArn", &ARN_TYPE)]),
};

static UPDATE_USER_REQUEST: Shape = Shape {
    name: "UpdateUserRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE).required(),
        Member::new("NewPath", &PATH_TYPE),
        Member::new("NewUserName", &USER_NAME_TYPE),
    ]),
};

static USER: Shape = Shape {
    name: "User",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE).required(),
        Member::new("UserName", &USER_NAME_TYPE).required(),
        Member::new("UserId", &ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE).required(),
        Member::new("CreateDate", &DATE_TYPE).required(),
        Member::new("PasswordLastUsed", &DATE_TYPE),
        Member::new("PermissionsBoundary", &ATTACHED_PERMISSIONS_BOUNDARY),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static USER_DETAIL: Shape = Shape {
    name: "UserDetail",
    kind: Kind::Structure(&[
        Member::new("Path", &PATH_TYPE),
        Member::new("UserName", &USER_NAME_TYPE),
        Member::new("UserId", &ID_TYPE),
        Member::new("Arn", &ARN_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
        Member::new("UserPolicyList", &POLICY_DETAIL_LIST_TYPE),
        Member::new("GroupList", &GROUP_NAME_LIST_TYPE),
        Member::new("AttachedManagedPolicies", &ATTACHED_POLICIES_LIST_TYPE),
        Member::new("PermissionsBoundary", &ATTACHED_PERMISSIONS_BOUNDARY),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static VIRTUAL_MFA_DEVICE: Shape = Shape {
    name: "VirtualMFADevice",
    kind: Kind::Structure(&[
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE).required(),
        Member::new("Base32StringSeed", &BOOTSTRAP_DATUM).sensitive(),
        Member::new("QRCodePNG", &BOOTSTRAP_DATUM).sensitive(),
        Member::new("User", &USER),
        Member::new("EnableDate", &DATE_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static ACCESS_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w]+");

static ACCESS_KEY_ID_TYPE: Shape = Shape {
    name: "accessKeyIdType",
    kind: Kind::String {
        length: Range::of(16, 128),
        pattern: Some(&ACCESS_KEY_ID_TYPE_PATTERN),
        values: &[],
    },
};

static ACCESS_KEY_METADATA_LIST_TYPE: Shape = Shape {
    name: "accessKeyMetadataListType",
    kind: Kind::List {
        member: &ACCESS_KEY_METADATA,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ACCESS_KEY_SECRET_TYPE: Shape = Shape {
    name: "accessKeySecretType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static ACCOUNT_ALIAS_LIST_TYPE: Shape = Shape {
    name: "accountAliasListType",
    kind: Kind::List {
        member: &ACCOUNT_ALIAS_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ACCOUNT_ALIAS_TYPE_PATTERN: Pattern =
    Pattern::of_chars(r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", r"^[a-z0-9](-?[a-z0-9])+$", 3, 63);

static ACCOUNT_ALIAS_TYPE: Shape = Shape {
    name: "accountAliasType",
    kind: Kind::String { length: Range::of(3, 63), pattern: Some(&ACCOUNT_ALIAS_TYPE_PATTERN), values: &[] },
};

static ALL_USERS: Shape = Shape { name: "allUsers", kind: Kind::Boolean };

static ARN_TYPE: Shape =
    Shape { name: "arnType", kind: Kind::String { length: Range::of(20, 2048), pattern: None, values: &[] } };

static ASSERTION_ENCRYPTION_MODE_TYPE: Shape = Shape {
    name: "assertionEncryptionModeType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["Required", "Allowed"] },
};

static ASSIGNMENT_STATUS_TYPE: Shape = Shape {
    name: "assignmentStatusType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["Assigned", "Unassigned", "Any"] },
};

static ATTACHED_POLICIES_LIST_TYPE: Shape = Shape {
    name: "attachedPoliciesListType",
    kind: Kind::List {
        member: &ATTACHED_POLICY,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ATTACHMENT_COUNT_TYPE: Shape = Shape { name: "attachmentCountType", kind: Kind::Integer(Range::ANY) };

static AUTHENTICATION_CODE_TYPE_PATTERN: Pattern = Pattern::new(r"[\d]+");

static AUTHENTICATION_CODE_TYPE: Shape = Shape {
    name: "authenticationCodeType",
    kind: Kind::String {
        length: Range::of(6, 6),
        pattern: Some(&AUTHENTICATION_CODE_TYPE_PATTERN),
        values: &[],
    },
};

static BOOLEAN_OBJECT_TYPE: Shape = Shape { name: "booleanObjectType", kind: Kind::Boolean };

static BOOLEAN_TYPE: Shape = Shape { name: "booleanType", kind: Kind::Boolean };

static CERTIFICATE_BODY_TYPE_PATTERN: Pattern = Pattern::translated(
    r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+",
);

static CERTIFICATE_BODY_TYPE: Shape = Shape {
    name: "certificateBodyType",
    kind: Kind::String {
        length: Range::of(1, 16384),
        pattern: Some(&CERTIFICATE_BODY_TYPE_PATTERN),
        values: &[],
    },
};

static CERTIFICATE_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w]+");

static CERTIFICATE_ID_TYPE: Shape = Shape {
    name: "certificateIdType",
    kind: Kind::String {
        length: Range::of(24, 128),
        pattern: Some(&CERTIFICATE_ID_TYPE_PATTERN),
        values: &[],
    },
};

static CERTIFICATE_LIST_TYPE: Shape = Shape {
    name: "certificateListType",
    kind: Kind::List {
        member: &SIGNING_CERTIFICATE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static CLIENT_ID_LIST_TYPE: Shape = Shape {
    name: "clientIDListType",
    kind: Kind::List { member: &CLIENT_ID_TYPE, member_name: "member", flattened: false, length: Range::ANY },
};

static CLIENT_ID_TYPE: Shape = Shape {
    name: "clientIDType",
    kind: Kind::String { length: Range::of(1, 255), pattern: None, values: &[] },
};

static DATE_TYPE: Shape = Shape { name: "dateType", kind: Kind::Timestamp };

static ENTITY_LIST_TYPE: Shape = Shape {
    name: "entityListType",
    kind: Kind::List { member: &ENTITY_TYPE, member_name: "member", flattened: false, length: Range::ANY },
};

static EXISTING_USER_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static EXISTING_USER_NAME_TYPE: Shape = Shape {
    name: "existingUserNameType",
    kind: Kind::String {
        length: Range::of(1, 128),
        pattern: Some(&EXISTING_USER_NAME_TYPE_PATTERN),
        values: &[],
    },
};

static GROUP_DETAIL_LIST_TYPE: Shape = Shape {
    name: "groupDetailListType",
    kind: Kind::List { member: &GROUP_DETAIL, member_name: "member", flattened: false, length: Range::ANY },
};

static GROUP_LIST_TYPE: Shape = Shape {
    name: "groupListType",
    kind: Kind::List { member: &GROUP, member_name: "member", flattened: false, length: Range::ANY },
};

static GROUP_NAME_LIST_TYPE: Shape = Shape {
    name: "groupNameListType",
    kind: Kind::List {
        member: &GROUP_NAME_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static GROUP_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static GROUP_NAME_TYPE: Shape = Shape {
    name: "groupNameType",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&GROUP_NAME_TYPE_PATTERN), values: &[] },
};

static ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w]+");

static ID_TYPE: Shape = Shape {
    name: "idType",
    kind: Kind::String { length: Range::of(16, 128), pattern: Some(&ID_TYPE_PATTERN), values: &[] },
};

static INSTANCE_PROFILE_LIST_TYPE: Shape = Shape {
    name: "instanceProfileListType",
    kind: Kind::List {
        member: &INSTANCE_PROFILE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static INSTANCE_PROFILE_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static INSTANCE_PROFILE_NAME_TYPE: Shape = Shape {
    name: "instanceProfileNameType",
    kind: Kind::String {
        length: Range::of(1, 128),
        pattern: Some(&INSTANCE_PROFILE_NAME_TYPE_PATTERN),
        values: &[],
    },
};

static INTEGER_TYPE: Shape = Shape { name: "integerType", kind: Kind::Integer(Range::ANY) };

static MARKER_TYPE_PATTERN: Pattern = Pattern::translated(r"[\u0020-\u00FF]+", r"[\x{0020}-\x{00FF}]+");

static MARKER_TYPE: Shape = Shape {
    name: "markerType",
    kind: Kind::String { length: Range::of(1, 320), pattern: Some(&MARKER_TYPE_PATTERN), values: &[] },
};

static MAX_ITEMS_TYPE: Shape = Shape { name: "maxItemsType", kind: Kind::Integer(Range::of(1, 1000)) };

static MAX_PASSWORD_AGE_TYPE: Shape =
    Shape { name: "maxPasswordAgeType", kind: Kind::Integer(Range::of(1, 1095)) };

static MFA_DEVICE_LIST_TYPE: Shape = Shape {
    name: "mfaDeviceListType",
    kind: Kind::List { member: &MFA_DEVICE, member_name: "member", flattened: false, length: Range::ANY },
};

static MINIMUM_PASSWORD_LENGTH_TYPE: Shape =
    Shape { name: "minimumPasswordLengthType", kind: Kind::Integer(Range::of(6, 128)) };

static PASSWORD_REUSE_PREVENTION_TYPE: Shape =
    Shape { name: "passwordReusePreventionType", kind: Kind::Integer(Range::of(1, 24)) };

static PATH_PREFIX_TYPE_PATTERN: Pattern =
    Pattern::translated(r"\u002F[\u0021-\u007F]*", r"\x{002F}[\x{0021}-\x{007F}]*");

static PATH_PREFIX_TYPE: Shape = Shape {
    name: "pathPrefixType",
    kind: Kind::String { length: Range::of(1, 512), pattern: Some(&PATH_PREFIX_TYPE_PATTERN), values: &[] },
};

static PATH_TYPE_PATTERN: Pattern = Pattern::translated(
    r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)",
    r"(\x{002F})|(\x{002F}[\x{0021}-\x{007E}]+\x{002F})",
);

static PATH_TYPE: Shape = Shape {
    name: "pathType",
    kind: Kind::String { length: Range::of(1, 512), pattern: Some(&PATH_TYPE_PATTERN), values: &[] },
};

static POLICY_DESCRIPTION_TYPE: Shape = Shape {
    name: "policyDescriptionType",
    kind: Kind::String { length: Range::at_most(1000), pattern: None, values: &[] },
};

static POLICY_DETAIL_LIST_TYPE: Shape = Shape {
    name: "policyDetailListType",
    kind: Kind::List { member: &POLICY_DETAIL, member_name: "member", flattened: false, length: Range::ANY },
};

static POLICY_DOCUMENT_TYPE_PATTERN: Pattern = Pattern::translated(
    r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+",
);

static POLICY_DOCUMENT_TYPE: Shape = Shape {
    name: "policyDocumentType",
    kind: Kind::String {
        length: Range::of(1, 131072),
        pattern: Some(&POLICY_DOCUMENT_TYPE_PATTERN),
        values: &[],
    },
};

static POLICY_DOCUMENT_VERSION_LIST_TYPE: Shape = Shape {
    name: "policyDocumentVersionListType",
    kind: Kind::List { member: &POLICY_VERSION, member_name: "member", flattened: false, length: Range::ANY },
};

static POLICY_LIST_TYPE: Shape = Shape {
    name: "policyListType",
    kind: Kind::List { member: &POLICY, member_name: "member", flattened: false, length: Range::ANY },
};

static POLICY_NAME_LIST_TYPE: Shape = Shape {
    name: "policyNameListType",
    kind: Kind::List {
        member: &POLICY_NAME_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static POLICY_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static POLICY_NAME_TYPE: Shape = Shape {
    name: "policyNameType",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&POLICY_NAME_TYPE_PATTERN), values: &[] },
};

static POLICY_PATH_TYPE_PATTERN: Pattern = Pattern::new(r"((/[A-Za-z0-9\.,\+@=_-]+)*)/");

static POLICY_PATH_TYPE: Shape = Shape {
    name: "policyPathType",
    kind: Kind::String { length: Range::of(1, 512), pattern: Some(&POLICY_PATH_TYPE_PATTERN), values: &[] },
};

static POLICY_SCOPE_TYPE: Shape = Shape {
    name: "policyScopeType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["All", "AWS", "Local"] },
};

static POLICY_VERSION_ID_TYPE_PATTERN: Pattern = Pattern::new(r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?");

static POLICY_VERSION_ID_TYPE: Shape = Shape {
    name: "policyVersionIdType",
    kind: Kind::String { length: Range::ANY, pattern: Some(&POLICY_VERSION_ID_TYPE_PATTERN), values: &[] },
};

static PRIVATE_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[A-Z0-9]+");

static PRIVATE_KEY_ID_TYPE: Shape = Shape {
    name: "privateKeyIdType",
    kind: Kind::String {
        length: Range::of(22, 64),
        pattern: Some(&PRIVATE_KEY_ID_TYPE_PATTERN),
        values: &[],
    },
};

static PRIVATE_KEY_LIST: Shape = Shape {
    name: "privateKeyList",
    kind: Kind::List {
        member: &SAML_PRIVATE_KEY,
        member_name: "member",
        flattened: false,
        length: Range::at_most(2),
    },
};

static PRIVATE_KEY_TYPE_PATTERN: Pattern = Pattern::translated(
    r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+",
);

static PRIVATE_KEY_TYPE: Shape = Shape {
    name: "privateKeyType",
    kind: Kind::String { length: Range::of(1, 16384), pattern: Some(&PRIVATE_KEY_TYPE_PATTERN), values: &[] },
};

static PUBLIC_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w]+");

static PUBLIC_KEY_ID_TYPE: Shape = Shape {
    name: "publicKeyIdType",
    kind: Kind::String {
        length: Range::of(20, 128),
        pattern: Some(&PUBLIC_KEY_ID_TYPE_PATTERN),
        values: &[],
    },
};

static RESPONSE_MARKER_TYPE: Shape = Shape {
    name: "responseMarkerType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static ROLE_DESCRIPTION_TYPE_PATTERN: Pattern = Pattern::translated(
    r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{007E}\x{00A1}-\x{00FF}]*",
);

static ROLE_DESCRIPTION_TYPE: Shape = Shape {
    name: "roleDescriptionType",
    kind: Kind::String {
        length: Range::at_most(1000),
        pattern: Some(&ROLE_DESCRIPTION_TYPE_PATTERN),
        values: &[],
    },
};

static ROLE_DETAIL_LIST_TYPE: Shape = Shape {
    name: "roleDetailListType",
    kind: Kind::List { member: &ROLE_DETAIL, member_name: "member", flattened: false, length: Range::ANY },
};

static ROLE_LIST_TYPE: Shape = Shape {
    name: "roleListType",
    kind: Kind::List { member: &ROLE, member_name: "member", flattened: false, length: Range::ANY },
};

static ROLE_MAX_SESSION_DURATION_TYPE: Shape =
    Shape { name: "roleMaxSessionDurationType", kind: Kind::Integer(Range::of(3600, 43200)) };

static ROLE_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static ROLE_NAME_TYPE: Shape = Shape {
    name: "roleNameType",
    kind: Kind::String { length: Range::of(1, 64), pattern: Some(&ROLE_NAME_TYPE_PATTERN), values: &[] },
};

static SERIAL_NUMBER_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=/:,.@-]+");

static SERIAL_NUMBER_TYPE: Shape = Shape {
    name: "serialNumberType",
    kind: Kind::String { length: Range::of(9, 256), pattern: Some(&SERIAL_NUMBER_TYPE_PATTERN), values: &[] },
};

static SERVER_CERTIFICATE_METADATA_LIST_TYPE: Shape = Shape {
    name: "serverCertificateMetadataListType",
    kind: Kind::List {
        member: &SERVER_CERTIFICATE_METADATA,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static SERVER_CERTIFICATE_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static SERVER_CERTIFICATE_NAME_TYPE: Shape = Shape {
    name: "serverCertificateNameType",
    kind: Kind::String {
        length: Range::of(1, 128),
        pattern: Some(&SERVER_CERTIFICATE_NAME_TYPE_PATTERN),
        values: &[],
    },
};

static SERVICE_CREDENTIAL_ALIAS_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static SERVICE_CREDENTIAL_ALIAS: Shape = Shape {
    name: "serviceCredentialAlias",
    kind: Kind::String {
        length: Range::of(0, 200),
        pattern: Some(&SERVICE_CREDENTIAL_ALIAS_PATTERN),
        values: &[],
    },
};

static SERVICE_NAME: Shape =
    Shape { name: "serviceName", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static SERVICE_SPECIFIC_CREDENTIAL_ID_PATTERN: Pattern = Pattern::new(r"[\w]+");

static SERVICE_SPECIFIC_CREDENTIAL_ID: Shape = Shape {
    name: "serviceSpecificCredentialId",
    kind: Kind::String {
        length: Range::of(20, 128),
        pattern: Some(&SERVICE_SPECIFIC_CREDENTIAL_ID_PATTERN),
        values: &[],
    },
};

static SERVICE_USER_NAME_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]*");

static SERVICE_USER_NAME: Shape = Shape {
    name: "serviceUserName",
    kind: Kind::String { length: Range::of(0, 200), pattern: Some(&SERVICE_USER_NAME_PATTERN), values: &[] },
};

static STATUS_TYPE: Shape = Shape {
    name: "statusType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["Active", "Inactive", "Expired"] },
};

static STRING_TYPE: Shape =
    Shape { name: "stringType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static SUMMARY_KEY_TYPE: Shape = Shape {
    name: "summaryKeyType",
    kind: Kind::String {
        length: Range::ANY,
        pattern: None,
        values: &[
            "Users",
            "UsersQuota",
            "Groups",
            "GroupsQuota",
            "ServerCertificates",
            "ServerCertificatesQuota",
            "UserPolicySizeQuota",
            "GroupPolicySizeQuota",
            "GroupsPerUserQuota",
            "SigningCertificatesPerUserQuota",
            "AccessKeysPerUserQuota",
            "MFADevices",
            "MFADevicesInUse",
            "AccountMFAEnabled",
            "AccountAccessKeysPresent",
            "AccountPasswordPresent",
            "AccountSigningCertificatesPresent",
            "AttachedPoliciesPerGroupQuota",
            "AttachedPoliciesPerRoleQuota",
            "AttachedPoliciesPerUserQuota",
            "Policies",
            "PoliciesQuota",
            "PolicySizeQuota",
            "PolicyVersionsInUse",
            "PolicyVersionsInUseQuota",
            "VersionsPerPolicyQuota",
            "GlobalEndpointTokenVersion",
            "AssumeRolePolicySizeQuota",
            "InstanceProfiles",
            "InstanceProfilesQuota",
            "Providers",
            "RolePolicySizeQuota",
            "Roles",
            "RolesQuota",
        ],
    },
};

static SUMMARY_MAP_TYPE: Shape = Shape {
    name: "summaryMapType",
    kind: Kind::Map {
        key: &SUMMARY_KEY_TYPE,
        value: &SUMMARY_VALUE_TYPE,
        key_name: "key",
        value_name: "value",
        flattened: false,
        length: Range::ANY,
    },
};

static SUMMARY_VALUE_TYPE: Shape = Shape { name: "summaryValueType", kind: Kind::Integer(Range::ANY) };

static TAG_KEY_LIST_TYPE: Shape = Shape {
    name: "tagKeyListType",
    kind: Kind::List {
        member: &TAG_KEY_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::at_most(50),
    },
};

static TAG_KEY_TYPE_PATTERN: Pattern =
    Pattern::folding(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+", r"[A-Za-z\x{E000} \x{E002}0-9\x{E001}_.:/=+\-@]+");

static TAG_KEY_TYPE: Shape = Shape {
    name: "tagKeyType",
    kind: Kind::String { length: Range::of(1, 128), pattern: Some(&TAG_KEY_TYPE_PATTERN), values: &[] },
};

static TAG_LIST_TYPE: Shape = Shape {
    name: "tagListType",
    kind: Kind::List { member: &TAG, member_name: "member", flattened: false, length: Range::at_most(50) },
};

static TAG_VALUE_TYPE_PATTERN: Pattern =
    Pattern::folding(r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", r"[A-Za-z\x{E000} \x{E002}0-9\x{E001}_.:/=+\-@]*");

static TAG_VALUE_TYPE: Shape = Shape {
    name: "tagValueType",
    kind: Kind::String { length: Range::of(0, 256), pattern: Some(&TAG_VALUE_TYPE_PATTERN), values: &[] },
};

static THUMBPRINT_LIST_TYPE: Shape = Shape {
    name: "thumbprintListType",
    kind: Kind::List {
        member: &THUMBPRINT_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static THUMBPRINT_TYPE: Shape = Shape {
    name: "thumbprintType",
    kind: Kind::String { length: Range::of(40, 40), pattern: None, values: &[] },
};

static USER_DETAIL_LIST_TYPE: Shape = Shape {
    name: "userDetailListType",
    kind: Kind::List { member: &USER_DETAIL, member_name: "member", flattened: false, length: Range::ANY },
};

static USER_LIST_TYPE: Shape = Shape {
    name: "userListType",
    kind: Kind::List { member: &USER, member_name: "member", flattened: false, length: Range::ANY },
};

static USER_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static USER_NAME_TYPE: Shape = Shape {
    name: "userNameType",
    kind: Kind::String { length: Range::of(1, 64), pattern: Some(&USER_NAME_TYPE_PATTERN), values: &[] },
};

static VIRTUAL_MFA_DEVICE_LIST_TYPE: Shape = Shape {
    name: "virtualMFADeviceListType",
    kind: Kind::List {
        member: &VIRTUAL_MFA_DEVICE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static VIRTUAL_MFA_DEVICE_NAME_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static VIRTUAL_MFA_DEVICE_NAME: Shape = Shape {
    name: "virtualMFADeviceName",
    kind: Kind::String {
        length: Range::at_least(1),
        pattern: Some(&VIRTUAL_MFA_DEVICE_NAME_PATTERN),
        values: &[],
    },
};
