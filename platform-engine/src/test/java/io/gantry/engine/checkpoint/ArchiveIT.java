package io.gantry.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.ContainerState;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.Busybox;
import io.gantry.engine.Engine;
import io.gantry.engine.EngineConfig;
import io.gantry.engine.Eventually;
import io.gantry.engine.Remains;
import io.gantry.engine.Rule;
import io.gantry.engine.lifecycle.RemoveOptions;
import io.gantry.engine.storage.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that are written to archives, and others made of those. */
@RequiresHost({"root", "runc", "conmon", "busybox", "criu"})
class ArchiveIT {
  private static final String COUNTER = CheckpointIT.COUNTER;
  private static final RemoveOptions FORCE = new RemoveOptions(true, true, Duration.ZERO, "test");

  private Path directory;
  private Engine engine;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    engine = Engine.open(EngineConfig.of(directory.resolve("home"), directory.resolve("run")));
    Busybox.importInto(engine.images());
  }

  @AfterEach
  void purge() {
    engine.purge();
    engine.close();
    assertThat(Remains.in(directory)).isEmpty();
  }

  private ContainerId run(UnaryOperator<ContainerSpec.Builder> fields, String script) {
    ContainerId id = ContainerId.random(new SecureRandom());
    ContainerSpec.Builder spec =
        ContainerSpec.builder(Busybox.REFERENCE)
            .network(NetworkSpec.of(NetworkSpec.Mode.NONE))
            .command("sh", "-c", script);
    engine.create(TenantId.DEFAULT, id, "c" + id.shortId(), fields.apply(spec).build());
    engine.start(id);
    Eventually.until("it counts", () -> counted(id) > 2);
    return id;
  }

  private Path upper(ContainerId id) {
    return directory.resolve("home/storage").resolve(id.value()).resolve("upper");
  }

  private long counted(ContainerId id) {
    Path file = upper(id).resolve("data/n");
    try {
      return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private Path export(ContainerId id, ArchiveCompression compression) {
    Path archive = directory.resolve("archive-" + compression);
    var dumped =
        engine
            .checkpoints()
            .checkpoint(
                id,
                CheckpointOptions.DEFAULT.exportedTo(
                    ArchiveTarget.of(archive).compressed(compression)));
    assertThat(dumped).isPresent();
    return archive;
  }

  private static NewContainer copy(@Nullable String name) {
    return new NewContainer(TenantId.DEFAULT, ContainerId.random(new SecureRandom()), name, null);
  }

  private void restore(ContainerId id) {
    var restored = engine.checkpoints().restore(id, RestoreOptions.DEFAULT);
    assertThat(restored).isPresent();
    assertThat(engine.inspect(id).record().state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  @Rule({"CHECKPOINT-8", "CHECKPOINT-16", "CHECKPOINT-23", "CHECKPOINT-3"})
  void becomesAsManyContainersAsOneWants() throws IOException {
    ContainerId id =
        run(
            spec -> spec.autoRemove(true),
            "busybox rm /bin/text /etc/passwd; echo own > /etc/mine; " + COUNTER);

    Path archive = export(id, ArchiveCompression.ZSTD);

    assertThat(engine.find(id)).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rw-------");
    NewContainer first = copy("first");
    NewContainer second = copy("second");
    for (NewContainer each : List.of(first, second)) {
      assertThat(engine.checkpoints().importArchive(archive, each).name()).isEqualTo(each.name());
      assertThat(engine.inspect(each.id()).record().state()).isEqualTo(ContainerState.CONFIGURED);
    }
    long before = counted(first.id());
    restore(first.id());
    restore(second.id());
    for (NewContainer each : List.of(first, second)) {
      Eventually.until("it counts on", () -> counted(each.id()) > before);
      Path root = Objects.requireNonNull(engine.inspect(each.id()).record().mountPoint());
      assertThat(root.resolve("bin/text")).doesNotExist();
      assertThat(root.resolve("etc/mine")).hasContent("own");
      assertThat(root.resolve("etc/passwd")).doesNotExist();
      assertThat(root.resolve("bin/busybox")).isRegularFile();
      assertThat(Files.readString(cgroups(each.id()))).contains(each.id().value());
    }
  }

  private Path cgroups(ContainerId id) {
    int pid = Objects.requireNonNull(engine.inspect(id).record().process()).pid();
    return Path.of("/proc", Integer.toString(pid), "cgroup");
  }

  @Test
  @Rule("CHECKPOINT-8")
  void carriesVolumesAlong() {
    ContainerId id =
        run(
            spec ->
                spec.mounts(new MountSpec(MountSpec.Kind.VOLUME, "store", "/store", false, null)),
            "echo precious > /store/file; busybox mkdir /store/sub; " + COUNTER);
    Path archive = export(id, ArchiveCompression.GZIP);
    refused(
        ErrorCode.CONFLICT, () -> engine.checkpoints().importArchive(archive, copy("too-early")));
    engine.remove(id, FORCE);
    engine.volumes().remove(TenantId.DEFAULT, "store");
    NewContainer again = copy(null);

    assertThat(engine.checkpoints().importArchive(archive, again).name())
        .isEqualTo("c" + id.shortId());
    Path volume = engine.volumes().inspect(TenantId.DEFAULT, "store").data();
    assertThat(volume.resolve("file")).hasContent("precious");
    assertThat(volume.resolve("sub")).isDirectory();
    restore(again.id());
    assertThat(volume.resolve("file")).hasContent("precious");
  }

  @Test
  @Rule("CHECKPOINT-2")
  void holdsNoFileOfASecretAndNoNameOfItsOwn() throws IOException {
    var made =
        engine
            .secrets()
            .create(TenantId.DEFAULT, "key", "do-not-tell".getBytes(StandardCharsets.UTF_8));
    assertThat(made.name()).isEqualTo("key");
    ContainerId id =
        run(
            spec -> spec.secrets(SecretSpec.mounted("key"), SecretSpec.variable("key", "KEY")),
            COUNTER);

    Map<String, byte[]> entries = read(export(id, ArchiveCompression.NONE));

    assertThat(entries.keySet())
        .contains(
            "config.dump",
            "spec.dump",
            "rootfs-diff.tar",
            "deleted.files",
            "devshm-checkpoint.tar",
            "stats-dump",
            "checkpoint/inventory.img")
        .noneMatch(name -> name.contains("secret"));
    entries.forEach(
        (name, content) -> {
          if (!name.startsWith("checkpoint/pages")) {
            assertThat(new String(content, StandardCharsets.ISO_8859_1))
                .as(name)
                .doesNotContain("do-not-tell");
          }
        });
  }

  @Test
  void staysWhereItIsIfItsArchiveCannotBeWritten() {
    ContainerId id = run(spec -> spec.autoRemove(true), COUNTER);

    assertThatThrownBy(
            () ->
                engine
                    .checkpoints()
                    .checkpoint(
                        id,
                        CheckpointOptions.DEFAULT.exportedTo(
                            ArchiveTarget.of(directory.resolve("nowhere/archive")))))
        .isInstanceOf(GantryException.class);

    assertThat(engine.inspect(id).record().state()).isEqualTo(ContainerState.EXITED);
    restore(id);
    Eventually.until("it counts on", () -> counted(id) > 2);
  }

  @Test
  @Rule("CHECKPOINT-8")
  void isWrittenOfARunningContainerToo() {
    ContainerId id = run(spec -> spec, COUNTER);
    Path archive = directory.resolve("archive");

    var dumped =
        engine
            .checkpoints()
            .checkpoint(
                id,
                CheckpointOptions.DEFAULT.keepingRunning().exportedTo(ArchiveTarget.of(archive)));
    NewContainer twin = copy("twin");
    assertThat(engine.checkpoints().importArchive(archive, twin).id()).isEqualTo(twin.id());
    assertThat(counted(twin.id())).isPositive();
    restore(twin.id());

    assertThat(dumped).isPresent();
    assertThat(engine.inspect(id).record().state()).isEqualTo(ContainerState.RUNNING);
    long then = counted(twin.id());
    Eventually.until("the twin counts on", () -> counted(twin.id()) > then);
  }

  @Test
  @Rule("CHECKPOINT-8")
  void isNotWrittenOfWhatNeedsOthers() {
    ContainerId other = run(spec -> spec, COUNTER);
    ContainerId id = run(spec -> spec.network(NetworkSpec.of(other.value())), COUNTER);

    refused(
        ErrorCode.INVALID_ARGUMENT,
        () ->
            engine
                .checkpoints()
                .checkpoint(
                    id,
                    CheckpointOptions.DEFAULT.exportedTo(
                        ArchiveTarget.of(directory.resolve("archive")))));

    assertThat(engine.inspect(id).record().state()).isEqualTo(ContainerState.RUNNING);
    engine.remove(id, FORCE);
  }

  @Test
  @Rule("CHECKPOINT-17")
  void takesOnlyArchivesOfNodesWithItsKey(@TempDir Path elsewhere) throws IOException {
    Path archive = export(run(spec -> spec, COUNTER), ArchiveCompression.NONE);
    Map<String, byte[]> entries = read(archive);
    byte[] whole = Files.readAllBytes(archive);

    Map<String, byte[]> changed = new LinkedHashMap<>(entries);
    changed.computeIfPresent("checkpoint/core-1.img", (name, image) -> changed(image, 40));
    Path key = directory.resolve("home/checkpoint.key");
    byte[] own = Files.readAllBytes(key);
    Files.write(key, changed(own, 0));
    Path strange = archiveOf(changed);
    Files.write(key, own);
    refuses(strange);
    refuses(Files.write(elsewhere.resolve("changed"), changed(whole, whole.length / 2)));
    refuses(Files.write(elsewhere.resolve("bare"), Arrays.copyOf(whole, whole.length - 32)));
    refuses(Files.write(elsewhere.resolve("short"), Arrays.copyOf(whole, 10)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");

    NewContainer again = copy("again");
    assertThat(engine.checkpoints().importArchive(archive, again).name()).isEqualTo("again");
  }

  private static byte[] changed(byte[] bytes, int position) {
    byte[] changed = bytes.clone();
    changed[position] ^= 1;
    return changed;
  }

  /** An archive with the node's seal, whatever it holds. */
  private Path archiveOf(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(tar, entry.getKey(), entry.getValue());
      }
      tar.finish();
    }
    return SealedArchive.write(
        directory.resolve("hostile.tar"), directory.resolve("home"), bytes.toByteArray());
  }

  private void refuses(Path archive) {
    NewContainer container = copy("hostile");
    refused(
        ErrorCode.INVALID_ARGUMENT, () -> engine.checkpoints().importArchive(archive, container));
    assertThat(engine.find(container.id())).isEmpty();
    for (String parent : List.of("home/containers", "home/storage", "home/imports")) {
      assertThat(directory.resolve(parent).resolve(container.id().value())).doesNotExist();
    }
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static Map<String, byte[]> read(Path archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (InputStream plain = Compression.decompress(Files.newInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && !entry.isLink()) {
          entries.put(entry.getName(), tar.readAllBytes());
        }
      }
    }
    return entries;
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
