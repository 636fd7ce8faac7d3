import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.KinesisRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.SqsRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Makes one call of AWS's SDK for Java per line of standard input, and answers with one line.
 *
 * <p>The driver is suites/hands.py, which also says what a line holds. The clients are the asynchronous ones: for Kinesis
 * CBOR over HTTP/2, as the Kinesis Client Library uses it, and for SQS one that checks the digests it is given.
 */
public final class Hand {
    /** How long one call may take, so that this program ends whatever happens. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KinesisAsyncClient client;
    private final SqsAsyncClient queues;
    private final KmsAsyncClient keys;

    private Hand(KinesisAsyncClient client, SqsAsyncClient queues, KmsAsyncClient keys) {
        this.client = client;
        this.queues = queues;
        this.keys = keys;
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (KinesisAsyncClient client =
                KinesisAsyncClient.builder()
                        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build();
                SqsAsyncClient queues =
                        SqsAsyncClient.builder()
                                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                                .build();
                KmsAsyncClient keys =
                        KmsAsyncClient.builder()
                                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                                .build()) {
            Hand hand = new Hand(client, queues, keys);
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                answers.println(hand.answer(JsonNode.parser().parse(line).asObject()));
            }
        }
    }

    private String answer(Map<String, JsonNode> order) throws Exception {
        try {
            return Shapes.text(Map.of("result", obey(order)));
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof AwsServiceException refused) {
                var details = refused.awsErrorDetails();
                // Some errors of KMS have no text.
                String text = details.errorMessage() == null ? "" : details.errorMessage();
                var told = Map.of("code", details.errorCode(), "message", text);
                return Shapes.text(Map.of("error", told));
            }
            return Shapes.text(Map.of("broken", failure.getCause().toString()));
        }
    }

    private Object obey(Map<String, JsonNode> order) throws Exception {
        String call = order.get("call").asString();
        switch (order.get("service").asString()) {
            case "sqs":
                return call(queues, SqsAsyncClient.class, SqsRequest.class, call, order.get("with"));
            case "kms":
                return call(keys, KmsAsyncClient.class, KmsRequest.class, call, order.get("with"));
            case "envelope":
                return new Envelope().obey(call, order.get("with").asObject());
            default:
                break;
        }
        switch (call) {
            case "WaitUntilStreamExists", "WaitUntilStreamNotExists":
                return await(call, Shapes.fill(DescribeStreamRequest.builder(), order.get("with")).build());
            case "SubscribeToShard":
                var request = Shapes.fill(SubscribeToShardRequest.builder(), order.get("with")).build();
                return listen(request, Integer.parseInt(order.get("records").asNumber()));
            default:
                return call(client, KinesisAsyncClient.class, KinesisRequest.class, call, order.get("with"));
        }
    }

    /** Every operation is a method of the client, whose request has a builder that knows its members. */
    private static <C> Object call(C client, Class<C> methods, Class<?> sibling, String call, JsonNode with)
            throws Exception {
        Class<?> type = Class.forName(sibling.getPackageName() + "." + call + "Request");
        var builder = (SdkPojo & SdkBuilder<?, ?>) type.getMethod("builder").invoke(null);
        Object request = Shapes.fill(builder, with).build();
        String method = Character.toLowerCase(call.charAt(0)) + call.substring(1);
        try {
            var future = (CompletableFuture<?>) methods.getMethod(method, type).invoke(client, request);
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InvocationTargetException failure) {
            throw new ExecutionException(failure.getCause());
        }
    }

    private Object await(String call, DescribeStreamRequest request) throws Exception {
        try (var waiter = client.waiter()) {
            var often =
                    WaiterOverrideConfiguration.builder()
                            .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofSeconds(1)))
                            .waitTimeout(PATIENCE)
                            .build();
            var future =
                    call.equals("WaitUntilStreamExists")
                            ? waiter.waitUntilStreamExists(request, often)
                            : waiter.waitUntilStreamNotExists(request, often);
            future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return Map.of();
        }
    }

    /** Listens until so many records have come, or until the subscription ends when that is 0. */
    private Object listen(SubscribeToShardRequest request, int wanted) throws Exception {
        Listener listener = new Listener(wanted);
        CompletableFuture<Void> over = client.subscribeToShard(request, listener.handler());
        over.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return Map.of("Events", listener.events());
    }
}
