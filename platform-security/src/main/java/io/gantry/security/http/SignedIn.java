package io.gantry.security.http;

import io.gantry.security.Caller;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A request that came with the credential of an account. */
public final class SignedIn extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final boolean restricted;

  SignedIn(Caller caller, boolean restricted) {
    super(List.of());
    this.caller = caller;
    this.restricted = restricted;
    setAuthenticated(true);
  }

  /** Who asks. */
  public Caller caller() {
    return caller;
  }

  /**
   * Whether the credential may make no others: it carries fewer rights than its account, or is a
   * service account's.
   */
  public boolean restricted() {
    return restricted;
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public Object getPrincipal() {
    return caller;
  }

  @Override
  public String getName() {
    return caller.name();
  }
}
