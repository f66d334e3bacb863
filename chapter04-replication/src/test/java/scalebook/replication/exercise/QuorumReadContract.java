package scalebook.replication.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Thrown;
import scalebook.replication.exercise.QuorumRead.Version;

abstract class QuorumReadContract extends QuorumReadOfCopiesContract {
  @Test
  @Order(1)
  void whatWasWrittenIsRead() throws IOException {
    for (int size : SIZES) {
      copies(nothing(size));
      Answer client = client("x");
      assertThat(client.read()).as("before the first write").isEmpty();
      client.write("a");
      client.write("b");
      assertThat(client.read()).as("%d copies, after a and b", size).isEqualTo("b");
      assertThat(versions).as("all copies can be reached").containsOnly(new Version(2, "x", "b"));
    }
  }

  @Test
  @Order(2)
  void aWriteIsNewerThanThoseOfOthers() throws IOException {
    copies("7 a, 7 a, 7 a");
    client("x").write("b");
    client("y").write("c");
    client("x").write("d");
    assertThat(client("z").read()).as("three writes, one after the other").isEqualTo("d");
    assertThat(versions)
        .as("numbered above all that was there")
        .contains(new Version(10, "x", "d"));
  }

  @Test
  @Order(3)
  void aMinorityMayBeDead() throws IOException {
    for (int size : SIZES) {
      for (Set<Integer> minority : minorities(size)) {
        copies(nothing(size));
        dead.addAll(minority);
        client("x").write("a");
        assertThat(client("y").read())
            .as("%d copies, of which %s are dead", size, minority)
            .isEqualTo("a");
      }
    }
  }

  @Test
  @Order(4)
  void withoutAMajorityThereIsNoAnswer() {
    for (int size : new int[] {4, 3, 6}) {
      copies(nothing(size));
      IntStream.range(0, (size + 1) / 2).forEach(dead::add);
      assertThat(Thrown.by(() -> client("x").read()))
          .as("a read of %d copies, %d of them dead: no majority", size, dead.size())
          .isInstanceOf(IOException.class);
      assertThat(Thrown.by(() -> client("x").write("a")))
          .as("a write to %d copies, %d of them dead: no majority", size, dead.size())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  @Order(5)
  void theNewestOfAMajorityCounts() throws IOException {
    for (String have : List.of("2 b, 2 b, 1 a", "1 a, 2 b, 2 b", "0, 2 b, 1 a", "10 b, 9 a, 9 a")) {
      copies(have);
      assertThat(client("x").read()).as("copies %s", have).isEqualTo("b");
    }
    for (int z : new int[] {0, 2}) {
      copies("0, 1 a, 0");
      versions.set(z, new Version(1, "z", "b"));
      assertThat(client("x").read()).as("two with number 1, of w and of z").isEqualTo("b");
    }
  }

  @Test
  @Order(6)
  void copiesThatHaveItAreNotWrittenTo() throws IOException {
    copies("2 b, 2 b, 2 b, 2 b, 2 b");
    client("x").read();
    assertThat(writes).as("writes of a read, when all copies agree").isZero();
    copies("2 b, 1 a, 2 b, 2 b, 1 a");
    client("x").read();
    assertThat(writes).as("writes of a read, when three of five have it").isBetween(0, 2);
  }

  @Test
  @Order(7)
  void whatOneHasReadNobodyReadsOlder() throws IOException {
    for (String have : List.of("2 b, 1 a, 1 a", "1 a, 1 a, 1 a, 2 b, 1 a", "1 a, 2 b, 1 a, 1 a")) {
      int size = have.split(", ").length;
      for (Set<Integer> first : minorities(size)) {
        for (Set<Integer> second : minorities(size)) {
          copies(have);
          dead.addAll(first);
          String read = client("x").read();
          dead.clear();
          dead.addAll(second);
          assertThat(client("y").read())
              .as(
                  "copies %s: x, without %s, read %s; then y reads, without %s",
                  have, first, read, second)
              .isEqualTo(read.equals("b") ? "b" : client("y").read());
        }
      }
    }
  }

  @Test
  @Order(8)
  void whatNoMajorityTakesIsNotReturned() {
    copies("2 b, 1 a, 1 a");
    readOnly = true;
    assertThat(Thrown.by(() -> client("x").read()))
        .as("b is on one copy, no other one takes it: the next reader may miss it")
        .isInstanceOf(IOException.class);
    assertThat(Thrown.by(() -> client("x").write("c")))
        .as("a write that no copy took")
        .isInstanceOf(IOException.class);
    readOnly = false;
    unreadable.addAll(Set.of(0, 2));
    assertThat(Thrown.by(() -> client("x").read()))
        .as("one of three can be read, and b is on another one")
        .isInstanceOf(IOException.class);
  }

  /** Between any two calls of a reader another client writes. */
  @Test
  @Order(9)
  void aWriteComesBetweenAnyTwoCallsOfARead() throws IOException {
    for (int size : SIZES) {
      for (int step = 0; step < 2 * size; step++) {
        for (Set<Integer> minority : minorities(size)) {
          copies(nothing(size));
          client("w").write("a");
          during(step, () -> client("y").write("b"));
          String read = client("x").read();
          boolean written = stepsUntilMeanwhile == NEVER;
          stepsUntilMeanwhile = NEVER;
          assertThat(read).as("a read while b is written").isIn("a", "b");
          dead.addAll(minority);
          assertThat(client("z").read())
              .as("%d copies, b written before call %d of a read, then read anew", size, step)
              .isEqualTo(written ? "b" : "a");
        }
      }
    }
  }

  /** Two writes at once: one is the newest, and all readers agree which. */
  @Test
  @Order(10)
  void twoWritersAtOnceLeaveOneValue() throws IOException {
    for (int size : SIZES) {
      for (String names : List.of("x y", "y x")) {
        for (int step = 0; step < 2 * size; step++) {
          copies(nothing(size));
          during(step, () -> client(names.substring(2)).write("b"));
          client(names.substring(0, 1)).write("a");
          stepsUntilMeanwhile = NEVER;
          Set<String> read = new HashSet<>();
          for (Set<Integer> minority : minorities(size)) {
            dead.clear();
            dead.addAll(minority);
            read.add(client("z").read());
          }
          assertThat(read)
              .as("%d copies, b written before call %d of the write of a: all reads", size, step)
              .hasSize(1);
        }
      }
    }
  }

  private interface Call {
    void run() throws IOException;
  }

  private void during(int step, Call call) {
    stepsUntilMeanwhile = step;
    meanwhile =
        () -> {
          try {
            call.run();
          } catch (IOException e) {
            throw new AssertionError("all copies can be reached", e);
          }
        };
  }
}
