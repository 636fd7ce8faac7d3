//! Managed policies that AWS publishes, as far as the services here give them a meaning. They are kept nowhere.

use super::managed::{ManagedPolicy, PolicyVersion};
use millpond_base::WallMs;
use millpond_policy::Policy;
use std::sync::Arc;

/// Name, id, what it allows.
///
/// # Source
/// AWS managed policy reference guide.
const POLICIES: [(&str, &str, &[&str]); 8] = [
    ("AdministratorAccess", "ANPAIWMBCKSKIEE64ZLYK", &["*"]),
    ("AmazonKinesisFullAccess", "ANPAIVF32HAMOXCUYRAYE", &["kinesis:*"]),
    (
        "AmazonKinesisReadOnlyAccess",
        "ANPAIOCMTDT5RLKZ2CAJO",
        &["kinesis:Get*", "kinesis:List*", "kinesis:Describe*"],
    ),
    ("AmazonSQSFullAccess", "ANPAI65L554VRJ33ECQS6", &["sqs:*"]),
    (
        "AmazonSQSReadOnlyAccess",
        "ANPAIUGSSQY362XGCM6KW",
        &[
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ListDeadLetterSourceQueues",
            "sqs:ListMessageMoveTasks",
            "sqs:ListQueueTags",
            "sqs:ListQueues",
        ],
    ),
    (
        "AWSKeyManagementServicePowerUser",
        "ANPAJNPP7PPPPMJRV2SA4",
        &[
            "kms:CreateAlias",
            "kms:CreateKey",
            "kms:DeleteAlias",
            "kms:Describe*",
            "kms:GenerateRandom",
            "kms:Get*",
            "kms:List*",
            "kms:TagResource",
            "kms:UntagResource",
            "iam:ListGroups",
            "iam:ListRoles",
            "iam:ListUsers",
        ],
    ),
    ("IAMFullAccess", "ANPAI7XKCFMBPM3QQRRVQ", &["iam:*"]),
    (
        "IAMReadOnlyAccess",
        "ANPAJKSO7NDY4T57MWDSQ",
        &["iam:Get*", "iam:List*", "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"],
    ),
];

/// When AWS first published them.
const PUBLISHED: WallMs = WallMs(1_423_161_600_000);

/// The policies, by name.
pub(super) fn all() -> Vec<Arc<ManagedPolicy>> {
    POLICIES.iter().map(|(name, id, actions)| Arc::new(policy(name, id, actions))).collect()
}

fn policy(name: &str, id: &str, actions: &[&str]) -> ManagedPolicy {
    let actions: Vec<String> = actions.iter().map(|action| format!("\"{action}\"")).collect();
    let document = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":[{}],"Resource":"*"}}]}}"#,
        actions.join(",")
    );
    let policy = Arc::new(Policy::parse_identity(&document).expect("these policies are well formed"));
    ManagedPolicy {
        number: 0,
        name: name.to_owned(),
        path: "/".to_owned(),
        policy_id: id.to_owned(),
        arn: format!("arn:aws:iam::aws:policy/{name}"),
        created: PUBLISHED,
        updated: PUBLISHED,
        tags: Vec::new(),
        description: None,
        versions: vec![PolicyVersion { number: 1, created: PUBLISHED, document, policy }],
        default: 1,
        next: 2,
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
