//! The answered operations, one file each.

mod add_client_i_d_to_open_i_d_connect_provider;
mod add_user_to_group;
mod attach_group_policy;
mod attach_role_policy;
mod attach_user_policy;
mod create_access_key;
mod create_account_alias;
mod create_group;
mod create_open_i_d_connect_provider;
mod create_policy;
mod create_policy_version;
mod create_role;
mod create_s_a_m_l_provider;
mod create_user;
mod create_virtual_m_f_a_device;
mod deactivate_m_f_a_device;
mod delete_access_key;
mod delete_account_alias;
mod delete_account_password_policy;
mod delete_group;
mod delete_group_policy;
mod delete_instance_profile;
mod delete_login_profile;
mod delete_open_i_d_connect_provider;
mod delete_policy;
mod delete_policy_version;
mod delete_role;
mod delete_role_permissions_boundary;
mod delete_role_policy;
mod delete_s_a_m_l_provider;
mod delete_user;
mod delete_user_permissions_boundary;
mod delete_user_policy;
mod delete_virtual_m_f_a_device;
mod detach_group_policy;
mod detach_role_policy;
mod detach_user_policy;
mod disable_outbound_web_identity_federation;
mod enable_m_f_a_device;
mod enable_outbound_web_identity_federation;
mod get_access_key_last_used;
mod get_account_authorization_details;
mod get_account_password_policy;
mod get_account_summary;
mod get_context_keys_for_custom_policy;
mod get_context_keys_for_principal_policy;
mod get_group;
mod get_group_policy;
mod get_instance_profile;
mod get_login_profile;
mod get_m_f_a_device;
mod get_open_i_d_connect_provider;
mod get_outbound_web_identity_federation_info;
mod get_policy;
mod get_policy_version;
mod get_role;
mod get_role_policy;
mod get_s_a_m_l_provider;
mod get_user;
mod get_user_policy;
mod list_access_keys;
mod list_account_aliases;
mod list_attached_group_policies;
mod list_attached_role_policies;
mod list_attached_user_policies;
mod list_entities_for_policy;
mod list_group_policies;
mod list_groups;
mod list_groups_for_user;
mod list_instance_profiles;
mod list_instance_profiles_for_role;
mod list_m_f_a_device_tags;
mod list_m_f_a_devices;
mod list_open_i_d_connect_provider_tags;
mod list_open_i_d_connect_providers;
mod list_policies;
mod list_policy_tags;
mod list_policy_versions;
mod list_role_policies;
mod list_role_tags;
mod list_roles;
mod list_s_a_m_l_provider_tags;
mod list_s_a_m_l_providers;
mod list_s_s_h_public_keys;
mod list_server_certificates;
mod list_service_specific_credentials;
mod list_signing_certificates;
mod list_user_policies;
mod list_user_tags;
mod list_users;
mod list_virtual_m_f_a_devices;
mod put_group_policy;
mod put_role_permissions_boundary;
mod put_role_policy;
mod put_user_permissions_boundary;
mod put_user_policy;
mod remove_client_i_d_from_open_i_d_connect_provider;
mod remove_user_from_group;
mod resync_m_f_a_device;
mod set_default_policy_version;
mod simulate_custom_policy;
mod simulate_principal_policy;
mod tag_m_f_a_device;
mod tag_open_i_d_connect_provider;
mod tag_policy;
mod tag_role;
mod tag_s_a_m_l_provider;
mod tag_user;
mod untag_m_f_a_device;
mod untag_open_i_d_connect_provider;
mod untag_policy;
mod untag_role;
mod untag_s_a_m_l_provider;
mod untag_user;
mod update_access_key;
mod update_assume_role_policy;
mod update_group;
mod update_open_i_d_connect_provider_thumbprint;
mod update_role;
mod update_role_description;
mod update_s_a_m_l_provider;
mod update_user;

use crate::refusals;
use millpond_service::Handler;

/// Every honoured operation, every declined one, and the reasons why the rest is refused.
pub(crate) fn handlers() -> Vec<Handler> {
    let mut all = changing();
    all.extend(tagging());
    all.extend(reading());
    all.extend(refusals::handlers());
    all
}

fn changing() -> Vec<Handler> {
    vec![
        add_client_i_d_to_open_i_d_connect_provider::handler(),
        add_user_to_group::handler(),
        attach_group_policy::handler(),
        attach_role_policy::handler(),
        attach_user_policy::handler(),
        create_access_key::handler(),
        create_account_alias::handler(),
        create_group::handler(),
        create_open_i_d_connect_provider::handler(),
        create_policy::handler(),
        create_policy_version::handler(),
        create_role::handler(),
        create_s_a_m_l_provider::handler(),
        create_user::handler(),
        create_virtual_m_f_a_device::handler(),
        deactivate_m_f_a_device::handler(),
        delete_access_key::handler(),
        delete_account_alias::handler(),
        delete_account_password_policy::handler(),
        delete_group::handler(),
        delete_group_policy::handler(),
        delete_instance_profile::handler(),
        delete_login_profile::handler(),
        delete_open_i_d_connect_provider::handler(),
        delete_policy::handler(),
        delete_policy_version::handler(),
        delete_role::handler(),
        delete_role_permissions_boundary::handler(),
        delete_role_policy::handler(),
        delete_s_a_m_l_provider::handler(),
        delete_user::handler(),
        delete_user_permissions_boundary::handler(),
        delete_user_policy::handler(),
        delete_virtual_m_f_a_device::handler(),
        detach_group_policy::handler(),
        detach_role_policy::handler(),
        detach_user_policy::handler(),
        disable_outbound_web_identity_federation::handler(),
        enable_m_f_a_device::handler(),
        enable_outbound_web_identity_federation::handler(),
        put_group_policy::handler(),
        put_role_permissions_boundary::handler(),
        put_role_policy::handler(),
        put_user_permissions_boundary::handler(),
        put_user_policy::handler(),
        remove_client_i_d_from_open_i_d_connect_provider::handler(),
        remove_user_from_group::handler(),
        resync_m_f_a_device::handler(),
        set_default_policy_version::handler(),
        update_access_key::handler(),
        update_assume_role_policy::handler(),
        update_group::handler(),
        update_open_i_d_connect_provider_thumbprint::handler(),
        update_role::handler(),
        update_role_description::handler(),
        update_s_a_m_l_provider::handler(),
        update_user::handler(),
    ]
}

fn tagging() -> Vec<Handler> {
    vec![
        tag_m_f_a_device::handler(),
        tag_open_i_d_connect_provider::handler(),
        tag_policy::handler(),
        tag_role::handler(),
        tag_s_a_m_l_provider::handler(),
        tag_user::handler(),
        untag_m_f_a_device::handler(),
        untag_open_i_d_connect_provider::handler(),
        untag_policy::handler(),
        untag_role::handler(),
        untag_s_a_m_l_provider::handler(),
        untag_user::handler(),
    ]
}

fn reading() -> Vec<Handler> {
    vec![
        get_access_key_last_used::handler(),
        get_account_authorization_details::handler(),
        get_account_password_policy::handler(),
        get_account_summary::handler(),
        get_context_keys_for_custom_policy::handler(),
        get_context_keys_for_principal_policy::handler(),
        get_group::handler(),
        get_group_policy::handler(),
        get_instance_profile::handler(),
        get_login_profile::handler(),
        get_m_f_a_device::handler(),
        get_open_i_d_connect_provider::handler(),
        get_outbound_web_identity_federation_info::handler(),
        get_policy::handler(),
        get_policy_version::handler(),
        get_role::handler(),
        get_role_policy::handler(),
        get_s_a_m_l_provider::handler(),
        get_user::handler(),
        get_user_policy::handler(),
        list_access_keys::handler(),
        list_account_aliases::handler(),
        list_attached_group_policies::handler(),
        list_attached_role_policies::handler(),
        list_attached_user_policies::handler(),
        list_entities_for_policy::handler(),
        list_group_policies::handler(),
        list_groups::handler(),
        list_groups_for_user::handler(),
        list_instance_profiles::handler(),
        list_instance_profiles_for_role::handler(),
        list_m_f_a_device_tags::handler(),
        list_m_f_a_devices::handler(),
        list_open_i_d_connect_provider_tags::handler(),
        list_open_i_d_connect_providers::handler(),
        list_policies::handler(),
        list_policy_tags::handler(),
        list_policy_versions::handler(),
        list_role_policies::handler(),
        list_role_tags::handler(),
        list_roles::handler(),
        list_s_a_m_l_provider_tags::handler(),
        list_s_a_m_l_providers::handler(),
        list_s_s_h_public_keys::handler(),
        list_server_certificates::handler(),
        list_service_specific_credentials::handler(),
        list_signing_certificates::handler(),
        list_user_policies::handler(),
        list_user_tags::handler(),
        list_users::handler(),
        list_virtual_m_f_a_devices::handler(),
        simulate_custom_policy::handler(),
        simulate_principal_policy::handler(),
    ]
}
