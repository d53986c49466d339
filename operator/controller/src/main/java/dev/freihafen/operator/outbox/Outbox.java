package dev.freihafen.operator.outbox;

/**
 * Takes rows for the platform API and sends them until they are acknowledged.
 *
 * <p>It holds nothing on disk: what is not acknowledged can be told again from the cluster, because finished pods and
 * runs are kept until their rows are acknowledged. Offering a row twice is harmless.
 */
public interface Outbox {
    /** Queues a row; never blocks on the network. A row with the same id that still waits is replaced. */
    void offer(FeedRow row);

    /** Whether the row with this id was accepted or rejected by the platform API since this operator started. */
    boolean isAcknowledged(String id);
}
