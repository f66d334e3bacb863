package scalebook.partitioning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.partitioning.exercise.SplitCounter.Part;

abstract class SplitCounterContract extends Contract {
  interface Answer {
    void put(long amount) throws IOException;

    boolean take(long amount) throws IOException;

    long sum() throws IOException;
  }

  Answer answer(List<Part> parts, RandomGenerator random) {
    return answer(Answer.class, SplitCounter.class, parts, random);
  }

  private static final int NOBODY = -1;
  private static final int MOST_CALLS = 10_000;

  private long[] rows;
  private int[] calls;
  private int allCalls;
  private int dead = NOBODY;
  private int deadFromCall;
  private int alive = NOBODY;
  private int meanwhileAtCall = NOBODY;
  private int meanwhileIn;
  private long meanwhileTaken;

  private Answer counter(long... parts) {
    return counter(new Random(5), parts);
  }

  private Answer counter(RandomGenerator random, long... parts) {
    rows = parts.clone();
    calls = new int[parts.length];
    allCalls = 0;
    dead = NOBODY;
    deadFromCall = 0;
    alive = NOBODY;
    meanwhileAtCall = NOBODY;
    meanwhileTaken = 0;
    return answer(IntStream.range(0, parts.length).mapToObj(this::part).toList(), random);
  }

  private void called(int part) throws IOException {
    calls[part]++;
    assertThat(allCalls).as("calls: it turns in a circle").isLessThan(MOST_CALLS);
    if (allCalls++ == meanwhileAtCall && rows[meanwhileIn] > 0) {
      rows[meanwhileIn]--;
      meanwhileTaken++;
    }
    if (alive != NOBODY ? part != alive : part == dead && allCalls > deadFromCall) {
      throw new IOException("part " + part + " is dead");
    }
  }

  private Part part(int part) {
    return new Part() {
      @Override
      public long get() throws IOException {
        called(part);
        return rows[part];
      }

      @Override
      public boolean add(long amount) throws IOException {
        called(part);
        if (rows[part] + amount < 0) {
          return false;
        }
        rows[part] += amount;
        return true;
      }
    };
  }

  private long all() {
    return Arrays.stream(rows).sum();
  }

  @Test
  @Order(1)
  void theSumIsThatOfAllParts() throws IOException {
    assertThat(counter(3_000_000_000L, 2).sum()).as("more than an int").isEqualTo(3_000_000_002L);
    assertThat(counter(3, 0, 4, 5).sum()).isEqualTo(12);
    assertThat(counter(7).sum()).isEqualTo(7);
    Answer counter = counter(3, 4);
    dead = 1;
    assertThat(Thrown.by(counter::sum))
        .as("a part does not answer: nobody knows the sum")
        .hasMessage("part 1 is dead");
  }

  @Test
  @Order(2)
  void putsAreSpread() throws IOException {
    for (int parts : new int[] {4, 5, 1}) {
      Answer counter = counter(new long[parts]);
      for (int i = 0; i < 1_000 * parts; i++) {
        counter.put(2);
      }
      assertThat(Arrays.stream(rows).boxed().toList())
          .as(
              "what each part got of %d puts of 2: one hot part is as bad as one row",
              1_000 * parts)
          .allMatch(got -> got > 1_600 && got < 2_400);
      assertThat(all()).as("put in all").isEqualTo(2_000L * parts);
    }
  }

  @Test
  @Order(3)
  void aPartThatHasEnoughIsTheOnlyOneCalled() throws IOException {
    Answer counter = counter(9_000, 9_000, 9_000, 9_000);
    for (int i = 0; i < 4_000; i++) {
      assertThat(counter.take(2)).isTrue();
    }
    assertThat(all()).as("left").isEqualTo(28_000);
    assertThat(allCalls)
        .as("calls of parts, for 4,000 takes where all have enough")
        .isEqualTo(4_000);
    assertThat(Arrays.stream(calls).boxed().toList())
        .as("calls of each part")
        .allMatch(called -> called > 800 && called < 1_200);
  }

  @Test
  @Order(4)
  void whatNoPartHasAloneIsGathered() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Answer counter = counter(new Random(seed), 3, 0, 2, 4);
      assertThat(counter.take(8)).as("8 of 3 + 0 + 2 + 4").isTrue();
      assertThat(all()).as("left of 9, after 8").isEqualTo(1);
      assertThat(counter.take(1)).as("the last item, wherever it is").isTrue();
      assertThat(counter.take(1)).as("of nothing").isFalse();
      assertThat(rows).as("parts").containsOnly(0);
    }
  }

  @Test
  @Order(5)
  void allOrNothing() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Answer counter = counter(new Random(seed), 3, 0, 2, 4);
      assertThat(counter.take(10)).as("10 of 9").isFalse();
      assertThat(all()).as("left after a refusal: what was gathered is back").isEqualTo(9);
      assertThat(counter.take(9)).as("9 of 9").isTrue();
    }
  }

  /** Whatever was seen a call ago, one of them is sold now. */
  @Test
  @Order(6)
  void anotherTakerComesBetweenAnyTwoCalls() throws IOException {
    for (int call = 0; call < 30; call++) {
      for (int part = 0; part < 4; part++) {
        for (long amount : new long[] {3, 8, 9, 10}) {
          Answer counter = counter(new Random(call), 3, 0, 2, 4);
          meanwhileAtCall = call;
          meanwhileIn = part;
          boolean taken = counter.take(amount);
          String when =
              "take(%d) of 3, 0, 2, 4; another one takes %d from part %d before call %d"
                  .formatted(amount, meanwhileTaken, part, call);
          assertThat(all() + meanwhileTaken + (taken ? amount : 0))
              .as("stock and what was taken, all in all; %s", when)
              .isEqualTo(9);
          assertThat(taken || all() < amount)
              .as("taken, or too little is left: %d; %s", all(), when)
              .isTrue();
        }
      }
    }
  }

  @Test
  @Order(7)
  void aDeadPartStopsNobodyWhoNeedsItNot() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Answer counter = counter(new Random(seed), 4, 4, 4);
      dead = seed % 3;
      counter.put(3);
      assertThat(counter.take(6)).as("6 of the 11 that can be reached").isTrue();
      assertThat(rows[dead]).as("the dead part").isEqualTo(4);
      assertThat(all()).as("left in all").isEqualTo(9);
    }
  }

  @Test
  @Order(7)
  void onePartThatAnswersIsFound() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Answer counter = counter(new Random(seed), 4, 4, 4, 4, 4);
      alive = seed % 5;
      counter.put(3);
      assertThat(rows[alive]).as("part %d, which alone answers, after put(3)", alive).isEqualTo(7);
      assertThat(counter.take(7)).as("7 of the 7 that can be reached").isTrue();
      assertThat(all()).as("left in all").isEqualTo(16);
    }
  }

  @Test
  @Order(8)
  void aSilentPartIsNoEmptyOne() {
    for (int seed = 0; seed < 20; seed++) {
      Answer counter = counter(new Random(seed), 4, 4, 4);
      dead = seed % 3;
      assertThat(Thrown.by(() -> counter.take(9)))
          .as("9 of 8 that can be reached, and part %d may have the ninth", dead)
          .hasMessage("part %d is dead", dead);
      assertThat(all()).as("left after the exception: what was gathered is back").isEqualTo(12);
    }
  }

  /** A part gives, and is dead when it should take back. */
  @Test
  @Order(9)
  void whatWasGatheredIsBackWhoeverDies() throws IOException {
    for (int from = 0; from < 30; from++) {
      for (int part = 0; part < 4; part++) {
        for (int seed = 0; seed < 10; seed++) {
          Answer counter = counter(new Random(seed), 3, 1, 2, 4);
          dead = part;
          deadFromCall = from;
          boolean taken = false;
          try {
            taken = counter.take(11);
          } catch (IOException silent) {
            assertThat(silent).hasMessage("part %d is dead", part);
          }
          assertThat(taken).as("11 of 10").isFalse();
          assertThat(all())
              .as("left of 10, when part %d dies after call %d of a take(11)", part, from)
              .isEqualTo(10);
        }
      }
    }
  }
}
