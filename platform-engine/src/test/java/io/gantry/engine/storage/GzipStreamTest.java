package io.gantry.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class GzipStreamTest {
  @Property(tries = 200)
  void readsAllMembers(
      @ForAll @Size(min = 1, max = 5) List<byte[]> contents,
      @ForAll @IntRange(min = 1, max = 300) int buffer)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    contents.forEach(all::writeBytes);

    assertThat(read(members(contents), buffer)).isEqualTo(all.toByteArray());
  }

  @Property(tries = 200)
  void refusesWhatIsCutOff(
      @ForAll @Size(min = 1, max = 2000) byte[] content, @ForAll @IntRange(min = 1) int cut)
      throws IOException {
    byte[] gzip = members(List.of(content));
    byte[] part = Arrays.copyOf(gzip, gzip.length - 1 - cut % (gzip.length - 1));

    assertThatThrownBy(() -> read(part, 64)).isInstanceOf(IOException.class);
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
