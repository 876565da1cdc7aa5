package io.gantry.engine.hostile;

/**
 * A row of the table.
 *
 * @param planted what somebody has put there
 * @param operation what the engine does
 * @param expected what comes of it, besides that nothing of the host is changed or told
 * @param limits what it may take
 */
public record Case(
    String planted, Plant plant, String operation, Act act, Expected expected, Limits limits) {

  /** Puts something there, before anybody looks. */
  @FunctionalInterface
  public interface Plant {
    void in(Ground ground) throws Exception;
  }

  /** Begins a row. */
  public static Planted planted(String what, Plant plant) {
    return new Planted(what, plant);
  }

  /** Begins a row where the operation itself brings what is hostile. */
  public static Planted given(String what) {
    return new Planted(what, ground -> {});
  }

  /** A row of which only the first column is known. */
  public record Planted(String what, Plant plant) {
    public Tried when(String operation, Act act) {
      return new Tried(this, operation, act);
    }
  }

  /** A row whose end is not known yet. */
  public record Tried(Planted planted, String operation, Act act) {
    public Case then(Expected expected) {
      return new Case(planted.what(), planted.plant(), operation, act, expected, Limits.DEFAULT);
    }
  }

  /** The same with other limits. */
  public Case within(Limits other) {
    return new Case(planted, plant, operation, act, expected, other);
  }

  /** Plays it on a fresh ground. */
  public void play(Ground ground) throws Exception {
    plant.in(ground);
    Outcome outcome = new Watch(ground, limits).during(act);
    expected.check().of(ground, outcome);
  }

  /** The row as one reads it. */
  @Override
  public String toString() {
    return "%s: %s -> %s".formatted(planted, operation, expected.words());
  }
}
