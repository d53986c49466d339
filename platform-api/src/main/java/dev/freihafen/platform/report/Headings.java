package dev.freihafen.platform.report;

import dev.freihafen.cost.statement.Statement;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Titles that all kinds of report share. */
final class Headings {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    private Headings() {}

    static String title(Statement statement, ReportContext context) {
        return "Cost of the machine learning platform, "
                + month(statement.month().month()) + ": " + scope(context);
    }

    static String scope(ReportContext context) {
        return context.team().isEmpty() ? "all teams" : context.nameOf(context.team());
    }

    static String month(YearMonth month) {
        return month.format(MONTH);
    }

    static String state(Statement statement, ReportContext context) {
        String zone = "month in the time zone " + statement.month().zone();
        return context.state().text() + "; " + zone
                + (context.documentSha256().isEmpty() ? "" : "; closed document SHA-256 " + context.documentSha256());
    }
}
