package io.gantry.web.matrix;

/** How a caller proves who they are. */
enum Credential {
  SESSION,
  SESSION_WITHOUT_CSRF,
  TOKEN,
  /** Bounded by the role VIEWER. */
  NARROWED_TOKEN,
  EXPIRED_TOKEN,
  SERVICE_TOKEN,
  NODE,
  NONE;

  boolean isOfAccount() {
    return this != NODE && this != NONE;
  }
}
