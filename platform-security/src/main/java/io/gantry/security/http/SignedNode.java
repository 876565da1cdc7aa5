package io.gantry.security.http;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A request that a node has signed. */
public final class SignedNode extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  private final String nodeId;

  SignedNode(String nodeId) {
    super(List.of());
    this.nodeId = nodeId;
    setAuthenticated(true);
  }

  /** Id of the node that signed it. */
  public String nodeId() {
    return nodeId;
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public Object getPrincipal() {
    return nodeId;
  }
}
