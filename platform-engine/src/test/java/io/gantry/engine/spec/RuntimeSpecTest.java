package io.gantry.engine.spec;

import static io.gantry.engine.spec.SpecRequests.aContainer;
import static io.gantry.engine.spec.SpecRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.Resources;
import io.gantry.api.container.Resources.Ulimit;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.container.SystemdMode;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.Rule;
import io.gantry.engine.selinux.Isolation;
import io.gantry.engine.volume.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RuntimeSpecTest {
  @Test
  @Rule("OCISPEC-1")
  void mountsWhatEveryContainerNeeds() {
    ObjectNode spec = aRequest().generate(aContainer());

    assertThat(destinations(spec))
        .containsExactly("/proc", "/dev", "/sys", "/dev/pts", "/dev/mqueue", "/sys/fs/cgroup");
    assertThat(options(spec, "/sys")).contains("ro", "nosuid", "noexec", "nodev");
    assertThat(options(spec, "/dev/pts")).contains("gid=5", "newinstance");
  }

  @Test
  @Rule("OCISPEC-2")
  void letsAPrivilegedContainerWriteToSysAndCgroup() {
    ObjectNode spec = aRequest().generate(aContainer().security(privileged()));

    assertThat(options(spec, "/sys")).contains("rw");
    assertThat(options(spec, "/sys/fs/cgroup")).contains("rw");
  }

  @Test
  @Rule("OCISPEC-3")
  void hidesWhatShowsTheHost() {
    SecuritySpec security =
        new SecuritySpec(
            false,
            null,
            null,
            false,
            false,
            null,
            List.of("/secret"),
            List.of("/proc/k*", "/proc/sys"),
            null,
            false,
            false);

    JsonNode linux = aRequest().generate(aContainer().security(security)).path("linux");

    assertThat(texts(linux.path("maskedPaths")))
        .contains("/proc/acpi", "/sys/firmware", "/secret")
        .doesNotContain("/proc/kcore", "/proc/keys");
    assertThat(texts(linux.path("readonlyPaths")))
        .contains("/proc/irq")
        .doesNotContain("/proc/sys");
  }

  @Test
  @Rule("OCISPEC-5")
  void leavesInheritableAndAmbientEmpty() {
    JsonNode sets = aRequest().generate(aContainer()).path("process").path("capabilities");

    assertThat(texts(sets.path("inheritable"))).isEmpty();
    assertThat(texts(sets.path("ambient"))).isEmpty();
    assertThat(texts(sets.path("bounding"))).contains("CAP_CHOWN").doesNotContain("CAP_NET_RAW");
    assertThat(sets.path("permitted")).isEqualTo(sets.path("effective"));
  }

  @Test
  @Rule("OCISPEC-6")
  void filtersTheSeccompProfileByArchitectureAndCapabilities() {
    JsonNode seccomp = aRequest().generate(aContainer()).path("linux").path("seccomp");

    assertThat(seccomp.path("defaultErrnoRet").asInt()).isEqualTo(38);
    assertThat(texts(seccomp.path("architectures")))
        .containsExactly("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
    assertThat(seccomp.path("syscalls"))
        .extracting(rule -> rule.path("names").get(0).asString() + rule.path("errnoRet").asInt(0))
        .containsExactly("read0", "arch_prctl0", "mount1", "personality0");
    assertThat(seccomp.path("syscalls").get(0).has("includes")).isFalse();
  }

  @Test
  @Rule("OCISPEC-6")
  void runsWithoutSeccompOnlyWhenAskedOrPrivileged() {
    assertThat(linux(aContainer().security(seccomp("unconfined"))).has("seccomp")).isFalse();
    assertThat(linux(aContainer().security(privileged())).has("seccomp")).isFalse();
    assertThat(linux(aContainer().security(seccomp("seccomp-small"))).has("seccomp")).isTrue();
    assertCode(
        ErrorCode.INVALID_ARGUMENT, () -> linux(aContainer().security(seccomp("../secret"))));
  }

  @Test
  @Rule("OCISPEC-6")
  void refusesToRunWhenTheDefaultProfileIsMissing() {
    HostFacts host = SpecRequests.host(EnumSet.allOf(Capability.class), true, null);
    HostFacts bare =
        new HostFacts(
            host.hostname(),
            host.architecture(),
            host.capabilities(),
            host.hardLimits(),
            true,
            true,
            new SeccompProfiles(List.of(Path.of("/nowhere/seccomp.json")), Path.of("/nowhere")),
            null,
            null,
            false,
            Isolation.HOST_KERNEL);

    assertCode(ErrorCode.UNSUPPORTED, () -> aRequest().host(bare).generate(aContainer()));
  }

  @Test
  @Rule({"LABELS-1", "LABELS-2"})
  void labelsProcessAndFilesWhereTheHostHasSelinux() {
    HostFacts plain = SpecRequests.host(EnumSet.allOf(Capability.class), true, null);
    HostFacts host = SpecRequests.withSelinux(plain);
    HostFacts machines = host.withRuntime(Path.of("/usr/bin/kata-runtime"));

    ObjectNode spec = aRequest().host(host).generate(aContainer());

    assertThat(spec.at("/process/selinuxLabel").asString())
        .startsWith("system_u:system_r:container_t:s0:c");
    assertThat(spec.at("/linux/mountLabel").asString())
        .startsWith("system_u:object_r:container_file_t:s0:c");
    assertThat(processType(host, aContainer().systemd(SystemdMode.ALWAYS)))
        .isEqualTo("container_init_t");
    assertThat(processType(machines, aContainer())).isEqualTo("container_kvm_t");
    assertThat(aRequest().generate(aContainer()).at("/process").has("selinuxLabel")).isFalse();
    assertThat(aRequest().generate(aContainer()).at("/linux").has("mountLabel")).isFalse();
  }

  @Test
  @Rule({"LABELS-4", "USERVOLUMES-5"})
  void keepsTheRuntimeFromOptionsThatAreDoneBefore() {
    VolumeMount volume = new VolumeMount(Path.of("/v/1"), "/a", false, List.of("Z", "U"));
    VolumeMount both = new VolumeMount(Path.of("/v/1"), "/a", false, List.of("Z", "z"));

    assertThat(
            texts(mount(aRequest().volumes(volume).generate(aContainer()), "/a").path("options")))
        .contains("rw")
        .doesNotContain("Z", "U");
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> aRequest().volumes(both).generate(aContainer()));
  }

  private static String processType(HostFacts host, ContainerSpec.Builder spec) {
    ObjectNode generated = aRequest().host(host).generate(spec);
    return generated.at("/process/selinuxLabel").asString().split(":", -1)[2];
  }

  @Test
  @Rule("OCISPEC-7")
  void cutsLimitsToWhatTheHostAllows() {
    Resources resources =
        resources(Map.of("core", new Ulimit(-1, -1), "nproc", new Ulimit(10, 20)));

    JsonNode limits =
        aRequest().generate(aContainer().resources(resources)).path("process").path("rlimits");

    assertThat(limits)
        .extracting(
            limit ->
                "%s %s %s"
                    .formatted(
                        limit.path("type").asString(),
                        limit.path("soft").asString(),
                        limit.path("hard").asString()))
        .containsExactly(
            "RLIMIT_CORE 18446744073709551615 18446744073709551615",
            "RLIMIT_NOFILE 20000 20000",
            "RLIMIT_NPROC 10 20");
  }

  @Test
  @Rule("OCISPEC-7")
  void refusesLimitsThatCannotBe() {
    assertInvalid(aContainer().resources(resources(Map.of("nothing", new Ulimit(1, 1)))));
    assertInvalid(aContainer().resources(resources(Map.of("nofile", new Ulimit(2, 1)))));
    assertInvalid(aContainer().resources(resources(Map.of("nofile", new Ulimit(-2, 1)))));
  }

  @Test
  @Rule({"OCISPEC-7", "STORAGE-20"})
  void limitsProcessesUnlessToldOtherwise() {
    assertThat(linux(aContainer()).at("/resources/pids/limit").asLong()).isEqualTo(2048);
    Resources unlimited = new Resources(null, null, null, null, null, -1L, null, null);
    assertThat(linux(aContainer().resources(unlimited)).at("/resources/pids/limit").asLong())
        .isEqualTo(-1);
  }

  @Test
  @Rule("OCISPEC-8")
  void deniesAllDevicesFirst() {
    JsonNode rule = linux(aContainer()).at("/resources/devices/0");

    assertThat(rule.path("allow").asBoolean()).isFalse();
    assertThat(rule.path("access").asString()).isEqualTo("rwm");
  }

  @Test
  @Rule("OCISPEC-9")
  void putsTheContainerIntoItsCgroup() {
    assertThat(linux(aContainer()).path("cgroupsPath").asString())
        .isEqualTo("/gantry/gantry-" + SpecRequests.ID);
  }

  @Test
  @Rule({"OCISPEC-10", "OCISPEC-11"})
  void mountsEngineFilesUnlessTheUserMountsThere() {
    MountSpec own = new MountSpec(MountSpec.Kind.TMPFS, null, "/etc/hosts", false, List.of());

    ObjectNode spec =
        aRequest()
            .engineMounts(
                Map.of("/etc/hosts", Path.of("/run/x/hosts"), "/etc/hostname", Path.of("/run/x/n")))
            .generate(aContainer().mounts(own).security(readOnlyRoot()));

    assertThat(mount(spec, "/etc/hosts").path("type").asString()).isEqualTo("tmpfs");
    assertThat(mount(spec, "/etc/hostname").path("source").asString()).isEqualTo("/run/x/n");
    assertThat(options(spec, "/etc/hostname")).contains("bind", "rprivate", "ro", "nosuid");
    assertThat(destinations(spec)).contains("/run", "/tmp", "/var/tmp");
  }

  @Test
  @Rule({"USERVOLUMES-3", "STORAGE-16"})
  void mountsParentsBeforeChildrenAndRefusesTwins() {
    VolumeMount deep = new VolumeMount(Path.of("/v/1"), "/a/b/c", false, List.of());
    VolumeMount shallow = new VolumeMount(Path.of("/v/2"), "/a/", true, List.of("noexec"));

    ObjectNode spec = aRequest().volumes(deep, shallow).generate(aContainer());

    assertThat(destinations(spec)).containsSubsequence("/a", "/a/b/c");
    assertThat(options(spec, "/a")).containsExactly("ro", "noexec", "rbind", "rprivate", "nodev");
    assertCode(
        ErrorCode.INVALID_ARGUMENT,
        () ->
            aRequest()
                .volumes(shallow, new VolumeMount(Path.of("/v/3"), "/b/../a", false, List.of()))
                .generate(aContainer()));
  }

  @Test
  @Rule("USERVOLUMES-3")
  void dropsAllDefaultsBelowAUsersDev() {
    MountSpec dev = new MountSpec(MountSpec.Kind.TMPFS, null, "/dev", false, List.of());

    ObjectNode spec = aRequest().generate(aContainer().mounts(dev));

    assertThat(destinations(spec)).contains("/dev").doesNotContain("/dev/pts", "/dev/mqueue");
    assertThat(options(spec, "/dev")).doesNotContain("nodev");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind", "uid=x", "rw,exec", "lowerdir=/", "size=1;x", "mode=999"})
  @Rule("USERVOLUMES-4")
  void refusesOptionsItDoesNotKnow(String option) {
    assertInvalid(
        aContainer()
            .mounts(new MountSpec(MountSpec.Kind.TMPFS, null, "/t", false, List.of(option))));
  }

  @Test
  @Rule("USERVOLUMES-4")
  void addsTheDefaultsOfATmpfsUnlessDecided() {
    MountSpec tmpfs =
        new MountSpec(
            MountSpec.Kind.TMPFS, null, "/t", false, List.of("size=1m", "exec", "notmpcopyup"));

    ObjectNode spec = aRequest().generate(aContainer().mounts(tmpfs));

    assertThat(options(spec, "/t"))
        .containsExactly("size=1m", "exec", "rw", "rprivate", "nosuid", "nodev");
    assertInvalid(
        aContainer()
            .mounts(
                new MountSpec(MountSpec.Kind.TMPFS, null, "/t", false, List.of("exec", "noexec"))));
  }

  @Test
  @Rule("USERVOLUMES-4")
  void keepsWhatTheSourcesFileSystemForbids() {
    List<String> mountinfo =
        List.of(
            "1 0 0:1 / / rw,relatime - ext4 x rw",
            "2 1 0:2 / /data rw,nosuid,nodev,noexec - ext4 x rw",
            "3 1 0:2 / /data/exec rw,nosuid - ext4 x rw");

    assertThat(SourceFlags.of(Path.of("/data/x"), mountinfo))
        .containsExactly("nosuid", "nodev", "noexec");
    assertThat(SourceFlags.of(Path.of("/data/exec/x"), mountinfo)).containsExactly("nosuid");
    assertThat(SourceFlags.of(Path.of("/database"), mountinfo)).isEmpty();
  }

  @Test
  @Rule("USERVOLUMES-5")
  void keepsTheEnginesOptionsFromTheRuntime() {
    VolumeMount volume = new VolumeMount(Path.of("/v/1"), "/a", false, List.of("nocopy"));

    assertThat(options(aRequest().volumes(volume).generate(aContainer()), "/a"))
        .doesNotContain("nocopy");
  }

  @Test
  @Rule("OCISPEC-13")
  void spreadsMountsOnlyWhenAMountAsks() {
    assertThat(linux(aContainer()).has("rootfsPropagation")).isFalse();
    VolumeMount slave = new VolumeMount(Path.of("/v/1"), "/a", false, List.of("rslave"));
    VolumeMount shared = new VolumeMount(Path.of("/v/1"), "/b", false, List.of("shared"));
    assertThat(propagation(slave)).isEqualTo("rslave");
    assertThat(propagation(slave, shared)).isEqualTo("shared");
  }

  @ParameterizedTest
  @CsvSource({
    "kernel.panic,1,false,false",
    "kernel.core_pattern,|/bin/x,false,false",
    "net.ipv4.ip_forward,1,true,false",
    "net/ipv4/ip_forward,1,true,false",
    "fs.mqueue.msg_max,9,false,true",
    "kernel.shmmax,9,false,true",
    "vm.swappiness,1,false,false",
    "net..x,1,false,false",
    "fs.mqueue/../../kernel/panic,1,false,false"
  })
  @Rule("OCISPEC-14")
  void refusesSettingsOfTheHost(String name, String value, boolean hostNetwork, boolean hostIpc) {
    SecuritySpec security =
        new SecuritySpec(
            false, null, null, false, false, null, null, null, Map.of(name, value), false, hostIpc);
    ContainerSpec.Builder container = aContainer().security(security);
    if (hostNetwork) {
      container.network(NetworkSpec.of(NetworkSpec.Mode.HOST));
    }

    assertInvalid(container);
  }

  @Test
  @Rule("OCISPEC-14")
  void setsWhatBelongsToTheContainersNamespaces() {
    SecuritySpec security =
        new SecuritySpec(
            false,
            null,
            null,
            false,
            false,
            null,
            null,
            null,
            Map.of("net/ipv4/ip_unprivileged_port_start", "0", "kernel.shmmax", "9"),
            false,
            false);

    JsonNode sysctls = linux(aContainer().security(security)).path("sysctl");

    assertThat(sysctls.path("net.ipv4.ip_unprivileged_port_start").asString()).isEqualTo("0");
    assertThat(sysctls.path("kernel.shmmax").asString()).isEqualTo("9");
  }

  @Test
  @Rule("OCISPEC-14")
  void dropsDefaultSettingsWithoutTheirNamespace() {
    assertThat(
            linux(aContainer().network(NetworkSpec.of(NetworkSpec.Mode.HOST)))
                .path("sysctl")
                .isEmpty())
        .isTrue();
  }

  @Test
  @Rule({"OCISPEC-15", "STORAGE-9"})
  void putsTheCommandTogether() {
    ImageConfig image =
        new ImageConfig(List.of("/entry"), List.of("default"), null, null, null, null, null, null);

    assertThat(arguments(image, aContainer())).containsExactly("/entry", "default");
    assertThat(arguments(image, aContainer().command("a"))).containsExactly("/entry", "a");
    assertThat(arguments(image, aContainer().entrypoint("/mine"))).containsExactly("/mine");
    assertThat(arguments(image, aContainer().entrypoint("").command("a"))).containsExactly("a");
    assertThat(arguments(image, aContainer().init(true)))
        .containsExactly("/run/gantry-init", "--", "/entry", "default");
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> arguments(image, aContainer().entrypoint("")));
    assertCode(
        ErrorCode.INVALID_ARGUMENT, () -> arguments(ImageConfig.EMPTY, aContainer().init(true)));
  }

  @Test
  void needsAnInitProgramForInit() {
    HostFacts bare = SpecRequests.host(EnumSet.allOf(Capability.class), true, null);

    assertCode(
        ErrorCode.UNSUPPORTED, () -> aRequest().host(bare).generate(aContainer().init(true)));
  }

  @Test
  @Rule("OCISPEC-16")
  void layersTheEnvironment() {
    ImageConfig image =
        new ImageConfig(
            null,
            List.of("sh"),
            List.of("PATH=/image", "A=image", "B=image=2", "USER", "=x"),
            null,
            null,
            null,
            null,
            null);

    List<String> lines =
        texts(
            aRequest()
                .image(image)
                .generate(aContainer().environment(Map.of("A", "line 1\nline 2", "EMPTY", "")))
                .path("process")
                .path("env"));

    assertThat(lines)
        .contains("PATH=/image", "A=line 1\nline 2", "B=image=2", "EMPTY=", "TERM=xterm")
        .contains("HOME=/root", "HOSTNAME=abababababab")
        .noneMatch(line -> line.startsWith("USER") || line.startsWith("="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A=B", "A\0"})
  @Rule("OCISPEC-16")
  void refusesNamesThatCannotBe(String name) {
    assertInvalid(aContainer().environment(Map.of(name, "x")));
  }

  @Test
  @Rule("OCISPEC-21")
  void startsInTheUsersDirectoryElseTheImagesElseTheRoot() {
    ImageConfig image =
        new ImageConfig(null, List.of("sh"), null, "/srv/../opt/./x/", null, null, null, null);

    assertThat(cwd(ImageConfig.EMPTY, aContainer().command("sh"))).isEqualTo("/");
    assertThat(cwd(image, aContainer())).isEqualTo("/opt/x");
    assertThat(cwd(image, aContainer().workingDirectory("/mine"))).isEqualTo("/mine");
    assertInvalid(aContainer().workingDirectory("relative"));
    assertInvalid(aContainer().workingDirectory("/proc/self/fd/7"));
    assertInvalid(aContainer().workingDirectory("/a/../proc/self"));
  }

  @Test
  @Rule("OCISPEC-21")
  void readsTheUmaskAsOctal() {
    assertThat(aRequest().generate(aContainer()).at("/process/user/umask").asInt()).isEqualTo(022);
    assertThat(aRequest().generate(aContainer().umask("0077")).at("/process/user/umask").asInt())
        .isEqualTo(077);
    assertInvalid(aContainer().umask("0088"));
  }

  @Test
  @Rule("NAMESPACES-1")
  void tellsWhichNamespacesItHas() {
    ObjectNode own = aRequest().generate(aContainer());
    SecuritySpec host =
        new SecuritySpec(false, null, null, false, false, null, null, null, null, true, true);
    ObjectNode shared =
        aRequest()
            .networkNamespace(null)
            .generate(aContainer().security(host).network(NetworkSpec.of(NetworkSpec.Mode.HOST)));

    assertThat(Namespaces.has(own, "pid")).isTrue();
    assertThat(Namespaces.has(own, "network")).isTrue();
    assertThat(own.at("/linux/namespaces/5/path").asString()).isEqualTo("/run/gantry/netns/n1");
    assertThat(Namespaces.has(shared, "pid")).isFalse();
    assertThat(Namespaces.has(shared, "ipc")).isFalse();
    assertThat(Namespaces.has(shared, "network")).isFalse();
    assertThat(Namespaces.has(shared, "uts")).isTrue();
  }

  @Test
  @Rule("NAMESPACES-4")
  void namesTheContainerAfterItsIdUnlessTold() {
    assertThat(aRequest().generate(aContainer()).path("hostname").asString())
        .isEqualTo(SpecRequests.ID.shortId());
    assertThat(aRequest().generate(aContainer().hostname("db")).path("hostname").asString())
        .isEqualTo("db");
    assertThat(
            aRequest()
                .generate(aContainer().network(NetworkSpec.of(NetworkSpec.Mode.HOST)))
                .path("hostname")
                .asString())
        .isEqualTo("host.example");
  }

  @Test
  void setsMemoryProcessorsAndSwap() {
    Resources resources = new Resources(64L << 20, null, 1.5, 512L, "0-1,3", 100L, null, null);

    JsonNode node = linux(aContainer().resources(resources)).path("resources");

    assertThat(node.at("/memory/limit").asLong()).isEqualTo(64L << 20);
    assertThat(node.at("/memory/swap").asLong()).isEqualTo(128L << 20);
    assertThat(node.at("/cpu/quota").asLong()).isEqualTo(150_000);
    assertThat(node.at("/cpu/shares").asLong()).isEqualTo(512);
    assertThat(node.at("/cpu/cpus").asString()).isEqualTo("0-1,3");
    assertThat(node.at("/pids/limit").asLong()).isEqualTo(100);
  }

  @Test
  void letsNothingOfTheImageSteerIt() {
    ImageConfig labelled =
        new ImageConfig(
            null, List.of("/bin/sh"), null, null, null, null, null, Map.of("io.gantry.x", "y"));

    assertThat(aRequest().image(labelled).generate(aContainer()))
        .isEqualTo(aRequest().generate(aContainer()));
  }

  @Test
  @Rule({"SPEC-FILE-1", "SPEC-FILE-2", "SPEC-FILE-3"})
  void replacesTheFileOfAnEarlierRun(@TempDir Path bundle) throws IOException {
    Path outside = Files.writeString(bundle.resolve("outside"), "keep");
    Files.createSymbolicLink(bundle.resolve("config.json"), outside);

    Path file = RuntimeSpec.write(aRequest().generate(aContainer()), bundle);

    assertThat(file).isEqualTo(bundle.resolve("config.json")).isRegularFile();
    assertThat(Files.readString(file)).startsWith("{\"ociVersion\":\"1.0.2\"");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(outside).hasContent("keep");
  }

  private static String propagation(VolumeMount... volumes) {
    return aRequest()
        .volumes(volumes)
        .generate(aContainer())
        .at("/linux/rootfsPropagation")
        .asString();
  }

  private static List<String> arguments(ImageConfig image, ContainerSpec.Builder container) {
    return texts(aRequest().image(image).generate(container).at("/process/args"));
  }

  private static String cwd(ImageConfig image, ContainerSpec.Builder container) {
    return aRequest().image(image).generate(container).at("/process/cwd").asString();
  }

  private static JsonNode linux(ContainerSpec.Builder container) {
    return aRequest().generate(container).path("linux");
  }

  private static Resources resources(Map<String, Ulimit> limits) {
    return new Resources(null, null, null, null, null, null, null, limits);
  }

  private static SecuritySpec privileged() {
    return new SecuritySpec(true, null, null, false, false, null, null, null, null, false, false);
  }

  private static SecuritySpec readOnlyRoot() {
    return new SecuritySpec(false, null, null, true, false, null, null, null, null, false, false);
  }

  private static SecuritySpec seccomp(String profile) {
    return new SecuritySpec(
        false, null, null, false, false, profile, null, null, null, false, false);
  }

  private static List<String> destinations(JsonNode spec) {
    List<String> destinations = new ArrayList<>();
    spec.path("mounts").forEach(mount -> destinations.add(mount.path("destination").asString()));
    return destinations;
  }

  private static JsonNode mount(JsonNode spec, String destination) {
    for (JsonNode mount : spec.path("mounts")) {
      if (mount.path("destination").asString().equals(destination)) {
        return mount;
      }
    }
    throw new AssertionError("nothing is mounted at " + destination);
  }

  private static List<String> options(JsonNode spec, String destination) {
    return texts(mount(spec, destination).path("options"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  private static void assertInvalid(ContainerSpec.Builder container) {
    assertCode(ErrorCode.INVALID_ARGUMENT, () -> aRequest().generate(container));
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(GantryException.class)
        .extracting(e -> ((GantryException) e).code())
        .isEqualTo(code);
  }
}
