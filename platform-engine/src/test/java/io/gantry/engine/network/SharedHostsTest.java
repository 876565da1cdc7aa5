package io.gantry.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedHostsTest {
  private Path file;
  private SharedHosts hosts;

  @BeforeEach
  void write(@TempDir Path directory) throws IOException {
    file = Files.writeString(directory.resolve("hosts"), "127.0.0.1\tlocalhost\n");
    hosts = new SharedHosts(file);
  }

  @Test
  @Rule({"NETWORK-14", "NETWORK-15"})
  void takesOutExactlyWhatWasAdded() throws IOException {
    hosts.add("abc", "web");
    hosts.add("abc", "web");
    hosts.add("def", "web-2");

    assertThat(Files.readAllLines(file))
        .containsExactly("127.0.0.1\tlocalhost", "127.0.0.1\tabc web", "127.0.0.1\tdef web-2");
    hosts.remove("abc", "web");
    hosts.remove("abc", "web");
    assertThat(Files.readAllLines(file))
        .containsExactly("127.0.0.1\tlocalhost", "127.0.0.1\tdef web-2");
  }

  @Test
  @Rule("NETWORK-14")
  void changesTheMountedFileItself() throws IOException {
    Object before = Files.getAttribute(file, "unix:ino");

    hosts.add("abc", "web");

    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
  }

  @Test
  @Rule({"NETWORK-15", "CLEANUP-4"})
  void takesAFileThatIsGoneForSuccess() throws IOException {
    Files.delete(file);

    hosts.remove("abc", "web");

    assertThat(file).doesNotExist();
  }

  @Test
  @Rule("NETWORK-14")
  void losesNoLineWhenManyJoinAtOnce() throws IOException {
    List<String> names = IntStream.range(0, 50).mapToObj(i -> "c" + i).toList();

    names.parallelStream().forEach(name -> new SharedHosts(file).add(name));

    assertThat(Files.readAllLines(file)).hasSize(51);
  }

  @Test
  void followsNoLink(@TempDir Path directory) throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThatThrownBy(() -> new SharedHosts(link).add("abc")).isInstanceOf(GantryException.class);

    assertThat(Files.readAllLines(file)).hasSize(1);
  }
}
