//! What a link or a route may carry: bytes a day and a month, and hours in which it is quiet.
//!
//! A call is asked for with the most it may take, which is held back until it ends; what really went over the wire is counted
//! while it goes. What is written down is always ahead of what was counted, so that a power cut makes the rest look smaller, never
//! larger. Days and months are the wall clock's while it is trusted, and never come faster than the device timeline allows.

use crate::calendar::{DAY_MS, Offset, Quiet, month_end, month_of};
use millpond_base::{LineMs, Now, WallMs};
use std::fmt;

/// What a budget allows. Without any of it everything goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in a day, both ways together.
    pub bytes_per_day: Option<u64>,
    /// Bytes in a calendar month, both ways together.
    pub bytes_per_month: Option<u64>,
    /// Hours in which nothing goes. They are not kept while the clock is not trusted.
    pub quiet: Vec<Quiet>,
    /// Where days begin, and what quiet hours are meant in.
    pub offset: Offset,
}

/// A day or a month, and what was spent of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Days since 1970, or months since the year 0; 0 when the clock has not been trusted since it began.
    pub number: u32,
    /// Bytes, both ways together.
    pub bytes: u64,
    /// When it began, on the device timeline.
    pub since: LineMs,
}

/// What survives a restart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// The day.
    pub day: Spent,
    /// The month.
    pub month: Spent,
}

/// Why a call has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The day's or the month's bytes do not suffice for it.
    Spent {
        /// Which of the two.
        span: Span,
        /// Bytes allowed in it.
        limit: u64,
        /// Bytes left.
        left: u64,
        /// Bytes that the call may take.
        needs: u64,
    },
    /// Calls under way may need what is left.
    UnderWay,
    /// It is a quiet hour.
    Quiet,
}

/// What a budget says to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may go.
    Go,
    /// It may go although it is larger than all that is allowed in a day or month, of which nothing is spent: it would wait for ever.
    Oversize,
    /// It has to wait.
    Wait {
        /// For so long, in milliseconds. Ask again then, or whenever something changed.
        ms: u64,
        /// The same by the wall clock, while it is trusted.
        until: Option<WallMs>,
        /// The reason.
        why: Why,
    },
}

/// A day or a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// From midnight to midnight.
    Day,
    /// A calendar month.
    Month,
}

/// Bytes that may go before what is spent is written down again are this part of a limit: as many writes in a day or month, and no
/// larger a part of it lost to a power cut.
const STEP_PART: u64 = 64;
/// And no fewer bytes than these.
const STEP_MIN: u64 = 16 << 10;
/// How soon a call asks again that waits for others.
const UNDER_WAY_MS: u64 = 1_000;

/// One span of a budget.
#[derive(Clone, Copy, Debug)]
struct Period {
    span: Span,
    limit: Option<u64>,
    spent: Spent,
    /// What is written down, and of which span.
    kept: (u32, u64),
    /// When the wall clock last began a span since the start.
    turned: Option<LineMs>,
}

/// A budget and what was spent of it.
#[derive(Clone, Debug)]
pub struct Budget {
    limits: Limits,
    day: Period,
    month: Period,
    held: u64,
}

impl Period {
    const fn new(span: Span, limit: Option<u64>, spent: Spent) -> Self {
        Self { span, limit, spent, kept: (spent.number, spent.bytes), turned: None }
    }

    /// How long the timeline has to go on for a span to be over whatever the wall clock says; and the least between two that the
    /// wall clock ends.
    const fn lengths_ms(&self) -> (u64, u64) {
        match self.span {
            Span::Day => (DAY_MS, 20 * 3_600_000),
            Span::Month => (31 * DAY_MS, 27 * DAY_MS),
        }
    }

    /// Begins another span when the time has come.
    fn turn(&mut self, number: Option<u32>, line: LineMs) {
        let (longest_ms, shortest_ms) = self.lengths_ms();
        if self.spent.since == LineMs(0) {
            self.spent.since = line;
        }
        if let Some(number) = number.filter(|_| self.spent.number == 0) {
            // Which one it is was not known until now. That is no reason for another.
            self.spent.number = number;
            self.kept.0 = number;
        }
        let by_wall = number.is_some_and(|number| number > self.spent.number)
            && self.turned.is_none_or(|turned| line.since_ms(turned) >= shortest_ms);
        if by_wall {
            self.turned = Some(line);
        }
        if by_wall || line.since_ms(self.spent.since) >= longest_ms {
            self.spent = Spent { number: number.unwrap_or(0), bytes: 0, since: line };
            self.kept = (self.spent.number, 0);
        }
    }

    fn left(&self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.spent.bytes))
    }

    /// What it says to a call while others hold so many bytes: nothing, or why it must wait.
    fn judge(&self, bytes: u64, held: u64) -> Verdict {
        let (Some(limit), Some(left)) = (self.limit, self.left()) else { return Verdict::Go };
        if held.saturating_add(bytes) <= left {
            return Verdict::Go;
        }
        if self.spent.bytes == 0 && held == 0 {
            return Verdict::Oversize;
        }
        if bytes <= left || (held > 0 && left == limit) {
            return Verdict::Wait { ms: UNDER_WAY_MS, until: None, why: Why::UnderWay };
        }
        let why = Why::Spent { span: self.span, limit, left, needs: bytes };
        Verdict::Wait { ms: 0, until: None, why }
    }

    /// When the span ends.
    fn end(&self, now: Now, offset: Offset) -> (u64, Option<WallMs>) {
        if now.trusted
            && self.turned.is_none_or(|turned| now.line.since_ms(turned) >= self.lengths_ms().1 / 2)
        {
            let local = offset.local(now.wall);
            let end = match self.span {
                Span::Day => WallMs((local.0 / DAY_MS + 1) * DAY_MS),
                Span::Month => month_end(local),
            };
            return (end.0 - local.0, Some(offset.utc(end)));
        }
        let end = self.spent.since.after_ms(self.lengths_ms().0);
        (end.since_ms(now.line).max(1_000), None)
    }

    fn must_be_written(&self, held: u64) -> bool {
        self.limit.is_some() && self.spent.bytes.saturating_add(held) > self.kept.1
    }

    /// What to write down so that `held` and some more are covered.
    fn ahead(&mut self, held: u64) -> Spent {
        let step = self.limit.map_or(0, |limit| (limit / STEP_PART).max(STEP_MIN));
        let bytes = self.spent.bytes.saturating_add(held).saturating_add(step);
        self.kept = (self.spent.number, bytes);
        Spent { bytes, ..self.spent }
    }
}

impl Budget {
    /// A budget of which so much was spent before.
    #[must_use]
    pub const fn new(limits: Limits, saved: Saved) -> Self {
        let day = Period::new(Span::Day, limits.bytes_per_day, saved.day);
        let month = Period::new(Span::Month, limits.bytes_per_month, saved.month);
        Self { limits, day, month, held: 0 }
    }

    /// Asks for a call of at most so many bytes, both ways together, with whatever it needs to be made. Nothing is held back yet.
    pub fn ask(&mut self, bytes: u64, now: Now) -> Verdict {
        self.turn(now);
        if let Some(until) = self.quiet_until(now) {
            return Verdict::Wait { ms: until.0 - now.wall.0, until: Some(until), why: Why::Quiet };
        }
        let mut verdict = Verdict::Go;
        for period in [&self.day, &self.month] {
            match period.judge(bytes, self.held) {
                Verdict::Go => {}
                Verdict::Oversize => verdict = Verdict::Oversize,
                Verdict::Wait { why: why @ Why::Spent { .. }, .. } => {
                    let (ms, until) = period.end(now, self.limits.offset);
                    return Verdict::Wait { ms, until, why };
                }
                wait @ Verdict::Wait { .. } => return wait,
            }
        }
        verdict
    }

    /// Holds bytes back for a call that goes. When something is returned it must be on flash before the call begins.
    #[must_use]
    pub fn hold(&mut self, bytes: u64) -> Option<Saved> {
        self.held = self.held.saturating_add(bytes);
        let held = self.held;
        if !self.day.must_be_written(held) && !self.month.must_be_written(held) {
            return None;
        }
        Some(Saved { day: self.day.ahead(held), month: self.month.ahead(held) })
    }

    /// Gives back what was held for a call; what it took has been counted.
    pub const fn release(&mut self, bytes: u64) {
        self.held = self.held.saturating_sub(bytes);
    }

    /// Forgets what was said to be written down: it could not be.
    pub const fn not_written(&mut self) {
        self.day.kept.1 = 0;
        self.month.kept.1 = 0;
    }

    /// Counts bytes that went over the wire.
    pub const fn count(&mut self, bytes: u64) {
        self.day.spent.bytes = self.day.spent.bytes.saturating_add(bytes);
        self.month.spent.bytes = self.month.spent.bytes.saturating_add(bytes);
    }

    /// What was spent, exactly: for an orderly end, and for people.
    pub fn spent(&mut self, now: Now) -> Saved {
        self.turn(now);
        Saved { day: self.day.spent, month: self.month.spent }
    }

    /// What is left of the day and of the month, where they are limited.
    pub fn left(&mut self, now: Now) -> (Option<u64>, Option<u64>) {
        self.turn(now);
        (self.day.left(), self.month.left())
    }

    /// What it allows.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// True when it bounds bytes, and so has something to write down.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.limits.bytes_per_day.is_some() || self.limits.bytes_per_month.is_some()
    }

    fn quiet_until(&self, now: Now) -> Option<WallMs> {
        if !now.trusted {
            return None;
        }
        let local = self.limits.offset.local(now.wall);
        let mut end = local;
        // One may begin where another ends; each is met once.
        for _ in 0..=self.limits.quiet.len() {
            let Some(later) = self.limits.quiet.iter().find_map(|quiet| quiet.end(end)) else { break };
            end = later;
        }
        (end > local).then(|| self.limits.offset.utc(end))
    }

    fn turn(&mut self, now: Now) {
        let local = now.trusted.then(|| self.limits.offset.local(now.wall));
        let day = local.map(|local| u32::try_from(local.0 / DAY_MS).unwrap_or(u32::MAX));
        self.day.turn(day, now.line);
        self.month.turn(local.map(month_of), now.line);
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Quiet => f.write_str("these are quiet hours"),
            Self::UnderWay => f.write_str("calls under way may need what is left of the budget"),
            Self::Spent { span, limit, left, needs } => {
                let span = match span {
                    Span::Day => "day",
                    Span::Month => "month",
                };
                write!(f, "the {span}'s budget of {} is spent", Bytes(limit))?;
                match left {
                    0 => Ok(()),
                    _ if needs > limit => write!(
                        f,
                        " in part, and the next call may take {}: raise the budget or lower batch_bytes_max",
                        Bytes(needs)
                    ),
                    _ => write!(f, " but for {}, and the next call may take {}", Bytes(left), Bytes(needs)),
                }
            }
        }
    }
}

/// Bytes as data plans count them.
struct Bytes(u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = match self.0 {
            0..1_000 => return write!(f, "{} B", self.0),
            1_000..1_000_000 => (1_000, "kB"),
            1_000_000..1_000_000_000 => (1_000_000, "MB"),
            _ => (1_000_000_000, "GB"),
        };
        let tenths = self.0 / (unit / 10);
        match tenths % 10 {
            0 => write!(f, "{} {name}", tenths / 10),
            part => write!(f, "{}.{part} {name}", tenths / 10),
        }
    }
}

#[cfg(test)]
mod tests;
