package io.gantry.agent.stream;

import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.work.Threads;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamRequest;
import io.gantry.engine.Engine;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dials the streams the control plane asks for and serves each on a thread of its own. */
public final class Streams implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Streams.class);
  private static final int MOST_STREAMS = 128;

  private final ControlPlane controlPlane;
  private final Map<StreamRequest.Kind, StreamHandler> handlers;
  private final ExecutorService pool = Threads.refusing("stream", MOST_STREAMS);
  private final AtomicInteger open = new AtomicInteger();

  Streams(ControlPlane controlPlane, Map<StreamRequest.Kind, StreamHandler> handlers) {
    this.controlPlane = controlPlane;
    this.handlers = Map.copyOf(handlers);
  }

  /**
   * Streams to the engine's containers and images.
   *
   * @param imagesChanged told after a tenant's list of images changed
   */
  public static Streams of(
      ControlPlane controlPlane, Engine engine, Clock clock, Consumer<TenantId> imagesChanged) {
    Map<StreamRequest.Kind, StreamHandler> handlers =
        new EnumMap<>(new ContainerStreams(engine, clock).handlers());
    handlers.putAll(new ImageStreams(engine.images(), imagesChanged).handlers());
    handlers.putAll(new VolumeStreams(engine.volumes()).handlers());
    return new Streams(controlPlane, handlers);
  }

  /** Serves the stream; returns at once. A stream beyond the limit is not dialled. */
  public void serve(StreamRequest request) {
    try {
      pool.execute(() -> run(request));
    } catch (RejectedExecutionException e) {
      log.warn("stream={} is not dialled: {} streams are open", request.id(), open.get());
    }
  }

  /** Number of streams served right now. */
  public int open() {
    return open.get();
  }

  private void run(StreamRequest request) {
    open.incrementAndGet();
    try (StreamChannel channel =
        StreamChannel.open(
            listener -> controlPlane.dial(request.path(), request.ticket(), listener))) {
      StreamControl last = answer(request, channel);
      if (!channel.isClosed()) {
        channel.end(last);
      }
    } catch (IOException e) {
      log.info("stream={} kind={} broke: {}", request.id(), request.kind(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
  }

  private StreamControl answer(StreamRequest request, StreamChannel channel)
      throws IOException, InterruptedException {
    StreamHandler handler = handlers.get(request.kind());
    if (handler == null) {
      return StreamControl.error(
          ErrorCode.UNSUPPORTED, "this node's agent does not know " + request.kind());
    }
    try {
      return handler.serve(request, channel);
    } catch (GantryException e) {
      return StreamControl.error(e.code(), e.getMessage());
    } catch (RuntimeException e) {
      log.error("stream={} kind={} failed", request.id(), request.kind(), e);
      return StreamControl.error(
          ErrorCode.INTERNAL, "a defect of the agent; its log says more: " + e);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
