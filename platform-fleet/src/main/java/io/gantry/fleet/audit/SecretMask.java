package io.gantry.fleet.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of texts for the audit log what looks like a secret, rather too much than too little.
 */
public final class SecretMask {
  /** What stands in place of a secret. */
  public static final String MASK = "***";

  private static final String SECRET_WORD =
      "passw|passphrase|secret|token|credential|cookie|private|signature|salt|dsn"
          + "|conn(?:ection)?_?str|(?:api|access|account|encryption|signing|master)[_-]?key"
          + "|[_-]key$|^key$|auth(?!or)|(?:^|[_-])pass(?:$|[_-])|(?:^|[_-])pw(?:d)?(?:$|[_-])";
  private static final Pattern SECRET_NAME = Pattern.compile(SECRET_WORD, Pattern.CASE_INSENSITIVE);
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(-{0,2}[\\w.-]+)(?:=|: )(.*)", Pattern.DOTALL);
  private static final Pattern URL_CREDENTIAL = Pattern.compile("://[^/\\s@]+@");
  private static final Pattern KNOWN_FORM =
      Pattern.compile(
          "-----BEGIN|gantry_\\w|eyJ[\\w-]+\\.|\\b(?:AKIA|ASIA)[A-Z0-9]{12}|\\bgh[pousr]_\\w|\\bglpat-"
              + "|\\bxox[abprs]-|\\bsk[-_]\\w{16}|(?i:\\b(?:bearer|basic)\\s+\\S)");
  private static final Pattern RANDOM =
      Pattern.compile("(?!/)(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[\\w+/=.-]{24,}");

  private SecretMask() {}

  /** Whether a value of this name is taken for a secret, whatever it is. */
  static boolean isSecretName(String name) {
    return SECRET_NAME.matcher(name).find();
  }

  /** The text without what looks like a secret in itself. */
  public static String of(String text) {
    if (KNOWN_FORM.matcher(text).find() || RANDOM.matcher(text).matches()) {
      return MASK;
    }
    var assignment = ASSIGNMENT.matcher(text);
    if (assignment.matches() && isSecretName(assignment.group(1))) {
      return text.substring(0, assignment.start(2)) + MASK;
    }
    return URL_CREDENTIAL.matcher(text).replaceAll("://" + MASK + "@");
  }

  /** The words of a command line; what follows an option that names a secret is masked too. */
  public static List<String> of(List<String> words) {
    List<String> masked = new ArrayList<>();
    boolean afterSecretOption = false;
    for (String word : words) {
      masked.add(afterSecretOption ? MASK : of(word));
      afterSecretOption = word.startsWith("-") && word.indexOf('=') < 0 && isSecretName(word);
    }
    return masked;
  }
}
