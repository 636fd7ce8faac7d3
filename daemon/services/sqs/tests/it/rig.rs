//! A store on a simulated disk, and the service's handlers called as the gateway calls them.

use millpond_aws::constraints;
use millpond_aws::{FromValue, IntoValue, Op, Value};
use millpond_base::{AccountId, Clock, LineMs, ManualClock, Region, Secret, SeededEntropy};
use millpond_log::disk::SimDisk;
use millpond_log::{Batch, Log, Options};
use millpond_service::{Answer, Audit, Call, Context, Fault, Prepared, Service, Wake};
use millpond_sqs::api;
use millpond_store::catalog::Image;
use millpond_store::keyring::RootKey;
use millpond_store::principal::Caller;
use millpond_store::trail::Event;
use millpond_store::{Catalog, Parts, Store};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};

pub(crate) const ACCOUNT: &str = "000000000000";
/// 2023-11-14T22:13:20Z.
pub(crate) const START_MS: u64 = 1_700_000_000_000;

pub(crate) struct Rig {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) disk: Arc<SimDisk>,
    pub(crate) store: Store,
    pub(crate) call: Call,
    /// Calls leave an audit event, as in the gateway.
    pub(crate) traced: bool,
    /// Tracks whose bell rang.
    pub(crate) rung: Arc<Mutex<Vec<millpond_base::TrackId>>>,
    catalog: Arc<Catalog>,
    service: Service,
    caller: Caller,
    options: Options,
    opened: u64,
}

struct Traced<'a>(Option<&'a Store>);

impl Audit for Traced<'_> {
    fn append_success(&self, batch: &mut Batch) {
        if let Some(store) = self.0 {
            store.trail().append(batch, &Event::default());
        }
    }
}

/// How one run of a call ended.
pub(crate) enum Ran<T> {
    Reply(T),
    Waits { until: LineMs },
}

/// A call that may run more than once.
pub(crate) struct Running<O: Op> {
    prepared: Box<dyn Prepared>,
    operation: std::marker::PhantomData<O>,
}

impl Rig {
    /// A store of 4 MiB in small segments, which the simulated disk copies fast.
    pub(crate) fn new() -> Self {
        Self::with_segments(4 << 20, 256 << 10)
    }

    /// A store that takes the largest messages.
    pub(crate) fn large() -> Self {
        Self::with_segments(16 << 20, 2 << 20)
    }

    pub(crate) fn with_segments(budget_bytes: u64, segment_bytes: u32) -> Self {
        let options =
            Options { budget_bytes, segment_bytes, zero_ahead_below_bytes: 0, ..Options::default() };
        let disk = Arc::new(SimDisk::new(1));
        Log::create(&*disk, &options, &SeededEntropy::new(2)).unwrap();
        Self::open(disk, &Image::default(), Arc::new(ManualClock::at_ms(START_MS)), options, 3)
    }

    pub(crate) fn with_queue(name: &str) -> (Self, String) {
        let rig = Self::new();
        let url = rig.create(name, &[]);
        (rig, url)
    }

    fn open(
        disk: Arc<SimDisk>,
        image: &Image,
        clock: Arc<ManualClock>,
        options: Options,
        opened: u64,
    ) -> Self {
        let entropy = Arc::new(SeededEntropy::new(opened));
        let catalog = Arc::new(Catalog::from_image(image, Secret::new(vec![7; 32]), &*entropy).unwrap());
        let (log, _) =
            Log::open(Arc::clone(&disk) as _, options.clone(), &*entropy, clock.now().wall).unwrap();
        let parts = Parts {
            log: Arc::new(log),
            catalog: Arc::clone(&catalog),
            root: &RootKey::from_bytes([5; 32]),
            clock: Arc::clone(&clock) as _,
            entropy,
            account: AccountId::parse(ACCOUNT).unwrap(),
            region: Region::parse("us-east-1").unwrap(),
        };
        let store = Store::open(parts).unwrap();
        store.log().forget_unregistered();
        let rung: Arc<Mutex<Vec<_>>> = Arc::default();
        let ringing = Arc::clone(&rung);
        store.bell().connect(Box::new(move |track, _| ringing.lock().unwrap().push(track)));
        let call = Call {
            request_id: "test".to_owned(),
            account: store.account().clone(),
            region: store.region().clone(),
            origin: "http://127.0.0.1:4566".to_owned(),
            source_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            user_agent: String::new(),
            query: false,
            secure: false,
            provenance: None,
        };
        let caller = store.principals().bench_caller();
        let service = millpond_sqs::service();
        let traced = true;
        Self { clock, disk, store, call, traced, rung, catalog, service, caller, options, opened }
    }

    /// The power fails and comes back: what was not on flash may be gone, or torn.
    pub(crate) fn cut(self, seed: u64) -> Self {
        let image = self.catalog.image().unwrap();
        let Self { clock, disk, store, options, opened, .. } = self;
        let after = disk.after_cut(seed);
        drop(store);
        Self::open(Arc::new(after), &image, clock, options, opened + 1)
    }

    /// Decodes and checks a call.
    pub(crate) fn begin<O: Op>(&self, input: O::Input) -> Result<Running<O>, Fault> {
        let value = input.into_value();
        let violations = constraints::check(O::operation().input, &value);
        if !violations.is_empty() {
            return Err((self.service.refuse)(&violations));
        }
        let prepared = self.service.handler(O::operation().name).unwrap().prepare(value);
        assert!(!prepared.access(&self.call, &self.store).is_empty(), "every call wants something");
        Ok(Running { prepared, operation: std::marker::PhantomData })
    }

    /// Runs a call once, and commits what it staged.
    pub(crate) fn run<O: Op>(&self, running: &mut Running<O>) -> Result<Ran<O::Output>, Fault> {
        let now = self.clock.now();
        let traced = Traced(self.traced.then_some(&self.store));
        let mut context = Context::new(&self.store, now, &self.caller, &self.call, &traced);
        let reply: Value = match running.prepared.run(&mut context)? {
            Answer::Now(reply) => reply,
            Answer::Durable(reply) => {
                while self.store.commit(now).unwrap().is_some() {}
                reply.redeem(self.store.log()).expect("committed")
            }
            Answer::Later { until, wake, .. } => {
                // Alone in its line, a receiver looks by itself when a hidden message is due.
                let Wake::First { due } = wake else { panic!("one message is for one receiver") };
                return Ok(Ran::Waits { until: due.map_or(until, |due| due.min(until)) });
            }
            Answer::Pieces(_) => panic!("no list of this service is long"),
            Answer::Refused(_) | Answer::Stream { .. } => panic!("no operation of this service does that"),
        };
        Ok(Ran::Reply(O::Output::from_value(reply)))
    }

    /// Runs a call once; `None` when its writes could not be made durable.
    pub(crate) fn try_run<O: Op>(&self, running: &mut Running<O>) -> Option<Result<O::Output, Fault>> {
        let now = self.clock.now();
        let traced = Traced(self.traced.then_some(&self.store));
        let mut context = Context::new(&self.store, now, &self.caller, &self.call, &traced);
        let reply = match running.prepared.run(&mut context) {
            Ok(Answer::Now(reply)) => reply,
            Ok(Answer::Durable(reply)) => {
                let _ = self.store.commit(now);
                reply.redeem(self.store.log()).ok()?
            }
            Ok(Answer::Later { .. } | Answer::Refused(_) | Answer::Pieces(_) | Answer::Stream { .. }) => {
                return None;
            }
            Err(fault) => return Some(Err(fault)),
        };
        Some(Ok(O::Output::from_value(reply)))
    }

    /// Calls an operation that does not wait.
    pub(crate) fn call<O: Op>(&self, input: O::Input) -> Result<O::Output, Fault> {
        match self.run(&mut self.begin::<O>(input)?)? {
            Ran::Reply(reply) => Ok(reply),
            Ran::Waits { until } => panic!("it waits until {until:?}"),
        }
    }

    pub(crate) fn access<O: Op>(&self, input: O::Input) -> Vec<(String, String)> {
        let running = self.begin::<O>(input).unwrap_or_else(|fault| panic!("{fault:?}"));
        let access = running.prepared.access(&self.call, &self.store);
        access.into_iter().map(|a| (a.action.to_owned(), a.resource)).collect()
    }

    pub(crate) fn try_create(&self, name: &str, attributes: &[(&str, &str)]) -> Result<String, Fault> {
        let input = api::CreateQueueInput {
            queue_name: name.to_owned(),
            attributes: (!attributes.is_empty()).then(|| map(attributes)),
            tags: None,
        };
        self.call::<api::CreateQueue>(input).map(|output| output.queue_url.unwrap())
    }

    pub(crate) fn create(&self, name: &str, attributes: &[(&str, &str)]) -> String {
        self.try_create(name, attributes).unwrap_or_else(|fault| panic!("{fault:?}"))
    }

    pub(crate) fn set(&self, url: &str, attributes: &[(&str, &str)]) -> Result<(), Fault> {
        let input = api::SetQueueAttributesInput { queue_url: url.to_owned(), attributes: map(attributes) };
        self.call::<api::SetQueueAttributes>(input).map(drop)
    }

    pub(crate) fn attributes(&self, url: &str, names: &[&str]) -> Result<BTreeMap<String, String>, Fault> {
        let input = api::GetQueueAttributesInput {
            queue_url: url.to_owned(),
            attribute_names: (!names.is_empty()).then(|| strings(names)),
        };
        self.call::<api::GetQueueAttributes>(input).map(|output| output.attributes.unwrap_or_default())
    }

    /// Visible, in flight, delayed.
    pub(crate) fn counts(&self, url: &str) -> [String; 3] {
        let shown = self.attributes(url, &["All"]).unwrap_or_else(|fault| panic!("{fault:?}"));
        ["", "NotVisible", "Delayed"].map(|what| shown[&format!("ApproximateNumberOfMessages{what}")].clone())
    }

    pub(crate) fn send(&self, url: &str, body: &str) -> api::SendMessageOutput {
        self.try_send(message(url, body)).unwrap_or_else(|fault| panic!("{fault:?}"))
    }

    pub(crate) fn try_send(&self, input: api::SendMessageInput) -> Result<api::SendMessageOutput, Fault> {
        self.call::<api::SendMessage>(input)
    }

    pub(crate) fn send_fifo(&self, url: &str, group: &str, id: &str) -> api::SendMessageOutput {
        self.try_send(fifo_message(url, group, id)).unwrap_or_else(|fault| panic!("{fault:?}"))
    }

    /// Up to ten messages, with every attribute.
    pub(crate) fn receive(&self, url: &str) -> Vec<api::Message> {
        self.try_receive(receive(url)).unwrap_or_else(|fault| panic!("{fault:?}"))
    }

    pub(crate) fn try_receive(&self, input: api::ReceiveMessageInput) -> Result<Vec<api::Message>, Fault> {
        self.call::<api::ReceiveMessage>(input).map(|output| output.messages.unwrap_or_default())
    }

    pub(crate) fn delete(&self, url: &str, handle: &str) -> Result<(), Fault> {
        let input = api::DeleteMessageInput { queue_url: url.to_owned(), receipt_handle: handle.to_owned() };
        self.call::<api::DeleteMessage>(input).map(drop)
    }

    pub(crate) fn change(&self, url: &str, handle: &str, seconds: i64) -> Result<(), Fault> {
        let input = api::ChangeMessageVisibilityInput {
            queue_url: url.to_owned(),
            receipt_handle: handle.to_owned(),
            visibility_timeout: seconds,
        };
        self.call::<api::ChangeMessageVisibility>(input).map(drop)
    }

    pub(crate) fn purge(&self, url: &str) -> Result<(), Fault> {
        self.call::<api::PurgeQueue>(api::PurgeQueueInput { queue_url: url.to_owned() }).map(drop)
    }

    pub(crate) fn delete_queue(&self, url: &str) -> Result<(), Fault> {
        self.call::<api::DeleteQueue>(api::DeleteQueueInput { queue_url: url.to_owned() }).map(drop)
    }
}

pub(crate) fn message(url: &str, body: &str) -> api::SendMessageInput {
    api::SendMessageInput {
        queue_url: url.to_owned(),
        message_body: body.to_owned(),
        ..api::SendMessageInput::default()
    }
}

pub(crate) fn fifo_message(url: &str, group: &str, id: &str) -> api::SendMessageInput {
    api::SendMessageInput {
        message_group_id: Some(group.to_owned()),
        message_deduplication_id: Some(id.to_owned()),
        ..message(url, id)
    }
}

pub(crate) fn receive(url: &str) -> api::ReceiveMessageInput {
    api::ReceiveMessageInput {
        queue_url: url.to_owned(),
        max_number_of_messages: Some(10),
        attribute_names: Some(strings(&["All"])),
        message_attribute_names: Some(strings(&["All"])),
        ..api::ReceiveMessageInput::default()
    }
}

pub(crate) fn text(data_type: &str, value: &str) -> api::MessageAttributeValue {
    api::MessageAttributeValue {
        data_type: data_type.to_owned(),
        string_value: Some(value.to_owned()),
        ..api::MessageAttributeValue::default()
    }
}

pub(crate) fn bodies(messages: &[api::Message]) -> Vec<&str> {
    messages.iter().map(|m| m.body.as_deref().unwrap()).collect()
}

pub(crate) fn handle(message: &api::Message) -> &str {
    message.receipt_handle.as_deref().unwrap()
}

pub(crate) fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub(crate) fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// The call was refused with this code, this older code, and this text.
#[track_caller]
pub(crate) fn refused<T>(outcome: Result<T, Fault>, code: &str, query_code: &str, text: &str) {
    match outcome {
        Ok(_) => panic!("it was not refused: {text}"),
        Err(fault) => {
            assert_eq!((fault.code, fault.query_code, fault.message.as_str()), (code, query_code, text));
        }
    }
}

/// The call was refused as having a wrong parameter, with this text.
#[track_caller]
pub(crate) fn refused_parameter<T>(outcome: Result<T, Fault>, text: &str) {
    refused(outcome, "InvalidParameterValueException", "InvalidParameterValue", text);
}
