//! One file per operation.

mod acknowledge_dead_letter_queue_records;
mod acknowledge_queue_records;
mod add_tags_to_stream;
mod create_channel;
mod create_queue;
mod create_stream;
mod decrease_stream_retention_period;
mod delete_channel;
mod delete_queue;
mod delete_resource_policy;
mod delete_stream;
mod deregister_stream_consumer;
mod describe_account_settings;
mod describe_channel;
mod describe_limits;
mod describe_queue;
mod describe_stream;
mod describe_stream_consumer;
mod describe_stream_summary;
mod disable_enhanced_monitoring;
mod enable_enhanced_monitoring;
mod get_records;
mod get_resource_policy;
mod get_shard_iterator;
mod increase_stream_retention_period;
mod list_channels;
mod list_queues;
mod list_shards;
mod list_stream_consumers;
mod list_streams;
mod list_tags_for_resource;
mod list_tags_for_stream;
mod merge_shards;
mod put_record;
mod put_records;
mod put_resource_policy;
mod receive_dead_letter_queue_records;
mod receive_queue_records;
mod register_stream_consumer;
mod remove_tags_from_stream;
mod restore_dead_letter_queue_records;
mod split_shard;
mod start_stream_encryption;
mod stop_stream_encryption;
mod subscribe_to_shard;
mod tag_resource;
mod untag_resource;
mod update_account_settings;
mod update_channel;
mod update_dead_letter_queue_records_visibility;
mod update_max_record_size;
mod update_queue;
mod update_queue_records_visibility;
mod update_shard_count;
mod update_stream_mode;
mod update_stream_record_distribution_strategy;
mod update_stream_warm_throughput;

use crate::rates;
use millpond_service::Handler;

/// Every honoured operation, and every declined one.
pub(crate) fn handlers() -> Vec<Handler> {
    let all = vec![
        acknowledge_dead_letter_queue_records::handler(),
        acknowledge_queue_records::handler(),
        add_tags_to_stream::handler(),
        create_channel::handler(),
        create_queue::handler(),
        create_stream::handler(),
        decrease_stream_retention_period::handler(),
        delete_channel::handler(),
        delete_queue::handler(),
        delete_resource_policy::handler(),
        delete_stream::handler(),
        deregister_stream_consumer::handler(),
        describe_account_settings::handler(),
        describe_channel::handler(),
        describe_limits::handler(),
        describe_queue::handler(),
        describe_stream::handler(),
        describe_stream_consumer::handler(),
        describe_stream_summary::handler(),
        disable_enhanced_monitoring::handler(),
        enable_enhanced_monitoring::handler(),
        get_records::handler(),
        get_resource_policy::handler(),
        get_shard_iterator::handler(),
        increase_stream_retention_period::handler(),
        list_channels::handler(),
        list_queues::handler(),
        list_shards::handler(),
        list_stream_consumers::handler(),
        list_streams::handler(),
        list_tags_for_resource::handler(),
        list_tags_for_stream::handler(),
        merge_shards::handler(),
        put_record::handler(),
        put_records::handler(),
        put_resource_policy::handler(),
        receive_dead_letter_queue_records::handler(),
        receive_queue_records::handler(),
        register_stream_consumer::handler(),
        remove_tags_from_stream::handler(),
        restore_dead_letter_queue_records::handler(),
        split_shard::handler(),
        start_stream_encryption::handler(),
        stop_stream_encryption::handler(),
        subscribe_to_shard::handler(),
        tag_resource::handler(),
        untag_resource::handler(),
        update_account_settings::handler(),
        update_channel::handler(),
        update_dead_letter_queue_records_visibility::handler(),
        update_max_record_size::handler(),
        update_queue::handler(),
        update_queue_records_visibility::handler(),
        update_shard_count::handler(),
        update_stream_mode::handler(),
        update_stream_record_distribution_strategy::handler(),
        update_stream_warm_throughput::handler(),
    ];
    all.into_iter().map(rates::guard).collect()
}
