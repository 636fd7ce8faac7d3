use crate::rig::{Rig, allow, role, some};
use millpond_iam::api;
use millpond_store::principal::{NewPolicy, User};

fn policy(rig: &Rig, name: &str) -> String {
    let input = api::CreatePolicyInput {
        policy_name: name.to_owned(),
        policy_document: allow(r#""sqs:*""#),
        ..api::CreatePolicyInput::default()
    };
    rig.call::<api::CreatePolicy>(input).unwrap().policy.unwrap().arn.unwrap()
}

fn attach(user: &str, arn: &str) -> api::AttachUserPolicyInput {
    api::AttachUserPolicyInput { user_name: user.to_owned(), policy_arn: arn.to_owned() }
}

#[test]
fn a_page_of_policies_goes_on_where_the_last_one_ended() {
    let rig = Rig::new();
    for name in ["c", "A", "b"] {
        policy(&rig, name);
    }
    let page = |marker: Option<String>| {
        let input = api::ListPoliciesInput {
            scope: some("Local"),
            max_items: Some(2),
            marker,
            ..api::ListPoliciesInput::default()
        };
        let output = rig.call::<api::ListPolicies>(input).unwrap();
        let names: Vec<String> = output.policies.unwrap().into_iter().filter_map(|p| p.policy_name).collect();
        (names, output.marker)
    };

    let (first, marker) = page(None);
    let (second, end) = page(marker);

    assert_eq!((first, second, end), (vec!["A".to_owned(), "b".into()], vec!["c".to_owned()], None));
}

#[test]
fn quotas_are_worded_as_aws_does() {
    let rig = Rig::new();
    rig.user("ann");
    let principals = rig.store.principals();
    for n in 0..10 {
        rig.call::<api::AttachUserPolicy>(attach("ann", &policy(&rig, &format!("p{n}")))).unwrap();
    }

    let over = rig.refused::<api::AttachUserPolicy>(attach("ann", &policy(&rig, "p10")));
    let text = "Cannot exceed quota for PoliciesPerUser: 10".to_owned();
    assert_eq!(over, ("LimitExceeded", 409, text));
    let long = api::CreatePolicyInput {
        policy_name: "long".to_owned(),
        policy_document: allow(&format!("[{}\"sqs:x\"]", "\"sqs:SendMessage\",".repeat(400))),
        ..api::CreatePolicyInput::default()
    };
    let text = "Cannot exceed quota for PolicySize: 6144".to_owned();
    assert_eq!(rig.refused::<api::CreatePolicy>(long), ("LimitExceeded", 409, text));
    assert_eq!(principals.user("ann").unwrap().attached.len(), 10);
}

#[test]
fn what_does_not_exist_is_not_attached() {
    let rig = Rig::new();
    rig.user("ann");
    let arn = "arn:aws:iam::123456789012:policy/none";

    let refused = rig.refused::<api::AttachUserPolicy>(attach("ann", arn));
    let text = format!("Policy {arn} does not exist or is not attachable.");
    assert_eq!(refused, ("NoSuchEntity", 404, text));
    let refused = rig.refused::<api::AttachUserPolicy>(attach("ann", "no-arn-but-long-enough"));
    assert_eq!((refused.0, refused.1), ("InvalidInput", 400));
}

#[test]
fn a_role_is_created_within_its_boundary() {
    let rig = Rig::new();
    let arn = policy(&rig, "limits");
    let input =
        api::CreateRoleInput { permissions_boundary: Some(arn.clone()), ..role("r", crate::rig::TRUST) };

    let made = rig.call::<api::CreateRole>(input).unwrap().role;

    assert_eq!(made.permissions_boundary.unwrap().permissions_boundary_arn, Some(arn.clone()));
    let refused = rig.refused::<api::DeletePolicy>(api::DeletePolicyInput { policy_arn: arn });
    let text = "Cannot delete a policy attached to entities.".to_owned();
    assert_eq!(refused, ("DeleteConflict", 409, text));
}

#[test]
fn a_simulation_says_which_statement_matched_and_where_it_stands() {
    let rig = Rig::new();
    rig.user("ann");
    let document = "{\"Version\":\"2012-10-17\",\n\"Statement\":[\n {\"Effect\":\"Allow\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}]}";
    let new = NewPolicy {
        name: "send".to_owned(),
        path: "/".to_owned(),
        document: document.to_owned(),
        ..NewPolicy::default()
    };
    let principals = rig.store.principals();
    let arn =
        principals.create_policy(new, 10, 6144, millpond_base::Clock::now(&*rig.clock)).unwrap().arn.clone();
    principals.attach::<User>("ann", &arn, 10).unwrap();
    let input = api::SimulatePrincipalPolicyInput {
        policy_source_arn: "arn:aws:iam::123456789012:user/ann".to_owned(),
        action_names: vec!["sqs:SendMessage".to_owned(), "kms:Decrypt".to_owned()],
        ..api::SimulatePrincipalPolicyInput::default()
    };

    let results = rig.call::<api::SimulatePrincipalPolicy>(input).unwrap().evaluation_results.unwrap();

    assert_eq!(
        (results[0].eval_decision.as_str(), results[1].eval_decision.as_str()),
        ("allowed", "implicitDeny")
    );
    let matched = &results[0].matched_statements.as_ref().unwrap()[0];
    assert_eq!(matched.source_policy_id.as_deref(), Some("send"));
    assert_eq!(matched.source_policy_type.as_deref(), Some("user-managed"));
    let start = matched.start_position.as_ref().unwrap();
    assert_eq!((start.line, start.column), (Some(3), Some(2)));
    assert!(results[1].matched_statements.as_ref().unwrap().is_empty());
}
