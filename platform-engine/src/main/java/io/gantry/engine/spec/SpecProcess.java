package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.selinux.ContainerLabels;
import io.gantry.engine.selinux.ProcessLabel;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The process part of the spec. */
final class SpecProcess {
  private static final Pattern UMASK = Pattern.compile("0?[0-7]{1,4}");
  private static final int DEFAULT_UMASK = 0022;
  private static final int OCTAL = 8;

  private final SpecRequest request;
  private final ContainerSpec spec;
  private final ImageConfig image;
  private final Capabilities capabilities;

  SpecProcess(SpecRequest request, Capabilities capabilities) {
    this.request = request;
    this.spec = request.config().spec();
    this.image = request.config().image().config();
    this.capabilities = capabilities;
  }

  ObjectNode node() {
    checkInit();
    ObjectNode process = JsonMapper.shared().createObjectNode();
    process.put("terminal", spec.tty());
    process.set("user", user());
    CommandLine.of(spec, image).forEach(process.putArray("args")::add);
    environment().lines().forEach(process.putArray("env")::add);
    process.put("cwd", WorkingDirectory.of(spec, image));
    process.set("capabilities", capabilities());
    ResourceLimits.write(
        spec.resources().ulimits(), request.host().hardLimits(), process.putArray("rlimits"));
    process.put("noNewPrivileges", spec.security().noNewPrivileges());
    String apparmor = request.host().apparmorProfile();
    if (apparmor != null && !spec.security().privileged()) {
      process.put("apparmorProfile", apparmor);
    }
    if (request.host().selinux()) {
      process.put("selinuxLabel", selinuxLabel());
    }
    return process;
  }

  private String selinuxLabel() {
    return ProcessLabel.of(
        ContainerLabels.of(request.config()).process(),
        spec.annotations(),
        Systemd.isFirstProcess(request.config()),
        request.host().isolation());
  }

  private void checkInit() {
    if (spec.init() && request.host().initProgram() == null) {
      throw GantryException.of(
          ErrorCode.UNSUPPORTED, "this node has no init program: install catatonit on it");
    }
    boolean ownPid = !spec.security().hostPid() && request.config().sharing().pid() == null;
    if (spec.init() && !ownPid) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "init needs an own process namespace: leave init out");
    }
  }

  private ObjectNode user() {
    ObjectNode user =
        JsonMapper.shared()
            .createObjectNode()
            .put("uid", request.user().uid())
            .put("gid", request.user().gid())
            .put("umask", umask());
    request.user().additionalGids().forEach(user.putArray("additionalGids")::add);
    return user;
  }

  private int umask() {
    String umask = spec.umask();
    if (umask == null) {
      return DEFAULT_UMASK;
    }
    if (!UMASK.matcher(umask).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "umask '%s' is not octal, as 0022".formatted(umask));
    }
    return Integer.parseInt(umask, OCTAL);
  }

  private Environment environment() {
    Environment environment = new Environment().image(image.environment()).user(spec.environment());
    if (Systemd.isFirstProcess(request.config())) {
      environment.orElse("container_uuid", Systemd.uuid(request.config()));
    }
    return environment.orElse("HOSTNAME", request.hostname()).orElse("HOME", request.user().home());
  }

  private ObjectNode capabilities() {
    ObjectNode sets = JsonMapper.shared().createObjectNode();
    write(capabilities.bounding(), sets.putArray("bounding"));
    write(capabilities.effective(), sets.putArray("effective"));
    write(capabilities.effective(), sets.putArray("permitted"));
    sets.putArray("inheritable");
    sets.putArray("ambient");
    return sets;
  }

  private static void write(Set<Capability> set, ArrayNode names) {
    set.stream().sorted().map(Capability::ociName).forEach(names::add);
  }
}
