//! Move tasks: out of a dead-letter queue and back.

use crate::rig::{ACCOUNT, Rig, bodies, refused, refused_parameter};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::Clock;
use millpond_service::Fault;
use millpond_sqs::api;

fn arn(name: &str) -> String {
    format!("arn:aws:sqs:us-east-1:{ACCOUNT}:{name}")
}

/// A queue `q` whose messages go to `dead` when they are received a second time, and another queue.
fn rig() -> (Rig, [String; 3]) {
    let rig = Rig::new();
    let dead = rig.create("dead", &[]);
    let redrive = format!(r#"{{"deadLetterTargetArn":"{}","maxReceiveCount":1}}"#, arn("dead"));
    let queue = rig.create("q", &[("RedrivePolicy", &redrive), ("VisibilityTimeout", "0")]);
    let other = rig.create("other", &[]);
    (rig, [queue, dead, other])
}

fn kill(rig: &Rig, url: &str, bodies: &[&str]) {
    for body in bodies {
        rig.send(url, body);
    }
    assert_eq!(rig.receive(url).len(), bodies.len());
    assert!(rig.receive(url).is_empty());
    while rig.store.commit(rig.clock.now()).unwrap().is_some() {}
}

fn second(rig: &Rig) {
    rig.clock.advance_ms(1_000);
    rig.store.maintain(rig.clock.now()).unwrap();
    while rig.store.commit(rig.clock.now()).unwrap().is_some() {}
}

fn start(rig: &Rig, source: &str, destination: Option<&str>, rate: Option<i64>) -> Result<String, Fault> {
    let input = api::StartMessageMoveTaskInput {
        source_arn: source.to_owned(),
        destination_arn: destination.map(str::to_owned),
        max_number_of_messages_per_second: rate,
    };
    rig.call::<api::StartMessageMoveTask>(input).map(|output| output.task_handle.unwrap())
}

fn cancel(rig: &Rig, handle: &str) -> Result<i64, Fault> {
    let input = api::CancelMessageMoveTaskInput { task_handle: handle.to_owned() };
    let moved =
        |output: api::CancelMessageMoveTaskOutput| output.approximate_number_of_messages_moved.unwrap();
    rig.call::<api::CancelMessageMoveTask>(input).map(moved)
}

fn list(
    rig: &Rig,
    source: &str,
    count: Option<i64>,
) -> Result<Vec<api::ListMessageMoveTasksResultEntry>, Fault> {
    let input = api::ListMessageMoveTasksInput { source_arn: source.to_owned(), max_results: count };
    rig.call::<api::ListMessageMoveTasks>(input).map(|output| output.results.unwrap())
}

#[track_caller]
fn not_found<T>(outcome: Result<T, Fault>, text: &str) {
    let fault = outcome.err().unwrap();
    assert_eq!((fault.status, fault.query_status), (404, 404));
    refused::<()>(Err(fault), "ResourceNotFoundException", "ResourceNotFoundException", text);
}

#[test]
fn dead_letters_are_moved_and_the_task_tells_of_it() {
    let (rig, [queue, dead, other]) = rig();
    kill(&rig, &queue, &["a", "b"]);
    assert!(list(&rig, &arn("dead"), None).unwrap().is_empty());
    let handle = start(&rig, &arn("dead"), Some(&arn("other")), Some(1)).unwrap();

    let running = list(&rig, &arn("dead"), None).unwrap().remove(0);
    let ms = i64::try_from(rig.clock.now().wall.0).unwrap();
    let fresh = api::ListMessageMoveTasksResultEntry {
        task_handle: Some(handle),
        status: Some("RUNNING".to_owned()),
        source_arn: Some(arn("dead")),
        destination_arn: Some(arn("other")),
        max_number_of_messages_per_second: Some(1),
        approximate_number_of_messages_moved: Some(0),
        approximate_number_of_messages_to_move: Some(2),
        failure_reason: None,
        started_timestamp: Some(ms),
    };
    assert!(running == fresh);
    second(&rig);
    second(&rig);
    second(&rig);

    let done = list(&rig, &arn("dead"), None).unwrap().remove(0);
    let completed = api::ListMessageMoveTasksResultEntry {
        task_handle: None,
        status: Some("COMPLETED".to_owned()),
        approximate_number_of_messages_moved: Some(2),
        ..fresh
    };
    assert!(done == completed);
    assert_eq!(bodies(&rig.receive(&other)), ["a", "b"]);
    assert!(rig.receive(&dead).is_empty());
}

#[test]
fn without_a_destination_messages_go_back_and_are_no_dead_letters_any_more() {
    let (rig, [queue, dead, _]) = rig();
    kill(&rig, &queue, &["a"]);
    let shown = rig.receive(&dead).remove(0);
    assert_eq!(shown.attributes.unwrap()["DeadLetterQueueSourceArn"], arn("q"));
    rig.change(&dead, shown.receipt_handle.as_deref().unwrap(), 0).unwrap();
    start(&rig, &arn("dead"), None, None).unwrap();
    second(&rig);
    second(&rig);

    let back = rig.receive(&queue).remove(0);

    assert_ne!(back.message_id, shown.message_id);
    let attributes = back.attributes.unwrap();
    assert_eq!(attributes["ApproximateReceiveCount"], "1");
    assert!(!attributes.contains_key("DeadLetterQueueSourceArn"));
    assert!(list(&rig, &arn("dead"), None).unwrap()[0].destination_arn.is_none());
}

#[test]
fn a_task_can_be_stopped_while_it_runs_and_survives_a_restart() {
    let (rig, [queue, dead, other]) = rig();
    kill(&rig, &queue, &["a", "b", "c", "d"]);
    let handle = start(&rig, &arn("dead"), Some(&arn("other")), Some(1)).unwrap();
    second(&rig);
    let rig = rig.cut(3);
    second(&rig);
    let text = "There is already a task running. Only one active task is allowed for a source queue arn at a given time.";
    refused_parameter(start(&rig, &arn("dead"), None, None), text);

    assert_eq!(cancel(&rig, &handle).unwrap(), 3);

    let stopping = list(&rig, &arn("dead"), None).unwrap().remove(0);
    assert_eq!((stopping.status.as_deref(), stopping.task_handle), (Some("CANCELLING"), None));
    not_found(cancel(&rig, &handle), "Task does not exist.");
    second(&rig);
    let stopped = list(&rig, &arn("dead"), None).unwrap().remove(0);
    assert_eq!(stopped.status.as_deref(), Some("CANCELLED"));
    assert_eq!((rig.receive(&other).len(), rig.receive(&dead).len()), (3, 1));
}

#[test]
fn what_cannot_be_moved_is_refused_in_awss_words() {
    let (rig, _) = rig();
    rig.create("dead.fifo", &[("FifoQueue", "true")]);
    let missing =
        |name: &str| format!("The resource that you specified for the {name} parameter doesn't exist.");
    not_found(start(&rig, &arn("none"), None, None), &missing("SourceArn"));
    not_found(list(&rig, &arn("none"), None), &missing("SourceArn"));
    not_found(start(&rig, &arn("dead"), Some(&arn("none")), None), &missing("DestinationArn"));
    let text = "Source queue must be configured as a Dead Letter Queue.";
    refused_parameter(start(&rig, &arn("other"), None, None), text);
    let text = "The source queue and destination queue must be of the same queue type.";
    refused_parameter(start(&rig, &arn("dead"), Some(&arn("dead.fifo")), None), text);
    let text = "Source queue arn and destination queue arn cannot be the same.";
    refused_parameter(start(&rig, &arn("dead"), Some(&arn("dead")), None), text);
    refused_parameter(start(&rig, "dead", None, None), "Value dead for parameter SourceArn is invalid.");
    for rate in [0, 501, -1] {
        let reason = "Reason: You must enter a number that's between 1 and 500.";
        let text = format!("Value {rate} for parameter MaxNumberOfMessagesPerSecond is invalid. {reason}");
        refused_parameter(start(&rig, &arn("dead"), None, Some(rate)), &text);
    }
    for count in [0, 11] {
        let text =
            format!("Value {count} for parameter MaxResults is invalid. Reason: Must be between 1 and 10.");
        refused_parameter(list(&rig, &arn("dead"), Some(count)), &text);
    }
}

#[test]
fn a_handle_that_names_no_task_is_refused() {
    let (rig, _) = rig();
    let handle = |source: &str| {
        let task = "10f57157-fc38-4da9-a113-4de7e12d05dd";
        STANDARD.encode(format!(r#"{{"taskId":"{task}","sourceArn":"{source}"}}"#))
    };

    refused_parameter(cancel(&rig, "foobared"), "Value for parameter TaskHandle is invalid.");
    let text = "The resource that you specified for the SourceArn parameter doesn't exist.";
    not_found(cancel(&rig, &handle(&arn("none"))), text);
    not_found(cancel(&rig, &handle(&arn("dead"))), "Task does not exist.");
}

#[test]
fn a_failed_task_says_why_and_the_newest_come_first() {
    let (rig, [_, dead, _]) = rig();
    rig.send(&dead, "direct");
    start(&rig, &arn("dead"), None, None).unwrap();
    second(&rig);
    start(&rig, &arn("dead"), Some(&arn("other")), None).unwrap();
    second(&rig);
    second(&rig);

    let tasks = list(&rig, &arn("dead"), Some(10)).unwrap();

    let told: Vec<_> =
        tasks.iter().map(|t| (t.status.as_deref().unwrap(), t.failure_reason.as_deref())).collect();
    assert_eq!(told, [("COMPLETED", None), ("FAILED", Some("CouldNotDetermineMessageSource"))]);
    assert_eq!(list(&rig, &arn("dead"), None).unwrap().len(), 1);
}

#[test]
fn a_task_wants_to_take_from_its_source_and_to_send_to_its_destination() {
    let (rig, _) = rig();
    let input = api::StartMessageMoveTaskInput {
        source_arn: arn("dead"),
        destination_arn: Some(arn("other")),
        max_number_of_messages_per_second: None,
    };

    let wanted = rig.access::<api::StartMessageMoveTask>(input);

    let on_source = ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];
    let mut expected: Vec<(String, String)> =
        on_source.map(|action| (format!("sqs:{action}"), arn("dead"))).into();
    expected.push(("sqs:SendMessage".to_owned(), arn("other")));
    assert_eq!(wanted, expected);
}
