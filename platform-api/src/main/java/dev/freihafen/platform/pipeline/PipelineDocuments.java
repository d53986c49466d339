package dev.freihafen.platform.pipeline;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Compiled pipelines by their digest. */
public final class PipelineDocuments {
    private PipelineDocuments() {}

    /** Keeps a compiled pipeline; nothing happens where it is kept already. */
    public static void keep(Handle transaction, String digest, String ir, Instant now) {
        transaction
                .createUpdate("""
                        insert into pipeline_documents (digest, ir, created_at) values (:digest, :ir, :now)
                        on conflict (digest) do nothing
                        """)
                .bind("digest", digest)
                .bind("ir", ir)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** The compiled pipeline with that digest. */
    public static Optional<String> find(Handle handle, String digest) {
        return handle.createQuery("select ir from pipeline_documents where digest = :digest")
                .bind("digest", digest)
                .mapTo(String.class)
                .findOne();
    }
}
