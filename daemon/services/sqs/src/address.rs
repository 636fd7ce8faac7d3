//! How a queue is addressed: by a URL of which only the path counts.

use crate::fault;
use millpond_service::{Access, Call, Context, Fault};
use millpond_store::queue::Queue;
use std::sync::Arc;

/// Account and queue name in a queue URL: its last two path segments, whatever the host. A path `/queue/<name>` names no
/// account, and means ours.
fn parts(url: &str) -> Option<(Option<&str>, &str)> {
    let path =
        url.split_once("://").map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    let (rest, name) = path.rsplit_once('/')?;
    let account = rest.rsplit('/').next()?;
    let digits = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    ((digits || rest == "queue") && !name.is_empty()).then_some((digits.then_some(account), name))
}

/// The URL of a queue, as the client reaches us.
pub(crate) fn url(call: &Call, name: &str) -> String {
    format!("{}/{}/{name}", call.origin, call.account)
}

/// The ARN of a queue of this account.
pub(crate) fn arn(call: &Call, name: &str) -> String {
    format!("arn:aws:sqs:{}:{}:{name}", call.region, call.account)
}

/// The access that an action on the queue at `url` needs.
pub(crate) fn access(action: &'static str, call: &Call, url: &str) -> Vec<Access> {
    let resource = match parts(url) {
        Some((account, name)) => {
            let account = account.unwrap_or(call.account.as_str());
            format!("arn:aws:sqs:{}:{account}:{name}", call.region)
        }
        // The operation refuses it; nobody is denied more than that.
        None => "*".to_owned(),
    };
    vec![Access::new(action, resource)]
}

/// The queue at `url`.
pub(crate) fn queue(ctx: &Context<'_>, url: &str) -> Result<Arc<Queue>, Fault> {
    let (account, name) = parts(url).ok_or_else(|| fault::address(url))?;
    let mine = account.is_none_or(|account| account == ctx.call.account.as_str());
    let queue = mine.then(|| ctx.store.queues().find(name)).flatten();
    queue.ok_or_else(|| fault::no_queue(ctx.call))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_path_of_a_url_counts() {
        for url in [
            "http://127.0.0.1:4566/000000000000/q",
            "https://sqs.us-east-1.amazonaws.com/000000000000/q",
            "http://gateway/queue/us-east-1/000000000000/q",
            "/000000000000/q",
            "http://host/000000000000/q/",
        ] {
            assert_eq!(parts(url), Some((Some("000000000000"), "q")), "{url}");
        }
        for url in ["http://host/queue/q", "/queue/q"] {
            assert_eq!(parts(url), Some((None, "q")), "{url}");
        }
    }

    #[test]
    fn a_url_without_account_and_name_is_no_address() {
        for url in [
            "",
            "q",
            "http://host/",
            "http://host/q",
            "http://host/queue/",
            "http://host/a/queue/q",
            "http://host/12345/q",
            "http://000000000000/q",
        ] {
            assert_eq!(parts(url), None, "{url}");
        }
    }
}
