package io.strait.trainer.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown page with marked places for results: whatever stands between {@code <!-- name -->} and {@code <!-- /name -->}. */
final class ResultPage {
    private final Path file;

    private ResultPage(Path file) {
        this.file = file;
    }

    /**
     * A page.
     *
     * @throws IOException if it cannot be read
     */
    static ResultPage read(Path file) throws IOException {
        Files.readString(file);
        return new ResultPage(file);
    }

    /**
     * Replaces what stands in a place.
     *
     * @throws IOException if the page has no such place
     */
    void put(String name, String text) throws IOException {
        String page = Files.readString(file);
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- /" + name + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(file + ": expected a place between " + begin.strip() + " and " + end + ", got none");
        }
        Files.writeString(file, page.substring(0, from + begin.length()) + text + page.substring(to));
    }
}
