//! Which stream a request means: by name, by ARN, or by both.

use crate::fault;
use millpond_service::{Access, Call, Context, Fault};
use millpond_store::stream::Stream;
use std::sync::Arc;

/// How a request names its stream.
#[derive(Clone, Copy)]
pub(crate) struct Address<'a> {
    name: Option<&'a str>,
    arn: Option<&'a str>,
}

/// A parsed stream ARN.
struct Arn<'a> {
    region: &'a str,
    account: &'a str,
    name: &'a str,
}

impl<'a> Address<'a> {
    pub(crate) fn new(name: Option<&'a String>, arn: Option<&'a String>) -> Self {
        Self { name: name.map(String::as_str), arn: arn.map(String::as_str) }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.name.is_none() && self.arn.is_none()
    }

    /// Which parameters were given, for texts that complain about them.
    pub(crate) const fn parameter(&self) -> &'static str {
        if self.name.is_some() { "StreamName" } else { "StreamARN" }
    }

    /// What the policies must allow: the action on every stream the request names.
    pub(crate) fn access(&self, action: &'static str, call: &Call) -> Vec<Access> {
        let named = self.name.map(|name| arn(call, name));
        let by_arn = self.arn.map(|arn| canonical(arn, call));
        let mut resources: Vec<String> = named.into_iter().chain(by_arn).collect();
        resources.dedup();
        if resources.is_empty() {
            resources.push("*".to_owned());
        }
        resources.into_iter().map(|resource| Access::new(action, resource)).collect()
    }

    /// The name, once name and ARN agree and the ARN is of this gateway.
    pub(crate) fn name(&self, call: &Call) -> Result<&'a str, Fault> {
        let Some(text) = self.arn else {
            return self
                .name
                .ok_or_else(|| fault::invalid("Either StreamName or StreamARN should be provided."));
        };
        let arn = Arn::parse(text).ok_or_else(|| fault::invalid(format!("StreamARN {text} is invalid.")))?;
        if let Some(name) = self.name
            && name != arn.name
        {
            let text = format!("StreamName {name} does not match the stream name in StreamARN {text}.");
            return Err(fault::invalid(text));
        }
        if arn.account != call.account.as_str() || arn.region != call.region.as_str() {
            return Err(fault::stream_not_found(arn.name, arn.account));
        }
        Ok(arn.name)
    }

    /// The stream as it is now, what is due carried out.
    pub(crate) fn stream(&self, ctx: &Context<'_>) -> Result<Arc<Stream>, Fault> {
        let name = self.name(ctx.call)?;
        let found = ctx.store.streams().look(name, ctx.now);
        found.ok_or_else(|| fault::stream_not_found(name, ctx.call.account.as_str()))
    }
}

impl<'a> Arn<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (arn, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        let name = resource.strip_prefix("stream/")?;
        let ours = arn == "arn" && partition.starts_with("aws") && service == "kinesis";
        (ours && !name.is_empty()).then_some(Self { region, account, name })
    }
}

/// An ARN as policies know it: whatever partition a client names, a resource of this gateway has one ARN.
pub(crate) fn canonical(text: &str, call: &Call) -> String {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    match parts[..] {
        ["arn", partition, "kinesis", region, account, resource]
            if partition.starts_with("aws")
                && region == call.region.as_str()
                && account == call.account.as_str() =>
        {
            format!("arn:aws:kinesis:{region}:{account}:{resource}")
        }
        _ => text.to_owned(),
    }
}

/// The ARN of the stream called `name`.
pub(crate) fn arn(call: &Call, name: &str) -> String {
    format!("arn:aws:kinesis:{}:{}:stream/{name}", call.region, call.account)
}
