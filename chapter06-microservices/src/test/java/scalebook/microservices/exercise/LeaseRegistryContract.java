package scalebook.microservices.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class LeaseRegistryContract extends Contract {
  static final long LEASE = 1_000;

  interface Answer {
    void heard(String instance);

    void left(String instance);

    Set<String> list();
  }

  Answer answer(long leaseMillis, LongSupplier clock) {
    return answer(Answer.class, LeaseRegistry.class, leaseMillis, clock);
  }

  private long now = 5_000;
  private Answer registry;

  private Answer registry() {
    registry = answer(LEASE, () -> now);
    return registry;
  }

  private void heard(String... instances) {
    for (String instance : instances) {
      registry.heard(instance);
    }
  }

  @Test
  @Order(1)
  void anInstanceThatRenewsIsListed() {
    registry();
    heard("a", "b");
    assertThat(registry.list()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  @Order(2)
  void anInstanceIsDroppedWhenItsLeaseEnds() {
    registry();
    heard("a", "b", "c");
    now += 600;
    heard("a", "b");
    now += 600;
    assertThat(registry.list())
        .as("after 1,200 ms without a word of c, with a lease of 1,000")
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  @Order(3)
  void aLeaseIsNotOverBeforeItsEnd() {
    registry();
    heard("a", "b", "c");
    now += LEASE;
    heard("a", "b");
    assertThat(registry.list())
        .as("c, exactly at its lease's end")
        .containsExactlyInAnyOrder("a", "b", "c");
    now += 1;
    assertThat(registry.list()).as("a moment later").containsExactlyInAnyOrder("a", "b");
  }

  @Test
  @Order(4)
  void anInstanceThatLeavesIsDroppedAtOnce() {
    registry();
    heard("a", "b");
    registry.left("a");
    assertThat(registry.list()).containsExactly("b");
    registry.left("nobody");
  }

  @Test
  @Order(5)
  void aSickNetworkDoesNotEmptyTheList() {
    registry();
    heard("a", "b", "c", "d");
    now += 5 * LEASE;
    assertThat(registry.list())
        .as("nobody was heard for five leases: it is rather the network than all four")
        .hasSize(4);
    assertThat(registry.list()).as("asked once more: showing them is not enough").hasSize(4);
    now += 100;
    heard("a", "b", "c", "d");
    assertThat(registry.list())
        .as("the network is well again, and nobody was forgotten")
        .hasSize(4);
  }

  @Test
  @Order(6)
  void nobodyIsForgottenWhileMostAreLate() {
    registry();
    heard("a", "b", "c", "d");
    now += 2 * LEASE;
    heard("a");
    assertThat(registry.list()).as("one of four is heard, three are late").hasSize(4);
    heard("b", "c");
    assertThat(registry.list())
        .as("three of four are heard again: the fourth alone is late, and gone")
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  @Order(7)
  void halfOfThemMayDie() {
    registry();
    heard("a", "b", "c", "d");
    now += 2 * LEASE;
    heard("a", "b");
    assertThat(registry.list())
        .as("two of four are late: not more than half")
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  @Order(8)
  void anInstanceThatReturnsIsListedAgain() {
    registry();
    heard("a", "b", "c");
    now += 2 * LEASE;
    heard("a", "b");
    assertThat(registry.list()).doesNotContain("c");
    heard("c");
    assertThat(registry.list()).contains("c");
  }

  @Test
  @Order(9)
  void anEmptyRegistryListsNobody() {
    assertThat(registry().list()).isEmpty();
  }

  @Test
  @Order(10)
  void instancesMayEndOneAfterAnother() {
    registry();
    heard("a", "b", "c", "d");
    now += 600;
    heard("a", "b", "c");
    now += 600;
    assertThat(registry.list()).as("d alone is late").containsExactlyInAnyOrder("a", "b", "c");
    heard("a", "b");
    now += 600;
    assertThat(registry.list()).as("c alone is late, of three").containsExactlyInAnyOrder("a", "b");
    heard("a");
    now += 600;
    assertThat(registry.list())
        .as("b is late, one of two: who is gone is not known any more, and does not count")
        .containsExactly("a");
    now += 10 * LEASE;
    assertThat(registry.list()).as("the last one is late: all that are known").containsExactly("a");
  }

  @Test
  @Order(11)
  void anInstanceThatLeftDoesNotCountAsLate() {
    registry();
    heard("a", "b", "c");
    registry.left("a");
    now += 2 * LEASE;
    assertThat(registry.list())
        .as("b and c are late, as all are; a has left and does not come back by that")
        .containsExactlyInAnyOrder("b", "c");
    heard("b");
    assertThat(registry.list()).as("c is late, one of two that are known").containsExactly("b");
  }

  @Test
  @Order(12)
  void aListIsAPictureNotAWindow() {
    registry();
    heard("a", "b");
    Set<String> before = registry.list();
    heard("c");
    registry.left("a");
    assertThat(before).as("the list of before").containsExactlyInAnyOrder("a", "b");
    now += LEASE + 1;
    registry.left("b");
    assertThat(registry.list())
        .as("the network is sick, and b has said goodbye")
        .doesNotContain("b");
  }

  @Test
  @Order(13)
  void aLeaseHoldsToItsEnd() {
    registry();
    heard("a");
    now += 1;
    heard("b", "c");
    now += LEASE;
    assertThat(registry.list())
        .as("a is late by 1 ms, b and c are at the end of their leases: not most of them are late")
        .containsExactlyInAnyOrder("b", "c");
    now += 1;
    assertThat(registry.list()).as("now both are").containsExactlyInAnyOrder("b", "c");
    heard("b");
    assertThat(registry.list()).as("c alone is late, one of two").containsExactly("b");
  }
}
