//! How long records are kept.

use crate::{fault, limits, setting};
use millpond_service::{Context, Fault};
use millpond_store::stream::Stream;

/// Which way a period may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Not below what it is.
    Longer,
    /// Not above what it is.
    Shorter,
}

/// Changes the period of a stream to `asked` hours.
pub(crate) fn change(ctx: &Context<'_>, stream: &Stream, asked: i64, way: Way) -> Result<(), Fault> {
    let (min, max) = (i64::from(limits::RETENTION_HOURS), i64::from(limits::RETENTION_HOURS_MAX));
    if asked < min {
        return Err(fault::invalid(format!(
            "Minimum allowed retention period is {min} hours. Requested retention period ({asked} hours) is too short."
        )));
    }
    let hours = u32::try_from(asked).ok().filter(|_| asked <= max).ok_or_else(|| {
        fault::invalid(format!(
            "Maximum allowed retention period is {max} hours. Requested retention period ({asked} hours) is too long."
        ))
    })?;
    setting::change_active(ctx, &stream.name, |settings| {
        let held = settings.retention_hours;
        let (wrong, word, other) = match way {
            Way::Longer => (hours < held, "shorter", "DecreaseRetentionPeriod"),
            Way::Shorter => (hours > held, "longer", "IncreaseRetentionPeriod"),
        };
        if wrong {
            return Err(fault::invalid(format!(
                "Requested retention period ({hours} hours) for stream {} can not be {word} than existing retention period \
                 ({held} hours). Use {other} API.",
                stream.name
            )));
        }
        settings.retention_hours = hours;
        Ok(())
    })?;
    Ok(())
}
