//! A store on a simulated disk, and the service's handlers called as the gateway calls them.

use millpond_aws::{FromValue, IntoValue, Op, constraints};
use millpond_base::{AccountId, Clock, ManualClock, Now, Region, Secret, SeededEntropy};
use millpond_log::disk::SimDisk;
use millpond_log::{Batch, Log, Options};
use millpond_policy::Decision;
use millpond_service::{Answer, Audit, Call, Context, Fault, Told};
use millpond_store::catalog::Image;
use millpond_store::keyring::RootKey;
use millpond_store::principal::{Caller, KeyError, NewRole, NewUser};
use millpond_store::{Catalog, Parts, Store};
use millpond_sts::api::{AssumeRole, AssumeRoleInput, AssumeRoleOutput, Credentials};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const START_MS: u64 = 1_700_000_000_000;
pub(crate) const BY_ACCOUNT: &str = r#"{"AWS":"123456789012"}"#;

pub(crate) struct Rig {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) store: Store,
    /// What the last call told the trail.
    pub(crate) told: RefCell<Told>,
    /// How often a call had to wait.
    pub(crate) waited: Cell<u32>,
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
            region: Region::parse("us-east-1").unwrap(),
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
        let (told, waited) = (RefCell::default(), Cell::new(0));
        Self { clock, store, told, waited, call }
    }

    /// A user that may do what `actions` says, as a caller.
    pub(crate) fn user(&self, name: &str, actions: &str) -> Caller {
        let new = NewUser { name: name.into(), path: "/".into(), ..NewUser::default() };
        let principals = self.store.principals();
        principals.create_user(new, 100, self.clock.now()).unwrap();
        if !actions.is_empty() {
            principals.put_user_policy(name, "p", &allow(actions), 2048).unwrap();
        }
        let key = principals.create_access_key(name, 2, self.clock.now()).unwrap().0.id;
        principals.find(&key, None, self.clock.now()).unwrap().1
    }

    /// A role that trusts `principal` (JSON) under `condition` (JSON); returns its ARN.
    pub(crate) fn role(&self, name: &str, principal: &str, condition: &str) -> String {
        self.role_for(
            name,
            principal,
            r#"["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]"#,
            condition,
        )
    }

    /// The same with actions (JSON).
    pub(crate) fn role_for(&self, name: &str, principal: &str, actions: &str, condition: &str) -> String {
        let trust_document = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{principal},
                "Action":{actions},"Condition":{condition}}}}}"#
        );
        let new = NewRole {
            name: name.into(),
            path: "/site/".into(),
            trust_document,
            session_secs_max: 7200,
            ..NewRole::default()
        };
        self.store.principals().create_role(new, 100, self.clock.now()).unwrap().arn.clone()
    }

    pub(crate) fn call<O: Op>(&self, caller: &Caller, input: O::Input) -> Result<O::Output, Fault> {
        let service = millpond_sts::service();
        let value = input.into_value();
        let violations = constraints::check(O::operation().input, &value);
        if !violations.is_empty() {
            return Err((service.refuse)(&violations));
        }
        let mut prepared = service.handler(O::operation().name).unwrap().prepare(value);
        for access in prepared.access(&self.call, &self.store) {
            let keys = |name: &str| access.key(name);
            let decision = self.store.judge(caller, access.action, &access.resource, &keys, None).decision;
            if decision != Decision::Allow {
                return Err(millpond_service::denied(caller, access.action, &access.resource, decision));
            }
        }
        let mut context = Context::new(&self.store, self.now(), caller, &self.call, &Untraced);
        let answer = prepared.run(&mut context);
        self.told.replace(context.told);
        match answer? {
            Answer::Now(reply) => Ok(O::Output::from_value(reply)),
            Answer::Later { until, .. } => {
                // Nobody fetches here, so the wait lasts until its end.
                self.waited.set(self.waited.get() + 1);
                self.clock.advance_ms(until.since_ms(self.now().line));
                let mut context = Context::new(&self.store, self.now(), caller, &self.call, &Untraced);
                match prepared.run(&mut context)? {
                    Answer::Now(reply) => Ok(O::Output::from_value(reply)),
                    _ => panic!("nobody waits twice"),
                }
            }
            _ => panic!("no operation of this service stages anything"),
        }
    }

    pub(crate) fn now(&self) -> Now {
        self.clock.now()
    }

    pub(crate) fn assume(&self, caller: &Caller, input: AssumeRoleInput) -> Result<AssumeRoleOutput, Fault> {
        self.call::<AssumeRole>(caller, input)
    }

    /// The caller that credentials stand for.
    pub(crate) fn find(&self, credentials: &Credentials) -> Result<Caller, KeyError> {
        let token = Some(credentials.session_token.as_str());
        let found = self.store.principals().find(&credentials.access_key_id, token, self.clock.now());
        found.map(|(secret, caller)| {
            assert_eq!(secret.expose(), credentials.secret_access_key.as_bytes());
            caller
        })
    }

    pub(crate) fn may(&self, caller: &Caller, action: &str) -> bool {
        self.store.principals().decide(caller, action, "*", &|_| None) == Decision::Allow
    }
}

pub(crate) fn allow(actions: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":{actions},"Resource":"*"}}}}"#
    )
}

pub(crate) fn asking(arn: &str) -> AssumeRoleInput {
    AssumeRoleInput {
        role_arn: arn.to_owned(),
        role_session_name: "session".to_owned(),
        ..AssumeRoleInput::default()
    }
}

pub(crate) fn told(fault: &Fault) -> (&'static str, u16, &str) {
    (fault.query_code, fault.query_status, &fault.message)
}
