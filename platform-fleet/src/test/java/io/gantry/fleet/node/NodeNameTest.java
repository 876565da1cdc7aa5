package io.gantry.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeNameTest {
  @ParameterizedTest
  @CsvSource({
    "web-1.example.org, web-1.example.org",
    "'../../etc', etc",
    "'a b/c', a-b-c",
    "'', node",
    "'---', node"
  })
  void isSafeWhateverTheHostIsCalled(String host, String name) {
    assertThat(NodeName.of(host)).isEqualTo(name);
  }
}
