package io.strait.trainer.cli;

import io.strait.trainer.network.Stage;
import picocli.CommandLine.Command;

@Command(name = "upsampler", description = "trains the upsampler", mixinStandardHelpOptions = true)
final class UpsamplerCommand extends StageCommand {
    UpsamplerCommand() {
        super(Stage.UPSAMPLER, 6);
    }
}
