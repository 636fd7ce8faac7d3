//! Codes of multi-factor devices.

use crate::rig::{Rig, asking, told};
use aws_lc_rs::hmac;
use millpond_store::principal::{Caller, MfaDevice};
use millpond_sts::api::{AssumeRoleInput, GetSessionToken, GetSessionTokenInput};

const NEEDED: &str = r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#;
const WRONG_CODE: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
const WRONG_DEVICE: &str = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial \
                            number is valid and associated with this user.";
const HALF: &str =
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";

/// RFC 6238, from the seed as an authenticator app reads it.
fn code(device: &MfaDevice, secs: u64) -> String {
    let (mut bits, mut held, mut seed) = (0_u32, 0, Vec::new());
    for digit in device.base32_seed().bytes() {
        let at = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|own| *own == digit).unwrap();
        bits = bits << 5 | u32::try_from(at).unwrap();
        held += 5;
        if held >= 8 {
            held -= 8;
            seed.push(u8::try_from(bits >> held & 255).unwrap());
        }
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &seed);
    let tag = hmac::sign(&key, &(secs / 30).to_be_bytes());
    let at = usize::from(tag.as_ref()[19] & 15);
    let four: [u8; 4] = tag.as_ref()[at..at + 4].try_into().unwrap();
    format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
}

struct Owner {
    rig: Rig,
    ann: Caller,
    device: MfaDevice,
}

impl Owner {
    fn new() -> Self {
        let rig = Rig::new();
        let ann = rig.user("ann", r#"["sts:*","iam:ListUsers"]"#);
        let principals = rig.store.principals();
        let device = principals.create_device("phone", "/", vec![], 10, rig.now()).unwrap();
        let secs = rig.now().wall.secs();
        let codes = [code(&device, secs), code(&device, secs + 30)];
        let codes = codes.each_ref().map(String::as_str);
        principals.enable_device("ann", &device.arn, codes, 8, rig.now()).unwrap();
        // The codes that enabled it are spent.
        rig.clock.advance_ms(120_000);
        Self { rig, ann, device: (*device).clone() }
    }

    fn code(&self) -> String {
        code(&self.device, self.rig.now().wall.secs())
    }

    fn asking(&self, arn: &str, code: &str) -> AssumeRoleInput {
        AssumeRoleInput {
            serial_number: Some(self.device.arn.clone()),
            token_code: Some(code.to_owned()),
            ..asking(arn)
        }
    }
}

#[test]
fn a_role_that_needs_a_device_is_given_for_a_code_once() {
    let owner = Owner::new();
    let (rig, ann) = (&owner.rig, &owner.ann);
    let arn = rig.role("r", r#"{"AWS":"arn:aws:iam::123456789012:user/ann"}"#, NEEDED);

    assert_eq!(rig.assume(ann, asking(&arn)).err().unwrap().query_code, "AccessDenied");
    let code = owner.code();
    let session = rig.assume(ann, owner.asking(&arn, &code)).unwrap().credentials.unwrap();
    let fault = rig.assume(ann, owner.asking(&arn, &code)).err().unwrap();
    assert_eq!(told(&fault), ("AccessDenied", 403, WRONG_CODE));
    // AWS's sessions of roles do not tell that a device vouched for them.
    let caller = rig.find(&session).unwrap();
    assert_eq!(caller.condition_key("aws:multifactorauthpresent"), Some(vec!["false".to_owned()]));
}

#[test]
fn a_code_is_spent_even_where_the_role_is_refused() {
    let owner = Owner::new();
    let (rig, ann) = (&owner.rig, &owner.ann);
    let refused = rig.role("r", r#"{"AWS":"arn:aws:iam::123456789012:role/other"}"#, "{}");
    let code = owner.code();

    let fault = rig.assume(ann, owner.asking(&refused, &code)).err().unwrap();
    assert!(fault.message.contains("sts:AssumeRole"));
    let input = GetSessionTokenInput {
        serial_number: Some(owner.device.arn.clone()),
        token_code: Some(code),
        ..GetSessionTokenInput::default()
    };
    let fault = rig.call::<GetSessionToken>(ann, input).err().unwrap();
    assert_eq!(told(&fault), ("AccessDenied", 403, WRONG_CODE));
}

#[test]
fn half_a_proof_a_wrong_code_and_anothers_device_are_told_apart() {
    let owner = Owner::new();
    let (rig, ann) = (&owner.rig, &owner.ann);
    let bob = rig.user("bob", r#""sts:*""#);
    let input = |serial: Option<&str>, code: Option<&str>| GetSessionTokenInput {
        serial_number: serial.map(str::to_owned),
        token_code: code.map(str::to_owned),
        ..GetSessionTokenInput::default()
    };
    let refused = |caller: &Caller, serial, code| {
        let fault = rig.call::<GetSessionToken>(caller, input(serial, code)).err().unwrap();
        assert_eq!((fault.query_code, fault.query_status), ("AccessDenied", 403));
        fault.message
    };
    let serial = owner.device.arn.as_str();
    let code = owner.code();
    let wrong = if code == "000000" { "000001" } else { "000000" };

    assert_eq!(refused(ann, Some(serial), None), HALF);
    assert_eq!(refused(ann, None, Some(&code)), HALF);
    assert_eq!(refused(ann, Some(serial), Some(wrong)), WRONG_CODE);
    assert_eq!(refused(ann, Some("arn:aws:iam::123456789012:mfa/none"), Some(&code)), WRONG_DEVICE);
    assert_eq!(refused(&bob, Some(serial), Some(&code)), WRONG_DEVICE);
    assert!(rig.call::<GetSessionToken>(ann, input(Some(serial), Some(&code))).is_ok());
}

#[test]
fn a_users_session_with_a_code_may_what_one_without_may_not() {
    let owner = Owner::new();
    let (rig, ann) = (&owner.rig, &owner.ann);
    let session =
        |input| rig.find(&rig.call::<GetSessionToken>(ann, input).unwrap().credentials.unwrap()).unwrap();
    let input = GetSessionTokenInput {
        serial_number: Some(owner.device.arn.clone()),
        token_code: Some(owner.code()),
        ..GetSessionTokenInput::default()
    };

    let (with, without) = (session(input), session(GetSessionTokenInput::default()));

    assert!(rig.may(&with, "iam:ListUsers") && !rig.may(&without, "iam:ListUsers"));
    assert_eq!(with.condition_key("aws:multifactorauthpresent"), Some(vec!["true".to_owned()]));
    assert_eq!(without.condition_key("aws:multifactorauthpresent"), Some(vec!["false".to_owned()]));
    assert_eq!(with.condition_key("aws:multifactorauthage"), Some(vec!["0".to_owned()]));
    let arn = rig.role("r", r#"{"AWS":"arn:aws:iam::123456789012:user/ann"}"#, NEEDED);
    assert!(rig.assume(&with, asking(&arn)).is_ok());
    assert!(rig.assume(&without, asking(&arn)).is_err());
}

#[test]
fn a_session_of_a_role_has_no_device() {
    let owner = Owner::new();
    let (rig, ann) = (&owner.rig, &owner.ann);
    let arn = rig.role("r", r#"{"AWS":"arn:aws:iam::123456789012:user/ann"}"#, "{}");
    let session = rig.find(&rig.assume(ann, asking(&arn)).unwrap().credentials.unwrap()).unwrap();

    let fault = rig.assume(&session, owner.asking(&arn, &owner.code())).err().unwrap();

    assert_eq!(told(&fault), ("AccessDenied", 403, WRONG_DEVICE));
}
