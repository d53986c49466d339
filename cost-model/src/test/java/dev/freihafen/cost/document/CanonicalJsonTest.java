package dev.freihafen.cost.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void membersAndElementsStandWithoutWhiteSpace() {
        try (CanonicalJson json = new CanonicalJson(bytes)) {
            json.beginObject().name("a").beginArray().text("1").text("").endArray();
            json.name("b").beginObject().endObject().member("c", "x").endObject();
        }
        assertThat(bytes).hasToString("{\"a\":[\"1\",\"\"],\"b\":{},\"c\":\"x\"}");
    }

    @Test
    void escapesAreTheShortestOnes() {
        try (CanonicalJson json = new CanonicalJson(bytes)) {
            json.text("\"\\\b\t\n\f\r\u0000\u001f/\u007f\u2028é😀");
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("\"\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f/\u007f\u2028é😀\"");
    }

    @Test
    void membersOutOfOrderAreRefused() {
        CanonicalJson json = new CanonicalJson(bytes).beginObject().member("b", "");
        assertThatThrownBy(() -> json.name("a")).hasMessage("the member a has to stand before b");
        assertThatThrownBy(() -> json.name("b")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void halfASurrogatePairIsRefused() {
        CanonicalJson json = new CanonicalJson(bytes);
        assertThatThrownBy(() -> json.text("\ud800")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecondImplementationWritesTheSameBytes() {
        Seeds.each(random -> {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            SortedMap<String, String> members = new TreeMap<>();
            for (int member = random.nextInt(8); member > 0; member--) {
                members.put(anyText(random), anyText(random));
            }
            try (CanonicalJson json = new CanonicalJson(written)) {
                json.beginArray().beginObject();
                members.forEach(json::member);
                json.endObject().texts(members.values().stream().toList()).endArray();
            }
            try {
                assertThat(new JsonCanonicalizer(written.toByteArray()).getEncodedUTF8())
                        .isEqualTo(written.toByteArray());
            } catch (IOException unread) {
                throw new UncheckedIOException(unread);
            }
        });
    }

    private static String anyText(SplittableRandom random) {
        int[] points = random.ints(random.nextInt(12), 0, 6)
                .map(kind -> switch (kind) {
                    case 0 -> random.nextInt(0x20);
                    case 1 -> "\"\\/".charAt(random.nextInt(3));
                    case 2 -> random.nextInt(0x20, 0x7f);
                    case 3 -> random.nextInt(0x7f, 0xd800);
                    case 4 -> random.nextInt(0xe000, 0x10000);
                    default -> random.nextInt(0x10000, 0x110000);
                })
                .toArray();
        return new String(points, 0, points.length);
    }
}
