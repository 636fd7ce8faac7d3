//! The wire of `iam` 2010-05-08, as its model states it.
//!
//! Written by `cargo xtask api` from botocore 1.44.5; do not edit.

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
    Operation::refused("AddClientIDToOpenIDConnectProvider"),
    Operation::refused("AddRoleToInstanceProfile"),
    Operation::refused("AddUserToGroup"),
    Operation::refused("AssociateDelegationRequest"),
    Operation::refused("AttachGroupPolicy"),
    Operation::refused("AttachRolePolicy"),
    Operation::refused("AttachUserPolicy"),
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
    Operation::refused("CreateAccountAlias"),
    Operation::refused("CreateDelegationRequest"),
    Operation::refused("CreateGroup"),
    Operation::refused("CreateInstanceProfile"),
    Operation::refused("CreateLoginProfile"),
    Operation::refused("CreateOpenIDConnectProvider"),
    Operation::refused("CreatePolicy"),
    Operation::refused("CreatePolicyVersion"),
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
    Operation::refused("CreateSAMLProvider"),
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
    Operation::refused("CreateVirtualMFADevice"),
    Operation::refused("DeactivateMFADevice"),
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
    Operation::refused("DeleteAccountAlias"),
    Operation::refused("DeleteAccountPasswordPolicy"),
    Operation::refused("DeleteGroup"),
    Operation::refused("DeleteGroupPolicy"),
    Operation::refused("DeleteInstanceProfile"),
    Operation::refused("DeleteLoginProfile"),
    Operation::refused("DeleteOpenIDConnectProvider"),
    Operation::refused("DeletePolicy"),
    Operation::refused("DeletePolicyVersion"),
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
    Operation::refused("DeleteRolePermissionsBoundary"),
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
    Operation::refused("DeleteSAMLProvider"),
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
    Operation::refused("DeleteUserPermissionsBoundary"),
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
    Operation::refused("DeleteVirtualMFADevice"),
    Operation::refused("DetachGroupPolicy"),
    Operation::refused("DetachRolePolicy"),
    Operation::refused("DetachUserPolicy"),
    Operation::refused("DisableOrganizationsRootCredentialsManagement"),
    Operation::refused("DisableOrganizationsRootSessions"),
    Operation::refused("DisableOutboundWebIdentityFederation"),
    Operation::refused("EnableMFADevice"),
    Operation::refused("EnableOrganizationsRootCredentialsManagement"),
    Operation::refused("EnableOrganizationsRootSessions"),
    Operation::refused("EnableOutboundWebIdentityFederation"),
    Operation::refused("GenerateCredentialReport"),
    Operation::refused("GenerateOrganizationsAccessReport"),
    Operation::refused("GenerateServiceLastAccessedDetails"),
    Operation::refused("GetAccessKeyLastUsed"),
    Operation::refused("GetAccountAuthorizationDetails"),
    Operation::refused("GetAccountPasswordPolicy"),
    Operation::refused("GetAccountProperties"),
    Operation::refused("GetAccountSummary"),
    Operation::refused("GetContextKeysForCustomPolicy"),
    Operation::refused("GetContextKeysForPrincipalPolicy"),
    Operation::refused("GetCredentialReport"),
    Operation::refused("GetDelegationRequest"),
    Operation::refused("GetGroup"),
    Operation::refused("GetGroupPolicy"),
    Operation::refused("GetHumanReadableSummary"),
    Operation::refused("GetInstanceProfile"),
    Operation::refused("GetLoginProfile"),
    Operation::refused("GetMFADevice"),
    Operation::refused("GetOpenIDConnectProvider"),
    Operation::refused("GetOrganizationsAccessReport"),
    Operation::refused("GetOutboundWebIdentityFederationInfo"),
    Operation::refused("GetPolicy"),
    Operation::refused("GetPolicyVersion"),
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
    Operation::refused("GetSAMLProvider"),
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
    Operation::refused("ListAccountAliases"),
    Operation::refused("ListAttachedGroupPolicies"),
    Operation::refused("ListAttachedRolePolicies"),
    Operation::refused("ListAttachedUserPolicies"),
    Operation::refused("ListDelegationRequests"),
    Operation::refused("ListEntitiesForPolicy"),
    Operation::refused("ListGroupPolicies"),
    Operation::refused("ListGroups"),
    Operation::refused("ListGroupsForUser"),
    Operation::refused("ListInstanceProfileTags"),
    Operation::refused("ListInstanceProfiles"),
    Operation::refused("ListInstanceProfilesForRole"),
    Operation::refused("ListMFADeviceTags"),
    Operation::refused("ListMFADevices"),
    Operation::refused("ListOpenIDConnectProviderTags"),
    Operation::refused("ListOpenIDConnectProviders"),
    Operation::refused("ListOrganizationsFeatures"),
    Operation::refused("ListPolicies"),
    Operation::refused("ListPoliciesGrantingServiceAccess"),
    Operation::refused("ListPolicyTags"),
    Operation::refused("ListPolicyVersions"),
    Operation {
        name: "ListRolePolicies",
        honoured: true,
        input: &LIST_ROLE_POLICIES_REQUEST,
        output: &LIST_ROLE_POLICIES_RESPONSE,
        result_wrapper: "ListRolePoliciesResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("ListRoleTags"),
    Operation {
        name: "ListRoles",
        honoured: true,
        input: &LIST_ROLES_REQUEST,
        output: &LIST_ROLES_RESPONSE,
        result_wrapper: "ListRolesResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("ListSAMLProviderTags"),
    Operation::refused("ListSAMLProviders"),
    Operation::refused("ListSSHPublicKeys"),
    Operation::refused("ListServerCertificateTags"),
    Operation::refused("ListServerCertificates"),
    Operation::refused("ListServiceSpecificCredentials"),
    Operation::refused("ListSigningCertificates"),
    Operation {
        name: "ListUserPolicies",
        honoured: true,
        input: &LIST_USER_POLICIES_REQUEST,
        output: &LIST_USER_POLICIES_RESPONSE,
        result_wrapper: "ListUserPoliciesResult",
        errors: &[&error::NO_SUCH_ENTITY_EXCEPTION, &error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("ListUserTags"),
    Operation {
        name: "ListUsers",
        honoured: true,
        input: &LIST_USERS_REQUEST,
        output: &LIST_USERS_RESPONSE,
        result_wrapper: "ListUsersResult",
        errors: &[&error::SERVICE_FAILURE_EXCEPTION],
        events: None,
    },
    Operation::refused("ListVirtualMFADevices"),
    Operation::refused("PutAccountProperties"),
    Operation::refused("PutGroupPolicy"),
    Operation::refused("PutRolePermissionsBoundary"),
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
    Operation::refused("PutUserPermissionsBoundary"),
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
    Operation::refused("RemoveClientIDFromOpenIDConnectProvider"),
    Operation::refused("RemoveRoleFromInstanceProfile"),
    Operation::refused("RemoveUserFromGroup"),
    Operation::refused("ResetServiceSpecificCredential"),
    Operation::refused("ResyncMFADevice"),
    Operation::refused("SendDelegationToken"),
    Operation::refused("SetDefaultPolicyVersion"),
    Operation::refused("SetSecurityTokenServicePreferences"),
    Operation::refused("SimulateCustomPolicy"),
    Operation::refused("SimulatePrincipalPolicy"),
    Operation::refused("TagInstanceProfile"),
    Operation::refused("TagMFADevice"),
    Operation::refused("TagOpenIDConnectProvider"),
    Operation::refused("TagPolicy"),
    Operation::refused("TagRole"),
    Operation::refused("TagSAMLProvider"),
    Operation::refused("TagServerCertificate"),
    Operation::refused("TagUser"),
    Operation::refused("UntagInstanceProfile"),
    Operation::refused("UntagMFADevice"),
    Operation::refused("UntagOpenIDConnectProvider"),
    Operation::refused("UntagPolicy"),
    Operation::refused("UntagRole"),
    Operation::refused("UntagSAMLProvider"),
    Operation::refused("UntagServerCertificate"),
    Operation::refused("UntagUser"),
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
    Operation::refused("UpdateAssumeRolePolicy"),
    Operation::refused("UpdateDelegationRequest"),
    Operation::refused("UpdateGroup"),
    Operation::refused("UpdateLoginProfile"),
    Operation::refused("UpdateOpenIDConnectProviderThumbprint"),
    Operation::refused("UpdateRole"),
    Operation::refused("UpdateRoleDescription"),
    Operation::refused("UpdateSAMLProvider"),
    Operation::refused("UpdateSSHPublicKey"),
    Operation::refused("UpdateServerCertificate"),
    Operation::refused("UpdateServiceSpecificCredential"),
    Operation::refused("UpdateSigningCertificate"),
    Operation::refused("UpdateUser"),
    Operation::refused("UploadSSHPublicKey"),
    Operation::refused("UploadServerCertificate"),
    Operation::refused("UploadSigningCertificate"),
];

operation! {
    /// `CreateAccessKey`.
    CreateAccessKey(CreateAccessKeyInput) -> CreateAccessKeyOutput, OPERATIONS[10]
}

operation! {
    /// `CreateRole`.
    CreateRole(CreateRoleInput) -> CreateRoleOutput, OPERATIONS[19]
}

operation! {
    /// `CreateUser`.
    CreateUser(CreateUserInput) -> CreateUserOutput, OPERATIONS[23]
}

operation! {
    /// `DeleteAccessKey`.
    DeleteAccessKey(DeleteAccessKeyInput) -> DeleteAccessKeyOutput, OPERATIONS[26]
}

operation! {
    /// `DeleteRole`.
    DeleteRole(DeleteRoleInput) -> DeleteRoleOutput, OPERATIONS[36]
}

operation! {
    /// `DeleteRolePolicy`.
    DeleteRolePolicy(DeleteRolePolicyInput) -> DeleteRolePolicyOutput, OPERATIONS[38]
}

operation! {
    /// `DeleteUser`.
    DeleteUser(DeleteUserInput) -> DeleteUserOutput, OPERATIONS[45]
}

operation! {
    /// `DeleteUserPolicy`.
    DeleteUserPolicy(DeleteUserPolicyInput) -> DeleteUserPolicyOutput, OPERATIONS[47]
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
    /// `ListRolePolicies`.
    ListRolePolicies(ListRolePoliciesInput) -> ListRolePoliciesOutput, OPERATIONS[115]
}

operation! {
    /// `ListRoles`.
    ListRoles(ListRolesInput) -> ListRolesOutput, OPERATIONS[117]
}

operation! {
    /// `ListUserPolicies`.
    ListUserPolicies(ListUserPoliciesInput) -> ListUserPoliciesOutput, OPERATIONS[125]
}

operation! {
    /// `ListUsers`.
    ListUsers(ListUsersInput) -> ListUsersOutput, OPERATIONS[127]
}

operation! {
    /// `PutRolePolicy`.
    PutRolePolicy(PutRolePolicyInput) -> PutRolePolicyOutput, OPERATIONS[132]
}

operation! {
    /// `PutUserPolicy`.
    PutUserPolicy(PutUserPolicyInput) -> PutUserPolicyOutput, OPERATIONS[134]
}

operation! {
    /// `UpdateAccessKey`.
    UpdateAccessKey(UpdateAccessKeyInput) -> UpdateAccessKeyOutput, OPERATIONS[162]
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
    /// `AttachedPermissionsBoundary`.
    pub struct AttachedPermissionsBoundary {
        /// `PermissionsBoundaryType`.
        pub permissions_boundary_type: Option<String>,
        /// `PermissionsBoundaryArn`.
        pub permissions_boundary_arn: Option<String>,
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
    /// `RoleLastUsed`.
    pub struct RoleLastUsed {
        /// `LastUsedDate`.
        pub last_used_date: Option<i64>,
        /// `Region`.
        pub region: Option<String>,
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
    /// `Tag`.
    pub struct Tag {
        /// `Key`.
        pub key: String,
        /// `Value`.
        pub value: String,
    }
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

    /// `ServiceFailureException`.
    pub static SERVICE_FAILURE_EXCEPTION: ErrorShape = ErrorShape {
        name: "ServiceFailureException",
        query_code: "ServiceFailure",
        status: 500,
        sender: false,
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

static ACCESS_KEY_METADATA: Shape = Shape {
    name: "AccessKeyMetadata",
    kind: Kind::Structure(&[
        Member::new("UserName", &USER_NAME_TYPE),
        Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE),
        Member::new("Status", &STATUS_TYPE),
        Member::new("CreateDate", &DATE_TYPE),
    ]),
};

static ATTACHED_PERMISSIONS_BOUNDARY: Shape = Shape {
    name: "AttachedPermissionsBoundary",
    kind: Kind::Structure(&[
        Member::new("PermissionsBoundaryType", &PERMISSIONS_BOUNDARY_ATTACHMENT_TYPE),
        Member::new("PermissionsBoundaryArn", &ARN_TYPE),
    ]),
};

static CREATE_ACCESS_KEY_REQUEST: Shape = Shape {
    name: "CreateAccessKeyRequest",
    kind: Kind::Structure(&[Member::new("UserName", &EXISTING_USER_NAME_TYPE)]),
};

static CREATE_ACCESS_KEY_RESPONSE: Shape = Shape {
    name: "CreateAccessKeyResponse",
    kind: Kind::Structure(&[Member::new("AccessKey", &ACCESS_KEY).required()]),
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

static DELETE_ACCESS_KEY_REQUEST: Shape = Shape {
    name: "DeleteAccessKeyRequest",
    kind: Kind::Structure(&[
        Member::new("UserName", &EXISTING_USER_NAME_TYPE),
        Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE).required(),
    ]),
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

static PERMISSIONS_BOUNDARY_ATTACHMENT_TYPE: Shape = Shape {
    name: "PermissionsBoundaryAttachmentType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["PermissionsBoundaryPolicy"] },
};

static PUT_ROLE_POLICY_REQUEST: Shape = Shape {
    name: "PutRolePolicyRequest",
    kind: Kind::Structure(&[
        Member::new("RoleName", &ROLE_NAME_TYPE).required(),
        Member::new("PolicyName", &POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &POLICY_DOCUMENT_TYPE).required(),
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

static ROLE_LAST_USED: Shape = Shape {
    name: "RoleLastUsed",
    kind: Kind::Structure(&[Member::new("LastUsedDate", &DATE_TYPE), Member::new("Region", &STRING_TYPE)]),
};

static SOURCE_ROLE_TEMPLATE: Shape = Shape {
    name: "SourceRoleTemplate",
    kind: Kind::Structure(&[
        Member::new("TemplateArn", &ARN_TYPE).required(),
        Member::new("TemplateMinorVersion", &INTEGER_TYPE).required(),
    ]),
};

static TAG: Shape = Shape {
    name: "Tag",
    kind: Kind::Structure(&[
        Member::new("Key", &TAG_KEY_TYPE).required(),
        Member::new("Value", &TAG_VALUE_TYPE).required(),
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

static ARN_TYPE: Shape =
    Shape { name: "arnType", kind: Kind::String { length: Range::of(20, 2048), pattern: None, values: &[] } };

static BOOLEAN_TYPE: Shape = Shape { name: "booleanType", kind: Kind::Boolean };

static DATE_TYPE: Shape = Shape { name: "dateType", kind: Kind::Timestamp };

static EXISTING_USER_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static EXISTING_USER_NAME_TYPE: Shape = Shape {
    name: "existingUserNameType",
    kind: Kind::String {
        length: Range::of(1, 128),
        pattern: Some(&EXISTING_USER_NAME_TYPE_PATTERN),
        values: &[],
    },
};

static ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w]+");

static ID_TYPE: Shape = Shape {
    name: "idType",
    kind: Kind::String { length: Range::of(16, 128), pattern: Some(&ID_TYPE_PATTERN), values: &[] },
};

static INTEGER_TYPE: Shape = Shape { name: "integerType", kind: Kind::Integer(Range::ANY) };

static MARKER_TYPE_PATTERN: Pattern = Pattern::translated(r"[\u0020-\u00FF]+", r"[\x{0020}-\x{00FF}]+");

static MARKER_TYPE: Shape = Shape {
    name: "markerType",
    kind: Kind::String { length: Range::of(1, 320), pattern: Some(&MARKER_TYPE_PATTERN), values: &[] },
};

static MAX_ITEMS_TYPE: Shape = Shape { name: "maxItemsType", kind: Kind::Integer(Range::of(1, 1000)) };

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

static STATUS_TYPE: Shape = Shape {
    name: "statusType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &["Active", "Inactive", "Expired"] },
};

static STRING_TYPE: Shape =
    Shape { name: "stringType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

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

static USER_LIST_TYPE: Shape = Shape {
    name: "userListType",
    kind: Kind::List { member: &USER, member_name: "member", flattened: false, length: Range::ANY },
};

static USER_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]+");

static USER_NAME_TYPE: Shape = Shape {
    name: "userNameType",
    kind: Kind::String { length: Range::of(1, 64), pattern: Some(&USER_NAME_TYPE_PATTERN), values: &[] },
};
