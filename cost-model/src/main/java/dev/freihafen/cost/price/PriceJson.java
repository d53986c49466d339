package dev.freihafen.cost.price;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.freihafen.cost.file.FileFault;
import dev.freihafen.cost.ledger.Fields;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Currency;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Walks a JSON document once, token by token; nothing is kept. A fault tells the file, the line, the JSON pointer and the
 * byte.
 */
final class PriceJson {

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxStringLength(1 << 20)
                    .maxNameLength(4096)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();
    private static final int MOST_DIGITS = 30;

    private final String file;
    private final JsonParser parser;

    private PriceJson(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** Takes a member of an object: it must read the value or {@link #skip} it. */
    interface Member {
        void read(String name) throws IOException;
    }

    /** Takes an element of an array: it must read the value or {@link #skip} it. */
    interface Element {
        void read() throws IOException;
    }

    /** Takes a document. */
    interface Document {
        void read(PriceJson json) throws IOException;
    }

    /**
     * Reads one document up to the end of the stream.
     *
     * @return SHA-256 of all its bytes
     * @throws FileFault if it is not one whole JSON document, or {@code document} refuses it
     * @throws IOException if the stream cannot be read
     */
    static String read(InputStream stream, String file, Document document) throws IOException {
        DigestInputStream digested = new DigestInputStream(stream, sha256());
        try (JsonParser parser = FACTORY.createParser(digested)) {
            PriceJson json = new PriceJson(file, parser);
            try {
                json.whole(document);
            } catch (JsonProcessingException malformed) {
                throw json.fault("cannot be read as JSON: " + malformed.getOriginalMessage());
            }
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (CharConversionException malformed) {
            throw new FileFault(file, 1, "/", "is not text in UTF-8: " + malformed.getMessage());
        }
    }

    private void whole(Document document) throws IOException {
        if (parser.nextToken() == null) {
            throw fault("is empty");
        }
        document.read(this);
        if (parser.nextToken() != null) {
            throw fault("follows the end of the document; the file must be one JSON document");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** An object with few members, none of them twice. */
    void object(Member member) throws IOException {
        Set<String> names = new HashSet<>();
        map(name -> {
            if (!names.add(name)) {
                throw fault("is there twice; which of the two holds is not known");
            }
            member.read(name);
        });
    }

    /** An object with any number of members, whose names are keys. */
    void map(Member member) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            member.read(name);
        }
    }

    void array(Element element) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    String text() throws IOException {
        expect(JsonToken.VALUE_STRING, "a text");
        return parser.getText();
    }

    /** A text, or empty for null. */
    String textOrNone() throws IOException {
        return isNull() ? "" : text();
    }

    boolean truth() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE && parser.currentToken() != JsonToken.VALUE_FALSE) {
            throw fault("is not true or false");
        }
        return parser.getBooleanValue();
    }

    long whole() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getLongValue();
    }

    /** A number from 0 up, exactly as it is written. */
    BigDecimal number() throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw fault("is not a number");
        }
        return amount(parser.getDecimalValue());
    }

    /** A number from 0 up, written as a text. */
    BigDecimal numberInText() throws IOException {
        String text = text();
        try {
            return amount(new BigDecimal(text));
        } catch (NumberFormatException malformed) {
            throw fault(Fields.quoted(text) + " is not a number");
        }
    }

    private BigDecimal amount(BigDecimal number) {
        if (number.signum() < 0) {
            throw fault("is negative");
        }
        boolean small = number.signum() == 0 || Math.abs((long) number.scale()) <= MOST_DIGITS;
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number;
        if (small && plain.scale() < 0) {
            plain = plain.setScale(0);
        }
        if (!small || plain.precision() > MOST_DIGITS) {
            throw fault("has more than " + MOST_DIGITS + " digits");
        }
        return plain;
    }

    Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw fault(Fields.quoted(code) + " is not an ISO 4217 currency such as USD");
        }
    }

    Instant time() throws IOException {
        String text = text();
        try {
            return Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw fault(Fields.quoted(text) + " is not a time such as 2026-09-01T00:00:00Z");
        }
    }

    private void expect(JsonToken expected, String what) {
        if (parser.currentToken() != expected) {
            throw fault("is not " + what);
        }
    }

    /** A fault of the value that was read last; the place is where it ends. */
    FileFault fault(String reason) {
        JsonLocation location = parser.currentLocation();
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return new FileFault(
                file,
                Math.max(1, location.getLineNr()),
                pointer.isEmpty() ? "/" : pointer,
                reason + at(location.getByteOffset()));
    }

    private static String at(long bytes) {
        return bytes < 0 ? "" : " (at byte " + bytes + ")";
    }
}
