package scalebook.replication.stage.versus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SwitchingTest {
  private final List<String> connected = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final Set<String> dead = new TreeSet<>();

  /** Any type of JDBC: a statement can be made, and its update is done, unless the node is dead. */
  private <T> T fake(String node, Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (type == Connection.class && method.getName().equals("close")) {
                closed.add(node);
              } else if (dead.contains(node)) {
                throw new SQLException(node + " is dead");
              }
              return switch (method.getName()) {
                case "prepareStatement" -> fake(node, PreparedStatement.class);
                case "executeUpdate" -> 1;
                default -> null;
              };
            }));
  }

  private Switching.Node node(String name) {
    return () -> {
      connected.add(name);
      if (dead.contains(name)) {
        throw new SQLException(name + " refuses");
      }
      return fake(name, Connection.class);
    };
  }

  @Test
  void aClientStaysWithANodeThatAnswersAndLeavesOneThatFailsForTheNext() throws Exception {
    try (Switching client = new Switching(List.of(node("a"), node("b"), node("c")))) {
      client.write(1);
      client.write(2);
      assertThat(connected).as("one connection for many writes").containsExactly("a");
      dead.addAll(Set.of("a", "b"));
      assertThatThrownBy(() -> client.write(3)).hasMessage("a is dead");
      assertThatThrownBy(() -> client.write(4)).hasMessage("b refuses");
      client.write(5);
      client.write(6);
      assertThat(connected).containsExactly("a", "b", "c");
      dead.add("c");
      dead.remove("a");
      assertThatThrownBy(() -> client.write(7)).hasMessage("c is dead");
      client.write(8);
      assertThat(connected).as("and begins anew behind the last").endsWith("c", "a");
      assertThat(closed).as("none is left open at a server").containsExactly("a", "c");
    }
    assertThat(closed).endsWith("a");
  }
}
