package io.gantry.engine.image.registry;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Gives up on what takes too long to arrive. */
final class HastyOutput extends FilterOutputStream {
  private final Duration longest;
  private final long start = System.nanoTime();

  HastyOutput(OutputStream out, Duration longest) {
    super(out);
    this.longest = longest;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    if (Duration.ofNanos(System.nanoTime() - start).compareTo(longest) > 0) {
      throw GantryException.of(
          ErrorCode.TIMEOUT, "a layer did not arrive within " + longest + ": try again");
    }
    out.write(buffer, offset, length);
  }
}
