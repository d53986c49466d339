package dev.freihafen.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnstorableTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\ud83d", "\udea2", "\ud83d\ud83d\udea2", "\udea2\ud83d", "a\ud83d"})
    void aTextWithNulOrHalfAPairCannotBeKept(String text) {
        assertThat(Unstorable.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Größe", "数据", "\ud83d\udea2", "a\ud83d\udea2\ud83d\udea2b", "\u0001", "\u202e"})
    void everyOtherTextCan(String text) {
        assertThat(Unstorable.is(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"\\u0000\" | ''",
                "{\"a\":[1,{\"b\":\"\\u0000\"}]} | /a/1/b",
                "{\"a\":{\"\\ud83d\":1}} | /a/",
                "[true,\"x\",\"\\ud83d\"] | /2",
                "{\"a\":1e400} | /a",
                "{\"a\":[-1e400]} | /a/0"
            })
    void theFirstSuchTextOfAValueIsNamed(String json, String path) throws JsonProcessingException {
        assertThat(Unstorable.in(JSON.readTree(json))).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "1", "1e308", "-123456789012345678901234567890", "\"\\\\u0000\"", "{\"a\":[\"b\",{}]}"})
    void aValueWithoutOneIsGood(String json) throws JsonProcessingException {
        assertThat(Unstorable.in(JSON.readTree(json))).isEmpty();
        assertThat(Unstorable.in(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"22021,U+0000", "22P05,U+0000", "22008,years 1 to 9999"})
    void aRefusalOfTheDatabaseSaysWhatToDo(String state, String says) {
        Throwable failure =
                new IllegalStateException(new RuntimeException(new SQLException("a value that was sent", state)));
        assertThat(Unstorable.refusal(failure))
                .hasValueSatisfying(words -> assertThat(words).contains(says).doesNotContain("a value that was sent"));
    }

    @Test
    void anotherFailureIsNone() {
        assertThat(Unstorable.refusal(new IllegalStateException())).isEmpty();
        assertThat(Unstorable.refusal(new SQLException("a fault of ours", "22012")))
                .isEmpty();
        assertThat(Unstorable.refusal(new SQLException("without a state"))).isEmpty();
    }
}
