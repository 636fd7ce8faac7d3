//! One file per operation.

mod add_permission;
mod cancel_message_move_task;
mod change_message_visibility;
mod change_message_visibility_batch;
mod create_queue;
mod delete_message;
mod delete_message_batch;
mod delete_queue;
mod get_queue_attributes;
mod get_queue_url;
mod list_dead_letter_source_queues;
mod list_message_move_tasks;
mod list_queue_tags;
mod list_queues;
mod purge_queue;
mod receive_message;
mod remove_permission;
mod send_message;
mod send_message_batch;
mod set_queue_attributes;
mod start_message_move_task;
mod tag_queue;
mod untag_queue;

use millpond_service::Handler;

/// Every honoured operation.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![
        add_permission::handler(),
        cancel_message_move_task::handler(),
        change_message_visibility::handler(),
        change_message_visibility_batch::handler(),
        create_queue::handler(),
        delete_message::handler(),
        delete_message_batch::handler(),
        delete_queue::handler(),
        get_queue_attributes::handler(),
        get_queue_url::handler(),
        list_dead_letter_source_queues::handler(),
        list_message_move_tasks::handler(),
        list_queue_tags::handler(),
        list_queues::handler(),
        purge_queue::handler(),
        receive_message::handler(),
        remove_permission::handler(),
        send_message::handler(),
        send_message_batch::handler(),
        set_queue_attributes::handler(),
        start_message_move_task::handler(),
        tag_queue::handler(),
        untag_queue::handler(),
    ]
}
