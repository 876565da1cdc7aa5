package io.gantry.web.matrix;

/** What comes of a request before the operation itself looks at its object. */
enum Outcome {
  UNAUTHENTICATED,
  FORBIDDEN,
  /** No tenant is obvious. */
  TENANT_NEEDED,
  /** The tenant is none the caller belongs to. */
  NO_SUCH_TENANT,
  /** The operation was reached, and did or refused what it was asked for. */
  REACHED;

  /** What an answer shows. */
  static Outcome of(Reply reply) {
    return switch (reply.status()) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 400 -> reply.body().contains("header Gantry-Tenant") ? TENANT_NEEDED : REACHED;
      case 404 -> reply.body().contains("that you belong to") ? NO_SUCH_TENANT : REACHED;
      default -> REACHED;
    };
  }
}
