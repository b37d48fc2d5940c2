package io.strait.engine;

import io.strait.model.TokenGrid;
import java.util.List;

/**
 * Jobs that take a step together.
 *
 * @param grid the grid all of them are at
 * @param requests one for each job, at least one, at any step, guided or not
 */
public record StepBatch(TokenGrid grid, List<StepRequest> requests) {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if it is empty, or a condition is of another grid
     */
    public StepBatch {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("requests: expected at least 1, got 0");
        }
        for (StepRequest request : requests) {
            if (request.condition().grid() != grid) {
                throw new IllegalArgumentException("condition: expected one of grid " + grid.wireName() + ", got "
                        + request.condition().grid().wireName());
            }
        }
    }

    /** Network rows of all of them. */
    int rows() {
        return requests.stream().mapToInt(StepRequest::rows).sum();
    }
}
