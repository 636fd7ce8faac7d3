//! Lists the backing keys of a key, the oldest first.

use crate::api::{self, ListKeyRotationsInput, ListKeyRotationsOutput, RotationsListEntry};
use crate::limits::ROTATIONS_PAGE;
use crate::page::{self, Page};
use crate::{access, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{Arrival, KeyOrigin, KmsKey, MaterialView};

const ACTION: &str = "kms:ListKeyRotations";

fn access(_: &Call, store: &Store, input: &ListKeyRotationsInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut ListKeyRotationsInput,
) -> Result<Answer<ListKeyRotationsOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    key::check_symmetric(&key)?;
    let limit = page::limit(input.limit, ROTATIONS_PAGE);
    let after: usize = match &input.marker {
        Some(marker) => marker.parse().map_err(|_| page::invalid_marker(marker))?,
        None => 0,
    };
    let all = input.include_key_material.as_deref() == Some("ALL_KEY_MATERIAL");
    let rotated = |m: &MaterialView| matches!(m.arrival, Arrival::Automatic | Arrival::OnDemand);
    let backing_keys = key.backing_keys().into_iter().zip(1..).skip(after);
    let entries = backing_keys.filter(|(material, _)| all || rotated(material)).take(limit + 1).collect();
    let page = Page::cut(entries, limit, |(_, number): &(MaterialView, usize)| number.to_string());
    Ok(Answer::Now(ListKeyRotationsOutput {
        rotations: Some(page.items.iter().map(|(material, _)| entry(&key, material)).collect()),
        truncated: Some(page.next_marker.is_some()),
        next_marker: page.next_marker,
    }))
}

fn entry(key: &KmsKey, material: &MaterialView) -> RotationsListEntry {
    let brought = key.origin() == KeyOrigin::External;
    let word = |word: &str| Some(word.to_owned());
    RotationsListEntry {
        key_id: Some(key.id().to_string()),
        key_material_id: Some(material.id.to_string()),
        key_material_description: material.description.clone(),
        import_state: brought.then(|| if material.gone { "PENDING_IMPORT" } else { "IMPORTED" }.to_owned()),
        key_material_state: word(match material.arrival {
            Arrival::Waiting => "PENDING_ROTATION",
            _ if material.current => "CURRENT",
            _ => "NON_CURRENT",
        }),
        expiration_model: (brought && !material.gone)
            .then(|| key::expiration_model(material.expires.is_some()).to_owned()),
        valid_to: material.expires.map(|at| at.0.cast_signed()),
        rotation_date: rotated_at(material),
        rotation_type: match material.arrival {
            Arrival::Automatic => word("AUTOMATIC"),
            Arrival::OnDemand => word("ON_DEMAND"),
            _ => None,
        },
    }
}

fn rotated_at(material: &MaterialView) -> Option<i64> {
    let rotated = matches!(material.arrival, Arrival::Automatic | Arrival::OnDemand);
    rotated.then_some(material.at.0.cast_signed())
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ListKeyRotations>(access, run)
}
