//! A store on a simulated disk, and the service's handlers called as the gateway calls them.

use millpond_aws::{FromValue, IntoValue, Op, constraints};
use millpond_base::{AccountId, Clock, ManualClock, Region, Secret, SeededEntropy};
use millpond_iam::api::{CreateRole, CreateRoleInput, CreateUser, CreateUserInput, Role, User};
use millpond_log::disk::SimDisk;
use millpond_log::{Batch, Log, Options};
use millpond_policy::{Decision, denial_text};
use millpond_service::{Access, Answer, Audit, Call, Context, Fault};
use millpond_store::catalog::Image;
use millpond_store::keyring::RootKey;
use millpond_store::principal::Caller;
use millpond_store::{Catalog, Parts, Store};
use std::sync::Arc;

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const START_MS: u64 = 1_700_000_000_999;
pub(crate) const TRUST: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}}"#;

pub(crate) struct Rig {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) store: Store,
    pub(crate) admin: Caller,
    call: Call,
}

struct Untraced;

impl Audit for Untraced {
    fn append_success(&self, _: &mut Batch) {}
}

impl Rig {
    pub(crate) fn new() -> Self {
        let entropy = Arc::new(SeededEntropy::new(1));
        let clock = Arc::new(ManualClock::at_ms(START_MS));
        let disk = Arc::new(SimDisk::new(1));
        let options = Options { budget_bytes: 64 << 20, ..Options::default() };
        Log::create(&*disk, &options, &*entropy).unwrap();
        let (log, _) = Log::open(disk, options, &*entropy, clock.now().wall).unwrap();
        let catalog = Catalog::from_image(&Image::default(), Secret::new(vec![7; 32]), &*entropy).unwrap();
        let store = Store::open(Parts {
            log: Arc::new(log),
            catalog: Arc::new(catalog),
            root: &RootKey::from_bytes([5; 32]),
            clock: Arc::clone(&clock) as _,
            entropy,
            account: AccountId::parse(ACCOUNT).unwrap(),
            region: Region::parse("eu-west-1").unwrap(),
        })
        .unwrap();
        let call = Call {
            request_id: "test".to_owned(),
            account: store.account().clone(),
            region: store.region().clone(),
            origin: "http://127.0.0.1:4566".to_owned(),
            source_ip: [127, 0, 0, 1].into(),
            user_agent: String::new(),
            query: true,
            secure: false,
            provenance: None,
        };
        let admin = store.principals().bench_caller();
        Self { clock, store, admin, call }
    }

    /// What an operation asks the policies.
    pub(crate) fn access<O: Op>(&self, input: O::Input) -> Vec<Access> {
        let service = millpond_iam::service();
        let handler = service.handler(O::operation().name).unwrap();
        handler.prepare(input.into_value()).access(&self.call, &self.store)
    }

    /// Calls an operation as the administrator.
    pub(crate) fn call<O: Op>(&self, input: O::Input) -> Result<O::Output, Fault> {
        self.call_as::<O>(&self.admin, input)
    }

    /// Calls an operation: constraints, access, run.
    pub(crate) fn call_as<O: Op>(&self, caller: &Caller, input: O::Input) -> Result<O::Output, Fault> {
        let service = millpond_iam::service();
        let value = input.into_value();
        let violations = constraints::check(O::operation().input, &value);
        if !violations.is_empty() {
            return Err((service.refuse)(&violations));
        }
        let mut prepared = service.handler(O::operation().name).unwrap().prepare(value);
        for Access { action, resource, .. } in prepared.access(&self.call, &self.store) {
            let decision = self.store.principals().decide(caller, action, &resource, &|_| None);
            if decision != Decision::Allow {
                let text = denial_text(&caller.arn, action, &resource, decision);
                return Err(Fault::code("AccessDenied", 403, text));
            }
        }
        let mut context = Context::new(&self.store, self.clock.now(), caller, &self.call, &Untraced);
        match prepared.run(&mut context)? {
            Answer::Now(reply) => Ok(O::Output::from_value(reply)),
            _ => panic!("no operation of this service waits"),
        }
    }

    /// The code, status and text with which an operation is refused.
    pub(crate) fn refused<O: Op>(&self, input: O::Input) -> (&'static str, u16, String) {
        told(self.call::<O>(input).err().unwrap())
    }

    pub(crate) fn user(&self, name: &str) -> User {
        let input = CreateUserInput { user_name: name.to_owned(), ..CreateUserInput::default() };
        self.call::<CreateUser>(input).unwrap().user.unwrap()
    }

    pub(crate) fn role(&self, name: &str) -> Role {
        self.call::<CreateRole>(role(name, TRUST)).unwrap().role
    }
}

pub(crate) fn role(name: &str, trust: &str) -> CreateRoleInput {
    CreateRoleInput {
        role_name: name.to_owned(),
        assume_role_policy_document: trust.to_owned(),
        ..CreateRoleInput::default()
    }
}

pub(crate) fn allow(actions: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":{actions},"Resource":"*"}}]}}"#
    )
}

pub(crate) fn told(fault: Fault) -> (&'static str, u16, String) {
    (fault.query_code, fault.query_status, fault.message)
}

pub(crate) fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}
