package io.strait.gateway.openai;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.strait.gateway.request.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts of a form as bytes. A part without a file name may be a file all the same, openai-java sends bytes so: nothing is read as text before
 * somebody asks for text.
 */
final class Multipart {
    private static final int MOST_PARTS = 128;

    private Multipart() {}

    /**
     * Reads a whole form.
     *
     * @return parts by name, in the order sent
     * @throws InvalidRequestException if it is not well-formed
     */
    static Map<String, List<byte[]>> read(String contentType, byte[] body) {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        head.headers().set("content-type", contentType);
        HttpPostMultipartRequestDecoder decoder = null;
        try {
            decoder = new HttpPostMultipartRequestDecoder(
                    new DefaultHttpDataFactory(false), head, StandardCharsets.UTF_8, MOST_PARTS, -1);
            decoder.offer(new DefaultHttpContent(Unpooled.wrappedBuffer(body)));
            decoder.offer(LastHttpContent.EMPTY_LAST_CONTENT);
            Map<String, List<byte[]>> parts = new LinkedHashMap<>();
            for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
                if (data instanceof HttpData part) {
                    parts.computeIfAbsent(part.getName(), name -> new ArrayList<>(1))
                            .add(part.get());
                }
            }
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException("a form in memory", e);
        } catch (RuntimeException e) {
            // Whatever the decoder makes of what is no form.
            throw new InvalidRequestException("", "a well-formed multipart/form-data body", "something else");
        } finally {
            if (decoder != null) {
                release(decoder);
            }
        }
    }

    /** The decoder forgets the part that it was in the middle of, and with it memory outside the heap. */
    private static void release(HttpPostMultipartRequestDecoder decoder) {
        InterfaceHttpData unfinished = decoder.currentPartialHttpData();
        decoder.destroy();
        if (unfinished != null && unfinished.refCnt() > 0) {
            unfinished.release();
        }
    }
}
