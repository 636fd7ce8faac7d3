//! Figures for a person: the middle of many, and what was wanted beside what was measured.

/// The middle of several figures.
pub(crate) fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The value below which this share of sorted ones lies.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a share of a small count"
)]
pub(crate) fn at(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len().saturating_sub(1) as f64 * share).round() as usize;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// Says what was wanted of a figure that should be large, and whether it is met.
pub(crate) fn at_least(figure: f64, wanted: f64) -> String {
    format!("at least {wanted} wanted: {}", word(figure >= wanted))
}

/// Says what was wanted of a figure that should be small, and whether it is met.
pub(crate) fn at_most(figure: f64, wanted: f64) -> String {
    format!("at most {wanted} wanted: {}", word(figure <= wanted))
}

/// The same for KiB of memory.
pub(crate) fn at_most_kib(figure: u64, wanted: u64) -> String {
    format!("at most {wanted} KiB wanted: {}", word(figure <= wanted))
}

/// Whether what was wanted was measured.
pub(crate) const fn word(met: bool) -> &'static str {
    if met { "met" } else { "NOT MET" }
}
