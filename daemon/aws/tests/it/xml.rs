//! The query protocol's replies.

use millpond_aws::{DecodeError, FromValue, IntoValue, Op, Value, xml};

use crate::api::{iam, sqs, sts};

fn encode<O: Op>(service: &millpond_aws::schema::ServiceSchema, output: O::Output) -> String {
    String::from_utf8(xml::encode_result(service, O::operation(), &output.into_value(), "id-1")).unwrap()
}

#[test]
fn get_caller_identity_as_aws_words_it() {
    let output = sts::GetCallerIdentityOutput {
        user_id: Some("AIDA".to_owned()),
        account: Some("000000000000".to_owned()),
        arn: Some("arn:aws:iam::000000000000:root".to_owned()),
    };

    assert_eq!(
        encode::<sts::GetCallerIdentity>(&sts::SERVICE, output),
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
         <UserId>AIDA</UserId><Account>000000000000</Account><Arn>arn:aws:iam::000000000000:root</Arn>\
         </GetCallerIdentityResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>\
         </GetCallerIdentityResponse>"
    );
}

#[test]
fn an_operation_without_output_has_no_result() {
    assert_eq!(
        encode::<iam::DeleteUser>(&iam::SERVICE, iam::DeleteUserOutput::default()),
        "<DeleteUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ResponseMetadata>\
         <RequestId>id-1</RequestId></ResponseMetadata></DeleteUserResponse>"
    );
}

#[test]
fn sqs_replies_are_flattened() {
    let message = sqs::Message {
        message_id: Some("m".to_owned()),
        body: Some("<&>\r\n\"\u{1}".to_owned()),
        attributes: Some([("SentTimestamp".to_owned(), "1".to_owned())].into()),
        ..Default::default()
    };
    let output = sqs::ReceiveMessageOutput { messages: Some(vec![message.clone(), message]) };

    let one = "<Message><MessageId>m</MessageId><Body>&lt;&amp;&gt;&#13;\n&quot;\u{FFFD}</Body>\
               <Attribute><Name>SentTimestamp</Name><Value>1</Value></Attribute></Message>";
    assert_eq!(
        encode::<sqs::ReceiveMessage>(&sqs::SERVICE, output),
        format!(
            "<ReceiveMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><ReceiveMessageResult>\
             {one}{one}</ReceiveMessageResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>\
             </ReceiveMessageResponse>"
        )
    );
}

#[test]
fn iam_lists_have_members_and_times_are_iso_8601() {
    let user = iam::User {
        path: "/".to_owned(),
        user_name: "u".to_owned(),
        user_id: "AIDA".to_owned(),
        arn: "a".to_owned(),
        create_date: 1_764_000_000_000,
        ..Default::default()
    };
    let output = iam::ListUsersOutput { users: vec![user], is_truncated: Some(false), marker: None };

    let document = encode::<iam::ListUsers>(&iam::SERVICE, output);

    assert!(document.contains(
        "<Users><member><Path>/</Path><UserName>u</UserName><UserId>AIDA</UserId><Arn>a</Arn>\
         <CreateDate>2025-11-24T16:00:00Z</CreateDate></member></Users><IsTruncated>false</IsTruncated>"
    ));
}

/// A reply as AWS sends it: a declaration, line breaks, a prefix, a comment, character references.
const ASSUME_ROLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- from an upstream -->
<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>
    <x:Unknown xmlns:x="y"><Deep/></x:Unknown>
    <Credentials>
      <AccessKeyId>ASIA</AccessKeyId>
      <SecretAccessKey>a&amp;b&#x2F;&#43;<![CDATA[<c>]]></SecretAccessKey>
      <SessionToken>t</SessionToken>
      <Expiration>2025-11-24T16:00:00Z</Expiration>
    </Credentials>
    <PackedPolicySize> 6 </PackedPolicySize>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
</AssumeRoleResponse>
"#;

#[test]
fn an_assume_role_reply_of_aws_is_read() {
    let value = xml::decode_result(sts::AssumeRole::operation(), ASSUME_ROLE.as_bytes()).unwrap();

    let output = sts::AssumeRoleOutput::from_value(value);
    let credentials = output.credentials.unwrap();
    assert_eq!(credentials.secret_access_key, "a&b/+<c>");
    assert_eq!(credentials.expiration, 1_764_000_000_000);
    assert_eq!(output.packed_policy_size, Some(6));
}

#[test]
fn every_truncation_is_refused() {
    let document = ASSUME_ROLE.trim_end();

    for end in 0..document.len() {
        let cut = xml::decode_result(sts::AssumeRole::operation(), &document.as_bytes()[..end]);
        assert!(cut.is_err(), "{}", &document[..end]);
    }
}

#[test]
fn what_is_no_reply_is_refused() {
    let decode = |document: &str| xml::decode_result(sts::AssumeRole::operation(), document.as_bytes());

    for document in [
        "",
        "text",
        "<a></b>",
        "<a>",
        "</a>",
        "<a/><b/>",
        "<a>&unknown;</a>",
        "<a>&#xD800;</a>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a/>",
        "<a>&",
    ] {
        assert!(matches!(decode(document), Err(DecodeError::Malformed { .. })), "{document}");
    }
    assert!(matches!(decode("<AssumeRoleResponse/>"), Err(DecodeError::Mistyped { .. })));
    assert!(decode("\u{feff}<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>").is_ok());
}

#[test]
fn an_output_without_result_is_read_from_any_envelope() {
    let value = xml::decode_result(iam::DeleteUser::operation(), b"<DeleteUserResponse/>");

    assert_eq!(value, Ok(Value::Struct(Vec::new())));
}
