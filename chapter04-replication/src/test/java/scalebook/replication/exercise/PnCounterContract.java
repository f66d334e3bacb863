package scalebook.replication.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.replication.exercise.PnCounter.State;

abstract class PnCounterContract extends Contract {
  interface Counter {
    void add(long amount);

    long value();

    State state();

    void merge(State other);
  }

  Counter counter(String region) {
    return answer(Counter.class, PnCounter.class, region);
  }

  private final Random random = new Random(9);

  @Test
  @Order(1)
  void aSingleReplicaCounts() {
    Counter east = counter("east");
    east.add(5);
    east.add(-2);
    assertThat(east.value()).as("5 - 2").isEqualTo(3);
  }

  @Test
  @Order(2)
  void changesOfBothSidesAreKept() {
    Counter east = counter("east");
    Counter west = counter("west");
    east.add(5);
    west.add(7);
    west.add(-1);
    State fromEast = east.state();
    east.merge(west.state());
    west.merge(fromEast);
    assertThat(east.value()).as("5 in the east, 7 - 1 in the west").isEqualTo(11);
    assertThat(west.value()).as("the same in the west").isEqualTo(11);
  }

  @Test
  @Order(3)
  void aMergeThatComesTwiceCountsOnce() {
    Counter east = counter("east");
    Counter west = counter("west");
    west.add(10);
    State state = west.state();
    east.merge(state);
    east.merge(state);
    assertThat(east.value()).as("the same state came twice").isEqualTo(10);
  }

  @Test
  @Order(4)
  void aLateMergeTakesNothingBack() {
    Counter east = counter("east");
    Counter west = counter("west");
    west.add(10);
    State early = west.state();
    west.add(10);
    east.merge(west.state());
    east.merge(early);
    assertThat(east.value()).as("an old state came after a newer one").isEqualTo(20);
  }

  @Test
  @Order(5)
  void takingAwayIsNotForgotten() {
    Counter east = counter("east");
    Counter west = counter("west");
    east.add(100);
    west.merge(east.state());
    west.add(-30);
    east.merge(west.state());
    east.merge(east.state());
    assertThat(east.value()).as("100, and the west took 30").isEqualTo(70);
  }

  @Test
  @Order(6)
  void aStateIsAPictureNotAWindow() {
    Counter east = counter("east");
    east.add(1);
    State before = east.state();
    east.add(1);
    Counter west = counter("west");
    west.merge(before);
    assertThat(west.value()).as("the state as it was when it was taken").isEqualTo(1);
  }

  @Test
  @Order(7)
  void inTheEndAllSayTheSame() {
    for (int round = 0; round < 100; round++) {
      List<Counter> copies = List.of(counter("a"), counter("b"), counter("c"));
      List<State> underWay = new ArrayList<>();
      long expected = 0;
      for (int step = 0; step < 60; step++) {
        Counter copy = copies.get(random.nextInt(3));
        int what = random.nextInt(3);
        if (what == 0) {
          long amount = random.nextInt(21) - 10;
          copy.add(amount);
          expected += amount;
        } else if (what == 1 || underWay.isEmpty()) {
          underWay.add(copy.state());
        } else {
          copy.merge(underWay.get(random.nextInt(underWay.size()))); // in any order, and again
        }
      }
      List<State> last = copies.stream().map(Counter::state).toList();
      for (Counter copy : copies) {
        last.forEach(copy::merge);
        assertThat(copy.value()).as("after everything arrived everywhere").isEqualTo(expected);
      }
    }
  }

  @Test
  @Order(8)
  void aReplicaPassesOnWhatItMerged() {
    Counter east = counter("east");
    Counter west = counter("west");
    Counter north = counter("north");
    east.add(5);
    east.add(-1);
    west.merge(east.state());
    north.merge(west.state());
    assertThat(north.value()).as("north heard of the east from the west").isEqualTo(4);
  }

  @Test
  @Order(9)
  void numbersMayBeLarge() {
    Counter east = counter("east");
    east.add(3_000_000_000L);
    east.add(-1);
    east.add(0);
    assertThat(east.value()).as("three billion, less one").isEqualTo(2_999_999_999L);
    Counter west = counter("west");
    west.merge(east.state());
    west.add(-3_000_000_000L);
    assertThat(west.value()).as("three billion, less one, less three billion").isEqualTo(-1);
  }

  @Test
  @Order(10)
  void aMergeIsFromThenOnlyOurs() {
    Counter east = counter("east");
    Counter west = counter("west");
    east.add(5);
    west.merge(east.state());
    east.add(1);
    west.add(10);
    assertThat(west.value()).as("the west, which has heard of 5 and not of 6").isEqualTo(15);
    assertThat(east.value()).as("the east, which has heard nothing").isEqualTo(6);
  }
}
