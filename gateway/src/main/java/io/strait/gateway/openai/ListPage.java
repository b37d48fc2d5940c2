package io.strait.gateway.openai;

import io.strait.gateway.request.InvalidRequestException;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param after id of the last row that the client has, null for none
 * @param limit most rows
 * @param oldestFirst whether the list is turned round: by itself the newest come first
 */
public record ListPage(@Nullable String after, int limit, boolean oldestFirst) {
    /** Rows of a page, and whether more follow. */
    public record Cut<T>(List<T> rows, boolean more) {}

    /**
     * Reads the parameters after, limit and order.
     *
     * @throws InvalidRequestException if limit is not from 1 to most, or order neither asc nor desc
     */
    public static ListPage of(RoutingContext context, int usual, int most) {
        String limit = context.request().getParam("limit");
        int count = usual;
        if (limit != null) {
            count = limit.matches("[0-9]{1,6}") ? Integer.parseInt(limit) : 0;
            if (count < 1 || count > most) {
                throw new InvalidRequestException("limit", "a whole number from 1 to " + most, shown(limit));
            }
        }
        String order = context.request().getParam("order");
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw new InvalidRequestException("order", "asc or desc", shown(order));
        }
        return new ListPage(context.request().getParam("after"), count, "asc".equals(order));
    }

    private static String shown(String text) {
        return text.substring(0, Math.min(text.length(), 100));
    }

    /** The page of a list with the newest first; empty if {@code after} is not in it. */
    public <T> Cut<T> cut(List<T> newestFirst, Function<T, String> id) {
        List<T> all = newestFirst;
        if (oldestFirst) {
            all = new ArrayList<>(newestFirst);
            Collections.reverse(all);
        }
        int from = 0;
        if (after != null) {
            from = all.size();
            for (int i = 0; i < all.size(); i++) {
                if (id.apply(all.get(i)).equals(after)) {
                    from = i + 1;
                }
            }
        }
        int to = Math.min(all.size(), from + limit);
        return new Cut<>(all.subList(from, to), to < all.size());
    }
}
