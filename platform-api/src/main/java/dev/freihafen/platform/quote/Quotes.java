package dev.freihafen.platform.quote;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Reads quotes that were kept. */
@Singleton
public class Quotes {
    private final QuoteStore store;

    Quotes(QuoteStore store) {
        this.store = store;
    }

    /** The quote of a run and what came of it. */
    public Optional<KeptQuoteView> of(UUID run) {
        return store.find(run)
                .map(kept -> new KeptQuoteView(
                        run.toString(),
                        kept.currency(),
                        kept.low().toPlainString(),
                        kept.expected().toPlainString(),
                        kept.high().toPlainString(),
                        kept.bounded(),
                        kept.quotedAt(),
                        kept.charge() == null ? null : kept.charge().toPlainString(),
                        kept.charge() == null
                                ? null
                                : kept.charge().subtract(kept.expected()).toPlainString()));
    }
}
