package dev.freihafen.platform.report;

import dev.freihafen.cost.statement.ClusterTotal;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Statements to report on; made up, but adding up. */
final class ReportFixtures {

    static final Currency EUR = Currency.getInstance("EUR");
    static final Month SEPTEMBER = Month.parse("2026-09", ZoneOffset.UTC);
    static final List<String> TEAMS = List.of(
            "claims",
            "forecast",
            "fraud",
            "logistics",
            "pricing",
            "ranking",
            "research",
            "risk",
            "routing",
            "search",
            "speech",
            "vision");
    private static final List<String> CLUSTERS = List.of("antwerp", "hamburg", "rotterdam");
    private static final List<String> KINDS =
            List.of("PipelineRun", "PipelineRun", "PipelineRun", "ModelEndpoint", "Workspace", "Volume");
    private static final List<String> RESOURCES = List.of(
            "accelerator/H100", "accelerator/H100", "accelerator/A100/3g.40gb", "cpu", "memory", "storage/fast");

    private ReportFixtures() {}

    /** A line of usage; the amount in cents. */
    static StatementLine usage(
            String cluster, String team, String kind, String name, String step, String resource, long cents) {
        return line(cluster, team, kind, name, step, resource, cents, Kind.USAGE, "");
    }

    static StatementLine line(
            String cluster,
            String team,
            String workloadKind,
            String name,
            String step,
            String resource,
            @Nullable Long cents,
            Kind kind,
            String note) {
        boolean metered = kind == Kind.USAGE || kind == Kind.UNPRICED;
        boolean priced = kind == Kind.USAGE;
        return new StatementLine(
                cluster,
                team,
                workloadKind,
                name,
                step,
                resource,
                metered ? "gpu-large" : "",
                metered ? "OnDemand" : "",
                metered ? new BigDecimal("348.123456") : null,
                metered ? "unit-hour" : "",
                cents == null ? null : BigInteger.valueOf(cents),
                cents == null ? null : EUR,
                priced ? "r1" : "",
                priced ? new BigDecimal("2.50") : null,
                kind,
                note);
    }

    /** Three clusters, twelve teams and as many lines of usage as asked for. */
    static Statement month(int lines) {
        SplittableRandom random = new SplittableRandom(7);
        List<StatementLine> all = new ArrayList<>();
        List<ClusterTotal> totals = new ArrayList<>();
        for (int cluster = 0; cluster < CLUSTERS.size(); cluster++) {
            String name = CLUSTERS.get(cluster);
            long teams = 0;
            for (int index = cluster; index < lines; index += CLUSTERS.size()) {
                int choice = random.nextInt(KINDS.size());
                long cents = Math.round(Math.pow(random.nextDouble(), 6) * 400_000);
                teams += cents;
                String kind = KINDS.get(choice);
                all.add(usage(
                        name,
                        TEAMS.get(Math.min(random.nextInt(12), random.nextInt(12))),
                        kind,
                        kind.equals("PipelineRun") ? "run-" + Long.toHexString(random.nextLong()) : "notebook-" + index,
                        kind.equals("PipelineRun") ? "train/evaluate" : "",
                        RESOURCES.get(choice),
                        cents));
            }
            long idle = teams / 9;
            long shared = teams / 30;
            long nobody = teams / 200;
            long residual = cluster == 1 ? -teams / 150 : teams / 180;
            all.add(line(name, "", "", "", "", "", idle, Kind.IDLE, "central"));
            for (String team : TEAMS) {
                all.add(line(name, team, "", "", "", "", shared / 12, Kind.SHARED, "pro rata"));
            }
            long rest = shared - shared / 12 * 12;
            all.add(line(name, "", "", "", "", "", rest, Kind.SHARED, "central"));
            all.add(line(name, "", "Other", "debug", "", "cpu", nobody, Kind.UNALLOCATED, ""));
            all.add(line(name, "", "", "", "", "", residual, Kind.RESIDUAL, "pool less everything else"));
            long carried = teams + shared / 12 * 12;
            totals.add(new ClusterTotal(
                    name,
                    EUR,
                    BigInteger.valueOf(carried + idle + rest + nobody + residual),
                    BigInteger.valueOf(carried),
                    BigInteger.valueOf(idle),
                    BigInteger.valueOf(rest),
                    BigInteger.valueOf(nobody),
                    BigInteger.valueOf(residual),
                    BigInteger.ZERO));
        }
        return new Statement(SEPTEMBER, all, totals, List.of());
    }

    static Statement of(StatementLine... lines) {
        return new Statement(SEPTEMBER, List.of(lines), List.of(), List.of());
    }

    static ReportContext context() {
        return context("");
    }

    static ReportContext context(String team) {
        return new ReportContext(
                team,
                MonthState.CLOSED,
                Map.of(
                        "fraud", new TeamInfo("Fraud detection", "4711"),
                        "vision", new TeamInfo("Bildverarbeitung für Häfen", "4712"),
                        "speech", new TeamInfo("音声認識 🚀", "4713"),
                        "risk", new TeamInfo("=HYPERLINK(\"x\")", "@4714"),
                        "", new TeamInfo("", "9000")),
                Map.of(EUR, BigInteger.valueOf(93_211_743)),
                Map.of(EUR, BigInteger.valueOf(101_400_000)),
                Map.of(Kind.USAGE, "6300", Kind.IDLE, "6310"),
                "5f1d7ce0b8f8d0a3a4f3a0cb0d8c6c0fd2f7f4f0b9c3a1e2d4c5b6a79880a1b2");
    }
}
