package dev.freihafen.platform.kfp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.platform.problem.PlatformException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {
    private static final UUID ID = UUID.fromString("0b6ac6d0-8c5c-4c1e-a1cb-9d5c1f0f5a10");

    @ParameterizedTest
    @CsvSource({"'',20", "0,20", "7,7", "200,200", "1000,200"})
    void aPageHasTwentyItemsUnlessAskedOtherwiseAndNeverOver200(String asked, int size) {
        assertThat(query("", "", "", asked).size()).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-", "ten", "1e3"})
    void aSizeThatIsNoneIsRefused(String size) {
        assertThatThrownBy(() -> query("", "", "", size)).isInstanceOf(PlatformException.BadRequest.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'',created_at,false",
        "created_at desc,created_at,true",
        "created_at DESC,created_at,true",
        "display_name,display_name,false",
        "name asc,display_name,false",
        "state,kfp_state,false",
        "run_id desc,id,true"
    })
    void aListIsSortedByAKnownField(String sortBy, String column, boolean descending) {
        ListQuery query = query(sortBy, "", "", "");
        assertThat(query.sort().name()).isEqualTo(column);
        assertThat(query.descending()).isEqualTo(descending);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz", "created_at sideways", "created_at desc now", "created_at;drop table runs"})
    void anotherSortIsRefused(String sortBy) {
        assertThatThrownBy(() -> query(sortBy, "", "", "")).isInstanceOf(PlatformException.BadRequest.class);
    }

    @Test
    void aTokenBringsItsPlaceBack() {
        String token = query("display_name desc", filter("1", "display_name", "a"), "", "")
                .tokenAfter(new ListQuery.Place("b", ID));
        ListQuery next = query("display_name desc", filter("1", "display_name", "a"), token, "");
        assertThat(next.after()).isEqualTo(new ListQuery.Place("b", ID));
    }

    @Test
    void aTokenAloneBringsItsSortAndFilterAlong() {
        String filter = filter("1", "display_name", "a");
        String token = query("display_name desc", filter, "", "").tokenAfter(new ListQuery.Place("b", ID));
        ListQuery next = query("", "", token, "");
        assertThat(next.descending()).isTrue();
        assertThat(next.filterText()).isEqualTo(filter);
    }

    @Test
    void aTokenOfAnotherSortOrFilterIsRefused() {
        String token = query("display_name", "", "", "").tokenAfter(new ListQuery.Place("b", ID));
        assertThatThrownBy(() -> query("display_name desc", "", token, "")).hasMessageContaining("another sort_by");
        assertThatThrownBy(() -> query("display_name", filter("1", "display_name", "a"), token, ""))
                .hasMessageContaining("another sort_by or filter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzz", "e30", "W10", "WyJhIiwiYiIsImMiLCJkIl0", "%%%"})
    void aTokenThatIsNoneOfOursIsRefused(String token) {
        assertThatThrownBy(() -> query("", "", token, ""))
                .isInstanceOf(PlatformException.BadRequest.class)
                .hasMessageContaining("Invalid page token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "infinity",
                "",
                "2026-11-25 07:00:00+00",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "\0"
            })
    void aPlaceThatIsNoTimeIsRefusedWhereTheListIsSortedByOne(String place) {
        String token = query("created_at", "", "", "").tokenAfter(new ListQuery.Place(place, ID));
        assertThatThrownBy(() -> query("", "", token, ""))
                .isInstanceOf(PlatformException.BadRequest.class)
                .hasMessageContaining("begin without one");
    }

    @Test
    void aPlaceThatNothingCanHaveIsRefused() {
        String token = query("name", "", "", "").tokenAfter(new ListQuery.Place("a\0", ID));
        assertThatThrownBy(() -> query("", "", token, "")).hasMessageContaining("Invalid page token");
    }

    @ParameterizedTest
    @CsvSource({"1,=", "EQUALS,=", "NOT_EQUALS,<>", "2,<>", "GREATER_THAN,>", "5,>=", "LESS_THAN,<", "7,<="})
    void anOperationHasANumberAndAName(String operation, String sql) {
        Filter filter =
                query("", filter(operation, "display_name", "a"), "", "").filter();
        assertThat(filter.conditions())
                .containsExactly("cast(display_name as text) collate \"C\" " + sql + " :filter0");
        assertThat(filter.values()).containsEntry("filter0", "a");
    }

    @Test
    void whatIsAskedForIsNeverPartOfTheSql() {
        String evil = "x' or 1=1 --";
        Filter filter = query("", filter("1", "display_name", evil), "", "").filter();
        assertThat(filter.conditions().toString()).doesNotContain(evil);
        assertThat(filter.values()).containsEntry("filter0", evil);
    }

    @Test
    void aTimeIsComparedAsOne() {
        String text = "{\"predicates\":[{\"operation\":\"GREATER_THAN\",\"key\":\"created_at\","
                + "\"timestampValue\":\"2026-11-25T07:00:00Z\"}]}";
        assertThat(query("", text, "", "").filter().values())
                .containsEntry("filter0", OffsetDateTime.parse("2026-11-25T07:00:00Z"));
    }

    @Test
    void oneOfManyAndAPartOfTextAreKnown() {
        String text =
                "{\"predicates\":[{\"operation\":8,\"key\":\"state\",\"string_values\":{\"values\":[\"FAILED\"]}},"
                        + "{\"operation\":\"IS_SUBSTRING\",\"key\":\"name\",\"string_value\":\"Page\"}]}";
        Filter filter = query("", text, "", "").filter();
        assertThat(filter.conditions()).hasSize(2);
        assertThat((Object[]) filter.values().get("filter0")).containsExactly("FAILED");
        assertThat(filter.values()).containsEntry("filter1", "Page");
    }

    @Test
    void aFilterThatIsEncodedTwiceIsRead() {
        assertThat(query("", "%7B%22predicates%22%3A%5B%5D%7D", "", "").filter().conditions())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{",
                "[]",
                "{\"predicates\":{}}",
                "{\"predicates\":[{\"operation\":1,\"key\":\"zz\",\"string_value\":\"x\"}]}",
                "{\"predicates\":[{\"operation\":0,\"key\":\"display_name\",\"string_value\":\"x\"}]}",
                "{\"predicates\":[{\"operation\":4,\"key\":\"display_name\",\"string_value\":\"x\"}]}",
                "{\"predicates\":[{\"operation\":\"LIKE\",\"key\":\"display_name\",\"string_value\":\"x\"}]}",
                "{\"predicates\":[{\"operation\":1,\"key\":\"display_name\"}]}",
                "{\"predicates\":[{\"key\":\"display_name\",\"string_value\":\"x\"}]}",
                "{\"predicates\":[{\"operation\":1,\"string_value\":\"x\"}]}",
                "{\"predicates\":[{\"operation\":1,\"key\":\"created_at\",\"string_value\":\"yesterday\"}]}",
                "{\"predicates\":[{\"operation\":8,\"key\":\"state\",\"string_value\":\"x\"}]}",
                "{\"bogus\":1}",
                "{\"predicates\":[{\"operation\":1,\"key\":\"name\",\"string_value\":\"a\\u0000\"}]}",
                "{\"predicates\":[{\"operation\":9,\"key\":\"name\",\"string_value\":\"a\\u0000\"}]}",
                "{\"predicates\":[{\"operation\":8,\"key\":\"name\",\"string_values\":{\"values\":[\"\\ud83d\"]}}]}",
                "{\"predicates\":[{\"operation\":1,\"key\":\"created_at\",\"long_value\":\"-999999999999\"}]}",
                "{\"predicates\":[{\"operation\":1,\"key\":\"created_at\",\"long_value\":\"999999999999\"}]}",
                "{\"predicates\":[{\"operation\":3,\"key\":\"created_at\",\"string_value\":\"+999999999-12-31T23:59:59Z\"}]}",
            })
    void aFilterThatIsNoneIsRefused(String filter) {
        assertThatThrownBy(() -> query("", filter, "", "")).isInstanceOf(PlatformException.BadRequest.class);
    }

    private static String filter(String operation, String key, String value) {
        String name = operation.matches("[0-9]") ? operation : '"' + operation + '"';
        return "{\"predicates\": [{\"operation\": " + name + ", \"key\": \"" + key + "\", \"stringValue\": \"" + value
                + "\"}]}";
    }

    private static ListQuery query(
            @Nullable String sortBy, @Nullable String filter, @Nullable String token, @Nullable String size) {
        return ListQuery.parse(KfpRuns.COLUMNS, sortBy, filter, token, size);
    }
}
