package io.strait.standalone.stack;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Looks at the port before seconds of work go by. */
final class Ports {
    private Ports() {}

    /**
     * Checks that the gateway will be able to listen.
     *
     * @throws StackException if the port is taken, or the address is not this machine's
     */
    static void check(String bind, int port) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
        } catch (UnknownHostException e) {
            throw new StackException("bind: expected an address of this machine, got " + bind, e);
        } catch (BindException e) {
            throw new StackException(
                    "port " + port + " of " + bind + " is taken or not allowed; choose another with --port", e);
        } catch (IOException e) {
            throw new StackException("port " + port + " of " + bind + ": cannot listen there", e);
        }
    }
}
