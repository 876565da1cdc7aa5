package io.gantry.engine.linux;

import java.nio.charset.StandardCharsets;
import java.util.List;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** A null-terminated array of C strings in one block, as argument and environment vectors are. */
final class NativeStrings {
  private NativeStrings() {}

  /** The block lives as long as the pointer is reachable. */
  static Pointer of(List<String> strings) {
    List<byte[]> encoded = strings.stream().map(NativeStrings::encode).toList();
    int word = Runtime.getSystemRuntime().addressSize();
    int offset = (encoded.size() + 1) * word;
    int size = offset + encoded.stream().mapToInt(bytes -> bytes.length + 1).sum();
    Pointer block = Memory.allocateDirect(Runtime.getSystemRuntime(), size, true);
    for (int i = 0; i < encoded.size(); i++) {
      byte[] bytes = encoded.get(i);
      block.put(offset, bytes, 0, bytes.length);
      block.putAddress((long) i * word, block.address() + offset);
      offset += bytes.length + 1;
    }
    return block;
  }

  private static byte[] encode(String string) {
    if (string.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an argument holds a NUL character");
    }
    return string.getBytes(StandardCharsets.UTF_8);
  }
}
