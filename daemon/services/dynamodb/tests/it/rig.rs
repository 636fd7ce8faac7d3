//! A store on a simulated disk, and the service's handlers called as the gateway calls them.

use millpond_aws::{FromValue, IntoValue, Op, Value, constraints};
use millpond_base::{AccountId, Clock, ManualClock, Region, Secret, SeededEntropy};
use millpond_dynamodb::api::{self, AttributeValue};
use millpond_log::disk::SimDisk;
use millpond_log::{Batch, Durable, Log, Options};
use millpond_service::{Answer, Audit, Call, Context, Fault, Service};
use millpond_store::catalog::Image;
use millpond_store::keyring::RootKey;
use millpond_store::principal::Caller;
use millpond_store::{Catalog, Parts, Store};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

const ACCOUNT: &str = "000000000000";
const START_MS: u64 = 1_700_000_000_000;

pub(crate) type Item = BTreeMap<String, AttributeValue>;

pub(crate) struct Rig {
    pub(crate) clock: Arc<ManualClock>,
    disk: Arc<SimDisk>,
    catalog: Arc<Catalog>,
    pub(crate) store: Store,
    service: Service,
    call: Call,
    caller: Caller,
    opened: u64,
}

struct Untraced;

impl Audit for Untraced {
    fn append_success(&self, _: &mut Batch) {}
}

/// What a call came to, before anything is committed.
pub(crate) enum Came {
    /// It can be told now.
    Now(Result<Value, Fault>),
    /// It waits for a commit.
    Waits(Durable<Result<Value, Fault>>),
}

fn options() -> Options {
    Options { budget_bytes: 32 << 20, zero_ahead_below_bytes: 0, ..Options::default() }
}

impl Rig {
    /// A store of 32 MiB in segments of the size a device has.
    pub(crate) fn new() -> Self {
        let disk = Arc::new(SimDisk::new(1));
        Log::create(&*disk, &options(), &SeededEntropy::new(2)).unwrap();
        Self::open(disk, &Image::default(), Arc::new(ManualClock::at_ms(START_MS)), 3)
    }

    /// A rig with a table whose key is `id`.
    pub(crate) fn with_table(name: &str) -> Self {
        let rig = Self::new();
        let definition = api::AttributeDefinition { attribute_name: "id".into(), attribute_type: "S".into() };
        let input = api::CreateTableInput {
            table_name: name.to_owned(),
            attribute_definitions: Some(vec![definition]),
            key_schema: Some(vec![api::KeySchemaElement {
                attribute_name: "id".into(),
                key_type: "HASH".into(),
            }]),
            billing_mode: Some("PAY_PER_REQUEST".into()),
            ..api::CreateTableInput::default()
        };
        rig.call::<api::CreateTable>(input).unwrap();
        rig
    }

    fn open(disk: Arc<SimDisk>, image: &Image, clock: Arc<ManualClock>, opened: u64) -> Self {
        let entropy = Arc::new(SeededEntropy::new(opened));
        let catalog = Arc::new(Catalog::from_image(image, Secret::new(vec![7; 32]), &*entropy).unwrap());
        let (log, _) = Log::open(Arc::clone(&disk) as _, options(), &*entropy, clock.now().wall).unwrap();
        let store = Store::open(Parts {
            log: Arc::new(log),
            catalog: Arc::clone(&catalog),
            root: &RootKey::from_bytes([5; 32]),
            clock: Arc::clone(&clock) as _,
            entropy,
            account: AccountId::parse(ACCOUNT).unwrap(),
            region: Region::parse("us-east-1").unwrap(),
        })
        .unwrap();
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
        let service = millpond_dynamodb::service();
        Self { clock, disk, catalog, store, service, call, caller, opened }
    }

    /// The power fails and comes back.
    pub(crate) fn cut(self, seed: u64) -> Self {
        let image = self.catalog.image().unwrap();
        let Self { clock, disk, store, opened, .. } = self;
        disk.cut();
        drop(store);
        Self::open(Arc::new(disk.after_cut(seed)), &image, clock, opened + 1)
    }

    pub(crate) fn commit(&self) {
        while self.store.commit(self.clock.now()).unwrap().is_some() {}
    }

    /// Runs a call and commits nothing.
    pub(crate) fn run<O: Op>(&self, input: O::Input) -> Came {
        let value = input.into_value();
        let violations = constraints::check(O::operation().input, &value);
        if !violations.is_empty() {
            return Came::Now(Err((self.service.refuse)(&violations)));
        }
        let mut prepared = self.service.handler(O::operation().name).unwrap().prepare(value);
        assert!(!prepared.access(&self.call, &self.store).is_empty(), "every call wants something");
        let mut context = Context::new(&self.store, self.clock.now(), &self.caller, &self.call, &Untraced);
        match prepared.run(&mut context) {
            Ok(Answer::Now(reply)) => Came::Now(Ok(reply)),
            Ok(Answer::Durable(reply)) => Came::Waits(reply.map(Ok)),
            Ok(Answer::Refused(fault)) => Came::Waits(fault.map(Err)),
            Ok(_) => panic!("no operation of this service waits for something to arrive"),
            Err(fault) => Came::Now(Err(fault)),
        }
    }

    /// Runs a call, commits, and gives its reply.
    pub(crate) fn call<O: Op>(&self, input: O::Input) -> Result<O::Output, Fault> {
        let reply = match self.run::<O>(input) {
            Came::Now(reply) => reply,
            Came::Waits(reply) => {
                self.commit();
                reply.redeem(self.store.log()).expect("committed")
            }
        };
        reply.map(O::Output::from_value)
    }

    pub(crate) fn put(&self, table: &str, item: Item) -> Result<(), Fault> {
        self.call::<api::PutItem>(put(table, item)).map(drop)
    }

    pub(crate) fn item(&self, table: &str, id: &str) -> Option<Item> {
        self.call::<api::GetItem>(get(table, id)).unwrap().item
    }
}

pub(crate) fn s(text: &str) -> AttributeValue {
    AttributeValue { s: Some(text.to_owned()), ..AttributeValue::default() }
}

pub(crate) fn item(id: &str, owner: &str) -> Item {
    [("id".to_owned(), s(id)), ("holder".to_owned(), s(owner))].into()
}

pub(crate) fn put(table: &str, item: Item) -> api::PutItemInput {
    api::PutItemInput { table_name: table.to_owned(), item, ..api::PutItemInput::default() }
}

pub(crate) fn get(table: &str, id: &str) -> api::GetItemInput {
    let key = [("id".to_owned(), s(id))].into();
    api::GetItemInput { table_name: table.to_owned(), key, ..api::GetItemInput::default() }
}

/// Puts a lock if nobody holds it.
pub(crate) fn take(table: &str, id: &str, owner: &str) -> api::PutItemInput {
    api::PutItemInput {
        condition_expression: Some("attribute_not_exists(id)".to_owned()),
        return_values_on_condition_check_failure: Some("ALL_OLD".to_owned()),
        ..put(table, item(id, owner))
    }
}
