//! The honoured operations, one file each.

mod cancel_key_deletion;
mod create_alias;
mod create_key;
mod decrypt;
mod describe_key;
mod disable_key;
mod enable_key;
mod encrypt;
mod generate_data_key;
mod generate_data_key_without_plaintext;
mod generate_random;
mod list_aliases;
mod list_keys;
mod schedule_key_deletion;

use millpond_service::Handler;

/// Every handler.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![
        cancel_key_deletion::handler(),
        create_alias::handler(),
        create_key::handler(),
        decrypt::handler(),
        describe_key::handler(),
        disable_key::handler(),
        enable_key::handler(),
        encrypt::handler(),
        generate_data_key::handler(),
        generate_data_key_without_plaintext::handler(),
        generate_random::handler(),
        list_aliases::handler(),
        list_keys::handler(),
        schedule_key_deletion::handler(),
    ]
}
