package io.gantry.engine.runtime;

import io.gantry.engine.linux.Descriptor;
import io.gantry.engine.linux.SeqPacketSocket;
import io.gantry.engine.linux.SocketPair;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The socket pairs between engine and monitor, by the names and in the order the monitor expects
 * (MONITOR-4). Used by one thread.
 */
final class MonitorPipes implements AutoCloseable {
  private static final int FIRST_NUMBER = 3;
  private static final int PACKET_BYTES = 64 * 1024;
  private static final byte[] GO = {0};

  private final LinkedHashMap<String, SocketPair> pairs = new LinkedHashMap<>();

  private final List<Descriptor> passed;

  private MonitorPipes(List<String> names, List<Descriptor> passed) throws IOException {
    this.passed = passed;
    try {
      for (String name : names) {
        pairs.put(name, SocketPair.open());
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * For a container.
   *
   * @param passed descriptors for the container itself, which come first; they stay the caller's
   */
  static MonitorPipes forContainer(List<Descriptor> passed) throws IOException {
    return new MonitorPipes(List.of("_OCI_SYNCPIPE", "_OCI_STARTPIPE"), passed);
  }

  static MonitorPipes forExec() throws IOException {
    return new MonitorPipes(
        List.of("_OCI_SYNCPIPE", "_OCI_STARTPIPE", "_OCI_ATTACHPIPE"), List.of());
  }

  /** What is to be the monitor's descriptors from 3 upwards: its ends after what is passed on. */
  List<Descriptor> monitorEnds() {
    return Stream.concat(passed.stream(), pairs.values().stream().map(SocketPair::child)).toList();
  }

  /** Tells the monitor its descriptors. */
  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : pairs.keySet()) {
      variables.put(name, Integer.toString(FIRST_NUMBER + passed.size() + variables.size()));
    }
    return variables;
  }

  /** Has to be called once the monitor runs, or its end would never be noticed. */
  void closeMonitorEnds() {
    pairs.values().forEach(pair -> pair.child().close());
  }

  /** Lets the monitor go on: it waits after its own start and, in an exec, once attached to. */
  void release() throws IOException {
    own("_OCI_STARTPIPE").send(GO);
  }

  /**
   * Waits for the next line of the monitor.
   *
   * @return empty if it ended without one
   * @throws SocketTimeoutException when the time is over
   */
  Optional<MonitorAnswer> answer(Duration limit) throws IOException {
    return line("_OCI_SYNCPIPE", limit).map(MonitorAnswer::parse);
  }

  /** Waits until the monitor of an exec listens for who attaches; false if it ended instead. */
  boolean awaitListening(Duration limit) throws IOException {
    return line("_OCI_ATTACHPIPE", limit).isPresent();
  }

  @Override
  public void close() {
    pairs.values().forEach(SocketPair::close);
  }

  private Optional<String> line(String name, Duration limit) throws IOException {
    SeqPacketSocket socket = own(name);
    if (!socket.awaitPacket(limit)) {
      throw new SocketTimeoutException(
          "the monitor did not answer within " + limit.toSeconds() + " s");
    }
    byte[] packet = new byte[PACKET_BYTES];
    int length = socket.receive(packet);
    return length == 0
        ? Optional.empty()
        : Optional.of(new String(Arrays.copyOf(packet, length), StandardCharsets.UTF_8));
  }

  private SeqPacketSocket own(String name) {
    SocketPair pair = pairs.get(name);
    if (pair == null) {
      throw new IllegalStateException("this monitor has no " + name);
    }
    return pair.own();
  }
}
