package io.strait.gateway;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test's constructor the one stack of all integration tests; it ends with the last of them. */
final class SharedStack implements ParameterResolver {
    private static final Namespace OWN = Namespace.create(SharedStack.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(OWN).getOrComputeIfAbsent(Stack.class, shared -> start(), Stack.class);
    }

    private static Stack start() {
        try {
            return Stack.start();
        } catch (IOException e) {
            throw new AssertionError("expected a stack", e);
        }
    }
}
