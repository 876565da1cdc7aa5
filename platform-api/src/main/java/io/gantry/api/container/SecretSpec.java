package io.gantry.api.container;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret a container gets (rules SECRETS-1 to SECRETS-5). The spec names it; what it holds is in
 * the node's sealed store only.
 *
 * @param name of the tenant's secret on the node, a plain file name
 * @param kind how the container meets it
 * @param target absolute path, or name below {@code /run/secrets}, or name of the variable; absent
 *     is the secret's name
 * @param uid owner of the file inside the container
 * @param gid group of the file inside the container
 * @param mode permissions of the file, octal; absent is 0444
 */
public record SecretSpec(
    String name, Kind kind, @Nullable String target, long uid, long gid, @Nullable String mode) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");
  private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.-]{0,127}");
  private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");
  private static final long LARGEST_ID = 0xffff_fffeL;
  private static final int OCTAL = 8;
  private static final int DEFAULT_MODE = 0444;

  /** How a container meets a secret. */
  public enum Kind {
    MOUNT,
    ENVIRONMENT
  }

  public SecretSpec(
      String name,
      @Nullable Kind kind,
      @Nullable String target,
      long uid,
      long gid,
      @Nullable String mode) {
    this.name = name;
    this.kind = kind == null ? Kind.MOUNT : kind;
    this.target = target;
    this.uid = uid;
    this.gid = gid;
    this.mode = mode;
    requireName(name);
    require(uid >= 0 && uid <= LARGEST_ID, "secrets.uid is a user id");
    require(gid >= 0 && gid <= LARGEST_ID, "secrets.gid is a group id");
    require(mode == null || MODE.matcher(mode).matches(), "secrets.mode is three octal digits");
    requireTarget();
  }

  /** The secret as a file of its name. */
  public static SecretSpec mounted(String name) {
    return new SecretSpec(name, Kind.MOUNT, null, 0, 0, null);
  }

  /** The secret as a variable. */
  public static SecretSpec variable(String name, String variable) {
    return new SecretSpec(name, Kind.ENVIRONMENT, variable, 0, 0, null);
  }

  /**
   * Refuses what cannot be the name of a secret: it becomes the name of a file (SECRETS-3).
   *
   * @throws IllegalArgumentException for such a name
   */
  public static void requireName(@Nullable String name) {
    require(
        name != null && NAME.matcher(name).matches(),
        "a secret's name begins with a letter or digit and has up to 128 letters, digits, '_', '.'"
            + " or '-'");
  }

  /** Name of the variable, or absolute path of the file inside the container. */
  public String destination() {
    String wanted = target == null ? name : target;
    return kind == Kind.ENVIRONMENT || wanted.startsWith("/") ? wanted : "/run/secrets/" + wanted;
  }

  /** The file's permissions. */
  public int permissions() {
    return mode == null ? DEFAULT_MODE : Integer.parseInt(mode, OCTAL);
  }

  private void requireTarget() {
    if (kind == Kind.ENVIRONMENT) {
      require(
          VARIABLE.matcher(destination()).matches(), "secrets.target is the name of a variable");
    } else {
      boolean absolute = destination().equals(target);
      require(
          absolute
              ? isPlainPath(destination())
              : NAME.matcher(target == null ? name : target).matches(),
          "secrets.target is an absolute path without '..' or a plain name");
    }
  }

  private static boolean isPlainPath(String path) {
    return path.chars().noneMatch(Character::isISOControl)
        && java.util.Arrays.stream(path.split("/", -1)).noneMatch(".."::equals)
        && !path.endsWith("/");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
