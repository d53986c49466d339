package dev.freihafen.platform.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "2026-11-25T07:00:00.123456Z", "9999-12-31T23:59:59.999999999Z"})
    void aTimeOfAKnownYearIsRead(String text) {
        assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-25",
                "0000-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "infinity"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void secondsAreBoundedTheSameWay() {
        assertThat(Times.ofEpochSecond(0)).isEqualTo(Instant.EPOCH);
        assertThatThrownBy(() -> Times.ofEpochSecond(999_999_999_999L)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> Times.ofEpochSecond(Long.MIN_VALUE)).isInstanceOf(DateTimeException.class);
    }
}
