package dev.freihafen.platform.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Statement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PdfReportTest {

    @Test
    void theFirstPageTellsTheBoardWhatItNeeds() throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf(ReportFixtures.month(300), ReportFixtures.context()))) {
            String first = text(document, 1, 1);

            assertThat(first)
                    .contains(
                            "September 2026",
                            "Change to August 2026",
                            "Forecast of October 2026",
                            "1,014,000.00",
                            "What it was spent on",
                            "Pipeline runs",
                            "Idle capacity",
                            "Does it add up to the bill?",
                            "antwerp",
                            "hamburg",
                            "rotterdam",
                            "Page 1 of")
                    .contains("The pool is the invoice");
            assertThat(text(document, 2, 2)).contains("All lines of the statement.");
        }
    }

    @Test
    void everyPageOfLinesHasItsHeaderAndNumber() throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf(ReportFixtures.month(300), ReportFixtures.context()))) {
            int pages = document.getNumberOfPages();
            assertThat(pages).isGreaterThan(5);
            for (int page = 2; page <= pages; page++) {
                assertThat(text(document, page, page))
                        .contains(
                                "cluster",
                                "resource",
                                "amount",
                                "Page " + page + " of " + pages,
                                "Closed document SHA-256");
            }
            PDPage last = document.getPage(pages - 1);
            assertThat(last.getMediaBox().getWidth())
                    .isGreaterThan(last.getMediaBox().getHeight());
        }
    }

    @Test
    void tooManyLinesAreCutAndTheRestIsNamedWithItsSum() throws IOException {
        Statement statement = ReportFixtures.month(2000);
        try (PDDocument document = Loader.loadPDF(pdf(statement, ReportFixtures.context()))) {
            String all = text(document, 1, document.getNumberOfPages());
            assertThat(all)
                    .contains("The 600 largest of " + statement.lines().size() + " lines")
                    .contains("in the CSV and XLSX files")
                    .contains("The lines not shown here");
        }
    }

    @Test
    void foreignTextIsShownOrVisiblyReplaced() throws IOException {
        Statement statement = ReportFixtures.of(
                ReportFixtures.usage("hamburg", "speech", "Workspace", "n", "Größe 漢字 🚀 שלום <b>&\u0007", "cpu", 100));
        try (PDDocument document = Loader.loadPDF(pdf(statement, ReportFixtures.context()))) {
            String all = text(document, 1, document.getNumberOfPages()).replaceAll("\\s+", "");
            assertThat(all)
                    .contains("音声認識[U+1F680](speech)", "Größe漢字", "[U+05E9][U+05DC][U+05D5][U+05DD]", "<b>&[U+0007]");
        }
    }

    @Test
    void unpricedUsageIsSaidOnTheFirstPage() throws IOException {
        Statement statement = ReportFixtures.of(
                ReportFixtures.usage("hamburg", "fraud", "Workspace", "n", "", "cpu", 500),
                ReportFixtures.line(
                        "hamburg", "fraud", "Workspace", "n", "", "memory", null, Kind.UNPRICED, "no rate"));
        try (PDDocument document = Loader.loadPDF(pdf(statement, ReportFixtures.context()))) {
            assertThat(text(document, 1, 1)).contains("1 line has no price, so the total is not known");
            assertThat(text(document, 2, 2)).contains("unknown");
        }
    }

    @Test
    void anEmptyMonthIsAPageThatSaysSo() throws IOException {
        ReportContext open = new ReportContext("", MonthState.OPEN, Map.of(), Map.of(), Map.of(), Map.of(), "");
        try (PDDocument document = Loader.loadPDF(pdf(ReportFixtures.of(), open))) {
            assertThat(text(document, 1, document.getNumberOfPages()))
                    .contains("There is no priced usage in this month.")
                    .contains("Draft: not a closed document");
        }
    }

    @Test
    void theSameStatementIsTheSameFile() throws IOException {
        byte[] once = pdf(ReportFixtures.month(50), ReportFixtures.context());
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(pdf(ReportFixtures.month(50), ReportFixtures.context())).isEqualTo(once);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void allFontsAreEmbedded() throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf(ReportFixtures.month(60), ReportFixtures.context()))) {
            for (PDPage page : document.getPages()) {
                for (var name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                }
            }
        }
    }

    private static byte[] pdf(Statement statement, ReportContext context) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PdfReport.write(statement, context, output);
        return output.toByteArray();
    }

    private static String text(PDDocument document, int from, int to) throws IOException {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setSortByPosition(true);
        stripper.setStartPage(from);
        stripper.setEndPage(to);
        return stripper.getText(document);
    }
}
