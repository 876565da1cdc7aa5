package io.gantry.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InputQueueTest {
  private final InputQueue queue = new InputQueue();

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatWasSentUpToTheEnd() throws IOException {
    queue.data(bytes("half "));
    queue.data(bytes("and half"));
    queue.endOfInput();

    assertThat(new String(queue.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("half and half");
  }

  @Test
  void takesNoBrokenInputForAWholeOne() throws IOException {
    queue.data(bytes("half"));
    queue.closed();

    assertThatThrownBy(queue::readAllBytes)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("before the end");
  }

  @Test
  void isNotBrokenByAClosingAfterTheEnd() throws IOException {
    queue.data(bytes("all"));
    queue.endOfInput();
    queue.closed();

    assertThat(queue.readAllBytes()).hasSize(3);
  }

  @Test
  void holdsTheSenderBackUntilSomebodyReads() throws Exception {
    CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(100));
    assertThatThrownBy(() -> sent.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    byte[] read = queue.readNBytes(100);

    assertThat(read).hasSize(100);
    sent.get(10, TimeUnit.SECONDS);
  }

  @Test
  void letsTheSenderGoWhenTheReaderIsDone() throws Exception {
    CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(100));

    queue.close();

    sent.get(10, TimeUnit.SECONDS);
  }

  private void send(int frames) {
    try {
      for (int i = 0; i < frames; i++) {
        queue.data(bytes("x"));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
