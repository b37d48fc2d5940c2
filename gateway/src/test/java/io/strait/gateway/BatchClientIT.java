package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import io.strait.schemas.avro.JobSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files and batches through the official Java client, every answer checked by it, over a real broker; a scripted worker paints. */
@ExtendWith(SharedStack.class)
final class BatchClientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Stack stack;
    private final BatchJobs jobs;
    private final OpenAIClient client;

    BatchClientIT(Stack stack) {
        this.stack = stack;
        this.jobs = new BatchJobs(stack.bootstrap());
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(stack.client().uri("http", "/v1").toString())
                .apiKey("none")
                .responseValidation(true)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static String line(String customId, String body) {
        return "{\"custom_id\":\"" + customId + "\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":"
                + body + "}\n";
    }

    /** As bytes: the client gives them no file name. */
    private FileObject upload(String lines) {
        return client.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(lines.getBytes(StandardCharsets.UTF_8))
                        .build());
    }

    private Batch create(String fileId, String window) {
        return client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(fileId)
                        .endpoint(BatchCreateParams.Endpoint.of("/v1/images/generations"))
                        .completionWindow(BatchCreateParams.CompletionWindow.of(window))
                        .metadata(BatchCreateParams.Metadata.builder()
                                .putAdditionalProperty("for", com.openai.core.JsonValue.from("a test"))
                                .build())
                        .build());
    }

    private Batch await(String id, String status) {
        return Awaitility.await(status)
                .atMost(PATIENCE)
                .until(
                        () -> client.batches().retrieve(id),
                        batch -> batch.status().asString().equals(status));
    }

    private List<JobSpec> jobs(String batchId, int count) {
        return Awaitility.await("jobs")
                .atMost(PATIENCE)
                .until(() -> jobs.queued(batchId), found -> found.size() >= count);
    }

    private Map<String, JsonNode> lines(String fileId) throws IOException {
        Map<String, JsonNode> lines = new HashMap<>();
        try (HttpResponse answer = client.files().content(fileId);
                InputStream content = answer.body()) {
            for (String line : new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode json = Client.json(line);
                lines.put(json.get("custom_id").textValue(), json);
            }
        }
        return lines;
    }

    private static JsonNode line(Map<String, JsonNode> lines, String customId) {
        return Objects.requireNonNull(lines.get(customId), customId);
    }

    @Test
    void aBatchOfGoodAndBadLinesCompletes() throws Exception {
        FileObject file = upload(line("one", "{\"prompt\":\"a cat in noto style\"}")
                + line("wrong", "{\"prompt\":\"xyzzy\"}")
                + "\n"
                + line("two", "{\"prompt\":\"noto/heart\",\"n\":2,\"seed\":7,\"response_format\":\"b64_json\"}")
                + line("fails", "{\"prompt\":\"noto/heart\"}"));
        assertThat(file.bytes()).isPositive();
        Batch batch = create(file.id(), "24h");
        assertThat(batch.status().asString()).isIn("validating", "in_progress");
        List<JobSpec> specs = jobs(batch.id(), 4);
        assertThat(catchThrowableOfType(
                                UnexpectedStatusCodeException.class,
                                () -> client.files().delete(file.id()))
                        .statusCode())
                .isEqualTo(409);

        for (JobSpec spec : specs) {
            if (spec.getBatch().getLine() == 5) {
                stack.worker().failed(spec.getJobId(), "scripted-failure");
            } else {
                stack.worker().completed(spec.getJobId(), new byte[] {
                    (byte) spec.getBatch().getImage()
                });
                // What a second worker would say of the same job.
                stack.worker().failed(spec.getJobId(), "late");
            }
        }
        Batch done = await(batch.id(), "completed");
        assertThat(done.requestCounts().orElseThrow().total()).isEqualTo(4);
        assertThat(done.requestCounts().orElseThrow().completed()).isEqualTo(2);
        assertThat(done.requestCounts().orElseThrow().failed()).isEqualTo(2);
        assertThat(done.inProgressAt()).isPresent();
        assertThat(done.finalizingAt()).isPresent();
        assertThat(done.completedAt()).isPresent();

        Map<String, JsonNode> output = lines(done.outputFileId().orElseThrow());
        assertThat(output).containsOnlyKeys("one", "two");
        assertThat(line(output, "one").at("/response/status_code").intValue()).isEqualTo(200);
        assertThat(line(output, "one").at("/response/body/data/0/url").textValue())
                .startsWith("http://127.0.0.1:")
                .endsWith("/image");
        assertThat(line(output, "one").get("error").isNull()).isTrue();
        JsonNode two = line(output, "two").at("/response/body/data");
        assertThat(two).hasSize(2);
        assertThat(two.get(0).get("b64_json").binaryValue()).containsExactly(0);
        assertThat(two.get(1).get("b64_json").binaryValue()).containsExactly(1);
        assertThat(two.get(1).get("seed").intValue()).isEqualTo(8);
        Map<String, JsonNode> errors = lines(done.errorFileId().orElseThrow());
        assertThat(errors).containsOnlyKeys("wrong", "fails");
        assertThat(line(errors, "wrong").at("/response/status_code").intValue()).isEqualTo(400);
        assertThat(line(errors, "wrong").at("/response/body/error/code").textValue())
                .isEqualTo("no_matching_label");
        assertThat(line(errors, "fails").at("/response/body/error/code").textValue())
                .isEqualTo("scripted-failure");
        assertThat(client.files().delete(file.id()).deleted()).isTrue();
        assertThat(client.batches().list().data()).extracting(Batch::id).contains(batch.id());
    }

    @Test
    void cancellingEndsWhatIsUnderWay() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            lines.add(line("line-" + i, "{\"prompt\":\"noto/heart\"}"));
        }
        Batch batch = create(upload(String.join("", lines)).id(), "24h");
        List<JobSpec> specs = jobs(batch.id(), 300);
        stack.worker().completed(specs.get(0).getJobId(), new byte[] {1});
        assertThat(client.batches().cancel(batch.id()).status().asString()).isEqualTo("cancelling");
        Batch ended = await(batch.id(), "cancelled");
        assertThat(lines(ended.outputFileId().orElseThrow())).hasSize(1);
        Map<String, JsonNode> unfinished = lines(ended.errorFileId().orElseThrow());
        assertThat(unfinished).hasSize(299);
        assertThat(unfinished.values())
                .allSatisfy(
                        line -> assertThat(line.at("/error/code").textValue()).isEqualTo("batch_cancelled"));
        assertThat(stack.client()
                        .get("/v1/generations/" + specs.get(1).getJobId())
                        .body())
                .contains("\"status\":\"cancelled\"");
        assertThat(catchThrowableOfType(
                        BadRequestException.class, () -> client.batches().cancel(batch.id())))
                .isNotNull();
    }

    @Test
    void aBatchExpiresWithItsWindow() throws Exception {
        Batch batch = create(
                upload(line("one", "{\"prompt\":\"noto/heart\"}") + line("two", "{\"prompt\":\"noto/heart\"}"))
                        .id(),
                "8s");
        stack.worker().completed(jobs(batch.id(), 2).get(0).getJobId(), new byte[] {1});
        Batch ended = await(batch.id(), "expired");
        assertThat(lines(ended.outputFileId().orElseThrow())).hasSize(1);
        assertThat(lines(ended.errorFileId().orElseThrow()).values())
                .singleElement()
                .satisfies(
                        line -> assertThat(line.at("/error/code").textValue()).isEqualTo("batch_expired"));
        assertThat(ended.expiredAt()).isPresent();
    }

    @Test
    void aFileThatIsNoneFailsTheBatch() {
        Batch batch = create(
                upload(line("one", "{}") + line("one", "{}") + "nonsense\n"
                                + line("three", "{}").replace("POST", "GET"))
                        .id(),
                "24h");
        Batch failed = await(batch.id(), "failed");
        assertThat(failed.errors().orElseThrow().data().orElseThrow())
                .extracting(
                        error -> error.line().orElseThrow() + " " + error.code().orElseThrow())
                .containsExactly("2 duplicate_custom_id", "3 invalid_json_line", "4 invalid_line");
        assertThat(jobs.queued(batch.id())).isEmpty();
    }

    @Test
    void filesAreKeptListedAndDeleted() throws Exception {
        String text = line("one", "{\"prompt\":\"noto/heart\"}");
        FileObject file = client.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(MultipartField.<InputStream>builder()
                                .value(new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                                .filename("lines.jsonl")
                                .build())
                        .build());
        assertThat(file.filename()).isEqualTo("lines.jsonl");
        FileObject same = upload(text);
        assertThat(client.files().retrieve(file.id()).bytes()).isEqualTo(text.length());
        assertThat(client.files().list().data()).extracting(FileObject::id).contains(file.id(), same.id());
        assertThat(lines(file.id())).containsOnlyKeys("one");
        assertThat(client.files().delete(file.id()).deleted()).isTrue();
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> client.files().retrieve(file.id())))
                .isNotNull();
        assertThat(lines(same.id())).as("a file of the same content").containsOnlyKeys("one");
        assertThat(catchThrowableOfType(NotFoundException.class, () -> create(file.id(), "24h")))
                .isNotNull();
        assertThat(catchThrowableOfType(BadRequestException.class, () -> create(same.id(), "a while")))
                .isNotNull();
    }
}
