package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PathBytesTest {
  static Stream<byte[]> names() {
    Random random = new Random(1);
    return Stream.generate(() -> name(random)).limit(1000);
  }

  @ParameterizedTest
  @MethodSource("names")
  void bringsAnyBytesBackAsTheyWere(byte[] name) {
    byte[] back = PathBytes.encode(PathBytes.decode(name, 0, name.length));

    assertThat(back).isEqualTo(Arrays.copyOf(name, name.length + 1));
  }

  @Test
  void readsUtf8AsText() {
    byte[] name = PathBytes.encode("Főtanúsítvány 🚢.crt");

    assertThat(PathBytes.decode(name, 0, name.length - 1)).isEqualTo("Főtanúsítvány 🚢.crt");
  }

  @Test
  void refusesAPathTheKernelWouldCutShort() {
    assertThatThrownBy(() -> PathBytes.encode("etc\0/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] name(Random random) {
    byte[] name = new byte[random.nextInt(256)];
    for (int i = 0; i < name.length; i++) {
      name[i] = (byte) random.nextInt(1, 256);
    }
    return name;
  }
}
