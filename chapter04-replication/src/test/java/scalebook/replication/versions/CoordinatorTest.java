package scalebook.replication.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scalebook.replication.node.Refused;

class CoordinatorTest {
  private static final Choice ONE = Choice.AP.hints(false).repair(false);

  private final Map<String, MemoryStore> copies =
      Map.of("a", new MemoryStore(), "b", new MemoryStore(), "c", new MemoryStore());
  private final Set<String> away = ConcurrentHashMap.newKeySet();
  private final Coordinator coordinator =
      new Coordinator("a", Map.of("a", way("a"), "b", way("b"), "c", way("c")));

  @AfterEach
  void close() {
    await().until(() -> coordinator.underWay() == 0);
    coordinator.close();
  }

  private Store way(String name) {
    return new Store() {
      @Override
      public Cell get(String key) throws IOException {
        return there().get(key);
      }

      @Override
      public Cell put(String key, Cell cell, boolean siblings) throws IOException {
        return there().put(key, cell, siblings);
      }

      private MemoryStore there() throws IOException {
        if (away.contains(name)) {
          throw new IOException(name + " is away");
        }
        return copies.get(name);
      }
    };
  }

  private String at(String node) {
    return copies.get(node).get("k").newest().orElse("nothing");
  }

  private String read(Choice choice) throws IOException {
    return coordinator.read("k", choice).newest().orElse("nothing");
  }

  @Test
  void aMinorityRefusesAndHasWrittenNothing() throws IOException {
    away.addAll(Set.of("b", "c"));
    assertThatThrownBy(() -> coordinator.write("k", "1", Choice.CP)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> coordinator.read("k", Choice.CP)).isInstanceOf(Refused.class);
    assertThat(at("a")).isEqualTo("nothing");
    coordinator.write("k", "2", Choice.AP);
    assertThat(read(Choice.AP)).as("any one node answers").isEqualTo("2");
  }

  @Test
  void aMajorityAnswersWithoutTheThird() throws IOException {
    away.add("b");
    coordinator.write("k", "1", Choice.CP);
    assertThat(at("c")).isEqualTo("1");
    assertThat(read(Choice.CP)).isEqualTo("1");
  }

  @Test
  void whatIsReadAtAMajorityIsAtAMajorityThen() throws IOException {
    coordinator.write("k", "1", ONE.writes(3));
    copies.get("c").put("k", newer("2"), true);
    away.add("b");
    assertThat(read(Choice.CP)).as("c has a newer one").isEqualTo("2");
    assertThat(at("a")).as("before the read was answered").isEqualTo("2");
  }

  private Cell newer(String value) {
    VersionVector vector = copies.get("a").get("k").known().with("c", 1);
    return new Cell(List.of(new Cell.Version(vector, "c", value)));
  }

  @Test
  void aHintIsDeliveredWhenTheCopyIsBack() throws IOException {
    away.add("b");
    coordinator.write("k", "1", Choice.AP);
    await().until(() -> coordinator.hints() == 1);
    assertThat(at("b")).isEqualTo("nothing");
    away.clear();
    await().untilAsserted(() -> assertThat(at("b")).isEqualTo("1"));
    await().until(() -> coordinator.hints() == 0);
  }

  @Test
  void withoutHintsACopyMissesWhatItWasNotTold() throws IOException {
    away.add("b");
    coordinator.write("k", "1", ONE);
    await().until(() -> at("c").equals("1"));
    assertThat(coordinator.hints()).isZero();
    away.clear();
    assertThat(read(ONE.reads(3))).isEqualTo("1");
    assertThat(at("b")).as("no repair either").isEqualTo("nothing");
    read(ONE.repair(true));
    await().untilAsserted(() -> assertThat(at("b")).as("repaired by a read").isEqualTo("1"));
  }

  @Test
  void aSloppyQuorumCountsHints() throws IOException {
    away.addAll(Set.of("b", "c"));
    coordinator.write("k", "1", Choice.CP.sloppy(true));
    await().until(() -> coordinator.hints() == 2);
    assertThat(read(Choice.CP.sloppy(true).repair(false))).isEqualTo("1");
  }

  @Test
  void aWriteCoversWhatItsNodeKnew() throws IOException {
    coordinator.write("k", "1", Choice.AP.writes(3));
    coordinator.write("k", "2", Choice.AP.writes(3));
    for (String node : copies.keySet()) {
      assertThat(copies.get(node).get("k").values()).as("at %s", node).containsExactly("2");
    }
  }
}
