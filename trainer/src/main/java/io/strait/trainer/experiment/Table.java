package io.strait.trainer.experiment;

import java.util.List;

/**
 * One of the paper's tables, or a comparison in their manner.
 *
 * @param name name on the command line
 * @param title heading
 * @param ofTokenizers whether it is about tokenizers alone: nothing is drawn then
 * @param rows rows
 * @param columns columns after that of the paper's figure; the first one orders the rows
 * @param claims what the paper found beyond the order of its rows
 */
record Table(
        String name, String title, boolean ofTokenizers, List<Row> rows, List<Column> columns, List<Claim> claims) {
    Table {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        claims = List.copyOf(claims);
    }
}
