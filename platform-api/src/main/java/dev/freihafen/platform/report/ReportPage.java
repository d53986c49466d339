package dev.freihafen.platform.report;

import dev.freihafen.cost.statement.ClusterTotal;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The report as a page of XHTML; every text of people is made legible and escaped. */
final class ReportPage {

    /** Lines that a person can still leaf through, about twenty pages of them. */
    static final int MOST_LINES = 600;

    private static final int MOST_WARNINGS = 3;
    private static final List<String> COLOURS = List.of(
            "#1f6f9f", "#e08a1e", "#4a9d6e", "#8e5ea2", "#c25b56", "#7d8b99", "#3aa6b9", "#b5a642", "#5d6dbe",
            "#a0744f");
    private static final String REST = "#a9b5bf";

    private final Statement statement;
    private final ReportContext context;
    private final ReportFonts fonts = ReportFonts.loaded();

    private ReportPage(Statement statement, ReportContext context) {
        this.statement = statement;
        this.context = context;
    }

    /** Parsed once. */
    private static final class Parsed {
        private static final Template TEMPLATE = Engine.builder()
                .addDefaults()
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build()
                .parse(source(), Variant.forContentType(Variant.TEXT_HTML));

        private static String source() {
            try (InputStream html = ReportPage.class.getResourceAsStream("/report/statement.html")) {
                return new String(Objects.requireNonNull(html).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    static String html(Statement statement, ReportContext context) {
        ReportPage page = new ReportPage(statement, context);
        return Parsed.TEMPLATE.render(page.data());
    }

    private Map<String, Object> data() {
        Figures figures = Figures.of(statement, context);
        String month = Headings.month(statement.month().month());
        Map<String, Object> data = new TreeMap<>();
        data.put("title", legible(Headings.title(statement, context)));
        data.put("heading", "Cost of the machine learning platform");
        data.put("headerLeft", quoted("Cost of the machine learning platform · " + Headings.scope(context)));
        data.put("headerRight", month);
        data.put("footer", quoted(footer()));
        data.put("month", month);
        data.put("scope", legible(Headings.scope(context)));
        data.put("state", context.state().text());
        data.put("stateClass", context.state().name().toLowerCase(Locale.ROOT));
        data.put("lastMonth", Headings.month(statement.month().month().minusMonths(1)));
        data.put(
                "forecastOf",
                context.state() == MonthState.OPEN
                        ? "Forecast of the month's end"
                        : "Forecast of "
                                + Headings.month(statement.month().month().plusMonths(1)));
        data.put("warnings", warnings(figures));
        List<Map<String, Object>> pages = new ArrayList<>();
        for (Figures.OfCurrency of : figures.currencies()) {
            pages.add(page(of, figures, pages.isEmpty()));
        }
        data.put("pages", pages);
        putLines(data, figures);
        return data;
    }

    private String footer() {
        return context.documentSha256().isEmpty()
                ? "Draft: not a closed document"
                : "Closed document SHA-256 " + context.documentSha256();
    }

    private List<String> warnings(Figures figures) {
        List<String> warnings = new ArrayList<>();
        if (figures.unpriced() > 0) {
            warnings.add(figures.unpriced() + (figures.unpriced() == 1 ? " line has" : " lines have")
                    + " no price, so the total is not known: the sums below are of the priced lines only.");
        }
        statement.warnings().stream()
                .filter(warning -> warning.kind().blocksClose())
                .limit(MOST_WARNINGS)
                .map(warning -> legible(warning.text()))
                .forEach(warnings::add);
        if (figures.currencies().isEmpty()) {
            warnings.add("There is no priced usage in this month.");
        }
        return warnings;
    }

    private Map<String, Object> page(Figures.OfCurrency of, Figures figures, boolean first) {
        Currency currency = of.currency();
        Map<String, Object> page = new TreeMap<>();
        page.put("again", !first);
        page.put("currency", currency.getCurrencyCode());
        page.put("total", Amounts.readable(of.total(), currency));
        page.put(
                "totalNote",
                "sum of " + of.lines() + (of.lines() == 1 ? " line" : " lines")
                        + (figures.currencies().size() > 1 ? " in " + currency : ""));
        change(page, of.total(), context.lastMonth().get(currency), currency);
        BigInteger forecast = context.forecast().get(currency);
        page.put("forecast", forecast == null ? "\u2013" : Amounts.readable(forecast, currency));
        page.put("forecastNote", forecast == null ? "no forecast" : "an estimate");
        page.put("split", rows(of.split(), of.total(), true));
        page.put("stack", stack(of.split()));
        page.put("topTitle", of.topTitle());
        page.put("top", rows(of.top(), of.total(), false));
        page.put("clusters", clusters(currency));
        return page;
    }

    private static void change(
            Map<String, Object> page, BigInteger total, @Nullable BigInteger last, Currency currency) {
        if (last == null) {
            page.put("change", "\u2013");
            page.put("changeNote", "the month before is not known");
            return;
        }
        BigInteger change = total.subtract(last);
        String percent = Amounts.percent(change, last.abs());
        page.put("change", Amounts.signed(change, currency));
        page.put(
                "changeNote",
                (percent.isEmpty() ? "" : (change.signum() > 0 ? "+" : "") + percent + ", ") + "from "
                        + Amounts.readable(last, currency));
    }

    private List<Map<String, Object>> rows(List<Figures.Share> shares, BigInteger total, boolean coloured) {
        BigInteger longest = shares.stream()
                .filter(share -> !share.rest())
                .map(share -> share.units().abs())
                .max(Comparator.naturalOrder())
                .orElse(BigInteger.ZERO);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Figures.Share share : shares) {
            String colour = coloured ? colour(rows.size()) : share.rest() ? REST : COLOURS.getFirst();
            boolean minus = share.units().signum() < 0;
            rows.add(Map.of(
                    "label", legible(share.label()),
                    "amount", Amounts.readable(share.units(), share.currency()),
                    "part", Amounts.percent(share.units(), total),
                    "width", Amounts.width(share.units().abs().min(longest), longest),
                    "colour", minus ? "#b3261e" : colour,
                    "sign", minus ? " minus" : "",
                    "fill", minus ? "" : "background-color: " + colour));
        }
        return rows;
    }

    /** One bar of all positive parts; too thin ones are left to the rows. */
    private List<Map<String, Object>> stack(List<Figures.Share> shares) {
        BigInteger positive = shares.stream()
                .map(Figures.Share::units)
                .filter(units -> units.signum() > 0)
                .reduce(BigInteger.ZERO, BigInteger::add);
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int index = 0; index < shares.size(); index++) {
            BigInteger units = shares.get(index).units();
            if (units.signum() > 0 && Amounts.tenths(units, positive).signum() > 0) {
                parts.add(Map.of("width", Amounts.width(units, positive), "colour", colour(index)));
            }
        }
        return parts.isEmpty() ? List.of(Map.of("width", "100", "colour", REST)) : parts;
    }

    private static String colour(int index) {
        return index < COLOURS.size() ? COLOURS.get(index) : REST;
    }

    private List<Map<String, Object>> clusters(Currency currency) {
        if (!context.team().isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ClusterTotal cluster : statement.clusters()) {
            if (cluster.currency().equals(currency)) {
                rows.add(Map.of(
                        "cluster", legible(cluster.cluster()),
                        "teams", Amounts.readable(cluster.teams(), currency),
                        "idle", Amounts.readable(cluster.idleCentral(), currency),
                        "shared", Amounts.readable(cluster.sharedCentral(), currency),
                        "unallocated", Amounts.readable(cluster.unallocated(), currency),
                        "residual", Amounts.readable(cluster.residual(), currency),
                        "pool", readableOrDash(cluster.poolMinorUnits(), currency),
                        "corrections", Amounts.readable(cluster.corrections(), currency)));
            }
        }
        return rows;
    }

    private static String readableOrDash(@Nullable BigInteger units, Currency currency) {
        return units == null ? "\u2013" : Amounts.readable(units, currency);
    }

    private void putLines(Map<String, Object> data, Figures figures) {
        List<StatementLine> all = statement.lines();
        boolean cut = all.size() > MOST_LINES;
        List<StatementLine> shown = cut
                ? all.stream()
                        .sorted(Comparator.comparing(ReportPage::size).reversed())
                        .limit(MOST_LINES)
                        .toList()
                : all;
        data.put("linesTitle", cut ? "The " + MOST_LINES + " largest of " + all.size() + " lines" : "The lines");
        data.put(
                "linesNote",
                cut
                        ? "All " + all.size()
                                + " lines are in the CSV and XLSX files of the same statement; the last rows below tell"
                                + " what the lines come to that are not shown here."
                        : "All lines of the statement.");
        data.put("lines", shown.stream().map(this::line).toList());
        List<Map<String, Object>> sums = new ArrayList<>();
        for (Figures.OfCurrency of : figures.currencies()) {
            BigInteger here = shown.stream()
                    .filter(line -> of.currency().equals(line.currency()))
                    .map(line -> Objects.requireNonNull(line.minorUnits()))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            if (cut) {
                sums.add(sum(
                        "The lines not shown here, which are in the CSV and XLSX files",
                        of.total().subtract(here),
                        of.currency()));
            }
            sums.add(sum("Total", of.total(), of.currency()));
        }
        data.put("lineSums", sums);
    }

    private static BigInteger size(StatementLine line) {
        return line.minorUnits() == null ? BigInteger.ZERO : line.minorUnits().abs();
    }

    private static Map<String, Object> sum(String label, BigInteger units, Currency currency) {
        return Map.of(
                "label", label, "amount", Amounts.readable(units, currency), "currency", currency.getCurrencyCode());
    }

    private Map<String, Object> line(StatementLine line) {
        Currency currency = line.currency();
        return Map.of(
                "cluster", legible(line.cluster()),
                "team", line.team().isEmpty() ? "" : legible(context.nameOf(line.team())),
                "workload", legible((line.workloadKind() + " " + line.workloadName()).strip()),
                "step", legible(line.step()),
                "resource", legible(line.resource()),
                "class", legible(line.hardwareClass()),
                "quantity", line.quantity() == null ? "" : line.quantity().toPlainString(),
                "unit", line.unit(),
                "amount",
                        line.minorUnits() == null || currency == null
                                ? "unknown"
                                : Amounts.readable(line.minorUnits(), currency),
                "kind", line.kind().text());
    }

    private String legible(String text) {
        return fonts.legible(text);
    }

    /** For a text within quotes in the style sheet. */
    private String quoted(String text) {
        return legible(text).replaceAll("[\"\\\\<>&']", " ");
    }
}
