package dev.freihafen.platform.month;

import dev.freihafen.cost.file.StatementCsv;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.report.JournalCsv;
import dev.freihafen.platform.report.PdfReport;
import dev.freihafen.platform.report.XlsxReport;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.ZoneId;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jdbi.v3.core.Jdbi;

/** Statements of all teams, and the documents of closed months. */
@Path("/api/v1/months/{month:[^/:]+}")
@Tag(name = "Statements")
public final class StatementsResource {
    private final CurrentCaller caller;
    private final Authorization authorization;
    private final Jdbi jdbi;
    private final Statements statements;
    private final DocumentStore documents;
    private final Reports reports;
    private final FocusExports focusExports;
    private final ZoneId zone;

    StatementsResource(
            CurrentCaller caller,
            Authorization authorization,
            Jdbi jdbi,
            Statements statements,
            DocumentStore documents,
            Reports reports,
            FocusExports focusExports,
            PlatformConfig config) {
        this.caller = caller;
        this.authorization = authorization;
        this.jdbi = jdbi;
        this.statements = statements;
        this.documents = documents;
        this.reports = reports;
        this.focusExports = focusExports;
        this.zone = config.months().zone();
    }

    /** The statement of all teams. */
    @GET
    @Path("statement")
    @Produces(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The statement of all teams; a draft until the month is closed; Finance and Auditor")
    public StreamingOutput json(@RestPath String month) {
        Statements.Drawn drawn = read(month);
        return out -> StatementJson.write(drawn, drawn.statement(), out);
    }

    /** The statement of all teams as CSV. */
    @GET
    @Path("statement")
    @Produces(Reports.CSV + Reports.AFTER_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The statement of all teams; a draft until the month is closed; Finance and Auditor")
    public StreamingOutput csv(@RestPath String month) {
        Statements.Drawn drawn = read(month);
        return out -> StatementCsv.write(out, drawn.statement().lines().stream());
    }

    /** The statement of all teams as a workbook. */
    @GET
    @Path("statement")
    @Produces(Reports.XLSX + Reports.AFTER_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The statement of all teams; a draft until the month is closed; Finance and Auditor")
    public StreamingOutput xlsx(@RestPath String month) {
        Statements.Drawn drawn = read(month);
        return out -> XlsxReport.write(drawn.statement(), reports.context("", drawn), out);
    }

    /** The statement of all teams for the board. */
    @GET
    @Path("statement")
    @Produces(Reports.PDF + Reports.AFTER_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The statement of all teams; a draft until the month is closed; Finance and Auditor")
    public StreamingOutput pdf(@RestPath String month) {
        Statements.Drawn drawn = read(month);
        return out -> PdfReport.write(drawn.statement(), reports.context("", drawn), out);
    }

    /** What the month books, by cost centre. */
    @GET
    @Path("journal")
    @Produces("text/csv")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The journal of a month as CSV, by cost centre; Finance and Auditor")
    public StreamingOutput journal(@RestPath String month) {
        Statements.Drawn drawn = read(month);
        return out -> JournalCsv.write(drawn.statement(), reports.context("", drawn), out);
    }

    /** The month as FOCUS cost and usage data. */
    @GET
    @Path("focus")
    @Produces("text/csv")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The month as FOCUS, version 1.2 or 1.4, mode standalone or merge; Finance and Auditor")
    public StreamingOutput focus(
            @RestPath String month,
            @QueryParam("version") @DefaultValue("1.2") String version,
            @QueryParam("mode") @DefaultValue("standalone") String mode) {
        authorization.requirePlatform(caller.get(), Operation.ReadMonths);
        return focusExports.of(Asked.month(month, zone), version, mode);
    }

    /** The newest document of a month: what it was closed with, to be verified without the platform. */
    @GET
    @Path("document")
    @Produces(MediaType.APPLICATION_JSON)
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "The document that a month was closed with, byte for byte; Finance and Auditor")
    public Response document(@RestPath String month) {
        authorization.requirePlatform(caller.get(), Operation.ReadMonths);
        Month asked = Asked.month(month, zone);
        DocumentStore.Stored stored = statements.document(asked.month());
        StreamingOutput bytes =
                out -> jdbi.useHandle(handle -> documents.open(handle, stored).transferTo(out));
        return Response.ok(bytes)
                .header("Content-Disposition", "attachment; filename=\"" + asked + "-" + stored.revision() + ".json\"")
                .header("ETag", '"' + stored.sha256() + '"')
                .build();
    }

    private Statements.Drawn read(String month) {
        authorization.requirePlatform(caller.get(), Operation.ReadMonths);
        return statements.of(Asked.month(month, zone));
    }
}
