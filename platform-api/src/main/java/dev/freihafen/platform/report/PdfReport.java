package dev.freihafen.platform.report;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import dev.freihafen.cost.statement.Statement;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;

/**
 * A statement as a PDF: one page that a board can read (total, change to the month before, forecast, what it was spent
 * on, a chart, who spent it, whether it adds up to the bill), then the lines, of which at most {@value
 * ReportPage#MOST_LINES} are shown. The same statement always gives the same bytes; nothing is loaded from anywhere.
 */
public final class PdfReport {

    private PdfReport() {}

    /** Writes the document; the stream is flushed, not closed. */
    public static void write(Statement statement, ReportContext context, OutputStream output) throws IOException {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFastMode();
        builder.withHtmlContent(ReportPage.html(statement, context), null);
        builder.useUriResolver((base, uri) -> null);
        ReportFonts.loaded().addTo(builder);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
            PDDocument document = renderer.getPdfDocument();
            describe(document, statement, context);
            document.save(output);
        }
        output.flush();
    }

    /** Who made it and when, told by the statement and not by a clock. */
    private static void describe(PDDocument document, Statement statement, ReportContext context) {
        Instant until = statement.month().window().until();
        Calendar made = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
        made.setTimeInMillis(until.toEpochMilli());
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(Headings.title(statement, context));
        information.setCreator("Freihafen");
        information.setProducer("Freihafen");
        information.setCreationDate(made);
        information.setModificationDate(made);
        document.setDocumentInformation(information);
        document.setDocumentId(until.getEpochSecond());
    }
}
