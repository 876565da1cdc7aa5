package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds a container's user and groups in the container's own account files (OCISPEC-17). Immutable:
 * it holds what the files said when it was made.
 */
public final class UserLookup {
  private static final String PASSWD = "/etc/passwd";
  private static final String GROUP = "/etc/group";

  private final List<Account> accounts;
  private final List<Group> groups;

  UserLookup(AccountFiles files) {
    this.accounts = Account.parse(files.lines(PASSWD));
    this.groups = Group.parse(files.lines(GROUP));
  }

  /**
   * Reads the account files of a mounted root.
   *
   * @throws GantryException IMAGE_INVALID if they are no regular files of a reasonable size
   */
  public static UserLookup in(Path root) {
    try (SafePath path = SafePath.root(root)) {
      return new UserLookup(new RootAccountFiles(path));
    } catch (SyscallException e) {
      throw GantryException.of(e.code(), "the root file system cannot be opened", e);
    }
  }

  /** The user a container runs as: its spec's, else its image's, else root. */
  public ResolvedUser resolve(ContainerSpec spec, ImageConfig image) {
    return resolve(spec.user() == null ? image.user() : spec.user());
  }

  /**
   * Resolves {@code name|uid[:group|gid]}; absent is root.
   *
   * @throws GantryException INVALID_ARGUMENT for an unknown name or an id out of range
   */
  public ResolvedUser resolve(@Nullable String text) {
    UserExpression expression = UserExpression.parse(text);
    OptionalLong number = UserExpression.id(expression.user());
    // A number is never taken for a name: an image's user called "1000" could have the id 0.
    Optional<Account> account =
        number.isPresent()
            ? first(accounts, candidate -> candidate.uid() == number.getAsLong())
            : first(accounts, candidate -> candidate.name().equals(expression.user()));
    if (account.isEmpty() && number.isEmpty()) {
      throw unknown("user", expression.user(), PASSWD);
    }
    long uid = account.map(Account::uid).orElseGet(() -> number.orElse(0));
    String group = expression.group();
    long gid = group == null ? account.map(Account::gid).orElse(0L) : gid(group);
    return new ResolvedUser(
        uid,
        gid,
        supplementary(account, gid, group == null),
        account.map(Account::home).filter(home -> home.startsWith("/")).orElse("/"),
        account.isPresent(),
        groups.stream().anyMatch(candidate -> candidate.gid() == gid));
  }

  private List<Long> supplementary(Optional<Account> account, long gid, boolean withMemberships) {
    Set<Long> gids = new LinkedHashSet<>();
    gids.add(gid);
    if (withMemberships && account.isPresent()) {
      String name = account.get().name();
      groups.stream()
          .filter(candidate -> candidate.members().contains(name))
          .forEach(candidate -> gids.add(candidate.gid()));
    }
    return new ArrayList<>(gids);
  }

  private long gid(String group) {
    OptionalLong number = UserExpression.id(group);
    return number.isPresent()
        ? number.getAsLong()
        : first(groups, candidate -> candidate.name().equals(group))
            .orElseThrow(() -> unknown("group", group, GROUP))
            .gid();
  }

  private static <T> Optional<T> first(List<T> candidates, Predicate<T> wanted) {
    return candidates.stream().filter(wanted).findFirst();
  }

  private static GantryException unknown(String kind, String name, String file) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT,
        "%s '%s' is not in the image's %s: use a known name or a number"
            .formatted(kind, name, file));
  }
}
