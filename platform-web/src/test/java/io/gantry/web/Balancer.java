package io.gantry.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One address before several replicas: each connection goes to the next of them. */
final class Balancer implements AutoCloseable {
  private final ServerSocket server;
  private final List<URI> replicas;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Balancer(ServerSocket server, List<URI> replicas) {
    this.server = server;
    this.replicas = replicas;
  }

  static Balancer before(List<URI> replicas) throws IOException {
    Balancer balancer =
        new Balancer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), replicas);
    Thread.ofVirtual().start(balancer::accept);
    return balancer;
  }

  String address() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    try {
      for (int number = 0; !server.isClosed(); number++) {
        join(server.accept(), replicas.get(number % replicas.size()));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void join(Socket client, URI replica) throws IOException {
    Socket there = new Socket(replica.getHost(), replica.getPort());
    open.add(client);
    open.add(there);
    Thread.ofVirtual().start(() -> copy(client, there));
    Thread.ofVirtual().start(() -> copy(there, client));
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream bytes = from.getInputStream()) {
      bytes.transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two hung up, so both do.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
