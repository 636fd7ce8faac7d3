//! A store on a simulated disk, and the service's handlers called as the gateway calls them.

use millpond_aws::constraints;
use millpond_aws::{FromValue, IntoValue, Op, Value};
use millpond_base::{AccountId, Clock, ManualClock, Region, Secret, SeededEntropy};
use millpond_kinesis::api;
use millpond_log::disk::SimDisk;
use millpond_log::{Batch, Log, Options};
use millpond_service::{Answer, Audit, Call, Context, Fault, Outflow, Service, Step, gather};
use millpond_store::catalog::Image;
use millpond_store::keyring::RootKey;
use millpond_store::principal::Caller;
use millpond_store::{Catalog, Parts, Store};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

pub(crate) const ACCOUNT: &str = "000000000000";
/// 2023-11-14T22:13:20Z.
pub(crate) const START_MS: u64 = 1_700_000_000_000;

pub(crate) struct Rig {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) disk: Arc<SimDisk>,
    catalog: Arc<Catalog>,
    pub(crate) store: Store,
    service: Service,
    pub(crate) call: Call,
    caller: Caller,
    options: Options,
    opened: u64,
}

struct Untraced;

impl Audit for Untraced {
    fn append_success(&self, _: &mut Batch) {}
}

impl Rig {
    /// A store of 16 MiB in small segments, which the simulated disk copies fast.
    pub(crate) fn new() -> Self {
        let options = Options {
            budget_bytes: 16 << 20,
            segment_bytes: 256 << 10,
            zero_ahead_below_bytes: 0,
            ..Options::default()
        };
        Self::with_options(options)
    }

    /// A store of 32 MiB in segments of the size a device has, and a stream: for requests of many MiB.
    pub(crate) fn large(name: &str) -> Self {
        let rig = Self::with_options(Options { budget_bytes: 32 << 20, ..Options::default() });
        rig.create(name, 1).unwrap();
        rig
    }

    fn with_options(options: Options) -> Self {
        let disk = Arc::new(SimDisk::new(1));
        Log::create(&*disk, &options, &SeededEntropy::new(2)).unwrap();
        Self::open(disk, &Image::default(), Arc::new(ManualClock::at_ms(START_MS)), options, 3)
    }

    /// A rig with one provisioned stream.
    pub(crate) fn with_stream(name: &str, shard_count: i64) -> Self {
        let rig = Self::new();
        rig.create(name, shard_count).unwrap();
        rig
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
        let service = millpond_kinesis::service();
        Self { clock, disk, catalog, store, service, call, caller, options, opened }
    }

    /// The same disk and catalog, opened again.
    pub(crate) fn reopen(self) -> Self {
        let image = self.catalog.image().unwrap();
        let Self { clock, disk, store, options, opened, .. } = self;
        drop(store);
        Self::open(disk, &image, clock, options, opened + 1)
    }

    /// The power fails and comes back: what was not on flash may be gone, or torn.
    pub(crate) fn cut(self, seed: u64) -> Self {
        let image = self.catalog.image().unwrap();
        let Self { clock, disk, store, options, opened, .. } = self;
        disk.cut();
        drop(store);
        Self::open(Arc::new(disk.after_cut(seed)), &image, clock, options, opened + 1)
    }

    /// Calls an operation: constraints, access, run, commit, reply.
    pub(crate) fn call<O: Op>(&self, input: O::Input) -> Result<O::Output, Fault> {
        let reply: Value = match self.answer::<O>(input)? {
            Answer::Now(reply) => reply,
            Answer::Durable(reply) => {
                self.commit();
                reply.redeem(self.store.log()).expect("committed")
            }
            Answer::Pieces(mut pieces) => gather(&mut *pieces, &self.store, self.clock.now()),
            _ => panic!("this operation neither waits nor lasts"),
        };
        Ok(O::Output::from_value(reply))
    }

    /// Subscribes to a shard; the events are then asked for.
    pub(crate) fn subscribe(&self, input: api::SubscribeToShardInput) -> Result<Box<dyn Outflow>, Fault> {
        match self.answer::<api::SubscribeToShard>(input)? {
            Answer::Stream { flow, .. } => Ok(flow),
            _ => panic!("a subscription lasts"),
        }
    }

    /// Runs an operation that stages, and leaves its writes undurable.
    pub(crate) fn stage<O: Op>(&self, input: O::Input) {
        let answer = self.answer::<O>(input).unwrap_or_else(|fault| panic!("{fault:?}"));
        assert!(matches!(answer, Answer::Durable(_)));
    }

    /// The next step of a subscription.
    pub(crate) fn step(&self, flow: &mut dyn Outflow) -> Step {
        let now = self.clock.now();
        flow.next(&Context::new(&self.store, now, &self.caller, &self.call, &Untraced))
    }

    /// Makes what was staged durable.
    pub(crate) fn commit(&self) {
        self.store.commit(self.clock.now()).unwrap();
    }

    fn answer<O: Op>(&self, input: O::Input) -> Result<Answer<Value>, Fault> {
        let value = input.into_value();
        let violations = constraints::check(O::operation().input, &value);
        if !violations.is_empty() {
            return Err((self.service.refuse)(&violations));
        }
        let mut prepared = self.service.handler(O::operation().name).unwrap().prepare(value);
        assert!(!prepared.access(&self.call, &self.store).is_empty(), "every call wants something");
        loop {
            let now = self.clock.now();
            let answer =
                prepared.run(&mut Context::new(&self.store, now, &self.caller, &self.call, &Untraced))?;
            let Answer::Later { until, .. } = answer else { return Ok(answer) };
            // Nobody else does anything meanwhile.
            self.clock.advance_ms(until.since_ms(now.line));
        }
    }

    pub(crate) fn access<O: Op>(&self, input: O::Input) -> Vec<(String, String)> {
        let prepared = self.service.handler(O::operation().name).unwrap().prepare(input.into_value());
        let access = prepared.access(&self.call, &self.store);
        access.into_iter().map(|a| (a.action.to_owned(), a.resource)).collect()
    }

    pub(crate) fn create(&self, name: &str, shard_count: i64) -> Result<(), Fault> {
        let input = api::CreateStreamInput {
            stream_name: name.to_owned(),
            shard_count: Some(shard_count),
            ..Default::default()
        };
        self.call::<api::CreateStream>(input).map(drop)
    }

    pub(crate) fn delete(&self, name: &str) -> Result<(), Fault> {
        let input = api::DeleteStreamInput { stream_name: Some(name.to_owned()), ..Default::default() };
        self.call::<api::DeleteStream>(input).map(drop)
    }

    pub(crate) fn describe(&self, name: &str) -> Result<api::StreamDescription, Fault> {
        let input = api::DescribeStreamInput { stream_name: Some(name.to_owned()), ..Default::default() };
        self.call::<api::DescribeStream>(input).map(|output| output.stream_description)
    }

    pub(crate) fn put(&self, name: &str, key: &str, data: &[u8]) -> api::PutRecordOutput {
        self.call::<api::PutRecord>(record(name, key, data)).unwrap_or_else(|fault| panic!("{fault:?}"))
    }

    pub(crate) fn iterator(&self, name: &str, shard: &str, kind: &str) -> String {
        self.shard_iterator(position(name, shard, kind)).unwrap_or_else(|fault| panic!("{fault:?}"))
    }

    pub(crate) fn shard_iterator(&self, input: api::GetShardIteratorInput) -> Result<String, Fault> {
        self.call::<api::GetShardIterator>(input).map(|output| output.shard_iterator.unwrap())
    }

    pub(crate) fn try_get(&self, iterator: &str) -> Result<api::GetRecordsOutput, Fault> {
        let input = api::GetRecordsInput { shard_iterator: iterator.to_owned(), ..Default::default() };
        self.call::<api::GetRecords>(input)
    }

    pub(crate) fn get(&self, iterator: &str) -> api::GetRecordsOutput {
        self.try_get(iterator).unwrap_or_else(|fault| panic!("{fault:?}"))
    }

    /// Every record of a shard that can be read.
    pub(crate) fn all(&self, name: &str, shard: &str) -> Vec<api::Record> {
        let mut iterator = self.iterator(name, shard, "TRIM_HORIZON");
        let mut found = Vec::new();
        loop {
            let page = self.get(&iterator);
            found.extend(page.records);
            if page.millis_behind_latest == Some(0) {
                return found;
            }
            iterator = page.next_shard_iterator.unwrap();
        }
    }
}

pub(crate) fn record(name: &str, key: &str, data: &[u8]) -> api::PutRecordInput {
    api::PutRecordInput {
        stream_name: Some(name.to_owned()),
        partition_key: Some(key.to_owned()),
        data: data.to_vec(),
        ..Default::default()
    }
}

pub(crate) fn entry(key: &str, data: &[u8]) -> api::PutRecordsRequestEntry {
    api::PutRecordsRequestEntry {
        data: data.to_vec(),
        explicit_hash_key: None,
        partition_key: Some(key.to_owned()),
    }
}

pub(crate) fn position(name: &str, shard: &str, kind: &str) -> api::GetShardIteratorInput {
    api::GetShardIteratorInput {
        stream_name: Some(name.to_owned()),
        shard_id: shard.to_owned(),
        shard_iterator_type: kind.to_owned(),
        ..Default::default()
    }
}

/// Asserts code and text of a refusal.
#[track_caller]
pub(crate) fn refused<T>(result: Result<T, Fault>, code: &str, text: &str) {
    match result {
        Ok(_) => panic!("not refused"),
        Err(fault) => assert_eq!((fault.code, fault.message.as_str(), fault.status), (code, text, 400)),
    }
}

pub(crate) fn bodies(records: &[api::Record]) -> Vec<&[u8]> {
    records.iter().map(|record| record.data.as_slice()).collect()
}
