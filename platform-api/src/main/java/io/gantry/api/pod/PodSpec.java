package io.gantry.api.pod;

import io.gantry.api.container.NetworkSpec;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pod as its user wants it. Absent fields take their defaults at construction.
 *
 * @param hostname of all members that share the host name; absent is the pod's name
 * @param withoutInfra whether it has no container of its own; nothing is shared then
 * @param share the namespaces all members have in common; absent is shared memory, network and host
 *     name
 * @param network how the members that share it meet the network: a bridge or none
 * @param exitPolicy what becomes of the pod when its last member has ended
 * @param labels for selection; they never steer the engine
 */
public record PodSpec(
    @Nullable String hostname,
    boolean withoutInfra,
    Set<Shared> share,
    NetworkSpec network,
    ExitPolicy exitPolicy,
    Map<String, String> labels) {
  private static final Set<Shared> USUAL = Set.of(Shared.IPC, Shared.NETWORK, Shared.UTS);

  /** The default of everything. */
  public static final PodSpec DEFAULT = new PodSpec(null, false, null, null, null, null);

  /** A namespace that members may have in common. */
  public enum Shared {
    IPC,
    NETWORK,
    PID,
    UTS
  }

  /** What becomes of a pod when its last member has ended. */
  public enum ExitPolicy {
    /** It stays as it is. */
    CONTINUE,
    /** It is stopped, as pods made from Kubernetes' files are. */
    STOP
  }

  public PodSpec(
      @Nullable String hostname,
      boolean withoutInfra,
      @Nullable Set<Shared> share,
      @Nullable NetworkSpec network,
      @Nullable ExitPolicy exitPolicy,
      @Nullable Map<String, String> labels) {
    this.hostname = hostname;
    this.withoutInfra = withoutInfra;
    this.share = share == null ? usual(withoutInfra) : Set.copyOf(share);
    this.network = network == null ? NetworkSpec.BRIDGE : network;
    this.exitPolicy = exitPolicy == null ? ExitPolicy.CONTINUE : exitPolicy;
    this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    requireInfra(withoutInfra, this.share);
    requireNetwork(this.share, this.network);
  }

  private static Set<Shared> usual(boolean withoutInfra) {
    return withoutInfra ? Set.of() : USUAL;
  }

  /** Rule POD-4. */
  private static void requireInfra(boolean withoutInfra, Set<Shared> share) {
    if (withoutInfra && !share.isEmpty()) {
      throw new IllegalArgumentException("share needs the infra container: leave withoutInfra out");
    }
  }

  private static void requireNetwork(Set<Shared> share, NetworkSpec network) {
    boolean bridge = network.mode() == NetworkSpec.Mode.BRIDGE;
    if (!bridge && network.mode() != NetworkSpec.Mode.NONE) {
      throw new IllegalArgumentException("network.mode of a pod is BRIDGE or NONE");
    }
    if (!share.contains(Shared.NETWORK) && !network.equals(NetworkSpec.BRIDGE)) {
      throw new IllegalArgumentException("network is for a pod that shares it: add it to share");
    }
  }

  /** The same with another policy. */
  public PodSpec withExitPolicy(ExitPolicy policy) {
    return new PodSpec(hostname, withoutInfra, share, network, policy, labels);
  }
}
