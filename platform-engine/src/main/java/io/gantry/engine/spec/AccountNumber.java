package io.gantry.engine.spec;

/** Numbers in the account files of an image, which nobody has checked. */
final class AccountNumber {
  private static final int LONGEST = 10;

  private AccountNumber() {}

  /** The id a field holds, or -1 if it holds none the runtime would take. */
  static long parse(String field) {
    if (field.isEmpty()
        || field.length() > LONGEST
        || !field.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    long id = Long.parseLong(field);
    return id > UserExpression.MAXIMUM_ID ? -1 : id;
  }
}
