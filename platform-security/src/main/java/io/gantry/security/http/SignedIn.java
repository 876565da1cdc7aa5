package io.gantry.security.http;

import io.gantry.security.Caller;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A request that came with the credential of an account. */
public final class SignedIn extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  private final transient Caller caller;

  SignedIn(Caller caller) {
    super(List.of());
    this.caller = caller;
    setAuthenticated(true);
  }

  /** Who asks. */
  public Caller caller() {
    return caller;
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
