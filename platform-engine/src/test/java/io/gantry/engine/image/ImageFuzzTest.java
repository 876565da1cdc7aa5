package io.gantry.engine.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.Index;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What a registry or an archive says of an image. */
class ImageFuzzTest {
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.IMAGE_INVALID, ErrorCode.INVALID_ARGUMENT, ErrorCode.UNSUPPORTED);

  @FuzzTest
  void readsOrRefusesAConfiguration(byte[] content) {
    refusing(() -> ConfigFile.parse(content).config());
  }

  @FuzzTest
  void readsOrRefusesAManifest(byte[] content) {
    refusing(() -> Manifest.parse(content));
  }

  @FuzzTest
  void readsOrRefusesAnIndex(byte[] content) {
    refusing(
        () -> {
          if (Index.is(content)) {
            var unused = Index.parse(content).choose(Platform.ofHost());
          }
        });
  }

  @FuzzTest
  void readsOrRefusesAName(byte[] content) {
    refusing(() -> ImageName.parse(new String(content, StandardCharsets.UTF_8)));
  }

  private static void refusing(Runnable reading) {
    try {
      reading.run();
    } catch (GantryException e) {
      if (!REFUSALS.contains(e.code())) {
        throw e;
      }
    }
  }
}
