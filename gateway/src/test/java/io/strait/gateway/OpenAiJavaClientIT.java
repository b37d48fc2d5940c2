package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.SseException;
import com.openai.models.images.Image;
import com.openai.models.images.ImageCreateVariationParams;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import io.strait.schemas.avro.StageName;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API's official Java client, every answer checked by it, against a gateway on a real broker; a scripted worker paints. */
@ExtendWith(SharedStack.class)
final class OpenAiJavaClientIT {
    private static final int PATIENCE_SECONDS = 60;
    /** The beginning of an image of 256 by 256 pixels, and two bytes that are no UTF-8. */
    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a0000000d494844520000010000000100ff80");

    private final Stack stack;
    private final OpenAIClient client;
    private final List<String> known;

    OpenAiJavaClientIT(Stack stack) {
        this.stack = stack;
        this.known = stack.queued();
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

    private static ImageGenerateParams.Builder prompt(String text) {
        return ImageGenerateParams.builder().prompt(text);
    }

    private CompletableFuture<ImagesResponse> generating(ImageGenerateParams request) {
        return CompletableFuture.supplyAsync(() -> client.images().generate(request));
    }

    /** Jobs handed in since the test began, as soon as there are so many. */
    private List<String> jobs(int count) {
        return Awaitility.await()
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(this::since, ids -> ids.size() >= count);
    }

    private List<String> since() {
        return stack.queued().stream().filter(id -> !known.contains(id)).toList();
    }

    @Test
    void generatesSeveralImagesOfOneRequest() throws Exception {
        var answer = generating(prompt("a cat in noto style")
                .n(2)
                .size("512x512")
                .user("someone")
                .style(Optional.empty())
                .background(Optional.empty())
                .putAdditionalBodyProperty("seed", JsonValue.from(7))
                .build());
        List<String> ids = jobs(2);
        stack.worker().completed(ids.get(0), new byte[] {1});
        stack.worker().completed(ids.get(1), new byte[] {2});
        List<Image> images =
                answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS).data().orElseThrow();

        assertThat(images)
                .extracting(image -> Base64.getDecoder().decode(image.b64Json().orElseThrow())[0])
                .containsExactlyInAnyOrder((byte) 1, (byte) 2);
        assertThat(images)
                .extracting(image -> image.revisedPrompt().orElseThrow())
                .containsOnly("noto/cat-face");
        assertThat(images)
                .extracting(image -> image._additionalProperties().get("seed"))
                .containsExactly(JsonValue.from(7), JsonValue.from(8));
    }

    @Test
    void asksForTheFormatAndItsCompression() throws Exception {
        var answer = generating(prompt("noto/heart")
                .outputFormat(ImageGenerateParams.OutputFormat.WEBP)
                .outputCompression(40)
                .quality(ImageGenerateParams.Quality.HIGH)
                .moderation(ImageGenerateParams.Moderation.LOW)
                .responseFormat(ImageGenerateParams.ResponseFormat.B64_JSON)
                .build());
        String id = jobs(1).get(0);
        assertThat(stack.client().get("/v1/generations/" + id).body()).contains("\"format\":\"webp\",\"quality\":40");
        stack.worker().completed(id, new byte[] {1});
        ImagesResponse response = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(response.outputFormat()).contains(ImagesResponse.OutputFormat.WEBP);
        assertThat(response.data().orElseThrow().get(0).url()).isEmpty();
        BadRequestException png = catchThrowableOfType(
                BadRequestException.class,
                () -> client.images()
                        .generate(prompt("noto/heart").outputCompression(40).build()));
        assertThat(png.param()).contains("output_compression");
    }

    @Test
    void streamsPartialImagesAndTheFinishedOne() {
        try (StreamResponse<ImageGenStreamEvent> stream = client.images()
                .generateStreaming(prompt("noto/heart").partialImages(2).build())) {
            String id = jobs(1).get(0);
            stack.worker().preview(id, StageName.TOP, 1, 6, new byte[] {1});
            stack.worker().preview(id, StageName.BOTTOM, 1, 6, new byte[] {2});
            stack.worker().completed(id, new byte[] {3});
            List<ImageGenStreamEvent> events = stream.stream().toList();

            assertThat(events).hasSize(3);
            assertThat(events.get(0).asGenerationPartialImage().partialImageIndex())
                    .isZero();
            assertThat(events.get(1).asGenerationPartialImage().partialImageIndex())
                    .isEqualTo(1);
            assertThat(events.get(1).asGenerationPartialImage().b64Json()).isEqualTo("Ag==");
            assertThat(events.get(2).asGenerationCompleted().b64Json()).isEqualTo("Aw==");
            assertThat(events.get(2).asGenerationCompleted()._additionalProperties())
                    .containsEntry("id", JsonValue.from(id));
        }
    }

    @Test
    void closingTheStreamCancelsTheJob() {
        String id;
        try (StreamResponse<ImageGenStreamEvent> stream = client.images()
                .generateStreaming(prompt("noto/heart").partialImages(1).build())) {
            assertThat(stream).isNotNull();
            id = jobs(1).get(0);
        }
        Awaitility.await()
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> stack.client().get("/v1/generations/" + id).body().contains("\"status\":\"cancelled\""));
    }

    @Test
    void aFailureDuringTheStreamIsRaised() {
        try (StreamResponse<ImageGenStreamEvent> stream =
                client.images().generateStreaming(prompt("noto/heart").build())) {
            stack.worker().failed(jobs(1).get(0), "scripted-failure");
            SseException failure = catchThrowableOfType(
                    SseException.class, () -> stream.stream().toList());
            assertThat(failure.code()).contains("scripted-failure");
        }
    }

    @Test
    void aFailedJobIsNotAskedForAgain() throws Exception {
        var answer = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                InternalServerException.class,
                () -> client.images().generate(prompt("noto/heart").build())));
        stack.worker().failed(jobs(1).get(0), "scripted-failure");
        InternalServerException failure = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(failure.statusCode()).isEqualTo(500);
        assertThat(failure.code()).contains("scripted-failure");
        assertThat(since()).as("jobs of one call").hasSize(1);
    }

    @Test
    void whatIsWrongArrivesAsTheClientsOwnExceptions() {
        BadRequestException unknown = catchThrowableOfType(
                BadRequestException.class,
                () -> client.images().generate(prompt("xyzzy").build()));
        assertThat(unknown.param()).contains("prompt");
        assertThat(unknown.code()).contains("no_matching_label");
        assertThat(unknown.type()).contains("invalid_request_error");
        assertThat(unknown.headers().values("x-request-id")).hasSize(1);
        NotFoundException missing = catchThrowableOfType(
                NotFoundException.class, () -> client.models().retrieve("other"));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(client.models().list().data()).hasSize(1);
        assertThat(since()).isEmpty();
    }

    /** Connections that are closed unanswered, then a gateway that starts: the call does not notice. */
    @Test
    void asksAgainUntilTheGatewayIsThere() throws Exception {
        int port;
        CompletableFuture<ImagesResponse> answer;
        OpenAIClient patient;
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            patient = OpenAIOkHttpClient.builder()
                    .baseUrl("http://127.0.0.1:" + port + "/v1")
                    .apiKey("none")
                    .maxRetries(10)
                    .build();
            answer = CompletableFuture.supplyAsync(
                    () -> patient.images().generate(prompt("noto/heart").build()));
            for (int i = 0; i < 3; i++) {
                silent.accept().close();
            }
        }
        Gateway gateway = Stack.await(Gateway.start(stack.config(port)));
        try {
            stack.worker().completed(jobs(1).get(0), new byte[] {9});
            assertThat(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .data()
                            .orElseThrow()
                            .get(0)
                            .b64Json())
                    .contains("CQ==");
            assertThat(since()).as("jobs of one call").hasSize(1);
        } finally {
            patient.close();
            Stack.await(gateway.close());
        }
    }

    /** The client sends bytes as parts without a file name. */
    @Test
    void editsAndVariationsAreCheckedAndRefused() {
        InternalServerException edit = catchThrowableOfType(
                InternalServerException.class,
                () -> client.images()
                        .edit(ImageEditParams.builder()
                                .image(PNG)
                                .mask(PNG)
                                .prompt("noto/heart")
                                .n(1)
                                .user("someone")
                                .build()));
        assertThat(edit.statusCode()).isEqualTo(501);
        assertThat(edit.code()).contains("not_supported");
        assertThat(edit.headers().values("x-should-retry")).containsExactly("false");
        InternalServerException variation = catchThrowableOfType(
                InternalServerException.class,
                () -> client.images()
                        .createVariation(
                                ImageCreateVariationParams.builder().image(PNG).build()));
        assertThat(variation.statusCode()).isEqualTo(501);
        BadRequestException text = catchThrowableOfType(
                BadRequestException.class,
                () -> client.images()
                        .edit(ImageEditParams.builder()
                                .image(new byte[] {1, 2, 3})
                                .prompt("noto/heart")
                                .build()));
        assertThat(text.param()).contains("image");
    }
}
