import java.util.Locale;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalConfig;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/**
 * A worker of the Kinesis Client Library: {@code Worker STREAM APPLICATION NAME polling|fanout}.
 *
 * <p>Nothing of the library is replaced. Only its timers are shortened, so that a story of minutes holds what takes
 * hours in production. Endpoint, region and credentials come from the environment. It ends when it is asked to by
 * SIGTERM, or after a while by itself.
 */
public final class Worker {
    private static final long MINUTES_AT_MOST = 15;

    private Worker() {}

    public static void main(String[] arguments) throws Exception {
        String stream = arguments[0];
        String application = arguments[1];
        KinesisAsyncClient kinesis = KinesisClientUtil.createKinesisAsyncClient(KinesisAsyncClient.builder());
        InitialPositionInStreamExtended start =
                InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);
        ConfigsBuilder configs =
                new ConfigsBuilder(
                        new SingleStreamTracker(stream, start),
                        application,
                        kinesis,
                        DynamoDbAsyncClient.create(),
                        CloudWatchAsyncClient.create(),
                        arguments[2],
                        Reader::new);
        RetrievalSpecificConfig how =
                switch (arguments[3].toLowerCase(Locale.ROOT)) {
                    case "polling" -> new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(250);
                    case "fanout" -> new FanOutConfig(kinesis).streamName(stream).applicationName(application);
                    default -> throw new IllegalArgumentException(arguments[3]);
                };
        RetrievalConfig retrieval = configs.retrievalConfig().retrievalSpecificConfig(how);
        Scheduler scheduler =
                new Scheduler(
                        configs.checkpointConfig(),
                        hurried(configs.coordinatorConfig()),
                        hurried(configs.leaseManagementConfig()),
                        configs.lifecycleConfig().taskBackoffTimeMillis(200),
                        configs.metricsConfig().metricsBufferTimeMillis(2_000),
                        configs.processorConfig(),
                        retrieval);
        Thread running = new Thread(scheduler, "scheduler");
        running.setDaemon(true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(scheduler)));
        running.start();
        running.join(TimeUnit.MINUTES.toMillis(MINUTES_AT_MOST));
    }

    private static CoordinatorConfig hurried(CoordinatorConfig config) {
        return config.parentShardPollIntervalMillis(500)
                .shardConsumerDispatchPollIntervalMillis(100)
                .schedulerInitializationBackoffTimeMillis(500);
    }

    private static LeaseManagementConfig hurried(LeaseManagementConfig config) {
        config.workerUtilizationAwareAssignmentConfig()
                .inMemoryWorkerMetricsCaptureFrequencyMillis(500)
                .workerMetricsReporterFreqInMillis(1_000)
                .varianceBalancingFrequency(1);
        return config.failoverTimeMillis(4_000)
                .leaseAssignmentIntervalMillis(1_000L)
                .shardSyncIntervalMillis(2_000)
                .leasesRecoveryAuditorExecutionFrequencyMillis(2_000)
                .listShardsBackoffTimeInMillis(200)
                .listShardsCacheAllowedAgeInSeconds(1)
                .dynamoDbLockBasedLeaderLeaseDurationInMillis(4_000)
                .dynamoDbLockBasedLeaderHeartbeatPeriodInMillis(1_000);
    }

    /** Lets every reader keep its checkpoint and give its lease back. */
    private static void stop(Scheduler scheduler) {
        try {
            scheduler.startGracefulShutdown().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            System.err.println("no graceful end: " + failure);
        }
    }
}
