package io.strait.gateway.openai.file;

import io.strait.gateway.request.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One form (RFC 7578) as it comes in, in pieces; its parts go to the sink as they come. (Netty's decoder leaves a carriage return at the end
 * of a part when a piece ends within the delimiter.) For one thread at a time.
 */
final class Form {
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILENAME = Pattern.compile(";\\s*filename=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final int MOST_PARTS = 32;
    private static final int LONGEST_HEAD = 8_192;
    private static final int BUFFER = 8_192;

    private final byte[] delimiter;
    private final FormSink sink;
    private final byte[] passing = new byte[BUFFER];
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private int passed;
    /** Bytes of the delimiter that have come; the first one needs no line before it. */
    private int matched = 2;

    private int parts;
    private Place place = Place.PREAMBLE;

    private enum Place {
        PREAMBLE,
        DELIMITER,
        HEAD,
        BODY,
        EPILOGUE
    }

    /** @throws InvalidRequestException if the content type names no boundary */
    Form(String contentType, FormSink sink) {
        Matcher m = BOUNDARY.matcher(contentType);
        if (!m.find()) {
            throw malformed();
        }
        String boundary = m.group(1) == null ? m.group(2) : m.group(1);
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.sink = sink;
    }

    /**
     * The next piece.
     *
     * @throws FormSink.TooLong if it is longer than it may be
     * @throws InvalidRequestException if it is no form
     * @throws IOException if the sink cannot be written
     */
    void add(byte[] piece) throws IOException {
        for (byte one : piece) {
            switch (place) {
                case PREAMBLE, BODY -> content(one);
                case DELIMITER -> afterDelimiter(one);
                case HEAD -> head(one);
                case EPILOGUE -> {}
            }
        }
        flush();
    }

    /** A carriage return begins the delimiter and is nowhere else in it, so nothing is looked at twice. */
    private void content(byte one) throws IOException {
        if (one == delimiter[matched]) {
            matched++;
            if (matched == delimiter.length) {
                endPart();
            }
            return;
        }
        for (int i = 0; i < matched; i++) {
            pass(delimiter[i]);
        }
        matched = one == delimiter[0] ? 1 : 0;
        if (matched == 0) {
            pass(one);
        }
    }

    private void endPart() throws IOException {
        flush();
        if (place == Place.BODY) {
            sink.end();
        }
        matched = 0;
        head.reset();
        place = Place.DELIMITER;
    }

    /** The rest of the delimiter's line: two hyphens end the form. */
    private void afterDelimiter(byte one) {
        head.write(one);
        String line = head.toString(StandardCharsets.ISO_8859_1);
        if (line.startsWith("--")) {
            place = Place.EPILOGUE;
        } else if (line.endsWith("\r\n")) {
            if (!line.isBlank() || ++parts > MOST_PARTS) {
                throw malformed();
            }
            head.reset();
            place = Place.HEAD;
        } else if (line.length() > LONGEST_HEAD) {
            throw malformed();
        }
    }

    private void head(byte one) {
        head.write(one);
        if (head.size() > LONGEST_HEAD) {
            throw malformed();
        }
        if (one != '\n') {
            return;
        }
        String text = head.toString(StandardCharsets.UTF_8);
        if (text.endsWith("\r\n\r\n")) {
            String disposition = text.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
                    .findFirst()
                    .orElseThrow(Form::malformed);
            Matcher name = NAME.matcher(disposition);
            if (!name.find()) {
                throw malformed();
            }
            Matcher filename = FILENAME.matcher(disposition);
            sink.begin(String.valueOf(name.group(1)), filename.find() ? String.valueOf(filename.group(1)) : "");
            place = Place.BODY;
        }
    }

    private void pass(byte one) throws IOException {
        if (place != Place.BODY) {
            return;
        }
        if (passed == BUFFER) {
            flush();
        }
        passing[passed] = one;
        passed++;
    }

    private void flush() throws IOException {
        if (passed > 0) {
            sink.write(passing, passed);
            passed = 0;
        }
    }

    /**
     * All pieces have come.
     *
     * @throws InvalidRequestException if the form has not ended
     */
    void end() {
        if (place != Place.EPILOGUE) {
            throw malformed();
        }
    }

    private static InvalidRequestException malformed() {
        return new InvalidRequestException("", "a well-formed multipart/form-data body", "something else");
    }
}
