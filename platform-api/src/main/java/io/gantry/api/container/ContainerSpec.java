package io.gantry.api.container;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container as its user wants it. Absent fields take their defaults at construction, so a spec
 * read from JSON needs no more than an image. Whether the tenant may have it is admission's
 * question.
 *
 * @param name the container's name, unique in its tenant; absent is a generated one
 * @param image reference of the image, as {@code registry/name:tag} or {@code name@sha256:…}; empty
 *     where {@code root.path} takes its place
 * @param command arguments after the entrypoint; empty is the image's
 * @param entrypoint absent is the image's; a single empty string is none
 * @param environment wins over the image's
 * @param labels for selection; they never steer the engine
 * @param annotations passed on into the runtime spec
 * @param workingDirectory absent is the image's, else {@code /}
 * @param user {@code name|uid[:group|gid]}; absent is the image's
 * @param hostname absent is the short id
 * @param timezone zone id for /etc/localtime, {@code local} is the host's
 * @param umask octal, default 0022
 * @param tty whether the process gets a terminal
 * @param stdin whether standard input stays open
 * @param init whether a small init process is the first process
 * @param autoRemove whether the container is removed when it ended
 * @param runTimeout longest time of one run; it is killed then
 * @param pullPolicy when the image is fetched
 * @param restart what happens after an unrequested end
 * @param stop how it wants to be stopped
 * @param network how it meets the network
 * @param mounts volumes, host paths and tmpfs
 * @param resources its limits
 * @param security what it may do to its host
 * @param health how its node finds out whether it is well; absent is not at all
 * @param secrets what of its tenant's secrets it gets
 * @param logging where its output goes
 * @param root what its root file system is made of
 * @param namespaces what it shares with other containers
 * @param systemd whether it is prepared for systemd as its first process
 */
public record ContainerSpec(
    @Nullable String name,
    String image,
    List<String> command,
    @Nullable List<String> entrypoint,
    Map<String, String> environment,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable String workingDirectory,
    @Nullable String user,
    @Nullable String hostname,
    @Nullable String timezone,
    @Nullable String umask,
    boolean tty,
    boolean stdin,
    boolean init,
    boolean autoRemove,
    @Nullable Duration runTimeout,
    PullPolicy pullPolicy,
    RestartPolicy restart,
    StopSpec stop,
    NetworkSpec network,
    List<MountSpec> mounts,
    Resources resources,
    SecuritySpec security,
    @Nullable HealthSpec health,
    List<SecretSpec> secrets,
    LoggingSpec logging,
    RootSpec root,
    NamespaceSpec namespaces,
    SystemdMode systemd) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  public ContainerSpec(
      @Nullable String name,
      @Nullable String image,
      @Nullable List<String> command,
      @Nullable List<String> entrypoint,
      @Nullable Map<String, String> environment,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> annotations,
      @Nullable String workingDirectory,
      @Nullable String user,
      @Nullable String hostname,
      @Nullable String timezone,
      @Nullable String umask,
      boolean tty,
      boolean stdin,
      boolean init,
      boolean autoRemove,
      @Nullable Duration runTimeout,
      @Nullable PullPolicy pullPolicy,
      @Nullable RestartPolicy restart,
      @Nullable StopSpec stop,
      @Nullable NetworkSpec network,
      @Nullable List<MountSpec> mounts,
      @Nullable Resources resources,
      @Nullable SecuritySpec security,
      @Nullable HealthSpec health,
      @Nullable List<SecretSpec> secrets,
      @Nullable LoggingSpec logging,
      @Nullable RootSpec root,
      @Nullable NamespaceSpec namespaces,
      @Nullable SystemdMode systemd) {
    this.name = name;
    this.image = image == null ? "" : image;
    this.command = Copies.of(command);
    this.entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
    this.environment = Copies.of(environment);
    this.labels = Copies.of(labels);
    this.annotations = Copies.of(annotations);
    this.workingDirectory = workingDirectory;
    this.user = user;
    this.hostname = hostname;
    this.timezone = timezone;
    this.umask = umask;
    this.tty = tty;
    this.stdin = stdin;
    this.init = init;
    this.autoRemove = autoRemove;
    this.runTimeout = runTimeout;
    this.pullPolicy = pullPolicy == null ? PullPolicy.MISSING : pullPolicy;
    this.restart = restart == null ? RestartPolicy.NO : restart;
    this.stop = stop == null ? StopSpec.DEFAULT : stop;
    this.network = network == null ? NetworkSpec.BRIDGE : network;
    this.mounts = Copies.of(mounts);
    this.resources = resources == null ? Resources.DEFAULT : resources;
    this.security = security == null ? SecuritySpec.DEFAULT : security;
    this.health = health;
    this.secrets = Copies.of(secrets);
    this.logging = logging == null ? LoggingSpec.DEFAULT : logging;
    this.root = root == null ? RootSpec.IMAGE : root;
    this.namespaces = namespaces == null ? NamespaceSpec.OWN : namespaces;
    this.systemd = systemd == null ? SystemdMode.AUTO : systemd;
    if (name != null && !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name begins with a letter or digit and has up to 128 letters, digits, '_', '.' or '-'");
    }
    if (this.image.isBlank() != this.root.external()) {
      throw new IllegalArgumentException("either image or root.path is needed, not both");
    }
    if (autoRemove && this.restart.kind() != RestartPolicy.Kind.NO) {
      throw new IllegalArgumentException("autoRemove and a restart policy exclude each other");
    }
  }

  /** Starts a spec of the image with every default; the empty image is for an external root. */
  public static Builder builder(String image) {
    return new Builder(image);
  }

  /** Starts a changed copy. */
  public Builder toBuilder() {
    Builder builder = new Builder(image);
    builder.name = name;
    builder.command = command;
    builder.entrypoint = entrypoint;
    builder.environment = environment;
    builder.labels = labels;
    builder.annotations = annotations;
    builder.workingDirectory = workingDirectory;
    builder.user = user;
    builder.hostname = hostname;
    builder.timezone = timezone;
    builder.umask = umask;
    builder.tty = tty;
    builder.stdin = stdin;
    builder.init = init;
    builder.autoRemove = autoRemove;
    builder.runTimeout = runTimeout;
    builder.pullPolicy = pullPolicy;
    builder.restart = restart;
    builder.stop = stop;
    builder.network = network;
    builder.mounts = mounts;
    builder.resources = resources;
    builder.security = security;
    builder.health = health;
    builder.secrets = secrets;
    builder.logging = logging;
    builder.root = root;
    builder.namespaces = namespaces;
    builder.systemd = systemd;
    return builder;
  }

  /** Collects a spec field by field; not thread-safe. */
  public static final class Builder {
    private @Nullable String name;
    private final String image;
    private @Nullable List<String> command;
    private @Nullable List<String> entrypoint;
    private @Nullable Map<String, String> environment;
    private @Nullable Map<String, String> labels;
    private @Nullable Map<String, String> annotations;
    private @Nullable String workingDirectory;
    private @Nullable String user;
    private @Nullable String hostname;
    private @Nullable String timezone;
    private @Nullable String umask;
    private boolean tty;
    private boolean stdin;
    private boolean init;
    private boolean autoRemove;
    private @Nullable Duration runTimeout;
    private @Nullable PullPolicy pullPolicy;
    private @Nullable RestartPolicy restart;
    private @Nullable StopSpec stop;
    private @Nullable NetworkSpec network;
    private @Nullable List<MountSpec> mounts;
    private @Nullable Resources resources;
    private @Nullable SecuritySpec security;
    private @Nullable HealthSpec health;
    private @Nullable List<SecretSpec> secrets;
    private @Nullable LoggingSpec logging;
    private @Nullable RootSpec root;
    private @Nullable NamespaceSpec namespaces;
    private @Nullable SystemdMode systemd;

    private Builder(String image) {
      this.image = image;
    }

    public Builder name(String value) {
      this.name = value;
      return this;
    }

    public Builder command(String... value) {
      this.command = List.of(value);
      return this;
    }

    public Builder entrypoint(String... value) {
      this.entrypoint = List.of(value);
      return this;
    }

    public Builder environment(Map<String, String> value) {
      this.environment = value;
      return this;
    }

    public Builder labels(Map<String, String> value) {
      this.labels = value;
      return this;
    }

    public Builder annotations(Map<String, String> value) {
      this.annotations = value;
      return this;
    }

    public Builder workingDirectory(String value) {
      this.workingDirectory = value;
      return this;
    }

    public Builder user(String value) {
      this.user = value;
      return this;
    }

    public Builder hostname(String value) {
      this.hostname = value;
      return this;
    }

    public Builder timezone(String value) {
      this.timezone = value;
      return this;
    }

    public Builder umask(String value) {
      this.umask = value;
      return this;
    }

    public Builder tty(boolean value) {
      this.tty = value;
      return this;
    }

    public Builder stdin(boolean value) {
      this.stdin = value;
      return this;
    }

    public Builder init(boolean value) {
      this.init = value;
      return this;
    }

    public Builder autoRemove(boolean value) {
      this.autoRemove = value;
      return this;
    }

    public Builder runTimeout(Duration value) {
      this.runTimeout = value;
      return this;
    }

    public Builder pullPolicy(PullPolicy value) {
      this.pullPolicy = value;
      return this;
    }

    public Builder restart(RestartPolicy value) {
      this.restart = value;
      return this;
    }

    public Builder stop(StopSpec value) {
      this.stop = value;
      return this;
    }

    public Builder network(NetworkSpec value) {
      this.network = value;
      return this;
    }

    public Builder mounts(MountSpec... value) {
      this.mounts = List.of(value);
      return this;
    }

    public Builder resources(Resources value) {
      this.resources = value;
      return this;
    }

    public Builder security(SecuritySpec value) {
      this.security = value;
      return this;
    }

    public Builder health(@Nullable HealthSpec value) {
      this.health = value;
      return this;
    }

    public Builder secrets(SecretSpec... value) {
      this.secrets = List.of(value);
      return this;
    }

    public Builder logging(LoggingSpec value) {
      this.logging = value;
      return this;
    }

    public Builder root(RootSpec value) {
      this.root = value;
      return this;
    }

    public Builder namespaces(NamespaceSpec value) {
      this.namespaces = value;
      return this;
    }

    public Builder systemd(SystemdMode value) {
      this.systemd = value;
      return this;
    }

    /**
     * The spec; what was not set has its default.
     *
     * @throws IllegalArgumentException for parts that contradict each other
     */
    public ContainerSpec build() {
      return new ContainerSpec(
          name,
          image,
          command,
          entrypoint,
          environment,
          labels,
          annotations,
          workingDirectory,
          user,
          hostname,
          timezone,
          umask,
          tty,
          stdin,
          init,
          autoRemove,
          runTimeout,
          pullPolicy,
          restart,
          stop,
          network,
          mounts,
          resources,
          security,
          health,
          secrets,
          logging,
          root,
          namespaces,
          systemd);
    }
  }
}
