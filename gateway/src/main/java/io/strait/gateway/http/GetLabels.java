package io.strait.gateway.http;

import static io.strait.model.decode.GridSettings.MAX_GUIDANCE;
import static io.strait.model.decode.GridSettings.MAX_GUMBEL;
import static io.strait.model.decode.GridSettings.MAX_STEPS;
import static io.strait.model.decode.GridSettings.MAX_TEMPERATURE;
import static io.strait.model.decode.GridSettings.MIN_GUIDANCE;
import static io.strait.model.decode.GridSettings.MIN_GUMBEL;
import static io.strait.model.decode.GridSettings.MIN_STEPS;
import static io.strait.model.decode.GridSettings.TEMPERATURE_ABOVE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.GenerationReader;
import io.strait.gateway.request.GridFields;
import io.strait.gateway.request.Json;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import io.strait.model.decode.TokenOrder;
import io.strait.schemas.job.OutputFormat;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;

/** GET /v1/labels: what can be asked for. */
final class GetLabels implements Endpoint {
    private final ObjectNode json;

    GetLabels(BundleManifest bundle) {
        json = Json.object();
        json.put("bundle", bundle.name());
        json.put("bundleHash", bundle.hash());
        put("labels", bundle.labels());
        put(
                "styles",
                bundle.labels().stream().map(label -> part(label, 0)).distinct().toList());
        put(
                "subjects",
                bundle.labels().stream()
                        .map(label -> part(label, 1))
                        .filter(part -> !part.isEmpty())
                        .distinct()
                        .toList());
        json.putArray("sizes").add(bundle.imageSize()).add(bundle.upsampledSize());
        put("schedules", MaskSchedule.all().stream().map(MaskSchedule::name).toList());
        put("orders", Arrays.stream(TokenOrder.values()).map(TokenOrder::text).toList());
        put("formats", OutputFormat.NAMES);
        ObjectNode defaults = json.putObject("defaults");
        defaults.put("size", bundle.imageSize());
        defaults.put("format", OutputFormat.PNG.name());
        defaults.put("quality", OutputFormat.PNG.quality());
        defaults.put("previewEvery", GenerationReader.DEFAULT_PREVIEW_EVERY);
        for (TokenGrid grid : TokenGrid.values()) {
            putSettings(defaults.putObject(GridFields.name(grid)), bundle.defaults(grid));
        }
        ObjectNode limits = json.putObject("limits");
        limits.putObject("steps").put("minimum", MIN_STEPS).put("maximum", MAX_STEPS);
        limits.putObject("guidance").put("minimum", MIN_GUIDANCE).put("maximum", MAX_GUIDANCE);
        limits.putObject("temperature").put("above", TEMPERATURE_ABOVE).put("maximum", MAX_TEMPERATURE);
        limits.putObject("gumbel").put("minimum", MIN_GUMBEL).put("maximum", MAX_GUMBEL);
        limits.putObject("previewEvery").put("minimum", 0).put("maximum", MAX_STEPS);
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        return Endpoint.send(context, 200, json);
    }

    private void put(String name, List<String> values) {
        values.forEach(json.putArray(name)::add);
    }

    private static String part(String label, int index) {
        String[] parts = label.split("/", 2);
        return index < parts.length ? parts[index] : "";
    }

    private static void putSettings(ObjectNode json, GridSettings settings) {
        json.put("steps", settings.steps());
        json.put("guidance", settings.guidanceScale());
        json.put("temperature", settings.temperature());
        json.put("gumbel", settings.gumbel());
        json.put("schedule", settings.schedule().name());
        json.put("order", settings.order().text());
    }
}
