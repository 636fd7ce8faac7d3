//! When, for whom and for where an assertion is good.

use crate::date;
use crate::document::{At, Document};
use crate::metadata::Metadata;
use crate::refusal::Refusal;
use crate::response::ASSERTION;
use millpond_base::WallMs;

/// How far the provider's clock and ours may be apart, in milliseconds. Ours: providers' libraries allow as much.
pub const TOLERANCE_MS: u64 = 180_000;
/// How long after it was issued an assertion may be used, in milliseconds.
///
/// # Source
/// IAM user guide, "Enable SAML 2.0 federated principals to access the console": within five minutes of its issuance.
pub const VALID_MS_MAX: u64 = 300_000;
const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/// What is known of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// A clock that is trusted says so.
    Trusted(WallMs),
    /// No clock is trusted, but it is at least this late: what was signed and believed before says so. Whether something is
    /// from the future cannot be told then.
    AtLeast(WallMs),
}

/// What a response must say to be meant for us.
pub struct Expected<'a> {
    /// Whom it must be from.
    pub provider: &'a Metadata,
    /// Names of ours; each restriction of the audience must have one of them.
    pub audiences: &'a [&'a str],
    /// Addresses of ours.
    pub recipients: &'a [&'a str],
    /// The time.
    pub clock: Clock,
    /// Whether a request of this id was made here, and lately.
    pub asked: &'a dyn Fn(&str) -> bool,
}

/// How the subject was confirmed.
pub(crate) struct Confirmed {
    pub(crate) recipient: String,
    /// When the confirmation runs out, tolerance aside.
    pub(crate) until: WallMs,
}

impl Clock {
    pub(crate) fn has_passed(self, end: WallMs) -> bool {
        let (Self::Trusted(now) | Self::AtLeast(now)) = self;
        end.0.saturating_add(TOLERANCE_MS) <= now.0
    }

    pub(crate) fn is_before(self, begin: WallMs) -> bool {
        matches!(self, Self::Trusted(now) if now.0.saturating_add(TOLERANCE_MS) < begin.0)
    }
}

impl Expected<'_> {
    pub(crate) fn is_recipient(&self, address: &str) -> bool {
        self.recipients.contains(&address)
    }

    /// Checks an end and a beginning, where they are given.
    fn lasts(&self, begin: Option<WallMs>, end: Option<WallMs>) -> Result<(), Refusal> {
        match (begin, end) {
            (Some(begin), _) if self.clock.is_before(begin) => Err(Refusal::TooEarly),
            (_, Some(end)) if self.clock.has_passed(end) => Err(Refusal::Expired),
            _ => Ok(()),
        }
    }

    /// Checks when an assertion was issued.
    pub(crate) fn is_fresh(&self, issued: WallMs) -> Result<(), Refusal> {
        if self.clock.has_passed(WallMs(issued.0.saturating_add(VALID_MS_MAX))) {
            return Err(Refusal::Stale);
        }
        self.lasts(Some(issued), None)
    }

    /// Checks the conditions of an assertion. There must be an audience; a condition that is not known is not met.
    pub(crate) fn conditions(&self, document: &Document, assertion: At) -> Result<(), Refusal> {
        let conditions = document.only(assertion, ASSERTION, "Conditions").ok_or(Refusal::Conditions)?;
        let element = document.element(conditions);
        self.lasts(moment(element.attribute("NotBefore"))?, moment(element.attribute("NotOnOrAfter"))?)?;
        let mut restricted = false;
        for (at, condition) in document.children(conditions) {
            if condition.is(ASSERTION, "AudienceRestriction") {
                let mut audiences = document.named(at, ASSERTION, "Audience");
                let ours = |at| document.text(at).is_some_and(|name| self.audiences.contains(&name.trim()));
                if !audiences.any(ours) {
                    return Err(Refusal::Audience);
                }
                restricted = true;
            } else if !condition.is(ASSERTION, "OneTimeUse") && !condition.is(ASSERTION, "ProxyRestriction") {
                return Err(Refusal::Conditions);
            }
        }
        if restricted { Ok(()) } else { Err(Refusal::Audience) }
    }

    /// Checks how the subject is confirmed: exactly once, by whoever bears the assertion, delivered here, in time.
    ///
    /// # Source
    /// SAML profiles 2.0, section 4.1.4.2; IAM user guide, "Configure SAML assertions", for exactly one.
    pub(crate) fn confirmation(&self, document: &Document, subject: At) -> Result<Confirmed, Refusal> {
        let one = document.only(subject, ASSERTION, "SubjectConfirmation");
        let one = one.ok_or(Refusal::Subject("exactly one SubjectConfirmation"))?;
        if document.element(one).attribute("Method") != Some(BEARER) {
            return Err(Refusal::Subject("the method bearer"));
        }
        let data = document.only(one, ASSERTION, "SubjectConfirmationData");
        let data = document.element(data.ok_or(Refusal::Subject("exactly one SubjectConfirmationData"))?);
        let until = moment(data.attribute("NotOnOrAfter"))?.ok_or(Refusal::Subject("a NotOnOrAfter"))?;
        if data.attribute("NotBefore").is_some() {
            return Err(Refusal::Subject("no NotBefore"));
        }
        let recipient = data.attribute("Recipient").ok_or(Refusal::Subject("a Recipient"))?;
        if !self.is_recipient(recipient) {
            return Err(Refusal::Recipient);
        }
        self.lasts(None, Some(until))?;
        match data.attribute("InResponseTo") {
            Some(request) if !(self.asked)(request) => Err(Refusal::NotAsked),
            _ => Ok(Confirmed { recipient: recipient.to_owned(), until }),
        }
    }
}

/// A date that may be left out but must be one.
pub(crate) fn moment(text: Option<&str>) -> Result<Option<WallMs>, Refusal> {
    text.map(|text| date::read(text).ok_or(Refusal::Conditions)).transpose()
}
