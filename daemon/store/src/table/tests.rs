use super::*;
use crate::catalog::Image;
use crate::keyring::{Purpose, RootKey};
use crate::{Parts, Store};
use millpond_base::{Clock, ManualClock, SeededEntropy, Ticket};
use millpond_log::disk::SimDisk;
use millpond_log::{Options, StageError};
use std::ops::Bound;

const START_MS: u64 = 1_700_000_000_000;

struct Rig {
    disk: Arc<SimDisk>,
    catalog: Arc<Catalog>,
    clock: Arc<ManualClock>,
    store: Store,
    opened: u64,
}

/// 64 segments of 64 KiB.
fn options() -> Options {
    Options { budget_bytes: 4 << 20, zero_ahead_below_bytes: 0, ..Options::tiny() }
}

impl Rig {
    fn new() -> Self {
        let disk = SimDisk::new(1);
        Log::create(&disk, &options(), &SeededEntropy::new(2)).unwrap();
        Self::on(disk, &Image::default(), Arc::new(ManualClock::at_ms(START_MS)), 0)
    }

    fn on(disk: SimDisk, image: &Image, clock: Arc<ManualClock>, opened: u64) -> Self {
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(3 + opened));
        let root = RootKey::from_bytes([42; 32]);
        let disk = Arc::new(disk);
        let shared: Arc<SimDisk> = Arc::clone(&disk);
        let (log, _) = Log::open(shared, options(), &*entropy, clock.now().wall).unwrap();
        let catalog = Arc::new(Catalog::from_image(image, root.derive(Purpose::Catalog), &*entropy).unwrap());
        let store = Store::open(Parts {
            log: Arc::new(log),
            catalog: Arc::clone(&catalog),
            root: &root,
            clock: Arc::clone(&clock) as _,
            entropy,
            account: AccountId::parse("000000000000").unwrap(),
            region: Region::parse("us-east-1").unwrap(),
        })
        .unwrap();
        store.log().forget_unregistered();
        Self { disk, catalog, clock, store, opened }
    }

    fn cut(&mut self) {
        let disk = self.disk.after_cut(self.opened + 100);
        let image = self.catalog.image().unwrap();
        *self = Self::on(disk, &image, Arc::clone(&self.clock), self.opened + 1);
    }

    fn now(&self) -> Now {
        self.clock.now()
    }

    fn commit(&self) {
        while self.store.commit(self.now()).unwrap().is_some() {}
    }

    fn tick(&self) {
        self.clock.advance_ms(1_000);
        self.store.maintain(self.now()).unwrap();
        self.commit();
    }

    fn make(&self, name: &str) -> Arc<Table> {
        self.store.tables().create(name, settings(), self.now()).unwrap()
    }

    fn table(&self, name: &str) -> Arc<Table> {
        self.store.tables().find(name).unwrap()
    }

    fn stage(&self, changes: &[(&str, Change)]) -> Result<Ticket, StageError> {
        let target = |(table, change): &(&str, Change)| Target {
            table: self.table(table),
            key: key(change.key()),
            reads: true,
        };
        let targets: Vec<_> = changes.iter().map(target).collect();
        let mut writing = Writing::begin(&targets).unwrap();
        for (at, (_, change)) in changes.iter().enumerate() {
            match change {
                Change::Put(item) => writing.put(at, item.clone()).unwrap(),
                Change::Delete(_) => writing.delete(at),
            }
        }
        let receipt = self.store.stage(writing.batch(), self.now())?;
        let ticket = receipt.ticket();
        writing.staged(&receipt);
        Ok(ticket)
    }

    fn put(&self, table: &str, item: Item) {
        self.stage(&[(table, Change::Put(item))]).unwrap();
        self.commit();
    }

    fn delete(&self, table: &str, name: &str) {
        self.stage(&[(table, Change::Delete(name.to_owned()))]).unwrap();
        self.commit();
    }
}

#[derive(Clone)]
enum Change {
    Put(Item),
    Delete(String),
}

impl Change {
    fn key(&self) -> &str {
        match self {
            Self::Put(item) => match &item["id"] {
                Value::S(id) => id,
                _ => unreachable!(),
            },
            Self::Delete(id) => id,
        }
    }
}

fn part(name: &str, kind: KeyType) -> KeyPart {
    KeyPart { name: name.to_owned(), kind }
}

/// Key `id`; an index by `owner` in order of `rank`; expiry in `until`.
fn settings() -> Settings {
    let owner = IndexDefinition {
        name: "owner".to_owned(),
        local: false,
        key: KeySchema { hash: part("owner", KeyType::S), range: Some(part("rank", KeyType::N)) },
        projection: Projection::All,
        throughput: Throughput::default(),
    };
    Settings {
        key: KeySchema { hash: part("id", KeyType::S), range: None },
        indexes: vec![owner],
        throughput: Throughput::default(),
        on_demand_since: None,
        on_demand_max: None,
        deletion_protection: false,
        tags: BTreeMap::new(),
        expiry: Some("until".to_owned()),
        class: None,
        kms_key: None,
    }
}

fn key(id: &str) -> Item {
    Item::from([("id".to_owned(), Value::S(id.to_owned()))])
}

fn number(n: u64) -> Value {
    Value::N(Number::parse(&n.to_string()).unwrap())
}

fn item(id: &str, owner: &str, rank: u64, bytes: usize) -> Item {
    let mut item = key(id);
    item.insert("owner".to_owned(), Value::S(owner.to_owned()));
    item.insert("rank".to_owned(), number(rank));
    item.insert("data".to_owned(), Value::B(vec![7; bytes]));
    item
}

/// Every item by its id, and the ids in the index by owner in order of rank.
fn contents(table: &Table) -> (BTreeMap<String, Item>, Vec<String>) {
    let id = |item: &Item| match &item["id"] {
        Value::S(id) => id.clone(),
        _ => unreachable!(),
    };
    let mut items = BTreeMap::new();
    let all = Walk { index: None, extent: Extent::Segment(0, 1), backwards: false, after: None };
    let ended = table.walk(&all, |item| {
        assert!(items.insert(id(&item), item).is_none(), "an item is met once");
        true
    });
    assert_eq!(ended.unwrap(), Some(true));
    let owner = Value::S("me".to_owned());
    let extent = Extent::Partition(&owner, &SortRange::All);
    let mut owned = Vec::new();
    table
        .walk(&Walk { index: Some("owner"), extent, backwards: false, after: None }, |item| {
            owned.push(id(&item));
            true
        })
        .unwrap();
    (items, owned)
}

#[test]
fn an_item_reads_back_at_once_and_after_a_start() {
    let mut rig = Rig::new();
    rig.make("t");
    let item = item("a", "me", 1, 10);
    rig.stage(&[("t", Change::Put(item.clone()))]).unwrap();
    assert!(rig.table("t").item(&key("a")).unwrap() == Some(item.clone()));
    assert!(rig.table("t").last() > rig.store.log().durable());

    rig.commit();
    rig.cut();

    assert!(rig.table("t").item(&key("a")).unwrap() == Some(item));
    assert_eq!(rig.table("t").item(&key("b")).unwrap(), None);
    assert_eq!(rig.table("t").counts().items, 1);
    assert_eq!(contents(&rig.table("t")).1, ["a"]);
}

#[test]
fn the_index_follows_what_items_become() {
    let rig = Rig::new();
    rig.make("t");
    for (id, rank) in [("a", 3), ("b", 2), ("c", 1)] {
        rig.put("t", item(id, "me", rank, 0));
    }
    assert_eq!(contents(&rig.table("t")).1, ["c", "b", "a"]);

    rig.put("t", item("b", "other", 2, 0));
    rig.put("t", item("a", "me", 0, 0));
    rig.delete("t", "c");

    assert_eq!(contents(&rig.table("t")).1, ["a"]);
    assert_eq!(rig.table("t").index_counts("owner").items, 2);
    assert!(rig.table("t").lock().accounts_balance());
}

#[test]
fn a_walk_goes_on_after_a_key_in_either_direction() {
    let rig = Rig::new();
    rig.make("t");
    (0..200).for_each(|n| drop(rig.stage(&[("t", Change::Put(item(&format!("{n:03}"), "me", n, 0)))])));
    rig.commit();
    let owner = Value::S("me".to_owned());
    for backwards in [false, true] {
        let (mut met, mut after): (Vec<String>, Option<Item>) = (Vec::new(), None);
        loop {
            let extent = Extent::Partition(&owner, &SortRange::All);
            let walk = Walk { index: Some("owner"), extent, backwards, after: after.as_ref() };
            let mut page = Vec::new();
            let ended = rig.table("t").walk(&walk, |item| {
                page.push(item);
                page.len() < 7
            });
            met.extend(page.iter().map(|item| Change::Put(item.clone()).key().to_owned()));
            after = page.pop();
            if ended.unwrap() == Some(true) {
                break;
            }
        }
        let mut expected: Vec<String> = (0..200).map(|n| format!("{n:03}")).collect();
        if backwards {
            expected.reverse();
        }
        assert_eq!(met, expected);
    }
}

#[test]
fn what_is_deleted_stays_deleted_when_older_versions_outlive_the_removal() {
    let mut rig = Rig::new();
    rig.make("t");
    // Each version in a segment of its own, kept by an item that is never written again.
    for n in 0..20 {
        rig.put("t", item("victim", "me", n, 1_000));
        rig.put("t", item(&format!("keeper-{n}"), "me", n, 60_000));
    }
    rig.delete("t", "victim");
    for n in 0..400 {
        rig.put("t", item("filler", "me", n, 20_000));
        rig.tick();
    }

    rig.cut();

    assert_eq!(rig.table("t").item(&key("victim")).unwrap(), None);
    assert_eq!(rig.table("t").counts().items, 21);
}

#[test]
fn a_few_keys_rewritten_for_ever_never_fill_the_log() {
    let mut rig = Rig::new();
    rig.make("t");
    for n in 0..30 {
        rig.put("t", item(&format!("rare-{n}"), "me", n, 500));
    }
    for n in 0..3_000 {
        rig.stage(&[("t", Change::Put(item(&format!("lease-{}", n % 5), "me", n, 5_000)))]).unwrap();
        if n % 7 == 0 {
            rig.tick();
        }
    }
    rig.commit();

    rig.cut();

    assert_eq!(rig.table("t").counts().items, 35);
    assert!(rig.table("t").item(&key("rare-7")).unwrap() == Some(item("rare-7", "me", 7, 500)));
}

#[test]
fn removals_make_way_in_the_end() {
    let mut rig = Rig::new();
    rig.make("t");
    rig.put("t", item("stays", "me", 1, 100));
    let long = |n: u64| format!("{n:0>1500}");
    for n in 0..4_000 {
        rig.put("t", item(&long(n), "me", n, 0));
        rig.delete("t", &long(n));
        if n % 5 == 0 {
            rig.tick();
        }
    }
    (0..5).for_each(|_| rig.tick());
    assert!(rig.table("t").lock().gone_bytes < 3 << 20, "{}", rig.table("t").lock().gone_bytes);
    assert!(rig.table("t").lock().floor > 0);

    rig.cut();

    assert_eq!(rig.table("t").counts().items, 1);
    assert!(rig.table("t").lock().floor > 0);
}

#[test]
fn an_item_goes_when_its_time_has_passed_and_a_very_old_time_is_a_mistake() {
    let rig = Rig::new();
    rig.make("t");
    let until = |id: &str, secs: u64| {
        let mut item = item(id, "me", 1, 0);
        item.insert("until".to_owned(), number(secs));
        rig.put("t", item);
    };
    until("soon", START_MS / 1000 + 5);
    until("later", START_MS / 1000 + 500);
    until("mistake", 17);

    (0..10).for_each(|_| rig.tick());

    let left: Vec<String> = contents(&rig.table("t")).0.into_keys().collect();
    assert_eq!(left, ["later", "mistake"]);
}

#[test]
fn deleting_a_table_frees_its_name_and_its_records() {
    let mut rig = Rig::new();
    rig.make("t");
    rig.put("t", item("a", "me", 1, 10));
    let old = rig.table("t");

    rig.store.tables().delete("t").unwrap();
    rig.make("t");

    assert!(old.item(&key("a")).is_err());
    assert_eq!(rig.table("t").item(&key("a")).unwrap(), None);
    rig.cut();
    assert_eq!(rig.table("t").counts().items, 0);
    assert!(matches!(rig.store.tables().delete("x"), Err(ChangeError::Unknown)));
}

#[test]
fn an_index_made_later_finds_what_is_there() {
    let mut rig = Rig::new();
    let plain = Settings { indexes: Vec::new(), ..settings() };
    rig.store.tables().create("t", plain, rig.now()).unwrap();
    rig.put("t", item("a", "me", 1, 10));
    rig.stage(&[("t", Change::Put(item("b", "me", 0, 10)))]).unwrap();

    let add = |s: &mut Settings| {
        s.indexes = settings().indexes;
        Ok::<_, ChangeError>(())
    };
    rig.store.tables().change("t", add).unwrap();

    assert_eq!(contents(&rig.table("t")).1, ["b", "a"]);
    rig.commit();
    rig.cut();
    assert_eq!(contents(&rig.table("t")).1, ["b", "a"]);
    assert!(rig.table("t").lock().accounts_balance());
}

#[test]
fn a_token_is_remembered_for_ten_minutes_across_a_start() {
    let mut rig = Rig::new();
    rig.make("t");
    let asks = |rig: &Rig| {
        let targets = [Target { table: rig.table("t"), key: key("a"), reads: false }];
        Writing::begin(&targets).unwrap().done("token", rig.now().line)
    };
    {
        let targets = [Target { table: rig.table("t"), key: key("a"), reads: false }];
        let mut writing = Writing::begin(&targets).unwrap();
        writing.put(0, item("a", "me", 1, 1)).unwrap();
        writing.remember("token", [3; 32], rig.now().line);
        let receipt = rig.store.stage(writing.batch(), rig.now()).unwrap();
        writing.staged(&receipt);
        rig.commit();
    }

    rig.cut();
    assert_eq!(asks(&rig), Some([3; 32]));
    rig.clock.advance_ms(600_000);
    assert_eq!(asks(&rig), None);
    rig.tick();
    rig.cut();
    assert_eq!(asks(&rig), None);
}

#[test]
fn the_record_of_a_token_lives_until_the_next_one_is_on_flash() {
    let rig = Rig::new();
    rig.make("t");
    let targets = [Target { table: rig.table("t"), key: key("a"), reads: false }];
    let remember = || {
        let mut writing = Writing::begin(&targets).unwrap();
        writing.remember("token", [3; 32], rig.now().line);
        let receipt = rig.store.stage(writing.batch(), rig.now()).unwrap();
        let seq = receipt.peek()[0];
        writing.staged(&receipt);
        seq
    };
    let first = remember();
    rig.commit();

    remember();

    assert!(!rig.table("t").is_dead(first.0, first.0 + 1), "a cut would bring it back");
    rig.commit();
    assert!(rig.table("t").is_dead(first.0, first.0 + 1));
}

#[test]
fn an_empty_range_is_empty_even_when_it_ends_before_it_begins() {
    let rig = Rig::new();
    rig.make("t");
    rig.put("t", item("a", "me", 1, 0));
    let (owner, low, high) = (Value::S("me".to_owned()), number(5), number(1));
    let sort = SortRange::Between(Bound::Included(&low), Bound::Included(&high));
    let extent = Extent::Partition(&owner, &sort);

    let ended =
        rig.table("t").walk(&Walk { index: Some("owner"), extent, backwards: false, after: None }, |_| {
            panic!("nothing is there")
        });

    assert_eq!(ended.unwrap(), Some(true));
}

type World = BTreeMap<(String, String), Item>;

/// What two tables hold, by table and id.
fn world(rig: &Rig) -> World {
    let mut world = World::new();
    for name in ["t", "u"] {
        let table = rig.table(name);
        let (items, owned) = contents(&table);
        let mut expected: Vec<_> =
            items.iter().filter(|(_, item)| item["owner"] == Value::S("me".to_owned())).collect();
        expected.sort_by_key(|(id, item)| match &item["rank"] {
            Value::N(rank) => (*rank, (*id).clone()),
            _ => unreachable!(),
        });
        let expected: std::collections::BTreeSet<_> =
            expected.into_iter().map(|(id, _)| id.clone()).collect();
        assert_eq!(expected, owned.into_iter().collect(), "the index has what the table has");
        assert!(table.lock().accounts_balance());
        world.extend(items.into_iter().map(|(id, item)| ((name.to_owned(), id), item)));
    }
    world
}

/// Random puts, removals and transactions over two tables, with cuts: what was committed is there, of the rest a beginning.
fn run(seed: u64, steps: u32) {
    let draws = SeededEntropy::new(seed);
    let draw = |below: u32| u32::from_le_bytes(draws.bytes()) % below;
    let mut rig = Rig::new();
    rig.make("t");
    rig.make("u");
    // What was committed, and what it became with each batch since.
    let mut states = vec![World::new()];
    for step in 0..steps {
        let mut changes: BTreeMap<(String, String), Change> = BTreeMap::new();
        for _ in 0..1 + draw(3) {
            let (table, id) = (["t", "u"][draw(2) as usize].to_owned(), format!("k{}", draw(12)));
            let change = if draw(3) == 0 {
                Change::Delete(id.clone())
            } else {
                let owner = ["me", "you"][draw(2) as usize];
                Change::Put(item(&id, owner, draw(5).into(), draw(3_000) as usize))
            };
            changes.insert((table, id), change);
        }
        let list: Vec<(&str, Change)> = changes.iter().map(|((t, _), c)| (t.as_str(), c.clone())).collect();
        if rig.stage(&list).is_ok() {
            let mut next = states.last().unwrap().clone();
            for (at, change) in changes {
                match change {
                    Change::Put(item) => _ = next.insert(at, item),
                    Change::Delete(_) => _ = next.remove(&at),
                }
            }
            states.push(next);
        }
        match draw(10) {
            0..4 => {
                rig.commit();
                states.drain(..states.len() - 1);
            }
            4..6 => {
                rig.tick();
                states.drain(..states.len() - 1);
            }
            6 => {
                rig.cut();
                let now = world(&rig);
                let at = states.iter().position(|state| *state == now);
                let at = at.unwrap_or_else(|| panic!("seed {seed}, step {step}: neither before nor after"));
                states = vec![states[at].clone()];
            }
            _ => assert!(world(&rig) == *states.last().unwrap(), "seed {seed}, step {step}"),
        }
    }
}

#[test]
fn two_tables_are_what_a_plain_model_says_under_power_cuts() {
    for seed in 0..8 {
        run(seed, 200);
    }
}
