package io.strait.gateway.openai.batch;

import io.strait.gateway.http.Services;
import io.strait.gateway.openai.BatchImages;
import io.strait.gateway.openai.file.Files;
import io.strait.gateway.table.TableReader;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What the steps of a batch work with. */
record BatchContext(
        Services services,
        Files files,
        BatchTables tables,
        TableReader reader,
        BatchImages images,
        JobLog jobs,
        BatchSettings settings) {

    /** The batch's input file; empty if it has gone. Blocks. */
    Optional<StoredFile> input(Batch batch) {
        return files.input(batch.getSpec().getInputFileId()).join();
    }

    /** Its content; the caller closes it. Blocks. */
    Optional<InputStream> content(Batch batch) throws IOException {
        Optional<StoredFile> file = input(batch);
        return file.isEmpty()
                ? Optional.empty()
                : services.artifacts().open(file.get().getArtifact());
    }

    long now() {
        return services.clock().millis();
    }
}
