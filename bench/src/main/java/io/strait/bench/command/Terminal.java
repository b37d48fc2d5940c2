package io.strait.bench.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command is told and tells: ranges of options, progress for people, a report for programs. */
public record Terminal(CommandSpec spec) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Refuses an option's value outside a range, which includes its ends. */
    public void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw refusal(option + ": expected " + least + " to " + most + ", got " + value);
        }
    }

    /** To be thrown: the command line is not understood. */
    public ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** A line on standard error. */
    public void progress(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("bench: " + what);
        err.flush();
    }

    /** JSON on standard output. */
    public void report(Object report) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json(report));
        out.flush();
    }

    /** A report as text. */
    public static String json(Object report) throws JsonProcessingException {
        return JSON.writeValueAsString(report);
    }
}
