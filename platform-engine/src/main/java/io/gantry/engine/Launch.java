package io.gantry.engine;

import io.gantry.api.container.LoggingSpec;
import io.gantry.api.container.NetworkSpec;
import io.gantry.engine.cgroup.Cgroups;
import io.gantry.engine.checkpoint.Relaunch;
import io.gantry.engine.idmap.Passage;
import io.gantry.engine.lifecycle.Launched;
import io.gantry.engine.linux.NetworkNamespace;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.log.LogLocation;
import io.gantry.engine.mount.EngineFiles;
import io.gantry.engine.mount.RootFilesystem;
import io.gantry.engine.network.Networks;
import io.gantry.engine.network.PortReservation;
import io.gantry.engine.runtime.Monitor;
import io.gantry.engine.runtime.MonitorFiles;
import io.gantry.engine.runtime.MonitorRequest;
import io.gantry.engine.runtime.MonitorStarted;
import io.gantry.engine.runtime.RestoreRequest;
import io.gantry.engine.selinux.FileLabels;
import io.gantry.engine.spec.AccountEntries;
import io.gantry.engine.spec.HostFacts;
import io.gantry.engine.spec.ResolvedUser;
import io.gantry.engine.spec.RuntimeSpec;
import io.gantry.engine.spec.SpecRequest;
import io.gantry.engine.spec.UserLookup;
import io.gantry.engine.spec.WorkingDirectory;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.NetworkAttachment;
import io.gantry.engine.state.StoredContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a container's runtime spec and has a monitor create it in the runtime, or restore it
 * there.
 */
record Launch(
    Monitor monitor,
    Networks networks,
    RootFilesystem roots,
    EngineFiles engineFiles,
    Cgroups cgroups,
    HostFacts host,
    JoinedNamespaces joined,
    SpecCompletion completion,
    Path exits)
    implements Relaunch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

  Launched create(StoredContainer container) {
    return launch(container, null);
  }

  @Override
  public Launched launch(StoredContainer container, @Nullable RestoreRequest restore) {
    ContainerConfig config = container.config();
    Path mounted = Objects.requireNonNull(container.record().mountPoint());
    NetworkAttachment network = container.record().network();
    ResolvedUser user = UserLookup.in(mounted).resolve(config.spec(), config.image().config());
    AccountEntries.add(config, mounted, user);
    WorkingDirectory.prepare(config, mounted, user);
    roots.own(config, mounted, user.uid(), user.gid());
    roots.prepareSources(container, user.uid(), user.gid());
    String hostname = RuntimeSpec.hostname(joined.named(config), host.hostname());
    SpecRequest request =
        new SpecRequest(
            config,
            mounted,
            user,
            hostname,
            namespaces(config, network),
            engineMounts(config, hostname, network),
            roots.volumes(config),
            cgroups.pathOf(config.id()),
            host);
    Passage.open(config, mounted);
    return completion.during(
        config, RuntimeSpec.generate(request), () -> createUnderMonitor(config, restore));
  }

  private Launched createUnderMonitor(ContainerConfig config, @Nullable RestoreRequest restore) {
    try (PortReservation ports = networks.reserve(config)) {
      MonitorRequest request = request(config, ports, restore);
      MonitorStarted started = monitor.create(request);
      if (restore != null && config.spec().network().mode() == NetworkSpec.Mode.NONE) {
        bringLoopbackUp(config, started.container());
      }
      return new Launched(started.container(), started.monitor(), request.files().spec());
    }
  }

  /** The runtime does that for new containers only. */
  private static void bringLoopbackUp(ContainerConfig config, ProcessIdentity process) {
    try {
      NetworkNamespace.loopbackUp(Path.of("/proc", Integer.toString(process.pid()), "ns", "net"));
    } catch (IOException e) {
      LOG.warn("its loopback interface stays down container={}", config.id(), e);
    }
  }

  private Map<String, Path> engineMounts(
      ContainerConfig config, String hostname, @Nullable NetworkAttachment network) {
    Map<String, Path> files = new LinkedHashMap<>(engineFiles.write(config, hostname, network));
    files.putAll(completion.mounts(config));
    new RunFileLabels(FileLabels.ofHost()).set(config, files.values());
    return files;
  }

  /** Hooks may look at the links, and settings of the kernel may be those of a link. */
  boolean needsLinks(ContainerConfig config) {
    return completion.hooks().exist()
        || config.spec().security().sysctls().keySet().stream()
            .anyMatch(name -> name.startsWith("net."));
  }

  private Map<String, Path> namespaces(
      ContainerConfig config, @Nullable NetworkAttachment network) {
    Map<String, Path> files = new LinkedHashMap<>(joined.of(config.sharing()));
    if (network != null) {
      files.put("network", network.namespace());
    }
    return files;
  }

  private MonitorRequest request(
      ContainerConfig config, PortReservation ports, @Nullable RestoreRequest restore) {
    LoggingSpec logging = config.spec().logging();
    new LogLocation(config.id(), logging.driver(), config.logPath()).requireDriver();
    return new MonitorRequest(
        new MonitorFiles(config.id(), config.staticDir(), config.runDir(), exits),
        config.name(),
        logging,
        config.spec().tty(),
        config.spec().stdin(),
        config.spec().runTimeout(),
        !config.ids().sameAsHost() && !config.spec().security().privileged(),
        ports.sockets(),
        completion.supervision().inherited(config),
        restore);
  }
}
