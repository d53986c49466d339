package dev.freihafen.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<String, Integer> recent = new Recent<>(2);

    @Test
    void whatWasNotAskedForTheLongestIsForgottenFirst() {
        recent.put("one", 1);
        recent.put("two", 2);
        assertThat(recent.find("one")).contains(1);
        recent.put("three", 3);
        assertThat(recent.find("two")).isEmpty();
        assertThat(recent.find("one")).contains(1);
        assertThat(recent.find("three")).contains(3);
    }

    @Test
    void whatIsKeptIsFoundOutOnce() {
        AtomicInteger asked = new AtomicInteger();
        assertThat(recent.get("one", key -> asked.incrementAndGet())).isOne();
        assertThat(recent.get("one", key -> asked.incrementAndGet())).isOne();
        recent.put("one", 7);
        assertThat(recent.get("one", key -> asked.incrementAndGet())).isEqualTo(7);
    }
}
