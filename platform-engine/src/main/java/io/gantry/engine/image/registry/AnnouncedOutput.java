package io.gantry.engine.image.registry;

import io.gantry.engine.image.document.ImageInvalid;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Takes in what was announced by size and digest and nothing else: more is refused while it comes,
 * less or other at the end.
 */
final class AnnouncedOutput extends FilterOutputStream {
  private final Manifest.Descriptor announced;
  private final MessageDigest digest = Sha256.begin();
  private long bytes;

  AnnouncedOutput(OutputStream out, Manifest.Descriptor announced) {
    super(out);
    this.announced = announced;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    bytes += length;
    if (bytes > announced.size()) {
      throw ImageInvalid.because(
          "%s is longer than the %d bytes announced"
              .formatted(announced.digest(), announced.size()));
    }
    digest.update(buffer, offset, length);
    out.write(buffer, offset, length);
  }

  /** How much has come. */
  long bytes() {
    return bytes;
  }

  /** Checks that it came whole. */
  void verify() {
    if (bytes != announced.size() || !Sha256.end(digest).equals(announced.digest())) {
      throw ImageInvalid.because("what it calls " + announced.digest() + " is something else");
    }
  }
}
