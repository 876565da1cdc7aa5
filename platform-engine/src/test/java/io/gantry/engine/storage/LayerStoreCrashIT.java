package io.gantry.engine.storage;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.image.Digest;
import io.gantry.api.testing.RequiresHost;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that unpacks one layer after the other, and looks at what it left. */
@RequiresHost("root")
@Timeout(120)
class LayerStoreCrashIT {
  private final Path home;

  LayerStoreCrashIT(@TempDir Path home) {
    this.home = home;
  }

  @RepeatedTest(3)
  void leavesOnlyWholeLayersBehind() throws Exception {
    List<Digest> announced = killAfterSome(3 + new Random().nextInt(10));

    LayerStore store = LayerStore.open(home, LayerLimits.DEFAULT);

    assertThat(store.known()).containsAll(announced);
    for (Digest diffId : store.known()) {
      ByteArrayOutputStream archive = new ByteArrayOutputStream();
      store.writeArchive(diffId, archive);
      assertThat(TarBuilder.digest(archive.toByteArray())).isEqualTo(diffId);
    }
    try (Stream<Path> left = Files.list(home.resolve("layers"))) {
      assertThat(left).hasSameSizeAs(store.known());
    }
  }

  /** The digests that the process said were stored before it was killed in the middle of one. */
  private List<Digest> killAfterSome(int layers) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Unpacking.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Digest> announced = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      while (announced.size() < layers) {
        announced.add(new Digest(lines.readLine()));
      }
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    return announced;
  }

  /** The process that is killed. */
  public static final class Unpacking {
    private Unpacking() {}

    /** Unpacks layers for ever and prints the digest of each that is stored. */
    public static void main(String[] arguments) {
      LayerStore store = LayerStore.open(Path.of(arguments[0]), LayerLimits.DEFAULT);
      for (int i = 0; ; i++) {
        TarBuilder tar = aTar();
        for (int file = 0; file < 50; file++) {
          tar.file("d" + file + "/f", ("text " + i).repeat(file * 10));
        }
        byte[] archive = tar.build();
        try (LayerLease lease = store.lease()) {
          Layer layer = lease.add(() -> new ByteArrayInputStream(archive));
          System.out.println(layer.diffId());
        }
      }
    }
  }
}
