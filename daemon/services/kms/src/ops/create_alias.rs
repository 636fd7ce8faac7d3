//! Leads a name to a key.

use crate::api::{self, CreateAliasInput, CreateAliasOutput};
use crate::{fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::MANAGED_PREFIX;

/// AWS asks for the permission on the alias and on the key.
fn access(_: &Call, store: &Store, input: &CreateAliasInput) -> Vec<Access> {
    let alias = store.keyring().alias_arn(&input.alias_name);
    let key = store.keyring().arn_of(&input.target_key_id);
    [alias, key].map(|resource| Access::new("kms:CreateAlias", resource)).into()
}

fn run(context: &mut Context<'_>, input: &mut CreateAliasInput) -> Result<Answer<CreateAliasOutput>, Fault> {
    check_name(&input.alias_name)?;
    if key::is_alias(&input.target_key_id) {
        return Err(fault::invalid("Aliases must refer to keys. Not aliases"));
    }
    let keyring = context.store.keyring();
    let key = keyring.resolve(&input.target_key_id).map_err(fault::name)?;
    keyring.create_alias(&input.alias_name, key.id()).map_err(fault::keyring)?;
    Ok(Answer::Now(CreateAliasOutput {}))
}

fn check_name(name: &str) -> Result<(), Fault> {
    let Some(rest) = name.strip_prefix("alias/") else {
        return Err(fault::invalid(
            "Alias must start with the prefix \"alias/\". Please see \
             https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
        ));
    };
    if name.starts_with(MANAGED_PREFIX) {
        return Err(Fault::code("NotAuthorizedException", 400, ""));
    }
    // The model's pattern lets a colon through, the service does not.
    if rest.is_empty() || rest.contains(':') {
        return Err(fault::invalid(format!("{name} contains invalid characters for an alias")));
    }
    Ok(())
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateAlias>(access, run)
}
