package dev.freihafen.platform.report;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The fonts that a report carries with it, and the characters that they have. What none of them has is shown as its
 * code point, so that nothing is dropped in silence; so is what is written from right to left, which is not shaped here.
 */
final class ReportFonts {

    static final String MAIN = "noto";
    static final String FALLBACK = "fallback";
    private static final int NORMAL = 400;
    private static final int BOLD = 700;

    private final byte[] regular;
    private final byte[] bold;
    private final byte[] fallback;
    private final List<CmapLookup> characters;

    private ReportFonts() {
        this.regular = read("NotoSans-Regular.ttf");
        this.bold = read("NotoSans-Bold.ttf");
        this.fallback = read("DroidSansFallbackFull.ttf");
        this.characters = List.of(characters(regular), characters(fallback));
    }

    /** Read once, when first needed. */
    private static final class Loaded {
        private static final ReportFonts FONTS = new ReportFonts();
    }

    static ReportFonts loaded() {
        return Loaded.FONTS;
    }

    void addTo(PdfRendererBuilder builder) {
        builder.useFont(() -> new ByteArrayInputStream(regular), MAIN, NORMAL, FontStyle.NORMAL, true);
        builder.useFont(() -> new ByteArrayInputStream(bold), MAIN, BOLD, FontStyle.NORMAL, true);
        builder.useFont(() -> new ByteArrayInputStream(fallback), FALLBACK, NORMAL, FontStyle.NORMAL, true);
        builder.useFont(() -> new ByteArrayInputStream(fallback), FALLBACK, BOLD, FontStyle.NORMAL, true);
    }

    /** The text with each character that cannot be shown replaced by its code point, such as {@code [U+1F680]}. */
    String legible(String text) {
        StringBuilder legible = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (shown(point)) {
                legible.appendCodePoint(point);
            } else {
                legible.append("[U+")
                        .append(String.format(Locale.ROOT, "%04X", point))
                        .append(']');
            }
        });
        return legible.toString();
    }

    private boolean shown(int point) {
        byte direction = Character.getDirectionality(point);
        boolean rightToLeft = direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
        return point >= ' '
                && !rightToLeft
                && Character.getType(point) != Character.FORMAT
                && characters.stream().anyMatch(font -> font.getGlyphId(point) != 0);
    }

    private static CmapLookup characters(byte[] bytes) {
        try (TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(bytes))) {
            return font.getUnicodeCmapLookup();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] read(String name) {
        try (InputStream font = ReportFonts.class.getResourceAsStream("/report/fonts/" + name)) {
            return Objects.requireNonNull(font, name).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
