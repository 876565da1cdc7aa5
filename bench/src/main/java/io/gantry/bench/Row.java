package io.gantry.bench;

/** One kind of work that is timed. */
enum Row {
  CREATE_START_BRIDGE("create and start, bridge"),
  CREATE_START_USED_BRIDGE("create and start, bridge in use"),
  CREATE_START_NONE("create and start, no network"),
  START_ALONE("start alone, 300 ms after create"),
  DEATH_TO_ANSWER("death of the process to the answer of wait"),
  STOP("stop with no grace"),
  REMOVE("forced remove of a running one");

  private final String title;

  Row(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
