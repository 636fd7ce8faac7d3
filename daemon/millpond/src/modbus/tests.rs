//! Devices that behave and misbehave, on real sockets and pseudo-terminals.

use super::{Duration, Instant, Pollers, pause};
use crate::config::{Config, Modbus};
use crate::entropy::KernelEntropy;
use crate::testing::create_stream;
use millpond_base::{AccountId, Clock, ManualClock, Region, Secret, Seq};
use millpond_log::disk::SimDisk;
use millpond_log::{Log, ReadLimit};
use millpond_pack::modbus::crc;
use millpond_store::catalog::Image;
use millpond_store::keyring::RootKey;
use millpond_store::{Catalog, Parts, Store};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

const SOON: Duration = Duration::from_secs(20);

fn store() -> Arc<Store> {
    let options =
        millpond_log::Options { budget_bytes: 64 << 20, segment_bytes: 1 << 20, ..Default::default() };
    let disk = Arc::new(SimDisk::new(1));
    Log::create(&*disk, &options, &KernelEntropy).unwrap();
    let image = Image::default();
    let catalog = Arc::new(Catalog::from_image(&image, Secret::new(vec![7; 32]), &KernelEntropy).unwrap());
    let clock = Arc::new(ManualClock::at_ms(1_800_000_000_000));
    let (log, _) = Log::open(disk, options, &KernelEntropy, clock.now().wall).unwrap();
    let store = Store::open(Parts {
        log: Arc::new(log),
        catalog,
        root: &RootKey::from_bytes([5; 32]),
        clock,
        entropy: Arc::new(KernelEntropy),
        account: AccountId::parse("000000000000").unwrap(),
        region: Region::parse("us-east-1").unwrap(),
    });
    let store = Arc::new(store.unwrap());
    create_stream(&store, "readings");
    store
}

fn stored(store: &Store) -> Vec<serde_json::Value> {
    stored_in(store, "readings")
}

fn stored_in(store: &Store, name: &str) -> Vec<serde_json::Value> {
    store.commit(store.clock().now()).unwrap();
    let stream = store.streams().find(name).unwrap();
    let limit = ReadLimit { records: 1000, bytes: 1 << 20 };
    let page = store.streams().read(&stream.shards()[0], Seq(0), limit).unwrap();
    page.records.iter().map(|record| serde_json::from_slice(&record.body).unwrap()).collect()
}

fn devices(lines: &str) -> Vec<Modbus> {
    let text = format!(
        "[[modbus]]\nname = \"boiler\"\nto = \"stream/readings\"\nevery_ms = 10\ntimeout_ms = 200\n{lines}\nregisters = [{{ name = \
         \"t\", register = 5, type = \"i16\", scale = 0.1, unit = \"°C\" }}, {{ name = \"n\", register = 6, type = \"u32\" }}]"
    );
    Config::parse(&text).unwrap().modbus
}

fn wait_until(mut done: impl FnMut() -> bool) {
    let end = Instant::now() + SOON;
    while !done() {
        assert!(Instant::now() < end, "it did not happen within {SOON:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

const DATA: [u8; 6] = [0, 213, 0, 1, 0, 2];

fn good(request: &[u8]) -> Vec<u8> {
    let mut answer = request[..4].to_vec();
    answer.extend([0, 9, 1, 3, 6]);
    answer.extend(DATA);
    answer
}

/// A device that answers each request as `script` says: what to send, and whether to hang up then.
fn device(
    script: impl Fn(usize, &[u8]) -> (Vec<u8>, bool) + Send + 'static,
) -> (String, std::thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let thread = std::thread::spawn(move || {
        let mut asked = 0;
        while let Ok((mut stream, _)) = listener.accept() {
            let mut request = [0; 12];
            while stream.read_exact(&mut request).is_ok() {
                if request[6] == 0xff {
                    return;
                }
                let (answer, hang_up) = script(asked, &request);
                asked += 1;
                if stream.write_all(&answer).is_err() || hang_up {
                    break;
                }
            }
        }
    });
    (address, thread)
}

/// Ends a device.
fn end(address: &str, thread: std::thread::JoinHandle<()>) {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.write_all(&[0xff; 12]).unwrap();
    thread.join().unwrap();
}

#[test]
fn a_device_is_polled_and_its_readings_are_numbered_over_restarts() {
    let store = store();
    let (address, thread) = device(|_, request| {
        assert_eq!(request[6..], [1, 3, 0, 5, 0, 3]);
        (good(request), false)
    });
    let devices = devices(&format!("address = \"{address}\""));

    for turn in 1..=2 {
        let pollers = Pollers::start(&devices, &store).unwrap();
        wait_until(|| pollers.status()[0].readings >= 3);
        assert_eq!(pollers.status()[0].state, "polling", "{turn}");
        pollers.stop();
    }
    end(&address, thread);

    let stored = stored(&store);
    assert!(stored.len() >= 6);
    for (number, line) in stored.iter().enumerate() {
        let expected = serde_json::json!({
            "node": "boiler", "sequence": number, "arrived_ms": 1_800_000_000_000_u64, "clock_trusted": true,
            "values": { "t": 21.3, "n": 65_538 }, "units": { "t": "°C" },
        });
        assert_eq!(*line, expected);
    }
}

#[test]
fn every_way_to_misbehave_is_counted_and_the_next_poll_is_whole() {
    let store = store();
    let (address, thread) = device(|asked, request| match asked {
        // Nothing; what is too late then must not be taken for the next answer.
        0 => (Vec::new(), false),
        // Killed in the middle of an answer.
        1 => (good(request)[..8].to_vec(), true),
        2 => (vec![request[0], request[1], 0, 0, 0, 3, 1, 0x83, 2], false),
        // Without data: what a well-known library panics on.
        3 => (vec![request[0], request[1], 0, 0, 0, 3, 1, 3, 0], false),
        4 => (vec![0xee; 40], false),
        _ => (good(request), false),
    });
    let mut devices = devices(&format!("address = \"{address}\""));
    devices[0].timeout_ms = crate::config::Within(100);
    let pollers = Pollers::start(&devices, &store).unwrap();

    // The pauses in between grow: a second, two, four, eight.
    wait_until(|| pollers.status()[0].malformed >= 1);
    let status = pollers.status()[0].clone();

    assert_eq!((status.timeouts, status.absent, status.exceptions, status.malformed), (1, 1, 1, 1));
    assert!(status.last_error.contains("not to what was asked"), "{}", status.last_error);
    assert!(status.line().contains("1 timeouts, 1 refusals"), "{}", status.line());
    pollers.stop();
    let pollers = Pollers::start(&devices, &store).unwrap();
    wait_until(|| pollers.status()[0].malformed == 1 && pollers.status()[0].readings >= 2);
    pollers.stop();
    end(&address, thread);
    let numbers: Vec<_> = stored(&store).iter().map(|line| line["sequence"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (0..numbers.len() as u64).collect::<Vec<_>>());
}

#[test]
fn a_missing_stream_is_told_and_its_readings_are_missing_in_the_numbers() {
    let store = store();
    let (address, thread) = device(|_, request| (good(request), false));
    let mut devices = devices(&format!("address = \"{address}\""));
    devices[0].to = crate::config::Place::Stream("later".into());
    let pollers = Pollers::start(&devices, &store).unwrap();
    wait_until(|| pollers.status()[0].unstored >= 2);
    assert!(pollers.status()[0].state.contains("missing or refuses"));

    create_stream(&store, "later");
    wait_until(|| pollers.status()[0].readings >= 1);
    let unstored = pollers.status()[0].unstored;
    pollers.stop();
    end(&address, thread);
    assert_eq!(stored_in(&store, "later")[0]["sequence"], unstored);
}

#[test]
fn a_serial_line_is_asked_with_checksums_and_noise_is_counted() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let store = store();
    let line = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&line).unwrap();
    unlockpt(&line).unwrap();
    let path = ptsname(&line, Vec::new()).unwrap().into_string().unwrap();
    let mut line = std::fs::File::from(line);
    // Held open, so that the line does not end while nobody listens.
    let held = std::fs::OpenOptions::new().read(true).write(true).open(&path).unwrap();
    let thread = std::thread::spawn(move || {
        let (mut asked, mut request) = (0, [0; 8]);
        // The line ends when nobody holds its other end.
        while line.read_exact(&mut request).is_ok() {
            assert_eq!(request[..6], [1, 3, 0, 5, 0, 3]);
            assert_eq!(crc(&request[..6]).to_le_bytes(), request[6..]);
            let mut answer = vec![1, 3, 6];
            answer.extend(DATA);
            let sum = crc(&answer) ^ u16::from(asked == 1);
            answer.extend(sum.to_le_bytes());
            // In two pieces, as a slow line gives them.
            line.write_all(&answer[..4]).unwrap();
            line.write_all(&answer[4..]).unwrap();
            asked += 1;
        }
    });
    let pollers =
        Pollers::start(&devices(&format!("serial = \"{path}\"\nparity = \"none\"")), &store).unwrap();

    wait_until(|| pollers.status()[0].readings >= 10);

    assert_eq!(pollers.status()[0].crc, 1);
    pollers.stop();
    drop(held);
    thread.join().unwrap();
    assert_eq!(stored(&store)[0]["values"], serde_json::json!({ "t": 21.3, "n": 65_538 }));
}

#[test]
fn failures_in_a_row_are_left_alone_longer_and_longer() {
    let pauses: Vec<u64> = (0..9).map(|n| pause(Duration::from_millis(100), n).as_secs()).collect();
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    assert_eq!(pause(Duration::from_secs(3_600), 0), Duration::from_secs(3_600));
    assert_eq!(pause(Duration::from_secs(3_600), 40), Duration::from_secs(3_600));
}
