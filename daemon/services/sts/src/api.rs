//! The wire of `sts` 2011-06-15, as its model states it.
//!
//! Written by `cargo xtask api` from botocore 1.44.5; do not edit.

use millpond_aws::schema::{Kind, Member, Operation, Pattern, Range, ServiceSchema, Shape};
use millpond_aws::{operation, structure};

/// How the service is addressed and what it can do.
pub static SERVICE: ServiceSchema = ServiceSchema {
    id: "sts",
    signing_name: "sts",
    target_prefix: "",
    api_version: "2011-06-15",
    xml_namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    json_version: "",
    query_compatible: false,
    error_namespace: "",
    operations: &OPERATIONS,
};

static OPERATIONS: [Operation; 11] = [
    Operation {
        name: "AssumeRole",
        honoured: true,
        input: &ASSUME_ROLE_REQUEST,
        output: &ASSUME_ROLE_RESPONSE,
        result_wrapper: "AssumeRoleResult",
        errors: &[
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::PACKED_POLICY_TOO_LARGE_EXCEPTION,
            &error::REGION_DISABLED_EXCEPTION,
            &error::EXPIRED_TOKEN_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "AssumeRoleWithSAML",
        honoured: true,
        input: &ASSUME_ROLE_WITH_SAML_REQUEST,
        output: &ASSUME_ROLE_WITH_SAML_RESPONSE,
        result_wrapper: "AssumeRoleWithSAMLResult",
        errors: &[
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::PACKED_POLICY_TOO_LARGE_EXCEPTION,
            &error::IDP_REJECTED_CLAIM_EXCEPTION,
            &error::INVALID_IDENTITY_TOKEN_EXCEPTION,
            &error::EXPIRED_TOKEN_EXCEPTION,
            &error::REGION_DISABLED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "AssumeRoleWithWebIdentity",
        honoured: true,
        input: &ASSUME_ROLE_WITH_WEB_IDENTITY_REQUEST,
        output: &ASSUME_ROLE_WITH_WEB_IDENTITY_RESPONSE,
        result_wrapper: "AssumeRoleWithWebIdentityResult",
        errors: &[
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::PACKED_POLICY_TOO_LARGE_EXCEPTION,
            &error::IDP_REJECTED_CLAIM_EXCEPTION,
            &error::IDP_COMMUNICATION_ERROR_EXCEPTION,
            &error::INVALID_IDENTITY_TOKEN_EXCEPTION,
            &error::EXPIRED_TOKEN_EXCEPTION,
            &error::REGION_DISABLED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "AssumeRoot",
        honoured: true,
        input: &ASSUME_ROOT_REQUEST,
        output: &ASSUME_ROOT_RESPONSE,
        result_wrapper: "AssumeRootResult",
        errors: &[&error::REGION_DISABLED_EXCEPTION, &error::EXPIRED_TOKEN_EXCEPTION],
        events: None,
    },
    Operation {
        name: "DecodeAuthorizationMessage",
        honoured: true,
        input: &DECODE_AUTHORIZATION_MESSAGE_REQUEST,
        output: &DECODE_AUTHORIZATION_MESSAGE_RESPONSE,
        result_wrapper: "DecodeAuthorizationMessageResult",
        errors: &[&error::INVALID_AUTHORIZATION_MESSAGE_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetAccessKeyInfo",
        honoured: true,
        input: &GET_ACCESS_KEY_INFO_REQUEST,
        output: &GET_ACCESS_KEY_INFO_RESPONSE,
        result_wrapper: "GetAccessKeyInfoResult",
        errors: &[],
        events: None,
    },
    Operation {
        name: "GetCallerIdentity",
        honoured: true,
        input: &GET_CALLER_IDENTITY_REQUEST,
        output: &GET_CALLER_IDENTITY_RESPONSE,
        result_wrapper: "GetCallerIdentityResult",
        errors: &[],
        events: None,
    },
    Operation {
        name: "GetDelegatedAccessToken",
        honoured: true,
        input: &GET_DELEGATED_ACCESS_TOKEN_REQUEST,
        output: &GET_DELEGATED_ACCESS_TOKEN_RESPONSE,
        result_wrapper: "GetDelegatedAccessTokenResult",
        errors: &[
            &error::EXPIRED_TRADE_IN_TOKEN_EXCEPTION,
            &error::REGION_DISABLED_EXCEPTION,
            &error::PACKED_POLICY_TOO_LARGE_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GetFederationToken",
        honoured: true,
        input: &GET_FEDERATION_TOKEN_REQUEST,
        output: &GET_FEDERATION_TOKEN_RESPONSE,
        result_wrapper: "GetFederationTokenResult",
        errors: &[
            &error::MALFORMED_POLICY_DOCUMENT_EXCEPTION,
            &error::PACKED_POLICY_TOO_LARGE_EXCEPTION,
            &error::REGION_DISABLED_EXCEPTION,
        ],
        events: None,
    },
    Operation {
        name: "GetSessionToken",
        honoured: true,
        input: &GET_SESSION_TOKEN_REQUEST,
        output: &GET_SESSION_TOKEN_RESPONSE,
        result_wrapper: "GetSessionTokenResult",
        errors: &[&error::REGION_DISABLED_EXCEPTION],
        events: None,
    },
    Operation {
        name: "GetWebIdentityToken",
        honoured: true,
        input: &GET_WEB_IDENTITY_TOKEN_REQUEST,
        output: &GET_WEB_IDENTITY_TOKEN_RESPONSE,
        result_wrapper: "GetWebIdentityTokenResult",
        errors: &[
            &error::SESSION_DURATION_ESCALATION_EXCEPTION,
            &error::OUTBOUND_WEB_IDENTITY_FEDERATION_DISABLED_EXCEPTION,
            &error::JWT_PAYLOAD_SIZE_EXCEEDED_EXCEPTION,
        ],
        events: None,
    },
];

operation! {
    /// `AssumeRole`.
    AssumeRole(AssumeRoleInput) -> AssumeRoleOutput, OPERATIONS[0]
}

operation! {
    /// `AssumeRoleWithSAML`.
    AssumeRoleWithSAML(AssumeRoleWithSAMLInput) -> AssumeRoleWithSAMLOutput, OPERATIONS[1]
}

operation! {
    /// `AssumeRoleWithWebIdentity`.
    AssumeRoleWithWebIdentity(AssumeRoleWithWebIdentityInput) -> AssumeRoleWithWebIdentityOutput, OPERATIONS[2]
}

operation! {
    /// `AssumeRoot`.
    AssumeRoot(AssumeRootInput) -> AssumeRootOutput, OPERATIONS[3]
}

operation! {
    /// `DecodeAuthorizationMessage`.
    DecodeAuthorizationMessage(DecodeAuthorizationMessageInput) -> DecodeAuthorizationMessageOutput, OPERATIONS[4]
}

operation! {
    /// `GetAccessKeyInfo`.
    GetAccessKeyInfo(GetAccessKeyInfoInput) -> GetAccessKeyInfoOutput, OPERATIONS[5]
}

operation! {
    /// `GetCallerIdentity`.
    GetCallerIdentity(GetCallerIdentityInput) -> GetCallerIdentityOutput, OPERATIONS[6]
}

operation! {
    /// `GetDelegatedAccessToken`.
    GetDelegatedAccessToken(GetDelegatedAccessTokenInput) -> GetDelegatedAccessTokenOutput, OPERATIONS[7]
}

operation! {
    /// `GetFederationToken`.
    GetFederationToken(GetFederationTokenInput) -> GetFederationTokenOutput, OPERATIONS[8]
}

operation! {
    /// `GetSessionToken`.
    GetSessionToken(GetSessionTokenInput) -> GetSessionTokenOutput, OPERATIONS[9]
}

operation! {
    /// `GetWebIdentityToken`.
    GetWebIdentityToken(GetWebIdentityTokenInput) -> GetWebIdentityTokenOutput, OPERATIONS[10]
}

structure! {
    /// `AssumeRoleRequest`.
    pub struct AssumeRoleInput {
        /// `RoleArn`.
        pub role_arn: String,
        /// `RoleSessionName`.
        pub role_session_name: String,
        /// `PolicyArns`.
        pub policy_arns: Option<Vec<PolicyDescriptorType>>,
        /// `Policy`.
        pub policy: Option<String>,
        /// `DurationSeconds`.
        pub duration_seconds: Option<i64>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `TransitiveTagKeys`.
        pub transitive_tag_keys: Option<Vec<String>>,
        /// `ExternalId`.
        pub external_id: Option<String>,
        /// `SerialNumber`.
        pub serial_number: Option<String>,
        /// `TokenCode`.
        pub token_code: Option<String>,
        /// `SourceIdentity`.
        pub source_identity: Option<String>,
        /// `ProvidedContexts`.
        pub provided_contexts: Option<Vec<ProvidedContext>>,
        /// `MinimumSessionTokenSize`.
        pub minimum_session_token_size: Option<i64>,
    }
}

structure! {
    /// `AssumeRoleResponse`.
    pub struct AssumeRoleOutput {
        /// `Credentials`.
        pub credentials: Option<Credentials>,
        /// `AssumedRoleUser`.
        pub assumed_role_user: Option<AssumedRoleUser>,
        /// `PackedPolicySize`.
        pub packed_policy_size: Option<i64>,
        /// `SourceIdentity`.
        pub source_identity: Option<String>,
        /// `SessionTokenUtilization`.
        pub session_token_utilization: Option<i64>,
        /// `SessionTokenSize`.
        pub session_token_size: Option<i64>,
    }
}

structure! {
    /// `AssumeRoleWithSAMLRequest`.
    pub struct AssumeRoleWithSAMLInput {
        /// `RoleArn`.
        pub role_arn: String,
        /// `PrincipalArn`.
        pub principal_arn: String,
        /// `SAMLAssertion`.
        pub saml_assertion: String,
        /// `PolicyArns`.
        pub policy_arns: Option<Vec<PolicyDescriptorType>>,
        /// `Policy`.
        pub policy: Option<String>,
        /// `DurationSeconds`.
        pub duration_seconds: Option<i64>,
        /// `MinimumSessionTokenSize`.
        pub minimum_session_token_size: Option<i64>,
    }
}

structure! {
    /// `AssumeRoleWithSAMLResponse`.
    pub struct AssumeRoleWithSAMLOutput {
        /// `Credentials`.
        pub credentials: Option<Credentials>,
        /// `AssumedRoleUser`.
        pub assumed_role_user: Option<AssumedRoleUser>,
        /// `PackedPolicySize`.
        pub packed_policy_size: Option<i64>,
        /// `Subject`.
        pub subject: Option<String>,
        /// `SubjectType`.
        pub subject_type: Option<String>,
        /// `Issuer`.
        pub issuer: Option<String>,
        /// `Audience`.
        pub audience: Option<String>,
        /// `NameQualifier`.
        pub name_qualifier: Option<String>,
        /// `SourceIdentity`.
        pub source_identity: Option<String>,
        /// `SessionTokenUtilization`.
        pub session_token_utilization: Option<i64>,
        /// `SessionTokenSize`.
        pub session_token_size: Option<i64>,
    }
}

structure! {
    /// `AssumeRoleWithWebIdentityRequest`.
    pub struct AssumeRoleWithWebIdentityInput {
        /// `RoleArn`.
        pub role_arn: String,
        /// `RoleSessionName`.
        pub role_session_name: String,
        /// `WebIdentityToken`.
        pub web_identity_token: String,
        /// `ProviderId`.
        pub provider_id: Option<String>,
        /// `PolicyArns`.
        pub policy_arns: Option<Vec<PolicyDescriptorType>>,
        /// `Policy`.
        pub policy: Option<String>,
        /// `DurationSeconds`.
        pub duration_seconds: Option<i64>,
        /// `MinimumSessionTokenSize`.
        pub minimum_session_token_size: Option<i64>,
    }
}

structure! {
    /// `AssumeRoleWithWebIdentityResponse`.
    pub struct AssumeRoleWithWebIdentityOutput {
        /// `Credentials`.
        pub credentials: Option<Credentials>,
        /// `SubjectFromWebIdentityToken`.
        pub subject_from_web_identity_token: Option<String>,
        /// `AssumedRoleUser`.
        pub assumed_role_user: Option<AssumedRoleUser>,
        /// `PackedPolicySize`.
        pub packed_policy_size: Option<i64>,
        /// `Provider`.
        pub provider: Option<String>,
        /// `Audience`.
        pub audience: Option<String>,
        /// `SourceIdentity`.
        pub source_identity: Option<String>,
        /// `SessionTokenUtilization`.
        pub session_token_utilization: Option<i64>,
        /// `SessionTokenSize`.
        pub session_token_size: Option<i64>,
    }
}

structure! {
    /// `AssumeRootRequest`.
    pub struct AssumeRootInput {
        /// `TargetPrincipal`.
        pub target_principal: String,
        /// `TaskPolicyArn`.
        pub task_policy_arn: PolicyDescriptorType,
        /// `DurationSeconds`.
        pub duration_seconds: Option<i64>,
        /// `MinimumSessionTokenSize`.
        pub minimum_session_token_size: Option<i64>,
    }
}

structure! {
    /// `AssumeRootResponse`.
    pub struct AssumeRootOutput {
        /// `Credentials`.
        pub credentials: Option<Credentials>,
        /// `SourceIdentity`.
        pub source_identity: Option<String>,
        /// `SessionTokenUtilization`.
        pub session_token_utilization: Option<i64>,
        /// `SessionTokenSize`.
        pub session_token_size: Option<i64>,
    }
}

structure! {
    /// `AssumedRoleUser`.
    pub struct AssumedRoleUser {
        /// `AssumedRoleId`.
        pub assumed_role_id: String,
        /// `Arn`.
        pub arn: String,
    }
}

structure! {
    /// `Credentials`.
    pub struct Credentials {
        /// `AccessKeyId`.
        pub access_key_id: String,
        /// `SecretAccessKey`.
        pub secret_access_key: String,
        /// `SessionToken`.
        pub session_token: String,
        /// `Expiration`.
        pub expiration: i64,
    }
}

structure! {
    /// `DecodeAuthorizationMessageRequest`.
    pub struct DecodeAuthorizationMessageInput {
        /// `EncodedMessage`.
        pub encoded_message: String,
    }
}

structure! {
    /// `DecodeAuthorizationMessageResponse`.
    pub struct DecodeAuthorizationMessageOutput {
        /// `DecodedMessage`.
        pub decoded_message: Option<String>,
    }
}

structure! {
    /// `FederatedUser`.
    pub struct FederatedUser {
        /// `FederatedUserId`.
        pub federated_user_id: String,
        /// `Arn`.
        pub arn: String,
    }
}

structure! {
    /// `GetAccessKeyInfoRequest`.
    pub struct GetAccessKeyInfoInput {
        /// `AccessKeyId`.
        pub access_key_id: String,
    }
}

structure! {
    /// `GetAccessKeyInfoResponse`.
    pub struct GetAccessKeyInfoOutput {
        /// `Account`.
        pub account: Option<String>,
    }
}

structure! {
    /// `GetCallerIdentityRequest`.
    pub struct GetCallerIdentityInput {}
}

structure! {
    /// `GetCallerIdentityResponse`.
    pub struct GetCallerIdentityOutput {
        /// `UserId`.
        pub user_id: Option<String>,
        /// `Account`.
        pub account: Option<String>,
        /// `Arn`.
        pub arn: Option<String>,
    }
}

structure! {
    /// `GetDelegatedAccessTokenRequest`.
    pub struct GetDelegatedAccessTokenInput {
        /// `TradeInToken`.
        pub trade_in_token: String,
    }
}

structure! {
    /// `GetDelegatedAccessTokenResponse`.
    pub struct GetDelegatedAccessTokenOutput {
        /// `Credentials`.
        pub credentials: Option<Credentials>,
        /// `PackedPolicySize`.
        pub packed_policy_size: Option<i64>,
        /// `AssumedPrincipal`.
        pub assumed_principal: Option<String>,
    }
}

structure! {
    /// `GetFederationTokenRequest`.
    pub struct GetFederationTokenInput {
        /// `Name`.
        pub name: String,
        /// `Policy`.
        pub policy: Option<String>,
        /// `PolicyArns`.
        pub policy_arns: Option<Vec<PolicyDescriptorType>>,
        /// `DurationSeconds`.
        pub duration_seconds: Option<i64>,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
        /// `MinimumSessionTokenSize`.
        pub minimum_session_token_size: Option<i64>,
    }
}

structure! {
    /// `GetFederationTokenResponse`.
    pub struct GetFederationTokenOutput {
        /// `Credentials`.
        pub credentials: Option<Credentials>,
        /// `FederatedUser`.
        pub federated_user: Option<FederatedUser>,
        /// `PackedPolicySize`.
        pub packed_policy_size: Option<i64>,
        /// `SessionTokenUtilization`.
        pub session_token_utilization: Option<i64>,
        /// `SessionTokenSize`.
        pub session_token_size: Option<i64>,
    }
}

structure! {
    /// `GetSessionTokenRequest`.
    pub struct GetSessionTokenInput {
        /// `DurationSeconds`.
        pub duration_seconds: Option<i64>,
        /// `SerialNumber`.
        pub serial_number: Option<String>,
        /// `TokenCode`.
        pub token_code: Option<String>,
        /// `MinimumSessionTokenSize`.
        pub minimum_session_token_size: Option<i64>,
    }
}

structure! {
    /// `GetSessionTokenResponse`.
    pub struct GetSessionTokenOutput {
        /// `Credentials`.
        pub credentials: Option<Credentials>,
        /// `SessionTokenUtilization`.
        pub session_token_utilization: Option<i64>,
        /// `SessionTokenSize`.
        pub session_token_size: Option<i64>,
    }
}

structure! {
    /// `GetWebIdentityTokenRequest`.
    pub struct GetWebIdentityTokenInput {
        /// `Audience`.
        pub audience: Vec<String>,
        /// `DurationSeconds`.
        pub duration_seconds: Option<i64>,
        /// `SigningAlgorithm`.
        pub signing_algorithm: String,
        /// `Tags`.
        pub tags: Option<Vec<Tag>>,
    }
}

structure! {
    /// `GetWebIdentityTokenResponse`.
    pub struct GetWebIdentityTokenOutput {
        /// `WebIdentityToken`.
        pub web_identity_token: Option<String>,
        /// `Expiration`.
        pub expiration: Option<i64>,
    }
}

structure! {
    /// `PolicyDescriptorType`.
    pub struct PolicyDescriptorType {
        /// `arn`.
        pub arn: Option<String>,
    }
}

structure! {
    /// `ProvidedContext`.
    pub struct ProvidedContext {
        /// `ProviderArn`.
        pub provider_arn: Option<String>,
        /// `ContextAssertion`.
        pub context_assertion: Option<String>,
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

/// The errors its honoured operations may answer with.
pub mod error {
    use millpond_aws::schema::ErrorShape;

    /// `ExpiredTokenException`.
    pub static EXPIRED_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "ExpiredTokenException",
        query_code: "ExpiredTokenException",
        status: 400,
        sender: true,
    };

    /// `ExpiredTradeInTokenException`.
    pub static EXPIRED_TRADE_IN_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "ExpiredTradeInTokenException",
        query_code: "ExpiredTradeInTokenException",
        status: 400,
        sender: true,
    };

    /// `IDPCommunicationErrorException`.
    pub static IDP_COMMUNICATION_ERROR_EXCEPTION: ErrorShape = ErrorShape {
        name: "IDPCommunicationErrorException",
        query_code: "IDPCommunicationError",
        status: 400,
        sender: true,
    };

    /// `IDPRejectedClaimException`.
    pub static IDP_REJECTED_CLAIM_EXCEPTION: ErrorShape = ErrorShape {
        name: "IDPRejectedClaimException",
        query_code: "IDPRejectedClaim",
        status: 403,
        sender: true,
    };

    /// `InvalidAuthorizationMessageException`.
    pub static INVALID_AUTHORIZATION_MESSAGE_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidAuthorizationMessageException",
        query_code: "InvalidAuthorizationMessageException",
        status: 400,
        sender: true,
    };

    /// `InvalidIdentityTokenException`.
    pub static INVALID_IDENTITY_TOKEN_EXCEPTION: ErrorShape = ErrorShape {
        name: "InvalidIdentityTokenException",
        query_code: "InvalidIdentityToken",
        status: 400,
        sender: true,
    };

    /// `JWTPayloadSizeExceededException`.
    pub static JWT_PAYLOAD_SIZE_EXCEEDED_EXCEPTION: ErrorShape = ErrorShape {
        name: "JWTPayloadSizeExceededException",
        query_code: "JWTPayloadSizeExceededException",
        status: 400,
        sender: true,
    };

    /// `MalformedPolicyDocumentException`.
    pub static MALFORMED_POLICY_DOCUMENT_EXCEPTION: ErrorShape = ErrorShape {
        name: "MalformedPolicyDocumentException",
        query_code: "MalformedPolicyDocument",
        status: 400,
        sender: true,
    };

    /// `OutboundWebIdentityFederationDisabledException`.
    pub static OUTBOUND_WEB_IDENTITY_FEDERATION_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "OutboundWebIdentityFederationDisabledException",
        query_code: "OutboundWebIdentityFederationDisabledException",
        status: 403,
        sender: true,
    };

    /// `PackedPolicyTooLargeException`.
    pub static PACKED_POLICY_TOO_LARGE_EXCEPTION: ErrorShape = ErrorShape {
        name: "PackedPolicyTooLargeException",
        query_code: "PackedPolicyTooLarge",
        status: 400,
        sender: true,
    };

    /// `RegionDisabledException`.
    pub static REGION_DISABLED_EXCEPTION: ErrorShape = ErrorShape {
        name: "RegionDisabledException",
        query_code: "RegionDisabledException",
        status: 403,
        sender: true,
    };

    /// `SessionDurationEscalationException`.
    pub static SESSION_DURATION_ESCALATION_EXCEPTION: ErrorShape = ErrorShape {
        name: "SessionDurationEscalationException",
        query_code: "SessionDurationEscalationException",
        status: 403,
        sender: true,
    };
}

static ASSUME_ROLE_REQUEST: Shape = Shape {
    name: "AssumeRoleRequest",
    kind: Kind::Structure(&[
        Member::new("RoleArn", &ARN_TYPE).required(),
        Member::new("RoleSessionName", &ROLE_SESSION_NAME_TYPE).required(),
        Member::new("PolicyArns", &POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("Policy", &UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("DurationSeconds", &ROLE_DURATION_SECONDS_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new("TransitiveTagKeys", &TAG_KEY_LIST_TYPE),
        Member::new("ExternalId", &EXTERNAL_ID_TYPE),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE),
        Member::new("TokenCode", &TOKEN_CODE_TYPE),
        Member::new("SourceIdentity", &SOURCE_IDENTITY_TYPE),
        Member::new("ProvidedContexts", &PROVIDED_CONTEXTS_LIST_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static ASSUME_ROLE_RESPONSE: Shape = Shape {
    name: "AssumeRoleResponse",
    kind: Kind::Structure(&[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("AssumedRoleUser", &ASSUMED_ROLE_USER),
        Member::new("PackedPolicySize", &NON_NEGATIVE_INTEGER_TYPE),
        Member::new("SourceIdentity", &SOURCE_IDENTITY_TYPE),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static ASSUME_ROLE_WITH_SAML_REQUEST: Shape = Shape {
    name: "AssumeRoleWithSAMLRequest",
    kind: Kind::Structure(&[
        Member::new("RoleArn", &ARN_TYPE).required(),
        Member::new("PrincipalArn", &ARN_TYPE).required(),
        Member::new("SAMLAssertion", &SAML_ASSERTION_TYPE).required().sensitive(),
        Member::new("PolicyArns", &POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("Policy", &SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("DurationSeconds", &ROLE_DURATION_SECONDS_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static ASSUME_ROLE_WITH_SAML_RESPONSE: Shape = Shape {
    name: "AssumeRoleWithSAMLResponse",
    kind: Kind::Structure(&[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("AssumedRoleUser", &ASSUMED_ROLE_USER),
        Member::new("PackedPolicySize", &NON_NEGATIVE_INTEGER_TYPE),
        Member::new("Subject", &SUBJECT),
        Member::new("SubjectType", &SUBJECT_TYPE),
        Member::new("Issuer", &ISSUER),
        Member::new("Audience", &AUDIENCE),
        Member::new("NameQualifier", &NAME_QUALIFIER),
        Member::new("SourceIdentity", &SOURCE_IDENTITY_TYPE),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static ASSUME_ROLE_WITH_WEB_IDENTITY_REQUEST: Shape = Shape {
    name: "AssumeRoleWithWebIdentityRequest",
    kind: Kind::Structure(&[
        Member::new("RoleArn", &ARN_TYPE).required(),
        Member::new("RoleSessionName", &ROLE_SESSION_NAME_TYPE).required(),
        Member::new("WebIdentityToken", &CLIENT_TOKEN_TYPE).required().sensitive(),
        Member::new("ProviderId", &URL_TYPE),
        Member::new("PolicyArns", &POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("Policy", &SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("DurationSeconds", &ROLE_DURATION_SECONDS_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static ASSUME_ROLE_WITH_WEB_IDENTITY_RESPONSE: Shape = Shape {
    name: "AssumeRoleWithWebIdentityResponse",
    kind: Kind::Structure(&[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("SubjectFromWebIdentityToken", &WEB_IDENTITY_SUBJECT_TYPE),
        Member::new("AssumedRoleUser", &ASSUMED_ROLE_USER),
        Member::new("PackedPolicySize", &NON_NEGATIVE_INTEGER_TYPE),
        Member::new("Provider", &ISSUER),
        Member::new("Audience", &AUDIENCE),
        Member::new("SourceIdentity", &SOURCE_IDENTITY_TYPE),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static ASSUME_ROOT_REQUEST: Shape = Shape {
    name: "AssumeRootRequest",
    kind: Kind::Structure(&[
        Member::new("TargetPrincipal", &TARGET_PRINCIPAL_TYPE).required(),
        Member::new("TaskPolicyArn", &POLICY_DESCRIPTOR_TYPE).required(),
        Member::new("DurationSeconds", &ROOT_DURATION_SECONDS_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static ASSUME_ROOT_RESPONSE: Shape = Shape {
    name: "AssumeRootResponse",
    kind: Kind::Structure(&[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("SourceIdentity", &SOURCE_IDENTITY_TYPE),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static ASSUMED_ROLE_USER: Shape = Shape {
    name: "AssumedRoleUser",
    kind: Kind::Structure(&[
        Member::new("AssumedRoleId", &ASSUMED_ROLE_ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE).required(),
    ]),
};

static AUDIENCE: Shape =
    Shape { name: "Audience", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static CREDENTIALS: Shape = Shape {
    name: "Credentials",
    kind: Kind::Structure(&[
        Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE).required(),
        Member::new("SecretAccessKey", &ACCESS_KEY_SECRET_TYPE).required().sensitive(),
        Member::new("SessionToken", &TOKEN_TYPE).required(),
        Member::new("Expiration", &DATE_TYPE).required(),
    ]),
};

static DECODE_AUTHORIZATION_MESSAGE_REQUEST: Shape = Shape {
    name: "DecodeAuthorizationMessageRequest",
    kind: Kind::Structure(&[Member::new("EncodedMessage", &ENCODED_MESSAGE_TYPE).required()]),
};

static DECODE_AUTHORIZATION_MESSAGE_RESPONSE: Shape = Shape {
    name: "DecodeAuthorizationMessageResponse",
    kind: Kind::Structure(&[Member::new("DecodedMessage", &DECODED_MESSAGE_TYPE)]),
};

static FEDERATED_USER: Shape = Shape {
    name: "FederatedUser",
    kind: Kind::Structure(&[
        Member::new("FederatedUserId", &FEDERATED_ID_TYPE).required(),
        Member::new("Arn", &ARN_TYPE).required(),
    ]),
};

static GET_ACCESS_KEY_INFO_REQUEST: Shape = Shape {
    name: "GetAccessKeyInfoRequest",
    kind: Kind::Structure(&[Member::new("AccessKeyId", &ACCESS_KEY_ID_TYPE).required()]),
};

static GET_ACCESS_KEY_INFO_RESPONSE: Shape = Shape {
    name: "GetAccessKeyInfoResponse",
    kind: Kind::Structure(&[Member::new("Account", &ACCOUNT_TYPE)]),
};

static GET_CALLER_IDENTITY_REQUEST: Shape =
    Shape { name: "GetCallerIdentityRequest", kind: Kind::Structure(&[]) };

static GET_CALLER_IDENTITY_RESPONSE: Shape = Shape {
    name: "GetCallerIdentityResponse",
    kind: Kind::Structure(&[
        Member::new("UserId", &USER_ID_TYPE),
        Member::new("Account", &ACCOUNT_TYPE),
        Member::new("Arn", &ARN_TYPE),
    ]),
};

static GET_DELEGATED_ACCESS_TOKEN_REQUEST: Shape = Shape {
    name: "GetDelegatedAccessTokenRequest",
    kind: Kind::Structure(&[Member::new("TradeInToken", &TRADE_IN_TOKEN_TYPE).required().sensitive()]),
};

static GET_DELEGATED_ACCESS_TOKEN_RESPONSE: Shape = Shape {
    name: "GetDelegatedAccessTokenResponse",
    kind: Kind::Structure(&[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("PackedPolicySize", &NON_NEGATIVE_INTEGER_TYPE),
        Member::new("AssumedPrincipal", &ARN_TYPE),
    ]),
};

static GET_FEDERATION_TOKEN_REQUEST: Shape = Shape {
    name: "GetFederationTokenRequest",
    kind: Kind::Structure(&[
        Member::new("Name", &USER_NAME_TYPE).required(),
        Member::new("Policy", &SESSION_POLICY_DOCUMENT_TYPE),
        Member::new("PolicyArns", &POLICY_DESCRIPTOR_LIST_TYPE),
        Member::new("DurationSeconds", &DURATION_SECONDS_TYPE),
        Member::new("Tags", &TAG_LIST_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static GET_FEDERATION_TOKEN_RESPONSE: Shape = Shape {
    name: "GetFederationTokenResponse",
    kind: Kind::Structure(&[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("FederatedUser", &FEDERATED_USER),
        Member::new("PackedPolicySize", &NON_NEGATIVE_INTEGER_TYPE),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static GET_SESSION_TOKEN_REQUEST: Shape = Shape {
    name: "GetSessionTokenRequest",
    kind: Kind::Structure(&[
        Member::new("DurationSeconds", &DURATION_SECONDS_TYPE),
        Member::new("SerialNumber", &SERIAL_NUMBER_TYPE),
        Member::new("TokenCode", &TOKEN_CODE_TYPE),
        Member::new("MinimumSessionTokenSize", &MINIMUM_SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static GET_SESSION_TOKEN_RESPONSE: Shape = Shape {
    name: "GetSessionTokenResponse",
    kind: Kind::Structure(&[
        Member::new("Credentials", &CREDENTIALS),
        Member::new("SessionTokenUtilization", &SESSION_TOKEN_UTILIZATION_TYPE),
        Member::new("SessionTokenSize", &SESSION_TOKEN_SIZE_TYPE),
    ]),
};

static GET_WEB_IDENTITY_TOKEN_REQUEST: Shape = Shape {
    name: "GetWebIdentityTokenRequest",
    kind: Kind::Structure(&[
        Member::new("Audience", &WEB_IDENTITY_TOKEN_AUDIENCE_LIST_TYPE).required(),
        Member::new("DurationSeconds", &WEB_IDENTITY_TOKEN_DURATION_SECONDS_TYPE),
        Member::new("SigningAlgorithm", &JWT_ALGORITHM_TYPE).required(),
        Member::new("Tags", &TAG_LIST_TYPE),
    ]),
};

static GET_WEB_IDENTITY_TOKEN_RESPONSE: Shape = Shape {
    name: "GetWebIdentityTokenResponse",
    kind: Kind::Structure(&[
        Member::new("WebIdentityToken", &WEB_IDENTITY_TOKEN_TYPE).sensitive(),
        Member::new("Expiration", &DATE_TYPE),
    ]),
};

static ISSUER: Shape =
    Shape { name: "Issuer", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static NAME_QUALIFIER: Shape =
    Shape { name: "NameQualifier", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static POLICY_DESCRIPTOR_TYPE: Shape =
    Shape { name: "PolicyDescriptorType", kind: Kind::Structure(&[Member::new("arn", &ARN_TYPE)]) };

static PROVIDED_CONTEXT: Shape = Shape {
    name: "ProvidedContext",
    kind: Kind::Structure(&[
        Member::new("ProviderArn", &ARN_TYPE),
        Member::new("ContextAssertion", &CONTEXT_ASSERTION_TYPE),
    ]),
};

static PROVIDED_CONTEXTS_LIST_TYPE: Shape = Shape {
    name: "ProvidedContextsListType",
    kind: Kind::List {
        member: &PROVIDED_CONTEXT,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 5),
    },
};

static ROOT_DURATION_SECONDS_TYPE: Shape =
    Shape { name: "RootDurationSecondsType", kind: Kind::Integer(Range::of(0, 900)) };

static SAML_ASSERTION_TYPE: Shape = Shape {
    name: "SAMLAssertionType",
    kind: Kind::String { length: Range::of(4, 100000), pattern: None, values: &[] },
};

static SUBJECT: Shape =
    Shape { name: "Subject", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static SUBJECT_TYPE: Shape =
    Shape { name: "SubjectType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static TAG: Shape = Shape {
    name: "Tag",
    kind: Kind::Structure(&[
        Member::new("Key", &TAG_KEY_TYPE).required(),
        Member::new("Value", &TAG_VALUE_TYPE).required(),
    ]),
};

static TARGET_PRINCIPAL_TYPE: Shape = Shape {
    name: "TargetPrincipalType",
    kind: Kind::String { length: Range::of(12, 2048), pattern: None, values: &[] },
};

static ACCESS_KEY_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w]*");

static ACCESS_KEY_ID_TYPE: Shape = Shape {
    name: "accessKeyIdType",
    kind: Kind::String {
        length: Range::of(16, 128),
        pattern: Some(&ACCESS_KEY_ID_TYPE_PATTERN),
        values: &[],
    },
};

static ACCESS_KEY_SECRET_TYPE: Shape = Shape {
    name: "accessKeySecretType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static ACCOUNT_TYPE: Shape =
    Shape { name: "accountType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static ARN_TYPE_PATTERN: Pattern = Pattern::translated(
    r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{007E}\x{0085}\x{00A0}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]+",
);

static ARN_TYPE: Shape = Shape {
    name: "arnType",
    kind: Kind::String { length: Range::of(20, 2048), pattern: Some(&ARN_TYPE_PATTERN), values: &[] },
};

static ASSUMED_ROLE_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@:-]*");

static ASSUMED_ROLE_ID_TYPE: Shape = Shape {
    name: "assumedRoleIdType",
    kind: Kind::String {
        length: Range::of(2, 193),
        pattern: Some(&ASSUMED_ROLE_ID_TYPE_PATTERN),
        values: &[],
    },
};

static CLIENT_TOKEN_TYPE: Shape = Shape {
    name: "clientTokenType",
    kind: Kind::String { length: Range::of(4, 20000), pattern: None, values: &[] },
};

static CONTEXT_ASSERTION_TYPE: Shape = Shape {
    name: "contextAssertionType",
    kind: Kind::String { length: Range::of(4, 2048), pattern: None, values: &[] },
};

static DATE_TYPE: Shape = Shape { name: "dateType", kind: Kind::Timestamp };

static DECODED_MESSAGE_TYPE: Shape = Shape {
    name: "decodedMessageType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};

static DURATION_SECONDS_TYPE: Shape =
    Shape { name: "durationSecondsType", kind: Kind::Integer(Range::of(900, 129600)) };

static ENCODED_MESSAGE_TYPE: Shape = Shape {
    name: "encodedMessageType",
    kind: Kind::String { length: Range::of(1, 10240), pattern: None, values: &[] },
};

static EXTERNAL_ID_TYPE_PATTERN: Pattern = Pattern::translated(r"[\w+=,.@:\/-]*", r"[\w+=,.@:/-]*");

static EXTERNAL_ID_TYPE: Shape = Shape {
    name: "externalIdType",
    kind: Kind::String { length: Range::of(2, 1224), pattern: Some(&EXTERNAL_ID_TYPE_PATTERN), values: &[] },
};

static FEDERATED_ID_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@\:-]*");

static FEDERATED_ID_TYPE: Shape = Shape {
    name: "federatedIdType",
    kind: Kind::String { length: Range::of(2, 193), pattern: Some(&FEDERATED_ID_TYPE_PATTERN), values: &[] },
};

static JWT_ALGORITHM_TYPE: Shape = Shape {
    name: "jwtAlgorithmType",
    kind: Kind::String { length: Range::of(5, 5), pattern: None, values: &[] },
};

static MINIMUM_SESSION_TOKEN_SIZE_TYPE: Shape =
    Shape { name: "minimumSessionTokenSizeType", kind: Kind::Integer(Range::of(0, 4096)) };

static NON_NEGATIVE_INTEGER_TYPE: Shape =
    Shape { name: "nonNegativeIntegerType", kind: Kind::Integer(Range::at_least(0)) };

static POLICY_DESCRIPTOR_LIST_TYPE: Shape = Shape {
    name: "policyDescriptorListType",
    kind: Kind::List {
        member: &POLICY_DESCRIPTOR_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::ANY,
    },
};

static ROLE_DURATION_SECONDS_TYPE: Shape =
    Shape { name: "roleDurationSecondsType", kind: Kind::Integer(Range::of(900, 43200)) };

static ROLE_SESSION_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]*");

static ROLE_SESSION_NAME_TYPE: Shape = Shape {
    name: "roleSessionNameType",
    kind: Kind::String {
        length: Range::of(2, 64),
        pattern: Some(&ROLE_SESSION_NAME_TYPE_PATTERN),
        values: &[],
    },
};

static SERIAL_NUMBER_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=/:,.@-]*");

static SERIAL_NUMBER_TYPE: Shape = Shape {
    name: "serialNumberType",
    kind: Kind::String { length: Range::of(9, 256), pattern: Some(&SERIAL_NUMBER_TYPE_PATTERN), values: &[] },
};

static SESSION_POLICY_DOCUMENT_TYPE_PATTERN: Pattern = Pattern::translated(
    r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+",
);

static SESSION_POLICY_DOCUMENT_TYPE: Shape = Shape {
    name: "sessionPolicyDocumentType",
    kind: Kind::String {
        length: Range::of(1, 2048),
        pattern: Some(&SESSION_POLICY_DOCUMENT_TYPE_PATTERN),
        values: &[],
    },
};

static SESSION_TOKEN_SIZE_TYPE: Shape =
    Shape { name: "sessionTokenSizeType", kind: Kind::Integer(Range::at_least(0)) };

static SESSION_TOKEN_UTILIZATION_TYPE: Shape =
    Shape { name: "sessionTokenUtilizationType", kind: Kind::Integer(Range::at_least(0)) };

static SOURCE_IDENTITY_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]*");

static SOURCE_IDENTITY_TYPE: Shape = Shape {
    name: "sourceIdentityType",
    kind: Kind::String {
        length: Range::of(2, 64),
        pattern: Some(&SOURCE_IDENTITY_TYPE_PATTERN),
        values: &[],
    },
};

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

static TOKEN_CODE_TYPE_PATTERN: Pattern = Pattern::new(r"[\d]*");

static TOKEN_CODE_TYPE: Shape = Shape {
    name: "tokenCodeType",
    kind: Kind::String { length: Range::of(6, 6), pattern: Some(&TOKEN_CODE_TYPE_PATTERN), values: &[] },
};

static TOKEN_TYPE: Shape =
    Shape { name: "tokenType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static TRADE_IN_TOKEN_TYPE: Shape =
    Shape { name: "tradeInTokenType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE_PATTERN: Pattern = Pattern::translated(
    r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    r"[\x{0009}\x{000A}\x{000D}\x{0020}-\x{00FF}]+",
);

static UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE: Shape = Shape {
    name: "unrestrictedSessionPolicyDocumentType",
    kind: Kind::String {
        length: Range::at_least(1),
        pattern: Some(&UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE_PATTERN),
        values: &[],
    },
};

static URL_TYPE: Shape =
    Shape { name: "urlType", kind: Kind::String { length: Range::of(4, 2048), pattern: None, values: &[] } };

static USER_ID_TYPE: Shape =
    Shape { name: "userIdType", kind: Kind::String { length: Range::ANY, pattern: None, values: &[] } };

static USER_NAME_TYPE_PATTERN: Pattern = Pattern::new(r"[\w+=,.@-]*");

static USER_NAME_TYPE: Shape = Shape {
    name: "userNameType",
    kind: Kind::String { length: Range::of(2, 32), pattern: Some(&USER_NAME_TYPE_PATTERN), values: &[] },
};

static WEB_IDENTITY_SUBJECT_TYPE: Shape = Shape {
    name: "webIdentitySubjectType",
    kind: Kind::String { length: Range::of(6, 255), pattern: None, values: &[] },
};

static WEB_IDENTITY_TOKEN_AUDIENCE_LIST_TYPE: Shape = Shape {
    name: "webIdentityTokenAudienceListType",
    kind: Kind::List {
        member: &WEB_IDENTITY_TOKEN_AUDIENCE_STRING_TYPE,
        member_name: "member",
        flattened: false,
        length: Range::of(1, 10),
    },
};

static WEB_IDENTITY_TOKEN_AUDIENCE_STRING_TYPE: Shape = Shape {
    name: "webIdentityTokenAudienceStringType",
    kind: Kind::String { length: Range::of(1, 1000), pattern: None, values: &[] },
};

static WEB_IDENTITY_TOKEN_DURATION_SECONDS_TYPE: Shape =
    Shape { name: "webIdentityTokenDurationSecondsType", kind: Kind::Integer(Range::of(60, 3600)) };

static WEB_IDENTITY_TOKEN_TYPE: Shape = Shape {
    name: "webIdentityTokenType",
    kind: Kind::String { length: Range::ANY, pattern: None, values: &[] },
};
