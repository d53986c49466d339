package dev.freihafen.operator.run;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The life of one operator, told by its requests: it ends once a given number of writes has gone to the API server. From then on
 * not one more request of any kind leaves it, as if it had been killed.
 */
final class Life implements Interceptor {
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final int most;
    private final AtomicInteger writes = new AtomicInteger();

    private Life(int most) {
        this.most = most;
    }

    static Life endless() {
        return new Life(Integer.MAX_VALUE);
    }

    static Life ofWrites(int most) {
        return new Life(most);
    }

    /** Writes that went to the API server. */
    int writes() {
        return Math.min(most, writes.get());
    }

    boolean hasEnded() {
        return writes.get() > most;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        boolean isWrite = WRITES.contains(request.method());
        if (hasEnded() || (isWrite && writes.incrementAndGet() > most)) {
            throw new IllegalStateException("this operator is dead");
        }
    }
}
