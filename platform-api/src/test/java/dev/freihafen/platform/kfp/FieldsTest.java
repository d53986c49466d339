package dev.freihafen.platform.kfp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.platform.problem.PlatformException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private static final Set<String> KNOWN = Set.of("display_name", "max_concurrency", "no_catchup");

    @Test
    void bothCasesOfAFieldAreRead() {
        assertThat(Fields.read("{\"display_name\":\"a\"}", KNOWN).required("display_name"))
                .isEqualTo("a");
        assertThat(Fields.read("{\"displayName\":\"a\"}", KNOWN).required("display_name"))
                .isEqualTo("a");
    }

    @Test
    void nullAndEmptyTextAreAbsent() {
        Fields fields = Fields.read("{\"display_name\":null}", KNOWN);
        assertThat(fields.text("display_name")).isEmpty();
        assertThat(Fields.read("{\"display_name\":\"\"}", KNOWN).text("display_name"))
                .isEmpty();
        assertThat(Fields.read(null, KNOWN).value("no_catchup")).isEmpty();
    }

    @Test
    void aLongIntegerIsAStringInProtobuf() {
        assertThat(Fields.read("{\"max_concurrency\":\"3\"}", KNOWN).integer("max_concurrency"))
                .contains(3L);
        assertThat(Fields.read("{\"maxConcurrency\":3}", KNOWN).integer("max_concurrency"))
                .contains(3L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"bogus\":1}",
                "{\"display_name\":\"a\",\"displayName\":\"b\"}",
                "[1]",
                "\"text\"",
                "{\"display_name\":",
                "null",
            })
    void whatCannotBeUnderstoodIsRefused(String body) {
        assertThatThrownBy(() -> Fields.read(body, KNOWN)).isInstanceOf(PlatformException.BadRequest.class);
    }

    @Test
    void aFieldOfAnotherTypeIsNamed() {
        Fields fields = Fields.read("{\"display_name\":7,\"no_catchup\":\"yes\",\"max_concurrency\":\"many\"}", KNOWN);
        assertThatThrownBy(() -> fields.text("display_name")).hasMessageContaining("display_name must be a string");
        assertThatThrownBy(() -> fields.flag("no_catchup")).hasMessageContaining("no_catchup must be true or false");
        assertThatThrownBy(() -> fields.integer("max_concurrency")).hasMessageContaining("must be an integer");
        assertThatThrownBy(() -> Fields.read("{}", KNOWN).required("display_name"))
                .hasMessageContaining("display_name is missing");
    }

    @Test
    void aBodyBeyondThreeMebibytesIsNotRead() {
        assertThatThrownBy(() -> Fields.read(" ".repeat((3 << 20) + 1), KNOWN))
                .isInstanceOf(PlatformException.PayloadTooLarge.class);
    }
}
