//! Managed policies that AWS publishes, as far as the services here give them a meaning. They are kept nowhere.

use super::managed::{ManagedPolicy, PolicyVersion};
use millpond_base::WallMs;
use millpond_policy::Policy;
use std::sync::Arc;

/// A policy as AWS publishes it.
struct Published {
    name: &'static str,
    id: &'static str,
    /// The version that is in force there, and here the only one.
    version: u64,
    created: WallMs,
    edited: WallMs,
    statements: &'static str,
}

/// # Source
/// AWS managed policy reference guide, looked up on 2026-11-30: documents, versions and times to the minute. Not found there on that
/// day, and therefore not checked: AdministratorAccess, AmazonKinesisFullAccess, AmazonSQSFullAccess, PowerUserAccess's id.
const POLICIES: [Published; 9] = [
    Published {
        name: "AdministratorAccess",
        id: "ANPAIWMBCKSKIEE64ZLYK",
        version: 1,
        created: WallMs(1_423_247_940_000),
        edited: WallMs(1_423_247_940_000),
        statements: r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
    },
    Published {
        name: "AmazonKinesisFullAccess",
        id: "ANPAIVF32HAMOXCUYRAYE",
        version: 1,
        created: WallMs(1_423_248_000_000),
        edited: WallMs(1_423_248_000_000),
        statements: r#"{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}"#,
    },
    Published {
        name: "AmazonKinesisReadOnlyAccess",
        id: "ANPAIOCMTDT5RLKZ2CAJO",
        version: 1,
        created: WallMs(1_423_248_000_000),
        edited: WallMs(1_423_248_000_000),
        statements: concat!(
            r#"{"Effect":"Allow","Action":["kinesis:Get*","kinesis:List*","kinesis:Describe*"],"#,
            r#""Resource":"*"}"#,
        ),
    },
    Published {
        name: "AmazonSQSFullAccess",
        id: "ANPAI65L554VRJ33ECQS6",
        version: 1,
        created: WallMs(1_423_248_060_000),
        edited: WallMs(1_423_248_060_000),
        statements: r#"{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#,
    },
    Published {
        name: "AmazonSQSReadOnlyAccess",
        id: "ANPAIUGSSQY362XGCM6KW",
        version: 4,
        created: WallMs(1_423_248_060_000),
        edited: WallMs(1_716_574_560_000),
        statements: concat!(
            r#"{"Sid":"AmazonSQSReadOnlyAccess","Effect":"Allow","Action":["sqs:GetQueueAttributes","#,
            r#""sqs:GetQueueUrl","sqs:ListDeadLetterSourceQueues","sqs:ListQueues","#,
            r#""sqs:ListMessageMoveTasks","sqs:ListQueueTags"],"Resource":"*"}"#,
        ),
    },
    Published {
        name: "AWSKeyManagementServicePowerUser",
        id: "ANPAJNPP7PPPPMJRV2SA4",
        version: 2,
        created: WallMs(1_423_248_000_000),
        edited: WallMs(1_488_848_100_000),
        statements: concat!(
            r#"{"Effect":"Allow","Action":["kms:CreateAlias","kms:CreateKey","kms:DeleteAlias","#,
            r#""kms:Describe*","kms:GenerateRandom","kms:Get*","kms:List*","kms:TagResource","#,
            r#""kms:UntagResource","iam:ListGroups","iam:ListRoles","iam:ListUsers"],"Resource":"*"}"#,
        ),
    },
    Published {
        name: "IAMFullAccess",
        id: "ANPAI7XKCFMBPM3QQRRVQ",
        version: 2,
        created: WallMs(1_423_248_000_000),
        edited: WallMs(1_561_146_000_000),
        statements: concat!(
            r#"{"Effect":"Allow","Action":["iam:*","organizations:DescribeAccount","#,
            r#""organizations:DescribeOrganization","organizations:DescribeOrganizationalUnit","#,
            r#""organizations:DescribePolicy","organizations:ListChildren","organizations:ListParents","#,
            r#""organizations:ListPoliciesForTarget","organizations:ListRoots","#,
            r#""organizations:ListPolicies","organizations:ListTargetsForPolicy"],"Resource":"*"}"#,
        ),
    },
    Published {
        name: "IAMReadOnlyAccess",
        id: "ANPAJKSO7NDY4T57MWDSQ",
        version: 4,
        created: WallMs(1_423_248_000_000),
        edited: WallMs(1_516_907_460_000),
        statements: concat!(
            r#"{"Effect":"Allow","Action":["iam:GenerateCredentialReport","#,
            r#""iam:GenerateServiceLastAccessedDetails","iam:Get*","iam:List*","#,
            r#""iam:SimulateCustomPolicy","iam:SimulatePrincipalPolicy"],"Resource":"*"}"#,
        ),
    },
    Published {
        name: "PowerUserAccess",
        id: "ANPAJYRXTHIB4FOVS3ZXS",
        version: 12,
        created: WallMs(1_423_247_940_000),
        edited: WallMs(1_770_919_140_000),
        statements: concat!(
            r#"{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},"#,
            r#"{"Effect":"Allow","Action":["account:GetAccountInformation","#,
            r#""account:GetGovCloudAccountInformation","account:GetPrimaryEmail","account:ListRegions","#,
            r#""iam:CreateServiceLinkedRole","iam:DeleteServiceLinkedRole","iam:ListRoles","#,
            r#""organizations:DescribeEffectivePolicy","organizations:DescribeOrganization"],"#,
            r#""Resource":"*"}"#,
        ),
    },
];

/// The policies, by name.
pub(super) fn all() -> Vec<Arc<ManagedPolicy>> {
    POLICIES.iter().map(|published| Arc::new(policy(published))).collect()
}

fn policy(published: &Published) -> ManagedPolicy {
    let Published { name, id, version, created, edited, statements } = *published;
    let document = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let policy = Arc::new(Policy::parse_identity(&document).expect("these policies are well formed"));
    ManagedPolicy {
        number: 0,
        name: name.to_owned(),
        path: "/".to_owned(),
        policy_id: id.to_owned(),
        arn: format!("arn:aws:iam::aws:policy/{name}"),
        created,
        updated: edited,
        tags: Vec::new(),
        description: None,
        versions: vec![PolicyVersion { number: version, created: edited, document, policy }],
        default: version,
        next: version + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_is_well_formed_and_has_an_id_of_its_own() {
        let ids: std::collections::BTreeSet<_> = all().iter().map(|p| p.policy_id.clone()).collect();

        assert_eq!(ids.len(), POLICIES.len());
        assert!(all().iter().all(|p| p.is_of_aws() && p.policy_id.len() == 21));
    }
}
