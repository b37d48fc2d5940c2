package io.strait.standalone.command;

/** A command could not do what was asked. The message is for the person at the terminal: one sentence. */
final class CommandFailure extends RuntimeException {
    CommandFailure(String message) {
        super(message);
    }
}
