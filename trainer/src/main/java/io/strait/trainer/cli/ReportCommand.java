package io.strait.trainer.cli;

import io.strait.trainer.report.HtmlReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        description = "writes one HTML page with the curves, figures and contact sheets of a training folder",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Option(names = "--checkpoints", required = true, description = "training folder")
    private Path checkpoints = Path.of("");

    @Override
    public Integer call() throws Exception {
        System.out.println(HtmlReport.write(checkpoints));
        return 0;
    }
}
