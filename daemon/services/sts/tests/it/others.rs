//! Whose an access key is, and what is never done.

use crate::rig::{BY_ACCOUNT, Rig, asking, told};
use millpond_sts::api::{
    AssumeRoot, AssumeRootInput, GetAccessKeyInfo, GetAccessKeyInfoInput, GetDelegatedAccessToken,
    GetDelegatedAccessTokenInput, PolicyDescriptorType,
};

#[test]
fn an_access_key_tells_its_account() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""sts:*""#);
    let arn = rig.role("r", BY_ACCOUNT, "{}");
    let session = rig.assume(&ann, asking(&arn)).unwrap().credentials.unwrap();
    let account = |id: &str| {
        let input = GetAccessKeyInfoInput { access_key_id: id.to_owned() };
        rig.call::<GetAccessKeyInfo>(&ann, input).map(|reply| reply.account.unwrap())
    };

    assert_eq!(account(&ann.access_key_id).unwrap(), "123456789012");
    assert_eq!(account(&session.access_key_id).unwrap(), "123456789012");
    assert_eq!(account("ASIAQNZGKIQY56JQ7WML").unwrap(), "029608264753");
    let fault = account("AIDAQNZGKIQY56JQ7WML").err().unwrap();
    assert_eq!(told(&fault), ("ValidationError", 400, "The access key id is not valid."));
    let bob = rig.user("bob", "");
    let input = GetAccessKeyInfoInput { access_key_id: ann.access_key_id.clone() };
    let fault = rig.call::<GetAccessKeyInfo>(&bob, input).err().unwrap();
    assert_eq!((fault.query_code, fault.query_status), ("AccessDenied", 403));
}

#[test]
fn nobody_becomes_the_root_of_another_account() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""*""#);
    let input = AssumeRootInput {
        target_principal: "999999999999".to_owned(),
        task_policy_arn: PolicyDescriptorType {
            arn: Some("arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials".to_owned()),
        },
        ..AssumeRootInput::default()
    };

    let fault = rig.call::<AssumeRoot>(&ann, input).err().unwrap();

    let text = "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: sts:AssumeRoot on resource: \
                arn:aws:iam::999999999999:root";
    assert_eq!(told(&fault), ("AccessDenied", 403, text));
}

#[test]
fn no_trade_in_token_is_good() {
    let rig = Rig::new();
    let ann = rig.user("ann", r#""*""#);

    let input = GetDelegatedAccessTokenInput { trade_in_token: "token".to_owned() };
    let fault = rig.call::<GetDelegatedAccessToken>(&ann, input).err().unwrap();

    assert_eq!((fault.query_code, fault.query_status), ("ExpiredTradeInTokenException", 400));
    let bob = rig.user("bob", "");
    let input = GetDelegatedAccessTokenInput { trade_in_token: "token".to_owned() };
    let fault = rig.call::<GetDelegatedAccessToken>(&bob, input).err().unwrap();
    assert_eq!(fault.query_code, "AccessDenied");
}
