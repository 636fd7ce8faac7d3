import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Keeps the events of a subscription, and cancels it once enough records have come. */
final class Listener implements Subscriber<SubscribeToShardEventStream> {
    private final int wanted;
    private final List<SubscribeToShardEvent> events = new ArrayList<>();
    private int records;
    private Subscription subscription;

    Listener(int wanted) {
        this.wanted = wanted;
    }

    SubscribeToShardResponseHandler handler() {
        return SubscribeToShardResponseHandler.builder().onEventStream(stream -> stream.subscribe(this)).build();
    }

    synchronized List<SubscribeToShardEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public synchronized void onNext(SubscribeToShardEventStream item) {
        if (item instanceof SubscribeToShardEvent event) {
            events.add(event);
            records += event.records().size();
        }
        if (wanted > 0 && records >= wanted) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
