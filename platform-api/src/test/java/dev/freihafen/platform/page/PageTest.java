package dev.freihafen.platform.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freihafen.platform.problem.PlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final List<String> ALL = List.of("a", "b", "c", "d", "e");

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        List<String> seen = new ArrayList<>();
        Page<String> page = Page.of(ALL, new PageRequest(2, null), Function.identity());
        seen.addAll(page.items());
        while (page.nextPageToken() != null) {
            page = Page.of(ALL, new PageRequest(2, page.nextPageToken()), Function.identity());
            seen.addAll(page.items());
        }
        assertThat(seen).isEqualTo(ALL);
    }

    @Test
    void theLastPageNamesNoNext() {
        assertThat(Page.of(ALL, new PageRequest(5, null), Function.identity()).nextPageToken())
                .isNull();
    }

    @Test
    void aPageHolds50ItemsUnlessAsked() {
        assertThat(PageRequest.parse(null, null).size()).isEqualTo(50);
        assertThat(PageRequest.parse("7", "").size()).isEqualTo(7);
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        for (String size : List.of("0", "201", "-1", "x", "99999999")) {
            assertThatExceptionOfType(PlatformException.ValidationFailed.class)
                    .isThrownBy(() -> PageRequest.parse(size, null));
        }
    }

    @Test
    void aForeignTokenIsRefused() {
        assertThatExceptionOfType(PlatformException.BadRequest.class)
                .isThrownBy(() -> new PageRequest(1, "%%").after());
    }
}
