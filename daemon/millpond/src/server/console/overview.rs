//! The page itself: who visits, until when, and what the gateway holds, as far as the session's policies let it be seen.

use super::Visit;
use super::cookie::{self, Visitor};
use super::html::{self, Text};
use millpond_gateway::RawReply;
use millpond_kinesis::api as kinesis;
use millpond_sqs::api as sqs;
use millpond_store::principal::SamlProvider;
use std::fmt::Write;

/// Streams and queues that are shown. Ours: each look leaves an event in the audit trail, on flash.
const SHOWN_MAX: usize = 25;

pub(super) async fn page(visit: &Visit<'_>) -> RawReply {
    let Some(visitor) = cookie::visitor(visit) else { return sign_in(visit) };
    let store = &visit.server.store;
    let mut main = format!(
        "<p>You are <b>{}</b>, until {}.<br><span class=\"dim\">Account {}, region {}.</span></p><form method=\"post\" \
         action=\"/console/sign-out\"><input type=\"hidden\" name=\"note\" value=\"{}\"><button>Sign out</button></form>",
        Text(&visitor.caller.arn),
        visitor.until.to_iso8601(),
        store.account().as_str(),
        store.region().as_str(),
        visit.sign_out_note(&visitor),
    );
    main.push_str("<h2>Streams</h2>");
    main.push_str(&streams(visit, &visitor).await);
    main.push_str("<h2>Queues</h2>");
    main.push_str(&queues(visit, &visitor).await);
    html::page(200, "What this gateway holds", &main)
}

/// The page of somebody who has not signed in, or whose session has ended.
fn sign_in(visit: &Visit<'_>) -> RawReply {
    let providers = visit.server.store.principals().listed::<SamlProvider>();
    if providers.is_empty() {
        return html::page(200, "Sign in", "<p>No identity provider is set up here.</p>");
    }
    let mut main = String::from("<p>Sign in with</p>");
    for provider in providers {
        let name = Text(&provider.name);
        write!(main, "<p><a class=\"button\" href=\"/console/sign-in?provider={name}\">{name}</a></p>")
            .expect("a string takes everything");
    }
    html::page(200, "Sign in", &main)
}

async fn streams(visit: &Visit<'_>, visitor: &Visitor) -> String {
    let input = kinesis::ListStreamsInput { limit: Some(100), ..Default::default() };
    let key = Some(visitor.key());
    let listed = match visit.call::<kinesis::ListStreams>(&kinesis::SERVICE, key, input).await {
        Ok(listed) => listed,
        Err(refusal) => return refused(&refusal.message),
    };
    let mut rows = Vec::new();
    for name in listed.stream_names.iter().take(SHOWN_MAX) {
        let input =
            kinesis::DescribeStreamSummaryInput { stream_name: Some(name.clone()), ..Default::default() };
        let told = visit.call::<kinesis::DescribeStreamSummary>(&kinesis::SERVICE, key, input).await;
        let told = told.map(|output| output.stream_description_summary);
        rows.push(match told {
            Ok(told) => vec![
                name.clone(),
                told.stream_status,
                told.open_shard_count.to_string(),
                format!("{} h", told.retention_period_hours),
                told.encryption_type.unwrap_or_default(),
            ],
            Err(_) => hidden(name, 5),
        });
    }
    let more = listed.has_more_streams || listed.stream_names.len() > SHOWN_MAX;
    shown(&["Name", "Status", "Open shards", "Kept for", "Encryption"], &rows, more)
}

async fn queues(visit: &Visit<'_>, visitor: &Visitor) -> String {
    const COUNTS: [&str; 3] = [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
    ];
    let input = sqs::ListQueuesInput { max_results: Some(100), ..Default::default() };
    let key = Some(visitor.key());
    let listed = match visit.call::<sqs::ListQueues>(&sqs::SERVICE, key, input).await {
        Ok(listed) => listed,
        Err(refusal) => return refused(&refusal.message),
    };
    let urls = listed.queue_urls.unwrap_or_default();
    let mut rows = Vec::new();
    for url in urls.iter().take(SHOWN_MAX) {
        let name = url.rsplit('/').next().unwrap_or_default();
        let names = Some(COUNTS.map(str::to_owned).into());
        let input = sqs::GetQueueAttributesInput { queue_url: url.clone(), attribute_names: names };
        let told = visit.call::<sqs::GetQueueAttributes>(&sqs::SERVICE, key, input).await;
        rows.push(match told.map(|output| output.attributes.unwrap_or_default()) {
            Ok(counts) => {
                let count = |name: &str| counts.get(name).cloned().unwrap_or_default();
                std::iter::once(name.to_owned()).chain(COUNTS.map(count)).collect()
            }
            Err(_) => hidden(name, 4),
        });
    }
    let more = listed.next_token.is_some() || urls.len() > SHOWN_MAX;
    shown(&["Name", "Waiting", "In flight", "Delayed"], &rows, more)
}

/// A row of which only the name may be seen.
fn hidden(name: &str, cells: usize) -> Vec<String> {
    let mut row = vec!["\u{2013}".to_owned(); cells];
    name.clone_into(&mut row[0]);
    row
}

fn shown(heads: &[&str], rows: &[Vec<String>], more: bool) -> String {
    if rows.is_empty() {
        return "<p class=\"dim\">None.</p>".to_owned();
    }
    let rest = if more { "<p class=\"dim\">There are more.</p>" } else { "" };
    format!("{}{rest}", html::table(heads, rows))
}

fn refused(text: &str) -> String {
    format!("<p class=\"dim\">{}</p>", Text(text))
}
