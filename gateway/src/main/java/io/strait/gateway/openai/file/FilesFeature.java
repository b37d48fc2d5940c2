package io.strait.gateway.openai.file;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Services;
import io.strait.gateway.openai.ApiError;
import io.strait.gateway.openai.ApiErrorAnswer;
import io.strait.gateway.openai.ApiException;
import io.strait.gateway.openai.ListPage;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.avro.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/** The routes of files. */
public final class FilesFeature implements Feature {
    private static final String FILES = "/v1/files";
    private static final String FILE = "/v1/files/:id";
    private static final String CONTENT = "/v1/files/:id/content";
    private static final int MOST_LISTED = 10_000;
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Services services;
    private final Files files;
    private final long mostBytes;
    private final long sweeping;

    /** @param mostBytes of one file */
    public FilesFeature(Services services, Files files, long mostBytes) {
        this.services = services;
        this.files = files;
        this.mostBytes = mostBytes;
        this.sweeping = services.vertx().setPeriodic(SWEEP.toMillis(), now -> files.sweep());
    }

    @Override
    public void mount(Router router) {
        add(router, HttpMethod.POST, FILES, new UploadFile(files, services.artifacts(), services.clock(), mostBytes));
        add(router, HttpMethod.GET, FILES, this::list);
        add(router, HttpMethod.GET, FILE, this::one);
        add(router, HttpMethod.DELETE, FILE, this::delete);
        add(router, HttpMethod.GET, CONTENT, new SendFile(files, services.artifacts()));
    }

    private static void add(Router router, HttpMethod method, String path, Endpoint endpoint) {
        router.route(method, path).handler(endpoint.handler()).failureHandler(new ApiErrorAnswer());
    }

    /** There is no such file, or it is somebody else's. */
    public static ApiException unknown(String id) {
        return ApiError.invalid(404, "No such file: " + id + ".", "file_id", "not_found")
                .exception();
    }

    private Future<Void> list(RoutingContext context) {
        ListPage page = ListPage.of(context, MOST_LISTED, MOST_LISTED);
        String purpose = context.request().getParam("purpose");
        return Endpoint.on(context, files.list(Caller.of(context).tenant())).compose(all -> {
            List<StoredFile> wanted = all.stream()
                    .filter(file -> purpose == null || file.getPurpose().equals(purpose))
                    .toList();
            ListPage.Cut<StoredFile> cut = page.cut(wanted, StoredFile::getId);
            return Endpoint.send(context, 200, FileJson.page(cut.rows(), cut.more()));
        });
    }

    private Future<Void> one(RoutingContext context) {
        return found(context).compose(file -> Endpoint.send(context, 200, FileJson.of(file)));
    }

    private Future<Void> delete(RoutingContext context) {
        return found(context)
                .compose(file -> Endpoint.on(context, files.delete(file)).compose(deleted -> {
                    if (!deleted) {
                        throw ApiError.invalid(
                                        409, "A batch that has not ended reads this file.", "file_id", "file_in_use")
                                .exception();
                    }
                    return Endpoint.send(context, 200, FileJson.deleted(file.getId()));
                }));
    }

    private Future<StoredFile> found(RoutingContext context) {
        String id = context.pathParam("id");
        return Endpoint.on(context, files.find(Caller.of(context).tenant(), id))
                .map(found -> found.orElseThrow(() -> unknown(id)));
    }

    @Override
    public void close() {
        services.vertx().cancelTimer(sweeping);
    }
}
