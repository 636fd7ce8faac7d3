//! The answered operations, one file each.

mod cancel_key_deletion;
mod connect_custom_key_store;
mod create_alias;
mod create_custom_key_store;
mod create_grant;
mod create_key;
mod decapsulate;
mod decrypt;
mod delete_alias;
mod delete_custom_key_store;
mod delete_imported_key_material;
mod derive_shared_secret;
mod describe_custom_key_stores;
mod describe_key;
mod disable_key;
mod disable_key_rotation;
mod disconnect_custom_key_store;
mod enable_key;
mod enable_key_rotation;
mod encapsulate;
mod encrypt;
mod generate_data_key;
mod generate_data_key_pair;
mod generate_data_key_pair_without_plaintext;
mod generate_data_key_without_plaintext;
mod generate_mac;
mod generate_random;
mod get_key_last_usage;
mod get_key_policy;
mod get_key_rotation_status;
mod get_parameters_for_import;
mod get_public_key;
mod import_key_material;
mod list_aliases;
mod list_grants;
mod list_key_policies;
mod list_key_rotations;
mod list_keys;
mod list_resource_tags;
mod list_retirable_grants;
mod put_key_policy;
mod re_encrypt;
mod replicate_key;
mod retire_grant;
mod revoke_grant;
mod rotate_key_on_demand;
mod schedule_key_deletion;
mod sign;
mod tag_resource;
mod untag_resource;
mod update_alias;
mod update_custom_key_store;
mod update_key_description;
mod update_primary_region;
mod verify;
mod verify_mac;

use millpond_service::Handler;

/// Every handler.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![
        cancel_key_deletion::handler(),
        connect_custom_key_store::handler(),
        create_alias::handler(),
        create_custom_key_store::handler(),
        create_grant::handler(),
        create_key::handler(),
        decapsulate::handler(),
        decrypt::handler(),
        delete_alias::handler(),
        delete_custom_key_store::handler(),
        delete_imported_key_material::handler(),
        derive_shared_secret::handler(),
        describe_custom_key_stores::handler(),
        describe_key::handler(),
        disable_key::handler(),
        disable_key_rotation::handler(),
        disconnect_custom_key_store::handler(),
        enable_key::handler(),
        enable_key_rotation::handler(),
        encapsulate::handler(),
        encrypt::handler(),
        generate_data_key::handler(),
        generate_data_key_pair::handler(),
        generate_data_key_pair_without_plaintext::handler(),
        generate_data_key_without_plaintext::handler(),
        generate_mac::handler(),
        generate_random::handler(),
        get_key_last_usage::handler(),
        get_key_policy::handler(),
        get_key_rotation_status::handler(),
        get_parameters_for_import::handler(),
        get_public_key::handler(),
        import_key_material::handler(),
        list_aliases::handler(),
        list_grants::handler(),
        list_key_policies::handler(),
        list_key_rotations::handler(),
        list_keys::handler(),
        list_resource_tags::handler(),
        list_retirable_grants::handler(),
        put_key_policy::handler(),
        re_encrypt::handler(),
        replicate_key::handler(),
        retire_grant::handler(),
        revoke_grant::handler(),
        rotate_key_on_demand::handler(),
        schedule_key_deletion::handler(),
        sign::handler(),
        tag_resource::handler(),
        untag_resource::handler(),
        update_alias::handler(),
        update_custom_key_store::handler(),
        update_key_description::handler(),
        update_primary_region::handler(),
        verify::handler(),
        verify_mac::handler(),
    ]
}
