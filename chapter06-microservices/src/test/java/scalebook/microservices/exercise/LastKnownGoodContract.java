package scalebook.microservices.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.InSteps;
import scalebook.book.exercise.Steps;
import scalebook.book.exercise.Thrown;
import scalebook.microservices.exercise.LastKnownGood.Listing;
import scalebook.microservices.exercise.LastKnownGood.Registry;

@InSteps
abstract class LastKnownGoodContract extends Contract {
  interface Answer {
    void refresh();

    Set<String> instances();

    long ageMillis();
  }

  Answer answer(Registry registry, LongSupplier clock) {
    return answer(Answer.class, LastKnownGood.class, registry, clock);
  }

  private final AtomicLong now = new AtomicLong();
  private Registry says;

  private Answer client() {
    return answer(() -> says.ask(), now::get);
  }

  private static Listing listing(long epoch, long revision, String... instances) {
    return new Listing(epoch, revision, Set.of(instances));
  }

  private void refresh(Answer client, long epoch, long revision, String... instances) {
    says = () -> listing(epoch, revision, instances);
    client.refresh();
  }

  @Test
  @Order(1)
  void whatTheRegistrySaysIsKnown() {
    Answer client = client();
    refresh(client, 1, 7, "a", "b");
    assertThat(client.instances()).containsExactlyInAnyOrder("a", "b");
    refresh(client, 1, 8, "b", "c", "d");
    assertThat(client.instances()).as("a has left").containsExactlyInAnyOrder("b", "c", "d");
  }

  @Test
  @Order(2)
  void beforeAnyListingNobodyKnows() {
    Answer client = client();
    assertThat(Thrown.by(client::instances))
        .as("before the first listing: not known is not empty")
        .isInstanceOf(IllegalStateException.class);
    assertThat(Thrown.by(client::ageMillis)).isInstanceOf(IllegalStateException.class);
    says =
        () -> {
          throw new IOException("dead");
        };
    client.refresh();
    assertThat(Thrown.by(client::instances))
        .as("the registry has not answered")
        .isInstanceOf(IllegalStateException.class);
    refresh(client, 1, 1);
    assertThat(client.instances()).as("the first listing, in which there is nobody").isEmpty();
    refresh(client, 1, 2, "a");
    assertThat(client.instances()).containsExactly("a");
  }

  @Test
  @Order(3)
  void aDeadRegistryChangesNothing() {
    Answer client = client();
    refresh(client, 1, 7, "a", "b");
    for (Exception trouble :
        new Exception[] {new IOException("dead"), new IllegalStateException("no JSON")}) {
      says =
          () -> {
            if (trouble instanceof IOException io) {
              throw io;
            }
            throw (RuntimeException) trouble;
          };
      assertThat(Thrown.by(client::refresh)).as("what a refresh throws").isNull();
      assertThat(client.instances())
          .as("instances after %s: calls go on", trouble)
          .containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  @Order(4)
  void anOlderListingIsDropped() {
    Answer client = client();
    refresh(client, 5, 7, "a", "b");
    refresh(client, 5, 6, "z");
    assertThat(client.instances()).as("revision 6 came after 7").doesNotContain("z");
    refresh(client, 4, 9, "z");
    assertThat(client.instances()).as("a registry that was replaced answers").doesNotContain("z");
    refresh(client, 5, 10, "c");
    assertThat(client.instances()).as("revision 10 is newer than 7").containsExactly("c");
  }

  @Test
  @Order(5)
  void afterARestartSmallRevisionsAreNew() {
    Answer client = client();
    refresh(client, 1, 900, "a", "b");
    refresh(client, 2, 3, "b", "c");
    assertThat(client.instances())
        .as("revision 3 of the registry's next epoch: or nothing would ever be new again")
        .containsExactlyInAnyOrder("b", "c");
    refresh(client, (1L << 32) + 1, 1L << 40, "d");
    assertThat(client.instances()).as("an epoch that is no int").containsExactly("d");
  }

  @Test
  @Order(6)
  void anEmptyListingIsDroppedAltogether() {
    Answer client = client();
    refresh(client, 1, 7, "a", "b");
    refresh(client, 2, 1);
    assertThat(client.instances())
        .as("a registry that has just started knows nobody: they are still there")
        .containsExactlyInAnyOrder("a", "b");
    refresh(client, 1, 8, "a");
    assertThat(client.instances()).as("what was dropped makes nothing old").containsExactly("a");
  }

  @Test
  @Order(7)
  void itsAgeCountsFromTheQuestion() {
    Answer client = client();
    now.set(5_000);
    says =
        () -> {
          now.addAndGet(800);
          return listing(1, 7, "a");
        };
    client.refresh();
    assertThat(client.ageMillis()).as("the answer was under way for 800 ms").isEqualTo(800);
    now.set(7_000);
    assertThat(client.ageMillis()).as("asked for at 5,000, now it is 7,000").isEqualTo(2_000);
  }

  @Test
  @Order(8)
  void onlyWhatIsTakenOrTheSameMakesItYounger() {
    Answer client = client();
    refresh(client, 2, 7, "a");
    now.set(1_000);
    says =
        () -> {
          throw new IOException("dead");
        };
    client.refresh();
    refresh(client, 2, 6, "a");
    refresh(client, 2, 8);
    assertThat(client.ageMillis())
        .as("after an exception, an older listing and an empty one")
        .isEqualTo(1_000);
    refresh(client, 2, 7, "a");
    assertThat(client.ageMillis()).as("the registry says: still the same").isZero();
    says =
        () -> {
          now.set(1_400);
          refresh(client, 2, 7, "a");
          return listing(2, 7, "a");
        };
    client.refresh();
    assertThat(client.ageMillis()).as("the earlier question was answered last").isZero();
    says =
        () -> {
          now.set(2_000);
          refresh(client, 2, 8, "a");
          return listing(2, 9, "b");
        };
    client.refresh();
    assertThat(client.instances()).as("an earlier question, a newer answer").containsExactly("b");
    assertThat(client.ageMillis()).as("asked for at 1,400, now it is 2,000").isEqualTo(600);
  }

  @Test
  @Order(9)
  void whatWasGivenDoesNotChange() {
    Answer client = client();
    Set<String> registrys = new HashSet<>(Set.of("a", "b"));
    says = () -> new Listing(1, 1, registrys);
    client.refresh();
    Set<String> given = client.instances();
    registrys.add("z");
    assertThat(client.instances()).as("the registry's own set grew").doesNotContain("z");
    refresh(client, 1, 2, "c");
    assertThat(given).as("what was given before").containsExactlyInAnyOrder("a", "b");
    Thrown.by(() -> client.instances().clear());
    assertThat(client.instances()).as("a caller emptied his set, or could not").hasSize(1);
  }

  @Test
  @Order(10)
  void aHangingRegistryStopsNobody() throws InterruptedException {
    Answer client = client();
    refresh(client, 1, 7, "a");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    says =
        () -> {
          asked.countDown();
          await(answer);
          return listing(1, 8, "late");
        };
    Thread refresh = started(client::refresh);
    await(asked);
    says = () -> listing(1, 9, "new");
    AtomicReference<Set<String>> read = new AtomicReference<>();
    started(
            () -> {
              client.refresh();
              read.set(client.instances());
            })
        .join(3_000);
    Set<String> meanwhile = read.get();
    answer.countDown();
    refresh.join(3_000);
    assertThat(meanwhile)
        .as("instances while another refresh hangs: nobody waits for it")
        .containsExactly("new");
    assertThat(client.instances())
        .as("the answer that hung has come, older than what is here")
        .containsExactly("new");
  }

  private static Thread started(Runnable run) {
    Thread thread = new Thread(run);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).as("refresh asks the registry").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One is stopped at each of its steps while the other one runs. */
  @Test
  @Order(11)
  void twoRefreshesMeet() throws Throwable {
    for (long first : new long[] {8, 9}) {
      Steps.all(
          steps -> {
            Answer client = client();
            now.set(0);
            refresh(client, 1, 7, "a");
            says =
                () ->
                    Thread.currentThread().getName().equals("second")
                        ? listing(1, 17 - first, "r" + (17 - first))
                        : listing(1, first, "r" + first);
            steps.meet(
                client::refresh,
                () -> {
                  Thread.currentThread().setName("second");
                  now.set(100);
                  client.refresh();
                });
            assertThat(client.instances())
                .as("revisions 8 and 9 came at once, the second after step %d", steps.after())
                .containsExactly("r9");
            assertThat(client.ageMillis())
                .as("age of revision 9, asked for at 100 by the second: step %d", steps.after())
                .isBetween(0L, first == 8 ? 0L : 100L);
          });
    }
  }
}
