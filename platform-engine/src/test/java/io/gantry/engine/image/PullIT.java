package io.gantry.engine.image;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.image.FrontProxy.Asked;
import io.gantry.engine.image.FrontProxy.Reply;
import io.gantry.engine.image.document.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How layers come from a real registry, on a way that is sometimes bad. */
@RequiresHost({"root", "docker-registry"})
@Timeout(120)
class PullIT {
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);
  private final Path directory;
  private final LocalRegistry registry;
  private final FrontProxy proxy;
  private final ImageRoom room;
  private final String name;
  private final Set<String> published = ConcurrentHashMap.newKeySet();

  PullIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    registry = LocalRegistry.start(Files.createDirectory(directory.resolve("registry")));
    proxy = FrontProxy.before(registry);
    room = new ImageRoom(Files.createDirectory(directory.resolve("room")));
    name = proxy.image("team/app:1");
  }

  @AfterEach
  void closeAll() {
    proxy.close();
    room.close();
    registry.close();
  }

  @Test
  void fetchesThreeLayersAtOnceAndNoMore() {
    publish(layers(6));
    CyclicBarrier three = new CyclicBarrier(3);
    AtomicInteger most = new AtomicInteger();
    proxy.spoil(
        (request, forward) -> {
          if (isLayer(request)) {
            await(three);
            most.accumulateAndGet((int) workers(), Math::max);
            await(three);
          }
          return forward.to(request);
        });

    ImageSummary pulled = pull(TransferProgress.NONE);

    assertThat(pulled.layers()).isEqualTo(6);
    assertThat(most).hasValue(3);
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gantry-pull-"))
        .count();
  }

  @Test
  void tellsHowFarEachLayerAndAllOfThemHaveCome() {
    byte[][] layers = layers(4);
    publish(layers);
    Map<String, Long> moved = new ConcurrentHashMap<>();
    Map<String, Long> totals = new ConcurrentHashMap<>();

    pull(
        (item, bytes, total) -> {
          moved.merge(item, bytes, Math::max);
          totals.put(item, total);
        });

    long sum = 0;
    for (byte[] layer : layers) {
      String digest = Sha256.of(layer).value();
      assertThat(moved.get(digest)).isEqualTo(totals.get(digest)).isEqualTo(layer.length);
      sum += layer.length;
    }
    assertThat(moved.get(TransferProgress.TOTAL)).isEqualTo(sum);
    assertThat(totals.get(TransferProgress.TOTAL)).isEqualTo(sum);
  }

  @Test
  void goesOnWhereAConnectionBroke() {
    publish(layers(1));
    AtomicInteger cuts = new AtomicInteger(2);
    proxy.spoil(
        (request, forward) ->
            isLayer(request) && cuts.getAndDecrement() > 0
                ? forward.to(request).cutAfter(100_000)
                : forward.to(request));

    pull(TransferProgress.NONE);

    List<String> ranges =
        layerRequests().stream().map(r -> r.headers().getOrDefault("range", "")).toList();
    assertThat(ranges).hasSize(3);
    assertThat(ranges.getFirst()).isEmpty();
    assertThat(ranges.subList(1, 3)).allMatch(range -> range.matches("bytes=[1-9]\\d*-"));
    assertThat(ranges.get(1)).isNotEqualTo(ranges.get(2));
  }

  @Test
  void goesOnAtARegistryThatKnowsNoParts() {
    publish(layers(1));
    AtomicInteger cuts = new AtomicInteger(1);
    proxy.spoil(
        (request, forward) -> {
          Reply whole = forward.to(request.without("range"));
          return isLayer(request) && cuts.getAndDecrement() > 0 ? whole.cutAfter(100_000) : whole;
        });

    assertThat(pull(TransferProgress.NONE).layers()).isEqualTo(1);
    assertThat(layerRequests()).hasSize(2);
  }

  @Test
  void checksTheWholeOfWhatCameInParts() {
    publish(layers(1));
    AtomicInteger asked = new AtomicInteger();
    proxy.spoil(
        (request, forward) -> {
          Reply reply = forward.to(request);
          if (!isLayer(request)) {
            return reply;
          }
          if (asked.getAndIncrement() == 0) {
            return reply.cutAfter(100_000);
          }
          return reply.spoilt(1000);
        });

    assertFails(() -> pull(TransferProgress.NONE), ErrorCode.IMAGE_INVALID);

    assertNothingLeft();
  }

  @Test
  void givesUpWhenEveryConnectionBreaks() {
    publish(layers(1));
    proxy.spoil(
        (request, forward) ->
            isLayer(request) ? forward.to(request).cutAfter(10) : forward.to(request));

    assertFails(() -> pull(TransferProgress.NONE), ErrorCode.REGISTRY);

    assertThat(layerRequests()).hasSize(5);
    assertNothingLeft();
  }

  @Test
  void asksABusyRegistryAgainWhenItWantsToBeAsked() {
    publish(layers(1));
    AtomicInteger busy = new AtomicInteger(1);
    proxy.spoil(
        (request, forward) ->
            isLayer(request) && busy.getAndDecrement() > 0
                ? Reply.of(429, Map.of("retry-after", "1"))
                : forward.to(request));

    assertThat(pull(TransferProgress.NONE).layers()).isEqualTo(1);
    assertThat(layerRequests()).hasSize(2);
  }

  @Test
  void doesNotAskAgainForWhatIsRefused() {
    publish(layers(1));
    proxy.spoil(
        (request, forward) -> isLayer(request) ? Reply.of(403, Map.of()) : forward.to(request));

    assertFails(() -> pull(TransferProgress.NONE), ErrorCode.REGISTRY);

    assertThat(layerRequests()).hasSize(1);
  }

  @Test
  @Timeout(20)
  void stopsTheOtherLayersWhenOneFails() {
    byte[][] layers = layers(5);
    publish(layers);
    CountDownLatch others = new CountDownLatch(2);
    CountDownLatch never = new CountDownLatch(1);
    proxy.spoil(
        (request, forward) -> {
          if (request.path().endsWith(Sha256.of(layers[2]).value())) {
            others.await();
            return Reply.of(403, Map.of());
          }
          if (isLayer(request)) {
            others.countDown();
            never.await();
          }
          return forward.to(request);
        });

    assertFails(() -> pull(TransferProgress.NONE), ErrorCode.REGISTRY);

    assertThat(layerRequests()).hasSize(3);
    assertNothingLeft();
    awaitNoWorkers();
  }

  /** They have ended, but the last one may not have left the list of threads yet. */
  private static void awaitNoWorkers() {
    while (workers() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void fetchesALayerOnceForTwoPullsAtOnce() {
    publish(layers(1));
    proxy.spoil(
        (request, forward) -> {
          while (isLayer(request) && !somebodyWaitsForAnArrival()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
          }
          return forward.to(request);
        });

    var one = CompletableFuture.supplyAsync(() -> pull(TransferProgress.NONE), THREADS);
    var two = CompletableFuture.supplyAsync(() -> pull(TransferProgress.NONE), THREADS);

    assertThat(one.join().id()).isEqualTo(two.join().id());
    assertThat(layerRequests()).hasSize(1);
    assertThat(room.layers().known()).hasSize(1);
  }

  private static boolean somebodyWaitsForAnArrival() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame ->
                frame.getClassName().endsWith(".Arrivals")
                    && frame.getMethodName().equals("await"));
  }

  @Test
  void fetchesALayerThatAnImageHasTwiceOnce() {
    byte[] layer = layers(1)[0];
    publish(layer, layer);

    assertThat(pull(TransferProgress.NONE).layers()).isEqualTo(2);
    assertThat(layerRequests()).hasSize(1);
  }

  private void publish(byte[]... layers) {
    for (byte[] layer : layers) {
      published.add(Sha256.of(layer).value());
    }
    new Publisher(registry, "team/app").image("1", layers);
  }

  /** Archives that cannot be pressed together, each another. */
  private static byte[][] layers(int count) {
    byte[][] layers = new byte[count][];
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[300_000];
      new Random(i).nextBytes(content);
      layers[i] = aTar().file("file" + i, content).build();
    }
    return layers;
  }

  private ImageSummary pull(TransferProgress progress) {
    return room.images().pull(TenantId.DEFAULT, name, null, progress);
  }

  /** The configuration is a blob too. */
  private boolean isLayer(Asked request) {
    return request.isBlob() && published.stream().anyMatch(request.path()::endsWith);
  }

  private List<Asked> layerRequests() {
    return proxy.asked().stream().filter(this::isLayer).toList();
  }

  private static void await(CyclicBarrier barrier) throws IOException, InterruptedException {
    try {
      int unused = barrier.await(30, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  private void assertNothingLeft() {
    assertThat(room.images().list(TenantId.DEFAULT)).isEmpty();
    assertThat(directory.resolve("room/layers")).isEmptyDirectory();
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
