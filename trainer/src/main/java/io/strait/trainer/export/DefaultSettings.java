package io.strait.trainer.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import io.strait.model.decode.TokenOrder;
import io.strait.model.preset.Preset;
import io.strait.trainer.training.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How each grid is decoded unless a request says otherwise. */
public final class DefaultSettings {
    private final Map<TokenGrid, GridSettings> settings = new EnumMap<>(TokenGrid.class);

    private DefaultSettings() {}

    /** What suits networks that draw one of many answers in every grid. Steps: StraIT, section 4.1. */
    public static DefaultSettings sampled() {
        DefaultSettings out = new DefaultSettings();
        out.put(TokenGrid.TOP, 18, 1.5, 0.9, 3);
        out.put(TokenGrid.BOTTOM, 6, 1.5, 0.8, 2);
        out.put(TokenGrid.UPSAMPLER_TOP, 6, 0, 0.7, 1);
        out.put(TokenGrid.UPSAMPLER_BOTTOM, 4, 0, 0.7, 1);
        return out;
    }

    /**
     * What suits networks of a preset. Where stages that add detail learn soft targets their probabilities are flat, only the likeliest code is a good
     * one, and few steps find it (docs/adr/0049); the top's settings are those that the demo bundle was found to draw best with (docs/adr/0050).
     */
    public static DefaultSettings of(Preset preset) {
        DefaultSettings out = sampled();
        if (Recipe.of(preset).softTargets()) {
            out.settings.put(
                    TokenGrid.TOP, new GridSettings(18, 2.5, 0.8, 40, MaskSchedule.cosine(), TokenOrder.HALTON));
            out.settings.put(TokenGrid.BOTTOM, GridSettings.bestGuess(3));
            out.settings.put(TokenGrid.UPSAMPLER_TOP, GridSettings.bestGuess(3));
            out.settings.put(TokenGrid.UPSAMPLER_BOTTOM, GridSettings.bestGuess(2));
        }
        return out;
    }

    /**
     * A preset's settings, with what a file says instead: an object of grids, or one that holds that as {@code defaults}, as a manifest does.
     *
     * @param file null for none
     * @throws IllegalArgumentException if it has an unknown field or a value out of range
     */
    public static DefaultSettings of(Preset preset, @Nullable Path file) throws IOException {
        if (file == null) {
            return of(preset);
        }
        JsonNode given = new ObjectMapper().readTree(file.toFile());
        return of(preset).with(given.has("defaults") ? given.get("defaults") : given);
    }

    private void put(TokenGrid grid, int steps, double guidance, double temperature, double gumbel) {
        settings.put(grid, new GridSettings(steps, guidance, temperature, gumbel, MaskSchedule.cosine()));
    }

    /**
     * Replaces what a JSON object in the manifest's form names, grid by grid and field by field.
     *
     * @throws IllegalArgumentException if it has an unknown field or a value out of range
     */
    public DefaultSettings with(JsonNode json) {
        DefaultSettings out = new DefaultSettings();
        out.settings.putAll(settings);
        ObjectNode known = toJson();
        json.fieldNames().forEachRemaining(name -> {
            if (!known.has(name)) {
                throw new IllegalArgumentException(
                        "defaults: expected grids of " + known.properties() + ", got " + name);
            }
        });
        for (TokenGrid grid : TokenGrid.values()) {
            JsonNode given = json.path(grid.wireName());
            ObjectNode merged = (ObjectNode) known.get(grid.wireName());
            given.properties().forEach(field -> {
                if (!merged.has(field.getKey())) {
                    throw new IllegalArgumentException(grid.wireName() + ": expected settings, got " + field.getKey());
                }
                merged.set(field.getKey(), field.getValue());
            });
            out.settings.put(grid, read(merged));
        }
        return out;
    }

    private static GridSettings read(JsonNode json) {
        return new GridSettings(
                json.get("steps").intValue(),
                json.get("guidanceScale").doubleValue(),
                json.get("temperature").doubleValue(),
                json.get("gumbel").doubleValue(),
                MaskSchedule.named(json.get("schedule").textValue()),
                TokenOrder.named(json.get("order").textValue()));
    }

    /** How one grid is decoded. */
    public GridSettings of(TokenGrid grid) {
        return Objects.requireNonNull(settings.get(grid));
    }

    /** With other settings of one grid. */
    public DefaultSettings with(TokenGrid grid, GridSettings other) {
        DefaultSettings out = new DefaultSettings();
        out.settings.putAll(settings);
        out.settings.put(grid, other);
        return out;
    }

    /** With no more steps on a grid than it has tokens. */
    DefaultSettings limitedTo(TokenGrid grid, int tokens) {
        return with(grid, of(grid).withSteps(Math.min(of(grid).steps(), tokens)));
    }

    /** As in the manifest. */
    public ObjectNode toJson() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        settings.forEach((grid, s) -> out.putObject(grid.wireName())
                .put("steps", s.steps())
                .put("guidanceScale", s.guidanceScale())
                .put("temperature", s.temperature())
                .put("gumbel", s.gumbel())
                .put("schedule", s.schedule().name())
                .put("order", s.order().text()));
        return out;
    }
}
