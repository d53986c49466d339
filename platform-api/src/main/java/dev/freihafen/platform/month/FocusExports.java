package dev.freihafen.platform.month;

import dev.freihafen.cost.document.DocumentReader;
import dev.freihafen.cost.document.ReadDocument;
import dev.freihafen.cost.focus.DaySums;
import dev.freihafen.cost.focus.FocusCsv;
import dev.freihafen.cost.focus.FocusExport;
import dev.freihafen.cost.focus.FocusMode;
import dev.freihafen.cost.focus.FocusRefused;
import dev.freihafen.cost.focus.FocusSettings;
import dev.freihafen.cost.focus.FocusVersion;
import dev.freihafen.cost.focus.TeamNames;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.Terms;
import dev.freihafen.platform.ledger.MonthFacts;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Months as FOCUS: a closed one from its document alone, another one from the ledger of one moment. */
@Singleton
class FocusExports {
    private final Jdbi jdbi;
    private final MonthStore months;
    private final Drafts drafts;
    private final DocumentStore documents;
    private final Reports reports;
    private final PlatformConfig.Months config;

    FocusExports(
            Jdbi jdbi,
            MonthStore months,
            Drafts drafts,
            DocumentStore documents,
            Reports reports,
            PlatformConfig config) {
        this.jdbi = jdbi;
        this.months = months;
        this.drafts = drafts;
        this.documents = documents;
        this.reports = reports;
        this.config = config.months();
    }

    /**
     * The export, ready to be written.
     *
     * @throws PlatformException.Conflict when usage has no price
     */
    StreamingOutput of(Month month, String version, String mode) {
        FocusSettings settings = settings(version, mode);
        FocusExport export = jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, snapshot -> {
            boolean closed = months.find(snapshot, month.month()).stage() == Stage.CLOSED;
            return closed ? ofDocument(snapshot, month, settings) : ofDraft(snapshot, month, settings);
        });
        return out -> FocusCsv.write(settings.version(), export.rows(), out);
    }

    private FocusExport ofDraft(Handle snapshot, Month month, FocusSettings settings) {
        Drafts.Draft draft = drafts.draw(snapshot, month);
        DaySums days = new DaySums(month.window(), draft.terms().card());
        MonthFacts.forEach(snapshot, month.window().from(), month.window().until(), days::add);
        return export(draft.statement(), draft.terms(), days, settings);
    }

    private FocusExport ofDocument(Handle snapshot, Month month, FocusSettings settings) {
        DocumentStore.Stored stored = documents.newest(snapshot, month.month()).orElseThrow();
        String name = month + ".json";
        ReadDocument document = DocumentReader.read(documents.open(snapshot, stored), name);
        Statement statement =
                ClosedStatements.read(month, DocumentReader.lines(documents.open(snapshot, stored), name));
        DaySums days = new DaySums(month.window(), document.terms().card());
        document.facts().forEach(days::add);
        return export(statement, document.terms(), days, settings);
    }

    private static FocusExport export(Statement statement, Terms terms, DaySums days, FocusSettings settings) {
        try {
            return FocusExport.of(statement, terms, days, settings);
        } catch (FocusRefused refused) {
            throw new PlatformException.Conflict(
                    "There is no export of usage without a price: " + refused.getMessage());
        }
    }

    private FocusSettings settings(String version, String mode) {
        try {
            return new FocusSettings(
                    FocusVersion.parse(version),
                    FocusMode.parse(mode),
                    config.issuer(),
                    config.billingAccount(),
                    "",
                    "",
                    names());
        } catch (IllegalArgumentException unknown) {
            throw new PlatformException.ValidationFailed(
                    "There is no such export.",
                    List.of(new FieldError("version, mode", String.valueOf(unknown.getMessage()))));
        }
    }

    private Map<String, TeamNames> names() {
        Map<String, TeamNames> names = new HashMap<>();
        reports.infos().forEach((team, info) -> names.put(team, new TeamNames(info.displayName(), info.costCentre())));
        return names;
    }
}
