package io.gantry.web.matrix;

/** One request of the matrix. */
record Cell(Operation operation, Subject subject, Credential credential, Target target) {
  @Override
  public String toString() {
    return "%s as %s with %s on %s".formatted(operation, subject, credential, target);
  }
}
