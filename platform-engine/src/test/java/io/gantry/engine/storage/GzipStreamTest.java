package io.gantry.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GzipStreamTest {
  private static final int LONGEST = 2000;
  private static final int LARGEST_BUFFER = 300;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsAllMembers(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> contents =
        Stream.generate(() -> bytes(random, 0)).limit(random.nextInt(1, 6)).toList();
    int buffer = random.nextInt(1, LARGEST_BUFFER + 1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    contents.forEach(all::writeBytes);

    assertThat(read(members(contents), buffer)).isEqualTo(all.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void refusesWhatIsCutOff(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] gzip = members(List.of(bytes(random, 1)));
    byte[] part = Arrays.copyOf(gzip, random.nextInt(1, gzip.length));

    assertThatThrownBy(() -> read(part, 64)).isInstanceOf(IOException.class);
  }

  private static byte[] bytes(Random random, int shortest) {
    byte[] bytes = new byte[random.nextInt(shortest, LONGEST)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] members(List<byte[]> contents) throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    for (byte[] content : contents) {
      try (GZIPOutputStream member = new GZIPOutputStream(gzip)) {
        member.write(content);
      }
    }
    return gzip.toByteArray();
  }

  private static byte[] read(byte[] gzip, int buffer) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (GzipStream stream =
        new GzipStream(new BufferedInputStream(new ByteArrayInputStream(gzip)))) {
      byte[] part = new byte[buffer];
      int length = stream.read(part, 0, buffer);
      while (length >= 0) {
        content.write(part, 0, length);
        length = stream.read(part, 0, buffer);
      }
    }
    return content.toByteArray();
  }
}
