package io.strait.bench.command;

import picocli.CommandLine.Option;

/** The option for how often an image is shown on its way. */
public final class PreviewsOption {
    private static final int MOST = 64;

    @Option(
            names = "--previews",
            paramLabel = "N",
            description = "A preview after every N-th step; 0: none. Default: ${DEFAULT-VALUE}.")
    private int every = 3;

    /** Steps from one preview to the next, 0 for none; refuses what is out of range. */
    public int every(Terminal terminal) {
        terminal.check("--previews", every, 0, MOST);
        return every;
    }
}
