package io.gantry.engine.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageConfig;
import io.gantry.api.image.ImageDetail;
import io.gantry.engine.Rule;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class HooksTest {
  private static final ContainerId ID = new ContainerId("ab".repeat(32));
  private static final String ALWAYS = "{\"always\": true}";

  private Path directory;
  private Path first;
  private Path second;
  private Path bundle;

  @BeforeEach
  void makeDirectories(@TempDir Path temporary) throws IOException {
    directory = temporary;
    first = Files.createDirectory(directory.resolve("first"));
    second = Files.createDirectory(directory.resolve("second"));
    bundle = Files.createDirectory(directory.resolve("bundle"));
  }

  private Path script(String name, String body) throws IOException {
    Path script = directory.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private void hook(Path file, Path program, String when, String... stages) throws IOException {
    hook(file, "{\"path\": \"%s\"}".formatted(program), when, stages);
  }

  private static void hook(Path file, String hook, String when, String... stages)
      throws IOException {
    Files.writeString(
        file,
        "{\"version\": \"1.0.0\", \"hook\": %s, \"when\": %s, \"stages\": [\"%s\"]}"
            .formatted(hook, when, String.join("\", \"", stages)));
  }

  private Hooks hooks() {
    return Hooks.of(List.of(first, second));
  }

  private ObjectNode apply(UnaryOperator<ContainerSpec.Builder> fields) {
    return hooks().apply(config(fields), spec());
  }

  private ObjectNode apply() {
    return apply(spec -> spec);
  }

  private static ObjectNode spec() {
    ObjectNode spec = JsonMapper.shared().createObjectNode();
    spec.putObject("process").putArray("args").add("/bin/server").add("-x");
    return spec;
  }

  private ContainerConfig config(UnaryOperator<ContainerSpec.Builder> fields) {
    return new ContainerConfig(
        ID,
        TenantId.DEFAULT,
        "web",
        fields.apply(ContainerSpec.builder("image")).build(),
        new ImageDetail(
            new Digest("sha256:" + "1".repeat(64)),
            null,
            List.of("image"),
            ImageConfig.EMPTY,
            List.of(),
            "amd64",
            "linux",
            Instant.EPOCH,
            0),
        Instant.EPOCH,
        bundle,
        directory,
        directory.resolve("log"));
  }

  private static List<String> paths(ObjectNode spec, String stage) {
    return spec.path("hooks")
        .path(stage)
        .valueStream()
        .map(node -> Path.of(node.path("path").asString()).getFileName().toString())
        .toList();
  }

  @Test
  @Rule({"HOOKS-1", "HOOKS-2", "HOOKS-4", "HOOKS-12"})
  void joinsTheDirectoriesAndLetsLaterFilesReplaceEarlierOnes() throws IOException {
    Path a = script("a", "cat");
    Path b = script("b", "cat");
    hook(first.resolve("20-X.json"), a, ALWAYS, "prestart", "poststop");
    hook(first.resolve("30-y.json"), a, ALWAYS, "createRuntime");
    hook(first.resolve("ignored.txt"), a, ALWAYS, "prestart");
    hook(second.resolve("10-z.json"), b, ALWAYS, "prestart");
    hook(second.resolve("30-y.json"), b, ALWAYS, "createRuntime");

    ObjectNode spec = apply();

    assertThat(paths(spec, "prestart")).containsExactly("b", "a");
    assertThat(paths(spec, "createRuntime")).containsExactly("b");
    assertThat(spec.path("hooks").has("poststop")).isFalse();
    assertThat(spec.path("hooks").has("precreate")).isFalse();
  }

  @Test
  @Rule({"HOOKS-2", "HOOKS-3"})
  void requiresConfiguredDirectoriesAndNoImplicitOnes() {
    Hooks missing = Hooks.of(List.of(directory.resolve("none")));

    assertThatThrownBy(() -> missing.apply(config(spec -> spec), spec()))
        .isInstanceOf(GantryException.class)
        .hasMessageContaining("none");
    assertThat(new HookDirectories(List.of(directory.resolve("none"), first), false).load())
        .isEmpty();
    assertThat(HookDirectories.configured(List.of()).directories())
        .containsExactly(
            Path.of("/usr/share/containers/oci/hooks.d"), Path.of("/etc/containers/oci/hooks.d"));
  }

  @Test
  @Rule({"HOOKS-5", "HOOKS-12"})
  void choosesByConditionsThatMustAllHold() throws IOException {
    Path a = script("a", "cat");
    hook(first.resolve("1.json"), a, "{\"commands\": [\"serv.r$\"]}", "prestart");
    hook(first.resolve("2.json"), a, "{\"commands\": [\"other\"], \"always\": true}", "poststart");
    hook(
        first.resolve("3.json"),
        a,
        "{\"annotations\": {\"^trace\": \"yes|on\"}, \"hasBindMounts\": true}",
        "createRuntime");
    hook(first.resolve("4.json"), a, "{}", "startContainer");

    ObjectNode plain = apply();
    ObjectNode half = apply(spec -> spec.annotations(Map.of("trace.it", "on")));
    ObjectNode whole =
        apply(
            spec ->
                spec.annotations(Map.of("trace.it", "on"))
                    .mounts(new MountSpec(null, "data", "/data", false, null)));

    assertThat(paths(plain, "prestart")).hasSize(1);
    assertThat(paths(plain, "poststart")).isEmpty();
    assertThat(paths(plain, "startContainer")).isEmpty();
    assertThat(paths(half, "createRuntime")).isEmpty();
    assertThat(paths(whole, "createRuntime")).hasSize(1);
  }

  @Test
  @Rule({"HOOKS-11", "HOOKS-12"})
  void refusesFilesThatAreWrongNamingThem() throws IOException {
    Path a = script("a", "cat");
    List<String> wrong =
        List.of(
            "{ torn",
            "{\"version\": \"0.1.0\"}",
            "{\"version\": \"1.0.0\", \"hook\": {}, \"when\": {}, \"stages\": [\"prestart\"]}",
            "{\"version\": \"1.0.0\", \"hook\": {\"path\": \"a\"}, \"stages\": [\"prestart\"]}",
            "{\"version\": \"1.0.0\", \"hook\": {\"path\": \"/no/such\"}, \"stages\": [\"prestart\"]}",
            "{\"version\": \"1.0.0\", \"hook\": {\"path\": \"%s\"}, \"stages\": []}".formatted(a),
            "{\"version\": \"1.0.0\", \"hook\": {\"path\": \"%s\"}, \"stages\": [\"x\"]}"
                .formatted(a),
            ("{\"version\": \"1.0.0\", \"hook\": {\"path\": \"%s\"}, \"stages\": [\"prestart\"],"
                    + " \"when\": {\"commands\": [\"(\"]}}")
                .formatted(a));

    for (String text : wrong) {
      Files.writeString(first.resolve("bad.json"), text);

      assertThatThrownBy(this::apply)
          .as(text)
          .hasMessageContaining("bad.json")
          .isInstanceOfSatisfying(
              GantryException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
  }

  @Test
  @Rule({"HOOKS-6", "HOOKS-11"})
  void letsPrecreateHooksFilterTheSpecOneAfterTheOther() throws IOException {
    Path a = script("a", "/bin/sed 's/-x/-y/'");
    Path b = script("b", "/bin/sed \"s/-y/$ONLY$HOME$1/\"");
    hook(first.resolve("1.json"), a, ALWAYS, "precreate");
    hook(
        first.resolve("2.json"),
        "{\"path\": \"%s\", \"args\": [\"b\", \"arg\"], \"env\": [\"ONLY=own\"]}".formatted(b),
        ALWAYS,
        "precreate");

    ObjectNode spec = apply();

    assertThat(spec.path("process").path("args").path(1).asString()).isEqualTo("ownarg");
  }

  @Test
  @Rule("HOOKS-6")
  void failsWithAFilterThatFails() throws IOException {
    hook(first.resolve("1.json"), script("a", "echo why >&2; exit 3"), ALWAYS, "precreate");
    assertThatThrownBy(this::apply)
        .hasMessageContaining("why")
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME));

    hook(first.resolve("1.json"), script("b", "echo no spec"), ALWAYS, "precreate");
    assertThatThrownBy(this::apply).isInstanceOf(GantryException.class);
  }

  @Test
  @Rule("HOOKS-10")
  void killsAHookThatHangs() throws IOException {
    Path a = script("a", "/bin/sleep 1000");
    hook(
        first.resolve("1.json"),
        "{\"path\": \"%s\", \"timeout\": 1}".formatted(a),
        ALWAYS,
        "precreate");
    long begun = System.nanoTime();

    assertThatThrownBy(this::apply).hasMessageContaining("killed");

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  @Rule({"HOOKS-7", "HOOKS-8", "HOOKS-9"})
  void runsTheHooksChosenAtInitAfterTheEnd() throws IOException {
    Path out = directory.resolve("out");
    hook(first.resolve("1.json"), script("a", "exit 1"), ALWAYS, "poststop");
    hook(first.resolve("2.json"), script("b", "cat > " + out), ALWAYS, "poststop");
    apply(spec -> spec.annotations(Map.of("key", "value")));
    Files.delete(first.resolve("2.json"));

    hooks().poststop(ID, bundle);

    assertThat(JsonMapper.shared().readTree(Files.readString(out)))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"ociVersion": "1.0.2", "id": "%s", "status": "stopped", "bundle": "%s",
                     "annotations": {"key": "value"}}"""
                        .formatted(ID, bundle)));
    Files.delete(out);
    hooks().poststop(ID, bundle);
    assertThat(out).doesNotExist();
  }

  @Test
  @Rule("HOOKS-7")
  void forgetsTheHooksOfAnEarlierRun() throws IOException {
    Path out = directory.resolve("out");
    hook(first.resolve("1.json"), script("a", "cat > " + out), ALWAYS, "poststop");
    apply();
    Files.delete(first.resolve("1.json"));

    apply();
    hooks().poststop(ID, bundle);

    assertThat(out).doesNotExist();
  }
}
