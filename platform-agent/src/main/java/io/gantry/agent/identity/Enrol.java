package io.gantry.agent.identity;

import io.gantry.agent.client.ControlPlane;
import io.gantry.agent.work.Backoff;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Enrolment;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.node.NodeFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this host a node by a one-time token. The key is on the disk before the token is spent, the
 * identity right after.
 */
public final class Enrol {
  private static final Logger log = LoggerFactory.getLogger(Enrol.class);

  private final Path home;
  private final ControlPlane controlPlane;
  private final String server;

  public Enrol(Path home, ControlPlane controlPlane, String server) {
    this.home = home;
    this.controlPlane = controlPlane;
    this.server = server;
  }

  /**
   * The identity this host has, or gets by the token. A control plane that cannot be reached is
   * tried again until it can; one that refuses the token ends it.
   */
  public NodeIdentity identity(@Nullable Path tokenFile, @Nullable String name, NodeFacts facts)
      throws IOException, InterruptedException {
    NodeIdentity known = NodeIdentity.load(home).orElse(null);
    return known == null ? enrol(tokenFile, name, facts) : known;
  }

  private NodeIdentity enrol(@Nullable Path tokenFile, @Nullable String name, NodeFacts facts)
      throws IOException, InterruptedException {
    NodeKey key = NodeKey.loadOrMake(home);
    Enrolment enrolment = new Enrolment(token(tokenFile), key.publicKey(), name, facts);
    Enrolled enrolled = ask(enrolment);
    NodeIdentity identity = new NodeIdentity(enrolled.nodeId(), enrolled.name(), server);
    identity.save(home);
    log.info("enrolled node={} name={}", identity.nodeId(), identity.name());
    return identity;
  }

  private Enrolled ask(Enrolment enrolment) throws InterruptedException {
    Backoff backoff = Backoff.ofSeconds(1, 15);
    while (true) {
      try {
        return controlPlane.post("/agent/v1/enrol", enrolment, Enrolled.class);
      } catch (IOException e) {
        log.warn("control plane {} cannot be reached to enrol: {}", server, e.toString());
        backoff.await();
      }
    }
  }

  private static String token(@Nullable Path file) throws IOException {
    String token = file == null || !Files.isRegularFile(file) ? "" : Files.readString(file).strip();
    if (token.isEmpty()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "this host is not enrolled: make a token with 'gantryctl node token create', write it to"
              + " a file and name the file with --token-file");
    }
    return token;
  }
}
