import java.nio.charset.StandardCharsets;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Reads one shard, and says what happens: one line each on standard output, with the time in milliseconds.
 *
 * <pre>
 * TIME began SHARD                       a lease was taken
 * TIME saw SHARD NUMBER.SUBNUMBER TEXT   a record, unpacked when a producer library had packed it
 * TIME kept SHARD NUMBER.SUBNUMBER       a checkpoint was stored
 * TIME lost SHARD                        another worker has the lease
 * TIME ended SHARD                       a closed shard was read to its end
 * </pre>
 */
final class Reader implements ShardRecordProcessor {
    /** So that a killed worker leaves records behind that it saw and did not keep. */
    private static final int RECORDS_PER_CHECKPOINT = 40;

    private String shard;
    private int unkept;

    @Override
    public void initialize(InitializationInput input) {
        shard = input.shardId();
        say("began", "");
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
        for (KinesisClientRecord record : input.records()) {
            String place = record.sequenceNumber() + "." + record.subSequenceNumber();
            say("saw", place + " " + StandardCharsets.UTF_8.decode(record.data()));
            unkept++;
            if (unkept >= RECORDS_PER_CHECKPOINT) {
                keep(place, () -> input.checkpointer().checkpoint(record.sequenceNumber(), record.subSequenceNumber()));
                unkept = 0;
            }
        }
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
        say("lost", "");
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
        keep("END", input.checkpointer()::checkpoint);
        say("ended", "");
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        keep("LAST", input.checkpointer()::checkpoint);
    }

    private interface Checkpoint {
        void store() throws InvalidStateException, ShutdownException;
    }

    private void keep(String place, Checkpoint checkpoint) {
        try {
            checkpoint.store();
            say("kept", place);
        } catch (ShutdownException lost) {
            // Another worker has the lease: its checkpoints count, not ours.
            say("refused", place);
        } catch (InvalidStateException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void say(String what, String more) {
        System.out.println(System.currentTimeMillis() + " " + what + " " + shard + " " + more);
    }
}
