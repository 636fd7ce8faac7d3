//! Measures the seals: every implementation and algorithm over chunks of several sizes, sealing and opening.
//!
//! `cargo run --release -p millpond-log --example seal -- [MILLISECONDS]`
//!
//! Prints MB/s, and how long making a key ready takes. One core. To see a processor without AES instructions:
//! `RUSTFLAGS='--cfg aes_backend="soft"'` for the aes crate, `OPENSSL_ia32cap='~0x200000200000000'` for aws-lc.

use std::error::Error;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use millpond_log::seal::{AesGcmSuite, Algorithm, AwsLcSuite, Nonce, Suite};

const SIZES: [usize; 5] = [256, 4 << 10, 32 << 10, 256 << 10, 1 << 20];
/// As long as the header of a chunk.
const HEAD: [u8; 56] = [7; 56];

fn main() -> Result<(), Box<dyn Error>> {
    let each = std::env::args().nth(1).map_or(Ok(300), |text| text.parse())?;
    let each = Duration::from_millis(each);
    let contenders: [(&str, &dyn Suite, Algorithm); 3] = [
        ("aes-gcm     aes-256-gcm", &AesGcmSuite, Algorithm::Aes256Gcm),
        ("aws-lc      aes-256-gcm", &AwsLcSuite::default(), Algorithm::Aes256Gcm),
        ("aws-lc      chacha20-poly1305", &AwsLcSuite::default(), Algorithm::ChaCha20Poly1305),
    ];
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:32}{:>9}{:>12}{:>12}{:>12}", "", "bytes", "seal MB/s", "open MB/s", "key ns")?;
    for (name, suite, algorithm) in contenders {
        let ready = rate(each, &mut || _ = black_box(suite.cipher(algorithm, black_box(&[9; 32]))));
        let cipher = suite.cipher(algorithm, &[9; 32]);
        for bytes in SIZES {
            let mut chunk = vec![5; bytes];
            let seal = rate(each, &mut || _ = black_box(cipher.seal(&Nonce::at(1, 2), &HEAD, &mut chunk)));
            let mut sealed = vec![5; bytes];
            let tag = cipher.seal(&Nonce::at(1, 2), &HEAD, &mut sealed);
            let open = rate(each, &mut || {
                chunk.copy_from_slice(&sealed);
                let opened = cipher.open(&Nonce::at(1, 2), &HEAD, &mut chunk, &tag);
                assert!(opened.is_ok(), "a chunk opens that was just sealed");
            });
            let megabytes = |rate: f64| rate * bytes as f64 / 1e6;
            let (seal, open) = (megabytes(seal), megabytes(open));
            writeln!(out, "{name:32}{bytes:>9}{seal:>12.0}{open:>12.0}{:>12.0}", 1e9 / ready)?;
        }
    }
    Ok(())
}

/// Runs a second.
fn rate(each: Duration, work: &mut dyn FnMut()) -> f64 {
    work();
    let (started, mut runs) = (Instant::now(), 0_u32);
    while started.elapsed() < each {
        (0..8).for_each(|_| work());
        runs += 8;
    }
    f64::from(runs) / started.elapsed().as_secs_f64()
}
