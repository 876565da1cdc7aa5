package io.gantry.fleet.node;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.node.Enrolment;
import io.gantry.api.node.Enrolment.Enrolled;
import io.gantry.api.resource.NodeToken;
import io.gantry.fleet.audit.AuditNote;
import io.gantry.fleet.audit.AuditService;
import io.gantry.persistence.node.NodeEntity;
import io.gantry.persistence.node.NodePresenceRows;
import io.gantry.persistence.node.NodeRepository;
import io.gantry.security.Caller;
import io.gantry.security.Caller.Origin;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.security.node.NodePublicKey;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How hosts become nodes: an operator makes a token, one host redeems it. */
@Service
public class Enrolments {
  private final EnrolmentTokens tokens;
  private final NodeRepository nodes;
  private final NodePresenceRows presence;
  private final AuditService audit;
  private final Clock clock;

  Enrolments(
      EnrolmentTokens tokens,
      NodeRepository nodes,
      NodePresenceRows presence,
      AuditService audit,
      Clock clock) {
    this.tokens = tokens;
    this.nodes = nodes;
    this.presence = presence;
    this.audit = audit;
    this.clock = clock;
  }

  /** A token for one node; its text cannot be shown again. */
  @Requires(Permission.NODE_ENROL)
  @Transactional
  public NodeToken createToken(Caller caller) {
    NodeToken token = tokens.issue(caller.name());
    audit.record(
        caller,
        AuditNote.of(Permission.NODE_ENROL, "node-token").saying("until " + token.expiresAt()));
    return token;
  }

  /**
   * Makes the host a node. The token is the caller's only credential; the node itself is noted as
   * who did it.
   *
   * @throws GantryException UNAUTHENTICATED if the token is not good; NAME_DUPLICATE, which leaves
   *     the token good; INVALID_ARGUMENT
   */
  @Transactional
  public Enrolled enrol(Enrolment enrolment, Origin origin) {
    String id = UUID.randomUUID().toString();
    tokens.redeem(enrolment.token(), id);
    String key = NodePublicKey.parse(enrolment.publicKey()).text();
    String name = name(enrolment, id);
    nodes.saveAndFlush(new NodeEntity(id, name, key, clock.instant()));
    presence.enrolled(id, enrolment.facts());
    audit.record(
        Caller.node(id, origin),
        AuditNote.of(Permission.NODE_ENROL, "node " + id).saying("name " + name));
    return new Enrolled(id, name);
  }

  /** The name wished for, or the host's; a host's name that another node has gets a suffix. */
  private String name(Enrolment enrolment, String id) {
    String wished = enrolment.name();
    if (wished == null) {
      String host = NodeName.of(enrolment.facts().hostname());
      return nodes.existsByName(host) ? host + "-" + id.substring(0, 4) : host;
    }
    if (!wished.equals(NodeName.of(wished))) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a node's name begins with a letter or digit and has letters, digits, '_', '.' or '-'");
    }
    if (nodes.existsByName(wished)) {
      throw GantryException.of(
              ErrorCode.NAME_DUPLICATE,
              "there is a node '%s' already: choose another name".formatted(wished))
          .about("node", wished);
    }
    return wished;
  }
}
