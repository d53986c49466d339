package dev.freihafen.platform.kfp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.platform.problem.PlatformException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted, in which order. A page token holds the sort and the filter that it was given for: with
 * others it is refused, and without any it brings them along. Pure.
 *
 * @param size most items, 1 to 200
 * @param after the place that the page before ended at; null on the first
 */
record ListQuery(
        Columns columns,
        String sortBy,
        Columns.Column sort,
        boolean descending,
        String filterText,
        Filter filter,
        int size,
        @Nullable Place after) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int USUAL_SIZE = 20;
    private static final int LARGEST_SIZE = 200;
    private static final String USUAL_SORT = "created_at";

    /** A place in a list: the value of the column it is sorted by, as text, and the id. */
    record Place(String value, UUID id) {}

    /** What a page token says. */
    private record Token(String sortBy, String filter, Place place) {}

    /** From query parameters as they came, each of which may be absent or empty. */
    static ListQuery parse(
            Columns columns,
            @Nullable String sortBy,
            @Nullable String filter,
            @Nullable String pageToken,
            @Nullable String pageSize) {
        String sort = Objects.requireNonNullElse(sortBy, "").strip();
        String wanted = Objects.requireNonNullElse(filter, "");
        Optional<Token> token = token(Objects.requireNonNullElse(pageToken, ""));
        if (token.isPresent() && sort.isEmpty() && wanted.isEmpty()) {
            sort = token.get().sortBy();
            wanted = token.get().filter();
        } else if (token.isPresent()
                && !(token.get().sortBy().equals(sort) && token.get().filter().equals(wanted))) {
            throw new PlatformException.BadRequest("The page_token was given for another sort_by or filter;"
                    + " send those again, or begin without a page_token.");
        }
        String[] words = sort.isEmpty() ? new String[] {USUAL_SORT} : sort.split("\\s+", -1);
        Columns.Column column = columns.byKey().get(words[0]);
        String direction = words.length > 1 ? words[1].toLowerCase(Locale.ROOT) : "asc";
        if (column == null) {
            throw new PlatformException.BadRequest(
                    "Invalid sorting field: \"" + words[0] + "\" on listable type " + columns.noun());
        }
        if (words.length > 2 || !direction.equals("asc") && !direction.equals("desc")) {
            throw new PlatformException.BadRequest("sort_by must be a field, or a field and asc or desc.");
        }
        Place after = token.map(Token::place).orElse(null);
        requirePlace(column, after);
        return new ListQuery(
                columns,
                sort,
                column,
                direction.equals("desc"),
                wanted,
                Filter.parse(wanted, columns),
                size(Objects.requireNonNullElse(pageSize, "")),
                after);
    }

    private static void requirePlace(Columns.Column column, @Nullable Place after) {
        try {
            if (after != null) {
                column.kind().value(after.value());
            }
        } catch (DateTimeException | IllegalArgumentException foreign) {
            throw foreign();
        }
    }

    private static PlatformException.BadRequest foreign() {
        return new PlatformException.BadRequest(
                "Invalid page token: this list gave no such page_token; begin without one.");
    }

    private static int size(String pageSize) {
        if (!pageSize.matches("-?[0-9]{0,9}") || pageSize.equals("-")) {
            throw new PlatformException.BadRequest("page_size must be a number.");
        }
        int size = pageSize.isEmpty() ? 0 : Integer.parseInt(pageSize);
        if (size < 0) {
            throw new PlatformException.BadRequest("The page size should be greater than 0. Got " + size);
        }
        return size == 0 ? USUAL_SIZE : Math.min(size, LARGEST_SIZE);
    }

    /** The token of the page that begins after a place. */
    String tokenAfter(Place place) {
        String json = JSON.createArrayNode()
                .add(sortBy)
                .add(filterText)
                .add(place.value())
                .add(place.id().toString())
                .toString();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Token> token(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode parts = JSON.readTree(Base64.getUrlDecoder().decode(text));
            if (parts.isArray() && parts.size() == 4) {
                return Optional.of(new Token(
                        parts.get(0).asText(),
                        parts.get(1).asText(),
                        new Place(
                                parts.get(2).asText(),
                                UUID.fromString(parts.get(3).asText()))));
            }
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            // Not one of ours: refused below.
        } catch (IOException unreadable) {
            throw new IllegalStateException("bytes in memory can be read", unreadable);
        }
        throw foreign();
    }
}
