package dev.freihafen.platform.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void aNameThatFitsStays() {
        assertThat(Names.ofPipeline("digits-2")).isEqualTo("digits-2");
        assertThat(Names.ofVersion("v1.2_RC")).isEqualTo("v1.2_RC");
        assertThat(Names.ofSchedule("nightly")).isEqualTo("nightly");
    }

    @Test
    void anyOtherBecomesOneThatSaysItAndIsItsOwn() {
        assertThat(Names.ofPipeline("Bad Name!")).matches("bad-name-[0-9a-f]{8}");
        assertThat(Names.ofPipeline("bad name")).matches("bad-name-[0-9a-f]{8}");
        assertThat(Names.ofPipeline("Bad Name!")).isNotEqualTo(Names.ofPipeline("bad name"));
        assertThat(Names.ofPipeline("日本語")).matches("[0-9a-f]{8}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bad Name!", "日本語", "--", "a/b", "A", "x y", "-a", "a-", "ä"})
    void whatComesOfANameFitsEverywhere(String name) {
        String longer = name.repeat(128 / name.length());
        assertThat(Stream.of(name, longer)).allSatisfy(given -> {
            assertThat(Names.ofPipeline(given)).matches("[a-z0-9]([-a-z0-9]{0,126}[a-z0-9])?");
            assertThat(Names.ofVersion(given)).matches("[A-Za-z0-9]([-._A-Za-z0-9]{0,62})");
            assertThat(Names.ofSchedule(given)).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
        });
    }

    @Test
    void blankLongAndUnprintableNamesAreNotGiven() {
        assertThat(Names.isGood(" ")).isFalse();
        assertThat(Names.isGood("a\nb")).isFalse();
        assertThat(Names.isGood("x".repeat(129))).isFalse();
        assertThat(Names.isGood("x".repeat(128))).isTrue();
    }
}
