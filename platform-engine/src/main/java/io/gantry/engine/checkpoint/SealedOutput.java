package io.gantry.engine.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import javax.crypto.Mac;

/** Writes a seal behind all that was written: a code over it that only a key's owner can make. */
final class SealedOutput extends FilterOutputStream {
  private final Mac mac;

  SealedOutput(OutputStream out, SealKey key) {
    super(out);
    this.mac = key.mac();
  }

  @Override
  public void write(int value) throws IOException {
    mac.update((byte) value);
    out.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    mac.update(bytes, offset, length);
    out.write(bytes, offset, length);
  }

  /** Writes the seal; nothing may follow. */
  void seal() throws IOException {
    out.write(mac.doFinal());
    flush();
  }
}
