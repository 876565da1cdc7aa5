package io.gantry.engine.image.registry;

import io.gantry.engine.image.document.Manifest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Fetches content from one place: after a broken connection it goes on where it stopped. */
final class BlobDownload {
  private static final int BUFFER = 64 * 1024;

  /** As much between two failures shows that the way is not just broken. */
  private static final long WORTH = 1 << 20;

  private final Source source;
  private final Remote remote;
  private final Manifest.Descriptor part;

  BlobDownload(Source source, Remote remote, Manifest.Descriptor part) {
    this.source = source;
    this.remote = remote;
    this.part = part;
  }

  /**
   * Fetches as much as was announced, and what was announced.
   *
   * @param progress hears each step's bytes
   */
  void to(OutputStream destination, LongConsumer progress) throws IOException {
    AnnouncedOutput checked = new AnnouncedOutput(destination, part);
    RetryPolicy.Failures failures = new RetryPolicy.Failures(source.policy());
    long before = 0;
    while (checked.bytes() < part.size()) {
      try {
        goOn(checked, progress);
      } catch (IOException e) {
        if (checked.bytes() - before >= WORTH) {
          before = checked.bytes();
          failures.forget();
        }
        failures.waitAfter(e);
      }
    }
    checked.verify();
  }

  private void goOn(AnnouncedOutput checked, LongConsumer progress) throws IOException {
    long offset = checked.bytes();
    try (Answer answer = remote.blob(part.digest(), offset)) {
      if (!Remote.goesOn(answer, offset)) {
        answer.body().skipNBytes(offset);
      }
      copy(answer.body(), checked, progress);
    }
    if (checked.bytes() < part.size()) {
      throw new EOFException("it ended after %d bytes".formatted(checked.bytes()));
    }
  }

  private void copy(InputStream from, AnnouncedOutput to, LongConsumer progress)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      write(to, buffer, read);
      progress.accept(read);
    }
  }

  /** A disk that fails is no reason to ask the registry again. */
  private void write(AnnouncedOutput to, byte[] buffer, int length) {
    try {
      to.write(buffer, 0, length);
    } catch (IOException e) {
      throw RegistryFailure.storing(source.name(), e);
    }
  }
}
