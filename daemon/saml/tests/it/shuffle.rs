//! Random wrapping: elements of signed messages are moved, copied, forged and put into each other, and whatever is still
//! believed says what was signed. The eight published forms are among what this can make.

use crate::rig::{ASSERTION, BOTH, RESPONSE, read};
use millpond_base::{Entropy, SeededEntropy};
use std::ops::Range;

/// How many messages are made; `MILLPOND_MUTATIONS` multiplies it.
const MESSAGES: u32 = 10_000;

fn draw(chance: &SeededEntropy, below: usize) -> usize {
    usize::try_from(u64::from_le_bytes(chance.bytes()) % below.max(1) as u64).unwrap()
}

/// Where each element of a message stands, as long as it is well-formed, and where its content begins.
fn elements(text: &str) -> Vec<(Range<usize>, usize)> {
    let (mut open, mut found, mut at) = (Vec::<(usize, usize)>::new(), Vec::new(), 0);
    while let Some(from) = text[at..].find('<').map(|offset| at + offset) {
        let skip = |end: &str| text[from..].find(end).map_or(text.len(), |to| from + to + end.len());
        if text[from..].starts_with("<!--") {
            at = skip("-->");
        } else if text[from..].starts_with("<![") {
            at = skip("]]>");
        } else if text[from..].starts_with("<?") {
            at = skip("?>");
        } else {
            at = skip(">");
            if text[from..].starts_with("</") {
                // A forged signature within another may have been cut in two.
                let Some((begin, inside)) = open.pop() else { return found };
                found.push((begin..at, inside));
            } else if text[..at].ends_with("/>") {
                found.push((from..at, at));
            } else {
                open.push((from, at));
            }
        }
    }
    found
}

/// What a forger may do to a copy: another id, another subject, another role, no signature.
fn forged(copy: &str, chance: &SeededEntropy) -> String {
    let edits = [
        ("ID=\"_a1\"", "ID=\"_evil\""),
        ("ID=\"_r1\"", "ID=\"_evil2\""),
        ("ali<!-- nothing -->ce", "mallory"),
        ("role/operator", "role/administrator"),
    ];
    let wanted = edits.into_iter().filter(|_| draw(chance, 2) == 0);
    let copy = wanted.fold(copy.to_owned(), |copy, (from, to)| copy.replace(from, to));
    let end = "</ds:Signature>";
    match (copy.find("<ds:Signature "), copy.find(end)) {
        (Some(from), Some(to)) if from < to && draw(chance, 2) == 0 => {
            [&copy[..from], &copy[to + end.len()..]].concat()
        }
        _ => copy,
    }
}

/// Cuts or copies an element and puts it somewhere.
fn rearranged(text: &str, chance: &SeededEntropy) -> String {
    let all = elements(text);
    if all.is_empty() {
        return text.to_owned();
    }
    // Mostly what attacks are made of, and what stands beside it.
    let weighty = |(range, _): &&(Range<usize>, usize)| {
        ["<Assertion ", "<ds:Signature ", "<samlp:"]
            .iter()
            .any(|begin| text[range.start..].starts_with(begin))
    };
    let weighty: Vec<&(Range<usize>, usize)> = all.iter().filter(weighty).collect();
    let any = || match draw(chance, 4) {
        1.. if !weighty.is_empty() => weighty[draw(chance, weighty.len())],
        _ => &all[draw(chance, all.len())],
    };
    let (range, _) = any();
    let piece = forged(&text[range.clone()], chance);
    let (target, inside) = any();
    let to = [target.start, target.end, *inside, text[..target.end].rfind('<').unwrap()];
    let to = to[draw(chance, 4)];
    let (from, until) = (range.start, range.end);
    match (draw(chance, 2) == 0, to) {
        (true, to) if to <= from => [&text[..to], &piece, &text[to..from], &text[until..]].concat(),
        (true, to) if to >= until => [&text[..from], &text[until..to], &piece, &text[to..]].concat(),
        // A copy; an element cannot be moved into itself.
        (_, to) => [&text[..to], &piece, &text[to..]].concat(),
    }
}

#[test]
fn no_rearrangement_of_a_signed_message_says_anything_else() {
    let factor = std::env::var("MILLPOND_MUTATIONS").map_or(1, |factor| factor.parse::<u32>().unwrap());
    let genuine = read(ASSERTION).unwrap();
    let chance = SeededEntropy::new(7);
    let (mut believed, mut well_formed) = (0, 0);

    for number in 0..MESSAGES * factor {
        let mut message = [ASSERTION, ASSERTION, RESPONSE, BOTH][draw(&chance, 4)].to_owned();
        for _ in 0..=draw(&chance, 3) {
            message = rearranged(&message, &chance);
        }
        match read(&message) {
            Ok(assertion) => {
                assert_eq!(assertion, genuine, "message {number}: {message}");
                believed += 1;
            }
            Err(millpond_saml::Refusal::Unreadable) => {}
            Err(_) => well_formed += 1,
        }
    }

    // Otherwise this would prove little: some changes are harmless, and most must be well-formed XML.
    assert!(believed > 20 * factor && well_formed > MESSAGES * factor / 3, "{believed}, {well_formed}");
}
