package dev.freihafen.operator.run;

import dev.freihafen.operator.outbox.FeedRow;
import dev.freihafen.operator.outbox.Outbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps rows; acknowledges them only while the platform API is there. */
final class Notebook implements Outbox {
    private final Map<String, FeedRow> rows = new ConcurrentHashMap<>();
    private volatile boolean away;

    @Override
    public void offer(FeedRow row) {
        rows.put(row.id(), row);
    }

    @Override
    public boolean isAcknowledged(String id) {
        return !away && rows.containsKey(id);
    }

    void away(boolean away) {
        this.away = away;
    }

    <T extends FeedRow> List<T> rows(Class<T> type) {
        return rows.values().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
