//! A virtual MFA device, as one document.
//!
//! Document grammar, version 1: CBOR map { 0: name, 1: path, 2: created (wall ms), 3: seed (bytes), 4: tags \[\[key,
//! value\]\], 5: user id or null }, and once it was enabled { 6: enabled (wall ms), 7: its clock ahead of ours, in steps,
//! plus 2^32, 8: the newest step whose code was taken }.

use super::cbor::{self, Fields, Unreadable};
use super::record::{Record, Shelf, record_fields};
use super::totp::{self, STEP_SECS};
use super::{Held, Kind};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use millpond_base::{Now, Secret, WallMs};
use zeroize::Zeroizing;

pub(super) const KIND: &str = "mfa-device";
const VERSION: u8 = 1;
const FIELDS: u64 = 6;
const DRIFT_ZERO: u64 = 1 << 32;

/// Steps a device's clock may be off, in either direction, when it is enabled or brought back into step.
///
/// # Source
/// Ours. With a clock that is trusted, ten minutes; with one that is not, a day, because then it is ours that is off.
/// Two codes in a row keep a guess unlikely: one in 170 million.
const OFF_STEPS_MAX: i64 = 20;
const OFF_STEPS_MAX_UNTRUSTED: i64 = 2_880;

/// A virtual MFA device: a secret that its owner's authenticator app shares.
#[derive(Clone, Debug)]
pub struct MfaDevice {
    pub(super) number: u64,
    /// Unique among devices, without regard to case.
    pub name: String,
    /// `/`, or `/division/`.
    pub path: String,
    /// `arn:aws:iam::A:mfa/path/name`, its serial number.
    pub arn: String,
    /// When it was created.
    pub created: WallMs,
    pub(super) seed: Secret,
    /// Tags, in the order given.
    pub tags: Vec<(String, String)>,
    /// The id of the user it is assigned to.
    pub user_id: Option<String>,
    /// When it was assigned.
    pub enabled: Option<WallMs>,
    pub(super) drift_steps: i64,
    pub(super) last_step: u64,
}

impl MfaDevice {
    /// The seed as authenticator apps take it.
    #[must_use]
    pub fn base32_seed(&self) -> Zeroizing<String> {
        Zeroizing::new(totp::base32(self.seed.expose()))
    }

    /// Finds how far the device's clock is off from two codes in a row.
    pub(super) fn drift(&self, [first, second]: [&str; 2], now: Now) -> Option<i64> {
        let most = if now.trusted { OFF_STEPS_MAX } else { OFF_STEPS_MAX_UNTRUSTED };
        let nearest_first = (0..=most).flat_map(|off| [off, -off]);
        nearest_first.into_iter().find(|off| {
            let Some(step) = step(now).checked_add_signed(*off) else { return false };
            self.shows(first, step) && self.shows(second, step + 1)
        })
    }

    /// The step whose code this is, when the device shows it now, or did or will a step away, and it was not taken yet.
    pub(super) fn step_of(&self, code: &str, now: Now) -> Option<u64> {
        let near =
            [0, -1, 1].into_iter().filter_map(|off| step(now).checked_add_signed(self.drift_steps + off));
        near.into_iter().find(|step| *step > self.last_step && self.shows(code, *step))
    }

    fn shows(&self, code: &str, step: u64) -> bool {
        let own = totp::code(self.seed.expose(), step);
        verify_slices_are_equal(own.as_bytes(), code.as_bytes()).is_ok()
    }

    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let fields = FIELDS + if self.enabled.is_some() { 3 } else { 0 };
        cbor::write(VERSION, fields, |e| {
            e.u8(0)?.str(&self.name)?.u8(1)?.str(&self.path)?.u8(2)?.u64(self.created.0)?;
            e.u8(3)?.bytes(self.seed.expose())?;
            cbor::put_tags(e, 4, &self.tags)?;
            cbor::put_optional(e, 5, self.user_id.as_deref())?;
            if let Some(enabled) = self.enabled {
                let drift = DRIFT_ZERO.saturating_add_signed(self.drift_steps);
                e.u8(6)?.u64(enabled.0)?.u8(7)?.u64(drift)?.u8(8)?.u64(self.last_step)?;
            }
            Ok(())
        })
    }

    pub(super) fn decode(number: u64, account: &str, document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let (name, path) = (fields.text(0)?, fields.text(1)?);
        let device = Self {
            number,
            arn: arn(account, &path, &name),
            name,
            path,
            created: WallMs(fields.number(2)?),
            seed: Secret::new(fields.at(3)?.bytes()?.to_vec()),
            tags: fields.pairs(4)?,
            user_id: fields.optional_text(5)?,
            enabled: fields.maybe_number(6)?.map(WallMs),
            drift_steps: fields.maybe_number(7)?.map_or(Ok(0), drift)?,
            last_step: fields.maybe_number(8)?.unwrap_or(0),
        };
        fields.end()?;
        Ok(device)
    }
}

fn drift(stored: u64) -> Result<i64, Unreadable> {
    let stored = i64::try_from(stored).map_err(|_| Unreadable)?;
    let drift = stored - (1 << 32);
    if drift.abs() <= OFF_STEPS_MAX_UNTRUSTED { Ok(drift) } else { Err(Unreadable) }
}

/// The step of our own clock.
pub(super) fn step(now: Now) -> u64 {
    now.wall.secs() / STEP_SECS
}

impl Record for MfaDevice {
    const KIND: &'static str = KIND;
    const WHAT: Kind = Kind::Mfa;

    record_fields!(name, devices);
}

/// The ARN of a device.
pub(super) fn arn(account: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:mfa{path}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::LineMs;

    fn device() -> MfaDevice {
        MfaDevice {
            number: 4,
            name: "phone".into(),
            path: "/".into(),
            arn: "arn:aws:iam::123456789012:mfa/phone".into(),
            created: WallMs(1000),
            seed: Secret::new(b"canary-seed-of-20-b.".to_vec()),
            tags: vec![("team".into(), "pumps".into())],
            user_id: None,
            enabled: None,
            drift_steps: 0,
            last_step: 0,
        }
    }

    fn enabled() -> MfaDevice {
        let user_id = Some("AIDAAAAAAAAAAAAAAAAAA".into());
        MfaDevice { user_id, enabled: Some(WallMs(2000)), drift_steps: -3, last_step: 99, ..device() }
    }

    fn at(secs: u64, trusted: bool) -> Now {
        Now { wall: WallMs(secs * 1000), line: LineMs(0), trusted }
    }

    #[test]
    fn the_published_forms_are_frozen_and_read_back() {
        for (device, golden) in
            [(device(), include_str!("mfa_v1.hex")), (enabled(), include_str!("mfa_v1_enabled.hex"))]
        {
            let text: String = device.encode().iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(text, golden.trim());

            let again = MfaDevice::decode(4, "123456789012", &device.encode()).unwrap();
            assert_eq!(*again.encode(), *device.encode());
        }
    }

    #[test]
    fn every_truncation_is_refused_and_no_seed_is_shown() {
        let whole = enabled().encode();

        for length in 0..whole.len() {
            assert!(MfaDevice::decode(4, "123456789012", &whole[..length]).is_err(), "{length}");
        }
        assert!(!format!("{:?}", enabled()).contains("canary"));
    }

    #[test]
    fn two_codes_in_a_row_tell_how_far_the_clocks_are_apart() {
        let device = device();
        let codes =
            |step| [totp::code(device.seed.expose(), step), totp::code(device.seed.expose(), step + 1)];
        let drift = |step, now| device.drift(codes(step).each_ref().map(String::as_str), now);

        assert_eq!(drift(1000, at(30_000, true)), Some(0));
        assert_eq!(drift(980, at(30_000, true)), Some(-20));
        assert_eq!(drift(979, at(30_000, true)), None);
        assert_eq!(drift(3_880, at(30_000, false)), Some(2_880));
        assert_eq!(drift(3_881, at(30_000, false)), None);
        let [first, second] = codes(1000);
        assert_eq!(device.drift([&second, &first], at(30_000, true)), None);
    }

    #[test]
    fn a_code_is_taken_once_and_near_its_time() {
        let device = MfaDevice { last_step: 90, ..enabled() };
        let code = |step| totp::code(device.seed.expose(), step);

        assert_eq!(device.step_of(&code(97), at(3000, true)), Some(97));
        assert_eq!(device.step_of(&code(96), at(3000, true)), Some(96));
        assert_eq!(device.step_of(&code(95), at(3000, true)), None);
        assert_eq!(device.step_of(&code(99), at(3000, true)), None);
        let used = MfaDevice { last_step: 97, ..device.clone() };
        assert_eq!(used.step_of(&code(97), at(3000, true)), None);
        assert_eq!(device.step_of("", at(3000, true)), None);
    }
}
