package io.gantry.agent.stream;

import io.gantry.api.container.ContainerId;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import io.gantry.engine.log.LogLine;
import io.gantry.engine.log.LogOptions;
import io.gantry.engine.log.LogReader;
import io.gantry.engine.runtime.StandardStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Serves a container's log, line by line. */
final class LogStream implements StreamHandler {
  /** Opens logs. */
  @FunctionalInterface
  interface Logs {
    LogReader open(ContainerId container, LogOptions options);
  }

  private final Logs logs;

  LogStream(Logs logs) {
    this.logs = logs;
  }

  @Override
  public StreamControl serve(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException {
    Parameters parameters = new Parameters(request.parameters());
    boolean timestamps = parameters.flag("timestamps", false);
    try (LogReader reader = logs.open(Required.container(request), options(parameters))) {
      channel.listen(Inbound.whenClosed(reader::close));
      for (Optional<LogLine> line = reader.next(); line.isPresent(); line = reader.next()) {
        send(line.get(), timestamps, channel);
      }
    }
    return StreamControl.end(null);
  }

  private static LogOptions options(Parameters parameters) {
    Set<StandardStream> streams = EnumSet.noneOf(StandardStream.class);
    if (parameters.flag("stdout", true)) {
      streams.add(StandardStream.STDOUT);
    }
    if (parameters.flag("stderr", true)) {
      streams.add(StandardStream.STDERR);
    }
    Integer tail = parameters.number("tail");
    return new LogOptions(
        parameters.flag("follow", false),
        tail == null ? null : Long.valueOf(tail),
        parameters.instant("since"),
        parameters.instant("until"),
        streams);
  }

  private static void send(LogLine line, boolean timestamps, StreamChannel channel)
      throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(line.text().length + 32);
    if (timestamps) {
      bytes.writeBytes((line.time() + " ").getBytes(StandardCharsets.US_ASCII));
    }
    bytes.writeBytes(line.text());
    if (line.whole()) {
      bytes.write('\n');
    }
    if (bytes.size() > 0) {
      channel.send((byte) line.stream().descriptor(), ByteBuffer.wrap(bytes.toByteArray()));
    }
  }
}
