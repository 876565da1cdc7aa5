package io.gantry.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PathBytesTest {
  @Property
  void bringsAnyBytesBackAsTheyWere(@ForAll byte[] bytes) {
    byte[] name = withoutZeros(bytes);

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

  private static byte[] withoutZeros(byte[] bytes) {
    byte[] copy = bytes.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = copy[i] == 0 ? (byte) 0xff : copy[i];
    }
    return copy;
  }
}
