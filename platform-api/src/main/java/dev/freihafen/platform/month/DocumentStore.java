package dev.freihafen.platform.month;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Closed documents, kept in pieces of a MiB; once written they never change. */
@Singleton
class DocumentStore {
    private static final int PIECE = 1 << 20;

    /** A closed document. */
    record Stored(YearMonth month, int revision, String sha256, long bytes, String closedBy, Instant closedAt) {}

    /** Writes the pieces of a document within the transaction that closes its month. */
    static final class Writer extends OutputStream {
        private final Handle transaction;
        private final YearMonth month;
        private final int revision;
        private final byte[] buffer = new byte[PIECE];
        private int filled;
        private int pieces;
        private long bytes;

        Writer(Handle transaction, YearMonth month, int revision) {
            this.transaction = transaction;
            this.month = month;
            this.revision = revision;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] content, int offset, int length) {
            int from = offset;
            int left = length;
            while (left > 0) {
                int taken = Math.min(left, PIECE - filled);
                System.arraycopy(content, from, buffer, filled, taken);
                filled += taken;
                from += taken;
                left -= taken;
                if (filled == PIECE) {
                    keep();
                }
            }
        }

        private void keep() {
            transaction
                    .createUpdate("""
                            insert into month_document_pieces (month, revision, piece, content)
                            values (:month, :revision, :piece, :content)
                            """)
                    .bind("month", month.toString())
                    .bind("revision", revision)
                    .bind("piece", pieces++)
                    .bind("content", Arrays.copyOf(buffer, filled))
                    .execute();
            bytes += filled;
            filled = 0;
        }

        long finish() {
            if (filled > 0) {
                keep();
            }
            return bytes;
        }
    }

    /** Completes a document whose pieces are written, and what its facts were. */
    void add(Handle transaction, Stored stored) {
        transaction
                .createUpdate("""
                        insert into month_documents (month, revision, sha256, bytes, closed_by, closed_at)
                        values (:month, :revision, :sha256, :bytes, :by, :at)
                        """)
                .bind("month", stored.month().toString())
                .bind("revision", stored.revision())
                .bind("sha256", stored.sha256())
                .bind("bytes", stored.bytes())
                .bind("by", stored.closedBy())
                .bind("at", stored.closedAt().atOffset(ZoneOffset.UTC))
                .execute();
        transaction
                .createUpdate("""
                        insert into month_document_facts (month, revision, cluster, ledger_month, changes, observed_until)
                        select :month, :revision, c.cluster, c.month, c.changes, w.observed_until
                        from ledger_changes c left join cluster_watermarks w on w.cluster = c.cluster
                        """)
                .bind("month", stored.month().toString())
                .bind("revision", stored.revision())
                .execute();
    }

    Optional<Stored> newest(Handle handle, YearMonth month) {
        return handle.createQuery("select * from month_documents where month = :month order by revision desc limit 1")
                .bind("month", month.toString())
                .map((row, context) -> new Stored(
                        YearMonth.parse(row.getString("month")),
                        row.getInt("revision"),
                        row.getString("sha256"),
                        row.getLong("bytes"),
                        row.getString("closed_by"),
                        row.getTimestamp("closed_at").toInstant()))
                .findOne();
    }

    /** The bytes of a document, piece by piece; the handle stays in use until it is read. */
    InputStream open(Handle handle, Stored stored) {
        return new Pieces(handle, stored);
    }

    private static final class Pieces extends InputStream {
        private final Handle handle;
        private final Stored stored;
        private byte[] piece = new byte[0];
        private int place;
        private int next;

        Pieces(Handle handle, Stored stored) {
            this.handle = handle;
            this.stored = stored;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (place == piece.length && !fetch()) {
                return -1;
            }
            int taken = Math.min(length, piece.length - place);
            System.arraycopy(piece, place, into, offset, taken);
            place += taken;
            return taken;
        }

        private boolean fetch() {
            Optional<byte[]> found = handle.createQuery("""
                            select content from month_document_pieces
                            where month = :month and revision = :revision and piece = :piece
                            """)
                    .bind("month", stored.month().toString())
                    .bind("revision", stored.revision())
                    .bind("piece", next++)
                    .mapTo(byte[].class)
                    .findOne();
            found.ifPresent(content -> {
                piece = content;
                place = 0;
            });
            return found.isPresent();
        }
    }
}
