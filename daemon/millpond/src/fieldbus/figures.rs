//! The figures of a node as metrics.

use super::roster::Figures;
use millpond_base::WallMs;
use millpond_store::metric;
use millpond_store::metric::Datum;

/// Where the metrics are.
pub(super) const NAMESPACE: &str = "Millpond/Nodes";

/// What is known of one node, as metrics of the dimension `Node`.
pub(super) fn data(node: &str, figures: &Figures, at: WallMs) -> Vec<Datum> {
    let heard = figures.heard.max(Some(figures.standing.stored).filter(|stored| stored.0 > 0));
    let known = [
        ("NextSequence", "Count", Some(figures.standing.next)),
        ("ReadingsLost", "Count", Some(figures.standing.lost)),
        ("Gaps", "Count", Some(figures.standing.gaps.into())),
        ("ReadingsNotYetDurable", "Count", Some(figures.unsettled)),
        ("FramesRefused", "Count", Some(figures.refused)),
        ("SecondsSilent", "Seconds", heard.map(|heard| at.0.saturating_sub(heard.0) / 1_000)),
    ];
    let datum = |(name, unit, value): (&str, &str, Option<u64>)| {
        // Up to 2^53 exactly.
        #[expect(clippy::cast_precision_loss, reason = "metrics are floating point numbers")]
        let value = value? as f64;
        Some(Datum {
            name: name.to_owned(),
            dimensions: vec![("Node".to_owned(), node.to_owned())],
            unit: unit.to_owned(),
            at,
            resolution_s: 60,
            figures: metric::Figures::Values(vec![(value, 1.0)]),
        })
    };
    known.into_iter().filter_map(datum).collect()
}

#[cfg(test)]
mod tests {
    use super::super::roster::Standing;
    use super::*;

    #[test]
    fn a_node_that_was_never_heard_is_not_said_to_be_silent_for_so_long() {
        let never = data("a", &Figures::default(), WallMs(90_000));
        let standing = Standing { lost: 3, stored: WallMs(30_000), ..Standing::default() };
        let once = data("a", &Figures { standing, ..Figures::default() }, WallMs(90_000));

        assert!(never.iter().all(|datum| datum.name != "SecondsSilent"));
        let value = |name: &str| once.iter().find(|datum| datum.name == name).unwrap().figures.clone();
        assert_eq!(value("SecondsSilent"), metric::Figures::Values(vec![(60.0, 1.0)]));
        assert_eq!(value("ReadingsLost"), metric::Figures::Values(vec![(3.0, 1.0)]));
    }
}
