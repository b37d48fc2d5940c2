package io.strait.gateway.http;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The request's id in log lines. Logback's own diagnostic context is a thread's, and here a thread serves many requests by turns. */
public final class RequestIdConverter extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        String id = RequestId.current();
        return id == null ? "" : " requestId=" + id;
    }
}
