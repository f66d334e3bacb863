package scalebook.partitioning.stage.engines;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.lab.Lab;
import scalebook.lab.control.Verbs;
import scalebook.partitioning.stage.OrderStore;

@Timeout(120)
class ClusterDeskTest {
  private final Map<String, Verbs.Verb> verbs = new LinkedHashMap<>();

  private Object say(String line) throws Exception {
    List<String> words = List.of(line.split(" "));
    return verbs.get(words.get(0)).run(words.subList(1, words.size()));
  }

  @Test
  void slotsMoveAndAReplicaTakesOver() throws Exception {
    try (Lab lab = Lab.open()) {
      ClusterDesk desk = new ClusterDesk(lab, OrderStore.orders(300));
      desk.verbs((example, does, verb) -> verbs.put(example.split(" ")[0], verb));
      assertThat(desk.ready()).matches("ready REDISCLI_AUTH=\\w+ redis-cli -c -p \\d+");
      assertThat(say("move node1 node4 100")).isEqualTo("100 slots of node1 are at node4");
      assertThat(part(desk, 4).slots()).isEqualTo(100);
      assertThat(part(desk, 1).slots()).isEqualTo(3_996);
      await().atMost(40, SECONDS).until(() -> part(desk, 5).role().equals("replica of node0"));
      assertThatThrownBy(() -> say("move node1 node5 1")).hasMessage("node5 is no master");
      assertThatThrownBy(() -> say("kill node9")).hasMessage("there is no node9");
      long keys = part(desk, 0).keys();
      assertThat(keys).isPositive();
      await().atMost(40, SECONDS).until(() -> part(desk, 5).keys() == keys); // it has them, too
      say("kill node0");
      await().atMost(40, SECONDS).until(() -> part(desk, 5).slots() == 4_096);
      assertThat(part(desk, 5).keys()).isEqualTo(keys);
      assertThat(part(desk, 0).up()).isFalse();
      say("start node0");
      await().atMost(40, SECONDS).until(() -> part(desk, 0).role().equals("replica of node5"));
    }
  }

  private static ClusterDesk.Part part(ClusterDesk desk, int node) {
    return ((ClusterDesk.State) desk.status()).nodes().get(node);
  }
}
