package dev.freihafen.platform.month;

import dev.freihafen.cost.statement.ClusterTotal;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.platform.identity.TeamDirectory;
import dev.freihafen.platform.ledger.Watermarks;
import dev.freihafen.platform.report.MonthState;
import dev.freihafen.platform.report.ReportContext;
import dev.freihafen.platform.report.TeamInfo;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What reports need to know besides the statement: the teams' names, the month before, and the forecast. */
@Singleton
class Reports {
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    static final String PDF = "application/pdf";
    static final String CSV = "text/csv";
    /** JSON is what whoever asks for nothing in particular gets. */
    static final String AFTER_JSON = ";qs=0.5";

    private final TeamDirectory teams;
    private final Statements statements;
    private final Watermarks watermarks;

    Reports(TeamDirectory teams, Statements statements, Watermarks watermarks) {
        this.teams = teams;
        this.statements = statements;
        this.watermarks = watermarks;
    }

    /** @param team the one team of the report; empty for all */
    ReportContext context(String team, Statements.Drawn drawn) {
        Month month = drawn.statement().month();
        Statement before = statements
                .of(new Month(month.month().minusMonths(1), month.zone()))
                .statement();
        return new ReportContext(
                team,
                MonthState.valueOf(drawn.stage().name()),
                infos(),
                totals(team.isEmpty() ? before : before.ofTeam(team)),
                forecast(team, drawn),
                Map.<Kind, String>of(),
                Objects.requireNonNullElse(drawn.sha256(), ""));
    }

    /** Of the month itself while it is not closed, else of the next. */
    private Map<Currency, BigInteger> forecast(String team, Statements.Drawn drawn) {
        Month month = drawn.statement().month();
        Statements.Drawn coming = drawn.stage() == Stage.CLOSED
                ? statements.of(new Month(month.month().plusMonths(1), month.zone()))
                : drawn;
        Statement statement =
                team.isEmpty() ? coming.statement() : coming.statement().ofTeam(team);
        return watermarks.all().values().stream()
                .max(Instant::compareTo)
                .map(known -> MonthForecast.of(statement, team.isEmpty(), coming.invoiced(), known))
                .orElse(Map.of());
    }

    /** Display names and cost centres by team. */
    Map<String, TeamInfo> infos() {
        Map<String, TeamInfo> infos = new HashMap<>();
        teams.all()
                .forEach(team -> infos.put(
                        team.getMetadata().getName(),
                        new TeamInfo(
                                team.getSpec().displayName(),
                                Objects.requireNonNullElse(team.getSpec().costCentre(), ""))));
        return infos;
    }

    private static Map<Currency, BigInteger> totals(Statement statement) {
        Map<Currency, BigInteger> totals = new HashMap<>();
        if (statement.lines().stream().map(StatementLine::kind).anyMatch(Kind.UNPRICED::equals)) {
            return totals;
        }
        for (ClusterTotal total : statement.clusters()) {
            totals.merge(total.currency(), total.total().add(total.corrections()), BigInteger::add);
        }
        return totals;
    }
}
