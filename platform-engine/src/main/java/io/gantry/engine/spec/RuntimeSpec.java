package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.api.container.SecuritySpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.IdMap;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates the OCI runtime spec of one run from what the user asked for and the host's facts. The
 * image's labels and annotations have no part in it. Stateless and thread-safe.
 */
public final class RuntimeSpec {
  private static final String VERSION = "1.0.2";
  static final String FILE = "config.json";
  private static final int PERMISSIONS = 0600;
  private static final Pattern HOSTNAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");

  private RuntimeSpec() {}

  /**
   * The spec as it is written to config.json.
   *
   * @throws io.gantry.api.error.GantryException INVALID_ARGUMENT for what cannot be run,
   *     UNSUPPORTED for what this host lacks
   */
  public static ObjectNode generate(SpecRequest request) {
    ContainerSpec spec = request.config().spec();
    Capabilities capabilities =
        Capabilities.of(spec.security(), request.user().isRoot(), request.host().capabilities());
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("ociVersion", VERSION);
    node.set("process", new SpecProcess(request, capabilities).node());
    node.putObject("root")
        .put("path", request.root().toString())
        .put("readonly", spec.security().readOnlyRoot());
    if (request.config().sharing().uts() == null) {
      node.put("hostname", request.hostname());
    }
    List<SpecMount> mounts = new SpecMounts(request).list();
    ArrayNode mountNodes = node.putArray("mounts");
    mounts.forEach(mount -> mount.write(mountNodes.addObject()));
    ObjectNode annotations = node.putObject("annotations");
    spec.annotations().forEach(annotations::put);
    ObjectNode linux = linux(request, capabilities);
    rootPropagation(mounts, linux);
    node.set("linux", linux);
    return node;
  }

  /**
   * Puts the spec into the bundle in place of an earlier run's, readable by root only, because it
   * holds the environment (SPEC-FILE-1 to SPEC-FILE-3). It is made anew before each use, so it is
   * not synced.
   *
   * @return the file's path
   */
  public static Path write(ObjectNode spec, Path bundle) {
    Path file = bundle.resolve(FILE);
    try {
      Files.deleteIfExists(file);
      AtomicFile.writeForNow(file, JsonMapper.shared().writeValueAsBytes(spec), PERMISSIONS);
      return file;
    } catch (SyscallException e) {
      throw unwritable(file, e.code(), e);
    } catch (IOException e) {
      throw unwritable(file, ErrorCode.INTERNAL, e);
    }
  }

  private static GantryException unwritable(Path file, ErrorCode code, IOException cause) {
    return GantryException.of(code, "the runtime spec " + file + " cannot be written", cause);
  }

  /** The name a container gives itself (NAMESPACES-4). */
  public static String hostname(ContainerConfig config, String hostName) {
    ContainerSpec spec = config.spec();
    String asked = spec.hostname();
    if (asked != null) {
      if (!HOSTNAME.matcher(asked).matches()) {
        throw GantryException.of(
            ErrorCode.INVALID_ARGUMENT,
            "hostname has up to 64 letters, digits, '.', '_' and '-', and begins with a letter or"
                + " digit");
      }
      return asked;
    }
    return spec.network().mode() == NetworkSpec.Mode.HOST ? hostName : config.id().shortId();
  }

  private static ObjectNode linux(SpecRequest request, Capabilities capabilities) {
    ContainerSpec spec = request.config().spec();
    SecuritySpec security = spec.security();
    ObjectNode linux = JsonMapper.shared().createObjectNode();
    ObjectNode sysctls = linux.putObject("sysctl");
    Sysctls.of(request.config()).forEach(sysctls::put);
    linux.put("cgroupsPath", request.cgroupPath());
    ObjectNode resources = LinuxResources.of(spec.resources(), request.host().swapAccounting());
    resources
        .putArray("devices")
        .addObject()
        .put("allow", security.privileged())
        .put("access", "rwm");
    linux.set("resources", resources);
    if (security.privileged()) {
      HostDevices.write(linux.putArray("devices"));
    }
    Namespaces.write(request, linux.putArray("namespaces"));
    idMappings(request.config().ids().uids(), "uidMappings", linux);
    idMappings(request.config().ids().gids(), "gidMappings", linux);
    seccomp(request, capabilities, linux);
    if (request.host().selinux()) {
      linux.put("mountLabel", ContainerLabels.of(request.config()).mount());
    }
    MaskedPaths paths = MaskedPaths.of(security);
    paths.masked().forEach(linux.putArray("maskedPaths")::add);
    paths.readOnly().forEach(linux.putArray("readonlyPaths")::add);
    return linux;
  }

  private static void idMappings(List<IdMap> maps, String name, ObjectNode linux) {
    for (IdMap map : maps) {
      linux
          .withArray(name)
          .addObject()
          .put("containerID", map.containerId())
          .put("hostID", map.hostId())
          .put("size", map.size());
    }
  }

  private static void seccomp(SpecRequest request, Capabilities capabilities, ObjectNode linux) {
    SecuritySpec security = request.config().spec().security();
    String profile = security.seccomp();
    boolean unconfined = profile == null ? security.privileged() : profile.equals("unconfined");
    if (!unconfined) {
      HostFacts host = request.host();
      linux.set(
          "seccomp",
          host.seccompProfiles().filter(profile, host.architecture(), capabilities.bounding()));
    }
  }

  /** OCISPEC-13. */
  private static void rootPropagation(List<SpecMount> mounts, ObjectNode linux) {
    if (anyHas(mounts, Set.of("shared", "rshared"))) {
      linux.put("rootfsPropagation", "shared");
    } else if (anyHas(mounts, Set.of("slave", "rslave"))) {
      linux.put("rootfsPropagation", "rslave");
    }
  }

  private static boolean anyHas(List<SpecMount> mounts, Set<String> options) {
    return mounts.stream().flatMap(mount -> mount.options().stream()).anyMatch(options::contains);
  }
}
