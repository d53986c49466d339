package dev.freihafen.platform.report;

import dev.freihafen.cost.statement.ClusterTotal;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A statement as a workbook: a sheet of sums, then the lines. Amounts are numbers with their currency's digits, texts
 * are never formulas, sums are values. Lines are written one by one; the same statement always gives the same bytes.
 */
public final class XlsxReport {

    /** A sheet holds 1,048,576 rows; the rest goes to another. */
    private static final int LINES_PER_SHEET = 1_000_000;

    private static final int FLUSH_EVERY = 1000;
    private static final List<String> COLUMNS = List.of(
            "cluster",
            "team",
            "name",
            "workloadKind",
            "workloadName",
            "step",
            "resource",
            "hardwareClass",
            "capacityType",
            "quantity",
            "unit",
            "amount",
            "currency",
            "rateId",
            "unitPrice",
            "kind",
            "note");
    private static final int AMOUNT = COLUMNS.indexOf("amount");
    private static final int QUANTITY = COLUMNS.indexOf("quantity");
    private static final int UNIT_PRICE = COLUMNS.indexOf("unitPrice");
    private static final double[] WIDTHS = {14, 16, 22, 15, 24, 20, 24, 16, 13, 16, 12, 16, 9, 18, 14, 12, 50};

    private XlsxReport() {}

    /** Writes the workbook; the stream is flushed, not closed. */
    public static void write(Statement statement, ReportContext context, OutputStream output) throws IOException {
        ByteArrayOutputStream draft = new ByteArrayOutputStream(1 << 16);
        Workbook workbook = new Workbook(draft, "Freihafen", "1.0");
        workbook.setCompressionLevel(1);
        sums(workbook.newWorksheet("Sums"), statement, context);
        lines(workbook, statement, context);
        workbook.finish();
        SteadyZip.write(draft.toByteArray(), statement.month().window().until(), output);
    }

    private static void sums(Worksheet sheet, Statement statement, ReportContext context) throws IOException {
        Figures figures = Figures.of(statement, context);
        sheet.width(0, 34);
        for (int column = 1; column < 9; column++) {
            sheet.width(column, 18);
        }
        int row = 0;
        sheet.inlineString(row, 0, Cells.xml(Headings.title(statement, context)));
        sheet.style(row, 0).bold().fontSize(14).set();
        sheet.inlineString(++row, 0, Headings.state(statement, context));
        row++;
        for (Figures.OfCurrency of : figures.currencies()) {
            row = block(sheet, row + 1, "Split, " + of.currency(), of.split(), of.currency());
            row = block(sheet, row + 1, of.topTitle() + ", " + of.currency(), of.top(), of.currency());
        }
        if (context.team().isEmpty()) {
            clusters(sheet, row + 1, statement.clusters());
        }
        sheet.flush();
        sheet.finish();
    }

    private static int block(Worksheet sheet, int at, String title, List<Figures.Share> shares, Currency currency) {
        int row = at;
        sheet.inlineString(row, 0, title);
        sheet.style(row, 0).bold().set();
        BigInteger sum = BigInteger.ZERO;
        for (Figures.Share share : shares) {
            row++;
            sheet.inlineString(row, 0, Cells.xml(share.label()));
            amount(sheet, row, 1, share.units(), currency);
            sum = sum.add(share.units());
        }
        row++;
        sheet.inlineString(row, 0, "Sum");
        amount(sheet, row, 1, sum, currency);
        sheet.range(row, 0, row, 1).style().bold().set();
        sheet.style(row, 1).bold().format(Amounts.cellFormat(currency)).set();
        return row + 1;
    }

    private static void clusters(Worksheet sheet, int at, List<ClusterTotal> clusters) {
        int row = at;
        List<String> titles = List.of(
                "cluster",
                "currency",
                "teams",
                "idle, central",
                "shared, central",
                "unallocated",
                "residual",
                "pool",
                "corrections");
        for (int column = 0; column < titles.size(); column++) {
            sheet.inlineString(row, column, titles.get(column));
            sheet.style(row, column).bold().set();
        }
        for (ClusterTotal cluster : clusters) {
            row++;
            sheet.inlineString(row, 0, cluster.cluster());
            sheet.inlineString(row, 1, cluster.currency().getCurrencyCode());
            amount(sheet, row, 2, cluster.teams(), cluster.currency());
            amount(sheet, row, 3, cluster.idleCentral(), cluster.currency());
            amount(sheet, row, 4, cluster.sharedCentral(), cluster.currency());
            amount(sheet, row, 5, cluster.unallocated(), cluster.currency());
            amount(sheet, row, 6, cluster.residual(), cluster.currency());
            amount(sheet, row, 7, cluster.poolMinorUnits(), cluster.currency());
            amount(sheet, row, 8, cluster.corrections(), cluster.currency());
        }
    }

    private static void amount(Worksheet sheet, int row, int column, @Nullable BigInteger units, Currency currency) {
        if (units != null) {
            sheet.value(row, column, Amounts.decimal(units, currency));
            sheet.style(row, column).format(Amounts.cellFormat(currency)).set();
        }
    }

    private static void lines(Workbook workbook, Statement statement, ReportContext context) throws IOException {
        Map<String, String> names = new HashMap<>();
        int written = 0;
        int sheets = 0;
        do {
            Worksheet sheet = workbook.newWorksheet(++sheets == 1 ? "Lines" : "Lines " + sheets);
            header(sheet);
            int end = Math.min(statement.lines().size(), written + LINES_PER_SHEET);
            int row = 0;
            for (StatementLine line : statement.lines().subList(written, end)) {
                line(sheet, ++row, line, names.computeIfAbsent(line.team(), context::nameOf));
                if (row % FLUSH_EVERY == 0) {
                    sheet.flush();
                }
            }
            sheet.finish();
            written = end;
        } while (written < statement.lines().size());
    }

    private static void header(Worksheet sheet) {
        for (int column = 0; column < COLUMNS.size(); column++) {
            sheet.width(column, WIDTHS[column]);
            sheet.inlineString(0, column, COLUMNS.get(column));
        }
        sheet.range(0, 0, 0, COLUMNS.size() - 1)
                .style()
                .bold()
                .fillColor("DDE6EE")
                .set();
        sheet.freezePane(0, 1);
        sheet.setAutoFilter(0, 0, COLUMNS.size() - 1);
    }

    private static void line(Worksheet sheet, int row, StatementLine line, String teamName) {
        String name = line.team().isEmpty() ? "" : teamName;
        Currency currency = line.currency();
        List<String> texts = List.of(
                line.cluster(),
                line.team(),
                name,
                line.workloadKind(),
                line.workloadName(),
                line.step(),
                line.resource(),
                line.hardwareClass(),
                line.capacityType(),
                "",
                line.unit(),
                "",
                currency == null ? "" : currency.getCurrencyCode(),
                line.rateId(),
                "",
                line.kind().text(),
                line.note());
        for (int column = 0; column < texts.size(); column++) {
            if (!texts.get(column).isEmpty()) {
                sheet.inlineString(row, column, Cells.xml(texts.get(column)));
            }
        }
        number(sheet, row, QUANTITY, line.quantity(), "#,##0.000000");
        number(sheet, row, UNIT_PRICE, line.unitPrice(), "General");
        if (line.minorUnits() != null) {
            amount(sheet, row, AMOUNT, line.minorUnits(), Objects.requireNonNull(currency));
        }
    }

    private static void number(Worksheet sheet, int row, int column, @Nullable BigDecimal value, String format) {
        if (value != null) {
            sheet.value(row, column, value);
            sheet.style(row, column).format(format).set();
        }
    }
}
