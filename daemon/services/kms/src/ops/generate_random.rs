//! Hands out random bytes.

use crate::api::{self, GenerateRandomInput, GenerateRandomOutput};
use crate::{fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &GenerateRandomInput) -> Vec<Access> {
    vec![Access::new("kms:GenerateRandom", "*")]
}

fn run(
    context: &mut Context<'_>,
    input: &mut GenerateRandomInput,
) -> Result<Answer<GenerateRandomOutput>, Fault> {
    let bytes = input.number_of_bytes.ok_or_else(|| fault::invalid("NumberOfBytes is required."))?;
    key::check_recipient(input.recipient.as_ref())?;
    if input.custom_key_store_id.is_some() {
        return Err(fault::unsupported("Custom key stores are not supported"));
    }
    let mut plaintext = vec![0; usize::try_from(bytes).expect("the model bounds it from 1 to 1024")];
    context.store.entropy().fill(&mut plaintext);
    Ok(Answer::Now(GenerateRandomOutput { plaintext: Some(plaintext), ..GenerateRandomOutput::default() }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GenerateRandom>(access, run)
}
