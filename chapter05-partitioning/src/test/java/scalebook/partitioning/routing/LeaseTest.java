package scalebook.partitioning.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationHandler;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.store.Directory;
import scalebook.partitioning.store.Lease;
import scalebook.partitioning.store.Order;
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
    mover.plan(MovePlan.of(store.map(), new MovePlan.Move(source, 1 - source, List.of(SLOT))));
    mover.run();
  }

  @Test
  void aSlotLeavesItsOwnerOnlyWhenNoLeaseCoversIt() throws Exception {
    List<String> placesWithNewLease = new ArrayList<>();
    List<String> placesWithOldLease = new ArrayList<>();
    await().until(() -> lease().covers(SLOT)); // not at once: a machine may stand still
    Lease old = directory.lease();
    move(
        place -> {
          if (old.covers(SLOT)) {
            placesWithOldLease.add(place);
          }
          if (lease().covers(SLOT)) {
            placesWithNewLease.add(place);
          }
        });
    assertThat(placesWithOldLease).doesNotContain("before-released");
    assertThat(placesWithNewLease).as("all is over at the last one").isSubsetOf("after-deleting");
    await().until(() -> lease().covers(SLOT));
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
    long began = System.nanoTime();
    new Mover(store.places(), place -> at.put(place, System.nanoTime())).run();
    assertThat(at.get("before-fenced") - began)
        .as("nanoseconds before the fence")
        .isGreaterThan(Lease.NANOS);
  }

  /** The reader has looked at its lease, and stands still until the order has moved. */
  @Test
  void anAnswerThatCameWhenTheLeaseWasOverIsNotBelieved() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    DataSource database = heldUp(store.places().shard(source).database(), held, goOn);
    ClientLibrary reader = new ClientLibrary(store.places().with(new Shard(source, database)));
    ExecutorService one = Tasks.executor();
    try {
      Future<Optional<Order>> read = one.submit(() -> reader.find(ORDER.id()).order());
      assertThat(held.await(10, TimeUnit.SECONDS)).as("the reader is about to ask").isTrue();
      move(Crash.NEVER);
      goOn.countDown();
      assertThat(read.get()).as("what the old owner has deleted").contains(ORDER);
      assertThat(reader.refusals()).as("times that it refused").isPositive();
    } finally {
      goOn.countDown();
      one.shutdownNow();
    }
  }

  private static DataSource heldUp(DataSource database, CountDownLatch held, CountDownLatch goOn) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          held.countDown();
          goOn.await();
          return method.invoke(database, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** A move ends between what the directory is asked first and what it is asked then. */
  @Test
  void aLeaseIsNotMadeOfTwoMoments() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Directory slow = new Directory(heldUpAtTheSecond(directory.database(), held, goOn));
    ExecutorService one = Tasks.executor();
    try {
      AtomicReference<Future<Lease>> taken = new AtomicReference<>();
      move(
          place -> {
            if (place.equals("before-released")) {
              taken.set(one.submit(slow::lease));
              await().until(() -> held.getCount() == 0);
            }
          });
      goOn.countDown();
      Lease lease = taken.get().get();
      assertThat(lease.covers(SLOT) && lease.map().owner(ORDER.id()) == source)
          .as("the old map is trusted, %s", lease.map().epoch())
          .isFalse();
    } finally {
      goOn.countDown();
      one.shutdownNow();
    }
  }

  private static DataSource heldUpAtTheSecond(
      DataSource database, CountDownLatch held, CountDownLatch goOn) {
    return proxy(
        DataSource.class,
        (self, unused, none) -> {
          Connection connection = database.getConnection();
          AtomicInteger statements = new AtomicInteger();
          return proxy(
              Connection.class,
              (same, method, arguments) -> {
                if (method.getName().equals("prepareStatement")
                    && statements.incrementAndGet() == 2) {
                  held.countDown();
                  goOn.await();
                }
                return method.invoke(connection, arguments);
              });
        });
  }

  @Test
  void withoutADirectoryReadsGoOn(Lab lab) throws Exception {
    ClientLibrary reader = new ClientLibrary(store.places());
    lab.mysql("directory").kill();
    try {
      TimeUnit.NANOSECONDS.sleep(Lease.SURELY_OVER_NANOS); // until the reader has none
      assertThat(reader.find(ORDER.id()).order())
          .as("the first, which asks for a lease")
          .contains(ORDER);
      assertThat(reader.find(ORDER.id()).order()).as("one after it").contains(ORDER);
    } finally {
      lab.mysql("directory").start();
    }
  }
}
