package io.gantry.bench.tree;

/** One kind of work that is timed. */
enum TreeWork {
  IMPORT("import"),
  EXPORT("export"),
  COPY_UP("copy-up");

  private final String title;

  TreeWork(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
