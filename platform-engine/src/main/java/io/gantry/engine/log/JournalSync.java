package io.gantry.engine.log;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Has the journal's daemon take in what was sent to it, by its varlink socket. */
final class JournalSync {
  private static final Path SOCKET = Path.of("/run/systemd/journal/io.systemd.journal");
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final byte[] CALL =
      "{\"method\":\"io.systemd.Journal.Synchronize\"}\0".getBytes(StandardCharsets.UTF_8);

  private JournalSync() {}

  /** Returns when what was sent before can be read; at once if there is no daemon. */
  static void request() throws IOException {
    if (!Files.exists(SOCKET)) {
      return;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET));
        Selector selector = Selector.open()) {
      ByteBuffer call = ByteBuffer.wrap(CALL);
      while (call.hasRemaining()) {
        int unused = channel.write(call);
      }
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      if (selector.select(LIMIT.toMillis()) == 0) {
        throw new SocketTimeoutException("the journal's daemon did not answer");
      }
    }
  }
}
