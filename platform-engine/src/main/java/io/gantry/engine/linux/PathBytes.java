package io.gantry.engine.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * File names between the kernel's bytes and Java's strings. Bytes that are no UTF-8 become lone
 * surrogates (U+DC80 to U+DCFF) and turn into the same bytes again, so every name survives the way
 * there and back.
 */
final class PathBytes {
  private static final int ESCAPE = 0xDC00;

  private PathBytes() {}

  /** The bytes of a name as C wants them, with a zero at the end. */
  static byte[] encode(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a path cannot hold a NUL character");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length() + 1);
    int start = 0;
    for (int i = 0; i < name.length(); i++) {
      if (isEscaped(name, i)) {
        bytes.writeBytes(name.substring(start, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(name.charAt(i) - ESCAPE);
        start = i + 1;
      }
    }
    bytes.writeBytes(name.substring(start).getBytes(StandardCharsets.UTF_8));
    bytes.write(0);
    return bytes.toByteArray();
  }

  static String decode(byte[] bytes, int offset, int length) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    CharBuffer out = CharBuffer.allocate(length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xff)));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  private static boolean isEscaped(String name, int index) {
    char c = name.charAt(index);
    return c >= ESCAPE + 0x80
        && c <= ESCAPE + 0xff
        && (index == 0 || !Character.isHighSurrogate(name.charAt(index - 1)));
  }
}
