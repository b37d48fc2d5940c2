package io.strait.gateway.openai.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.http.Services;
import io.strait.gateway.idempotency.Idempotency;
import io.strait.gateway.idempotency.IdempotencyKey;
import io.strait.gateway.openai.ApiError;
import io.strait.gateway.openai.ApiException;
import io.strait.gateway.openai.ListPage;
import io.strait.gateway.openai.file.Files;
import io.strait.gateway.openai.file.FilesFeature;
import io.strait.gateway.table.TableReader;
import io.strait.gateway.table.TableWriter;
import io.strait.gateway.tenant.Caller;
import io.strait.gateway.tenant.TenantGate;
import io.strait.schemas.avro.BatchCancel;
import io.strait.schemas.avro.BatchRequest;
import io.strait.schemas.avro.BatchSpec;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The endpoints of batches. What is asked goes into the log, where the batch's driver finds it. */
final class BatchApi {
    static final String PREFIX = "batch_";

    private static final int USUAL_LIST = 20;
    private static final int MOST_LISTED = 100;

    private final Topics topics;
    private final Clock clock;
    private final Files files;
    private final BatchTables tables;
    private final TableReader reader;
    private final TableWriter writer;
    private final BatchJson json;
    private final Idempotency idempotency;
    private final TenantGate gate;
    private final SecureRandom random = new SecureRandom();
    private final RecordCodec<BatchRequest> codec = RecordCodec.of(BatchRequest.class);

    BatchApi(Services services, Files files, BatchTables tables, TableReader reader, TableWriter writer) {
        this.topics = services.topics();
        this.clock = services.clock();
        this.idempotency = services.submissions().idempotency();
        this.gate = services.submissions().gate();
        this.files = files;
        this.tables = tables;
        this.reader = reader;
        this.writer = writer;
        this.json = new BatchJson(tables);
    }

    /** An id whose beginning is its time, as a job's. */
    private String newId() {
        return PREFIX + JobId.create(0, clock.millis(), random).toString().replace("-", "");
    }

    /** Of all that is written of a batch. */
    private static int partition(String id) {
        return Math.floorMod(id.hashCode(), TopicCatalogue.BATCH_PARTITIONS);
    }

    /** POST /v1/batches. */
    Future<Void> create(RoutingContext context) {
        Caller caller = Caller.of(context);
        String baseUrl = context.request().scheme() + "://" + context.request().authority();
        ObjectNode body = JsonBody.read(context);
        BatchSpec spec = BatchReader.read(body, newId(), caller.tenant(), baseUrl, clock.millis());
        Optional<IdempotencyKey> key = IdempotencyKey.of(context, body);
        return Endpoint.on(
                        context,
                        files.find(caller.tenant(), spec.getInputFileId()).thenCompose(file -> {
                            if (file.isEmpty()) {
                                throw FilesFeature.unknown(spec.getInputFileId());
                            }
                            return key.map(given -> once(given, spec, caller))
                                    .orElseGet(() -> admit(caller).thenCompose(let -> ask(spec)));
                        }))
                .compose(asked -> Endpoint.send(context, 200, json.of(asked)));
    }

    /** Fails with 429 if the tenant may have no more batches. */
    private CompletableFuture<Void> admit(Caller caller) {
        return reader.caughtUp().thenAccept(read -> gate.batch(caller, tables.open(caller.tenant())));
    }

    private CompletableFuture<BatchSpec> ask(BatchSpec spec) {
        return write(spec.getId(), spec.getId(), spec).thenApply(acked -> spec);
    }

    /** The batch of the first request with this key; it is asked for again if whoever claimed the key has not come to it. */
    private CompletableFuture<BatchSpec> once(IdempotencyKey key, BatchSpec spec, Caller caller) {
        return idempotency.batch(spec.getTenant(), key, spec).thenCompose(held -> {
            BatchSpec mine = held.batch();
            if (tables.find(mine.getTenant(), mine.getId()).isPresent()) {
                return CompletableFuture.completedFuture(mine);
            }
            return admit(caller).thenCompose(let -> ask(mine)).whenComplete((asked, failure) -> {
                if (failure != null) {
                    idempotency.release(held);
                }
            });
        });
    }

    private CompletableFuture<Void> write(String batchId, String key, Object what) {
        byte[] row = codec.encode(new BatchRequest(clock.millis(), what));
        return writer.write(topics.batchRequests(), partition(batchId), key, row)
                .thenCompose(acked -> reader.caughtUp());
    }

    /** GET /v1/batches. */
    Future<Void> list(RoutingContext context) {
        ListPage page = ListPage.of(context, USUAL_LIST, MOST_LISTED);
        return Endpoint.on(context, reader.caughtUp()).compose(read -> {
            var cut = page.cut(tables.list(Caller.of(context).tenant()), BatchSpec::getId);
            return Endpoint.send(context, 200, json.page(cut.rows(), cut.more()));
        });
    }

    /** GET /v1/batches/{id}. */
    Future<Void> one(RoutingContext context) {
        return find(context).compose(spec -> Endpoint.send(context, 200, json.of(spec)));
    }

    /** POST /v1/batches/{id}/cancel. */
    Future<Void> cancel(RoutingContext context) {
        return find(context).compose(spec -> {
            String id = spec.getId();
            if (tables.state(id)
                    .filter(batch -> BatchEnds.ended(batch.getStatus()))
                    .isPresent()) {
                throw ApiError.invalid(400, "The batch has already ended.", "batch_id", "batch_ended")
                        .exception();
            }
            return Endpoint.on(context, write(id, id + BatchTables.CANCEL, new BatchCancel(id, "client")))
                    .compose(acked -> Endpoint.send(context, 200, json.of(spec)));
        });
    }

    private Future<BatchSpec> find(RoutingContext context) {
        String id = context.pathParam("id");
        String tenant = Caller.of(context).tenant();
        Optional<BatchSpec> known = tables.find(tenant, id);
        CompletableFuture<Optional<BatchSpec>> found = known.isPresent()
                ? CompletableFuture.completedFuture(known)
                : reader.caughtUp().thenApply(read -> tables.find(tenant, id));
        return Endpoint.on(context, found).map(spec -> spec.orElseThrow(() -> unknown(id)));
    }

    private static ApiException unknown(String id) {
        return ApiError.invalid(404, "No such batch: " + id + ".", "batch_id", "not_found")
                .exception();
    }
}
