package scalebook.partitioning.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.lab.Tasks;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.store.Directory;
import scalebook.partitioning.store.Lease;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderStore;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.Slots;

/** Reads that do not ask the owner, while slots move. */
@ExtendWith(WithLab.class)
class LeaseTest {
  private static final Order ORDER = new Order(1, 7, 500, 1);
  private static final int SLOT = Slots.of(ORDER.id());

  private OrderStore store;
  private Directory directory;
  private int source;

  @BeforeEach
  void open(Lab lab) throws Exception {
    store = OrderStore.create(lab, 2, 2);
    store.fill(List.of(ORDER));
    directory = store.places().directory();
    source = directory.newest().owner(ORDER.id());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void move(Crash hook) throws Exception {
    Mover mover = new Mover(store.places(), hook);
    mover.plan(List.of(new MovePlan.Move(source, 1 - source, List.of(SLOT))));
    mover.run();
  }

  @Test
  void aSlotLeavesItsOwnerOnlyWhenNoLeaseCoversIt() throws Exception {
    List<String> placesWithNewLease = new ArrayList<>();
    List<String> placesWithOldLease = new ArrayList<>();
    Lease old = directory.lease();
    assertThat(old.covers(SLOT)).as("before anything is planned").isTrue();
    move(
        place -> {
          if (old.covers(SLOT)) {
            placesWithOldLease.add(place);
          }
          if (lease().covers(SLOT)) {
            placesWithNewLease.add(place);
          }
        });
    assertThat(placesWithOldLease).contains("before-planned").doesNotContain("before-released");
    assertThat(placesWithNewLease).as("all is over at the last one").containsOnly("after-deleting");
    assertThat(directory.lease().covers(SLOT)).isTrue();
    assertThat(directory.lease().map().owner(ORDER.id())).isEqualTo(1 - source);
  }

  private Lease lease() {
    try {
      return directory.lease();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** It cannot know when the plan was made. */
  @Test
  void aMoverThatTakesOverOutlivesAllLeases() throws Exception {
    assertThatThrownBy(
            () ->
                move(
                    place -> {
                      if (place.equals("before-catching-up")) {
                        throw new IllegalStateException("dies " + place);
                      }
                    }))
        .hasMessageStartingWith("dies");
    Map<String, Long> at = new HashMap<>();
    new Mover(store.places(), place -> at.put(place, System.nanoTime())).run();
    assertThat(at.get("before-fenced") - at.get("before-catching-up"))
        .as("nanoseconds before the fence")
        .isGreaterThan(Lease.NANOS);
  }

  /** The reader has its row, and stands still until the order has moved and changed. */
  @Test
  void anAnswerThatCameWhenTheLeaseWasOverIsNotBelieved() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Shard> shards = new ArrayList<>(store.places().shards());
    DataSource database = shards.get(source).database();
    shards.set(source, new Shard(source, slowToGiveBack(database, held, goOn)));
    ClientLibrary reader = new ClientLibrary(directory, shards);
    ClientLibrary writer = new ClientLibrary(directory, store.places().shards());
    ExecutorService one = Tasks.executor();
    try {
      Future<Optional<Order>> read = one.submit(() -> reader.find(ORDER.id()).order());
      assertThat(held.await(10, TimeUnit.SECONDS)).as("the reader has seen the row").isTrue();
      move(Crash.NEVER);
      assertThat(writer.add(ORDER.id(), 11)).isTrue();
      goOn.countDown();
      assertThat(read.get()).contains(new Order(1, 7, 511, 2));
      assertThat(reader.refusals()).as("times that the old owner refused").isPositive();
    } finally {
      goOn.countDown();
      one.shutdownNow();
    }
  }

  private static DataSource slowToGiveBack(
      DataSource database, CountDownLatch held, CountDownLatch goOn) {
    return proxy(
        DataSource.class,
        database,
        (method, result) -> {
          if (result instanceof Connection connection) {
            return proxy(
                Connection.class,
                connection,
                (name, value) -> {
                  if (name.equals("close")) {
                    held.countDown();
                    goOn.await();
                  }
                  return value;
                });
          }
          return result;
        });
  }

  @FunctionalInterface
  private interface After {
    Object call(String method, Object result) throws InterruptedException;
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return after.call(method.getName(), method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Test
  void withoutADirectoryReadsGoOn(Lab lab) throws Exception {
    ClientLibrary reader = new ClientLibrary(directory, store.places().shards());
    lab.mysql("directory").kill();
    try {
      TimeUnit.NANOSECONDS.sleep(Lease.SURELY_OVER_NANOS);
      assertThat(reader.find(ORDER.id()).order())
          .as("the first, which asks for a lease")
          .contains(ORDER);
      assertThat(reader.find(ORDER.id()).order()).as("one after it").contains(ORDER);
    } finally {
      lab.mysql("directory").start();
    }
  }
}
