package dev.freihafen.platform.month;

import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.platform.cost.CostReaders;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.report.PdfReport;
import dev.freihafen.platform.report.XlsxReport;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.ZoneId;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A team's part of a month's statement. */
@Path("/api/v1/teams/{team}/months/{month:[^/:]+}/statement")
@Tag(name = "Statements")
public final class TeamStatementsResource {
    private final CostReaders readers;
    private final Statements statements;
    private final Reports reports;
    private final ZoneId zone;

    TeamStatementsResource(CostReaders readers, Statements statements, Reports reports, PlatformConfig config) {
        this.readers = readers;
        this.statements = statements;
        this.reports = reports;
        this.zone = config.months().zone();
    }

    /** The team's part. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "A team's part of a month's statement; a draft until the month is closed")
    public StreamingOutput json(@RestPath String team, @RestPath String month) {
        Part part = read(team, month);
        return out -> StatementJson.write(part.drawn(), part.statement(), out);
    }

    /** The team's part as CSV. */
    @GET
    @Produces(Reports.CSV + Reports.AFTER_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "A team's part of a month's statement; a draft until the month is closed")
    public StreamingOutput csv(@RestPath String team, @RestPath String month) {
        Part part = read(team, month);
        return out -> StatementCsv.write(out, part.statement().lines().stream());
    }

    /** The team's part as a workbook. */
    @GET
    @Produces(Reports.XLSX + Reports.AFTER_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "A team's part of a month's statement; a draft until the month is closed")
    public StreamingOutput xlsx(@RestPath String team, @RestPath String month) {
        Part part = read(team, month);
        return out -> XlsxReport.write(part.statement(), reports.context(team, part.drawn()), out);
    }

    /** The team's part to be read by people. */
    @GET
    @Produces(Reports.PDF + Reports.AFTER_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "A team's part of a month's statement; a draft until the month is closed")
    public StreamingOutput pdf(@RestPath String team, @RestPath String month) {
        Part part = read(team, month);
        return out -> PdfReport.write(part.statement(), reports.context(team, part.drawn()), out);
    }

    private record Part(Statements.Drawn drawn, Statement statement) {}

    private Part read(String team, String month) {
        Month asked = Asked.month(month, zone);
        if (asked.window().from().isBefore(readers.since(team))) {
            throw new PlatformException.NotFound("Team " + team + " has no statement of " + asked
                    + ": another team had its name then. Finance reads that one.");
        }
        Statements.Drawn drawn = statements.of(asked);
        return new Part(drawn, drawn.statement().ofTeam(team));
    }
}
