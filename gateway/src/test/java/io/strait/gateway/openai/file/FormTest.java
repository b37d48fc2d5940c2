package io.strait.gateway.openai.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.gateway.request.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FormTest {
    private static final String TYPE = "multipart/form-data; boundary=edge";

    private static byte[] form(byte[] file, String filename) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(("--edge\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                        + "--edge\r\nContent-Disposition: form-data; name=\"file\"" + filename
                        + "\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.write(file);
        body.write("\r\n--edge--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static Map<String, String> read(byte[] body, int piece, FormSink sink) throws IOException {
        Form form = new Form(TYPE, sink);
        for (int from = 0; from < body.length; from += piece) {
            form.add(Arrays.copyOfRange(body, from, Math.min(body.length, from + piece)));
        }
        form.end();
        return sink.fields();
    }

    /** What looks like a delimiter and is none, in pieces of all lengths. */
    @Property(tries = 200)
    void isNotMisledByHalfADelimiter(
            @ForAll @IntRange(min = 1, max = 40) int piece, @ForAll @Size(min = 1, max = 8) byte[] given)
            throws IOException {
        byte[] noise = new byte[given.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) ('0' + (given[i] & 7)); // nothing that would make a whole delimiter of half a one
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (String part : new String[] {"\r", "\r\n", "\r\n--", "\r\n--edg", "\r\r\n--edg\r\n", "--edge"}) {
            file.write(part.getBytes(StandardCharsets.US_ASCII));
            file.write(noise);
        }
        file.write('\r');
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        read(form(file.toByteArray(), ""), piece, new FormSink(content, 1_000));
        assertThat(content.toByteArray()).isEqualTo(file.toByteArray());
    }

    /** Without a file name too, as openai-java sends bytes; however the pieces are cut. */
    @Property
    void passesTheFileOnUnchanged(
            @ForAll @Size(max = 300) byte[] file,
            @ForAll @IntRange(min = 1, max = 400) int piece,
            @ForAll boolean named)
            throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        FormSink sink = new FormSink(content, 1_000);
        Map<String, String> fields = read(form(file, named ? "; filename=\"a.jsonl\"" : ""), piece, sink);
        assertThat(content.toByteArray()).isEqualTo(file);
        assertThat(fields).containsEntry("purpose", "batch");
        assertThat(sink.filename()).isEqualTo(named ? "a.jsonl" : "");
        assertThat(sink.bytes()).isEqualTo(file.length);
        assertThat(sink.files()).isEqualTo(1);
    }

    @Test
    void stopsAtTheLimit() throws IOException {
        byte[] body = form(new byte[2_000], "");
        FormSink sink = new FormSink(new ByteArrayOutputStream(), 1_999);
        assertThatThrownBy(() -> read(body, 100, sink)).isInstanceOf(FormSink.TooLong.class);
    }

    @Test
    void refusesWhatIsNoForm() throws IOException {
        FormSink sink = new FormSink(new ByteArrayOutputStream(), 1_000);
        byte[] cut = Arrays.copyOf(form(new byte[10], ""), 100);
        assertThatThrownBy(() -> read(cut, 50, sink)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> new Form("multipart/form-data", sink)).isInstanceOf(InvalidRequestException.class);
    }
}
