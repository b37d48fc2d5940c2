package io.strait.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class StraitCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"up", "generate", "labels", "keys", "doctor", "test", "bench", "train"})
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: strait " + command);
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).containsPattern("(?m)^  " + command + " ");
    }

    @Test
    void saysInOneLineWhatItDoesNotUnderstand() {
        assertThat(run("up", "--prot", "1")).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("--prot", "./strait up --help");
    }

    @Test
    void wantsACommand() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("expected a command");
    }

    @Test
    void refusesAnUnknownEngine() {
        assertThat(run("doctor", "--engine", "abacus")).isEqualTo(2);
        assertThat(err.toString()).contains("ort-cpu", "abacus");
    }

    @Test
    void saysInOneLineWhatFailed() {
        assertThat(run("labels", "--bundle", folder.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("bundle.json");
    }

    @Test
    void printsTheStackOfAFailureWhenAsked() {
        assertThat(run("labels", "--verbose", "--bundle", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("at io.strait.standalone.command.LabelsCommand");
    }

    @Test
    void looksForTheFolderBeforeItWorks() {
        String file = folder.resolve("none").resolve("a.png").toString();
        assertThat(run("generate", "--label", "x", "--out", file)).isEqualTo(1);
        assertThat(err.toString()).contains("--out").contains("existing folder");
    }

    @Test
    void aServerHasItsOwnBundle() {
        String file = folder.resolve("a.png").toString();
        int status = run(
                "generate", "--label", "x", "--out", file, "--server", "http://127.0.0.1:1", "--bundle", "bundles/x");
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("--server");
    }

    @Test
    void makesListsAndRevokesKeys() {
        String file = folder.resolve("keys.json").toString();
        assertThat(run("keys", "create", "--tenant", "acme", "--file", file)).isZero();
        String key = out.toString().strip();
        assertThat(key).matches("strait_[0-9a-f]{12}_[A-Za-z0-9_-]{43}");
        assertThat(Path.of(file)).content().doesNotContain(key);
        String id = key.split("_", 3)[1];
        assertThat(run("keys", "revoke", id, "--file", file)).isZero();
        assertThat(run("keys", "list", "--file", file)).isZero();
        assertThat(out.toString()).containsPattern(id + "  acme  created .*  revoked ");

        assertThat(run("keys", "revoke", "000000000000", "--file", file)).isEqualTo(1);
        assertThat(run("keys", "create", "--tenant", "a b", "--file", file)).isEqualTo(1);
        assertThat(run("keys", "create", "--file", file)).isEqualTo(2);
        assertThat(run("keys")).isEqualTo(2);
    }

    @Test
    void saysThatNoGatewayIsThere() {
        assertThat(run("labels", "--server", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).contains("cannot reach a gateway at http://127.0.0.1:1");
    }

    private int run(String... arguments) {
        CommandLine line = StraitCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }
}
