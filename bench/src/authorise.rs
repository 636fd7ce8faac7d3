//! What authorisation adds to a request: the same cheap call by callers with one policy and with a hundred, one after the other,
//! and the evaluator alone with the same documents.

use crate::Request;
use crate::client::{Client, Keys};
use crate::figure::{at, at_most, median};
use crate::policies::{Account, QUEUE, Set, document};
use crate::rig::Rig;
use crate::sqs_load::Load;
use millpond_aws::sigv4::sha256;
use millpond_policy::{Decision, Layers, Policy, PrincipalView, judge};
use serde_json::json;
use std::hint::black_box;
use std::time::Instant;

/// Policies of a caller that has many.
const POLICIES: usize = 100;
/// Calls of each caller in a round.
const CALLS: usize = 5_000;
/// Decisions of the evaluator that are timed together.
const DECISIONS: u32 = 1_000;
/// The figure that is wanted.
const ADDS_US: f64 = 10.0;

/// Who calls: a name for people, its kind of policies and how many. The first is what the others are compared with, and the second
/// is as the first, so that it shows what is only noise.
const CALLERS: [(&str, Set, usize); 4] = [
    ("one policy", Set::Mixed, 1),
    ("one policy again", Set::Mixed, 1),
    ("100 policies about ten services", Set::Mixed, POLICIES),
    ("100 policies about the service that is called", Set::OneService, POLICIES),
];

pub(crate) fn authorise(request: &Request) -> Result<(), String> {
    let rig = Rig::start(request)?;
    Load::create(&mut rig.client()?, QUEUE)?;
    let mut account = Account::new(&rig)?;
    let mut clients = Vec::new();
    for (number, (_, set, count)) in CALLERS.into_iter().enumerate() {
        let keys: Keys = account.user(&format!("caller-{number}"), set, count)?;
        clients.push(Client::connect(rig.address, keys)?);
    }
    over_the_wire(request, &mut clients)?;
    alone(request)
}

fn over_the_wire(request: &Request, clients: &mut [Client]) -> Result<(), String> {
    let body = json!({ "QueueName": QUEUE }).to_string().into_bytes();
    let hash = sha256(&body);
    let mut added = vec![Vec::new(); clients.len()];
    let mut typical = vec![Vec::new(); clients.len()];
    // The first round is not counted.
    for round in 0..=request.rounds {
        let mut took = vec![Vec::new(); clients.len()];
        for number in 0..CALLS {
            for turn in 0..clients.len() {
                // Either way around, so that nobody always comes after the same one.
                let turn = if number % 2 == 0 { turn } else { clients.len() - 1 - turn };
                let which = (number / 2 + turn) % clients.len();
                let begin = Instant::now();
                clients[which].call_hashed("sqs", "AmazonSQS.GetQueueUrl", &[&body], &hash)?;
                took[which].push(begin.elapsed().as_secs_f64() * 1e6);
            }
        }
        took.iter_mut().for_each(|took| took.sort_by(f64::total_cmp));
        let p50: Vec<f64> = took.iter().map(|took| at(took, 0.5)).collect();
        if round > 0 {
            println!("round {round}: GetQueueUrl, p50 in us of each caller: {p50:.1?}");
            for (which, p50_us) in p50.iter().enumerate() {
                typical[which].push(*p50_us);
                added[which].push(p50_us - p50[0]);
            }
        }
    }
    let first = median(&mut typical[0]);
    println!("authorise: {}: p50 {first:.1} us", CALLERS[0].0);
    for (which, (name, _, count)) in CALLERS.into_iter().enumerate().skip(1) {
        let (p50, more) = (median(&mut typical[which]), median(&mut added[which]));
        let wanted = if count > 1 { at_most(more, ADDS_US) } else { "what is only noise".to_owned() };
        println!("authorise: {name}: p50 {p50:.1} us, {more:+.1} us ({wanted})");
    }
    Ok(())
}

/// The evaluator in a loop, without anything around it.
fn alone(request: &Request) -> Result<(), String> {
    for (name, set, count) in CALLERS.into_iter().skip(1) {
        let policies = (0..count).map(|number| Policy::parse_identity(&document(set, number, count)));
        let policies = policies.collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
        let mut times = Vec::new();
        for _ in 0..request.rounds {
            let begin = Instant::now();
            for _ in 0..DECISIONS {
                if decide(black_box(&policies)) != Decision::Allow {
                    return Err(format!("{name}: the evaluator does not allow it"));
                }
            }
            times.push(begin.elapsed().as_secs_f64() * 1e6 / f64::from(DECISIONS));
        }
        let us = median(&mut times);
        println!("authorise: the evaluator alone, {name}: {us:.2} us a decision ({})", at_most(us, ADDS_US));
    }
    Ok(())
}

fn decide(policies: &[Policy]) -> Decision {
    const ACCOUNT: &str = "123456789012";
    let identity: Vec<&Policy> = policies.iter().collect();
    let principal = PrincipalView::Aws {
        account: ACCOUNT.to_owned(),
        arn: format!("arn:aws:iam::{ACCOUNT}:user/caller"),
        role_arn: None,
    };
    let keys = |name: &str| {
        let value = match name {
            "aws:sourceip" => "127.0.0.1",
            "aws:requestedregion" => "us-east-1",
            "aws:securetransport" => "false",
            _ => return None,
        };
        Some(vec![value.to_owned()])
    };
    let resource = format!("arn:aws:sqs:us-east-1:{ACCOUNT}:{QUEUE}");
    let request = millpond_policy::Request {
        action: "sqs:GetQueueUrl",
        resource: &resource,
        principal: &principal,
        keys: &keys,
    };
    judge(&request, &Layers { identity: &identity, ..Layers::default() }).decision
}
