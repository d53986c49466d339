package dev.freihafen.platform.kfp;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Query parameters of every list. */
final class ListParameters {
    @QueryParam("sort_by")
    @Nullable
    String sortBy;

    @QueryParam("filter")
    @Nullable
    String filter;

    @QueryParam("page_token")
    @Nullable
    String pageToken;

    @QueryParam("page_size")
    @Nullable
    String pageSize;

    /** What they ask of a list with these columns. */
    ListQuery query(Columns columns) {
        return ListQuery.parse(columns, sortBy, filter, pageToken, pageSize);
    }
}
