package io.strait.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.standalone.client.ServerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a generation is, and keeps its previews where a folder is given. */
final class GenerationProgress implements Consumer<ServerEvent>, AutoCloseable {
    private static final List<String> STAGES = List.of("top", "bottom", "upsampler");
    /** The length of one stage on the bar: the stages' own step counts differ. */
    private static final int STAGE_LENGTH = 100;

    private final @Nullable Path previews;
    private final @Nullable ProgressBar bar;
    private int kept;

    /**
     * Starts at nothing.
     *
     * @param size side of the image: only images larger than 256 have a third stage
     * @param previews folder for the images so far, or null
     */
    GenerationProgress(int size, @Nullable Path previews) {
        this.previews = previews;
        // In a log file a bar is noise. The launcher knows; since Java 22 System.console() does not tell.
        this.bar = !Boolean.getBoolean("strait.terminal")
                ? null
                : new ProgressBarBuilder()
                        .setTaskName("generate")
                        .setInitialMax((long) STAGE_LENGTH * (size > 256 ? 3 : 2))
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(100)
                        .hideEta()
                        .build();
    }

    @Override
    public void accept(ServerEvent event) {
        JsonNode data = event.data();
        String stage = data.path("stage").asText("");
        int index = STAGES.indexOf(stage);
        switch (event.name()) {
            case "started" -> move(index, 0, stage);
            case "preview" -> {
                double share = data.path("step").asDouble()
                        / Math.max(1, data.path("steps").asDouble());
                move(index, (int) Math.round(share * STAGE_LENGTH), stage);
                keep(data, stage);
            }
            case "stage-completed" -> move(index, STAGE_LENGTH, stage);
            case "completed" -> move(STAGES.size(), 0, "done");
            default -> {
                // queued, or an end that the caller tells of
            }
        }
    }

    private void move(int stage, int within, String message) {
        if (bar != null && stage >= 0) {
            bar.stepTo(Math.min(bar.getMax(), (long) stage * STAGE_LENGTH + within));
            bar.setExtraMessage(" " + message);
        }
    }

    private void keep(JsonNode data, String stage) {
        if (previews == null || !data.path("image").isTextual()) {
            return;
        }
        kept++;
        String format = data.path("format").asText("png").replaceAll("[^a-z0-9]", "");
        String name = String.format(
                Locale.ROOT,
                "%02d-%s-%02d.%s",
                kept,
                stage.replaceAll("[^a-z]", ""),
                data.path("step").asInt(),
                format);
        try {
            Files.write(
                    previews.resolve(name),
                    Base64.getDecoder().decode(data.path("image").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the preview " + previews.resolve(name), e);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
