package dev.freihafen.cost.document;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.file.FxCsv;
import dev.freihafen.cost.file.PoolCsv;
import dev.freihafen.cost.file.RatesCsv;
import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.file.UsageCsv;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.statement.ClosedMonth;
import dev.freihafen.cost.statement.ExchangeRate;
import dev.freihafen.cost.statement.Policy;
import dev.freihafen.cost.statement.Pool;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.cost.statement.Terms;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the document of a month: its facts, rates, exchange rates, pools, policies, the closed months that it corrects,
 * and its lines, as canonical JSON (RFC 8785) with a SHA-256 over the canonical form of everything but the member
 * {@code sha256}. The same facts and terms give the same bytes, wherever they are written.
 *
 * <p>Streaming: neither facts nor lines are kept. Facts are told in the order of cluster, objectUid, resource (as UTF-8
 * bytes) and start; those that touch none of the months are left out.
 */
public final class ClosedDocument {

    /** What the member {@code format} says. */
    static final String FORMAT = "freihafen.dev/month/1";

    private ClosedDocument() {}

    /** All facts, one after the other. */
    public interface Facts {
        void forEach(Consumer<? super UsageInterval> action);
    }

    /**
     * Writes the document of a month.
     *
     * @param out stays open
     * @param statement of the terms' month; all of it, or one team's part
     * @param team whose lines these are; empty for all
     * @param facts in order, at least all that touch the month or one of {@code closed}
     * @param closed what the statement was made with; each month's {@code today} is not used
     * @return the SHA-256, 64 hexadecimal digits
     * @throws IllegalArgumentException if the facts are out of order
     */
    public static String write(
            OutputStream out, Statement statement, Terms terms, String team, Facts facts, List<ClosedMonth> closed) {
        return write(
                out,
                terms,
                team,
                facts,
                closed,
                json -> statement.lines().stream().map(StatementCsv::fields).forEach(json::texts));
    }

    /** As the other, for facts that are pulled, and for all teams. */
    public static String write(
            OutputStream out,
            Statement statement,
            Terms terms,
            Iterator<UsageInterval> facts,
            List<ClosedMonth> closed) {
        return write(out, statement, terms, "", facts::forEachRemaining, closed);
    }

    static String write(
            OutputStream out,
            Terms terms,
            String team,
            Facts facts,
            List<ClosedMonth> closed,
            Consumer<CanonicalJson> lines) {
        Hash hash = new Hash(out);
        CanonicalJson json = new CanonicalJson(hash).beginObject();
        json.name("closed").beginArray();
        closed.stream()
                .sorted(Comparator.comparing(month -> month.terms().month().month()))
                .forEach(month -> writeClosed(json, month));
        json.endArray().name("columns").beginObject();
        Columns.OF.forEach((table, columns) -> json.name(table).texts(columns));
        json.endObject();
        writeCurrencies(json, terms);
        json.name("facts").beginArray();
        writeFacts(json, terms, facts, closed);
        json.endArray().member("format", FORMAT).name("lines").beginArray();
        lines.accept(json);
        json.endArray();
        writeTerms(json, terms);
        json.member("scope", team).flush();
        String sha256 = hash.hexOfAllAnd((byte) '}');
        json.member("sha256", sha256).endObject().flush();
        return sha256;
    }

    private static void writeClosed(CanonicalJson json, ClosedMonth closed) {
        json.beginObject();
        writeCurrencies(json, closed.terms());
        json.name("lines").beginArray();
        for (StatementLine line : closed.lines()) {
            json.texts(StatementCsv.fields(line));
        }
        json.endArray();
        writeTerms(json, closed.terms());
        json.member("sha256", closed.sha256()).endObject();
    }

    private static void writeCurrencies(CanonicalJson json, Terms terms) {
        Currency currency = terms.currency();
        json.member("currency", currency == null ? "" : currency.getCurrencyCode());
        json.name("exchangeRates").beginArray();
        terms.exchangeRates().rates().stream()
                .sorted(Comparator.comparing(ExchangeRate::month)
                        .thenComparing(rate -> rate.base().getCurrencyCode())
                        .thenComparing(rate -> rate.quote().getCurrencyCode()))
                .forEach(rate -> json.texts(FxCsv.fields(rate)));
        json.endArray();
    }

    private static void writeTerms(CanonicalJson json, Terms terms) {
        json.name("month").beginObject();
        json.member("month", terms.month().month().toString());
        json.member("zone", terms.month().zone().getId()).endObject();
        json.name("policies").beginObject().name("clusters").beginObject();
        Map<String, Policy> sorted = new TreeMap<>(terms.policyOfCluster());
        sorted.forEach((cluster, policy) -> json.name(cluster).texts(texts(policy)));
        json.endObject().name("default").texts(texts(terms.defaultPolicy())).endObject();
        json.name("pools").beginArray();
        terms.pools().stream()
                .sorted(Comparator.comparing(Pool::cluster, Utf8Order.INSTANCE)
                        .thenComparing(Pool::text, Utf8Order.INSTANCE)
                        .thenComparing(pool -> pool.currency().getCurrencyCode())
                        .thenComparing(Pool::amount))
                .forEach(pool -> json.texts(PoolCsv.fields(pool)));
        json.endArray().name("rates").beginArray();
        terms.card().rates().forEach(rate -> json.texts(RatesCsv.fields(rate)));
        json.endArray();
    }

    private static List<String> texts(Policy policy) {
        return List.of(policy.idle().text(), policy.shared().text());
    }

    private static void writeFacts(CanonicalJson json, Terms terms, Facts facts, List<ClosedMonth> closed) {
        List<Window> windows = new ArrayList<>(List.of(terms.month().window()));
        closed.forEach(month -> windows.add(month.terms().month().window()));
        FactsInOrder order = new FactsInOrder();
        facts.forEach(fact -> {
            order.next(fact);
            if (windows.stream().anyMatch(window -> touches(fact, window))) {
                json.texts(UsageCsv.fields(fact));
            }
        });
    }

    /** Whether a fact can matter to a month: it was there for a moment of it, or began in it. */
    public static boolean touches(UsageInterval fact, Window window) {
        return window.contains(fact.start())
                || (fact.start().isBefore(window.from()) && fact.chargedUntil().isAfter(window.from()));
    }

    private static final class FactsInOrder {
        private static final Comparator<UsageInterval> ORDER = Comparator.comparing(
                        UsageInterval::cluster, Utf8Order.INSTANCE)
                .thenComparing(UsageInterval::objectUid, Utf8Order.INSTANCE)
                .thenComparing(fact -> fact.resource().text(), Utf8Order.INSTANCE)
                .thenComparing(UsageInterval::start);

        private @Nullable UsageInterval last;

        private void next(UsageInterval fact) {
            if (last != null && ORDER.compare(last, fact) >= 0) {
                throw new IllegalArgumentException("facts go by cluster, objectUid, resource and start, each once; "
                        + fact.series() + " from " + fact.start() + " comes too late");
            }
            last = fact;
        }
    }
}
