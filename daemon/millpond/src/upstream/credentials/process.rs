//! A program that prints credentials.

use super::NoCredentials;
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// Longest output that is read, in bytes. Tokens have some 2 KiB, SAML responses some 20.
const OUTPUT_BYTES_MAX: u64 = 256 << 10;

/// How often it is looked whether a program has ended.
const LOOK: Duration = Duration::from_millis(10);

/// Runs a program and returns what it prints. No shell reads its arguments, and it is ended when it takes too long.
pub(super) async fn output(words: &[String], limit: Duration) -> Result<Zeroizing<Vec<u8>>, NoCredentials> {
    let words = words.to_vec();
    let (tell, told) = oneshot::channel();
    // A thread of its own: those of the runtime are few and have other things to do.
    std::thread::Builder::new()
        .name("credentials".into())
        .spawn(move || tell.send(run(&words, limit)))
        .map_err(|error| NoCredentials::later(format!("cannot start a thread: {error}")))?;
    told.await.unwrap_or_else(|_| Err(NoCredentials::later("the program's thread had panicked")))
}

fn run(words: &[String], limit: Duration) -> Result<Zeroizing<Vec<u8>>, NoCredentials> {
    let (program, arguments) =
        words.split_first().ok_or_else(|| NoCredentials::repair("no program is named"))?;
    let deadline = Instant::now() + limit;
    let mut running = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| NoCredentials::repair(format!("cannot start {program}: {error}")))?;
    let printed = read(&mut running, deadline);
    let ended = match &printed {
        Ok(text) if text.len() as u64 <= OUTPUT_BYTES_MAX => wait(&mut running, deadline),
        _ => None,
    };
    let Some(ended) = ended else {
        let _ = running.kill();
        let _ = running.wait();
        return Err(match printed {
            Ok(text) if text.len() as u64 > OUTPUT_BYTES_MAX => {
                NoCredentials::repair(format!("{program} prints more than credentials"))
            }
            Err(RecvTimeoutError::Disconnected) => NoCredentials::later(format!("{program} cannot be read")),
            _ => NoCredentials::later(format!("{program} did not end within {} s", limit.as_secs())),
        });
    };
    match printed {
        Ok(text) if ended.success() => Ok(text),
        // What it said may hold secrets of its own, so nobody repeats it here.
        _ => Err(NoCredentials::later(format!("{program} failed ({ended}); run it by hand to see why"))),
    }
}

/// Reads what a program prints until it prints no more.
fn read(running: &mut Child, deadline: Instant) -> Result<Zeroizing<Vec<u8>>, RecvTimeoutError> {
    let (tell, told) = channel();
    let out = running.stdout.take();
    std::thread::spawn(move || {
        let mut text = Zeroizing::new(Vec::with_capacity(8 << 10));
        let read = out.map(|out| out.take(OUTPUT_BYTES_MAX + 1).read_to_end(&mut text));
        if matches!(read, Some(Ok(_))) {
            let _ = tell.send(text);
        }
    });
    told.recv_timeout(deadline.saturating_duration_since(Instant::now()))
}

fn wait(running: &mut Child, deadline: Instant) -> Option<ExitStatus> {
    loop {
        match running.try_wait() {
            Ok(Some(ended)) => return Some(ended),
            Ok(None) if Instant::now() < deadline => std::thread::sleep(LOOK),
            Ok(None) | Err(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_forward::Failure;

    async fn run(line: &str, limit: Duration) -> Result<String, NoCredentials> {
        let words = millpond_credentials::words(line).unwrap();
        output(&words, limit).await.map(|text| String::from_utf8(text.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn arguments_reach_the_program_as_they_are() {
        let limit = Duration::from_secs(30);

        assert_eq!(run("/bin/echo '$HOME' \"a  b\"", limit).await.unwrap(), "$HOME a  b\n");
    }

    #[tokio::test]
    async fn what_goes_wrong_is_told_apart() {
        let limit = Duration::from_secs(30);

        let fault = run("/nonexistent/program", limit).await.unwrap_err();
        assert_eq!(fault.failure, Failure::Refused);
        let fault = run("/bin/false", limit).await.unwrap_err();
        assert_eq!(fault.failure, Failure::Unreachable);
        let fault = run("/bin/sleep 600", Duration::from_millis(50)).await.unwrap_err();
        assert!(fault.why.contains("did not end within"), "{}", fault.why);
        let fault = run("/usr/bin/yes", limit).await.unwrap_err();
        assert!(fault.why.contains("more than credentials"), "{}", fault.why);
    }
}
