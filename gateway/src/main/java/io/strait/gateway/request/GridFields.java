package io.strait.gateway.request;

import static io.strait.model.decode.GridSettings.MAX_GUIDANCE;
import static io.strait.model.decode.GridSettings.MAX_GUMBEL;
import static io.strait.model.decode.GridSettings.MAX_STEPS;
import static io.strait.model.decode.GridSettings.MAX_TEMPERATURE;
import static io.strait.model.decode.GridSettings.MIN_GUIDANCE;
import static io.strait.model.decode.GridSettings.MIN_GUMBEL;
import static io.strait.model.decode.GridSettings.MIN_STEPS;
import static io.strait.model.decode.GridSettings.TEMPERATURE_ABOVE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import io.strait.model.decode.TokenOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings of a request that may differ by grid. */
public final class GridFields {
    static final List<String> NAMES = List.of("steps", "guidance", "temperature", "gumbel", "schedule", "order");

    private static final List<String> GRID_NAMES =
            Arrays.stream(TokenGrid.values()).map(GridFields::name).toList();

    private GridFields() {}

    /** Name of a grid in JSON requests and answers: top, bottom, upsamplerTop, upsamplerBottom. */
    public static String name(TokenGrid grid) {
        return switch (grid) {
            case TOP -> "top";
            case BOTTOM -> "bottom";
            case UPSAMPLER_TOP -> "upsamplerTop";
            case UPSAMPLER_BOTTOM -> "upsamplerBottom";
        };
    }

    /** Settings of every grid: the bundle's, overridden by the request's. Problems are reported to the fields. */
    static Map<TokenGrid, GridSettings> read(Fields fields, BundleManifest bundle) {
        Map<TokenGrid, Integer> steps = steps(fields, bundle);
        Map<TokenGrid, Double> guidance = byGrid(fields, "guidance", number(MIN_GUIDANCE, MAX_GUIDANCE, false));
        Map<TokenGrid, Double> temperature =
                byGrid(fields, "temperature", number(TEMPERATURE_ABOVE, MAX_TEMPERATURE, true));
        Map<TokenGrid, Double> gumbel = byGrid(fields, "gumbel", number(MIN_GUMBEL, MAX_GUMBEL, false));
        Map<TokenGrid, MaskSchedule> schedule = byGrid(fields, "schedule", GridFields::schedule);
        Map<TokenGrid, TokenOrder> order = byGrid(fields, "order", GridFields::order);
        Map<TokenGrid, GridSettings> settings = new EnumMap<>(TokenGrid.class);
        for (TokenGrid grid : TokenGrid.values()) {
            GridSettings defaults = bundle.defaults(grid);
            settings.put(
                    grid,
                    new GridSettings(
                            steps.getOrDefault(grid, defaults.steps()),
                            guidance.getOrDefault(grid, defaults.guidanceScale()),
                            temperature.getOrDefault(grid, defaults.temperature()),
                            gumbel.getOrDefault(grid, defaults.gumbel()),
                            schedule.getOrDefault(grid, defaults.schedule()),
                            order.getOrDefault(grid, defaults.order())));
        }
        return settings;
    }

    private static Map<TokenGrid, Integer> steps(Fields fields, BundleManifest bundle) {
        Map<TokenGrid, Integer> steps = new EnumMap<>(TokenGrid.class);
        JsonNode value = fields.value("steps");
        if (value instanceof ObjectNode object) {
            Fields nested = fields.nested("steps", object);
            nested.allowOnly(GRID_NAMES);
            for (TokenGrid grid : TokenGrid.values()) {
                Integer count = nested.integer(name(grid), MIN_STEPS, Math.min(MAX_STEPS, bundle.tokens(grid)));
                if (count != null) {
                    steps.put(grid, count);
                }
            }
        } else if (value != null) {
            fields.report("steps", "an object with " + String.join(", ", GRID_NAMES), value);
        }
        return steps;
    }

    /** One value for all grids or an object by grid; the reader reports what is wrong and then gives null. */
    private static <T> Map<TokenGrid, T> byGrid(
            Fields fields, String name, BiFunction<Fields, String, @Nullable T> reader) {
        Map<TokenGrid, T> values = new EnumMap<>(TokenGrid.class);
        JsonNode value = fields.value(name);
        if (value instanceof ObjectNode object) {
            Fields nested = fields.nested(name, object);
            nested.allowOnly(GRID_NAMES);
            for (TokenGrid grid : TokenGrid.values()) {
                put(values, grid, reader.apply(nested, name(grid)));
            }
        } else if (value != null) {
            T one = reader.apply(fields, name);
            for (TokenGrid grid : TokenGrid.values()) {
                put(values, grid, one);
            }
        }
        return values;
    }

    private static <T> void put(Map<TokenGrid, T> values, TokenGrid grid, @Nullable T value) {
        if (value != null) {
            values.put(grid, value);
        }
    }

    private static BiFunction<Fields, String, @Nullable Double> number(double least, double most, boolean above) {
        return (fields, name) -> {
            JsonNode value = fields.value(name);
            if (value == null) {
                return null;
            }
            double number = value.isNumber() ? value.doubleValue() : Double.NaN;
            if (number >= least && number <= most && !(above && number == least)) {
                return number;
            }
            String range = above ? "above %.0f and at most %.0f" : "from %.0f to %.0f";
            fields.report(name, "a number " + range.formatted(least, most), value);
            return null;
        };
    }

    private static @Nullable MaskSchedule schedule(Fields fields, String name) {
        return named(fields, name, MaskSchedule.all(), MaskSchedule::name);
    }

    private static @Nullable TokenOrder order(Fields fields, String name) {
        return named(fields, name, List.of(TokenOrder.values()), TokenOrder::text);
    }

    private static <T> @Nullable T named(Fields fields, String name, List<T> known, Function<T, String> nameOf) {
        String wanted = fields.text(name);
        if (wanted == null) {
            return null;
        }
        for (T one : known) {
            if (nameOf.apply(one).equals(wanted)) {
                return one;
            }
        }
        fields.report(
                name, "one of " + known.stream().map(nameOf).collect(Collectors.joining(", ")), fields.value(name));
        return null;
    }
}
