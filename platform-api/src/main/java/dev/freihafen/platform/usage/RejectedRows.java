package dev.freihafen.platform.usage;

import dev.freihafen.platform.idempotency.IdempotentRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows that were not taken, for people to look at. */
@Singleton
class RejectedRows {
    private static final int LONGEST_REASON = 1000;
    private static final int LONGEST_TEXT = 8192;

    void keep(Handle transaction, String cluster, Collection<FeedRow.Bad> rows, Instant now) {
        PreparedBatch batch = transaction.prepareBatch("""
                insert into usage_rejected (digest, cluster, row_id, reason, row_text, received_at)
                values (:digest, :cluster, :id, :reason, :text, :now)
                on conflict (digest) do nothing
                """);
        for (FeedRow.Bad row : rows) {
            batch.bind("digest", IdempotentRequest.digest(cluster + "\n" + row.id() + "\n" + row.reason()))
                    .bind("cluster", cluster)
                    .bind("id", cut(row.id(), 512))
                    .bind("reason", cut(row.reason(), LONGEST_REASON))
                    .bind("text", row.text() == null ? "" : cut(row.text(), LONGEST_TEXT))
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .add();
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static String cut(String text, int longest) {
        String clean = text.replace('\0', '\uFFFD');
        return clean.length() > longest ? clean.substring(0, longest) : clean;
    }
}
