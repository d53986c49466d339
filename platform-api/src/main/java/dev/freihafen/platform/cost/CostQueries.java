package dev.freihafen.platform.cost;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Questions for grouped costs from the query of a request. */
@Singleton
class CostQueries {
    static final String DESCRIPTION =
            "groupBy: one or more of team, workload, owner, hardwareClass, cluster, resource, day,"
                    + " hour, with commas between them. Filters: cluster, workloadKind, workloadName, owner, hardwareClass,"
                    + " resource. Days and hours are of UTC.";

    private final GroupedCosts costs;
    private final Clock clock;

    CostQueries(GroupedCosts costs, Clock clock) {
        this.costs = costs;
        this.clock = clock;
    }

    /** A page of groups and the time that they are of. */
    public record CostPage(
            Instant from,
            Instant to,
            List<CostGroup> items,
            @Nullable String nextPageToken) {
        public CostPage {
            items = List.copyOf(items);
        }
    }

    /** @param own filters that the path sets */
    CostPage page(UriInfo uri, Map<String, String> own, Instant since, PageRequest page) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        Map<String, String> filters = new HashMap<>(own);
        CostQuestion.FILTERS.forEach((name, column) -> {
            String value = query.getFirst(name);
            if (value != null && !value.isEmpty()) {
                filters.put(column, value);
            }
        });
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant to = Objects.requireNonNullElse(time("to", query.getFirst("to")), now);
        Instant monthStart = to.minusSeconds(1)
                .atZone(TeamCosts.ZONE)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
        Instant from = Objects.requireNonNullElse(time("from", query.getFirst("from")), monthStart);
        String groupBy = Objects.requireNonNullElse(query.getFirst("groupBy"), Grouping.TEAM.text());
        var question = new CostQuestion(CostQuestion.groupings(groupBy), filters, from, to, since);
        List<CostGroup> groups = costs.of(question);
        int first = page.after().map(CostQueries::place).orElse(0);
        int last = Math.min(groups.size(), first + page.size());
        return new CostPage(
                from,
                to,
                first >= last ? List.of() : groups.subList(first, last),
                last < groups.size() ? PageRequest.tokenAfter(Integer.toString(last)) : null);
    }

    private static int place(String token) {
        return token.matches("[0-9]{1,9}") ? Integer.parseInt(token) : 0;
    }

    static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Fields.time(name, text.matches("\\d{4}-\\d{2}-\\d{2}") ? text + "T00:00:00Z" : text);
        } catch (InvalidFact bad) {
            throw new PlatformException.ValidationFailed(
                    "The time cannot be read.",
                    List.of(new FieldError(name, bad.reason() + " or a day such as 2026-09-01")));
        }
    }
}
