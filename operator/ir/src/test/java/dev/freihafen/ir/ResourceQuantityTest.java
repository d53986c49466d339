package dev.freihafen.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceQuantityTest {

    @ParameterizedTest
    @CsvSource({
        "500m, 0.5",
        "2, 2",
        "0.1, 0.1",
        "1.5Gi, 1610612736",
        "2Ki, 2048",
        "3M, 3000000",
        "1e3, 1000",
        "5E, 5000000000000000000",
        "5E2, 500",
        "100n, 0.0000001",
        ".5, 0.5",
        "2., 2",
        "-1, -1"
    })
    void aQuantityHasItsExactValue(String text, String value) {
        assertThat(ResourceQuantity.parse(text)).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "1 Gi", "2GB", "1e", "1e999", "NaN", "0x10", "1,5", "--1", "."})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ResourceQuantity.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
