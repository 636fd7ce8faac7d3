//! One file per operation.

mod create_stream;
mod delete_stream;
mod deregister_stream_consumer;
mod describe_stream;
mod describe_stream_consumer;
mod describe_stream_summary;
mod get_records;
mod get_shard_iterator;
mod list_shards;
mod list_stream_consumers;
mod list_streams;
mod merge_shards;
mod put_record;
mod put_records;
mod register_stream_consumer;
mod split_shard;
mod update_shard_count;
mod update_stream_mode;

use millpond_service::Handler;

/// Every honoured operation.
pub(crate) fn handlers() -> Vec<Handler> {
    vec![
        create_stream::handler(),
        delete_stream::handler(),
        deregister_stream_consumer::handler(),
        describe_stream::handler(),
        describe_stream_consumer::handler(),
        describe_stream_summary::handler(),
        get_records::handler(),
        get_shard_iterator::handler(),
        list_shards::handler(),
        list_stream_consumers::handler(),
        list_streams::handler(),
        merge_shards::handler(),
        put_record::handler(),
        put_records::handler(),
        register_stream_consumer::handler(),
        split_shard::handler(),
        update_shard_count::handler(),
        update_stream_mode::handler(),
    ]
}
