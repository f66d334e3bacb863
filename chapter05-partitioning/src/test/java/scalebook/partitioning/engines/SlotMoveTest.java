package scalebook.partitioning.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.JedisClusterCRC16;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.stage.engines.RedisCluster;
import scalebook.partitioning.store.Order;

@ExtendWith(WithLab.class)
class SlotMoveTest {
  private static final AtomicReference<RedisCluster> CLUSTER = new AtomicReference<>();
  private static final int KEYS = 45; // more than two batches
  private static int tags;

  private final String tag = "{tag" + tags++ + "}"; // a slot of its own for each test
  private final int slot = JedisClusterCRC16.getSlot(tag);
  private RedisCluster cluster;
  private RedisNode source;
  private RedisNode target;

  @BeforeEach
  void three(Lab lab) {
    cluster = CLUSTER.updateAndGet(made -> made == null ? joined(lab) : made);
    String owner = cluster.nodes().get(0).map().owner(slot).orElseThrow().id();
    source = cluster.nodes().stream().filter(node -> node.id().equals(owner)).findFirst().get();
    target = cluster.nodes().get(2);
  }

  private static RedisCluster joined(Lab lab) {
    RedisCluster made = new RedisCluster(lab, 2, 1, 0);
    made.join();
    return made;
  }

  private SlotMove mover(boolean asks, Crash crash) {
    return new SlotMove(cluster.nodes(), asks, crash);
  }

  @Test
  void allKeysGoOverAndEveryMasterKnowsTheNewOwner() {
    try (RedisClusterClient client = cluster.client(0, 5)) {
      IntStream.range(0, KEYS).forEach(i -> client.set(tag + i, "value" + i));
      mover(true, Crash.NEVER).move(List.of(slot), source, target);
      for (RedisNode node : cluster.nodes()) {
        assertThat(node.map().owner(slot)).map(ClusterMap.Member::id).contains(target.id());
      }
      try (Jedis there = target.connect();
          Jedis gone = source.connect()) {
        IntStream.range(0, KEYS)
            .forEach(i -> assertThat(there.get(tag + i)).isEqualTo("value" + i));
        assertThat(gone.clusterCountKeysInSlot(slot)).isZero();
        assertThatThrownBy(() -> gone.get(tag + 1)).isInstanceOf(JedisMovedDataException.class);
      }
    }
  }

  @Test
  void inTheMiddleTheSourceAsksAndAClientFollows() {
    assertThat(counted(true, true)).as("after ASK").isEqualTo(11);
  }

  @Test
  void withoutAskAWriteBesideTheMoveIsOverwritten() {
    assertThat(counted(false, false)).as("ten were there, one came meanwhile").isNotEqualTo(11);
  }

  /** Ten increments, a move, and one more in its middle. */
  private long counted(boolean asks, boolean redirected) {
    List<String> said = new ArrayList<>();
    try (RedisClusterClient client = cluster.client(0, 5)) {
      IntStream.range(0, 10).forEach(i -> client.incr(tag));
      Crash middle =
          Crash.when(
              "after-keys",
              () -> {
                try (Jedis plain = source.connect()) {
                  plain.get(tag);
                } catch (JedisAskDataException ask) {
                  said.add("ASK");
                }
                client.incr(tag);
              });
      mover(asks, middle).move(List.of(slot), source, target);
      assertThat(said.contains("ASK")).as("the source answered ASK").isEqualTo(redirected);
      return Long.parseLong(client.get(tag));
    }
  }

  @Test
  void ordersAreFoundByKeyAndByAnIndexOfOurOwn() {
    try (RedisClusterClient client = cluster.client(0, 5)) {
      RedisOrders orders = new RedisOrders(client, "");
      Order cheap = new Order(1, 7, 5, 1);
      Order dear = new Order(2, 7, 9, 1);
      Order equal = new Order(3, 8, 9, 2);
      orders.fill(List.of(cheap, dear, equal));
      assertThat(orders.find(3)).contains(equal);
      assertThat(orders.find(4)).isEmpty();
      assertThat(orders.range(1, 2)).containsExactly(cheap, dear);
      assertThat(orders.page(0, 2)).as("the dearest, by id").containsExactly(dear, equal);
      assertThat(orders.page(2, 5)).containsExactly(cheap);
    }
  }

  @Test
  void oneCommandTakesKeysOfOneSlotOnly() {
    assertThat(cluster.together("ada:name", "ada:city")).isFalse();
    assertThat(cluster.together("{ada}:name", "{ada}:city")).isTrue();
  }
}
