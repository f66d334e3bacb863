package scalebook.partitioning.scatter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;

@ExtendWith(WithLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScatterGatherTest {
  private static final int ORDERS = 1_500;
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private OrderStore store;
  private ScatterGather shards;
  private ScatterGather alone;
  private final List<Order> orders = new ArrayList<>();

  @BeforeAll
  void open(Lab lab, MySql single) throws Exception {
    store = OrderStore.create(lab, 4, 3);
    for (long id = 1; id <= ORDERS; id++) {
      orders.add(new Order(id * 3, random.nextInt(50), random.nextInt(300), 1)); // many equals
    }
    store.fill(orders);
    Shard whole = new Shard(0, single.dataSource());
    whole.createAlone();
    whole.rows().fill(orders);
    shards = new ScatterGather(store.places(), 3_000);
    alone = new ScatterGather(new Places(store.places().directory(), List.of(whole)), 3_000);
  }

  @AfterAll
  void close() {
    shards.close();
    alone.close();
    store.close();
  }

  private void asksTheSame() throws Exception {
    for (int i = 0; i < 60; i++) {
      long from = random.nextInt(ORDERS * 3);
      long to = from + random.nextInt(800) - 50;
      int k = random.nextInt(120);
      assertThat(shards.range(from, to).whole())
          .as("seed %d", seed)
          .isEqualTo(alone.range(from, to).whole());
      assertThat(shards.sum(from, to).whole())
          .as("seed %d", seed)
          .isEqualTo(alone.sum(from, to).whole());
      assertThat(shards.top(k).whole()).as("seed %d", seed).isEqualTo(alone.top(k).whole());
    }
  }

  @Test
  void answersAreThoseOfASingleDatabase() throws Exception {
    asksTheSame();
  }

  @Test
  void pagesFollowEachOtherThroughEquals() throws Exception {
    List<Order> read = new ArrayList<>(shards.top(40).whole());
    List<Order> page = read;
    while (!page.isEmpty()) {
      page = shards.after(read.get(read.size() - 1), 40).whole();
      read.addAll(page);
    }
    List<Order> sorted = new ArrayList<>(orders);
    sorted.sort(ScatterGather.MOST_EXPENSIVE_FIRST);
    assertThat(read).isEqualTo(sorted);
  }

  /**
   * The mover dies while nobody answers for the slots: that must show, and not as a shorter list.
   */
  @Test
  void slotsThatNobodyAnswersForAreMissed() throws Exception {
    Mover dying =
        new Mover(
            store.places(),
            place -> {
              if (place.equals("after-release")) {
                throw new IllegalStateException("dies here");
              }
            });
    List<Integer> slots = store.map().slotsOf(0).subList(0, 20);
    dying.plan(MovePlan.of(store.map(), new MovePlan.Move(0, 3, slots)));
    assertThatThrownBy(dying::run).hasMessage("dies here");
    Gathered<List<Order>> answer = shards.range(0, Long.MAX_VALUE);
    assertThat(answer.value()).as("what is there to see").hasSizeLessThan(ORDERS);
    assertThat(answer.complete()).as("whether the answer says that it is whole").isFalse();
    assertThatThrownBy(answer::whole).isInstanceOf(Gathered.Incomplete.class);
    new Mover(store.places(), Crash.NEVER).run();
    assertThat(shards.range(0, Long.MAX_VALUE).whole()).isEqualTo(orders);
    asksTheSame();
  }

  @Test
  void aDeadShardIsNamedAndPointReadsOfOthersGoOn() throws Exception {
    ClientLibrary points = new ClientLibrary(store.places());
    store.database(1).kill();
    try {
      Gathered<List<Order>> answer = shards.range(0, Long.MAX_VALUE);
      assertThat(answer.missing()).isEqualTo(Set.of(1));
      assertThat(answer.value())
          .isEqualTo(orders.stream().filter(o -> points.map().owner(o.id()) != 1).toList());
      assertThatThrownBy(answer::whole).hasMessageContaining("[1]");
      for (Order order : orders.subList(0, 100)) {
        if (points.map().owner(order.id()) != 1) {
          assertThat(points.find(order.id()).order()).contains(order);
        }
      }
    } finally {
      startAgain();
    }
    assertThat(shards.range(0, Long.MAX_VALUE).whole()).isEqualTo(orders);
  }

  /**
   * The first shard has answered; then a slot of it moves to the last one, which answers for it,
   * too. That another shard is dead does not make it right.
   */
  @Test
  void withADeadShardNoSlotIsCountedTwiceEither() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    List<Integer> slots = store.map().slotsOf(0).subList(0, 20);
    List<Shard> parts = new ArrayList<>(store.shards());
    parts.set(0, new Shard(0, after(parts.get(0), answered::countDown)));
    parts.set(3, new Shard(3, before(parts.get(3), () -> moveWhen(answered, slots))));
    store.database(1).kill();
    try (ScatterGather gather =
        new ScatterGather(new Places(store.places().directory(), parts), 20_000)) {
      Gathered<List<Order>> answer = gather.range(0, Long.MAX_VALUE);
      ShardMap map = store.map();
      assertThat(answer.missing()).isEqualTo(Set.of(1));
      assertThat(answer.value())
          .as("orders of all shards but the dead one, each once")
          .isEqualTo(orders.stream().filter(o -> map.owner(o.id()) != 1).toList());
    } finally {
      startAgain();
    }
  }

  /** Each of so many questions waits for the dead one; the living ones answer meanwhile. */
  @Test
  void aDeadShardTakesNoLivingOneWithIt() throws Exception {
    store.database(1).kill();
    ExecutorService askers = Tasks.executor();
    try {
      List<Future<Gathered<List<Order>>>> answers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        answers.add(askers.submit(() -> shards.range(0, 300)));
      }
      for (Future<Gathered<List<Order>>> answer : answers) {
        assertThat(answer.get().missing())
            .as("the shards that did not answer")
            .isEqualTo(Set.of(1));
      }
    } finally {
      askers.shutdownNow();
      startAgain();
    }
  }

  /** And until its pool has connected again: the next test wants an answer in time. */
  private void startAgain() throws Exception {
    store.start(1);
    await().atMost(Duration.ofSeconds(60)).until(() -> shards.range(0, Long.MAX_VALUE).complete());
  }

  private boolean moveWhen(CountDownLatch answered, List<Integer> slots) throws Exception {
    answered.await();
    Mover mover = new Mover(store.places(), Crash.NEVER);
    mover.plan(MovePlan.of(store.map(), new MovePlan.Move(0, 3, slots)));
    mover.run();
    return true;
  }

  /** Does this before its first connection is given. */
  private static DataSource before(Shard shard, Callable<Boolean> first) {
    AtomicBoolean done = new AtomicBoolean();
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          if (!done.getAndSet(true)) {
            first.call();
          }
          return method.invoke(shard.database(), arguments);
        });
  }

  /** Does this whenever a connection is given back. */
  private static DataSource after(Shard shard, Runnable then) {
    return proxy(
        DataSource.class,
        (self, unused, none) -> {
          Connection connection = shard.database().getConnection();
          return proxy(
              Connection.class,
              (same, method, arguments) -> {
                Object result = method.invoke(connection, arguments);
                if (method.getName().equals("close")) {
                  then.run();
                }
                return result;
              });
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void aCarelessOneTellsNothingAndTakesMeansOfMeans() throws Exception {
    ScatterGather.Care none = new ScatterGather.Care(false, false, true);
    try (ScatterGather careless = new ScatterGather(store.places(), 3_000, none)) {
      assertThat(careless.average(0, 300).whole()).isNotEqualTo(shards.average(0, 300).whole());
      assertThat(shards.average(0, 300).whole()).isEqualTo(alone.sum(0, 300).whole().average());
      store.database(1).kill();
      assertThat(careless.range(0, Long.MAX_VALUE).whole()).hasSizeLessThan(ORDERS);
    } finally {
      startAgain();
    }
  }

  @Test
  void anEmptyAnswerIsWholeToo() throws Exception {
    assertThat(shards.range(-10, -1).whole()).isEmpty();
    assertThat(shards.sum(-10, -1).whole()).isEqualTo(new ScatterGather.Sum(0, 0));
    assertThat(shards.sum(-10, -1).whole().average()).isZero();
    assertThat(shards.top(0).whole()).isEmpty();
  }
}
