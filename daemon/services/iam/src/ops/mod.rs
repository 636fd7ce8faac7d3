//! The honoured operations, one file each.

mod create_access_key;
mod create_role;
mod create_user;
mod delete_access_key;
mod delete_role;
mod delete_role_policy;
mod delete_user;
mod delete_user_policy;
mod get_role;
mod get_role_policy;
mod get_user;
mod get_user_policy;
mod list_access_keys;
mod list_role_policies;
mod list_roles;
mod list_user_policies;
mod list_users;
mod put_role_policy;
mod put_user_policy;
mod update_access_key;

use millpond_service::Handler;

/// Every handler.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![
        create_access_key::handler(),
        create_role::handler(),
        create_user::handler(),
        delete_access_key::handler(),
        delete_role::handler(),
        delete_role_policy::handler(),
        delete_user::handler(),
        delete_user_policy::handler(),
        get_role::handler(),
        get_role_policy::handler(),
        get_user::handler(),
        get_user_policy::handler(),
        list_access_keys::handler(),
        list_role_policies::handler(),
        list_roles::handler(),
        list_user_policies::handler(),
        list_users::handler(),
        put_role_policy::handler(),
        put_user_policy::handler(),
        update_access_key::handler(),
    ]
}
