//! Signing in with a token, end to end: what the trail says of it, and what a power cut leaves.

use crate::signed::{Site, text};
use crate::transcripts::publish;
use crate::{client, signed};
use millpond_base::Clock;
use millpond_gateway::RawReply;
use millpond_log::ReadLimit;
use millpond_sim::Appliance;
use millpond_store::principal::FetchFailure;
use millpond_store::trail::Event;
use serde_json::{Value, json};

/// Signed by the key of `issuer_keys.json`, for "pump-7", until 2100.
const TOKEN: &str = include_str!("issuer_token.txt");
const PROVIDER: &str = "arn:aws:iam::000000000000:oidc-provider/id.example.com";

fn trusting() -> Site {
    let site = Site::new();
    site.iam(
        "CreateOpenIDConnectProvider",
        &[("Url", "https://id.example.com"), ("ClientIDList.member.1", "console")],
    );
    let trust = json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"Federated": PROVIDER}, "Action": "sts:AssumeRoleWithWebIdentity",
    }});
    site.iam("CreateRole", &[("RoleName", "web"), ("AssumeRolePolicyDocument", &trust.to_string())]);
    publish(site.appliance());
    site
}

fn sign_in(appliance: &Appliance, token: &str) -> RawReply {
    let role = "arn:aws:iam::000000000000:role/web";
    let parameters = [("RoleArn", role), ("RoleSessionName", "pump"), ("WebIdentityToken", token.trim())];
    client::send(
        appliance,
        client::form(&signed::form("2011-06-15", "AssumeRoleWithWebIdentity", &parameters)),
    )
}

/// The events of signing in, oldest first.
fn events(appliance: &Appliance) -> Vec<Event> {
    let limit = ReadLimit { records: 1_000, bytes: 1 << 20 };
    let store = appliance.store();
    store.commit(appliance.clock().now()).expect("a disk with room");
    let trail = store.trail().read(millpond_base::Seq(0), limit).expect("readable");
    let all = trail.into_iter().filter_map(|(_, event)| event.ok());
    all.filter(|event| event.name == "AssumeRoleWithWebIdentity").collect()
}

#[test]
fn the_trail_says_who_signed_in_and_that_keys_were_cached() {
    let site = trusting();
    let appliance = site.appliance();

    assert_eq!(sign_in(appliance, TOKEN).status, 200);
    let store = appliance.store();
    for errand in store.principals().errands(after_a_day(appliance)) {
        store.issuer_answered(errand.number, Err(FetchFailure::Unreachable)).expect("a disk with room");
    }
    assert_eq!(sign_in(appliance, TOKEN).status, 200);
    assert_eq!(sign_in(appliance, "not-a-token").status, 400);

    let events: Vec<Value> = events(appliance).iter().map(Event::to_json).collect();
    assert_eq!(events.len(), 3);
    let who = json!({
        "type": "WebIdentityUser",
        "principalId": format!("{PROVIDER}:console:pump-7"),
        "userName": "pump-7",
        "identityProvider": PROVIDER,
    });
    assert_eq!((&events[0]["userIdentity"], &events[1]["userIdentity"]), (&who, &who));
    assert_eq!(events[0].get("additionalEventData"), None);
    assert_eq!(events[1]["additionalEventData"]["identityProviderKeys"], "cached");
    assert_eq!(events[0]["requestParameters"]["roleSessionName"], "pump");
    assert!(events.iter().all(|event| !event.to_string().contains(TOKEN.trim())), "tokens are secret");
    assert_eq!(
        (&events[2]["errorCode"], &events[2]["userIdentity"]["type"]),
        (&json!("InvalidIdentityTokenException"), &json!("Unknown"),)
    );
}

fn after_a_day(appliance: &Appliance) -> millpond_base::Now {
    let now = appliance.clock().now();
    millpond_base::Now { line: now.line.after_ms(86_400_000), ..now }
}

#[test]
fn keys_and_sessions_outlive_a_power_cut() {
    let site = trusting();
    let session = signed::key_of(&text(&sign_in(site.appliance(), TOKEN)));

    let site = site.rebooted();

    assert_eq!(sign_in(site.appliance(), TOKEN).status, 200, "nobody has fetched the keys since");
    let request = client::form("Action=GetCallerIdentity&Version=2011-06-15");
    let reply = site.send(client::sign(site.appliance(), request, "sts", &session));
    assert!(text(&reply).contains("assumed-role/web/pump"), "{}", text(&reply));
}
