package scalebook.microservices.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private final AtomicLong clock = new AtomicLong();
  private final Leases leases = new Leases(new Timing(1_000, 300), clock::get, 100);

  private Thread watcher;

  private void passes(long millis) {
    clock.addAndGet(millis * 1_000_000);
  }

  private void register(Instance instance) {
    leases.register(instance, "process of " + instance.name(), 0);
  }

  private Leases.Standing renew(int number) {
    return leases.renew(order(number).name(), leases.idOf("order-" + number, 4_000 + number));
  }

  private static Instance order(int number) {
    return Instance.of("order", "order-" + number, 4_000 + number);
  }

  @Test
  void aLeaseEndsWithoutRenewal() {
    for (int i = 1; i <= 3; i++) {
      register(order(i));
    }
    passes(800);
    renew(1);
    renew(2);
    passes(800);
    assertThat(leases.expire()).containsExactly(order(3));
    assertThat(leases.list("order").instances()).containsExactly(order(1), order(2));
    assertThat(renew(3)).as("was dropped: must register").isEqualTo(Leases.Standing.UNKNOWN);
  }

  @Test
  void whenMostAreLateNobodyIsDroppedButNotForEver() {
    for (int i = 1; i <= 4; i++) {
      register(order(i));
    }
    passes(1_500);
    assertThat(leases.expire()).as("all four are late: it is rather us").isEmpty();
    assertThat(leases.panics()).isTrue();
    for (int i = 0; i < 84; i++) {
      passes(100);
      assertThat(leases.expire()).isEmpty();
    }
    passes(200);
    assertThat(leases.expire()).as("after ten leases they are dead").hasSize(4);
  }

  @Test
  void whileTheRegistryItselfStoodStillNobodysTimePasses() {
    for (int i = 1; i <= 3; i++) {
      register(order(i));
    }
    assertThat(leases.expire()).isEmpty();
    passes(5_000);
    renew(1); // it is the first to be heard again
    renew(2);
    assertThat(leases.expire()).as("the third is still in the queue").isEmpty();
    passes(100);
    renew(2);
    for (int i = 0; i < 10; i++) {
      passes(100);
      renew(2);
      leases.expire();
    }
    assertThat(leases.list("order").instances())
        .as("one lease later only who renewed is there")
        .containsExactly(order(2));
  }

  @Test
  void everyChangeHasANewNumber() throws Exception {
    long before = leases.list("order").index();
    register(order(1));
    long after = leases.list("order").index();
    assertThat(after).isGreaterThan(before);
    register(order(1));
    assertThat(leases.list("order").index()).as("the same again is no change").isEqualTo(after);
    register(new Instance("order", "order-1", 5_000, "2", Set.of("blue")));
    assertThat(leases.await("order", after, 0).instances().get(0).tags()).containsExactly("blue");
  }

  @Test
  void aRemovedInstanceDoesNotComeBackByItself() {
    long id = leases.register(order(1), "first", 0).orElseThrow();
    leases.deregister("order-1", id);
    passes(100_000);
    assertThat(leases.register(order(1), "first", id))
        .as("the same process, which slept and does not know yet")
        .isEmpty();
    assertThat(leases.register(order(1), "second", 0))
        .as("a new process under the name, even at the port")
        .isPresent();
  }

  @Test
  void anOlderRegistrationNeitherRenewsNorLeavesNorComesBack() {
    long old = leases.register(order(1), "old", 0).orElseThrow();
    Instance next = Instance.of("order", "order-1", 5_001);
    long fresh = leases.register(next, "fresh", 0).orElseThrow();
    assertThat(fresh).as("a fencing token grows").isGreaterThan(old);
    assertThat(leases.renew("order-1", old)).isEqualTo(Leases.Standing.SUCCEEDED);
    assertThat(leases.deregister("order-1", old)).isEmpty();
    assertThat(leases.register(order(1), "old", old)).isEmpty();
    assertThat(leases.list("order").instances()).containsExactly(next);
    assertThat(leases.renew("order-1", fresh)).isEqualTo(Leases.Standing.YOURS);
  }

  /** Both had registered with the one before: whoever comes first, the newer process stays. */
  @Test
  void aRegistryThatBeginsEmptyPrefersTheNewerProcess() {
    Instance next = Instance.of("order", "order-1", 5_001);
    assertThat(leases.register(order(1), "old", 7)).hasValue(7);
    assertThat(leases.renew("order-1", 9)).isEqualTo(Leases.Standing.UNKNOWN);
    assertThat(leases.register(next, "fresh", 9)).hasValue(9);
    assertThat(leases.register(order(1), "old", 7)).isEmpty();
    assertThat(leases.register(order(2), "another", 0).orElseThrow()).isGreaterThan(100);
  }

  @Test
  void aRepeatedRegistrationCountsOnce() {
    long first = leases.register(order(1), "slow network", 0).orElseThrow();
    assertThat(leases.register(order(1), "slow network", 0)).hasValue(first);
  }

  @Test
  void aLeaseLastsToItsVeryEndAndHalfOfThemMayDieTogether() {
    for (int i = 1; i <= 4; i++) {
      register(order(i));
    }
    passes(500);
    renew(1);
    renew(2);
    leases.expire();
    passes(250);
    leases.expire(); // as often as it is to be called: it did not sleep
    passes(250);
    assertThat(leases.expire()).as("exactly one lease old").isEmpty();
    passes(1);
    assertThat(leases.expire()).as("two of four are late").containsExactly(order(3), order(4));
    assertThat(leases.panics()).as("half are not most").isFalse();
  }

  @Test
  void mostAreLateOnlyAfterTheirLease() {
    for (int i = 1; i <= 3; i++) {
      register(order(i));
    }
    leases.expire();
    for (int i = 0; i < 4; i++) {
      passes(250);
      leases.expire();
    }
    assertThat(leases.panics()).as("all are exactly one lease old").isFalse();
    passes(1);
    leases.expire();
    assertThat(leases.panics()).as("all are late").isTrue();
    for (int i = 0; i < 35; i++) {
      passes(250);
      leases.expire();
    }
    passes(249);
    assertThat(leases.expire()).as("exactly ten leases old").isEmpty();
    passes(1);
    assertThat(leases.expire()).as("more than ten leases old").hasSize(3);
  }

  @Test
  void theOnlyOneIsNotMost() {
    register(order(1));
    passes(1_001);
    long before = leases.list("order").index();
    assertThat(leases.expire()).as("one of one: no majority to suspect").containsExactly(order(1));
    assertThat(leases.list("order").index()).as("an end is a change").isGreaterThan(before);
  }

  @Test
  void aRegistryThatSleptSuspectsNobody() {
    for (int i = 1; i <= 3; i++) {
      register(order(i));
    }
    leases.expire();
    passes(5_000);
    leases.expire();
    assertThat(leases.panics()).as("after our own sleep nobody is late").isFalse();
  }

  @Test
  void aGoodbyeIsAChangeAndTellsWhoLeft() {
    Instance payment = Instance.of("payment", "payment-1", 5_001);
    register(order(1));
    register(order(2));
    register(payment);
    assertThat(leases.list("order").instances()).containsExactly(order(1), order(2));
    assertThat(leases.all())
        .containsEntry("order", List.of(order(1), order(2)))
        .containsEntry("payment", List.of(payment));
    long before = leases.list("order").index();
    assertThat(leases.deregister("order-1", leases.idOf("order-1", 4_001))).contains(order(1));
    assertThat(leases.list("order").index()).as("the list's number").isGreaterThan(before);
    assertThat(leases.list("order").instances()).containsExactly(order(2));
  }

  @Test
  void theHighestIdOfTheRegistryBeforeIsOneThatItGave() {
    assertThat(leases.register(order(1), "old", 100)).hasValue(100);
    assertThat(leases.register(order(2), "liar", 500)).as("nobody was given 500").hasValue(101);
  }

  /** Threads wait in {@link Leases#await}; their state tells when they do. */
  private CompletableFuture<Leases.Listing> waiting(long known, long millis) throws Exception {
    CompletableFuture<Leases.Listing> listing = new CompletableFuture<>();
    watcher =
        new Thread(
            () -> {
              try {
                listing.complete(leases.await("order", known, millis));
              } catch (InterruptedException e) {
                listing.completeExceptionally(e);
              }
            });
    watcher.setDaemon(true);
    watcher.start();
    await().until(() -> listing.isDone() || watcher.getState() == Thread.State.TIMED_WAITING);
    return listing;
  }

  @Test
  void aWatchIsWokenByItsOwnServiceOnly() throws Exception {
    CompletableFuture<Leases.Listing> listing = waiting(leases.list("order").index(), 3_600_000);
    register(Instance.of("payment", "payment-1", 5_001)); // wakes it, and is not for it
    await().until(() -> listing.isDone() || watcher.getState() == Thread.State.TIMED_WAITING);
    register(order(1));
    assertThat(listing.get(5, TimeUnit.SECONDS).instances())
        .as("what it is told, long before its hour is over")
        .containsExactly(order(1));
  }

  @Test
  void aWatchWithoutNewsIsAnsweredAtItsTimeLimit() throws Exception {
    long known = leases.list("order").index();
    CompletableFuture<Leases.Listing> listing = waiting(known, 200);
    register(Instance.of("payment", "payment-1", 5_001));
    assertThat(listing.get(5, TimeUnit.SECONDS).instances()).isEmpty();
    assertThat(leases.await("order", known, 0).index()).as("no time at all").isEqualTo(known);
  }

  @Test
  void onlyRememberedGoodbyesKeepAProcessOut() {
    for (int goodbyes : new int[] {0, 1}) {
      Leases some = new Leases(new Timing(1_000, 300, 1_000, 0, goodbyes), clock::get, 100);
      long id = some.register(order(1), "process", 0).orElseThrow();
      some.deregister("order-1", id);
      assertThat(some.register(order(1), "process", id).isEmpty()).isEqualTo(goodbyes == 1);
    }
  }

  @Test
  void anEntryLivesAsLongAsItIsKeptNotAsLongAsALease() {
    Leases lasting = new Leases(new Timing(1_000, 300, 5_000, 0, 0), clock::get, 100);
    lasting.register(order(1), "process", 0);
    passes(4_000);
    assertThat(lasting.expire()).isEmpty();
  }

  @Test
  void anotherRegistrysInstancesAreListedAfterOurOwnAndNotAmongThem() {
    register(order(1));
    leases.heard("order", List.of(order(2), order(1)));
    assertThat(leases.list("order").instances()).containsExactly(order(1), order(2));
    assertThat(leases.own("order").instances()).containsExactly(order(1));
  }

  @Test
  void onlyADifferentListFromAnotherRegistryIsNews() {
    leases.heard("order", List.of(order(2)));
    long index = leases.list("order").index();
    leases.heard("order", List.of(order(2)));
    assertThat(leases.own("order").index()).isEqualTo(index);
    leases.heard("order", List.of(order(3)));
    assertThat(leases.list("order").index()).isGreaterThan(index);
  }
}
