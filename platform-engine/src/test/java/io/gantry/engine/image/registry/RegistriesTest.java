package io.gantry.engine.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.RepositoryPrefix;
import io.gantry.engine.image.registry.RegistryRule.Mirror;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistriesTest {
  @Test
  void asksTheRegistryItselfWithoutARule() {
    assertThat(route(Registries.DEFAULT, "registry.example/team/app:1"))
        .containsExactly(new Endpoint("registry.example", "team/app", false, true));
  }

  @Test
  void putsAMirrorInThePlaceOfThePrefix() {
    Registries registries =
        of(
            rule(
                "docker.io",
                mirror("mirror.example:5000/hub", true),
                mirror("other.example", false)));

    assertThat(route(registries, "app"))
        .containsExactly(
            new Endpoint("mirror.example:5000", "hub/library/app", true, false),
            new Endpoint("other.example", "library/app", false, false),
            new Endpoint("registry-1.docker.io", "library/app", false, true));
  }

  @Test
  void followsTheLongestPrefixThatEndsWithAPartOfTheName() {
    Registries registries =
        of(
            rule("registry.example", mirror("all.example", false)),
            rule("registry.example/team", mirror("team.example", false)));

    assertThat(hosts(registries, "registry.example/team/app")).startsWith("team.example");
    assertThat(hosts(registries, "registry.example/teams/app")).startsWith("all.example");
  }

  @Test
  void takesAListOfWhatIsNotBlocked() {
    Registries registries = of(blocked("*"), rule("registry.example"));

    assertThat(hosts(registries, "registry.example/app")).containsExactly("registry.example");
    assertThatThrownBy(() -> route(registries, "other.example/app"))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_DENIED));
  }

  @Test
  void knowsThisHostsOwnInterfaceByItsAddressOnly() {
    assertThat(route(Registries.DEFAULT, "localhost:5000/app").getFirst().insecure()).isTrue();
    assertThat(route(Registries.DEFAULT, "127.0.0.1.example:5000/app").getFirst().insecure())
        .isFalse();
  }

  @Test
  void refusesRulesThatContradictEachOther() {
    assertThatThrownBy(() -> of(rule("registry.example"), blocked("registry.example")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rule("*", mirror("mirror.example", false)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Registries of(RegistryRule... rules) {
    return new Registries(List.of(rules));
  }

  private static RegistryRule rule(String prefix, Mirror... mirrors) {
    return new RegistryRule(new RepositoryPrefix(prefix), List.of(mirrors), false, false);
  }

  private static RegistryRule blocked(String prefix) {
    return new RegistryRule(new RepositoryPrefix(prefix), List.of(), false, true);
  }

  private static Mirror mirror(String location, boolean insecure) {
    return new Mirror(new RepositoryPrefix(location), insecure);
  }

  private static List<Endpoint> route(Registries registries, String name) {
    return registries.route(ImageName.parse(name));
  }

  private static List<String> hosts(Registries registries, String name) {
    return route(registries, name).stream().map(Endpoint::host).toList();
  }
}
