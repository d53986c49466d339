package dev.freihafen.operator.run;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Breaks the first requests of one method that concern pods. */
final class Outage implements Interceptor {
    private final String method;
    private final AtomicInteger left;

    Outage(String method, int requests) {
        this.method = method;
        this.left = new AtomicInteger(requests);
    }

    /** Whether every request that was to be broken came and was. */
    boolean isOver() {
        return left.get() <= 0;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        boolean concerned =
                request.method().equals(method) && request.uri().getPath().endsWith("/pods");
        if (concerned && left.getAndDecrement() > 0) {
            throw new IllegalStateException("Connection was closed");
        }
    }
}
