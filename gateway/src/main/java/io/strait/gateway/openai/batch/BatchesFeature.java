package io.strait.gateway.openai.batch;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.Feature;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.http.Services;
import io.strait.gateway.openai.ApiErrorAnswer;
import io.strait.gateway.openai.BatchImages;
import io.strait.gateway.openai.file.FileTable;
import io.strait.gateway.openai.file.Files;
import io.strait.gateway.openai.file.FilesFeature;
import io.strait.gateway.table.Table;
import io.strait.gateway.table.TableReader;
import io.strait.gateway.table.TableWriter;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Files and batches of the OpenAI API, and this gateway's share of the work on batches. */
public final class BatchesFeature implements Feature {
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final String BATCHES = "/v1/batches";
    private static final String BATCH = "/v1/batches/:id";
    private static final String CANCEL = "/v1/batches/:id/cancel";

    private final BatchApi api;
    private final Files store;
    private final FilesFeature files;
    private final TableReader reader;
    private final TableWriter writer;
    private final JobLog jobs;
    private final BatchDriver driver;
    private final ProgressStream progress;

    /** Begins to read, and to drive batches, in the background. */
    public BatchesFeature(Services services, BatchSettings settings) {
        BatchTables tables = new BatchTables(services.topics());
        FileTable fileTable = new FileTable(services.topics(), services.clock());
        List<Table> all = new ArrayList<>(tables.all());
        all.add(fileTable);
        this.reader = new TableReader(services.kafka(), "gateway-batch-tables", all);
        this.writer = new TableWriter(services.kafka(), "gateway-batch-rows");
        this.store = new Files(fileTable, reader, writer, services.artifacts(), tables::uses, settings.fileLife());
        this.files = new FilesFeature(services, store, settings.fileBytes());
        this.api = new BatchApi(services, store, tables, reader, writer);
        this.jobs = new JobLog(services.kafka(), services.topics());
        this.progress = new ProgressStream(services.kafka());
        this.driver = new BatchDriver(
                new BatchContext(services, store, tables, reader, new BatchImages(services), jobs, settings));
    }

    /** Artifacts that are the content of files; fails with Kafka's exception if that is not known now. */
    public CompletionStage<Set<String>> artifacts() {
        return store.artifacts();
    }

    @Override
    public void mount(Router router) {
        files.mount(router);
        ApiErrorAnswer errors = new ApiErrorAnswer();
        JsonBody.post(router, BATCHES, MAX_BODY_BYTES, api::create, errors);
        add(router, HttpMethod.GET, BATCHES, api::list, errors);
        add(router, HttpMethod.GET, BATCH, api::one, errors);
        add(router, HttpMethod.POST, CANCEL, api::cancel, errors);
    }

    private static void add(Router router, HttpMethod method, String path, Endpoint endpoint, ApiErrorAnswer errors) {
        router.route(method, path).handler(endpoint.handler()).failureHandler(errors);
    }

    @Override
    public void close() {
        files.close();
        driver.close();
        progress.close();
        jobs.close();
        writer.close();
        reader.close();
    }
}
