package io.strait.gateway.openai.file;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.openai.ApiError;
import io.strait.gateway.request.Fields;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** POST /v1/files: the form goes to the artifact store as it comes, whatever its length. */
final class UploadFile implements Endpoint {
    private static final String ANCHOR = "expires_after[anchor]";
    private static final String SECONDS = "expires_after[seconds]";
    private static final List<String> NAMES = List.of(FormSink.FILE, "purpose", ANCHOR, SECONDS);
    private static final int LONGEST_NAME = 255;
    private static final int LEAST_SECONDS = 3_600;
    private static final int MOST_SECONDS = 2_592_000;

    private final Files files;
    private final ArtifactStore artifacts;
    private final Clock clock;
    private final long mostBytes;

    UploadFile(Files files, ArtifactStore artifacts, Clock clock, long mostBytes) {
        this.files = files;
        this.artifacts = artifacts;
        this.clock = clock;
        this.mostBytes = mostBytes;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String type = request.getHeader("content-type");
        if (type == null || !JsonBody.is("multipart/form-data", type)) {
            throw ApiError.invalid(415, "content-type: expected multipart/form-data.", null, "invalid_content_type")
                    .exception();
        }
        String id = files.newId();
        request.pause();
        // Opening the store may block, as may every write to it.
        return context.vertx()
                .executeBlocking(
                        () -> new Upload(artifacts.create(Files.extension(id)), type, mostBytes, UploadFile::expiry))
                .compose(upload -> upload.read(context.vertx(), request))
                .map(received -> row(id, received, Caller.of(context)))
                .compose(row -> Endpoint.on(context, files.add(row)).map(row))
                .recover(failure -> {
                    // What is still to come of the form is read and dropped: the next request is behind it.
                    if (!context.response().closed()) {
                        request.resume();
                    }
                    return Future.failedFuture(said(failure));
                })
                .compose(row -> Endpoint.send(context, 200, FileJson.of(row)));
    }

    private StoredFile row(String id, Upload.Received received, Caller caller) {
        Integer seconds = expiry(received.fields());
        String name = received.filename().isBlank() ? id + ".jsonl" : received.filename();
        long now = clock.millis();
        return StoredFile.newBuilder()
                .setId(id)
                .setTenant(caller.tenant())
                .setFilename(name.substring(0, Math.min(name.length(), LONGEST_NAME)))
                .setPurpose("batch")
                .setBytes(received.bytes())
                .setCreatedAt(now)
                .setExpiresAt(files.expiry(now, seconds))
                .setArtifact(received.artifact())
                .build();
    }

    /** Seconds after which the file goes, if the form says so; throws if the form says anything wrong. */
    private static @Nullable Integer expiry(Map<String, String> form) {
        var json = Json.object();
        form.forEach((name, text) -> {
            if (name.equals(SECONDS) && text.matches("[0-9]{1,9}")) {
                json.put(name, Integer.parseInt(text));
            } else {
                json.put(name, text);
            }
        });
        Fields fields = new Fields(json);
        fields.allowOnly(NAMES);
        if (!"batch".equals(form.get("purpose"))) {
            fields.report("purpose", "batch: files are for nothing else here", fields.value("purpose"));
        }
        if (form.containsKey(ANCHOR) && !"created_at".equals(form.get(ANCHOR))) {
            fields.report(ANCHOR, "created_at", fields.value(ANCHOR));
        }
        Integer seconds = fields.integer(SECONDS, LEAST_SECONDS, MOST_SECONDS);
        if (!fields.problems().isEmpty()) {
            throw new InvalidRequestException(fields.problems());
        }
        return seconds;
    }

    private Throwable said(Throwable failure) {
        if (failure instanceof FormSink.TooLong) {
            return ApiError.invalid(413, failure.getMessage() + ".", "file", "file_too_large")
                    .exception();
        }
        return failure instanceof IOException
                ? ApiError.unavailable("The file could not be stored. Try again.")
                        .exception()
                : failure;
    }
}
