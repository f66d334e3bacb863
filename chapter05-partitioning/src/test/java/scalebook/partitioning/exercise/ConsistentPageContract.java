package scalebook.partitioning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.partitioning.exercise.ConsistentPage.Part;
import scalebook.partitioning.exercise.ConsistentPage.Shard;

abstract class ConsistentPageContract extends Contract {
  interface Answer {
    List<Long> page(List<Shard> shards, int size, long above) throws IOException;
  }

  Answer answer(int slots, int mostRounds) {
    return answer(Answer.class, ConsistentPage.class, slots, mostRounds);
  }

  /** From one shard to another, before the n-th call. */
  private record Move(int call, int slot, int to) {}

  private int[] owners;
  private int shards;
  private int calls;
  private int mostAsked;
  private final List<Move> moves = new ArrayList<>();
  private final Map<Integer, Integer> deadUntilCall = new HashMap<>();

  /** Slot i belongs to shard i % shards; row id belongs to slot id % slots. */
  private List<Shard> cluster(int shards, int slots) {
    this.shards = shards;
    owners = IntStream.range(0, slots).map(slot -> slot % shards).toArray();
    calls = 0;
    moves.clear();
    deadUntilCall.clear();
    return IntStream.range(0, shards).mapToObj(this::shard).toList();
  }

  private Shard shard(int shard) {
    return (size, above) -> {
      int call = calls++;
      mostAsked = Math.max(mostAsked, size);
      moves.stream().filter(m -> m.call() == call).forEach(m -> owners[m.slot()] = m.to());
      if (call < deadUntilCall.getOrDefault(shard, 0)) {
        throw new IOException("shard " + shard + " is dead");
      }
      Set<Integer> slots = new HashSet<>();
      IntStream.range(0, owners.length).filter(s -> owners[s] == shard).forEach(slots::add);
      List<Long> ids =
          LongStream.rangeClosed(1, 40)
              .filter(id -> id > above && slots.contains((int) (id % owners.length)))
              .limit(size)
              .boxed()
              .toList();
      return new Part(Set.copyOf(slots), ids);
    };
  }

  private static List<Long> rows(int size, long above) {
    return LongStream.rangeClosed(above + 1, 40).limit(size).boxed().toList();
  }

  @Test
  @Order(1)
  void aPageIsTheFirstRowsOfAll() throws IOException {
    for (int shards : new int[] {3, 1, 5}) {
      for (int size : new int[] {7, 1, 100}) {
        assertThat(answer(8, 3).page(cluster(shards, 8), size, 0))
            .as("the first %d of 40 rows on %d shards", size, shards)
            .isEqualTo(rows(size, 0));
        assertThat(calls).as("calls, when nothing moves: each shard once").isEqualTo(shards);
      }
    }
  }

  @Test
  @Order(2)
  void theNextPageBeginsAboveTheLast() throws IOException {
    List<Long> all = new ArrayList<>();
    for (List<Long> page = rows(1, 0); !page.isEmpty(); all.addAll(page)) {
      long above = all.isEmpty() ? 0 : all.get(all.size() - 1);
      List<Shard> cluster = cluster(4, 8);
      owners[(int) (above % 8)] = 3; // moved between two pages
      page = answer(8, 3).page(cluster, 7, above);
    }
    assertThat(all).as("all pages of 7, one after the other").isEqualTo(rows(40, 0));
  }

  @Test
  @Order(3)
  void noShardIsAskedForMoreThanAPage() throws IOException {
    mostAsked = 0;
    answer(8, 3).page(cluster(4, 8), 5, 0);
    assertThat(mostAsked).as("rows that one shard is asked for").isEqualTo(5);
  }

  @Test
  @Order(4)
  void aSlotMovesBetweenAnyTwoCalls() throws IOException {
    for (int shards : new int[] {3, 2, 5}) {
      for (int call = 0; call < 2 * shards; call++) {
        for (int slot = 0; slot < 8; slot++) {
          for (int to = 0; to < shards; to++) {
            List<Shard> cluster = cluster(shards, 8);
            moves.add(new Move(call, slot, to));
            right(cluster, answer(8, 3));
          }
        }
      }
    }
  }

  private void right(List<Shard> cluster, Answer pages) throws IOException {
    assertThat(pages.page(cluster, 12, 0))
        .as("a page of %d shards while slots move: %s, each row once", shards, moves)
        .isEqualTo(rows(12, 0));
    assertThat(calls)
        .as("calls of shards, of at most three rounds")
        .isLessThanOrEqualTo(shards * 3);
  }

  /** One is met twice, another one not at all: the number of slots is right. */
  @Test
  @Order(5)
  void twoSlotsMoveAtOnce() throws IOException {
    for (int call = 0; call < 3; call++) {
      for (int slots = 0; slots < 64; slots++) {
        for (int to = 0; to < 9; to++) {
          List<Shard> cluster = cluster(3, 8);
          moves.add(new Move(call, slots / 8, to / 3));
          moves.add(new Move(call, slots % 8, to % 3));
          right(cluster, answer(8, 3));
        }
      }
    }
  }

  @Test
  @Order(6)
  void movesInTheFirstTwoRoundsOfThree() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      List<Shard> cluster = cluster(3, 8);
      for (int move = 0; move < 4; move++) {
        moves.add(new Move(random.nextInt(6), random.nextInt(8), random.nextInt(3)));
      }
      right(cluster, answer(8, 3));
    }
  }

  @Test
  @Order(7)
  void aShardThatComesBackIsAskedAgain() throws IOException {
    for (int shard = 0; shard < 3; shard++) {
      List<Shard> cluster = cluster(3, 8);
      deadUntilCall.put(shard, shard + 1);
      assertThat(answer(8, 3).page(cluster, 12, 0))
          .as("a page when shard %d was dead in the first round", shard)
          .isEqualTo(rows(12, 0));
    }
  }

  @Test
  @Order(8)
  void noPageIsBetterThanAWrongOne() {
    for (int rounds : new int[] {3, 1, 6}) {
      for (int shard = 0; shard < 3; shard++) {
        List<Shard> cluster = cluster(3, 8);
        deadUntilCall.put(shard, Integer.MAX_VALUE);
        assertThat(Thrown.by(() -> answer(8, rounds).page(cluster, 12, 0)))
            .as("shard %d is dead, and its rows are missing", shard)
            .isInstanceOf(IOException.class);
        assertThat(calls).as("calls in %d rounds", rounds).isBetween(rounds, 3 * rounds);
      }
      for (long above : new long[] {0, 40}) { // from 40 on there is no row: but who knows?
        List<Shard> restless = restless();
        assertThat(Thrown.by(() -> answer(8, rounds).page(restless, 12, above)))
            .as("a page above %d; slots move in each round, %d are the most", above, rounds)
            .isInstanceOf(IOException.class);
        assertThat(calls).as("calls of two shards in %d rounds", rounds).isEqualTo(2 * rounds);
      }
    }
  }

  private List<Shard> restless() {
    List<Shard> restless = cluster(2, 8);
    for (int call = 1; call < 1_000; call += 2) {
      moves.add(new Move(call, 5, call / 2 % 2));
      moves.add(new Move(call, 4, 1 - call / 2 % 2));
    }
    return restless;
  }
}
